//! What errands tell of themselves.

use super::*;

fn entry(at: &str) -> Entry {
    Entry::chained(1, at.to_owned(), "王敏".to_owned(), String::new(), Digest::zero())
}

fn paper_is_taken_back(errands: &mut Errands, mail: Digest) {
    let entry = entry("2026-11-20T09:30:00+08:00");
    for day in ["2026-11-18", "2026-11-19"] {
        let scan = BroughtRecord { name: format!("{day}.pdf"), sha256: Digest::of(day.as_bytes()), size_bytes: 1 };
        let (channel, received_on) = ("paper".to_owned(), Some(day.to_owned()));
        let brought = ErrandFact::Brought { mail, errand: None, channel, received_on, documents: vec![scan] };
        errands.take(brought, &entry);
    }
    errands.understood(&mail);
    let (received_on, why) = ("2026-11-19".to_owned(), "记错了".to_owned());
    errands.take(ErrandFact::PaperTakenBack { mail, received_on, why }, &entry);
    let undone = |it: &Brought| (it.undone.clone(), it.standing().count());
    let papers: Vec<_> = errands.brought(&mail).iter().filter(|it| it.channel == "paper").map(undone).collect();
    assert_eq!(papers, [(None, 1), (Some("记错了".to_owned()), 0)]);
    assert!(errands.is_behind(&mail), "it is read without what came with it");
}

fn listed(keys: &[&str]) -> Vec<ListedRecord> {
    keys.iter().map(|key| ListedRecord { key: (*key).into(), name: format!("{key}.pdf"), court: None }).collect()
}

#[test]
fn a_link_that_no_browser_showed_was_not_opened() {
    let (service, mut errands) = (ServiceId::of(&Digest::of(b"mail")), Errands::default());
    let errand = ErrandId::of(&service, "gdems", "https://x");
    let opened = ErrandFact::Opened { errand: errand.clone(), service: service.clone(), host: "x".into() };
    let vain = ErrandFact::NotOpened { errand: errand.clone(), service, says: "no browser".into() };
    errands.take(opened.clone(), &entry("2026-11-20T09:00:00+08:00"));
    errands.take(opened, &entry("2026-11-20T10:00:00+08:00"));
    errands.take(vain.clone(), &entry("2026-11-20T10:00:01+08:00"));
    let times = |errands: &Errands| errands.get(&errand).unwrap().opened.clone();
    assert_eq!(times(&errands), [("2026-11-20T09:00:00+08:00".to_owned(), "王敏".to_owned())]);
    errands.take(vain.clone(), &entry("2026-11-20T10:00:02+08:00"));
    errands.take(vain, &entry("2026-11-20T10:00:03+08:00"));
    assert!(times(&errands).is_empty());
}

#[test]
fn an_errand_is_told_step_by_step() {
    let (mail, mut errands) = (Digest::of(b"mail"), Errands::default());
    let service = ServiceId::of(&mail);
    let id = ErrandId::of(&service, "zxfw", "https://x");
    let state = |errands: &Errands| errands.get(&id).map_or("open", Errand::state);
    let take = |errands: &mut Errands, fact| errands.take(fact, &entry("2026-11-20T09:00:00+08:00"));
    assert_eq!(state(&errands), "open");
    let (errand, answer) = (id.clone(), Digest::of(b"answer"));
    take(&mut errands, ErrandFact::Asked { errand: errand.clone(), service: service.clone(), password: None });
    assert_eq!(state(&errands), "asked");
    let list = |keys: &[&str]| ErrandFact::Listed {
        errand: errand.clone(),
        service: service.clone(),
        answer,
        host: "x".into(),
        chain: None,
        old_tls: false,
        proxy: None,
        documents: listed(keys),
    };
    let store = |key: &str| ErrandFact::Stored {
        errand: errand.clone(),
        service: service.clone(),
        key: key.into(),
        sha256: Digest::of(key.as_bytes()),
        size_bytes: 1,
        answer: Some(answer),
        host: "x".into(),
        chain: None,
        broken_off: 0,
        old_tls: false,
        proxy: None,
    };
    take(&mut errands, list(&["b", "a"]));
    take(&mut errands, store("a"));
    assert_eq!(state(&errands), "fetching");
    let missing = |errands: &Errands| -> Vec<String> {
        errands.get(&id).unwrap().missing().map(|listed| listed.key.clone()).collect()
    };
    assert_eq!(missing(&errands), ["b"]);
    let held = |again: Option<&str>| ErrandFact::Held {
        errand: errand.clone(),
        service: service.clone(),
        code: "pickup.expired".into(),
        says: String::new(),
        again: again.map(str::to_owned),
    };
    take(&mut errands, held(Some("2026-11-20T10:00:00+08:00")));
    assert_eq!(state(&errands), "waiting");
    take(&mut errands, held(None));
    assert_eq!(state(&errands), "held");
    take(&mut errands, store("b"));
    assert_eq!(state(&errands), "fetching");
    let stopped = ErrandFact::Held {
        errand: errand.clone(),
        service: service.clone(),
        code: "pickup.stopped".into(),
        says: String::new(),
        again: None,
    };
    let mut beside = errands.clone();
    take(&mut beside, list(&["b", "a", "c"]));
    take(&mut beside, stopped);
    let came = ErrandFact::Brought {
        mail,
        errand: Some(errand.clone()),
        channel: "platform".into(),
        received_on: None,
        documents: Vec::new(),
    };
    take(&mut beside, came);
    assert_eq!(state(&beside), "held", "what a person stopped is not begun again by what still came");
    let documents = errands.get(&id).unwrap().in_order();
    assert_eq!(documents.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["b.pdf", "a.pdf"]);
    let brought = ErrandFact::Brought {
        mail,
        errand: Some(errand.clone()),
        channel: "platform".into(),
        received_on: None,
        documents,
    };
    take(&mut errands, brought);
    assert_eq!(state(&errands), "done");
    assert!(errands.is_behind(&mail));
    assert_eq!(errands.brought(&mail).len(), 1);
    errands.understood(&mail);
    assert!(!errands.is_behind(&mail));
    take(&mut errands, ErrandFact::TakenBack { mail, document: Digest::of(b"a") });
    let all = errands.brought(&mail);
    assert_eq!(brought_with("p1.2!x.zip!y", all).unwrap().standing().count(), 1);
    assert!(errands.is_behind(&mail) && brought_with("p2.1", all).is_none() && brought_with("1.2", all).is_none());
    paper_is_taken_back(&mut errands, mail);
    let looks = |errands: &Errands, at: &str| {
        errands.get(&id).unwrap().wants_another_look(DateTime::parse_from_rfc3339(at).unwrap())
    };
    assert!(!looks(&errands, "2026-11-20T09:59:59+08:00") && looks(&errands, "2026-11-20T10:00:00+08:00"));
    errands.take(list(&["b", "a"]), &entry("2026-11-20T10:00:01+08:00"));
    assert!(!looks(&errands, "2026-11-20T12:00:00+08:00") && looks(&errands, "2026-11-21T09:00:00+08:00"));
    assert!(!looks(&errands, "2026-11-27T09:00:00+08:00"), "not for ever");
    take(&mut errands, list(&["b", "a", "?"]));
    assert!(!looks(&errands, "2026-11-21T09:00:00+08:00"), "what is not done is fetched anyway");
    assert_eq!((missing(&errands), state(&errands)), (vec!["?".to_owned()], "fetching"), "the list has more");
    take(&mut errands, list(&["b", "a"]));
    assert!(missing(&errands).is_empty());
}
