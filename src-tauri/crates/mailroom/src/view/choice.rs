//! What the office chose of sending, filing and fetching, as the settings show it and as a person changes it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SenderRow;

/// What the office chose, and who chose it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Choices {
    /// How long a receipt can be taken back: 0, 10, 30.
    pub undo_seconds: u32,
    /// One person draws a receipt up, another lets it go.
    pub two_people: bool,
    /// The original mail is filed beside its documents.
    pub keep_original: bool,
    /// Courts that could be answered without anybody.
    pub courts: Vec<CourtChoice>,
    /// Platforms whose documents can be fetched.
    pub platforms: Vec<PlatformChoice>,
    /// Mailboxes whose links could be followed.
    pub mailboxes: Vec<SenderRow>,
    /// What an administrator decided: two_people, automatic, fetch.
    pub decided: Vec<String>,
    /// What people changed, the newest first.
    pub made: Vec<ChoiceMade>,
}

/// Whether a court is answered without anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CourtChoice {
    pub code: String,
    pub name: String,
    /// It is on.
    pub automatic: bool,
    /// Why it may not be switched on: no-agreement, no-reply, unconfirmed; null where it may.
    pub why_not: Option<String>,
}

/// What is chosen for a platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PlatformChoice {
    pub id: String,
    pub name: String,
    /// Whether opening a link is, or may be, recorded as receipt: is-receipt, may-be-receipt.
    pub opening: String,
    /// Ids of the mailboxes whose links are followed without asking.
    pub fetch_for: Vec<String>,
    /// Hosts that are spoken with in TLS 1.2 only.
    pub old_tls: Vec<String>,
}

/// A choice that a person changed, as it stands in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ChoiceMade {
    /// undo, two-people, automatic, keep-original, fetch, old-tls.
    pub what: String,
    pub of: Vec<String>,
    pub before: String,
    pub value: String,
    pub at: String,
    pub by: String,
}

/// A choice a person changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// undo, two-people, automatic, keep-original, fetch, old-tls.
    pub what: String,
    /// What it is about: the code of a court; a platform, and the id of a mailbox.
    pub of: Vec<String>,
    /// on, off; seconds; hosts with blanks between.
    pub value: String,
}
