//! Safe connections: TLS with the platform's roots, and an office's own root beside them. Never without checking.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::ClientConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use songda_core::id::Digest;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::{Instant, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::ConnectError;
use super::chain::{Chains, Noting};
use super::patient::Patient;
use super::trusted::{Issuer, Trusted};
use crate::settings::ServerSettings;

/// How long any single wait for a server may take.
pub const LIMIT: Duration = Duration::from_secs(60);
/// How long to try one address before the next; a dead IPv6 must not eat the whole time.
const PER_ADDRESS: Duration = Duration::from_secs(20);

/// Stands between what is wrong with a certificate and who issued it.
pub const ISSUED_BY: &str = "; issued by ";

/// An encrypted connection that does not wait for ever.
pub type Secured = TlsStream<Patient<TcpStream>>;

/// Chooses the cryptography once for the whole program. Call it first in `main`; a second call changes nothing.
pub fn install_provider() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Connects to a server by TCP, nothing said yet.
///
/// # Errors
/// [`ConnectError::Dns`] or [`ConnectError::Tcp`].
pub async fn connect(server: &ServerSettings) -> Result<Patient<TcpStream>, ConnectError> {
    let (host, port) = (server.host.as_str(), server.port);
    let dns = |says: String| ConnectError::Dns { host: host.to_owned(), says };
    let tcp = |says: String| ConnectError::Tcp { host: host.to_owned(), port, says };
    let found = timeout(LIMIT, lookup_host((host, port))).await;
    let addresses = found.map_err(|_| dns(no_answer(LIMIT)))?.map_err(|error| dns(error.to_string()))?;
    let deadline = Instant::now() + LIMIT;
    let mut says = None;
    for address in addresses {
        let wait = PER_ADDRESS.min(deadline.saturating_duration_since(Instant::now()));
        match timeout(wait, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                // Commands are small and answered one by one; waiting to fill packets only costs time.
                let _ = stream.set_nodelay(true);
                return Ok(Patient::new(stream, LIMIT).confirming(confirm));
            }
            Ok(Err(error)) => says = Some(error.to_string()),
            Err(_) => says = Some(no_answer(wait)),
        }
    }
    match says {
        Some(says) => Err(tcp(says)),
        None => Err(dns("the name has no address".to_owned())),
    }
}

/// Confirms at once what came, where the system can be asked to. Some servers hold the rest of an answer back until its
/// beginning is confirmed (RFC 896), and the system waits some 40 ms with that for something to send along (RFC 1122
/// 4.2.3.2). It forgets the wish with whatever is sent.
fn confirm(stream: &TcpStream) {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let _ = stream.set_quickack(true);
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let _ = stream;
}

/// Makes a connection safe.
///
/// # Errors
/// [`ConnectError::Tls`] when the certificate is not trusted for this host or the handshake fails.
pub async fn secure(server: &ServerSettings, stream: Patient<TcpStream>) -> Result<Secured, ConnectError> {
    let tls = |says: String| ConnectError::Tls { host: server.host.clone(), port: server.port, says };
    let (config, issuer) = {
        let server = server.clone();
        let made = tokio::task::spawn_blocking(move || config(server.ca_file.as_deref())).await;
        made.map_err(|error| tls(error.to_string()))?.map_err(|error| tls(crate::problem::chain(&error)))?
    };
    let name = ServerName::try_from(server.host.clone()).map_err(|error| tls(error.to_string()))?;
    match timeout(LIMIT, TlsConnector::from(Arc::new(config)).connect(name, stream)).await {
        Ok(Ok(stream)) => Ok(stream),
        Ok(Err(error)) => Err(tls(match issuer.get().filter(|issuer| !issuer.is_empty()) {
            Some(issuer) => format!("{error}{ISSUED_BY}{issuer}"),
            None => error.to_string(),
        })),
        Err(_) => Err(tls(no_answer(LIMIT))),
    }
}

/// SHA-256 of the certificate the server showed.
pub fn fingerprint(stream: &Secured) -> Option<Digest> {
    stream.get_ref().1.peer_certificates()?.first().map(|certificate| Digest::of(certificate))
}

/// What is said when a server keeps silent.
pub fn no_answer(waited: Duration) -> String {
    format!("no answer within {} s", waited.as_secs().max(1))
}

/// Why TLS could not be prepared.
#[derive(Debug, thiserror::Error)]
enum TlsError {
    #[error("could not read the certificates in {path}")]
    Read {
        path: String,
        #[source]
        source: io::Error,
    },
    #[error("{path} holds no certificate in PEM form")]
    NotPem { path: String },
    #[error("could not use the trusted roots")]
    Roots(#[source] rustls::Error),
}

fn config(ca_file: Option<&Path>) -> Result<(ClientConfig, Issuer), TlsError> {
    let extra = ca_file.map(roots_in).transpose()?.unwrap_or_default();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Trusted::new(extra, provider.clone()).map_err(TlsError::Roots)?;
    let issuer = verifier.issuer();
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    // The call is named dangerous because a verifier could be lax; this one leaves the judging to the platform.
    let builder = builder.map_err(TlsError::Roots)?.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
    Ok((builder.with_no_client_auth(), issuer))
}

/// How web servers are spoken with: judged like mail servers, and what they showed is noted into `chains`.
///
/// `older` speaks TLS 1.2 and nothing newer, for servers that break off on a newer greeting.
///
/// # Errors
/// Why TLS could not be prepared, in words.
pub fn noting(ca_file: Option<&Path>, chains: &Chains, older: bool) -> Result<ClientConfig, String> {
    let words = |error: TlsError| crate::problem::chain(&error);
    let extra = ca_file.map(roots_in).transpose().map_err(words)?.unwrap_or_default();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let judge = Trusted::new(extra, provider.clone()).map_err(TlsError::Roots).map_err(words)?;
    let builder = ClientConfig::builder_with_provider(provider);
    let versions: &[&rustls::SupportedProtocolVersion] =
        if older { &[&rustls::version::TLS12] } else { rustls::DEFAULT_VERSIONS };
    let builder = builder.with_protocol_versions(versions).map_err(TlsError::Roots).map_err(words)?;
    let verifier = Noting::new(Arc::new(judge), chains.clone());
    // The call is named dangerous because a verifier could be lax; this one leaves the judging to the platform.
    Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
}

fn roots_in(file: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let path = file.display().to_string();
    let pem = std::fs::read(file).map_err(|source| TlsError::Read { path: path.clone(), source })?;
    let roots: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    match roots {
        Ok(roots) if !roots.is_empty() => Ok(roots),
        _ => Err(TlsError::NotPem { path }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Security;

    #[test]
    fn a_file_without_certificates_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ca.pem");
        assert!(matches!(config(Some(&file)), Err(TlsError::Read { .. })));
        std::fs::write(&file, "no pem").unwrap();
        assert!(matches!(config(Some(&file)), Err(TlsError::NotPem { .. })));
    }

    #[tokio::test]
    async fn names_and_ports_that_lead_nowhere_are_told_apart() {
        let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let security = Security::Tls;
        let mut server =
            ServerSettings { host: "127.0.0.1".into(), port: closed, security, user: String::new(), ca_file: None };
        assert_eq!(connect(&server).await.unwrap_err().code(), "mailbox.unreachable");
        server.host = "does-not-exist.invalid".into();
        assert_eq!(connect(&server).await.unwrap_err().code(), "mailbox.server-not-found");
    }
}
