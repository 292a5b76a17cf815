//! What a person sees as one: cases of one matter 同一纠纷, services told by several channels, and the office's own names.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::id::ServiceId;
use crate::ledger::{Entry, MatterFact};

/// Things that belong together, each group under the one that leads it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Groups {
    /// Member → the one that leads. Whoever is joined with others has an entry, the leading one as well.
    leads: BTreeMap<String, String>,
    /// The one that leads → every member: who belongs to one is told without looking at all others.
    members: BTreeMap<String, BTreeSet<String>>,
}

impl Groups {
    /// Joins all of them, under what leads the first one. Whoever was joined with one of them comes along.
    pub fn join(&mut self, members: &[String]) {
        let Some(first) = members.first() else { return };
        let lead = self.lead(first).to_owned();
        for member in members {
            let is_there = self.leads.get(member).is_some_and(|of| *of == lead);
            for other in if is_there { Vec::new() } else { self.together(member) } {
                self.put(other, &lead);
            }
        }
    }

    /// Lets one stand by itself again; the others stay together, under the next of them when it was the one that led.
    pub fn part(&mut self, member: &str) {
        let rest: Vec<String> = self.together(member).into_iter().filter(|it| it != member).collect();
        self.take(member);
        let lead = rest.iter().find(|it| self.lead(it) == it.as_str()).or(rest.first()).cloned();
        if let Some(lead) = lead {
            for other in rest {
                self.put(other, &lead);
            }
        }
    }

    fn put(&mut self, member: String, lead: &str) {
        self.take(&member);
        self.members.entry(lead.to_owned()).or_default().insert(member.clone());
        self.leads.insert(member, lead.to_owned());
    }

    fn take(&mut self, member: &str) {
        let Some(lead) = self.leads.remove(member) else { return };
        if let Some(all) = self.members.get_mut(&lead) {
            all.remove(member);
            if all.is_empty() {
                self.members.remove(&lead);
            }
        }
    }

    /// The one that leads: itself, while it stands alone.
    pub fn lead<'a>(&'a self, member: &'a str) -> &'a str {
        self.leads.get(member).map_or(member, String::as_str)
    }

    /// Whether it is joined with others.
    pub fn is_joined(&self, member: &str) -> bool {
        let all = self.leads.get(member).and_then(|lead| self.members.get(lead));
        all.is_some_and(|all| all.len() > 1)
    }

    /// Every member of the group, the leading one first, itself included.
    pub fn together(&self, member: &str) -> Vec<String> {
        self.each_together(member).map(str::to_owned).collect()
    }

    /// The same one by one.
    pub fn each_together<'a>(&'a self, member: &'a str) -> impl Iterator<Item = &'a str> {
        let lead = self.lead(member);
        let others = self.members.get(lead).into_iter().flatten().map(String::as_str);
        std::iter::once(lead).chain(others.filter(move |other| *other != lead))
    }
}

/// Which cases and services belong together, and what the office calls them. Numbers and folders stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matters {
    cases: Groups,
    services: Groups,
    why: BTreeMap<ServiceId, String>,
    parted: BTreeSet<ServiceId>,
    names: BTreeMap<String, String>,
    closed: BTreeMap<String, Closing>,
    changes: i64,
}

/// That a case is over for the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// Why, in the person's words.
    pub why: String,
    /// Who said so.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
}

impl Matters {
    /// Takes in what a person said.
    pub fn take(&mut self, fact: MatterFact, entry: &Entry) {
        self.changes += 1;
        match fact {
            MatterFact::Joined { case_numbers } => self.cases.join(&case_numbers),
            MatterFact::Split { case_number } => self.cases.part(&case_number),
            MatterFact::ServicesJoined { services, why } => {
                let ids: Vec<String> = services.iter().map(ToString::to_string).collect();
                // Whoever belonged to them before keeps the reason that was given then.
                let is_new = |service: &ServiceId| !self.services.is_joined(service.as_str());
                let new: Vec<ServiceId> = services.iter().filter(|it| is_new(it)).cloned().collect();
                self.services.join(&ids);
                self.parted.retain(|parted| !services.contains(parted));
                self.why.extend(new.into_iter().map(|service| (service, why.clone())));
            }
            MatterFact::ServiceParted { service, why } => {
                self.services.part(service.as_str());
                self.parted.insert(service.clone());
                self.why.insert(service, why);
            }
            MatterFact::Named { case_number, name } if name.trim().is_empty() => {
                self.names.remove(&case_number);
            }
            MatterFact::Named { case_number, name } => {
                self.names.insert(case_number, name);
            }
            MatterFact::Closed { case_number, why } => {
                let closing = Closing { why, by: entry.by.clone(), at: entry.at.clone() };
                self.closed.insert(case_number, closing);
            }
            MatterFact::Reopened { case_number, .. } => {
                self.closed.remove(&case_number);
            }
        }
    }

    /// How often anything was said: what was told before a change is told anew.
    pub fn changes(&self) -> i64 {
        self.changes
    }

    /// The number that leads the matter of a case: its own, while it stands by itself.
    pub fn lead<'a>(&'a self, case_number: &'a str) -> &'a str {
        self.cases.lead(case_number)
    }

    /// Every number of the matter a case belongs to, the leading one first, itself included.
    pub fn together(&self, case_number: &str) -> Vec<String> {
        self.cases.together(case_number)
    }

    /// What the office calls a case.
    pub fn name(&self, case_number: &str) -> Option<&str> {
        self.names.get(case_number).map(String::as_str)
    }

    /// That a person closed a case, and did not open it again.
    pub fn closing(&self, case_number: &str) -> Option<&Closing> {
        self.closed.get(case_number)
    }

    /// Every service that is one with this one, the leading one first, itself included.
    pub fn channels(&self, service: &ServiceId) -> Vec<ServiceId> {
        self.each_channel(service).map(ServiceId::from_text).collect()
    }

    /// The same one by one, as text.
    pub fn each_channel<'a>(&'a self, service: &'a ServiceId) -> impl Iterator<Item = &'a str> {
        self.services.each_together(service.as_str())
    }

    /// Whether a service is told by several channels.
    pub fn is_joined(&self, service: &ServiceId) -> bool {
        self.services.is_joined(service.as_str())
    }

    /// The service under which a service is shown: itself, while it stands alone or leads.
    pub fn leading<'a>(&'a self, service: &'a ServiceId) -> &'a str {
        self.services.lead(service.as_str())
    }

    /// Whether a service is shown under another one.
    pub fn is_under(&self, service: &ServiceId) -> bool {
        self.leading(service) != service.as_str()
    }

    /// Whether a person said that a service stands by itself, and nobody joined it since.
    pub fn was_parted(&self, service: &ServiceId) -> bool {
        self.parted.contains(service)
    }

    /// Why a service was joined with others, or parted from them.
    pub fn why(&self, service: &ServiceId) -> Option<&str> {
        self.why.get(service).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Digest;

    fn take(matters: &mut Matters, fact: MatterFact) {
        let (at, by) = ("2026-11-20T10:00:00+08:00".to_owned(), "王敏".to_owned());
        let entry = Entry::chained(1, at, by, String::new(), Digest::of(b""));
        matters.take(fact, &entry);
    }

    fn join(matters: &mut Matters, numbers: &[&str]) {
        take(matters, MatterFact::Joined { case_numbers: numbers.iter().map(|it| (*it).to_owned()).collect() });
    }

    #[test]
    fn cases_are_joined_across_and_split_again() {
        let mut matters = Matters::default();
        join(&mut matters, &["一审", "二审"]);
        join(&mut matters, &["执行", "执异"]);
        join(&mut matters, &["二审", "执行"]);
        assert_eq!(matters.together("执异"), ["一审", "二审", "执异", "执行"]);
        assert_eq!(matters.lead("执行"), "一审");
        take(&mut matters, MatterFact::Split { case_number: "一审".into() });
        assert_eq!(matters.together("一审"), ["一审"]);
        assert_eq!(matters.together("执行").len(), 3);
        assert_eq!(matters.lead("执异"), matters.lead("二审"));
        assert_eq!(matters.together("别案"), ["别案"]);
    }

    #[test]
    fn groups_come_to_the_same_however_they_were_joined_and_parted() {
        let names: Vec<String> = (0..9).map(|nth| format!("s{nth}")).collect();
        let (mut groups, mut leads) = (Groups::default(), BTreeMap::<String, String>::new());
        let lead_in = |leads: &BTreeMap<String, String>, it: &str| leads.get(it).cloned().unwrap_or(it.to_owned());
        // As it is told of the leading ones alone, by looking at all of them every time.
        let together_in = |leads: &BTreeMap<String, String>, it: &str| {
            let lead = lead_in(leads, it);
            let others = leads.iter().filter(|(other, of)| **of == lead && **other != lead);
            std::iter::once(lead.clone()).chain(others.map(|(other, _)| other.clone())).collect::<Vec<_>>()
        };
        let mut dice: usize = 7;
        for _ in 0..400 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (one, other) = (&names[(dice >> 33) % 9], &names[(dice >> 43) % 9]);
            if (dice >> 53).is_multiple_of(3) {
                groups.part(one);
                let rest: Vec<String> = together_in(&leads, one).into_iter().filter(|it| it != one).collect();
                leads.remove(one);
                let lead = rest.iter().find(|it| lead_in(&leads, it) == **it).or(rest.first()).cloned();
                leads.extend(rest.into_iter().filter_map(|it| Some((it, lead.clone()?))));
            } else {
                groups.join(&[one.clone(), other.clone()]);
                let lead = lead_in(&leads, one);
                for it in [one, other].into_iter().flat_map(|it| together_in(&leads, it)).collect::<Vec<_>>() {
                    leads.insert(it, lead.clone());
                }
            }
            for name in &names {
                assert_eq!(groups.together(name), together_in(&leads, name));
                assert_eq!(groups.lead(name), lead_in(&leads, name));
                assert_eq!(groups.is_joined(name), together_in(&leads, name).len() > 1);
            }
        }
    }

    #[test]
    fn services_of_several_channels_are_one_until_they_are_parted() {
        let mut matters = Matters::default();
        let id = |text: &str| ServiceId::from_text(text);
        let (mail, message) = (id("s-mail"), id("s-message"));
        let services = vec![mail.clone(), message.clone()];
        take(&mut matters, MatterFact::ServicesJoined { services: services.clone(), why: "同一批文书".into() });
        assert_eq!(matters.channels(&message), services);
        assert!(matters.is_under(&message) && !matters.is_under(&mail));
        assert_eq!(matters.why(&message), Some("同一批文书"));
        take(&mut matters, MatterFact::ServiceParted { service: message.clone(), why: "另一批".into() });
        assert!(!matters.is_under(&message));
        assert_eq!((matters.why(&message), matters.changes()), (Some("另一批"), 2));
        assert!(matters.was_parted(&message) && !matters.was_parted(&mail));
        take(&mut matters, MatterFact::ServicesJoined { services, why: "还是同一批".into() });
        assert!(!matters.was_parted(&message));
    }

    #[test]
    fn a_name_is_the_offices_own() {
        let mut matters = Matters::default();
        let named = |name: &str| MatterFact::Named { case_number: "一审".into(), name: name.into() };
        take(&mut matters, named("六号楼物业费"));
        assert_eq!(matters.name("一审"), Some("六号楼物业费"));
        take(&mut matters, named(" "));
        assert_eq!(matters.name("一审"), None);
    }

    #[test]
    fn a_case_is_closed_until_somebody_opens_it_again() {
        let mut matters = Matters::default();
        let number = || "（2026）沪0112民初1号".to_owned();
        take(&mut matters, MatterFact::Closed { case_number: number(), why: "调解书已履行".into() });
        let closing = matters.closing(&number()).expect("closed");
        assert_eq!((closing.why.as_str(), closing.by.as_str()), ("调解书已履行", "王敏"));
        assert_eq!(matters.closing("（2026）沪0112民初2号"), None);
        take(&mut matters, MatterFact::Reopened { case_number: number(), why: "申请执行".into() });
        assert_eq!(matters.closing(&number()), None);
    }
}
