//! Whom a connection trusts: the platform's judgement, and a server certificate that the office itself named.

use std::sync::{Arc, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;

use super::issuer;

/// The platform's verifier, and beside it the roots the office named, which hold for our connections alone. They are
/// judged by rustls itself, so that a named root means the same on every system. One case more: the office's file holds
/// the very certificate of the server, made by `openssl req -x509`, which is marked as an authority and so is refused as
/// a server's.
#[derive(Debug)]
pub struct Trusted {
    /// None on a machine that keeps no roots of its own, where the office's are enough. Reading what a system trusts takes
    /// as long as the rest of a handshake, so where the office named roots it is read only once those do not decide.
    platform: OnceLock<Option<Verifier>>,
    office: Option<Arc<WebPkiServerVerifier>>,
    named: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
    issuer: Issuer,
}

/// Who issued the certificate that was refused last: told to the person, who may know the gateway in between.
pub type Issuer = Arc<OnceLock<String>>;

impl Trusted {
    /// Trusts the platform's roots and those the office named.
    ///
    /// # Errors
    /// When the roots cannot be used.
    pub fn new(named: Vec<CertificateDer<'static>>, provider: Arc<CryptoProvider>) -> Result<Self, Error> {
        let (platform, office) = if named.is_empty() {
            (OnceLock::from(Some(Verifier::new(provider.clone())?)), None)
        } else {
            (OnceLock::new(), Some(office(&named, provider.clone())?))
        };
        Ok(Self { platform, office, named, provider, issuer: Issuer::default() })
    }

    fn platform(&self) -> Option<&Verifier> {
        self.platform.get_or_init(|| Verifier::new(self.provider.clone()).ok()).as_ref()
    }

    /// A hold on the issuer of a refused certificate.
    pub fn issuer(&self) -> Issuer {
        self.issuer.clone()
    }
}

impl ServerCertVerifier for Trusted {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let judge = |judge: &dyn ServerCertVerifier| {
            judge.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
        };
        let by_office = match self.office.as_deref().map(|office| judge(office)) {
            Some(Ok(judged)) => return Ok(judged),
            // This is said only after the dates were found right; what it leaves open is the name.
            Some(Err(error)) if error.to_string().contains("CaUsedAsEndEntity") && self.named.contains(end_entity) => {
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
                return Ok(ServerCertVerified::assertion());
            }
            Some(Err(error)) => Some(error),
            None => None,
        };
        let by_platform = match (self.platform(), by_office.clone()) {
            (Some(platform), _) => judge(platform),
            (None, told) => Err(told.unwrap_or(Error::InvalidCertificate(CertificateError::UnknownIssuer))),
        };
        by_platform.map_err(|error| {
            let _ = self.issuer.set(issuer::of(end_entity));
            // Where the platform does not know the issuer, what the office's roots say of it tells more.
            match by_office {
                Some(told) if is_unknown(&error) && !is_unknown(&told) => told,
                _ => error,
            }
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

fn office(
    named: &[CertificateDer<'static>],
    provider: Arc<CryptoProvider>,
) -> Result<Arc<WebPkiServerVerifier>, Error> {
    let mut roots = RootCertStore::empty();
    for root in named {
        roots.add(root.clone())?;
    }
    let office = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build();
    office.map_err(|error| Error::General(error.to_string()))
}

fn is_unknown(error: &Error) -> bool {
    matches!(error, Error::InvalidCertificate(CertificateError::UnknownIssuer))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
    use rustls::ServerConfig;
    use rustls::pki_types::PrivateKeyDer;
    use rustls::pki_types::pem::PemObject as _;
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;

    use crate::connect::{ConnectError, tls};
    use crate::settings::{Security, ServerSettings};

    /// A server certificate, self-signed and marked as an authority, with its key.
    fn certificate(name: &str, change: impl FnOnce(&mut CertificateParams)) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        change(&mut params);
        (params.self_signed(&key).unwrap(), key)
    }

    async fn shake_hands(server: &(rcgen::Certificate, KeyPair), file: Option<PathBuf>) -> Result<(), ConnectError> {
        let key = PrivateKeyDer::from_pem_slice(server.1.serialize_pem().as_bytes()).unwrap();
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(vec![server.0.der().clone()], key).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let accepting = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            let _ = TlsAcceptor::from(std::sync::Arc::new(config)).accept(stream).await;
        });
        let (host, security) = ("localhost".to_owned(), Security::Tls);
        let settings = ServerSettings { host, port, security, user: String::new(), ca_file: file };
        let stream = tls::connect(&settings).await.unwrap();
        let outcome = tls::secure(&settings, stream).await.map(drop);
        accepting.await.unwrap();
        outcome
    }

    #[tokio::test]
    async fn only_a_certificate_that_was_named_and_fits_is_trusted() {
        let folder = tempfile::tempdir().unwrap();
        let file_of = |name: &str, certificate: &rcgen::Certificate| {
            let file = folder.path().join(name);
            std::fs::write(&file, certificate.pem()).unwrap();
            Some(file)
        };
        let own = certificate("localhost", |_| {});
        let other = certificate("localhost", |_| {});
        let elsewhere = certificate("mail.example.test", |_| {});
        let expired = certificate("localhost", |params| {
            params.not_before = rcgen::date_time_ymd(2020, 1, 1);
            params.not_after = rcgen::date_time_ymd(2021, 1, 1);
        });
        shake_hands(&own, file_of("own", &own.0)).await.unwrap();
        for (server, named) in [
            (&own, None),
            (&own, file_of("other", &other.0)),
            (&elsewhere, file_of("elsewhere", &elsewhere.0)),
            (&expired, file_of("expired", &expired.0)),
        ] {
            assert!(matches!(shake_hands(server, named).await, Err(ConnectError::Tls { .. })));
        }
    }

    #[tokio::test]
    async fn a_certificate_issued_by_the_named_root_is_trusted() {
        let folder = tempfile::tempdir().unwrap();
        let (root, root_key) = certificate("root.example.test", |_| {});
        let file = folder.path().join("root.pem");
        std::fs::write(&file, root.pem()).unwrap();
        let key = KeyPair::generate().unwrap();
        let mut root_params = CertificateParams::new(vec!["root.example.test".to_owned()]).unwrap();
        root_params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = rcgen::Issuer::new(root_params, &root_key);
        let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let server = (params.signed_by(&key, &issuer).unwrap(), key);
        shake_hands(&server, Some(file)).await.unwrap();
    }
}
