//! A name for a written file where there are no hard links: a file that lies there already is never replaced.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::Path;

/// Gives a file a name that must be free.
///
/// # Errors
/// `AlreadyExists` when it is not; else what the system says.
pub fn to_free(from: &Path, to: &Path) -> io::Result<()> {
    match exclusively(from, to) {
        Some(renamed) => renamed,
        None => over_reserved(from, to),
    }
}

/// By the system's own way (renameat2 with RENAME_NOREPLACE, renamex_np with RENAME_EXCL); none where system or disk has
/// no such way.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exclusively(from: &Path, to: &Path) -> Option<io::Result<()>> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => None,
        renamed => Some(renamed.map_err(io::Error::from)),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exclusively(_from: &Path, _to: &Path) -> Option<io::Result<()>> {
    None
}

/// The name is taken first, by an empty file that only one program can make; what is replaced then is our own.
fn over_reserved(from: &Path, to: &Path) -> io::Result<()> {
    drop(OpenOptions::new().write(true).create_new(true).open(to)?);
    let is_ours = || fs::metadata(to).is_ok_and(|found| found.is_file() && found.len() == 0);
    if !is_ours() {
        // Somebody wrote into it at once: it is theirs now.
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    fs::rename(from, to).inspect_err(|_| {
        if is_ours() {
            let _ = fs::remove_file(to);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_there_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for (nth, way) in [to_free, over_reserved].into_iter().enumerate() {
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
        for way in [to_free, over_reserved] {
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
