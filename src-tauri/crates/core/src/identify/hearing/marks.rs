//! Patterns of the words around a moment: where a sitting was to be held before, what stays, what joins two of one row.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// What stands right before the moment at which a sitting was to be held: 原定于, 原开庭日期.
pub(super) static FORMER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:原(?:来|先|本)?(?:定|拟|排定|排期|通知|传票|公告|安排|计划|约定)?的?|",
        r"(?:此前|之前|先前|早前|前次|上次|(?:^|[^庭日])前|曾|曾经|本来)(?:已|所|拟)?(?:定|排定|排期|通知|安排|计划|约定)(?:的|了)?|",
        r"(?:变更|调整|改期|延期|更改|变动)之?前的?)",
        r"(?:开庭|庭审|审理|听证|谈话|证据交换)?(?:时间|日期|安排)?(?:[:：]|为|是|在|于)*$",
    ))
    .ok()
});

/// What is said of a time that stays: 时间不变, 的开庭时间、地点不变, 现改为同日同时线上开庭.
pub(super) static KEPT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"时间(?:[、和及与]?(?:地点|法庭)(?:[(][^()]{1,20}[)])?)?(?:均|都|仍|保持|照旧|维持)*(?:不变|照旧|照常)|",
        r"(?:同日|当日|当天)同[一1]?(?:时间|时)|(?:仍|还是)?(?:按|依)(?:原定|原来的?|原)时间(?:进行|举行|开庭|线上|在线)|",
        r"(?:^|[^能法未不])(?:照常|照旧|如期|按期)(?:进行|举行|开庭|召开)",
    ))
    .ok()
});

/// What may stand between two moments of one row.
pub(super) static ROW: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:\s*[(\[【]20\d\d[)\]】][^,，。;；\n]{4,24}号(?:案|案件)?)?[,，、;；\s]*(?:[^,，。;；\n]{0,14}(?:庭|室)[,，、;；\s]+)?(?:及|和)?(?:第[一二三四五六七八九十\d]{1,3}(?:次|场|件|案|个|起)?(?:案件|开庭|庭审|案)?[:：]?[为是于]?)?$").ok()
});

/// Whether one of these is found in a text.
pub(super) fn has(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// The number of a case and the address of a page: both are long, and say nothing of a moment beside them.
static LONG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<number>[(\[【]20\d\d[)\]】]\s*\p{Han}[\p{Han}\d ]{1,18}?\d {0,2}号)|",
        r"[(]?(?:https?://|www\.)[A-Za-z\d./_?=&%#:\-]+[)]?",
    ))
    .ok()
});

/// A text with 本号 in place of every number of a case, and without addresses of pages.
pub(super) fn without_numbers(text: &str) -> Cow<'_, str> {
    let short = |read: &Captures<'_>| if read.name("number").is_some() { "本号" } else { "" };
    match LONG.as_ref().filter(|_| text.contains("20") || text.contains("://") || text.contains("www")) {
        Some(regex) => regex.replace_all(text, short),
        None => Cow::Borrowed(text),
    }
}

/// A room that has nothing but its number: 第21庭.
pub(super) static NUMBERED_ROOM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[，,(]?(?:在|于|到)?(?:本院|我院)?第?[一二三四五六七八九十\d]{1,3}号?庭(?:$|[，,)开审])").ok()
});
