//! When the alarm is raised, and what is shown of the watching.

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
