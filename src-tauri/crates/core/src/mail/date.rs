//! Moments as mail headers write them: after RFC 5322, and in the forms that Chinese mailers send instead.

use std::sync::LazyLock;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use regex::{Captures, Regex};

use super::header::{text_by_trying, unfolded};
use crate::intake::COURT_OFFSET_SECONDS;

static ZONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|\s|\d)(?:(?:GMT|UTC|UT)?\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?|(?P<name>[A-Z]{1,5}|Asia/[A-Z]+|中国标准时间|北京时间))$").ok()
});
static ASCTIME: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)\s(CST|GMT|UTC)\s+(\d{4})$").ok());
static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?P<half>上午|下午|晚上)?\s*(?P<hour>\d{1,2})\s*[:：时点]\s*(?P<minute>\d{1,2})\s*分?(?:\s*[:：]?\s*(?P<second>\d{1,2})秒?)?(?:\.\d+)?\s*(?P<after>[AP]M)?").ok()
});
static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})|",
        r"(?P<day2>\d{1,2})[\s-]+(?P<name2>[A-Z]{3,9}|[一二三四五六七八九十]{1,2}月|\d{1,2}月)\.?[\s,-]+(?P<year2>\d{4})|",
        r"(?P<name3>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+(?P<day3>\d{1,2})\D.*?(?P<year3>\d{4})",
    ))
    .ok()
});

/// Years a mail can have been sent in.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2200;

/// A moment as mail headers write it; comments such as `(CST)` and the day of the week are no part of it. `CST` is
/// China's, and so is a moment without a zone: such mailers stand here.
pub fn date(raw: &[u8]) -> Option<DateTime<FixedOffset>> {
    let text = text_by_trying(&unfolded(raw));
    let without_comment = text.split('(').next().unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
    // A wrong day of the week does not make a date unreadable.
    let plain = without_comment.split_once([',', '，']).map_or(without_comment.as_str(), |(_, tail)| tail).trim();
    let by_standard = if plain.to_ascii_uppercase().ends_with("CST") {
        None
    } else {
        DateTime::parse_from_rfc2822(plain)
            .or_else(|_| DateTime::parse_from_rfc3339(plain))
            .or_else(|_| DateTime::parse_from_str(plain, "%Y-%m-%d %H:%M:%S %z"))
            .or_else(|_| DateTime::parse_from_str(plain, "%a %b %e %H:%M:%S %Y %z"))
            .ok()
    };
    by_standard
        .or_else(|| by_pieces(plain))
        .or_else(|| by_pieces(&without_comment))
        .filter(|moment| YEARS.contains(&moment.year()))
}

/// Day, time and zone, wherever each stands.
fn by_pieces(text: &str) -> Option<DateTime<FixedOffset>> {
    // The zone of an asctime form stands before the year.
    let text = ASCTIME.as_ref()?.replace(text, " $2 $1");
    let (text, offset) = zone(text.trim())?;
    let times = TIME.as_ref()?.captures(&text)?;
    let part =
        |found: &Captures<'_>, name: &str| found.name(name).and_then(|it| it.as_str().trim().parse::<u32>().ok());
    let hour = part(&times, "hour")?;
    let word = |name: &str| times.name(name).map_or("", |it| it.as_str()).to_ascii_lowercase();
    let is_late = ["下午", "晚上"].contains(&word("half").as_str()) || word("after") == "pm";
    let is_early = word("half") == "上午" || word("after") == "am";
    let hour = match hour {
        12 if is_early => 0,
        1..=11 if is_late => hour + 12,
        _ => hour,
    };
    let around = times.get(0)?;
    let days = format!("{} {}", text.get(..around.start())?, text.get(around.end()..)?);
    let day = day(&DAY.as_ref()?.captures(&days)?)?;
    let moment = day.and_hms_opt(hour, part(&times, "minute")?, part(&times, "second").unwrap_or(0).min(59))?;
    moment.and_local_timezone(offset).single()
}

fn day(found: &Captures<'_>) -> Option<NaiveDate> {
    let text = |name: &str| found.name(name).map(|it| it.as_str());
    let number = |name: &str| text(name).and_then(|it| it.parse::<u32>().ok());
    let year = ["year", "year2", "year3"].iter().find_map(|name| number(name)).and_then(|it| i32::try_from(it).ok())?;
    let month = number("month").or_else(|| ["name2", "name3"].iter().find_map(|name| month_of(text(name)?)))?;
    let day = ["day", "day2", "day3"].iter().find_map(|name| number(name))?;
    NaiveDate::from_ymd_opt(year, month, day)
}

fn month_of(name: &str) -> Option<u32> {
    const ENGLISH: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const CHINESE: [&str; 12] =
        ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"];
    if let Some(number) = name.strip_suffix('月').and_then(|number| number.parse().ok()) {
        return Some(number);
    }
    let lower = name.to_ascii_lowercase();
    let is_it = |known: &&str| lower.starts_with(known);
    let at = ENGLISH.iter().position(is_it).or_else(|| CHINESE.iter().position(|known| *known == name));
    at.and_then(|at| u32::try_from(at + 1).ok())
}

/// The text without its zone, and the zone. `None` for a zone nobody has.
fn zone(text: &str) -> Option<(String, FixedOffset)> {
    let here = FixedOffset::east_opt(COURT_OFFSET_SECONDS)?;
    let Some(found) = ZONE.as_ref()?.captures(text) else { return Some((text.to_owned(), here)) };
    let number = |name: &str| found.name(name).and_then(|it| it.as_str().parse::<i32>().ok());
    if let (Some(sign), Some(hours)) = (found.name("sign"), number("hours")) {
        // 2026-11-19 is a day, and no zone at its end.
        let is_day = sign.as_str() == "-" && !text.contains([':', '：', '时', '点']);
        if is_day {
            return Some((text.to_owned(), here));
        }
        let seconds = hours * 3600 + number("minutes").unwrap_or(0) * 60;
        let offset = FixedOffset::east_opt(if sign.as_str() == "-" { -seconds } else { seconds })?;
        return Some((before(text, sign.start()), offset));
    }
    let name = found.name("name")?;
    let hours = match name.as_str().to_ascii_uppercase().as_str() {
        "GMT" | "UTC" | "UT" | "Z" => 0,
        "JST" | "KST" => 9,
        "EST" | "CDT" => -5,
        "EDT" => -4,
        "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        "AM" | "PM" => return Some((text.to_owned(), here)),
        _ => return Some((before(text, name.start()), here)),
    };
    Some((before(text, name.start()), FixedOffset::east_opt(hours * 3600)?))
}

/// What stands before a zone, without a `GMT` that belongs to it.
fn before(text: &str, at: usize) -> String {
    let head = text.get(..at).unwrap_or("").trim_end();
    let lower = head.to_ascii_uppercase();
    let length = ["GMT", "UTC", "UT"].iter().find(|name| lower.ends_with(**name)).map_or(0, |name| name.len());
    head.get(..head.len() - length).unwrap_or(head).trim_end().to_owned()
}

/// The time a Received line ends with (RFC 5321 section 4.4: after its last semicolon).
pub fn received(raw: &[u8]) -> Option<DateTime<FixedOffset>> {
    let line = unfolded(raw);
    let at = line.iter().rposition(|byte| *byte == b';')?;
    date(line.get(at + 1..)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("Thu, 19 Nov 2026 23:58:00 +0800")]
    #[case("Thu, 19 Nov 2026 23:58:00 +0800 (CST)")]
    #[case("Thu, 19 Nov 2026 23:58:00 CST")]
    #[case("Thu, 19 Nov 2026 23:58:00 GMT+08:00")]
    #[case("Thu, 19 Nov 2026 23:58:00 GMT+8")]
    #[case("Thu, 19 Nov 2026 15:58:00 GMT")]
    #[case("Thu, 19 Nov 2026 15:58:00 -0000")]
    #[case("Thu, 19 Nov 2026 10:58:00 EST")]
    #[case("Thu, 19 Nov 2026 23:58:00")]
    #[case("Thu Nov 19 23:58:00 2026")]
    #[case("Thu Nov 19 23:58:00 CST 2026")]
    #[case("Thu Nov 19 15:58:00 UTC 2026")]
    #[case("2026年11月19日 23:58:00")]
    #[case("2026年11月19日 星期四 下午 11:58")]
    #[case("2026-11-19 23:58:00")]
    #[case("2026-11-19T23:58:00+08:00")]
    #[case("2026/11/19 11:58:00 PM")]
    #[case("星期四, 19 十一月 2026 23:58:00 +0800")]
    #[case("星期四, 19 11月 2026 23:58:00 +0800")]
    fn one_moment_in_many_forms(#[case] written: &str) {
        let found = date(written.as_bytes()).map(|it| it.timestamp());
        assert_eq!(found, date(b"Thu, 19 Nov 2026 15:58:00 +0000").map(|it| it.timestamp()), "{written}");
    }

    #[rstest]
    #[case("yesterday")]
    #[case("")]
    #[case("Fri, 20 Nov 99999 09:40:02 +0800")]
    #[case("Fri, 20 Nov 2026 09:40:02 +9999")]
    #[case("2026年13月19日 23:58:00")]
    fn what_is_no_moment(#[case] written: &str) {
        assert_eq!(date(written.as_bytes()), None, "{written}");
    }

    proptest! {
        #[test]
        fn nothing_breaks_the_reader(text in "[0-9A-Za-z:：+ ,/年月日时上下午()-]{0,60}") {
            let _ = date(text.as_bytes());
        }
    }
}
