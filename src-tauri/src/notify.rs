//! System notifications: what arrived, what is due, a mailbox not watched; told once together, opened by a click.

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Duration;

use songda_mailroom::Mailroom;
use songda_mailroom::desk::Desk;
use songda_mailroom::view::{MailboxState, Opening, Overview, ServiceRow};
use tauri::{AppHandle, Manager};

use crate::shell::Shell;
use crate::tray;

#[cfg_attr(target_os = "linux", path = "notify/linux.rs")]
#[cfg_attr(target_os = "macos", path = "notify/macos.rs")]
#[cfg_attr(windows, path = "notify/windows.rs")]
mod system;

use system::show;

/// What arrives within this time is told together.
const TOGETHER: Duration = Duration::from_secs(10);

/// How often it is looked whether something is due, or a mailbox is no longer watched.
const LOOK: Duration = Duration::from_secs(30);

/// Tells of deadlines when their moment comes, and once of every mailbox that could not be looked into for too long.
pub async fn remind(app: AppHandle) {
    let mut alarmed: HashSet<String> = HashSet::new();
    loop {
        if app.state::<Shell>().notifications() == Some(true)
            && let Ok(mailroom) = app.state::<Desk>().mailroom().await
        {
            deadlines(&app, &mailroom).await;
            if let Ok(overview) = mailroom.overview().await {
                alarms(&app, &overview, &mut alarmed).await;
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// The title only: case numbers stay off a screen that may be seen by others.
async fn deadlines(app: &AppHandle, mailroom: &Mailroom) {
    let Ok(Some((said, about))) = mailroom.notification().await else { return };
    let opening = Opening { what: "today".to_owned(), id: String::new() };
    let problem = show(app, tray::language(app), said.title, opening).await.err();
    if let Err(problem) = mailroom.notified(about, problem).await {
        tracing::warn!(code = %problem.code, "reminder not recorded");
    }
}

async fn alarms(app: &AppHandle, overview: &Overview, alarmed: &mut HashSet<String>) {
    let on = |state: &&MailboxState| state.watch.alarm_since.is_some();
    alarmed.retain(|id| overview.mailboxes.iter().filter(on).any(|state| state.id == *id));
    for state in overview.mailboxes.iter().filter(on) {
        if alarmed.insert(state.id.clone()) {
            let language = tray::language(app);
            let opening = Opening { what: "today".to_owned(), id: String::new() };
            // What could not be shown still stands in the tray and above every screen.
            let _ = show(app, language, language.unwatched(&state.address), opening).await;
        }
    }
}

/// Tells of every service that arrives from now on.
pub async fn watch(app: AppHandle) {
    let mut changes = app.state::<Desk>().changes();
    let mut known: Option<(PathBuf, HashSet<String>)> = None;
    loop {
        known = match app.state::<Desk>().mailroom().await {
            Ok(mailroom) => {
                // What another home holds is no news either.
                let home = mailroom.room().home.root().to_path_buf();
                let here = known.filter(|(of, _)| *of == home).map(|(_, known)| known);
                told_of(&app, &mailroom, here).await.map(|known| (home, known))
            }
            Err(_) => None,
        };
        if changes.changed().await.is_err() {
            return;
        }
        tokio::time::sleep(TOGETHER).await;
        changes.mark_unchanged();
    }
}

/// Tells of what is not known yet, and knows it from then on. What was there at the start is no news, and the first look
/// into a mailbox brings months of it.
async fn told_of(app: &AppHandle, mailroom: &Mailroom, known: Option<HashSet<String>>) -> Option<HashSet<String>> {
    let Some(mut known) = known else { return mailroom.known_services().await.ok() };
    let new = mailroom.news(&mut known).await.ok()?;
    if !new.is_empty() && app.state::<Shell>().notifications() == Some(true) {
        tell(app, &new).await;
    }
    Some(known)
}

/// Counts and courts only: a screen may be seen by others, and a notification stays on it.
async fn tell(app: &AppHandle, new: &[ServiceRow]) {
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
    let _ = show(app, language, text, opening).await;
}
