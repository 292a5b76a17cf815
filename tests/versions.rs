//! What a version makes of what earlier ones recorded: nothing they told vanishes, and nothing they left out moves later.

use std::fs;

use songda_core::deadline;
use songda_core::id::DeadlineId;
use songda_core::ledger::{DeadlineTold, DeadlinesTold, Fact};
use songda_mailroom::calendars::About;
use songda_mailroom::home::Home;
use songda_mailroom::view::DeadlineRow;
use songda_mailroom::{Mailroom, announce, runtime};
use songda_tests::{DROP, Songda, court, year};

fn filled() -> Songda {
    let songda = Songda::with(DROP);
    fs::write(songda.home().join("drop/1.eml"), court::plain(1).stamped()).unwrap();
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 0, "{}", synced.said);
    songda
}

async fn append(mailroom: &Mailroom, facts: &[Fact]) {
    let room = mailroom.room();
    room.store.append(&room.stamp(), "songda", facts, None).await.unwrap();
    room.refresh().await.unwrap();
}

async fn row(mailroom: &Mailroom, id: &str) -> Option<DeadlineRow> {
    mailroom.deadlines().await.unwrap().into_iter().find(|row| row.id == id)
}

/// The rules and the calendar are the same; only the program reads the papers otherwise than the one before it.
#[test]
fn a_deadline_that_only_an_earlier_version_gave_stays_in_sight() {
    let songda = filled();
    runtime().unwrap().block_on(async {
        let mailroom = Mailroom::open(Home::at(songda.home())).await.unwrap();
        let room = mailroom.room();
        let (service, understood) = {
            let told = room.told.read().await;
            (told.mails[0].service_id(), told.mails[0].understood_seq)
        };
        let given = |id: &str, understood| DeadlineTold {
            deadline: DeadlineId::from_text(id),
            service: Some(service.clone()),
            rule: "CIV-RETRIAL-REPLY".to_owned(),
            case_number: None,
            understood,
            last_day: Some("2026-12-11".to_owned()),
            status: "final".to_owned(),
            was: None,
            waits: None,
            why: "new".to_owned(),
            stays: false,
        };
        let deadlines = vec![given("earlier", understood), given("other", understood - 1)];
        let (calendar, rules) = (room.reference().calendar.digest(), deadline::rules_digest());
        append(
            &mailroom,
            &[Fact::DeadlinesTold(DeadlinesTold { by_version: "0.1.0".to_owned(), calendar, rules, deadlines })],
        )
        .await;
        announce::announce(room).await.unwrap();
        let kept = row(&mailroom, "earlier").await.expect("it stays in the list");
        assert_eq!(
            (kept.last_day.as_deref(), kept.status.as_str(), kept.state.as_str()),
            (Some("2026-12-11"), "provisional", "open")
        );
        // The mail was understood anew since the other was told: its papers say otherwise, and that is known.
        assert!(row(&mailroom, "other").await.is_none());
        let told = announce::announce(room).await.unwrap();
        assert!(told.is_empty(), "told once: {told:?}");
    });
    assert!(songda.list("deadlines").iter().any(|row| row["id"] == "earlier"));
}

fn added(id: &str, from: &str, last_day: &str) -> Fact {
    let text = format!(
        r#"{{"fact":"deadline-added","deadline":"{id}","name":"上诉","rule":"CIV-APPEAL","from":"{from}","last_day":"{last_day}","reason":"前台签收"}}"#
    );
    serde_json::from_str(&text).unwrap()
}

/// Entries that do not say whether the rule or a person gave the day.
#[test]
fn an_own_deadline_of_an_earlier_version_follows_the_calendar_where_its_rule_gave_the_day() {
    let songda = filled();
    runtime().unwrap().block_on(async {
        let mailroom = Mailroom::open(Home::at(songda.home())).await.unwrap();
        // Fifteen days from 5 March end on Saturday the 20th and move to Monday; the other day a person gave.
        let old = [added("by-rule", "2027-03-05", "2027-03-22"), added("by-person", "2027-03-05", "2027-03-19")];
        append(&mailroom, &old).await;
        let about = About { name: "2027.json", ..About::default() };
        mailroom.import_calendar(&year(&["2027-03-22"], &[]), about).await.unwrap();
        let told = row(&mailroom, "by-rule").await.unwrap();
        assert_eq!((told.last_day.as_deref(), told.waits.as_deref()), (Some("2027-03-22"), Some("2027-03-23")));
        // The day that was given when the notice was not known is known again by it.
        let later = added("by-rule-then", "2027-03-05", "2027-03-22");
        append(&mailroom, &[later]).await;
        let told = row(&mailroom, "by-rule-then").await.unwrap();
        assert_eq!((told.last_day.as_deref(), told.waits.as_deref()), (Some("2027-03-22"), Some("2027-03-23")));
        let given = row(&mailroom, "by-person").await.unwrap();
        assert_eq!(
            (given.last_day.as_deref(), given.waits, given.status.as_str()),
            (Some("2027-03-19"), None, "final")
        );
    });
}
