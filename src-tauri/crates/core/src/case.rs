//! A case 案件 told by its ledger entries: what is true now.

mod by_hand;
mod claimed;
mod filing;
mod kept;
mod light;
mod lookup;
mod outgoing;
mod places;
mod service;
mod touched;

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::deadline::life::Lives;
use crate::errand::Errands;
use crate::handling::Handlings;
use crate::id::{Digest, DocumentId, ServiceId};
use crate::ledger::{
    Agreement, AllWatched, Arrived, Chosen, Correction, Entry, Fact, NotTaken, ReceiptQueued, ServiceRecord, Taught,
    Understood, watch,
};
use crate::lesson::{self, Lessons};
use crate::matter::Matters;
use crate::office::Regime;
use crate::teach;
use crate::trust::Verdict;

use places::{Carriers, Places};

pub use by_hand::HandClaim;
pub use claimed::{Behind, Insisted, Refused, ToldClaim};
pub use filing::{Strayed, proof_id, sheet_id};
pub use kept::Piece;
pub use outgoing::{Elsewhere, ReceiptState, SentCopy, ToldReceipt};
pub use places::Filed;
pub use service::{regime_now, service_now, service_of, standing_now};
pub use touched::Since;

/// One mail and all that happened to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToldMail {
    /// The mail.
    pub mail: Digest,
    service: ServiceId,
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
    /// Number and digest of the entry that holds the reading itself, whatever people corrected in it since.
    read: Option<(i64, Digest)>,
    /// Whether the words of its papers were let go.
    is_light: bool,
    /// Whether it is to be understood anew: it came by hand, and now the agreed mailbox tells when it arrived; or it turned
    /// out to have arrived earlier.
    pub arrived_after_all: bool,
    /// Whether it is to be understood anew for what a person said since: a lesson, a password.
    pub told_more: bool,
    /// Number of the last entry that asked for understanding it anew: a reading that began before does not answer it.
    pub more_seq: i64,
    /// Passwords people typed for its closed parts.
    pub passwords: Vec<String>,
    /// Code of what keeps it from being understood.
    pub stuck: Option<String>,
    /// Where its documents lie.
    pub filed: Filed,
    /// Its receipts, first one first.
    pub receipts: Vec<ToldReceipt>,
    /// What people corrected, in order; laid over what was read.
    pub corrections: Vec<Correction>,
    /// How it was acknowledged outside of this program: how, note, by whom, when.
    pub by_hand: Option<Box<[String; 4]>>,
    /// Who took such a word back: why, by whom, when.
    pub by_hand_back: Option<Box<[String; 3]>>,
    /// How that is registered for other desks.
    pub by_hand_claim: Option<Box<HandClaim>>,
}

impl ToldMail {
    /// Id of the service it would tell of.
    pub fn service_id(&self) -> ServiceId {
        self.service.clone()
    }

    /// Whether it is still to be read and judged.
    pub fn is_unread(&self) -> bool {
        self.understood.is_none() || self.arrived_after_all || self.told_more
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
    /// Who works on which service, and what was set aside.
    pub handlings: Handlings,
    /// Filed documents whose file a person deleted or changed.
    pub strayed: BTreeMap<DocumentId, Strayed>,
    /// What is recorded about deadlines, calendars and reminders.
    pub lives: Lives,
    /// Agreements on the address for service by id, as they stand.
    pub agreements: BTreeMap<String, Agreement>,
    /// Every entry and change of an agreement: when, by whom, how it stood then.
    pub agreement_changes: Vec<(String, String, Agreement)>,
    /// Number of the last entry about an agreement: it may reach the deadlines of any mail.
    pub agreements_seq: i64,
    /// Every choice of the settings that a person changed: when, by whom, what.
    pub choices: Vec<(String, String, Chosen)>,
    /// The last entry that joined or parted cases or services.
    pub matters_seq: i64,
    /// What the office learned of courts from mails that people confirmed.
    pub lessons: Lessons,
    /// How well the mailboxes were watched.
    pub watched: AllWatched,
    /// Number of the last entry.
    pub seq: i64,
    /// Its digest; zero before the first.
    pub digest: Digest,
    index: BTreeMap<Digest, usize>,
    contents: BTreeMap<Digest, usize>,
    services: Places<usize>,
    receipts: Places<(usize, usize)>,
    message_ids: BTreeMap<String, (usize, usize)>,
    documents: Places<usize>,
    papers: BTreeMap<Digest, Carriers>,
    touched: touched::Touched,
    /// Places of the mails that were understood since the last time words were let go.
    heavy: Vec<usize>,
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
        self.take_read(entry, Fact::read(&entry.fact).ok());
    }

    /// The same with the fact of the entry as it was read from it.
    pub fn take_read(&mut self, entry: &Entry, fact: Option<Fact>) {
        (self.seq, self.digest) = (entry.seq, entry.digest);
        let Some(fact) = fact else { return };
        let reach = touched::Reach::of(&fact);
        self.touch(&reach, entry.seq);
        self.take_fact(fact, entry);
        self.touch(&reach, entry.seq);
        self.touch_settled(reach, entry.seq);
    }

    fn take_fact(&mut self, fact: Fact, entry: &Entry) {
        let Some(fact) = self.lives.take(fact, entry) else { return };
        match fact {
            Fact::Arrived(arrived) => self.arrived(arrived, entry),
            Fact::Understood(understood) => self.understood(*understood, entry),
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
            Fact::Matter(fact) => {
                self.matters.take(fact, entry);
                self.matters_seq = entry.seq;
            }
            Fact::Handling(fact) => self.handlings.take(fact, entry),
            Fact::Filing(fact) => self.filing(fact, entry),
            Fact::ReceiptQueued(queued) => self.queued(queued, entry),
            Fact::Corrected(correction) => self.corrected(correction, entry.seq),
            Fact::Taught(taught) => {
                self.lessons.take((*taught).clone(), &entry.by, &entry.at);
                self.judge_again(&taught, entry.seq);
            }
            Fact::Untaught { lesson } => {
                if let Some(taught) = self.lessons.undo(&lesson) {
                    self.judge_again(&taught, entry.seq);
                }
            }
            Fact::Unlocked(unlocked) => {
                if let Some(told) = self.mail_mut(&unlocked.mail) {
                    told.passwords.push(unlocked.password);
                    told.told_more = true;
                    told.more_seq = entry.seq;
                }
            }
            Fact::Settled { doubt, answer } => {
                self.settled.insert(doubt, answer);
            }
            fact @ (Fact::ReceiptByHand { .. } | Fact::ByHand(_)) => self.hand(fact, entry),
            Fact::Agreement(agreement) => {
                self.agreement_changes.push((entry.at.clone(), entry.by.clone(), (*agreement).clone()));
                self.agreements.insert(agreement.id.clone(), *agreement);
                self.agreements_seq = entry.seq;
            }
            Fact::Chosen(chosen) => self.choices.push((entry.at.clone(), entry.by.clone(), chosen)),
            Fact::Gap(gap) => watch::take_gap(&mut self.watched, gap),
            Fact::Alarm(alarm) => watch::take_alarm(&mut self.watched, alarm, &entry.at),
            Fact::SelfChecked(check) => watch::take_self_check(&mut self.watched, check, &entry.at),
            other => self.of_receipt(other, entry),
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
            if by_hand && arrived.internal_date.is_some() || came_before(told, &arrived) {
                told.arrived_after_all = true;
                told.more_seq = entry.seq;
            }
            told.sightings.push(arrived);
            told.sighting_seqs.push(entry.seq);
            return;
        }
        let at = self.mails.len();
        if let Some(content) = arrived.content {
            self.contents.insert(content, at);
        }
        self.index.insert(arrived.mail, at);
        let service = ServiceId::of(&arrived.mail);
        self.services.insert(service.as_str(), at);
        self.mails.push(ToldMail {
            mail: arrived.mail,
            service,
            sightings: vec![arrived],
            sighting_seqs: vec![entry.seq],
            first_seen: entry.at.clone(),
            understood: None,
            understood_seq: 0,
            read: None,
            is_light: false,
            arrived_after_all: false,
            told_more: false,
            more_seq: 0,
            passwords: Vec::new(),
            stuck: None,
            filed: Filed::default(),
            receipts: Vec::new(),
            corrections: Vec::new(),
            by_hand: None,
            by_hand_back: None,
            by_hand_claim: None,
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

    fn understood(&mut self, understood: Understood, entry: &Entry) {
        let Some(mail) = understood.mail else { return };
        let Some(at) = self.index.get(&mail).copied() else { return };
        if let Some(service) = &understood.service {
            let id = ServiceId::of(&mail);
            self.documents.insert(DocumentId::of(&id, ORIGINAL).as_str(), at);
            for document in service.files() {
                self.documents.insert(DocumentId::of(&id, &document.part).as_str(), at);
                if let Some(paper) = document.sha256 {
                    self.papers.entry(paper).or_insert(Carriers::One(at)).add(at);
                }
            }
        }
        if let Some(told) = self.mails.get_mut(at) {
            told.stuck = None;
            // What was said while it was being read is not in this reading: it is read once more.
            let is_stale = understood.knew != 0 && told.more_seq > understood.knew;
            if !is_stale {
                self.errands.understood(&mail);
            }
            let mut understood = understood;
            teach::lay_over(&mut understood, told.corrections.iter());
            told.arrived_after_all = false;
            told.told_more = is_stale;
            told.understood = Some(understood);
            told.understood_seq = entry.seq;
            (told.read, told.is_light) = (Some((entry.seq, entry.digest)), false);
            self.heavy.push(at);
        }
    }

    /// Mails that wait for a person and come from where a lesson speaks of are judged again.
    fn judge_again(&mut self, taught: &Taught, seq: i64) {
        for told in &mut self.mails {
            let is_answered = told.receipt().is_some() || told.by_hand.is_some();
            let changes = |understood: &Understood| lesson::may_change(understood, taught, is_answered);
            let changes = told.understood.as_ref().is_some_and(changes);
            // One that is being read just now may turn out to come from there.
            if changes || told.is_unread() {
                told.more_seq = seq;
            }
            told.told_more |= changes;
        }
    }

    fn corrected(&mut self, correction: Correction, seq: i64) {
        let Some(at) = self.services.get(correction.service.as_str()) else { return };
        let Some(told) = self.mails.get_mut(at) else { return };
        if let Some(understood) = told.understood.as_mut() {
            teach::lay_over(understood, std::iter::once(&correction));
            // Whatever is reckoned from it is reckoned anew.
            told.understood_seq = seq;
        }
        told.corrections.push(correction);
    }

    fn queued(&mut self, queued: ReceiptQueued, entry: &Entry) {
        let Some(at) = self.services.get(queued.service.as_str()) else { return };
        let Some(told) = self.mails.get_mut(at) else { return };
        let place = (at, told.receipts.len());
        self.receipts.insert(queued.receipt.as_str(), place);
        self.message_ids.insert(queued.message_id.clone(), place);
        self.message_ids.insert(queued.letter().to_owned(), place);
        // Hardly any has a second one; of fifty thousand mails each spare place counts.
        told.receipts.reserve_exact(1);
        let (receipt, letter) = (queued.receipt.clone(), queued.raw);
        told.receipts.push(ToldReceipt::queued(queued, entry));
        self.may_lie(&receipt, &letter);
    }

    fn receipt_fact(&mut self, fact: Fact, entry: &Entry) {
        let Some(id) = outgoing::receipt_of(&fact) else { return };
        let Some((mail, nth)) = self.receipts.get(id.as_str()) else { return };
        if let Fact::ReceiptCopied { message_id: Some(other), .. } = &fact {
            self.message_ids.entry(other.clone()).or_insert((mail, nth));
        }
        if let Some(told) = self.mails.get_mut(mail).and_then(|mail| mail.receipts.get_mut(nth)) {
            told.take(fact, entry);
        }
    }

    fn mail_mut(&mut self, mail: &Digest) -> Option<&mut ToldMail> {
        self.index.get(mail).copied().and_then(|at| self.mails.get_mut(at))
    }
}

/// Whether a sighting shows that a mail arrived earlier than it was understood to: the earliest arrival in a mailbox whose
/// arrivals are as good counts (在线诉讼规则 第三十一条第四款).
fn came_before(told: &ToldMail, seen: &Arrived) -> bool {
    let (Some(understood), Some(dated)) = (&told.understood, moment(seen.internal_date.as_deref())) else {
        return false;
    };
    let serves = |regime: &str| Regime::parse(regime).is_some_and(Regime::arrival_is_service);
    let is_as_good = told.sightings.iter().all(|other| serves(&seen.regime) || !serves(&other.regime));
    is_as_good && moment(understood.arrived.as_deref()).is_some_and(|known| dated < known)
}

fn moment(text: Option<&str>) -> Option<DateTime<FixedOffset>> {
    text.and_then(|text| DateTime::parse_from_rfc3339(text).ok())
}

fn is_same_place(one: &NotTaken, other: &NotTaken) -> bool {
    one.mailbox == other.mailbox && one.folder == other.folder && one.uid == other.uid && one.file == other.file
}

#[cfg(test)]
mod tests;
