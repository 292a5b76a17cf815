//! One served mail, end to end, on real servers: Dovecot holds the mailboxes, Exim delivers, songda watches.

use std::time::Duration;

use serde_json::Value;
use songda_tests::court::{self, SENDER, Sample};
use songda_tests::servers::{COURT, OFFICE, PASSWORD, Servers};
use songda_tests::{Songda, has_signals, text, until};

const SOON: Duration = Duration::from_secs(40);

fn service_of(songda: &Songda, sample: &Sample) -> Option<Value> {
    songda.list("services").into_iter().find(|row| text(row, "message_id") == sample.message_id)
}

fn is_filed(songda: &Songda, sample: &Sample) -> Option<Value> {
    let service = service_of(songda, sample)?;
    let documents = songda.list("documents");
    let filed = documents.iter().filter(|row| row["service"] == service["id"] && row["state"] == "filed").count();
    (filed == sample.documents.len()).then_some(service)
}

/// Bytes of the filed documents of a service, in reading order.
fn filed(songda: &Songda, service: &Value) -> Vec<Vec<u8>> {
    let mut rows = songda.list("documents");
    rows.retain(|row| row["service"] == service["id"]);
    rows.sort_by(|a, b| text(a, "path").cmp(text(b, "path")));
    rows.iter().map(|row| std::fs::read(songda.home().join("案件").join(text(row, "path"))).unwrap()).collect()
}

fn header(mail: &[u8], name: &str) -> Option<String> {
    let text = String::from_utf8_lossy(mail).replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
    text.lines().take_while(|line| !line.is_empty()).find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

/// The receipts in the court's mailbox that answer this mail.
fn receipts(servers: &Servers, sample: &Sample) -> Vec<Vec<u8>> {
    let answers = |mail: &Vec<u8>| header(mail, "In-Reply-To").is_some_and(|id| id.contains(&sample.message_id));
    servers.inbox(COURT).into_iter().filter(answers).collect()
}

#[test]
fn three_shapes_are_filed_reckoned_and_acknowledged() {
    let servers = Servers::start();
    let songda = Songda::with(&servers.settings());
    let watching = songda.watch();
    let samples = [court::plain(10_001), court::gbk(10_002), court::zipped(10_003)];
    for (nth, sample) in (1..).zip(&samples) {
        servers.deliver(SENDER, OFFICE, &sample.raw);
        servers.deliver("office@example.test", OFFICE, &court::office_mail(nth));
    }
    for sample in &samples {
        let Some(service) = until(SOON, || is_filed(&songda, sample)) else {
            panic!("{} is not filed: {:?}\n{}", sample.message_id, service_of(&songda, sample), servers.logs());
        };
        assert_eq!(text(&service, "verdict"), "proven", "{}", heads(&servers));
        assert_eq!(service["case_numbers"], serde_json::json!([sample.case_number]));
        assert_eq!(service["court"]["code"], "沪0112");
        assert_eq!(filed(&songda, &service), sample.documents, "bytes of {}", sample.message_id);
        assert_deadline(&songda, &service, sample);
    }
    assert_eq!(songda.list("services").len(), samples.len(), "mails that serve nothing are no services");
    assert_eq!(songda.list("mails").len(), 2 * samples.len());

    for sample in &samples {
        let id = text(&service_of(&songda, sample).unwrap(), "id").to_owned();
        let first = songda.run(&["acknowledge", &id, "--no-undo"]);
        assert_eq!(first.code, 0, "{}", first.said);
        let second = songda.run(&["acknowledge", &id, "--no-undo"]);
        assert_eq!(second.code, 3, "a second call changes nothing and says so");
    }
    for sample in &samples {
        let answers = until(SOON, || Some(receipts(&servers, sample)).filter(|answers| !answers.is_empty()));
        let Some(answers) = answers else {
            panic!(
                "no receipt for {}: {:?}\n{}\n{}",
                sample.message_id,
                songda.list("receipts"),
                songda.words(),
                servers.logs()
            )
        };
        assert_eq!(answers.len(), 1);
        assert_eq!(header(&answers[0], "In-Reply-To"), Some(format!("<{}>", sample.message_id)));
    }
    let all_sent = || songda.list("receipts").iter().all(|row| row["state"] == "sent").then_some(());
    assert!(until(SOON, all_sent).is_some(), "{:?}", songda.list("receipts"));
    assert!(songda.list("services").iter().all(|row| row["receipt"] == "sent"));
    let answer = text(&songda.list("receipts")[0], "answer").to_owned();
    assert!(answer.contains("250"), "the server's own words: {answer}");

    let (took, code) = watching.stop();
    let is_clean = took < Duration::from_secs(5) && code == Some(0);
    assert!(is_clean || !has_signals(), "stopping took {took:?} and ended with {code:?}");
    let sent = songda.run(&["send"]);
    assert_eq!(sent.code, 0, "{}", sent.said);
    assert_eq!(servers.inbox(COURT).len(), samples.len(), "nothing is sent again");
    assert_eq!(servers.touched(OFFICE), Vec::<String>::new(), "the mailbox is read-only to us");
    songda.assert_nowhere(PASSWORD);
    assert_whole(&songda);
}

/// The daily list of deadlines goes out by the mailbox's own submission server, once, and says what came of it.
#[test]
fn the_daily_list_is_mailed_by_the_real_server_once() {
    let servers = Servers::start();
    let remind = format!(
        "\n[remind]\nquiet = [\"00:00\", \"00:00\"]\ndigest_at = \"00:00\"\n[[remind.mail]]\nid = \"boss\"\nmailbox = \"court\"\nto = \"{COURT}\"\n"
    );
    let songda = Songda::with(&(servers.settings() + &remind));
    let sample = court::plain(30_001);
    servers.deliver(SENDER, OFFICE, &sample.raw);
    assert!(songda.run(&["sync"]).code == 0 && is_filed(&songda, &sample).is_some());
    let watching = songda.watch();
    let lists = || -> Vec<Vec<u8>> {
        let mails = servers.inbox(COURT);
        mails.into_iter().filter(|mail| header(mail, "Auto-Submitted").is_some()).collect()
    };
    let came = until(SOON, || (!lists().is_empty()).then_some(()));
    let recorded = until(SOON, || {
        let rows = songda.run(&["remind", "log"]).json["rows"].as_array().cloned()?;
        rows.into_iter().find(|row| row["by"] == "boss")
    });
    std::thread::sleep(Duration::from_secs(2));
    watching.stop();
    assert!(came.is_some(), "{}\n{}", songda.words(), servers.logs());
    let lists = lists();
    assert_eq!(lists.len(), 1, "nobody is told twice");
    assert_eq!(header(&lists[0], "Auto-Submitted").as_deref(), Some("auto-generated"), "RFC 3834");
    assert!(header(&lists[0], "From").is_some_and(|from| from.contains(OFFICE)));
    let row = recorded.expect("on record");
    assert!(row["problem"].is_null() && text(&row, "to") == COURT, "{row}");
    assert_eq!(servers.touched(OFFICE), Vec::<String>::new(), "the mailbox is read-only to us");
    songda.assert_nowhere(PASSWORD);
}

/// Headers as the mailbox's own server wrote them, for a test that fails.
fn heads(servers: &Servers) -> String {
    let mails = servers.inbox(OFFICE);
    mails.iter().map(|mail| String::from_utf8_lossy(&mail[..mail.len().min(1_500)]).into_owned()).collect()
}

fn assert_deadline(songda: &Songda, service: &Value, sample: &Sample) {
    let rows = songda.list("deadlines");
    let row = rows.iter().find(|row| row["service"] == service["id"] && row["rule"] == sample.rule);
    let row = row.unwrap_or_else(|| panic!("no {} for {}: {rows:?}", sample.rule, sample.message_id));
    let arrived = text(service, "arrived");
    assert_eq!(row["from"], arrived[..10], "counted from the arrival");
    let reckoned =
        songda.command(&["reckon", "--rule", sample.rule, "--from", &arrived[..10], "--json"]).output().unwrap();
    let reckoned: Value = serde_json::from_slice(&reckoned.stdout).unwrap();
    assert_eq!(row["last_day"], reckoned["last_day"]);
    assert!(row["last_day"].is_string(), "{row}");
}

/// The chain holds, and telling everything anew gives the same lists.
fn assert_whole(songda: &Songda) {
    let before = songda.lists();
    let verified = songda.run(&["verify"]);
    assert_eq!((verified.code, &verified.json["ok"]), (0, &Value::Bool(true)), "{}", verified.json);
    let rebuilt = songda.run(&["rebuild"]);
    assert_eq!(rebuilt.code, 0, "{}", rebuilt.said);
    assert_eq!(songda.lists(), before);
}

#[test]
fn being_killed_at_any_moment_changes_nothing() {
    let servers = Servers::start();
    let songda = Songda::with(&servers.settings());
    let shapes: [fn(u32) -> Sample; 3] = [court::plain, court::gbk, court::zipped];
    let mut samples = Vec::new();
    let mut chance = Chance(u64::from(std::process::id()));
    for round in 0..40_u32 {
        let watching = songda.watch();
        if round % 3 == 0 {
            let sample = shapes[round as usize / 3 % 3](20_000 + round);
            servers.deliver(SENDER, OFFICE, &sample.raw);
            samples.push(sample);
        }
        std::thread::sleep(Duration::from_millis(chance.below(1_200)));
        // Orders come while the program is up, dying or dead.
        for row in songda.list("services").iter().filter(|row| row["receipt"] == "none") {
            let ended = songda.run(&["acknowledge", text(row, "id"), "--no-undo"]);
            assert!([0, 3].contains(&ended.code), "{}", ended.said);
        }
        std::thread::sleep(Duration::from_millis(chance.below(300)));
        watching.kill();
    }
    let watching = songda.watch();
    for sample in &samples {
        let service = until(SOON, || is_filed(&songda, sample));
        let service = service.unwrap_or_else(|| panic!("{} is not filed\n{}", sample.message_id, servers.logs()));
        assert_eq!(filed(&songda, &service), sample.documents);
        songda.run(&["acknowledge", text(&service, "id"), "--no-undo"]);
    }
    let is_settled = || {
        let rows = songda.list("receipts");
        let settled =
            rows.len() == samples.len() && rows.iter().all(|row| row["state"] == "sent" || row["state"] == "unsure");
        settled.then_some(rows)
    };
    let rows = until(SOON, is_settled).unwrap_or_else(|| panic!("{:?}", songda.list("receipts")));
    watching.stop();
    assert_eq!(songda.list("services").len(), samples.len(), "every mail once");
    assert_eq!(songda.list("mails").len(), samples.len());
    let documents: usize = samples.iter().map(|sample| sample.documents.len()).sum();
    let papers = songda.case_files().iter().filter(|(name, _)| !name.contains("签收回执 ")).count();
    assert_eq!(papers, documents, "every document once, and no half files");
    for sample in &samples {
        let service = service_of(&songda, sample).unwrap();
        let state = text(rows.iter().find(|row| row["service"] == service["id"]).unwrap(), "state");
        let arrived = until(Duration::from_secs(5), || (!receipts(&servers, sample).is_empty()).then_some(()));
        // One cut off between the last byte and the answer may have arrived or not; a person looks. All others have.
        assert!(
            arrived.is_some() || state == "unsure",
            "{} is {state} and not in the court's mailbox",
            sample.message_id
        );
        assert_eq!(receipts(&servers, sample).len().max(1), 1, "never twice");
    }
    assert_whole(&songda);
}

/// Different moments in every run; the seed is told by a failing run's process id.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

#[test]
fn the_password_may_lie_in_the_systems_keychain() {
    let servers = Servers::start();
    let songda = Songda::with(&servers.settings());
    let place = tempfile::tempdir().unwrap();
    // A keychain of its own, unlocked, on a bus of its own; both end with the script.
    // Who asks the keychain for something before it is there makes the bus start another, locked one.
    let script = "gnome-keyring-daemon --unlock --foreground --components=secrets <<EOF >/dev/null 2>&1 &\nunlock\nEOF\n\
        keyring=$!\nfor try in $(seq 100); do dbus-send --print-reply --dest=org.freedesktop.DBus / \
        org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>&1 | grep -q true && break; sleep 0.1; done\n\
        \"$1\" sync --home \"$2\" --quiet; echo before=$?\n\
        printf '%s\\n' \"$3\" | \"$1\" mailbox password court --home \"$2\"; echo stored=$?\n\
        \"$1\" sync --home \"$2\" --quiet; echo after=$?\n\
        \"$1\" mailbox password court --forget --home \"$2\"; \"$1\" sync --home \"$2\" --quiet; echo forgotten=$?\n\
        kill $keyring";
    let mut command = std::process::Command::new("dbus-run-session");
    command
        .args(["--", "sh", "-c", script, "sh"])
        .arg(songda_tests::program("songda"))
        .arg(songda.home())
        .arg(PASSWORD);
    for name in ["XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME"] {
        command.env(name, place.path());
    }
    let output = command.env_remove("SONGDA_PASSWORD_COURT").output().expect("dbus-run-session starts");
    let said = String::from_utf8_lossy(&output.stdout);
    let told = format!("{said}\n{}", String::from_utf8_lossy(&output.stderr));
    for wanted in ["before=1", "stored=0", "after=0", "forgotten=1"] {
        assert!(said.contains(wanted), "{wanted} is missing: {told}");
    }
    songda.assert_nowhere(PASSWORD);
}

#[test]
fn the_connection_is_tested_in_seven_steps() {
    let servers = Servers::start();
    let songda = Songda::with(&servers.settings());
    let names = ["dns", "tcp", "tls", "login", "folder", "read", "smtp"];
    let steps = |told: &Value| -> Vec<(String, bool, String)> {
        let rows = told["steps"].as_array().unwrap_or_else(|| panic!("{told}"));
        rows.iter().map(|row| (text(row, "step").to_owned(), row["ok"] == true, text(row, "code").to_owned())).collect()
    };
    let well = songda.run(&["mailbox", "test", "court"]);
    assert_eq!((well.code, &well.json["ok"]), (0, &Value::Bool(true)), "{} {}", well.json, well.said);
    assert_eq!(steps(&well.json).iter().map(|(step, ..)| step.as_str()).collect::<Vec<_>>(), names);
    assert!(steps(&well.json).iter().all(|(_, ok, _)| *ok), "{}", well.json);

    let refused =
        songda.command(&["mailbox", "test", "court", "--json"]).env("SONGDA_PASSWORD_COURT", "wrong").output();
    let refused = refused.unwrap();
    let told: Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert_eq!((refused.status.code(), &told["ok"]), (Some(1), &Value::Bool(false)), "{told}");
    let found = steps(&told);
    assert!(found[..3].iter().all(|(_, ok, _)| *ok), "{told}");
    assert_eq!(found[3], ("login".to_owned(), false, "login-refused".to_owned()), "{told}");
    assert!(found[4..6].iter().all(|(_, ok, code)| !ok && code == "not-tried"), "{told}");
    assert!(!found[6].1 && found[6].2 == "sending-refused", "sending is tried by itself: {told}");

    let closed = Songda::with(&servers.settings().replace(&format!("port = {}", servers.imaps), "port = 1"));
    let told = closed.run(&["mailbox", "test", "court"]).json;
    assert_eq!(steps(&told)[1], ("tcp".to_owned(), false, "port-closed".to_owned()), "{told}");
    assert!(steps(&told)[6].1, "sending works all the same: {told}");
}

#[test]
fn a_wrong_password_and_a_silent_server_are_told_apart() {
    let servers = Servers::start();
    let songda = Songda::with(&servers.settings());
    let refused = songda.command(&["sync", "--json"]).env("SONGDA_PASSWORD_COURT", "wrong").output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains(OFFICE) && said.contains("登录"), "{said}");
    assert!(!said.contains("wrong"), "no password is repeated: {said}");

    let closed = servers.settings().replace(&format!("port = {}", servers.imaps), "port = 1");
    let unreachable = Songda::with(&closed).run(&["sync", "--mailbox", "court"]);
    assert_eq!(unreachable.code, 1);
    assert!(unreachable.said.contains("127.0.0.1:1"), "{}", unreachable.said);

    let untrusted =
        servers.settings().lines().filter(|line| !line.starts_with("tls_ca_file")).collect::<Vec<_>>().join("\n");
    let untrusted = Songda::with(&untrusted).run(&["sync", "--mailbox", "court"]);
    assert_eq!(untrusted.code, 1);
    assert!(untrusted.said.contains("证书"), "{}", untrusted.said);

    let sample = court::plain(30_001);
    servers.deliver(SENDER, OFFICE, &sample.raw);
    let arrived = until(SOON, || (!servers.inbox(OFFICE).is_empty()).then_some(()));
    assert!(arrived.is_some(), "{}", servers.logs());
    assert_eq!(songda.run(&["sync"]).code, 0, "after the failures everything is still there to be had");
    assert!(is_filed(&songda, &sample).is_some());
    songda.assert_nowhere(PASSWORD);
}
