//! Deadlines that may still give way to a better one of the same rule and case, and those that wait for another's end.

use chrono::NaiveDate;

use super::super::paper::Stated;
use super::super::reckon;
use super::super::rule::Rule;
use super::super::{Deadline, Length, Status};
use crate::calendar::Calendar;
use crate::doubt::Doubt;

/// A deadline that may still give way to a better one of the same rule and case.
pub struct Candidate<'a> {
    /// The deadline.
    pub deadline: Deadline,
    /// Whether a case has it once, whatever the number of papers.
    pub once: bool,
    /// Which condition let it through: the earlier ones are the more telling documents.
    pub rank: usize,
    /// Whether the paper states the period; such a paper goes before one that is silent.
    pub is_stated: bool,
    /// What its period is about.
    pub topic: Option<String>,
    /// The topic whose period counts here too, where the paper states none of its own.
    pub follows: Option<String>,
    /// Whether it stands in the mail's own text only.
    pub is_body: bool,
    /// What a person must look at.
    pub doubt: Option<Doubt>,
    /// A period that counts from the end of the period for the answer, with what it needs to be counted later.
    pub waits: Option<Waiting<'a>>,
}

/// 答辩期届满后十五日: the answer's own end must be known first.
pub struct Waiting<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// How long.
    pub length: Length,
    /// What stays unsure about the paper itself.
    pub unsure: Vec<String>,
}

/// Topic of the period for the answer.
const ANSWER: &str = "答辩";

/// Counts what runs from the end of the period for the answer, where this service tells that end for the same case.
pub fn after_the_answer(found: &mut [Candidate<'_>], calendar: &Calendar) {
    let ends: Vec<(Option<String>, NaiveDate, NaiveDate)> = found
        .iter()
        .filter(|it| it.topic.as_deref() == Some(ANSWER))
        .filter_map(|it| {
            let told = &it.deadline.reckoning;
            Some((it.deadline.case_number.clone(), told.last_day?, told.raw_end?))
        })
        .collect();
    for candidate in found.iter_mut() {
        let Some(waits) = candidate.waits.take() else { continue };
        let case = &candidate.deadline.case_number;
        let Some((_, last, raw)) = ends.iter().filter(|(of, ..)| of == case).min_by_key(|(_, last, _)| *last) else {
            continue;
        };
        let stated = Some(Stated::Length(waits.length));
        let mut told = reckon::reckon_from(waits.rule, "答辩期届满", *last, stated, calendar);
        if told.last_day.is_none() {
            continue;
        }
        // The answer's end may be read without its roll.
        let earliest = reckon::reckon(waits.rule, *raw, stated, calendar).safe_date;
        told.safe_date = told.safe_date.min(earliest);
        let length = reckon::length_words(waits.length);
        told.because = format!("文书写明自答辩期届满之次日起{length}。{}", told.because);
        let mut unsure = vec!["按本次送达算出的答辩期届满日推算".to_owned()];
        unsure.extend(waits.unsure);
        told.status = Status::Provisional;
        told.because.push_str(&format!("暂定：{}。", unsure.join("；")));
        candidate.deadline.reckoning = told;
    }
}

/// Another day for a matter that the mail around a paper states.
pub struct Otherwise {
    topic: Option<String>,
    case: Option<String>,
    /// The day by the mail.
    mail: NaiveDate,
    /// The day by which to act to be safe under it.
    safe: Option<NaiveDate>,
}

/// Keeps the better of two deadlines of one rule and case. Says so where the mail states another day than the paper.
pub fn keep_better<'a>(found: &mut Vec<Candidate<'a>>, candidate: Candidate<'a>) -> Option<Otherwise> {
    // What the mail's own text says of a paper is no second deadline beside the paper's own.
    let same = |other: &&mut Candidate<'_>| {
        ((candidate.once && other.once) || candidate.is_body != other.is_body)
            && other.deadline.reckoning.rule == candidate.deadline.reckoning.rule
            && other.deadline.case_number == candidate.deadline.case_number
    };
    let order = |it: &Candidate<'_>| {
        (it.deadline.reckoning.last_day.is_none(), !it.is_stated, it.rank, it.deadline.reckoning.last_day)
    };
    // What the mail says beside a paper that comes to the same day adds nothing, and takes nothing away.
    let agrees = |other: &Candidate<'_>| {
        other.is_body != candidate.is_body
            && candidate.deadline.reckoning.last_day.is_some()
            && candidate.deadline.reckoning.last_day == other.deadline.reckoning.last_day
    };
    match found.iter_mut().find(same) {
        Some(other) if agrees(other) => {
            if other.is_body {
                *other = candidate;
            }
            None
        }
        Some(other) if order(&candidate) < order(other) => {
            let behind = std::mem::replace(other, candidate);
            mail_says_otherwise(other, &behind)
        }
        Some(other) => mail_says_otherwise(other, &candidate),
        None => {
            found.push(candidate);
            None
        }
    }
}

/// The paper's own period stays; that the mail around it states another one is a doubt, and the earlier is the safe one.
fn mail_says_otherwise(kept: &mut Candidate<'_>, behind: &Candidate<'_>) -> Option<Otherwise> {
    let both_stated = kept.is_stated && behind.is_stated;
    let (day, mail) = (kept.deadline.reckoning.last_day?, behind.deadline.reckoning.last_day?);
    if kept.is_body || !both_stated || day == mail {
        return None;
    }
    if !behind.is_body {
        papers_differ(kept, behind, mail);
        return None;
    }
    let said = Otherwise {
        topic: kept.topic.clone(),
        case: kept.deadline.case_number.clone(),
        mail,
        safe: behind.deadline.reckoning.safe_date,
    };
    let what = format!("{}：文书和邮件正文写的期间不同（{day}、{mail}），请核对", kept.deadline.reckoning.name);
    kept.doubt = Some(Doubt::part("stated-periods-differ", &kept.deadline.part, what));
    said.lowers(kept);
    Some(said)
}

/// Two papers of one case state different periods for one matter: the more telling one stays, and the earlier is safe.
fn papers_differ(kept: &mut Candidate<'_>, behind: &Candidate<'_>, day: NaiveDate) {
    let (told, other) = (&mut kept.deadline.reckoning, &behind.deadline.reckoning);
    if told.raw_end == other.raw_end {
        return;
    }
    let what = format!("{}：同时送达的文书写的期间不同（{}到{day}），请核对", told.name, behind.deadline.part);
    told.status = Status::Provisional;
    told.safe_date = told.safe_date.min(other.safe_date);
    told.because.push_str(&format!("暂定：同时送达的文书写的期间到{}，与本文书不同。", reckon::written(day)));
    if kept.doubt.is_none() {
        kept.doubt = Some(Doubt::part("stated-periods-differ", &kept.deadline.part, what));
    }
}

/// What follows a period 在提交答辩状期间 follows what the mail says of it.
pub fn follow_the_mail(found: &mut [Candidate<'_>], otherwise: &[Otherwise]) {
    for candidate in found.iter_mut() {
        let Some(day) = candidate.deadline.reckoning.last_day else { continue };
        let of_case = otherwise.iter().filter(|said| said.case == candidate.deadline.case_number);
        let said = of_case
            .filter(|said| said.topic.is_some() && said.topic == candidate.follows)
            .find(|said| said.mail != day);
        if let Some(said) = said {
            said.lowers(candidate);
        }
    }
}

impl Otherwise {
    fn lowers(&self, candidate: &mut Candidate<'_>) {
        let (told, mail) = (&mut candidate.deadline.reckoning, self.mail);
        told.status = Status::Provisional;
        told.safe_date = told.safe_date.min(self.safe);
        told.because.push_str(&format!("暂定：邮件正文写的期间到{}，与文书不同。", reckon::written(mail)));
    }
}
