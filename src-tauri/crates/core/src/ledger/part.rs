//! What is recorded of one part of a mail, and of a link or code in it.

use serde::{Deserialize, Serialize};

use crate::id::Digest;

/// A link or code as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PickupRecord {
    /// Id of the platform.
    pub platform: String,
    /// The link.
    pub url: Option<String>,
    /// The pickup code.
    pub code: Option<String>,
    /// Who runs the platform, as far as is known; absent in entries of earlier versions.
    #[serde(default)]
    pub provider: Option<String>,
    /// When it stops working, as written.
    pub expires: Option<String>,
    /// Whether only the shape of the link is the platform's, and its host none that is known; absent where it is.
    #[serde(default, skip_serializing_if = "is_false")]
    pub strange_host: bool,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// One part and what it became.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartRecord {
    /// Path.
    pub path: String,
    /// Media type.
    pub media_type: String,
    /// Name.
    pub name: Option<String>,
    /// Length of the decoded bytes.
    pub size_bytes: u64,
    /// Digest of the decoded bytes.
    pub sha256: Digest,
    /// What it became.
    pub became: String,
    /// Why it was refused or stayed unread.
    pub why: Option<String>,
}

impl PartRecord {
    /// Whether it is a file that came along, opened or not.
    pub fn is_file(&self) -> bool {
        matches!(self.became.as_str(), "document" | "refused" | "unread")
    }
}
