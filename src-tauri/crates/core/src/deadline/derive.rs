//! Which deadlines a service starts: every served document against every rule.

mod always;
mod beside;
mod candidate;
mod count;
mod row;
mod unread;
mod words;
mod written;

use chrono::NaiveDate;

use count::{Day, Period, Ready};

pub use count::Prepared;
pub use words::reasons_of;

use super::first;
use super::gate::{self, Paper};
use super::paper::{self, Start, Stated, Term};
use super::rule::{Clause, Domicile, Rule, Setting, When};
use super::span::{self, Spans};
use super::suit::{self, Case};
use super::{Deadline, Direction, Length};
use crate::doubt::Doubt;
use crate::intake::court_time;
use crate::reference::Reference;
use crate::service::Service;

/// Derives the deadlines a service starts (or would start, were it genuine): one per rule, case and document.
///
/// A period the paper states wins over the law's number, and both are said. Nothing is final that rests on a file
/// name alone, an unread standing, a presumed start, an unchecked article where the paper states no period, or a service
/// that may not be final.
pub fn derive(service: &Service, reference: &Reference) -> (Vec<Deadline>, Vec<Doubt>) {
    prepare(service, reference).count(reference)
}

/// Reads the papers of a service for its deadlines: everything but the counting, which alone needs a calendar.
pub fn prepare(service: &Service, reference: &Reference) -> Prepared {
    let court = service.found.court.as_ref().map(|court| court.code.clone());
    let Some(any) = reference.rules.values().next() else { return Prepared { court, ready: Vec::new() } };
    let body = gate::body_of(service);
    let papers = gate::papers(service, body.as_ref(), &any.topics, &any.by_kind);
    let cases = suit::cases(&papers);
    let (from, mut about) = (Counted::of(service), words::reasons_of(service));
    about.extend(first::of_mail(service, from.day));
    about.extend(first::of_papers(service, from.day));
    let has_changed_claims = first::has_changed_claims(service);
    let earlier = first::told_by_mail(service, from.day);
    let mut ready = Vec::new();
    for paper in papers.iter().filter(|paper| !paper.is_form()) {
        let Some(case) = cases.get(&paper.case_number) else { continue };
        let ids = paper.document.kind.as_ref().and_then(|kind| any.by_kind.get(kind));
        for rule in ids.into_iter().flatten().filter_map(|id| reference.rules.get(id)) {
            let told =
                Asked { service, from, papers: &papers, paper, case, rule, about: &about, has_changed_claims, earlier };
            ready.extend(told.first_that_applies());
        }
    }
    Prepared { court, ready }
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
    /// What keeps every deadline of this service from being final.
    about: &'a [String],
    /// Whether the claims to be answered were changed after they were first served.
    has_changed_claims: bool,
    /// The day before this service on which the mail says that its papers were served.
    earlier: Option<NaiveDate>,
}

impl<'a> Asked<'a> {
    fn first_that_applies(&self) -> Vec<Ready> {
        let told = self.rule.when.iter().enumerate().map(|(rank, when)| self.each_end(when, rank));
        told.into_iter().find(|ready| !ready.is_empty()).unwrap_or_default()
    }

    /// One for each end the paper names: three seizures end on three days, and each of them is lost on its own.
    fn each_end(&self, when: &When, rank: usize) -> Vec<Ready> {
        let spans = self.spans(when);
        let ends = match (&when.base_term, when.stated_date_only) {
            (Some(_), _) => spans.ends.clone(),
            (None, true) => words::dates_of(&self.terms(when, &spans)),
            (None, false) => Vec::new(),
        };
        if ends.len() < 2 || spans.is_lifted {
            return self.ready(when, rank, &spans, None).into_iter().collect();
        }
        let each = ends.iter().enumerate().filter_map(|(nth, end)| {
            let mut ready = self.ready(when, rank, &spans.only(*end), Some(*end))?;
            let days = words::listed(&ends);
            ready.start.insert_str(0, &format!("文书写有几个不同的日期（{days}），每一个各是一项期限。"));
            ready.end = Some(*end).filter(|_| nth > 0);
            Some(ready)
        });
        each.collect()
    }

    /// `only` is the one of several days that this is about.
    fn ready(&self, when: &When, rank: usize, spans: &Spans, only: Option<NaiveDate>) -> Option<Ready> {
        let mut unsure = gate::pass(when, self.paper, self.case, self.service.found.role)?;
        if when.names_its_base() && when.clause == Clause::Required && self.lacks_its_base(when) {
            return None;
        }
        if spans.is_lifted {
            return None;
        }
        let mut terms = self.terms(when, spans);
        if let Some(party) = self.without_those_of_others(&mut terms) {
            unsure.push(format!("文书写明是给{party}的，请核对期间是否属于本单位"));
        }
        if let Some(only) = only.filter(|_| when.stated_date_only) {
            terms.retain(|term| matches!(term.stated, Stated::Date { date, .. } if date == only));
        }
        let doubt = self.asks(when, spans, &mut unsure);
        let follows_the_court = when.follows.is_some() && self.case.procedure.is_some_and(|it| it != "普通");
        if follows_the_court && terms.is_empty() {
            unsure.push("简易、小额程序的答辩期由法院确定，文书未写明，暂按法定期间".to_owned());
        }
        if terms.is_empty() && self.states_for_another(when) {
            unsure.push("文书写有该事项的期间，没有写明是给本单位的".to_owned());
        }
        unsure.extend(self.said_of_others(&terms));
        if row::tells_otherwise(self.paper, gate::role_in(self.paper, self.service.found.role), &terms) {
            unsure.push("文书按当事人分别列有期间，请核对哪一个是本单位的".to_owned());
        }
        if self.waits_for_a_fee_notice(&terms) {
            unsure.push("期间自收到交费通知起算，本次送达中没有该通知".to_owned());
        }
        if self.tells_others_abroad(when) {
            unsure.push("文书对境内外当事人写有不同的期间，没有读出哪一个是本单位的".to_owned());
        }
        let is_read = !self.paper.plain.is_empty();
        let day = match (when.clause, terms.is_empty(), is_read) {
            (Clause::Required, true, true) if !when.names_its_base() && self.states_unread(when) => {
                Day::None("文书写有期限，没有读准是哪一天，请人工确定。".to_owned())
            }
            (Clause::Required, true, true) if !when.names_its_base() => return None,
            (Clause::Required, true, false) if !when.names_its_base() && self.rule.setting != Setting::Law => {
                return None;
            }
            (Clause::Required, true, false) if !when.names_its_base() => {
                Day::None("文书未读出文字，不能核对其中告知的期间。".to_owned())
            }
            (Clause::Expected, true, true) => {
                unsure.push("未在文书中读到告知的期间，按法定期间计算".to_owned());
                self.day(when, &terms, spans)
            }
            _ => self.day(when, &terms, spans),
        };
        let always = self.always_unsure(when);
        // What is final was not served before.
        let may_be_earlier = !(unsure.is_empty() && always.is_empty());
        Some(Ready {
            rule: self.rule.id.clone(),
            rank,
            case_number: self.paper.case_number.clone(),
            part: self.paper.document.part.clone(),
            end: None,
            is_body: self.is_body(),
            has_procedure: self.case.procedure.is_some(),
            served: self.from.day,
            earlier: may_be_earlier.then(|| self.served_earlier()).flatten(),
            day,
            sittings: self.sittings(),
            unsure,
            always,
            start: self.start_words(),
            periods: self.periods(when, &terms),
            beside: if self.is_body() { Vec::new() } else { self.said_beside(when) },
            follows: when.follows.clone().filter(|_| !self.states(when.term.as_ref())),
            doubt,
        })
    }

    /// What the paper states for this rule. Where it asks for more time ahead of an end than the law does, that counts.
    fn periods(&self, when: &When, terms: &[Term]) -> Vec<Period> {
        let is_ahead = when.base_term.is_some() && self.rule.direction == Direction::Backward;
        let asked = span::asked_ahead(&self.paper.plain).filter(|_| is_ahead);
        match (asked, self.rule.length) {
            (Some(Length::Days(asked)), Some(Length::Days(law))) if asked > law => vec![Period::ahead(asked)],
            _ => terms.iter().map(Period::of).collect(),
        }
    }

    /// Times that were not read and ends that differ: said among what is unsure, and a question for a person.
    fn asks(&self, when: &When, spans: &Spans, unsure: &mut Vec<String>) -> Option<Doubt> {
        let mut doubt = None;
        let name = &self.rule.name;
        if let Some((said, part)) = self.unread(when) {
            unsure.push(format!("写有“{said}”，没有读准是哪一天"));
            let what = format!("{name}：写有“{said}”，没有读准是哪一天，请核对");
            doubt = Some(Doubt::part("stated-time-unread", &part, what));
        }
        unsure.extend(spans.unsure.iter().map(|reason| (*reason).to_owned()));
        if spans.may_follow {
            unsure.push("文书写有续行、延长等字样，几个届满日中可能有已被代替的".to_owned());
            let what = format!("{name}：文书写有几个届满日，其中可能有已被续行、延长代替的，请核对");
            doubt = Some(Doubt::part("stated-periods-differ", &self.paper.document.part, what));
        }
        doubt
    }

    /// The spans the paper names, for rules about when a seizure or a freeze ends.
    fn spans(&self, when: &When) -> Spans {
        let is_span = |topic: &&String| self.rule.topics.iter().any(|it| it.span && it.name == **topic);
        let topic = when.base_term.as_ref().or(when.term.as_ref()).filter(is_span);
        topic.map(|topic| Spans::of(self.paper, topic)).unwrap_or_default()
    }

    /// Periods the paper states for this rule; those of the topic it follows when it states none of its own, and then
    /// also those of the case's other papers.
    fn terms(&self, when: &When, spans: &Spans) -> Vec<Term> {
        let is_span = |topic: &String| self.rule.topics.iter().any(|it| it.span && it.name == *topic);
        let of_spans = when.term.as_ref().is_some_and(is_span);
        let is_end = |stated| match stated {
            Stated::Date { date, .. } => !of_spans || spans.ends.contains(&date),
            Stated::Length(_) | Stated::BeforeSitting { .. } | Stated::Unread => false,
        };
        let of = |paper: &Paper<'_>, topic: &Option<String>| -> Vec<Term> {
            let fits = |term: &&Term| {
                topic.as_ref().is_some_and(|topic| term.topics.contains(topic))
                    && !matches!(term.stated, Stated::Unread)
                    && (!when.stated_date_only || is_end(term.stated))
                    && (!when.ordered || term.is_ordered)
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
            // A guide to the procedure beside the notice may be the one that tells the period to answer.
            let tells = |paper: &&Paper<'_>| {
                let kind = paper.document.kind.as_ref();
                kind.is_some_and(|kind| when.documents.contains(kind) || kind.ends_with("notice"))
                    && paper.document.part != gate::BODY
            };
            terms = same_case.filter(tells).flat_map(|other| of(other, &when.follows)).collect();
        }
        // Different periods for different parties: those that name us are ours.
        let differ = terms.windows(2).any(|pair| matches!(pair, [one, other] if one.stated != other.stated));
        if differ && terms.iter().any(|term| self.names_us(term)) {
            terms.retain(|term| self.names_us(term) || term.is_instalment());
        }
        // Periods for parties abroad beside those for everybody else are not ours.
        if when.domicile.is_none() && terms.iter().any(|term| !term.is_abroad) {
            terms.retain(|term| !term.is_abroad);
        }
        // 没有住所的，应在三十日内: whether that is ours is not known, so the earlier period of everybody else is shown.
        if when.domicile.is_none() {
            terms.retain(|term| !term.is_for_whoever_is_abroad() || self.names_us(term));
        }
        // 答辩期为十日，你司自收到本通知之日起十日内答辩: the same period twice, and one of them says from when it runs.
        let from_service: Vec<Stated> =
            terms.iter().filter(|term| term.start == Start::Service).map(|term| term.stated).collect();
        terms.retain(|term| term.start != Start::Unwritten || !from_service.contains(&term.stated));
        if when.is_remedy && (when.clause != Clause::Optional || terms.iter().any(|term| term.is_remedy)) {
            terms.retain(|term| term.is_remedy);
        }
        terms
    }

    /// Whether the paper tells parties here and abroad different periods, and whom it was served on is not written there.
    fn tells_others_abroad(&self, when: &When) -> bool {
        let of = |abroad: bool| {
            let is_it = |topic: &String| when.term.as_ref() == Some(topic);
            self.paper.terms.iter().any(|term| term.is_abroad == abroad && term.topics.iter().any(is_it))
        };
        gate::names_addressee(self.paper) == Some(false) && of(true) && of(false)
    }

    fn names_us(&self, term: &Term) -> bool {
        self.paper.addressee.as_ref().is_some_and(|name| term.is_for(name))
    }

    /// What is counted from; a reason where nothing is.
    fn day(&self, when: &When, terms: &[Term], spans: &Spans) -> Day {
        let Some(served) = self.from.day else {
            return Day::None("没有到达时间，不能计算期限。".to_owned());
        };
        if terms.is_empty()
            && let Some(because) = &when.undetermined
        {
            return Day::None(format!("{because}。"));
        }
        match self.base(when, served, spans) {
            Err(because) => Day::None(because),
            // A date that is the day of a sitting itself, such as the exchange of evidence.
            Ok(day) if when.base_hearing.is_some() && self.rule.setting == Setting::Paper => Day::Itself(day),
            Ok(from) => Day::From(from),
        }
    }

    /// Whether the paper names no day to count from. One that names several, or was not read, may well start the period.
    fn lacks_its_base(&self, when: &When) -> bool {
        if when.base_words.is_empty() {
            return self.base(when, self.from.day.unwrap_or_default(), &self.spans(when)).is_err();
        }
        !self.paper.plain.is_empty() && paper::dates_near(&self.paper.plain, &when.base_words).is_empty()
    }

    /// The date to count from; the reason when there is none.
    fn base(&self, when: &When, served: NaiveDate, spans: &Spans) -> Result<NaiveDate, String> {
        if !when.base_words.is_empty() {
            return match paper::dates_near(&self.paper.plain, &when.base_words).as_slice() {
                [one] => Ok(*one),
                [] => Err(format!("自{}起算，文书中没有读到该日期。", self.rule.counts_from)),
                _ => Err(format!("自{}起算，文书中写有几个日期，请人工确定。", self.rule.counts_from)),
            };
        }
        if when.base_term.is_some() {
            let because = spans.unsure.first().map_or("", |reason| *reason);
            return spans.ends.first().copied().ok_or_else(|| match because {
                "" => format!("自{}起算，文书中没有读到该日期。", self.rule.counts_from),
                because => format!("自{}起算，{because}，请人工确定。", self.rule.counts_from),
            });
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
}

#[cfg(test)]
mod tests;
