//! Receipts with the program ended at every step of sending, before and after the server took them over: none doubled,
//! none lost, and what nobody can know is shown to a person.

#[cfg(feature = "servers")]
#[path = "sending/real.rs"]
mod real;

use std::process::Stdio;
use std::time::Duration;

use base64::Engine as _;
use serde_json::Value;
use songda_core::id::Digest;
use songda_core::mail;
use songda_mailroom::demo::pdf::one_page;
use songda_mailroom::fault::POINTS;
use songda_tests::court::{self, SENDER};
use songda_tests::faulty::Faulty;
use songda_tests::interface::{Fault, Interface};
use songda_tests::{Songda, is_killed, text, until};

/// Runs at each point: `SONGDA_EACH=40` for more.
fn each() -> u32 {
    std::env::var("SONGDA_EACH").ok().and_then(|text| text.parse().ok()).unwrap_or(30)
}

/// A home with so many services, and their ids.
fn home(server: &Faulty, count: u32) -> (Songda, Vec<String>) {
    home_with(&server.settings(), count)
}

fn home_with(settings: &str, count: u32) -> (Songda, Vec<String>) {
    let songda = Songda::with(settings);
    for nth in 0..count {
        let sample = court::plain(60_000 + nth);
        std::fs::write(songda.home().join("drop").join(format!("{nth}.eml")), sample.stamped()).unwrap();
    }
    assert_eq!(songda.run(&["sync"]).code, 0);
    let services: Vec<String> = songda.list("services").iter().map(|row| text(row, "id").to_owned()).collect();
    assert_eq!(services.len(), count as usize);
    (songda, services)
}

/// Message-IDs the server took over, one for each time.
fn taken(server: &Faulty) -> Vec<String> {
    server.taken().iter().filter_map(|one| mail::read(&one.raw).0.message_id).collect()
}

fn receipt(songda: &Songda, service: &str) -> Value {
    let mut rows = songda.list("receipts");
    rows.retain(|row| text(row, "service") == service);
    assert!(rows.len() <= 1, "{service} has {} receipts", rows.len());
    rows.pop().unwrap_or_default()
}

/// Ends the program at a point while it draws up or sends the receipt of a service.
fn end_at(songda: &Songda, point: &str, service: &str) {
    let words: &[&str] = if point == "receipt.queued" { &["acknowledge", service, "--no-undo"] } else { &["send"] };
    if point != "receipt.queued" {
        assert_eq!(songda.run(&["acknowledge", service, "--no-undo"]).code, 0);
    }
    let mut command = songda.command(words);
    let child = command.env("SONGDA_FAULT", point).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let status = child.expect("songda starts");
    assert!(is_killed(status), "{point}: by the signal nobody can catch: {status}");
}

#[test]
fn ended_at_every_step_of_sending_and_each_left_once() {
    let server = Faulty::start(21);
    server.be_kind();
    let points: Vec<&str> = POINTS.iter().copied().filter(|point| point.starts_with("receipt.")).collect();
    let count = each() * u32::try_from(points.len()).unwrap();
    let (songda, services) = home(&server, count);
    let mut unsure = 0;
    for (nth, service) in services.iter().enumerate() {
        let point = points[nth % points.len()];
        let before = server.taken().len();
        end_at(&songda, point, service);
        // What the server has after the stop: nothing before the text was out, the receipt after its word came.
        let handed = server.taken().len() - before;
        match point {
            "receipt.handed" | "receipt.told" => assert_eq!(handed, 1, "{point}"),
            "receipt.text-out" => assert!(handed <= 1, "{point}"),
            _ => assert_eq!(handed, 0, "{point}"),
        }
        // The next start sends what surely did not leave, and nothing else.
        songda.run(&["send"]);
        let row = receipt(&songda, service);
        let id = text(&row, "message_id").to_owned();
        let times = taken(&server).iter().filter(|it| **it == id).count();
        match point {
            "receipt.queued" | "receipt.looked" | "receipt.accepted" | "receipt.told" => {
                assert_eq!((text(&row, "state"), times), ("sent", 1), "{point}: {row}");
            }
            _ => {
                assert_eq!(text(&row, "state"), "unsure", "{point}: nobody knows, and that is shown: {row}");
                assert!(times <= 1, "{point}: sent again by itself");
                unsure += 1;
                // A person looks, and lets it go again only where the court does not have it: the same mail.
                if times == 0 {
                    songda.run(&["receipt", "release", text(&row, "id"), "--seen", text(&row, "seen")]);
                    songda.run(&["send"]);
                    let again = receipt(&songda, service);
                    assert_eq!((text(&again, "state"), text(&again, "message_id")), ("sent", id.as_str()), "{point}");
                }
            }
        }
        if nth < points.len() {
            let again = songda.run(&["acknowledge", service, "--no-undo"]);
            assert_eq!(again.code, 3, "{point}: a second receipt for the same service: {}", again.said);
        }
    }
    songda.run(&["send"]);
    let ids = taken(&server);
    assert_eq!(ids.len(), services.len(), "one for each");
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "none twice");
    assert!(server.taken().iter().all(|one| one.to == SENDER), "none to another address");
    assert_eq!(songda.run(&["verify"]).code, 0);
    println!("{} ended at {} points, {unsure} unsure, none lost, none doubled", services.len(), points.len());
}

/// The one window that submission leaves open: the server took it, its word was lost, and a person lets it go again.
#[test]
fn what_a_server_took_twice_is_told_wherever_the_receipt_is_shown() {
    let server = Faulty::start(31);
    server.be_kind();
    let (songda, services) = home(&server, 2);
    end_at(&songda, "receipt.handed", &services[0]);
    songda.run(&["send"]);
    let row = receipt(&songda, &services[0]);
    assert_eq!((text(&row, "state"), server.taken().len()), ("unsure", 1), "the server has it, and nobody here knows");
    let id = text(&row, "id").to_owned();
    assert_eq!(songda.run(&["receipt", "release", &id, "--seen", text(&row, "seen"), "--no-undo"]).code, 0);
    songda.run(&["send"]);
    let took = server.taken();
    assert_eq!(took.len(), 2);
    assert_eq!(took[0].raw, took[1].raw, "one letter, twice");
    assert_eq!(taken(&server)[0], text(&row, "message_id"));
    let row = receipt(&songda, &services[0]);
    assert_eq!((text(&row, "state"), text(&row, "problem")), ("sent", "receipt.perhaps-twice"), "{row}");
    let says = |words: &[&str]| {
        let said = songda.command(words).output().unwrap();
        String::from_utf8_lossy(&said.stdout).into_owned()
    };
    assert!(says(&["list", "receipts"]).contains("可能到达两次"), "{}", says(&["list", "receipts"]));
    assert!(says(&["receipt", "show", &id]).contains("同一封回执（邮件编号相同、内容相同）可能到达法院两次"));
    let english = songda.command(&["receipt", "show", &id, "--lang", "en"]).output().unwrap();
    assert!(String::from_utf8_lossy(&english.stdout).contains("may have come to the court twice"));
    let out = songda.home().join("证据.zip");
    let made = songda.run(&["export", "bundle", &services[0], "--out", &out.to_string_lossy()]);
    assert_eq!(made.code, 0, "{}", made.said);
    let mut bundle = zip::ZipArchive::new(std::fs::File::open(&out).unwrap()).unwrap();
    let answers = std::io::read_to_string(bundle.by_name("05_服务器应答.txt").unwrap()).unwrap();
    assert!(answers.contains("可能到达法院两次"), "{answers}");
    // One that left once bears no such mark.
    assert_eq!(songda.run(&["acknowledge", &services[1], "--no-undo"]).code, 0);
    songda.run(&["send"]);
    let plain = receipt(&songda, &services[1]);
    assert_eq!((text(&plain, "state"), plain["problem"].is_null()), ("sent", true), "{plain}");
    assert_eq!(songda.run(&["verify"]).code, 0);
}

#[test]
fn a_batch_lists_every_receipt_before_any_is_sent() {
    let server = Faulty::start(12);
    server.be_kind();
    let (songda, ids) = home(&server, 3);
    let mut words = vec!["acknowledge", "--list"];
    words.extend(ids.iter().map(String::as_str));
    let listed = songda.run(&words);
    let lines = listed.json["lines"].as_array().cloned().unwrap_or_default();
    assert_eq!((listed.code, lines.len()), (0, 3), "{}", listed.json);
    assert!(lines.iter().all(|line| line["to"] == SENDER && line["why"].is_null()), "{}", listed.json);
    assert!(lines.iter().all(|line| line["documents"].as_array().is_some_and(|it| it.len() == 3)), "{}", listed.json);
    let bare = songda.run(&["acknowledge", "--no-undo", &ids[0], &ids[1]]);
    assert_eq!((bare.code, bare.json["lines"].as_array().map(Vec::len)), (3, Some(2)), "listed first: {}", bare.json);
    assert_eq!(songda.run(&["acknowledge", "--refuse", "wrong-name", &ids[0], &ids[1]]).code, 2, "one at a time");
    assert!(songda.list("receipts").is_empty() && server.taken().is_empty(), "nothing was queued");
    assert_eq!(songda.run(&["acknowledge", &ids[0], "--by-hand", "post"]).code, 0);
    let again = songda.run(&words);
    assert_eq!((again.code, again.json["lines"][0]["why"].as_str()), (3, Some("answered")), "{}", again.json);
}

/// The court's own blank comes with the mail: the day is written in, it is sealed, scanned and sent back once.
#[test]
fn the_courts_own_form_is_filled_printed_sealed_and_sent() {
    let server = Faulty::start(13);
    server.be_kind();
    let (songda, _) = home(&server, 0);
    let blank = ["案号：（2026）沪0112民初61000号", "受送达人签名或盖章：", "          年    月    日", "备考"];
    let sample = court::plain(61_000).with_paper("送达回证.pdf", &one_page("送达回证", &blank));
    std::fs::write(songda.home().join("drop/form.eml"), sample.stamped()).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    let service = songda.list("services").remove(0);
    let (id, arrived) = (text(&service, "id"), text(&service, "arrived"));
    let out = songda.home().join("filled.pdf");
    let path = out.to_string_lossy().into_owned();
    let made = songda.run(&["receipt", "form", id, "--out", &path]);
    assert_eq!(made.code, 0, "{}", made.said);
    let read = std::process::Command::new("pdftotext").arg("-layout").arg(&out).arg("-").output().unwrap();
    let told: String = String::from_utf8_lossy(&read.stdout).split_whitespace().collect();
    let number = |part: &str| part.trim_start_matches('0').to_owned();
    let (year, month, day) = (&arrived[..4], number(&arrived[5..7]), number(&arrived[8..10]));
    assert!(told.contains(&format!("{year}年{month}月{day}日")), "the day of arrival: {told}");
    assert!(told.contains("受送达人签名或盖章") && told.contains("备考电子邮件送达至"), "{told}");
    assert!(songda.list("receipts").is_empty() && server.taken().is_empty(), "filling in a form sends nothing");
    let sealed = songda.run(&["acknowledge", id, "--no-undo", "--way", "sealed-form", "--scan", &path]);
    assert_eq!((sealed.code, songda.run(&["send"]).code), (0, 0), "{}", sealed.said);
    assert_eq!((server.taken().len(), server.taken()[0].to.as_str()), (1, SENDER));
    let (plain, _) = home(&server, 1);
    let without = text(&plain.list("services")[0], "id").to_owned();
    let refused = plain.run(&["receipt", "form", &without, "--out", &path]);
    assert_eq!(refused.code, 1, "no blank came with it: {}", refused.said);
}

/// A home whose court takes receipts by an interface that wants a token.
fn posting(server: &Faulty, interface: &Interface, count: u32) -> (Songda, Vec<String>) {
    let http = format!(
        "reply_duty = \"read-receipt\"\nhttp = \"{}\"\nhttp_token_command = [\"echo\", \"t0ken\"]",
        interface.url
    );
    home_with(&server.settings().replace("reply_duty = \"read-receipt\"", &http), count)
}

/// The body is what is published, and its receipt as well.
fn assert_published(body: &[u8]) -> Value {
    let body: Value = serde_json::from_slice(body).expect("JSON");
    let schemas =
        [(include_str!("receipt-request.schema.json"), &body), (include_str!("receipt.schema.json"), &body["receipt"])];
    for (schema, told) in schemas {
        let validator = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
        let flaws: Vec<String> = validator.iter_errors(told).map(|flaw| flaw.to_string()).collect();
        assert!(flaws.is_empty(), "{flaws:?} in {told:#}");
        assert!(!validator.is_valid(&Value::from(serde_json::Map::new())), "the validator validates");
    }
    body
}

#[test]
fn an_interface_takes_each_receipt_once_wherever_the_program_ends() {
    let server = Faulty::start(31);
    server.be_kind();
    let interface = Interface::start();
    let points = ["receipt.looked", "receipt.accepted", "receipt.intended", "receipt.handed", "receipt.told"];
    let (songda, services) = posting(&server, &interface, u32::try_from(points.len()).unwrap());
    for (point, service) in points.into_iter().zip(&services) {
        let before = interface.asked().len();
        end_at(&songda, point, service);
        let asked = interface.asked().len() - before;
        assert_eq!(asked, usize::from(matches!(point, "receipt.handed" | "receipt.told")), "{point}");
        // The next start asks again under the same key, which is harmless; where it knows of the answer it does not.
        songda.run(&["send"]);
        let row = receipt(&songda, service);
        let of_it: Vec<_> = interface.asked().into_iter().skip(before).collect();
        assert_eq!((text(&row, "state"), text(&row, "to")), ("sent", interface.url.as_str()), "{point}: {row}");
        assert!(of_it.iter().all(|one| one.key == text(&row, "id") && one.authorization == "Bearer t0ken"), "{point}");
        assert!(of_it.windows(2).all(|two| two[0].body == two[1].body), "{point}: the same bytes each time");
        assert_published(&of_it[0].body);
        let heard: &[u16] = if point == "receipt.handed" { &[201, 409] } else { &[201] };
        assert_eq!(of_it.iter().map(|one| one.status).collect::<Vec<_>>(), heard, "{point}");
        assert_eq!(songda.run(&["acknowledge", service, "--no-undo"]).code, 3, "{point}: there is one");
    }
    assert_eq!((interface.taken(), server.taken().len()), (points.len(), 0), "each once, and nothing by mail");
    assert_eq!(songda.run(&["verify"]).code, 0);
}

#[test]
fn a_busy_interface_and_a_lost_answer_end_in_one_receipt() {
    let server = Faulty::start(32);
    server.be_kind();
    let interface = Interface::start();
    let (songda, services) = posting(&server, &interface, 1);
    interface.meet(&[Fault::Busy, Fault::Lost]);
    assert_eq!(songda.run(&["acknowledge", &services[0], "--no-undo"]).code, 0);
    for (nth, taken) in [(1, 0), (2, 1)] {
        assert_eq!(songda.run(&["send"]).code, 1);
        let row = receipt(&songda, &services[0]);
        assert_eq!((text(&row, "state"), text(&row, "problem")), ("queued", "receipt.not-now"), "{row}");
        assert_eq!((interface.asked().len(), interface.taken()), (nth, taken));
        let again = songda.run(&["receipt", "release", text(&row, "id"), "--seen", text(&row, "seen")]);
        assert_eq!(again.code, 0, "{}", again.said);
    }
    let row = receipt(&songda, &services[0]);
    assert_eq!(songda.run(&["receipt", "withdraw", text(&row, "id")]).code, 1, "the court may have it");
    assert_eq!(songda.run(&["send"]).code, 0);
    let row = receipt(&songda, &services[0]);
    assert_eq!(text(&row, "state"), "sent", "{row}");
    let asked = interface.asked();
    assert_eq!(asked.iter().map(|one| one.status).collect::<Vec<_>>(), [503, 0, 409]);
    assert!(asked.windows(2).all(|two| (&two[0].key, &two[0].body) == (&two[1].key, &two[1].body)));
    assert_eq!((interface.taken(), asked[0].key.as_str()), (1, text(&row, "id")));
    songda.run(&["send"]);
    assert_eq!(interface.asked().len(), 3, "and nothing more");
}

#[test]
fn a_sealed_form_goes_by_the_interface_too() {
    let server = Faulty::start(33);
    server.be_kind();
    let interface = Interface::start();
    let (songda, services) = posting(&server, &interface, 1);
    let scan = songda.home().join("送达回证.pdf");
    std::fs::write(&scan, b"%PDF-1.4 sealed").unwrap();
    let scan = scan.to_string_lossy().into_owned();
    let alone = songda.run(&["acknowledge", &services[0], "--no-undo", "--scan", &scan]);
    assert_eq!(alone.code, 1, "by which way it goes is said: {}", alone.said);
    let sent = songda.run(&["acknowledge", &services[0], "--no-undo", "--way", "http", "--scan", &scan]);
    assert_eq!((sent.code, songda.run(&["send"]).code), (0, 0), "{}", sent.said);
    let asked = interface.asked();
    let body = assert_published(&asked[0].body);
    let enclosed = &body["enclosed"];
    let bytes = base64::engine::general_purpose::STANDARD.decode(text(enclosed, "base64")).unwrap();
    assert_eq!((bytes.as_slice(), text(enclosed, "name")), (b"%PDF-1.4 sealed".as_slice(), "送达回证.pdf"));
    assert_eq!(text(&body["receipt"]["enclosed"], "sha256"), Digest::of(&bytes).to_string());
    assert_eq!((asked.len(), interface.taken()), (1, 1));
}

/// Ordered without a network: it waits, and leaves once when the server is there.
#[test]
fn a_receipt_ordered_offline_leaves_once_when_the_server_comes_up() {
    let server = Faulty::start(34);
    server.be_kind();
    let (songda, services) = home(&server, 1);
    server.close();
    let watching = songda.watch();
    assert_eq!(songda.run(&["acknowledge", &services[0], "--no-undo"]).code, 0);
    let tried = until(Duration::from_secs(30), || {
        (receipt(&songda, &services[0])["attempts"].as_u64() >= Some(1)).then_some(())
    });
    assert!(tried.is_some(), "{}", receipt(&songda, &services[0]));
    let row = receipt(&songda, &services[0]);
    assert_eq!((text(&row, "state"), text(&row, "problem")), ("queued", "mailbox.unreachable"), "{row}");
    assert!(server.taken().is_empty());
    server.open();
    let sent = until(Duration::from_secs(90), || (receipt(&songda, &services[0])["state"] == "sent").then_some(()));
    assert!(sent.is_some(), "{} {}", receipt(&songda, &services[0]), songda.words());
    watching.stop();
    songda.run(&["send"]);
    assert_eq!(taken(&server), [text(&receipt(&songda, &services[0]), "message_id")], "once");
}
