//! Text of documents that are packages of XML: OFD (GB/T 33190), DOCX, OpenDocument.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use songda_core::intake::DocumentText;
use songda_core::mail::{header, text};
use zip::ZipArchive;

use super::MOST_PAGES;
use super::layout::{Placed, lines, plain_forms};

/// Largest single file of a package that is read, in bytes unpacked.
const LARGEST: u64 = 32 << 20;
/// Most characters placed on one page.
const MOST_GLYPHS: usize = 200_000;
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
        let path = path.trim_start_matches('/');
        let is_it = |name: &[u8]| String::from_utf8_lossy(name).replace('\\', "/").eq_ignore_ascii_case(path);
        let index = self.archive.file_names_raw().position(is_it)?;
        let file = self.archive.by_index(index).ok()?;
        let mut bytes = Vec::new();
        file.take(LARGEST.min(self.left)).read_to_end(&mut bytes).ok()?;
        self.left = self.left.saturating_sub(bytes.len() as u64);
        Some(header::text_by_trying(&bytes))
    }
}

/// Text of a package, page by page; `None` when it is none of those known.
pub fn of_package(bytes: &[u8]) -> Option<DocumentText> {
    let mut package = Package::open(bytes)?;
    if let Some(root) = package.text("OFD.xml") {
        return of_ofd(&mut package, &root);
    }
    if let Some(document) = package.text("word/document.xml") {
        return Some(DocumentText { pages: flowing(&document, &["p"], &["tab"], "t") });
    }
    let content = package.text("content.xml")?;
    Some(DocumentText { pages: flowing(&content, &["p", "h"], &["tab", "s"], "") })
}

/// Whether a package is of a kind whose text can be read.
pub fn is_known(bytes: &[u8]) -> bool {
    let names = ["ofd.xml", "word/document.xml", "content.xml"];
    let has = |archive: ZipArchive<Cursor<&[u8]>>| {
        archive.file_names_raw().any(|name| names.contains(&String::from_utf8_lossy(name).to_lowercase().as_str()))
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
/// Where `only` is not empty, characters count inside that element alone; deleted and hidden runs never do.
fn flowing(xml: &str, paragraphs: &[&str], blanks: &[&str], only: &str) -> Vec<String> {
    // A form feed stands for a page's end.
    let mut page = String::new();
    let (mut inside, mut is_hidden, mut in_run_head) = (0_usize, false, false);
    each(xml, |event| match &event {
        Event::Start(start) | Event::Empty(start) => {
            let name = start.local_name();
            let name = name.as_ref();
            let is_open = matches!(event, Event::Start(_));
            match name {
                "lastRenderedPageBreak" if !page.ends_with(PAGE_END) => page.push(PAGE_END),
                "br" | "cr" if attribute(start, "type").as_deref() == Some("page") => page.push(PAGE_END),
                "br" | "cr" | "line-break" => page.push('\n'),
                "tc" | "table-cell" => page.push(' '),
                "r" => is_hidden = false,
                "rPr" => in_run_head = is_open,
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
                _ if paragraphs.contains(&name) => page.push('\n'),
                _ => {}
            }
        }
        other => {
            if inside > 0 && !is_hidden {
                page.extend(characters(other));
            }
        }
    });
    page.trim_matches(PAGE_END).split(PAGE_END).take(MOST_PAGES).map(|page| plain_forms(&tidy(page))).collect()
}

fn tidy(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Path of a file named relative to another file's folder (GB/T 33190, type ST_Loc).
fn beside(file: &str, location: &str) -> String {
    if let Some(absolute) = location.strip_prefix('/') {
        return absolute.to_owned();
    }
    match file.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{location}"),
        None => location.to_owned(),
    }
}

fn of_ofd(package: &mut Package<'_>, root: &str) -> Option<DocumentText> {
    let mut documents = Vec::new();
    let mut is_root = false;
    each(root, |event| match &event {
        Event::Start(start) => is_root = start.local_name().as_ref() == "DocRoot",
        Event::End(_) => is_root = false,
        other if is_root => documents.extend(characters(other).map(|path| path.trim().to_owned())),
        _ => {}
    });
    let mut pages = Vec::new();
    for document in documents.iter().filter(|path| !path.is_empty()).take(16) {
        let Some(xml) = package.text(document) else { continue };
        pages.append(&mut pages_of(package, document, &xml));
    }
    (!pages.is_empty()).then_some(DocumentText { pages })
}

fn pages_of(package: &mut Package<'_>, document: &str, xml: &str) -> Vec<String> {
    let mut templates = BTreeMap::new();
    let mut locations = Vec::new();
    each(xml, |event| {
        if let Event::Start(start) | Event::Empty(start) = &event {
            let Some(location) = attribute(start, "BaseLoc").map(|location| beside(document, &location)) else {
                return;
            };
            match start.local_name().as_ref() {
                "TemplatePage" => drop(templates.insert(attribute(start, "ID").unwrap_or_default(), location)),
                "Page" => locations.push(location),
                _ => {}
            }
        }
    });
    let mut pages = Vec::new();
    for location in locations {
        let content = if pages.len() < MOST_PAGES { package.text(&location) } else { None };
        let content = content.unwrap_or_default();
        let mut placed = Vec::new();
        for template in used_templates(&content) {
            let xml = templates.get(&template).and_then(|location| package.text(location));
            place_text(&xml.unwrap_or_default(), &mut placed);
        }
        place_text(&content, &mut placed);
        pages.push(lines(placed));
    }
    pages
}

fn used_templates(content: &str) -> Vec<String> {
    let mut used = Vec::new();
    each(content, |event| {
        if let Event::Start(start) | Event::Empty(start) = &event
            && start.local_name().as_ref() == "Template"
        {
            used.extend(attribute(start, "TemplateID"));
        }
    });
    used
}

/// Points per millimetre, the unit of OFD.
const POINTS: f64 = 72.0 / 25.4;

#[derive(Default)]
struct TextObject {
    left: f64,
    top: f64,
    size: f64,
    /// Matrix of the object: a b c d e f.
    matrix: Option<[f64; 6]>,
}

/// One run of characters in a text object.
struct TextCode {
    start: (f64, f64),
    deltas: (Vec<f64>, Vec<f64>),
    text: String,
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_ascii_whitespace().filter_map(|number| number.parse().ok()).collect()
}

/// Places the text objects of a page: boundary, matrix and offsets of the characters.
fn place_text(xml: &str, placed: &mut Vec<Placed>) {
    let mut object = TextObject::default();
    let mut code: Option<TextCode> = None;
    each(xml, |event| match &event {
        Event::Start(start) => match start.local_name().as_ref() {
            "TextObject" => object = text_object(start),
            "TextCode" => {
                let number = |name: &str| attribute(start, name).and_then(|it| it.trim().parse().ok()).unwrap_or(0.0);
                let deltas = |name: &str| attribute(start, name).map(|it| deltas(&it)).unwrap_or_default();
                code = Some(TextCode {
                    start: (number("X"), number("Y")),
                    deltas: (deltas("DeltaX"), deltas("DeltaY")),
                    text: String::new(),
                });
            }
            _ => {}
        },
        Event::End(end) if end.local_name().as_ref() == "TextCode" => {
            if let Some(code) = code.take() {
                push_code(&object, &code, placed);
            }
        }
        other => {
            if let (Some(code), Some(piece)) = (&mut code, characters(other)) {
                code.text.push_str(&piece);
            }
        }
    });
}

fn text_object(start: &BytesStart<'_>) -> TextObject {
    let list = |name: &str| attribute(start, name).map(|it| numbers(&it)).unwrap_or_default();
    let boundary = list("Boundary");
    let size = list("Size").first().copied().unwrap_or(3.5);
    TextObject {
        left: boundary.first().copied().unwrap_or(0.0),
        top: boundary.get(1).copied().unwrap_or(0.0),
        size,
        matrix: <[f64; 6]>::try_from(list("CTM")).ok(),
    }
}

/// Distances between characters; `g 3 4.2` repeats one three times (GB/T 33190 section 11.3).
fn deltas(text: &str) -> Vec<f64> {
    let mut found = Vec::new();
    let mut words = text.split_ascii_whitespace();
    while let Some(word) = words.next() {
        if word == "g" {
            let count: usize = words.next().and_then(|it| it.parse().ok()).unwrap_or(0);
            let delta = words.next().and_then(|it| it.parse().ok()).unwrap_or(0.0);
            found.extend(std::iter::repeat_n(delta, count.min(MOST_GLYPHS)));
        } else {
            found.extend(word.parse::<f64>());
        }
        if found.len() > MOST_GLYPHS {
            break;
        }
    }
    found
}

fn push_code(object: &TextObject, code: &TextCode, placed: &mut Vec<Placed>) {
    let [a, b, c, d, e, f] = object.matrix.unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let (mut x, mut y) = code.start;
    let deltas = &code.deltas;
    let scale = c.hypot(d);
    for (nth, character) in code.text.trim_matches(['\r', '\n']).chars().enumerate() {
        if placed.len() >= MOST_GLYPHS {
            return;
        }
        placed.push(Placed {
            x: (object.left + a * x + c * y + e) * POINTS,
            // OFD counts from the top of the page.
            y: -(object.top + b * x + d * y + f) * POINTS,
            size: (object.size * scale * POINTS).max(1.0),
            angle: (-b).atan2(a),
            text: character.to_string(),
        });
        let (dx, dy) = (deltas.0.get(nth), deltas.1.get(nth));
        let width = if character.is_ascii() { 0.5 } else { 1.0 } * object.size;
        // Without distances the characters follow one another.
        x += dx.copied().unwrap_or(if dy.is_some() || !deltas.1.is_empty() { 0.0 } else { width });
        y += dy.copied().unwrap_or(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Write as _;
    use zip::write::SimpleFileOptions;

    fn package(files: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn ofd(page: &str) -> Vec<u8> {
        package(&[
            (
                "OFD.xml",
                "<ofd:OFD xmlns:ofd='x'><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            ),
            (
                "Doc_0/Document.xml",
                "<ofd:Document xmlns:ofd='x'><ofd:CommonData><ofd:TemplatePage ID='9' BaseLoc='Tpls/Tpl_0.xml'/></ofd:CommonData>\
                 <ofd:Pages><ofd:Page ID='1' BaseLoc='Pages/Page_0/Content.xml'/></ofd:Pages></ofd:Document>",
            ),
            (
                "Doc_0/Tpls/Tpl_0.xml",
                "<ofd:Page xmlns:ofd='x'><ofd:TextObject Boundary='20 10 90 9' Size='5'><ofd:TextCode X='0' Y='5'>示例法院</ofd:TextCode></ofd:TextObject></ofd:Page>",
            ),
            ("Doc_0/Pages/Page_0/Content.xml", page),
        ])
    }

    #[test]
    fn an_ofd_page_is_read_with_its_template() {
        let page = "<ofd:Page xmlns:ofd='x'><ofd:Template TemplateID='9'/><ofd:Content><ofd:Layer>\
            <ofd:TextObject Boundary='20 40 90 9' Size='4'><ofd:TextCode X='0' Y='4' DeltaX='g 3 4'>案号&#65306;一</ofd:TextCode></ofd:TextObject>\
            <ofd:TextObject Boundary='60 20 90 9' Size='6'><ofd:TextCode X='0' Y='5' DeltaX='20'>传票</ofd:TextCode></ofd:TextObject>\
            </ofd:Layer></ofd:Content></ofd:Page>";
        assert_eq!(of_package(&ofd(page)).unwrap().pages, ["示例法院\n传票\n案号：一"]);
    }

    #[test]
    fn a_word_document_is_read_without_what_is_deleted_or_hidden() {
        let document = "<w:document xmlns:w='x'><w:body><w:p><w:r><w:t>送达</w:t></w:r><w:r><w:t>回证</w:t></w:r></w:p>\
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>案号</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
            <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del>\
            <w:r><w:br w:type='page'/><w:t>第二页&amp;完</w:t></w:r></w:p></w:body></w:document>";
        let read = of_package(&package(&[("[Content_Types].xml", ""), ("word/document.xml", document)])).unwrap();
        assert_eq!(read.pages, ["送达回证\n案号", "第二页&完"]);
        assert_eq!(of_package(&package(&[("a.txt", "x")])), None);
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(page in "(<ofd:TextCode[ A-Za-z='0-9g-]{0,20}>|<[/a-zA-Z:]{0,9}>|&[#a-z0-9]{0,4};?|[中0-9]{0,4}){0,12}") {
            let _ = of_package(&ofd(&page));
        }
    }
}
