//! Lines of a server that mean well and are not written as they should be: mended before they are read.
//!
//! Only answers in words (OK, NO, BAD, BYE, PREAUTH) are touched; data never is.

/// Mends an answer in words: words that are no UTF-8 are read as GB 18030, which covers GBK and GB 2312, and words that
/// follow a code without a blank get one. What is well stays as it is.
pub fn mend(line: &mut Vec<u8>) {
    let Some(words) = words_at(line) else { return };
    if std::str::from_utf8(line).is_err() {
        let (text, _, _) = encoding_rs::GB18030.decode(line.get(words..).unwrap_or_default());
        let text = text.into_owned().into_bytes();
        line.truncate(words);
        line.extend_from_slice(&text);
    }
    let code = line.get(words..).filter(|rest| rest.first() == Some(&b'['));
    let end = code.and_then(|code| code.iter().position(|byte| *byte == b']'));
    if let Some(after) = end.map(|end| words + end + 1)
        && line.get(after).is_some_and(|byte| !matches!(byte, b' ' | b'\r' | b'\n'))
    {
        line.insert(after, b' ');
    }
}

/// Where the words of an answer begin: behind `* OK ` or the like; none where the line is no answer in words.
fn words_at(line: &[u8]) -> Option<usize> {
    let tag = line.iter().position(|byte| *byte == b' ')? + 1;
    // A tag is letters and digits (RFC 9051 section 9); anything else is no beginning of an answer.
    let is_tag = |tag: &[u8]| tag == b"*" || (!tag.is_empty() && tag.iter().all(u8::is_ascii_alphanumeric));
    if !is_tag(line.get(..tag - 1)?) {
        return None;
    }
    let word = line.get(tag..)?.iter().position(|byte| *byte == b' ')? + tag;
    let status = line.get(tag..word)?;
    let known = [&b"OK"[..], b"NO", b"BAD", b"BYE", b"PREAUTH"];
    known.iter().any(|known| status.eq_ignore_ascii_case(known)).then_some(word + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mended(line: &[u8]) -> Vec<u8> {
        let mut line = line.to_vec();
        mend(&mut line);
        line
    }

    #[test]
    fn words_become_readable_and_data_stays_as_it_is() {
        assert_eq!(mended("* OK [ALERT]中文\r\n".as_bytes()), "* OK [ALERT] 中文\r\n".as_bytes());
        let (gbk, _, _) = encoding_rs::GBK.encode("登录失败");
        let said = [b"A0001 NO [AUTHENTICATIONFAILED]", &gbk[..], b"\r\n"].concat();
        assert_eq!(mended(&said), "A0001 NO [AUTHENTICATIONFAILED] 登录失败\r\n".as_bytes());
        let data = [b"* LIST () \"/\" \"", &gbk[..], b"\"\r\n"].concat();
        for well in
            [&b"* OK [UIDVALIDITY 3] fine\r\n"[..], b"* OK [READ-ONLY]\r\n", b"* 3 EXISTS\r\n", b"+ go\r\n", &data]
        {
            assert_eq!(mended(well), well);
        }
    }

    proptest! {
        #[test]
        fn every_line_in_words_can_be_read(status in "(\\* |A1 )(OK|NO|BAD|BYE) ", words in proptest::collection::vec(any::<u8>(), 0..60)) {
            let words: Vec<u8> = words.into_iter().filter(|byte| !matches!(byte, b'\r' | b'\n' | 0)).collect();
            let line = mended(&[status.as_bytes(), &words, b"\r\n"].concat());
            prop_assert!(std::str::from_utf8(&line).is_ok());
            prop_assert_eq!(mended(&line), line);
        }
    }
}
