//! Reads an HTML text as a reader sees it: without comments, hidden text and quoted older mails.

use super::sight::{attribute, hidden_names, hides, is_older, sets_background};
use super::text::{MOST_LINKS, Seen, cut_older, entities};

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
const UNSEEN: [&str; 5] = ["head", "template", "noscript", "object", "svg"];
/// Elements that another of the same kind ends.
const CLOSED_BY_NEXT: [&str; 8] = ["p", "li", "tr", "td", "th", "option", "dt", "dd"];
/// Most hidden classes and ids of a style sheet that are looked for.
const MOST_HIDDEN_NAMES: usize = 256;
/// Deepest nesting that ends of elements are looked for in.
const DEEPEST: usize = 128;

/// What the inside of an open element is for a reader.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sight {
    Seen,
    Hidden,
    Older,
    Unseen,
}

struct Open {
    name: String,
    sight: Sight,
    has_background: bool,
}

#[derive(Default)]
struct Reader {
    seen: Seen,
    older: String,
    open: Vec<Open>,
    /// Classes and ids that the style sheet hides.
    hidden_names: Vec<String>,
    /// Open link: target and where its words start in the text.
    link: Option<(String, usize)>,
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

impl Reader {
    fn sight(&self) -> Sight {
        self.open.last().map_or(Sight::Seen, |open| open.sight)
    }

    fn text(&mut self, piece: &str) {
        let into = match self.sight() {
            Sight::Seen => &mut self.seen.text,
            Sight::Hidden => &mut self.seen.hidden,
            Sight::Older => &mut self.older,
            Sight::Unseen => return,
        };
        let piece = entities(piece);
        // A line end in HTML is a blank.
        into.extend(piece.chars().map(|c| if matches!(c, '\r' | '\n' | '\t') { ' ' } else { c }));
    }

    fn line_end(&mut self, mark: char) {
        match self.sight() {
            Sight::Seen => self.seen.text.push(mark),
            Sight::Hidden => self.seen.hidden.push(mark),
            Sight::Older => self.older.push(mark),
            Sight::Unseen => {}
        }
    }

    /// Takes one tag and gives back where reading goes on.
    fn tag<'a>(&mut self, tag: &str, tail: &'a str) -> &'a str {
        let is_end = tag.starts_with('/');
        let body = tag.trim_start_matches('/');
        let name: String =
            body.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        if BLOCKS.contains(&name.as_str()) {
            self.line_end('\n');
        }
        if is_end {
            self.close(&name);
            return tail;
        }
        if RAW.contains(&name.as_str()) {
            return self.raw(&name, tail);
        }
        if name == "td" || name == "th" {
            self.line_end(' ');
        }
        if CLOSED_BY_NEXT.contains(&name.as_str()) && self.open.last().is_some_and(|open| open.name == name) {
            self.open.pop();
        }
        let has_background = self.open.last().is_some_and(|open| open.has_background) || sets_background(body);
        let sight = match self.sight() {
            Sight::Seen if UNSEEN.contains(&name.as_str()) => Sight::Unseen,
            Sight::Seen if is_older(&name, body) => Sight::Older,
            Sight::Seen if hides(body, has_background) || self.is_hidden_by_sheet(body) => Sight::Hidden,
            other => other,
        };
        if sight == Sight::Seen {
            self.take_targets(&name, body);
        }
        if !VOID.contains(&name.as_str()) && !tag.ends_with('/') && !name.is_empty() {
            self.open.push(Open { name, sight, has_background });
        }
        tail
    }

    fn close(&mut self, name: &str) {
        if name == "a" {
            self.end_link();
        }
        let from = self.open.len().saturating_sub(DEEPEST);
        let recent = self.open.get(from..).unwrap_or_default();
        if let Some(at) = recent.iter().rposition(|open| open.name == name) {
            self.open.truncate(from + at);
        }
    }

    fn raw<'a>(&mut self, name: &str, tail: &'a str) -> &'a str {
        let wanted = format!("</{name}");
        let end = tail.as_bytes().windows(wanted.len()).position(|it| it.eq_ignore_ascii_case(wanted.as_bytes()));
        let inside = tail.get(..end.unwrap_or(tail.len())).unwrap_or("");
        if name == "style" {
            self.hidden_names.extend(hidden_names(inside));
            self.hidden_names.truncate(MOST_HIDDEN_NAMES);
        }
        let after = end.and_then(|end| tail.get(end..)).unwrap_or("");
        after.find('>').and_then(|end| after.get(end + 1..)).unwrap_or("")
    }

    fn is_hidden_by_sheet(&self, tag: &str) -> bool {
        if self.hidden_names.is_empty() {
            return false;
        }
        let class = attribute(tag, "class").unwrap_or_default();
        let id = attribute(tag, "id").map(|id| format!("#{id}"));
        class
            .split_ascii_whitespace()
            .map(|name| format!(".{name}"))
            .chain(id)
            .any(|name| self.hidden_names.contains(&name))
    }

    fn take_targets(&mut self, name: &str, tag: &str) {
        match name {
            "a" | "area" => {
                self.end_link();
                if let Some(link) =
                    attribute(tag, "href").map(|link| link.trim().to_owned()).filter(|it| !it.is_empty())
                {
                    if is_web(&link) && self.seen.links.len() < MOST_LINKS && !self.seen.links.contains(&link) {
                        self.seen.links.push(link.clone());
                    }
                    self.link = Some((link, self.seen.text.len()));
                }
            }
            "img" => {
                if let Some(source) = attribute(tag, "src") {
                    let id = source.strip_prefix("cid:").or_else(|| source.strip_prefix("CID:"));
                    self.seen.shown.push(id.unwrap_or(&source).to_owned());
                }
            }
            _ => {
                if let Some(source) = attribute(tag, "background") {
                    self.seen.shown.extend(source.strip_prefix("cid:").map(str::to_owned));
                }
            }
        }
    }

    fn end_link(&mut self) {
        let Some((target, start)) = self.link.take() else { return };
        let words = self.seen.text.get(start..).unwrap_or("").trim();
        if !words.is_empty() && words != target {
            self.seen.anchors.push((words.to_owned(), target));
        }
    }

    fn finish(mut self) -> Seen {
        self.end_link();
        let (text, quoted) = cut_older(&tidy(&self.seen.text));
        let older = [quoted, tidy(&self.older)].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
        Seen { text, older: older.join("\n"), hidden: tidy(&self.seen.hidden), ..self.seen }
    }
}

fn is_web(link: &str) -> bool {
    let lower = link.get(..8.min(link.len())).unwrap_or("").to_ascii_lowercase();
    lower.starts_with("http:") || lower.starts_with("https:") || lower.starts_with("ftp:") || lower.starts_with("//")
}

/// Blank runs made one, empty lines dropped.
fn tidy(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[test]
    fn hidden_text_comments_and_quotes_are_not_seen() {
        let seen = of_html(
            "<html><head><title>x</title><style>p{}</style></head><body><p>案号：（2026）沪0112民初1号</p><!-- 2号 -->\
             <div style=\"display: none\"><b>3号</b></div><span style='font-size:0px'>4号</span>\
             <p style=\"font-size:0.9em\">可见&nbsp;&lt;5号&gt;</p><blockquote>6号</blockquote>\
             <a href=\"https://zxfw.court.gov.cn/x?a=1&amp;b=2\">链接</a><img src=cid:logo></body></html>",
        );
        assert_eq!(seen.text, "案号：（2026）沪0112民初1号\n可见 <5号>\n链接");
        assert_eq!(seen.links, ["https://zxfw.court.gov.cn/x?a=1&b=2"]);
        assert_eq!(seen.anchors, [("链接".to_owned(), "https://zxfw.court.gov.cn/x?a=1&b=2".to_owned())]);
        assert_eq!(seen.shown, ["logo"]);
        assert_eq!(seen.hidden, "3号\n4号");
        assert_eq!(seen.older, "6号");
    }

    #[rstest]
    #[case("<style>.x{display:none}</style><p class='a x'>藏</p><p>见</p>")]
    #[case("<script>if(a<b)document.write('</div>藏')</script>见")]
    #[case("<p style='color:#FFFFFF'>藏<p>见")]
    #[case("<div style='position:absolute;left:-9999px'>藏</div>见")]
    #[case("<font color=white>藏</font>见")]
    #[case("<div hidden>藏</div>见")]
    #[case("<!--x--><!-- > 藏 -->见")]
    #[case("<table bgcolor='#003366'><tr><td><font color=white>见</font></td></tr></table>")]
    #[case("<div id=\"x\" style=\"height:0;overflow:hidden\">藏</div>见")]
    fn what_a_reader_sees(#[case] html: &str) {
        assert_eq!(of_html(html).text, "见");
    }

    #[test]
    fn many_open_elements_cost_little() {
        let html = "<b><a href='x' ".repeat(20_000) + &"</i>".repeat(20_000) + &"<a x=\"".repeat(100_000);
        let _ = of_html(&html);
    }

    proptest! {
        #[test]
        fn nothing_breaks_the_reader(html in "(<[a-z/!-]{0,6}[ =\"'a-z:;0]{0,20}>?|[中a& #;]{0,5}){0,30}") {
            let _ = of_html(&html);
        }
    }
}
