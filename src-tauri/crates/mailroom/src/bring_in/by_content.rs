//! Files that are mails by what is in them, and those that are passed over by their ending.

use std::path::Path;

use crate::mbox::is_header;

/// Lines looked at.
const MOST_LINES: usize = 400;
/// One of these names whoever sent or passed a mail on; no other text begins with lines like them.
const SENDERS: [&str; 3] = ["from", "received", "return-path"];
/// And one more of these stands beside it.
const OTHERS: [&str; 7] = ["date", "subject", "to", "message-id", "mime-version", "delivered-to", "content-type"];
/// Endings of files in which mails may lie that are not read here.
const MAY_HOLD_MAILS: [&str; 14] =
    ["msg", "oft", "pst", "ost", "olm", "dbx", "zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz"];

/// Whether a file begins as a mail does.
pub fn looks_like_mail(begins: &[u8]) -> bool {
    let (mut has_sender, mut has_other, mut is_first) = (false, false, true);
    for line in begins.split(|byte| *byte == b'\n').take(MOST_LINES) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if !is_first && (line.starts_with(b" ") || line.starts_with(b"\t")) {
            continue;
        }
        is_first = false;
        if !is_header(line) {
            // The last line of what was read may be half of one.
            return has_sender && has_other && begins.ends_with(line);
        }
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        has_sender |= SENDERS.contains(&name.as_str());
        has_other |= OTHERS.contains(&name.as_str());
    }
    has_sender && has_other
}

/// Whether a file is named as mail programs name one mail in a Maildir: `1700000000.M1P2.host:2,S`, with another sign
/// where names may hold no colon.
pub fn is_of_maildir(path: &Path) -> bool {
    let folder = path.parent().and_then(Path::file_name);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    folder.is_some_and(|folder| folder == "cur" || folder == "new")
        || [":2,", ";2,", "!2,"].iter().any(|flags| name.contains(flags))
}

/// Whether a file is one mail of Apple Mail, with everything that belongs to it. Of a `.partial.emlx` the attachments
/// lie elsewhere: it would be a service without its papers.
pub fn is_emlx(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".emlx") && !name.ends_with(".partial.emlx")
}

/// The mail in a file of Apple Mail: its length on a line, the mail, and what the program notes of it; or the mail
/// alone, as other programs write what they name so.
pub fn of_emlx(bytes: &[u8]) -> Option<&[u8]> {
    if looks_like_mail(bytes) {
        return Some(bytes);
    }
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let length: usize = std::str::from_utf8(bytes.get(..end)?).ok()?.trim().parse().ok()?;
    bytes.get(end + 1..)?.get(..length)
}

/// By what a file is counted that is passed over.
pub fn ending_of(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    if name.ends_with(".partial.emlx") {
        return ".partial.emlx".to_owned();
    }
    Path::new(&name).extension().map_or_else(String::new, |ending| format!(".{}", ending.to_string_lossy()))
}

/// Stands for a link where an ending would stand.
pub const LINK: &str = "link";

/// Whether mails may lie in what was passed over, so that a person must look.
pub fn may_hold_mails(ending: &str) -> bool {
    ending == LINK || ending == ".partial.emlx" || MAY_HOLD_MAILS.iter().any(|it| ending.strip_prefix('.') == Some(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_are_known_by_their_first_lines() {
        for mail in [
            "Received: from a by b;\r\n Fri, 20 Nov 2026 16:42:11 +0800\r\nSubject: x\r\n\r\ny",
            "From: a@b\nTo: c@d\n\n",
            "Return-Path: <a@b>\nDate: Fri, 20 Nov 2026 16:42:11 +0800\nX-Half",
        ] {
            assert!(looks_like_mail(mail.as_bytes()), "{mail}");
        }
        for other in ["Subject: x\n\n", "From: a@b\n\n", "Dear all\nFrom: a@b\nTo: c@d\n\n", "{\"from\": 1}", ""] {
            assert!(!looks_like_mail(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn a_file_of_apple_mail_holds_one_mail() {
        assert_eq!(of_emlx(b"10        \nSubject: x<?xml"), Some(b"Subject: x".as_slice()));
        assert_eq!(of_emlx(b"From: a@b\nTo: c@d\n\nx"), Some(b"From: a@b\nTo: c@d\n\nx".as_slice()));
        for broken in [b"99\nSubject: x".as_slice(), b"Subject: x\n", b"", b"10"] {
            assert_eq!(of_emlx(broken), None);
        }
        assert!(is_emlx("1.EMLX") && !is_emlx("1.partial.emlx"));
    }
}
