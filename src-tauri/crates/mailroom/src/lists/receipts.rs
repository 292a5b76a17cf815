//! The receipts: open ones first, then the newest; and the few of them that every screen shows.

use std::cmp::Reverse;

use songda_core::case::{ReceiptState, ToldReceipt};

use super::{number, part};
use crate::Mailroom;
use crate::clock;
use crate::view::{Problem, ReceiptCounts, ReceiptList, ReceiptQuery, ReceiptRow};

/// How long a receipt that has left is still told of on every screen.
const FRESH: chrono::TimeDelta = chrono::TimeDelta::hours(12);
/// Receipts that every screen is told of at most.
const MOST_FRESH: usize = 500;

impl Mailroom {
    /// The part of the receipts that a question asks for.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn receipt_list(&self, query: &ReceiptQuery) -> Result<ReceiptList, Problem> {
        self.room
            .ask(|teller| {
                let all: Vec<&ToldReceipt> = teller.all_receipts().collect();
                let count = |tab: &str| number(all.iter().filter(|receipt| is_in(receipt.state, tab)).count());
                let mut fitting: Vec<&ToldReceipt> =
                    all.iter().filter(|receipt| is_in(receipt.state, &query.tab)).copied().collect();
                fitting.sort_by_key(|receipt| {
                    (!is_in(receipt.state, "open"), Reverse(&receipt.queued_at), receipt.queued.receipt.as_str())
                });
                let (offset, limit) = part(query.offset, query.limit);
                ReceiptList {
                    counts: ReceiptCounts {
                        all: number(all.len()),
                        open: count("open"),
                        sent: count("sent"),
                        withdrawn: count("withdrawn"),
                    },
                    fitting: number(fitting.len()),
                    offset: query.offset,
                    rows: fitting.iter().skip(offset).take(limit).map(|receipt| teller.receipt(receipt)).collect(),
                }
            })
            .await
    }

    /// Receipts that may ask something of a person wherever they are: open ones, and those of the last hours.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn outbox(&self) -> Result<Vec<ReceiptRow>, Problem> {
        let since = clock::now() - FRESH;
        let is_fresh = |receipt: &ToldReceipt| {
            let queued = chrono::DateTime::parse_from_rfc3339(&receipt.queued_at);
            queued.is_ok_and(|queued| queued >= since)
        };
        self.room
            .ask(|teller| {
                let shown = |receipt: &&ToldReceipt| is_in(receipt.state, "open") || is_fresh(receipt);
                let mut rows: Vec<&ToldReceipt> = teller.all_receipts().filter(shown).collect();
                rows.sort_by_key(|receipt| (!is_in(receipt.state, "open"), Reverse(&receipt.queued_at)));
                rows.into_iter().take(MOST_FRESH).map(|receipt| teller.receipt(receipt)).collect()
            })
            .await
    }
}

/// Whether a receipt stands under a tab: open is what still waits for a person, the server or time.
pub fn is_in(state: ReceiptState, tab: &str) -> bool {
    let has_left = matches!(state, ReceiptState::Sent | ReceiptState::Confirmed);
    let is_back = matches!(state, ReceiptState::Withdrawn | ReceiptState::Elsewhere);
    match tab {
        "open" => !has_left && !is_back,
        "sent" => has_left,
        "withdrawn" => is_back,
        _ => true,
    }
}
