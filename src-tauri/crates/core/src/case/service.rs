//! The service as the deadline rules look at it, put together again from what the ledger says.

use chrono::{DateTime, FixedOffset};

use super::{Told, ToldMail, moment};
use crate::agreement::{self, Asked};
use crate::id::ServiceId;
use crate::identify::{CourtName, Found, FoundDocument, Hearing, Role};
use crate::intake::{FOR_ANOTHER, court_time, held_by};
use crate::ledger::{Arrived, ServiceRecord, Understood};
use crate::office::Regime;
use crate::service::Service;
use crate::trust::Verdict;

/// The service as the deadline rules look at it, put together again from its record.
pub fn service_of(understood: &Understood) -> Option<Service> {
    let mail = understood.mail?;
    let record = understood.service.as_ref()?;
    Some(Service {
        id: ServiceId::of(&mail),
        found: found_of(record),
        verdict: Verdict::parse(&understood.verdict).unwrap_or(Verdict::Doubtful),
        regime: Regime::parse(&record.regime).unwrap_or_default(),
        sent_by_court: moment(understood.dated.as_deref()),
        arrived: moment(understood.arrived.as_deref()),
        by_hand: understood.by_hand,
        held: held_by(understood.doubts.iter().map(|(code, ..)| code.as_str())),
        own: Vec::new(),
        for_another: understood.doubts.iter().any(|(code, ..)| code == FOR_ANOTHER),
        subject: understood.subject.clone(),
        body: record.body.clone(),
        chosen: None,
        off_register: false,
    })
}

/// The same service as everything recorded since tells it: how its address stands towards the court by the register,
/// the earliest effective arrival among all mailboxes the mail came into (在线诉讼规则 第三十一条第四款), and the day
/// of service a person determined. `understood` is the whole reading of the mail, with the words of its papers; `companies`
/// are the names of the office.
pub fn service_now(told: &Told, mail: &ToldMail, understood: &Understood, companies: &[&str]) -> Option<Service> {
    let mut service = service_of(understood)?;
    let now = Now::of(told, mail, companies)?;
    (service.arrived, service.regime, service.by_hand) = (now.arrived, now.regime, now.by_hand);
    service.off_register = now.off_register;
    service.own = companies.iter().filter(|name| !name.trim().is_empty()).map(|name| (*name).to_owned()).collect();
    service.chosen = told.lives.start_of(&service.id).map(|(start, _)| start.clone());
    Some(service)
}

/// The same without the words of its papers, as far as those were let go: for who asks when and how far it was served.
pub fn standing_now(told: &Told, mail: &ToldMail, companies: &[&str]) -> Option<Service> {
    service_now(told, mail, mail.understood.as_ref()?, companies)
}

/// What everything recorded since a mail was read says of its arrival.
pub(super) struct Now {
    pub arrived: Option<DateTime<FixedOffset>>,
    pub regime: Regime,
    pub by_hand: bool,
    pub off_register: bool,
}

impl Now {
    pub(super) fn of(told: &Told, mail: &ToldMail, companies: &[&str]) -> Option<Self> {
        let (understood, record) = mail.service()?;
        let mut now = Self {
            arrived: moment(understood.arrived.as_deref()),
            regime: Regime::parse(&record.regime).unwrap_or_default(),
            by_hand: understood.by_hand,
            off_register: false,
        };
        if let Some(regime) = regime_now(told, mail, companies) {
            now.off_register = now.regime.arrival_is_service() && !regime.arrival_is_service();
            now.regime = regime;
        }
        let arrived_as = |seen: &Arrived| {
            let arrived = moment(seen.internal_date.as_deref())?;
            Some((arrived, by_register(told, mail, seen, arrived, companies).or_else(|| Regime::parse(&seen.regime))?))
        };
        let effective = mail.sightings.iter().filter_map(arrived_as).filter(|(_, regime)| regime.arrival_is_service());
        if let Some((arrived, regime)) = effective.min_by_key(|(arrived, _)| *arrived) {
            let counts = now.regime.arrival_is_service() && !now.by_hand;
            if !counts || now.arrived.is_none_or(|known| arrived < known) {
                now = Self { arrived: Some(arrived), regime, by_hand: false, off_register: false };
            }
        }
        Some(now)
    }
}

/// How the address that the mail reached stands towards the court, by the register where the office keeps one. `None`
/// when nothing else is told than when the mail came in.
pub fn regime_now(told: &Told, mail: &ToldMail, companies: &[&str]) -> Option<Regime> {
    let (understood, _) = mail.service()?;
    let arrived = moment(understood.arrived.as_deref())?;
    let is_it = |seen: &&Arrived| moment(seen.internal_date.as_deref()) == Some(arrived);
    // A watched folder knows no moment of its own: its mails arrived when they say so.
    let seen = mail.sightings.iter().find(is_it).or_else(|| mail.sightings.first().filter(|_| !understood.by_hand))?;
    by_register(told, mail, seen, arrived, companies)
}

/// How the address of a sighting stands towards the court by the register; none where the office keeps no register or
/// the address is not known. What no agreement covers is unconfirmed: a reply may then complete the service.
fn by_register(
    told: &Told,
    mail: &ToldMail,
    seen: &Arrived,
    arrived: DateTime<FixedOffset>,
    companies: &[&str],
) -> Option<Regime> {
    if told.agreements.is_empty() || seen.address.is_empty() {
        return None;
    }
    let (_, service) = mail.service()?;
    let asked = Asked { service, address: &seen.address, companies, on: court_time(arrived).date_naive() };
    Some(agreement::covering(told.agreements.values(), &asked).map_or(Regime::Unconfirmed, agreement::regime))
}

fn found_of(record: &ServiceRecord) -> Found {
    let document = |document: &crate::ledger::DocumentRecord| FoundDocument {
        part: document.part.clone(),
        title: document.title.clone(),
        name: document.name.clone(),
        kind: document.kind.clone(),
        kind_from_text: document.kind_from_text,
        case_number: document.case_number.clone(),
        suffix: document.suffix.clone(),
        pages: document.pages,
        text: document.text.clone(),
    };
    let hearing = |(starts, place, kind, part): &(String, Option<String>, String, String)| {
        Some(Hearing {
            starts: moment(Some(starts))?,
            place: place.clone(),
            kind: hearing_kind(kind),
            part: part.clone(),
        })
    };
    Found {
        court: record.court.clone().map(|(code, name)| CourtName { code, name }),
        case_numbers: record.case_numbers.clone(),
        cause: record.cause.clone(),
        addressee: record.addressee.clone(),
        role: record.role.as_deref().and_then(Role::parse),
        documents: record.documents.iter().map(document).collect(),
        hearings: record.hearings.iter().filter_map(hearing).collect(),
        listed_not_attached: record.listed_not_attached.clone(),
        claims_service: true,
        ..Found::default()
    }
}

fn hearing_kind(text: &str) -> &'static str {
    ["trial", "evidence-exchange", "conference", "mediation"].into_iter().find(|kind| *kind == text).unwrap_or("trial")
}
