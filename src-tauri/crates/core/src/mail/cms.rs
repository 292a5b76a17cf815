//! Opens signed messages (CMS, RFC 5652) as far as reading needs: what kind they are, and what was signed.

use std::borrow::Cow;

use super::coding;

/// Deepest nesting of elements that is followed.
const DEEPEST: usize = 24;

/// What a CMS message holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Signed content, readable by anyone.
    Signed,
    /// Encrypted content.
    Encrypted,
    /// Something else.
    Other,
}

struct Element<'a> {
    tag: u8,
    inside: &'a [u8],
    rest: &'a [u8],
}

/// One element, of definite or indefinite length (X.690 section 8.1.3): mail programs write BER, not only DER.
fn element(bytes: &[u8], depth: usize) -> Option<Element<'_>> {
    let (tag, tail) = bytes.split_first()?;
    // Long tags do not occur in CMS.
    if depth > DEEPEST || tag & 0x1f == 0x1f {
        return None;
    }
    let (first, tail) = tail.split_first()?;
    match first {
        0..=0x7f => cut(*tag, tail, usize::from(*first)),
        0x80 => {
            let mut at = tail;
            loop {
                if let Some(rest) = at.strip_prefix(&[0, 0]) {
                    let inside = tail.get(..tail.len() - at.len())?;
                    return Some(Element { tag: *tag, inside, rest });
                }
                at = element(at, depth + 1)?.rest;
            }
        }
        0x81..=0x84 => {
            let count = usize::from(first & 0x7f);
            let length = tail.get(..count)?.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
            cut(*tag, tail.get(count..)?, length)
        }
        _ => None,
    }
}

fn cut(tag: u8, tail: &[u8], length: usize) -> Option<Element<'_>> {
    // A file cut short keeps what there is.
    let length = length.min(tail.len());
    Some(Element { tag, inside: tail.get(..length)?, rest: tail.get(length..)? })
}

/// Content type and content of a ContentInfo.
fn content_info(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let info = element(bytes, 0).filter(|it| it.tag == 0x30)?;
    let oid = element(info.inside, 1).filter(|it| it.tag == 0x06)?;
    let content = element(oid.rest, 1).filter(|it| it.tag == 0xa0)?;
    Some((oid.inside, content.inside))
}

/// pkcs-7 arc 1.2.840.113549.1.7.
const PKCS7: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];
/// Arc of GM/T 0010 for the same kinds, 1.2.156.10197.6.1.4.2.
const GMT: &[u8] = &[0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x06, 0x01, 0x04, 0x02];
/// id-ct-authEnvelopedData (RFC 5083).
const AUTH_ENVELOPED: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x17];

/// The message itself where it is written as text in armour (RFC 7468): `-----BEGIN CMS-----`.
fn without_armour(bytes: &[u8]) -> Cow<'_, [u8]> {
    let labels: [&[u8]; 3] = [b"-----BEGIN CMS-----", b"-----BEGIN PKCS7-----", b"-----BEGIN PKCS #7 SIGNED DATA-----"];
    let text = bytes.trim_ascii_start();
    let Some(tail) = labels.iter().find_map(|label| text.strip_prefix(*label)) else { return Cow::Borrowed(bytes) };
    // No letter of base64 is a dash.
    let coded = tail.split(|byte| *byte == b'-').next().unwrap_or_default();
    Cow::Owned(coding::base64(coded).bytes)
}

/// Whether bytes say themselves that they are signed or encrypted, whatever they are named.
pub fn says_its_kind(bytes: &[u8]) -> bool {
    matches!(kind_of(bytes), Some(Kind::Signed | Kind::Encrypted))
}

/// What kind of CMS message bytes are; `None` when they are none.
pub fn kind_of(bytes: &[u8]) -> Option<Kind> {
    let bytes = without_armour(bytes);
    let (oid, _) = content_info(&bytes)?;
    let nth = oid.strip_prefix(PKCS7).or_else(|| oid.strip_prefix(GMT));
    Some(match nth {
        Some([2]) => Kind::Signed,
        Some([3 | 4 | 6]) => Kind::Encrypted,
        _ if oid == AUTH_ENVELOPED => Kind::Encrypted,
        _ => Kind::Other,
    })
}

/// What was signed, without checking the signature. `None` when nothing lies inside (a detached signature).
pub fn signed_content(bytes: &[u8]) -> Option<Vec<u8>> {
    let bytes = without_armour(bytes);
    if kind_of(&bytes)? != Kind::Signed {
        return None;
    }
    let (_, content) = content_info(&bytes)?;
    let signed = element(content, 2).filter(|it| it.tag == 0x30)?;
    let version = element(signed.inside, 3)?;
    let digests = element(version.rest, 3)?;
    let inner = element(digests.rest, 3).filter(|it| it.tag == 0x30)?;
    let oid = element(inner.inside, 4).filter(|it| it.tag == 0x06)?;
    let explicit = element(oid.rest, 4).filter(|it| it.tag == 0xa0)?;
    let mut found = Vec::new();
    octets(explicit.inside, 5, &mut found)?;
    (!found.is_empty()).then_some(found)
}

/// Joins an OCTET STRING that may be cut into pieces.
fn octets(bytes: &[u8], depth: usize, found: &mut Vec<u8>) -> Option<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let piece = element(rest, depth)?;
        match piece.tag {
            0x04 => found.extend_from_slice(piece.inside),
            0x24 => octets(piece.inside, depth + 1, found)?,
            _ => return Some(()),
        }
        rest = piece.rest;
    }
    Some(())
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use base64::Engine as _;
    use proptest::prelude::*;

    fn tlv(tag: u8, inside: &[u8]) -> Vec<u8> {
        let mut out = vec![tag, 0x82];
        out.extend_from_slice(&u16::try_from(inside.len()).unwrap().to_be_bytes());
        out.extend_from_slice(inside);
        out
    }

    fn open_ended(tag: u8, inside: &[u8]) -> Vec<u8> {
        [&[tag, 0x80], inside, &[0, 0]].concat()
    }

    /// A signed message around `content`, written with `wrap` for its outer elements.
    fn wrapped(content: Vec<u8>, wrap: fn(u8, &[u8]) -> Vec<u8>) -> Vec<u8> {
        let data = [tlv(6, &[PKCS7, &[1]].concat()), wrap(0xa0, &content)].concat();
        let signed = [tlv(2, &[1]), tlv(0x31, &[]), wrap(0x30, &data), tlv(0x31, &[])].concat();
        let info = [tlv(6, &[PKCS7, &[2]].concat()), wrap(0xa0, &wrap(0x30, &signed))].concat();
        wrap(0x30, &info)
    }

    /// A signed message around the elements given, of definite length.
    pub fn signed(content: Vec<u8>) -> Vec<u8> {
        wrapped(content, tlv)
    }

    #[test]
    fn content_of_definite_and_indefinite_length_is_found() {
        assert_eq!(signed_content(&wrapped(tlv(4, b"Content"), tlv)).unwrap(), b"Content");
        let pieces = open_ended(0x24, &[tlv(4, b"Con"), tlv(4, b"tent")].concat());
        assert_eq!(signed_content(&wrapped(pieces, open_ended)).unwrap(), b"Content");
    }

    #[test]
    fn armour_is_taken_off() {
        let message = wrapped(tlv(4, b"Content"), tlv);
        let coded = base64::engine::general_purpose::STANDARD.encode(&message);
        for label in ["CMS", "PKCS7"] {
            let armoured = format!("\r\n-----BEGIN {label}-----\r\n{coded}\r\n-----END {label}-----\r\n");
            assert_eq!(signed_content(armoured.as_bytes()).unwrap(), b"Content");
            assert!(says_its_kind(armoured.as_bytes()));
        }
        assert!(!says_its_kind(b"-----BEGIN CMS-----\nnothing"));
    }

    #[test]
    fn detached_and_encrypted_messages_hold_nothing_to_read() {
        let info = [tlv(6, &[PKCS7, &[3]].concat()), tlv(0xa0, b"")].concat();
        assert_eq!(kind_of(&tlv(0x30, &info)), Some(Kind::Encrypted));
        assert_eq!(signed_content(&tlv(0x30, &info)), None);
        assert_eq!(kind_of(b"hello"), None);
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(bytes in proptest::collection::vec(any::<u8>(), 0..200), cut in 0usize..90) {
            let _ = signed_content(&bytes);
            let whole = wrapped(tlv(4, b"Content"), open_ended);
            let _ = signed_content(&whole[..cut.min(whole.len())]);
        }
    }
}
