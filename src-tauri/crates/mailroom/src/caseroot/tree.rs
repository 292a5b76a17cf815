//! Every file below a folder, links not followed.

use std::fs;
use std::io;
use std::path::Path;

/// Deepest folder looked into; ours are at most seven deep, and staff may add some.
const DEEPEST: usize = 24;

/// Every file below `root` with its length: path below it with `/`, hidden temporary files of ours left out.
///
/// # Errors
/// When a folder cannot be read.
pub fn files(root: &Path) -> io::Result<Vec<(String, u64)>> {
    let mut found = Vec::new();
    walk(root, "", 0, &mut found)?;
    found.sort();
    Ok(found)
}

fn walk(folder: &Path, below: &str, depth: usize, found: &mut Vec<(String, u64)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        let kind = entry.file_type()?;
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

/// Half-written files of this program.
pub fn is_ours(name: &str) -> bool {
    name.starts_with(".songda-") && name.ends_with(".tmp")
}
