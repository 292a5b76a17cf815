//! Documents behind a link that do not come by themselves any more, as a doubt: somebody must get them another way.

use songda_core::case::ToldMail;
use songda_core::errand::{Errand, Held};
use songda_core::id::DoubtId;

use super::Teller;
use crate::errands::{is_fetched_beside, is_late, pickups_of};
use crate::view::DoubtRow;

/// Its code.
const CODE: &str = "pickup-held";

impl Teller<'_> {
    /// One doubt for each link that waits for a person, or has been tried in vain for long. It is gone when the documents
    /// were fetched, by this link or another of the same delivery, or brought by hand; what a person stopped is that
    /// person's to know.
    pub(super) fn unfetched(&self, mail: &ToldMail) -> Vec<DoubtRow> {
        let brought = self.told.errands.brought(&mail.mail);
        let was_brought = |since: &String| brought.iter().any(|it| it.errand.is_none() && it.at > *since);
        let is_open =
            |told: &Errand, held: &Held| held.code != "pickup.stopped" && (held.again.is_none() || is_late(told));
        let row = |(id, pickup)| {
            let told = self.told.errands.get(&id).filter(|told| !told.is_done)?;
            let held = told.held.as_ref().filter(|held| is_open(told, held))?;
            // Each vain try is put on record anew; what is told is since when.
            let since = told.vain_since.as_ref().filter(|_| held.again.is_some()).unwrap_or(&held.since);
            if was_brought(since) {
                return None;
            }
            if is_fetched_beside(self.told, mail, &id, pickup) {
                return None;
            }
            let platform = self.reference.platforms.by_id(&pickup.platform);
            let name = platform.map_or(pickup.platform.as_str(), |platform| platform.name.as_str());
            let missing: Vec<&str> = told.missing().map(|listed| listed.name.as_str()).collect();
            let detail = if missing.is_empty() { name.to_owned() } else { format!("{name}：{}", missing.join("、")) };
            let doubt = DoubtId::of(&mail.mail, CODE, &format!("{id} {since}")).to_string();
            Some(DoubtRow {
                settled: self.told.settled.contains_key(&doubt),
                answer: self.told.settled.get(&doubt).cloned(),
                id: doubt,
                about: mail.service_id().to_string(),
                part: "mail".to_owned(),
                code: CODE.to_owned(),
                detail,
                since: since.clone(),
            })
        };
        pickups_of(mail).filter_map(row).collect()
    }
}
