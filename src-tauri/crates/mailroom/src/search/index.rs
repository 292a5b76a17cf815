//! The index on disk: texts and their words, told from ledger and vault; a broken or old one is thrown away and told anew.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use songda_core::id::Digest;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyPool, Row as _};

use super::{place, words};
use crate::home::Home;
use crate::view::Problem;

/// Changes whenever texts are cut or words are made otherwise: an index of another number is told anew.
const VERSION: i64 = 1;

/// How long opening is tried: a file that is no index does not become one.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(4);

/// What went wrong with the index; nothing is lost with it.
#[derive(Debug, thiserror::Error)]
#[error("could not use the search index {path}")]
pub struct IndexError {
    /// Its file.
    pub path: PathBuf,
    source: sqlx::Error,
}

impl From<IndexError> for Problem {
    fn from(error: IndexError) -> Self {
        Self::new("search.index", [crate::problem::chain(&error)])
    }
}

/// One text of a mail, on its way into the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// head, mail, document.
    pub kind: &'static str,
    /// Path of the part; empty for what is no part's.
    pub part: String,
    /// Page, from 1; 0 where there are none.
    pub page: i64,
    /// The text.
    pub body: String,
}

/// The open index.
#[derive(Clone, Debug)]
pub struct Index {
    pool: AnyPool,
    path: PathBuf,
}

impl Index {
    /// Opens the index of a home, for whoever fills it. One that cannot be used is replaced.
    ///
    /// # Errors
    /// When the disk refuses.
    pub async fn open(home: &Home) -> Result<Self, IndexError> {
        let path = place(home.root());
        if let Ok(index) = Self::at(&path).await {
            return Ok(index);
        }
        for ending in ["", "-wal", "-shm"] {
            let mut name = path.clone().into_os_string();
            name.push(ending);
            let _ = std::fs::remove_file(PathBuf::from(name));
        }
        Self::at(&path).await
    }

    /// The index of a home, where there is one yet.
    ///
    /// # Errors
    /// When it is there and cannot be opened.
    pub async fn existing(home: &Home) -> Result<Option<Self>, IndexError> {
        let path = place(home.root());
        if path.is_file() { Self::at(&path).await.map(Some) } else { Ok(None) }
    }

    async fn at(path: &Path) -> Result<Self, IndexError> {
        let fail = |source| IndexError { path: path.to_path_buf(), source };
        sqlx::any::install_default_drivers();
        let options: AnyConnectOptions = crate::store::url_of(path).parse().map_err(fail)?;
        let connecting =
            AnyPoolOptions::new().max_connections(2).acquire_timeout(PATIENCE).after_connect(|connection, _| {
                Box::pin(async move {
                    // What a power cut takes from an index is told again.
                    for pragma in
                        ["PRAGMA busy_timeout = 20000", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL"]
                    {
                        sqlx::query(pragma).execute(&mut *connection).await?;
                    }
                    Ok(())
                })
            });
        let pool = connecting.connect_with(options).await.map_err(fail)?;
        let index = Self { pool, path: path.to_path_buf() };
        index.make().await.map_err(fail)?;
        Ok(index)
    }

    async fn make(&self) -> Result<(), sqlx::Error> {
        let known: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&self.pool).await?;
        if known == VERSION {
            return Ok(());
        }
        for statement in [
            "DROP TABLE IF EXISTS words",
            "DROP TABLE IF EXISTS texts",
            "DROP TABLE IF EXISTS mails",
            // How each mail stood in the ledger when its texts were written.
            "CREATE TABLE mails (mail TEXT PRIMARY KEY, seq INTEGER NOT NULL)",
            "CREATE TABLE texts (id INTEGER PRIMARY KEY, mail TEXT NOT NULL, kind TEXT NOT NULL, part TEXT NOT NULL, page INTEGER NOT NULL, body TEXT NOT NULL)",
            "CREATE INDEX texts_of_mail ON texts (mail)",
            "CREATE VIRTUAL TABLE words USING fts5 (tokens, content='', contentless_delete=1, tokenize=\"unicode61 remove_diacritics 0\")",
            "PRAGMA user_version = 1",
        ] {
            sqlx::query(statement).execute(&self.pool).await?;
        }
        Ok(())
    }

    fn fail(&self) -> impl Fn(sqlx::Error) -> IndexError + '_ {
        |source| IndexError { path: self.path.clone(), source }
    }

    /// How many mails stand in it.
    pub async fn count(&self) -> Result<u32, IndexError> {
        let count: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM mails").fetch_one(&self.pool).await.map_err(self.fail())?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Whether its file still lies where it was opened: anybody may throw an index away.
    pub fn is_there(&self) -> bool {
        self.path.is_file()
    }

    /// Every mail in it, with the number of the ledger entry its texts were told from.
    pub async fn known(&self) -> Result<HashMap<Digest, i64>, IndexError> {
        let rows = sqlx::query("SELECT mail, seq FROM mails").fetch_all(&self.pool).await.map_err(self.fail())?;
        let read = |row: &sqlx::any::AnyRow| {
            let (mail, seq): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
            Ok(Digest::parse(&mail).map(|mail| (mail, seq)))
        };
        rows.iter().filter_map(|row| read(row).transpose()).collect::<Result<_, _>>().map_err(self.fail())
    }

    /// Writes the texts of mails in place of those they had, all or none.
    pub async fn write(&self, mails: &[(Digest, i64, Vec<Text>)]) -> Result<(), IndexError> {
        let mut turn = self.pool.begin().await.map_err(self.fail())?;
        for (digest, seq, texts) in mails {
            let mail = digest.to_string();
            // Asked of the index itself: another program may have written them since this one looked.
            let known = sqlx::query("DELETE FROM mails WHERE mail = ?").bind(&mail);
            if known.execute(&mut *turn).await.map_err(self.fail())?.rows_affected() > 0 {
                let old = "DELETE FROM words WHERE rowid IN (SELECT id FROM texts WHERE mail = ?)";
                sqlx::query(old).bind(&mail).execute(&mut *turn).await.map_err(self.fail())?;
                let old = sqlx::query("DELETE FROM texts WHERE mail = ?").bind(&mail);
                old.execute(&mut *turn).await.map_err(self.fail())?;
            }
            for text in texts {
                let new = "INSERT INTO texts (mail, kind, part, page, body) VALUES (?, ?, ?, ?, ?) RETURNING id";
                let row = sqlx::query(new).bind(&mail).bind(text.kind).bind(&text.part).bind(text.page);
                let row = row.bind(&text.body).fetch_one(&mut *turn).await.map_err(self.fail())?;
                let id: i64 = row.try_get(0).map_err(self.fail())?;
                let words = sqlx::query("INSERT INTO words (rowid, tokens) VALUES (?, ?)").bind(id);
                words.bind(words::indexed(&text.body)).execute(&mut *turn).await.map_err(self.fail())?;
            }
            let known = "INSERT INTO mails (mail, seq) VALUES (?, ?)";
            sqlx::query(known).bind(&mail).bind(*seq).execute(&mut *turn).await.map_err(self.fail())?;
        }
        turn.commit().await.map_err(self.fail())
    }

    /// The newest mails with a text that answers the question; each with that text, its head before its papers.
    pub async fn matching(&self, question: &str, most: u32) -> Result<BTreeMap<Digest, i64>, IndexError> {
        let select = "SELECT texts.mail, texts.id, texts.kind FROM words JOIN texts ON texts.id = words.rowid \
                      WHERE words MATCH ? ORDER BY words.rowid DESC LIMIT ?";
        let asked = sqlx::query(select).bind(question).bind(i64::from(most));
        let rows = asked.fetch_all(&self.pool).await.map_err(self.fail())?;
        let mut found = BTreeMap::new();
        for row in rows {
            let mail: String = row.try_get(0).map_err(self.fail())?;
            let id: i64 = row.try_get(1).map_err(self.fail())?;
            // Texts were written with the most telling one last: the highest number of a mail stays.
            if let Some(mail) = Digest::parse(&mail) {
                found.entry(mail).or_insert(id);
            }
        }
        Ok(found)
    }

    /// One text: kind, part, page, body.
    pub async fn text(&self, id: i64) -> Result<Option<(String, String, i64, String)>, IndexError> {
        let select = sqlx::query("SELECT kind, part, page, body FROM texts WHERE id = ?").bind(id);
        let Some(row) = select.fetch_optional(&self.pool).await.map_err(self.fail())? else { return Ok(None) };
        let get = || Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?));
        get().map(Some).map_err(self.fail())
    }
}
