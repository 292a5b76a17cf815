//! Draws a page once more, with notes on it.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use kurbo::{BezPath, PathEl};

use super::Note;
use crate::acknowledge::sheet::Fonts;
use crate::signals::drawn::{Drawn, Shape};

/// Draws a page and the notes on it; only the letters that stand on it are embedded.
///
/// # Errors
/// What the writer of the page says.
pub fn draw(page: &Drawn, notes: &[Note], title: &str, fonts: Fonts) -> Result<Vec<u8>, String> {
    let font = fonts.open().ok_or("the font cannot be read")?;
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new().title(title.to_owned()).language("zh-CN".to_owned()).creator("送达台".to_owned()),
    );
    let size = PageSettings::from_wh(page.width as f32, page.height as f32).ok_or("no page of this size")?;
    let mut sheet = document.start_page_with(size);
    let mut surface = sheet.surface();
    for shape in &page.shapes {
        put(&mut surface, shape, page.height);
    }
    let letters = page.letters.iter().map(|letter| (letter.x, letter.y, letter.size, letter.text.as_str()));
    let written = notes.iter().map(|note| (note.x, note.y, note.size, note.text.as_str()));
    for (x, y, size, text) in letters.chain(written) {
        write(&mut surface, &font, (x, page.height - y), size, text);
    }
    surface.finish();
    sheet.finish();
    document.finish().map_err(|error| format!("{error:?}").chars().take(200).collect())
}

fn write(surface: &mut Surface<'_>, font: &Font, (x, y): (f64, f64), size: f64, text: &str) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill::default()));
    let place = Point::from_xy(x as f32, y as f32);
    surface.draw_text(place, font.clone(), size as f32, text, false, TextDirection::LeftToRight);
}

fn put(surface: &mut Surface<'_>, shape: &Shape, height: f64) {
    let Some(path) = turned(&shape.path, height) else { return };
    let [red, green, blue] = shape.colour;
    let colour = rgb::Color::new(red, green, blue);
    match shape.line {
        Some(width) => {
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke { paint: colour.into(), width: width as f32, ..Stroke::default() }));
        }
        None => {
            surface.set_stroke(None);
            surface.set_fill(Some(Fill { paint: colour.into(), ..Fill::default() }));
        }
    }
    surface.draw_path(&path);
}

/// The path counted from the upper left corner down, as pages are drawn here.
fn turned(path: &BezPath, height: f64) -> Option<Path> {
    let mut made = PathBuilder::new();
    let at = |point: kurbo::Point| (point.x as f32, (height - point.y) as f32);
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(to) => made.move_to(at(to).0, at(to).1),
            PathEl::LineTo(to) => made.line_to(at(to).0, at(to).1),
            PathEl::QuadTo(by, to) => made.quad_to(at(by).0, at(by).1, at(to).0, at(to).1),
            PathEl::CurveTo(one, two, to) => {
                made.cubic_to(at(one).0, at(one).1, at(two).0, at(two).1, at(to).0, at(to).1);
            }
            PathEl::ClosePath => made.close(),
        }
    }
    made.finish()
}
