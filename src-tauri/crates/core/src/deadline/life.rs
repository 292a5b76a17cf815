//! The life of a deadline: what persons decided about it, and what it was told as, entry by entry.

mod kept;
mod last;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{DeadlineId, Digest, ServiceId};
use crate::ledger::{
    CalendarImported, DeadlineAdded, DeadlineDecided, DeadlineTold, Entry, Fact, Reminded, StartChosen,
};
use crate::service::ChosenStart;

pub use kept::{KeptLives, LivesRest};
pub use last::LastTold;
use last::Words;

/// Where a deadline stands, as persons left it. Being overdue is told by the day, not by a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// 待办
    #[default]
    Open,
    /// 已确认: a person checked the date.
    Confirmed,
    /// 完成
    Done,
    /// 不适用
    NotApplicable,
    /// 逾期已补救
    Remedied,
}

impl State {
    /// The word of the contract.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Confirmed => "confirmed",
            Self::Done => "done",
            Self::NotApplicable => "not-applicable",
            Self::Remedied => "remedied",
        }
    }

    /// Whether nothing is left to do.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Done | Self::NotApplicable | Self::Remedied)
    }
}

/// A person's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// The date is right.
    Confirmed,
    /// What was to be done is done.
    Done,
    /// It does not concern us.
    NotApplicable,
    /// It was missed and made good.
    Remedied,
    /// It is open again.
    Reopened,
    /// The court gave more time, until a day.
    Extended,
    /// It counts from another day.
    CountedFrom,
    /// A later last day is accepted.
    Accepted,
    /// Who is responsible, and who stands in.
    Assigned,
}

impl Decision {
    /// Every decision.
    pub const ALL: [Self; 9] = [
        Self::Confirmed,
        Self::Done,
        Self::NotApplicable,
        Self::Remedied,
        Self::Reopened,
        Self::Extended,
        Self::CountedFrom,
        Self::Accepted,
        Self::Assigned,
    ];

    /// The word it is recorded with.
    pub fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Done => "done",
            Self::NotApplicable => "not-applicable",
            Self::Remedied => "remedied",
            Self::Reopened => "reopened",
            Self::Extended => "extended",
            Self::CountedFrom => "counted-from",
            Self::Accepted => "accepted",
            Self::Assigned => "assigned",
        }
    }

    /// The decision recorded with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == word)
    }

    /// Whether a date goes with it.
    pub fn needs_date(self) -> bool {
        matches!(self, Self::Extended | Self::CountedFrom)
    }

    /// Whether a person must say why.
    pub fn needs_reason(self) -> bool {
        !matches!(self, Self::Confirmed | Self::Accepted | Self::Assigned)
    }

    /// Whether it may be taken where a deadline stands.
    pub fn is_open_to(self, state: State) -> bool {
        match self {
            Self::Reopened => state.is_closed(),
            Self::Assigned => true,
            _ => !state.is_closed(),
        }
    }
}

/// One thing a person decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// When, RFC 3339.
    pub at: Arc<str>,
    /// Who.
    pub by: Arc<str>,
    /// What.
    pub decision: Decision,
    /// The date that goes with it.
    pub date: Option<NaiveDate>,
    /// Why.
    pub reason: Arc<str>,
}

/// One deadline's life.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Life {
    /// Where it stands.
    pub state: State,
    /// Until when the court gave more time.
    pub extended: Option<NaiveDate>,
    /// The day it counts from instead, and why.
    pub counted_from: Option<ChosenStart>,
    /// Who is responsible.
    pub person: Option<String>,
    /// Who stands in.
    pub deputy: Option<String>,
    /// What was decided, in order.
    pub history: Vec<Decided>,
    /// How it was told last.
    pub told: Option<LastTold>,
    /// Number of the entry that told it last.
    pub told_seq: i64,
    /// Digests of the calendar and the rules it was told by.
    pub told_by: Option<Arc<(Digest, Digest)>>,
    /// Number of the last entry by which a person moved it.
    pub person_seq: i64,
}

impl Life {
    fn decided(&mut self, decided: DeadlineDecided, entry: &Entry, words: &mut Words) {
        let Some(decision) = Decision::parse(&decided.decision) else { return };
        let date = decided.date.as_deref().and_then(|text| text.parse().ok());
        match decision {
            Decision::Confirmed => self.state = State::Confirmed,
            Decision::Done => self.state = State::Done,
            Decision::NotApplicable => self.state = State::NotApplicable,
            Decision::Remedied => self.state = State::Remedied,
            Decision::Reopened => self.state = State::Open,
            Decision::Extended => self.extended = date,
            Decision::CountedFrom => {
                self.counted_from = date.map(|date| ChosenStart { date, reason: decided.reason.clone() });
                self.extended = None;
            }
            Decision::Accepted => {}
            Decision::Assigned => (self.person, self.deputy) = (decided.person, decided.deputy),
        }
        if matches!(decision, Decision::Extended | Decision::CountedFrom | Decision::Accepted) {
            self.person_seq = entry.seq;
        }
        self.history.reserve_exact(1);
        self.history.push(Decided {
            at: words.word(&entry.at),
            by: words.word(&entry.by),
            decision,
            date,
            reason: words.word(&decided.reason),
        });
    }
}

/// One move of a deadline's last day that was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// When it was recorded, RFC 3339.
    pub at: String,
    /// How it is told since.
    pub told: DeadlineTold,
}

/// Everything recorded about deadlines and calendars.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lives {
    // Apart from the map: its spare places would be as large as a life.
    lives: BTreeMap<DeadlineId, Box<Life>>,
    /// Deadlines persons added, with when and who.
    pub added: Vec<(DeadlineAdded, String, String)>,
    words: Words,
    starts: BTreeMap<ServiceId, (ChosenStart, i64)>,
    /// Deadlines of a service that new rules or a new version no longer give.
    gone: BTreeMap<ServiceId, BTreeSet<DeadlineId>>,
    /// Moves of last days, first one first; deadlines that were new are none.
    pub moved: Vec<Moved>,
    /// Holidays taken in, first one first, with the moment of the entry.
    pub calendars: Vec<(CalendarImported, String)>,
    /// What persons were reminded of successfully, by the way it was done.
    pub reminded: BTreeSet<(String, String)>,
    /// Every reminder, delivered or not, with the moment of its entry; first one first.
    pub reminders: Vec<(Reminded, String)>,
    /// Number of the last entry that may change what a deadline is told as.
    pub seq: i64,
}

impl Lives {
    /// Takes in one fact of a deadline, a calendar or a reminder; gives every other back.
    pub fn take(&mut self, fact: Fact, entry: &Entry) -> Option<Fact> {
        match fact {
            Fact::DeadlineDecided(decided) => {
                if let Some(id) = decided.deadline.clone() {
                    self.lives.entry(id).or_default().decided(decided, entry, &mut self.words);
                    self.seq = entry.seq;
                }
            }
            Fact::DeadlineAdded(added) => {
                self.added.push((added, entry.at.clone(), entry.by.clone()));
                self.seq = entry.seq;
            }
            Fact::StartChosen(chosen) => self.chosen(chosen, entry),
            Fact::DeadlinesTold(told) => {
                let by = (told.calendar, told.rules);
                for told in told.deadlines {
                    self.told(told, by, entry);
                }
            }
            Fact::CalendarImported(imported) => {
                self.calendars.push((imported, entry.at.clone()));
                self.seq = entry.seq;
            }
            Fact::Reminded(reminded) => {
                if reminded.problem.is_none() {
                    self.reminded.extend(reminded.about.iter().map(|about| (reminded.by.clone(), about.clone())));
                }
                self.reminders.push((reminded, entry.at.clone()));
            }
            other => return Some(other),
        }
        None
    }

    fn chosen(&mut self, chosen: StartChosen, entry: &Entry) {
        self.seq = entry.seq;
        match chosen.date.as_deref().map(str::parse) {
            Some(Ok(date)) => {
                let start = ChosenStart { date, reason: chosen.reason };
                self.starts.insert(chosen.service, (start, entry.seq));
            }
            Some(Err(_)) => {}
            None => {
                self.starts.remove(&chosen.service);
            }
        }
    }

    fn told(&mut self, told: DeadlineTold, by: (Digest, Digest), entry: &Entry) {
        self.kept_or_gone(&told);
        let life = self.lives.entry(told.deadline.clone()).or_default();
        let is_move = told.was != told.last_day || told.waits.is_some() || told.status == "gone";
        if told.why != "new" && is_move {
            self.moved.push(Moved { at: entry.at.clone(), told: told.clone() });
        }
        // Confirmed was another day; what a person moved since, that person has looked at.
        if life.state == State::Confirmed && told.was != told.last_day && !matches!(told.why.as_str(), "new" | "person")
        {
            life.state = State::Open;
        }
        (life.told, life.told_by) = (Some(self.words.last(&told)), Some(self.words.by(by)));
        life.told_seq = entry.seq;
    }

    /// What vanishes because a person corrected a fact or joined services, or the court's papers say otherwise, is known
    /// to be gone; only what new rules or a new version no longer give nobody asked for.
    fn kept_or_gone(&mut self, told: &DeadlineTold) {
        let Some(service) = &told.service else { return };
        if told.status == "gone" && (told.stays || told.why == "rules") {
            self.gone.entry(service.clone()).or_default().insert(told.deadline.clone());
        } else if let Some(gone) = self.gone.get_mut(service) {
            gone.remove(&told.deadline);
        }
    }

    /// Deadlines of a service that new rules or a new version no longer give.
    pub fn gone_of<'a>(&'a self, service: &ServiceId) -> impl Iterator<Item = &'a DeadlineId> + use<'a> {
        self.gone.get(service).into_iter().flatten()
    }

    /// The life of one deadline; `None` when nothing was recorded.
    pub fn of(&self, deadline: &DeadlineId) -> Option<&Life> {
        self.lives.get(deadline).map(AsRef::as_ref)
    }

    /// The day of service a person determined, and the number of the entry that says so.
    pub fn start_of(&self, service: &ServiceId) -> Option<&(ChosenStart, i64)> {
        self.starts.get(service)
    }

    /// Every deadline that was told before.
    pub fn told_before(&self) -> impl Iterator<Item = (&DeadlineId, &Life)> {
        self.lives.iter().map(|(id, life)| (id, life.as_ref())).filter(|(_, life)| life.told.is_some())
    }
}

/// A last day as it is shown, and the later one that waits for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Last day to act.
    pub last_day: Option<NaiveDate>,
    /// What today's reckoning gives, when it is later than what was told and nobody accepted that.
    pub waits: Option<NaiveDate>,
}

/// The same for a deadline that was never told, and for which a person was given a day when it was added.
pub fn shown_since(life: Option<&Life>, given: Option<NaiveDate>, reckoned: Option<NaiveDate>) -> Shown {
    let is_told = life.is_some_and(|life| life.told.is_some() || life.person_seq > 0);
    match (given, reckoned) {
        (Some(given), Some(now)) if !is_told && now > given => Shown { last_day: Some(given), waits: Some(now) },
        (Some(given), None) if !is_told => Shown { last_day: Some(given), waits: None },
        _ => shown(life, reckoned, false),
    }
}

/// Nothing moves later without being asked: of the day told before and the day reckoned now the earlier is shown,
/// unless a person moved it since (`asked`) or time was given.
pub fn shown(life: Option<&Life>, reckoned: Option<NaiveDate>, asked: bool) -> Shown {
    let is_now = Shown { last_day: reckoned, waits: None };
    let Some(life) = life else { return is_now };
    if let Some(extended) = life.extended {
        return Shown { last_day: Some(extended), waits: None };
    }
    let before = life.told.as_ref().and_then(|told| told.last_day.as_deref()).and_then(|text| text.parse().ok());
    let asked = asked || life.person_seq > life.told_seq;
    match (before, reckoned) {
        (Some(before), Some(now)) if now > before && !asked => Shown { last_day: Some(before), waits: Some(now) },
        // A date that cannot be said any more is kept until a person looks.
        (Some(before), None) if !asked => Shown { last_day: Some(before), waits: None },
        _ => is_now,
    }
}

#[cfg(test)]
mod tests;
