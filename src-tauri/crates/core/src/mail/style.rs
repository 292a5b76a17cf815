//! How the inside of an HTML element looks: what of a style decides whether a reader sees the words.
//!
//! Size, colour and visibility are only handed down: an element inside may set its own. What takes an element off the
//! page (no display, no thickness, cut to nothing, moved away) holds for everything in it.

#[cfg(test)]
mod tests;

/// A colour, as far as telling words from their background asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Red, green, blue.
    Of(u8, u8, u8),
    /// Nothing of it is seen.
    Clear,
    /// A picture, or a colour that is not known here.
    Other,
}

/// Levels by which words must differ from their background to be seen at all.
const SAME: u8 = 16;
/// Lines so far off are outside the page, in pixels.
const FAR: f64 = 500.0;
/// Boxes smaller than this show no word, in pixels.
const SMALL: f64 = 3.0;

/// One declaration of a style: lower case.
#[derive(Clone, Debug)]
pub struct Declaration {
    pub key: String,
    pub value: String,
    pub is_important: bool,
}

/// What is read of a style; everything else says nothing about seeing.
const KEYS: [&str; 31] = [
    "display",
    "visibility",
    "mso-hide",
    "opacity",
    "font-size",
    "font",
    "max-height",
    "height",
    "width",
    "max-width",
    "line-height",
    "overflow",
    "overflow-x",
    "overflow-y",
    "left",
    "top",
    "right",
    "bottom",
    "text-indent",
    "margin-left",
    "margin-top",
    "transform",
    "-webkit-transform",
    "scale",
    "zoom",
    "clip-path",
    "-webkit-clip-path",
    "filter",
    "clip",
    "color",
    "background",
];

/// The declarations of a style that say something about seeing.
pub fn declarations(style: &str) -> Vec<Declaration> {
    let style = style.to_ascii_lowercase();
    let read = |piece: &str| {
        let (key, value) = piece.split_once(':')?;
        let (value, is_important) = match value.trim().strip_suffix("important").map(str::trim_end) {
            Some(value) if value.ends_with('!') => (value.trim_end_matches('!'), true),
            _ => (value, false),
        };
        let key = key.trim();
        let is_read = KEYS.contains(&key) || key.starts_with("background-");
        is_read.then(|| Declaration { key: key.to_owned(), value: value.trim().to_owned(), is_important })
    };
    style.split(';').filter_map(read).collect()
}

/// How words look at one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Taken off the page with everything in it.
    pub is_gone: bool,
    is_invisible: bool,
    is_tiny: bool,
    ink: Colour,
    paper: Colour,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            is_gone: false,
            is_invisible: false,
            is_tiny: false,
            ink: Colour::Of(0, 0, 0),
            paper: Colour::Of(255, 255, 255),
        }
    }
}

/// What a style says of the element's own box.
#[derive(Default)]
struct Frame {
    is_off: bool,
    is_cut: bool,
    is_thin: bool,
    is_clipped: bool,
    is_moved: bool,
    is_scaled_away: bool,
    is_flat: bool,
    is_small: bool,
    has_no_height: bool,
}

impl Frame {
    fn takes_away(&self) -> bool {
        self.is_off
            || self.is_thin
            || self.is_clipped
            || self.is_moved
            || self.is_scaled_away
            || self.has_no_height
            || self.is_cut && (self.is_small || self.is_flat)
    }
}

impl Look {
    /// Whether words here can be read.
    pub fn is_seen(&self) -> bool {
        !self.is_gone && !self.is_invisible && !self.is_tiny && !is_same(self.ink, self.paper)
    }

    /// Whether a picture here can be seen: size and colour of words do not touch it.
    pub fn shows_pictures(&self) -> bool {
        !self.is_gone && !self.is_invisible
    }

    /// The words of a link are blue unless a style says otherwise.
    pub fn as_link(mut self) -> Self {
        self.ink = Colour::Other;
        self
    }

    /// The look inside an element with these declarations, in the order they hold.
    pub fn under<'a>(self, declared: impl Iterator<Item = &'a Declaration>) -> Self {
        let (outer, mut look, mut frame) = (self, self, Frame::default());
        for one in declared {
            let value = one.value.as_str();
            let (number, unit) = number(value);
            let pixels = number.filter(|it| *it == 0.0 || unit.is_empty() || unit == "px" || unit == "pt");
            match one.key.as_str() {
                "visibility" => look.is_invisible = matches!(value, "hidden" | "collapse"),
                "font-size" => look.is_tiny = is_tiny(number, unit, outer.is_tiny),
                "font" => {
                    if let Some((number, unit)) = size_in(value) {
                        look.is_tiny = is_tiny(Some(number), unit, outer.is_tiny);
                    }
                }
                "color" => look.ink = ink(value, outer.ink),
                key if key.starts_with("background") => look.paper = paper(key, value, look.paper),
                key => frame.take(key, value, number, pixels),
            }
        }
        look.is_gone |= frame.takes_away();
        look
    }
}

impl Frame {
    fn take(&mut self, key: &str, value: &str, number: Option<f64>, pixels: Option<f64>) {
        match key {
            "display" => self.is_off = value == "none",
            "mso-hide" => self.is_off |= value == "all",
            "opacity" => self.is_thin = number.is_some_and(|it| it <= 0.05),
            "filter" => self.is_thin |= compact(value).starts_with("opacity(0"),
            "overflow" | "overflow-x" | "overflow-y" => {
                self.is_cut = value.contains("hidden") || value.contains("clip");
            }
            "max-height" => {
                self.has_no_height = number == Some(0.0);
                self.is_small |= pixels.is_some_and(|it| it < SMALL);
            }
            "height" | "width" | "max-width" => self.is_small |= pixels.is_some_and(|it| it < SMALL),
            "line-height" => self.is_flat = number == Some(0.0),
            "left" | "top" | "right" | "bottom" | "text-indent" | "margin-left" | "margin-top" => {
                self.is_moved |= number.is_some_and(|it| it <= -FAR);
            }
            "transform" | "-webkit-transform" | "scale" => {
                let value = compact(value);
                self.is_scaled_away |= is_scaled_away(&value) || is_carried_off(&value);
            }
            "zoom" => self.is_scaled_away |= number == Some(0.0),
            "clip-path" | "-webkit-clip-path" => {
                let value = compact(value);
                self.is_clipped |=
                    ["inset(100%", "inset(50%", "circle(0", "polygon(0000"].iter().any(|none| value.starts_with(none));
            }
            "clip" => {
                let value = compact(value);
                self.is_clipped |= value.starts_with("rect(0") && !value.contains("auto");
            }
            _ => {}
        }
    }
}

fn compact(value: &str) -> String {
    value.split_whitespace().collect()
}

/// The number a value starts with, and what follows it.
fn number(value: &str) -> (Option<f64>, &str) {
    let end = value.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(value.len());
    let (digits, unit) = value.split_at(end);
    (digits.parse().ok(), unit.trim())
}

fn is_tiny(number: Option<f64>, unit: &str, is_tiny_around: bool) -> bool {
    match number {
        Some(size) if size <= 0.05 => true,
        Some(size) if matches!(unit, "px" | "pt") => size <= 2.0,
        Some(_) => is_tiny_around && matches!(unit, "em" | "%"),
        None => is_tiny_around && matches!(unit, "inherit" | "unset" | "larger" | "smaller"),
    }
}

/// The size in the short form `italic 0/0 serif`.
fn size_in(value: &str) -> Option<(f64, &str)> {
    let sizes = value.split_whitespace().map(|word| word.split('/').next().unwrap_or(""));
    let mut sizes = sizes.filter_map(|word| number(word).0.map(|size| (size, number(word).1)));
    sizes.find(|(size, unit)| *size == 0.0 || !unit.is_empty())
}

fn ink(value: &str, around: Colour) -> Colour {
    if matches!(value, "inherit" | "unset" | "currentcolor" | "") { around } else { colour(value) }
}

/// The background after one more declaration: what sets none lets the one behind it through.
fn paper(key: &str, value: &str, around: Colour) -> Colour {
    if value.contains("url(") || value.contains("gradient") {
        return Colour::Other;
    }
    if key != "background" && key != "background-color" {
        return around;
    }
    let first = value.split_whitespace().next().unwrap_or("");
    let value = if value.contains('(') { value } else { first };
    match value {
        "none" | "inherit" | "initial" | "unset" | "" => around,
        _ => match colour(value) {
            Colour::Clear => around,
            set => set,
        },
    }
}

fn is_same(ink: Colour, paper: Colour) -> bool {
    match (ink, paper) {
        (Colour::Clear, _) => true,
        (Colour::Of(r, g, b), Colour::Of(red, green, blue)) => {
            [r.abs_diff(red), g.abs_diff(green), b.abs_diff(blue)].into_iter().all(|apart| apart < SAME)
        }
        _ => false,
    }
}

/// Names of colours nobody reads on white, and the ones most used.
const NAMES: [(&str, (u8, u8, u8)); 27] = [
    ("white", (255, 255, 255)),
    ("snow", (255, 250, 250)),
    ("ivory", (255, 255, 240)),
    ("whitesmoke", (245, 245, 245)),
    ("ghostwhite", (248, 248, 255)),
    ("floralwhite", (255, 250, 240)),
    ("azure", (240, 255, 255)),
    ("mintcream", (245, 255, 250)),
    ("honeydew", (240, 255, 240)),
    ("aliceblue", (240, 248, 255)),
    ("seashell", (255, 245, 240)),
    ("lavenderblush", (255, 240, 245)),
    ("black", (0, 0, 0)),
    ("red", (255, 0, 0)),
    ("green", (0, 128, 0)),
    ("lime", (0, 255, 0)),
    ("blue", (0, 0, 255)),
    ("navy", (0, 0, 128)),
    ("yellow", (255, 255, 0)),
    ("orange", (255, 165, 0)),
    ("maroon", (128, 0, 0)),
    ("purple", (128, 0, 128)),
    ("teal", (0, 128, 128)),
    ("gray", (128, 128, 128)),
    ("grey", (128, 128, 128)),
    ("silver", (192, 192, 192)),
    ("darkblue", (0, 0, 139)),
];

/// A colour as styles write it (name, `#rgb`, `#rrggbb`, `rgb()`, `hsl()`), lower case.
pub fn colour(value: &str) -> Colour {
    let value = value.trim();
    if value == "transparent" {
        return Colour::Clear;
    }
    if let Some(digits) = value.strip_prefix('#') {
        let levels: Vec<u8> =
            digits.chars().map_while(|digit| digit.to_digit(16)).filter_map(|it| u8::try_from(it).ok()).collect();
        return match levels.as_slice() {
            [_, _, _, 0] | [_, _, _, _, _, _, 0, 0] => Colour::Clear,
            [r, g, b] | [r, g, b, _] => Colour::Of(r * 17, g * 17, b * 17),
            [r, red, g, green, b, blue, ..] => Colour::Of(r * 16 + red, g * 16 + green, b * 16 + blue),
            _ => Colour::Other,
        };
    }
    let Some((name, inside)) = value.split_once('(') else {
        let word = value.split([' ', ',']).next().unwrap_or("");
        let known = NAMES.iter().find(|(name, _)| *name == word);
        return known.map_or(Colour::Other, |(_, (r, g, b))| Colour::Of(*r, *g, *b));
    };
    let inside = inside.split(')').next().unwrap_or("");
    let words: Vec<&str> = inside.split([',', ' ', '/']).filter(|word| !word.is_empty()).collect();
    let numbers: Vec<f64> = words.iter().filter_map(|word| word.trim_end_matches('%').parse().ok()).collect();
    if numbers.get(3).is_some_and(|thickness| *thickness <= 0.05) {
        return Colour::Clear;
    }
    let level = |at: usize, whole: f64| {
        let is_part = words.get(at).is_some_and(|word| word.ends_with('%'));
        let value = numbers.get(at).copied().unwrap_or(0.0);
        (if is_part { value * 2.55 } else { value * 255.0 / whole }).clamp(0.0, 255.0).round() as u8
    };
    match (name.trim(), numbers.len()) {
        ("rgb" | "rgba", 3..) => Colour::Of(level(0, 255.0), level(1, 255.0), level(2, 255.0)),
        ("hsl" | "hsla", 3..) if level(2, 100.0) >= 247 || numbers.get(1) == Some(&0.0) => {
            Colour::Of(level(2, 100.0), level(2, 100.0), level(2, 100.0))
        }
        _ => Colour::Other,
    }
}

/// Whether a transformation leaves nothing of what it is put on: scale(0), scaleY(.01), 0.
fn is_scaled_away(value: &str) -> bool {
    let factors = value.rsplit_once("scale").map_or(value, |(_, rest)| rest);
    let factors = factors.trim_start_matches(['x', 'y', '3', 'd', '(']).split(')').next().unwrap_or("");
    let is_scale = value.contains("scale") || !value.contains('(');
    is_scale && factors.split(',').filter_map(|factor| factor.parse::<f64>().ok()).any(|factor| factor.abs() <= 0.05)
}

/// Whether a transformation moves its inside off the page: translateX(-9999px).
fn is_carried_off(value: &str) -> bool {
    let Some((_, ways)) = value.split_once("translate") else { return false };
    let ways = ways.trim_start_matches(['x', 'y', 'z', '3', 'd', '(']).split(')').next().unwrap_or("");
    ways.split(',').any(|way| matches!(number(way), (Some(far), "px" | "pt" | "em" | "rem") if far.abs() >= FAR))
}
