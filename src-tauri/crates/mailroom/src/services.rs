//! The list 待签收: tabs, filter and order are told here, so that only the rows a window shows cross over to it.

mod row;

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::Mailroom;
use crate::lists::book::{Words, days_left, state_on};
use crate::tally::{is_acknowledged, plain};
use crate::view::{Problem, ServiceCounts, ServiceList, ServiceQuery, ServiceRow};

pub use row::{Row, text};

/// Most rows of an answer that was asked for without a number.
const MOST_ROWS: usize = 2_000;

/// One row, its text as it is searched, and its place in the order.
#[derive(Debug)]
pub struct Kept {
    /// The row.
    pub row: Row,
    /// Place of its mail.
    pub place: usize,
    /// Made when something is looked for.
    plain: OnceLock<String>,
    urgency: Urgency,
}

/// How urgent the most urgent clock of a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    Overdue,
    Today,
    Soon,
    Later,
    Done,
}

impl Mailroom {
    /// The part of the list that a question asks for.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn service_list(&self, query: &ServiceQuery) -> Result<ServiceList, Problem> {
        let book = self.room.book().await?;
        Ok(list(&book.services, query))
    }
}

/// The most urgent first, then the newest.
pub fn by_urgency(one: &Kept, other: &Kept) -> Ordering {
    let newest = || came(&other.row).cmp(came(&one.row));
    one.urgency.cmp(&other.urgency).then_with(newest).then_with(|| one.row.id.cmp(&other.row.id))
}

/// When it arrived, else when it was first seen; RFC 3339.
pub fn came(row: &Row) -> &str {
    row.arrived.as_deref().unwrap_or(&row.first_seen)
}

/// A row with what order and filter need of it.
pub fn keep(mut row: ServiceRow, place: usize, today: NaiveDate, words: &mut Words) -> Kept {
    if let Some(next) = &mut row.next_deadline {
        // How it was reckoned stands on the service's own page; fifty thousand rows do not carry it along.
        next.steps = Vec::new();
        next.source = Vec::new();
        next.history = Vec::new();
        next.because = String::new();
    }
    let row = Row::of(row, words);
    Kept { place, plain: OnceLock::new(), urgency: urgency(&row, today), row }
}

/// The same row on a later day.
pub fn turned(kept: &Kept, today: NaiveDate) -> Kept {
    let mut row = kept.row.clone();
    if let Some(next) = &mut row.next_deadline {
        next.days_left = days_left(next.last_day.as_deref(), today);
        next.state = state_on(&next.state, next.days_left);
    }
    Kept { place: kept.place, plain: kept.plain.clone(), urgency: urgency(&row, today), row }
}

impl Kept {
    /// Whether this stands in the row.
    fn holds(&self, wanted: &str) -> bool {
        wanted.is_empty() || self.plain.get_or_init(|| text_of(&self.row)).contains(wanted)
    }
}

fn text_of(row: &Row) -> String {
    let court = row.court.as_ref().map(|(_, name)| &**name);
    let (cause, addressee, from) = (row.cause.as_deref(), row.addressee.as_deref(), row.from.as_deref());
    let single = [Some(&*row.subject), court, cause, addressee, from, row.handler.as_deref()];
    let several = row.case_numbers.iter().chain(&row.titles).chain(&row.opponents).map(|word| &**word);
    let words = single.into_iter().flatten().chain(several);
    // A line end that nobody types keeps a word from being found across two texts.
    words.map(squeezed).collect::<Vec<_>>().join("\n")
}

/// One way of writing, without any blank.
pub fn squeezed(text: &str) -> String {
    plain(text).split_whitespace().collect()
}

fn is_doubtful(row: &Row) -> bool {
    &*row.verdict == "doubtful"
}

/// Whether a row stands under a tab.
pub fn is_in(row: &Row, tab: &str) -> bool {
    if row.set_aside.is_some() {
        // A person decided: it asks nothing more of anybody.
        return !matches!(tab, "due" | "check" | "suspicious");
    }
    match tab {
        "due" => row.by_hand.is_none() && !row.none_needed && !is_doubtful(row) && !is_acknowledged(&row.receipt),
        "check" => row.open_doubts > 0 && !is_doubtful(row),
        "suspicious" => is_doubtful(row),
        "done" => !is_doubtful(row) && (row.none_needed || is_acknowledged(&row.receipt)) && row.open_doubts == 0,
        _ => true,
    }
}

fn of_days(days: i64) -> Urgency {
    match days {
        ..0 => Urgency::Overdue,
        0 => Urgency::Today,
        1..=7 => Urgency::Soon,
        _ => Urgency::Later,
    }
}

/// The most urgent of the clocks a row bears: its next deadline's and its receipt's.
fn urgency(row: &Row, today: NaiveDate) -> Urgency {
    if row.set_aside.is_some() {
        return Urgency::Done;
    }
    let deadline = row.next_deadline.as_ref().map(|deadline| match (deadline.state.as_str(), deadline.days_left) {
        ("done" | "not-applicable", _) => Urgency::Done,
        (_, Some(days)) => of_days(days.into()),
        (_, None) => Urgency::Later,
    });
    let term = || row.answer_by.as_deref().and_then(|day| day.parse::<NaiveDate>().ok());
    let receipt = match &*row.receipt {
        _ if row.by_hand.is_some() || (row.none_needed && !is_doubtful(row)) => Some(Urgency::Done),
        _ if is_acknowledged(&row.receipt) => Some(Urgency::Done),
        _ if is_doubtful(row) => None,
        "none" | "withdrawn" | "failed" => Some(term().map_or(Urgency::Today, |day| of_days((day - today).num_days()))),
        _ => Some(Urgency::Soon),
    };
    deadline.into_iter().chain(receipt).min().unwrap_or(Urgency::Later)
}

fn list<K: Borrow<Kept>>(all: &[K], query: &ServiceQuery) -> ServiceList {
    let all: Vec<&Kept> = all.iter().map(Borrow::borrow).collect();
    let count = |tab: &str| number(all.iter().filter(|kept| is_in(&kept.row, tab)).count());
    let counts = ServiceCounts {
        all: number(all.len()),
        due: count("due"),
        check: count("check"),
        suspicious: count("suspicious"),
        done: count("done"),
    };
    let wanted = squeezed(&query.text);
    let fits = |kept: &&Kept| is_in(&kept.row, &query.tab) && kept.holds(&wanted);
    let fitting: Vec<&Kept> = all.iter().copied().filter(fits).collect();
    let offset = (query.offset as usize).min(fitting.len());
    let limit = if query.limit == 0 { MOST_ROWS } else { query.limit as usize };
    let is_current = |kept: &&Kept| query.current.as_deref() == Some(kept.row.id.as_str());
    ServiceList {
        counts,
        fitting: number(fitting.len()),
        offset: number(offset),
        rows: fitting.iter().skip(offset).take(limit).map(|kept| kept.row.shown()).collect(),
        current: all.iter().copied().find(is_current).map(|kept| kept.row.shown()),
        place: fitting.iter().position(is_current).map(number),
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
