//! Moments as courts write them: digits or numerals, with or without the year, half days and quarters.

mod ahead;
mod apart;
mod clock;
mod run;
mod same_day;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime};
use regex::{Captures, Regex};

use super::text::{first_chars, numeral};
use apart::{APART, all_apart, at_same_time};
use clock::{clock, halves, is_span_of_another, number, spoken};
pub(super) use same_day::{clock_of_row, clocks_of_row, day_in_row, half_alone};

static NUMERALS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"([〇零○О0一二三四五六七八九十两Oo壹贰叁肆伍陆柒捌玖拾廿卅\d]{1,5})\s*(年|月|日|时|点|分)").ok()
});
/// Further days of the same month behind a date, then the day of the week, half day and time of day. What is
/// matched behind minutes without 分 is only looked at, see [`end`].
const TIME: &str = concat!(
    r"(?P<more>(?:\s*起?(?:至|到|-|~|、|,|，|和|及|与)\s*(?:\d{1,2}\s*月\s*)?\d{1,2}\s*[日号]止?)*)",
    r"(?:\s*[,，(]?\s*(?:每日|每天|(?:连续|共)?[一二两三四五2-5]\s*[日天](?:均|都)?|均[为在于自]?|都[是在]))*\s*[)]?",
    r"(?:\s*[,，]?\s*[(]?\s*(?:星期|周|礼拜)\s*[一二三四五六日天]\s*[)]?)?(?:\s*[(](?:[^()\d\n午晚]{1,10}|[^()\n午晚]{1,12}[庭室]|\p{Han}历[^()\n]{1,14})[)])?\s*(?:全天|整天|一整天)?\s*[,，T;；的|｜]?\s*(?:北京时间\s*[:：]?\s*)?",
    r"(?:(?:开庭|庭审)?时段\s*(?:[:：]|为|是)?\s*)?[(]?(?P<ahead>",
    halves!(),
    r")?场?[)]?\s*[,，;；]?\s*",
    r"(?:[(]?\s*具体(?:为|是|在|于)\s*)?",
    r"(?:(?:[(]?[一二三四五六七八九十\d]{1,2}\s*[、.)]\s*)?(?:具体|开庭|庭审|应到|到庭|审理|听证|谈话|调解|宣判|会议|询问|质证|证据交换|应诉|到案|报到|开始)?(?:时间段?|时刻)\s*(?:均|都|仍然?|还)?(?:[:：]|为|是|定为)?\s*)?[(]?(?P<half>",
    halves!(),
    r")?[)]?\s*的?(?:[(]?第[一二三四\d]\s*(?:节|场|庭|个?时段)[)]?\s*[,，:：(]?\s*)?",
    r"(?:(?P<hour>\d{1,2})\s*(?:[:：︰∶﹕]\s*(?P<minute>\d{1,2})(?:\s*[:：∶]\s*\d{2})?|[.;；](?P<dotted>[0-5]\d)|",
    spoken!(),
    r"))?",
);
static DATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let date = r"(?:(?:(?P<year>\d\s?\d\s?\d\s?\d)\s*(?:年|[-/.])|(?P<short>2\d)\s*年)\s*(?P<month>\d{1,2})\s*(?:月|[-/.])\s*(?P<day>\d{1,2})\s*[日号]?)";
    Regex::new(&format!("{date}{TIME}")).ok()
});
static FURTHER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<mark>至|到|-|~|、|,|，|和|及|与)\s*(?:(?P<month>\d{1,2})\s*月\s*)?(?P<day>\d{1,2})\s*[日号]").ok()
});
static YEARLESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let date = r"(?P<date>(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号])";
    Regex::new(&format!("(?:^|[^年\\d]){date}{TIME}")).ok()
});

/// How far ahead of the mail's arrival a sitting without a year may lie; one further off is a past one, and unknown.
const FARTHEST: Days = Days::new(200);

/// Most moments that are looked at in one text of each way of writing.
const MOST_MOMENTS: usize = 2_000;

/// What a text says of moments.
#[derive(Clone, Debug, Default)]
pub struct Moments {
    /// Every moment with a time of day told for sure, in order, with the bytes it was read from.
    pub told: Vec<At<NaiveDateTime>>,
    /// Days without a time of day that is told for sure.
    pub days: Vec<At<NaiveDate>>,
    /// Whether more days in a row are told than can be dated for sure.
    pub has_more_days: bool,
}

/// Every moment with a time of day in a text, in order, with the bytes it was read from.
pub fn moments(text: &str, arrived: Option<NaiveDate>) -> Vec<At<NaiveDateTime>> {
    read(text, arrived).told
}

/// Every moment of a text.
///
/// `arrived` is the day the mail came: a date without a year is the next such day from then on. Without it, or when
/// that day lies far off, such a date says nothing.
pub fn read(text: &str, arrived: Option<NaiveDate>) -> Moments {
    let (Some(dated), Some(yearless)) = (DATED.as_ref(), YEARLESS.as_ref()) else { return Moments::default() };
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut days: Vec<At<NaiveDate>> = Vec::new();
    let mut found = Vec::new();
    for read in each(dated, text) {
        // The rest of the dates is only marked as taken.
        let is_full = found.len() >= MOST_MOMENTS;
        let Some(whole) = range(&read) else { continue };
        taken.push(whole.clone());
        let is_number = text.get(..whole.start).is_some_and(|ahead| ahead.ends_with(|c: char| c.is_ascii_digit()));
        let short = number(&read, "short").filter(|_| !is_number).map(|year| year + 2000);
        let year = number(&read, "year").or(short).and_then(|year| i32::try_from(year).ok());
        let day = year.filter(|_| !is_full).and_then(|year| day(&read, year));
        if let Some(day) = day {
            on_days(text, &read, whole, day, &mut found, &mut days);
        }
    }
    let most = found.len() + MOST_MOMENTS;
    for read in each(yearless, text) {
        if found.len() >= most {
            break;
        }
        let (Some(whole), Some(date), Some(arrived)) = (range(&read), read.name("date"), arrived) else { continue };
        let range = date.start()..whole.end;
        let next = taken.partition_point(|taken| taken.end <= range.start);
        if taken.get(next).is_some_and(|taken| taken.start < range.end) {
            continue;
        }
        let is_next =
            |day: &NaiveDate| *day >= arrived && arrived.checked_add_days(FARTHEST).is_some_and(|end| *day <= end);
        let years = [arrived.year(), arrived.year() + 1];
        if let Some(next) = years.into_iter().filter_map(|year| day(&read, year)).find(is_next) {
            on_days(text, &read, range, next, &mut found, &mut days);
        }
    }
    // 上午9时（12月8日）: a time ahead of its day is no other day's any more.
    let ahead = ahead::all(text, &found, &days);
    days.retain(|(range, _)| ahead.binary_search_by_key(&range.start, |(day, _)| *day).is_err());
    found.retain(|(range, _)| ahead.binary_search_by_key(&range.start, |(_, (own, _))| own.start).is_err());
    found.extend(ahead.into_iter().map(|(_, moment)| moment));
    let again = at_same_time(text, &found, &days);
    let apart = all_apart(text, &found, &days, &again);
    let is_open =
        |at: usize| !again.iter().any(|(range, _)| range.start == at) && !apart.iter().any(|(day, _)| *day == at);
    days.retain(|(range, _)| is_open(range.start));
    found.extend(again);
    found.extend(apart.into_iter().map(|(_, moment)| moment));
    found.sort_by_key(|(range, _)| range.start);
    without_ends(text, &mut found);
    let (further, has_more_days) = run::further(text, &found);
    found.extend(further);
    found.sort_by_key(|(range, moment)| (range.start, *moment));
    days.sort_by_key(|(range, _)| range.start);
    Moments { told: found, days, has_more_days }
}

/// The moments one match writes, the further ones of the same day, or else the day alone: its time may stand apart.
fn on_days(
    text: &str,
    read: &Captures<'_>,
    range: Range<usize>,
    day: NaiveDate,
    found: &mut Vec<At<NaiveDateTime>>,
    bare: &mut Vec<At<NaiveDate>>,
) {
    if is_hours_below(text, &range) {
        return;
    }
    let rest = text.get(range.end..).unwrap_or("");
    let ahead = half_ahead(text.get(..range.start).unwrap_or(""));
    let told = clock(read, rest, ahead).map(|clock| (clock.behind, clock));
    // 12月3日：9:00
    let Some((behind, clock)) = told.or_else(|| apart::behind_colon(read, rest)).filter(|(_, it)| it.is_sure()) else {
        bare.push((range, day));
        return;
    };
    let first = day.and_time(clock.time);
    let range = range.start..range.end + behind;
    found.extend(days(read, first).map(|moment| (range.clone(), moment)));
    found.extend(same_day::further(text, range.end, first));
}

/// 9:30至2026年12月15日11:30: the second one is when it ends. What goes on within several days has no moment at all:
/// 12月1日9:00至12月8日18:00期间.
fn without_ends(text: &str, found: &mut Vec<At<NaiveDateTime>>) {
    let is_through =
        |between: &str| ["至", "到", "-", "--", "~", "止"].contains(&between.trim().trim_start_matches('起'));
    let is_period = |end: usize| {
        let behind = first_chars(text.get(end..).unwrap_or(""), 10).trim_start();
        ["期间", "之间", "内", "以内", "之内", "止", "前", "时段"].iter().any(|word| behind.starts_with(word))
    };
    let mut is_none = vec![false; found.len()];
    for (nth, pair) in found.windows(2).enumerate() {
        let [(before, start), (range, end)] = pair else { continue };
        if start < end && is_through(text.get(before.end..range.start).unwrap_or("")) {
            is_none.iter_mut().skip(nth + 1).take(1).for_each(|it| *it = true);
            let is_over_days = start.date() != end.date() && is_period(range.end);
            is_none.iter_mut().skip(nth).take(1).for_each(|it| *it = *it || is_over_days);
        }
    }
    let mut is_none = is_none.into_iter();
    found.retain(|_| !is_none.next().unwrap_or(false));
}

/// A moment or a day, and where it stands.
pub type At<T> = (Range<usize>, T);

/// Where the sign begins that is only looked at behind a match, or else the match's end.
fn end(read: &Captures<'_>, whole: usize) -> usize {
    read.name("next").or_else(|| read.name("then")).map_or(whole, |sign| sign.start())
}

/// The bytes of a match.
fn range(read: &Captures<'_>) -> Option<Range<usize>> {
    let whole = read.get(0)?;
    Some(whole.start()..end(read, whole.end()))
}

/// The bytes of a time of day that stands alone.
fn clock_range(read: &Captures<'_>) -> Option<Range<usize>> {
    let clock = read.name("clock")?;
    Some(clock.start()..end(read, clock.end()))
}

/// Every match in a text; the next one may begin with the sign that was only looked at behind the last.
fn each<'t>(regex: &'t Regex, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let read = regex.captures_at(text, at)?;
        at = range(&read)?.end;
        Some(read)
    })
}

/// 下午(12月7日)2:45: the half day may stand ahead of the date.
fn half_ahead(ahead: &str) -> Option<&'static str> {
    let ahead = ahead.trim_end_matches(['(', ' ']);
    ["下午", "上午", "晚上"].into_iter().find(|half| ahead.ends_with(half))
}

/// 12月10日⏎9:00-17:00为热线服务时间: the line below a day tells the hours of an office.
fn is_hours_below(text: &str, moment: &Range<usize>) -> bool {
    let is_below = text.get(moment.clone()).is_some_and(|it| it.trim_end().contains('\n'));
    is_below
        && is_span_of_another(first_chars(text.get(moment.end..).unwrap_or(""), APART).split('\n').next().unwrap_or(""))
}

/// 两点四十, 九时零五: minutes in numerals without their 分. 九时十五庭 names a room.
static BARE_MINUTES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<hour>[一二两三四五六七八九十\d][时点])(?P<minutes>[一二三四五]十[一二三四五六七八九]?|十[一二三四五六七八九]?|[〇零][一二三四五六七八九])(?P<next>[^一二三四五六七八九十\d分刻年月日号法庭室楼层第个人]|$)").ok()
});

/// 20261216, as lists out of other programs write a day. Digits of a longer number are none.
static COMPACT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let date = r"(?P<year>20[2-4]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])";
    Regex::new(&format!(r"(?P<lead>^|[\s|｜:：,，;；(（]){date}(?P<next>[\s|｜,，;；)）T日上下晨早中]|$)")).ok()
});

/// A day in eight digits with its parts apart.
fn with_parts_apart(text: &str) -> Cow<'_, str> {
    let has_run = text.as_bytes().windows(8).any(|run| run.starts_with(b"20") && run.iter().all(u8::is_ascii_digit));
    let Some(regex) = COMPACT.as_ref().filter(|_| has_run) else { return Cow::Borrowed(text) };
    regex.replace_all(text, "$lead$year-$month-$day$next")
}

/// 十二月十五号 as 十二月十五日: 号 behind numerals is a day only where a month is ahead.
fn with_numbered_days(text: &str) -> Cow<'_, str> {
    static DAY: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?P<ahead>月\s*[一二三四五六七八九十廿]{1,3})号").ok());
    let Some(regex) = DAY.as_ref().filter(|_| text.contains('号') && text.contains('月')) else {
        return Cow::Borrowed(text);
    };
    regex.replace_all(text, "${ahead}日")
}

/// 二〇二六年十二月十日上午九时三十分 written with digits.
pub fn with_digits(text: &str) -> String {
    let text = &*with_parts_apart(text);
    let text = &*with_numbered_days(text);
    let with_minutes = BARE_MINUTES.as_ref().filter(|_| text.contains(['时', '点'])).map(|regex| {
        regex.replace_all(text, |read: &Captures<'_>| {
            let part = |name: &str| read.name(name).map_or("", |it| it.as_str());
            match numeral(&ordinary(part("minutes"))) {
                Some(minutes) => format!("{}{minutes:02}分{}", part("hour"), part("next")),
                None => read.get(0).map_or("", |it| it.as_str()).to_owned(),
            }
        })
    });
    let text = with_minutes.as_deref().unwrap_or(text);
    let Some(regex) = NUMERALS.as_ref() else { return text.to_owned() };
    let digits = |read: &Captures<'_>| {
        let unit = read.get(2).map_or("", |it| it.as_str());
        let words = read.get(1).map_or("", |it| it.as_str());
        // 附件一12月 is no number of a month; 3O分 and 零5分 are numbers.
        let has_digits = words.contains(|c: char| ('1'..='9').contains(&c));
        let is_mixed = has_digits && words.contains(|c: char| !c.is_ascii_digit() && !"〇零○ОOo".contains(c));
        let is_plain = words.bytes().all(|byte| byte.is_ascii_digit());
        match numeral(&ordinary(words)).filter(|_| !is_plain && !is_mixed) {
            Some(number) => format!("{number}{unit}"),
            None => format!("{words}{unit}"),
        }
    };
    regex.replace_all(text, digits).into_owned()
}

/// A numeral as it is usually written: 拾贰 as 十二, 廿五 as 二十五, 3O as 三〇.
fn ordinary(numeral: &str) -> String {
    let mut usual = String::with_capacity(numeral.len());
    for c in numeral.chars() {
        let formal = "壹贰叁肆伍陆柒捌玖拾0123456789".chars().position(|formal| formal == c);
        match (c, formal.and_then(|at| "一二三四五六七八九十〇一二三四五六七八九".chars().nth(at)))
        {
            ('廿', _) => usual.push_str("二十"),
            ('卅', _) => usual.push_str("三十"),
            ('O' | 'o' | 'О', _) => usual.push('〇'),
            (c, told) => usual.push(told.unwrap_or(c)),
        }
    }
    usual
}

/// Most days in a row that one time of day is told for.
const MOST_DAYS: i64 = 10;

/// The moment and the same time on the further days told with it: 9日、10日上午9时, 9日至11日每日9时.
fn days(read: &Captures<'_>, first: NaiveDateTime) -> impl Iterator<Item = NaiveDateTime> {
    let mut all = vec![first];
    let more = read.name("more").map_or("", |more| more.as_str());
    // 11月20日，30日9时: only a list goes on behind a comma, told by its other marks or by days that follow each other.
    let whole = read.get(0).map_or("", |whole| whole.as_str());
    let is_list =
        more.contains(['、', '和', '及', '与']) || ["每日", "每天", "两日"].iter().any(|it| whole.contains(it));
    let further = FURTHER.as_ref().into_iter().flat_map(|regex| regex.captures_iter(more));
    for read in further {
        let Some(last) = all.last().copied() else { break };
        let month = number(&read, "month").unwrap_or(last.month());
        let day = number(&read, "day").and_then(|day| NaiveDate::from_ymd_opt(last.year(), month, day));
        let Some(day) = day.map(|day| day.and_time(last.time())).filter(|day| *day > last) else { continue };
        let mark = read.name("mark").map_or("", |mark| mark.as_str());
        let through = ["至", "到", "-", "~"].contains(&mark);
        let apart = (day - last).num_days();
        if [",", "，"].contains(&mark) && apart > 1 && !is_list {
            all.clear();
        }
        if through && apart <= MOST_DAYS {
            all.extend((1..apart).filter_map(|days| last.checked_add_signed(chrono::TimeDelta::days(days))));
        }
        all.push(day);
    }
    all.into_iter()
}

/// The day one match writes.
fn day(read: &Captures<'_>, year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, number(read, "month")?, number(read, "day")?)
}

#[cfg(test)]
mod tests;
