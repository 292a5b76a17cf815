//! Where each served document goes 案卷: safe, stable names on every system.

mod name;
mod pattern;
pub mod settled;

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use crate::id::Digest;
use crate::identify::FoundDocument;
use crate::mail::{Became, Mail, Part};
use crate::office::{DEFAULT_FOLDER_PATTERN, Office};
use crate::service::Service;

pub use name::{name_of, units};
pub use pattern::{FIELDS, Field, Pattern, PatternError};

/// Files to write below the case root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// One entry per document, in reading order.
    pub files: Vec<PlannedFile>,
    /// One entry per part that could not be opened, or not surely to its end: such an archive is filed as it came.
    pub unopened: Vec<PlannedFile>,
    /// Where the mail itself goes, when the office keeps it beside its documents.
    pub original: Option<String>,
}

/// One file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedFile {
    /// Path of the part it comes from.
    pub part: String,
    /// Path below the case root, with `/` between folders.
    pub path: String,
}

/// Longest path below the case root, in UTF-16 units. Windows takes 259 for a whole path; the rest is for the root,
/// also where the folder is copied to later.
pub const LONGEST_PATH: usize = 190;
/// How long each name may be, tried until the whole path is short enough.
const LIMITS: [usize; 5] = [80, 60, 44, 32, 24];
/// Name of the mail's own file.
const ORIGINAL_NAME: &str = "00 来信原件.eml";

/// Plans one file per document: the office's folder pattern, then `01 传票.pdf` in reading order. Equal bytes lie once
/// in one folder.
pub fn plan(mail: &Mail, service: &Service, office: &Office) -> Plan {
    let pattern = pattern_of(office);
    let (mut taken, mut lies) = (BTreeSet::new(), BTreeMap::<(String, Digest), String>::new());
    let mut files = Vec::new();
    for (nth, document) in (1..).zip(&service.found.documents) {
        let part = mail.parts.iter().find(|part| part.path == document.part);
        let extension = part.map_or("", ending_of);
        let (folder, stem) = placed(&pattern, &values_of(service, Some(document), nth), extension);
        let known = part.and_then(|part| lies.get(&(folder.clone(), part.sha256)));
        let path = known.cloned().unwrap_or_else(|| free(&folder, &stem, extension, &mut taken));
        if let Some(part) = part {
            lies.insert((folder, part.sha256), path.clone());
        }
        files.push(PlannedFile { part: document.part.clone(), path });
    }
    // An archive that was opened keeps its bytes only where not everything in it was surely found.
    let is_kept = |part: &&Part| matches!(part.became, Became::Unread | Became::Wrapper) && !part.bytes.is_empty();
    let closed = mail.parts.iter().filter(is_kept);
    let first = files.len() + 1;
    let unopened = (first..).zip(closed).map(|(nth, part)| {
        let title = stem_of(part.name.as_deref().unwrap_or_default());
        let values = values_of(service, None, u32::try_from(nth).unwrap_or(u32::MAX));
        let value = |field| if field == Field::Title { title.to_owned() } else { values(field) };
        let (folder, stem) = placed(&pattern, &value, ending_of(part));
        let known = lies.get(&(folder.clone(), part.sha256)).cloned();
        let path = known.unwrap_or_else(|| free(&folder, &stem, ending_of(part), &mut taken));
        lies.insert((folder, part.sha256), path.clone());
        PlannedFile { part: part.path.clone(), path }
    });
    let unopened: Vec<PlannedFile> = unopened.collect();
    let original = office.keeps_original.then(|| {
        let first = files
            .first()
            .or(unopened.first())
            .and_then(|file| file.path.rsplit_once('/'))
            .map(|(folder, _)| folder.to_owned());
        let folder = first.unwrap_or_else(|| placed(&pattern, &values_of(service, None, 0), ".eml").0);
        if folder.is_empty() { ORIGINAL_NAME.to_owned() } else { format!("{folder}/{ORIGINAL_NAME}") }
    });
    Plan { files, unopened, original }
}

/// The pattern of an office; the default one when it set none, or one that cannot be followed.
pub fn pattern_of(office: &Office) -> Pattern {
    let own = Some(office.folder_pattern.as_str()).filter(|text| !text.trim().is_empty());
    let own = own.and_then(|text| Pattern::parse(text).ok());
    own.or_else(|| Pattern::parse(DEFAULT_FOLDER_PATTERN).ok()).unwrap_or_else(Pattern::plain)
}

/// Folder and file name (without ending) whose path is short enough.
fn placed(pattern: &Pattern, value: &dyn Fn(Field) -> String, extension: &str) -> (String, String) {
    let mut last = (String::new(), String::new());
    for limit in LIMITS {
        last = (pattern.folders(value, limit), pattern.file(value, limit.saturating_sub(extension.len())));
        if units(&last.0) + 1 + units(&last.1) + extension.len() <= LONGEST_PATH {
            break;
        }
    }
    last
}

fn free(folder: &str, stem: &str, extension: &str, taken: &mut BTreeSet<String>) -> String {
    let at = |name: String| if folder.is_empty() { name } else { format!("{folder}/{name}") };
    let mut path = at(format!("{stem}{extension}"));
    let mut copy = 2;
    // Windows and macOS take names that differ only in case for one.
    while !taken.insert(folded(&path)) {
        path = at(format!("{stem} ({copy}){extension}"));
        copy += 1;
    }
    path
}

/// What names that a system takes for one have in common. Once down, up and down again, because some letters change
/// only one way: ẞ, ß and ss are one name on macOS, ſ and s too.
pub fn folded(path: &str) -> String {
    path.nfc().collect::<String>().to_lowercase().to_uppercase().to_lowercase()
}

fn values_of<'a>(service: &'a Service, document: Option<&'a FoundDocument>, nth: u32) -> impl Fn(Field) -> String + 'a {
    let arrived = service.arrived.map(|arrived| arrived.date_naive().to_string());
    let or = |value: Option<&str>, unknown: &str| value.unwrap_or(unknown).to_owned();
    move |field| match field {
        Field::Court => or(service.found.court.as_ref().map(|court| court.name.as_str()), "法院待核"),
        Field::CaseNumber => {
            let first = service.found.case_numbers.first();
            let own = document.and_then(|document| document.case_number.as_deref());
            or(own.or(first.map(String::as_str)), "案号待核")
        }
        Field::ArrivedOn => or(arrived.as_deref(), "到达日待核"),
        Field::Year => or(arrived.as_deref().and_then(|day| day.get(..4)), "到达日待核"),
        Field::Cause => or(service.found.cause.as_deref(), "案由待核"),
        Field::Addressee => or(service.found.addressee.as_deref(), "受送达人待核"),
        Field::Number => format!("{nth:02}"),
        Field::Title => document.map_or_else(String::new, |document| document.title.clone()),
    }
}

/// Where one invented document would go under a pattern: shown while the office edits it.
///
/// # Errors
/// What cannot be followed.
pub fn preview(pattern: &str, value: &dyn Fn(Field) -> String) -> Result<String, PatternError> {
    let pattern = Pattern::parse(pattern)?;
    let (folder, stem) = placed(&pattern, value, ".pdf");
    Ok(if folder.is_empty() { format!("{stem}.pdf") } else { format!("{folder}/{stem}.pdf") })
}

/// Whether a path stays below its root on every system: names divided by `/`, and nothing that leads elsewhere.
pub fn is_inside(path: &str) -> bool {
    let leads = |c: char| matches!(c, '\\' | ':') || c.is_control();
    path.split('/').all(|name| !matches!(name, "" | "." | "..") && !name.contains(leads))
}

/// The ending of a part's file: what its first bytes say where they are sure, for a system opens a file by its ending
/// alone; else that of its name. Without one nobody can open it.
fn ending_of(part: &Part) -> &str {
    const KINDS: [(&[u8], &[&str]); 9] = [
        (b"%PDF-", &[".pdf"]),
        (b"\x89PNG\r\n\x1a\n", &[".png"]),
        (b"\xff\xd8\xff", &[".jpg", ".jpeg", ".jpe", ".jfif"]),
        (b"GIF8", &[".gif"]),
        (b"II*\0", &[".tif", ".tiff"]),
        (b"MM\0*", &[".tif", ".tiff"]),
        (b"Rar!\x1a\x07", &[".rar"]),
        (b"7z\xbc\xaf\x27\x1c", &[".7z"]),
        (b"{\\rtf", &[".rtf", ".doc", ".wps"]),
    ];
    let named = part.name.as_deref().map_or("", extension_of);
    let known = KINDS.iter().find(|(start, _)| part.bytes.starts_with(start)).map_or(&[][..], |(_, endings)| *endings);
    let known = if part.bytes.starts_with(b"PK\x03\x04") { kind_of_package(&part.bytes) } else { known };
    match known.first() {
        Some(first) if !known.iter().any(|ending| named.eq_ignore_ascii_case(ending)) => first,
        _ => named,
    }
}

/// Endings of what a package is by the files that every such package has; none where that is not told.
fn kind_of_package(bytes: &[u8]) -> &'static [&'static str] {
    let Ok(archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else { return &[] };
    let has = |wanted: &str| archive.file_names_raw().any(|name| name.eq_ignore_ascii_case(wanted.as_bytes()));
    if has("OFD.xml") {
        &[".ofd"]
    } else if has("word/document.xml") && has("[Content_Types].xml") {
        &[".docx", ".dotx", ".wps"]
    } else {
        &[]
    }
}

/// A file's name without the ending that is kept beside it.
fn stem_of(name: &str) -> &str {
    name.strip_suffix(extension_of(name)).unwrap_or(name)
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

#[cfg(test)]
mod tests;
