//! The ledger 台账 as a table, what is asked of it, and its statistics 统计.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One served document as the ledger shows it. A service without a readable document has one row too.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct LedgerRow {
    /// Id of the document; empty when the service has none.
    pub document: String,
    pub service: String,
    /// Arrival in the agreed mailbox, RFC 3339 +08:00.
    pub arrived: Option<String>,
    /// When this program first saw it, RFC 3339 +08:00.
    pub first_seen: String,
    /// Full name of the court.
    pub court: Option<String>,
    pub case_number: Option<String>,
    pub cause: Option<String>,
    /// Our standing, as in the contract.
    pub role: Option<String>,
    /// Names of those who stand against us, as far as the papers tell.
    pub opponents: Vec<String>,
    pub title: String,
    /// Id of the kind of document, where one fits.
    pub kind: Option<String>,
    pub pages: Option<u32>,
    /// imap, folder, import.
    pub channel: String,
    pub from: Option<String>,
    /// proven, likely, doubtful.
    pub verdict: String,
    /// `none`, or the state of the service's receipt.
    pub receipt: String,
    /// When the server took the receipt, RFC 3339 +08:00.
    pub receipt_at: Option<String>,
    /// Who acknowledged.
    pub handler: Option<String>,
    /// The document's earliest deadline with a date; else its first one.
    pub deadline: Option<String>,
    /// Its rule, by which its name is told in another language; none for one of the office's own.
    pub deadline_rule: Option<String>,
    /// YYYY-MM-DD.
    pub last_day: Option<String>,
    pub safe_date: Option<String>,
    /// final, provisional, undetermined.
    pub deadline_status: Option<String>,
    /// open, confirmed, done, not-applicable, overdue.
    pub deadline_state: Option<String>,
    /// Days from today to the last day; negative when it has passed.
    pub days_left: Option<i32>,
    /// How many deadlines the document starts.
    pub deadlines: u32,
    /// Path below the case root; empty while it waits.
    pub path: String,
    /// Digest of the raw mail.
    pub sha256: String,
    /// Doubts about its service that are still open.
    pub open_doubts: u32,
}

/// What is asked of the ledger; an empty question asks for all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct LedgerQuery {
    /// Every word of it must stand in the row.
    pub text: String,
    /// Full name of the court.
    pub court: Option<String>,
    /// First day of arrival, YYYY-MM-DD.
    pub from: Option<String>,
    /// Last day of arrival, YYYY-MM-DD.
    pub to: Option<String>,
    /// due, done.
    pub receipt: Option<String>,
    /// open, overdue, provisional, none.
    pub deadline: Option<String>,
    /// proven, likely, doubtful.
    pub verdict: Option<String>,
    /// arrived, court, case, title, last-day; newest arrival first when empty.
    pub sort: Option<String>,
    /// Whether the order is turned round.
    pub descending: bool,
    pub offset: u32,
    /// Most rows of the answer.
    pub limit: u32,
}

/// A part of the ledger's rows that fit a question.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LedgerPage {
    /// Rows in the whole ledger.
    pub all: u32,
    /// Rows that fit.
    pub fitting: u32,
    pub offset: u32,
    pub rows: Vec<LedgerRow>,
    /// Every court in the ledger, the most frequent first.
    pub courts: Vec<Counted>,
}

/// A name and how often it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Counted {
    pub name: String,
    pub count: u32,
}

/// What the statistics tell, each part one answer to one question.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct Statistics {
    /// The months told of, YYYY-MM, oldest first.
    pub months: Vec<String>,
    /// How much work: services and documents by week.
    pub weeks: Vec<Week>,
    /// From where: services by court in these months, the most frequent first.
    pub courts: Vec<Counted>,
    /// Are we fast: hours from arrival, by month.
    pub speed: Vec<Speed>,
    /// Can we show the court: receipts by how soon they left.
    pub receipts: Vec<ReceiptMonth>,
    /// Risk: deadlines by the month of their last day.
    pub deadlines: Vec<DeadlineMonth>,
    /// Which documents: kinds by month.
    pub kinds: Vec<KindMonths>,
    /// What is ahead: the next fourteen days.
    pub ahead: Vec<DayAhead>,
    /// What people had to settle, by code of the doubt.
    pub doubts: Vec<DoubtCount>,
    /// Which mails were believed, by month.
    pub trust: Vec<TrustMonth>,
}

/// Work of one week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Week {
    /// Its Monday, YYYY-MM-DD.
    pub monday: String,
    pub services: u32,
    pub documents: u32,
}

/// Hours from arrival in one month's services; null where there is none to tell of.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Speed {
    pub month: String,
    /// Half of the services were seen within this many hours.
    pub seen_half: Option<f64>,
    /// Nine of ten services were seen within this many hours.
    pub seen_most: Option<f64>,
    pub receipt_half: Option<f64>,
    pub receipt_most: Option<f64>,
}

/// Receipts of the services that arrived in one month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct ReceiptMonth {
    pub month: String,
    pub same_day: u32,
    /// Within two working days.
    pub two_days: u32,
    pub later: u32,
    /// Not sent, though due.
    pub missing: u32,
}

/// Deadlines whose last day lies in one month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct DeadlineMonth {
    pub month: String,
    pub open: u32,
    pub done: u32,
    pub not_applicable: u32,
    pub overdue: u32,
}

/// How often one kind of document was served, by month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct KindMonths {
    /// Name of the kind; the title where no kind fits.
    pub name: String,
    /// In the order of `Statistics::months`.
    pub counts: Vec<u32>,
}

/// What one coming day brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DayAhead {
    /// YYYY-MM-DD.
    pub date: String,
    pub is_working_day: bool,
    pub deadlines: u32,
    pub hearings: u32,
}

/// Doubts of one code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DoubtCount {
    pub code: String,
    pub open: u32,
    pub settled: u32,
}

/// Verdicts of one month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct TrustMonth {
    pub month: String,
    pub proven: u32,
    pub likely: u32,
    pub doubtful: u32,
}
