//! Receipts measured from outside: many through a server that drops, delays and refuses, the program killed meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use serde_json::Value;
use songda_core::mail;
use songda_mailroom::home::Home;
use songda_mailroom::view::{LedgerQuery, ServiceQuery};
use songda_mailroom::{Mailroom, runtime};
use songda_tests::court::{self, SENDER, Sample};
use songda_tests::faulty::{Chance, Faulty, Taken};
use songda_tests::servers::OFFICE;
use songda_tests::{Songda, text, until};

/// How many receipts, and how often the program is killed: `SONGDA_RECEIPTS=1000 SONGDA_KILLS=400` for the whole measure.
fn size() -> (u32, u32) {
    let set = |name: &str, usual| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    (set("SONGDA_RECEIPTS", 150), set("SONGDA_KILLS", 200))
}

/// A home whose mailbox holds served mails, all read; the moment before the first receipt was ordered.
fn home(server: &Faulty, mails: u32) -> (Songda, Vec<Sample>) {
    let songda = Songda::with(&server.settings());
    let samples: Vec<Sample> = (0..mails).map(|nth| court::plain(40_000 + nth)).collect();
    for (nth, sample) in (0..).zip(&samples) {
        std::fs::write(songda.home().join("drop").join(format!("{nth}.eml")), sample.stamped()).unwrap();
    }
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 0, "{}", synced.said);
    assert_eq!(songda.list("services").len(), samples.len());
    (songda, samples)
}

/// The part of a receipt that programs read.
fn machine(raw: &[u8]) -> Value {
    let (letter, _) = mail::read(raw);
    let part = letter.parts.iter().find(|part| part.name.as_deref() == Some("songda-receipt.json"));
    serde_json::from_slice(&part.expect("the part that programs read").bytes).expect("JSON")
}

/// Receipts by the mail they answer.
fn by_answered(taken: &[Taken]) -> BTreeMap<String, Vec<&Taken>> {
    let mut found: BTreeMap<String, Vec<&Taken>> = BTreeMap::new();
    for one in taken {
        let (letter, _) = mail::read(&one.raw);
        found.entry(letter.references.first().cloned().unwrap_or_default()).or_default().push(one);
    }
    found
}

/// A person looks: what nobody knows to have left and the court does not have is sent again, what was refused for good
/// is acknowledged anew. Gives whether everything is with the court.
fn look(songda: &Songda, server: &Faulty, hurries: bool) -> bool {
    let rows = songda.list("receipts");
    // Asked after the list, and after what was on its way to the court when the program was ended has come there: a
    // receipt that became unsure a moment ago would be sent twice by whoever looked at the court before.
    server.settle();
    let taken: BTreeSet<String> = server.taken().iter().filter_map(|one| mail::read(&one.raw).0.message_id).collect();
    let mut is_whole = true;
    for row in rows {
        let id = text(&row, "id").to_owned();
        let is_there = taken.contains(text(&row, "message_id"));
        match text(&row, "state") {
            "sent" => {}
            "unsure" if is_there => {}
            "unsure" => {
                is_whole = false;
                songda.run(&["receipt", "release", &id, "--seen", text(&row, "seen")]);
            }
            "failed" => {}
            // What was refused for now waits longer each time; a person need not.
            "queued" if hurries && row["problem"].is_string() => {
                is_whole = false;
                songda.run(&["receipt", "release", &id, "--seen", text(&row, "seen")]);
            }
            _ => is_whole = false,
        }
    }
    let mut failed = songda.list("services");
    failed.retain(|row| text(row, "receipt") == "failed");
    if !failed.is_empty() {
        is_whole = false;
        songda.acknowledge_all(&failed.iter().map(|row| text(row, "id")).collect::<Vec<_>>());
    }
    is_whole
}

#[test]
fn none_is_lost_doubled_or_sent_elsewhere_whatever_breaks() {
    let (mails, kills) = size();
    let seed = u64::from(std::process::id());
    let chance = Chance::new(seed);
    let server = Faulty::start(seed);
    let (songda, samples) = home(&server, mails);
    let ids: Vec<String> = songda.list("services").iter().map(|row| text(row, "id").to_owned()).collect();
    let ordered = songda.acknowledge_all(&ids.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(ordered.len(), ids.len(), "one line for each");

    // A larger home takes longer to open, and is to be killed at its work, not at its door.
    let began = Instant::now();
    songda.list("receipts");
    let opening = began.elapsed();
    let mut watching = Some(songda.watch());
    for round in 0..kills {
        std::thread::sleep(opening + Duration::from_millis(chance.below(900)));
        if let Some(running) = watching.take() {
            running.kill();
        }
        if round % 40 == 39 {
            look(&songda, &server, false);
        }
        watching = Some(songda.watch());
    }
    // The server stays as it is to the end. Nothing is sent while somebody looks: what is seen is still so when it is acted on.
    let whole = until(Duration::from_secs(900), || {
        if let Some(running) = watching.take() {
            running.stop();
        }
        let is_whole = look(&songda, &server, true);
        watching = Some(songda.watch());
        std::thread::sleep(Duration::from_secs(if is_whole { 0 } else { 4 }));
        is_whole.then_some(())
    });
    assert!(whole.is_some(), "seed {seed}: {:?}", open(&songda));
    drop(watching);
    assert_outcome(&songda, &server, &samples, seed);
}

fn open(songda: &Songda) -> Vec<Value> {
    let mut rows = songda.list("receipts");
    rows.retain(|row| row["state"] != "sent");
    rows
}

fn assert_outcome(songda: &Songda, server: &Faulty, samples: &[Sample], seed: u64) {
    let taken = server.taken();
    let answered = by_answered(&taken);
    let now = songda_mailroom::clock::written(songda_mailroom::clock::now());
    assert!(
        server.faults() * 10 > samples.len() as u64,
        "seed {seed}: the server was too kind: {} faults",
        server.faults()
    );
    for sample in samples {
        let letters = answered.get(&sample.message_id).map(Vec::as_slice).unwrap_or_default();
        let ids: Vec<_> = letters.iter().map(|one| mail::read(&one.raw).0.message_id).collect();
        assert_eq!(letters.len(), 1, "seed {seed}: {} has {ids:?}", sample.message_id);
    }
    assert_eq!(taken.len(), samples.len(), "seed {seed}: nothing else left");
    for one in &taken {
        assert_eq!(one.to, SENDER, "seed {seed}");
        let told = machine(&one.raw);
        let moment = |text: &Value| text.as_str().unwrap().to_owned();
        let (arrived, acknowledged) = (moment(&told["arrived"]["at"]), moment(&told["acknowledged"]));
        assert!(arrived <= acknowledged && acknowledged <= now, "seed {seed}: {arrived} {acknowledged} {now}");
    }
    let told = taken.iter().filter(|one| one.was_told).count();
    println!(
        "{} receipts, {} faults, {} taken over without an answer, seed {seed}",
        taken.len(),
        server.faults(),
        taken.len() - told
    );
    let verified = songda.run(&["verify"]);
    assert_eq!(verified.code, 0, "{}", verified.json);
}

#[test]
fn what_programs_read_is_as_published_and_true() {
    let server = Faulty::start(7);
    server.be_kind();
    let (songda, samples) = home(&server, 4);
    let services = songda.list("services");
    let id = |nth: usize| {
        let row = services.iter().find(|row| text(row, "message_id") == samples[nth].message_id).unwrap();
        text(row, "id").to_owned()
    };
    assert_eq!(songda.run(&["acknowledge", &id(0), "--no-undo"]).code, 0);
    let refused =
        songda.run(&["acknowledge", &id(1), "--no-undo", "--refuse", "wrong-name", "--note", "应为示例物业集团"]);
    assert_eq!(refused.code, 0, "{}", refused.said);
    assert_eq!(songda.run(&["acknowledge", &id(2), "--refuse", "boredom"]).code, 2, "only listed reasons");
    assert_eq!(songda.run(&["acknowledge", &id(2), "--refuse", "other"]).code, 1, "another reason must be told");
    assert_eq!(songda.run(&["send"]).code, 0);
    let corrected = songda.run(&["acknowledge", &id(0), "--no-undo", "--correct", "经办人写错"]);
    assert_eq!(corrected.code, 0, "{}", corrected.said);
    assert_eq!(songda.run(&["acknowledge", &id(2), "--correct", "没有发过"]).code, 1, "nothing to correct");
    assert_eq!(songda.run(&["send"]).code, 0);
    let scan = songda.home().join("送达回证.pdf");
    std::fs::write(&scan, b"%PDF-1.4 sealed").unwrap();
    let scan = scan.to_string_lossy().into_owned();
    assert_eq!(songda.run(&["acknowledge", &id(3), "--way", "sealed-form"]).code, 1, "no form without its scan");
    assert_eq!(songda.run(&["acknowledge", &id(3), "--way", "read-receipt"]).code, 1, "the court asks for none");
    let sealed = songda.run(&["acknowledge", &id(3), "--no-undo", "--way", "sealed-form", "--scan", &scan]);
    assert_eq!(sealed.code, 0, "{}", sealed.said);
    assert_eq!(songda.run(&["send"]).code, 0);
    assert_eq!(songda.run(&["acknowledge", &id(2), "--by-hand", "post", "--note", "挂号信 1 号"]).code, 0);

    let schema: Value = serde_json::from_str(include_str!("receipt.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let documents = songda.list("documents");
    let taken = server.taken();
    let kinds: Vec<String> = taken.iter().map(|one| text(&machine(&one.raw), "kind").to_owned()).collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "received").count(), 2, "{kinds:?}");
    assert_eq!(kinds.len(), 4);
    for one in &taken {
        let told = machine(&one.raw);
        let flaws: Vec<String> = validator.iter_errors(&told).map(|flaw| flaw.to_string()).collect();
        assert!(flaws.is_empty(), "{flaws:?} in {told:#}");
        let (letter, _) = mail::read(&one.raw);
        assert_eq!(told["receipt"]["message_id"].as_str(), letter.message_id.as_deref());
        let served = services.iter().find(|row| row["message_id"] == told["served_mail"]["message_id"]).unwrap();
        assert_eq!(told["served_mail"]["sha256"], served["sha256"]);
        for document in told["documents"].as_array().unwrap() {
            assert!(documents.iter().any(|row| row["sha256"] == document["sha256"] && row["service"] == served["id"]));
            assert!(letter.text.contains(&text(document, "sha256")[..12]), "text and part say the same");
        }
    }
    let mut wrong = machine(&taken[0].raw);
    wrong["acknowledged"] = "昨天".into();
    assert!(!validator.is_valid(&wrong), "the validator validates");
    let enclosed = taken.iter().find(|one| machine(&one.raw)["enclosed"].is_object()).expect("a sealed form");
    let (letter, _) = mail::read(&enclosed.raw);
    assert!(
        letter
            .parts
            .iter()
            .any(|part| part.bytes == b"%PDF-1.4 sealed" && part.name.as_deref() == Some("送达回证.pdf"))
    );
    let first = taken.iter().find(|one| machine(&one.raw)["kind"] == "received").unwrap();
    let second = taken.iter().find(|one| machine(&one.raw)["kind"] == "corrected").unwrap();
    assert_eq!(machine(&second.raw)["corrects"]["message_id"], machine(&first.raw)["receipt"]["message_id"]);
    let rows = songda.list("services");
    let posted = rows.iter().find(|row| text(row, "id") == id(2)).unwrap();
    assert_eq!(posted["by_hand"], "post");
    assert_eq!(songda.run(&["verify"]).code, 0);
}

#[test]
fn the_register_tells_what_a_reply_does_and_by_when() {
    let server = Faulty::start(9);
    server.be_kind();
    let (songda, _) = home(&server, 1);
    let paper = songda.home().join("确认书.pdf");
    std::fs::write(&paper, b"%PDF-1.4 signed").unwrap();
    let list = songda.run(&["agreement", "list"]);
    assert_eq!((list.code, list.json["uncovered"][0]["court"].as_str()), (3, Some("沪0112")), "{}", list.json);
    let set = |court: &str| {
        let paper = paper.to_string_lossy().into_owned();
        songda.run(&[
            "agreement",
            "set",
            "a1",
            "--kind",
            "promise",
            "--court",
            court,
            "--address",
            OFFICE,
            "--from",
            "2020-01-01",
            "--reply",
            "read-receipt",
            "--reply-within",
            "2",
            "--document",
            &paper,
        ])
    };
    assert_eq!(set("沪9999").code, 1, "a court nobody knows");
    assert_eq!(set("闵行某法院").code, 1, "a name no court bears");
    let made = set("上海市闵行区人民法院");
    assert_eq!(made.code, 0, "{}", made.said);
    assert_eq!(made.json["agreement"]["courts"][0], "沪0112", "a name is kept as the code it means");
    assert_eq!(made.json["agreement"]["state"], "in-force");
    assert_eq!(made.json["agreement"]["document"].as_str().map(str::len), Some(64));
    assert_eq!(songda.run(&["agreement", "list"]).code, 0, "every court stands in it now");
    assert!(songda.list("services")[0]["answer_by"].is_string(), "{}", songda.list("services")[0]);
    assert_eq!(songda.list("services")[0]["regime"], "promised");
    let waits = || songda.list("deadlines").iter().filter(|row| text(row, "because").contains("登记簿")).count();
    assert_eq!(waits(), 0, "arrival is service by the agreement");
    let service = text(&songda.list("services")[0], "id").to_owned();
    assert_eq!(songda.run(&["acknowledge", &service, "--no-undo"]).code, 0);
    assert_eq!(songda.run(&["send"]).code, 0);
    assert_eq!(machine(&server.taken()[0].raw)["regime"], "promised", "the register drives the regime");
    let ended = songda.run(&["agreement", "end", "a1", "--until", "2020-12-31", "--note", "更换邮箱"]);
    assert_eq!((ended.code, ended.json["agreement"]["changes"].as_u64()), (0, Some(2)), "{}", ended.said);
    let history = &ended.json["agreement"]["history"];
    assert_eq!(history[0]["document_name"], "确认书.pdf");
    assert_eq!(history[1]["changed"][0]["field"], "until");
    assert_eq!(history[1]["changed"][0]["after"][0], "2020-12-31");
    assert_eq!((history[1]["note"].as_str(), &history[1]["document"]), (Some("更换邮箱"), &serde_json::Value::Null));
    assert_eq!(ended.json["agreement"]["without_paper"], 1, "the paper is older than the last change");
    // A later paper takes its place; the first one can still be had.
    let later = songda.home().join("变更通知.pdf");
    std::fs::write(&later, b"%PDF-1.4 changed").unwrap();
    let later = later.to_string_lossy().into_owned();
    let moved = songda.run(&["agreement", "end", "a1", "--until", "2020-11-30", "--document", &later]);
    assert_eq!((moved.code, &moved.json["agreement"]["without_paper"]), (0, &serde_json::json!(0)), "{}", moved.said);
    for (entry, bytes) in [("1", b"%PDF-1.4 signed".as_slice()), ("3", b"%PDF-1.4 changed")] {
        let out = songda.home().join(format!("取出 {entry}.pdf"));
        let shown = songda.run(&["agreement", "show", "a1", "--entry", entry, "--out", &out.to_string_lossy()]);
        assert_eq!(shown.code, 0, "{}", shown.said);
        assert_eq!(std::fs::read(&out).unwrap(), bytes);
    }
    assert_ne!(
        songda.run(&["agreement", "show", "a1", "--entry", "2", "--out", "none.pdf"]).code,
        0,
        "it brought none"
    );
    assert_eq!(songda.run(&["agreement", "list"]).code, 3);
    assert!(waits() > 0, "without an agreement no deadline of the court is final: {:?}", songda.list("deadlines"));
    assert_eq!(songda.run(&["verify"]).code, 0);
}

/// It is agreed that no receipt is needed: nobody is asked for one, and one can be sent all the same.
#[test]
fn what_is_agreed_to_need_no_receipt_is_not_due() {
    let server = Faulty::start(19);
    server.be_kind();
    let (songda, _) = home(&server, 2);
    let due = || {
        runtime().unwrap().block_on(async {
            let mailroom = Mailroom::look(Home::at(songda.home())).await.unwrap();
            let query = ServiceQuery { tab: "due".to_owned(), ..ServiceQuery::default() };
            let listed = mailroom.service_list(&query).await.unwrap().fitting;
            let (today, overview) = (mailroom.today().await.unwrap(), mailroom.overview().await.unwrap());
            [listed, today.receipts.count, overview.need_receipt]
        })
    };
    let set = |reply: &[&str]| {
        let agreement = ["agreement", "set", "a1", "--kind", "confirmation", "--court", "沪0112", "--address", OFFICE];
        let made = songda
            .run(&[agreement.as_slice(), ["--from", "2020-01-01", "--note", "另行约定"].as_slice(), reply].concat());
        assert_eq!(made.code, 0, "{}", made.said);
    };
    set(&["--reply", "none"]);
    assert_eq!(due(), [2, 2, 2], "nothing agreed is no word that none is needed");
    set(&["--reply", "read-receipt", "--reply-within", "2"]);
    assert!(songda.list("services").iter().all(|row| row["answer_by"].is_string() && row["none_needed"] == false));
    set(&["--reply", "none-needed"]);
    assert_eq!(due(), [0, 0, 0]);
    let rows = songda.list("services");
    assert!(rows.iter().all(|row| row["none_needed"] == true && row["answer_by"].is_null()), "{rows:?}");
    // The exported table says so as well.
    let table = || {
        runtime().unwrap().block_on(async {
            let mailroom = Mailroom::look(Home::at(songda.home())).await.unwrap();
            let rows = mailroom.whole_ledger(&LedgerQuery::default()).await.unwrap();
            rows.into_iter().map(|row| row.receipt).collect::<std::collections::BTreeSet<_>>()
        })
    };
    assert_eq!(table(), ["none-needed".to_owned()].into());
    let service = text(&rows[0], "id").to_owned();
    assert_eq!(songda.run(&["acknowledge", &service, "--no-undo"]).code, 0);
    assert_eq!(table(), ["none-needed".to_owned(), "queued".to_owned()].into());
    assert_eq!((due()[0], songda.run(&["send"]).code), (1, 0), "what was begun is seen to its end");
    assert_eq!((due(), server.taken().len()), ([0, 0, 0], 1));
}

#[test]
fn one_draws_it_up_and_another_lets_it_go() {
    let server = Faulty::start(10);
    server.be_kind();
    let (songda, _) = home(&server, 1);
    let file = songda.home().join("songda.toml");
    let settings =
        std::fs::read_to_string(&file).unwrap().replace("undo_seconds = 0", "undo_seconds = 0\ntwo_people = true");
    std::fs::write(&file, settings).unwrap();
    let service = text(&songda.list("services")[0], "id").to_owned();
    let made = songda.run(&["acknowledge", &service, "--no-undo", "--by", "王敏"]);
    assert_eq!(made.json["receipt"]["state"], "draft", "{}", made.said);
    let id = text(&made.json["receipt"], "id").to_owned();
    songda.run(&["send"]);
    assert!(server.taken().is_empty());
    assert_eq!(songda.run(&["receipt", "release", &id]).code, 1, "a draft is not let go by its maker");
    assert_eq!(songda.run(&["receipt", "approve", &id, "--by", "王敏"]).code, 1);
    assert_eq!(songda.run(&["receipt", "approve", &id, "--by", "李华"]).code, 0);
    let began = Instant::now();
    assert_eq!(songda.run(&["send"]).code, 0);
    assert!(began.elapsed() < Duration::from_secs(20));
    assert_eq!(server.taken().len(), 1);
    assert_eq!(songda.list("receipts")[0]["approved_by"], "李华");
}
