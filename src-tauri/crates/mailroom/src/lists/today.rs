//! The day at a glance: what burns first, each block cut to what is shown.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use songda_core::case::ReceiptState;

use super::{Book, KeptDeadline, full, mails, number};
use crate::Mailroom;
use crate::rows::Teller;
use crate::services::{Row, came};
use crate::teaching;
use crate::view::{DeadlineBlock, Problem, ServiceBlock, SittingRow, TodayPage};

/// Days ahead that are already a person's business today.
const SOON_DAYS: i32 = 7;
/// Rows of a block that are shown; the rest stands on its own screen.
const SHOWN: usize = 50;
/// Days for which mails are told of that a court may have sent and that were taken for no service.
const PASSED_OVER_DAYS: u64 = 7;
/// Later deadlines that are shown.
const NEXT_SHOWN: usize = 10;

impl Mailroom {
    /// What needs a person now, in the order in which it burns.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn today(&self) -> Result<TodayPage, Problem> {
        let book = self.room.book().await?;
        self.room
            .ask(|teller| {
                let office = teaching::office(teller.told, &self.room.settings.office);
                let since = teller.today - Days::new(PASSED_OVER_DAYS);
                let mails_of_courts = number(mails::of_courts_since(&book.mails, &office, &since.to_string()));
                TodayPage { mails_of_courts, ..page(teller, &book) }
            })
            .await
    }
}

fn page(teller: &Teller<'_>, book: &Book) -> TodayPage {
    let mut oldest: Vec<&Row> = book.services().filter(|row| row.set_aside.is_none()).collect();
    oldest.sort_by(|a, b| came(a).cmp(came(b)));
    let waiting: HashSet<String> = teller
        .all_receipts()
        .filter(|receipt| receipt.state == ReceiptState::Queued)
        .map(|receipt| teller.receipt(receipt))
        .filter(|row| row.held || row.problem.is_some())
        .map(|row| row.service)
        .collect();
    let is_left = |row: &Row| {
        !is_doubtful(row)
            && row.by_hand.is_none()
            && (matches!(&*row.receipt, "draft" | "unsure" | "failed" | "bounced") || waiting.contains(row.id.as_str()))
    };
    let mut by_term = oldest.clone();
    by_term.sort_by(|a, b| term(a).cmp(&term(b)));
    let services = |rows: &[&Row], is: &dyn Fn(&Row) -> bool| {
        let found = rows.iter().filter(|row| is(row));
        ServiceBlock { count: number(found.clone().count()), rows: found.take(SHOWN).map(|row| row.shown()).collect() }
    };
    let deadlines = |most: usize, is: &dyn Fn(&KeptDeadline) -> bool| {
        let found = book.deadlines.iter().map(AsRef::as_ref).filter(|kept: &&KeptDeadline| !kept.is_closed && is(kept));
        DeadlineBlock { count: number(found.clone().count()), rows: full(teller, found.take(most)) }
    };
    let within =
        |from: i32, to: i32| move |kept: &KeptDeadline| kept.days_left.is_some_and(|left| (from..=to).contains(&left));
    TodayPage {
        overdue: deadlines(SHOWN, &within(i32::MIN, -1)),
        due_today: deadlines(SHOWN, &within(0, 0)),
        left: services(&by_term, &is_left),
        receipts: services(&by_term, &|row| may_acknowledge(row) && !row.none_needed && !is_left(row)),
        sittings: sittings_near(&book.sittings, teller.today),
        week: deadlines(SHOWN, &within(1, SOON_DAYS)),
        check: services(&oldest, &|row| row.open_doubts > 0 && !is_doubtful(row)),
        suspicious: services(&oldest, &is_doubtful),
        stuck: teller.stuck().into_iter().take(SHOWN).collect(),
        next: deadlines(NEXT_SHOWN, &within(SOON_DAYS + 1, i32::MAX)),
        undetermined: deadlines(NEXT_SHOWN, &|kept| kept.last_day.is_none()),
        cases_without_deadline: number(book.cases.iter().filter(|case| case.is_in("none")).count()),
        services_without_case: number(oldest.iter().filter(|row| row.case_numbers.is_empty()).count()),
        mails_of_courts: 0,
    }
}

/// Sittings of the next days; one that may have been moved is a person's business however far it is.
fn sittings_near(all: &[SittingRow], today: NaiveDate) -> Vec<SittingRow> {
    let soon = |row: &&SittingRow| {
        let day = row.starts.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
        day.is_some_and(|day| {
            day >= today && (row.may_be_moved || day <= today + Days::new(SOON_DAYS.unsigned_abs().into()))
        })
    };
    all.iter().filter(soon).take(SHOWN).cloned().collect()
}

/// The order of open duties: by the end of the agreed term, those without one behind; of equal ones the oldest first.
fn term(row: &Row) -> (bool, Option<&str>, &str) {
    (row.answer_by.is_none(), row.answer_by.as_deref(), came(row))
}

fn is_doubtful(row: &Row) -> bool {
    &*row.verdict == "doubtful"
}

/// Whether a person may still send a receipt.
fn may_acknowledge(row: &Row) -> bool {
    row.by_hand.is_none() && !is_doubtful(row) && matches!(&*row.receipt, "none" | "withdrawn" | "failed")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::book::Words;
    use crate::view::ServiceRow;

    #[test]
    fn what_is_owed_first_stands_first() {
        let row = |id: &str, arrived: &str, answer_by: Option<&str>| {
            let row = ServiceRow {
                id: id.to_owned(),
                arrived: Some(format!("2026-11-{arrived}T09:00:00+08:00")),
                answer_by: answer_by.map(str::to_owned),
                ..ServiceRow::default()
            };
            Row::of(row, &mut Words::default())
        };
        let mut rows = [
            row("old", "02", None),
            row("later", "20", Some("2026-11-26")),
            row("older", "01", None),
            row("sooner", "23", Some("2026-11-24")),
            row("earlier", "19", Some("2026-11-26")),
        ];
        rows.sort_by(|a, b| term(a).cmp(&term(b)));
        assert_eq!(rows.map(|row| row.id.to_string()), ["sooner", "earlier", "later", "older", "old"]);
    }
}
