//! Reads an HTML text as a reader sees it: without comments, hidden text and quoted older mails.

#[cfg(test)]
mod tests;

use super::cells;
use super::sheet::{Element, Sheet};
use super::sight::{Older, attribute, attributes_as_style, closed_by, ended_by, goes_on, may_stand_in_head, older};
use super::style::{Declaration, Look, declarations};
use super::text::{MOST_LINKS, Seen, cut_older, ends_in_head, entities};

/// Elements that end a line.
const BLOCKS: [&str; 24] = [
    "p",
    "div",
    "br",
    "tr",
    "li",
    "table",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "section",
    "article",
    "center",
    "blockquote",
    "dl",
    "dt",
    "dd",
    "pre",
    "header",
];
/// Elements without an end.
const VOID: [&str; 14] =
    ["br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr", "param"];
/// Elements whose inside is no markup and is not shown: everything up to their end is passed over.
const RAW: [&str; 7] = ["script", "style", "title", "textarea", "xmp", "noembed", "iframe"];
/// Elements whose inside nobody sees.
const UNSEEN: [&str; 4] = ["head", "template", "noscript", "svg"];
/// Elements of a page that end a drawing whose end was left out (HTML standard 13.2.6.5).
const ENDS_DRAWING: [&str; 12] = ["p", "div", "br", "span", "table", "ul", "ol", "center", "b", "strong", "img", "hr"];
/// Deepest nesting that ends of elements are looked for in.
const DEEPEST: usize = 128;

/// Longest end of the text in which the head of an answered mail is looked for, in bytes.
const NEAR: usize = 2_000;

/// What the inside of an open element is for a reader, whatever its style.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sight {
    Seen,
    Older,
    Unseen,
}

struct Open<'a> {
    element: Element<'a>,
    sight: Sight,
    look: Look,
}

/// Open link: its target, and where its words start in the text.
struct Link {
    target: String,
    start: usize,
}

#[derive(Default)]
struct Reader<'a> {
    seen: Seen,
    older: String,
    /// Words in quoted older mails that nobody sees.
    hidden_older: String,
    open: Vec<Open<'a>>,
    /// Whether everything from here on is an older mail, outside all elements.
    is_older: bool,
    sheet: Sheet,
    link: Option<Link>,
}

/// Reads an HTML text.
pub fn of_html(html: &str) -> Seen {
    let mut reader = Reader::default();
    let mut rest = html;
    let mut is_quoting_broken = false;
    // Behind the last `>` no tag ends; looking for one at every `<` would take for ever.
    let last_end = html.rfind('>').unwrap_or(0);
    while let Some(at) = rest.find('<') {
        let (text, tail) = rest.split_at(at);
        reader.text(text);
        if let Some(comment) = tail.strip_prefix("<!--") {
            rest = after_comment(comment);
            continue;
        }
        let is_tag = tail.as_bytes().get(1).is_some_and(|next| next.is_ascii_alphabetic() || b"/!?".contains(next));
        let end =
            if is_tag && html.len() - tail.len() < last_end { tag_end(tail, &mut is_quoting_broken) } else { None };
        let Some(end) = end else {
            reader.text("<");
            rest = tail.get(1..).unwrap_or("");
            continue;
        };
        let (tag, tail) = tail.split_at(end);
        rest = reader.tag(tag.get(1..).unwrap_or(""), tail.get(1..).unwrap_or(""));
    }
    reader.text(rest);
    reader.finish()
}

/// What follows a comment. `<!-->` and `<!--->` are whole comments; one that never ends hides the rest, as in a browser.
fn after_comment(comment: &str) -> &str {
    for whole in [">", "->"] {
        if let Some(rest) = comment.strip_prefix(whole) {
            return rest;
        }
    }
    comment.find("-->").and_then(|end| comment.get(end + 3..)).unwrap_or("")
}

/// Where a tag's `>` stands; one inside quotes is none. A quote that never ends is no quote, here and from here on.
fn tag_end(tail: &str, is_quoting_broken: &mut bool) -> Option<usize> {
    let bytes = tail.as_bytes();
    let (mut quote, mut before) = (None, 0_u8);
    for (at, byte) in bytes.iter().copied().enumerate().filter(|_| !*is_quoting_broken) {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (None, b'>') => return Some(at),
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    *is_quoting_broken = true;
    tail.find('>')
}

impl<'a> Reader<'a> {
    fn sight(&self) -> Sight {
        let outside = if self.is_older { Sight::Older } else { Sight::Seen };
        self.open.last().map_or(outside, |open| open.sight)
    }

    fn look(&self) -> Look {
        self.open.last().map_or_else(Look::default, |open| open.look)
    }

    /// Where words at this place go.
    fn stream(&mut self) -> Option<&mut String> {
        match (self.sight(), self.look().is_seen()) {
            (Sight::Seen, true) => Some(&mut self.seen.text),
            (Sight::Seen, false) => Some(&mut self.seen.hidden),
            (Sight::Older, true) => Some(&mut self.older),
            (Sight::Older, false) => Some(&mut self.hidden_older),
            (Sight::Unseen, _) => None,
        }
    }

    fn text(&mut self, piece: &str) {
        if !piece.trim_ascii().is_empty() && self.open.last().is_some_and(|open| open.element.name == "head") {
            self.open.pop();
        }
        let Some(into) = self.stream() else { return };
        let piece = entities(piece);
        // A line end in HTML is a blank.
        let is_blank = |c: char| matches!(c, '\r' | '\n' | '\t') || cells::is_sign(c);
        into.extend(piece.chars().map(|c| if is_blank(c) { ' ' } else { c }));
    }

    /// Ends a line. A wrapper whose own words would not be seen still parts the lines of what is seen in it.
    fn line_end(&mut self, marks: &str) {
        let (sight, look) = (self.sight(), self.look());
        if let Some(stream) = self.stream() {
            stream.push_str(marks);
        }
        if !look.is_seen() && !look.is_gone {
            match sight {
                Sight::Seen => self.seen.text.push_str(marks),
                Sight::Older => self.older.push_str(marks),
                Sight::Unseen => {}
            }
        }
    }

    /// Takes one tag and gives back where reading goes on.
    fn tag(&mut self, tag: &'a str, tail: &'a str) -> &'a str {
        let is_end = tag.starts_with('/');
        let body = tag.trim_start_matches('/');
        let name: String =
            body.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        if !is_end {
            self.end_before(&name);
        }
        if BLOCKS.contains(&name.as_str()) {
            let marks = match name.as_str() {
                "table" => String::from_iter([cells::ROW, cells::TABLE]),
                "tr" => String::from(cells::ROW),
                _ => String::from('\n'),
            };
            self.line_end(&marks);
        }
        if is_end {
            self.close(&name);
            return tail;
        }
        if RAW.contains(&name.as_str()) {
            return self.raw(&name, tail);
        }
        if name == "td" || name == "th" {
            let spans = cells::spanning(attribute(body, "colspan").as_deref(), attribute(body, "rowspan").as_deref());
            self.line_end(&format!("{}{spans}", cells::CELL));
        }
        let is_void = VOID.contains(&name.as_str()) || tag.ends_with('/') || name.is_empty();
        let opened = self.opened(Element::of(&name, body));
        match opened.sight {
            Sight::Seen => self.take_targets(&name, body, opened.look),
            Sight::Older if name == "a" && opened.look.is_seen() => {
                let known = &mut self.seen.older_links;
                known.extend(attribute(body, "href").filter(|link| is_web(link) && known.len() < MOST_LINKS));
            }
            _ => {}
        }
        if !is_void {
            self.open.push(opened);
        }
        tail
    }

    /// An element as it is inside those that are open.
    fn opened(&mut self, element: Element<'a>) -> Open<'a> {
        let name = element.name.as_str();
        let sight = match self.sight() {
            Sight::Seen if UNSEEN.contains(&name) => Sight::Unseen,
            Sight::Seen => match older(name, element.tag) {
                Some(Older::FromHere) => {
                    match self.open.last_mut() {
                        Some(parent) => parent.sight = Sight::Older,
                        None => self.is_older = true,
                    }
                    Sight::Older
                }
                Some(Older::Inside) => Sight::Older,
                None if name == "blockquote" && self.is_behind_head() => Sight::Older,
                None => Sight::Seen,
            },
            other => other,
        };
        let look = self.look_of(&element);
        Open { element, sight, look }
    }

    /// Whether the text ends in the head of an answered mail.
    fn is_behind_head(&self) -> bool {
        let text = self.seen.text.as_str();
        let near = text.get(text.ceil_char_boundary(text.len().saturating_sub(NEAR))..).unwrap_or(text);
        ends_in_head(&tidy(near))
    }

    fn look_of(&self, element: &Element<'_>) -> Look {
        let around = self.look();
        let around = if element.name == "a" { around.as_link() } else { around };
        let by_attribute = attributes_as_style(&element.name, element.tag);
        let own = attribute(element.tag, "style").map(|style| declarations(&style)).unwrap_or_default();
        let by_sheet = if self.sheet.is_empty() {
            Vec::new()
        } else {
            let from = self.open.len().saturating_sub(DEEPEST);
            let open: Vec<&Element<'_>> =
                self.open.get(from..).unwrap_or_default().iter().map(|open| &open.element).collect();
            self.sheet.declared(element, &open)
        };
        if by_attribute.is_empty() && own.is_empty() && by_sheet.is_empty() {
            return around;
        }
        let mut declared: Vec<(bool, u32, &Declaration)> = Vec::new();
        declared.extend(by_attribute.iter().map(|one| (false, 0, one)));
        declared.extend(by_sheet.iter().map(|(weight, one)| (one.is_important, weight.saturating_add(1), *one)));
        declared.extend(own.iter().map(|one| (one.is_important, u32::MAX, one)));
        declared.sort_by_key(|(is_important, weight, _)| (*is_important, *weight));
        around.under(declared.into_iter().map(|(.., one)| one))
    }

    /// Ends what the start of another element ends: a head, a drawing, a paragraph, the cell before.
    fn end_before(&mut self, name: &str) {
        let from = self.open.len().saturating_sub(DEEPEST);
        let recent = self.open.get(from..).unwrap_or_default();
        let is_unseen = self.sight() == Sight::Unseen;
        if is_unseen && !may_stand_in_head(name) {
            let ended = recent.iter().rposition(|open| match open.element.name.as_str() {
                "head" => true,
                "svg" => ENDS_DRAWING.contains(&name),
                _ => false,
            });
            if let Some(at) = ended {
                self.open.truncate(from + at);
            }
            return;
        }
        let Some(at) = ended_by(name, recent.iter().map(|open| open.element.name.as_str())) else { return };
        let ended = self.open.split_off(from + at);
        let is_paragraph = ended.first().is_some_and(|open| open.element.name == "p");
        for open in ended.into_iter().skip(1).filter(|open| is_paragraph && goes_on(&open.element.name)) {
            let again = self.opened(open.element);
            self.open.push(again);
        }
    }

    fn close(&mut self, name: &str) {
        if name == "a" {
            self.end_link();
        }
        let from = self.open.len().saturating_sub(DEEPEST);
        let recent = self.open.get(from..).unwrap_or_default();
        if let Some(at) = closed_by(name, recent.iter().map(|open| open.element.name.as_str())) {
            self.open.truncate(from + at);
        }
    }

    fn raw(&mut self, name: &str, tail: &'a str) -> &'a str {
        let wanted = format!("</{name}");
        let end = tail.as_bytes().windows(wanted.len()).position(|it| it.eq_ignore_ascii_case(wanted.as_bytes()));
        let inside = tail.get(..end.unwrap_or(tail.len())).unwrap_or("");
        if name == "style" {
            self.sheet.read(inside);
        }
        let after = end.and_then(|end| tail.get(end..)).unwrap_or("");
        after.find('>').and_then(|end| after.get(end + 1..)).unwrap_or("")
    }

    fn take_targets(&mut self, name: &str, tag: &str, look: Look) {
        match name {
            "a" | "area" => {
                self.end_link();
                let target = attribute(tag, "href").map(|link| link.trim().to_owned()).filter(|it| !it.is_empty());
                let Some(target) = target.filter(|_| !look.is_gone) else { return };
                if look.is_seen() {
                    self.take_link(&target);
                }
                self.link = Some(Link { target, start: self.seen.text.len() });
            }
            "img" if look.shows_pictures() => {
                if let Some(source) = attribute(tag, "src") {
                    let id = source.strip_prefix("cid:").or_else(|| source.strip_prefix("CID:"));
                    self.seen.shown.push(id.unwrap_or(&source).to_owned());
                }
            }
            _ if look.shows_pictures() => {
                if let Some(source) = attribute(tag, "background") {
                    self.seen.shown.extend(source.strip_prefix("cid:").map(str::to_owned));
                }
            }
            _ => {}
        }
    }

    fn take_link(&mut self, link: &str) {
        if is_web(link) && self.seen.links.len() < MOST_LINKS && !self.seen.links.iter().any(|known| known == link) {
            self.seen.links.push(link.to_owned());
        }
    }

    fn end_link(&mut self) {
        let Some(Link { target, start }) = self.link.take() else { return };
        let words = self.seen.text.get(start..).unwrap_or("").replace(cells::is_sign, " ").trim().to_owned();
        if words.is_empty() {
            return;
        }
        // Its own words may be set to be seen inside a link that would not be.
        self.take_link(&target);
        if words != target {
            self.seen.anchors.push((words, target));
        }
    }

    fn finish(mut self) -> Seen {
        self.end_link();
        let (text, quoted) = cut_older(&tidy(&self.seen.text));
        let older = [quoted, tidy(&self.older)].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
        let (hidden, hidden_older) = (tidy(&self.seen.hidden), tidy(&self.hidden_older));
        Seen { text, older: older.join("\n"), hidden, hidden_older, ..self.seen }
    }
}

fn is_web(link: &str) -> bool {
    let lower = link.get(..8.min(link.len())).unwrap_or("").to_ascii_lowercase();
    lower.starts_with("http:") || lower.starts_with("https:") || lower.starts_with("ftp:") || lower.starts_with("//")
}

/// Blank runs made one, empty lines dropped.
fn tidy(text: &str) -> String {
    let text = cells::in_lines(text);
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
