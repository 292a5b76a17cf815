//! The day at a glance: what waits, what burns, and what is not known yet.

use std::collections::BTreeSet;

use chrono::Datelike as _;
use songda_core::case::{ReceiptState, ToldReceipt};

use super::Room;
use crate::clock;
use crate::lists::Book;
use crate::view::{Overview, Problem};

impl Room {
    /// Counts and health.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn overview(&self) -> Result<Overview, Problem> {
        let book = self.book().await?;
        let counted = self.ask(|teller| {
            let waits = |receipt: &&ToldReceipt| !is_done(receipt.state.code()) && !teller.is_replaced(receipt);
            let held = |receipt: &&ToldReceipt| {
                receipt.asks_a_person() || (receipt.state == ReceiptState::Queued && (teller.is_held)(receipt))
            };
            let held = teller.all_receipts().filter(held).count();
            (teller.all_receipts().filter(waits).count(), held, teller.told.seq)
        });
        let (outbox, held, seq) = counted.await?;
        let services = || book.services();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let due = |state: &str| matches!(state, "none" | "queued" | "failed" | "unsure" | "sending" | "bounced");
        let needs = |verdict: &str, receipt: &str| verdict != "doubtful" && due(receipt);
        // What a person set aside waits for nobody.
        let counting = || services().filter(|row| row.set_aside.is_none());
        let undecided = |receipt: &str| matches!(receipt, "draft" | "unsure" | "failed" | "bounced");
        let left =
            counting().filter(|row| row.by_hand.is_none() && &*row.verdict != "doubtful" && undecided(&row.receipt));
        let burning = book.due_within(0) + left.count() + held;
        let today = clock::today();
        let mailboxes = self.watched_states().await?;
        Ok(Overview {
            office: self.settings.office.name.clone(),
            demo: crate::demo::is_demo(&self.home),
            beside: !self.is_holder(),
            today: today.to_string(),
            now: clock::written(clock::now()),
            mailboxes,
            need_receipt: count(
                counting()
                    .filter(|row| row.by_hand.is_none() && !row.none_needed && needs(&row.verdict, &row.receipt))
                    .count(),
            ),
            to_check: count(counting().filter(|row| row.open_doubts > 0 && &*row.verdict != "doubtful").count()),
            suspicious: count(counting().filter(|row| &*row.verdict == "doubtful").count()),
            deadlines_soon: count(book.due_within(7)),
            burning: count(burning),
            outbox: count(outbox),
            provisional_years: self.provisional_years(today, &book),
            case_root: self.settings.case_root.display().to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seq,
        })
    }

    fn provisional_years(&self, today: chrono::NaiveDate, book: &Book) -> Vec<i32> {
        let soon = today + chrono::Days::new(60);
        let years: BTreeSet<i32> = book.years().chain([today.year(), soon.year()]).collect();
        years.into_iter().filter(|year| !self.reference().calendar.is_published(*year)).collect()
    }
}

/// Whether a receipt needs nobody any more: it is with the court, or was taken back.
fn is_done(state: &str) -> bool {
    matches!(state, "sent" | "confirmed" | "withdrawn")
}
