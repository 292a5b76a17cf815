//! Every other door than the mailbox: files with any line ends, folders, mbox and the watched folder; what comes in by
//! hand is marked as such.

use serde_json::Value;
use songda_tests::court::{self, Sample};
use songda_tests::platform::{LINK, Manner, Platform, all_of, digests, papers};
use songda_tests::{DROP, Songda, text};

/// The same mail with other line ends.
fn with_ends(raw: &[u8], end: &[u8]) -> Vec<u8> {
    let mut changed = Vec::new();
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_suffix(b"\r\n") {
            Some(line) => changed.extend(line.iter().chain(end)),
            None => changed.extend_from_slice(line),
        }
    }
    changed
}

/// What came in: the one service, and its documents.
fn the_service(songda: &Songda, sample: &Sample) -> Value {
    let rows = songda.list("services");
    let row = rows.iter().find(|row| text(row, "message_id") == sample.message_id);
    let row = row.unwrap_or_else(|| panic!("{} is no service: {rows:?}", sample.message_id)).clone();
    assert_eq!(row["case_numbers"], serde_json::json!([sample.case_number]));
    let documents = songda.list("documents");
    let own: Vec<&Value> = documents.iter().filter(|document| document["service"] == row["id"]).collect();
    assert_eq!(own.len(), sample.documents.len(), "{own:?}");
    row
}

fn is_by_hand(songda: &Songda, service: &Value) {
    assert!(service["arrived"].is_null(), "the time of import is not the arrival: {service}");
    let deadlines = songda.list("deadlines");
    let own: Vec<&Value> = deadlines.iter().filter(|row| row["service"] == service["id"]).collect();
    assert!(own.iter().all(|row| text(row, "status") != "final"), "{own:?}");
    let shown = songda.run(&["show", text(service, "id")]);
    let seen = &shown.json["sightings"][0];
    assert_eq!(
        (text(seen, "mailbox"), &seen["internal_date"], &seen["server"]),
        ("import", &Value::Null, &Value::Null),
        "{seen}"
    );
    assert!(seen["first_seen"].is_string() && seen["file"].is_string(), "{seen}");
}

#[test]
fn a_file_with_any_line_ends_is_the_same_service() {
    for (nth, end) in [(51_001, b"\r\n".as_slice()), (51_002, b"\n"), (51_003, b"\r")] {
        let sample = court::plain(nth);
        let songda = Songda::with("");
        let file = songda.home().join("来信.eml");
        std::fs::write(&file, with_ends(&sample.raw, end)).unwrap();
        let ended = songda.run(&["import", &file.to_string_lossy()]);
        assert!(matches!(ended.code, 0 | 3), "{}", ended.said);
        is_by_hand(&songda, &the_service(&songda, &sample));
    }
}

#[test]
fn a_folder_and_an_mbox_bring_every_mail_once() {
    let samples = [court::plain(52_001), court::gbk(52_002), court::zipped(52_003)];
    let songda = Songda::with("");
    let folder = songda.home().join("旧邮件");
    std::fs::create_dir_all(folder.join("下级")).unwrap();
    std::fs::write(folder.join("一.eml"), &samples[0].raw).unwrap();
    std::fs::write(folder.join("下级").join("二.EML"), &samples[1].raw).unwrap();
    std::fs::write(folder.join("说明.txt"), "no mail").unwrap();
    let mut mbox = Vec::new();
    for sample in &samples {
        mbox.extend_from_slice(b"From sd@court.example.test Fri Nov 20 16:40:02 2026\n");
        for line in with_ends(&sample.raw, b"\n").split_inclusive(|byte| *byte == b'\n') {
            if line.starts_with(b"From ") {
                mbox.push(b'>');
            }
            mbox.extend_from_slice(line);
        }
        mbox.extend_from_slice(b"\n");
    }
    std::fs::write(folder.join("旧.mbox"), mbox).unwrap();
    let ended = songda.run(&["import", &folder.to_string_lossy()]);
    assert!(matches!(ended.code, 0 | 3), "{}", ended.said);
    let mails = songda.list("mails");
    for sample in &samples {
        let ids = mails.iter().filter(|row| text(row, "message_id") == sample.message_id).count();
        assert!(ids >= 1, "{} is missing: {mails:?}", sample.message_id);
    }
    // In the mbox the mails have other line ends, so they are other bytes; taking the folder in again adds nothing.
    assert_eq!(mails.len(), 5, "{mails:?}");
    songda.run(&["import", &folder.to_string_lossy()]);
    assert_eq!(songda.list("mails").len(), 5);
    assert_eq!(songda.run(&["verify"]).code, 0);
}

#[test]
fn a_watched_folder_is_looked_at_and_that_is_noted() {
    let songda = Songda::with("[[mailbox]]\nid = \"drop\"\nkind = \"folder\"\npath = \"drop\"\n");
    let sample = court::plain(53_001);
    std::fs::write(songda.home().join("drop").join("a.eml"), &sample.raw).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    the_service(&songda, &sample);
    let rows = songda.list("mailboxes");
    assert!(rows[0]["watch"]["last_look"].is_string(), "{rows:?}");
    assert!(rows[0]["watch"]["alarm_since"].is_null(), "{rows:?}");
    assert_eq!(rows[0]["watch"]["gaps"], serde_json::json!([]));
}

#[test]
fn mailboxes_of_every_mail_program_and_folders_with_circles_are_taken_in() {
    let samples = [court::plain(54_001), court::plain(54_002)];
    let mbox = |end: &[u8], ahead: &str| {
        let mut mbox = ahead.as_bytes().to_vec();
        for sample in &samples {
            mbox.extend_from_slice(b"From sd@court.example.test Fri Nov 20 16:40:02 2026\n");
            mbox.extend_from_slice(&with_ends(&sample.raw, b"\n"));
            mbox.extend_from_slice(b"\nFrom Monday on we are closed.\n\n");
        }
        let ends = mbox.split_inclusive(|byte| *byte == b'\n').flat_map(|line| match line.strip_suffix(b"\n") {
            Some(line) => [line, end].concat(),
            None => line.to_vec(),
        });
        ends.collect::<Vec<u8>>()
    };
    for (nth, (end, ahead)) in [(b"\r".as_slice(), ""), (b"\n", "\n"), (b"\r\n", "\n\n")].into_iter().enumerate() {
        let songda = Songda::with("");
        let folder = songda.home().join("导出");
        // As Apple Mail exports a mailbox.
        std::fs::create_dir_all(folder.join("法院.mbox")).unwrap();
        std::fs::write(folder.join("法院.mbox").join("mbox"), mbox(end, ahead)).unwrap();
        std::fs::write(folder.join("法院.mbox").join("table_of_contents"), "no mail").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(&folder, folder.join("圈")).unwrap();
        let ended = songda.run(&["import", &folder.to_string_lossy()]);
        assert!(matches!(ended.code, 0 | 3), "{}", ended.said);
        assert_eq!(songda.list("mails").len(), 2, "{nth}: {}", ended.said);
        for sample in &samples {
            the_service(&songda, sample);
        }
    }
}

#[test]
fn what_brings_nothing_or_cannot_be_read_is_said() {
    let songda = Songda::with("");
    let folder = songda.home().join("空");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("说明.txt"), "no mail").unwrap();
    let ended = songda.run(&["import", &folder.to_string_lossy()]);
    assert_eq!((ended.code, &ended.json["rows"]), (3, &serde_json::json!([])), "{}", ended.said);
    assert!(
        songda
            .command(&["import", &folder.to_string_lossy()])
            .output()
            .is_ok_and(|ended| { String::from_utf8_lossy(&ended.stdout).contains("没有找到邮件") })
    );
    // One without a byte is kept and doubted, and keeps no other from being taken in.
    let sample = court::plain(54_003);
    std::fs::write(folder.join("甲.eml"), b"").unwrap();
    std::fs::write(folder.join("乙.eml"), &sample.raw).unwrap();
    let ended = songda.run(&["import", &folder.to_string_lossy()]);
    assert_eq!((ended.code, &ended.json["unreadable"]), (3, &serde_json::json!([])), "{}", ended.said);
    assert!(!songda.list("doubts").is_empty());
    the_service(&songda, &sample);
    assert_eq!(songda.run(&["import", &folder.join("无.eml").to_string_lossy()]).code, 1);
}

#[test]
fn a_pasted_text_that_comes_to_nothing_is_said() {
    let songda = Songda::with("");
    let file = songda.home().join("短信.txt");
    let paste = |bytes: &[u8]| {
        std::fs::write(&file, bytes).unwrap();
        songda.run(&["paste", &file.to_string_lossy()])
    };
    let nothing = paste("明天下午三点开会，请准时参加".as_bytes());
    assert_eq!((nothing.code, &nothing.json["service"]), (3, &Value::Null), "{}", nothing.said);
    assert_eq!(songda.list("mails").len(), 1, "it is kept all the same");
    let long = paste("字".repeat(20_001).as_bytes());
    assert_eq!(long.code, 1, "{}", long.said);
    assert_eq!(songda.list("mails").len(), 1, "and one that is too long is not cut");
    let link = "https://zxfw.court.gov.cn/zxfw/#/pagesAjkj/app/wssd/index?qdbh=AB12&sdbh=CD34&sdsin=ee56";
    let message = format!(
        "【上海市闵行区人民法院】您有（2026）沪0112民初12345号案件文书，请查收：{}，7日内有效",
        link.replace('&', "&amp;")
    );
    let pasted = paste(&encoding_rs::GBK.encode(&message).0);
    assert_eq!(pasted.code, 0, "{}", pasted.said);
    let row = &pasted.json["pickups"][0];
    assert_eq!((text(row, "url"), text(row, "expires")), (link, "7日内有效"), "{row}");
    assert!(row["expires_at"].is_string() && row["expires_at_latest"] == true, "{row}");
}

#[test]
fn a_link_pasted_alone_is_an_arrival_that_a_person_fetches() {
    let documents = papers(2);
    let platform = Platform::start(Manner { documents: documents.clone(), ..Manner::default() });
    let songda = Songda::with(&format!("{DROP}{}", platform.settings(&["paste"])));
    let file = songda.home().join("链接.txt");
    std::fs::write(&file, format!("{LINK}\r\n")).unwrap();
    let pasted = songda.run(&["paste", &file.to_string_lossy()]);
    assert_eq!(pasted.code, 0, "{}", pasted.said);
    let row = &pasted.json["pickups"][0];
    assert_eq!((text(row, "platform"), text(row, "url"), text(row, "state")), ("zxfw", LINK, "open"), "{row}");
    assert_eq!((row["case_numbers"].as_array().map(Vec::len), platform.counts().0), (Some(0), 0), "nobody opened it");
    let fetched = songda.run(&["pickup", "fetch", text(row, "service")]);
    assert_eq!(fetched.json["pickup"]["state"], "done", "{}", fetched.said);
    assert_eq!(digests(&songda), all_of(&documents));
    let services = songda.list("services");
    assert_eq!(
        (services.len(), &services[0]["case_numbers"][0]),
        (1, &"（2026）沪0112民初12345号".into()),
        "{services:?}"
    );
}
