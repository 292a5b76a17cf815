//! How far back the first look into a mailbox goes.

use serde::Deserialize;

/// Days of the first look where the office says nothing.
const DEFAULT_DAYS: u32 = 90;
/// Longer than any mailbox: whoever means everything says `all`.
const DAYS: std::ops::RangeInclusive<u32> = 1..=36_500;

/// As it is written: a number of days, or `all`.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum LookBack {
    /// So many days.
    Days(i64),
    /// In words.
    Word(String),
}

/// The days to look back; none means everything.
///
/// # Errors
/// What to tell about a value that cannot be followed.
pub(super) fn days(written: Option<&LookBack>) -> Result<Option<u32>, String> {
    match written {
        None => Ok(Some(DEFAULT_DAYS)),
        Some(LookBack::Word(word)) if word == "all" => Ok(None),
        Some(LookBack::Days(days)) if u32::try_from(*days).is_ok_and(|days| DAYS.contains(&days)) => {
            Ok(u32::try_from(*days).ok())
        }
        Some(_) => Err(format!("应是 {} 到 {} 的天数，或 \"all\"（收取全部旧邮件）", DAYS.start(), DAYS.end())),
    }
}
