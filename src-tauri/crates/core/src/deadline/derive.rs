//! Which deadlines a service starts: every served document against every rule.

mod candidate;
mod words;

use chrono::NaiveDate;

use candidate::{ANSWER, Candidate, Waiting, after_the_answer, keep_better};

use super::copy;
use super::gate::{self, Case, Paper};
use super::paper::{self, Start, Stated, Term};
use super::reckon;
use super::rule::{Clause, Domicile, Rule, Setting, When};
use super::{Anchor, Deadline, Length, Reckoning, Status};
use crate::calendar::Calendar;
use crate::doubt::Doubt;
use crate::intake::court_time;
use crate::reference::Reference;
use crate::service::Service;

/// Derives the deadlines a service starts (or would start, were it genuine): one per rule, case and document.
///
/// A period the paper states wins over the law's number, and both are said. Nothing is final that rests on a file
/// name alone, an unread standing, a presumed start, an unchecked article or a service that may not be final.
pub fn derive(service: &Service, reference: &Reference) -> (Vec<Deadline>, Vec<Doubt>) {
    let Some(any) = reference.rules.values().next() else { return (Vec::new(), Vec::new()) };
    let calendar = reference.calendar.of_court(service.found.court.as_ref().map(|court| court.code.as_str()));
    let body = gate::body_of(service);
    let papers = gate::papers(service, body.as_ref(), &any.topics, &any.by_kind);
    let cases = gate::cases(&papers);
    let from = Counted::of(service);
    let mut found: Vec<Candidate<'_>> = Vec::new();
    for paper in &papers {
        let Some(case) = cases.get(&paper.case_number) else { continue };
        let ids = paper.document.kind.as_ref().and_then(|kind| any.by_kind.get(kind));
        for rule in ids.into_iter().flatten().filter_map(|id| reference.rules.get(id)) {
            let told = Asked { service, from, papers: &papers, paper, case, rule, calendar };
            if let Some(candidate) = told.first_that_applies() {
                keep_better(&mut found, candidate);
            }
        }
    }
    after_the_answer(&mut found, calendar);
    let doubts = found.iter_mut().filter_map(|candidate| candidate.doubt.take()).collect();
    (found.into_iter().map(|candidate| candidate.deadline).collect(), doubts)
}

/// The day periods are counted from.
#[derive(Clone, Copy)]
struct Counted {
    day: Option<NaiveDate>,
    /// Whether it is the day the court's proof of service states, which lies before the arrival.
    is_certified: bool,
}

impl Counted {
    /// The earlier of the day of service and the one the court's own proof states; a day chosen by a person stays.
    fn of(service: &Service) -> Self {
        let day = service.from_date();
        let certified = gate::certified(service).filter(|_| service.chosen.is_none());
        let is_near = |date: &NaiveDate| day.is_some_and(|day| *date < day && (day - *date).num_days() <= 15);
        match certified.filter(is_near) {
            Some(date) => Self { day: Some(date), is_certified: true },
            None => Self { day, is_certified: false },
        }
    }
}

/// One rule asked of one paper.
struct Asked<'a> {
    service: &'a Service,
    from: Counted,
    papers: &'a [Paper<'a>],
    paper: &'a Paper<'a>,
    case: &'a Case,
    rule: &'a Rule,
    calendar: &'a Calendar,
}

impl<'a> Asked<'a> {
    fn first_that_applies(&self) -> Option<Candidate<'a>> {
        self.rule.when.iter().enumerate().find_map(|(rank, when)| self.candidate(when, rank))
    }

    fn candidate(&self, when: &When, rank: usize) -> Option<Candidate<'a>> {
        let mut unsure = gate::pass(when, self.paper, self.case, self.service.found.role)?;
        if when.names_its_base() && when.clause == Clause::Required && self.lacks_its_base(when) {
            return None;
        }
        let terms = self.terms(when);
        let follows_the_court = when.follows.is_some() && self.case.procedure.is_some_and(|it| it != "普通");
        if follows_the_court && terms.is_empty() {
            unsure.push("简易、小额程序的答辩期由法院确定，文书未写明，暂按法定期间".to_owned());
        }
        let is_read = !self.paper.plain.is_empty();
        let mut doubt = None;
        let told = match (when.clause, terms.is_empty(), is_read) {
            (Clause::Required, true, true) if !when.names_its_base() => return None,
            (Clause::Required, true, false) if !when.names_its_base() && self.rule.setting != Setting::Law => {
                return None;
            }
            (Clause::Required, true, false) if !when.names_its_base() => {
                self.without_a_date("文书未读出文字，不能核对其中告知的期间。")
            }
            (Clause::Expected, true, true) => {
                unsure.push("未在文书中读到告知的期间，按法定期间计算".to_owned());
                self.told(when, &terms, &mut unsure, &mut doubt)
            }
            _ => self.told(when, &terms, &mut unsure, &mut doubt),
        };
        let waits = self.waiting(&told, &terms, when, &unsure);
        let told = self.judged(told, when, unsure);
        let (part, case_number) = (self.paper.document.part.clone(), self.paper.case_number.clone());
        let deadline = Deadline { case_number, part, reckoning: told };
        let (is_answer, is_body) = (when.term.as_deref() == Some(ANSWER), self.is_body());
        let is_stated = !terms.is_empty();
        Some(Candidate { deadline, once: when.once, rank, is_stated, is_answer, is_body, doubt, waits })
    }

    /// The one period of the paper that runs from the end of the period for the answer.
    fn waiting(&self, told: &Reckoning, terms: &[Term], when: &When, unsure: &[String]) -> Option<Waiting<'a>> {
        if told.last_day.is_some() {
            return None;
        }
        let waits = terms.iter().filter(|term| term.start == Start::AfterAnswer);
        let mut lengths: Vec<Length> = waits
            .filter_map(|term| match term.stated {
                Stated::Length(length) => Some(length),
                Stated::Date { .. } | Stated::BeforeSitting { .. } => None,
            })
            .collect();
        lengths.dedup();
        let [length] = lengths.as_slice() else { return None };
        Some(Waiting { rule: self.rule, length: *length, unsure: self.unsure_of(when, unsure.to_vec()) })
    }

    /// Periods the paper states for this rule; those of the topic it follows when it states none of its own, and then
    /// also those of the case's other papers.
    fn terms(&self, when: &When) -> Vec<Term> {
        let of = |paper: &Paper<'_>, topic: &Option<String>| -> Vec<Term> {
            let fits = |term: &&Term| {
                topic.as_ref().is_some_and(|topic| term.topics.contains(topic))
                    && (!when.stated_date_only || matches!(term.stated, Stated::Date { .. }))
                    && (when.domicile != Some(Domicile::Inside) || !term.is_abroad || self.names_us(term))
            };
            paper.terms.iter().filter(fits).cloned().collect()
        };
        let mut terms = of(self.paper, &when.term);
        if terms.is_empty() && when.follows.is_some() {
            terms = of(self.paper, &when.follows);
        }
        if terms.is_empty() && when.follows.is_some() {
            let same_case = self.papers.iter().filter(|other| other.case_number == self.paper.case_number);
            let tells =
                |paper: &&Paper<'_>| paper.document.kind.as_ref().is_some_and(|kind| when.documents.contains(kind));
            terms = same_case.filter(tells).flat_map(|other| of(other, &when.follows)).collect();
        }
        // Different periods for different parties: those that name us are ours.
        let differ = terms.windows(2).any(|pair| matches!(pair, [one, other] if one.stated != other.stated));
        if differ && terms.iter().any(|term| self.names_us(term)) {
            terms.retain(|term| self.names_us(term));
        }
        // Periods for parties abroad beside those for everybody else are not ours.
        if when.domicile.is_none() && terms.iter().any(|term| !term.is_abroad) {
            terms.retain(|term| !term.is_abroad);
        }
        if when.is_remedy && (when.clause != Clause::Optional || terms.iter().any(|term| term.is_remedy)) {
            terms.retain(|term| term.is_remedy);
        }
        terms
    }

    fn names_us(&self, term: &Term) -> bool {
        self.paper.addressee.as_ref().is_some_and(|name| term.is_for(name))
    }

    fn without_a_date(&self, because: &str) -> Reckoning {
        reckon::undetermined(self.rule, self.from.day, because)
    }

    fn told(&self, when: &When, terms: &[Term], unsure: &mut Vec<String>, doubt: &mut Option<Doubt>) -> Reckoning {
        let Some(served) = self.from.day else {
            return self.without_a_date("没有到达时间，不能计算期限。");
        };
        if terms.is_empty()
            && let Some(because) = &when.undetermined
        {
            return self.without_a_date(&format!("{because}。"));
        }
        let from = match self.base(when, served) {
            Ok(from) => from,
            Err(because) => return self.without_a_date(&because),
        };
        if let Some(told) = self.on_the_sitting(when, from) {
            return told;
        }
        let mut by_law = reckon::reckon(self.rule, from, None, self.calendar);
        if when.names_its_base() {
            by_law.anchor = Anchor::Named;
        }
        if terms.is_empty() {
            return by_law;
        }
        self.as_stated(terms, from, &by_law, unsure, doubt)
    }

    /// Whether the paper names no day to count from. One that names several, or was not read, may well start the period.
    fn lacks_its_base(&self, when: &When) -> bool {
        if when.base_words.is_empty() {
            return self.base(when, self.from.day.unwrap_or_default()).is_err();
        }
        !self.paper.plain.is_empty() && paper::dates_near(&self.paper.plain, &when.base_words).is_empty()
    }

    /// The date to count from; the reason when there is none.
    fn base(&self, when: &When, served: NaiveDate) -> Result<NaiveDate, String> {
        if !when.base_words.is_empty() {
            return match paper::dates_near(&self.paper.plain, &when.base_words).as_slice() {
                [one] => Ok(*one),
                [] => Err(format!("自{}起算，文书中没有读到该日期。", self.rule.counts_from)),
                _ => Err(format!("自{}起算，文书中写有几个日期，请人工确定。", self.rule.counts_from)),
            };
        }
        if let Some(topic) = &when.base_term {
            let stated = self.paper.terms.iter().filter(|term| term.topics.contains(topic));
            let dates = stated.filter_map(|term| match term.stated {
                Stated::Date { date, .. } => Some(date),
                Stated::Length(_) | Stated::BeforeSitting { .. } => None,
            });
            return dates.min().ok_or_else(|| format!("自{}起算，文书中没有读到该日期。", self.rule.counts_from));
        }
        if when.base_hearing.is_some() {
            return self.sitting(when).ok_or_else(|| "文书中没有读到日期。".to_owned());
        }
        Ok(served)
    }

    fn sitting(&self, when: &When) -> Option<NaiveDate> {
        let kind = when.base_hearing.as_deref()?;
        let part = &self.paper.document.part;
        let sitting = self.service.found.hearings.iter().find(|it| it.kind == kind && it.part == *part)?;
        Some(court_time(sitting.starts).date_naive())
    }

    /// Days on which the court sits in this paper's case, the earliest first.
    fn sittings(&self) -> Vec<NaiveDate> {
        let case_of =
            |part: &str| self.papers.iter().find(|paper| paper.document.part == part).map(|it| &it.case_number);
        let is_ours = |part: &str| case_of(part).is_none_or(|case| *case == self.paper.case_number);
        let trials = self.service.found.hearings.iter().filter(|it| it.kind == "trial" && is_ours(&it.part));
        let mut days: Vec<NaiveDate> = trials.map(|it| court_time(it.starts).date_naive()).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    fn is_body(&self) -> bool {
        self.paper.document.part == gate::BODY
    }

    /// A date that is the day of a sitting itself, such as the exchange of evidence.
    fn on_the_sitting(&self, when: &When, day: NaiveDate) -> Option<Reckoning> {
        let is_day_itself = when.base_hearing.is_some() && self.rule.setting == Setting::Paper;
        let stated = Stated::Date { date: day, before: false };
        is_day_itself.then(|| reckon::reckon(self.rule, day, Some(stated), self.calendar))
    }

    fn as_stated(
        &self,
        terms: &[Term],
        from: NaiveDate,
        by_law: &Reckoning,
        unsure: &mut Vec<String>,
        doubt: &mut Option<Doubt>,
    ) -> Reckoning {
        let sittings = self.sittings();
        let counted = |term: &'_ Term| {
            let from = match (term.stated, term.start) {
                (Stated::BeforeSitting { .. }, _) => *sittings.first()?,
                (Stated::Date { .. }, _) | (_, Start::Service | Start::Unwritten) => from,
                _ => return None,
            };
            let mut told = reckon::reckon(self.rule, from, Some(term.stated), self.calendar);
            // A stated length runs from the named day as the law's does.
            if told.anchor == Anchor::Service {
                told.anchor = by_law.anchor;
            }
            Some(told)
        };
        let mut every: Vec<(&Term, Reckoning)> = terms.iter().filter_map(|term| Some((term, counted(term)?))).collect();
        every.sort_by_key(|(_, told)| told.last_day);
        let ends: Vec<Option<NaiveDate>> = every.iter().map(|(_, told)| told.raw_end).collect();
        let Some((term, mut told)) = every.into_iter().next() else {
            return self.without_a_date(&words::start_elsewhere(terms));
        };
        if ends.iter().any(|end| *end != ends.first().copied().flatten()) {
            unsure.push("文书写有几个不同的期间，按最早的计算".to_owned());
            let what = format!("{}：文书写有几个不同的期间，已按最早的计算，请核对", self.rule.name);
            *doubt = Some(Doubt::part("stated-periods-differ", &self.paper.document.part, what));
        }
        if let Stated::BeforeSitting { loose, .. } = term.stated {
            if loose {
                unsure.push("文书写的是开庭前若干日内，可能另有所指".to_owned());
            }
            if sittings.len() > 1 {
                unsure.push("文书写有几次开庭，按最早的一次倒推".to_owned());
            }
        }
        if term.is_qualified {
            unsure.push("文书对期间的计算另有说明，请核对".to_owned());
        }
        if term.is_remedy && told.last_day > by_law.last_day && by_law.last_day.is_some() {
            unsure.push("文书写明的期间长于法定期间".to_owned());
            told.safe_date = told.safe_date.min(by_law.safe_date);
        }
        if term.start == Start::Unwritten && matches!(term.stated, Stated::Length(_)) {
            unsure.push("文书没有写明从哪一天起算，按送达次日起算".to_owned());
        }
        let (says, is_outside) = words::both_said(self.rule, term, by_law);
        if is_outside && self.case.procedure.is_some() && doubt.is_none() {
            let what = format!("{}：{}", self.rule.name, says.trim_end_matches('。'));
            *doubt = Some(Doubt::part("stated-period-outside-law", &self.paper.document.part, what));
        }
        told.because = format!("{says}{}", told.because);
        told
    }

    /// What keeps it from being final, said after how it was counted.
    fn judged(&self, mut told: Reckoning, when: &When, mut unsure: Vec<String>) -> Reckoning {
        if told.last_day.is_none() {
            return told;
        }
        unsure = self.unsure_of(when, unsure);
        if let Some(chosen) = &self.service.chosen {
            told.because.push_str(&format!(
                "起算日由人工确定为{}（{}）。",
                reckon::written(chosen.date),
                chosen.reason
            ));
        } else if self.starts_with_the_sending() {
            told.because.push_str("法院发出日早于到达日，按较早的发出日起算。");
        }
        if !unsure.is_empty() {
            told.status = Status::Provisional;
            told.because.push_str(&format!("暂定：{}。", unsure.join("；")));
        }
        told
    }

    /// Everything that keeps a date of this paper from being final.
    fn unsure_of(&self, when: &When, mut unsure: Vec<String>) -> Vec<String> {
        if self.is_body() {
            unsure.push("期间只写在邮件正文里，没有在文书中读到".to_owned());
        } else {
            unsure.extend(when.presumed.clone());
        }
        if !self.paper.document.kind_from_text {
            unsure.push("文书种类只是从文件名判断的".to_owned());
        }
        if when.is_remedy && self.service.found.role.is_none() && gate::names_addressee(self.paper) == Some(false) {
            unsure.push("文书中没有写到受送达人，请核对本单位能否提出".to_owned());
        }
        if self.paper.case_number.is_none() && when.case_types.is_empty() {
            unsure.push("未读出案号".to_owned());
        }
        if !self.rule.is_checked() {
            unsure.push("所依据的条文未核对原文".to_owned());
        }
        unsure.extend(copy::reasons(self.service, self.paper, self.papers, when, self.from.day));
        if self.from.is_certified {
            unsure.push("送达凭证载明的送达日早于到达日，按较早的起算，请核对".to_owned());
        }
        unsure.extend(words::reasons_of(self.service));
        unsure
    }

    fn starts_with_the_sending(&self) -> bool {
        let arrived = self.service.arrived.map(|arrived| court_time(arrived).date_naive());
        self.service.from_date().zip(arrived).is_some_and(|(from, arrived)| from < arrived)
    }
}

#[cfg(test)]
mod tests;
