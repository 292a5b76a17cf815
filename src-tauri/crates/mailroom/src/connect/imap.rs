//! A source on an IMAP server: one conversation after the other, for as long as it is wanted.

mod batch;
mod door;
mod fetch;
mod fill;
mod folders;
mod login;
mod look;
mod mend;
mod order;
mod passes;
mod pipe;
mod place;
mod probe;
mod recheck;
pub mod sent;
mod session;
mod single;
mod utf7;
mod valve;

#[cfg(test)]
mod fake;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::time::{Instant, timeout};

use self::door::{Door, NetworkDoor};
use self::folders::Folder;
use self::order::{Again, Order};
use self::place::Place;
pub use self::probe::{Found, Probe, Stage};
use self::session::{LONGEST_WAIT, Session, UNREADABLE};
use super::backoff::{Backoff, Logins};
use super::{ConnectError, KnownMail, Left, Mode, Positions, Progress, Recheck, Reins, SourceEvent, Woken, tls};
use crate::secrets::Credential;
use crate::settings::{MailboxSettings, ServerSettings};
use crate::vault::Vault;

/// After a refused password: providers lock accounts that keep trying.
const AFTER_REFUSAL: Duration = Duration::from_secs(15 * 60);
/// Between two looks whether a person has signed in.
const AFTER_SIGN_IN: Duration = Duration::from_secs(60);
/// How long everything before the first folder may take.
const BEGINNING: Duration = Duration::from_secs(180);
/// Between two signs of life on a connection that only waits.
const SIGN_OF_LIFE: Duration = Duration::from_secs(5 * 60);
/// How long older mails are filled in before it is looked whether there are new ones.
const SLICE: Duration = Duration::from_secs(5);
/// Before a single pass begins anew after a break.
const SOON: Duration = Duration::from_millis(500);
/// How often it is looked which folders there are, in one conversation.
const LISTED_ANEW: Duration = Duration::from_secs(3600);
/// A conversation that lasted this long was a good one; the next failure starts with short waits again.
const GOOD: Duration = Duration::from_secs(60);

/// Tries one conversation with the server of a mailbox, as far as it goes.
pub async fn probe(
    mailbox: &MailboxSettings,
    server: &ServerSettings,
    wanted: Option<&[String]>,
    credential: Option<&Credential>,
) -> Probe {
    let door = NetworkDoor { mailbox: mailbox.clone(), server: server.clone() };
    let talk = AssertUnwindSafe(probe::run(&door, server, wanted, credential)).catch_unwind().await;
    talk.unwrap_or_else(|_| Probe::unreadable(&server.host))
}

/// Fetches a known mail once more and compares it.
pub async fn recheck(
    mailbox: &MailboxSettings,
    server: &ServerSettings,
    vault: &Vault,
    known: &[KnownMail],
) -> Result<Recheck, ConnectError> {
    let door = NetworkDoor { mailbox: mailbox.clone(), server: server.clone() };
    let talk = AssertUnwindSafe(recheck::run(&door, server, vault, known)).catch_unwind().await;
    talk.unwrap_or_else(|_| {
        let (host, says) = (server.host.clone(), UNREADABLE.to_owned());
        Err(ConnectError::Broken { host, doing: "reading an answer", says })
    })
}

/// Runs the source of a mailbox on an IMAP server.
///
/// # Errors
/// In a single pass, what kept it from ending well.
pub async fn watch(
    mailbox: MailboxSettings,
    server: ServerSettings,
    wanted: Option<Vec<String>>,
    (positions, left): (Positions, Left),
    reins: Reins,
) -> Result<(), ConnectError> {
    let (id, poll) = (mailbox.id.clone(), mailbox.poll);
    let limit_bytes = u32::try_from(mailbox.limit_bytes).unwrap_or(u32::MAX);
    let look_back_days = mailbox.look_back_days;
    let (host, user) = (server.host.clone(), server.user.clone());
    let account = account_of(&mailbox.address, &server);
    let places = places_of(&account, positions, &left);
    let door = NetworkDoor { mailbox, server };
    let (refusals, logins, unlisted, order) = (0, Logins::default(), None, Order::default());
    #[rustfmt::skip]
    let watcher = Watcher {
        door, id, host, user, account, wanted, poll, places, reins, limit_bytes, look_back_days, refusals, logins,
        unlisted, order,
    };
    watcher.run().await
}

/// Where an earlier run stopped. Numbers of another account say nothing of this one's mails, whatever it is called in
/// the settings: its folders are looked into as if for the first time.
fn places_of(account: &str, positions: Positions, left: &Left) -> BTreeMap<String, Place> {
    let none = BTreeSet::new();
    let own = positions.into_iter().filter(|(_, at)| at.account.is_empty() || at.account == account);
    let place = |(folder, at): (String, Progress)| {
        let left = left.get(&folder).unwrap_or(&none);
        (folder, Place::after(Progress { account: account.to_owned(), ..at }, left))
    };
    own.map(place).collect()
}

/// Whose mails lie on a server: its name, the user's, and the address.
fn account_of(address: &str, server: &ServerSettings) -> String {
    format!("{} {} {}", server.host.to_lowercase(), server.user, address)
}

/// What is remembered from one conversation to the next.
struct Watcher<D> {
    door: D,
    id: String,
    host: String,
    user: String,
    /// Server, user and address: whose numbers the places speak of.
    account: String,
    wanted: Option<Vec<String>>,
    poll: Duration,
    places: BTreeMap<String, Place>,
    reins: Reins,
    limit_bytes: u32,
    /// How far back the first look into a folder goes; none takes everything.
    look_back_days: Option<u32>,
    /// Logins refused in a row.
    refusals: u32,
    logins: Logins,
    /// Why the folders cannot be listed; only the inbox is watched then, and that is told.
    unlisted: Option<String>,
    /// In which order folders are looked into.
    order: Order,
}

impl<D: Door> Watcher<D> {
    async fn run(mut self) -> Result<(), ConnectError> {
        let mut backoff = Backoff::new();
        let mut again = Again::new(self.places.values().any(|place| !place.progress.broke.is_empty()));
        loop {
            if !self.may_log_in().await {
                return Ok(());
            }
            let began = Instant::now();
            // A reader that breaks over a server's words ends one conversation, never the watching.
            let talk = AssertUnwindSafe(self.talk()).catch_unwind().await;
            let error = match talk {
                Ok(Ok(())) => return Ok(()),
                Ok(Err(error)) => error,
                Err(_) => ConnectError::Broken {
                    host: self.host.clone(),
                    doing: "reading an answer",
                    says: UNREADABLE.to_owned(),
                },
            };
            if let ConnectError::Broken { doing: folders::LISTING, says, .. } = &error
                && says == UNREADABLE
                && self.unlisted.is_none()
            {
                // A folder name that breaks the reader must not cost the inbox: once more, without the list.
                self.unlisted = Some(says.clone());
                continue;
            }
            if matches!(error, ConnectError::Broken { .. }) {
                self.order.broke(&error);
            }
            if self.reins.mode == Mode::OnePass {
                if !again.may_go_on(&error, &self.places) || self.reins.wait(SOON).await == Woken::Stop {
                    return Err(error);
                }
                continue;
            }
            if began.elapsed() >= GOOD {
                backoff.reset();
            }
            let (again, pause) = self.pause(&error, &mut backoff);
            self.reins.tell(SourceEvent::Failed { error, again }).await;
            match self.reins.wait(pause).await {
                Woken::Stop => return Ok(()),
                Woken::Asked | Woken::Time => {}
            }
        }
    }

    /// Waits until another login is allowed, whoever asks to look now; `false` when it must end.
    async fn may_log_in(&mut self) -> bool {
        let end = Instant::now() + self.logins.wait();
        while self.reins.mode == Mode::KeepWatching && Instant::now() < end {
            if self.reins.wait(end - Instant::now()).await == Woken::Stop {
                return false;
            }
        }
        self.logins.note();
        true
    }

    /// When it is tried again: what a person is told, and what is done.
    fn pause(&mut self, error: &ConnectError, backoff: &mut Backoff) -> (Option<Duration>, Duration) {
        match error {
            ConnectError::Login { .. } => {
                self.refusals += 1;
                // One refusal may be the server's mistake; two are the password's.
                if self.refusals >= 2 { (None, AFTER_REFUSAL) } else { both(backoff.wait()) }
            }
            ConnectError::Password { .. } => (None, AFTER_REFUSAL),
            // Nobody else is asked until a person has signed in: this looks into the keychain only.
            ConnectError::SignIn { .. } => (None, AFTER_SIGN_IN),
            _ => both(backoff.wait()),
        }
    }

    /// One conversation, from the connection to its end. `Ok` when no further one is wanted.
    async fn talk(&mut self) -> Result<(), ConnectError> {
        let stop = self.reins.stop.clone();
        let opened = tokio::select! {
            biased;
            () = stop.cancelled() => return Ok(()),
            opened = self.begin() => opened,
        };
        let (mut session, mut folders) = opened?;
        let mut listing = Listing::default();
        self.refusals = 0;
        let mut next_full = Instant::now();
        self.order.begin();
        let wake = self.reins.wake.clone();
        loop {
            // Whoever asks while it is being looked is not overheard.
            let mut asked = std::pin::pin!(wake.notified());
            asked.as_mut().enable();
            let is_full = Instant::now() >= next_full;
            if is_full && listing.is_due() {
                tokio::select! {
                    biased;
                    () = stop.cancelled() => return Ok(()),
                    now = self.folders_now(&mut session) => folders = now?.unwrap_or(folders),
                }
                listing = Listing::default();
            }
            let passed = tokio::select! {
                biased;
                // In the middle of an answer there is no goodbye: the connection is dropped.
                () = stop.cancelled() => return Ok(()),
                passed = self.pass(&mut session, &folders, is_full) => passed?,
            };
            if self.reins.mode == Mode::OnePass {
                session.logout().await;
                return passed.map_or(Ok(()), Err);
            }
            // A folder that is refused may be gone, or have another name now.
            listing.is_doubtful = matches!(passed, Some(ConnectError::Folder { .. }));
            // Only the first folder can tell its news; the others, and what failed, are looked at in intervals.
            // So is what is put off in it.
            let behind = self.behind(&folders);
            let waits_long = session.can("IDLE") && folders.len() == 1 && passed.is_none() && behind == 0;
            let interval = if waits_long { LONGEST_WAIT } else { self.poll };
            if is_full || passed.is_some() {
                next_full = Instant::now() + interval;
            }
            let fills =
                behind > 0 && !matches!(passed, Some(ConnectError::NotKept { .. } | ConnectError::Local { .. }));
            let next = next_full.saturating_duration_since(Instant::now());
            let next = if fills { next.min(SLICE) } else { next };
            self.reins
                .tell(match passed {
                    None => SourceEvent::Checked { next, behind },
                    Some(error) => SourceEvent::Failed { error, again: Some(next) },
                })
                .await;
            let mut filled = false;
            if fills {
                tokio::select! {
                    biased;
                    () = stop.cancelled() => return Ok(()),
                    some = self.fill_in(&mut session, &folders) => filled = some?,
                }
            }
            if asked.now_or_never().is_some() {
                next_full = Instant::now();
            } else if !filled {
                match self.rest(&mut session, next_full).await? {
                    Rested::News => {}
                    Rested::Look => next_full = Instant::now(),
                    Rested::Stop => {
                        session.logout().await;
                        return Ok(());
                    }
                }
            }
        }
    }

    /// The folders as they are by now; none where the office names them, or the server does not.
    async fn folders_now(&self, session: &mut Session<D::Stream>) -> Result<Option<Vec<Folder>>, ConnectError> {
        if self.wanted.is_some() || self.unlisted.is_some() {
            return Ok(None);
        }
        folders::choose_anew(session).await
    }

    /// Connection, login, and the choice of folders.
    async fn begin(&self) -> Result<(Session<D::Stream>, Vec<Folder>), ConnectError> {
        let credential = self.door.credential().await?;
        // Without a list: the inbox, and what was looked into before.
        let known: Vec<String> = std::iter::once("INBOX".to_owned()).chain(self.places.keys().cloned()).collect();
        let wanted = self.wanted.as_deref().or(self.unlisted.as_ref().map(|_| known.as_slice()));
        let begun = async {
            let mut session = login::begin(&self.door, &self.host, &self.user, credential).await?;
            let folders = folders::choose(&mut session, wanted).await?;
            Ok((session, folders))
        };
        // A server that keeps talking and never comes to the point is not silent.
        let (host, says) = (self.host.clone(), tls::no_answer(BEGINNING));
        let too_long = |_| ConnectError::Broken { host, doing: "logging in", says };
        timeout(BEGINNING, begun).await.map_err(too_long)?
    }

    /// Waits for news, the next full look, a call, or the end.
    async fn rest(&self, session: &mut Session<D::Stream>, until: Instant) -> Result<Rested, ConnectError> {
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(Rested::Look);
            }
            if session.can("IDLE") {
                match session.idle(left, &self.reins).await? {
                    // After any wait there is a look: what the server did not tell may lie there all the same.
                    None => return Ok(Rested::News),
                    Some(Woken::Time) if session.can("IDLE") => return Ok(Rested::News),
                    Some(Woken::Time) => continue,
                    Some(Woken::Asked) => return Ok(Rested::Look),
                    Some(Woken::Stop) => return Ok(Rested::Stop),
                }
            }
            match self.reins.wait(left.min(SIGN_OF_LIFE)).await {
                Woken::Stop => return Ok(Rested::Stop),
                Woken::Asked => return Ok(Rested::Look),
                Woken::Time if left > SIGN_OF_LIFE => session.sign_of_life().await?,
                Woken::Time => return Ok(Rested::Look),
            }
        }
    }
}

fn both(wait: Duration) -> (Option<Duration>, Duration) {
    (Some(wait), wait)
}

/// When the folders were listed in this conversation.
struct Listing {
    at: Instant,
    /// A folder was refused since.
    is_doubtful: bool,
}

impl Default for Listing {
    fn default() -> Self {
        Self { at: Instant::now(), is_doubtful: false }
    }
}

impl Listing {
    fn is_due(&self) -> bool {
        self.is_doubtful || self.at.elapsed() >= LISTED_ANEW
    }
}

/// What ended the rest between two passes.
enum Rested {
    /// Something happened in the open folder, or it is time to make sure.
    News,
    /// All folders are to be looked at.
    Look,
    /// It must end.
    Stop,
}
