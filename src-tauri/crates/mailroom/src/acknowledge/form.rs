//! The court's own blank 送达回证, where one came with the mail: its day of receipt and its remark are written in, and it
//! is printed for the seal. Nothing else of the form is touched, and nothing is sent by this.

use std::path::PathBuf;

use chrono::{DateTime, Datelike, FixedOffset, Timelike};
use kurbo::Shape as _;
use songda_core::case::ToldMail;
use songda_core::id::ServiceId;

use super::sheet::{Fonts, seen_at};
use crate::Room;
use crate::clock;
use crate::errands::bring;
use crate::folders;
use crate::receive;
use crate::signals::drawn::{self, Drawn, Unlike};
use crate::signals::layout::Placed;
use crate::view::Problem;

mod paper;

/// A form filled in.
#[derive(Clone, Debug)]
pub struct Filled {
    /// The page, a PDF.
    pub pdf: Vec<u8>,
    /// Title of the document it was made from.
    pub title: String,
    /// What was written into it, in words: 收到日期 2026年11月20日.
    pub wrote: Vec<String>,
}

/// What goes into a form.
struct Entries {
    /// The moment of receipt: that of the arrival in the agreed mailbox.
    received: DateTime<FixedOffset>,
    /// The agreed address.
    address: String,
}

/// Something to write on the page: place from the lower left corner, size of the letters, text.
#[derive(Clone, Debug, PartialEq)]
struct Note {
    x: f64,
    y: f64,
    size: f64,
    text: String,
}

/// Fills in the blank that came with a service.
///
/// # Errors
/// `receipt.no-form` without a blank, `receipt.form-unlike` where it cannot be filled in by a program (a word document, a
/// scan, several pages) or its place for the day was not found: then it is printed and filled in by hand.
pub async fn fill(room: &Room, service: &str) -> Result<Filled, Problem> {
    room.refresh().await?;
    let found = {
        let told = room.told.read().await;
        let mail = told.by_service(&ServiceId::from_text(service)).ok_or_else(|| Problem::not_found(service))?;
        let (part, title) = blank_of(mail).ok_or_else(|| Problem::new("receipt.no-form", [service.to_owned()]))?;
        if !mail.service().is_some_and(|(understood, _)| matches!(understood.verdict.as_str(), "proven" | "likely")) {
            return Err(Problem::new("document.doubtful-sender", [title]));
        }
        let mut entries = entries(room, mail, service)?;
        if bring::is_brought(&part) {
            // It did not come by mail, and the remark would say so.
            entries.address.clear();
        }
        let brought = told.errands.brought(&mail.mail).to_vec();
        (mail.mail, (brought, mail.passwords.clone()), part, title, entries)
    };
    let (digest, (brought, typed), part, title, entries) = found;
    let vault = room.vault.clone();
    let made = tokio::task::spawn_blocking(move || {
        let (mail, _) = receive::opened(&vault.read(&digest)?, &vault, &brought, &typed)?;
        let part = mail.parts.iter().find(|it| it.path == part);
        let bytes = part.map(|it| it.bytes.as_slice()).unwrap_or_default();
        let unlike = |why: &str| Problem::new("receipt.form-unlike", [title.clone(), why.to_owned()]);
        let page = drawn::page(bytes).map_err(|why| unlike(words_of(why)))?;
        let notes = notes(&page, &entries).ok_or_else(|| unlike("no-place"))?;
        let fonts = Fonts::of_system().ok_or_else(|| Problem::new("receipt.no-font", []))?;
        let pdf = paper::draw(&page, &notes, &title, fonts).map_err(|says| Problem::new("receipt.no-sheet", [says]))?;
        Ok(Filled { pdf, wrote: wrote(&entries, &notes), title })
    });
    made.await.map_err(|error| Problem::new("receipt.no-sheet", [error.to_string()]))?
}

/// Fills in the blank and files it beside the papers of its service, for printing.
///
/// # Errors
/// As `fill`, or what kept the file from being written.
pub async fn file(room: &Room, service: &str) -> Result<PathBuf, Problem> {
    let filled = fill(room, service).await?;
    let folder = super::filing::folder_now(room, &ServiceId::from_text(service)).await;
    let folder = folder.ok_or_else(|| Problem::new("document.waiting", [filled.title.clone(), String::new()]))?;
    // Not beside a move of the case root, which would leave the form behind.
    room.filing_root()?;
    let _turn = room.reading.lock().await;
    let place = room.filing_place().await?;
    let filed = tokio::task::spawn_blocking(move || {
        let root = place.now()?;
        let path =
            folders::file(root, &format!("{folder}/送达回证（待盖章）.pdf"), &filled.pdf).map_err(Problem::from)?;
        Ok::<_, Problem>(root.join(path))
    });
    filed.await.map_err(|error| Problem::new("receipt.no-sheet", [error.to_string()]))?
}

fn words_of(why: Unlike) -> &'static str {
    match why {
        Unlike::Unreadable => "no-pdf",
        Unlike::Pages => "pages",
        Unlike::Pictures => "pictures",
        Unlike::Letters => "letters",
    }
}

/// The blank among the papers of a service: its part and title.
fn blank_of(mail: &ToldMail) -> Option<(String, String)> {
    let (_, record) = mail.service()?;
    let blank = record.documents.iter().find(|it| it.kind.as_deref() == Some("proof-of-service"))?;
    Some((blank.part.clone(), blank.title.clone()))
}

fn entries(room: &Room, mail: &ToldMail, service: &str) -> Result<Entries, Problem> {
    let arrived = mail.service().and_then(|(understood, _)| understood.arrived.clone());
    let received = arrived.as_deref().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    let received = received.ok_or_else(|| Problem::new("receipt.no-arrival", [service.to_owned()]))?;
    if received > clock::now() {
        return Err(Problem::new("receipt.arrival-ahead", [received.to_rfc3339()]));
    }
    let seen = seen_at(mail);
    let address = seen.map(|seen| seen.address.clone()).filter(|address| !address.is_empty());
    let own = || seen.and_then(|seen| room.mailbox(&seen.mailbox)).map(|mailbox| mailbox.address.clone());
    Ok(Entries {
        received: songda_core::intake::court_time(received),
        address: address.or_else(own).unwrap_or_default(),
    })
}

fn wrote(entries: &Entries, notes: &[Note]) -> Vec<String> {
    let day = entries.received;
    let mut wrote = vec![format!("收到日期 {}年{}月{}日", day.year(), day.month(), day.day())];
    wrote.extend(notes.iter().filter(|note| note.text.contains('@')).map(|note| format!("备考 {}", note.text)));
    wrote
}

/// Letters on one line, from left to right.
struct Row {
    y: f64,
    letters: Vec<Placed>,
}

impl Row {
    fn text(&self) -> String {
        self.letters.iter().map(|letter| letter.text.as_str()).collect()
    }
}

fn rows(page: &Drawn) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for letter in &page.letters {
        match rows.iter_mut().find(|row| (row.y - letter.y).abs() < letter.size * 0.5) {
            Some(row) => row.letters.push(letter.clone()),
            None => rows.push(Row { y: letter.y, letters: vec![letter.clone()] }),
        }
    }
    for row in &mut rows {
        row.letters.sort_by(|one, other| one.x.total_cmp(&other.x));
    }
    rows.sort_by(|one, other| other.y.total_cmp(&one.y));
    rows
}

/// Where the signs of a blank day stand in a row: 年, 月, 日 with nothing written before or between them.
struct Blank {
    year: Placed,
    month: Placed,
    day: Placed,
    hour: Option<Placed>,
    minute: Option<Placed>,
    /// Whether the year's first two digits are printed.
    has_century: bool,
}

/// How wide a digit is written, in parts of the size.
const DIGIT: f64 = 0.55;

/// What is printed right ahead of the sign of a year: where it ends, and whether it is the century. `None` when it is
/// another number.
fn ahead_of(year: &Placed, letters: &[Placed]) -> Option<(f64, bool)> {
    let end = |it: &Placed| it.x + it.size * if it.text.is_ascii() { DIGIT } else { 1.0 };
    let Some(last) = letters.last() else { return Some((0.0, false)) };
    let is_near = year.x - end(last) <= 4.0 * year.size;
    let two: String = letters.iter().skip(letters.len().saturating_sub(2)).map(|it| it.text.as_str()).collect();
    let is_number = last.text.chars().any(|it| it.is_numeric() || "一二三四五六七八九〇○零".contains(it));
    match two.as_str() {
        "20" | "２０" | "二〇" | "二○" | "二零" if is_near => Some((end(last), true)),
        _ if is_near && is_number => None,
        _ => Some((end(last), false)),
    }
}

fn blanks(row: &Row) -> Vec<Blank> {
    let is = |at: usize, sign: &str| row.letters.get(at).is_some_and(|it| it.text == sign);
    let get = |at: usize| row.letters.get(at).cloned();
    let mut found = Vec::new();
    for at in 0..row.letters.len() {
        if !(is(at, "年") && is(at + 1, "月") && is(at + 2, "日")) {
            continue;
        }
        let (Some(year), Some(month), Some(day)) = (get(at), get(at + 1), get(at + 2)) else { continue };
        let Some((before, has_century)) = ahead_of(&year, row.letters.get(..at).unwrap_or(&[])) else { continue };
        // Room for four digits before the year, where its century is printed for two, and for two between the others.
        let digits = if has_century { 2.0 } else { 4.0 };
        let has_room = year.x - before >= digits * DIGIT * year.size + 1.5
            && month.x - year.x >= 1.9 * year.size
            && day.x - month.x >= 1.9 * month.size;
        if has_room {
            let hour = if is(at + 3, "时") { get(at + 3) } else { None };
            let minute = if hour.is_some() && is(at + 4, "分") { get(at + 4) } else { None };
            found.push(Blank { year, month, day, hour, minute, has_century });
        }
    }
    found
}

/// Two lines of one cell lie no further apart, in points.
const ONE_CELL: f64 = 32.0;

/// Where the cell stands in which whoever receives signs, its words in one line or two; the one for a third person who
/// receives is another.
fn our_cell(rows: &[Row]) -> Option<f64> {
    let named: Vec<f64> = rows.iter().filter(|row| row.text().contains("受送达人")).map(|row| row.y).collect();
    let signs = |text: &str| ["签名", "盖章", "签收", "签章"].iter().any(|word| text.contains(word));
    let mut cells = rows.iter().filter(|row| signs(&row.text())).map(|row| row.y);
    cells.find(|y| named.iter().any(|name| (name - y).abs() <= ONE_CELL))
}

/// What is written where; `None` when there is no place for the day.
fn notes(page: &Drawn, entries: &Entries) -> Option<Vec<Note>> {
    let rows = rows(page);
    let ours = our_cell(&rows);
    let mut places: Vec<(f64, Blank)> =
        rows.iter().flat_map(|row| blanks(row).into_iter().map(|it| (row.y, it))).collect();
    // The day in the row of our signature, or the next below it; the court's own days stand elsewhere.
    match ours {
        Some(label) => {
            places.retain(|(y, _)| *y <= label + 20.0 && label - *y <= 90.0);
            // Below the cell of another who signs, the day is that one's.
            let is_others = |row: &&Row| {
                let text = row.text().replace("受送达人", "");
                ["代收", "送达人", "见证"].iter().any(|word| text.contains(word))
            };
            let others: Vec<f64> = rows.iter().filter(is_others).map(|row| row.y).collect();
            places.retain(|(y, _)| !others.iter().any(|other| *other <= label - 6.0 && *other >= y - 6.0));
            places.sort_by(|one, other| (label - one.0).abs().total_cmp(&(label - other.0).abs()));
        }
        None if places.len() > 1 => return None,
        None => {}
    }
    let (_, blank) = places.into_iter().next()?;
    let mut notes = day_notes(&blank, entries.received);
    notes.extend(remark(page, &rows, entries));
    Some(notes)
}

fn day_notes(blank: &Blank, moment: DateTime<FixedOffset>) -> Vec<Note> {
    let size = blank.year.size;
    let wide = |text: &str| text.chars().count() as f64 * size * DIGIT;
    let ending = |sign: &Placed, text: String| Note { x: sign.x - wide(&text) - 1.5, y: sign.y, size, text };
    let year = if blank.has_century { format!("{:02}", moment.year() % 100) } else { moment.year().to_string() };
    let mut notes = vec![
        ending(&blank.year, year),
        ending(&blank.month, moment.month().to_string()),
        ending(&blank.day, moment.day().to_string()),
    ];
    notes.extend(blank.hour.as_ref().map(|sign| ending(sign, moment.hour().to_string())));
    notes.extend(blank.minute.as_ref().map(|sign| ending(sign, format!("{:02}", moment.minute()))));
    notes
}

/// The upright line that ends a cell of labels, to the right of a place.
fn rule_behind(page: &Drawn, from: f64, y: f64) -> Option<f64> {
    let boxes = page.shapes.iter().map(|shape| shape.path.bounding_box());
    let rules = boxes.filter(|it| it.width() < 3.0 && it.y0 <= y && y <= it.y1 && it.x0 > from && it.x0 < from + 200.0);
    rules.map(|it| it.x1).min_by(f64::total_cmp)
}

/// How it was received, in the empty cell for remarks.
fn remark(page: &Drawn, rows: &[Row], entries: &Entries) -> Option<Note> {
    let row = rows.iter().find(|row| matches!(row.text().as_str(), "备考" | "备注" | "备考：" | "备注："))?;
    let last = row.letters.last()?;
    let text = format!("电子邮件送达至 {}", entries.address);
    let end = last.x + last.size;
    let x = rule_behind(page, end, row.y).map_or(end + 30.0, |rule| rule + 8.0);
    (!entries.address.is_empty()).then_some(Note { x, y: row.y, size: last.size * 0.85, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str, x: f64, y: f64) -> Vec<Placed> {
        let place = |(nth, letter): (usize, char)| Placed {
            x: x + nth as f64 * 12.0,
            y,
            size: 12.0,
            angle: 0.0,
            text: letter.to_string(),
        };
        text.chars().enumerate().filter(|(_, letter)| *letter != ' ').map(place).collect()
    }

    fn form() -> Drawn {
        let letters = [
            letters("送达回证", 250.0, 780.0),
            letters("受送达人", 60.0, 700.0),
            letters("受送达人", 60.0, 500.0),
            letters("签名或盖章", 60.0, 484.0),
            letters("    年   月   日   时   分", 300.0, 480.0),
            letters("代收人", 60.0, 400.0),
            letters("    年   月   日", 300.0, 400.0),
            letters("备考", 60.0, 330.0),
            letters("填发日期 2026年 11月 18日", 60.0, 250.0),
        ]
        .concat();
        Drawn { width: 595.0, height: 842.0, shapes: Vec::new(), letters }
    }

    fn entries() -> Entries {
        let received = DateTime::parse_from_rfc3339("2026-11-20T16:42:11+08:00").unwrap();
        Entries { received, address: "service@example.test".into() }
    }

    #[test]
    fn the_day_goes_before_its_signs_in_our_own_row() {
        let notes = notes(&form(), &entries()).unwrap();
        let texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
        assert_eq!(texts, ["2026", "11", "20", "16", "42", "电子邮件送达至 service@example.test"]);
        assert!(notes[..5].iter().all(|note| (note.y - 480.0).abs() < 0.1), "not in the row of who receives for us");
        assert!(notes[0].x < 348.0 && notes[0].x > 300.0, "{notes:?}");
    }

    #[test]
    fn a_form_without_a_place_for_the_day_is_not_filled() {
        let mut page = form();
        page.letters.retain(|letter| letter.text != "年");
        assert_eq!(notes(&page, &entries()), None);
        // Two days and no word of ours: nobody knows which is meant.
        let mut page = form();
        page.letters.retain(|letter| letter.y != 484.0 && letter.y != 500.0);
        assert_eq!(notes(&page, &entries()), None);
    }

    fn with_our_day(text: &str) -> Drawn {
        let mut page = form();
        page.letters.retain(|letter| letter.y != 480.0);
        page.letters.extend(letters(text, 300.0, 480.0));
        page
    }

    #[test]
    fn the_year_is_written_as_far_as_it_is_not_printed() {
        for century in ["20", "二〇"] {
            let notes = notes(&with_our_day(&format!("{century}  年   月   日")), &entries()).unwrap();
            assert_eq!(notes[0].text, "26", "{century}");
            assert!(notes[0].x > 300.0 + 24.0 - 6.0, "{notes:?}");
        }
        assert_eq!(notes(&with_our_day("20年   月   日"), &entries()), None, "no room for the year");
        assert_eq!(notes(&with_our_day("第3号 2 年   月   日"), &entries()), None, "another number");
    }

    #[test]
    fn the_day_of_another_who_signs_is_never_ours() {
        let page = with_our_day("2026年 11月 20日");
        assert_eq!(notes(&page, &entries()), None, "ours is filled in, the next is of who receives for us");
        assert_eq!(notes(&with_our_day("年月日"), &entries()), None, "ours has no room");
    }

    #[test]
    fn the_filled_form_is_the_courts_page_with_the_day_on_it() {
        let Some(fonts) = Fonts::of_system() else { return };
        let notes = notes(&form(), &entries()).unwrap();
        let pdf = paper::draw(&form(), &notes, "送达回证", fonts).unwrap();
        let text = crate::signals::pdf::text_of_pdf(&pdf).unwrap().pages.concat();
        let plain: String = text.split_whitespace().collect();
        assert!(plain.contains("2026年11月20日16时42分"), "{text}");
        assert!(plain.contains("填发日期2026年11月18日") && plain.contains("service@example.test"), "{text}");
    }
}
