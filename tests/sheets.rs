//! The sheet of a receipt as it lies in the case folder: one page of real text, with every field of the paper form.
//! `SONGDA_SHEETS=folder` keeps the pages for whoever wants to look at them.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use songda_mailroom::demo::pdf::one_page;
use songda_tests::court::{self, COURT, Sample};
use songda_tests::faulty::Faulty;
use songda_tests::servers::OFFICE;
use songda_tests::{Songda, text};

/// A home with this mail, read; and the id of its service.
fn home(server: &Faulty, sample: &Sample) -> (Songda, String) {
    server.be_kind();
    let songda = Songda::with(&server.settings());
    std::fs::write(songda.home().join("drop/served.eml"), sample.stamped()).unwrap();
    assert_eq!(songda.run(&["sync"]).code, 0);
    let services = songda.list("services");
    assert_eq!(services.len(), 1);
    let id = text(&services[0], "id").to_owned();
    (songda, id)
}

/// Sends a letter; gives its row.
fn sent(songda: &Songda, service: &str, words: &[&str]) -> Value {
    let made = songda.run(&[&["acknowledge", service, "--no-undo"], words].concat());
    assert_eq!((made.code, songda.run(&["send"]).code), (0, 0), "{}", made.said);
    let id = text(&made.json["receipt"], "id");
    songda.list("receipts").into_iter().find(|row| text(row, "id") == id).expect("the receipt")
}

/// The words of a page, without blanks, and how many pages there are.
fn read(file: &Path) -> (String, usize) {
    let ran = Command::new("pdftotext").arg("-layout").arg(file).arg("-").output().expect("pdftotext runs");
    let told = String::from_utf8_lossy(&ran.stdout).into_owned();
    (told.split_whitespace().collect(), told.matches('\u{c}').count())
}

/// The sheet of a receipt where it is filed: its words.
fn sheet(songda: &Songda, row: &Value, called: &str) -> String {
    let path = text(row, "sheet");
    assert!(path.ends_with(".pdf") && path.contains(called), "{row}");
    let filed = songda.home().join("案件").join(path);
    let bytes = std::fs::read(&filed).unwrap();
    assert!(bytes.len() < 200_000, "only the letters that stand on it are embedded: {} bytes", bytes.len());
    if let Some(folder) = std::env::var_os("SONGDA_SHEETS") {
        std::fs::write(Path::new(&folder).join(format!("{}.pdf", text(row, "id"))), &bytes).unwrap();
    }
    let (told, pages) = read(&filed);
    assert_eq!(pages, 1, "{told}");
    told
}

/// `2026-11-20T16:42:11+08:00` as it stands on the page, without the blank.
fn moment(row: &Value, field: &str) -> String {
    text(row, field)[..19].replace('T', "")
}

fn assert_rows(told: &str, rows: &[(&str, &str)]) {
    for (name, value) in rows {
        let squeezed: String = value.split_whitespace().collect();
        assert!(told.contains(&format!("{name}{squeezed}")), "{name} {value} is missing: {told}");
    }
}

#[test]
fn a_receipt_has_every_field_of_the_paper_form() {
    let server = Faulty::start(8);
    let sample = court::plain(40_000);
    let (songda, service) = home(&server, &sample);
    let row = sent(&songda, &service, &[]);
    let told = sheet(&songda, &row, "签收回执");
    let served = songda.list("services").remove(0);
    let (arrived, signed, left) = (moment(&served, "arrived"), moment(&row, "queued_at"), moment(&row, "sent_at"));
    assert!(told.starts_with("电子送达签收回执"), "{told}");
    assert_rows(
        &told,
        &[
            ("送达法院", COURT),
            ("案由", "物业服务合同纠纷"),
            ("案号", &sample.case_number),
            ("送达文书名称和件数", "共3件1. 应诉通知书（1页）2. 民事起诉状（1页）3. 传票（1页）"),
            ("受送达人", "示例物业管理有限公司"),
            ("送达地址（邮箱）", OFFICE),
            ("到达时间", &arrived),
            ("签收时间", &signed),
            ("回执发出时间", &left),
            ("经办人", "王敏"),
            ("备考", "服务器应答：250"),
        ],
    );
    let number = format!("回执邮件编号：{}", text(&row, "message_id"));
    let foot = "本回执由受送达人出具；人民法院制作的送达凭证以法院为准。";
    for wanted in [number.as_str(), foot, "受送达人（盖章）：", "盖章处", "文书校验值"] {
        assert!(told.contains(wanted), "{wanted} is missing: {told}");
    }
    for document in songda.list("documents") {
        assert!(told.contains(text(&document, "sha256")), "the digest of {document} is missing: {told}");
    }
    let out = songda.home().join("sheet.pdf").to_string_lossy().into_owned();
    let make = || songda.run(&["receipt", "sheet", text(&row, "id"), "--out", &out]);
    assert_eq!((make().code, make().code), (0, 1), "made again for whoever asks, never over a file");
    assert_eq!(read(Path::new(&out)).0, told);
}

#[test]
fn an_objection_and_a_correction_are_no_receipts() {
    let server = Faulty::start(18);
    let sample = court::plain(40_001);
    let (songda, service) = home(&server, &sample);
    let refused = sent(&songda, &service, &["--refuse", "wrong-name", "--note", "应为示例物业集团"]);
    let told = sheet(&songda, &refused, "送达异议");
    assert!(told.starts_with("电子送达异议函") && !told.contains("签收时间"), "{told}");
    let (raised, left) = (moment(&refused, "queued_at"), moment(&refused, "sent_at"));
    assert_rows(&told, &[("收件单位", "示例物业管理有限公司"), ("提出时间", &raised), ("发出时间", &left)]);
    assert!(told.contains("异议理由") && told.contains("；应为示例物业集团"), "{told}");
    assert!(told.contains("本函由收件单位出具；人民法院制作的送达凭证以法院为准。"), "{told}");
    let corrected = sent(&songda, &service, &["--correct", "经办人写错"]);
    let told = sheet(&songda, &corrected, "更正回执");
    assert!(told.starts_with("电子送达更正回执") && !told.contains("签收时间"), "{told}");
    assert_rows(&told, &[("更正事项", "经办人写错"), ("更正时间", &moment(&corrected, "queued_at"))]);
    let first = format!("更正{left}发出的邮件{}", text(&refused, "message_id"));
    assert!(told.contains(&first), "{first} is missing: {told}");
}

#[test]
fn sixty_papers_stay_on_one_page_and_what_is_left_out_is_said() {
    let server = Faulty::start(28);
    let paper = |sample: Sample, nth: u32| {
        let page = one_page("证据材料", &[&format!("证据{nth}：示例甲的物业服务费催缴单第{nth}份")]);
        sample.with_paper(&format!("证据材料{nth}.pdf"), &page)
    };
    let sample = (1..=57).fold(court::plain(40_002), paper);
    let (songda, service) = home(&server, &sample);
    let row = sent(&songda, &service, &[]);
    let told = sheet(&songda, &row, "签收回执");
    assert_rows(
        &told,
        &[("送达文书名称和件数", "共60件1. 应诉通知书"), ("经办人", "王敏"), ("备考", "服务器应答：250")],
    );
    let left_out = |says: &str| {
        let (before, _) = told.split_once(says)?;
        before.rsplit_once("（其余").and_then(|(_, count)| count.parse::<usize>().ok())
    };
    let papers = left_out("项见回执邮件）").unwrap_or_default();
    assert!(papers < 30 && told.contains(&format!("{}.证据材料", 60 - papers)), "{told}");
    assert!(!told.contains(&format!("{}.证据材料", 61 - papers)), "{told}");
    let digests = left_out("份的校验值见回执邮件）").expect("there is no room for all digests");
    assert_eq!(told.matches("SHA-256").count(), 60 - digests);
    let footer = "本回执由受送达人出具；人民法院制作的送达凭证以法院为准。";
    assert!(told.contains(footer) && told.contains("盖章处") && told.contains(text(&row, "message_id")), "{told}");
}

#[test]
fn without_a_chinese_font_it_is_said_that_sheets_wait() {
    let server = Faulty::start(38);
    let (songda, service) = home(&server, &court::plain(40_003));
    assert_eq!(songda.run(&["acknowledge", &service, "--no-undo"]).code, 0);
    let fontless = |words: &[&str]| {
        let ran = songda.command(words).env("SONGDA_FONT", "/nonexistent/font.ttc").output().unwrap();
        (ran.status.code(), String::from_utf8_lossy(&ran.stderr).into_owned())
    };
    let (code, said) = fontless(&["send"]);
    assert_eq!(code, Some(0), "the receipt is not affected: {said}");
    assert!(said.contains("SONGDA_FONT") && said.contains('1'), "{said}");
    let row = songda.list("receipts").remove(0);
    assert_eq!((text(&row, "state"), row["sheet"].is_null()), ("sent", true), "{row}");
    let (code, said) = fontless(&["sync"]);
    assert!(code == Some(0) && said.contains("SONGDA_FONT"), "as long as it waits: {said}");
    // With a font again the next start makes it.
    let again = songda.run(&["send"]);
    assert!(again.code == 0 && !again.said.contains("SONGDA_FONT"), "{}", again.said);
    sheet(&songda, &songda.list("receipts").remove(0), "签收回执");
}

/// A notice, or a link that nobody followed: there is no paper beside which the receipt could lie.
#[test]
fn the_receipt_of_a_mail_without_papers_has_its_place_in_the_case_folder() {
    let server = Faulty::start(39);
    let mut sample = court::plain(40_004);
    let raw = String::from_utf8_lossy(&sample.raw).into_owned();
    let (without, _) = raw.split_once("--=_plain\r\nContent-Type: application/pdf").expect("papers");
    sample.raw = format!("{without}--=_plain--\r\n").into_bytes();
    let (songda, service) = home(&server, &sample);
    assert_eq!(songda.list("documents").len(), 0);
    let row = sent(&songda, &service, &[]);
    let told = sheet(&songda, &row, "签收回执");
    assert!(told.contains(&sample.case_number), "{told}");
    for path in [text(&row, "sheet"), text(&row, "letter")] {
        let folder = format!("{COURT}/{}/", sample.case_number);
        assert!(path.starts_with(&folder) && path.contains("送达/"), "{path}");
        assert!(songda.home().join("案件").join(path).exists(), "{path}");
    }
    assert_eq!((songda.run(&["verify"]).code, songda.run(&["folders", "check"]).code), (0, 0));
}
