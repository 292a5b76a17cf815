//! Shapes of what the window orders about agreements and many receipts at once.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Court, Problem, ReceiptRow};

/// What a person wants to tell the court, as the window orders it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, TS)]
#[serde(default)]
pub struct Wished {
    /// received, refused, corrected, sealed, read.
    pub kind: String,
    /// Code of the reason of a refusal.
    pub reason: Option<String>,
    /// What is added; what was wrong with the letter that is corrected.
    pub note: String,
    /// Digest of the sealed and scanned form, as it was kept.
    pub scan: Option<String>,
    /// Its file name, as the court sees it.
    pub scan_name: Option<String>,
    /// How the person made sure that a mail which proves nothing by itself is the court's.
    pub verified: String,
}

/// An agreement on the address for service, as the window enters or changes it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, TS)]
#[serde(default)]
pub struct AgreementForm {
    /// The one that is changed; empty for a new one.
    pub id: String,
    /// confirmation, promise, offer.
    pub kind: String,
    pub courts: Vec<String>,
    /// Empty for the office itself.
    pub company: String,
    pub address: String,
    pub cases: Vec<String>,
    /// first, second, retrial, enforcement; empty: every level.
    pub levels: Vec<String>,
    /// YYYY-MM-DD.
    pub from: String,
    pub until: Option<String>,
    /// none, none-needed, read-receipt, sealed-form.
    pub reply: String,
    /// Working days after the day of arrival; 0 the same day.
    pub reply_within: Option<u32>,
    /// What is agreed beside; for a change, why.
    pub note: String,
    /// Digest of the signed paper as it was kept; null keeps the one there was.
    pub document: Option<String>,
    pub document_name: Option<String>,
}

/// One receipt that was chosen of those listed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
pub struct Chosen {
    pub service: String,
    /// What stood on its line.
    pub seen: String,
}

/// One receipt of many: to whom it goes and for what, or why it is not sent with the others.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct BatchLine {
    pub service: String,
    pub court: Option<Court>,
    pub case_numbers: Vec<String>,
    /// Titles of the documents it acknowledges.
    pub documents: Vec<String>,
    /// Where it goes; empty when it does not go.
    pub to: String,
    pub arrived: Option<String>,
    /// Why a person has to look at it alone: unconfirmed, likely, sender-changed, addressee-not-us, brought-other-case,
    /// not-on-register, sealed-form-agreed, answered, unread, unopened-parts, not-possible; null when it goes with the
    /// others.
    pub why: Option<String>,
    pub problem: Option<Problem>,
    /// Another person lets it go.
    pub needs_second: bool,
    /// So long it can be taken back once it is queued.
    pub undo_seconds: u32,
    /// Digest of the letter that would be sent; given back with the order, only that is sent. Empty when it does not go.
    pub seen: String,
    /// The receipt that was drawn up, or the one there was.
    pub receipt: Option<ReceiptRow>,
}
