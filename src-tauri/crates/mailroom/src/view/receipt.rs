//! Shapes of receipts, their proofs, and the register of agreements.

use serde::Serialize;
use ts_rs::TS;

use super::Court;

/// One receipt.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReceiptRow {
    pub id: String,
    pub service: String,
    pub message_id: String,
    pub to: String,
    pub subject: String,
    /// draft, queued, sending, unsure, sent, confirmed, bounced, failed, withdrawn.
    pub state: String,
    pub attempts: u32,
    pub queued_at: String,
    /// Until when it can be taken back; null when it waits for a person (after a restart) or has left.
    pub undo_until: Option<String>,
    /// Whether it was left over by a window that is gone and waits for a person to let it go.
    pub held: bool,
    pub sent_at: Option<String>,
    /// The server's words.
    pub answer: Option<String>,
    /// Digest of the exact bytes.
    pub sha256: String,
    /// Who acknowledged.
    pub by: String,
    /// kebab-case code of what went wrong, if anything did.
    pub problem: Option<String>,
    /// received, refused, corrected.
    pub kind: String,
    /// Code of the reason of a refusal.
    pub reason: Option<String>,
    /// What the person added.
    pub note: Option<String>,
    /// Id of the receipt it corrects.
    pub corrects: Option<String>,
    /// How whoever ordered it made sure that a mail which proves nothing by itself is the court's.
    pub verified: Option<String>,
    /// The second person who let it go.
    pub approved_by: Option<String>,
    /// Folder of the mailbox in which a copy lies.
    pub copy_in: Option<String>,
    /// Another desk's answer to the same mail.
    pub elsewhere: Option<ElsewhereRow>,
    /// How it was registered in the mailbox before it left; null where it was not and need not be.
    pub claim: Option<ClaimRow>,
    /// Mails that report on it, first one first.
    pub reports: Vec<ReportRow>,
    /// Where its sheet lies below the case root.
    pub sheet: Option<String>,
    /// Where its exact bytes lie below the case root.
    pub letter: Option<String>,
    /// How it stands, given back with an order about it: when it stands otherwise by then, nothing is done.
    pub seen: String,
}

/// An answer that another desk on the same mailbox sent.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ElsewhereRow {
    pub by: String,
    pub at: String,
    pub message_id: String,
    pub folder: String,
}

/// How a receipt was registered in its mailbox before it left, for other computers to see.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ClaimRow {
    /// behind: another computer is first and its answer is waited for; overdue: a person must decide; held: it was the
    /// first; taken-over, waived: a person let it go over another one, or unregistered; unregistered: the mailbox takes no
    /// registration, and nobody said that several computers work with it.
    pub state: String,
    /// Id of the mailbox in the settings; null where a person decided.
    pub mailbox: Option<String>,
    /// Since when another computer's registration lies there, RFC 3339 +08:00; null where none is first.
    pub since: Option<String>,
    /// From when on a person may take over, RFC 3339 +08:00.
    pub decide_from: Option<String>,
    /// Who decided, and when.
    pub by: Option<String>,
    pub at: Option<String>,
    /// Why a person decided so, or the server's words where it took no registration.
    pub why: Option<String>,
    /// Whether the other computer says that it does not know whether its receipt left: the court may have that one.
    pub unsure: bool,
}

/// A person's last word on an answer that was given outside of this program.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ByHandRow {
    /// platform, post, in-person, none-needed; taken-back where it was not answered so after all.
    pub how: String,
    /// What was added, or why it was taken back.
    pub note: String,
    pub by: String,
    /// RFC 3339 +08:00.
    pub at: String,
}

/// A mail that reports on a receipt.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReportRow {
    /// When it was recorded, RFC 3339 +08:00.
    pub at: String,
    /// bounced, delayed, delivered, relayed, displayed, confirmed, replied.
    pub report: String,
    pub status: String,
    pub says: String,
    /// Digest of the mail that reports.
    pub mail: String,
    /// Where that mail lies below the case root.
    pub path: Option<String>,
}

/// One agreement on the address for service 送达地址确认书、承诺协议.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AgreementRow {
    pub id: String,
    /// confirmation, promise, offer.
    pub kind: String,
    pub courts: Vec<String>,
    pub court_names: Vec<String>,
    pub company: String,
    pub address: String,
    /// Case numbers it is limited to; empty: every case.
    pub cases: Vec<String>,
    /// first, second, retrial, enforcement; empty: every level.
    pub levels: Vec<String>,
    pub from: String,
    pub until: Option<String>,
    /// none, none-needed, read-receipt, sealed-form.
    pub reply: String,
    /// Working days after the day of arrival; 0 the same day.
    pub reply_within: Option<u32>,
    /// Digest of the signed document in the vault.
    pub document: Option<String>,
    pub document_name: Option<String>,
    pub note: String,
    /// to-come, in-force, ended.
    pub state: String,
    /// How often it was entered or changed.
    pub changes: u32,
    pub changed_at: String,
    pub changed_by: String,
    /// How many of the last changes brought no paper of their own: the signed document is older than they are.
    pub without_paper: u32,
    /// Every entry and change of it, the oldest first.
    pub history: Vec<AgreementChange>,
}

/// One entry or change of an agreement, as it stands in the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AgreementChange {
    pub at: String,
    pub by: String,
    /// What it changed; nothing for the first entry.
    pub changed: Vec<AgreementField>,
    pub note: String,
    /// Digest of the paper that came with it; null where it brought none.
    pub document: Option<String>,
    pub document_name: Option<String>,
}

/// A term of an agreement that a change changed.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AgreementField {
    /// kind, courts, company, address, cases, levels, from, until, reply.
    pub field: String,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// A court that served something at an address while no agreement covered it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Uncovered {
    /// Empty where the court was not read.
    pub court: String,
    pub court_name: String,
    pub address: String,
    pub cases: Vec<String>,
    /// Subjects of the services of which no case number was read.
    pub subjects: Vec<String>,
    pub last_arrived: Option<String>,
}

/// The register as one answer.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Register {
    pub agreements: Vec<AgreementRow>,
    pub uncovered: Vec<Uncovered>,
}

/// What the confirm sheet shows before a receipt is queued.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReceiptDraft {
    pub service: String,
    pub court: Option<Court>,
    pub to: String,
    pub subject: String,
    pub body: String,
    pub documents: u32,
    pub arrived: Option<String>,
    /// confirmed, offered, promised, unconfirmed: decides which warning is shown and which button is the default.
    pub regime: String,
    /// proven, likely.
    pub verdict: String,
    /// Seconds in which it can be taken back.
    pub undo_seconds: u32,
    /// Id of the agreement that covers the service.
    pub agreement: Option<String>,
    /// confirmation, promise, offer: what the agreement is.
    pub agreement_kind: Option<String>,
    /// Since when it holds.
    pub agreement_from: Option<String>,
    /// Last day of the agreed term to answer.
    pub answer_by: Option<String>,
    /// What should be seen first: not-on-register, sender-changed, addressee-not-us, brought-other-case,
    /// sealed-form-agreed, unopened-parts, unread.
    pub cautions: Vec<String>,
    /// Another person lets it go.
    pub needs_second: bool,
    /// Digest of what is shown; given back with the order, only that is sent.
    pub seen: String,
}
