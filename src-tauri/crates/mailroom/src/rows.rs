//! Turns what is told into rows and pages for people.

mod channels;
mod deadlines;
mod documents;
mod facts;
mod left;
mod mails;
mod own;
mod pickups;
mod receipt;
mod reckoned;
mod sittings;
mod strayed;
mod tally;
mod telling;
mod uncovered;
mod unfetched;

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Mutex;

use chrono::NaiveDate;
use songda_core::case::{ReceiptState, Told, ToldMail, ToldReceipt, regime_now};
use songda_core::id::{CaseId, Digest, DoubtId};
use songda_core::ledger::{ServiceRecord, Understood};
use songda_core::lesson;
use songda_core::matter::Closing;
use songda_core::parties;
use songda_core::reference::Reference;

use crate::clock;
use crate::view::{
    CaseRow, ClosingRow, Court, DeadlineRow, DocumentRow, DoubtRow, MailRow, PartRow, Problem, ReasonRow, ReceiptRow,
    ServicePage, ServiceRow,
};

pub use deadlines::{AT_ONCE, Served};
pub use documents::Paper;
pub use receipt::receipt_row;
pub use reckoned::Reckoned;
pub use sittings::Sitting;
#[cfg(test)]
pub use sittings::sample;

/// When a paper was first served, by the paper and the numbers of its case.
type Earliest = HashMap<(Digest, Vec<String>), Vec<Served>>;

/// What every row is told from.
pub struct Teller<'a> {
    /// All that is true.
    pub told: &'a Told,
    /// Rules and calendars.
    pub reference: &'a Reference,
    /// Today in the court's time zone.
    pub today: NaiveDate,
    /// Names of the office, as agreements may name it.
    pub companies: &'a [&'a str],
    /// Working days our own day lies before a last day.
    pub internal_days: u32,
    /// What was reckoned before.
    pub reckoned: &'a Reckoned,
    /// Whether a receipt waits for a person because the window that queued it is gone.
    pub is_held: &'a dyn Fn(&ToldReceipt) -> bool,
    /// The earliest services of a paper in a case, once they were asked for.
    pub earliest: RefCell<Earliest>,
    /// Why papers could not be read from the ledger, where they could not: then nothing that was told is whole.
    pub failed: Mutex<Option<Problem>>,
}

impl Teller<'_> {
    /// Services, newest arrival first.
    pub fn services(&self) -> Vec<ServiceRow> {
        self.each_service().collect()
    }

    /// The same one by one, for who keeps only a little of each.
    pub fn each_service(&self) -> impl Iterator<Item = ServiceRow> + '_ {
        let mut mails: Vec<&ToldMail> = self.leading().filter(|mail| mail.service().is_some()).collect();
        mails.sort_by(|one, other| came(other).cmp(came(one)).then_with(|| one.service_id().cmp(&other.service_id())));
        let of = |mail| self.service(mail, self.deadlines_of(mail), &self.doubts_of(mail));
        self.in_turns(mails.into_iter()).filter_map(of)
    }

    /// How every service stands that is shown by itself: its id, whether it was set aside, and how far it is believed.
    pub fn standings(&self) -> impl Iterator<Item = (String, bool, &str)> {
        self.leading().filter_map(|mail| {
            let (understood, _) = mail.service()?;
            Some((mail.service_id().to_string(), self.set_aside_of(mail).is_some(), understood.verdict.as_str()))
        })
    }

    /// What the lists hold of a mail: its row, unless it stands under another one; its deadlines; every doubt about it.
    pub fn piece(&self, mail: &ToldMail) -> (Option<ServiceRow>, Vec<DeadlineRow>, Vec<DoubtRow>) {
        let (deadlines, doubts) = (self.deadlines_of(mail), self.doubts_of(mail));
        let row = if self.is_under(mail) { None } else { self.service(mail, deadlines.clone(), &doubts) };
        (row, deadlines, doubts)
    }

    fn service(&self, mail: &ToldMail, deadlines: Vec<DeadlineRow>, doubts: &[DoubtRow]) -> Option<ServiceRow> {
        let (understood, record) = mail.service()?;
        let first = mail.sightings.first();
        let handling = self.told.handlings.of(&mail.service_id());
        let open = |row: &DeadlineRow| {
            row.last_day.is_some() && matches!(row.state.as_str(), "open" | "confirmed" | "overdue")
        };
        let next = deadlines.into_iter().filter(open).min_by(|a, b| a.last_day.cmp(&b.last_day));
        Some(ServiceRow {
            id: mail.service_id().to_string(),
            mailbox: first.map_or_else(String::new, |seen| seen.mailbox.clone()),
            message_id: understood.message_id.clone(),
            sha256: mail.mail.to_string(),
            from: understood.from.clone(),
            from_name: understood.from_name.clone(),
            subject: understood.subject.clone(),
            court: court_of(record),
            case_numbers: record.case_numbers.clone(),
            cause: record.cause.clone(),
            addressee: record.addressee.clone(),
            role: record.role.clone(),
            opponents: parties::opponents(record, None, self.companies),
            dated: understood.dated.clone(),
            arrived: understood.arrived.clone(),
            first_seen: mail.first_seen.clone(),
            verdict: understood.verdict.clone(),
            regime: regime_now(self.told, mail, self.companies)
                .map_or_else(|| record.regime.clone(), |regime| regime.code().to_owned()),
            documents: count(record.documents.len()),
            titles: record.documents.iter().map(|document| document.title.clone()).collect(),
            arrivals: self.arrivals_of(mail),
            receipt: self
                .told
                .receipt_of(mail)
                .map_or_else(|| "none".to_owned(), |receipt| receipt.state.code().to_owned()),
            by_hand: receipt::answered_by(self.told, mail),
            none_needed: false,
            answer_by: None,
            open_doubts: count(doubts.iter().filter(|doubt| !doubt.settled).count()),
            next_deadline: next.map(Box::new),
            handler: handling.and_then(|it| it.person.clone()),
            snoozed_until: handling.and_then(|it| it.snoozed_until).map(clock::written),
            set_aside: self.set_aside_of(mail),
        })
    }

    /// Everything about one service. `whole` is the whole reading of the mail, `text` its own text.
    pub fn page(&self, mail: &ToldMail, whole: &Understood, text: String) -> Option<ServicePage> {
        let (understood, record) = (whole, whole.service.as_ref()?);
        let is_document = |path: &str| record.documents.iter().any(|document| document.part == path);
        Some(ServicePage {
            row: self.service(mail, self.deadlines_of(mail), &self.doubts_of(mail))?,
            reasons: understood.reasons.iter().map(reason).collect(),
            teachable: !understood.reasons.iter().any(|(code, detail)| lesson::is_final(code, detail)),
            documents: self.all_documents_of(mail),
            deadlines: self.deadlines_of(mail),
            hearings: self.hearings_of(mail),
            contacts: self.contacts_of(mail),
            pickups: self.group(mail).into_iter().flat_map(|mail| self.pickups_of(mail)).collect(),
            channels: self.channels_of(mail),
            seems_same: self.seems_same(mail),
            listed_not_attached: record.listed_not_attached.clone(),
            facts: facts::facts_of(record),
            related: facts::related_of(mail, self.told),
            suggestions: facts::suggestions_of(mail, self.told),
            doubts: self.doubts_of(mail),
            other_parts: parts_of(understood).into_iter().filter(|part| !is_document(&part.path)).collect(),
            receipt: self.told.receipt_of(mail).map(|receipt| receipt_row(self.told, receipt, (self.is_held)(receipt))),
            by_hand: receipt::by_hand(self.told, mail),
            text,
            address: mail.sightings.first().map_or_else(String::new, |seen| seen.address.clone()),
            // Read from the mail and from the entries themselves, by who asks for the page.
            asked_read_receipt: false,
            sightings: Vec::new(),
        })
    }

    /// Documents, newest service first.
    pub fn documents(&self) -> Vec<DocumentRow> {
        self.newest().flat_map(|mail| self.documents_under_lead(mail)).collect()
    }

    /// Cases, the one with the newest service first.
    pub fn cases(&self) -> Vec<CaseRow> {
        self.cases_with(self.in_turns(self.newest()), |mail| self.deadlines_of(mail))
    }

    /// One case by its normalised number or its id.
    pub fn case(&self, number: &str, id: &str) -> Option<CaseRow> {
        let is_it = |one: &String| *one == number || CaseId::of(one).as_str() == id;
        let served = |mail: &&ToldMail| mail.service().is_some_and(|(_, record)| record.case_numbers.iter().any(is_it));
        let rows = self.cases_with(self.newest().filter(served), |mail| self.deadlines_of(mail));
        rows.into_iter().find(|row| row.case_number == number || row.id == id)
    }

    /// The same without their deadlines, for who needs none of them.
    pub fn cases_alone(&self) -> Vec<CaseRow> {
        self.cases_with(self.newest(), |_| Vec::new())
    }

    fn cases_with<'a>(
        &'a self,
        mails: impl Iterator<Item = &'a ToldMail>,
        deadlines_of: impl Fn(&ToldMail) -> Vec<DeadlineRow>,
    ) -> Vec<CaseRow> {
        let mut rows: Vec<CaseRow> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for mail in mails {
            let Some((_, record)) = mail.service() else { continue };
            let deadlines = deadlines_of(mail);
            for number in &record.case_numbers {
                let id = CaseId::of(number).to_string();
                let row = match places.get(&id) {
                    Some(at) => rows.get_mut(*at),
                    None => {
                        places.insert(id.clone(), rows.len());
                        rows.push(CaseRow {
                            id,
                            case_number: number.clone(),
                            court: court_of(record),
                            cause: None,
                            role: None,
                            opponents: Vec::new(),
                            closed: self.closing(number),
                            services: Vec::new(),
                            next_deadline: None,
                            name: self.told.matters.name(number).map(str::to_owned),
                            together: self.told.matters.together(number),
                        });
                        rows.last_mut()
                    }
                };
                let Some(row) = row else { continue };
                if let Some(closed) = &mut row.closed {
                    closed.served_since |= mail.first_seen > closed.at;
                }
                let lead = self.lead_of(mail);
                if !row.services.contains(&lead) {
                    row.services.push(lead);
                }
                row.cause = row.cause.take().or_else(|| record.cause.clone());
                row.role = row.role.take().or_else(|| record.role.clone());
                for name in parties::opponents(record, Some(number), self.companies) {
                    if !row.opponents.contains(&name) {
                        row.opponents.push(name);
                    }
                }
                let of_case = deadlines
                    .iter()
                    .filter(|deadline| deadline.case_number.as_deref() == Some(number) && deadline.last_day.is_some());
                let next = of_case.chain(row.next_deadline.iter()).min_by(|a, b| a.last_day.cmp(&b.last_day)).cloned();
                row.next_deadline = next;
            }
        }
        rows
    }

    /// That a person closed a case; whether anything was served since is for whoever knows its services.
    pub fn closing(&self, case_number: &str) -> Option<ClosingRow> {
        let closing = self.told.matters.closing(case_number)?;
        let Closing { why, by, at } = closing.clone();
        Some(ClosingRow { why, by, at, served_since: false })
    }

    /// Receipts, newest first, withdrawn ones included.
    pub fn receipts(&self) -> Vec<ReceiptRow> {
        let mut rows: Vec<ReceiptRow> = self.all_receipts().map(|receipt| self.receipt(receipt)).collect();
        rows.sort_by(|a, b| b.queued_at.cmp(&a.queued_at).then_with(|| a.id.cmp(&b.id)));
        rows
    }

    /// Every receipt as it is told, by mail.
    pub fn all_receipts(&self) -> impl Iterator<Item = &ToldReceipt> {
        self.told.mails.iter().flat_map(|mail| &mail.receipts)
    }

    /// Whether a receipt came to nothing and another one of its service took its place: it asks nothing of anybody any more.
    pub fn is_replaced(&self, receipt: &ToldReceipt) -> bool {
        if !matches!(receipt.state, ReceiptState::Failed | ReceiptState::Bounced) {
            return false;
        }
        let mail = self.told.by_receipt(receipt.queued.receipt.as_str()).map(|(mail, _)| mail);
        let now = mail.and_then(|mail| self.told.receipt_of(mail));
        now.is_some_and(|now| now.queued.receipt != receipt.queued.receipt && now.queued_at >= receipt.queued_at)
    }

    /// One receipt as a row.
    pub fn receipt(&self, receipt: &ToldReceipt) -> ReceiptRow {
        receipt_row(self.told, receipt, (self.is_held)(receipt))
    }

    /// Doubts: mails that could not be taken in, then those about mails, newest mail first.
    pub fn doubts(&self) -> Vec<DoubtRow> {
        self.doubts_left().chain(self.newest().flat_map(|mail| self.doubts_of(mail))).collect()
    }

    /// Doubts about the mail at a place; without one, those about mails that could not be taken in.
    pub fn doubts_at(&self, place: Option<usize>) -> Vec<DoubtRow> {
        match place {
            Some(place) => self.told.mails.get(place).map_or_else(Vec::new, |mail| self.doubts_of(mail)),
            None => self.doubts_left().collect(),
        }
    }

    fn doubts_of(&self, mail: &ToldMail) -> Vec<DoubtRow> {
        let about = match mail.service() {
            Some(_) => mail.service_id().to_string(),
            None => mail.mail.to_string(),
        };
        let row = |code: &str, part: &str, detail: &str| {
            let id = DoubtId::of(&mail.mail, code, part).to_string();
            let answer = self.told.settled.get(&id).cloned();
            DoubtRow {
                id,
                about: about.clone(),
                part: part.to_owned(),
                code: code.to_owned(),
                detail: detail.to_owned(),
                since: mail.first_seen.clone(),
                settled: answer.is_some(),
                answer,
            }
        };
        let mut rows = Vec::new();
        if let Some(understood) = &mail.understood {
            rows.extend(understood.doubts.iter().map(|(code, about, detail)| row(code, about, detail)));
            if let Some(reckoned) = self.reckon(mail) {
                rows.extend(reckoned.1.iter().map(|doubt| row(doubt.code, &doubt.about, &doubt.detail)));
            }
        }
        if let Some(code) = &mail.stuck {
            rows.push(row("not-understood", "mail", code));
        }
        rows.extend(self.uncovered(mail));
        rows.extend(self.unfetched(mail));
        rows.extend(self.strayed(mail));
        rows
    }

    /// Every mail ever taken in, newest first.
    pub fn mails(&self) -> Vec<MailRow> {
        // Older mails may come in behind newer ones: the order of the ledger is not that of arrival.
        self.newest().map(mail_row).collect()
    }

    /// Mails that came in and could not be read, newest first.
    pub fn stuck(&self) -> Vec<MailRow> {
        let is_stuck = |mail: &&ToldMail| mail.understood.is_none() && mail.stuck.is_some();
        self.told.mails.iter().rev().filter(is_stuck).map(mail_row).collect()
    }

    fn newest(&self) -> impl Iterator<Item = &ToldMail> {
        let mut mails: Vec<&ToldMail> = self.told.mails.iter().collect();
        mails.sort_by(|one, other| came(other).cmp(came(one)).then_with(|| one.mail.cmp(&other.mail)));
        mails.into_iter()
    }
}

/// When a mail arrived, else when it was first seen; RFC 3339.
fn came(mail: &ToldMail) -> &str {
    mail.understood.as_ref().and_then(|it| it.arrived.as_deref()).unwrap_or(&mail.first_seen)
}

fn mail_row(mail: &ToldMail) -> MailRow {
    let understood = mail.understood.as_ref();
    let first = mail.sightings.first();
    MailRow {
        sha256: mail.mail.to_string(),
        message_id: understood.and_then(|it| it.message_id.clone()),
        mailbox: first.map_or_else(String::new, |seen| seen.mailbox.clone()),
        folder: first.map_or_else(String::new, |seen| seen.folder.clone()),
        subject: understood.map_or_else(String::new, |it| it.subject.clone()),
        verdict: understood.map(|it| it.verdict.clone()),
        service: mail.service().map(|_| mail.service_id().to_string()),
        state: match (understood, &mail.stuck) {
            (Some(_), _) => "understood",
            (None, Some(_)) => "stuck",
            (None, None) => "kept",
        }
        .to_owned(),
        first_seen: mail.first_seen.clone(),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn court_of(record: &ServiceRecord) -> Option<Court> {
    record.court.clone().map(|(code, name)| Court { code, name })
}

fn reason((code, detail): &(String, String)) -> ReasonRow {
    ReasonRow { code: code.clone(), detail: detail.clone() }
}

fn parts_of(understood: &Understood) -> Vec<PartRow> {
    let row = |part: &songda_core::ledger::PartRecord| PartRow {
        path: part.path.clone(),
        media_type: part.media_type.clone(),
        name: part.name.clone(),
        size_bytes: part.size_bytes,
        sha256: part.sha256.to_string(),
        became: part.became.clone(),
        why: part.why.clone(),
    };
    understood.parts.iter().map(row).collect()
}
