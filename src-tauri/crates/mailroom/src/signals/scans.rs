//! Text of scans, read by the system's tesseract where it is present. What it reads is marked: it may be misread.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use songda_core::doubt::Doubt;
use songda_core::intake::DocumentText;
use songda_core::mail::{Became, Mail};

use super::{outside, pdf};

/// Most pages of all scans of a mail that are read.
const MOST_PAGES: usize = 20;
/// Longest time spent on one page.
const PAGE_PATIENCE: Duration = Duration::from_secs(20);
/// Longest time spent on taking the pictures out of one document.
const PICTURES_PATIENCE: Duration = Duration::from_secs(5);
/// Most bytes of text one page may have.
const MOST_TEXT: usize = 1 << 20;
/// Languages asked for: court papers are Chinese with digits and Latin letters.
const LANGUAGES: &str = "chi_sim+eng";

/// What became of the scans of a mail.
#[derive(Debug, Default)]
pub struct Scans {
    /// Parts whose text was read off pictures.
    pub read: BTreeSet<String>,
    /// Parts of which pages were left, and how many: the reader gave up, or the time was over.
    left: BTreeMap<String, usize>,
}

/// Reads the documents and pages that have no text, as long as `patience` lasts.
pub fn read(mail: &Mail, texts: &mut BTreeMap<String, DocumentText>, patience: Duration) -> Scans {
    // Looked for only where there is something for it to read.
    let mut program = None;
    let started = Instant::now();
    let mut scans = Scans::default();
    let mut left = MOST_PAGES;
    for part in mail.parts.iter().filter(|part| part.became == Became::Document) {
        let wanted: Vec<usize> = match texts.get(&part.path) {
            Some(text) => text.mute.iter().copied().take(left).collect(),
            // A PDF that could not be looked through for its text is not looked through for its pictures either.
            None if is_pdf(&part.bytes) || left == 0 => Vec::new(),
            None => vec![0],
        };
        if wanted.is_empty() {
            continue;
        }
        if program.is_none() {
            program = outside::find(&["tesseract"]);
        }
        let Some(program) = &program else { break };
        let mut unread = 0;
        for (page, picture) in pictures_of(&part.bytes, &wanted) {
            left = left.saturating_sub(1);
            let patience = PAGE_PATIENCE.min(patience.saturating_sub(started.elapsed()));
            let args = ["stdin", "stdout", "-l", LANGUAGES, "--psm", "6"];
            let said = match patience.is_zero() {
                true => None,
                false => outside::run(program, &args, &picture, MOST_TEXT, patience),
            };
            unread += usize::from(said.is_none());
            let said = tidy(&String::from_utf8_lossy(&said.unwrap_or_default()));
            if !said.trim().is_empty() {
                add(texts.entry(part.path.clone()).or_default(), page, &said);
                scans.read.insert(part.path.clone());
            }
        }
        if unread > 0 && scans.read.contains(&part.path) {
            scans.left.insert(part.path.clone(), unread);
        }
    }
    scans
}

/// Puts what was read off a page behind what stands there as text: a stamp, the number of the page.
fn add(text: &mut DocumentText, page: usize, said: &str) {
    if text.pages.len() <= page {
        text.pages.resize(page + 1, String::new());
    }
    if let Some(known) = text.pages.get_mut(page) {
        if !known.trim().is_empty() {
            known.push('\n');
        }
        known.push_str(said);
    }
    text.mute.remove(&page);
}

/// What a person must know of texts that were read off a picture.
pub fn doubts(scans: &Scans) -> Vec<Doubt> {
    let says = "扫描件的文字由文字识别（OCR）读出，可能有误，请对照原件";
    let left = |(path, pages): (&String, &usize)| {
        Doubt::part("text-not-read", path, format!("扫描件有 {pages} 页没有识别完，请打开查看"))
    };
    let read = scans.read.iter().map(|path| Doubt::part("text-by-ocr", path, says));
    read.chain(scans.left.iter().map(left)).collect()
}

fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF")
}

/// The pictures of a PDF. What looks through it may be led astray without end, and is left behind then.
fn pictures_of_pdf(bytes: &[u8], wanted: &[usize]) -> Vec<(usize, Vec<u8>)> {
    let (sender, answer) = mpsc::channel();
    let (bytes, wanted) = (bytes.to_vec(), wanted.to_vec());
    std::thread::spawn(move || {
        // Who asked may have gone on.
        let _ = sender.send(pdf::pictures(&bytes, &wanted));
    });
    answer.recv_timeout(PICTURES_PATIENCE).unwrap_or_default()
}

/// The pictures of the pages asked for: the file itself, or what pages of a PDF show.
fn pictures_of(bytes: &[u8], wanted: &[usize]) -> Vec<(usize, Vec<u8>)> {
    let is_picture = bytes.starts_with(b"\x89PNG")
        || bytes.starts_with(b"\xff\xd8\xff")
        || bytes.starts_with(b"II*\0")
        || bytes.starts_with(b"MM\0*")
        || bytes.starts_with(b"BM");
    match is_picture {
        true => vec![(0, bytes.to_vec())],
        false if is_pdf(bytes) => pictures_of_pdf(bytes, wanted),
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
    fn what_is_read_off_a_page_stands_in_its_place() {
        let mut text =
            DocumentText { mute: [1, 2].into(), ..DocumentText::of(vec!["首页".into(), "2".into(), String::new()]) };
        add(&mut text, 1, "正文");
        assert_eq!(text.pages, ["首页", "2\n正文", ""]);
        assert_eq!(text.mute.into_iter().collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn only_scans_are_pictures() {
        assert_eq!(pictures_of(b"\x89PNG\r\n", &[0]).len(), 1);
        assert!(pictures_of(b"%PDF-1.4 broken", &[0]).is_empty());
        assert!(pictures_of(b"text", &[0]).is_empty());
    }
}
