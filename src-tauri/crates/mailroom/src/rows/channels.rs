//! One service told by several channels: which mails tell of it; of their deadlines the earlier day counts.

use songda_core::case::ToldMail;
use songda_core::errand::zxfw::Parameters;
use songda_core::id::{Digest, ServiceId};

use super::{Teller, documents_of};
use crate::view::{ChannelRow, DeadlineRow, DocumentRow};

impl Teller<'_> {
    /// The mails that tell of the same service, the leading one first; a mail that stands alone is the only one.
    pub(super) fn group<'a>(&'a self, mail: &'a ToldMail) -> Vec<&'a ToldMail> {
        let ids = self.told.matters.channels(&mail.service_id());
        if ids.len() < 2 {
            return vec![mail];
        }
        ids.iter().filter_map(|id| self.told.by_service(id)).collect()
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
        let id = mail.service_id();
        self.told.matters.channels(&id).first().map_or_else(|| id.to_string(), ToString::to_string)
    }

    /// How often a service was told: sightings of its mails, and what came in beside them.
    pub(super) fn arrivals_of(&self, mail: &ToldMail) -> u32 {
        let of = |mail: &ToldMail| mail.sightings.len() + self.told.errands.brought(&mail.mail).len();
        super::count(self.group(mail).into_iter().map(of).sum())
    }

    /// Deadlines of a service, each rule once for each case: of two channels the earlier day counts.
    pub(super) fn deadlines_of(&self, mail: &ToldMail) -> Vec<DeadlineRow> {
        let group = self.group(mail);
        if group.len() < 2 {
            return self.own_deadlines(mail);
        }
        let mut rows: Vec<DeadlineRow> = Vec::new();
        if self.is_under(mail) {
            return rows;
        }
        for row in group.into_iter().flat_map(|mail| self.own_deadlines(mail)) {
            let known = rows.iter_mut().find(|known| known.rule == row.rule && known.case_number == row.case_number);
            match known {
                Some(known)
                    if known.last_day.is_none() || (row.last_day.is_some() && row.last_day < known.last_day) =>
                {
                    *known = row;
                }
                Some(_) => {}
                None => rows.push(row),
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
        documents_of(mail).into_iter().map(|row| DocumentRow { service: lead.clone(), ..row }).collect()
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
            rows.extend(self.told.errands.brought(&mail.mail).iter().map(|brought| ChannelRow {
                service: id.to_string(),
                channel: brought.channel.clone(),
                place: brought.by.clone(),
                arrived: None,
                first_seen: brought.at.clone(),
                why: None,
                documents: super::count(brought.documents.len()),
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
        let links = |mail: &ToldMail| -> Vec<String> {
            let pickups = mail.service().map(|(_, it)| it.pickups.iter());
            let urls = pickups.into_iter().flatten().filter_map(|it| it.url.as_deref());
            urls.map(|url| Parameters::of_link(url).map_or_else(|| url.to_owned(), |it| it.sdbh)).collect()
        };
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
        let was_parted = |id: &ServiceId| self.told.matters.why(id).is_some() && !self.told.matters.is_under(id);
        let found = self.told.mails.iter().filter(is_same).map(ToldMail::service_id);
        found.filter(|id| !was_parted(id) || !was_parted(&mail.service_id())).map(|id| id.to_string()).collect()
    }
}
