//! What is recorded of receipts, and of the agreements they rest on.

use serde::{Deserialize, Serialize};

use crate::id::{Digest, ReceiptId, ServiceId};

/// A receipt that waits to leave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReceiptQueued {
    /// Its id.
    pub receipt: ReceiptId,
    /// The service it acknowledges.
    pub service: ServiceId,
    /// Fixed Message-ID without angle brackets: the same in every home that says the same about the same service.
    pub message_id: String,
    /// By what this very letter is told from another desk's under that Message-ID; absent in entries of earlier versions,
    /// whose Message-ID no other letter bears.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<String>,
    /// Mailbox it leaves from.
    pub mailbox: String,
    /// Where it goes.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Digest of the exact bytes, which lie in the vault.
    pub raw: Digest,
    /// It does not leave before this moment, RFC 3339 +08:00.
    pub not_before: String,
    /// Whether it may leave by itself after a restart; one queued in a window is held until a person looks.
    pub leaves_after_restart: bool,
    /// `received`, `refused`, `corrected`; empty in entries of earlier versions, which all say received.
    #[serde(default)]
    pub kind: String,
    /// Code of the reason of a refusal.
    #[serde(default)]
    pub reason: Option<String>,
    /// What the person adds: to a refusal, or why a receipt is corrected.
    #[serde(default)]
    pub note: Option<String>,
    /// The receipt this one corrects.
    #[serde(default)]
    pub corrects: Option<ReceiptId>,
    /// Message-ID of the mail it answers.
    #[serde(default)]
    pub answers: Option<String>,
    /// By which way: `mail`, `read-receipt`, `sealed-form`, `http`; empty in entries of earlier versions, which went by mail.
    #[serde(default)]
    pub way: String,
    /// Whether a second person must let it go first.
    #[serde(default)]
    pub needs_second: bool,
    /// Regime under which it was drawn up; empty in entries of earlier versions.
    #[serde(default)]
    pub regime: String,
    /// How whoever ordered it made sure that a mail which proves nothing by itself is the court's; absent where it is
    /// proven, where nobody was asked, and in entries of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<String>,
}

impl ReceiptQueued {
    /// By what this very letter is known among the sent mails.
    pub fn letter(&self) -> &str {
        self.letter.as_deref().unwrap_or(&self.message_id)
    }
}

/// How a receipt that a person lets go leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaves {
    /// It does not leave before this moment, RFC 3339 +08:00: so long it can be taken back.
    pub not_before: String,
    /// Whether it leaves by itself though the program stopped meanwhile; one let go in a window is held then.
    pub after_restart: bool,
}

/// What a mail reports on a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptReport {
    /// The receipt.
    pub receipt: ReceiptId,
    /// The mail that reports.
    pub mail: Digest,
    /// `bounced`, `delayed`, `delivered`, `relayed`, `displayed`, `confirmed`, `replied`.
    pub report: String,
    /// Enhanced status code (RFC 3463) or the words of the reply's subject.
    pub status: String,
    /// The reporting server's words.
    pub says: String,
}

/// An agreement on the address for service 送达地址确认书、承诺协议, as the office keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Plain name, unique in the register.
    pub id: String,
    /// `confirmation` 送达地址确认书, `promise` 承诺协议, `offer` 诉讼文书中提供.
    pub kind: String,
    /// Codes of the courts it was made with.
    pub courts: Vec<String>,
    /// The company it binds.
    pub company: String,
    /// The agreed address.
    pub address: String,
    /// Case numbers it is limited to; empty: every case.
    #[serde(default)]
    pub cases: Vec<String>,
    /// `first`, `second`, `retrial`, `enforcement`; empty: every level.
    #[serde(default)]
    pub levels: Vec<String>,
    /// First day, `YYYY-MM-DD`.
    pub from: String,
    /// Last day; none while it stands.
    #[serde(default)]
    pub until: Option<String>,
    /// What answer was agreed: `none`, `read-receipt`, `sealed-form`.
    #[serde(default)]
    pub reply: String,
    /// Within how many working days after arrival; 0 the same day; none where no term was agreed.
    #[serde(default)]
    pub reply_within: Option<u32>,
    /// Digest of the signed document, which lies in the vault.
    #[serde(default)]
    pub document: Option<Digest>,
    /// File name of the signed document.
    #[serde(default)]
    pub document_name: Option<String>,
    /// What is agreed beside, or why it was changed.
    #[serde(default)]
    pub note: String,
}
