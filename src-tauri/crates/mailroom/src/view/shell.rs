//! How the program sits on its machine: started with it, closed to the tray, heard of in notifications.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How the program sits on its machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct ShellState {
    /// ask, hide, quit: what closing the window means.
    pub close: String,
    /// Whether there is a tray to hide in.
    pub has_tray: bool,
    /// Whether system notifications are shown; null while nobody was asked.
    pub notifications: Option<bool>,
    /// Whether the program starts with the system; null where that cannot be told.
    pub autostart: Option<bool>,
    /// What an administrator has decided: names as in the policy file.
    pub decided: Vec<String>,
    /// `off`, an address, or empty where nobody decided.
    pub updates: String,
    /// Whether new versions can be asked for: an address and a key are set.
    pub can_update: bool,
}

/// What a person changed; what is null stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct ShellChange {
    /// hide, quit, ask.
    pub close: Option<String>,
    pub notifications: Option<bool>,
    pub autostart: Option<bool>,
}

/// Mails that were brought in by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct BroughtIn {
    /// Mails read from the files.
    pub mails: u32,
    /// Ids of their services.
    pub services: Vec<String>,
    /// Files that could not be read.
    pub unreadable: Vec<String>,
    /// Files of folders that were not taken for mails.
    pub passed_over: Vec<PassedOver>,
}

/// Files of folders that were not taken for mails, of one ending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PassedOver {
    /// `.msg`; `link` for links.
    pub ending: String,
    pub count: u32,
    /// Whether mails may lie in them all the same.
    pub may_hold_mails: bool,
}

/// What the window is asked to show from outside: a link, a notification. Nothing but showing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Opening {
    /// service, case, today.
    pub what: String,
    /// Id of the service, or the case number.
    pub id: String,
}

/// Who we are: the names courts know us by, and what stands below receipts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Name of the office served.
    pub name: String,
    /// Names that courts use besides.
    pub aliases: Vec<String>,
    /// Who acknowledges.
    pub handler: String,
    /// May be empty.
    pub phone: String,
}

/// Through which proxy platforms are reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct ProxyState {
    /// none, system, manual.
    pub way: String,
    /// Scheme, host and port; empty but for `manual`.
    pub address: String,
    /// Hosts that are reached without it.
    pub except: Vec<String>,
    pub user: String,
}

/// The same as it was typed.
#[derive(Clone, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ProxyForm {
    pub way: String,
    pub address: String,
    pub except: Vec<String>,
    pub user: String,
    /// Empty keeps the one that lies in the keychain.
    pub password: String,
}

// The password is nobody's business, also not a log's.
impl std::fmt::Debug for ProxyForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProxyForm").field("way", &self.way).field("address", &self.address).finish_non_exhaustive()
    }
}
