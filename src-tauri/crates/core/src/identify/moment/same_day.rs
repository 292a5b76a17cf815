//! Further moments that share a day told ahead: 9时、10时, 当日下午2时, 次日同一时间, one to each case, one to each row.

use std::sync::LazyLock;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _};
use regex::{Captures, Regex};

use super::super::text::first_chars;
use super::clock::{CLOCK, Clock, clock, is_span_of_another, is_sure, number};
use super::{At, clock_range};

/// A further time of day right behind a moment, or on the same day as it says.
static SAME_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:^\s*(?:、|，|,|及|和|与|/|;|；)\s*(?:和|及|与)?\s*|(?:当日|当天|同日|同一天)\s*)(?P<clock>{CLOCK})"
    ))
    .ok()
});
/// When what begins at a moment ends.
static UNTIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^\s*(?:-|—|–|~|～|至|到)+\s*(?:上午|下午|中午)?\s*\d{1,2}\s*(?:[:：]\s*\d{2}|[时点](?:\d{1,2}分?|半)?)",
    )
    .ok()
});
/// A later time of day in the same sentence, at which a sitting begins: …8:50到达，9:20在第三法庭开庭, 9时审理甲案，10时审理乙案.
static THEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"[，,；;、]\s*(?:庭后|会后|随后|之后|然后)?(?:于|在)?\s*(?P<clock>{CLOCK})\s*(?:准时|正式)?(?:在|于)?[^，,。；;、\d前止]{{0,12}}第?[^，,。；;、前止]{{0,8}}(?:开庭|庭审|审理|听证|质证|宣判|(?:调解|证据交换|庭前会议)(?:[，,。；;、]|$))"
    ))
    .ok()
});
/// The sitting's own time, told of the same day in the next sentence: …15时到庭作证。庭审于当日14时30分开始.
static SITTING_OF_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"。\s*(?:本案|该案)?(?:正式)?(?:开庭|庭审|听证|调解|谈话)(?:时间)?(?:定)?(?:于|在|为)?(?:当日|当天|同日)的?\s*(?P<clock>{CLOCK})"
    ))
    .ok()
});
/// Another time in place of the one told, on the same day: 原定12月18日8:30开庭，调整为9:30.
static MOVED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:改|调整|变更|提前|推迟|顺延|延后|延|更正)(?:为|至|到|在)\s*(?:当日|当天|同日)?的?\s*(?P<clock>{CLOCK})"
    ))
    .ok()
});
/// A time of day on the day behind the one told: 次日上午9时, 次日同一时间.
static NEXT_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:次日|翌日|次一日|第[二2]天|第[二2]日)的?\s*(?:仍|仍然|继续)?(?:在|于)?\s*(?:(?P<same>(?:同[一1]?|相同|同样)(?:时间|时刻|钟点))|(?P<clock>{CLOCK}))"
    ))
    .ok()
});
/// A later day of the same month with a time of its own: 29日9时、30日10时.
static LATER_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r"^\s*(?:、|，|,|及|和|与)\s*(?P<day>\d{{1,2}})[日号]\s*(?P<clock>{CLOCK})")).ok()
});
/// A time of day right behind the name of a case: （2026）…12号案9时, 甲案为10:30, 第二案：11时.
static BY_CASE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:\d号|案|案件|第[一二三四五六七八九十\d]{{1,2}}[件起宗个场])\s*(?:[(][^()\d]{{1,16}}[)])?\s*(?:的?(?:开庭|庭审|审理)?时间)?\s*(?:则|均)?(?:定|安排|排)?(?:[:：]|为|于|在|是)?\s*(?P<clock>{CLOCK})"
    ))
    .ok()
});
/// A time of day right ahead of the number of a case: 开庭顺序：9:00（2026）…12号；9:20（2026）…13号.
static AHEAD_OF_CASE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r"[:：，,；;、]\s*(?P<clock>{CLOCK})\s*[:：\-]?\s*[(\[【]20\d\d[)\]】]")).ok()
});
/// A time of day with the room or act of its sitting: 12月24日两个庭：上午9:00第五审判庭，下午3:00第六审判庭; 上午9:00质证.
static ROOMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let room = r"[在于到]?(?:本院|我院)?[\p{Han}\d]{0,8}第?[一二三四五六七八九十\d]{1,3}号?(?:法庭|审判庭|庭|调解室|谈话室|会议室)";
    let act = r"(?:准时|正式)?[^，,。；;、\d前止]{0,10}(?:开庭|庭审|审理|听证|质证|证据交换|庭前会议|谈话|询问|调解|宣判)|(?:开始|继续|接着开)";
    Regex::new(&format!(r"[:：，,；;、]\s*(?P<clock>{CLOCK})\s*(?:[，,]?\s*{room}|{act})")).ok()
});
/// A time of day that fills a cell of a row, or begins one.
static CELL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"(?:^|[ \t|:：，,；;])(?P<clock>{CLOCK})(?:$|[ \t|\-~至),，;；。])")).ok());
/// A day in a row, which gives its times itself.
static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\d{1,2}\s*月\s*\d{1,2}\s*[日号]|20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}").ok()
});

/// A row that begins with the last figures of its case: 5501号 8:45, 1. 100号案：9时.
static SHORT_CASE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(?:[*•·\-]\s*)?(?:[(]?\d{1,2}[.、)]\s*)?第?\d{1,6}(?:号案?|案)").ok());

/// Most rows that share the day given above them.
pub(super) const MOST_ROWS: usize = 40;
/// How far a list of cases that share a day goes on behind it, in characters.
const LONGEST_LIST: usize = 400;
/// Most lines between a day and the rows that share it: the heads of the columns.
const MOST_HEADS: usize = 4;
/// What is said right behind a time at which nothing of a list begins.
const NOT_LISTED: [&str; 12] =
    ["结束", "止", "前", "之前", "以前", "之间", "期间", "后", "签到", "登录", "登陆", "入场"];
/// How a clause goes on behind the last time of a list.
const BEHIND_LIST: [&str; 17] =
    ["、", "，", ",", "；", ";", "。", ")", "依次", "分别", "在", "于", "开庭", "第", "均", "各", "先后", "公开"];

/// Further moments behind the first one of a day: in its list, its sentence or the rows below it, and on the next day.
pub(super) fn further(text: &str, at: usize, first: NaiveDateTime) -> Vec<At<NaiveDateTime>> {
    let mut found: Vec<At<NaiveDateTime>> = Vec::new();
    let mut last = first;
    let mut from = at;
    while let Some((clock, moment)) = next_of_day(text, from, last).filter(|_| found.len() < MOST_ROWS) {
        from = clock.end;
        last = moment;
        found.push((clock, moment));
    }
    let rest = text.get(from..).unwrap_or("");
    let add = |(clock, moment): At<NaiveDateTime>| (from + clock.start..from + clock.end, moment);
    if found.is_empty() {
        found.extend(by_case(own(rest), first.date(), None).into_iter().map(add));
    }
    found.extend(on_next_day(rest, last).or_else(|| on_later_day(rest, last)).map(add));
    if found.is_empty() {
        found.extend(rows_below(text, at, first.date()));
    }
    found
}

/// What is said behind a moment up to the next day that is told, or to the end of the sentence.
fn own(rest: &str) -> &str {
    up_to_next_day(first_chars(rest, LONGEST_LIST).split(['。', '\n']).next().unwrap_or(""))
}

fn up_to_next_day(sentence: &str) -> &str {
    let next = DAY.as_ref().and_then(|regex| regex.find(sentence)).map_or(sentence.len(), |day| day.start());
    sentence.get(..next).unwrap_or(sentence)
}

/// How far behind a moment another one of 当日 is looked for, in characters.
const SAME_DAY_AHEAD: usize = 90;

/// The next time of day told behind a moment of the same day.
fn next_of_day(text: &str, at: usize, last: NaiveDateTime) -> Option<At<NaiveDateTime>> {
    // 9时至12时，14时至17时: what begins next stands behind the end of what begins first.
    let until = UNTIL.as_ref()?.find(text.get(at..)?).map_or(0, |until| until.len());
    let at = at + until;
    let rest = text.get(at..)?;
    let near = |letters: usize| first_chars(rest, letters).split(['。', '\n']).next();
    // 当日下午2时 says of itself which day it is of, and may stand behind the number of a case.
    let far = near(SAME_DAY_AHEAD)?;
    let is_far = ["当日", "当天", "同日", "同一天"].iter().any(|word| far.contains(word));
    let sentence = if is_far { up_to_next_day(far) } else { near(40)? };
    let rest = first_chars(rest, 40);
    let same = SAME_DAY.as_ref()?.captures(sentence);
    let is_same = same.is_some();
    // The width of a page cuts what one sentence says.
    let sentence = if is_same { sentence } else { rest.split('。').next()? };
    let then = || MOVED.as_ref()?.captures(sentence).or_else(|| THEN.as_ref()?.captures(sentence));
    let later = same.or_else(then);
    let is_then = !is_same && later.is_some();
    let sentence = if later.is_some() { sentence } else { rest.split('\n').next()? };
    let read = later.or_else(|| SITTING_OF_DAY.as_ref()?.captures(sentence))?;
    let range = clock_range(&read)?;
    let clock = clock(&read, sentence.get(range.end..)?, None)?;
    let mut moment = last.date().and_time(clock.time);
    // 9时、10时: a mere list goes on upwards, and a later hour without its half day has that of the one ahead.
    if !clock.has_half && last.hour() >= 12 && moment.hour() < 12 {
        moment = moment.checked_add_signed(TimeDelta::hours(12))?;
    }
    if !clock.has_half && !is_sure(moment.time()) {
        return None;
    }
    let clock = range.start..range.end + clock.behind;
    let is_told = read.get(0).is_some_and(|it| it.as_str().contains(['午', '晚', '当', '同', '早']));
    let is_moved = read.get(0).is_some_and(|it| it.as_str().starts_with(|c: char| "改调变提推顺延更".contains(c)));
    let is_listed = is_in_list(sentence, sentence.get(clock.end..)?) && moment > last;
    (is_moved || is_listed || is_told && !is_then || is_then && moment > last)
        .then_some((at + clock.start..at + clock.end, moment))
}

/// Whether a time goes on a list of them: 9:00、9:45, 9:00，9:45，10:30. Behind a comma it is one only where nothing else
/// is said to be done then.
fn is_in_list(sentence: &str, behind: &str) -> bool {
    let behind = behind.trim_start();
    let is_apart = sentence.trim_start().starts_with(['，', ',', '；', ';']);
    let goes_on = behind.is_empty() || BEHIND_LIST.iter().any(|sign| behind.starts_with(sign));
    let is_list = sentence.trim_start().starts_with(['、', '和', '及', '与', '/']) || is_apart && goes_on;
    is_list && !NOT_LISTED.iter().any(|word| behind.starts_with(word))
}

/// How far behind a moment the one of the next day is told, in characters.
const NEXT_DAY_AHEAD: usize = 160;

/// The moment that is told for the day behind: 次日同一时间. The width of a page may cut what one sentence says.
fn on_next_day(rest: &str, last: NaiveDateTime) -> Option<At<NaiveDateTime>> {
    let own = up_to_next_day(first_chars(rest, NEXT_DAY_AHEAD).split('。').next().unwrap_or(""));
    let read = NEXT_DAY.as_ref()?.captures(own)?;
    let next = last.date().succ_opt()?;
    if let Some(same) = read.name("same") {
        return Some((same.range(), next.and_time(last.time())));
    }
    let range = clock_range(&read)?;
    let clock = clock(&read, own.get(range.end..)?, None).filter(Clock::is_sure)?;
    Some((range.start..range.end + clock.behind, next.and_time(clock.time)))
}

/// The moment on a later day of the same month that is told right behind: 29日9时、30日10时.
fn on_later_day(rest: &str, last: NaiveDateTime) -> Option<At<NaiveDateTime>> {
    let read = LATER_DAY.as_ref()?.captures(first_chars(rest, 30))?;
    let day = last.date().with_day(number(&read, "day")?).filter(|day| *day > last.date())?;
    let range = clock_range(&read)?;
    let clock = clock(&read, rest.get(range.end..)?, None).filter(Clock::is_sure)?;
    Some((range.start..range.end + clock.behind, day.and_time(clock.time)))
}

/// The times told one to each case or room of a list that shares a day.
pub(super) fn by_case(rest: &str, day: NaiveDate, half: Option<&str>) -> Vec<At<NaiveDateTime>> {
    let list = own(rest);
    let of = |read: Captures<'_>| {
        let range = clock_range(&read)?;
        let behind = list.get(range.end..)?;
        let clock = clock(&read, behind, half).filter(Clock::is_sure)?;
        let is_other =
            NOT_LISTED.iter().any(|word| behind.trim_start().starts_with(word)) || is_span_of_another(behind);
        (!is_other).then(|| (range.start..range.end + clock.behind, day.and_time(clock.time)))
    };
    let all = |regex: &LazyLock<Option<Regex>>| -> Vec<At<NaiveDateTime>> {
        let found = regex.as_ref().into_iter().flat_map(|regex| regex.captures_iter(list));
        found.filter_map(of).take(MOST_ROWS).collect()
    };
    // （2026）…12号9:00；（2026）…13号9:20 tells its times behind the cases, whatever stands ahead of the next one.
    [&BY_CASE, &AHEAD_OF_CASE, &ROOMED].into_iter().map(all).find(|told| !told.is_empty()).unwrap_or_default()
}

/// The times in rows of cases below a row that gives the day of all of them, as where its cell spans several rows.
fn rows_below(text: &str, at: usize, day: NaiveDate) -> Vec<At<NaiveDateTime>> {
    let line = text.get(..at).unwrap_or("").rsplit('\n').next().unwrap_or("");
    let rest = text.get(at..).unwrap_or("");
    let Some((behind, below)) = rest.split_once('\n') else { return Vec::new() };
    if !is_of_case(line) && !is_of_case(behind) {
        return Vec::new();
    }
    let from = at + behind.len() + 1;
    rows(below, day, None).into_iter().map(|(clock, moment)| (from + clock.start..from + clock.end, moment)).collect()
}

/// The time in each of the next rows, as long as every row bears a case and no day of its own. Heads of columns may
/// stand ahead of them.
pub(super) fn rows(below: &str, day: NaiveDate, half: Option<&str>) -> Vec<At<NaiveDateTime>> {
    let mut found = Vec::new();
    let mut half = half;
    let mut at = 0;
    let mut heads = 0;
    for row in below.split('\n').take(MOST_ROWS) {
        let range = at..at + row.len();
        at = range.end + 1;
        if row.trim().is_empty() {
            continue;
        }
        if let Some(told) = half_alone(row) {
            half = Some(told);
            continue;
        }
        if found.is_empty() && is_head(row) && heads < MOST_HEADS {
            heads += 1;
            continue;
        }
        match time_of_row(row, day, half) {
            Some((clock, moment)) => found.push((range.start + clock.start..range.start + clock.end, moment)),
            None => break,
        }
    }
    found
}

/// The one time in a row of a case.
fn time_of_row(row: &str, day: NaiveDate, half: Option<&str>) -> Option<At<NaiveDateTime>> {
    let has_day = DAY.as_ref().is_none_or(|regex| regex.is_match(row));
    if has_day || !is_of_case(row) && !SHORT_CASE.as_ref().is_some_and(|regex| regex.is_match(row)) {
        return None;
    }
    let read = CELL.as_ref()?.captures(row).or_else(|| BY_CASE.as_ref()?.captures(row))?;
    let range = clock_range(&read)?;
    let behind = row.get(range.end..)?;
    let clock = clock(&read, behind, half).filter(Clock::is_sure)?;
    (!is_span_of_another(behind)).then(|| (range.start..range.end + clock.behind, day.and_time(clock.time)))
}

/// Where the one time in a row of a case stands, and which it is; `None` in any other line.
pub(in crate::identify) fn clock_of_row(row: &str) -> Option<(std::ops::Range<usize>, NaiveTime)> {
    if row.len() > LONGEST_ROW || !is_of_case(row) {
        return None;
    }
    let read = CELL.as_ref()?.captures(row)?;
    let range = clock_range(&read)?;
    let behind = row.get(range.end..)?;
    let clock = clock(&read, behind, None).filter(Clock::is_sure)?;
    (!is_span_of_another(behind)).then_some((range, clock.time))
}

/// Every time of day that stands in a row of a case.
pub(in crate::identify) fn clocks_of_row(row: &str) -> Vec<NaiveTime> {
    if clock_of_row(row).is_none() {
        return Vec::new();
    }
    let found = CELL.as_ref().into_iter().flat_map(|regex| regex.captures_iter(row));
    let time = |read: Captures<'_>| {
        let behind = row.get(clock_range(&read)?.end..)?;
        let clock = clock(&read, behind, None).filter(Clock::is_sure)?;
        (!is_span_of_another(behind)).then_some(clock.time)
    };
    found.filter_map(time).collect()
}

/// The day a row gives itself.
pub(in crate::identify) fn day_in_row(row: &str) -> Option<&str> {
    let day = DAY.as_ref()?.find(row)?;
    let sign = row.get(day.end()..)?.chars().next().filter(|sign| ['日', '号'].contains(sign));
    row.get(day.start()..day.end() + sign.map_or(0, char::len_utf8)).map(str::trim)
}

/// Longest row of a table, in bytes; a longer line is prose.
const LONGEST_ROW: usize = 300;

/// The half of the day that a line tells of all rows below it, and nothing more: 上午：, （二）下午场.
pub(in crate::identify) fn half_alone(row: &str) -> Option<&'static str> {
    let told = row.trim().trim_end_matches([':', '：']).trim_end_matches('场');
    let told = told.trim_start_matches(|c: char| c.is_ascii_digit() || "()一二三、.★◆●*【[".contains(c));
    let told = told.trim_end_matches([']', '】']);
    ["上午", "下午", "晚上"].into_iter().find(|half| *half == told)
}

fn is_head(row: &str) -> bool {
    !row.contains(|c: char| c.is_ascii_digit())
        && ["时间", "案号", "日期", "法庭"].iter().any(|word| row.contains(word))
}

/// Whether a line bears the number of a case: （2026）沪0112民初12号.
fn is_of_case(line: &str) -> bool {
    let bytes = line.as_bytes();
    line.match_indices('号').any(|(at, _)| at > 0 && bytes.get(at - 1).is_some_and(u8::is_ascii_digit))
        && line.contains("20")
}
