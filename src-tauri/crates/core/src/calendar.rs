//! Working days and public holidays; says so when a year is unknown.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;

use crate::reference::ReferenceError;

/// Years as the State Council published them, one file each.
const YEARS: &[(&str, &str)] = &[
    ("2007.toml", include_str!("../../../data/cn/holidays/2007.toml")),
    ("2008.toml", include_str!("../../../data/cn/holidays/2008.toml")),
    ("2009.toml", include_str!("../../../data/cn/holidays/2009.toml")),
    ("2010.toml", include_str!("../../../data/cn/holidays/2010.toml")),
    ("2011.toml", include_str!("../../../data/cn/holidays/2011.toml")),
    ("2012.toml", include_str!("../../../data/cn/holidays/2012.toml")),
    ("2013.toml", include_str!("../../../data/cn/holidays/2013.toml")),
    ("2014.toml", include_str!("../../../data/cn/holidays/2014.toml")),
    ("2015.toml", include_str!("../../../data/cn/holidays/2015.toml")),
    ("2016.toml", include_str!("../../../data/cn/holidays/2016.toml")),
    ("2017.toml", include_str!("../../../data/cn/holidays/2017.toml")),
    ("2018.toml", include_str!("../../../data/cn/holidays/2018.toml")),
    ("2019.toml", include_str!("../../../data/cn/holidays/2019.toml")),
    ("2020.toml", include_str!("../../../data/cn/holidays/2020.toml")),
    ("2021.toml", include_str!("../../../data/cn/holidays/2021.toml")),
    ("2022.toml", include_str!("../../../data/cn/holidays/2022.toml")),
    ("2023.toml", include_str!("../../../data/cn/holidays/2023.toml")),
    ("2024.toml", include_str!("../../../data/cn/holidays/2024.toml")),
    ("2025.toml", include_str!("../../../data/cn/holidays/2025.toml")),
    ("2026.toml", include_str!("../../../data/cn/holidays/2026.toml")),
    ("2027.toml", include_str!("../../../data/cn/holidays/2027.toml")),
];

/// Holidays whose date is the same every year.
const STATUTORY: &str = include_str!("../../../data/cn/holidays/statutory.toml");

/// What a day is for counting periods (民事诉讼法 第八十五条; 民法典 第二百零三条).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Day<'a> {
    /// An ordinary working day.
    Workday,
    /// A Saturday or Sunday worked in exchange for a day of this holiday 调休上班日; not a rest day.
    MakeUp(&'a str),
    /// A Saturday or Sunday.
    Weekend,
    /// A day off of this holiday.
    Holiday(&'a str),
}

impl Day<'_> {
    /// Whether a period that ends on this day goes on.
    pub fn is_rest(&self) -> bool {
        matches!(self, Self::Weekend | Self::Holiday(_))
    }
}

/// Rest days and make-up workdays of every published year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    published: BTreeSet<i32>,
    rest: BTreeMap<NaiveDate, String>,
    make_up: BTreeMap<NaiveDate, String>,
    statutory: Vec<StatutoryDay>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatutoryDay {
    name: String,
    month: u32,
    day: u32,
    since: i32,
    until: Option<i32>,
    #[serde(rename = "note")]
    _note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatutoryFile {
    basis: String,
    day: Vec<StatutoryDay>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearFile {
    year: i32,
    notice: Vec<String>,
    basis: Option<String>,
    holiday: Vec<HolidayEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayEntry {
    name: String,
    rest: Vec<toml::value::Datetime>,
    #[serde(default)]
    make_up: Vec<toml::value::Datetime>,
}

impl Calendar {
    /// The data this program was built with.
    ///
    /// # Errors
    /// When the data does not parse, or a year stands without a source.
    pub fn builtin() -> Result<Self, ReferenceError> {
        let file = "cn/holidays/statutory.toml";
        let statutory: StatutoryFile =
            toml::from_str(STATUTORY).map_err(|error| ReferenceError::new(file, error.to_string()))?;
        if statutory.basis.is_empty() {
            return Err(ReferenceError::new(file, "basis is empty"));
        }
        let mut calendar = Self { statutory: statutory.day, ..Self::default() };
        for (name, text) in YEARS {
            calendar.add_year(&format!("cn/holidays/{name}"), text)?;
        }
        Ok(calendar)
    }

    /// Lays one more year over what is known. A later notice may also change the last days of the year before.
    /// A year with an empty `notice` is not published: its days stand on the `basis` alone.
    ///
    /// # Errors
    /// When the text does not parse, a date does not exist, or neither notice nor basis is named.
    pub fn add_year(&mut self, file: &str, text: &str) -> Result<(), ReferenceError> {
        let year: YearFile = toml::from_str(text).map_err(|error| ReferenceError::new(file, error.to_string()))?;
        if year.notice.is_empty() && year.basis.as_deref().is_none_or(str::is_empty) {
            return Err(ReferenceError::new(file, format!("{} stands without a source", year.year)));
        }
        for holiday in year.holiday {
            for written in &holiday.rest {
                let date = date_of(written).ok_or_else(|| no_such_date(file, written))?;
                self.make_up.remove(&date);
                self.rest.insert(date, holiday.name.clone());
            }
            for written in &holiday.make_up {
                let date = date_of(written).ok_or_else(|| no_such_date(file, written))?;
                self.rest.remove(&date);
                self.make_up.insert(date, holiday.name.clone());
            }
        }
        if !year.notice.is_empty() {
            self.published.insert(year.year);
        }
        Ok(())
    }

    /// Whether the notice of the State Council for this year is loaded.
    pub fn is_published(&self, year: i32) -> bool {
        self.published.contains(&year)
    }

    /// Whether nothing published later can change this day: its year's notice is loaded, and for the days from
    /// 20 December on also the next year's, because New Year's shifts reach back into December.
    pub fn is_settled(&self, date: NaiveDate) -> bool {
        let reaches_over = date.month() == 12 && date.day() >= 20;
        self.is_published(date.year()) && (!reaches_over || self.is_published(date.year() + 1))
    }

    /// What this day is. In a year without a notice weekends and the fixed statutory days count.
    pub fn day(&self, date: NaiveDate) -> Day<'_> {
        if let Some(name) = self.rest.get(&date) {
            return Day::Holiday(name);
        }
        if let Some(name) = self.make_up.get(&date) {
            return Day::MakeUp(name);
        }
        if !self.is_published(date.year())
            && let Some(fixed) = self.statutory.iter().find(|fixed| fixed.falls_on(date))
        {
            return Day::Holiday(&fixed.name);
        }
        match date.weekday() {
            Weekday::Sat | Weekday::Sun => Day::Weekend,
            _ => Day::Workday,
        }
    }

    /// Whether a period that ends on this day goes on.
    pub fn is_rest(&self, date: NaiveDate) -> bool {
        self.day(date).is_rest()
    }
}

impl StatutoryDay {
    fn falls_on(&self, date: NaiveDate) -> bool {
        let in_force = self.since <= date.year() && self.until.is_none_or(|until| date.year() <= until);
        in_force && (self.month, self.day) == (date.month(), date.day())
    }
}

/// The civil date of a date written in TOML without quotes; `None` when it carries a time or does not exist.
pub(crate) fn date_of(written: &toml::value::Datetime) -> Option<NaiveDate> {
    if written.time.is_some() {
        return None;
    }
    let date = written.date?;
    NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
}

fn no_such_date(file: &str, written: &toml::value::Datetime) -> ReferenceError {
    ReferenceError::new(file, format!("{written} is no date"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_year_from_2007_to_2026_is_published_and_2027_is_not() {
        let calendar = Calendar::builtin().unwrap();
        assert!((2007..=2026).all(|year| calendar.is_published(year)));
        assert!(!calendar.is_published(2006) && !calendar.is_published(2027));
    }

    #[test]
    fn days_are_what_the_notices_say() {
        let calendar = Calendar::builtin().unwrap();
        assert_eq!(calendar.day(date("2026-10-07")), Day::Holiday("国庆节"));
        assert_eq!(calendar.day(date("2026-10-10")), Day::MakeUp("国庆节"));
        assert_eq!(calendar.day(date("2026-11-21")), Day::Weekend);
        assert_eq!(calendar.day(date("2026-11-23")), Day::Workday);
        // The notice for 2008 made the last Saturday of 2007 a working day.
        assert_eq!(calendar.day(date("2007-12-29")), Day::MakeUp("元旦"));
    }

    #[test]
    fn a_year_without_a_notice_has_weekends_and_statutory_days() {
        let calendar = Calendar::builtin().unwrap();
        assert_eq!(calendar.day(date("2027-02-08")), Day::Holiday("春节"));
        assert_eq!(calendar.day(date("2030-05-02")), Day::Holiday("劳动节"));
        assert_eq!(calendar.day(date("2030-05-03")), Day::Workday);
        assert_eq!(calendar.day(date("2030-10-03")), Day::Holiday("国庆节"));
        assert_eq!(calendar.day(date("2030-10-05")), Day::Weekend);
        assert!(!calendar.is_rest(date("2030-10-04")));
    }

    #[test]
    fn the_end_of_december_waits_for_the_next_notice() {
        let calendar = Calendar::builtin().unwrap();
        assert!(calendar.is_settled(date("2026-12-19")));
        assert!(!calendar.is_settled(date("2026-12-20")));
        assert!(calendar.is_settled(date("2025-12-31")));
    }

    #[test]
    fn a_year_without_a_source_and_an_unknown_key_are_refused() {
        let mut calendar = Calendar::default();
        let refused = calendar.add_year("2031.toml", "year = 2031\nnotice = []\nholiday = []\n");
        assert!(refused.unwrap_err().to_string().contains("without a source"));
        let refused = calendar.add_year("2031.toml", "year = 2031\nnotice = [\"x\"]\nholiday = []\ncolour = 1\n");
        assert!(refused.unwrap_err().to_string().contains("colour"));
    }

    #[test]
    fn a_notice_that_comes_later_settles_the_year() {
        let mut calendar = Calendar::builtin().unwrap();
        let text = "year = 2027\nnotice = [\"https://example.test/2027\"]\n[[holiday]]\nname = \"元旦\"\nrest = [2027-01-01, 2027-01-02, 2027-01-03]\nmake_up = [2026-12-27]\n";
        calendar.add_year("2027.toml", text).unwrap();
        assert!(calendar.is_settled(date("2026-12-27")));
        assert_eq!(calendar.day(date("2026-12-27")), Day::MakeUp("元旦"));
    }
}
