//! A document as it is shown inside the window.

use serde::Serialize;
use ts_rs::TS;

/// How a document can be shown, its text, and what in it matters.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Preview {
    pub id: String,
    pub title: String,
    /// pdf, picture, text, none: none must be opened with the system's own program.
    pub shape: String,
    /// What the bytes really are, for a picture.
    pub media_type: String,
    /// Text by page; empty when none could be read.
    pub pages: Vec<String>,
    /// Sentences that facts were read from.
    pub marks: Vec<MarkRow>,
}

/// A sentence that a fact was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct MarkRow {
    /// deadline, case-number, hearing.
    pub what: String,
    /// The words as they stand in the document.
    pub words: String,
    /// Page, from 1, where it was found in the text.
    pub page: Option<u32>,
}
