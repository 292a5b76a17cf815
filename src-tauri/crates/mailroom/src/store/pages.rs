//! The whole book in order, a page at a time: each row costs a way to the database's thread and back, and a book has
//! tens of thousands of them.

use std::collections::VecDeque;

use songda_core::id::Digest;
use songda_core::ledger::{Entry, Fact, Seq};
use sqlx::{AnyPool, Row as _};

use super::{Store, StoreError, entry_of};

/// Entries of one page; few enough to lie in memory whatever stands in them.
const PAGE: Seq = 400;
/// Pages that are read ahead.
const AHEAD: usize = 3;
/// Stands between two entries of a page. JSON writes it in another way, so no fact holds it.
const BETWEEN: char = '\u{1e}';

/// Entries as one text: number, both digests and moment with blanks between them, who it was up to the last line end,
/// and the fact, which is JSON without one.
const TEXT: &str = "SELECT string_agg(line, '\u{1e}' ORDER BY seq) AS page FROM (SELECT seq, CAST(seq AS TEXT) || ' ' || prev \
                    || ' ' || digest || ' ' || at || ' ' || actor || '\n' || fact AS line FROM entry \
                    WHERE seq > $1 AND seq <= $2) AS some";

impl Store {
    /// Gives entries after number `after`, in order and one at a time: a long ledger never lies in memory as a whole.
    ///
    /// # Errors
    /// When the database refuses or an entry is damaged beyond reading.
    pub async fn each(&self, after: Seq, mut take: impl FnMut(&Entry)) -> Result<(), StoreError> {
        self.each_with(after, |_| (), |entry, ()| take(entry)).await
    }

    /// The same with the fact of each entry; `None` where this version knows none such.
    ///
    /// # Errors
    /// As `each`.
    pub async fn each_fact(&self, after: Seq, take: impl FnMut(&Entry, Option<Fact>)) -> Result<(), StoreError> {
        self.each_with(after, |entry| Fact::read(&entry.fact).ok(), take).await
    }

    /// While one page is told, the next ones are read and made ready on other processors.
    async fn each_with<T: Send + 'static>(
        &self,
        after: Seq,
        ready: impl Fn(&Entry) -> T + Copy + Send + 'static,
        mut take: impl FnMut(&Entry, T),
    ) -> Result<(), StoreError> {
        let last = self.last().await?;
        let begin = |from: Seq| {
            let pool = self.pool.clone();
            let page = async move {
                let entries = page(pool, from, last.min(from + PAGE)).await?;
                Ok::<_, StoreError>(entries.into_iter().map(|entry| (ready(&entry), entry)).collect::<Vec<_>>())
            };
            tokio::spawn(page)
        };
        let (mut from, mut begun, mut coming) = (after, after, VecDeque::new());
        loop {
            while begun < last && coming.len() < AHEAD {
                coming.push_back(begin(begun));
                begun = last.min(begun + PAGE);
            }
            let Some(page) = coming.pop_front() else { return Ok(()) };
            for (ready, entry) in page.await.map_err(|_| StoreError::Damaged { seq: from + 1 })?? {
                take(&entry, ready);
            }
            from = last.min(from + PAGE);
        }
    }
}

async fn page(pool: AnyPool, after: Seq, until: Seq) -> Result<Vec<Entry>, StoreError> {
    match text(&pool, after, until).await {
        Ok(None) => return Ok(Vec::new()),
        Ok(Some(text)) => {
            if let Some(entries) = text.split(BETWEEN).map(entry_in).collect() {
                return Ok(entries);
            }
        }
        Err(error) => tracing::info!(%error, "a page of the book is read row by row"),
    }
    // Somebody's name holds what stands between entries, or an entry is damaged: row by row it is told which. Or the page
    // is larger than a text of the database may be.
    rows(&pool, after, until).await
}

async fn text(pool: &AnyPool, after: Seq, until: Seq) -> Result<Option<String>, sqlx::Error> {
    sqlx::query(TEXT).bind(after).bind(until).fetch_one(pool).await?.try_get("page")
}

async fn rows(pool: &AnyPool, after: Seq, until: Seq) -> Result<Vec<Entry>, StoreError> {
    let all = "SELECT seq, at, actor, fact, prev, digest FROM entry WHERE seq > $1 AND seq <= $2 ORDER BY seq";
    let rows = sqlx::query(all).bind(after).bind(until).fetch_all(pool).await;
    let rows = rows.map_err(|source| StoreError::Database { doing: "read", source })?;
    rows.iter().map(entry_of).collect()
}

fn entry_in(text: &str) -> Option<Entry> {
    let (head, fact) = text.rsplit_once('\n')?;
    let mut words = head.splitn(5, ' ');
    let seq = words.next()?.parse().ok()?;
    let (prev, digest) = (Digest::parse(words.next()?)?, Digest::parse(words.next()?)?);
    let (at, by) = (words.next()?.to_owned(), words.next()?.to_owned());
    Some(Entry { seq, at, by, fact: fact.to_owned(), prev, digest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn pages_hold_what_the_rows_hold_whoever_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("a.sqlite"), &folder.path().join("a.head")).await.unwrap();
        let fact = |nth: usize| Fact::Settled { doubt: format!("q{nth}"), answer: "一行\n两行 \u{1e} 三".into() };
        let at = "2026-11-20T16:42:11+08:00";
        let facts: Vec<Fact> = (0..950).map(fact).collect();
        store.append(at, "songda", &facts, None).await.unwrap();
        for by in ["王 敏", "王\n敏", "", "王\u{1e}敏"] {
            store.append(at, by, &[fact(0)], None).await.unwrap();
        }
        let all = store.entries(0).await.unwrap();
        for after in [0, 1, 399, 400, 953, 954, 2_000] {
            let mut seen = Vec::new();
            store.each(after, |entry| seen.push(entry.clone())).await.unwrap();
            assert_eq!(seen, all.iter().filter(|entry| entry.seq > after).cloned().collect::<Vec<_>>(), "{after}");
        }
        sqlx::query("UPDATE entry SET digest = 'x' WHERE seq = 7").execute(&store.pool).await.unwrap();
        let told = store.each(0, |_| {}).await;
        assert!(matches!(told, Err(StoreError::Damaged { seq: 7 })), "{told:?}");
    }
}
