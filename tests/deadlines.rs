//! Every table in deadlines/: sentences a lawyer can read, reckoned by the rules that ship.

// A table that does not read is a failed test.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;
use songda_core::deadline::{self, Length, Reckoning};
use songda_core::reference::Reference;
use toml::value::Datetime;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What is expected and why, for people.
    says: String,
    rule: String,
    from: Datetime,
    stated: Option<Stated>,
    raw_end: Option<Datetime>,
    last_day: Option<Datetime>,
    safe_date: Option<Datetime>,
    status: String,
    article: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
enum Stated {
    Days(u32),
    WorkingDays(u32),
}

fn date(written: &Datetime) -> NaiveDate {
    written.to_string().parse().unwrap()
}

fn tables() -> Vec<(String, Table)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("deadlines");
    let mut tables: Vec<(String, Table)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| {
            let table = toml::from_str(&std::fs::read_to_string(&path).unwrap());
            (path.file_name().unwrap().to_string_lossy().into_owned(), table.unwrap())
        })
        .collect();
    tables.sort_by(|one, other| one.0.cmp(&other.0));
    tables
}

fn told(case: &Case, reference: &Reference) -> Option<Reckoning> {
    let from = date(&case.from);
    match case.stated {
        Some(Stated::Days(days)) => deadline::reckon_stated(&case.rule, from, Length::Days(days), reference),
        Some(Stated::WorkingDays(days)) => {
            deadline::reckon_stated(&case.rule, from, Length::WorkingDays(days), reference)
        }
        None => deadline::reckon(&case.rule, from, reference),
    }
}

#[test]
fn every_table_holds() {
    let reference = Reference::builtin().unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (file, table) in tables() {
        for case in &table.case {
            count += 1;
            let told = told(case, &reference).unwrap_or_else(|| panic!("{file}: no rule {}", case.rule));
            let source: Vec<String> = told.source.iter().map(|it| format!("{} {}", it.law, it.article)).collect();
            let holds = told.raw_end == case.raw_end.as_ref().map(date)
                && told.last_day == case.last_day.as_ref().map(date)
                && case.safe_date.as_ref().is_none_or(|safe| told.safe_date == Some(date(safe)))
                && told.status.code() == case.status
                && case.article.as_ref().is_none_or(|article| source.contains(article));
            if !holds {
                wrong.push(format!("{file} {} from {}: {}\n  told {told:?}", case.rule, case.from, case.says));
            }
        }
    }
    assert!(count >= 40, "the tables are gone");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_twenty_one_worked_dates_are_all_there() {
    let (_, worked) = tables().into_iter().find(|(file, _)| file == "worked.toml").unwrap();
    assert_eq!(worked.case.len(), 21);
}
