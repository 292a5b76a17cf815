//! Times of day: numbers, the half of the day told around them, and whether the time is told for sure.

use std::sync::LazyLock;

use chrono::NaiveTime;
use regex::{Captures, Regex};

/// Words ahead of an hour that say which half of the day is meant.
macro_rules! halves {
    () => {
        r"上午|下午|晚上|中午|早上|早晨|清晨|凌晨|傍晚|午后|午间|晚间|夜间|(?i:[ap]\.?m\.?)|上|下|早|晚"
    };
}
/// An hour with its minutes. Minutes without 分 stand right behind the hour, or behind a blank where the sentence goes on:
/// 9时 21法庭 is nine o'clock in room 21, and the number of the next line is none of its minutes. `left` is a number of
/// minutes that cannot be read: 9点差5分.
macro_rules! spoken {
    () => {
        concat!(
            r"[时点](?:\s*过?\s*(?P<spoken>\d{1,2})\s*分|(?P<bare>[0-5]\d)(?P<next>[^\d年月日号法庭室楼层.:：]|$)|",
            r"\ {1,3}(?P<apart>[0-5]\d)(?P<then>[，,;；)在于到开参进])|\s*(?P<word>半|整|一刻|1刻|三刻|3刻)|",
            r"\ ?(?P<left>[过差欠缺零又约近]?[\d〇零一二三四五六七八九十廿卅两几数OoIl ]{1,4}[分刻]))?",
        )
    };
}
pub(super) use {halves, spoken};

/// A time of day alone, as a field of its own or at the start of a line.
pub(super) const CLOCK: &str = concat!(
    r"[(]?(?P<half>",
    halves!(),
    r")?[)]?\s*(?P<hour>\d{1,2})\s*(?:[:：︰∶﹕]\s*(?P<minute>\d{1,2})|",
    spoken!(),
    ")",
);

/// The half of the day told behind a time: 2时30分（下午）, 2:30 PM.
static BEHIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:[(]\s*(?P<word>上午|下午|晚上|中午|早上|傍晚|晚)\s*[)]|[(]?\s*(?P<letters>(?i:[ap]\.?m))(?-u:\b)\.?\s*[)]?)")
        .ok()
});

/// First hour that is meant as it stands where no half of the day is told: 2时30分 may be either.
const FIRST_HOUR: u32 = 7;

/// A time of day as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    pub(super) time: NaiveTime,
    /// Whether the half of the day is told.
    pub(super) has_half: bool,
    /// Bytes right behind the time that tell it.
    pub(super) behind: usize,
}

impl Clock {
    /// Whether the time can be meant in one way only.
    pub(super) fn is_sure(&self) -> bool {
        self.has_half || is_sure(self.time)
    }
}

/// Whether a time without its half of the day can be meant in one way only.
pub(super) fn is_sure(time: NaiveTime) -> bool {
    chrono::Timelike::hour(&time) >= FIRST_HOUR
}

pub(super) fn number(read: &Captures<'_>, name: &str) -> Option<u32> {
    read.name(name)?.as_str().split_whitespace().collect::<String>().parse().ok()
}

/// The time of day one match writes; `rest` is what stands behind it, `ahead` the half of the day told ahead of its
/// day. `None` without one, or where a part of it cannot be read or contradicts another.
pub(super) fn clock(read: &Captures<'_>, rest: &str, ahead: Option<&str>) -> Option<Clock> {
    let hour = number(read, "hour")?;
    let own = read.name("half").or_else(|| read.name("ahead")).map(|half| half.as_str()).or(ahead);
    let (half, behind) = match own {
        Some(half) => (Some(half), 0),
        None => half_behind(rest).map_or((None, 0), |(half, length)| (Some(half), length)),
    };
    let minute = match read.name("word").map(|word| word.as_str()) {
        Some("半") => 30,
        Some("一刻" | "1刻") => 15,
        Some("三刻" | "3刻") => 45,
        _ if read.name("left").is_some() => return None,
        // 上午9.30 and 上午9;30 are times, and so is 14.30 where the sentence goes on with a room; 12.50 alone may be a sum.
        _ if read.name("dotted").is_some() => {
            let whole = read.get(0).map_or("", |whole| whole.as_str());
            let is_time = || hour >= 10 && whole.contains('.') && goes_on_with_a_room(rest);
            half.or_else(|| is_time().then_some(""))?;
            number(read, "dotted")?
        }
        _ => ["minute", "spoken", "bare", "apart"].iter().find_map(|name| number(read, name)).unwrap_or(0),
    };
    // 9:3O: half of the minutes is no digit.
    let digits = read.name("minute").map_or(2, |minute| minute.as_str().trim().len());
    if digits == 1 && (minute != 0 || rest.starts_with(|c: char| c.is_ascii_alphanumeric())) {
        return None;
    }
    let time = NaiveTime::from_hms_opt(of_day(half, hour)?, minute, 0)?;
    Some(Clock { time, has_half: half.is_some(), behind })
}

/// ，第二法庭开庭
fn goes_on_with_a_room(rest: &str) -> bool {
    let near: String = rest.trim_start_matches([',', '，', ' ', '在', '于', '到']).chars().take(8).collect();
    ["法庭", "审判庭", "开庭", "庭审", "调解室"].iter().any(|word| near.contains(word))
}

/// The half of the day told right behind a time, and how many bytes that takes.
fn half_behind(rest: &str) -> Option<(&str, usize)> {
    let read = BEHIND.as_ref()?.captures(rest)?;
    let half = read.name("word").or_else(|| read.name("letters"))?;
    Some((half.as_str(), read.get(0)?.len()))
}

/// An hour of a half of the day as one of the whole day; `None` where they contradict each other: 上午14时, 下午9时.
fn of_day(half: Option<&str>, hour: u32) -> Option<u32> {
    let Some(half) = half else { return Some(hour) };
    let letter = half.chars().next().map(|first| first.to_ascii_lowercase());
    match (half, letter) {
        ("中午" | "午间", _) => Some(if hour < 6 { hour + 12 } else { hour }),
        ("下午" | "下" | "午后", _) => match hour {
            0..8 => Some(hour + 12),
            8..12 => None,
            _ => Some(hour),
        },
        ("晚上" | "晚" | "晚间" | "傍晚" | "夜间", _) => match hour {
            4..12 => Some(hour + 12),
            16.. => Some(hour),
            _ => None,
        },
        (_, Some('p')) => Some(if hour < 12 { hour + 12 } else { hour }),
        _ => (hour <= 12).then_some(hour),
    }
}

/// A span of time and what it is of: -17:00为热线服务时间.
static SPAN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:-|—|–|~|～|至|到)+\s*(?:上午|下午|晚上|中午)?\s*\d{1,2}\s*(?:[:：]\s*\d{2}|[时点](?:\d{1,2}分?|半)?)(?P<of>.*)$").ok()
});

/// Whether what stands behind a time of day makes it the hours of an office or a meal.
pub(super) fn is_span_of_another(rest: &str) -> bool {
    let of = SPAN.as_ref().and_then(|regex| regex.captures(rest)).and_then(|read| read.name("of"));
    of.is_some_and(|of| HOURS.iter().any(|word| of.as_str().contains(word)))
}

/// What the hours of an office, a service or a meal are named by.
pub(super) const HOURS: [&str; 15] = [
    "热线",
    "服务时间",
    "诉讼服务",
    "客服",
    "就餐",
    "食堂",
    "午休",
    "休息",
    "办公",
    "工作时间",
    "上班",
    "接待时间",
    "营业",
    "维护",
    "作息",
];
