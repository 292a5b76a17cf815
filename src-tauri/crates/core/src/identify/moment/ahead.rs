//! Times of day that stand ahead of their day: 上午9时（2026年12月8日）, 时间：9时 / 日期：12月8日.

use std::sync::LazyLock;

use chrono::{NaiveDate, NaiveDateTime};
use regex::{Captures, Regex};

use super::super::text::last_chars;
use super::apart::APART;
use super::clock::{CLOCK, Clock, clock};
use super::{At, MOST_MOMENTS, clock_range};

/// When what begins at a time ends: 9:00—11:30.
const UNTIL: &str =
    r"(?:\s*(?:-|—|–|~|～|至|到)+\s*(?:上午|下午)?\s*\d{1,2}\s*(?:[:：]\s*\d{2}|[时点](?:\d{1,2}分?|半)?))?[)]?";
/// The day of the week between a time and its day.
const WEEKDAY: &str = r"(?:[(]?\s*(?:星期|周|礼拜)[一二三四五六日天]\s*[)]?\s*[，,]?\s*)?";

/// A time right ahead of its day: 上午9时40分，2026年12月29日, 9:30（12月8日）, 下午三点（周二，12月8日）.
static BESIDE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let gap = r"(?: {0,3}[，,]? ?(?:即|也就是)?|\s*(?P<bracket>[(])\s*(?:即)?)";
    Regex::new(&format!(r"(?P<clock>{CLOCK}){UNTIL}{gap}{WEEKDAY}$")).ok()
});
/// A time in a field of its own ahead of the field of its day, with the place between them or without.
static IN_FIELD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let acts = "(?:具体|开庭|庭审|应到|到庭|审理|听证|谈话|调解|宣判|会议|询问|质证|证据交换)*";
    let sign = r"\s*(?:[:：]|为|是)?\s*";
    let end = r"\s*[，,;；。]?\s*(?:[一二三四五六七八九十\d]{1,2}\s*[、.]\s*)?";
    let place = format!(r"(?:{end}{acts}(?:地\s*点|法\s*庭|处\s*所)\s*[:： ][^，,;；。:：\n]{{2,20}})?");
    Regex::new(&format!(
        r"(?:^|[^\p{{Han}}]){acts}(?:时\s*间|时\s*刻){sign}(?P<clock>{CLOCK}){UNTIL}{place}{end}{acts}日\s*期{sign}{WEEKDAY}$"
    ))
    .ok()
});

/// How far ahead of its day a time of day is looked for, in characters.
const AHEAD: usize = 64;

/// The times of day told ahead of days that stand alone, each with the place of its day. `found` are the moments known.
pub(super) fn all(text: &str, found: &[At<NaiveDateTime>], bare: &[At<NaiveDate>]) -> Vec<(usize, At<NaiveDateTime>)> {
    let mut known: Vec<(usize, usize)> = found.iter().map(|(range, _)| (range.start, range.end)).collect();
    known.sort_unstable();
    let mut days: Vec<&At<NaiveDate>> = bare.iter().take(MOST_MOMENTS).collect();
    days.sort_by_key(|(range, _)| range.start);
    let mut all: Vec<(usize, At<NaiveDateTime>)> = Vec::new();
    // Where the last day ended whose time may still stand behind it.
    let mut open: Option<usize> = None;
    for (range, day) in days {
        let told = ahead_of(text.get(..range.start).unwrap_or("")).filter(|told| {
            let last = known.partition_point(|(start, _)| *start < range.start).checked_sub(1);
            // 12月1日…顺延至9时（12月8日）: a bracket gives the time to its own day, whatever day stands ahead.
            let is_free =
                |(start, end): &(usize, usize)| *end <= told.clock_at || told.is_in_bracket && *start == told.clock_at;
            let is_taken = !last.and_then(|at| known.get(at)).is_none_or(is_free);
            // 日期：12月8日，时间：9时，日期：12月9日: the time is the day's ahead of it.
            let between = open.and_then(|end| text.get(end..told.clock_at));
            let is_anothers = between.is_some_and(|it| !it.contains('。') && it.chars().count() <= APART);
            !is_taken && (told.is_in_bracket || !is_anothers)
        });
        match told {
            Some(told) => {
                // What stands between two fields is not part of the moment: 时间：9时；地点：第三法庭；日期：….
                let start = if told.is_in_field { range.start } else { told.clock_at };
                all.push((range.start, (start..range.end, day.and_time(told.clock.time))));
                open = None;
            }
            None => open = Some(range.end),
        }
    }
    all
}

/// A time of day that stands ahead of a day.
struct Told {
    clock: Clock,
    /// Where it begins.
    clock_at: usize,
    /// Whether the day stands in a bracket behind it, so that it can be no other day's.
    is_in_bracket: bool,
    /// Whether it stands in a field of its own.
    is_in_field: bool,
}

fn ahead_of(ahead: &str) -> Option<Told> {
    let near = last_chars(ahead, AHEAD);
    if !near.contains(['时', '点', ':', '：']) {
        return None;
    }
    let of = |read: Captures<'_>, is_in_field: bool| {
        let range = clock_range(&read)?;
        let clock = clock(&read, near.get(range.end..)?, None).filter(Clock::is_sure)?;
        // 第19时, 2026年12月19时: a number's last figures are no hour.
        let is_part = near.get(..range.start)?.ends_with(|c: char| c.is_ascii_digit() || ":：-/年月日号第".contains(c));
        let is_label = near.get(..range.start)?.ends_with([':', '：']) && !ends_in_clock(near.get(..range.start)?);
        let clock_at = ahead.len() - near.len() + range.start;
        let is_in_bracket = read.name("bracket").is_some();
        (!is_part || is_label).then_some(Told { clock, clock_at, is_in_bracket, is_in_field })
    };
    let beside = BESIDE.as_ref()?.captures(near).and_then(|read| of(read, false));
    beside.or_else(|| of(IN_FIELD.as_ref()?.captures(near)?, true))
}

/// Whether a text that ends with a colon ends within a time: 9: of 9:30:00.
fn ends_in_clock(text: &str) -> bool {
    text.trim_end_matches([':', '：']).ends_with(|c: char| c.is_ascii_digit())
}
