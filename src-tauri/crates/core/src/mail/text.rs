//! Text a reader sees: HTML without what is hidden, plain text without quoted older mails.

/// Elements that end a line.
const BLOCKS: [&str; 18] = [
    "p", "div", "br", "tr", "li", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "section", "article",
    "center",
];
/// Elements without an end.
const VOID: [&str; 14] =
    ["br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr", "param"];
/// Elements whose inside nobody sees; quoted older mails are no source of facts.
const UNSEEN: [&str; 8] = ["script", "style", "head", "title", "template", "noscript", "blockquote", "object"];

/// What was found in an HTML text.
#[derive(Default)]
pub struct Seen {
    /// The text.
    pub text: String,
    /// Targets of links and sources of pictures, in order.
    pub links: Vec<String>,
    /// Content-IDs of pictures the text shows.
    pub shown: Vec<String>,
}

/// Reads an HTML text as a reader sees it.
pub fn of_html(html: &str) -> Seen {
    let mut seen = Seen::default();
    // Open elements, each with whether it starts something unseen.
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tail) = rest.split_at(at);
        if !open.iter().any(|(_, is_unseen)| *is_unseen) {
            push_text(&mut seen.text, text);
        }
        if let Some(comment) = tail.strip_prefix("<!--") {
            rest = comment.find("-->").and_then(|end| comment.get(end + 3..)).unwrap_or("");
            continue;
        }
        let is_tag = tail.get(1..2).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)));
        let Some(end) = tag_end(tail).filter(|_| is_tag) else {
            push_text(&mut seen.text, "<");
            rest = tail.get(1..).unwrap_or("");
            continue;
        };
        let (tag, tail) = tail.split_at(end);
        rest = tail.get(1..).unwrap_or("");
        take_tag(tag.get(1..).unwrap_or(""), &mut open, &mut seen);
    }
    if !open.iter().any(|(_, is_unseen)| *is_unseen) {
        push_text(&mut seen.text, rest);
    }
    seen.text = tidy(&seen.text);
    seen
}

/// Where a tag's `>` stands; one inside quotes is none.
fn tag_end(tail: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tail.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (None, b'"' | b'\'') if tail.get(..at).is_some_and(|before| before.trim_end().ends_with('=')) => {
                quote = Some(byte);
            }
            (None, b'>') => return Some(at),
            _ => {}
        }
    }
    tail.find('>')
}

fn take_tag(tag: &str, open: &mut Vec<(String, bool)>, seen: &mut Seen) {
    let is_end = tag.starts_with('/');
    let body = tag.trim_start_matches('/');
    let name: String = body.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let is_hidden_now = open.iter().any(|(_, is_unseen)| *is_unseen);
    if BLOCKS.contains(&name.as_str()) && !is_hidden_now {
        seen.text.push('\n');
    }
    if name == "td" && !is_end && !is_hidden_now {
        seen.text.push(' ');
    }
    if is_end {
        if let Some(at) = open.iter().rposition(|(opened, _)| *opened == name) {
            open.truncate(at);
        }
        return;
    }
    let attribute = |wanted: &str| attribute(body, wanted);
    let is_unseen = UNSEEN.contains(&name.as_str()) || is_hidden(body);
    if !is_hidden_now && !is_unseen {
        if let Some(link) = attribute("href").filter(|_| name == "a" || name == "area") {
            seen.links.push(link);
        }
        if let Some(source) = attribute("src").filter(|_| name == "img") {
            match source.strip_prefix("cid:") {
                Some(id) => seen.shown.push(id.to_owned()),
                None => {}
            }
        }
    }
    if !VOID.contains(&name.as_str()) && !tag.ends_with('/') && !name.is_empty() {
        open.push((name, is_unseen));
    }
}

fn is_hidden(tag: &str) -> bool {
    let style: String = attribute(tag, "style").unwrap_or_default().to_ascii_lowercase().split_whitespace().collect();
    let hides = ["display:none", "visibility:hidden", "font-size:0", "opacity:0", "mso-hide:all", "max-height:0"];
    let is_styled_away = hides.iter().any(|hide| {
        style.match_indices(hide).any(|(at, _)| {
            // `opacity:0.8` and `font-size:0.9em` are seen.
            let after = style.get(at + hide.len()..).unwrap_or("");
            !hide.ends_with('0') || !after.starts_with(|c: char| c == '.' || c.is_ascii_digit())
        })
    });
    let has_word = tag.split_ascii_whitespace().skip(1).any(|word| word.eq_ignore_ascii_case("hidden"));
    is_styled_away || has_word
}

fn attribute(tag: &str, wanted: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower.get(from..)?.find(wanted) {
        let start = from + at;
        from = start + wanted.len();
        let is_start = lower.get(..start)?.ends_with(|c: char| c.is_ascii_whitespace() || c == '"' || c == '\'');
        let tail = tag.get(from..)?.trim_start();
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

fn push_text(text: &mut String, piece: &str) {
    let piece = entities(piece);
    for character in piece.chars() {
        // A line end in HTML is a blank, and Chinese text wants none where a line was only folded.
        text.push(if matches!(character, '\r' | '\n' | '\t') { ' ' } else { character });
    }
}

/// Text with its character references resolved.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or(""));
        let tail = rest.get(at + 1..).unwrap_or("");
        let end = tail.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| Some((character(tail.get(..end)?)?, tail.get(end + 1..)?))) {
            Some((found, tail)) => {
                out.push(found);
                rest = tail;
            }
            None => {
                out.push('&');
                rest = tail;
            }
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" | "ldquo" | "rdquo" => '"',
        "apos" | "lsquo" | "rsquo" => '\'',
        "middot" => '·',
        "hellip" => '…',
        "mdash" => '—',
        "ndash" => '–',
        "times" => '×',
        "copy" => '©',
        _ => return None,
    })
}

/// Blank runs made one, empty lines dropped.
fn tidy(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Words that start a quoted older mail.
const OLDER: [&str; 6] =
    ["-----原始邮件-----", "------------------ 原始邮件", "-----Original Message-----", "---- 回复的原邮件 ----", "---原始邮件---", "------原始邮件------"];

/// Plain text without quoted older mails: those say what was true of another mail.
pub fn without_older(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        let plain = line.trim();
        let compact: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
        let starts_older = OLDER.iter().any(|mark| compact.contains(&mark.replace(' ', "")));
        let wrote = (plain.starts_with("On ") && plain.ends_with("wrote:")) || (plain.starts_with('在') && plain.ends_with("写道："));
        if (starts_older || wrote) && !lines.is_empty() {
            break;
        }
        if !plain.starts_with('>') {
            lines.push(line.trim_end());
        }
    }
    lines.join("\n").trim().to_owned()
}

/// Addresses of links written out in plain text. An address ends at the first character that is not plain ASCII,
/// a blank, a quote or an angle bracket; a full stop or bracket glued to its end is no part of it.
pub fn links_in(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for start in ["https://", "http://"] {
        for (at, _) in text.match_indices(start) {
            let tail = text.get(at..).unwrap_or("");
            let end = tail.find(|c: char| !c.is_ascii_graphic() || "<>\"'".contains(c)).unwrap_or(tail.len());
            let link = tail.get(..end).unwrap_or("").trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']']);
            if !found.iter().any(|known| known == link) {
                found.push(link.to_owned());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
        assert_eq!(seen.shown, ["logo"]);
    }

    #[test]
    fn older_mails_are_cut_off() {
        let text = "请查收。\n> 旧\n-----原始邮件-----\n案号9号";
        assert_eq!(without_older(text), "请查收。");
    }

    #[test]
    fn a_full_stop_is_no_part_of_a_link() {
        let text = "点击 https://zxfw.court.gov.cn/zxfw/#/p?qdbh=T&sdbh=S。如非本人请忽略 (http://a.test/x).";
        assert_eq!(links_in(text), ["https://zxfw.court.gov.cn/zxfw/#/p?qdbh=T&sdbh=S", "http://a.test/x"]);
    }

    proptest! {
        #[test]
        fn nothing_breaks_the_reader(html in "(<[a-z/!-]{0,6}[ =\"'a-z:;0]{0,20}>?|[中a& #;]{0,5}){0,30}") {
            let _ = of_html(&html);
        }
    }
}
