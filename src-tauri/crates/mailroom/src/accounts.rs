//! What a window asks and orders about mailboxes: whose an address is, whether a typed form works, adding a mailbox,
//! signing in, and a password for this start.

use std::path::Path;
use std::time::Duration;

use secrecy::SecretString;
use tokio::time::Instant;

use crate::connect::check::{self, FormError, MailboxForm, TestRow};
use crate::connect::find::{self, Found, ProviderRow};
use crate::connect::oauth;
use crate::desk::Desk;
use crate::settings::{MailboxSettings, Settings};
use crate::view::Problem;
use crate::{Mailroom, secrets};

/// By then edited settings are followed.
const FOLLOWED: Duration = Duration::from_secs(8);
const A_MOMENT: Duration = Duration::from_millis(250);
/// Where a failed sign-in is noted.
const SIGN_IN: &str = "sign-in";

impl From<FormError> for Problem {
    fn from(error: FormError) -> Self {
        match &error {
            FormError::Value(value) => Self::from(value),
            FormError::Shape(says) => {
                let facts = [String::new(), String::new(), String::new(), says.clone()];
                Self::new("settings.bad-value", facts)
            }
        }
    }
}

impl Mailroom {
    fn mailbox(&self, id: &str) -> Result<MailboxSettings, Problem> {
        self.room().mailbox(id).cloned().ok_or_else(|| Problem::not_found(id))
    }

    /// Begins a sign-in and gives the address to open in the system's browser. What comes of it is told by the
    /// mailbox's state; once it went well the mailbox is looked at.
    ///
    /// # Errors
    /// `mailbox.sign-in-needed` when this mailbox takes none.
    pub async fn sign_in(&self, id: &str) -> Result<String, Problem> {
        let mailbox = self.mailbox(id)?;
        let sign_in = oauth::begin(&mailbox).await.map_err(|error| Problem::from(&error))?;
        let url = sign_in.url().to_owned();
        let room = self.room().clone();
        tokio::spawn(async move {
            let outcome = sign_in.finish().await;
            room.trouble(SIGN_IN, outcome.as_ref().err().map(Problem::from));
            if outcome.is_ok() {
                room.wake.notify_waiters();
            }
        });
        Ok(url)
    }

    /// Takes a password that a person typed: into the keychain, else for this run only. Gives whether it was stored.
    ///
    /// # Errors
    /// When there is no such mailbox.
    pub async fn give_password(&self, id: &str, typed: String) -> Result<bool, Problem> {
        let is_stored = keep(&self.mailbox(id)?, SecretString::from(typed)).await;
        self.room().wake.notify_waiters();
        Ok(is_stored)
    }
}

async fn keep(mailbox: &MailboxSettings, typed: SecretString) -> bool {
    let stored = secrets::store(mailbox, typed.clone()).await;
    if let Err(error) = &stored {
        tracing::warn!(mailbox = %mailbox.id, says = %error, "a password is kept for this run only");
        secrets::keep_typed(mailbox, typed);
    }
    stored.is_ok()
}

impl Desk {
    /// Begins a sign-in; a mailbox that was just added is waited for until the settings are followed.
    ///
    /// # Errors
    /// As [`Mailroom::sign_in`].
    pub async fn sign_in(&self, id: &str) -> Result<String, Problem> {
        let end = Instant::now() + FOLLOWED;
        loop {
            let begun = self.mailroom().await?.sign_in(id).await;
            match begun {
                Err(problem) if problem.code == "not-found" && Instant::now() < end => {
                    tokio::time::sleep(A_MOMENT).await;
                }
                other => return other,
            }
        }
    }

    /// Whose mailbox an address is.
    pub async fn find_provider(&self, address: &str) -> Found {
        find::provider(address).await
    }

    /// Every provider known.
    pub fn providers(&self) -> Vec<ProviderRow> {
        find::all()
    }

    /// Tries a mailbox that is saved nowhere. Nothing of it is kept.
    ///
    /// # Errors
    /// When the form itself cannot be followed; the key is named.
    pub async fn test_mailbox(&self, form: &MailboxForm) -> Result<TestRow, Problem> {
        let home = self.root()?;
        Ok(check::check_form(form, &home).await?)
    }

    /// Adds a mailbox to the settings file, whose other lines stay as they are, and keeps its password. The settings
    /// are followed soon after. Gives the mailbox's id, and whether the password was stored in the keychain.
    ///
    /// # Errors
    /// When the form or the file cannot be followed, or the file cannot be written.
    pub async fn add_mailbox(&self, form: &MailboxForm) -> Result<(String, bool), Problem> {
        let home = self.root()?;
        let mut form = form.clone();
        let file = home.join(crate::settings::FILE_NAME);
        let before = Settings::load(&home).map_err(|error| Problem::from(&error))?;
        form.id = Some(free_id(&before, form.id.as_deref().filter(|id| !id.is_empty()).unwrap_or("court")));
        let mailbox = form.settings(&home)?;
        let table = form.as_text().map_err(|error| FormError::Shape(error.to_string()))?;
        append(&file, &home, &table)?;
        let is_stored = match form.credential() {
            Some(typed) => keep(&mailbox, typed.secret().clone()).await,
            None => true,
        };
        Ok((mailbox.id, is_stored))
    }
}

fn free_id(settings: &Settings, wanted: &str) -> String {
    let is_free = |id: &String| !settings.mailboxes.iter().any(|mailbox| mailbox.id.eq_ignore_ascii_case(id));
    let mut ids = std::iter::once(wanted.to_owned()).chain((2_u32..).map(|nth| format!("{wanted}-{nth}")));
    ids.find(is_free).unwrap_or_else(|| wanted.to_owned())
}

/// Adds a table at the end of the file: as a whole or not at all.
fn append(file: &Path, home: &Path, table: &str) -> Result<(), Problem> {
    let unwritable =
        |error: &std::io::Error| Problem::new("settings.unreadable", [file.display().to_string(), error.to_string()]);
    let mut text = std::fs::read_to_string(file).map_err(|error| unwritable(&error))?;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push('\n');
    text.push_str(table);
    Settings::parse(&text, file, home).map_err(|error| Problem::from(&error))?;
    let beside = file.with_extension("toml.new");
    let written = std::fs::write(&beside, &text).and_then(|()| std::fs::rename(&beside, file));
    written.map_err(|error| unwritable(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Place;

    #[tokio::test]
    async fn a_mailbox_is_added_and_the_rest_of_the_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::at(Place::Own(Some(folder.path().to_path_buf())));
        desk.make_home().unwrap();
        let file = folder.path().join("songda.toml");
        let before = std::fs::read_to_string(&file).unwrap();
        let form = |address: &str| -> MailboxForm {
            serde_json::from_str(&format!(r#"{{"address":"{address}","provider":"qq","password":"geheim"}}"#)).unwrap()
        };
        assert_eq!(desk.add_mailbox(&form("a@qq.com")).await.unwrap(), ("court".to_owned(), false));
        assert_eq!(desk.add_mailbox(&form("b@qq.com")).await.unwrap().0, "court-2");
        let after = std::fs::read_to_string(&file).unwrap();
        assert!(after.starts_with(&before) && !after.contains("geheim"), "{after}");
        let settings = Settings::load(folder.path()).unwrap();
        assert_eq!(settings.mailboxes.len(), 2);
        assert!(secrets::password(&settings.mailboxes[0]).await.is_ok(), "without a keychain it is kept for this run");
        assert!(desk.add_mailbox(&form("no address")).await.is_err());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), after, "a form that cannot be followed changes nothing");
    }
}
