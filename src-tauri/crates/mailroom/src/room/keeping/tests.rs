//! What is taken up at a start, and what is not.

use std::fs;
use std::path::Path;

use songda_core::ledger::Fact;

use super::*;
use crate::Mailroom;
use crate::home::Home;
use crate::room::Holding;
use crate::view::ServiceQuery;

const AT: &str = "2026-11-20T16:42:11+08:00";

/// A mail that serves a paper, as the ledger tells it.
fn served(nth: u64, subject: &str) -> [Fact; 2] {
    let mail = Digest::of(&nth.to_le_bytes());
    let arrived = serde_json::json!({"fact": "arrived", "mail": mail, "size_bytes": 1, "mailbox": "drop", "folder": "",
        "uid": null, "file": format!("{nth}.eml"), "internal_date": AT, "regime": "confirmed", "address": ""});
    let understood = serde_json::json!({"fact": "understood", "mail": mail, "by_version": "0", "message_id": null,
        "references": [], "from": "sd@court.example.test", "from_name": null, "subject": subject, "dated": AT,
        "arrived": AT, "arrived_basis": "internaldate", "by_hand": false, "verdict": "proven", "reasons": [],
        "parts": [], "doubts": [],
        "service": {"court": ["沪0112", "上海市闵行区人民法院"], "case_numbers": ["（2026）沪0112民初1号"], "cause": null,
            "addressee": null, "role": null, "regime": "confirmed", "documents": [], "hearings": [], "contacts": [],
            "pickups": [], "listed_not_attached": []}});
    [arrived, understood].map(|fact| serde_json::from_value(fact).unwrap())
}

fn home(at: &Path) -> Home {
    let home = Home::at(at);
    home.init().unwrap();
    home
}

async fn record(room: &Room, nth: u64, subject: &str) {
    room.store.append(AT, "songda", &served(nth, subject), None).await.unwrap();
    room.refresh().await.unwrap();
}

async fn subjects(home: &Home) -> (Vec<String>, Seq) {
    let mailroom = Mailroom::look(home.clone()).await.unwrap();
    let taken_up = guard(&mailroom.room().kept).told;
    let query = ServiceQuery { tab: "all".to_owned(), ..ServiceQuery::default() };
    let mut rows: Vec<String> =
        mailroom.service_list(&query).await.unwrap().rows.into_iter().map(|row| row.subject).collect();
    rows.sort();
    (rows, taken_up)
}

#[tokio::test]
async fn a_start_goes_on_from_what_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let home = home(folder.path());
    let room = Room::open(home.clone(), Holding::Holder).await.unwrap();
    record(&room, 1, "一").await;
    room.keep(true).await.unwrap();
    assert!(guard(&room.kept).lists.is_some());
    record(&room, 2, "二").await;
    drop(room);
    assert_eq!(subjects(&home).await, (vec!["一".to_owned(), "二".to_owned()], 2));
    let room = Room::open(home.clone(), Holding::Onlooker).await.unwrap();
    let book = room.kept_book().await.unwrap().unwrap();
    assert_eq!((book.seq(), book.services().count()), (2, 1));
    // Set up otherwise, the lists are told anew, and what is true is not.
    let settings = fs::read_to_string(home.settings_file()).unwrap();
    fs::write(home.settings_file(), format!("{settings}\n# another office\n")).unwrap();
    let room = Room::open(home.clone(), Holding::Onlooker).await.unwrap();
    assert!(room.kept_book().await.unwrap().is_none() && guard(&room.kept).told == 2);
    assert_eq!(subjects(&home).await.0.len(), 2);
}

#[tokio::test]
async fn what_is_damaged_or_of_another_ledger_is_not_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    let home = home(folder.path());
    let room = Room::open(home.clone(), Holding::Holder).await.unwrap();
    record(&room, 1, "一").await;
    record(&room, 2, "二").await;
    room.keep(true).await.unwrap();
    drop(room);
    for name in ["told", "lists"] {
        let path = home.root().join(name);
        let whole = fs::read(&path).unwrap();
        let mut damaged = whole.clone();
        damaged[whole.len() / 2] ^= 1;
        fs::write(&path, &damaged).unwrap();
        let (rows, taken_up) = subjects(&home).await;
        assert_eq!((rows.len(), taken_up), (2, if name == "told" { 0 } else { 4 }));
        fs::write(&path, &whole).unwrap();
    }
    // A ledger that is as long, and one that was put back to an older state.
    for (subjects_there, entries) in [(vec!["别", "的"], 0), (vec!["一"], 0)] {
        for name in ["songda.sqlite", "songda.sqlite-wal", "songda.sqlite-shm", "ledger.head"] {
            let _ = fs::remove_file(home.root().join(name));
        }
        let room = Room::open(home.clone(), Holding::Holder).await.unwrap();
        assert!(room.told.read().await.mails.is_empty());
        for (nth, subject) in (1..).zip(&subjects_there) {
            record(&room, nth, subject).await;
        }
        drop(room);
        let (mut rows, taken_up) = subjects(&home).await;
        rows.sort();
        assert_eq!((rows, taken_up), (subjects_there.iter().map(|it| (*it).to_owned()).collect(), entries));
    }
    // What is told anew from the beginning throws away what was kept.
    kept::forget(&home);
    assert!(!home.root().join("told").exists() && !home.root().join("lists").exists());
}
