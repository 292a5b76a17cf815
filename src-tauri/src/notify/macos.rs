//! A notification on macOS, as this program's own: a click brings the program forward, and the window opens at the item.

use std::sync::OnceLock;

use tauri::AppHandle;

use crate::opening;
use crate::words::Language;
use songda_mailroom::view::Opening;

/// Whether the system knows this program; it is told once in a run.
static INTRODUCED: OnceLock<Result<(), String>> = OnceLock::new();

/// Shows one notification; the error is the system's own words.
pub async fn show(app: &AppHandle, language: Language, text: String, what: Opening) -> Result<(), String> {
    opening::wait(app, what);
    let identifier = app.config().identifier.clone();
    // Handing it over waits up to two seconds for the system's word that it is there.
    let shown = tauri::async_runtime::spawn_blocking(move || {
        INTRODUCED.get_or_init(|| introduce(&identifier)).clone()?;
        notify_rust::Notification::new()
            .summary(language.name())
            .body(&text)
            .show()
            .map(drop)
            .map_err(|error| error.to_string())
    });
    let shown = shown.await.unwrap_or_else(|error| Err(error.to_string()));
    if let Err(error) = &shown {
        tracing::warn!(%error, "notification not shown");
    }
    shown
}

/// Without this, the crate asks the person for an application and speaks as the Finder (mac-notification-sys 0.6,
/// `ensure_application_set`). A program that lies in no bundle the system knows is refused, and then nothing is shown.
fn introduce(identifier: &str) -> Result<(), String> {
    notify_rust::set_application(identifier).map_err(|error| error.to_string())
}
