//! How long to wait after a failure: longer each time, never the same for two programs at once.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

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

/// So many logins at most in [`STRETCH`], however often somebody asks to look now: providers lock accounts out of
/// which programs log in over and over.
const MOST_LOGINS: usize = 6;
const STRETCH: Duration = Duration::from_secs(120);

/// Counts logins.
#[derive(Debug, Default)]
pub struct Logins {
    last: VecDeque<Instant>,
}

impl Logins {
    /// How long until another one is allowed; zero when it is now.
    pub fn wait(&self) -> Duration {
        let Some(first) = self.last.front().filter(|_| self.last.len() >= MOST_LOGINS) else { return Duration::ZERO };
        (*first + STRETCH).saturating_duration_since(Instant::now())
    }

    /// A login begins.
    pub fn note(&mut self) {
        if self.last.len() >= MOST_LOGINS {
            self.last.pop_front();
        }
        self.last.push_back(Instant::now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn only_so_many_logins_in_a_stretch_of_time() {
        let mut logins = Logins::default();
        for _ in 0..MOST_LOGINS {
            assert!(logins.wait().is_zero());
            logins.note();
            tokio::time::advance(Duration::from_secs(1)).await;
        }
        let wait = logins.wait();
        assert!(wait > Duration::from_secs(100) && wait <= STRETCH, "{wait:?}");
        tokio::time::advance(wait).await;
        assert!(logins.wait().is_zero());
        logins.note();
        assert_eq!(logins.wait(), Duration::from_secs(1), "the next one is as far behind as it was then");
    }

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
