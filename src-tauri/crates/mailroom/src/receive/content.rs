//! What a mail says without what its way to us added: by this a mail delivered twice is one mail.

use std::io::{self, BufRead, BufReader, Read};

use songda_core::id::{Digest, Digester};

/// Longer lines of a header are taken as they are: nobody writes a trace line of this length.
const LONGEST_LINE: u64 = 64 * 1024;
/// Longer headers are not looked into: such a mail is only the same as its exact copy.
const LONGEST_HEADER: u64 = 1024 * 1024;

/// Fields that servers on the way write (RFC 5321 section 4.4, RFC 8601, RFC 8617); those beginning with `X-` as well.
const ON_THE_WAY: [&str; 11] = [
    "received",
    "return-path",
    "delivered-to",
    "envelope-to",
    "delivery-date",
    "received-spf",
    "authentication-results",
    "arc-seal",
    "arc-message-signature",
    "arc-authentication-results",
    "dkim-filter",
];

/// The digest of a mail without the fields that servers on the way write. None for a mail without a Message-ID: two
/// such mails may say the same and be two.
///
/// # Errors
/// When the bytes cannot be read.
pub fn digest(raw: impl Read) -> io::Result<Option<Digest>> {
    let mut raw = BufReader::with_capacity(8 * 1024, raw);
    let (mut digester, mut line) = (Digester::default(), Vec::new());
    let (mut is_dropped, mut has_id, mut seen) = (false, false, 0);
    loop {
        line.clear();
        (&mut raw).take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        seen += line.len() as u64;
        if seen > LONGEST_HEADER {
            return Ok(None);
        }
        if matches!(line.as_slice(), b"" | b"\n" | b"\r\n") {
            break;
        }
        // A folded line belongs to the field before it.
        if !line.first().is_some_and(u8::is_ascii_whitespace) {
            let name = line.split(|byte| *byte == b':').next().unwrap_or_default().trim_ascii().to_ascii_lowercase();
            is_dropped = name.starts_with(b"x-") || ON_THE_WAY.iter().any(|other| other.as_bytes() == name);
            has_id |= name == b"message-id";
        }
        if !is_dropped {
            digester.take(&line);
        }
    }
    if !has_id {
        return Ok(None);
    }
    digester.take(b"\r\n");
    loop {
        let length = match raw.fill_buf() {
            Ok([]) => return Ok(Some(digester.digest())),
            Ok(bytes) => {
                digester.take(bytes);
                bytes.len()
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
            Err(error) => return Err(error),
        };
        raw.consume(length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(raw: &str) -> Option<Digest> {
        digest(raw.as_bytes()).unwrap()
    }

    #[test]
    fn the_way_makes_no_difference_and_everything_else_does() {
        let mail = "From: a@example.test\r\nMessage-ID: <1@example.test>\r\nSubject: x\r\n\r\nbody\r\n";
        let way = "Return-Path: <a@example.test>\r\nDelivered-To: b@example.test\r\nReceived: from x\r\n\tby y; now\r\n\
                   X-Spam-Score: 3\r\nAuthentication-Results: y;\r\n dkim=pass\r\n";
        assert!(of(mail).is_some());
        assert_eq!(of(mail), of(&format!("{way}{mail}")));
        for (from, to) in [("body", "Body"), ("Subject: x", "Subject: y"), ("<1@", "<2@"), ("From: a", "From: b")] {
            assert_ne!(of(mail), of(&mail.replace(from, to)), "{to}");
        }
        // What looks like a trace line in the text is text.
        assert_ne!(of(mail), of(&mail.replace("body", "Received: from x\r\nbody")));
        assert_eq!(of("From: a@example.test\r\n\r\nbody"), None);
        assert_eq!(of(""), None);
        assert_eq!(of(&"Subject: long\r\n".repeat(200_000)), None);
    }
}
