//! When each folder was last looked at with success, kept beside the ledger.

use std::collections::BTreeMap;

use sqlx::Row as _;

use super::{Store, StoreError};

/// The last look, RFC 3339, by mailbox and folder.
pub type Looked = BTreeMap<(String, String), String>;

impl Store {
    /// All last looks.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn looked(&self) -> Result<Looked, StoreError> {
        let fail = |source| StoreError::Database { doing: "read", source };
        let rows = sqlx::query("SELECT mailbox, folder, at FROM looked").fetch_all(&self.pool).await.map_err(fail)?;
        let read =
            |row: &sqlx::any::AnyRow| Ok(((row.try_get("mailbox")?, row.try_get("folder")?), row.try_get("at")?));
        rows.iter().map(read).collect::<Result<_, _>>().map_err(fail)
    }

    /// Notes a look at a folder.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_looked(&self, mailbox: &str, folder: &str, at: &str) -> Result<(), StoreError> {
        let done = sqlx::query(
            "INSERT INTO looked (mailbox, folder, at) VALUES ($1, $2, $3) \
             ON CONFLICT (mailbox, folder) DO UPDATE SET at = excluded.at",
        )
        .bind(mailbox)
        .bind(folder)
        .bind(at)
        .execute(&self.pool)
        .await;
        done.map(|_| ()).map_err(|source| StoreError::Database { doing: "write to", source })
    }
}
