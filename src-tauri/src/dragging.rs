//! Documents dragged out of the window: dropped on a folder, a mail or a chat they arrive as files.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use drag::{DragItem, Image, Options};
use songda_mailroom::desk::Desk;
use songda_mailroom::view::Problem;
use tauri::{State, WebviewWindow};
use tokio::sync::oneshot;

/// What is carried below the pointer.
const MARK: &[u8] = include_bytes!("../../icons/32x32.png");
/// So long what was dragged out is known, should it be dropped on the window it came from.
const ON_ITS_WAY: Duration = Duration::from_secs(120);

/// What was dragged out of the window last, and when.
#[derive(Debug, Default)]
pub struct Dragged(Mutex<Option<(Instant, Vec<PathBuf>)>>);

impl Dragged {
    fn note(&self, files: Vec<PathBuf>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), files));
    }

    /// Whether these files were just dragged out of this window: let go above it again they are nothing new.
    pub fn came_from_here(&self, paths: &[PathBuf]) -> bool {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().is_some_and(|(at, files)| {
            at.elapsed() < ON_ITS_WAY && !paths.is_empty() && paths.iter().all(|path| files.contains(path))
        })
    }
}

/// Lets a person drag filed documents out as files; those that may not be opened from here do not leave this way either.
#[tauri::command]
pub async fn drag_documents(
    desk: State<'_, Desk>,
    dragged: State<'_, Dragged>,
    window: WebviewWindow,
    ids: Vec<String>,
) -> Result<(), Problem> {
    let mailroom = desk.mailroom().await?;
    let mut files = Vec::new();
    for id in &ids {
        files.push(mailroom.document_to_open(id).await?);
    }
    dragged.note(files.clone());
    let fail = |says: String| Problem::new("window.not-dragged", [says]);
    let (told, begun) = oneshot::channel();
    let own = window.clone();
    let asked = window.run_on_main_thread(move || {
        // A system that breaks over it must not take the window with it.
        let begun = catch_unwind(AssertUnwindSafe(|| begin(&own, files)));
        let _ = told.send(begun.unwrap_or_else(|_| Err("the system broke it off".to_owned())));
    });
    asked.map_err(|error| fail(error.to_string()))?;
    begun.await.map_err(|error| fail(error.to_string()))?.map_err(fail)
}

#[cfg(target_os = "linux")]
fn begin(window: &WebviewWindow, files: Vec<PathBuf>) -> Result<(), String> {
    // The library writes `file://` before what it is given and escapes nothing.
    let named = |file: &PathBuf| tauri::Url::from_file_path(file).ok().map(|url| PathBuf::from(url.path()));
    let files = files.iter().filter_map(named).collect();
    let own = window.gtk_window().map_err(|error| error.to_string())?;
    let item = DragItem::Files(files);
    drag::start_drag(&own, item, Image::Raw(MARK.to_vec()), |_, _| {}, Options::default())
        .map_err(|error| error.to_string())
}

#[cfg(not(target_os = "linux"))]
fn begin(window: &WebviewWindow, files: Vec<PathBuf>) -> Result<(), String> {
    let item = DragItem::Files(files);
    drag::start_drag(window, item, Image::Raw(MARK.to_vec()), |_, _| {}, Options::default())
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_dragged_out_is_nothing_new_when_it_is_let_go_here() {
        let dragged = Dragged::default();
        let [own, other] = ["案件/传票.pdf", "下载/传票.pdf"].map(PathBuf::from);
        assert!(!dragged.came_from_here(std::slice::from_ref(&own)));
        dragged.note(vec![own.clone()]);
        assert!(dragged.came_from_here(std::slice::from_ref(&own)));
        assert!(!dragged.came_from_here(&[own, other]), "with another file it is a drop like any other");
        assert!(!dragged.came_from_here(&[]));
    }
}
