//! The settings file while a window changes it: as a whole or not at all, and only to what was wanted.

use std::fs;
use std::path::{Path, PathBuf};

use tokio::sync::Mutex;
use toml::Value;

use super::Table;
use crate::settings::{FILE_NAME, Settings, edit};
use crate::view::Problem;

/// Held while the settings are read and written: two orders must not undo each other.
pub static EDITING: Mutex<()> = Mutex::const_new(());

/// The settings file as it stands.
pub struct Book {
    file: PathBuf,
    home: PathBuf,
    /// What it says, to the letter.
    pub text: String,
    /// What it means.
    pub settings: Settings,
}

impl Book {
    /// Reads the settings of a home.
    ///
    /// # Errors
    /// `settings.*` when they cannot be read or followed.
    pub fn read(home: PathBuf) -> Result<Self, Problem> {
        let file = home.join(FILE_NAME);
        let text = fs::read_to_string(&file).map_err(|error| unusable(&file, &error))?;
        let settings = Settings::parse(&text, &file, &home).map_err(|error| Problem::from(&error))?;
        Ok(Self { file, home, text, settings })
    }

    /// What a changed text means, where it says what was wanted; nothing is written yet.
    ///
    /// # Errors
    /// `settings.by-hand` when no program can write it so; `settings.*` when it cannot be followed.
    pub fn checked(&self, edit: Edit, is_wanted: impl FnOnce(&Settings) -> bool) -> Result<Changed, Problem> {
        let by_hand = || Problem::new("settings.by-hand", [self.file.display().to_string(), edit.section.to_owned()]);
        let text = edit.text.ok_or_else(by_hand)?;
        let settings = Settings::parse(&text, &self.file, &self.home).map_err(|error| Problem::from(&error))?;
        if is_wanted(&settings) { Ok(Changed { text, settings }) } else { Err(by_hand()) }
    }

    /// Writes what was checked. It is followed soon after by whoever holds the home.
    ///
    /// # Errors
    /// `settings.unreadable` when the disk refuses: the file is as it was then.
    pub fn write(&mut self, changed: Changed) -> Result<(), Problem> {
        if changed.text != self.text {
            edit::replace(&self.file, &changed.text).map_err(|error| unusable(&self.file, &error))?;
        }
        (self.text, self.settings) = (changed.text, changed.settings);
        Ok(())
    }
}

/// A changed text that says what was wanted.
pub struct Changed {
    text: String,
    settings: Settings,
}

/// Several changes of one section; one that cannot be made ends them.
pub struct Edit {
    section: &'static str,
    text: Option<String>,
}

impl Edit {
    /// Begins with a text.
    pub fn of(text: &str, section: &'static str) -> Self {
        Self { section, text: Some(text.to_owned()) }
    }

    /// Writes a key of the section, or takes it away.
    pub fn put(&mut self, key: &str, value: Option<&Value>) {
        self.change(|text, section| edit::put(text, Table::One(section), key, value));
    }

    /// Writes a key of one of the tables that are all called as the section is, or takes it away.
    pub fn put_each(&mut self, nth: usize, key: &str, value: Option<&Value>) {
        self.change(|text, section| edit::put(text, Table::Each(section, nth), key, value));
    }

    /// Writes a key of one of the section's lists, or takes it away.
    pub fn put_in(&mut self, list: &str, nth: usize, key: &str, value: Option<&Value>) {
        self.change(|text, section| edit::put(text, Table::Nth(section, list, nth), key, value));
    }

    /// Adds a table to one of the section's lists.
    pub fn append(&mut self, list: &str, entries: &[(&str, Value)]) {
        self.change(|text, section| edit::append(text, section, list, entries));
    }

    /// Adds one more of the tables that are all called as the section is.
    pub fn append_each(&mut self, entries: &[(&str, Value)]) {
        self.change(|text, section| edit::append_each(text, section, entries));
    }

    /// Takes a table of one of the section's lists away.
    pub fn remove(&mut self, list: &str, nth: usize) {
        self.change(|text, section| edit::remove(text, section, list, nth));
    }

    fn change(&mut self, change: impl FnOnce(&str, &str) -> Option<String>) {
        self.text = self.text.take().and_then(|text| change(&text, self.section));
    }
}

fn unusable(file: &Path, error: &std::io::Error) -> Problem {
    Problem::new("settings.unreadable", [file.display().to_string(), error.to_string()])
}

/// Something typed that cannot be followed: what it was to be, and what was typed.
pub fn bad(what: &str, typed: &str) -> Problem {
    Problem::new("settings.bad-form", [what.to_owned(), typed.to_owned()])
}

/// A text as a value.
pub fn text_of(text: &str) -> Value {
    Value::String(text.to_owned())
}

/// Texts as a value.
pub fn list_of(texts: &[String]) -> Value {
    Value::Array(texts.iter().map(|text| text_of(text)).collect())
}
