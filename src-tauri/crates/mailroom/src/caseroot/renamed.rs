//! Folders that staff renamed or moved: what comes later follows them instead of making a second one of the old name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use songda_core::case::{Told, ToldMail};
use songda_core::folder::settled::{self, Lying, case_folder, folder_of};
use songda_core::id::DocumentId;
use songda_core::ledger::DocumentRecord;

use super::{Depth, look, tree};
use crate::room::Room;

/// A document on its way into its folder.
pub trait Going {
    /// Path below the case root.
    fn path(&mut self) -> &mut String;
    /// The case in whose folder it goes.
    fn number(&self) -> Option<&str>;
}

/// A place on its own.
impl Going for (String, Option<String>) {
    fn path(&mut self) -> &mut String {
        &mut self.0
    }

    fn number(&self) -> Option<&str> {
        self.1.as_deref()
    }
}

/// What was planned into folders that are not there, and where it lies now: by folder, places as planned and as known,
/// and the number of the case.
type Known = BTreeMap<String, Vec<[String; 3]>>;

/// Sends documents to where their folders lie now. What is not known for sure goes where it was planned.
pub async fn follow<G: Going>(room: &Room, going: &mut [G]) {
    let mut wanted: Vec<Wanted> = going.iter_mut().map(Wanted::of).collect();
    let root = room.settings.case_root.clone();
    let folders: BTreeSet<String> = wanted.iter().flat_map(Wanted::folders).map(str::to_owned).collect();
    let Some(absent) = asked(root.clone(), move |root| without(&folders, |it| is_folder(root, it))).await else {
        return;
    };
    if absent.is_empty() {
        return;
    }
    let mut known = known_of(&*room.told.read().await, &absent);
    if known.is_empty() {
        return;
    }
    let places: BTreeSet<String> = known.values().flatten().map(|[_, now, _]| now.clone()).collect();
    let gone = asked(root.clone(), move |root| without(&places, |it| root.join(it).exists())).await;
    if gone.is_none_or(|gone| !gone.is_empty()) {
        // Renamed since the case root was looked at last.
        if look(room, Depth::Glance).await.is_err() {
            return;
        }
        known = known_of(&*room.told.read().await, &absent);
    }
    {
        let told = room.told.read().await;
        wanted.iter_mut().for_each(|one| one.found = one.seek(&known, &told));
    }
    let found: BTreeSet<String> =
        wanted.iter().filter_map(|one| one.found.as_ref()).map(|found| found.to.clone()).collect();
    let Some(there) = asked(root, move |root| with(&found, |it| is_folder(root, it))).await else { return };
    let told = room.told.read().await;
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    for one in wanted {
        let Some(Found { folder, to, is_case }) = one.found.filter(|found| there.contains(&found.to)) else { continue };
        let is_own = !is_case || to.contains(&one.number) || !is_shared(&told, &to, &one.number);
        if let Some(path) = settled::below(&one.path, &folder, &to).filter(|_| is_own) {
            paths.insert(one.path, path);
        }
    }
    for one in going {
        if let Some(path) = paths.get(one.path().as_str()) {
            one.path().clone_from(path);
        }
    }
}

/// One document whose folders are looked for.
struct Wanted {
    path: String,
    number: String,
    /// The folder of its case, where it goes into one.
    case: Option<String>,
    found: Option<Found>,
}

/// A folder on the way to a document, and where that lies now.
struct Found {
    folder: String,
    to: String,
    /// Whether it is a case's own, or one that holds several, such as a court's.
    is_case: bool,
}

impl Wanted {
    fn of(one: &mut impl Going) -> Self {
        let (number, path) = (one.number().unwrap_or_default().to_owned(), one.path().clone());
        let case = case_folder(&path, &number).map(str::to_owned);
        Self { path, number, case, found: None }
    }

    /// The folder it goes into, that of its case, and those that hold several cases.
    fn folders(&self) -> impl Iterator<Item = &str> {
        [folder_of(&self.path)].into_iter().chain(self.case.as_deref()).chain(self.above()).filter(|it| !it.is_empty())
    }

    /// Folders on the way that hold several cases, the nearest first.
    fn above(&self) -> impl Iterator<Item = &str> {
        let from = self.case.as_deref().unwrap_or(&self.path);
        from.rmatch_indices('/').filter_map(move |(at, _)| from.get(..at))
    }

    fn seek(&self, known: &Known, told: &Told) -> Option<Found> {
        let of = |folder: &str| known.get(folder).into_iter().flatten();
        let lying =
            |folder: &str| -> Vec<Lying<'_>> { of(folder).map(|[planned, now, _]| Lying { planned, now }).collect() };
        let found = |folder: &str, to, is_case| Found { folder: folder.to_owned(), to, is_case };
        let of_case = self.case.as_deref().and_then(|case| {
            let folder = folder_of(&self.path);
            let same = settled::same_folder(folder, &lying(folder)).map(|to| found(folder, to, true));
            same.or_else(|| settled::moved_case(case, &self.number, &lying(case)).map(|to| found(case, to, true)))
        });
        let above = |folder: &str| {
            let all = of(folder).map(|[planned, now, number]| (Lying { planned, now }, number.as_str()));
            let to = settled::moved_above(folder, &all.collect::<Vec<_>>(), |to| holds_others(told, to, folder));
            to.map(|to| found(folder, to, false))
        };
        of_case.or_else(|| self.above().find_map(above))
    }
}

async fn asked<T: Send + 'static>(root: PathBuf, ask: impl FnOnce(&PathBuf) -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(move || ask(&root)).await.ok()
}

fn with(all: &BTreeSet<String>, is: impl Fn(&str) -> bool) -> BTreeSet<String> {
    all.iter().filter(|one| is(one)).cloned().collect()
}

fn without(all: &BTreeSet<String>, is: impl Fn(&str) -> bool) -> BTreeSet<String> {
    with(all, |one| !is(one))
}

/// Whether a folder is there; what cannot be looked at may be.
fn is_folder(root: &std::path::Path, path: &str) -> bool {
    match std::fs::metadata(root.join(path)) {
        Ok(found) => found.is_dir(),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    }
}

/// Every filed document: its record, and where it lies as far as is known. What is gone lies nowhere.
fn lying(told: &Told) -> impl Iterator<Item = (&ToldMail, &DocumentRecord, &String)> {
    let of = |mail: &ToldMail| !mail.filed.is_empty();
    told.mails.iter().filter(move |mail| of(mail)).flat_map(move |mail| {
        let id = mail.service_id();
        let files = mail.service().into_iter().flat_map(|(_, record)| record.files());
        files.filter_map(move |document| {
            let own = DocumentId::of(&id, &document.part);
            let now = mail.filed.get(&own)?;
            let is_gone = told.strayed.get(&own).is_some_and(|it| it.how == "gone") || tree::is_thrown_away(now);
            (!is_gone).then_some((mail, document, now))
        })
    })
}

fn known_of(told: &Told, absent: &BTreeSet<String>) -> Known {
    let mut known = Known::new();
    for (mail, document, now) in lying(told) {
        let slashes = document.path.match_indices('/').map(|(at, _)| at);
        for folder in slashes.filter_map(|at| document.path.get(..at)).filter(|folder| absent.contains(*folder)) {
            let number = mail.service().and_then(|(_, record)| record.number_of(document)).cloned();
            let one = [document.path.clone(), now.clone(), number.unwrap_or_default()];
            known.entry(folder.to_owned()).or_default().push(one);
        }
    }
    known
}

/// Whether papers of other cases lie below a folder: it is no case's own.
fn is_shared(told: &Told, folder: &str, number: &str) -> bool {
    lying(told).any(|(mail, document, now)| {
        let own = mail.service().and_then(|(_, record)| record.number_of(document));
        is_below(now, folder) && own.is_none_or(|own| own != number)
    })
}

/// Whether papers lie below a folder that were planned elsewhere than below another one: it is not that one under a new
/// name.
fn holds_others(told: &Told, folder: &str, planned: &str) -> bool {
    lying(told).any(|(_, document, now)| is_below(now, folder) && !is_below(&document.path, planned))
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}
