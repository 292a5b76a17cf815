//! What an administrator has decided for every user of this machine: a small file beside the program's own settings.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::feed;
use crate::settings::{INTERNAL_DAYS, RemindSettings, time_of};
use crate::view::Problem;

/// Where the trouble of a policy that cannot be followed is noted.
pub const TROUBLE: &str = "policy";
/// Name of the file.
const FILE: &str = "policy.toml";

/// What is decided; everything that is not named is the user's own choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Whether the program starts with the system.
    pub autostart: Option<bool>,
    /// Whether system notifications are shown.
    pub notifications: Option<bool>,
    /// `hide` or `quit`: what closing the window means.
    pub close: Option<String>,
    /// Whether sample data may be looked at.
    pub demo: Option<bool>,
    /// Where drawn-up files go; absolute.
    pub export_folder: Option<PathBuf>,
    /// `off`, or the https address that is asked for new versions.
    pub updates: Option<String>,
    /// Whether one person draws a receipt up and another lets it go.
    pub two_people: Option<bool>,
    /// `false` where no receipt may leave without anybody.
    pub automatic: Option<bool>,
    /// `false` where no link may be followed without asking.
    pub fetch: Option<bool>,
    /// How people are reminded.
    pub remind: RemindPolicy,
}

/// What is decided about reminders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RemindPolicy {
    /// From when to when nobody is disturbed.
    pub quiet: Option<[String; 2]>,
    /// When the daily list goes out.
    pub digest_at: Option<String>,
    /// Working days our own day 预警日 lies before the last day.
    pub internal_days: Option<u32>,
    /// Whether the calendar can be subscribed to on this machine.
    pub feed: Option<bool>,
    /// `false` where no robot of a group chat may be told.
    pub robots: Option<bool>,
    /// `false` where no reminder may go out as a mail.
    pub mails: Option<bool>,
}

impl RemindPolicy {
    /// The settings with what is decided in place of what was chosen.
    pub fn over(&self, chosen: RemindSettings) -> RemindSettings {
        let quiet = self.quiet.as_ref().and_then(|[from, until]| Some((time_of(from)?, time_of(until)?)));
        RemindSettings {
            quiet: quiet.unwrap_or(chosen.quiet),
            digest_at: self.digest_at.as_deref().and_then(time_of).unwrap_or(chosen.digest_at),
            internal_days: self.internal_days.unwrap_or(chosen.internal_days),
            feed_port: match self.feed {
                Some(true) => chosen.feed_port.or(Some(feed::PORT)),
                Some(false) => None,
                None => chosen.feed_port,
            },
            robots: if self.robots == Some(false) { Vec::new() } else { chosen.robots },
            mails: if self.mails == Some(false) { Vec::new() } else { chosen.mails },
        }
    }

    /// Names of what is decided, for the settings to show.
    pub fn decided(&self) -> Vec<String> {
        let named = [
            ("quiet", self.quiet.is_some()),
            ("digest_at", self.digest_at.is_some()),
            ("internal_days", self.internal_days.is_some()),
            ("feed", self.feed.is_some()),
            ("robots", self.robots == Some(false)),
            ("mails", self.mails == Some(false)),
        ];
        named.into_iter().filter(|(_, is_set)| *is_set).map(|(name, _)| name.to_owned()).collect()
    }

    /// What cannot be followed in it, and how it would be written.
    fn wrong(&self) -> Option<&'static str> {
        let is_time = |text: &String| time_of(text).is_some();
        if self.quiet.as_ref().is_some_and(|pair| !pair.iter().all(is_time)) {
            return Some("remind.quiet: [\"18:30\", \"08:30\"]");
        }
        if self.digest_at.as_ref().is_some_and(|at| !is_time(at)) {
            return Some("remind.digest_at: \"08:45\"");
        }
        let is_far = self.internal_days.is_some_and(|days| !INTERNAL_DAYS.contains(&days));
        is_far.then_some("remind.internal_days: 1–30")
    }
}

impl Policy {
    /// The policy of this machine; none when there is no file.
    ///
    /// # Errors
    /// `policy.broken` with the file and what is wrong: a policy that cannot be read must not be passed over.
    pub fn of_machine() -> Result<Self, Problem> {
        place().map_or_else(|| Ok(Self::default()), |path| Self::read(&path))
    }

    /// Reads one file.
    ///
    /// # Errors
    /// As [`Policy::of_machine`].
    pub fn read(path: &Path) -> Result<Self, Problem> {
        let broken = |says: String| Problem::new("policy.broken", [path.display().to_string(), says]);
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(broken(error.to_string())),
        };
        let policy: Self = toml::from_str(&text).map_err(|error| broken(error.to_string()))?;
        if policy.close.as_deref().is_some_and(|close| !matches!(close, "hide" | "quit")) {
            return Err(broken("close: hide | quit".to_owned()));
        }
        if policy.export_folder.as_deref().is_some_and(Path::is_relative) {
            return Err(broken("export_folder".to_owned()));
        }
        if policy.updates.as_deref().is_some_and(|updates| updates != "off" && !updates.starts_with("https://")) {
            return Err(broken("updates: off | https://…".to_owned()));
        }
        match policy.remind.wrong() {
            Some(says) => Err(broken(says.to_owned())),
            None => Ok(policy),
        }
    }

    /// Names of what is decided, for the settings to show.
    pub fn decided(&self) -> Vec<String> {
        let named = [
            ("autostart", self.autostart.is_some()),
            ("notifications", self.notifications.is_some()),
            ("close", self.close.is_some()),
            ("demo", self.demo.is_some()),
            ("export_folder", self.export_folder.is_some()),
            ("updates", self.updates.is_some()),
            ("two_people", self.two_people.is_some()),
            ("automatic", self.automatic == Some(false)),
            ("fetch", self.fetch == Some(false)),
        ];
        named.into_iter().filter(|(_, is_set)| *is_set).map(|(name, _)| name.to_owned()).collect()
    }
}

/// Where only an administrator may write.
fn place() -> Option<PathBuf> {
    if cfg!(windows) {
        std::env::var_os("ProgramData").map(|folder| PathBuf::from(folder).join("Songda").join(FILE))
    } else if cfg!(target_os = "macos") {
        Some(Path::new("/Library/Application Support/Songda").join(FILE))
    } else {
        Some(Path::new("/etc/songda").join(FILE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_named_is_the_users_and_what_is_unknown_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        assert_eq!(Policy::read(&file).unwrap(), Policy::default());
        let read = |text: &str| {
            std::fs::write(&file, text).unwrap();
            Policy::read(&file)
        };
        let policy = read("autostart = true\nupdates = \"off\"\n").unwrap();
        assert_eq!(
            (policy.autostart, policy.notifications, policy.updates.as_deref()),
            (Some(true), None, Some("off"))
        );
        assert_eq!(policy.decided(), ["autostart", "updates"]);
        for bad in [
            "autostrat = true",
            "close = \"maybe\"",
            "updates = \"http://x\"",
            "export_folder = \"x\"",
            "autostart = 1",
            "[remind]\nquiet = [\"18:30\", \"soon\"]",
            "[remind]\ndigest_at = \"25:00\"",
            "[remind]\ninternal_days = 0",
            "[remind]\nrobot = false",
        ] {
            assert_eq!(read(bad).unwrap_err().code, "policy.broken", "{bad}");
        }
    }

    #[test]
    fn what_is_decided_about_reminders_holds_whatever_was_chosen() {
        let chosen = RemindSettings { feed_port: Some(1234), internal_days: 5, ..RemindSettings::default() };
        let read = |text: &str| toml::from_str::<RemindPolicy>(text).unwrap();
        assert_eq!(read("").over(chosen.clone()), chosen);
        assert_eq!(read("feed = true").over(chosen.clone()).feed_port, Some(1234));
        assert_eq!(read("feed = true").over(RemindSettings::default()).feed_port, Some(feed::PORT));
        let policy =
            read("quiet = [\"20:00\", \"07:00\"]\ninternal_days = 2\nfeed = false\nrobots = false\nmails = true");
        let held = policy.over(chosen);
        assert_eq!((held.quiet.0, held.internal_days, held.feed_port), (time_of("20:00").unwrap(), 2, None));
        assert_eq!(policy.decided(), ["quiet", "internal_days", "feed", "robots"], "what is allowed is not decided");
    }
}
