//! More sittings than a message has lines.

use super::*;
use crate::remind::sittings::Coming;
use crate::remind::words::say;

fn coming(nearness: Nearness, nth: usize) -> Coming {
    let id = format!("{nearness:?}{nth}");
    let starts = at("2026-12-10T09:30");
    Coming {
        nearness, about: vec![id.clone()], id, kind: "开庭", court: String::new(), starts, may_be_moved: nth == 0
    }
}

#[test]
fn sittings_a_week_off_push_nothing_out_and_wait_for_a_line() {
    let mut telling = told("2026-12-07T10:00", Level::Handler, &BTreeSet::new());
    (telling.digest, telling.week) = (None, Vec::new());
    telling.sittings = (0..50).map(|nth| coming(Nearness::Week, nth)).chain([coming(Nearness::Eve, 0)]).collect();
    telling.leave_for_later();
    let said = say(&telling, "2026-12-07".parse().unwrap());
    assert!(said.lines[0].contains("可能已改期") && said.lines[1].contains("提出答辩状"), "{said:?}");
    assert_eq!(said.lines.len(), 20, "{said:?}");
    let about = telling.about();
    let of_week = about.iter().filter(|it| it.starts_with("Week")).count();
    assert_eq!((of_week, about.iter().any(|it| it == "Eve0")), (18, true));
}
