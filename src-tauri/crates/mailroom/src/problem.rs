//! What a person is told when something fails: a stable code and the facts; the words are the window's.

use std::error::Error;

use crate::connect::ConnectError;
use crate::folders::FileError;
use crate::home::HomeError;
use crate::settings::{Channel, MailboxSettings, SettingsError, Source};
use crate::store::StoreError;
use crate::vault::VaultError;
use crate::view::Problem;

impl Problem {
    /// A problem that waits for a person.
    pub fn new(code: &str, facts: impl IntoIterator<Item = String>) -> Self {
        Self { code: code.to_owned(), facts: facts.into_iter().collect(), retries: false }
    }

    /// The same problem, tried again by itself.
    pub fn retried(self) -> Self {
        Self { retries: true, ..self }
    }

    /// A thing the caller named does not exist.
    pub fn not_found(what: &str) -> Self {
        Self::new("not-found", [what.to_owned()])
    }

    /// `code`, or `when_full` where the disk has no room left (ENOSPC, ERROR_DISK_FULL, or SQLite's own words).
    fn of_disk(code: &str, when_full: &str, error: &dyn Error) -> Self {
        let says = chain(error);
        let full = says.contains("os error 28") || says.contains("os error 112") || says.contains("disk is full");
        Self::new(if full { when_full } else { code }, [says])
    }
}

/// An error with all its causes, for the log and for the facts of a problem.
pub fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::of_disk("home.ledger", "home.disk-full", &error)
    }
}

impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Self {
        Self::of_disk("home.vault", "home.disk-full", &error)
    }
}

impl From<FileError> for Problem {
    fn from(error: FileError) -> Self {
        let code = match () {
            () if error.is_too_long() => "case-folder.path-too-long",
            () if error.leads_out() => "case-folder.leads-out",
            () if error.is_locked() => "case-folder.locked",
            () => "case-folder.unwritable",
        };
        Self::of_disk(code, "case-folder.disk-full", &error)
    }
}

impl From<&ConnectError> for Problem {
    fn from(error: &ConnectError) -> Self {
        Self::new(error.code(), error.facts())
    }
}

impl From<&HomeError> for Problem {
    fn from(error: &HomeError) -> Self {
        Self::new(error.code(), error.facts())
    }
}

impl From<&SettingsError> for Problem {
    fn from(error: &SettingsError) -> Self {
        Self::new(error.code(), error.facts())
    }
}

impl MailboxSettings {
    /// Whether it is a watched folder of mails.
    pub fn is_folder(&self) -> bool {
        matches!(self.source, Source::Folder { .. })
    }

    /// Whether it logs in anywhere: to be read, or to send.
    pub fn has_servers(&self) -> bool {
        !self.is_folder() || matches!(self.channel, Some(Channel::Smtp(_)))
    }

    /// Whether its receipts are written into a folder.
    pub fn has_outbox(&self) -> bool {
        matches!(self.channel, Some(Channel::Outbox { .. }))
    }
}
