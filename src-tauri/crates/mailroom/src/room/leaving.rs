//! Receipts on their way out: which of them this program may send, shows as held, or looks for.

use songda_core::case::{ReceiptState, Told, ToldReceipt};
use songda_core::id::ReceiptId;

use super::{Room, guard};
use crate::clock;
use crate::connect::Turn;
use crate::rows::receipt_row;
use crate::view::{Problem, ReceiptRow};

/// After its undo time a receipt leaves within moments, if anybody is there who sends it.
const SURELY_OVER: chrono::TimeDelta = chrono::TimeDelta::seconds(5);

/// Time between two looks for one unsure receipt.
const LOOKED_FOR_EVERY: std::time::Duration = std::time::Duration::from_secs(300);

impl Room {
    /// Remembers that this run of the program queued a receipt: its undo time runs here.
    pub fn own(&self, receipt: &str) {
        guard(&self.own).insert(receipt.to_owned());
    }

    /// Whether a receipt waits for a person because the window that queued it is gone.
    pub fn is_held(&self, receipt: &ToldReceipt) -> bool {
        let own = guard(&self.own).contains(receipt.queued.receipt.as_str());
        let is_of_window = receipt.leaves.as_ref().is_some_and(|leaves| !leaves.after_restart);
        receipt.state == ReceiptState::Queued && is_of_window && !own
    }

    /// Whether a receipt is shown as held. Beside a holder the undo time may be running there: until it is surely over,
    /// it is not.
    pub(crate) fn is_shown_held(&self, receipt: &ToldReceipt) -> bool {
        let until = receipt.leaves.as_ref().and_then(|it| chrono::DateTime::parse_from_rfc3339(&it.not_before).ok());
        let is_over = until.is_none_or(|until| until + SURELY_OVER <= clock::now());
        self.is_held(receipt) && (self.is_holder() || is_over)
    }

    /// A receipt as a row.
    pub fn as_row(&self, told: &Told, receipt: &ToldReceipt) -> ReceiptRow {
        receipt_row(told, receipt, self.is_shown_held(receipt))
    }

    /// Receipts in one state.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn receipts_in(&self, state: ReceiptState) -> Result<Vec<ReceiptId>, Problem> {
        self.refresh().await?;
        let told = self.told.read().await;
        let all = told.mails.iter().flat_map(|mail| &mail.receipts);
        Ok(all.filter(|receipt| receipt.state == state).map(|receipt| receipt.queued.receipt.clone()).collect())
    }

    /// Whether a receipt waits to leave or is being handed over, as far as is recorded.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn is_leaving(&self, receipt: &ReceiptId) -> Result<bool, Problem> {
        self.refresh().await?;
        let told = self.told.read().await;
        let state = told.by_receipt(receipt.as_str()).map(|(_, found)| found.state);
        Ok(matches!(state, Some(ReceiptState::Queued | ReceiptState::Sending)))
    }

    /// Whether an unsure receipt is to be looked for among the sent mails now: at once, then every few minutes.
    pub fn looks_for(&self, receipt: &ReceiptId) -> bool {
        let (now, mut looked) = (tokio::time::Instant::now(), guard(&self.looked_for));
        match looked.get(receipt.as_str()) {
            Some(last) if now < *last + LOOKED_FOR_EVERY => false,
            _ => {
                looked.insert(receipt.to_string(), now);
                true
            }
        }
    }

    /// Remembers that this run of the program laid a registration, after this moment.
    pub fn lays(&self, token: &str, turn: Turn) {
        let mut laid = guard(&self.laid);
        laid.retain(|_, turn| !turn.is_over());
        laid.insert(token.to_owned(), turn);
    }

    /// Whether this run of the program laid a registration, and not long ago. One of an earlier run may be another
    /// computer's as well, where a home was copied; and nobody knows who looked at one that lies there for long.
    pub fn has_laid(&self, token: &str) -> bool {
        guard(&self.laid).get(token).is_some_and(|turn| !turn.is_over())
    }

    /// Whether copies of sent receipts may be put among the sent mails now.
    pub fn may_copy(&self) -> bool {
        guard(&self.copying_rests).is_none_or(|until| until <= tokio::time::Instant::now())
    }

    /// Leaves the folders for sent mail alone for a while.
    pub fn rest_copying(&self, rest: std::time::Duration) {
        *guard(&self.copying_rests) = Some(tokio::time::Instant::now() + rest);
    }
}
