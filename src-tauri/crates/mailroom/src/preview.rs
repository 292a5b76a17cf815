//! Documents shown inside the window: their bytes from the vault, their text, and the sentences that facts were read from.

use songda_core::id::DocumentId;
use songda_core::ledger::DocumentRecord;
use songda_core::mail;

use crate::view::{MarkRow, Preview, Problem};
use crate::{Mailroom, receive, signals, tally};

/// Larger documents are opened with the system's own program: a window that stops answering helps nobody.
const LARGEST: usize = 60 << 20;

struct Shown {
    record: DocumentRecord,
    bytes: Vec<u8>,
    passwords: Vec<String>,
    case_numbers: Vec<String>,
}

impl Mailroom {
    /// How a document can be shown, with its text and the sentences that matter.
    ///
    /// # Errors
    /// `not-found`; `document.doubtful-sender` before the sender is verified.
    pub async fn preview(&self, document: &str) -> Result<Preview, Problem> {
        let shown = self.shown(document).await?;
        let id = document.to_owned();
        let told = tokio::task::spawn_blocking(move || {
            let name = shown.record.name.clone().unwrap_or_default();
            let text = signals::text_of(&shown.bytes, &name, &shown.passwords);
            let pages = text.map(|text| text.pages).unwrap_or_default();
            let (shape, media_type) = shape_of(&shown.bytes, !pages.is_empty());
            let marks = marks(&shown.record, &shown.case_numbers, &pages);
            Preview {
                id,
                title: shown.record.title,
                shape: shape.to_owned(),
                media_type: media_type.to_owned(),
                pages,
                marks,
            }
        });
        told.await.map_err(|error| Problem::new("document.missing", [error.to_string()]))
    }

    /// The bytes of a document that the window draws by itself: a PDF or a picture.
    ///
    /// # Errors
    /// `not-found`; `document.doubtful-sender`; `document.kind` for everything else.
    pub async fn document_bytes(&self, document: &str) -> Result<Vec<u8>, Problem> {
        let shown = self.shown(document).await?;
        match shape_of(&shown.bytes, false).0 {
            "pdf" | "picture" => Ok(shown.bytes),
            _ => Err(Problem::new("document.kind", [shown.record.title])),
        }
    }

    async fn shown(&self, document: &str) -> Result<Shown, Problem> {
        let id = DocumentId::from_text(document);
        let found = self.room.ask(|teller| {
            let mail = teller.told.by_document(&id)?;
            let understood = teller.whole(mail)?;
            let service = understood.service.as_ref()?;
            let of = |record: &&DocumentRecord| DocumentId::of(&mail.service_id(), &record.part) == id;
            let record = service.files().find(of)?.clone();
            let beside = (teller.told.errands.brought(&mail.mail).to_vec(), mail.passwords.clone());
            Some((mail.mail, understood.verdict.clone(), record, service.case_numbers.clone(), beside))
        });
        let found = found.await?;
        let (digest, verdict, record, case_numbers, (brought, typed)) =
            found.ok_or_else(|| Problem::not_found(document))?;
        if !matches!(verdict.as_str(), "proven" | "likely") {
            return Err(Problem::new("document.doubtful-sender", [record.title]));
        }
        let vault = self.room.vault.clone();
        let read = tokio::task::spawn_blocking(move || {
            let (mail, _) = receive::opened(&vault.read(&digest)?, &vault, &brought, &typed)?;
            let passwords = mail::passwords_of(&mail);
            let part = mail.parts.into_iter().find(|part| part.path == record.part);
            let part = part.ok_or_else(|| Problem::new("document.missing", [record.title.clone()]))?;
            Ok(Shown { record, bytes: part.bytes, passwords, case_numbers })
        });
        read.await.map_err(|error| Problem::new("document.missing", [error.to_string()]))?
    }
}

/// How the bytes can be shown, by what they are and not by what they are called.
fn shape_of(bytes: &[u8], has_text: bool) -> (&'static str, &'static str) {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let is = |start: &[u8]| bytes.starts_with(start);
    let webp = is(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    match () {
        () if bytes.len() > LARGEST => ("none", ""),
        () if head.windows(5).any(|window| window == b"%PDF-") => ("pdf", "application/pdf"),
        () if is(b"\x89PNG\r\n\x1a\n") => ("picture", "image/png"),
        () if is(b"\xff\xd8\xff") => ("picture", "image/jpeg"),
        () if is(b"GIF87a") || is(b"GIF89a") => ("picture", "image/gif"),
        () if is(b"BM") && bytes.len() > 26 && !has_text => ("picture", "image/bmp"),
        () if webp => ("picture", "image/webp"),
        () if has_text => ("text", "text/plain"),
        () => ("none", ""),
    }
}

/// Sentences that decide deadlines, and the case number, with the page they stand on.
fn marks(record: &DocumentRecord, case_numbers: &[String], pages: &[String]) -> Vec<MarkRow> {
    let squeezed: Vec<String> = pages.iter().map(|page| squeeze(page)).collect();
    let page_of = |words: &str| {
        let words = squeeze(words);
        let at = squeezed.iter().position(|page| !words.is_empty() && page.contains(&words))?;
        u32::try_from(at + 1).ok()
    };
    let mark =
        |what: &str, words: &str| MarkRow { what: what.to_owned(), words: words.to_owned(), page: page_of(words) };
    let sentences = record.text.lines().flat_map(|line| line.split_inclusive(['。', '；'])).map(str::trim);
    let sentences = sentences.filter(|sentence| speaks_of_time(sentence)).map(|sentence| mark("deadline", sentence));
    let numbers = record.case_number.iter().chain(case_numbers).map(|number| mark("case-number", number));
    let mut marks: Vec<MarkRow> = numbers.take(1).chain(sentences).filter(|mark| mark.page.is_some()).collect();
    marks.dedup();
    marks
}

/// Whether a sentence states a period or a day to act: everything else that was kept with it explains, and decides nothing.
fn speaks_of_time(sentence: &str) -> bool {
    const SIGNS: &[&str] =
        &["日内", "日以内", "月内", "年内", "之日起", "期限", "届满", "日前", "以前", "截止", "定于"];
    SIGNS.iter().any(|sign| sentence.contains(sign))
}

/// A text without blanks and in one width, so that a line's end in the middle of a sentence does not hide it.
fn squeeze(text: &str) -> String {
    tally::plain(text).chars().filter(|character| !character.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_shown_by_what_they_are() {
        assert_eq!(shape_of(b"%PDF-1.7 x", true).0, "pdf");
        assert_eq!(shape_of(b"\n\n%PDF-1.4", false).0, "pdf");
        assert_eq!(shape_of(b"\xff\xd8\xff\xe0", false), ("picture", "image/jpeg"));
        assert_eq!(shape_of(b"RIFF\0\0\0\0WEBPVP8 ", false).1, "image/webp");
        assert_eq!(shape_of(b"<svg onload='x'>", true), ("text", "text/plain"));
        assert_eq!(shape_of(b"MZ\x90", false).0, "none");
    }

    #[test]
    fn a_sentence_is_found_over_the_end_of_a_line() {
        let record = DocumentRecord {
            text: "你单位应当在收到起诉状副本之日起十五日内提交答辩状。".to_owned(),
            case_number: Some("（2026）沪0112民初12345号".to_owned()),
            ..DocumentRecord::default()
        };
        let pages = [
            "案号 (2026)沪0112民初12345号".to_owned(),
            "你单位应当在收到起诉状副本之日起\n十五日内 提交答辩状。".to_owned(),
        ];
        let told = marks(&record, &[], &pages);
        let found: Vec<(&str, Option<u32>)> = told.iter().map(|mark| (mark.what.as_str(), mark.page)).collect();
        assert_eq!(found, [("case-number", Some(1)), ("deadline", Some(2))]);
        assert!(marks(&record, &[], &[]).is_empty(), "what cannot be shown is not marked");
    }
}
