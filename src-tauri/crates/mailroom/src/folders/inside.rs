//! Whether a place below the case root really lies there: a link that somebody put into a case folder may lead elsewhere.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder on the way is a link that leads out of the case root.
#[derive(Debug, thiserror::Error)]
#[error("the link {0} leads out of the case root")]
pub struct LeadsOut(PathBuf);

/// Goes down from the root as far as there is something, and looks where links lead. One that stays below the root is
/// followed; what it would bring about elsewhere nobody asked for.
///
/// # Errors
/// [`LeadsOut`], inside the system's error.
pub fn check(root: &Path, path: &str) -> io::Result<()> {
    let mut place = root.to_path_buf();
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    for name in folders.split('/').filter(|name| !name.is_empty()) {
        place.push(name);
        match fs::symlink_metadata(&place) {
            Ok(found) if found.file_type().is_symlink() => {
                let is_below = fs::canonicalize(&place)?.starts_with(fs::canonicalize(root)?);
                if !is_below {
                    return Err(io::Error::other(LeadsOut(place)));
                }
            }
            Ok(_) => {}
            // What is not there yet leads nowhere; what cannot be looked at is told by the writing itself.
            Err(_) => return Ok(()),
        }
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_link_inside_is_followed_and_one_that_leads_out_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (root, outside) = (folder.path().join("案件"), folder.path().join("外面"));
        fs::create_dir_all(root.join("甲")).unwrap();
        fs::create_dir(&outside).unwrap();
        symlink(root.join("甲"), root.join("乙")).unwrap();
        symlink(&outside, root.join("丙")).unwrap();
        symlink(folder.path().join("没有"), root.join("丁")).unwrap();
        assert!(check(&root, "甲/传票.pdf").is_ok());
        assert!(check(&root, "乙/戊/传票.pdf").is_ok());
        assert!(check(&root, "传票.pdf").is_ok());
        for out in ["丙/传票.pdf", "乙/../丙/传票.pdf", "丙/戊/己/传票.pdf"] {
            let error = check(&root, out).unwrap_err();
            assert!(error.get_ref().is_some_and(|inner| inner.is::<LeadsOut>()), "{out}");
        }
        assert!(check(&root, "丁/传票.pdf").is_err(), "a link that leads nowhere is no folder");
    }
}
