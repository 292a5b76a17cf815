//! A pasted or dropped message (12368 or a platform's SMS) as an arrival of its own: kept, read and judged like a mail.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::connect::{Arrival, Sighting};
use crate::view::Problem;

pub use songda_core::channel::PASTE;

/// Longest message taken in, in characters; a long SMS has some hundred.
const LONGEST: usize = 20_000;

/// Most bytes that are read of what may be a message: more is too long in any encoding.
pub const LONGEST_BYTES: u64 = 1 << 20;

/// The text of a file, in UTF-8, UTF-16 with its mark, or GB 18030, as programs on Chinese computers write it.
pub fn text_of(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Longest subject, in characters.
const LONGEST_SUBJECT: usize = 40;

/// The beginning of a line, for a subject. It never ends within a number: half a case number is another case's.
fn beginning(line: &str) -> &str {
    let Some((end, _)) = line.char_indices().nth(LONGEST_SUBJECT) else { return line };
    let (head, rest) = line.split_at(end);
    let goes_on = |c: char| c.is_numeric() || c.is_ascii_alphanumeric();
    if !rest.trim_start().starts_with(goes_on) {
        return head;
    }
    head.trim_end_matches(|c: char| goes_on(c) || c.is_whitespace())
}

/// A pasted message as an arrival. The same text always becomes the same bytes, so that
/// pasting it twice is one arrival.
///
/// It names no sender: the number a message came from proves nothing and is not asked for. It is never believed by
/// itself, and its links are followed only when a person says so.
///
/// # Errors
/// `paste.empty` for one without a word, `paste.too-long` for one that is no message: what is left out might be its link.
pub fn arrival(text: &str) -> Result<Arrival, Problem> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").trim().to_owned();
    if text.is_empty() {
        return Err(Problem::new("paste.empty", []));
    }
    let length = text.chars().count();
    if length > LONGEST {
        return Err(Problem::new("paste.too-long", [length.to_string(), LONGEST.to_string()]));
    }
    let first = beginning(text.lines().next().unwrap_or(""));
    let mut raw = format!(
        "Subject: =?utf-8?B?{}?=\r\nX-Songda-Channel: paste\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        STANDARD.encode(first)
    )
    .into_bytes();
    for line in STANDARD.encode(text.replace('\n', "\r\n")).as_bytes().chunks(76) {
        raw.extend_from_slice(line);
        raw.extend_from_slice(b"\r\n");
    }
    let sighting = Sighting {
        mailbox: PASTE.to_owned(),
        folder: String::new(),
        uid: None,
        file: None,
        internal_date: None,
        provenance: None,
    };
    Ok(Arrival { raw: raw.into(), sighting, after: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_becomes_a_mail_that_says_the_same() {
        let text = "【上海市闵行区人民法院】您有（2026）沪0112民初12345号案件文书，请查收：\r\nhttps://zxfw.court.gov.cn/zxfw/#/pagesAjkj/app/wssd/index?qdbh=1&sdbh=2&sdsin=3";
        let first = arrival(text).unwrap();
        let (mail, _) = songda_core::mail::read(&first.raw.read().unwrap());
        assert!(mail.text.contains("（2026）沪0112民初12345号"), "{}", mail.text);
        assert_eq!(mail.links.len(), 1, "{:?}", mail.links);
        let again = arrival(&format!("\u{feff}{}\n", text.replace("\r\n", "\n"))).unwrap();
        assert_eq!(again.raw.digest(), first.raw.digest());
        assert_eq!(arrival(" \r\n ").unwrap_err().code, "paste.empty");
        assert!(arrival(&"字".repeat(LONGEST)).is_ok());
        let refused = arrival(&"字".repeat(LONGEST + 1)).unwrap_err();
        assert_eq!((refused.code.as_str(), refused.facts[0].as_str()), ("paste.too-long", "20001"));
    }

    #[test]
    fn a_subject_never_ends_within_a_number() {
        let text = |ahead: usize| format!("{}（2026）沪0112民初12345号文书", "字".repeat(ahead));
        for ahead in 0..45 {
            let line = text(ahead);
            let subject = beginning(&line);
            let rest = line.strip_prefix(subject).unwrap();
            assert!(subject.chars().count() <= LONGEST_SUBJECT);
            let is_cut = |c: char| c.is_ascii_digit();
            assert!(rest.is_empty() || !(subject.ends_with(is_cut) && rest.starts_with(is_cut)), "{subject}|{rest}");
        }
        assert_eq!(beginning(&text(27)), format!("{}（2026）沪0112民初", "字".repeat(27)));
        assert_eq!(beginning("短"), "短");
    }

    #[test]
    fn a_file_is_read_in_the_encoding_it_was_written_in() {
        let text = "【上海市闵行区人民法院】请查收";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            encoding_rs::GBK.encode(text).0.into_owned(),
            [b"\xff\xfe".as_slice(), &utf16].concat(),
        ] {
            assert_eq!(text_of(&bytes), text);
        }
    }
}
