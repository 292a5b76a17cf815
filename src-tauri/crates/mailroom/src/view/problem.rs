//! What a person is told when something fails: a stable code and the facts.

use serde::Serialize;
use ts_rs::TS;

/// What a person is told when something fails. The words for the code are the window's.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Problem {
    /// Stable code, such as `mailbox.login-refused`.
    pub code: String,
    /// Facts to put into the sentence: what was attempted, on what, the server's words.
    pub facts: Vec<String>,
    /// Whether it is tried again by itself.
    pub retries: bool,
}
