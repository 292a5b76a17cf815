//! What the lists are cut from: how deadlines stand in order, and how services and deadlines come together as cases.

use chrono::NaiveDate;
use songda_core::id::{DeadlineId, Digest, ServiceId};
use songda_core::ledger::{Entry, MatterFact};
use songda_core::matter::Matters;

use super::cases::KeptCase;
use super::*;
use crate::services::squeezed;
use crate::view::Court;

fn service(id: &str, numbers: &[&str], arrived: &str, receipt: &str) -> services::Kept {
    let row = ServiceRow {
        id: id.to_owned(),
        case_numbers: numbers.iter().map(|number| (*number).to_owned()).collect(),
        court: Some(Court { code: "沪0112".to_owned(), name: "上海市闵行区人民法院".to_owned() }),
        arrived: Some(format!("2026-11-{arrived}T09:00:00+08:00")),
        verdict: "proven".to_owned(),
        titles: vec!["传票".to_owned()],
        receipt: receipt.to_owned(),
        ..ServiceRow::default()
    };
    services::keep(row, 0, NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(), &mut book::Words::default())
}

fn deadline(id: &str, number: Option<&str>, last_day: Option<&str>, is_closed: bool) -> KeptDeadline {
    KeptDeadline {
        id: DeadlineId::from_text(id),
        service: ServiceId::from_text(""),
        case_number: number.map(Arc::from),
        name: "提出答辩状".into(),
        last_day: last_day.map(Arc::from),
        days_left: last_day.map(|_| 3),
        is_closed,
        state: if is_closed { "done" } else { "open" }.into(),
        court: "".into(),
        document: "".into(),
        place: 0,
    }
}

fn cases() -> Vec<KeptCase> {
    let services = [
        service("newest", &["甲"], "23", "sent"),
        service("older", &["甲", "乙", "甲"], "20", "none"),
        service("nobody's", &[], "24", "none"),
    ];
    let deadlines = [
        deadline("first", Some("甲"), Some("2026-12-01"), false),
        deadline("second", Some("甲"), Some("2026-12-08"), false),
        deadline("over", Some("丙"), Some("2026-11-02"), true),
    ];
    let (services, deadlines) = (services.map(Arc::new), deadlines.map(Arc::new));
    let mut matters = Matters::default();
    said(&mut matters, MatterFact::Named { case_number: "乙".into(), name: "三号楼物业费".into() });
    cases::gather(&services, &deadlines, &matters)
}

fn said(matters: &mut Matters, fact: MatterFact) {
    let (at, by) = ("2026-11-22T10:00:00+08:00".to_owned(), "王敏".to_owned());
    matters.take(fact, &Entry::chained(1, at, by, String::new(), Digest::of(b"")));
}

#[test]
fn services_of_one_number_are_one_case_and_those_without_stand_last() {
    let cases = cases();
    let numbers: Vec<Option<&str>> = cases.iter().map(KeptCase::number).collect();
    assert_eq!(numbers, [Some("甲"), Some("乙"), None]);
    assert_eq!(cases.iter().map(KeptCase::services).collect::<Vec<_>>(), [&[0, 1][..], &[1], &[2]]);
}

#[test]
fn tabs_of_cases_tell_what_is_due_what_runs_and_what_has_no_day() {
    let cases = cases();
    let tab = |tab: &str| cases.iter().filter(|case| case.is_in(tab)).map(KeptCase::number).collect::<Vec<_>>();
    assert_eq!(tab("due"), [Some("甲"), Some("乙"), None]);
    assert_eq!(tab("running"), [Some("甲")]);
    assert_eq!(tab("none"), [Some("乙")], "one whose deadlines are all over has had its days");
    assert_eq!(tab("unnumbered"), [None]);
    assert_eq!(tab("all").len(), 3);
}

#[test]
fn a_case_is_found_by_what_the_office_calls_it() {
    let cases = cases();
    let found =
        |text: &str| cases.iter().filter(|case| case.holds(&squeezed(text))).map(KeptCase::number).collect::<Vec<_>>();
    assert_eq!(found("三号楼 物业费"), [Some("乙")]);
    assert_eq!(found("闵行").len(), 3);
    assert!(found("没有这一项").is_empty());
}

#[test]
fn days_bound_open_deadlines_only() {
    let (open, closed) =
        (deadline("a", None, Some("2026-12-01"), false), deadline("b", None, Some("2026-12-01"), true));
    let undated = deadline("c", None, None, false);
    let of = |from: &str, to: &str| DeadlineQuery {
        from: Some(from.to_owned()),
        to: Some(to.to_owned()),
        ..DeadlineQuery::default()
    };
    assert!(open.fits(&of("2026-12-01", "2026-12-01"), &Wanted::of("")));
    assert!(!open.fits(&of("2026-12-02", "2026-12-31"), &Wanted::of("")));
    assert!(!open.fits(&of("2026-11-01", "2026-11-30"), &Wanted::of("")));
    for kept in [&closed, &undated] {
        assert!(!kept.fits(&of("2026-01-01", "2026-12-31"), &Wanted::of("")));
        assert!(kept.fits(&DeadlineQuery::default(), &Wanted::of("")), "without bounds everything fits");
    }
}

#[test]
fn a_closed_case_stands_apart_until_something_is_served_in_it() {
    let mut matters = Matters::default();
    said(&mut matters, MatterFact::Closed { case_number: "甲".into(), why: "已履行".into() });
    let gathered = |seen: &str| {
        let mut kept = service("s", &["甲"], "20", "sent");
        kept.row.first_seen = format!("2026-11-{seen}T09:00:00+08:00").into();
        cases::gather(&[Arc::new(kept)], &[], &matters)
    };
    let stands = |cases: &[KeptCase], tab: &str| cases.iter().any(|case| case.is_in(tab));
    let closed = gathered("20");
    assert!(stands(&closed, "closed") && !stands(&closed, "all") && !stands(&closed, "none"));
    let again = gathered("23");
    assert!(!stands(&again, "closed") && stands(&again, "all"), "what came since is not hidden");
}

#[test]
fn a_deadline_is_found_by_name_number_court_and_paper() {
    let all: Vec<Arc<KeptDeadline>> = [("one", "（2026）沪0112民初1号"), ("two", "（2026）沪0112民初2号")]
        .map(|(id, number)| deadline(id, Some(number), Some("2026-12-01"), false))
        .map(|kept| {
            Arc::new(KeptDeadline {
                court: "上海市闵行区人民法院".into(), document: "应诉通知书".into(), ..kept
            })
        })
        .into();
    let found = |text: &str| {
        let query = DeadlineQuery { text: text.to_owned(), ..DeadlineQuery::default() };
        fitting(&all, &query).into_iter().map(|kept| kept.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found("闵行 区"), ["one", "two"]);
    assert_eq!(found("应诉"), ["one", "two"]);
    assert_eq!(found("答辩"), ["one", "two"]);
    assert_eq!(found("(2026)沪0112民初2号"), ["two"]);
    assert!(found("法院应诉").is_empty(), "no word is found across two");
    assert_eq!(found(" ").len(), 2);
}
