//! Text of word processors' packages (ISO/IEC 29500): which parts belong to a document, and in which order they are read.

use songda_core::intake::DocumentText;
use songda_core::mail::{names, text as mail_text};

use super::super::written;
use super::{Package, attribute, beside, each, flowing};

use quick_xml::events::Event;

/// Most headers, footers and inserted files of a document that are read.
const MOST_PARTS: usize = 40;

/// What a part refers to.
struct Relation {
    id: String,
    /// Last piece of its type: `header`, `footnotes`, `aFChunk`.
    kind: String,
    path: String,
}

/// Text of a document: headers before it, notes and footers behind it.
pub fn text(package: &mut Package<'_>) -> Option<DocumentText> {
    let main = main_part(package);
    let xml = package.text(&main)?;
    // Sheets and slides have a main part as well.
    if ["<document", ":document ", ":document>"].iter().all(|root| !xml.contains(root)) {
        return None;
    }
    let relations = relations(package, &main);
    let mut around = |kinds: &[&str]| {
        let mut texts: Vec<String> = Vec::new();
        for path in related(&relations, &main, kinds) {
            let Some(xml) = package.text(&path) else { continue };
            let text = flowing(&xml, &["p"], &["tab"], "t", &mut |_| String::new()).join("\n");
            // The header of the first page is often that of all.
            if !text.is_empty() && !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts.join("\n")
    };
    let (head, notes) = (around(&["header"]), around(&["footnotes", "endnotes", "footer"]));
    let mut chunks = MOST_PARTS;
    let mut pages = flowing(&xml, &["p"], &["tab"], "t", &mut |id| {
        let relation = relations.iter().find(|it| it.id == id && it.kind.eq_ignore_ascii_case("aFChunk"));
        chunks = chunks.saturating_sub(1);
        relation.filter(|_| chunks > 0).and_then(|it| chunk(package, &it.path)).unwrap_or_default()
    });
    if let Some(first) = pages.first_mut().filter(|_| !head.is_empty()) {
        *first = format!("{head}\n{first}");
    }
    if let Some(last) = pages.last_mut().filter(|_| !notes.is_empty()) {
        *last = format!("{last}\n{notes}");
    }
    Some(DocumentText::of(pages))
}

/// The part that the package says is its document: programs name it as they like.
fn main_part(package: &mut Package<'_>) -> String {
    let root = relations(package, "");
    let told = root.into_iter().find(|it| it.kind == "officeDocument").map(|it| it.path);
    told.unwrap_or_else(|| "word/document.xml".to_owned())
}

fn relations(package: &mut Package<'_>, part: &str) -> Vec<Relation> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let path = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
    let mut found = Vec::new();
    each(&package.text(&path).unwrap_or_default(), |event| {
        let (Event::Start(start) | Event::Empty(start)) = &event else { return };
        if start.local_name().as_ref() != "Relationship"
            || attribute(start, "TargetMode").as_deref() == Some("External")
        {
            return;
        }
        let kind = attribute(start, "Type").unwrap_or_default();
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        let Some(path) = attribute(start, "Target").and_then(|target| beside(part, &target)) else { return };
        found.push(Relation { id: attribute(start, "Id").unwrap_or_default(), kind, path });
    });
    found
}

/// Paths of the parts of these kinds; notes also where they only lie beside the document.
fn related(relations: &[Relation], main: &str, kinds: &[&str]) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    for kind in kinds {
        paths.extend(relations.iter().filter(|it| it.kind == *kind).map(|it| it.path.clone()));
        if kind.ends_with("notes") {
            paths.extend(beside(main, &format!("{kind}.xml")).filter(|path| !paths.contains(path)));
        }
    }
    paths.truncate(MOST_PARTS);
    paths
}

/// Text of a file that is inserted as a whole.
fn chunk(package: &mut Package<'_>, path: &str) -> Option<String> {
    let bytes = package.bytes(path)?;
    match names::extension(path).as_str() {
        "htm" | "html" | "xhtml" | "mht" | "mhtml" => Some(mail_text::of_html(&written(&bytes)).text),
        "txt" => Some(written(&bytes)),
        "rtf" => songda_core::mail::rtf::text(&bytes),
        "docx" => {
            let mut inner = Package::open(&bytes)?;
            let main = main_part(&mut inner);
            Some(flowing(&inner.text(&main)?, &["p"], &["tab"], "t", &mut |_| String::new()).join("\n"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::of_package;
    use super::super::tests::package;

    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    fn relations(of: &[(&str, &str, &str)]) -> String {
        let one = |(id, kind, target): &(&str, &str, &str)| {
            format!("<Relationship Id='{id}' Type='{RELATIONS}/{kind}' Target='{target}'/>")
        };
        format!("<Relationships>{}</Relationships>", of.iter().map(one).collect::<String>())
    }

    fn part(words: &str) -> String {
        format!("<w:x xmlns:w='x'><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:x>")
    }

    #[test]
    fn every_part_of_a_document_is_found_by_what_refers_to_it() {
        let main = "<w:document xmlns:w='x'><w:p><w:r><w:t>传票</w:t></w:r></w:p>\
            <w:p><w:moveFrom><w:r><w:t>旧日期</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新日期</w:t></w:r></w:moveTo></w:p>\
            <w:altChunk r:id='c'/><w:p><w:r><w:t>落款</w:t></w:r></w:p></w:document>";
        let bytes = package(&[
            ("[Content_Types].xml", ""),
            ("_rels/.rels", &relations(&[("1", "officeDocument", "/word/document2.xml")])),
            ("word/document2.xml", main),
            (
                "word/_rels/document2.xml.rels",
                &relations(&[
                    ("h", "header", "header1.xml"),
                    ("i", "header", "header2.xml"),
                    ("n", "footnotes", "./footnotes.xml"),
                    ("c", "aFChunk", "../word/part.htm"),
                ]),
            ),
            ("word/header1.xml", &part("示例法院")),
            ("word/header2.xml", &part("示例法院")),
            ("word/footnotes.xml", &part("注：第三法庭")),
            ("word/part.htm", "<p>应到时间</p>"),
        ]);
        let read = of_package(&bytes).unwrap();
        assert_eq!(read.pages, ["示例法院\n传票\n新日期\n应到时间\n落款\n注：第三法庭"]);
    }
}
