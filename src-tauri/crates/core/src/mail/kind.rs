//! What bytes really are, whatever their name and declared type say.

use std::io::Cursor;

use super::page::{self, Written};
use super::{block, cms, names};

/// What a leaf is by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A document that is filed as it is: PDF, OFD, Office, rich text …
    Document,
    /// A picture.
    Picture,
    /// An Office document that carries macros.
    Macros,
    /// A document that needs a password.
    Locked,
    /// A program of some system.
    Program,
    /// A zip archive.
    Zip,
    /// A 7z archive.
    SevenZip,
    /// A gzip file, perhaps around a tar archive.
    Gzip,
    /// A tar archive.
    Tar,
    /// An archive that cannot be opened here.
    OtherArchive(&'static str),
    /// Outlook's wrapper (winmail.dat).
    Tnef,
    /// A web page.
    Html,
    /// A mail of its own.
    Mail,
    /// A signed message with its content.
    Signed,
    /// A message encrypted for somebody.
    Encrypted,
    /// A signature beside its content.
    Signature,
    /// Calendar entries, cards and the like.
    Structured,
    /// Nothing known.
    Unknown,
}

impl Kind {
    /// Whether bytes that are declared as text can be one.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Unknown | Self::Html | Self::Mail | Self::Structured)
    }
}

/// Says what bytes are. Content goes before name, name before declared type.
pub fn kind_of(bytes: &[u8], name: &str, media_type: &str) -> Kind {
    let ending = names::extension(name);
    by_magic(bytes, &ending)
        .or_else(|| by_cms(bytes, &ending, media_type))
        .or_else(|| by_late_mark(bytes))
        .unwrap_or_else(|| by_name(bytes, &ending, media_type))
}

fn by_magic(bytes: &[u8], ending: &str) -> Option<Kind> {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(zip_kind(bytes, ending));
    }
    if head.starts_with(b"%PDF-") {
        return Some(Kind::Document);
    }
    if is_tar(bytes) {
        return Some(Kind::Tar);
    }
    let starts: [(&[u8], Kind); 17] = [
        (b"MZ", Kind::Program),
        (b"\x7fELF", Kind::Program),
        (b"\xfe\xed\xfa\xce", Kind::Program),
        (b"\xfe\xed\xfa\xcf", Kind::Program),
        (b"\xcf\xfa\xed\xfe", Kind::Program),
        (b"\xca\xfe\xba\xbe", Kind::Program),
        (b"L\0\0\0\x01\x14\x02\0", Kind::Program),
        (b"dex\n", Kind::Program),
        (b"#!/", Kind::Program),
        (b"7z\xbc\xaf\x27\x1c", Kind::SevenZip),
        (b"Rar!\x1a\x07", Kind::OtherArchive("rar")),
        (b"\x1f\x8b", Kind::Gzip),
        (b"BZh", Kind::OtherArchive("bzip2")),
        (b"\xfd7zXZ\0", Kind::OtherArchive("xz")),
        (b"MSCF", Kind::OtherArchive("cab")),
        (b"\x78\x9f\x3e\x22", Kind::Tnef),
        (b"{\\rtf", Kind::Document),
    ];
    if let Some((start, kind)) = starts.into_iter().find(|(start, _)| head.starts_with(start)) {
        // `MZ` and `BZh` may begin a text; a program holds zero bytes, a bzip2 file a second mark.
        let is_text =
            (start == b"MZ" && !head.contains(&0)) || (start == b"BZh" && bytes.get(4..10) != Some(b"1AY&SY"));
        return (!is_text).then_some(kind);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(ole_kind(bytes));
    }
    infer::get(head).filter(|found| found.matcher_type() == infer::MatcherType::Image).map(|_| Kind::Picture)
}

/// A PDF with something before its mark: readers look for it within the first 1,024 bytes. Asked last, for the mark of
/// what lies in an archive or a signed message stands there as well.
fn by_late_mark(bytes: &[u8]) -> Option<Kind> {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let has_mark = head.windows(5).any(|window| window == b"%PDF-");
    (has_mark && !looks_like_html(bytes)).then_some(Kind::Document)
}

/// A tar archive, also without the mark `ustar`, as older programs write it: its first block sums up to the number it
/// says.
pub fn is_tar(bytes: &[u8]) -> bool {
    if bytes.get(257..262) == Some(b"ustar") {
        return true;
    }
    let Some(block) = bytes.get(..512) else { return false };
    let (Some(before), Some(told), Some(after)) = (block.get(..148), block.get(148..156), block.get(156..)) else {
        return false;
    };
    let digits = String::from_utf8_lossy(told);
    let digits = digits.trim_matches(['\0', ' ']);
    let sum: u32 = before.iter().chain(after).map(|byte| u32::from(*byte)).sum::<u32>() + 8 * u32::from(b' ');
    !digits.is_empty() && u32::from_str_radix(digits, 8) == Ok(sum)
}

/// Older Office files: their stream names stand in UTF-16.
fn ole_kind(bytes: &[u8]) -> Kind {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if holds("EncryptedPackage") {
        Kind::Locked
    } else if holds("_VBA_PROJECT") {
        Kind::Macros
    } else {
        Kind::Document
    }
}

/// Zip archives are many things: Office, OFD and program packages among them.
fn zip_kind(bytes: &[u8], ending: &str) -> Kind {
    let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Kind::Zip };
    let names: Vec<String> =
        archive.file_names_raw().take(4096).map(|name| String::from_utf8_lossy(name).to_lowercase()).collect();
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let ends = |ending: &str| names.iter().any(|name| name.ends_with(ending));
    if has("ofd.xml") {
        return Kind::Document;
    }
    if has("[content_types].xml") {
        return if ends("vbaproject.bin") { Kind::Macros } else { Kind::Document };
    }
    let is_program = has("androidmanifest.xml")
        || (has("meta-inf/manifest.mf") && (ends(".class") || ending == "jar"))
        || matches!(ending, "jar" | "apk" | "xpi" | "appx" | "msix" | "ipa" | "war");
    if is_program {
        return Kind::Program;
    }
    // OpenDocument and EPUB.
    if has("mimetype") && (has("content.xml") || has("meta-inf/container.xml") || has("meta-inf/manifest.xml")) {
        return Kind::Document;
    }
    Kind::Zip
}

fn by_cms(bytes: &[u8], ending: &str, media_type: &str) -> Option<Kind> {
    let is_named = matches!(ending, "p7m" | "p7s" | "p7c" | "p7z") || media_type.contains("pkcs7");
    if !is_named && !cms::says_its_kind(bytes) {
        return None;
    }
    if media_type.ends_with("pkcs7-signature") || ending == "p7s" {
        return Some(Kind::Signature);
    }
    match cms::kind_of(bytes)? {
        cms::Kind::Encrypted => Some(Kind::Encrypted),
        cms::Kind::Signed if cms::signed_content(bytes).is_some() => Some(Kind::Signed),
        cms::Kind::Signed => Some(Kind::Signature),
        cms::Kind::Other => None,
    }
}

fn by_name(bytes: &[u8], ending: &str, media_type: &str) -> Kind {
    match media_type {
        "application/pgp-signature" => return Kind::Signature,
        "application/pgp-encrypted" => return Kind::Structured,
        "text/calendar"
        | "text/vcard"
        | "text/x-vcard"
        | "text/directory"
        | "application/ics"
        | "text/rfc822-headers"
        | "application/applefile"
        | "application/pgp-keys"
        | "application/pkix-cert" => {
            return Kind::Structured;
        }
        _ => {}
    }
    let is_report = media_type.starts_with("message/") && media_type.contains("-status")
        || media_type.contains("disposition-notification")
        || media_type == "message/feedback-report"
        || media_type == "message/tracking-status";
    if is_report {
        return Kind::Structured;
    }
    if bytes.starts_with(b"-----BEGIN PGP MESSAGE-----") {
        return Kind::Encrypted;
    }
    let is_mail = ending == "eml" && block::starts_with_field(bytes);
    match ending {
        "ics" | "vcf" | "ifb" => Kind::Structured,
        "sig" | "asc" if bytes.starts_with(b"-----BEGIN PGP SIGNATURE-----") => Kind::Signature,
        "eml" if is_mail => Kind::Mail,
        "rar" => Kind::OtherArchive("rar"),
        "zip" => Kind::Zip,
        "7z" => Kind::SevenZip,
        "tar" => Kind::Tar,
        _ if looks_like_html(bytes) => Kind::Html,
        "htm" | "html" | "xhtml" | "shtml" | "mht" | "mhtml" | "svg" => Kind::Html,
        _ if media_type == "text/html" || media_type == "application/xhtml+xml" => Kind::Html,
        _ => Kind::Unknown,
    }
}

fn looks_like_html(bytes: &[u8]) -> bool {
    let is_drawing = || {
        let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(256)).unwrap_or_default());
        let start = head.trim_start_matches('\u{feff}').trim_start();
        start.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("<svg"))
    };
    matches!(page::written(bytes), Some(Written::Html | Written::Saved)) || is_drawing()
}

/// Media type of a file that nobody declared one for, by its content and its ending.
pub fn media_type_of(bytes: &[u8], name: &str) -> &'static str {
    let by_ending = match names::extension(name).as_str() {
        "pdf" => "application/pdf",
        "ofd" => "application/ofd",
        "doc" | "wps" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xls" | "et" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "txt" => "text/plain",
        "csv" => "text/csv",
        "htm" | "html" => "text/html",
        "xml" => "text/xml",
        "eml" => "message/rfc822",
        "zip" => "application/zip",
        "7z" => "application/x-7z-compressed",
        "rar" => "application/vnd.rar",
        "tar" => "application/x-tar",
        "gz" | "tgz" => "application/gzip",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "tif" | "tiff" => "image/tiff",
        "bmp" => "image/bmp",
        "gif" => "image/gif",
        "p7s" => "application/pkcs7-signature",
        "p7m" => "application/pkcs7-mime",
        "ics" => "text/calendar",
        "vcf" => "text/vcard",
        _ => "",
    };
    if !by_ending.is_empty() {
        return by_ending;
    }
    infer::get(bytes).map_or("application/octet-stream", |found| found.mime_type())
}

#[cfg(test)]
mod tests {
    use super::super::wrap::zip::tests::zipped;
    use super::*;

    fn old_tar(name: &str, content: &[u8]) -> Vec<u8> {
        let mut header = tar::Header::new_old();
        header.set_path(name).unwrap();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        let mut archive = tar::Builder::new(Vec::new());
        archive.append(&header, content).unwrap();
        archive.into_inner().unwrap()
    }

    #[test]
    fn the_mark_of_a_paper_inside_does_not_make_an_archive_a_paper() {
        let paper = b"%PDF-1.4 paper";
        let of = |start: &[u8]| kind_of(&[start, paper].concat(), "传票.pdf", "application/pdf");
        assert_eq!(kind_of(&old_tar("a.pdf", paper), "a", ""), Kind::Tar);
        assert_eq!(kind_of(&zipped(&[("a.pdf", paper)], None), "a", ""), Kind::Zip);
        assert_eq!(of(b"Rar!\x1a\x07\0"), Kind::OtherArchive("rar"));
        assert_eq!(of(b"7z\xbc\xaf\x27\x1c"), Kind::SevenZip);
        assert_eq!(of(b"\x78\x9f\x3e\x22"), Kind::Tnef);
        assert_eq!(of(b"\r\nleft over from a printer\r\n"), Kind::Document);
        let content = [&[0x24, 0x80, 4, 14], paper.as_slice(), &[0, 0]].concat();
        let signed = super::super::cms::tests::signed(content);
        assert_eq!(kind_of(&signed, "传票.pdf", "application/octet-stream"), Kind::Signed);
    }
}
