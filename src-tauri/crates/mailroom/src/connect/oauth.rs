//! OAuth 2 for mailboxes that take no password: sign-in in the system's browser, and tokens refreshed in silence.

mod http;
pub mod pkce;
mod redirect;
mod sign_in;
#[cfg(test)]
mod tests;
mod token;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use songda_core::id::Digest;
use tokio::time::Instant;

pub use self::http::is_safe;
pub use self::sign_in::{SignIn, begin};
use self::token::{Asked, Tokens};
use super::ConnectError;
use crate::secrets;
use crate::settings::{MailboxSettings, OAuthSettings};

/// A token that ends sooner than this is not used any more: a login must not outlive it.
const MARGIN: Duration = Duration::from_secs(5 * 60);

/// A refusal that need not last is asked about again after so long.
const REFUSED_AGAIN: Duration = Duration::from_secs(3600);

/// One refresh at a time: two would invalidate each other's refresh token where it is used once only.
static REFRESHING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
static KNOWN: Mutex<BTreeMap<String, Known>> = Mutex::new(BTreeMap::new());

/// What this process knows of the tokens of one mailbox. Nothing of it is ever written down here.
#[derive(Default)]
struct Known {
    access: Option<(SecretString, Instant)>,
    /// A newer refresh token that the keychain did not take.
    unstored: Option<SecretString>,
    /// Digest of a refresh token that was refused, and the refusal. Where the grant itself is void it is not asked with
    /// again; any other refusal may be the server's or its settings', and is asked about again from that moment on.
    refused: Option<(Digest, String, Option<Instant>)>,
}

fn known() -> MutexGuard<'static, BTreeMap<String, Known>> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Another client or another address is another sign-in.
fn key_of(mailbox: &MailboxSettings, oauth: &OAuthSettings) -> String {
    [&mailbox.id, &mailbox.address, &oauth.client_id, &oauth.token_url].map(String::as_str).join("\n")
}

/// An access token for a mailbox: the one at hand, or a fresh one asked for in silence.
///
/// # Errors
/// [`ConnectError::SignIn`] when a person must sign in (again); else what kept the token's server from being asked.
pub async fn access_token(mailbox: &MailboxSettings, oauth: &OAuthSettings) -> Result<SecretString, ConnectError> {
    let key = key_of(mailbox, oauth);
    let at_hand = || {
        let known = known();
        let (token, until) = known.get(&key)?.access.as_ref()?;
        (*until > Instant::now() + MARGIN).then(|| token.clone())
    };
    if let Some(token) = at_hand() {
        return Ok(token);
    }
    let _turn = REFRESHING.lock().await;
    // Somebody else may have asked meanwhile.
    if let Some(token) = at_hand() {
        return Ok(token);
    }
    let refresh = refresh_token(mailbox, oauth, &key).await?;
    let digest = Digest::of(refresh.expose_secret().as_bytes());
    let refusal = known().get(&key).and_then(|known| known.refused.clone()).filter(|(of, ..)| *of == digest);
    if let Some((_, says, _)) = refusal.filter(|(.., again)| again.is_none_or(|again| Instant::now() < again)) {
        return Err(needed(mailbox, oauth, &says));
    }
    match token::refresh(oauth, mailbox, &refresh).await {
        Ok(tokens) => Ok(take(mailbox, &key, tokens).await),
        Err(Asked::Refused(says)) => {
            known().entry(key).or_default().refused = Some((digest, says.clone(), ask_again(&says)));
            Err(needed(mailbox, oauth, &says))
        }
        Err(Asked::Failed(error)) => Err(error),
    }
}

/// When a refused refresh token is asked with again; never where the grant is void (RFC 6749 section 5.2).
fn ask_again(says: &str) -> Option<Instant> {
    let error = says.split(':').next().unwrap_or_default().trim();
    (error != "invalid_grant").then(|| Instant::now() + REFUSED_AGAIN)
}

/// The mail server refused the token: the next one is asked for anew.
pub fn forget_access(mailbox: &MailboxSettings, oauth: &OAuthSettings) {
    if let Some(known) = known().get_mut(&key_of(mailbox, oauth)) {
        known.access = None;
    }
}

/// Keeps tokens: the refresh token in the keychain, the access token in memory.
async fn take(mailbox: &MailboxSettings, key: &str, tokens: Tokens) -> SecretString {
    let unstored = match tokens.refresh {
        // The one in use stays the one in use, wherever it lies.
        None => known().get(key).and_then(|known| known.unstored.clone()),
        Some(refresh) => match secrets::store_refresh_token(mailbox, refresh.clone()).await {
            Ok(()) => None,
            Err(error) => {
                // It works until the program ends; then a person signs in again.
                tracing::warn!(mailbox = %mailbox.id, says = %error, "a refresh token could not be stored");
                Some(refresh)
            }
        },
    };
    let mut all = known();
    let known = all.entry(key.to_owned()).or_default();
    known.unstored = unstored;
    known.access = Some((tokens.access.clone(), Instant::now() + tokens.lasts));
    known.refused = None;
    tokens.access
}

/// Whether the refresh token lies in the keychain, and not only in memory.
fn is_stored(key: &str) -> bool {
    known().get(key).is_none_or(|known| known.unstored.is_none())
}

async fn refresh_token(
    mailbox: &MailboxSettings,
    oauth: &OAuthSettings,
    key: &str,
) -> Result<SecretString, ConnectError> {
    let unstored = known().get(key).and_then(|known| known.unstored.clone());
    match unstored {
        Some(token) => Ok(token),
        None => {
            let stored = secrets::refresh_token(mailbox).await;
            stored.map_err(|error| needed(mailbox, oauth, &crate::problem::chain(&error)))
        }
    }
}

fn needed(mailbox: &MailboxSettings, oauth: &OAuthSettings, says: &str) -> ConnectError {
    let host = http::host_of(&oauth.token_url).unwrap_or_default();
    ConnectError::SignIn { mailbox: mailbox.id.clone(), host, says: says.to_owned() }
}
