//! Two kinds of connection: sources that give arrivals, channels that take receipts.

mod backoff;
mod broke;
pub mod chain;
pub mod check;
mod drop_folder;
pub mod find;
pub mod http;
mod imap;
mod issuer;
pub mod oauth;
mod outbox_folder;
mod patient;
mod progress;
pub mod provenance;
mod smtp;
mod starttls;
pub mod tls;
mod trusted;
mod turn;

pub use imap::sent;

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use songda_core::id::Digest;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio_util::sync::CancellationToken;

pub use self::broke::Broke;
pub use self::progress::{Mark, Progress, Window, Windows};
use self::provenance::Provenance;
pub use self::turn::Turn;
use crate::settings::{Channel, MailboxSettings, Source};
use crate::vault::{Raw, Vault};
use crate::view::Problem;

/// Raw bytes that came in by any source 到件.
#[derive(Debug)]
pub struct Arrival {
    /// The mail exactly as the source gave it.
    pub raw: Raw,
    /// Where it was seen.
    pub sighting: Sighting,
    /// How far its folder has been read once this mail and those given before it lie safely; none where that does
    /// not change.
    pub after: Option<Progress>,
}

/// Where and when a source saw a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Id of the mailbox in the settings.
    pub mailbox: String,
    /// Folder of the mailbox (decoded), or empty for a watched folder.
    pub folder: String,
    /// Position inside the folder: UIDVALIDITY and UID, when the source has them.
    pub uid: Option<Uid>,
    /// File name, for a watched folder or an import.
    pub file: Option<String>,
    /// INTERNALDATE, when the source has it. A watched folder has none.
    pub internal_date: Option<DateTime<FixedOffset>>,
    /// The conversation it was seen in, when there was one.
    pub provenance: Option<Arc<Provenance>>,
}

/// UIDVALIDITY and UID of a mail (RFC 9051 section 2.3.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uid {
    /// UIDVALIDITY of the folder.
    pub validity: u32,
    /// UID of the mail.
    pub uid: u32,
}

/// How far each folder of a mailbox has been read.
pub type Positions = BTreeMap<String, Progress>;

/// A mail that is known to lie in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownMail {
    /// Folder, decoded.
    pub folder: String,
    /// Its place there.
    pub uid: Uid,
    /// Digest of its bytes.
    pub digest: Digest,
}

/// What came of fetching a known mail once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recheck {
    /// It is what it was.
    Same(KnownMail),
    /// Other bytes lie in its place.
    Differs(KnownMail),
    /// None of the known mails lies there any more; this is the newest of the inbox.
    Newest(KnownMail),
    /// None of the known mails lies there any more, and the inbox gave no other.
    Unchecked,
    /// No mail is known yet; the inbox opens.
    NothingKnown,
}

/// Fetches one of these mails once more and compares it, over a connection of its own.
///
/// # Errors
/// What kept it from being fetched.
pub async fn recheck(mailbox: &MailboxSettings, vault: &Vault, known: &[KnownMail]) -> Result<Recheck, ConnectError> {
    match &mailbox.source {
        Source::Imap { server, .. } => imap::recheck(mailbox, server, vault, known).await,
        Source::Folder { .. } => Ok(Recheck::NothingKnown),
    }
}

/// What a source tells while it runs.
#[derive(Debug)]
pub enum SourceEvent {
    /// Mails in order, a few megabytes at most or one big one. The source waits before it goes on until it is told
    /// how many of them, from the first on, lie safely in vault and ledger.
    Arrived(Vec<Arrival>, oneshot::Sender<usize>),
    /// A mail that lies there and cannot be taken in. The source waits before it passes over it until it is told
    /// that this is on record.
    NotTaken(NotTaken, oneshot::Sender<bool>),
    /// A folder has been read further without a mail to give: what lay there is gone, or older than is taken in.
    Passed(Passed, oneshot::Sender<bool>),
    /// A folder was looked at to the end.
    Looked {
        /// The folder; empty for a watched folder.
        folder: String,
    },
    /// A complete pass over all folders ended well. `next` is how long until the next one at the latest.
    Checked {
        /// Time until the next check at the latest.
        next: Duration,
        /// At most so many older mails are still to come in behind the new ones.
        behind: u64,
    },
    /// The source cannot go on for now and will try again after `again`.
    Failed {
        /// What happened.
        error: ConnectError,
        /// Time until the next attempt; `None` when a person must act first.
        again: Option<Duration>,
    },
}

/// A mail that a source has and cannot give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotTaken {
    /// Where it lies.
    pub sighting: Sighting,
    /// Its size as the source tells it.
    pub size_bytes: u64,
    /// `mail-too-big` or `mail-withheld`.
    pub code: &'static str,
    /// How far its folder has been read once this is on record; none where that does not change.
    pub after: Option<Progress>,
}

/// How far a folder has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// Id of the mailbox in the settings.
    pub mailbox: String,
    /// The folder.
    pub folder: String,
    /// How far.
    pub progress: Progress,
}

/// Mails on record as not taken: folder → UIDVALIDITY and UID. They are tried again with each full look.
pub type Left = BTreeMap<String, BTreeSet<(u32, u32)>>;

/// Where sources send their events.
pub type SourceSender = mpsc::Sender<SourceEvent>;

/// Why a server could not be used. Messages carry the server's own words, never a password.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The host name has no address.
    #[error("could not find the server {host}: {says}")]
    Dns { host: String, says: String },
    /// Nothing answers at the port.
    #[error("could not connect to {host}:{port}: {says}")]
    Tcp { host: String, port: u16, says: String },
    /// The certificate or the TLS handshake failed.
    #[error("could not make a safe connection to {host}:{port}: {says}")]
    Tls { host: String, port: u16, says: String },
    /// The server refused user or password.
    #[error("{host} refused the login of {user}: {says}")]
    Login { host: String, user: String, says: String },
    /// The server refused to open a folder.
    #[error("{host} would not open the folder {folder}: {says}")]
    Folder { host: String, folder: String, says: String },
    /// A receipt could not be registered in its mailbox; `lasts` where the server takes no registration at all.
    #[error("{host} would not take the registration into the folder {folder}: {says}")]
    Claim { host: String, folder: String, says: String, lasts: bool },
    /// The conversation broke off.
    #[error("the connection to {host} broke off while {doing}: {says}")]
    Broken { host: String, doing: &'static str, says: String },
    /// No password could be had.
    #[error("no password for mailbox {mailbox}: {says}")]
    Password { mailbox: String, says: String },
    /// A person must sign in (again): no refresh token, or it was refused.
    #[error("mailbox {mailbox} must be signed in at {host}: {says}")]
    SignIn { mailbox: String, host: String, says: String },
    /// A mail was given and could not be kept; it is given again later.
    #[error("{mail} in {folder} could not be kept and stays where it is")]
    NotKept { folder: String, mail: String },
    /// A local folder or file could not be used.
    #[error("could not {doing} {path}: {says}")]
    Local { doing: &'static str, path: String, says: String },
    /// The server refused the receipt for good.
    #[error("{host} refused the receipt: {says}")]
    Refused { host: String, says: String },
    /// The server refused the receipt for now.
    #[error("{host} will not take the receipt now: {says}")]
    NotNow { host: String, says: String },
    /// Too long after it was registered the receipt had not left yet: it is registered anew first.
    #[error("the receipt had not left for {host} when its turn was over")]
    TurnOver { host: String },
}

impl ConnectError {
    /// Stable code for the window and for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Dns { .. } => "mailbox.server-not-found",
            Self::Tcp { .. } => "mailbox.unreachable",
            Self::Tls { .. } => "mailbox.certificate",
            Self::Login { .. } => "mailbox.login-refused",
            Self::Folder { .. } => "mailbox.folder-refused",
            Self::Claim { .. } => "receipt.no-claim",
            Self::Broken { .. } => "mailbox.connection-broken",
            Self::Password { .. } => "mailbox.no-password",
            Self::SignIn { .. } => "mailbox.sign-in-needed",
            Self::NotKept { .. } => "mailbox.mail-not-kept",
            Self::Local { .. } => "mailbox.folder-unreadable",
            Self::Refused { .. } => "receipt.refused",
            Self::NotNow { .. } => "receipt.not-now",
            Self::TurnOver { .. } => "receipt.turn-over",
        }
    }
}

impl ConnectError {
    /// What was attempted on what, and the server's own words, for the sentence a person reads.
    pub fn facts(&self) -> Vec<String> {
        let facts: Vec<&str> = match self {
            Self::Dns { host, says } | Self::Refused { host, says } | Self::NotNow { host, says } => vec![host, says],
            Self::Tcp { host, port, says } | Self::Tls { host, port, says } => {
                return vec![format!("{host}:{port}"), says.clone()];
            }
            Self::Login { host, user, says } => vec![user, host, says],
            Self::Folder { host, folder, says } | Self::Claim { host, folder, says, .. } => vec![folder, host, says],
            Self::Broken { host, doing, says } => vec![host, doing, says],
            Self::Password { mailbox, says } => vec![mailbox, says],
            Self::TurnOver { host } => vec![host],
            Self::SignIn { mailbox, host, says } => vec![mailbox, host, says],
            Self::NotKept { folder, mail } => vec![mail, folder],
            Self::Local { doing, path, says } => vec![path, doing, says],
        };
        facts.into_iter().map(str::to_owned).collect()
    }
}

/// Where a receipt ended up.
#[derive(Debug)]
pub enum Handover {
    /// The server took it; these are its words.
    Taken { answer: String },
    /// Nothing was handed over; trying again is safe.
    NotHandedOver(ConnectError),
    /// The connection broke after the last byte was sent and before the answer came.
    Unsure { says: String },
}

/// How long a source runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// One complete pass, then it ends.
    OnePass,
    /// Until it is stopped.
    KeepWatching,
}

/// What a source is held by.
#[derive(Clone, Debug)]
pub struct Reins {
    /// Where mails that are too large for memory wait to be kept.
    pub vault: Vault,
    /// Where its events go.
    pub events: SourceSender,
    /// Told when somebody asks to look now.
    pub wake: Arc<Notify>,
    /// Told when it must end.
    pub stop: CancellationToken,
    /// How long it runs.
    pub mode: Mode,
}

/// What ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Woken {
    /// The time was over.
    Time,
    /// Somebody asked to look now.
    Asked,
    /// It must end.
    Stop,
}

impl Reins {
    /// Gives mails and waits until it is known how many of them, from the first on, lie safely.
    async fn give(&self, arrivals: Vec<Arrival>) -> usize {
        let (kept, answer) = oneshot::channel();
        match self.events.send(SourceEvent::Arrived(arrivals, kept)).await {
            Ok(()) => answer.await.unwrap_or(0),
            Err(_) => 0,
        }
    }

    /// Tells of a mail that cannot be given and waits until that is on record; `false` when it is not.
    async fn note(&self, not_taken: NotTaken) -> bool {
        let (noted, answer) = oneshot::channel();
        self.events.send(SourceEvent::NotTaken(not_taken, noted)).await.is_ok() && answer.await.unwrap_or(false)
    }

    /// Tells how far a folder has been read and waits until that is on record; `false` when it is not.
    async fn pass(&self, passed: Passed) -> bool {
        let (noted, answer) = oneshot::channel();
        self.events.send(SourceEvent::Passed(passed, noted)).await.is_ok() && answer.await.unwrap_or(false)
    }

    /// Tells an event. When nobody listens any more, the next wait ends the source.
    async fn tell(&self, event: SourceEvent) {
        let _ = self.events.send(event).await;
    }

    /// Waits, unless it is woken before.
    async fn wait(&self, longest: Duration) -> Woken {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Woken::Stop,
            () = self.events.closed() => Woken::Stop,
            () = self.wake.notified() => Woken::Asked,
            () = tokio::time::sleep(longest) => Woken::Time,
        }
    }
}

/// Runs the source of a mailbox.
///
/// # Errors
/// In a single pass, what kept it from ending well; a source that keeps watching tells failures as events.
pub async fn watch(
    mailbox: MailboxSettings,
    positions: Positions,
    left: Left,
    reins: Reins,
) -> Result<(), ConnectError> {
    match mailbox.source.clone() {
        Source::Imap { server, folders } => imap::watch(mailbox, server, folders, (positions, left), reins).await,
        Source::Folder { path } => drop_folder::watch(mailbox, path, reins).await,
    }
}

/// A receipt on its way.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// Envelope sender.
    pub from: &'a str,
    /// Envelope receiver.
    pub to: &'a str,
    /// Message-ID without angle brackets.
    pub message_id: &'a str,
    /// The exact bytes.
    pub raw: &'a [u8],
}

/// Hands a receipt to the channel of a mailbox. `intent` is awaited after the receiver was accepted and right
/// before the text leaves, and says until when it may.
///
/// # Errors
/// What `intent` failed with; nothing was handed over then.
pub async fn hand_over<I>(mailbox: &MailboxSettings, letter: Letter<'_>, intent: I) -> Result<Handover, Problem>
where
    I: Future<Output = Result<Option<Turn>, Problem>>,
{
    match &mailbox.channel {
        Some(Channel::Smtp(server)) => smtp::hand_over(mailbox, server, letter, intent).await,
        Some(Channel::Outbox { path }) => outbox_folder::hand_over(path, letter, intent).await,
        None => Ok(Handover::NotHandedOver(ConnectError::Refused {
            host: mailbox.id.clone(),
            says: "this mailbox has no way to send".to_owned(),
        })),
    }
}
