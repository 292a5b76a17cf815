//! Facts read back from their JSON; what a ledger holds by the ten thousand is read without a detour.

use serde::de::DeserializeOwned;

use super::Fact;

impl Fact {
    /// The fact that a text of the ledger stands for.
    ///
    /// # Errors
    /// When it is none that this version knows.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        // A tag may stand anywhere, so serde first takes every fact apart into pieces of its own. Entries are written
        // with the tag in front: the two kinds that each mail brings along are read as what they are.
        let direct = if is_tagged(text, "arrived") {
            plain(text).map(Self::Arrived)
        } else if is_tagged(text, "understood") {
            plain(text).map(|understood| Self::Understood(Box::new(understood)))
        } else {
            None
        };
        direct.map_or_else(|| serde_json::from_str(text), Ok)
    }
}

fn is_tagged(text: &str, tag: &str) -> bool {
    let rest = text.strip_prefix("{\"fact\":\"").and_then(|rest| rest.strip_prefix(tag));
    rest.is_some_and(|rest| rest.starts_with("\","))
}

fn plain<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}
