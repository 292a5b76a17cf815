//! Checks the digital signature of a mail (S/MIME, RFC 8551; CMS, RFC 5652) by the certificate that came along with it.
//!
//! Three questions are kept apart: whether the signature fits these bytes, who signed by the certificate, and whether
//! somebody to be trusted issued that. The last one is not answered here: court seals hang from roots that no system knows.

use chrono::{DateTime, FixedOffset};
use cms::cert::CertificateChoices;
use cms::cert::x509::Certificate;
use cms::cert::x509::ext::pkix::name::GeneralName;
use cms::cert::x509::ext::pkix::{SubjectAltName, SubjectKeyIdentifier};
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedAttributes, SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{ObjectIdentifier as Oid, OctetString};
use der::{Decode as _, Encode as _, EncodingRules};
use ring::digest;
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use songda_core::mail::signed::{self, Signed};
use songda_core::trust::{SmimeOutcome, SmimeSeen};

/// Most signers of one mail that are looked at.
const MOST_SIGNERS: usize = 4;
/// Lengths of RSA keys that can be checked, in bytes.
const RSA: std::ops::RangeInclusive<usize> = 128..=1024;

const SIGNED_DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.2");
const MESSAGE_DIGEST: Oid = Oid::new_unwrap("1.2.840.113549.1.9.4");
const EMAIL: Oid = Oid::new_unwrap("1.2.840.113549.1.9.1");
const RSA_KEY: Oid = Oid::new_unwrap("1.2.840.113549.1.1.1");
const RSA_PSS: Oid = Oid::new_unwrap("1.2.840.113549.1.1.10");
const EC_KEY: Oid = Oid::new_unwrap("1.2.840.10045.2.1");
const P256: Oid = Oid::new_unwrap("1.2.840.10045.3.1.7");
const P384: Oid = Oid::new_unwrap("1.3.132.0.34");
const SHA1: Oid = Oid::new_unwrap("1.3.14.3.2.26");
const SHA256: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: Oid = Oid::new_unwrap("2.16.840.1.101.3.4.2.3");

/// Why a signature was not checked.
struct Unknown(&'static str);

/// The check of a mail's signature; none where it bears none. `from` is the sender's address, `at` the moment at which the
/// certificate should be valid.
pub fn check(raw: &[u8], from: Option<&str>, at: Option<DateTime<FixedOffset>>) -> Option<SmimeSeen> {
    let signed = signed::of_raw(raw)?;
    let seen = |outcome, detail: String| SmimeSeen { outcome, detail };
    Some(match look(&signed) {
        Err(Unknown(why)) => seen(SmimeOutcome::NotChecked, why.to_owned()),
        Ok((true, certificate)) => seen(SmimeOutcome::Fits, told(&certificate, from, at)),
        Ok((false, certificate)) => seen(SmimeOutcome::Broken, told(&certificate, from, at)),
    })
}

/// Whether every signature fits, and the certificate of the first that does not, else of the first.
fn look(signed: &Signed) -> Result<(bool, Certificate), Unknown> {
    let info = ContentInfo::from_ber(&signed.message).map_err(|_| Unknown("签名读不出来"))?;
    if info.content_type != SIGNED_DATA {
        return Err(Unknown("签名采用国密或其他格式，本程序不能核验"));
    }
    let data: SignedData = info.content.decode_as_encoding(EncodingRules::Ber).map_err(|_| Unknown("签名读不出来"))?;
    let mut first = None;
    for signer in data.signer_infos.0.iter().take(MOST_SIGNERS) {
        let certificate = certificate_of(signer, &data).ok_or(Unknown("签名没有附带签名人的证书"))?;
        if !fits(signer, &signed.content, &certificate)? {
            return Ok((false, certificate));
        }
        first.get_or_insert(certificate);
    }
    first.map(|certificate| (true, certificate)).ok_or(Unknown("签名里没有签名人"))
}

fn certificate_of(signer: &SignerInfo, data: &SignedData) -> Option<Certificate> {
    let all = data.certificates.iter().flat_map(|set| set.0.iter());
    let is_meant = |certificate: &&Certificate| {
        let inside = certificate.tbs_certificate();
        match &signer.sid {
            SignerIdentifier::IssuerAndSerialNumber(id) => {
                id.issuer == *inside.issuer() && id.serial_number == *inside.serial_number()
            }
            SignerIdentifier::SubjectKeyIdentifier(id) => {
                matches!(inside.get_extension::<SubjectKeyIdentifier>(), Ok(Some((_, own))) if own == *id)
            }
        }
    };
    let certificates = all.filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate),
        CertificateChoices::Other(_) => None,
    });
    certificates.into_iter().find(is_meant).cloned()
}

fn fits(signer: &SignerInfo, content: &[u8], certificate: &Certificate) -> Result<bool, Unknown> {
    let hash = hash_of(signer.digest_alg.oid)?;
    let over = match &signer.signed_attrs {
        Some(attributes) => {
            if message_digest(attributes).as_deref() != Some(digest::digest(hash, content).as_ref()) {
                return Ok(false);
            }
            // Signed is the set itself, not the field of the message it stands in (RFC 5652 section 5.4).
            attributes.to_der().map_err(|_| Unknown("签名读不出来"))?
        }
        None => content.to_vec(),
    };
    if *hash == digest::SHA1_FOR_LEGACY_USE_ONLY {
        return Err(Unknown("签名采用已不安全的 SHA-1，不作为依据"));
    }
    let key = certificate.tbs_certificate().subject_public_key_info();
    let bits = key.subject_public_key.as_bytes().ok_or(Unknown("证书里的公钥读不出来"))?;
    let way = way_of(signer, certificate, bits)?;
    Ok(UnparsedPublicKey::new(way, bits).verify(&over, signer.signature.as_bytes()).is_ok())
}

/// The digest that stands among the signed attributes (RFC 5652 section 11.2); more than one is none.
fn message_digest(attributes: &SignedAttributes) -> Option<Vec<u8>> {
    let mut all = attributes.iter().filter(|attribute| attribute.oid == MESSAGE_DIGEST);
    let (Some(one), None) = (all.next(), all.next()) else { return None };
    let value = one.values.iter().next().filter(|_| one.values.len() == 1)?;
    Some(value.decode_as::<OctetString>().ok()?.into_bytes().to_vec())
}

fn hash_of(oid: Oid) -> Result<&'static digest::Algorithm, Unknown> {
    Ok(match oid {
        SHA1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        SHA256 => &digest::SHA256,
        SHA384 => &digest::SHA384,
        SHA512 => &digest::SHA512,
        _ => return Err(Unknown("签名采用国密或其他算法，本程序不能核验")),
    })
}

fn way_of(
    signer: &SignerInfo,
    certificate: &Certificate,
    key: &[u8],
) -> Result<&'static dyn VerificationAlgorithm, Unknown> {
    let algorithm = &certificate.tbs_certificate().subject_public_key_info().algorithm;
    let other = Unknown("签名采用国密或其他算法，本程序不能核验");
    if algorithm.oid == RSA_KEY {
        if !RSA.contains(&key.len()) {
            return Err(Unknown("签名的密钥过短或过长，本程序不能核验"));
        }
        // The length of the salt is the sender's choice there; only one can be checked.
        if signer.signature_algorithm.oid == RSA_PSS {
            return Err(Unknown("签名采用 RSA-PSS，本程序不能核验"));
        }
        return match signer.digest_alg.oid {
            SHA256 => Ok(&signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY),
            SHA512 => Ok(&signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY),
            SHA384 if key.len() >= 256 => Ok(&signature::RSA_PKCS1_2048_8192_SHA384),
            _ => Err(other),
        };
    }
    let curve = algorithm.parameters.as_ref().and_then(|curve| curve.decode_as::<Oid>().ok());
    if algorithm.oid != EC_KEY {
        return Err(other);
    }
    match (curve, signer.digest_alg.oid) {
        (Some(P256), SHA256) => Ok(&signature::ECDSA_P256_SHA256_ASN1),
        (Some(P256), SHA384) => Ok(&signature::ECDSA_P256_SHA384_ASN1),
        (Some(P384), SHA256) => Ok(&signature::ECDSA_P384_SHA256_ASN1),
        (Some(P384), SHA384) => Ok(&signature::ECDSA_P384_SHA384_ASN1),
        _ => Err(other),
    }
}

/// Who signed, by the certificate; and what about it a person should see.
fn told(certificate: &Certificate, from: Option<&str>, at: Option<DateTime<FixedOffset>>) -> String {
    let inside = certificate.tbs_certificate();
    let mut told = format!("签名证书 {}，颁发者 {}", inside.subject(), inside.issuer());
    let own = addresses_of(certificate);
    if from.is_none_or(|from| !own.iter().any(|address| address.eq_ignore_ascii_case(from))) {
        told.push_str("；证书上的邮箱不是发件人的");
    }
    let valid = inside.validity();
    let seconds = at.and_then(|at| u64::try_from(at.timestamp()).ok());
    let span = valid.not_before.to_unix_duration().as_secs()..=valid.not_after.to_unix_duration().as_secs();
    if seconds.is_some_and(|seconds| !span.contains(&seconds)) {
        told.push_str("；收到时证书不在有效期内");
    }
    told
}

fn addresses_of(certificate: &Certificate) -> Vec<String> {
    let inside = certificate.tbs_certificate();
    let names = inside.get_extension::<SubjectAltName>().ok().flatten().map(|(_, names)| names.0).unwrap_or_default();
    let other = names.into_iter().filter_map(|name| match name {
        GeneralName::Rfc822Name(address) => Some(address.to_string()),
        _ => None,
    });
    let plain = inside.subject().iter().filter(|part| part.oid == EMAIL);
    let plain = plain.filter_map(|part| String::from_utf8(part.value.value().to_vec()).ok());
    other.chain(plain).collect()
}
