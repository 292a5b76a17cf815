//! One service told by several channels: which mails tell of it; of their deadlines the earlier day counts.

use songda_core::case::ToldMail;
use songda_core::channel;
use songda_core::id::{Digest, DocumentId, ServiceId};

use super::{Sitting, Teller};
use crate::view::{ChannelRow, ContactRow, DeadlineRow, DocumentRow, HearingRow};

impl Teller<'_> {
    /// The mails that tell of the same service, the leading one first; a mail that stands alone is the only one.
    pub(super) fn group<'a>(&'a self, mail: &'a ToldMail) -> Vec<&'a ToldMail> {
        let id = mail.service_id();
        if !self.told.matters.is_joined(&id) {
            return vec![mail];
        }
        let ids = self.told.matters.channels(&id);
        ids.iter().filter_map(|id| self.told.by_service(id)).collect()
    }

    /// The mails of a service that count: one that serves nothing hides none that does.
    fn counting<'a>(&'a self, mail: &'a ToldMail) -> Vec<&'a ToldMail> {
        let group = self.group(mail);
        let is_aside = |mail: &ToldMail| self.told.handlings.set_aside(&mail.service_id()).is_some();
        let are_all_aside = group.iter().all(|mail| is_aside(mail));
        group.into_iter().filter(|mail| are_all_aside || !is_aside(mail)).collect()
    }

    /// Whether a service is shown under another one.
    pub(super) fn is_under(&self, mail: &ToldMail) -> bool {
        self.told.matters.is_under(&mail.service_id())
    }

    /// Mails that are not shown under another one.
    pub(super) fn leading(&self) -> impl Iterator<Item = &ToldMail> {
        self.told.mails.iter().filter(|mail| !self.is_under(mail))
    }

    /// Id of the service under which a mail is shown.
    pub(super) fn lead_of(&self, mail: &ToldMail) -> String {
        self.told.matters.leading(&mail.service_id()).to_owned()
    }

    /// How often a service was told: sightings of its mails, and what came in beside them.
    pub(super) fn arrivals_of(&self, mail: &ToldMail) -> u32 {
        let came =
            |mail: &ToldMail| self.told.errands.brought(&mail.mail).iter().filter(|it| it.undone.is_none()).count();
        let of = |mail: &ToldMail| mail.sightings.len() + came(mail);
        super::count(self.group(mail).into_iter().map(of).sum())
    }

    /// Deadlines of the service that this mail tells of, also where that stands under another channel's.
    pub fn shown_deadlines(&self, mail: &ToldMail) -> Vec<DeadlineRow> {
        let lead = self.group(mail).into_iter().find(|mail| !self.is_under(mail));
        self.deadlines_of(lead.unwrap_or(mail))
    }

    /// Deadlines of a service, each rule once for each case: of two channels the earlier day counts.
    pub(super) fn deadlines_of(&self, mail: &ToldMail) -> Vec<DeadlineRow> {
        if !self.told.matters.is_joined(&mail.service_id()) {
            return self.own_deadlines(mail);
        }
        if self.is_under(mail) {
            return Vec::new();
        }
        let mut rows: Vec<(DeadlineRow, &str)> = Vec::new();
        for mail in self.counting(mail) {
            for row in self.own_deadlines(mail) {
                let one = (row, mail.first_seen.as_str());
                let is_same = |(it, _): &&mut (DeadlineRow, &str)| starts_same(it, &one.0);
                match rows.iter_mut().find(is_same) {
                    Some(known) if counts_before((&one.0, one.1), (&known.0, known.1)) => *known = one,
                    Some(_) => {}
                    None => rows.push(one),
                }
            }
        }
        rows.into_iter().map(|(row, _)| row).collect()
    }

    /// Why a service was set aside; none while one of its channels was not.
    pub(super) fn set_aside_of(&self, mail: &ToldMail) -> Option<String> {
        let why = |mail: &ToldMail| self.told.handlings.set_aside(&mail.service_id()).map(|it| it.why.clone());
        let all: Option<Vec<String>> = self.group(mail).into_iter().map(why).collect();
        all?.into_iter().next()
    }

    /// Sittings that any channel of a service names; what several channels tell stands once.
    pub(super) fn hearings_of(&self, mail: &ToldMail) -> Vec<HearingRow> {
        let mut rows: Vec<HearingRow> = Vec::new();
        let told = match mail.service() {
            Some((_, record)) if !record.case_numbers.is_empty() => self.sittings_of(&record.case_numbers),
            _ => Vec::new(),
        };
        for (_, record) in self.counting(mail).into_iter().filter_map(ToldMail::service) {
            let told_before = rows.len();
            for (starts, place, kind, part) in &record.hearings {
                let is_told = |it: &HearingRow| it.starts == *starts && it.kind == *kind;
                if rows.iter().take(told_before).any(is_told) {
                    continue;
                }
                let named = record.documents.iter().find(|document| document.part == *part);
                let document = named.map_or_else(String::new, |it| it.name.clone().unwrap_or_else(|| it.title.clone()));
                let sitting = told.iter().find(|it| it.is_at(starts, kind, &record.case_numbers));
                let standing = sitting.map_or("stands", Sitting::standing).to_owned();
                let (starts, place, kind) = (starts.clone(), place.clone(), kind.clone());
                rows.push(HearingRow { starts, place, kind, document, standing });
            }
        }
        rows.sort_by(|a, b| a.starts.cmp(&b.starts));
        rows
    }

    /// People at the court that any channel of a service names; what several channels tell stands once.
    pub(super) fn contacts_of(&self, mail: &ToldMail) -> Vec<ContactRow> {
        let mut rows: Vec<ContactRow> = Vec::new();
        for (_, record) in self.counting(mail).into_iter().filter_map(ToldMail::service) {
            let told_before = rows.len();
            for (name, duty, phone) in &record.contacts {
                let is_told = |it: &ContactRow| it.name == *name && it.duty == *duty && it.phone == *phone;
                if !rows.iter().take(told_before).any(is_told) {
                    rows.push(ContactRow { name: name.clone(), duty: duty.clone(), phone: phone.clone() });
                }
            }
        }
        rows
    }

    /// Documents of every channel of a service, equal ones once.
    pub(super) fn all_documents_of(&self, mail: &ToldMail) -> Vec<DocumentRow> {
        let mut rows: Vec<DocumentRow> = Vec::new();
        for row in self.group(mail).into_iter().flat_map(|mail| self.documents_under_lead(mail)) {
            if row.sha256.is_empty() || !rows.iter().any(|known| known.sha256 == row.sha256) {
                rows.push(row);
            }
        }
        rows
    }

    /// Documents of one mail, as of the service under which it is shown.
    pub(super) fn documents_under_lead(&self, mail: &ToldMail) -> Vec<DocumentRow> {
        let lead = self.lead_of(mail);
        let told = |row: DocumentRow| {
            // Bytes that differ at the same length are known only since somebody compared them.
            let strayed = self.told.strayed.get(&DocumentId::from_text(&row.id));
            let is_changed = strayed.is_some_and(|it| it.how == "changed");
            let state = if is_changed { "changed".to_owned() } else { row.state };
            DocumentRow { service: lead.clone(), state, ..row }
        };
        self.documents_of(mail).into_iter().map(told).collect()
    }

    /// Every channel of a service: mails and messages, what platforms gave, what people brought.
    pub(super) fn channels_of(&self, mail: &ToldMail) -> Vec<ChannelRow> {
        let mut rows = Vec::new();
        for mail in self.group(mail) {
            let id = mail.service_id();
            let first = mail.sightings.first();
            let mailbox = first.map_or("", |seen| seen.mailbox.as_str());
            rows.push(ChannelRow {
                service: id.to_string(),
                channel: if mailbox == crate::paste::PASTE { "message" } else { "mail" }.to_owned(),
                place: mailbox.to_owned(),
                arrived: mail.understood.as_ref().and_then(|it| it.arrived.clone()),
                first_seen: mail.first_seen.clone(),
                why: self.told.matters.why(&id).map(str::to_owned),
                documents: super::count(mail.service().map_or(0, |(_, record)| record.documents.len())),
            });
            let came = self.told.errands.brought(&mail.mail).iter().filter(|it| it.undone.is_none());
            rows.extend(came.map(|brought| ChannelRow {
                service: id.to_string(),
                channel: brought.channel.clone(),
                place: brought.by.clone(),
                arrived: brought.received_on.clone(),
                first_seen: brought.at.clone(),
                why: None,
                documents: super::count(brought.standing().count()),
            }));
        }
        rows
    }

    /// Services that seem to be the same one: of the same case, with the same papers byte for byte, or behind the same
    /// link of a platform. A person joins them, or lets them stand.
    pub(super) fn seems_same(&self, mail: &ToldMail) -> Vec<String> {
        let Some((_, own)) = mail.service() else { return Vec::new() };
        let together = self.told.matters.channels(&mail.service_id());
        let papers = |mail: &ToldMail| -> Vec<Digest> {
            mail.service().map_or_else(Vec::new, |(_, it)| it.documents.iter().filter_map(|it| it.sha256).collect())
        };
        let links = |mail: &ToldMail| mail.service().map_or_else(Default::default, |(_, it)| channel::links_of(it));
        let (own_papers, own_links) = (papers(mail), links(mail));
        let is_same = |other: &&ToldMail| {
            let Some((_, record)) = other.service() else { return false };
            let case = record.case_numbers.iter().any(|number| own.case_numbers.contains(number));
            let theirs = papers(other);
            let equal = !theirs.is_empty() && theirs.iter().all(|it| own_papers.contains(it));
            let held = !own_papers.is_empty() && own_papers.iter().all(|it| theirs.contains(it));
            let linked = links(other).iter().any(|it| own_links.contains(it));
            other.mail != mail.mail && case && (equal || held || linked) && !together.contains(&other.service_id())
        };
        // What a person parted is not proposed again.
        let was_parted = |id: &ServiceId| self.told.matters.was_parted(id);
        let found = self.told.mails.iter().filter(is_same).map(ToldMail::service_id);
        found.filter(|id| !was_parted(id) && !was_parted(&mail.service_id())).map(|id| id.to_string()).collect()
    }
}

/// Whether two channels tell the same deadline: of the same case, or of the same paper where one of them could not tell
/// its case.
fn starts_same(one: &DeadlineRow, other: &DeadlineRow) -> bool {
    let is_untold = one.case_number.is_none() || other.case_number.is_none();
    one.rule == other.rule
        && (one.case_number == other.case_number || is_untold && !one.own && one.document == other.document)
}

/// Whether of two deadlines that are one the first is shown; each with the moment its mail was first seen.
///
/// What was closed before the other channel came in stays closed: the same papers start nothing anew. Else what is open
/// is never hidden by what is closed, for that may have been closed as the double of the other; then the earlier day
/// counts, and of equal ones the one that people worked with.
fn counts_before((row, seen): (&DeadlineRow, &str), (known, known_seen): (&DeadlineRow, &str)) -> bool {
    let is_closed = |row: &DeadlineRow| matches!(row.state.as_str(), "done" | "not-applicable" | "remedied");
    let settles = |row: &DeadlineRow, other_seen: &str| {
        is_closed(row) && row.history.last().is_some_and(|decided| *decided.at < *other_seen)
    };
    match (is_closed(row), is_closed(known)) {
        _ if settles(known, seen) => false,
        _ if settles(row, known_seen) => true,
        (true, false) => false,
        (false, true) => true,
        _ => match (&row.last_day, &known.last_day) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(own), Some(other)) if own == other => known.history.is_empty() && !row.history.is_empty(),
            (Some(own), Some(other)) => own < other,
        },
    }
}
