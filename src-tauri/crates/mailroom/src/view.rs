//! Rows and pages for people; the only types that cross to the window.

mod arrival;
mod export;
mod filing;
mod ledger;
mod preview;
mod search;
mod shell;
mod watch;

use serde::Serialize;
use ts_rs::TS;

pub use self::arrival::SightingRow;
pub use self::watch::{FolderLook, GapRow, SelfCheckRow, WatchRow};
pub use export::{Exported, Progress};
pub use filing::{CaseRow, ChannelRow, FolderPreview, PickupRow};
pub use ledger::{
    Counted, DayAhead, DeadlineMonth, DoubtCount, KindMonths, LedgerPage, LedgerQuery, LedgerRow, ReceiptMonth, Speed,
    Statistics, TrustMonth, Week,
};
pub use preview::{MarkRow, Preview};
pub use search::{FoundRow, SearchAnswer};
pub use shell::{BroughtIn, Opening, ShellChange, ShellState};

/// A court by code and name.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Court {
    /// 法院代字, such as 沪0112.
    pub code: String,
    /// Full name.
    pub name: String,
}

/// One service event in a list.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ServiceRow {
    pub id: String,
    pub mailbox: String,
    pub message_id: Option<String>,
    /// Digest of the raw mail.
    pub sha256: String,
    pub from: Option<String>,
    pub from_name: Option<String>,
    pub subject: String,
    pub court: Option<Court>,
    pub case_numbers: Vec<String>,
    pub cause: Option<String>,
    pub addressee: Option<String>,
    /// plaintiff, defendant, third-party … as in the contract.
    pub role: Option<String>,
    /// The mail's own date, RFC 3339 +08:00.
    pub dated: Option<String>,
    /// Arrival in the agreed mailbox, RFC 3339 +08:00.
    pub arrived: Option<String>,
    /// When this program first saw it, RFC 3339 +08:00.
    pub first_seen: String,
    /// proven, likely, doubtful.
    pub verdict: String,
    /// confirmed, offered, promised, unconfirmed.
    pub regime: String,
    /// How many documents it serves.
    pub documents: u32,
    /// Their titles, in reading order.
    pub titles: Vec<String>,
    /// How many channels and sightings.
    pub arrivals: u32,
    /// `none`, or the state of its receipt.
    pub receipt: String,
    /// Doubts still open.
    pub open_doubts: u32,
    /// The earliest open deadline with a date.
    pub next_deadline: Option<DeadlineRow>,
}

/// One served document.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DocumentRow {
    pub id: String,
    pub service: String,
    pub case_number: Option<String>,
    pub kind: Option<String>,
    pub title: String,
    /// File name as the court wrote it.
    pub name: Option<String>,
    pub sha256: String,
    #[ts(type = "number")]
    pub size_bytes: u64,
    pub pages: Option<u32>,
    /// Path below the case root; empty while it waits.
    pub path: String,
    /// filed, waiting, missing, changed.
    pub state: String,
}

/// One step of a reckoning.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct StepRow {
    /// YYYY-MM-DD.
    pub date: String,
    pub says: String,
}

/// One deadline.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DeadlineRow {
    pub id: String,
    pub service: String,
    pub case_number: Option<String>,
    pub rule: String,
    pub name: String,
    /// Title of the document that starts it.
    pub document: String,
    /// YYYY-MM-DD, or null when no date can be said.
    pub from: Option<String>,
    pub raw_end: Option<String>,
    pub last_day: Option<String>,
    pub safe_date: Option<String>,
    /// final, provisional, undetermined.
    pub status: String,
    /// Why, in one Chinese sentence.
    pub because: String,
    pub steps: Vec<StepRow>,
    /// Law and article, such as 民事诉讼法 第一百二十八条.
    pub source: Vec<String>,
    /// open, confirmed, done, not-applicable, overdue.
    pub state: String,
    /// Days from today to the last day; negative when it has passed.
    pub days_left: Option<i32>,
    pub court: Option<Court>,
}

/// One receipt.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReceiptRow {
    pub id: String,
    pub service: String,
    pub message_id: String,
    pub to: String,
    pub subject: String,
    /// draft, queued, sending, unsure, sent, confirmed, bounced, failed, withdrawn.
    pub state: String,
    pub attempts: u32,
    pub queued_at: String,
    /// Until when it can be taken back; null when it waits for a person (after a restart) or has left.
    pub undo_until: Option<String>,
    /// Whether it was left over by a window that is gone and waits for a person to let it go.
    pub held: bool,
    pub sent_at: Option<String>,
    /// The server's words.
    pub answer: Option<String>,
    /// Digest of the exact bytes.
    pub sha256: String,
    /// Who acknowledged.
    pub by: String,
    /// kebab-case code of what went wrong, if anything did.
    pub problem: Option<String>,
}

/// One doubt.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DoubtRow {
    pub id: String,
    /// Service id, or digest of the mail when it serves nothing.
    pub about: String,
    /// Part path or `mail`.
    pub part: String,
    pub code: String,
    pub detail: String,
    pub since: String,
    pub settled: bool,
}

/// One mail ever taken in.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct MailRow {
    pub sha256: String,
    pub message_id: Option<String>,
    pub mailbox: String,
    pub folder: String,
    pub subject: String,
    pub verdict: Option<String>,
    pub service: Option<String>,
    /// kept, understood, stuck.
    pub state: String,
    pub first_seen: String,
}

/// One reason for or against a mail.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReasonRow {
    pub code: String,
    pub detail: String,
}

/// One court sitting.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct HearingRow {
    pub starts: String,
    pub place: Option<String>,
    pub kind: String,
    /// Name of the document it was read from.
    pub document: String,
}

/// A person at the court.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ContactRow {
    pub name: String,
    pub duty: Option<String>,
    pub phone: Option<String>,
}

/// One part of the mail and what it became.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PartRow {
    pub path: String,
    pub media_type: String,
    pub name: Option<String>,
    #[ts(type = "number")]
    pub size_bytes: u64,
    pub sha256: String,
    /// body, document, inline, wrapper, signature, structured, refused, unread.
    pub became: String,
    pub why: Option<String>,
}

/// Everything about one service.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ServicePage {
    pub row: ServiceRow,
    pub reasons: Vec<ReasonRow>,
    pub documents: Vec<DocumentRow>,
    pub deadlines: Vec<DeadlineRow>,
    pub hearings: Vec<HearingRow>,
    pub contacts: Vec<ContactRow>,
    pub pickups: Vec<PickupRow>,
    /// Every channel by which it was told, the leading one first.
    pub channels: Vec<ChannelRow>,
    /// Ids of services that seem to be the same one; a person decides.
    pub seems_same: Vec<String>,
    pub listed_not_attached: Vec<String>,
    pub doubts: Vec<DoubtRow>,
    /// Parts that did not become documents.
    pub other_parts: Vec<PartRow>,
    pub receipt: Option<ReceiptRow>,
    /// Text of the mail, as a reader sees it.
    pub text: String,
    /// The agreed address it arrived at.
    pub address: String,
    /// Every sighting of the mail, as evidence of its arrival.
    pub sightings: Vec<SightingRow>,
}

/// What the confirm sheet shows before a receipt is queued.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReceiptDraft {
    pub service: String,
    pub court: Option<Court>,
    pub to: String,
    pub subject: String,
    pub body: String,
    pub documents: u32,
    pub arrived: Option<String>,
    /// confirmed, offered, promised, unconfirmed: decides which warning is shown and which button is the default.
    pub regime: String,
    /// proven, likely.
    pub verdict: String,
    /// Seconds in which it can be taken back.
    pub undo_seconds: u32,
}

/// How one mailbox is doing.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct MailboxState {
    pub id: String,
    /// The agreed address, or the folder's path for a watched folder.
    pub address: String,
    /// imap or folder.
    pub kind: String,
    /// starting, checking, watching, failed.
    pub state: String,
    /// Last successful check, RFC 3339 +08:00.
    pub last_check: Option<String>,
    pub next_check: Option<String>,
    /// At most so many older mails are still to come in behind the new ones.
    pub behind: u32,
    pub problem: Option<Problem>,
    /// How well it is watched, also in earlier runs.
    pub watch: WatchRow,
}

/// What a person is told when something fails. The words for the code are the window's.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Problem {
    /// Stable code, such as `mailbox.login-refused`.
    pub code: String,
    /// Facts to put into the sentence: what was attempted, on what, the server's words.
    pub facts: Vec<String>,
    /// Whether it is tried again by itself.
    pub retries: bool,
}

/// The frame of the window: counts and health.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Overview {
    pub office: String,
    /// Sample data; nothing is sent to the outside.
    pub demo: bool,
    /// Another songda holds this home, takes mail in and sends; this one looks and orders.
    pub beside: bool,
    /// Today in the court's time zone, YYYY-MM-DD.
    pub today: String,
    /// The moment now, RFC 3339 +08:00.
    pub now: String,
    pub mailboxes: Vec<MailboxState>,
    /// Services whose receipt is still due.
    pub need_receipt: u32,
    /// Services with open doubts.
    pub to_check: u32,
    /// Services judged doubtful.
    pub suspicious: u32,
    /// Open deadlines that are overdue or due within seven days.
    pub deadlines_soon: u32,
    /// Receipts queued, sending, unsure or failed.
    pub outbox: u32,
    /// Years whose holiday notice is not loaded but which open deadlines touch or that begin within 60 days.
    pub provisional_years: Vec<i32>,
    /// Where case folders lie.
    pub case_root: String,
    pub version: String,
    /// Highest ledger entry; changes when anything happened.
    #[ts(type = "number")]
    pub seq: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    #[test]
    fn the_windows_types_are_current() {
        let config = ts_rs::Config::new();
        let mut text =
            "// Shapes that cross from the mailroom to the window; written by `UPDATE=1 cargo test`.\n".to_owned();
        macro_rules! declare {
            ($($name:ty),* $(,)?) => { $( let _ = write!(text, "\nexport {}\n", <$name as TS>::decl(&config)); )* };
        }
        declare!(
            Court,
            ServiceRow,
            DocumentRow,
            CaseRow,
            StepRow,
            DeadlineRow,
            ReceiptRow,
            DoubtRow,
            MailRow,
            ReasonRow,
            HearingRow,
            ContactRow,
            PickupRow,
            ChannelRow,
            PartRow,
            SightingRow,
            ServicePage,
            ReceiptDraft,
            FolderPreview,
            FolderLook,
            GapRow,
            SelfCheckRow,
            WatchRow,
            MailboxState,
            crate::connect::find::ServerRow,
            crate::connect::find::ProviderRow,
            crate::connect::find::Found,
            crate::connect::check::ServerForm,
            crate::connect::check::MailboxForm,
            crate::connect::check::TestedStep,
            crate::connect::check::TestRow,
            crate::setting_up::OfficeForm,
            Problem,
            Overview,
            LedgerRow,
            LedgerQuery,
            LedgerPage,
            Counted,
            Statistics,
            Week,
            Speed,
            ReceiptMonth,
            DeadlineMonth,
            KindMonths,
            DayAhead,
            DoubtCount,
            TrustMonth,
            FoundRow,
            SearchAnswer,
            Exported,
            Progress,
            Preview,
            MarkRow,
            ShellState,
            ShellChange,
            BroughtIn,
            Opening,
        );
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../ui/src/api/types.ts");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &text).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap();
        assert!(written == text, "ui/src/api/types.ts is stale: run UPDATE=1 cargo test -p songda-mailroom");
    }
}
