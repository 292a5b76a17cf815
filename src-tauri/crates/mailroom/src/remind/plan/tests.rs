//! Moments of a working week, and what is told at each of them.

use std::collections::BTreeSet;

use super::*;

mod crowd;

fn row(id: &str, last: &str, internal: &str) -> DeadlineRow {
    DeadlineRow {
        id: id.into(),
        service: String::new(),
        case_number: Some("（2026）沪0112民初12345号".into()),
        rule: "CIV-ANSWER".into(),
        name: "提出答辩状".into(),
        document: String::new(),
        from: None,
        raw_end: None,
        last_day: Some(last.into()),
        safe_date: None,
        status: "final".into(),
        because: String::new(),
        steps: Vec::new(),
        source: Vec::new(),
        state: "open".into(),
        days_left: None,
        court: None,
        internal_day: Some(internal.into()),
        person: None,
        deputy: None,
        waits: None,
        extended: None,
        own: false,
        earlier_service: None,
        history: Vec::new(),
    }
}

fn at(moment: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("{moment}:00+08:00")).unwrap()
}

/// Monday 7 December 2026; our own day is Wednesday the 2nd.
fn rows() -> Vec<DeadlineRow> {
    vec![row("t1", "2026-12-07", "2026-12-02")]
}

fn told(moment: &str, level: Level, done: &BTreeSet<String>) -> Telling {
    telling((&rows(), &[]), at(moment), &RemindSettings::default(), level, &|key| done.contains(key))
}

fn stages(telling: &Telling) -> Vec<Stage> {
    telling.due.iter().map(|due| due.stage).collect()
}

#[test]
fn stages_come_in_their_time_and_reach_more_people() {
    let none = BTreeSet::new();
    let stages_at = |moment: &str, level: Level| stages(&told(moment, level, &none));
    assert_eq!(stages_at("2026-12-01T10:00", Level::Handler), []);
    assert_eq!(stages_at("2026-12-02T10:00", Level::Handler), [Stage::Internal]);
    assert_eq!(stages_at("2026-12-02T10:00", Level::Owner), []);
    assert_eq!(stages_at("2026-12-06T10:00", Level::Owner), [Stage::Eve]);
    assert_eq!(stages_at("2026-12-06T10:00", Level::Manager), []);
    assert_eq!(stages_at("2026-12-07T10:00", Level::Manager), [Stage::Today]);
    assert_eq!(stages_at("2026-12-08T10:00", Level::Manager), [Stage::Overdue]);
}

#[test]
fn nobody_is_told_twice_and_every_time_of_the_day_counts() {
    let mut done = BTreeSet::new();
    let mut tellings = 0;
    for minute in 0..24 * 60 {
        let moment = format!("2026-12-07T{:02}:{:02}", minute / 60, minute % 60);
        let telling = told(&moment, Level::Manager, &done);
        tellings += usize::from(!telling.due.is_empty());
        done.extend(telling.about());
    }
    assert_eq!(tellings, 3, "9:00, 14:00 and 16:30");
}

#[test]
fn what_was_missed_while_the_computer_was_off_is_made_up_for_once() {
    let mut done = BTreeSet::new();
    let telling = told("2026-12-07T15:00", Level::Handler, &done);
    assert_eq!(telling.due[0].about.len(), 2, "9:00 and 14:00 together");
    done.extend(telling.about());
    assert!(told("2026-12-07T15:01", Level::Handler, &done).due.is_empty());
}

#[test]
fn quiet_hours_are_kept_except_for_what_ends_today() {
    let none = BTreeSet::new();
    assert_eq!(stages(&told("2026-12-06T19:00", Level::Handler, &none)), []);
    assert_eq!(stages(&told("2026-12-07T19:00", Level::Handler, &none)), [Stage::Today]);
    assert_eq!(told("2026-12-01T23:00", Level::Handler, &none).digest, None);
    assert_eq!(told("2026-12-01T08:40", Level::Handler, &none).digest, None);
}

#[test]
fn the_daily_list_comes_once_and_holds_the_week() {
    let mut done = BTreeSet::new();
    let telling = told("2026-12-01T09:30", Level::Handler, &done);
    assert_eq!((telling.digest.as_deref(), telling.week.len()), (Some("digest:2026-12-01"), 1));
    done.extend(telling.about());
    assert!(told("2026-12-01T09:31", Level::Handler, &done).is_empty());
    assert_eq!(told("2026-12-01T09:30", Level::Owner, &BTreeSet::new()).digest, None);
}

#[test]
fn what_is_closed_or_has_no_date_is_not_told() {
    for state in ["done", "not-applicable", "remedied"] {
        let mut row = row("t1", "2026-12-07", "2026-12-02");
        row.state = state.into();
        assert_eq!(stage_of(&row, "2026-12-07".parse().unwrap()), None);
    }
    let mut row = row("t1", "2026-12-07", "2026-12-02");
    row.last_day = None;
    assert_eq!(stage_of(&row, "2026-12-07".parse().unwrap()), None);
}

#[test]
fn a_message_holds_counts_court_and_day_and_nothing_of_the_case() {
    let telling = told("2026-12-07T10:00", Level::Handler, &BTreeSet::new());
    let said = crate::remind::words::say(&telling, "2026-12-07".parse().unwrap()).text();
    assert!(said.contains("今日届满 1 件") && said.contains("2026-12-07（今日）"), "{said}");
    assert!(!said.contains("12345"), "{said}");
    let many: Vec<DeadlineRow> = (0..500).map(|nth| row(&format!("t{nth}"), "2026-12-07", "2026-12-02")).collect();
    let settings = RemindSettings::default();
    let telling = telling_of(&many, &settings);
    let said = crate::remind::words::say(&telling, "2026-12-07".parse().unwrap());
    assert!(said.text().len() < 4096 && said.lines.last().unwrap().contains("另有 480 件"), "{}", said.text());
}

fn telling_of(rows: &[DeadlineRow], settings: &RemindSettings) -> Telling {
    telling((rows, &[]), at("2026-12-07T10:00"), settings, Level::Handler, &|_| false)
}
