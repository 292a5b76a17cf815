//! Why songda.toml could not be followed: file, line, key, and what to do.

use std::io;
use std::path::PathBuf;

/// Why the settings could not be used. The text is for the person who edits the file.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file is missing or may not be read.
    #[error("无法读取设置文件 {file}：请确认文件存在且有读取权限；没有时先运行 songda init")]
    Unreadable {
        /// The settings file.
        file: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// It is not TOML.
    #[error("读取设置文件 {file} 第 {line} 行时出错：不是有效的 TOML（{says}）；请改正这一行")]
    Syntax {
        /// The settings file.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// The reader's words.
        says: String,
    },
    /// A key nobody knows, often a slip of the pen.
    #[error("设置文件 {file} 第 {line} 行：不认识的键 {key}；请改正或删去。此处可用：{known}")]
    UnknownKey {
        /// The settings file.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// The key as written.
        key: String,
        /// Keys that may stand there.
        known: String,
    },
    /// A password in plain text.
    #[error(
        "设置文件 {file} 第 {line} 行：键 {key} 不被接受，密码不得明文写在此文件中；请删去这一行，改用 password_command、系统钥匙串或环境变量 SONGDA_PASSWORD_<邮箱 id 大写>"
    )]
    PlainPassword {
        /// The settings file.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// The key as written.
        key: String,
    },
    /// A key that must be there is not.
    #[error("设置文件 {file} 第 {line} 行起的段落缺少键 {key}；请补上")]
    MissingKey {
        /// The settings file.
        file: PathBuf,
        /// Line where its table begins, from 1.
        line: usize,
        /// The missing key.
        key: String,
    },
    /// A value that cannot be followed.
    #[error("设置文件 {file} 第 {line} 行：键 {key} 的值不能使用：{says}")]
    BadValue {
        /// The settings file.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// The key.
        key: String,
        /// What is wrong and what would be right.
        says: String,
    },
}

impl SettingsError {
    /// Stable code for the window and for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "settings.unreadable",
            Self::Syntax { .. } => "settings.not-toml",
            Self::UnknownKey { .. } => "settings.unknown-key",
            Self::PlainPassword { .. } => "settings.plain-password",
            Self::MissingKey { .. } => "settings.missing-key",
            Self::BadValue { .. } => "settings.bad-value",
        }
    }

    /// File, line, key and the reason, as far as known.
    pub fn facts(&self) -> Vec<String> {
        match self {
            Self::Unreadable { file, source } => vec![file.display().to_string(), source.to_string()],
            Self::Syntax { file, line, says } => vec![file.display().to_string(), line.to_string(), says.clone()],
            Self::PlainPassword { file, line, key } | Self::MissingKey { file, line, key } => {
                vec![file.display().to_string(), line.to_string(), key.clone()]
            }
            Self::UnknownKey { file, line, key, known: last } | Self::BadValue { file, line, key, says: last } => {
                vec![file.display().to_string(), line.to_string(), key.clone(), last.clone()]
            }
        }
    }
}
