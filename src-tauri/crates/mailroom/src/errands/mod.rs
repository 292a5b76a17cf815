//! Errands 取件: documents behind links are fetched where the office allowed it, brought by hand everywhere else.

mod board;
pub mod bring;
mod client;
mod coding;
mod crc64;
mod download;
mod failures;
mod guard;
mod order;
mod pass;
mod proxy;
mod run;
mod vain;
mod whole;

use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, FixedOffset};
use songda_core::case::{Told, ToldMail};
use songda_core::channel;
use songda_core::errand::{Errand, id_of};
use songda_core::id::{ErrandId, ServiceId};
use songda_core::ledger::PickupRecord;
use songda_core::reference::{Interface, Platform};

use crate::clock;
use crate::receive;
use crate::room::Room;
use crate::settings::PlatformSettings;
use crate::view::Problem;

pub use board::{Board, Progress};
pub use order::{
    Opening, ask, bring_bytes, bring_files, bring_paper, cancel, not_opened, opening, take_back, take_paper_back,
};
pub use proxy::KEYCHAIN as PROXY_KEYCHAIN;
pub use vain::is_late;

/// How long one pass waits for errands that try again by themselves soon.
const PATIENCE: Duration = Duration::from_secs(600);
/// A part that nothing was added to for so long is not gone on with any more.
const GIVEN_UP: Duration = Duration::from_secs(30 * 24 * 3_600);
/// The longest pause before an errand is tried again.
const LONGEST_PAUSE: Duration = Duration::from_secs(6 * 3_600);
/// What waits longer than this is left to the next pass.
const SOON: Duration = Duration::from_secs(130);

/// A look at a list that told nothing new, or failed, is followed by no other for so long.
const LOOK_REST: Duration = Duration::from_secs(24 * 3_600);

/// One errand that is to be run, with all it needs.
pub struct Due {
    /// The errand.
    pub id: ErrandId,
    /// The mail whose link it follows.
    pub mail: songda_core::id::Digest,
    /// Its service.
    pub service: ServiceId,
    /// The link.
    pub pickup: PickupRecord,
    /// How the platform is asked.
    pub interface: Interface,
    /// What the office set for it.
    pub settings: PlatformSettings,
}

/// Whether the office lets links of this platform be followed that came into the mail's mailbox.
pub fn is_allowed(mail: &ToldMail, settings: &PlatformSettings) -> bool {
    // A link of a mail that is not believed is never followed by itself.
    let is_believed = mail.understood.as_ref().is_some_and(|it| matches!(it.verdict.as_str(), "proven" | "likely"));
    let mut seen = mail.sightings.iter();
    is_believed && seen.any(|seen| settings.fetch_for.contains(&seen.mailbox))
}

/// Runs every errand that is due, one after the other. Failures are recorded with the errand, not given back.
///
/// # Errors
/// When ledger or vault cannot be used.
pub async fn run_due(room: &Room) -> Result<(), Problem> {
    let _turn = room.errands.turn().await;
    let mut tried = BTreeSet::new();
    // Asked anew after each: what one brought, another channel of the same delivery need not open again.
    while let Some(next) = due(room).await?.into_iter().find(|due| !tried.contains(&due.id)) {
        tried.insert(next.id.clone());
        run::run(room, next).await?;
    }
    clear_done(room).await;
    Ok(())
}

/// Takes away what lies beside fetches that are done: a program that ended between keeping a document and clearing its
/// part left it there. Parts of one that is not done stay for going on, but not for ever: a link does not live so long.
async fn clear_done(room: &Room) {
    let done: HashSet<String> = room.told.read().await.errands.done().map(|id| id.as_str().to_owned()).collect();
    let folder = room.home.root().join("errands");
    // The turn is held until then: nothing is fetched meanwhile.
    let _ = tokio::task::spawn_blocking(move || clear(&folder, &done)).await;
}

fn clear(errands: &Path, done: &HashSet<String>) {
    for folder in std::fs::read_dir(errands).into_iter().flatten().flatten() {
        let is_done = folder.file_name().to_str().is_some_and(|name| done.contains(name));
        if is_done || is_given_up(&folder.path()) {
            let _ = std::fs::remove_dir_all(folder.path());
        }
    }
}

/// Whether nothing came into a folder of parts for a month.
fn is_given_up(folder: &Path) -> bool {
    let Ok(parts) = std::fs::read_dir(folder) else { return false };
    let touched = |path: &Path| std::fs::metadata(path).and_then(|seen| seen.modified()).ok();
    let mut all = parts.flatten().map(|part| touched(&part.path())).chain([touched(folder)]);
    let is_old = |at: Option<SystemTime>| at.and_then(|at| at.elapsed().ok()).is_some_and(|age| age > GIVEN_UP);
    all.all(is_old)
}

/// Runs errands until none is due soon: what a single pass does after the mailboxes.
///
/// # Errors
/// When ledger or vault cannot be used.
pub async fn run_all(room: &Room) -> Result<(), Problem> {
    let start = tokio::time::Instant::now();
    loop {
        run_due(room).await?;
        let Some(wait) = next(room).await else { return Ok(()) };
        if wait > SOON || start.elapsed() + wait > PATIENCE {
            return Ok(());
        }
        tokio::time::sleep(wait).await;
    }
}

/// How long until the next errand tries again by itself.
pub async fn next(room: &Room) -> Option<Duration> {
    let told = room.told.read().await;
    let waits = told.mails.iter().flat_map(|mail| pickups_of(mail).map(move |(id, _)| id)).filter_map(|id| {
        let again = told.errands.get(&id)?.held.as_ref()?.again.clone()?;
        let again = chrono::DateTime::parse_from_rfc3339(&again).ok()?;
        Some(wait_until(again, clock::now()))
    });
    waits.min()
}

/// How long it is until a moment at which something is tried again. One that lies further away than the longest pause
/// was set by a clock that ran ahead: it would be waited for without end.
fn wait_until(again: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> Duration {
    let wait = (again - now).to_std().unwrap_or(Duration::ZERO);
    if wait > LONGEST_PAUSE { Duration::ZERO } else { wait }
}

/// The errands of a mail's service, with what leads to them.
pub fn pickups_of(mail: &ToldMail) -> impl Iterator<Item = (ErrandId, &PickupRecord)> {
    let id = mail.service_id();
    let service = mail.service().map(|(_, service)| service);
    service.into_iter().flat_map(|it| &it.pickups).map(move |pickup| (id_of(&id, pickup), pickup))
}

/// Whether this program can fetch what a pickup leads to. A link to a host that is none of its platform's only looks like
/// one, and nothing of it is asked for.
pub fn is_fetchable(pickup: &PickupRecord, platform: Option<&Platform>) -> bool {
    pickup.url.is_some() && !pickup.strange_host && platform.is_some_and(|platform| platform.interface.is_some())
}

/// Every errand that may run now.
async fn due(room: &Room) -> Result<Vec<Due>, Problem> {
    room.refresh().await?;
    let told = room.told.read().await;
    let (now, reference) = (clock::now(), room.reference());
    let mut due = Vec::new();
    for mail in &told.mails {
        for (id, pickup) in pickups_of(mail) {
            let platform = reference.platforms.by_id(&pickup.platform).filter(|it| is_fetchable(pickup, Some(it)));
            let Some((platform, interface)) = platform.and_then(|it| Some((it, it.interface.as_ref()?))) else {
                continue;
            };
            let settings = room.settings.platform(&platform.id);
            let known = told.errands.get(&id).cloned().unwrap_or_default();
            let waits = known.held.as_ref().is_some_and(|held| {
                let again = held.again.as_deref().and_then(|again| chrono::DateTime::parse_from_rfc3339(again).ok());
                again.is_none_or(|again| !wait_until(again, now).is_zero())
            });
            let is_ordered = known.asked.is_some();
            let is_over = known.is_done && !(known.wants_another_look(now) && room.errands.rested(&id, LOOK_REST));
            if is_over || waits || !(is_ordered || is_allowed(mail, &settings)) {
                continue;
            }
            // The same delivery told by another channel: one opening brings it for both.
            if !is_ordered && known.listed.is_empty() && is_fetched_beside(&told, mail, &id, pickup) {
                continue;
            }
            due.push(Due {
                id,
                mail: mail.mail,
                service: mail.service_id(),
                pickup: pickup.clone(),
                interface: interface.clone(),
                settings,
            });
        }
    }
    Ok(due)
}

/// Whether the same delivery is fetched, or was, by another channel of the service.
pub fn is_fetched_beside(told: &Told, mail: &ToldMail, own: &ErrandId, pickup: &PickupRecord) -> bool {
    let key = channel::delivery_of;
    let group = told.matters.channels(&mail.service_id());
    let mails = group.iter().filter_map(|id| told.by_service(id));
    let others = mails.flat_map(pickups_of).filter(|(id, other)| id != own && key(other) == key(pickup));
    // One that waits for a person brings nothing by itself: it must not keep a fresh link from being followed, unless a
    // person stopped it.
    let is_stopped = |it: &Errand| it.held.as_ref().is_some_and(|held| held.code == "pickup.stopped");
    others
        .filter_map(|(id, _)| told.errands.get(&id))
        .any(|it| matches!(it.state(), "done" | "asked" | "fetching" | "waiting") || is_stopped(it))
}

/// Stops running errands that were cancelled, by whomever.
pub async fn stop_cancelled(room: &Room) {
    let told = room.told.read().await;
    let is_stopped = |id: &ErrandId| {
        let held = told.errands.get(id).and_then(|errand| errand.held.as_ref());
        held.is_some_and(|held| held.code == "pickup.stopped")
    };
    room.errands.stop_where(is_stopped);
}

/// Reads the mails again beside which something came in, so that it is judged and filed.
///
/// # Errors
/// When the ledger refuses.
pub async fn take_in(room: &Room) -> Result<(), Problem> {
    receive::catch_up(room).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_beside_a_fetch_that_is_done_goes_away_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["done", "open"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
            std::fs::write(folder.path().join(name).join("0123.part"), "half").unwrap();
        }
        clear(folder.path(), &HashSet::from(["done".to_owned(), "elsewhere".to_owned()]));
        assert!(!folder.path().join("done").exists() && folder.path().join("open/0123.part").exists());
    }

    #[test]
    fn what_a_clock_that_ran_ahead_put_off_is_due() {
        let now = clock::now();
        let wait = |hours| wait_until(now + chrono::TimeDelta::hours(hours), now);
        assert_eq!((wait(-1), wait(6), wait(7)), (Duration::ZERO, LONGEST_PAUSE, Duration::ZERO));
    }

    #[test]
    fn parts_are_given_up_after_a_month_without_anything_new() {
        let folder = tempfile::tempdir().unwrap();
        let age = |path: &Path, days: u64| {
            let file = std::fs::File::open(path).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(days * 24 * 3_600)).unwrap();
        };
        let part = folder.path().join("0123.part");
        std::fs::write(&part, "half").unwrap();
        age(&part, 31);
        assert!(!is_given_up(folder.path()), "the folder itself is new");
        #[cfg(unix)]
        {
            age(folder.path(), 31);
            assert!(is_given_up(folder.path()));
            age(&part, 29);
            assert!(!is_given_up(folder.path()));
        }
    }
}
