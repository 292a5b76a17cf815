//! Questions to what is true now: what rows and pages are told from.

use std::sync::PoisonError;

use songda_core::case::ToldReceipt;
use tokio::runtime::{Handle, RuntimeFlavor};

use super::{LEDGER, Room};
use crate::clock;
use crate::rows::Teller;
use crate::view::Problem;

impl Room {
    /// Whether the ledger is the one whose head was noted last. Where it is an older one, receipts that left may be
    /// gone from it: until a person accepts it nothing is sent, and it is shown as a trouble.
    ///
    /// # Errors
    /// `home.went-back` with the numbers noted and found; when the ledger cannot be read.
    pub async fn check_ledger(&self) -> Result<(), Problem> {
        let astray = self.store.astray().await?;
        let problem = astray.map(|astray| {
            let noted = astray.noted.map_or_else(String::new, |noted| noted.seq.to_string());
            Problem::new("home.went-back", [noted, astray.found.seq.to_string()])
        });
        if problem.is_some() || self.has_trouble(LEDGER) {
            self.trouble_once(LEDGER, problem.as_ref());
        }
        problem.map_or(Ok(()), Err)
    }

    /// Shows a trouble, or that it is over, unless it is shown so already: whoever is told asks again.
    pub fn trouble_once(&self, about: &str, problem: Option<&Problem>) {
        let shown = self.states().into_iter().find(|state| state.id == about).and_then(|state| state.problem);
        if shown.as_ref() != problem {
            self.trouble(about, problem.cloned());
        }
    }

    /// Tells rows from what is true now.
    ///
    /// # Errors
    /// When the ledger cannot be read, be it only for the words of one paper.
    pub async fn ask<T>(&self, question: impl FnOnce(&Teller<'_>) -> T) -> Result<T, Problem> {
        self.refresh().await?;
        let told = self.told.read().await;
        let is_held = |receipt: &ToldReceipt| self.is_shown_held(receipt);
        let (reference, reckoned) = (self.reference(), &self.reckoned);
        let (today, internal_days) = (clock::today(), self.settings.remind.internal_days);
        let (is_held, companies) = (&is_held, self.companies());
        let companies = companies.as_slice();
        let (earliest, failed) = Default::default();
        let teller = Teller {
            told: &told,
            reference: &reference,
            today,
            companies,
            internal_days,
            reckoned,
            is_held,
            earliest,
            failed,
        };
        let answer = question(&teller);
        let failed = teller.failed.into_inner().unwrap_or_else(PoisonError::into_inner);
        failed.map_or(Ok(answer), Err)
    }

    /// The same for a question that may take long: nothing else waits for the thread on which it is answered.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn ask_much<T>(&self, question: impl FnOnce(&Teller<'_>) -> T) -> Result<T, Problem> {
        self.ask(|teller| apart(|| question(teller))).await
    }

    /// Lets go of what can be counted again in a moment, where it is much.
    pub fn forget_counted(&self) {
        self.reckoned.forget_counted();
    }
}

/// Does something long without keeping other work of this thread waiting.
pub(super) fn apart<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}
