//! What the papers of a service ask to be counted, and the counting: the only part that needs a calendar.

use chrono::NaiveDate;

use super::super::paper::{Start, Stated, Term};
use super::super::reckon;
use super::super::rule::{Rule, When};
use super::super::{Anchor, Deadline, Length, Reckoning, Status};
use super::candidate::{Candidate, Otherwise, Waiting, after_the_answer, follow_the_mail, keep_better};
use super::words;
use crate::calendar::Calendar;
use crate::doubt::Doubt;
use crate::reference::Reference;

/// The papers of a service, read for its deadlines. Counting it is quick, and gives on every calendar what reading
/// the papers anew would give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// Code of the court, whose region may have days of its own.
    pub(super) court: Option<String>,
    /// Every rule that a paper starts.
    pub(super) ready: Vec<Ready>,
}

impl Prepared {
    /// Counts it on the calendar as it is now known.
    pub fn count(&self, reference: &Reference) -> (Vec<Deadline>, Vec<Doubt>) {
        let calendar = reference.calendar.of_court(self.court.as_deref());
        let (mut found, mut otherwise): (Vec<Candidate<'_>>, Vec<Otherwise>) = Default::default();
        for ready in &self.ready {
            let rule = reference.rules.get(&ready.rule);
            let when = rule.and_then(|rule| Some((rule, rule.when.get(ready.rank)?)));
            if let Some((rule, when)) = when {
                otherwise.extend(keep_better(&mut found, ready.count(rule, when, calendar)));
            }
        }
        follow_the_mail(&mut found, &otherwise);
        after_the_answer(&mut found, calendar);
        let doubts = found.iter_mut().filter_map(|candidate| candidate.doubt.take()).collect();
        (found.into_iter().map(|candidate| candidate.deadline).collect(), doubts)
    }
}

/// What is counted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Day {
    /// Nothing, and why.
    None(String),
    /// This day.
    From(NaiveDate),
    /// This day is the date itself.
    Itself(NaiveDate),
}

/// One period a paper states, as far as counting needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// What is stated.
    pub stated: Stated,
    /// What it counts from.
    pub start: Start,
    /// Whether the sentence tells how to disagree with this very paper.
    pub is_remedy: bool,
    /// Whether words beside it change how it is counted.
    pub is_qualified: bool,
    /// Whether the day it counts from is counted itself.
    pub counts_first_day: bool,
}

impl Period {
    /// So many days ahead of an end.
    pub fn ahead(days: u32) -> Self {
        let stated = Stated::Length(Length::Days(days));
        Self { stated, start: Start::Service, is_remedy: false, is_qualified: false, counts_first_day: false }
    }

    /// Of what the paper states.
    pub fn of(term: &Term) -> Self {
        let Term { stated, start, is_remedy, is_qualified, counts_first_day, .. } = *term;
        Self { stated, start, is_remedy, is_qualified, counts_first_day }
    }
}

/// One rule that a paper starts, read and not yet counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ready {
    /// Id of the rule.
    pub rule: String,
    /// Which of its conditions let the paper through.
    pub rank: usize,
    /// The paper's case, where it is known.
    pub case_number: Option<String>,
    /// Path of the paper.
    pub part: String,
    /// Which of several days of the paper it is about; `None` for the earliest, and where there is one only.
    pub end: Option<NaiveDate>,
    /// Whether it stands in the mail's own text only.
    pub is_body: bool,
    /// Whether the papers tell the procedure.
    pub has_procedure: bool,
    /// The day of service.
    pub served: Option<NaiveDate>,
    /// The day before it on which the mail or the paper says that it was served.
    pub earlier: Option<NaiveDate>,
    /// What is counted from.
    pub day: Day,
    /// Days on which the court sits in this case, the earliest first.
    pub sittings: Vec<NaiveDate>,
    /// What was unsure when the paper was read.
    pub unsure: Vec<String>,
    /// What keeps a date of this paper from being final, however it is counted.
    pub always: Vec<String>,
    /// What is said of the day counted from; empty when it is simply the arrival.
    pub start: String,
    /// Periods the paper states for this rule.
    pub periods: Vec<Period>,
    /// Periods that the mail (`true`) or a notice beside the paper states for the same matter.
    pub beside: Vec<(Period, bool)>,
    /// The topic whose period counts here too, where the paper states none of its own.
    pub follows: Option<String>,
    /// What a person must look at, as far as reading told.
    pub doubt: Option<Doubt>,
}

impl Ready {
    fn count<'a>(&self, rule: &'a Rule, when: &When, calendar: &Calendar) -> Candidate<'a> {
        let (mut unsure, mut doubt) = (self.unsure.clone(), self.doubt.clone());
        // What the paper states wins over the article, and so needs none that was compared.
        if !rule.is_checked() && self.periods.is_empty() {
            unsure.push("所依据的条文未核对原文".to_owned());
        }
        let told = match &self.day {
            Day::None(because) => self.without_a_date(rule, because),
            Day::Itself(day) => reckon::reckon(rule, *day, Some(Stated::Date { date: *day, before: false }), calendar),
            Day::From(from) => self.counted(rule, when, *from, calendar, (&mut unsure, &mut doubt)),
        };
        let told = self.compared(rule, told, calendar, (&mut unsure, &mut doubt));
        let told = self.safe_from_earlier(rule, when, told, calendar);
        let waits = self.waiting(rule, &told, &unsure);
        Candidate {
            deadline: Deadline {
                case_number: self.case_number.clone(),
                part: self.part.clone(),
                end: self.end,
                reckoning: self.judged(told, unsure),
            },
            once: when.once,
            rank: self.rank,
            is_stated: !self.periods.is_empty(),
            topic: when.term.clone(),
            follows: self.follows.clone(),
            is_body: self.is_body,
            doubt,
            waits,
        }
    }

    fn without_a_date(&self, rule: &Rule, because: &str) -> Reckoning {
        reckon::undetermined(rule, self.served, because)
    }

    fn counted(
        &self,
        rule: &Rule,
        when: &When,
        from: NaiveDate,
        calendar: &Calendar,
        (unsure, doubt): (&mut Vec<String>, &mut Option<Doubt>),
    ) -> Reckoning {
        let mut by_law = reckon::reckon(rule, from, None, calendar);
        if when.names_its_base() {
            by_law.anchor = Anchor::Named;
        }
        if self.periods.is_empty() {
            return by_law;
        }
        let counted = |period: &Period| {
            let from = match (period.stated, period.start) {
                (Stated::BeforeSitting { .. }, _) => *self.sittings.first()?,
                (Stated::Date { .. }, _) | (_, Start::Service | Start::Unwritten) => from,
                _ => return None,
            };
            let mut told = reckon::reckon(rule, from, Some(period.stated), calendar);
            // A stated length runs from the named day as the law's does.
            if told.anchor == Anchor::Service {
                told.anchor = by_law.anchor;
            }
            Some(told)
        };
        let periods = self.periods.iter();
        let mut every: Vec<(&Period, Reckoning)> = periods.filter_map(|it| Some((it, counted(it)?))).collect();
        every.sort_by_key(|(_, told)| told.last_day);
        let differ = every.windows(2).any(|pair| matches!(pair, [one, other] if !agree(one, other)));
        let mut days: Vec<NaiveDate> = every.iter().filter_map(|(_, told)| told.last_day).collect();
        days.dedup();
        let Some((period, told)) = every.into_iter().next() else {
            return self.without_a_date(rule, &words::start_elsewhere(&self.periods));
        };
        if differ {
            let days = words::listed(&days);
            unsure.push(format!("文书写有几个不同的期间（到{days}），按最早的计算"));
            let what = format!("{}：文书写有几个不同的期间（到{days}），已按最早的计算，请核对", rule.name);
            *doubt = Some(Doubt::part("stated-periods-differ", &self.part, what));
        }
        self.as_stated(rule, period, told, &by_law, (unsure, doubt))
    }

    /// The reckoning by the one period of the paper that counts, with what is to be said of it beside the law's.
    fn as_stated(
        &self,
        rule: &Rule,
        period: &Period,
        mut told: Reckoning,
        by_law: &Reckoning,
        (unsure, doubt): (&mut Vec<String>, &mut Option<Doubt>),
    ) -> Reckoning {
        if let Stated::BeforeSitting { loose, .. } = period.stated {
            if loose {
                unsure.push("文书写的是开庭前若干日内，可能另有所指".to_owned());
            }
            if self.sittings.len() > 1 {
                unsure.push("文书写有几次开庭，按最早的一次倒推".to_owned());
            }
        }
        if period.is_qualified {
            unsure.push("文书对期间的计算另有说明，请核对".to_owned());
        }
        if let Some((last, served)) = told.last_day.zip(self.served).filter(|(last, served)| last < served) {
            let (last, served) = (reckon::written(last), reckon::written(served));
            unsure.push(format!("文书写明的{last}早于送达日{served}，请向法院核实"));
            if doubt.is_none() {
                let what = format!("{}：文书写明的{last}早于送达日{served}，请核对", rule.name);
                *doubt = Some(Doubt::part("stated-period-outside-law", &self.part, what));
            }
        }
        if period.counts_first_day && matches!(period.stated, Stated::Length(_)) {
            // The law leaves that day out; who acts a day earlier is safe under both.
            unsure.push("文书写明当日计入期间，与法律规定的次日起算不同，请按保险日办理".to_owned());
            told.safe_date = told.safe_date.and_then(|day| day.pred_opt());
        }
        let law = by_law.last_day.filter(|_| period.is_remedy);
        if let Some(law) = law.filter(|law| told.last_day != Some(*law)) {
            let says = if told.last_day > Some(law) { "长于" } else { "短于" };
            unsure.push(format!("文书写明的期间{says}法定期间"));
            told.safe_date = told.safe_date.min(by_law.safe_date);
            if doubt.is_none() {
                let day = reckon::written(law);
                let what = format!("{}：文书写明的期间{says}法定期间（法定期间到{day}），请核对", rule.name);
                *doubt = Some(Doubt::part("stated-period-outside-law", &self.part, what));
            }
        }
        if period.start == Start::Unwritten && matches!(period.stated, Stated::Length(_)) {
            unsure.push("文书没有写明从哪一天起算，按送达次日起算".to_owned());
        }
        let (says, is_outside) = words::both_said(rule, period.stated, by_law);
        if is_outside && self.has_procedure && doubt.is_none() {
            let what = format!("{}：{}", rule.name, says.trim_end_matches('。'));
            *doubt = Some(Doubt::part("stated-period-outside-law", &self.part, what));
        }
        told.because = format!("{says}{}", told.because);
        told
    }

    /// Whoever may have been served before acts by the end of the period that ran from then.
    fn safe_from_earlier(&self, rule: &Rule, when: &When, mut told: Reckoning, calendar: &Calendar) -> Reckoning {
        let is_service = matches!(&self.day, Day::From(from) if Some(*from) == self.served);
        let Some(earlier) = self.earlier.filter(|_| is_service && !when.names_its_base()) else {
            return told;
        };
        let from_then = self.counted(rule, when, earlier, calendar, (&mut Vec::new(), &mut None));
        if let (Some(last), Some(safe)) = (from_then.last_day, from_then.safe_date)
            && told.safe_date.is_some_and(|now| safe < now)
        {
            told.safe_date = Some(safe);
            let (day, last) = (reckon::written(earlier), reckon::written(last));
            told.because.push_str(&format!("如果自{day}起算，至{last}届满，请按保险日办理。"));
        }
        told
    }

    /// Unsure where the mail or a notice beside the paper states only other days for its matter; the earliest is safe.
    fn compared(
        &self,
        rule: &Rule,
        mut told: Reckoning,
        calendar: &Calendar,
        (unsure, doubt): (&mut Vec<String>, &mut Option<Doubt>),
    ) -> Reckoning {
        let Some((last, served)) = told.last_day.zip(self.served) else { return told };
        let other = |(period, is_mail): &(Period, bool)| {
            let other = reckon::reckon(rule, served, Some(period.stated), calendar);
            Some((other.last_day?, other.safe_date, *is_mail))
        };
        let others: Vec<_> = self.beside.iter().filter_map(other).collect();
        if others.iter().any(|(day, ..)| *day == last || Some(*day) == told.raw_end) {
            return told;
        }
        let Some((day, safe, is_mail)) = others.into_iter().min_by_key(|(day, ..)| *day) else { return told };
        let written = reckon::written(day);
        unsure.push(if is_mail {
            format!("邮件正文写的期间到{written}，与文书不同")
        } else {
            format!("文书或者同时送达的文书另写有期间到{written}，与此不同")
        });
        told.safe_date = told.safe_date.min(safe);
        if doubt.is_none() {
            let what = format!("{}：文书和同时送达的文字写的期间不同（{last}、{day}），请核对", rule.name);
            *doubt = Some(Doubt::part("stated-periods-differ", &self.part, what));
        }
        told
    }

    /// The one period of the paper that runs from the end of the period for the answer.
    fn waiting<'a>(&self, rule: &'a Rule, told: &Reckoning, unsure: &[String]) -> Option<Waiting<'a>> {
        if told.last_day.is_some() {
            return None;
        }
        let waits = self.periods.iter().filter(|period| period.start == Start::AfterAnswer);
        let mut lengths: Vec<Length> = waits
            .filter_map(|period| match period.stated {
                Stated::Length(length) => Some(length),
                Stated::Date { .. } | Stated::BeforeSitting { .. } | Stated::Unread => None,
            })
            .collect();
        lengths.dedup();
        let [length] = lengths.as_slice() else { return None };
        Some(Waiting { rule, length: *length, unsure: [unsure, self.always.as_slice()].concat() })
    }

    /// What keeps it from being final, said after how it was counted.
    fn judged(&self, mut told: Reckoning, mut unsure: Vec<String>) -> Reckoning {
        if told.last_day.is_none() {
            return told;
        }
        unsure.extend(self.always.iter().cloned());
        told.because.push_str(&self.start);
        if !unsure.is_empty() {
            told.status = Status::Provisional;
            told.because.push_str(&format!("暂定：{}。", unsure.join("；")));
        }
        told
    }
}

/// Whether two stated periods come to one day: a day the court wrote may be where a length ends after it moved.
fn agree((one, told): &(&Period, Reckoning), (other, also): &(&Period, Reckoning)) -> bool {
    let is_day = |period: &Period| matches!(period.stated, Stated::Date { .. });
    told.raw_end == also.raw_end || (is_day(one) != is_day(other) && told.last_day == also.last_day)
}
