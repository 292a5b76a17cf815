//! Moments as courts write them: digits or numerals, with or without the year, half days and quarters.

mod clock;

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, Timelike as _};
use regex::{Captures, Regex};

use super::text::{first_chars, numeral};
use clock::{HOURS, clock, halves, is_span_of_another, is_sure, number, spoken};

static NUMERALS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"([〇零○О0一二三四五六七八九十两Oo壹贰叁肆伍陆柒捌玖拾廿卅\d]{1,5})\s*(年|月|日|时|点|分)").ok()
});
/// Further days of the same month behind a date, then the day of the week, half day and time of day. What is
/// matched behind minutes without 分 is only looked at, see [`end`].
const TIME: &str = concat!(
    r"(?P<more>(?:\s*(?:至|到|-|~|、|,|，|和|及|与)\s*(?:\d{1,2}\s*月\s*)?\d{1,2}\s*[日号])*)",
    r"(?:\s*[,，]?\s*(?:每日|每天|连续[两三四]日|[两三四]日均|均[为在于自]?|都[是在])+)?\s*[)]?",
    r"(?:\s*[,，]?\s*[(]?\s*(?:星期|周|礼拜)\s*[一二三四五六日天]\s*[)]?)?(?:\s*[(](?:[^()\d\n午晚]{1,10}|[^()\n午晚]{1,12}[庭室]|(?:农历|阴历)[^()\n]{1,12})[)])?\s*[,，T;；的]?\s*",
    r"(?:(?:开庭|庭审)?时段\s*(?:[:：]|为|是)?\s*)?[(]?(?P<ahead>",
    halves!(),
    r")?[)]?\s*[,，;；]?\s*",
    r"(?:(?:[(]?[一二三四五六七八九十\d]{1,2}\s*[、.)]\s*)?(?:具体|开庭|庭审|应到|到庭|审理|听证|谈话|调解|宣判|会议|询问|质证|证据交换|应诉|到案|报到|开始)?(?:时间|时刻)\s*(?:[:：]|为|是|定为)?\s*)?[(]?(?P<half>",
    halves!(),
    r")?[)]?\s*(?:[(]?第[一二三四\d]\s*(?:节|场|庭|个?时段)[)]?\s*[,，:：(]?\s*)?",
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

/// A time of day alone, as a field of its own or at the start of a line.
const CLOCK: &str = concat!(
    r"[(]?(?P<half>",
    halves!(),
    r")?[)]?\s*(?P<hour>\d{1,2})\s*(?:[:：︰∶﹕]\s*(?P<minute>\d{1,2})|",
    spoken!(),
    ")",
);
/// A field that gives the time of day after other fields: 开庭日期：12月10日 / 地点：第三法庭 / 时间：9时.
static CLOCK_FIELD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let name = r"(?:^|[\s;；,，。)])[一二三四五六七八九十\d]{0,2}[、.]?\s*(?:具体|开庭|庭审|应到|到庭|审理|听证|谈话|调解|宣判|会议|询问|质证|证据交换|开始)?(?:时间|时刻|时段|起止)\s*(?:[:：]|为|是|定为)?\s*";
    Regex::new(&format!("{name}(?P<clock>{CLOCK})")).ok()
});
/// A further time of day right behind a moment, or on the same day as it says.
static SAME_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r"(?:^\s*(?:、|，|,|及|和|;|；)\s*(?:和|及)?|(?:当日|当天|同日|同一天)\s*)(?P<clock>{CLOCK})"))
        .ok()
});
/// A later time of day in the same sentence, at which the sitting begins: …8:50到达，9:20在第三法庭开庭.
static THEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r"[，,；;]\s*(?P<clock>{CLOCK})\s*(?:准时|正式)?(?:在|于)?[^，,。；;\d]{{0,12}}第?[^，,。；;]{{0,8}}(?:开庭|庭审|开始审理)")).ok()
});
/// A line that begins with a time of day, below a line that gives the day of all of them.
static CLOCK_LINE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"^\s*(?:[(]?\d{{1,2}}[).、]\s*)?(?P<clock>{CLOCK})")).ok());

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
    let again = at_same_time(text, &found, &days);
    let apart = all_apart(text, &found, &days, &again);
    let is_open =
        |at: usize| !again.iter().any(|(range, _)| range.start == at) && !apart.iter().any(|(day, _)| *day == at);
    days.retain(|(range, _)| is_open(range.start));
    found.extend(again);
    found.extend(apart.into_iter().map(|(_, moment)| moment));
    found.sort_by_key(|(range, _)| range.start);
    without_ends(text, &mut found);
    days.sort_by_key(|(range, _)| range.start);
    Moments { told: found, days }
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
    let Some(clock) = clock(read, rest, ahead).filter(clock::Clock::is_sure) else {
        bare.push((range, day));
        return;
    };
    let first = day.and_time(clock.time);
    let range = range.start..range.end + clock.behind;
    found.extend(days(read, first).map(|moment| (range.clone(), moment)));
    found.extend(same_day(text, range.end, first));
}

/// 9:30至2026年12月15日11:30: the second one of the day is when it ends.
fn without_ends(text: &str, found: &mut Vec<At<NaiveDateTime>>) {
    let mut last: Option<At<NaiveDateTime>> = None;
    found.retain(|(range, moment)| {
        let is_end = last.as_ref().is_some_and(|(before, start)| {
            let between = text.get(before.end..range.start).unwrap_or("").trim();
            start.date() == moment.date() && start < moment && ["至", "到", "-", "--", "~", "止"].contains(&between)
        });
        last = Some((range.clone(), *moment));
        !is_end
    });
}

/// 原定12月3日14时…，即12月10日同一时间: the days whose time of day is the one told last.
fn at_same_time(text: &str, found: &[At<NaiveDateTime>], bare: &[At<NaiveDate>]) -> Vec<At<NaiveDateTime>> {
    let is_same = |range: &Range<usize>| {
        let rest = first_chars(text.get(range.end..).unwrap_or(""), 8).trim_start_matches([',', '，', ' ', '的']);
        // A text in digits writes 同一时间 as 同1时间.
        ["同一时间", "同1时间", "同一时刻", "同1时刻", "相同时间", "同样时间", "原时间", "原定时间"]
            .iter()
            .any(|it| rest.starts_with(it))
    };
    let told = |(range, day): &At<NaiveDate>| {
        let ahead = found.iter().filter(|(known, _)| known.start < range.start).max_by_key(|(known, _)| known.start)?;
        Some((range.clone(), day.and_time(ahead.1.time())))
    };
    bare.iter().take(MOST_MOMENTS).filter(|(range, _)| is_same(range)).filter_map(told).collect()
}

/// A moment or a day, and where it stands.
pub type At<T> = (Range<usize>, T);

/// The times of day told apart from days that stand alone, each with the place of its day.
fn all_apart(
    text: &str,
    found: &[At<NaiveDateTime>],
    bare: &[At<NaiveDate>],
    again: &[At<NaiveDateTime>],
) -> Vec<(usize, At<NaiveDateTime>)> {
    let mut starts: Vec<usize> = found.iter().map(|(range, _)| range.start).collect();
    starts.extend(bare.iter().map(|(range, _)| range.start));
    starts.sort_unstable();
    let of_day = |(range, day): &At<NaiveDate>| {
        let next = starts.get(starts.partition_point(|at| *at <= range.start)).copied().unwrap_or(text.len());
        let end = range.end;
        let told = told_apart(text.get(end..next).unwrap_or(""), *day);
        let at = range.start;
        told.into_iter().map(move |(clock, moment)| (at, (end + clock.start..end + clock.end, moment)))
    };
    let is_open = |(range, _): &&At<NaiveDate>| !again.iter().any(|(known, _)| known.start == range.start);
    bare.iter().take(MOST_MOMENTS).filter(is_open).flat_map(of_day).collect()
}

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

/// Further times on the day of a moment: 上午9时、下午2时, 9时、10时、11时, 当日下午2时继续开庭.
fn same_day(text: &str, at: usize, first: NaiveDateTime) -> Vec<(Range<usize>, NaiveDateTime)> {
    let mut found: Vec<(Range<usize>, NaiveDateTime)> = Vec::new();
    let mut last = first;
    let mut from = at;
    while let Some((clock, moment)) = next_of_day(text, from, last).filter(|_| found.len() < MOST_ROWS) {
        from = clock.end;
        last = moment;
        found.push((clock, moment));
    }
    found
}

/// The next time of day told behind a moment of the same day.
fn next_of_day(text: &str, at: usize, last: NaiveDateTime) -> Option<(Range<usize>, NaiveDateTime)> {
    let rest = first_chars(text.get(at..)?, 40);
    let sentence = rest.split(['。', '\n']).next()?;
    let same = SAME_DAY.as_ref()?.captures(sentence);
    let is_then = same.is_none();
    // The width of a page cuts what one sentence says.
    let sentence = if is_then { rest.split('。').next()? } else { sentence };
    let read = same.or_else(|| THEN.as_ref()?.captures(sentence))?;
    let range = clock_range(&read)?;
    let clock = clock(&read, sentence.get(range.end..)?, None)?;
    let mut moment = last.date().and_time(clock.time);
    // 9时、10时: a mere list goes on upwards, and a later hour without its half day has that of the one ahead.
    if !clock.has_half && last.hour() >= 12 && moment.hour() < 12 {
        moment = moment.checked_add_signed(chrono::TimeDelta::hours(12))?;
    }
    if !clock.has_half && !is_sure(moment.time()) {
        return None;
    }
    let clock = range.start..range.end + clock.behind;
    let is_list = sentence.trim_start().starts_with('、') && moment > last;
    let is_told = sentence.contains(['午', '晚', '当', '同']);
    (is_list || is_told && !is_then || is_then && moment > last).then_some((at + clock.start..at + clock.end, moment))
}

/// How far behind its day a time of day is looked for, in characters.
const APART: usize = 60;

/// Times of day told apart from the day they belong to: in a later field, or one to each of the next lines.
/// `rest` is what stands between this day and the next one.
fn told_apart(rest: &str, day: NaiveDate) -> Vec<(Range<usize>, NaiveDateTime)> {
    let of = |read: &Captures<'_>, text: &str| {
        let range = clock_range(read)?;
        let clock = clock(read, text.get(range.end..)?, None).filter(clock::Clock::is_sure)?;
        Some((range.start..range.end + clock.behind, day.and_time(clock.time)))
    };
    let near = first_chars(rest, APART);
    if let Some(field) = CLOCK_FIELD.as_ref().filter(|_| near.contains(['时', '起']))
        && let Some(read) = field.captures(near)
    {
        return of(&read, near).into_iter().collect();
    }
    let (Some(line), Some((head, _))) = (CLOCK_LINE.as_ref(), near.split_once('\n')) else { return Vec::new() };
    // 12月10日第三法庭开庭，时间另行通知: the times below are other things'.
    let is_open = ["时间另行", "时间待定", "时间另定"].iter().any(|word| head.contains(word));
    if is_open || HOURS.iter().any(|word| head.contains(word)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = head.len() + 1;
    for row in rest.get(at..).unwrap_or("").split('\n').take(MOST_ROWS) {
        let Some((clock, moment)) = line.captures(row).and_then(|read| of(&read, row)) else { break };
        if row.get(clock.end..).is_some_and(is_span_of_another) {
            break;
        }
        found.push((at + clock.start..at + clock.end, moment));
        at += row.len() + 1;
    }
    found
}

/// 12月10日⏎9:00-17:00为热线服务时间: the line below a day tells the hours of an office.
fn is_hours_below(text: &str, moment: &Range<usize>) -> bool {
    let is_below = text.get(moment.clone()).is_some_and(|it| it.trim_end().contains('\n'));
    is_below
        && is_span_of_another(first_chars(text.get(moment.end..).unwrap_or(""), APART).split('\n').next().unwrap_or(""))
}

/// Most rows that share the day given above them.
const MOST_ROWS: usize = 40;

/// 二〇二六年十二月十日上午九时三十分 written with digits.
pub fn with_digits(text: &str) -> String {
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
