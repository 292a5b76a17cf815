//! The ledger 台账 as a window and a table file ask for it: filtered, ordered, in pages.

mod row;
pub mod sheets;
pub mod statistics;
pub mod xlsx;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::{Datelike as _, NaiveDate};
use songda_core::case::ToldMail;
use unicode_normalization::UnicodeNormalization as _;

use crate::acknowledge::register;
use crate::lists::Book;
use crate::lists::book::{days_left, state_on};
use crate::rows::{AT_ONCE, Teller};
pub use row::{Row, Rows};

use crate::view::{Counted, LedgerPage, LedgerQuery, LedgerRow, Problem, Statistics};
use crate::{Mailroom, Room};

/// Most rows one answer holds, whatever is asked.
const MOST_ROWS: usize = 2_000;

/// One row and its text as it is searched.
#[derive(Debug)]
pub struct Kept {
    /// The row.
    pub row: Row,
    /// Made when something is looked for.
    plain: OnceLock<Box<str>>,
    /// Place of its mail.
    place: usize,
}

pub type Told = (i64, NaiveDate, Arc<Vec<Arc<Kept>>>);

/// Statistics, by the last entry they tell of, the day and the months asked for.
type Counts = ((i64, NaiveDate, u32), Arc<Statistics>);

/// The ledger's rows as they were last told, so that typing in a filter tells nothing anew; and its statistics.
#[derive(Debug, Default)]
pub struct Tally(Mutex<Option<Told>>, Mutex<Option<Counts>>);

impl Mailroom {
    /// The part of the ledger that a question asks for.
    ///
    /// # Errors
    /// When the ledger cannot be read; so for every question below.
    pub async fn ledger(&self, query: &LedgerQuery) -> Result<LedgerPage, Problem> {
        let (_, _, all) = self.ledger_rows().await?;
        let fitting = fitting(&all, query);
        let offset = (query.offset as usize).min(fitting.len());
        let limit = if query.limit == 0 { MOST_ROWS } else { (query.limit as usize).min(MOST_ROWS) };
        let rows = fitting.iter().skip(offset).take(limit).map(|kept| kept.row.shown()).collect();
        Ok(LedgerPage {
            all: count(all.len()),
            fitting: count(fitting.len()),
            offset: count(offset),
            rows,
            courts: counted(all.iter().filter_map(|kept| kept.row.court.as_deref())),
        })
    }

    /// Statistics of the last months, this one included.
    pub async fn statistics(&self, months: u32) -> Result<Statistics, Problem> {
        let months = months.clamp(1, 36);
        // Kept under the moment of the rows: what the other parts know beyond it is told anew with the next entry.
        let (seq, day, rows) = self.ledger_rows().await?;
        let known = self.room.tally.1.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, statistics)) = known.filter(|(key, _)| *key == (seq, day, months)) {
            return Ok(Statistics::clone(&statistics));
        }
        let (reference, book) = (self.room.reference(), self.room.book().await?);
        let (doubts, hearings) =
            self.room.ask(|teller| (teller.doubt_codes(book.doubts()), teller.hearing_starts())).await?;
        let deadlines: Vec<_> = book.days().collect();
        let told = statistics::Material { rows: &rows, deadlines: &deadlines, doubts: &doubts, hearings: &hearings };
        let statistics = statistics::tell(&told, &reference, day, months);
        let kept = ((seq, day, months), Arc::new(statistics.clone()));
        *self.room.tally.1.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        Ok(statistics)
    }

    /// Every row of the ledger that fits, in the order asked for, whatever its limit says.
    pub async fn whole_ledger(&self, query: &LedgerQuery) -> Result<Vec<LedgerRow>, Problem> {
        let (_, _, all) = self.ledger_rows().await?;
        Ok(fitting(&all, query).into_iter().map(|kept| kept.row.shown()).collect())
    }

    /// The ledger as a table file with its three sheets.
    ///
    /// # Errors
    /// `export.failed` when the file cannot be drawn up.
    pub async fn ledger_file(&self, query: &LedgerQuery, language: xlsx::Language) -> Result<Vec<u8>, Problem> {
        let rows = self.whole_ledger(query).await?;
        let statistics = self.statistics(12).await?;
        let reference = self.room.reference();
        let calendar = &reference.calendar;
        let this = crate::clock::today().year();
        let about = xlsx::About {
            office: self.room.settings.office.name.clone(),
            query: query.clone(),
            at: crate::clock::written(crate::clock::now()),
            rules: reference.rules.len(),
            years: (this - 1..=this + 1).filter(|year| calendar.is_published(*year)).collect(),
            version: env!("CARGO_PKG_VERSION"),
        };
        let drawn = tokio::task::spawn_blocking(move || xlsx::draw(&rows, &statistics, &about, language)).await;
        let fail = |error: String| Problem::new("export.failed", [error]);
        drawn.map_err(|error| fail(error.to_string()))?.map_err(|error| fail(error.to_string()))
    }

    /// The rows, with the entry and the day they are of.
    async fn ledger_rows(&self) -> Result<Told, Problem> {
        // It knows which doubt is whose.
        let book = self.room.book().await?;
        let today = crate::clock::today();
        let known = self.room.tally.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let known = match known {
            Some(known) => Some(known),
            None => self.room.kept_ledger().await?,
        };
        let told = self.room.ask_much(|teller| {
            if let Some(kept) = known.as_ref().filter(|(at, day, _)| *at == teller.told.seq && *day == today) {
                return kept.clone();
            }
            (teller.told.seq, today, Arc::new(rows((&self.room, teller), &book, today, known.as_ref())))
        });
        let told = told.await?;
        self.room.forget_counted();
        *self.room.tally.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(told.clone());
        Ok(told)
    }
}

/// Rows of the ledger, newest arrival first; of what is known from before only those of mails that were touched since are
/// told anew.
fn rows((room, teller): (&Room, &Teller<'_>), book: &Book, today: NaiveDate, known: Option<&Told>) -> Vec<Arc<Kept>> {
    let known = known.filter(|(_, day, _)| *day <= today);
    let touched = known.and_then(|(at, day, rows)| Some((book.touched_after(teller, *at)?, *day, rows)));
    let (mut all, places) = match touched {
        Some((places, day, rows)) => {
            let stays = rows.iter().filter(|kept| !places.contains(&kept.place));
            let turn = |kept: &Arc<Kept>| if day == today { kept.clone() } else { Arc::new(turned(kept, today)) };
            (stays.map(turn).collect::<Vec<_>>(), places)
        }
        None => (Vec::new(), (0..teller.told.mails.len()).collect()),
    };
    let places: Vec<usize> = places.into_iter().collect();
    let mut words = Rows::default();
    for some in places.chunks(AT_ONCE) {
        let mails: Vec<&ToldMail> = some.iter().filter_map(|at| teller.told.mails.get(*at)).collect();
        teller.reckon_ahead(&mails);
        for (place, mail) in some.iter().zip(mails) {
            let rows = of_mail(room, teller, mail).into_iter();
            all.extend(rows.map(|row| Arc::new(kept(words.put(row), *place))));
        }
    }
    sort(&mut all);
    all
}

/// The rows of a mail. One of which it is agreed that it needs no receipt lacks none, unless one was begun.
fn of_mail(room: &Room, teller: &Teller<'_>, mail: &ToldMail) -> Vec<LedgerRow> {
    let mut rows = teller.ledger_rows(mail);
    if register::needs_none(room, teller.told, mail) {
        let lacks_one = |row: &&mut LedgerRow| matches!(row.receipt.as_str(), "none" | "withdrawn");
        rows.iter_mut().filter(lacks_one).for_each(|row| row.receipt = "none-needed".to_owned());
    }
    rows
}

/// Newest arrival first. The sort is stable: documents of one service stay in reading order.
fn sort(all: &mut [Arc<Kept>]) {
    all.sort_by(|a, b| came(&b.row).cmp(came(&a.row)).then_with(|| a.row.sha256.cmp(&b.row.sha256)));
}

/// Rows of some mails by their places, each with the place, for whoever keeps them between starts.
pub fn piece(room: &Room, teller: &Teller<'_>, places: Range<usize>) -> Vec<(LedgerRow, usize)> {
    let mails: Vec<(usize, &ToldMail)> =
        teller.told.mails.iter().enumerate().take(places.end).skip(places.start).collect();
    teller.reckon_ahead(&mails.iter().map(|(_, mail)| *mail).collect::<Vec<_>>());
    let of = |(place, mail): (usize, &ToldMail)| of_mail(room, teller, mail).into_iter().map(move |row| (row, place));
    mails.into_iter().flat_map(of).collect()
}

/// The rows as they were kept in such pieces, up to an entry and for a day.
pub fn of_pieces(pieces: impl Iterator<Item = Vec<(LedgerRow, usize)>>, seq: i64, today: NaiveDate) -> Told {
    let mut words = Rows::default();
    let rows = pieces.flatten().map(|(row, place)| Arc::new(kept(words.put(row), place)));
    let mut all: Vec<Arc<Kept>> = rows.collect();
    sort(&mut all);
    (seq, today, Arc::new(all))
}

/// A row as it stands on a later day.
fn turned(kept: &Kept, today: NaiveDate) -> Kept {
    let mut row = kept.row.clone();
    row.days_left = days_left(row.last_day.as_deref(), today);
    row.deadline_state = row.deadline_state.map(|state| state_on(&state, row.days_left).into());
    Kept { row, plain: kept.plain.clone(), place: kept.place }
}

fn came(row: &Row) -> &str {
    row.arrived.as_deref().unwrap_or(&row.first_seen)
}

fn kept(row: Row, place: usize) -> Kept {
    Kept { row, plain: OnceLock::new(), place }
}

impl Kept {
    /// Whether every word stands in the row.
    fn holds(&self, words: &[String]) -> bool {
        words.iter().all(|word| self.plain.get_or_init(|| text_of(&self.row)).contains(word.as_str()))
    }
}

fn text_of(row: &Row) -> Box<str> {
    let words = [
        row.court.as_deref(),
        row.case_number.as_deref(),
        row.cause.as_deref(),
        Some(&*row.title),
        row.from.as_deref(),
        row.handler.as_deref(),
        row.deadline.as_deref(),
        row.last_day.as_deref(),
        Some(&*row.path),
    ];
    let opponents = row.opponents.iter().map(|word| &**word);
    words.into_iter().flatten().chain(opponents).map(plain).collect::<Vec<_>>().join("\n").into()
}

/// One way of writing for what people type in many: full and half width, capitals.
pub fn plain(text: &str) -> String {
    // What nearly every text consists of, and nothing else, is written anew sign by sign.
    let simple = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).map(|c| c.to_ascii_lowercase()),
        '\0'..='\u{7f}' => Some(c.to_ascii_lowercase()),
        '\u{4e00}'..='\u{9fa5}' | '、' | '。' | '《' | '》' | '〔' | '〕' => Some(c),
        _ => None,
    };
    let quick: Option<String> = text.chars().map(simple).collect();
    quick.unwrap_or_else(|| text.nfkc().flat_map(char::to_lowercase).collect())
}

fn fitting<'a>(all: &'a [Arc<Kept>], query: &LedgerQuery) -> Vec<&'a Kept> {
    let words: Vec<String> = query.text.split_whitespace().map(plain).collect();
    let mut found: Vec<&Kept> = all.iter().map(AsRef::as_ref).filter(|kept| fits(kept, query, &words)).collect();
    if let Some(order) = query.sort.as_deref().and_then(order) {
        // The sort is stable, so rows of one service stay in reading order.
        found.sort_by(|a, b| order(&a.row, &b.row));
    }
    if query.descending {
        found.reverse();
    }
    found
}

fn fits(kept: &Kept, query: &LedgerQuery, words: &[String]) -> bool {
    let row = &kept.row;
    let day = row.arrived.as_deref().unwrap_or(&row.first_seen).get(..10).unwrap_or_default();
    let is = |asked: &Option<String>, has: &str| asked.as_deref().is_none_or(|asked| asked == has);
    kept.holds(words)
        && is(&query.court, row.court.as_deref().unwrap_or_default())
        && query.from.as_deref().is_none_or(|from| day >= from)
        && query.to.as_deref().is_none_or(|to| day <= to)
        && query.receipt.as_deref().is_none_or(|asked| (asked == "done") == is_acknowledged(&row.receipt))
        && query.deadline.as_deref().is_none_or(|asked| deadline_is(row, asked))
        && is(&query.verdict, &row.verdict)
}

/// Whether the court has its answer, or needs none: by our receipt, another desk's, or what was done by hand.
pub fn is_acknowledged(receipt: &str) -> bool {
    matches!(receipt, "sent" | "confirmed" | "elsewhere" | "by-hand" | "none-needed")
}

fn deadline_is(row: &Row, asked: &str) -> bool {
    match asked {
        "none" => row.deadline.is_none(),
        "provisional" => row.deadline_status.as_deref() == Some("provisional"),
        "open" => matches!(row.deadline_state.as_deref(), Some("open" | "confirmed")),
        state => row.deadline_state.as_deref() == Some(state),
    }
}

type Order = fn(&Row, &Row) -> Ordering;

fn order(name: &str) -> Option<Order> {
    Some(match name {
        "arrived" => {
            |a, b| a.arrived.as_ref().unwrap_or(&a.first_seen).cmp(b.arrived.as_ref().unwrap_or(&b.first_seen))
        }
        "court" => |a, b| a.court.cmp(&b.court),
        "case" => |a, b| a.case_number.cmp(&b.case_number),
        "title" => |a, b| a.title.cmp(&b.title),
        // Rows without a day come last: they are not the most urgent.
        "last-day" => |a, b| (a.last_day.is_none(), &a.last_day).cmp(&(b.last_day.is_none(), &b.last_day)),
        _ => return None,
    })
}

/// How often each name stands, the most frequent first.
pub fn counted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Counted> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let counts = counts.into_iter().map(|(name, count)| Counted { name: name.to_owned(), count });
    let mut counted: Vec<Counted> = counts.collect();
    counted.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    counted
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(title: &str, number: &str, arrived: &str, receipt: &str, last_day: Option<&str>) -> Arc<Kept> {
        Arc::new(kept(
            Rows::default().put(LedgerRow {
                title: title.to_owned(),
                case_number: Some(number.to_owned()),
                court: Some("上海市闵行区人民法院".to_owned()),
                arrived: Some(arrived.to_owned()),
                receipt: receipt.to_owned(),
                verdict: "proven".to_owned(),
                last_day: last_day.map(str::to_owned),
                deadline: last_day.map(|_| "答辩".to_owned()),
                deadline_state: last_day.map(|_| "open".to_owned()),
                ..LedgerRow::default()
            }),
            0,
        ))
    }

    fn titles(all: &[Arc<Kept>], query: &LedgerQuery) -> Vec<String> {
        fitting(all, query).into_iter().map(|kept| kept.row.title.to_string()).collect()
    }

    fn some() -> Vec<Arc<Kept>> {
        vec![
            row("传票", "（2026）沪0112民初12345号", "2026-11-20T16:42:00+08:00", "none", Some("2026-12-07")),
            row("民事判决书", "（2026）沪0112民初10021号", "2026-11-18T09:00:00+08:00", "sent", None),
            row("举证通知书", "（2026）沪0112民初12345号", "2026-10-08T09:00:00+08:00", "failed", Some("2026-11-02")),
        ]
    }

    #[test]
    fn brackets_and_digits_of_either_width_find_the_row() {
        let all = some();
        for text in ["(2026)沪0112民初10021", "（２０２６）沪０１１２民初10021号", "判决 闵行"] {
            let query = LedgerQuery { text: text.to_owned(), ..LedgerQuery::default() };
            assert_eq!(titles(&all, &query), ["民事判决书"], "{text}");
        }
    }

    #[test]
    fn the_quick_way_writes_as_the_long_one_does() {
        let long = |text: &str| text.nfkc().flat_map(char::to_lowercase).collect::<String>();
        for c in ('\0'..='\u{ffff}').filter(|c| !c.is_control() || c.is_ascii()) {
            for text in [c.to_string(), format!("（2026）沪{c}民初Ａ"), format!("A{c}\u{301}")] {
                assert_eq!(plain(&text), long(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn filters_narrow_together() {
        let all = some();
        let query = LedgerQuery {
            receipt: Some("due".to_owned()),
            from: Some("2026-11-01".to_owned()),
            ..LedgerQuery::default()
        };
        assert_eq!(titles(&all, &query), ["传票"]);
        let none = LedgerQuery { deadline: Some("none".to_owned()), ..LedgerQuery::default() };
        assert_eq!(titles(&all, &none), ["民事判决书"]);
        let to = LedgerQuery { to: Some("2026-11-18".to_owned()), ..LedgerQuery::default() };
        assert_eq!(titles(&all, &to), ["民事判决书", "举证通知书"]);
    }

    #[test]
    fn rows_without_a_last_day_come_after_those_with_one() {
        let query = LedgerQuery { sort: Some("last-day".to_owned()), ..LedgerQuery::default() };
        assert_eq!(titles(&some(), &query), ["举证通知书", "传票", "民事判决书"]);
    }
}
