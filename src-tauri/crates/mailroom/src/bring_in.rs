//! Mails brought in by hand: files dropped on the window, opened with the program, or chosen; the same path as any other mail.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use songda_core::id::Digest;

use crate::view::{BroughtIn, Problem};
use crate::{Mailroom, receive};

/// Larger files are no mails of a court, and would be held in memory whole.
const LARGEST: u64 = 512 << 20;
/// Folders are searched this deep: a mail program's export has few levels, a wrongly dropped disk has many.
const DEEPEST: usize = 12;

impl Mailroom {
    /// Takes in mails from files: `.eml` files, folders of them, mailboxes in the mbox form.
    ///
    /// # Errors
    /// `home.beside` when another songda takes mail in here; else what kept a mail from being kept.
    pub async fn bring_in(&self, paths: &[PathBuf]) -> Result<BroughtIn, Problem> {
        if !self.is_holder() {
            return Err(Problem::new("home.beside", [self.room.home.root().display().to_string()]));
        }
        let mut told = BroughtIn::default();
        let mut digests: Vec<Digest> = Vec::new();
        for file in files_of(paths) {
            let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let read = tokio::task::spawn_blocking(move || mails_of(&file)).await;
            let Ok(Ok(mails)) = read else {
                told.unreadable.push(name);
                continue;
            };
            self.keep_brought(&name, mails, &mut digests).await?;
        }
        self.tell_brought(told, &digests).await
    }

    /// Takes in the mails of one file a person chose in the window, its name percent-encoded.
    ///
    /// # Errors
    /// As above.
    pub async fn bring_in_bytes(&self, name: &str, bytes: Vec<u8>) -> Result<BroughtIn, Problem> {
        if !self.is_holder() {
            return Err(Problem::new("home.beside", [self.room.home.root().display().to_string()]));
        }
        let name = crate::casework::decoded(name);
        let too_large = u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST);
        if !is_mail(Path::new(&name)) || too_large || bytes.is_empty() {
            return Ok(BroughtIn { unreadable: vec![name], ..BroughtIn::default() });
        }
        let mut digests = Vec::new();
        self.keep_brought(&name, cut(bytes), &mut digests).await?;
        self.tell_brought(BroughtIn::default(), &digests).await
    }

    async fn keep_brought(&self, name: &str, mails: Vec<Vec<u8>>, digests: &mut Vec<Digest>) -> Result<(), Problem> {
        let many = mails.len() > 1;
        for (nth, raw) in (1..).zip(mails) {
            let file = if many { format!("{name}#{nth}") } else { name.to_owned() };
            digests.push(receive::keep(&self.room, receive::imported(raw, file)).await?);
        }
        Ok(())
    }

    async fn tell_brought(&self, mut told: BroughtIn, digests: &[Digest]) -> Result<BroughtIn, Problem> {
        receive::work_through(&self.room, digests).await?;
        told.mails = u32::try_from(digests.len()).unwrap_or(u32::MAX);
        let known = self.room.told.read().await;
        let services = digests.iter().filter_map(|digest| known.mail(digest)).filter(|mail| mail.service().is_some());
        told.services = services.map(|mail| mail.service_id().to_string()).collect();
        told.services.dedup();
        drop(known);
        self.room.changed().await?;
        Ok(told)
    }
}

/// Whether a file may be a mail, by its name: anything else that is dropped is told as unreadable.
fn is_mail(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    matches!(ending.as_str(), "eml" | "mbox" | "mbx")
}

/// The files themselves, and in folders those that look like mails.
fn files_of(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() { below(path, 0, &mut files) } else { files.push(path.clone()) }
    }
    files
}

fn below(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<_> = entries.flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        // A link may lead round in a circle.
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() && depth < DEEPEST {
            below(&entry.path(), depth + 1, found);
        } else if kind.is_file() && is_mail(&entry.path()) {
            found.push(entry.path());
        }
    }
}

fn mails_of(file: &Path) -> io::Result<Vec<Vec<u8>>> {
    let refuse = |says: &str| io::Error::new(io::ErrorKind::InvalidData, says.to_owned());
    if !is_mail(file) {
        return Err(refuse("no mail by its name"));
    }
    if fs::metadata(file)?.len() > LARGEST {
        return Err(refuse("too large"));
    }
    Ok(cut(fs::read(file)?))
}

/// The mails in the bytes of a file: one, or those of a mailbox in the mbox form.
fn cut(raw: Vec<u8>) -> Vec<Vec<u8>> {
    if raw.starts_with(b"From ") { split_mbox(&raw) } else { vec![raw] }
}

/// The mails of an mbox file: each begins after a line `From `; lines the writer quoted are given back as they were.
fn split_mbox(raw: &[u8]) -> Vec<Vec<u8>> {
    let mut mails: Vec<Vec<u8>> = Vec::new();
    let mut after_blank = true;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        if after_blank && line.starts_with(b"From ") {
            mails.push(Vec::new());
            after_blank = false;
            continue;
        }
        after_blank = line.iter().all(u8::is_ascii_whitespace);
        let quoted = line.iter().take_while(|byte| **byte == b'>').count();
        let is_quoted = quoted > 0 && line.get(quoted..).is_some_and(|rest| rest.starts_with(b"From "));
        if let Some(mail) = mails.last_mut() {
            mail.extend_from_slice(if is_quoted { line.get(1..).unwrap_or_default() } else { line });
        }
    }
    mails.retain(|mail| !mail.is_empty());
    mails
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_mbox_is_cut_at_its_from_lines_only() {
        let raw = b"From a@b Mon\nSubject: 1\n\ntext\n>From here\n\nFrom c@d Tue\nSubject: 2\n\ntext\nFrom inside a paragraph\n";
        let mails = split_mbox(raw);
        assert_eq!(mails.len(), 2);
        assert!(mails[1].ends_with(b"From inside a paragraph\n"));
        assert_eq!(mails[0], b"Subject: 1\n\ntext\nFrom here\n\n");
    }

    #[test]
    fn folders_are_searched_for_mails_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("2026/11")).unwrap();
        for name in ["b.eml", "a.EML", "2026/11/c.eml", "d.txt", "2026/e.pdf"] {
            fs::write(folder.path().join(name), b"Subject: x\n\n").unwrap();
        }
        let found = files_of(&[folder.path().to_path_buf()]);
        let names: Vec<_> = found.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["c.eml", "a.EML", "b.eml"]);
        assert!(mails_of(&folder.path().join("d.txt")).is_err());
    }
}
