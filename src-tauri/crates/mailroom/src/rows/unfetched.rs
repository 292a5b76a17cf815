//! Documents behind a link that do not come by themselves any more, as a doubt: somebody must get them another way.

use songda_core::case::ToldMail;
use songda_core::errand::{Errand, Held};
use songda_core::id::DoubtId;
use songda_core::ledger::PickupRecord;

use super::Teller;
use crate::errands::{is_fetched_beside, is_late, pickups_of};
use crate::view::DoubtRow;

/// Its code.
const CODE: &str = "pickup-held";
/// The code of what came, but may not be all.
const ALIKE: &str = "pickup-alike";

impl Teller<'_> {
    /// One doubt for each link that waits for a person, or has been tried in vain for long. It is gone when the documents
    /// were fetched, by this link or another of the same delivery, or brought by hand; what a person stopped is that
    /// person's to know. And one for each link behind which papers of one name came alike.
    pub(super) fn unfetched(&self, mail: &ToldMail) -> Vec<DoubtRow> {
        let brought = self.told.errands.brought(&mail.mail);
        let was_brought =
            |since: &String| brought.iter().any(|it| it.errand.is_none() && it.undone.is_none() && it.at > *since);
        let is_open =
            |told: &Errand, held: &Held| held.code != "pickup.stopped" && (held.again.is_none() || is_late(told));
        let mut rows = Vec::new();
        for (id, pickup) in pickups_of(mail) {
            let Some(told) = self.told.errands.get(&id) else { continue };
            let alike: Vec<&str> = told.alike().map(|listed| listed.name.as_str()).collect();
            if !alike.is_empty() {
                let key = format!("{id} {}", alike.join("|"));
                let since = told.listed_at.as_deref().unwrap_or(&mail.first_seen);
                rows.push(self.pickup_row(mail, pickup, (ALIKE, &key, since), &alike));
            }
            let Some(held) = told.held.as_ref().filter(|held| !told.is_done && is_open(told, held)) else { continue };
            // Each vain try is put on record anew; what is told is since when.
            let since = told.vain_since.as_ref().filter(|_| held.again.is_some()).unwrap_or(&held.since);
            if !was_brought(since) && !is_fetched_beside(self.told, mail, &id, pickup) {
                let missing: Vec<&str> = told.missing().map(|listed| listed.name.as_str()).collect();
                rows.push(self.pickup_row(mail, pickup, (CODE, &format!("{id} {since}"), since), &missing));
            }
        }
        rows
    }

    /// A doubt about what lies behind a link: the platform, and the papers it is about.
    fn pickup_row(
        &self,
        mail: &ToldMail,
        pickup: &PickupRecord,
        (code, key, since): (&str, &str, &str),
        papers: &[&str],
    ) -> DoubtRow {
        let platform = self.reference.platforms.by_id(&pickup.platform);
        let name = platform.map_or(pickup.platform.as_str(), |platform| platform.name.as_str());
        let id = DoubtId::of(&mail.mail, code, key).to_string();
        let detail = if papers.is_empty() { name.to_owned() } else { format!("{name}：{}", papers.join("、")) };
        self.doubt(id, mail.service_id().to_string(), code, detail, since)
    }
}
