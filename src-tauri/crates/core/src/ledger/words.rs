//! What the ledger keeps of facts and their places, of people's corrections, and of answers to mails of ours.

use serde::{Deserialize, Serialize};

use crate::id::ServiceId;

/// One fact with where it was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FactRecord {
    /// What it is about, such as `court`, `case-number`, `hearing`.
    pub fact: String,
    /// Path of the document it belongs to, where it is a document's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The value; `None` when it was looked for and not found.
    pub value: Option<String>,
    /// `stated`, `inferred` or `missing`.
    pub sure: String,
    /// Path of the part it was read in, `mail` or `subject`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Page from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The sentence, shortened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentence: Option<String>,
}

/// What a mail says of one of ours.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AnswerRecord {
    /// bounced, delayed, delivered, displayed, not-displayed, auto-reply, confirmed.
    pub says: String,
    /// Message-IDs it is about, without angle brackets, most telling first.
    pub about: Vec<String>,
    /// The address it speaks of.
    pub recipient: Option<String>,
    /// Status code of a report (RFC 3463).
    pub status: Option<String>,
    /// The server's or person's own words, shortened.
    pub words: String,
}

/// A person's word on a fact of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The service.
    pub service: ServiceId,
    /// The fact, such as `role` or `document-kind`; `fact` itself names the kind of entry.
    #[serde(rename = "about")]
    pub fact: String,
    /// Part of the document for facts of documents; for a hearing the start that was read.
    #[serde(default)]
    pub of: Option<String>,
    /// What was read.
    #[serde(default)]
    pub was: Option<String>,
    /// What it is.
    pub value: String,
    /// The same in words, where the value is a code: a court's name, a kind's title.
    #[serde(default)]
    pub words: Option<String>,
}
