//! Arrivals that are one service, and those that only look alike.

use super::*;
use crate::ledger::{Arrived, DocumentRecord, Entry, Fact, HandlingFact, MatterFact, Understood};

const LINK: &str = "https://zxfw.court.gov.cn/zxfw/#/pagesAjkj/app/wssd/index?qdbh=1&sdbh=22&sdsin=3";

/// One arrival: bytes, mailbox, verdict, papers, link, and whom and what it serves.
struct Came<'a> {
    mail: &'a str,
    mailbox: &'a str,
    verdict: &'a str,
    papers: &'a [&'a str],
    link: Option<&'a str>,
    addressee: &'a str,
    number: &'a str,
    sitting: &'a str,
    from: &'a str,
}

const MAIL: Came<'static> = Came {
    mail: "mail",
    mailbox: "court",
    verdict: "proven",
    papers: &["传票", "应诉通知书"],
    link: None,
    addressee: "示例物业管理有限公司",
    number: "（2026）沪0112民初1号",
    sitting: "2026-12-18T09:30:00+08:00",
    from: "sd@court.example.test",
};

fn take(told: &mut Told, fact: &Fact) {
    let text = serde_json::to_string(fact).unwrap();
    let seq = told.seq + 1;
    let entry = Entry::chained(seq, "2026-11-20T09:00:00+08:00".to_owned(), "songda".to_owned(), text, Digest::zero());
    told.take(&entry);
}

fn came(told: &mut Told, came: &Came<'_>) -> ServiceId {
    let mail = Digest::of(came.mail.as_bytes());
    let arrived = serde_json::json!({
        "mail": mail, "size_bytes": 1, "mailbox": came.mailbox, "folder": "INBOX", "uid": [1, told.seq], "file": null,
        "internal_date": null, "regime": "confirmed", "address": "",
    });
    take(told, &Fact::Arrived(serde_json::from_value::<Arrived>(arrived).unwrap()));
    let document = |name: &&str| DocumentRecord {
        part: (*name).to_owned(),
        title: (*name).to_owned(),
        sha256: Some(Digest::of(name.as_bytes())),
        ..DocumentRecord::default()
    };
    let pickup = |url: &str| PickupRecord {
        platform: "zxfw".to_owned(),
        url: Some(url.to_owned()),
        code: None,
        expires: None,
        provider: None,
        strange_host: !url.contains(".gov.cn"),
    };
    let service = ServiceRecord {
        case_numbers: Some(came.number.to_owned()).filter(|it| !it.is_empty()).into_iter().collect(),
        hearings: vec![(came.sitting.to_owned(), None, "trial".to_owned(), String::new())],
        addressee: Some(came.addressee.to_owned()),
        documents: came.papers.iter().map(document).collect(),
        pickups: came.link.into_iter().map(pickup).collect(),
        ..ServiceRecord::default()
    };
    let understood = Understood {
        mail: Some(mail),
        verdict: came.verdict.to_owned(),
        from: Some(came.from.to_owned()),
        service: Some(service),
        ..Understood::default()
    };
    take(told, &Fact::Understood(Box::new(understood)));
    ServiceId::of(&mail)
}

/// What comes out when the second arrives after the first.
fn after(first: &Came<'_>, second: &Came<'_>) -> Option<([ServiceId; 2], &'static str)> {
    let mut told = Told::default();
    came(&mut told, first);
    let second = came(&mut told, second);
    same_as(&told, told.by_service(&second).unwrap())
}

fn id(mail: &str) -> ServiceId {
    ServiceId::of(&Digest::of(mail.as_bytes()))
}

#[test]
fn the_same_papers_in_any_order_are_one_service() {
    let again = Came { mail: "again", papers: &["应诉通知书", "传票"], ..MAIL };
    assert_eq!(after(&MAIL, &again), Some(([id("mail"), id("again")], SAME_DOCUMENTS)));
    let unsure = Came { mail: "again", verdict: "likely", ..MAIL };
    assert_eq!(after(&MAIL, &unsure).unwrap().0, [id("mail"), id("again")], "what was there first leads");
}

#[test]
fn what_only_looks_alike_stays_apart() {
    for (other, why) in [
        (Came { mail: "x", papers: &["传票"], ..MAIL }, "some of the papers"),
        (Came { mail: "x", papers: &["传票", "应诉通知书", "证据"], ..MAIL }, "one paper more"),
        (Came { mail: "x", papers: &[], ..MAIL }, "no papers"),
        (Came { mail: "x", addressee: "示例物业管理有限公司浦东分公司", ..MAIL }, "served on another"),
        (Came { mail: "x", number: "（2026）沪0112民初2号", ..MAIL }, "another case"),
        (Came { mail: "x", number: "", ..MAIL }, "of no case"),
        (Came { mail: "x", sitting: "2026-12-25T09:30:00+08:00", ..MAIL }, "another sitting"),
        (Came { mail: "x", verdict: "doubtful", ..MAIL }, "not believed"),
        (Came { mail: "x", papers: &[], link: Some(&LINK.replace("sdbh=22", "sdbh=23")), ..MAIL }, "another delivery"),
    ] {
        assert_eq!(after(&Came { link: Some(LINK), ..MAIL }, &other), None, "{why}");
    }
}

#[test]
fn a_pasted_message_belongs_to_the_mail_with_its_link_and_never_leads() {
    let sms = Came { mail: "sms", mailbox: PASTE, verdict: "doubtful", papers: &[], link: Some(LINK), ..MAIL };
    let mail = Came { papers: &[], link: Some(LINK), ..MAIL };
    let expected = Some(([id("mail"), id("sms")], SAME_LINK));
    assert_eq!(after(&mail, &sms), expected);
    assert_eq!(after(&sms, &mail), expected);
    let forwarded = Came { mailbox: "court", ..sms };
    assert_eq!(after(&mail, &forwarded), None, "a mail that is not believed does not hide behind one that is");
}

#[test]
fn what_a_person_parted_is_not_joined_again_and_a_third_comes_along() {
    let mut told = Told::default();
    let (one, two) = (came(&mut told, &MAIL), came(&mut told, &Came { mail: "two", ..MAIL }));
    let same = |told: &Told, id: &ServiceId| same_as(told, told.by_service(id).unwrap()).map(|it| it.0);
    assert_eq!(same(&told, &two), Some([one.clone(), two.clone()]));
    let joined = MatterFact::ServicesJoined { services: vec![one.clone(), two.clone()], why: SAME_DOCUMENTS.into() };
    take(&mut told, &Fact::Matter(joined));
    assert_eq!(same(&told, &two), None, "they are one already");
    let three = came(&mut told, &Came { mail: "three", ..MAIL });
    assert_eq!(same(&told, &three), Some([one.clone(), three.clone()]));
    take(&mut told, &Fact::Matter(MatterFact::ServiceParted { service: three.clone(), why: "另一次".into() }));
    assert_eq!(same(&told, &three), None);
    let four = came(&mut told, &Came { mail: "four", ..MAIL });
    assert_eq!(same(&told, &four), Some([one, four]), "the parted one stays apart");
}

#[test]
fn the_surest_leads_and_an_answer_to_another_sender_passes_for_none() {
    let unsure = Came { mail: "unsure", verdict: "likely", from: "sd@other.example.test", ..MAIL };
    assert_eq!(after(&unsure, &MAIL).unwrap().0, [id("mail"), id("unsure")]);
    let answered = |first: &Came<'_>| {
        let mut told = Told::default();
        let service = came(&mut told, first);
        take(&mut told, &Fact::ReceiptByHand { service, how: "post".into(), note: String::new() });
        let second = came(&mut told, &MAIL);
        same_as(&told, told.by_service(&second).unwrap()).is_some()
    };
    assert!(!answered(&unsure));
    assert!(answered(&Came { from: MAIL.from, ..unsure }), "the same sender has its answer");
    assert!(answered(&Came { verdict: "proven", ..unsure }));
}

#[test]
fn what_was_set_aside_hides_no_service() {
    let mut told = Told::default();
    let first = came(&mut told, &MAIL);
    let aside = HandlingFact::SetAside { service: first.clone(), why: "广告".into() };
    take(&mut told, &Fact::Handling(aside));
    let second = came(&mut told, &Came { mail: "again", ..MAIL });
    let same = |told: &Told| same_as(told, told.by_service(&second).unwrap()).is_some();
    assert!(!same(&told));
    take(&mut told, &Fact::Handling(HandlingFact::TakenBack { service: first, why: "看错".into() }));
    assert!(same(&told));
}

#[test]
fn an_answer_by_hand_counts_for_every_channel() {
    let mut told = Told::default();
    let (one, two) = (came(&mut told, &MAIL), came(&mut told, &Came { mail: "two", ..MAIL }));
    let services = vec![one.clone(), two.clone()];
    take(&mut told, &Fact::Matter(MatterFact::ServicesJoined { services, why: SAME_DOCUMENTS.into() }));
    take(&mut told, &Fact::ReceiptByHand { service: two, how: "post".into(), note: String::new() });
    let found = told.by_hand_of(told.by_service(&one).unwrap());
    assert_eq!(found.map(|[how, ..]| how.as_str()), Some("post"));
}

#[test]
fn the_numbers_of_a_link_prove_nothing_on_a_host_nobody_knows() {
    let mail = Came { papers: &[], ..MAIL };
    let elsewhere = LINK.replace("zxfw.court.gov.cn", "zxfw.example.test");
    let sms = |link| Came { mail: "sms", papers: &[], link: Some(link), ..MAIL };
    assert!(after(&Came { link: Some(LINK), ..mail }, &sms(LINK)).is_some());
    assert!(after(&Came { link: Some(LINK), ..mail }, &sms(&elsewhere)).is_none());
    assert!(after(&Came { link: Some(&elsewhere), ..mail }, &sms(&elsewhere)).is_some());
}

#[test]
fn one_link_is_one_delivery_however_its_scheme_and_host_are_written() {
    let one = "http://dzsd.hbfy.gov.cn/hb/msg=Ab12";
    for other in ["https://dzsd.hbfy.gov.cn/hb/msg=Ab12", "HTTPS://DZSD.hbfy.gov.cn:443/hb/msg=Ab12"] {
        assert_eq!(link_of(one), link_of(other));
        let mail = Came { papers: &[], link: Some(one), ..MAIL };
        let sms = Came { mail: "sms", papers: &[], link: Some(other), ..MAIL };
        assert!(after(&mail, &sms).is_some(), "{other}");
    }
    for other in [
        "http://dzsd.hbfy.gov.cn/hb/msg=ab12",
        "http://dzsd.hbfy.gov.cn.invalid/hb/msg=Ab12",
        "http://x@dzsd.hbfy.gov.cn/hb/msg=Ab12",
    ] {
        assert_ne!(link_of(one), link_of(other), "{other}");
    }
}
