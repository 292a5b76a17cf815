//! One look into a folder: what is new is given on in order, and the place moves only past what was kept.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::fetch::{self, BIG, Item};
use super::folders::Folder;
use super::session::{Session, Wire};
use crate::connect::provenance::Provenance;
use crate::connect::{Arrival, ConnectError, NotTaken, Reins, Sighting, Uid};

/// Most bytes in one question; the answer lies in memory until it is kept.
const MOST_BYTES: u64 = 4 * 1024 * 1024;
/// Most mails in one question.
const MOST_MAILS: usize = 100;

/// How far a folder has been read in this run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// UIDVALIDITY; 0 before the first look.
    pub validity: u32,
    /// Everything up to this UID is kept, gone, or on record as not taken.
    pub upto: u32,
    /// Mails on record as not taken; tried again with each full look.
    pub left: BTreeSet<u32>,
    /// Whether a UIDNEXT that contradicted `upto` was believed; a server that only counts late is not believed twice.
    pub began_anew: bool,
}

impl Place {
    /// Where an earlier run stopped, and what it had to leave behind.
    pub fn after(uid: Uid, left: &BTreeSet<(u32, u32)>) -> Self {
        let left = left.iter().filter(|(validity, _)| *validity == uid.validity).map(|(_, uid)| *uid).collect();
        Self { validity: uid.validity, upto: uid.uid, left, began_anew: false }
    }
}

/// Who looks, and for whom.
#[derive(Debug)]
pub struct Looker<'a> {
    /// Id of the mailbox.
    pub mailbox: &'a str,
    /// Where arrivals go.
    pub reins: &'a Reins,
    /// The conversation, for the record of what it gives.
    pub provenance: Arc<Provenance>,
    /// Larger mails are put on record, not fetched.
    pub limit_bytes: u32,
}

impl Looker<'_> {
    /// Gives every new mail of a folder on. `is_open` says that the folder is open already.
    ///
    /// # Errors
    /// [`ConnectError::Folder`], [`ConnectError::NotKept`]: the conversation goes on;
    /// [`ConnectError::Broken`]: it does not.
    pub async fn look<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
        is_open: bool,
    ) -> Result<(), ConnectError> {
        if !is_open || place.validity == 0 {
            let opened = fetch::open(session, folder).await?;
            // A mailbox restored by careless hands gives old numbers out again and keeps its UIDVALIDITY.
            let counts_back = !place.began_anew && opened.next.is_some_and(|next| next <= place.upto);
            if opened.validity != place.validity || counts_back {
                // All UIDs mean other mails now. What was kept before is recognised by its bytes.
                let (validity, began_anew) = (opened.validity, counts_back);
                *place = Place { validity, began_anew, ..Place::default() };
            }
            if opened.is_empty {
                place.left.clear();
                return Ok(());
            }
            self.try_left(session, folder, place).await?;
        }
        let Some(first) = place.upto.checked_add(1) else { return Ok(()) };
        let items = fetch::list(session, folder, first, None).await?;
        self.take(session, folder, place, &items).await
    }

    /// Mails on record as not taken: the limit may be higher by now, or the server kinder.
    async fn try_left<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
    ) -> Result<(), ConnectError> {
        for uid in place.left.clone() {
            let listed = fetch::list(session, folder, uid, Some(uid)).await?;
            let Some(item) = listed.first() else {
                place.left.remove(&uid);
                continue;
            };
            if item.size_bytes > self.limit_bytes {
                continue;
            }
            let mut got = self.fetch(session, std::slice::from_ref(item)).await?;
            if let Some(raw) = got.remove(&uid) {
                let arrival = Arrival { raw, sighting: self.sighting(folder, place.validity, item) };
                if self.reins.give(vec![arrival]).await == 0 {
                    return Err(not_kept(folder, uid));
                }
                place.left.remove(&uid);
            }
        }
        Ok(())
    }

    async fn take<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
        items: &[Item],
    ) -> Result<(), ConnectError> {
        let mut rest = items;
        while let Some((first, others)) = rest.split_first() {
            if first.size_bytes > self.limit_bytes {
                self.leave(folder, place, first, "mail-too-big").await?;
                rest = others;
                continue;
            }
            let (batch, later) = rest.split_at(batch_of(rest, self.limit_bytes));
            let mut got = self.fetch(session, batch).await?;
            let mut arrivals = Vec::with_capacity(batch.len());
            for item in batch {
                let raw = match got.remove(&item.uid) {
                    Some(raw) => Some(raw),
                    // It did not come with the others: once more by itself.
                    None => fetch::whole(session, std::slice::from_ref(item)).await?.remove(&item.uid),
                };
                match raw {
                    Some(raw) => {
                        arrivals.push(Arrival { raw, sighting: self.sighting(folder, place.validity, item) });
                    }
                    None if fetch::list(session, folder, item.uid, Some(item.uid)).await?.is_empty() => {}
                    None => {
                        // The ones before it first: its record moves the place past all of them.
                        self.give(folder, place, std::mem::take(&mut arrivals)).await?;
                        self.leave(folder, place, item, "mail-withheld").await?;
                    }
                }
            }
            self.give(folder, place, arrivals).await?;
            place.upto = batch.last().map_or(place.upto, |item| item.uid);
            rest = later;
        }
        Ok(())
    }

    async fn fetch<S: Wire>(
        &self,
        session: &mut Session<S>,
        batch: &[Item],
    ) -> Result<BTreeMap<u32, Vec<u8>>, ConnectError> {
        match batch {
            [big] if big.size_bytes > BIG && !session.ignores_pieces => {
                let mail = fetch::in_pieces(session, big).await?;
                Ok(mail.map(|mail| (big.uid, mail)).into_iter().collect())
            }
            _ => fetch::whole(session, batch).await,
        }
    }

    fn sighting(&self, folder: &Folder, validity: u32, item: &Item) -> Sighting {
        Sighting {
            mailbox: self.mailbox.to_owned(),
            folder: folder.name.clone(),
            uid: Some(Uid { validity, uid: item.uid }),
            file: None,
            internal_date: item.dated,
            provenance: Some(self.provenance.clone()),
        }
    }

    /// Gives mails in order; the place moves past those that lie safely.
    async fn give(&self, folder: &Folder, place: &mut Place, arrivals: Vec<Arrival>) -> Result<(), ConnectError> {
        if arrivals.is_empty() {
            return Ok(());
        }
        let uids: Vec<u32> = arrivals.iter().filter_map(|arrival| Some(arrival.sighting.uid?.uid)).collect();
        let kept = self.reins.give(arrivals).await;
        if let Some(last) = uids.iter().take(kept).next_back() {
            place.upto = *last;
        }
        uids.get(kept).map_or(Ok(()), |uid| Err(not_kept(folder, *uid)))
    }

    /// Puts a mail on record as not taken; only then the place moves past it.
    async fn leave(
        &self,
        folder: &Folder,
        place: &mut Place,
        item: &Item,
        code: &'static str,
    ) -> Result<(), ConnectError> {
        let sighting = self.sighting(folder, place.validity, item);
        if !self.reins.note(NotTaken { sighting, size_bytes: item.size_bytes.into(), code }).await {
            return Err(not_kept(folder, item.uid));
        }
        place.left.insert(item.uid);
        place.upto = item.uid;
        Ok(())
    }
}

fn not_kept(folder: &Folder, uid: u32) -> ConnectError {
    ConnectError::NotKept { folder: folder.name.clone(), mail: uid.to_string() }
}

/// How many of the next mails are asked for together: small ones up to the limits, a big one alone.
fn batch_of(items: &[Item], limit_bytes: u32) -> usize {
    let mut bytes = 0_u64;
    let fits = |item: &&Item| {
        bytes += u64::from(item.size_bytes);
        item.size_bytes <= BIG.min(limit_bytes) && bytes <= MOST_BYTES
    };
    items.iter().take(MOST_MAILS).take_while(fits).count().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn big_mails_are_asked_for_alone_and_small_ones_together() {
        let items = |sizes: &[u32]| -> Vec<Item> {
            let item = |(uid, size): (u32, &u32)| Item { uid, size_bytes: *size, dated: None };
            (1..).zip(sizes).map(item).collect()
        };
        assert_eq!(batch_of(&items(&[10, 10, 10]), 1 << 30), 3);
        assert_eq!(batch_of(&items(&[BIG + 1, 10]), 1 << 30), 1);
        assert_eq!(batch_of(&items(&[10, BIG + 1, 10]), 1 << 30), 1);
        assert_eq!(batch_of(&items(&[BIG, BIG, 1]), 1 << 30), 2);
        assert_eq!(batch_of(&items(&[1; 500]), 1 << 30), MOST_MAILS);
    }
}
