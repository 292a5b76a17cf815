//! Decodes headers from their raw bytes: encoded words, raw 8-bit text, addresses, dates.

use encoding_rs::{Encoding, GB18030, ISO_8859_15, UTF_8, WINDOWS_1252};

pub use super::date::{date, received};
use super::params::unquoted;
pub use super::params::{parameter, raw_parameter};
use super::seven;

/// Text of bytes in a named charset; where the name is unknown or wrong, by trying.
///
/// `gb2312` and `gbk` are read as GB18030, their superset, because that is what such senders really write. Chinese in
/// seven bits is read under its own name, and HZ also where no other charset is named.
pub fn text_in(charset: &str, bytes: &[u8]) -> String {
    let label = charset.trim().trim_matches('"').to_ascii_lowercase();
    let label = label.split('*').next().unwrap_or("");
    let in_seven_bits = match label {
        "hz-gb-2312" | "hz" | "hz-gb2312" | "x-hz" => seven::hz(bytes),
        "utf-7" | "utf7" | "unicode-1-1-utf-7" | "x-unicode-1-1-utf-7" | "unicode-2-0-utf-7" | "csunicode11utf7" => {
            seven::utf7(bytes)
        }
        "" | "us-ascii" | "ascii" | "gb2312" if seven::is_hz(bytes) => seven::hz(bytes),
        _ => None,
    };
    if let Some(text) = in_seven_bits {
        return text;
    }
    let encoding = match label {
        "gb2312" | "gbk" | "gb_2312-80" | "x-gbk" | "cp936" | "ms936" | "euc-cn" | "gb18030" => Some(GB18030),
        "" | "unknown" | "unknown-8bit" | "x-unknown" | "default" | "binary" | "us-ascii" | "ascii" => None,
        other => Encoding::for_label(other.as_bytes()),
    };
    match encoding {
        Some(encoding) if encoding == WINDOWS_1252 || encoding == ISO_8859_15 => {
            chinese_in(bytes).unwrap_or_else(|| encoding.decode(bytes).0.into_owned())
        }
        Some(encoding) => {
            let (text, _, is_broken) = encoding.decode(bytes);
            if is_broken { text_by_trying(bytes) } else { text.into_owned() }
        }
        None => text_by_trying(bytes),
    }
}

/// Chinese text under a Western label, as programs write that know no other: UTF-8, or bytes above ASCII that all come
/// in pairs, nearly all of them of GB2312. Western letters above ASCII stand alone.
fn chinese_in(bytes: &[u8]) -> Option<String> {
    if bytes.is_ascii() {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.to_owned());
    }
    let (mut pairs, mut common, mut rest) = (0_usize, 0_usize, bytes);
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        if first.is_ascii() {
            continue;
        }
        let (second, tail) = tail.split_first()?;
        rest = tail;
        pairs += 1;
        common += usize::from(matches!((first, second), (0xa1..=0xa9 | 0xb0..=0xf7, 0xa1..=0xfe)));
    }
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    let has_han = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    (has_han && common * 10 >= pairs * 9).then(|| text.into_owned())
}

/// Text of bytes whose charset nobody said: UTF-8 if it is valid, else GB18030 if it is valid, else a guess.
pub fn text_by_trying(bytes: &[u8]) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default()).0.into_owned();
    }
    for encoding in [UTF_8, GB18030] {
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
            return text.into_owned();
        }
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"cn"), chardetng::Utf8Detection::Allow);
    guess.decode(bytes).0.into_owned()
}

/// A header value on one line: line ends inside it removed (RFC 5322 section 2.2.3).
pub fn unfolded(raw: &[u8]) -> Vec<u8> {
    let joined: Vec<u8> = raw.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    joined.trim_ascii().to_vec()
}

/// One encoded word (RFC 2047): charset and decoded bytes, and what follows it.
struct Word<'a> {
    charset: &'a [u8],
    bytes: Vec<u8>,
    rest: &'a [u8],
}

fn word_at(text: &[u8]) -> Option<Word<'_>> {
    let inside = text.strip_prefix(b"=?")?;
    let (charset, inside) = split_at(inside, b'?')?;
    let (coding, inside) = split_at(inside, b'?')?;
    if !matches!(coding, b"B" | b"b" | b"Q" | b"q") {
        return None;
    }
    let end = inside.windows(2).position(|pair| pair == b"?=")?;
    let (coded, rest) = (inside.get(..end)?, inside.get(end + 2..)?);
    if charset.is_empty() || charset.iter().any(u8::is_ascii_whitespace) {
        return None;
    }
    let bytes = match coding {
        b"B" | b"b" => base64_bytes(coded),
        b"Q" | b"q" => quoted_bytes(coded),
        _ => return None,
    };
    Some(Word { charset, bytes, rest })
}

pub(super) fn split_at(text: &[u8], byte: u8) -> Option<(&[u8], &[u8])> {
    let at = text.iter().position(|candidate| *candidate == byte)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Bytes of base64 text; what is no base64 in it is passed over, missing padding is no matter.
pub fn base64_bytes(coded: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(coded.len() / 4 * 3);
    let (mut held, mut count) = (0_u32, 0_u32);
    for byte in coded {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            // Some senders join pieces that were each padded: a padding ends a group, not the text.
            b'=' => {
                (held, count) = (0, 0);
                continue;
            }
            _ => continue,
        };
        held = held << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((held >> count) as u8);
            held &= (1 << count) - 1;
        }
    }
    bytes
}

fn quoted_bytes(coded: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(coded.len());
    let mut at = 0;
    while let Some(byte) = coded.get(at) {
        match (byte, coded.get(at + 1).copied().and_then(hex), coded.get(at + 2).copied().and_then(hex)) {
            (b'=', Some(high), Some(low)) => {
                bytes.push(high << 4 | low);
                at += 2;
            }
            (b'_', ..) => bytes.push(b' '),
            _ => bytes.push(*byte),
        }
        at += 1;
    }
    bytes
}

pub(super) fn hex(byte: u8) -> Option<u8> {
    (byte as char).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Text of a header value. Adjacent encoded words of one charset are joined as bytes before they are decoded,
/// because Chinese senders cut them inside a character.
pub fn decoded(raw: &[u8]) -> String {
    let line = unfolded(raw);
    let mut rest = line.as_slice();
    let (mut text, mut plain) = (String::new(), Vec::new());
    // Behind the last end of a word none starts; looking for one at every place would take for ever.
    let last_end = line.windows(2).rposition(|pair| pair == b"?=").unwrap_or(0);
    while let Some(byte) = rest.first() {
        let is_before_end = line.len() - rest.len() < last_end;
        let Some(word) = Some(rest).filter(|_| is_before_end).and_then(word_at) else {
            plain.push(*byte);
            rest = rest.get(1..).unwrap_or_default();
            continue;
        };
        text.push_str(&text_by_trying(&plain));
        plain.clear();
        let charset = word.charset.to_ascii_lowercase();
        let mut bytes = word.bytes;
        rest = word.rest;
        while let Some(next) = next_word(rest, &charset) {
            bytes.extend(next.bytes);
            rest = next.rest;
        }
        text.push_str(&text_in(&String::from_utf8_lossy(&charset), &bytes));
        // White space between two encoded words is not text (RFC 2047 section 6.2).
        let trimmed = rest.trim_ascii_start();
        if word_at(trimmed).is_some() {
            rest = trimmed;
        }
    }
    text.push_str(&text_by_trying(&plain));
    text.replace(['\0', '\r', '\n'], "")
}

fn next_word<'a>(rest: &'a [u8], charset: &[u8]) -> Option<Word<'a>> {
    word_at(rest.trim_ascii_start()).filter(|word| word.charset.eq_ignore_ascii_case(charset))
}

pub(super) fn split_outside_quotes(line: &[u8], separator: u8) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let (mut start, mut is_quoted, mut depth) = (0, false, 0_usize);
    let mut before = 0;
    for (at, byte) in line.iter().copied().enumerate() {
        match byte {
            b'"' if before != b'\\' => is_quoted = !is_quoted,
            b'<' if !is_quoted => depth += 1,
            b'>' if !is_quoted => depth = depth.saturating_sub(1),
            _ if byte == separator && !is_quoted && depth == 0 => {
                pieces.extend(line.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
        before = byte;
    }
    pieces.extend(line.get(start..));
    pieces
}

/// The value before the first `;`, in lower case, such as a media type.
pub fn main_value(raw: &[u8]) -> String {
    let line = unfolded(raw);
    let first = line.split(|byte| *byte == b';').next().unwrap_or_default();
    String::from_utf8_lossy(first.trim_ascii()).to_ascii_lowercase()
}

/// An address with the name before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Decoded name.
    pub name: Option<String>,
    /// Address in lower case.
    pub address: String,
}

/// All addresses of a From, To, Cc or Reply-To value. The structure is read before anything is decoded,
/// so that a coded name cannot pose as an address.
pub fn addresses(raw: &[u8]) -> Vec<Address> {
    let line = unfolded(raw);
    split_outside_quotes(&line, b',').into_iter().filter_map(address).collect()
}

fn address(piece: &[u8]) -> Option<Address> {
    let piece = piece.trim_ascii();
    let close = piece.iter().rposition(|byte| *byte == b'>');
    let open = close.and_then(|close| piece.get(..close)?.iter().rposition(|byte| *byte == b'<'));
    let (name, inside) = match (open, close) {
        (Some(open), Some(close)) => (piece.get(..open)?, piece.get(open + 1..close)?),
        _ => (&[][..], piece),
    };
    let (inside, comment) = without_comment(inside);
    let name = if name.is_empty() { comment } else { name };
    let address = String::from_utf8_lossy(inside.trim_ascii()).to_lowercase();
    // A group's name and its colon (RFC 5322 section 3.4) stand before its first address.
    let address = address.rsplit(':').next().unwrap_or("").trim_end_matches(';').trim().to_owned();
    let name = decoded(&unquoted(name.trim_ascii()));
    let name = Some(name.trim().trim_matches('"').to_owned()).filter(|name| !name.is_empty());
    address.contains('@').then_some(Address { name, address })
}

/// An address and the comment behind it, as older programs write names: `sd@court.example.test (name)`.
fn without_comment(inside: &[u8]) -> (&[u8], &[u8]) {
    let comment = inside.strip_suffix(b")").and_then(|text| split_at(text, b'('));
    comment.unwrap_or((inside, &[]))
}

/// Message-IDs in a value, without angle brackets.
pub fn ids(raw: &[u8]) -> Vec<String> {
    let line = String::from_utf8_lossy(&unfolded(raw)).into_owned();
    let inside = line.split('<').skip(1).filter_map(|piece| piece.split('>').next());
    let found: Vec<String> = inside.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect();
    let bare = line.trim();
    if found.is_empty() && bare.contains('@') && !bare.contains(' ') { vec![bare.to_owned()] } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use proptest::prelude::*;

    fn coded(charset: &str, bytes: &[u8]) -> String {
        format!("=?{charset}?B?{}?=", base64::engine::general_purpose::STANDARD.encode(bytes))
    }

    #[test]
    fn words_cut_inside_a_character_are_joined() {
        let (bytes, ..) = GB18030.encode("（2026）沪0112民初12345号传票");
        let (one, two) = bytes.split_at(7);
        let value = format!("{}\r\n {}", coded("gb2312", one), coded("GB2312", two));
        assert_eq!(decoded(value.as_bytes()), "（2026）沪0112民初12345号传票");
    }

    #[test]
    fn raw_bytes_and_wrong_labels_are_read() {
        let (gbk, ..) = GB18030.encode("民事判决书");
        assert_eq!(decoded(&gbk), "民事判决书");
        assert_eq!(decoded("民事判决书".as_bytes()), "民事判决书");
        assert_eq!(text_in("utf-8", &gbk), "民事判决书");
        assert_eq!(text_in("x-nobody-knows", &gbk), "民事判决书");
        assert_eq!(decoded(b"=?utf-8?Q?=E4=BC=A0=E7=A5=A8_2?= x"), "传票 2 x");
    }

    #[test]
    fn a_coded_name_cannot_pose_as_an_address() {
        let value = format!("{} <evil@elsewhere.test>", coded("utf-8", "法院 <sd@court.example.test>".as_bytes()));
        let found = addresses(value.as_bytes());
        assert_eq!(found[0].address, "evil@elsewhere.test");
        assert_eq!(addresses(b"\"A, B\" <A@X.test>, c@y.test").len(), 2);
    }

    #[test]
    fn a_western_label_over_chinese_bytes_is_not_believed() {
        let (gbk, ..) = GB18030.encode("（2026）沪0112民初1号 传票");
        for label in ["iso-8859-1", "windows-1252", "latin1", "ISO-8859-15"] {
            assert_eq!(text_in(label, &gbk), "（2026）沪0112民初1号 传票", "{label}");
            assert_eq!(text_in(label, "传票".as_bytes()), "传票", "{label}");
            assert_eq!(text_in(label, b"caf\xe9 na\xefve \xdcbung"), "café naïve Übung", "{label}");
        }
    }

    proptest! {
        #[test]
        fn nothing_breaks_the_decoder(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decoded(&bytes);
            let _ = addresses(&bytes);
            let _ = ids(&bytes);
        }

        #[test]
        fn any_text_cut_anywhere_comes_back(text in "[\\u{4e00}-\\u{9fa5}]{1,20}", cut in 0usize..40) {
            let (bytes, ..) = GB18030.encode(&text);
            let cut = cut.min(bytes.len());
            let (one, two) = bytes.split_at(cut);
            let value = format!("{} {}", coded("gbk", one), coded("gbk", two));
            prop_assert_eq!(decoded(value.as_bytes()), text);
        }
    }
}
