//! The arrival record 到达记录: what was known of a sighting when it was first seen, beyond its place.

use serde::{Deserialize, Serialize};

use crate::id::Digest;

/// What was known of a sighting when it was first seen. Written with the entry, never changed; what could not be
/// known is absent. The digest of the raw bytes and the place stand in the entry itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArrivalRecord {
    /// Name of the server.
    pub server: Option<String>,
    /// Its port.
    pub port: Option<u16>,
    /// SHA-256 of the certificate (DER) it showed.
    pub certificate: Option<Digest>,
    /// Its greeting.
    pub greeting: Option<String>,
    /// What it says of itself (RFC 2971): name and value.
    pub server_id: Vec<(String, String)>,
    /// When the bytes were in our hands by our own clock, RFC 3339 with milliseconds.
    pub first_seen: Option<String>,
    /// Seconds by which our clock was ahead of the server's, at most; negative when it was behind. Absent when the
    /// mail does not show it.
    pub clock_ahead_secs: Option<i64>,
    /// How many `Received` lines the mail has.
    pub received_lines: u32,
    /// The first of them, topmost first, unfolded.
    pub received: Vec<String>,
    /// The `Authentication-Results` of the mailbox's own server, as written, unfolded.
    pub authentication_results: Vec<String>,
}
