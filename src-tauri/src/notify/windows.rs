//! A notification on Windows: a toast under this program's own name, with a click.

use notify_rust::NotificationResponse;
use tauri::AppHandle;
use windows_registry::CURRENT_USER;

use crate::opening;
use crate::words::Language;
use songda_mailroom::view::Opening;

/// The name Windows knows this program's toasts by; `installer.nsi` takes the key away again.
const APP_ID: &str = "cn.songda.desk";

/// Shows one notification; the error is the system's own words.
pub async fn show(app: &AppHandle, language: Language, text: String, what: Opening) -> Result<(), String> {
    if let Err(error) = introduce(language) {
        tracing::warn!(code = error.code().0, "the program's name for notifications is not registered");
    }
    let app = app.clone();
    let (done, shown) = tokio::sync::oneshot::channel();
    // Waits for the click in a thread of its own; it ends when the toast does.
    std::thread::spawn(move || {
        let toast = notify_rust::Notification::new().app_id(APP_ID).summary(language.name()).body(&text).show();
        match toast {
            Ok(handle) => {
                let _ = done.send(Ok(()));
                let _ = handle.wait_for_response(|response: &NotificationResponse| {
                    if response.is_default_action() {
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

/// Windows shows no toast of a program it does not know by name. A program that was not installed says its name here.
/// Source: Microsoft, "Send a local toast notification from other types of unpackaged apps".
fn introduce(language: Language) -> windows_registry::Result<()> {
    let key = CURRENT_USER.create(format!("Software\\Classes\\AppUserModelId\\{APP_ID}"))?;
    if key.get_string("DisplayName").is_ok_and(|name| name == language.name()) {
        return Ok(());
    }
    key.set_string("DisplayName", language.name())
}
