//! Files for people to keep: table files, and everything a home holds. Nothing is overwritten.

mod bundle;
mod fetched;
mod whole;

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use chrono::NaiveDate;
use songda_core::id::Digest;

use crate::tally::xlsx::Language;
use crate::view::{Exported, LedgerQuery, Problem};
use crate::{Mailroom, clock, ics};

/// Names tried before giving up: nobody keeps so many files of one day.
const MOST_NAMES: usize = 1_000;

impl Mailroom {
    /// Draws the ledger up as a table file in a folder.
    ///
    /// # Errors
    /// `export.failed` with the folder and what refused.
    pub async fn export_ledger(
        &self,
        query: &LedgerQuery,
        language: Language,
        folder: &Path,
    ) -> Result<Exported, Problem> {
        let bytes = self.ledger_file(query, language).await?;
        let name = match language {
            Language::Zh => format!("送达台账 {}", clock::today()),
            Language::En => format!("Service ledger {}", clock::today()),
        };
        let folder = folder.to_path_buf();
        let kept = tokio::task::spawn_blocking(move || keep(&folder, &name, ".xlsx", &bytes)).await;
        kept.map_err(|error| Problem::new("export.failed", [error.to_string()]))?
    }

    /// Draws up today's handover sheet in a folder.
    ///
    /// # Errors
    /// `export.failed` with the folder and what refused.
    pub async fn export_handover(&self, language: Language, folder: &Path) -> Result<Exported, Problem> {
        let bytes = self.handover_file(language).await?;
        let name = match language {
            Language::Zh => format!("今日交接单 {}", clock::today()),
            Language::En => format!("Handover {}", clock::today()),
        };
        keep(folder, &name, ".xlsx", &bytes)
    }

    /// Draws up the month in which a day lies in a folder.
    ///
    /// # Errors
    /// `export.failed` with the folder and what refused.
    pub async fn export_month(&self, day: NaiveDate, language: Language, folder: &Path) -> Result<Exported, Problem> {
        let bytes = self.month_file(day, language).await?;
        let name = match language {
            Language::Zh => format!("期限表 {}", day.format("%Y-%m")),
            Language::En => format!("Deadlines {}", day.format("%Y-%m")),
        };
        keep(folder, &name, ".xlsx", &bytes)
    }
}

impl Mailroom {
    /// Draws open deadlines and sittings up as a calendar file in a folder.
    ///
    /// # Errors
    /// `export.failed` with the folder and what refused.
    pub async fn export_calendar(&self, language: Language, folder: &Path) -> Result<Exported, Problem> {
        let made = ics::of(&self.room).await?;
        let name = match language {
            Language::Zh => format!("期限与开庭 {}", clock::today()),
            Language::En => format!("Deadlines and sittings {}", clock::today()),
        };
        keep(folder, &name, ".ics", made.text.as_bytes())
    }
}

fn failed(path: &Path, error: &io::Error) -> Problem {
    Problem::new("export.failed", [path.display().to_string(), error.to_string()])
}

/// A day as it was written, YYYY-MM-DD.
///
/// # Errors
/// `export.failed` for anything else.
pub fn day(text: &str) -> Result<NaiveDate, Problem> {
    text.parse().map_err(|_| Problem::new("export.failed", [text.to_owned()]))
}

/// Keeps a file under a name nobody has yet.
///
/// # Errors
/// `export.failed` with the path and what refused.
pub fn keep(folder: &Path, name: &str, ending: &str, bytes: &[u8]) -> Result<Exported, Problem> {
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    for nth in 1..MOST_NAMES {
        let name = if nth == 1 { format!("{name}{ending}") } else { format!("{name} ({nth}){ending}") };
        let path = folder.join(name);
        if path.exists() {
            continue;
        }
        match new_file(&path, bytes) {
            Ok(()) => return Ok(told(&path)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(&path, &error)),
        }
    }
    Err(Problem::new("export.failed", [folder.join(name).display().to_string()]))
}

/// Keeps a file at the very path a person named.
///
/// # Errors
/// `export.failed` with the path and what refused, also when something lies there already.
pub fn keep_at(path: &Path, bytes: &[u8]) -> Result<Digest, Problem> {
    new_file(path, bytes).map_err(|error| failed(path, &error))?;
    Ok(Digest::of(bytes))
}

/// Writes a file that is not there yet; what could not be written whole does not stay.
fn new_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        drop(file);
        let _ = fs::remove_file(path);
    }
    written
}

fn told(path: &Path) -> Exported {
    let text =
        |part: Option<&std::ffi::OsStr>| part.map_or_else(String::new, |part| part.to_string_lossy().into_owned());
    Exported { name: text(path.file_name()), folder: text(path.parent().map(Path::as_os_str)), left_out: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_same_name_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let first = keep(folder.path(), "台账", ".xlsx", b"1").unwrap();
        let second = keep(folder.path(), "台账", ".xlsx", b"2").unwrap();
        assert_eq!((first.name.as_str(), second.name.as_str()), ("台账.xlsx", "台账 (2).xlsx"));
        assert_eq!(fs::read(folder.path().join("台账.xlsx")).unwrap(), b"1");
        assert!(keep_at(&folder.path().join("台账.xlsx"), b"3").is_err());
    }
}
