//! Gathers what the core cannot see: arrival time, text and pages of documents.

pub mod archives;
pub mod auth;
pub mod drawn;
pub mod inside;
pub mod layout;
pub mod markup;
pub mod old_word;
pub mod outside;
pub mod pdf;
pub mod ruled;
pub mod scans;
pub mod smime;
mod worked;

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use songda_core::doubt::Doubt;
use songda_core::intake::DocumentText;
use songda_core::mail::{self, Became, Mail, Part, header, names, page};

pub use pdf::text_of_pdf;
use worked::Worked;

/// Largest document that is read for its text, in bytes. Larger ones are filed all the same.
const LARGEST: usize = 40 << 20;
/// Most documents of one mail that are read for their text.
const MOST_DOCUMENTS: usize = 1_000;
/// Documents read at the same time.
const READERS: usize = 2;
/// Longest work of the readers on what gives no answer before the documents that are left stay without text.
const PATIENCE: Duration = Duration::from_secs(4);
/// Longest work on the documents of one mail, so that a mail of many slow ones ends as well.
const WHOLE_PATIENCE: Duration = Duration::from_secs(7);
/// Longest time on the clock for them: on a machine that is busy with other things work takes longer, but not for ever.
const LONGEST: Duration = Duration::from_secs(8);
/// How often the work of silent readers is looked at.
const LOOK: Duration = Duration::from_millis(100);
/// Most pages read for text: titles, terms and appeal clauses of served documents lie within.
pub const MOST_PAGES: usize = 200;

/// Most characters read of one document, and of all documents of a mail: everything that looks for facts goes through
/// them many times, and a batch of papers stays far below.
const MOST_CHARACTERS: usize = 400_000;
const MOST_CHARACTERS_OF_MAIL: usize = 4_000_000;

/// One document on its way to a reader.
struct Job {
    path: String,
    name: String,
    bytes: Vec<u8>,
}

/// Text of every document of a mail that can be read, by part path.
///
/// A hostile document may keep its reader busy for ever or break it; that costs its own text and nothing else.
pub fn texts_of(mail: &Mail) -> BTreeMap<String, DocumentText> {
    let documents = mail.parts.iter().filter(|part| part.became == Became::Document && part.bytes.len() <= LARGEST);
    let jobs: VecDeque<Job> = documents
        .take(MOST_DOCUMENTS)
        .map(|part| Job {
            path: part.path.clone(),
            name: part.name.clone().unwrap_or_default(),
            bytes: part.bytes.clone(),
        })
        .collect();
    let count = jobs.len();
    let jobs = Arc::new(Mutex::new(jobs));
    let (sender, answers) = mpsc::channel();
    let passwords = Arc::new(mail::passwords_of(mail));
    for _ in 0..READERS.min(count) {
        let (jobs, sender, passwords) = (Arc::clone(&jobs), sender.clone(), Arc::clone(&passwords));
        std::thread::spawn(move || {
            while let Some(job) = jobs.lock().ok().and_then(|mut jobs| jobs.pop_front()) {
                let text = text_of(&job.bytes, &job.name, &passwords);
                if sender.send((job.path, text)).is_err() {
                    return;
                }
            }
        });
    }
    drop(sender);
    let mut texts = BTreeMap::new();
    let mut left = MOST_CHARACTERS_OF_MAIL;
    let whole = Worked::begins();
    for done in 0..count {
        match next_of(&answers, &whole) {
            Some((path, text)) => texts.extend(text.map(|text| (path, shortened(text, &mut left)))),
            None => {
                tracing::warn!(code = "document.reader-too-slow", left = count - done);
                break;
            }
        }
    }
    // Readers that still wait for documents find none.
    if let Ok(mut jobs) = jobs.lock() {
        jobs.clear();
    }
    texts
}

/// The next document that was read; none where the readers ended, or worked too long for it or for all.
fn next_of<T>(answers: &mpsc::Receiver<T>, whole: &Worked) -> Option<T> {
    let since = Worked::begins();
    loop {
        if since.so_far() >= PATIENCE || whole.so_far() >= WHOLE_PATIENCE || whole.wall() >= LONGEST {
            return None;
        }
        match answers.recv_timeout(LOOK) {
            Ok(answer) => return Some(answer),
            Err(mpsc::RecvTimeoutError::Disconnected) => return None,
            Err(mpsc::RecvTimeoutError::Timeout) => {}
        }
    }
}

/// A text without what is too much of it.
fn shortened(mut text: DocumentText, left: &mut usize) -> DocumentText {
    let mut most = (*left).min(MOST_CHARACTERS);
    let before = most;
    for page in &mut text.pages {
        match page.char_indices().nth(most).map(|(at, _)| at) {
            Some(at) => {
                page.truncate(at);
                most = 0;
            }
            None => most -= page.chars().count(),
        }
    }
    *left -= before - most;
    text
}

/// Says of every document whose text is missing, in whole or in part, why nothing could be read in it.
///
/// Facts are read from texts alone: what stands in such a document a person must look up.
pub fn text_doubts(mail: &Mail, texts: &BTreeMap<String, DocumentText>) -> Vec<Doubt> {
    let documents = mail.parts.iter().filter(|part| part.became == Became::Document && !part.bytes.is_empty());
    let mut doubts = Vec::new();
    for part in documents {
        let text = texts.get(&part.path);
        doubts.extend(text_doubt(part, text));
        doubts.extend(text.and_then(|text| hidden_doubt(part, text)));
    }
    if texts.values().map(characters).sum::<usize>() >= MOST_CHARACTERS_OF_MAIL {
        doubts.push(Doubt::mail("text-not-read", "附件文字过多，没有全部读取，请打开查看"));
    }
    doubts
}

fn characters(text: &DocumentText) -> usize {
    text.pages.iter().map(|page| page.chars().count()).sum()
}

fn text_doubt(part: &Part, text: Option<&DocumentText>) -> Option<Doubt> {
    let doubt = |code, detail: &str| Some(Doubt::part(code, &part.path, detail));
    match text {
        _ if part.media_type.starts_with("audio/") || part.media_type.starts_with("video/") => None,
        None if part.bytes.len() > LARGEST => doubt("text-not-read", "文件过大，没有读取其中的文字，请打开查看"),
        None if can_be_read(&part.bytes) => doubt("text-not-read", "文件已损坏或读取过慢，没有读出文字，请打开查看"),
        None => doubt("no-text", "这种文件的文字读不出来（图片、扫描件或旧格式），请打开查看"),
        Some(text) if text.pages.len() > MOST_PAGES => {
            doubt("text-not-read", &format!("页数过多，第 {} 页之后没有读取，请打开查看", MOST_PAGES))
        }
        Some(text) if characters(text) >= MOST_CHARACTERS => {
            doubt("text-not-read", "文字过多，没有全部读取，请打开查看")
        }
        Some(text) if text.pages.iter().all(|page| page.trim().is_empty()) => {
            doubt("no-text", "文件里没有文字（多为扫描件），请打开查看")
        }
        Some(text) if !text.mute.is_empty() => {
            let pages = page_numbers(&text.mute);
            doubt("no-text", &format!("第 {pages} 页没有读出文字（多为扫描页或缺页），请打开查看"))
        }
        Some(_) => None,
    }
}

/// Most pages that are named one by one.
const MOST_NAMED: usize = 20;

/// Numbers of pages as a reader counts them.
fn page_numbers(pages: &BTreeSet<usize>) -> String {
    let named: Vec<String> = pages.iter().take(MOST_NAMED).map(|page| (page + 1).to_string()).collect();
    format!("{}{}", named.join("、"), if pages.len() > MOST_NAMED { " 等" } else { "" })
}

/// Says that words stand in a document that nobody sees: they were left out.
fn hidden_doubt(part: &Part, text: &DocumentText) -> Option<Doubt> {
    let words: String = text.hidden.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(120).collect();
    let says = || format!("文书中有读者看不到的文字，未采用：{words}");
    (!words.is_empty()).then(|| Doubt::part("hidden-text", &part.path, says()))
}

/// Whether a reader exists for what these bytes are.
fn can_be_read(bytes: &[u8]) -> bool {
    is_pdf(bytes)
        || (bytes.starts_with(b"PK\x03\x04") && markup::is_known(bytes))
        || bytes.starts_with(b"{\\rtf")
        || page::written(bytes).is_some()
        || is_text(bytes)
}

fn is_pdf(bytes: &[u8]) -> bool {
    bytes.get(..bytes.len().min(1024)).is_some_and(|head| head.windows(5).any(|window| window == b"%PDF-"))
}

/// Text of one document by what its bytes are; `None` when it has none that can be read.
pub fn text_of(bytes: &[u8], name: &str, passwords: &[String]) -> Option<DocumentText> {
    guarded(bytes.len(), || {
        if is_pdf(bytes) {
            return pdf::read(bytes, passwords);
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return markup::of_package(bytes);
        }
        if old_word::is_compound(bytes) {
            return old_word::text_of(bytes);
        }
        if bytes.starts_with(b"{\\rtf") {
            return songda_core::mail::rtf::text(bytes).map(one_page);
        }
        let ending = names::extension(name);
        match ending.as_str() {
            // Whoever opens such a file sees the marks of a page as they are.
            "txt" | "csv" | "md" | "json" | "log" => Some(one_page(written(bytes))),
            _ if page::written(bytes).is_some() => of_marked_up(bytes),
            "htm" | "html" | "xhtml" => Some(of_page(mail::text::of_html(&written(bytes)))),
            "xml" => Some(one_page(written(bytes))),
            _ if is_text(bytes) => Some(one_page(written(bytes))),
            _ => None,
        }
    })
}

/// Text of a page or of an office document in one XML text, under whatever name.
fn of_marked_up(bytes: &[u8]) -> Option<DocumentText> {
    page::seen(bytes).map(of_page).or_else(|| markup::of_flat(page::written(bytes)?, &header::text_by_trying(bytes)))
}

/// What a reader sees of a page, and the words that nobody sees.
fn of_page(seen: mail::text::Seen) -> DocumentText {
    DocumentText { hidden: seen.hidden, ..one_page(seen.text) }
}

fn one_page(text: String) -> DocumentText {
    DocumentText::of(vec![text])
}

fn written(bytes: &[u8]) -> String {
    header::text_by_trying(bytes).replace("\r\n", "\n").replace('\r', "\n")
}

/// Whether bytes without a telling name are a text: valid UTF-8 without control characters.
fn is_text(bytes: &[u8]) -> bool {
    let is_control = |byte: &u8| *byte < 32 && !matches!(byte, b'\t' | b'\r' | b'\n' | 0x0c);
    !bytes.is_empty() && bytes.len() < 1 << 20 && !bytes.iter().any(is_control) && std::str::from_utf8(bytes).is_ok()
}

/// Runs a reader whose panic must cost this document's text and nothing else.
fn guarded<T>(size_bytes: usize, read: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|panic: Box<dyn Any + Send>| {
        drop(panic);
        tracing::warn!(code = "document.reader-panicked", size_bytes);
        None
    })
}

/// Marks documents that need a password nobody told as unread, and says so.
///
/// The core opens no PDF; whoever read a mail calls this before anything is decided about it.
pub fn mark_locked(mail: &mut Mail) -> Vec<Doubt> {
    let passwords = mail::passwords_of(mail);
    let mut doubts = Vec::new();
    for part in mail.parts.iter_mut().filter(|part| part.became == Became::Document && part.bytes.len() <= LARGEST) {
        let is_locked = guarded(part.bytes.len(), || Some(pdf::is_locked(&part.bytes, &passwords))).unwrap_or(false);
        if is_locked {
            let why = "文档已加密，需要密码".to_owned();
            doubts.push(Doubt::part("password-needed", &part.path, why.clone()));
            part.became = Became::Unread;
            part.why = Some(why);
        }
    }
    doubts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::pdf::one_page;

    #[test]
    fn documents_of_every_kind_have_text() {
        let text = |bytes: &[u8], name: &str| text_of(bytes, name, &[]).map(|text| text.whole());
        let (gbk, ..) = (encoded("传票\r\n案号"), ());
        assert_eq!(text(&gbk, "传票.txt").as_deref(), Some("传票\n案号"));
        assert_eq!(text("<p>传票<p>案号".as_bytes(), "传票.html").as_deref(), Some("传票\n案号"));
        assert_eq!(text(b"\x89PNG\r\n\x1a\n\0\0", "scan.png"), None);
        assert_eq!(text(&one_page("传票", &["案号"]), "no name").as_deref(), Some("传票\n案号"));
    }

    #[test]
    fn a_document_without_text_is_told_of() {
        let mail = |name: &str, bytes: &[u8]| {
            let head =
                format!("Content-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: binary");
            let head = format!("From: a@example.test\r\nContent-Type: application/octet-stream\r\n{head}\r\n\r\n");
            let raw = [head.as_bytes(), bytes].concat();
            songda_core::mail::read(&raw).0
        };
        let codes = |name: &str, bytes: &[u8]| {
            let mail = mail(name, bytes);
            let doubts = text_doubts(&mail, &texts_of(&mail));
            doubts.into_iter().map(|doubt| doubt.code).collect::<Vec<_>>()
        };
        assert_eq!(codes("a.pdf", &one_page("传票", &["案号"])), [] as [&str; 0]);
        assert_eq!(codes("a.pdf", b"%PDF-1.7 cut short"), ["text-not-read"]);
        assert_eq!(codes("scan.png", b"\x89PNG\r\n\x1a\n\0\0"), ["no-text"]);
        let paged = mail("a.pdf", &one_page("传票", &[]));
        let said = |pages: Vec<String>| {
            let texts = BTreeMap::from([("1".to_owned(), DocumentText::of(pages))]);
            text_doubts(&paged, &texts).into_iter().map(|doubt| doubt.code).collect::<Vec<_>>()
        };
        assert_eq!(said(vec![" ".to_owned(); 3]), ["no-text"]);
        let part =
            DocumentText { mute: [1].into(), hidden: "二十日".into(), ..DocumentText::of(vec!["字".into(); 2]) };
        let doubts = text_doubts(&paged, &BTreeMap::from([("1".to_owned(), part)]));
        assert_eq!(doubts.iter().map(|doubt| doubt.code).collect::<Vec<_>>(), ["no-text", "hidden-text"]);
        assert!(doubts[0].detail.contains("第 2 页"));
        assert_eq!(said(vec!["字".to_owned(); MOST_PAGES + 1]), ["text-not-read"]);
        assert_eq!(said(vec!["字".repeat(MOST_CHARACTERS)]), ["text-not-read"]);
        let mut left = MOST_CHARACTERS_OF_MAIL;
        let short = shortened(DocumentText::of(vec!["字".repeat(MOST_CHARACTERS - 1), "尾页".to_owned()]), &mut left);
        assert_eq!((short.pages.len(), short.pages[1].as_str()), (2, "尾"));
        assert_eq!(left, MOST_CHARACTERS_OF_MAIL - MOST_CHARACTERS);
    }

    fn encoded(text: &str) -> Vec<u8> {
        // UTF-16 with its mark, as old editors write it.
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        [0xff, 0xfe].into_iter().chain(units).collect()
    }
}
