//! One mail in several mailboxes, one paper in several mails: what counts as the service.

use super::super::*;
use crate::office::Regime;

fn arrived(mailbox: &str, date: &str, regime: &str) -> Fact {
    Fact::Arrived(Arrived {
        mail: Digest::of(b"mail"),
        size_bytes: 1,
        mailbox: mailbox.to_owned(),
        folder: "INBOX".to_owned(),
        uid: Some((1, 1)),
        file: None,
        internal_date: Some(format!("{date}T10:00:00+08:00")),
        regime: regime.to_owned(),
        address: "service@example.test".to_owned(),
        content: None,
        record: None,
    })
}

fn understood(arrived: &str, regime: &str, by_hand: bool) -> Fact {
    let document = crate::ledger::DocumentRecord {
        part: "1.2".to_owned(),
        sha256: Some(Digest::of(b"paper")),
        ..crate::ledger::DocumentRecord::default()
    };
    let service = ServiceRecord { regime: regime.to_owned(), documents: vec![document], ..ServiceRecord::default() };
    Fact::Understood(Box::new(Understood {
        mail: Some(Digest::of(b"mail")),
        arrived: Some(format!("{arrived}T10:00:00+08:00")),
        verdict: "proven".to_owned(),
        by_hand,
        service: Some(service),
        ..Understood::default()
    }))
}

fn told(facts: &[Fact]) -> Told {
    let entry = |(seq, fact): (i64, &Fact)| {
        let text = serde_json::to_string(fact).unwrap();
        Entry::chained(seq, "2026-11-21T10:00:00+08:00".to_owned(), "songda".to_owned(), text, Digest::zero())
    };
    tell(&(1..).zip(facts).map(entry).collect::<Vec<_>>())
}

fn from(facts: &[Fact]) -> (String, Regime) {
    let told = told(facts);
    let service = standing_now(&told, &told.mails[0], &[]).unwrap();
    (service.from_date().unwrap().to_string(), service.regime)
}

#[test]
fn of_several_mailboxes_the_earliest_effective_arrival_counts() {
    let own = [arrived("a", "2026-11-20", "confirmed"), understood("2026-11-20", "confirmed", false)];
    assert_eq!(from(&own), ("2026-11-20".to_owned(), Regime::Confirmed));
    let earlier = [own.as_slice(), &[arrived("b", "2026-11-18", "promised")]].concat();
    assert_eq!(from(&earlier), ("2026-11-18".to_owned(), Regime::Promised));
    // What arrived earlier at an address that nobody confirmed is no service.
    let unconfirmed = [own.as_slice(), &[arrived("b", "2026-11-18", "unconfirmed")]].concat();
    assert_eq!(from(&unconfirmed), ("2026-11-20".to_owned(), Regime::Confirmed));
    let later = [own.as_slice(), &[arrived("b", "2026-11-22", "confirmed")]].concat();
    assert_eq!(from(&later), ("2026-11-20".to_owned(), Regime::Confirmed));
    let by_hand = [arrived("import", "2026-11-19", "unconfirmed"), understood("2026-11-19", "unconfirmed", true)];
    let then = [by_hand.as_slice(), &[arrived("b", "2026-11-21", "confirmed")]].concat();
    assert_eq!(from(&then), ("2026-11-21".to_owned(), Regime::Confirmed));
}

#[test]
fn a_day_a_person_determined_goes_before_and_can_be_taken_back() {
    let own = [arrived("a", "2026-11-20", "confirmed"), understood("2026-11-20", "confirmed", false)];
    let service = ServiceId::of(&Digest::of(b"mail"));
    let chosen = |date: Option<&str>| {
        Fact::StartChosen(crate::ledger::StartChosen {
            service: service.clone(),
            date: date.map(str::to_owned),
            reason: "回证载明".to_owned(),
        })
    };
    let with = [own.as_slice(), &[chosen(Some("2026-11-17"))]].concat();
    assert_eq!(from(&with).0, "2026-11-17");
    let back = [with.as_slice(), &[chosen(None)]].concat();
    assert_eq!(from(&back).0, "2026-11-20");
}

#[test]
fn mails_with_the_same_paper_are_found_by_it() {
    let told = told(&[arrived("a", "2026-11-20", "confirmed"), understood("2026-11-20", "confirmed", false)]);
    assert_eq!(told.by_paper(&Digest::of(b"paper")).count(), 1);
    assert_eq!(told.by_paper(&Digest::of(b"other")).count(), 0);
}

/// 送达地址确认书 and 承诺协议 say how an address stands; the settings only where the office keeps no register.
#[test]
fn the_register_drives_the_regime_of_the_day_of_service() {
    let agreement = |kind: &str, from: &str, court: &str| {
        Fact::Agreement(Box::new(crate::ledger::Agreement {
            id: court.to_owned(),
            kind: kind.to_owned(),
            courts: vec![court.to_owned()],
            company: "示例物业管理有限公司".to_owned(),
            address: "service@example.test".to_owned(),
            from: from.to_owned(),
            ..crate::ledger::Agreement::default()
        }))
    };
    let mail = |regime: &str| {
        let mut read = understood("2026-11-20", regime, false);
        let Fact::Understood(it) = &mut read else { panic!("another fact") };
        it.service.as_mut().unwrap().court = Some(("沪0112".to_owned(), "上海市闵行区人民法院".to_owned()));
        [arrived("a", "2026-11-20", regime), read]
    };
    let now = |facts: &[Fact]| {
        let told = told(facts);
        let service = standing_now(&told, &told.mails[0], &["示例物业管理有限公司"]).unwrap();
        (service.regime, service.off_register)
    };
    let with = |regime: &str, agreement: Fact| now(&[mail(regime).as_slice(), &[agreement]].concat());
    assert_eq!(now(&mail("confirmed")), (Regime::Confirmed, false));
    // An agreement with this court makes an address one for service that the settings call unconfirmed.
    assert_eq!(with("unconfirmed", agreement("promise", "2026-01-01", "沪0112")), (Regime::Promised, false));
    // One made after the day of arrival, or with another court, does not cover it; a register is kept all the same.
    assert_eq!(with("confirmed", agreement("promise", "2026-11-21", "沪0112")), (Regime::Unconfirmed, true));
    assert_eq!(with("confirmed", agreement("promise", "2026-01-01", "沪0115")), (Regime::Unconfirmed, true));
    assert_eq!(with("unconfirmed", agreement("promise", "2026-01-01", "沪0115")), (Regime::Unconfirmed, false));
}
