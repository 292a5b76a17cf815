//! A channel to a submission server: the exact bytes over SMTP, and always an answer to "was it handed over?".

mod carrier;
#[cfg(test)]
mod tests;

use std::error::Error as _;
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter, RcptParameter};
use lettre::transport::smtp::{self, response::Response};
use secrecy::ExposeSecret as _;
use tokio::net::TcpStream;
use tokio::time::timeout;

use self::carrier::{Brake, Carrier};
use super::patient::{Patience, Patient};
use super::starttls::{self, PlainError};
use super::{ConnectError, Handover, Letter, Turn, oauth, tls};
use crate::secrets::{self, Credential};
use crate::settings::{MailboxSettings, Security, ServerSettings};
use crate::view::Problem;

/// A server may work on a mail this long before it answers the last dot; giving up sooner makes it unsure for nothing.
const AFTER_THE_DOT: Duration = Duration::from_secs(300);
/// Longest wait for a goodbye that changes nothing any more.
const GOODBYE: Duration = Duration::from_secs(2);

/// Hands a receipt to the submission server of a mailbox.
///
/// # Errors
/// What `intent` failed with; nothing was handed over then.
pub async fn hand_over<I>(
    mailbox: &MailboxSettings,
    server: &ServerSettings,
    letter: Letter<'_>,
    intent: I,
) -> Result<Handover, Problem>
where
    I: Future<Output = Result<Option<Turn>, Problem>>,
{
    let credential = match secrets::credential(mailbox).await {
        Ok(credential) => credential,
        Err(error) => return Ok(Handover::NotHandedOver(error)),
    };
    let outcome = match open(server).await {
        Ok((carrier, hello, patience)) => deliver(carrier, &hello, patience, server, &credential, letter, intent).await,
        Err(error) => Ok(Handover::NotHandedOver(error)),
    };
    // A token may be withdrawn before its time: the next try asks for a fresh one.
    if let (Ok(Handover::NotHandedOver(ConnectError::Login { .. })), Some(settings)) = (&outcome, &mailbox.oauth) {
        oauth::forget_access(mailbox, settings);
    }
    outcome
}

/// A safe connection, the name we give ourselves, and a hold on its patience.
async fn open(server: &ServerSettings) -> Result<(Carrier<tls::Secured>, ClientId, Patience), ConnectError> {
    let mut stream = tls::connect(server).await?;
    let patience = stream.patience();
    let hello = own_name(&stream);
    let peer = stream.get_ref().peer_addr().ok();
    let is_greeted = server.security == Security::StartTls;
    if is_greeted {
        starttls::smtp(&mut stream, &hello.to_string()).await.map_err(|error| plain(server, &error))?;
    }
    let secured = tls::secure(server, stream).await?;
    // After STARTTLS no server greets again, but lettre waits for a greeting: it is given the first one's place.
    Ok((if is_greeted { Carrier::greeted(secured, peer) } else { Carrier::new(secured, peer) }, hello, patience))
}

fn plain(server: &ServerSettings, error: &PlainError) -> ConnectError {
    let (host, says) = (server.host.clone(), error.to_string());
    match error {
        PlainError::Io(_) => ConnectError::Broken { host, doing: "asking for encryption", says },
        PlainError::Refused(_) => ConnectError::Tls { host, port: server.port, says },
    }
}

/// Our address as the server sees it, or nearly: the computer's name is nobody's business.
fn own_name(stream: &Patient<TcpStream>) -> ClientId {
    match stream.get_ref().local_addr().map(|address| address.ip()) {
        Ok(std::net::IpAddr::V4(ip)) => ClientId::Ipv4(ip),
        Ok(std::net::IpAddr::V6(ip)) => ClientId::Ipv6(ip),
        Err(_) => ClientId::Ipv4(std::net::Ipv4Addr::LOCALHOST),
    }
}

/// The conversation on an encrypted connection.
async fn deliver<S, I>(
    carrier: Carrier<S>,
    hello: &ClientId,
    patience: Patience,
    server: &ServerSettings,
    credential: &Credential,
    letter: Letter<'_>,
    intent: I,
) -> Result<Handover, Problem>
where
    S: carrier::Wire,
    I: Future<Output = Result<Option<Turn>, Problem>>,
{
    let brake = carrier.brake();
    let mut connection = match prepare(carrier, hello, server, credential, letter).await {
        Ok(connection) => connection,
        Err(error) => return Ok(Handover::NotHandedOver(error)),
    };
    // Until here a stop is surely unsent. A failure drops the connection; without its last dot a mail is void.
    let turn = intent.await?;
    patience.set(AFTER_THE_DOT);
    let outcome = text(&mut connection, &server.host, letter.raw, (turn, &brake)).await;
    if matches!(outcome, Handover::Taken { .. }) {
        let _ = timeout(GOODBYE, connection.quit()).await;
    }
    Ok(outcome)
}

/// Everything before the text: login, sender, receiver, and the server's word that it waits for the text.
async fn prepare<S: carrier::Wire>(
    carrier: Carrier<S>,
    hello: &ClientId,
    server: &ServerSettings,
    credential: &Credential,
    letter: Letter<'_>,
) -> Result<AsyncSmtpConnection, ConnectError> {
    let host = &server.host;
    let refused = |says: &str| ConnectError::Refused { host: host.clone(), says: says.to_owned() };
    // A read receipt has no sender on the envelope, so that nothing answers it (RFC 8098 section 3).
    let from: Option<Address> = match letter.from {
        "" => None,
        from => Some(from.parse().map_err(|_| refused("the sender is no address"))?),
    };
    let to: Address = letter.to.parse().map_err(|_| refused("the receiver is no address"))?;
    let offers = carrier.offers();
    let mut connection = log_in(carrier, hello, server, credential).await?;

    let mut parameters = Vec::new();
    let mut wishes = Vec::new();
    if offers.dsn() {
        // RFC 3461: the report names the mail by this id, and brings its headers back, not its text.
        parameters.push(MailParameter::Other { keyword: "RET".into(), value: Some("HDRS".into()) });
        parameters.push(MailParameter::Other { keyword: "ENVID".into(), value: Some(letter.message_id.to_owned()) });
        wishes.push(RcptParameter::Other { keyword: "NOTIFY".into(), value: Some("SUCCESS,FAILURE,DELAY".into()) });
    }
    if !letter.from.is_ascii() || !letter.to.is_ascii() {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(refused("the server does not take addresses that are not ASCII"));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !letter.raw.is_ascii() {
        if !connection.server_info().supports_feature(Extension::EightBitMime) {
            return Err(refused("the server does not take 8-bit text"));
        }
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    let sender = connection.command(Mail::new(from, parameters)).await;
    sender.map_err(|error| failed(host, "naming the sender", &error))?;
    let receiver = connection.command(Rcpt::new(to, wishes)).await;
    receiver.map_err(|error| failed(host, "naming the receiver", &error))?;
    connection.command(Data).await.map_err(|error| failed(host, "announcing the text", &error))?;
    Ok(connection)
}

/// Greeting and login.
async fn log_in<S: carrier::Wire>(
    carrier: Carrier<S>,
    hello: &ClientId,
    server: &ServerSettings,
    credential: &Credential,
) -> Result<AsyncSmtpConnection, ConnectError> {
    let opened = AsyncSmtpConnection::connect_with_transport(Box::new(carrier), hello).await;
    // A refusal before anything was asked is about the server's day, not about this receipt.
    let mut connection = opened.map_err(|error| not_for_good(failed(&server.host, "greeting", &error)))?;
    let (secret, ways): (_, &[Mechanism]) = match credential {
        Credential::Password(password) => (password, &[Mechanism::Plain, Mechanism::Login]),
        Credential::Token(token) => (token, &[Mechanism::Xoauth2]),
    };
    let credentials = Credentials::new(server.user.clone(), secret.expose_secret().to_owned());
    let known = connection.auth(ways, &credentials).await;
    known.map_err(|error| login(server, &error))?;
    Ok(connection)
}

/// Logs in and goes away again: whether receipts could leave by this server.
///
/// # Errors
/// What kept it from a login.
pub async fn probe(server: &ServerSettings, credential: &Credential) -> Result<(), ConnectError> {
    let (carrier, hello, _) = open(server).await?;
    let mut connection = log_in(carrier, &hello, server, credential).await?;
    let _ = timeout(GOODBYE, connection.quit()).await;
    Ok(())
}

/// The text itself. Where the turn to send it ends before its last dot, that dot is not written, and the mail is void.
async fn text(
    connection: &mut AsyncSmtpConnection,
    host: &str,
    raw: &[u8],
    (turn, brake): (Option<Turn>, &Brake),
) -> Handover {
    // The connection closes the text with a line end and a dot; a line end of our own would become an empty line.
    let body = raw.strip_suffix(b"\r\n").unwrap_or(raw);
    let is_body_out = AtomicBool::new(false);
    // Asked for a second piece, the first is written and flushed: from here on the dot may have left.
    let end = std::iter::from_fn(|| {
        crate::fault::point("receipt.text-out");
        if turn.is_some_and(|turn| turn.is_over()) {
            brake.pull();
        } else {
            is_body_out.store(true, Ordering::Relaxed);
        }
        None
    });
    match connection.message_iter(std::iter::once(body).chain(end)).await {
        Ok(response) => Handover::Taken { answer: answer(&response) },
        Err(_) if brake.is_pulled() => Handover::NotHandedOver(ConnectError::TurnOver { host: host.to_owned() }),
        Err(error) if error.is_transient() || error.is_permanent() || !is_body_out.load(Ordering::Relaxed) => {
            Handover::NotHandedOver(failed(host, "handing over the text", &error))
        }
        Err(error) => Handover::Unsure { says: words(&error) },
    }
}

fn answer(response: &Response) -> String {
    let lines: Vec<&str> = response.message().collect();
    format!("{} {}", response.code(), lines.join(" ")).trim().to_owned()
}

fn failed(host: &str, doing: &'static str, error: &smtp::Error) -> ConnectError {
    let (host, says) = (host.to_owned(), words(error));
    if error.is_permanent() {
        ConnectError::Refused { host, says }
    } else if error.is_transient() {
        ConnectError::NotNow { host, says }
    } else {
        ConnectError::Broken { host, doing, says }
    }
}

fn not_for_good(error: ConnectError) -> ConnectError {
    match error {
        ConnectError::Refused { host, says } => ConnectError::NotNow { host, says },
        other => other,
    }
}

fn login(server: &ServerSettings, error: &smtp::Error) -> ConnectError {
    if error.is_permanent() || error.is_client() {
        return ConnectError::Login { host: server.host.clone(), user: server.user.clone(), says: words(error) };
    }
    failed(&server.host, "logging in", error)
}

/// The server's own words, with its code; else what went wrong on the way.
fn words(error: &smtp::Error) -> String {
    let cause = error.source().map(ToString::to_string);
    match (error.status(), cause) {
        (Some(code), Some(cause)) => format!("{code} {cause}"),
        (Some(code), None) => code.to_string(),
        (None, Some(cause)) => cause,
        (None, None) => error.to_string(),
    }
}
