//! Laws by version: which text was in force on a day, and how its articles were numbered before.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::calendar::date_of;
use crate::reference::ReferenceError;

const FILE: &str = "cn/laws.toml";
const TEXT: &str = include_str!("../../../../data/cn/laws.toml");

/// Every law the rules rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laws {
    laws: Vec<Law>,
    concordance: Vec<Concordance>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Law {
    name: String,
    versions: Vec<Version>,
}

/// One version of a law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its key, the year it was passed.
    pub version: String,
    /// First day in force.
    pub since: NaiveDate,
    /// Last day in force; `None` while it still is.
    pub until: Option<NaiveDate>,
    /// Whether its text was read when the rules were written.
    pub checked: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LawsFile {
    law: Vec<LawEntry>,
    concordance: Vec<Concordance>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LawEntry {
    name: String,
    title: String,
    versions: Vec<VersionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionEntry {
    version: String,
    label: String,
    since: toml::value::Datetime,
    until: Option<toml::value::Datetime>,
    checked: bool,
}

/// Articles that only moved between two versions.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Concordance {
    law: String,
    from: Run,
    to: Run,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    version: String,
    first: u32,
    last: u32,
}

impl Laws {
    /// The data this program was built with.
    ///
    /// # Errors
    /// When the data does not parse, a version has no date, or two runs of articles differ in length.
    pub fn builtin() -> Result<Self, ReferenceError> {
        Self::parse(TEXT)
    }

    fn parse(text: &str) -> Result<Self, ReferenceError> {
        let says = |says: String| ReferenceError::new(FILE, says);
        let file: LawsFile = toml::from_str(text).map_err(|error| says(error.to_string()))?;
        let mut laws = Vec::new();
        for entry in file.law {
            if entry.title.is_empty() || entry.versions.is_empty() {
                return Err(says(format!("{} has no title or no version", entry.name)));
            }
            let mut versions = Vec::new();
            for version in entry.versions {
                let since = date_of(&version.since);
                let until = version.until.as_ref().map(date_of);
                let (Some(since), true, false) = (since, until != Some(None), version.label.is_empty()) else {
                    return Err(says(format!("{} {} has no label or no date", entry.name, version.version)));
                };
                let (until, checked) = (until.flatten(), version.checked);
                versions.push(Version { version: version.version, since, until, checked });
            }
            laws.push(Law { name: entry.name, versions });
        }
        if let Some(uneven) = file.concordance.iter().find(|runs| runs.from.length() != runs.to.length()) {
            return Err(says(format!("runs of {} differ in length at {}", uneven.law, uneven.from.first)));
        }
        Ok(Self { laws, concordance: file.concordance })
    }

    /// One version of a law.
    pub fn version(&self, law: &str, version: &str) -> Option<&Version> {
        self.laws.iter().find(|it| it.name == law)?.versions.iter().find(|it| it.version == version)
    }

    /// The number an article had in the version before; `None` when it had no counterpart.
    pub fn number_before(&self, law: &str, version: &str, article: u32) -> Option<(&str, u32)> {
        let runs = self.concordance.iter().find(|runs| {
            runs.law == law && runs.to.version == version && (runs.to.first..=runs.to.last).contains(&article)
        })?;
        Some((runs.from.version.as_str(), runs.from.first + (article - runs.to.first)))
    }
}

impl Run {
    fn length(&self) -> Option<u32> {
        self.last.checked_sub(self.first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_found_under_their_old_numbers() {
        let laws = Laws::builtin().unwrap();
        assert_eq!(laws.number_before("民事诉讼法", "2023", 128), Some(("2021", 128)));
        assert_eq!(laws.number_before("民事诉讼法", "2023", 216), Some(("2021", 212)));
        assert_eq!(laws.number_before("民事诉讼法", "2023", 285), Some(("2021", 275)));
        assert_eq!(laws.number_before("民事诉讼法", "2023", 303), None);
    }

    #[test]
    fn a_version_knows_when_it_was_in_force() {
        let laws = Laws::builtin().unwrap();
        let old = laws.version("民事诉讼法", "2021").unwrap();
        assert_eq!((old.since.to_string(), old.until.unwrap().to_string()), ("2022-01-01".into(), "2023-12-31".into()));
    }

    #[test]
    fn a_law_without_a_version_is_refused() {
        let refused = Laws::parse("concordance = []\n[[law]]\nname = \"甲法\"\ntitle = \"甲法\"\nversions = []\n");
        assert!(refused.unwrap_err().to_string().contains("no version"));
    }
}
