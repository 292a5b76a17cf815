//! What a file's name tells: kind, title, case number; without counters, party names and dates.

use std::sync::LazyLock;

use regex::Regex;

use super::case_number::{Mention, Place, mentions};
use super::document::{is_general, is_ruling};
use super::slip::kind_but_for_a_slip;
use super::text::{compact, plain};
use super::title::title_about;
use super::traditional::simplified_title;
use crate::reference::{Kind, Reference};

static COUNTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:附件\s*[\d一二三四五六七八九十]*|[\d]{1,3}|[一二三四五六七八九十]{1,3}|[(]\s*[\d一二三四五六七八九十]{1,3}\s*[)]|[①-⑳])\s*[-_.、:：．)]+\s*|^\d{1,3}\s+|^\d{1,3}(?:\p{Han})").ok()
});
static BRACKETS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\([^()]*\)").ok());
static TRAILING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:[-_\s]*(?:v?\d{1,3}|\d{8,14}|副件|扫描件|盖章版?|签章版?|电子版|最终版|定稿|已签章|\d{4}-\d{1,2}-\d{1,2}))+$").ok()
});
static EVIDENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:(?:原告|被告|第三人|补充)(?:提交的?)?)?证据(?:材料)?[一二三四五六七八九十\d]+(?:[-:：、._\s]|$|\p{Han})",
    )
    .ok()
});

/// Numbers in a document's name, else in the nearest folder or archive around it.
pub fn numbers_of_path(path: &str, name: &str, reference: &Reference) -> Vec<Mention> {
    let own = mentions(without_extension(name), Place::Name, reference);
    if !own.is_empty() {
        return own;
    }
    let folders = path.split(['!', '/', '\\']).rev().skip(1);
    folders.map(|folder| mentions(folder, Place::Name, reference)).find(|found| !found.is_empty()).unwrap_or_default()
}

pub fn base_name(path: &str) -> &str {
    path.rsplit(['!', '/', '\\']).next().unwrap_or(path)
}

pub fn without_extension(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, end))
            if !stem.is_empty() && (1..=5).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            without_extension_once(stem)
        }
        _ => name,
    }
}

/// 传票.pdf.pdf and 传票.pdf.ofd occur.
pub fn without_extension_once(stem: &str) -> &str {
    match stem.rsplit_once('.') {
        Some((inner, "pdf" | "PDF" | "ofd" | "doc" | "docx")) if !inner.is_empty() => inner,
        _ => stem,
    }
}

/// Whether a name is that of a numbered exhibit, whatever the exhibit is.
pub fn is_exhibit(stem: &str) -> bool {
    EVIDENCE.as_ref().is_some_and(|regex| regex.is_match(&compact(&stem_without_counter(stem))))
}

/// The kind a file name tells.
pub fn kind_of_name<'a>(stem: &str, reference: &'a Reference) -> Option<&'a Kind> {
    let name = compact(&stem_without_counter(stem));
    if EVIDENCE.as_ref().is_some_and(|regex| regex.is_match(&name)) {
        return reference.kinds.get("evidence");
    }
    let name = without_numbers(&name, reference);
    let told = kind_of_words(&name, reference);
    let is_told = told.is_some_and(|kind| !is_general(kind));
    if is_told { told } else { kind_but_for_a_slip(&name, reference).or(told) }
}

/// The kind some words tell: a listed title, a file name, a subject.
pub fn kind_of_words<'a>(words: &str, reference: &'a Reference) -> Option<&'a Kind> {
    let name = simplified_title(&compact(words));
    // 延长举证期限决定 is a decision, whatever it is about.
    let name = if name.ends_with("决定") { format!("{name}书") } else { name };
    if let Some(about) = title_about(&name, reference) {
        return Some(about.kind);
    }
    let full = reference.kinds.titled_in(&name);
    // Party names in brackets may hold words of titles; what stands outside counts first.
    let outside = BRACKETS.as_ref().map(|regex| regex.replace_all(&name, "").into_owned()).unwrap_or_default();
    let bare = reference.kinds.titled_in(&outside);
    match (full, bare) {
        (Some(full), Some(bare)) if full.kind.id != bare.kind.id && !narrows(full.kind, bare.kind) => Some(bare.kind),
        (Some(full), _) => Some(full.kind),
        _ => reference.kinds.abbreviated_in(&outside, &name),
    }
}

/// Whether what stands in brackets behind a title tells what it decides or whose it is: 裁定书（撤诉）, 应诉通知书（再审）.
fn narrows(full: &Kind, bare: &Kind) -> bool {
    is_ruling(&full.id) || bare.id == "decision" && full.id != "ruling" || full.narrows(bare)
}

fn stem_without_counter(stem: &str) -> String {
    let stem = stem.trim();
    let Some(read) = COUNTER.as_ref().and_then(|regex| regex.find(stem)) else { return stem.to_owned() };
    let counter = read.as_str();
    let kept =
        counter.chars().last().filter(|c| super::text::is_han(*c) && counter.starts_with(|c: char| c.is_ascii_digit()));
    format!("{}{}", kept.map(String::from).unwrap_or_default(), stem.get(read.end()..).unwrap_or(""))
}

/// 判后答疑告知书: what stands before a general title belongs to it.
fn start_of_words(words: &str, start: usize) -> usize {
    let ahead = words.get(..start).unwrap_or("");
    let kept: usize = ahead.chars().rev().take_while(|c| super::text::is_han(*c)).take(12).map(char::len_utf8).sum();
    start - kept
}

/// Further kinds that a file's name lists, as 开庭传票及应诉通知书.
pub fn listed_in_name(stem: &str, first: Option<&Kind>, reference: &Reference) -> Vec<String> {
    let name = without_numbers(&compact(stem), reference);
    let pieces = name.split(['及', '和', '、', '+', '与', ',', '，', '&']);
    let mut kinds: Vec<String> = Vec::new();
    for piece in pieces {
        let Some(titled) = reference.kinds.titled_in(piece) else { continue };
        let is_title =
            titled.end == piece.len() || piece.get(titled.end..).is_some_and(|rest| rest.starts_with(['(', '_', '-']));
        let is_first = first.is_some_and(|first| first.id == titled.kind.id);
        if is_title && !is_first && !is_general(titled.kind) && !kinds.contains(&titled.kind.id) {
            kinds.push(titled.kind.id.clone());
        }
    }
    kinds
}

fn without_numbers(name: &str, reference: &Reference) -> String {
    let name = plain(name);
    let mut rest = name.clone();
    for mention in mentions(&name, Place::Name, reference).into_iter().rev() {
        if rest.is_char_boundary(mention.range.start) && rest.is_char_boundary(mention.range.end) {
            rest.replace_range(mention.range, "");
        }
    }
    rest
}

/// A title read from a file name: without case numbers, counters and party names.
pub fn readable(stem: &str, kind: Option<&Kind>, reference: &Reference) -> String {
    let name = without_numbers(stem, reference);
    let name = stem_without_counter(name.trim_matches(|c: char| " -_.、:：".contains(c)));
    let name = stem_without_counter(&name);
    let outside = BRACKETS.as_ref().map_or_else(|| name.clone(), |regex| regex.replace_all(&name, "").into_owned());
    let is_evidence = kind.is_some_and(|kind| kind.id == "evidence" || kind.id == "authority");
    if let Some(titled) = kind.filter(|_| !is_evidence).and(reference.kinds.titled_in(&compact(&outside))) {
        let words = compact(&outside);
        let start = if is_general(titled.kind) || titled.is_narrowed {
            start_of_words(&words, titled.start)
        } else {
            titled.start
        };
        return words.get(start..titled.end).unwrap_or(&words).to_owned();
    }
    let outside = outside.trim_matches(|c: char| c.is_whitespace() || "-_.、:：".contains(c));
    let tidy = TRAILING.as_ref().map_or_else(|| outside.to_owned(), |regex| regex.replace(outside, "").into_owned());
    let is_tidy = !is_evidence && tidy.chars().any(super::text::is_han);
    let tidy = if is_tidy { tidy } else { outside.to_owned() };
    match (tidy.trim(), kind) {
        ("", Some(kind)) => kind.title.clone(),
        ("", None) => {
            if stem.trim().is_empty() {
                "未命名".to_owned()
            } else {
                stem.trim().to_owned()
            }
        }
        (tidy, _) => tidy.trim_matches(|c: char| "-_.、:： ".contains(c)).to_owned(),
    }
}
