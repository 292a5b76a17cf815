//! Mails that serve nothing, as a window asks for them: what was passed over stays in sight, and may be found to serve after all.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{LessonRow, PartRow, ReasonRow};

/// What is asked of the mails that serve nothing; an empty question asks for all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct MailQuery {
    /// court (a court may have sent it), all.
    pub tab: String,
    /// It must stand in sender, subject or a file's name; blanks, widths and capitals make no difference.
    pub text: String,
    pub offset: u32,
    /// Most rows of the answer.
    pub limit: u32,
}

/// How many mails serve nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct MailCounts {
    /// Those that a court may have sent.
    pub court: u32,
    pub all: u32,
}

/// One mail that serves nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct MailLine {
    pub sha256: String,
    pub from: Option<String>,
    pub from_name: Option<String>,
    pub subject: String,
    /// Arrival in the agreed mailbox, RFC 3339 +08:00.
    pub arrived: Option<String>,
    /// When this program first saw it, RFC 3339 +08:00.
    pub first_seen: String,
    /// Id of the mailbox.
    pub mailbox: String,
    pub folder: String,
    /// Files that came with it.
    pub files: u32,
    /// Why a court may have sent it: listed-sender, official-domain, names-court, names-case; empty where nothing says so.
    pub hints: Vec<String>,
}

/// A part of the mails that fit, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct MailList {
    pub counts: MailCounts,
    pub fitting: u32,
    pub offset: u32,
    pub rows: Vec<MailLine>,
}

/// One mail that serves nothing, and what a person could teach by it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct MailPage {
    pub line: MailLine,
    /// Text of the mail, as a reader sees it.
    pub text: String,
    pub reasons: Vec<ReasonRow>,
    pub parts: Vec<PartRow>,
    /// What confirming it as its court's would teach, where its sender is known to be a court's.
    pub lesson: Option<LessonRow>,
    /// Why it can never be confirmed: the code of what hides or disproves its sender.
    pub forged: Option<String>,
}
