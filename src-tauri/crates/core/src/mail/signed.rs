//! What the digital signature of a mail (S/MIME, RFC 8551) covers, byte for byte.

use super::{block, cms, coding, header, multipart};

/// A signature over a whole mail, and what was signed.
#[derive(Debug, PartialEq, Eq)]
pub struct Signed {
    /// The signed bytes, line ends as they were signed.
    pub content: Vec<u8>,
    /// The CMS message that holds the signature (RFC 5652).
    pub message: Vec<u8>,
}

/// The signature over everything a mail says, beside it or around it. `None` where it has none of this kind, or only one
/// over some part of it.
pub fn of_raw(raw: &[u8]) -> Option<Signed> {
    let whole = block::split(raw);
    let content_type = whole.first("content-type")?;
    let media_type = header::main_value(content_type);
    if media_type == "multipart/signed" {
        let boundary = header::raw_parameter(content_type, "boundary")?;
        let pieces = multipart::cut(whole.body, boundary.trim_ascii_end());
        // A boundary line written twice makes a part of nothing, and changes nothing.
        let parts: Vec<&[u8]> = pieces.parts.into_iter().filter(|part| !part.is_empty()).collect();
        let [content, signature] = parts.as_slice() else { return None };
        let signature = block::split(signature);
        let kind = signature.first("content-type").map(header::main_value).unwrap_or_default();
        let is_ours = kind.ends_with("pkcs7-signature");
        return is_ours.then(|| Signed { content: with_line_ends(content), message: undone(&signature) });
    }
    let message = media_type.ends_with("pkcs7-mime").then(|| undone(&whole))?;
    Some(Signed { content: cms::signed_content(&message)?, message })
}

fn undone(block: &block::Block<'_>) -> Vec<u8> {
    let encoding = block.first("content-transfer-encoding").map(header::main_value).unwrap_or_default();
    coding::undo(&encoding, block.body).bytes
}

/// Text is signed with line ends of a carriage return and a line feed (RFC 8551 section 3.1.1), whatever a mail was kept with.
fn with_line_ends(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 32);
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        match byte {
            b'\r' => {
                rest.next_if_eq(&b'\n');
                out.extend_from_slice(b"\r\n");
            }
            b'\n' => out.extend_from_slice(b"\r\n"),
            _ => out.push(byte),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLEAR: &str = "From: <a@court.example.test>\nContent-Type: multipart/signed; boundary=b;\n protocol=\"application/pkcs7-signature\"\n\n\
                         --b\nContent-Type: text/plain\n\n送达\n--b\nContent-Type: application/pkcs7-signature\nContent-Transfer-Encoding: base64\n\nMAA=\n--b--\n";

    #[test]
    fn a_signature_beside_the_mail_covers_its_first_part_with_its_header() {
        let signed = of_raw(CLEAR.as_bytes()).unwrap();
        assert_eq!(signed.content, "Content-Type: text/plain\r\n\r\n送达".as_bytes());
        assert_eq!(signed.message, [0x30, 0]);
        assert_eq!(of_raw(CLEAR.replace('\n', "\r\n").as_bytes()), Some(signed), "whatever the line ends");
    }

    #[test]
    fn a_signature_around_the_mail_holds_it() {
        let message = cms::tests::signed([&[0x04, 2][..], b"hi"].concat());
        let head = b"Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: binary\r\n\r\n";
        let signed = of_raw(&[head.as_slice(), &message].concat()).unwrap();
        assert_eq!((signed.content.as_slice(), &signed.message), (b"hi".as_slice(), &message));
    }

    #[test]
    fn other_mails_have_none() {
        assert_eq!(of_raw(b"Content-Type: text/plain\r\n\r\nhi"), None);
        assert_eq!(of_raw(CLEAR.replace("pkcs7-signature", "pgp-signature").as_bytes()), None);
        assert_eq!(of_raw(b""), None);
    }
}
