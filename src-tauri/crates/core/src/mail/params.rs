//! Decodes parameters of structured headers: continued, folded, coded or raw names and boundaries.

use super::header::{base64_bytes, decoded, hex, split_at, split_outside_quotes, text_by_trying, text_in, unfolded};

/// A parameter of a structured header such as `filename`, decoded; the lower-case `name` is looked for.
///
/// Understands quoted strings, folded lines, RFC 2231 continuations with the charset carried over,
/// encoded words where they should not be, raw 8-bit names and percent-encoded names.
pub fn parameter(raw: &[u8], name: &str) -> Option<String> {
    let parameters = parameters(raw);
    let plain = parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value);
    let mut pieces: Vec<(u32, bool, &Vec<u8>)> = parameters
        .iter()
        .filter_map(|(key, value)| {
            let tail = key.strip_prefix(name)?.strip_prefix('*')?;
            let is_coded = tail.is_empty() || tail.ends_with('*');
            let number = tail.trim_end_matches('*');
            Some((if number.is_empty() { 0 } else { number.parse().ok()? }, is_coded, value))
        })
        .collect();
    if pieces.is_empty() {
        return plain.map(|value| plain_name(decoded(value)));
    }
    pieces.sort_by_key(|(number, ..)| *number);
    let mut charset = String::new();
    let mut bytes = Vec::new();
    // Senders cut the coded text anywhere, also between % and its digits.
    let mut run: Vec<u8> = Vec::new();
    for (at, (_, is_coded, value)) in pieces.iter().enumerate() {
        let mut value = value.as_slice();
        if at == 0
            && *is_coded
            && let Some((label, tail)) = split_at(value, b'\'')
            && let Some((_, tail)) = split_at(tail, b'\'')
        {
            charset = String::from_utf8_lossy(label).into_owned();
            value = tail;
        }
        if *is_coded {
            run.extend_from_slice(value);
        } else {
            bytes.extend(percent_bytes(&std::mem::take(&mut run)));
            bytes.extend_from_slice(value);
        }
    }
    bytes.extend(percent_bytes(&run));
    if charset.is_empty() { Some(plain_name(decoded(&bytes))) } else { Some(text_in(&charset, &bytes)) }
}

/// The same parameter as it stands in the mail: the plain one, or its first piece; quotes removed, nothing decoded.
pub fn raw_parameter(raw: &[u8], name: &str) -> Option<Vec<u8>> {
    let parameters = parameters(raw);
    let is_piece = |key: &str| key.strip_prefix(name).is_some_and(|tail| tail.starts_with('*'));
    let plain = parameters.iter().find(|(key, _)| key == name);
    plain.or_else(|| parameters.iter().find(|(key, _)| is_piece(key))).map(|(_, value)| value.clone())
}

fn percent_bytes(value: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut at = 0;
    while let Some(byte) = value.get(at) {
        match (byte, value.get(at + 1).copied().and_then(hex), value.get(at + 2).copied().and_then(hex)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(high << 4 | low);
                at += 2;
            }
            _ => bytes.push(*byte),
        }
        at += 1;
    }
    bytes
}

/// A name in one of the codings that programs put on names without saying so, decoded; any other name as it is.
fn plain_name(name: String) -> String {
    let name = referenced_name(percent_name(name));
    twice_coded(&name).or_else(|| base64_name(&name)).unwrap_or(name)
}

/// 传票.pdf written in the numbers of a web page: &#20256;&#31080;.pdf; any other name as it is.
fn referenced_name(name: String) -> String {
    if !name.contains("&#") {
        return name;
    }
    let mut read = String::new();
    let mut rest = name.as_str();
    while let Some((ahead, tail)) = rest.split_once("&#") {
        let coded = tail.split_once(';').and_then(|(number, after)| {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            Some((char::from_u32(code.ok()?).filter(|c| !c.is_ascii())?, after))
        });
        let Some((character, after)) = coded else { return name };
        read.push_str(ahead);
        read.push(character);
        rest = after;
    }
    read + rest
}

fn has_han(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// UTF-8 or GBK that was taken for Western text and coded again.
fn twice_coded(name: &str) -> Option<String> {
    if name.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> = name.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    let bytes = bytes?;
    // Two bytes a character, both high: Western words have single letters with marks.
    let mut runs = bytes.split(u8::is_ascii).filter(|run| !run.is_empty());
    let is_gbk = runs.all(|run| run.len().is_multiple_of(2) && run.iter().all(|byte| (0xa1..=0xfe).contains(byte)));
    let text = String::from_utf8(bytes).or_else(|error| match is_gbk {
        true => Ok(text_in("gb18030", error.as_bytes())),
        false => Err(error),
    });
    text.ok().filter(|text| has_han(text) && !text.contains('\u{fffd}'))
}

/// Endings of the files that courts send.
const ENDINGS: [&str; 10] = [".pdf", ".ofd", ".doc", ".docx", ".jpg", ".png", ".zip", ".rar", ".xls", ".xlsx"];

/// A name that is base64 and nothing else: Chinese with an ending comes out, or a name with one of the usual endings.
fn base64_name(name: &str) -> Option<String> {
    let is_coded = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    if name.len() < 8 || !name.len().is_multiple_of(4) || !name.bytes().all(is_coded) {
        return None;
    }
    let text = text_by_trying(&base64_bytes(name.as_bytes()));
    let is_clean = !text.contains('\u{fffd}') && !text.chars().any(char::is_control);
    // Words of letters alone decode to anything: only a name with one of the usual endings is meant.
    let is_name = has_han(&text) && text.contains('.') || ENDINGS.iter().any(|ending| text.ends_with(ending));
    (is_clean && is_name).then_some(text)
}

/// A name that is percent-encoded UTF-8 as a web page would write it, decoded; any other name as it is.
fn percent_name(name: String) -> String {
    if !name.is_ascii() || !name.contains('%') {
        return name;
    }
    match String::from_utf8(percent_bytes(name.as_bytes())) {
        Ok(decoded) if !decoded.is_ascii() => decoded,
        _ => name,
    }
}

/// All parameters after the first `;`, keys in lower case, values without their quotes.
fn parameters(raw: &[u8]) -> Vec<(String, Vec<u8>)> {
    let line = unfolded(raw);
    let mut found = Vec::new();
    for piece in split_outside_quotes(&line, b';').into_iter().skip(1) {
        let Some((key, value)) = split_at(piece, b'=') else {
            goes_on(&mut found, piece);
            continue;
        };
        let key = String::from_utf8_lossy(key.trim_ascii()).to_ascii_lowercase();
        found.push((key, unquoted(value.trim_ascii())));
    }
    found
}

/// A name written without quotes may hold a semicolon: what follows it then ends the name, where that has no ending yet.
fn goes_on(found: &mut [(String, Vec<u8>)], piece: &[u8]) {
    let Some((key, value)) = found.last_mut() else { return };
    let is_name = matches!(key.as_str(), "filename" | "name");
    if is_name && !value.contains(&b'.') && piece.contains(&b'.') {
        value.push(b';');
        value.extend_from_slice(piece.trim_ascii_end());
    }
}

pub(super) fn unquoted(value: &[u8]) -> Vec<u8> {
    let Some(inside) = value.strip_prefix(b"\"") else { return value.to_vec() };
    let inside = inside.strip_suffix(b"\"").unwrap_or(inside);
    let mut bytes = Vec::with_capacity(inside.len());
    let mut inside = inside.iter().copied().peekable();
    while let Some(byte) = inside.next() {
        // A GBK character may end in a backslash: only a quote or a backslash after one is an escape.
        match (byte, inside.peek()) {
            (b'\\', Some(b'"' | b'\\')) => bytes.extend(inside.next()),
            _ => bytes.push(byte),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use encoding_rs::GB18030;
    use proptest::prelude::*;

    fn coded(charset: &str, bytes: &[u8]) -> String {
        format!("=?{charset}?B?{}?=", base64::engine::general_purpose::STANDARD.encode(bytes))
    }

    #[test]
    fn names_in_every_shape_are_found() {
        let (gbk, ..) = GB18030.encode("开庭传票.pdf");
        let percent: String = gbk.iter().map(|byte| format!("%{byte:02X}")).collect();
        let (one, two) = percent.split_at(9);
        let continued = format!("attachment; filename*0*=gb18030''{one};\r\n filename*1*={two}");
        assert_eq!(parameter(continued.as_bytes(), "filename").as_deref(), Some("开庭传票.pdf"));
        let (one, two) = percent.split_at(13);
        let cut = format!("attachment; filename*0*=gb18030''{one};\r\n filename*1*={two}");
        assert_eq!(parameter(cut.as_bytes(), "filename").as_deref(), Some("开庭传票.pdf"));
        let mut raw = b"attachment; filename=\"".to_vec();
        raw.extend_from_slice(&gbk);
        raw.push(b'"');
        assert_eq!(parameter(&raw, "filename").as_deref(), Some("开庭传票.pdf"));
        let word = format!("attachment;\r\n filename=\"{}\"", coded("gbk", &gbk));
        assert_eq!(parameter(word.as_bytes(), "filename").as_deref(), Some("开庭传票.pdf"));
        assert_eq!(parameter(b"x; filename=\"%E4%BC%A0%E7%A5%A8.pdf\"", "filename").as_deref(), Some("传票.pdf"));
        assert_eq!(parameter(b"x; filename=\"&#20256;&#x7968;.pdf\"", "filename").as_deref(), Some("传票.pdf"));
        assert_eq!(parameter(b"x; filename=\"a&#1.pdf\"", "filename").as_deref(), Some("a&#1.pdf"));
        assert_eq!(parameter(b"x; filename=\"a;b.pdf\"; size=3", "filename").as_deref(), Some("a;b.pdf"));
        assert_eq!(parameter(b"x; name=a", "filename"), None);
        assert_eq!(
            parameter("x; filename=传票 1;2.pdf; size=3".as_bytes(), "filename").as_deref(),
            Some("传票 1;2.pdf")
        );
        assert_eq!(parameter(b"x; filename=a.pdf; b.c", "filename").as_deref(), Some("a.pdf"));
        let bare = format!("x; filename=\"{}\"", base64::engine::general_purpose::STANDARD.encode("传票.pdf"));
        assert_eq!(parameter(bare.as_bytes(), "filename").as_deref(), Some("传票.pdf"));
        assert_eq!(parameter(b"x; filename=abcdefgh", "filename").as_deref(), Some("abcdefgh"));
        assert_eq!(parameter(b"x; filename=\"My5wZGY=\"", "filename").as_deref(), Some("3.pdf"));
        let twice: String = "传票.pdf".bytes().map(char::from).collect();
        let twice = format!("x; filename=\"{twice}\"");
        assert_eq!(parameter(twice.as_bytes(), "filename").as_deref(), Some("传票.pdf"));
        let twice: String = gbk.iter().copied().map(char::from).collect();
        let twice = format!("x; filename=\"{twice}\"");
        assert_eq!(parameter(twice.as_bytes(), "filename").as_deref(), Some("开庭传票.pdf"));
        assert_eq!(parameter("x; filename=Aérésumé.pdf".as_bytes(), "filename").as_deref(), Some("Aérésumé.pdf"));
    }

    proptest! {
        #[test]
        fn nothing_breaks_the_decoder(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parameter(&bytes, "filename");
            let _ = raw_parameter(&bytes, "boundary");
        }
    }
}
