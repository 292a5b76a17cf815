//! Several desks on one mailbox, and what comes back from the court's side, on real servers.

use std::time::Duration;

use serde_json::Value;
use songda_core::id::Digest;
use songda_core::mail;
use songda_core::receipt::{Report, reported};
use songda_mailroom::home::Home;
use songda_mailroom::view::{Problem, ReceiptDraft, ServicePage, Wished};
use songda_mailroom::{Mailroom, runtime};
use songda_tests::court::{self, SENDER, Sample};
use songda_tests::servers::{COURT, Holds as _, OFFICE, Servers};
use songda_tests::{Songda, text, until};

const SOON: Duration = Duration::from_secs(40);

fn served(servers: &Servers, songda: &Songda, nth: u32) -> (Sample, String) {
    let sample = court::plain(nth);
    servers.deliver(SENDER, OFFICE, &sample.raw);
    let id = sync(songda, &sample).unwrap_or_else(|| panic!("not served: {}", servers.logs()));
    (sample, id)
}

fn sync(songda: &Songda, sample: &Sample) -> Option<String> {
    until(SOON, || {
        assert_eq!(songda.run(&["sync", "--mailbox", "court"]).code, 0);
        let rows = songda.list("services");
        let row = rows.iter().find(|row| text(row, "message_id") == sample.message_id)?;
        Some(text(row, "id").to_owned())
    })
}

fn receipt(songda: &Songda, service: &str) -> Value {
    let rows = songda.list("receipts");
    rows.into_iter().find(|row| text(row, "service") == service).expect("a receipt")
}

fn answers(servers: &Servers, sample: &Sample) -> usize {
    let wanted = format!("In-Reply-To: <{}>", sample.message_id);
    let is_one = |raw: &Vec<u8>| String::from_utf8_lossy(raw).replace("\r\n ", " ").contains(&wanted);
    servers.inbox(COURT).iter().filter(|raw| is_one(raw)).count()
}

#[test]
fn of_two_homes_on_one_mailbox_one_answers() {
    let servers = Servers::start();
    let (first, second) =
        (Songda::with(&servers.settings()), Songda::with(&servers.settings().replace("王敏", "李华")));
    let (sample, service) = served(&servers, &first, 50_001);
    assert_eq!(sync(&second, &sample).as_deref(), Some(service.as_str()), "both see the same service");
    for home in [&first, &second] {
        assert_eq!(home.run(&["acknowledge", &service, "--no-undo"]).code, 0);
    }
    let sent = first.run(&["send"]);
    assert_eq!(sent.code, 0, "{}", sent.said);
    assert_eq!(servers.sent(OFFICE).len(), 1, "a copy lies among the sent mails: {}", servers.logs());
    assert_eq!(receipt(&first, &service)["copy_in"], "Sent");
    second.run(&["send"]);
    let row = receipt(&second, &service);
    assert_eq!((text(&row, "state"), text(&row, "problem")), ("withdrawn", "receipt.answered-elsewhere"), "{row}");
    assert_eq!(row["elsewhere"]["by"], "王敏", "W7 tells who was first");
    assert_eq!(second.run(&["acknowledge", &service, "--no-undo"]).code, 3, "and it stays so");
    let arrived = until(SOON, || (answers(&servers, &sample) > 0).then_some(()));
    assert!(arrived.is_some(), "{}", servers.logs());
    assert_eq!(answers(&servers, &sample), 1);
    assert_eq!(servers.touched(OFFICE), Vec::<String>::new(), "the inbox is read-only to us");
    for home in [&first, &second] {
        assert_eq!(home.run(&["verify"]).code, 0);
    }
}

#[test]
fn a_colleagues_own_answer_counts_too() {
    let servers = Servers::start();
    let songda = Songda::with(&servers.settings());
    let (sample, service) = served(&servers, &songda, 50_011);
    let by_web = format!(
        "From: {OFFICE}\r\nTo: {SENDER}\r\nSubject: Re: served\r\nMessage-ID: <web.1@example.test>\r\nIn-Reply-To: <{}>\r\nDate: {}\r\n\r\nreceived\r\n",
        sample.message_id,
        songda_mailroom::clock::now().to_rfc2822()
    );
    servers.deliver(OFFICE, OFFICE, by_web.as_bytes());
    let lies = until(SOON, || (servers.inbox(OFFICE).len() == 2).then_some(()));
    assert!(lies.is_some(), "{}", servers.logs());
    assert_eq!(songda.run(&["acknowledge", &service, "--no-undo"]).code, 0);
    songda.run(&["send"]);
    let held = receipt(&songda, &service);
    assert_eq!(text(&held, "problem"), "receipt.answered-elsewhere");
    assert_eq!(answers(&servers, &sample), 0);
    // A person looked at it and found that it is no receipt: then this one leaves, once.
    assert_eq!(songda.run(&["receipt", "release", text(&held, "id"), "--seen", text(&held, "seen")]).code, 0);
    songda.run(&["send"]);
    assert_eq!(text(&receipt(&songda, &service), "state"), "sent");
    songda.run(&["send"]);
    assert_eq!(answers(&servers, &sample), 1);
}

#[test]
fn refusals_bounces_and_confirmations_are_told_apart() {
    let servers = Servers::start_reporting();
    let to = |address: &str| {
        servers.settings().replace("receipt_to = \"sd@court.example.test\"", &format!("receipt_to = \"{address}\""))
    };
    // Refused for good, in the server's words.
    let refused = Songda::with(&to("nouser@example.test"));
    let (_, service) = served(&servers, &refused, 50_021);
    refused.run(&["acknowledge", &service, "--no-undo"]);
    assert_eq!(refused.run(&["send"]).code, 1);
    let row = receipt(&refused, &service);
    assert_eq!((text(&row, "state"), text(&row, "problem")), ("failed", "receipt.refused"), "{row}");
    assert!(text(&row, "answer").contains("no such user"), "{row}");
    // Refused for now: it waits, longer each time.
    let delayed = Songda::with(&to("tempfail@example.test"));
    sync(&delayed, &court::plain(50_021));
    delayed.run(&["acknowledge", &service, "--no-undo"]);
    let watching = delayed.watch();
    let tried = until(SOON, || (receipt(&delayed, &service)["attempts"].as_u64() >= Some(2)).then_some(()));
    assert!(tried.is_some(), "{}", receipt(&delayed, &service));
    let row = receipt(&delayed, &service);
    assert_eq!((text(&row, "state"), text(&row, "problem")), ("queued", "receipt.not-now"), "{row}");
    watching.stop();
    assert_eq!(delayed.run(&["receipt", "withdraw", text(&row, "id")]).code, 0);
    // Taken over and sent back later.
    let bounced = Songda::with(&to("gone@example.test"));
    sync(&bounced, &court::plain(50_021));
    bounced.run(&["acknowledge", &service, "--no-undo"]);
    assert_eq!(bounced.run(&["send"]).code, 0);
    let came_back = until(SOON, || {
        bounced.run(&["sync", "--mailbox", "court"]);
        (receipt(&bounced, &service)["state"] == "bounced").then_some(())
    });
    assert!(came_back.is_some(), "{} {}", receipt(&bounced, &service), servers.logs());
    assert_eq!(receipt(&bounced, &service)["reports"][0]["report"], "bounced");
}

#[test]
fn a_delivery_report_and_the_courts_words_are_tied_to_the_receipt() {
    let servers = Servers::start_reporting();
    let songda = Songda::with(&servers.settings());
    let (_, service) = served(&servers, &songda, 50_031);
    songda.run(&["acknowledge", &service, "--no-undo"]);
    assert_eq!(songda.run(&["send"]).code, 0);
    let message_id = text(&receipt(&songda, &service), "message_id").to_owned();
    let reported = until(SOON, || {
        songda.run(&["sync", "--mailbox", "court"]);
        let row = receipt(&songda, &service);
        row["reports"].as_array().is_some_and(|reports| !reports.is_empty()).then_some(row)
    });
    let row = reported.unwrap_or_else(|| panic!("no report: {}", servers.logs()));
    assert!(["delivered", "relayed"].contains(&text(&row["reports"][0], "report")), "{row}");
    assert_filed(&songda, text(&row, "letter"), text(&row, "sha256"));
    assert_filed(&songda, text(&row["reports"][0], "path"), text(&row["reports"][0], "mail"));
    let confirms = |from: &str, id: &str| {
        format!(
            "From: {from}\r\nTo: {OFFICE}\r\nSubject: Re: receipt\r\nMessage-ID: <{id}@court.example.test>\r\nIn-Reply-To: <{message_id}>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n回执已收到。\r\n"
        )
    };
    servers.deliver("x@elsewhere.example", OFFICE, confirms("x@elsewhere.example", "c1").as_bytes());
    servers.deliver(SENDER, OFFICE, confirms(SENDER, "c2").as_bytes());
    let confirmed = until(SOON, || {
        songda.run(&["sync", "--mailbox", "court"]);
        (receipt(&songda, &service)["state"] == "confirmed").then_some(())
    });
    assert!(confirmed.is_some(), "{} {}", receipt(&songda, &service), servers.logs());
    let row = receipt(&songda, &service);
    let confirmations = row["reports"].as_array().unwrap().iter().filter(|it| it["report"] == "confirmed").count();
    assert_eq!(confirmations, 1, "a stranger confirms nothing: {row}");
    let confirmed = row["reports"].as_array().unwrap().iter().find(|it| it["report"] == "confirmed").unwrap();
    assert_filed(&songda, text(confirmed, "path"), text(confirmed, "mail"));
    assert_eq!((songda.run(&["verify"]).code, songda.run(&["folders", "check"]).code), (0, 0));
}

/// What proves a receipt lies in the case folder, byte for byte.
fn assert_filed(songda: &Songda, path: &str, sha256: &str) {
    let bytes = std::fs::read(songda.home().join("案件").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert_eq!(Digest::of(&bytes).to_string(), sha256, "{path}");
    assert!(path.contains("送达/签收回执 "), "beside its papers: {path}");
}

/// Where neither sees the other's copy yet, because the provider takes its time with it, both letters leave: under one
/// Message-ID, and that is told.
#[test]
fn two_desks_that_do_not_register_never_send_two_message_ids_at_the_same_moment() {
    let servers = Servers::start();
    // Each of them is said to be alone, and no register lies there: nothing keeps one of them back.
    // A provider that is known keeps its copies itself, as far as is known: none is put there for some seconds.
    let alone = "id = \"court\"\nprovider = \"163\"\nshared = false";
    let settings = servers.settings().replace("id = \"court\"", alone);
    let homes = [Songda::with(&settings), Songda::with(&settings.replace("王敏", "李华"))];
    let (sample, service) = served(&servers, &homes[0], 50_061);
    assert_eq!(sync(&homes[1], &sample).as_deref(), Some(service.as_str()));
    for home in &homes {
        assert_eq!(home.run(&["acknowledge", &service, "--no-undo"]).code, 0);
    }
    let sending: Vec<_> = homes.iter().map(|home| home.command(&["send"]).spawn().unwrap()).collect();
    sending.into_iter().for_each(|mut child| assert!(child.wait().unwrap().success()));
    let came = until(SOON, || (answers(&servers, &sample) == 2).then_some(()));
    assert!(came.is_some(), "{} answers: {}", answers(&servers, &sample), servers.logs());
    let rows: Vec<Value> = homes.iter().map(|home| receipt(home, &service)).collect();
    assert_eq!(rows[0]["message_id"], rows[1]["message_id"]);
    assert_ne!(rows[0]["sha256"], rows[1]["sha256"], "who and when is told truly in each");
    let named = format!("Message-ID: <{}>", text(&rows[0], "message_id"));
    let letters = servers.inbox(COURT);
    assert!(letters.iter().all(|raw| String::from_utf8_lossy(raw).contains(&named)), "{named}");
    // Each finds the other's copy and says so.
    let told = until(SOON, || {
        homes.iter().for_each(|home| drop(home.run(&["send"])));
        let twice = |home: &Songda| receipt(home, &service)["problem"] == "receipt.answered-twice";
        homes.iter().any(twice).then_some(())
    });
    assert!(told.is_some(), "{:?}", homes.iter().map(|home| receipt(home, &service)).collect::<Vec<_>>());
    assert_eq!(servers.inbox(COURT).len(), 2, "and nothing more leaves");
}

#[test]
fn a_mail_without_a_message_id_is_answered_once_too() {
    let servers = Servers::start();
    let (first, second, third) = (
        Songda::with(&servers.settings()),
        Songda::with(&servers.settings().replace("王敏", "李华")),
        Songda::with(&servers.settings().replace("王敏", "赵强")),
    );
    let nameless = |nth: u32| {
        let sample = court::plain(nth);
        let named = format!("Message-ID: <{}>\r\n", sample.message_id);
        String::from_utf8_lossy(&sample.raw).replace(&named, "").into_bytes()
    };
    let service = |songda: &Songda, nth: u32| {
        let found = until(SOON, || {
            assert_eq!(songda.run(&["sync", "--mailbox", "court"]).code, 0);
            let case = format!("（2026）沪0112民初{nth}号");
            let rows = songda.list("services");
            let row = rows.iter().find(|row| row["case_numbers"][0] == case.as_str())?;
            assert!(row["message_id"].is_null(), "{row}");
            Some(text(row, "id").to_owned())
        });
        found.unwrap_or_else(|| panic!("not served: {}", servers.logs()))
    };
    servers.deliver(SENDER, OFFICE, &nameless(50_041));
    let id = service(&first, 50_041);
    assert_eq!(service(&second, 50_041), id);
    for home in [&first, &second] {
        assert_eq!(home.run(&["acknowledge", &id, "--no-undo"]).code, 0);
    }
    assert_eq!(first.run(&["send"]).code, 0);
    assert_eq!(receipt(&first, &id)["copy_in"], "Sent", "a copy lies there for the others to see");
    second.run(&["send"]);
    let row = receipt(&second, &id);
    assert_eq!((text(&row, "state"), text(&row, "problem")), ("withdrawn", "receipt.answered-elsewhere"), "{row}");
    assert_eq!(row["elsewhere"]["by"], "王敏");
    // A colleague's mail program names nothing but the subject.
    servers.deliver(SENDER, OFFICE, &nameless(50_042));
    let id = service(&third, 50_042);
    let subject = text(third.list("services").iter().find(|row| text(row, "id") == id).unwrap(), "subject").to_owned();
    let now = songda_mailroom::clock::now() + chrono::Duration::seconds(2);
    let by_web = format!(
        "From: {OFFICE}\r\nTo: {SENDER}\r\nSubject: 回复：{subject}\r\nMessage-ID: <web.2@example.test>\r\nDate: {}\r\n\r\nreceived\r\n",
        now.to_rfc2822()
    );
    servers.client().append("Sent", &[by_web.as_bytes()]);
    assert_eq!(third.run(&["acknowledge", &id, "--no-undo"]).code, 0);
    third.run(&["send"]);
    assert_eq!(text(&receipt(&third, &id), "problem"), "receipt.answered-elsewhere");
}

#[test]
fn a_receipt_that_the_server_renamed_is_known_again() {
    let renaming = |name: &str, config: String, _: &std::path::Path| {
        let rename = "  warn   authenticated = *\n         remove_header = Message-ID\n         \
                      add_header = Message-ID: <renamed_$message_exim_id@mx.example.test>\n  accept authenticated = *\n  warn   condition";
        if name == "exim.conf" {
            let (head, vouch) = config.split_once("\nvouch:\n").expect("the part that looks at the text");
            let vouch = vouch.replacen("  accept authenticated = *\n  warn   condition", rename, 1);
            return format!("{head}\nvouch:\n{vouch}");
        }
        config
    };
    let servers = Servers::start_as(renaming);
    let songda = Songda::with(&servers.settings());
    let (sample, service) = served(&servers, &songda, 50_051);
    assert_eq!(songda.run(&["acknowledge", &service, "--no-undo"]).code, 0);
    // The provider keeps its copy under the name it gave, before ours is looked for.
    assert_eq!(songda.run(&["send"]).code, 0);
    let came = until(SOON, || servers.inbox(COURT).into_iter().next()).expect("the court has it");
    let head = String::from_utf8_lossy(&came).into_owned();
    assert!(head.contains("Message-ID: <renamed_") && head.contains("X-Songda-Receipt: songda."), "{head}");
    servers.client().append("Sent", &[came]);
    songda.run(&["send"]);
    let row = receipt(&songda, &service);
    assert_eq!((text(&row, "state"), row["problem"].is_null()), ("sent", true), "no other desk: {row}");
    // Another desk sees both copies, and whose they are.
    let second = Songda::with(&servers.settings().replace("王敏", "李华"));
    assert_eq!(sync(&second, &sample).as_deref(), Some(service.as_str()));
    assert_eq!(second.run(&["acknowledge", &service, "--no-undo"]).code, 0);
    second.run(&["send"]);
    assert_eq!(receipt(&second, &service)["elsewhere"]["by"], "王敏");
    assert_eq!(servers.inbox(COURT).len(), 1);
}

/// What a window shows of a service, and of the read receipt that would be sent for it.
fn in_a_window(songda: &Songda, service: &str) -> (ServicePage, Result<ReceiptDraft, Problem>) {
    runtime().unwrap().block_on(async {
        let mailroom = Mailroom::look(Home::at(songda.home())).await.unwrap();
        let wished = Wished { kind: "read".to_owned(), ..Wished::default() };
        (mailroom.service(service).await.unwrap(), mailroom.letter_draft(service, wished).await)
    })
}

#[test]
fn a_read_receipt_goes_back_where_it_is_asked_for_and_allowed() {
    let servers = Servers::start();
    let mut sample = court::plain(50_071);
    let ask = format!("Disposition-Notification-To: <{SENDER}>\r\n");
    sample.raw = [ask.as_bytes(), &sample.raw].concat();
    servers.deliver(SENDER, OFFICE, &sample.raw);
    let by_word = ["--no-undo", "--way", "read-receipt"];
    let order = |songda: &Songda, service: &str| songda.run(&[&["acknowledge", service], by_word.as_slice()].concat());
    // Asked for, and not allowed: it says what to do, and nothing leaves by itself.
    let strict = Songda::with(&servers.settings());
    let service = sync(&strict, &sample).unwrap_or_else(|| panic!("not served: {}", servers.logs()));
    let refused = order(&strict, &service);
    assert_eq!(refused.code, 1, "{}", refused.said);
    assert!(refused.said.contains("read_receipts = true") && refused.said.contains("沪0112"), "{}", refused.said);
    let (page, draft) = in_a_window(&strict, &service);
    assert!(page.asked_read_receipt);
    assert_eq!(draft.unwrap_err().code, "receipt.read-not-allowed");
    assert!(strict.list("receipts").is_empty());
    // Allowed: still nothing by itself, and nothing for a mail that does not ask.
    let songda = Songda::with(&servers.settings().replace("reply_duty", "read_receipts = true\nreply_duty"));
    let (_, unasked) = served(&servers, &songda, 50_072);
    let refused = order(&songda, &unasked);
    assert_eq!(refused.code, 1, "{}", refused.said);
    let (page, draft) = in_a_window(&songda, &unasked);
    assert_eq!((page.asked_read_receipt, draft.unwrap_err().code.as_str()), (false, "receipt.not-asked"));
    assert_eq!(sync(&songda, &sample).as_deref(), Some(service.as_str()));
    songda.run(&["send"]);
    assert!(songda.list("receipts").is_empty() && servers.inbox(COURT).is_empty(), "never by itself");
    // By a person's word.
    let (_, draft) = in_a_window(&songda, &service);
    let draft = draft.unwrap();
    assert_eq!(draft.to, SENDER, "to whoever asked");
    let ordered = order(&songda, &service);
    assert_eq!((ordered.code, songda.run(&["send"]).code), (0, 0), "{}", ordered.said);
    assert_eq!(text(&receipt(&songda, &service), "state"), "sent");
    let came = until(SOON, || servers.inbox(COURT).into_iter().next()).unwrap_or_else(|| panic!("{}", servers.logs()));
    assert_read_receipt(&came, &sample);
    assert_eq!((order(&songda, &service).code, songda.run(&["send"]).code), (3, 0), "once");
    assert_eq!((servers.inbox(COURT).len(), songda.run(&["verify"]).code), (1, 0));
}

/// What came is a read receipt (RFC 8098) for this mail, and is read as one.
fn assert_read_receipt(raw: &[u8], sample: &Sample) {
    let whole = String::from_utf8_lossy(raw).into_owned();
    let (came, _) = mail::read(raw);
    assert!(whole.contains("Return-Path: <>"), "nobody answers it: {whole}");
    let found = reported(raw, &came).expect("a report");
    assert_eq!((found.report, found.about.as_slice()), (Report::Displayed, [sample.message_id.clone()].as_slice()));
    assert!(whole.contains(&format!("\nOriginal-Message-ID: <{}>", sample.message_id)), "{whole}");
    assert!(whole.contains("Disposition: manual-action/MDN-sent-manually; displayed"), "a person sent it: {whole}");
    let kinds: Vec<&str> = came.parts.iter().map(|part| part.media_type.as_str()).collect();
    let [report, parts @ ..] = &kinds[..] else { panic!("no parts: {whole}") };
    assert_eq!(*report, "multipart/report");
    assert_eq!(parts, ["text/plain", "message/disposition-notification", "text/rfc822-headers"]);
    assert!(came.text.contains(&sample.case_number), "{}", came.text);
    let head = String::from_utf8_lossy(&came.parts[3].bytes);
    assert!(head.contains(&format!("Message-ID: <{}>", sample.message_id)) && !head.contains("--=_plain"), "{head}");
}
