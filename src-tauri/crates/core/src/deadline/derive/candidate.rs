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
    /// Whether it is the period for the answer.
    pub is_answer: bool,
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
pub const ANSWER: &str = "答辩";

/// Counts what runs from the end of the period for the answer, where this service tells that end for the same case.
pub fn after_the_answer(found: &mut [Candidate<'_>], calendar: &Calendar) {
    let ends: Vec<(Option<String>, NaiveDate, NaiveDate)> = found
        .iter()
        .filter(|it| it.is_answer)
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

pub fn keep_better<'a>(found: &mut Vec<Candidate<'a>>, candidate: Candidate<'a>) {
    let same = |other: &&mut Candidate<'_>| {
        candidate.once
            && other.once
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
        }
        Some(other) if order(&candidate) < order(other) => {
            let behind = std::mem::replace(other, candidate);
            mail_says_otherwise(other, &behind);
        }
        Some(other) => mail_says_otherwise(other, &candidate),
        None => found.push(candidate),
    }
}

/// The paper's own period stays; that the mail around it states another one is a doubt, and the earlier is the safe one.
fn mail_says_otherwise(kept: &mut Candidate<'_>, behind: &Candidate<'_>) {
    let (told, other) = (&kept.deadline.reckoning, &behind.deadline.reckoning);
    let both_stated = kept.is_stated && behind.is_stated;
    let (Some(day), Some(mail)) = (told.last_day, other.last_day) else { return };
    if kept.is_body || !behind.is_body || !both_stated || day == mail {
        return;
    }
    let what = format!("{}：文书和邮件正文写的期间不同（{day}、{mail}），请核对", told.name);
    kept.doubt = Some(Doubt::part("stated-periods-differ", &kept.deadline.part, what));
    let told = &mut kept.deadline.reckoning;
    told.status = Status::Provisional;
    told.safe_date = told.safe_date.min(other.safe_date);
    told.because.push_str(&format!("暂定：邮件正文写的期间到{}，与文书不同。", reckon::written(mail)));
}
