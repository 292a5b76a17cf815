//! What is recorded of claims: which receipt was registered in the mailbox before it left, and what came of it.

use serde::{Deserialize, Serialize};

use crate::id::ReceiptId;

/// One step of registering a receipt before it leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "claim", rename_all = "kebab-case")]
pub enum ClaimFact {
    /// A claim is about to be laid into the mailbox.
    Laying {
        /// The receipt.
        receipt: ReceiptId,
        /// By what it is known again there.
        token: String,
        /// The token of another desk's claim that a person takes over.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaces: Option<String>,
        /// Why, in the person's words; empty where nobody takes over, or where the other one has answered and a person let
        /// this one go all the same.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// It is the first, so the receipt may leave.
    Held {
        /// The receipt.
        receipt: ReceiptId,
        /// Id of the mailbox in the settings.
        mailbox: String,
        /// Folder of the mailbox it lies in.
        folder: String,
        /// UIDVALIDITY and UID.
        uid: (u32, u32),
        /// Whether other desks register there as well.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        beside: bool,
    },
    /// The mailbox takes no registration, nobody said that several computers work with it, and none registers there: the
    /// receipt leaves without one.
    Refused {
        /// The receipt.
        receipt: ReceiptId,
        /// Id of the mailbox in the settings.
        mailbox: String,
        /// The server's words.
        says: String,
    },
    /// Another desk's is the first: the receipt waits for that desk's answer.
    Behind {
        /// The receipt.
        receipt: ReceiptId,
        /// Id of the mailbox in the settings.
        mailbox: String,
        /// The other claim's token.
        token: String,
        /// When the mailbox's server took that claim, RFC 3339 +08:00; empty where it does not say.
        since: String,
        /// The other's answer should have come long since: a person must decide.
        overdue: bool,
        /// The other says that it does not know whether its answer left.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unsure: bool,
    },
    /// A person lets the receipt go though it could not be registered.
    Waived {
        /// The receipt.
        receipt: ReceiptId,
        /// Why, in the person's words.
        why: String,
    },
    /// The receipt does not leave after all, and that is said where it was registered: another desk may answer.
    Ended {
        /// The receipt.
        receipt: ReceiptId,
        /// Of which claim it was said.
        token: String,
    },
    /// It was handed over and nobody knows whether it was taken, and that is said where it was registered.
    Unsure {
        /// The receipt.
        receipt: ReceiptId,
        /// Of which claim it was said.
        token: String,
    },
    /// It left by a way that leaves no copy in the mailbox, and that is said where it was registered.
    Done {
        /// The receipt.
        receipt: ReceiptId,
        /// Of which claim it was said.
        token: String,
    },
}

impl ClaimFact {
    /// The receipt it is about.
    pub fn receipt(&self) -> &ReceiptId {
        match self {
            Self::Laying { receipt, .. }
            | Self::Held { receipt, .. }
            | Self::Refused { receipt, .. }
            | Self::Behind { receipt, .. }
            | Self::Waived { receipt, .. }
            | Self::Ended { receipt, .. }
            | Self::Unsure { receipt, .. }
            | Self::Done { receipt, .. } => receipt,
        }
    }
}
