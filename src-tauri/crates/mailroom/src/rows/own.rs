//! Deadlines no paper gives now: those persons added, reckoned anew where a rule set the day, and those rules dropped.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use songda_core::calendar::Calendar;
use songda_core::case::ToldMail;
use songda_core::deadline::life::{self, Life};
use songda_core::deadline::{self, Length, Reckoning};
use songda_core::id::{DeadlineId, Digest, ServiceId};
use songda_core::ledger::{DeadlineAdded, DeadlineTold, ServiceRecord};

use super::deadlines::{Now, extended_words};
use super::telling::Named;
use super::{Teller, court_of};
use crate::view::{DeadlineRow, DecidedRow, StepRow};

/// The calendar before anything was taken in.
static BUILTIN: LazyLock<Option<Calendar>> = LazyLock::new(|| Calendar::builtin().ok());

impl Teller<'_> {
    /// Deadlines of the office's own, the last one first.
    pub fn added_deadlines(&self) -> impl Iterator<Item = DeadlineRow> + '_ {
        self.told.lives.added.iter().rev().map(|(added, at, by)| self.own_deadline(added, at, by))
    }

    /// What the rule gives today; `None` where a person gave the day.
    fn reckoned_own(&self, added: &DeadlineAdded, life: Option<&Life>) -> Option<Reckoning> {
        let rule = added.rule.as_deref()?;
        let written = added.from.as_deref().and_then(|from| from.parse().ok());
        if !added.reckoned.unwrap_or_else(|| self.was_reckoned(added, rule, written)) {
            return None;
        }
        let chosen = life.and_then(|life| life.counted_from.as_ref());
        let from = chosen.map(|start| start.date).or(written)?;
        let mut told = match added.days {
            Some(days) => deadline::reckon_stated(rule, from, Length::Days(days), self.reference),
            None => deadline::reckon(rule, from, self.reference),
        }?;
        if let Some(start) = chosen {
            told.because.push_str(&format!("起算日由人工确定为{from}（{}）。", start.reason));
        }
        Some(told)
    }

    /// Whether an entry that does not say so was reckoned by its rule: its day is the one the rule gives today, or gave
    /// before the notice of that year or the next was known. Any other day a person gave.
    fn was_reckoned(&self, added: &DeadlineAdded, rule: &str, from: Option<NaiveDate>) -> bool {
        let day: Option<NaiveDate> = added.last_day.parse().ok();
        let (Some(from), Some(day)) = (from, day) else { return false };
        let stated = added.days.map(Length::Days);
        let gives =
            |calendar: &Calendar| deadline::last_day_on(calendar, rule, from, stated, self.reference) == Some(day);
        let today = &self.reference.calendar;
        gives(today)
            || BUILTIN.as_ref().is_some_and(gives)
            || [day.year(), day.year() + 1].iter().any(|year| gives(&today.before_notice(*year)))
    }

    pub(super) fn own_deadline(&self, added: &DeadlineAdded, at: &str, by: &str) -> DeadlineRow {
        let life = self.told.lives.of(&added.deadline);
        let reckoned = self.reckoned_own(added, life);
        let written = added.last_day.parse().ok();
        let shown = match &reckoned {
            Some(told) => life::shown_since(life, written, told.last_day),
            None => life::Shown { last_day: life.and_then(|life| life.extended).or(written), waits: None },
        };
        let calendar: &Calendar = &self.reference.calendar;
        let mut row = self.blank(&added.deadline, life, shown.last_day, calendar);
        row.service = added.service.as_ref().map_or_else(String::new, ToString::to_string);
        row.case_number.clone_from(&added.case_number);
        row.rule = added.rule.clone().unwrap_or_default();
        row.name.clone_from(&added.name);
        row.from.clone_from(&added.from);
        row.raw_end = written.map(|date: NaiveDate| date.to_string());
        "final".clone_into(&mut row.status);
        row.because = format!("由{by}手工添加（{}）。", added.reason);
        if let Some(told) = &reckoned {
            self.as_reckoned(&mut row, told, shown);
        }
        if let Some(extended) = life.and_then(|life| life.extended) {
            row.safe_date = Some(extended.to_string());
            row.because = format!("{}{}", extended_words(extended, calendar), row.because);
        }
        row.own = true;
        let first = DecidedRow {
            at: at.to_owned(),
            by: by.to_owned(),
            decision: "added".to_owned(),
            date: Some(added.last_day.clone()),
            reason: added.reason.clone(),
        };
        row.history.insert(0, first);
        row
    }

    fn as_reckoned(&self, row: &mut DeadlineRow, told: &Reckoning, shown: life::Shown) {
        row.from = told.from.map(|date| date.to_string());
        row.raw_end = told.raw_end.map(|date| date.to_string());
        row.safe_date = told.safe_date.min(shown.last_day).map(|date| date.to_string());
        told.status.code().clone_into(&mut row.status);
        row.because.push_str(&told.because);
        row.steps =
            told.steps.iter().map(|step| StepRow { date: step.date.to_string(), says: step.says.clone() }).collect();
        row.source = told.source.iter().map(|source| format!("{} {}", source.law, source.article)).collect();
        row.waits = shown.waits.map(|date| date.to_string());
        if let (Some(last), Some(waits)) = (shown.last_day, shown.waits) {
            "provisional".clone_into(&mut row.status);
            row.because = format!("重新计算为{waits}，晚于原来的{last}；确认之前仍按{last}办理。{}", row.because);
        }
    }

    /// Deadlines of a mail that new rules or a new version no longer give: each stays with its old day until a person
    /// found that it does not apply.
    pub(super) fn gone(&self, mail: &ToldMail, record: &ServiceRecord, now: &[Now<'_>]) -> Vec<DeadlineRow> {
        let calendar = self.reference.calendar.of_court(record.court.as_ref().map(|(code, _)| code.as_str()));
        let row = |id: &DeadlineId| {
            let life = self.told.lives.of(id)?;
            let told = life.told.as_ref()?;
            let last = life.extended.or(told.last_day.as_deref().and_then(|text| text.parse().ok()));
            let mut row = self.blank(id, Some(life), last, calendar);
            row.service = mail.service_id().to_string();
            row.case_number = told.case_number.as_deref().map(str::to_owned);
            row.rule = told.rule.to_string();
            let name = self.reference.rules.get(&*told.rule).map(|rule| rule.name.clone());
            row.name = name.unwrap_or_else(|| told.rule.to_string());
            "provisional".clone_into(&mut row.status);
            row.because = "不再成立，待确认：现在的规则不再得出这个期限；记为不适用之前仍按原来的日期办理。".to_owned();
            row.court = court_of(record);
            Some(row)
        };
        let ids = self.told.lives.gone_of(&mail.service_id());
        ids.filter(|id| !now.iter().any(|now| now.id == **id)).filter_map(row).collect()
    }

    /// Whether the mail of a service is doubtful and nobody vouched for it yet.
    pub fn is_doubted(&self, service: &str) -> bool {
        let mail = self.told.by_service(&ServiceId::from_text(service));
        let understood = mail.and_then(ToldMail::service).map(|(understood, _)| understood);
        understood.is_some_and(|it| !matches!(it.verdict.as_str(), "proven" | "likely"))
    }

    /// Own deadlines that are told otherwise from now on, and why; closed ones stay as they are.
    pub(super) fn own_told_otherwise(&self, by: (Digest, Digest)) -> Vec<DeadlineTold> {
        let told = |added: &DeadlineAdded| {
            let reckoning = self.reckoned_own(added, self.told.lives.of(&added.deadline))?;
            let (id, service) = (&added.deadline, added.service.clone());
            let given = added.last_day.parse().ok();
            let of = Named { id, service, case_number: added.case_number.as_ref(), understood: 0, given };
            self.otherwise(of, &reckoning, false, by)
        };
        self.told.lives.added.iter().filter_map(|(added, ..)| told(added)).collect()
    }
}
