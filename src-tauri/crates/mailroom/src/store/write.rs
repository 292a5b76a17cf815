//! Statements by which the book is written: many entries at once, and how far folders have been read.

use songda_core::ledger::Entry;
use sqlx::{Any, AssertSqlSafe, Transaction};

use super::Position;

/// Most entries that are written by one statement: each of them costs a way to the database's thread and back.
pub const MOST_ROWS: usize = 40;

/// Writes entries, in order, at most [`MOST_ROWS`] of them.
pub async fn put_entries(transaction: &mut Transaction<'_, Any>, entries: &[Entry]) -> Result<(), sqlx::Error> {
    let row = |nth: usize| {
        let marks: Vec<String> = (1..=6).map(|column| format!("${}", nth * 6 + column)).collect();
        format!("({})", marks.join(", "))
    };
    let rows: Vec<String> = (0..entries.len()).map(row).collect();
    let statement = format!("INSERT INTO entry (seq, at, actor, fact, prev, digest) VALUES {}", rows.join(", "));
    // Nothing but the marks depends on what is written.
    let mut statement = sqlx::query(AssertSqlSafe(statement));
    for entry in entries {
        statement = statement
            .bind(entry.seq)
            .bind(entry.at.as_str())
            .bind(entry.by.as_str())
            .bind(entry.fact.as_str())
            .bind(entry.prev.to_string())
            .bind(entry.digest.to_string());
    }
    statement.execute(&mut **transaction).await.map(|_| ())
}

/// Writes how far a folder has been read.
pub async fn put_position(transaction: &mut Transaction<'_, Any>, position: &Position) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO position (mailbox, folder, validity, uid, open, since, old_to, account, mark, broke) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (mailbox, folder) DO UPDATE SET validity = excluded.validity, uid = excluded.uid, \
         open = excluded.open, since = excluded.since, old_to = excluded.old_to, account = excluded.account, \
         mark = excluded.mark, broke = excluded.broke",
    )
    .bind(position.mailbox.as_str())
    .bind(position.folder.as_str())
    .bind(i64::from(position.progress.validity))
    .bind(i64::from(position.progress.upto))
    .bind(position.progress.open.to_string())
    .bind(position.progress.since.map_or_else(String::new, |since| since.to_rfc3339()))
    .bind(i64::from(position.progress.old_to))
    .bind(position.progress.account.as_str())
    .bind(position.progress.mark.map_or_else(String::new, |mark| mark.to_string()))
    .bind(position.progress.broke.to_string())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}
