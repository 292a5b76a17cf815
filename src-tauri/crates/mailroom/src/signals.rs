//! Gathers what the core cannot see: arrival time, text and pages of documents.

pub mod auth;
pub mod layout;
pub mod markup;
pub mod pdf;

use std::any::Any;
use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use songda_core::doubt::Doubt;
use songda_core::intake::DocumentText;
use songda_core::mail::{self, Became, Mail, header, names};

pub use pdf::text_of_pdf;

/// Largest document that is read for its text, in bytes. Larger ones are filed all the same.
const LARGEST: usize = 40 << 20;
/// Most documents of one mail that are read for their text.
const MOST_DOCUMENTS: usize = 1_000;
/// Documents read at the same time.
const READERS: usize = 2;
/// Longest silence of the readers before the documents that are left stay without text.
const PATIENCE: Duration = Duration::from_secs(4);
/// Most pages read for text: titles, terms and appeal clauses of served documents lie within.
pub const MOST_PAGES: usize = 200;

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
    for done in 0..count {
        match answers.recv_timeout(PATIENCE) {
            Ok((path, text)) => texts.extend(text.map(|text| (path, text))),
            Err(_) => {
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

/// Text of one document by what its bytes are; `None` when it has none that can be read.
pub fn text_of(bytes: &[u8], name: &str, passwords: &[String]) -> Option<DocumentText> {
    guarded(bytes.len(), || {
        let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        if head.windows(5).any(|window| window == b"%PDF-") {
            return pdf::read(bytes, passwords);
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return markup::of_package(bytes);
        }
        match names::extension(name).as_str() {
            "htm" | "html" | "xhtml" | "mht" => Some(one_page(songda_core::mail::text::of_html(&written(bytes)).text)),
            "txt" | "csv" | "md" | "xml" | "json" | "log" => Some(one_page(written(bytes))),
            _ if is_text(bytes) => Some(one_page(written(bytes))),
            _ => None,
        }
    })
}

fn one_page(text: String) -> DocumentText {
    DocumentText { pages: vec![text] }
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

    fn encoded(text: &str) -> Vec<u8> {
        // UTF-16 with its mark, as old editors write it.
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        [0xff, 0xfe].into_iter().chain(units).collect()
    }
}
