//! What else is registered, or is not: a mailbox that refuses, one of one computer, drafts, interfaces, another server.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use super::*;
use songda_tests::servers::cyrus::Cyrus;

#[test]
fn a_mailbox_that_takes_no_registration_sends_nothing_until_a_person_says_so() {
    waits_for_room(|settings| desk(settings, "王敏"));
}

/// A full mailbox takes none for now: that passes, and is waited for.
#[test]
fn a_full_mailbox_of_which_nobody_said_anything_waits_as_well() {
    waits_for_room(Songda::with);
}

fn waits_for_room(home: impl Fn(&str) -> Songda) {
    let servers = Servers::start();
    let homes = [home(&servers.settings())];
    let all = served(&servers, &homes, 51_230, 1);
    let (sample, id) = &all[0];
    order(&homes[0], id);
    servers.limit_to(1);
    assert_eq!(homes[0].run(&["send"]).code, 1);
    let row = receipt(&homes[0], id);
    assert_eq!((text(&row, "state"), text(&row, "problem")), ("queued", "receipt.no-claim"), "{row}");
    assert!(text(&row, "answer").to_lowercase().contains("quota"), "in the server's words: {row}");
    assert_eq!((answers(&servers, sample), register(&servers).len()), (0, 0));
    let (code, told) = take_over(&homes[0], id, "1800");
    assert_eq!(code, Some(0), "{told}");
    servers.limit_to(10_000);
    homes[0].run(&["send"]);
    let row = receipt(&homes[0], id);
    assert_eq!((text(&row, "state"), text(&row["claim"], "state")), ("sent", "waived"), "{row}");
    assert_answered_once(&servers, sample);
    assert!(register(&servers).is_empty(), "nothing was registered");
}

#[test]
fn a_mailbox_of_this_computer_alone_stays_as_it_is() {
    let servers = Servers::start();
    let homes = [Songda::with(&servers.settings().replace("id = \"court\"", "id = \"court\"\nshared = false"))];
    let all = served(&servers, &homes, 51_240, 2);
    order(&homes[0], &all[0].1);
    assert_eq!(homes[0].run(&["send"]).code, 0);
    assert!(!servers.client().run("LIST \"\" \"*\"").contains(FOLDER), "no folder is made");
    assert!(receipt(&homes[0], &all[0].1)["claim"].is_null());
    // It is said from the command line, and then it is registered.
    let said = homes[0].run(&["mailbox", "shared", "court", "on"]);
    assert_eq!((said.code, said.json["shared"].as_bool()), (0, Some(true)), "{}", said.said);
    order(&homes[0], &all[1].1);
    assert_eq!(homes[0].run(&["send"]).code, 0);
    assert!(servers.client().run("LIST \"\" \"*\"").contains(FOLDER));
    let row = receipt(&homes[0], &all[1].1);
    assert_eq!((text(&row["claim"], "state"), text(&row["claim"], "mailbox")), ("held", "court"), "{row}");
    let off = homes[0].run(&["mailbox", "shared", "court", "off"]);
    assert_eq!(off.json["shared"].as_bool(), Some(false));
    let row = unsaid::mailbox(&homes[0]);
    assert_eq!((row["shared"].as_bool(), text(&row, "computers")), (Some(false), "one"), "{row}");
    assert_eq!(homes[0].run(&["mailbox", "shared", "none", "on"]).code, 1);
}

/// On one of them the office said that it works with the mailbox alone: the register that lies there says otherwise.
#[test]
fn a_computer_that_is_said_to_be_alone_registers_beside_another_one() {
    let servers = Servers::start();
    // A provider that takes some seconds with its copies: looking for the other's answer alone would not see it in time.
    let slow = servers.settings().replace("id = \"court\"", "id = \"court\"\nprovider = \"163\"");
    let alone = slow.replace("王敏", "李华").replace("id = \"court\"", "id = \"court\"\nshared = false");
    let homes = [desk(&slow, "王敏"), Songda::with(&alone)];
    // The one that was told has registered something before.
    let first = served(&servers, &homes, 51_400, 1).remove(0);
    order(&homes[0], &first.1);
    assert_eq!(homes[0].run(&["send"]).code, 0);
    assert_answered_once(&servers, &first.0);
    let all = served(&servers, &homes, 51_401, 20);
    let (settled, rows) = all_answered(&homes, &all);
    assert!(settled, "{rows:#?}");
    let sent = rows.iter().filter(|row| text(row, "state") == "sent").count();
    assert_eq!(sent, 21, "each by one of them: {rows:#?}");
    assert!(rows.iter().all(|row| text(row, "problem") != "receipt.answered-twice"));
    all.iter().for_each(|(sample, _)| assert_answered_once(&servers, sample));
    assert_eq!(servers.inbox(COURT).len(), 21);
    let held = |home: &Songda| home.list("receipts").iter().filter(|row| row["claim"]["state"] == "held").count();
    let by = [held(&homes[0]), held(&homes[1])];
    println!("{} registered first by the one that was told, {} by the other", by[0], by[1]);
    assert_eq!(by[0] + by[1], 21, "all that left were registered: {rows:#?}");
}

#[test]
fn answered_on_a_platform_by_one_computer_no_other_sends_a_receipt() {
    let servers = Servers::start();
    let homes = desks(&servers);
    let all = served(&servers, &homes, 51_430, 3);
    let by_hand = |home: &Songda, id: &str, how: &str| {
        assert_eq!(home.run(&["acknowledge", id, "--by-hand", how]).code, 0);
        assert_eq!(home.run(&["send"]).code, 0);
    };
    let elsewhere = ("withdrawn", "receipt.answered-elsewhere");
    // One that nobody had registered.
    let (sample, id) = &all[0];
    by_hand(&homes[0], id, "platform");
    assert_eq!(register(&servers).len(), 2, "registered, and said that it was answered");
    assert_eq!(homes[0].run(&["send"]).code, 0);
    assert_eq!(register(&servers).len(), 2, "said once");
    order(&homes[1], id);
    homes[1].run(&["send"]);
    assert!(is(&state(&homes[1], id), elsewhere), "{}", receipt(&homes[1], id));
    // One that the other computer had registered and not sent.
    order(&homes[1], &all[1].1);
    end_at(&homes[1], "claim.won");
    by_hand(&homes[0], &all[1].1, "in-person");
    homes[1].run(&["send"]);
    assert!(is(&state(&homes[1], &all[1].1), elsewhere), "{}", receipt(&homes[1], &all[1].1));
    assert_eq!((answers(&servers, sample), answers(&servers, &all[1].0)), (0, 0));
    // That none is needed here keeps nobody from answering.
    let before = register(&servers).len();
    by_hand(&homes[0], &all[2].1, "none-needed");
    assert_eq!(register(&servers).len(), before);
    order(&homes[1], &all[2].1);
    assert_eq!(homes[1].run(&["send"]).code, 0);
    assert_answered_once(&servers, &all[2].0);
}

#[test]
fn what_was_recorded_as_answered_by_mistake_is_taken_back_and_a_receipt_leaves() {
    let servers = Servers::start();
    let homes = desks(&servers);
    let all = served(&servers, &homes, 51_440, 2);
    let back = |id: &str, why: &str| homes[0].run(&["receipt", "not-by-hand", id, "--why", why]);
    for (_, id) in &all {
        assert_eq!(homes[0].run(&["acknowledge", id, "--by-hand", "platform"]).code, 0);
    }
    assert_eq!(homes[0].run(&["send"]).code, 0);
    assert_eq!(register(&servers).len(), 4);
    assert_eq!(homes[0].run(&["acknowledge", &all[0].1, "--no-undo"]).code, 1, "it was answered, as far as was said");
    assert_eq!(text(&back(&all[0].1, " ").json["error"], "code"), "receipt.no-reason");
    for (_, id) in &all {
        assert_eq!(back(id, "按错了，平台上并未签收").code, 0);
    }
    assert_eq!(text(&back(&all[0].1, "再撤").json["error"], "code"), "receipt.not-by-hand");
    // This computer sends one now, and the other one the other.
    order(&homes[0], &all[0].1);
    assert_eq!(homes[0].run(&["send"]).code, 0);
    assert!(is(&state(&homes[0], &all[0].1), ("sent", "")), "{}", receipt(&homes[0], &all[0].1));
    order(&homes[1], &all[1].1);
    assert_eq!(homes[1].run(&["send"]).code, 0);
    assert!(is(&state(&homes[1], &all[1].1), ("sent", "")), "{}", receipt(&homes[1], &all[1].1));
    all.iter().for_each(|(sample, _)| assert_answered_once(&servers, sample));
    assert_eq!(homes[0].run(&["verify"]).code, 0);
}

#[test]
fn a_draft_that_another_computer_answered_is_not_let_go_unseen() {
    let servers = Servers::start();
    let careful = servers
        .settings()
        .replace("[[mailbox]]\nid = \"court\"", "[receipt]\ntwo_people = true\n\n[[mailbox]]\nid = \"court\"");
    let homes = [Songda::with(&careful), Songda::with(&servers.settings().replace("王敏", "李华"))];
    let all = served(&servers, &homes, 51_250, 1);
    let (sample, id) = &all[0];
    homes.iter().for_each(|home| order(home, id));
    assert_eq!(homes[1].run(&["send"]).code, 0);
    assert_answered_once(&servers, sample);
    let approve = |seen: &str| {
        let id = text(&receipt(&homes[0], id), "id").to_owned();
        homes[0].run(&["receipt", "approve", &id, "--by", "赵强", "--no-undo", "--seen", seen])
    };
    let refused = approve(text(&receipt(&homes[0], id), "seen"));
    assert_eq!(
        (refused.code, text(&refused.json["error"], "code")),
        (1, "receipt.answered-meanwhile"),
        "{}",
        refused.json
    );
    assert!(text(&refused.json["error"], "says").contains("李华"), "by whom: {}", refused.json);
    let row = receipt(&homes[0], id);
    assert_eq!((text(&row, "state"), text(&row["elsewhere"], "by")), ("draft", "李华"), "{row}");
    homes[0].run(&["send"]);
    assert_eq!(answers(&servers, sample), 1, "nothing leaves by itself");
    // Whoever has seen that answer and finds that it is none may let the draft go.
    assert_eq!(approve(text(&row, "seen")).code, 0);
    homes[0].run(&["send"]);
    assert_eq!(text(&receipt(&homes[0], id), "state"), "sent");
}

/// An interface of the court that takes whatever comes, and counts it.
fn interface() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://127.0.0.1:{}/receipts", listener.local_addr().unwrap().port());
    let taken: Arc<Mutex<Vec<String>>> = Arc::default();
    std::thread::spawn({
        let taken = taken.clone();
        move || {
            for stream in listener.incoming().flatten() {
                let mut lines = BufReader::new(stream);
                let (mut length, mut line) = (0_usize, String::new());
                while lines.read_line(&mut line).is_ok_and(|read| read > 2) {
                    let lower = line.to_ascii_lowercase();
                    length = lower.strip_prefix("content-length:").map_or(length, |rest| rest.trim().parse().unwrap());
                    line.clear();
                }
                let mut body = vec![0; length];
                if length > 0 && lines.read_exact(&mut body).is_ok() {
                    taken.lock().unwrap().push(String::from_utf8_lossy(&body).into_owned());
                }
                let _ =
                    lines.get_mut().write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
            }
        }
    });
    (url, taken)
}

/// Both desks answer everything; whether all was settled in the end, and every receipt of both.
fn all_answered<T>(homes: &[Songda; 2], all: &[(T, String)]) -> (bool, Vec<Value>) {
    for (_, id) in all {
        homes.iter().for_each(|home| order(home, id));
    }
    let settled = until(PATIENCE, || {
        send_all(homes);
        let is_settled = |home: &Songda| home.list("receipts").iter().all(|row| text(row, "state") != "queued");
        homes.iter().all(is_settled).then_some(())
    });
    (settled.is_some(), homes.iter().flat_map(|home| home.list("receipts")).collect())
}

#[test]
fn what_goes_to_an_interface_is_registered_too_and_the_others_see_that_it_went() {
    let servers = Servers::start();
    let (url, taken) = interface();
    let settings = servers.settings() + &format!("http = \"{url}\"\n");
    let homes = ["王敏", "李华"].map(|handler| desk(&settings, handler));
    let all = served(&servers, &homes, 51_260, 3);
    let (settled, rows) = all_answered(&homes, &all);
    assert!(settled, "{rows:#?}");
    let count = |state: &str| rows.iter().filter(|row| text(row, "state") == state).count();
    assert_eq!((count("sent"), count("withdrawn"), taken.lock().unwrap().len()), (3, 3, 3), "{rows:#?}");
}

/// The same on a server that others wrote; what leaves is written into a folder.
#[test]
fn two_computers_on_cyrus_write_one_letter() {
    let cyrus = Cyrus::start();
    let settings = cyrus.settings().replace("id = \"court\"", "id = \"court\"\noutbox = \"out\"");
    let homes = ["王敏", "李华"].map(|handler| Songda::with(&settings.replace("王敏", handler)));
    let samples: Vec<Sample> = (51_300..51_304).map(court::plain).collect();
    let raw: Vec<Vec<u8>> = samples.iter().map(Sample::stamped).collect();
    cyrus.client().append("INBOX", &raw);
    let all = seen(&homes, samples);
    let (settled, rows) = all_answered(&homes, &all);
    assert!(settled, "{rows:#?} {}", cyrus.logs());
    let written = |home: &Songda| std::fs::read_dir(home.home().join("out")).map_or(0, Iterator::count);
    let count = |state: &str| rows.iter().filter(|row| text(row, "state") == state).count();
    assert_eq!((homes.iter().map(written).sum::<usize>(), count("sent"), count("withdrawn")), (4, 4, 4), "{rows:#?}");
}
