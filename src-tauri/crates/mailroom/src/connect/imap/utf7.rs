//! Folder names on the wire: modified UTF-7 (RFC 3501 section 5.1.3), both ways.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

/// A folder name as servers want it.
pub fn encode(name: &str) -> String {
    let mut wire = String::new();
    let mut waiting: Vec<u16> = Vec::new();
    for c in name.chars() {
        if matches!(c, ' '..='~') {
            flush(&mut waiting, &mut wire);
            wire.push(c);
            if c == '&' {
                wire.push('-');
            }
        } else {
            waiting.extend_from_slice(c.encode_utf16(&mut [0; 2]));
        }
    }
    flush(&mut waiting, &mut wire);
    wire
}

fn flush(waiting: &mut Vec<u16>, wire: &mut String) {
    if waiting.is_empty() {
        return;
    }
    wire.push('&');
    let bytes: Vec<u8> = waiting.drain(..).flat_map(u16::to_be_bytes).collect();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for digit in 0..=chunk.len() {
            let index = (bits >> (18 - 6 * digit)) & 0x3f;
            let letter = ALPHABET.get(index as usize).copied().unwrap_or(b'A');
            wire.push(char::from(letter));
        }
    }
    wire.push('-');
}

/// A folder name as people read it. A name that is no modified UTF-7 (some servers send plain UTF-8) stays as it is.
pub fn decode(wire: &str) -> String {
    decoded(wire).unwrap_or_else(|| wire.to_owned())
}

fn decoded(wire: &str) -> Option<String> {
    let mut name = String::new();
    let mut rest = wire;
    while let Some((before, after)) = rest.split_once('&') {
        name.push_str(before);
        let (shifted, after) = after.split_once('-')?;
        if shifted.is_empty() {
            name.push('&');
        } else {
            name.push_str(&unshift(shifted)?);
        }
        rest = after;
    }
    name.push_str(rest);
    Some(name)
}

fn unshift(shifted: &str) -> Option<String> {
    let mut units = Vec::new();
    let (mut bits, mut count) = (0_u32, 0_u32);
    for letter in shifted.bytes() {
        let value = ALPHABET.iter().position(|known| *known == letter)?;
        bits = (bits << 6) | u32::try_from(value).ok()?;
        count += 6;
        if count >= 16 {
            count -= 16;
            units.push(u16::try_from((bits >> count) & 0xffff).ok()?);
            bits &= (1 << count) - 1;
        }
    }
    // What remains is padding; it must be short and zero, or the name would not come back the same.
    if count >= 6 || bits != 0 || units.is_empty() {
        return None;
    }
    String::from_utf16(&units).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_names_go_both_ways() {
        for (name, wire) in [
            ("INBOX", "INBOX"),
            ("垃圾邮件", "&V4NXPpCuTvY-"),
            ("Fish & Chips", "Fish &- Chips"),
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("案件𠮷", "&aEhO9thC37c-"),
        ] {
            assert_eq!(decode(wire), name);
            assert_eq!(decode(&encode(name)), name);
        }
        assert_eq!(encode("垃圾邮件"), "&V4NXPpCuTvY-");
        assert_eq!(encode("~peter/mail/台北/日本語"), "~peter/mail/&U,BTFw-/&ZeVnLIqe-");
    }

    #[test]
    fn what_is_no_modified_utf7_stays_as_it_is() {
        for wire in ["a&b", "&V4-", "&2AA-", "垃圾邮件", "&~~-", "&A-"] {
            assert_eq!(decode(wire), wire);
        }
    }

    proptest! {
        #[test]
        fn every_name_comes_back(name in "\\PC*|.*") {
            let wire = encode(&name);
            prop_assert!(wire.bytes().all(|byte| (0x20..0x7f).contains(&byte)));
            prop_assert_eq!(decode(&wire), name);
        }

        #[test]
        fn no_wire_name_breaks_the_reader(wire in "[&A-Za-z0-9+,\\-]*") {
            let _ = decode(&wire);
        }
    }
}
