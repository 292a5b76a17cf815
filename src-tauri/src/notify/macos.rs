//! A notification on macOS. Without a click from the system the window opens at the item the next time it is shown.

use tauri::AppHandle;

use crate::opening;
use crate::words::Language;
use songda_mailroom::view::Opening;

/// Shows one notification; the error is the system's own words.
#[allow(clippy::unused_async)] // The other systems wait for theirs.
pub async fn show(app: &AppHandle, language: Language, text: String, what: Opening) -> Result<(), String> {
    let shown = notify_rust::Notification::new().summary(language.name()).body(&text).show();
    opening::wait(app, what);
    shown.map(|_| ()).map_err(|error| {
        tracing::warn!(%error, "notification not shown");
        error.to_string()
    })
}
