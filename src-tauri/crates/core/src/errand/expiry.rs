//! When a link stops working: the words beside it, read as a moment.

use std::sync::LazyLock;

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveTime, TimeZone as _};
use regex::Regex;

static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let shape = concat!(
        r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?",
        r"(?:\s*(\d{1,2})(?:[:：](\d{2})(?:[:：](\d{2}))?|\s*[时点](?:\s*(\d{1,2})\s*分)?))?",
    );
    Regex::new(shape).ok()
});
static LENGTH: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"([\d一二三四五六七八九十两]{1,3})\s*个?\s*(工作日|天|日|小时)").ok());

/// When a link stops working.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// At this moment, in the court's time zone.
    At(DateTime<FixedOffset>),
    /// Never, the sender says.
    Never,
}

/// Reads the words of an expiry; lengths count from `from`, the arrival of the mail that says them.
///
/// `None` when the words say no moment that can be known for sure: working days are counted by nobody's calendar here.
pub fn expiry(words: &str, from: Option<DateTime<FixedOffset>>) -> Option<Expiry> {
    if words.contains("永久") {
        return Some(Expiry::Never);
    }
    if let Some(read) = DATE.as_ref()?.captures(words) {
        let number = |nth: usize| read.get(nth).and_then(|it| it.as_str().parse::<u32>().ok());
        let year = i32::try_from(number(1)?).ok()?;
        let date = NaiveDate::from_ymd_opt(year, number(2)?, number(3)?)?;
        let minute = number(5).or(number(7)).unwrap_or(0);
        let (date, time) = match number(4) {
            // 24时 is the first moment of the next day.
            Some(24) if minute == 0 => (date.succ_opt()?, NaiveTime::MIN),
            Some(hour) => (date, NaiveTime::from_hms_opt(hour, minute, number(6).unwrap_or(0))?),
            // A day without a time counts to its end.
            None => (date, NaiveTime::from_hms_opt(23, 59, 59)?),
        };
        let zone = FixedOffset::east_opt(crate::intake::COURT_OFFSET_SECONDS)?;
        return zone.from_local_datetime(&date.and_time(time)).single().map(Expiry::At);
    }
    let read = LENGTH.as_ref()?.captures(words)?;
    let amount = number(read.get(1)?.as_str())?;
    let length = match read.get(2)?.as_str() {
        "小时" => Duration::hours(amount),
        "天" | "日" => Duration::days(amount),
        _ => return None,
    };
    from.map(|from| Expiry::At(from + length))
}

/// 15, 七, 十五, 三十.
fn number(text: &str) -> Option<i64> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let digit = |c: char| "一二三四五六七八九".chars().position(|it| it == c).map(|at| at as i64 + 1);
    let digit = |c: char| if c == '两' { Some(2) } else { digit(c) };
    match text.split_once('十') {
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens.chars().next()?)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones.chars().next()?)? };
            Some(tens * 10 + ones)
        }
        None => digit(text.chars().next()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beside_a_link_become_a_moment() {
        let from = DateTime::parse_from_rfc3339("2026-11-20T16:42:11+08:00").ok();
        let at = |words: &str| match expiry(words, from) {
            Some(Expiry::At(at)) => at.to_rfc3339(),
            Some(Expiry::Never) => "never".to_owned(),
            None => "unknown".to_owned(),
        };
        assert_eq!(at("2026年12月1日"), "2026-12-01T23:59:59+08:00");
        assert_eq!(at("2026-12-01 09:30"), "2026-12-01T09:30:00+08:00");
        assert_eq!(at("2026年12月1日24时"), "2026-12-02T00:00:00+08:00");
        assert_eq!(at("2026年12月31日 24:00"), "2027-01-01T00:00:00+08:00");
        assert_eq!(at("2026年12月1日 18时30分"), "2026-12-01T18:30:00+08:00");
        assert_eq!(at("2026年12月1日25时"), "unknown");
        assert_eq!(at("15天内有效"), "2026-12-05T16:42:11+08:00");
        assert_eq!(at("剩余 3 天"), "2026-11-23T16:42:11+08:00");
        assert_eq!(at("七日内有效"), "2026-11-27T16:42:11+08:00");
        assert_eq!(at("二十四小时内有效"), "2026-11-21T16:42:11+08:00");
        assert_eq!(at("永久有效"), "never");
        assert_eq!(at("五个工作日内有效"), "unknown");
        assert_eq!(at("2026-13-01"), "unknown");
        assert_eq!(expiry("7天", None), None);
    }
}
