//! Deadlines that are told otherwise than before, and why: of all mails, or only of those something happened to.

use std::collections::HashSet;

use chrono::NaiveDate;
use songda_core::case::ToldMail;
use songda_core::deadline::life::{self, Life};
use songda_core::deadline::{self, Reckoning};
use songda_core::id::{DeadlineId, Digest, ServiceId};
use songda_core::ledger::{DeadlineTold, Seq};

use super::Teller;
use super::deadlines::Now;

/// Which deadline is told.
pub(super) struct Named<'a> {
    pub id: &'a DeadlineId,
    pub service: Option<ServiceId>,
    pub case_number: Option<&'a String>,
    /// Number of the entry that says how its mail was understood; 0 for a deadline without one.
    pub understood: Seq,
}

impl Teller<'_> {
    /// Deadlines that are told otherwise from now on, and why; closed ones stay as they are. `after` says up to which
    /// entry this was asked before, so that only what was touched since is looked at; without it all is.
    pub fn to_tell(&self, after: Option<Seq>) -> Vec<DeadlineTold> {
        let by = (self.reference.calendar.digest(), deadline::rules_digest());
        let since = after.and_then(|after| self.told.touched_since(after));
        let mails: Vec<&ToldMail> = match &since {
            Some(since) => since.mails.iter().filter_map(|at| self.told.mails.get(*at)).collect(),
            None => self.told.mails.iter().collect(),
        };
        self.reckon_ahead(mails.iter().copied());
        let mut changed = Vec::new();
        let mut seen = HashSet::new();
        for mail in &mails {
            for now in self.now_of(mail) {
                changed.extend(self.told_otherwise(mail, &now, by));
                seen.insert(now.id);
            }
        }
        changed.extend(self.own_told_otherwise(by));
        seen.extend(self.told.lives.added.iter().map(|(added, ..)| added.deadline.clone()));
        let services: HashSet<ServiceId> = mails.iter().map(|mail| mail.service_id()).collect();
        let is_asked = |told: &DeadlineTold| {
            since.is_none() || told.service.as_ref().is_some_and(|service| services.contains(service))
        };
        for (id, life) in self.told.lives.told_before() {
            let told = life.told.as_ref().filter(|told| told.status != "gone" && is_asked(told));
            let Some(told) = told.filter(|_| !seen.contains(id) && !life.state.is_closed()) else { continue };
            let (was, why) = (told.last_day.clone(), self.why(life, told.understood, by, false));
            let (status, waits) = ("gone".to_owned(), None);
            changed.push(DeadlineTold { was, waits, status, why: why.to_owned(), ..told.clone() });
        }
        changed
    }

    fn told_otherwise(&self, mail: &ToldMail, now: &Now, by: (Digest, Digest)) -> Option<DeadlineTold> {
        let of = Named {
            id: &now.id,
            service: Some(mail.service_id()),
            case_number: now.deadline.case_number.as_ref(),
            understood: mail.understood_seq,
        };
        self.otherwise(of, &now.deadline.reckoning, now.asked, by)
    }

    /// How a deadline is told from now on and why, where that is otherwise than before; a closed one stays as it is.
    pub(super) fn otherwise(
        &self,
        of: Named<'_>,
        reckoning: &Reckoning,
        asked: bool,
        by: (Digest, Digest),
    ) -> Option<DeadlineTold> {
        let life = self.told.lives.of(of.id);
        if life.is_some_and(|life| life.state.is_closed()) {
            return None;
        }
        let shown = life::shown(life, reckoning.last_day, asked);
        let day = |date: Option<NaiveDate>| date.map(|date| date.to_string());
        let before = life.and_then(|life| life.told.as_ref());
        let told = DeadlineTold {
            deadline: of.id.clone(),
            service: of.service,
            rule: reckoning.rule.clone(),
            case_number: of.case_number.cloned(),
            understood: of.understood,
            last_day: day(shown.last_day),
            status: reckoning.status.code().to_owned(),
            was: before.and_then(|before| before.last_day.clone()),
            waits: day(shown.waits),
            why: String::new(),
        };
        let (Some(life), Some(before)) = (life, before) else {
            return Some(DeadlineTold { why: "new".to_owned(), ..told });
        };
        let same = before.last_day == told.last_day && before.status == told.status && before.waits == told.waits;
        let why = self.why(life, of.understood, by, asked).to_owned();
        (!same).then_some(DeadlineTold { why, ..told })
    }

    pub(super) fn why(&self, life: &Life, understood: i64, by: (Digest, Digest), asked: bool) -> &'static str {
        let before = life.told.as_ref().map_or(0, |told| told.understood);
        let agreed = self.told.agreements_seq;
        // Of two things that happened since, the later one moved it.
        let by_register = agreed > life.told_seq && (before == understood || agreed > understood);
        match life.told_by {
            _ if asked || life.person_seq > life.told_seq => "person",
            Some((calendar, _)) if calendar != by.0 => "calendar",
            Some((_, rules)) if rules != by.1 => "rules",
            _ if by_register => "register",
            _ if before != understood => "facts",
            _ => "version",
        }
    }
}
