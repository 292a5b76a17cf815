//! What is true and what the lists are cut from, taken up at the start as it was kept, and kept again when much was added.

use std::sync::atomic::Ordering;

use songda_core::id::Digest;
use songda_core::ledger::Seq;

use super::asking::apart;
use super::{Room, guard};
use crate::kept::{self, Keeping, KeptTold, ListsHead, Upto};
use crate::lists::Book;
use crate::rows::AT_ONCE;
use crate::tally;
use crate::view::Problem;

/// A ledger with fewer entries is told from its beginning in no time.
const SMALL: Seq = 2_000;
/// So many of a hundred entries may be new before all is kept anew.
const NEW_OF_HUNDRED: Seq = 2;
/// Who only looks keeps what it told where so many entries had to be told for nothing was kept.
const MUCH: Seq = 20_000;

/// What lies on disk.
#[derive(Debug, Default)]
pub(super) struct OnDisk {
    /// Up to which entry what is true is kept; 0: not at all.
    told: Seq,
    lists: Option<ListsHead>,
    /// The rows of the ledger.
    ledger: Option<ListsHead>,
}

impl Room {
    /// Takes up what was kept, where the ledger still is the one it was told from.
    pub(super) async fn take_up(&self) -> Result<(), Problem> {
        let home = self.home.clone();
        let Some(found) = blocking(move || KeptTold::of(&home)).await else { return Ok(()) };
        let upto = found.upto();
        if !self.holds_entry(upto).await? {
            return Ok(());
        }
        let Some(told) = blocking(move || found.read()).await else { return Ok(()) };
        guard(&self.kept).told = upto.0;
        self.lay_new_calendars(&told);
        *self.told.write().await = told;
        let home = self.home.clone();
        let heads = blocking(move || Some((kept::lists_head(&home), kept::ledger_head(&home)))).await;
        let (lists, ledger) = heads.unwrap_or_default();
        let (lists, ledger) = (self.of_now(lists).await?, self.of_now(ledger).await?);
        if let Some(head) = &lists {
            self.announced.store(head.announced, Ordering::Relaxed);
        }
        let mut kept = guard(&self.kept);
        (kept.lists, kept.ledger) = (lists, ledger);
        Ok(())
    }

    /// Rows that still can be gone on from: of this office as it is set up, and of this ledger.
    async fn of_now(&self, head: Option<ListsHead>) -> Result<Option<ListsHead>, Problem> {
        let Some(head) = head.filter(|head| head.rests_on == self.rests_on()) else { return Ok(None) };
        Ok(self.holds_entry(head.upto).await?.then_some(head))
    }

    async fn holds_entry(&self, (seq, digest): Upto) -> Result<bool, Problem> {
        Ok(seq > 0 && self.store.entry(seq).await?.is_some_and(|entry| entry.digest == digest))
    }

    /// What rows depend on beside ledger and program.
    fn rests_on(&self) -> Digest {
        let settings = format!("{:?}", self.settings);
        Digest::of_pieces(&[settings.as_bytes(), self.reference().calendar.digest().bytes()])
    }

    /// The lists as they were kept, to go on from; none where they are not those of now.
    pub(crate) async fn kept_book(&self) -> Result<Option<Book>, Problem> {
        let Some(head) = guard(&self.kept).lists.clone() else { return Ok(None) };
        if head.rests_on != self.rests_on() {
            return Ok(None);
        }
        let home = self.home.clone();
        Ok(blocking(move || kept::lists(&home, &head)).await)
    }

    /// The rows of the ledger as they were kept, to go on from.
    pub(crate) async fn kept_ledger(&self) -> Result<Option<tally::Told>, Problem> {
        let Some(head) = guard(&self.kept).ledger.clone().filter(|head| head.rests_on == self.rests_on()) else {
            return Ok(None);
        };
        let home = self.home.clone();
        Ok(blocking(move || kept::ledger(&home, &head)).await)
    }

    /// Keeps what is true and the lists, each where what lies on disk is far behind.
    pub async fn keep_if_worth(&self) -> Result<(), Problem> {
        self.refresh().await?;
        let seq = self.told.read().await.seq;
        let is_far = |kept: Seq| seq - kept > (seq * NEW_OF_HUNDRED / 100).max(SMALL / 2);
        if seq < SMALL {
            return Ok(());
        }
        let (told, lists) = {
            let kept = guard(&self.kept);
            let rests_on = self.rests_on();
            let lists = kept.lists.as_ref().filter(|head| head.rests_on == rests_on);
            (kept.told == 0 || is_far(kept.told), lists.is_none_or(|head| is_far(head.upto.0)))
        };
        if told || lists {
            self.keep(told).await?;
        }
        Ok(())
    }

    /// Keeps the lists, and before them what is true. What cannot be written is told anew at the next start.
    pub async fn keep(&self, told_too: bool) -> Result<(), Problem> {
        if told_too {
            self.keep_told().await;
        }
        let book = self.book().await?;
        let (upto, kept) = {
            let told = self.told.read().await;
            ((told.seq, told.digest), guard(&self.kept).told)
        };
        if book.seq() != upto.0 || kept == 0 || kept > upto.0 {
            // Something was recorded meanwhile: another time.
            return Ok(());
        }
        let announced = Some(self.announced.load(Ordering::Relaxed)).filter(|announced| *announced >= kept);
        let (rests_on, today, announced) = (self.rests_on(), book.today(), announced.unwrap_or(0));
        let head = ListsHead { upto, rests_on, today, announced };
        let (home, of) = (self.home.clone(), head.clone());
        let written = blocking(move || Some(kept::keep_lists(&home, &of, &book))).await;
        match written {
            Some(Ok(())) => guard(&self.kept).lists = Some(head.clone()),
            Some(Err(error)) => tracing::info!(kind = ?error.kind(), "lists could not be kept on disk"),
            None => {}
        }
        self.keep_ledger(head).await
    }

    /// Keeps the rows of the ledger, told a few at a time: all of them at once need not lie in memory for it.
    async fn keep_ledger(&self, head: ListsHead) -> Result<(), Problem> {
        let Ok(mut keeping) = Keeping::ledger(&self.home, &head) else { return Ok(()) };
        for begin in (0..).step_by(AT_ONCE) {
            let piece = self.ask_much(|teller| {
                let is_same = teller.told.seq == head.upto.0 && teller.today == head.today;
                let is_there = begin < teller.told.mails.len();
                let rows = (is_same && is_there).then(|| tally::piece(self, teller, begin..begin + AT_ONCE));
                (is_same, rows.map(|rows| serde_json::to_vec(&rows)))
            });
            match piece.await? {
                // Something was recorded meanwhile: another time.
                (false, _) => return Ok(()),
                (true, None) => break,
                (true, Some(Ok(piece))) if apart(|| keeping.put(&piece)).is_ok() => {}
                (true, Some(_)) => return Ok(()),
            }
        }
        self.forget_counted();
        if apart(|| keeping.finish()).is_ok() {
            guard(&self.kept).ledger = Some(head);
        }
        Ok(())
    }

    /// Who only looks keeps what is true where nothing usable lay there, as after an update: the next one has it.
    pub(super) async fn keep_beside(&self) {
        let seq = self.told.read().await.seq;
        if !self.is_holder() && guard(&self.kept).told == 0 && seq >= MUCH {
            self.keep_told().await;
        }
    }

    async fn keep_told(&self) {
        match self.write_told().await {
            Ok(Some(upto)) => guard(&self.kept).told = upto,
            Ok(None) => {}
            Err(error) => tracing::info!(kind = ?error.kind(), "what is true could not be kept on disk"),
        }
    }

    /// A piece at a time, so that whoever records or asks something waits for one of them at most; nothing where something
    /// was recorded meanwhile.
    async fn write_told(&self) -> std::io::Result<Option<Seq>> {
        let upto = {
            let told = self.told.read().await;
            (told.seq, told.digest)
        };
        let mut keeping = Keeping::told(&self.home, upto)?;
        for nth in 0.. {
            let piece = {
                let told = self.told.read().await;
                if told.seq != upto.0 {
                    return Ok(None);
                }
                apart(|| told.piece(nth))
            };
            let Some(piece) = piece else { break };
            apart(|| keeping.put(&piece))?;
        }
        apart(|| keeping.finish())?;
        Ok(Some(upto.0))
    }
}

/// Does something with files on a thread that may wait; `None` as well where it broke down.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Option<T> + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok().flatten()
}

#[cfg(test)]
mod tests;
