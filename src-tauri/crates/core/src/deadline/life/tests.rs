//! Entries about deadlines, and what is true after them.

use super::*;
use crate::id::Digest;
use crate::ledger::DeadlinesTold;

fn id() -> DeadlineId {
    DeadlineId::from_text("t1")
}

fn entry(seq: i64) -> Entry {
    Entry::chained(seq, format!("2026-11-20T10:00:0{}+08:00", seq % 10), "王敏".into(), String::new(), Digest::zero())
}

fn decided(decision: &str, date: Option<&str>) -> Fact {
    Fact::DeadlineDecided(DeadlineDecided {
        deadline: Some(id()),
        decision: decision.to_owned(),
        date: date.map(str::to_owned),
        reason: "已提交".to_owned(),
        ..DeadlineDecided::default()
    })
}

fn told(last_day: &str, why: &str) -> Fact {
    let deadlines = vec![DeadlineTold {
        stays: false,
        deadline: id(),
        service: None,
        rule: String::new(),
        case_number: None,
        understood: 2,
        last_day: Some(last_day.to_owned()),
        status: "final".to_owned(),
        was: None,
        waits: None,
        why: why.to_owned(),
    }];
    let (calendar, rules) = (Digest::zero(), Digest::zero());
    Fact::DeadlinesTold(DeadlinesTold { by_version: "1".to_owned(), calendar, rules, deadlines })
}

fn lives(facts: Vec<Fact>) -> Lives {
    let mut lives = Lives::default();
    for (seq, fact) in (1..).zip(facts) {
        assert!(lives.take(fact, &entry(seq)).is_none());
    }
    lives
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_life_is_told_by_its_entries_and_keeps_all_of_them() {
    let lives = lives(vec![decided("confirmed", None), decided("done", None), decided("reopened", None)]);
    let life = lives.of(&id()).unwrap();
    assert_eq!((life.state, life.history.len()), (State::Open, 3));
    assert_eq!((&*life.history[1].by, &*life.history[1].reason), ("王敏", "已提交"));
    assert!(Decision::Reopened.is_open_to(State::Done) && !Decision::Done.is_open_to(State::NotApplicable));
}

#[test]
fn a_word_of_a_later_version_is_passed_over() {
    let lives = lives(vec![decided("archived", None)]);
    assert_eq!(lives.of(&id()).unwrap().history, []);
}

#[test]
fn nothing_moves_later_without_being_asked() {
    let (early, late) = (Some(date("2026-12-07")), Some(date("2026-12-08")));
    let lives_now = lives(vec![told("2026-12-07", "new")]);
    let life = lives_now.of(&id());
    assert_eq!(shown(life, late, false), Shown { last_day: early, waits: late });
    assert_eq!(shown(life, late, true), Shown { last_day: late, waits: None });
    assert_eq!(shown(life, Some(date("2026-12-04")), false), Shown { last_day: Some(date("2026-12-04")), waits: None });
    assert_eq!(shown(life, None, false), Shown { last_day: early, waits: None });
    assert_eq!(shown(None, late, false), Shown { last_day: late, waits: None });
    let accepted = lives(vec![told("2026-12-07", "new"), decided("accepted", None)]);
    assert_eq!(shown(accepted.of(&id()), late, false), Shown { last_day: late, waits: None });
}

#[test]
fn time_that_the_court_gave_goes_before_every_reckoning() {
    let lives = lives(vec![told("2026-12-07", "new"), decided("extended", Some("2026-12-21"))]);
    let expected = Shown { last_day: Some(date("2026-12-21")), waits: None };
    assert_eq!(shown(lives.of(&id()), Some(date("2026-12-04")), false), expected);
}

#[test]
fn moves_are_listed_and_what_is_new_is_none() {
    let lives = lives(vec![told("2026-12-07", "new"), told("2026-12-04", "calendar")]);
    assert_eq!(lives.moved.iter().map(|moved| moved.told.why.as_str()).collect::<Vec<_>>(), ["calendar"]);
}

#[test]
fn facts_about_time_read_as_they_were_written_for_ever() {
    let text = r#"{"fact":"deadline-decided","deadline":"t1","decision":"done","reason":"已提交"}"#;
    assert_eq!(serde_json::from_str::<Fact>(text).unwrap(), decided("done", None));
    let text = r#"{"fact":"start-chosen","service":"s1","date":"2026-11-18","reason":"回证载明"}"#;
    let Fact::StartChosen(chosen) = serde_json::from_str::<Fact>(text).unwrap() else { panic!("another fact") };
    assert_eq!((chosen.service.as_str(), chosen.date.as_deref()), ("s1", Some("2026-11-18")));
    let text = r#"{"fact":"reminded","about":["digest:2026-11-28"],"by":"wecom","to":"值班群"}"#;
    let Fact::Reminded(reminded) = serde_json::from_str::<Fact>(text).unwrap() else { panic!("another fact") };
    assert_eq!((reminded.problem, reminded.answer.as_str()), (None, ""));
}

#[test]
fn what_was_told_last_is_kept_and_equal_words_lie_in_memory_once() {
    let Fact::DeadlinesTold(mut told) = told("2026-12-07", "new") else { panic!("another fact") };
    let first = &mut told.deadlines[0];
    (first.service, first.case_number) = (Some(ServiceId::from_text("s1")), Some("甲号".to_owned()));
    (first.waits, first.rule) = (Some("2026-12-08".to_owned()), "answer".to_owned());
    let other = DeadlineTold { deadline: DeadlineId::from_text("t2"), ..first.clone() };
    told.deadlines.push(other);
    let lives = lives(vec![Fact::DeadlinesTold(told.clone())]);
    let (one, two) = (lives.of(&id()).unwrap(), lives.of(&DeadlineId::from_text("t2")).unwrap());
    let last = one.told.as_ref().unwrap();
    assert_eq!((last.service(), &*last.rule, &*last.status), (Some(ServiceId::from_text("s1")), "answer", "final"));
    assert_eq!((last.last_day.as_deref(), last.waits.as_deref()), (Some("2026-12-07"), Some("2026-12-08")));
    assert!(Arc::ptr_eq(&last.rule, &two.told.as_ref().unwrap().rule));
    assert!(Arc::ptr_eq(one.told_by.as_ref().unwrap(), two.told_by.as_ref().unwrap()));
    let gone = DeadlineTold {
        was: Some("2026-12-07".to_owned()),
        waits: None,
        status: "gone".to_owned(),
        stays: true,
        why: "rules".to_owned(),
        understood: 9,
        ..told.deadlines[0].clone()
    };
    assert_eq!(last.gone(&id(), 9, "rules"), gone);
}

#[test]
fn what_was_confirmed_is_open_again_when_its_day_moves_by_itself() {
    let moved = |to: &str, was: &str, why: &str| {
        let Fact::DeadlinesTold(mut told) = told(to, why) else { panic!("another fact") };
        told.deadlines[0].was = Some(was.to_owned());
        lives(vec![decided("confirmed", None), Fact::DeadlinesTold(told)]).of(&id()).unwrap().state
    };
    assert_eq!(moved("2026-12-04", "2026-12-07", "calendar"), State::Open);
    assert_eq!(moved("2026-12-07", "2026-12-07", "calendar"), State::Confirmed);
    assert_eq!(moved("2026-12-04", "2026-12-07", "person"), State::Confirmed);
}

#[test]
fn what_new_rules_or_a_new_version_no_longer_give_is_kept_in_sight() {
    let service = ServiceId::from_text("s1");
    let gone = |why: &str, stays: bool| {
        let Fact::DeadlinesTold(mut told) = told("2026-12-07", why) else { panic!("another fact") };
        let first = &mut told.deadlines[0];
        (first.status, first.service, first.stays) = ("gone".to_owned(), Some(service.clone()), stays);
        lives(vec![Fact::DeadlinesTold(told)]).gone_of(&service).count()
    };
    assert_eq!((gone("rules", true), gone("version", true), gone("facts", false)), (1, 1, 0));
    // Entries of versions that kept only what rules took away, and called much else a matter of the version.
    assert_eq!((gone("rules", false), gone("version", false)), (1, 0));
}

#[test]
fn a_day_given_when_it_was_added_moves_later_only_when_asked() {
    let (early, late) = (Some(date("2026-12-07")), Some(date("2026-12-08")));
    assert_eq!(shown_since(None, early, late), Shown { last_day: early, waits: late });
    assert_eq!(shown_since(None, late, early), Shown { last_day: early, waits: None });
    let accepted = lives(vec![decided("accepted", None)]);
    assert_eq!(shown_since(accepted.of(&id()), early, late), Shown { last_day: late, waits: None });
}
