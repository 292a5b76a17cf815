//! Our own name in what others write around it.

use super::super::text::{compact, is_han};
use super::{BRACKETS, is_body};
use crate::office::Office;

/// What may stand right behind our name in a salutation that is no part of it.
const BEHIND_US: [&str; 31] = [
    "您好",
    "你好",
    "收",
    "启",
    "敬启",
    "台鉴",
    "的代理人",
    "的委托",
    "的诉讼代理人",
    "的法定代表人",
    "委托代理人",
    "诉讼代理人",
    "代理人",
    "法定代表人",
    "负责人",
    "法务",
    "法律",
    "合规",
    "风控",
    "综合部",
    "办公室",
    "行政部",
    "送达地址",
    "统一社会信用代码",
    "财务",
    "人事",
    "人力",
    "总经办",
    "行政",
    "运营部",
    "诉讼",
];
/// What may stand right ahead of it.
const AHEAD_OF_US: [&str; 15] = [
    "尊敬的",
    "致",
    "被告",
    "原告",
    "债务人",
    "债权人",
    "被执行人",
    "执行人",
    "第三人",
    "上诉人",
    "当事人",
    "受送达人",
    "义务人",
    "申请人",
    "您好",
];

/// Our name right behind a standing, as 原告示例物业管理有限公司与…: the whole of it, no short one that others share.
pub(super) fn in_standing(page: &str, office: &Office) -> Option<String> {
    let standings = ["原告", "被告", "上诉人", "申请人", "执行人", "第三人", "案外人", "异议人"];
    let written = std::iter::once(&office.name).chain(&office.aliases);
    let mut whole = written.filter(|own| own.ends_with("公司") || is_body(own));
    let stands = |own: &&String| {
        let own = compact(own);
        page.match_indices(own.as_str()).any(|(at, _)| {
            let ahead = page.get(..at).unwrap_or("").trim_end_matches([':', '：']);
            standings.iter().any(|word| ahead.ends_with(word))
        })
    };
    whole.find(stands).cloned()
}

/// Our own name where words hold it with nothing but courtesies, standings and departments around it. The name of
/// another company that begins or ends like ours is none of ours.
pub(super) fn own_name(words: &str, office: &Office) -> Option<String> {
    let words = compact(words);
    let is_free = |at: usize, own: &str| {
        let ahead = words.get(..at).unwrap_or("").trim_end_matches([':', '：']);
        let behind = words.get(at + own.len()..).unwrap_or("");
        let behind = BRACKETS.as_ref().map_or_else(|| behind.to_owned(), |it| it.replace_all(behind, "").into_owned());
        let begins = !ahead.ends_with(is_name_sign) || AHEAD_OF_US.iter().any(|word| ahead.ends_with(word));
        let ends = !behind.starts_with(is_name_sign) || BEHIND_US.iter().any(|word| behind.starts_with(word));
        begins && ends
    };
    let written = std::iter::once(&office.name).chain(&office.aliases);
    let held = written.filter(|own| {
        let own = compact(own);
        own.chars().count() >= 4 && words.match_indices(own.as_str()).any(|(at, own)| is_free(at, own))
    });
    held.max_by_key(|own| own.len()).cloned()
}

/// Whether a sign may go on with a name.
fn is_name_sign(sign: char) -> bool {
    is_han(sign) || sign.is_alphanumeric()
}
