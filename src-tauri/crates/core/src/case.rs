//! A case 案件 told by its ledger entries: what is true now.

mod filing;

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use crate::errand::Errands;
use crate::id::{Digest, DocumentId, ServiceId};
use crate::identify::{CourtName, Found, FoundDocument, Hearing, Role};
use crate::ledger::{AllWatched, Arrived, Entry, Fact, NotTaken, ReceiptQueued, ServiceRecord, Understood, watch};
use crate::matter::Matters;
use crate::office::Regime;
use crate::service::Service;
use crate::trust::Verdict;

/// One mail and all that happened to it.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldMail {
    /// The mail.
    pub mail: Digest,
    /// Every sighting, first one first; their records stay in the ledger.
    pub sightings: Vec<Arrived>,
    /// Numbers of the entries that tell of the sightings, in the same order.
    pub sighting_seqs: Vec<i64>,
    /// When it was first recorded, RFC 3339.
    pub first_seen: String,
    /// How it was last understood.
    pub understood: Option<Understood>,
    /// Number of the entry that says so; 0 before.
    pub understood_seq: i64,
    /// Whether it is to be understood anew: it came by hand, and now the agreed mailbox tells when it arrived.
    pub arrived_after_all: bool,
    /// Code of what keeps it from being understood.
    pub stuck: Option<String>,
    /// Where its documents lie.
    pub filed: BTreeMap<DocumentId, String>,
    /// Its receipts, first one first.
    pub receipts: Vec<ToldReceipt>,
}

impl ToldMail {
    /// Id of the service it would tell of.
    pub fn service_id(&self) -> ServiceId {
        ServiceId::of(&self.mail)
    }

    /// Whether it is still to be read and judged.
    pub fn is_unread(&self) -> bool {
        self.understood.is_none() || self.arrived_after_all
    }

    /// The service and how it was understood, when it serves something.
    pub fn service(&self) -> Option<(&Understood, &ServiceRecord)> {
        let understood = self.understood.as_ref()?;
        Some((understood, understood.service.as_ref()?))
    }

    /// The receipt that counts: the last one that was not withdrawn.
    pub fn receipt(&self) -> Option<&ToldReceipt> {
        self.receipts.iter().rev().find(|receipt| receipt.state != ReceiptState::Withdrawn)
    }
}

/// Where a receipt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptState {
    /// Waits to leave.
    Queued,
    /// Being handed over, as far as is recorded.
    Sending,
    /// Handed over, no answer: a person must look.
    Unsure,
    /// The server took it.
    Sent,
    /// Refused for good.
    Failed,
    /// Taken back before it left.
    Withdrawn,
}

impl ReceiptState {
    /// The word of the contract.
    pub fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Unsure => "unsure",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// One receipt and all that happened to it.
#[derive(Clone, Debug, PartialEq)]
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
    /// Whether a person let it go.
    pub released: bool,
}

/// All that is true, told by the whole ledger.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// Every mail, in order of first sighting.
    pub mails: Vec<ToldMail>,
    /// Answers to doubts, by doubt id.
    pub settled: BTreeMap<String, String>,
    /// Mails that lie in a mailbox and could not be taken in, with the moment that was recorded, RFC 3339; gone from
    /// here once they came in.
    pub not_taken: Vec<(NotTaken, String)>,
    /// What is fetched from behind links, and what came in beside mails.
    pub errands: Errands,
    /// Which cases are one matter, and what the office calls them.
    pub matters: Matters,
    /// Filed documents whose file a person deleted or changed: `gone`, `changed`.
    pub strayed: BTreeMap<DocumentId, &'static str>,
    /// How well the mailboxes were watched.
    pub watched: AllWatched,
    /// Number of the last entry.
    pub seq: i64,
    index: BTreeMap<Digest, usize>,
    contents: BTreeMap<Digest, usize>,
    services: BTreeMap<ServiceId, usize>,
    receipts: BTreeMap<String, (usize, usize)>,
    documents: BTreeMap<DocumentId, usize>,
}

/// Stands for the mail itself where a document's part would stand, when it is filed beside its documents.
pub const ORIGINAL: &str = "mail";

/// Tells what is true after all these entries.
pub fn tell(entries: &[Entry]) -> Told {
    let mut told = Told::default();
    for entry in entries {
        told.take(entry);
    }
    told
}

impl Told {
    /// Takes in one more entry. A fact of a later version that is not understood is passed over.
    pub fn take(&mut self, entry: &Entry) {
        self.seq = entry.seq;
        let Ok(fact) = serde_json::from_str::<Fact>(&entry.fact) else { return };
        match fact {
            Fact::Arrived(arrived) => self.arrived(arrived, entry),
            Fact::Understood(understood) => self.understood(*understood, entry.seq),
            Fact::Stuck { mail, code } => {
                if let Some(told) = self.mail_mut(&mail) {
                    told.stuck = Some(code);
                }
            }
            Fact::NotTaken(not_taken) => {
                self.not_taken.retain(|(other, _)| !is_same_place(other, &not_taken));
                self.not_taken.push((not_taken, entry.at.clone()));
            }
            Fact::Filed { document, path } => {
                self.strayed.remove(&document);
                self.lies(document, path);
            }
            Fact::Errand(fact) => self.errand(*fact, entry),
            Fact::Matter(fact) => self.matters.take(fact),
            Fact::Filing(fact) => self.filing(fact),
            Fact::ReceiptQueued(queued) => self.queued(queued, entry),
            Fact::Settled { doubt, answer } => {
                self.settled.insert(doubt, answer);
            }
            Fact::Gap(gap) => watch::take_gap(&mut self.watched, gap),
            Fact::Alarm(alarm) => watch::take_alarm(&mut self.watched, alarm, &entry.at),
            Fact::SelfChecked(check) => watch::take_self_check(&mut self.watched, check, &entry.at),
            other => self.receipt_fact(other, &entry.at),
        }
    }

    fn arrived(&mut self, mut arrived: Arrived, entry: &Entry) {
        // A year of mail must not lie in memory with every line of its way here.
        arrived.record = None;
        self.not_taken.retain(|(left, _)| {
            let place = left.mailbox == arrived.mailbox && left.folder == arrived.folder;
            !(place && left.uid == arrived.uid && left.file == arrived.file)
        });
        let known = self.index.get(&arrived.mail).copied().or_else(|| self.copy_of(&arrived));
        if let Some(at) = known
            && let Some(told) = self.mails.get_mut(at)
        {
            self.index.insert(arrived.mail, at);
            let by_hand = told.understood.as_ref().is_some_and(|it| it.by_hand);
            told.arrived_after_all |= by_hand && arrived.internal_date.is_some();
            told.sightings.push(arrived);
            told.sighting_seqs.push(entry.seq);
            return;
        }
        let at = self.mails.len();
        if let Some(content) = arrived.content {
            self.contents.insert(content, at);
        }
        self.index.insert(arrived.mail, at);
        self.services.insert(ServiceId::of(&arrived.mail), at);
        self.mails.push(ToldMail {
            mail: arrived.mail,
            sightings: vec![arrived],
            sighting_seqs: vec![entry.seq],
            first_seen: entry.at.clone(),
            understood: None,
            understood_seq: 0,
            arrived_after_all: false,
            stuck: None,
            filed: BTreeMap::new(),
            receipts: Vec::new(),
        });
    }

    /// The mail that says the same and came another way. One that is doubted stays by itself: a copy that can be
    /// proven must not be hidden behind it.
    fn copy_of(&self, arrived: &Arrived) -> Option<usize> {
        let at = self.contents.get(arrived.content.as_ref()?).copied()?;
        let understood = self.mails.get(at)?.understood.as_ref();
        let is_doubted = understood.is_some_and(|it| Verdict::parse(&it.verdict) == Some(Verdict::Doubtful));
        (!is_doubted).then_some(at)
    }

    fn understood(&mut self, understood: Understood, seq: i64) {
        let Some(mail) = understood.mail else { return };
        let Some(at) = self.index.get(&mail).copied() else { return };
        if let Some(service) = &understood.service {
            let id = ServiceId::of(&mail);
            self.documents.insert(DocumentId::of(&id, ORIGINAL), at);
            for document in &service.documents {
                self.documents.insert(DocumentId::of(&id, &document.part), at);
            }
        }
        self.errands.understood(&mail);
        if let Some(told) = self.mails.get_mut(at) {
            told.stuck = None;
            told.arrived_after_all = false;
            told.understood = Some(understood);
            told.understood_seq = seq;
        }
    }

    fn queued(&mut self, queued: ReceiptQueued, entry: &Entry) {
        let Some(at) = self.services.get(&queued.service).copied() else { return };
        let Some(told) = self.mails.get_mut(at) else { return };
        self.receipts.insert(queued.receipt.to_string(), (at, told.receipts.len()));
        told.receipts.push(ToldReceipt {
            queued,
            queued_at: entry.at.clone(),
            by: entry.by.clone(),
            state: ReceiptState::Queued,
            attempts: 0,
            sent_at: None,
            answer: None,
            problem: None,
            changed_at: entry.at.clone(),
            released: false,
        });
    }

    fn receipt_fact(&mut self, fact: Fact, at: &str) {
        let id = match &fact {
            Fact::ReceiptSending { receipt }
            | Fact::ReceiptSent { receipt, .. }
            | Fact::ReceiptFailed { receipt, .. }
            | Fact::ReceiptUnsure { receipt, .. }
            | Fact::ReceiptWithdrawn { receipt }
            | Fact::ReceiptReleased { receipt } => receipt.to_string(),
            _ => return,
        };
        let Some((mail, nth)) = self.receipts.get(&id).copied() else { return };
        let Some(told) = self.mails.get_mut(mail).and_then(|mail| mail.receipts.get_mut(nth)) else { return };
        at.clone_into(&mut told.changed_at);
        match fact {
            Fact::ReceiptSending { .. } => {
                told.state = ReceiptState::Sending;
                told.attempts += 1;
            }
            Fact::ReceiptSent { answer, .. } => {
                told.state = ReceiptState::Sent;
                told.sent_at = Some(at.to_owned());
                told.answer = Some(answer);
                told.problem = None;
            }
            Fact::ReceiptFailed { code, says, retries, .. } => {
                told.state = if retries { ReceiptState::Queued } else { ReceiptState::Failed };
                told.answer = Some(says);
                told.problem = Some(code);
            }
            Fact::ReceiptUnsure { says, .. } => {
                told.state = ReceiptState::Unsure;
                told.answer = Some(says);
                told.problem = Some("receipt.unsure".to_owned());
            }
            Fact::ReceiptWithdrawn { .. } => told.state = ReceiptState::Withdrawn,
            Fact::ReceiptReleased { .. } => {
                told.released = true;
                if told.state != ReceiptState::Sent {
                    told.state = ReceiptState::Queued;
                }
            }
            _ => {}
        }
    }

    fn mail_mut(&mut self, mail: &Digest) -> Option<&mut ToldMail> {
        self.index.get(mail).copied().and_then(|at| self.mails.get_mut(at))
    }

    /// The mail with this digest.
    pub fn mail(&self, mail: &Digest) -> Option<&ToldMail> {
        self.index.get(mail).and_then(|at| self.mails.get(*at))
    }

    /// The mail that tells of this service.
    pub fn by_service(&self, service: &ServiceId) -> Option<&ToldMail> {
        self.services.get(service).and_then(|at| self.mails.get(*at)).filter(|told| told.service().is_some())
    }

    /// The mail and the receipt with this id.
    pub fn by_receipt(&self, receipt: &str) -> Option<(&ToldMail, &ToldReceipt)> {
        let (mail, nth) = self.receipts.get(receipt)?;
        let told = self.mails.get(*mail)?;
        Some((told, told.receipts.get(*nth)?))
    }

    /// The mail that brought this document.
    pub fn by_document(&self, document: &DocumentId) -> Option<&ToldMail> {
        self.documents.get(document).and_then(|at| self.mails.get(*at))
    }
}

fn is_same_place(one: &NotTaken, other: &NotTaken) -> bool {
    one.mailbox == other.mailbox && one.folder == other.folder && one.uid == other.uid && one.file == other.file
}

/// The service as the deadline rules look at it, put together again from its record.
pub fn service_of(understood: &Understood) -> Option<Service> {
    let mail = understood.mail?;
    let record = understood.service.as_ref()?;
    Some(Service {
        id: ServiceId::of(&mail),
        found: found_of(record),
        verdict: Verdict::parse(&understood.verdict).unwrap_or(Verdict::Doubtful),
        regime: Regime::parse(&record.regime).unwrap_or_default(),
        sent_by_court: moment(understood.dated.as_deref()),
        arrived: moment(understood.arrived.as_deref()),
        by_hand: understood.by_hand,
    })
}

fn found_of(record: &ServiceRecord) -> Found {
    let document = |document: &crate::ledger::DocumentRecord| FoundDocument {
        part: document.part.clone(),
        title: document.title.clone(),
        kind: document.kind.clone(),
        kind_from_text: document.kind_from_text,
        case_number: document.case_number.clone(),
        suffix: document.suffix.clone(),
        pages: document.pages,
        text: document.text.clone(),
    };
    let hearing = |(starts, place, kind, part): &(String, Option<String>, String, String)| {
        Some(Hearing {
            starts: moment(Some(starts))?,
            place: place.clone(),
            kind: hearing_kind(kind),
            part: part.clone(),
        })
    };
    Found {
        court: record.court.clone().map(|(code, name)| CourtName { code, name }),
        case_numbers: record.case_numbers.clone(),
        cause: record.cause.clone(),
        addressee: record.addressee.clone(),
        role: record.role.as_deref().and_then(Role::parse),
        documents: record.documents.iter().map(document).collect(),
        hearings: record.hearings.iter().filter_map(hearing).collect(),
        listed_not_attached: record.listed_not_attached.clone(),
        claims_service: true,
        ..Found::default()
    }
}

fn hearing_kind(text: &str) -> &'static str {
    ["trial", "evidence-exchange", "conference", "mediation"].into_iter().find(|kind| *kind == text).unwrap_or("trial")
}

fn moment(text: Option<&str>) -> Option<DateTime<FixedOffset>> {
    text.and_then(|text| DateTime::parse_from_rfc3339(text).ok())
}

#[cfg(test)]
mod tests;
