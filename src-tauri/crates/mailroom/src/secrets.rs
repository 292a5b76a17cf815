//! Passwords: asked of a program, the system keychain or the environment; never in a file of ours, never in a log.

pub(crate) mod keychain;

use std::collections::BTreeMap;
use std::io;
use std::process::Stdio;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use secrecy::SecretString;
use tokio::process::Command;

use self::keychain::Kind;
use crate::connect::{ConnectError, oauth};
use crate::settings::{MailboxSettings, PasswordCommand};

/// How long a password command may take; a person may have to unlock something.
const COMMAND_LIMIT: Duration = Duration::from_secs(20);
/// Passwords a person typed at this start, where there is no keychain; gone with the program.
static TYPED: Mutex<BTreeMap<String, SecretString>> = Mutex::new(BTreeMap::new());

fn typed() -> MutexGuard<'static, BTreeMap<String, SecretString>> {
    TYPED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a server takes as proof of who we are.
#[derive(Clone, Debug)]
pub enum Credential {
    /// A password, mostly one made for programs 授权码.
    Password(SecretString),
    /// An access token of OAuth 2, for XOAUTH2.
    Token(SecretString),
}

impl Credential {
    /// The secret itself.
    pub fn secret(&self) -> &SecretString {
        match self {
            Self::Password(secret) | Self::Token(secret) => secret,
        }
    }
}

/// What a mailbox logs in with.
///
/// # Errors
/// [`ConnectError::Password`] when there is none; [`ConnectError::SignIn`] when a person must sign in.
pub async fn credential(mailbox: &MailboxSettings) -> Result<Credential, ConnectError> {
    if let Some(oauth) = &mailbox.oauth {
        return match &mailbox.password_command {
            Some(command) => {
                let token = from_command(command).await;
                token.map(Credential::Token).map_err(|error| error.into_connect(&mailbox.id))
            }
            None => Ok(Credential::Token(oauth::access_token(mailbox, oauth).await?)),
        };
    }
    let found = password(mailbox).await;
    found.map(Credential::Password).map_err(|error| error.into_connect(&mailbox.id))
}

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
    /// Nobody has signed in, or the sign-in cannot be found.
    #[error("{keychain}, and {variable} is not set")]
    NotSignedIn {
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

/// The password of a mailbox: its command; else what was typed at this start; else the system keychain; else
/// `SONGDA_PASSWORD_<ID>`.
///
/// # Errors
/// When none of them has one. A command that is set and fails is not passed over.
pub async fn password(mailbox: &MailboxSettings) -> Result<SecretString, SecretError> {
    if let Some(command) = &mailbox.password_command {
        return from_command(command).await;
    }
    if let Some(secret) = typed().get(&keychain::user_of(mailbox, Kind::Password)) {
        return Ok(secret.clone());
    }
    let keychain = match keychain::get(mailbox, Kind::Password).await {
        Ok(secret) => return Ok(secret),
        Err(error) => error.to_string(),
    };
    let variable = variable_of(&mailbox.id);
    in_environment(&variable).ok_or(SecretError::Nowhere { keychain, variable })
}

/// Keeps a password in memory until the program ends: where there is no keychain, a person is asked each start.
pub fn keep_typed(mailbox: &MailboxSettings, secret: SecretString) {
    typed().insert(keychain::user_of(mailbox, Kind::Password), secret);
}

/// Whether passwords lie in memory alone: another start would have to ask a person for them.
pub fn has_typed() -> bool {
    !typed().is_empty()
}

/// Whether a person must be asked for a password before this mailbox can be used.
pub async fn must_be_asked(mailbox: &MailboxSettings) -> bool {
    mailbox.oauth.is_none() && matches!(password(mailbox).await, Err(SecretError::Nowhere { .. }))
}

/// Puts a password into the system keychain.
///
/// # Errors
/// When there is no keychain, or it refuses.
pub async fn store(mailbox: &MailboxSettings, secret: SecretString) -> Result<(), SecretError> {
    keychain::put(mailbox, Kind::Password, secret).await
}

/// Takes everything of a mailbox out of the system keychain. It is no error when nothing was there.
///
/// # Errors
/// When there is no keychain, or it refuses.
pub async fn forget(mailbox: &MailboxSettings) -> Result<(), SecretError> {
    typed().remove(&keychain::user_of(mailbox, Kind::Password));
    for kind in [Kind::Password, Kind::RefreshToken, Kind::ClientSecret] {
        keychain::remove(mailbox, kind).await?;
    }
    Ok(())
}

/// The refresh token of a sign-in: in the system keychain; else `SONGDA_REFRESH_TOKEN_<ID>`, for servers without one.
///
/// # Errors
/// When neither has one.
pub async fn refresh_token(mailbox: &MailboxSettings) -> Result<SecretString, SecretError> {
    let keychain = match keychain::get(mailbox, Kind::RefreshToken).await {
        Ok(secret) => return Ok(secret),
        Err(error) => error.to_string(),
    };
    let variable = named("REFRESH_TOKEN", &mailbox.id);
    in_environment(&variable).ok_or(SecretError::NotSignedIn { keychain, variable })
}

/// Puts the refresh token of a sign-in into the system keychain.
///
/// # Errors
/// When there is no keychain, or it refuses.
pub async fn store_refresh_token(mailbox: &MailboxSettings, secret: SecretString) -> Result<(), SecretError> {
    keychain::put(mailbox, Kind::RefreshToken, secret).await
}

/// What some providers call the secret of an installed program: in the system keychain, else
/// `SONGDA_CLIENT_SECRET_<ID>`. Most need none.
pub async fn client_secret(mailbox: &MailboxSettings) -> Option<SecretString> {
    match in_environment(&named("CLIENT_SECRET", &mailbox.id)) {
        Some(secret) => Some(secret),
        None => keychain::get(mailbox, Kind::ClientSecret).await.ok(),
    }
}

/// Puts what a provider calls the secret of an installed program into the system keychain.
///
/// # Errors
/// When there is no keychain, or it refuses.
pub async fn store_client_secret(mailbox: &MailboxSettings, secret: SecretString) -> Result<(), SecretError> {
    keychain::put(mailbox, Kind::ClientSecret, secret).await
}

/// Keeps passwords and tokens out of core files: a program that breaks down leaves none.
pub fn leave_no_core_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        // Where the system refuses this, its own rule stands.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
}

fn in_environment(variable: &str) -> Option<SecretString> {
    std::env::var(variable).ok().filter(|secret| !secret.is_empty()).map(SecretString::from)
}

fn named(what: &str, id: &str) -> String {
    format!("SONGDA_{what}_{}", id.to_ascii_uppercase().replace('-', "_"))
}

/// A secret that is no mailbox's: in the system keychain under `user`; else in the environment.
///
/// # Errors
/// When neither has one.
pub async fn of_name(user: &str, variable: &str) -> Result<SecretString, SecretError> {
    let keychain = match keychain::get_named(user).await {
        Ok(secret) => return Ok(secret),
        Err(error) => error.to_string(),
    };
    match std::env::var(variable) {
        Ok(secret) if !secret.is_empty() => Ok(secret.into()),
        _ => Err(SecretError::Nowhere { keychain, variable: variable.to_owned() }),
    }
}

/// Puts a secret that is no mailbox's into the system keychain.
///
/// # Errors
/// When there is no keychain, or it refuses.
pub async fn store_named(user: &str, secret: SecretString) -> Result<(), SecretError> {
    keychain::put_named(user, secret).await
}

/// Takes a secret that is no mailbox's out of the system keychain. It is no error when nothing was there.
///
/// # Errors
/// When there is no keychain, or it refuses.
pub async fn forget_named(user: &str) -> Result<(), SecretError> {
    keychain::remove_named(user).await
}

/// The environment variable that may hold the password of a mailbox.
pub fn variable_of(id: &str) -> String {
    named("PASSWORD", id)
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use secrecy::ExposeSecret as _;

    use super::*;
    use crate::settings::Settings;

    fn mailbox(id: &str, command: &str) -> MailboxSettings {
        let text = format!("[[mailbox]]\nid = \"{id}\"\nkind = \"folder\"\npath = \"x\"\n{command}");
        let settings = Settings::parse(&text, Path::new("songda.toml"), &std::env::temp_dir()).unwrap();
        settings.mailboxes[0].clone()
    }

    /// A `password_command` of the system's own shell.
    fn shell(line: &str) -> String {
        let (shell, switch) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
        format!("password_command = ['{shell}', '{switch}', '{line}']")
    }

    #[tokio::test]
    async fn a_command_prints_the_password_on_its_first_line() {
        let line = if cfg!(windows) { "echo geheim&echo more" } else { r#"printf "geheim\r\nmore\n""# };
        let court = mailbox("court", &shell(line));
        assert_eq!(password(&court).await.unwrap().expose_secret(), "geheim");
    }

    #[tokio::test]
    #[cfg(unix)]
    async fn a_password_may_be_any_text() {
        let court = mailbox("court", "password_command = [\"printf\", \"geheim 密\\\\r\\\\nmore\"]");
        assert_eq!(password(&court).await.unwrap().expose_secret(), "geheim 密");
    }

    #[tokio::test]
    async fn a_command_that_fails_is_not_passed_over() {
        let line = if cfg!(windows) { "echo secret&exit 3" } else { "echo secret; exit 3" };
        let says = password(&mailbox("court", &shell(line))).await.unwrap_err().to_string();
        assert!(says.contains(": 3") && !says.contains("secret"), "{says}");
        let missing = mailbox("court", "password_command = [\"/nonexistent/program\"]");
        assert!(matches!(password(&missing).await.unwrap_err(), SecretError::Command { .. }));
        let silent = mailbox("court", &shell("exit 0"));
        assert!(matches!(password(&silent).await.unwrap_err(), SecretError::CommandSays { .. }));
    }

    #[test]
    fn the_variable_is_the_id_in_capitals() {
        assert_eq!(variable_of("court"), "SONGDA_PASSWORD_COURT");
        assert_eq!(variable_of("court-2"), "SONGDA_PASSWORD_COURT_2");
    }
}
