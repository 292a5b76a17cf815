//! What the office learns of a court from a mail that a person confirmed: its sender, the shape of its subject, the
//! hosts of its links. Laid over the office's own profiles, shown before it counts, and taken back at any time.

use serde::{Deserialize, Serialize};

use crate::id::{Digest, ServiceId};
use crate::identify::{case_numbers_in, is_sender, plain_without_blanks as compact};
use crate::ledger::{Taught, Understood};
use crate::office::{CourtProfile, Office};
use crate::reference::Reference;

/// Reasons after which nothing is learned: the mail hides who sent it, or is proven not to come from there.
const NEVER: [&str; 10] = [
    "sender-missing",
    "several-senders",
    "sender-group",
    "duplicate-header",
    "punycode-domain",
    "name-poses-as-address",
    "hidden-characters",
    "dkim-failed",
    "smime-broken",
    "dmarc-failed",
];

/// Why nothing is learned from a mail.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The mail names no court that the table knows.
    #[error("看不出是哪个法院，请先更正法院")]
    NoCourt,
    /// The mail has no usable sender.
    #[error("邮件没有可用的发件人地址")]
    NoSender,
    /// What speaks against the mail cannot be confirmed away.
    #[error("这封邮件不能作为依据：{0}")]
    Forged(String),
    /// Everything is on the profile already.
    #[error("法院档案里已有这些信息")]
    Known,
}

impl Refused {
    /// A stable word for the reason, and for a mail that cannot be confirmed the code of what speaks against it.
    pub fn codes(&self) -> (&'static str, Option<&str>) {
        match self {
            Self::NoCourt => ("no-court", None),
            Self::NoSender => ("no-sender", None),
            Self::Forged(says) => ("forged", says.split(' ').next()),
            Self::Known => ("known", None),
        }
    }
}

/// What a mail would teach of its court; nothing is changed by asking. `links` are those of the mail.
///
/// # Errors
/// When the mail names no court or sender, hides its sender, or teaches nothing new.
pub fn lesson(
    service: &ServiceId,
    understood: &Understood,
    links: &[String],
    office: &Office,
    reference: &Reference,
) -> Result<Taught, Refused> {
    let record = understood.service.as_ref().ok_or(Refused::NoCourt)?;
    let (court, court_name) = record.court.clone().filter(|(code, _)| !code.is_empty()).ok_or(Refused::NoCourt)?;
    let from = understood.from.clone().filter(|from| from.contains('@')).ok_or(Refused::NoSender)?;
    if let Some((code, detail)) = understood.reasons.iter().find(|(code, detail)| is_final(code, detail)) {
        return Err(Refused::Forged(format!("{code} {detail}").trim().to_owned()));
    }
    let known = office.courts.iter().filter(|profile| profile.code == court);
    let has = |list: fn(&CourtProfile) -> &Vec<String>, word: &str| {
        known.clone().any(|profile| list(profile).iter().any(|other| other.eq_ignore_ascii_case(word)))
    };
    let shape = shape_of(&understood.subject, office, reference);
    let mut hosts: Vec<String> = links.iter().filter_map(|link| host_of(link)).collect();
    hosts.sort();
    hosts.dedup();
    hosts.retain(|host| !has(|profile| &profile.hosts, host));
    if understood.reasons.iter().any(|(code, _)| code == "lookalike-link" || code.starts_with("link-")) {
        // A sender may be confirmed, but not where such a link leads: a host that is learned imitates nobody any more.
        hosts.clear();
    }
    let senders: Vec<String> = Some(from).filter(|from| !has(|profile| &profile.senders, from)).into_iter().collect();
    let subjects: Vec<String> =
        Some(shape).filter(|shape| !shape.is_empty() && !has(|profile| &profile.subjects, shape)).into_iter().collect();
    if senders.is_empty() && subjects.is_empty() && hosts.is_empty() {
        return Err(Refused::Known);
    }
    let words: Vec<&str> = [court.as_str(), service.as_str()]
        .into_iter()
        .chain(senders.iter().chain(&subjects).chain(&hosts).map(String::as_str))
        .collect();
    let lesson = format!("l{}", Digest::of(words.join("\n").as_bytes()).short(12));
    Ok(Taught { lesson, service: service.clone(), court, court_name, senders, subjects, hosts })
}

/// What is learned from a mail that was taken for no service: that it is its court's, and the shape of its subject. Where
/// its sender stands on no profile, the person names the court they asked, by code or name, and the sender is learned, too:
/// a mail that says nothing makes a court of nobody by itself.
///
/// # Errors
/// When its sender stands on no profile and no court is named, or when it hides its sender.
pub fn of_overlooked(
    mail: Digest,
    understood: &Understood,
    court: Option<&str>,
    office: &Office,
    reference: &Reference,
) -> Result<Taught, Refused> {
    let written = understood.from.as_deref().filter(|from| from.contains('@')).ok_or(Refused::NoSender)?;
    let from = written.to_lowercase();
    let is_its = |profile: &&CourtProfile| profile.senders.iter().any(|listed| is_sender(listed, &from));
    let listed = office.courts.iter().find(is_its);
    let code = match listed {
        Some(profile) => profile.code.clone(),
        None => named_court(understood, court, reference)?,
    };
    let profile = office.courts.iter().find(|profile| profile.code == code);
    let service = ServiceId::of(&mail);
    if profile.is_some_and(|profile| profile.mails.contains(&service)) {
        return Err(Refused::Known);
    }
    let shape = shape_of(&understood.subject, office, reference);
    let is_new = !shape.is_empty() && !profile.is_some_and(|profile| profile.subjects.contains(&shape));
    let lesson = format!("l{}", Digest::of(format!("{code}\n{}", service.as_str()).as_bytes()).short(12));
    Ok(Taught {
        lesson,
        service,
        court_name: reference.courts.by_code(&code).map(|court| court.name.to_owned()).unwrap_or_default(),
        court: code,
        senders: listed.is_none().then(|| written.to_owned()).into_iter().collect(),
        subjects: is_new.then_some(shape).into_iter().collect(),
        hosts: Vec::new(),
    })
}

/// Code of the court that a person names for a mail whose sender is nobody's yet.
fn named_court(understood: &Understood, court: Option<&str>, reference: &Reference) -> Result<String, Refused> {
    let named = court.and_then(|text| reference.courts.meant_by(text)).ok_or(Refused::NoCourt)?;
    if let Some((code, detail)) = understood.reasons.iter().find(|(code, detail)| is_final(code, detail)) {
        return Err(Refused::Forged(format!("{code} {detail}").trim().to_owned()));
    }
    Ok(named.code.to_owned())
}

/// Whether an address stands on the profile of a court.
pub fn is_listed(from: &str, office: &Office) -> bool {
    let from = from.to_lowercase();
    office.courts.iter().flat_map(|profile| &profile.senders).any(|listed| is_sender(listed, &from))
}

/// Whether a person confirmed this very mail as its court's.
pub fn is_confirmed(mail: &Digest, office: &Office) -> bool {
    let mut confirmed = office.courts.iter().flat_map(|profile| &profile.mails).peekable();
    confirmed.peek().is_some() && {
        let service = ServiceId::of(mail);
        confirmed.any(|known| *known == service)
    }
}

/// Whether a reason cannot be confirmed away: an address that imitates a court's is none of its.
pub fn is_final(code: &str, detail: &str) -> bool {
    NEVER.contains(&code) || code == "lookalike-domain" && detail.contains(" 像 ")
}

/// A subject without what differs from mail to mail: numbers of cases, our name, digits.
pub fn shape_of(subject: &str, office: &Office, reference: &Reference) -> String {
    let mut shape = without_mentions(subject, reference);
    let names = std::iter::once(&office.name).chain(&office.aliases);
    for name in names.map(|name| compact(name)).filter(|name| name.chars().count() >= 2) {
        shape = shape.replace(&name, "*");
    }
    let mut last = ' ';
    let stars = shape.chars().map(|c| if c.is_ascii_digit() { '*' } else { c });
    let kept = stars.filter(|c| {
        let is_again = *c == '*' && last == '*';
        last = *c;
        !is_again
    });
    kept.take(80).collect()
}

fn without_mentions(subject: &str, reference: &Reference) -> String {
    let text = compact(subject);
    let mut shape = text.clone();
    for range in case_numbers_in(&text, reference).into_iter().rev() {
        if shape.is_char_boundary(range.start) && shape.is_char_boundary(range.end) {
            shape.replace_range(range, "*");
        }
    }
    shape
}

/// Whether a mail has a sender and a subject that the office learned of one court. A shape that says nothing, such as
/// one of digits alone, is none.
pub fn is_learned(from: Option<&str>, subject: &str, office: &Office, reference: &Reference) -> bool {
    let from = from.unwrap_or("");
    let of_sender =
        office.courts.iter().filter(|profile| profile.senders.iter().any(|it| it.eq_ignore_ascii_case(from)));
    let mut learned = of_sender.flat_map(|profile| &profile.subjects).peekable();
    if learned.peek().is_none() {
        return false;
    }
    let shape = shape_of(subject, office, reference);
    shape.chars().filter(|c| c.is_alphabetic()).count() >= 4 && learned.any(|known| *known == shape)
}

/// The host of a web link.
fn host_of(link: &str) -> Option<String> {
    let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
    let is_host = host.contains('.') && host.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    (is_host && !host.starts_with('.') && !host.ends_with('.')).then_some(host)
}

/// Every lesson in force.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lessons {
    all: Vec<Lesson>,
}

/// One lesson in force, with who gave it and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// What was learned.
    pub taught: Taught,
    /// Who confirmed it.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
}

impl Lessons {
    /// Takes in a lesson; the same one again changes nothing.
    pub fn take(&mut self, taught: Taught, by: &str, at: &str) {
        if !self.all.iter().any(|known| known.taught.lesson == taught.lesson) {
            self.all.push(Lesson { taught, by: by.to_owned(), at: at.to_owned() });
        }
    }

    /// Takes a lesson back; gives it.
    pub fn undo(&mut self, lesson: &str) -> Option<Taught> {
        let at = self.all.iter().position(|known| known.taught.lesson == lesson)?;
        Some(self.all.remove(at).taught)
    }

    /// Every lesson, first one first.
    pub fn all(&self) -> &[Lesson] {
        &self.all
    }

    /// The office with what it learned laid over its own profiles.
    pub fn laid_over(&self, office: &Office) -> Office {
        let mut office = office.clone();
        for Lesson { taught, .. } in &self.all {
            let at = office.courts.iter().position(|profile| profile.code == taught.court);
            let at = at.unwrap_or_else(|| {
                office.courts.push(CourtProfile { code: taught.court.clone(), ..CourtProfile::default() });
                office.courts.len() - 1
            });
            let Some(profile) = office.courts.get_mut(at) else { continue };
            add(&mut profile.senders, &taught.senders);
            add(&mut profile.subjects, &taught.subjects);
            add(&mut profile.hosts, &taught.hosts);
            if !profile.mails.contains(&taught.service) {
                profile.mails.push(taught.service.clone());
            }
        }
        office
    }
}

fn add(list: &mut Vec<String>, more: &[String]) {
    for word in more {
        if !list.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            list.push(word.clone());
        }
    }
}

/// Whether a mail waits for a person and may be judged otherwise after a lesson: the one it was learned from, or one
/// from its senders, and not answered yet.
pub fn may_change(understood: &Understood, taught: &Taught, is_answered: bool) -> bool {
    let from = understood.from.as_deref().unwrap_or("");
    let is_it = understood.mail.is_some_and(|mail| ServiceId::of(&mail) == taught.service);
    !is_answered && (is_it || taught.senders.iter().any(|sender| sender.eq_ignore_ascii_case(from)))
}

#[cfg(test)]
mod tests {
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
            asked(&mail("sd@court.example.test", &[("lookalike-domain", "court.example.test 自称法院")]), &office)
                .is_ok()
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
}
