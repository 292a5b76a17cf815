//! Text of office documents that are one XML text instead of a package: Word 2003, flat OPC, Excel 2003.

use quick_xml::events::Event;
use songda_core::intake::DocumentText;
use songda_core::mail::page::Written;

use super::sheets::Rows;
use super::{characters, each, flowing};

/// Text of such a document; `None` where it holds no text of its kind.
pub fn of_flat(written: Written, xml: &str) -> Option<DocumentText> {
    let words = |xml: &str| flowing(xml, &["p"], &["tab"], "t", &mut |_| String::new());
    match written {
        Written::Word => Some(DocumentText::of(words(xml))),
        Written::Package => {
            let part = |name: &str| part_of(xml, &format!("/word/{name}"));
            let mut pages = words(part("document.xml\"")?);
            if let (Some(head), Some(first)) = (part("header"), pages.first_mut()) {
                *first = format!("{}\n{first}", words(head).join("\n"));
            }
            Some(DocumentText::of(pages))
        }
        Written::Sheets => Some(DocumentText::of(vec![sheets(xml)])),
        Written::Html | Written::Saved => None,
    }
}

/// The first part whose name begins so.
fn part_of<'x>(xml: &'x str, name: &str) -> Option<&'x str> {
    let (_, rest) = xml.split_once(&format!("pkg:name=\"{name}"))?;
    let (_, rest) = rest.split_once('>')?;
    Some(rest.split_once("</pkg:part>").map_or(rest, |(part, _)| part))
}

/// The rows of every sheet, one to a line.
fn sheets(xml: &str) -> String {
    let mut rows = Rows::default();
    let (mut cell, mut in_data) = (String::new(), false);
    each(xml, |event| match &event {
        Event::Start(start) if start.local_name().as_ref() == "Data" => {
            in_data = true;
            cell.clear();
        }
        Event::End(end) => match end.local_name().as_ref() {
            "Data" => {
                in_data = false;
                rows.cell(&moment(&cell));
            }
            "Row" => rows.end(),
            _ => {}
        },
        other if in_data => cell.extend(characters(other)),
        _ => {}
    });
    rows.text
}

/// 2026-12-08T09:30:00.000, as such a sheet writes moments, without what nobody sees of it.
fn moment(cell: &str) -> String {
    let is_moment = cell.len() == 23 && cell.get(10..11) == Some("T") && cell.ends_with(".000");
    match cell.split_once('T').filter(|_| is_moment) {
        Some((day, "00:00:00.000")) => day.to_owned(),
        Some((day, clock)) => format!("{day} {}", clock.get(..5).unwrap_or(clock)),
        None => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_in_one_text_are_read_like_packages() {
        let read = |written, xml: &str| of_flat(written, xml).map(|text| text.pages);
        let word = "<w:wordDocument xmlns:w='x'><w:docPr/><w:body><w:p><w:r><w:t>传</w:t></w:r><w:r><w:t>票</w:t></w:r></w:p>\
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>应到时间</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:wordDocument>";
        assert_eq!(read(Written::Word, word), Some(vec!["传票\n应到时间".to_owned()]));
        let package = "<pkg:package><pkg:part pkg:name=\"/word/styles.xml\"><w:t>样式</w:t></pkg:part>\
            <pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData><w:p><w:r><w:t>传票</w:t></w:r></w:p></pkg:xmlData></pkg:part>\
            <pkg:part pkg:name=\"/word/header1.xml\"><w:p><w:r><w:t>示例法院</w:t></w:r></w:p></pkg:part></pkg:package>";
        assert_eq!(read(Written::Package, package), Some(vec!["示例法院\n传票".to_owned()]));
        assert_eq!(read(Written::Package, "<pkg:package/>"), None);
        let sheet = "<Workbook><Worksheet><Table><Row><Cell><Data ss:Type='String'>案号</Data></Cell><Cell><Data>时间</Data></Cell></Row>\
            <Row><Cell/><Cell/><Cell><Data ss:Type='DateTime'>2026-12-08T09:30:00.000</Data></Cell></Row></Table></Worksheet></Workbook>";
        assert_eq!(read(Written::Sheets, sheet), Some(vec!["案号 时间\n2026-12-08 09:30".to_owned()]));
    }
}
