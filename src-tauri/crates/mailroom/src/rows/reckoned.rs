//! Deadlines as the papers of a mail start them: read once for each way a mail is told, counted on the calendar of now.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use songda_core::case::{Told, ToldMail, service_now};
use songda_core::deadline::{self, Deadline, Prepared};
use songda_core::doubt::Doubt;
use songda_core::id::Digest;
use songda_core::ledger::Understood;
use songda_core::reference::Reference;
use songda_core::service::Service;

use crate::home::Home;
use crate::readings::{Reading, Readings};
use crate::store::Apart;
use crate::view::Problem;

/// Deadlines as they were last counted, and where what was read for them lies. Another calendar makes them counted anew; the
/// papers are read anew only when what is told of the mail changes.
#[derive(Debug)]
pub struct Reckoned {
    counted: Mutex<HashMap<Digest, (Key, Arc<Whole>)>>,
    /// Two who ask for many at the same time share the work instead of doing it twice.
    turn: Mutex<()>,
    readings: Readings,
    book: Apart,
}

/// What a mail's deadlines depend on: how it was understood, what a person determined, where else it was seen, and the
/// register of agreements.
type Key = (i64, i64, usize, usize);
/// What came out: deadlines, and what is doubtful about them.
pub type Whole = (Vec<Deadline>, Vec<Doubt>);

/// So many mails are reckoned by the way; more are shared among the processors.
const FEW: usize = 200;
/// So many mails with every step of their deadlines are kept.
const MANY: usize = 1_000;
/// So many mails are read anew together.
const TOGETHER: usize = 100;

/// What deadlines are told from.
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    /// All that is true.
    pub told: &'a Told,
    /// Rules and calendars.
    pub reference: &'a Reference,
    /// Names of the office.
    pub companies: &'a [&'a str],
    /// Where it is said why papers could not be read: no answer may pass for whole then.
    pub failed: &'a Mutex<Option<Problem>>,
}

impl Sight<'_> {
    fn fail<T>(&self, problem: Problem) -> Option<T> {
        *lock(self.failed) = Some(problem);
        None
    }
}

impl Reckoned {
    /// Of a home whose ledger lies in this file; `writes` says whether readings may be kept on disk.
    pub fn of_home(home: &Home, database: &Path, writes: bool) -> Self {
        Self {
            counted: Mutex::default(),
            turn: Mutex::default(),
            readings: Readings::of(home, writes),
            book: Apart::of(database),
        }
    }

    /// Forgets what was counted: the calendar is another one.
    pub fn recount(&self) {
        lock(&self.counted).clear();
    }

    /// Forgets what was counted where it is much, and keeps what was read: counting is quick, and fifty thousand services
    /// told with every step do not lie in memory for the few that are looked at.
    pub fn forget_counted(&self) {
        let mut counted = lock(&self.counted);
        if counted.len() > MANY {
            *counted = HashMap::new();
        }
    }

    /// The deadlines a mail starts, as everything recorded tells it; reckoned where that is not known yet.
    pub(super) fn of(&self, sight: Sight<'_>, mail: &ToldMail) -> Option<Arc<Whole>> {
        mail.service()?;
        self.known(sight, mail).or_else(|| self.read_anew(sight, &[mail]).pop())
    }

    /// The whole reading of a mail: from memory, or where it is not there, from the ledger.
    pub(super) fn whole<'a>(&self, sight: Sight<'_>, mail: &'a ToldMail) -> Option<Cow<'a, Understood>> {
        let Some(number) = mail.whole_lies_in() else { return mail.understood.as_ref().map(Cow::Borrowed) };
        let entry = match self.book.entries(vec![number]) {
            Ok(entries) => entries.into_iter().next(),
            Err(error) => return sight.fail(error.into()),
        };
        let whole = entry.and_then(|entry| mail.whole_of(&entry));
        whole.map(Cow::Owned).or_else(|| sight.fail(damaged(number)))
    }

    /// The service of a mail as everything recorded since tells it, with the words of its papers.
    pub(super) fn service_now(&self, sight: Sight<'_>, mail: &ToldMail) -> Option<Service> {
        service_now(sight.told, mail, self.whole(sight, mail)?.as_ref(), sight.companies)
    }

    /// What was counted before, or is counted from what was read before.
    fn known(&self, sight: Sight<'_>, mail: &ToldMail) -> Option<Arc<Whole>> {
        let key = key_of(sight.told, mail);
        let counted = lock(&self.counted).get(&mail.mail).filter(|(of, _)| *of == key).map(|(_, whole)| whole.clone());
        counted.or_else(|| {
            let reading = sight.told.reading_key(mail, sight.companies)?;
            Some(self.count(sight, mail, &self.readings.get(&mail.mail, &reading)?))
        })
    }

    fn count(&self, sight: Sight<'_>, mail: &ToldMail, prepared: &Prepared) -> Arc<Whole> {
        let whole = Arc::new(prepared.count(sight.reference));
        lock(&self.counted).insert(mail.mail, (key_of(sight.told, mail), whole.clone()));
        whole
    }

    /// Reads the papers of mails anew, counts, and keeps what was read.
    fn read_anew(&self, sight: Sight<'_>, mails: &[&ToldMail]) -> Vec<Arc<Whole>> {
        let lying: Vec<i64> = mails.iter().filter_map(|mail| mail.whole_lies_in()).collect();
        let found = if lying.is_empty() { Ok(Vec::new()) } else { self.book.entries(lying) };
        let entries = match found {
            Ok(entries) => entries,
            Err(error) => return sight.fail(error.into()).unwrap_or_default(),
        };
        let (mut all, mut new): (Vec<Arc<Whole>>, Vec<Reading>) = Default::default();
        for mail in mails {
            let whole = match mail.whole_lies_in() {
                None => mail.understood.as_ref().map(Cow::Borrowed),
                Some(number) => {
                    let entry = entries.iter().find(|entry| entry.seq == number);
                    let whole = entry.and_then(|entry| mail.whole_of(entry));
                    whole.map(Cow::Owned).or_else(|| sight.fail(damaged(number)))
                }
            };
            let service = whole.and_then(|whole| service_now(sight.told, mail, &whole, sight.companies));
            let Some(service) = service else { continue };
            let prepared = deadline::prepare(&service, sight.reference);
            if let Some(reading) = sight.told.reading_key(mail, sight.companies) {
                new.push((mail.mail, reading, prepared.to_bytes()));
            }
            all.push(self.count(sight, mail, &prepared));
        }
        self.readings.keep(new);
        all
    }

    /// Reckons what is not known yet of many mails, on every processor.
    pub(super) fn fill(&self, sight: Sight<'_>, mails: &[&ToldMail]) {
        let _turn = lock(&self.turn);
        let missing: Vec<&ToldMail> = {
            let counted = lock(&self.counted);
            let is_known =
                |mail: &ToldMail| counted.get(&mail.mail).is_some_and(|(key, _)| *key == key_of(sight.told, mail));
            mails.iter().copied().filter(|mail| mail.service().is_some() && !is_known(mail)).collect()
        };
        if missing.len() < FEW {
            return;
        }
        let workers = std::thread::available_parallelism().map_or(1, usize::from).min(8);
        std::thread::scope(|scope| {
            for some in missing.chunks(missing.len().div_ceil(workers)) {
                scope.spawn(move || {
                    let unread: Vec<&ToldMail> =
                        some.iter().copied().filter(|mail| self.known(sight, mail).is_none()).collect();
                    unread.chunks(TOGETHER).for_each(|some| drop(self.read_anew(sight, some)));
                });
            }
        });
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The ledger holds another entry than the one that was read.
fn damaged(number: i64) -> Problem {
    crate::store::StoreError::Damaged { seq: number }.into()
}

fn key_of(told: &Told, mail: &ToldMail) -> Key {
    let start_seq = told.lives.start_of(&mail.service_id()).map_or(0, |(_, seq)| *seq);
    (mail.understood_seq, start_seq, mail.sightings.len(), told.agreement_changes.len())
}
