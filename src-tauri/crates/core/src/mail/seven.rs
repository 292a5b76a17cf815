//! Text in seven bits, as older gateways send it: HZ (RFC 1843) and UTF-7 (RFC 2152).

use encoding_rs::GBK;

use super::coding::value_of;

/// Text in HZ: what stands between `~{` and `~}` is GB 2312 without its high bits. `None` where it is not well formed.
pub fn hz(bytes: &[u8]) -> Option<String> {
    let mut text = String::new();
    let mut rest = bytes;
    let mut is_chinese = false;
    while let Some((first, tail)) = rest.split_first() {
        if *first >= 0x80 {
            return None;
        }
        match (is_chinese, *first, tail.first()) {
            (_, b'~', Some(b'{' | b'}')) => {
                is_chinese = tail.first() == Some(&b'{');
                rest = tail.get(1..)?;
            }
            (false, b'~', Some(b'~')) => {
                text.push('~');
                rest = tail.get(1..)?;
            }
            // A line that goes on.
            (false, b'~', Some(b'\n')) => rest = tail.get(1..)?,
            // A line ends the Chinese, whatever stands in it.
            (_, b'\n' | b'\r', _) => {
                is_chinese = false;
                text.push(char::from(*first));
                rest = tail;
            }
            (true, first @ 0x21..=0x7e, Some(second @ 0x21..=0x7e)) => {
                let pair = [first | 0x80, second | 0x80];
                text.push_str(&GBK.decode_without_bom_handling_and_without_replacement(&pair)?);
                rest = tail.get(1..)?;
            }
            (true, b' ', _) | (false, ..) => {
                text.push(char::from(*first));
                rest = tail;
            }
            (true, ..) => return None,
        }
    }
    Some(text)
}

/// Whether bytes that name no charset are HZ: Chinese in well-formed brackets, and nothing above ASCII.
pub fn is_hz(bytes: &[u8]) -> bool {
    let has = |mark: &[u8]| bytes.windows(2).any(|pair| pair == mark);
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    has(b"~{") && has(b"~}") && hz(bytes).is_some_and(|text| text.chars().filter(|c| is_han(*c)).count() >= 2)
}

/// Text in UTF-7. Never guessed: only what says that it is UTF-7 is read as such. `None` where it is not well formed.
pub fn utf7(bytes: &[u8]) -> Option<String> {
    let mut text = String::new();
    let mut rest = bytes;
    while let Some((first, tail)) = rest.split_first() {
        if *first >= 0x80 {
            return None;
        }
        if *first != b'+' {
            text.push(char::from(*first));
            rest = tail;
            continue;
        }
        let coded = tail.iter().take_while(|byte| value_of(**byte).is_some()).count();
        let (run, behind) = tail.split_at_checked(coded)?;
        match (run.is_empty(), behind.first()) {
            (true, Some(b'-')) => text.push('+'),
            (true, _) => return None,
            (false, _) => text.push_str(&utf16(run)?),
        }
        rest = behind.strip_prefix(b"-").unwrap_or(behind);
    }
    Some(text)
}

/// UTF-16 written in base64 without padding.
fn utf16(run: &[u8]) -> Option<String> {
    let (mut units, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for byte in run {
        held = (held << 6) | u32::from(value_of(*byte)?);
        bits += 6;
        if bits >= 16 {
            bits -= 16;
            units.push(u16::try_from((held >> bits) & 0xffff).ok()?);
            held &= (1 << bits) - 1;
        }
    }
    let is_padding = bits < 6 && held == 0;
    is_padding.then(|| String::from_utf16(&units).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("~{4+F1~}", Some("传票"))]
    #[case("No.1 ~{4+F1~} ~~ ok", Some("No.1 传票 ~ ok"))]
    #[case("~{4+F1\r\nplain", Some("传票\r\nplain"))]
    #[case("a~\nb", Some("ab"))]
    #[case("~{4~}", None)]
    #[case("~{4+F", None)]
    fn hz_is_read(#[case] coded: &str, #[case] expected: Option<&str>) {
        assert_eq!(hz(coded.as_bytes()).as_deref(), expected);
    }

    #[rstest]
    #[case("+TyB5aA-", Some("传票"))]
    #[case("1 +- 1 = 2, +TyB5aA.", Some("1 + 1 = 2, 传票."))]
    #[case("+2D3eAA-", Some("\u{1f600}"))]
    #[case("+", None)]
    #[case("+Ty-", None)]
    #[case("\u{4f20}", None)]
    fn utf_7_is_read(#[case] coded: &str, #[case] expected: Option<&str>) {
        assert_eq!(utf7(coded.as_bytes()).as_deref(), expected);
    }

    #[test]
    fn only_chinese_in_its_brackets_is_taken_for_hz() {
        assert!(is_hz(b"~{4+F1~}"));
        for other in ["~{4+~} alone", "path ~{a,b}", "~{~}", "plain", "~{!!!!~}"] {
            assert!(!is_hz(other.as_bytes()), "{other}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_return(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = (hz(&bytes), utf7(&bytes), is_hz(&bytes));
        }

        #[test]
        fn what_was_written_in_hz_is_read_again(
            pairs in proptest::collection::vec((0x30_u8..=0x56, 0x21_u8..=0x7e), 1..30),
            plain in "[a-z ]{0,8}",
        ) {
            let bytes: Vec<u8> = pairs.iter().flat_map(|(first, second)| [*first, *second]).collect();
            let high: Vec<u8> = bytes.iter().map(|byte| byte | 0x80).collect();
            let chinese = GBK.decode(&high).0.into_owned();
            let written = [plain.as_bytes(), b"~{", &bytes, b"~}", plain.as_bytes()].concat();
            prop_assert_eq!(hz(&written), Some(format!("{plain}{chinese}{plain}")));
        }
    }
}
