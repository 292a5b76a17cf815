//! A pasted or dropped message (12368 or a platform's SMS) as an arrival of its own: kept, read and judged like a mail.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::connect::{Arrival, Sighting};

pub use songda_core::channel::PASTE;

/// Longest message taken in, in characters; a long SMS has some hundred.
const LONGEST: usize = 20_000;

/// A pasted message as an arrival; none for one without a word. The same text always becomes the same bytes, so that
/// pasting it twice is one arrival.
///
/// It names no sender: the number a message came from proves nothing and is not asked for. It is never believed by
/// itself, and its links are followed only when a person says so.
pub fn arrival(text: &str) -> Option<Arrival> {
    let text: String = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").trim().chars().take(LONGEST).collect();
    if text.is_empty() {
        return None;
    }
    let first: String = text.lines().next().unwrap_or("").chars().take(40).collect();
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
    Some(Arrival { raw: raw.into(), sighting, after: None })
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
        assert!(arrival(" \r\n ").is_none());
    }
}
