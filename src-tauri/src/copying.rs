//! Documents onto the clipboard, as files: pasted into a file manager, a mail or a chat they arrive as files.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use arboard::Clipboard;
use songda_mailroom::desk::Desk;
use songda_mailroom::view::Problem;
use tauri::State;

/// The clipboard as this program holds it: on some systems what was copied is asked of whoever copied it, for as long as
/// that one lives.
#[derive(Default)]
pub struct Copied(Mutex<Option<Clipboard>>);

impl Copied {
    /// Puts files onto the clipboard.
    fn put(&self, files: &[PathBuf]) -> Result<(), arboard::Error> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_none() {
            *held = Some(Clipboard::new()?);
        }
        match held.as_mut() {
            Some(clipboard) => clipboard.set().file_list(files),
            None => Err(arboard::Error::ClipboardNotSupported),
        }
    }
}

/// Copies filed documents as files; those that may not be opened from here are not copied from here either. Gives how many.
#[tauri::command]
pub async fn copy_documents(
    desk: State<'_, Desk>,
    copied: State<'_, Copied>,
    ids: Vec<String>,
) -> Result<usize, Problem> {
    let mailroom = desk.mailroom().await?;
    let mut files = Vec::new();
    for id in &ids {
        files.push(mailroom.document_to_open(id).await?);
    }
    copied.put(&files).map_err(|error| Problem::new("window.not-copied", [error.to_string()]))?;
    Ok(files.len())
}
