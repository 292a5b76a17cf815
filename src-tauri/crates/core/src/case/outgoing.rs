//! One receipt told by its ledger entries: where it stands, and the proofs that it went where it should.

use serde::{Deserialize, Serialize};

use super::claimed::ToldClaim;
use crate::id::ReceiptId;
use crate::ledger::{ClaimFact, Entry, Fact, Leaves, ReceiptQueued, ReceiptReport, Seq};

/// Where a receipt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReceiptState {
    /// Drawn up by one person, waits for another.
    Draft,
    /// Waits to leave.
    Queued,
    /// Being handed over, as far as is recorded.
    Sending,
    /// Handed over, no answer: a person must look.
    Unsure,
    /// The server took it.
    Sent,
    /// The court said that it has it.
    Confirmed,
    /// It came back.
    Bounced,
    /// Refused for good.
    Failed,
    /// Taken back before it left.
    Withdrawn,
    /// Another desk had answered the same mail; this one never leaves.
    Elsewhere,
}

impl ReceiptState {
    /// The word of the contract.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Unsure => "unsure",
            Self::Sent => "sent",
            Self::Confirmed => "confirmed",
            Self::Bounced => "bounced",
            Self::Failed => "failed",
            // It never left; that another one did stands in its problem.
            Self::Withdrawn | Self::Elsewhere => "withdrawn",
        }
    }

    /// Whether the server has taken it over.
    pub fn has_left(self) -> bool {
        matches!(self, Self::Sent | Self::Confirmed | Self::Bounced)
    }
}

/// An answer to the same mail that another desk sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// Its Message-ID.
    pub message_id: String,
    /// Who sent it, as far as it says.
    pub by: String,
    /// When, as it says itself.
    pub at: String,
    /// Folder it was found in.
    pub folder: String,
}

/// A copy of a receipt in the folder for sent mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentCopy {
    /// The folder.
    pub folder: String,
    /// UIDVALIDITY and UID.
    pub uid: Option<(u32, u32)>,
    /// Whether the provider had put it there itself.
    pub by_provider: bool,
}

/// One receipt and all that happened to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToldReceipt {
    /// As it was queued.
    pub queued: ReceiptQueued,
    /// When it was queued, RFC 3339.
    pub queued_at: String,
    /// Who acknowledged.
    pub by: String,
    /// Where it stands.
    pub state: ReceiptState,
    /// How often it was handed over or refused.
    pub attempts: u32,
    /// When the server took it.
    pub sent_at: Option<String>,
    /// The server's last words.
    pub answer: Option<String>,
    /// Code of what went wrong last.
    pub problem: Option<String>,
    /// When anything happened to it last, RFC 3339.
    pub changed_at: String,
    /// Number of the entry that moved it last.
    pub moved_seq: Seq,
    /// Whether handing it over was begun at least once, whatever came of it.
    pub begun: bool,
    /// How it leaves, as was said of it last; none: at once, because a person said so.
    pub leaves: Option<Leaves>,
    /// Whether the court may have it though nobody said that it was taken over. Another letter about the same service must
    /// not leave beside it.
    pub perhaps_there: bool,
    /// Whether a mail server took it once more though the court may have had it: the same letter may have come there twice.
    pub perhaps_twice: bool,
    /// The second person who let it go.
    pub approved_by: Option<String>,
    /// The copy in the folder for sent mail.
    pub copy: Option<Box<SentCopy>>,
    /// Another desk's answer to the same mail.
    pub elsewhere: Option<Box<Elsewhere>>,
    /// How it was registered in the mailbox, for other computers to see.
    pub claim: ToldClaim,
    /// Mails that report on it, with the moment that was recorded.
    pub reports: Vec<(String, ReceiptReport)>,
    /// The sheet: path below the case root, and digest.
    pub sheet: Option<(String, crate::id::Digest)>,
}

/// The receipt a fact is about.
pub(super) fn receipt_of(fact: &Fact) -> Option<ReceiptId> {
    match fact {
        Fact::ReceiptSending { receipt }
        | Fact::ReceiptSent { receipt, .. }
        | Fact::ReceiptFailed { receipt, .. }
        | Fact::ReceiptUnsure { receipt, .. }
        | Fact::ReceiptWithdrawn { receipt }
        | Fact::ReceiptReleased { receipt, .. }
        | Fact::ReceiptElsewhere { receipt, .. }
        | Fact::ReceiptCopied { receipt, .. }
        | Fact::ReceiptApproved { receipt, .. }
        | Fact::ReceiptSheet { receipt, .. } => Some(receipt.clone()),
        Fact::ReceiptReported(report) => Some(report.receipt.clone()),
        Fact::Claim(claim) => Some(claim.receipt().clone()),
        _ => None,
    }
}

impl ToldReceipt {
    pub(super) fn queued(queued: ReceiptQueued, entry: &Entry) -> Self {
        Self {
            state: if queued.needs_second { ReceiptState::Draft } else { ReceiptState::Queued },
            leaves: Some(Leaves { not_before: queued.not_before.clone(), after_restart: queued.leaves_after_restart }),
            queued,
            queued_at: entry.at.clone(),
            by: entry.by.clone(),
            attempts: 0,
            sent_at: None,
            answer: None,
            problem: None,
            changed_at: entry.at.clone(),
            moved_seq: entry.seq,
            begun: false,
            perhaps_there: false,
            perhaps_twice: false,
            approved_by: None,
            copy: None,
            elsewhere: None,
            claim: ToldClaim::default(),
            reports: Vec::new(),
            sheet: None,
        }
    }

    pub(super) fn take(&mut self, fact: Fact, entry: &Entry) {
        match fact {
            Fact::ReceiptCopied { folder, uid, by_provider, .. } => {
                self.copy = Some(Box::new(SentCopy { folder, uid, by_provider }))
            }
            Fact::ReceiptSheet { path, sheet, .. } => self.sheet = Some((path, sheet)),
            Fact::ReceiptReported(report) => self.reported(report, entry),
            // Where it stands among the desks is no standing of its own, but that another desk is first.
            Fact::Claim(fact) if !matches!(fact, ClaimFact::Behind { .. }) => self.claim.take(fact, entry),
            other => {
                entry.at.clone_into(&mut self.changed_at);
                self.moved_seq = entry.seq;
                self.moved(other, entry);
            }
        }
    }

    /// How it stands now, in a word that no other standing of it has: an order about it says which one a person saw.
    pub fn standing(&self) -> String {
        format!("{}-{}", self.state.code(), self.moved_seq)
    }

    /// Whether the court has this very letter, or may have it. Of one that never left nothing can be reported: another
    /// desk's under the same Message-ID is meant.
    pub fn may_be_there(&self) -> bool {
        let is_on_its_way = matches!(self.state, ReceiptState::Sending | ReceiptState::Unsure);
        self.state.has_left() || self.perhaps_there || is_on_its_way
    }

    /// Whether it waits to leave and a person must say whether it does: another computer is first and does not answer, or
    /// the mailbox takes no registration.
    pub fn asks_a_person(&self) -> bool {
        let is_asking = matches!(self.problem.as_deref(), Some("receipt.claim-overdue" | "receipt.no-claim"));
        self.state == ReceiptState::Queued && is_asking
    }

    fn moved(&mut self, fact: Fact, entry: &Entry) {
        match fact {
            Fact::ReceiptSending { .. } => {
                self.state = ReceiptState::Sending;
                self.begun = true;
                self.attempts += 1;
            }
            Fact::ReceiptSent { answer, .. } => self.sent(answer, entry),
            Fact::ReceiptFailed { code, says, retries, .. } => self.failed(code, says, retries),
            Fact::ReceiptUnsure { says, .. } if !self.state.has_left() => {
                self.answer = Some(says);
                self.unsure();
            }
            Fact::ReceiptWithdrawn { .. } if !self.state.has_left() => self.withdrawn(),
            Fact::ReceiptReleased { leaves, .. } => {
                self.leaves = leaves;
                self.problem = None;
                if !self.state.has_left() {
                    self.state = ReceiptState::Queued;
                }
            }
            Fact::ReceiptApproved { leaves, .. } if self.state == ReceiptState::Draft => {
                self.approved_by = Some(entry.by.clone());
                self.problem = None;
                self.leaves = leaves;
                self.state = ReceiptState::Queued;
            }
            Fact::Claim(fact) if self.state == ReceiptState::Queued => {
                self.attempts += 1;
                self.problem = self.claim.behind(fact, entry).map(str::to_owned);
            }
            Fact::ReceiptElsewhere { message_id, by, at, folder, .. } => {
                self.elsewhere = Some(Box::new(Elsewhere { message_id, by, at, folder }));
                self.answered_elsewhere();
            }
            _ => {}
        }
    }

    /// A server took it over. That it came back, or that the court has it, may have been told sooner than this is recorded,
    /// and stays.
    fn sent(&mut self, answer: String, entry: &Entry) {
        self.sent_at = Some(entry.at.clone());
        // An interface knows it again by its key, a folder holds it once, and what is found among the sent mails had left
        // once; a mail server takes the same letter as often as it comes. Only that one answers with a number.
        let is_of_server = answer.split(' ').next().is_some_and(|code| code.len() == 3 && code.parse::<u16>().is_ok());
        self.perhaps_twice |= self.perhaps_there && is_of_server && self.queued.way != "http";
        if matches!(self.state, ReceiptState::Confirmed | ReceiptState::Bounced) {
            self.problem = self.problem.take().or_else(|| self.standing_mark());
            return;
        }
        self.state = ReceiptState::Sent;
        self.answer = Some(answer);
        self.problem = self.standing_mark();
    }

    /// What stays to be said of a letter that left, whatever is reported on it: it may have come to the court twice.
    fn standing_mark(&self) -> Option<String> {
        self.perhaps_twice.then(|| "receipt.perhaps-twice".to_owned())
    }

    /// Nothing was handed over this time; whether an earlier time did stays as it was.
    fn failed(&mut self, code: String, says: String, retries: bool) {
        // The court's own word that it has it, or a person who took it back, came while it was tried once more.
        if !matches!(self.state, ReceiptState::Queued | ReceiptState::Sending) {
            return;
        }
        let was_sending = self.state == ReceiptState::Sending;
        // A refusal before the text counts as an attempt, too: the waits grow with it.
        self.attempts += u32::from(!was_sending);
        // An interface whose answer was lost may have taken it; a mail server answers for sure, or it is unsure.
        self.perhaps_there |= was_sending && retries && self.queued.way == "http";
        self.state = match (retries, self.perhaps_there) {
            (true, _) => ReceiptState::Queued,
            (false, true) => ReceiptState::Unsure,
            (false, false) => ReceiptState::Failed,
        };
        self.answer = Some(says);
        self.problem = Some(code);
    }

    fn unsure(&mut self) {
        self.state = ReceiptState::Unsure;
        self.perhaps_there = true;
        self.problem = Some("receipt.unsure".to_owned());
    }

    /// Taken back, it is again what it was before it was let go: what may be with the court cannot be called back, and
    /// another desk's answer stays one.
    fn withdrawn(&mut self) {
        if self.perhaps_there {
            self.unsure();
        } else if self.elsewhere.is_some() && self.state != ReceiptState::Draft {
            self.answered_elsewhere();
        } else {
            self.state = ReceiptState::Withdrawn;
        }
    }

    fn answered_elsewhere(&mut self) {
        // Found too late, both are with the court: it stays sent, and a person is told.
        let left = self.state.has_left();
        let code = if left { "receipt.answered-twice" } else { "receipt.answered-elsewhere" };
        self.problem = Some(code.to_owned());
        // A draft stays one: the second person sees that answer, and decides.
        if !left && self.state != ReceiptState::Draft {
            self.state = ReceiptState::Elsewhere;
        }
    }

    fn reported(&mut self, report: ReceiptReport, entry: &Entry) {
        if self.reports.iter().any(|(_, known)| *known == report) {
            return;
        }
        let before = self.state;
        let is_open = matches!(self.state, ReceiptState::Unsure | ReceiptState::Queued) && self.perhaps_there;
        match report.report.as_str() {
            // Whoever confirmed or answered it has it, whatever comes back later from where it was passed on to. A bounce of
            // one that is only unsure shows that it had left all the same.
            "bounced" if !self.is_surely_there() => {
                self.state = ReceiptState::Bounced;
                self.problem = Some("receipt.bounced".to_owned());
                self.answer = Some(report.says.clone());
            }
            "confirmed" => {
                self.state = ReceiptState::Confirmed;
                self.problem = self.standing_mark();
            }
            // Whoever reports on it or answers it has it, or had it from our server.
            "delivered" | "displayed" | "relayed" | "delayed" | "replied" if is_open => {
                self.state = ReceiptState::Sent;
                self.sent_at = Some(entry.at.clone());
                self.problem = None;
            }
            _ => {}
        }
        if self.state != before {
            self.moved_seq = entry.seq;
        }
        self.reports.push((entry.at.clone(), report));
    }

    /// Whether somebody at the court has had it before their eyes, or their mailbox answered.
    fn is_surely_there(&self) -> bool {
        let shows = |(_, known): &(String, ReceiptReport)| matches!(known.report.as_str(), "displayed" | "replied");
        self.state == ReceiptState::Confirmed || self.reports.iter().any(shows)
    }
}

#[cfg(test)]
mod tests;
