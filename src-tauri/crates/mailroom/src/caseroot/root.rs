//! The move of the case root to another place, with every file compared.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use songda_core::id::Digest;
use songda_core::ledger::{Fact, FilingFact};

use super::tree;
use crate::room::Room;
use crate::settings::{self, Settings};
use crate::view::Problem;

/// What a move did.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Moved {
    /// Where it lay; left as it is.
    pub from: PathBuf,
    /// Where it lies now.
    pub to: PathBuf,
    /// Files copied and compared.
    pub files: u64,
}

/// Moves the case root: every file is copied, read again and compared; then the settings name the new place. The old
/// folder is left as it is.
///
/// # Errors
/// `root-move.*`; the settings still name the old place then.
pub async fn move_root(room: &Room, to: &Path, by: &str) -> Result<Moved, Problem> {
    if !room.is_holder() {
        return Err(Problem::new("home.beside", [room.home.root().display().to_string()]));
    }
    // What is under way comes to its end; from then on nothing is filed, by a mail, a receipt or a person.
    let (_reading, _sending) = (room.reading.lock().await, room.sending.lock().await);
    let (from, to) = (room.filing_root()?, std::path::absolute(to).unwrap_or_else(|_| to.to_path_buf()));
    room.root_moved.store(true, Ordering::Relaxed);
    let moved = carry_over(room, from, to, by).await;
    if moved.is_err() {
        room.root_moved.store(false, Ordering::Relaxed);
    }
    room.changed().await?;
    moved
}

async fn carry_over(room: &Room, from: PathBuf, to: PathBuf, by: &str) -> Result<Moved, Problem> {
    // Settings that could not be followed afterwards are told before anything is copied.
    changed_settings(room, &to)?;
    let work = {
        let (from, to) = (from.clone(), to.clone());
        move || copy_all(&from, &to)
    };
    let copied = tokio::task::spawn_blocking(work).await;
    let files = copied.map_err(|error| Problem::new("root-move.failed", [error.to_string()]))??;
    // Read again: somebody may have edited them meanwhile.
    let (file, text) = (room.home.settings_file(), changed_settings(room, &to)?);
    settings::replace(&file, &text).map_err(|error| not_set(&file, error.to_string()))?;
    let fact = FilingFact::RootMoved { from: from.display().to_string(), to: to.display().to_string(), files };
    room.store.append(&room.stamp(), by, &[Fact::Filing(fact)], None).await?;
    Ok(Moved { from, to, files })
}

/// The settings as they are to be: readable, and with the new place.
fn changed_settings(room: &Room, to: &Path) -> Result<String, Problem> {
    let file = room.home.settings_file();
    let text = fs::read_to_string(&file).map_err(|error| not_set(&file, error.to_string()))?;
    let text = settings::with_case_root(&text, to).ok_or_else(|| not_set(&file, String::new()))?;
    Settings::parse(&text, &file, room.home.root()).map_err(|error| not_set(&file, error.to_string()))?;
    Ok(text)
}

fn not_set(file: &Path, says: String) -> Problem {
    Problem::new("root-move.settings", [file.display().to_string(), says])
}

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

fn copy_all(from: &Path, to: &Path) -> Result<u64, Problem> {
    let fail = |path: &Path, error: &io::Error| {
        Problem::new("root-move.failed", [path.display().to_string(), error.to_string()])
    };
    let (real_from, real_to) = (resolved(from), resolved(to));
    if real_to == real_from {
        return Err(Problem::new("root-move.same", [to.display().to_string()]));
    }
    if real_to.starts_with(&real_from) || real_from.starts_with(&real_to) {
        return Err(Problem::new("root-move.inside", [to.display().to_string()]));
    }
    let is_empty = fs::read_dir(to).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty {
        return Err(Problem::new("root-move.not-empty", [to.display().to_string()]));
    }
    // The old folder is thrown away one day: what could not go along must not stay behind unseen.
    let odd = if from.exists() { tree::passed_over(from).map_err(|error| fail(from, &error))? } else { None };
    if let Some(path) = odd {
        return Err(fail(&path, &io::Error::other("a link, too deep, or a name that is no text: take it out first")));
    }
    fs::create_dir_all(to).map_err(|error| fail(to, &error))?;
    let all = if from.exists() { tree::files(from).map_err(|error| fail(from, &error))? } else { Vec::new() };
    for (path, _) in &all {
        let (source, target) = (from.join(path), to.join(path));
        let copied = (|| {
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder)?;
            }
            // Keeps the mark of what came from outside, where the system keeps it with the file.
            fs::copy(&source, &target)?;
            sync(&target)?;
            if Digest::of(&fs::read(&target)?) == Digest::of(&fs::read(&source)?) {
                Ok(())
            } else {
                Err(io::Error::other("the copy differs"))
            }
        })();
        copied.map_err(|error: io::Error| fail(&target, &error))?;
    }
    Ok(all.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn settings_that_could_not_follow_are_told_before_anything_is_copied() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("songda.toml");
        let good = "[office]\nname = \"示例物业管理有限公司\"\nhandler = \"王敏\"\n";
        fs::write(&file, good).unwrap();
        let mailroom = crate::Mailroom::open(crate::home::Home::at(folder.path())).await.unwrap();
        let root = mailroom.room().filing_root().unwrap();
        fs::create_dir_all(&root).unwrap();
        fs::write(root.join("传票.pdf"), "one").unwrap();
        let to = folder.path().join("新盘/案件");
        fs::write(&file, format!("{good}colour = 3\n")).unwrap();
        let refused = mailroom.move_case_root(&to, None).await.unwrap_err();
        assert_eq!(refused.code, "root-move.settings", "{refused:?}");
        assert!(!to.exists(), "nothing was begun");
        assert_eq!(mailroom.room().filing_root().unwrap(), root, "filing goes on where it was");
        fs::write(&file, good).unwrap();
        let refused = mailroom.move_case_root_to("~/案件").await.unwrap_err();
        assert_eq!(refused.code, "root-move.no-place");
        assert_eq!(mailroom.move_case_root_to(&to.display().to_string()).await.unwrap().files, 1);
        assert_eq!(mailroom.room().filing_root().unwrap_err().code, "root-move.moved");
        assert_eq!(fs::read(to.join("传票.pdf")).unwrap(), b"one");
    }

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
            assert!(problem.code == "root-move.failed" && problem.facts[0].ends_with("外面"), "{problem:?}");
            assert!(!other.exists(), "nothing was begun");
        }
    }
}
