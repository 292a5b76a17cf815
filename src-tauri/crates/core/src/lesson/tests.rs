//! What is learned from mails that a person confirmed, and what nobody may teach.

use super::*;
use crate::ledger::ServiceRecord;

fn reference() -> Reference {
    Reference::builtin().expect("the data loads")
}

fn mail(from: &str, reasons: &[(&str, &str)]) -> Understood {
    Understood {
        from: Some(from.to_owned()),
        subject: "（2026）沪0112民初12345号 示例物业管理有限公司 文书送达".to_owned(),
        reasons: reasons.iter().map(|(code, detail)| ((*code).to_owned(), (*detail).to_owned())).collect(),
        service: Some(ServiceRecord {
            court: Some(("沪0112".to_owned(), "上海市闵行区人民法院".to_owned())),
            ..ServiceRecord::default()
        }),
        ..Understood::default()
    }
}

fn asked(understood: &Understood, office: &Office) -> Result<Taught, Refused> {
    let links = ["https://sd.court.example.test/a?b".to_owned(), "javascript:alert(1)".to_owned()];
    lesson(&ServiceId::from_text("s1"), understood, &links, office, &reference())
}

#[test]
fn a_confirmed_mail_teaches_once_and_can_be_taken_back() {
    let office = Office { name: "示例物业管理有限公司".to_owned(), ..Office::default() };
    let taught = asked(&mail("sd@court.example.test", &[("sender-unknown", "")]), &office).expect("it teaches");
    assert_eq!(taught.senders, ["sd@court.example.test"]);
    assert_eq!(taught.subjects, ["*文书送达"]);
    assert_eq!(taught.hosts, ["sd.court.example.test"]);
    let mut lessons = Lessons::default();
    lessons.take(taught.clone(), "王敏", "2026-11-20T10:00:00+08:00");
    lessons.take(taught.clone(), "王敏", "2026-11-20T10:00:01+08:00");
    assert_eq!(lessons.all().len(), 1);
    let learned = lessons.laid_over(&office);
    assert_eq!(learned.courts[0].code, "沪0112");
    assert_eq!(learned.courts[0].senders, ["sd@court.example.test"]);
    assert_eq!(asked(&mail("sd@court.example.test", &[]), &learned), Err(Refused::Known));
    let subject = "（2026）沪0112民初777号示例物业管理有限公司文书送达";
    assert!(is_learned(Some("sd@court.example.test"), subject, &learned, &reference()));
    assert!(!is_learned(Some("sd@court.example.test"), "放假通知", &learned, &reference()));
    assert!(!is_learned(Some("x@court.example.test"), subject, &learned, &reference()));
    assert!(may_change(&mail("SD@court.example.test", &[]), &taught, false));
    assert!(!may_change(&mail("sd@court.example.test", &[]), &taught, true));
    assert!(!may_change(&mail("other@court.example.test", &[]), &taught, false));
    assert_eq!(lessons.undo(&taught.lesson), Some(taught));
    assert_eq!(lessons.laid_over(&office), office);
}

#[test]
fn an_overlooked_mail_of_a_listed_sender_is_confirmed_by_itself() {
    let profile = CourtProfile {
        code: "沪0112".to_owned(),
        senders: vec!["@court.example.test".to_owned()],
        ..CourtProfile::default()
    };
    let office = Office { courts: vec![profile], ..Office::default() };
    let digest = Digest::of(b"mail");
    let overlooked = |from: &str| Understood { mail: Some(digest), service: None, ..mail(from, &[]) };
    let told = |from: &str, office: &Office| of_overlooked(digest, &overlooked(from), None, office, &reference());
    let taught = told("sd@court.example.test", &office).expect("it teaches");
    assert_eq!((taught.court_name.as_str(), taught.senders.len()), ("上海市闵行区人民法院", 0));
    assert!(may_change(&overlooked("sd@court.example.test"), &taught, false));
    let mut lessons = Lessons::default();
    lessons.take(taught, "王敏", "2026-11-20T10:00:00+08:00");
    let learned = lessons.laid_over(&office);
    assert!(is_confirmed(&digest, &learned) && !is_confirmed(&Digest::of(b"other"), &learned));
    assert_eq!(told("sd@court.example.test", &learned), Err(Refused::Known));
    assert_eq!(told("news@elsewhere.test", &office), Err(Refused::NoCourt));
}

#[test]
fn an_overlooked_mail_of_an_unknown_sender_needs_the_court_that_was_asked() {
    let (digest, office) = (Digest::of(b"mail"), Office::default());
    let told = |reasons: &[(&str, &str)], court: Option<&str>| {
        let overlooked =
            Understood { mail: Some(digest), service: None, ..mail("Clerk@office-of-court.example.test", reasons) };
        of_overlooked(digest, &overlooked, court, &office, &reference())
    };
    let taught = told(&[], Some("上海市闵行区人民法院")).expect("it teaches");
    assert_eq!(
        (taught.court.as_str(), taught.senders.as_slice()),
        ("沪0112", &["Clerk@office-of-court.example.test".to_owned()][..])
    );
    assert_eq!(told(&[], None), Err(Refused::NoCourt));
    assert_eq!(told(&[], Some("某某法院")), Err(Refused::NoCourt));
    assert!(matches!(told(&[("dkim-failed", "")], Some("沪0112")), Err(Refused::Forged(_))));
    let mut lessons = Lessons::default();
    lessons.take(taught, "王敏", "2026-11-20T10:00:00+08:00");
    let learned = lessons.laid_over(&office);
    assert!(is_confirmed(&digest, &learned) && learned.courts[0].senders == ["Clerk@office-of-court.example.test"]);
}

#[test]
fn hosts_of_links_that_deceive_are_not_learned() {
    for code in ["lookalike-link", "link-shows-other-host"] {
        let taught = asked(&mail("sd@court.example.test", &[(code, "x")]), &Office::default()).expect("it teaches");
        assert_eq!((taught.senders.len(), taught.hosts.len()), (1, 0), "{code}");
    }
}

#[test]
fn a_mail_that_hides_its_sender_teaches_nothing() {
    let office = Office::default();
    for (code, detail) in
        [("punycode-domain", "x"), ("several-senders", "x"), ("lookalike-domain", "c0urt.gov.cn 像 court.gov.cn")]
    {
        let told = asked(&mail("sd@court.example.test", &[(code, detail)]), &office);
        assert!(matches!(told, Err(Refused::Forged(_))), "{code}: {told:?}");
    }
    assert!(
        asked(&mail("sd@court.example.test", &[("lookalike-domain", "court.example.test 自称法院")]), &office).is_ok()
    );
    assert_eq!(asked(&mail("nobody", &[]), &office), Err(Refused::NoSender));
    let mut nameless = mail("sd@court.example.test", &[]);
    nameless.service = Some(ServiceRecord::default());
    assert_eq!(asked(&nameless, &office), Err(Refused::NoCourt));
}

#[test]
fn what_is_never_confirmed_away_stands_among_the_reasons() {
    for code in NEVER {
        assert!(crate::trust::CODES.iter().any(|(known, ..)| *known == code), "{code}");
    }
}
