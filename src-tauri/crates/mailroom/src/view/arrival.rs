//! Rows about arrivals: every sighting of a mail with what was known of it then, as evidence.

use serde::Serialize;
use ts_rs::TS;

/// One sighting of a mail 到达记录, as it stands in the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct SightingRow {
    /// Number of the ledger entry.
    #[ts(type = "number")]
    pub seq: i64,
    /// When it was recorded, RFC 3339 +08:00.
    pub recorded: String,
    /// SHA-256 of the raw bytes.
    pub sha256: String,
    /// Id of the mailbox; `import` for a mail taken in by hand, whose time of import is not its arrival.
    pub mailbox: String,
    /// The agreed address of the mailbox.
    pub address: String,
    pub folder: String,
    pub uid_validity: Option<u32>,
    pub uid: Option<u32>,
    /// File name, for watched folders and imports.
    pub file: Option<String>,
    /// When the server took it in (INTERNALDATE), RFC 3339 +08:00.
    pub internal_date: Option<String>,
    /// When the bytes were in our hands by our own clock, RFC 3339.
    pub first_seen: Option<String>,
    /// Seconds by which our clock was ahead of the server's, at most; null where the mail does not show it.
    #[ts(type = "number | null")]
    pub clock_ahead_secs: Option<i64>,
    pub server: Option<String>,
    pub port: Option<u16>,
    /// SHA-256 of the server's certificate.
    pub certificate: Option<String>,
    pub greeting: Option<String>,
    /// What the server says of itself (RFC 2971).
    pub server_id: Vec<(String, String)>,
    /// `Received` lines, topmost first; of a flood only the first ones.
    pub received: Vec<String>,
    /// How many there are.
    pub received_lines: u32,
    /// `Authentication-Results` of the mailbox's own server.
    pub authentication_results: Vec<String>,
}
