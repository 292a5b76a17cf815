//! What an open home holds, shared by everything that works in it.

mod asking;
mod keeping;
mod leaving;
mod overview;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use songda_core::case::Told;
use songda_core::ledger::Entry;
use songda_core::reference::Reference;
use tokio::sync::{Notify, RwLock, watch};

use crate::calendars;
use crate::clock;
use crate::connect::sent::Seen;
use crate::connect::{Left, Turn};
use crate::home::{Home, HomeLock};
use crate::lists::Lists;
use crate::policy::{self, Policy};
use crate::rows::Reckoned;
use crate::settings::{MailboxSettings, Settings, Source};
use crate::sharing::{self, Desks};
use crate::store::Store;
use crate::tally::Tally;
use crate::vault::Vault;
use crate::view::{MailboxState, Problem, WatchRow};
use crate::watchdog::{self, Dog};

/// The trouble of a ledger that is not the one whose head was noted.
pub const LEDGER: &str = "ledger";

/// How a home is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding {
    /// Takes the lock: may take mail in and send.
    Holder,
    /// Looks and orders beside the holder.
    Onlooker,
}

/// An open home.
pub struct Room {
    /// Where things lie.
    pub home: Home,
    /// What the office set.
    pub settings: Settings,
    /// Facts about the world, with the calendars that were taken in, and how many those are.
    reference: Mutex<(Arc<Reference>, usize)>,
    /// Raw bytes.
    pub vault: Vault,
    /// The ledger's book.
    pub store: Store,
    /// What is true now, as far as the ledger was read.
    pub told: RwLock<Told>,
    /// Held while receipts are sent: one at a time.
    pub sending: tokio::sync::Mutex<()>,
    /// Held while deadlines are told anew: one at a time.
    pub announcing: tokio::sync::Mutex<()>,
    /// Number of the entry up to which deadlines were told.
    pub announced: AtomicI64,
    /// Number of the entry up to which services were surely joined; 0 before it was looked.
    pub joined: AtomicI64,
    /// Number of the entry up to which the index of cases tells.
    pub indexed: AtomicI64,
    /// The case root is being moved, or was while this home was open: nothing is filed until it is opened anew there.
    pub root_moved: AtomicBool,
    /// Sheets of receipts that were tried to be filed: where the next round begins.
    pub sheets_begun: AtomicUsize,
    /// When the case root was last rid of what a stop left half written, in seconds; 0 before the first time.
    pub swept: AtomicI64,
    /// When a case root in which nothing was found was last searched, in seconds; 0 before the first time.
    pub searched: AtomicI64,
    /// By what this home is told from others, once it was asked for.
    pub mark: tokio::sync::OnceCell<String>,
    /// Held while a mail is read and filed: one at a time.
    pub reading: tokio::sync::Mutex<()>,
    /// Errands under way.
    pub errands: crate::errands::Board,
    /// 立即检查.
    pub wake: Arc<Notify>,
    /// Number of the last entry.
    pub changes: watch::Sender<i64>,
    /// What was seen of answers sent from each mailbox.
    pub seen: tokio::sync::Mutex<BTreeMap<String, Seen>>,
    copying_rests: Mutex<Option<tokio::time::Instant>>,
    looked_for: Mutex<BTreeMap<String, tokio::time::Instant>>,
    /// Registrations that this run of the program laid a short while ago, by their tokens.
    laid: Mutex<BTreeMap<String, Turn>>,
    /// The ledger as a table, as it was last told.
    pub tally: Tally,
    /// Services, deadlines and cases, as they were last told.
    pub lists: Lists,
    /// Looks after the looking.
    pub dog: Dog,
    reckoned: Reckoned,
    /// What lies on disk of what is true and of the lists.
    kept: Mutex<keeping::OnDisk>,
    states: Mutex<BTreeMap<String, MailboxState>>,
    own: Mutex<BTreeSet<String>>,
    lock: Option<HomeLock>,
}

/// The trouble that the case root is away, or another one lies in its place: over only once it was looked at and known.
pub const CASE_ROOT: &str = "case-root";
/// The trouble that documents could not be filed and wait.
pub const FILING_WAITS: &str = "filing-waits";

impl Room {
    /// Opens a home.
    ///
    /// # Errors
    /// What kept it from opening.
    pub async fn open(home: Home, holding: Holding) -> Result<Self, Problem> {
        let (settings, unruled) =
            Settings::load(home.root()).map_err(|error| Problem::from(&error))?.governed(Policy::of_machine());
        let lock = match holding {
            Holding::Holder => Some(home.lock().map_err(|error| Problem::from(&error))?),
            Holding::Onlooker => None,
        };
        // The data is read while the ledger's book is opened.
        let reading = tokio::task::spawn_blocking(Reference::builtin);
        let store = Store::open(&home.database(), &home.ledger_head()).await?;
        let looked = store.looked().await?;
        let broken = |says: String| Problem::new("reference.broken", [says]);
        let reference = reading.await.map_err(|error| broken(error.to_string()))?;
        let reference = reference.map_err(|error| broken(error.to_string()))?;
        let vault = Vault::at(home.vault());
        if lock.is_some() {
            vault.sweep();
        }
        let reckoned = Reckoned::of_home(&home, &home.database(), lock.is_some());
        let room = Self {
            states: Mutex::new(
                settings.mailboxes.iter().map(|mailbox| (mailbox.id.clone(), starting(mailbox))).collect(),
            ),
            home,
            settings,
            reference: Mutex::new((Arc::new(reference), 0)),
            vault,
            store,
            told: RwLock::new(Told::default()),
            sending: tokio::sync::Mutex::new(()),
            announcing: tokio::sync::Mutex::new(()),
            announced: AtomicI64::new(0),
            joined: AtomicI64::new(0),
            indexed: AtomicI64::new(-1),
            swept: AtomicI64::new(0),
            searched: AtomicI64::new(0),
            mark: tokio::sync::OnceCell::new(),
            root_moved: AtomicBool::new(false),
            sheets_begun: AtomicUsize::new(0),
            reading: tokio::sync::Mutex::new(()),
            errands: crate::errands::Board::default(),
            wake: Arc::new(Notify::new()),
            changes: watch::Sender::new(0),
            seen: tokio::sync::Mutex::new(BTreeMap::new()),
            copying_rests: Mutex::new(None),
            looked_for: Mutex::new(BTreeMap::new()),
            laid: Mutex::default(),
            tally: Tally::default(),
            lists: Lists::default(),
            dog: Dog::new(&looked),
            reckoned,
            kept: Mutex::default(),
            own: Mutex::new(BTreeSet::new()),
            lock,
        };
        unruled.into_iter().for_each(|problem| room.trouble(policy::TROUBLE, Some(problem)));
        room.take_up().await?;
        room.refresh().await?;
        room.keep_beside().await;
        // It is shown and keeps receipts back; looking at the home, and taking mails in, goes on.
        let _ = room.check_ledger().await;
        Ok(room)
    }

    /// Whether this one holds the home's lock.
    pub fn is_holder(&self) -> bool {
        self.lock.is_some()
    }

    /// The moment now, as entries carry it.
    pub fn stamp(&self) -> String {
        clock::now().to_rfc3339()
    }

    /// Names of the office, as agreements and papers may write them.
    pub fn companies(&self) -> Vec<&str> {
        let office = &self.settings.office;
        std::iter::once(office.name.as_str()).chain(office.aliases.iter().map(String::as_str)).collect()
    }

    /// The mailbox with this id in the settings.
    pub fn mailbox(&self, id: &str) -> Option<&MailboxSettings> {
        self.settings.mailboxes.iter().find(|mailbox| mailbox.id == id)
    }

    /// Reads entries that were added since, by whomever.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn refresh(&self) -> Result<(), Problem> {
        let after = self.told.read().await.seq;
        if self.store.last().await? == after {
            return Ok(());
        }
        let mut told = self.told.write().await;
        let after = told.seq;
        let take = |entry: &Entry, fact| {
            told.take_read(entry, fact);
            told.lighten();
        };
        self.store.each_fact(after, take).await?;
        self.lay_new_calendars(&told);
        Ok(())
    }

    fn lay_new_calendars(&self, told: &Told) {
        if told.lives.calendars.len() != guard(&self.reference).1 {
            self.lay_calendars(told);
        }
    }

    /// Facts about the world, as far as calendars were taken in.
    pub fn reference(&self) -> Arc<Reference> {
        guard(&self.reference).0.clone()
    }

    /// Lays the calendars that were taken in over those that ship; everything is reckoned anew on them.
    fn lay_calendars(&self, told: &Told) {
        let mut reference = Reference::clone(&self.reference());
        let problem = calendars::lay(&mut reference, &told.lives, &self.vault);
        *guard(&self.reference) = (Arc::new(reference), told.lives.calendars.len());
        self.reckoned.recount();
        if problem.is_some() || self.has_trouble(calendars::TROUBLE) {
            self.trouble(calendars::TROUBLE, problem);
        }
    }

    /// Refreshes and tells the window that something happened.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn changed(&self) -> Result<(), Problem> {
        self.refresh().await?;
        let seq = self.told.read().await.seq;
        self.changes.send_if_modified(|last| std::mem::replace(last, seq) != seq);
        Ok(())
    }

    /// Mails of a mailbox that are on record as not taken, by folder.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn left_in(&self, mailbox: &str) -> Result<Left, Problem> {
        self.refresh().await?;
        let told = self.told.read().await;
        let mut left = Left::new();
        for (mail, _) in told.not_taken.iter().filter(|(mail, _)| mail.mailbox == mailbox) {
            left.entry(mail.folder.clone()).or_default().extend(mail.uid);
        }
        Ok(left)
    }

    /// Changes how a mailbox is doing and tells the window.
    pub fn mailbox_state(&self, id: &str, change: impl FnOnce(&mut MailboxState)) {
        if let Some(state) = guard(&self.states).get_mut(id) {
            change(state);
        }
        self.changes.send_modify(|_| {});
    }

    /// Notes (or clears) a trouble that is no mailbox's, such as a full disk while filing.
    pub fn trouble(&self, about: &str, problem: Option<Problem>) {
        let mut states = guard(&self.states);
        match problem {
            Some(problem) => {
                let state = MailboxState {
                    id: about.to_owned(),
                    address: self.settings.case_root.display().to_string(),
                    kind: "home".to_owned(),
                    state: "failed".to_owned(),
                    last_check: None,
                    next_check: None,
                    behind: 0,
                    problem: Some(problem),
                    watch: WatchRow::default(),
                    shared: false,
                    computers: Desks::Unsaid.code().to_owned(),
                    answered_beside: false,
                };
                states.insert(about.to_owned(), state);
            }
            None => {
                states.remove(about);
            }
        }
        drop(states);
        self.changes.send_modify(|_| {});
    }

    /// Whether a trouble that is no mailbox's is noted.
    pub fn has_trouble(&self, about: &str) -> bool {
        guard(&self.states).contains_key(about)
    }

    /// How every mailbox is doing.
    pub fn states(&self) -> Vec<MailboxState> {
        let states = guard(&self.states);
        let code = |id: &str| states.get(id)?.problem.as_ref().map(|problem| problem.code.clone());
        // Documents wait because the case root is away: that is told once.
        let is_same = code(FILING_WAITS).is_some_and(|waits| code(CASE_ROOT) == Some(waits));
        states.values().filter(|state| !is_same || state.id != FILING_WAITS).cloned().collect()
    }

    /// How every mailbox is doing, and how well it is watched.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn watched_states(&self) -> Result<Vec<MailboxState>, Problem> {
        let standing = watchdog::standing(self).await?;
        let _ = self.check_ledger().await;
        let mut states = self.states();
        {
            let told = self.told.read().await;
            let beside = sharing::answered_beside(&told);
            states.iter_mut().for_each(|state| state.answered_beside = beside.contains(state.id.as_str()));
        }
        if !crate::demo::is_demo(&self.home) {
            watchdog::add_to(&mut states, standing, self.is_holder());
        }
        Ok(states)
    }
}

fn starting(mailbox: &MailboxSettings) -> MailboxState {
    let path = match &mailbox.source {
        Source::Folder { path } => Some(path.display().to_string()),
        Source::Imap { .. } => None,
    };
    MailboxState {
        id: mailbox.id.clone(),
        address: if mailbox.address.is_empty() { path.unwrap_or_default() } else { mailbox.address.clone() },
        kind: if mailbox.is_folder() { "folder" } else { "imap" }.to_owned(),
        state: "starting".to_owned(),
        last_check: None,
        next_check: None,
        behind: 0,
        problem: None,
        watch: WatchRow::default(),
        shared: mailbox.desks == Desks::Several,
        computers: mailbox.desks.code().to_owned(),
        answered_beside: false,
    }
}

/// The value behind a lock, also after a thread died holding it: every change here is whole in itself.
fn guard<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
