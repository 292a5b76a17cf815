//! A home from outside: what it refuses, what it finds out, what a stop leaves; no server needed.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use songda_tests::court::{self, Sample};
use songda_tests::{DROP, Songda, text, until, walk};

fn home_with(samples: &[&Sample]) -> Songda {
    let songda = Songda::with(DROP);
    for (nth, sample) in samples.iter().enumerate() {
        fs::write(songda.home().join("drop").join(format!("{nth}.eml")), sample.stamped()).unwrap();
    }
    songda
}

fn filled() -> (Songda, Vec<Sample>) {
    let samples = vec![court::plain(1), court::gbk(2), court::zipped(3)];
    let songda = home_with(&samples.iter().collect::<Vec<_>>());
    let synced = songda.run(&["sync"]);
    assert_eq!(synced.code, 0, "{}", synced.said);
    assert_eq!(songda.list("services").len(), 3);
    (songda, samples)
}

#[test]
fn a_watched_folder_is_taken_in_and_its_receipt_written_once() {
    let (songda, samples) = filled();
    let documents: usize = samples.iter().map(|sample| sample.documents.len()).sum();
    assert_eq!(songda.case_files().len(), documents);
    let mut bytes: Vec<Vec<u8>> = samples.iter().flat_map(|sample| sample.documents.clone()).collect();
    let mut found: Vec<Vec<u8>> = songda.case_files().into_iter().map(|(_, bytes)| bytes).collect();
    bytes.sort();
    found.sort();
    assert_eq!(found, bytes, "bytes of the files are those of the attachments");

    let id = text(&songda.list("services")[0], "id").to_owned();
    assert_eq!(songda.run(&["acknowledge", &id, "--no-undo"]).code, 0);
    assert_eq!(songda.run(&["send"]).code, 0);
    assert_eq!(songda.run(&["acknowledge", &id]).code, 3);
    assert_eq!(songda.run(&["send"]).code, 0);
    assert_eq!(songda.list("receipts").len(), 1);
    assert_eq!(songda.list("receipts")[0]["state"], "sent");
    assert_eq!(fs::read_dir(songda.home().join("回执")).unwrap().count(), 1);
    assert_eq!(songda.run(&["acknowledge", "s0000"]).code, 1, "there is no such service");
}

/// Two orders at the same instant on a home that nobody holds: one letter for each service.
#[test]
fn of_two_that_order_a_receipt_at_the_same_instant_one_draws_it_up() {
    let samples: Vec<Sample> = (1..=20).map(court::plain).collect();
    let songda = home_with(&samples.iter().collect::<Vec<_>>());
    assert_eq!(songda.run(&["sync"]).code, 0);
    let services: Vec<String> = songda.list("services").iter().map(|row| text(row, "id").to_owned()).collect();
    assert_eq!(services.len(), samples.len());
    for service in &services {
        let order = |by: &str| {
            let mut command = songda.command(&["acknowledge", service, "--no-undo", "--by", by]);
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        };
        let mut both = [order("王敏"), order("李华")];
        let mut codes = both.each_mut().map(|child| child.wait().unwrap().code());
        codes.sort_unstable();
        // One draws it up, the other is told that it stands.
        assert_eq!(codes, [Some(0), Some(3)], "{service}");
    }
    let rows = songda.list("receipts");
    let mut answered: Vec<&str> = rows.iter().map(|row| text(row, "service")).collect();
    answered.sort_unstable();
    answered.dedup();
    assert_eq!((rows.len(), answered.len()), (20, 20), "one receipt for each: {rows:#?}");
    assert_eq!(songda.run(&["send"]).code, 0);
    assert_eq!(fs::read_dir(songda.home().join("回执")).unwrap().count(), 20, "one mail for each");
    assert_eq!(songda.run(&["verify"]).code, 0);
}

#[test]
fn taking_the_same_mail_in_twice_changes_nothing() {
    let (songda, samples) = filled();
    let before = (songda.list("services"), songda.list("documents"), songda.case_files());
    let file = songda.home().join("again.eml");
    fs::write(&file, samples[0].stamped()).unwrap();
    songda.run(&["import", &file.to_string_lossy()]);
    let strip = |mut rows: Vec<Value>| {
        rows.iter_mut().for_each(|row| row["arrivals"] = Value::Null);
        rows
    };
    assert_eq!(strip(songda.list("services")), strip(before.0));
    assert_eq!((songda.list("documents"), songda.case_files()), (before.1, before.2));
    assert_eq!(songda.list("mails").len(), 3, "one mail, one more sighting");
}

#[test]
fn telling_everything_anew_gives_equal_lists() {
    let (songda, _) = filled();
    let before = songda.lists();
    assert_eq!(songda.run(&["rebuild"]).code, 0);
    assert_eq!(songda.lists(), before);
}

fn bad_after(change: impl FnOnce(&Songda)) -> Value {
    let (songda, _) = filled();
    let whole = songda.run(&["verify"]);
    assert_eq!((whole.code, &whole.json["ok"]), (0, &Value::Bool(true)), "{}", whole.json);
    change(&songda);
    let found = songda.run(&["verify"]);
    assert_eq!((found.code, &found.json["ok"]), (1, &Value::Bool(false)), "{}", found.json);
    found.json["first_bad"].clone()
}

fn vault_file(songda: &Songda) -> std::path::PathBuf {
    let mut files = Vec::new();
    walk(&songda.home().join("vault"), &mut |path| files.push(path.to_path_buf()));
    files.sort();
    files.remove(0)
}

fn writable(path: &std::path::Path) {
    let mut rights = fs::metadata(path).unwrap().permissions();
    #[allow(clippy::permissions_set_readonly_false, reason = "a test's own folder, removed at its end")]
    rights.set_readonly(false);
    fs::set_permissions(path, rights).unwrap();
}

#[test]
fn a_mail_over_the_limit_is_a_doubt_until_the_limit_is_raised() {
    let settings = |limit: &str| {
        let office = "[office]\nname = \"示例物业管理有限公司\"\nhandler = \"王敏\"\n";
        format!("{office}[[mailbox]]\nid = \"drop\"\nkind = \"folder\"\npath = \"drop\"\n{limit}")
    };
    let songda = Songda::with(&settings("max_mail_mb = 1\n"));
    let big = format!("Subject: big\r\n\r\n{}", "0123456789\r\n".repeat(120_000));
    fs::write(songda.home().join("drop/big.eml"), big).unwrap();
    fs::write(songda.home().join("drop/small.eml"), "Subject: small\r\n\r\nx").unwrap();
    for _ in 0..2 {
        assert_eq!(songda.run(&["sync"]).code, 0);
        assert_eq!(songda.list("mails").len(), 1);
        let left: Vec<Value> = songda.list("doubts").into_iter().filter(|row| row["code"] == "mail-too-big").collect();
        assert_eq!(left.len(), 1);
        assert_eq!((&left[0]["about"], &left[0]["settled"]), (&"drop".into(), &false.into()));
        assert!(left[0]["detail"].as_str().unwrap().contains("big.eml"));
    }
    fs::write(songda.home().join("songda.toml"), settings("")).unwrap();
    assert_eq!(songda.run(&["sync", "--mailbox", "drop"]).json["new"], 1);
    assert!(songda.list("doubts").iter().all(|row| row["code"] != "mail-too-big"));
    assert_eq!(songda.run(&["verify"]).code, 0);
}

#[test]
fn every_altered_missing_or_cut_off_thing_is_found() {
    let altered = bad_after(|songda| {
        let file = vault_file(songda);
        writable(&file);
        let mut bytes = fs::read(&file).unwrap();
        bytes[10] ^= 1;
        fs::write(&file, bytes).unwrap();
    });
    assert!(altered.to_string().contains("vault"), "{altered}");
    let missing = bad_after(|songda| {
        let file = vault_file(songda);
        writable(&file);
        fs::remove_file(file).unwrap();
    });
    assert!(missing.is_object(), "{missing}");
    for statement in [
        "UPDATE entry SET fact = replace(fact, '沪0112', '沪0113') \
         WHERE seq = (SELECT min(seq) FROM entry WHERE fact LIKE '%沪0112%')",
        "UPDATE entry SET at = '2020-01-01T00:00:00+08:00' WHERE seq = 2",
        "DELETE FROM entry WHERE seq = 2",
        "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)",
        "DELETE FROM entry",
    ] {
        let found = bad_after(|songda| sql(songda, statement));
        assert!(found.is_object(), "{statement}: {found}");
    }
}

/// Someone with a database tool changes the ledger behind the program's back.
fn sql(songda: &Songda, statement: &str) {
    let script = "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\nfor (t,) in c.execute(\"select name from sqlite_master where type='trigger'\").fetchall(): c.execute('drop trigger ' + t)\nassert c.execute(sys.argv[2]).rowcount > 0\nc.commit()";
    let file = songda.home().join("songda.sqlite");
    let done = Command::new("python3").arg("-c").arg(script).arg(file).arg(statement).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn unreadable_settings_are_named_with_line_and_key() {
    let songda = Songda::with("[office]\nname = \"x\"\n\n[[mailbox]]\nid = \"a\"\nadress = \"a@example.test\"\n");
    for command in [["list", "services"].as_slice(), &["sync"], &["watch"], &["verify"]] {
        let ended = songda.run(command);
        assert_eq!(ended.code, 1, "{command:?}: {}", ended.said);
        assert!(
            ended.said.contains("songda.toml") && ended.said.contains("adress") && ended.said.contains('6'),
            "{}",
            ended.said
        );
    }
    let secret = Songda::with(&format!("{DROP}password = \"hush-hush\"\n"));
    let ended = secret.run(&["sync"]);
    assert_eq!(ended.code, 1);
    assert!(!ended.said.contains("hush-hush"), "{}", ended.said);
    fs::remove_file(secret.home().join("songda.toml")).unwrap();
    assert_eq!(secret.run(&["sync"]).code, 1, "no home yet");
    assert_eq!(secret.run(&["sync", "--nonsense"]).code, 2);
}

#[test]
fn a_second_songda_on_the_same_home_is_turned_away() {
    let songda = home_with(&[]);
    let mut watching = songda.watch();
    let holder =
        || fs::read_to_string(songda.home().join("songda.lock")).ok().filter(|pid| pid.trim() == watching.pid());
    assert!(until(Duration::from_secs(20), holder).is_some(), "the first has the home");
    let locked = songda.run(&["sync"]);
    assert_eq!(locked.code, 4);
    assert!(locked.said.contains(&*songda.home().to_string_lossy()), "{}", locked.said);
    assert_eq!(songda.run(&["watch"]).code, 4);
    assert_eq!(songda.run(&["list", "services"]).code, 0, "looking is allowed beside it");
    assert_eq!(watching.has_ended(), None, "the first goes on");
}

#[test]
fn a_mail_of_no_bytes_is_kept_and_doubted() {
    let songda = home_with(&[]);
    let file = songda.home().join("empty.eml");
    fs::write(&file, "").unwrap();
    let ended = songda.run(&["import", &file.to_string_lossy()]);
    assert_eq!(ended.code, 3, "{}", ended.said);
    assert_eq!(songda.list("mails").len(), 1);
    assert!(!songda.list("doubts").is_empty());
    assert_eq!(songda.run(&["verify"]).code, 0);
    let read = songda.command(&["read", &file.to_string_lossy(), "--json"]).output().unwrap();
    assert_eq!(read.status.code(), Some(3), "a broken mail is 3, never 1");
}

#[test]
fn a_doubt_is_answered_and_a_second_reading_says_the_same() {
    let songda = home_with(&[]);
    let file = songda.home().join("empty.eml");
    fs::write(&file, "").unwrap();
    songda.run(&["import", &file.to_string_lossy()]);
    let id = text(&songda.list("doubts")[0], "id").to_owned();
    assert_eq!(songda.run(&["settle", &id, "已删除", "--by", "王敏"]).code, 0);
    assert!(songda.list("doubts").iter().all(|row| (row["id"] == id.as_str()) == (row["settled"] == true)));
    assert_eq!(songda.run(&["settle", "q0000", "x"]).code, 1, "there is no such doubt");
    let (songda, _) = filled();
    let before = songda.lists();
    let replayed = songda.run(&["replay"]);
    assert_eq!(replayed.code, 0, "{}", replayed.json);
    assert_eq!(replayed.json["rows"].as_array().map(Vec::len), Some(3));
    assert_eq!(songda.lists(), before);
}

#[test]
fn a_disk_that_refuses_loses_nothing() {
    let sample = court::plain(7);
    let mut large = sample.raw.clone();
    large.extend(std::iter::repeat_n(b"\r\n".as_slice(), 400_000).flatten());
    let songda = home_with(&[]);
    fs::write(songda.home().join("drop/large.eml"), &large).unwrap();
    // The largest file may have 128 KiB: the mail does not fit, as on a disk that is full.
    let refused = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 256; exec \"$0\" \"$@\""])
        .arg(songda_tests::program("songda"))
        .args(["sync", "--json", "--quiet", "--home"])
        .arg(songda.home())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(
        said.contains("vault") || said.contains(&*songda.home().to_string_lossy()),
        "what was attempted on what: {said}"
    );
    assert_eq!(fs::read(songda.home().join("drop/large.eml")).unwrap(), large, "the mail stays where it was");
    let again = songda.run(&["sync"]);
    assert_eq!(again.code, 0, "{}", again.said);
    assert_eq!(songda.list("services").len(), 1);
    assert_eq!(songda.case_files().len(), sample.documents.len());
    assert_eq!(songda.run(&["verify"]).code, 0);
}

#[test]
fn being_killed_while_a_folder_is_taken_in_changes_nothing() {
    let samples: Vec<Sample> =
        (0..12).map(|nth| if nth % 2 == 0 { court::plain(nth) } else { court::zipped(nth) }).collect();
    let whole = home_with(&samples.iter().collect::<Vec<_>>());
    whole.run(&["sync"]);
    let songda = home_with(&samples.iter().collect::<Vec<_>>());
    for round in 0..60 {
        let mut child = songda.command(&["sync"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(20 + round * 4));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_eq!(songda.run(&["sync"]).code, 0);
    assert_eq!(songda.case_files(), whole.case_files(), "no loss, no doubles, no half files");
    let ids = |songda: &Songda, what: &str| {
        let mut ids: Vec<String> = songda.list(what).iter().map(|row| text(row, "id").to_owned()).collect();
        ids.sort();
        ids
    };
    for what in ["services", "documents", "cases", "deadlines"] {
        assert_eq!(ids(&songda, what), ids(&whole, what), "{what}");
    }
    assert_eq!(songda.run(&["verify"]).code, 0);
}

#[test]
fn the_sample_home_does_the_whole_job_without_an_account() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("demo");
    let demo = || {
        let mut command = Command::new(songda_tests::program("songda"));
        command.args(["demo", "--headless", "--json", "--quiet", "--out"]).arg(&place).output().unwrap()
    };
    let first = demo();
    assert_eq!(first.status.code(), Some(0), "{}", String::from_utf8_lossy(&first.stderr));
    let told: Value = serde_json::from_slice(&first.stdout).unwrap();
    let count = |what: &str| told[what].as_array().map_or(0, Vec::len);
    assert!(count("services") == 8 && count("documents") >= 11 && count("deadlines") >= 5, "{told}");
    let states: Vec<&str> = told["deadlines"].as_array().unwrap().iter().map(|row| text(row, "state")).collect();
    assert!(states.contains(&"overdue"), "{states:?}");
    assert_eq!(told["receipts"].as_array().map(Vec::len), Some(1));
    assert_eq!(told["receipts"][0]["state"], "sent");
    let verdicts: Vec<&str> = told["services"].as_array().unwrap().iter().map(|row| text(row, "verdict")).collect();
    assert!(verdicts.contains(&"proven") && verdicts.contains(&"doubtful"), "{verdicts:?}");
    assert_eq!(fs::read_dir(place.join("回执")).unwrap().count(), 1);
    assert_eq!(demo().status.code(), Some(0), "again on the same home");
}

/// The files of the ledger, and whether the note of its end is among them.
fn ledger(songda: &Songda, with_note: bool) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let of_it = |name: &str| name.starts_with("songda.sqlite") || (with_note && name == "ledger.head");
    let files = fs::read_dir(songda.home()).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| of_it(&path.file_name().unwrap().to_string_lossy()));
    files.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

fn put_back(songda: &Songda, files: &[(std::path::PathBuf, Vec<u8>)]) {
    for (path, _) in ledger(songda, false) {
        fs::remove_file(path).unwrap();
    }
    for (path, bytes) in files {
        fs::write(path, bytes).unwrap();
    }
}

#[test]
fn a_ledger_that_went_back_sends_nothing_until_a_person_accepts_it_and_then_no_receipt_twice() {
    let (songda, _) = filled();
    let id = text(&songda.list("services")[0], "id").to_owned();
    let older = ledger(&songda, false);
    assert_eq!(songda.run(&["acknowledge", &id, "--no-undo"]).code, 0);
    assert_eq!(songda.run(&["send"]).code, 0);
    put_back(&songda, &older);
    fs::write(songda.home().join("drop/new.eml"), court::plain(9).stamped()).unwrap();
    let synced = songda.run(&["sync"]);
    assert!(synced.code == 1 && synced.said.contains("verify --accept"), "{}", synced.said);
    let listed = songda.run(&["list", "services"]);
    assert_eq!((listed.code, listed.json["rows"].as_array().map(Vec::len)), (3, Some(4)), "mails still come in");
    let refused = songda.run(&["acknowledge", &id, "--no-undo"]);
    assert_eq!((refused.code, &refused.json["error"]["code"]), (1, &"home.went-back".into()), "{}", refused.json);
    assert_eq!(songda.run(&["verify"]).json["first_bad"]["what"], "ledger", "however much was appended");
    assert_eq!(songda.run(&["verify", "--accept", "--by", "王敏"]).code, 0);
    assert_eq!((songda.run(&["verify"]).code, songda.run(&["list", "services"]).code), (0, 0));
    assert_eq!(songda.run(&["acknowledge", &id, "--no-undo"]).code, 0);
    assert_eq!(songda.run(&["send"]).code, 3);
    assert_eq!(songda.list("receipts")[0]["state"], "unsure");
    assert_eq!(fs::read_dir(songda.home().join("回执")).unwrap().count(), 1, "it lies there already");
}

#[test]
fn a_mail_in_the_vault_that_the_ledger_does_not_know_is_found_and_taken_in_again() {
    let (songda, _) = filled();
    let older = ledger(&songda, true);
    let file = songda.home().join("drop/later.eml");
    fs::write(&file, court::plain(9).stamped()).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    fs::remove_file(file).unwrap();
    put_back(&songda, &older);
    let found = songda.run(&["verify"]);
    assert_eq!((found.code, found.json["unknown"].as_array().map(Vec::len)), (0, Some(1)), "{}", found.json);
    assert_eq!(songda.list("mails").len(), 3);
    songda.run(&["sync"]);
    let mails = songda.list("mails");
    assert_eq!((mails.len(), songda.list("services").len()), (4, 4));
    assert!(mails.iter().any(|row| row["mailbox"] == "import"), "when it came is not made up");
    assert_eq!(songda.run(&["verify"]).code, 0);
}
