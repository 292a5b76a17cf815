//! Who issued a certificate, read from its bytes: the one thing a person can recognise a gateway by.

/// OID 2.5.4.3, commonName.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
/// OID 2.5.4.10, organizationName.
const ORGANIZATION: &[u8] = &[0x55, 0x04, 0x0a];
/// A name on screen needs no more.
const LONGEST: usize = 120;

/// Name and organisation of the issuer (RFC 5280 section 4.1.2.4); empty when it cannot be read.
pub fn of(certificate: &[u8]) -> String {
    let mut names = Vec::new();
    for (wanted, value) in attributes(certificate).unwrap_or_default() {
        if wanted && !names.contains(&value) {
            names.push(value);
        }
    }
    names.join(", ").chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}

/// One element: tag, content, and what follows.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
        if digits.is_empty() || digits.len() > 4 {
            return None;
        }
        (digits.iter().fold(0_usize, |sum, digit| (sum << 8) | usize::from(*digit)), rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

/// The attributes of the issuer; `true` stands beside those a person knows it by.
fn attributes(certificate: &[u8]) -> Option<Vec<(bool, String)>> {
    let (_, certificate, _) = element(certificate)?;
    let (_, mut rest, _) = element(certificate)?;
    // The version is optional; serial number and algorithm come before the issuer.
    if let Some((0xa0, _, after)) = element(rest) {
        rest = after;
    }
    for _ in 0..2 {
        rest = element(rest)?.2;
    }
    let (_, mut sets, _) = element(rest)?;
    let mut found = Vec::new();
    while let Some((_, set, after)) = element(sets) {
        sets = after;
        let (_, pair, _) = element(set)?;
        let (_, oid, value) = element(pair)?;
        let (tag, text, _) = element(value)?;
        found.push((oid == COMMON_NAME || oid == ORGANIZATION, words(tag, text)));
    }
    Some(found)
}

/// A string by its tag; BMPString (0x1e) is UTF-16.
fn words(tag: u8, bytes: &[u8]) -> String {
    if tag != 0x1e {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let units: Vec<u16> =
        bytes.chunks_exact(2).map(|pair| pair.iter().fold(0, |sum, byte| (sum << 8) | u16::from(*byte))).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rcgen::{CertificateParams, DnType, KeyPair};

    use super::of;

    fn certificate() -> Vec<u8> {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        params.distinguished_name.push(DnType::OrganizationName, "示例网关有限公司");
        params.distinguished_name.push(DnType::CommonName, "示例上网行为管理");
        params.self_signed(&key).unwrap().der().to_vec()
    }

    #[test]
    fn the_issuer_is_told_by_name_and_organisation() {
        let told = of(&certificate());
        assert!(told.contains("示例上网行为管理") && told.contains("示例网关有限公司"), "{told}");
    }

    proptest! {
        #[test]
        fn broken_bytes_name_nobody_and_break_nothing(cut in 0_usize..200, at in 0_usize..400, byte: u8) {
            let mut bytes = certificate();
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            bytes.truncate(bytes.len().saturating_sub(cut));
            prop_assert!(of(&bytes).chars().count() <= 120);
        }

        #[test]
        fn any_bytes_are_borne(bytes: Vec<u8>) {
            let _ = of(&bytes);
        }
    }
}
