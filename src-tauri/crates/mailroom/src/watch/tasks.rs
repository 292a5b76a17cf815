//! What goes on beside the sources: sending, retrying, reminding, errands.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::soften;
use crate::room::Room;
use crate::{acknowledge, announce, clock, errands, receive, remind};

/// How often waiting receipts and orders from beside are looked at.
const TICK: Duration = Duration::from_millis(500);
/// How often documents that could not be filed are tried again, in ticks.
const FILING_TICKS: u64 = 120;
/// Before it is looked for mails of the vault that the ledger does not know, sources get so long to give them, in ticks;
/// and so old they must be.
const UNRECORDED_TICKS: u64 = 240;
const SETTLED: Duration = Duration::from_secs(60);
/// Longest time without a look at errands.
const ERRAND_TICK: Duration = Duration::from_secs(60);
/// How often it is looked what is due.
const REMIND: Duration = Duration::from_secs(20);
/// How often it is looked whether a start would have much to tell anew.
const KEEP: Duration = Duration::from_secs(60);
/// How often the ledger is asked although its noted head stands still, in ticks.
const SURE_TICKS: u64 = 20;

/// Sends what is due, takes up orders from beside, and files anew what could not be filed. A receipt on its
/// way out is not cut off by a stop, as long as the goodbye lasts.
pub(super) async fn keep_house(room: Arc<Room>, stop: CancellationToken) {
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut ticks = 0_u64;
    let mut seen = None;
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            _ = tick.tick() => {}
        }
        ticks += 1;
        // The noted head tells by a glance that nothing happened: at rest the ledger itself is seldom asked.
        let head = room.store.noted_head();
        let is_due = acknowledge::next_attempt(&room).await.is_some_and(|due| due <= clock::now());
        // A note that is gone, with its home or alone, is no reason to ask at every tick.
        if is_due || head != seen || ticks == 1 || ticks.is_multiple_of(SURE_TICKS) {
            seen = head;
            let orders = room.changed().await;
            errands::stop_cancelled(&room).await;
            // While it is astray that is the trouble shown; nothing is drawn up or sent.
            let sent = match room.check_ledger().await {
                Ok(()) => {
                    let drawn = acknowledge::automatic::queue(&room).await;
                    drawn.and(acknowledge::send_due(&room).await)
                }
                Err(_) => Ok(()),
            };
            soften(&room, "outbox", orders.and(sent));
            soften(&room, "deadlines", announce::announce_if_changed(&room).await);
        }
        if ticks.is_multiple_of(FILING_TICKS) {
            soften(&room, "filing", receive::catch_up(&room).await);
        }
        if ticks == UNRECORDED_TICKS {
            let taken = receive::unrecorded::take_in(&room, SETTLED).await;
            soften(&room, "vault-unrecorded", taken.map(|_| ()));
        }
    }
}

/// Tells what is due by every way of the settings; a slow robot keeps nothing else waiting.
pub(super) async fn keep_reminding(room: Arc<Room>, stop: CancellationToken) {
    let mut tick = tokio::time::interval(REMIND);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut pace = remind::Pace::default();
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            _ = tick.tick() => {}
        }
        // What was delivered must be recorded, so a telling under way is ended; the goodbye does not wait for ever.
        if let Err(problem) = remind::run(&room, &mut pace, clock::now()).await {
            tracing::error!(code = %problem.code, "could not remind");
            room.trouble(remind::TROUBLE, Some(problem.retried()));
        }
    }
}

/// Keeps on disk what a start would have to tell anew, whenever much was added. A stop leaves what was kept before.
pub(super) async fn keep_told(room: Arc<Room>, stop: CancellationToken) {
    let mut tick = tokio::time::interval(KEEP);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            _ = tick.tick() => {}
        }
        if let Err(problem) = room.keep_if_worth().await {
            tracing::info!(code = %problem.code, "nothing kept for the next start");
        }
    }
}

/// Runs errands when they are due. Stopping one anywhere is safe: what came lies in the vault, the rest is fetched anew.
pub(super) async fn run_errands(room: Arc<Room>, stop: CancellationToken) {
    let mut changes = room.changes.subscribe();
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            outcome = errands::run_due(&room) => soften(&room, "errands", outcome),
        }
        // At rest nothing is asked: whatever makes an errand due is a change, or a time that is known.
        let wait = errands::next(&room).await.unwrap_or(ERRAND_TICK).clamp(Duration::from_secs(1), ERRAND_TICK);
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            _ = changes.changed() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}
