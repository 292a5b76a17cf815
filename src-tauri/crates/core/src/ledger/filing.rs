//! Facts of the case folders: what people moved or changed there, and which cases they see as one matter.

use serde::{Deserialize, Serialize};

use crate::id::{DocumentId, ServiceId};

/// Something that happened below the case root after a document was filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum FilingFact {
    /// A person moved or renamed the file; it was known again by its digest.
    Moved {
        /// The document.
        document: DocumentId,
        /// Where it lies now, below the case root, with `/`.
        path: String,
    },
    /// The file is gone from its place and lies nowhere else below the root.
    Gone {
        /// The document.
        document: DocumentId,
    },
    /// The file at its place holds other bytes than the document.
    Changed {
        /// The document.
        document: DocumentId,
        /// Digest of what lies there now.
        now: crate::id::Digest,
    },
    /// The file lies at its place again, unchanged.
    Back {
        /// The document.
        document: DocumentId,
    },
    /// The whole case root was moved by the program, every file checked.
    RootMoved {
        /// Where it lay.
        from: String,
        /// Where it lies.
        to: String,
        /// How many files were copied and compared.
        files: u64,
    },
}

/// What a person said about cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum MatterFact {
    /// These cases are one matter: first instance, appeal, enforcement of the same dispute.
    Joined {
        /// Normalised case numbers, the first one leading.
        case_numbers: Vec<String>,
    },
    /// This case stands by itself again.
    Split {
        /// Normalised case number.
        case_number: String,
    },
    /// These services are one, told by several channels: mail, message, platform, paper.
    ServicesJoined {
        /// The services, the one that leads first.
        services: Vec<ServiceId>,
        /// Why, in the person's words or by a stable code.
        why: String,
    },
    /// This service stands by itself again.
    ServiceParted {
        /// The service.
        service: ServiceId,
        /// Why, in the person's words.
        why: String,
    },
    /// The office calls the case by a name of its own; numbers and folders stay as they are.
    Named {
        /// Normalised case number.
        case_number: String,
        /// The name; empty takes it away again.
        name: String,
    },
    /// The case is over for the office 结案; its deadlines stay as they are.
    Closed {
        /// Normalised case number.
        case_number: String,
        /// Why, in the person's words: judged and paid, settled, withdrawn.
        why: String,
    },
    /// The case is worked on again.
    Reopened {
        /// Normalised case number.
        case_number: String,
        /// Why, in the person's words.
        why: String,
    },
}
