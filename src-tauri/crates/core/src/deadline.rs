//! Rules + service + calendar → deadlines 期限, each with its reckoning spelled out.

mod copy;
mod count;
mod derive;
mod first;
mod gate;
mod law;
mod letters;
pub mod life;
mod load;
mod named;
mod number;
mod paper;
mod procedure;
mod reckon;
mod rule;
mod seat;
mod span;
mod spot;
mod standing;
mod suit;
mod vague;
mod whom;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::calendar::Calendar;
use crate::id::Digest;
use crate::reference::{Reference, ReferenceError};
use crate::service::{ChosenStart, Service};

pub use count::{Direction, Roll};
pub use derive::{Prepared, derive, prepare};
pub use rule::{Basis, Bound, Example, Rule, Setting};

/// How sure a deadline's date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Counted to the end on published calendars from a proven arrival.
    Final,
    /// May move or may not have started; the reason says why.
    Provisional,
    /// No date can be said.
    Undetermined,
}

impl Status {
    /// The word of the contract.
    pub fn code(self) -> &'static str {
        match self {
            Self::Final => "final",
            Self::Provisional => "provisional",
            Self::Undetermined => "undetermined",
        }
    }
}

/// A length of time as the law writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Calendar days.
    Days(u32),
    /// Working days.
    WorkingDays(u32),
    /// Months by the corresponding date.
    Months(u32),
    /// Years by the corresponding date.
    Years(u32),
}

/// What a reckoned day hangs on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// The day of service, or the event the rule counts from: another day of service gives another last day.
    #[default]
    Service,
    /// A day the paper names: it stays whenever the paper was served.
    Named,
    /// The day the court sits, counted back from.
    Sitting,
}

/// One step of a reckoning in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The day the step is about.
    pub date: NaiveDate,
    /// What happens there, such as 送达次日起算.
    pub says: String,
}

impl Step {
    /// The day of the week, such as 周四.
    pub fn weekday(&self) -> &'static str {
        reckon::weekday(self.date)
    }
}

/// A law's article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Short title of the law.
    pub law: String,
    /// Article label, such as 第一百二十八条.
    pub article: String,
    /// Whether the rule's words were found in the text of the article.
    pub checked: bool,
}

/// One reckoned date with every step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reckoning {
    /// Rule id.
    pub rule: String,
    /// Name of the deadline.
    pub name: String,
    /// The date counted from.
    pub from: Option<NaiveDate>,
    /// Length, where the law or the paper gives one.
    pub length: Option<Length>,
    /// End before rolling.
    pub raw_end: Option<NaiveDate>,
    /// Last day to act.
    pub last_day: Option<NaiveDate>,
    /// The day by which to act to be safe under every reading.
    pub safe_date: Option<NaiveDate>,
    /// How sure.
    pub status: Status,
    /// Why it is not final, else a one-line summary.
    pub because: String,
    /// Every step in order.
    pub steps: Vec<Step>,
    /// Articles it rests on, by the version in force on the date counted from.
    pub source: Vec<Article>,
    /// Years of the calendars used.
    pub calendar: Vec<i32>,
    /// What the day hangs on.
    pub anchor: Anchor,
}

/// A reckoning tied to a case and a document of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// Normalised case number.
    pub case_number: Option<String>,
    /// Path of the document's part.
    pub part: String,
    /// Which of several days of that document it is about, where each is a deadline of its own; `None` for the earliest.
    pub end: Option<NaiveDate>,
    /// The reckoning.
    pub reckoning: Reckoning,
}

/// The rules this program was built with.
///
/// # Errors
/// When the data does not parse, or a rule stands without a source.
pub fn builtin_rules() -> Result<BTreeMap<String, Rule>, ReferenceError> {
    load::builtin()
}

/// The day so many working days before another; `None` beyond what a date can hold.
pub fn working_days_before(day: NaiveDate, days: u32, calendar: &Calendar) -> Option<NaiveDate> {
    count::raw_end(day, Length::WorkingDays(days), Direction::Backward, calendar)
}

/// Digest of the rules this program was built with.
pub fn rules_digest() -> Digest {
    load::digest()
}

/// Reckons one rule from a date, without any paper. `None` when no rule has this id.
///
/// `raw_end` is the end before it moves, `last_day` the last day to act, `safe_date` the earliest end under every
/// reading (`raw_end` for a period that moves later).
pub fn reckon(rule: &str, from: NaiveDate, reference: &Reference) -> Option<Reckoning> {
    reference.rules.get(rule).map(|rule| reckon::reckon(rule, from, None, &reference.calendar))
}

/// Reckons one rule with a length the paper states 指定期间. `None` when no rule has this id.
pub fn reckon_stated(rule: &str, from: NaiveDate, stated: Length, reference: &Reference) -> Option<Reckoning> {
    let stated = Some(paper::Stated::Length(stated));
    reference.rules.get(rule).map(|rule| reckon::reckon(rule, from, stated, &reference.calendar))
}

/// The last day one rule gives on another calendar than today's. `None` when no rule has this id or no day can be said.
pub fn last_day_on(
    calendar: &Calendar,
    rule: &str,
    from: NaiveDate,
    stated: Option<Length>,
    reference: &Reference,
) -> Option<NaiveDate> {
    let rule = reference.rules.get(rule)?;
    reckon::reckon(rule, from, stated.map(paper::Stated::Length), calendar).last_day
}

/// Reckons anew from another day; the length stays what it was. A period that ran back from a sitting runs back from the
/// day given. What else kept the date from being final is not looked at.
pub fn recount(told: &Reckoning, start: &ChosenStart, court: Option<&str>, reference: &Reference) -> Reckoning {
    let Some(rule) = reference.rules.get(&told.rule) else { return told.clone() };
    let stated = told.length.map(|length| match told.anchor {
        Anchor::Sitting => paper::Stated::BeforeSitting { length, loose: false },
        Anchor::Service | Anchor::Named => paper::Stated::Length(length),
    });
    let mut anew = reckon::reckon(rule, start.date, stated, reference.calendar.of_court(court));
    let day = reckon::written(start.date);
    anew.because.push_str(&format!("起算日由人工确定为{day}（{}）。", start.reason));
    anew
}

/// One deadline of a service, reckoned anew from a day that a person determined for it.
///
/// Where the day of service is what it counts from, its papers are read as if they had been served that day: only what
/// made the start unsure falls away. A last day the paper names stays, whatever it is counted from.
pub fn counted_from(service: Service, deadline: &Deadline, start: &ChosenStart, reference: &Reference) -> Reckoning {
    let told = &deadline.reckoning;
    if told.anchor == Anchor::Named && told.length.is_none() && told.last_day.is_some() {
        let mut kept = told.clone();
        let day = reckon::written(start.date);
        kept.because.push_str(&format!("人工确定的起算日{day}不改变文书写明的日期（{}）。", start.reason));
        return kept;
    }
    let served = Service { chosen: Some(start.clone()), ..service };
    if told.anchor == Anchor::Service && told.last_day.is_some() {
        let same = |other: &Deadline| {
            other.reckoning.rule == told.rule
                && other.part == deadline.part
                && other.end == deadline.end
                && other.case_number == deadline.case_number
                && other.reckoning.anchor == Anchor::Service
        };
        if let Some(anew) = derive(&served, reference).0.into_iter().find(same) {
            return anew.reckoning;
        }
    }
    let court = served.found.court.as_ref().map(|court| court.code.as_str());
    let mut anew = recount(told, start, court, reference);
    let unsure = derive::reasons_of(&served);
    if anew.last_day.is_some() && !unsure.is_empty() {
        anew.status = Status::Provisional;
        anew.because.push_str(&format!("暂定：{}。", unsure.join("；")));
    }
    anew
}

#[cfg(test)]
mod tests;
