//! What is to be told of court sittings: a week before, the day before, two hours before. A sitting missed cannot be made
//! up for like a day that was miscounted: the court goes on without the party, or takes the suit as withdrawn
//! (民事诉讼法 第一百四十六条、第一百四十七条).

use chrono::{DateTime, Days, FixedOffset, NaiveTime, TimeDelta};
use songda_core::id::Digest;

use crate::rows::Sitting;

/// How near a sitting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// Within a week.
    Week,
    /// From the day before on.
    Eve,
    /// Within two hours.
    Soon,
}

impl Nearness {
    fn code(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Eve => "eve",
            Self::Soon => "soon",
        }
    }
}

/// One sitting that is to be told of now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    /// How near it is.
    pub nearness: Nearness,
    /// Short id.
    pub id: String,
    /// What kind of sitting, in words.
    pub kind: &'static str,
    /// Name of the court.
    pub court: String,
    /// When it begins.
    pub starts: DateTime<FixedOffset>,
    /// Whether a notice may have moved it.
    pub may_be_moved: bool,
    /// Keys under which this telling is recorded: it and the earlier ones it makes up for.
    pub about: Vec<String>,
}

/// Sittings that are to be told of at this moment, the nearest first. `done` says whether a key was told before; what
/// was missed while the computer was off is told when it is on again, as long as the sitting lies ahead.
pub fn coming(
    sittings: &[Sitting],
    now: DateTime<FixedOffset>,
    is_quiet: bool,
    done: &dyn Fn(&str) -> bool,
) -> Vec<Coming> {
    let mut coming: Vec<Coming> = sittings
        .iter()
        .filter(|sitting| !sitting.is_moved && sitting.is_believed)
        .filter_map(|sitting| told_now(sitting, now, is_quiet, done))
        .collect();
    coming.sort_by_key(|it| it.starts);
    coming
}

fn told_now(
    sitting: &Sitting,
    now: DateTime<FixedOffset>,
    is_quiet: bool,
    done: &dyn Fn(&str) -> bool,
) -> Option<Coming> {
    let nearness = nearness(sitting.starts, now)?;
    if is_quiet && nearness != Nearness::Soon {
        return None;
    }
    let of = format!("{} {} {}", sitting.row.starts, sitting.row.kind, sitting.row.case_numbers.join(" "));
    let id = Digest::of(of.as_bytes()).short(16);
    let key = |nearness: Nearness| format!("sitting:{id}:{}", nearness.code());
    if done(&key(nearness)) {
        return None;
    }
    let passed = [Nearness::Week, Nearness::Eve, Nearness::Soon].into_iter().filter(|it| *it <= nearness);
    Some(Coming {
        nearness,
        about: passed.map(key).collect(),
        id: id.clone(),
        kind: crate::ics::sitting_words(&sitting.row.kind),
        court: sitting.row.court.as_ref().map(|court| court.name.clone()).unwrap_or_default(),
        starts: sitting.starts,
        may_be_moved: sitting.may_be_moved,
    })
}

/// How near a sitting is now; `None` while it is far, and once it has begun.
fn nearness(starts: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> Option<Nearness> {
    let nine = NaiveTime::from_hms_opt(9, 0, 0)?;
    let from = |days: u64| Some(starts.date_naive().checked_sub_days(Days::new(days))?.and_time(nine));
    let here = now.with_timezone(starts.offset()).naive_local();
    if now >= starts {
        None
    } else if now + TimeDelta::hours(2) >= starts {
        Some(Nearness::Soon)
    } else if here >= from(1)? {
        Some(Nearness::Eve)
    } else {
        (here >= from(7)?).then_some(Nearness::Week)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::rows::sample;

    fn at(moment: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("{moment}:00+08:00")).unwrap()
    }

    fn told(sitting: &Sitting, moment: &str, is_quiet: bool, done: &BTreeSet<String>) -> Vec<Coming> {
        coming(std::slice::from_ref(sitting), at(moment), is_quiet, &|key| done.contains(key))
    }

    #[test]
    fn a_sitting_is_told_in_its_time() {
        for (moment, near) in [
            ("2026-12-03T08:59", None),
            ("2026-12-03T09:00", Some(Nearness::Week)),
            ("2026-12-09T08:59", Some(Nearness::Week)),
            ("2026-12-09T09:00", Some(Nearness::Eve)),
            ("2026-12-10T07:29", Some(Nearness::Eve)),
            ("2026-12-10T07:30", Some(Nearness::Soon)),
            ("2026-12-10T09:29", Some(Nearness::Soon)),
            ("2026-12-10T09:30", None),
        ] {
            let told = told(&sample(), moment, false, &BTreeSet::new());
            assert_eq!(told.first().map(|it| it.nearness), near, "{moment}");
        }
    }

    #[test]
    fn each_telling_comes_once_and_what_was_missed_is_made_up_for() {
        let mut done = BTreeSet::new();
        let mut tellings = Vec::new();
        for hour in 0..24 * 9 {
            let moment = at("2026-12-02T00:00") + TimeDelta::hours(hour);
            for it in coming(&[sample()], moment, false, &|key| done.contains(key)) {
                tellings.push(it.nearness);
                done.extend(it.about);
            }
        }
        assert_eq!(tellings, [Nearness::Week, Nearness::Eve, Nearness::Soon]);
        // Off all week: what is told on the morning itself says all that went before.
        let late = told(&sample(), "2026-12-10T08:00", false, &BTreeSet::new());
        assert_eq!(late[0].about.len(), 3);
    }

    #[test]
    fn quiet_hours_hold_but_for_the_last_two() {
        let none = BTreeSet::new();
        assert!(told(&sample(), "2026-12-09T20:00", true, &none).is_empty());
        assert_eq!(told(&sample(), "2026-12-10T08:00", true, &none).len(), 1);
    }

    #[test]
    fn what_was_moved_or_is_not_believed_is_not_told() {
        let none = BTreeSet::new();
        let moved = Sitting { is_moved: true, ..sample() };
        let doubtful = Sitting { is_believed: false, ..sample() };
        assert!(told(&moved, "2026-12-09T10:00", false, &none).is_empty());
        assert!(told(&doubtful, "2026-12-09T10:00", false, &none).is_empty());
    }
}
