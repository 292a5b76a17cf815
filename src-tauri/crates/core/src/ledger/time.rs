//! What is recorded about deadlines, calendars and reminders.

use serde::{Deserialize, Serialize};

use crate::id::{DeadlineId, Digest, ServiceId};

/// A person decided something about one deadline.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DeadlineDecided {
    /// The deadline.
    pub deadline: Option<DeadlineId>,
    /// `confirmed`, `done`, `not-applicable`, `remedied`, `reopened`, `extended`, `counted-from`, `accepted`, `assigned`.
    pub decision: String,
    /// The new last day of `extended` and `accepted`, the day counted from of `counted-from`; YYYY-MM-DD.
    #[serde(default)]
    pub date: Option<String>,
    /// Who is responsible, for `assigned`.
    #[serde(default)]
    pub person: Option<String>,
    /// Who stands in, for `assigned`.
    #[serde(default)]
    pub deputy: Option<String>,
    /// Why, in the person's words.
    #[serde(default)]
    pub reason: String,
}

/// A person added a deadline of the office's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeadlineAdded {
    /// Its id.
    pub deadline: DeadlineId,
    /// The service it belongs to, if to any.
    #[serde(default)]
    pub service: Option<ServiceId>,
    /// Normalised case number.
    #[serde(default)]
    pub case_number: Option<String>,
    /// Name as the person wrote it.
    pub name: String,
    /// The rule it was reckoned by, if by one.
    #[serde(default)]
    pub rule: Option<String>,
    /// The day it counts from, YYYY-MM-DD.
    #[serde(default)]
    pub from: Option<String>,
    /// Length in days that a paper states, where it was reckoned by one.
    #[serde(default)]
    pub days: Option<u32>,
    /// Whether the last day was reckoned by the rule and is reckoned anew with it; else a person gave the day. `None` in
    /// entries of versions that did not record it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reckoned: Option<bool>,
    /// Last day, YYYY-MM-DD; where it was reckoned, as it was then.
    pub last_day: String,
    /// Why, in the person's words.
    pub reason: String,
}

/// A person determined on which day a service took place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StartChosen {
    /// The service.
    pub service: ServiceId,
    /// The day of service, YYYY-MM-DD; `None` takes an earlier choice back.
    pub date: Option<String>,
    /// Why, in the person's words.
    pub reason: String,
}

/// Deadlines as they are told from now on; one entry for all that changed together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeadlinesTold {
    /// Version of the program.
    pub by_version: String,
    /// Digest of the calendar they were reckoned on.
    pub calendar: Digest,
    /// Digest of the rules they were reckoned by.
    pub rules: Digest,
    /// Each deadline that is new or told otherwise than before.
    pub deadlines: Vec<DeadlineTold>,
}

/// One deadline as it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineTold {
    /// The deadline.
    pub deadline: DeadlineId,
    /// The service that starts it.
    #[serde(default)]
    pub service: Option<ServiceId>,
    /// Its rule.
    #[serde(default)]
    pub rule: String,
    /// Normalised case number.
    #[serde(default)]
    pub case_number: Option<String>,
    /// Number of the entry that says how its mail was understood.
    #[serde(default)]
    pub understood: i64,
    /// Last day, YYYY-MM-DD; `None` while none can be said.
    pub last_day: Option<String>,
    /// final, provisional, undetermined, or `gone` when today's reading starts it no more.
    pub status: String,
    /// The last day told before; `None` when it is new or had none.
    #[serde(default)]
    pub was: Option<String>,
    /// A later last day that waits to be accepted by a person; `last_day` stays until then.
    #[serde(default)]
    pub waits: Option<String>,
    /// Why it moved: `new`, `calendar`, `rules`, `facts`, `person`, `version`.
    pub why: String,
    /// Whether it is `gone` because the program reads otherwise now, which nobody asked for: it stays in sight.
    #[serde(default, skip_serializing_if = "is_false")]
    pub stays: bool,
}

// The shape serde asks for.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(value: &bool) -> bool {
    !*value
}

/// A year of holidays, or a region's own days, was taken in from a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarImported {
    /// The year.
    pub year: i32,
    /// First letter of the court codes it is for, such as 桂; `None` for the whole country.
    #[serde(default)]
    pub region: Option<String>,
    /// Digest of the file's bytes, which lie in the vault.
    pub file: Digest,
    /// `holiday-cn`, `csv` or `toml`.
    pub format: String,
    /// Where it comes from: the notice's address, or what the person said.
    pub source: String,
    /// Name of the file.
    pub name: String,
}

/// Somebody was reminded, or could not be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminded {
    /// What it was about, so that nobody is reminded twice: `digest:2026-11-28`, or deadline and stage.
    pub about: Vec<String>,
    /// Id of the way in the settings, such as `wecom`, or `desktop`.
    pub by: String,
    /// To whom, as far as it is known: an address, a robot's name. Never a key.
    pub to: String,
    /// Stable code of why it was not delivered; `None` when it was.
    #[serde(default)]
    pub problem: Option<String>,
    /// The other side's words.
    #[serde(default)]
    pub answer: String,
}
