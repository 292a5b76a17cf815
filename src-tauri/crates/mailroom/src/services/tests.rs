//! Which rows a question gives, in which order, and how many there are of each tab.

use super::*;
use crate::view::Court;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn row(id: &str, arrived: &str) -> ServiceRow {
    ServiceRow {
        id: id.to_owned(),
        from: Some("sd@court.example.test".to_owned()),
        subject: "送达".to_owned(),
        court: Some(Court { code: "沪0112".to_owned(), name: "上海市闵行区人民法院".to_owned() }),
        case_numbers: vec!["（2026）沪0112民初12345号".to_owned()],
        cause: Some("物业服务合同纠纷".to_owned()),
        arrived: Some(format!("2026-11-{arrived}T09:00:00+08:00")),
        first_seen: "2026-11-24T09:00:00+08:00".to_owned(),
        verdict: "proven".to_owned(),
        titles: vec!["传票".to_owned(), "应诉通知书".to_owned()],
        receipt: "sent".to_owned(),
        ..ServiceRow::default()
    }
}

fn kept(row: ServiceRow, place: usize, today: NaiveDate) -> Kept {
    keep(row, place, today, &mut Words::default())
}

fn stands_in(row: &ServiceRow, tab: &str) -> bool {
    is_in(&Row::of(row.clone(), &mut Words::default()), tab)
}

fn urgency_of(row: &ServiceRow) -> Urgency {
    kept(row.clone(), 0, today()).urgency
}

fn some() -> Vec<Kept> {
    let rows = [
        row("done", "23"),
        ServiceRow { receipt: "none".into(), ..row("due", "20") },
        ServiceRow { receipt: "none".into(), ..row("due later", "21") },
        ServiceRow { receipt: "none".into(), answer_by: Some("2026-11-23".into()), ..row("overdue", "19") },
        ServiceRow { receipt: "queued".into(), open_doubts: 2, ..row("to check", "22") },
        ServiceRow { verdict: "doubtful".into(), receipt: "none".into(), open_doubts: 1, ..row("doubtful", "24") },
    ];
    let mut kept: Vec<Kept> = rows.into_iter().map(|row| kept(row, 0, today())).collect();
    kept.sort_by(by_urgency);
    kept
}

fn ids(query: &ServiceQuery) -> Vec<String> {
    list(&some(), query).rows.into_iter().map(|row| row.id).collect()
}

fn tab(tab: &str) -> ServiceQuery {
    ServiceQuery { tab: tab.to_owned(), ..ServiceQuery::default() }
}

#[test]
fn the_most_urgent_come_first_and_of_those_the_newest() {
    assert_eq!(ids(&ServiceQuery::default()), ["overdue", "due later", "due", "to check", "doubtful", "done"]);
}

#[test]
fn what_needs_no_answer_is_not_due_and_stays_to_be_found() {
    let none = ServiceRow { receipt: "none".into(), none_needed: true, ..row("x", "24") };
    let stands = |row: &ServiceRow| ["due", "check", "done", "all"].map(|tab| stands_in(row, tab));
    assert_eq!(stands(&none), [false, false, true, true]);
    let doubted = ServiceRow { open_doubts: 1, ..none.clone() };
    assert_eq!(stands(&doubted), [false, true, false, true], "a doubt asks a person all the same");
    let forged = ServiceRow { verdict: "doubtful".into(), ..none.clone() };
    assert!(stands_in(&forged, "suspicious") && !stands_in(&forged, "done"));
    assert_eq!(urgency_of(&none), Urgency::Done);
    let due = ServiceRow { none_needed: false, ..none };
    assert_eq!((stands(&due)[0], urgency_of(&due)), (true, Urgency::Today));
}

#[test]
fn what_was_set_aside_is_done_and_in_no_other_tab() {
    let aside =
        ServiceRow { set_aside: Some("推广".into()), receipt: "none".into(), open_doubts: 1, ..row("x", "24") };
    for tab in ["due", "check", "suspicious"] {
        assert!(!stands_in(&aside, tab), "{tab}");
    }
    assert!(stands_in(&aside, "done") && stands_in(&aside, ""));
    assert_eq!(urgency_of(&aside), Urgency::Done);
}

#[test]
fn tabs_show_what_they_count_and_nothing_is_in_none_of_them() {
    let counts = list(&some(), &ServiceQuery::default()).counts;
    assert_eq!(counts, ServiceCounts { all: 6, due: 4, check: 1, suspicious: 1, done: 1 });
    assert_eq!(ids(&tab("due")), ["overdue", "due later", "due", "to check"]);
    assert_eq!(ids(&tab("check")), ["to check"]);
    assert_eq!(ids(&tab("suspicious")), ["doubtful"]);
    assert_eq!(ids(&tab("done")), ["done"]);
    for kept in some() {
        assert!(["due", "check", "suspicious", "done"].iter().any(|tab| is_in(&kept.row, tab)), "{}", kept.row.id);
    }
}

#[test]
fn the_filter_finds_numbers_of_either_width_and_no_word_across_two_texts() {
    let found = |text: &str| ids(&ServiceQuery { text: text.to_owned(), ..ServiceQuery::default() }).len();
    assert_eq!(found("（2026）沪0112民初１２３４５"), 6);
    assert_eq!(found(" 物业 服务 "), 6);
    assert_eq!(found("SD@Court"), 6);
    assert_eq!(found("传票应诉"), 0);
    assert_eq!(found("99999"), 0);
}

#[test]
fn a_part_is_given_with_the_place_of_the_one_being_read() {
    let query = ServiceQuery { offset: 1, limit: 2, current: Some("due".to_owned()), ..tab("due") };
    let part = list(&some(), &query);
    assert_eq!(part.rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["due later", "due"]);
    assert_eq!((part.fitting, part.offset, part.place), (4, 1, Some(2)));
    // What an answer moved out of the tab is still being read.
    let query = ServiceQuery { current: Some("done".to_owned()), ..tab("due") };
    let part = list(&some(), &query);
    assert_eq!((part.current.map(|row| row.id).as_deref(), part.place), (Some("done"), None));
    assert!(list(&some(), &ServiceQuery { offset: 99, ..tab("due") }).rows.is_empty());
}

#[test]
fn however_many_rows_there_are_each_can_be_reached() {
    let many: Vec<Kept> = (0..MOST_ROWS + 100).map(|nth| kept(row(&nth.to_string(), "20"), 0, today())).collect();
    let rows = |limit: u32| list(&many, &ServiceQuery { limit, ..tab("all") }).rows.len();
    assert_eq!((rows(0), rows(2_050), rows(9_999)), (MOST_ROWS, 2_050, MOST_ROWS + 100));
}

#[test]
fn a_kept_row_is_the_next_day_what_it_would_be_if_it_were_told_then() {
    let next = |state: &str, days_left: i32| crate::view::DeadlineRow {
        last_day: Some("2026-11-24".to_owned()),
        state: state.to_owned(),
        days_left: Some(days_left),
        ..crate::view::DeadlineRow::default()
    };
    let with = |state: &str, days_left: i32| ServiceRow {
        next_deadline: Some(Box::new(next(state, days_left))),
        ..row("x", "20")
    };
    let tomorrow = today().succ_opt().unwrap();
    for (state, then) in [("open", "overdue"), ("confirmed", "overdue"), ("overdue", "overdue")] {
        let turned = turned(&kept(with(state, 0), 7, today()), tomorrow);
        let told = kept(with(then, -1), 7, tomorrow);
        assert_eq!((&turned.row, turned.urgency, turned.place), (&told.row, told.urgency, told.place), "{state}");
        assert_eq!(turned.urgency, Urgency::Overdue);
    }
}
