//! Facts of errands: what was asked of a platform, what it listed and gave, and what people brought by hand.

use serde::{Deserialize, Serialize};

use crate::id::{Digest, ErrandId, ServiceId};

/// One step of an errand: the way from a link in a mail to the documents behind it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum ErrandFact {
    /// A person ordered that the documents behind a link be fetched, knowing that this may count as receipt.
    Asked {
        /// The errand.
        errand: ErrandId,
        /// The service whose mail holds the link.
        service: ServiceId,
        /// A password for the platform, where the person gave one.
        #[serde(default)]
        password: Option<String>,
    },
    /// A person opened the link in the browser.
    Opened {
        /// The errand.
        errand: ErrandId,
        /// The service whose mail holds the link.
        service: ServiceId,
        /// Host the link leads to.
        host: String,
    },
    /// The browser could not be started after all: nobody saw what is behind the link.
    NotOpened {
        /// The errand.
        errand: ErrandId,
        /// The service whose mail holds the link.
        service: ServiceId,
        /// What the system said.
        says: String,
    },
    /// The platform gave a list of documents that differs from the one before.
    Listed {
        /// The errand.
        errand: ErrandId,
        /// The service whose mail holds the link.
        service: ServiceId,
        /// Digest of the answer exactly as it came; it lies in the vault.
        answer: Digest,
        /// Host that answered.
        host: String,
        /// Digest of the certificate chain the host showed (PEM, in the vault), where one was seen.
        #[serde(default)]
        chain: Option<Digest>,
        /// Whether the host was reached with the older encryption a person allowed for it; absent in entries of earlier
        /// versions.
        #[serde(default)]
        old_tls: bool,
        /// `host:port` of the proxy it was asked through, where there was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proxy: Option<String>,
        /// Documents on it.
        documents: Vec<ListedRecord>,
    },
    /// One document came and lies in the vault.
    Stored {
        /// The errand.
        errand: ErrandId,
        /// The service whose mail holds the link.
        service: ServiceId,
        /// Key of the document on the list.
        key: String,
        /// Its digest.
        sha256: Digest,
        /// Its length.
        size_bytes: u64,
        /// Digest of the list that offered it, exactly as it came; it lies in the vault.
        #[serde(default)]
        answer: Option<Digest>,
        /// Host it came from.
        host: String,
        /// Digest of the certificate chain of that host (PEM, in the vault), where one was seen.
        #[serde(default)]
        chain: Option<Digest>,
        /// How often the connection broke off before it was whole.
        #[serde(default)]
        broken_off: u32,
        /// Whether the host was reached with the older encryption a person allowed for it.
        #[serde(default)]
        old_tls: bool,
        /// `host:port` of the proxy it came through, where there was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proxy: Option<String>,
    },
    /// The errand cannot go on for now, or not without a person.
    Held {
        /// The errand.
        errand: ErrandId,
        /// The service whose mail holds the link.
        service: ServiceId,
        /// Stable code, such as `pickup.expired`.
        code: String,
        /// The platform's own words, or what broke.
        says: String,
        /// When it is tried again by itself, RFC 3339; none when a person must act.
        #[serde(default)]
        again: Option<String>,
    },
    /// Documents came in beside a mail and belong to its service.
    Brought {
        /// The mail of the service.
        mail: Digest,
        /// The errand that brought them; none when a person dropped them.
        #[serde(default)]
        errand: Option<ErrandId>,
        /// `platform`, `dropped`, `paper`.
        channel: String,
        /// The day the papers themselves were received, YYYY-MM-DD; only for `paper`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        received_on: Option<String>,
        /// The documents, in order.
        documents: Vec<BroughtRecord>,
    },
    /// A person found that a document does not belong to the service it was put to. Its bytes and its file stay.
    TakenBack {
        /// The mail of the service.
        mail: Digest,
        /// The document.
        document: Digest,
    },
    /// A person found that the papers were not received on paper on a day, though it was recorded: the record counts no
    /// more, nor do scans that came with it. Their bytes and files stay.
    PaperTakenBack {
        /// The mail of the service.
        mail: Digest,
        /// The day that was recorded, YYYY-MM-DD.
        received_on: String,
        /// Why, in the person's words.
        why: String,
    },
}

/// One document on a platform's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedRecord {
    /// What tells it from the others on the list.
    pub key: String,
    /// Its name with ending, as the platform gives it.
    pub name: String,
    /// The court that put it there, as the platform names it.
    #[serde(default)]
    pub court: Option<String>,
}

/// One document that came in beside a mail; its bytes lie in the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BroughtRecord {
    /// Its file name.
    pub name: String,
    /// Its digest.
    pub sha256: Digest,
    /// Its length.
    pub size_bytes: u64,
}
