//! How an errand that does not go on is tried again, and when it has been in vain for so long that a person is asked.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};
use songda_core::case::Told;
use songda_core::errand::Errand;
use songda_core::id::ErrandId;

use super::LONGEST_PAUSE;
use super::failures::Stop;

/// A pass that brought something is followed by the next one after so long: it goes on, if slowly.
const GOES_ON: Duration = Duration::from_secs(10);
/// So long a platform may list what it does not give. Periods run meanwhile: a court that is asked sends it anew.
const WITHHELD: TimeDelta = TimeDelta::days(3);
/// So long a platform may be away. It may be the office's own network; a person is told in the end.
const AWAY: TimeDelta = TimeDelta::days(14);
/// So long a person is not asked yet: a clerk may still be at it, a line or a server down for the night.
const TOLD: TimeDelta = TimeDelta::days(1);
/// Nothing more is tried by itself.
pub const NOT_COMING: &str = "pickup.not-coming";

/// How things stand with an errand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Documents that came.
    stored: usize,
    /// How often it was held one after the other with nothing stored in between.
    held: u32,
    /// Since when, RFC 3339.
    vain_since: Option<String>,
}

impl Standing {
    /// As the ledger tells it now.
    pub fn of(told: &Told, errand: &ErrandId) -> Self {
        told.errands.get(errand).map_or_else(Self::default, |it| Self {
            stored: it.stored.len(),
            held: it.held_in_a_row,
            vain_since: it.vain_since.clone(),
        })
    }

    /// What is put on record of a pass that began so and ended otherwise: what goes on is tried again soon, what was in
    /// vain later and later, and what has been in vain for long is left to a person.
    pub fn held(&self, after: &Self, stop: Stop, now: DateTime<FixedOffset>) -> Stop {
        let Stop(code, says, Some(again)) = stop else { return stop };
        if after.stored > self.stored {
            return Stop(code, says, Some(again.min(GOES_ON)));
        }
        let since = after.vain_since.as_deref().and_then(|since| DateTime::parse_from_rfc3339(since).ok());
        if since.is_some_and(|since| now - since >= patience(code)) {
            return Stop(NOT_COMING, says, None);
        }
        Stop(code, says, Some(longer(again, after.held)))
    }
}

/// How long something is waited for that does not come.
fn patience(code: &str) -> TimeDelta {
    let is_away = matches!(
        code,
        "pickup.unreachable"
            | "pickup.broken-off"
            | "pickup.busy"
            | "pickup.proxy"
            | "pickup.certificate"
            | "pickup.disk"
    );
    if is_away { AWAY } else { WITHHELD }
}

/// Whether an errand that is still tried by itself has been in vain for so long that a person is told meanwhile: periods
/// run, and a court that is asked may send what does not come.
pub fn is_late(told: &Errand) -> bool {
    let moment = |text: &str| DateTime::parse_from_rfc3339(text).ok();
    let last = told.held.as_ref().and_then(|held| moment(&held.since));
    let since = told.vain_since.as_deref().and_then(moment);
    last.zip(since).is_some_and(|(last, since)| last - since >= TOLD)
}

/// The longer it was in vain, the longer until the next time; at the most the longest pause.
fn longer(again: Duration, held_before: u32) -> Duration {
    (again * 2_u32.pow(held_before.min(6))).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_told_after_a_day_in_vain_while_it_is_tried_on() {
        use songda_core::errand::Held;
        let at = |text: &str| text.to_owned();
        let told = |since: &str| Errand {
            held: Some(Held { code: at("pickup.status"), says: at(""), again: Some(at("x")), since: at(since) }),
            vain_since: Some(at("2026-11-20T09:00:00+08:00")),
            ..Errand::default()
        };
        assert!(!is_late(&told("2026-11-21T08:59:59+08:00")) && is_late(&told("2026-11-21T09:00:00+08:00")));
        assert!(!is_late(&Errand { vain_since: None, ..told("2026-12-21T09:00:00+08:00") }));
    }

    #[test]
    fn what_goes_on_is_tried_soon_what_does_not_later_and_in_the_end_a_person_is_asked() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
        let now = at("2026-11-23T09:00:00+08:00");
        let since = |since: &str| Standing { stored: 2, held: 3, vain_since: Some(since.to_owned()) };
        let stop = |code, again| Stop(code, "传票.pdf".to_owned(), again);
        let minute = Some(Duration::from_secs(60));
        let held = |before: &Standing, after: &Standing, code, again| before.held(after, stop(code, again), now);
        let (fresh, old) = (since("2026-11-21T09:00:01+08:00"), since("2026-11-20T09:00:00+08:00"));
        let came = Standing { stored: 1, ..old.clone() };
        assert_eq!(held(&came, &old, "pickup.status", minute), stop("pickup.status", Some(GOES_ON)));
        let eight = Some(Duration::from_secs(480));
        assert_eq!(held(&fresh, &fresh, "pickup.status", minute), stop("pickup.status", eight));
        for code in
            ["pickup.status", "pickup.partial", "pickup.empty", "pickup.not-a-document", "pickup.strange-answer"]
        {
            assert_eq!(held(&old, &old, code, minute), stop(NOT_COMING, None), "{code}");
        }
        assert_eq!(held(&old, &old, "pickup.unreachable", minute), stop("pickup.unreachable", eight));
        let long = since("2026-11-09T09:00:00+08:00");
        assert_eq!(held(&long, &long, "pickup.unreachable", minute), stop(NOT_COMING, None));
        assert_eq!(
            held(&long, &long, "pickup.expired", None),
            stop("pickup.expired", None),
            "a person is asked already"
        );
    }
}
