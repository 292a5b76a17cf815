//! Undoes transfer encodings: base64, quoted-printable, uuencode; says when the bytes were not as they should be.

/// Decoded bytes, and what was wrong with the encoding.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Code and plain words of what was wrong.
    pub wrong: Option<(&'static str, String)>,
}

/// Undoes a Content-Transfer-Encoding (RFC 2045 section 6). One that nobody knows leaves the bytes as they are.
pub fn undo(encoding: &str, body: &[u8]) -> Decoded {
    let word = encoding.split([' ', ';', '(']).next().unwrap_or("").trim_matches('"');
    match word {
        "base64" | "b" => base64(body),
        "quoted-printable" | "q" => Decoded { bytes: quoted_printable(body), wrong: None },
        "x-uuencode" | "uuencode" | "x-uue" | "uue" => match uuencoded(body).into_iter().next() {
            Some(found) => Decoded { bytes: found.bytes, wrong: None },
            None => Decoded {
                bytes: body.to_vec(),
                wrong: Some(("transfer-encoding-broken", "声明为 uuencode，内容不是".into())),
            },
        },
        "" | "7bit" | "8bit" | "binary" | "7-bit" | "8-bit" | "none" => plain(body),
        other => Decoded {
            bytes: body.to_vec(),
            wrong: Some(("transfer-encoding-unknown", format!("不认识的传输编码 {other}，按原样保存"))),
        },
    }
}

/// Bytes that claim no encoding. A PDF or archive whose base64 was forgotten to be named is decoded all the same.
fn plain(body: &[u8]) -> Decoded {
    let text = body.trim_ascii_start();
    let is_forgotten = [&b"JVBERi0"[..], b"UEsDB", b"0M8R4KGx", b"N3q8ry"].iter().any(|start| text.starts_with(start))
        && text.iter().all(|byte| value_of(*byte).is_some() || byte.is_ascii_whitespace() || *byte == b'=');
    if is_forgotten {
        let wrong = Some(("transfer-encoding-wrong", "内容是 base64 而未声明，已按 base64 解码".to_owned()));
        return Decoded { bytes: base64(body).bytes, wrong };
    }
    Decoded { bytes: body.to_vec(), wrong: None }
}

/// What a character of base64 stands for.
pub(super) fn value_of(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

/// Bytes of base64 text. Characters outside the alphabet are passed over (RFC 2045 section 6.8). Pieces that were each
/// padded are joined; plain text after the padding, such as a list's footer, is not taken for data.
pub fn base64(body: &[u8]) -> Decoded {
    let mut bytes = Vec::with_capacity(body.len() / 4 * 3);
    let (mut held, mut count, mut strange) = (0_u32, 0_u32, 0_usize);
    let mut wrong = None;
    // After a padding the data goes on only if nothing but data follows, to the end.
    let is_strange = |byte: &u8| value_of(*byte).is_none() && *byte != b'=' && !byte.is_ascii_whitespace();
    let last_strange = body.iter().rposition(is_strange);
    let last_padding = body.iter().rposition(|byte| *byte == b'=').unwrap_or(0);
    let last_values = body.iter().skip(last_padding).filter(|byte| value_of(**byte).is_some()).count();
    let is_data_last = last_values > 0 && last_values % 4 == 0;
    for (at, byte) in body.iter().enumerate() {
        if let Some(value) = value_of(*byte) {
            held = held << 6 | u32::from(value);
            count += 1;
            if count == 4 {
                bytes.extend_from_slice(held.to_be_bytes().get(1..).unwrap_or_default());
                (held, count) = (0, 0);
            }
        } else if *byte == b'=' {
            flush(&mut bytes, held, count);
            (held, count) = (0, 0);
            if last_strange.is_none_or(|last| last < at) && (at < last_padding || is_data_last) {
                continue;
            }
            let rest = body.get(at + 1..).unwrap_or_default();
            let tail = rest.iter().filter(|byte| !byte.is_ascii_whitespace() && **byte != b'=').count();
            if tail > 0 {
                wrong = Some(("transfer-encoding-broken", format!("base64 结束后还有 {tail} 个字符，未作为内容")));
            }
            break;
        } else if !byte.is_ascii_whitespace() {
            strange += 1;
        }
    }
    if count == 1 {
        wrong = wrong.or(Some(("transfer-encoding-broken", "base64 在字节中间断开".to_owned())));
    }
    flush(&mut bytes, held, count);
    if strange > 0 {
        wrong = Some(("transfer-encoding-broken", format!("base64 中有 {strange} 个不属于它的字符")));
    }
    Decoded { bytes, wrong }
}

fn flush(bytes: &mut Vec<u8>, held: u32, count: u32) {
    match count {
        2 => bytes.push((held >> 4) as u8),
        3 => bytes.extend_from_slice((held >> 2).to_be_bytes().get(2..).unwrap_or_default()),
        _ => {}
    }
}

/// Bytes of quoted-printable text (RFC 2045 section 6.7); an `=` that starts no code stays.
pub fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(byte) = body.get(at).copied() {
        if byte != b'=' {
            bytes.push(byte);
            at += 1;
            continue;
        }
        let tail = body.get(at + 1..).unwrap_or_default();
        if let Some([high, low]) = tail.get(..2)
            && let (Some(high), Some(low)) = (hex(*high), hex(*low))
        {
            bytes.push(high << 4 | low);
            at += 3;
            continue;
        }
        let blanks = tail.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        match (tail.get(blanks), tail.get(blanks + 1)) {
            (Some(b'\r'), Some(b'\n')) => at += blanks + 3,
            (Some(b'\r' | b'\n'), _) => at += blanks + 2,
            (None, _) => at += blanks + 1,
            _ => {
                bytes.push(b'=');
                at += 1;
            }
        }
    }
    bytes
}

fn hex(byte: u8) -> Option<u8> {
    (byte as char).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// One uuencoded file inside a text.
#[derive(Debug, PartialEq, Eq)]
pub struct Uuencoded {
    /// Name as written, raw.
    pub name: Vec<u8>,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Where it starts in the text, and where the text goes on.
    pub span: (usize, usize),
}

/// All files that stand uuencoded in a text (`begin 644 name` … `end`). One without its `end` is none.
pub fn uuencoded(text: &[u8]) -> Vec<Uuencoded> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(line) = super::block::line_at(text, at) {
        let start = line.start;
        at = line.next;
        let Some(name) = text.get(line.start..line.end).and_then(begin_of) else { continue };
        let mut bytes = Vec::new();
        let mut inner = line.next;
        while let Some(data) = super::block::line_at(text, inner) {
            inner = data.next;
            let row = text.get(data.start..data.end).unwrap_or_default().trim_ascii_end();
            if row == b"end" {
                found.push(Uuencoded { name: name.to_vec(), bytes: std::mem::take(&mut bytes), span: (start, inner) });
                at = inner;
                break;
            }
            if !push_row(&mut bytes, row) {
                break;
            }
        }
    }
    found
}

fn begin_of(line: &[u8]) -> Option<&[u8]> {
    let tail = line.strip_prefix(b"begin ")?;
    let mode = tail.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let name = tail.get(mode..)?.strip_prefix(b" ")?.trim_ascii();
    ((3..=4).contains(&mode) && !name.is_empty()).then_some(name)
}

/// Appends one row; `false` when it is none.
fn push_row(bytes: &mut Vec<u8>, row: &[u8]) -> bool {
    let six = |byte: u8| u32::from(byte.wrapping_sub(32) & 63);
    let Some((length, row)) = row.split_first() else { return true };
    if !(32..=96).contains(length) || row.iter().any(|byte| !(32..=96).contains(byte)) {
        return false;
    }
    let length = six(*length) as usize;
    let before = bytes.len();
    for group in row.chunks(4) {
        let held = (0..4).fold(0, |held, nth| held << 6 | group.get(nth).map_or(0, |byte| six(*byte)));
        bytes.extend_from_slice(held.to_be_bytes().get(1..).unwrap_or_default());
    }
    bytes.resize(before + length, 0);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use proptest::prelude::*;

    #[test]
    fn padded_pieces_are_joined_and_a_footer_is_not_data() {
        assert_eq!(base64(b"YQ==\r\nYmM=\r\n").bytes, b"abc");
        let footer = base64(b"YWJj\nZA==\n____\nThe list's footer\n");
        assert_eq!(footer.bytes, b"abcd");
        assert!(footer.wrong.is_some());
        assert!(base64(b"YW*Jj").wrong.is_some());
        assert_eq!(base64(b"YWJjZA").bytes, b"abcd");
        assert_eq!(base64(b"YWJjZA== ignored").bytes, b"abcd");
    }

    #[test]
    fn soft_line_ends_and_loose_signs() {
        assert_eq!(quoted_printable(b"a=\r\nb= \nc=E4=BC=A0 1=2=x="), "abc传 1=2=x".as_bytes());
    }

    #[test]
    fn files_inside_a_text_are_found() {
        let text = b"see\nbegin 644 a.txt\n#0V%T\n`\nend\nafter";
        let found = uuencoded(text);
        assert_eq!((found[0].name.as_slice(), found[0].bytes.as_slice()), (&b"a.txt"[..], &b"Cat"[..]));
        assert_eq!(&text[found[0].span.1..], b"after");
        assert!(uuencoded(b"begin 644 a.txt\n#0V%T\n").is_empty());
    }

    #[test]
    fn an_unknown_encoding_keeps_the_bytes() {
        let decoded = undo("x-nobody", b"abc");
        assert_eq!(decoded.bytes, b"abc");
        assert_eq!(decoded.wrong.map(|(code, _)| code), Some("transfer-encoding-unknown"));
        assert_eq!(undo("", b"JVBERi0xLjQK").bytes, b"%PDF-1.4\n");
    }

    proptest! {
        #[test]
        fn what_was_encoded_comes_back(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let coded = base64::engine::general_purpose::STANDARD.encode(&bytes);
            let lines: Vec<String> = coded.as_bytes().chunks(76).map(|it| String::from_utf8_lossy(it).into_owned()).collect();
            let decoded = base64(lines.join("\r\n").as_bytes());
            prop_assert_eq!(decoded.bytes, bytes.clone());
            prop_assert_eq!(decoded.wrong, None);
            let quoted: String = bytes.iter().map(|byte| format!("={byte:02X}")).collect();
            prop_assert_eq!(quoted_printable(quoted.as_bytes()), bytes);
        }
    }
}
