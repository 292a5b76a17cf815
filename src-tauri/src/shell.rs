//! How the program sits on its machine: what closing means, notifications, starting with the system; and what an administrator decided.

use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use songda_mailroom::policy::Policy;
use songda_mailroom::view::{Problem, ShellChange, ShellState};
use tauri::{AppHandle, Manager};
use tauri_plugin_autostart::ManagerExt as _;

use crate::{tray, updates};

/// Name of the file that remembers this person's choices.
const FILE: &str = "shell.json";

/// What this person chose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Chosen {
    close: Option<String>,
    notifications: Option<bool>,
}

/// How the program sits on its machine.
pub struct Shell {
    policy: Result<Policy, Problem>,
    file: Option<PathBuf>,
    chosen: Mutex<Chosen>,
}

impl Shell {
    /// Reads what was decided and chosen. A file of choices that cannot be read counts as none.
    pub fn of(app: &AppHandle) -> Self {
        let file = app.path().app_config_dir().ok().map(|folder| folder.join(FILE));
        let text = file.as_deref().and_then(|file| fs::read_to_string(file).ok());
        let chosen = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Self { policy: Policy::of_machine(), file, chosen: Mutex::new(chosen) }
    }

    fn policy(&self) -> Result<&Policy, Problem> {
        self.policy.as_ref().map_err(Clone::clone)
    }

    /// What closing the window means: ask, hide, quit.
    pub fn close(&self) -> String {
        let decided = self.policy.as_ref().ok().and_then(|policy| policy.close.clone());
        decided.or_else(|| guard(&self.chosen).close.clone()).unwrap_or_else(|| "ask".to_owned())
    }

    /// Whether system notifications are shown; none while nobody was asked.
    pub fn notifications(&self) -> Option<bool> {
        let decided = self.policy.as_ref().ok().and_then(|policy| policy.notifications);
        decided.or_else(|| guard(&self.chosen).notifications)
    }

    /// Whether sample data may be looked at.
    pub fn may_show_sample(&self) -> bool {
        self.policy.as_ref().ok().and_then(|policy| policy.demo).unwrap_or(true)
    }

    /// Where an administrator wants drawn-up files, if anywhere.
    pub fn export_folder(&self) -> Option<PathBuf> {
        self.policy.as_ref().ok().and_then(|policy| policy.export_folder.clone())
    }

    /// What an administrator decided about new versions: `off` or an address.
    ///
    /// # Errors
    /// `policy.broken` when the administrator's file cannot be followed: it may have forbidden them.
    pub fn updates(&self) -> Result<Option<String>, Problem> {
        Ok(self.policy()?.updates.clone())
    }

    /// How things are set.
    ///
    /// # Errors
    /// `policy.broken` when the administrator's file cannot be followed.
    pub fn state(&self, app: &AppHandle) -> Result<ShellState, Problem> {
        let policy = self.policy()?;
        Ok(ShellState {
            close: self.close(),
            has_tray: tray::is_put(app),
            notifications: self.notifications(),
            autostart: app.autolaunch().is_enabled().ok(),
            decided: policy.decided(),
            updates: policy.updates.clone().unwrap_or_default(),
            can_update: updates::can_look(policy.updates.as_deref()),
        })
    }

    /// Changes what may be changed; what an administrator decided stays.
    ///
    /// # Errors
    /// `policy.broken`; `shell.refused` with what the system said.
    pub fn change(&self, app: &AppHandle, change: &ShellChange) -> Result<ShellState, Problem> {
        let policy = self.policy()?;
        if let Some(on) = change.autostart.filter(|_| policy.autostart.is_none()) {
            start_with_system(app, on)?;
        }
        let chosen = {
            let mut chosen = guard(&self.chosen);
            if let Some(close) = change.close.as_deref().filter(|close| matches!(*close, "hide" | "quit" | "ask")) {
                chosen.close = Some(close.to_owned());
            }
            chosen.notifications = change.notifications.or(chosen.notifications);
            chosen.clone()
        };
        self.keep(&chosen)?;
        self.state(app)
    }

    /// Brings the start with the system in line with what an administrator decided.
    pub fn follow_policy(&self, app: &AppHandle) {
        let Some(on) = self.policy.as_ref().ok().and_then(|policy| policy.autostart) else { return };
        if app.autolaunch().is_enabled().is_ok_and(|is_on| is_on != on)
            && let Err(problem) = start_with_system(app, on)
        {
            tracing::warn!(code = %problem.code, "policy for the start with the system not followed");
        }
    }

    fn keep(&self, chosen: &Chosen) -> Result<(), Problem> {
        let refused = |says: String| Problem::new("shell.refused", [says]);
        let file = self.file.as_deref().ok_or_else(|| refused("app config folder".to_owned()))?;
        let text = serde_json::to_string(chosen).map_err(|error| refused(error.to_string()))?;
        let written = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(file, text));
        written.map_err(|error| refused(format!("{}: {error}", file.display())))
    }
}

fn start_with_system(app: &AppHandle, on: bool) -> Result<(), Problem> {
    let auto = app.autolaunch();
    let done = if on { auto.enable() } else { auto.disable() };
    done.map_err(|error| Problem::new("shell.refused", [error.to_string()]))
}

fn guard<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
