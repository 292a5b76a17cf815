//! What stands beside a sitting: moments at which others are to be there, and calls to a day without a time that can be
//! read.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use super::super::moment::read as moments;
use super::super::text::{behind, first_chars, flowing, last_chars};
use super::words::{ACTS, DONE_THEN, EVENTS, OTHERS};

/// Who comes at another time than the parties.
const PEOPLE: [&str; 10] =
    ["证人", "鉴定人", "旁听", "记者", "媒体", "翻译", "专家辅助人", "有专门知识的人", "陪审员", "勘验人"];
/// What one does ahead of a sitting.
const AHEAD_OF_IT: [&str; 28] = [
    "候庭",
    "候传",
    "候审",
    "待庭",
    "等候",
    "等待",
    "签到",
    "登记",
    "安检",
    "报到",
    "入庭",
    "进入法庭",
    "入场",
    "到达",
    "抵达",
    "调试",
    "测试",
    "进入会议室",
    "登录",
    "登陆",
    "上线",
    "进入",
    "入会",
    "连线",
    "打开",
    "在线等",
    "就位",
    "核验",
];
/// Rooms and programs that only bear the name of what is held in them.
const THINGS_OF_IT: [&str; 12] = [
    "庭审房间",
    "庭审平台",
    "庭审系统",
    "庭审界面",
    "庭审页面",
    "庭审链接",
    "庭审室",
    "庭审大厅",
    "审理平台",
    "审理系统",
    "调解平台",
    "调解室",
];
/// Days that are told by another one, or written in a way that may be read otherwise.
static LOOSE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:下个?|本|同|次|当|这个)月\s*\d{1,2}\s*[日号]|(?:^|[^\d/.-])(?P<figures>(?:1[0-2]|0?[1-9])[/.](?:3[01]|[12]\d|0?[1-9])\s+\d{1,2}\s*[:：时点])|",
        r"(?:下|本|这)个?(?:周|星期|礼拜)[一二三四五六日天]|(?:明天|后天|次日)|(?:农历|腊月|正月|冬月)",
    ))
    .ok()
});
static HOUR: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\d\s*[时点:：;；]").ok());
/// How a text sets a day for something.
const SETS: [&str; 25] = [
    "定于",
    "订于",
    "定在",
    "订在",
    "改于",
    "改为",
    "改至",
    "改到",
    "改期",
    "变更为",
    "变更至",
    "调整为",
    "调整至",
    "延期至",
    "推迟至",
    "提前至",
    "排期",
    "安排",
    "请于",
    "应于",
    "须于",
    "将于",
    "拟于",
    "时间",
    "日期",
];
/// What says that the time is told elsewhere or later.
const ELSEWHERE: [&str; 14] = [
    "另行通知",
    "另行告知",
    "另行确定",
    "另行安排",
    "另定",
    "待定",
    "传票为准",
    "通知为准",
    "短信为准",
    "见传票",
    "见附件",
    "见通知",
    "详见",
    "所附传票",
];
/// What is told elsewhere that is no time.
const THINGS: [&str; 10] = ["链接", "会议号", "房间", "法庭", "地点", "人员", "书记员", "账号", "密码", "方式"];
/// What says that all was told.
const NO_MORE_NEWS: &str = "不再另行通知";
/// What says that nothing is held then any more, or was.
const OVER: [&str; 8] = ["取消", "不再", "撤销", "暂停", "已于", "曾于", "中止", "作废"];

/// A later time of day at which the sitting begins: …8:50前到达第三法庭，9:20正式开庭.
static BEGINS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^前[^。；;]{0,40}[，,]\d{1,2}[时点:：](?:\d{1,2}分?|半|整)?[^，,。；;\d]{0,16}(?:开庭|庭审|开始审理)")
        .ok()
});

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Whether only somebody else than the parties comes at a moment, or everybody comes ahead of the sitting itself:
/// 证人请于…到庭, …到达第三法庭门口候庭.
pub(super) fn is_of_others(text: &str, range: &Range<usize>) -> bool {
    let ends = ['。', '；', ';', '，', ',', '、', '!', '！'];
    let before = flowing(last_chars(text.get(..range.start).unwrap_or(""), 60));
    let before = squeezed(before.rsplit(|c| ends.contains(&c) || c == '\n').next().unwrap_or(""));
    let after = behind(text, range.end, 40);
    let after = squeezed(after.split(|c| ends.contains(&c) || c == '\n').next().unwrap_or(""));
    // 旁听人员登记后…: whoever calls to the sitting itself calls the parties.
    let is_set = has_any(&before, &["定于", "订于", "改期", "时间"]);
    // 进入庭审房间等候: the room on line is none of what is held there.
    let told = THINGS_OF_IT.iter().fold(after.clone(), |told, thing| told.replace(thing, ""));
    let is_held = has_any(&told, &["开庭", "庭审", "审理", "参加", "调解", "质证", "宣判"]);
    let begins_later = BEGINS.as_ref().is_some_and(|regex| regex.is_match(&squeezed(&behind(text, range.end, 70))));
    has_any(&before, &PEOPLE) && !is_set || has_any(&after, &AHEAD_OF_IT) && !is_held || begins_later
}

/// Whether a day has a time beside it that was not read for sure.
pub(super) fn has_time(text: &str, day: &Range<usize>) -> bool {
    text.get(day.clone()).is_some_and(|day| HOUR.as_ref().is_some_and(|regex| regex.is_match(day)))
}

/// Whether a text calls to a sitting on a day to come whose time cannot be read, and does not say that it is told
/// elsewhere. `text` is in one way of writing.
pub(super) fn calls_without_time(text: &str, arrived: Option<NaiveDate>) -> bool {
    let Some(arrived) = arrived.filter(|_| may_call(text)) else { return false };
    let days = moments(text, Some(arrived)).days.into_iter().filter(|(_, day)| *day >= arrived).map(|(range, _)| range);
    let loose = LOOSE.as_ref().into_iter().flat_map(|regex| regex.captures_iter(text));
    let loose = loose.filter_map(|read| Some(read.name("figures").or_else(|| read.get(0))?.range()));
    days.chain(loose).any(|day| is_called(text, &day))
}

/// Whether a text calls to a sitting at the time that an earlier paper told: 仍请按传票时间到庭.
pub(super) fn calls_as_told_before(text: &str) -> bool {
    let text = squeezed(text);
    has_any(&text, &["传票时间", "传票载明的时间", "传票所定时间", "原定时间", "原定的时间", "按时到庭", "照常开庭"])
        && has_any(&text, &["到庭", "出庭", "开庭", "参加庭审"])
        && !has_any(&text, &OVER)
        && !is_told_elsewhere(&text)
}

/// Whether a text has the words without which none of its sentences calls to a sitting: most mails have not, and their
/// days need not be looked at.
fn may_call(text: &str) -> bool {
    let text = squeezed(text);
    // What stands around words that are left out may make up one together.
    let may_act = has_any(&text, &ACTS) || text.contains(NO_MORE_NEWS);
    may_act && has_any(&text, &SETS)
}

/// Whether the sentence around a day sets it for a sitting.
fn is_called(text: &str, day: &Range<usize>) -> bool {
    let ends = ['。', '；', '!', '！'];
    let before = last_chars(text.get(..day.start).unwrap_or(""), 80);
    let before = squeezed(before.rsplit(ends).next().unwrap_or(""));
    let after = squeezed(first_chars(text.get(day.start..).unwrap_or(""), 80));
    let after = after.split(ends).next().unwrap_or("");
    let whole = format!("{before}{after}").replace(NO_MORE_NEWS, "");
    let behind = squeezed(first_chars(text.get(day.end..).unwrap_or(""), 30));
    let is_limit = ["前", "之前", "以前", "止", "届满", "截止", "内", "起"].iter().any(|word| behind.starts_with(word))
        || ["截至", "截止", "截止到", "至迟", "最迟", "不晚于", "自", "从"].iter().any(|word| before.ends_with(word));
    let clause = behind.split(['，', ',', '。', '；', ';', '、']).next().unwrap_or("");
    let is_other = has_any(clause, &OTHERS) || has_any(clause, &DONE_THEN) || has_any(&whole, &EVENTS);
    let is_set = has_any(&whole, &ACTS) && has_any(&before, &SETS) && !has_any(&whole, &OVER);
    is_set && !is_limit && !is_other && !is_told_elsewhere(text)
}

/// Whether a text says that the time of the sitting is told elsewhere or later.
fn is_told_elsewhere(text: &str) -> bool {
    let text = squeezed(text).replace(NO_MORE_NEWS, "").replace("不另行通知", "");
    text.split(['，', ',', '。', '；', ';', '(', ')']).any(|clause| {
        let names_time = has_any(clause, &["时间", "日期", "开庭", "庭审", "安排"]) || clause.chars().count() <= 10;
        has_any(clause, &ELSEWHERE) && names_time && !has_any(clause, &THINGS)
    })
}
