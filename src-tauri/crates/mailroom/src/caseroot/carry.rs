//! Copies a case root to another place, every file compared; what a copy that broke off left there is gone on from.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use songda_core::id::Digest;

use super::{index, tree};
use crate::folders::{Begun, to_free, was_reserved};
use crate::view::Problem;

/// Most files named.
const MOST_NAMED: usize = 5;

/// A place without links and .. in it, also where its end does not exist yet: one place has many spellings.
fn resolved(path: &Path) -> PathBuf {
    let there = path.ancestors().find_map(|it| Some((it, fs::canonicalize(it).ok()?)));
    there.map_or_else(
        || path.to_path_buf(),
        |(known, real)| path.strip_prefix(known).map_or_else(|_| real.clone(), |rest| real.join(rest)),
    )
}

/// Brings a file to the disk. Windows does so only for whoever may write; a copy that is read-only, as its original was,
/// is left to the system there.
fn sync(path: &Path) -> io::Result<()> {
    match File::options().read(true).write(cfg!(windows)).open(path) {
        Err(error) if cfg!(windows) && error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        file => file?.sync_all(),
    }
}

fn fail(path: &Path, error: &io::Error) -> Problem {
    Problem::new("root-move.failed", [path.display().to_string(), error.to_string()])
}

/// Copies everything that is somebody's; gives how many files lie at the new place.
///
/// # Errors
/// `root-move.*`. What was copied until then stays, and is gone on from the next time.
pub fn copy_all(from: &Path, to: &Path) -> Result<u64, Problem> {
    let (real_from, real_to) = (resolved(from), resolved(to));
    if real_to == real_from {
        return Err(Problem::new("root-move.same", [to.display().to_string()]));
    }
    if real_to.starts_with(&real_from) || real_from.starts_with(&real_to) {
        return Err(Problem::new("root-move.inside", [to.display().to_string()]));
    }
    // The old folder is thrown away one day: what could not go along must not stay behind unseen.
    let odd = if from.exists() { tree::passed_over(from).map_err(|error| fail(from, &error))? } else { None };
    if let Some(path) = odd {
        return Err(Problem::new("root-move.odd", [path.display().to_string()]));
    }
    let all = people_s(from)?;
    goes_on(to, &all)?;
    all_open(from, &all)?;
    fs::create_dir_all(to).map_err(|error| fail(to, &error))?;
    for path in all.keys() {
        let target = to.join(path);
        copy(&from.join(path), &target).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => not_empty(&target),
            _ => fail(&target, &error),
        })?;
    }
    Ok(all.len() as u64)
}

fn not_empty(path: &Path) -> Problem {
    Problem::new("root-move.not-empty", [path.display().to_string()])
}

/// Every file below a folder that is somebody's, with its length: not what systems put there, not the locks that office
/// programs lay beside what they edit, and not our index, which is written anew.
fn people_s(root: &Path) -> Result<BTreeMap<String, u64>, Problem> {
    if !root.exists() {
        return Ok(BTreeMap::new());
    }
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let is_theirs = |(path, _): &(String, u64)| {
        let name = name(path);
        !tree::is_of_system(&name) && !name.starts_with("~$") && !index::is_untouched(root, path)
    };
    let all = tree::files(root).map_err(|error| fail(root, &error))?;
    Ok(all.into_iter().filter(is_theirs).collect())
}

/// Whether nothing lies at the new place but what an earlier copy brought there.
fn goes_on(to: &Path, all: &BTreeMap<String, u64>) -> Result<(), Problem> {
    let there = people_s(to)?;
    let is_other = |(path, length): &(&String, &u64)| {
        all.get(*path) != Some(*length) && !(all.contains_key(*path) && was_reserved(&to.join(path)))
    };
    let other = there.iter().find(is_other);
    let odd = if to.exists() { tree::passed_over(to).map_err(|error| fail(to, &error))? } else { None };
    match other.map(|(path, _)| to.join(path)).or(odd) {
        Some(path) => Err(not_empty(&path)),
        None => Ok(()),
    }
}

/// Whether every file can be read, before the first is copied: one that a program holds open would stop the copy amid.
fn all_open(from: &Path, all: &BTreeMap<String, u64>) -> Result<(), Problem> {
    let closed: Vec<&str> =
        all.keys().map(String::as_str).filter(|path| File::open(from.join(path)).is_err()).collect();
    if closed.is_empty() {
        return Ok(());
    }
    let more = closed.len().saturating_sub(MOST_NAMED);
    let mut facts: Vec<String> = closed.into_iter().take(MOST_NAMED).map(str::to_owned).collect();
    facts.extend((more > 0).then(|| format!("+{more}")));
    Err(Problem::new("root-move.locked", facts))
}

/// Copies one file, unless it lies there already. It has its name only once it is whole.
fn copy(source: &Path, target: &Path) -> io::Result<()> {
    let digest = |path: &Path| fs::read(path).map(|bytes| Digest::of(&bytes));
    let folder = target.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder)?;
    if was_reserved(target) && fs::metadata(source)?.len() > 0 {
        fs::remove_file(target)?;
    }
    if target.exists() {
        return if digest(target)? == digest(source)? { Ok(()) } else { Err(io::ErrorKind::AlreadyExists.into()) };
    }
    let Begun { file, path: beside } = Begun::within(folder)?;
    drop(file);
    let copied = (|| {
        // Keeps the mark of what came from outside, where the system keeps it with the file.
        fs::copy(source, &beside)?;
        sync(&beside)?;
        if digest(&beside)? != digest(source)? {
            return Err(io::Error::other("the copy differs"));
        }
        to_free(&beside, target)
    })();
    copied.inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_copies_everything_and_never_onto_something() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("旧"), folder.path().join("新"));
        fs::create_dir_all(from.join("甲/乙")).unwrap();
        fs::write(from.join("甲/乙/1.pdf"), "1").unwrap();
        fs::write(from.join("2.pdf"), "2").unwrap();
        let mut read_only = fs::metadata(from.join("2.pdf")).unwrap().permissions();
        read_only.set_readonly(true);
        fs::set_permissions(from.join("2.pdf"), read_only).unwrap();
        assert_eq!(copy_all(&from, &to).unwrap(), 2);
        assert_eq!(fs::read(to.join("甲/乙/1.pdf")).unwrap(), b"1");
        assert!(from.join("2.pdf").exists());
        assert_eq!(copy_all(&from, &to).unwrap(), 2, "what lies there already is gone on from");
        fs::write(to.join("3.pdf"), "3").unwrap();
        assert_eq!(copy_all(&from, &to).unwrap_err().code, "root-move.not-empty");
        assert_eq!(copy_all(&from, &from.join("里")).unwrap_err().code, "root-move.inside");
        assert_eq!(copy_all(&from, &from).unwrap_err().code, "root-move.same");
        // One place has many spellings.
        let around = folder.path().join("新/../旧");
        assert_eq!(copy_all(&around, &from.join("里/深")).unwrap_err().code, "root-move.inside");
        assert_eq!(copy_all(&from, &around).unwrap_err().code, "root-move.same");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path(), from.join("甲/外面")).unwrap();
            let (refused, other) = (copy_all(&from, &folder.path().join("再移")), folder.path().join("再移"));
            let problem = refused.unwrap_err();
            assert!(problem.code == "root-move.odd" && problem.facts[0].ends_with("外面"), "{problem:?}");
            assert!(!other.exists(), "nothing was begun");
        }
    }

    #[test]
    fn a_copy_goes_on_where_it_broke_off_and_leaves_out_what_is_nobodys() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("旧"), folder.path().join("新"));
        let write = |path: PathBuf, text: &str| {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        for path in
            ["甲/1.docx", "甲/2.pdf", "甲/~$1.docx", "甲/Thumbs.db", "desktop.ini", ".DS_Store", "#recycle/3.pdf"]
        {
            write(from.join(path), path);
        }
        write(to.join(".DS_Store"), "x");
        write(to.join("甲/2.pdf"), "甲/2.pdf");
        assert_eq!(copy_all(&from, &to).unwrap(), 2);
        let there: Vec<String> = tree::files(&to).unwrap().into_iter().map(|(path, _)| path).collect();
        assert_eq!(there, [".DS_Store", "甲/1.docx", "甲/2.pdf"]);
        write(to.join("甲/2.pdf"), "乙/2.pdf");
        let refused = copy_all(&from, &to).unwrap_err();
        assert!(refused.code == "root-move.not-empty" && refused.facts[0].ends_with("2.pdf"), "{refused:?}");
        assert_eq!(fs::read_to_string(to.join("甲/2.pdf")).unwrap(), "乙/2.pdf", "never over something else");
    }

    #[test]
    fn what_cannot_be_read_is_named_before_anything_is_copied() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.pdf"), "a").unwrap();
        let all: BTreeMap<String, u64> = (0..7).map(|nth| (format!("gone {nth}.pdf"), 1)).collect();
        let refused = all_open(folder.path(), &all).unwrap_err();
        assert_eq!(refused.code, "root-move.locked");
        assert_eq!(refused.facts.first().map(String::as_str), Some("gone 0.pdf"));
        assert_eq!(refused.facts.last().map(String::as_str), Some("+2"));
        assert!(all_open(folder.path(), &BTreeMap::from([("a.pdf".to_owned(), 1)])).is_ok());
    }
}
