//! The service event 送达: to whom, by what means, sent when, arrived when.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::id::ServiceId;
use crate::identify::Found;
use crate::intake::court_time;
use crate::office::Regime;
use crate::trust::Verdict;

/// Days a mail may be on the way before its sent date is no longer believed at all.
const LONGEST_ON_THE_WAY: i64 = 15;

/// Days between sending and arrival from which a person must look.
const STRANGE_FROM: i64 = 3;

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
    /// Names the office is registered under; a period is ours for certain only where one of them is named. None where they
    /// are not known.
    pub own: Vec<String>,
    /// Whether it is clearly addressed to somebody else than the office.
    pub for_another: bool,
    /// Why nothing counted from it is final, by what was found in reading the mail.
    pub held: Vec<&'static str>,
    /// The mail's subject.
    pub subject: String,
    /// The mail's own text as a reader sees it; periods may stand in it.
    pub body: String,
    /// The day a person says it counts from, and why.
    pub chosen: Option<ChosenStart>,
    /// Whether the office keeps a register of agreements on its address, and none with this court covers this service.
    pub off_register: bool,
}

/// The day of service as a person determined it 人工确定的起算日.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenStart {
    /// The day of service; counting starts the day after.
    pub date: NaiveDate,
    /// Why, in the person's words.
    pub reason: String,
}

impl Service {
    /// The date deadlines count from, on the court's clock: the earlier of the court's sent date and our arrival,
    /// to be safe. Source: 民诉法解释 第一百三十五条. `None` when no arrival is known.
    ///
    /// A mail server retries for days, not for weeks: a sent date more than fifteen days before the arrival is the
    /// mark of a wrong clock, and the arrival alone counts. A sent date after the arrival never counts.
    ///
    /// A day that a person chose with a reason goes before both.
    pub fn from_date(&self) -> Option<NaiveDate> {
        if let Some(chosen) = &self.chosen {
            return Some(chosen.date);
        }
        let arrived = court_time(self.arrived?).date_naive();
        let sent = self.sent_by_court.map(|sent| court_time(sent).date_naive());
        match sent {
            Some(sent) if sent < arrived && (arrived - sent).num_days() <= LONGEST_ON_THE_WAY => Some(sent),
            _ => Some(arrived),
        }
    }

    /// Whether the court's sent date lies so far from the arrival that a person must look.
    pub fn sent_date_is_strange(&self) -> bool {
        if self.chosen.is_some() {
            return false;
        }
        match (self.sent_by_court, self.arrived) {
            (Some(sent), Some(arrived)) => {
                let apart = court_time(arrived).date_naive() - court_time(sent).date_naive();
                apart.num_days().abs() > STRANGE_FROM
            }
            _ => false,
        }
    }

    /// Whether a deadline of this service may be called final.
    pub fn may_be_final(&self) -> bool {
        let is_sure_of_the_day = self.chosen.is_some() || (self.regime.arrival_is_service() && !self.by_hand);
        let is_held = self.chosen.is_none() && !self.held.is_empty();
        let is_ours = self.verdict == Verdict::Proven && !self.for_another;
        is_ours && !is_held && is_sure_of_the_day && !self.sent_date_is_strange()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Digest;
    use rstest::rstest;

    fn service(sent: Option<&str>, arrived: Option<&str>) -> Service {
        let moment = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
        Service {
            id: ServiceId::of(&Digest::of(b"mail")),
            found: Found::default(),
            verdict: Verdict::Proven,
            regime: Regime::Confirmed,
            sent_by_court: sent.map(moment),
            arrived: arrived.map(moment),
            by_hand: false,
            own: Vec::new(),
            for_another: false,
            held: Vec::new(),
            subject: String::new(),
            body: String::new(),
            chosen: None,
            off_register: false,
        }
    }

    #[rstest]
    // The same day, both sides of midnight in Greenwich.
    #[case(None, Some("2026-11-20T00:30:00+08:00"), Some("2026-11-20"))]
    #[case(None, Some("2026-11-19T16:30:00+00:00"), Some("2026-11-20"))]
    #[case(None, Some("2026-11-19T15:59:59+00:00"), Some("2026-11-19"))]
    #[case(None, Some("2026-11-19T08:30:00-08:00"), Some("2026-11-20"))]
    // Sent before midnight, arrived after it.
    #[case(Some("2026-11-19T23:59:58+08:00"), Some("2026-11-20T00:00:03+08:00"), Some("2026-11-19"))]
    #[case(Some("2026-11-15T10:00:00+08:00"), Some("2026-11-20T00:00:03+08:00"), Some("2026-11-15"))]
    // A clock that is ahead, or years behind, does not count.
    #[case(Some("2026-11-22T10:00:00+08:00"), Some("2026-11-20T10:00:03+08:00"), Some("2026-11-20"))]
    #[case(Some("1970-01-01T00:00:00+00:00"), Some("2026-11-20T10:00:03+08:00"), Some("2026-11-20"))]
    #[case(Some("2026-11-22T10:00:00+08:00"), None, None)]
    fn counts_from_the_earlier_day_on_the_courts_clock(
        #[case] sent: Option<&str>,
        #[case] arrived: Option<&str>,
        #[case] from: Option<&str>,
    ) {
        assert_eq!(service(sent, arrived).from_date(), from.map(|day| day.parse().unwrap()));
    }

    #[test]
    fn a_sent_date_far_from_the_arrival_is_never_final() {
        let far = service(Some("2026-11-15T10:00:00+08:00"), Some("2026-11-20T10:00:00+08:00"));
        assert!(far.sent_date_is_strange() && !far.may_be_final());
        let near = service(Some("2026-11-17T10:00:00+08:00"), Some("2026-11-20T10:00:00+08:00"));
        assert!(near.may_be_final());
        let held = Service { held: crate::intake::held_by(["sent-date-unread"].into_iter()), ..near };
        assert!(!held.held.is_empty() && !held.may_be_final());
    }
}
