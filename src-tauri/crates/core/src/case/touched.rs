//! Which mails an entry may have changed: whoever keeps what was told of them tells only those anew.
//!
//! It may be too many; too few would leave a stale row, so what is not known to reach single mails reaches all.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::{Told, ToldMail, outgoing};
use crate::id::{DeadlineId, Digest, DocumentId, ReceiptId, ServiceId};
use crate::ledger::{ErrandFact, Fact, FilingFact, HandlingFact, MatterFact, Seq};

/// Up to which entry each mail was touched.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Touched {
    /// By place of the mail.
    mails: Vec<Seq>,
    /// By first case number: what is told of when a mail arrived reaches the deadlines of its case that rest on the same paper.
    cases: HashMap<u64, Seq>,
    /// Answered doubts, by the entry that says so.
    settled: Vec<(Seq, String)>,
    all: Seq,
}

/// What one fact reaches.
#[derive(Debug, Default)]
pub(super) struct Reach {
    mails: Vec<Digest>,
    services: Vec<ServiceId>,
    documents: Vec<DocumentId>,
    receipts: Vec<ReceiptId>,
    deadlines: Vec<DeadlineId>,
    settled: Option<String>,
    is_of_case: bool,
    is_of_channels: bool,
    is_all: bool,
}

/// Mails that were touched since an entry, and doubts that were answered since.
#[derive(Clone, Debug, PartialEq)]
pub struct Since<'a> {
    /// Places of the mails among `Told::mails`, in order.
    pub mails: Vec<usize>,
    /// Ids of the doubts.
    pub settled: Vec<&'a str>,
}

impl Touched {
    /// Any of so many mails may have been touched up to an entry.
    pub(super) fn all_until(seq: Seq, mails: usize) -> Self {
        Self { all: seq, mails: vec![0; mails], ..Self::default() }
    }
}

impl Reach {
    pub(super) fn of(fact: &Fact) -> Self {
        let mut reach = Self::default();
        match fact {
            Fact::Arrived(arrived) => reach.mail(arrived.mail, true),
            Fact::Understood(understood) => {
                if let Some(mail) = understood.mail {
                    reach.mail(mail, true);
                }
            }
            Fact::Stuck { mail, .. } => reach.mail(*mail, false),
            Fact::Filed { document, .. } => reach.documents.push(document.clone()),
            Fact::Filing(
                FilingFact::Moved { document, .. }
                | FilingFact::Gone { document }
                | FilingFact::Changed { document, .. }
                | FilingFact::Back { document },
            ) => reach.documents.push(document.clone()),
            Fact::Errand(errand) => {
                match errand.as_ref() {
                    ErrandFact::Brought { mail, .. }
                    | ErrandFact::TakenBack { mail, .. }
                    | ErrandFact::PaperTakenBack { mail, .. } => reach.mail(*mail, true),
                    // Whether a person must act is a doubt of the service, and of those that lead to the same delivery.
                    ErrandFact::Held { service, .. } | ErrandFact::Asked { service, .. } => {
                        reach.channels(std::slice::from_ref(service));
                    }
                    // The other steps stand on the service's own page alone.
                    _ => {}
                }
            }
            Fact::Matter(MatterFact::ServicesJoined { services, .. }) => reach.channels(services),
            Fact::Matter(MatterFact::ServiceParted { service, .. }) => reach.channels(std::slice::from_ref(service)),
            Fact::Handling(
                HandlingFact::Assigned { service, .. }
                | HandlingFact::Snoozed { service, .. }
                | HandlingFact::SetAside { service, .. }
                | HandlingFact::TakenBack { service, .. },
            )
            | Fact::ReceiptByHand { service, .. } => reach.services.push(service.clone()),
            Fact::ByHand(fact) => reach.services.push(fact.service().clone()),
            Fact::ReceiptQueued(queued) => reach.services.push(queued.service.clone()),
            Fact::Corrected(correction) => reach.service(correction.service.clone()),
            Fact::StartChosen(chosen) => reach.service(chosen.service.clone()),
            Fact::Settled { doubt, .. } => reach.settled = Some(doubt.clone()),
            Fact::DeadlineDecided(decided) => reach.deadlines.extend(decided.deadline.clone()),
            Fact::DeadlinesTold(told) => {
                for told in &told.deadlines {
                    match &told.service {
                        Some(service) => reach.services.push(service.clone()),
                        None => reach.is_all = true,
                    }
                }
            }
            // Nothing of these stands in a row of a mail: what could not be taken in, names, groups and ends of cases, what was
            // taught and typed for a later reading, deadlines of the office's own, what was chosen, and how the mailboxes are
            // watched.
            Fact::NotTaken(_)
            | Fact::Filing(FilingFact::RootMoved { .. })
            | Fact::Matter(
                MatterFact::Joined { .. }
                | MatterFact::Split { .. }
                | MatterFact::Named { .. }
                | MatterFact::Closed { .. }
                | MatterFact::Reopened { .. },
            )
            | Fact::Taught(_)
            | Fact::Untaught { .. }
            | Fact::Unlocked(_)
            | Fact::DeadlineAdded(_)
            | Fact::Reminded(_)
            | Fact::Gap(_)
            | Fact::Alarm(_)
            | Fact::SelfChecked(_)
            | Fact::Chosen(_)
            | Fact::LedgerAccepted { .. } => {}
            Fact::Agreement(_) | Fact::CalendarImported(_) => reach.is_all = true,
            other => match outgoing::receipt_of(other) {
                Some(receipt) => reach.receipts.push(receipt),
                None => reach.is_all = true,
            },
        }
        reach
    }

    fn mail(&mut self, mail: Digest, is_of_case: bool) {
        self.mails.push(mail);
        self.is_of_case = is_of_case;
    }

    fn service(&mut self, service: ServiceId) {
        self.services.push(service);
        self.is_of_case = true;
    }

    fn channels(&mut self, services: &[ServiceId]) {
        self.services.extend_from_slice(services);
        self.is_of_channels = true;
    }
}

impl Told {
    /// Marks what a fact reaches, as things stand; before and after it is taken in, for it may change what that is.
    pub(super) fn touch(&mut self, reach: &Reach, seq: Seq) {
        let of_deadline = |id: &DeadlineId| self.lives.of(id).and_then(|life| life.told.as_ref()?.service());
        let mut services = reach.services.clone();
        for deadline in &reach.deadlines {
            match of_deadline(deadline) {
                Some(service) => services.push(service),
                None if self.lives.added.iter().any(|(added, ..)| added.deadline == *deadline) => {}
                None => self.touched.all = seq,
            }
        }
        if reach.is_of_channels {
            services = services.iter().flat_map(|service| self.matters.channels(service)).collect();
        }
        let mails = reach.mails.iter().filter_map(|mail| self.index.get(mail).copied());
        let of_services = services.iter().filter_map(|service| self.services.get(service.as_str()));
        let of_documents = reach.documents.iter().filter_map(|document| self.documents.get(document.as_str()));
        let of_receipts = reach.receipts.iter().filter_map(|receipt| Some(self.receipts.get(receipt.as_str())?.0));
        let places: Vec<usize> = mails.chain(of_services).chain(of_documents).chain(of_receipts).collect();
        self.touched.mails.resize(self.mails.len(), 0);
        for at in places {
            if let Some(last) = self.touched.mails.get_mut(at) {
                *last = seq;
            }
            if let Some(mail) = self.mails.get(at).filter(|_| reach.is_of_case) {
                self.touched.cases.insert(case_of(mail), seq);
            }
        }
        if reach.is_all {
            self.touched.all = seq;
        }
    }

    pub(super) fn touch_settled(&mut self, reach: Reach, seq: Seq) {
        self.touched.settled.extend(reach.settled.map(|doubt| (seq, doubt)));
    }

    /// What was touched after an entry; `None` when it may be anything. A mail that stands with others as channels of one
    /// service reaches them, too: whoever asks looks for those.
    pub fn touched_since(&self, after: Seq) -> Option<Since<'_>> {
        let Touched { mails, cases, settled, all } = &self.touched;
        if *all > after {
            return None;
        }
        let is_later = |at: usize, mail: &ToldMail| {
            mails.get(at).is_none_or(|last| *last > after)
                || cases.get(&case_of(mail)).is_some_and(|last| *last > after)
        };
        let places = self.mails.iter().enumerate().filter(|(at, mail)| is_later(*at, mail)).map(|(at, _)| at);
        let settled = settled.iter().rev().take_while(|(seq, _)| *seq > after).map(|(_, doubt)| doubt.as_str());
        Some(Since { mails: places.collect(), settled: settled.collect() })
    }

    /// Place of a mail among `Told::mails`.
    pub fn place_of(&self, service: &ServiceId) -> Option<usize> {
        self.services.get(service.as_str())
    }
}

/// Two of a case have the same key; that others may have it as well makes more to be told anew than needs to be.
fn case_of(mail: &ToldMail) -> u64 {
    let mut hasher = DefaultHasher::new();
    let number = mail.service().and_then(|(_, record)| record.case_numbers.first());
    number.map_or("", String::as_str).hash(&mut hasher);
    hasher.finish()
}
