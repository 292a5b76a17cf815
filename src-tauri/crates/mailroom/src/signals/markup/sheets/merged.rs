//! Cells of a sheet that were merged, and its rows with every cell in its column.

use std::collections::HashMap;

use quick_xml::events::Event;
use songda_core::mail::cells;

use super::super::{attribute, each};
use super::MOST_BYTES;

/// Most cells that lie under merged ones.
const MOST_COVERED: usize = 100_000;
/// Most columns that are kept apart.
const MOST_COLUMNS: usize = 60;

/// What lies under a merged cell.
#[derive(Clone, Copy)]
enum Covered {
    /// The cell on the left goes on.
    Left,
    /// The cell above goes on, over so many columns.
    Above(usize),
}

/// The merged cells of a sheet.
#[derive(Default)]
pub struct Merged {
    /// What lies under them, by row and column from 0.
    covered: HashMap<(usize, usize), Covered>,
    /// Columns that the upper left ones span.
    wide: HashMap<(usize, usize), usize>,
}

impl Merged {
    /// Reads them out of a sheet.
    pub fn of(xml: &str) -> Self {
        let mut merged = Self::default();
        if !xml.contains("mergeCell") {
            return merged;
        }
        each(xml, |event| {
            let (Event::Start(start) | Event::Empty(start)) = &event else { return };
            if start.local_name().as_ref() == "mergeCell" {
                let area = attribute(start, "ref").unwrap_or_default();
                let ends = area.split_once(':').and_then(|(first, last)| Some((place(first)?, place(last)?)));
                ends.into_iter().for_each(|(first, last)| merged.take(first, last));
            }
        });
        merged
    }

    fn take(&mut self, (top, left): (usize, usize), (bottom, right): (usize, usize)) {
        if right < left || bottom < top || right >= MOST_COLUMNS {
            return;
        }
        let wide = right - left + 1;
        self.wide.insert((top, left), wide);
        for row in top..=bottom {
            for column in left..=right {
                if self.covered.len() >= MOST_COVERED {
                    return;
                }
                match (row == top, column == left) {
                    (true, true) => {}
                    (false, true) => drop(self.covered.insert((row, column), Covered::Above(wide))),
                    (_, false) => drop(self.covered.insert((row, column), Covered::Left)),
                }
            }
        }
    }
}

/// Row and column of a cell, from 0: C12.
pub fn place(name: &str) -> Option<(usize, usize)> {
    let name = name.trim().replace('$', "");
    let (letters, digits) = name.split_at_checked(name.find(|c: char| c.is_ascii_digit())?)?;
    let column = letters.bytes().try_fold(0_usize, |sum, letter| {
        let nth = usize::from(letter.to_ascii_uppercase().checked_sub(b'A')?);
        (nth < 26 && sum < 1_000).then(|| sum * 26 + nth + 1)
    })?;
    Some((digits.parse::<usize>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

/// The rows of a sheet, laid out as a table.
#[derive(Default)]
pub struct Table {
    text: String,
    row: String,
    column: usize,
}

impl Table {
    /// Puts a cell into its column, with what lies ahead of it.
    pub fn cell(&mut self, merged: &Merged, at: (usize, usize), words: &str) {
        if self.is_full() {
            return;
        }
        self.fill(merged, at);
        if merged.covered.contains_key(&at) {
            return self.fill(merged, (at.0, at.1 + 1));
        }
        let wide = merged.wide.get(&at).map(ToString::to_string);
        self.put(&cells::spanning(wide.as_deref(), None), words);
        self.column = self.column.max(at.1) + 1;
    }

    /// Fills a row up to a column.
    fn fill(&mut self, merged: &Merged, (row, column): (usize, usize)) {
        while self.column < column.min(MOST_COLUMNS) {
            match merged.covered.get(&(row, self.column)) {
                Some(Covered::Left) => {}
                Some(Covered::Above(wide)) => {
                    self.put(&format!("{}{}", cells::spanning(Some(&wide.to_string()), None), cells::GOES_ON), "");
                }
                None => self.put("", ""),
            }
            self.column += 1;
        }
    }

    fn put(&mut self, signs: &str, words: &str) {
        self.row.push(cells::CELL);
        self.row.push_str(signs);
        let words = words.split(|c: char| c.is_whitespace() || cells::is_sign(c)).filter(|word| !word.is_empty());
        for word in words {
            if self.is_full() {
                return;
            }
            self.row.push_str(word);
            self.row.push(' ');
        }
    }

    fn is_full(&self) -> bool {
        self.text.len() + self.row.len() >= MOST_BYTES
    }

    /// Ends a row.
    pub fn end(&mut self, merged: &Merged, row: usize) {
        // A merged cell may go on behind the last cell that is written.
        if let Some(last) = (0..MOST_COLUMNS).rev().find(|column| merged.covered.contains_key(&(row, *column))) {
            self.fill(merged, (row, last + 1));
        }
        if !self.row.is_empty() {
            self.text.push(cells::ROW);
            self.text.push_str(&self.row);
        }
        self.row.clear();
        self.column = 0;
    }

    /// The rows, one to a line.
    pub fn text(self) -> String {
        super::super::tidy(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merged_day_is_in_every_row_it_is_for() {
        let xml = "<mergeCells><mergeCell ref='A1:D1'/><mergeCell ref='B3:B4'/><mergeCell ref='D3:$D$5'/><mergeCell ref='x'/></mergeCells>";
        let merged = Merged::of(xml);
        let mut table = Table::default();
        let rows: [&[(&str, &str)]; 5] = [
            &[("A1", "开庭安排")],
            &[("A2", "案号"), ("B2", "日期"), ("C2", "时间"), ("D2", "法庭")],
            &[("A3", "1号"), ("B3", "12月14日"), ("C3", "9:00"), ("D3", "第一\n法庭")],
            &[("A4", "2号"), ("B4", ""), ("C4", "10:00")],
            &[("A5", "3号"), ("B5", "12月15日"), ("C5", "9:00"), ("D5", "")],
        ];
        for (nth, row) in rows.iter().enumerate() {
            for (at, words) in *row {
                table.cell(&merged, place(at).unwrap(), words);
            }
            table.end(&merged, nth);
        }
        assert_eq!(
            table.text(),
            "开庭安排\n案号 日期 时间 法庭\n1号 12月14日 9:00 第一法庭\n2号 12月14日 10:00 第一法庭\n3号 12月15日 9:00 第一法庭"
        );
    }

    #[test]
    fn a_row_that_repeats_a_long_word_is_bounded() {
        let (merged, long) = (Merged::default(), "9".repeat(400_000));
        let mut table = Table::default();
        for column in 0..1_000 {
            table.cell(&merged, (0, column), &long);
        }
        table.end(&merged, 0);
        let told = table.text();
        assert!((MOST_BYTES..2 * MOST_BYTES).contains(&told.len()), "{}", told.len());
    }

    #[test]
    fn the_name_of_a_cell_is_its_place() {
        assert_eq!((place("A1"), place("AB12"), place("$C$3")), (Some((0, 0)), Some((11, 27)), Some((2, 2))));
        assert_eq!((place(""), place("A0"), place("12"), place("ZZZZZZZZ1")), (None, None, None, None));
    }
}
