//! What people may correct, what a correction changes, and what it suggests.

use super::*;
use crate::case::{Told, tell};
use crate::id::Digest;
use crate::ledger::{Arrived, Entry, Fact};

fn reference() -> Reference {
    Reference::builtin().expect("built-in data loads")
}

fn record(number: &str, title: &str, kind: &str) -> ServiceRecord {
    let document = DocumentRecord {
        part: "1.2".to_owned(),
        title: title.to_owned(),
        kind: Some(kind.to_owned()),
        ..DocumentRecord::default()
    };
    ServiceRecord {
        case_numbers: vec![number.to_owned()],
        role: Some("plaintiff".to_owned()),
        documents: vec![document],
        ..ServiceRecord::default()
    }
}

fn entries(facts: &[Fact]) -> Vec<Entry> {
    let entry = |(seq, fact): (i64, &Fact)| {
        let fact = serde_json::to_string(fact).expect("a fact is written");
        Entry::chained(seq, "2026-11-20T10:00:00+08:00".to_owned(), "王敏".to_owned(), fact, Digest::of(b""))
    };
    (1..).zip(facts).map(entry).collect()
}

fn mail(nth: u8, from: &str, service: ServiceRecord) -> [Fact; 2] {
    let mail = Digest::of(&[nth]);
    let arrived: Arrived = serde_json::from_value(serde_json::json!({
        "mail": mail, "size_bytes": 1, "mailbox": "court", "folder": "INBOX", "uid": null, "file": null,
        "internal_date": null, "regime": "confirmed", "address": "service@office.example",
    }))
    .expect("an entry of an earlier version");
    let understood =
        Understood { mail: Some(mail), from: Some(from.to_owned()), service: Some(service), ..Understood::default() };
    [Fact::Arrived(arrived), Fact::Understood(Box::new(understood))]
}

fn told(facts: Vec<Fact>) -> Told {
    tell(&entries(&facts))
}

#[test]
fn a_service_belongs_to_the_cases_its_documents_name_after_a_correction() {
    let [a, b, c] = ["（2026）沪0112民初1号", "（2026）沪0112民初2号", "（2026）沪0112民初3号"];
    let mut record = record(a, "传票", "summons");
    let papers = |numbers: &[Option<&str>]| -> Vec<DocumentRecord> {
        let paper = |(nth, number): (usize, &Option<&str>)| DocumentRecord {
            part: nth.to_string(),
            case_number: number.map(str::to_owned),
            ..DocumentRecord::default()
        };
        numbers.iter().enumerate().map(paper).collect()
    };
    let mut corrected = |numbers: &[Option<&str>], all: &[(&str, &str)]| {
        record.case_numbers = vec![a.to_owned()];
        record.documents = papers(numbers);
        for (part, number) in all {
            let id = ServiceId::of(&Digest::of(b""));
            let said = correction(id, &record, "document-case", Some(part), number, &reference()).expect("fits");
            lay_one(&mut record, &said);
        }
        record.case_numbers.clone()
    };
    assert_eq!(corrected(&[Some(a)], &[("0", b)]), [b]);
    assert_eq!(corrected(&[Some(a)], &[("0", b), ("0", c)]), [c]);
    assert_eq!(corrected(&[Some(a)], &[("0", b), ("0", a)]), [a]);
    assert_eq!(corrected(&[Some(a), Some(a)], &[("0", b)]), [a, b]);
    assert_eq!(corrected(&[Some(a), Some(a)], &[("0", b), ("1", b)]), [b]);
    assert_eq!(corrected(&[Some(a), None], &[("0", b)]), [a, b], "the other one may belong to it");
    assert_eq!(corrected(&[None], &[("0", b)]), [a, b]);
}

#[test]
fn a_correction_holds_for_its_service_and_suggests_for_others() {
    let (a, b) = ("（2026）沪0112民初1号", "（2026）沪0112民初2号");
    let first = record(a, "审理通知", "notice");
    let id = ServiceId::of(&Digest::of(&[1]));
    let kind =
        correction(id.clone(), &first, "document-kind", Some("1.2"), "hearing-notice", &reference()).expect("fits");
    assert_eq!(kind.was.as_deref(), Some("notice"));
    let role = correction(id, &first, "role", None, "third-party", &reference()).expect("fits");
    let mut facts: Vec<Fact> = mail(1, "sd@court.example.test", first).into();
    facts.extend(mail(2, "sd@court.example.test", record(b, "审理通知", "notice")));
    facts.extend(mail(3, "other@court.example.test", record(b, "审理通知", "notice")));
    facts.extend(mail(4, "sd@court.example.test", record(a, "传票", "summons")));
    facts.push(Fact::Corrected(kind));
    facts.push(Fact::Corrected(role));
    let told = told(facts);
    let (_, service) = told.mails[0].service().expect("a service");
    assert_eq!(service.documents[0].kind.as_deref(), Some("hearing-notice"));
    assert_eq!(service.role.as_deref(), Some("third-party"));
    assert!(service.facts.iter().any(|fact| fact.fact == "role" && fact.sure == CORRECTED));
    let suggested = |nth: usize| -> Vec<(String, String)> {
        suggestions(&told.mails[nth], &told.mails).into_iter().map(|it| (it.fact, it.value)).collect()
    };
    assert_eq!(suggested(1), [("document-kind".to_owned(), "hearing-notice".to_owned())]);
    assert!(suggested(2).is_empty(), "another sender");
    assert_eq!(suggested(3), [("role".to_owned(), "third-party".to_owned())], "the same case");
    assert_eq!(told.mails[1].service().expect("a service").1.documents[0].kind.as_deref(), Some("notice"));
}

#[test]
fn what_is_refused() {
    let service = record("（2026）沪0112民初1号", "传票", "summons");
    let id = ServiceId::of(&Digest::of(&[1]));
    let tried = |fact: &str, of: Option<&str>, value: &str| {
        correction(id.clone(), &service, fact, of, value, &reference()).err()
    };
    assert!(matches!(tried("verdict", None, "proven"), Some(Refused::Fact(_))));
    assert!(matches!(tried("document-kind", Some("9"), "summons"), Some(Refused::Document(_))));
    assert!(matches!(tried("document-kind", Some("1.2"), "no-such"), Some(Refused::Value { .. })));
    assert!(matches!(tried("role", None, "king"), Some(Refused::Value { .. })));
    assert!(matches!(tried("court", None, "沪9999"), Some(Refused::Value { .. })));
    assert!(matches!(tried("hearing", None, "tomorrow"), Some(Refused::Value { .. })));
    assert!(matches!(tried("cause", None, " "), Some(Refused::Value { .. })));
    assert_eq!(tried("hearing", None, "2026-12-10T09:30:00+08:00"), None);
}

#[test]
fn a_number_that_was_not_read_is_given_and_one_misread_is_changed_everywhere() {
    let [a, b] = ["（2026）沪0112民初1号", "（2026）沪0112民初2号"];
    let id = || ServiceId::of(&Digest::of(b""));
    let mut none = record(a, "传票", "summons");
    none.case_numbers.clear();
    none.facts.push(FactRecord { fact: "case-number".to_owned(), sure: "missing".to_owned(), ..FactRecord::default() });
    let given = correction(id(), &none, "case-number", None, "(2026)沪0112民初1号", &reference()).expect("fits");
    lay_one(&mut none, &given);
    assert_eq!(none.case_numbers, [a]);
    assert_eq!(
        (none.facts.len(), none.facts[0].value.as_deref(), none.facts[0].sure.as_str()),
        (1, Some(a), CORRECTED)
    );
    let mut misread = record(a, "传票", "summons");
    misread.documents[0].case_number = Some(a.to_owned());
    let changed = correction(id(), &misread, "case-number", Some(a), b, &reference()).expect("fits");
    lay_one(&mut misread, &changed);
    assert_eq!(misread.case_numbers, [b]);
    assert_eq!(misread.documents[0].case_number.as_deref(), Some(b));
    let tried =
        |of: Option<&str>, value: &str| correction(id(), &misread, "case-number", of, value, &reference()).err();
    assert_eq!(tried(Some(a), b), Some(Refused::Case(a.to_owned())));
    assert!(matches!(tried(None, "12345"), Some(Refused::Value { .. })));
}

#[test]
fn a_court_may_be_given_by_its_name() {
    let service = record("（2026）沪0112民初1号", "传票", "summons");
    let id = ServiceId::of(&Digest::of(b""));
    let said = correction(id, &service, "court", None, "上海市闵行区人民法院", &reference()).expect("fits");
    assert_eq!((said.value.as_str(), said.words.as_deref()), ("沪0112", Some("上海市闵行区人民法院")));
}
