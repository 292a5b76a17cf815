//! What the ledger's entries come to: sightings of one mail, however it came.

mod channels;

use super::*;

fn arrived(raw: &str, content: Option<&str>, uid: u32) -> Fact {
    Fact::Arrived(Arrived {
        mail: Digest::of(raw.as_bytes()),
        content: content.map(|content| Digest::of(content.as_bytes())),
        ..serde_json::from_value(serde_json::json!({
            "mail": Digest::of(b""), "size_bytes": 1, "mailbox": "court", "folder": "INBOX", "uid": (7, uid),
            "file": null, "internal_date": null, "regime": "confirmed", "address": "service@example.test",
        }))
        .unwrap()
    })
}

fn judged(raw: &str, verdict: &str) -> Fact {
    let mail = Some(Digest::of(raw.as_bytes()));
    Fact::Understood(Box::new(Understood { mail, verdict: verdict.to_owned(), ..Understood::default() }))
}

fn told(facts: &[Fact]) -> Told {
    let mut told = Told::default();
    for (seq, fact) in (1..).zip(facts) {
        let fact = serde_json::to_string(fact).unwrap();
        told.take(&Entry::chained(seq, "2026-11-20T16:42:11+08:00".into(), "songda".into(), fact, Digest::zero()));
    }
    told
}

#[test]
fn a_mail_that_came_two_ways_is_one_with_two_sightings() {
    let told = told(&[
        arrived("way one", Some("says"), 1),
        judged("way one", "proven"),
        arrived("way two", Some("says"), 2),
        arrived("way one", Some("says"), 3),
        arrived("other", Some("says otherwise"), 4),
        arrived("old entry", None, 5),
    ]);
    let seen: Vec<usize> = told.mails.iter().map(|mail| mail.sightings.len()).collect();
    assert_eq!(seen, [3, 1, 1]);
    let copy = told.mail(&Digest::of(b"way two")).unwrap();
    assert_eq!(copy.mail, Digest::of(b"way one"));
    assert!(copy.understood.is_some());
}

#[test]
fn a_copy_is_not_hidden_behind_a_mail_that_is_doubted() {
    let told = told(&[
        arrived("way one", Some("says"), 1),
        judged("way one", "doubtful"),
        arrived("way two", Some("says"), 2),
        judged("way two", "proven"),
        arrived("way three", Some("says"), 3),
    ]);
    let seen: Vec<usize> = told.mails.iter().map(|mail| mail.sightings.len()).collect();
    assert_eq!(seen, [1, 2]);
}

#[test]
fn a_mail_that_came_by_hand_is_read_anew_when_the_mailbox_brings_it() {
    let by_hand = |by_hand| {
        let Fact::Understood(understood) = judged("one", "likely") else { unreachable!() };
        Fact::Understood(Box::new(Understood { by_hand, ..*understood }))
    };
    let dated = |uid| {
        let Fact::Arrived(arrived) = arrived("one", None, uid) else { unreachable!() };
        Fact::Arrived(Arrived { internal_date: Some("2026-11-20T16:42:11+08:00".into()), ..arrived })
    };
    let told = |facts: &[Fact]| told(facts).mails[0].is_unread();
    assert!(told(&[arrived("one", None, 1)]));
    assert!(!told(&[arrived("one", None, 1), by_hand(true)]));
    assert!(!told(&[arrived("one", None, 1), by_hand(true), arrived("one", None, 2)]));
    assert!(told(&[arrived("one", None, 1), by_hand(true), dated(2)]));
    assert!(!told(&[arrived("one", None, 1), by_hand(true), dated(2), by_hand(false)]));
    assert!(!told(&[arrived("one", None, 1), by_hand(false), dated(2)]));
}

#[test]
fn what_is_said_while_a_mail_is_being_read_is_not_forgotten() {
    let read = |knew| {
        let Fact::Understood(understood) = judged("one", "likely") else { unreachable!() };
        Fact::Understood(Box::new(Understood { knew, ..*understood }))
    };
    let mail = Digest::of(b"one");
    let unlocked = Fact::Unlocked(crate::ledger::Unlocked { mail, part: "1.2".into(), password: "1234".into() });
    let brought = Fact::Errand(Box::new(crate::ledger::ErrandFact::Brought {
        mail,
        errand: None,
        channel: "dropped".into(),
        received_on: None,
        documents: Vec::new(),
    }));
    let is_behind = |knew| told(&[arrived("one", None, 1), brought.clone(), read(knew)]).errands.is_behind(&mail);
    assert!(is_behind(1) && !is_behind(2));
    for said in [unlocked, brought] {
        let after = |more: &[Fact]| told(&[&[arrived("one", None, 1), said.clone()][..], more].concat());
        assert!(after(&[read(1)]).mails[0].is_unread(), "read without what entry 2 says");
        assert!(!after(&[read(2)]).mails[0].is_unread());
        assert!(!after(&[read(1), read(3)]).mails[0].is_unread());
        assert!(!after(&[read(0)]).mails[0].is_unread(), "entries of earlier versions");
    }
}

#[test]
fn a_later_sighting_that_is_dated_earlier_is_read_anew_where_its_arrival_counts_as_much() {
    let understood = {
        let Fact::Understood(understood) = judged("one", "proven") else { unreachable!() };
        let arrived = Some("2026-11-20T16:42:11+08:00".into());
        Fact::Understood(Box::new(Understood { arrived, ..*understood }))
    };
    let seen = |uid, day: &str, regime: &str| {
        let Fact::Arrived(arrived) = arrived("one", None, uid) else { unreachable!() };
        let internal_date = Some(format!("2026-11-{day}T16:42:11+08:00"));
        Fact::Arrived(Arrived { internal_date, regime: regime.into(), ..arrived })
    };
    let told = |facts: &[Fact]| told(facts).mails[0].is_unread();
    let first = [seen(1, "20", "confirmed"), understood];
    let with = |more: Fact| told(&[&first[..], &[more]].concat());
    assert!(with(seen(2, "19", "confirmed")));
    assert!(with(seen(2, "19", "offered")), "arrivals in that mailbox serve as well");
    assert!(!with(seen(2, "20", "confirmed")), "the same moment: a mail that was moved");
    assert!(!with(seen(2, "21", "confirmed")));
    assert!(!with(seen(2, "19", "unconfirmed")), "an address that was not agreed on moves nothing");
}

#[test]
fn papers_read_after_a_correction_are_planned_by_it_and_filed_ones_stay() {
    let raw = b"Content-Type: multipart/mixed; boundary=B\r\n\r\n\
        --B\r\nContent-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\none\r\n\
        --B\r\nContent-Type: text/plain; name=b.txt\r\nContent-Disposition: attachment; filename=b.txt\r\n\r\ntwo\r\n--B--\r\n";
    let mail = crate::mail::read(raw).0;
    let id = ServiceId::of(&mail.sha256);
    let paper = |part: &str, path: &str| crate::ledger::DocumentRecord {
        part: part.to_owned(),
        title: "传票".to_owned(),
        path: path.to_owned(),
        ..Default::default()
    };
    let read = |documents| Understood {
        mail: Some(mail.sha256),
        service: Some(ServiceRecord {
            court: Some(("沪0112".to_owned(), "甲法院".to_owned())),
            case_numbers: vec!["（2026）沪0112民初1号".to_owned()],
            documents,
            ..ServiceRecord::default()
        }),
        ..Understood::default()
    };
    let parts: Vec<&str> = mail.parts.iter().map(|part| part.path.as_str()).collect();
    let [.., one, two] = parts.as_slice() else { panic!("two parts") };
    let correction = Correction {
        service: id.clone(),
        fact: "court".to_owned(),
        of: None,
        was: None,
        value: "沪0115".to_owned(),
        words: Some("乙法院".to_owned()),
    };
    let mut arrival = arrived("", None, 1);
    if let Fact::Arrived(arrived) = &mut arrival {
        arrived.mail = mail.sha256;
    }
    let told = told(&[
        arrival,
        Fact::Understood(Box::new(read(vec![paper(one, "甲法院/01 传票.txt")]))),
        Fact::Filed { document: DocumentId::of(&id, one), path: "甲法院/换了名字.txt".to_owned() },
        Fact::Corrected(correction),
    ]);
    let mut again = read(vec![paper(one, "甲法院/01 传票.txt"), paper(two, "甲法院/02 传票.txt")]);
    told.mails[0].plan_corrected(&mut again, &mail, &crate::office::Office::default());
    let record = again.service.unwrap();
    assert_eq!(record.documents[0].path, "甲法院/01 传票.txt");
    assert!(record.documents[1].path.starts_with("乙法院/（2026）沪0112民初1号/"), "{}", record.documents[1].path);
    assert!(record.documents[1].path.ends_with("02 传票.txt"), "{}", record.documents[1].path);
    assert_eq!(record.court.unwrap().1, "甲法院", "what was read stays as it was read");
}
