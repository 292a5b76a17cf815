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
    let is_white = |value: &str| value.starts_with("none") || value.starts_with("transparent") || is_whitish(value);
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
    let is_font = tag.get(..4).is_some_and(|name| name.eq_ignore_ascii_case("font"));
    has_word || style_hides(&style, has_background) || (is_font && is_whitish(font.trim()) && !has_background)
}

/// Names of colours nobody reads on white.
const WHITISH: [&str; 12] = [
    "white",
    "snow",
    "ivory",
    "whitesmoke",
    "ghostwhite",
    "floralwhite",
    "azure",
    "mintcream",
    "honeydew",
    "aliceblue",
    "seashell",
    "lavenderblush",
];

/// Whether a colour (name, `#rgb`, `#rrggbb`, `rgb()`, `hsl()`), lower case, cannot be told from white paper.
fn is_whitish(value: &str) -> bool {
    let first = value.split([' ', ',', ';', '!']).next().unwrap_or("");
    if let Some(digits) = first.strip_prefix('#') {
        let levels: Vec<u32> = digits.chars().filter_map(|digit| digit.to_digit(16)).collect();
        return match levels.len() {
            3 | 4 => levels.iter().take(3).all(|level| *level == 15),
            6 | 8 => levels.iter().take(6).step_by(2).all(|level| *level == 15),
            _ => false,
        };
    }
    let inside = value.split_once('(').map(|(_, inside)| inside.split(')').next().unwrap_or(""));
    let numbers: Vec<f64> = inside.map_or_else(Vec::new, |inside| {
        let words = inside.split([',', ' ', '/']).filter(|word| !word.is_empty());
        words.filter_map(|word| word.trim_end_matches('%').parse().ok()).collect()
    });
    let is_parts = inside.is_some_and(|inside| inside.contains('%'));
    match value.get(..3) {
        Some("rgb") => {
            let least = if is_parts { 94.0 } else { 240.0 };
            numbers.len() >= 3 && numbers.iter().take(3).all(|level| *level >= least)
        }
        Some("hsl") => numbers.get(2).is_some_and(|light| *light >= 97.0),
        _ => WHITISH.contains(&first),
    }
}

/// Whether a colour is so thin that nothing of it is seen.
fn is_clear(value: &str) -> bool {
    let inside = value.split_once("a(").map(|(_, inside)| inside.trim_end_matches(')'));
    let thickness = inside.and_then(|inside| inside.split([',', '/']).nth(3)?.trim().parse::<f64>().ok());
    thickness.is_some_and(|thickness| thickness <= 0.05)
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
                number.is_some_and(|it| it <= 0.05 || (it <= 2.0 && (value.ends_with("px") || value.ends_with("pt"))))
            }
            "max-height" | "height" | "width" | "max-width" => {
                number == Some(0.0) && style.contains("overflow:hidden") || (key == "max-height" && number == Some(0.0))
            }
            "left" | "top" | "text-indent" | "margin-left" => number.is_some_and(|it| it <= -500.0),
            "transform" | "-webkit-transform" | "scale" => is_scaled_away(value),
            "zoom" => number == Some(0.0),
            "clip-path" | "-webkit-clip-path" => {
                ["inset(100%", "inset(50%", "circle(0", "polygon(0000"].iter().any(|none| value.starts_with(none))
            }
            "filter" => value.starts_with("opacity(0"),
            "clip" => value.starts_with("rect(0") && !value.contains("auto"),
            "color" => value == "transparent" || is_clear(value) || (is_whitish(value) && !has_background),
            _ => false,
        }
    })
}

/// Whether a transformation leaves nothing of what it is put on: scale(0), scaleY(.01), 0.
fn is_scaled_away(value: &str) -> bool {
    let factors = value.rsplit_once("scale").map_or(value, |(_, rest)| rest);
    let factors = factors.trim_start_matches(['x', 'y', '3', 'd', '(']).split(')').next().unwrap_or("");
    let is_scale = value.contains("scale") || !value.contains('(');
    is_scale && factors.split(',').filter_map(|factor| factor.parse::<f64>().ok()).any(|factor| factor.abs() <= 0.05)
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

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("#fff", true)]
    #[case("#fefefd", true)]
    #[case("#f8f8ff", true)]
    #[case("rgb(250,251,252)", true)]
    #[case("rgb(100%,100%,99%)", true)]
    #[case("hsl(0,0%,99%)", true)]
    #[case("snow", true)]
    #[case("#ff0000", false)]
    #[case("#0fffff", false)]
    #[case("#eee", false)]
    #[case("rgb(255,0,0)", false)]
    #[case("red", false)]
    #[case("#", false)]
    fn colours_nobody_reads_on_white(#[case] value: &str, #[case] expected: bool) {
        assert_eq!(is_whitish(value), expected, "{value}");
    }

    #[test]
    fn a_colour_that_lets_everything_through_hides() {
        assert!(hides("p style='color: rgba(0, 0, 0, 0)'", true));
        assert!(hides("p style='font-size: 2px'", true));
        assert!(hides("p style='transform: scale(0)'", true));
        assert!(hides("p style='transform: rotate(3deg) scaleY(.01)'", true));
        assert!(hides("p style='clip-path: inset(100%)'", true));
        assert!(!hides("p style='transform: scale(1.5)'", true));
        assert!(!hides("p style='transform: translate(0, 0)'", true));
        assert!(!hides("p style='color: rgba(0, 0, 0, .8)'", false));
        assert!(!hides("p style='color: white'", true));
    }
}
