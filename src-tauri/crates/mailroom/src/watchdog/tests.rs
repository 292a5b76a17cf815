//! When the alarm is raised, and what is shown of the watching.

use super::self_check::is_time_to_check;
use super::*;

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

#[test]
fn thirty_minutes_in_working_hours_and_four_hours_otherwise() {
    let (settings, calendar) = (WatchSettings::default(), Calendar::builtin().unwrap());
    let minutes = |moment: &str| limit_at(at(moment), &settings, &calendar).num_minutes();
    assert_eq!(minutes("2026-11-20T10:00:00+08:00"), 30, "a Friday morning");
    assert_eq!(minutes("2026-11-20T18:30:00+08:00"), 240, "after hours");
    assert_eq!(minutes("2026-11-21T10:00:00+08:00"), 240, "a Saturday");
    assert_eq!(minutes("2026-10-01T10:00:00+08:00"), 240, "a holiday");
    assert_eq!(minutes("2026-10-10T10:00:00+08:00"), 30, "a Saturday on which the office works");
}

#[test]
fn a_gap_is_told_with_its_cause_and_a_quiet_time_is_none() {
    let (eight, nine) = (at("2026-11-20T08:00:00+08:00"), at("2026-11-20T09:00:00+08:00"));
    let (ten, least) = (at("2026-11-20T10:00:00+08:00"), TimeDelta::minutes(5));
    let seen = |before, started, slept, is_failing| Seen { before, started, slept, is_failing }.gap(ten, least);
    assert_eq!(seen(nine, eight, Some(nine), false), Some("slept"));
    assert_eq!(seen(nine, eight, Some(eight), false), None, "slept before that look");
    assert_eq!(seen(eight, nine, None, false), Some("not-running"));
    assert_eq!(seen(nine, eight, None, true), Some("unreachable"));
    assert_eq!(seen(nine, eight, None, false), None, "nothing interrupted the wait for news");
    assert_eq!(seen(ten - TimeDelta::minutes(4), eight, None, true), None, "too short to be one");
}

#[test]
fn silence_is_an_alarm_also_when_nobody_was_there_to_raise_it() {
    let (now, limit) = (at("2026-11-20T10:00:00+08:00"), TimeDelta::minutes(30));
    let row = |last: Option<&str>| row_of(&Watched::default(), last.map(str::to_owned), Vec::new(), now, limit);
    assert_eq!(row(Some("2026-11-20T09:31:00+08:00")).alarm_code, None);
    let silent = row(Some("2026-11-20T09:30:00+08:00"));
    assert_eq!(silent.alarm_code.as_deref(), Some(STALE));
    assert_eq!(silent.alarm_since.as_deref(), Some("2026-11-20T09:30:00+08:00"));
    assert_eq!(row(None).alarm_code, None, "a mailbox that was never watched raises none by itself");
}

#[test]
fn an_alarm_is_shown_on_the_mailbox_and_never_hides_a_better_reason() {
    let state = |problem: Option<Problem>| MailboxState {
        id: "court".into(),
        address: "service@example.test".into(),
        kind: "imap".into(),
        state: "watching".into(),
        last_check: None,
        next_check: None,
        behind: 0,
        problem,
        watch: WatchRow::default(),
        shared: false,
        computers: "unsaid".to_owned(),
        answered_beside: false,
    };
    let row = WatchRow {
        last_look: Some("2026-11-20T09:00:00+08:00".into()),
        alarm_since: Some("2026-11-20T09:00:00+08:00".into()),
        alarm_code: Some(STALE.into()),
        ..WatchRow::default()
    };
    let refused = Problem::new("mailbox.login-refused", []);
    let mut states = [state(None), state(Some(refused.clone()))];
    for state in &mut states {
        add_to(std::slice::from_mut(state), BTreeMap::from([("court".to_owned(), row.clone())]), true);
        assert_eq!(state.state, "failed");
        assert_eq!(state.last_check, row.last_look);
    }
    assert_eq!(states[0].problem.as_ref().map(|it| it.code.as_str()), Some("mailbox.stale"));
    assert_eq!(states[1].problem, Some(refused));
}

#[test]
fn the_raised_alarm_names_its_cause_and_gaps_are_shown_newest_first() {
    let mut watched = Watched::default();
    for day in 10..25 {
        let from = format!("2026-11-{day}T10:00:00+08:00");
        watched.gaps.push(Gap { mailbox: "court".into(), until: from.clone(), from, code: "slept".into() });
    }
    let alarm = Alarm { mailbox: "court".into(), since: "x".into(), code: "mailbox.login-refused".into() };
    watched.alarm = Some((alarm, "y".into()));
    let row = row_of(&watched, None, Vec::new(), at("2026-11-26T10:00:00+08:00"), TimeDelta::minutes(30));
    assert_eq!(row.alarm_code.as_deref(), Some("mailbox.login-refused"));
    assert_eq!(row.gaps.len(), SHOWN_GAPS);
    assert!(row.gaps[0].from.starts_with("2026-11-24"));
}

#[test]
fn a_mailbox_checks_itself_once_a_day_and_every_hour_after_a_failure() {
    // Started on a Friday evening and left running over a week, looked at every five seconds as the watchdog does.
    let started = at("2026-11-20T20:00:00+08:00");
    let checks = |goes_well: &dyn Fn(usize) -> bool| {
        let (mut done, mut now): (Vec<(bool, String)>, _) = (Vec::new(), started);
        while now < started + TimeDelta::days(7) {
            if is_time_to_check(now, started, done.last().map(|(was_well, at)| (*was_well, at.as_str()))) {
                done.push((goes_well(done.len()), clock::written(now)));
            }
            now += TICK_OF_TEST;
        }
        done.into_iter().map(|(_, at)| at).collect::<Vec<_>>()
    };
    let daily = checks(&|_| true);
    let days: std::collections::BTreeSet<&str> = daily.iter().filter_map(|at| at.get(..10)).collect();
    assert_eq!((daily[0].as_str(), daily.len(), days.len()), ("2026-11-20T20:10:00+08:00", 8, 8), "{daily:?}");
    assert!(daily[1..].iter().all(|at| at.get(11..13).is_some_and(|hour| hour >= "08")), "{daily:?}");
    let failing = checks(&|nth| nth != 1);
    assert_eq!(failing[1], "2026-11-21T18:10:00+08:00");
    assert_eq!(failing[2], "2026-11-21T19:10:00+08:00", "an hour after the one that failed");
    assert!(!is_time_to_check(at("2026-11-21T03:00:00+08:00"), started, None), "nobody would see it by night");
}

/// The watchdog's own step.
const TICK_OF_TEST: TimeDelta = TimeDelta::seconds(TICK.as_secs() as i64);
