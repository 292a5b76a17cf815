//! Every fact that can be recorded, and the chain that binds them.
//!
//! Facts are serialised for ever: fields are added with a default, never renamed or removed.

mod arrival;
mod by_hand;
mod chain;
mod chosen;
mod claim;
mod errand;
mod filing;
mod handling;
mod part;
mod read;
mod receipt;
mod taught;
mod time;
pub(crate) mod watch;

use serde::{Deserialize, Serialize};

pub use self::arrival::ArrivalRecord;
pub use self::by_hand::ByHandFact;
pub use self::chain::{Break, Entry, Head, verify};
pub use self::chosen::Chosen;
pub use self::claim::ClaimFact;
pub use self::part::{PartRecord, PickupRecord};
pub use self::taught::{Taught, Unlocked};
pub use self::time::{
    CalendarImported, DeadlineAdded, DeadlineDecided, DeadlineTold, DeadlinesTold, Reminded, StartChosen,
};
pub use self::watch::{Alarm, AllWatched, Gap, SELF_CHECK_FAILED, SelfCheck, Watched};
use crate::id::{Digest, DocumentId, ReceiptId, ServiceId};

pub use errand::{BroughtRecord, ErrandFact, ListedRecord};
pub use filing::{FilingFact, MatterFact};
pub use handling::HandlingFact;
mod words;

pub use receipt::{Agreement, Leaves, ReceiptQueued, ReceiptReport};
pub use words::{AnswerRecord, Correction, FactRecord};

/// Number of an entry, from 1, without gaps.
pub type Seq = i64;

/// One thing that happened 事项.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "kebab-case")]
pub enum Fact {
    /// A source saw a mail; its raw bytes lie in the vault.
    Arrived(Arrived),
    /// A kept mail was read and judged.
    Understood(Box<Understood>),
    /// A kept mail could not be worked through; it is tried again at the next start.
    Stuck {
        /// The mail.
        mail: Digest,
        /// Stable code of what went wrong.
        code: String,
    },
    /// A source has a mail and cannot give it; it stays where it lies.
    NotTaken(NotTaken),
    /// A document lies in its case folder.
    Filed {
        /// The document.
        document: DocumentId,
        /// Path below the case root, with `/`.
        path: String,
    },
    /// One step of an errand to the documents behind a link.
    Errand(Box<ErrandFact>),
    /// What people did to filed documents.
    Filing(FilingFact),
    /// What people said about cases.
    Matter(MatterFact),
    /// What people said about working on services.
    Handling(HandlingFact),
    /// A receipt was drawn up and waits to leave.
    ReceiptQueued(ReceiptQueued),
    /// One step of registering a receipt in a mailbox that several computers share.
    Claim(ClaimFact),
    /// A receipt is about to be handed over: the server accepted sender and receiver, the text follows.
    ReceiptSending {
        /// The receipt.
        receipt: ReceiptId,
    },
    /// The server took the receipt.
    ReceiptSent {
        /// The receipt.
        receipt: ReceiptId,
        /// The server's words.
        answer: String,
    },
    /// Nothing was handed over; trying again is safe.
    ReceiptFailed {
        /// The receipt.
        receipt: ReceiptId,
        /// Stable code.
        code: String,
        /// The server's words.
        says: String,
        /// Whether it waits to be tried again by itself.
        retries: bool,
    },
    /// The text was handed over and no answer came: a person must look.
    ReceiptUnsure {
        /// The receipt.
        receipt: ReceiptId,
        /// What broke.
        says: String,
    },
    /// A person took the receipt back before it left.
    ReceiptWithdrawn {
        /// The receipt.
        receipt: ReceiptId,
    },
    /// A person (or `--no-undo`) let the receipt go: one that waited, was held after a restart, or is unsure.
    ReceiptReleased {
        /// The receipt.
        receipt: ReceiptId,
        /// How it leaves; at once where it does not say, as in entries of earlier versions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        leaves: Option<Leaves>,
    },
    /// A person corrected a fact of a service; what was read stays on record.
    Corrected(Correction),
    /// A person confirmed a mail, and the profile of its court learned from it.
    Taught(Box<Taught>),
    /// A person took a lesson back.
    Untaught {
        /// The lesson.
        lesson: String,
    },
    /// A person typed the password of a closed part.
    Unlocked(Unlocked),
    /// Before it left, an answer to the same mail was found in the mailbox: another desk was first. It does not leave;
    /// found after it had left, the court has two answers and a person must look.
    ReceiptElsewhere {
        /// The receipt.
        receipt: ReceiptId,
        /// By what the other answer is known: its Message-ID without angle brackets, or what tells a letter of another home
        /// from ours; empty when it has none.
        message_id: String,
        /// Who sent it, as far as it says.
        by: String,
        /// When, as it says itself.
        at: String,
        /// Folder it was found in.
        folder: String,
    },
    /// A copy of a sent receipt lies in the folder for sent mail.
    ReceiptCopied {
        /// The receipt.
        receipt: ReceiptId,
        /// The folder.
        folder: String,
        /// UIDVALIDITY and UID of the copy.
        uid: Option<(u32, u32)>,
        /// Whether the provider had put it there itself.
        by_provider: bool,
        /// Message-ID the copy bears, without angle brackets, where the submission server gave it one of its own: reports
        /// and replies name that one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message_id: Option<String>,
    },
    /// A mail came that reports on a receipt: a bounce, a delivery report, a confirmation, a reply.
    ReceiptReported(ReceiptReport),
    /// A second person let a drafted receipt go.
    ReceiptApproved {
        /// The receipt.
        receipt: ReceiptId,
        /// How it leaves; at once where it does not say, as in entries of earlier versions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        leaves: Option<Leaves>,
    },
    /// The receipt as a sheet of paper lies in the vault and in the case folder.
    ReceiptSheet {
        /// The receipt.
        receipt: ReceiptId,
        /// Digest of the PDF.
        sheet: Digest,
        /// Path below the case root, with `/`.
        path: String,
    },
    /// A receipt was given outside of this program: on a platform, by post, by hand.
    ReceiptByHand {
        /// The service.
        service: ServiceId,
        /// `platform`, `post`, `in-person`, `none-needed`.
        how: String,
        /// What the person says of it: when, to whom, which number.
        note: String,
    },
    /// What becomes of such an answer.
    ByHand(ByHandFact),
    /// An agreement on the address for service was entered or changed; the last entry of an id counts.
    Agreement(Box<Agreement>),
    /// A person changed a choice of the settings.
    Chosen(Chosen),
    /// A person answered a doubt.
    Settled {
        /// Id of the doubt.
        doubt: String,
        /// The answer as given.
        answer: String,
    },
    /// A person decided something about a deadline.
    DeadlineDecided(DeadlineDecided),
    /// A person added a deadline of the office's own.
    DeadlineAdded(DeadlineAdded),
    /// A person determined on which day a service took place.
    StartChosen(StartChosen),
    /// Deadlines are told otherwise than before.
    DeadlinesTold(DeadlinesTold),
    /// Holidays were taken in.
    CalendarImported(CalendarImported),
    /// Somebody was reminded, or could not be.
    Reminded(Reminded),
    /// A mailbox was not looked at for a while, and then it was.
    Gap(Gap),
    /// A mailbox is not watched as it should be.
    Alarm(Alarm),
    /// A mail that is known was fetched once more and compared.
    SelfChecked(SelfCheck),
    /// A person accepted a ledger that is not the one whose head was noted: what was noted, if anything, and where the
    /// entries ended, each as number and digest.
    LedgerAccepted {
        /// What was noted.
        noted: Option<(Seq, Digest)>,
        /// Where the entries ended.
        found: (Seq, Digest),
    },
}

/// A source saw a mail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arrived {
    /// The mail.
    pub mail: Digest,
    /// Length of the raw bytes.
    pub size_bytes: u64,
    /// Digest of what the mail says without the lines that servers on the way wrote; absent in entries of earlier
    /// versions, and for mails without a Message-ID.
    #[serde(default)]
    pub content: Option<Digest>,
    /// Id of the mailbox in the settings; `import` for mails taken in by hand.
    pub mailbox: String,
    /// Folder of the mailbox.
    pub folder: String,
    /// UIDVALIDITY and UID, where the source has them.
    pub uid: Option<(u32, u32)>,
    /// File name, for folders and imports.
    pub file: Option<String>,
    /// INTERNALDATE, RFC 3339 +08:00.
    pub internal_date: Option<String>,
    /// Regime of the mailbox on that day.
    pub regime: String,
    /// The agreed address of the mailbox.
    pub address: String,
    /// Server, certificate, way and clock; absent in entries of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Box<ArrivalRecord>>,
}

/// A mail that a source has and could not give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotTaken {
    /// Id of the mailbox in the settings.
    pub mailbox: String,
    /// Folder of the mailbox; empty for a watched folder.
    pub folder: String,
    /// UIDVALIDITY and UID, where the source has them.
    pub uid: Option<(u32, u32)>,
    /// File name, for watched folders.
    pub file: Option<String>,
    /// Its size in bytes as the source told it.
    pub size_bytes: u64,
    /// Why: `mail-too-big`, `mail-withheld`.
    pub code: String,
}

/// A kept mail as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Understood {
    /// The mail.
    pub mail: Option<Digest>,
    /// Version of the program that understood it.
    pub by_version: String,
    /// Message-ID without angle brackets.
    pub message_id: Option<String>,
    /// Message-IDs it answers.
    pub references: Vec<String>,
    /// Sender's address.
    pub from: Option<String>,
    /// Sender's name.
    pub from_name: Option<String>,
    /// Subject.
    pub subject: String,
    /// The mail's own date, RFC 3339 +08:00.
    pub dated: Option<String>,
    /// When it reached the agreed mailbox, RFC 3339 +08:00.
    pub arrived: Option<String>,
    /// How `arrived` is known: `internaldate`, `received-line`; empty when it is not.
    pub arrived_basis: String,
    /// Number of the last entry that was known when reading it began; what was said of it since is not in it. 0 in
    /// entries of earlier versions.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub knew: Seq,
    /// Whether it came by hand.
    pub by_hand: bool,
    /// proven, likely, doubtful, not-court.
    pub verdict: String,
    /// Reasons: code and detail.
    pub reasons: Vec<(String, String)>,
    /// The service; `None` when the mail serves nothing.
    pub service: Option<ServiceRecord>,
    /// Every part and what it became.
    pub parts: Vec<PartRecord>,
    /// Doubts: code, about, detail.
    pub doubts: Vec<(String, String, String)>,
    /// What it says of a mail of ours; absent when it answers none, and in entries of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Box<AnswerRecord>>,
}

fn is_zero(number: &Seq) -> bool {
    *number == 0
}

/// A service as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ServiceRecord {
    /// Court code and name.
    pub court: Option<(String, String)>,
    /// Normalised case numbers.
    pub case_numbers: Vec<String>,
    /// Cause of action.
    pub cause: Option<String>,
    /// Whom it serves, as written.
    pub addressee: Option<String>,
    /// Our standing.
    pub role: Option<String>,
    /// Regime of the mailbox.
    pub regime: String,
    /// Documents in reading order.
    pub documents: Vec<DocumentRecord>,
    /// Hearings: start (RFC 3339), place, kind, part.
    pub hearings: Vec<(String, Option<String>, String, String)>,
    /// Contacts: name, duty, phone.
    pub contacts: Vec<(String, Option<String>, Option<String>)>,
    /// Links and codes.
    pub pickups: Vec<PickupRecord>,
    /// Titles listed but not attached.
    pub listed_not_attached: Vec<String>,
    /// Planned path of the mail itself, where the office keeps it beside its documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// Files that could not be opened, such as locked archives: no documents to reckon with, and filed all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unopened: Vec<DocumentRecord>,
    /// The mail's own text, kept so that periods in it can be reckoned anew; absent in entries of earlier versions.
    #[serde(default)]
    pub body: String,
    /// Every fact with where it was read and how sure it is; absent in entries of earlier versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<FactRecord>,
}

impl ServiceRecord {
    /// Everything that has a place in the case folders, the mail itself aside: documents, then what stayed closed.
    pub fn files(&self) -> impl Iterator<Item = &DocumentRecord> {
        self.documents.iter().chain(&self.unopened)
    }

    /// The case in whose folder a document of it goes: its own, else the first of the service.
    pub fn number_of<'a>(&'a self, document: &'a DocumentRecord) -> Option<&'a String> {
        document.case_number.as_ref().or(self.case_numbers.first())
    }
}

/// One served document as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// Path of its part.
    pub part: String,
    /// Title.
    pub title: String,
    /// Kind, where one fits.
    pub kind: Option<String>,
    /// Whether the kind was read from the text.
    pub kind_from_text: bool,
    /// Case number it belongs to.
    pub case_number: Option<String>,
    /// Suffix 之一.
    pub suffix: Option<String>,
    /// Pages.
    pub pages: Option<u32>,
    /// Sentences that decide deadlines, kept so that they can be reckoned anew without the document.
    pub text: String,
    /// File name as the court wrote it.
    pub name: Option<String>,
    /// Digest of the decoded bytes.
    pub sha256: Option<Digest>,
    /// Length of the decoded bytes.
    pub size_bytes: u64,
    /// Planned path below the case root.
    pub path: String,
}

#[cfg(test)]
mod tests;
