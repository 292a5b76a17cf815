//! Gathers what the core cannot see: arrival time, text and pages of documents.

pub mod auth;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_cmap::BfString;
use hayro_interpret::font::GlyphRun;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};
use hayro_syntax::Pdf;
use kurbo::{Affine, BezPath, Point, Rect};
use songda_core::intake::DocumentText;
use songda_core::mail::{Became, Mail};

/// Largest PDF that is read for its text, in bytes. Larger ones are filed all the same.
const LARGEST_PDF: usize = 40 << 20;
/// Most pages read for text: titles, terms and appeal clauses of served documents lie within.
const MOST_PAGES: usize = 200;

/// Text of every document of a mail that can be read, by part path.
pub fn texts_of(mail: &Mail) -> std::collections::BTreeMap<String, DocumentText> {
    let readable = mail.parts.iter().filter(|part| part.became == Became::Document && part.bytes.starts_with(b"%PDF"));
    readable.filter_map(|part| Some((part.path.clone(), text_of_pdf(&part.bytes)?))).collect()
}

/// Text of a PDF, page by page. `None` when it is no PDF, needs a password, is too large or breaks its reader.
pub fn text_of_pdf(bytes: &[u8]) -> Option<DocumentText> {
    if bytes.len() > LARGEST_PDF {
        return None;
    }
    // The reader of a hostile file may panic; that must cost this document's text and nothing else.
    let read = catch_unwind(AssertUnwindSafe(|| read_pages(bytes)));
    read.unwrap_or_else(|panic: Box<dyn Any + Send>| {
        drop(panic);
        tracing::warn!(code = "document.reader-panicked", size_bytes = bytes.len());
        None
    })
}

fn read_pages(bytes: &[u8]) -> Option<DocumentText> {
    let pdf = Pdf::new(bytes.to_vec()).ok()?;
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    for page in pdf.pages().iter().take(MOST_PAGES) {
        let unit = Rect::new(0.0, 0.0, 1.0, 1.0);
        let mut context = Context::new(Affine::IDENTITY, unit, &cache, pdf.xref(), InterpreterSettings::default());
        let mut glyphs = Glyphs::default();
        interpret_page(page, &mut context, &mut glyphs);
        pages.push(glyphs.lines());
    }
    Some(DocumentText { pages })
}

/// Characters with their places on the page, in drawing order.
#[derive(Default)]
struct Glyphs {
    placed: Vec<Placed>,
}

struct Placed {
    x: f64,
    y: f64,
    size: f64,
    text: String,
}

impl Glyphs {
    /// Lines from top to bottom, each from left to right. Characters within half a size in height share a line.
    fn lines(mut self) -> String {
        self.placed.sort_by(|a, b| b.y.total_cmp(&a.y));
        let mut lines: Vec<Vec<Placed>> = Vec::new();
        for glyph in self.placed {
            match lines.last_mut() {
                Some(line) if line.first().is_some_and(|first| (first.y - glyph.y).abs() <= first.size * 0.5) => {
                    line.push(glyph);
                }
                _ => lines.push(vec![glyph]),
            }
        }
        let texts = lines.into_iter().map(|mut line| {
            line.sort_by(|a, b| a.x.total_cmp(&b.x));
            line.into_iter().map(|glyph| glyph.text).collect::<String>().trim_end().to_owned()
        });
        texts.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

impl Device<'_> for Glyphs {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        for glyph in run.glyphs() {
            let text = match glyph.as_unicode() {
                Some(BfString::Char(character)) => character.to_string(),
                Some(BfString::String(text)) => text,
                None => "\u{fffd}".to_owned(),
            };
            let transform = props.transform * glyph.transform();
            let place = transform * Point::ZERO;
            // Glyph space is a thousandth of the text size.
            let size = (transform * Point::new(0.0, 1000.0) - place).hypot().max(1.0);
            self.placed.push(Placed { x: place.x, y: place.y, size, text });
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
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
    fn what_is_no_pdf_has_no_text() {
        assert_eq!(text_of_pdf(b"%PDF-1.4 broken"), None);
        assert_eq!(text_of_pdf(b""), None);
    }
}
