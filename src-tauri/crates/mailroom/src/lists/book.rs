//! Everything the lists are cut from: told as a whole once, and then only of the mails that something happened to.
//!
//! From one day to the next nothing is told: what is kept of a row is enough to count its days anew.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use songda_core::case::ToldMail;
use songda_core::id::{DeadlineId, ServiceId};
use songda_core::ledger::Seq;

use super::cases::{self, KeptCase};
use super::full;
use super::mails::{self, KeptMail};
use crate::clock;
use crate::room::Room;
use crate::rows::{AT_ONCE, Teller};
use crate::services::{self, squeezed};
use crate::view::{DeadlineQuery, DeadlineRow, Problem, SittingRow};

/// Stands for the place of a mail with deadlines that persons added without one.
const NO_MAIL: usize = usize::MAX;

/// One deadline as far as order, counts and filters need it; the rest is told anew for the rows that are shown. Its words
/// stand in thousands of others, and lie in memory once for all of them.
#[derive(Debug, Clone)]
pub struct KeptDeadline {
    pub(super) id: DeadlineId,
    pub(super) service: ServiceId,
    pub(super) case_number: Option<Arc<str>>,
    pub(super) name: Arc<str>,
    /// YYYY-MM-DD.
    pub(super) last_day: Option<Arc<str>>,
    pub(super) days_left: Option<i32>,
    pub(super) is_closed: bool,
    /// open, confirmed, done, not-applicable, remedied, overdue.
    pub(super) state: Arc<str>,
    /// Searched beside name and number.
    pub(super) court: Arc<str>,
    pub(super) document: Arc<str>,
    /// Place of its mail.
    pub(super) place: usize,
}

/// What is looked for. A word that stands in thousands of deadlines is looked at once.
#[derive(Debug)]
pub struct Wanted {
    text: String,
    /// By where a word lies: whether it holds what is looked for.
    met: RefCell<HashMap<usize, bool>>,
}

impl Wanted {
    /// What was typed.
    pub fn of(typed: &str) -> Self {
        Self { text: squeezed(typed), met: RefCell::default() }
    }

    fn is_nothing(&self) -> bool {
        self.text.is_empty()
    }

    /// The word must lie where it does as long as this is asked.
    fn is_in(&self, word: &Arc<str>) -> bool {
        let place = Arc::as_ptr(word).cast::<u8>().addr();
        *self.met.borrow_mut().entry(place).or_insert_with(|| squeezed(word).contains(&self.text))
    }
}

/// Words that were met.
#[derive(Debug, Default)]
pub struct Words(HashSet<Arc<str>>);

impl Words {
    /// A word, which lies in memory once however often it is met.
    pub fn word(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let new: Arc<str> = text.into();
        self.0.insert(new.clone());
        new
    }

    fn share(&mut self, word: &mut Arc<str>) {
        match self.0.get(word.as_ref()) {
            Some(known) => *word = known.clone(),
            None => drop(self.0.insert(word.clone())),
        }
    }
}

/// Everything the lists are cut from.
#[derive(Debug, Default)]
pub struct Book {
    /// Number of the last entry it tells of.
    pub(super) seq: Seq,
    pub(super) today: NaiveDate,
    /// The most urgent first.
    pub(crate) services: Vec<Arc<services::Kept>>,
    /// Open ones by last day, open ones without, closed ones.
    pub(super) deadlines: Vec<Arc<KeptDeadline>>,
    /// The one served last first; services without a number at the end.
    pub(super) cases: Vec<KeptCase>,
    /// Those that were not moved, the earliest first.
    pub(super) sittings: Vec<SittingRow>,
    /// Mails that serve nothing, the newest first.
    pub(super) mails: Vec<Arc<KeptMail>>,
    pub(super) doubts: Vec<Doubted>,
}

/// A doubt about a mail.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Doubted {
    id: String,
    code: String,
    /// Place of the mail.
    place: usize,
}

/// The book as it was last told. Whoever asks while it is being told waits for it instead of telling it a second time.
#[derive(Debug, Default)]
pub struct Lists(tokio::sync::Mutex<Option<Arc<Book>>>);

impl Room {
    /// What the lists are cut from, as the ledger tells it now and today.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn book(&self) -> Result<Arc<Book>, Problem> {
        self.refresh().await?;
        let today = clock::today();
        let mut known = self.lists.0.lock().await;
        let seq = self.told.read().await.seq;
        if let Some(book) = known.as_ref().filter(|book| book.seq == seq && book.today == today) {
            return Ok(book.clone());
        }
        let before = match known.clone() {
            Some(book) => Some(book),
            None => self.kept_book().await?.map(Arc::new),
        };
        let book = self.ask_much(|teller| Arc::new(Book::write(self, teller, before.as_deref()))).await?;
        self.forget_counted();
        *known = Some(book.clone());
        Ok(book)
    }
}

impl Book {
    /// Tells the book; of what is known from before, only what was touched since.
    fn write(room: &Room, teller: &Teller<'_>, before: Option<&Self>) -> Self {
        let touched = before.filter(|before| before.today <= teller.today).and_then(|before| before.touched(teller));
        let (mut book, places) = match (before, touched) {
            (Some(before), Some(places)) => (before.without(&places, teller.today), places),
            _ => (Self::default(), (0..teller.told.mails.len()).collect()),
        };
        let places: Vec<usize> = places.into_iter().collect();
        let mut words = Words::default();
        for some in places.chunks(AT_ONCE) {
            let mails: Vec<&ToldMail> = some.iter().filter_map(|at| teller.told.mails.get(*at)).collect();
            teller.reckon_ahead(&mails);
            for (place, mail) in some.iter().zip(mails) {
                book.tell(room, teller, *place, mail, &mut words);
            }
        }
        let own = teller.added_deadlines().map(|row| Arc::new(KeptDeadline::of(row, NO_MAIL)));
        book.deadlines.extend(own);
        book.services.sort_by(|a, b| services::by_urgency(a, b));
        book.deadlines.sort_by(|a, b| a.key().cmp(&b.key()));
        mails::sort(&mut book.mails);
        book.cases = cases::gather(&book.services, &book.deadlines, &teller.told.matters);
        book.sittings = teller.sittings();
        (book.seq, book.today) = (teller.told.seq, teller.today);
        book
    }

    /// Number of the last entry it tells of.
    pub fn seq(&self) -> Seq {
        self.seq
    }

    /// The day it is told for.
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// Places of the mails that something happened to since this was told, those that are one service with them included;
    /// `None` when it may be any.
    pub fn touched(&self, teller: &Teller<'_>) -> Option<BTreeSet<usize>> {
        self.touched_after(teller, self.seq)
    }

    /// The same, since an entry.
    pub fn touched_after(&self, teller: &Teller<'_>, after: Seq) -> Option<BTreeSet<usize>> {
        let told = teller.told;
        let since = told.touched_since(after)?;
        let mut direct: BTreeSet<usize> = since.mails.iter().copied().collect();
        for doubt in since.settled {
            direct.extend(self.doubts.iter().filter(|known| known.id == doubt).map(|known| known.place));
        }
        let together = direct.iter().filter_map(|at| told.mails.get(*at)).flat_map(|mail| {
            let channels = told.matters.channels(&mail.service_id());
            channels.into_iter().filter_map(move |id| told.place_of(&id))
        });
        let together: Vec<usize> = together.collect();
        Some(direct.into_iter().chain(together).collect())
    }

    /// What stays of it when some mails are told anew, as it stands on another, later day.
    fn without(&self, places: &BTreeSet<usize>, today: NaiveDate) -> Self {
        let stays = |place: &usize| !places.contains(place);
        let services = self.services.iter().filter(|kept| stays(&kept.place));
        let deadlines = self.deadlines.iter().filter(|kept| kept.place != NO_MAIL && stays(&kept.place));
        let doubts = self.doubts.iter().filter(|known| stays(&known.place));
        let is_today = self.today == today;
        Self {
            services: if is_today {
                services.cloned().collect()
            } else {
                services.map(|kept| Arc::new(services::turned(kept, today))).collect()
            },
            deadlines: if is_today {
                deadlines.cloned().collect()
            } else {
                deadlines.map(|kept| Arc::new(kept.turned(today))).collect()
            },
            doubts: doubts.cloned().collect(),
            mails: self.mails.iter().filter(|kept| stays(&kept.place)).cloned().collect(),
            ..Self::default()
        }
    }

    fn tell(&mut self, room: &Room, teller: &Teller<'_>, place: usize, mail: &ToldMail, words: &mut Words) {
        let (row, deadlines, doubts) = teller.piece(mail);
        if let Some(mut row) = row {
            crate::acknowledge::register::fill_one(room, teller.told, &mut row);
            self.services.push(Arc::new(services::keep(row, place, teller.today, words)));
        }
        let deadlines = deadlines.into_iter().map(|row| KeptDeadline::of(row, place).sharing(words));
        self.deadlines.extend(deadlines.map(Arc::new));
        self.mails.extend(KeptMail::of(mail, place, teller.reference).map(Arc::new));
        self.doubts.extend(doubts.into_iter().map(|doubt| Doubted { id: doubt.id, code: doubt.code, place }));
    }

    /// Running deadlines that end within some days, overdue ones included.
    pub fn due_within(&self, days: i32) -> usize {
        let is_due = |kept: &&Arc<KeptDeadline>| !kept.is_closed && kept.days_left.is_some_and(|left| left <= days);
        self.deadlines.iter().filter(is_due).count()
    }

    /// Running deadlines that end within some days, overdue ones included; whole rows.
    pub fn near(&self, teller: &Teller<'_>, days: i32) -> Vec<DeadlineRow> {
        let is_near = |kept: &&KeptDeadline| !kept.is_closed && kept.days_left.is_some_and(|left| left <= days);
        full(teller, self.deadlines.iter().map(AsRef::as_ref).filter(is_near))
    }

    /// Years in which a last day lies.
    pub fn years(&self) -> impl Iterator<Item = i32> + '_ {
        self.deadlines.iter().filter_map(|kept| kept.last_day.as_deref()?.get(..4)?.parse().ok())
    }

    /// Services by urgency.
    pub fn services(&self) -> impl Iterator<Item = &services::Row> {
        self.services.iter().map(|kept| &kept.row)
    }

    /// Services by arrival, the newest first.
    pub fn newest(&self) -> Vec<&services::Row> {
        let mut rows: Vec<&services::Row> = self.services().collect();
        rows.sort_by(|a, b| services::came(b).cmp(services::came(a)).then_with(|| a.id.cmp(&b.id)));
        rows
    }

    /// Running deadlines that have a last day; whole rows.
    pub fn running(&self, teller: &Teller<'_>) -> Vec<DeadlineRow> {
        let runs = |kept: &&KeptDeadline| !kept.is_closed && kept.last_day.is_some();
        full(teller, self.deadlines.iter().map(AsRef::as_ref).filter(runs))
    }

    /// Last day and state of every deadline.
    pub fn days(&self) -> impl Iterator<Item = (Option<&str>, &str)> {
        self.deadlines.iter().map(|kept| (kept.last_day.as_deref(), &*kept.state))
    }

    /// The place of the mail that a doubt is about.
    pub fn place_of_doubt(&self, id: &str) -> Option<usize> {
        self.doubts.iter().find(|known| known.id == id).map(|known| known.place)
    }

    /// Every doubt about a mail, as its id and its code.
    pub fn doubts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.doubts.iter().map(|known| (known.id.as_str(), known.code.as_str()))
    }
}

impl KeptDeadline {
    /// What is kept of a row.
    pub fn of(row: DeadlineRow, place: usize) -> Self {
        let is_closed = matches!(row.state.as_str(), "done" | "not-applicable" | "remedied");
        Self {
            id: DeadlineId::from_text(row.id),
            service: ServiceId::from_text(row.service),
            case_number: row.case_number.map(Arc::from),
            name: row.name.into(),
            last_day: row.last_day.map(Arc::from),
            days_left: row.days_left,
            is_closed,
            state: row.state.into(),
            court: row.court.map(|court| court.name).unwrap_or_default().into(),
            document: row.document.into(),
            place,
        }
    }

    /// The same with the words that others have as well.
    pub(super) fn sharing(mut self, words: &mut Words) -> Self {
        let some = [&mut self.name, &mut self.state, &mut self.court, &mut self.document];
        some.into_iter().chain(&mut self.case_number).chain(&mut self.last_day).for_each(|word| words.share(word));
        self
    }

    /// The same on a later day.
    fn turned(&self, today: NaiveDate) -> Self {
        let days_left = days_left(self.last_day.as_deref(), today);
        Self { days_left, state: state_on(&self.state, days_left).into(), ..self.clone() }
    }

    /// Whether a mail started it.
    pub(super) fn is_of_mail(&self) -> bool {
        self.place != NO_MAIL
    }

    fn key(&self) -> (u8, Option<&str>, &str, &str) {
        (self.group(), self.last_day.as_deref(), &self.name, self.id.as_str())
    }

    /// Its group in the list: open with a last day, open without, closed.
    pub(super) fn group(&self) -> u8 {
        if self.is_closed { 2 } else { u8::from(self.last_day.is_none()) }
    }

    pub(super) fn fits(&self, query: &DeadlineQuery, wanted: &Wanted) -> bool {
        let is_bounded = query.from.is_some() || query.to.is_some();
        let is_within = || {
            let day = self.last_day.as_deref().filter(|_| !self.is_closed);
            day.is_some_and(|day| {
                query.from.as_deref().is_none_or(|from| day >= from) && query.to.as_deref().is_none_or(|to| day <= to)
            })
        };
        (!is_bounded || is_within()) && self.holds(wanted)
    }

    fn holds(&self, wanted: &Wanted) -> bool {
        let words = [&self.name, &self.court, &self.document];
        wanted.is_nothing() || words.into_iter().chain(&self.case_number).any(|word| wanted.is_in(word))
    }
}

/// Days from today to a last day.
pub fn days_left(last_day: Option<&str>, today: NaiveDate) -> Option<i32> {
    let last: NaiveDate = last_day?.parse().ok()?;
    i32::try_from((last - today).num_days()).ok()
}

/// The state of a deadline on a later day than it was told: only time has passed.
pub fn state_on(state: &str, days_left: Option<i32>) -> String {
    let is_over = matches!(state, "open" | "confirmed") && days_left.is_some_and(|days| days < 0);
    if is_over { "overdue" } else { state }.to_owned()
}
