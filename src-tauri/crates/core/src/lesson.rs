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
mod tests;
