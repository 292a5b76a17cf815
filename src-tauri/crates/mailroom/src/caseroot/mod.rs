//! Living with people: what staff move, rename, edit or delete below the case root is noticed, shown and restorable.

mod carry;
mod compare;
mod index;
mod known;
mod look;
mod renamed;
mod restore;
mod root;
mod tree;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use notify::{EventKind, RecursiveMode, Watcher as _};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::room::Room;

pub use look::{Depth, Found, look};
pub use renamed::{Going, follow};
pub use restore::{restore, restore_missing};
pub use root::{Moved, move_root};
pub use tree::{is_of_system, is_ours};

/// How long the folder must be quiet before it is looked at: people save and move many files at once.
const QUIET: Duration = Duration::from_millis(800);
/// How often it is looked at all the same: network drives tell nothing.
const EVERY: Duration = Duration::from_secs(60);
/// While much happens a look takes at most one part in so many of the time, and a tenth of that at rest: a hundred
/// thousand files must not keep the disk busy.
const SHARE: u32 = 50;
/// So long it is left alone at the most, however many files there are.
const LONGEST: Duration = Duration::from_secs(900);

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
        let began = Instant::now();
        let looked = look(&room, Depth::Glance).await;
        let mut took = began.elapsed();
        if let Err(problem) = looked {
            tracing::warn!(code = %problem.code, "the case root could not be looked at");
            // A folder that comes back is another one for the system: it must be listened to anew.
            watcher = None;
            // How long a dead drive kept us says nothing of its files: it is asked again soon.
            took = Duration::ZERO;
        }
        let rest = share(took, 10 * SHARE, if watcher.is_some() { EVERY } else { UNHEARD });
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = changed.notified() => {}
            // It has waited long enough.
            () = tokio::time::sleep(rest) => continue,
        }
        // What this program files is told by the folder as well: after it, too, the look waits its time.
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = tokio::time::sleep(share(took, SHARE, QUIET)) => {}
        }
    }
}

/// How long the folder is left alone after a look that took so long: so many times that, and never less than `least`.
fn share(took: Duration, times: u32, least: Duration) -> Duration {
    took.saturating_mul(times).min(LONGEST).max(least)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_over_many_files_takes_little_of_the_time() {
        let few = Duration::from_millis(5);
        assert_eq!(share(few, SHARE, QUIET), QUIET, "few files are looked at as soon as they are quiet");
        assert_eq!(share(few, 10 * SHARE, EVERY), EVERY);
        let many = Duration::from_secs(1);
        assert_eq!(share(many, SHARE, QUIET), many * SHARE);
        assert_eq!(share(many, 10 * SHARE, EVERY), many * 10 * SHARE);
        assert_eq!(share(Duration::MAX, 10 * SHARE, EVERY), LONGEST);
    }
}
