//! Links and codes as rows: whose platform, until when, how far their errand is, and what a person can do.

use chrono::DateTime;
use songda_core::case::ToldMail;
use songda_core::errand::{Expiry, expiry};
use songda_core::ledger::PickupRecord;

use super::{Teller, count, court_of};
use crate::errands::{is_fetchable, pickups_of};
use crate::view::PickupRow;

impl Teller<'_> {
    /// Pickups of every service, newest service first.
    pub fn pickups(&self) -> Vec<PickupRow> {
        self.newest().flat_map(|mail| self.pickups_of(mail)).collect()
    }

    pub(super) fn pickups_of(&self, mail: &ToldMail) -> Vec<PickupRow> {
        let arrived = mail.understood.as_ref().and_then(|it| it.arrived.as_deref());
        let arrived = arrived.and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        // When a pasted message came nobody told; it was not after somebody entered it.
        let is_pasted = arrived.is_none() && mail.sightings.iter().any(|seen| seen.mailbox == crate::paste::PASTE);
        let entered = DateTime::parse_from_rfc3339(&mail.first_seen).ok().filter(|_| is_pasted);
        let row = |(id, pickup): (songda_core::id::ErrandId, &PickupRecord)| {
            let (_, record) = mail.service()?;
            let platform = self.reference.platforms.by_id(&pickup.platform);
            let told = self.told.errands.get(&id).cloned().unwrap_or_default();
            let ends = |from| pickup.expires.as_deref().and_then(|words| expiry(words, from));
            let (known, latest) = (ends(arrived), ends(entered));
            let held = told.held.as_ref();
            Some(PickupRow {
                errand: id.to_string(),
                service: mail.service_id().to_string(),
                court: court_of(record),
                case_numbers: record.case_numbers.clone(),
                platform: pickup.platform.clone(),
                name: platform.map(|platform| platform.name.clone()),
                provider: pickup.provider.clone(),
                url: pickup.url.clone(),
                code: pickup.code.clone(),
                expires: pickup.expires.clone(),
                expires_at_latest: known.is_none() && matches!(latest, Some(Expiry::At(_))),
                expires_at: match known.or(latest) {
                    Some(Expiry::At(at)) => Some(crate::clock::written(at)),
                    Some(Expiry::Never) | None => None,
                },
                strange_host: pickup.strange_host,
                opening: platform.map_or("", |platform| platform.opening.as_str()).to_owned(),
                can_fetch: is_fetchable(pickup, platform),
                allowed: false,
                state: told.state().to_owned(),
                listed: count(told.stored.len() + told.missing().count()),
                stored: count(told.stored.len()),
                missing: told.missing().map(|listed| listed.name.clone()).collect(),
                held: held.map(|held| held.code.clone()),
                says: held.map(|held| held.says.clone()).filter(|says| !says.is_empty()),
                again: held.and_then(|held| held.again.clone()),
                opened: told.opened.last().map(|(at, _)| at.clone()),
                opened_by: told.opened.last().map(|(_, by)| by.clone()),
                on_its_way: None,
                bytes: 0,
                total: None,
            })
        };
        pickups_of(mail).filter_map(row).collect()
    }
}
