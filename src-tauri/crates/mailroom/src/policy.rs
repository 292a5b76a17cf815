//! What an administrator has decided for every user of this machine: a small file beside the program's own settings.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::view::Problem;

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
        Ok(policy)
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
        ] {
            assert_eq!(read(bad).unwrap_err().code, "policy.broken", "{bad}");
        }
    }
}
