//! Fields and rows that tell a sitting only together: 时间：…；地点：…；事由：开庭, 与甲案：9时；与乙案：10时；开庭地点….

use super::words::{ACTS, EVENTS, OTHERS};

/// Longest run of fields behind a moment that is looked at, in characters.
const LONGEST: usize = 70;

fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Whether the fields behind a moment that is only named 时间 say that it is a sitting's. `flow` is what stands behind
/// the moment, with cut lines joined.
pub(super) fn tell(flow: &str) -> bool {
    let line = line_of(flow);
    let reason = ["事由", "传唤事由", "事项", "内容", "案由"].iter().find_map(|name| {
        let rest = line.split_once(*name)?.1;
        let value = rest.strip_prefix([':', '：'])?;
        Some(value.split(['，', ',', '。', '；', ';']).next().unwrap_or(value).to_owned())
    });
    reason.is_some_and(|reason| has_any(&reason, &ACTS) && !has_any(&reason, &OTHERS) && !has_any(&reason, &EVENTS))
}

/// Whether a moment named after a case stands in a list whose end says that sittings are meant.
pub(super) fn is_of_case(field: &str, flow: &str) -> bool {
    let line = line_of(flow);
    let sentence = line.split('。').next().unwrap_or("");
    let is_row = sentence.starts_with(['；', ';', '，', ',']);
    is_named_by_case(field)
        && is_row
        && has_any(sentence, &ACTS)
        && !has_any(sentence, &OTHERS)
        && !has_any(sentence, &EVENTS)
}

/// 与甲案：, （2026）…号：
pub(super) fn is_named_by_case(field: &str) -> bool {
    let name = field.trim_end_matches([':', '：']);
    name.len() < field.len() && name.ends_with(['案', '号'])
}

/// Whether the clause ahead of a moment tells of somebody else's case: 另案于….
pub(super) fn is_of_another_case(field: &str) -> bool {
    has_any(field, &["另案", "他案", "他人案件", "其他案件", "关联案件", "相关案件"]) && !field.contains("本案")
}

/// What stands ahead of a moment without its day of the week, half day and opening signs: 开庭，周一下午(…
pub(super) fn without_lead(before: &str) -> &str {
    let before = before.trim_end_matches(['“', '"', '「', '(']);
    let before = ["上午", "下午"].iter().find_map(|half| before.strip_suffix(half)).unwrap_or(before);
    let is_day = |c: char| "一二三四五六日天".contains(c);
    let day = before.strip_suffix(is_day).and_then(|it| ["星期", "周"].iter().find_map(|week| it.strip_suffix(week)));
    day.unwrap_or(before)
}

/// The line behind a moment, without blanks.
fn line_of(flow: &str) -> String {
    let line: String = flow.split('\n').next().unwrap_or("").chars().filter(|c| !c.is_whitespace()).collect();
    super::super::text::first_chars(&line, LONGEST).to_owned()
}
