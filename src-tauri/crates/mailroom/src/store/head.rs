//! The head of the ledger, noted apart from its entries: whether they still bear it out, and what a person accepts.

use std::fs::{self, File};
use std::io::Write as _;

use songda_core::id::Digest;
use songda_core::ledger::{Fact, Head};

use super::{Store, StoreError, head_of};
use crate::fault;

/// A ledger that is not the one whose head was noted: an older state of it lies there, or another one, or the note is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Astray {
    /// What was noted; none when the note is gone or unreadable.
    pub noted: Option<Head>,
    /// Where the entries end now.
    pub found: Head,
}

impl Store {
    /// The head as it was noted apart from the entries; `None` when the note is gone or unreadable.
    pub fn noted_head(&self) -> Option<Head> {
        let text = fs::read_to_string(&self.head).ok()?;
        let (seq, digest) = text.trim().split_once(' ')?;
        Some(Head { seq: seq.parse().ok()?, digest: Digest::parse(digest)? })
    }

    /// Whether the ledger is another than the one whose head was noted. A note that is behind was left so by a stop.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn astray(&self) -> Result<Option<Astray>, StoreError> {
        // Read before the entries: those that are added meanwhile only leave it behind.
        let noted = self.noted_head();
        if self.bears_out(noted, &self.found_head().await?).await? {
            return Ok(None);
        }
        // The note may just have been changing hands: in turn it stands still.
        let _turn = self.take_turn().await?;
        let (noted, found) = (self.noted_head(), self.found_head().await?);
        Ok((!self.bears_out(noted, &found).await?).then_some(Astray { noted, found }))
    }

    /// Records that a person accepts the ledger as it lies there, and notes its head; `None` when nothing was astray.
    ///
    /// # Errors
    /// When the database or the note cannot be written.
    pub async fn accept(&self, at: &str, by: &str) -> Result<Option<Astray>, StoreError> {
        let _turn = self.take_turn().await?;
        let (noted, found) = (self.noted_head(), self.found_head().await?);
        if self.bears_out(noted, &found).await? {
            return Ok(None);
        }
        let pair = |head: Head| (head.seq, head.digest);
        let fact = Fact::LedgerAccepted { noted: noted.map(pair), found: pair(found) };
        if let Some((_, now)) = self.put(None, at, by, &[fact], &[]).await? {
            self.note_head(&now)?;
        }
        Ok(Some(Astray { noted, found }))
    }

    /// A crash between commit and note leaves the note behind: it is brought up to date if the chain bears it out.
    pub(super) async fn mend_head(&self) -> Result<(), StoreError> {
        let _turn = self.take_turn().await?;
        let (noted, found) = (self.noted_head(), self.found_head().await?);
        let is_behind = noted.is_none_or(|noted| noted.seq < found.seq);
        if is_behind && self.bears_out(noted, &found).await? {
            self.note_head(&found)?;
        }
        Ok(())
    }

    /// Whether what was noted stands in the chain that ends with `found`. Whoever removed the note may have cut the
    /// ledger too: it is missed as soon as there is an entry.
    pub(super) async fn bears_out(&self, noted: Option<Head>, found: &Head) -> Result<bool, StoreError> {
        let Some(noted) = noted else { return Ok(found.seq == 0) };
        if noted.seq >= found.seq {
            return Ok(noted == *found);
        }
        let digest = if noted.seq == 0 { Some(Digest::zero()) } else { self.digest_at(noted.seq).await? };
        Ok(digest == Some(noted.digest))
    }

    async fn found_head(&self) -> Result<Head, StoreError> {
        let fail = |source| StoreError::Database { doing: "read", source };
        let last = sqlx::query("SELECT seq, digest FROM entry ORDER BY seq DESC LIMIT 1");
        let row = last.fetch_optional(&self.pool).await.map_err(fail)?;
        row.map_or(Ok(Head { seq: 0, digest: Digest::zero() }), |row| head_of(&row).map_err(fail))
    }

    async fn digest_at(&self, seq: i64) -> Result<Option<Digest>, StoreError> {
        let fail = |source| StoreError::Database { doing: "read", source };
        let asked = sqlx::query("SELECT seq, digest FROM entry WHERE seq = $1").bind(seq);
        let row = asked.fetch_optional(&self.pool).await.map_err(fail)?;
        row.map(|row| head_of(&row).map(|head| head.digest)).transpose().map_err(fail)
    }

    /// On disk before it takes the place of the old one: an empty note after a power cut would look like one removed.
    pub(super) fn note_head(&self, head: &Head) -> Result<(), StoreError> {
        let fail =
            |source| StoreError::File { doing: "note the head of the ledger in", path: self.head.clone(), source };
        let temporary = self.head.with_extension("head.tmp");
        let text = format!("{} {}\n", head.seq, head.digest);
        let mut file = File::create(&temporary).map_err(fail)?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(fail)?;
        drop(file);
        fault::point("ledger.head-written");
        fs::rename(&temporary, &self.head).map_err(fail)
    }
}
