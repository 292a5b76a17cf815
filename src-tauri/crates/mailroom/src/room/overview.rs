//! The day at a glance: what waits, what burns, and what is not known yet.

use std::collections::BTreeSet;

use chrono::Datelike as _;

use super::Room;
use crate::clock;
use crate::view::{DeadlineRow, Overview, Problem};

impl Room {
    /// Counts and health.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn overview(&self) -> Result<Overview, Problem> {
        let (deadlines, receipts, seq) =
            self.ask(|teller| (teller.deadlines(), teller.receipts(), teller.told.seq)).await?;
        let services = self.kept_services().await?;
        let services = || services.iter().map(|kept| &kept.row);
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let due = |state: &str| matches!(state, "none" | "queued" | "failed" | "unsure" | "sending" | "bounced");
        let needs = |verdict: &str, receipt: &str| verdict != "doubtful" && due(receipt);
        // What a person set aside waits for nobody.
        let counting = || services().filter(|row| row.set_aside.is_none());
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
                counting().filter(|row| row.by_hand.is_none() && needs(&row.verdict, &row.receipt)).count(),
            ),
            to_check: count(counting().filter(|row| row.open_doubts > 0 && row.verdict != "doubtful").count()),
            suspicious: count(counting().filter(|row| row.verdict == "doubtful").count()),
            deadlines_soon: count(
                deadlines.iter().filter(|row| is_running(row) && row.days_left.is_some_and(|days| days <= 7)).count(),
            ),
            outbox: count(receipts.iter().filter(|row| !is_done(&row.state)).count()),
            provisional_years: self.provisional_years(today, &deadlines),
            case_root: self.settings.case_root.display().to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seq,
        })
    }

    fn provisional_years(&self, today: chrono::NaiveDate, deadlines: &[DeadlineRow]) -> Vec<i32> {
        let soon = today + chrono::Days::new(60);
        let ends = deadlines.iter().filter_map(|row| row.last_day.as_deref()?.get(..4)?.parse().ok());
        let years: BTreeSet<i32> = ends.chain([today.year(), soon.year()]).collect();
        years.into_iter().filter(|year| !self.reference().calendar.is_published(*year)).collect()
    }
}

/// Whether a deadline still asks something of a person.
fn is_running(row: &DeadlineRow) -> bool {
    matches!(row.state.as_str(), "open" | "confirmed" | "overdue")
}

/// Whether a receipt needs nobody any more: it is with the court, or was taken back.
fn is_done(state: &str) -> bool {
    matches!(state, "sent" | "confirmed" | "withdrawn")
}
