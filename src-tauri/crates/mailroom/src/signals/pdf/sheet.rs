//! What one page of a PDF shows: characters that are seen, those that nobody sees, and what else is drawn.

use std::collections::HashSet;

use hayro_interpret::font::GlyphRun;
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask};
use kurbo::{BezPath, PathEl, Point, Rect, Shape as _};

use super::super::layout::{Placed, lines, lines_ruled};
use super::super::ruled::{self, MOST_RULES, Rule};
use super::{Codes, placed};

/// Most glyphs of one page that are read: a page of small print has some ten thousand; and of white ones.
const MOST_GLYPHS: usize = 200_000;
const MOST_WHITE: usize = 20_000;
/// Most pictures, coloured areas and points of drawings of a page that are remembered.
const MOST_AREAS: usize = 500;
const MOST_INK: usize = 100_000;
/// Width of the squares in which drawings are remembered, in points.
const SQUARE: f64 = 4.0;
/// Fewer characters than these beside a picture that fills the page are a stamp or a page number, not its text.
const FEW: usize = 30;

/// What was read of a page.
pub struct Seen {
    /// The text a reader sees.
    pub text: String,
    /// Text that stands there and nobody sees.
    pub hidden: String,
    /// Whether it shows something whose words could not be read.
    pub is_mute: bool,
}

/// A page on which everything is drawn.
pub struct Sheet {
    codes: Codes,
    /// What of the page is shown.
    area: Rect,
    placed: Vec<Placed>,
    /// Drawn without ink, as scanners set the words they read over their picture.
    unseen: Vec<Placed>,
    /// Drawn so that nobody sees it.
    hidden: Vec<Placed>,
    /// Drawn outside what is shown.
    outside: Vec<Placed>,
    white: Vec<Placed>,
    rules: Vec<Rule>,
    pictures: Vec<Rect>,
    coloured: Vec<Rect>,
    ink: HashSet<(i32, i32)>,
    /// For every open group whether nothing of it is seen.
    groups: Vec<bool>,
}

impl Sheet {
    /// An empty page that shows this area.
    pub fn new(codes: Codes, area: Rect) -> Self {
        Self {
            codes,
            area,
            placed: Vec::new(),
            unseen: Vec::new(),
            hidden: Vec::new(),
            outside: Vec::new(),
            white: Vec::new(),
            rules: Vec::new(),
            pictures: Vec::new(),
            coloured: Vec::new(),
            ink: HashSet::new(),
            groups: Vec::new(),
        }
    }

    /// Writes words that the page shows in a field or a note of its own.
    pub fn write(&mut self, text: &str, place: Rect) {
        let size = place.height().clamp(6.0, 12.0);
        let mut at = Point::new(place.x0, place.y1 - size);
        for line in text.lines() {
            at.x = place.x0;
            for letter in line.chars() {
                if self.placed.len() >= MOST_GLYPHS {
                    return;
                }
                let placed = Placed { x: at.x, y: at.y, size, angle: 0.0, text: letter.to_string() };
                at.x += placed.width();
                self.placed.push(placed);
            }
            at.y -= size * 1.2;
        }
    }

    /// What a reader sees of it.
    pub fn read(mut self) -> Seen {
        // White letters are seen on what is not white, whichever was drawn first.
        let (mut shown, white): (Vec<Placed>, Vec<Placed>) = std::mem::take(&mut self.white)
            .into_iter()
            .partition(|letter| [&self.coloured, &self.pictures].iter().any(|all| holds(all, middle(letter))));
        self.placed.append(&mut shown);
        self.hidden.extend(white);
        let unseen = std::mem::take(&mut self.unseen);
        if self.is_layer(&unseen) {
            self.placed.extend(unseen)
        } else {
            self.hidden.extend(unseen)
        }
        let (count, lost) = count(&self.placed);
        let covers = self.pictures.iter().map(Rect::area).sum::<f64>() * 2.0 >= self.area.area();
        let shows = !self.pictures.is_empty() || !self.ink.is_empty();
        let is_lost = lost > count;
        let is_mute = is_lost || (count == 0 && shows) || (count < FEW && covers && !self.pictures.is_empty());
        let hidden = [self.hidden_words(), self.words_outside()];
        let hidden = hidden.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n");
        // Half a text is worse than none: digits may be among what is lost.
        let text = if is_lost { String::new() } else { lines_ruled(self.placed, &self.rules) };
        Seen { text, hidden, is_mute }
    }

    /// Whether letters without ink stand over what they say: the picture of a scan, or outlines of the same letters.
    fn is_layer(&self, letters: &[Placed]) -> bool {
        let covers = self.pictures.iter().map(Rect::area).sum::<f64>() * 2.0 >= self.area.area();
        let is_scan = covers && letters.len() >= self.placed.len();
        let solid = || letters.iter().filter(|letter| !letter.text.trim().is_empty());
        let over = solid().filter(|it| (is_scan && holds(&self.pictures, middle(it))) || self.is_over_ink(it)).count();
        over > 0 && over * 5 >= solid().count() * 4
    }

    fn is_over_ink(&self, letter: &Placed) -> bool {
        let centre = middle(letter);
        let reach = (letter.size / 2.0 / SQUARE).ceil().min(3.0) as i32;
        let (x, y) = square(centre);
        (-reach..=reach).any(|dx| (-reach..=reach).any(|dy| self.ink.contains(&(x + dx, y + dy))))
    }

    /// The words nobody sees, without those that are seen at the same place: outlines and shadows are drawn twice.
    fn hidden_words(&mut self) -> String {
        let hidden = std::mem::take(&mut self.hidden);
        if hidden.is_empty() {
            return String::new();
        }
        let seen: HashSet<(&str, (i32, i32))> =
            self.placed.iter().map(|letter| (letter.text.as_str(), square(middle(letter)))).collect();
        let is_seen = |letter: &Placed| {
            let (x, y) = square(middle(letter));
            (-1..=1).any(|dx| (-1..=1).any(|dy| seen.contains(&(letter.text.as_str(), (x + dx, y + dy)))))
        };
        let only: Vec<Placed> = hidden.into_iter().filter(|letter| !is_seen(letter)).collect();
        let text = lines(only);
        if text.chars().any(char::is_alphanumeric) { text } else { String::new() }
    }

    /// The words outside what is shown, without the marks that printers set there.
    fn words_outside(&mut self) -> String {
        let text = lines(std::mem::take(&mut self.outside));
        let told = text.lines().filter(|line| !is_printers_mark(line));
        told.filter(|line| line.contains(char::is_alphanumeric)).collect::<Vec<_>>().join("\n")
    }

    fn is_unseen(&self) -> bool {
        self.groups.contains(&true)
    }
}

/// Names of inks and sheets that printers set beside the page, each a word of its own.
const MARKS: [&str; 22] = [
    "c", "m", "y", "k", "cyan", "magenta", "yellow", "black", "pantone", "cmyk", "page", "sheet", "front", "back",
    "am", "pm", "上午", "下午", "青", "品红", "黄", "黑",
];
/// Endings of files that layouts are made of.
const LAYOUTS: [&str; 12] = ["indd", "ai", "cdr", "qxd", "qxp", "pmd", "fit", "ps", "eps", "pdf", "doc", "docx"];

/// Whether a line is what printers set beside the page: inks, the layout's file and page, the moment it was made.
fn is_printers_mark(line: &str) -> bool {
    let is_mark = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let of_file = word.rsplit_once('.').is_some_and(|(_, ending)| LAYOUTS.contains(&ending));
        let is_number = word.chars().all(|c| !c.is_alphabetic() || "年月日时分秒".contains(c));
        is_number || of_file || MARKS.contains(&word.as_str())
    };
    line.split_whitespace().all(is_mark)
}

/// Characters that tell something, and those whose meaning is lost.
fn count(placed: &[Placed]) -> (usize, usize) {
    let letters = placed.iter().flat_map(|letter| letter.text.chars()).filter(|letter| !letter.is_whitespace());
    letters.fold((0, 0), |(told, lost), letter| match letter {
        '\u{fffd}' => (told, lost + 1),
        _ => (told + 1, lost),
    })
}

fn holds(areas: &[Rect], point: Point) -> bool {
    areas.iter().any(|area| area.contains(point))
}

fn square(point: Point) -> (i32, i32) {
    ((point.x / SQUARE) as i32, (point.y / SQUARE) as i32)
}

/// The middle of a letter as it lies on the page.
fn middle(letter: &Placed) -> Point {
    let (sin, cos) = letter.angle.sin_cos();
    let (along, up) = (letter.width() / 2.0, letter.size / 3.0);
    Point::new(letter.x + along * cos - up * sin, letter.y + along * sin + up * cos)
}

/// How something is painted.
#[derive(PartialEq, Eq)]
enum Ink {
    None,
    White,
    Colour,
}

fn ink_of(paint: &Paint<'_>) -> Ink {
    let Paint::Color(colour) = paint else { return Ink::Colour };
    match colour.to_rgba().to_rgba8() {
        [.., alpha] if alpha < 8 => Ink::None,
        [red, green, blue, _] if red > 240 && green > 240 && blue > 240 => Ink::White,
        _ => Ink::Colour,
    }
}

impl Device<'_> for Sheet {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, mode: &DrawMode) {
        let ink = match mode {
            DrawMode::Invisible => None,
            _ => Some(ink_of(&props.paint)),
        };
        let is_hidden = self.is_unseen() || ink == Some(Ink::None);
        // A line that begins on the page and is too long for it is seen by everybody and means what it says to its end.
        let mut runs_on = false;
        for glyph in run.glyphs() {
            let known =
                self.placed.len() + self.unseen.len() + self.hidden.len() + self.white.len() + self.outside.len();
            if known >= MOST_GLYPHS {
                return;
            }
            let letter = placed(glyph, props.transform, self.codes);
            let is_off = !self.area.inflate(letter.size / 2.0, letter.size / 2.0).contains(middle(&letter));
            let is_off = is_off && !runs_on;
            runs_on = !is_off && !is_hidden && ink == Some(Ink::Colour);
            let onto = match ink {
                _ if is_hidden => &mut self.hidden,
                _ if is_off => &mut self.outside,
                None => &mut self.unseen,
                Some(Ink::White) if self.white.len() >= MOST_WHITE => &mut self.hidden,
                Some(Ink::White) => &mut self.white,
                Some(_) => &mut self.placed,
            };
            onto.push(letter);
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'_>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Invisible) {
            return;
        }
        let is_area = matches!(mode, DrawMode::Fill(_));
        let path = props.transform * path;
        // One more than are looked at tells that there are too many.
        if self.rules.len() <= MOST_RULES {
            self.rules.extend(ruled::of_path(&path, is_area));
        }
        if self.is_unseen() || ink_of(&props.paint) != Ink::Colour {
            return;
        }
        if is_area && self.coloured.len() < MOST_AREAS {
            self.coloured.push(path.bounding_box());
        }
        for element in path.elements() {
            let (PathEl::MoveTo(point) | PathEl::LineTo(point) | PathEl::QuadTo(_, point) | PathEl::CurveTo(.., point)) =
                element
            else {
                continue;
            };
            if self.ink.len() < MOST_INK && self.area.contains(*point) {
                self.ink.insert(square(*point));
            }
        }
    }

    fn draw_image(&mut self, image: Image<'_, '_>, props: ImageDrawProps<'_>) {
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let area = props.transform.transform_rect_bbox(Rect::new(0.0, 0.0, width, height)).intersect(self.area);
        if !self.is_unseen() && area.area() > 0.0 && self.pictures.len() < MOST_AREAS {
            self.pictures.push(area);
        }
    }

    fn push_transparency_group(&mut self, opacity: f32, _: Option<SoftMask<'_>>, _: BlendMode) {
        self.groups.push(opacity <= 0.02);
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn pop_clip(&mut self) {}
}
