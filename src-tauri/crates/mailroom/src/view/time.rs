//! Deadlines, rules and calendars as people see them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Court;

/// One step of a reckoning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct StepRow {
    /// YYYY-MM-DD.
    pub date: String,
    pub says: String,
}

/// One deadline.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
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
    /// Our own day before the last one 预警日: three working days before it.
    pub internal_day: Option<String>,
    /// Who is responsible, and who stands in.
    pub person: Option<String>,
    pub deputy: Option<String>,
    /// A later last day that waits to be accepted; until then `last_day` stays.
    pub waits: Option<String>,
    /// Until when the court gave more time.
    pub extended: Option<String>,
    /// Whether a person added it.
    pub own: bool,
    /// Id of the service that brought the same paper earlier and from which it counts.
    pub earlier_service: Option<String>,
    /// What persons decided, first one first.
    pub history: Vec<DecidedRow>,
}

impl DeadlineRow {
    /// Whether its day is told without a reserve: counted to the end, or checked by a person and not reckoned otherwise
    /// since.
    pub fn is_certain(&self) -> bool {
        (self.status == "final" || self.state == "confirmed") && self.waits.is_none()
    }
}

/// One decision about a deadline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DecidedRow {
    /// RFC 3339 +08:00.
    pub at: String,
    pub by: String,
    /// added, confirmed, done, not-applicable, remedied, reopened, extended, counted-from, accepted, assigned.
    pub decision: String,
    /// YYYY-MM-DD.
    pub date: Option<String>,
    pub reason: String,
}

/// A decision about a deadline, as the window orders it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, TS)]
#[serde(default)]
pub struct Decide {
    /// confirmed, done, not-applicable, remedied, reopened, extended, counted-from, accepted, assigned.
    pub decision: String,
    /// YYYY-MM-DD, where one goes with it.
    pub date: Option<String>,
    pub person: Option<String>,
    pub deputy: Option<String>,
    pub reason: String,
}

/// A deadline of the office's own, as the window orders it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, TS)]
#[serde(default)]
pub struct OwnDeadline {
    pub name: String,
    /// YYYY-MM-DD; reckoned by the rule when it is not given.
    pub last_day: Option<String>,
    pub rule: Option<String>,
    pub from: Option<String>,
    /// Length in days that a paper states, to be reckoned by instead of the rule's own.
    #[serde(default)]
    #[ts(optional)]
    pub days: Option<u32>,
    pub service: Option<String>,
    pub case_number: Option<String>,
    pub reason: String,
}

/// One court sitting of any case.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SittingRow {
    pub service: String,
    /// RFC 3339 +08:00.
    pub starts: String,
    pub place: Option<String>,
    /// trial, evidence-exchange, conference, mediation.
    pub kind: String,
    pub case_numbers: Vec<String>,
    pub court: Option<Court>,
    /// Whether a notice of the court told another time for one of several sittings, and it may be this one.
    pub may_be_moved: bool,
}

/// One move of a last day: from what to what, and why.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct MoveRow {
    /// Id of the deadline.
    pub deadline: String,
    pub service: Option<String>,
    pub case_number: Option<String>,
    pub rule: String,
    pub name: String,
    /// When it was told, RFC 3339 +08:00; null when it would only be told so.
    pub at: Option<String>,
    /// Last day before.
    pub was: Option<String>,
    /// Last day now.
    pub last_day: Option<String>,
    /// A later last day that waits to be accepted.
    pub waits: Option<String>,
    /// final, provisional, undetermined, gone.
    pub status: String,
    /// new, calendar, rules, facts, register, person, version.
    pub why: String,
}

/// One reminder, delivered or not.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReminderRow {
    /// RFC 3339 +08:00.
    pub at: String,
    /// Id of the way in the settings, or `desktop`.
    pub by: String,
    /// To whom, as far as it is known.
    pub to: String,
    /// What it was about: deadlines with stage and day, or the daily list.
    pub about: Vec<String>,
    /// Code of why it was not delivered; null when it was.
    pub problem: Option<String>,
    /// The other side's words.
    pub answer: String,
}

/// One rule, for the calculator.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RuleRow {
    pub id: String,
    pub name: String,
    /// Family it belongs to, such as 民事一审.
    pub group: String,
    /// For whom, in words.
    pub for_whom: Vec<String>,
    /// Who fixes the date, in words.
    pub setting: String,
    /// Length in words; empty where there is none.
    pub length: String,
    /// The event counted from, in words.
    pub counts_from: String,
    /// Whether a date can be said without a paper.
    pub dated: bool,
    /// What to do.
    pub action: Option<String>,
    /// What happens when it is missed.
    pub consequence: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// One reckoning of the calculator.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReckoningPage {
    pub rule: String,
    pub name: String,
    /// YYYY-MM-DD, as everywhere here.
    pub from: String,
    /// Length in days that the paper states, where it was reckoned by one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub days: Option<u32>,
    pub raw_end: Option<String>,
    pub last_day: Option<String>,
    pub safe_date: Option<String>,
    /// final, provisional, undetermined.
    pub status: String,
    pub because: String,
    pub steps: Vec<StepRow>,
    pub source: Vec<String>,
}

/// One year of holidays that is loaded.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CalendarRow {
    pub year: i32,
    /// First letter of the court codes it is for; null for the whole country.
    pub region: Option<String>,
    /// Where it comes from.
    pub source: String,
    /// When it was taken in, RFC 3339 +08:00; null when it came with the program.
    pub imported: Option<String>,
    /// Digest of the file; null when it came with the program.
    pub sha256: Option<String>,
    /// Days off and days worked in exchange, YYYY-MM-DD.
    pub rest: Vec<String>,
    pub make_up: Vec<String>,
}
