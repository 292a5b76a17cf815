//! How long a turn to answer lasts once it was won: a computer that stood still meanwhile does not answer on it any more.
//!
//! Another desk waits behind a registration for half an hour before a person may take over. Whoever was first has sent long
//! before that, or does not send without asking again whose turn it is.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};
use tokio::time::Instant;

use crate::clock;

/// So long a turn lasts from the moment on at which it was asked for, and so long a registration serves for further tries:
/// both together end well before another desk's patience does.
const LASTS: Duration = Duration::from_secs(10 * 60);

/// By so much a clock is set right at any time.
const SET_RIGHT: TimeDelta = TimeDelta::seconds(5);

/// A turn to answer, or a registration, by the moment from which on it counts.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    /// By the clock on the wall, which goes on while a computer sleeps.
    at: DateTime<FixedOffset>,
    /// By the one that nobody sets.
    steady: Instant,
}

impl Turn {
    /// One that begins now.
    pub fn begins() -> Self {
        Self { at: clock::now(), steady: Instant::now() }
    }

    /// Whether too long ago, by either clock; also where the one on the wall was put back meanwhile, so that nobody knows.
    pub fn is_over(&self) -> bool {
        let since = |set_right: TimeDelta| (clock::now() - self.at + set_right).to_std();
        since(TimeDelta::zero()).map_or_else(|_| since(SET_RIGHT).is_err(), |gone| gone >= lasts())
            || self.steady.elapsed() >= lasts()
    }
}

#[cfg(test)]
impl Turn {
    /// One that ended by the clock on the wall.
    pub fn over() -> Self {
        let now = Self::begins();
        Self { at: now.at - chrono::Duration::hours(1), ..now }
    }
}

/// How long a turn lasts.
fn lasts() -> Duration {
    // A test does not wait for minutes; a released program always does.
    #[cfg(debug_assertions)]
    if let Some(seconds) = std::env::var("SONGDA_TURN_SECONDS").ok().and_then(|text| text.parse().ok()) {
        return Duration::from_secs(seconds);
    }
    LASTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_ends_by_whichever_clock_says_so() {
        let began = Turn::begins();
        let moved = |wall: i64| Turn { at: began.at - chrono::Duration::seconds(wall), ..began };
        assert!(!began.is_over() && !moved(590).is_over());
        assert!(moved(600).is_over(), "the computer slept");
        assert!(moved(-60).is_over(), "its clock was put back");
        let steady = began.steady.checked_sub(LASTS);
        assert!(steady.is_none_or(|steady| Turn { steady, ..began }.is_over()), "its clock stood");
    }
}
