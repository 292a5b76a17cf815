//! What stands in the fields of a form and in notes on a page, where nothing draws it: a reader's program does.

use hayro_syntax::object::{Array, Dict, Name, Rect as Area, String as Text};
use hayro_syntax::page::Page;
use kurbo::Rect;
use songda_core::mail::header;

use super::sheet::Sheet;

/// Most fields and notes of a page that are looked at, and most characters of one.
const MOST_FIELDS: usize = 2_000;
const MOST_CHARACTERS: usize = 4_000;
/// Flags of what is not shown (ISO 32000-2, 12.5.3): hidden, and not for view.
const NOT_SHOWN: u32 = 1 << 1 | 1 << 5;

/// Writes them onto the page, each at its place.
pub fn write(page: &Page<'_>, sheet: &mut Sheet) {
    let Some(notes) = page.raw().get::<Array<'_>>("Annots") else { return };
    for note in notes.iter::<Dict<'_>>().take(MOST_FIELDS) {
        if note.contains_key("AP") || note.get::<u32>("F").unwrap_or(0) & NOT_SHOWN != 0 {
            continue;
        }
        let (Some(words), Some(place)) = (words(&note), note.get::<Area>("Rect")) else { continue };
        let words: String = words.chars().take(MOST_CHARACTERS).collect();
        sheet
            .write(&words.replace("\r\n", "\n").replace('\r', "\n"), Rect::new(place.x0, place.y0, place.x1, place.y1));
    }
}

/// The value of a field, its own or that of the field it is a part of; or the words of a note.
fn words(note: &Dict<'_>) -> Option<String> {
    let of = |dict: &Dict<'_>, key: &str| dict.get::<Text<'_>>(key).map(|text| decoded(text.as_bytes()));
    match note.get::<Name<'_>>("Subtype")?.as_str() {
        "Widget" => of(note, "V").or_else(|| of(&note.get::<Dict<'_>>("Parent")?, "V")),
        "FreeText" => of(note, "Contents"),
        _ => None,
    }
}

/// A text string (ISO 32000-2, 7.9.2.2): UTF-16 or UTF-8 with its mark, else as old programs write it.
pub(super) fn decoded(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(b"\xfe\xff") {
        return encoding_rs::UTF_16BE.decode_without_bom_handling(wide).0.into_owned();
    }
    header::text_by_trying(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}
