//! How a page lays its sittings out: rows under a head, fields under a heading, what was beside what is now.

use std::ops::Range;

use chrono::NaiveDateTime;

use super::super::moment::half_alone;
use super::super::place::tidy;
use super::words::{ACTS, EVENTS, OTHERS};

/// Lines above a moment that are looked through for the one that heads them.
pub(super) const MOST_LINES: usize = 40;
/// Longest head of a table or heading of a list, in characters.
pub(super) const LONGEST_HEAD: usize = 60;
/// Longest line that may be a heading without a colon, in characters.
const LONGEST_TITLE: usize = 16;

/// Longest line that gives the day and the room of what stands below it, in characters.
const LONGEST_DAY: usize = 26;

/// Words that say a column or field gives a time.
const TIMES: [&str; 5] = ["时间", "日期", "时刻", "时段", "排期"];

pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The cells of a row.
pub(super) fn cells(line: &str) -> Vec<String> {
    line.split([' ', '\t', '|']).filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
}

/// The row of one of these names in the lines right below or above a row of moments, with its name.
fn row_of(text: &str, range: &Range<usize>, names: &[&str]) -> Option<Vec<String>> {
    let below = text.get(range.end..)?.lines().skip(1).take(4);
    let above = text.get(..range.start)?.lines().rev().skip(1).take(4);
    let mut rows = below.chain(above).map(cells);
    rows.find(|row| row.len() > 1 && row.first().is_some_and(|name| names.contains(&name.as_str())))
}

pub(super) fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

pub(super) fn has_case(line: &str) -> bool {
    line.contains('号') && line.chars().any(|c| c.is_ascii_digit())
}

/// Longest line that may be a row or a field, in bytes; a longer one is prose.
const LONGEST_LINE: usize = 900;

/// The line a moment stands in, what stands above it, and where it begins; `None` in a long line.
pub(super) fn line_of<'a>(text: &'a str, range: &Range<usize>) -> Option<(&'a str, &'a str, usize)> {
    let bytes = text.as_bytes();
    let from = range.start.saturating_sub(LONGEST_LINE);
    let to = range.end.saturating_add(LONGEST_LINE).min(text.len());
    let ahead = bytes.get(from..range.start)?.iter().rposition(|byte| *byte == b'\n');
    let start = ahead.map(|at| from + at + 1).or_else(|| (from == 0).then_some(0))?;
    let behind = bytes.get(range.end..to)?.iter().position(|byte| *byte == b'\n');
    let end = behind.map(|at| range.end + at).or_else(|| (to == text.len()).then_some(to))?;
    Some((text.get(start..end)?, text.get(..start)?, start))
}

/// The lines above a row or field, the nearest first, without blanks.
fn lines_above(above: &str) -> impl Iterator<Item = String> + Clone + '_ {
    let lines = above.lines().rev().take(MOST_LINES * 2).filter(|line| line.len() <= LONGEST_LINE);
    lines.map(squeezed).filter(|line| !line.is_empty()).take(MOST_LINES)
}

/// What a line ahead says of the rows or fields below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listed {
    /// It names the time of sittings.
    Named,
    /// It names a time beside a court room, or stands under a title that speaks of sittings.
    Likely,
    /// It says nothing of sittings.
    No,
}

/// Whether a moment that says nothing of itself stands in a row of a table of sittings, or in a list of them.
pub(super) fn listed(text: &str, range: &Range<usize>, title: &str) -> Listed {
    let Some((line, above, start)) = line_of(text, range) else { return Listed::No };
    let name = squeezed(text.get(start..range.start).unwrap_or(""));
    let is_row = has_case(line) || line.split([' ', '\t', '|']).filter(|cell| !cell.is_empty()).count() >= 3;
    let ahead = lines_above(above);
    if is_row {
        let mut lines = ahead.clone().peekable();
        while let Some(line) = lines.next() {
            match head_of_table(&line, title) {
                Listed::No if line.contains('。') => break,
                // 案号 时间 地点 below a line that speaks of sittings.
                Listed::No if is_bare_head(&line) && lines.peek().is_some_and(|it| has_any(it, &ACTS)) => {
                    return Listed::Likely;
                }
                // 12月22日 第三法庭 above 时间 案号 当事人.
                Listed::No if is_head_of_times(&line) && lines.peek().is_some_and(|it| has_any(it, &COURT_ROOMS)) => {
                    return Listed::Likely;
                }
                Listed::No => {}
                told => return told,
            }
        }
    }
    if !is_plain(&name) {
        return Listed::No;
    }
    let mut above = ahead.skip_while(|line| is_field(line) || half_alone(line).is_some());
    above.next().map_or(Listed::No, |line| heading(&line))
}

/// 序号 案号 庭审日期及时间 法庭
fn head_of_table(line: &str, title: &str) -> Listed {
    let is_head = line.chars().count() <= LONGEST_HEAD && !line.chars().any(|c| c.is_ascii_digit());
    if !is_head || !has_any(line, &TIMES) || has_any(line, &EVENTS) {
        return Listed::No;
    }
    if has_any(line, &ACTS) || has_any(line, &["到庭", "应到", "调解时间"]) {
        return Listed::Named;
    }
    let is_titled = has_any(title, &ACTS) && line.contains("案号");
    if has_any(line, &["法庭", "审判庭"]) || is_titled { Listed::Likely } else { Listed::No }
}

/// Whether a column's head names the place.
fn names_place(head: &str) -> bool {
    has_any(head, &PLACES) || has_any(head, &["审判庭", "庭室", "开庭地"])
}

/// A head that names a case, a time and a place, and not of what.
fn is_bare_head(line: &str) -> bool {
    let is_head = line.chars().count() <= LONGEST_HEAD && !line.chars().any(|c| c.is_ascii_digit());
    is_head && line.contains("案号") && has_any(line, &TIMES) && names_place(line) && !has_any(line, &EVENTS)
}

/// The rooms in which nothing but sittings is held.
pub(super) const COURT_ROOMS: [&str; 3] = ["法庭", "审判庭", "仲裁庭"];

/// A head that names a case and a time, and no day.
fn is_head_of_times(line: &str) -> bool {
    let is_head = line.chars().count() <= LONGEST_HEAD && !line.chars().any(|c| c.is_ascii_digit());
    is_head && line.contains("案号") && line.contains("时间") && !has_any(line, &EVENTS) && !has_any(line, &OTHERS)
}

/// Whether a moment stands right behind the number of its case in a list that speaks of sittings: 排庭如下：（2026）…12号，
/// 12月14日9:00；…，均在第一法庭.
pub(super) fn is_of_case_list(text: &str, range: &Range<usize>, title: &str) -> bool {
    let Some((line, _, start)) = line_of(text, range) else { return false };
    let ahead = squeezed(text.get(start..range.start).unwrap_or(""));
    let name = ahead.trim_end_matches([',', '，', ':', '：', '-', '—', '为', '于', '在', '是']);
    let set = ["定", "订", "安排", "排"].iter().find_map(|verb| name.strip_suffix(verb)).unwrap_or(name);
    let name = set.strip_suffix('案').unwrap_or(set);
    let is_case = name.strip_suffix('号').is_some_and(|it| it.ends_with(|c: char| c.is_ascii_digit()));
    let speaks = |words: &str| has_any(words, &ACTS) || has_any(words, &COURT_ROOMS);
    let line = squeezed(line);
    is_case && (speaks(&line) || has_any(title, &ACTS)) && !has_any(&line, &EVENTS) && !has_any(&line, &OTHERS)
}

/// The cell of a row under the head of places: as many cells from the moment as the head has between time and place.
pub(super) fn room_of_row(text: &str, range: &Range<usize>) -> Option<String> {
    let (line, above, start) = line_of(text, range)?;
    let is_head = |line: &&str| {
        if line.contains(|c: char| c.is_ascii_digit()) || cells(line).len() <= 2 {
            return false;
        }
        let squeezed = squeezed(line);
        squeezed.chars().count() <= LONGEST_HEAD && has_any(&squeezed, &TIMES) && names_place(&squeezed)
    };
    let head = cells(above.lines().rev().take(MOST_LINES).find(is_head)?);
    let is_time = |cell: &String| has_any(cell, &TIMES);
    let first = head.iter().position(is_time)?;
    // 开庭日期 开庭时间: the moment takes both cells.
    let last = first + head.get(first..)?.iter().take_while(|cell| is_time(cell)).count() - 1;
    let place = head.iter().position(|cell| names_place(cell) && !is_time(cell))?;
    let cell = if place > last {
        let mut behind = cells(line.get(range.end - start..)?);
        // 9:00-9:30, 9:00 - 9:30: when it ends is part of the same cell.
        let is_end = |cell: &String| cell.chars().all(|c| c.is_ascii_digit() || "-~—–至到:：时点分".contains(c));
        if behind.first().is_some_and(|cell| cell.starts_with(['-', '~', '—', '–', '至', '到'])) {
            behind = behind.into_iter().skip_while(is_end).collect();
        }
        // 开庭时间 结束时间 地点: when it ends stands in a column of its own.
        if head.iter().any(|cell| cell.contains("结束")) && behind.len() > 1 && behind.first().is_some_and(is_end) {
            behind.remove(0);
        }
        let nth = place - last - 1;
        // What is left of the row belongs to its last cell.
        if place + 1 == head.len() && nth == 0 { Some(behind.concat()) } else { behind.get(nth).cloned() }
    } else {
        let ahead = cells(line.get(..range.start.checked_sub(start)?)?);
        ahead.len().checked_sub(first.checked_sub(place)?).and_then(|at| ahead.get(at).cloned())
    }?;
    let is_room =
        has_any(&cell, &["庭", "室", "厅", "楼", "院", "中心", "线", "平台", "会议", "同上"]) || is_code(&cell);
    // 10时0分，第二法庭 within one cell.
    let cell = cell.trim_matches(|c: char| "，,、；;".contains(c));
    is_room.then(|| tidy(cell)).filter(|room| !room.is_empty() && room.chars().count() <= 40)
}

/// A203, B-305: the number of a room in the column of rooms.
fn is_code(cell: &str) -> bool {
    let digits = cell.trim_start_matches(|c: char| c.is_ascii_uppercase()).trim_start_matches('-');
    let letters = cell.len() - digits.len();
    (1..=2).contains(&letters) && (2..=4).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit())
}

/// Whether a moment stands in a row without a room of its own, right below the row of the sitting that ends at `last`:
/// a cell of the table spans both.
pub(super) fn is_row_below(text: &str, range: &Range<usize>, last: Option<usize>) -> bool {
    let Some((line, _, start)) = line_of(text, range) else { return false };
    let between = last.and_then(|last| text.get(last..start)).unwrap_or("");
    let is_next = between.contains('\n') && between.lines().skip(1).all(|line| line.trim().is_empty());
    is_next && has_case(line) && !has_any(line, &["庭", "室", "厅", "楼", "中心", "线", "平台"])
}

/// A name that says no more than that a moment follows: 1., 新：, 时间：, a case number.
fn is_plain(name: &str) -> bool {
    let bare = name.trim_end_matches([':', '：', '(', '-', '，', ',', '为', '是', '在', '于']);
    let bare = bare.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十()、.".contains(c));
    bare.is_empty()
        || bare.ends_with('号') && bare.chars().any(|c| c.is_ascii_digit())
        || ["新", "现", "时间", "日期", "时刻", "现为", "新的时间", "变更后", "调整后", "改期后"].contains(&bare)
        || bare.chars().count() <= 5 && bare.starts_with('第') && bare.ends_with(['次', '场', '案', '天'])
}

/// Whether a line is a field or an item among others, so that what heads it stands further up.
fn is_field(line: &str) -> bool {
    let item = line.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十(".contains(c));
    let is_item = item.len() < line.len() && item.starts_with(['、', '.', ')']);
    let name = line.find([':', '：']).and_then(|at| line.get(..at));
    let has_value = !line.ends_with([':', '：']);
    has_value && (is_item && line.contains(['时', ':', '：']) || name.is_some_and(|name| name.chars().count() <= 8))
        || has_value && has_case(line) && line.contains(['月', '-', '/'])
        // 09:00（2026）…1号 被告：…
        || has_value && has_case(line) && line.starts_with(|c: char| c.is_ascii_digit()) && line.contains([':', '：', '时', '点'])
}

/// 系列案开庭安排如下：
fn heading(line: &str) -> Listed {
    let length = line.chars().count();
    // 下列案件同日开庭，地点均在第六法庭：
    let is_no_place = |clause: &&str| !["地点", "法庭", "均在", "均为"].iter().any(|word| clause.starts_with(word));
    let last = line.rsplit(['。', '；', '，', ',']).find(is_no_place).unwrap_or(line);
    let opens = line.ends_with([':', '：']) && last.chars().count() <= LONGEST_HEAD;
    let is_title = length <= LONGEST_TITLE && !line.contains(['。', '，', '；']);
    let is_clear = |words: &str| !has_any(words, &OTHERS) && !has_any(words, &EVENTS);
    // 五案定于12月25日在第三法庭依次开庭，时间如下：
    let told = if has_any(last, &TIMES) { line } else { last };
    let is_of_sittings = has_any(told, &ACTS) && is_clear(told);
    // 12月15日（周二）第三法庭, and 三案开庭时间：2026年12月25日，地点：某法庭。
    let has_day = line.contains('日') && line.chars().any(|c| c.is_ascii_digit());
    let is_day_of_room =
        length <= LONGEST_DAY && !line.contains(['。', '，', '；']) && has_day && has_any(line, &COURT_ROOMS);
    let is_day_of_all = has_day
        && length <= LONGEST_HEAD
        && ["开庭时间", "开庭日期", "庭审时间"].iter().any(|name| line.contains(name))
        && is_clear(line);
    match (opens || is_title) && is_of_sittings || is_day_of_room || is_day_of_all {
        true => Listed::Likely,
        false => Listed::No,
    }
}

/// On which side of a table of changes a moment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// What held before.
    Former,
    /// What holds now.
    New,
}

/// The side of a moment in 开庭时间 … … under 变更前 变更后, and the column it stands in behind the row's name; `None`
/// where there are no such columns.
pub(super) fn side(
    text: &str,
    range: &Range<usize>,
    moments: &[(Range<usize>, NaiveDateTime)],
) -> Option<(Side, usize)> {
    let (line, above, start) = line_of(text, range)?;
    let is_here = |at: usize| (start..start + line.len()).contains(&at);
    let mut here: Vec<usize> = moments.iter().map(|(range, _)| range.start).filter(|at| is_here(*at)).collect();
    here.dedup();
    let &[first, second] = here.as_slice() else { return None };
    let place_of = |head: &str, words: &[&str]| words.iter().filter_map(|word| head.find(word)).min();
    let head = lines_above(above).take(6).find_map(|head| {
        let is_head = head.chars().count() <= 40 && !head.chars().any(|c| c.is_ascii_digit());
        let head = head.replace("原告", "").replace("原审", "");
        let former = place_of(&head, &["变更前", "调整前", "改期前", "延期前", "更改前", "原"]).filter(|_| is_head)?;
        let new = place_of(&head, &["变更后", "调整后", "改期后", "延期后", "更改后", "现", "新"])?;
        // 案号 原开庭时间 变更后开庭时间: the columns themselves are of times, and each row is of a case.
        let are_times = TIMES.iter().any(|time| head.matches(time).count() == 2);
        Some((former < new, are_times))
    })?;
    let (head, are_times) = head;
    let name = text.get(start..first).unwrap_or("");
    let is_of_time = has_any(name, &TIMES) || are_times && has_case(name);
    let is_first = range.start == first;
    let side = if is_first == head { Side::Former } else { Side::New };
    (is_of_time && (is_first || range.start == second)).then_some((side, if is_first { 1 } else { 2 }))
}

/// How a row of reasons begins.
pub(super) const REASONS: [&str; 4] = ["传唤事由", "传唤原因", "事由", "庭审类型"];

/// How a row of places begins.
pub(super) const PLACES: [&str; 8] = ["地点", "法庭", "处所", "场所", "开庭地点", "庭审地点", "开庭法庭", "应到处所"];

/// The room in the same column of the row of places below a row of moments.
pub(super) fn room_of_change(text: &str, range: &Range<usize>, column: usize) -> Option<String> {
    let row = row_of(text, range, &PLACES)?;
    // One cell spans both columns.
    row.get(column.min(row.len() - 1))
        .map(|cell| tidy(cell))
        .filter(|room| has_any(room, &["庭", "室", "厅", "线", "平台"]))
}

/// The room of a moment in a table whose cases are columns: 开庭时间 t1 t2 above 法庭 r1 r2.
pub(super) fn room_of_column(
    text: &str,
    range: &Range<usize>,
    moments: &[(Range<usize>, NaiveDateTime)],
) -> Option<String> {
    let cell = of_column(text, range, moments, &PLACES)?;
    Some(tidy(&cell)).filter(|room| has_any(room, &["庭", "室", "厅", "线", "平台"]))
}

/// What the row of one of these names says in the column of a moment: 传唤事由 调解 开庭 beside 应到时间 t1 t2.
pub(super) fn of_column(
    text: &str,
    range: &Range<usize>,
    moments: &[(Range<usize>, NaiveDateTime)],
    names: &[&str],
) -> Option<String> {
    let (line, _, start) = line_of(text, range)?;
    let here = |at: usize| (start..start + line.len()).contains(&at);
    let mut all: Vec<usize> = moments.iter().map(|(range, _)| range.start).filter(|at| here(*at)).collect();
    all.dedup();
    let nth = all.iter().position(|at| *at == range.start)?;
    let name = squeezed(text.get(start..*all.first()?)?);
    let is_row = all.len() > 1 && TIMES.iter().any(|time| name.trim_end_matches('|').ends_with(time));
    let row = row_of(text, range, names).filter(|_| is_row)?;
    match row.len() {
        // One cell spans all columns.
        2 => row.get(1).cloned(),
        of if of == all.len() + 1 => row.get(nth + 1).cloned(),
        _ => None,
    }
}

/// What stands ahead of a moment in its row of several cells: 证据交换 in | 证据交换 | 2026-12-10 09:30 | 第三法庭 |.
pub(super) fn ahead_in_row<'a>(text: &'a str, range: &Range<usize>) -> Option<&'a str> {
    let (line, _, start) = line_of(text, range)?;
    let ahead = text.get(start..range.start)?;
    (cells(line).len() >= 3 && !ahead.contains(['。', '，', ':', '：'])).then_some(ahead)
}

/// The count by which the field of a moment tells several: 第一次 in 应到时间 第一次：2026年….
pub(super) fn nth(text: &str, range: &Range<usize>) -> Option<String> {
    let (_, _, start) = line_of(text, range)?;
    let ahead = squeezed(text.get(start..range.start)?);
    if let Some(number) = item(&ahead) {
        return Some(number);
    }
    let ahead = ahead.strip_suffix([':', '：'])?;
    let count = ahead.rsplit([';', '；', ',', '，', ':', '：', '、', '间', '期']).next()?;
    let is_count = count.starts_with('第') && count.ends_with(['次', '场', '轮']) && count.chars().count() <= 4
        || ["首次", "上午场", "下午场"].contains(&count);
    is_count.then(|| count.to_owned())
}

/// The number of an item of a field: 2 in 2.2026年…, ② in ②2026年….
fn item(ahead: &str) -> Option<String> {
    let mut behind_mark = ahead.strip_suffix(['.', '、', ')']).unwrap_or("").chars().rev();
    let number = behind_mark.next().filter(char::is_ascii_digit);
    // 9:30、10:00 lists times.
    let is_alone = behind_mark.next().is_none_or(|c| !c.is_ascii_digit() && !":：".contains(c));
    let marked = number.filter(|_| is_alone);
    marked.or_else(|| ahead.chars().last().filter(|c| CIRCLED.contains(*c))).map(String::from)
}

const CIRCLED: &str = "①②③④⑤⑥⑦⑧⑨";

/// What a row says of one count or item: 开庭审理 of 2 in 1.证据交换；2.开庭审理.
fn told_of<'a>(value: &'a str, count: &str) -> Option<&'a str> {
    let signs: &[&str] = match count.chars().next() {
        Some(first) if first.is_ascii_digit() => &[".", "、", ")"],
        Some(first) if CIRCLED.contains(first) => &[""],
        _ => &[":", "："],
    };
    signs.iter().find_map(|sign| Some(value.split_once(&format!("{count}{sign}"))?.1))
}

/// What the row of the page that one of these names begins says of one count: 第二调解室 of 第一次 in
/// 应到处所 第一次：第二调解室；第二次：第八法庭.
pub(super) fn of_nth(text: &str, count: &str, names: &[&str]) -> Option<String> {
    let of = |line: String| {
        let value = names.iter().find_map(|name| line.strip_prefix(name))?;
        let told = told_of(value, count)?;
        let told = told.split([';', '；', ',', '，', '。']).next().filter(|told| !told.is_empty())?;
        Some(told.to_owned())
    };
    text.lines().filter(|line| line.len() <= LONGEST_LINE).map(squeezed).find_map(of)
}
