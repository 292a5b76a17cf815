//! Carries out folder plans: atomic, never overwrites, never deletes.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use songda_core::id::Digest;

use crate::vault::sync_folder;

/// Why a document could not be put into its case folder. The bytes stay in the vault and are tried again.
#[derive(Debug, thiserror::Error)]
#[error("could not file {path}")]
pub struct FileError {
    /// Where it should lie.
    pub path: PathBuf,
    source: io::Error,
}

/// Puts bytes at `path` below the case root and returns where they lie, relative with `/`.
///
/// A file with equal bytes that is already there is taken as filed. Other bytes are never
/// touched: the new file gets a number instead.
///
/// # Errors
/// When the disk or the share refuses; nothing half-written stays under the document's name.
pub fn file(root: &Path, path: &str, bytes: &[u8]) -> Result<String, FileError> {
    let digest = Digest::of(bytes);
    for copy in 1..=999 {
        let relative = if copy == 1 { path.to_owned() } else { numbered(path, copy) };
        let target = root.join(&relative);
        match fs::read(&target) {
            Ok(there) if Digest::of(&there) == digest => return Ok(relative),
            Ok(_) => continue,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(FileError { path: target, source }),
        }
        match place(&target, &digest, bytes) {
            Ok(()) => return Ok(relative),
            // Somebody put a file there in between: look at it in the next round.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(source) => return Err(FileError { path: target, source }),
        }
    }
    let source = io::Error::new(io::ErrorKind::AlreadyExists, "999 other files have this name");
    Err(FileError { path: root.join(path), source })
}

fn numbered(path: &str, copy: u32) -> String {
    let slash = path.rfind('/').map_or(0, |at| at + 1);
    match path.rfind('.') {
        Some(dot) if dot > slash => {
            let (stem, extension) = path.split_at(dot);
            format!("{stem} ({copy}){extension}")
        }
        _ => format!("{path} ({copy})"),
    }
}

/// Writes beside the target and links it into place: a link, unlike a rename, never replaces a file.
fn place(target: &Path, digest: &Digest, bytes: &[u8]) -> io::Result<()> {
    let folder = target.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder)?;
    let temporary = folder.join(format!(".songda-{}.tmp", digest.short(16)));
    let placed = (|| {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        match fs::hard_link(&temporary, target) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists && !target.exists() => {
                // Shares and FAT disks know no links. The name was free a moment ago and this home has one watcher.
                fs::rename(&temporary, target)
            }
            linked => linked,
        }
    })();
    let _ = fs::remove_file(&temporary);
    placed?;
    sync_folder(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_bytes_lie_once_and_other_bytes_are_never_touched() {
        let root = tempfile::tempdir().unwrap();
        let path = "法院/案号/01 传票.pdf";
        assert_eq!(file(root.path(), path, b"one").unwrap(), path);
        assert_eq!(file(root.path(), path, b"one").unwrap(), path);
        assert_eq!(file(root.path(), path, b"two").unwrap(), "法院/案号/01 传票 (2).pdf");
        assert_eq!(file(root.path(), path, b"two").unwrap(), "法院/案号/01 传票 (2).pdf");
        assert_eq!(fs::read(root.path().join(path)).unwrap(), b"one");
        assert_eq!(fs::read_dir(root.path().join("法院/案号")).unwrap().count(), 2);
    }

    #[test]
    fn a_root_that_is_a_file_is_said() {
        let root = tempfile::tempdir().unwrap();
        let not_a_folder = root.path().join("x");
        fs::write(&not_a_folder, b"x").unwrap();
        assert!(file(&not_a_folder, "a/b.pdf", b"one").is_err());
    }
}
