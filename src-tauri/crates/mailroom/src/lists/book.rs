//! Everything the lists are cut from: told as a whole once, and then only of the mails that something happened to.
//!
//! From one day to the next nothing is told: what is kept of a row is enough to count its days anew.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;
use songda_core::case::ToldMail;
use songda_core::ledger::Seq;

use super::cases::{self, KeptCase};
use super::full;
use super::mails::{self, KeptMail};
use crate::clock;
use crate::room::Room;
use crate::rows::{AT_ONCE, Teller};
use crate::services::{self, squeezed};
use crate::view::{DeadlineQuery, DeadlineRow, Problem, ServiceRow, SittingRow};

/// Stands for the place of a mail with deadlines that persons added without one.
const NO_MAIL: usize = usize::MAX;

/// One deadline as far as order, counts and filters need it; the rest is told anew for the rows that are shown.
#[derive(Debug, Clone)]
pub struct KeptDeadline {
    pub(super) id: String,
    pub(super) service: String,
    pub(super) case_number: Option<String>,
    pub(super) name: String,
    /// YYYY-MM-DD.
    pub(super) last_day: Option<String>,
    pub(super) days_left: Option<i32>,
    pub(super) is_closed: bool,
    /// open, confirmed, done, not-applicable, remedied, overdue.
    pub(super) state: String,
    /// What is searched: as it stands, and squeezed when something is looked for.
    pub(super) text: String,
    pub(super) plain: OnceLock<String>,
    /// Place of its mail.
    pub(super) place: usize,
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
    doubts: Vec<Doubted>,
}

/// A doubt about a mail.
#[derive(Debug, Clone)]
struct Doubted {
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
        let before = known.clone();
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
        for some in places.chunks(AT_ONCE) {
            let mails: Vec<&ToldMail> = some.iter().filter_map(|at| teller.told.mails.get(*at)).collect();
            teller.reckon_ahead(&mails);
            for (place, mail) in some.iter().zip(mails) {
                book.tell(room, teller, *place, mail);
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

    fn tell(&mut self, room: &Room, teller: &Teller<'_>, place: usize, mail: &ToldMail) {
        let (row, deadlines, doubts) = teller.piece(mail);
        if let Some(mut row) = row {
            crate::acknowledge::register::fill_one(room, teller.told, &mut row);
            self.services.push(Arc::new(services::keep(row, place, teller.today)));
        }
        self.deadlines.extend(deadlines.into_iter().map(|row| Arc::new(KeptDeadline::of(row, place))));
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
    pub fn services(&self) -> impl Iterator<Item = &ServiceRow> {
        self.services.iter().map(|kept| &kept.row)
    }

    /// Last day and state of every deadline.
    pub fn days(&self) -> impl Iterator<Item = (Option<&str>, &str)> {
        self.deadlines.iter().map(|kept| (kept.last_day.as_deref(), kept.state.as_str()))
    }

    /// Every doubt about a mail, as its id and its code.
    pub fn doubts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.doubts.iter().map(|known| (known.id.as_str(), known.code.as_str()))
    }
}

impl KeptDeadline {
    /// What is kept of a row.
    pub fn of(row: DeadlineRow, place: usize) -> Self {
        let court = row.court.map(|court| court.name).unwrap_or_default();
        let number = row.case_number.as_deref().unwrap_or_default();
        Self {
            text: [row.name.as_str(), number, &court, &row.document].join("\n"),
            plain: OnceLock::new(),
            is_closed: matches!(row.state.as_str(), "done" | "not-applicable" | "remedied"),
            state: row.state,
            id: row.id,
            service: row.service,
            case_number: row.case_number,
            name: row.name,
            last_day: row.last_day,
            days_left: row.days_left,
            place,
        }
    }

    /// The same on a later day.
    fn turned(&self, today: NaiveDate) -> Self {
        let days_left = days_left(self.last_day.as_deref(), today);
        Self { days_left, state: state_on(&self.state, days_left), ..self.clone() }
    }

    fn key(&self) -> (u8, Option<&str>, &str, &str) {
        (self.group(), self.last_day.as_deref(), &self.name, &self.id)
    }

    /// Its group in the list: open with a last day, open without, closed.
    pub(super) fn group(&self) -> u8 {
        if self.is_closed { 2 } else { u8::from(self.last_day.is_none()) }
    }

    pub(super) fn fits(&self, query: &DeadlineQuery, wanted: &str) -> bool {
        let is_bounded = query.from.is_some() || query.to.is_some();
        let is_within = || {
            let day = self.last_day.as_deref().filter(|_| !self.is_closed);
            day.is_some_and(|day| {
                query.from.as_deref().is_none_or(|from| day >= from) && query.to.as_deref().is_none_or(|to| day <= to)
            })
        };
        (!is_bounded || is_within()) && self.holds(wanted)
    }

    fn holds(&self, wanted: &str) -> bool {
        let plain = || self.text.lines().map(squeezed).collect::<Vec<_>>().join("\n");
        wanted.is_empty() || self.plain.get_or_init(plain).contains(wanted)
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
