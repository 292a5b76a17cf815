//! System notifications: what arrived, told once and together, and opened by a click. Nothing is acknowledged from one.

use std::collections::HashSet;
use std::time::Duration;

use songda_mailroom::desk::Desk;
use songda_mailroom::view::{Opening, ServiceRow};
use tauri::{AppHandle, Manager};

use crate::shell::Shell;
use crate::words::Language;
use crate::{opening, tray};

/// What arrives within this time is told together.
const TOGETHER: Duration = Duration::from_secs(10);

/// Tells of every service that arrives from now on.
pub async fn watch(app: AppHandle) {
    let mut changes = app.state::<Desk>().changes();
    let mut known: Option<HashSet<String>> = None;
    loop {
        if let Some(rows) = rows(&app).await {
            let new: Vec<&ServiceRow> = match &known {
                // What was there at the start is no news, and the first look into a mailbox brings months of it.
                None => Vec::new(),
                Some(known) => rows.iter().filter(|row| !known.contains(&row.id)).collect(),
            };
            if !new.is_empty() && app.state::<Shell>().notifications() == Some(true) {
                tell(&app, &new);
            }
            known = Some(rows.into_iter().map(|row| row.id).collect());
        } else {
            known = None;
        }
        if changes.changed().await.is_err() {
            return;
        }
        tokio::time::sleep(TOGETHER).await;
        changes.mark_unchanged();
    }
}

async fn rows(app: &AppHandle) -> Option<Vec<ServiceRow>> {
    app.state::<Desk>().mailroom().await.ok()?.services().await.ok()
}

/// Counts and courts only: a screen may be seen by others, and a notification stays on it.
fn tell(app: &AppHandle, new: &[&ServiceRow]) {
    let language = tray::language(app);
    let documents: u32 = new.iter().map(|row| row.documents).sum();
    let mut courts: Vec<&str> =
        new.iter().filter_map(|row| row.court.as_ref().map(|court| court.name.as_str())).collect();
    courts.sort_unstable();
    courts.dedup();
    let text = language.arrived(documents, &courts);
    let opening = match new {
        [one] => Opening { what: "service".to_owned(), id: one.id.clone() },
        _ => Opening { what: "today".to_owned(), id: String::new() },
    };
    show(app, language, text, opening);
}

#[cfg(target_os = "linux")]
fn show(app: &AppHandle, language: Language, text: String, what: Opening) {
    let app = app.clone();
    // Waits for the click in a thread of its own; it ends when the notification does.
    std::thread::spawn(move || {
        let shown = notify_rust::Notification::new()
            .appname(language.name())
            .summary(language.name())
            .body(&text)
            .action("default", language.menu().open)
            .show();
        match shown {
            Ok(handle) => handle.wait_for_action(|action| {
                if action == "default" {
                    opening::open(&app, what);
                }
            }),
            Err(error) => tracing::warn!(%error, "notification not shown"),
        }
    });
}

#[cfg(not(target_os = "linux"))]
fn show(app: &AppHandle, language: Language, text: String, what: Opening) {
    // Without a click from the system the window opens at the item the next time it is shown.
    if let Err(error) = notify_rust::Notification::new().summary(language.name()).body(&text).show() {
        tracing::warn!(%error, "notification not shown");
    }
    opening::wait(app, what);
}
