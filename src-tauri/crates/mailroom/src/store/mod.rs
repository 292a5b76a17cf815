//! The ledger's book: appends facts with the mailbox position, gives entries back, notes the head apart.

mod apart;
mod by_number;
mod head;
mod looked;
mod pages;
mod write;

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use songda_core::id::Digest;
use songda_core::ledger::{Entry, Fact, Head, Seq};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions, AnyRow};
use sqlx::{AnyPool, Row as _};

pub use self::apart::Apart;
pub use self::head::Astray;
pub use self::looked::Looked;
use self::write::{MOST_ROWS, put_entries, put_position};
use crate::connect::{Broke, Mark, Positions, Progress, Windows};
use crate::fault;

/// Why the book could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database file cannot be opened or is not a database.
    #[error("could not open the ledger {path}")]
    Open { path: PathBuf, source: sqlx::Error },
    /// The database refused a statement.
    #[error("could not {doing} the ledger")]
    Database { doing: &'static str, source: sqlx::Error },
    /// A file beside the database cannot be used.
    #[error("could not {doing} {path}")]
    File { doing: &'static str, path: PathBuf, source: io::Error },
    /// A fact cannot be written as JSON.
    #[error("could not write a fact down")]
    Fact { source: serde_json::Error },
    /// A stored digest is not one.
    #[error("entry {seq} of the ledger is damaged")]
    Damaged { seq: Seq },
}

/// How far one folder has been read, to be recorded with the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Id of the mailbox.
    pub mailbox: String,
    /// Folder of the mailbox.
    pub folder: String,
    /// How far.
    pub progress: Progress,
}

/// The open book. Several programs may have it open; appends are one after the other.
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
    head: PathBuf,
}

impl Store {
    /// Opens (and makes, when it is not there) the book in `database`, with its head noted in `head`.
    ///
    /// # Errors
    /// When the files cannot be opened, or are not a ledger of this program.
    pub async fn open(database: &Path, head: &Path) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let fail = |source| StoreError::Open { path: database.to_path_buf(), source };
        let url = url_of(database);
        let options: AnyConnectOptions = url.parse().map_err(fail)?;
        let pool = AnyPoolOptions::new()
            .max_connections(4)
            .after_connect(|connection, _| {
                Box::pin(async move {
                    // FULL: a committed entry survives a power cut, which is what "recorded" means here.
                    for pragma in
                        ["PRAGMA busy_timeout = 20000", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"]
                    {
                        sqlx::query(pragma).execute(&mut *connection).await?;
                    }
                    Ok(())
                })
            })
            .connect_with(options)
            .await
            .map_err(fail)?;
        let store = Self { pool, head: head.to_path_buf() };
        {
            // Two programs that open a new home at once must not both make its tables.
            let _turn = store.take_turn().await?;
            let migrations = sqlx::migrate!("src/store/schema").run(&store.pool).await;
            migrations.map_err(|error| fail(sqlx::Error::Migrate(Box::new(error))))?;
        }
        store.mend_head().await?;
        Ok(store)
    }

    /// Appends facts, all or none, in one transaction with the mailbox position.
    ///
    /// # Errors
    /// When the database refuses; nothing is recorded then.
    pub async fn append(
        &self,
        at: &str,
        by: &str,
        facts: &[Fact],
        position: Option<&Position>,
    ) -> Result<(), StoreError> {
        self.append_with(at, by, facts, position.map_or(&[], std::slice::from_ref)).await
    }

    /// Appends facts, all or none, in one transaction with mailbox positions; of several for one folder the last counts.
    ///
    /// # Errors
    /// When the database refuses; nothing is recorded then.
    pub async fn append_with(
        &self,
        at: &str,
        by: &str,
        facts: &[Fact],
        positions: &[Position],
    ) -> Result<(), StoreError> {
        self.append_after(None, at, by, facts, positions).await.map(|_| ())
    }

    /// Appends facts only if `after` is still the last number; `false` says that someone else came first.
    ///
    /// # Errors
    /// When the database refuses; nothing is recorded then.
    pub async fn append_if(&self, after: Seq, at: &str, by: &str, facts: &[Fact]) -> Result<bool, StoreError> {
        self.append_after(Some(after), at, by, facts, &[]).await
    }

    async fn append_after(
        &self,
        after: Option<Seq>,
        at: &str,
        by: &str,
        facts: &[Fact],
        positions: &[Position],
    ) -> Result<bool, StoreError> {
        let _turn = self.take_turn().await?;
        let noted = self.noted_head();
        let Some((before, now)) = self.put(after, at, by, facts, positions).await? else { return Ok(false) };
        // Over a note that the entries do not bear out nothing is written: it is the only trace of what is gone.
        if !facts.is_empty() && self.bears_out(noted, &before).await? {
            self.note_head(&now)?;
        }
        Ok(true)
    }

    /// Puts entries and positions into the book, in the turn of whoever calls: the head before and after, or nothing
    /// when `after` is not the last number.
    async fn put(
        &self,
        after: Option<Seq>,
        at: &str,
        by: &str,
        facts: &[Fact],
        positions: &[Position],
    ) -> Result<Option<(Head, Head)>, StoreError> {
        let fail = |source| StoreError::Database { doing: "write to", source };
        // A deferred transaction that reads first would fail at once when another program writes between.
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(fail)?;
        let last = sqlx::query("SELECT seq, digest FROM entry ORDER BY seq DESC LIMIT 1")
            .fetch_optional(&mut *transaction)
            .await
            .map_err(fail)?;
        let mut head = match last {
            Some(row) => head_of(&row).map_err(fail)?,
            None => Head { seq: 0, digest: Digest::zero() },
        };
        if after.is_some_and(|after| after != head.seq) {
            return Ok(None);
        }
        let before = head;
        let mut entries = Vec::with_capacity(facts.len().min(MOST_ROWS));
        for some in facts.chunks(MOST_ROWS) {
            entries.clear();
            for fact in some {
                let fact = serde_json::to_string(fact).map_err(|source| StoreError::Fact { source })?;
                let entry = Entry::chained(head.seq + 1, at.to_owned(), by.to_owned(), fact, head.digest);
                head = Head { seq: entry.seq, digest: entry.digest };
                entries.push(entry);
            }
            put_entries(&mut transaction, &entries).await.map_err(fail)?;
        }
        let last_of: BTreeMap<(&str, &str), &Position> =
            positions.iter().map(|one| ((one.mailbox.as_str(), one.folder.as_str()), one)).collect();
        for position in last_of.into_values() {
            put_position(&mut transaction, position).await.map_err(fail)?;
        }
        fault::point("ledger.begun");
        transaction.commit().await.map_err(fail)?;
        fault::point("ledger.committed");
        Ok(Some((before, head)))
    }

    /// Entries after number `after`, in order.
    ///
    /// # Errors
    /// When the database refuses or an entry is damaged beyond reading.
    pub async fn entries(&self, after: Seq) -> Result<Vec<Entry>, StoreError> {
        let fail = |source| StoreError::Database { doing: "read", source };
        let rows = sqlx::query("SELECT seq, at, actor, fact, prev, digest FROM entry WHERE seq > $1 ORDER BY seq")
            .bind(after)
            .fetch_all(&self.pool)
            .await
            .map_err(fail)?;
        rows.iter().map(entry_of).collect()
    }

    /// Number of the last entry; 0 before the first.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn last(&self) -> Result<Seq, StoreError> {
        let row = sqlx::query("SELECT CAST(COALESCE(MAX(seq), 0) AS BIGINT) AS last FROM entry")
            .fetch_one(&self.pool)
            .await
            .and_then(|row| row.try_get::<i64, _>("last"));
        row.map_err(|source| StoreError::Database { doing: "read", source })
    }

    /// How far each folder of a mailbox has been read.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn positions(&self, mailbox: &str) -> Result<Positions, StoreError> {
        let fail = |source| StoreError::Database { doing: "read", source };
        let rows = sqlx::query("SELECT * FROM position WHERE mailbox = $1")
            .bind(mailbox)
            .fetch_all(&self.pool)
            .await
            .map_err(fail)?;
        let read = |row: &AnyRow| Ok((row.try_get("folder")?, progress_of(row)?));
        rows.iter().map(read).collect::<Result<_, _>>().map_err(fail)
    }

    /// How far each folder of every mailbox has been read.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn all_positions(&self) -> Result<Vec<Position>, StoreError> {
        let fail = |source| StoreError::Database { doing: "read", source };
        let rows = sqlx::query("SELECT * FROM position").fetch_all(&self.pool).await.map_err(fail)?;
        let read = |row: &AnyRow| {
            let (mailbox, folder) = (row.try_get("mailbox")?, row.try_get("folder")?);
            Ok(Position { mailbox, folder, progress: progress_of(row)? })
        };
        rows.iter().map(read).collect::<Result<_, _>>().map_err(fail)
    }

    /// Throws all positions away and puts these in their place.
    ///
    /// # Errors
    /// When the database refuses; the old ones stay then.
    pub async fn replace_positions(&self, positions: &[Position]) -> Result<(), StoreError> {
        let fail = |source| StoreError::Database { doing: "write to", source };
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(fail)?;
        sqlx::query("DELETE FROM position").execute(&mut *transaction).await.map_err(fail)?;
        for position in positions {
            put_position(&mut transaction, position).await.map_err(fail)?;
        }
        transaction.commit().await.map_err(fail)
    }

    /// One append at a time over all programs, so that the noted head never runs behind a later one.
    async fn take_turn(&self) -> Result<File, StoreError> {
        let path = self.head.with_extension("turn");
        let locked = tokio::task::spawn_blocking({
            let path = path.clone();
            move || {
                let file = File::options().create(true).truncate(false).write(true).open(path)?;
                file.lock()?;
                Ok::<_, io::Error>(file)
            }
        });
        let locked = locked.await.map_err(io::Error::other).and_then(|file| file);
        locked.map_err(|source| StoreError::File { doing: "lock", path, source })
    }
}

/// The address of a database file.
pub(crate) fn url_of(database: &Path) -> String {
    // Percent-encoded so that blanks, `?`, `#` and Chinese names in the path stay a path. The slashes, too, and without
    // an authority before them: in `sqlite://C:/x` the drive of Windows would be read as a host.
    let mut url = "sqlite:".to_owned();
    for byte in database.to_string_lossy().bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_' => url.push(char::from(byte)),
            other => url.push_str(&format!("%{other:02X}")),
        }
    }
    url + "?mode=rwc"
}

fn progress_of(row: &AnyRow) -> Result<Progress, sqlx::Error> {
    let number = |name| row.try_get::<i64, _>(name).map(|number| u32::try_from(number).unwrap_or(0));
    let (validity, upto, old_to) = (number("validity")?, number("uid")?, number("old_to")?);
    let (open, since): (String, String) = (row.try_get("open")?, row.try_get("since")?);
    // What cannot be read is looked at again: twice seen is one mail, passed over is one too few.
    let open = Windows::parse(&open).unwrap_or_else(|| Windows::of(1, upto));
    let since = chrono::DateTime::parse_from_rfc3339(&since).ok();
    let (account, mark, broke): (String, String, String) =
        (row.try_get("account")?, row.try_get("mark")?, row.try_get("broke")?);
    let (mark, broke) = (Mark::parse(&mark), Broke::parse(&broke));
    Ok(Progress { validity, upto, open, since, old_to, account, mark, broke })
}

fn head_of(row: &AnyRow) -> Result<Head, sqlx::Error> {
    let digest: String = row.try_get("digest")?;
    let digest = Digest::parse(&digest).ok_or_else(|| sqlx::Error::Decode("the last digest is damaged".into()))?;
    Ok(Head { seq: row.try_get("seq")?, digest })
}

fn entry_of(row: &AnyRow) -> Result<Entry, StoreError> {
    let fail = |source| StoreError::Database { doing: "read", source };
    let seq: i64 = row.try_get("seq").map_err(fail)?;
    let text = |name| row.try_get::<String, _>(name).map_err(fail);
    let digest = |text: String| Digest::parse(&text).ok_or(StoreError::Damaged { seq });
    Ok(Entry {
        seq,
        at: text("at")?,
        by: text("actor")?,
        fact: text("fact")?,
        prev: digest(text("prev")?)?,
        digest: digest(text("digest")?)?,
    })
}

#[cfg(test)]
mod tests;
