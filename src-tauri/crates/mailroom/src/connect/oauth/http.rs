//! One question over HTTP: a form posted to the token's server, and its answer, over the same safe connections as mail.

use std::net::IpAddr;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;

use crate::connect::{ConnectError, tls};
use crate::settings::{MailboxSettings, Security, ServerSettings, Source};

/// How long one question may take.
const LIMIT: Duration = Duration::from_secs(60);
/// No token's answer is longer.
const LONGEST_ANSWER: usize = 256 * 1024;
const DOING: &str = "asking for a token";

/// What the server answered.
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Body.
    pub body: Bytes,
}

/// Name of the server of an address.
pub fn host_of(url: &str) -> Option<String> {
    let uri: Uri = url.parse().ok()?;
    uri.host().map(|host| host.trim_matches(['[', ']']).to_owned())
}

/// Whether what is said to this address is safe on its way: encrypted, or never leaving this machine.
pub fn is_safe(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else { return false };
    match (uri.scheme_str(), host_of(url)) {
        (Some("https"), Some(_)) => true,
        (Some("http"), Some(host)) => host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback()),
        _ => false,
    }
}

/// One `name=value` list as forms and queries carry it.
pub fn form<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Posts a form.
///
/// # Errors
/// What kept the server from answering.
pub async fn post(url: &str, form: String, mailbox: &MailboxSettings) -> Result<Answer, ConnectError> {
    let host = host_of(url).unwrap_or_default();
    let broken = |says: String| ConnectError::Broken { host: host.clone(), doing: DOING, says };
    let uri: Uri = url.parse().map_err(|_| broken("this is no address".to_owned()))?;
    if !is_safe(url) {
        return Err(broken("the address is not https".to_owned()));
    }
    let is_plain = uri.scheme_str() == Some("http");
    let port = uri.port_u16().unwrap_or(if is_plain { 80 } else { 443 });
    let ca_file = match &mailbox.source {
        Source::Imap { server, .. } => server.ca_file.clone(),
        Source::Folder { .. } => None,
    };
    let server = ServerSettings { host: host.clone(), port, security: Security::Tls, user: String::new(), ca_file };
    let asked = async {
        let stream = tls::connect(&server).await?;
        if is_plain {
            talk(stream, &uri, form, &host).await
        } else {
            talk(tls::secure(&server, stream).await?, &uri, form, &host).await
        }
    };
    timeout(LIMIT, asked).await.map_err(|_| broken(tls::no_answer(LIMIT)))?
}

async fn talk<S>(stream: S, uri: &Uri, form: String, host: &str) -> Result<Answer, ConnectError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    // hyper's own words never carry what was sent.
    let broken = |error: &dyn std::error::Error| ConnectError::Broken {
        host: host.to_owned(),
        doing: DOING,
        says: crate::problem::chain(error),
    };
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|error| broken(&error))?;
    let driver = tokio::spawn(connection);
    let authority = uri.authority().map_or_else(String::new, ToString::to_string);
    let request = Request::post(uri.path_and_query().map_or("/", |path| path.as_str()))
        .header("host", authority)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "application/json")
        .header("user-agent", concat!("Songda/", env!("CARGO_PKG_VERSION")))
        .body(Full::new(Bytes::from(form)))
        .map_err(|error| broken(&error))?;
    let answer = sender.send_request(request).await.map_err(|error| broken(&error))?;
    let status = answer.status().as_u16();
    let body = Limited::new(answer.into_body(), LONGEST_ANSWER).collect().await;
    driver.abort();
    let body = body.map_err(|error| broken(error.as_ref()))?.to_bytes();
    Ok(Answer { status, body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_to_encrypted_places_or_stay_on_this_machine() {
        for safe in ["https://login.example/token", "http://127.0.0.1:8080/token", "http://[::1]/token"] {
            assert!(is_safe(safe), "{safe}");
        }
        for unsafe_place in ["http://login.example/token", "http://localhost.evil.example/", "ftp://x/", "x", ""] {
            assert!(!is_safe(unsafe_place), "{unsafe_place}");
        }
    }

    #[test]
    fn values_are_coded_for_a_form() {
        assert_eq!(form([("a", "b c&d=e"), ("名", "值")]), "a=b+c%26d%3De&%E5%90%8D=%E5%80%BC");
        assert_eq!(host_of("https://login.example:8443/x?y").as_deref(), Some("login.example"));
    }
}
