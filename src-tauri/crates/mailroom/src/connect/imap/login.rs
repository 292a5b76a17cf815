//! The beginning of a conversation: greeting, user and proof, and who the server says it is.

use async_imap::error::Error;
use async_imap::imap_proto::{Response, Status};
use async_imap::{Authenticator, Client};
use secrecy::ExposeSecret as _;

use super::Door;
use super::session::{Answer, Session, Wire, io_says, says, words};
use crate::connect::ConnectError;
use crate::secrets::Credential;

/// Longest word of a server about itself that is kept.
const LONGEST_WORD: usize = 200;
/// Most words of a server about itself that are kept.
const MOST_WORDS: usize = 30;

/// Who logs in where.
#[derive(Debug)]
pub struct Login<'a> {
    /// Name of the server, for errors.
    pub host: &'a str,
    /// Its port.
    pub port: u16,
    /// User name.
    pub user: &'a str,
    /// Password or token.
    pub credential: &'a Credential,
}

/// Connects and logs in. A token that is refused is asked for anew, once: it may have been withdrawn early.
///
/// # Errors
/// What kept it from a conversation.
pub(super) async fn begin<D: Door>(
    door: &D,
    host: &str,
    user: &str,
    credential: Credential,
) -> Result<Session<D::Stream>, ConnectError> {
    let (port, mut credential) = (door.port(), credential);
    let login = Login { host, port, user, credential: &credential };
    let first = Session::login(door.open().await?, &login).await;
    if !matches!((&first, &credential), (Err(ConnectError::Login { .. }), Credential::Token(_))) {
        return first;
    }
    door.token_refused();
    credential = door.credential().await?;
    Session::login(door.open().await?, &Login { host, port, user, credential: &credential }).await
}

/// Hears the greeting and gives its words.
///
/// # Errors
/// [`ConnectError::Broken`] when the server does not greet, or turns us away.
pub(super) async fn greeting<S: Wire>(client: &mut Client<S>, host: &str) -> Result<String, ConnectError> {
    let broken = |says: String| ConnectError::Broken { host: host.to_owned(), doing: "greeting", says };
    match client.read_response().await {
        Ok(Some(heard)) => match heard.parsed() {
            Response::Data { status: Status::Ok | Status::PreAuth, outcome } => {
                Ok(outcome.information.as_deref().map(clipped).unwrap_or_default())
            }
            Response::Data { outcome, .. } => Err(broken(words(outcome))),
            _ => Err(broken("this is no IMAP server".to_owned())),
        },
        Ok(None) => Err(broken("the server closed the connection".to_owned())),
        Err(error) => Err(broken(io_says(&error))),
    }
}

/// Says who we are, before any folder is opened: some providers refuse strangers (RFC 2971). Gives what the server
/// says of itself.
///
/// # Errors
/// [`ConnectError::Broken`].
pub(super) async fn introduce<S: Wire>(session: &mut Session<S>) -> Result<Vec<(String, String)>, ConnectError> {
    let id = concat!("ID (\"name\" \"Songda\" \"version\" \"", env!("CARGO_PKG_VERSION"), "\" \"vendor\" \"Songda\")");
    let mut said = Vec::new();
    let hear = |response: &Response<'_>| {
        if let Response::Id(Some(id)) = response {
            said.extend(id.iter().map(|(name, value)| (clipped(name), clipped(value))));
        }
    };
    // A server that does not know ID says so, and that is all.
    let _: Answer = session.ask("introducing itself", id, hear).await?;
    said.sort();
    said.truncate(MOST_WORDS);
    Ok(said)
}

/// A server's words about itself, as long as they are kept.
pub(super) fn clipped(text: impl AsRef<str>) -> String {
    text.as_ref().trim().chars().take(LONGEST_WORD).collect()
}

/// RFC 4616; for passwords that LOGIN cannot carry, and servers that do not take it.
struct Plain<'a> {
    user: &'a str,
    password: &'a str,
}

impl Authenticator for Plain<'_> {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        format!("\0{}\0{}", self.user, self.password)
    }
}

/// XOAUTH2 as Google and Microsoft describe it: the token at once; a second challenge is the server's refusal in
/// JSON, which is answered with nothing so that it says NO.
struct XOAuth2<'a> {
    user: &'a str,
    token: &'a str,
    is_said: bool,
}

impl Authenticator for XOAuth2<'_> {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        if std::mem::replace(&mut self.is_said, true) {
            return String::new();
        }
        format!("user={}\x01auth=Bearer {}\x01\x01", self.user, self.token)
    }
}

/// Logs in.
///
/// # Errors
/// [`ConnectError::Login`] when user or proof are refused, else [`ConnectError::Broken`].
pub(super) async fn authenticated<S: Wire>(
    client: Client<S>,
    login: &Login<'_>,
) -> Result<async_imap::Session<S>, ConnectError> {
    match login.credential {
        Credential::Password(password) => with_password(client, login, password.expose_secret()).await,
        Credential::Token(token) => {
            let way = XOAuth2 { user: login.user, token: token.expose_secret(), is_said: false };
            let known = client.authenticate("XOAUTH2", way).await;
            known.map_err(|(error, _)| refused(login, &error))
        }
    }
}

async fn with_password<S: Wire>(
    client: Client<S>,
    login: &Login<'_>,
    password: &str,
) -> Result<async_imap::Session<S>, ConnectError> {
    let is_plain = |text: &str| text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    let (error, client) = if is_plain(login.user) && is_plain(password) {
        match client.login(login.user, password).await {
            Ok(session) => return Ok(session),
            Err((error @ Error::Bad(_), client)) => (Some(error), client),
            Err((error, _)) => return Err(refused(login, &error)),
        }
    } else {
        (None, client)
    };
    match client.authenticate("PLAIN", Plain { user: login.user, password }).await {
        Ok(session) => Ok(session),
        // The first answer says more than that the second way is unknown, too.
        Err((second, _)) => Err(refused(login, error.as_ref().unwrap_or(&second))),
    }
}

fn refused(login: &Login<'_>, error: &Error) -> ConnectError {
    let (host, user) = (login.host.to_owned(), login.user.to_owned());
    let says = says(error);
    // RFC 5530: the server is busy or down; the password may well be right.
    let is_for_now = ["[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]"];
    let is_refusal = matches!(error, Error::No(_) | Error::Bad(_));
    if is_refusal && !is_for_now.iter().any(|code| says.to_ascii_uppercase().contains(code)) {
        return ConnectError::Login { host, user, says };
    }
    ConnectError::Broken { host, doing: "logging in", says }
}
