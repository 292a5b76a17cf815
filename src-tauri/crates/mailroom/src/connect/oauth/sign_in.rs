//! One sign-in: an address for the system's browser, and what comes of it.

use std::time::Duration;

use secrecy::SecretString;
use tokio::time::timeout;

use super::redirect::{Back, Redirect};
use super::token::{self, Asked};
use super::{forget_access, http, is_stored, key_of, needed, pkce, take};
use crate::connect::ConnectError;
use crate::settings::{MailboxSettings, OAuthSettings};

/// How long a person may take in the browser.
pub const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// A sign-in that waits for the browser. Dropped, it is over.
pub struct SignIn {
    mailbox: MailboxSettings,
    oauth: OAuthSettings,
    redirect: Redirect,
    state: String,
    verifier: SecretString,
    url: String,
}

/// Begins a sign-in; nothing is asked of anybody before the address is opened in a browser.
///
/// # Errors
/// [`ConnectError::SignIn`] when the mailbox takes no such sign-in, or this machine cannot take the way back.
pub async fn begin(mailbox: &MailboxSettings) -> Result<SignIn, ConnectError> {
    let Some(oauth) = mailbox.oauth.clone() else {
        let says = "this mailbox has no oauth settings".to_owned();
        return Err(ConnectError::SignIn { mailbox: mailbox.id.clone(), host: String::new(), says });
    };
    let failed = |error: &dyn std::error::Error| needed(mailbox, &oauth, &crate::problem::chain(error));
    let redirect = Redirect::open(&oauth.redirect_host).await.map_err(|error| failed(&error))?;
    let state = pkce::secret().map_err(|error| failed(&error))?;
    let verifier = pkce::secret().map_err(|error| failed(&error))?;
    let (challenge, scopes) = (pkce::challenge(&verifier), oauth.scopes.join(" "));
    let mut pairs = vec![
        ("response_type", "code"),
        ("client_id", &oauth.client_id),
        ("redirect_uri", redirect.uri()),
        ("scope", &scopes),
        ("state", &state),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
        ("login_hint", &mailbox.address),
    ];
    pairs.extend(oauth.extra.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let joint = if oauth.authorize_url.contains('?') { '&' } else { '?' };
    let url = format!("{}{joint}{}", oauth.authorize_url, http::form(pairs));
    let (mailbox, verifier) = (mailbox.clone(), SecretString::from(verifier));
    Ok(SignIn { mailbox, oauth, redirect, state, verifier, url })
}

impl SignIn {
    /// The address to open in the system's browser. It holds nothing secret: the verifier stays here.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Waits for the browser and keeps what the server gives: the refresh token in the keychain. `false` when the
    /// keychain did not take it, and it lasts only until this program ends.
    ///
    /// # Errors
    /// [`ConnectError::SignIn`] when the person or the server said no, or nobody came back in time.
    pub async fn finish(self) -> Result<bool, ConnectError> {
        let Self { mailbox, oauth, redirect, state, verifier, .. } = self;
        let uri = redirect.uri().to_owned();
        let refused = |says: &str| needed(&mailbox, &oauth, says);
        let back = timeout(PATIENCE, redirect.back(&state)).await;
        let back = back.map_err(|_| refused("nobody came back from the browser"))?;
        let code = match back.map_err(|error| refused(&error.to_string()))? {
            Back::Code(code) => code,
            Back::Refused(says) => return Err(refused(&says)),
        };
        let tokens = match token::redeem(&oauth, &mailbox, &code, &verifier, &uri).await {
            Ok(tokens) => tokens,
            Err(Asked::Refused(says)) => return Err(refused(&says)),
            Err(Asked::Failed(error)) => return Err(error),
        };
        if tokens.refresh.is_none() {
            return Err(refused("the server gave no refresh token; scopes or consent are missing"));
        }
        forget_access(&mailbox, &oauth);
        let key = key_of(&mailbox, &oauth);
        take(&mailbox, &key, tokens).await;
        Ok(is_stored(&key))
    }
}
