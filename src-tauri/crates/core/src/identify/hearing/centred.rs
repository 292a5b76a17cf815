//! Tables in which one day stands in the middle of the rows it is for, as the text of a page with merged cells has it.
//!
//! 901号 09:00 / 2026年12月22日 / 902号 09:40: the day is that of the rows around it, as many above it as below.

use std::sync::LazyLock;

use regex::Regex;

use super::super::moment::{clock_of_row, day_in_row};

/// A line that holds a day and nothing more.
static DAY_ALONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^\s*\|?\s*(?:20\d\d\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?\s*(?:[(]?(?:星期|周)[一二三四五六日天][)]?)?\s*\|?\s*$",
    )
    .ok()
});

/// A cell that holds a time of day and nothing more.
static TIME_ALONE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:上午|下午|中午)?\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分?|半|整)?)$").ok());

/// What one line is in such a table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// A case with its time.
    Row,
    /// A case with its time and day.
    Dated,
    /// A day alone.
    Day,
}

fn kind_of(line: &str) -> Option<Line> {
    if DAY_ALONE.as_ref()?.is_match(line) {
        return Some(Line::Day);
    }
    clock_of_row(line)?;
    Some(if day_in_row(line).is_some() { Line::Dated } else { Line::Row })
}

/// The text with the day of such rows in each of them. Where it cannot be told which rows a day is for, it is left out: a
/// time without its day is no sitting, and a person looks.
pub(super) fn days_into_rows(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.split('\n').collect();
    let kinds: Vec<Option<Line>> = lines.iter().map(|line| kind_of(line)).collect();
    let mut told: Vec<Option<String>> = vec![None; lines.len()];
    let mut is_changed = false;
    let mut at = 0;
    while at < lines.len() {
        let run: Vec<usize> = (at..lines.len())
            .take_while(|nth| kinds.get(*nth).copied().flatten().is_some() || is_blank(&lines, *nth))
            .filter(|nth| kinds.get(*nth).copied().flatten().is_some())
            .collect();
        let of = |nth: &usize| kinds.get(*nth).copied().flatten();
        let is_it = run.first().and_then(&of).is_some_and(|first| first != Line::Day)
            && run.iter().filter_map(&of).any(|kind| kind == Line::Day)
            && run.iter().filter_map(&of).filter(|kind| *kind == Line::Row).count() >= 2;
        if is_it {
            is_changed = true;
            let days = days_of(&run, &kinds);
            for nth in &run {
                let line = lines.get(*nth).copied().unwrap_or_default();
                let day = days.as_ref().and_then(|days| days.iter().find(|(row, _)| row == nth)).map(|(_, day)| *day);
                let day = day.and_then(|day| lines.get(day)).map(|line| day_in_row(line).unwrap_or(line.trim()));
                let is_day = of(nth) == Some(Line::Day);
                if let Some(slot) = told.get_mut(*nth) {
                    *slot = if is_day { Some(String::new()) } else { day.and_then(|day| with_day(line, day)) };
                }
            }
        }
        at = run.last().map_or(at, |last| *last) + 1;
    }
    let written = || lines.iter().zip(told).map(|(line, told)| told.unwrap_or_else(|| (*line).to_owned()));
    is_changed.then(|| written().collect::<Vec<_>>().join("\n"))
}

/// 开庭日 12月16日 12月17日 above 开庭时刻 9:00 14:30 as one row of moments: the cases of such a table are its columns.
pub(super) fn days_with_times(text: String) -> String {
    if !TIME_NAMES.iter().any(|name| text.contains(name)) || !DAY_NAMES.iter().any(|name| text.contains(name)) {
        return text;
    }
    let mut out: Vec<String> = Vec::new();
    for line in text.split('\n') {
        match out.last().and_then(|above| one_row(above, line)) {
            Some(row) => out.splice(out.len() - 1.., [row]).for_each(drop),
            None => out.push(line.to_owned()),
        }
    }
    out.join("\n")
}

const DAY_NAMES: [&str; 2] = ["日期", "日"];
const TIME_NAMES: [&str; 3] = ["时间", "时刻", "时点"];

fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.split([' ', '\t', '|']).filter(|cell| !cell.is_empty())
}

/// A row of days and the row of times below it as one.
fn one_row(days: &str, times: &str) -> Option<String> {
    let of = DAY_NAMES.iter().find_map(|name| cells(days).next()?.strip_suffix(name)).filter(|of| of.len() <= 12)?;
    let is_named = TIME_NAMES.iter().any(|name| cells(times).next().is_some_and(|cell| cell.ends_with(name)));
    if !is_named {
        return None;
    }
    let values = |line: &str| cells(line).skip(1).map(str::to_owned).collect::<Vec<String>>();
    let (days, times) = (values(days), values(times));
    let is_day = |cell: &String| DAY_ALONE.as_ref().is_some_and(|regex| regex.is_match(cell));
    let is_time = |cell: &String| TIME_ALONE.as_ref().is_some_and(|regex| regex.is_match(cell));
    let are_columns =
        days.len() > 1 && days.len() == times.len() && days.iter().all(is_day) && times.iter().all(is_time);
    let moments = || days.iter().zip(&times).map(|(day, time)| format!(" {day}{time}")).collect::<String>();
    are_columns.then(|| format!("{of}时间{}", moments()))
}

fn is_blank(lines: &[&str], nth: usize) -> bool {
    lines.get(nth).is_some_and(|line| line.trim().is_empty())
}

/// The line of the day for each row without one of its own; `None` where the rows around the days are not as many above as
/// below.
fn days_of(run: &[usize], kinds: &[Option<Line>]) -> Option<Vec<(usize, usize)>> {
    let mut days = Vec::new();
    let (mut above, mut below): (Vec<usize>, Option<(usize, usize)>) = (Vec::new(), None);
    for nth in run {
        match (kinds.get(*nth).copied().flatten()?, below) {
            (Line::Row, Some((left, day))) => {
                days.push((*nth, day));
                below = (left > 1).then_some((left - 1, day));
            }
            (Line::Row, None) => above.push(*nth),
            // The rows below the day before are not all there.
            (Line::Day | Line::Dated, Some(_)) => return None,
            (kind, None) => {
                if kind == Line::Day && above.is_empty() {
                    return None;
                }
                days.extend(above.iter().map(|row| (*row, *nth)));
                below = (!above.is_empty()).then_some((above.len(), *nth));
                above.clear();
            }
        }
    }
    (above.is_empty() && below.is_none()).then_some(days)
}

/// The row with the day ahead of its time.
fn with_day(row: &str, day: &str) -> Option<String> {
    let (clock, _) = clock_of_row(row)?;
    let (ahead, behind) = row.split_at_checked(clock.start)?;
    Some(format!("{ahead}{day} {behind}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASES: [&str; 5] = [
        "(2026)吉0605民初901号 甲 09:00 第一法庭",
        "(2026)吉0605民初902号 乙 09:40 第一法庭",
        "(2026)吉0605民初903号 丙 13:30 第二法庭",
        "(2026)吉0605民初904号 丁 14:10 第二法庭",
        "(2026)吉0605民初905号 戊 15:00 第二法庭",
    ];

    #[test]
    fn a_day_is_that_of_as_many_rows_above_as_below() {
        let [one, two, three, four, five] = CASES;
        let text =
            format!("案号 被告 开庭日期 开庭时间 法庭\n{one}\n2026年12月22日\n{two}\n{three}\n2026年12月23日\n{four}");
        let told = days_into_rows(&text).unwrap();
        let days: Vec<&str> = told.lines().filter_map(day_in_row).collect();
        assert_eq!(days, ["2026年12月22日", "2026年12月22日", "2026年12月23日", "2026年12月23日"]);
        // Three rows: the day is in the one in the middle.
        let middle = two.replace("09:40", "2026年12月22日 09:40");
        let told = days_into_rows(&format!("{one}\n{middle}\n{three}\n{four}\n2026年12月23日\n{five}")).unwrap();
        let days: Vec<&str> = told.lines().filter_map(day_in_row).collect();
        assert_eq!(days, ["2026年12月22日", "2026年12月22日", "2026年12月22日", "2026年12月23日", "2026年12月23日"]);
    }

    #[test]
    fn what_cannot_be_told_has_no_day() {
        let [one, two, three, ..] = CASES;
        let told = days_into_rows(&format!("{one}\n2026年12月22日\n{two}\n{three}")).unwrap();
        assert_eq!(told.lines().filter_map(day_in_row).count(), 0, "{told}");
        for text in [
            format!("2026年12月22日\n{one}\n{two}\n2026年12月23日\n{three}"),
            format!("{}\n{two}\n{three}", one.replace("09:00", "2026年12月22日 09:00")),
            "请于2026年12月22日到庭。\n\n2026年12月1日".to_owned(),
        ] {
            assert_eq!(days_into_rows(&text), None, "{text}");
        }
    }
}
