//! The service event 送达: to whom, by what means, sent when, arrived when.

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::id::ServiceId;
use crate::identify::Found;
use crate::office::Regime;
use crate::trust::Verdict;

/// One service event: what a mail serves, and the moments the law looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its id, from the digest of the mail.
    pub id: ServiceId,
    /// What was identified.
    pub found: Found,
    /// How far the mail may be believed.
    pub verdict: Verdict,
    /// How the address became one for service.
    pub regime: Regime,
    /// When the court's side says it was sent (the Date header), in the court's time zone.
    pub sent_by_court: Option<DateTime<FixedOffset>>,
    /// When it reached the agreed mailbox, in the court's time zone.
    pub arrived: Option<DateTime<FixedOffset>>,
    /// Whether the mail came in by another way than the agreed mailbox (imported, forwarded).
    pub by_hand: bool,
}

impl Service {
    /// The date deadlines count from: the earlier of the court's sent date and our arrival.
    /// Source: 民诉法解释 第一百三十五条. `None` when no arrival is known.
    ///
    /// A sent date more than three days before the arrival is not believed as a sending date
    /// (a wrong clock); the arrival alone then counts and the caller says so.
    pub fn from_date(&self) -> Option<NaiveDate> {
        let arrived = self.arrived?.date_naive();
        match self.sent_by_court {
            Some(sent) if sent.date_naive() < arrived && !self.sent_date_is_strange() => Some(sent.date_naive()),
            _ => Some(arrived),
        }
    }

    /// Whether the court's sent date lies so far from the arrival that a person must look.
    pub fn sent_date_is_strange(&self) -> bool {
        match (self.sent_by_court, self.arrived) {
            (Some(sent), Some(arrived)) => (arrived.date_naive() - sent.date_naive()).num_days().abs() > 3,
            _ => false,
        }
    }

    /// Whether a deadline of this service may be called final.
    pub fn may_be_final(&self) -> bool {
        self.verdict == Verdict::Proven
            && self.regime.arrival_is_service()
            && !self.by_hand
            && !self.sent_date_is_strange()
    }
}
