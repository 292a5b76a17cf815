//! Files for people to keep: table files, and everything a home holds. Nothing is overwritten.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use songda_core::id::Digest;
use tokio_util::sync::CancellationToken;

use crate::tally::xlsx::Language;
use crate::view::{Exported, LedgerQuery, Problem, Progress};
use crate::{Mailroom, clock};

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

    /// Copies everything the home holds into a new folder: raw mails, the ledger line by line, lists, case folders, settings.
    /// Until it is whole the folder is called unfinished.
    ///
    /// # Errors
    /// `export.stopped` when asked to stop; `export.failed` with what refused.
    pub async fn export_all(
        &self,
        folder: &Path,
        stop: &CancellationToken,
        tell: impl Fn(Progress) + Send + 'static,
    ) -> Result<Exported, Problem> {
        let lists = serde_json::json!({
            "contract": 1,
            "services": self.services().await?, "documents": self.documents().await?, "cases": self.cases().await?,
            "deadlines": self.deadlines().await?, "receipts": self.receipts().await?, "doubts": self.doubts().await?,
            "mails": self.mails().await?,
        });
        let table = self.ledger_file(&LedgerQuery::default(), Language::Zh).await?;
        let mut entries = String::new();
        self.room
            .store
            .each(0, |entry| {
                let fact: serde_json::Value = serde_json::from_str(&entry.fact).unwrap_or_default();
                let line = serde_json::json!({
                    "seq": entry.seq, "at": entry.at, "by": entry.by, "fact": fact, "fact_text": entry.fact,
                    "prev": entry.prev.to_string(), "digest": entry.digest.to_string(),
                });
                entries.push_str(&line.to_string());
                entries.push('\n');
            })
            .await?;
        let small = vec![
            ("送达台账.xlsx", table),
            ("台账.jsonl", entries.into_bytes()),
            ("列表.json", lists.to_string().into_bytes()),
            ("说明.txt", README.as_bytes().to_vec()),
        ];
        let room = self.room.clone();
        let (folder, stop) = (folder.to_path_buf(), stop.clone());
        let copied = tokio::task::spawn_blocking(move || {
            let files = room.vault.files().map_err(|error| failed(&folder, &error))?;
            let mut sources: Vec<(PathBuf, PathBuf)> = Vec::new();
            for (path, digest) in files {
                if let Some(digest) = digest {
                    sources.push((path, Path::new("原件").join(format!("{digest}.eml"))));
                }
            }
            below(&room.settings.case_root, Path::new("案件"), &mut sources)
                .map_err(|error| failed(&folder, &error))?;
            sources.push((room.home.settings_file(), PathBuf::from("songda.toml")));
            copy_all(&folder, &small, &sources, &stop, &tell)
        });
        copied.await.map_err(|error| Problem::new("export.failed", [error.to_string()]))?
    }
}

const README: &str = "送达台导出的全部数据\n\n\
原件/        每封邮件和回执的原始字节，文件名是其 SHA-256 摘要；用任何邮件程序都能打开。\n\
案件/        案件文件夹，原样复制。\n\
台账.jsonl   台账的每一条记录，一行一条，各含前一条的摘要。\n\
列表.json    送达、文书、案件、期限、回执、存疑、邮件的列表。\n\
送达台账.xlsx 每份文书一行的台账、统计和说明。\n\
songda.toml  设置，不含密码。\n";

fn failed(path: &Path, error: &io::Error) -> Problem {
    Problem::new("export.failed", [path.display().to_string(), error.to_string()])
}

/// Every file below a folder, with the place it shall have. Links are not followed: they may lead anywhere.
fn below(folder: &Path, place: &Path, found: &mut Vec<(PathBuf, PathBuf)>) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (kind, target) = (entry.file_type()?, place.join(entry.file_name()));
        if kind.is_dir() {
            below(&entry.path(), &target, found)?;
        } else if kind.is_file() {
            found.push((entry.path(), target));
        }
    }
    Ok(())
}

fn copy_all(
    folder: &Path,
    small: &[(&str, Vec<u8>)],
    sources: &[(PathBuf, PathBuf)],
    stop: &CancellationToken,
    tell: &dyn Fn(Progress),
) -> Result<Exported, Problem> {
    let name = format!("送达台数据 {}", clock::today());
    let (target, unfinished) = free(folder, &name)?;
    fs::create_dir_all(&unfinished).map_err(|error| failed(&unfinished, &error))?;
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    for (name, bytes) in small {
        let path = unfinished.join(name);
        new_file(&path, bytes).map_err(|error| failed(&path, &error))?;
    }
    for (nth, (from, to)) in sources.iter().enumerate() {
        if stop.is_cancelled() {
            return Err(Problem::new("export.stopped", [unfinished.display().to_string()]));
        }
        let to = unfinished.join(to);
        let copied = to.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::copy(from, &to));
        copied.map_err(|error| failed(&to, &error))?;
        if nth % 25 == 0 || nth + 1 == sources.len() {
            tell(Progress { done: count(nth + 1), of: count(sources.len()) });
        }
    }
    fs::rename(&unfinished, &target).map_err(|error| failed(&target, &error))?;
    Ok(told(&target))
}

/// A folder name nobody has yet, and its unfinished form.
fn free(folder: &Path, name: &str) -> Result<(PathBuf, PathBuf), Problem> {
    for nth in 1..MOST_NAMES {
        let name = if nth == 1 { name.to_owned() } else { format!("{name} ({nth})") };
        let (target, unfinished) = (folder.join(&name), folder.join(format!("{name} 未完成")));
        if !target.exists() && !unfinished.exists() {
            return Ok((target, unfinished));
        }
    }
    Err(Problem::new("export.failed", [folder.join(name).display().to_string()]))
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
    Exported { name: text(path.file_name()), folder: text(path.parent().map(Path::as_os_str)) }
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

    #[test]
    fn what_was_stopped_is_called_unfinished() {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("a.eml");
        fs::write(&source, b"mail").unwrap();
        let (stop, sources) = (CancellationToken::new(), vec![(source, PathBuf::from("原件/a.eml"))]);
        let small = [("说明.txt", b"x".to_vec())];
        let whole = copy_all(folder.path(), &small, &sources, &stop, &|_| {}).unwrap();
        assert_eq!(fs::read(folder.path().join(&whole.name).join("原件/a.eml")).unwrap(), b"mail");
        stop.cancel();
        let problem = copy_all(folder.path(), &small, &sources, &stop, &|_| {}).unwrap_err();
        assert_eq!(problem.code, "export.stopped");
        assert!(problem.facts.first().unwrap().ends_with("未完成"));
    }
}
