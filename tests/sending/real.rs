//! The same steps on servers that others wrote: ended before and after Exim took the text, and what the court then has.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;
use songda_tests::servers::{COURT, OFFICE, Servers};
use songda_tests::until;

use super::*;

const SOON: Duration = Duration::from_secs(60);
/// Exim hands what it took to the court's mailbox within moments; so long it must stay as it is.
const STILL: Duration = Duration::from_secs(2);

/// Runs at each point, for a minute at the most: `SONGDA_EACH=30` for more.
fn each() -> u32 {
    std::env::var("SONGDA_EACH").ok().and_then(|text| text.parse().ok()).unwrap_or(5)
}

/// Letters at the court by their Message-ID, once nothing more comes.
fn letters(servers: &Servers) -> BTreeMap<String, Vec<Vec<u8>>> {
    let mut count = servers.inbox(COURT).len();
    loop {
        std::thread::sleep(STILL);
        let now = servers.inbox(COURT);
        if now.len() == count {
            let mut found: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
            for raw in now {
                found.entry(mail::read(&raw).0.message_id.unwrap_or_default()).or_default().push(raw);
            }
            return found;
        }
        count = now.len();
    }
}

/// A letter without the lines that servers on the way put above it.
fn own_part(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw).replace("\r\n", "\n");
    text.find("\nFrom:").map_or(text.clone(), |at| text[at..].to_owned())
}

fn served(servers: &Servers, count: u32) -> (Songda, Vec<String>) {
    let songda = Songda::with(&servers.settings());
    (0..count).for_each(|nth| servers.deliver(SENDER, OFFICE, &court::plain(62_000 + nth).raw));
    let came = until(SOON, || {
        assert_eq!(songda.run(&["sync", "--mailbox", "court"]).code, 0);
        let rows = songda.list("services");
        (rows.len() == count as usize).then_some(rows)
    });
    let rows = came.unwrap_or_else(|| panic!("{}", servers.logs()));
    (songda, rows.iter().map(|row| text(row, "id").to_owned()).collect())
}

#[test]
fn ended_at_every_step_of_sending_by_exim_and_what_may_be_there_twice_is_told() {
    let servers = Servers::start();
    let points: Vec<&str> = POINTS.iter().copied().filter(|point| point.starts_with("receipt.")).collect();
    let (songda, services) = served(&servers, each() * u32::try_from(points.len()).unwrap());
    let ended: Vec<(&str, &String)> = points.iter().copied().cycle().zip(&services).collect();
    for (point, service) in &ended {
        end_at(&songda, point, service);
        songda.run(&["send"]);
    }
    let rows = |songda: &Songda| -> BTreeMap<String, Value> {
        songda.list("receipts").into_iter().map(|row| (text(&row, "service").to_owned(), row)).collect()
    };
    let (told, there) = (rows(&songda), letters(&servers));
    let times =
        |there: &BTreeMap<String, Vec<Vec<u8>>>, row: &Value| there.get(text(row, "message_id")).map_or(0, Vec::len);
    for (point, service) in &ended {
        let (row, wanted) = (
            &told[*service],
            match *point {
                "receipt.queued" | "receipt.looked" | "receipt.accepted" | "receipt.told" => ("sent", 1),
                // The text without its end is void; with it, the court has the letter.
                "receipt.handed" => ("unsure", 1),
                _ => ("unsure", 0),
            },
        );
        assert_eq!((text(row, "state"), times(&there, row)), wanted, "{point}: {row} {}", servers.logs());
    }
    // A person lets go what is unsure, whether the court has it or not: nobody here can tell.
    let unsure: Vec<&Value> = told.values().filter(|row| text(row, "state") == "unsure").collect();
    for row in &unsure {
        songda.run(&["receipt", "release", text(row, "id"), "--seen", text(row, "seen"), "--no-undo"]);
    }
    songda.run(&["send"]);
    let (after, there) = (rows(&songda), letters(&servers));
    let (mut doubled, mut marked) = (0, 0);
    for (point, service) in &ended {
        let (before, row) = (&told[*service], &after[*service]);
        assert_eq!(text(row, "state"), "sent", "{point}: {row}");
        assert_eq!(text(row, "message_id"), text(before, "message_id"), "{point}: the same letter");
        let copies = &there[text(row, "message_id")];
        assert_eq!(copies.len(), if *point == "receipt.handed" { 2 } else { 1 }, "{point}: {row}");
        assert!(copies.iter().all(|copy| own_part(copy) == own_part(&copies[0])), "{point}: equal to the byte");
        let is_marked = text(row, "problem") == "receipt.perhaps-twice";
        assert_eq!(is_marked, text(before, "state") == "unsure", "{point}: whatever may be there twice says so: {row}");
        assert!(is_marked || copies.len() == 1, "{point}: none is there twice unsaid");
        doubled += usize::from(copies.len() == 2);
        marked += usize::from(is_marked);
    }
    assert_eq!(there.len(), services.len(), "none lost, and nothing else");
    assert_eq!(servers.touched(OFFICE), Vec::<String>::new(), "the inbox is read-only to us");
    assert_eq!(songda.run(&["verify"]).code, 0);
    println!("{} ended at {} points, {marked} told as perhaps twice, {doubled} there twice", ended.len(), points.len());
}
