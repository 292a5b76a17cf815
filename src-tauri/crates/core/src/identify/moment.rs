//! Moments as courts write them: digits or numerals, with or without the year, half days and quarters.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime};
use regex::{Captures, Regex};

use super::text::numeral;

static NUMERALS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"([〇零○О0一二三四五六七八九十两Oo]{1,5})\s*(年|月|日|时|点|分)").ok());
/// Day of the week, half day and time of day behind a date.
const TIME: &str = concat!(
    r"(?:\s*[,，]?\s*[(]?\s*(?:星期|周|礼拜)\s*[一二三四五六日天]\s*[)]?)?\s*[,，T]?\s*(?:(?:开庭|庭审|应到|到庭)?时间\s*[:：]?\s*)?",
    r"(?P<half>上午|下午|晚上|中午|早上|上|下)?\s*",
    r"(?:(?P<hour>\d{1,2})\s*(?:[:：︰]\s*(?P<minute>\d{1,2})(?:\s*[:：]\s*\d{2})?|[时点]\s*(?:(?P<spoken>\d{1,2})\s*分?|(?P<word>半|整|一刻|三刻))?))?",
);
static DATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let date =
        r"(?P<year>\d\s?\d\s?\d\s?\d)\s*(?:年|[-/.])\s*(?P<month>\d{1,2})\s*(?:月|[-/.])\s*(?P<day>\d{1,2})\s*[日号]?";
    Regex::new(&format!("{date}{TIME}")).ok()
});
static YEARLESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let date = r"(?P<date>(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号])";
    Regex::new(&format!("(?:^|[^年\\d]){date}{TIME}")).ok()
});

/// How far ahead of the mail's arrival a sitting without a year may lie; one further off is a past one, and unknown.
const FARTHEST: Days = Days::new(200);

/// Every moment with a time of day in a text, in order, with the bytes it was read from.
///
/// `arrived` is the day the mail came: a date without a year is the next such day from then on. Without it, or when
/// that day lies far off, such a date says nothing.
pub fn moments(text: &str, arrived: Option<NaiveDate>) -> Vec<(Range<usize>, NaiveDateTime)> {
    let (Some(dated), Some(yearless)) = (DATED.as_ref(), YEARLESS.as_ref()) else { return Vec::new() };
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut found = Vec::new();
    for read in dated.captures_iter(text) {
        let Some(whole) = read.get(0) else { continue };
        taken.push(whole.range());
        let year = number(&read, "year").and_then(|year| i32::try_from(year).ok());
        found.extend(year.and_then(|year| moment(&read, year)).map(|moment| (whole.range(), moment)));
    }
    for read in yearless.captures_iter(text) {
        let (Some(whole), Some(date), Some(arrived)) = (read.get(0), read.name("date"), arrived) else { continue };
        let range = date.start()..whole.end();
        if taken.iter().any(|taken| taken.start < range.end && range.start < taken.end) {
            continue;
        }
        let next = [arrived.year(), arrived.year() + 1]
            .into_iter()
            .filter_map(|year| moment(&read, year))
            .find(|moment| moment.date() >= arrived);
        let is_near =
            |moment: &NaiveDateTime| arrived.checked_add_days(FARTHEST).is_some_and(|end| moment.date() <= end);
        found.extend(next.filter(is_near).map(|moment| (range, moment)));
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// 二〇二六年十二月十日上午九时三十分 written with digits.
pub fn with_digits(text: &str) -> String {
    let Some(regex) = NUMERALS.as_ref() else { return text.to_owned() };
    let digits = |read: &Captures<'_>| {
        let unit = read.get(2).map_or("", |it| it.as_str());
        let words = read.get(1).map_or("", |it| it.as_str());
        let is_plain = words.bytes().all(|byte| byte.is_ascii_digit());
        match numeral(&words.replace('0', "〇")).filter(|_| !is_plain) {
            Some(number) => format!("{number}{unit}"),
            None => format!("{words}{unit}"),
        }
    };
    regex.replace_all(text, digits).into_owned()
}

fn number(read: &Captures<'_>, name: &str) -> Option<u32> {
    read.name(name)?.as_str().split_whitespace().collect::<String>().parse().ok()
}

/// The moment one match writes; `None` without a time of day.
fn moment(read: &Captures<'_>, year: i32) -> Option<NaiveDateTime> {
    let mut hour = number(read, "hour")?;
    let minute = match read.name("word").map(|word| word.as_str()) {
        Some("半") => 30,
        Some("一刻") => 15,
        Some("三刻") => 45,
        _ => number(read, "minute").or_else(|| number(read, "spoken")).unwrap_or(0),
    };
    let half = read.name("half").map(|half| half.as_str());
    if matches!(half, Some("下午" | "晚上" | "下")) && hour < 12 || half == Some("中午") && hour < 6 {
        hour += 12;
    }
    NaiveDate::from_ymd_opt(year, number(read, "month")?, number(read, "day")?)?.and_hms_opt(hour, minute, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("开庭时间：12月10日14:00", Some("2026-12-10T14:00:00"))]
    #[case("定于1月6日（星期三）上午9时", Some("2027-01-06T09:00:00"))]
    #[case("11月20日下午2点半", Some("2026-11-20T14:30:00"))]
    #[case("11月5日9时开庭", None)]
    #[case("12月10日", None)]
    #[case("二0二六年十二月十日九时", Some("2026-12-10T09:00:00"))]
    #[case("1.2026年12月10日 9：15", Some("2026-12-10T09:15:00"))]
    #[case("2026年 12月10日中午1时", Some("2026-12-10T13:00:00"))]
    #[case("2月30日9时", None)]
    fn a_date_without_a_year_is_the_next_one(#[case] text: &str, #[case] says: Option<&str>) {
        let found = moments(&with_digits(&crate::identify::text::plain(text)), NaiveDate::from_ymd_opt(2026, 11, 20));
        let told: Vec<String> =
            found.iter().map(|(_, moment)| moment.format("%Y-%m-%dT%H:%M:%S").to_string()).collect();
        assert_eq!(told, says.into_iter().collect::<Vec<_>>(), "{text}");
    }

    #[test]
    fn without_an_arrival_no_year_is_guessed() {
        assert!(moments("12月10日14:00", None).is_empty());
    }
}
