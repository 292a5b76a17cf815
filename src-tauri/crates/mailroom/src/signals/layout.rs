//! Turns characters with places into lines a reader would read: rotation undone, columns apart, blanks where they mean something.

use songda_core::identify::ideograph;
use unicode_normalization::UnicodeNormalization as _;

use super::ruled::{Rule, rows};

/// Characters drawn at one place.
#[derive(Clone, Debug)]
pub struct Placed {
    /// From left to right, in points.
    pub x: f64,
    /// From bottom to top, in points.
    pub y: f64,
    /// Height of the text, in points.
    pub size: f64,
    /// Direction of writing, in radians against the page's horizontal.
    pub angle: f64,
    /// The characters.
    pub text: String,
}

impl Placed {
    /// Width as drawn, by rule of thumb: a Chinese character is as wide as high, others take half.
    pub(super) fn width(&self) -> f64 {
        self.text.chars().map(|c| if is_wide(c) { 1.0 } else { 0.52 }).sum::<f64>() * self.size
    }

    fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }
}

fn is_wide(character: char) -> bool {
    matches!(character, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '—' | '…')
}

/// Lines of a page from top to bottom, each from left to right, with a line end between them.
pub fn lines(placed: Vec<Placed>) -> String {
    lines_ruled(placed, &[])
}

/// [`lines`] of a page with the rules of its tables.
pub fn lines_ruled(placed: Vec<Placed>, rules: &[Rule]) -> String {
    let mut turned: [Vec<Placed>; 4] = Default::default();
    let mut slanted = Vec::new();
    for glyph in placed {
        // Quarter turns from upright; text at other angles is a watermark or a seal.
        let quarters = glyph.angle / std::f64::consts::FRAC_PI_2;
        if (quarters - quarters.round()).abs() > 0.1 {
            slanted.push(glyph);
        } else if let Some(group) = turned.get_mut((quarters.round() as i64).rem_euclid(4) as usize) {
            group.push(glyph);
        }
    }
    let mut pieces: Vec<(usize, usize, String)> = Vec::new();
    for (quarter, group) in turned.into_iter().enumerate() {
        let count = group.len();
        let upright: Vec<Placed> = group.into_iter().map(|glyph| upright(glyph, quarter)).collect();
        let text = if quarter == 0 { around_rows(upright, rules) } else { columns(upright, 0) };
        pieces.push((usize::MAX - count, quarter, text));
    }
    pieces.sort();
    let mut texts: Vec<String> = pieces.into_iter().map(|(.., text)| text).collect();
    texts.push(slanted.into_iter().map(|glyph| glyph.text).collect());
    let whole = texts.into_iter().filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n");
    plain_forms(&whole)
}

/// A place as it would be if its text ran upright.
fn upright(glyph: Placed, quarter: usize) -> Placed {
    let (x, y) = match quarter {
        1 => (glyph.y, -glyph.x),
        2 => (-glyph.x, -glyph.y),
        3 => (-glyph.y, glyph.x),
        _ => (glyph.x, glyph.y),
    };
    Placed { x, y, ..glyph }
}

/// The rows of ruled tables where they stand, and all else of the page above, between and below them.
fn around_rows(placed: Vec<Placed>, rules: &[Rule]) -> String {
    let (mut rest, rows) = rows(placed, rules);
    let mut texts = Vec::new();
    for row in rows {
        let (above, below): (Vec<Placed>, Vec<Placed>) = rest.into_iter().partition(|glyph| glyph.y >= row.top);
        texts.extend([columns(above, 0), row.text]);
        rest = below;
    }
    texts.push(columns(rest, 0));
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Reads columns one after the other where a page has them; a table's cells are no columns.
fn columns(placed: Vec<Placed>, depth: usize) -> String {
    match gutter(&placed).filter(|_| depth < 3) {
        Some(gutter) => {
            let (left, right): (Vec<Placed>, Vec<Placed>) = placed.into_iter().partition(|glyph| glyph.x < gutter);
            format!("{}\n{}", columns(left, depth + 1), columns(right, depth + 1))
        }
        None => in_lines(placed)
            .iter()
            .map(|line| written(line))
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

/// The middle of an empty strip that parts two columns of running text: both sides have many full lines.
fn gutter(placed: &[Placed]) -> Option<f64> {
    let seen: Vec<&Placed> = placed.iter().filter(|glyph| !glyph.is_blank()).collect();
    if seen.len() < 200 {
        return None;
    }
    let mut spans: Vec<(f64, f64)> = seen.iter().map(|glyph| (glyph.x, glyph.x + glyph.width())).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut sizes: Vec<f64> = seen.iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = sizes.get(sizes.len() / 2).copied()?;
    let mut reach = spans.first()?.1;
    let mut found = None;
    for (start, end) in spans {
        if start - reach > size * 1.2 && found.is_none_or(|(width, _)| start - reach > width) {
            found = Some((start - reach, f64::midpoint(start, reach)));
        }
        reach = reach.max(end);
    }
    let (_, middle) = found?;
    let is_running = |on_left: bool| {
        let side: Vec<Placed> =
            seen.iter().filter(|glyph| (glyph.x < middle) == on_left).map(|glyph| (*glyph).clone()).collect();
        let count = side.len();
        let lines = in_lines(side).len();
        lines >= 6 && count >= lines * 10
    };
    (is_running(true) && is_running(false)).then_some(middle)
}

/// Characters within half a size in height share a line.
pub(super) fn in_lines(mut placed: Vec<Placed>) -> Vec<Vec<Placed>> {
    placed.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut lines: Vec<Vec<Placed>> = Vec::new();
    // Middle height of the line, so that a raised or smaller character does not start a new one.
    let mut height = f64::NEG_INFINITY;
    let mut size = 0.0_f64;
    for glyph in placed {
        match lines.last_mut() {
            Some(line) if (height - glyph.y).abs() <= size.max(glyph.size) * 0.5 => {
                size = size.max(glyph.size);
                line.push(glyph);
            }
            _ => {
                (height, size) = (glyph.y, glyph.size);
                lines.push(vec![glyph]);
            }
        }
    }
    for line in &mut lines {
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
    lines
}

/// One line as text. Blanks between Chinese characters are dropped unless they part two cells; characters set wide
/// apart all over a line, as titles are, are one word. What is drawn twice for boldness is read once.
pub(super) fn written(line: &[Placed]) -> String {
    let mut glyphs: Vec<&Placed> = Vec::new();
    for glyph in line.iter().filter(|glyph| !glyph.text.is_empty()) {
        let is_again = glyphs.last().is_some_and(|last| {
            last.text == glyph.text && (last.x - glyph.x).abs() < glyph.size * 0.2 && !glyph.is_blank()
        });
        if !is_again {
            glyphs.push(glyph);
        }
    }
    let seen: Vec<&Placed> = glyphs.iter().copied().filter(|glyph| !glyph.is_blank()).collect();
    let gaps: Vec<f64> =
        seen.windows(2).filter_map(|pair| pair.first().zip(pair.last())).map(|(a, b)| gap(a, b)).collect();
    let is_wide_set = seen.len() >= 2
        && seen.len() <= 14
        && gaps.iter().all(|gap| *gap > 0.3)
        && seen.iter().all(|glyph| glyph.text.chars().all(is_wide));
    let mut text = String::new();
    let mut had_blank = false;
    let mut last: Option<&Placed> = None;
    for glyph in glyphs {
        if glyph.is_blank() {
            had_blank = true;
            continue;
        }
        if let Some(last) = last.filter(|_| !is_wide_set) {
            let is_cjk = last.text.chars().all(is_wide) && glyph.text.chars().all(is_wide);
            let gap = gap(last, glyph);
            if gap > 0.9 || (had_blank && !is_cjk) || (!is_cjk && gap > 0.6) {
                text.push(' ');
            }
        }
        text.push_str(&glyph.text);
        (last, had_blank) = (Some(glyph), false);
    }
    text.trim().to_owned()
}

/// Empty room between two characters, in text sizes.
fn gap(left: &Placed, right: &Placed) -> f64 {
    (right.x - left.x - left.width()) / left.size.max(right.size).max(1.0)
}

/// Compatibility forms made plain: radicals and compatibility ideographs that fonts give for ordinary characters,
/// ligatures, full-width digits and letters. Full-width punctuation stays, it is ordinary in Chinese.
pub fn plain_forms(text: &str) -> String {
    let is_form = |character: char| {
        matches!(character, '\u{2e80}'..='\u{2fdf}' | '\u{31c0}'..='\u{31e3}' | '\u{f900}'..='\u{faff}' | '\u{fb00}'..='\u{fb06}'
            | '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' | '\u{2f800}'..='\u{2fa1f}')
    };
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            _ if is_form(character) => out.extend(std::iter::once(ideograph(character)).nfkc()),
            '\u{a0}' => out.push(' '),
            '\0' | '\u{200b}'..='\u{200d}' | '\u{feff}' => {}
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(x: f64, y: f64, step: f64, text: &str) -> Vec<Placed> {
        let placed = text.chars().zip(0_u32..).map(|(character, nth)| Placed {
            x: x + step * f64::from(nth),
            y,
            size: 12.0,
            angle: 0.0,
            text: character.to_string(),
        });
        placed.collect()
    }

    #[test]
    fn a_wide_title_is_one_word_and_cells_stay_apart() {
        let placed =
            [row(100.0, 700.0, 40.0, "传票"), row(50.0, 600.0, 12.0, "被传唤人"), row(200.0, 600.0, 12.0, "示例甲")]
                .concat();
        assert_eq!(lines(placed), "传票\n被传唤人 示例甲");
    }

    #[test]
    fn a_turned_page_is_read_along_its_text() {
        let turned = row(50.0, 600.0, 12.0, "案号一").into_iter().chain(row(50.0, 580.0, 12.0, "第二行"));
        let turned =
            turned.map(|glyph| Placed { x: -glyph.y, y: glyph.x, angle: std::f64::consts::FRAC_PI_2, ..glyph });
        assert_eq!(lines(turned.collect()), "案号一\n第二行");
    }

    #[test]
    fn two_columns_are_read_one_after_the_other() {
        let mut placed = Vec::new();
        for nth in 0..8 {
            let y = 700.0 - 20.0 * f64::from(nth);
            placed.extend(row(50.0, y, 12.0, "左栏的正文一行十五个字左右长短"));
            placed.extend(row(300.0, y, 12.0, "右栏的正文一行十五个字左右长短"));
        }
        let text = lines(placed);
        let left = text.lines().take_while(|line| line.starts_with('左')).count();
        assert_eq!((left, text.lines().count()), (8, 16));
    }

    #[test]
    fn compatibility_forms_are_made_plain() {
        assert_eq!(plain_forms("⼈⺠法院１２号（２）ﬁ⻓⻔⼾"), "人民法院12号（2）fi长门户");
    }
}
