//! Long lists, told once for each entry of the ledger and each day, and cut here to what a window shows.

pub mod book;
mod cases;
mod kept;
mod mails;
mod receipts;
mod today;

use std::collections::HashSet;
use std::sync::Arc;

use crate::Mailroom;
use crate::rows::Teller;
use crate::services;
use crate::view::{DeadlineList, DeadlineQuery, DeadlineRow, Problem, ServiceRow, SittingRow};

use book::Wanted;
pub use book::{Book, KeptDeadline, Lists};
pub use kept::BookPiece;

/// Most rows of an answer that was asked for without a number.
const MOST_ROWS: usize = 2_000;

impl Mailroom {
    /// The part of the deadlines that a question asks for.
    ///
    /// # Errors
    /// When the ledger cannot be read; so for every question of this file.
    pub async fn deadline_list(&self, query: &DeadlineQuery) -> Result<DeadlineList, Problem> {
        let book = self.room.book().await?;
        let fitting = fitting(&book.deadlines, query);
        let count = |is: &dyn Fn(&KeptDeadline) -> bool| number(fitting.iter().filter(|kept| is(kept)).count());
        let (offset, limit) = part(query.offset, query.limit);
        let shown: Vec<&KeptDeadline> = fitting.iter().skip(offset).take(limit).map(|kept| kept.as_ref()).collect();
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

    /// The services that are there, for who is told of news from now on.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn known_services(&self) -> Result<HashSet<String>, Problem> {
        Ok(self.room.book().await?.services().map(|row| row.id.to_string()).collect())
    }

    /// Services that are not among the known ones, which they join.
    pub async fn news(&self, known: &mut HashSet<String>) -> Result<Vec<ServiceRow>, Problem> {
        let book = self.room.book().await?;
        let is_new = |kept: &&Arc<services::Kept>| !known.contains(kept.row.id.as_str());
        let new: Vec<ServiceRow> = book.services.iter().filter(is_new).map(|kept| kept.row.shown()).collect();
        known.extend(new.iter().map(|row| row.id.clone()));
        Ok(new)
    }
}

/// The deadlines that a question asks for.
fn fitting<'a>(all: &'a [Arc<KeptDeadline>], query: &DeadlineQuery) -> Vec<&'a Arc<KeptDeadline>> {
    let wanted = Wanted::of(&query.text);
    all.iter().filter(|kept| kept.fits(query, &wanted)).collect()
}

/// Whole rows of the deadlines that are shown.
fn full<'a>(teller: &Teller<'_>, kept: impl Iterator<Item = &'a KeptDeadline>) -> Vec<DeadlineRow> {
    kept.filter_map(|kept| teller.deadline(kept.service.as_str(), kept.id.as_str())).collect()
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
