//! In which order the folders of a mailbox are looked into, so that none that breaks conversations starves the others.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

use super::folders::Folder;
use super::place::Place;
use crate::connect::{ConnectError, Progress};

/// A folder that broke so many conversations in a row is passed over for a while.
const MOST_BREAKS: u32 = 3;
const PASSED_OVER: Duration = Duration::from_secs(15 * 60);
/// A single pass goes on over no more breaks, and no longer, than this.
const MOST_CONVERSATIONS: usize = 30;
const LONGEST_PASS: Duration = Duration::from_secs(15 * 60);

/// What is remembered of the folders from one conversation to the next.
#[derive(Debug, Default)]
pub struct Order {
    /// Conversations in a row that broke in a folder, when the last did, and how.
    broke: BTreeMap<String, (u32, Instant, String)>,
    /// The folder that is being looked into.
    inside: Option<String>,
}

impl Order {
    /// A conversation begins: no folder is being looked into.
    pub fn begin(&mut self) {
        self.inside = None;
    }

    /// The folders in order: the inbox before the others, and those that broke conversations last.
    pub fn of<'a>(&self, folders: &'a [Folder], is_full: bool) -> Vec<&'a Folder> {
        let mut all: Vec<&Folder> = folders.iter().take(if is_full { folders.len() } else { 1 }).collect();
        all.sort_by_key(|folder| self.broke.get(&folder.name).map_or(0, |(times, ..)| *times));
        all
    }

    /// Why a folder is passed over this time, if it is. The first never is: news are waited for there.
    pub fn passes_over(&self, folder: &Folder, folders: &[Folder]) -> Option<String> {
        let is_first = folders.first() == Some(folder);
        let (times, last, says) = self.broke.get(&folder.name).filter(|_| !is_first)?;
        (*times >= MOST_BREAKS && last.elapsed() < PASSED_OVER).then(|| says.clone())
    }

    /// A folder is being looked into.
    pub fn enters(&mut self, folder: &Folder) {
        self.inside = Some(folder.name.clone());
    }

    /// That ended, and the conversation goes on.
    pub fn leaves(&mut self, folder: &Folder) {
        self.inside = None;
        self.broke.remove(&folder.name);
    }

    /// The conversation broke.
    pub fn broke(&mut self, error: &ConnectError) {
        let Some(folder) = self.inside.take() else { return };
        let (times, last, says) = self.broke.entry(folder).or_insert((0, Instant::now(), String::new()));
        *times += 1;
        *last = Instant::now();
        *says = error.facts().pop().unwrap_or_default();
    }
}

/// Whether a single pass goes on after a break.
#[derive(Debug)]
pub struct Again {
    /// An earlier pass broke off already: this one is to get by what broke it.
    is_known: bool,
    began: Instant,
    conversations: usize,
    stood: Vec<(Progress, usize)>,
}

impl Again {
    /// A pass begins; `is_known` says that an earlier one broke off.
    pub fn new(is_known: bool) -> Self {
        Self { is_known, began: Instant::now(), conversations: 0, stood: Vec::new() }
    }

    /// Whether it goes on after this: only while each conversation comes further, be it in finding out what breaks them.
    pub fn may_go_on(&mut self, error: &ConnectError, places: &BTreeMap<String, Place>) -> bool {
        let stands: Vec<(Progress, usize)> =
            places.values().map(|place| (place.progress.clone(), place.left_alone())).collect();
        // One that is on record already and broke it when it was tried again is left alone from now on.
        let is_known = self.is_known || stands.iter().any(|(_, alone)| *alone > 0);
        let has_moved = stands != self.stood;
        self.stood = stands;
        self.conversations += 1;
        is_known
            && has_moved
            && matches!(error, ConnectError::Broken { .. })
            && self.conversations < MOST_CONVERSATIONS
            && self.began.elapsed() < LONGEST_PASS
    }
}
