//! A notification on a Linux desktop: by its notification server, with a click.

use tauri::AppHandle;

use crate::opening;
use crate::words::Language;
use songda_mailroom::view::Opening;

/// Shows one notification; the error is the system's own words.
pub async fn show(app: &AppHandle, language: Language, text: String, what: Opening) -> Result<(), String> {
    let app = app.clone();
    let (done, shown) = tokio::sync::oneshot::channel();
    // Waits for the click in a thread of its own; it ends when the notification does.
    std::thread::spawn(move || {
        let handle = notify_rust::Notification::new()
            .appname(language.name())
            .summary(language.name())
            .body(&text)
            .action("default", language.menu().open)
            .show();
        match handle {
            Ok(handle) => {
                let _ = done.send(Ok(()));
                handle.wait_for_action(|action| {
                    if action == "default" {
                        opening::open(&app, what);
                    }
                });
            }
            Err(error) => {
                tracing::warn!(%error, "notification not shown");
                let _ = done.send(Err(error.to_string()));
            }
        }
    });
    shown.await.unwrap_or_else(|_| Err("the notification's thread ended".to_owned()))
}
