//! Days that are told from the day the mail came: 本周五(11日), 本月27日, 明年1月5日, 明天.

use std::borrow::Cow;
use std::sync::LazyLock;

use chrono::{DateTime, Datelike as _, Days, FixedOffset, Months, NaiveDate};
use regex::{Captures, Regex};

use crate::intake::COURT_OFFSET_SECONDS;

/// 本周五(11日), 下周一(21日) with the month: the next such day of which the day of the week is right.
pub(super) fn with_weekdays(text: String, arrived: Option<NaiveDate>) -> String {
    static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?P<week>(?:本|这|下|下个)?(?:周|星期|礼拜))(?P<of>[一二三四五六日天])\s*[(](?P<day>\d{1,2})[日号][)]",
        )
        .ok()
    });
    let Some((arrived, regex)) = arrived.zip(DAY.as_ref()).filter(|_| text.contains(['周', '期', '拜'])) else {
        return text;
    };
    let named = |read: &Captures<'_>| {
        let part = |name: &str| read.name(name).map_or("", |it| it.as_str());
        let number = part("day").parse::<u32>().ok();
        let is_it = |day: &NaiveDate| Some(day.day()) == number && is_named(*day, part("of"));
        // 下周五 lies within two weeks, whatever day of the week it is said on.
        match arrived.iter_days().take(WEEKS_AHEAD).find(is_it) {
            Some(day) => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
            None => read.get(0).map_or("", |it| it.as_str()).to_owned(),
        }
    };
    regex.replace_all(&text, named).into_owned()
}

/// Whether 一 to 日 is the day of the week.
fn is_named(day: NaiveDate, of: &str) -> bool {
    nth_of_week(of) == Some(u64::from(day.weekday().num_days_from_monday()))
}

/// How many days after Monday a day of the week is.
fn nth_of_week(of: &str) -> Option<u64> {
    let nth = "一二三四五六日".chars().position(|c| of.replace('天', "日").starts_with(c))?;
    u64::try_from(nth).ok()
}

/// 14日 9:00 in the rows below 2026年12月庭审安排表, with the month of that heading.
pub(super) fn with_month_above(text: String) -> String {
    static HEADING: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?P<month>20\d\d年\d{1,2}月)(?:[^\d日]*)(?:庭审|开庭|排期|排庭|审理)").ok());
    static ROW: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(?P<lead>[\s|]*)(?P<day>(?:[1-9]|[12]\d|3[01])[日号](?:\D|$).*)$").ok());
    let (Some(heading), Some(row)) = (HEADING.as_ref(), ROW.as_ref()) else { return text };
    if !heading.is_match(&text) {
        return text;
    }
    let mut month: Option<String> = None;
    let lines = text.split('\n').map(|line| {
        if let Some(read) = heading.captures(line).and_then(|read| read.name("month")) {
            month = Some(read.as_str().to_owned());
            return line.to_owned();
        }
        match (&month, row.captures(line)) {
            (Some(month), Some(read)) => {
                let part = |name: &str| read.name(name).map_or("", |it| it.as_str());
                format!("{}{month}{}", part("lead"), part("day"))
            }
            _ => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Days ahead in which a day of this week or the next lies.
const WEEKS_AHEAD: usize = 15;

/// Days that a mail may take from its writing to its coming.
const LATE_MAIL: u32 = 3;

/// 明年1月5日 with its year, 本月27日 and 下月3日 with their year and month: all are told from the day the mail came.
pub(super) fn with_years(text: &str, arrived: Option<NaiveDate>) -> String {
    let Some(arrived) = arrived.filter(|_| text.contains(['年', '月'])) else { return text.to_owned() };
    let of_month = |day: NaiveDate| format!("{}年{}月", day.year(), day.month());
    let next = arrived.checked_add_months(Months::new(1)).unwrap_or(arrived);
    // What comes in the first days of a month may have been written in the one before.
    let is_sure = arrived.day() > LATE_MAIL;
    let words = [
        ("明年", format!("{}年", arrived.year() + 1)),
        ("今年", format!("{}年", arrived.year())),
        ("本年", format!("{}年", arrived.year())),
        ("本月", of_month(arrived)),
        ("下个月", of_month(next)),
        ("下月", of_month(next)),
        ("次月", of_month(next)),
    ];
    let mut told = text.to_owned();
    for (word, meant) in words.iter().filter(|(word, _)| text.contains(word) && (is_sure || word.ends_with('年'))) {
        for number in "123456789一二三四五六七八九十".chars() {
            told = told.replace(&format!("{word}{number}"), &format!("{meant}{number}"));
        }
    }
    told
}

/// 明天上午9:30, 后天(周五)下午2点 with their date. What is written on one day and comes on another has no such day for sure.
pub(super) fn with_tomorrow(
    text: &str,
    dated: Option<DateTime<FixedOffset>>,
    arrived: Option<NaiveDate>,
) -> Cow<'_, str> {
    static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?P<day>今[天日]|明[天日]|后[天日]|(?P<week>[本这下])个?(?:周|星期|礼拜)(?P<on>[一二三四五六日天]))\s*(?:[（(]\s*(?:周|星期|礼拜)(?P<of>[一二三四五六日天])\s*[)）])?",
            r"(?P<time>\s*(?:上午|下午|中午|早上|晚上)?\s*(?:\d{1,2}\s*[:：时点]|[一二三四五六七八九十]{1,2}\s*[时点]))",
        ))
        .ok()
    });
    let written = FixedOffset::east_opt(COURT_OFFSET_SECONDS).zip(dated).map(|(zone, it)| it.with_timezone(&zone));
    let day = written.map(|it| it.date_naive()).filter(|day| Some(*day) == arrived);
    let Some((written, regex)) = day.zip(DAY.as_ref()).filter(|_| text.contains(['今', '明', '后', '本', '这', '下']))
    else {
        return Cow::Borrowed(text);
    };
    let named = |read: &Captures<'_>| {
        let part = |name: &str| read.name(name).map_or("", |it| it.as_str());
        let ahead = match part("day").chars().next() {
            Some('明') => Some(1),
            Some('后') => Some(2),
            Some('今') => Some(0),
            // The week begins on Monday, and 下周五 is the next one's.
            _ => nth_of_week(part("on")).and_then(|on| {
                let weeks = if part("week") == "下" { 7 } else { 0 };
                (on + weeks).checked_sub(u64::from(written.weekday().num_days_from_monday()))
            }),
        };
        match ahead
            .and_then(|ahead| written.checked_add_days(Days::new(ahead)))
            .filter(|day| part("of").is_empty() || is_named(*day, part("of")))
        {
            Some(day) => format!("{}年{}月{}日{}", day.year(), day.month(), day.day(), part("time")),
            None => read.get(0).map_or("", |it| it.as_str()).to_owned(),
        }
    };
    regex.replace_all(text, named)
}
