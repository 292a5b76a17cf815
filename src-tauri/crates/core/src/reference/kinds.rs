//! Kinds of served document: how their titles read and which rules they may start.

use std::sync::OnceLock;

use regex::{Match, Regex, RegexSet, RegexSetBuilder};
use serde::Deserialize;

use super::ReferenceError;

const FILE: &str = "cn/documents.toml";
const BUILTIN: &str = include_str!("../../../../data/cn/documents.toml");

/// Most bytes that all patterns in one may take.
const LARGEST: usize = 64 << 20;
/// Kinds that only tell the form of a paper.
const FORMS: [&str; 5] = ["notice", "information", "decision", "ruling", "announcement"];

/// One kind of served document.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Stable id, such as `summons`.
    pub id: String,
    /// Usual title.
    pub title: String,
    /// Group of kinds, such as `hearing`.
    pub group: String,
    /// Abbreviations seen in file names; one that ends in `$` only at the end of a name.
    pub short: Vec<String>,
    /// Whether the title alone tells that a court or tribunal issued it.
    pub is_court_paper: bool,
    /// Our standing when we are served this paper, as a word of the contract.
    pub implies_role: Option<String>,
    /// Deadline rules it may start.
    pub starts: Vec<String>,
    /// `normal`, `high` or `critical`.
    pub urgency: String,
    pattern: Pattern,
    narrows: Option<Narrows>,
}

/// A pattern that is compiled when it is first asked: most mails hold papers of a few kinds.
#[derive(Clone, Debug)]
struct Pattern {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    fn new(text: &str) -> Self {
        // Titles hold common characters only; the whole script takes far longer to compile.
        Self { text: text.replace(r"\p{Han}", r"[\u{4e00}-\u{9fff}]"), compiled: OnceLock::new() }
    }

    fn find_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Match<'t>> {
        let regex = self.compiled.get_or_init(|| Regex::new(&self.text).ok());
        regex.iter().flat_map(move |regex| regex.find_iter(text))
    }
}

/// Words that tell a kind apart within broader ones: 再审 in the title of an 应诉通知书.
#[derive(Clone, Debug)]
struct Narrows {
    words: Pattern,
    within: Vec<String>,
}

impl Kind {
    /// Whether titles of the other kind may tell this one by further words.
    pub fn narrows(&self, broader: &Self) -> bool {
        self.narrows.as_ref().is_some_and(|it| it.within.contains(&broader.id))
    }
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
    /// Whether the words between say less than the kind, which further words of the text tell.
    pub is_narrowed: bool,
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
    within: Vec<String>,
    words: Option<String>,
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
            let pattern = Pattern::new(&entry.pattern);
            let narrows = match (&entry.words, entry.within.is_empty()) {
                (None, true) => None,
                (Some(words), false) => Some(Narrows { words: Pattern::new(words), within: entry.within }),
                _ => return Err(refuse(format!("{}: within and words stand together", entry.id))),
            };
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
                narrows,
            });
        }
        let mut within = all.iter().filter_map(|kind| kind.narrows.as_ref()).flat_map(|it| &it.within);
        if let Some(unknown) = within.find(|id| !all.iter().any(|kind| kind.id == **id)) {
            return Err(refuse(format!("within {unknown}: no such kind")));
        }
        let patterns = all.iter().map(|kind| &kind.pattern.text);
        let any = RegexSetBuilder::new(patterns).size_limit(LARGEST).build();
        if let Err(error) = &any {
            // Only one by one do they tell whose pattern does not parse.
            let broken = all.iter().find_map(|kind| Some((&kind.id, Regex::new(&kind.pattern.text).err()?)));
            let says = broken.map_or_else(|| error.to_string(), |(id, error)| format!("{id}: {error}"));
            return Err(refuse(says));
        }
        Ok(Self { all, any: any.ok() })
    }

    /// Every kind, in the order of the data.
    pub fn all(&self) -> &[Kind] {
        &self.all
    }

    /// The kind with this id.
    pub fn get(&self, id: &str) -> Option<&Kind> {
        self.all.iter().find(|kind| kind.id == id)
    }

    /// The title in a text without blanks: the longest that fits any kind, then the earliest; where the words around it
    /// tell a finer kind, that kind.
    pub fn titled_in(&self, text: &str) -> Option<Titled<'_>> {
        let longest = self.longest_in(text)?;
        let title = without_label(text);
        let behind = title.get(longest.end..).unwrap_or("");
        // 调查令申请书 asks for the order.
        if behind.ends_with("申请书") && !is_listing(behind) {
            return None;
        }
        let best = self.form_behind(title, longest.end).unwrap_or(longest);
        let kind = self.narrowed(best.kind, text);
        Some(Titled { kind, is_narrowed: kind.id != best.kind.id, ..best })
    }

    /// The form that a title ends in where a kind's own title only tells what it is about: 补正起诉状通知书,
    /// 判决书公告, 调解协议确认裁定书.
    fn form_behind(&self, title: &str, about_ends: usize) -> Option<Titled<'_>> {
        self.all.iter().filter(|kind| FORMS.contains(&kind.id.as_str())).find_map(|kind| {
            let last = kind.pattern.find_iter(title).last()?;
            let between = title.get(about_ends..last.start())?;
            let is_form = last.end() == title.len() && !last.is_empty() && !is_listing(between);
            is_form.then_some(Titled { kind, start: last.start(), end: last.end(), is_narrowed: false })
        })
    }

    /// The kind that the longest words of a whole title tell within a broader one.
    fn narrowed<'a>(&'a self, broader: &'a Kind, text: &str) -> &'a Kind {
        let mut best = (0, broader);
        for kind in self.all.iter().filter(|kind| kind.narrows(broader)) {
            let found = kind.narrows.iter().flat_map(|it| it.words.find_iter(text));
            let longest = found.map(|found| found.len()).max().unwrap_or(0);
            if longest > best.0 {
                best = (longest, kind);
            }
        }
        best.1
    }

    /// The kind that the words of a heading tell within notices, where no pattern fits it: 当事人举证指引.
    pub fn told_by_words(&self, heading: &str) -> Option<&Kind> {
        let within = |form: &str| {
            let form = self.get(form)?;
            Some(self.narrowed(form, heading)).filter(|kind| kind.id != form.id)
        };
        within("information").or_else(|| within("notice"))
    }

    fn longest_in(&self, text: &str) -> Option<Titled<'_>> {
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
                    best = Some(Titled { kind, start: found.start(), end: found.end(), is_narrowed: false });
                }
            }
        }
        best
    }

    /// The kind a file name abbreviates, such as 限高 or 协执: the longest abbreviation. `whole` is the name with what stands
    /// in brackets, which tells what a ruling decides: 裁定（扣划）.
    pub fn abbreviated_in(&self, name: &str, whole: &str) -> Option<&Kind> {
        let fits = self.all.iter().flat_map(|kind| kind.short.iter().map(move |short| (kind, short)));
        let is_in = |short: &str| match short.strip_suffix('$') {
            Some(end) => name.ends_with(end),
            None => name.contains(short),
        };
        // 支付令申请书, 撤销裁决申请书: who asks for a paper, or against one, hands in another.
        let is_asked = name.ends_with("申请书") || name.ends_with("申请");
        fits.filter(|(_, short)| is_in(short) && (!is_asked || short.contains("申请")))
            .max_by_key(|(_, short)| short.len())
            .map(|(kind, _)| self.narrowed(kind, if kind.id == "ruling" { whole } else { name }))
    }
}

/// A title without what stands in brackets behind it.
fn without_label(text: &str) -> &str {
    match text.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) {
        Some((title, inner)) if !title.is_empty() && !inner.contains(')') => without_label(title),
        _ => text,
    }
}

/// Whether the words between two titles only list them.
fn is_listing(between: &str) -> bool {
    between.contains(['及', '和', '与', '、', '暨', '+', '_', '-', '&', ',', '，', '。', ';', '；', ':', '：'])
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

    #[test]
    fn every_pattern_compiles() {
        for kind in Kinds::builtin().expect("the data loads").all() {
            let patterns = [Some(&kind.pattern), kind.narrows.as_ref().map(|it| &it.words)];
            for pattern in patterns.into_iter().flatten() {
                assert!(Regex::new(&pattern.text).is_ok(), "{}: {}", kind.id, pattern.text);
            }
        }
    }

    #[rstest]
    #[case(WHOLE.replace("'示例'", "' '"))]
    #[case(WHOLE.replace("'2026-11-23'", "'soon'"))]
    #[case(WHOLE.replace("pattern = '传票'", "pattern = '(传票'"))]
    #[case(format!("{WHOLE}more = 1\n"))]
    #[case(format!("{WHOLE}{WHOLE}"))]
    #[case(format!("{WHOLE}within = ['summons']\n"))]
    #[case(format!("{WHOLE}words = '再审'\n"))]
    #[case(format!("{WHOLE}within = ['nothing']\nwords = '再审'\n"))]
    fn what_is_refused(#[case] text: String) {
        assert!(Kinds::read(&text).is_err());
    }
}
