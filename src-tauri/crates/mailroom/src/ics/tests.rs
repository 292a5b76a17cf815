//! The calendar file, read back by another program's parser.

use icalendar::{Calendar as Parsed, CalendarComponent, Component as _, EventLike as _};

use super::*;
use crate::rows::sample;
use crate::view::Court;

fn row() -> DeadlineRow {
    DeadlineRow {
        id: "t0123".into(),
        service: "s1".into(),
        case_number: Some("（2026）沪0112民初12345号".into()),
        rule: "CIV-ANSWER".into(),
        name: "提出答辩状".into(),
        document: "应诉通知书".into(),
        from: Some("2026-11-20".into()),
        raw_end: Some("2026-12-05".into()),
        last_day: Some("2026-12-07".into()),
        safe_date: Some("2026-12-05".into()),
        status: "final".into(),
        because: "自2026年11月20日送达，自次日起算15日; 当日为休息日, 顺延\\".into(),
        steps: Vec::new(),
        source: vec!["民事诉讼法 第一百二十八条".into()],
        state: "open".into(),
        days_left: Some(9),
        court: Some(Court { code: "沪0112".into(), name: "上海市闵行区人民法院".into() }),
        internal_day: None,
        person: None,
        deputy: None,
        waits: None,
        extended: None,
        own: false,
        earlier_service: None,
        history: Vec::new(),
    }
}

fn sitting(is_moved: bool) -> Sitting {
    Sitting { is_moved, changes: usize::from(is_moved), ..sample() }
}

/// A sitting the court moved keeps its UID, is CANCELLED with a higher SEQUENCE and rings no more.
#[test]
fn a_sitting_that_was_moved_is_taken_out_of_calendars() {
    let of = |is_moved: bool| {
        let mut calendar = Calendar::new(DateTime::parse_from_rfc3339("2026-11-28T09:00:00+08:00").unwrap());
        calendar.sitting(&sitting(is_moved));
        calendar.done().text
    };
    let (before, after) = (events(&of(false)).remove(0), events(&of(true)).remove(0));
    assert_eq!(before.get_uid(), after.get_uid());
    assert_eq!((before.property_value("SEQUENCE"), before.property_value("STATUS")), (Some("0"), Some("CONFIRMED")));
    assert_eq!((after.property_value("SEQUENCE"), after.property_value("STATUS")), (Some("1"), Some("CANCELLED")));
    assert!(of(false).contains("VALARM") && !of(true).contains("VALARM"));
}

/// A sitting that stands again goes on from the number that took it out; one that may be moved says so.
#[test]
fn a_sitting_that_stands_again_has_a_higher_number() {
    let of = |it: Sitting| {
        let mut calendar = Calendar::new(DateTime::parse_from_rfc3339("2026-11-28T09:00:00+08:00").unwrap());
        calendar.sitting(&it);
        events(&calendar.done().text).remove(0)
    };
    let again = of(Sitting { changes: 2, ..sitting(false) });
    assert_eq!((again.property_value("SEQUENCE"), again.property_value("STATUS")), (Some("2"), Some("CONFIRMED")));
    let open = of(Sitting { may_be_moved: true, ..sitting(false) });
    assert_eq!(open.property_value("STATUS"), Some("TENTATIVE"));
    assert!(open.property_value("DESCRIPTION").unwrap().starts_with("可能已改期"));
}

fn made(row: &DeadlineRow, sequence: usize) -> Made {
    let now = DateTime::parse_from_rfc3339("2026-11-28T09:00:00+08:00").unwrap();
    let mut calendar = Calendar::new(now);
    calendar.deadline(row, row.last_day.as_deref().unwrap().parse().unwrap(), sequence);
    calendar.sitting(&sitting(false));
    calendar.done()
}

fn events(text: &str) -> Vec<icalendar::Event> {
    let parsed: Parsed = text.parse().unwrap();
    parsed.components.iter().filter_map(CalendarComponent::as_event).cloned().collect()
}

#[test]
fn another_parser_reads_what_was_written() {
    let made = made(&row(), 3);
    let events = events(&made.text);
    assert_eq!((events.len(), made.events), (2, 2));
    let deadline = &events[0];
    assert_eq!(deadline.get_uid(), Some("t0123@songda"));
    assert_eq!(deadline.property_value("SEQUENCE"), Some("3"));
    assert_eq!(deadline.property_value("DTSTART"), Some("20261207"));
    assert_eq!(deadline.property_value("DTEND"), Some("20261208"));
    assert_eq!(deadline.property_value("STATUS"), Some("CONFIRMED"));
    assert_eq!(deadline.get_location(), Some("上海市闵行区人民法院"));
    let description = deadline.get_description().unwrap().replace("\\n", "\n");
    assert!(description.contains("保险日：2026-12-05") && description.contains("第一百二十八条"), "{description}");
    let sitting = &events[1];
    assert_eq!(sitting.property_value("DTSTART"), Some("20261210T013000Z"));
    assert!(sitting.get_location().unwrap().contains("第三法庭"));
}

#[test]
fn what_is_closed_is_cancelled_and_rings_no_more() {
    let mut done = row();
    done.state = "done".into();
    let made = made(&done, 4);
    let deadline = &events(&made.text)[0];
    assert_eq!(deadline.property_value("STATUS"), Some("CANCELLED"));
    assert_eq!(made.text.matches("BEGIN:VALARM").count(), 2, "those of the sitting alone");
    let mut open = row();
    open.status = "provisional".into();
    let text = self::made(&open, 0).text;
    assert_eq!(events(&text)[0].property_value("STATUS"), Some("TENTATIVE"));
    assert!(events(&text)[0].get_summary().unwrap().contains("（暂定）"));
}

#[test]
fn lines_are_short_and_no_letter_is_cut() {
    let mut long = row();
    long.because = "期限".repeat(400);
    let text = made(&long, 0).text;
    assert!(text.split("\r\n").all(|line| line.len() <= LONGEST_LINE), "a line is too long");
    assert!(!text.replace("\r\n", "").contains('\n'));
    assert!(events(&text)[0].get_description().unwrap().contains(&"期限".repeat(400)));
}

#[test]
fn what_a_name_holds_cannot_begin_a_line_of_its_own() {
    let mut hostile = row();
    hostile.name = "答辩\r\nATTENDEE:mailto:x@example.test\nBEGIN:VEVENT".into();
    let text = made(&hostile, 0).text;
    assert!(!text.contains("\nATTENDEE") && events(&text).len() == 2, "{text}");
}
