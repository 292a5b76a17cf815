//! A server with every fault that providers are known for: nothing is lost, nothing is waited for without end.

use std::process::Stdio;
use std::time::{Duration, Instant};

use songda_tests::cost::watched;
use songda_tests::fake::{Fake, Fault};
use songda_tests::{Songda, text, until};

use super::{SOON, large, left_behind, note, served, synced};

/// Code of the first step of the connection test that failed, with its sentences.
fn failing_step(songda: &Songda) -> (String, String, String) {
    let told = songda.run(&["mailbox", "test", "court"]).json;
    let steps = told["steps"].as_array().unwrap_or_else(|| panic!("{told}"));
    let step = steps.iter().find(|step| step["ok"] != true).unwrap_or_else(|| panic!("{told}"));
    (text(step, "code").to_owned(), text(step, "says").to_owned(), text(step, "next").to_owned())
}

#[test]
fn who_does_not_introduce_himself_is_turned_away_and_songda_does() {
    let (raw, sample) = served(1);
    let fake = Fake::with(&[note(1), raw.clone()]);
    fake.change(|state| state.needs_id = true);
    let songda = Songda::with(&fake.settings());
    synced(&songda);
    songda.assert_each_once(&[note(1), raw], &sample.documents);
    // Where even that does not help, a person is told by the server's words and by the next step.
    fake.change(|state| state.knows_no_id = true);
    let (code, says, next) = failing_step(&songda);
    assert_eq!(code, "unsafe-login", "{says}");
    assert!(!says.is_empty() && !next.is_empty(), "what it means and what to do: {says} {next}");
    let refused = songda.run(&["sync"]);
    assert_eq!(refused.code, 1);
    assert!(refused.said.contains("Unsafe Login"), "{}", refused.said);
}

#[test]
fn a_server_that_ignores_pieces_gives_whole_mails_all_the_same() {
    let mails = vec![large(1, 5 << 20), note(2), large(3, 3 << 20)];
    let fake = Fake::with(&mails);
    fake.change(|state| state.ignores_pieces = true);
    let songda = Songda::with(&fake.settings());
    synced(&songda);
    songda.assert_each_once(&mails, &[]);
    let asked = fake.change(|state| state.pieces.iter().filter(|most| **most > 0).count());
    assert!(asked <= 2, "asked for {asked} pieces of a server that gives none");
    assert_eq!(left_behind(&songda).len(), 0);
}

#[test]
fn big_mails_come_whole_where_pieces_are_given() {
    let mails = vec![large(1, 9 << 20), note(2), large(3, 1 << 22)];
    let fake = Fake::with(&mails);
    let songda = Songda::with(&fake.settings());
    synced(&songda);
    songda.assert_each_once(&mails, &[]);
    let largest = fake.change(|state| state.pieces.iter().copied().max().unwrap_or(0));
    assert!(largest > 0 && largest <= 4 << 20, "a big mail is asked for in pieces: {largest}");
}

/// What is said instead of mails, and then the connection ends.
const BROKEN: [(&str, &str); 9] = [
    ("cut off in mid-literal", "* 1 FETCH (UID 1 BODY[] {300}\r\nFrom: a"),
    ("a farewell in mid-literal", "* 1 FETCH (UID 1 BODY[] {300}\r\nFrom: a\r\n* BYE shutting down\r\n"),
    ("a literal beyond all sizes", "* 1 FETCH (UID 1 BODY[] {4294967295}\r\nFrom: a"),
    ("a literal beyond all numbers", "* 1 FETCH (UID 1 BODY[] {99999999999999999999}\r\nFrom: a"),
    ("a farewell", "* BYE shutting down\r\n"),
    ("garbage", "%%% what is this\r\n"),
    ("garbage in another charset", "* OK [ALERT]\u{4e2d}\u{6587}\r\n* 1 FETCH )((\r\n"),
    ("a structure nobody asked for", "* 1 FETCH (UID 1 ENVELOPE (\"\"\"\"))\r\n"),
    ("nothing", ""),
];

#[test]
fn an_answer_that_breaks_off_or_is_garbage_loses_nothing() {
    let (raw, sample) = served(5);
    let mails = vec![note(1), raw, note(3)];
    let fake = Fake::with(&mails);
    let songda = Songda::with(&fake.settings());
    for (what, words) in BROKEN {
        fake.fails("UID FETCH", Fault::SayAndClose(words.to_owned()));
        let ended = songda.run(&["sync"]);
        assert_eq!(ended.code, 1, "{what}: {}", ended.said);
        assert!(ended.said.contains("127.0.0.1") && !ended.said.contains("panicked"), "{what}: {}", ended.said);
        assert!(!ended.said.contains("From: a"), "{what}: a mail's text is not repeated: {}", ended.said);
    }
    assert_eq!(songda.list("mails").len(), 0, "half an answer is no mail");
    synced(&songda);
    songda.assert_each_once(&mails, &sample.documents);
}

#[test]
fn a_body_that_breaks_off_is_fetched_again() {
    for (what, words) in BROKEN {
        let mails = vec![note(1), note(2)];
        let fake = Fake::with(&mails);
        // The list is answered; what comes instead of the bodies is broken.
        fake.change(|state| state.faults.push_back(("BODY", Fault::SayAndClose(words.to_owned()))));
        let songda = Songda::with(&fake.settings());
        let ended = songda.run(&["sync"]);
        // What was only announced may be asked for once more in the same pass.
        assert!(ended.code == 1 || what.contains("beyond"), "{what}: {}", ended.said);
        synced(&songda);
        songda.assert_each_once(&mails, &[]);
        assert_eq!(left_behind(&songda).iter().filter(|row| row["settled"] != true).count(), 0, "{what}");
    }
}

#[test]
fn an_answer_without_end_is_not_listened_to_for_ever() {
    for (what, at, words) in [
        ("a literal far beyond the size it was listed with", "BODY", "* 1 FETCH (UID 1 BODY[] {4000000000}\r\n"),
        ("a literal a little beyond every limit", "BODY", "* 1 FETCH (UID 1 BODY[] {500000000}\r\n"),
        ("a line without end", "BODY", "* OK "),
        ("a greeting without end", "greeting", "* OK "),
    ] {
        let mails = vec![note(1), note(2)];
        let fake = Fake::with(&mails);
        fake.fails(at, Fault::SayForEver(words.to_owned()));
        let songda = Songda::with(&fake.settings());
        let mut command = songda.command(&["sync"]);
        command.arg("--json");
        let cost = watched(command, Duration::from_secs(60));
        let said = String::from_utf8_lossy(&cost.output.stderr).into_owned();
        println!("{what}: {:?}, {} MiB", cost.wall, cost.peak_kib / 1024);
        assert!(cost.output.status.code() == Some(1) || at == "BODY", "{what}: {said}");
        assert!(cost.peak_kib < 150 * 1024, "{what} took {} MiB", cost.peak_kib / 1024);
        synced(&songda);
        songda.assert_each_once(&mails, &[]);
    }
}

#[test]
fn without_idle_the_kept_connection_is_asked_again_and_again() {
    let fake = Fake::with(&[note(1)]);
    let songda = Songda::with(&fake.settings());
    let watching = songda.watch();
    let has = |count: usize| until(SOON, || (songda.list("mails").len() == count).then_some(()));
    for nth in 2..4_u32 {
        assert!(has(nth as usize - 1).is_some(), "mail {} did not come", nth - 1);
        fake.change(|state| state.shelves.get_mut("INBOX").unwrap().mails.insert(nth, note(nth)));
    }
    assert!(has(3).is_some());
    watching.stop();
    assert_eq!(fake.heard("IDLE"), 0, "what the server does not offer is not asked for");
    assert_eq!(fake.heard("AUTHENTICATE") + fake.heard("LOGIN"), 1, "one login for all of it");
    // A mail is listed as soon as it has arrived: the watcher may be stopped before it has read the last one.
    synced(&songda);
    songda.assert_each_once(&[note(1), note(2), note(3)], &[]);
}

#[test]
fn throttled_logins_are_tried_again_later_and_not_hammered() {
    let fake = Fake::with(&[note(1)]);
    for _ in 0..2 {
        let words = "{tag} NO [LIMIT] login frequency limited\r\n";
        fake.fails("AUTHENTICATE", Fault::Say(words.to_owned()));
    }
    let songda = Songda::with(&fake.settings());
    let began = Instant::now();
    let watching = songda.watch();
    let came = until(SOON, || (songda.list("mails").len() == 1).then_some(()));
    assert!(came.is_some(), "it is tried again until it is let in");
    assert!(began.elapsed() >= Duration::from_secs(3), "not at once: {:?}", began.elapsed());
    watching.stop();
    assert_eq!(fake.heard("AUTHENTICATE"), 3);
    synced(&songda);
    // Told apart from a wrong password.
    fake.fails("AUTHENTICATE", Fault::Say("{tag} NO [LIMIT] Too many simultaneous connections\r\n".to_owned()));
    assert_eq!(failing_step(&songda).0, "too-many-logins");
}

#[test]
fn a_refused_password_is_not_tried_again_and_again() {
    let fake = Fake::with(&[note(1)]);
    for _ in 0..20 {
        fake.fails("AUTHENTICATE", Fault::Say("{tag} NO [AUTHENTICATIONFAILED] wrong\r\n".to_owned()));
    }
    let songda = Songda::with(&fake.settings());
    let watching = songda.watch();
    std::thread::sleep(Duration::from_secs(9));
    watching.stop();
    let tries = fake.heard("AUTHENTICATE");
    assert!((1..=2).contains(&tries), "{tries} tries in nine seconds: providers lock the account");
}

/// All at once, because each takes as long as songda waits for a silent server.
#[test]
fn a_server_that_stops_answering_is_not_waited_for_without_end() {
    let points = ["greeting", "AUTHENTICATE", "CAPABILITY", "ID", "LIST", "EXAMINE", "UID FETCH", "BODY"];
    let mut running = Vec::new();
    for at in points {
        let fake = Fake::with(&[note(1)]);
        fake.fails(at, Fault::Silence);
        let songda = Songda::with(&fake.settings());
        let child = songda.command(&["sync"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        running.push((at, fake, songda, child));
    }
    let began = Instant::now();
    for (at, _fake, songda, mut child) in running {
        let limit = Duration::from_secs(75).saturating_sub(began.elapsed());
        let Some(status) = until(limit, || child.try_wait().unwrap()) else {
            let _ = child.kill();
            panic!("still waiting after the server fell silent at {at}");
        };
        let said = std::io::read_to_string(child.stderr.take().unwrap()).unwrap();
        assert_eq!(status.code(), Some(1), "{at}: {said}");
        assert!(said.contains("127.0.0.1"), "{at}: {said}");
        synced(&songda);
        songda.assert_each_once(&[note(1)], &[]);
    }
}
