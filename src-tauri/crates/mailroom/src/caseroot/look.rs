//! Looks at what lies below the case root, and puts on record what staff moved, changed and deleted.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use songda_core::case::{ORIGINAL, Told, ToldMail};
use songda_core::id::{Digest, DocumentId};
use songda_core::ledger::Fact;

use super::compare::{Wanted, compare};
use super::known::{self, Papers};
use super::{index, tree};
use crate::clock;
use crate::room::{CASE_ROOT, Room};
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
    let (mut wanted, proofs): (Vec<Wanted>, Vec<Wanted>) = {
        let told = room.told.read().await;
        let wanted = told.mails.iter().flat_map(|mail| wanted_of(&told, mail)).collect();
        (wanted, told.mails.iter().flat_map(|mail| proofs_of(&told, mail)).collect())
    };
    let (root, vault) = (room.settings.case_root.clone(), room.vault.clone());
    let was_used = !wanted.is_empty() || !proofs.is_empty();
    let sweeps = is_due_to_sweep(room);
    let mark = if was_used { room.mark().await? } else { String::new() };
    let looked = tokio::task::spawn_blocking(move || {
        // How long such a paper is stands nowhere but in the vault.
        let length = |proof: &Wanted| fs::metadata(vault.path_of(&proof.sha256)).map(|kept| kept.len());
        let proofs = proofs.into_iter().filter_map(|proof| Some(Wanted { size_bytes: length(&proof).ok()?, ..proof }));
        wanted.extend(proofs);
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
            room.trouble(CASE_ROOT, Some(problem.clone().retried()));
            return Err(problem);
        }
    };
    if room.has_trouble(CASE_ROOT) {
        room.trouble(CASE_ROOT, None);
    }
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
        let was = told.strayed.get(&document).map(|it| it.how);
        Some(Wanted { path, sha256: sha256?, size_bytes, was, document })
    };
    documents.chain([original]).filter_map(wanted).collect()
}

/// What proves receipts and was filed, its length left open.
fn proofs_of(told: &Told, mail: &ToldMail) -> Vec<Wanted> {
    let wanted = |(document, sha256): (DocumentId, Digest)| {
        let path = mail.filed.get(&document)?.clone();
        let was = told.strayed.get(&document).map(|it| it.how);
        Some(Wanted { path, sha256, size_bytes: 0, was, document })
    };
    mail.proofs().into_iter().filter_map(wanted).collect()
}
