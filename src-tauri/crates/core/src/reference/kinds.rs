//! Kinds of served document: how their titles read and which rules they may start.

use regex::{Regex, RegexSet, RegexSetBuilder};
use serde::Deserialize;

use super::ReferenceError;

const FILE: &str = "cn/documents.toml";
const BUILTIN: &str = include_str!("../../../../data/cn/documents.toml");

/// Most bytes that all patterns in one may take.
const LARGEST: usize = 64 << 20;

/// One kind of served document.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Stable id, such as `summons`.
    pub id: String,
    /// Usual title.
    pub title: String,
    /// Group of kinds, such as `hearing`.
    pub group: String,
    /// Abbreviations seen in file names.
    pub short: Vec<String>,
    /// Whether the title alone tells that a court or tribunal issued it.
    pub is_court_paper: bool,
    /// Our standing when we are served this paper, as a word of the contract.
    pub implies_role: Option<String>,
    /// Deadline rules it may start.
    pub starts: Vec<String>,
    /// `normal`, `high` or `critical`.
    pub urgency: String,
    pattern: Regex,
}

/// Where a kind's title stands in a text.
#[derive(Clone, Copy, Debug)]
pub struct Titled<'a> {
    /// The kind.
    pub kind: &'a Kind,
    /// First byte of the title.
    pub start: usize,
    /// Byte after the title.
    pub end: usize,
}

/// Kinds of served document: how their titles read and which rules they may start.
#[derive(Clone, Debug, Default)]
pub struct Kinds {
    all: Vec<Kind>,
    /// All patterns in one: one question tells which of them a text fits, if any.
    any: Option<RegexSet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    kind: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    title: String,
    group: String,
    pattern: String,
    #[serde(default)]
    short: Vec<String>,
    #[serde(default)]
    is_court_paper: bool,
    implies_role: Option<String>,
    #[serde(default)]
    starts: Vec<String>,
    urgency: String,
    source: String,
    checked: String,
}

impl Kinds {
    /// The data this program was built with.
    ///
    /// # Errors
    /// When the data does not parse, or an entry stands without a source.
    pub fn builtin() -> Result<Self, ReferenceError> {
        Self::read(BUILTIN)
    }

    /// Reads the kinds.
    ///
    /// # Errors
    /// When a key is unknown, a pattern does not parse, an id stands twice or an entry has no source.
    pub fn read(text: &str) -> Result<Self, ReferenceError> {
        let refuse = |says: String| ReferenceError::new(FILE, says);
        let file: File = toml::from_str(text).map_err(|error| refuse(error.to_string()))?;
        let mut all: Vec<Kind> = Vec::with_capacity(file.kind.len());
        for entry in file.kind {
            if entry.source.trim().is_empty() || !super::is_date(&entry.checked) {
                return Err(refuse(format!("{}: no source or no date", entry.id)));
            }
            if all.iter().any(|kind| kind.id == entry.id) {
                return Err(refuse(format!("{}: stands twice", entry.id)));
            }
            let pattern = Regex::new(&entry.pattern).map_err(|error| refuse(format!("{}: {error}", entry.id)))?;
            all.push(Kind {
                id: entry.id,
                title: entry.title,
                group: entry.group,
                short: entry.short,
                is_court_paper: entry.is_court_paper,
                implies_role: entry.implies_role,
                starts: entry.starts,
                urgency: entry.urgency,
                pattern,
            });
        }
        let patterns = all.iter().map(|kind| kind.pattern.as_str());
        let any = RegexSetBuilder::new(patterns).size_limit(LARGEST).build().ok();
        Ok(Self { all, any })
    }

    /// Every kind, in the order of the data.
    pub fn all(&self) -> &[Kind] {
        &self.all
    }

    /// The kind with this id.
    pub fn get(&self, id: &str) -> Option<&Kind> {
        self.all.iter().find(|kind| kind.id == id)
    }

    /// The title in a text without blanks: the longest that fits any kind, then the earliest.
    pub fn titled_in(&self, text: &str) -> Option<Titled<'_>> {
        let fitting = self.any.as_ref().map(|any| any.matches(text));
        let mut best: Option<Titled<'_>> = None;
        for (nth, kind) in self.all.iter().enumerate() {
            if fitting.as_ref().is_some_and(|fitting| !fitting.matched(nth)) {
                continue;
            }
            for found in kind.pattern.find_iter(text) {
                let is_better = best.is_none_or(|best| {
                    let (length, other) = (found.len(), best.end - best.start);
                    length > other || (length == other && found.start() < best.start)
                });
                if is_better && !found.is_empty() {
                    best = Some(Titled { kind, start: found.start(), end: found.end() });
                }
            }
        }
        best
    }

    /// The kind a file name abbreviates, such as 限高 or 协执: the longest abbreviation.
    pub fn abbreviated_in(&self, name: &str) -> Option<&Kind> {
        let fits = self.all.iter().flat_map(|kind| kind.short.iter().map(move |short| (kind, short)));
        fits.filter(|(_, short)| name.contains(short.as_str()))
            .max_by_key(|(_, short)| short.len())
            .map(|(kind, _)| kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const WHOLE: &str = "[[kind]]\nid = 'summons'\ntitle = '传票'\ngroup = 'hearing'\npattern = '传票'\nurgency = 'high'\nsource = '示例'\nchecked = '2026-11-23'\n";

    #[test]
    fn a_whole_entry_loads() {
        let kinds = Kinds::read(WHOLE).expect("a whole entry loads");
        assert_eq!(kinds.titled_in("开庭传票").map(|titled| titled.kind.id.clone()).as_deref(), Some("summons"));
        assert!(kinds.titled_in("应诉通知书").is_none());
    }

    #[rstest]
    #[case(WHOLE.replace("'示例'", "' '"))]
    #[case(WHOLE.replace("'2026-11-23'", "'soon'"))]
    #[case(WHOLE.replace("pattern = '传票'", "pattern = '(传票'"))]
    #[case(format!("{WHOLE}more = 1\n"))]
    #[case(format!("{WHOLE}{WHOLE}"))]
    fn what_is_refused(#[case] text: String) {
        assert!(Kinds::read(&text).is_err());
    }
}
