//! How long a mailbox may go without a successful look, and when the office works.

use std::ops::RangeInclusive;
use std::time::Duration;

use chrono::NaiveTime;
use serde::Deserialize;
use toml::Spanned;

/// Minutes without success after which the alarm is raised in working hours.
const DEFAULT_STALE_MINUTES: u64 = 30;
const STALE_MINUTES: RangeInclusive<u64> = 1..=1440;
/// The same outside working hours.
const DEFAULT_STALE_MINUTES_OFF: u64 = 240;
const DEFAULT_HOURS: (u32, u32, u32, u32) = (8, 30, 18, 30);

/// When the alarm over a mailbox is raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WatchSettings {
    /// Longest time without a successful look in working hours.
    pub stale: Duration,
    /// The same at other times.
    pub stale_off: Duration,
    /// Beginning and end of the office's day, in the court's time zone; on working days only.
    pub hours: (NaiveTime, NaiveTime),
}

impl Default for WatchSettings {
    fn default() -> Self {
        let (from, from_minute, until, until_minute) = DEFAULT_HOURS;
        let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
        Self {
            stale: Duration::from_secs(DEFAULT_STALE_MINUTES * 60),
            stale_off: Duration::from_secs(DEFAULT_STALE_MINUTES_OFF * 60),
            hours: (time(from, from_minute), time(until, until_minute)),
        }
    }
}

/// The table `[watch]`.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WatchTable {
    stale_minutes: Option<Spanned<u64>>,
    stale_minutes_off: Option<Spanned<u64>>,
    working_hours: Option<Spanned<String>>,
}

impl WatchTable {
    /// The settings; else where, which key and why not.
    pub fn settings(&self) -> Result<WatchSettings, (usize, &'static str, String)> {
        let mut settings = WatchSettings::default();
        for (given, key, place) in [
            (&self.stale_minutes, "stale_minutes", &mut settings.stale),
            (&self.stale_minutes_off, "stale_minutes_off", &mut settings.stale_off),
        ] {
            let Some(minutes) = given else { continue };
            if !STALE_MINUTES.contains(minutes.get_ref()) {
                let says = format!("应在 {} 到 {} 分钟之间", STALE_MINUTES.start(), STALE_MINUTES.end());
                return Err((minutes.span().start, key, says));
            }
            *place = Duration::from_secs(*minutes.get_ref() * 60);
        }
        if let Some(hours) = &self.working_hours {
            let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
            let both = hours.get_ref().split_once('-').and_then(|(from, until)| Some((time(from)?, time(until)?)));
            let Some(both) = both.filter(|(from, until)| from < until) else {
                let says = "应写成 08:30-18:30 这样，先开始后结束".to_owned();
                return Err((hours.span().start, "working_hours", says));
            };
            settings.hours = both;
        }
        Ok(settings)
    }
}
