//! Pages and office documents that are one text, whatever they are called: HTML, pages saved whole (MHTML), flat XML.
//!
//! Courts' systems fill such a text in and call it 传票.doc or 清单.xls; programs open it by what it holds.

use super::text::{self, Seen};
use super::{block, body, header, walk};

/// How a file is written that has no mark of its own at its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// A web page, or a piece of one.
    Html,
    /// A page saved whole, with what it shows (MHTML, RFC 2557).
    Saved,
    /// A document in one XML text, as Word 2003 writes it.
    Word,
    /// A document's package in one XML text (flat OPC).
    Package,
    /// A workbook in one XML text, as Excel 2003 writes it.
    Sheets,
}

/// Bytes at the start of a file that are looked at.
const HEAD: usize = 8 << 10;

/// Elements that only stand at the start of a web page.
const STARTS: [&str; 9] = ["html", "head", "body", "meta", "title", "style", "script", "base", "link"];
/// Elements that may begin a piece of a page; a text that only opens with one of them is none.
const PIECES: [&str; 16] =
    ["p", "div", "span", "table", "tbody", "tr", "center", "font", "h1", "h2", "h3", "h4", "b", "strong", "ul", "ol"];

/// How a file is written, whatever its name says; `None` when it is none of these.
pub fn written(bytes: &[u8]) -> Option<Written> {
    if is_saved(bytes) {
        return Some(Written::Saved);
    }
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    // Most texts are no page at all: they need not be brought into small letters to see it.
    if !head.contains(&b'<') {
        return None;
    }
    let head = header::text_by_trying(head).to_lowercase();
    let start = behind_prologue(&head)?;
    if start.starts_with("<!doctype html") {
        return Some(Written::Html);
    }
    let name: String = start.strip_prefix('<')?.chars().take_while(|c| c.is_alphanumeric() || *c == ':').collect();
    match name.as_str() {
        "w:worddocument" => Some(Written::Word),
        "pkg:package" => Some(Written::Package),
        "workbook" | "ss:workbook" if start.contains("office:spreadsheet") => Some(Written::Sheets),
        name if STARTS.contains(&name) => Some(Written::Html),
        name if PIECES.contains(&name) && start.contains("</") => Some(Written::Html),
        _ => None,
    }
}

/// What stands behind the declarations and comments at the start of a text.
fn behind_prologue(head: &str) -> Option<&str> {
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<!doctype html") => return Some(rest),
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!") => ">",
            _ => return Some(rest),
        };
        rest = rest.split_once(end)?.1.trim_start();
    }
}

/// Whether bytes are a page saved whole: the head of a mail around a page.
fn is_saved(bytes: &[u8]) -> bool {
    if !block::starts_with_field(bytes) {
        return false;
    }
    let block = block::split(bytes);
    let declared = block.first("content-type").map(header::main_value).unwrap_or_default();
    let is_page = ["multipart/related", "multipart/alternative", "text/html"].contains(&declared.as_str());
    is_page && block.first("mime-version").is_some()
}

/// What a reader sees of a page, and what of it nobody sees; `None` where the bytes are no page.
pub fn seen(bytes: &[u8]) -> Option<Seen> {
    match written(bytes)? {
        Written::Html => Some(text::of_html(&source(bytes))),
        Written::Saved => {
            let said = body::said(&walk::walk(bytes, "1", walk::MOST_PARTS).items, false);
            Some(Seen { text: said.text, hidden: said.hidden, links: said.links, ..Seen::default() })
        }
        _ => None,
    }
}

/// The pages that a file holds, as they are written: its own text, or those of a page saved whole.
pub(super) fn sources(bytes: &[u8]) -> Vec<String> {
    if !is_saved(bytes) {
        return vec![header::text_by_trying(bytes)];
    }
    let items = walk::walk(bytes, "1", walk::MOST_PARTS).items;
    let pages = items.iter().filter(|item| {
        let kind = item.media_type.as_str();
        kind.contains("html") || kind.contains("svg") || kind.contains("script")
    });
    // A file of script beside the page acts like one within it.
    let as_page = |item: &walk::Item| match item.media_type.contains("script") {
        true => "<script".to_owned(),
        false => header::text_in(&item.charset, &item.bytes),
    };
    pages.map(as_page).collect()
}

fn source(bytes: &[u8]) -> String {
    header::text_by_trying(bytes.get(..bytes.len().min(text::LONGEST_SOURCE)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("<html><body>传票</body></html>", Some(Written::Html))]
    #[case("\u{feff}<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML'>\n<html>", Some(Written::Html))]
    #[case("<!-- saved from url=(0014)about:internet -->\r\n<HTML>", Some(Written::Html))]
    #[case("<meta charset=gbk><table>", Some(Written::Html))]
    #[case("<p style='x'>传票</p>", Some(Written::Html))]
    #[case("<p 第一段没有结束", None)]
    #[case(
        "<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument xmlns:w='x'>",
        Some(Written::Word)
    )]
    #[case("<?xml version='1.0'?><pkg:package xmlns:pkg='x'>", Some(Written::Package))]
    #[case(
        "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
        Some(Written::Sheets)
    )]
    #[case("<?xml version='1.0'?><workbook xmlns='urn:other'>", None)]
    #[case(
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n",
        Some(Written::Saved)
    )]
    #[case("From: a@example.test\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n", None)]
    #[case("案号：（2026）沪0112民初1号", None)]
    #[case("<!-- 没有结束的注释", None)]
    #[case("", None)]
    fn how_a_file_is_written(#[case] text: &str, #[case] expected: Option<Written>) {
        assert_eq!(written(text.as_bytes()), expected);
        let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        if expected != Some(Written::Saved) && !text.is_empty() {
            assert_eq!(written(&wide), expected, "as UTF-16");
        }
    }

    fn saved(page: &str) -> Vec<u8> {
        let coded = page.bytes().map(|byte| format!("={byte:02X}")).collect::<String>();
        let head = "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
        format!("{head}{coded}\r\n--b--\r\n").into_bytes()
    }

    #[test]
    fn a_page_saved_whole_is_read_as_the_page_it_shows() {
        let seen = seen(&saved("<p>传票</p><p style='display:none'>藏</p><!-- 注 -->")).unwrap();
        assert_eq!((seen.text.as_str(), seen.hidden.as_str()), ("传票", "藏"));
        assert!(sources(&saved("<SCRIPT>x()</SCRIPT>"))[0].contains("<SCRIPT>"));
    }
}
