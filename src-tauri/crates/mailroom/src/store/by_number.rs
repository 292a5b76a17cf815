//! Single entries of the ledger, by their numbers.

use songda_core::ledger::{Entry, Seq};

use super::{Store, StoreError, entry_of};

impl Store {
    /// The entry with this number, when there is one.
    ///
    /// # Errors
    /// When the database refuses or the entry is damaged beyond reading.
    pub async fn entry(&self, seq: Seq) -> Result<Option<Entry>, StoreError> {
        let row = sqlx::query("SELECT seq, at, actor, fact, prev, digest FROM entry WHERE seq = $1")
            .bind(seq)
            .fetch_optional(&self.pool)
            .await
            .map_err(|source| StoreError::Database { doing: "read", source })?;
        row.as_ref().map(entry_of).transpose()
    }
}
