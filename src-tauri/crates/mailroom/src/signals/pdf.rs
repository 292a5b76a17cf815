//! Text of PDF documents, page by page, with the glyphs' places turned into lines.

mod bounds;
mod codes;
mod fields;
mod files;
mod points;
mod sheet;

use hayro_cmap::BfString;
use hayro_interpret::font::{GlyphRun, PositionedGlyph};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use kurbo::{Affine, BezPath, Point, Rect};
use songda_core::intake::DocumentText;

pub(super) use codes::Codes;
pub use files::files;
use sheet::Sheet;

use super::MOST_PAGES;
use super::layout::Placed;

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
    let mut text = DocumentText::default();
    for (nth, page) in pdf.pages().iter().enumerate() {
        if nth >= MOST_PAGES {
            // The count of pages stays right; the text of the rest is not read.
            text.pages.push(String::new());
            continue;
        }
        let unit = Rect::new(0.0, 0.0, 1.0, 1.0);
        let mut context = Context::new(Affine::IDENTITY, unit, &cache, pdf.xref(), settings.clone());
        let mut sheet = Sheet::new(codes, shown_area(page));
        interpret_page(page, &mut context, &mut sheet);
        fields::write(page, &mut sheet);
        let seen = sheet.read();
        if seen.is_mute {
            text.mute.insert(nth);
        }
        if !seen.hidden.is_empty() && text.hidden.len() < MOST_HIDDEN {
            text.hidden.push_str(&format!("第 {} 页：{}\n", nth + 1, seen.hidden));
        }
        text.pages.push(seen.text);
    }
    Some(text)
}

/// Most bytes of hidden words that are kept, a page more or less.
const MOST_HIDDEN: usize = 2_000;

fn shown_area(page: &Page<'_>) -> Rect {
    let area = page.intersected_crop_box();
    Rect::new(area.x0, area.y0, area.x1, area.y1)
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
    let names_encryption = bytes.starts_with(b"%PDF") && memchr::memmem::find(bytes, b"/Encrypt").is_some();
    names_encryption
        && matches!(open(bytes, passwords), Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)))
}

/// The characters of a glyph and where it stands.
pub(super) fn placed(glyph: &PositionedGlyph<'_>, transform: Affine, codes: Codes) -> Placed {
    let text = match glyph.as_unicode() {
        Some(BfString::Char(character)) => character.to_string(),
        Some(BfString::String(text)) => text,
        None => codes.meaning(glyph.char_code()).unwrap_or('\u{fffd}').to_string(),
    };
    let transform = transform * glyph.transform();
    let place = transform * Point::ZERO;
    // Glyph space is a thousandth of the text size.
    let along = transform * Point::new(1000.0, 0.0) - place;
    let up = transform * Point::new(0.0, 1000.0) - place;
    Placed { x: place.x, y: place.y, size: up.hypot().max(1.0), angle: along.atan2(), text }
}

/// Largest picture that is taken, in points.
const MOST_POINTS: u64 = 60_000_000;
/// The size a picture is asked for: A4 at 300 points an inch, what readers of scans work best with.
const WANTED: (u32, u32) = (2_480, 3_508);

/// What the pages asked for show, one picture a page as a portable pixmap: the largest, for a scan fills its page.
/// Pages without a picture are passed over.
pub fn pictures(bytes: &[u8], wanted: &[usize]) -> Vec<(usize, Vec<u8>)> {
    let read = || {
        let pdf = bounded(bytes)?;
        let cache = InterpreterCache::new();
        let mut found = Vec::new();
        for nth in wanted {
            let Some(page) = pdf.pages().get(*nth) else { continue };
            let unit = Rect::new(0.0, 0.0, 1.0, 1.0);
            let mut context = Context::new(Affine::IDENTITY, unit, &cache, pdf.xref(), InterpreterSettings::default());
            let mut shown = Shown::default();
            interpret_page(page, &mut context, &mut shown);
            found.extend(shown.largest.map(|(_, picture)| (*nth, picture)));
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
            Image::Raster(raster) if !points::fit(raster.stream()) => {}
            Image::Stencil(stencil) if !points::fit(stencil.stream()) => {}
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
            let codes = Codes::of(b"", &pdf);
            let mut sheet = Sheet::new(codes, shown_area(&pdf.pages()[0]));
            let settings = InterpreterSettings::default();
            let mut context = Context::new(Affine::IDENTITY, unit, &cache, pdf.xref(), settings);
            interpret_page(&pdf.pages()[0], &mut context, &mut sheet);
            sheet.read().text
        };
        assert_eq!(read(&page, &[]).unwrap().pages, [by_map(&page)]);
        let of_utf16 = codes::of_utf16;
        assert_eq!((of_utf16(0x4f20), of_utf16(0xd842_dfb7), of_utf16(0xd842)), (Some('传'), Some('𠮷'), None));
    }

    /// A page whose content and whose own entries are these, with one further object, number 8.
    fn drawn(content: &str, entries: &str, object: &str) -> Vec<u8> {
        let page = String::from_utf8(one_page("传票", &[])).unwrap();
        let (font, _) = page.split_once("\nxref").unwrap();
        let from = font.find("5 0 obj").unwrap();
        format!(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
             3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>\
             /XObject<</I 9 0 R>>>>{entries}>>endobj\n4 0 obj<</Length {}>>stream\n{content}\nendstream endobj\n{}\n\
             8 0 obj {object} endobj\n9 0 obj<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray\
             /BitsPerComponent 8/Length 1>>stream\n0\nendstream endobj\ntrailer<</Root 1 0 R>>\n",
            content.len(),
            &font[from..],
        )
        .into_bytes()
    }

    /// Words set at a height, with what is said before them.
    fn set(how: &str, y: u32, words: &str) -> String {
        let hex: String = words.encode_utf16().map(|unit| format!("{unit:04x}")).collect();
        format!("BT {how} /F1 12 Tf 72 {y} Td <{hex}> Tj ET\n")
    }

    #[test]
    fn words_that_nobody_sees_are_left_out_and_told_of() {
        let seen = set("", 700, "传票十日");
        let read =
            |more: &str, entries: &str| super::read(&drawn(&format!("{seen}{more}"), entries, "null"), &[]).unwrap();
        for (how, y, entries) in [("3 Tr", 400, ""), ("1 1 1 rg", 400, ""), ("", 40, "/CropBox[0 99 595 842]")] {
            let text = read(&set(how, y, "二十日"), entries);
            assert_eq!(text.pages, ["传票十日"], "{how}");
            assert_eq!(text.hidden, "第 1 页：二十日\n", "{how}");
        }
        // A line too long for the page is seen to begin and means what it says to its end.
        let long = "开庭".repeat(80);
        let text = read(&set("", 400, &long), "");
        assert!(text.pages[0].contains(&long) && text.hidden.is_empty(), "{:?}", text.hidden);
        // What printers set beside the page is theirs.
        let crop = "/CropBox[0 99 595 842]";
        let marks = set("", 40, "传票.indd 1 2026/11/20 下午 Cyan Black");
        assert_eq!(read(&marks, crop).hidden, "");
        let both = format!("{marks}{}", set("", 60, "改为20日"));
        assert_eq!(read(&both, crop).hidden, "第 1 页：改为20日\n");
        // White on a dark bar, and drawn twice over: seen.
        let bar = format!("0 0.2 0.6 rg 60 390 200 30 re f {}", set("1 1 1 rg", 400, "二十日"));
        assert_eq!(read(&bar, "").pages, ["传票十日\n二十日"]);
        assert_eq!(read(&set("1 1 1 rg", 700, "传票十日"), "").hidden, "");
    }

    #[test]
    fn words_over_the_picture_of_a_scan_are_its_text() {
        let scan = "q 595 0 0 842 0 0 cm /I Do Q\n";
        let words = set("3 Tr", 700, "人民法院传票应到时间二〇二六年十二月十日九时三十分应到处所第三法庭被传唤人");
        let text = read(&drawn(&format!("{words}{scan}"), "", "null"), &[]).unwrap();
        assert!(text.pages[0].starts_with("人民法院传票") && text.hidden.is_empty() && text.mute.is_empty());
        // Without words, or with no more than a number, it is a scan; a blank page is none.
        for content in [scan, &format!("{scan}{}", set("", 20, "2"))] {
            assert_eq!(read(&drawn(content, "", "null"), &[]).unwrap().mute.len(), 1);
        }
        assert_eq!(
            read(&drawn("1 1 1 rg 0 0 595 842 re f", "", "null"), &[]).unwrap(),
            DocumentText::of(vec![String::new()])
        );
    }

    #[test]
    fn what_is_filled_into_a_form_is_read_at_its_place() {
        let field = "<</Subtype/Widget/FT/Tx/Rect[134 698 300 710]/V<feff53414e00>>>";
        let read = |object: &str| read(&drawn(&set("", 700, "应到时间："), "/Annots[8 0 R]", object), &[]).unwrap();
        assert_eq!(read(field).pages, ["应到时间：十一"]);
        assert_eq!(read(&field.replace("/FT", "/F 2/FT")).pages, ["应到时间："]);
        assert_eq!(read("<</Subtype/FreeText/Rect[134 698 300 710]/Contents(9:30)>>").pages, ["应到时间：9:30"]);
    }

    #[test]
    fn codes_that_a_map_of_the_file_forgets_are_told_by_their_encoding() {
        let map = "/CIDInit/ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange \
                   1 beginbfrange <0030> <0039> <0030> endbfrange endcmap end";
        let map = format!("<</Length {}>>stream\n{map}\nendstream", map.len());
        let page = drawn(&set("", 700, "12月传票"), "", &map);
        let with_map = |encoding: &str| {
            let text = String::from_utf8(page.clone()).unwrap();
            text.replace("/Encoding /UniGB-UCS2-H", &format!("/Encoding /{encoding} /ToUnicode 8 0 R")).into_bytes()
        };
        assert_eq!(read(&with_map("UniGB-UCS2-H"), &[]).unwrap().pages, ["12月传票"]);
        // Where nothing tells them, half a text is none.
        let text = String::from_utf8(drawn(&set("", 700, "1月传票"), "", &map)).unwrap();
        let lost = text.replace("/Encoding /UniGB-UCS2-H", "/Encoding /Identity-H /ToUnicode 8 0 R");
        let lost = read(lost.as_bytes(), &[]).unwrap();
        assert_eq!((lost.pages, lost.mute.len()), (vec![String::new()], 1));
    }

    #[test]
    fn what_is_no_pdf_has_no_text() {
        assert_eq!(text_of_pdf(b"%PDF-1.4 broken"), None);
        assert_eq!(text_of_pdf(b""), None);
    }
}
