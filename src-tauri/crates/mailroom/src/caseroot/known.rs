//! Whether the case root is the folder that was used before: known by what was filed there, or by a person's word.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use songda_core::case::Told;
use songda_core::id::{Digest, DocumentId};

use super::{index, tree};
use crate::clock;
use crate::room::Room;
use crate::view::{DocumentRow, Problem};

/// What a person puts into a folder that is to be used though nothing that was filed lies there: a file or a folder
/// whose name begins so. A folder is the same on every system, whether endings are shown or not.
const GO_ON: &str = "继续使用";
/// Documents looked for first, the last ones filed.
const MOST_NEAR: usize = 64;
/// Seconds between two searches of every file of a folder in which nothing was found.
const SEARCHED_EVERY: i64 = 60;

/// Why the case root cannot be used now.
#[derive(Debug, thiserror::Error)]
pub enum RootError {
    /// The folder is gone: a network drive that is not connected, a disk that was taken away.
    #[error("the case root {path} is not there")]
    Missing { path: PathBuf },
    /// The folder is there and holds nothing, though documents were filed: the drive behind it is not mounted.
    #[error("the case root {path} is empty, though documents were filed there")]
    Empty { path: PathBuf },
    /// The folder holds other things and none of the documents that were filed: another disk, another folder of the name.
    #[error("the case root {path} holds none of the documents that were filed there")]
    Other { path: PathBuf },
}

impl From<RootError> for Problem {
    fn from(error: RootError) -> Self {
        let (code, path) = match &error {
            RootError::Missing { path } => ("case-folder.root-missing", path),
            RootError::Empty { path } => ("case-folder.root-empty", path),
            RootError::Other { path } => ("case-folder.root-other", path),
        };
        Self::new(code, [path.display().to_string()])
    }
}

/// What was filed: its length and digest.
pub type Papers = BTreeMap<u64, BTreeSet<Digest>>;

/// By what the folder is known as the one that was used before, as a path below it: a document where it was filed, the
/// index this home wrote, or the word of a person. Without this a drive that is away would be replaced by a folder of
/// the same name on the wrong disk.
///
/// # Errors
/// When there is no folder.
pub fn sign<'a>(
    root: &Path,
    mark: &str,
    mut filed: impl Iterator<Item = &'a str>,
) -> Result<Option<String>, RootError> {
    let entries = fs::read_dir(root).map_err(|_| RootError::Missing { path: root.to_path_buf() })?;
    let lies = |path: &&str| root.join(path).is_file() && !tree::is_thrown_away(path);
    if let Some(path) = filed.find(lies) {
        return Ok(Some(path.to_owned()));
    }
    if let Some(name) = index::of_home(root, mark) {
        return Ok(Some(name));
    }
    let mut names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    Ok(names.find(|name| name.starts_with(GO_ON)))
}

/// The same where everything may have been moved or renamed: some document is known again by its bytes. Goes through
/// every file of the folder.
///
/// # Errors
/// What the folder is instead.
pub fn moved(root: &Path, papers: &Papers) -> Result<String, RootError> {
    let (files, _) = tree::readable_files(root, &|folder| fs::read_dir(folder));
    let is_one = |(path, length): &(String, u64)| {
        let same = papers.get(length);
        same.is_some_and(|same| fs::read(root.join(path)).is_ok_and(|bytes| same.contains(&Digest::of(&bytes))))
    };
    files.into_iter().find(is_one).map(|(path, _)| path).ok_or_else(|| instead(root))
}

/// What a folder is that is not known.
fn instead(root: &Path) -> RootError {
    let path = root.to_path_buf();
    let Ok(entries) = fs::read_dir(root) else { return RootError::Missing { path } };
    let mut names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    if names.all(|name| tree::is_of_system(&name) || tree::is_ours(&name) || index::is_one(&name)) {
        RootError::Empty { path }
    } else {
        RootError::Other { path }
    }
}

/// Where documents are filed, and by what the folder is known, where documents lie there already.
#[derive(Clone, Debug)]
pub struct Place {
    root: PathBuf,
    sign: Option<String>,
}

impl Place {
    /// The folder, if it is the one that was used before. Asks the disk: for a thread that may wait.
    ///
    /// # Errors
    /// `case-folder.root-missing`, `case-folder.root-empty`, `case-folder.root-other`; a later try may find it.
    pub fn now(&self) -> Result<&Path, Problem> {
        match &self.sign {
            Some(sign) if !self.root.join(sign).exists() => Err(Problem::from(instead(&self.root)).retried()),
            _ => Ok(&self.root),
        }
    }
}

impl Room {
    /// Where documents are filed now, to be asked for right before something is written there.
    ///
    /// # Errors
    /// As `filing_root`, and when the folder is not the one that was used before; a later try may find it.
    pub async fn filing_place(&self) -> Result<Place, Problem> {
        let root = self.filing_root()?;
        let near: Vec<String> = {
            let told = self.told.read().await;
            told.mails.iter().rev().flat_map(|mail| mail.filed.values()).take(MOST_NEAR).cloned().collect()
        };
        if near.is_empty() {
            return Ok(Place { root, sign: None });
        }
        let mark = self.mark().await?;
        let sign = {
            let (root, mark) = (root.clone(), mark.clone());
            asked(move || sign(&root, &mark, near.iter().map(String::as_str))).await?
        };
        if sign.is_some() {
            return Ok(Place { root, sign });
        }
        let (paths, papers) = all_filed(&*self.told.read().await);
        let now = clock::now().timestamp();
        let searches = !(0..SEARCHED_EVERY).contains(&(now - self.searched.load(Ordering::Relaxed)));
        let place = root.clone();
        let found = asked(move || match sign_of(&place, &mark, &paths)? {
            Some(sign) => Ok(sign),
            None if searches => moved(&place, &papers),
            None => Err(instead(&place)),
        });
        let found = found.await.inspect_err(|_| {
            if searches {
                self.searched.store(now, Ordering::Relaxed);
            }
        })?;
        Ok(Place { root, sign: Some(found) })
    }

    /// Looks whether the filed documents still lie where they were put, with the length they had. While the case root is
    /// away, or another folder lies in its place, nothing is known of any of them: gives what it is then.
    pub async fn look_at_files(&self, rows: &mut [DocumentRow]) -> Option<Problem> {
        let filed: Vec<(String, u64)> = rows.iter().filter(|row| row.state == "filed").map(of_row).collect();
        if filed.is_empty() {
            return None;
        }
        let root = self.settings.case_root.clone();
        let look = move || {
            let is_there = root.is_dir();
            Ok(is_there.then(|| filed.iter().map(|(path, length)| state_of(&root.join(path), *length)).collect()))
        };
        let states: Vec<&'static str> = asked(look).await.ok().flatten().unwrap_or_default();
        let is_in_doubt = states.iter().all(|state| *state == "missing");
        let away = if is_in_doubt { self.root_away().await } else { None };
        let mut states = states.into_iter().filter(|_| away.is_none());
        for row in rows.iter_mut().filter(|row| row.state == "filed") {
            states.next().unwrap_or("away").clone_into(&mut row.state);
        }
        away
    }

    /// What the case root is instead of the folder that was used before.
    async fn root_away(&self) -> Option<Problem> {
        let (mark, root) = (self.mark().await.unwrap_or_default(), self.settings.case_root.clone());
        let paths: Vec<String> = {
            let told = self.told.read().await;
            told.mails.iter().rev().flat_map(|mail| mail.filed.values()).cloned().collect()
        };
        let look = move || sign_of(&root, &mark, &paths)?.map(drop).ok_or_else(|| instead(&root));
        asked(look).await.err()
    }

    /// Where documents are filed now.
    ///
    /// # Errors
    /// `root-move.moved` from the beginning of a move of the case root until the home is opened anew at the new place.
    pub fn filing_root(&self) -> Result<PathBuf, Problem> {
        if self.root_moved.load(Ordering::Relaxed) {
            return Err(Problem::new("root-move.moved", []).retried());
        }
        Ok(self.settings.case_root.clone())
    }

    /// By what this home is told from others that file into the same folder or read the same mailbox: its first entry, which no other ledger has.
    pub(crate) async fn mark(&self) -> Result<String, Problem> {
        let first = self.mark.get_or_try_init(|| async {
            let first = self.store.entry(1).await.map_err(Problem::from)?;
            first.map(|entry| entry.digest.short(16)).ok_or(Problem::not_found("1"))
        });
        Ok(first.await?.clone())
    }
}

fn of_row(row: &DocumentRow) -> (String, u64) {
    (row.path.clone(), row.size_bytes)
}

fn state_of(file: &Path, length: u64) -> &'static str {
    match fs::metadata(file) {
        Ok(found) if found.len() == length => "filed",
        Ok(_) => "changed",
        Err(_) => "missing",
    }
}

fn sign_of(root: &Path, mark: &str, paths: &[String]) -> Result<Option<String>, RootError> {
    sign(root, mark, paths.iter().map(String::as_str))
}

async fn asked<T: Send + 'static>(work: impl FnOnce() -> Result<T, RootError> + Send + 'static) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await;
    let done = done.map_err(|error| Problem::new("case-folder.unreadable", [error.to_string()]))?;
    done.map_err(|error| Problem::from(error).retried())
}

/// Every place where something was filed, and what was.
fn all_filed(told: &Told) -> (Vec<String>, Papers) {
    let (mut paths, mut papers) = (Vec::new(), Papers::new());
    for mail in told.mails.iter().filter(|mail| !mail.filed.is_empty()) {
        paths.extend(mail.filed.values().cloned());
        let id = mail.service_id();
        for it in mail.service().into_iter().flat_map(|(_, record)| record.files()) {
            if let Some(sha256) = it.sha256.filter(|_| mail.filed.contains_key(&DocumentId::of(&id, &it.part))) {
                papers.entry(it.size_bytes).or_default().insert(sha256);
            }
        }
    }
    (paths, papers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_that_was_used_is_known_by_what_lies_there_and_not_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("案件");
        let papers = Papers::from([(3, BTreeSet::from([Digest::of(b"one")]))]);
        let known = || sign(&root, "mark", ["甲案/传票.pdf"].into_iter());
        let write = |path: &str, bytes: &str| {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), bytes).unwrap();
        };
        assert!(matches!(known(), Err(RootError::Missing { .. })));
        fs::create_dir(&root).unwrap();
        for name in [".DS_Store", "Thumbs.db", "案件索引.txt", "System Volume Information/x", "#recycle/甲案/传票.pdf"]
        {
            write(name, "two");
            assert_eq!(known().unwrap(), None, "{name}");
            assert!(matches!(moved(&root, &papers), Err(RootError::Empty { .. })), "{name}");
        }
        write("别人的文件夹/文件.pdf", "two");
        assert!(matches!(moved(&root, &papers), Err(RootError::Other { .. })));
        write("归档/2026/换了名字.pdf", "one");
        assert_eq!(moved(&root, &papers).unwrap(), "归档/2026/换了名字.pdf");
        write("甲案/传票.pdf", "one, with a note");
        assert_eq!(known().unwrap().unwrap(), "甲案/传票.pdf");
        fs::remove_file(root.join("甲案/传票.pdf")).unwrap();
        fs::create_dir(root.join("继续使用")).unwrap();
        assert_eq!(known().unwrap().unwrap(), "继续使用", "a person said so");
    }
}
