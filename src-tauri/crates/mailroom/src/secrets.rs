//! Passwords: asked of a program, the system keychain or the environment; never in a file of ours, never in a log.

use std::io;
use std::process::Stdio;
use std::time::Duration;

use keyring::v1::{Entry, Error as KeychainError};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::process::Command;

use crate::connect::ConnectError;
use crate::settings::{MailboxSettings, PasswordCommand};

/// Name of the product in the system keychain.
const KEYCHAIN_SERVICE: &str = "songda";
/// How long a password command may take; a person may have to unlock something.
const COMMAND_LIMIT: Duration = Duration::from_secs(20);
/// How long the keychain may take; it may ask a person to unlock it.
const KEYCHAIN_LIMIT: Duration = Duration::from_secs(60);

/// Why there is no password. Texts never contain one.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The password command could not be started or read.
    #[error("could not run the password command {program}")]
    Command {
        /// First word of the command.
        program: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The password command failed, or printed nothing.
    #[error("the password command {program} {why}")]
    CommandSays {
        /// First word of the command.
        program: String,
        /// How it ended.
        why: String,
    },
    /// There is no keychain, or it cannot be opened.
    #[error("the system keychain cannot be used: {says}")]
    NoKeychain {
        /// What the keychain said.
        says: String,
    },
    /// The keychain has nothing for this mailbox.
    #[error("the system keychain holds no password for {user}")]
    NoEntry {
        /// The name it was looked for under.
        user: String,
    },
    /// Neither command, keychain nor environment has one.
    #[error("no password_command is set, {keychain}, and {variable} is not set")]
    Nowhere {
        /// What the keychain said.
        keychain: String,
        /// The environment variable that was looked for.
        variable: String,
    },
}

impl SecretError {
    /// The same as a connection's trouble with the mailbox `id`.
    pub fn into_connect(self, id: &str) -> ConnectError {
        ConnectError::Password { mailbox: id.to_owned(), says: crate::problem::chain(&self) }
    }
}

/// The password of a mailbox: its command; else the system keychain; else `SONGDA_PASSWORD_<ID>`.
///
/// # Errors
/// When none of them has one. A command that is set and fails is not passed over.
pub async fn password(mailbox: &MailboxSettings) -> Result<SecretString, SecretError> {
    if let Some(command) = &mailbox.password_command {
        return from_command(command).await;
    }
    let keychain = match from_keychain(mailbox).await {
        Ok(secret) => return Ok(secret),
        Err(error) => error.to_string(),
    };
    let variable = variable_of(&mailbox.id);
    match std::env::var(&variable) {
        Ok(secret) if !secret.is_empty() => Ok(secret.into()),
        _ => Err(SecretError::Nowhere { keychain, variable }),
    }
}

/// Puts a password into the system keychain.
///
/// # Errors
/// When there is no keychain, or it refuses.
pub async fn store(mailbox: &MailboxSettings, secret: SecretString) -> Result<(), SecretError> {
    // Bytes, not text: Windows then holds twice as many characters.
    in_keychain(mailbox, move |entry| entry.set_secret(secret.expose_secret().as_bytes())).await
}

/// Takes a password out of the system keychain. It is no error when none was there.
///
/// # Errors
/// When there is no keychain, or it refuses.
pub async fn forget(mailbox: &MailboxSettings) -> Result<(), SecretError> {
    match in_keychain(mailbox, Entry::delete_credential).await {
        Ok(()) | Err(SecretError::NoEntry { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The environment variable that may hold the password of a mailbox.
pub fn variable_of(id: &str) -> String {
    format!("SONGDA_PASSWORD_{}", id.to_ascii_uppercase().replace('-', "_"))
}

/// What a command prints on its first line.
///
/// # Errors
/// When it cannot be run, fails, or prints nothing.
pub async fn from_command(command: &PasswordCommand) -> Result<SecretString, SecretError> {
    let mut words = command.argv.iter();
    let program = words.next().cloned().unwrap_or_default();
    let mut started = Command::new(&program);
    started.args(words).current_dir(&command.dir).stdin(Stdio::null()).kill_on_drop(true);
    let output = match tokio::time::timeout(COMMAND_LIMIT, started.output()).await {
        Ok(Ok(output)) => output,
        Ok(Err(source)) => return Err(SecretError::Command { program, source }),
        Err(_) => {
            let why = format!("did not answer within {} s", COMMAND_LIMIT.as_secs());
            return Err(SecretError::CommandSays { program, why });
        }
    };
    if !output.status.success() {
        return Err(SecretError::CommandSays { program, why: format!("ended with {}", output.status) });
    }
    let printed = String::from_utf8(output.stdout).unwrap_or_default();
    match printed.lines().next().map(|line| line.trim_end_matches('\r')) {
        Some(line) if !line.is_empty() => Ok(line.to_owned().into()),
        _ => Err(SecretError::CommandSays { program, why: "printed no password".to_owned() }),
    }
}

async fn from_keychain(mailbox: &MailboxSettings) -> Result<SecretString, SecretError> {
    let user = user_of(mailbox);
    let bytes = in_keychain(mailbox, Entry::get_secret).await?;
    match String::from_utf8(bytes) {
        Ok(secret) if !secret.is_empty() => Ok(secret.into()),
        _ => Err(SecretError::NoEntry { user }),
    }
}

/// Id and address together: the same id in another home with another address is another entry.
fn user_of(mailbox: &MailboxSettings) -> String {
    format!("{} {}", mailbox.id, mailbox.address)
}

async fn in_keychain<T: Send + 'static>(
    mailbox: &MailboxSettings,
    act: impl FnOnce(&Entry) -> keyring::v1::Result<T> + Send + 'static,
) -> Result<T, SecretError> {
    let user = user_of(mailbox);
    let name = user.clone();
    let asked = tokio::task::spawn_blocking(move || {
        if let Err(error) = Entry::store_status() {
            return Err(SecretError::NoKeychain { says: error.to_string() });
        }
        let entry = Entry::new(KEYCHAIN_SERVICE, &name).map_err(|error| trouble(&error, &name))?;
        act(&entry).map_err(|error| trouble(&error, &name))
    });
    match tokio::time::timeout(KEYCHAIN_LIMIT, asked).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => Err(SecretError::NoKeychain { says: error.to_string() }),
        Err(_) => Err(SecretError::NoKeychain { says: format!("no answer within {} s", KEYCHAIN_LIMIT.as_secs()) }),
    }
}

fn trouble(error: &KeychainError, user: &str) -> SecretError {
    match error {
        KeychainError::NoEntry => SecretError::NoEntry { user: user.to_owned() },
        // These two carry the bytes of the secret; their own words are not needed.
        KeychainError::BadEncoding(_) | KeychainError::BadDataFormat(..) => {
            SecretError::NoKeychain { says: "the entry is not readable".to_owned() }
        }
        other => SecretError::NoKeychain { says: other.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::settings::Settings;

    fn mailbox(id: &str, command: &str) -> MailboxSettings {
        let text = format!("[[mailbox]]\nid = \"{id}\"\nkind = \"folder\"\npath = \"x\"\n{command}");
        let settings = Settings::parse(&text, Path::new("songda.toml"), &std::env::temp_dir()).unwrap();
        settings.mailboxes[0].clone()
    }

    #[tokio::test]
    #[cfg(unix)]
    async fn a_command_prints_the_password_on_its_first_line() {
        let court = mailbox("court", "password_command = [\"printf\", \"geheim 密\\\\r\\\\nmore\"]");
        assert_eq!(password(&court).await.unwrap().expose_secret(), "geheim 密");
    }

    #[tokio::test]
    #[cfg(unix)]
    async fn a_command_that_fails_is_not_passed_over() {
        let failing = mailbox("court", "password_command = [\"sh\", \"-c\", \"echo secret; exit 3\"]");
        let says = password(&failing).await.unwrap_err().to_string();
        assert!(says.contains("exit status: 3") && !says.contains("secret"), "{says}");
        let missing = mailbox("court", "password_command = [\"/nonexistent/program\"]");
        assert!(matches!(password(&missing).await.unwrap_err(), SecretError::Command { .. }));
        let silent = mailbox("court", "password_command = [\"true\"]");
        assert!(matches!(password(&silent).await.unwrap_err(), SecretError::CommandSays { .. }));
    }

    #[test]
    fn the_variable_is_the_id_in_capitals() {
        assert_eq!(variable_of("court"), "SONGDA_PASSWORD_COURT");
        assert_eq!(variable_of("court-2"), "SONGDA_PASSWORD_COURT_2");
    }
}
