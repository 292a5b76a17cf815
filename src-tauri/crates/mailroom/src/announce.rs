//! Tells deadlines anew when the world changes: what moved from what to what, and why, recorded before it is shown.

use std::sync::atomic::Ordering;

use songda_core::deadline;
use songda_core::ledger::{DeadlineTold, DeadlinesTold, Fact};

use crate::room::Room;
use crate::view::{MoveRow, Problem};

/// Most deadlines in one entry; entries stay readable.
const MOST: usize = 500;

/// Records every open deadline that is told otherwise than before; gives what moved or waits. Only the holder of the
/// home records; beside it what is already recorded is shown.
///
/// # Errors
/// When the ledger cannot be read or written.
pub async fn announce(room: &Room) -> Result<Vec<MoveRow>, Problem> {
    let _turn = room.announcing.lock().await;
    announce_all(room, false).await
}

/// The same, when anything was recorded since the last time: then only of the mails it concerns.
///
/// # Errors
/// When the ledger cannot be read or written.
pub async fn announce_if_changed(room: &Room) -> Result<(), Problem> {
    let _turn = room.announcing.lock().await;
    room.refresh().await?;
    let last = room.told.read().await.seq;
    if last == room.announced.load(Ordering::Relaxed) {
        return Ok(());
    }
    announce_all(room, true).await.map(|_| ())
}

async fn announce_all(room: &Room, only_new: bool) -> Result<Vec<MoveRow>, Problem> {
    if !room.is_holder() {
        return Ok(Vec::new());
    }
    let announced = room.announced.load(Ordering::Relaxed);
    let (changed, rows, seen) = room
        .ask_much(|teller| {
            // Judged on the very state that is told: what was decided a moment ago must not be taken for told.
            let changed = teller.to_tell(Some(announced).filter(|announced| only_new && *announced > 0));
            let is_move = |told: &&DeadlineTold| told.why != "new";
            let rows: Vec<MoveRow> = changed.iter().filter(is_move).map(|told| teller.move_row(told, None)).collect();
            (changed, rows, teller.told.seq)
        })
        .await?;
    room.forget_counted();
    let (calendar, rules) = (room.reference().calendar.digest(), deadline::rules_digest());
    let entry = |deadlines: &[DeadlineTold]| {
        let by_version = env!("CARGO_PKG_VERSION").to_owned();
        Fact::DeadlinesTold(DeadlinesTold { by_version, calendar, rules, deadlines: deadlines.to_vec() })
    };
    let facts: Vec<Fact> = changed.chunks(MOST).map(entry).collect();
    if !facts.is_empty() {
        room.store.append(&room.stamp(), "songda", &facts, None).await?;
        room.changed().await?;
    }
    // What came in while this was being told was not looked at: it is told next.
    room.announced.store(seen, Ordering::Relaxed);
    Ok(rows)
}

/// What would move if deadlines were told now; records nothing.
///
/// # Errors
/// When the ledger cannot be read.
pub async fn beforehand(room: &Room) -> Result<Vec<MoveRow>, Problem> {
    room.ask(|teller| {
        let changed = teller.to_tell(None);
        changed.iter().filter(|told| told.why != "new").map(|told| teller.move_row(told, None)).collect()
    })
    .await
}
