//! One service by several channels: joined by itself where it is surely the same, by hand elsewhere, parted by hand.

use std::fs;

use serde_json::Value;
use songda_tests::court::{self, Sample};
use songda_tests::hostile;
use songda_tests::platform::{LINK, Manner, Platform, mail, papers};
use songda_tests::{DROP, Songda, text};

/// A second mailbox, as an office has beside the agreed one.
const SECOND: &str = r#"
[[mailbox]]
id = "second"
kind = "folder"
path = "drop2"
address = "second@example.test"
regime = "confirmed"
authserv_id = "mx.example.test"
outbox = "回执"
"#;

fn home(more: &str) -> Songda {
    let songda = Songda::with(&format!("{DROP}{SECOND}{more}"));
    fs::create_dir(songda.home().join("drop2")).unwrap();
    songda
}

/// The same papers in another mail that arrived on another day.
fn again(sample: &Sample, nth: u32, day: &str) -> Vec<u8> {
    let text = String::from_utf8(sample.stamped()).unwrap();
    let date = text.lines().find_map(|line| line.strip_prefix("Date: ")).unwrap().to_owned();
    text.replace(&date, day).replace(&sample.message_id, &format!("again.{nth}@court.example.test")).into_bytes()
}

fn put(songda: &Songda, folder: &str, name: &str, raw: &[u8]) {
    fs::write(songda.home().join(folder).join(name), raw).unwrap();
}

fn synced(songda: &Songda) {
    let ended = songda.run(&["sync"]);
    assert_eq!(ended.code, 0, "{}", ended.said);
}

fn by<'a>(rows: &'a [Value], field: &str, value: &str) -> &'a Value {
    rows.iter().find(|row| text(row, field) == value).unwrap_or_else(|| panic!("no {value} in {rows:?}"))
}

const EARLIER: &str = "Thu, 19 Nov 2026 10:00:00 +0800";
const LATER: &str = "Mon, 23 Nov 2026 10:00:00 +0800";

#[test]
fn the_same_papers_by_two_channels_are_one_service_and_the_earlier_day_counts_whichever_came_in_first() {
    for (first, second) in [(EARLIER, LATER), (LATER, EARLIER)] {
        let songda = home("");
        let sample = court::plain(61);
        put(&songda, "drop", "1.eml", &again(&sample, 1, first));
        synced(&songda);
        let alone = songda.list("deadlines");
        put(&songda, "drop2", "2.eml", &again(&sample, 2, second));
        synced(&songda);
        let services = songda.list("services");
        assert_eq!(services.len(), 1, "{services:?}");
        assert_eq!(services[0]["arrivals"], 2);
        let deadlines = songda.list("deadlines");
        assert_eq!(deadlines.len(), alone.len(), "never two sets: {deadlines:?}");
        let answer = by(&deadlines, "rule", "CIV-ANSWER");
        assert_eq!((text(answer, "from"), text(answer, "raw_end")), ("2026-11-19", "2026-12-04"), "{answer}");
        let shown = songda.run(&["show", text(&services[0], "id")]);
        assert_eq!(shown.code, 0, "{}", shown.said);
        // Told by the ledger alone it is the same.
        let before = songda.lists();
        assert_eq!(songda.run(&["rebuild"]).code, 0);
        assert_eq!(songda.lists(), before);
        // One receipt, whichever of its mails it is asked for.
        let mails = songda.list("mails");
        for mail in &mails {
            songda.run(&["acknowledge", text(mail, "service"), "--no-undo"]);
        }
        assert_eq!(songda.list("receipts").len(), 1, "told twice, acknowledged once");
    }
}

#[test]
fn the_same_papers_in_another_order_on_the_same_day_lie_in_their_folder_once() {
    let songda = home("");
    let paper = |title: &str| {
        let lines = ["上海市闵行区人民法院", "案号：（2026）沪0112民初12345号", "被告：示例物业管理有限公司"];
        (format!("{title}.pdf"), songda_mailroom::demo::pdf::one_page(title, &lines))
    };
    let (notice, summons) = (paper("应诉通知书"), paper("传票"));
    let of = |papers: &[&(String, Vec<u8>)], id: &str| {
        let attachments: Vec<(&str, Vec<u8>)> =
            papers.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
        String::from_utf8(hostile::mail(&attachments)).unwrap().replace("<hostile@", &format!("<{id}@"))
    };
    put(&songda, "drop", "1.eml", of(&[&notice, &summons], "one").as_bytes());
    put(&songda, "drop", "2.eml", of(&[&summons, &notice], "two").as_bytes());
    synced(&songda);
    put(&songda, "drop2", "3.eml", of(&[&summons, &notice, &paper("举证通知书")], "three").as_bytes());
    synced(&songda);
    assert_eq!(songda.case_files().len(), 3, "{:?}", songda.case_files().iter().map(|it| &it.0).collect::<Vec<_>>());
    assert!(songda.list("documents").iter().all(|row| row["state"] == "filed"));
    assert_eq!(songda.run(&["folders", "check"]).code, 0);
}

#[test]
fn what_a_person_parted_stays_apart_and_the_reason_is_shown() {
    let songda = home("");
    let sample = court::plain(62);
    put(&songda, "drop", "1.eml", &again(&sample, 1, EARLIER));
    put(&songda, "drop2", "2.eml", &again(&sample, 2, LATER));
    synced(&songda);
    let mails = songda.list("mails");
    let ids: Vec<&str> = mails.iter().map(|row| text(row, "service")).collect();
    let lead = text(&songda.list("services")[0], "id").to_owned();
    let under = ids.iter().find(|id| **id != lead).unwrap();
    let joined = songda.run(&["case", "join-services", &lead, under, "--why", "还是同一批"]);
    assert_eq!(joined.json["channels"].as_array().unwrap().len(), 2, "{}", joined.json);
    assert_eq!(joined.json["channels"][1]["why"], "channel.same-documents", "the first reason stays");
    let parted = songda.run(&["case", "part-service", under, "--why", "电话核实是两次送达"]);
    assert_eq!(parted.json["channels"][0]["why"], "电话核实是两次送达", "{}", parted.json);
    assert_eq!(songda.list("services").len(), 2);
    put(&songda, "drop", "3.eml", &again(&sample, 3, LATER));
    synced(&songda);
    let services = songda.list("services");
    assert_eq!(services.len(), 2, "the third belongs to the first, the parted one stays apart");
    assert_eq!(by(&services, "id", &lead)["arrivals"], 2);
}

#[test]
fn a_decision_about_a_deadline_stays_when_another_channel_comes_in() {
    let songda = home("");
    let sample = court::plain(63);
    put(&songda, "drop", "1.eml", &again(&sample, 1, EARLIER));
    synced(&songda);
    let rows = songda.list("deadlines");
    let answer = text(by(&rows, "rule", "CIV-ANSWER"), "id").to_owned();
    assert_eq!(songda.run(&["deadline", "done", &answer, "--reason", "已提交答辩状"]).code, 0);
    put(&songda, "drop2", "2.eml", &again(&sample, 2, LATER));
    synced(&songda);
    let rows = songda.list("deadlines");
    let states: Vec<&str> =
        rows.iter().filter(|row| text(row, "rule") == "CIV-ANSWER").map(|row| text(row, "state")).collect();
    assert_eq!(states, ["done"], "the same papers start nothing anew: {rows:?}");
}

#[test]
fn what_only_looks_alike_is_proposed_and_joined_by_hand_with_the_reason_shown() {
    let songda = home("");
    let paper = |title: &str, more: &str| {
        let lines = ["上海市闵行区人民法院", "案号：（2026）沪0112民初12345号", "被告：示例物业管理有限公司", more];
        songda_mailroom::demo::pdf::one_page(title, &lines)
    };
    let notice = paper("应诉通知书", "你公司应当在收到起诉状副本之日起十五日内向本院提交答辩状。");
    let evidence = paper("证据材料", "第一组");
    let one = hostile::mail(&[("应诉通知书.pdf", notice.clone()), ("证据材料.pdf", evidence)]);
    put(&songda, "drop", "1.eml", &one);
    let part = String::from_utf8(hostile::mail(&[("应诉通知书.pdf", notice)])).unwrap();
    put(&songda, "drop2", "2.eml", part.replace("<hostile@", "<part@").as_bytes());
    synced(&songda);
    let ids: Vec<String> = songda.list("services").iter().map(|row| text(row, "id").to_owned()).collect();
    assert_eq!(ids.len(), 2, "one paper more is another service until a person says otherwise");
    let before = songda.list("deadlines").len();
    let joined = songda.run(&["case", "join-services", &ids[0], &ids[1], "--why", "同一批文书，邮件漏了证据"]);
    assert_eq!(joined.code, 0, "{}", joined.said);
    assert_eq!(joined.json["channels"][1]["why"], "同一批文书，邮件漏了证据");
    assert_eq!((songda.list("services").len(), songda.list("deadlines").len() * 2), (1, before), "never two sets");
    let parted = songda.run(&["case", "part-service", &ids[1], "--why", "核对后是两次送达"]);
    assert_eq!(parted.code, 0, "{}", parted.said);
    assert_eq!((songda.list("services").len(), songda.list("deadlines").len()), (2, before));
}

#[test]
fn papers_of_two_addressees_and_of_an_unbelieved_mail_stay_apart() {
    let songda = home("");
    let sample = court::plain(64);
    put(&songda, "drop", "1.eml", &again(&sample, 1, EARLIER));
    let forged = String::from_utf8(again(&sample, 2, EARLIER)).unwrap();
    let forged = forged.replace("sd@court.example.test", "sd@court-example.invalid").replace("dkim=pass", "dkim=fail");
    put(&songda, "drop", "2.eml", forged.as_bytes());
    synced(&songda);
    assert_eq!(songda.list("services").len(), 2, "a mail that is not believed does not hide behind one that is");
}

#[test]
fn a_message_and_a_mail_with_the_same_link_are_one_and_the_platform_is_opened_once() {
    let documents = papers(3);
    let platform = Platform::start(Manner { documents: documents.clone(), ..Manner::default() });
    let songda = home(&platform.settings(&["drop", "second"]));
    let sms = songda.home().join("sms.txt");
    fs::write(
        &sms,
        format!(
            "【上海市闵行区人民法院】示例物业管理有限公司，您有（2026）沪0112民初12345号案件文书，请点击{LINK}查收。"
        ),
    )
    .unwrap();
    assert_eq!(songda.run(&["paste", &sms.to_string_lossy()]).code, 0);
    assert_eq!(platform.counts().0, 0);
    put(&songda, "drop", "1.eml", &mail(LINK));
    let second = String::from_utf8(mail(LINK)).unwrap().replace("link-1@", "link-2@");
    put(&songda, "drop2", "2.eml", second.as_bytes());
    synced(&songda);
    let services = songda.list("services");
    assert_eq!(services.len(), 1, "{services:?}");
    assert_eq!(
        (text(&services[0], "verdict"), &services[0]["documents"]),
        ("proven", &3.into()),
        "the believed one leads"
    );
    assert_eq!(songda.case_files().len(), 3, "each document once");
    assert_eq!(platform.counts().1, 3, "opened once for all channels");
}

#[test]
fn the_same_papers_by_mail_message_platform_and_paper_are_one_service_with_one_set_of_deadlines_and_lie_once() {
    let sample = court::plain(12345);
    let names = ["应诉通知书.pdf", "民事起诉状副本.pdf", "传票.pdf"].map(str::to_owned);
    let documents: Vec<(String, Vec<u8>)> = names.into_iter().zip(sample.documents.clone()).collect();
    let platform = Platform::start(Manner { documents, ..Manner::default() });
    // A number that stands where a subject is cut.
    let words = "示例物业管理有限公司，您好，您有（2026）沪0112民初12345号案件文书";
    for ahead in ["【上海市闵行区人民法院】", "【闵行法院】", ""] {
        let songda = home(&platform.settings(&[]));
        put(&songda, "drop", "1.eml", &again(&sample, 1, LATER));
        synced(&songda);
        let alone = songda.list("deadlines");
        let sms = songda.home().join("sms.txt");
        fs::write(&sms, format!("{ahead}{words}，请点击{LINK}查收。退订回T")).unwrap();
        let pasted = songda.run(&["paste", &sms.to_string_lossy()]);
        assert_eq!(pasted.json["pickups"][0]["case_numbers"], serde_json::json!([sample.case_number]), "{ahead}");
        let service = text(&pasted.json, "service").to_owned();
        assert_eq!(songda.run(&["pickup", "fetch", &service]).json["pickup"]["state"], "done");
        let rows = songda.list("services");
        assert_eq!((rows.len(), &rows[0]["documents"]), (1, &3.into()), "{rows:?}");
        put(&songda, "drop", "2.eml", &mail(LINK));
        synced(&songda);
        let lead = text(&songda.list("services")[0], "id").to_owned();
        assert_eq!(songda.run(&["pickup", "bring", &lead, "--paper-on", "2026-11-19"]).code, 0);
        let (services, deadlines) = (songda.list("services"), songda.list("deadlines"));
        assert_eq!((services.len(), &services[0]["arrivals"]), (1, &5.into()), "{services:?}");
        assert_eq!(deadlines.len(), alone.len(), "never two sets: {deadlines:?}");
        assert!(deadlines.iter().all(|row| row["from"] == "2026-11-19"), "{deadlines:?}");
        assert_eq!(
            songda.case_files().len(),
            3,
            "{:?}",
            songda.case_files().iter().map(|it| &it.0).collect::<Vec<_>>()
        );
        assert!(songda.list("documents").iter().all(|row| row["state"] == "filed"));
    }
}

#[test]
fn papers_received_earlier_are_a_channel_of_their_own_and_the_deadline_counts_from_them() {
    let songda = home("");
    let sample = court::plain(65);
    put(&songda, "drop", "1.eml", &again(&sample, 1, LATER));
    synced(&songda);
    let service = text(&songda.list("services")[0], "id").to_owned();
    let scan = songda.home().join("扫描件.pdf");
    fs::write(&scan, songda_mailroom::demo::pdf::one_page("送达回证", &["签收"])).unwrap();
    let bring = |on: &str| {
        songda.run(&["pickup", "bring", &service, &scan.to_string_lossy(), "--paper-on", on, "--by", "李强"]).code
    };
    assert_eq!((bring("2099-01-01"), bring("昨天")), (1, 1));
    assert_eq!(songda.list("services")[0]["arrivals"], 1, "what is wrong records nothing");
    assert_eq!(bring("2026-11-19"), 0);
    let rows = songda.list("deadlines");
    let answer = by(&rows, "rule", "CIV-ANSWER");
    assert_eq!((text(answer, "from"), text(answer, "raw_end")), ("2026-11-19", "2026-12-04"), "{answer}");
    assert_eq!(songda.list("services")[0]["arrivals"], 2);
    assert_eq!(songda.case_files().len(), 4, "the scan lies beside the documents");
    // Received after the day that counts, though before the mail, it moves nothing later.
    assert_eq!(songda.run(&["pickup", "bring", &service, "--paper-on", "2026-11-21"]).code, 0);
    assert_eq!(text(by(&songda.list("deadlines"), "rule", "CIV-ANSWER"), "from"), "2026-11-19");
    // Received later than by mail, it is one more channel and moves nothing.
    assert_eq!(songda.run(&["pickup", "bring", &service, "--paper-on", "2026-11-25"]).code, 0);
    assert_eq!(text(by(&songda.list("deadlines"), "rule", "CIV-ANSWER"), "from"), "2026-11-19");
    assert_eq!(songda.list("services")[0]["arrivals"], 4);
}

#[test]
fn services_without_a_common_paper_are_joined_by_hand_and_a_paper_day_is_taken_back() {
    let songda = home("");
    let paper = |title: &str, more: &str| {
        let lines = ["上海市闵行区人民法院", "案号：（2026）沪0112民初12345号", "被告：示例物业管理有限公司", more];
        songda_mailroom::demo::pdf::one_page(title, &lines)
    };
    let notice = paper("应诉通知书", "你公司应当在收到起诉状副本之日起十五日内向本院提交答辩状。");
    put(&songda, "drop", "1.eml", &hostile::mail(&[("应诉通知书.pdf", notice)]));
    let other = String::from_utf8(hostile::mail(&[("证据材料.pdf", paper("证据材料", "第二组"))])).unwrap();
    put(&songda, "drop2", "2.eml", other.replace("<hostile@", "<other@").as_bytes());
    synced(&songda);
    let services = songda.list("services");
    let ids: Vec<&str> = services.iter().map(|row| text(row, "id")).collect();
    assert_eq!(ids.len(), 2);
    let joined = songda.run(&["case", "join-services", ids[0], ids[1], "--why", "法院分两封邮件发送"]);
    assert_eq!((joined.code, songda.list("services").len()), (0, 1), "{}", joined.said);
    let lead = text(&songda.list("services")[0], "id").to_owned();
    let days = || songda.list("deadlines").iter().map(|row| text(row, "from").to_owned()).collect::<Vec<_>>();
    let (before, documents) = (days(), songda.list("documents").len());
    assert!(!before.is_empty());

    let scan = songda.home().join("扫描件.pdf");
    fs::write(&scan, songda_mailroom::demo::pdf::one_page("送达回证", &["签收"])).unwrap();
    let scan = scan.to_string_lossy().into_owned();
    let bring = |on: &str| assert_eq!(songda.run(&["pickup", "bring", &lead, &scan, "--paper-on", on]).code, 0);
    bring("2026-11-18");
    assert!(days().iter().all(|day| day == "2026-11-18"), "{:?}", days());
    assert_eq!((songda.list("documents").len(), &songda.list("services")[0]["arrivals"]), (documents + 1, &3.into()));
    let back = |on: &str, why: &str| songda.run(&["pickup", "take-back", &lead, "--paper-on", on, "--why", why]);
    assert_eq!((back("2026-11-17", "记错").code, back("2026-11-18", " ").code), (1, 1));
    let files = songda.case_files();
    let taken = back("2026-11-18", "看错了日期");
    assert_eq!(taken.code, 0, "{}", taken.said);
    assert_eq!(days(), before, "what rested on that day alone is counted as before");
    assert!(songda.list("deadlines").iter().any(|row| row["waits"].is_string()), "a later day waits for a person");
    assert_eq!((songda.list("documents").len(), &songda.list("services")[0]["arrivals"]), (documents, &2.into()));
    assert_eq!(songda.case_files(), files, "the file of the scan stays");
    assert_eq!(back("2026-11-18", "再一次").code, 1, "it is recorded no more");
    // Recorded with the right day, the same scan stands again.
    bring("2026-11-19");
    assert!(days().iter().all(|day| day == "2026-11-19"), "{:?}", days());
    assert_eq!(songda.list("documents").len(), documents + 1);
    let lists = songda.lists();
    assert_eq!((songda.run(&["rebuild"]).code, songda.run(&["verify"]).code), (0, 0));
    assert_eq!(songda.lists(), lists);
}
