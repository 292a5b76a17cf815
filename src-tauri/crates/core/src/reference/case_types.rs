//! Type codes inside case numbers, and causes of action.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::Deserialize;

use super::ReferenceError;

const FILE: &str = "cn/case-types.toml";
const BUILTIN: &str = include_str!("../../../../data/cn/case-types.toml");

/// One type of case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseType {
    /// What it is, such as 民事一审.
    pub name: String,
    /// Group, such as `civil`, `enforcement` or `pre-trial`.
    pub group: String,
}

/// Type codes inside case numbers, and causes of action.
#[derive(Clone, Debug, Default)]
pub struct CaseTypes {
    by_code: BTreeMap<String, CaseType>,
    /// Causes of action.
    causes: HashSet<String>,
    /// Their lengths in bytes, longest first.
    lengths: BTreeSet<Reverse<usize>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    r#type: Vec<Entry>,
    causes: Causes,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: String,
    name: String,
    group: String,
    certainty: String,
    source: String,
    checked: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Causes {
    source: String,
    checked: String,
    names: Vec<String>,
}

impl CaseTypes {
    /// The data this program was built with.
    ///
    /// # Errors
    /// When the data does not parse, or an entry stands without a source.
    pub fn builtin() -> Result<Self, ReferenceError> {
        Self::read(BUILTIN)
    }

    /// Reads types and causes.
    ///
    /// # Errors
    /// When a key is unknown, a code stands twice or an entry has no source.
    pub fn read(text: &str) -> Result<Self, ReferenceError> {
        let refuse = |says: String| ReferenceError::new(FILE, says);
        let file: File = toml::from_str(text).map_err(|error| refuse(error.to_string()))?;
        let mut types = Self::default();
        for Entry { code, name, group, certainty, source, checked } in file.r#type {
            if source.trim().is_empty() || !super::is_date(&checked) {
                return Err(refuse(format!("{code}: no source or no date")));
            }
            if !["high", "medium", "low"].contains(&certainty.as_str()) {
                return Err(refuse(format!("{code}: certainty {certainty}")));
            }
            if types.by_code.insert(code.clone(), CaseType { name, group }).is_some() {
                return Err(refuse(format!("{code}: stands twice")));
            }
        }
        if file.causes.source.trim().is_empty() || !super::is_date(&file.causes.checked) {
            return Err(refuse("causes: no source or no date".to_owned()));
        }
        types.lengths = file.causes.names.iter().map(|cause| Reverse(cause.len())).collect();
        types.causes = file.causes.names.into_iter().collect();
        Ok(types)
    }

    /// The type with this code.
    pub fn get(&self, code: &str) -> Option<&CaseType> {
        self.by_code.get(code)
    }

    /// The longest cause of action a phrase ends with.
    pub fn cause_at_end_of(&self, phrase: &str) -> Option<&str> {
        // There are many hundred causes and few lengths.
        let ends = self.lengths.iter().filter_map(|Reverse(length)| phrase.get(phrase.len().checked_sub(*length)?..));
        ends.filter_map(|end| self.causes.get(end)).next().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const WHOLE: &str = "[[type]]\ncode = '民初'\nname = '民事一审'\ngroup = 'civil'\ncertainty = 'high'\nsource = '示例'\nchecked = '2026-11-23'\n[causes]\nsource = '示例'\nchecked = '2026-11-23'\nnames = ['合同纠纷', '借款合同纠纷']\n";

    #[test]
    fn the_longest_cause_is_taken() {
        let types = CaseTypes::read(WHOLE).expect("a whole table loads");
        assert_eq!(types.cause_at_end_of("示例甲与示例乙借款合同纠纷"), Some("借款合同纠纷"));
        assert_eq!(types.get("民初").map(|it| it.group.as_str()), Some("civil"));
    }

    #[rstest]
    #[case(WHOLE.replacen("'示例'", "''", 1))]
    #[case(WHOLE.replace("'high'", "'sure'"))]
    #[case(format!("{WHOLE}more = 1\n"))]
    fn what_is_refused(#[case] text: String) {
        assert!(CaseTypes::read(&text).is_err());
    }
}
