//! The ledger as a table file (xlsx) for office programs: three sheets, real dates, numbers that lose no digit.

mod words;

use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

pub use words::{Language, Words};

use crate::view::{LedgerQuery, LedgerRow, Statistics};

/// Longest text a cell may hold; office programs refuse files with longer ones.
const LONGEST_CELL: usize = 32_767;
/// Paper size A4, as the format numbers it (ECMA-376 part 1, 18.3.1.63).
const A4: u8 = 9;

/// What the third sheet says of the file.
pub struct About {
    /// Name of the office.
    pub office: String,
    /// What was asked for.
    pub query: LedgerQuery,
    /// When it was drawn up, RFC 3339 +08:00.
    pub at: String,
    /// How many deadline rules were used.
    pub rules: usize,
    /// Years whose holiday notice was loaded.
    pub years: Vec<i32>,
    /// Version of the program.
    pub version: &'static str,
}

/// Draws the file up.
///
/// # Errors
/// When a sheet grows beyond what the format can hold.
pub fn draw(
    rows: &[LedgerRow],
    statistics: &Statistics,
    about: &About,
    language: Language,
) -> Result<Vec<u8>, XlsxError> {
    let words = Words::of(language);
    let formats = Formats::new();
    let mut book = Workbook::new();
    ledger_sheet(book.add_worksheet(), rows, &words, &formats)?;
    statistics_sheet(book.add_worksheet(), statistics, &words, &formats)?;
    about_sheet(book.add_worksheet(), about, rows.len(), &words, &formats)?;
    book.save_to_buffer()
}

struct Formats {
    title: Format,
    head: Format,
    text: Format,
    date: Format,
    moment: Format,
    number: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = || Format::new().set_border(FormatBorder::Hair).set_align(FormatAlign::Top).set_text_wrap();
        Self {
            title: Format::new().set_bold().set_font_size(14),
            head: cell().set_bold().set_background_color(Color::RGB(0xF4_F6_F8)),
            // Text, so that case numbers and telephone numbers keep every digit.
            text: cell().set_num_format("@"),
            date: cell().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            moment: cell().set_num_format("yyyy-mm-dd hh:mm").set_align(FormatAlign::Left),
            number: cell().set_num_format("0").set_align(FormatAlign::Right),
        }
    }
}

/// Columns at the end of the ledger that are left out on paper: path, digest, remark.
const NOT_ON_PAPER: u16 = 3;
/// Chinese characters that surely fit into a line of the sheet about the file.
const CHARS_IN_LINE: usize = 40;

/// One cell's content.
enum Cell<'a> {
    Text(&'a str),
    /// Several names in one cell.
    Names(&'a [String]),
    Number(f64),
    /// YYYY-MM-DD
    Date(&'a str),
    /// RFC 3339 +08:00, shown to the minute.
    Moment(&'a str),
    Empty,
}

fn put(sheet: &mut Worksheet, row: u32, col: u16, cell: &Cell<'_>, formats: &Formats) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => sheet.write_string_with_format(row, col, &*clipped(text), &formats.text)?,
        Cell::Names([]) => sheet.write_blank(row, col, &formats.text)?,
        Cell::Names(names) => sheet.write_string_with_format(row, col, &*clipped(&names.join("、")), &formats.text)?,
        Cell::Number(number) => sheet.write_number_with_format(row, col, *number, &formats.number)?,
        Cell::Date(text) => match date(text) {
            Some(date) => sheet.write_datetime_with_format(row, col, &date, &formats.date)?,
            None => sheet.write_string_with_format(row, col, *text, &formats.text)?,
        },
        Cell::Moment(text) => match moment(text) {
            Some(moment) => sheet.write_datetime_with_format(row, col, &moment, &formats.moment)?,
            None => sheet.write_string_with_format(row, col, *text, &formats.text)?,
        },
        Cell::Empty => sheet.write_blank(row, col, &formats.text)?,
    };
    Ok(())
}

fn clipped(text: &str) -> std::borrow::Cow<'_, str> {
    if text.chars().count() <= LONGEST_CELL {
        return text.into();
    }
    text.chars().take(LONGEST_CELL).collect::<String>().into()
}

fn date(text: &str) -> Option<ExcelDateTime> {
    let date: chrono::NaiveDate = text.parse().ok()?;
    use chrono::Datelike as _;
    let year = u16::try_from(date.year()).ok()?;
    ExcelDateTime::from_ymd(year, u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?).ok()
}

fn moment(text: &str) -> Option<ExcelDateTime> {
    use chrono::Timelike as _;
    let at = songda_core::intake::court_time(chrono::DateTime::parse_from_rfc3339(text).ok()?);
    let day = date(&at.date_naive().to_string())?;
    day.and_hms(u16::try_from(at.hour()).ok()?, u8::try_from(at.minute()).ok()?, f64::from(at.second())).ok()
}

fn text(value: Option<&str>) -> Cell<'_> {
    value.filter(|text| !text.is_empty()).map_or(Cell::Empty, Cell::Text)
}

fn ledger_sheet(sheet: &mut Worksheet, rows: &[LedgerRow], words: &Words, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name(words.ledger)?;
    for (col, (name, width)) in (0..).zip(words.columns) {
        sheet.write_string_with_format(0, col, *name, &formats.head)?;
        sheet.set_column_width(col, *width)?;
    }
    for (at, row) in (1_u32..).zip(rows) {
        for (col, cell) in (0..).zip(cells(at, row, words)) {
            put(sheet, at, col, &cell, formats)?;
        }
    }
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX).max(1);
    let last_col = u16::try_from(words.columns.len()).unwrap_or(1) - 1;
    sheet.autofilter(0, 0, last, last_col)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    // Path, digest and remark are for the screen: on paper they would make everything else too small to read.
    sheet.set_print_area(0, 0, last, last_col.saturating_sub(NOT_ON_PAPER))?;
    for_paper(sheet);
    Ok(())
}

fn for_paper(sheet: &mut Worksheet) {
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
    sheet.set_footer("&L&A&R&P / &N");
}

/// The cells of one row, in the order of the columns.
fn cells<'a>(number: u32, row: &'a LedgerRow, words: &'a Words) -> Vec<Cell<'a>> {
    let days = row.days_left.filter(|days| *days < 0 && row.deadline_state.as_deref() == Some("overdue"));
    let status = row.deadline_status.as_deref().map(|code| words.word(words.statuses, code));
    vec![
        Cell::Number(f64::from(number)),
        row.arrived.as_deref().map_or(Cell::Empty, Cell::Moment),
        text(row.court.as_deref()),
        text(row.case_number.as_deref()),
        text(row.cause.as_deref()),
        text(row.role.as_deref().map(|code| words.word(words.roles, code))),
        Cell::Names(&row.opponents),
        text(Some(&row.title)),
        Cell::Number(f64::from(u8::from(!row.document.is_empty()))),
        row.pages.map_or(Cell::Empty, |pages| Cell::Number(f64::from(pages))),
        text(Some(words.word(words.channels, &row.channel))),
        text(row.from.as_deref()),
        text(Some(words.word(words.verdicts, &row.verdict))),
        text(Some(words.word(words.receipts, &row.receipt))),
        row.receipt_at.as_deref().map_or(Cell::Empty, Cell::Moment),
        text(row.handler.as_deref()),
        text(row.deadline.as_deref()),
        row.last_day.as_deref().map_or(Cell::Empty, Cell::Date),
        text(status),
        text(row.deadline_state.as_deref().map(|code| words.word(words.states, code))),
        days.map_or(Cell::Empty, |days| Cell::Number(f64::from(-days))),
        text(Some(&row.path)),
        text(Some(&row.sha256)),
        if row.open_doubts > 0 { Cell::Text(words.open_doubts) } else { Cell::Empty },
    ]
}

/// One table of the statistics: its title, its head, its rows.
struct Table<'a> {
    title: &'a str,
    head: Vec<&'a str>,
    rows: Vec<Vec<Cell<'a>>>,
}

fn number(value: u32) -> Cell<'static> {
    Cell::Number(f64::from(value))
}

fn maybe(value: Option<f64>) -> Cell<'static> {
    value.map_or(Cell::Empty, Cell::Number)
}

fn tables<'a>(told: &'a Statistics, words: &'a Words) -> Vec<Table<'a>> {
    let [month, week, services, documents, court] = words.heads;
    let mut kinds_head = vec![words.kind];
    kinds_head.extend(told.months.iter().map(String::as_str));
    vec![
        Table {
            title: words.tables[0],
            head: vec![week, services, documents],
            rows: told
                .weeks
                .iter()
                .map(|it| vec![Cell::Date(&it.monday), number(it.services), number(it.documents)])
                .collect(),
        },
        Table {
            title: words.tables[1],
            head: vec![court, services],
            rows: told.courts.iter().map(|it| vec![Cell::Text(&it.name), number(it.count)]).collect(),
        },
        Table {
            title: words.tables[2],
            head: [&[month], words.speed.as_slice()].concat(),
            rows: told
                .speed
                .iter()
                .map(|it| {
                    vec![
                        Cell::Text(&it.month),
                        maybe(it.seen_half),
                        maybe(it.seen_most),
                        maybe(it.receipt_half),
                        maybe(it.receipt_most),
                    ]
                })
                .collect(),
        },
        Table {
            title: words.tables[3],
            head: [&[month], words.soon.as_slice()].concat(),
            rows: told
                .receipts
                .iter()
                .map(|it| {
                    vec![
                        Cell::Text(&it.month),
                        number(it.same_day),
                        number(it.two_days),
                        number(it.later),
                        number(it.missing),
                    ]
                })
                .collect(),
        },
        Table {
            title: words.tables[4],
            head: [&[month], words.outcomes.as_slice()].concat(),
            rows: told
                .deadlines
                .iter()
                .map(|it| {
                    vec![
                        Cell::Text(&it.month),
                        number(it.open),
                        number(it.done),
                        number(it.not_applicable),
                        number(it.overdue),
                    ]
                })
                .collect(),
        },
        Table {
            title: words.tables[5],
            head: kinds_head,
            rows: told
                .kinds
                .iter()
                .map(|it| {
                    let name = if it.name.is_empty() { words.other } else { &it.name };
                    std::iter::once(Cell::Text(name)).chain(it.counts.iter().map(|count| number(*count))).collect()
                })
                .collect(),
        },
        Table {
            title: words.tables[6],
            head: [&[month], words.believed.as_slice()].concat(),
            rows: told
                .trust
                .iter()
                .map(|it| vec![Cell::Text(&it.month), number(it.proven), number(it.likely), number(it.doubtful)])
                .collect(),
        },
    ]
}

fn statistics_sheet(
    sheet: &mut Worksheet,
    told: &Statistics,
    words: &Words,
    formats: &Formats,
) -> Result<(), XlsxError> {
    sheet.set_name(words.statistics)?;
    sheet.set_column_width(0, 26)?;
    for col in 1..=12 {
        sheet.set_column_width(col, 13)?;
    }
    let mut at = 0;
    for table in tables(told, words) {
        sheet.write_string_with_format(at, 0, table.title, &formats.title)?;
        at += 1;
        for (col, name) in (0..).zip(&table.head) {
            sheet.write_string_with_format(at, col, *name, &formats.head)?;
        }
        at += 1;
        for row in &table.rows {
            for (col, cell) in (0..).zip(row) {
                put(sheet, at, col, cell, formats)?;
            }
            at += 1;
        }
        at += 1;
    }
    for_paper(sheet);
    Ok(())
}

fn about_sheet(
    sheet: &mut Worksheet,
    about: &About,
    rows: usize,
    words: &Words,
    formats: &Formats,
) -> Result<(), XlsxError> {
    sheet.set_name(words.about)?;
    sheet.set_column_width(0, 22)?;
    sheet.set_column_width(1, 90)?;
    let years = about.years.iter().map(i32::to_string).collect::<Vec<_>>().join("、");
    let query = &about.query;
    let filters: Vec<&str> = [
        Some(query.text.as_str()),
        query.court.as_deref(),
        query.from.as_deref(),
        query.to.as_deref(),
        query.receipt.as_deref().map(|code| words.word(words.asked, code)),
        query.deadline.as_deref().map(|code| words.word(words.asked, code)),
        query.verdict.as_deref().map(|code| words.word(words.verdicts, code)),
    ]
    .into_iter()
    .flatten()
    .filter(|text| !text.is_empty())
    .collect();
    let filters = if filters.is_empty() { words.no_filter.to_owned() } else { filters.join(" · ") };
    let (count, rules) = (rows.to_string(), about.rules.to_string());
    let values = [about.office.as_str(), &about.at, &filters, &count, &rules, &years, about.version, words.note];
    for (row, (name, value)) in (0_u32..).zip(words.facts.iter().zip(values)) {
        sheet.write_string_with_format(row, 0, *name, &formats.head)?;
        put(sheet, row, 1, &Cell::Text(value), formats)?;
        let lines = value.chars().count().div_ceil(CHARS_IN_LINE).clamp(1, 20);
        sheet.set_row_height(row, 16.0 * f64::from(u8::try_from(lines).unwrap_or(20)))?;
    }
    for_paper(sheet);
    Ok(())
}

#[cfg(test)]
mod tests;
