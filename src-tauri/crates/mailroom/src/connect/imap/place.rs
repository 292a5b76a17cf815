//! How far a folder has been read in this run, and what stands in the way of reading on.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use tokio::time::Instant;

use super::fetch::Item;
use crate::connect::{Mode, Progress, Windows};

/// How many UIDs are listed at once to begin with.
const SPAN: u32 = 1000;
/// So often a mail must break the conversation, or be refused, before it is put on record as not taken.
const TRIES: u32 = 3;
/// A mail that was refused is not asked for again sooner than this.
const REFUSED_AGAIN: Duration = Duration::from_secs(30);
/// So many refusals in a row are no single mail's.
pub(super) const MOST_REFUSALS: u32 = 3;
/// How long nothing is fetched from a folder whose server will not give now, at first and at most.
const PAUSE: Duration = Duration::from_secs(60);
const LONGEST_PAUSE: Duration = Duration::from_secs(15 * 60);
/// Numbers that seem to mean other mails are believed to once in this time; a server that only counts late, or guesses
/// sizes, is not believed over and over.
const ANEW: Duration = Duration::from_secs(6 * 3600);
/// Mails on record as not taken that are tried in one look.
pub(super) const LEFT_AT_ONCE: usize = 20;
/// One of them that broke the conversation is left alone for so long.
const LEFT_ALONE: Duration = Duration::from_secs(10 * 60);
/// Two looks in one pass try them once.
const LEFT_AGAIN: Duration = Duration::from_secs(5);

/// How far a folder has been read in this run.
#[derive(Clone, Debug)]
pub struct Place {
    /// What is true of the folder once everything given so far lies safely.
    pub progress: Progress,
    /// Mails on record as not taken; tried again with each full look.
    pub left: BTreeSet<u32>,
    /// When numbers that contradicted what is known were believed last.
    pub(super) began_anew: Option<Instant>,
    /// How far is on record.
    pub(super) noted: Option<Progress>,
    /// What of the open windows was not planned yet.
    pub(super) todo: Windows,
    /// What was listed and not planned yet.
    pub(super) chunk: Option<Chunk>,
    /// How many UIDs are listed at once.
    pub(super) span: u32,
    /// How many mails the folder holds, when it was told.
    pub(super) exists: Option<u32>,
    /// Mails that are put off, as they were listed.
    pub(super) aside: BTreeMap<u32, Item>,
    /// Not before this moment a mail that was refused is asked for again.
    again: BTreeMap<u32, Instant>,
    /// Refusals in a row.
    pub(super) refusals: u32,
    /// Whether mails came in this run.
    has_come: bool,
    /// Until when nothing is fetched, how long that is, and the server's words.
    pause: Option<(Instant, Duration, String)>,
    /// The list of what an older look left out broke off.
    pub(super) reach_broke: bool,
    /// Where among the mails not taken the next look goes on, and when one was tried.
    left_after: u32,
    left_tried: Option<Instant>,
    /// Mails not taken that break the conversation, and until when they are left alone.
    left_alone: BTreeMap<u32, Instant>,
    /// The list of several of them broke off.
    pub(super) left_singly: bool,
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
            began_anew: None,
            noted: None,
            todo: Windows::default(),
            chunk: None,
            span: SPAN,
            exists: None,
            aside: BTreeMap::new(),
            again: BTreeMap::new(),
            refusals: 0,
            has_come: false,
            pause: None,
            reach_broke: false,
            left_after: 0,
            left_tried: None,
            left_alone: BTreeMap::new(),
            left_singly: false,
        }
    }
}

impl Place {
    /// Where an earlier run stopped, and what it had to leave behind.
    pub fn after(progress: Progress, left: &BTreeSet<(u32, u32)>) -> Self {
        let left = left.iter().filter(|(validity, _)| *validity == progress.validity).map(|(_, uid)| *uid).collect();
        Self { noted: Some(progress.clone()), progress, left, ..Self::default() }
    }

    /// All numbers mean other mails now: nothing of the old ones counts.
    pub(super) fn replace(&mut self, progress: Progress) {
        *self = Self { progress, exists: self.exists, ..Self::default() };
        self.forget();
    }

    /// At most so many mails are still to be looked at.
    pub fn behind(&self) -> u64 {
        self.progress.open.span().min(self.exists.map_or(u64::MAX, u64::from))
    }

    /// Whether something can be filled in now: more than what waits for its time.
    pub(super) fn can_be_filled(&self, mode: Mode) -> bool {
        let put_off = self.progress.broke.at.keys().filter(|uid| self.progress.open.holds(**uid)).count();
        let has_more = self.progress.open.span() > put_off as u64 || self.next_aside(mode).is_some();
        self.behind() > 0 && self.pausing().is_none() && has_more
    }

    /// Nothing that was planned counts any more: what is open is listed again.
    pub(super) fn forget(&mut self) {
        self.chunk = None;
        self.todo = self.progress.open.clone();
    }

    /// Whether numbers that contradict what is known may be believed.
    pub(super) fn may_begin_anew(&self) -> bool {
        self.began_anew.is_none_or(|began| began.elapsed() >= ANEW)
    }

    /// Puts the mails of a list aside that broke a conversation before: they come when all others are in.
    pub(super) fn put_aside(&mut self, listed: Vec<Item>) -> Vec<Item> {
        let (aside, items) = listed.into_iter().partition(|item| self.progress.broke.at.contains_key(&item.uid));
        self.aside.extend(<Vec<Item> as IntoIterator>::into_iter(aside).map(|item| (item.uid, item)));
        items
    }

    /// The mail that was put aside and is to be tried now: the one that was tried least, the newest first.
    pub(super) fn next_aside(&self, mode: Mode) -> Option<Item> {
        let is_due =
            |uid: &u32| mode == Mode::OnePass || self.again.get(uid).is_none_or(|again| Instant::now() >= *again);
        let open = self.progress.broke.at.iter().filter(|(uid, _)| self.progress.open.holds(**uid) && is_due(uid));
        let (uid, _) = open.min_by_key(|(uid, times)| (**times, u32::MAX - **uid))?;
        Some(self.aside.get(uid).copied().unwrap_or(Item::blind(*uid)))
    }

    /// Whether it is this mail's last try: should it break the conversation once more it is put on record as not taken.
    /// Where no mail comes at all it is no single mail that is the trouble.
    pub(super) fn is_last_try(&self, uid: u32) -> bool {
        let broke = &self.progress.broke.at;
        broke.get(&uid).is_some_and(|times| times + 1 >= TRIES) && (self.has_come || broke.len() == 1)
    }

    /// Mails came: whatever was refused before was that mail's, not all mails'.
    pub(super) fn came(&mut self) {
        self.has_come = true;
        self.refusals = 0;
        self.pause = None;
    }

    /// A mail was refused.
    pub(super) fn refused(&mut self, uid: u32) {
        self.progress.broke.count(uid);
        self.again.insert(uid, Instant::now() + REFUSED_AGAIN);
        self.refusals += 1;
    }

    /// The server will not give now: nothing is fetched for a while, longer each time.
    pub(super) fn begin_pause(&mut self, says: String) {
        let wait = self.pause.take().map_or(PAUSE, |(_, wait, _)| (wait * 2).min(LONGEST_PAUSE));
        self.refusals = 0;
        self.pause = Some((Instant::now() + wait, wait, says));
    }

    /// The server's words, while nothing is fetched because of them.
    pub(super) fn pausing(&self) -> Option<&str> {
        self.pause.as_ref().filter(|(until, ..)| Instant::now() < *until).map(|(.., says)| says.as_str())
    }

    /// The mails on record as not taken that this look tries, in order.
    pub(super) fn left_now(&mut self) -> Vec<u32> {
        if self.left_tried.is_some_and(|tried| tried.elapsed() < LEFT_AGAIN) {
            return Vec::new();
        }
        self.left_tried = Some(Instant::now());
        let most = if self.left_singly { 1 } else { LEFT_AT_ONCE };
        let is_due = |uid: &&u32| self.left_alone.get(uid).is_none_or(|until| Instant::now() >= *until);
        let later = self.left.iter().filter(|uid| **uid > self.left_after);
        let earlier = self.left.iter().filter(|uid| **uid <= self.left_after);
        let mut now: Vec<u32> = later.chain(earlier).filter(is_due).take(most).copied().collect();
        self.left_after = now.last().copied().unwrap_or(0);
        now.sort_unstable();
        now
    }

    /// How many mails not taken are left alone.
    pub(super) fn left_alone(&self) -> usize {
        self.left_alone.len()
    }

    /// These are about to be tried: should that break the conversation they are left alone for a while.
    pub(super) fn leave_alone(&mut self, uids: &[u32]) {
        let until = Instant::now() + LEFT_ALONE;
        self.left_alone.extend(uids.iter().map(|uid| (*uid, until)));
    }

    /// They were tried and the conversation goes on.
    pub(super) fn were_tried(&mut self, uids: &[u32]) {
        self.left_alone.retain(|uid, _| !uids.contains(uid));
    }
}
