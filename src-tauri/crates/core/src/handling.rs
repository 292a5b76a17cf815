//! Who works on which service, whose reminders rest, and what a person found to serve nothing: as the ledger tells it now.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::id::ServiceId;
use crate::ledger::{Entry, HandlingFact};

/// How one service is handled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handling {
    /// 负责人: who works on it.
    pub person: Option<String>,
    /// Until when its reminders rest.
    pub snoozed_until: Option<DateTime<FixedOffset>>,
    /// That it was set aside as no service.
    pub set_aside: Option<SetAside>,
}

/// That a person found a mail to serve nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// Why, in the person's words.
    pub why: String,
    /// Who said so.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
}

/// How every service is handled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handlings(BTreeMap<ServiceId, Handling>);

impl Handlings {
    /// Takes in what a person said.
    pub fn take(&mut self, fact: HandlingFact, entry: &Entry) {
        match fact {
            HandlingFact::Assigned { service, to } => {
                self.at(service).person = Some(to.trim().to_owned()).filter(|to| !to.is_empty());
            }
            HandlingFact::Snoozed { service, until } => {
                self.at(service).snoozed_until = DateTime::parse_from_rfc3339(&until).ok();
            }
            HandlingFact::SetAside { service, why } => {
                let (by, at) = (entry.by.clone(), entry.at.clone());
                self.at(service).set_aside = Some(SetAside { why, by, at });
            }
            HandlingFact::TakenBack { service, .. } => self.at(service).set_aside = None,
        }
    }

    fn at(&mut self, service: ServiceId) -> &mut Handling {
        self.0.entry(service).or_default()
    }

    /// How a service is handled; `None` while nobody said anything.
    pub fn of(&self, service: &ServiceId) -> Option<&Handling> {
        self.0.get(service)
    }

    /// That a service was set aside as none.
    pub fn set_aside(&self, service: &ServiceId) -> Option<&SetAside> {
        self.of(service)?.set_aside.as_ref()
    }

    /// Whether reminders of a service rest at a moment.
    pub fn rests(&self, service: &ServiceId, now: DateTime<FixedOffset>) -> bool {
        self.of(service).and_then(|it| it.snoozed_until).is_some_and(|until| now < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Digest;

    fn told(facts: Vec<HandlingFact>) -> Handlings {
        let mut handlings = Handlings::default();
        for (seq, fact) in (1..).zip(facts) {
            let (at, by) = ("2026-11-23T10:42:00+08:00".to_owned(), "王敏".to_owned());
            let text = serde_json::to_string(&fact).unwrap();
            let entry = Entry::chained(seq, at, by, text.clone(), Digest::zero());
            assert_eq!(serde_json::from_str::<HandlingFact>(&text).unwrap(), fact, "reads as it was written");
            handlings.take(fact, &entry);
        }
        handlings
    }

    fn id() -> ServiceId {
        ServiceId::from_text("s-1")
    }

    #[test]
    fn the_last_person_named_works_on_it() {
        let assigned = |to: &str| HandlingFact::Assigned { service: id(), to: to.into() };
        let person = |facts| told(facts).of(&id()).and_then(|it| it.person.clone());
        assert_eq!(person(vec![assigned("王敏"), assigned(" 李强 ")]).as_deref(), Some("李强"));
        assert_eq!(person(vec![assigned("王敏"), assigned(" ")]), None);
    }

    #[test]
    fn reminders_rest_until_the_moment_and_no_longer() {
        let until = "2026-11-23T13:30:00+08:00";
        let handlings = told(vec![HandlingFact::Snoozed { service: id(), until: until.into() }]);
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
        assert!(handlings.rests(&id(), at("2026-11-23T13:29:59+08:00")));
        assert!(!handlings.rests(&id(), at(until)));
        assert!(!handlings.rests(&id(), at("2026-11-23T05:30:00Z")), "moments, not clock faces");
        assert!(!handlings.rests(&ServiceId::from_text("s-2"), at("2026-11-23T10:00:00+08:00")));
        let unread = told(vec![HandlingFact::Snoozed { service: id(), until: "soon".into() }]);
        assert!(!unread.rests(&id(), at(until)), "what cannot be read silences nothing");
    }

    #[test]
    fn what_was_set_aside_can_be_taken_back() {
        let aside = HandlingFact::SetAside { service: id(), why: "广告".into() };
        let handlings = told(vec![aside.clone()]);
        let found = handlings.set_aside(&id()).unwrap();
        assert_eq!((found.why.as_str(), found.by.as_str()), ("广告", "王敏"));
        let back = HandlingFact::TakenBack { service: id(), why: "看错".into() };
        assert_eq!(told(vec![aside, back]).set_aside(&id()), None);
    }
}
