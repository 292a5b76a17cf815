//! Rows of a table as lines of text: the cells of a row stand side by side, as a reader sees them.

/// Begins a cell in a text that [`in_lines`] lays out.
pub const CELL: char = '\u{1f}';
/// Begins and ends a row in such a text.
pub const ROW: char = '\u{1e}';

/// Longest cell whose own lines are put into one, in characters; a longer one holds paragraphs.
const LONGEST_CELL: usize = 60;

/// Whether a character is one of the signs, which no words may hold.
pub fn is_sign(character: char) -> bool {
    [CELL, ROW].contains(&character)
}

/// The text with each row in a line of its own, its short cells in one piece and a blank apart. A row of one cell only
/// frames what stands in it, which keeps its lines.
pub fn in_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (nth, row) in text.split(ROW).enumerate() {
        if nth > 0 {
            out.push('\n');
        }
        let mut cells = row.split(CELL);
        out.push_str(cells.next().unwrap_or(""));
        let cells: Vec<&str> = cells.collect();
        for cell in &cells {
            out.push(' ');
            let cell = cell.trim();
            if cells.len() > 1 && cell.chars().count() <= LONGEST_CELL {
                out.push_str(&cell.split_whitespace().collect::<Vec<_>>().join(" "));
                continue;
            }
            out.push_str(cell);
            if cell.contains('\n') {
                out.push('\n');
            }
        }
    }
    out
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
        assert_eq!(told("/[甲：\n请到庭\n乙/"), "甲：|请到庭|乙");
        let long = "一".repeat(50);
        assert_eq!(told(&format!("/[注意\n[1.{long}\n2.{long}\n[丙/")), format!("注意 1.{long}|2.{long}|丙"));
    }
}
