//! A name for a written file where there are no hard links: a file that lies there already is never replaced.

use std::fs;
use std::io;
use std::path::Path;

use songda_core::id::Digest;

use super::name_beside;
use super::names::numbered;
use crate::caseroot::is_ours;
use crate::fault;

/// Gives a file a second name, where the disk knows any.
///
/// # Errors
/// `AlreadyExists` when the name is not free; else what the system says.
pub fn link(from: &Path, to: &Path) -> io::Result<()> {
    if fault::is_plain_disk() {
        return Err(io::ErrorKind::Unsupported.into());
    }
    fs::hard_link(from, to)
}

/// Gives a file a name that must be free.
///
/// # Errors
/// `AlreadyExists` when it is not; else what the system says.
#[cfg(not(windows))]
pub fn to_free(from: &Path, to: &Path) -> io::Result<()> {
    match exclusively(from, to) {
        Some(renamed) => renamed,
        None => over_reserved(from, to),
    }
}

/// Gives a file a name that must be free: MoveFileExW without MOVEFILE_REPLACE_EXISTING, which every disk and share knows.
///
/// # Errors
/// `AlreadyExists` when it is not; else what the system says.
#[cfg(windows)]
pub fn to_free(from: &Path, to: &Path) -> io::Result<()> {
    let renamed = tempfile::TempPath::try_from_path(from)?.persist_noclobber(to);
    renamed.map_err(|mut refused| {
        // Who asked decides what becomes of it.
        refused.path.disable_cleanup(true);
        refused.error
    })
}

/// By the system's own way (renameat2 with RENAME_NOREPLACE, renamex_np with RENAME_EXCL); none where system or disk has
/// no such way.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exclusively(from: &Path, to: &Path) -> Option<io::Result<()>> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    if fault::is_plain_disk() {
        return None;
    }
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => None,
        renamed => Some(renamed.map_err(io::Error::from)),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn exclusively(_from: &Path, _to: &Path) -> Option<io::Result<()>> {
    None
}

/// The name is taken first, by an empty file that only one program can make; what is replaced then is our own.
#[cfg(not(windows))]
fn over_reserved(from: &Path, to: &Path) -> io::Result<()> {
    drop(fs::OpenOptions::new().write(true).create_new(true).open(to)?);
    fault::point("folder.reserved");
    if !is_empty(to) {
        // Somebody wrote into it at once: it is theirs now.
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    fs::rename(from, to).inspect_err(|_| {
        if is_empty(to) {
            let _ = fs::remove_file(to);
        }
    })
}

fn is_empty(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && found.len() == 0)
}

/// Lets the name of a document go that a stop left taken by an empty file, if one did: what was written for it lies
/// beside, under a name that only this document has.
pub fn let_go(root: &Path, path: &str, digest: &Digest) {
    let first = name_beside(&root.join(path), digest);
    for copy in 1..=999 {
        let target = if copy == 1 { root.join(path) } else { root.join(numbered(path, copy)) };
        if is_empty(&target) && (first.is_file() || name_beside(&target, digest).is_file()) {
            let _ = fs::remove_file(target);
            return;
        }
        if fs::symlink_metadata(&target).is_err() {
            return;
        }
    }
}

/// Whether an empty file lies beside one that this program began: a stop left it, where something was to lie that is
/// not empty.
pub fn was_reserved(target: &Path) -> bool {
    let began = |folder: &Path| {
        let mut beside = fs::read_dir(folder).into_iter().flatten().flatten();
        beside.any(|entry| entry.file_name().to_str().is_some_and(is_ours))
    };
    is_empty(target) && target.parent().is_some_and(began)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Way = fn(&Path, &Path) -> io::Result<()>;
    #[cfg(not(windows))]
    const WAYS: [Way; 2] = [to_free, over_reserved];
    #[cfg(windows)]
    const WAYS: [Way; 1] = [to_free];

    #[test]
    fn an_empty_file_is_ours_only_beside_what_was_written_for_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let (root, digest) = (folder.path(), Digest::of(b"one"));
        let write = |path: &Path| fs::write(path, "").unwrap();
        write(&root.join("a.pdf"));
        let_go(root, "a.pdf", &digest);
        assert!(root.join("a.pdf").exists() && !was_reserved(&root.join("a.pdf")), "somebody else's");
        write(&name_beside(&root.join("b.pdf"), &digest));
        let_go(root, "a.pdf", &digest);
        assert!(root.join("a.pdf").exists(), "what was begun is another document");
        // The empty file under a number, behind other files of the name.
        fs::write(root.join("b.pdf"), "two").unwrap();
        write(&root.join("b (2).pdf"));
        assert!(was_reserved(&root.join("b (2).pdf")) && !was_reserved(&root.join("b.pdf")));
        let_go(root, "b.pdf", &digest);
        assert!(root.join("b.pdf").exists() && !root.join("b (2).pdf").exists());
        let_go(root, "b.pdf", &Digest::of(b"other"));
        assert!(root.join("b.pdf").exists());
    }

    #[test]
    fn what_lies_there_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for (nth, way) in WAYS.into_iter().enumerate() {
            fs::write(path("new"), "new").unwrap();
            fs::write(path("theirs"), "theirs").unwrap();
            let refused = way(&path("new"), &path("theirs")).unwrap_err();
            assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
            assert_eq!(fs::read(path("theirs")).unwrap(), b"theirs");
            assert!(path("new").exists());
            let free = path(&format!("free {nth}"));
            way(&path("new"), &free).unwrap();
            assert_eq!(fs::read(&free).unwrap(), b"new");
            assert!(!path("new").exists());
            let gone = path(&format!("gone {nth}"));
            assert!(way(&path("new"), &gone).is_err());
            assert!(!gone.exists(), "a name that was taken for nothing is let go");
        }
    }

    #[test]
    fn of_many_at_once_one_gets_the_name_and_the_others_are_told() {
        let folder = tempfile::tempdir().unwrap();
        for way in WAYS {
            let target = folder.path().join("传票.pdf");
            let named = std::thread::scope(|scope| {
                let tries: Vec<_> = (0..8)
                    .map(|nth| {
                        let (from, target) = (folder.path().join(nth.to_string()), &target);
                        fs::write(&from, nth.to_string()).unwrap();
                        scope.spawn(move || way(&from, target).map(|()| nth))
                    })
                    .collect();
                tries.into_iter().filter_map(|it| it.join().unwrap().ok()).collect::<Vec<i32>>()
            });
            assert_eq!(named.len(), 1);
            assert_eq!(fs::read_to_string(&target).unwrap(), named[0].to_string());
            fs::remove_file(&target).unwrap();
        }
    }
}
