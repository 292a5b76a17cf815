//! When a message says that it came or was sent: evidence for a person, and never taken for the arrival itself.
//!
//! A telephone puts the moment above a message that is copied out of it, a gateway writes it as a field, a court says it in
//! a sentence. Whoever typed it could have typed another one.

use std::sync::LazyLock;

use regex::Regex;

use super::text::{first_chars, last_chars, plain};

/// A moment as people and programs write it; the year may be missing, and the day may be told from today.
static STAMP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:(?:(?:20)?\d\d\s*[年/.-]\s*)?\d{1,2}\s*[月/.-]\s*\d{1,2}\s*[日号]?|今天|昨天|前天|今日|昨日)",
        r"(?:\s*[(]?(?:星期|周)[一二三四五六日天][)]?)?\s*(?:上午|中午|下午|晚上|凌晨|早上)?\s*",
        r"(?:\d{1,2}\s*[:：]\s*\d{2}(?:\s*[:：]\s*\d{2})?|\d{1,2}\s*[时点](?:\s*\d{1,2}\s*分(?:\s*\d{1,2}\s*秒)?)?)",
    ))
    .ok()
});
/// The name of a field that tells it.
static FIELD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:收到|接收|到达|送达|发送|推送|收信|收件|短信|消息|发件)\s*(?:的)?(?:时间|日期)\s*(?:[:：]|为|是)?\s*$",
    )
    .ok()
});
/// What stands ahead of a moment at which the court did it: 本院于, 已于.
static AHEAD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:^|[^将定拟请应须])[于在]\s*$").ok());
/// What stands behind it.
static BEHIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:通过[^，,。；;\n]{1,12})?(?:向(?:您|你|贵)[^，,。；;\n]{0,12}|以[^，,。；;\n]{1,10}方式)?\s*(?:电子)?(?:送达|发送|推送|收到|送到)").ok()
});
/// What a line holds besides when it is only the head of a message that a telephone shows.
static HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:[\d\s+()*-]|12368|来自|收到|发自|发送|接收|短信|消息|信息|星期|周[一二三四五六日天]|[:：,，]){0,40}$",
    )
    .ok()
});

/// Longest name of a person at the head of a message that was handed on in a chat, in characters.
const LONGEST_NAME: usize = 4;

/// The first moment at which a text says that it came or was sent, as it is written there.
pub fn said_when(text: &str) -> Option<String> {
    let text = plain(text);
    let found = STAMP.as_ref()?.find_iter(&text).find(|stamp| {
        let (before, behind) = (text.get(..stamp.start()).unwrap_or(""), text.get(stamp.end()..).unwrap_or(""));
        let (near, next) = (last_chars(before, 24), first_chars(behind, 40));
        is_at_head(before, behind) || matches(&FIELD, near) || is_said(near, next)
    })?;
    Some(found.as_str().trim().to_owned())
}

fn matches(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Above the message, on a line with nothing but a number or a name beside it.
fn is_at_head(before: &str, behind: &str) -> bool {
    let is_name = |text: &str| {
        text.chars().count() <= LONGEST_NAME && text.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    };
    let says_nothing = |line: &str| matches(&HEAD, line.trim()) || is_name(line.trim());
    let Some((rest, below)) = behind.split_once('\n') else { return false };
    before.split('\n').all(says_nothing) && matches(&HEAD, rest.trim()) && !below.trim().is_empty()
}

fn is_said(before: &str, behind: &str) -> bool {
    matches(&AHEAD, before) && matches(&BEHIND, behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_message_says_of_when_it_came_is_found_as_it_is_written() {
        let sms = "【上海市闵行区人民法院】（2026）沪0112民初12345号文书，请查收";
        for (text, expected) in [
            (format!("106900498311\n2026-11-20 16:42\n{sms}"), "2026-11-20 16:42"),
            (format!("王敏 11月20日 16:42\n{sms}"), "11月20日 16:42"),
            (format!("昨天 下午4:42\n{sms}"), "昨天 下午4:42"),
            (format!("{sms}\n收到时间：2026-11-20 16:42:11"), "2026-11-20 16:42:11"),
            (format!("发送时间:2026/11/20 16:42 {sms}"), "2026/11/20 16:42"),
            (format!("{sms}。本院已于2026年11月20日16时42分向您送达。"), "2026年11月20日16时42分"),
            (format!("{sms}，于2026年11月20日下午4点以电子方式送达"), "2026年11月20日下午4点"),
        ] {
            assert_eq!(said_when(&text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_moments_say_nothing_of_it() {
        for text in [
            "（2026）沪0112民初12345号案定于2026年12月10日9时30分在第三法庭开庭",
            "请于2026年12月1日24时前查收",
            "链接将于2026年12月1日 18:00失效",
            "应到时间：2026年12月10日9时30分",
            "开庭时间变更为\n2026年12月10日 9:30\n第三法庭",
            "（2026）沪0112民初12345号文书，请查收",
            "",
        ] {
            assert_eq!(said_when(text), None, "{text}");
        }
    }
}
