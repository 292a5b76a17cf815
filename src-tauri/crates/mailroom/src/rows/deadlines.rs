//! Deadlines as rows: as they are reckoned today, and shown as persons left them.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;
use songda_core::calendar::Calendar;
use songda_core::case::{ToldMail, standing_now};
use songda_core::deadline::life::{self, Life, State};
use songda_core::deadline::{self, Anchor, Deadline, Reckoning, Status};
use songda_core::id::{DeadlineId, Digest, ServiceId};
use songda_core::ledger::{DeadlineTold, Reminded, ServiceRecord, Understood};
use songda_core::service::{ChosenStart, Service};

use super::reckoned::{Sight, Whole};
use super::{Teller, court_of};
use crate::view::{DeadlineRow, DecidedRow, MoveRow, ReminderRow, StepRow};

/// So many mails are told at once.
pub const AT_ONCE: usize = 1_000;

/// Services of one paper in one case that count: the day, the service, the mail.
pub type Served = (NaiveDate, String, Digest);

/// The two earliest: whichever mail is asked for, the earliest of the others is among them.
fn two_earliest(served: impl Iterator<Item = Served>) -> Vec<Served> {
    let mut two: Vec<Served> = Vec::with_capacity(3);
    for one in served {
        two.push(one);
        two.sort();
        two.truncate(2);
    }
    two
}

/// 期限已延长至某日: a day the court names does not move by itself where it is a rest day.
pub(super) fn extended_words(extended: NaiveDate, calendar: &Calendar) -> String {
    let rest = if calendar.is_rest(extended) {
        "当日为休息日，法院写明的日期不当然顺延，请在此前的工作日办理。"
    } else {
        ""
    };
    format!("期限已延长至{extended}。{rest}")
}

/// A deadline as it is reckoned today, with its id.
pub struct Now<'a> {
    /// Its id.
    pub id: DeadlineId,
    /// What is reckoned, with what a person determined.
    pub deadline: Cow<'a, Deadline>,
    /// Whether a person moved it since it was told last.
    pub asked: bool,
    /// Service that brought the same paper earlier.
    pub earlier_service: Option<String>,
}

impl Teller<'_> {
    /// Deadlines, newest service first, then those persons added.
    pub fn deadlines(&self) -> Vec<DeadlineRow> {
        self.each_deadline().collect()
    }

    /// The same one by one, for who keeps only a little of each.
    pub fn each_deadline(&self) -> impl Iterator<Item = DeadlineRow> + '_ {
        self.in_turns(self.newest()).flat_map(|mail| self.deadlines_of(mail)).chain(self.added_deadlines())
    }

    /// Mails one after the other; of some at once what is not known yet is reckoned ahead, shared among the processors, and
    /// let go behind them: every step of every deadline never lies in memory.
    pub fn in_turns<'a>(&'a self, mails: impl Iterator<Item = &'a ToldMail>) -> impl Iterator<Item = &'a ToldMail> {
        let mails: Vec<&ToldMail> = mails.collect();
        let starts = (0..mails.len()).step_by(AT_ONCE);
        let some = move |start: usize| mails.get(start..mails.len().min(start + AT_ONCE)).unwrap_or_default().to_vec();
        starts.map(some).flat_map(move |some| {
            self.reckon_ahead(&some);
            some
        })
    }

    /// Reckons ahead what is not known yet of mails that are told next, at most [`AT_ONCE`], and lets go of those before.
    pub fn reckon_ahead(&self, mails: &[&ToldMail]) {
        self.reckoned.forget_counted();
        self.reckoned.fill(self.sight(), mails);
    }

    fn sight(&self) -> Sight<'_> {
        Sight { told: self.told, reference: self.reference, companies: self.companies, failed: &self.failed }
    }

    /// The whole reading of a mail, with the words of its papers, the places of its facts and every part.
    pub fn whole<'a>(&self, mail: &'a ToldMail) -> Option<Cow<'a, Understood>> {
        self.reckoned.whole(self.sight(), mail)
    }

    /// One deadline by the service it stands with (empty where a person added it without one) and its id.
    pub fn deadline(&self, service: &str, id: &str) -> Option<DeadlineRow> {
        let mail = self.told.by_service(&ServiceId::from_text(service));
        let told = mail.and_then(|mail| self.own_deadlines(mail).into_iter().find(|row| row.id == id));
        let added = || self.told.lives.added.iter().find(|(added, ..)| added.deadline.as_str() == id);
        told.or_else(|| added().map(|(added, at, by)| self.own_deadline(added, at, by)))
    }

    /// The same by its id alone: what was told of it says where it stands.
    pub fn deadline_by_id(&self, id: &str) -> Option<DeadlineRow> {
        let life = self.told.lives.of(&DeadlineId::from_text(id));
        let service = life.and_then(|life| life.told.as_ref()?.service());
        let mail = service.and_then(|service| self.told.by_service(&service));
        // As it is shown: one that gave way to that of another channel is decided upon by nobody.
        let shown = mail.and_then(|mail| self.shown_deadlines(mail).into_iter().find(|row| row.id == id));
        shown.or_else(|| self.each_deadline().find(|row| row.id == id))
    }

    /// Deadlines of one mail alone, whatever channels its service has.
    pub(super) fn own_deadlines(&self, mail: &ToldMail) -> Vec<DeadlineRow> {
        let Some((_, record)) = mail.service() else { return Vec::new() };
        let reckoned = self.reckon(mail);
        let now = reckoned.as_ref().map_or_else(Vec::new, |reckoned| self.now_from(mail, &reckoned.0));
        let gone = self.gone(mail, record, &now);
        now.iter().map(|now| self.row(mail, record, now)).chain(gone).collect()
    }

    /// The service of a mail as everything recorded since tells it, without the words of its papers.
    pub fn standing_now(&self, mail: &ToldMail) -> Option<Service> {
        standing_now(self.told, mail, self.companies)
    }

    /// The deadlines of a mail as they are reckoned today.
    pub fn now_of(&self, mail: &ToldMail) -> Vec<Now<'static>> {
        let Some(reckoned) = self.reckon(mail) else { return Vec::new() };
        let now = self.now_from(mail, &reckoned.0).into_iter();
        now.map(|now| Now { deadline: Cow::Owned(now.deadline.into_owned()), ..now }).collect()
    }

    /// Derived deadlines of a mail with what persons determined since.
    pub fn now_from<'a>(&self, mail: &ToldMail, derived: &'a [Deadline]) -> Vec<Now<'a>> {
        let service = mail.service_id();
        let start_seq = self.told.lives.start_of(&service).map_or(0, |(_, seq)| *seq);
        let now = |deadline: &'a Deadline| {
            let told = &deadline.reckoning;
            let id = self.id_of(mail, deadline);
            let life = self.told.lives.of(&id);
            let mut now = Now { id, deadline: Cow::Borrowed(deadline), asked: false, earlier_service: None };
            now.asked = life.is_some_and(|life| start_seq > life.told_seq);
            let court = mail.service().and_then(|(_, record)| record.court.as_ref()).map(|(code, _)| code.as_str());
            if let Some(start) = life.and_then(|life| life.counted_from.as_ref()) {
                now.deadline.to_mut().reckoning = match self.reckoned.service_now(self.sight(), mail) {
                    Some(service) => deadline::counted_from(service, deadline, start, self.reference),
                    None => deadline::recount(told, start, court, self.reference),
                };
            } else if start_seq == 0
                && let Some((from, earlier)) = self.came_earlier(mail, deadline)
            {
                now.deadline.to_mut().reckoning = self.counted_from_earlier(told, from, court);
                now.earlier_service = Some(earlier);
            }
            now
        };
        derived.iter().map(now).collect()
    }

    /// Id of a deadline of a mail.
    pub fn id_of(&self, mail: &ToldMail, deadline: &Deadline) -> DeadlineId {
        let number = deadline.case_number.as_deref().unwrap_or_default();
        let about = match deadline.end {
            // The earliest keeps the id it had when it was the only one.
            Some(end) => format!("{}@{end}", deadline.part),
            None => deadline.part.clone(),
        };
        DeadlineId::of(&mail.service_id(), &deadline.reckoning.rule, number, &about)
    }

    /// Last day and status of a deadline as they are told now.
    pub fn told_day(&self, mail: &ToldMail, id: &DeadlineId) -> Option<(Option<String>, String)> {
        let rows = self.deadlines_of(mail);
        rows.into_iter().find(|row| row.id == id.as_str()).map(|row| (row.last_day, row.status))
    }

    /// Another effective service of the very same paper, on an earlier day (在线诉讼规则 第三十一条第四款).
    fn came_earlier(&self, mail: &ToldMail, deadline: &Deadline) -> Option<(NaiveDate, String)> {
        let (_, record) = mail.service()?;
        let paper = record.documents.iter().find(|document| document.part == deadline.part)?.sha256?;
        // A day the paper names is the same whenever it was served.
        let own = deadline.reckoning.from.filter(|_| deadline.reckoning.anchor == Anchor::Service)?;
        self.told.by_paper(&paper).find(|other| other.mail != mail.mail && other.service().is_some())?;
        let mut earliest = self.earliest.borrow_mut();
        let known = earliest.entry((paper, record.case_numbers.clone())).or_insert_with_key(|(paper, numbers)| {
            let served = self.told.by_paper(paper).filter_map(|other| {
                let is_same_case = other.service().is_some_and(|(_, record)| record.case_numbers == *numbers);
                let service = is_same_case.then(|| self.standing_now(other)).flatten()?;
                Some((service.from_date().filter(|_| service.may_be_final())?, service.id.to_string(), other.mail))
            });
            two_earliest(served)
        });
        let other = known.iter().find(|(.., served)| *served != mail.mail);
        other.filter(|(from, ..)| *from < own).map(|(from, id, _)| (*from, id.clone()))
    }

    /// Counted from the earlier of two services; never later than it was.
    fn counted_from_earlier(&self, told: &Reckoning, from: NaiveDate, court: Option<&str>) -> Reckoning {
        let start = ChosenStart { date: from, reason: String::new() };
        let mut anew = deadline::recount(told, &start, court, self.reference);
        if anew.last_day.is_none() || anew.last_day >= told.last_day {
            return told.clone();
        }
        anew.because = format!("同一文书已于{from}经另一渠道送达，按较早的送达日起算。{}", told.because);
        if told.status != Status::Final {
            anew.status = Status::Provisional;
        }
        anew
    }

    pub(super) fn reckon(&self, mail: &ToldMail) -> Option<Arc<Whole>> {
        self.reckoned.of(self.sight(), mail)
    }

    pub(super) fn row(&self, mail: &ToldMail, record: &ServiceRecord, now: &Now<'_>) -> DeadlineRow {
        let told = &now.deadline.reckoning;
        let life = self.told.lives.of(&now.id);
        let shown = life::shown(life, told.last_day, now.asked);
        let document = record.documents.iter().find(|document| document.part == now.deadline.part);
        let title = document.map_or_else(|| "邮件正文".to_owned(), |document| document.title.clone());
        let calendar = self.reference.calendar.of_court(record.court.as_ref().map(|(code, _)| code.as_str()));
        let mut row = self.blank(&now.id, life, shown.last_day, calendar);
        row.service = mail.service_id().to_string();
        row.case_number.clone_from(&now.deadline.case_number);
        row.rule.clone_from(&told.rule);
        row.name.clone_from(&told.name);
        row.document = title;
        row.from = told.from.map(|date| date.to_string());
        row.raw_end = told.raw_end.map(|date| date.to_string());
        row.safe_date = told.safe_date.min(shown.last_day).map(|date| date.to_string());
        told.status.code().clone_into(&mut row.status);
        row.because.clone_from(&told.because);
        row.steps =
            told.steps.iter().map(|step| StepRow { date: step.date.to_string(), says: step.says.clone() }).collect();
        row.source = told.source.iter().map(|source| format!("{} {}", source.law, source.article)).collect();
        row.court = court_of(record);
        row.earlier_service.clone_from(&now.earlier_service);
        row.waits = shown.waits.map(|date| date.to_string());
        if let (Some(last), Some(waits)) = (shown.last_day, shown.waits) {
            "provisional".clone_into(&mut row.status);
            row.because = format!("重新计算为{waits}，晚于原来的{last}；确认之前仍按{last}办理。{}", row.because);
        }
        if self.told.handlings.set_aside(&mail.service_id()).is_some()
            && !life.is_some_and(|life| life.state.is_closed())
        {
            // Reckoned and recorded all the same: taken back, it stands as if it had never been set aside.
            "not-applicable".clone_into(&mut row.state);
        }
        if let Some(extended) = life.and_then(|life| life.extended) {
            row.safe_date = Some(extended.to_string());
            row.because = format!("{}{}", extended_words(extended, calendar), row.because);
        }
        row
    }

    /// What every row has, whoever set the date.
    pub(super) fn blank(
        &self,
        id: &DeadlineId,
        life: Option<&Life>,
        last: Option<NaiveDate>,
        calendar: &Calendar,
    ) -> DeadlineRow {
        let state = life.map(|life| life.state).unwrap_or_default();
        let days_left = last.and_then(|last| i32::try_from((last - self.today).num_days()).ok());
        let overdue = !state.is_closed() && days_left.is_some_and(|days| days < 0);
        let day = |date: NaiveDate| date.to_string();
        let history = life.map(|life| life.history.as_slice()).unwrap_or_default();
        DeadlineRow {
            id: id.to_string(),
            service: String::new(),
            case_number: None,
            rule: String::new(),
            name: String::new(),
            document: String::new(),
            from: None,
            raw_end: None,
            last_day: last.map(day),
            safe_date: last.map(day),
            status: String::new(),
            because: String::new(),
            steps: Vec::new(),
            source: Vec::new(),
            state: if overdue { "overdue" } else { state.code() }.to_owned(),
            days_left,
            court: None,
            internal_day: last
                .and_then(|last| deadline::working_days_before(last, self.internal_days, calendar))
                .map(day),
            person: life.and_then(|life| life.person.clone()),
            deputy: life.and_then(|life| life.deputy.clone()),
            waits: None,
            extended: life.and_then(|life| life.extended).map(day),
            own: false,
            earlier_service: None,
            history: history
                .iter()
                .map(|it| DecidedRow {
                    at: it.at.to_string(),
                    by: it.by.to_string(),
                    decision: it.decision.code().to_owned(),
                    date: it.date.map(day),
                    reason: it.reason.to_string(),
                })
                .collect(),
        }
    }

    /// Moves of last days on record, newest first.
    pub fn moves(&self) -> Vec<MoveRow> {
        self.told.lives.moved.iter().rev().map(|moved| self.move_row(&moved.told, Some(moved.at.clone()))).collect()
    }

    /// Every reminder, newest first.
    pub fn reminders(&self) -> Vec<ReminderRow> {
        let row = |(told, at): &(Reminded, String)| ReminderRow {
            at: at.clone(),
            by: told.by.clone(),
            to: told.to.clone(),
            about: told.about.clone(),
            problem: told.problem.clone(),
            answer: told.answer.clone(),
        };
        self.told.lives.reminders.iter().rev().map(row).collect()
    }

    /// One move as a row.
    pub fn move_row(&self, told: &DeadlineTold, at: Option<String>) -> MoveRow {
        let name = self.reference.rules.get(&told.rule).map_or_else(|| told.rule.clone(), |rule| rule.name.clone());
        MoveRow {
            deadline: told.deadline.to_string(),
            service: told.service.as_ref().map(ToString::to_string),
            case_number: told.case_number.clone(),
            rule: told.rule.clone(),
            name,
            at,
            was: told.was.clone(),
            last_day: told.last_day.clone(),
            waits: told.waits.clone(),
            status: told.status.clone(),
            why: told.why.clone(),
        }
    }

    /// Where a deadline stands; `None` when there is none with this id.
    pub fn state_of(&self, id: &DeadlineId) -> Option<State> {
        let is_known = || {
            let added = self.told.lives.added.iter().any(|(added, ..)| added.deadline == *id);
            added || self.told.mails.iter().any(|mail| self.now_of(mail).iter().any(|now| now.id == *id))
        };
        match self.told.lives.of(id) {
            Some(life) => Some(life.state),
            None => is_known().then(State::default),
        }
    }
}
