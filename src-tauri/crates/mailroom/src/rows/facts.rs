//! Where each fact of a service was read, and what it has to do with earlier services, for people.

use songda_core::case::{Told, ToldMail};
use songda_core::ledger::ServiceRecord;
use songda_core::related;
use songda_core::teach;

use crate::view::{FactRow, RelatedRow, SuggestionRow};

/// Every fact with its place; a document is told by its file's name.
pub fn facts_of(record: &ServiceRecord) -> Vec<FactRow> {
    let name_of = |part: &str| {
        let document = record.documents.iter().find(|document| document.part == part)?;
        document.name.clone().or_else(|| Some(document.title.clone()))
    };
    let row = |fact: &songda_core::ledger::FactRecord| FactRow {
        fact: fact.fact.clone(),
        document: fact.of.as_deref().and_then(name_of),
        value: fact.value.clone(),
        sure: fact.sure.clone(),
        part: fact.part.clone(),
        read_in: fact.part.as_deref().and_then(name_of),
        page: fact.page,
        sentence: fact.sentence.clone(),
    };
    record.facts.iter().map(row).collect()
}

/// Earlier services that this one repeats, corrects or reminds of.
pub fn related_of(mail: &ToldMail, told: &Told) -> Vec<RelatedRow> {
    let rows = related::earlier_of(mail, &told.mails).into_iter().filter_map(|related| {
        let earlier = told.by_service(&related.earlier)?;
        let (understood, _) = earlier.service()?;
        Some(RelatedRow {
            service: related.earlier.to_string(),
            relation: related.relation.code().to_owned(),
            because: related.because,
            subject: understood.subject.clone(),
            arrived: understood.arrived.clone(),
        })
    });
    rows.collect()
}

/// What corrections of other services suggest for this one.
pub fn suggestions_of(mail: &ToldMail, told: &Told) -> Vec<SuggestionRow> {
    let row = |suggestion: teach::Suggestion| SuggestionRow {
        fact: suggestion.fact,
        of: suggestion.of,
        was: suggestion.was,
        shown: suggestion.words.unwrap_or_else(|| suggestion.value.clone()),
        value: suggestion.value,
        learned_from: suggestion.learned_from.to_string(),
    };
    teach::suggestions(mail, &told.mails).into_iter().map(row).collect()
}
