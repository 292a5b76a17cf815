//! A person corrects what was read, teaches a court's sender, types a password, from outside: it holds and is kept.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use songda_tests::court;
use songda_tests::{DROP, Songda, text};

fn row(songda: &Songda, id: &str) -> Value {
    songda.list("services").into_iter().find(|row| text(row, "id") == id).unwrap()
}

#[test]
fn a_correction_holds_through_everything() {
    let songda = Songda::with(DROP);
    let sample = court::plain(1);
    fs::write(songda.home().join("drop/1.eml"), sample.stamped()).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    let services = songda.list("services");
    let id = text(&services[0], "id").to_owned();
    let was = services[0]["role"].clone();
    assert_ne!(was, "outsider");
    let deadlines = songda.list("deadlines").len();
    assert!(deadlines > 0);

    let told = songda.run(&["correct", &id, "--fact", "role", "--value", "outsider", "--by", "李明"]);
    assert_eq!(told.code, 0, "{}", told.said);
    assert_eq!(told.json["service"]["role"], "outsider");
    let facts = told.json["facts"].as_array().unwrap();
    assert!(facts.iter().any(|fact| fact["fact"] == "role" && fact["sure"] == "corrected"), "{facts:?}");
    assert_eq!(row(&songda, &id)["role"], "outsider");
    assert!(songda.list("deadlines").len() < deadlines, "an outsider has no party's deadlines");

    assert_eq!(songda.run(&["verify"]).code, 0);
    let before = songda.lists();
    assert_eq!(songda.run(&["rebuild"]).code, 0);
    assert_eq!(songda.lists(), before);
    let replayed = songda.run(&["replay", &id]);
    assert_eq!(replayed.json["rows"][0]["changes"], serde_json::json!([]), "{}", replayed.json);

    let back = songda.run(&["correct", &id, "--fact", "role", "--value", text(&services[0], "role")]);
    assert_eq!(back.code, 0, "{}", back.said);
    assert_eq!(row(&songda, &id)["role"], was);
    assert_eq!(songda.list("deadlines").len(), deadlines);
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let songda = Songda::with(DROP);
    fs::write(songda.home().join("drop/1.eml"), court::plain(1).stamped()).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    let id = text(&songda.list("services")[0], "id").to_owned();
    let before = songda.lists();
    for (fact, value) in [("verdict", "proven"), ("role", "king"), ("court", "沪9999"), ("cause", " ")] {
        let told = songda.run(&["correct", &id, "--fact", fact, "--value", value]);
        assert_eq!(told.code, 1, "{fact} {value}: {}", told.said);
    }
    assert_eq!(songda.run(&["correct", "s0000", "--fact", "role", "--value", "defendant"]).code, 1);
    assert_eq!(songda.lists(), before);
}

#[test]
fn what_a_person_says_of_court_and_case_reaches_lists_and_the_index() {
    let songda = Songda::with(DROP);
    let sample = court::plain(1);
    fs::write(songda.home().join("drop/1.eml"), sample.stamped()).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    let id = text(&songda.list("services")[0], "id").to_owned();
    let told = songda.run(&["correct", &id, "--fact", "court", "--value", "沪0115", "--by", "王敏"]);
    assert_eq!((told.code, &told.json["stays_filed"]), (0, &3.into()), "{}", told.said);
    let number = "（2026）沪0112民初9号";
    let mail = songda_core::mail::read(&sample.stamped()).0;
    let papers = mail.parts.iter().filter(|part| sample.documents.contains(&part.bytes));
    let parts: Vec<&str> = papers.map(|part| part.path.as_str()).collect();
    assert_eq!(parts.len(), 3, "{parts:?}");
    let cases =
        || -> BTreeSet<String> { songda.list("cases").iter().map(|row| text(row, "case_number").to_owned()).collect() };
    let correct = |part: &str| {
        let told = songda.run(&["correct", &id, "--fact", "document-case", "--of", part, "--value", number]);
        assert_eq!(told.code, 0, "{}", told.said);
    };
    correct(parts[0]);
    assert_eq!(cases(), BTreeSet::from([number.to_owned(), sample.case_number.clone()]));
    parts[1..].iter().for_each(|part| correct(part));
    assert_eq!(cases(), BTreeSet::from([number.to_owned()]));
    assert_eq!(songda.run(&["sync"]).code, 0);
    let index = fs::read_to_string(songda.home().join("案件/案件索引.txt")).unwrap();
    assert!(index.contains(number) && index.contains("文书 3 件"), "{index}");
    assert_eq!(songda.run(&["verify"]).code, 0);
    assert_eq!(songda.run(&["replay", &id]).json["rows"][0]["changes"], serde_json::json!([]));
}

/// A court's mail from an address that stands on no profile.
fn from_elsewhere(nth: u32) -> Vec<u8> {
    let raw = String::from_utf8(court::plain(nth).stamped()).unwrap();
    raw.replace("court.example.test", "justice.example.test").into_bytes()
}

fn verdicts(songda: &Songda) -> Vec<String> {
    songda.list("services").iter().map(|row| text(row, "verdict").to_owned()).collect()
}

#[test]
fn what_is_addressed_to_another_is_acknowledged_only_after_its_addressee_was_corrected() {
    let ours = "示例城市服务有限公司";
    let songda = Songda::with(&DROP.replace("示例物业管理有限公司", ours));
    fs::write(songda.home().join("drop/1.eml"), court::plain(1).stamped()).unwrap();
    songda.run(&["sync"]);
    let id = text(&songda.list("services")[0], "id").to_owned();
    let acknowledge = || songda.run(&["acknowledge", &id, "--no-undo"]);
    assert_eq!(acknowledge().code, 1);
    // That somebody looked at it says nothing of whose it is.
    let doubts = songda.list("doubts");
    let doubt = doubts.iter().find(|row| text(row, "code") == "addressee-not-us").expect("the doubt");
    assert_eq!(songda.run(&["settle", text(doubt, "id"), "误送，已电话告知", "--by", "王敏"]).code, 0);
    assert_eq!(acknowledge().code, 1);
    assert!(songda.list("receipts").is_empty());
    assert_eq!(songda.run(&["correct", &id, "--fact", "addressee", "--value", ours, "--by", "王敏"]).code, 0);
    assert_eq!(acknowledge().code, 0);
}

#[test]
fn a_confirmed_mail_teaches_its_sender_and_waiting_mails_are_judged_again() {
    let songda = Songda::with(DROP);
    for nth in [1, 2] {
        fs::write(songda.home().join(format!("drop/{nth}.eml")), from_elsewhere(nth)).unwrap();
    }
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!(verdicts(&songda), ["doubtful", "doubtful"]);
    let id = text(&songda.list("services")[0], "id").to_owned();

    let shown = songda.run(&["teach", &id, "--preview"]);
    assert_eq!(shown.code, 0, "{}", shown.said);
    assert_eq!(shown.json["rows"][0]["senders"], serde_json::json!(["sd@justice.example.test"]));
    assert_eq!(shown.json["rows"][0]["waiting"], 2);
    assert_eq!(verdicts(&songda), ["doubtful", "doubtful"], "looking changes nothing");

    let told = songda.run(&["teach", &id, "--by", "李明"]);
    assert_eq!(told.code, 0, "{}", told.said);
    assert_eq!(verdicts(&songda), ["proven", "proven"]);
    let lesson = text(&told.json["rows"][0], "lesson").to_owned();
    assert_eq!(songda.run(&["teach", &id]).code, 1, "there is nothing more to learn from it");
    let list = songda.run(&["teach", "--list"]);
    assert_eq!(list.json["rows"][0]["by"], "李明");

    assert_eq!(songda.run(&["verify"]).code, 0);
    let before = songda.lists();
    assert_eq!(songda.run(&["rebuild"]).code, 0);
    assert_eq!(songda.lists(), before);

    assert_eq!(songda.run(&["teach", "--undo", &lesson]).code, 0);
    assert_eq!(verdicts(&songda), ["doubtful", "doubtful"]);
    assert_eq!(songda.run(&["teach", "--undo", &lesson]).code, 1);
}

#[test]
fn a_mail_of_the_court_that_was_overlooked_is_confirmed_by_its_digest() {
    let songda = Songda::with(DROP);
    let overlooked = String::from_utf8(court::plain(1).stamped()).unwrap();
    let head = overlooked.split("\r\n\r\n").next().unwrap();
    let kept =
        head.lines().filter(|line| !line.to_lowercase().starts_with("subject:") && !line.starts_with("Content-"));
    let kept: Vec<&str> = kept.filter(|line| !line.starts_with("MIME-")).collect();
    let raw = format!(
        "{}\r\nSubject: =?utf-8?B?6YCa55+l?=\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n请来一趟。\r\n",
        kept.join("\r\n")
    );
    fs::write(songda.home().join("drop/1.eml"), &raw).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert!(songda.list("services").is_empty());
    let digest = songda_core::id::Digest::of(raw.as_bytes()).to_string();
    assert_eq!(songda.run(&["teach", &digest[..7]]).code, 1, "too short to name a mail");
    let told = songda.run(&["teach", &digest[..12], "--by", "李明"]);
    assert_eq!(told.code, 0, "{}", told.said);
    assert_eq!(songda.list("services").len(), 1);
    assert_eq!(songda.run(&["rebuild"]).code, 0);
    assert_eq!(songda.list("services").len(), 1);
    let lesson = text(&told.json["rows"][0], "lesson").to_owned();
    assert_eq!(songda.run(&["teach", "--undo", &lesson]).code, 0);
    assert!(songda.list("services").is_empty());
}

#[test]
fn a_typed_password_opens_what_was_closed() {
    let songda = Songda::with(DROP);
    let raw = include_bytes!("served/hostile-zip-locked-no-password/input.eml");
    fs::write(songda.home().join("drop/1.eml"), raw).unwrap();
    assert!([0, 3].contains(&songda.run(&["sync"]).code));
    let id = text(&songda.list("services")[0], "id").to_owned();
    let names = |songda: &Songda| -> BTreeSet<String> {
        songda.list("documents").iter().map(|row| text(row, "name").to_owned()).collect()
    };
    // What is closed is filed as it came.
    let closed = names(&songda);
    let asks = |songda: &Songda| {
        songda.list("doubts").iter().any(|row| text(row, "code") == "password-needed" && row["settled"] == false)
    };
    assert!(asks(&songda));

    let wrong = songda.run(&["unlock", &id, "--password", "wrong"]);
    assert_eq!(wrong.code, 1, "{}", wrong.said);
    assert_eq!(wrong.json["error"]["code"], "unlock.wrong-password");
    assert_eq!(names(&songda), closed);

    let opened = songda.run(&["unlock", &id, "--password", "Sd2026", "--by", "李明"]);
    assert_eq!(opened.code, 0, "{}", opened.said);
    let within = names(&songda);
    assert!(within.difference(&closed).next().is_some(), "{}: {within:?}", opened.json);
    assert!(!asks(&songda));
    assert_eq!(songda.run(&["unlock", &id, "--password", "Sd2026"]).json["error"]["code"], "unlock.nothing-closed");

    let before = songda.lists();
    assert_eq!(songda.run(&["rebuild"]).code, 0);
    assert_eq!(songda.lists(), before);
}
