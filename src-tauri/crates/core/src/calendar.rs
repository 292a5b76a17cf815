//! Working days and public holidays; says so when a year is unknown.

mod import;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;

use crate::id::Digest;
use crate::reference::ReferenceError;

pub use import::{ImportError, read_year};

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

/// The days of one year, as one notice or file gives them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// Addresses of the notices it rests on; empty for a year that is not published.
    pub notice: Vec<String>,
    /// Days off, with the holiday's name.
    pub rest: BTreeMap<NaiveDate, String>,
    /// Saturdays and Sundays that are worked, with the holiday's name.
    pub make_up: BTreeMap<NaiveDate, String>,
}

/// Rest days and make-up workdays of every published year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    layers: BTreeMap<i32, Year>,
    published: BTreeSet<i32>,
    rest: BTreeMap<NaiveDate, String>,
    make_up: BTreeMap<NaiveDate, String>,
    statutory: Vec<StatutoryDay>,
    /// Calendars of regions with days of their own, by the first letter of the court codes.
    regions: BTreeMap<String, Calendar>,
    region_days: BTreeMap<String, BTreeMap<i32, Year>>,
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
        self.lay(year_of(file, text)?);
        Ok(())
    }

    /// Puts a year in the place of what was known of it. A later notice may also change the last days of the year
    /// before, so all years are laid one over the other in order.
    pub fn lay(&mut self, year: Year) {
        self.layers.insert(year.year, year);
        self.tell();
    }

    /// Adds the days of a region: rest days of its own beside those of the whole country. They count for the courts
    /// whose code begins with this letter (桂, 新, 藏).
    pub fn lay_region(&mut self, region: &str, year: Year) {
        self.region_days.entry(region.to_owned()).or_default().insert(year.year, year);
        self.tell();
    }

    /// Tells the days anew from all layers.
    fn tell(&mut self) {
        (self.rest, self.make_up, self.published) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        let layers = std::mem::take(&mut self.layers);
        for year in layers.values() {
            self.over(year);
            if !year.notice.is_empty() {
                self.published.insert(year.year);
            }
        }
        self.layers = layers;
        let base = Self { regions: BTreeMap::new(), region_days: BTreeMap::new(), ..self.clone() };
        self.regions = BTreeMap::new();
        for (region, years) in &self.region_days {
            let mut own = base.clone();
            years.values().for_each(|year| own.over(year));
            self.regions.insert(region.clone(), own);
        }
    }

    fn over(&mut self, year: &Year) {
        for (date, name) in &year.rest {
            self.make_up.remove(date);
            self.rest.insert(*date, name.clone());
        }
        for (date, name) in &year.make_up {
            self.rest.remove(date);
            self.make_up.insert(*date, name.clone());
        }
    }

    /// The same as it was before the notice of a year was known: its weekends and fixed statutory days alone.
    pub fn before_notice(&self, year: i32) -> Self {
        let mut before = self.clone();
        before.layers.remove(&year);
        before.tell();
        before
    }

    /// The calendar a court goes by: with the days of its region where the office has added some.
    pub fn of_court(&self, code: Option<&str>) -> &Self {
        let region = code.and_then(|code| code.chars().next()).map(String::from);
        region.and_then(|region| self.regions.get(&region)).unwrap_or(self)
    }

    /// Digest of everything it says: two calendars with the same one reckon alike.
    pub fn digest(&self) -> Digest {
        let mut text = String::new();
        let mut tell = |of: &str, years: &BTreeMap<i32, Year>| {
            for year in years.values() {
                let days = |days: &BTreeMap<NaiveDate, String>| {
                    days.keys().map(ToString::to_string).collect::<Vec<_>>().join(",")
                };
                let published = !year.notice.is_empty();
                let (rest, make_up) = (days(&year.rest), days(&year.make_up));
                text.push_str(&format!("{of} {} {published} {rest} {make_up}\n", year.year));
            }
        };
        tell("", &self.layers);
        for (region, years) in &self.region_days {
            tell(region, years);
        }
        Digest::of(text.as_bytes())
    }

    /// Years whose notice is loaded, in order.
    pub fn published(&self) -> impl Iterator<Item = &Year> {
        self.layers.values().filter(|year| !year.notice.is_empty())
    }

    /// Days of regions that were added, by the first letter of the court codes.
    pub fn regional(&self) -> impl Iterator<Item = (&str, &Year)> {
        self.region_days.iter().flat_map(|(region, years)| years.values().map(|year| (region.as_str(), year)))
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

/// One year as the data writes it.
fn year_of(file: &str, text: &str) -> Result<Year, ReferenceError> {
    let year: YearFile = toml::from_str(text).map_err(|error| ReferenceError::new(file, error.to_string()))?;
    if year.notice.is_empty() && year.basis.as_deref().is_none_or(str::is_empty) {
        return Err(ReferenceError::new(file, format!("{} stands without a source", year.year)));
    }
    let mut told = Year { year: year.year, notice: year.notice, ..Year::default() };
    for holiday in year.holiday {
        for written in &holiday.rest {
            let date = date_of(written).ok_or_else(|| no_such_date(file, written))?;
            told.rest.insert(date, holiday.name.clone());
        }
        for written in &holiday.make_up {
            let date = date_of(written).ok_or_else(|| no_such_date(file, written))?;
            told.make_up.insert(date, holiday.name.clone());
        }
    }
    Ok(told)
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
mod tests;
