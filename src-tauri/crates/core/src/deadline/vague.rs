//! Times a paper tells without saying the whole day: 4月28日前, 本月24日前, 下周五前, 半个月内, 四十八小时内.

use chrono::{Datelike, Months, NaiveDate};

use super::Length;
use super::number::{self, is_numeral};
use super::paper::Stated;
use super::spot::{Spot, ends_a_span, number_at, number_with_unit, text_of};

/// Farther ahead than this, a day without a year may as well be one that has passed.
const FARTHEST: i64 = 183;

/// Words for a month, a week or a day that only a reader with a calendar knows.
const WORDS: [&str; 20] = [
    "下个星期",
    "下个月",
    "下星期",
    "本星期",
    "这星期",
    "下周",
    "本周",
    "这周",
    "下月",
    "次月",
    "本月",
    "当月",
    "月底",
    "月末",
    "年底",
    "年末",
    "节前",
    "春节",
    "国庆",
    "当天",
];

/// What stands where a form was not filled in; blanks between words are gone by the time a text is read.
const BLANKS: &str = "_×□*";

/// How a period or a day goes on behind such a place.
const BEHIND_A_BLANK: [&str; 6] = ["日内", "天内", "日之内", "天之内", "个工作日", "日以内"];

/// Whether a sentence may hold such a word; those without a number are read for it only.
pub fn is_in(sentence: &str) -> bool {
    let is_open = || sentence.contains("起日内") || sentence.contains("起天内") || sentence.contains("年月日");
    WORDS.iter().chain(&["半个月", "半月"]).any(|word| sentence.contains(word))
        || sentence.chars().any(|letter| BLANKS.contains(letter))
        || is_open()
}

/// Where a period or a day that nobody filled in ends: 起____日内, 起　日内, 至____年__月__日.
fn blank(letters: &[char], at: usize) -> Option<usize> {
    if !letters.get(at).is_some_and(|letter| "起年".contains(*letter) || BLANKS.contains(*letter)) {
        return None;
    }
    let is_blank = |at: usize| letters.get(at).is_some_and(|letter| BLANKS.contains(*letter));
    let behind = |from: usize| text_of(letters, from, (from + 14).min(letters.len()));
    let ahead = at.checked_sub(1).and_then(|before| letters.get(before)).copied();
    // A day, and not that of a signature to come: 至____年__月__日, 于　年　月　日前.
    let is_day = |rest: &str| {
        let ends = ["日前", "日止", "日之前", "日以前", "日届满"];
        rest.starts_with('年')
            && (ahead.is_some_and(|letter| "至到".contains(letter)) || ends.iter().any(|end| rest.contains(end)))
    };
    if is_blank(at) {
        let end = (at..letters.len()).find(|at| !is_blank(*at))?;
        let rest = behind(end);
        let is_told = BEHIND_A_BLANK.iter().any(|word| rest.starts_with(word)) || is_day(&rest);
        return (is_told && !ahead.is_some_and(|letter| BLANKS.contains(letter))).then_some(end + 1);
    }
    let rest = behind(at);
    let is_open = ["起日内", "起天内"].iter().any(|word| rest.starts_with(word));
    (is_open || (rest.starts_with("年月日") && is_day(&rest))).then_some(at + 3)
}

/// A month and a day without a year, and where they end: 4月28日, 四月二十八号.
pub fn yearless_at(letters: &[char], at: usize) -> Option<(u32, u32, usize)> {
    if at.checked_sub(1).and_then(|before| letters.get(before)).copied().is_some_and(is_numeral) {
        return None;
    }
    let (month, end) = number_at(letters, at, 3)?;
    letters.get(end).filter(|mark| **mark == '月')?;
    let (day, end) = number_at(letters, end + 1, 3)?;
    letters.get(end).filter(|mark| matches!(mark, '日' | '号'))?;
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((month, day, end + 1))
}

/// The day meant by a month and a day: the first on or after the date right before it (自某年某月某日起至某月某日), else
/// on or after the service. `None` where that would be so far off that the day may have passed already; whether 今年 tells
/// the year.
pub fn yearless(
    letters: &[char],
    at: usize,
    (month, day): (u32, u32),
    from: Option<NaiveDate>,
    served: Option<NaiveDate>,
) -> (Option<NaiveDate>, bool) {
    let on = |year| NaiveDate::from_ymd_opt(year, month, day);
    let first = |from: NaiveDate| on(from.year()).filter(|it| *it >= from).or_else(|| on(from.year() + 1));
    let lead = text_of(letters, at.saturating_sub(2), at);
    if lead.ends_with('年') {
        let is_this = ["今年", "本年", "当年"].contains(&lead.as_str());
        return (served.filter(|_| is_this).and_then(|served| on(served.year())), true);
    }
    if let Some(from) = from {
        return (first(from), false);
    }
    let near = |served: NaiveDate| first(served).filter(|it| (*it - served).num_days() <= FARTHEST);
    (served.and_then(near), false)
}

/// A time at this place of which the day is only presumed, or not known at all.
pub fn at(letters: &[char], at: usize, served: Option<NaiveDate>) -> Option<Spot> {
    let letter = *letters.get(at)?;
    let spot = |end, stated| Some(Spot { start: at, end, stated, is_loose: true });
    if letter == '半' {
        return half_a_month(letters, at).and_then(|(end, stated)| spot(end, stated));
    }
    if is_numeral(letter) {
        return hours(letters, at).or_else(|| lone_day(letters, at)).and_then(|end| spot(end, Stated::Unread));
    }
    if let Some(end) = blank(letters, at) {
        return spot(end, Stated::Unread);
    }
    if !"下本这次当月年节春国".contains(letter) {
        return None;
    }
    let rest = text_of(letters, at, (at + 4).min(letters.len()));
    let word = WORDS.iter().find(|word| rest.starts_with(**word))?;
    let after = at + word.chars().count();
    if word.ends_with('月')
        && let Some((day, end)) = day_of_month(letters, after)
        && let Some((before, end)) = ends_a_span(letters, at, end)
    {
        let month = if matches!(*word, "本月" | "当月") { 0 } else { 1 };
        let date = served.and_then(|served| {
            let first = served.with_day(1)?.checked_add_months(Months::new(month))?;
            first.with_day(day).filter(|date| *date >= served)
        });
        return spot(end, date.map_or(Stated::Unread, |date| Stated::Date { date, before }));
    }
    let weekday = letters.get(after).is_some_and(|letter| "一二三四五六日天末".contains(*letter));
    let end = after + usize::from(weekday && word.ends_with(['周', '期']));
    if *word == "节前" {
        return spot(end, Stated::Unread);
    }
    let (_, end) = ends_a_span(letters, at, end)?;
    spot(end, Stated::Unread)
}

fn day_of_month(letters: &[char], at: usize) -> Option<(u32, usize)> {
    let (day, end) = number_at(letters, at, 3)?;
    letters.get(end).filter(|mark| matches!(mark, '日' | '号'))?;
    Some((day, end + 1))
}

/// 半个月内, 半月内: fifteen days at the least. One and a half (一个半月) is not told.
fn half_a_month(letters: &[char], at: usize) -> Option<(usize, Stated)> {
    let rest = text_of(letters, at, (at + 5).min(letters.len()));
    let word = ["半个月", "半月"].iter().find(|word| rest.starts_with(**word))?;
    let is_more = at.checked_sub(1).and_then(|before| letters.get(before)) == Some(&'个');
    let stated = if is_more { Stated::Unread } else { Stated::Length(Length::Days(15)) };
    let end = at + word.chars().count();
    let tail = text_of(letters, end, (end + 2).min(letters.len()));
    let within = ["之内", "以内", "内"].iter().find(|word| tail.starts_with(**word))?;
    Some((end + within.chars().count(), stated))
}

/// 四十八小时内, 24小时之内: where they end.
fn hours(letters: &[char], at: usize) -> Option<usize> {
    let digits = letters.get(at..)?.iter().take_while(|letter| is_numeral(**letter)).count();
    number::read(letters.get(at..at + digits)?)?;
    let rest = text_of(letters, at + digits, (at + digits + 5).min(letters.len()));
    let words = ["个小时内", "小时内", "个小时之内", "小时之内", "小时以内"];
    words.iter().find(|word| rest.starts_with(**word)).map(|word| at + digits + word.chars().count())
}

/// 请于28日前: a day without its month. 开庭三日前 and 届满七日前 have no such word before them.
fn lone_day(letters: &[char], at: usize) -> Option<usize> {
    let (length, end) = number_with_unit(letters, at)?;
    let lead = text_of(letters, at.saturating_sub(2), at);
    let is_led = lead.ends_with(['于', '在']) || ["最迟", "最晚"].contains(&lead.as_str());
    let tail = text_of(letters, end, (end + 2).min(letters.len()));
    let is_before = tail.starts_with('前') || tail.starts_with("之前") || tail.starts_with("以前");
    (is_led && is_before && matches!(length, Length::Days(1..=31))).then_some(end)
}
