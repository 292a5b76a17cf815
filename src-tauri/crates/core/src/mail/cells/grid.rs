//! The cells of a table in their columns, with those that span several.

use std::borrow::Cow;

use super::{GOES_ON, LONGEST_CELL, MOST_COLUMNS, TALL, WIDE, is_sign, write};

/// Most characters that are written again for cells which span several rows.
const MOST_AGAIN: usize = 200_000;
/// Longest cell of a head, in characters.
const LONGEST_HEAD: usize = 16;

/// What stands in one column of a row.
#[derive(Clone)]
struct Slot<'a> {
    /// Borrowed: a cell that spans many columns and rows may be long.
    text: Cow<'a, str>,
    /// Rows below that it spans as well.
    rows: usize,
    from: From,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    /// A cell begins here, which spans so many columns.
    Here(usize),
    /// The cell on the left spans this column.
    Left,
    /// The cell above spans this row.
    Above,
}

/// A table while its rows are read.
#[derive(Default)]
pub(super) struct Grid<'a> {
    /// The row above.
    above: Vec<Slot<'a>>,
    /// A row that may be the upper one of a head.
    head: Option<Vec<Slot<'a>>>,
    /// Characters written again.
    again: usize,
}

impl<'a> Grid<'a> {
    /// Ends the table.
    pub(super) fn end(&mut self, out: &mut String) {
        if let Some(head) = self.head.take() {
            self.written(&head, out);
        }
        self.above.clear();
    }

    /// Takes a row and writes it, or keeps it where the next one may belong to it.
    pub(super) fn row(&mut self, cells: &[&'a str], out: &mut String) {
        let row = self.slots(cells);
        self.above.clone_from(&row);
        if let Some(head) = self.head.take() {
            match as_one(&head, &row) {
                Some(one) => return self.written(&one, out),
                None => self.written(&head, out),
            }
            out.push('\n');
        }
        if may_be_head(&row) {
            self.head = Some(row);
        } else {
            self.written(&row, out);
        }
    }

    /// The cells of a row in their columns.
    fn slots(&self, cells: &[&'a str]) -> Vec<Slot<'a>> {
        let mut row: Vec<Slot<'a>> = Vec::new();
        let spanned = |at: usize| self.above.get(at).filter(|slot| slot.rows > 0);
        let take_spanned = |row: &mut Vec<Slot<'a>>| {
            while let Some(slot) = spanned(row.len()) {
                row.push(Slot { rows: slot.rows - 1, from: From::Above, ..slot.clone() });
            }
        };
        for cell in cells {
            take_spanned(&mut row);
            let text = cell.trim_start_matches(is_sign);
            let signs = cell.get(..cell.len() - text.len()).unwrap_or("");
            let count = |sign: char| signs.matches(sign).count();
            let columns = (1 + count(WIDE)).min(MOST_COLUMNS.saturating_sub(row.len()).max(1));
            let goes_on = self.above.get(row.len()).filter(|_| signs.contains(GOES_ON));
            let (text, from) = match goes_on {
                Some(slot) => (slot.text.clone(), From::Above),
                None => (Cow::Borrowed(text.trim()), From::Here(columns)),
            };
            let left = (1..columns).map(|_| if from == From::Above { From::Above } else { From::Left });
            for from in std::iter::once(from).chain(left) {
                row.push(Slot { text: text.clone(), rows: count(TALL), from });
            }
        }
        take_spanned(&mut row);
        row
    }

    fn written(&mut self, row: &[Slot<'_>], out: &mut String) {
        let own = row.iter().filter(|slot| matches!(slot.from, From::Here(_))).count();
        let is_alone = row.iter().filter(|slot| slot.from != From::Left).count() < 2;
        let mut before: Option<&Slot<'_>> = None;
        for slot in row {
            let is_next = || before.is_some_and(|before| before.from == slot.from && before.text == slot.text);
            let is_told = match slot.from {
                From::Here(_) => true,
                From::Left => own > 2 && (is_moment(&slot.text) || is_room(&slot.text)),
                From::Above => tells(&slot.text) && !is_next(),
            };
            before = Some(slot);
            if !matches!(slot.from, From::Here(_)) {
                if !is_told || self.again > MOST_AGAIN {
                    continue;
                }
                self.again += slot.text.len();
            }
            write(&slot.text, is_alone, out);
        }
    }
}

fn is_short(text: &str, most: usize) -> bool {
    text.len() <= most * 4 && text.chars().count() <= most
}

fn has_figures(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// A day or a time.
fn is_moment(text: &str) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || "〇一二三四五六七八九十".contains(c);
    is_short(text, LONGEST_CELL)
        && text.contains(is_number)
        && text.contains(['月', '日', '时', ':', '：', '-', '/', '.'])
}

/// 第七法庭, and not the name of a column of such.
fn is_room(text: &str) -> bool {
    is_short(text, LONGEST_CELL) && text.chars().count() > 2 && text.ends_with(['庭', '室', '厅'])
}

/// Whether a cell is of each row it spans: a time, a number, a room. A name of rows is not said again.
fn tells(text: &str) -> bool {
    is_short(text, LONGEST_CELL) && (has_figures(text) || is_moment(text) || text.contains(['庭', '室', '厅']))
}

/// Whether a row may be the upper one of a head: 案号 | 原定（两列） | 变更后（两列）.
fn may_be_head(row: &[Slot<'_>]) -> bool {
    let parts = row.iter().filter(|slot| matches!(slot.from, From::Here(_))).count();
    let is_wide = row.iter().any(|slot| slot.from == From::Left);
    let is_plain = |slot: &Slot<'_>| is_short(&slot.text, LONGEST_HEAD) && !has_figures(&slot.text);
    parts > 1 && is_wide && row.len() > 2 && row.iter().all(is_plain)
}

/// The two rows of a head as one: what is below a wide cell bears its name.
fn as_one<'a>(head: &[Slot<'a>], row: &[Slot<'a>]) -> Option<Vec<Slot<'a>>> {
    let one = |(upper, lower): (&Slot<'a>, &Slot<'a>)| {
        let is_wide = !matches!(upper.from, From::Here(1));
        let is_plain = is_short(&lower.text, LONGEST_HEAD) && !has_figures(&lower.text);
        let text = match (is_wide, lower.from) {
            (true, From::Here(1)) if !lower.text.is_empty() => Cow::Owned(format!("{}{}", upper.text, lower.text)),
            (false, From::Above) => upper.text.clone(),
            (false, From::Here(1)) if upper.text.is_empty() => lower.text.clone(),
            _ => return None,
        };
        is_plain.then_some(Slot { text, rows: 0, from: From::Here(1) })
    };
    (head.len() == row.len()).then(|| head.iter().zip(row).map(one).collect::<Option<Vec<_>>>()).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::{CELL, ROW, TABLE, in_lines, spanning};
    use super::*;

    /// Rows of cells; 甲*2 spans two columns, 甲/3 three rows, ^ goes on from above.
    fn told(rows: &[&[&str]]) -> String {
        let cell = |cell: &&str| {
            let (text, rows) = cell.split_once('/').map_or((*cell, None), |(text, rows)| (text, Some(rows)));
            let (text, columns) = text.split_once('*').map_or((text, None), |(text, columns)| (text, Some(columns)));
            match text {
                "^" => format!("{CELL}{}{GOES_ON}", spanning(columns, None)),
                text => format!("{CELL}{}{text}\n", spanning(columns, rows)),
            }
        };
        let row = |row: &&[&str]| format!("{ROW}{}{ROW}", row.iter().map(cell).collect::<String>());
        let text = format!("{TABLE}{}{TABLE}", rows.iter().map(row).collect::<String>());
        let lines = in_lines(&text);
        lines.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_day_that_spans_rows_is_in_each() {
        assert_eq!(
            told(&[
                &["案号", "日期", "时间", "法庭"],
                &["1号", "12月14日/2", "9:00", "第一法庭/3"],
                &["2号", "10:00"],
                &["3号", "12月15日", "9:00"],
                &["4号", "12月16日", "9:30", "第二法庭"],
            ]),
            "案号 日期 时间 法庭\n1号 12月14日 9:00 第一法庭\n2号 12月14日 10:00 第一法庭\n\
             3号 12月15日 9:00 第一法庭\n4号 12月16日 9:30 第二法庭"
        );
        assert_eq!(
            told(&[&["1号", "12月14日", "9:00"], &["2号", "^", "10:00"], &["3号", "^", "^"]]),
            "1号 12月14日 9:00\n2号 12月14日 10:00\n3号 12月14日 10:00"
        );
    }

    #[test]
    fn what_names_rows_or_fills_a_line_is_told_once() {
        assert_eq!(
            told(&[&["当事人/2", "原告", "甲公司"], &["被告", "乙"], &["应到时间", "12月14日9时*2"]]),
            "当事人 原告 甲公司\n被告 乙\n应到时间 12月14日9时"
        );
        assert_eq!(
            told(&[&["开庭日", "12月14日*2", "12月15日"], &["法庭", "甲法庭", "乙法庭*2"], &["法庭", "第七法庭*3"]]),
            "开庭日 12月14日 12月14日 12月15日\n法庭 甲法庭 乙法庭 乙法庭\n法庭 第七法庭"
        );
    }

    #[test]
    fn a_head_of_two_rows_is_one() {
        let row = ["1号", "12月14日9时", "第一法庭", "12月21日9时", "第二法庭"];
        let one = "案号 原定时间 原定法庭 变更后时间 变更后法庭\n1号 12月14日9时 第一法庭 12月21日9时 第二法庭";
        let below = ["时间", "法庭", "时间", "法庭"];
        assert_eq!(told(&[&["案号/2", "原定*2", "变更后*2"], &below, &row]), one);
        assert_eq!(told(&[&["案号", "原定*2", "变更后*2"], &["^", "时间", "法庭", "时间", "法庭"], &row]), one);
        assert_eq!(told(&[&["", "原定*2", "变更后*2"], &["案号", "时间", "法庭", "时间", "法庭"], &row]), one);
        // A row below that is no head.
        assert_eq!(told(&[&["当事人", "姓名*2"], &["原告", "甲", "乙"]]), "当事人 姓名\n原告 甲 乙");
        assert_eq!(told(&[&["当事人", "姓名*2"]]), "当事人 姓名");
    }

    #[test]
    fn what_is_spanned_is_bounded_and_ends_with_its_table() {
        let rows = format!("{ROW}{CELL}2号{ROW}").repeat(20);
        let first = format!("{ROW}{CELL}1号{CELL}{}9:00{ROW}", spanning(Some("x"), Some("9999999")));
        let ended = in_lines(&format!("{TABLE}{first}{TABLE}{rows}"));
        assert_eq!(ended.matches("9:00").count(), 1);
        let told = in_lines(&format!("{TABLE}{first}{rows}{TABLE}"));
        assert_eq!(told.matches("9:00").count(), 21);
        let long = format!("{ROW}{CELL}2号{ROW}").repeat(60_000);
        let first = (0..50).map(|_| format!("{CELL}{}{}", spanning(Some("900"), Some("400")), "9".repeat(50)));
        let told = in_lines(&format!("{ROW}{}{ROW}{long}", first.collect::<String>()));
        assert!(told.len() < 2 * MOST_AGAIN + 60_000 * 8, "{}", told.len());
        // A cell of any length that spans all it can stands there once.
        let first = format!("{CELL}{}{}9:00", spanning(Some("900"), Some("400")), "长".repeat(2_000_000));
        let told = in_lines(&format!("{ROW}{first}{CELL}1号{ROW}{}", format!("{ROW}{CELL}2号{ROW}").repeat(400)));
        assert_eq!(told.matches("9:00").count(), 1);
    }
}
