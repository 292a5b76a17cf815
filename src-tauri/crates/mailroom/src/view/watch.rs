//! Rows about the watching itself: when which folder was looked at, gaps, the alarm, the self-check.

use serde::Serialize;
use ts_rs::TS;

/// What a check of vault and ledger found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CheckedRow {
    /// Nothing altered, missing or cut off.
    pub ok: bool,
    pub vault_files: u32,
    pub ledger_entries: u32,
    /// The first thing found wrong: ledger or vault; entry number or digest; altered, missing, cut-off, foreign.
    pub bad: Vec<String>,
    /// Mails in the vault that no entry knows: the next pass over the mailboxes takes them in.
    pub unknown: u32,
}

/// How well one mailbox is watched; told also of earlier runs of the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct WatchRow {
    /// Last complete look at all its folders, RFC 3339 +08:00.
    pub last_look: Option<String>,
    /// Last successful look at each folder.
    pub folders: Vec<FolderLook>,
    /// The alarm, while it is on: since when there was no complete look, RFC 3339 +08:00.
    pub alarm_since: Option<String>,
    /// Code of what the alarm is about.
    pub alarm_code: Option<String>,
    /// The last gaps, newest first.
    pub gaps: Vec<GapRow>,
    /// The last self-check.
    pub self_check: Option<SelfCheckRow>,
}

/// When a folder was last looked at with success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FolderLook {
    /// The folder as people read it; empty for a watched folder.
    pub folder: String,
    /// RFC 3339 +08:00.
    pub last_look: String,
}

/// A time in which a mailbox was not looked at; what came meanwhile was fetched at its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct GapRow {
    /// RFC 3339 +08:00.
    pub from: String,
    /// RFC 3339 +08:00.
    pub until: String,
    /// slept, not-running, unreachable.
    pub code: String,
}

/// The daily self-check: a known mail was fetched once more and compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SelfCheckRow {
    /// RFC 3339 +08:00.
    pub at: String,
    /// Whether it shows that the mailbox can be read.
    pub ok: bool,
    /// same, nothing-known, unchecked, differs, or the code of what failed.
    pub outcome: String,
    /// Digest of the mail that was fetched.
    pub sha256: Option<String>,
}
