//! Prints how long it takes to tell open deadlines anew in a real ledger: after a year of holidays was taken in, and from
//! the papers after a new start. Ends in a panic where counting anew and reading anew differ.
//!
//! Argument: how many deadlines (100000).

use std::fs;
use std::time::Instant;

use songda_core::id::Digest;
use songda_core::ledger::{Arrived, DocumentRecord, Fact, ServiceRecord, Understood};
use songda_mailroom::calendars::About;
use songda_mailroom::home::Home;
use songda_mailroom::{Mailroom, announce, runtime};
use songda_tests::DROP;

/// Deadlines that each of the services starts.
const EACH: usize = 3;
/// Facts in one transaction.
const AT_ONCE: usize = 4_000;

/// An invented year: the name of a holiday, the first of its days in a row, how many, and whether one rests on them.
const YEAR: [(&str, (u32, u32), usize, bool); 11] = [
    ("元旦", (1, 1), 3, true),
    ("春节", (1, 30), 1, false),
    ("春节", (2, 5), 7, true),
    ("春节", (2, 20), 1, false),
    ("清明节", (4, 3), 3, true),
    ("劳动节", (5, 1), 5, true),
    ("劳动节", (5, 8), 1, false),
    ("端午节", (6, 9), 1, true),
    ("中秋节", (9, 15), 1, true),
    ("国庆节", (9, 26), 1, false),
    ("国庆节", (10, 1), 7, true),
];

/// The year as holiday-cn writes it.
fn year() -> String {
    let days = YEAR.iter().flat_map(|(name, (month, day), count, is_rest)| {
        let first = chrono::NaiveDate::from_ymd_opt(2027, *month, *day).unwrap();
        first
            .iter_days()
            .take(*count)
            .map(move |day| serde_json::json!({"name": name, "date": day, "isOffDay": is_rest}))
    });
    let paper = "https://www.gov.cn/zhengce/content/202611/content_0000000.htm";
    serde_json::json!({"year": 2027, "papers": [paper], "days": days.collect::<Vec<_>>()}).to_string()
}

fn main() {
    let count: usize = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("songda.toml"), DROP).unwrap();
    let home = || Home::at(folder.path());
    runtime().unwrap().block_on(async {
        let mailroom = Mailroom::open(home()).await.unwrap();
        let facts: Vec<Fact> = (0..count / EACH).flat_map(service).collect();
        for some in facts.chunks(AT_ONCE) {
            mailroom.room().store.append(&mailroom.room().stamp(), "songda", some, None).await.unwrap();
        }
        drop(facts);
        timed("told for the first time", announce::announce(mailroom.room())).await.unwrap();
        let open = mailroom.deadlines().await.unwrap().iter().filter(|row| row.state == "open").count();
        println!("{open} open deadlines");
        timed("told anew, nothing new", announce::announce(mailroom.room())).await.unwrap();
        let about = About { name: "2027.json", ..About::default() };
        let imported =
            timed("a year taken in, told and recorded", mailroom.import_calendar(&year(), about)).await.unwrap();
        println!("{} moved", imported.moves.len());
        let counted = mailroom.deadlines().await.unwrap();
        drop(mailroom);
        let mailroom = timed("opened", Mailroom::open(home())).await.unwrap();
        let moves = timed("told anew from the papers", announce::beforehand(mailroom.room())).await.unwrap();
        assert!(moves.is_empty(), "reading anew tells otherwise: {:?}", moves.first());
        let read = mailroom.deadlines().await.unwrap();
        assert!(counted == read, "counting anew and reading anew differ");
        timed("told anew, all known", announce::beforehand(mailroom.room())).await.unwrap();
    });
}

async fn timed<T>(what: &str, work: impl Future<Output = T>) -> T {
    let began = Instant::now();
    let done = work.await;
    println!("{what:<36} {:>6} ms", began.elapsed().as_millis());
    done
}

/// A bundle for a defendant as the ledger keeps it: notice to answer, notice of evidence, complaint.
fn service(nth: usize) -> [Fact; 2] {
    let mail = Digest::of(&nth.to_le_bytes());
    let number = format!("（2026）沪0112民初{}号", 10_000 + nth);
    let arrived = format!("2026-11-{:02}T16:42:11+08:00", 20 + nth % 9);
    let seen = Arrived {
        mail,
        size_bytes: 90_000,
        content: None,
        mailbox: "drop".to_owned(),
        folder: "INBOX".to_owned(),
        uid: None,
        file: Some(format!("{nth}.eml")),
        internal_date: Some(arrived.clone()),
        regime: "confirmed".to_owned(),
        address: "service@example.test".to_owned(),
        record: None,
    };
    let paper = |part: &str, title: &str, kind: &str, text: String| DocumentRecord {
        part: part.to_owned(),
        title: title.to_owned(),
        kind: Some(kind.to_owned()),
        kind_from_text: true,
        case_number: Some(number.clone()),
        text,
        name: Some(format!("{title}.pdf")),
        sha256: Some(Digest::of(format!("{nth} {part}").as_bytes())),
        ..DocumentRecord::default()
    };
    let (head, facts) =
        (format!("{title}\n{number}\n", title = "应诉通知书"), "约定物业费每月每平方米二元，被告自2025年1月起未付。");
    let answer = "你公司应当在收到起诉状副本之日起十五日内向本院提交答辩状。";
    let days = 20 + nth % 30;
    let evidence = format!("举证通知书\n{number}\n你方应当在收到本通知书之日起{days}日内向本院提交证据。");
    let documents = vec![
        paper(
            "1.2",
            "应诉通知书",
            "response-notice",
            format!("{head}{answer}{}", "当事人有权申请回避、提供证据。".repeat(10)),
        ),
        paper("1.3", "举证通知书", "evidence-notice", format!("{evidence}{}", "当事人应当对证据逐一编号。".repeat(10))),
        paper("1.4", "民事起诉状", "complaint", facts.repeat(15)),
    ];
    let record = ServiceRecord {
        court: Some(("沪0112".to_owned(), "上海市闵行区人民法院".to_owned())),
        case_numbers: vec![number.clone()],
        addressee: Some("示例物业管理有限公司".to_owned()),
        role: Some("defendant".to_owned()),
        regime: "confirmed".to_owned(),
        documents,
        body: "您好，现向贵公司送达应诉通知书等文书，请查收。".to_owned(),
        ..ServiceRecord::default()
    };
    let understood = Understood {
        mail: Some(mail),
        by_version: "0".to_owned(),
        message_id: Some(format!("{nth}@court.example.test")),
        from: Some("sd@court.example.test".to_owned()),
        subject: format!("{number}诉讼文书电子送达"),
        dated: Some(arrived.clone()),
        arrived: Some(arrived),
        arrived_basis: "internaldate".to_owned(),
        verdict: "proven".to_owned(),
        service: Some(record),
        ..Understood::default()
    };
    [Fact::Arrived(seen), Fact::Understood(Box::new(understood))]
}
