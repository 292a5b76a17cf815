//! Text of scans, read by the system's tesseract where it is present. What it reads is marked: it may be misread.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use songda_core::doubt::Doubt;
use songda_core::intake::DocumentText;
use songda_core::mail::{Became, Mail};

use super::{outside, pdf};

/// Most pages of all scans of a mail that are read.
const MOST_PAGES: usize = 20;
/// Longest time spent on one page.
const PAGE_PATIENCE: Duration = Duration::from_secs(20);
/// Most bytes of text one page may have.
const MOST_TEXT: usize = 1 << 20;
/// Languages asked for: court papers are Chinese with digits and Latin letters.
const LANGUAGES: &str = "chi_sim+eng";

/// Reads the scans among the documents that have no text, as long as `patience` lasts; gives the parts read so.
pub fn read(mail: &Mail, texts: &mut BTreeMap<String, DocumentText>, patience: Duration) -> BTreeSet<String> {
    // Looked for only where there is something for it to read.
    let mut program = None;
    let started = Instant::now();
    let mut read = BTreeSet::new();
    let mut left = MOST_PAGES;
    let is_mute =
        |text: Option<&DocumentText>| text.is_none_or(|text| text.pages.iter().all(|page| page.trim().is_empty()));
    for part in mail.parts.iter().filter(|part| part.became == Became::Document) {
        if !is_mute(texts.get(&part.path)) || left == 0 {
            continue;
        }
        if program.is_none() {
            program = outside::find(&["tesseract"]);
        }
        let Some(program) = &program else { break };
        let mut pages = Vec::new();
        for picture in pictures_of(&part.bytes, left) {
            let patience = PAGE_PATIENCE.min(patience.saturating_sub(started.elapsed()));
            if patience.is_zero() {
                break;
            }
            left -= 1;
            let args = ["stdin", "stdout", "-l", LANGUAGES, "--psm", "6"];
            let said = outside::run(program, &args, &picture, MOST_TEXT, patience).unwrap_or_default();
            pages.push(tidy(&String::from_utf8_lossy(&said)));
        }
        if pages.iter().any(|page| !page.trim().is_empty()) {
            read.insert(part.path.clone());
            texts.insert(part.path.clone(), DocumentText { pages });
        }
    }
    read
}

/// What a person must know of texts that were read off a picture.
pub fn doubts(read: &BTreeSet<String>) -> Vec<Doubt> {
    let says = "扫描件的文字由文字识别（OCR）读出，可能有误，请对照原件";
    read.iter().map(|path| Doubt::part("text-by-ocr", path, says)).collect()
}

/// The pictures of a document, one a page: the file itself, or what its PDF pages show.
fn pictures_of(bytes: &[u8], most: usize) -> Vec<Vec<u8>> {
    let is_picture = bytes.starts_with(b"\x89PNG")
        || bytes.starts_with(b"\xff\xd8\xff")
        || bytes.starts_with(b"II*\0")
        || bytes.starts_with(b"MM\0*")
        || bytes.starts_with(b"BM");
    match is_picture {
        true => vec![bytes.to_vec()],
        false if bytes.starts_with(b"%PDF") => pdf::pictures(bytes, most),
        false => Vec::new(),
    }
}

/// Blanks that the reader sets between Chinese characters are none of the paper's.
fn tidy(text: &str) -> String {
    let is_wide = |c: char| ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c);
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_between =
            c == ' ' && (out.chars().next_back().is_some_and(is_wide) || chars.peek().copied().is_some_and(is_wide));
        if !is_between && c != '\u{c}' {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_between_characters_go_and_those_between_words_stay() {
        assert_eq!(tidy("传 票\n案 号 : (2026) 沪 0112 民 初 1 号\nA B\u{c}"), "传票\n案号: (2026)沪0112民初1号\nA B");
    }

    #[test]
    fn only_scans_are_pictures() {
        assert_eq!(pictures_of(b"\x89PNG\r\n", 9).len(), 1);
        assert!(pictures_of(b"%PDF-1.4 broken", 9).is_empty());
        assert!(pictures_of(b"text", 9).is_empty());
    }
}
