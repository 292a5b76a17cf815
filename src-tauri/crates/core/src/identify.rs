//! Which court, which case, which documents, for whom.

mod case_number;
mod citation;
mod claim;
mod contact;
mod court;
mod document;
pub mod evidence;
mod fees;
mod form;
mod heading;
mod hearing;
mod listed;
mod moment;
mod name;
mod notice;
mod opponents;
mod ordinary;
mod own;
mod party;
mod pickup;
mod place;
mod radicals;
mod role;
mod ruling;
mod said_when;
mod served;
mod slip;
mod terms;
mod text;
pub mod ticks;
mod title;
mod traditional;
mod tribunal;
pub(crate) mod whole;

#[cfg(test)]
mod tests;

use chrono::{DateTime, FixedOffset};

use crate::doubt::Doubt;
use crate::intake::Signals;
use crate::mail::{Became, Mail};
use crate::office::Office;
use crate::reference::Reference;

pub use case_number::CaseNumber;
pub(crate) use court::is_sender;
pub use evidence::{FoundFact, Source, Sure};
pub use party::{ends_as_body, is_person, opens_with, without_form};
pub use radicals::ideograph;
pub use role::{is_role, role_of};
pub use said_when::said_when;
pub use text::compact as plain_without_blanks;

/// Where case numbers stand in a text that [`plain_without_blanks`] gave, in order.
pub fn case_numbers_in(text: &str, reference: &Reference) -> Vec<std::ops::Range<usize>> {
    let found = case_number::mentions(text, case_number::Place::Text, reference);
    found.into_iter().map(|mention| mention.range).collect()
}

/// A court, by code and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourtName {
    /// Court code 法院代字, such as 沪0112.
    pub code: String,
    /// Full name.
    pub name: String,
}

/// Our standing in the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// 原告
    Plaintiff,
    /// 被告
    Defendant,
    /// 第三人
    ThirdParty,
    /// 上诉人
    Appellant,
    /// 被上诉人
    Appellee,
    /// 申请人
    Applicant,
    /// 被申请人
    Respondent,
    /// 债权人
    Creditor,
    /// 债务人、被执行人
    Debtor,
    /// 案外人
    Outsider,
    /// 协助义务人
    AssistingUnit,
}

impl Role {
    const ALL: [(Self, &'static str); 11] = [
        (Self::Plaintiff, "plaintiff"),
        (Self::Defendant, "defendant"),
        (Self::ThirdParty, "third-party"),
        (Self::Appellant, "appellant"),
        (Self::Appellee, "appellee"),
        (Self::Applicant, "applicant"),
        (Self::Respondent, "respondent"),
        (Self::Creditor, "creditor"),
        (Self::Debtor, "debtor"),
        (Self::Outsider, "outsider"),
        (Self::AssistingUnit, "assisting-unit"),
    ];

    /// The word of the contract.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(role, _)| *role == self).map_or("", |(_, code)| code)
    }

    /// Reads the word of the contract.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, code)| *code == text).map(|(role, _)| *role)
    }
}

/// One served document 文书, before it has a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundDocument {
    /// Path of its part.
    pub part: String,
    /// Title as written on the document, else the readable file name.
    pub title: String,
    /// Name of its file, where the part has one.
    pub name: Option<String>,
    /// Id of the kind in the document data; `None` when no kind fits.
    pub kind: Option<String>,
    /// Where the kind was read: from the first page (true) or only from the file name (false).
    pub kind_from_text: bool,
    /// Normalised case number this document belongs to.
    pub case_number: Option<String>,
    /// Suffix 之一 of the number on this document.
    pub suffix: Option<String>,
    /// Pages, where known.
    pub pages: Option<u32>,
    /// Text of the document, where it could be read.
    pub text: String,
}

/// A court sitting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hearing {
    /// Start, in the court's time.
    pub starts: DateTime<FixedOffset>,
    /// Room or link.
    pub place: Option<String>,
    /// `trial`, `evidence-exchange`, `conference` or `mediation`.
    pub kind: &'static str,
    /// Path of the part it was read from, or `mail`.
    pub part: String,
}

/// A person at the court.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Duty, such as 书记员.
    pub duty: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// A link or code that leads to documents 提取.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pickup {
    /// Id of the platform, or `cloud` for a mail provider's cloud attachment.
    pub platform: String,
    /// The provider of a cloud attachment, such as `qq`.
    pub provider: Option<String>,
    /// The link.
    pub url: Option<String>,
    /// The pickup code.
    pub code: Option<String>,
    /// When it stops working, as written.
    pub expires: Option<String>,
    /// Whether only the shape of the link is the platform's, and its host none that is known.
    pub strange_host: bool,
    /// Whether it says by itself that something is served: a platform's own link or code, and no more general one.
    pub is_sure: bool,
}

/// All that was identified in one mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The court.
    pub court: Option<CourtName>,
    /// Normalised case numbers being served, in order; no suffixes, no numbers that are only cited.
    pub case_numbers: Vec<String>,
    /// Cause of action 案由.
    pub cause: Option<String>,
    /// Whom the mail serves, as written.
    pub addressee: Option<String>,
    /// Our standing.
    pub role: Option<Role>,
    /// Served documents in reading order.
    pub documents: Vec<FoundDocument>,
    /// Court sittings.
    pub hearings: Vec<Hearing>,
    /// People at the court.
    pub contacts: Vec<Contact>,
    /// Links and codes.
    pub pickups: Vec<Pickup>,
    /// Titles the mail lists but does not carry.
    pub listed_not_attached: Vec<String>,
    /// Whether the mail claims to serve something at all.
    pub claims_service: bool,
    /// Every fact with where it was read and how sure it is; empty when nothing is served.
    pub facts: Vec<FoundFact>,
}

/// Whether the sender's address lies in a domain that only courts have. Who else writes it there is told by the trust.
fn is_official(mail: &Mail, reference: &Reference) -> bool {
    let domain = mail.from.as_deref().and_then(|from| from.rsplit_once('@')).map_or("", |(_, domain)| domain);
    let senders = &reference.senders;
    senders.official(domain).is_some() || senders.is_government_court(domain)
}

/// Identifies court, cases, documents and the rest in one mail.
///
/// A mail that claims to serve nothing gives no doubts: nobody needs to look at it.
pub fn identify(mail: &Mail, signals: &Signals, office: &Office, reference: &Reference) -> (Found, Vec<Doubt>) {
    if ordinary::serves_nothing(mail, office, reference) {
        debug_assert!(!read_for_a_service(mail, signals, office, reference).0.claims_service, "{:?}", mail.sha256);
        return (Found::default(), Vec::new());
    }
    read_for_a_service(mail, signals, office, reference)
}

fn read_for_a_service(mail: &Mail, signals: &Signals, office: &Office, reference: &Reference) -> (Found, Vec<Doubt>) {
    let mut doubts = Vec::new();
    let cleaned = without_orders(mail, signals);
    let (mail, signals) = match &cleaned {
        Some((mail, signals)) => {
            doubts.push(Doubt::mail("text-addresses-a-program", "邮件或文书里有写给程序的话，其内容未被采用"));
            (mail, signals)
        }
        None => (mail, signals),
    };
    let parts = mail.parts.iter().filter(|part| part.became == Became::Document);
    let says = format!("{}\n{}", mail.subject, text::first_chars(&mail.text, 400));
    let mut seen: Vec<document::Seen> =
        parts.map(|part| document::see(part, &says, signals, reference, &mut doubts)).collect();
    let claims = court::claims(mail, &seen, office, reference);
    let mut served = served::of_its_court(served::numbers(mail, &seen, reference), &claims.certain_codes(), &seen);
    if served.is_empty() {
        served = served::cited_by_its_own_court(mail, &claims.certain_codes(), reference);
        if let Some(number) = served.first() {
            doubts.push(Doubt::mail("case-number-cited", format!("邮件只在引述中写到{number}")));
        } else if let [only] = served::on_papers_of_parties(&seen, &claims.certain_codes(), reference).as_slice() {
            doubts.push(Doubt::mail("case-number-cited", format!("案号只见于所附的当事人材料：{only}")));
            served.push(only.clone());
        } else if let [only] = served::cited_on_papers(&seen, &claims.certain_codes(), reference).as_slice() {
            doubts.push(Doubt::mail("case-number-cited", format!("文书只在引述中写到{only}")));
            served.push(only.clone());
        }
    }
    served::assign(&mut seen, &served, &mut doubts);
    let court = court::settle(&served, &claims, reference, &mut doubts);
    let arrived = signals.arrived.or(mail.received).or(mail.dated);
    let arrived = arrived.map(|moment| crate::intake::court_time(moment).date_naive());
    let hearings = hearing::all(mail, arrived, &seen, &mut doubts);
    let pickups = pickup::all(mail, reference);
    let party::Addressee { name: addressee, is_inferred: is_addressee_inferred } =
        party::addressee(mail, &seen, office);
    let claims_service = claim::claims_service(
        mail,
        &claim::Evidence {
            seen: &seen,
            claims: &claims,
            served: &served,
            pickups: &pickups,
            has_hearing: hearings.iter().any(|it| it.part != "mail")
                || !hearings.is_empty() && hearing::is_ordered(mail, arrived),
            tells_sitting: !hearings.is_empty(),
            has_addressee: addressee.is_some() && !is_addressee_inferred,
            subject_kind: name::kind_of_words(&mail.subject, reference),
            is_official: is_official(mail, reference),
            is_confirmed: crate::lesson::is_confirmed(&mail.sha256, office),
            is_learned: crate::lesson::is_learned(mail.from.as_deref(), &mail.subject, office, reference),
        },
    );
    let standing = role::role(mail, &seen, &served, office, reference);
    let mut found = Found {
        court,
        cause: party::cause(mail, &seen, reference),
        role: standing.as_ref().map(|(role, _)| *role),
        case_numbers: served.iter().map(ToString::to_string).collect(),
        documents: seen.iter().map(|it| it.found.clone()).collect(),
        addressee,
        hearings,
        pickups,
        claims_service,
        ..Found::default()
    };
    // Most mails of an office serve nothing: what only a service has is not looked for in them.
    if !claims_service {
        return (found, Vec::new());
    }
    found.contacts = contact::all(&mail.text, &seen);
    found.listed_not_attached = listed::missing(mail, &seen, reference);
    let role_from = standing.map(|(_, from)| from);
    found.facts = evidence::all(&evidence::Asked {
        mail,
        signals,
        seen: &seen,
        found: &found,
        role_from,
        is_addressee_inferred,
        office,
        reference,
    });
    doubts.extend(doubts_about(mail, signals, &found, &served, office));
    if let Some(name) = party::person_served(mail, &seen, office) {
        doubts.push(Doubt::mail("addressee-not-us", format!("文书写明是给{name}的，没有写到本单位")));
    }
    (found, doubts)
}

/// Mail and texts without sentences written to a program; `None` when there are none.
fn without_orders(mail: &Mail, signals: &Signals) -> Option<(Mail, Signals)> {
    let subject = text::without_orders(&mail.subject);
    let body = text::without_orders(&mail.text);
    let page_of = |page: &String| text::without_orders(page);
    let has_page = signals.texts.values().any(|it| it.pages.iter().any(|page| page_of(page).is_some()));
    if subject.is_none() && body.is_none() && !has_page {
        return None;
    }
    let mut cleaned = mail.clone();
    cleaned.subject = subject.unwrap_or_else(|| mail.subject.clone());
    cleaned.text = body.unwrap_or_else(|| mail.text.clone());
    let mut texts = signals.clone();
    for page in texts.texts.values_mut().flat_map(|it| &mut it.pages) {
        if let Some(clean) = page_of(page) {
            *page = clean;
        }
    }
    Some((cleaned, texts))
}

/// What a person must look at in the whole of a service.
fn doubts_about(mail: &Mail, signals: &Signals, found: &Found, served: &[CaseNumber], office: &Office) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    if found.documents.is_empty() && claim::says_nothing_readable(mail) {
        doubts.push(Doubt::mail("no-text", "正文里没有读得出的文字，请打开原邮件查看"));
    }
    if served.is_empty() {
        doubts.push(Doubt::mail("case-number-missing", "邮件和文书中都没有读到案号"));
    }
    let year = signals.arrived.or(mail.dated).or(mail.received).map(|moment| chrono::Datelike::year(&moment));
    for number in served {
        if year.is_some_and(|year| i32::from(number.year()) > year) {
            doubts.push(Doubt::mail("case-number-implausible", format!("{number}的年份晚于收到邮件的年份")));
        }
    }
    if let Some(name) = found.addressee.as_deref().filter(|name| party::is_clearly_another(name, office)) {
        doubts.push(Doubt::mail("addressee-not-us", format!("受送达人写的是{name}")));
    }
    let strange = found.pickups.iter().filter(|it| it.strange_host).filter_map(|it| it.url.as_ref());
    doubts.extend(strange.map(|link| Doubt::mail("link-strange-host", pickup::shown(link))));
    // Nobody knows who sent a message; a mail is judged first, and asked about where it is believed.
    if claim::is_pasted(mail) {
        doubts.extend(link_unknown(mail, found));
    }
    if !found.listed_not_attached.is_empty() {
        doubts.push(Doubt::mail("listed-not-attached", found.listed_not_attached.join("、")));
    }
    doubts
}

/// That a mail brings neither papers nor a way to them that is known, but a link: it may lead to papers all the same.
pub(crate) fn link_unknown(mail: &Mail, found: &Found) -> Option<Doubt> {
    let brings_nothing = found.documents.is_empty() && found.pickups.is_empty();
    let link = brings_nothing.then(|| pickup::unknown(mail)).flatten()?;
    Some(Doubt::mail("link-unknown", link))
}
