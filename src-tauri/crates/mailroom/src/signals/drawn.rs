//! What the first page of a PDF draws, as shapes and characters with their places: enough to draw it once more with
//! something written into it.

use hayro_interpret::font::GlyphRun;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache, Paint,
    SoftMask, interpret_page,
};
use hayro_syntax::page::Rotation;
use kurbo::{Affine, BezPath, Rect};

use super::layout::Placed;
use super::pdf::{Codes, bounded, placed};

/// Most shapes and glyphs of a page: a form has some hundreds.
const MOST: usize = 20_000;

/// A page as it is drawn, from its lower left corner up, in points.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// Width of the page.
    pub width: f64,
    /// Height of the page.
    pub height: f64,
    /// Lines and areas, in drawing order.
    pub shapes: Vec<Shape>,
    /// Characters.
    pub letters: Vec<Placed>,
}

/// A line or an area.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its outline on the page.
    pub path: BezPath,
    /// Red, green, blue.
    pub colour: [u8; 3],
    /// Width of the line; an area where there is none.
    pub line: Option<f64>,
}

/// Why a page cannot be drawn once more as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlike {
    /// It is no PDF that can be read.
    Unreadable,
    /// It has several pages.
    Pages,
    /// It holds pictures, patterns or turned text.
    Pictures,
    /// Letters whose meaning is not told.
    Letters,
}

/// Reads the only page of a PDF.
///
/// # Errors
/// Why it cannot be drawn once more: what would be lost is never left out in silence.
pub fn page(bytes: &[u8]) -> Result<Drawn, Unlike> {
    super::guarded(bytes.len(), || Some(read(bytes))).unwrap_or(Err(Unlike::Unreadable))
}

fn read(bytes: &[u8]) -> Result<Drawn, Unlike> {
    let pdf = bounded(bytes).ok_or(Unlike::Unreadable)?;
    let pages = pdf.pages();
    let page = pages.first().ok_or(Unlike::Unreadable)?;
    if pages.len() > 1 {
        return Err(Unlike::Pages);
    }
    if !matches!(page.rotation(), Rotation::None) {
        return Err(Unlike::Pictures);
    }
    let area = page.intersected_crop_box();
    let codes = Codes::of(bytes, &pdf);
    let settings = codes.settings();
    let (cache, unit) = (InterpreterCache::new(), Rect::new(0.0, 0.0, 1.0, 1.0));
    let corner = Affine::translate((-area.x0, -area.y0));
    let mut context = Context::new(corner, unit, &cache, pdf.xref(), settings);
    let mut tracing = Tracing { shapes: Vec::new(), letters: Vec::new(), codes, is_unlike: None };
    interpret_page(page, &mut context, &mut tracing);
    if let Some(unlike) = tracing.is_unlike {
        return Err(unlike);
    }
    let (width, height) = (area.width(), area.height());
    Ok(Drawn { width, height, shapes: tracing.shapes, letters: tracing.letters })
}

struct Tracing {
    shapes: Vec<Shape>,
    letters: Vec<Placed>,
    codes: Codes,
    is_unlike: Option<Unlike>,
}

impl Tracing {
    fn unlike(&mut self, why: Unlike) {
        self.is_unlike.get_or_insert(why);
    }

    fn shape(&mut self, path: &BezPath, props: &DrawProps<'_>, line: Option<f64>) {
        let Paint::Color(colour) = &props.paint else { return self.unlike(Unlike::Pictures) };
        let [red, green, blue, alpha] = colour.to_rgba().to_rgba8();
        if alpha == 0 {
            return;
        }
        if props.soft_mask.is_some() || alpha < 255 || self.shapes.len() >= MOST {
            return self.unlike(Unlike::Pictures);
        }
        let scale = props.transform.determinant().abs().sqrt();
        let line = line.map(|width| (width * scale).max(0.2));
        self.shapes.push(Shape { path: props.transform * path, colour: [red, green, blue], line });
    }
}

/// Whether something is drawn to be seen on white: letters are drawn once more in black, and what nobody saw must not
/// come to light by that.
fn is_ink(props: &DrawProps<'_>) -> bool {
    let Paint::Color(colour) = &props.paint else { return false };
    let [red, green, blue, alpha] = colour.to_rgba().to_rgba8();
    props.soft_mask.is_none() && alpha == 255 && [red, green, blue].iter().any(|part| *part <= 240)
}

impl Device<'_> for Tracing {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'_>, mode: &DrawMode) {
        match mode {
            DrawMode::Fill(_) => self.shape(path, &props, None),
            DrawMode::Stroke(stroke) => self.shape(path, &props, Some(stroke.line_width.into())),
            DrawMode::FillAndStroke(_, stroke) => {
                self.shape(path, &props, None);
                self.shape(path, &props, Some(stroke.line_width.into()));
            }
            DrawMode::Invisible => {}
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Invisible) {
            return;
        }
        let is_ink = is_ink(&props);
        for glyph in run.glyphs() {
            let letter = placed(glyph, props.transform, self.codes);
            if letter.text.chars().all(char::is_whitespace) {
                continue;
            }
            if !is_ink || letter.angle.abs() > 0.05 || self.letters.len() >= MOST {
                self.unlike(Unlike::Pictures);
            }
            if letter.text.contains('\u{fffd}') {
                self.unlike(Unlike::Letters);
            }
            self.letters.push(letter);
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.unlike(Unlike::Pictures);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::pdf::one_page;

    #[test]
    fn the_letters_of_a_page_stand_where_they_are_drawn() {
        let drawn = page(&one_page("送达回证", &["受送达人：示例物业管理有限公司"])).unwrap();
        let first = &drawn.letters[0];
        assert_eq!(first.text, "送");
        assert!(first.y > drawn.height / 2.0 && first.x > 0.0 && first.size > 5.0, "{first:?}");
        assert_eq!(
            drawn.letters.iter().map(|it| it.text.as_str()).collect::<String>(),
            "送达回证受送达人：示例物业管理有限公司"
        );
    }

    /// A page with one letter drawn in a colour.
    fn coloured(colour: &str) -> Vec<u8> {
        let content = format!("BT {colour} rg /F1 12 Tf 20 20 Td (A) Tj ET");
        format!(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
             3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n\
             4 0 obj<</Length {}>>stream\n{content}\nendstream endobj\n\
             5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\n\
             trailer<</Root 1 0 R>>\n",
            content.len()
        )
        .into_bytes()
    }

    #[test]
    fn letters_that_nobody_sees_are_not_drawn_in_black() {
        assert_eq!(page(&coloured("0 0 0")).unwrap().letters.len(), 1);
        assert_eq!(page(&coloured("1 1 1")).unwrap_err(), Unlike::Pictures);
    }

    #[test]
    fn what_cannot_be_drawn_once_more_is_refused() {
        assert_eq!(page(b"PK").unwrap_err(), Unlike::Unreadable);
        assert_eq!(page(b"%PDF-1.4 broken").unwrap_err(), Unlike::Unreadable);
    }
}
