//! How long to wait after a failure: longer each time, never the same for two programs at once.

use std::time::Duration;

use crate::clock;

const FIRST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(80);

/// Growing waits, from 2 s to 80 s.
#[derive(Debug)]
pub struct Backoff {
    next: Duration,
}

impl Backoff {
    /// Starts with the shortest wait.
    pub fn new() -> Self {
        Self { next: FIRST }
    }

    /// The next wait, up to a quarter longer or shorter, so that many programs do not come back in one moment.
    pub fn wait(&mut self) -> Duration {
        let plain = self.next;
        self.next = (plain * 2).min(LONGEST);
        // The moment's milliseconds are chance enough here; nothing secret hangs on them.
        let chance = f64::from(clock::now().timestamp_subsec_millis().min(999)) / 999.0;
        plain.mul_f64(0.75 + chance / 2.0)
    }

    /// Begins anew with the shortest wait.
    pub fn reset(&mut self) {
        self.next = FIRST;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_their_limit_and_begin_anew() {
        let mut backoff = Backoff::new();
        let mut last = Duration::ZERO;
        for plain in [2_u64, 4, 8, 16, 32, 64, 80, 80] {
            last = backoff.wait();
            let (low, high) = (Duration::from_secs(plain).mul_f64(0.74), Duration::from_secs(plain).mul_f64(1.26));
            assert!(last >= low && last <= high, "{last:?} for {plain}");
        }
        backoff.reset();
        assert!(backoff.wait() < last);
    }
}
