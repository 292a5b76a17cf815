//! What the office learned, or would learn, of a court from a mail that a person confirmed.

use serde::Serialize;
use ts_rs::TS;

/// One lesson, in force or only proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LessonRow {
    /// Its id.
    pub lesson: String,
    /// The service whose mail was confirmed.
    pub service: String,
    /// Court code.
    pub court: String,
    /// The court's name.
    pub court_name: String,
    /// Addresses the court sends from.
    pub senders: Vec<String>,
    /// Shapes of its subjects; `*` stands for case numbers, our name and other digits.
    pub subjects: Vec<String>,
    /// Hosts its links lead to.
    pub hosts: Vec<String>,
    /// What speaks against the mail: codes of reasons. A person looks at them before confirming.
    pub against: Vec<String>,
    /// Waiting mails that are judged again.
    pub waiting: u32,
    /// Who confirmed it; null while it is only proposed.
    pub by: Option<String>,
    /// When, RFC 3339; null while it is only proposed.
    pub at: Option<String>,
}
