//! Long lists as a window asks for them: the day, deadlines, cases and receipts, each a part at a time.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ClosingRow, Court, DeadlineRow, MailRow, PartyRow, ReceiptRow, ServiceRow, SittingRow};

/// Deadlines under one heading: those that are shown, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct DeadlineBlock {
    pub count: u32,
    pub rows: Vec<DeadlineRow>,
}

/// Services under one heading: those that are shown, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct ServiceBlock {
    pub count: u32,
    pub rows: Vec<ServiceRow>,
}

/// What needs a person now, in the order in which it burns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct TodayPage {
    pub overdue: DeadlineBlock,
    pub due_today: DeadlineBlock,
    /// Services whose receipt waits for a decision: left over, not certain, returned or not sent.
    pub left: ServiceBlock,
    /// Services never acknowledged, the one waiting longest first.
    pub receipts: ServiceBlock,
    /// Court sittings within a week, and later ones that the court may have moved; the earliest first.
    pub sittings: Vec<SittingRow>,
    /// Due within a week.
    pub week: DeadlineBlock,
    pub check: ServiceBlock,
    pub suspicious: ServiceBlock,
    /// Mail that came in and could not be read.
    pub stuck: Vec<MailRow>,
    /// Due later than in a week.
    pub next: DeadlineBlock,
    /// Open, without a last day.
    pub undetermined: DeadlineBlock,
    /// Cases for which no last day is known at all.
    pub cases_without_deadline: u32,
    /// Services whose case number was not recognised.
    pub services_without_case: u32,
    /// Mails of the last days that were taken for no service and that a court may have sent.
    pub mails_of_courts: u32,
}

/// What is asked of the deadlines; an empty question asks for all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct DeadlineQuery {
    /// It must stand in the row; blanks, widths and capitals make no difference.
    pub text: String,
    /// Only open ones whose last day is this one or later, YYYY-MM-DD.
    pub from: Option<String>,
    /// Only open ones whose last day is this one or earlier.
    pub to: Option<String>,
    pub offset: u32,
    /// Most rows of the answer.
    pub limit: u32,
}

/// A part of the deadlines that fit: open ones by last day, then those without one, then closed ones.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct DeadlineList {
    /// Of all, whatever is asked.
    pub all: u32,
    /// Open ones of all.
    pub open: u32,
    /// Of those that fit: open with a last day, open without, closed.
    pub dated: u32,
    pub undetermined: u32,
    pub closed: u32,
    pub offset: u32,
    pub rows: Vec<DeadlineRow>,
}

/// What is asked of the cases; an empty question asks for all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct CaseQuery {
    /// all (that are not closed), due (a receipt is), running (a deadline is), none (no last day is known), unnumbered,
    /// closed.
    pub tab: String,
    /// It must stand in the case; blanks, widths and capitals make no difference.
    pub text: String,
    pub offset: u32,
    /// Most rows of the answer.
    pub limit: u32,
}

/// How many cases there are of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct CaseCounts {
    /// With a number, and not closed.
    pub all: u32,
    pub due: u32,
    pub running: u32,
    pub none: u32,
    /// Services without a number.
    pub unnumbered: u32,
    pub closed: u32,
}

/// One case in the list; `number` is null for the services whose number was not recognised, which stand together.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CaseLine {
    pub number: Option<String>,
    pub court: Option<Court>,
    pub cause: Option<String>,
    /// What the office calls it.
    pub name: Option<String>,
    /// Names of those who stand against us, as far as its papers tell.
    pub opponents: Vec<String>,
    /// That a person closed it.
    pub closed: Option<ClosingRow>,
    /// Who works on its newest service.
    pub handler: Option<String>,
    /// First document of its newest service.
    pub title: String,
    /// Arrival of the newest service, RFC 3339 +08:00.
    pub latest: String,
    pub services: u32,
    /// The earliest open deadline with a last day.
    pub next: Option<DeadlineRow>,
    pub receipts_due: u32,
    pub doubtful: bool,
}

/// A part of the cases that fit: the one served last first, services without a number at the end.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct CaseList {
    pub counts: CaseCounts,
    pub fitting: u32,
    pub offset: u32,
    pub rows: Vec<CaseLine>,
}

/// All that is known of one case.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CasePage {
    pub number: Option<String>,
    pub court: Option<Court>,
    pub cause: Option<String>,
    pub role: Option<String>,
    /// Its parties besides us, as far as its papers tell.
    pub parties: Vec<PartyRow>,
    /// That a person closed it.
    pub closed: Option<ClosingRow>,
    /// What the office calls it.
    pub name: Option<String>,
    /// Numbers of every case that a person joined with it, itself included, the leading one first.
    pub together: Vec<String>,
    /// Newest first; not more than are shown at once.
    pub services: Vec<ServiceRow>,
    /// How many there are.
    pub service_count: u32,
    /// By last day, those without one at the end.
    pub deadlines: Vec<DeadlineRow>,
    pub next: Option<DeadlineRow>,
}

/// What is asked of the receipts; an empty question asks for all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct ReceiptQuery {
    /// all, open, sent, withdrawn.
    pub tab: String,
    pub offset: u32,
    /// Most rows of the answer.
    pub limit: u32,
}

/// How many receipts there are of each tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct ReceiptCounts {
    pub all: u32,
    pub open: u32,
    pub sent: u32,
    pub withdrawn: u32,
}

/// A part of the receipts that fit: open ones first, then the newest.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct ReceiptList {
    pub counts: ReceiptCounts,
    pub fitting: u32,
    pub offset: u32,
    pub rows: Vec<ReceiptRow>,
}
