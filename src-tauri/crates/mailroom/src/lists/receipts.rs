//! The receipts: open ones first, then the newest; and the few of them that every screen shows.

use std::cmp::Reverse;

use songda_core::case::{ReceiptState, ToldReceipt};

use super::{number, part};
use crate::Mailroom;
use crate::clock;
use crate::rows::Teller;
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
                let is_in = |receipt: &ToldReceipt, tab: &str| stands_in(teller, receipt, tab);
                let count = |tab: &str| number(all.iter().filter(|receipt| is_in(receipt, tab)).count());
                let mut fitting: Vec<&ToldReceipt> =
                    all.iter().filter(|receipt| is_in(receipt, &query.tab)).copied().collect();
                fitting.sort_by_key(|receipt| {
                    (!is_in(receipt, "open"), Reverse(&receipt.queued_at), receipt.queued.receipt.as_str())
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
                let is_open = |receipt: &ToldReceipt| stands_in(teller, receipt, "open");
                let shown = |receipt: &&ToldReceipt| is_open(receipt) || is_fresh(receipt);
                let mut rows: Vec<&ToldReceipt> = teller.all_receipts().filter(shown).collect();
                rows.sort_by_key(|receipt| (!is_open(receipt), Reverse(&receipt.queued_at)));
                rows.into_iter().take(MOST_FRESH).map(|receipt| teller.receipt(receipt)).collect()
            })
            .await
    }
}

/// Whether a receipt stands under a tab: open is what still waits for a person, the server or time. What came to nothing
/// and was sent anew waits for nobody.
fn stands_in(teller: &Teller<'_>, receipt: &ToldReceipt, tab: &str) -> bool {
    let state = receipt.state;
    let has_left = matches!(state, ReceiptState::Sent | ReceiptState::Confirmed);
    let is_back = matches!(state, ReceiptState::Withdrawn | ReceiptState::Elsewhere);
    match tab {
        "open" => !has_left && !is_back && !teller.is_replaced(receipt),
        "sent" => has_left,
        "withdrawn" => is_back,
        _ => true,
    }
}
