//! Whether a letter that was drawn up a while ago may still leave as it is: offline, held or refused for now it may have
//! waited for days, and what it rests on may be another today.

use serde_json::Value;
use songda_core::case::{ReceiptState, Told, ToldMail, ToldReceipt};
use songda_core::ledger::Fact;
use songda_core::mail;
use songda_core::trust::Verdict;

use super::{Way, automatic, is_for_others, letter, others, register, ties, way};
use crate::Room;
use crate::connect::sent::Answered;

/// Code of a letter that did not leave because what it rests on changed.
const OUTDATED: &str = "receipt.outdated";

/// What is recorded instead of sending it; none where it may leave. One that may be with the court already is a person's:
/// the same bytes again change nothing there.
pub(super) fn stop(room: &Room, told: &Told, receipt: &ToldReceipt, raw: &[u8]) -> Option<Fact> {
    let (mail, _) = told.by_receipt(receipt.queued.receipt.as_str())?;
    if receipt.perhaps_there {
        return None;
    }
    let id = receipt.queued.receipt.clone();
    if let Some(other) = answered_by(told, mail, receipt) {
        return Some(others::elsewhere(id, other));
    }
    let says = changed(room, told, mail, receipt, raw)?;
    Some(Fact::ReceiptFailed { receipt: id, code: OUTDATED.to_owned(), says, retries: false })
}

/// Another letter of this ledger about the same service that is with the court, or may be; or that was drawn up before.
fn answered_by(told: &Told, mail: &ToldMail, receipt: &ToldReceipt) -> Option<Answered> {
    // A correction is meant to be a further letter.
    if receipt.queued.corrects.is_some() {
        return None;
    }
    let is_other = |other: &&ToldReceipt| other.queued.receipt != receipt.queued.receipt;
    let is_first = |other: &&ToldReceipt| match other.state {
        ReceiptState::Sent | ReceiptState::Confirmed | ReceiptState::Sending | ReceiptState::Unsure => true,
        ReceiptState::Draft | ReceiptState::Queued => {
            (&other.queued_at, &other.queued.receipt) < (&receipt.queued_at, &receipt.queued.receipt)
        }
        _ => false,
    };
    let all = ties::channels(told, mail).into_iter().flat_map(|channel| &channel.receipts);
    let other = all.filter(is_other).find(is_first)?;
    Some(Answered {
        message_id: other.queued.letter().to_owned(),
        renamed: None,
        by: other.by.clone(),
        at: other.sent_at.clone().unwrap_or_else(|| other.queued_at.clone()),
        to: Vec::new(),
        folder: String::new(),
        uid: (0, 0),
    })
}

/// What is another today than when the letter was drawn up and shown, in a few words; none where nothing is.
fn changed(room: &Room, told: &Told, mail: &ToldMail, receipt: &ToldReceipt, raw: &[u8]) -> Option<String> {
    let queued = &receipt.queued;
    let Some((understood, record)) = mail.service() else { return Some("no service".to_owned()) };
    let is_believed = Verdict::parse(&understood.verdict)
        .is_some_and(|verdict| !matches!(verdict, Verdict::Doubtful | Verdict::NotCourt));
    if !is_believed {
        return Some(understood.verdict.clone());
    }
    if let Some(aside) = told.handlings.set_aside(&mail.service_id()) {
        return Some(aside.why.clone());
    }
    let says_received = matches!(queued.kind.as_str(), "" | "received");
    if says_received && is_for_others(room, understood, record) {
        return Some(record.addressee.clone().unwrap_or_default());
    }
    if let Some(number) = numbers_of(raw).into_iter().find(|number| !record.case_numbers.contains(number)) {
        return Some(format!("{number} → {}", record.case_numbers.join("、")));
    }
    let to = way::address(room, (understood, record), &queued.way).unwrap_or_default();
    if to != queued.to {
        return Some(format!("{} → {to}", queued.to));
    }
    let mailbox = room.mailbox(&queued.mailbox)?;
    // A domain that is not ASCII stands in the letter under another spelling.
    let is_told = queued.way != Way::Http.code() && mailbox.address.is_ascii();
    let from = is_told.then(|| mail::read(raw).0.from).flatten();
    if let Some(from) = from.filter(|from| !from.eq_ignore_ascii_case(&mailbox.address)) {
        return Some(format!("{from} → {}", mailbox.address));
    }
    let regime = register::standing(room, told, mailbox, understood, record).regime.code();
    if !queued.regime.is_empty() && regime != queued.regime {
        return Some(format!("{} → {regime}", queued.regime));
    }
    if room.settings.two_people && !queued.needs_second {
        return Some("two_people".to_owned());
    }
    let court = record.court.as_ref().map(|(code, _)| code);
    let is_off = receipt.by.ends_with(automatic::MARK) && !court.is_some_and(|it| room.settings.automatic.contains(it));
    is_off.then(|| "automatic".to_owned())
}

/// The case numbers a letter names, as programs read them, else as its first sentence does; none where it names none.
fn numbers_of(raw: &[u8]) -> Vec<String> {
    let numbers = |told: &Value| serde_json::from_value(told.get("case_numbers")?.clone()).ok();
    let told = match serde_json::from_slice::<Value>(raw) {
        Ok(mut request) => request.get_mut("receipt").map(Value::take),
        Err(_) => {
            let (mail, _) = mail::read(raw);
            let part = mail.parts.iter().find(|part| part.name.as_deref() == Some(letter::MACHINE_PART));
            // A read receipt has no place for that part.
            let Some(part) = part else { return numbers_in(&mail.text) };
            serde_json::from_slice(&part.bytes).ok()
        }
    };
    told.as_ref().and_then(numbers).unwrap_or_default()
}

/// The case numbers in the sentence that says what came in.
fn numbers_in(text: &str) -> Vec<String> {
    let named = text.lines().find_map(|line| line.trim().split_once("案，我方已于"));
    named.map(|(numbers, _)| numbers.split('、').map(str::to_owned).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::Mailroom;
    use crate::acknowledge::{self, Leaving, Order};
    use crate::home::Home;
    use crate::view::ReceiptRow;
    use songda_core::id::{Digest, ServiceId};
    use songda_core::ledger::{Agreement, Arrived, DocumentRecord, ServiceRecord, Understood};

    const SETTINGS: &str = r#"
[office]
name = "示例物业管理有限公司"
handler = "王敏"

[receipt]
undo_seconds = 0

[[mailbox]]
id = "court"
kind = "folder"
address = "sd@office.example.test"
regime = "promised"
path = "drop"
outbox = "out"
authserv_id = "mx.office.example.test"

[[court]]
code = "沪0112"
senders = ["sd@court.example.test"]
receipt_to = "sd@court.example.test"
"#;

    fn served(verdict: &str) -> [Fact; 2] {
        let mail = Digest::of(b"served");
        let address = "sd@office.example.test".to_owned();
        let arrived = Arrived { regime: "promised".into(), address, ..acknowledge::sighting(mail) };
        let service = ServiceRecord {
            court: Some(("沪0112".into(), "上海市闵行区人民法院".into())),
            case_numbers: vec!["（2026）沪0112民初12345号".into()],
            documents: vec![DocumentRecord { title: "传票".into(), ..DocumentRecord::default() }],
            regime: "promised".into(),
            ..ServiceRecord::default()
        };
        let read = Understood {
            mail: Some(mail),
            from: Some("sd@court.example.test".into()),
            arrived: Some("2026-11-20T16:42:07+08:00".into()),
            verdict: verdict.into(),
            service: Some(service),
            ..Understood::default()
        };
        [Fact::Arrived(arrived), Fact::Understood(Box::new(read))]
    }

    async fn open(home: &Path, settings: &str) -> Mailroom {
        std::fs::write(home.join("songda.toml"), settings).unwrap();
        std::fs::create_dir_all(home.join("drop")).unwrap();
        Mailroom::open(Home::at(home)).await.unwrap()
    }

    async fn append(mailroom: &Mailroom, facts: &[Fact]) {
        let room = mailroom.room();
        room.store.append(&room.stamp(), "songda", facts, None).await.unwrap();
        room.refresh().await.unwrap();
    }

    /// A letter is drawn up, then the settings become these and this happens; then it is to leave. Gives how it stands,
    /// and how many letters lie in the folder to the court.
    async fn after(settings: &str, facts: &[Fact]) -> (ReceiptRow, usize) {
        let home = tempfile::tempdir().unwrap();
        let service = ServiceId::of(&Digest::of(b"served")).to_string();
        let mailroom = open(home.path(), SETTINGS).await;
        append(&mailroom, &served("proven")).await;
        let order = Order::plain("王敏", Leaving::AtOnce);
        acknowledge::acknowledge(mailroom.room(), &service, &order).await.unwrap();
        drop(mailroom);
        let mailroom = open(home.path(), settings).await;
        append(&mailroom, facts).await;
        acknowledge::send_due(mailroom.room()).await.unwrap();
        let row = mailroom.receipts().await.unwrap().into_iter().find(|row| row.id != "other").unwrap();
        (row, std::fs::read_dir(home.path().join("out")).map_or(0, Iterator::count))
    }

    #[tokio::test]
    async fn what_rests_on_nothing_new_leaves() {
        let (row, left) = after(SETTINGS, &[]).await;
        assert_eq!((row.state.as_str(), left), ("sent", 1), "{row:?}");
    }

    #[tokio::test]
    async fn what_rests_on_something_else_by_now_does_not_leave() {
        let edited = |from: &str, to: &str| SETTINGS.replace(from, to);
        let agreed = Agreement {
            id: "a1".into(),
            kind: "promise".into(),
            courts: vec!["沪0115".into()],
            company: "示例物业管理有限公司".into(),
            address: "sd@office.example.test".into(),
            from: "2020-01-01".into(),
            ..Agreement::default()
        };
        let [_, Fact::Understood(read)] = served("proven") else { unreachable!("a mail that was read") };
        let mut renumbered = read.clone();
        renumbered.service.as_mut().unwrap().case_numbers = vec!["（2026）沪0112民初54321号".into()];
        let cases: [(String, Vec<Fact>, &str); 6] = [
            (edited("receipt_to = \"sd@", "receipt_to = \"new@"), vec![], "→ new@court.example.test"),
            (edited("address = \"sd@", "address = \"other@"), vec![], "→ other@office.example.test"),
            (edited("undo_seconds = 0", "undo_seconds = 0\ntwo_people = true"), vec![], "two_people"),
            (SETTINGS.to_owned(), served("doubtful")[1..].to_vec(), "doubtful"),
            (SETTINGS.to_owned(), vec![Fact::Understood(renumbered)], "→ （2026）沪0112民初54321号"),
            (SETTINGS.to_owned(), vec![Fact::Agreement(Box::new(agreed))], "promised → unconfirmed"),
        ];
        for (settings, facts, says) in cases {
            let (row, left) = after(&settings, &facts).await;
            assert_eq!((row.state.as_str(), left), ("failed", 0), "{says}: {row:?}");
            assert_eq!(row.problem.as_deref(), Some(OUTDATED), "{says}");
            assert!(row.answer.as_deref().is_some_and(|answer| answer.contains(says)), "{says}: {row:?}");
        }
    }

    #[tokio::test]
    async fn a_service_that_was_answered_meanwhile_is_not_answered_again() {
        let mail = Digest::of(b"served");
        let other = songda_core::ledger::ReceiptQueued {
            raw: Digest::of(b"other"),
            regime: "promised".into(),
            ..acknowledge::queued("other", mail)
        };
        let sent = Fact::ReceiptSent { receipt: other.receipt.clone(), answer: "250 ok".into() };
        let (row, left) = after(SETTINGS, &[Fact::ReceiptQueued(other), sent]).await;
        assert_eq!((row.state.as_str(), left), ("withdrawn", 0), "{row:?}");
        assert_eq!(row.elsewhere.map(|it| it.message_id).as_deref(), Some("other@example.test"));
    }

    #[test]
    fn a_letter_without_the_part_for_programs_names_its_cases_in_its_first_sentence() {
        let told = "示例人民法院：\r\n　　（2026）沪0112民初1号、（2026）沪0112民初2号案，我方已于2026-11-20 16:42:11在电子邮箱 a@example.test 收到您院发送的电子送达通知：\r\n";
        let named = ["（2026）沪0112民初1号".to_owned(), "（2026）沪0112民初2号".to_owned()];
        assert_eq!(numbers_in(told), named);
        let raw = format!("From: a@example.test\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{told}");
        assert_eq!(numbers_of(raw.as_bytes()), named);
        assert!(numbers_in("　　我方已于2026-11-20 16:42:11收到").is_empty());
    }
}
