//! What the office chose in the window that lets something happen by itself, or otherwise than usual: on record with who and when.

use serde::{Deserialize, Serialize};

/// A choice of the settings that a person changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// `undo`, `two-people`, `automatic`, `keep-original`, `fetch`, `old-tls`.
    pub what: String,
    /// What it is about: the code of a court; a platform, and the mailbox.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<String>,
    /// What held before: `on`, `off`, seconds, hosts with blanks between.
    pub before: String,
    /// What holds since.
    pub value: String,
}
