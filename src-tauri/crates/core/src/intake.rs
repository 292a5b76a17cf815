//! The journey of one mail: trust, identify, service, folder, deadline → facts, plan, doubts.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use crate::doubt::Doubt;
use crate::folder::{self, Plan};
use crate::id::ServiceId;
use crate::identify::{self, Found};
use crate::mail::Mail;
use crate::office::{Office, Regime};
use crate::reference::Reference;
use crate::service::Service;
use crate::trust::{self, Trust, Verdict};

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
}

/// Text read out of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentText {
    /// Text of each page, in order; empty pages are empty strings.
    pub pages: Vec<String>,
}

impl DocumentText {
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

/// Says what must happen with one mail. Decides everything, does nothing.
pub fn intake(mail: &Mail, signals: &Signals, office: &Office, reference: &Reference) -> Intake {
    let (found, mut doubts) = identify::identify(mail, signals, office, reference);
    let trust = trust::judge(mail, &found, signals, office, reference);
    if trust.verdict == Verdict::NotCourt {
        return Intake { trust, service: None, plan: Plan::default(), doubts };
    }
    let service = service_of(mail, signals, &trust, found);
    if service.sent_date_is_strange() {
        doubts.push(Doubt::mail("sent-date-strange", "发件日期与到达日期相差超过三天，期限按到达日期计算"));
    }
    if service.arrived.is_none() {
        doubts.push(Doubt::mail("arrival-unknown", "没有到达时间，不能计算期限"));
    }
    let plan = folder::plan(mail, &service, office);
    Intake { trust, service: Some(service), plan, doubts }
}

fn service_of(mail: &Mail, signals: &Signals, trust: &Trust, found: Found) -> Service {
    Service {
        id: ServiceId::of(&mail.sha256),
        found,
        verdict: trust.verdict,
        regime: signals.regime,
        sent_by_court: mail.dated.map(court_time),
        arrived: signals.arrived.map(court_time),
        by_hand: signals.by_hand,
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
