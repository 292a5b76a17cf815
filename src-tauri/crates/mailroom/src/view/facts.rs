//! Rows of what a mail says: facts with their places, sittings, people, links, reasons; and of what they suggest.

use serde::Serialize;
use ts_rs::TS;

/// One fact of a service, with where it was read and how sure it is.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FactRow {
    /// court, case-number, cause, addressee, role, party, document-kind, document-case, hearing, contact, fee, appeal,
    /// listed-not-attached, arrival-told.
    pub fact: String,
    /// Name of the document it belongs to, where it is a document's.
    pub document: Option<String>,
    /// The value; null when it was looked for and not found.
    pub value: Option<String>,
    /// stated, inferred, missing, corrected.
    pub sure: String,
    /// Path of the part it was read in, `mail` or `subject`.
    pub part: Option<String>,
    /// Name of the document it was read in; null for the mail itself.
    pub read_in: Option<String>,
    /// Page from 1.
    pub page: Option<u32>,
    /// The sentence, shortened.
    pub sentence: Option<String>,
}

/// What a correction of another service suggests for this one; a person takes it or leaves it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SuggestionRow {
    /// The fact, such as `role` or `document-kind`.
    pub fact: String,
    /// Part of the document, for facts of documents.
    pub of: Option<String>,
    /// What was read here.
    pub was: Option<String>,
    /// What is suggested.
    pub value: String,
    /// The same in words.
    pub shown: String,
    /// Id of the service that was corrected.
    pub learned_from: String,
}

/// An earlier service and how this one relates to it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RelatedRow {
    /// Id of the earlier service.
    pub service: String,
    /// duplicate, correction, sent-again, reminder.
    pub relation: String,
    /// Titles in question, or the words that say so.
    pub because: Vec<String>,
    pub subject: String,
    pub arrived: Option<String>,
}

/// One court sitting.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct HearingRow {
    pub starts: String,
    pub place: Option<String>,
    pub kind: String,
    /// Name of the document it was read from.
    pub document: String,
    /// stands, moved (the court told another time since), may-be-moved (told of one of several sittings, maybe this one).
    pub standing: String,
}

/// A person at the court.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ContactRow {
    pub name: String,
    pub duty: Option<String>,
    pub phone: Option<String>,
}

/// One reason for or against a mail.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReasonRow {
    pub code: String,
    pub detail: String,
}
