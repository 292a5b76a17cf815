//! The shape of songda.toml, and the way from it to settings.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use songda_core::id::Digest;
use songda_core::office::{CourtProfile, Office, Regime};
use toml::Spanned;
use toml::de::DeTable;

use super::court::CourtTable;
use super::look_back::{self, LookBack};
use super::oauth::OAuthTable;
use super::place::Place;
use super::plain;
use super::platform::{self, PlatformTable};
use super::preset::{self, Preset};
use super::proxy::ProxyTable;
use super::remind::{CalendarTable, RemindTable};
use super::undo;
use super::watch::WatchTable;
use super::{Channel, MailboxSettings, PasswordCommand, Security, ServerSettings, Settings, SettingsError, Source};
use crate::sharing::Desks;
use crate::view::Problem;

/// Port 0 cannot be reached.
const PORTS: std::ops::RangeInclusive<u16> = 1..=u16::MAX;
/// Largest mail that is taken in, in MiB. No provider known to us takes in more.
const DEFAULT_MAIL_MB: u64 = 100;
/// A mail lies in memory while it is kept and read.
const MAIL_MB: std::ops::RangeInclusive<u64> = 1..=1024;
/// Below ten seconds a server would take us for an attack; above an hour a mail would lie too long.
const POLL_SECONDS: std::ops::RangeInclusive<u64> = 1..=3600;
const DEFAULT_POLL_SECONDS: u64 = 60;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    office: OfficeTable,
    #[serde(default)]
    receipt: ReceiptTable,
    #[serde(default)]
    watch: WatchTable,
    #[serde(default)]
    mailbox: Vec<Spanned<MailboxTable>>,
    #[serde(default)]
    court: Vec<CourtTable>,
    #[serde(default)]
    platform: Vec<PlatformTable>,
    calendar: Option<CalendarTable>,
    remind: Option<RemindTable>,
    #[serde(default)]
    proxy: ProxyTable,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct OfficeTable {
    name: String,
    aliases: Vec<String>,
    case_root: Option<PathBuf>,
    folder_pattern: Option<Spanned<String>>,
    keep_original: bool,
    handler: String,
    phone: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct ReceiptTable {
    undo_seconds: Option<Spanned<u64>>,
    #[serde(default)]
    two_people: bool,
    #[serde(default)]
    automatic: Vec<String>,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    #[default]
    Imap,
    Folder,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum RegimeWord {
    Confirmed,
    Offered,
    Promised,
    Unconfirmed,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum SecurityWord {
    Tls,
    StartTls,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServerTable {
    host: Spanned<String>,
    port: Spanned<u16>,
    #[serde(default)]
    security: Option<SecurityWord>,
    user: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MailboxTable {
    id: Spanned<String>,
    #[serde(default)]
    kind: Kind,
    address: Option<Spanned<String>>,
    regime: Option<RegimeWord>,
    provider: Option<Spanned<String>>,
    imap: Option<Spanned<ServerTable>>,
    smtp: Option<ServerTable>,
    tls_ca_file: Option<PathBuf>,
    folders: Option<Spanned<Vec<String>>>,
    poll_seconds: Option<Spanned<u64>>,
    max_mail_mb: Option<Spanned<u64>>,
    look_back_days: Option<Spanned<LookBack>>,
    password_command: Option<Spanned<Vec<String>>>,
    path: Option<Spanned<PathBuf>>,
    authserv_id: Option<String>,
    outbox: Option<PathBuf>,
    oauth: Option<Spanned<OAuthTable>>,
    shared: Option<Spanned<bool>>,
}

pub(super) fn read(text: &str, file: &Path, home: &Path) -> Result<Settings, SettingsError> {
    let read_from = Digest::of(text.as_bytes());
    // A byte order mark is what Windows editors leave; it is no mistake of the office.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let place = Place { text, file, home };
    let tree = DeTable::parse(text).map_err(|error| place.syntax(&error))?;
    if let Some(key) = plain::password(tree.get_ref()) {
        let line = place.line_of(key.span().start);
        let key = key.get_ref().clone().into_owned();
        return Err(SettingsError::PlainPassword { file: file.to_owned(), line, key });
    }
    let read: File = toml::from_str(text).map_err(|error| place.shape(&error))?;
    let mut ids = BTreeSet::new();
    let mut mailboxes = Vec::new();
    for table in read.mailbox {
        let mailbox = place.mailbox(table)?;
        if !ids.insert(mailbox.1.id.to_ascii_lowercase()) {
            let says = format!("“{}”已有一个邮箱使用；每个邮箱的 id 要不同", mailbox.1.id);
            return Err(place.bad(mailbox.0, "id", says));
        }
        mailboxes.push(mailbox.1);
    }
    let written = read.receipt.undo_seconds.as_ref();
    let (undo, says) = undo::time(written.map(|seconds| *seconds.get_ref()));
    let at = written.map_or(0, |seconds| seconds.span().start);
    let remarks = says.iter().map(|says| Problem::from(&place.bad(at, "undo_seconds", says))).collect();
    let case_root = home.join(read.office.case_root.clone().unwrap_or_else(|| PathBuf::from("案件")));
    if let Some(at) = read.court.iter().find_map(CourtTable::open_address) {
        return Err(place.bad(at, "http", "应以 https:// 开头；回执和令牌不以明文传送"));
    }
    let interfaces = read.court.iter().filter_map(|table| table.interface(home)).collect();
    let read_receipts = read.court.iter().filter_map(CourtTable::read_receipts).collect();
    let courts = read.court.into_iter().map(CourtTable::profile).collect();
    let calendar_files = read.calendar.unwrap_or_default().files.iter().map(|file| home.join(file)).collect();
    let remind =
        read.remind.unwrap_or_default().settings(&mailboxes).map_err(|(at, key, says)| place.bad(at, key, says))?;
    let platforms = platform::all(read.platform, read.office.folder_pattern.as_ref(), home)
        .map_err(|(offset, key, says)| place.bad(offset, key, says))?;
    let proxy = read.proxy.settings(home).map_err(|(at, key, says)| place.bad(at, key, says))?;
    let watch = read.watch.settings().map_err(|(at, key, says)| place.bad(at, key, says))?;
    let (undo, ReceiptTable { two_people, automatic, .. }) = (undo, read.receipt);
    let office = office(read.office, courts);
    Ok(Settings {
        office,
        case_root,
        mailboxes,
        undo,
        two_people,
        automatic,
        read_receipts,
        interfaces,
        read_from,
        platforms,
        proxy,
        watch,
        calendar_files,
        remind,
        remarks,
    })
}

fn office(table: OfficeTable, courts: Vec<CourtProfile>) -> Office {
    Office {
        name: table.name,
        aliases: table.aliases,
        folder_pattern: platform::pattern_or_default(table.folder_pattern),
        keeps_original: table.keep_original,
        handler: table.handler,
        phone: table.phone,
        courts,
    }
}

impl Place<'_> {
    /// The mailbox of a table, with the place of its id.
    fn mailbox(&self, table: Spanned<MailboxTable>) -> Result<(usize, MailboxSettings), SettingsError> {
        let start = table.span().start;
        let table = table.into_inner();
        let id = self.id(&table.id)?;
        let poll = self.poll(table.poll_seconds.as_ref())?;
        let provider = table.provider.as_ref().map_or("custom", |it| it.get_ref().as_str());
        let preset = preset::of(provider)
            .map_err(|says| self.bad(table.provider.as_ref().map_or(start, |it| it.span().start), "provider", says))?;
        let limit_bytes = self.limit(table.max_mail_mb.as_ref())?;
        let look_back = table.look_back_days.as_ref();
        let look_back_days = look_back::days(look_back.map(Spanned::get_ref))
            .map_err(|says| self.bad(look_back.map_or(start, |it| it.span().start), "look_back_days", says))?;
        let address = self.address(start, &table)?;
        let source = self.source(start, &table, &address, preset.as_ref())?;
        let oauth = table.oauth.as_ref().map(|it| it.get_ref().settings(provider));
        let oauth = oauth.transpose().map_err(|(at, key, says)| {
            let at = at.unwrap_or_else(|| table.oauth.as_ref().map_or(start, |it| it.span().start));
            self.bad(at, key, says)
        })?;
        let channel = self.channel(&table, &address, preset.as_ref())?;
        let provider = provider.to_owned();
        let saves_sent = preset.as_ref().is_some_and(|preset| preset.saves_sent);
        let password_command = self.password_command(table.password_command)?;
        let regime = match table.regime {
            Some(RegimeWord::Confirmed) => Regime::Confirmed,
            Some(RegimeWord::Offered) => Regime::Offered,
            Some(RegimeWord::Promised) => Regime::Promised,
            Some(RegimeWord::Unconfirmed) | None => Regime::Unconfirmed,
        };
        let is_shared = |shared: &&Spanned<bool>| *shared.get_ref();
        if let Some(shared) = table.shared.as_ref().filter(is_shared).filter(|_| table.kind == Kind::Folder) {
            return Err(self.bad(shared.span().start, "shared", "kind 是 folder 的邮箱没有服务器，不能在其中登记"));
        }
        let desks = Desks::said(table.shared.as_ref().map(|shared| *shared.get_ref()));
        let authserv_id = table.authserv_id.filter(|host| !host.trim().is_empty());
        let at = table.id.span().start;
        #[rustfmt::skip]
        let mailbox = MailboxSettings {
            id, address, regime, provider, source, channel, authserv_id, poll, limit_bytes, look_back_days,
            password_command, saves_sent, oauth, desks,
        };
        Ok((at, mailbox))
    }

    fn id(&self, id: &Spanned<String>) -> Result<String, SettingsError> {
        let text = id.get_ref();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if text.is_empty() || text.len() > 40 || !text.chars().all(is_plain) {
            return Err(self.bad(id.span().start, "id", "只能用英文字母、数字、- 和 _，最多 40 个"));
        }
        if matches!(text.as_str(), "import" | "paste") {
            return Err(self.bad(id.span().start, "id", format!("“{text}”留给手工收进的邮件和短信，请换一个名称")));
        }
        Ok(text.clone())
    }

    fn poll(&self, seconds: Option<&Spanned<u64>>) -> Result<Duration, SettingsError> {
        let Some(seconds) = seconds else { return Ok(Duration::from_secs(DEFAULT_POLL_SECONDS)) };
        if !POLL_SECONDS.contains(seconds.get_ref()) {
            let says = format!("应在 {} 到 {} 秒之间", POLL_SECONDS.start(), POLL_SECONDS.end());
            return Err(self.bad(seconds.span().start, "poll_seconds", says));
        }
        Ok(Duration::from_secs(*seconds.get_ref()))
    }

    fn limit(&self, mebibytes: Option<&Spanned<u64>>) -> Result<u64, SettingsError> {
        let Some(most) = mebibytes else { return Ok(DEFAULT_MAIL_MB << 20) };
        if !MAIL_MB.contains(most.get_ref()) {
            let says = format!("应在 {} 到 {} 之间", MAIL_MB.start(), MAIL_MB.end());
            return Err(self.bad(most.span().start, "max_mail_mb", says));
        }
        Ok(*most.get_ref() << 20)
    }

    fn address(&self, start: usize, table: &MailboxTable) -> Result<String, SettingsError> {
        match &table.address {
            Some(address) if is_address(address.get_ref()) => Ok(address.get_ref().clone()),
            Some(address) => Err(self.bad(address.span().start, "address", "不是一个邮箱地址")),
            None if table.kind == Kind::Folder => Ok(String::new()),
            None => Err(self.missing(start, "address")),
        }
    }

    fn source(
        &self,
        start: usize,
        table: &MailboxTable,
        address: &str,
        preset: Option<&Preset>,
    ) -> Result<Source, SettingsError> {
        match table.kind {
            Kind::Folder => {
                if let Some(imap) = &table.imap {
                    return Err(self.bad(imap.span().start, "imap", "kind 是 folder 的邮箱没有服务器；请删去其中一个"));
                }
                let path = table.path.as_ref().ok_or_else(|| self.missing(start, "path"))?;
                Ok(Source::Folder { path: self.home.join(path.get_ref()) })
            }
            Kind::Imap => {
                if let Some(path) = &table.path {
                    return Err(self.bad(path.span().start, "path", "只用于 kind = \"folder\" 的邮箱"));
                }
                let server = match (&table.imap, preset) {
                    (Some(imap), _) => self.server(imap.get_ref(), table, address)?,
                    (None, Some(preset)) => preset.imap.settings(address, self.ca_file(table)),
                    (None, None) => return Err(self.missing(start, "imap")),
                };
                if let Some(folders) = &table.folders
                    && (folders.get_ref().is_empty() || folders.get_ref().iter().any(|name| name.trim().is_empty()))
                {
                    return Err(self.bad(
                        folders.span().start,
                        "folders",
                        "至少写一个文件夹；不写此键则为收件箱和垃圾邮件",
                    ));
                }
                Ok(Source::Imap { server, folders: table.folders.as_ref().map(|folders| folders.get_ref().clone()) })
            }
        }
    }

    fn channel(
        &self,
        table: &MailboxTable,
        address: &str,
        preset: Option<&Preset>,
    ) -> Result<Option<Channel>, SettingsError> {
        if let Some(path) = &table.outbox {
            return Ok(Some(Channel::Outbox { path: self.home.join(path) }));
        }
        Ok(match (&table.smtp, preset) {
            (Some(smtp), _) => Some(Channel::Smtp(self.server(smtp, table, address)?)),
            // Only a mailbox that is read at the provider is also sent from there.
            (None, Some(preset)) if table.kind == Kind::Imap => {
                Some(Channel::Smtp(preset.smtp.settings(address, self.ca_file(table))))
            }
            (None, _) => None,
        })
    }

    fn ca_file(&self, table: &MailboxTable) -> Option<PathBuf> {
        table.tls_ca_file.as_ref().map(|file| self.home.join(file))
    }

    fn server(&self, server: &ServerTable, table: &MailboxTable, user: &str) -> Result<ServerSettings, SettingsError> {
        let host = server.host.get_ref().trim();
        if host.is_empty() || host.contains(|c: char| c.is_whitespace() || matches!(c, '/' | '@')) {
            return Err(self.bad(server.host.span().start, "host", "应是服务器名或地址，例如 imap.example.test"));
        }
        if !PORTS.contains(server.port.get_ref()) {
            return Err(self.bad(server.port.span().start, "port", "应在 1 到 65535 之间"));
        }
        Ok(ServerSettings {
            host: host.to_owned(),
            port: *server.port.get_ref(),
            security: match server.security {
                Some(SecurityWord::StartTls) => Security::StartTls,
                Some(SecurityWord::Tls) | None => Security::Tls,
            },
            user: server.user.clone().unwrap_or_else(|| user.to_owned()),
            ca_file: self.ca_file(table),
        })
    }

    fn password_command(&self, argv: Option<Spanned<Vec<String>>>) -> Result<Option<PasswordCommand>, SettingsError> {
        let Some(argv) = argv else { return Ok(None) };
        if argv.get_ref().first().is_none_or(|program| program.trim().is_empty()) {
            return Err(self.bad(argv.span().start, "password_command", "应是程序名和参数，例如 [\"cat\", \"文件\"]"));
        }
        Ok(Some(PasswordCommand { argv: argv.into_inner(), dir: self.home.to_owned() }))
    }
}

fn is_address(text: &str) -> bool {
    let parts = text.rsplit_once('@');
    parts.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
        && !text.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>'))
}
