//! Deadlines of a home from outside: decided, extended, told anew when the calendar changes, exported, reminded of.

use std::fs;
use std::time::Duration;

use serde_json::Value;
use songda_mailroom::deadlines::Order;
use songda_mailroom::home::Home;
use songda_mailroom::{Mailroom, runtime};
use songda_tests::court;
use songda_tests::ports::Port;
use songda_tests::{DROP, Songda, robot, text, until, year};

fn filled() -> Songda {
    let songda = Songda::with(DROP);
    fs::write(songda.home().join("drop/1.eml"), court::plain(1).stamped()).unwrap();
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 0, "{}", synced.said);
    songda
}

fn dated(songda: &Songda) -> Vec<Value> {
    songda.list("deadlines").into_iter().filter(|row| !row["last_day"].is_null()).collect()
}

fn one(songda: &Songda, id: &str) -> Value {
    songda.list("deadlines").into_iter().find(|row| row["id"] == id).expect("the deadline is still there")
}

#[test]
fn a_deadline_is_decided_with_a_reason_and_everything_stays_on_record() {
    let songda = filled();
    let id = text(&dated(&songda)[0], "id").to_owned();
    let refused = songda.run(&["deadline", "done", &id]);
    assert_eq!(refused.code, 1);
    assert_eq!(refused.json["error"]["code"], "deadline.no-reason");
    assert_eq!(songda.run(&["deadline", "confirm", &id]).json["row"]["state"], "confirmed");
    let done = songda.run(&["deadline", "done", &id, "--reason", "已提交答辩状", "--by", "李律师"]);
    assert_eq!((done.code, &done.json["row"]["state"]), (0, &"done".into()), "{}", done.said);
    let again = songda.run(&["deadline", "not-applicable", &id, "--reason", "x"]);
    assert_eq!(again.json["error"]["code"], "deadline.closed");
    let open = songda.run(&["deadline", "reopen", &id, "--reason", "法院退回"]);
    assert!(["open", "overdue"].contains(&text(&open.json["row"], "state")));
    let history = open.json["row"]["history"].as_array().unwrap().clone();
    assert_eq!(history.len(), 3);
    assert_eq!((&history[1]["by"], &history[1]["reason"]), (&"李律师".into(), &"已提交答辩状".into()));
    let extended = songda.run(&["deadline", "extend", &id, "--to", "2027-03-01", "--reason", "法院准许"]);
    assert_eq!(extended.json["row"]["last_day"], "2027-03-01");
    assert_eq!(songda.run(&["deadline", "done", "t0000", "--reason", "x"]).json["error"]["code"], "not-found");
    let before = songda.lists();
    assert_eq!(songda.run(&["rebuild"]).code, 0);
    assert_eq!(songda.lists(), before);
    assert_eq!(songda.run(&["verify"]).json["ok"], true);
}

#[test]
fn an_own_deadline_stands_beside_the_courts() {
    let songda = filled();
    let add = ["deadline", "add", "--rule", "CIV-APPEAL", "--from", "2026-09-16", "--reason", "纸质判决书，前台签收"];
    let added = songda.run(&add);
    assert_eq!((added.code, &added.json["row"]["last_day"]), (0, &"2026-10-08".into()), "{}", added.said);
    assert_eq!((&added.json["row"]["own"], &added.json["row"]["state"]), (&true.into(), &"overdue".into()));
    assert_eq!(songda.run(&add).json["error"]["code"], "deadline.twice");
    let id = text(&added.json["row"], "id").to_owned();
    let remedied = songda.run(&["deadline", "remedied", &id, "--reason", "法院准许顺延"]);
    assert_eq!(remedied.json["row"]["state"], "remedied", "{}", remedied.said);
}

#[test]
fn another_day_of_service_moves_every_deadline_of_it() {
    let songda = filled();
    let before = dated(&songda);
    let service = text(&before[0], "service").to_owned();
    let chosen = songda.run(&["deadline", "start", &service, "--date", "2026-11-16", "--reason", "电子送达凭证载明"]);
    assert_eq!(chosen.code, 0, "{}", chosen.said);
    for row in dated(&songda).iter().filter(|row| row["service"] == service.as_str()) {
        assert_eq!(row["from"], "2026-11-16");
        assert!(text(row, "because").contains("电子送达凭证载明"), "{row}");
    }
    let moves = songda.run(&["deadline", "moves"]).json["rows"].as_array().unwrap().clone();
    assert!(moves.iter().any(|row| row["why"] == "person" && row["was"] != row["last_day"]), "{moves:?}");
    let future = songda.run(&["deadline", "start", &service, "--date", "2999-01-01", "--reason", "x"]);
    assert_eq!(future.json["error"]["code"], "deadline.future-start");
}

/// Accepts a later day as the window does, with the day that was shown; gives why it was refused.
fn accept_shown(songda: &Songda, id: &str, shown: &str) -> String {
    let order = Order { decision: "accepted", date: Some(shown), ..Order::default() };
    let accepted = async {
        let mailroom = Mailroom::look(Home::at(songda.home())).await.unwrap();
        mailroom.decide(id, order).await.unwrap_err().code
    };
    runtime().unwrap().block_on(accepted)
}

#[test]
fn a_year_taken_in_tells_deadlines_anew_and_nothing_moves_later_without_being_asked() {
    let songda = filled();
    // Fifteen days after Saturday 5 December end on Sunday 20 December and move to Monday the 21st.
    let add = ["deadline", "add", "--rule", "CIV-ANSWER", "--from", "2026-12-05", "--reason", "回证载明"];
    let from = songda.run(&add);
    let row = from.json["row"].clone();
    let id = text(&row, "id").to_owned();
    assert_eq!((text(&row, "last_day"), text(&row, "status")), ("2026-12-21", "provisional"), "{}", from.said);
    let was = "2026-12-21".to_owned();
    let file = songda.home().join("2027.json");
    // That Monday becomes a day off: the last day would move later.
    fs::write(&file, year(&[&was], &[])).unwrap();
    let imported = songda.run(&["calendar", "import", &file.to_string_lossy()]);
    assert_eq!(imported.code, 3, "a move waits for a person: {} {}", imported.json, imported.said);
    let row = one(&songda, &id);
    assert_eq!((text(&row, "last_day"), text(&row, "status")), (was.as_str(), "provisional"));
    assert!(text(&row, "waits") > was.as_str(), "{row}");
    let moved = songda.run(&["deadline", "moves"]).json["rows"][0].clone();
    assert_eq!((text(&moved, "why"), text(&moved, "was")), ("calendar", was.as_str()));
    let later = text(&row, "waits").to_owned();
    assert_eq!(accept_shown(&songda, &id, &was), "deadline.changed", "only the day that was shown is accepted");
    assert_eq!(songda.run(&["deadline", "accept", &id]).json["row"]["last_day"], later.as_str());
    assert_eq!(one(&songda, &id)["waits"], Value::Null);
    let again = songda.run(&["calendar", "import", &file.to_string_lossy()]);
    assert_eq!((again.code, &again.json["known"]), (0, &true.into()));
    // A correction of the notice takes the day off back: earlier is told at once.
    fs::write(&file, year(&[], &[])).unwrap();
    assert_eq!(songda.run(&["calendar", "import", &file.to_string_lossy()]).code, 0);
    let row = one(&songda, &id);
    assert_eq!((text(&row, "last_day"), text(&row, "status")), (was.as_str(), "final"), "{row}");
    let replayed = songda.run(&["replay"]);
    assert!(replayed.json["rows"].as_array().unwrap().iter().all(|row| row["deadlines"] == Value::Array(vec![])));
    let before = songda.lists();
    assert_eq!(songda.run(&["rebuild"]).code, 0);
    assert_eq!(songda.lists(), before);
    assert_eq!(songda.run(&["verify"]).json["ok"], true);
    let listed = songda.run(&["calendar", "list"]).json["rows"][0].clone();
    assert_eq!((&listed["year"], &listed["source"]), (&2027.into(), &"https://example.test/2027".into()));
}

/// An own deadline that a rule gave is reckoned anew as every other; so is the calculator of this home.
#[test]
fn an_own_deadline_by_a_rule_follows_the_calendar() {
    let songda = filled();
    let add = ["deadline", "add", "--rule", "CIV-APPEAL", "--from", "2027-03-05", "--reason", "前台签收"];
    let row = songda.run(&add).json["row"].clone();
    // Fifteen days end on Saturday 20 March and move to Monday; the holidays of that year are not known yet.
    assert_eq!((text(&row, "last_day"), text(&row, "status")), ("2027-03-22", "provisional"), "{row}");
    assert!(row["steps"].as_array().is_some_and(|steps| steps.len() == 3) && text(&row, "because").contains("2027年"));
    let reckon = ["reckon", "--rule", "CIV-APPEAL", "--from", "2027-03-05"];
    assert_eq!(songda.run(&reckon).json["last_day"], "2027-03-22");
    let file = songda.home().join("2027.json");
    // That Monday becomes a day off.
    fs::write(&file, year(&["2027-03-22"], &[])).unwrap();
    songda.run(&["calendar", "import", &file.to_string_lossy()]);
    let row = one(&songda, text(&row, "id"));
    assert_eq!((text(&row, "last_day"), text(&row, "waits")), ("2027-03-22", "2027-03-23"), "{row}");
    let reckoned = songda.run(&reckon).json;
    assert_eq!((text(&reckoned, "last_day"), text(&reckoned, "status")), ("2027-03-23", "final"));
    let accepted = songda.run(&["deadline", "accept", text(&row, "id")]).json["row"].clone();
    assert_eq!((text(&accepted, "last_day"), text(&accepted, "status")), ("2027-03-23", "final"), "{accepted}");
}

#[test]
fn a_day_that_cannot_be_meant_is_refused() {
    let songda = filled();
    let row = dated(&songda)[0].clone();
    let (id, last) = (text(&row, "id"), text(&row, "last_day"));
    let extend = songda.run(&["deadline", "extend", id, "--to", last, "--reason", "x"]);
    assert_eq!(extend.json["error"]["code"], "deadline.not-later");
    let from = songda.run(&["deadline", "from", id, "--date", "2999-01-01", "--reason", "x"]);
    assert_eq!(from.json["error"]["code"], "deadline.future-start");
    let rest = songda.run(&["deadline", "extend", id, "--to", "2027-03-06", "--reason", "法院准许"]);
    assert!(text(&rest.json["row"], "because").contains("休息日"), "{}", rest.json);
}

#[test]
fn what_is_no_year_is_refused_and_nothing_is_recorded() {
    let songda = filled();
    let file = songda.home().join("x.csv");
    for (content, code) in [
        ("hello", "calendar.not-readable"),
        ("2027-01-01,元旦,休\n", "calendar.no-source"),
        ("{\"year\": 2027, \"papers\": [\"x\"], \"days\": []}", "calendar.not-a-year"),
    ] {
        fs::write(&file, content).unwrap();
        let refused = songda.run(&["calendar", "import", &file.to_string_lossy()]);
        assert_eq!((refused.code, &refused.json["error"]["code"]), (1, &code.into()), "{}", refused.said);
    }
    assert_eq!(songda.run(&["calendar", "list"]).json["rows"][0]["year"], 2026);
}

#[test]
fn open_deadlines_go_out_as_a_calendar_file() {
    let songda = filled();
    let out = songda.home().join("期限.ics");
    let exported = songda.run(&["export", "deadlines", "--out", &out.to_string_lossy()]);
    assert_eq!(exported.code, 0, "{}", exported.said);
    let written = fs::read_to_string(&out).unwrap();
    assert!(written.starts_with("BEGIN:VCALENDAR\r\n") && written.ends_with("END:VCALENDAR\r\n"));
    for row in dated(&songda) {
        assert!(written.contains(&format!("UID:{}@songda", text(&row, "id"))), "{row}");
    }
}

/// A sitting is moved by a later notice: calendars that hold the old time lose it, and the new one stands alone.
#[test]
fn a_sitting_that_the_court_moved_gives_way_to_the_new_time() {
    let songda = filled();
    let exported = |name: &str| {
        let out = songda.home().join(name);
        assert_eq!(songda.run(&["export", "deadlines", "--out", &out.to_string_lossy()]).code, 0);
        fs::read_to_string(&out).unwrap()
    };
    let events = |text: &str| -> Vec<String> {
        text.split("BEGIN:VEVENT").filter(|event| event.contains("CATEGORIES:HEARING")).map(str::to_owned).collect()
    };
    let before = events(&exported("before.ics"));
    assert!(before.len() == 1 && before[0].contains("STATUS:CONFIRMED"), "{before:?}");
    fs::write(songda.home().join("drop/2.eml"), court::moved(1).stamped()).unwrap();
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 0, "{}", synced.said);
    let after = events(&exported("after.ics"));
    let (old, new): (Vec<&String>, Vec<&String>) = after.iter().partition(|event| event.contains("20270310T013000Z"));
    assert!(old.len() == 1 && old[0].contains("STATUS:CANCELLED"), "{after:?}");
    assert!(new.len() == 1 && new[0].contains("20270317T060000Z") && new[0].contains("STATUS:CONFIRMED"), "{after:?}");
}

/// One request to this computer, and everything it answers.
fn asked(port: u16, request: &str) -> Option<String> {
    use std::io::{Read as _, Write as _};
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

#[test]
fn a_watch_feeds_the_calendar_to_this_computer_under_its_secret_path_only() {
    let held = Port::free();
    let port = held.number();
    let songda = Songda::with(&format!("{DROP}\n[remind]\nfeed_port = {port}\n"));
    fs::write(songda.home().join("drop/1.eml"), court::plain(1).stamped()).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    let mut watching = songda.command(&["watch"]).env("SONGDA_FEED_SECRET", "geheim").spawn().unwrap();
    let ask = |method: &str, path: &str, host: &str| {
        asked(port, &format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"))
    };
    let ours = format!("127.0.0.1:{port}");
    let fed = until(Duration::from_secs(20), || ask("GET", "/geheim/songda.ics", &ours));
    let others = [ask("GET", "/songda.ics", &ours), ask("GET", "/geheim/songda.ics", "evil.example.test")];
    let posted = ask("POST", "/geheim/songda.ics", &ours);
    let id = text(&dated(&songda)[0], "id").to_owned();
    let done = songda.run(&["deadline", "done", &id, "--reason", "已提交"]);
    let again = until(Duration::from_secs(10), || {
        ask("GET", "/geheim/songda.ics", &ours).filter(|fed| fed.contains("STATUS:CANCELLED") || !fed.contains(&id))
    });
    watching.kill().unwrap();
    watching.wait().unwrap();
    let fed = fed.expect("the feed answers");
    assert!(fed.starts_with("HTTP/1.1 200 ") && fed.contains("Content-Type: text/calendar"), "{fed}");
    assert!(fed.contains("BEGIN:VCALENDAR\r\n") && fed.contains(&format!("UID:{id}@songda")), "{fed}");
    for refused in others {
        assert!(refused.as_ref().is_some_and(|it| it.starts_with("HTTP/1.1 404 ")), "{refused:?}");
    }
    assert!(posted.is_some_and(|it| it.starts_with("HTTP/1.1 405 ")));
    assert_eq!(done.code, 0, "{}", done.said);
    assert!(again.is_some(), "what is done is fed no longer as open");
}

const ROBOT: &str = r#"
[remind]
quiet = ["00:00", "00:00"]
digest_at = "00:00"
[[remind.robot]]
id = "gruppe"
kind = "dingtalk"
mentions = ["13800000000"]
[[remind.mail]]
id = "boss"
mailbox = "drop"
to = "boss@example.test"
"#;

fn told(songda: &Songda, port: u16, words: &[&str]) -> std::process::Command {
    let mut command = songda.command(words);
    command.env("SONGDA_ROBOT_GRUPPE", format!("http://127.0.0.1:{port}/robot/send?access_token=geheim"));
    command.env("SONGDA_ROBOT_GRUPPE_SECRET", "SECtest");
    command
}

#[test]
fn a_test_message_reaches_the_robot_signed_and_its_key_stands_nowhere() {
    let (port, seen) = robot::start(r#"{"errcode":0,"errmsg":"ok"}"#);
    let songda = Songda::with(&format!("{DROP}{ROBOT}"));
    let output = told(&songda, port, &["remind", "test", "gruppe", "--json"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let request = seen.recv_timeout(Duration::from_secs(5)).unwrap();
    assert!(request.starts_with("POST /robot/send?access_token=geheim&timestamp="), "{request}");
    assert!(request.contains("&sign=") && request.contains("\"msgtype\":\"text\""), "{request}");
    for secret in ["SECtest", "access_token=geheim"] {
        songda.assert_nowhere(secret);
    }
}

#[test]
fn a_watch_tells_by_robot_and_mail_once_and_records_it() {
    let (port, seen) = robot::start(r#"{"errcode":0,"errmsg":"ok"}"#);
    let songda = Songda::with(&format!("{DROP}{ROBOT}"));
    fs::write(songda.home().join("drop/1.eml"), court::plain(1).stamped()).unwrap();
    let mut watching = told(&songda, port, &["watch"]).spawn().unwrap();
    let first = seen.recv_timeout(Duration::from_secs(40));
    let recorded = until(Duration::from_secs(40), || {
        let rows = songda.run(&["remind", "log"]).json["rows"].as_array().cloned()?;
        (rows.len() >= 2).then_some(rows)
    });
    let again = seen.recv_timeout(Duration::from_secs(1));
    watching.kill().unwrap();
    watching.wait().unwrap();
    let first = first.expect("the robot is told");
    assert!(first.contains("七日内") && first.contains("13800000000"), "{first}");
    assert!(!first.contains("12345") && !first.contains("示例"), "no names, no case numbers: {first}");
    assert!(again.is_err(), "nobody is told twice");
    let rows = recorded.expect("both tellings are recorded");
    let by: Vec<&str> = rows.iter().map(|row| text(row, "by")).collect();
    assert!(by.contains(&"gruppe") && by.contains(&"boss"), "{rows:?}");
    assert!(rows.iter().all(|row| row["problem"].is_null()), "{rows:?}");
    let letters: Vec<String> = fs::read_dir(songda.home().join("回执"))
        .unwrap()
        .map(|entry| String::from_utf8_lossy(&fs::read(entry.unwrap().path()).unwrap()).into_owned())
        .collect();
    assert!(
        letters.iter().any(|it| it.contains("To: boss@example.test") && it.contains("Auto-Submitted: auto-generated"))
    );
}

#[test]
fn a_telling_that_is_refused_is_recorded_with_the_platforms_words() {
    let (port, seen) = robot::start(r#"{"errcode":310000,"errmsg":"sign not match"}"#);
    let songda = Songda::with(&format!("{DROP}{ROBOT}"));
    let mut watching = told(&songda, port, &["watch"]).spawn().unwrap();
    let first = seen.recv_timeout(Duration::from_secs(40));
    let refused = until(Duration::from_secs(20), || {
        let rows = songda.run(&["remind", "log"]).json["rows"].as_array().cloned()?;
        rows.into_iter().find(|row| row["problem"] == "remind.refused")
    });
    watching.kill().unwrap();
    watching.wait().unwrap();
    assert!(first.is_ok(), "the robot is told");
    assert!(text(&refused.expect("recorded"), "answer").contains("310000 sign not match"));
}
