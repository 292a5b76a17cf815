//! In which procedure a case is tried 普通、简易、小额, as its papers say.

use super::gate::{BODY, Paper};

/// Names of the field in which a form gives the procedure: 适用程序：简易程序, or a cell of its own beside it.
const FIELDS: [&str; 5] = ["适用程序", "审理程序", "审判程序", "程序类型", "案件程序"];

/// What such a field holds.
const NAMES: [(&str, &str); 6] = [
    ("小额诉讼", "小额"),
    ("小额", "小额"),
    ("简易程序", "简易"),
    ("简易", "简易"),
    ("普通程序", "普通"),
    ("第一审普通程序", "普通"),
];

/// Kinds of paper in which a procedure is said of this very case, not of cases in general.
pub const TELL_PROCEDURE: [&str; 8] = [
    "response-notice",
    "case-acceptance",
    "joinder-notice",
    "evidence-notice",
    "summons",
    "small-claims-notice",
    "judgment",
    "panel-notice",
];

/// The procedure a paper says its case is tried in; `None` where it says nothing or several.
pub fn procedure_of(paper: &Paper<'_>) -> Option<&'static str> {
    let kind = paper.document.kind.as_deref()?;
    let is_mail = paper.document.part == BODY;
    if !is_mail && !TELL_PROCEDURE.contains(&kind) {
        return None;
    }
    // 适用简易程序审理的案件，…: a mail tells what holds for cases in general, too.
    let is_of_all = |behind: &str| ["的", "审理的", "独任审理的", "案件"].iter().any(|word| behind.starts_with(word));
    let is_said = |word: &str| match is_mail {
        true => paper.plain.split(word).skip(1).any(|behind| !is_of_all(behind)),
        false => paper.plain.contains(word),
    };
    let says = |words: &[&str]| words.iter().any(|word| is_said(word));
    if let Some(told) = procedure_in_a_field(&paper.plain) {
        return Some(told);
    }
    let small = says(&["适用小额诉讼", "适用小额程序"]) && !says(&["不适用小额"]);
    let simple = says(&["适用简易程序", "按照简易程序", "采用简易程序", "以简易程序"]) && !says(&["不适用简易程序"]);
    let ordinary = says(&["适用普通程序", "适用第一审普通程序", "转为普通程序"]);
    // What a case was turned into is the last word: 后转为适用简易程序.
    if says(&["转为普通程序", "转为适用普通程序", "转换为普通程序"]) && kind == "judgment" {
        return Some("普通");
    }
    if says(&["转为简易程序", "转为适用简易程序", "转换为简易程序"]) {
        return Some("简易");
    }
    // Small claims are tried in the simple procedure, so both may be said.
    match (small || (kind == "small-claims-notice" && paper.document.kind_from_text), simple, ordinary) {
        (true, _, false) => Some("小额"),
        (false, true, false) => Some("简易"),
        (false, false, true) => Some("普通"),
        _ => None,
    }
}

/// 适用程序：简易程序（小额诉讼） is the narrower of the two.
fn procedure_in_a_field(plain: &str) -> Option<&'static str> {
    let mut told = FIELDS.iter().flat_map(|field| plain.split(field).skip(1)).filter_map(|behind| {
        let value = behind.trim_start_matches([':', '|', '为', '是']);
        let (name, procedure) = NAMES.iter().find(|(name, _)| value.starts_with(name))?;
        let rest: String = value.get(name.len()..).unwrap_or_default().chars().take(8).collect();
        Some(if rest.starts_with(['(', '中', '的', '-']) && rest.contains("小额") { "小额" } else { *procedure })
    });
    let first = told.next()?;
    told.all(|other| other == first).then_some(first)
}
