//! Court sittings: when, where, of what kind; from summonses, notices and the mail's own words.

mod sits;
mod words;

use std::sync::LazyLock;

use chrono::{Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, TimeZone as _};

use regex::{Captures, Regex};

use super::Hearing;
use super::document::Seen;
use super::moment::{moments, with_digits};
use super::place::place;
use super::text::{behind, first_chars, last_chars, plain, rejoined};
use crate::doubt::Doubt;
use crate::intake::COURT_OFFSET_SECONDS;
use crate::mail::Mail;
use sits::{Around, Sits, is_among_sittings, is_held_then, is_next_of_row};

/// Every sitting in the documents and the mail, earliest source first, each moment once.
/// `arrived` is the day the mail came, from which a date without a year is counted.
pub fn all(mail: &Mail, arrived: Option<NaiveDate>, seen: &[Seen], doubts: &mut Vec<Doubt>) -> Vec<Hearing> {
    let mut found: Vec<Hearing> = Vec::new();
    for document in seen {
        let id = document.found.kind.as_deref().unwrap_or("");
        // A letter under a court's head whose title says nothing may tell of a sitting as well.
        if !(may_tell(id) || id.is_empty() && document.has_court_head) {
            continue;
        }
        let is_call = is_call(id);
        let mut read = in_text(&document.found.text, &document.found.title, id, arrived);
        let case = document.found.case_number.clone();
        if is_call && read.is_empty() && !document.found.text.trim().is_empty() {
            let detail = format!("{}上没有读到确定的开庭时间", document.found.title);
            doubts.push(Doubt::part("hearing-time-unclear", &document.found.part, detail));
        }
        read.iter_mut().for_each(|hearing| hearing.part.clone_from(&document.found.part));
        for hearing in read {
            take(&mut found, hearing, case.as_deref(), seen);
        }
    }
    for hearing in in_text(&mail.text, &mail.subject, "", arrived) {
        take(&mut found, hearing, None, seen);
    }
    found.sort_by_key(|hearing| hearing.starts);
    found
}

/// One sitting told twice is one; two cases heard at the same time are two.
fn take(found: &mut Vec<Hearing>, hearing: Hearing, case: Option<&str>, seen: &[Seen]) {
    let case_of =
        |part: &str| seen.iter().find(|it| it.found.part == part).and_then(|it| it.found.case_number.as_deref());
    let is_same = |other: &Hearing| other.starts == hearing.starts && (case.is_none() || case_of(&other.part) == case);
    match found.iter_mut().find(|other| is_same(other)) {
        Some(known) => {
            if known.place.is_none() {
                known.place = hearing.place;
            }
        }
        None => found.push(hearing),
    }
}

/// Papers that call us to a sitting.
fn is_call(id: &str) -> bool {
    ["summons", "hearing-notice", "postponement-notice", "evidence-exchange-notice", "arbitration-hearing-notice"]
        .contains(&id)
}

/// Papers in which a date of a sitting may stand; judgments and pleadings tell of past ones.
fn may_tell(id: &str) -> bool {
    is_call(id)
        || [
            "response-notice",
            "case-acceptance",
            "joinder-notice",
            "evidence-notice",
            "panel-notice",
            "pre-trial-mediation-notice",
            "appeal-acceptance",
            "retrial-notice",
            "notice",
            "information",
            "procedure-conversion",
            "announcement",
            "fee-notice",
            "rights-notice",
            "small-claims-notice",
            "appraisal-notice",
            "e-service-notice",
        ]
        .contains(&id)
}

/// Whether the mail itself orders somebody to a sitting, by the words courts use for it. Anybody may speak of a sitting:
/// 12月15日闵行法院第七法庭开庭，请安排人员到庭.
pub fn is_ordered(mail: &Mail, arrived: Option<NaiveDate>) -> bool {
    !sittings(&mail.text, &mail.subject, "", arrived, false).is_empty()
}

fn in_text(text: &str, title: &str, id: &str, arrived: Option<NaiveDate>) -> Vec<Hearing> {
    sittings(text, title, id, arrived, true)
}

/// The sittings of one text; `is_loose` takes those as well that are only said to be held.
fn sittings(text: &str, title: &str, id: &str, arrived: Option<NaiveDate>, is_loose: bool) -> Vec<Hearing> {
    let is_call = is_call(id);
    let text = with_digits(&with_years(&unspaced(&rejoined(&plain(text))), arrived));
    let moments = moments(&text, arrived);
    let mut found = Vec::new();
    let mut left = Vec::new();
    // Where the last moment that is a sitting's ended: one listed right behind it shares its words.
    let mut last = None;
    for (range, starts) in &moments {
        let before = text.get(..range.start).unwrap_or("");
        let after = text.get(range.end..).unwrap_or("");
        let between = last.and_then(|last: usize| text.get(last..range.start)).map(str::trim);
        let is_ahead = is_loose && arrived.is_some_and(|arrived| starts.date() >= arrived);
        let is_next = (is_call || is_ahead) && between.is_some_and(is_next_of_row);
        let flow = behind(&text, range.end, 80);
        let is_past = arrived.is_some_and(|arrived| starts.date() < arrived);
        let sits = match Around::new(before, after, &flow, title, is_call).sits() {
            // 前两次开庭：… is history; only what calls to a sitting may have come too late.
            Sits::Named if is_past => Sits::No,
            Sits::Yes if is_past && !is_call => Sits::No,
            Sits::Named => Sits::Yes,
            Sits::Unsaid if is_row_of_sittings(&text, range.start) => Sits::Yes,
            Sits::Unsaid if is_ahead && (is_held_then(before, &flow) || is_call && is_among_sittings(before)) => {
                Sits::Yes
            }
            sits => sits,
        };
        match if is_next && sits == Sits::Unsaid { Sits::Yes } else { sits } {
            Sits::Yes => {
                found.extend(hearing(*starts, &text, range.clone(), title, id));
                last = Some(range.end);
            }
            Sits::Unsaid => left.push((range, starts)),
            Sits::No | Sits::Named => {}
        }
    }
    // A form whose labels and values were read apart: one moment with a time is the one meant.
    if let ([(range, starts)], 1, true, true) = (left.as_slice(), moments.len(), is_call, found.is_empty()) {
        found.extend(hearing(**starts, &text, (*range).clone(), title, id));
    }
    found
}

fn hearing(starts: NaiveDateTime, text: &str, range: std::ops::Range<usize>, title: &str, id: &str) -> Option<Hearing> {
    let zone = FixedOffset::east_opt(COURT_OFFSET_SECONDS)?;
    let starts = zone.from_local_datetime(&starts).single()?;
    let near = near(text, &range);
    let behind: String =
        first_chars(text.get(range.end..).unwrap_or(""), 45).chars().filter(|c| !c.is_whitespace()).collect();
    let behind = without_rooms(behind.split(['、', '。', '；']).next().unwrap_or(""));
    let kind = match kind_of_name(text.get(..range.start).unwrap_or("")) {
        Some(kind) => kind,
        None => kind_of(&without_rooms(&near), &behind, title, id),
    };
    Some(Hearing { starts, place: place(text, &range), kind, part: "mail".to_owned() })
}

/// 302调解室 says where, not what for.
fn without_rooms(words: &str) -> String {
    ["调解室", "调解中心", "诉调中心", "听证室", "谈话室", "询问室"]
        .iter()
        .fold(words.to_owned(), |words, room| words.replace(room, ""))
}

/// The words around a moment, a sentence or a form's field.
fn near(text: &str, range: &std::ops::Range<usize>) -> String {
    let before = last_chars(text.get(..range.start).unwrap_or(""), 90);
    let after = first_chars(text.get(range.end..).unwrap_or(""), 60);
    format!("{before}{after}")
}

/// Characters that a form sets apart one by one.
static SPACED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:[\p{Han}〇○\d:：] ){4,}[\p{Han}〇○\d]").ok());

/// 上 午 九 时 三 十 分 without the blanks between single characters.
fn unspaced(text: &str) -> String {
    let Some(regex) = SPACED.as_ref() else { return text.to_owned() };
    regex
        .replace_all(text, |read: &Captures<'_>| read.get(0).map_or("", |it| it.as_str()).replace(' ', ""))
        .into_owned()
}

/// 今年12月10日 without its word, 明年1月5日 with its year: both are told from the day the mail came.
fn with_years(text: &str, arrived: Option<NaiveDate>) -> String {
    let Some(arrived) = arrived.filter(|_| text.contains(['今', '明', '本'])) else { return text.to_owned() };
    let mut told = text.to_owned();
    for (word, year) in [("明年", arrived.year() + 1), ("今年", arrived.year()), ("本年", arrived.year())] {
        if !text.contains(word) {
            continue;
        }
        for month in
            ["1", "2", "3", "4", "5", "6", "7", "8", "9", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]
        {
            told = told.replace(&format!("{word}{month}"), &format!("{year}年{month}"));
        }
    }
    told
}

/// Whether a moment stands in a row of a table whose head names a time of sittings, a case to each row.
fn is_row_of_sittings(text: &str, at: usize) -> bool {
    const HEADS: [&str; 6] = ["开庭时间", "开庭日期", "庭审时间", "到庭时间", "应到时间", "调解时间"];
    let Some(ahead) = text.get(..at) else { return false };
    let (table, row) = ahead.rsplit_once('\n').unwrap_or(("", ahead));
    if !row.contains('号') {
        return false;
    }
    let has_case = |line: &str| line.contains("号") && line.chars().any(|c| c.is_ascii_digit());
    let head = table.lines().rev().find(|line| !line.trim().is_empty() && !has_case(line));
    head.is_some_and(|head| {
        let head: String = head.chars().filter(|c| !c.is_whitespace()).collect();
        HEADS.iter().any(|word| head.contains(word)) && head.chars().count() <= 60
    })
}

/// The kind that the words right ahead of a moment name: 庭前会议 2026年…, 调解时间：…. 开庭时间 is said of any sitting.
fn kind_of_name(before: &str) -> Option<&'static str> {
    let line = before.rsplit(['\n', '。', '；', ';', '，', ',', '、']).next().unwrap_or("");
    let name: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let name = name.trim_end_matches([':', '：', '为', '是', '(']);
    let bare = ["时间", "日期"].iter().find_map(|word| name.strip_suffix(word));
    let acts: [(&str, &'static str); 9] = [
        ("证据交换", "evidence-exchange"),
        ("交换证据", "evidence-exchange"),
        ("质证", "evidence-exchange"),
        ("庭前会议", "conference"),
        ("谈话", "conference"),
        ("听证", "conference"),
        ("询问", "conference"),
        ("调解", "mediation"),
        ("宣判", "trial"),
    ];
    // 证据交换时间：…, 开庭时间：…: a list of several names the trial by what is otherwise said of any sitting.
    let is_list = ["证据交换时间", "质证时间", "会议时间", "谈话时间", "听证时间", "调解时间"];
    let ahead: String = last_chars(before, 60).chars().filter(|c| !c.is_whitespace()).collect();
    if bare.unwrap_or(name).ends_with("开庭") && (bare.is_none() || is_list.iter().any(|word| ahead.contains(word))) {
        return Some("trial");
    }
    let of = |name: &str| acts.iter().find(|(word, _)| name.ends_with(word)).map(|(_, kind)| *kind);
    of(bare.unwrap_or(name))
}

fn kind_of(near: &str, behind: &str, title: &str, id: &str) -> &'static str {
    let squeezed: String = near.chars().filter(|c| !c.is_whitespace()).collect();
    // 召开庭前会议 holds 开庭 by chance.
    let squeezed = squeezed.replace("召开", "");
    let behind = behind.replace("召开", "");
    let title = title.replace("召开", "");
    let reason = ["传唤事由", "传唤原因", "事由:", "事由："].iter().find_map(|label| squeezed.split_once(label));
    let reason = reason.map(|(_, rest)| first_chars(rest, 14).to_owned());
    let reason = reason.map(|reason| {
        let ends = ["应到", "到庭", "时间", "开庭时间"].iter().filter_map(|word| reason.find(word)).min();
        ends.and_then(|end| reason.get(..end)).unwrap_or(&reason).to_owned()
    });
    // 决定召开庭前会议。时间：…
    let announced = squeezed.split_once("决定").map_or("", |(_, rest)| rest.split("时间").next().unwrap_or(""));
    let announced = if announced.chars().count() <= 20 { announced.to_owned() } else { String::new() };
    for words in [reason.unwrap_or_default(), behind, announced, title, squeezed] {
        if ["证据交换", "交换证据"].iter().any(|word| words.contains(word)) {
            return "evidence-exchange";
        }
        if words.contains("开庭") || words.contains("庭审") || words.contains("宣判") || words.contains("审理")
        {
            return "trial";
        }
        if ["庭前会议", "谈话", "询问", "听证"].iter().any(|word| words.contains(word)) {
            return "conference";
        }
        if words.contains("质证") {
            return "evidence-exchange";
        }
        if words.contains("调解") {
            return "mediation";
        }
    }
    match id {
        "evidence-exchange-notice" => "evidence-exchange",
        "pre-trial-mediation-notice" => "mediation",
        _ => "trial",
    }
}

#[cfg(test)]
mod tests;
