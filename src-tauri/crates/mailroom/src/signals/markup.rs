//! Text of documents that are packages of XML: OFD (GB/T 33190), DOCX, OpenDocument.

mod flat;
mod ofd;
mod sheets;
mod word;

use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use songda_core::intake::DocumentText;
use songda_core::mail::{cells, header, text};
use zip::ZipArchive;

use super::MOST_PAGES;
use super::layout::plain_forms;

/// Largest single file of a package that is read, in bytes unpacked.
const LARGEST: u64 = 32 << 20;
/// Marks the end of a page in running text.
const PAGE_END: char = '\u{c}';

/// A package opened for reading single files.
struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'a> Package<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        Some(Self { archive: ZipArchive::new(Cursor::new(bytes)).ok()?, left: 4 * LARGEST })
    }

    /// Text of one file, whatever the case of its name.
    fn text(&mut self, path: &str) -> Option<String> {
        Some(header::text_by_trying(&self.bytes(path)?))
    }

    fn bytes(&mut self, path: &str) -> Option<Vec<u8>> {
        let path = path.trim_start_matches('/');
        let is_it = |name: &[u8]| String::from_utf8_lossy(name).replace('\\', "/").eq_ignore_ascii_case(path);
        let index = self.archive.file_names_raw().position(is_it)?;
        let file = self.archive.by_index(index).ok()?;
        let mut bytes = Vec::new();
        file.take(LARGEST.min(self.left)).read_to_end(&mut bytes).ok()?;
        self.left = self.left.saturating_sub(bytes.len() as u64);
        Some(bytes)
    }
}

/// Path of a file named relative to another file's folder, as packages name theirs; none where it leads out.
fn beside(file: &str, location: &str) -> Option<String> {
    let location = location.trim().replace('\\', "/");
    let folder = if location.starts_with('/') { "" } else { file.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut pieces: Vec<&str> = Vec::new();
    for piece in folder.split('/').chain(location.split('/')) {
        match piece {
            "" | "." => {}
            ".." => drop(pieces.pop()?),
            piece => pieces.push(piece),
        }
    }
    (!pieces.is_empty()).then(|| pieces.join("/"))
}

/// Text of a package, page by page; `None` when it is none of those known.
pub fn of_package(bytes: &[u8]) -> Option<DocumentText> {
    let mut package = Package::open(bytes)?;
    if let Some(root) = package.text("OFD.xml") {
        return ofd::text(&mut package, &root);
    }
    if let Some(text) = word::text(&mut package).or_else(|| sheets::text(&mut package)) {
        return Some(text);
    }
    let content = package.text("content.xml")?;
    Some(DocumentText::of(flowing(&content, &["p", "h"], &["tab", "s"], "", &mut |_| String::new())))
}

pub use flat::of_flat;

/// Names and bytes of the files that an OFD carries.
pub fn files(bytes: &[u8], most: usize) -> Option<Vec<(String, Vec<u8>)>> {
    let mut package = Package::open(bytes)?;
    let root = package.text("OFD.xml")?;
    Some(ofd::files(&mut package, &root, most))
}

/// Whether a package is of a kind whose text can be read.
pub fn is_known(bytes: &[u8]) -> bool {
    let has = |archive: ZipArchive<Cursor<&[u8]>>| {
        archive.file_names_raw().any(|name| {
            let name = String::from_utf8_lossy(name).to_lowercase();
            matches!(name.as_str(), "ofd.xml" | "content.xml") || name.starts_with("word/") || name.starts_with("xl/")
        })
    };
    // One whose list cannot be read may be of any kind.
    ZipArchive::new(Cursor::new(bytes)).map_or(true, has)
}

/// Value of an attribute, whatever the prefix of its name.
fn attribute(start: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let found = start.attributes().with_checks(false).flatten().find(|it| it.key.local_name().as_ref() == wanted)?;
    Some(text::entities(&found.value))
}

/// Goes through the events of an XML text until it ends or makes no sense.
fn each(xml: &str, mut take: impl FnMut(Event<'_>)) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) | Err(_) => return,
            Ok(event) => take(event),
        }
    }
}

/// Characters of a text event or a character reference.
fn characters(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Text(piece) => Some(piece.xml10_content().into_owned()),
        Event::CData(piece) => Some(piece.xml10_content().into_owned()),
        Event::GeneralRef(name) => Some(text::entities(&format!("&{};", &**name))),
        _ => None,
    }
}

/// Running text of a word processor: paragraphs as lines, cells of a row apart, pages where breaks are written.
/// Where `only` is not empty, characters count inside that element alone; deleted, moved and hidden runs never do.
/// `insert` gives the text of a file that is inserted as a whole, by the id it is referred to with.
fn flowing(
    xml: &str,
    paragraphs: &[&str],
    blanks: &[&str],
    only: &str,
    insert: &mut dyn FnMut(&str) -> String,
) -> Vec<String> {
    // A form feed stands for a page's end.
    let mut page = String::new();
    let (mut inside, mut is_hidden, mut in_run_head, mut moved) = (0_usize, false, false, 0_usize);
    each(xml, |event| match &event {
        Event::Start(start) | Event::Empty(start) => {
            let name = start.local_name();
            let name = name.as_ref();
            let is_open = matches!(event, Event::Start(_));
            match name {
                "lastRenderedPageBreak" if !page.ends_with(PAGE_END) => page.push(PAGE_END),
                "br" | "cr" if attribute(start, "type").as_deref() == Some("page") => page.push(PAGE_END),
                "br" | "cr" | "line-break" => page.push('\n'),
                "tbl" | "table" => page.extend([cells::ROW, cells::TABLE]),
                "tc" => page.push(cells::CELL),
                "table-cell" => {
                    let spanned = |of: &str| attribute(start, &format!("number-{of}-spanned"));
                    page.push(cells::CELL);
                    page.push_str(&cells::spanning(spanned("columns").as_deref(), spanned("rows").as_deref()));
                }
                "gridSpan" => page.push_str(&cells::spanning(attribute(start, "val").as_deref(), None)),
                // Of cells above each other the first one restarts, and the others hold nothing.
                "vMerge" | "vmerge" if attribute(start, "val").as_deref() != Some("restart") => {
                    page.push(cells::GOES_ON)
                }
                "tr" | "table-row" => page.push(cells::ROW),
                "r" => is_hidden = false,
                "rPr" => in_run_head = is_open,
                "moveFrom" if is_open => moved += 1,
                "altChunk" => {
                    page.push_str(&insert(&attribute(start, "id").unwrap_or_default()));
                    page.push('\n');
                }
                "vanish" if in_run_head => {
                    is_hidden = attribute(start, "val").is_none_or(|it| it != "0" && it != "false")
                }
                _ if blanks.contains(&name) => page.push(' '),
                _ if is_open && (name == only || (only.is_empty() && paragraphs.contains(&name))) => inside += 1,
                _ => {}
            }
        }
        Event::End(end) => {
            let name = end.local_name();
            let name = name.as_ref();
            if name == only || (only.is_empty() && paragraphs.contains(&name)) {
                inside = inside.saturating_sub(1);
            }
            match name {
                "rPr" => in_run_head = false,
                "moveFrom" => moved = moved.saturating_sub(1),
                "tr" | "table-row" => page.push(cells::ROW),
                "tbl" | "table" => page.extend([cells::TABLE, cells::ROW]),
                _ if paragraphs.contains(&name) => page.push('\n'),
                _ => {}
            }
        }
        other => {
            if inside > 0 && moved == 0 && !is_hidden {
                page.extend(characters(other).map(|it| it.replace(cells::is_sign, " ")));
            }
        }
    });
    page.trim_matches(PAGE_END).split(PAGE_END).take(MOST_PAGES).map(|page| plain_forms(&tidy(page))).collect()
}

fn tidy(text: &str) -> String {
    let text = cells::in_lines(text);
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use std::io::Write as _;
    use zip::write::SimpleFileOptions;

    /// A package of these files.
    pub fn package(files: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_word_document_is_read_without_what_is_deleted_or_hidden() {
        let document = "<w:document xmlns:w='x'><w:body><w:p><w:r><w:t>送达</w:t></w:r><w:r><w:t>回证</w:t></w:r></w:p>\
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>案号</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1号</w:t></w:r></w:p></w:tc></w:tr>\
            <w:tr><w:tc><w:p><w:r><w:t>时间</w:t></w:r></w:p></w:tc><w:tc><w:p/><w:p><w:r><w:t>9时</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
            <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del>\
            <w:r><w:br w:type='page'/><w:t>第二页&amp;完</w:t></w:r></w:p></w:body></w:document>";
        let read = of_package(&package(&[("[Content_Types].xml", ""), ("word/document.xml", document)])).unwrap();
        assert_eq!(read.pages, ["送达回证\n案号 1号\n时间 9时", "第二页&完"]);
        assert_eq!(of_package(&package(&[("a.txt", "x")])), None);
    }
}
