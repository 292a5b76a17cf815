//! What must never be opened by a person without warning: programs, scripts, disguised names, pages that act.

use super::kind::Kind;
use super::{names, page};

/// Endings that a system runs or mounts when the file is opened.
const RUNS: &[&str] = &[
    "exe",
    "com",
    "scr",
    "pif",
    "bat",
    "cmd",
    "msi",
    "msp",
    "mst",
    "msc",
    "msix",
    "appx",
    "dll",
    "cpl",
    "sys",
    "drv",
    "ocx",
    "js",
    "jse",
    "vbs",
    "vbe",
    "vb",
    "ws",
    "wsf",
    "wsh",
    "wsc",
    "sct",
    "hta",
    "ps1",
    "ps1xml",
    "ps2",
    "psc1",
    "psd1",
    "psm1",
    "lnk",
    "url",
    "website",
    "webloc",
    "desktop",
    "scf",
    "inf",
    "reg",
    "chm",
    "hlp",
    "jar",
    "jnlp",
    "class",
    "apk",
    "ipa",
    "iso",
    "img",
    "vhd",
    "vhdx",
    "dmg",
    "pkg",
    "deb",
    "rpm",
    "app",
    "command",
    "sh",
    "bash",
    "csh",
    "zsh",
    "py",
    "pyc",
    "pyw",
    "pl",
    "rb",
    "php",
    "jsp",
    "asp",
    "aspx",
    "xll",
    "xlam",
    "xla",
    "wll",
    "docm",
    "dotm",
    "xlsm",
    "xltm",
    "pptm",
    "potm",
    "ppam",
    "ppsm",
    "sldm",
    "ade",
    "adp",
    "accde",
    "mde",
    "iqy",
    "slk",
    "oqy",
    "rqy",
    "settingcontent-ms",
    "library-ms",
    "search-ms",
    "appref-ms",
    "application",
    "gadget",
    "diagcab",
    "theme",
    "swf",
    "one",
    "onepkg",
    "xpi",
];

/// Endings of documents behind which a second ending hides.
const DOCUMENTS: &[&str] = &[
    "pdf", "ofd", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "txt", "jpg", "jpeg", "png", "tif", "zip", "rar",
    "7z",
];

/// Why a file is dangerous; `None` when nothing speaks against it.
pub fn why(name: &str, kind: Kind, bytes: &[u8]) -> Option<String> {
    if name.chars().any(names::turns_writing) && turns_order(name) {
        return Some("文件名含改变书写方向的字符，显示的扩展名不是真的".to_owned());
    }
    let ending = names::extension(name);
    if RUNS.contains(&ending.as_str()) {
        let stem = name.rsplit_once('.').map(|(stem, _)| stem).unwrap_or("");
        let inner = names::extension(stem);
        if DOCUMENTS.contains(&inner.as_str()) {
            return Some(format!("双扩展名：看似 .{inner}，实为可运行的 .{ending}"));
        }
        return Some(format!("可运行或可挂载的文件类型 .{ending}"));
    }
    match kind {
        Kind::Program => Some("内容是可执行程序".to_owned()),
        Kind::Macros => Some("文档内含宏".to_owned()),
        Kind::Html => page::sources(bytes).iter().find_map(|page| acting(page)).map(|what| format!("网页附件含{what}")),
        _ => None,
    }
}

/// Overrides and embeddings turn the order of letters; a mark of direction alone is common in pasted names.
fn turns_order(name: &str) -> bool {
    name.chars().any(|character| matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

/// What acts by itself, or asks for entries, in a web page.
fn acting(page: &str) -> Option<&'static str> {
    let text = page.to_lowercase();
    let tags: [(&str, &str); 9] = [
        ("<script", "脚本"),
        ("<form", "填写表单"),
        ("<input", "填写表单"),
        ("<iframe", "嵌入页面"),
        ("<object", "嵌入对象"),
        ("<embed", "嵌入对象"),
        ("<applet", "嵌入对象"),
        ("javascript:", "脚本"),
        ("vbscript:", "脚本"),
    ];
    if let Some((_, what)) = tags.into_iter().find(|(tag, _)| text.contains(tag)) {
        return Some(what);
    }
    let refreshes = text.contains("http-equiv") && text.contains("refresh") && text.contains("url=");
    if refreshes {
        return Some("自动跳转");
    }
    let handles = ["onload", "onerror", "onclick", "onmouseover", "onfocus", "onbegin", "onanimationstart"];
    let has_handler = handles.iter().any(|handler| {
        text.match_indices(handler).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + handler.len()..).unwrap_or("").trim_start();
            after.starts_with('=') && before.is_some_and(|c| c.is_whitespace() || c == '/' || c == '"')
        })
    });
    has_handler.then_some("脚本")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// `<script>` in base64, within a page saved whole.
    const SAVED: &[u8] = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHNjcmlwdD4=\r\n--b--\r\n";

    #[rstest]
    #[case("传票.pdf.exe", Kind::Unknown, b"", true)]
    #[case("传票．ｌｎｋ", Kind::Unknown, b"", true)]
    #[case("传票\u{202e}fdp.exe", Kind::Unknown, b"", true)]
    #[case("传票.pdf", Kind::Program, b"MZ", true)]
    #[case("表.docx", Kind::Macros, b"", true)]
    #[case("通知.html", Kind::Html, b"<html><FORM action=x></html>", true)]
    #[case("通知.html", Kind::Html, b"<html><body onload = 'x()'></html>", true)]
    #[case("通知.html", Kind::Html, b"<html><p>onload</p></html>", false)]
    #[case("通知.mht", Kind::Html, SAVED, true)]
    #[case("传票.pdf", Kind::Document, b"%PDF-", false)]
    #[case("（2026）沪0112民初1号.传票", Kind::Unknown, b"", false)]
    fn what_is_dangerous(#[case] name: &str, #[case] kind: Kind, #[case] bytes: &[u8], #[case] expected: bool) {
        assert_eq!(why(name, kind, bytes).is_some(), expected);
    }
}
