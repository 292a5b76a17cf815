//! Long lists, told once for each entry of the ledger and each day, and cut here to what a window shows.

mod cases;
mod receipts;
mod today;

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::Mailroom;
use crate::clock;
use crate::room::Room;
use crate::rows::Teller;
use crate::services::{self, squeezed};
use crate::view::{DeadlineList, DeadlineQuery, DeadlineRow, Problem, ServiceRow, SittingRow};

use cases::KeptCase;

/// Most rows of an answer that was asked for without a number.
const MOST_ROWS: usize = 2_000;

/// One deadline as far as order, counts and filters need it; the rest is told anew for the rows that are shown.
#[derive(Debug)]
pub struct KeptDeadline {
    id: String,
    service: String,
    case_number: Option<String>,
    name: String,
    /// YYYY-MM-DD.
    last_day: Option<String>,
    days_left: Option<i32>,
    is_closed: bool,
    /// What is searched: as it stands, and squeezed when something is looked for.
    text: String,
    plain: OnceLock<String>,
}

/// Everything the lists are cut from.
#[derive(Debug)]
pub struct Book {
    services: Arc<Vec<services::Kept>>,
    /// Open ones by last day, open ones without, closed ones.
    deadlines: Vec<KeptDeadline>,
    /// The one served last first; services without a number at the end.
    cases: Vec<KeptCase>,
    /// Those that were not moved, the earliest first.
    sittings: Vec<SittingRow>,
}

type Told = (i64, NaiveDate, Arc<Book>);

/// The book as it was last told. Whoever asks while it is being told waits for it instead of telling it a second time.
#[derive(Debug, Default)]
pub struct Lists(tokio::sync::Mutex<Option<Told>>);

impl Room {
    /// What the lists are cut from, told once for each entry of the ledger and each day.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn book(&self) -> Result<Arc<Book>, Problem> {
        self.refresh().await?;
        let today = clock::today();
        let mut known = self.lists.0.lock().await;
        let seq = self.told.read().await.seq;
        if let Some((_, _, book)) = known.as_ref().filter(|(at, day, _)| *at == seq && *day == today) {
            return Ok(book.clone());
        }
        let services = self.kept_services().await?;
        let book = self.ask(|teller| Arc::new(write(teller, services))).await?;
        // Under the number from before: what was added meanwhile is told again the next time.
        *known = Some((seq, today, book.clone()));
        Ok(book)
    }
}

impl Mailroom {
    /// The part of the deadlines that a question asks for.
    ///
    /// # Errors
    /// When the ledger cannot be read; so for every question of this file.
    pub async fn deadline_list(&self, query: &DeadlineQuery) -> Result<DeadlineList, Problem> {
        let book = self.room.book().await?;
        let wanted = squeezed(&query.text);
        let fitting: Vec<&KeptDeadline> = book.deadlines.iter().filter(|kept| kept.fits(query, &wanted)).collect();
        let count = |is: &dyn Fn(&KeptDeadline) -> bool| number(fitting.iter().filter(|kept| is(kept)).count());
        let (offset, limit) = part(query.offset, query.limit);
        let shown: Vec<&KeptDeadline> = fitting.iter().skip(offset).take(limit).copied().collect();
        Ok(DeadlineList {
            all: number(book.deadlines.len()),
            open: number(book.deadlines.iter().filter(|kept| !kept.is_closed).count()),
            dated: count(&|kept| !kept.is_closed && kept.last_day.is_some()),
            undetermined: count(&|kept| !kept.is_closed && kept.last_day.is_none()),
            closed: count(&|kept| kept.is_closed),
            offset: query.offset,
            rows: self.room.ask(|teller| full(teller, shown.into_iter())).await?,
        })
    }

    /// Court sittings from one day to another, both included and either open (YYYY-MM-DD); the earliest first.
    pub async fn sittings_between(&self, from: Option<&str>, to: Option<&str>) -> Result<Vec<SittingRow>, Problem> {
        let book = self.room.book().await?;
        let day = |row: &&SittingRow| row.starts.get(..10).unwrap_or_default().to_owned();
        let after = book.sittings.iter().filter(|row| from.is_none_or(|from| day(row).as_str() >= from));
        let within = after.filter(|row| to.is_none_or(|to| day(row).as_str() <= to));
        Ok(within.take(MOST_ROWS).cloned().collect())
    }

    /// Services that are not among the known ones, which they join.
    pub async fn news(&self, known: &mut HashSet<String>) -> Result<Vec<ServiceRow>, Problem> {
        let services = self.room.kept_services().await?;
        let is_new = |kept: &&services::Kept| !known.contains(&kept.row.id);
        let new: Vec<ServiceRow> = services.iter().filter(is_new).map(|kept| kept.row.clone()).collect();
        known.extend(new.iter().map(|row| row.id.clone()));
        Ok(new)
    }
}

impl Book {
    /// Running deadlines that end within some days, overdue ones included.
    pub fn due_within(&self, days: i32) -> usize {
        let is_due = |kept: &&KeptDeadline| !kept.is_closed && kept.days_left.is_some_and(|left| left <= days);
        self.deadlines.iter().filter(is_due).count()
    }

    /// Running deadlines that end within some days, overdue ones included; whole rows.
    pub fn near(&self, teller: &Teller<'_>, days: i32) -> Vec<DeadlineRow> {
        let is_near = |kept: &&KeptDeadline| !kept.is_closed && kept.days_left.is_some_and(|left| left <= days);
        full(teller, self.deadlines.iter().filter(is_near))
    }

    /// Years in which a last day lies.
    pub fn years(&self) -> impl Iterator<Item = i32> + '_ {
        self.deadlines.iter().filter_map(|kept| kept.last_day.as_deref()?.get(..4)?.parse().ok())
    }

    /// Services by urgency.
    pub fn services(&self) -> impl Iterator<Item = &ServiceRow> {
        self.services.iter().map(|kept| &kept.row)
    }
}

impl KeptDeadline {
    fn of(row: DeadlineRow) -> Self {
        let court = row.court.map(|court| court.name).unwrap_or_default();
        let number = row.case_number.as_deref().unwrap_or_default();
        Self {
            text: [row.name.as_str(), number, &court, &row.document].join("\n"),
            plain: OnceLock::new(),
            is_closed: matches!(row.state.as_str(), "done" | "not-applicable" | "remedied"),
            id: row.id,
            service: row.service,
            case_number: row.case_number,
            name: row.name,
            last_day: row.last_day,
            days_left: row.days_left,
        }
    }

    /// Its group in the list: open with a last day, open without, closed.
    fn group(&self) -> u8 {
        if self.is_closed { 2 } else { u8::from(self.last_day.is_none()) }
    }

    fn fits(&self, query: &DeadlineQuery, wanted: &str) -> bool {
        let is_bounded = query.from.is_some() || query.to.is_some();
        let is_within = || {
            let day = self.last_day.as_deref().filter(|_| !self.is_closed);
            day.is_some_and(|day| {
                query.from.as_deref().is_none_or(|from| day >= from) && query.to.as_deref().is_none_or(|to| day <= to)
            })
        };
        (!is_bounded || is_within()) && self.holds(wanted)
    }

    fn holds(&self, wanted: &str) -> bool {
        let plain = || self.text.lines().map(squeezed).collect::<Vec<_>>().join("\n");
        wanted.is_empty() || self.plain.get_or_init(plain).contains(wanted)
    }
}

fn write(teller: &Teller<'_>, services: Arc<Vec<services::Kept>>) -> Book {
    let mut deadlines: Vec<KeptDeadline> = teller.each_deadline().map(KeptDeadline::of).collect();
    deadlines.sort_by(|a, b| (a.group(), &a.last_day, &a.name, &a.id).cmp(&(b.group(), &b.last_day, &b.name, &b.id)));
    let cases = cases::gather(&services, &deadlines, |number| teller.told.matters.name(number));
    Book { services, deadlines, cases, sittings: teller.sittings() }
}

/// Whole rows of the deadlines that are shown.
fn full<'a>(teller: &Teller<'_>, kept: impl Iterator<Item = &'a KeptDeadline>) -> Vec<DeadlineRow> {
    kept.filter_map(|kept| teller.deadline(&kept.service, &kept.id)).collect()
}

/// How many rows to pass over, and how many to give.
fn part(offset: u32, limit: u32) -> (usize, usize) {
    (offset as usize, if limit == 0 { MOST_ROWS } else { limit as usize })
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
