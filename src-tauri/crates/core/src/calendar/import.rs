//! A year of holidays from a file: holiday-cn JSON, CSV, or TOML as the data writes it; checked before it counts.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;

use super::{Year, year_of};

/// No year has more days off than this; Saturdays and Sundays inside a holiday count too.
const MOST_DAYS_OFF: usize = 60;
/// A year of the whole country has at least these many.
const LEAST_DAYS_OFF: usize = 11;

/// Why a file is no year of holidays.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{says}")]
pub struct ImportError {
    /// Stable code: `not-readable`, `no-source`, `no-date`, `other-year`, `not-a-year`, `make-up-workday`.
    pub code: &'static str,
    /// Line or entry, and what is wrong with it.
    pub says: String,
}

impl ImportError {
    fn new(code: &'static str, says: impl Into<String>) -> Self {
        Self { code, says: says.into() }
    }
}

#[derive(Deserialize)]
struct HolidayCn {
    year: i32,
    #[serde(default)]
    papers: Vec<String>,
    days: Vec<HolidayCnDay>,
}

#[derive(Deserialize)]
struct HolidayCnDay {
    name: String,
    date: String,
    #[serde(rename = "isOffDay")]
    is_off_day: bool,
}

/// Reads a year, and tells the format it was written in: `holiday-cn`, `csv` or `toml`.
///
/// `source` names where it comes from when the file itself does not. With `is_regional` the file holds a region's own
/// days only, and need not be a whole year.
///
/// # Errors
/// When it is no such file, names no source, or says what no year can say.
pub fn read_year(text: &str, source: Option<&str>, is_regional: bool) -> Result<(Year, &'static str), ImportError> {
    let text = text.trim_start_matches('\u{feff}');
    let (mut year, format) = if text.trim_start().starts_with('{') {
        (of_json(text)?, "holiday-cn")
    } else if text.contains("[[holiday]]") {
        let year = year_of("file", text).map_err(|error| {
            let code = if error.says.contains("without a source") { "no-source" } else { "not-readable" };
            ImportError::new(code, error.says)
        })?;
        (year, "toml")
    } else {
        (of_csv(text)?, "csv")
    };
    if year.notice.is_empty() {
        year.notice.extend(source.map(str::to_owned).filter(|source| !source.trim().is_empty()));
    }
    if year.notice.is_empty() {
        return Err(ImportError::new("no-source", format!("{}", year.year)));
    }
    check(&year, is_regional)?;
    Ok((year, format))
}

fn of_json(text: &str) -> Result<Year, ImportError> {
    let file: HolidayCn =
        serde_json::from_str(text).map_err(|error| ImportError::new("not-readable", error.to_string()))?;
    let mut year = Year { year: file.year, notice: file.papers, ..Year::default() };
    for day in file.days {
        let date = date(&day.date).ok_or_else(|| ImportError::new("no-date", day.date.clone()))?;
        put(&mut year, date, day.name, day.is_off_day);
    }
    Ok(year)
}

/// Words for a day off and for a day worked, as tables have them.
const OFF: [&str; 8] = ["休", "放假", "休息", "off", "rest", "holiday", "true", "1"];
const WORKED: [&str; 8] = ["班", "上班", "调休上班", "work", "workday", "make_up", "false", "0"];

/// A table with a date, a name and 休 or 班 in each line, in any order; a heading is passed over.
fn of_csv(text: &str) -> Result<Year, ImportError> {
    let mut days: Vec<(NaiveDate, String, bool)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let line = line.trim_start_matches('#');
        let cells: Vec<String> =
            line.split([',', ';', '\t', '，']).map(|cell| cell.trim().trim_matches('"').to_owned()).collect();
        let Some(at) = cells.iter().position(|cell| date(cell).is_some()) else {
            if days.is_empty() {
                continue;
            }
            return Err(ImportError::new("no-date", format!("{number}: {line}")));
        };
        let kind = cells.iter().find_map(|cell| {
            let cell = cell.to_lowercase();
            match (OFF.contains(&cell.as_str()), WORKED.contains(&cell.as_str())) {
                (true, _) => Some((cell, true)),
                (_, true) => Some((cell, false)),
                _ => None,
            }
        });
        let Some((word, is_off)) = kind else {
            return Err(ImportError::new("not-readable", format!("{number}: {line}")));
        };
        let is_name = |(nth, cell): &(usize, &String)| *nth != at && !cell.is_empty() && cell.to_lowercase() != word;
        let name = cells.iter().enumerate().find(is_name).map_or_else(|| "节假日".to_owned(), |(_, cell)| cell.clone());
        let date = cells.get(at).and_then(|cell| date(cell));
        days.extend(date.map(|date| (date, name, is_off)));
    }
    let mut years: BTreeMap<i32, usize> = BTreeMap::new();
    for (date, ..) in &days {
        *years.entry(date.year()).or_default() += 1;
    }
    let Some((year, _)) = years.into_iter().max_by_key(|(_, days)| *days) else {
        return Err(ImportError::new("not-readable", "no line holds a date"));
    };
    let mut told = Year { year, ..Year::default() };
    for (date, name, is_off) in days {
        put(&mut told, date, name, is_off);
    }
    Ok(told)
}

fn put(year: &mut Year, date: NaiveDate, name: String, is_off: bool) {
    let days = if is_off { &mut year.rest } else { &mut year.make_up };
    days.insert(date, name);
}

/// 2027-01-01, 2027/1/1, 2027年1月1日, 20270101.
fn date(text: &str) -> Option<NaiveDate> {
    ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y%m%d"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(text.trim(), form).ok())
        .filter(|date| (2000..=2200).contains(&date.year()))
}

fn check(year: &Year, is_regional: bool) -> Result<(), ImportError> {
    for day in year.rest.keys().chain(year.make_up.keys()) {
        // The notice of a year may reach into the last days of the one before, and New Year into the next.
        let is_near =
            (day.year() == year.year - 1 && day.month() == 12) || (day.year() == year.year + 1 && day.month() == 1);
        if day.year() != year.year && !is_near {
            return Err(ImportError::new("other-year", format!("{}: {day}", year.year)));
        }
    }
    let is_weekend = |day: &NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    if let Some(day) = year.make_up.keys().find(|day| !is_weekend(day)) {
        return Err(ImportError::new("make-up-workday", day.to_string()));
    }
    if let Some(day) = year.rest.keys().find(|day| year.make_up.contains_key(*day)) {
        return Err(ImportError::new("not-readable", format!("{day} stands as a day off and as worked")));
    }
    let off = year.rest.len();
    let has =
        |month, day| NaiveDate::from_ymd_opt(year.year, month, day).is_some_and(|day| year.rest.contains_key(&day));
    let is_whole = off >= LEAST_DAYS_OFF && has(1, 1) && has(5, 1) && has(10, 1);
    if off > MOST_DAYS_OFF || (off == 0 && year.make_up.is_empty()) || (!is_regional && !is_whole) {
        return Err(ImportError::new("not-a-year", format!("{}: {off}", year.year)));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
