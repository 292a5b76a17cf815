//! Living with people: what staff move, rename, edit or delete below the case root is noticed, shown and restorable.

mod index;
mod look;
mod restore;
mod root;
mod tree;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use notify::{EventKind, RecursiveMode, Watcher as _};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::room::Room;

pub use look::{Depth, Found, look};
pub use restore::{restore, restore_missing};
pub use root::{Moved, RootError, is_there, move_root};

/// How long the folder must be quiet before it is looked at: people save and move many files at once.
const QUIET: Duration = Duration::from_millis(800);
/// How often it is looked at all the same: network drives tell nothing.
const EVERY: Duration = Duration::from_secs(60);

/// How often it is looked at while nothing can be heard from it: it may just have been made, or be coming back.
const UNHEARD: Duration = Duration::from_secs(5);

/// Watches the case root until stopped.
pub async fn watch(room: Arc<Room>, stop: CancellationToken) {
    let changed = Arc::new(Notify::new());
    let mut watcher = None;
    loop {
        if watcher.is_none() {
            watcher = listen(&room.settings.case_root, &changed);
        }
        if let Err(problem) = look(&room, Depth::Glance).await {
            tracing::warn!(code = %problem.code, "the case root could not be looked at");
            // A folder that comes back is another one for the system: it must be listened to anew.
            watcher = None;
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = changed.notified() => {}
            () = tokio::time::sleep(if watcher.is_some() { EVERY } else { UNHEARD }) => {}
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = tokio::time::sleep(QUIET) => {}
        }
    }
}

/// Listens for changes below the root; none where the system cannot (too many folders, a network drive, no folder).
fn listen(root: &Path, changed: &Arc<Notify>) -> Option<notify::RecommendedWatcher> {
    let changed = changed.clone();
    let told = move |event: notify::Result<notify::Event>| {
        // Reading is no change, and we read ourselves.
        if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
            changed.notify_one();
        }
    };
    let mut watcher = notify::recommended_watcher(told).ok()?;
    watcher.watch(root, RecursiveMode::Recursive).ok()?;
    Some(watcher)
}
