//! What was found for what was typed.

use serde::Serialize;
use ts_rs::TS;

/// One mail or document in which what was typed stands.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FoundRow {
    /// The service it belongs to; null for a mail that serves nothing.
    pub service: Option<String>,
    /// Digest of the raw mail.
    pub sha256: String,
    /// Id of the document in which it was found, if it was one.
    pub document: Option<String>,
    /// Where it was found: head (what is known of the service), mail, document.
    pub kind: String,
    /// Title of the document, or subject of the mail.
    pub title: String,
    pub case_number: Option<String>,
    /// Full name of the court.
    pub court: Option<String>,
    /// RFC 3339 +08:00.
    pub arrived: String,
    /// Page of the document, from 1.
    pub page: Option<u32>,
    /// Some text on either side of it.
    pub snippet: String,
}

/// What was found, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SearchAnswer {
    pub rows: Vec<FoundRow>,
    /// Whether more was found than is given.
    pub more: bool,
    /// Mails whose text is not in the index yet.
    pub waiting: u32,
}
