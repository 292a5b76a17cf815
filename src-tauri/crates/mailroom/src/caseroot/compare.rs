//! Holds filed documents against what lies below the case root: moved files keep their tie by digest.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use songda_core::id::{Digest, DocumentId};
use songda_core::ledger::FilingFact;

use super::look::{Depth, Found};
use super::tree;

/// One filed document as it should lie.
pub struct Wanted {
    pub document: DocumentId,
    pub path: String,
    pub sha256: Digest,
    pub size_bytes: u64,
    pub was: Option<&'static str>,
}

/// Compares filed documents with what lies there.
///
/// # Errors
/// When the disk fails while it is looked at: what it does not show then may well be there.
pub fn compare(root: &Path, wanted: &[Wanted], depth: Depth) -> io::Result<(Found, Vec<FilingFact>)> {
    compare_by(root, wanted, depth, &|folder| fs::read_dir(folder))
}

fn compare_by(
    root: &Path,
    wanted: &[Wanted],
    depth: Depth,
    read: &tree::ReadFolder<'_>,
) -> io::Result<(Found, Vec<FilingFact>)> {
    let mut found = Found { files: wanted.len(), ..Found::default() };
    let (mut facts, mut missing, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    for one in wanted {
        match fs::metadata(root.join(&one.path)) {
            // What somebody threw away is gone, though the drive keeps it for a while.
            _ if tree::is_thrown_away(&one.path) => missing.push((one, true)),
            // Of a file that strayed before only its bytes say whether it is the document again.
            Ok(seen)
                if seen.is_file() && seen.len() == one.size_bytes && one.was.is_none() && depth == Depth::Glance => {}
            Ok(seen) if seen.is_file() => match digest_of(&root.join(&one.path)) {
                Some(now) if now == one.sha256 => facts.extend(back(one)),
                Some(now) => changed.push((one, now)),
                // Locked by another program: known again at the next look.
                None => {}
            },
            Ok(_) => missing.push((one, true)),
            Err(error) => missing.push((one, is_missing(&error)?)),
        }
    }
    swapped(&mut changed, &mut missing, (&mut found, &mut facts));
    for (one, now) in changed {
        found.changed += 1;
        let changed = FilingFact::Changed { document: one.document.clone(), now };
        facts.extend((one.was != Some("changed")).then_some(changed));
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

/// Names may have been swapped: the bytes of one document then lie where another one was filed. Takes out those.
fn swapped<'a>(
    changed: &mut Vec<(&'a Wanted, Digest)>,
    missing: &mut Vec<(&'a Wanted, bool)>,
    (found, facts): (&mut Found, &mut Vec<FilingFact>),
) {
    let lies: BTreeMap<Digest, &str> = changed.iter().map(|(one, now)| (*now, one.path.as_str())).collect();
    let mut stays = |one: &Wanted| {
        let Some(path) = lies.get(&one.sha256) else { return true };
        found.moved += 1;
        facts.push(FilingFact::Moved { document: one.document.clone(), path: (*path).to_owned() });
        false
    };
    changed.retain(|(one, _)| stays(one));
    missing.retain(|(one, is_missing)| !is_missing || stays(one));
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
            FilingFact::Back { document: id(4) },
            FilingFact::Changed { document: id(2), now: Digest::of(b"333 with a note") },
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
    fn swapped_names_are_moves_and_no_edits() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for (path, bytes) in [("a.pdf", "of b"), ("b.pdf", "of a, longer"), ("d.pdf", "of c")] {
            fs::write(root.join(path), bytes).unwrap();
        }
        let all = [
            wanted("a.pdf", b"of a, longer", Some("changed")),
            wanted("b.pdf", b"of b", Some("changed")),
            wanted("c.pdf", b"of c", None),
            wanted("d.pdf", b"of d, longest of all", None),
        ];
        let (found, facts) = compare(root, &all, Depth::Glance).unwrap();
        assert_eq!((found.moved, found.changed, found.gone), (3, 1, 0));
        let moved =
            |nth: usize, path: &str| FilingFact::Moved { document: all[nth].document.clone(), path: path.into() };
        assert_eq!(facts[..2], [moved(0, "b.pdf"), moved(1, "a.pdf")]);
        assert!(facts.contains(&moved(2, "d.pdf")), "over a document that is gone under its own name");
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
