//! Lays a sheet out on one A4 page: a table like the paper form, the digests small below it, and room for the seal.

use std::path::PathBuf;
use std::sync::OnceLock;

use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use krilla::{Data, Document};

use super::Sheet;

/// A4 in points.
const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 841.89;
const MARGIN: f32 = 56.7;
/// Width of the column of names.
const NAMES: f32 = 112.0;
/// Side of the room for the seal: 42 mm for a seal of 40, rounded up.
const SEAL: f32 = 128.0;
const PADDING: f32 = 6.0;
/// Smallest size of the digests; what does not fit then is said to be left to the mail itself.
const SMALLEST: f32 = 4.5;

/// Fonts with Chinese letters, where systems keep them: file and number inside the file.
const FILES: [(&str, u32); 14] = [
    ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSerifCJK-Regular.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-cjk/NotoSerifCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/truetype/arphic/uming.ttc", 0),
    ("C:\\Windows\\Fonts\\simsun.ttc", 0),
    ("C:\\Windows\\Fonts\\simfang.ttf", 0),
    ("C:\\Windows\\Fonts\\msyh.ttc", 0),
    ("C:\\Windows\\Fonts\\simhei.ttf", 0),
    ("/System/Library/Fonts/Supplemental/Songti.ttc", 0),
    ("/System/Library/Fonts/STHeiti Light.ttc", 0),
    ("/System/Library/Fonts/PingFang.ttc", 0),
];

/// The font that sheets are written in: a file, and its number in it. Such a file has tens of megabytes, so it is read for
/// each sheet and not kept.
#[derive(Clone, Debug)]
pub struct Fonts(PathBuf, u32);

impl Fonts {
    /// The first Chinese font of this computer; looked for once in a run.
    pub fn of_system() -> Option<Self> {
        static FOUND: OnceLock<Option<Fonts>> = OnceLock::new();
        FOUND.get_or_init(Self::look).clone()
    }

    fn look() -> Option<Self> {
        let set = std::env::var_os("SONGDA_FONT").map(|path| (path.into(), 0));
        let known = FILES.iter().map(|(path, nth)| ((*path).into(), *nth));
        set.into_iter().chain(known).map(|(path, nth)| Self(path, nth)).find(|fonts| fonts.open().is_some())
    }

    /// The font, ready to write with.
    pub fn open(&self) -> Option<Font> {
        Font::new(Data::from(std::fs::read(&self.0).ok()?), self.1)
    }
}

/// Draws a sheet; only the letters that stand on it are embedded.
///
/// # Errors
/// What the writer of the page says.
pub fn draw(sheet: &Sheet, fonts: Fonts) -> Result<Vec<u8>, String> {
    let font = fonts.open().ok_or("the font cannot be read")?;
    let mut document = Document::new();
    let metadata = Metadata::new().title(sheet.title.clone()).language("zh-CN".to_owned()).creator("送达台".to_owned());
    document.set_metadata(metadata.document_id(format!("{}{:?}", sheet.moment, sheet.rows)));
    let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or("no page of this size")?;
    let mut page = document.start_page_with(size);
    let mut surface = page.surface();
    Pen { surface: &mut surface, font }.sheet(sheet);
    surface.finish();
    page.finish();
    document.finish().map_err(|error| format!("{error:?}").chars().take(200).collect())
}

struct Pen<'a, 'b> {
    surface: &'a mut Surface<'b>,
    font: Font,
}

impl Pen<'_, '_> {
    fn sheet(&mut self, sheet: &Sheet) {
        let title_width = width_of(&sheet.title, 20.0);
        self.text((WIDTH - title_width) / 2.0, MARGIN + 20.0, 20.0, &sheet.title);
        let foot = HEIGHT - MARGIN;
        let seal_top = foot - 24.0 - SEAL;
        let top = MARGIN + 42.0;
        // The form keeps its size as long as the page has room, and gets smaller letters rather than a second page.
        let digests_least = 40.0_f32.min(8.0 * sheet.digests.len() as f32);
        let sizes = [11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0];
        let fits = |size: &&f32| top + height_of(sheet, **size) + digests_least < seal_top;
        let size = sizes.iter().find(fits).copied().unwrap_or(5.0);
        let bottom = self.table(sheet, top, size, seal_top - digests_least);
        self.digests(sheet, bottom + 14.0, seal_top - 4.0);
        self.seal(sheet, seal_top);
        self.text(MARGIN, foot, 9.0, &sheet.footer);
    }

    /// The table; gives where it ends. Rows beyond `limit` are cut, which only a list of very many documents needs.
    fn table(&mut self, sheet: &Sheet, top: f32, size: f32, limit: f32) -> f32 {
        let (left, right) = (MARGIN, WIDTH - MARGIN);
        let mut y = top;
        self.line((left, y), (right, y));
        for (nth, (name, value)) in sheet.rows.iter().enumerate() {
            let mut lines = wrapped(value, right - left - NAMES - 2.0 * PADDING, size);
            let rest = sheet.rows.len() - nth - 1;
            let room = limit - y - rest as f32 * row_height(1, size);
            let most = (((room - 2.0 * PADDING) / (size * 1.5)) as usize).max(1);
            if lines.len() > most {
                lines.truncate(most.saturating_sub(1));
                lines.push("（其余见回执邮件）".to_owned());
            }
            let names = wrapped(name, NAMES - 2.0 * PADDING, size);
            let height = row_height(lines.len().max(names.len()), size);
            for (at, line) in names.iter().enumerate() {
                self.text(left + PADDING, y + PADDING + size * (1.0 + 1.5 * at as f32), size, line);
            }
            for (at, line) in lines.iter().enumerate() {
                self.text(left + NAMES + PADDING, y + PADDING + size * (1.0 + 1.5 * at as f32), size, line);
            }
            y += height;
            self.line((left, y), (right, y));
        }
        for x in [left, left + NAMES, right] {
            self.line((x, top), (x, y));
        }
        y
    }

    fn digests(&mut self, sheet: &Sheet, top: f32, limit: f32) {
        if sheet.digests.is_empty() {
            return;
        }
        let (left, width) = (MARGIN, WIDTH - 2.0 * MARGIN);
        let lines_at =
            |size: f32| -> Vec<String> { sheet.digests.iter().flat_map(|line| wrapped(line, width, size)).collect() };
        let fits = |size: &f32| 12.0 + lines_at(*size).len() as f32 * size * 1.35 <= limit - top;
        let size = [7.5, 6.5, 5.5, SMALLEST].into_iter().find(fits).unwrap_or(SMALLEST);
        self.text(left, top, 8.0, "文书校验值");
        let most = ((limit - top - 12.0) / (size * 1.35)).max(0.0) as usize;
        let mut lines = lines_at(size);
        if lines.len() > most {
            lines.truncate(most.saturating_sub(1));
            lines.push("（其余见回执邮件）".to_owned());
        }
        for (nth, line) in lines.iter().enumerate() {
            self.text(left, top + 12.0 + size * 1.35 * nth as f32, size, line);
        }
    }

    fn seal(&mut self, sheet: &Sheet, top: f32) {
        let left = WIDTH - MARGIN - SEAL;
        self.text(MARGIN, top + 24.0, 10.5, &format!("{}（盖章）：", sheet.signer));
        self.text(MARGIN, top + 48.0, 10.5, "经办人（签名）：");
        self.text(MARGIN, top + 72.0, 10.5, &format!("日期：{}", sheet.moment.get(..10).unwrap_or_default()));
        for (from, to) in [
            ((left, top), (left + SEAL, top)),
            ((left + SEAL, top), (left + SEAL, top + SEAL)),
            ((left + SEAL, top + SEAL), (left, top + SEAL)),
            ((left, top + SEAL), (left, top)),
        ] {
            self.line(from, to);
        }
        self.text(left + (SEAL - 27.0) / 2.0, top + SEAL / 2.0, 9.0, "盖章处");
    }

    fn text(&mut self, x: f32, y: f32, size: f32, text: &str) {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill::default()));
        self.surface.draw_text(Point::from_xy(x, y), self.font.clone(), size, text, false, TextDirection::Auto);
    }

    fn line(&mut self, from: (f32, f32), to: (f32, f32)) {
        let mut path = PathBuilder::new();
        path.move_to(from.0, from.1);
        path.line_to(to.0, to.1);
        if let Some(path) = path.finish() {
            self.surface.set_fill(None);
            self.surface.set_stroke(Some(Stroke { width: 0.6, ..Stroke::default() }));
            self.surface.draw_path(&path);
        }
    }
}

fn row_height(lines: usize, size: f32) -> f32 {
    lines as f32 * size * 1.5 + 2.0 * PADDING
}

fn height_of(sheet: &Sheet, size: f32) -> f32 {
    let value_width = WIDTH - 2.0 * MARGIN - NAMES - 2.0 * PADDING;
    let lines = |(name, value): &(String, String)| {
        wrapped(value, value_width, size).len().max(wrapped(name, NAMES - 2.0 * PADDING, size).len())
    };
    sheet.rows.iter().map(|row| row_height(lines(row), size)).sum()
}

/// How wide a letter is at most, in its own size: Chinese ones fill a square, Latin ones and digits less.
fn width_of(text: &str, size: f32) -> f32 {
    let wide = |c: char| match c {
        'M' | 'W' | 'm' | 'w' | '@' | '%' => 0.95,
        c if c.is_ascii() => 0.62,
        _ => 1.0,
    };
    text.chars().map(wide).sum::<f32>() * size
}

/// Breaks a text into lines. Chinese may be broken anywhere but before a closing mark; so may long words and digests.
fn wrapped(text: &str, width: f32, size: f32) -> Vec<String> {
    const NOT_FIRST: &str = "，。、；：）】》！？,.;:)]";
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for c in paragraph.chars().filter(|c| !c.is_control()) {
            let mut longer = line.clone();
            longer.push(c);
            if width_of(&longer, size) > width && !line.is_empty() && !NOT_FIRST.contains(c) {
                lines.push(std::mem::take(&mut line));
                line.push(c);
            } else {
                line = longer;
            }
        }
        lines.push(line);
    }
    lines
}
