//! What is to be told now, to whom: stages of a deadline, quiet hours, the daily list, and what was missed while the
//! computer was off.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

use super::sittings::{self, Coming, Nearness};
use crate::rows::Sitting;
use crate::settings::{Level, RemindSettings};
use crate::view::DeadlineRow;

/// Days of the daily list.
const WEEK: i32 = 7;

/// How near a deadline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// From our own day on, three working days before.
    Internal,
    /// The day before.
    Eve,
    /// The last day itself.
    Today,
    /// Past, and nobody closed it.
    Overdue,
}

impl Stage {
    fn code(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Eve => "eve",
            Self::Today => "today",
            Self::Overdue => "overdue",
        }
    }

    /// When on a day it is told of.
    fn times(self) -> &'static [(u32, u32)] {
        match self {
            Self::Internal | Self::Overdue => &[(9, 0)],
            Self::Eve => &[(9, 0), (16, 0)],
            Self::Today => &[(9, 0), (14, 0), (16, 30)],
        }
    }

    /// Who is told of it first: 经办人, then 负责人, then 主管.
    fn level(self) -> Level {
        match self {
            Self::Internal => Level::Handler,
            Self::Eve => Level::Owner,
            Self::Today | Self::Overdue => Level::Manager,
        }
    }

    /// Whether it may disturb in quiet hours.
    fn is_pressing(self) -> bool {
        matches!(self, Self::Today | Self::Overdue)
    }
}

/// One deadline that is to be told of now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// How near it is.
    pub stage: Stage,
    /// Id of the deadline.
    pub id: String,
    /// Name of the rule, never of a person.
    pub name: String,
    /// Name of the court.
    pub court: String,
    /// Last day.
    pub last_day: NaiveDate,
    /// Whether the date is provisional.
    pub is_provisional: bool,
    /// Keys under which this telling is recorded: it and the earlier ones of the day it makes up for.
    pub about: Vec<String>,
}

/// Everything that is to be told by one way now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Telling {
    /// Deadlines, the most pressing first.
    pub due: Vec<Due>,
    /// Court sittings, the nearest first.
    pub sittings: Vec<Coming>,
    /// Whether it is the daily list as well.
    pub digest: Option<String>,
    /// Deadlines of the daily list: those of the next seven days.
    pub week: Vec<Due>,
    /// Doubtful mails whose deadlines would be among them, for the daily list.
    pub doubtful: usize,
}

impl Telling {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.due.is_empty() && self.sittings.is_empty() && self.digest.is_none()
    }

    /// Deadlines that are said one by one: with the daily list, the week's and what is due now and lies outside it.
    pub fn lines(&self) -> Vec<&Due> {
        let outside =
            self.due.iter().filter(|due| self.digest.is_none() || !self.week.iter().any(|it| it.id == due.id));
        outside.chain(if self.digest.is_some() { self.week.as_slice() } else { &[] }).collect()
    }

    /// Sittings a week off for which no line is left wait for the next telling: what is recorded as told must have been
    /// said.
    pub fn leave_for_later(&mut self) {
        let all = std::mem::take(&mut self.sittings);
        let (far, mut told): (Vec<Coming>, Vec<Coming>) = all.into_iter().partition(|it| it.nearness == Nearness::Week);
        let left = super::words::MOST_LINES.saturating_sub(told.len() + self.lines().len());
        told.extend(far.into_iter().take(left));
        self.sittings = told;
    }

    /// Every key it is recorded under.
    pub fn about(&self) -> Vec<String> {
        let due = self.due.iter().flat_map(|due| due.about.clone());
        let sittings = self.sittings.iter().flat_map(|sitting| sitting.about.clone());
        due.chain(sittings).chain(self.digest.clone()).collect()
    }
}

/// Days ahead in which a deadline may be told of at all: those of the daily list, and those our own day may lie before a
/// last day, with the longest holidays between.
pub fn horizon(settings: &RemindSettings) -> i32 {
    let internal = i32::try_from(settings.internal_days).unwrap_or(i32::MAX / 4);
    WEEK.max(internal.saturating_mul(2).saturating_add(30))
}

/// What one way has to tell at this moment. `done` says whether a key was told by this way before.
///
/// A time of the day that passed while the computer was off is made up for once, by the next telling of that day.
pub fn telling(
    (rows, sittings): (&[DeadlineRow], &[Sitting]),
    now: DateTime<FixedOffset>,
    settings: &RemindSettings,
    level: Level,
    done: &dyn Fn(&str) -> bool,
) -> Telling {
    let (today, time) = (now.date_naive(), now.time());
    let is_quiet = is_within(time, settings.quiet);
    let mut telling = Telling::default();
    for row in rows {
        let Some((stage, last_day)) = stage_of(row, today) else { continue };
        if level > stage.level() || (is_quiet && !stage.is_pressing()) {
            continue;
        }
        let key = |(hour, minute): &(u32, u32)| format!("{}:{}:{today}:{hour:02}{minute:02}", row.id, stage.code());
        let is_past =
            |(hour, minute): &&(u32, u32)| NaiveTime::from_hms_opt(*hour, *minute, 0).is_some_and(|at| at <= time);
        let passed: Vec<String> = stage.times().iter().filter(is_past).map(key).collect();
        // The last time that passed decides; told then, nothing is owed.
        if passed.last().is_some_and(|key| !done(key)) {
            telling.due.push(due(row, stage, last_day, passed));
        }
    }
    telling.due.sort_by_key(|due| (std::cmp::Reverse(due.stage), due.last_day, due.id.clone()));
    // Who sits in court is told; those above hear of it from them.
    if level == Level::Handler {
        telling.sittings = sittings::coming(sittings, now, is_quiet, done);
    }
    let digest = format!("digest:{today}");
    if level == Level::Handler && !is_quiet && settings.digest_at <= time && !done(&digest) {
        telling.week = week(rows, today);
        // An empty list is told too: silence would look like a program that stopped.
        telling.digest = Some(digest);
    }
    telling
}

fn due(row: &DeadlineRow, stage: Stage, last_day: NaiveDate, about: Vec<String>) -> Due {
    Due {
        stage,
        id: row.id.clone(),
        name: row.name.clone(),
        court: row.court.as_ref().map(|court| court.name.clone()).unwrap_or_default(),
        last_day,
        is_provisional: !row.is_certain(),
        about,
    }
}

fn week(rows: &[DeadlineRow], today: NaiveDate) -> Vec<Due> {
    let mut week: Vec<Due> = Vec::new();
    for row in rows.iter().filter(|row| is_open(row)) {
        let Some(last) = day(row.last_day.as_deref()) else { continue };
        if (last - today).num_days() <= i64::from(WEEK) {
            week.push(due(row, stage_of(row, today).map_or(Stage::Internal, |(stage, _)| stage), last, Vec::new()));
        }
    }
    week.sort_by_key(|due| (due.last_day, due.id.clone()));
    week
}

fn is_open(row: &DeadlineRow) -> bool {
    matches!(row.state.as_str(), "open" | "confirmed" | "overdue")
}

fn day(text: Option<&str>) -> Option<NaiveDate> {
    text?.parse().ok()
}

/// How near a deadline is today; `None` while it is far, or closed.
pub fn stage_of(row: &DeadlineRow, today: NaiveDate) -> Option<(Stage, NaiveDate)> {
    let last = day(row.last_day.as_deref()).filter(|_| is_open(row))?;
    let stage = match (last - today).num_days() {
        days if days < 0 => Stage::Overdue,
        0 => Stage::Today,
        1 => Stage::Eve,
        _ => {
            let internal = day(row.internal_day.as_deref())?;
            if today < internal {
                return None;
            }
            Stage::Internal
        }
    };
    Some((stage, last))
}

/// Whether a time lies in a span that may pass midnight.
fn is_within(time: NaiveTime, (from, to): (NaiveTime, NaiveTime)) -> bool {
    if from <= to { from <= time && time < to } else { from <= time || time < to }
}

#[cfg(test)]
mod tests;
