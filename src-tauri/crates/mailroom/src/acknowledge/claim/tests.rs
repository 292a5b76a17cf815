//! What two homes claim alike, and which claims are a home's own.

use super::*;
use songda_core::id::Digest;
use songda_core::ledger::{Arrived, Entry};

/// A ledger with a mail seen under these bytes, each saying `content`, and these facts.
fn told(copies: &[&str], content: &str, more: Vec<Fact>) -> Told {
    let seen = |raw: &&str| {
        let content = Some(Digest::of(content.as_bytes()));
        Fact::Arrived(Arrived { content, ..crate::acknowledge::sighting(Digest::of(raw.as_bytes())) })
    };
    let mut told = Told::default();
    for (seq, fact) in (1..).zip(copies.iter().map(seen).chain(more)) {
        let text = serde_json::to_string(&fact).unwrap();
        told.take(&Entry::chained(seq, "2026-11-20T10:00:00+08:00".into(), "x".into(), text, Digest::zero()));
    }
    told
}

fn queued(id: &str, mail: &str) -> Fact {
    Fact::ReceiptQueued(crate::acknowledge::queued(id, Digest::of(mail.as_bytes())))
}

fn keys_of(told: &Told, id: &str) -> Vec<String> {
    let (mail, receipt) = told.by_receipt(id).unwrap();
    keys(told, mail, Some(receipt))
}

#[test]
fn two_homes_name_a_service_alike_though_each_ledger_is_its_own() {
    let one = told(&["copy 1", "copy 2"], "says", vec![queued("r1", "copy 1")]);
    let other = told(&["copy 2"], "says", vec![queued("r9", "copy 2")]);
    let strange = told(&["copy 3"], "says else", vec![queued("r1", "copy 3")]);
    let (one, other, strange) = (keys_of(&one, "r1"), keys_of(&other, "r9"), keys_of(&strange, "r1"));
    assert_eq!(one.len(), 3, "two copies, and what they say");
    assert!(other.iter().all(|key| one.contains(key)));
    assert!(!strange.iter().any(|key| one.contains(key)));
    // Passed on under other lines of servers, it says the same.
    let elsewhere = told(&["copy 4"], "says", vec![queued("r2", "copy 4")]);
    assert!(keys_of(&elsewhere, "r2").iter().any(|key| one.contains(key)));
}

#[test]
fn a_correction_is_claimed_beside_the_first_letter() {
    let corrects = Some(ReceiptId::from_text("r1"));
    let second =
        songda_core::ledger::ReceiptQueued { corrects, ..crate::acknowledge::queued("r2", Digest::of(b"copy 1")) };
    let told = told(&["copy 1"], "says", vec![queued("r1", "copy 1"), Fact::ReceiptQueued(second)]);
    assert_eq!(keys_of(&told, "r2"), [key_of_correction("r1@example.test")]);
}

#[test]
fn a_claim_of_a_letter_that_left_is_our_own_and_one_that_came_to_nothing_is_not() {
    let laying = |id: &str, token: &str| {
        let (receipt, token) = (ReceiptId::from_text(id), token.to_owned());
        Fact::Claim(ClaimFact::Laying { receipt, token, replaces: None, why: String::new() })
    };
    let own_after = |ended: Fact| {
        let facts = vec![queued("r1", "m"), laying("r1", "t1"), ended, queued("r2", "m"), laying("r2", "t2")];
        let told = told(&["m"], "says", facts);
        let (mail, receipt) = told.by_receipt("r2").unwrap();
        own(&told, mail, receipt)
    };
    let receipt = ReceiptId::from_text("r1");
    let sent = Fact::ReceiptSent { receipt: receipt.clone(), answer: "250 ok".into() };
    assert_eq!(own_after(sent), ["t1", "t2"]);
    assert_eq!(own_after(Fact::ReceiptWithdrawn { receipt }), ["t2"], "another desk may be first by then");
}

#[test]
fn mailboxes_are_asked_in_one_order_and_each_account_once() {
    let settings = r#"
[office]
name = "示例物业管理有限公司"
[[mailbox]]
id = "x"
address = "B@example.test"
imap = { host = "imap.example.test", port = 993, user = "b" }
shared = true
[[mailbox]]
id = "y"
address = "a@example.test"
imap = { host = "imap.example.test", port = 993, user = "a" }
shared = true
[[mailbox]]
id = "z"
address = "c@example.test"
imap = { host = "imap.example.test", port = 993, user = "c" }
shared = false
[[mailbox]]
id = "v"
address = "b@example.test"
imap = { host = "imap.example.test", port = 993, user = "b" }
shared = true
"#;
    // The same account once more, of which nobody said anything: what was said of it elsewhere counts.
    let settings = settings.to_owned()
        + "[[mailbox]]\nid = \"u\"\naddress = \"b@example.test\"\nimap = { host = \"imap.example.test\", port = 993, user = \"b\" }\n";
    let home = std::path::Path::new("/home");
    let settings = crate::settings::Settings::parse(&settings, &home.join("songda.toml"), home).unwrap();
    let mut ids = Vec::new();
    for turned in [false, true] {
        let mut places = settings.mailboxes.clone();
        if turned {
            places.reverse();
        }
        let desks = accounts(places.clone()).into_iter().map(|(place, _)| place.desks).collect::<Vec<_>>();
        assert_eq!(desks, [Desks::Several, Desks::Several, Desks::Alone]);
        ids.push(accounts(places).into_iter().map(|(place, _)| place.address.to_lowercase()).collect::<Vec<_>>());
    }
    assert_eq!(ids[0], ["a@example.test", "b@example.test", "c@example.test"]);
    assert_eq!(ids[0], ids[1]);
}
