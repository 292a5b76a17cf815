//! Takes in a year of holidays from a file: checked, kept in the vault, recorded with its source, and laid over the rest.

use std::path::Path;

use songda_core::calendar::{self, Year};
use songda_core::deadline::life::Lives;
use songda_core::ledger::{CalendarImported, Fact};
use songda_core::reference::Reference;

use crate::announce;
use crate::problem::chain;
use crate::room::Room;
use crate::vault::Vault;
use crate::view::{CalendarRow, MoveRow, Problem};

/// Where a trouble with the calendars is noted.
pub const TROUBLE: &str = "calendar";

/// No year of holidays is longer than this.
const LONGEST: usize = 1024 * 1024;

/// What came of taking in a year.
pub struct Imported {
    /// The year as it is loaded now.
    pub row: CalendarRow,
    /// What moved because of it, and what waits to be accepted.
    pub moves: Vec<MoveRow>,
    /// Whether these very days had been taken in before.
    pub known: bool,
}

/// What is said of a file besides its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// Name of the file.
    pub name: &'a str,
    /// Where it comes from, when the file does not say so itself.
    pub source: Option<&'a str>,
    /// First letter of the court codes it is for; none for the whole country.
    pub region: Option<&'a str>,
    /// Who takes it in; else the office's handler.
    pub by: Option<&'a str>,
}

/// Takes in a year. Every open deadline is reckoned anew; nothing moves later without being asked.
///
/// # Errors
/// `calendar.*` when the file is no year of holidays; else when vault or ledger refuse.
pub async fn import(room: &Room, text: &str, about: About<'_>) -> Result<Imported, Problem> {
    let region = region_of(about.region)?;
    let (year, format) = read(text, about)?;
    room.refresh().await?;
    let vault = room.vault.clone();
    let raw = text.as_bytes().to_vec();
    let kept = tokio::task::spawn_blocking(move || vault.keep(&raw)).await;
    let file = kept.map_err(|error| Problem::new("home.vault", [error.to_string()]))??;
    let source = year.notice.join(" ");
    let fact = CalendarImported {
        year: year.year,
        region,
        file,
        format: format.to_owned(),
        source,
        name: about.name.to_owned(),
    };
    let known = last_of(&room.told.read().await.lives, &fact) == Some(fact.clone());
    if !known {
        let by = about.by.unwrap_or(&room.settings.office.handler);
        room.store.append(&room.stamp(), by, &[Fact::CalendarImported(fact.clone())], None).await?;
        room.changed().await?;
    }
    let moves = announce::announce(room).await?;
    let rows = rows(room).await?;
    let row = rows.into_iter().find(|row| row.year == fact.year && row.region == fact.region);
    Ok(Imported { row: row.ok_or_else(|| Problem::not_found(&fact.year.to_string()))?, moves, known })
}

/// Takes in the files the settings name, each once. What cannot be taken in is noted and shown.
///
/// # Errors
/// When the ledger refuses.
pub async fn import_from_settings(room: &Room) -> Result<(), Problem> {
    for path in &room.settings.calendar_files {
        let outcome = match read_file(path) {
            Ok(text) => {
                let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
                let about = About { name: &name, source: Some(&name), by: Some("songda"), ..About::default() };
                import(room, &text, about).await.map(|_| ())
            }
            Err(problem) => Err(problem),
        };
        match outcome {
            Err(problem) if problem.code.starts_with("calendar.") => room.trouble(TROUBLE, Some(problem)),
            other => other?,
        }
    }
    Ok(())
}

/// The text of a file with a year of holidays.
///
/// # Errors
/// `calendar.unreadable` with the file and what the system said.
pub fn read_file(path: &Path) -> Result<String, Problem> {
    let unreadable = |says: String| Problem::new("calendar.unreadable", [path.display().to_string(), says]);
    let raw = std::fs::read(path).map_err(|error| unreadable(chain(&error)))?;
    if raw.len() > LONGEST {
        return Err(unreadable(format!("{} bytes", raw.len())));
    }
    String::from_utf8(raw).map_err(|error| unreadable(error.to_string()))
}

fn read(text: &str, about: About<'_>) -> Result<(Year, &'static str), Problem> {
    if text.len() > LONGEST {
        return Err(Problem::new("calendar.not-readable", [about.name.to_owned(), format!("{} bytes", text.len())]));
    }
    calendar::read_year(text, about.source, about.region.is_some()).map_err(|error| {
        let facts = [about.name.to_owned(), error.says];
        match error.code {
            "no-source" => Problem::new("calendar.no-source", facts),
            "no-date" => Problem::new("calendar.no-date", facts),
            "other-year" => Problem::new("calendar.other-year", facts),
            "not-a-year" => Problem::new("calendar.not-a-year", facts),
            "make-up-workday" => Problem::new("calendar.make-up-workday", facts),
            _ => Problem::new("calendar.not-readable", facts),
        }
    })
}

fn region_of(region: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(region) = region.map(str::trim).filter(|region| !region.is_empty()) else { return Ok(None) };
    let is_one = region.chars().count() == 1 && region.chars().all(|letter| !letter.is_ascii());
    if is_one { Ok(Some(region.to_owned())) } else { Err(Problem::new("calendar.region", [region.to_owned()])) }
}

fn last_of(lives: &Lives, fact: &CalendarImported) -> Option<CalendarImported> {
    let same = |it: &&(CalendarImported, String)| it.0.year == fact.year && it.0.region == fact.region;
    lives.calendars.iter().rev().find(same).map(|(known, _)| known.clone())
}

/// Lays every calendar that was taken in over the reference, the later over the earlier. Gives the first problem.
pub fn lay(reference: &mut Reference, lives: &Lives, vault: &Vault) -> Option<Problem> {
    let mut problem = None;
    for (imported, _) in &lives.calendars {
        let read = vault.read(&imported.file).map_err(Problem::from).and_then(|raw| {
            let text = String::from_utf8_lossy(&raw).into_owned();
            let (name, region) = (imported.name.as_str(), imported.region.as_deref());
            self::read(&text, About { name, source: Some(&imported.source), region, by: None })
        });
        match (read, &imported.region) {
            (Ok((year, _)), None) => reference.calendar.lay(year),
            (Ok((year, _)), Some(region)) => reference.calendar.lay_region(region, year),
            (Err(error), _) => problem = problem.or(Some(error)),
        }
    }
    problem
}

/// Every year that is loaded, the latest first, then the days of regions.
///
/// # Errors
/// When the ledger cannot be read.
pub async fn rows(room: &Room) -> Result<Vec<CalendarRow>, Problem> {
    room.refresh().await?;
    let told = room.told.read().await;
    let reference = room.reference();
    let days = |days: &std::collections::BTreeMap<chrono::NaiveDate, String>| {
        days.keys().map(ToString::to_string).collect::<Vec<_>>()
    };
    let row = |region: Option<&str>, year: &Year| {
        let mut imported = told.lives.calendars.iter().rev();
        let imported = imported.find(|(it, _)| it.year == year.year && it.region.as_deref() == region);
        CalendarRow {
            year: year.year,
            region: region.map(str::to_owned),
            source: year.notice.join(" "),
            imported: imported.map(|(_, at)| at.clone()),
            sha256: imported.map(|(it, _)| it.file.to_string()),
            rest: days(&year.rest),
            make_up: days(&year.make_up),
        }
    };
    let mut rows: Vec<CalendarRow> = reference.calendar.published().map(|year| row(None, year)).collect();
    rows.reverse();
    rows.extend(reference.calendar.regional().map(|(region, year)| row(Some(region), year)));
    Ok(rows)
}
