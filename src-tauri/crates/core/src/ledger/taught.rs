//! What people taught of a court from a mail they confirmed, and passwords they typed for closed parts.

use serde::{Deserialize, Serialize};

use crate::id::{Digest, ServiceId};

/// A person confirmed a mail as its court's, and the office's profile of the court learned from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taught {
    /// Id of the lesson, made from what it says.
    pub lesson: String,
    /// The service whose mail was confirmed.
    pub service: ServiceId,
    /// Court code 法院代字.
    pub court: String,
    /// The court's name.
    pub court_name: String,
    /// Addresses it sends from.
    #[serde(default)]
    pub senders: Vec<String>,
    /// Shapes of its subjects: numbers of cases and the rest of the digits left out.
    #[serde(default)]
    pub subjects: Vec<String>,
    /// Hosts its links lead to.
    #[serde(default)]
    pub hosts: Vec<String>,
}

/// A person typed the password of a closed part of a mail.
///
/// Such a password is told beside the papers it closes and opens nothing else: the ledger keeps it, so that reading
/// the mail again gives the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlocked {
    /// The mail.
    pub mail: Digest,
    /// The closed part it was typed for.
    #[serde(default)]
    pub part: String,
    /// The password.
    pub password: String,
}
