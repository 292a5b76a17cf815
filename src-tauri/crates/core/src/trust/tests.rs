//! Hostile and honest mails, each with the verdict it deserves.

mod honest;
mod hostile;
mod servers;

use chrono::DateTime;

use super::*;
use crate::id::Digest;
use crate::identify::{CourtName, FoundDocument};
use crate::mail::{Became, Header, Part};
use crate::office::CourtProfile;

const FROM: &str = "sd@court.example.test";
const NUMBER: &str = "（2026）沪0112民初12345号";
const OWN_SERVER: &str = "mx.office.example";

/// A mail with all that is known around it; starts as a proven one.
struct Letter {
    mail: Mail,
    found: Found,
    signals: Signals,
    office: Office,
}

fn letter() -> Letter {
    let moment = |text| DateTime::parse_from_rfc3339(text).ok();
    let mut mail = crate::mail::read(b"").0;
    mail.from = Some(FROM.to_owned());
    mail.from_name = Some("上海市闵行区人民法院".to_owned());
    mail.subject = format!("【上海市闵行区人民法院】{NUMBER}案件诉讼文书电子送达");
    mail.text = "示例物业管理有限公司：\n现以电子邮件方式送达下列诉讼文书，请查收。\n上海市闵行区人民法院".to_owned();
    mail.dated = moment("2026-11-20T16:40:02+08:00");
    mail.received = moment("2026-11-20T16:42:11+08:00");
    mail.headers = vec![
        header(
            "Received",
            "from mail.court.example.test (mail.court.example.test [192.0.2.7]) by mx.office.example; Fri, 20 Nov 2026 16:42:11 +0800",
        ),
        header("From", "=?utf-8?B?5rOV6Zmi?= <sd@court.example.test>"),
        header("Subject", "x"),
    ];
    let found = Found {
        court: Some(CourtName { code: "沪0112".to_owned(), name: "上海市闵行区人民法院".to_owned() }),
        case_numbers: vec![NUMBER.to_owned()],
        claims_service: true,
        ..Found::default()
    };
    let profile =
        CourtProfile { code: "沪0112".to_owned(), senders: vec![FROM.to_owned()], ..CourtProfile::default() };
    let signals = Signals {
        arrived: mail.received,
        dkim: vec![dkim(DkimOutcome::Pass, "court.example.test")],
        ..Signals::default()
    };
    let office =
        Office { name: "示例物业管理有限公司".to_owned(), courts: vec![profile], ..Office::default() };
    Letter { mail, found, signals, office }
}

fn header(name: &str, value: &str) -> Header {
    Header { name: name.to_owned(), value: value.to_owned() }
}

fn dkim(outcome: DkimOutcome, domain: &str) -> DkimSeen {
    DkimSeen { domain: domain.to_owned(), selector: "s1".to_owned(), outcome, detail: String::new(), key: None }
}

fn smime(outcome: SmimeOutcome) -> SmimeSeen {
    SmimeSeen { outcome, detail: "CN=电子送达".to_owned() }
}

fn part(path: &str, media_type: &str, name: &str, became: Became, bytes: &[u8]) -> Part {
    Part {
        path: path.to_owned(),
        media_type: media_type.to_owned(),
        name: Some(name.to_owned()).filter(|name| !name.is_empty()),
        name_as_sent: None,
        size_bytes: bytes.len() as u64,
        sha256: Digest::of(bytes),
        became,
        why: None,
        bytes: bytes.to_vec(),
    }
}

fn paper(title: &str, text: &str) -> FoundDocument {
    FoundDocument {
        part: "1.2".to_owned(),
        title: title.to_owned(),
        name: None,
        kind: None,
        kind_from_text: false,
        case_number: None,
        suffix: None,
        pages: None,
        text: text.to_owned(),
    }
}

impl Letter {
    /// Sends it from another address; the From line follows.
    fn from(&mut self, address: &str) {
        self.mail.from = Some(address.to_owned());
        for line in self.mail.headers.iter_mut().filter(|line| line.name == "From") {
            line.value = format!("<{address}>");
        }
    }

    fn add(&mut self, name: &str, value: &str) {
        self.mail.headers.push(header(name, value));
    }

    fn on_top(&mut self, name: &str, value: &str) {
        self.mail.headers.insert(0, header(name, value));
    }

    fn html(&mut self, html: &str) {
        self.mail.parts.push(part("1.1", "text/html", "", Became::Body, html.as_bytes()));
    }

    /// No signature of its own; the mailbox's own server is known.
    fn unsigned(&mut self) {
        self.signals.dkim.clear();
        self.signals.authserv_id = Some(OWN_SERVER.to_owned());
    }

    fn judged(&self) -> Trust {
        judge(&self.mail, &self.found, &self.signals, &self.office, &Reference::builtin().unwrap())
    }
}

/// Judges the proven mail after a change.
fn after(change: impl FnOnce(&mut Letter)) -> Trust {
    let mut letter = letter();
    change(&mut letter);
    letter.judged()
}

#[track_caller]
fn expect(change: impl FnOnce(&mut Letter), verdict: Verdict, code: &str) {
    let trust = after(change);
    assert_eq!(trust.verdict, verdict, "{:?}", trust.reasons);
    assert!(trust.reasons.iter().any(|reason| reason.code == code), "no {code} in {:?}", trust.reasons);
}

#[test]
fn every_code_is_kebab_case_and_stands_once() {
    for (at, (code, _, meaning)) in CODES.iter().enumerate() {
        assert!(code.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !meaning.is_empty(), "{code}");
        assert!(CODES.iter().skip(at + 1).all(|(other, ..)| other != code), "{code} twice");
    }
}

#[test]
fn every_reason_given_is_listed() {
    let sources = [
        include_str!("authentication.rs"),
        include_str!("content.rs"),
        include_str!("court.rs"),
        include_str!("links.rs"),
        include_str!("money.rs"),
        include_str!("sender.rs"),
        include_str!("../trust.rs"),
    ];
    let mut given: Vec<&str> = Vec::new();
    for source in sources {
        given.extend(source.split("reasons.add(\"").skip(1).filter_map(|rest| rest.split('"').next()));
    }
    assert!(given.len() > 30);
    for code in given {
        assert!(CODES.iter().any(|(known, ..)| *known == code), "{code} is not listed");
    }
}
