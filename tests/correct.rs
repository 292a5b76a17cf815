//! A person corrects what was read, from outside: it holds, is kept for ever, and is only suggested elsewhere.

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
