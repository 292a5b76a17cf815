//! Rows of a table as lines of text: the cells of a row stand side by side, as a reader sees them.

mod grid;

use grid::Grid;

/// Begins a cell in a text that [`in_lines`] lays out.
pub const CELL: char = '\u{1f}';
/// Begins and ends a row in such a text.
pub const ROW: char = '\u{1e}';
/// Behind the sign of a cell: one column more that it spans.
const WIDE: char = '\u{1d}';
/// Behind the sign of a cell: one row more that it spans.
const TALL: char = '\u{1c}';
/// Behind the sign of a cell: it goes on from the cell above.
pub const GOES_ON: char = '\u{17}';
/// Begins and ends a table.
pub const TABLE: char = '\u{16}';

/// Longest cell whose own lines are put into one, in characters; a longer one holds paragraphs.
const LONGEST_CELL: usize = 60;
/// Most columns and rows that a cell spans.
const MOST_COLUMNS: usize = 40;
const MOST_ROWS: usize = 400;

/// Whether a character is one of the signs, which no words may hold.
pub fn is_sign(character: char) -> bool {
    [CELL, ROW, WIDE, TALL, GOES_ON, TABLE].contains(&character)
}

/// The signs behind that of a cell which spans so many columns and rows, as documents write the numbers.
pub fn spanning(columns: Option<&str>, rows: Option<&str>) -> String {
    let more = |number: Option<&str>, most: usize| {
        let number = number.and_then(|it| it.trim().parse::<usize>().ok()).unwrap_or(1);
        number.min(most).saturating_sub(1)
    };
    let columns = std::iter::repeat_n(WIDE, more(columns, MOST_COLUMNS));
    columns.chain(std::iter::repeat_n(TALL, more(rows, MOST_ROWS))).collect()
}

/// The text with each row in a line of its own, its short cells in one piece and a blank apart. A row of one cell only
/// frames what stands in it, which keeps its lines. What spans several rows and tells a time, a place or a number stands in
/// each of them, and a head of two rows is one.
pub fn in_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut grid = Grid::default();
    for (nth, row) in text.split(ROW).enumerate() {
        let mut cells = row.split(CELL);
        let ahead = cells.next().unwrap_or("");
        let cells: Vec<&str> = cells.collect();
        let words: String = ahead.chars().filter(|c| !is_sign(*c)).collect();
        if ahead.contains(TABLE) || !words.trim().is_empty() {
            grid.end(&mut out);
        }
        if nth > 0 {
            out.push('\n');
        }
        out.push_str(&words);
        if !cells.is_empty() {
            grid.row(&cells, &mut out);
        }
    }
    grid.end(&mut out);
    out
}

/// One cell as it stands in a line.
fn write(cell: &str, is_alone: bool, out: &mut String) {
    out.push(' ');
    let cell = cell.trim();
    if !is_alone && cell.chars().count() <= LONGEST_CELL {
        let words: Vec<&str> = cell.split_whitespace().collect();
        // A narrow column broke the name of one room: 附楼⏎第三⏎法庭.
        let one = words.concat();
        let is_room =
            one.ends_with(['庭', '室']) && one.matches(['庭', '室', '厅']).count() == 1 && !one.contains('号');
        out.push_str(&if is_room { one } else { words.join(" ") });
        return;
    }
    out.push_str(cell);
    if cell.contains('\n') {
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_one_line_and_a_frame_keeps_its_lines() {
        let written = |text: &str| text.replace('[', &CELL.to_string()).replace('/', &ROW.to_string());
        let told = |text: &str| {
            let lines = in_lines(&written(text));
            lines.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("|")
        };
        assert_eq!(
            told("通知/[\n时间\n[\n法庭\n//[\n12月14日\n9:00\n[\n第五法庭\n/请到庭"),
            "通知|时间 法庭|12月14日 9:00 第五法庭|请到庭"
        );
        assert_eq!(told("/[1号\n[附楼\n第三\n法庭\n[第一法庭\n第二法庭\n/"), "1号 附楼第三法庭 第一法庭 第二法庭");
        assert_eq!(told("/[甲：\n请到庭\n乙/"), "甲：|请到庭|乙");
        let long = "一".repeat(50);
        assert_eq!(told(&format!("/[注意\n[1.{long}\n2.{long}\n[丙/")), format!("注意 1.{long}|2.{long}|丙"));
    }
}
