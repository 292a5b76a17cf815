//! Which filed documents may be opened by another program: trusted, unchanged, below the case root, of a harmless kind.

use std::path::{Path, PathBuf};

use songda_core::case::sheet_id;
use songda_core::folder::name_of;
use songda_core::id::Digest;

use crate::Mailroom;
use crate::acknowledge::register;
use crate::view::{DocumentRow, Problem};

/// Endings that a viewer or an office program opens; never one that the system would run.
const HARMLESS: &[&str] = &[
    "pdf", "ofd", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps", "rtf", "txt", "csv", "jpg", "jpeg",
    "png", "gif", "bmp", "tif", "tiff", "webp", "mp3", "m4a", "wav", "mp4", "mov", "zip", "rar", "7z",
];

impl Mailroom {
    /// Where a document lies, for a program that shows it.
    ///
    /// # Errors
    /// `document.doubtful-sender` before the sender is verified; `document.waiting`, `document.missing`,
    /// `document.changed` and `document.outside` by the state of its file; `document.kind` when its ending is none
    /// that only shows something.
    pub async fn document_to_open(&self, document: &str) -> Result<PathBuf, Problem> {
        let found = self.room.ask(|teller| {
            let (row, verdict) = teller.document_row(document)?;
            Some((row, matches!(verdict, Some("proven" | "likely"))))
        });
        let (row, is_believed) = found.await?.ok_or_else(|| Problem::not_found(document))?;
        if !is_believed {
            return Err(Problem::new("document.doubtful-sender", [row.title]));
        }
        let root = self.room.settings.case_root.clone();
        let checked = tokio::task::spawn_blocking(move || check(&root, &row)).await;
        checked.map_err(|error| Problem::new("document.missing", [error.to_string()]))?
    }

    /// Where the sheet of a receipt lies, for a program that shows it.
    ///
    /// # Errors
    /// `document.waiting` while it is not filed; `document.missing`, `document.changed` and `document.outside` by the
    /// state of its file.
    pub async fn sheet_to_open(&self, receipt: &str) -> Result<PathBuf, Problem> {
        self.room.refresh().await?;
        let (subject, sheet) = {
            let told = self.room.told.read().await;
            let (mail, found) = told.by_receipt(receipt).ok_or_else(|| Problem::not_found(receipt))?;
            // Where staff moved it, as far as that was noticed.
            let now = mail.filed.get(&sheet_id(&mail.service_id(), &found.queued.receipt)).cloned();
            let sheet = found.sheet.clone().map(|(path, digest)| (now.unwrap_or(path), digest));
            (found.queued.subject.clone(), sheet)
        };
        let (path, digest) = sheet.ok_or_else(|| Problem::new("document.waiting", [subject.clone(), String::new()]))?;
        let root = self.room.settings.case_root.clone();
        let checked = tokio::task::spawn_blocking(move || unchanged(&root, &path, &subject, &digest.to_string())).await;
        checked.map_err(|error| Problem::new("document.missing", [error.to_string()]))?
    }

    /// A copy of a signed paper of the register, for a program that shows it: papers lie in the vault alone. It is put below
    /// `copies`, a folder that may be thrown away at any time.
    ///
    /// # Errors
    /// `not-found` when no entry of the agreement names it; `document.kind` when its ending is none that only shows
    /// something; when the copy cannot be written.
    pub async fn paper_to_open(&self, agreement: &str, paper: &str, copies: &Path) -> Result<PathBuf, Problem> {
        let digest = Digest::parse(paper).ok_or_else(|| Problem::not_found(paper))?;
        let (name, bytes) = register::paper(&self.room, agreement, &digest).await?;
        let name = name_of(&name);
        match is_harmless(Path::new(&name)) {
            true => copy(copies, name, bytes).await,
            false => Err(Problem::new("document.kind", [name, String::new()])),
        }
    }

    /// A copy of a receipt's letter, byte for byte, under a name by which it is shown as text: a mail program would take it
    /// for a mail that came in. It is put below `copies`.
    ///
    /// # Errors
    /// `not-found` when there is no such receipt; when its bytes cannot be read, or the copy not be written.
    pub async fn letter_to_open(&self, receipt: &str, copies: &Path) -> Result<PathBuf, Problem> {
        self.room.refresh().await?;
        let (subject, digest) = {
            let told = self.room.told.read().await;
            let (_, found) = told.by_receipt(receipt).ok_or_else(|| Problem::not_found(receipt))?;
            (found.queued.subject.clone(), found.queued.raw)
        };
        let vault = self.room.vault.clone();
        let read = tokio::task::spawn_blocking(move || vault.read(&digest)).await;
        let bytes = read.map_err(|error| Problem::new("home.vault", [error.to_string()]))??;
        copy(copies, format!("{}.txt", name_of(&subject)), bytes).await
    }

    /// The folder that holds a service's documents, for the file manager; the case root while none is filed.
    ///
    /// # Errors
    /// `folder.missing` when it is not there, `document.outside` when it leads out of the case root.
    pub async fn folder_to_open(&self, service: &str) -> Result<PathBuf, Problem> {
        let folder = self.service_folder(service).await?;
        let found = below(&self.room.settings.case_root, &folder, "folder.missing")?;
        if found.is_dir() { Ok(found) } else { Err(Problem::new("folder.missing", [folder.display().to_string()])) }
    }
}

async fn copy(folder: &Path, name: String, bytes: Vec<u8>) -> Result<PathBuf, Problem> {
    let folder = folder.join(Digest::of(&bytes).short(16));
    let told = name.clone();
    let laid = tokio::task::spawn_blocking(move || lay(&folder, &name, &bytes)).await;
    let laid = laid.map_err(std::io::Error::other).and_then(|laid| laid);
    laid.map_err(|error| Problem::new("window.not-opened", [told, error.to_string()]))
}

/// A copy that is what the vault holds: what was changed in an earlier one is not taken for the paper. Nobody is to write
/// into it in the belief that it is filed.
fn lay(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
    let file = folder.join(name);
    if std::fs::read(&file).is_ok_and(|known| known == bytes) {
        return Ok(file);
    }
    // A changed copy goes first: where it may only be read it cannot be written over.
    match remove(&file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => std::fs::create_dir_all(folder)?,
    }
    std::fs::write(&file, bytes)?;
    let mut rights = std::fs::metadata(&file)?.permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&file, rights)?;
    Ok(file)
}

/// Removes a file that may only be read; Windows refuses while it stands so.
fn remove(file: &Path) -> std::io::Result<()> {
    #[cfg(windows)]
    {
        let mut rights = std::fs::metadata(file)?.permissions();
        #[allow(clippy::permissions_set_readonly_false)] // On Windows this gives nobody else a right.
        rights.set_readonly(false);
        std::fs::set_permissions(file, rights)?;
    }
    std::fs::remove_file(file)
}

fn check(root: &Path, row: &DocumentRow) -> Result<PathBuf, Problem> {
    if row.path.is_empty() {
        return Err(Problem::new("document.waiting", [row.title.clone(), row.path.clone()]));
    }
    unchanged(root, &row.path, &row.title, &row.sha256)
}

/// The file at a path below the root, if it only shows something and is what was filed there.
fn unchanged(root: &Path, path: &str, title: &str, sha256: &str) -> Result<PathBuf, Problem> {
    let fail = |code: &str| Problem::new(code, [title.to_owned(), path.to_owned()]);
    let found = below(root, &root.join(path), "document.missing")?;
    if !is_harmless(&found) {
        return Err(fail("document.kind"));
    }
    if !found.is_file() {
        return Err(fail("document.missing"));
    }
    let bytes = std::fs::read(&found).map_err(|error| Problem::new("document.missing", [error.to_string()]))?;
    if Digest::of(&bytes).to_string() == sha256 { Ok(found) } else { Err(fail("document.changed")) }
}

/// Whether the system would only show a file of this name.
fn is_harmless(file: &Path) -> bool {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    HARMLESS.contains(&ending.as_str())
}

/// The path with every link followed, if it still lies below the root.
fn below(root: &Path, path: &Path, missing: &str) -> Result<PathBuf, Problem> {
    let gone = |_| Problem::new(missing, [path.display().to_string()]);
    let (root, found) = (root.canonicalize().map_err(gone)?, path.canonicalize().map_err(gone)?);
    if found.starts_with(&root) {
        Ok(found)
    } else {
        Err(Problem::new("document.outside", [path.display().to_string()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn row(path: &str, bytes: &[u8]) -> DocumentRow {
        DocumentRow {
            id: String::new(),
            service: String::new(),
            part: String::new(),
            case_number: None,
            kind: None,
            title: "传票".to_owned(),
            name: None,
            sha256: Digest::of(bytes).to_string(),
            size_bytes: bytes.len() as u64,
            pages: None,
            path: path.to_owned(),
            state: "filed".to_owned(),
            by_hand: false,
        }
    }

    #[test]
    fn only_an_unchanged_document_of_a_harmless_kind_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("案件");
        fs::create_dir_all(root.join("一号")).unwrap();
        for name in ["传票.pdf", "传票.PDF.exe", "传票.lnk", "传票"] {
            fs::write(root.join("一号").join(name), b"paper").unwrap();
        }
        let code = |row: &DocumentRow| check(&root, row).map_err(|problem| problem.code);
        assert!(code(&row("一号/传票.pdf", b"paper")).unwrap().ends_with("传票.pdf"));
        assert_eq!(code(&row("一号/传票.pdf", b"other")), Err("document.changed".to_owned()));
        assert_eq!(code(&row("一号/传票.PDF.exe", b"paper")), Err("document.kind".to_owned()));
        assert_eq!(code(&row("一号/传票.lnk", b"paper")), Err("document.kind".to_owned()));
        assert_eq!(code(&row("一号/传票", b"paper")), Err("document.kind".to_owned()));
        assert_eq!(code(&row("一号/没有.pdf", b"paper")), Err("document.missing".to_owned()));
        assert_eq!(code(&row("", b"paper")), Err("document.waiting".to_owned()));
    }

    #[test]
    fn a_copy_is_what_the_vault_holds_whatever_became_of_an_earlier_one() {
        let folder = tempfile::tempdir().unwrap();
        let copy = || lay(&folder.path().join("a1"), "承诺协议.pdf", b"signed").unwrap();
        let file = copy();
        assert!(fs::metadata(&file).unwrap().permissions().readonly());
        assert_eq!(copy(), file);
        let rights = fs::metadata(&file).unwrap().permissions();
        remove(&file).unwrap();
        fs::write(&file, b"altered").unwrap();
        fs::set_permissions(&file, rights).unwrap();
        assert_eq!(copy(), file);
        assert_eq!(fs::read(&file).unwrap(), b"signed");
        remove(&file).unwrap();
    }

    #[test]
    fn nothing_outside_the_case_root_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("案件");
        fs::create_dir_all(&root).unwrap();
        fs::write(folder.path().join("别处.pdf"), b"paper").unwrap();
        let code = |path: &str| check(&root, &row(path, b"paper")).map_err(|problem| problem.code);
        assert_eq!(code("../别处.pdf"), Err("document.outside".to_owned()));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path().join("别处.pdf"), root.join("传票.pdf")).unwrap();
            assert_eq!(code("传票.pdf"), Err("document.outside".to_owned()));
        }
    }
}
