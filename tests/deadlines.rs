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
    assert!(count >= 500, "the tables are gone");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_twenty_one_worked_dates_are_all_there() {
    let (_, worked) = tables().into_iter().find(|(file, _)| file == "worked.toml").unwrap();
    assert_eq!(worked.case.len(), 21);
}

/// Every rule that gives a date without a paper, or with a length a paper states, stands in the table of its family.
#[test]
fn every_rule_stands_in_a_table() {
    let told: std::collections::BTreeSet<String> =
        tables().into_iter().flat_map(|(_, table)| table.case).map(|case| case.rule).collect();
    let reference = Reference::builtin().unwrap();
    let lacking: Vec<&String> = reference.rules.keys().filter(|id| !told.contains(*id)).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}

/// Both sides of midnight in the court's time zone, read on a clock of every other zone: the day is the court's.
#[test]
fn the_day_is_the_courts_whatever_the_clocks_zone() {
    use songda_core::intake::court_time;
    for hours in -12..=14 {
        for (moment, day) in [
            ("2026-11-20T23:59:59+08:00", "2026-11-20"),
            ("2026-11-21T00:00:00+08:00", "2026-11-21"),
            ("2026-12-31T23:59:59+08:00", "2026-12-31"),
            ("2024-02-29T00:00:00+08:00", "2024-02-29"),
        ] {
            let zone = chrono::FixedOffset::east_opt(hours * 3600).unwrap();
            let elsewhere = chrono::DateTime::parse_from_rfc3339(moment).unwrap().with_timezone(&zone);
            assert_eq!(court_time(elsewhere).date_naive().to_string(), day, "{moment} read at {hours:+}");
        }
    }
}

/// Every day of service from 2007 to 2027, for every rule: a later day never ends earlier under the same length, the
/// last day is never a rest day where it moves, and forward and back agree.
#[test]
fn what_holds_for_every_day_of_twenty_one_years() {
    use songda_core::deadline::{Direction, Roll};
    let reference = Reference::builtin().unwrap();
    let first: NaiveDate = "2007-01-01".parse().unwrap();
    for rule in reference.rules.values() {
        let mut before: Option<(NaiveDate, Option<Length>)> = None;
        for day in first.iter_days().take_while(|day| *day <= "2027-12-31".parse().unwrap()) {
            let told = deadline::reckon(&rule.id, day, &reference).unwrap();
            let (Some(raw), Some(last)) = (told.raw_end, told.last_day) else {
                before = None;
                continue;
            };
            let is_rest = reference.calendar.is_rest(last);
            let moves_right = match rule.roll {
                Roll::Later => last >= raw && !is_rest && (last == raw) != reference.calendar.is_rest(raw),
                Roll::Earlier => last <= raw && !is_rest && (last == raw) != reference.calendar.is_rest(raw),
                Roll::Stay => last == raw,
            };
            assert!(moves_right, "{} from {day}: {raw} {last}", rule.id);
            let is_on_the_right_side = match rule.direction {
                Direction::Forward => raw >= day,
                Direction::Backward => raw <= day,
            };
            assert!(is_on_the_right_side, "{} from {day}: {raw}", rule.id);
            if let (Some(Length::Days(days)), Direction::Forward) = (told.length, rule.direction) {
                assert_eq!(raw - chrono::Days::new(days.into()), day, "{} there and back", rule.id);
            }
            if let Some((earlier, length)) = before.filter(|(_, length)| *length == told.length) {
                assert!(last >= earlier, "{} from {day} ends before the day before ({length:?})", rule.id);
            }
            before = Some((last, told.length));
        }
    }
}
