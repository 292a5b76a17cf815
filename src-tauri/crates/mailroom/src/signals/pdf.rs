//! Text of PDF documents, page by page, with the glyphs' places turned into lines.

mod bounds;
mod codes;

use hayro_cmap::BfString;
use hayro_interpret::font::{GlyphRun, PositionedGlyph};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use kurbo::{Affine, BezPath, Point, Rect};
use songda_core::intake::DocumentText;

pub(super) use codes::Codes;
use codes::of_utf16;

use super::MOST_PAGES;
use super::layout::{Placed, lines_ruled};
use super::ruled::{self, MOST_RULES, Rule};

/// Most glyphs of one page that are read: a page of small print has some ten thousand.
const MOST_GLYPHS: usize = 200_000;

/// Text of a PDF, page by page. `None` when it is no PDF, needs a password or breaks its reader.
pub fn text_of_pdf(bytes: &[u8]) -> Option<DocumentText> {
    super::text_of(bytes, "", &[]).filter(|_| bytes.starts_with(b"%PDF"))
}

/// Reads a PDF, with the passwords told if the empty one does not open it.
pub fn read(bytes: &[u8], passwords: &[String]) -> Option<DocumentText> {
    let pdf = open(bytes, passwords).ok().filter(bounds::fit)?;
    let cache = InterpreterCache::new();
    let codes = Codes::of(bytes, &pdf);
    let settings = codes.settings();
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        if pages.len() >= MOST_PAGES {
            // The count of pages stays right; the text of the rest is not read.
            pages.push(String::new());
            continue;
        }
        let unit = Rect::new(0.0, 0.0, 1.0, 1.0);
        let mut context = Context::new(Affine::IDENTITY, unit, &cache, pdf.xref(), settings.clone());
        let mut glyphs = Glyphs { placed: Vec::new(), rules: Vec::new(), codes_are_unicode: codes.are_unicode };
        interpret_page(page, &mut context, &mut glyphs);
        pages.push(lines_ruled(glyphs.placed, &glyphs.rules));
    }
    Some(DocumentText { pages })
}

fn open(bytes: &[u8], passwords: &[String]) -> Result<Pdf, LoadPdfError> {
    if !bounds::tables_fit(bytes) {
        return Err(LoadPdfError::Invalid);
    }
    let mut opened = Pdf::new(bytes.to_vec());
    for password in passwords {
        if !matches!(opened, Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected))) {
            break;
        }
        opened = Pdf::new_with_password(bytes.to_vec(), password);
    }
    opened
}

/// Opens a PDF that needs no password, when it stays within the bounds.
pub(super) fn bounded(bytes: &[u8]) -> Option<Pdf> {
    open(bytes, &[]).ok().filter(bounds::fit)
}

/// Whether a PDF needs a password that is not among those told.
pub fn is_locked(bytes: &[u8], passwords: &[String]) -> bool {
    let names_encryption = bytes.starts_with(b"%PDF") && bytes.windows(8).any(|window| window == b"/Encrypt");
    names_encryption
        && matches!(open(bytes, passwords), Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)))
}

/// Characters with their places on the page, in drawing order.
struct Glyphs {
    placed: Vec<Placed>,
    rules: Vec<Rule>,
    codes_are_unicode: bool,
}

/// The characters of a glyph and where it stands.
pub(super) fn placed(glyph: &PositionedGlyph<'_>, transform: Affine, codes_are_unicode: bool) -> Placed {
    let text = match glyph.as_unicode() {
        Some(BfString::Char(character)) => character.to_string(),
        Some(BfString::String(text)) => text,
        None if codes_are_unicode => of_utf16(glyph.char_code()).unwrap_or('\u{fffd}').to_string(),
        None => "\u{fffd}".to_owned(),
    };
    let transform = transform * glyph.transform();
    let place = transform * Point::ZERO;
    // Glyph space is a thousandth of the text size.
    let along = transform * Point::new(1000.0, 0.0) - place;
    let up = transform * Point::new(0.0, 1000.0) - place;
    Placed { x: place.x, y: place.y, size: up.hypot().max(1.0), angle: along.atan2(), text }
}

impl Device<'_> for Glyphs {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        for glyph in run.glyphs() {
            if self.placed.len() >= MOST_GLYPHS {
                return;
            }
            self.placed.push(placed(glyph, props.transform, self.codes_are_unicode));
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'_>, mode: &DrawMode) {
        // One more than are looked at tells that there are too many.
        if self.rules.len() <= MOST_RULES && !matches!(mode, DrawMode::Invisible) {
            let is_area = matches!(mode, DrawMode::Fill(_));
            self.rules.extend(ruled::of_path(&(props.transform * path), is_area));
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// Largest picture that is taken, in points.
const MOST_POINTS: u64 = 60_000_000;
/// The size a picture is asked for: A4 at 300 points an inch, what readers of scans work best with.
const WANTED: (u32, u32) = (2_480, 3_508);

/// What the pages show, one picture a page as a portable pixmap: the largest, for a scan fills its page. Pages without
/// a picture are passed over; `most` pages are looked at.
pub fn pictures(bytes: &[u8], most: usize) -> Vec<Vec<u8>> {
    let read = || {
        let pdf = bounded(bytes)?;
        let cache = InterpreterCache::new();
        let mut found = Vec::new();
        for page in pdf.pages().iter().take(most) {
            let unit = Rect::new(0.0, 0.0, 1.0, 1.0);
            let mut context = Context::new(Affine::IDENTITY, unit, &cache, pdf.xref(), InterpreterSettings::default());
            let mut shown = Shown::default();
            interpret_page(page, &mut context, &mut shown);
            found.extend(shown.largest.map(|(_, picture)| picture));
        }
        Some(found)
    };
    super::guarded(bytes.len(), read).unwrap_or_default()
}

/// The largest picture of a page.
#[derive(Default)]
struct Shown {
    largest: Option<(u64, Vec<u8>)>,
}

impl Shown {
    fn take(&mut self, kind: &str, (width, height): (u32, u32), data: &[u8]) {
        let points = u64::from(width) * u64::from(height);
        if points > MOST_POINTS || self.largest.as_ref().is_some_and(|(known, _)| *known >= points) {
            return;
        }
        let mut picture = format!("{kind}\n{width} {height}\n255\n").into_bytes();
        picture.extend_from_slice(data);
        self.largest = Some((points, picture));
    }
}

impl Device<'_> for Shown {
    fn draw_image(&mut self, image: Image<'_, '_>, _: ImageDrawProps<'_>) {
        match image {
            Image::Raster(raster) => raster.with_rgba(
                |data, _| match data {
                    ImageData::Rgb(rgb) => self.take("P6", (rgb.width, rgb.height), &rgb.data),
                    ImageData::Luma(luma) => self.take("P5", (luma.width, luma.height), &luma.data),
                },
                Some(WANTED),
            ),
            // A mask is drawn where it is set: ink on paper.
            Image::Stencil(stencil) => stencil.with_stencil(
                |luma, _| {
                    let ink: Vec<u8> = luma.data.iter().map(|value| 255 - value).collect();
                    self.take("P5", (luma.width, luma.height), &ink);
                },
                Some(WANTED),
            ),
        }
    }

    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, '_>, _: DrawProps<'_>, _: &DrawMode) {}
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
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
    fn lines_of_a_page_come_out_in_reading_order() {
        let text =
            text_of_pdf(&one_page("传票", &["案号：（2026）沪0112民初12345号", "应到时间：2026年12月10日9时30分"]))
                .unwrap();
        assert_eq!(text.pages, ["传票\n案号：（2026）沪0112民初12345号\n应到时间：2026年12月10日9时30分"]);
    }

    #[test]
    fn codes_that_are_unicode_are_read_as_they_stand() {
        let page = one_page("传票 A-1", &["案号：（2026）沪0112民初12345号"]);
        let pdf = Pdf::new(page.clone()).unwrap();
        assert!(Codes::of(&page, &pdf).are_unicode);
        // The same page with an encoding of another name is told by the map, to the same text.
        let by_map = |bytes: &[u8]| {
            let pdf = Pdf::new(bytes.to_vec()).unwrap();
            let (cache, unit) = (InterpreterCache::new(), Rect::new(0.0, 0.0, 1.0, 1.0));
            let mut glyphs = Glyphs { placed: Vec::new(), rules: Vec::new(), codes_are_unicode: false };
            let settings = InterpreterSettings::default();
            let mut context = Context::new(Affine::IDENTITY, unit, &cache, pdf.xref(), settings);
            interpret_page(&pdf.pages()[0], &mut context, &mut glyphs);
            lines_ruled(glyphs.placed, &glyphs.rules)
        };
        assert_eq!(read(&page, &[]).unwrap().pages, [by_map(&page)]);
        assert_eq!((of_utf16(0x4f20), of_utf16(0xd842_dfb7), of_utf16(0xd842)), (Some('传'), Some('𠮷'), None));
    }

    #[test]
    fn what_is_no_pdf_has_no_text() {
        assert_eq!(text_of_pdf(b"%PDF-1.4 broken"), None);
        assert_eq!(text_of_pdf(b""), None);
    }
}
