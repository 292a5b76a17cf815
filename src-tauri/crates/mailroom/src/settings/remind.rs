//! Whom to remind of deadlines, by what way, and when not.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use chrono::NaiveTime;
use serde::Deserialize;
use toml::Spanned;

use super::MailboxSettings;

/// Working days our own day may lie before the last day.
pub const INTERNAL_DAYS: RangeInclusive<u32> = 1..=30;

/// Who is reminded of deadlines, how and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemindSettings {
    /// Nobody is disturbed from the first to the second, except about what ends today or is over.
    pub quiet: (NaiveTime, NaiveTime),
    /// When the daily list goes out.
    pub digest_at: NaiveTime,
    /// Robots of group chats.
    pub robots: Vec<RobotWay>,
    /// Mails.
    pub mails: Vec<MailWay>,
    /// Working days our own day 预警日 lies before the last day.
    pub internal_days: u32,
    /// Port of the calendar feed on this computer; none when it is off.
    pub feed_port: Option<u16>,
}

impl Default for RemindSettings {
    fn default() -> Self {
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        Self {
            quiet: (at(18, 30), at(8, 30)),
            digest_at: at(8, 45),
            robots: Vec::new(),
            mails: Vec::new(),
            internal_days: 3,
            feed_port: None,
        }
    }
}

/// From which stage on somebody is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// 经办人: everything.
    #[default]
    Handler,
    /// 负责人: from the day before on.
    Owner,
    /// 主管: from the last day on.
    Manager,
}

impl Level {
    /// The word in the settings.
    pub fn code(self) -> &'static str {
        match self {
            Self::Handler => "handler",
            Self::Owner => "owner",
            Self::Manager => "manager",
        }
    }

    /// The level of a word.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Handler, Self::Owner, Self::Manager].into_iter().find(|level| level.code() == code)
    }
}

/// Whose robot it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RobotKind {
    /// 企业微信
    Wecom,
    /// 钉钉
    Dingtalk,
    /// 飞书
    Feishu,
}

impl RobotKind {
    /// The word in the settings.
    pub fn code(self) -> &'static str {
        match self {
            Self::Wecom => "wecom",
            Self::Dingtalk => "dingtalk",
            Self::Feishu => "feishu",
        }
    }

    /// The kind of a word.
    pub fn of(code: &str) -> Option<Self> {
        [Self::Wecom, Self::Dingtalk, Self::Feishu].into_iter().find(|kind| kind.code() == code)
    }
}

/// One robot. Its address is a secret and never stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RobotWay {
    /// Plain name, unique among all ways.
    pub id: String,
    /// What the office calls its group; empty where one is enough.
    pub name: String,
    /// Whose robot it is.
    pub kind: RobotKind,
    /// From which stage on it tells.
    pub level: Level,
    /// Telephone numbers of those it calls by name.
    pub mentions: Vec<String>,
}

/// One receiver of mails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailWay {
    /// Plain name, unique among all ways.
    pub id: String,
    /// Mailbox it leaves from.
    pub mailbox: String,
    /// Where it goes.
    pub to: String,
    /// From which stage on it tells.
    pub level: Level,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct CalendarTable {
    pub files: Vec<PathBuf>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct RemindTable {
    quiet: Option<Spanned<[String; 2]>>,
    digest_at: Option<Spanned<String>>,
    internal_days: Option<Spanned<u32>>,
    feed_port: Option<Spanned<u16>>,
    robot: Vec<RobotTable>,
    mail: Vec<MailTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RobotTable {
    id: Spanned<String>,
    #[serde(default)]
    name: String,
    kind: RobotKind,
    #[serde(default)]
    level: Level,
    #[serde(default)]
    mentions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MailTable {
    id: Spanned<String>,
    mailbox: Spanned<String>,
    to: Spanned<String>,
    #[serde(default)]
    level: Level,
}

/// Offset, key and what is wrong there.
type Wrong = (usize, &'static str, String);

impl RemindTable {
    /// The settings; offset, key and complaint when they cannot be followed.
    pub fn settings(self, mailboxes: &[MailboxSettings]) -> Result<RemindSettings, Wrong> {
        let known = RemindSettings::default();
        let quiet = match &self.quiet {
            Some(pair) => {
                let [from, to] = pair.get_ref();
                let at = pair.span().start;
                (time(at, "quiet", from)?, time(at, "quiet", to)?)
            }
            None => known.quiet,
        };
        let digest_at = match &self.digest_at {
            Some(text) => time(text.span().start, "digest_at", text.get_ref())?,
            None => known.digest_at,
        };
        let mut ids: Vec<&str> = Vec::new();
        for id in self.robot.iter().map(|it| &it.id).chain(self.mail.iter().map(|it| &it.id)) {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
            if id.get_ref().is_empty() || !id.get_ref().chars().all(is_plain) || id.get_ref() == "desktop" {
                return Err((id.span().start, "id", "只能用英文字母、数字、- 和 _；desktop 留给系统通知".to_owned()));
            }
            if ids.contains(&id.get_ref().as_str()) {
                return Err((id.span().start, "id", format!("“{}”已经用过", id.get_ref())));
            }
            ids.push(id.get_ref());
        }
        for mail in &self.mail {
            let mailbox = mail.mailbox.get_ref();
            if !mailboxes.iter().any(|known| known.id == *mailbox && known.channel.is_some()) {
                let says = format!("“{mailbox}”不是可以发信的邮箱 id");
                return Err((mail.mailbox.span().start, "mailbox", says));
            }
            if mail.to.get_ref().parse::<lettre::Address>().is_err() {
                return Err((mail.to.span().start, "to", "不是一个邮箱地址".to_owned()));
            }
        }
        if let Some(port) = self.feed_port.as_ref().filter(|port| *port.get_ref() == 0) {
            return Err((port.span().start, "feed_port", "应在 1 到 65535 之间".to_owned()));
        }
        if let Some(days) = self.internal_days.as_ref().filter(|days| !INTERNAL_DAYS.contains(days.get_ref())) {
            return Err((days.span().start, "internal_days", "应在 1 到 30 之间".to_owned()));
        }
        let robot = |it: RobotTable| RobotWay {
            id: it.id.into_inner(),
            name: it.name,
            kind: it.kind,
            level: it.level,
            mentions: it.mentions,
        };
        let mail = |it: MailTable| MailWay {
            id: it.id.into_inner(),
            mailbox: it.mailbox.into_inner(),
            to: it.to.into_inner(),
            level: it.level,
        };
        Ok(RemindSettings {
            quiet,
            digest_at,
            robots: self.robot.into_iter().map(robot).collect(),
            mails: self.mail.into_iter().map(mail).collect(),
            internal_days: self.internal_days.map_or(known.internal_days, Spanned::into_inner),
            feed_port: self.feed_port.map(Spanned::into_inner),
        })
    }
}

fn time(at: usize, key: &'static str, text: &str) -> Result<NaiveTime, Wrong> {
    time_of(text).ok_or_else(|| (at, key, format!("“{text}”不是时刻，例如 \"08:30\"")))
}

/// A time of the day as it is written in the settings.
pub fn time_of(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}
