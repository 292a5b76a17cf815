//! Compares what lies below the case root with what was filed: moved files keep their tie by digest.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use songda_core::case::{ORIGINAL, Told, ToldMail};
use songda_core::id::{Digest, DocumentId};
use songda_core::ledger::{Fact, FilingFact};

use super::{index, is_there, tree};
use crate::clock;
use crate::room::Room;
use crate::view::Problem;

/// A half-written file that lay untouched for this long was left by a stop.
const LEFT_FOR: Duration = Duration::from_secs(3_600);
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
    let looked = tokio::task::spawn_blocking(move || {
        is_there(&root, was_used)?;
        if sweeps {
            tree::sweep(&root, SystemTime::from(clock::now()) - LEFT_FOR);
        }
        Ok::<_, super::RootError>(compare(&root, &wanted, depth))
    });
    let looked = looked.await.map_err(|error| Problem::new("case-folder.unreadable", [error.to_string()]))?;
    let (found, facts) = match looked {
        Ok(looked) => looked,
        Err(error) => {
            let problem = Problem::from(error);
            room.trouble("case-root", Some(problem.clone().retried()));
            return Err(problem);
        }
    };
    if !facts.is_empty() {
        let facts: Vec<Fact> = facts.into_iter().map(Fact::Filing).collect();
        room.store.append(&room.stamp(), "songda", &facts, None).await?;
        room.changed().await?;
    }
    if was_used {
        index::keep(room).await;
    }
    Ok(found)
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

fn compare(root: &Path, wanted: &[Wanted], depth: Depth) -> (Found, Vec<FilingFact>) {
    let (mut found, mut facts, mut missing) =
        (Found { files: wanted.len(), ..Found::default() }, Vec::new(), Vec::new());
    for one in wanted {
        match fs::metadata(root.join(&one.path)) {
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
            _ => missing.push(one),
        }
    }
    if missing.is_empty() {
        return (found, facts);
    }
    let taken: BTreeSet<&str> = wanted.iter().map(|one| one.path.as_str()).collect();
    let mut elsewhere = Elsewhere::new(root, &taken);
    for one in missing {
        match elsewhere.find(one) {
            Some(path) => {
                found.moved += 1;
                facts.push(FilingFact::Moved { document: one.document.clone(), path });
            }
            None => {
                found.gone += 1;
                facts.extend((one.was != Some("gone")).then(|| FilingFact::Gone { document: one.document.clone() }));
            }
        }
    }
    (found, facts)
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
}

impl<'a> Elsewhere<'a> {
    fn new(root: &'a Path, taken: &BTreeSet<&str>) -> Self {
        let mut by_length: BTreeMap<u64, Vec<String>> = BTreeMap::new();
        for (path, length) in tree::files(root).unwrap_or_default() {
            if !taken.contains(path.as_str()) {
                by_length.entry(length).or_default().push(path);
            }
        }
        Self { root, by_length, known: BTreeMap::new() }
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
        let (found, facts) = compare(root, &all, Depth::Glance);
        assert_eq!(found, Found { files: 5, moved: 1, gone: 1, changed: 1 });
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
        assert!(compare(root, &known, Depth::Glance).1.is_empty(), "what is on record is not recorded again");
        let altered = [wanted("甲案/same length.pdf", b"77", None)];
        assert_eq!(compare(root, &altered, Depth::Glance).0.changed, 0);
        let (found, facts) = compare(root, &altered, Depth::Bytes);
        let now = Digest::of(b"66");
        assert_eq!(found.changed, 1);
        assert_eq!(facts, [FilingFact::Changed { document: altered[0].document.clone(), now }]);
    }
}
