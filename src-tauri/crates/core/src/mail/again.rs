//! Opens again what stayed closed: with a password somebody typed, or as another program repacked it.

use super::place::Placing;
use super::{Became, Mail, passwords_of};
use crate::doubt::Doubt;

/// Doubts about a part that say why it stayed closed; they are void once it is open.
const CLOSED: [&str; 3] = ["format-unsupported", "password-needed", "archive-broken"];

/// What a part is opened with.
#[derive(Clone, Debug, Default)]
pub struct Means {
    /// Further passwords, tried after those the mail tells.
    pub passwords: Vec<String>,
    /// The same archive as a zip archive that another program made of it; none for the part's own bytes.
    pub as_zip: Option<Vec<u8>>,
}

/// Opens an unread part again; its inside is listed behind it as if it had been opened at once, and the limits are
/// those of a mail. Gives whether it opened. `doubts` are those about the mail: what they say of the closed part is
/// taken out, what is strange inside is added.
pub fn open_again(mail: &mut Mail, path: &str, means: &Means, doubts: &mut Vec<Doubt>) -> bool {
    let Some(at) = mail.parts.iter().position(|part| part.path == path && part.became == Became::Unread) else {
        return false;
    };
    let Some(part) = mail.parts.get(at).cloned() else { return false };
    let mut passwords = passwords_of(mail);
    passwords.extend(means.passwords.iter().filter(|word| !word.is_empty()).cloned());
    let mut placing = Placing::new(passwords);
    placing.has_paths(mail.parts.iter().map(|part| part.path.as_str()).filter(|other| *other != path));
    let (size_bytes, sha256) = (part.size_bytes, part.sha256);
    let is_repacked = means.as_zip.is_some();
    let bytes = means.as_zip.clone().unwrap_or_else(|| part.bytes.clone());
    // A document inside stands on its own; only what wraps others opens into a list.
    placing.open_part(&part, bytes, is_repacked);
    let mut parts = std::mem::take(&mut placing.parts);
    let Some(first) = parts.first_mut().filter(|first| first.became == Became::Wrapper) else { return false };
    // It is the part as it was sent that is accounted for.
    first.size_bytes = size_bytes;
    first.sha256 = sha256;
    if is_repacked {
        // Another program may leave out what it could not read, and say nothing: the archive itself is kept beside.
        first.bytes = part.bytes;
    }
    debug_assert_eq!(first.path, path);
    mail.parts.splice(at..=at, parts);
    doubts.retain(|doubt| doubt.about != path || !CLOSED.contains(&doubt.code));
    doubts.append(&mut placing.doubts);
    true
}

/// Lists files that lie in a document behind it, as what lies in an archive; the document stays one. `doubts` gains what
/// is strange about them.
pub fn list_inside(mail: &mut Mail, path: &str, files: Vec<(String, Vec<u8>)>, doubts: &mut Vec<Doubt>) {
    let Some(at) = mail.parts.iter().position(|part| part.path == path && part.became == Became::Document) else {
        return;
    };
    let Some(part) = mail.parts.get(at) else { return };
    let mut placing = Placing::new(passwords_of(mail));
    placing.has_paths(mail.parts.iter().map(|part| part.path.as_str()));
    placing.inside(part, files);
    mail.parts.splice(at + 1..at + 1, placing.parts);
    doubts.append(&mut placing.doubts);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write as _};

    fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a file begins");
            archive.write_all(bytes).expect("a file is written");
        }
        archive.finish().expect("an archive ends").into_inner()
    }

    fn mail_with(name: &str, bytes: &[u8]) -> (Mail, Vec<Doubt>) {
        let head = format!(
            "From: a@example.test\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        );
        super::super::read(&[head.as_bytes(), bytes].concat())
    }

    #[test]
    fn a_repacked_archive_is_listed_and_the_sent_one_accounted_for() {
        let (mut mail, mut doubts) = mail_with("a.rar", b"Rar!\x1a\x07\0 packed");
        assert_eq!(mail.parts[0].became, Became::Unread);
        let (size, digest) = (mail.parts[0].size_bytes, mail.parts[0].sha256);
        let means =
            Means { as_zip: Some(zip(&[("传票.pdf", b"%PDF-1.4"), ("../x.exe", b"MZ\0")])), ..Means::default() };
        assert!(open_again(&mut mail, "1", &means, &mut doubts));
        let told: Vec<(&str, Became)> = mail.parts.iter().map(|part| (part.path.as_str(), part.became)).collect();
        assert_eq!(told[..2], [("1", Became::Wrapper), ("1!a.rar!传票.pdf", Became::Document)]);
        assert_eq!(told[2].1, Became::Refused);
        assert_eq!((mail.parts[0].size_bytes, mail.parts[0].sha256), (size, digest));
        assert!(!doubts.iter().any(|doubt| doubt.code == "format-unsupported"), "{doubts:?}");
        assert!(!open_again(&mut mail, "1", &means, &mut doubts), "it is open");
    }

    #[test]
    fn what_lies_in_a_document_is_listed_behind_it() {
        let (mut mail, mut doubts) = mail_with("a.pdf", b"%PDF-1.7");
        let files = [("传票.pdf", b"%PDF-1.4".as_slice()), ("../x.pdf", b"%PDF-1.4"), ("b.exe", b"MZ\0")];
        let files = files.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).to_vec();
        list_inside(&mut mail, "1", files, &mut doubts);
        let told: Vec<(&str, Became)> = mail.parts.iter().map(|part| (part.path.as_str(), part.became)).collect();
        assert_eq!(told[..2], [("1", Became::Document), ("1!a.pdf!传票.pdf", Became::Document)]);
        assert_eq!((told[2].1, told[3].1), (Became::Refused, Became::Refused));
    }

    #[test]
    fn what_is_no_archive_stays_as_it_is() {
        let (mut mail, mut doubts) = mail_with("a.rar", b"Rar!\x1a\x07\0 packed");
        let before = (mail.clone(), doubts.clone());
        let means = Means { as_zip: Some(b"nothing".to_vec()), ..Means::default() };
        assert!(!open_again(&mut mail, "1", &means, &mut doubts));
        assert_eq!((mail, doubts), before);
    }
}
