//! What came in beside a mail becomes parts of it: opened, judged and filed by the same code as attachments.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use songda_core::doubt::Doubt;
use songda_core::errand::{Brought, brought_with};
use songda_core::id::Digest;
use songda_core::identify::FoundDocument;
use songda_core::intake::Intake;
use songda_core::mail::{self, Became, Mail};

use crate::vault::{Vault, VaultError};

/// Adds to a mail what came in beside it, each time as parts below `p1`, `p2` and so on. What the mail holds already,
/// byte for byte, is not added again; what was taken back is left out, and the others keep their places.
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
                let is_back = brought.taken_back.contains(&document.sha256);
                // What was taken back may have been brought once more, and stands there then.
                if !is_back {
                    known.push(document.sha256);
                }
                files.push((document.name.as_str(), vault.read(&document.sha256)?, is_back));
            }
        }
        if files.is_empty() {
            continue;
        }
        let (read, found) =
            mail::read(&wrapped(&files.iter().map(|(name, bytes, _)| (*name, bytes)).collect::<Vec<_>>()));
        let is_back = |rest: &str| {
            let place: Option<usize> = rest.split(['.', '!']).next().and_then(|place| place.parse().ok());
            let file = place.and_then(|place| files.get(place.checked_sub(1)?));
            file.is_some_and(|(_, _, is_back)| *is_back)
        };
        let moved =
            |path: &str| path.strip_prefix("1.").filter(|rest| !is_back(rest)).map(|rest| format!("p{nth}.{rest}"));
        for mut part in read.parts {
            // The wrapping around them is ours, and what was taken back belongs elsewhere.
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
fn wrapped(files: &[(&str, &Vec<u8>)]) -> Vec<u8> {
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

/// Doubts about files that a person put to a service and that name a case of none of its mail's: they may belong to
/// another one. `read` reads the mail as it came, without them.
pub fn of_other_cases(mail: &Mail, all: &[Brought], found: &Intake, read: impl FnOnce(&Mail) -> Intake) -> Vec<Doubt> {
    let by_hand = |document: &&FoundDocument| brought_with(&document.part, all).is_some_and(|it| it.errand.is_none());
    let documents = found.service.iter().flat_map(|service| &service.found.documents).filter(by_hand);
    let named: Vec<(&str, &str)> =
        documents.filter_map(|it| Some((it.part.as_str(), it.case_number.as_deref()?))).collect();
    if named.is_empty() {
        return Vec::new();
    }
    let mut alone = mail.clone();
    alone.parts.retain(|part| !is_brought(&part.path));
    let own = read(&alone).service.map(|service| service.found.case_numbers).unwrap_or_default();
    // A message that names no case says nothing against any.
    let others = named.into_iter().filter(|(_, number)| !own.is_empty() && !own.iter().any(|it| it == number));
    others.map(|(part, number)| Doubt::part(OTHER_CASE, part, number)).collect()
}

/// Doubt about a file that was put to a service and names another case.
pub const OTHER_CASE: &str = "brought-other-case";

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
            taken_back: Vec::new(),
            undone: None,
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
        let mut fewer = vec![brought(vec![record("a.txt", b"a"), record("b.txt", b"b")])];
        fewer[0].taken_back.push(Digest::of(b"a"));
        fewer.push(brought(vec![record("a.txt", b"a")]));
        let (mut mail, _) = mail::read(b"Subject: x\r\nContent-Type: text/plain\r\n\r\nhttps://x\r\n");
        add(&mut mail, &vault, &fewer).unwrap();
        let places: Vec<&str> = mail.parts.iter().skip(1).map(|part| part.path.as_str()).collect();
        assert_eq!(places, ["p1.2", "p2.1"], "the others keep their places, and it may be put there again");
    }
}
