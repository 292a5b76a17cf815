//! Sittings that are moved, moved back, told late and told by several mails.

use super::*;

const CASE: &str = "（2026）沪0112民初12345号";

fn record(days: &[(&str, &str)]) -> ServiceRecord {
    let hearing =
        |(day, place): &(&str, &str)| (starts(day), Some((*place).to_owned()), "trial".to_owned(), "1".to_owned());
    ServiceRecord {
        case_numbers: vec![CASE.to_owned()],
        hearings: days.iter().map(hearing).collect(),
        ..ServiceRecord::default()
    }
}

fn starts(day: &str) -> String {
    format!("2026-{day}T09:30:00+08:00")
}

fn heard<'a>(arrived: &str, moves: bool, record: &'a ServiceRecord) -> Heard<'a> {
    Heard { at: moment(&starts(arrived)).unwrap(), is_believed: true, moves, service: arrived.to_owned(), record }
}

/// The days that stand, and how often each day changed.
fn days(heard: Vec<Heard<'_>>) -> (Vec<String>, Vec<usize>) {
    let all = told_of(heard);
    let day = |it: &Sitting| it.row.starts.get(5..10).unwrap_or("").to_owned();
    (all.iter().filter(|it| !it.is_moved).map(day).collect(), all.iter().map(|it| it.changes).collect())
}

#[test]
fn a_sitting_moved_back_stands_again() {
    let (old, new) = (record(&[("12-10", "第三法庭")]), record(&[("12-20", "第三法庭")]));
    let mails = || vec![heard("11-01", false, &old), heard("11-10", true, &new)];
    assert_eq!(days(mails()), (vec!["12-20".to_owned()], vec![1, 0]));
    let back = mails().into_iter().chain([heard("11-20", true, &old)]).collect();
    assert_eq!(days(back), (vec!["12-10".to_owned()], vec![2, 1]));
}

#[test]
fn an_old_notice_that_is_read_late_moves_nothing_told_since() {
    let (first, old, new) = (record(&[("12-01", "甲")]), record(&[("12-10", "甲")]), record(&[("12-20", "甲")]));
    let told = days(vec![heard("10-20", false, &first), heard("11-20", true, &new), heard("11-01", true, &old)]);
    assert_eq!(told.0, ["12-20"]);
}

#[test]
fn a_notice_that_tells_fewer_times_than_stand_hides_none() {
    let (two, one, both) = (
        record(&[("12-10", "甲"), ("12-11", "甲")]),
        record(&[("12-20", "甲")]),
        record(&[("12-20", "甲"), ("12-21", "甲")]),
    );
    let told = told_of(vec![heard("11-01", false, &two), heard("11-10", true, &one)]);
    let flags: Vec<(bool, bool)> = told.iter().map(|it| (it.is_moved, it.may_be_moved)).collect();
    assert_eq!(flags, [(false, true), (false, true), (false, false)]);
    assert_eq!(days(vec![heard("11-01", false, &two), heard("11-10", true, &both)]).0, ["12-20", "12-21"]);
    // What was moved before is no second sitting.
    let last = record(&[("12-28", "甲")]);
    let chain = vec![heard("11-01", false, &both), heard("11-10", true, &two), heard("11-11", true, &both)];
    assert_eq!(days(chain).0, ["12-20", "12-21"]);
    let old = record(&[("12-10", "甲")]);
    let chain = vec![heard("11-01", false, &old), heard("11-10", true, &one), heard("11-11", true, &last)];
    assert_eq!(days(chain).0, ["12-28"]);
}

#[test]
fn a_mail_that_is_not_believed_says_neither_where_nor_whether() {
    let (false_place, place, new) =
        (record(&[("12-10", "第九法庭")]), record(&[("12-10", "第三法庭")]), record(&[("12-20", "第三法庭")]));
    let doubtful = |day| Heard { is_believed: false, ..heard(day, false, &false_place) };
    let told = told_of(vec![doubtful("11-01"), heard("11-02", false, &place)]);
    assert_eq!((told[0].row.place.as_deref(), told[0].row.service.as_str()), (Some("第三法庭"), "11-02"));
    assert!(told[0].is_believed && told.len() == 1);
    let told = days(vec![heard("11-02", false, &place), heard("11-10", true, &new), doubtful("11-12")]);
    assert_eq!(told.0, ["12-20"]);
}

#[test]
fn what_was_held_before_the_notice_came_stays() {
    let (old, new) = (record(&[("11-05", "甲")]), record(&[("12-20", "甲")]));
    assert_eq!(days(vec![heard("11-01", false, &old), heard("11-10", true, &new)]).0, ["11-05", "12-20"]);
}

#[test]
fn many_notices_each_move_their_own_sitting() {
    let of = |nth: usize, day: &str| ServiceRecord {
        case_numbers: vec![format!("（2026）沪0112民初{nth}号")],
        ..record(&[(day, "甲")])
    };
    let old: Vec<ServiceRecord> = (0..20_000).map(|nth| of(nth, "12-10")).collect();
    let new: Vec<ServiceRecord> = (0..20_000).map(|nth| of(nth, "12-20")).collect();
    let mails = old.iter().map(|it| heard("11-01", false, it)).chain(new.iter().map(|it| heard("11-10", true, it)));
    let all = told_of(mails.collect());
    let moved = all.iter().filter(|it| it.is_moved && it.row.starts == starts("12-10")).count();
    assert_eq!((all.len(), moved), (40_000, 20_000));
}
