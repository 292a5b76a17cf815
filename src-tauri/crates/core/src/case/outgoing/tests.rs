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
    let told = told(vec![draft(), Fact::ReceiptApproved { receipt: id(), leaves: None }]);
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

/// A further receipt of the same service.
fn second(id: &str, more: &str) -> Fact {
    let Fact::ReceiptQueued(first) = queued(more) else { unreachable!("a queued receipt") };
    let message_id = format!("{id}@example.test");
    Fact::ReceiptQueued(ReceiptQueued { receipt: ReceiptId::from_text(id), message_id, ..first })
}

fn taken(id: &str) -> Fact {
    Fact::ReceiptSent { receipt: ReceiptId::from_text(id), answer: "250 ok".into() }
}

fn failed(id: &str) -> Fact {
    let receipt = ReceiptId::from_text(id);
    Fact::ReceiptFailed { receipt, code: "receipt.refused".into(), says: "550 no".into(), retries: false }
}

/// Which receipt counts for the service, and which one a correction would be of.
fn count(told: &Told) -> (Option<&str>, Option<&str>) {
    let mail = &told.mails[0];
    let id = |receipt: Option<&ToldReceipt>| receipt.map(|receipt| receipt.queued.receipt.as_str().to_owned());
    let name = |id: Option<String>| id.and_then(|id| ["r1", "r2", "r3"].into_iter().find(|name| *name == id));
    (name(id(told.receipt_of(mail))), name(id(told.receipt_to_correct(mail))))
}

#[test]
fn what_arrived_counts_whatever_became_of_its_correction() {
    let correction = r#", "kind": "corrected", "corrects": "r1""#;
    let first = [queued(""), taken("r1")];
    let with = |more: &[Fact]| told([first.as_slice(), more].concat());
    assert_eq!(count(&with(&[])), (Some("r1"), Some("r1")));
    assert_eq!(count(&with(&[second("r2", correction)])), (Some("r2"), Some("r1")), "on its way");
    assert_eq!(count(&with(&[second("r2", correction), failed("r2")])), (Some("r1"), Some("r1")));
    assert_eq!(count(&with(&[second("r2", correction), taken("r2")])), (Some("r2"), Some("r2")));
    let nothing = told(vec![queued(""), failed("r1")]);
    assert_eq!(count(&nothing), (Some("r1"), None));
}

#[test]
fn joined_services_are_answered_once() {
    let other = Digest::of(b"other");
    let other_arrived = |fact: Fact| match fact {
        Fact::Arrived(arrived) => Fact::Arrived(Arrived { mail: other, ..arrived }),
        fact => fact,
    };
    let others = Fact::Understood(Box::new(Understood {
        mail: Some(other),
        service: Some(ServiceRecord::default()),
        ..Understood::default()
    }));
    let services = [ServiceId::of(&Digest::of(SERVED)), ServiceId::of(&other)];
    let joined =
        Fact::Matter(crate::ledger::MatterFact::ServicesJoined { services: services.to_vec(), why: "by-hand".into() });
    let Fact::ReceiptQueued(of_other) = second("r2", "") else { unreachable!("a queued receipt") };
    let of_other = Fact::ReceiptQueued(ReceiptQueued { service: services[1].clone(), ..of_other });
    let begun = vec![other_arrived(arrived()), others, joined, queued(""), failed("r1"), of_other];
    let told_of = |more: &[Fact]| told([begun.as_slice(), more].concat());
    assert_eq!(count(&told_of(&[])), (Some("r2"), None), "one is on its way for the other channel");
    assert_eq!(count(&told_of(&[taken("r2")])), (Some("r2"), Some("r2")));
    let second_mail = told_of(&[taken("r2")]);
    let of_second =
        second_mail.receipt_of(&second_mail.mails[1]).map(|receipt| receipt.queued.receipt.as_str().to_owned());
    assert_eq!(of_second.as_deref(), Some("r2"), "whichever of them is asked");
}

#[test]
fn whoever_reports_on_an_unsure_one_shows_that_it_left() {
    for (report, state) in [
        ("delayed", ReceiptState::Sent),
        ("relayed", ReceiptState::Sent),
        ("replied", ReceiptState::Sent),
        ("bounced", ReceiptState::Bounced),
        ("confirmed", ReceiptState::Confirmed),
    ] {
        let unsure = Fact::ReceiptUnsure { receipt: id(), says: "cut off".into() };
        let reported = Fact::ReceiptReported(ReceiptReport {
            receipt: id(),
            mail: Digest::of(b"report"),
            report: report.into(),
            status: String::new(),
            says: String::new(),
        });
        let told = told(vec![queued(""), Fact::ReceiptSending { receipt: id() }, unsure, reported]);
        assert_eq!(told.mails[0].receipts[0].state, state, "{report}");
    }
}

fn unsure() -> Fact {
    Fact::ReceiptUnsure { receipt: id(), says: "cut off".into() }
}

fn released() -> Fact {
    let leaves = Leaves { not_before: "2026-11-20T10:05:10+08:00".into(), after_restart: false };
    Fact::ReceiptReleased { receipt: id(), leaves: Some(leaves) }
}

fn withdrawn() -> Fact {
    Fact::ReceiptWithdrawn { receipt: id() }
}

fn sending() -> Fact {
    Fact::ReceiptSending { receipt: id() }
}

#[test]
fn what_may_be_with_the_court_stays_so_whatever_comes_of_a_further_try() {
    let (tried, problem) = state(vec![queued(""), unsure(), released(), failed("r1")]);
    assert_eq!((tried, problem.as_deref()), (ReceiptState::Unsure, Some("receipt.refused")));
    let later = Fact::ReceiptFailed { receipt: id(), code: "c".into(), says: String::new(), retries: true };
    assert_eq!(state(vec![queued(""), unsure(), released(), later.clone(), withdrawn()]).0, ReceiptState::Unsure);
    assert_eq!(state(vec![queued(""), unsure(), released(), withdrawn()]).0, ReceiptState::Unsure);
    // A mail server that refused surely has it not, an interface whose answer was lost may have it.
    assert_eq!(state(vec![queued(""), sending(), later.clone(), failed("r1")]).0, ReceiptState::Failed);
    let http = || queued(r#", "way": "http""#);
    assert_eq!(state(vec![http(), sending(), later, failed("r1")]).0, ReceiptState::Unsure);
    assert_eq!(state(vec![http(), sending(), failed("r1")]).0, ReceiptState::Failed);
    assert_eq!(state(vec![queued(""), unsure(), released(), report("delivered")]).0, ReceiptState::Sent, "it had left");
}

#[test]
fn one_held_back_for_another_desk_is_held_back_again_when_it_is_taken_back() {
    let (state, problem) = state(vec![queued(""), elsewhere(), released(), withdrawn()]);
    assert_eq!((state, problem.as_deref()), (ReceiptState::Elsewhere, Some("receipt.answered-elsewhere")));
}

#[test]
fn how_it_leaves_is_as_was_said_last() {
    let leaves = |facts: Vec<Fact>| told(facts).by_receipt("r1").unwrap().1.leaves.clone();
    let first = leaves(vec![queued("")]).unwrap();
    assert_eq!((first.not_before.as_str(), first.after_restart), ("2026-11-20T10:00:10+08:00", true));
    assert_eq!(leaves(vec![queued(""), unsure(), released()]).unwrap().not_before, "2026-11-20T10:05:10+08:00");
    let of_earlier = format!(r#"{{"fact": "receipt-released", "receipt": "{}"}}"#, id());
    assert_eq!(leaves(vec![queued(""), serde_json::from_str(&of_earlier).unwrap()]), None, "at once");
}

#[test]
fn the_courts_word_that_it_has_it_stands_against_what_comes_later() {
    assert_eq!(state(vec![queued(""), sent(), report("confirmed"), report("bounced")]).0, ReceiptState::Confirmed);
    assert_eq!(state(vec![queued(""), sent(), report("replied"), report("bounced")]).0, ReceiptState::Sent);
    let later = Fact::ReceiptFailed { receipt: id(), code: "c".into(), says: String::new(), retries: true };
    assert_eq!(state(vec![queued(""), unsure(), released(), report("confirmed"), later]).0, ReceiptState::Confirmed);
}

#[test]
fn a_mail_is_known_by_the_name_its_server_gave_it_too() {
    let renamed = Some("tencent_1@qq.com".to_owned());
    let (receipt, folder) = (id(), "Sent".to_owned());
    let copied = Fact::ReceiptCopied { receipt, folder, uid: None, by_provider: true, message_id: renamed };
    let told = told(vec![queued(""), sent(), copied]);
    assert_eq!(told.by_message_id("tencent_1@qq.com").map(|(_, receipt)| &receipt.queued.receipt), Some(&id()));
}

#[test]
fn what_was_taken_back_never_leaves_by_an_attempt_that_failed_meanwhile() {
    let refused = |retries| Fact::ReceiptFailed { receipt: id(), code: "c".into(), says: String::new(), retries };
    for retries in [true, false] {
        assert_eq!(state(vec![queued(""), withdrawn(), refused(retries)]).0, ReceiptState::Withdrawn);
        assert_eq!(state(vec![queued(""), elsewhere(), refused(retries)]).0, ReceiptState::Elsewhere);
        assert_eq!(
            state(vec![queued(""), unsure(), refused(retries)]).0,
            ReceiptState::Unsure,
            "never again by itself"
        );
    }
}

#[test]
fn what_was_told_of_it_before_the_servers_answer_was_recorded_stays() {
    for (word, stays) in [("bounced", ReceiptState::Bounced), ("confirmed", ReceiptState::Confirmed)] {
        assert_eq!(state(vec![queued(""), sending(), report(word), sent()]).0, stays);
        assert_eq!(state(vec![queued(""), sending(), report(word), unsure()]).0, stays);
    }
}

#[test]
fn every_standing_has_a_word_of_its_own() {
    let standing = |facts: &[Fact]| told(facts.to_vec()).by_receipt("r1").unwrap().1.standing();
    let facts = [queued(""), sending(), unsure(), released(), sending(), unsure(), report("delivered")];
    let all: std::collections::BTreeSet<String> = (1..=facts.len()).map(|upto| standing(&facts[..upto])).collect();
    assert_eq!(all.len(), facts.len(), "{all:?}");
    assert!(standing(&facts[..3]).starts_with("unsure-"));
    // What changes nothing of where it stands lets an order be.
    let copied =
        Fact::ReceiptCopied { receipt: id(), folder: "Sent".into(), uid: None, by_provider: true, message_id: None };
    let left = [queued(""), sent()];
    assert_eq!(standing(&left), standing(&[left.as_slice(), &[copied, report("delayed")]].concat()));
}

fn behind(token: &str, overdue: bool) -> Fact {
    let (mailbox, token, since) = ("court".to_owned(), token.to_owned(), "2026-11-20T09:59:00+08:00".to_owned());
    Fact::Claim(ClaimFact::Behind { receipt: id(), mailbox, token, since, overdue, unsure: false })
}

fn laying(token: &str, replaces: Option<&str>) -> Fact {
    let (token, replaces) = (token.to_owned(), replaces.map(str::to_owned));
    Fact::Claim(ClaimFact::Laying { receipt: id(), token, replaces, why: "那台电脑已停用".into() })
}

#[test]
fn behind_another_desks_claim_it_waits_and_says_since_when() {
    let told = told(vec![queued(""), laying("t1", None), behind("x", false), behind("x", false), behind("x", true)]);
    let (_, receipt) = told.by_receipt("r1").unwrap();
    assert_eq!((receipt.state, receipt.problem.as_deref()), (ReceiptState::Queued, Some("receipt.claim-overdue")));
    let other = receipt.claim.behind.as_ref().unwrap();
    assert_eq!((other.seen_at.as_str(), other.overdue), ("2026-11-20T10:00:05+08:00", true), "since it was seen first");
    assert_eq!((receipt.attempts, receipt.claim.token()), (3, Some("t1")));
    // Another one came first in its place: that one is waited for anew.
    let told = self::told(vec![queued(""), behind("x", true), behind("y", false)]);
    let (_, receipt) = told.by_receipt("r1").unwrap();
    assert_eq!(receipt.claim.behind.as_ref().unwrap().seen_at, "2026-11-20T10:00:05+08:00");
    assert_eq!(receipt.problem.as_deref(), Some("receipt.claimed"));
}

#[test]
fn a_take_over_and_a_claim_given_up_are_told() {
    let released = || Fact::ReceiptReleased { receipt: id(), leaves: None };
    let facts = vec![queued(""), laying("t1", None), behind("x", true), laying("t2", Some("x")), released()];
    let told = told(facts.clone());
    let (_, receipt) = told.by_receipt("r1").unwrap();
    assert_eq!((receipt.state, receipt.problem.as_deref()), (ReceiptState::Queued, None));
    let insisted = receipt.claim.insisted.as_ref().unwrap();
    assert_eq!((insisted.by.as_str(), insisted.why.as_str()), ("王敏", "那台电脑已停用"));
    assert_eq!((receipt.claim.token(), receipt.claim.replaces.as_deref()), (Some("t2"), Some("x")));
    let ended = |token: &str| Fact::Claim(ClaimFact::Ended { receipt: id(), token: token.into() });
    let after = |more: Vec<Fact>| {
        let told = self::told([facts.clone(), more].concat());
        told.by_receipt("r1").map(|(_, receipt)| receipt.claim.clone()).unwrap()
    };
    assert_eq!(after(vec![ended("t2")]).token(), None);
    assert_eq!(after(vec![ended("t1")]).token(), Some("t2"), "an earlier one");
    assert_eq!(after(vec![ended("t2"), laying("t3", None)]).token(), Some("t3"));
    assert_eq!(after(vec![ended("t2")]).tokens, ["t1", "t2"], "all are its own");
}

#[test]
fn a_mailbox_that_took_no_registration_is_told_until_it_takes_one() {
    let refused =
        Fact::Claim(ClaimFact::Refused { receipt: id(), mailbox: "court".into(), says: "not by programs".into() });
    let held = |mailbox: &str, beside| {
        let (mailbox, folder) = (mailbox.to_owned(), "签收登记".to_owned());
        Fact::Claim(ClaimFact::Held { receipt: id(), mailbox, folder, uid: (1, 1), beside })
    };
    let claim = |facts: Vec<Fact>| {
        let told = told([vec![queued("")], facts].concat());
        told.by_receipt("r1").map(|(_, receipt)| receipt.claim.clone()).unwrap()
    };
    let first = claim(vec![held("other", true), refused.clone()]);
    assert_eq!((first.held.as_deref(), first.beside), (Some("other"), true), "one mailbox took it, the other did not");
    assert_eq!(first.refused.map(|refused| refused.says).as_deref(), Some("not by programs"));
    let later = claim(vec![refused.clone(), held("court", false)]);
    assert_eq!((later.held.as_deref(), later.refused, later.beside), (Some("court"), None, false));
    assert_eq!(claim(vec![held("court", false), refused]).held, None);
}

#[test]
fn a_draft_that_another_desk_answered_stays_one_until_it_is_taken_back() {
    let draft = || queued(r#", "needs_second": true"#);
    let (state_then, problem) = state(vec![draft(), elsewhere()]);
    assert_eq!((state_then, problem.as_deref()), (ReceiptState::Draft, Some("receipt.answered-elsewhere")));
    let approved = Fact::ReceiptApproved { receipt: id(), leaves: None };
    assert_eq!(state(vec![draft(), elsewhere(), approved]), (ReceiptState::Queued, None));
    let withdrawn = Fact::ReceiptWithdrawn { receipt: id() };
    assert_eq!(state(vec![draft(), elsewhere(), withdrawn]).0, ReceiptState::Withdrawn);
}

#[test]
fn taken_again_though_the_court_may_have_had_it_it_may_be_there_twice_and_that_stays() {
    let twice = Some("receipt.perhaps-twice".to_owned());
    let again = [queued(""), sending(), unsure(), released(), sending(), sent()];
    let after = |more: &[Fact]| state([again.as_slice(), more].concat());
    assert_eq!(after(&[]), (ReceiptState::Sent, twice.clone()));
    assert_eq!(after(&[report("delivered")]).1, twice);
    assert_eq!(after(&[report("confirmed")]), (ReceiptState::Confirmed, twice.clone()));
    let found = Fact::ReceiptSent { receipt: id(), answer: "found in Sent, UID 4".into() };
    assert_eq!(state(vec![queued(""), sending(), unsure(), found.clone()]), (ReceiptState::Sent, None), "it left once");
    assert_eq!(state(vec![queued(""), sending(), unsure(), released(), found]), (ReceiptState::Sent, None));
    assert_eq!(state(vec![queued(""), sending(), sent()]), (ReceiptState::Sent, None));
    // The court's word came while the same letter went once more.
    let meanwhile = [queued(""), sending(), unsure(), released(), sending(), report("confirmed"), sent()];
    assert_eq!(state(meanwhile.to_vec()), (ReceiptState::Confirmed, twice));
    let folder = Fact::ReceiptSent { receipt: id(), answer: "/发出/songda.r1.eml".into() };
    let into_folder = vec![queued(""), sending(), unsure(), released(), sending(), folder];
    assert_eq!(state(into_folder), (ReceiptState::Sent, None), "a folder holds it once");
    let http = queued(r#", "way": "http""#);
    let by_key = vec![http, sending(), unsure(), released(), sending(), sent()];
    assert_eq!(state(by_key), (ReceiptState::Sent, None), "an interface knows it again by its key");
}
