//! Files drawn up for a person: into the folder for downloads, and the way back to them.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use songda_mailroom::view::{Exported, Problem};
use tauri::{AppHandle, Manager};
use tokio_util::sync::CancellationToken;

use crate::shell::Shell;

/// What was drawn up since the start, by name, and the end of what is being drawn up.
#[derive(Debug, Default)]
pub struct Exports {
    made: Mutex<HashMap<String, PathBuf>>,
    running: Mutex<Option<CancellationToken>>,
}

impl Exports {
    /// Begins long work; what ran before is asked to stop.
    pub fn begin(&self) -> CancellationToken {
        let stop = CancellationToken::new();
        if let Some(before) = guard(&self.running).replace(stop.clone()) {
            before.cancel();
        }
        stop
    }

    /// Asks long work to stop.
    pub fn stop(&self) {
        if let Some(running) = guard(&self.running).take() {
            running.cancel();
        }
    }

    /// Remembers where a file lies, so that the page need not say it.
    pub fn remember(&self, exported: Exported) -> Exported {
        guard(&self.made).insert(exported.name.clone(), PathBuf::from(&exported.folder));
        exported
    }

    /// The folder of a file this window had drawn up.
    ///
    /// # Errors
    /// `not-found` for any other.
    pub fn folder_of(&self, name: &str) -> Result<PathBuf, Problem> {
        guard(&self.made).get(name).cloned().ok_or_else(|| Problem::new("not-found", [name.to_owned()]))
    }
}

/// Where this person expects files to be put.
///
/// # Errors
/// `export.failed` when the system names no such folder.
pub fn folder(app: &AppHandle) -> Result<PathBuf, Problem> {
    if let Some(decided) = app.state::<Shell>().export_folder() {
        return Ok(decided);
    }
    let paths = app.path();
    let named = paths.download_dir().or_else(|_| paths.document_dir()).or_else(|_| paths.home_dir());
    named.map_err(|error| Problem::new("export.failed", [error.to_string()]))
}

/// Where sample data is put: beside the office's own home, never in it.
///
/// # Errors
/// When the system names no folder for data.
pub fn sample() -> Result<PathBuf, Problem> {
    let own = songda_mailroom::home::Home::default_root().map_err(|error| Problem::from(&error))?;
    let mut name = own.file_name().unwrap_or_default().to_os_string();
    name.push("-demo");
    Ok(own.with_file_name(name))
}

fn guard<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_folders_of_own_files_are_shown() {
        let exports = Exports::default();
        let exported = Exported { name: "送达台账.xlsx".to_owned(), folder: "/x/下载".to_owned() };
        exports.remember(exported);
        assert_eq!(exports.folder_of("送达台账.xlsx").unwrap(), PathBuf::from("/x/下载"));
        assert_eq!(exports.folder_of("/etc").unwrap_err().code, "not-found");
    }

    #[test]
    fn a_new_export_stops_the_one_before() {
        let exports = Exports::default();
        let (first, second) = (exports.begin(), exports.begin());
        assert!(first.is_cancelled() && !second.is_cancelled());
        exports.stop();
        assert!(second.is_cancelled());
    }
}
