//! What the office set for one platform: for which mailboxes its links may be followed, and where it is reached.

use std::path::PathBuf;

use serde::Deserialize;
use songda_core::folder::{FIELDS, Pattern, PatternError};
use songda_core::office::DEFAULT_FOLDER_PATTERN;
use songda_core::reference::Platforms;
use toml::Spanned;
use url::Url;

/// Largest document fetched when nothing else is set, in MiB.
const DEFAULT_FILE_MB: u64 = 200;
/// A document lies in memory while it is kept and read.
const FILE_MB: std::ops::RangeInclusive<u64> = 1..=1024;

/// What the office set for one platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformSettings {
    /// Id of the platform in the built-in data.
    pub id: String,
    /// Mailboxes whose links to this platform are followed without asking: opening one may count as receipt.
    pub fetch_for: Vec<String>,
    /// Where the platform is reached instead of its own address; `https://host[:port]`.
    pub base: Option<Url>,
    /// Further hosts its documents may come from, `host` or `host:port`.
    pub file_hosts: Vec<String>,
    /// PEM file with further trusted roots; absolute.
    pub ca_file: Option<PathBuf>,
    /// Hosts that are spoken with in TLS 1.2 only, because they break off on anything newer.
    pub old_tls: Vec<String>,
    /// Largest document that is fetched.
    pub limit_bytes: u64,
}

impl PlatformSettings {
    /// What holds for a platform the office set nothing for.
    pub fn unset(id: &str) -> Self {
        let limit_bytes = DEFAULT_FILE_MB << 20;
        let (id, none) = (id.to_owned(), Vec::new);
        Self { id, fetch_for: none(), base: None, file_hosts: none(), ca_file: None, old_tls: none(), limit_bytes }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlatformTable {
    id: Spanned<String>,
    #[serde(default)]
    fetch_for: Vec<String>,
    base: Option<Spanned<String>>,
    #[serde(default)]
    file_hosts: Vec<String>,
    tls_ca_file: Option<PathBuf>,
    #[serde(default)]
    old_tls: Vec<String>,
    max_file_mb: Option<Spanned<u64>>,
}

/// Where a value stands, its key, and what is wrong with it.
pub(super) type Wrong = (usize, &'static str, String);

impl PlatformTable {
    fn settings(self, home: &std::path::Path) -> Result<PlatformSettings, Wrong> {
        let id = self.id.get_ref();
        let known = Platforms::builtin().unwrap_or_default();
        if known.by_id(id).is_none() {
            let names: Vec<&str> = known.all().iter().map(|it| it.id.as_str()).collect();
            return Err((self.id.span().start, "id", format!("没有这个平台，可用：{}", names.join("、"))));
        }
        let base = match &self.base {
            None => None,
            Some(base) => Some(origin(base.get_ref()).ok_or_else(|| {
                (base.span().start, "base", "应是 https://主机 或 https://主机:端口，不含路径".to_owned())
            })?),
        };
        let limit = self.max_file_mb.as_ref();
        if let Some(wrong) = limit.filter(|most| !FILE_MB.contains(most.get_ref())) {
            let says = format!("应在 {} 到 {} 之间", FILE_MB.start(), FILE_MB.end());
            return Err((wrong.span().start, "max_file_mb", says));
        }
        Ok(PlatformSettings {
            id: id.clone(),
            fetch_for: self.fetch_for,
            base,
            file_hosts: self.file_hosts.into_iter().map(|host| host.trim().to_ascii_lowercase()).collect(),
            ca_file: self.tls_ca_file.map(|file| home.join(file)),
            old_tls: self.old_tls.into_iter().map(|host| host.trim().to_ascii_lowercase()).collect(),
            limit_bytes: limit.map_or(DEFAULT_FILE_MB, |most| *most.get_ref()) << 20,
        })
    }
}

/// Scheme, host and port, and nothing else.
fn origin(text: &str) -> Option<Url> {
    let url = Url::parse(text.trim()).ok()?;
    let is_bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    (url.scheme() == "https" && url.host().is_some() && is_bare && url.username().is_empty()).then_some(url)
}

/// What the office set for platforms, once its folder pattern is known to be one.
pub(super) fn all(
    tables: Vec<PlatformTable>,
    pattern: Option<&Spanned<String>>,
    home: &std::path::Path,
) -> Result<Vec<PlatformSettings>, Wrong> {
    check_pattern(pattern)?;
    tables.into_iter().map(|table| table.settings(home)).collect()
}

/// The office's pattern, else the default one.
pub(super) fn pattern_or_default(pattern: Option<Spanned<String>>) -> String {
    pattern.map_or_else(|| DEFAULT_FOLDER_PATTERN.to_owned(), Spanned::into_inner)
}

/// Whether a folder pattern can be followed.
fn check_pattern(pattern: Option<&Spanned<String>>) -> Result<(), Wrong> {
    let Some(pattern) = pattern else { return Ok(()) };
    let parsed = Pattern::parse(pattern.get_ref());
    parsed.map(drop).map_err(|error| (pattern.span().start, "folder_pattern", pattern_says(&error)))
}

/// What is wrong with a folder pattern, for whoever edits it.
pub fn pattern_says(error: &PatternError) -> String {
    let fields: Vec<String> = FIELDS.iter().map(|(name, _)| format!("{{{name}}}")).collect();
    match error {
        PatternError::UnknownField(name) => format!("不认识 {{{name}}}，可用：{}", fields.join(" ")),
        PatternError::Brace => "花括号不成对".to_owned(),
        PatternError::Outside => "只能写案件文件夹下面的位置，不能以 / 或盘符开头，也不能含 ..".to_owned(),
        PatternError::FileFieldInFolder => "{nn} 和 {title} 只能写在最后一段（文件名）".to_owned(),
        PatternError::TooDeep => "文件夹层数过多，最多六层".to_owned(),
        PatternError::TooLong => "固定文字过长，每段最多四十字".to_owned(),
    }
}
