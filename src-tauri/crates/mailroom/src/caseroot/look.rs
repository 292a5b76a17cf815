//! Compares what lies below the case root with what was filed: moved files keep their tie by digest.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use songda_core::case::{ORIGINAL, Told, ToldMail};
use songda_core::id::{Digest, DocumentId};
use songda_core::ledger::{Fact, FilingFact};

use super::known::{self, Papers};
use super::{index, tree};
use crate::clock;
use crate::room::Room;
use crate::view::Problem;

/// A half-written file that lay untouched for this long was left by a stop.
const LEFT_FOR: Duration = Duration::from_secs(3_600);
/// The trouble that documents were not found and folders not read.
const UNREADABLE: &str = "case-folders";
/// Most folders named.
const MOST_NAMED: usize = 5;
/// Seconds between two sweeps.
const SWEPT_EVERY: i64 = 24 * 3_600;

/// What a look found.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Found {
    /// Filed documents that were looked for.
    pub files: usize,
    /// Moved or renamed since the last look.
    pub moved: usize,
    /// Gone.
    pub gone: usize,
    /// Lying there with other bytes.
    pub changed: usize,
    /// Not found, while not every folder could be read: nothing is said of them.
    pub unsure: usize,
    /// Folders below the case root that could not be read, where something was looked for in vain.
    pub unreadable: Vec<String>,
}

impl Found {
    /// What is to be said of documents that were not found while not every folder could be read.
    pub fn hidden(&self) -> Option<Problem> {
        let mut folders = self.unreadable.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>();
        if self.unreadable.len() > MOST_NAMED {
            folders.push(format!("+{}", self.unreadable.len() - MOST_NAMED));
        }
        let facts = [self.unsure.to_string(), folders.join("; ")];
        (self.unsure > 0).then(|| Problem::new("case-folder.not-found-unreadable", facts).retried())
    }
}

/// One filed document as it should lie.
struct Wanted {
    document: DocumentId,
    path: String,
    sha256: Digest,
    size_bytes: u64,
    was: Option<&'static str>,
}

/// How closely filed documents are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// By place and length: every minute, also over a slow network.
    Glance,
    /// Every byte of every file.
    Bytes,
}

/// Looks at every filed document, and puts on record what changed since the last look.
///
/// # Errors
/// When the case root is not there: then nothing is said about any document.
pub async fn look(room: &Room, depth: Depth) -> Result<Found, Problem> {
    room.refresh().await?;
    let wanted: Vec<Wanted> = {
        let told = room.told.read().await;
        told.mails.iter().flat_map(|mail| wanted_of(&told, mail)).collect()
    };
    let root = room.settings.case_root.clone();
    let was_used = !wanted.is_empty();
    let sweeps = is_due_to_sweep(room);
    let mark = if was_used { room.mark().await? } else { String::new() };
    let looked = tokio::task::spawn_blocking(move || {
        let is_known = || if was_used { is_known(&root, &mark, &wanted) } else { Ok(()) };
        is_known()?;
        if sweeps {
            tree::sweep(&root, SystemTime::from(clock::now()) - LEFT_FOR);
        }
        let found = compare(&root, &wanted, depth).map_err(|error| problem_of(&root, &error))?;
        // What was not found was looked for on this disk: not on one that went away meanwhile.
        is_known()?;
        Ok::<_, Problem>(found)
    });
    let looked = looked.await.map_err(|error| Problem::new("case-folder.unreadable", [error.to_string()]))?;
    let (found, facts) = match looked {
        Ok(looked) => looked,
        Err(problem) => {
            room.trouble("case-root", Some(problem.clone().retried()));
            return Err(problem);
        }
    };
    if !facts.is_empty() {
        let facts: Vec<Fact> = facts.into_iter().map(Fact::Filing).collect();
        room.store.append(&room.stamp(), "songda", &facts, None).await?;
        room.changed().await?;
    }
    if found.unsure > 0 || room.has_trouble(UNREADABLE) {
        room.trouble(UNREADABLE, found.hidden());
    }
    if was_used {
        index::keep(room).await;
    }
    Ok(found)
}

/// Whether this is the folder that was used before.
fn is_known(root: &Path, mark: &str, wanted: &[Wanted]) -> Result<(), Problem> {
    if known::sign(root, mark, wanted.iter().map(|one| one.path.as_str()))?.is_none() {
        let mut papers = Papers::new();
        for one in wanted {
            papers.entry(one.size_bytes).or_default().insert(one.sha256);
        }
        known::moved(root, &papers)?;
    }
    Ok(())
}

/// What a disk that fails in the midst of a look is told as; it is asked again.
fn problem_of(root: &Path, error: &io::Error) -> Problem {
    Problem::new("case-folder.unreadable", [root.display().to_string(), error.to_string()])
}

/// Once in a run of the program, and then once a day: it takes a look at every folder.
fn is_due_to_sweep(room: &Room) -> bool {
    let now = clock::now().timestamp();
    let last = room.swept.load(Ordering::Relaxed);
    let is_due = room.is_holder() && !(last..last + SWEPT_EVERY).contains(&now);
    if is_due {
        room.swept.store(now, Ordering::Relaxed);
    }
    is_due
}

fn wanted_of(told: &Told, mail: &ToldMail) -> Vec<Wanted> {
    let Some((_, service)) = mail.service() else { return Vec::new() };
    let id = mail.service_id();
    let original = (ORIGINAL, Some(mail.mail), mail.sightings.first().map_or(0, |seen| seen.size_bytes));
    let documents = service.files().map(|it| (it.part.as_str(), it.sha256, it.size_bytes));
    let wanted = |(part, sha256, size_bytes): (&str, Option<Digest>, u64)| {
        let document = DocumentId::of(&id, part);
        let path = mail.filed.get(&document)?.clone();
        let was = told.strayed.get(&document).copied();
        Some(Wanted { path, sha256: sha256?, size_bytes, was, document })
    };
    documents.chain([original]).filter_map(wanted).collect()
}

/// Compares filed documents with what lies there.
///
/// # Errors
/// When the disk fails while it is looked at: what it does not show then may well be there.
fn compare(root: &Path, wanted: &[Wanted], depth: Depth) -> io::Result<(Found, Vec<FilingFact>)> {
    compare_by(root, wanted, depth, &|folder| fs::read_dir(folder))
}

fn compare_by(
    root: &Path,
    wanted: &[Wanted],
    depth: Depth,
    read: &tree::ReadFolder<'_>,
) -> io::Result<(Found, Vec<FilingFact>)> {
    let (mut found, mut facts, mut missing) =
        (Found { files: wanted.len(), ..Found::default() }, Vec::new(), Vec::new());
    for one in wanted {
        let seen = fs::metadata(root.join(&one.path));
        match seen {
            // What somebody threw away is gone, though the drive keeps it for a while.
            _ if tree::is_thrown_away(&one.path) => missing.push((one, true)),
            // Of a file that strayed before only its bytes say whether it is the document again.
            Ok(seen)
                if seen.is_file() && seen.len() == one.size_bytes && one.was.is_none() && depth == Depth::Glance => {}
            Ok(seen) if seen.is_file() => match digest_of(&root.join(&one.path)) {
                Some(now) if now == one.sha256 => facts.extend(back(one)),
                Some(now) => {
                    found.changed += 1;
                    let changed = FilingFact::Changed { document: one.document.clone(), now };
                    facts.extend((one.was != Some("changed")).then_some(changed));
                }
                // Locked by another program: known again at the next look.
                None => {}
            },
            Ok(_) => missing.push((one, true)),
            Err(error) => missing.push((one, is_missing(&error)?)),
        }
    }
    if missing.is_empty() {
        return Ok((found, facts));
    }
    let taken: BTreeSet<&str> = wanted.iter().map(|one| one.path.as_str()).collect();
    let mut elsewhere = Elsewhere::new(root, &taken, read);
    for (one, is_missing) in missing {
        match elsewhere.find(one) {
            // What lies in a folder that cannot be read may still lie there: a copy elsewhere says nothing of it.
            Some(path) if is_missing => {
                found.moved += 1;
                facts.push(FilingFact::Moved { document: one.document.clone(), path });
            }
            // Back by now: it was being saved, or the share had dropped for a moment.
            None if !tree::is_thrown_away(&one.path) && root.join(&one.path).is_file() => {}
            None if is_missing && elsewhere.unreadable.is_empty() => {
                found.gone += 1;
                facts.extend((one.was != Some("gone")).then(|| FilingFact::Gone { document: one.document.clone() }));
            }
            _ => found.unsure += 1,
        }
    }
    if found.unsure > 0 {
        found.unreadable = elsewhere.unreadable;
    }
    Ok((found, facts))
}

/// Whether a file that cannot be looked at is not there; false when nobody may look there.
///
/// # Errors
/// Any other answer: a share that drops, a disk that fails.
fn is_missing(error: &io::Error) -> io::Result<bool> {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Ok(true),
        // Rights, a name this disk cannot have: of this one document nothing can be said.
        io::ErrorKind::PermissionDenied | io::ErrorKind::InvalidFilename | io::ErrorKind::InvalidInput => Ok(false),
        kind => Err(io::Error::new(kind, error.to_string())),
    }
}

fn back(one: &Wanted) -> Option<FilingFact> {
    one.was.is_some().then(|| FilingFact::Back { document: one.document.clone() })
}

fn digest_of(path: &Path) -> Option<Digest> {
    fs::read(path).ok().map(|bytes| Digest::of(&bytes))
}

/// Files below the root that are nobody's, by length; their digests are made only when one of that length is missed.
struct Elsewhere<'a> {
    root: &'a Path,
    by_length: BTreeMap<u64, Vec<String>>,
    known: BTreeMap<String, Option<Digest>>,
    /// Folders that could not be read: what is not found may lie in one of them.
    unreadable: Vec<String>,
}

impl<'a> Elsewhere<'a> {
    fn new(root: &'a Path, taken: &BTreeSet<&str>, read: &tree::ReadFolder<'_>) -> Self {
        let mut by_length: BTreeMap<u64, Vec<String>> = BTreeMap::new();
        let (files, unreadable) = tree::readable_files(root, read);
        for (path, length) in files {
            if !taken.contains(path.as_str()) {
                by_length.entry(length).or_default().push(path);
            }
        }
        Self { root, by_length, known: BTreeMap::new(), unreadable }
    }

    /// Where the bytes of a document lie now; a file that kept its name comes first.
    fn find(&mut self, one: &Wanted) -> Option<String> {
        let name = |path: &str| path.rsplit('/').next().unwrap_or("").to_owned();
        let mut candidates = self.by_length.get(&one.size_bytes).cloned().unwrap_or_default();
        candidates.sort_by_key(|path| name(path) != name(&one.path));
        candidates.into_iter().find(|path| {
            let root = self.root;
            let digest = self.known.entry(path.clone()).or_insert_with(|| digest_of(&root.join(path)));
            *digest == Some(one.sha256)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(path: &str, bytes: &[u8], was: Option<&'static str>) -> Wanted {
        let sha256 = Digest::of(bytes);
        let document = DocumentId::from_text(path);
        Wanted { document, path: path.to_owned(), sha256, size_bytes: bytes.len() as u64, was }
    }

    #[test]
    fn moved_renamed_edited_deleted_and_returned_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("甲案/旧")).unwrap();
        let write = |path: &str, bytes: &[u8]| fs::write(root.join(path), bytes).unwrap();
        write("甲案/there.pdf", b"1");
        write("甲案/旧/renamed by hand.pdf", b"22");
        write("甲案/edited.pdf", b"333 with a note");
        write("甲案/back.pdf", b"55555");
        write("甲案/same length.pdf", b"66");
        let all = [
            wanted("甲案/there.pdf", b"1", None),
            wanted("甲案/moved.pdf", b"22", None),
            wanted("甲案/edited.pdf", b"333", None),
            wanted("甲案/deleted.pdf", b"4444", None),
            wanted("甲案/back.pdf", b"55555", Some("gone")),
        ];
        let (found, facts) = compare(root, &all, Depth::Glance).unwrap();
        assert_eq!(found, Found { files: 5, moved: 1, gone: 1, changed: 1, ..Found::default() });
        let id = |at: usize| all[at].document.clone();
        let expected = [
            FilingFact::Changed { document: id(2), now: Digest::of(b"333 with a note") },
            FilingFact::Back { document: id(4) },
            FilingFact::Moved { document: id(1), path: "甲案/旧/renamed by hand.pdf".into() },
            FilingFact::Gone { document: id(3) },
        ];
        assert_eq!(facts, expected);
        let known =
            [wanted("甲案/edited.pdf", b"333", Some("changed")), wanted("甲案/deleted.pdf", b"4444", Some("gone"))];
        assert!(compare(root, &known, Depth::Glance).unwrap().1.is_empty(), "what is on record is not recorded again");
        let altered = [wanted("甲案/same length.pdf", b"77", None)];
        assert_eq!(compare(root, &altered, Depth::Glance).unwrap().0.changed, 0);
        let (found, facts) = compare(root, &altered, Depth::Bytes).unwrap();
        let now = Digest::of(b"66");
        assert_eq!(found.changed, 1);
        assert_eq!(facts, [FilingFact::Changed { document: altered[0].document.clone(), now }]);
    }

    #[test]
    fn a_folder_that_cannot_be_read_makes_nothing_gone() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("甲案/机密")).unwrap();
        fs::create_dir_all(root.join("甲案/旧")).unwrap();
        fs::write(root.join("甲案/机密/moved.pdf"), b"1").unwrap();
        fs::write(root.join("甲案/旧/here.pdf"), b"22").unwrap();
        let closed = |folder: &Path| {
            if folder.ends_with("机密") { Err(io::ErrorKind::PermissionDenied.into()) } else { fs::read_dir(folder) }
        };
        let all = [wanted("甲案/moved.pdf", b"1", None), wanted("甲案/moved too.pdf", b"22", None)];
        let (found, facts) = compare_by(root, &all, Depth::Glance, &closed).unwrap();
        assert_eq!(found.unreadable, ["甲案/机密"]);
        assert_eq!((found.moved, found.gone, found.unsure), (1, 0, 1));
        let moved = FilingFact::Moved { document: all[1].document.clone(), path: "甲案/旧/here.pdf".into() };
        assert_eq!(facts, [moved], "what lies in a folder that can be read is found all the same");
        assert!(found.hidden().unwrap().facts[1].contains("机密"));
        let (found, _) = compare(root, &all, Depth::Glance).unwrap();
        assert_eq!((found.moved, found.hidden()), (2, None));
    }

    #[test]
    fn what_lies_in_a_recycle_bin_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let bins = ["#recycle", "@Recycle", ".recycle", "$RECYCLE.BIN", ".Trash-1000", ".Trashes", "~snapshot"];
        for bin in bins {
            fs::create_dir_all(root.join(bin).join("甲案")).unwrap();
            fs::write(root.join(bin).join("甲案/传票.pdf"), "one").unwrap();
        }
        for path in ["甲案/传票.pdf", "#recycle/甲案/传票.pdf"] {
            let all = [wanted(path, b"one", None)];
            let (found, facts) = compare(root, &all, Depth::Glance).unwrap();
            assert_eq!((found.moved, found.gone), (0, 1), "{path}");
            assert_eq!(facts, [FilingFact::Gone { document: all[0].document.clone() }]);
        }
        fs::create_dir_all(root.join("回收站")).unwrap();
        fs::write(root.join("回收站/传票.pdf"), "one").unwrap();
        let all = [wanted("甲案/传票.pdf", b"one", None)];
        assert_eq!(compare(root, &all, Depth::Glance).unwrap().0.moved, 1, "a folder that staff made is one like any");
    }

    #[test]
    fn only_what_is_not_there_is_missing() {
        let is = |kind: io::ErrorKind| is_missing(&kind.into()).ok();
        assert_eq!(is(io::ErrorKind::NotFound), Some(true));
        assert_eq!(is(io::ErrorKind::NotADirectory), Some(true));
        assert_eq!(is(io::ErrorKind::PermissionDenied), Some(false));
        for kind in [io::ErrorKind::HostUnreachable, io::ErrorKind::StaleNetworkFileHandle, io::ErrorKind::TimedOut] {
            assert_eq!(is(kind), None, "a share that drops says nothing of its files");
        }
    }
}
