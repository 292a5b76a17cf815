//! Filling the open windows of a folder, the newest mails first: while some are kept the next ones are fetched, and
//! the place moves only past what was kept.

use tokio::time::Instant;

use super::batch::{Batch, By, Fetched, MOST_MAILS, MOST_WATCHING, Outcome, Trouble, batch_of};
use super::fetch::{self, Item};
use super::folders::Folder;
use super::look::{Looker, Pace, not_kept};
use super::place::{Chunk, Place};
use super::session::{Session, Wire};
use crate::connect::{Arrival, ConnectError, Mode, Progress};

/// A list this short costs more in waiting than in words: the next one reaches further.
const FEW_LISTED: usize = 250;
/// A list this long keeps mails waiting.
const MANY_LISTED: usize = 2000;
/// The least that is listed at once.
const SHORTEST_SPAN: u32 = 100;

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
            let is_over = ready.as_ref().is_some_and(|ready| ready.trouble.is_some());
            let planned = match goes_on && !is_over {
                true => self.plan(session, folder, place, ready.is_none()).await,
                false => Ok(None),
            };
            let next = match planned {
                Ok(next) => next,
                Err(error) => {
                    // What came before is kept all the same.
                    self.hand_on(folder, place, ready).await?;
                    return Err(error);
                }
            };
            if ready.is_none() && next.is_none() {
                return Ok(());
            }
            has_mail |= next.as_ref().is_some_and(|batch| !batch.items.is_empty());
            // The wire does not rest while the disk works.
            let (given, fetched) = tokio::join!(self.hand_on(folder, place, ready), self.get(session, folder, next));
            ready = fetched.map(|fetched| blame(place, fetched));
            given?;
        }
    }

    /// The next mails to be fetched; none when nothing is open any more. Those that were put aside come when none is on
    /// its way any more.
    async fn plan<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
        is_idle: bool,
    ) -> Result<Option<Batch>, ConnectError> {
        if place.chunk.is_none() {
            place.chunk = self.stretch(session, folder, place).await?;
        }
        let Some(mut chunk) = place.chunk.take() else {
            return if is_idle { self.plan_aside(session, folder, place).await } else { Ok(None) };
        };
        let most = match self.reins.mode {
            _ if place.progress.broke.careful > 0 => 1,
            Mode::OnePass => MOST_MAILS,
            Mode::KeepWatching => MOST_WATCHING,
        };
        let count = batch_of(&chunk.items, most, self.limit_bytes);
        let items = chunk.items.split_off(chunk.items.len().saturating_sub(count));
        let low = chunk.items.last().map_or(chunk.first, |item| item.uid.saturating_add(1));
        let batch = Batch { low, high: chunk.last, items, is_last_try: false, refusals: place.refusals };
        place.todo.close(batch.low, batch.high);
        if !chunk.items.is_empty() {
            chunk.last = low.saturating_sub(1);
            place.chunk = Some(chunk);
        }
        Ok(Some(batch))
    }

    /// A mail that broke conversations before, when all others are in.
    async fn plan_aside<S: Wire>(
        &self,
        session: &mut Session<S>,
        folder: &Folder,
        place: &mut Place,
    ) -> Result<Option<Batch>, ConnectError> {
        let Some(item) = place.next_aside(self.reins.mode) else { return Ok(None) };
        let uid = item.uid;
        let mut batch = Batch {
            low: uid,
            high: uid,
            items: vec![item],
            is_last_try: place.is_last_try(uid),
            refusals: place.refusals,
        };
        let broke = &mut place.progress.broke;
        if broke.blind.contains(&uid) && broke.at.get(&uid).is_some_and(|times| *times < 2) {
            // Its line may have been cut off by chance: once more, before it is fetched without one.
            let (listed, asked) = fetch::heard(session, folder, &uid.to_string()).await;
            if matches!(asked, Err(ConnectError::Broken { .. })) {
                broke.count(uid);
            }
            asked?;
            broke.blind.remove(&uid);
            batch.items = listed.into_iter().filter(|found| found.uid == uid).collect();
            place.aside.extend(batch.items.iter().map(|found| (uid, *found)));
            if batch.items.is_empty() {
                broke.forget(uid);
            }
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
        let last = window.last;
        if place.progress.broke.blind.contains(&last) {
            // Nothing to list: it comes at the end, by itself.
            place.todo.close(last, last);
            if place.progress.open.holds(last) {
                place.progress.broke.at.entry(last).or_insert(1);
            }
            return Ok(Some(Chunk { first: last, last, items: Vec::new() }));
        }
        let first = place.progress.broke.cut(last.saturating_sub(place.span - 1).max(1), last);
        let (listed, asked) = fetch::heard(session, folder, &format!("{first}:{last}")).await;
        let listed: Vec<Item> = listed.into_iter().filter(|item| (first..=last).contains(&item.uid)).collect();
        if matches!(asked, Err(ConnectError::Broken { .. })) {
            place.progress.broke.list_broke(first, last, listed.last().map(|item| item.uid));
        }
        asked?;
        place.progress.broke.list_came(first, last);
        if listed.len() < FEW_LISTED {
            place.span = place.span.saturating_mul(4);
        } else if listed.len() > MANY_LISTED {
            place.span = (place.span / 2).max(SHORTEST_SPAN);
        }
        for item in &listed {
            place.progress.know(item.uid, item.size_bytes, item.dated);
        }
        let is_wanted = |item: &Item| place.todo.holds(item.uid) && place.progress.reaches(item.uid, item.dated);
        let wanted = listed.into_iter().filter(is_wanted).collect();
        let items = place.put_aside(wanted);
        Ok(Some(Chunk { first, last, items }))
    }

    /// Gives fetched mails on in order; the place moves past those that lie safely or are on record.
    async fn hand_on(&self, folder: &Folder, place: &mut Place, fetched: Option<Fetched>) -> Result<(), ConnectError> {
        let Some(Fetched { low, high, mails, put_off, trouble, .. }) = fetched else { return Ok(()) };
        let mut after = place.progress.clone();
        let mut arrivals: Vec<Arrival> = Vec::with_capacity(mails.len());
        let (last, count) = (mails.last().map(|(item, _)| item.uid), mails.len());
        for (item, outcome) in mails {
            after.broke.forget(item.uid);
            if count == 1 {
                after.broke.careful = after.broke.careful.saturating_sub(1);
            }
            // Beyond the last mail of the batch there is nothing up to its end.
            after.close(low, if Some(item.uid) == last { high } else { item.uid }, &put_off);
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
        after.close(low, high, &put_off);
        place.progress = after;
        trouble.map_or(Ok(()), |trouble| Err(trouble.error))
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

/// Remembers what the trouble lies in.
fn blame(place: &mut Place, mut fetched: Fetched) -> Fetched {
    if fetched.mails.iter().any(|(_, outcome)| matches!(outcome, Outcome::Mail(_))) {
        place.came();
    }
    for uid in &fetched.refused {
        place.refused(*uid);
    }
    let Some(Trouble { error, by }) = fetched.trouble.take() else { return fetched };
    match by {
        By::OneOf(count) => place.progress.broke.careful = count,
        By::Mail(uid) => place.progress.broke.count(uid),
        By::Server => place.begin_pause(error.facts().pop().unwrap_or_default()),
        By::Refusal | By::Else => {}
    }
    fetched.trouble = Some(Trouble { error, by });
    fetched
}
