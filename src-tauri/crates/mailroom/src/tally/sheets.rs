//! One-page sheets for paper: what is handed over at the end of a shift 交接单, and a month of deadlines and sittings 期限表.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use songda_core::calendar::Calendar;

use super::xlsx::Language;
use crate::Mailroom;
use crate::view::{DeadlineRow, Problem, ServiceRow};

/// Paper size A4, as the format numbers it (ECMA-376 part 1, 18.3.1.63).
const A4: u8 = 9;
/// Days ahead that are handed over.
const AHEAD: i32 = 7;
/// Most lines of one day that fit into its square.
const MOST_OF_DAY: usize = 5;

/// What a sheet is told from.
struct Material {
    office: String,
    today: NaiveDate,
    services: Vec<ServiceRow>,
    deadlines: Vec<Due>,
    hearings: Vec<String>,
}

/// What a sheet says of a deadline.
#[derive(Clone, Debug, Default)]
struct Due {
    number: String,
    name: String,
    court: String,
    last_day: String,
    is_provisional: bool,
    days_left: i32,
}

impl Due {
    /// A deadline that is still to be kept and has a date.
    fn of(row: DeadlineRow) -> Option<Self> {
        if !matches!(row.state.as_str(), "open" | "confirmed" | "overdue") {
            return None;
        }
        Some(Self {
            number: row.case_number.unwrap_or_default(),
            name: row.name,
            court: row.court.map(|court| court.name).unwrap_or_default(),
            last_day: row.last_day?,
            is_provisional: row.status == "provisional",
            days_left: row.days_left?,
        })
    }
}

impl Mailroom {
    /// What is handed over now: overdue and near deadlines, receipts that wait, what must be checked.
    ///
    /// # Errors
    /// When the ledger cannot be read, or the sheet cannot be drawn up.
    pub async fn handover_file(&self, language: Language) -> Result<Vec<u8>, Problem> {
        let told = self.material().await?;
        drawn(handover(&told, &Words::of(language)))
    }

    /// Deadlines and sittings of the month in which a day lies, as a calendar.
    ///
    /// # Errors
    /// As [`Mailroom::handover_file`].
    pub async fn month_file(&self, day: NaiveDate, language: Language) -> Result<Vec<u8>, Problem> {
        let told = self.material().await?;
        let reference = self.room.reference();
        drawn(month(&told, day, &reference.calendar, &Words::of(language)))
    }

    async fn material(&self) -> Result<Material, Problem> {
        let office = self.room.settings.office.name.clone();
        let today = crate::clock::today();
        let told = |teller: &crate::rows::Teller<'_>| (teller.services(), teller.deadlines(), teller.hearing_starts());
        let (services, deadlines, hearings) = self.room.ask(told).await?;
        let mut deadlines: Vec<Due> = deadlines.into_iter().filter_map(Due::of).collect();
        deadlines.sort_by(|a, b| a.last_day.cmp(&b.last_day));
        Ok(Material { office, today, services, deadlines, hearings })
    }
}

fn drawn(sheet: Result<Vec<u8>, XlsxError>) -> Result<Vec<u8>, Problem> {
    sheet.map_err(|error| Problem::new("export.failed", [error.to_string()]))
}

struct Words {
    handover: &'static str,
    month: &'static str,
    head: [&'static str; 5],
    kinds: [&'static str; 5],
    signs: [&'static str; 3],
    weekdays: [&'static str; 7],
    nothing: &'static str,
    hearing: &'static str,
    provisional: &'static str,
    more: fn(usize) -> String,
}

impl Words {
    fn of(language: Language) -> Self {
        match language {
            Language::Zh => Self {
                handover: "今日交接单",
                month: "期限表",
                head: ["事项", "案号", "内容", "法院", "日期"],
                kinds: ["已逾期", "七日内届满", "待回执", "待核对", "可疑邮件"],
                signs: ["交班人：", "接班人：", "时间："],
                weekdays: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
                nothing: "没有需要交接的事项。",
                hearing: "开庭",
                provisional: "暂定",
                more: |more| format!("另 {more} 项"),
            },
            Language::En => Self {
                handover: "Handover",
                month: "Deadlines",
                head: ["What", "Case number", "Matter", "Court", "Day"],
                kinds: ["Overdue", "Within seven days", "Receipt due", "To check", "Suspicious mail"],
                signs: ["Handed over by:", "Taken over by:", "At:"],
                weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
                nothing: "Nothing to hand over.",
                hearing: "Hearing",
                provisional: "provisional",
                more: |more| format!("{more} more"),
            },
        }
    }
}

type Line = [String; 5];

fn lines(told: &Material, words: &Words) -> Vec<Line> {
    let [overdue, week, receipt, check, suspicious] = words.kinds;
    let court =
        |court: &Option<crate::view::Court>| court.as_ref().map_or_else(String::new, |court| court.name.clone());
    let deadline = |what: &str, row: &Due| -> Line {
        let day = row.last_day.clone() + &provisional(row, words);
        [what.to_owned(), row.number.clone(), row.name.clone(), row.court.clone(), day]
    };
    let service = |what: &str, row: &ServiceRow| -> Line {
        let day = row.arrived.as_deref().unwrap_or(&row.first_seen).get(..10).unwrap_or_default();
        let title = if row.titles.is_empty() { row.subject.clone() } else { row.titles.join("、") };
        [
            what.to_owned(),
            row.case_numbers.first().cloned().unwrap_or_default(),
            title,
            court(&row.court),
            day.to_owned(),
        ]
    };
    let genuine = |row: &&ServiceRow| row.verdict != "doubtful";
    let waits = |row: &&ServiceRow| row.by_hand.is_none() && !row.none_needed && !super::is_acknowledged(&row.receipt);
    let services = || told.services.iter();
    let due = |from: i32, to: i32| told.deadlines.iter().filter(move |row| (from..=to).contains(&row.days_left));
    due(i32::MIN, -1)
        .map(|row| deadline(overdue, row))
        .chain(due(0, AHEAD).map(|row| deadline(week, row)))
        .chain(services().filter(genuine).filter(waits).map(|row| service(receipt, row)))
        .chain(services().filter(genuine).filter(|row| row.open_doubts > 0).map(|row| service(check, row)))
        .chain(services().filter(|row| row.verdict == "doubtful").map(|row| service(suspicious, row)))
        .collect()
}

fn provisional(row: &Due, words: &Words) -> String {
    if row.is_provisional { format!("（{}）", words.provisional) } else { String::new() }
}

fn title(sheet: &mut Worksheet, text: &str, last_col: u16) -> Result<(), XlsxError> {
    let format = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
    sheet.merge_range(0, 0, 0, last_col, text, &format)?;
    sheet.set_row_height(0, 30)?;
    Ok(())
}

fn handover(told: &Material, words: &Words) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(words.handover)?;
    title(sheet, &format!("{}　{}　{}", words.handover, told.office, told.today), 4)?;
    let cell =
        Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    let head = Format::new().set_border(FormatBorder::Thin).set_bold().set_background_color(Color::RGB(0xF4_F6_F8));
    for (col, (name, width)) in (0..).zip(words.head.iter().zip([12.0, 28.0, 34.0, 26.0, 16.0])) {
        sheet.write_string_with_format(1, col, *name, &head)?;
        sheet.set_column_width(col, width)?;
    }
    let lines = lines(told, words);
    if lines.is_empty() {
        sheet.merge_range(2, 0, 2, 4, words.nothing, &cell)?;
    }
    for (row, line) in (2_u32..).zip(&lines) {
        for (col, text) in (0..).zip(line) {
            sheet.write_string_with_format(row, col, text, &cell)?;
        }
    }
    let end = u32::try_from(lines.len().max(1)).unwrap_or(u32::MAX) + 4;
    for (col, sign) in [0, 2, 3].into_iter().zip(words.signs) {
        sheet.write_string(end, col, sign)?;
    }
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 1)?;
    book.save_to_buffer()
}

fn month(told: &Material, day: NaiveDate, calendar: &Calendar, words: &Words) -> Result<Vec<u8>, XlsxError> {
    let first = day.with_day(1).unwrap_or(day);
    let start = first - Days::new(u64::from(first.weekday().num_days_from_monday()));
    let entries = entries(told, words);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let name = first.format("%Y-%m").to_string();
    sheet.set_name(format!("{} {name}", words.month))?;
    title(sheet, &format!("{}　{}　{name}", words.month, told.office), 6)?;
    let base = || Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top);
    let head = base().set_bold().set_align(FormatAlign::Center);
    let (work, rest, other) =
        (base(), base().set_background_color(Color::RGB(0xEE_F2_F6)), base().set_font_color(Color::RGB(0x8A_94_9E)));
    for (col, weekday) in (0..).zip(words.weekdays) {
        sheet.write_string_with_format(1, col, weekday, &head)?;
        sheet.set_column_width(col, 20)?;
    }
    for week in 0..6_u32 {
        let monday = start + Days::new(u64::from(week) * 7);
        if week > 0 && monday.month() != first.month() {
            break;
        }
        sheet.set_row_height(2 + week, 84)?;
        for col in 0..7_u16 {
            let date = monday + Days::new(u64::from(col));
            let is_other = date.month() != first.month();
            let format = if is_other {
                &other
            } else if calendar.is_rest(date) {
                &rest
            } else {
                &work
            };
            let of_day = entries.get(&date.to_string()).map(Vec::as_slice).unwrap_or_default();
            let mut text = date.day().to_string();
            for entry in of_day.iter().take(MOST_OF_DAY) {
                text.push('\n');
                text.push_str(entry);
            }
            if of_day.len() > MOST_OF_DAY {
                text.push('\n');
                text.push_str(&(words.more)(of_day.len() - MOST_OF_DAY));
            }
            sheet.write_string_with_format(2 + week, col, &text, format)?;
        }
    }
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 1);
    book.save_to_buffer()
}

/// What stands on each day: deadlines by their last day, sittings with their time.
fn entries(told: &Material, words: &Words) -> BTreeMap<String, Vec<String>> {
    let mut entries: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for starts in &told.hearings {
        let (Some(day), Some(time)) = (starts.get(..10), starts.get(11..16)) else { continue };
        entries.entry(day.to_owned()).or_default().push(format!("{time} {}", words.hearing));
    }
    for row in &told.deadlines {
        let text = format!("{}{} {}", row.name, provisional(row, words), row.number);
        entries.entry(row.last_day.clone()).or_default().push(text);
    }
    entries
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn told() -> Material {
        let deadline = Due {
            number: "（2026）沪0112民初12345号".to_owned(),
            name: "提出答辩状".to_owned(),
            last_day: "2026-12-01".to_owned(),
            is_provisional: true,
            days_left: 3,
            ..Due::default()
        };
        Material {
            office: "示例物业".to_owned(),
            today: "2026-11-28".parse().unwrap(),
            services: Vec::new(),
            deadlines: vec![deadline],
            hearings: vec!["2026-12-10T09:30:00+08:00".to_owned()],
        }
    }

    fn strings(file: &[u8]) -> String {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
        let mut text = String::new();
        archive.by_name("xl/sharedStrings.xml").unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn what_is_near_is_handed_over_and_an_empty_day_says_so() {
        let text = strings(&handover(&told(), &Words::of(Language::Zh)).unwrap());
        for part in ["七日内届满", "（2026）沪0112民初12345号", "2026-12-01（暂定）", "接班人"] {
            assert!(text.contains(part), "{part}");
        }
        let empty = Material { deadlines: Vec::new(), ..told() };
        assert!(strings(&handover(&empty, &Words::of(Language::En)).unwrap()).contains("Nothing to hand over."));
    }

    #[test]
    fn a_month_shows_deadlines_and_sittings_on_their_days() {
        let calendar = Calendar::builtin().unwrap();
        let file = month(&told(), "2026-12-15".parse().unwrap(), &calendar, &Words::of(Language::Zh)).unwrap();
        let text = strings(&file);
        assert!(text.contains("1\n提出答辩状（暂定）") && text.contains("10\n09:30 开庭"), "{text}");
    }
}
