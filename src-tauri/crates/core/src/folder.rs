//! Where each served document goes 案卷: safe, stable names on every system.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use crate::identify::FoundDocument;
use crate::mail::Mail;
use crate::office::{DEFAULT_FOLDER_PATTERN, Office};
use crate::service::Service;

/// Files to write below the case root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// One entry per document, in reading order.
    pub files: Vec<PlannedFile>,
}

/// One file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedFile {
    /// Path of the part it comes from.
    pub part: String,
    /// Path below the case root, with `/` between folders.
    pub path: String,
}

/// Longest name of one folder or file, in characters; leaves room for the rest of a Windows path (260).
const LONGEST_NAME: usize = 80;

/// Plans one file per document: the office's folder pattern, then `01 传票.pdf` in reading order.
pub fn plan(mail: &Mail, service: &Service, office: &Office) -> Plan {
    let mut taken = BTreeSet::new();
    let mut files = Vec::new();
    for (nth, document) in (1..).zip(&service.found.documents) {
        let folder = folder_of(service, document, office);
        let extension = mail
            .parts
            .iter()
            .find(|part| part.path == document.part)
            .and_then(|part| part.name.as_deref())
            .map_or("", extension_of);
        let stem = name_of(&format!("{nth:02} {}", document.title));
        let mut path = format!("{folder}/{stem}{extension}");
        let mut copy = 2;
        while !taken.insert(path.to_lowercase()) {
            path = format!("{folder}/{stem} ({copy}){extension}");
            copy += 1;
        }
        files.push(PlannedFile { part: document.part.clone(), path });
    }
    Plan { files }
}

fn folder_of(service: &Service, document: &FoundDocument, office: &Office) -> String {
    let pattern =
        if office.folder_pattern.trim().is_empty() { DEFAULT_FOLDER_PATTERN } else { office.folder_pattern.as_str() };
    let court = service.found.court.as_ref().map_or("法院待核", |court| court.name.as_str());
    let number = document
        .case_number
        .as_deref()
        .or_else(|| service.found.case_numbers.first().map(String::as_str))
        .unwrap_or("案号待核");
    let arrived = service.arrived.map_or_else(|| "到达日待核".to_owned(), |arrived| arrived.date_naive().to_string());
    let folders = pattern.split(['/', '\\']).filter(|piece| !piece.trim().is_empty()).map(|piece| {
        let filled = piece
            .replace("{court}", court)
            .replace("{case_number}", number)
            .replace("{arrived_on}", &arrived)
            .replace("{cause}", service.found.cause.as_deref().unwrap_or("案由待核"));
        name_of(&filled)
    });
    folders.collect::<Vec<_>>().join("/")
}

/// The extension with its dot when it is short and plain, else nothing.
fn extension_of(name: &str) -> &str {
    match name.rfind('.') {
        Some(dot) if dot > 0 => {
            let extension = name.get(dot..).unwrap_or("");
            let plain = extension.len() > 1
                && extension.len() <= 8
                && extension.bytes().skip(1).all(|b| b.is_ascii_alphanumeric());
            if plain { extension } else { "" }
        }
        _ => "",
    }
}

/// One folder or file name that Windows, macOS and Linux all accept and show alike.
///
/// Forbidden characters become their full-width forms; control and direction characters go;
/// the result is NFC, has no dots or blanks at its ends and is no device name.
/// Source: Microsoft, "Naming Files, Paths, and Namespaces".
pub fn name_of(text: &str) -> String {
    let cleaned: String = text.nfc().filter_map(allowed).collect();
    let mut name: String = cleaned.chars().take(LONGEST_NAME).collect();
    name = name.trim().trim_end_matches(['.', ' ']).trim_start_matches('.').trim().to_owned();
    if name.is_empty() {
        return "未命名".to_owned();
    }
    let stem = name.split('.').next().unwrap_or("").trim().to_ascii_uppercase();
    if is_device_name(&stem) {
        name.insert(0, '_');
    }
    name
}

fn allowed(character: char) -> Option<char> {
    match character {
        '<' => Some('＜'),
        '>' => Some('＞'),
        ':' => Some('：'),
        '"' => Some('＂'),
        '/' => Some('／'),
        '\\' => Some('＼'),
        '|' => Some('｜'),
        '?' => Some('？'),
        '*' => Some('＊'),
        '\t' | '\n' | '\r' => Some(' '),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => None,
        other if other.is_control() => None,
        other => Some(other),
    }
}

fn is_device_name(stem: &str) -> bool {
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|rest| {
            let mut rest = rest.chars();
            matches!((rest.next(), rest.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
        })
    };
    matches!(stem, "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_legal_everywhere() {
        assert_eq!(name_of("a/b\\c:d*?"), "a／b＼c：d＊？");
        assert_eq!(name_of("  传票.. "), "传票");
        assert_eq!(name_of("con"), "_con");
        assert_eq!(name_of("COM1.txt"), "_COM1.txt");
        assert_eq!(name_of("\u{202e}fdp.传票"), "fdp.传票");
        assert_eq!(name_of(".."), "未命名");
        assert_eq!(name_of(&"案".repeat(200)).chars().count(), LONGEST_NAME);
    }

    #[test]
    fn only_plain_extensions_are_kept() {
        assert_eq!(extension_of("传票.pdf"), ".pdf");
        assert_eq!(extension_of("传票.民初"), "");
        assert_eq!(extension_of(".bashrc"), "");
    }

    proptest! {
        #[test]
        fn no_name_leaves_its_folder(text in "\\PC{0,120}") {
            let name = name_of(&text);
            prop_assert!(!name.is_empty() && name != "." && name != "..");
            prop_assert!(!name.contains(['/', '\\', ':', '\0']));
            prop_assert!(!name.ends_with(['.', ' ']));
        }
    }
}
