//! Files drawn up for a person: into the folder for downloads, and the way back to them.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use songda_mailroom::view::{Exported, Problem};
use tauri::{AppHandle, Manager};
use tokio_util::sync::CancellationToken;

use crate::shell::Shell;

/// Long work and its end, by kind: work of one kind leaves that of another alone.
#[derive(Debug, Default)]
pub struct Running(Mutex<HashMap<String, CancellationToken>>);

impl Running {
    /// Begins long work that ends by itself when it is asked to; what ran of it before is asked to stop.
    pub fn begin(&self) -> CancellationToken {
        self.begin_as("")
    }

    fn begin_as(&self, kind: &str) -> CancellationToken {
        let stop = CancellationToken::new();
        if let Some(before) = guard(&self.0).insert(kind.to_owned(), stop.clone()) {
            before.cancel();
        }
        stop
    }

    /// Asks all long work to stop.
    pub fn stop(&self) {
        for (_, running) in guard(&self.0).drain() {
            running.cancel();
        }
    }

    /// Works until the end, or until a person stops it or begins other work with this code.
    ///
    /// # Errors
    /// Those of the work; the one with this code when it was stopped.
    pub async fn until_stopped<T>(
        &self,
        code: &str,
        work: impl Future<Output = Result<T, Problem>>,
    ) -> Result<T, Problem> {
        let stop = self.begin_as(code);
        tokio::select! {
            done = work => done,
            () = stop.cancelled() => Err(Problem::new(code, [])),
        }
    }
}

/// What was drawn up since the start, by name, and the end of what is being drawn up.
#[derive(Debug, Default)]
pub struct Exports {
    made: Mutex<HashMap<String, PathBuf>>,
    /// What is being drawn up.
    pub running: Running,
}

impl Exports {
    /// Draws one file up; where a person stops it before it is done, none is written.
    ///
    /// # Errors
    /// What kept it from being drawn up; `export.cancelled`.
    pub async fn draw(&self, work: impl Future<Output = Result<Exported, Problem>>) -> Result<Exported, Problem> {
        Ok(self.remember(self.running.until_stopped("export.cancelled", work).await?))
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
        let exported = Exported { name: "送达台账.xlsx".to_owned(), folder: "/x/下载".to_owned(), left_out: 0 };
        exports.remember(exported);
        assert_eq!(exports.folder_of("送达台账.xlsx").unwrap(), PathBuf::from("/x/下载"));
        assert_eq!(exports.folder_of("/etc").unwrap_err().code, "not-found");
    }

    #[test]
    fn a_new_export_stops_the_one_before() {
        let running = Running::default();
        let (first, second) = (running.begin(), running.begin());
        assert!(first.is_cancelled() && !second.is_cancelled());
        running.stop();
        assert!(second.is_cancelled());
    }

    #[test]
    fn one_file_leaves_the_export_of_everything_alone() {
        let exports = Exports::default();
        let everything = exports.running.begin();
        let done = async {
            Ok(Exported { name: "送达台账.xlsx".to_owned(), folder: "/x/下载".to_owned(), left_out: 0 })
        };
        tauri::async_runtime::block_on(exports.draw(done)).unwrap();
        assert!(!everything.is_cancelled());
        exports.running.stop();
        assert!(everything.is_cancelled());
    }

    #[test]
    fn what_is_stopped_gives_no_file() {
        let exports = Exports::default();
        let endless = std::future::pending::<Result<Exported, Problem>>();
        let stopped = tauri::async_runtime::block_on(async {
            let (drawn, ()) = tokio::join!(exports.draw(endless), async { exports.running.stop() });
            drawn
        });
        assert_eq!(stopped.unwrap_err().code, "export.cancelled");
    }
}
