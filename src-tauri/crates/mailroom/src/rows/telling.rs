//! Deadlines that are told otherwise than before, and why: of all mails, or only of those something happened to.

use std::collections::HashSet;

use chrono::NaiveDate;
use songda_core::case::ToldMail;
use songda_core::deadline::life::{self, LastTold, Life};
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
    /// The day a person was given when it was added; none for what a paper starts.
    pub given: Option<NaiveDate>,
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
        let mut changed = Vec::new();
        let mut seen = HashSet::new();
        for mail in self.in_turns(mails.iter().copied()) {
            let Some(reckoned) = self.reckon(mail) else { continue };
            for now in self.now_from(mail, &reckoned.0) {
                changed.extend(self.told_otherwise(mail, &now, by));
                seen.insert(now.id);
            }
        }
        changed.extend(self.own_told_otherwise(by));
        seen.extend(self.told.lives.added.iter().map(|(added, ..)| added.deadline.clone()));
        let services: HashSet<String> = mails.iter().map(|mail| mail.service_id().to_string()).collect();
        let is_asked =
            |told: &LastTold| since.is_none() || told.service_text().is_some_and(|service| services.contains(service));
        for (id, life) in self.told.lives.told_before() {
            let told = life.told.as_ref().filter(|told| &*told.status != "gone" && is_asked(told));
            let Some(told) = told.filter(|_| !seen.contains(id) && !life.state.is_closed()) else { continue };
            // No calendar takes a deadline away: where it is another one too, it came with the rules or the version.
            let calendar = life.told_by.as_ref().map_or(by.0, |told_by| told_by.0);
            let understood = self.understood_of(told);
            let why = self.why(life, understood, (calendar, by.1), false);
            changed.push(told.gone(id, understood, why));
        }
        changed
    }

    /// Number of the entry that says how the mail of a deadline is understood now; 0 where it serves nothing any more.
    fn understood_of(&self, told: &LastTold) -> Seq {
        match told.service() {
            Some(service) => self.told.by_service(&service).map_or(0, |mail| mail.understood_seq),
            None => told.understood,
        }
    }

    fn told_otherwise(&self, mail: &ToldMail, now: &Now<'_>, by: (Digest, Digest)) -> Option<DeadlineTold> {
        let of = Named {
            id: &now.id,
            service: Some(mail.service_id()),
            case_number: now.deadline.case_number.as_ref(),
            understood: mail.understood_seq,
            given: None,
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
        let shown = match of.given {
            Some(_) => life::shown_since(life, of.given, reckoning.last_day),
            None => life::shown(life, reckoning.last_day, asked),
        };
        let day = |date: Option<NaiveDate>| date.map(|date| date.to_string());
        let before = life.and_then(|life| life.told.as_ref());
        let (last_day, waits, status) = (day(shown.last_day), day(shown.waits), reckoning.status.code());
        let is_told = |before: &LastTold| {
            before.last_day.as_deref() == last_day.as_deref()
                && *before.status == *status
                && before.waits.as_deref() == waits.as_deref()
        };
        if before.is_some_and(is_told) {
            return None;
        }
        let why = match life.filter(|_| before.is_some()) {
            Some(life) => self.why(life, of.understood, by, asked),
            None => "new",
        };
        Some(DeadlineTold {
            deadline: of.id.clone(),
            service: of.service,
            rule: reckoning.rule.clone(),
            case_number: of.case_number.cloned(),
            understood: of.understood,
            last_day,
            status: status.to_owned(),
            was: before.and_then(|before| before.last_day.as_deref().map(str::to_owned)),
            waits,
            why: why.to_owned(),
            stays: false,
        })
    }

    pub(super) fn why(&self, life: &Life, understood: i64, by: (Digest, Digest), asked: bool) -> &'static str {
        let before = life.told.as_ref().map_or(0, |told| told.understood);
        let agreed = self.told.agreements_seq;
        // Of two things that happened since, the later one moved it.
        let by_register = agreed > life.told_seq && (before == understood || agreed > understood);
        match life.told_by.as_deref() {
            _ if asked || life.person_seq > life.told_seq => "person",
            Some((calendar, _)) if *calendar != by.0 => "calendar",
            Some((_, rules)) if *rules != by.1 => "rules",
            _ if by_register => "register",
            _ if before != understood => "facts",
            _ => "version",
        }
    }
}
