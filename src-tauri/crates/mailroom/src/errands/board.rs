//! What is under way at this moment: progress for the window, and the means to stop.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use songda_core::id::ErrandId;
use tokio_util::sync::CancellationToken;

/// How far a running errand is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Name of the document on its way.
    pub name: String,
    /// Bytes of it that came.
    pub bytes: u64,
    /// Its length, where the server tells it.
    pub total: Option<u64>,
}

/// Errands under way. They run one after the other.
#[derive(Debug, Default)]
pub struct Board {
    turn: tokio::sync::Mutex<()>,
    running: Mutex<BTreeMap<ErrandId, (Progress, CancellationToken)>>,
    begun: Mutex<BTreeMap<ErrandId, Instant>>,
}

impl Board {
    /// Waits for its turn; ends when dropped.
    pub async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<ErrandId, (Progress, CancellationToken)>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether an errand was not begun for so long in this run of the program.
    pub fn rested(&self, errand: &ErrandId, rest: Duration) -> bool {
        let begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        begun.get(errand).is_none_or(|at| at.elapsed() >= rest)
    }

    /// An errand begins; the token stops it.
    pub fn begin(&self, errand: &ErrandId) -> CancellationToken {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner).insert(errand.clone(), Instant::now());
        let stop = CancellationToken::new();
        self.lock().insert(errand.clone(), (Progress::default(), stop.clone()));
        stop
    }

    /// An errand came further.
    pub fn note(&self, errand: &ErrandId, progress: Progress) {
        if let Some((known, _)) = self.lock().get_mut(errand) {
            *known = progress;
        }
    }

    /// An errand ended, for now or for good.
    pub fn end(&self, errand: &ErrandId) {
        self.lock().remove(errand);
    }

    /// How far an errand is, while it runs.
    pub fn of(&self, errand: &ErrandId) -> Option<Progress> {
        self.lock().get(errand).map(|(progress, _)| progress.clone())
    }

    /// Stops those of the running errands that are to stop.
    pub fn stop_where(&self, is_stopped: impl Fn(&ErrandId) -> bool) {
        for (errand, (_, stop)) in self.lock().iter() {
            if is_stopped(errand) {
                stop.cancel();
            }
        }
    }
}
