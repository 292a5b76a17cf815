//! The system keychain: what lies there for each mailbox.

use std::time::Duration;

use keyring::v1::{Entry, Error as KeychainError};
use secrecy::{ExposeSecret as _, SecretString};

use super::SecretError;
use crate::settings::MailboxSettings;

/// Name of the product in the system keychain.
const KEYCHAIN_SERVICE: &str = "songda";
/// How long the keychain may take; it may ask a person to unlock it.
const KEYCHAIN_LIMIT: Duration = Duration::from_secs(60);

/// What lies in the keychain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The password for programs.
    Password,
    /// The refresh token of a sign-in.
    RefreshToken,
    /// The second half of an installed program's name, which some providers want.
    ClientSecret,
}

/// What lies there.
///
/// # Errors
/// [`SecretError::NoEntry`] when nothing does, [`SecretError::NoKeychain`].
pub async fn get(mailbox: &MailboxSettings, kind: Kind) -> Result<SecretString, SecretError> {
    let bytes = ask(mailbox, kind, Entry::get_secret).await?;
    match String::from_utf8(bytes) {
        Ok(secret) if !secret.is_empty() => Ok(secret.into()),
        _ => Err(SecretError::NoEntry { user: user_of(mailbox, kind) }),
    }
}

/// Puts it there.
///
/// # Errors
/// When there is no keychain, or it refuses.
pub async fn put(mailbox: &MailboxSettings, kind: Kind, secret: SecretString) -> Result<(), SecretError> {
    // Bytes, not text: Windows then holds twice as many characters.
    ask(mailbox, kind, move |entry| entry.set_secret(secret.expose_secret().as_bytes())).await
}

/// Takes it out. It is no error when nothing was there.
///
/// # Errors
/// When there is no keychain, or it refuses.
pub async fn remove(mailbox: &MailboxSettings, kind: Kind) -> Result<(), SecretError> {
    match ask(mailbox, kind, Entry::delete_credential).await {
        Ok(()) | Err(SecretError::NoEntry { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Id and address together: the same id in another home with another address is another entry.
pub fn user_of(mailbox: &MailboxSettings, kind: Kind) -> String {
    let what = match kind {
        Kind::Password => "",
        Kind::RefreshToken => " refresh-token",
        Kind::ClientSecret => " client",
    };
    format!("{} {}{what}", mailbox.id, mailbox.address)
}

async fn ask<T: Send + 'static>(
    mailbox: &MailboxSettings,
    kind: Kind,
    act: impl FnOnce(&Entry) -> keyring::v1::Result<T> + Send + 'static,
) -> Result<T, SecretError> {
    ask_as(user_of(mailbox, kind), act).await
}

/// A secret that is no mailbox's, by the name it lies under.
///
/// # Errors
/// [`SecretError::NoEntry`] when nothing lies there, [`SecretError::NoKeychain`].
pub async fn get_named(name: &str) -> Result<SecretString, SecretError> {
    #[cfg(test)]
    let bytes = pretended::get(name)?;
    #[cfg(not(test))]
    let bytes = ask_as(name.to_owned(), Entry::get_secret).await?;
    match String::from_utf8(bytes) {
        Ok(secret) if !secret.is_empty() => Ok(secret.into()),
        _ => Err(SecretError::NoEntry { user: name.to_owned() }),
    }
}

/// Puts a secret that is no mailbox's there.
///
/// # Errors
/// When there is no keychain, or it refuses.
pub async fn put_named(name: &str, secret: SecretString) -> Result<(), SecretError> {
    #[cfg(test)]
    {
        pretended::with(|lies| drop(lies.insert(name.to_owned(), secret.expose_secret().as_bytes().to_vec())))
    }
    #[cfg(not(test))]
    {
        ask_as(name.to_owned(), move |entry| entry.set_secret(secret.expose_secret().as_bytes())).await
    }
}

/// Takes a secret that is no mailbox's out. It is no error when nothing was there.
///
/// # Errors
/// When there is no keychain, or it refuses.
pub async fn remove_named(name: &str) -> Result<(), SecretError> {
    #[cfg(test)]
    let removed = pretended::with(|lies| drop(lies.remove(name)));
    #[cfg(not(test))]
    let removed = ask_as(name.to_owned(), Entry::delete_credential).await;
    match removed {
        Err(SecretError::NoEntry { .. }) => Ok(()),
        other => other,
    }
}

async fn ask_as<T: Send + 'static>(
    name: String,
    act: impl FnOnce(&Entry) -> keyring::v1::Result<T> + Send + 'static,
) -> Result<T, SecretError> {
    // The keychain of whoever runs the tests is not theirs to touch.
    if cfg!(test) {
        return Err(SecretError::NoKeychain { says: "not in tests".to_owned() });
    }
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

/// A keychain of one test, in memory; a test that asks for none has none.
#[cfg(test)]
pub mod pretended {
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    use super::SecretError;

    type Lies = BTreeMap<String, Vec<u8>>;

    thread_local! {
        static KEYCHAIN: RefCell<Option<Lies>> = const { RefCell::new(None) };
    }

    /// From now on there is one, for what runs on this thread.
    pub fn begin() {
        KEYCHAIN.set(Some(Lies::new()));
    }

    /// Everything that lies there.
    pub fn all() -> Lies {
        KEYCHAIN.with_borrow(|lies| lies.clone().unwrap_or_default())
    }

    pub(super) fn with<T>(act: impl FnOnce(&mut Lies) -> T) -> Result<T, SecretError> {
        let none = || SecretError::NoKeychain { says: "not in tests".to_owned() };
        KEYCHAIN.with_borrow_mut(|lies| lies.as_mut().map(act).ok_or_else(none))
    }

    pub(super) fn get(name: &str) -> Result<Vec<u8>, SecretError> {
        with(|lies| lies.get(name).cloned())?.ok_or_else(|| SecretError::NoEntry { user: name.to_owned() })
    }
}
