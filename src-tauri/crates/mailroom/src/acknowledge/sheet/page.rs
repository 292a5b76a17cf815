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
/// Width of the column of values.
const VALUES: f32 = WIDTH - 2.0 * MARGIN - NAMES;
/// Sizes of the table, the largest that fits first, and whether its papers then stand behind one another instead of one on
/// each line. What does not fit in the smallest is left to the mail, and that is said: smaller letters are none that an
/// office reads.
const SIZES: [(f32, bool); 5] = [(11.0, false), (10.0, false), (9.0, false), (9.0, true), (SMALLEST, true)];
const SMALLEST: f32 = 8.0;
/// Sizes of the digests, likewise.
const DIGESTS: [f32; 3] = [7.5, 6.5, SMALLEST_DIGESTS];
const SMALLEST_DIGESTS: f32 = 6.0;
/// So much room is kept for digests where there are many papers.
const DIGESTS_LEAST: f32 = 90.0;

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
        // What somebody chose is what is written in, or nothing is.
        if let Some(path) = std::env::var_os("SONGDA_FONT") {
            return Some(Self(path.into(), 0)).filter(|fonts| fonts.open().is_some());
        }
        FILES.iter().map(|(path, nth)| Self((*path).into(), *nth)).find(|fonts| fonts.open().is_some())
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
        let digests = if sheet.digests.is_empty() { 0.0 } else { 24.0 + 10.0 * sheet.digests.len() as f32 };
        let room = seal_top - top - digests.min(DIGESTS_LEAST);
        let (size, rows) = laid_out(sheet, room);
        let bottom = self.table(&rows, top, size);
        self.digests(sheet, bottom + 14.0, seal_top - 4.0);
        self.seal(sheet, seal_top);
        self.text(MARGIN, foot, 9.0, &sheet.footer);
    }

    /// The table; gives where it ends.
    fn table(&mut self, rows: &[Row], top: f32, size: f32) -> f32 {
        let (left, right) = (MARGIN, WIDTH - MARGIN);
        let mut y = top;
        self.line((left, y), (right, y));
        for row in rows {
            for (x, lines) in [(left + PADDING, &row.name), (left + NAMES + PADDING, &row.value)] {
                for (at, line) in lines.iter().enumerate() {
                    self.text(x, y + PADDING + size * (1.0 + 1.5 * at as f32), size, line);
                }
            }
            y += row.height(size);
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
        self.text(MARGIN, top, 8.0, "文书校验值");
        let (size, lines) = digests_within(&sheet.digests, limit - top - 12.0);
        for (nth, line) in lines.iter().enumerate() {
            self.text(MARGIN, top + 12.0 + size * 1.35 * nth as f32, size, line);
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

/// A row of the table, broken into lines.
struct Row {
    name: Vec<String>,
    value: Vec<String>,
}

impl Row {
    fn height(&self, size: f32) -> f32 {
        self.name.len().max(self.value.len()) as f32 * size * 1.5 + 2.0 * PADDING
    }
}

fn height_of(rows: &[Row], size: f32) -> f32 {
    rows.iter().map(|row| row.height(size)).sum()
}

/// The rows in the largest size in which all have room; in the smallest as many papers as have, and how many more there are.
fn laid_out(sheet: &Sheet, room: f32) -> (f32, Vec<Row>) {
    let whole = |(size, flows): (f32, bool)| {
        let rows = rows_of(sheet, size, flows, usize::MAX);
        (height_of(&rows, size) <= room).then_some((size, rows))
    };
    SIZES.into_iter().find_map(whole).unwrap_or_else(|| {
        let over = |rows: &[Row]| ((height_of(rows, SMALLEST) - room) / (SMALLEST * 1.5)).ceil().max(0.0) as usize;
        let all = rows_of(sheet, SMALLEST, true, usize::MAX);
        let papers =
            all.iter().zip(&sheet.rows).max_by_key(|(_, row)| paragraphs(row)).map_or(0, |(row, _)| row.value.len());
        let mut rows = rows_of(sheet, SMALLEST, true, papers.saturating_sub(over(&all)));
        // Nobody writes so much beside the papers that it has no room; who does finds it in the letter.
        let over = over(&rows);
        if let Some(longest) = rows.iter_mut().max_by_key(|row| row.value.len()).filter(|_| over > 0) {
            longest.value.truncate(longest.value.len().saturating_sub(over + 1));
            longest.value.push("（其余见回执邮件）".to_owned());
        }
        (SMALLEST, rows)
    })
}

fn paragraphs((_, value): &(String, String)) -> usize {
    value.split('\n').count()
}

/// The rows in a size. Where they flow, the row with the most paragraphs, which are the papers, has them behind one another,
/// in so many lines at most.
fn rows_of(sheet: &Sheet, size: f32, flows: bool, most: usize) -> Vec<Row> {
    let width = VALUES - 2.0 * PADDING;
    let papers = sheet.rows.iter().map(paragraphs).max();
    let row = |row: &(String, String)| Row {
        name: wrapped(&row.0, NAMES - 2.0 * PADDING, size),
        value: match flows && papers == Some(paragraphs(row)) {
            true => flowing(&row.1, width, size, most),
            false => wrapped(&row.1, width, size),
        },
    };
    sheet.rows.iter().map(row).collect()
}

/// The first paragraph, and the others behind one another below it: as many as have room, and how many more there are.
fn flowing(text: &str, width: f32, size: f32, most: usize) -> Vec<String> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let items: Vec<&str> = rest.split('\n').collect();
    let lines = |count: usize| {
        let left = items.len() - count;
        let says = (left > 0).then(|| format!("（其余{left}项见回执邮件）"));
        let named = items.iter().take(count).map(|item| (*item).to_owned());
        let all: Vec<String> = named.chain(says).collect();
        wrapped(&format!("{first}\n{}", all.join("；")), width, size)
    };
    let counts: Vec<usize> = (0..=items.len()).collect();
    let whole = lines(items.len());
    if whole.len() <= most {
        return whole;
    }
    lines(counts.partition_point(|count| lines(*count).len() <= most).saturating_sub(1))
}

/// The digests in the largest size in which all have room; in the smallest as many as have, and how many more there are.
fn digests_within(digests: &[String], room: f32) -> (f32, Vec<String>) {
    let width = WIDTH - 2.0 * MARGIN;
    let text = digests.join("\n");
    let most = |size: f32| (room / (size * 1.35)).max(0.0) as usize;
    let whole = |size: f32| Some((size, wrapped(&text, width, size))).filter(|(_, lines)| lines.len() <= most(size));
    let size = SMALLEST_DIGESTS;
    let some = || cut(&text, width, size, most(size), |left| format!("（其余{left}份的校验值见回执邮件）"));
    DIGESTS.into_iter().find_map(whole).unwrap_or_else(|| (size, some()))
}

/// The first paragraphs of a text that have room in so many lines, and a line that says how many are left out.
fn cut(text: &str, width: f32, size: f32, most: usize, says: impl Fn(usize) -> String) -> Vec<String> {
    let mut lines = Vec::new();
    let all = text.split('\n').count();
    for (nth, paragraph) in text.split('\n').enumerate() {
        let more = wrapped(paragraph, width, size);
        if lines.len() + more.len() >= most {
            lines.push(says(all - nth));
            break;
        }
        lines.extend(more);
    }
    lines
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

/// Breaks a text into lines. Chinese may be broken anywhere but before a closing mark; a word, a number or a digest only where
/// it has no room on a line of its own.
fn wrapped(text: &str, width: f32, size: f32) -> Vec<String> {
    const NOT_FIRST: &str = "，。、；：）】》！？,.;:)]";
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for piece in pieces(paragraph) {
            let has_room = |line: &str, more: &str| width_of(line, size) + width_of(more, size) <= width;
            if has_room("", &piece) && !has_room(&line, &piece) && !line.is_empty() && !NOT_FIRST.contains(&piece) {
                lines.push(std::mem::take(&mut line));
            }
            for c in piece.chars() {
                if !has_room(&line, c.encode_utf8(&mut [0; 4])) && !line.is_empty() && !NOT_FIRST.contains(c) {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(c);
            }
        }
        lines.push(line);
    }
    lines
}

/// What a line is not broken in: runs of Latin letters, digits and their marks; each other letter by itself.
fn pieces(paragraph: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for c in paragraph.chars().filter(|c| !c.is_control()) {
        match found.last_mut().filter(|last| c.is_ascii_graphic() && last.chars().all(|it| it.is_ascii_graphic())) {
            Some(run) => run.push(c),
            None => found.push(c.to_string()),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUE: f32 = VALUES - 2.0 * PADDING;

    /// The room that is left for the table where there are many papers.
    const ROOM: f32 = 534.0 - DIGESTS_LEAST;

    fn sheet(papers: usize) -> Sheet {
        let names: Vec<String> = (1..=papers).map(|nth| format!("{nth}. 民事起诉状副本及证据材料（3页）")).collect();
        let row = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        Sheet {
            title: "电子送达签收回执".into(),
            rows: vec![
                row("送达法院", "上海市闵行区人民法院"),
                row("案号", "（2026）沪0112民初12345号"),
                row("送达文书名称和件数", &format!("共{papers}件\n{}", names.join("\n"))),
                row("备考", "服务器应答：250 2.0.0 queued\n回执邮件编号：songda.r1.abcdef12@example.test"),
            ],
            digests: (1..=papers).map(|nth| format!("起诉状副本{nth}.pdf  SHA-256 {}", "a1".repeat(32))).collect(),
            signer: "受送达人",
            footer: "本回执由受送达人出具；人民法院制作的送达凭证以法院为准。".into(),
            moment: "2026-11-20 16:42:11".into(),
        }
    }

    #[test]
    fn lines_are_no_wider_than_their_column_and_nothing_is_lost() {
        let text = "服务器应答：250 2.0.0 Ok: queued as 4F1A2B3C4D5E6F708192A3B4C5D6E7F8，（2026）沪0112民初12345号。";
        for (size, _) in SIZES {
            let lines = wrapped(text, 240.0, size);
            assert_eq!(lines.concat(), text);
            assert!(lines.iter().all(|line| width_of(line, size) <= 240.0 + size), "{lines:?}");
            assert!(lines.iter().any(|line| line.contains("4F1A2B3C4D5E6F708192A3B4C5D6E7F8")), "whole: {lines:?}");
            assert!(lines.iter().all(|line| !line.starts_with(['，', '。', '：', '）'])), "{lines:?}");
        }
        assert_eq!(wrapped("一\n\n二\u{7}", 100.0, 10.0), ["一", "", "二"]);
        assert_eq!(wrapped("宽", 1.0, 10.0), ["宽"], "a letter that has no room is written all the same");
        assert_eq!(wrapped("abcd", 14.0, 10.0), ["ab", "cd"], "a word without room on any line is broken");
    }

    #[test]
    fn of_many_papers_as_many_are_named_as_have_room_and_the_others_are_counted() {
        for papers in [100, 500] {
            let sheet = sheet(papers);
            let (size, rows) = laid_out(&sheet, ROOM);
            assert!(height_of(&rows, size) <= ROOM, "{}", height_of(&rows, size));
            let told = rows[2].value.concat();
            let named = (1..=papers).take_while(|nth| told.contains(&format!("{nth}. 民事"))).count();
            let says = format!("（其余{}项见回执邮件）", papers - named);
            assert_eq!((told.ends_with(&says), size), (true, SMALLEST), "{named}: {told}");
            assert!(named > 40 && rows[2].value[0] == format!("共{papers}件"), "{named}");
            let whole = |nth: usize| rows[nth].value == wrapped(&sheet.rows[nth].1, VALUE, size);
            assert!([0, 1, 3].into_iter().all(whole), "no other row is cut");
            let (size, lines) = digests_within(&sheet.digests, DIGESTS_LEAST - 18.0);
            assert_eq!(
                (size, lines.last().unwrap().as_str()),
                (SMALLEST_DIGESTS, &*format!("（其余{}份的校验值见回执邮件）", papers + 1 - lines.len()))
            );
        }
        let (size, few) = laid_out(&sheet(3), ROOM);
        assert_eq!((size, few[2].value.len()), (11.0, 4), "one on each line");
        let (size, some) = laid_out(&sheet(30), ROOM);
        let told = some[2].value.concat();
        assert!(size >= 8.0 && told.contains("30. 民事起诉状") && !told.contains("其余"), "{size} {told}");
    }

    #[test]
    fn whatever_stands_on_it_it_is_one_page() {
        let fonts = Fonts::of_system().expect("a Chinese font");
        let wordy = |times: usize| {
            let mut sheet = sheet(3);
            sheet.rows.insert(2, ("异议理由".into(), "不是我单位的案件；".repeat(times)));
            sheet
        };
        for sheet in [sheet(0), sheet(3), sheet(60), sheet(500), wordy(60), wordy(600)] {
            let (size, rows) = laid_out(&sheet, ROOM);
            assert!(height_of(&rows, size) <= ROOM, "{}", height_of(&rows, size));
            let page = draw(&sheet, fonts.clone()).unwrap();
            assert!(page.starts_with(b"%PDF-"), "{}", sheet.rows.len());
        }
    }
}
