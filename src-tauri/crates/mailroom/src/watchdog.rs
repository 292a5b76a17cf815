//! The watchdog over the watching: last successful looks, the alarm when they stop, gaps, and the daily self-check.

mod self_check;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};
use songda_core::calendar::Calendar;
use songda_core::ledger::{Alarm, Fact, Gap, SELF_CHECK_FAILED, Watched};
use tokio_util::sync::CancellationToken;

use crate::clock;
use crate::room::Room;
use crate::settings::{MailboxSettings, WatchSettings};
use crate::store::Looked;
use crate::view::{FolderLook, GapRow, MailboxState, Problem, SelfCheckRow, WatchRow};

pub use self::self_check::self_check;

/// Stands for all folders of a mailbox together: no folder is called so.
const ALL: &str = " ";
/// How often the watchdog looks around.
const TICK: Duration = Duration::from_secs(5);
/// A tick that comes so much later than the one before was slept over.
const SLEPT: TimeDelta = TimeDelta::seconds(60);
/// A look is noted on disk no more often than this.
const NOTED: TimeDelta = TimeDelta::seconds(60);
/// Interruptions shorter than this are no gap.
const SHORTEST_GAP: TimeDelta = TimeDelta::minutes(5);
/// So long after its start the program is given to look for the first time.
const FIRST_LOOK: TimeDelta = TimeDelta::minutes(2);
/// Gaps that are shown.
const SHOWN_GAPS: usize = 10;
/// What the alarm says when nothing else is known.
pub const STALE: &str = "mailbox.stale";

/// What the watchdog remembers while the program runs.
pub struct Dog {
    started: DateTime<FixedOffset>,
    mind: Mutex<Mind>,
}

#[derive(Default)]
struct Mind {
    looked: BTreeMap<(String, String), DateTime<FixedOffset>>,
    noted: BTreeMap<(String, String), DateTime<FixedOffset>>,
    failing: BTreeMap<String, String>,
    /// How long after a complete look the next one comes at the latest, as the source says.
    next: BTreeMap<String, TimeDelta>,
    slept: Option<DateTime<FixedOffset>>,
    last_tick: Option<DateTime<FixedOffset>>,
}

impl Dog {
    /// A watchdog that knows of these looks of earlier runs.
    pub fn new(looked: &Looked) -> Self {
        let known: BTreeMap<_, _> =
            looked.iter().filter_map(|(place, at)| Some((place.clone(), moment(at)?))).collect();
        let mind = Mind { looked: known.clone(), noted: known, ..Mind::default() };
        Self { started: clock::now(), mind: Mutex::new(mind) }
    }

    fn mind(&self) -> MutexGuard<'_, Mind> {
        self.mind.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn moment(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
}

/// A folder was looked at to the end.
pub async fn looked(room: &Room, mailbox: &str, folder: &str) {
    let (now, place) = (clock::now(), (mailbox.to_owned(), folder.to_owned()));
    let is_due = {
        let mut mind = room.dog.mind();
        mind.looked.insert(place.clone(), now);
        let every = noted_every(room);
        let is_due = mind.noted.get(&place).is_none_or(|noted| now - *noted >= every || now < *noted);
        if is_due {
            mind.noted.insert(place, now);
        }
        is_due
    };
    if is_due {
        note(room, mailbox, folder, now).await;
    }
}

/// Looks are noted on disk no more often than once in this time.
fn noted_every(room: &Room) -> TimeDelta {
    NOTED.min(limit(&room.settings.watch) / 4)
}

async fn note(room: &Room, mailbox: &str, folder: &str, at: DateTime<FixedOffset>) {
    if let Err(error) = room.store.note_looked(mailbox, folder, &clock::written(at)).await {
        tracing::warn!(code = "home.ledger", says = %crate::problem::chain(&error), "a look could not be noted");
    }
}

/// How a complete look came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// By a program that keeps watching.
    Watching {
        /// Time until the next look at the latest.
        next: Duration,
    },
    /// By a single pass; the time between two of them is theirs to choose, up to the alarm.
    OnePass,
}

/// All folders of a mailbox were looked at to the end: a gap that ends here is put on record.
pub async fn checked(room: &Room, mailbox: &str, look: Look) {
    let now = clock::now();
    let (before, failing, slept) = {
        let mut mind = room.dog.mind();
        if let Look::Watching { next } = look {
            mind.next.insert(mailbox.to_owned(), TimeDelta::from_std(next).unwrap_or(TimeDelta::zero()));
        }
        let before = mind.looked.get(&(mailbox.to_owned(), ALL.to_owned())).copied();
        (before, mind.failing.remove(mailbox), mind.slept)
    };
    looked(room, mailbox, ALL).await;
    let alarm = alarm_of(room, mailbox).await.filter(|alarm| alarm.code != SELF_CHECK_FAILED);
    // A mailbox that was never looked at with success was not looked at since the alarm's beginning at least.
    let Some(before) = before.or(alarm.as_ref().and_then(|alarm| moment(&alarm.since))) else { return };
    let least = match look {
        Look::Watching { .. } => SHORTEST_GAP.min(limit(&room.settings.watch)),
        Look::OnePass => limit(&room.settings.watch),
    };
    let seen = Seen { before, started: room.dog.started, slept, is_failing: failing.is_some() };
    let Some(code) = seen.gap(now, least).or(alarm.map(|_| "unreachable")) else { return };
    note(room, mailbox, ALL, now).await;
    let (from, until) = (clock::written(before), clock::written(now));
    let gap = Gap { mailbox: mailbox.to_owned(), from, until, code: code.to_owned() };
    put(room, Fact::Gap(gap)).await;
}

/// What is known of the time since a mailbox was last looked at.
struct Seen {
    /// The last complete look.
    before: DateTime<FixedOffset>,
    /// When the program started.
    started: DateTime<FixedOffset>,
    /// The last sign of life before the computer slept.
    slept: Option<DateTime<FixedOffset>>,
    /// Whether looking failed since.
    is_failing: bool,
}

impl Seen {
    /// Why there is a gap that ends now, if there is one: an interruption of at least this length, by sleep, by the
    /// program's absence, or by the server's. Without any of them nothing was interrupted, however long it took.
    fn gap(&self, now: DateTime<FixedOffset>, least: TimeDelta) -> Option<&'static str> {
        let code = match self.slept {
            Some(slept) if slept >= self.before => Some("slept"),
            _ if self.before < self.started => Some("not-running"),
            _ if self.is_failing => Some("unreachable"),
            _ => None,
        };
        code.filter(|_| now - self.before >= least)
    }
}

/// A mailbox could not be looked at.
pub fn failed(room: &Room, mailbox: &str, code: &str) {
    room.dog.mind().failing.insert(mailbox.to_owned(), code.to_owned());
}

async fn put(room: &Room, fact: Fact) {
    let put = room.store.append(&room.stamp(), "songda", &[fact], None).await;
    let told = match put {
        Ok(()) => room.changed().await,
        Err(error) => Err(error.into()),
    };
    if let Err(problem) = told {
        tracing::error!(code = %problem.code, "what the watchdog saw could not be recorded");
    }
}

async fn alarm_of(room: &Room, mailbox: &str) -> Option<Alarm> {
    let told = room.told.read().await;
    told.watched.get(mailbox).and_then(|watched| watched.alarm.as_ref()).map(|(alarm, _)| alarm.clone())
}

fn limit(settings: &WatchSettings) -> TimeDelta {
    TimeDelta::from_std(settings.stale).unwrap_or(TimeDelta::MAX)
}

/// How long a mailbox may go without a successful look at this moment.
fn limit_at(now: DateTime<FixedOffset>, settings: &WatchSettings, calendar: &Calendar) -> TimeDelta {
    let (from, until) = settings.hours;
    let is_working = !calendar.is_rest(now.date_naive()) && (from..until).contains(&now.time());
    let longest = if is_working { settings.stale } else { settings.stale_off.max(settings.stale) };
    TimeDelta::from_std(longest).unwrap_or(TimeDelta::MAX)
}

/// The same for one mailbox: never sooner than two looks of its could have been missed.
fn limit_of(room: &Room, mailbox: &MailboxSettings, now: DateTime<FixedOffset>) -> TimeDelta {
    let next = room.dog.mind().next.get(&mailbox.id).copied().unwrap_or(TimeDelta::zero());
    let poll = TimeDelta::from_std(mailbox.poll).unwrap_or(TimeDelta::zero());
    limit_at(now, &room.settings.watch, &room.reference().calendar).max(next + NOTED).max(poll * 2)
}

/// Looks after the looking until stopped: notices sleep, raises the alarm, checks itself once a day.
pub async fn keep(room: Arc<Room>, stop: CancellationToken) {
    // A server that hangs in one must not keep the watchdog from looking at the others.
    let mut checks = self_check::Checks::default();
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => break,
            () = tokio::time::sleep(TICK) => {}
        }
        tick(&room).await;
        checks.run_due(&room).await;
    }
    drop(checks);
    // What was watched until now was watched until now, however long ago the last look had to be.
    let watched: Vec<String> = {
        let mind = room.dog.mind();
        let looked =
            mind.looked.keys().filter(|(mailbox, folder)| folder == ALL && !mind.failing.contains_key(mailbox));
        let is_own = |at: Option<&DateTime<FixedOffset>>| at.is_some_and(|at| *at >= room.dog.started);
        looked.filter(|place| is_own(mind.looked.get(*place))).map(|(mailbox, _)| mailbox.clone()).collect()
    };
    for mailbox in watched {
        note(&room, &mailbox, ALL, clock::now()).await;
    }
}

async fn tick(room: &Room) {
    let now = clock::now();
    {
        let mut mind = room.dog.mind();
        let before = mind.last_tick.replace(now);
        let slept = before.filter(|before| now - *before >= SLEPT);
        mind.slept = slept.or(mind.slept);
    }
    if now - room.dog.started < FIRST_LOOK.min(limit(&room.settings.watch)) {
        return;
    }
    for mailbox in &room.settings.mailboxes {
        let (last, failing) = {
            let mind = room.dog.mind();
            let last = mind.looked.get(&(mailbox.id.clone(), ALL.to_owned())).copied();
            (last.unwrap_or(room.dog.started), mind.failing.get(&mailbox.id).cloned())
        };
        if now - last < limit_of(room, mailbox, now) {
            continue;
        }
        if alarm_of(room, &mailbox.id).await.is_none() {
            let code = failing.unwrap_or_else(|| STALE.to_owned());
            tracing::error!(code = %code, mailbox = %mailbox.id, "no successful look for too long");
            let alarm = Alarm { mailbox: mailbox.id.clone(), since: clock::written(last), code };
            put(room, Fact::Alarm(alarm)).await;
        }
    }
}

/// How well every mailbox of the settings is watched, as the ledger and the last looks tell, also to who looks from
/// beside.
///
/// # Errors
/// When the ledger cannot be read.
pub async fn standing(room: &Room) -> Result<BTreeMap<String, WatchRow>, Problem> {
    room.refresh().await?;
    let looked = room.store.looked().await?;
    let now = clock::now();
    let told = room.told.read().await;
    let none = Watched::default();
    let row = |mailbox: &MailboxSettings| {
        let own = looked.iter().filter(|((of, _), _)| *of == mailbox.id);
        let mut folders: Vec<FolderLook> =
            own.map(|((_, folder), at)| FolderLook { folder: folder.clone(), last_look: at.clone() }).collect();
        let all = folders.iter().position(|look| look.folder == ALL).map(|at| folders.remove(at));
        let last_look = all.map(|look| look.last_look);
        // A look is noted a little later than it was; the watcher itself knows better, and raises the alarm.
        let limit = limit_of(room, mailbox, now) + noted_every(room);
        row_of(told.watched.get(&mailbox.id).unwrap_or(&none), last_look, folders, now, limit)
    };
    Ok(room.settings.mailboxes.iter().map(|mailbox| (mailbox.id.clone(), row(mailbox))).collect())
}

fn row_of(
    watched: &Watched,
    last_look: Option<String>,
    folders: Vec<FolderLook>,
    now: DateTime<FixedOffset>,
    limit: TimeDelta,
) -> WatchRow {
    let raised = watched.alarm.as_ref().map(|(alarm, _)| (alarm.since.clone(), alarm.code.clone()));
    // Also when nobody is there who could raise it.
    let silent = last_look.clone().filter(|last| moment(last).is_some_and(|last| now - last >= limit));
    let alarm = raised.or(silent.map(|since| (since, STALE.to_owned())));
    let gaps = watched.gaps.iter().rev().take(SHOWN_GAPS);
    let self_check = watched.self_check.as_ref().map(|(check, at)| SelfCheckRow {
        at: moment(at).map_or_else(|| at.clone(), clock::written),
        ok: check.is_well(),
        outcome: check.outcome.clone(),
        sha256: check.mail.map(|mail| mail.to_string()),
    });
    WatchRow {
        last_look,
        folders,
        alarm_since: alarm.as_ref().map(|(since, _)| since.clone()),
        alarm_code: alarm.map(|(_, code)| code),
        gaps: gaps
            .map(|gap| GapRow { from: gap.from.clone(), until: gap.until.clone(), code: gap.code.clone() })
            .collect(),
        self_check,
    }
}

/// Adds to the states of mailboxes how well they are watched. Who looks from beside learns from it when they were
/// last checked; an alarm is a problem also when nothing else is known to be one.
pub fn add_to(states: &mut [MailboxState], mut standing: BTreeMap<String, WatchRow>, is_holder: bool) {
    for state in states.iter_mut().filter(|state| state.kind != "home") {
        let Some(row) = standing.remove(&state.id) else { continue };
        state.last_check = state.last_check.take().or_else(|| row.last_look.clone());
        if let (Some(since), Some(code)) = (&row.alarm_since, &row.alarm_code) {
            let outcome = row.self_check.as_ref().map_or_else(String::new, |check| check.outcome.clone());
            let alarm = if code == SELF_CHECK_FAILED {
                Problem::new("mailbox.self-check", [state.address.clone(), outcome])
            } else {
                Problem::new("mailbox.stale", [state.address.clone(), since.clone()])
            };
            // The holder knows better what is wrong, and that it tries again.
            state.problem = state.problem.take().or(Some(alarm));
            "failed".clone_into(&mut state.state);
        } else if !is_holder && row.last_look.is_some() {
            "watching".clone_into(&mut state.state);
        }
        state.watch = row;
    }
}

#[cfg(test)]
mod tests;
