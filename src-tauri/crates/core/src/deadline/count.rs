//! Counts periods: to the end, and on to a day on which one can act.

use chrono::{Days, Months, NaiveDate};

use super::Length;
use crate::calendar::Calendar;

/// Which way a period runs from the day it is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Later: the day counted from is not counted itself (民事诉讼法 第八十五条第二款).
    Forward,
    /// Earlier: a number of days before an event.
    Backward,
}

/// What happens when the end falls on a rest day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roll {
    /// The first working day after it (民事诉讼法 第八十五条第三款).
    Later,
    /// The last working day before it, to be safe.
    Earlier,
    /// Stays.
    Stay,
}

/// No chain of rest days is longer than this; beyond it counting gives up instead of going on for ever.
const LONGEST_REST: usize = 60;

/// Last year a date can be written in four digits.
const LAST_YEAR: i32 = 9999;

/// The end of a period before it moves, or `None` beyond what a date can hold.
///
/// Days count as calendar days, working days leave rest days out, months and years end on the corresponding date or,
/// where the month has none, on its last day (民法典 第二百零二条).
pub fn raw_end(from: NaiveDate, length: Length, direction: Direction, calendar: &Calendar) -> Option<NaiveDate> {
    let end = match (length, direction) {
        (Length::Days(days), Direction::Forward) => from.checked_add_days(Days::new(days.into())),
        (Length::Days(days), Direction::Backward) => from.checked_sub_days(Days::new(days.into())),
        (Length::Months(months), Direction::Forward) => from.checked_add_months(Months::new(months)),
        (Length::Months(months), Direction::Backward) => from.checked_sub_months(Months::new(months)),
        (Length::Years(years), Direction::Forward) => from.checked_add_months(Months::new(years.checked_mul(12)?)),
        (Length::Years(years), Direction::Backward) => from.checked_sub_months(Months::new(years.checked_mul(12)?)),
        (Length::WorkingDays(days), direction) => working_days(from, days, direction, calendar),
    };
    end.filter(|end| is_writable(*end))
}

fn working_days(from: NaiveDate, days: u32, direction: Direction, calendar: &Calendar) -> Option<NaiveDate> {
    let mut day = from;
    let mut left = days;
    while left > 0 {
        day = next(day, direction).filter(|day| is_writable(*day))?;
        if !calendar.is_rest(day) {
            left -= 1;
        }
    }
    Some(day)
}

/// Where the end moves to, or `None` beyond what a date can hold.
pub fn rolled(end: NaiveDate, roll: Roll, calendar: &Calendar) -> Option<NaiveDate> {
    let direction = match roll {
        Roll::Later => Direction::Forward,
        Roll::Earlier => Direction::Backward,
        Roll::Stay => return Some(end),
    };
    let mut day = end;
    for _ in 0..LONGEST_REST {
        if !calendar.is_rest(day) {
            return Some(day).filter(|day| is_writable(*day));
        }
        day = next(day, direction)?;
    }
    None
}

/// The neighbouring day.
pub fn next(day: NaiveDate, direction: Direction) -> Option<NaiveDate> {
    match direction {
        Direction::Forward => day.succ_opt(),
        Direction::Backward => day.pred_opt(),
    }
}

/// Every day from the earlier to the later of two days.
pub fn between(one: NaiveDate, other: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let last = one.max(other);
    one.min(other).iter_days().take_while(move |day| *day <= last)
}

fn is_writable(day: NaiveDate) -> bool {
    use chrono::Datelike;
    (1..=LAST_YEAR).contains(&day.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("2026-08-31", Length::Months(6), "2027-02-28")]
    #[case("2024-02-29", Length::Years(2), "2026-02-28")]
    #[case("2026-05-31", Length::Months(1), "2026-06-30")]
    #[case("2023-08-31", Length::Months(6), "2024-02-29")]
    // Ten working days over the National Day holiday: 9-21, 22, 23, 24, 28, 29, 30, 10-8, 9, 10 (a make-up Saturday).
    #[case("2026-09-20", Length::WorkingDays(10), "2026-10-10")]
    #[case("2026-11-20", Length::Days(15), "2026-12-05")]
    fn the_end_before_it_moves(#[case] from: &str, #[case] length: Length, #[case] end: &str) {
        let calendar = Calendar::builtin().unwrap();
        assert_eq!(raw_end(date(from), length, Direction::Forward, &calendar), Some(date(end)));
    }

    #[test]
    fn backward_ends_move_earlier() {
        let calendar = Calendar::builtin().unwrap();
        let end = raw_end(date("2026-10-12"), Length::Days(7), Direction::Backward, &calendar).unwrap();
        assert_eq!(end, date("2026-10-05"));
        assert_eq!(rolled(end, Roll::Earlier, &calendar), Some(date("2026-09-30")));
    }

    #[test]
    fn the_edges_of_time_give_no_date_and_no_panic() {
        let calendar = Calendar::builtin().unwrap();
        let first = NaiveDate::from_ymd_opt(1, 1, 1).unwrap();
        let last = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap();
        for length in [Length::Days(15), Length::WorkingDays(3), Length::Months(6), Length::Years(u32::MAX)] {
            assert_eq!(raw_end(last, length, Direction::Forward, &calendar), None);
            assert_eq!(raw_end(first, length, Direction::Backward, &calendar), None);
        }
        assert!(raw_end(NaiveDate::MAX, Length::Days(1), Direction::Forward, &calendar).is_none());
        assert!(rolled(NaiveDate::MAX, Roll::Later, &calendar).is_none());
        assert!(rolled(NaiveDate::MIN, Roll::Earlier, &calendar).is_none());
    }
}
