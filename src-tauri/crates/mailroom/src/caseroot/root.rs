//! The move of the case root to another place, with every file compared.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use songda_core::ledger::{Fact, FilingFact};

use super::carry::copy_all;
use crate::clock;
use crate::folders;
use crate::room::Room;
use crate::settings::{self, Settings};
use crate::view::Problem;

/// What is left in the old folder.
const NOTE: &str = "案件文件夹已移到新位置.txt";

/// What a move did.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Moved {
    /// Where it lay; left as it is.
    pub from: PathBuf,
    /// Where it lies now.
    pub to: PathBuf,
    /// Files copied and compared.
    pub files: u64,
}

/// Moves the case root: every file is copied, read again and compared; then the settings name the new place. The old
/// folder is left as it is.
///
/// # Errors
/// `root-move.*`; the settings still name the old place then.
pub async fn move_root(room: &Room, to: &Path, by: &str) -> Result<Moved, Problem> {
    if !room.is_holder() {
        return Err(Problem::new("home.beside", [room.home.root().display().to_string()]));
    }
    // What is under way comes to its end; from then on nothing is filed, by a mail, a receipt or a person.
    let (_reading, _sending) = (room.reading.lock().await, room.sending.lock().await);
    let (from, to) = (room.filing_root()?, std::path::absolute(to).unwrap_or_else(|_| to.to_path_buf()));
    room.root_moved.store(true, Ordering::Relaxed);
    let moved = carry_over(room, from, to, by).await;
    if moved.is_err() {
        room.root_moved.store(false, Ordering::Relaxed);
    }
    room.changed().await?;
    moved
}

async fn carry_over(room: &Room, from: PathBuf, to: PathBuf, by: &str) -> Result<Moved, Problem> {
    // Settings that could not be followed afterwards are told before anything is copied.
    changed_settings(room, &to)?;
    let work = {
        let (from, to) = (from.clone(), to.clone());
        move || copy_all(&from, &to)
    };
    let copied = tokio::task::spawn_blocking(work).await;
    let files = copied.map_err(|error| Problem::new("root-move.failed", [error.to_string()]))??;
    // Read again: somebody may have edited them meanwhile.
    let (file, text) = (room.home.settings_file(), changed_settings(room, &to)?);
    settings::replace(&file, &text).map_err(|error| not_set(&file, error.to_string()))?;
    let fact = FilingFact::RootMoved { from: from.display().to_string(), to: to.display().to_string(), files };
    room.store.append(&room.stamp(), by, &[Fact::Filing(fact)], None).await?;
    leave_note(from.clone(), &to).await;
    Ok(Moved { from, to, files })
}

/// Says in the old folder where everything is now: what lies there still looks current. A convenience; without it the
/// move is done all the same.
async fn leave_note(from: PathBuf, to: &Path) {
    let today = clock::today();
    let text = format!(
        "\u{feff}案件文件夹已于 {today} 移到：\r\n{}\r\n\r\n送达台此后只在新位置归档，此处的文件和案件索引不再更新。\r\n确认新位置的文件齐全后，可以删除此处。\r\n",
        to.display()
    );
    let write = move || from.is_dir().then(|| folders::file(&from, NOTE, text.as_bytes()));
    if let Ok(Some(Err(error))) = tokio::task::spawn_blocking(write).await {
        tracing::info!(says = %crate::problem::chain(&error), "no note was left where the case folders lay");
    }
}

/// The settings as they are to be: readable, and with the new place.
fn changed_settings(room: &Room, to: &Path) -> Result<String, Problem> {
    let file = room.home.settings_file();
    let text = fs::read_to_string(&file).map_err(|error| not_set(&file, error.to_string()))?;
    let text = settings::with_case_root(&text, to).ok_or_else(|| not_set(&file, String::new()))?;
    Settings::parse(&text, &file, room.home.root()).map_err(|error| not_set(&file, error.to_string()))?;
    Ok(text)
}

fn not_set(file: &Path, says: String) -> Problem {
    Problem::new("root-move.settings", [file.display().to_string(), says])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn settings_that_could_not_follow_are_told_before_anything_is_copied() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("songda.toml");
        let good = "[office]\nname = \"示例物业管理有限公司\"\nhandler = \"王敏\"\n";
        fs::write(&file, good).unwrap();
        let mailroom = crate::Mailroom::open(crate::home::Home::at(folder.path())).await.unwrap();
        let root = mailroom.room().filing_root().unwrap();
        fs::create_dir_all(&root).unwrap();
        fs::write(root.join("传票.pdf"), "one").unwrap();
        let to = folder.path().join("新盘/案件");
        fs::write(&file, format!("{good}colour = 3\n")).unwrap();
        let refused = mailroom.move_case_root(&to, None).await.unwrap_err();
        assert_eq!(refused.code, "root-move.settings", "{refused:?}");
        assert!(!to.exists(), "nothing was begun");
        assert_eq!(mailroom.room().filing_root().unwrap(), root, "filing goes on where it was");
        fs::write(&file, good).unwrap();
        let refused = mailroom.move_case_root_to("~/案件").await.unwrap_err();
        assert_eq!(refused.code, "root-move.no-place");
        assert_eq!(mailroom.move_case_root_to(&to.display().to_string()).await.unwrap().files, 1);
        assert_eq!(mailroom.room().filing_root().unwrap_err().code, "root-move.moved");
        assert_eq!(fs::read(to.join("传票.pdf")).unwrap(), b"one");
        let note = fs::read_to_string(root.join(NOTE)).unwrap();
        // Windows writes every separator in its own way.
        let to: PathBuf = to.components().collect();
        assert!(note.contains(&to.display().to_string()) && !to.join(NOTE).exists(), "{note}");
    }
}
