//! Text of OFD documents (GB/T 33190), page by page.

mod files;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};
use songda_core::intake::DocumentText;

use super::super::MOST_PAGES;
use super::super::layout::{Placed, lines};
use super::{Package, attribute, beside, characters, each};
pub use files::files;

/// Most characters placed on one page, and most areas of it that are remembered.
const MOST_GLYPHS: usize = 200_000;
const MOST_AREAS: usize = 500;
/// Most bytes of hidden words that are kept, a page more or less.
const MOST_HIDDEN: usize = 2_000;
/// Most notes of a document that are read.
const MOST_NOTES: usize = 1_000;
/// Fewer characters than these beside a picture that fills the page are a stamp or a page number, not its text.
const FEW: usize = 30;
/// Area of a page that does not tell its size, in square millimetres: A4.
const A4: f64 = 210.0 * 297.0;

/// Text of the documents that the root names.
pub fn text(package: &mut Package<'_>, root: &str) -> Option<DocumentText> {
    let documents = texts_of(root, "DocRoot");
    let mut text = DocumentText::default();
    for document in documents.iter().filter_map(|path| beside("", path)).take(16) {
        let Some(xml) = package.text(&document) else { continue };
        read_document(package, &document, &xml, &mut text);
    }
    (!text.pages.is_empty()).then_some(text)
}

/// What stands in the elements of this name.
fn texts_of(xml: &str, wanted: &str) -> Vec<String> {
    let (mut found, mut is_inside) = (Vec::<String>::new(), false);
    each(xml, |event| match &event {
        Event::Start(start) => {
            is_inside = start.local_name().as_ref() == wanted;
            if is_inside {
                found.push(String::new());
            }
        }
        Event::End(_) => is_inside = false,
        other if is_inside => {
            if let (Some(last), Some(piece)) = (found.last_mut(), characters(other)) {
                last.push_str(piece.trim());
            }
        }
        _ => {}
    });
    found.retain(|text| !text.is_empty());
    found
}

fn read_document(package: &mut Package<'_>, document: &str, xml: &str, text: &mut DocumentText) {
    let mut templates = BTreeMap::new();
    let mut locations = Vec::new();
    each(xml, |event| {
        if let Event::Start(start) | Event::Empty(start) = &event {
            let Some(location) = attribute(start, "BaseLoc") else { return };
            let (id, path) = (attribute(start, "ID").unwrap_or_default(), beside(document, &location));
            match (start.local_name().as_ref(), path) {
                ("TemplatePage", Some(path)) => drop(templates.insert(id, path)),
                // A page whose place makes no sense is a page all the same.
                ("Page", path) => locations.push((id, path)),
                _ => {}
            }
        }
    });
    let notes = notes(package, document, xml);
    for (id, location) in locations {
        let nth = text.pages.len();
        let content = if nth < MOST_PAGES { location.and_then(|path| package.text(&path)) } else { None };
        let Some(content) = content else {
            text.pages.push(String::new());
            if nth < MOST_PAGES {
                text.mute.insert(nth);
            }
            continue;
        };
        let mut sheet = Sheet::default();
        for template in used_templates(&content) {
            let xml = templates.get(&template).and_then(|location| package.text(location));
            place_text(&xml.unwrap_or_default(), &mut sheet);
        }
        place_text(&content, &mut sheet);
        for note in notes.get(&id).into_iter().flatten() {
            place_text(&package.text(note).unwrap_or_default(), &mut sheet);
        }
        let hidden = sheet.hidden_words();
        if !hidden.is_empty() && text.hidden.len() < MOST_HIDDEN {
            text.hidden.push_str(&format!("第 {} 页：{hidden}\n", nth + 1));
        }
        if sheet.is_mute() {
            text.mute.insert(nth);
        }
        text.pages.push(lines(sheet.placed));
    }
}

/// Files of notes, stamps among them, by the id of the page they lie on.
fn notes(package: &mut Package<'_>, document: &str, xml: &str) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for list in texts_of(xml, "Annotations").iter().filter_map(|path| beside(document, path)).take(16) {
        let Some(content) = package.text(&list) else { continue };
        let (mut page, mut count, mut is_place) = (String::new(), 0, false);
        each(&content, |event| match &event {
            Event::Start(start) => {
                let name = start.local_name();
                is_place = name.as_ref() == "FileLoc";
                if name.as_ref() == "Page" {
                    page = attribute(start, "PageID").unwrap_or_default();
                }
            }
            Event::End(_) => is_place = false,
            other if is_place && count < MOST_NOTES => {
                let path = characters(other).and_then(|path| beside(&list, &path));
                count += 1;
                found.entry(page.clone()).or_default().extend(path);
            }
            _ => {}
        });
    }
    found
}

fn used_templates(content: &str) -> Vec<String> {
    let mut used = Vec::new();
    each(content, |event| {
        if let Event::Start(start) | Event::Empty(start) = &event
            && start.local_name().as_ref() == "Template"
        {
            used.extend(attribute(start, "TemplateID"));
        }
    });
    used
}

/// Points per millimetre, the unit of OFD.
const POINTS: f64 = 72.0 / 25.4;

/// An area of a page: left, top, right, bottom.
type Area = (f64, f64, f64, f64);

/// What lies on one page.
#[derive(Default)]
struct Sheet {
    placed: Vec<Placed>,
    /// Text that is not drawn, and text in white: as scanners lay it behind their picture, or as nobody may see it.
    unseen: Vec<Placed>,
    white: Vec<Placed>,
    pictures: Vec<Area>,
    coloured: Vec<Area>,
    /// Whether anything but text is drawn.
    has_drawing: bool,
    /// Square millimetres of the page, where it tells them.
    size: Option<f64>,
}

impl Sheet {
    fn covers(&self) -> bool {
        let covered: f64 = self.pictures.iter().map(|(x0, y0, x1, y1)| (x1 - x0) * (y1 - y0)).sum();
        covered * 2.0 >= self.size.unwrap_or(A4)
    }

    /// Takes in what is seen on a picture, and gives the words that nobody sees.
    fn hidden_words(&mut self) -> String {
        let on = |areas: &[Area], letter: &Placed| {
            let (x, y) = (letter.x / POINTS, -letter.y / POINTS);
            areas.iter().any(|(x0, y0, x1, y1)| x >= *x0 && x <= *x1 && y >= *y0 && y <= *y1)
        };
        let (white, mut hidden): (Vec<Placed>, Vec<Placed>) = std::mem::take(&mut self.white)
            .into_iter()
            .partition(|letter| on(&self.coloured, letter) || on(&self.pictures, letter));
        self.placed.extend(white);
        let unseen = std::mem::take(&mut self.unseen);
        // Words behind the picture of a scan are what a machine read in it.
        if self.covers() && unseen.len() >= self.placed.len() {
            self.placed.extend(unseen);
        } else {
            hidden.extend(unseen);
        }
        let words = lines(hidden);
        if words.chars().any(char::is_alphanumeric) { words } else { String::new() }
    }

    /// Whether the page shows something whose words are not in its text.
    fn is_mute(&self) -> bool {
        let letters = self.placed.iter().filter(|letter| !letter.text.trim().is_empty()).count();
        let shows = self.has_drawing || !self.pictures.is_empty();
        (letters == 0 && shows) || (letters < FEW && self.covers())
    }
}

/// How the letters of an object are painted.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Ink {
    #[default]
    Colour,
    White,
    None,
}

#[derive(Default)]
struct TextObject {
    left: f64,
    top: f64,
    size: f64,
    /// Matrix of the object: a b c d e f.
    matrix: Option<[f64; 6]>,
    ink: Ink,
}

/// One run of characters in a text object.
struct TextCode {
    start: (f64, f64),
    deltas: (Vec<f64>, Vec<f64>),
    text: String,
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_ascii_whitespace().filter_map(|number| number.parse().ok()).collect()
}

/// Puts the objects of a page on a sheet: boundary, matrix and offsets of the characters.
fn place_text(xml: &str, sheet: &mut Sheet) {
    let mut object = TextObject::default();
    let mut code: Option<TextCode> = None;
    // Where the appearance of a note begins, and whether it is shown.
    let (mut corner, mut is_shown) = ((0.0, 0.0), true);
    let mut in_text = false;
    if let Some([.., width, height]) = texts_of(xml, "PhysicalBox").first().map(|it| numbers(it)).as_deref() {
        sheet.size = Some(width * height);
    }
    each(xml, |event| match &event {
        Event::Start(start) | Event::Empty(start) => match start.local_name().as_ref() {
            "Annot" => is_shown = is_visible(start),
            "Appearance" => corner = corner_of(start),
            "TextObject" => {
                object = text_object(start, corner);
                in_text = matches!(event, Event::Start(_));
                if !is_shown {
                    object.ink = Ink::None;
                }
            }
            "FillColor" if in_text && object.ink != Ink::None => object.ink = ink_of(start),
            "ImageObject" if is_shown && is_visible(start) => sheet.area(start, corner, true),
            "PathObject" if is_shown && is_visible(start) => sheet.area(start, corner, false),
            "TextCode" if matches!(event, Event::Start(_)) => {
                let number = |name: &str| attribute(start, name).and_then(|it| it.trim().parse().ok()).unwrap_or(0.0);
                let deltas = |name: &str| attribute(start, name).map(|it| deltas(&it)).unwrap_or_default();
                code = Some(TextCode {
                    start: (number("X"), number("Y")),
                    deltas: (deltas("DeltaX"), deltas("DeltaY")),
                    text: String::new(),
                });
            }
            _ => {}
        },
        Event::End(end) => match end.local_name().as_ref() {
            "TextCode" => {
                if let Some(code) = code.take() {
                    sheet.push(&object, &code);
                }
            }
            "TextObject" => in_text = false,
            "Annot" => (corner, is_shown) = ((0.0, 0.0), true),
            _ => {}
        },
        other => {
            if let (Some(code), Some(piece)) = (&mut code, characters(other)) {
                code.text.push_str(&piece);
            }
        }
    });
}

fn list(start: &BytesStart<'_>, name: &str) -> Vec<f64> {
    attribute(start, name).map(|it| numbers(&it)).unwrap_or_default()
}

/// Whether a graphic unit is drawn (GB/T 33190 section 8.5).
fn is_visible(start: &BytesStart<'_>) -> bool {
    let is_off = attribute(start, "Visible").is_some_and(|it| matches!(it.trim(), "false" | "0"));
    !is_off && list(start, "Alpha").first().is_none_or(|alpha| *alpha >= 8.0)
}

fn corner_of(start: &BytesStart<'_>) -> (f64, f64) {
    let boundary = list(start, "Boundary");
    (boundary.first().copied().unwrap_or(0.0), boundary.get(1).copied().unwrap_or(0.0))
}

/// What a colour of three values from 0 to 255 is on paper; others are seen.
fn ink_of(start: &BytesStart<'_>) -> Ink {
    if !is_visible(start) {
        return Ink::None;
    }
    match list(start, "Value").as_slice() {
        [red, green, blue] if *red > 240.0 && *green > 240.0 && *blue > 240.0 => Ink::White,
        _ => Ink::Colour,
    }
}

impl Sheet {
    /// Remembers where a picture or a drawing lies.
    fn area(&mut self, start: &BytesStart<'_>, corner: (f64, f64), is_picture: bool) {
        self.has_drawing = true;
        let is_area = is_picture || attribute(start, "Fill").is_some_and(|it| matches!(it.trim(), "true" | "1"));
        let areas = if is_picture { &mut self.pictures } else { &mut self.coloured };
        if let ([x, y, width, height], true) = (list(start, "Boundary").as_slice(), is_area && areas.len() < MOST_AREAS)
        {
            let (x, y) = (corner.0 + x, corner.1 + y);
            areas.push((x, y, x + width, y + height));
        }
    }
}

fn text_object(start: &BytesStart<'_>, corner: (f64, f64)) -> TextObject {
    let boundary = corner_of(start);
    TextObject {
        left: corner.0 + boundary.0,
        top: corner.1 + boundary.1,
        size: list(start, "Size").first().copied().unwrap_or(3.5),
        matrix: <[f64; 6]>::try_from(list(start, "CTM")).ok(),
        ink: if is_visible(start) { Ink::Colour } else { Ink::None },
    }
}

/// Distances between characters; `g 3 4.2` repeats one three times (GB/T 33190 section 11.3).
fn deltas(text: &str) -> Vec<f64> {
    let mut found = Vec::new();
    let mut words = text.split_ascii_whitespace();
    while let Some(word) = words.next() {
        if word == "g" {
            let count: usize = words.next().and_then(|it| it.parse().ok()).unwrap_or(0);
            let delta = words.next().and_then(|it| it.parse().ok()).unwrap_or(0.0);
            found.extend(std::iter::repeat_n(delta, count.min(MOST_GLYPHS)));
        } else {
            found.extend(word.parse::<f64>());
        }
        if found.len() > MOST_GLYPHS {
            break;
        }
    }
    found
}

impl Sheet {
    fn push(&mut self, object: &TextObject, code: &TextCode) {
        let placed = match object.ink {
            Ink::Colour => &mut self.placed,
            Ink::White => &mut self.white,
            Ink::None => &mut self.unseen,
        };
        let [a, b, c, d, e, f] = object.matrix.unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        let (mut x, mut y) = code.start;
        let deltas = &code.deltas;
        let scale = c.hypot(d);
        for (nth, character) in code.text.trim_matches(['\r', '\n']).chars().enumerate() {
            if placed.len() >= MOST_GLYPHS {
                return;
            }
            placed.push(Placed {
                x: (object.left + a * x + c * y + e) * POINTS,
                // OFD counts from the top of the page.
                y: -(object.top + b * x + d * y + f) * POINTS,
                size: (object.size * scale * POINTS).max(1.0),
                angle: (-b).atan2(a),
                text: character.to_string(),
            });
            let (dx, dy) = (deltas.0.get(nth), deltas.1.get(nth));
            let width = if character.is_ascii() { 0.5 } else { 1.0 } * object.size;
            // Without distances the characters follow one another.
            x += dx.copied().unwrap_or(if dy.is_some() || !deltas.1.is_empty() { 0.0 } else { width });
            y += dy.copied().unwrap_or(0.0);
        }
    }
}
