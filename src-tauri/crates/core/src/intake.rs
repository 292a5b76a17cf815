//! The journey of one mail: trust, identify, service, folder, deadline → facts, plan, doubts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};

use crate::doubt::Doubt;
use crate::folder::{self, Plan, PlannedFile};
use crate::id::ServiceId;
use crate::identify::{self, Found, FoundDocument, FoundFact};
use crate::ledger::{DocumentRecord, FactRecord, PartRecord, PickupRecord, ServiceRecord, Understood};
use crate::mail::{self, Became, Header, Mail, Part};
use crate::office::{Office, Regime};
use crate::reference::Reference;
use crate::service::Service;
use crate::trust::{self, DkimSeen, SmimeSeen, Trust, Verdict};

/// What the core cannot see by itself, gathered around one mail.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signals {
    /// When the mail reached the agreed mailbox (INTERNALDATE), in the court's time zone.
    pub arrived: Option<DateTime<FixedOffset>>,
    /// Regime of the mailbox it arrived in.
    pub regime: Regime,
    /// Whose Authentication-Results are believed.
    pub authserv_id: Option<String>,
    /// Whether it was imported by hand instead of arriving in the agreed mailbox.
    pub by_hand: bool,
    /// Text and page count of documents, by part path.
    pub texts: BTreeMap<String, DocumentText>,
    /// Parts whose text was read off a picture (OCR): it may be misread, so nothing final rests on it.
    pub ocr: BTreeSet<String>,
    /// Every header line as written, unfolded and not decoded, from the top; empty when only the decoded ones are known.
    /// A decoded value may hold marks its sender only coded, so authenticity is read from these.
    pub written: Vec<Header>,
    /// Our own check of every DKIM signature, in the order of the mail.
    pub dkim: Vec<DkimSeen>,
    /// Our own check of the digital signature over the mail; none where it bears none.
    pub smime: Option<SmimeSeen>,
}

/// Text read out of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentText {
    /// Text of each page, in order; empty pages are empty strings.
    pub pages: Vec<String>,
    /// Pages, counted from 0, that show something whose words could not be read: scans, letters of unknown meaning,
    /// pages that are missing.
    pub mute: BTreeSet<usize>,
    /// Words that stand in the document and nobody sees; no source of facts.
    pub hidden: String,
}

impl DocumentText {
    /// A text whose every page was read.
    pub fn of(pages: Vec<String>) -> Self {
        Self { pages, ..Self::default() }
    }

    /// All pages, one after the other.
    pub fn whole(&self) -> String {
        self.pages.join("\n")
    }
}

/// What must happen with one mail.
#[derive(Clone, Debug, PartialEq)]
pub struct Intake {
    /// How far it may be believed.
    pub trust: Trust,
    /// The service event; `None` when the mail claims to serve nothing.
    pub service: Option<Service>,
    /// Files to write.
    pub plan: Plan,
    /// What a person must settle.
    pub doubts: Vec<Doubt>,
}

/// Doubt about a service that is clearly addressed to another company: its periods may not be ours.
pub const FOR_ANOTHER: &str = "addressee-not-us";

/// Doubts found in reading a mail that keep its periods from being final, and what is said of it.
const HOLDS: [(&str, &str); 2] = [
    (mail::TEXT_QUOTED, "邮件正文是转发或者引用的内容，可能此前已经送达"),
    (mail::DATE_UNREAD, "邮件的发出日期读不出来，送达日期可能更早"),
];

/// Why the periods of a mail with these doubts are not final.
pub fn held_by<'a>(codes: impl Iterator<Item = &'a str>) -> Vec<&'static str> {
    let found: BTreeSet<&str> = codes.collect();
    HOLDS.iter().filter(|(code, _)| found.contains(code)).map(|(_, words)| *words).collect()
}

/// Says what must happen with one mail. Decides everything, does nothing.
pub fn intake(mail: &Mail, signals: &Signals, office: &Office, reference: &Reference) -> Intake {
    let (found, mut doubts) = identify::identify(mail, signals, office, reference);
    let trust = trust::judge(mail, &found, signals, office, reference);
    if trust.verdict == Verdict::NotCourt {
        return Intake { trust, service: None, plan: Plan::default(), doubts };
    }
    doubts.extend(trust.doubt());
    // In a mail that is not believed the link is judged with its sender. What nobody could open may be the papers.
    let is_believed = matches!(trust.verdict, Verdict::Proven | Verdict::Likely);
    let has_closed = mail.parts.iter().any(|part| matches!(part.became, Became::Refused | Became::Unread));
    if is_believed && !has_closed && !doubts.iter().any(|doubt| doubt.code == "link-unknown") {
        doubts.extend(identify::link_unknown(mail, &found));
    }
    // A text that gives orders to programs is no source of periods.
    let is_plain = !doubts.iter().any(|doubt| doubt.code == "text-addresses-a-program");
    let body = if is_plain { both_ends(&mail.text) } else { String::new() };
    let mut service = service_of(mail, signals, &trust, found, body);
    service.own = office.names().map(str::to_owned).collect();
    service.for_another = doubts.iter().any(|doubt| doubt.code == FOR_ANOTHER);
    if service.sent_date_is_strange() {
        doubts.push(Doubt::mail("sent-date-strange", "发件日期与到达日期相差超过三天，请核对送达日期"));
    }
    if service.arrived.is_none() {
        doubts.push(arrival_unknown(mail));
    }
    let plan = folder::plan(mail, &service, office);
    Intake { trust, service: Some(service), plan, doubts }
}

/// What the text itself says of when it came is told to whoever determines the day; nothing is counted from it.
fn arrival_unknown(mail: &Mail) -> Doubt {
    let says = match identify::said_when(&mail.text) {
        Some(said) => format!("没有到达时间，不能计算期限；正文里写的是“{said}”，核对属实后可据此确定起算日"),
        None => "没有到达时间，不能计算期限".to_owned(),
    };
    Doubt::mail("arrival-unknown", says)
}

fn service_of(mail: &Mail, signals: &Signals, trust: &Trust, found: Found, body: String) -> Service {
    Service {
        id: ServiceId::of(&mail.sha256),
        found,
        verdict: trust.verdict,
        regime: signals.regime,
        sent_by_court: mail.dated.map(court_time),
        arrived: signals.arrived.or(mail.received).map(court_time),
        // A Received line is written by whoever passed the mail on; only INTERNALDATE is the mailbox's own word.
        by_hand: signals.by_hand || signals.arrived.is_none(),
        own: Vec::new(),
        for_another: false,
        held: Vec::new(),
        subject: mail.subject.clone(),
        body,
        chosen: None,
        off_register: false,
    }
}

/// The same moment on a clock in the court's time zone, whatever the computer's zone (民诉法 counts court days).
pub fn court_time(moment: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    match FixedOffset::east_opt(COURT_OFFSET_SECONDS) {
        Some(offset) => moment.with_timezone(&offset),
        None => moment,
    }
}

/// China Standard Time, seconds east of Greenwich.
pub const COURT_OFFSET_SECONDS: i32 = 8 * 3600;

/// Longest piece of a document's text kept in the ledger at either end, in characters.
/// Titles and terms stand at the beginning, appeal clauses at the end.
const KEPT_TEXT: usize = 6_000;

/// Doubts about a mail's form that matter only where it claims to serve something: newsletters hide text every day.
const FORM_DOUBTS: [&str; 8] = [
    "hidden-text",
    "alternatives-differ",
    "sender-unclear",
    "text-outside-parts",
    "uuencoded",
    "no-text",
    mail::TEXT_QUOTED,
    mail::DATE_UNREAD,
];

impl Intake {
    /// Puts what reading the mail left open before what the judgement left open.
    ///
    /// Of a mail that serves nothing only that is kept which may have hidden a service.
    #[must_use]
    pub fn after(mut self, mail: &Mail, mut reading: Vec<Doubt>) -> Self {
        if self.trust.verdict == Verdict::NotCourt {
            // A mail that names nobody is broken, whatever it says.
            reading.retain(|doubt| {
                !FORM_DOUBTS.contains(&doubt.code) || (doubt.code == "sender-unclear" && mail.from.is_none())
            });
        }
        if let Some(service) = &mut self.service {
            service.held = held_by(reading.iter().map(|doubt| doubt.code));
        }
        reading.append(&mut self.doubts);
        self.doubts = reading;
        self
    }

    /// The intake as the ledger keeps it for ever.
    pub fn record(&self, mail: &Mail, signals: &Signals, version: &str) -> Understood {
        let arrived = signals.arrived.or(mail.received).map(court_time);
        let basis = match (signals.arrived, mail.received) {
            (Some(_), _) => "internaldate",
            (None, Some(_)) => "received-line",
            (None, None) => "",
        };
        Understood {
            mail: Some(mail.sha256),
            by_version: version.to_owned(),
            message_id: mail.message_id.clone(),
            references: mail.references.clone(),
            from: mail.from.clone(),
            from_name: mail.from_name.clone(),
            subject: mail.subject.clone(),
            dated: mail.dated.map(|dated| court_time(dated).to_rfc3339()),
            arrived: arrived.map(|arrived| arrived.to_rfc3339()),
            arrived_basis: basis.to_owned(),
            // Known only to who reads it from the ledger.
            knew: 0,
            by_hand: signals.by_hand || signals.arrived.is_none(),
            verdict: self.trust.verdict.code().to_owned(),
            reasons: self.trust.reasons.iter().map(|reason| (reason.code.to_owned(), reason.detail.clone())).collect(),
            service: self.service.as_ref().map(|service| self.record_service(mail, service)),
            parts: mail.parts.iter().map(record_part).collect(),
            doubts: self
                .doubts
                .iter()
                .map(|doubt| (doubt.code.to_owned(), doubt.about.clone(), doubt.detail.clone()))
                .collect(),
            answer: None,
        }
    }

    fn record_service(&self, mail: &Mail, service: &Service) -> ServiceRecord {
        let found = &service.found;
        let document = |document: &FoundDocument| {
            let part = mail.parts.iter().find(|part| part.path == document.part);
            let planned = self.plan.files.iter().find(|file| file.part == document.part);
            DocumentRecord {
                part: document.part.clone(),
                title: document.title.clone(),
                kind: document.kind.clone(),
                kind_from_text: document.kind_from_text,
                case_number: document.case_number.clone(),
                suffix: document.suffix.clone(),
                pages: document.pages,
                text: both_ends(&document.text),
                name: part.and_then(|part| part.name.clone()),
                sha256: part.map(|part| part.sha256),
                size_bytes: part.map_or(0, |part| part.size_bytes),
                path: planned.map_or_else(String::new, |file| file.path.clone()),
            }
        };
        ServiceRecord {
            court: found.court.clone().map(|court| (court.code, court.name)),
            case_numbers: found.case_numbers.clone(),
            cause: found.cause.clone(),
            addressee: found.addressee.clone(),
            role: found.role.map(|role| role.code().to_owned()),
            regime: service.regime.code().to_owned(),
            documents: found.documents.iter().map(document).collect(),
            hearings: found
                .hearings
                .iter()
                .map(|it| (it.starts.to_rfc3339(), it.place.clone(), it.kind.to_owned(), it.part.clone()))
                .collect(),
            contacts: found.contacts.iter().map(|it| (it.name.clone(), it.duty.clone(), it.phone.clone())).collect(),
            pickups: found
                .pickups
                .iter()
                .map(|it| PickupRecord {
                    platform: it.platform.clone(),
                    url: it.url.clone(),
                    code: it.code.clone(),
                    expires: it.expires.clone(),
                    provider: it.provider.clone(),
                    strange_host: it.strange_host,
                })
                .collect(),
            listed_not_attached: found.listed_not_attached.clone(),
            original: self.plan.original.clone(),
            unopened: self.plan.unopened.iter().filter_map(|file| record_unopened(mail, file)).collect(),
            body: service.body.clone(),
            facts: found.facts.iter().map(record_fact).collect(),
        }
    }
}

fn record_fact(fact: &FoundFact) -> FactRecord {
    FactRecord {
        fact: fact.fact.to_owned(),
        of: fact.of.clone(),
        value: fact.value.clone(),
        sure: fact.sure.code().to_owned(),
        part: fact.source.as_ref().map(|source| source.part.clone()),
        page: fact.source.as_ref().and_then(|source| source.page),
        sentence: fact.source.as_ref().map(|source| source.sentence.clone()),
    }
}

/// A file that could not be opened: where it goes, and nothing that would have to be read in it.
fn record_unopened(mail: &Mail, file: &PlannedFile) -> Option<DocumentRecord> {
    let part = mail.parts.iter().find(|part| part.path == file.part)?;
    Some(DocumentRecord {
        part: part.path.clone(),
        title: part.name.clone().unwrap_or_default(),
        name: part.name.clone(),
        sha256: Some(part.sha256),
        size_bytes: part.size_bytes,
        path: file.path.clone(),
        ..DocumentRecord::default()
    })
}

fn record_part(part: &Part) -> PartRecord {
    PartRecord {
        path: part.path.clone(),
        media_type: part.media_type.clone(),
        name: part.name.clone(),
        size_bytes: part.size_bytes,
        sha256: part.sha256,
        became: part.became.code().to_owned(),
        why: part.why.clone(),
    }
}

fn both_ends(text: &str) -> String {
    let length = text.chars().count();
    if length <= 2 * KEPT_TEXT {
        return text.to_owned();
    }
    let head: String = text.chars().take(KEPT_TEXT).collect();
    let tail: String = text.chars().skip(length - KEPT_TEXT).collect();
    format!("{head}\n…\n{tail}")
}
