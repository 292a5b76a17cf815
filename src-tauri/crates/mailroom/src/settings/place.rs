//! Where the reading of songda.toml is, so that every complaint names file, line and key.

use std::path::Path;

use super::SettingsError;

/// Where the reading is, to name file and line.
pub(super) struct Place<'a> {
    pub text: &'a str,
    pub file: &'a Path,
    pub home: &'a Path,
}

impl Place<'_> {
    pub fn line_of(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
    }

    pub fn bad(&self, offset: usize, key: &str, says: impl Into<String>) -> SettingsError {
        let (file, line) = (self.file.to_owned(), self.line_of(offset));
        SettingsError::BadValue { file, line, key: key.to_owned(), says: says.into() }
    }

    pub fn missing(&self, offset: usize, key: &str) -> SettingsError {
        SettingsError::MissingKey { file: self.file.to_owned(), line: self.line_of(offset), key: key.to_owned() }
    }

    pub fn syntax(&self, error: &toml::de::Error) -> SettingsError {
        let line = self.line_of(error.span().map_or(0, |span| span.start));
        SettingsError::Syntax { file: self.file.to_owned(), line, says: error.message().trim().to_owned() }
    }

    /// Turns the reader's complaint about a shape into one that names the key.
    pub fn shape(&self, error: &toml::de::Error) -> SettingsError {
        let offset = error.span().map_or(0, |span| span.start);
        let (file, line) = (self.file.to_owned(), self.line_of(offset));
        let message = error.message().trim();
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let first = quoted.first().map_or_else(String::new, |word| (*word).to_owned());
        let others = quoted.iter().skip(1).copied().collect::<Vec<_>>().join("、");
        if message.starts_with("unknown field") {
            return SettingsError::UnknownKey { file, line, key: first, known: others };
        }
        if message.starts_with("missing field") {
            return SettingsError::MissingKey { file, line, key: first };
        }
        let key = self.key_before(offset);
        let says = if message.starts_with("unknown variant") {
            format!("不认识“{first}”，可用：{others}")
        } else {
            format!("类型或范围不对（{message}）")
        };
        SettingsError::BadValue { file, line, key, says }
    }

    /// The key whose value begins at `offset`.
    pub fn key_before(&self, offset: usize) -> String {
        let before = self.text.get(..offset).unwrap_or_default();
        let before = before.trim_end().trim_end_matches('=').trim_end();
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let start = before.char_indices().rev().take_while(|(_, c)| is_name(*c)).last().map(|(at, _)| at);
        start.and_then(|start| before.get(start..)).unwrap_or_default().to_owned()
    }
}
