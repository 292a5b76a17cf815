//! Courts, senders, document kinds, rules, calendars: read from text, refused without source.

mod case_types;
mod courts;
mod kinds;
mod platforms;
mod providers;
mod senders;

use std::collections::BTreeMap;

use crate::calendar::Calendar;
use crate::deadline::Rule;

pub use case_types::{CaseType, CaseTypes};
pub use courts::{Court, Courts, Named};
pub use kinds::{Kind, Kinds, Titled};
pub use platforms::{Cloud, Interface, Leads, Platform, Platforms, Shape};
pub use providers::{Provider, ProviderLogin, ProviderOAuth, ProviderSecurity, ProviderServer, Providers};
pub use senders::{OfficialDomain, Senders, is_within};

/// All facts about the world the core decides by.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    /// Every court: code, name, level, parent.
    pub courts: Courts,
    /// Type codes inside case numbers, and causes of action.
    pub case_types: CaseTypes,
    /// Kinds of served document.
    pub kinds: Kinds,
    /// Platforms whose links lead to documents.
    pub platforms: Platforms,
    /// From which domains courts send.
    pub senders: Senders,
    /// Deadline rules by id.
    pub rules: BTreeMap<String, Rule>,
    /// Rest days and make-up workdays.
    pub calendar: Calendar,
}

/// Why reference data was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("could not use the reference data {file}: {says}")]
pub struct ReferenceError {
    /// The file, below `src-tauri/data/`.
    pub file: String,
    /// Entry and reason.
    pub says: String,
}

impl ReferenceError {
    /// An error in `file`.
    pub fn new(file: &str, says: impl Into<String>) -> Self {
        Self { file: file.to_owned(), says: says.into() }
    }
}

impl Reference {
    /// The data this program was built with.
    ///
    /// # Errors
    /// When a file does not parse, or an entry stands without a source.
    pub fn builtin() -> Result<Self, ReferenceError> {
        Ok(Self {
            courts: Courts::builtin()?,
            case_types: CaseTypes::builtin()?,
            kinds: Kinds::builtin()?,
            platforms: Platforms::builtin()?,
            senders: Senders::builtin()?,
            rules: crate::deadline::builtin_rules()?,
            calendar: Calendar::builtin()?,
        })
    }
}

/// Whether a text is a date as the data writes it, `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}
