//! Every rule's own example, and what holds for every rule and every date.

use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::reference::Reference;

static REFERENCE: std::sync::LazyLock<Reference> = std::sync::LazyLock::new(|| Reference {
    rules: builtin_rules().unwrap(),
    calendar: crate::calendar::Calendar::builtin().unwrap(),
    ..Reference::default()
});

fn reference() -> &'static Reference {
    &REFERENCE
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn every_rule_does_what_its_example_says() {
    let reference = reference();
    for rule in reference.rules.values() {
        let example = &rule.example;
        let told = match example.stated {
            Some(length) => reckon_stated(&rule.id, example.from, length, reference),
            None => reckon(&rule.id, example.from, reference),
        };
        let told = told.unwrap();
        assert_eq!(told.last_day, example.last_day, "{} from {}", rule.id, example.from);
        assert_eq!(told.status == Status::Undetermined, example.last_day.is_none(), "{}", rule.id);
        assert!(!told.because.is_empty() && !told.source.is_empty(), "{}", rule.id);
    }
}

#[test]
fn the_example_of_the_contract() {
    let told = reckon("CIV-APPEAL", date("2026-09-16"), reference()).unwrap();
    assert_eq!((told.raw_end, told.last_day), (Some(date("2026-10-01")), Some(date("2026-10-08"))));
    assert_eq!((told.status, told.calendar.as_slice()), (Status::Final, [2026].as_slice()));
    let says: Vec<&str> = told.steps.iter().map(|step| step.says.as_str()).collect();
    assert_eq!(says, ["送达次日起算", "第15日，国庆节放假", "节假日后第一日"]);
    assert_eq!(told.source[0].article, "第一百七十一条");
}

#[test]
fn the_version_in_force_decides_the_article_and_the_length() {
    let reference = reference();
    let retrial = |day: &str| reckon("CIV-RETRIAL", date(day), reference).unwrap();
    assert_eq!(retrial("2023-12-31").source[0].article, "第二百一十二条");
    assert_eq!(retrial("2024-01-01").source[0].article, "第二百一十六条");
    let told = retrial("2021-12-31");
    assert_eq!((told.status, told.last_day), (Status::Undetermined, None));
    let foreign = |day: &str| reckon("SVC-PUBLIC-FOREIGN", date(day), reference).unwrap().length;
    assert_eq!(foreign("2023-06-01"), Some(Length::Months(3)));
    assert_eq!(foreign("2024-06-01"), Some(Length::Days(60)));
}

#[test]
fn an_award_around_the_new_arbitration_act_has_an_earlier_safe_date() {
    let reference = reference();
    let told = reckon("ARB-REVOKE-OLD", date("2026-01-15"), reference).unwrap();
    assert_eq!((told.last_day, told.safe_date), (Some(date("2026-07-15")), Some(date("2026-04-15"))));
    assert_eq!(reckon("ARB-REVOKE-OLD", date("2026-03-01"), reference).unwrap().last_day, None);
    assert_eq!(reckon("ARB-REVOKE-NEW", date("2026-02-28"), reference).unwrap().last_day, None);
}

#[test]
fn what_the_court_sets_and_what_comes_before_an_event_has_no_date() {
    let reference = reference();
    for id in ["CIV-EVID-ORD", "CIV-HEARING", "CIV-RECUSE", "CIV-ANSWER-SIMPLE", "CIV-PERFORM", "BK-CLAIM", "EX-ASSIST"]
    {
        let told = reckon(id, date("2026-11-23"), reference).unwrap();
        assert_eq!((told.status, told.last_day, told.raw_end), (Status::Undetermined, None, None), "{id}");
    }
}

#[test]
fn december_waits_for_the_notice_of_the_next_year() {
    let reference = reference();
    let status = |from: &str| reckon("CIV-ANSWER", date(from), reference).unwrap().status;
    assert_eq!(status("2026-12-03"), Status::Final);
    // Day 15 is Saturday 19 December; the Monday it moves to may still become a day off.
    assert_eq!(status("2026-12-04"), Status::Provisional);
    assert_eq!(status("2026-12-05"), Status::Provisional);
    assert_eq!(status("2025-12-10"), Status::Final);
    let told = reckon("CIV-ANSWER", date("2026-12-17"), reference).unwrap();
    assert_eq!((told.raw_end, told.last_day), (Some(date("2027-01-01")), Some(date("2027-01-04"))));
    assert!(told.because.contains("2027年放假安排尚未载入"), "{}", told.because);
}

#[test]
fn the_edges_of_time_never_panic() {
    let reference = reference();
    let edges = [
        NaiveDate::MIN,
        NaiveDate::MAX,
        NaiveDate::from_ymd_opt(1, 1, 1).unwrap(),
        date("9999-12-31"),
        date("2006-12-30"),
    ];
    for from in edges {
        for id in reference.rules.keys() {
            let told = reckon(id, from, reference).unwrap();
            assert_eq!(told.last_day.is_none(), told.status == Status::Undetermined, "{id} {from}");
        }
    }
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..7700).prop_map(|days| date("2007-01-01") + Days::new(days))
}

proptest! {
    #[test]
    fn a_later_service_never_ends_earlier(from in any_day()) {
        let reference = reference();
        for rule in reference.rules.values().filter(|rule| rule.direction == Direction::Forward) {
            let (one, next) = (reckon(&rule.id, from, reference).unwrap(), reckon(&rule.id, from.succ_opt().unwrap(), reference).unwrap());
            // Where a new version of the law shortens the period, the day it comes into force is the exception.
            if let (Some(one_day), Some(next_day), true) = (one.last_day, next.last_day, one.length == next.length) {
                prop_assert!(one_day <= next_day, "{} {from}", rule.id);
            }
        }
    }

    #[test]
    fn a_last_day_that_moves_is_never_a_rest_day(from in any_day()) {
        let reference = reference();
        for rule in reference.rules.values() {
            let told = reckon(&rule.id, from, reference).unwrap();
            let (Some(raw), Some(last)) = (told.raw_end, told.last_day) else { continue };
            match rule.roll {
                Roll::Later => prop_assert!(last >= raw && !reference.calendar.is_rest(last), "{} {from}", rule.id),
                Roll::Earlier => prop_assert!(last <= raw && !reference.calendar.is_rest(last), "{} {from}", rule.id),
                Roll::Stay => prop_assert_eq!(last, raw),
            }
            prop_assert!(told.safe_date.unwrap() <= last);
        }
    }

    #[test]
    fn a_stated_length_never_ends_on_a_rest_day(from in any_day(), days in 1_u32..90) {
        let reference = reference();
        // The day something counts as served, and the day a freeze ends by itself, are no time to act in.
        let is_one = |rule: &&Rule| rule.setting != Setting::ServiceDay && rule.id != "PRES-EXPIRY";
        for rule in reference.rules.values().filter(is_one) {
            let told = reckon_stated(&rule.id, from, Length::Days(days), reference).unwrap();
            let Some(last) = told.last_day else { continue };
            prop_assert!(!reference.calendar.is_rest(last), "{} {from} {days}", rule.id);
        }
    }
}
