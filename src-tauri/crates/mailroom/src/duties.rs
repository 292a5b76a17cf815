//! The door's part on duties: the register of agreements, many receipts at once, corrections, and who was reminded.

use std::path::PathBuf;

use songda_core::case::Told;
use songda_core::id::Digest;
use songda_core::ledger::Agreement;

use crate::acknowledge::{self, Acknowledged, Leaving, Order, Scan, Way, Wish, batch, register};
use crate::casework::decoded;
use crate::view::{AgreementForm, AgreementRow, BatchLine, Problem, ReceiptRow, ReminderRow};
use crate::{Mailroom, clock};

/// Longest signed paper that is kept, in bytes.
const LARGEST_PAPER: usize = 50 * 1024 * 1024;

impl Mailroom {
    /// Keeps a signed paper; gives its digest, by which an agreement names it.
    ///
    /// # Errors
    /// `agreement.no-paper` when it is empty or too large; when the vault cannot be written.
    pub async fn keep_paper(&self, name: &str, bytes: Vec<u8>) -> Result<String, Problem> {
        if bytes.is_empty() || bytes.len() > LARGEST_PAPER {
            return Err(Problem::new("agreement.no-paper", [decoded(name), LARGEST_PAPER.to_string()]));
        }
        let vault = self.room().vault.clone();
        let kept = tokio::task::spawn_blocking(move || vault.keep(&bytes)).await;
        let digest = kept.map_err(|error| Problem::new("home.vault", [error.to_string()]))??;
        Ok(digest.to_string())
    }

    /// Enters an agreement on the address for service, or changes one; every change stays on record.
    ///
    /// # Errors
    /// `agreement.flawed` with what is wrong, `agreement.no-paper` when the paper is not in the vault.
    pub async fn enter_agreement(&self, form: AgreementForm) -> Result<AgreementRow, Problem> {
        let room = self.room();
        let document = match &form.document {
            Some(text) => Some(self.paper(text).await?),
            None => None,
        };
        let tidy = |texts: Vec<String>| -> Vec<String> {
            let texts = texts.into_iter().map(|text| text.trim().to_owned());
            texts.filter(|text| !text.is_empty()).collect()
        };
        let wanted = Agreement {
            id: form.id.trim().to_owned(),
            kind: form.kind,
            courts: register::codes(room, &tidy(form.courts))?,
            company: form.company.trim().to_owned(),
            address: form.address.trim().to_owned(),
            cases: tidy(form.cases),
            levels: tidy(form.levels),
            from: form.from,
            until: form.until.filter(|until| !until.is_empty()),
            reply: form.reply,
            reply_within: form.reply_within,
            document_name: document.and(form.document_name),
            document,
            note: form.note.trim().to_owned(),
        };
        let by = &room.settings.office.handler;
        if wanted.id.is_empty() {
            let (court, from) = (wanted.courts.first().cloned().unwrap_or_default(), wanted.from.clone());
            return register::enter_new(room, wanted, |told| free_id(told, &court, &from), by).await;
        }
        register::enter(room, wanted, None, by).await
    }

    async fn paper(&self, text: &str) -> Result<Digest, Problem> {
        let missing = || Problem::new("agreement.no-paper", [text.to_owned(), LARGEST_PAPER.to_string()]);
        let digest = Digest::parse(text).ok_or_else(missing)?;
        let vault = self.room().vault.clone();
        let found = tokio::task::spawn_blocking(move || vault.read(&digest).is_ok()).await;
        if found.unwrap_or_default() { Ok(digest) } else { Err(missing()) }
    }

    /// Every receipt that would be sent for these services, one line each. Queues nothing.
    ///
    /// # Errors
    /// When the ledger cannot be read or there is no such service.
    pub async fn batch(&self, services: &[String]) -> Result<Vec<BatchLine>, Problem> {
        batch::lines(self.room(), services).await
    }

    /// Draws up one receipt for each of these services that raises no question; gives what became of every one.
    ///
    /// # Errors
    /// When the ledger cannot be read or there is no such service.
    pub async fn acknowledge_many(&self, services: &[String]) -> Result<Vec<BatchLine>, Problem> {
        let leaving = if self.is_holder() { Leaving::WithUndo } else { Leaving::WithUndoUnattended };
        let by = &self.room().settings.office.handler;
        batch::acknowledge(self.room(), services, &Order::plain(by, leaving)).await
    }

    /// Sends a correction of a receipt that left, linked to it, with what was wrong.
    ///
    /// # Errors
    /// `receipt.no-reason` without a reason; `receipt.nothing-to-correct` when none left.
    pub async fn correct_receipt(&self, service: &str, note: &str) -> Result<ReceiptRow, Problem> {
        let note = note.trim().to_owned();
        if note.is_empty() {
            return Err(Problem::new("receipt.no-reason", [service.to_owned()]));
        }
        self.acknowledge(service, None, Wish::Corrected { note }).await
    }

    /// Writes the day of receipt into the court's blank form and files it beside the papers, for printing; gives the file.
    ///
    /// # Errors
    /// `receipt.no-form` or `receipt.form-unlike` where there is none that a program can fill in.
    pub async fn fill_form(&self, service: &str) -> Result<PathBuf, Problem> {
        acknowledge::form::file(self.room(), service).await
    }

    /// Sends the court's own form 送达回证 back: sealed by the office, scanned, enclosed in the receipt.
    ///
    /// # Errors
    /// `receipt.no-scan` without a scan; else as any receipt.
    pub async fn acknowledge_sealed(&self, service: &str, name: &str, bytes: Vec<u8>) -> Result<ReceiptRow, Problem> {
        if bytes.is_empty() || bytes.len() > LARGEST_PAPER {
            return Err(Problem::new("receipt.no-scan", [service.to_owned()]));
        }
        let leaving = if self.is_holder() { Leaving::WithUndo } else { Leaving::WithUndoUnattended };
        let by = &self.room().settings.office.handler;
        let scan = Some(Scan { name: decoded(name), bytes });
        let order = Order { way: Some(Way::SealedForm), scan, ..Order::plain(by, leaving) };
        match acknowledge::acknowledge(self.room(), service, &order).await? {
            Acknowledged::Queued(row) | Acknowledged::Already(row) => Ok(row),
        }
    }

    /// Records that a service was answered outside of this program, or needs no answer.
    ///
    /// # Errors
    /// When there is no such service, it has a receipt, or nothing can be recorded.
    pub async fn answered_by_hand(&self, service: &str, how: &str, note: &str) -> Result<(), Problem> {
        let by = &self.room().settings.office.handler;
        acknowledge::by_hand(self.room(), service, how, note, by).await
    }

    /// Who was reminded of what, by which way, and what came of it; newest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn reminders(&self) -> Result<Vec<ReminderRow>, Problem> {
        self.room().ask(|teller| teller.reminders()).await
    }
}

/// A free id made of the court and the first day: `沪0112-2026-01-01`.
fn free_id(told: &Told, court: &str, from: &str) -> String {
    let from = if from.is_empty() { clock::today().to_string() } else { from.to_owned() };
    let mut id = format!("{court}-{from}");
    for nth in 2..=told.agreements.len() + 2 {
        if !told.agreements.contains_key(&id) {
            break;
        }
        id = format!("{court}-{from}-{nth}");
    }
    id
}
