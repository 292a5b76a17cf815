//! What a person brings by hand: files dropped on the window, which wait until their service is named, and papers.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use songda_mailroom::desk::Desk;
use songda_mailroom::view::Problem;
use tauri::{AppHandle, Emitter as _, Manager, State};

use crate::dragging::Dragged;
use crate::{opening, window};

/// The event that tells the page which files wait.
const DROPPED: &str = "dropped";

/// Files that were dropped and whose service nobody named yet. The page is told their names and never where they lie:
/// it could not name another file.
#[derive(Debug, Default)]
pub struct Dropped(Mutex<Vec<PathBuf>>);

impl Dropped {
    fn put(&self, files: Vec<PathBuf>) -> Vec<PathBuf> {
        std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), files)
    }
}

/// What was dropped: mails and folders of mails, and everything else.
fn sorted(paths: Vec<PathBuf>) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let is_mail = |path: &Path| {
        let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default().to_ascii_lowercase();
        path.is_dir() || matches!(ending.as_str(), "eml" | "mbox" | "mbx")
    };
    paths.into_iter().partition(|path| is_mail(path))
}

/// Takes mails in, and asks the page about the rest.
pub fn on(app: &AppHandle, paths: Vec<PathBuf>) {
    if app.try_state::<Dragged>().is_some_and(|dragged| dragged.came_from_here(&paths)) {
        return;
    }
    let (mails, others) = sorted(paths);
    opening::take_in(app, mails);
    if others.is_empty() {
        return;
    }
    let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let names: Vec<String> = others.iter().filter_map(name).collect();
    if let Some(dropped) = app.try_state::<Dropped>() {
        dropped.put(others);
    }
    window::show(app);
    let _ = app.emit(DROPPED, names);
}

/// Ties the files that wait to a service; gives how many were new.
#[tauri::command]
pub async fn bring_dropped(
    desk: State<'_, Desk>,
    dropped: State<'_, Dropped>,
    service: &str,
) -> Result<usize, Problem> {
    let files = dropped.put(Vec::new());
    let brought = desk.mailroom().await?.bring_files(service, &files, None).await;
    if brought.is_err() {
        // The person may try again: nothing was taken in.
        dropped.put(files);
    }
    brought
}

/// Records that the papers of a service were received on paper, on a day.
#[tauri::command]
pub async fn bring_paper(desk: State<'_, Desk>, service: &str, on: &str) -> Result<usize, Problem> {
    desk.mailroom().await?.bring_paper(service, on, &[], None).await
}

/// The person meant nothing by it.
#[tauri::command]
pub fn forget_dropped(dropped: State<'_, Dropped>) {
    dropped.put(Vec::new());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_go_their_own_way_and_everything_else_waits() {
        let folder = std::env::temp_dir();
        let paths = ["来信.eml", "旧信.MBOX", "传票.pdf", "证据.zip", "没有后缀"].map(PathBuf::from);
        let (mails, others) = sorted(paths.into_iter().chain([folder.clone()]).collect());
        assert_eq!(mails, [PathBuf::from("来信.eml"), PathBuf::from("旧信.MBOX"), folder]);
        assert_eq!(others, ["传票.pdf", "证据.zip", "没有后缀"].map(PathBuf::from));
        let dropped = Dropped::default();
        assert!(dropped.put(others.clone()).is_empty());
        assert_eq!(dropped.put(Vec::new()), others, "they wait once");
    }
}
