//! What came in beside a mail becomes parts of it: opened, judged and filed by the same code as attachments.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use songda_core::doubt::Doubt;
use songda_core::errand::Brought;
use songda_core::id::Digest;
use songda_core::mail::{self, Became, Mail};

use crate::vault::{Vault, VaultError};

/// Adds to a mail what came in beside it, each time as parts below `p1`, `p2` and so on. What the mail holds already,
/// byte for byte, is not added again.
///
/// # Errors
/// When the vault does not give the bytes back whole.
pub fn add(mail: &mut Mail, vault: &Vault, all: &[Brought]) -> Result<Vec<Doubt>, VaultError> {
    let mut doubts = Vec::new();
    for (nth, brought) in (1..).zip(all) {
        let mut known: Vec<Digest> = mail.parts.iter().map(|part| part.sha256).collect();
        let mut files = Vec::new();
        for document in &brought.documents {
            if !known.contains(&document.sha256) {
                known.push(document.sha256);
                files.push((document.name.as_str(), vault.read(&document.sha256)?));
            }
        }
        if files.is_empty() {
            continue;
        }
        let (read, found) = mail::read(&wrapped(&files));
        let moved = |path: &str| path.strip_prefix("1.").map(|rest| format!("p{nth}.{rest}"));
        for mut part in read.parts {
            // The wrapping around them is ours.
            let Some(path) = moved(&part.path) else { continue };
            // A file of text is a document here: nobody wrote it to be read as a mail.
            if matches!(part.became, Became::Body | Became::Inline) {
                part.became = Became::Document;
            }
            part.path = path;
            mail.parts.push(part);
        }
        doubts.extend(found.into_iter().filter_map(|doubt| moved(&doubt.about).map(|about| Doubt { about, ..doubt })));
    }
    Ok(doubts)
}

/// Files as the attachments of a mail that says nothing else (RFC 2046), names in UTF-8 (RFC 2231).
fn wrapped(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let digests: Vec<String> = files.iter().map(|(_, bytes)| Digest::of(bytes).to_string()).collect();
    let mark = Digest::of_pieces(&digests.iter().map(|digest| digest.as_bytes()).collect::<Vec<_>>());
    let mark = format!("songda-{}", mark.short(40));
    let mut raw =
        format!("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"{mark}\"\r\n\r\n").into_bytes();
    for (name, bytes) in files {
        let head = format!(
            "--{mark}\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; \
             filename*=UTF-8''{}\r\nContent-Transfer-Encoding: base64\r\n\r\n",
            encoded(name)
        );
        raw.extend_from_slice(head.as_bytes());
        for line in STANDARD.encode(bytes).as_bytes().chunks(76) {
            raw.extend_from_slice(line);
            raw.extend_from_slice(b"\r\n");
        }
    }
    raw.extend_from_slice(format!("--{mark}--\r\n").as_bytes());
    raw
}

/// Whether a part of a mail did not come with it but was brought beside it.
pub fn is_brought(part: &str) -> bool {
    part.starts_with('p')
}

fn encoded(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use songda_core::ledger::BroughtRecord;

    #[test]
    fn files_become_parts_of_the_mail_once() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::at(folder.path().join("vault"));
        let record = |name: &str, bytes: &[u8]| BroughtRecord {
            name: name.to_owned(),
            sha256: vault.keep(bytes).unwrap(),
            size_bytes: bytes.len() as u64,
        };
        let paper = b"%PDF-1.4 paper of the court";
        let brought = |documents| Brought {
            errand: None,
            channel: "dropped".to_owned(),
            received_on: None,
            at: String::new(),
            by: String::new(),
            documents,
        };
        let all = [
            brought(vec![record("（2026）沪0112民初1号 传票;\"x\".pdf", paper), record("again.pdf", paper)]),
            brought(vec![record("same.pdf", paper), record("说明.txt", "证据说明".as_bytes())]),
        ];
        let (mut mail, _) = mail::read(b"Subject: x\r\nContent-Type: text/plain\r\n\r\nhttps://x\r\n");
        add(&mut mail, &vault, &all).unwrap();
        let found: Vec<(&str, Option<&str>, Became)> =
            mail.parts.iter().map(|part| (part.path.as_str(), part.name.as_deref(), part.became)).collect();
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(found[1].0, "p1.1");
        assert_eq!(mail.parts.iter().map(|part| is_brought(&part.path)).collect::<Vec<_>>(), [false, true, true]);
        assert!(found[1].1.unwrap().starts_with("（2026）沪0112民初1号 传票"), "{found:?}");
        assert_eq!(mail.parts[1].bytes, paper);
        assert_eq!((found[2].0, found[2].2), ("p2.1", Became::Document), "{found:?}");
        assert_eq!(mail.parts[2].bytes, "证据说明".as_bytes());
    }
}
