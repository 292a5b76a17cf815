//! Entries for who cannot wait as the rest does: a thread of its own with a connection of its own, which nothing that runs
//! or waits anywhere else can hold up.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::mpsc::{self, Receiver, Sender};

use songda_core::ledger::{Entry, Seq};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _};

use super::{StoreError, entry_of, url_of};

/// Most entries asked for by one statement.
const AT_ONCE: usize = 200;

type Found = Result<Vec<Entry>, StoreError>;
type Asked = (Vec<Seq>, Sender<Found>);

/// The book, read by numbers from wherever it is asked.
#[derive(Debug)]
pub struct Apart {
    database: PathBuf,
    thread: OnceLock<Sender<Asked>>,
}

impl Apart {
    /// Reads the book in this file; its thread begins when it is first asked.
    pub fn of(database: &Path) -> Self {
        Self { database: database.to_path_buf(), thread: OnceLock::new() }
    }

    /// The entries with these numbers, in order. Waits for them.
    ///
    /// # Errors
    /// When the database refuses or an entry is damaged beyond reading.
    pub fn entries(&self, numbers: Vec<Seq>) -> Found {
        let thread = self.thread.get_or_init(|| {
            let (asked, asks) = mpsc::channel();
            let database = self.database.clone();
            let begun = std::thread::Builder::new().name("book".to_owned());
            let _ = begun.spawn(move || answer(&database, &asks));
            asked
        });
        let (found, finds) = mpsc::channel();
        // A thread that ended does not take the question, and never answers one it took.
        let _ = thread.send((numbers, found));
        finds.recv().unwrap_or_else(|_| Err(self.gone()))
    }

    fn gone(&self) -> StoreError {
        let source = io::Error::other("its reader ended");
        StoreError::File { doing: "read", path: self.database.clone(), source }
    }
}

fn answer(database: &Path, asks: &Receiver<Asked>) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    runtime.block_on(async {
        let mut known = None;
        while let Ok((numbers, to)) = asks.recv() {
            let found = match known.take() {
                Some(book) => Ok(book),
                None => open(database).await,
            };
            let found = match found {
                Ok(mut book) => {
                    let found = read(&mut book, &numbers).await;
                    known = found.is_ok().then_some(book);
                    found
                }
                Err(error) => Err(error),
            };
            let _ = to.send(found);
        }
    });
}

async fn open(database: &Path) -> Result<AnyConnection, StoreError> {
    let fail = |source| StoreError::Open { path: database.to_path_buf(), source };
    let mut book = AnyConnection::connect(&url_of(database)).await.map_err(fail)?;
    book.execute("PRAGMA busy_timeout = 20000").await.map_err(fail)?;
    Ok(book)
}

async fn read(book: &mut AnyConnection, numbers: &[Seq]) -> Found {
    let mut found = Vec::with_capacity(numbers.len());
    for some in numbers.chunks(AT_ONCE) {
        let list: Vec<String> = some.iter().map(Seq::to_string).collect();
        let statement = "SELECT seq, at, actor, fact, prev, digest FROM entry WHERE seq IN";
        // Nothing but numbers stands in it.
        let statement = AssertSqlSafe(format!("{statement} ({}) ORDER BY seq", list.join(", ")));
        let rows = sqlx::query(statement).fetch_all(&mut *book).await;
        let rows = rows.map_err(|source| StoreError::Database { doing: "read", source })?;
        for row in &rows {
            found.push(entry_of(row)?);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::*;
    use songda_core::ledger::Fact;

    #[tokio::test]
    async fn entries_are_given_by_number_while_everything_else_stands_still() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("一 本 账.sqlite");
        let store = Store::open(&database, &folder.path().join("a.head")).await.unwrap();
        let fact = |nth: usize| Fact::Settled { doubt: format!("q{nth}"), answer: String::new() };
        store.append("2026-11-20T16:42:11+08:00", "王敏", &(0..500).map(fact).collect::<Vec<_>>(), None).await.unwrap();
        let all = store.entries(0).await.unwrap();
        let apart = Apart::of(&database);
        // This runtime has one thread, and it waits here.
        let some = apart.entries(vec![7, 499, 3, 12_345]).unwrap();
        assert_eq!(some, [all[2].clone(), all[6].clone(), all[498].clone()]);
        assert_eq!(apart.entries((1..=500).collect()).unwrap(), all);
        assert!(apart.entries(Vec::new()).unwrap().is_empty());
        sqlx::query("UPDATE entry SET digest = 'x' WHERE seq = 7").execute(&store.pool).await.unwrap();
        assert!(matches!(apart.entries(vec![7]), Err(StoreError::Damaged { seq: 7 })));
        assert_eq!(apart.entries(vec![8]).unwrap().len(), 1);
        assert!(Apart::of(&folder.path().join("no/such.sqlite")).entries(vec![1]).is_err());
    }
}
