//! Keeps the certificates a server showed while they were judged: evidence of whom we spoke with.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, Error, SignatureScheme};

/// The chains servers showed, as PEM, by host name; the last one of each that was trusted.
#[derive(Clone, Debug, Default)]
pub struct Chains(Arc<Mutex<BTreeMap<String, String>>>);

impl Chains {
    /// The chain a host showed last.
    pub fn of(&self, host: &str) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(host).cloned()
    }

    fn note(&self, host: String, chain: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(host, chain);
    }
}

/// A verifier that judges as another one does, and notes what it trusted.
#[derive(Debug)]
pub struct Noting {
    judge: Arc<dyn ServerCertVerifier>,
    chains: Chains,
}

impl Noting {
    /// Judges as `judge`, notes into `chains`.
    pub fn new(judge: Arc<dyn ServerCertVerifier>, chains: Chains) -> Self {
        Self { judge, chains }
    }
}

impl ServerCertVerifier for Noting {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let judged = self.judge.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)?;
        let chain = std::iter::once(end_entity).chain(intermediates).map(|certificate| pem(certificate)).collect();
        self.chains.note(server_name.to_str().into_owned(), chain);
        Ok(judged)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.judge.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.judge.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.judge.supported_verify_schemes()
    }
}

/// One certificate as text (RFC 7468).
fn pem(certificate: &[u8]) -> String {
    let mut text = "-----BEGIN CERTIFICATE-----\n".to_owned();
    let encoded = STANDARD.encode(certificate);
    for line in encoded.as_bytes().chunks(64) {
        text.push_str(&String::from_utf8_lossy(line));
        text.push('\n');
    }
    text.push_str("-----END CERTIFICATE-----\n");
    text
}
