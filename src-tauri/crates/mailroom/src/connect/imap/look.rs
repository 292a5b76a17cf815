//! One look into a folder: what is new is given on in order, and the place moves only past what was kept.

use std::collections::BTreeMap;

use super::fetch::{self, BIG, Item};
use super::folders::Folder;
use super::session::{Session, Wire};
use crate::connect::{Arrival, ConnectError, Reins, Sighting, Uid};

/// Most bytes in one question; the answer lies in memory until it is kept.
const MOST_BYTES: u64 = 4 * 1024 * 1024;
/// Most mails in one question.
const MOST_MAILS: usize = 100;

/// How far a folder has been read in this run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// UIDVALIDITY; 0 before the first look.
    pub validity: u32,
    /// Everything up to this UID is kept, gone, or too big.
    pub upto: u32,
    /// Mails that stay on the server because they are too big: UID and size.
    pub too_big: BTreeMap<u32, u32>,
    /// Whether too big mails of earlier runs were looked for.
    pub is_known: bool,
}

impl Place {
    /// Where an earlier run stopped.
    pub fn after(uid: Uid) -> Self {
        Self { validity: uid.validity, upto: uid.uid, ..Self::default() }
    }
}

/// Who looks, and for whom.
#[derive(Debug)]
pub struct Looker<'a> {
    /// Id of the mailbox.
    pub mailbox: &'a str,
    /// Where arrivals go.
    pub reins: &'a Reins,
    /// Larger mails are told, not fetched.
    pub limit_bytes: u32,
}

impl Looker<'_> {
    /// Gives every new mail of a folder on. `is_open` says that the folder is open already.
    ///
    /// # Errors
    /// [`ConnectError::Folder`], [`ConnectError::TooBig`], [`ConnectError::NotKept`]: the conversation goes on;
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
            if opened.validity != place.validity {
                // All UIDs mean other mails now. What was kept before is recognised by its bytes.
                *place = Place { validity: opened.validity, is_known: true, ..Place::default() };
            }
            if opened.is_empty {
                place.too_big.clear();
                return Ok(());
            }
        }
        if !place.is_known && place.upto > 0 {
            let earlier = fetch::list(session, folder, 1, Some(place.upto)).await?;
            let big = earlier.iter().filter(|item| item.size_bytes > self.limit_bytes);
            place.too_big = big.map(|item| (item.uid, item.size_bytes)).collect();
        }
        place.is_known = true;
        if let Some(first) = place.upto.checked_add(1) {
            let items = fetch::list(session, folder, first, None).await?;
            self.take(session, folder, place, &items).await?;
        }
        self.tell_too_big(session, folder, place).await
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
                place.too_big.insert(first.uid, first.size_bytes);
                place.upto = first.uid;
                rest = others;
                continue;
            }
            let (batch, later) = rest.split_at(batch_of(rest, self.limit_bytes));
            let mut got = match batch {
                [big] if big.size_bytes > BIG && !session.ignores_pieces => {
                    let mail = fetch::in_pieces(session, big).await?;
                    mail.map(|mail| (big.uid, mail)).into_iter().collect()
                }
                _ => fetch::whole(session, batch).await?,
            };
            for item in batch {
                let mail = match got.remove(&item.uid) {
                    Some(mail) => Some(mail),
                    None => self.again(session, folder, item).await?,
                };
                if let Some(mail) = mail {
                    self.give(folder, place.validity, item, mail).await?;
                }
                place.upto = item.uid;
            }
            rest = later;
        }
        Ok(())
    }

    /// A mail that did not come: fetched once more by itself. `None` when it is gone from the folder.
    async fn again<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        item: &Item,
    ) -> Result<Option<Vec<u8>>, ConnectError> {
        let mut got = fetch::whole(session, &[*item]).await?;
        if let Some(mail) = got.remove(&item.uid) {
            return Ok(Some(mail));
        }
        if fetch::list(session, folder, item.uid, Some(item.uid)).await?.is_empty() {
            return Ok(None);
        }
        // Passing over it would lose it: the folder waits, and says so at every look.
        let says = format!("the server lists mail {} and does not give it", item.uid);
        Err(ConnectError::Folder { host: session.host().to_owned(), folder: folder.name.clone(), says })
    }

    async fn give(&self, folder: &Folder, validity: u32, item: &Item, raw: Vec<u8>) -> Result<(), ConnectError> {
        let sighting = Sighting {
            mailbox: self.mailbox.to_owned(),
            folder: folder.name.clone(),
            uid: Some(Uid { validity, uid: item.uid }),
            file: None,
            internal_date: item.dated,
        };
        if self.reins.give(Arrival { raw, sighting }).await {
            return Ok(());
        }
        Err(ConnectError::NotKept { folder: folder.name.clone(), mail: item.uid.to_string() })
    }

    /// A mail that is too big is told at every look, as long as it lies there.
    async fn tell_too_big<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
    ) -> Result<(), ConnectError> {
        while let Some((&uid, &size)) = place.too_big.first_key_value() {
            if fetch::list(session, folder, uid, Some(uid)).await?.is_empty() {
                place.too_big.remove(&uid);
                continue;
            }
            return Err(ConnectError::TooBig {
                host: session.host().to_owned(),
                folder: folder.name.clone(),
                mail: uid.to_string(),
                size_bytes: size.into(),
                limit_bytes: self.limit_bytes.into(),
            });
        }
        Ok(())
    }
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
