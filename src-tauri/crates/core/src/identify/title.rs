//! The title of a paper: at the top of its page, on one line or two, alone or with another behind it.

use super::document::is_general;
use super::heading;
use super::text::{compact, first_chars, plain};
use super::traditional::simplified_title;
use crate::reference::{Kind, Reference};

/// Lines at the top of a page among which the title is looked for.
const TITLE_LINES: usize = 14;
/// Longest line that may be a title, in characters.
const LONGEST_TITLE: usize = 36;

/// A title met at the top of a page.
pub(super) struct Titled<'a> {
    pub(super) title: String,
    /// The kind it is a title of.
    pub(super) kind: &'a Kind,
}

/// The title at the top of a page: the first short line that reads as the title of a kind.
pub(super) fn title_of_page<'a>(page: &str, reference: &'a Reference) -> Option<Titled<'a>> {
    let page = plain(page);
    let lines = page.lines().map(|line| simplified_title(&compact(line)));
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).take(TITLE_LINES).collect();
    let told = lines.iter().enumerate().find_map(|(at, line)| {
        let single = title_of_line(line, reference);
        let joined = lines.get(at + 1).and_then(|next| title_of_two(line, next, reference));
        match (single, joined) {
            (Some(single), Some(joined)) if joined.title.len() > single.title.len() => Some(joined),
            (single, joined) => single.or(joined),
        }
    });
    let told = told.or_else(|| certificate(&lines, &page, reference)).or_else(|| {
        // 传 / 票 set on lines of their own are one title.
        let runs = lines.split(|line| line.chars().count() > 2).map(|run| run.concat());
        runs.filter(|run| !run.is_empty()).find_map(|run| title_of_line(&run, reference))
    });
    told.or_else(|| heading::title(&lines, &page, reference))
}

/// 证明书 under a court's head that tells of a judgment in force.
fn certificate<'a>(lines: &[String], page: &str, reference: &'a Reference) -> Option<Titled<'a>> {
    let title = lines.iter().take(6).find(|line| ["证明", "证明书"].contains(&line.as_str()))?;
    let is_in_force = ["发生法律效力", "已生效", "已经生效"].iter().any(|words| compact(page).contains(words));
    let kind = reference.kinds.get("effective-certificate")?;
    (is_in_force && has_court_head(page, reference)).then(|| Titled { title: title.clone(), kind })
}

/// Longest line that may be half of a title, in characters.
const LONGEST_HALF: usize = 14;
/// Longest line in brackets below a title that tells which paper it is, in characters.
const LONGEST_LABEL: usize = 26;

/// 合议庭组成人员 / 告知书, 民事裁定书 / （财产保全）: a title set on two lines.
fn title_of_two<'a>(line: &str, next: &str, reference: &'a Reference) -> Option<Titled<'a>> {
    // 应诉通知书 / （审查再审申请案件通知被申请人用）
    let is_label = next.starts_with('(') && next.ends_with(')') && !next.contains(|c: char| c.is_ascii_digit());
    let longest = if is_label { LONGEST_LABEL } else { LONGEST_HALF };
    if line.chars().count() > LONGEST_HALF || next.chars().count() > longest {
        return None;
    }
    let joined = format!("{line}{next}");
    let titled = reference.kinds.titled_in(&joined)?;
    let is_told_below = is_label && titled.is_narrowed && titled.end == line.len();
    // 人民法院民事诉讼 / 风险提示书
    let ahead = joined.get(..titled.start).unwrap_or("");
    let is_begun = ahead.is_empty() || ahead == "人民法院" || titled.is_narrowed && is_part_of_title(ahead);
    let is_across = is_begun && titled.end > line.len();
    if is_told_below {
        return Some(Titled { title: joined, kind: titled.kind });
    }
    if !is_across || is_general(titled.kind) {
        return None;
    }
    title_of_line(&joined, reference)
}

pub(super) fn title_of_line<'a>(line: &str, reference: &'a Reference) -> Option<Titled<'a>> {
    let court = reference.courts.named_in(line);
    let head = court.iter().find(|named| is_head(line.get(..named.range.start).unwrap_or("")));
    let rest = head.map_or(line, |named| line.get(named.range.end..).unwrap_or(""));
    let rest = rest.trim_start_matches(['《', '"', '“', ':', '：']);
    if let Some(about) = title_about(rest, reference) {
        return Some(about);
    }
    let titled = reference.kinds.titled_in(first_chars(rest, LONGEST_TITLE))?;
    let ahead = rest.get(..titled.start).unwrap_or("");
    let behind = rest.get(titled.end..).unwrap_or("");
    // A page read as one long line: the title right behind the court's head.
    let is_glued = head.is_some() && ahead.is_empty() && rest.chars().count() > LONGEST_TITLE;
    let is_whole = behind.is_empty()
        || behind.starts_with(['(', '》', '"', '”'])
        || ["副本", "正本", "案号", "存根"].iter().any(|word| behind.starts_with(word))
        || is_second_title(behind, reference);
    let is_start = ahead.is_empty() || is_part_of_title(ahead);
    let is_sentence = rest.contains(['。', '，', '；']) && !behind.is_empty() && titled.end - titled.start < 9;
    if !is_glued && (!is_whole || !is_start || is_sentence) {
        return None;
    }
    let title = format!("{ahead}{}", rest.get(titled.start..titled.end).unwrap_or(""));
    Some(Titled { title, kind: titled.kind })
}

/// 关于改期开庭的通知书: the title of what it is about, a line of its own.
pub(super) fn title_about<'a>(line: &str, reference: &'a Reference) -> Option<Titled<'a>> {
    let about = line.strip_prefix("关于")?;
    let is_line = about.chars().count() <= LONGEST_TITLE && !about.contains(['，', '。', '；', ',', ':', '：']);
    let (what, form) = about.rsplit_once('的').filter(|_| is_line)?;
    if !["通知", "通知书", "告知", "告知书", "决定", "决定书", "公告", "函", "说明"].contains(&form)
    {
        return None;
    }
    let form = if ["通知", "告知", "决定"].contains(&form) { format!("{form}书") } else { form.to_owned() };
    let title = format!("{what}{form}");
    let titled = reference.kinds.titled_in(&title).filter(|titled| titled.end == title.len())?;
    Some(Titled { title: line.to_owned(), kind: titled.kind })
}

/// 举证通知书及廉政监督卡: a second title of its own goes on behind the first.
fn is_second_title(behind: &str, reference: &Reference) -> bool {
    let second = ["及", "和", "与", "、", "暨", "并"].iter().find_map(|sign| behind.strip_prefix(sign));
    second.is_some_and(|second| {
        reference.kinds.titled_in(second).is_some_and(|titled| titled.start == 0 && titled.end == second.len())
    })
}

/// Whether words ahead of a known title belong to it, as 判后答疑 to 告知书, and are no sentence.
fn is_part_of_title(ahead: &str) -> bool {
    // 告知合议庭组成人员及开庭通知书: two matters in one title.
    let longest = if ahead.ends_with(['及', '和', '暨', '并']) { 16 } else { 8 };
    let is_short = ahead.chars().count() <= longest && ahead.chars().all(super::text::is_han);
    let begins_sentence = [
        "收到", "按", "将", "送达", "附", "本", "依", "据", "交付", "不服", "服从", "请", "现", "已经", "已向", "已将",
        "已于", "该", "上述", "查收", "签收", "领取", "前述", "撤销", "维持", "根据",
    ];
    let begins = |word: &&str| ahead.starts_with(*word) && !(*word == "现" && ahead.starts_with("现场"));
    is_short && !ahead.contains('的') && !begins_sentence.iter().any(begins)
}

/// Whether words ahead of a court's name are nothing or only the place it lies in.
fn is_head(ahead: &str) -> bool {
    ahead.is_empty() || ahead.chars().count() <= 8 && ahead.ends_with(['省', '市', '区', '州', ')'])
}

pub(super) fn has_court_head(page: &str, reference: &Reference) -> bool {
    page.lines().map(compact).filter(|line| !line.is_empty()).take(4).any(|line| {
        // 致：某某区人民法院 is whom somebody writes to.
        let is_to = ["致", "呈", "敬呈", "此致"].iter().any(|word| line.starts_with(word));
        let named = reference.courts.named_in(&line);
        !is_to && named.first().is_some_and(|named| named.range.start <= 12 && line.chars().count() <= LONGEST_TITLE)
    })
}

/// Kinds of further papers whose title pages follow the first.
pub(super) fn further_titles(pages: &[String], first: Option<&Titled<'_>>, reference: &Reference) -> Vec<String> {
    let Some(first) = first else { return Vec::new() };
    let mut also = Vec::new();
    for page in pages.iter().skip(1) {
        let top: String = page.lines().filter(|line| !line.trim().is_empty()).take(3).collect::<Vec<_>>().join("\n");
        let Some(titled) = title_of_page(&top, reference) else { continue };
        if titled.kind.id != first.kind.id && !is_general(titled.kind) && !also.contains(&titled.kind.id) {
            also.push(titled.kind.id.clone());
        }
    }
    also
}
