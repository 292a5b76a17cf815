//! Names that lie in a folder already, as systems take them for one: Linux keeps apart what Windows and macOS do not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use songda_core::folder::folded;

/// Names by folder, each folder read once.
#[derive(Default)]
pub struct Names(BTreeMap<PathBuf, BTreeSet<String>>);

impl Names {
    /// Whether a name that another system takes for this one lies beside it.
    pub fn has_like(&mut self, target: &Path) -> bool {
        let name = name_of(target);
        self.beside(target).is_some_and(|names| names.contains(&name))
    }

    /// A file was given this name.
    pub fn took(&mut self, target: &Path) {
        let name = name_of(target);
        if let Some(names) = self.beside(target) {
            names.insert(name);
        }
    }

    fn beside(&mut self, target: &Path) -> Option<&mut BTreeSet<String>> {
        let folder = target.parent()?;
        if !self.0.contains_key(folder) {
            // What cannot be listed is told by the writing itself.
            let names = fs::read_dir(folder).into_iter().flatten().flatten();
            self.0.insert(folder.to_path_buf(), names.map(|entry| name_of(&entry.path())).collect());
        }
        self.0.get_mut(folder)
    }
}

/// A name with a number ahead of its ending.
pub fn numbered(path: &str, copy: u32) -> String {
    let slash = path.rfind('/').map_or(0, |at| at + 1);
    match path.rfind('.') {
        Some(dot) if dot > slash => {
            let (stem, extension) = path.split_at(dot);
            format!("{stem} ({copy}){extension}")
        }
        _ => format!("{path} ({copy})"),
    }
}

fn name_of(path: &Path) -> String {
    folded(&path.file_name().unwrap_or_default().to_string_lossy())
}

#[cfg(test)]
mod tests {
    use crate::folders::{file, file_all};

    #[test]
    fn names_that_windows_takes_for_one_get_a_number_also_beside_what_lies_there() {
        let root = tempfile::tempdir().unwrap();
        let filed = |path: &str, bytes: &[u8]| file(root.path(), path, bytes).unwrap();
        filed("案/01 Notice.pdf", b"one");
        for _ in 0..2 {
            assert_eq!(filed("案/01 notice.PDF", b"two"), "案/01 notice (2).PDF");
        }
        let both = file_all(root.path(), &[("乙/a.pdf", "one"), ("乙/A.pdf", "two")]);
        assert_eq!(both.into_iter().map(Result::unwrap).collect::<Vec<_>>(), ["乙/a.pdf", "乙/A (2).pdf"]);
    }
}
