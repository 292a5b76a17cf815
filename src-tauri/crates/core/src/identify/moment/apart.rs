//! Times of day told apart from the day they belong to: in a later field, one to each case, one to each of the next lines.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{NaiveDate, NaiveDateTime};
use regex::{Captures, Regex};

use super::super::text::first_chars;
use super::clock::{CLOCK, Clock, HOURS, clock, is_span_of_another};
use super::same_day;
use super::{At, MOST_MOMENTS, clock_range};

/// A field that gives the time of day after other fields: 开庭日期：12月10日 / 地点：第三法庭 / 时间：9时.
static CLOCK_FIELD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let name = concat!(
        r"(?:^|[\s;；,，。)])[一二三四五六七八九十\d]{0,2}[、.]?\s*",
        r"(?:具体|开庭|庭审|应到|到庭|审理|听证|谈话|调解|宣判|会议|询问|质证|证据交换|开始|起始|起止|起讫)*(?:时间段?|时刻|时段|起止)\s*",
        r"(?:分别|依次|均|都|仍|仍然|还)?(?:[:：]|为|是|定为|在|于)?\s*",
    );
    Regex::new(&format!("{name}(?P<clock>{CLOCK})")).ok()
});
/// The time of day of each day that a sitting takes: 自12月23日起连续开庭三天，每天9:00开始.
static EACH_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r"^起?[^。；\n]{{0,16}}[，,]?(?:每天|每日)(?:于|从|自)?\s*(?P<clock>{CLOCK})")).ok()
});
/// Times told one after another for what the clause ahead names: 分别于9时、10时, 依次安排在9:00、9:45.
static IN_TURN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let name = r"(?:分别|依次|先后|顺次)(?:安排|排|定|确定)?(?:在|于|为|是)?\s*[:：]?\s*";
    Regex::new(&format!("{name}(?P<clock>{CLOCK})")).ok()
});
/// A time of day told for the day ahead by its word: 将赴某街道巡回审判，本案安排在当天10:30, 改到12月16日同一时间（9:30）.
static THAT_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let bracket = r"(?:同[一1]?时间|同[一1]时刻|原时间)\s*[(]\s*(?:即|仍为)?";
    Regex::new(&format!(r"(?:(?:当日|当天|同日)的?\s*(?:于|在)?|{bracket})\s*(?P<clock>{CLOCK})")).ok()
});
/// A time of day that takes the place of another one on the day ahead: 12月15日开庭推迟半小时，由9:00改为9:30.
static MOVED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let old = r"[由从](?:原)?(?:上午|下午)?\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分?|半)?)";
    Regex::new(&format!(r"{old}(?:改|调整|调|换|变更|提前|推迟|顺延|延后|延)(?:为|至|到|在)\s*(?P<clock>{CLOCK})")).ok()
});
/// A time of day in the bracket that only tells when a sitting of the day ahead is held: 全天庭审（9:00—11:30）.
static IN_BRACKET: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"(?:开庭|庭审|审理|听证|调解)\s*[(]\s*(?P<clock>{CLOCK})")).ok());
/// A line that begins with a time of day, below a line that gives the day of all of them.
static CLOCK_LINE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"^\s*(?:[(]?\d{{1,2}}[).、]\s*)?(?P<clock>{CLOCK})")).ok());

/// A time of day that only a colon parts from its day.
static BEHIND_COLON: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"^ ?[:：] ?(?P<clock>{CLOCK})")).ok());

/// The time of day behind a day and a colon, and how many bytes both take: 12月3日：9:00. `read` is the match of the day,
/// which may hold the half of it.
pub(super) fn behind_colon(read: &Captures<'_>, rest: &str) -> Option<(usize, Clock)> {
    let half = read.name("half").or_else(|| read.name("ahead")).map(|half| half.as_str());
    let read = BEHIND_COLON.as_ref().filter(|_| rest.trim_start().starts_with([':', '：']))?.captures(rest)?;
    let range = clock_range(&read)?;
    let clock = clock(&read, rest.get(range.end..)?, half)?;
    Some((range.end + clock.behind, clock))
}

/// 原定12月3日14时…，即12月10日同一时间: the days whose time of day is the one told last.
pub(super) fn at_same_time(text: &str, found: &[At<NaiveDateTime>], bare: &[At<NaiveDate>]) -> Vec<At<NaiveDateTime>> {
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

/// The times of day told apart from days that stand alone, each with the place of its day.
pub(super) fn all_apart(
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
        let told = told_apart(text.get(end..next).unwrap_or(""), *day, half_of(text.get(range.clone()).unwrap_or("")));
        let at = range.start;
        told.into_iter().map(move |(clock, moment)| (at, (end + clock.start..end + clock.end, moment)))
    };
    let is_open = |(range, _): &&At<NaiveDate>| !again.iter().any(|(known, _)| known.start == range.start);
    bare.iter().take(MOST_MOMENTS).filter(is_open).flat_map(of_day).collect()
}

/// How far behind its day a time of day is looked for, in characters.
pub(super) const APART: usize = 60;

/// Times of day told apart from the day they belong to. `rest` is what stands between this day and the next one.
fn told_apart(rest: &str, day: NaiveDate, half: Option<&str>) -> Vec<At<NaiveDateTime>> {
    let of = |read: &Captures<'_>, text: &str| {
        let range = clock_range(read)?;
        let clock = clock(read, text.get(range.end..)?, half).filter(Clock::is_sure)?;
        Some((range.start..range.end + clock.behind, day.and_time(clock.time)))
    };
    let near = first_chars(rest, APART);
    for regex in [&CLOCK_FIELD, &IN_TURN, &THAT_DAY, &MOVED, &IN_BRACKET, &EACH_DAY] {
        let read =
            regex.as_ref().filter(|_| near.contains(['时', '起', '点', ':', '：'])).and_then(|it| it.captures(near));
        if let Some(read) = read {
            let Some(first) = of(&read, near) else { return Vec::new() };
            let further = same_day::further(rest, first.0.end, first.1);
            return std::iter::once(first).chain(further).collect();
        }
    }
    let mut by_case = same_day::by_case(rest, day, half);
    if !by_case.is_empty() {
        // The cell of the day spans the rows below as well: 12月24日 1号 9:00 / 2号 9:50.
        if let ([_], Some((head, below))) = (by_case.as_slice(), rest.split_once('\n')) {
            let at = head.len() + 1;
            let rows = same_day::rows(below, day, half);
            by_case.extend(rows.into_iter().map(|(clock, moment)| (at + clock.start..at + clock.end, moment)));
        }
        return by_case;
    }
    let Some((head, _)) = near.split_once('\n') else { return Vec::new() };
    // 12月10日第三法庭开庭，时间另行通知: the times below are other things'.
    let is_open = ["时间另行", "时间待定", "时间另定"].iter().any(|word| head.contains(word));
    if is_open || HOURS.iter().any(|word| head.contains(word)) {
        return Vec::new();
    }
    let at = head.len() + 1;
    let below = rest.get(at..).unwrap_or("");
    let in_lines = lines(below, of);
    let told = if in_lines.is_empty() { same_day::rows(below, day, half) } else { in_lines };
    told.into_iter().map(|(clock, moment)| (at + clock.start..at + clock.end, moment)).collect()
}

/// The half of the day that is told with a day alone: 12月15日下午集中审理.
fn half_of(day: &str) -> Option<&'static str> {
    let day = day.trim_end_matches([' ', ')', ',', '，', ';', '；']);
    ["上午", "下午", "晚上"].into_iter().find(|half| day.ends_with(half))
}

/// The times with which the first lines of a text begin.
fn lines(below: &str, of: impl Fn(&Captures<'_>, &str) -> Option<At<NaiveDateTime>>) -> Vec<At<NaiveDateTime>> {
    let Some(line) = CLOCK_LINE.as_ref() else { return Vec::new() };
    let mut found = Vec::new();
    let mut at = 0;
    for row in below.split('\n').take(same_day::MOST_ROWS) {
        let Some((clock, moment)) = line.captures(row).and_then(|read| of(&read, row)) else { break };
        if row.get(clock.end..).is_some_and(is_span_of_another) {
            break;
        }
        found.push((at + clock.start..at + clock.end, moment));
        at += row.len() + 1;
    }
    found
}
