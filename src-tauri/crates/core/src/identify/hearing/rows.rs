//! Rows of a table of cases, and what they say of their sittings: remarks beside them, the room of the line above them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::super::place::tidy;
use super::layout::{COURT_ROOMS, LONGEST_HEAD, MOST_LINES, cells, has_any, has_case, line_of, squeezed};
use super::words::EVENTS;

/// What stands ahead of a moment and behind it, without the rows above and below whose sittings are not held: what is said
/// in them says nothing of this one.
pub(super) fn without_others<'a>(text: &'a str, range: &Range<usize>) -> Option<(&'a str, &'a str)> {
    let (line, above, start) = line_of(text, range)?;
    let end = start + line.len();
    let before = above.trim_end().rsplit('\n').next().unwrap_or("");
    let below = text.get(end..)?.trim_start().lines().next().unwrap_or("");
    let from = if is_off(before) { start } else { 0 };
    let to = if is_off(below) { end } else { text.len() };
    has_case(line).then(|| Some((text.get(from..range.start)?, text.get(range.end..to)?)))?
}

/// Whether a cell behind a moment in its row says that the sitting is not held: 已撤诉, 改期另行通知.
pub(super) fn is_off_in_row(text: &str, range: &Range<usize>) -> bool {
    let Some((line, _, start)) = line_of(text, range) else { return false };
    let behind = line.get(range.end.saturating_sub(start)..).unwrap_or("");
    is_off(line) && cells(behind).iter().any(|cell| says_off(cell))
}

/// Whether a line is a row of a case whose sitting is not held or was moved.
pub(super) fn is_off(line: &str) -> bool {
    let is_row = has_case(line) && cells(line).len() >= 4 && !line.contains('。');
    is_row && cells(line).iter().any(|cell| says_off(cell))
}

fn says_off(cell: &str) -> bool {
    let is_denied = has_any(cell, &["如", "不得", "不能", "未撤", "不撤", "不改", "不延", "不取消", "前案"]);
    has_any(cell, &OFF_IN_ROW) && !is_denied && !cell.contains(|c: char| c.is_ascii_digit())
}

/// Remarks on a sitting that is not held.
const OFF_IN_ROW: [&str; 12] =
    ["撤诉", "取消", "延期", "暂缓", "暂停", "中止", "不开庭", "不再开庭", "改期", "另行通知", "已调解", "已和解"];

/// The room that the line above a moment's rows gives all of them: 12月22日（周二）下午 第四法庭.
pub(super) fn room_of_heading(text: &str, range: &Range<usize>) -> Option<String> {
    let (line, above, _) = line_of(text, range)?;
    let is_row = |line: &str| has_case(line);
    if !is_row(line) || has_any(line, &COURT_ROOMS) {
        return None;
    }
    let heading = above.lines().rev().take(MOST_LINES).map(str::trim).find(|line| !line.is_empty() && !is_row(line))?;
    let told = squeezed(heading);
    let is_day = told.contains('月') && told.contains('日') || has_any(&told, &["上午", "下午"]);
    let is_heading = told.chars().count() <= LONGEST_HEAD && is_day && !told.contains('。') && !has_any(&told, &EVENTS);
    let read = HEADED_ROOM.as_ref().filter(|_| is_heading)?;
    let mut rooms = read.find_iter(&told);
    let room = rooms.next()?;
    rooms.next().is_none().then(|| tidy(room.as_str()))
}

/// A numbered room in a heading.
static HEADED_ROOM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:[\p{Han}--[月日上下午在于周一二三四五六七八九十、]]{2,10}(?:人民法院|人民法庭))?第?[一二三四五六七八九十\d]{1,4}号?(?:审判法庭|审判庭|法庭|仲裁庭)").ok()
});
