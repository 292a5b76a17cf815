//! What the mail says it carries, against what it carries.

use std::sync::LazyLock;

use regex::Regex;

use super::document::{Seen, is_general, is_ruling};
use super::name::kind_of_words;
use super::text::{compact, plain};
use crate::mail::{Became, Mail};
use crate::reference::Reference;

static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:(?:下列|以下|如下|有关|相关)(?:的)?(?:诉讼|法律|司法|执行)?(?:文书|材料|文件)|查收|附\s*件(?:列表|清单|目录|如下|为|包括|有)?|",
        r"(?:送达|文书|材料|文件)(?:文书|材料)?(?:名称|清单|目录|列表)|附\s*[:：])[^\n:：。]{0,24}[:：。]?",
    ))
    .ok()
});
static COUNTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:附件)?\s*(?:\d{1,2}\s*[.、)．:：]|[一二三四五六七八九十]{1,3}\s*[、.．:：]|[(]\s*[\d一二三四五六七八九十]{1,3}\s*[)]|[①-⑳]|[-*•·])\s*").ok()
});
static INNER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[\s;；,，、])(?:\d{1,2}\s*[.、)．]|[一二三四五六七八九十]{1,2}、|[(]\s*[\d一二三四五六七八九十]{1,2}\s*[)]|[①-⑳])\s*").ok()
});
static COPIES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:各|共|一式)?\s*[\d一二两三四五六七八九十壹贰叁]{1,3}\s*(?:份|页|张|套|件|册|本)$").ok()
});

/// Titles the mail lists and no document answers to. Where an archive could not be opened nobody knows: then none.
pub fn missing(mail: &Mail, seen: &[Seen], reference: &Reference) -> Vec<String> {
    let mut listed = titles(&mail.text, reference);
    if listed.is_empty() && !seen.is_empty() {
        listed = titles_served(&mail.text, reference);
    }
    if listed.is_empty() || mail.parts.iter().any(is_closed) {
        return Vec::new();
    }
    let mut missing: Vec<String> = Vec::new();
    for title in listed {
        if !is_carried(&title, seen, reference) && !missing.contains(&title) {
            missing.push(title);
        }
    }
    // Scans that bear no readable title may be what the list names.
    let unread =
        seen.iter().filter(|it| it.found.kind.is_none() && !it.found.title.chars().any(super::text::is_han)).count();
    if missing.len() <= unread { Vec::new() } else { missing }
}

fn is_closed(part: &crate::mail::Part) -> bool {
    part.became == Became::Unread && !part.media_type.starts_with("application/pdf")
}

fn is_carried(title: &str, seen: &[Seen], reference: &Reference) -> bool {
    let wanted = compact(title);
    let kind = kind_of_words(&wanted, reference).map(|kind| kind.id.as_str());
    seen.iter().any(|it| {
        let own = compact(&it.found.title);
        let file = compact(&it.name);
        let has_words = own == wanted || own.contains(&wanted) || wanted.chars().count() >= 3 && file.contains(&wanted);
        let has_kind = kind.is_some()
            && (it.found.kind.as_deref() == kind || it.also.iter().any(|also| Some(also.as_str()) == kind));
        let is_near = kind.is_some_and(|kind| is_near_kind(kind, it.found.kind.as_deref(), reference));
        has_words || has_kind || is_near
    })
}

/// A list says 裁定书 or 通知书 where the paper is of a finer kind.
fn is_near_kind(listed: &str, carried: Option<&str>, reference: &Reference) -> bool {
    let Some(carried) = carried else { return false };
    match listed {
        "ruling" | "execution-ruling" => is_ruling(carried),
        listed if is_ruling(listed) => carried == "ruling",
        "arbitral-award" => carried == "labour-award",
        "labour-award" => carried == "arbitral-award",
        "case-acceptance" if carried == "execution-acceptance" => true,
        // A list says 应诉通知书 where the paper is the 应诉通知书（再审）.
        listed => {
            let (broad, fine) = (reference.kinds.get(listed), reference.kinds.get(carried));
            broad.zip(fine).is_some_and(|(broad, fine)| !is_general(broad) && fine.narrows(broad))
        }
    }
}

/// Titles in the list of the mail's text, in order.
pub fn titles(text: &str, reference: &Reference) -> Vec<String> {
    let text = plain(text);
    let Some(cues) = CUE.as_ref() else { return Vec::new() };
    let mut best: Vec<String> = Vec::new();
    for cue in cues.find_iter(&text) {
        let own = text.get(cue.range()).unwrap_or("");
        // 请查收：1、…, and no 请查收并提交….
        if own.starts_with("查收") && !own.ends_with([':', '：']) {
            continue;
        }
        // 附件为民事判决书，请查收: the title stands inside the cue's own sentence.
        let start = if own.ends_with([':', '：', '。']) && !own.contains("为民") { cue.end() } else { cue.start() };
        // 传票见附件。请携带授权委托书、营业执照: what follows in the line is another sentence.
        let line = text.get(start..).and_then(|rest| rest.split('\n').next()).unwrap_or("");
        let is_over =
            start == cue.end() && own.ends_with('。') && !COUNTER.as_ref().is_some_and(|regex| regex.is_match(line));
        let start = if is_over { start + line.len() } else { start };
        let found = items(text.get(start..).unwrap_or(""), reference);
        if found.len() > best.len() {
            best = found;
        }
    }
    best
}

/// Titles in a sentence 现向你公司送达受理案件通知书、缴费通知书。
fn titles_served(text: &str, reference: &Reference) -> Vec<String> {
    let text = plain(text);
    let lists = text.match_indices("送达").map(|(at, word)| {
        let rest = text.get(at + word.len()..).unwrap_or("");
        let sentence = rest.split(['。', '\n']).next().unwrap_or("").trim_start_matches(['了', ':', '：']);
        items_of_line(sentence, false, reference)
    });
    lists.max_by_key(Vec::len).filter(|titles| titles.len() > 1).unwrap_or_default()
}

fn items(rest: &str, reference: &Reference) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_begun = false;
    for line in rest.lines().map(str::trim) {
        if line.is_empty() {
            continue;
        }
        let has_counter = COUNTER.as_ref().is_some_and(|regex| regex.is_match(line));
        let in_line = items_of_line(line, has_counter, reference);
        if in_line.is_empty() {
            if is_begun {
                break;
            }
            // The cue's own sentence may go on for a line before the list begins.
            is_begun = true;
            continue;
        }
        is_begun = true;
        found.extend(in_line);
        if !has_counter && line.ends_with('。') {
            break;
        }
    }
    found
}

fn items_of_line(line: &str, has_counter: bool, reference: &Reference) -> Vec<String> {
    let line = line.split(['。', '!', '！']).next().unwrap_or(line);
    let separate = INNER.as_ref().map_or_else(|| line.to_owned(), |regex| regex.replace_all(line, "；").into_owned());
    let separate = separate.replace("》《", "》；《").replace("以及", "；").replace("  ", "；");
    let pieces = separate.split([';', '；', '、', ',', '，', '/']).flat_map(|piece| split_and(piece, reference));
    let mut found = Vec::new();
    for piece in pieces {
        let is_titled = piece.contains('《') && piece.contains('》');
        let title = clean(&piece);
        let length = title.chars().count();
        if !(2..=24).contains(&length) || is_sentence(&title) {
            continue;
        }
        let kind = reference.kinds.titled_in(&compact(&title));
        let is_kind = kind.is_some_and(|it| {
            let ahead = compact(&title).get(..it.start).map_or(0, |ahead| ahead.chars().count());
            let behind = compact(&title).get(it.end..).map_or(0, |behind| behind.chars().count());
            ahead <= 8 && behind <= 8
        });
        if is_kind
            || is_titled
            || has_counter
                && length <= 16
                // （…15时30分，第八审判庭）, 证据较大: where a sitting is held, and what is said of a paper.
                && !title.ends_with(['庭', '室', '厅', '大', '时', '分'])
                && title.chars().all(|c| super::text::is_han(c) || c.is_ascii_alphanumeric() || "()《》".contains(c))
        {
            found.push(title);
        }
    }
    found
}

/// 应诉通知书和举证通知书 are two titles, 权利和义务告知书 is one.
fn split_and(piece: &str, reference: &Reference) -> Vec<String> {
    for link in ["和", "及", "与"] {
        if let Some((a, b)) = piece.split_once(link) {
            let is_title = |text: &str| {
                reference.kinds.titled_in(&compact(&clean(text))).is_some_and(|it| it.end - it.start >= "传票".len())
            };
            if is_title(a) && is_title(b) {
                return vec![a.to_owned(), b.to_owned()];
            }
        }
    }
    vec![piece.to_owned()]
}

fn clean(piece: &str) -> String {
    let mut piece = piece.trim().to_owned();
    if let (Some(open), Some(close)) = (piece.find('《'), piece.rfind('》'))
        && open < close
    {
        return piece.get(open + '《'.len_utf8()..close).unwrap_or("").trim().to_owned();
    }
    for word in ["附件为", "附件是", "附件:", "附件：", "附件", "附:", "附：", "现将", "包括", "为", "送达"]
    {
        piece = piece.strip_prefix(word).unwrap_or(&piece).trim().to_owned();
    }
    if let Some(regex) = COUNTER.as_ref() {
        piece = regex.replace(&piece, "").into_owned();
    }
    if let Some(regex) = COPIES.as_ref() {
        piece = regex.replace(piece.trim_end_matches([')', '.', ' ']), "").into_owned();
    }
    piece = piece.trim_end_matches(|c: char| "(各共一式 ".contains(c)).trim().to_owned();
    piece
        .rsplit_once('.')
        .filter(|(_, end)| ["pdf", "doc", "docx", "ofd", "zip", "jpg"].contains(end))
        .map(|(stem, _)| stem.to_owned())
        .unwrap_or(piece)
}

fn is_sentence(title: &str) -> bool {
    [
        "请",
        "你",
        "您",
        "本院",
        "应当",
        "可以",
        "收到",
        "签收",
        "逾期",
        "如",
        "根据",
        "依照",
        "向",
        "见",
        "联系",
        "电话",
        "法官",
        "书记员",
        "案号",
        "邮箱",
        "号案",
        "一案",
        "链接",
        "之日",
        "回复",
        "查收",
    ]
    .iter()
    .any(|word| title.contains(word))
}
