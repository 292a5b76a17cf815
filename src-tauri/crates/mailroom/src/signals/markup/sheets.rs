//! Text of workbooks (ISO/IEC 29500 SpreadsheetML): lists of cases and of sittings, a row to a line.

mod merged;

use std::borrow::Cow;

use chrono::{Days, NaiveDate, NaiveTime};
use quick_xml::events::Event;
use songda_core::intake::DocumentText;

use super::{Package, attribute, characters, each};
use merged::{Merged, Table, place};

/// Most sheets of a workbook that are read, and most bytes of the rows of each.
const MOST_SHEETS: usize = 50;
const MOST_BYTES: usize = 2_000_000;
/// Most words and most styles of cells that are looked at.
const MOST_WORDS: usize = 200_000;
const MOST_STYLES: usize = 20_000;

/// Rows as they are put together, cell by cell.
#[derive(Default)]
pub struct Rows {
    /// The rows that are whole.
    pub text: String,
    row: String,
}

impl Rows {
    /// Puts one cell behind the others of its row.
    pub fn cell(&mut self, words: &str) {
        for word in words.split_whitespace() {
            if self.text.len() + self.row.len() >= MOST_BYTES {
                return;
            }
            if !self.row.is_empty() {
                self.row.push(' ');
            }
            self.row.push_str(word);
        }
    }

    /// Ends a row; one without words is none.
    pub fn end(&mut self) {
        if !self.row.is_empty() {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(&std::mem::take(&mut self.row));
        }
    }
}

/// How the number of a cell is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Number,
    Day,
    Clock,
    Moment,
}

/// Text of a workbook, a page to every sheet that somebody sees; `None` when the package is none.
pub fn text(package: &mut Package<'_>) -> Option<DocumentText> {
    let book = package.text("xl/workbook.xml")?;
    let words = shared_words(&package.text("xl/sharedStrings.xml").unwrap_or_default());
    let shown = styles(&package.text("xl/styles.xml").unwrap_or_default());
    let first = if book.contains("date1904=\"1\"") || book.contains("date1904=\"true\"") {
        NaiveDate::from_ymd_opt(1904, 1, 1)?
    } else {
        NaiveDate::from_ymd_opt(1899, 12, 30)?
    };
    let targets = targets(&package.text("xl/_rels/workbook.xml.rels").unwrap_or_default());
    let mut pages = Vec::new();
    let mut hidden = String::new();
    for (id, is_hidden) in sheets(&book).into_iter().take(MOST_SHEETS) {
        let Some((_, path)) = targets.iter().find(|(known, _)| *known == id) else { continue };
        let Some(xml) = package.text(path) else { continue };
        let (seen, unseen) = rows(&xml, &words, &shown, first);
        hidden.push_str(&unseen);
        hidden.push('\n');
        if is_hidden {
            hidden.push_str(&seen);
        } else {
            pages.push(seen);
        }
    }
    (!pages.is_empty()).then(|| DocumentText { hidden, ..DocumentText::of(pages) })
}

/// Ids of the sheets in order, and whether each is hidden.
fn sheets(book: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    each(book, |event| {
        let (Event::Start(start) | Event::Empty(start)) = &event else { return };
        if start.local_name().as_ref() == "sheet" {
            let state = attribute(start, "state").unwrap_or_default();
            found.push((attribute(start, "id").unwrap_or_default(), state.to_lowercase().contains("hidden")));
        }
    });
    found
}

/// Paths of the parts of a workbook by their ids.
fn targets(relations: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    each(relations, |event| {
        let (Event::Start(start) | Event::Empty(start)) = &event else { return };
        let target = attribute(start, "Target").and_then(|target| super::beside("xl/workbook.xml", &target));
        if let (Some(id), Some(target)) = (attribute(start, "Id"), target) {
            found.push((id, target));
        }
    });
    found
}

/// The words that cells refer to by number; how a word is spoken is no part of it.
fn shared_words(xml: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut in_text, mut in_sound) = (String::new(), false, false);
    each(xml, |event| match &event {
        Event::Start(start) => match start.local_name().as_ref() {
            "si" => word.clear(),
            "t" => in_text = true,
            "rPh" => in_sound = true,
            _ => {}
        },
        Event::End(end) => match end.local_name().as_ref() {
            "si" if words.len() < MOST_WORDS => words.push(std::mem::take(&mut word)),
            "t" => in_text = false,
            "rPh" => in_sound = false,
            _ => {}
        },
        // An empty word is counted as well.
        Event::Empty(empty) if empty.local_name().as_ref() == "si" => words.push(String::new()),
        other if in_text && !in_sound => word.extend(characters(other)),
        _ => {}
    });
    words
}

/// How every style of a cell shows a number.
fn styles(xml: &str) -> Vec<Shown> {
    let mut codes: Vec<(u32, Shown)> = Vec::new();
    let mut found = Vec::new();
    let mut in_cells = false;
    each(xml, |event| match &event {
        Event::Start(start) | Event::Empty(start) => {
            let number = |name: &str| attribute(start, name).and_then(|it| it.parse::<u32>().ok());
            match start.local_name().as_ref() {
                "numFmt" => {
                    let code = attribute(start, "formatCode").unwrap_or_default();
                    codes.extend(number("numFmtId").map(|id| (id, by_code(&code))));
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells && found.len() < MOST_STYLES => {
                    let id = number("numFmtId").unwrap_or(0);
                    let own = codes.iter().find(|(known, _)| *known == id).map(|(_, shown)| *shown);
                    found.push(own.unwrap_or_else(|| built_in(id)));
                }
                _ => {}
            }
        }
        Event::End(end) if end.local_name().as_ref() == "cellXfs" => in_cells = false,
        _ => {}
    });
    found
}

/// The formats that every program knows by number (ISO/IEC 29500-1, 18.8.30), and those of Chinese ones.
fn built_in(id: u32) -> Shown {
    match id {
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Shown::Day,
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Shown::Clock,
        22 => Shown::Moment,
        _ => Shown::Number,
    }
}

/// What a written format shows, without the words in it: yyyy"年"m"月"d"日" h:mm.
fn by_code(code: &str) -> Shown {
    let mut bare = String::new();
    let mut rest = code.split(';').next().unwrap_or("").chars();
    while let Some(sign) = rest.next() {
        match sign {
            '"' => drop(rest.by_ref().take_while(|c| *c != '"').count()),
            '[' => drop(rest.by_ref().take_while(|c| *c != ']').count()),
            '\\' | '_' | '*' => drop(rest.next()),
            sign => bare.extend(sign.to_lowercase()),
        }
    }
    match (bare.contains(['y', 'd']), bare.contains(['h', 's'])) {
        _ if bare.contains("general") => Shown::Number,
        (true, true) => Shown::Moment,
        (true, false) => Shown::Day,
        (false, true) => Shown::Clock,
        (false, false) => Shown::Number,
    }
}

/// The rows of one sheet, and those of them that it hides; `first` is the day that its numbers of days count from.
fn rows(xml: &str, words: &[String], shown: &[Shown], first: NaiveDate) -> (String, String) {
    let (mut seen, mut unseen) = (Table::default(), Table::default());
    let merged = Merged::of(xml);
    // Row and column of the cell that is read; both may be left out, and are the next then.
    let (mut row, mut column) = (0_usize, 0_usize);
    let (mut kind, mut style, mut value, mut in_value) = (String::new(), 0_usize, String::new(), false);
    let mut is_hidden = false;
    each(xml, |event| {
        let rows = if is_hidden { &mut unseen } else { &mut seen };
        match &event {
            Event::Start(start) => match start.local_name().as_ref() {
                "row" => {
                    is_hidden = attribute(start, "hidden").is_some_and(|it| it == "1" || it == "true");
                    let told = attribute(start, "r").and_then(|it| it.parse::<usize>().ok()?.checked_sub(1));
                    (row, column) = (told.unwrap_or(row), 0);
                }
                "c" => {
                    column = attribute(start, "r").and_then(|it| place(&it)).map_or(column, |(_, column)| column);
                    kind = attribute(start, "t").unwrap_or_default();
                    style = attribute(start, "s").and_then(|it| it.parse().ok()).unwrap_or(0);
                    value.clear();
                }
                "v" | "t" => in_value = true,
                _ => {}
            },
            Event::Empty(empty) if empty.local_name().as_ref() == "c" => {
                column = attribute(empty, "r").and_then(|it| place(&it)).map_or(column, |(_, column)| column) + 1;
            }
            Event::End(end) => match end.local_name().as_ref() {
                "v" | "t" => in_value = false,
                "c" => {
                    let shown = shown.get(style).copied().unwrap_or(Shown::Number);
                    let words = match kind.as_str() {
                        "s" => {
                            let word = value.trim().parse().ok().and_then(|at: usize| words.get(at));
                            Cow::Borrowed(word.map_or("", String::as_str))
                        }
                        "" | "n" => Cow::Owned(number(&value, shown, first)),
                        "d" => Cow::Owned(value.replace('T', " ")),
                        _ => Cow::Borrowed(value.as_str()),
                    };
                    rows.cell(&merged, (row, column), &words);
                    column += 1;
                }
                "row" => {
                    rows.end(&merged, row);
                    row += 1;
                }
                _ => {}
            },
            other if in_value && value.len() < MOST_BYTES => value.extend(characters(other)),
            _ => {}
        }
    });
    (seen.text(), unseen.text())
}

/// A number as the sheet shows it: days since the first one as a date, parts of a day as a time of day.
fn number(written: &str, shown: Shown, first: NaiveDate) -> String {
    let read = written.trim().parse::<f64>().ok().filter(|it| (0.0..=2_958_465.0).contains(it));
    let Some(number) = read.filter(|_| shown != Shown::Number) else { return written.trim().to_owned() };
    // Whole seconds: a quarter past nine is no exact part of a day.
    let seconds = (number * 86_400.0).round();
    let (days, left) = ((seconds / 86_400.0).floor(), seconds % 86_400.0);
    let (days, left) = (days as u64, left as u32);
    let day = first.checked_add_days(Days::new(days)).map(|day| day.format("%Y-%m-%d").to_string());
    let clock = NaiveTime::from_num_seconds_from_midnight_opt(left, 0).map(|clock| clock.format("%H:%M").to_string());
    let is_whole = left == 0;
    match (shown, day, clock) {
        (Shown::Clock, _, Some(clock)) => clock,
        (Shown::Day, Some(day), _) => day,
        (_, Some(day), Some(clock)) if !is_whole || shown == Shown::Moment => format!("{day} {clock}"),
        _ => written.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::of_package;
    use super::super::tests::package;
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_shown() {
        let first = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
        for (written, shown, expected) in [
            ("46364", Shown::Day, "2026-12-08"),
            ("46364.395833333336", Shown::Moment, "2026-12-08 09:30"),
            ("46364", Shown::Moment, "2026-12-08 00:00"),
            ("0.59375", Shown::Clock, "14:15"),
            ("46364.5", Shown::Number, "46364.5"),
            ("-1", Shown::Day, "-1"),
            ("1e300", Shown::Day, "1e300"),
            ("待定", Shown::Day, "待定"),
        ] {
            assert_eq!(number(written, shown, first), expected);
        }
    }

    #[test]
    fn what_a_format_shows() {
        for (code, expected) in [
            ("yyyy\"年\"m\"月\"d\"日\"", Shown::Day),
            ("yyyy/m/d\\ h:mm;@", Shown::Moment),
            ("[$-804]上午/下午h:mm", Shown::Clock),
            ("#,##0.00\"days\"", Shown::Number),
            ("[Red]0.0", Shown::Number),
            ("General", Shown::Number),
        ] {
            assert_eq!(by_code(code), expected, "{code}");
        }
    }

    fn book(sheets: &str, sheet: &str) -> Vec<u8> {
        package(&[
            ("[Content_Types].xml", ""),
            ("xl/workbook.xml", &format!("<workbook><sheets>{sheets}</sheets></workbook>")),
            (
                "xl/_rels/workbook.xml.rels",
                "<Relationships><Relationship Id='r1' Target='worksheets/a.xml'/><Relationship Id='r2' Target='/xl/worksheets/b.xml'/></Relationships>",
            ),
            (
                "xl/sharedStrings.xml",
                "<sst><si><t>案号</t></si><si/><si><r><t>开庭</t></r><r><t>时间</t></r><rPh><t>声</t></rPh></si></sst>",
            ),
            (
                "xl/styles.xml",
                "<styleSheet><numFmts><numFmt numFmtId='176' formatCode='yyyy/m/d h:mm'/></numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='176'/></cellXfs></styleSheet>",
            ),
            ("xl/worksheets/a.xml", sheet),
            ("xl/worksheets/b.xml", "<worksheet><row><c t='inlineStr'><is><t>另一张表</t></is></c></row></worksheet>"),
        ])
    }

    #[test]
    fn a_list_is_read_row_by_row() {
        let sheet = "<worksheet><sheetData><row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='s'><v>2</v></c></row>\
            <row><c t='str'><v>（2026）沪0112民初1号</v></c><c s='1'><v>46364.395833333336</v></c></row>\
            <row hidden='1'><c><v>7</v></c></row><row/><row r='9'><c r='B9'><v>8</v></c></row></sheetData><mergeCells><mergeCell ref='B2:B3'/></mergeCells></worksheet>";
        let read = of_package(&book("<sheet r:id='r1'/><sheet r:id='r2' state='hidden'/>", sheet)).unwrap();
        assert_eq!(read.pages, ["案号 开庭时间\n（2026）沪0112民初1号 2026-12-08 09:30\n8"]);
        assert_eq!(read.hidden, "7\n\n另一张表");
        let both = of_package(&book("<sheet r:id='r2'/><sheet r:id='r1'/>", sheet)).unwrap();
        assert_eq!((both.pages.len(), both.pages[0].as_str()), (2, "另一张表"));
    }
}
