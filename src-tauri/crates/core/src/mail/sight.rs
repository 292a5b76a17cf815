//! What HTML tags say beside their style: quoted older mails, attributes, and which elements a tag ends.

use super::style::Declaration;
use super::text::entities;

/// Where mail programs keep the mail that is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Older {
    /// In this element.
    Inside,
    /// In this element, and in everything behind it in the same parent: Outlook marks only the head.
    FromHere,
}

/// Classes and names of elements that mail programs put a quoted mail into.
const QUOTES: [&str; 9] = [
    "gmail_quote",
    "yahoo_quoted",
    "moz-cite-prefix",
    "ntes-mailmaster-quote",
    "quoted-message",
    "isreplycontent",
    "referencequote",
    "replycontent",
    "protonmail_quote",
];

/// Whether an element holds a quoted older mail. A bare `blockquote` does not: editors write it for an indent.
pub fn older(name: &str, tag: &str) -> Option<Older> {
    if name == "includetail" {
        return Some(Older::Inside);
    }
    if name != "div" && name != "blockquote" {
        return None;
    }
    let value = |wanted: &str| attribute(tag, wanted).unwrap_or_default().to_ascii_lowercase();
    let (class, id) = (value("class"), value("id"));
    if id.ends_with("divrplyfwdmsg") || id.ends_with("appendonsend") {
        return Some(Older::FromHere);
    }
    let is_quote = QUOTES.iter().any(|mark| class.contains(mark)) || id == "origbody" || id == "isreplycontent";
    let is_cited = name == "blockquote"
        && (value("type") == "cite" || value("name") == "replycontent" || class.split('_').any(|it| it == "quote"));
    (is_quote || is_cited).then_some(Older::Inside)
}

/// What the attributes of a tag say as a style would.
pub fn attributes_as_style(name: &str, tag: &str) -> Vec<Declaration> {
    let mut declared = Vec::new();
    let mut say = |key: &str, value: String| {
        declared.push(Declaration {
            key: key.to_owned(),
            value: value.trim().to_ascii_lowercase(),
            is_important: false,
        });
    };
    if tag.split_ascii_whitespace().skip(1).any(|word| word.trim_end_matches('/').eq_ignore_ascii_case("hidden")) {
        say("display", "none".to_owned());
    }
    for (key, wanted) in [("background-color", "bgcolor"), ("background-image", "background")] {
        if let Some(value) = attribute(tag, wanted) {
            let value = if wanted == "background" { format!("url({value})") } else { value };
            say(key, value);
        }
    }
    let ink = match name {
        "font" => attribute(tag, "color"),
        "body" => attribute(tag, "text"),
        _ => None,
    };
    ink.into_iter().for_each(|ink| say("color", ink));
    if name == "font" && attribute(tag, "size").is_some() {
        say("font-size", "medium".to_owned());
    }
    declared
}

/// Elements that may stand in a head (HTML standard 13.2.6.4.4); any other tag ends it.
const IN_HEAD: [&str; 12] =
    ["head", "html", "meta", "link", "base", "basefont", "bgsound", "title", "style", "script", "noscript", "template"];
/// Elements whose start ends an open paragraph (13.2.6.4.7).
const ENDS_PARAGRAPH: [&str; 38] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "search",
    "section",
    "summary",
    "ul",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "table",
    "hr",
    "li",
    "dt",
    "dd",
];
/// Elements that go on behind a paragraph which ends around them.
const FORMATS: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements that no end or start of another looks beyond.
const WALLS: [&str; 7] = ["table", "td", "th", "caption", "html", "template", "object"];

/// Whether a tag of this name may stand in a head.
pub fn may_stand_in_head(name: &str) -> bool {
    name.is_empty() || IN_HEAD.contains(&name)
}

/// Whether an element goes on behind a paragraph that ends around it.
pub fn goes_on(name: &str) -> bool {
    FORMATS.contains(&name)
}

/// Which open element the start of another ends.
pub fn ended_by<'a>(name: &str, open: impl DoubleEndedIterator<Item = &'a str> + ExactSizeIterator) -> Option<usize> {
    let (ended, walls): (&[&str], &[&str]) = match name {
        "td" | "th" => (&["td", "th"], &["table", "html"]),
        "tr" => (&["tr"], &["table", "html"]),
        "li" => (&["li"], &["ul", "ol", "table", "td", "th", "html"]),
        "dt" | "dd" => (&["dt", "dd"], &["dl", "table", "td", "th", "html"]),
        "option" => (&["option"], &["select", "table", "html"]),
        _ if ENDS_PARAGRAPH.contains(&name) => (&["p"], &WALLS),
        _ => return None,
    };
    let mut open = open.enumerate().rev();
    let (at, found) = open.find(|(_, name)| ended.contains(name) || walls.contains(name))?;
    ended.contains(&found).then_some(at)
}

/// Which open element an end tag ends: none beyond the cell of a table, unless it is part of a table itself.
pub fn closed_by<'a>(name: &str, open: impl DoubleEndedIterator<Item = &'a str> + ExactSizeIterator) -> Option<usize> {
    let is_of_table = ["table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "body", "html"].contains(&name);
    let mut open = open.enumerate().rev();
    let (at, found) = open.find(|(_, it)| *it == name || !is_of_table && WALLS.contains(it))?;
    (found == name).then_some(at)
}

/// Value of an attribute of a tag, its character references resolved.
pub fn attribute(tag: &str, wanted: &str) -> Option<String> {
    let bytes = tag.as_bytes();
    let mut from = 0;
    while let Some(at) =
        bytes.get(from..)?.windows(wanted.len()).position(|it| it.eq_ignore_ascii_case(wanted.as_bytes()))
    {
        let start = from + at;
        from = start + wanted.len();
        let before = start.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b'x');
        let is_start = before.is_ascii_whitespace() || matches!(before, b'"' | b'\'' | b'/');
        let Some(tail) = tag.get(from..).map(str::trim_start) else { continue };
        let Some(value) = tail.strip_prefix('=').filter(|_| is_start) else { continue };
        let value = value.trim_start();
        let quoted = ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote).map(|inside| (inside, quote)));
        let value = match quoted {
            Some((inside, quote)) => inside.split(quote).next(),
            None => value.split(|c: char| c.is_ascii_whitespace()).next(),
        };
        return value.map(entities);
    }
    None
}
