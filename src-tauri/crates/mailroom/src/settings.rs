//! What the office set in songda.toml: who we are, which mailboxes, which courts; checked before anything runs.

mod court;
mod edit;
mod error;
mod file;
mod look_back;
mod oauth;
mod place;
mod plain;
mod platform;
mod preset;
mod proxy;
mod remind;
mod template;
mod undo;
mod watch;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use songda_core::id::Digest;
use songda_core::office::{Office, Regime};

use crate::policy::Policy;
use crate::sharing::Desks;
use crate::view::Problem;

pub use edit::{book, replace, with_case_root, with_office_value};
pub use error::SettingsError;
pub use platform::{PlatformSettings, pattern_says};
pub use proxy::{ManualProxy, ProxySettings, address_of as proxy_address};
pub use remind::{INTERNAL_DAYS, Level, MailWay, RemindSettings, RobotKind, RobotWay, time_of};
pub use template::template;
pub use watch::WatchSettings;

/// Name of the settings file below the home.
pub const FILE_NAME: &str = "songda.toml";

/// Everything the office set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Who is served, and the courts it knows.
    pub office: Office,
    /// Where case folders lie; absolute.
    pub case_root: PathBuf,
    /// Mailboxes in the order of the file.
    pub mailboxes: Vec<MailboxSettings>,
    /// How long a queued receipt waits before it leaves.
    pub undo: Duration,
    /// What the office set for platforms that courts send links to.
    pub platforms: Vec<PlatformSettings>,
    /// Through which proxy platforms are reached.
    pub proxy: ProxySettings,
    /// Files with years of holidays that are taken in at the start; absolute.
    pub calendar_files: Vec<PathBuf>,
    /// Who is reminded of deadlines, how and when.
    pub remind: RemindSettings,
    /// One person draws a receipt up, another lets it go.
    pub two_people: bool,
    /// Codes of the courts whose services are acknowledged by themselves; none unless the office says so.
    pub automatic: Vec<String>,
    /// Codes of the courts that may be sent read receipts where they ask for them.
    pub read_receipts: Vec<String>,
    /// Courts that take receipts by an interface of their own.
    pub interfaces: Vec<Interface>,
    /// When the alarm over a mailbox is raised.
    pub watch: WatchSettings,
    /// Digest of the text that these were read from: by it a later edit is known.
    pub read_from: Digest,
    /// What is followed otherwise than it is written: it was allowed once, and a home that has it opens all the same.
    pub remarks: Vec<Problem>,
}

/// An interface by which a court takes receipts; what is sent there is documented in `connect/http.rs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// Code of the court.
    pub court: String,
    /// Where receipts are posted to; encrypted, or on this very machine.
    pub url: String,
    /// A program that prints the token.
    pub token: Option<PasswordCommand>,
}

/// One mailbox, or one watched folder.
#[derive(Clone, Debug)]
pub struct MailboxSettings {
    /// Plain name, unique in the file.
    pub id: String,
    /// The address agreed with the court 约定送达地址; empty for a watched folder without one.
    pub address: String,
    /// How the address became one for service.
    pub regime: Regime,
    /// Id of the provider's preset, or `custom`.
    pub provider: String,
    /// Where mails come from.
    pub source: Source,
    /// Where receipts go; none when this mailbox only receives.
    pub channel: Option<Channel>,
    /// Whose Authentication-Results are believed.
    pub authserv_id: Option<String>,
    /// Time between two looks where nothing tells us sooner.
    pub poll: Duration,
    /// Larger mails are put on record and left where they lie.
    pub limit_bytes: u64,
    /// How many days the first look into each folder goes back; none takes everything.
    pub look_back_days: Option<u32>,
    /// A program that prints the password; with `oauth`, an access token.
    pub password_command: Option<PasswordCommand>,
    /// The provider puts a copy of everything it sends among the sent mails itself.
    pub saves_sent: bool,
    /// How to sign in where no password is taken.
    pub oauth: Option<OAuthSettings>,
    /// How many computers work with it, as far as the office said.
    pub desks: Desks,
}

/// Where mails come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A mailbox on an IMAP server.
    Imap {
        /// The server.
        server: ServerSettings,
        /// Folders to watch; none means INBOX and the junk folder.
        folders: Option<Vec<String>>,
    },
    /// A folder of .eml files.
    Folder {
        /// The folder; absolute.
        path: PathBuf,
    },
}

/// Where receipts go.
#[derive(Clone, Debug)]
pub enum Channel {
    /// A submission server.
    Smtp(ServerSettings),
    /// A folder that receipts are written into instead of being sent.
    Outbox {
        /// The folder; absolute.
        path: PathBuf,
    },
}

/// How to reach a server.
#[derive(Clone, Debug)]
pub struct ServerSettings {
    /// Host name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// When TLS begins.
    pub security: Security,
    /// User name for the login.
    pub user: String,
    /// PEM file with further trusted roots; absolute.
    pub ca_file: Option<PathBuf>,
}

/// How to sign in by OAuth 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuthSettings {
    /// How this program is known to the provider; no secret.
    pub client_id: String,
    /// Where a person signs in.
    pub authorize_url: String,
    /// Where tokens are asked for.
    pub token_url: String,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// How the provider wants this machine called on the way back.
    pub redirect_host: String,
    /// What else the provider wants to be asked.
    pub extra: Vec<(String, String)>,
}

/// When TLS begins. There is no connection without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// From the first byte.
    Tls,
    /// After STARTTLS; nothing secret is said before.
    StartTls,
}

/// A program that prints a password on its first line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordCommand {
    /// Program and arguments; no shell is involved.
    pub argv: Vec<String>,
    /// Where it runs: the home.
    pub dir: PathBuf,
}

impl Settings {
    /// Reads the settings of a home.
    ///
    /// # Errors
    /// When the file cannot be read, or says something that cannot be followed.
    pub fn load(home: &Path) -> Result<Self, SettingsError> {
        let file = home.join(FILE_NAME);
        let text =
            fs::read_to_string(&file).map_err(|source| SettingsError::Unreadable { file: file.clone(), source })?;
        Self::parse(&text, &file, home)
    }

    /// Reads settings from `text`; `file` is named in errors, relative paths start at `home`.
    ///
    /// # Errors
    /// When it says something that cannot be followed; file, line and key are named.
    pub fn parse(text: &str, file: &Path, home: &Path) -> Result<Self, SettingsError> {
        file::read(text, file, home)
    }

    /// The settings as they hold on a machine where an administrator decided something. A policy that cannot be
    /// followed is told, and decides nothing: mail is watched all the same.
    pub fn governed(mut self, policy: Result<Policy, Problem>) -> (Self, Option<Problem>) {
        match policy {
            Ok(policy) => {
                self.two_people = policy.two_people.unwrap_or(self.two_people);
                if policy.automatic == Some(false) {
                    self.automatic.clear();
                }
                if policy.fetch == Some(false) {
                    self.platforms.iter_mut().for_each(|platform| platform.fetch_for.clear());
                }
                self.remind = policy.remind.over(self.remind);
                (self, None)
            }
            Err(problem) => (self, Some(problem)),
        }
    }

    /// What holds for a platform.
    pub fn platform(&self, id: &str) -> PlatformSettings {
        let set = self.platforms.iter().find(|platform| platform.id == id);
        set.cloned().unwrap_or_else(|| PlatformSettings::unset(id))
    }

    /// The mailbox with this id.
    pub fn mailbox(&self, id: &str) -> Option<&MailboxSettings> {
        self.mailboxes.iter().find(|mailbox| mailbox.id == id)
    }
}

#[cfg(test)]
mod tests;
