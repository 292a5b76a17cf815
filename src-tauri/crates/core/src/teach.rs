//! What people corrected, and what that suggests for other services.
//!
//! A correction is kept in the ledger beside what was read and holds for its service alone. For others of the same
//! sender and pattern it is a suggestion that a person takes or leaves: nothing is changed by it.

use crate::case::ToldMail;
use crate::id::ServiceId;
use crate::identify::{CaseNumber, Role, plain_without_blanks as compact};
use crate::ledger::{Correction, DocumentRecord, FactRecord, ServiceRecord, Understood};
use crate::reference::Reference;

/// Facts a person may correct.
pub const CORRECTABLE: [&str; 9] = [
    "court",
    "case-number",
    "cause",
    "addressee",
    "role",
    "document-kind",
    "document-title",
    "document-case",
    "hearing",
];

/// How sure a fact is that a person gave, beside `stated`, `inferred` and `missing`.
pub const CORRECTED: &str = "corrected";

/// Why a correction was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No such fact can be corrected.
    #[error("不能更正“{0}”，可更正的有：{list}", list = CORRECTABLE.join("、"))]
    Fact(String),
    /// The document is none of the service.
    #[error("这次送达没有文书 {0}")]
    Document(String),
    /// The case number is none of the service.
    #[error("这次送达没有案号 {0}")]
    Case(String),
    /// The value is none of its kind.
    #[error("“{value}”不能作为{fact}：{why}")]
    Value {
        /// The fact.
        fact: String,
        /// The value.
        value: String,
        /// What it must be.
        why: &'static str,
    },
}

/// Makes a correction of what a person said: checked, with what was read before.
///
/// `of` is the part of the document for facts of documents; for a hearing the start that was read, or nothing for one
/// that was not read at all; for a case number the one that was read, or nothing for one the service lacks.
///
/// # Errors
/// When there is no such fact or document, or the value is none of its kind.
pub fn correction(
    service: ServiceId,
    record: &ServiceRecord,
    fact: &str,
    of: Option<&str>,
    value: &str,
    reference: &Reference,
) -> Result<Correction, Refused> {
    let Some(fact) = CORRECTABLE.iter().find(|known| **known == fact) else {
        return Err(Refused::Fact(fact.to_owned()));
    };
    let value = value.trim();
    let refuse = |why| Refused::Value { fact: (*fact).to_owned(), value: value.to_owned(), why };
    if value.is_empty() {
        return Err(refuse("不能为空"));
    }
    let document = match (fact.starts_with("document-"), of) {
        (true, part) => {
            let part = part.unwrap_or("");
            let found = record.documents.iter().find(|document| document.part == part);
            Some(found.ok_or_else(|| Refused::Document(part.to_owned()))?)
        }
        (false, _) => None,
    };
    let (mut value, mut words) = (value.to_owned(), None);
    match *fact {
        "court" => {
            let court = reference.courts.by_code(&value).or_else(|| reference.courts.meant_by(&value));
            let court = court.ok_or_else(|| refuse("须是法院全称或代字，例如 沪0112"))?;
            words = Some(court.name.to_owned());
            value = court.code.to_owned();
        }
        "role" => {
            Role::parse(&value).ok_or_else(|| refuse("须是诉讼地位，例如 defendant"))?;
        }
        "document-kind" => {
            let kind = reference.kinds.get(&value).ok_or_else(|| refuse("须是文书种类，例如 summons"))?;
            words = Some(kind.title.clone());
        }
        "document-case" | "case-number" => {
            let number = CaseNumber::parse(&value, reference).ok_or_else(|| refuse("须是一个案号"))?;
            value = number.to_string();
            if let Some(of) = of.filter(|of| *fact == "case-number" && !record.case_numbers.iter().any(|it| it == of)) {
                return Err(Refused::Case(of.to_owned()));
            }
        }
        "hearing" => {
            let starts = chrono::DateTime::parse_from_rfc3339(&value);
            let starts = starts.map_err(|_| refuse("须是时间，例如 2026-12-10T09:30:00+08:00"))?;
            value = crate::intake::court_time(starts).to_rfc3339();
        }
        _ => {}
    }
    let was = was(record, fact, of, document);
    Ok(Correction { service, fact: (*fact).to_owned(), of: of.map(str::to_owned), was, value, words })
}

fn was(record: &ServiceRecord, fact: &str, of: Option<&str>, document: Option<&DocumentRecord>) -> Option<String> {
    match (fact, document) {
        ("court", _) => record.court.as_ref().map(|(code, _)| code.clone()),
        ("cause", _) => record.cause.clone(),
        ("addressee", _) => record.addressee.clone(),
        ("role", _) => record.role.clone(),
        ("hearing" | "case-number", _) => of.map(str::to_owned),
        ("document-kind", Some(document)) => document.kind.clone(),
        ("document-title", Some(document)) => Some(document.title.clone()),
        ("document-case", Some(document)) => document.case_number.clone(),
        _ => None,
    }
}

/// Lays corrections over what was read, in order; the last word counts.
pub fn lay_over<'a>(understood: &mut Understood, corrections: impl Iterator<Item = &'a Correction>) {
    let Some(record) = understood.service.as_mut() else { return };
    for correction in corrections {
        lay_one(record, correction);
    }
}

fn lay_one(record: &mut ServiceRecord, correction: &Correction) {
    let value = correction.value.clone();
    let of = correction.of.as_deref();
    match correction.fact.as_str() {
        "court" => record.court = Some((value, correction.words.clone().unwrap_or_default())),
        "cause" => record.cause = Some(value),
        "addressee" => record.addressee = Some(value),
        "role" => record.role = Some(value),
        "case-number" => in_case(record, value, of),
        "hearing" => {
            let known = record.hearings.iter_mut().find(|(starts, ..)| Some(starts.as_str()) == of);
            match known {
                Some(hearing) => hearing.0 = value,
                None => record.hearings.push((value, None, "trial".to_owned(), "mail".to_owned())),
            }
        }
        fact => {
            let Some(document) = record.documents.iter_mut().find(|it| Some(it.part.as_str()) == of) else { return };
            match fact {
                "document-kind" => {
                    document.kind = Some(value);
                    // A person's word is no file name.
                    document.kind_from_text = true;
                }
                "document-title" => document.title = value,
                "document-case" => {
                    let was = document.case_number.replace(value.clone());
                    belongs_to(record, value, was);
                }
                _ => return,
            }
        }
    }
    mark(record, correction);
}

/// Puts a number in the place of the one that was read, or to the service that has none; documents without one of their
/// own belong to the whole service.
fn in_case(record: &mut ServiceRecord, number: String, was: Option<&str>) {
    for document in record.documents.iter_mut().chain(&mut record.unopened) {
        if was.is_some() && document.case_number.as_deref() == was {
            document.case_number = Some(number.clone());
        }
    }
    let at = record.case_numbers.iter().position(|known| Some(known.as_str()) == was);
    let is_known = record.case_numbers.contains(&number);
    match at.and_then(|at| record.case_numbers.get_mut(at)) {
        Some(place) if !is_known => *place = number,
        Some(_) => {
            record.case_numbers.retain(|known| Some(known.as_str()) != was || *known == number);
        }
        None if !is_known => record.case_numbers.push(number),
        None => {}
    }
}

/// A service belongs to every case that one of its documents names, and no longer to one that none of them names since
/// a person corrected it.
fn belongs_to(record: &mut ServiceRecord, number: String, was: Option<String>) {
    let is_named = |number: &String| {
        // One that names no case is taken for one of all of them.
        record.documents.iter().any(|it| it.case_number.as_ref().is_none_or(|own| own == number))
    };
    let left = was.filter(|was| !is_named(was));
    let left = left.and_then(|was| record.case_numbers.iter().position(|known| *known == was));
    let is_known = record.case_numbers.contains(&number);
    match left.and_then(|at| record.case_numbers.get_mut(at)) {
        Some(place) if !is_known => *place = number,
        Some(_) => {
            left.map(|at| record.case_numbers.remove(at));
        }
        None if !is_known => record.case_numbers.push(number),
        None => {}
    }
}

/// The fact's own row tells that a person gave it, and keeps the place it was read at.
fn mark(record: &mut ServiceRecord, correction: &Correction) {
    let shown = match correction.fact.as_str() {
        "court" => correction.words.clone().unwrap_or_else(|| correction.value.clone()),
        _ => correction.value.clone(),
    };
    let is_it = |fact: &&mut FactRecord| {
        fact.fact == correction.fact
            && match correction.fact.as_str() {
                "hearing" | "case-number" => fact.value == correction.was,
                _ => fact.of == correction.of,
            }
    };
    let known = record.facts.iter_mut().find(is_it);
    match known {
        Some(fact) => {
            fact.value = Some(shown);
            CORRECTED.clone_into(&mut fact.sure);
        }
        None => record.facts.push(FactRecord {
            fact: correction.fact.clone(),
            of: correction.of.clone(),
            value: Some(shown),
            sure: CORRECTED.to_owned(),
            ..FactRecord::default()
        }),
    }
}

/// What an earlier correction suggests for a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The fact.
    pub fact: String,
    /// Part of the document, for facts of documents.
    pub of: Option<String>,
    /// What was read here.
    pub was: Option<String>,
    /// What a person gave there.
    pub value: String,
    /// The same in words, where the value is a code.
    pub words: Option<String>,
    /// The service that was corrected.
    pub learned_from: ServiceId,
}

/// What corrections of other services suggest for this one: same sender, same pattern, same reading as the one that
/// was wrong there. Nothing a person already said here is suggested again.
pub fn suggestions(told: &ToldMail, all: &[ToldMail]) -> Vec<Suggestion> {
    let Some((mail, record)) = told.service() else { return Vec::new() };
    let mut found: Vec<Suggestion> = Vec::new();
    for other in all.iter().filter(|other| other.mail != told.mail && !other.corrections.is_empty()) {
        let Some((their_mail, theirs)) = other.service() else { continue };
        if mail.from.is_none() || mail.from != their_mail.from {
            continue;
        }
        for correction in &other.corrections {
            for of in places(correction, record, theirs) {
                let is_settled = told.corrections.iter().any(|own| own.fact == correction.fact && own.of == of);
                let is_known = found.iter().any(|known| known.fact == correction.fact && known.of == of);
                if !is_settled && !is_known {
                    found.push(Suggestion {
                        fact: correction.fact.clone(),
                        of,
                        was: correction.was.clone(),
                        value: correction.value.clone(),
                        words: correction.words.clone(),
                        learned_from: other.service_id(),
                    });
                }
            }
        }
    }
    found
}

/// Where in a service the mistake of another stands again.
fn places(correction: &Correction, record: &ServiceRecord, theirs: &ServiceRecord) -> Vec<Option<String>> {
    let is_same_case = record.case_numbers.iter().any(|number| theirs.case_numbers.contains(number));
    let whole = |is_again: bool| if is_again { vec![None] } else { Vec::new() };
    match correction.fact.as_str() {
        "court" => whole(record.court.as_ref().map(|(code, _)| code) == correction.was.as_ref()),
        "addressee" => whole(record.addressee == correction.was),
        // Standing and cause are a case's, not a sender's.
        "role" => {
            whole(is_same_case && record.role == correction.was && record.role.as_ref() != Some(&correction.value))
        }
        "cause" => whole(is_same_case && record.cause == correction.was),
        "document-kind" => {
            let corrected = theirs.documents.iter().find(|it| Some(&it.part) == correction.of.as_ref());
            let Some(corrected) = corrected else { return Vec::new() };
            let alike = record
                .documents
                .iter()
                .filter(|it| it.kind == correction.was && compact(&it.title) == compact(&corrected.title));
            alike.map(|it| Some(it.part.clone())).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
