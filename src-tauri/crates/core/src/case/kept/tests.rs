//! What was put together again goes on as if it had never been kept.

use serde_json::{Value, json};

use super::*;
use crate::case::DocumentId;
use crate::id::{DeadlineId, ErrandId, ReceiptId, ServiceId};
use crate::ledger::{Entry, Fact};

fn mail(nth: u8) -> Digest {
    Digest::of(&[nth])
}

fn service(nth: u8) -> ServiceId {
    ServiceId::of(&mail(nth))
}

fn arrived(nth: u8, content: &str, uid: u32) -> Value {
    json!({"fact": "arrived", "mail": mail(nth), "content": Digest::of(content.as_bytes()), "size_bytes": 7,
        "mailbox": "court", "folder": "INBOX", "uid": [7, uid], "file": null, "regime": "confirmed",
        "internal_date": format!("2026-11-2{nth}T10:00:00+08:00"), "address": "service@example.test"})
}

fn understood(nth: u8, verdict: &str, part: &str) -> Value {
    let paper = json!({"part": part, "title": "传票", "kind": "summons", "kind_from_text": true, "case_number": null,
        "suffix": null, "pages": 2, "text": "很长的文字", "name": "传票.pdf", "sha256": Digest::of(part.as_bytes()),
        "size_bytes": 9, "path": "案件/传票.pdf"});
    json!({"fact": "understood", "mail": mail(nth), "by_version": "0", "message_id": "a@court.example.test",
        "references": [], "from": "sd@court.example.test", "from_name": null, "subject": "送达", "dated": null,
        "arrived": format!("2026-11-2{nth}T10:00:00+08:00"), "arrived_basis": "internaldate", "by_hand": nth == 3,
        "verdict": verdict, "reasons": [["sender-known", "x"]], "parts": [], "doubts": [["role-unclear", "mail", ""]],
        "service": {"court": ["沪0112", "上海市闵行区人民法院"], "case_numbers": ["（2026）沪0112民初1号"], "cause": null,
            "addressee": null, "role": null, "regime": "confirmed", "documents": [paper], "hearings": [],
            "contacts": [], "pickups": [], "listed_not_attached": [], "body": "正文"}})
}

fn told_as(id: &str, last_day: &str, was: Option<&str>, why: &str, status: &str) -> Value {
    json!({"deadline": id, "service": service(1), "rule": "answer", "case_number": "（2026）沪0112民初1号",
        "understood": 2, "last_day": last_day, "status": status, "was": was, "why": why})
}

fn facts() -> Vec<Value> {
    let (receipt, errand) = (ReceiptId::of(&service(1), 1), ErrandId::of(&service(1), "zxfw", "x"));
    let (sheet, document) = (Digest::of(b"sheet"), DocumentId::of(&service(1), "1.2"));
    let told = |deadlines: Vec<Value>, rules: &[u8]| {
        json!({"fact": "deadlines-told", "by_version": "0", "calendar": Digest::of(b"c"), "rules": Digest::of(rules),
            "deadlines": deadlines})
    };
    let deadline = DeadlineId::of(&service(1), "answer", "", "1.2");
    let decided = |decision: &str, date: Option<&str>| {
        json!({"fact": "deadline-decided", "deadline": deadline, "decision": decision, "date": date,
            "person": "李明", "reason": "核对后决定"})
    };
    vec![
        arrived(1, "one", 1),
        json!({"fact": "not-taken", "mailbox": "court", "folder": "INBOX", "uid": [7, 9], "file": null,
            "size_bytes": 1, "code": "mail-too-big"}),
        understood(1, "proven", "1.2"),
        json!({"fact": "filed", "document": document, "path": "案件/传票.pdf"}),
        told(vec![told_as(deadline.as_str(), "2026-12-01", None, "new", "final")], b"r"),
        decided("confirmed", None),
        told(vec![told_as("own id", "2026-12-03", None, "new", "provisional")], b"s"),
        arrived(2, "one", 2),
        arrived(3, "three", 3),
        understood(3, "doubtful", "1.3"),
        arrived(4, "three", 4),
        understood(4, "likely", "1.2"),
        json!({"fact": "receipt-queued", "receipt": receipt, "service": service(1), "message_id": "m@example.test",
            "letter": "l@example.test", "mailbox": "court", "to": "sd@court.example.test", "subject": "回执",
            "raw": Digest::of(b"raw"), "not_before": "2026-11-20T10:00:10+08:00", "leaves_after_restart": true}),
        json!({"fact": "receipt-sending", "receipt": receipt}),
        json!({"fact": "receipt-sent", "receipt": receipt, "answer": "250 ok"}),
        json!({"fact": "receipt-copied", "receipt": receipt, "folder": "Sent", "uid": [3, 4], "by_provider": true,
            "message_id": "other@example.test"}),
        json!({"fact": "receipt-sheet", "receipt": receipt, "sheet": sheet, "path": "案件/回执.pdf"}),
        json!({"fact": "receipt-reported", "receipt": receipt, "mail": mail(9), "report": "bounced", "status": "5.1.1",
            "says": "no such user"}),
        json!({"fact": "corrected", "service": service(1), "about": "role", "of": null, "was": null,
            "value": "defendant"}),
        json!({"fact": "settled", "doubt": "q1", "answer": "是"}),
        json!({"fact": "filing", "what": "gone", "document": document}),
        json!({"fact": "handling", "what": "assigned", "service": service(1), "to": "王敏"}),
        json!({"fact": "matter", "what": "services-joined", "services": [service(1), service(4)], "why": "same"}),
        json!({"fact": "matter", "what": "closed", "case_number": "（2026）沪0112民初1号", "why": "已结"}),
        json!({"fact": "errand", "step": "asked", "errand": errand, "service": service(1), "password": "1234"}),
        json!({"fact": "errand", "step": "brought", "mail": mail(1), "channel": "dropped",
            "documents": [{"name": "a.pdf", "sha256": Digest::of(b"a"), "size_bytes": 1}]}),
        json!({"fact": "errand", "step": "brought", "mail": mail(1), "channel": "paper", "received_on": "2026-11-19",
            "documents": []}),
        json!({"fact": "errand", "step": "paper-taken-back", "mail": mail(1), "received_on": "2026-11-19",
            "why": "看错"}),
        understood(1, "proven", "1.4"),
        json!({"fact": "unlocked", "mail": mail(3), "part": "1.5", "password": "geheim"}),
        json!({"fact": "start-chosen", "service": service(1), "date": "2026-11-25", "reason": "签收日"}),
        decided("counted-from", Some("2026-11-26")),
        told(vec![told_as(deadline.as_str(), "2026-12-09", Some("2026-12-01"), "person", "final")], b"r"),
        told(vec![told_as("own id", "2026-12-03", Some("2026-12-03"), "rules", "gone")], b"r"),
        json!({"fact": "deadline-added", "deadline": "t2", "name": "内部上报", "last_day": "2026-12-05", "reason": "内部"}),
        json!({"fact": "reminded", "about": ["digest:2026-11-28"], "by": "desktop", "to": "本机"}),
        json!({"fact": "gap", "mailbox": "court", "from": "a", "until": "b", "code": "slept"}),
        json!({"fact": "agreement", "id": "a1", "kind": "confirmation", "courts": ["沪0112"], "company": "示例物业管理有限公司",
            "address": "service@example.test", "from": "2026-01-01"}),
        json!({"fact": "receipt-by-hand", "service": service(3), "how": "post", "note": "EMS"}),
        json!({"fact": "by-hand", "step": "laying", "service": service(3), "token": "t1"}),
        json!({"fact": "by-hand", "step": "taken-back", "service": service(3), "why": "按错了"}),
        json!({"fact": "of-tomorrow"}),
        arrived(1, "one", 77),
    ]
}

fn take(told: &mut Told, facts: &[Value], first: i64) {
    for (seq, fact) in (first..).zip(facts) {
        let at = format!("2026-11-28T10:00:{:02}+08:00", seq % 60);
        told.take(&Entry::chained(seq, at, "王敏".into(), fact.to_string(), Digest::zero()));
        told.lighten();
    }
}

fn kept(told: &Told) -> Vec<Vec<u8>> {
    (0..told.pieces()).map(|nth| told.piece(nth).unwrap()).collect()
}

fn back(pieces: &[Vec<u8>]) -> Option<Told> {
    let pieces: Option<Vec<Piece>> = pieces.iter().map(|bytes| Piece::read(bytes)).collect();
    Told::of_pieces(pieces?.into_iter())
}

#[test]
fn every_fact_of_the_test_is_one() {
    let unknown: Vec<Value> = facts().into_iter().filter(|fact| Fact::read(&fact.to_string()).is_err()).collect();
    assert_eq!(unknown.len(), 1, "{unknown:?}");
}

#[test]
fn what_was_kept_goes_on_like_what_was_told_from_the_beginning() {
    let facts = facts();
    let mut whole = Told::default();
    take(&mut whole, &facts, 1);
    for end in 0..=facts.len() {
        let mut told = Told::default();
        take(&mut told, &facts[..end], 1);
        let mut again = back(&kept(&told)).unwrap();
        // Not what only tells which mails an entry touched, and which words lie in memory for nobody any more.
        assert_eq!(kept(&again), kept(&told), "{end}");
        assert_eq!((&again.index, &again.contents, &again.services), (&told.index, &told.contents, &told.services));
        assert_eq!((&again.receipts, &again.mails, &again.strayed), (&told.receipts, &told.mails, &told.strayed));
        for (id, life) in told.lives.told_before() {
            assert_eq!(again.lives.of(id), Some(life));
        }
        take(&mut again, &facts[end..], end as i64 + 1);
        assert_eq!(kept(&again), kept(&whole), "{end}");
        assert_eq!(again.mails, whole.mails, "{end}");
        // What was touched since is known exactly, what before is not.
        for after in 1..=facts.len() as i64 {
            let expected = whole.touched_since(after).filter(|_| after >= end as i64);
            let found = again.touched_since(after);
            assert!(found == expected || after < end as i64 && found.is_none(), "{end} {after}");
        }
    }
}

#[test]
fn pieces_that_are_not_all_there_are_none() {
    let mut told = Told::default();
    take(&mut told, &facts(), 1);
    let whole = kept(&told);
    assert_eq!(whole.len(), 3);
    assert!(back(&whole).is_some() && told.piece(3).is_none() && back(&[]).is_none());
    for nth in 0..whole.len() {
        let mut some = whole.clone();
        some.remove(nth);
        assert!(back(&some).is_none(), "{nth}");
        let mut twice = whole.clone();
        twice.insert(nth, whole[nth].clone());
        assert!(back(&twice).is_none(), "{nth}");
        let mut cut = whole.clone();
        cut[nth].pop();
        assert!(back(&cut).is_none(), "{nth}");
    }
}
