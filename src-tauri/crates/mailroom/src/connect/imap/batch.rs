//! Mails on their way from the server: asked for together where they are small, one by one where something is amiss.

use std::collections::{BTreeMap, BTreeSet};

use super::fetch::{self, BIG, Item};
use super::folders::Folder;
use super::look::{Looker, is_for_now};
use super::place::MOST_REFUSALS;
use super::session::{Answer, Session, Wire};
use super::single::{self, Got};
use crate::connect::ConnectError;
use crate::vault::Raw;

/// Most bytes in one question; the answer lies in memory until it is kept.
const MOST_BYTES: u64 = 4 * 1024 * 1024;
/// Most mails in one question of a single pass: folders of the vault and the ledger's book are made safe once for all.
pub(super) const MOST_MAILS: usize = 500;
/// The same while it is watched: news wait for the mails that are on their way.
pub(super) const MOST_WATCHING: usize = 100;
/// Longest list of UIDs in one question, in bytes (RFC 2683 section 3.2.1.5 asks for lines of 1000 at most).
const LONGEST_SET: usize = 900;

/// Mails that are fetched together, and the UIDs that are done with once they are.
#[derive(Debug)]
pub(super) struct Batch {
    pub low: u32,
    pub high: u32,
    pub items: Vec<Item>,
    /// The mail broke conversations before, and is put on record as not taken if it does so again.
    pub is_last_try: bool,
    /// Refusals in a row before these.
    pub refusals: u32,
}

/// What came of a mail of a batch.
#[derive(Debug)]
pub(super) enum Outcome {
    Mail(Raw),
    Gone,
    Left(u64, &'static str),
}

/// A batch on its way to be kept.
#[derive(Debug, Default)]
pub(super) struct Fetched {
    pub low: u32,
    pub high: u32,
    pub mails: Vec<(Item, Outcome)>,
    /// UIDs of it that were not fetched.
    pub put_off: BTreeSet<u32>,
    /// Those of them that were refused.
    pub refused: Vec<u32>,
    /// What ended the fetching after these.
    pub trouble: Option<Trouble>,
}

/// What ended the fetching.
#[derive(Debug)]
pub(super) struct Trouble {
    pub error: ConnectError,
    pub by: By,
}

/// What it lies in, as far as that is known.
#[derive(Debug)]
pub(super) enum By {
    /// One of so many mails that were asked for together.
    OneOf(u32),
    /// This mail broke the conversation.
    Mail(u32),
    /// The mail was refused.
    Refusal,
    /// The server gives nothing now.
    Server,
    /// Not the server's doing, or put on record already.
    Else,
}

impl Looker<'_> {
    /// Fetches the mails of a batch.
    pub(super) async fn get<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        batch: Option<Batch>,
    ) -> Option<Fetched> {
        let Batch { low, high, items, is_last_try, mut refusals } = batch?;
        let mut fetched = Fetched { low, high, ..Fetched::default() };
        let mut got = BTreeMap::new();
        if items.len() > 1 {
            let (some, asked) = fetch::small(session, &items, self.limit_bytes).await;
            got = some;
            fetched.trouble = match asked {
                Ok(Answer::No(says)) if is_for_now(&says) => Some(server_refuses(session, folder, says)),
                // A refusal may only mean that one of them is gone: what did not come is asked for one by one.
                Ok(_) => None,
                Err(error) => Some(Trouble { error, by: By::OneOf(u32::try_from(items.len()).unwrap_or(u32::MAX)) }),
            };
        }
        for item in items {
            let outcome = match got.remove(&item.uid) {
                Some(raw) => Some(Outcome::Mail(Raw::Whole(raw))),
                None if fetched.trouble.is_some() => None,
                None if item.exceeds(self.limit_bytes) => Some(Outcome::Left(item.told_bytes(), "mail-too-big")),
                // It is asked for by itself, or it did not come with the others: once more.
                None => {
                    let one = self.get_one(session, folder, &item, is_last_try).await;
                    let (outcome, mut trouble) = one;
                    if let Some(Trouble { by: By::Refusal, error }) = trouble {
                        refusals += 1;
                        fetched.refused.push(item.uid);
                        // So many in a row are no single mail's.
                        trouble = (refusals >= MOST_REFUSALS).then_some(Trouble { error, by: By::Server });
                    }
                    fetched.trouble = trouble;
                    outcome
                }
            };
            match outcome {
                Some(outcome) => {
                    refusals = if matches!(outcome, Outcome::Mail(_)) { 0 } else { refusals };
                    fetched.mails.push((item, outcome));
                }
                None => _ = fetched.put_off.insert(item.uid),
            }
        }
        Some(fetched)
    }

    /// Fetches one mail; without an outcome it stays open.
    async fn get_one<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        item: &Item,
        is_last_try: bool,
    ) -> (Option<Outcome>, Option<Trouble>) {
        let withheld = || Outcome::Left(item.told_bytes(), "mail-withheld");
        let (got, announced) = single::fetch(session, &self.reins.vault, item, self.limit_bytes).await;
        let refusal = match got {
            Ok(Got::Mail(raw)) => return (Some(Outcome::Mail(raw)), None),
            Ok(Got::TooLong(bytes)) => return (Some(Outcome::Left(bytes, "mail-too-big")), None),
            Ok(Got::Nothing) => None,
            Ok(Got::Refused(says)) if is_for_now(&says) => return (None, Some(server_refuses(session, folder, says))),
            Ok(Got::Refused(says)) => Some(says),
            Err(error) => return broken(item, error, announced, is_last_try.then(withheld)),
        };
        match fetch::is_there(session, folder, item.uid).await {
            Ok(false) => (Some(Outcome::Gone), None),
            Ok(true) => match refusal {
                Some(says) if !is_last_try => {
                    let (host, folder) = (session.host().to_owned(), folder.name.clone());
                    let error = ConnectError::Folder { host, folder, says };
                    (None, Some(Trouble { error, by: By::Refusal }))
                }
                _ => (Some(withheld()), None),
            },
            Err(error) => broken(item, error, None, is_last_try.then(withheld)),
        }
    }
}

/// What broke the conversation over one mail: what it announced would break every conversation and is put on record at
/// once; anything else is after some tries.
fn broken(
    item: &Item,
    error: ConnectError,
    announced: Option<u64>,
    withheld: Option<Outcome>,
) -> (Option<Outcome>, Option<Trouble>) {
    let is_broken = matches!(error, ConnectError::Broken { .. });
    let outcome = announced.map(|bytes| Outcome::Left(bytes, "mail-too-big")).or(withheld.filter(|_| is_broken));
    let by = if outcome.is_none() && is_broken { By::Mail(item.uid) } else { By::Else };
    (outcome, Some(Trouble { error, by }))
}

fn server_refuses<S: Wire>(session: &Session<S>, folder: &Folder, says: String) -> Trouble {
    let (host, folder) = (session.host().to_owned(), folder.name.clone());
    Trouble { error: ConnectError::Folder { host, folder, says }, by: By::Server }
}

/// How many of the newest mails are asked for together: small ones up to the limits, a big one alone.
pub(super) fn batch_of(items: &[Item], most: usize, limit_bytes: u32) -> usize {
    let (mut bytes, mut length, mut run, mut above) = (0_u64, 0, 0, None);
    let fits = |item: &&Item| {
        bytes += item.told_bytes();
        run = if above == item.uid.checked_add(1) { run + 1 } else { 1 };
        above = Some(item.uid);
        // A range is written by its two ends: with one more in it, it is no longer.
        length += if run > 2 { 0 } else { digits(item.uid) + 1 };
        let is_small = item.size_bytes.is_some_and(|size| size <= BIG.min(limit_bytes));
        is_small && bytes <= MOST_BYTES && length <= LONGEST_SET
    };
    items.iter().rev().take(most).take_while(fits).count().max(1)
}

fn digits(uid: u32) -> usize {
    uid.checked_ilog10().map_or(1, |most| most as usize + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn big_mails_are_asked_for_alone_and_small_ones_together() {
        let items = |sizes: &[u32]| -> Vec<Item> {
            let item = |(uid, size): (u32, &u32)| Item { uid, size_bytes: Some(*size), dated: None };
            (1..).zip(sizes).map(item).collect()
        };
        let count = |sizes: &[u32]| batch_of(&items(sizes), MOST_MAILS, 1 << 30);
        assert_eq!(count(&[10, 10, 10]), 3);
        assert_eq!(count(&[10, BIG + 1]), 1);
        assert_eq!(count(&[10, BIG + 1, 10]), 1);
        assert_eq!(count(&[1, BIG, BIG]), 2);
        assert_eq!(count(&[1; 600]), MOST_MAILS);
        assert_eq!(batch_of(&items(&[1; 500]), 1, 1 << 30), 1);
        // Where no two are neighbours, as many as a line takes.
        let apart = |nth: u32| Item { uid: 1_000_000 + nth * 2, size_bytes: Some(1), dated: None };
        let apart: Vec<Item> = (0..500).map(apart).collect();
        let most = batch_of(&apart, MOST_MAILS, 1 << 30);
        let asked = |count: usize| fetch::set_of(&apart[apart.len() - count..]).len();
        assert!(asked(most) <= LONGEST_SET && asked(most + 1) >= LONGEST_SET, "{most} are {} bytes", asked(most));
    }
}
