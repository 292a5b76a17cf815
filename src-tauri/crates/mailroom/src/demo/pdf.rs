//! Draws the sample documents: plain one-page PDFs with Chinese text, fonts named and not embedded.

use std::fmt::Write as _;

/// A one-page A4 PDF with a title and lines of text.
///
/// The font STSong-Light with UniGB-UCS2-H is one every PDF viewer replaces by a Chinese font of its own
/// (ISO 32000-1, 9.7.5.2), so that a sample stays small.
pub fn one_page(title: &str, lines: &[&str]) -> Vec<u8> {
    let mut content = String::from("BT\n");
    let title_width = 20.0 * width_of(title);
    line(&mut content, 20.0, (595.0 - title_width) / 2.0, 760.0, title);
    let mut y = 710.0;
    for text in lines {
        for piece in wrapped(text, 34) {
            line(&mut content, 13.0, 72.0, y, &piece);
            y -= 24.0;
        }
    }
    content.push_str("ET\n");
    assemble(&content)
}

/// A one-page A4 PDF as a scanner makes it: marks that look like lines of writing, and no text.
pub fn scanned() -> Vec<u8> {
    let mut content = String::from("0.96 g 0 0 595 842 re f\n0.25 g 190 752 215 20 re f\n");
    for nth in 0..12_u32 {
        let width = if nth % 4 == 3 { 210 } else { 451 };
        let _ = writeln!(content, "72 {} {width} 9 re f", 700 - nth * 26);
    }
    content.push_str("0.5 g 380 330 110 110 re s\n");
    assemble(&content)
}

fn line(content: &mut String, size: f64, x: f64, y: f64, text: &str) {
    let mut hex = String::new();
    for unit in text.encode_utf16() {
        let _ = write!(hex, "{unit:04X}");
    }
    let _ = writeln!(content, "/F1 {size} Tf 1 0 0 1 {x:.1} {y:.1} Tm <{hex}> Tj");
}

/// Width in units of the text size: Latin characters take half.
fn width_of(text: &str) -> f64 {
    text.chars().map(|character| if character.is_ascii() { 0.5 } else { 1.0 }).sum()
}

fn wrapped(text: &str, widest: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for character in text.chars() {
        let too_wide = pieces.last().is_some_and(|piece| width_of(piece) >= widest as f64);
        if too_wide {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(character);
        }
    }
    pieces
}

fn assemble(content: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}endstream", content.len()),
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>"
            .to_owned(),
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R /DW 1000 /W [1 [500 500 500 500 500 500 500 500 500 500 500 500 500 500 500 500] 17 95 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
            .to_owned(),
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
            .to_owned(),
    ];
    let mut pdf = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        offsets.push(pdf.len());
        let _ = write!(pdf, "{number} 0 obj\n{object}\nendobj\n");
    }
    let table = pdf.len();
    let _ = write!(pdf, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in &offsets {
        let _ = writeln!(pdf, "{offset:010} 00000 n ");
    }
    let _ = write!(pdf, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    pdf.into_bytes()
}
