//! Filling the open windows of a folder, the newest mails first: while some are kept the next ones are fetched, and
//! the place moves only past what was kept.

use tokio::time::Instant;

use super::fetch::{self, BIG, Item};
use super::folders::Folder;
use super::look::{Chunk, Looker, Pace, Place, not_kept};
use super::session::{Session, Wire};
use super::single::{self, Got};
use crate::connect::{Arrival, ConnectError, Progress};
use crate::vault::Raw;

/// Most bytes in one question; the answer lies in memory until it is kept.
const MOST_BYTES: u64 = 4 * 1024 * 1024;
/// Most mails in one question.
const MOST_MAILS: usize = 100;
/// A list this short costs more in waiting than in words: the next one reaches further.
const FEW_LISTED: usize = 250;
/// A list this long keeps mails waiting.
const MANY_LISTED: usize = 2000;
/// The least that is listed at once.
const SHORTEST_SPAN: u32 = 100;

/// Mails that are fetched together, and the UIDs that are done with once they are.
#[derive(Debug)]
struct Batch {
    low: u32,
    high: u32,
    items: Vec<Item>,
}

/// What came of a mail of a batch.
#[derive(Debug)]
enum Outcome {
    Mail(Raw),
    Gone,
    Left(u64, &'static str),
}

/// A batch on its way to be kept.
#[derive(Debug)]
struct Fetched {
    low: u32,
    high: u32,
    mails: Vec<(Item, Outcome)>,
    /// The conversation broke after these.
    broken: Option<ConnectError>,
}

impl Looker<'_> {
    /// Gives mails of the open windows on, as long as the pace allows.
    ///
    /// # Errors
    /// As [`Looker::look`].
    pub(super) async fn fill<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
        pace: Pace,
    ) -> Result<(), ConnectError> {
        let filled = self.fill_on(session, folder, place, pace).await;
        if filled.is_err() {
            place.forget();
        }
        match filled {
            Ok(()) => self.note(folder, place).await,
            Err(error) => Err(error),
        }
    }

    async fn fill_on<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
        pace: Pace,
    ) -> Result<(), ConnectError> {
        let (mut ready, mut has_mail): (Option<Fetched>, bool) = (None, false);
        loop {
            let goes_on = match pace {
                Pace::ToTheEnd => true,
                Pace::Newest(until) => !has_mail && Instant::now() < until,
                Pace::Until(until) => Instant::now() < until,
            };
            let next = if goes_on { self.plan(session, folder, place).await? } else { None };
            if ready.is_none() && next.is_none() {
                return Ok(());
            }
            has_mail |= next.as_ref().is_some_and(|batch| !batch.items.is_empty());
            // The wire does not rest while the disk works.
            let (given, fetched) = tokio::join!(self.hand_on(folder, place, ready), self.get(session, folder, next));
            given?;
            ready = match fetched {
                Ok(fetched) => fetched,
                Err(error) => {
                    place.is_careful |= session.caught().too_long.is_some();
                    return Err(error);
                }
            };
        }
    }

    /// The next mails to be fetched; none when nothing is open any more.
    async fn plan<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
    ) -> Result<Option<Batch>, ConnectError> {
        if place.chunk.is_none() {
            place.chunk = self.stretch(session, folder, place).await?;
        }
        let Some(mut chunk) = place.chunk.take() else { return Ok(None) };
        let most = if place.is_careful { 1 } else { MOST_MAILS };
        let count = batch_of(&chunk.items, most, self.limit_bytes);
        let items = chunk.items.split_off(chunk.items.len().saturating_sub(count));
        let low = chunk.items.last().map_or(chunk.first, |item| item.uid.saturating_add(1));
        let batch = Batch { low, high: chunk.last, items };
        place.todo.close(batch.low, batch.high);
        if !chunk.items.is_empty() {
            chunk.last = low.saturating_sub(1);
            place.chunk = Some(chunk);
        }
        Ok(Some(batch))
    }

    /// Lists the newest stretch that is not planned yet.
    async fn stretch<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
    ) -> Result<Option<Chunk>, ConnectError> {
        let Some(window) = place.todo.newest() else { return Ok(None) };
        let first = window.last.saturating_sub(place.span - 1).max(1);
        let listed = fetch::list(session, folder, first, Some(window.last)).await?;
        if listed.len() < FEW_LISTED {
            place.span = place.span.saturating_mul(4);
        } else if listed.len() > MANY_LISTED {
            place.span = (place.span / 2).max(SHORTEST_SPAN);
        }
        let is_wanted = |item: &Item| place.todo.holds(item.uid) && place.progress.reaches(item.uid, item.dated);
        let items = listed.into_iter().filter(is_wanted).collect();
        Ok(Some(Chunk { first, last: window.last, items }))
    }

    /// Fetches the mails of a batch.
    async fn get<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        batch: Option<Batch>,
    ) -> Result<Option<Fetched>, ConnectError> {
        let Some(Batch { low, high, items }) = batch else { return Ok(None) };
        let mut fetched = Fetched { low, high, mails: Vec::with_capacity(items.len()), broken: None };
        let mut got = match items.as_slice() {
            [] | [_] => std::collections::BTreeMap::new(),
            many => fetch::small(session, many, self.limit_bytes).await?,
        };
        for item in items {
            let outcome = match got.remove(&item.uid) {
                Some(raw) => Outcome::Mail(Raw::Whole(raw)),
                None if item.size_bytes > self.limit_bytes => Outcome::Left(item.size_bytes.into(), "mail-too-big"),
                // It is asked for by itself, or it did not come with the others: once more.
                None => match single::fetch(session, &self.reins.vault, &item, self.limit_bytes).await {
                    (Ok(Got::Mail(raw)), _) => Outcome::Mail(raw),
                    (Ok(Got::TooLong(bytes)), _) => Outcome::Left(bytes, "mail-too-big"),
                    (Ok(Got::Nothing), _) => {
                        let is_gone = fetch::list(session, folder, item.uid, Some(item.uid)).await?.is_empty();
                        if is_gone { Outcome::Gone } else { Outcome::Left(item.size_bytes.into(), "mail-withheld") }
                    }
                    // What it announced would break every conversation: it is put on record before this one ends.
                    (Err(error), Some(bytes)) => {
                        fetched.mails.push((item, Outcome::Left(bytes, "mail-too-big")));
                        fetched.high = item.uid;
                        fetched.broken = Some(error);
                        return Ok(Some(fetched));
                    }
                    (Err(error), None) => return Err(error),
                },
            };
            fetched.mails.push((item, outcome));
        }
        Ok(Some(fetched))
    }

    /// Gives fetched mails on in order; the place moves past those that lie safely or are on record.
    async fn hand_on(&self, folder: &Folder, place: &mut Place, fetched: Option<Fetched>) -> Result<(), ConnectError> {
        let Some(Fetched { low, high, mails, broken }) = fetched else { return Ok(()) };
        let mut after = place.progress.clone();
        let mut arrivals: Vec<Arrival> = Vec::with_capacity(mails.len());
        let last = mails.last().map(|(item, _)| item.uid);
        for (item, outcome) in mails {
            // Beyond the last mail of the batch there is nothing up to its end.
            after.open.close(low, if Some(item.uid) == last { high } else { item.uid });
            match outcome {
                Outcome::Mail(raw) => {
                    let sighting = self.sighting(folder, place.progress.validity, &item);
                    arrivals.push(Arrival { raw, sighting, after: Some(after.clone()) });
                }
                Outcome::Gone => {}
                Outcome::Left(size_bytes, code) => {
                    // The ones before it first: its record moves the place past all of them.
                    self.give(folder, place, std::mem::take(&mut arrivals)).await?;
                    self.leave(folder, place, &item, (size_bytes, code), after.clone()).await?;
                }
            }
        }
        self.give(folder, place, arrivals).await?;
        place.progress.open.close(low, high);
        broken.map_or(Ok(()), Err)
    }

    async fn give(&self, folder: &Folder, place: &mut Place, arrivals: Vec<Arrival>) -> Result<(), ConnectError> {
        if arrivals.is_empty() {
            return Ok(());
        }
        let steps: Vec<(u32, Option<Progress>)> = arrivals
            .iter()
            .map(|arrival| (arrival.sighting.uid.map_or(0, |uid| uid.uid), arrival.after.clone()))
            .collect();
        let kept = self.reins.give(arrivals).await;
        if let Some((_, Some(after))) = steps.iter().take(kept).next_back() {
            place.progress = after.clone();
            place.noted = Some(after.clone());
        }
        steps.get(kept).map_or(Ok(()), |(uid, _)| Err(not_kept(folder, *uid)))
    }
}

/// How many of the newest mails are asked for together: small ones up to the limits, a big one alone.
fn batch_of(items: &[Item], most: usize, limit_bytes: u32) -> usize {
    let mut bytes = 0_u64;
    let fits = |item: &&Item| {
        bytes += u64::from(item.size_bytes);
        item.size_bytes <= BIG.min(limit_bytes) && bytes <= MOST_BYTES
    };
    items.iter().rev().take(most).take_while(fits).count().max(1)
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
        let count = |sizes: &[u32]| batch_of(&items(sizes), MOST_MAILS, 1 << 30);
        assert_eq!(count(&[10, 10, 10]), 3);
        assert_eq!(count(&[10, BIG + 1]), 1);
        assert_eq!(count(&[10, BIG + 1, 10]), 1);
        assert_eq!(count(&[1, BIG, BIG]), 2);
        assert_eq!(count(&[1; 500]), MOST_MAILS);
        assert_eq!(batch_of(&items(&[1; 500]), 1, 1 << 30), 1);
    }
}
