//! Days in a row that a count tells beside the first of them: 12月21日9时起连续开庭三天.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike as _, NaiveDateTime, TimeDelta, Timelike as _, Weekday};
use regex::Regex;

use super::super::text::{first_chars, last_chars, numeral};
use super::{At, MOST_DAYS};

/// For how many days something goes on. What stands behind tells a limit from a length: 开庭三日前.
static COUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = "[1-9一二两三四五六七八九]";
    let acts = "(?:公开|开庭|庭审|审理|进行|举行|质证|听证|证据交换|安排)*";
    Regex::new(&format!(
        concat!(
            r"(?:(?:连续|接连|持续|为期){acts}(?:共|为|时间)?(?P<many>{number})\s*(?:个工作)?[天日]|",
            r"(?:开庭|庭审|审理|听证)(?:共|时间为?|天数为?)?(?P<days>{number})\s*(?:个工作)?天)",
            r"(?P<behind>.?)"
        ),
        acts = acts,
        number = number
    ))
    .ok()
});

/// How far from a moment the count of its days may stand, in characters.
const NEAR: usize = 60;

/// The same time on the further days that a count tells; and whether it tells some that cannot be dated for sure,
/// because a weekend lies among them or the first day begins in the afternoon.
pub(super) fn further(text: &str, found: &[At<NaiveDateTime>]) -> (Vec<At<NaiveDateTime>>, bool) {
    let mut all = Vec::new();
    let mut is_cut = false;
    if !text.contains(['天', '日']) {
        return (all, is_cut);
    }
    for (nth, (range, first)) in found.iter().enumerate() {
        let (from, sentence) = sentence_around(text, range);
        let Some(count) = count_in(sentence) else { continue };
        // A sentence that names further days tells them itself.
        let is_here = |it: &&At<NaiveDateTime>| it.0.start >= from && it.0.start < from + sentence.len();
        let around = found.iter().skip(nth.saturating_sub(NEIGHBOURS)).take(2 * NEIGHBOURS).filter(is_here);
        if around.clone().any(|(_, other)| other.date() != first.date()) {
            continue;
        }
        let is_each_day = ["每日", "每天", "同一时间"].iter().any(|word| sentence.contains(word));
        if first.hour() >= NOON && !is_each_day && around.clone().count() == 1 {
            is_cut = true;
            continue;
        }
        let days = (1..i64::from(count)).filter_map(|days| first.checked_add_signed(TimeDelta::days(days)));
        for moment in days {
            if matches!(moment.weekday(), Weekday::Sat | Weekday::Sun) {
                is_cut = true;
                break;
            }
            all.push((range.clone(), moment));
        }
    }
    (all, is_cut)
}

/// Most moments on either side that may stand in one sentence.
const NEIGHBOURS: usize = 8;
/// First hour of the second half of a day.
const NOON: u32 = 12;

/// What stands around a moment up to the ends of its sentence, and where that begins.
fn sentence_around<'a>(text: &'a str, range: &Range<usize>) -> (usize, &'a str) {
    let ends = ['。', '；', ';'];
    let ahead = last_chars(text.get(..range.start).unwrap_or(""), NEAR);
    let ahead = ahead.rsplit(ends).next().unwrap_or("");
    let behind = first_chars(text.get(range.end..).unwrap_or(""), NEAR);
    let behind = behind.split(ends).next().unwrap_or("");
    let from = range.start - ahead.len();
    (from, text.get(from..range.end + behind.len()).unwrap_or(""))
}

/// For how many days a sentence says that something goes on, if for more than one.
fn count_in(sentence: &str) -> Option<u32> {
    let limits = ["前", "内", "后", "之", "以"];
    let is_limit = |behind: &str| limits.contains(&behind);
    let mut told = COUNT.as_ref()?.captures_iter(sentence);
    let read = told.find(|read| read.name("behind").is_some_and(|behind| !is_limit(behind.as_str())))?;
    let number = read.name("many").or_else(|| read.name("days"))?.as_str();
    let count = number.parse().ok().or_else(|| numeral(number))?;
    (2..=u32::try_from(MOST_DAYS).ok()?).contains(&count).then_some(count)
}
