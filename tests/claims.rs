//! One answer for one service, also by several computers on one mailbox: what they register there keeps all but one back.

#[path = "claims/stopped.rs"]
mod stopped;
#[path = "claims/unsaid.rs"]
mod unsaid;
#[path = "claims/ways.rs"]
mod ways;

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::Value;
use songda_core::mail;
use songda_tests::court::{self, SENDER, Sample};
use songda_tests::servers::{COURT, Holds, OFFICE, Servers};
use songda_tests::{Songda, text, until};

/// Only on a machine that has much else to do it takes anywhere near that long.
const SOON: Duration = Duration::from_secs(180);
/// Sheets are drawn while receipts are sent, and a program that is built for tests takes its time with them.
const PATIENCE: Duration = Duration::from_secs(600);
/// The register's folder on the wire.
const FOLDER: &str = "&kAGPvlPwe35lNnZ7i7A-";

/// Settings of a desk on the mailbox, which says that it shares it.
fn desk(settings: &str, handler: &str) -> Songda {
    let shared = settings.replace("id = \"court\"", "id = \"court\"\nshared = true").replace("王敏", handler);
    Songda::with(&shared)
}

/// One of them says that it shares the mailbox, on the other one nobody said anything.
fn desks(servers: &Servers) -> [Songda; 2] {
    [desk(&servers.settings(), "王敏"), Songda::with(&servers.settings().replace("王敏", "李华"))]
}

/// Served mails from this number on, and the ids of their services, seen by every home.
fn served(servers: &Servers, homes: &[Songda], first: u32, count: u32) -> Vec<(Sample, String)> {
    let samples: Vec<Sample> = (first..first + count).map(court::plain).collect();
    samples.iter().for_each(|sample| servers.deliver(SENDER, OFFICE, &sample.raw));
    seen(homes, samples)
}

fn seen(homes: &[Songda], samples: Vec<Sample>) -> Vec<(Sample, String)> {
    let ids: Vec<Vec<String>> = homes
        .iter()
        .map(|home| {
            let all = until(SOON, || {
                assert_eq!(home.run(&["sync", "--mailbox", "court"]).code, 0);
                let rows = home.list("services");
                let id = |sample: &Sample| {
                    let row = rows.iter().find(|row| text(row, "message_id") == sample.message_id)?;
                    Some(text(row, "id").to_owned())
                };
                samples.iter().map(id).collect::<Option<Vec<String>>>()
            });
            all.expect("served")
        })
        .collect();
    assert!(ids.windows(2).all(|two| two[0] == two[1]), "every home names a service alike");
    samples.into_iter().zip(ids[0].clone()).collect()
}

fn receipt(songda: &Songda, service: &str) -> Value {
    let rows = songda.list("receipts");
    rows.into_iter().find(|row| text(row, "service") == service).expect("a receipt")
}

fn state(songda: &Songda, service: &str) -> (String, String) {
    let row = receipt(songda, service);
    (text(&row, "state").to_owned(), text(&row, "problem").to_owned())
}

fn is(state: &(String, String), wanted: (&str, &str)) -> bool {
    (state.0.as_str(), state.1.as_str()) == wanted
}

fn order(songda: &Songda, service: &str) {
    let ordered = songda.run(&["acknowledge", service, "--no-undo"]);
    assert_eq!(ordered.code, 0, "{} {}", ordered.said, ordered.json);
}

/// One service that every desk answers, and that the first of them registered and did not send.
fn first_registered(servers: &Servers, homes: &[Songda], number: u32) -> (Sample, String) {
    let one = served(servers, homes, number, 1).remove(0);
    homes.iter().for_each(|home| order(home, &one.1));
    end_at(&homes[0], "claim.won");
    one
}

fn send_all(homes: &[Songda]) {
    let quiet = |home: &Songda| home.command(&["send"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let sending: Vec<Child> = homes.iter().map(quiet).collect();
    for mut child in sending {
        child.wait().unwrap();
    }
}

/// Letters at the court's mailbox that answer a mail.
fn answers(servers: &Servers, sample: &Sample) -> usize {
    let wanted = format!("In-Reply-To: <{}>", sample.message_id);
    let is_one = |raw: &Vec<u8>| String::from_utf8_lossy(raw).replace("\r\n ", " ").contains(&wanted);
    servers.inbox(COURT).iter().filter(|raw| is_one(raw)).count()
}

fn assert_answered_once(servers: &Servers, sample: &Sample) {
    let came = until(SOON, || (answers(servers, sample) > 0).then_some(()));
    assert!(came.is_some(), "{}: {}", sample.message_id, servers.logs());
    assert_eq!(answers(servers, sample), 1, "{}", sample.message_id);
}

/// Every mail in the register.
fn register(servers: &Servers) -> Vec<String> {
    let folder = servers.maildir(OFFICE).join(format!(".{FOLDER}"));
    let entries = ["new", "cur"].iter().filter_map(|name| std::fs::read_dir(folder.join(name)).ok()).flatten();
    entries.filter_map(|entry| std::fs::read_to_string(entry.ok()?.path()).ok()).collect()
}

/// Ends the program at a point while it sends.
fn end_at(songda: &Songda, point: &str) {
    let mut command = songda.command(&["send"]);
    let child = command.env("SONGDA_FAULT", point).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let status = child.expect("songda starts");
    assert_eq!(status.signal(), Some(9), "{point}: by the signal nobody can catch: {status}");
}

/// Asks a desk to take a receipt over.
fn take_over(songda: &Songda, service: &str, patience: &str) -> (Option<i32>, Value) {
    let row = receipt(songda, service);
    let words = ["receipt", "take-over", text(&row, "id"), "--seen", text(&row, "seen"), "--no-undo"];
    let mut command = songda.command(&words);
    command.args(["--why", "那台电脑已停用，已电话问过", "--json"]).env("SONGDA_CLAIM_SECONDS", patience);
    let output = command.output().unwrap();
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap_or_default())
}

/// Services ordered on every desk at one instant, and what is told of their receipts once none is on its way any more.
fn settled(homes: &[Songda], all: &[(Sample, String)]) -> Vec<Vec<Value>> {
    let ids: Vec<&str> = all.iter().map(|(_, id)| id.as_str()).collect();
    homes.iter().for_each(|home| drop(home.acknowledge_all(&ids)));
    let settled = until(PATIENCE, || {
        send_all(homes);
        let is_settled = |home: &Songda| {
            let rows = home.list("receipts");
            rows.iter().all(|row| matches!(text(row, "state"), "sent" | "withdrawn"))
        };
        homes.iter().all(is_settled).then_some(())
    });
    let rows: Vec<Vec<Value>> = homes.iter().map(|home| home.list("receipts")).collect();
    assert!(settled.is_some(), "{rows:#?}");
    rows
}

/// One letter for each service at the court, none beside them, and no desk that found another's answer too late.
fn assert_all_answered_once(servers: &Servers, rows: &[Vec<Value>], all: &[(Sample, String)]) {
    assert!(rows.iter().flatten().all(|row| text(row, "problem") != "receipt.answered-twice"), "{rows:#?}");
    all.iter().for_each(|(sample, _)| assert_answered_once(servers, sample));
    assert_eq!(servers.inbox(COURT).len(), all.len());
}

#[test]
fn forty_services_ordered_on_two_computers_at_once_are_answered_once_each() {
    let servers = Servers::start();
    // A provider that takes some seconds with its copies: looking for the other's answer alone would not see it in time.
    let slow = servers.settings().replace("id = \"court\"", "id = \"court\"\nprovider = \"163\"");
    let homes = ["王敏", "李华"].map(|handler| desk(&slow, handler));
    let all = served(&servers, &homes, 51_000, 40);
    let rows = settled(&homes, &all);
    let sent = |rows: &[Value]| rows.iter().filter(|row| text(row, "state") == "sent").count();
    println!("{} by one computer, {} by the other", sent(&rows[0]), sent(&rows[1]));
    assert_eq!(sent(&rows[0]) + sent(&rows[1]), all.len(), "each by one of them");
    assert_all_answered_once(&servers, &rows, &all);
    assert_eq!(servers.touched(OFFICE), Vec::<String>::new(), "the inbox is read-only to us");
    for claim in register(&servers) {
        let (read, _) = mail::read(claim.as_bytes());
        let named = ["王敏", "李华", "物业", "民初", "法院："].iter().find(|name| read.text.contains(**name));
        assert_eq!(named, None, "a claim names nobody: {}", read.text);
        assert!(read.text.contains("可以删除") && read.text.contains("can be deleted"), "{}", read.text);
    }
    for home in &homes {
        assert_eq!(home.run(&["verify"]).code, 0);
    }
}

#[test]
fn ended_at_every_step_between_registering_and_sending_and_never_answered_twice() {
    let servers = Servers::start();
    let homes = desks(&servers);
    let points = [
        "claim.recorded",
        "claim.laid",
        "claim.won",
        "receipt.accepted",
        "receipt.intended",
        "receipt.text-out",
        "receipt.handed",
        "receipt.told",
    ];
    let all = served(&servers, &homes, 51_100, u32::try_from(points.len()).unwrap());
    for (point, (sample, id)) in points.into_iter().zip(&all) {
        homes.iter().for_each(|home| order(home, id));
        let before = register(&servers).len();
        end_at(&homes[0], point);
        let laid = register(&servers).len() - before;
        assert_eq!(laid, usize::from(point != "claim.recorded"), "{point}");
        // The other computer comes in between.
        homes[1].run(&["send"]);
        let other = state(&homes[1], id);
        match point {
            "claim.recorded" => assert!(is(&other, ("sent", "")), "{point}: nothing lay there yet: {other:?}"),
            // What the first one sent may be seen among the sent mails, or at the court alone.
            "receipt.text-out" | "receipt.handed" | "receipt.told" => {
                let held = is(&other, ("queued", "receipt.claimed"));
                assert!(held || is(&other, ("withdrawn", "receipt.answered-elsewhere")), "{point}: {other:?}");
            }
            _ => assert!(is(&other, ("queued", "receipt.claimed")), "{point}: {other:?}"),
        }
        // The first one comes back: the place of what it had registered counts.
        homes[0].run(&["send"]);
        let first = state(&homes[0], id);
        match point {
            "claim.recorded" => {
                assert!(is(&first, ("withdrawn", "receipt.answered-elsewhere")), "{point}: {first:?}");
            }
            "claim.laid" | "claim.won" | "receipt.accepted" => {
                assert!(is(&first, ("sent", "")), "{point}: {first:?}");
                assert_eq!(register(&servers).len() - before, 2, "{point}: registered anew in its place");
            }
            "receipt.told" => {
                assert!(is(&first, ("sent", "")), "{point}: {first:?}");
                assert_eq!(register(&servers).len() - before, 1, "{point}: registered once");
            }
            _ => assert!(matches!(first.0.as_str(), "unsure" | "sent"), "{point}: {first:?}"),
        }
        let is_open = first.0 == "unsure";
        if !is_open {
            assert_answered_once(&servers, sample);
        }
        assert!(answers(&servers, sample) <= 1, "{point}");
    }
    // The other one finds what the first had sent, and what nobody can know waits for a person.
    let settled = until(SOON, || {
        homes[1].run(&["send"]);
        let is_settled = |row: &Value| matches!(text(row, "state"), "sent" | "withdrawn" | "queued");
        let rows = homes[1].list("receipts");
        let waiting = rows.iter().filter(|row| text(row, "state") == "queued").count();
        (rows.iter().all(is_settled) && waiting <= 3).then_some(waiting)
    });
    let waiting = settled.unwrap_or_else(|| panic!("{:#?}", homes[1].list("receipts")));
    println!("{waiting} wait behind a computer of which nobody knows whether it sent");
    all.iter().for_each(|(sample, _)| assert!(answers(&servers, sample) <= 1, "{}", sample.message_id));
}

#[test]
fn of_two_who_take_over_one_sends_and_the_first_one_stays_back() {
    let servers = Servers::start();
    let homes = ["王敏", "李华", "赵强"].map(|handler| desk(&servers.settings(), handler));
    let (sample, id) = &first_registered(&servers, &homes, 51_200);
    let [first, others @ ..] = &homes;
    for home in others {
        home.run(&["send"]);
        let row = receipt(home, id);
        assert_eq!((text(&row, "state"), text(&row, "problem")), ("queued", "receipt.claimed"), "{row}");
        assert_eq!(row["claim"]["state"], "behind");
        assert!(
            text(&row["claim"], "since").starts_with("20") && text(&row["claim"], "decide_from").len() > 15,
            "{row}"
        );
    }
    let (code, refused) = take_over(&others[0], id, "1800");
    assert_eq!((code, text(&refused["error"], "code")), (Some(1), "receipt.claim-recent"), "{refused}");
    let (code, refused) = take_over(first, id, "0");
    assert_eq!((code, text(&refused["error"], "code")), (Some(1), "receipt.nothing-to-take-over"), "{refused}");
    let nameless = others[0].run(&["receipt", "take-over", text(&receipt(&others[0], id), "id"), "--why", "x"]);
    assert_eq!(text(&nameless.json["error"], "code"), "receipt.unseen");
    // Half an hour later, as far as they are concerned, a person at each of them decides.
    for home in others {
        let (code, row) = take_over(home, id, "0");
        assert_eq!((code, text(&row["receipt"], "state")), (Some(0), "queued"), "{row}");
    }
    send_all(others);
    let settled = until(SOON, || {
        send_all(others);
        others.iter().all(|home| state(home, id).0 != "queued").then_some(())
    });
    assert!(settled.is_some(), "{:?}", others.iter().map(|home| receipt(home, id)).collect::<Vec<_>>());
    let mut states: Vec<String> = others.iter().map(|home| state(home, id).0).collect();
    states.sort();
    assert_eq!(states, ["sent", "withdrawn"]);
    let winner = others.iter().find(|home| state(home, id).0 == "sent").unwrap();
    let row = receipt(winner, id);
    assert_eq!(
        (text(&row["claim"], "state"), text(&row["claim"], "why")),
        ("taken-over", "那台电脑已停用，已电话问过")
    );
    // The first one comes back and sees it.
    first.run(&["send"]);
    assert!(is(&state(first, id), ("withdrawn", "receipt.answered-elsewhere")), "{}", receipt(first, id));
    assert_answered_once(&servers, sample);
    assert_eq!(servers.inbox(COURT).len(), 1);
}

/// Where the first one comes back before the one who took over has sent, it stays back all the same.
#[test]
fn who_was_replaced_waits_until_the_other_one_has_answered() {
    let servers = Servers::start();
    let homes = desks(&servers);
    let (sample, id) = &first_registered(&servers, &homes, 51_210);
    homes[1].run(&["send"]);
    assert_eq!(take_over(&homes[1], id, "0").0, Some(0));
    end_at(&homes[1], "claim.won");
    homes[0].run(&["send"]);
    assert!(is(&state(&homes[0], id), ("queued", "receipt.claimed")), "{}", receipt(&homes[0], id));
    assert_eq!(answers(&servers, sample), 0);
    homes[1].run(&["send"]);
    assert!(is(&state(&homes[1], id), ("sent", "")), "{}", receipt(&homes[1], id));
    let seen = until(SOON, || {
        homes[0].run(&["send"]);
        (state(&homes[0], id).0 == "withdrawn").then_some(())
    });
    assert!(seen.is_some(), "{}", receipt(&homes[0], id));
    assert_answered_once(&servers, sample);
}

#[test]
fn who_takes_a_registered_receipt_back_lets_the_other_one_go() {
    let servers = Servers::start();
    let homes = desks(&servers);
    let (sample, id) = &first_registered(&servers, &homes, 51_220);
    homes[1].run(&["send"]);
    assert!(is(&state(&homes[1], id), ("queued", "receipt.claimed")));
    assert_eq!(homes[0].run(&["receipt", "withdraw", text(&receipt(&homes[0], id), "id")]).code, 0);
    homes[0].run(&["send"]);
    assert_eq!(register(&servers).len(), 2, "it says so there");
    let sent = until(SOON, || {
        homes[1].run(&["send"]);
        (state(&homes[1], id).0 == "sent").then_some(())
    });
    assert!(sent.is_some(), "nobody had to take over: {}", receipt(&homes[1], id));
    assert_answered_once(&servers, sample);
}
