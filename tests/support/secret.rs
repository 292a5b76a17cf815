//! Searches for a secret wherever it must not be: in every file of a home, its logs and its output, in all the ways a
//! secret gets written down.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use crate::walk;

/// The ways one secret may stand in bytes: as it is, in UTF-16, coded for an address, in JSON, and inside base64 at
/// each of its three offsets.
pub fn forms(secret: &str) -> Vec<Vec<u8>> {
    let utf16 = |order: fn(u16) -> [u8; 2]| secret.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let percent: String = secret
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    let json = serde_json::to_string(&secret.to_string()).unwrap_or_default().trim_matches('"').to_owned();
    let mut forms = vec![
        secret.as_bytes().to_vec(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
        percent.replace("%20", "+").into_bytes(),
        percent.into_bytes(),
        json.into_bytes(),
    ];
    for before in 0..3 {
        let mut bytes = vec![0_u8; before];
        bytes.extend_from_slice(secret.as_bytes());
        for coded in [STANDARD.encode(&bytes), URL_SAFE.encode(&bytes)] {
            // What stands beside it changes the first and the last characters.
            let from = (before * 8).div_ceil(6);
            let until = bytes.len() * 8 / 6;
            forms.extend(coded.get(from..until).filter(|middle| middle.len() >= 8).map(|it| it.as_bytes().to_vec()));
        }
    }
    forms.retain(|form| form.len() >= 4);
    forms.sort();
    forms.dedup();
    forms
}

/// In which form the secret stands in these bytes, if it does.
pub fn found_in(bytes: &[u8], secret: &str) -> Option<Vec<u8>> {
    first_of(bytes, &forms(secret)).cloned()
}

/// The first of these forms that stands in the bytes. One pass: only where two bytes begin like a form it is compared.
fn first_of<'a>(bytes: &[u8], forms: &'a [Vec<u8>]) -> Option<&'a Vec<u8>> {
    let mut begins = vec![false; 1 << 16];
    let pair = |two: &[u8]| usize::from(two[0]) << 8 | usize::from(two[1]);
    forms.iter().for_each(|form| begins[pair(form)] = true);
    let at = (0..bytes.len().saturating_sub(1)).filter(|at| begins[pair(&bytes[*at..])]);
    at.filter_map(|at| forms.iter().find(|form| bytes[at..].starts_with(form))).next()
}

/// Every file below a folder, databases and logs among them.
///
/// # Panics
/// When the secret stands in one of them, in whatever form.
pub fn assert_in_no_file(folder: &Path, secret: &str) {
    let forms = forms(secret);
    walk(folder, &mut |path| {
        let bytes = std::fs::read(path).unwrap_or_default();
        assert!(first_of(&bytes, &forms).is_none(), "a secret stands in {}", path.display());
    });
}

/// What a program printed.
///
/// # Panics
/// When the secret stands in it.
pub fn assert_not_said(said: &str, secret: &str) {
    assert!(found_in(said.as_bytes(), secret).is_none(), "a secret was said");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_in_every_form_and_nothing_else_is() {
        let secret = "correct horse 电池";
        let plain = format!("\0user@example.test\0{secret}");
        for hidden in [
            secret.to_owned(),
            STANDARD.encode(secret),
            STANDARD.encode(&plain),
            STANDARD.encode(format!("xx{plain}tail")),
            URL_SAFE.encode(&plain),
            "p=correct+horse+%E7%94%B5%E6%B1%A0&x".to_owned(),
            "p=correct%20horse%20%E7%94%B5%E6%B1%A0".to_owned(),
        ] {
            assert!(found_in(format!("before{hidden}after").as_bytes(), secret).is_some(), "{hidden}");
        }
        let utf16: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(found_in(&utf16, secret).is_some());
        assert!(found_in("correct house 电池 Y29ycmVjdA==".as_bytes(), secret).is_none());
    }
}
