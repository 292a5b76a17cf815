//! Every file below a folder, links not followed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Deepest folder looked into; ours are at most seven deep, and staff may add some.
const DEEPEST: usize = 24;

/// Every file below `root` with its length: path below it with `/`; hidden temporary files of ours left out, and what
/// lies in the recycle bins and snapshots of the drive.
///
/// # Errors
/// When a folder cannot be read.
pub fn files(root: &Path) -> io::Result<Vec<(String, u64)>> {
    let mut found = Vec::new();
    walk(root, "", 0, &mut found)?;
    found.sort();
    Ok(found)
}

/// How a folder is read.
pub type ReadFolder<'a> = dyn Fn(&Path) -> io::Result<fs::ReadDir> + 'a;

/// The same, as far as folders can be read; gives those that cannot be, as paths below `root`.
pub fn readable_files(root: &Path, read: &ReadFolder<'_>) -> (Vec<(String, u64)>, Vec<String>) {
    let (mut found, mut unreadable) = (Vec::new(), Vec::new());
    Walk { read, found: &mut found, unreadable: &mut unreadable }.on(root, "", 0);
    found.sort();
    (found, unreadable)
}

struct Walk<'a> {
    read: &'a ReadFolder<'a>,
    found: &'a mut Vec<(String, u64)>,
    unreadable: &'a mut Vec<String>,
}

impl Walk<'_> {
    fn on(&mut self, folder: &Path, below: &str, depth: usize) {
        let Ok(entries) = (self.read)(folder) else {
            self.unreadable.push(below.to_owned());
            return;
        };
        let mut is_whole = true;
        for entry in entries {
            let Ok((entry, kind)) = entry.and_then(|entry| entry.file_type().map(|kind| (entry, kind))) else {
                is_whole = false;
                continue;
            };
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
            if kind.is_dir() && is_aside(&name) {
                continue;
            }
            if kind.is_dir() && depth < DEEPEST {
                self.on(&entry.path(), &path, depth + 1);
            } else if kind.is_file() && !is_ours(&name) {
                match entry.metadata() {
                    Ok(seen) => self.found.push((path, seen.len())),
                    // Gone between the list and the look: staff are at work.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(_) => is_whole = false,
                }
            }
        }
        if !is_whole {
            self.unreadable.push(below.to_owned());
        }
    }
}

fn walk(folder: &Path, below: &str, depth: usize, found: &mut Vec<(String, u64)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() && is_aside(&name) {
            continue;
        }
        if kind.is_dir() && depth < DEEPEST {
            walk(&entry.path(), &path, depth + 1, found)?;
        } else if kind.is_file() && !is_ours(&name) {
            // Gone between the list and the look: staff are at work.
            if let Ok(seen) = entry.metadata() {
                found.push((path, seen.len()));
            }
        }
    }
    Ok(())
}

/// The first thing below `root` that [`files`] passes over though it is somebody's: a link, something too deep, a name
/// that is no text.
///
/// # Errors
/// When a folder cannot be read.
pub fn passed_over(root: &Path) -> io::Result<Option<PathBuf>> {
    passed_over_below(root, 0)
}

fn passed_over_below(folder: &Path, depth: usize) -> io::Result<Option<PathBuf>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let name = entry.file_name();
        if name.to_str().is_some_and(is_of_system) {
            continue;
        }
        let is_named = name.to_str().is_some();
        let found = match (is_named, kind.is_dir()) {
            (true, true) if depth < DEEPEST => passed_over_below(&entry.path(), depth + 1)?,
            (true, false) if kind.is_file() => None,
            _ => Some(entry.path()),
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// What systems and file managers put beside people's files for themselves: nobody misses it.
pub fn is_of_system(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_file = matches!(name.as_str(), ".ds_store" | ".localized" | "thumbs.db" | "ehthumbs.db" | "desktop.ini");
    is_file || name.starts_with("._") || is_aside(&name)
}

/// Folders in which systems and network drives keep what people threw away, and copies of earlier days.
fn is_aside(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let bins = ["#recycle", "@recycle", "@recently-snapshot", ".recycle", "$recycle.bin", "recycler", ".recycler"];
    let others = ["@eadir", "#snapshot", "~snapshot", ".snapshot", ".snapshots", "system volume information"];
    let of_mac = [".fseventsd", ".spotlight-v100", ".temporaryitems", ".documentrevisions-v100", "lost+found"];
    name.starts_with(".trash") || bins.into_iter().chain(others).chain(of_mac).any(|it| it == name)
}

/// Whether a path below the root leads into such a folder.
pub fn is_thrown_away(path: &str) -> bool {
    path.split('/').rev().skip(1).any(is_aside)
}

/// Half-written files of this program.
pub fn is_ours(name: &str) -> bool {
    name.starts_with(".songda-") && name.ends_with(".tmp")
}

/// Takes away half-written files of this program that a stop left behind and nobody touched since `before`. What is
/// written is given its name within moments. Beside an empty file one stays: it may be what tells whose that is.
pub fn sweep(root: &Path, before: SystemTime) {
    sweep_below(root, 0, before);
}

fn sweep_below(folder: &Path, depth: usize, before: SystemTime) {
    let mut left = Vec::new();
    let mut has_empty = false;
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() && entry.file_name().to_str().is_some_and(is_aside) {
            continue;
        }
        if kind.is_dir() && depth < DEEPEST {
            sweep_below(&entry.path(), depth + 1, before);
        } else if kind.is_file() && entry.file_name().to_str().is_some_and(is_ours) {
            let is_old = entry.metadata().and_then(|seen| seen.modified()).is_ok_and(|touched| touched < before);
            left.extend(is_old.then(|| entry.path()));
        } else if kind.is_file() {
            has_empty |= entry.metadata().is_ok_and(|seen| seen.len() == 0);
        }
    }
    for path in left.into_iter().filter(|_| !has_empty) {
        let _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_a_stop_left_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("甲案/送达")).unwrap();
        let write = |path: &str, age: u64| {
            fs::write(root.join(path), "x").unwrap();
            let file = fs::File::options().write(true).open(root.join(path)).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
        };
        write("甲案/送达/.songda-0123456789abcdef.tmp", 7_200);
        write("甲案/送达/.songda-fedcba9876543210.tmp", 5);
        write("甲案/送达/01 传票.pdf", 7_200);
        write("甲案/~$草稿.tmp", 7_200);
        sweep(root, SystemTime::now() - Duration::from_secs(3_600));
        let left = |path: &str| root.join(path).exists();
        assert!(!left("甲案/送达/.songda-0123456789abcdef.tmp"));
        assert!(left("甲案/送达/.songda-fedcba9876543210.tmp"), "it may be being written at this moment");
        assert!(left("甲案/送达/01 传票.pdf") && left("甲案/~$草稿.tmp"), "what is not ours stays");
        write("甲案/.songda-0123456789abcdef.tmp", 7_200);
        fs::write(root.join("甲案/02 举证通知书.pdf"), "").unwrap();
        sweep(root, SystemTime::now() - Duration::from_secs(3_600));
        assert!(left("甲案/.songda-0123456789abcdef.tmp"), "an empty file may be ours by it");
    }
}
