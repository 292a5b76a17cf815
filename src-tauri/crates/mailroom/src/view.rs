//! Rows and pages for people; the only types that cross to the window.

mod arrival;
mod choice;
mod duty;
mod export;
mod facts;
mod filing;
mod ledger;
mod lesson;
mod lists;
mod mails;
mod preview;
mod problem;
mod receipt;
mod remind;
mod search;
mod services;
mod shell;
mod time;
mod watch;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use self::arrival::SightingRow;
pub use self::choice::{Choice, ChoiceMade, Choices, CourtChoice, PlatformChoice};
pub use self::duty::{AgreementForm, BatchLine, Chosen, Wished};
pub use self::facts::{ContactRow, FactRow, HearingRow, ReasonRow, RelatedRow, SuggestionRow};
pub use self::problem::Problem;
pub use self::watch::{CheckedRow, FolderLook, GapRow, SelfCheckRow, WatchRow};
pub use export::{Exported, Progress};
pub use filing::{CaseRow, ChannelRow, ClosingRow, FolderPreview, PartyRow, PickupRow, Restored, RootMoved};
pub use ledger::{
    Counted, DayAhead, DeadlineMonth, DoubtCount, KindMonths, LedgerPage, LedgerQuery, LedgerRow, ReceiptMonth, Speed,
    Statistics, TrustMonth, Week,
};
pub use lesson::LessonRow;
pub use lists::{
    CaseCounts, CaseLine, CaseList, CasePage, CaseQuery, DeadlineBlock, DeadlineList, DeadlineQuery, ReceiptCounts,
    ReceiptList, ReceiptQuery, ServiceBlock, TodayPage,
};
pub use mails::{MailCounts, MailLine, MailList, MailPage, MailQuery};
pub use preview::{MarkRow, Preview};
pub use receipt::{
    AgreementChange, AgreementField, AgreementRow, ByHandRow, ClaimRow, ElsewhereRow, ReceiptDraft, ReceiptRow,
    Register, ReportRow, Uncovered,
};
pub use remind::{MailWayForm, MailWayRow, RemindChange, RemindState, RobotForm, RobotRow, SenderRow};
pub use search::{FoundRow, SearchAnswer};
pub use services::{ServiceCounts, ServiceList, ServiceQuery};
pub use shell::{BroughtIn, Opening, PassedOver, ProxyForm, ProxyState, ShellChange, ShellState, Signature};
pub use time::*;

/// A court by code and name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Court {
    /// 法院代字, such as 沪0112.
    pub code: String,
    /// Full name.
    pub name: String,
}

/// One service event in a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
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
    /// Names of those who stand against us, as far as its papers tell.
    pub opponents: Vec<String>,
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
    /// How it was answered other than by a receipt from here: platform, post, in-person, none-needed, and elsewhere
    /// when another desk on the mailbox answered.
    pub by_hand: Option<String>,
    /// It is agreed that this court needs no answer.
    pub none_needed: bool,
    /// Last day of the agreed term to answer, while no answer has left.
    pub answer_by: Option<String>,
    /// Doubts still open.
    pub open_doubts: u32,
    /// The earliest open deadline with a date.
    pub next_deadline: Option<Box<DeadlineRow>>,
    /// Who works on it.
    pub handler: Option<String>,
    /// Until when its reminders rest, RFC 3339 +08:00; may have passed.
    pub snoozed_until: Option<String>,
    /// Why a person set it aside as no service.
    pub set_aside: Option<String>,
}

/// One served document.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DocumentRow {
    pub id: String,
    pub service: String,
    /// Path of its part in the mail.
    pub part: String,
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
    /// filed, waiting, missing, changed; away while nothing can be said because the case root is.
    pub state: String,
    /// Whether a person put it to the service, and may take it back.
    pub by_hand: bool,
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
    /// What a person answered.
    pub answer: Option<String>,
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
    /// Whether it may be learned from how its court sends: nothing in the mail hides or disproves its sender.
    pub teachable: bool,
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
    /// Every fact with where it was read.
    pub facts: Vec<FactRow>,
    /// Earlier services that it repeats, corrects or reminds of.
    pub related: Vec<RelatedRow>,
    /// What corrections of other services suggest.
    pub suggestions: Vec<SuggestionRow>,
    pub doubts: Vec<DoubtRow>,
    /// Parts that did not become documents.
    pub other_parts: Vec<PartRow>,
    pub receipt: Option<ReceiptRow>,
    /// What a person said last of an answer outside of this program.
    pub by_hand: Option<ByHandRow>,
    /// The mail asks its receiver for a read receipt, to its own sender.
    pub asked_read_receipt: bool,
    /// Text of the mail, as a reader sees it.
    pub text: String,
    /// The agreed address it arrived at.
    pub address: String,
    /// Every sighting of the mail, as evidence of its arrival.
    pub sightings: Vec<SightingRow>,
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
    /// The office says that several computers work with it: what cannot be registered in it does not leave.
    pub shared: bool,
    /// several, one, or unsaid: how many computers work with it, as far as the office said.
    pub computers: String,
    /// Another computer with this program was seen to answer from it, or to register there what it answers.
    pub answered_beside: bool,
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
    /// What burns today: deadlines overdue or due today, and receipts whose fate a person must decide.
    pub burning: u32,
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
    use crate::connect::{check, find};
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
            ClosingRow,
            PartyRow,
            StepRow,
            Decide,
            OwnDeadline,
            SittingRow,
            DecidedRow,
            DeadlineRow,
            MoveRow,
            ReminderRow,
            RuleRow,
            ReckoningPage,
            CalendarRow,
            ReceiptRow,
            ByHandRow,
            ClaimRow,
            ElsewhereRow,
            ReportRow,
            Choices,
            CourtChoice,
            PlatformChoice,
            ChoiceMade,
            Choice,
            AgreementRow,
            AgreementChange,
            AgreementField,
            Uncovered,
            AgreementForm,
            BatchLine,
            Chosen,
            Register,
            DoubtRow,
            MailRow,
            ReasonRow,
            HearingRow,
            ContactRow,
            PickupRow,
            ChannelRow,
            PartRow,
            FactRow,
            LessonRow,
            RelatedRow,
            SuggestionRow,
            ServicePage,
            ReceiptDraft,
            Wished,
            FolderPreview,
            RootMoved,
            Restored,
            MailboxState,
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
            PassedOver,
            Opening,
        );
        declare!(ServiceQuery, ServiceCounts, ServiceList);
        declare!(DeadlineBlock, ServiceBlock, TodayPage, DeadlineQuery, DeadlineList);
        declare!(CaseQuery, CaseCounts, CaseLine, CaseList, CasePage, ReceiptQuery, ReceiptCounts, ReceiptList);
        declare!(MailQuery, MailCounts, MailLine, MailList, MailPage);
        declare!(RemindState, RobotRow, MailWayRow, SenderRow, RemindChange, RobotForm, MailWayForm);
        declare!(Signature, ProxyState, ProxyForm);
        declare!(SightingRow, CheckedRow, FolderLook, GapRow, SelfCheckRow, WatchRow);
        declare!(find::ServerRow, find::ProviderRow, find::Found);
        declare!(check::ServerForm, check::MailboxForm, check::TestedStep, check::TestRow);
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../ui/src/api/types.ts");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &text).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap();
        assert!(written == text, "ui/src/api/types.ts is stale: run UPDATE=1 cargo test -p songda-mailroom");
    }
}
