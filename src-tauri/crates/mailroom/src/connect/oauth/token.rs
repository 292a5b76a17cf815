//! Questions to the token's server (RFC 6749 sections 4.1.3 and 6), and its answers.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use super::http;
use crate::connect::ConnectError;
use crate::secrets;
use crate::settings::{MailboxSettings, OAuthSettings};

/// How long a token lasts when the server does not say (RFC 6749 section 5.1 recommends that it does).
const UNSAID: u64 = 3_600;
/// Longest word of a server that is repeated.
const LONGEST_WORDS: usize = 300;

/// What the server gave.
pub struct Tokens {
    /// For the mail servers.
    pub access: SecretString,
    /// For the next refresh, where a new one was given.
    pub refresh: Option<SecretString>,
    /// How long the access token lasts.
    pub lasts: Duration,
}

/// Why there are no tokens.
#[derive(Debug)]
pub enum Asked {
    /// The server refused: a person must sign in (again). Its own words.
    Refused(String),
    /// It could not be asked, or has trouble of its own.
    Failed(ConnectError),
}

#[derive(Deserialize)]
struct Given {
    access_token: String,
    refresh_token: Option<String>,
    expires_in: Option<Seconds>,
    token_type: Option<String>,
}

/// Some servers write the number as a text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Seconds {
    Number(u64),
    Text(String),
}

#[derive(Deserialize)]
struct Refusal {
    error: String,
    error_description: Option<String>,
}

/// Trades a refresh token for an access token.
pub async fn refresh(oauth: &OAuthSettings, mailbox: &MailboxSettings, token: &SecretString) -> Result<Tokens, Asked> {
    let scopes = oauth.scopes.join(" ");
    let words = [("grant_type", "refresh_token"), ("refresh_token", token.expose_secret()), ("scope", &scopes)];
    ask(oauth, mailbox, &words).await
}

/// Trades the code of a sign-in for tokens.
pub async fn redeem(
    oauth: &OAuthSettings,
    mailbox: &MailboxSettings,
    code: &SecretString,
    verifier: &SecretString,
    redirect: &str,
) -> Result<Tokens, Asked> {
    let words = [
        ("grant_type", "authorization_code"),
        ("code", code.expose_secret()),
        ("code_verifier", verifier.expose_secret()),
        ("redirect_uri", redirect),
    ];
    ask(oauth, mailbox, &words).await
}

async fn ask(oauth: &OAuthSettings, mailbox: &MailboxSettings, words: &[(&str, &str)]) -> Result<Tokens, Asked> {
    // Some servers want the second half of an installed program's name, and call it a secret.
    let client_secret = secrets::client_secret(mailbox).await;
    let mut pairs = vec![("client_id", oauth.client_id.as_str())];
    pairs.extend(words);
    pairs.extend(client_secret.as_ref().map(|secret| ("client_secret", secret.expose_secret())));
    let answer = http::post(&oauth.token_url, http::form(pairs), mailbox).await.map_err(Asked::Failed)?;
    let host = http::host_of(&oauth.token_url).unwrap_or_default();
    read(&host, answer.status, &answer.body)
}

fn read(host: &str, status: u16, body: &[u8]) -> Result<Tokens, Asked> {
    let doing = "asking for a token";
    let broken = |says: String| Asked::Failed(ConnectError::Broken { host: host.to_owned(), doing, says });
    if (200..300).contains(&status) {
        // What could not be read may hold a token: it is not repeated.
        let given: Given = serde_json::from_slice(body).map_err(|_| broken("its answer holds no token".to_owned()))?;
        let is_bearer = given.token_type.as_deref().is_none_or(|kind| kind.eq_ignore_ascii_case("bearer"));
        if given.access_token.is_empty() || !is_bearer {
            return Err(broken("its answer holds no bearer token".to_owned()));
        }
        let lasts = match given.expires_in {
            Some(Seconds::Number(seconds)) => seconds,
            Some(Seconds::Text(text)) => text.trim().parse().unwrap_or(UNSAID),
            None => UNSAID,
        };
        return Ok(Tokens {
            access: given.access_token.into(),
            refresh: given.refresh_token.filter(|token| !token.is_empty()).map(SecretString::from),
            lasts: Duration::from_secs(lasts.min(24 * UNSAID)),
        });
    }
    match serde_json::from_slice::<Refusal>(body) {
        // RFC 6749 section 5.2: these are about the grant or the client, and stay so.
        Ok(refusal) if (400..500).contains(&status) && status != 429 => Err(Asked::Refused(words(&refusal))),
        Ok(refusal) => Err(broken(words(&refusal))),
        Err(_) => Err(broken(format!("it answered with status {status}"))),
    }
}

fn words(refusal: &Refusal) -> String {
    let description = refusal.error_description.as_deref().unwrap_or_default();
    // Microsoft adds trace ids and the time on lines of their own.
    let first = description.lines().next().unwrap_or_default();
    let text = if first.is_empty() { refusal.error.clone() } else { format!("{}: {first}", refusal.error) };
    text.chars().take(LONGEST_WORDS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_in_the_ways_servers_write_them() {
        let body = br#"{"access_token":"a","refresh_token":"r","expires_in":"3599","token_type":"Bearer","x":1}"#;
        let tokens = read("login.example", 200, body).map_err(|_| ()).unwrap();
        assert_eq!(tokens.access.expose_secret(), "a");
        assert_eq!(tokens.refresh.unwrap().expose_secret(), "r");
        assert_eq!(tokens.lasts.as_secs(), 3599);
        let short = read("login.example", 200, br#"{"access_token":"a"}"#).map_err(|_| ()).unwrap();
        assert!(short.refresh.is_none() && short.lasts.as_secs() == UNSAID);
    }

    #[test]
    fn a_refusal_is_told_from_a_server_in_trouble_and_no_answer_is_repeated() {
        let refused = br#"{"error":"invalid_grant","error_description":"AADSTS70000: expired.\r\nTrace ID: 1"}"#;
        assert!(
            matches!(read("h", 400, refused), Err(Asked::Refused(says)) if says == "invalid_grant: AADSTS70000: expired.")
        );
        assert!(matches!(read("h", 503, br#"{"error":"temporarily_unavailable"}"#), Err(Asked::Failed(_))));
        assert!(matches!(read("h", 429, br#"{"error":"slow_down"}"#), Err(Asked::Failed(_))));
        assert!(matches!(read("h", 502, b"<html>"), Err(Asked::Failed(_))));
        let odd = read("h", 200, br#"{"access_token":"geheim","token_type":"mac"}"#);
        assert!(matches!(odd, Err(Asked::Failed(error)) if !error.to_string().contains("geheim")));
        assert!(
            matches!(read("h", 200, b"geheim"), Err(Asked::Failed(error)) if !error.to_string().contains("geheim"))
        );
    }
}
