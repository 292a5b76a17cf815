//! A home as an office has it after years, with thousands of services, written without reading a single mail.
//!
//! Cases with several services, papers that lie in their folders, receipts that left, deadlines that were met.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use chrono::{Days, NaiveDate};
use songda_core::id::{DeadlineId, Digest, DocumentId, ReceiptId, ServiceId};
use songda_core::ledger::{
    Arrived, DeadlineDecided, DocumentRecord, Fact, FactRecord, ReceiptQueued, ServiceRecord, Understood,
};
use songda_mailroom::home::Home;
use songda_mailroom::{Mailroom, announce, search};

use crate::DROP;

/// Facts in one transaction.
const AT_ONCE: usize = 4_000;
/// Days before the last arrival over which the services are spread.
const DAYS: u64 = 900;
/// Services that arrived within so many days are still being worked on.
const OPEN_DAYS: u64 = 40;
/// Courts that serve: code and name.
const COURTS: [(&str, &str); 6] = [
    ("沪0112", "上海市闵行区人民法院"),
    ("沪0115", "上海市浦东新区人民法院"),
    ("沪0104", "上海市徐汇区人民法院"),
    ("沪0117", "上海市松江区人民法院"),
    ("沪01", "上海市第一中级人民法院"),
    ("沪0106", "上海市静安区人民法院"),
];
const CAUSES: [&str; 4] = ["物业服务合同纠纷", "买卖合同纠纷", "劳动争议", "建设工程施工合同纠纷"];

/// A bundle for a defendant as the ledger keeps it: notice to answer, notice of evidence, complaint.
pub struct Service {
    /// How many days before `today` it arrived.
    pub age: u64,
    /// When it arrived, RFC 3339.
    pub arrived: String,
    /// The mail.
    pub mail: Digest,
    /// The service it tells of.
    pub id: ServiceId,
    number: String,
    court: (&'static str, &'static str),
    nth: usize,
}

impl Service {
    /// The `nth` of `count` services; the last one arrived the day before `today`.
    ///
    /// # Panics
    /// When the day is none.
    pub fn new(nth: usize, count: usize, today: NaiveDate) -> Self {
        let age = 1 + (DAYS * (count - nth - 1) as u64).checked_div(count as u64).unwrap_or_default();
        let day = today.checked_sub_days(Days::new(age)).unwrap();
        let arrived = format!("{day}T{:02}:{:02}:11+08:00", 9 + nth % 9, nth % 60);
        let mail = Digest::of(&nth.to_le_bytes());
        // Three services in a row are of two cases.
        let court = COURTS[(nth / 3) % COURTS.len()];
        let case = 10_000 + nth / 3 * 2 + usize::from(nth % 3 == 2);
        let number = format!("（{}）{}民初{case}号", &arrived[..4], court.0);
        Self { age, arrived, mail, id: ServiceId::of(&mail), number, court, nth }
    }

    /// Whether it is still being worked on.
    pub fn is_open(&self) -> bool {
        self.age <= OPEN_DAYS
    }

    fn document(&self, part: &str, title: &str, kind: &str, text: String) -> DocumentRecord {
        let size_bytes = self.bytes(part).len() as u64;
        DocumentRecord {
            part: part.to_owned(),
            title: title.to_owned(),
            kind: Some(kind.to_owned()),
            kind_from_text: true,
            case_number: Some(self.number.clone()),
            pages: Some(2),
            text,
            name: Some(format!("{title}.pdf")),
            sha256: Some(Digest::of(self.bytes(part).as_bytes())),
            size_bytes,
            path: format!("{}/{}/{} {title}.pdf", self.court.1, self.number, self.nth),
            ..DocumentRecord::default()
        }
    }

    fn bytes(&self, part: &str) -> String {
        format!("{} {part}", self.nth)
    }

    fn documents(&self) -> Vec<DocumentRecord> {
        let number = &self.number;
        let answer = format!(
            "应诉通知书\n{number}\n你公司应当在收到起诉状副本之日起十五日内向本院提交答辩状。{}",
            "当事人有权申请回避、提供证据。".repeat(4)
        );
        let days = 20 + self.nth % 30;
        let evidence = format!(
            "举证通知书\n{number}\n你方应当在收到本通知书之日起{days}日内向本院提交证据。{}",
            "当事人应当对证据逐一编号。".repeat(4)
        );
        vec![
            self.document("1.2", "应诉通知书", "response-notice", answer),
            self.document("1.3", "举证通知书", "evidence-notice", evidence),
            self.document("1.4", "民事起诉状", "complaint", "约定物业费每月每平方米二元，被告未付。".repeat(10)),
        ]
    }

    fn understood(&self) -> Understood {
        let facts = ["court", "case-number", "role", "addressee"].map(|fact| FactRecord {
            fact: fact.to_owned(),
            value: Some(self.number.clone()),
            sure: "stated".to_owned(),
            part: Some("mail".to_owned()),
            sentence: Some(format!("{}就该案向贵公司送达下列文书", self.court.1)),
            ..FactRecord::default()
        });
        let record = ServiceRecord {
            court: Some((self.court.0.to_owned(), self.court.1.to_owned())),
            case_numbers: vec![self.number.clone()],
            cause: Some(CAUSES[self.nth % CAUSES.len()].to_owned()),
            addressee: Some("示例物业管理有限公司".to_owned()),
            role: Some("defendant".to_owned()),
            regime: "confirmed".to_owned(),
            documents: self.documents(),
            contacts: vec![("李书记员".to_owned(), Some("书记员".to_owned()), Some("021-00000000".to_owned()))],
            body: "您好，现向贵公司送达应诉通知书等文书，请查收。".to_owned(),
            facts: facts.into(),
            ..ServiceRecord::default()
        };
        Understood {
            mail: Some(self.mail),
            by_version: env!("CARGO_PKG_VERSION").to_owned(),
            message_id: Some(format!("{}@court.example.test", self.nth)),
            from: Some("sd@court.example.test".to_owned()),
            from_name: Some(self.court.1.to_owned()),
            subject: format!("{}诉讼文书电子送达", self.number),
            dated: Some(self.arrived.clone()),
            arrived: Some(self.arrived.clone()),
            arrived_basis: "internaldate".to_owned(),
            verdict: if self.nth % 97 == 5 { "doubtful" } else { "proven" }.to_owned(),
            reasons: vec![("sender-known".to_owned(), "sd@court.example.test".to_owned())],
            service: Some(record),
            ..Understood::default()
        }
    }

    /// What the ledger holds of it before its deadlines were told.
    pub fn facts(&self) -> Vec<Fact> {
        let seen = Arrived {
            mail: self.mail,
            size_bytes: 90_000,
            content: None,
            mailbox: "drop".to_owned(),
            folder: "INBOX".to_owned(),
            uid: None,
            file: Some(format!("{}.eml", self.nth)),
            internal_date: Some(self.arrived.clone()),
            regime: "confirmed".to_owned(),
            address: "service@example.test".to_owned(),
            record: None,
        };
        let filed = self
            .documents()
            .into_iter()
            .map(|paper| Fact::Filed { document: DocumentId::of(&self.id, &paper.part), path: paper.path });
        let mut facts = vec![Fact::Arrived(seen), Fact::Understood(Box::new(self.understood()))];
        facts.extend(filed);
        facts
    }

    /// Its receipt, which left.
    fn receipt(&self) -> Vec<Fact> {
        let receipt = ReceiptId::of(&self.id, 1);
        let queued = ReceiptQueued {
            receipt: receipt.clone(),
            service: self.id.clone(),
            message_id: format!("{}@example.test", self.nth),
            mailbox: "drop".to_owned(),
            to: "sd@court.example.test".to_owned(),
            subject: format!("签收回执：{}", self.number),
            raw: Digest::of(format!("receipt {}", self.nth).as_bytes()),
            not_before: self.arrived.clone(),
            leaves_after_restart: false,
            kind: "received".to_owned(),
            reason: None,
            note: None,
            corrects: None,
            answers: Some(format!("{}@court.example.test", self.nth)),
            way: "mail".to_owned(),
            needs_second: false,
            regime: "confirmed".to_owned(),
            letter: None,
            verified: None,
        };
        let sheet = Digest::of(format!("sheet {}", self.nth).as_bytes());
        let path = format!("{}/{}/{} 回执.pdf", self.court.1, self.number, self.nth);
        vec![
            Fact::ReceiptQueued(queued),
            Fact::ReceiptSending { receipt: receipt.clone() },
            Fact::ReceiptSent { receipt: receipt.clone(), answer: "250 ok".to_owned() },
            Fact::ReceiptSheet { receipt, sheet, path },
        ]
    }

    /// Puts its papers into their folder.
    fn put_papers(&self, root: &Path) {
        for paper in self.documents() {
            let path = root.join(&paper.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, self.bytes(&paper.part)).unwrap();
        }
    }
}

/// Fills a new home with so many services, as a working day leaves it: everything told, older matters done.
///
/// # Panics
/// When disk or ledger refuse.
pub async fn fill(home: &Path, count: usize) {
    fs::create_dir_all(home.join("drop")).unwrap();
    fs::write(home.join("songda.toml"), DROP).unwrap();
    let mailroom = Mailroom::open(Home::at(home)).await.unwrap();
    let room = mailroom.room();
    let today = songda_mailroom::clock::today();
    let mut facts: Vec<(String, Fact)> = Vec::new();
    for nth in 0..count {
        let service = Service::new(nth, count, today);
        service.put_papers(&room.settings.case_root);
        facts.extend(service.facts().into_iter().map(|fact| (service.arrived.clone(), fact)));
        if !service.is_open() {
            facts.extend(service.receipt().into_iter().map(|fact| (service.arrived.clone(), fact)));
        }
        if facts.len() >= AT_ONCE || nth + 1 == count {
            let at = facts.last().unwrap().0.clone();
            let some: Vec<Fact> = facts.drain(..).map(|(_, fact)| fact).collect();
            room.store.append(&at, "songda", &some, None).await.unwrap();
        }
    }
    announce::announce(room).await.unwrap();
    let open: HashSet<String> = (0..count)
        .map(|nth| Service::new(nth, count, today))
        .filter(Service::is_open)
        .map(|service| service.id.to_string())
        .collect();
    let deadlines = mailroom.deadlines().await.unwrap();
    let done = deadlines.iter().filter(|row| !open.contains(&row.service)).map(|row| {
        Fact::DeadlineDecided(DeadlineDecided {
            deadline: Some(DeadlineId::from_text(&row.id)),
            decision: "done".to_owned(),
            reason: "已办结".to_owned(),
            ..DeadlineDecided::default()
        })
    });
    let done: Vec<Fact> = done.collect();
    for some in done.chunks(AT_ONCE) {
        room.store.append(&room.stamp(), "王敏", some, None).await.unwrap();
    }
    search::bring_up(room).await.unwrap();
}
