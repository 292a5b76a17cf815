//! Reminders: what is due is told by every way the office set, and every telling is recorded, delivered or not.

mod mail;
pub mod plan;
pub mod robots;
pub mod sittings;
pub mod words;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};
use songda_core::id::ServiceId;
use songda_core::ledger::{Fact, Reminded};

use crate::clock;
use crate::room::Room;
use crate::settings::{Level, MailWay, RobotWay, Settings};
use crate::view::{DeadlineRow, Problem};
use plan::Telling;
use words::Said;

/// Where a trouble with reminders is noted.
pub const TROUBLE: &str = "remind";
/// The way in which the window itself tells.
pub const DESKTOP: &str = "desktop";
/// A way that failed is tried again after this time; platforms stop taking messages that come faster.
const AGAIN: Duration = Duration::from_secs(600);
/// No way tells more often than this.
const APART: Duration = Duration::from_secs(60);

/// When each way may be tried again.
#[derive(Debug, Default)]
pub struct Pace {
    next: HashMap<String, Instant>,
}

/// Tells everything that is due now by every way of the settings. What could not be delivered is recorded with its
/// reason, shown, and tried again.
///
/// # Errors
/// When the ledger cannot be read or written.
pub async fn run(room: &Room, pace: &mut Pace, now: DateTime<FixedOffset>) -> Result<(), Problem> {
    let settings = &room.settings.remind;
    let mut failed = None;
    for robot in &settings.robots {
        if !is_ready(pace, &robot.id) {
            continue;
        }
        let mut telling = telling(room, &robot.id, robot.level, now).await?;
        telling.leave_for_later();
        if telling.is_empty() {
            continue;
        }
        let said = words::say(&telling, now.date_naive());
        let outcome = by_robot(robot, &said, now).await;
        let label = if robot.name.is_empty() { robot.kind.code() } else { &robot.name };
        failed = failed.or(note(room, pace, (&robot.id, label), &telling, outcome).await?);
    }
    for way in &settings.mails {
        if !is_ready(pace, &way.id) {
            continue;
        }
        let mut telling = telling(room, &way.id, way.level, now).await?;
        telling.leave_for_later();
        if telling.is_empty() {
            continue;
        }
        let said = words::say(&telling, now.date_naive());
        let outcome = mail::send(&room.settings, way, &said).await;
        failed = failed.or(note(room, pace, (&way.id, &way.to), &telling, outcome).await?);
    }
    if failed.is_some() {
        room.trouble(TROUBLE, failed);
    } else if room.has_trouble(TROUBLE) && pace.next.values().all(|next| *next <= Instant::now() + APART) {
        room.trouble(TROUBLE, None);
    }
    Ok(())
}

fn is_ready(pace: &Pace, id: &str) -> bool {
    pace.next.get(id).is_none_or(|next| *next <= Instant::now())
}

async fn by_robot(robot: &RobotWay, said: &Said, now: DateTime<FixedOffset>) -> Result<String, Problem> {
    let key = robots::key(robot).await?;
    robots::send(robot, &key, said, now.timestamp_millis()).await
}

/// What one way has to tell now.
///
/// # Errors
/// When the ledger cannot be read.
pub async fn telling(room: &Room, by: &str, level: Level, now: DateTime<FixedOffset>) -> Result<Telling, Problem> {
    let settings = &room.settings.remind;
    let book = room.book().await?;
    room.ask(|teller| {
        let done = |key: &str| teller.told.lives.reminded.contains(&(by.to_owned(), key.to_owned()));
        let rests = |row: &DeadlineRow| teller.told.handlings.rests(&ServiceId::from_text(&row.service), now);
        let rows = book.near(teller, plan::horizon(settings));
        // What a doubtful mail would start frightens nobody and names no court: the mail itself is to be looked at.
        let (doubted, mut rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| teller.is_doubted(&row.service));
        let doubtful = doubted.iter().map(|row| &row.service).collect::<std::collections::BTreeSet<_>>().len();
        // A rest is a person's own wish: it holds for reminders at this desk, never for those above it.
        if level == Level::Handler {
            rows.retain(|row| !rests(row));
        }
        let mut sittings = Vec::new();
        // Nobody above the handler is told of sittings.
        if level == Level::Handler {
            sittings = teller.every_sitting();
            // The last two hours are told whoever wished to rest.
            let is_soon = |starts: DateTime<FixedOffset>| starts - now <= chrono::TimeDelta::hours(2);
            let id = |service: &str| ServiceId::from_text(service);
            sittings.retain(|it| is_soon(it.starts) || !teller.told.handlings.rests(&id(&it.row.service), now));
        }
        let mut telling = plan::telling((&rows, &sittings), now, settings, level, &done);
        telling.doubtful = if telling.digest.is_some() { doubtful } else { 0 };
        telling
    })
    .await
}

/// Records how a telling went.
async fn note(
    room: &Room,
    pace: &mut Pace,
    (by, to): (&str, &str),
    telling: &Telling,
    outcome: Result<String, Problem>,
) -> Result<Option<Problem>, Problem> {
    let wait = if outcome.is_ok() { APART } else { AGAIN };
    pace.next.insert(by.to_owned(), Instant::now() + wait);
    let (problem, answer) = match &outcome {
        Ok(answer) => (None, answer.clone()),
        Err(problem) => (Some(problem.code.clone()), problem.facts.join(" · ")),
    };
    let about = telling.about();
    let fact = Fact::Reminded(Reminded { about, by: by.to_owned(), to: to.to_owned(), problem, answer });
    room.store.append(&room.stamp(), "songda", &[fact], None).await?;
    room.changed().await?;
    Ok(outcome.err())
}

/// What the window itself has to show now, as one notification; nothing when nothing is due.
///
/// # Errors
/// When the ledger cannot be read.
pub async fn for_desktop(room: &Room) -> Result<Option<(Said, Vec<String>)>, Problem> {
    let now = clock::now();
    let mut telling = telling(room, DESKTOP, Level::Handler, now).await?;
    // The daily list stands on the page of today; it is no notification.
    (telling.digest, telling.week) = (None, Vec::new());
    telling.leave_for_later();
    if telling.is_empty() {
        return Ok(None);
    }
    let said = words::say(&telling, now.date_naive());
    Ok(Some((said, telling.about())))
}

/// Records that the window showed a notification, or why it could not.
///
/// # Errors
/// When the ledger cannot be written.
pub async fn shown(room: &Room, about: Vec<String>, problem: Option<String>) -> Result<(), Problem> {
    let (by, to) = (DESKTOP.to_owned(), room.settings.office.handler.clone());
    let fact = Fact::Reminded(Reminded { about, by, to, problem, answer: String::new() });
    room.store.append(&room.stamp(), "songda", &[fact], None).await?;
    room.changed().await
}

/// Sends a test message by one way of the settings; records nothing.
///
/// # Errors
/// `not-found` when there is no such way; `remind.*` with the other side's words.
pub async fn test(room: &Room, id: &str) -> Result<String, Problem> {
    let settings = &room.settings.remind;
    if let Some(robot) = settings.robots.iter().find(|robot| robot.id == id) {
        return test_robot(robot, &robots::key(robot).await?).await;
    }
    match settings.mails.iter().find(|way| way.id == id) {
        Some(way) => test_mail(&room.settings, way).await,
        None => Err(Problem::not_found(id)),
    }
}

/// Sends a test message by a robot, whether the settings name it already or not; records nothing.
///
/// # Errors
/// `remind.*` with the platform's words.
pub async fn test_robot(robot: &RobotWay, key: &robots::Key) -> Result<String, Problem> {
    robots::send(robot, key, &sample(), clock::now().timestamp_millis()).await
}

/// Sends a test message as a mail; records nothing.
///
/// # Errors
/// `remind.*` with the server's words.
pub async fn test_mail(settings: &Settings, way: &MailWay) -> Result<String, Problem> {
    mail::send(settings, way, &sample()).await
}

fn sample() -> Said {
    Said {
        title: "【送达台】测试消息".to_owned(), lines: vec!["收到这条消息，说明提醒可以送达。".to_owned()]
    }
}
