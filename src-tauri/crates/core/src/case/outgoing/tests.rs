//! What becomes of a receipt, told by its entries.

use super::*;
use crate::case::{Told, tell};
use crate::id::{Digest, ServiceId};
use crate::ledger::{Arrived, ServiceRecord, Understood};

const SERVED: &[u8] = b"served";

fn arrived() -> Fact {
    Fact::Arrived(Arrived {
        mail: Digest::of(SERVED),
        size_bytes: 6,
        mailbox: "court".into(),
        folder: "INBOX".into(),
        uid: Some((1, 1)),
        file: None,
        internal_date: None,
        regime: "confirmed".into(),
        address: "service@example.test".into(),
        content: None,
        record: None,
    })
}

fn understood() -> Fact {
    let service = Some(ServiceRecord::default());
    Fact::Understood(Box::new(Understood { mail: Some(Digest::of(SERVED)), service, ..Understood::default() }))
}

fn id() -> ReceiptId {
    ReceiptId::from_text("r1")
}

/// A receipt as an earlier version wrote it, and as it is written today.
fn queued(more: &str) -> Fact {
    let service = ServiceId::of(&Digest::of(SERVED));
    let raw = Digest::of(b"raw");
    serde_json::from_str(&format!(
        r#"{{"fact": "receipt-queued", "receipt": "r1", "service": "{service}", "message_id": "m1@example.test", "mailbox": "court",
            "to": "sd@court.example.test", "subject": "s", "raw": "{raw}", "not_before": "2026-11-20T10:00:10+08:00", "leaves_after_restart": true{more}}}"#
    ))
    .unwrap()
}

fn told(facts: Vec<Fact>) -> Told {
    let mut prev = Digest::zero();
    let entries: Vec<Entry> = (1..)
        .zip([arrived(), understood()].into_iter().chain(facts))
        .map(|(seq, fact)| {
            let by = if matches!(fact, Fact::ReceiptApproved { .. }) { "李华" } else { "王敏" };
            let text = serde_json::to_string(&fact).unwrap();
            let entry = Entry::chained(seq, format!("2026-11-20T10:00:{seq:02}+08:00"), by.into(), text, prev);
            prev = entry.digest;
            entry
        })
        .collect();
    tell(&entries)
}

fn state(facts: Vec<Fact>) -> (ReceiptState, Option<String>) {
    let told = told(facts);
    let (_, receipt) = told.by_receipt("r1").unwrap();
    (receipt.state, receipt.problem.clone())
}

fn elsewhere() -> Fact {
    let text = |text: &str| text.to_owned();
    Fact::ReceiptElsewhere {
        receipt: id(),
        message_id: text("x"),
        by: text("李华"),
        at: String::new(),
        folder: text("Sent"),
    }
}

fn report(word: &str) -> Fact {
    Fact::ReceiptReported(ReceiptReport {
        receipt: id(),
        mail: Digest::of(word.as_bytes()),
        report: word.to_owned(),
        status: String::new(),
        says: String::new(),
    })
}

fn sent() -> Fact {
    Fact::ReceiptSent { receipt: id(), answer: "250 ok".into() }
}

#[test]
fn an_entry_of_an_earlier_version_is_a_plain_receipt() {
    let told = told(vec![queued("")]);
    let (mail, receipt) = told.by_message_id("m1@example.test").unwrap();
    assert_eq!((receipt.state, receipt.queued.kind.as_str()), (ReceiptState::Queued, ""));
    assert_eq!(mail.receipt(), Some(receipt));
}

#[test]
fn another_desks_answer_ends_it_before_and_is_told_after() {
    let (state_before, problem) = state(vec![queued(""), elsewhere()]);
    assert_eq!((state_before, problem.as_deref()), (ReceiptState::Elsewhere, Some("receipt.answered-elsewhere")));
    assert_eq!(state_before.code(), "withdrawn", "it never left");
    let (state_after, problem) = state(vec![queued(""), sent(), elsewhere()]);
    assert_eq!((state_after, problem.as_deref()), (ReceiptState::Sent, Some("receipt.answered-twice")));
}

#[test]
fn a_draft_waits_for_another_person() {
    let draft = || queued(r#", "needs_second": true"#);
    assert_eq!(state(vec![draft()]).0, ReceiptState::Draft);
    let told = told(vec![draft(), Fact::ReceiptApproved { receipt: id() }]);
    let (_, receipt) = told.by_receipt("r1").unwrap();
    assert_eq!((receipt.state, receipt.approved_by.as_deref()), (ReceiptState::Queued, Some("李华")));
}

#[test]
fn reports_move_it_on() {
    assert_eq!(state(vec![queued(""), sent(), report("delayed")]).0, ReceiptState::Sent);
    assert_eq!(state(vec![queued(""), sent(), report("delivered"), report("confirmed")]).0, ReceiptState::Confirmed);
    assert_eq!(state(vec![queued(""), sent(), report("bounced")]).0, ReceiptState::Bounced);
    let unsure = Fact::ReceiptUnsure { receipt: id(), says: String::new() };
    assert_eq!(state(vec![queued(""), unsure, report("delivered")]).0, ReceiptState::Sent, "it had left");
}

#[test]
fn refusals_before_the_text_are_counted_so_that_waits_grow() {
    let refused = || Fact::ReceiptFailed { receipt: id(), code: "c".into(), says: String::new(), retries: true };
    let sending = || Fact::ReceiptSending { receipt: id() };
    let told = told(vec![queued(""), refused(), sending(), refused(), refused()]);
    assert_eq!(told.by_receipt("r1").unwrap().1.attempts, 3);
}
