//! How people are reminded, as the settings show it and as a person types it. A robot's address only ever comes in.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How people are reminded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct RemindState {
    /// From when to when nobody is disturbed, HH:MM.
    pub quiet: [String; 2],
    /// When the daily list goes out, HH:MM.
    pub digest_at: String,
    /// Working days our own day 预警日 lies before the last day.
    pub internal_days: u32,
    /// Whether the calendar can be subscribed to on this computer.
    pub feed: bool,
    pub robots: Vec<RobotRow>,
    pub mails: Vec<MailWayRow>,
    /// Mailboxes that reminders can leave from.
    pub senders: Vec<SenderRow>,
    /// What an administrator decided: quiet, digest_at, internal_days, feed, robots, mails.
    pub decided: Vec<String>,
}

/// A robot of a group chat. Its address is told to nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RobotRow {
    pub id: String,
    /// What the office calls its group; may be empty.
    pub name: String,
    /// wecom, dingtalk, feishu.
    pub kind: String,
    /// handler, owner, manager: from which stage on it tells.
    pub level: String,
    /// Telephone numbers of those it calls by name.
    pub mentions: Vec<String>,
}

/// Somebody who is reminded by mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct MailWayRow {
    pub id: String,
    /// Id of the mailbox it leaves from.
    pub mailbox: String,
    pub to: String,
    /// handler, owner, manager.
    pub level: String,
}

/// A mailbox that reminders can leave from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SenderRow {
    pub id: String,
    pub address: String,
}

/// What a person changed; what is null stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct RemindChange {
    pub quiet: Option<[String; 2]>,
    pub digest_at: Option<String>,
    pub internal_days: Option<u32>,
    pub feed: Option<bool>,
}

/// A robot as it was typed.
#[derive(Clone, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RobotForm {
    /// Null for a new one.
    pub id: Option<String>,
    pub name: String,
    pub kind: String,
    pub level: String,
    pub mentions: Vec<String>,
    /// Its address; empty keeps the one that lies in the keychain.
    pub address: String,
    /// What its messages are signed with 加签; goes with the address.
    pub sign_key: String,
}

// Whoever has the address may speak in the group: it stands in no log.
impl std::fmt::Debug for RobotForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RobotForm").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// Somebody to be reminded by mail, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MailWayForm {
    /// Null for a new one.
    pub id: Option<String>,
    pub mailbox: String,
    pub to: String,
    pub level: String,
}
