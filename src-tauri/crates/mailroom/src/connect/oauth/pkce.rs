//! One-time secrets of a sign-in: the state, and the verifier with its challenge (RFC 7636).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// Bytes of chance in each; RFC 7636 section 7.1 asks for 256 bits.
const BYTES: usize = 32;

/// The machine has no source of chance: no sign-in can be safe then.
#[derive(Debug, thiserror::Error)]
#[error("the system gives no random numbers")]
pub struct NoChance;

/// A text nobody can guess.
///
/// # Errors
/// When the system gives no random numbers.
pub fn secret() -> Result<String, NoChance> {
    let mut bytes = [0_u8; BYTES];
    let provider = rustls::crypto::ring::default_provider();
    provider.secure_random.fill(&mut bytes).map_err(|_| NoChance)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// The challenge of a verifier (method S256).
pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        assert_eq!(
            challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn no_two_secrets_are_the_same_and_none_is_short() {
        let (one, other) = (secret().unwrap(), secret().unwrap());
        assert_ne!(one, other);
        assert!(one.len() >= 43 && one.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
    }
}
