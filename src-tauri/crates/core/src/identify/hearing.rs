//! Court sittings: when, where, of what kind; from summonses, notices and the mail's own words.

mod words;

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, TimeZone as _};

use super::Hearing;
use super::document::Seen;
use super::moment::{moments, with_digits};
use super::place::place;
use super::text::{first_chars, last_chars, plain, rejoined};
use crate::doubt::Doubt;
use crate::intake::COURT_OFFSET_SECONDS;
use crate::mail::Mail;
use words::{CUES, GIVEN_UP, MOVED_TO, OTHERS, SITTINGS};

/// Every sitting in the documents and the mail, earliest source first, each moment once.
/// `arrived` is the day the mail came, from which a date without a year is counted.
pub fn all(mail: &Mail, arrived: Option<NaiveDate>, seen: &[Seen], doubts: &mut Vec<Doubt>) -> Vec<Hearing> {
    let mut found: Vec<Hearing> = Vec::new();
    for document in seen {
        let id = document.found.kind.as_deref().unwrap_or("");
        if !may_tell(id) {
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
        ]
        .contains(&id)
}

fn in_text(text: &str, title: &str, id: &str, arrived: Option<NaiveDate>) -> Vec<Hearing> {
    let is_call = is_call(id);
    let text = with_digits(&rejoined(&plain(text)));
    let moments = moments(&text, arrived);
    let mut found = Vec::new();
    let mut left = Vec::new();
    // Where the last moment that is a sitting's ended: one listed right behind it shares its words.
    let mut last = None;
    for (range, starts) in &moments {
        let before = text.get(..range.start).unwrap_or("");
        let after = text.get(range.end..).unwrap_or("");
        let between = last.and_then(|last: usize| text.get(last..range.start)).map(str::trim);
        let is_next = is_call && between.is_some_and(|between| ["、", "及", "和"].contains(&between));
        let sits = match is_sitting(before, after, title, is_call) {
            Sits::Unsaid if is_row_of_sittings(&text, range.start) => Sits::Yes,
            sits => sits,
        };
        match if is_next && sits == Sits::Unsaid { Sits::Yes } else { sits } {
            Sits::Yes => {
                found.extend(hearing(*starts, &text, range.clone(), title, id));
                last = Some(range.end);
            }
            Sits::Unsaid => left.push((range, starts)),
            Sits::No => {}
        }
    }
    // A form whose labels and values were read apart: one moment with a time is the one meant.
    if let ([(range, starts)], 1, true, true) = (left.as_slice(), moments.len(), is_call, found.is_empty()) {
        found.extend(hearing(**starts, &text, (*range).clone(), title, id));
    }
    found
}

/// What the words around a moment say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sits {
    /// A sitting is held then.
    Yes,
    /// The moment is another thing's, or a sitting's that was moved or given up.
    No,
    /// Nothing is said.
    Unsaid,
}

fn hearing(starts: NaiveDateTime, text: &str, range: std::ops::Range<usize>, title: &str, id: &str) -> Option<Hearing> {
    let zone = FixedOffset::east_opt(COURT_OFFSET_SECONDS)?;
    let starts = zone.from_local_datetime(&starts).single()?;
    let near = near(text, &range);
    let behind: String =
        first_chars(text.get(range.end..).unwrap_or(""), 45).chars().filter(|c| !c.is_whitespace()).collect();
    let behind = without_rooms(behind.split(['、', '。', '；']).next().unwrap_or(""));
    let kind = kind_of(&without_rooms(&near), &behind, title, id);
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

fn is_sitting(before: &str, after: &str, title: &str, is_call: bool) -> Sits {
    let label: String = before.rsplit('\n').next().unwrap_or("").chars().filter(|c| !c.is_whitespace()).collect();
    // 二、时间：…, …。时间：…
    let field = label.rsplit(['。', '；', ';', '，', ',']).next().unwrap_or("");
    let field = field.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十()、.:：".contains(c));
    let is_bare_label = field.trim_end_matches([':', '：', '为', '是']) == "时间";
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let before = squeezed(last_chars(before, 50));
    let after = squeezed(first_chars(after, 50));
    let close = last_chars(&before, 12).trim_end_matches([':', '：', '(', '于', '为', '在', '是']);
    let sentence = before.rfind(['。', '；', '!']).and_then(|at| before.get(at..)).unwrap_or(&before);
    let rest = after.split(['。', '；']).next().unwrap_or("");
    let is_old = ["原定", "原定于", "原开庭时间", "原定开庭时间", "原通知", "原传票", "取消", "原"]
        .iter()
        .any(|word| close.ends_with(word));
    let is_other =
        OTHERS.iter().any(|word| last_chars(sentence, 18).contains(word) || first_chars(rest, 16).contains(word));
    if is_old
        || is_other
        || is_given_up(&before, rest)
        || rest.starts_with('前')
        || rest.starts_with("之前")
        || rest.starts_with("以前")
        || before.ends_with('自')
    {
        return Sits::No;
    }
    let is_of_time =
        ["的时间", "时间定", "本院定", "现定", "兹定", "已定", "确定"].iter().any(|word| close.ends_with(word));
    // 组织听证，2026年12月8日9时，第二审判庭
    let told = before.trim_end_matches(['，', ',', ':', '：']);
    let is_told = told.len() < before.len()
        && SITTINGS.iter().any(|word| told.ends_with(word))
        && first_chars(rest, 14).contains(['庭', '室', '院']);
    let has_cue = is_bare_label
        || is_of_time
        || CUES.iter().any(|cue| close.ends_with(cue) || last_chars(&before, 10).contains(cue));
    let has_sitting =
        SITTINGS.iter().any(|word| first_chars(rest, 36).contains(word) || last_chars(sentence, 30).contains(word));
    // 决定召开庭前会议。时间：… the label belongs to what was said right before it.
    let has_sitting =
        has_sitting || is_bare_label && SITTINGS.iter().any(|word| last_chars(&before, 30).contains(word));
    let is_titled = SITTINGS.iter().any(|word| title.contains(word)) || title.contains("传票");
    let is_past = ["于"].iter().any(|word| before.ends_with(word))
        && ["立案", "受理", "作出", "收到", "公开开庭进行了审理"]
            .iter()
            .any(|word| first_chars(rest, 20).replace("立案庭", "").replace("立案大厅", "").contains(word));
    let is_past = is_past || before.ends_with("已于") || before.ends_with("曾于");
    // 定于…证据交换、…开庭: the second moment shares the first one's cue.
    let is_listed = before.ends_with(['、', '，', '及', '和']) && sentence.contains("定于");
    let is_next = is_listed && SITTINGS.iter().any(|word| first_chars(rest, 10).contains(word));
    let is_cued = has_cue && (has_sitting || is_call || is_titled);
    match is_past {
        true => Sits::No,
        false if is_next || is_told || is_cued || has_sitting && before.ends_with(['于', '请']) => Sits::Yes,
        false => Sits::Unsaid,
    }
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

/// Whether the sitting at a moment was moved or given up: 由…变更为, …的庭审取消. What is said of the next moment in
/// the same sentence is not said of this one.
fn is_given_up(before: &str, rest: &str) -> bool {
    let own =
        rest.find("年").filter(|at| rest.get(..*at).is_some_and(|ahead| ahead.ends_with(|c: char| c.is_ascii_digit())));
    let own = own.and_then(|at| rest.get(..at)).unwrap_or(rest);
    // 届时不再另行通知 gives nothing up.
    let own = first_chars(own, 40).replace("不再另行通知", "").replace("不另行通知", "");
    let is_from = before.ends_with(['由', '从']) || before.ends_with("由原") || before.ends_with("从原");
    let moves = GIVEN_UP.iter().any(|word| own.contains(word));
    // 改期 behind a moment that is itself the new one: 改期至…开庭.
    let is_new = MOVED_TO.iter().any(|word| before.ends_with(word));
    !is_new && (is_from || moves)
}

fn kind_of(near: &str, behind: &str, title: &str, id: &str) -> &'static str {
    let squeezed: String = near.chars().filter(|c| !c.is_whitespace()).collect();
    // 召开庭前会议 holds 开庭 by chance.
    let squeezed = squeezed.replace("召开", "");
    let behind = behind.replace("召开", "");
    let reason = ["传唤事由", "传唤原因", "事由:", "事由："].iter().find_map(|label| squeezed.split_once(label));
    let reason = reason.map(|(_, rest)| first_chars(rest, 14).to_owned());
    let reason = reason.map(|reason| {
        let ends = ["应到", "到庭", "时间", "开庭时间"].iter().filter_map(|word| reason.find(word)).min();
        ends.and_then(|end| reason.get(..end)).unwrap_or(&reason).to_owned()
    });
    // 决定召开庭前会议。时间：…
    let announced = squeezed.split_once("决定").map_or("", |(_, rest)| rest.split("时间").next().unwrap_or(""));
    let announced = if announced.chars().count() <= 20 { announced.to_owned() } else { String::new() };
    for words in [reason.unwrap_or_default(), behind, announced, title.to_owned(), squeezed] {
        if words.contains("证据交换") || words.contains("交换证据") {
            return "evidence-exchange";
        }
        if words.contains("开庭") || words.contains("庭审") || words.contains("宣判") || words.contains("审理")
        {
            return "trial";
        }
        if ["庭前会议", "谈话", "询问", "听证"].iter().any(|word| words.contains(word)) {
            return "conference";
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
