//! One look into a folder: what is new is taken first, what is older is filled in behind it.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, TimeDelta};
use tokio::time::Instant;

use super::fetch::{self, Item, Opened};
use super::folders::Folder;
use super::session::{Session, Wire};
use super::single::{self, Got};
use crate::connect::provenance::Provenance;
use crate::connect::{Arrival, ConnectError, NotTaken, Passed, Progress, Reins, Sighting, Uid, Windows};

/// How many UIDs are listed at once to begin with.
const SPAN: u32 = 1000;
/// A first look that reaches back less than this further is no other one: days pass.
const FURTHER: TimeDelta = TimeDelta::days(1);

/// How far a folder has been read in this run.
#[derive(Clone, Debug)]
pub struct Place {
    /// What is true of the folder once everything given so far lies safely.
    pub progress: Progress,
    /// Mails on record as not taken; tried again with each full look.
    pub left: BTreeSet<u32>,
    /// Whether a UIDNEXT that contradicted `upto` was believed; a server that only counts late is not believed twice.
    began_anew: bool,
    /// How far is on record.
    pub(super) noted: Option<Progress>,
    /// What of the open windows was not planned yet.
    pub(super) todo: Windows,
    /// What was listed and not planned yet.
    pub(super) chunk: Option<Chunk>,
    /// How many UIDs are listed at once.
    pub(super) span: u32,
    /// A server that announced something endless is asked for one mail at a time.
    pub(super) is_careful: bool,
    /// How many mails the folder holds, when it was told.
    exists: Option<u32>,
}

/// A listed stretch of a folder.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    /// First UID of the stretch.
    pub first: u32,
    /// Last UID that was not planned yet.
    pub last: u32,
    /// Mails of it that are wanted and were not planned yet, in order.
    pub items: Vec<Item>,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            progress: Progress::default(),
            left: BTreeSet::new(),
            began_anew: false,
            noted: None,
            todo: Windows::default(),
            chunk: None,
            span: SPAN,
            is_careful: false,
            exists: None,
        }
    }
}

impl Place {
    /// Where an earlier run stopped, and what it had to leave behind.
    pub fn after(progress: Progress, left: &BTreeSet<(u32, u32)>) -> Self {
        let left = left.iter().filter(|(validity, _)| *validity == progress.validity).map(|(_, uid)| *uid).collect();
        Self { noted: Some(progress.clone()), progress, left, ..Self::default() }
    }

    /// At most so many mails are still to be looked at.
    pub fn behind(&self) -> u64 {
        self.progress.open.span().min(self.exists.map_or(u64::MAX, u64::from))
    }

    /// Nothing that was planned counts any more: what is open is listed again.
    pub(super) fn forget(&mut self) {
        self.chunk = None;
        self.todo = self.progress.open.clone();
    }
}

/// How long a look goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Until nothing is open.
    ToTheEnd,
    /// Until the newest mails are taken, or this moment.
    Newest(Instant),
    /// Until this moment.
    Until(Instant),
}

/// Who looks, and for whom.
#[derive(Debug)]
pub struct Looker<'a> {
    /// Id of the mailbox.
    pub mailbox: &'a str,
    /// Where arrivals go.
    pub reins: &'a Reins,
    /// The conversation, for the record of what it gives.
    pub provenance: Arc<Provenance>,
    /// Larger mails are put on record, not fetched.
    pub limit_bytes: u32,
    /// How far back the first look into a folder goes; none takes everything.
    pub since: Option<DateTime<FixedOffset>>,
}

impl Looker<'_> {
    /// Gives new mails of a folder on, then older ones as long as the pace allows. `is_open` says that the folder may
    /// be open already.
    ///
    /// # Errors
    /// [`ConnectError::Folder`], [`ConnectError::NotKept`], [`ConnectError::Local`]: the conversation goes on;
    /// [`ConnectError::Broken`]: it does not.
    pub async fn look<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
        is_open: bool,
        pace: Pace,
    ) -> Result<(), ConnectError> {
        let is_open = is_open && session.opened.as_deref() == Some(folder.wire.as_str());
        if !is_open || place.progress.validity == 0 {
            let opened = fetch::open(session, folder).await?;
            self.begin(session, folder, place, &opened).await?;
            if opened.is_empty() {
                place.left.clear();
                place.progress.open = Windows::default();
                place.forget();
                return self.note(folder, place).await;
            }
            self.try_left(session, folder, place).await?;
        }
        if let Some(first) = place.progress.upto.checked_add(1) {
            let news = fetch::list(session, folder, first, None).await?;
            if let Some(last) = news.last().map(|item| item.uid) {
                place.progress.raise(last);
                place.forget();
                // News come first: what was listed of the older ones is listed again when its turn comes.
                place.chunk = Some(Chunk { first, last, items: news });
            }
        }
        self.fill(session, folder, place, pace).await
    }

    /// Makes out whether the numbers still mean the mails they meant, and how far back to look.
    async fn begin<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
        opened: &Opened,
    ) -> Result<(), ConnectError> {
        place.exists = opened.exists;
        let is_first = place.progress.validity == 0;
        // A mailbox restored by careless hands gives old numbers out again and keeps its UIDVALIDITY.
        let counts_back = !place.began_anew && opened.next.is_some_and(|next| next <= place.progress.upto);
        if opened.validity != place.progress.validity || (counts_back && !is_first) {
            // All UIDs mean other mails now. What was kept before is recognised by its bytes.
            // UIDNEXT is not asked: a number that is told too high would hide every mail below it.
            let top = if opened.is_empty() { 0 } else { fetch::highest(session, folder).await? };
            let since = if is_first { self.since } else { place.progress.since };
            let progress = Progress::begin(opened.validity, top, since);
            *place =
                Place { progress, began_anew: !is_first && counts_back, exists: opened.exists, ..Place::default() };
            place.forget();
        } else if place.todo != place.progress.open && place.chunk.is_none() {
            place.forget();
        }
        self.reach_further(session, folder, place).await
    }

    /// The office wants older mails than the first look took: those are opened.
    async fn reach_further<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
    ) -> Result<(), ConnectError> {
        let Some(limit) = place.progress.since else { return Ok(()) };
        if self.since.is_some_and(|since| since + FURTHER > limit) {
            return Ok(());
        }
        let further = Progress { since: self.since, ..place.progress.clone() };
        let was = std::mem::replace(&mut place.progress, further);
        let mut run: Option<(u32, u32)> = None;
        // A folder that was empty then left nothing out, and servers refuse a range that ends at 0.
        let old = match was.old_to {
            0 => Vec::new(),
            to => fetch::list(session, folder, 1, Some(to)).await?,
        };
        for item in old {
            let is_new = !was.reaches(item.uid, item.dated) && place.progress.reaches(item.uid, item.dated);
            run = match (run, is_new) {
                (Some((first, _)), true) => Some((first, item.uid)),
                (None, true) => Some((item.uid, item.uid)),
                (run, false) => {
                    if let Some((first, last)) = run {
                        place.progress.open.open(first, last);
                    }
                    None
                }
            };
        }
        if let Some((first, last)) = run {
            place.progress.open.open(first, last);
        }
        place.forget();
        Ok(())
    }

    /// Mails on record as not taken: the limit may be higher by now, or the server kinder.
    async fn try_left<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
    ) -> Result<(), ConnectError> {
        for uid in place.left.clone() {
            let listed = fetch::list(session, folder, uid, Some(uid)).await?;
            let Some(item) = listed.first() else {
                place.left.remove(&uid);
                continue;
            };
            if item.size_bytes > self.limit_bytes {
                continue;
            }
            let (got, announced) = single::fetch(session, &self.reins.vault, item, self.limit_bytes).await;
            if announced.is_some() {
                // It broke the conversation: once in a run is enough.
                place.left.remove(&uid);
            }
            if let Got::Mail(raw) = got? {
                let sighting = self.sighting(folder, place.progress.validity, item);
                if self.reins.give(vec![Arrival { raw, sighting, after: None }]).await == 0 {
                    return Err(not_kept(folder, uid));
                }
                place.left.remove(&uid);
            }
        }
        Ok(())
    }

    /// Where a mail was seen.
    pub(super) fn sighting(&self, folder: &Folder, validity: u32, item: &Item) -> Sighting {
        Sighting {
            mailbox: self.mailbox.to_owned(),
            folder: folder.name.clone(),
            uid: Some(Uid { validity, uid: item.uid }),
            file: None,
            internal_date: item.dated,
            provenance: Some(self.provenance.clone()),
        }
    }

    /// Puts a mail on record as not taken, with how far the folder has been read then.
    pub(super) async fn leave(
        &self,
        folder: &Folder,
        place: &mut Place,
        item: &Item,
        (size_bytes, code): (u64, &'static str),
        after: Progress,
    ) -> Result<(), ConnectError> {
        let sighting = self.sighting(folder, place.progress.validity, item);
        if !self.reins.note(NotTaken { sighting, size_bytes, code, after: Some(after.clone()) }).await {
            return Err(not_kept(folder, item.uid));
        }
        place.left.insert(item.uid);
        place.noted = Some(after.clone());
        place.progress = after;
        Ok(())
    }

    /// Puts on record how far the folder has been read, where that is not on record yet.
    pub(super) async fn note(&self, folder: &Folder, place: &mut Place) -> Result<(), ConnectError> {
        if place.noted.as_ref() == Some(&place.progress) {
            return Ok(());
        }
        let progress = place.progress.clone();
        let (mailbox, name) = (self.mailbox.to_owned(), folder.name.clone());
        if !self.reins.pass(Passed { mailbox, folder: name, progress: progress.clone() }).await {
            return Err(not_kept(folder, progress.upto));
        }
        place.noted = Some(progress);
        Ok(())
    }
}

/// A mail that was given and is not safe.
pub(super) fn not_kept(folder: &Folder, uid: u32) -> ConnectError {
    ConnectError::NotKept { folder: folder.name.clone(), mail: uid.to_string() }
}
