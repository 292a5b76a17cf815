//! Case numbers 案号: find them in a text, normalise, print.
//!
//! Source of the form: 法〔2015〕137号, as amended 2018: （year）+ court code + type code + serial + 号.
//! Older numbers name chamber and kind before 字第.

use std::fmt;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::text::{numeral, plain};
use crate::reference::Reference;

/// A case number in its normal form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CaseNumber {
    year: u16,
    body: Body,
    serial: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Body {
    /// Court code and type code.
    Coded { court: String, kind: String },
    /// Words before 字第 of numbers given before 2016, with half-width brackets.
    Worded(String),
}

/// A case number met in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The number.
    pub number: CaseNumber,
    /// Suffix 之一 behind it.
    pub suffix: Option<String>,
    /// Byte range in the plain text.
    pub range: std::ops::Range<usize>,
    /// Whether the court's code stands in the table.
    pub is_court_known: bool,
}

/// Where a text stands; in names the brackets around the year may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Running text.
    Text,
    /// Names of files and folders.
    Name,
}

// The text is plain by then: digits are those of ASCII, and numbers hold common characters only.
static CODED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<open>\()?\s*(?P<year>(?:19|20)\s?[0-9]\s?[0-9])\s*年?度?\s*(?P<close>\))?\s*",
        r"(?P<court>最\s*高\s*(?:人\s*民\s*)?法(?:\s*院)?|[\u{4e00}-\u{9fff}])\s*(?P<digits>[0-9Oo](?:\s?[0-9Oo]){1,3})?\s*",
        r"(?P<kind>[\u{4e00}-\u{9fff}](?:\s*[\u{4e00}-\u{9fff}]){0,7}?)\s*(?:字\s*)?第?\s*(?:(?P<serial>[0-9](?:\s?[0-9]){0,8})\s*号|(?P<bare>[0-9]{1,8}))",
    ))
    .ok()
});
static WORDED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"\(\s*(?P<year>(?:19|20)[0-9][0-9])\s*年?\s*\)\s*(?P<words>[\u{4e00}-\u{9fff}][[\u{4e00}-\u{9fff}]()\s]{1,20}?)\s*字\s*第?\s*(?P<serial>[0-9](?:\s?[0-9]){0,7})(?:\s*-\s*(?P<sub>[0-9]{1,2}))?\s*号",
    )
    .ok()
});
static MORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?P<link>[、,，;；/和及与~至到-]|以及)+\s*(?P<kind>[\u{4e00}-\u{9fff}]{1,7})?\s*第?\s*(?P<serial>[0-9]{1,8})\s*(?P<end>号)?").ok()
});
static SUFFIX: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:之\s*(?P<word>[一二三四五六七八九十]{1,3}|[0-9]{1,2})|-(?P<digits>[0-9]{1,2})(?:[^0-9-]|$))")
        .ok()
});

/// Longest run of numbers that 12345-12350号 may stand for.
const LONGEST_RUN: u64 = 300;
/// What follows 号 in a number that is none of ours: 3号楼, 2号窗口.
const PLACES: &str = "楼院门线室厅法窗车路弄铺库公文馆房证栋铁";
/// Last words of an older number before 字; 裁, 案, 诉, 检, 证 belong to other bodies.
const OLD_ENDS: &str = "初终再申监抗执督破催特保复异恢撤赔确辖他清提";
const OLD_KINDS: &str = "民刑行执知商经破法督催保海赔";

impl CaseNumber {
    /// Reads a single number; the whole text must be one.
    pub fn parse(text: &str, reference: &Reference) -> Option<Self> {
        let written = plain(text);
        let mut mentions = mentions(text, Place::Text, reference).into_iter();
        match (mentions.next(), mentions.next()) {
            (Some(only), None) if only.suffix.is_none() && only.range == (0..written.len()) => Some(only.number),
            _ => None,
        }
    }

    /// Court code; `None` for older numbers.
    pub fn court(&self) -> Option<&str> {
        match &self.body {
            Body::Coded { court, .. } => Some(court),
            Body::Worded(_) => None,
        }
    }

    /// Type code, such as 民初; `None` for older numbers.
    pub fn kind(&self) -> Option<&str> {
        match &self.body {
            Body::Coded { kind, .. } => Some(kind),
            Body::Worded(_) => None,
        }
    }

    /// Year of docketing.
    pub fn year(&self) -> u16 {
        self.year
    }

    /// The serial as written, without leading zeros.
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// Whether this is another number cut off within its serial.
    pub fn is_beginning_of(&self, whole: &Self) -> bool {
        let is_shorter = self.serial.len() < whole.serial.len() && whole.serial.starts_with(&self.serial);
        is_shorter && self.year == whole.year && self.body == whole.body
    }

    fn with_serial(&self, serial: &str) -> Self {
        Self { serial: trimmed(serial), ..self.clone() }
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.body {
            Body::Coded { court, kind } => write!(f, "（{}）{court}{kind}{}号", self.year, self.serial),
            Body::Worded(words) => {
                let words = words.replace('(', "（").replace(')', "）");
                write!(f, "（{}）{words}字第{}号", self.year, self.serial)
            }
        }
    }
}

/// Every case number in a text, in order; lists and runs are told apart into their numbers.
/// Ranges are those of [`plain`] text.
pub fn mentions(text: &str, place: Place, reference: &Reference) -> Vec<Mention> {
    let text = plain(text);
    let mut found = worded(&text);
    let mut at = 0;
    while let Some(read) = CODED.as_ref().and_then(|regex| regex.captures_at(&text, at)) {
        let Some(whole) = read.get(0) else { break };
        match coded(&read, &text, place, reference) {
            Some(first) if !found.iter().any(|it| it.range.contains(&first.range.start)) => {
                at = take_list(&text, first, &mut found, reference);
            }
            // Not a number after all; the next one may begin inside what was read.
            _ => at = next_start(&text, whole.start()),
        }
    }
    found.sort_by_key(|it| it.range.start);
    found
}

fn next_start(text: &str, start: usize) -> usize {
    let step = text.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    start + step
}

fn worded(text: &str) -> Vec<Mention> {
    let Some(regex) = WORDED.as_ref() else { return Vec::new() };
    let read = |read: Captures<'_>| {
        let whole = read.get(0)?;
        let words: String = read.name("words")?.as_str().split_whitespace().collect();
        let last = words.chars().last()?;
        if !OLD_ENDS.contains(last) || !words.chars().any(|c| OLD_KINDS.contains(c)) || words.contains('仲') {
            return None;
        }
        let serial = trimmed(read.name("serial")?.as_str());
        let number = CaseNumber { year: read.name("year")?.as_str().parse().ok()?, body: Body::Worded(words), serial };
        let (suffix, end) = suffix_at(text, whole.end());
        let sub = read.name("sub").map(|sub| format!("-{}", sub.as_str()));
        Some(Mention { number, suffix: suffix.or(sub), range: whole.start()..end, is_court_known: true })
    };
    regex.captures_iter(text).filter_map(read).collect()
}

/// Reads one match of the coded form; `None` when it is not a case number.
fn coded(read: &Captures<'_>, text: &str, place: Place, reference: &Reference) -> Option<Mention> {
    let part = |name: &str| read.name(name).map(|it| it.as_str().split_whitespace().collect::<String>());
    let whole = read.get(0)?;
    let region = part("court")?;
    let region = if region.starts_with("最高") { "最高法".to_owned() } else { region };
    if !reference.courts.is_region(&region) {
        return None;
    }
    let written = part("digits").unwrap_or_default();
    // 沪O112: the letter O is a slip of OCR for 0; codes hold no letters.
    let digits = written.replace(['O', 'o'], "0");
    if !matches!(digits.len(), 0 | 2 | 4) || (region == "最高法" && !digits.is_empty()) {
        return None;
    }
    let court = format!("{region}{digits}");
    let kind = part("kind")?;
    let is_court_known = reference.courts.by_code(&court).is_some();
    let is_kind_known = reference.case_types.get(&kind).is_some();
    let is_kind_likely = is_kind_known || is_court_known && is_like_a_kind(&kind);
    if !is_kind_likely {
        return None;
    }
    let is_bracketed = read.name("open").is_some() && read.name("close").is_some();
    // 2026沪0112民初33号: without brackets only where every piece fits, and no other number runs into the year.
    let is_cut = text.get(..whole.start()).is_some_and(|ahead| ahead.ends_with(|c: char| c.is_ascii_digit()));
    let is_sure = is_court_known && is_kind_known && read.name("serial").is_some();
    if !is_bracketed && (!is_sure || is_cut && place == Place::Text && read.name("open").is_none()) {
        return None;
    }
    let serial = part("serial").or_else(|| part("bare"))?;
    let number =
        CaseNumber { year: part("year")?.parse().ok()?, body: Body::Coded { court, kind }, serial: trimmed(&serial) };
    Some(Mention { number, suffix: None, range: whole.range(), is_court_known })
}

/// Whether unknown words between court and serial read like a type code.
fn is_like_a_kind(kind: &str) -> bool {
    const WORDS: &str = "民刑行执知商海破强清法委赔司惩救诉前调财保证特督催辖初终申监抗再撤恢异复协他令更医没核认台港澳请外送鉴确引先裁审督和预立";
    kind.chars().count() <= 7 && kind.chars().all(|c| WORDS.contains(c))
}

/// Takes the suffix or the further numbers behind a first one; gives where reading goes on.
fn take_list(text: &str, first: Mention, found: &mut Vec<Mention>, reference: &Reference) -> usize {
    let mut end = first.range.end;
    let mut is_ended = text.get(..end).is_some_and(|read| read.ends_with('号'));
    let (suffix, after) = suffix_at(text, end);
    let mut pending = vec![Mention { suffix: suffix.clone(), range: first.range.start..after, ..first.clone() }];
    if suffix.is_some() && text.get(end..).is_some_and(|rest| !has_run(rest, &first.number)) {
        found.append(&mut pending);
        return text.get(after..).filter(|rest| rest.starts_with('号')).map_or(after, |_| after + '号'.len_utf8());
    }
    if let Some(only) = pending.first_mut() {
        only.suffix = None;
        only.range.end = end;
    }
    let mut sure = pending.len();
    while let Some(read) = MORE.as_ref().and_then(|regex| regex.captures(text.get(end..)?)) {
        let Some(next) = more(&read, text, end, pending.last(), reference) else { break };
        let has_end = read.name("end").is_some();
        end += read.get(0).map_or(0, |it| it.end());
        pending.extend(next);
        if has_end {
            sure = pending.len();
            is_ended = true;
        }
    }
    let rest = text.get(end..).unwrap_or("").trim_start();
    if pending.len() > sure && (rest.starts_with('等') || rest.starts_with('案') || rest.starts_with(')')) && !is_ended
    {
        sure = pending.len();
    }
    pending.truncate(sure);
    let (suffix, after) = pending.last().map_or((None, end), |last| suffix_at(text, last.range.end));
    if let Some(last) = pending.last_mut().filter(|_| suffix.is_some()) {
        last.suffix = suffix;
        last.range.end = after;
    }
    let end = pending.last().map_or(end, |last| last.range.end);
    found.append(&mut pending);
    end
}

/// Whether a dash and a larger serial follow, so that the dash tells a run and no suffix.
fn has_run(rest: &str, first: &CaseNumber) -> bool {
    let Some(read) = MORE.as_ref().and_then(|regex| regex.captures(rest)) else { return false };
    let (Some(serial), Some(_)) = (read.name("serial"), read.name("end")) else { return false };
    rest.trim_start().starts_with('-') && serial.len() > 1 && last_of_run(first.serial(), serial.as_str()).is_some()
}

/// The numbers one more item of a list adds.
fn more(
    read: &Captures<'_>,
    text: &str,
    end: usize,
    last: Option<&Mention>,
    reference: &Reference,
) -> Option<Vec<Mention>> {
    let last = last?;
    let whole = read.get(0)?;
    let serial = read.name("serial")?.as_str();
    let after = text.get(end + whole.end()..).unwrap_or("").trim_start();
    if after.starts_with(|c: char| PLACES.contains(c) || "年月日元时点%.".contains(c)) {
        return None;
    }
    let kind = read.name("kind").map(|kind| kind.as_str());
    if kind.is_some_and(|kind| reference.case_types.get(kind).is_none()) {
        return None;
    }
    let range = end + whole.start()..end + whole.end();
    let link = read.name("link")?.as_str();
    let mut number = last.number.with_serial(serial);
    if let (Some(kind), Body::Coded { kind: own, .. }) = (kind, &mut number.body) {
        kind.clone_into(own);
    }
    if matches!(link, "-" | "~" | "至" | "到") {
        let end_of_run = last_of_run(last.number.serial(), serial)?;
        let from: u64 = last.number.serial().parse().ok()?;
        let numbers = (from + 1..=end_of_run).map(|serial| Mention {
            number: last.number.with_serial(&serial.to_string()),
            suffix: None,
            range: range.clone(),
            is_court_known: last.is_court_known,
        });
        return Some(numbers.collect());
    }
    if serial.len() + 2 < last.number.serial().len() {
        return None;
    }
    Some(vec![Mention { number, suffix: None, range, is_court_known: last.is_court_known }])
}

/// Last number of a run 12345-12350 or 12345-50; `None` when the second is no end of a run.
fn last_of_run(first: &str, second: &str) -> Option<u64> {
    let written = match first.len().checked_sub(second.len()) {
        Some(0) | None => second.to_owned(),
        Some(_) if second.len() == 1 => return None,
        Some(kept) => format!("{}{second}", first.get(..kept)?),
    };
    let (from, to): (u64, u64) = (first.parse().ok()?, written.parse().ok()?);
    (to > from && to - from <= LONGEST_RUN).then_some(to)
}

fn suffix_at(text: &str, end: usize) -> (Option<String>, usize) {
    let rest = text.get(end..).unwrap_or("");
    let Some(read) = SUFFIX.as_ref().and_then(|regex| regex.captures(rest)) else { return (None, end) };
    if let Some(word) = read.name("word") {
        let suffix = match word.as_str().parse::<u32>() {
            Ok(digits) => format!("之{}", in_words(digits)),
            Err(_) => format!("之{}", word.as_str()),
        };
        return (numeral_or_digits(word.as_str()).map(|_| suffix), end + word.end());
    }
    match read.name("digits") {
        Some(digits) => (Some(format!("-{}", digits.as_str())), end + digits.end()),
        None => (None, end),
    }
}

fn numeral_or_digits(text: &str) -> Option<u32> {
    text.parse().ok().or_else(|| numeral(text))
}

fn in_words(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |at: u32| usize::try_from(at).ok().and_then(|at| DIGITS.get(at)).copied().unwrap_or("");
    match number / 10 {
        0 => digit(number).to_owned(),
        1 => format!("十{}", digit(number % 10)),
        tens => format!("{}十{}", digit(tens), digit(number % 10)),
    }
}

fn trimmed(serial: &str) -> String {
    let digits: String = serial.chars().filter(char::is_ascii_digit).collect();
    let trimmed = digits.trim_start_matches('0');
    if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() }
}
