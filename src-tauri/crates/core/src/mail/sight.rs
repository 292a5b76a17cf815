//! Whether a reader sees the inside of an HTML element: hidden by style, or a quoted older mail.

use super::text::entities;

/// Elements in which mail programs keep the mail that is answered.
pub fn is_older(name: &str, tag: &str) -> bool {
    if name == "blockquote" {
        return true;
    }
    if name != "div" && name != "includetail" {
        return false;
    }
    let marks =
        ["gmail_quote", "yahoo_quoted", "moz-cite-prefix", "ntes-mailmaster-quote", "quoted-message", "isreplycontent"];
    let id_marks = ["origbody", "divrplyfwdmsg", "isreplycontent", "appendonsend"];
    let class = attribute(tag, "class").unwrap_or_default().to_ascii_lowercase();
    let id = attribute(tag, "id").unwrap_or_default().to_ascii_lowercase();
    name == "includetail" || marks.iter().any(|mark| class.contains(mark)) || id_marks.iter().any(|mark| id == *mark)
}

fn style_of(tag: &str) -> String {
    let style = attribute(tag, "style").unwrap_or_default().to_ascii_lowercase();
    style.split_whitespace().collect()
}

/// Whether a tag paints a background that white text can be read on.
pub fn sets_background(tag: &str) -> bool {
    let style = style_of(tag);
    let is_white = |value: &str| {
        ["#fff", "white", "transparent", "none", "rgb(255,255,255)"].iter().any(|it| value.starts_with(it))
    };
    let by_style = ["background:", "background-color:", "background-image:"]
        .iter()
        .any(|key| style.find(key).and_then(|at| style.get(at + key.len()..)).is_some_and(|value| !is_white(value)));
    let by_attribute = attribute(tag, "bgcolor").is_some_and(|value| !is_white(&value.to_ascii_lowercase()));
    by_style || by_attribute || attribute(tag, "background").is_some()
}

/// Whether a tag hides its inside.
pub fn hides(tag: &str, has_background: bool) -> bool {
    let has_word =
        tag.split_ascii_whitespace().skip(1).any(|word| word.trim_end_matches('/').eq_ignore_ascii_case("hidden"));
    let style = style_of(tag);
    let font = attribute(tag, "color").unwrap_or_default().to_ascii_lowercase();
    let is_white = |value: &str| value.starts_with("#fff") && !value.starts_with("#fff0") || value.starts_with("white");
    let is_font = tag.get(..4).is_some_and(|name| name.eq_ignore_ascii_case("font"));
    has_word || style_hides(&style, has_background) || (is_font && is_white(&font) && !has_background)
}

/// Whether a style declaration, lower case and without blanks, hides what it is put on.
fn style_hides(style: &str, has_background: bool) -> bool {
    style.split(';').any(|declaration| {
        let Some((key, value)) = declaration.split_once(':') else { return false };
        let value = value.trim_end_matches("!important");
        let number: String = value.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
        let number: Option<f64> = number.parse().ok();
        match key {
            "display" => value == "none",
            "visibility" => value == "hidden" || value == "collapse",
            "mso-hide" => value == "all",
            "opacity" => number.is_some_and(|it| it <= 0.05),
            "font-size" => {
                number.is_some_and(|it| it == 0.0 || (it <= 1.0 && (value.ends_with("px") || value.ends_with("pt"))))
            }
            "max-height" | "height" | "width" | "max-width" => {
                number == Some(0.0) && style.contains("overflow:hidden") || (key == "max-height" && number == Some(0.0))
            }
            "left" | "top" | "text-indent" | "margin-left" => number.is_some_and(|it| it <= -500.0),
            "clip" => value.starts_with("rect(0") && !value.contains("auto"),
            "color" => {
                let is_white = matches!(value, "#fff" | "#ffffff" | "white" | "rgb(255,255,255)" | "#fefefe");
                value == "transparent" || (is_white && !has_background)
            }
            _ => false,
        }
    })
}

/// Classes and ids that a style sheet hides everywhere, with their `.` or `#`.
pub fn hidden_names(sheet: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = sheet;
    // Rules inside `@media` hold for some screens only.
    while let Some((selectors, tail)) = rest.split_once('{') {
        if selectors.contains('@') {
            rest = tail.split_once("}}").map_or("", |(_, after)| after);
            continue;
        }
        let Some((rule, after)) = tail.split_once('}') else { break };
        let rule: String = rule.to_ascii_lowercase().split_whitespace().collect();
        if style_hides(&rule, true) {
            for selector in selectors.split(',').map(str::trim) {
                let simple = selector.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
                if simple.starts_with(['.', '#']) && !simple.contains([' ', ':', '>']) {
                    names.push(simple.to_owned());
                }
            }
        }
        rest = after;
    }
    names
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
