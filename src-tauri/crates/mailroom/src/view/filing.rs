//! Rows about links, channels and folders.

use serde::Serialize;
use ts_rs::TS;

use super::{Court, DeadlineRow, Problem};

/// One case.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CaseRow {
    pub id: String,
    pub case_number: String,
    pub court: Option<Court>,
    pub cause: Option<String>,
    pub role: Option<String>,
    /// Names of those who stand against us, as far as its papers tell.
    pub opponents: Vec<String>,
    /// That a person closed it.
    pub closed: Option<ClosingRow>,
    /// Ids of its services.
    pub services: Vec<String>,
    pub next_deadline: Option<DeadlineRow>,
    /// What the office calls it.
    pub name: Option<String>,
    /// Numbers of every case that a person joined with it, itself included, the leading one first.
    pub together: Vec<String>,
}

/// That a case is over for the office 结案.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ClosingRow {
    /// Why, in the person's words.
    pub why: String,
    pub by: String,
    /// RFC 3339 +08:00.
    pub at: String,
    /// Whether something was served in it since.
    pub served_since: bool,
}

/// A party of a case that is not us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PartyRow {
    /// Its standing as the paper words it.
    pub role: String,
    pub name: String,
    /// Whether it stands against us, as far as both standings are told.
    pub is_opponent: bool,
}

/// A link or code that leads to documents, and how far its errand is. Followed by itself only where the office said so.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PickupRow {
    pub errand: String,
    pub service: String,
    pub court: Option<Court>,
    pub case_numbers: Vec<String>,
    pub platform: String,
    /// The platform's name, where it is one.
    pub name: Option<String>,
    /// Who runs it, where one platform id stands for several, such as `qq` for a cloud attachment.
    pub provider: Option<String>,
    pub url: Option<String>,
    pub code: Option<String>,
    /// When it stops working, in the sender's words.
    pub expires: Option<String>,
    /// The same as a moment, RFC 3339 +08:00, where the words say one.
    pub expires_at: Option<String>,
    /// Whether that moment is the latest it can be: counted from when a person entered the message, not from when it came.
    pub expires_at_latest: bool,
    /// Whether the link only looks like the platform's, and its host is none that is known: it is never fetched, and
    /// opened only by whoever says that the court confirmed it.
    pub strange_host: bool,
    /// may-be-receipt, is-receipt: what opening the link may count as; empty where nothing is known.
    pub opening: String,
    /// Whether this program can fetch what is behind it.
    pub can_fetch: bool,
    /// Whether the office allowed that without asking, for this mailbox.
    pub allowed: bool,
    /// open, asked, fetching, waiting, held, done.
    pub state: String,
    /// Documents the platform listed.
    pub listed: u32,
    /// Those of them that came.
    pub stored: u32,
    /// Names of those that did not.
    pub missing: Vec<String>,
    /// kebab-case code of why it does not go on.
    pub held: Option<String>,
    /// The platform's own words.
    pub says: Option<String>,
    /// When it is tried again by itself.
    pub again: Option<String>,
    /// When a person last opened the link in the browser.
    pub opened: Option<String>,
    pub opened_by: Option<String>,
    /// Name of the document that is coming now.
    pub on_its_way: Option<String>,
    /// Bytes of it that came.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Its length, where it is known.
    #[ts(type = "number | null")]
    pub total: Option<u64>,
}

/// A move of the case root: where it lay and is left as it is, where it lies now, how many files were copied and compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RootMoved {
    pub from: String,
    pub to: String,
    pub files: u32,
}

/// Documents that were put back into the case folders from what was kept: where each lies, and what kept the first of
/// those that could not be put back.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Restored {
    pub paths: Vec<String>,
    pub refused: Option<Problem>,
}

/// One channel by which a service was told.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ChannelRow {
    /// The service its mail stands for by itself.
    pub service: String,
    /// mail, message, platform, dropped, paper.
    pub channel: String,
    /// Mailbox, or who brought it.
    pub place: String,
    /// Arrival in the agreed mailbox, RFC 3339 +08:00; the day of receipt, YYYY-MM-DD, for paper.
    pub arrived: Option<String>,
    pub first_seen: String,
    /// Why it was joined with the others.
    pub why: Option<String>,
    pub documents: u32,
}

/// Where one document would go under a folder pattern.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FolderPreview {
    /// The case root.
    pub root: String,
    /// Path below it; null when the pattern cannot be followed.
    pub path: Option<String>,
    /// Length of the whole path in UTF-16 units; Windows takes 259.
    pub length: u32,
    /// What is wrong with the pattern.
    pub problem: Option<String>,
    /// The pattern in use.
    pub current: String,
    /// Where the first documents of the newest services would go, each path once.
    pub examples: Vec<String>,
}
