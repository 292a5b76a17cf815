//! Receipts by themselves: only where the office says so, and never where anything is left for a person.

use std::time::Duration;

use songda_core::mail;
use songda_tests::court::{self, SENDER, Sample};
use songda_tests::faulty::Faulty;
use songda_tests::{Songda, Watching, text, until};

/// A home whose mailbox holds these mails, all read.
fn home(settings: &str, mails: &[Vec<u8>]) -> Songda {
    let songda = Songda::with(settings);
    for (nth, raw) in mails.iter().enumerate() {
        std::fs::write(songda.home().join("drop").join(format!("{nth}.eml")), raw).unwrap();
    }
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 0, "{}", synced.said);
    assert_eq!(songda.list("services").len(), mails.len());
    songda
}

#[test]
fn by_itself_only_where_the_office_says_so() {
    let server = Faulty::start(11);
    server.be_kind();
    let samples: Vec<Sample> = (0..2).map(|nth| court::plain(40_100 + nth)).collect();
    let settings = server.settings();
    let songda = home(&settings, &samples.iter().map(Sample::stamped).collect::<Vec<_>>());
    let file = songda.home().join("songda.toml");
    let switched_on = |courts: &str, patience: u64| {
        std::fs::write(
            &file,
            settings.replace("undo_seconds = 0", &format!("undo_seconds = 0\nautomatic = [{courts}]")),
        )
        .unwrap();
        let watching = songda.watch();
        let sent = until(Duration::from_secs(patience), || (server.taken().len() == samples.len()).then_some(()));
        watching.stop();
        sent.is_some()
    };
    assert!(!switched_on("", 6), "off by default");
    assert!(!switched_on("\"沪0115\"", 6), "on for another court");
    assert!(songda.list("receipts").is_empty());
    assert!(switched_on("\"沪0112\"", 60), "{:?}", songda.list("receipts"));
    assert!(songda.list("receipts").iter().all(|row| text(row, "by").contains("自动")), "each one is told to be");
}

/// One home for each reason for which a person is needed, and one where none is: while that one sends, no other does.
#[test]
fn what_a_person_is_needed_for_does_not_leave_by_itself() {
    let server = Faulty::start(12);
    server.be_kind();
    let on = server.settings().replace("undo_seconds = 0", "undo_seconds = 0\nautomatic = [\"沪0112\"]");
    let with = |from: &str, to: &str| {
        assert!(on.contains(from), "{from}");
        on.replace(from, to)
    };
    let duty = "reply_duty = \"read-receipt\"";
    let cases = [
        ("nobody needed", on.clone()),
        ("the address is not confirmed", with("regime = \"confirmed\"", "regime = \"unconfirmed\"")),
        ("no answer is agreed", with(duty, "")),
        ("none is needed", with(duty, "reply_duty = \"none-needed\"")),
        ("the sealed form is agreed", with(duty, "reply_duty = \"sealed-form\"")),
        ("the mail is not proven", on.clone()),
        ("another person lets it go", with("undo_seconds = 0", "undo_seconds = 0\ntwo_people = true")),
        (
            "a read receipt is asked for and allowed, and automatic is off",
            server.settings().replace(duty, "read_receipts = true"),
        ),
    ];
    let homes: Vec<(&str, Songda, String)> = (0..)
        .zip(cases)
        .map(|(nth, (why, settings))| {
            let sample = court::plain(40_200 + nth);
            let raw = String::from_utf8_lossy(&sample.stamped()).into_owned();
            let raw = match why {
                "the mail is not proven" => raw.replace("dkim=pass", "dkim=none"),
                why if why.starts_with("a read receipt") => format!("Disposition-Notification-To: <{SENDER}>\r\n{raw}"),
                _ => raw,
            };
            (why, home(&settings, &[raw.into_bytes()]), sample.message_id)
        })
        .collect();
    let unproven = homes.iter().find(|(why, ..)| *why == "the mail is not proven").map(|(_, songda, _)| songda);
    assert_eq!(text(&unproven.unwrap().list("services")[0], "verdict"), "likely");
    let watching: Vec<Watching> = homes.iter().map(|(_, songda, _)| songda.watch()).collect();
    let sent = until(Duration::from_secs(30), || (!server.taken().is_empty()).then_some(()));
    assert!(sent.is_some(), "{}", homes[0].1.words());
    // As long again as it took the one that may: the others had their chance.
    std::thread::sleep(Duration::from_secs(6));
    for one in watching {
        one.stop();
    }
    let answered: Vec<String> = server
        .taken()
        .iter()
        .map(|one| mail::read(&one.raw).0.references.first().cloned().unwrap_or_default())
        .collect();
    assert_eq!(answered, [homes[0].2.clone()], "{:?}", homes.iter().map(|(why, _, id)| (why, id)).collect::<Vec<_>>());
    for (why, songda, _) in &homes[1..] {
        let states: Vec<String> = songda.list("receipts").iter().map(|row| text(row, "state").to_owned()).collect();
        let expected: &[&str] = if *why == "another person lets it go" { &["draft"] } else { &[] };
        assert_eq!(states, expected, "{why}");
    }
}
