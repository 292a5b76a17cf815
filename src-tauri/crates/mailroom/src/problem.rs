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

    /// `code`, or `when_full` where the disk has no room left for us.
    fn of_disk(code: &str, when_full: &str, error: &dyn Error) -> Self {
        let says = chain(error);
        let full = NO_ROOM.iter().any(|words| says.contains(words));
        Self::new(if full { when_full } else { code }, [says])
    }
}

/// What systems say where there is no room: the disk is full, what the server's owner allows us on it is used up, or
/// SQLite's own words. One number is another error elsewhere.
#[cfg(windows)]
const NO_ROOM: [&str; 4] = [
    "(os error 112)",  // ERROR_DISK_FULL
    "(os error 39)",   // ERROR_HANDLE_DISK_FULL
    "(os error 1295)", // ERROR_DISK_QUOTA_EXCEEDED
    "disk is full",
];
#[cfg(target_os = "macos")]
const NO_ROOM: [&str; 3] = ["(os error 28)", "(os error 69)", "disk is full"]; // ENOSPC, EDQUOT
#[cfg(not(any(windows, target_os = "macos")))]
const NO_ROOM: [&str; 3] = ["(os error 28)", "(os error 122)", "disk is full"]; // ENOSPC, EDQUOT

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_allows_and_is_used_up_is_told_as_a_full_disk() {
        let (full, used_up, refused) = match () {
            () if cfg!(windows) => (112, 1_295, 5),
            () if cfg!(target_os = "macos") => (28, 69, 13),
            () => (28, 122, 13),
        };
        let told = |number| Problem::of_disk("other", "full", &std::io::Error::from_raw_os_error(number)).code;
        assert_eq!([full, used_up, refused].map(told), ["full", "full", "other"]);
    }
}
