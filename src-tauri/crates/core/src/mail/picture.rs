//! Which pictures a text shows as its own, logos and signatures, and which are papers that somebody pasted into it.

use std::collections::HashSet;

use super::walk::Item;
use super::{header, text};

/// Most bytes and most points of a picture that only adorns a text. A page has half a million points at the resolution
/// of a screen, and a scan that can be read has more bytes.
const MOST_BYTES: usize = 100 << 10;
const MOST_POINTS: u64 = 400_000;
/// Most bytes where nothing tells the points.
const MOST_BYTES_UNTOLD: usize = 20 << 10;
/// A picture of this many points or fewer holds no words: dots that count readers, lines, icons.
const ICON_POINTS: u64 = 64 * 64;
const ICON_BYTES: usize = 1 << 10;
/// Most segments of a JPEG that are passed over on the way to its size.
const MOST_SEGMENTS: usize = 1_000;

/// What names of court papers and of scans hold.
const PAPERS: [&str; 22] = [
    "传票",
    "通知",
    "判决",
    "裁定",
    "决定",
    "调解",
    "告知",
    "起诉",
    "答辩",
    "申请",
    "笔录",
    "证据",
    "文书",
    "送达",
    "回证",
    "确认书",
    "清单",
    "公告",
    "扫描",
    "支付令",
    "案件",
    "传唤",
];

/// What the texts of a walk show.
pub struct Shown {
    /// Pictures of its pages, each with the mail it belongs to.
    pictures: HashSet<(usize, String)>,
    /// Mails that say something in words.
    with_text: HashSet<usize>,
}

impl Shown {
    /// Looks at the texts of a walk.
    pub fn by(items: &[Item]) -> Self {
        let (mut pictures, mut with_text, mut with_page) = (HashSet::new(), HashSet::new(), HashSet::new());
        for item in items.iter().filter(|item| item.media_type == "text/html" && item.is_body()) {
            let seen = text::of_html(&header::text_in(&item.charset, &item.bytes));
            with_page.insert(item.mail);
            if seen.has_text() {
                with_text.insert(item.mail);
            }
            pictures.extend(seen.shown.into_iter().map(|id| (item.mail, id)));
        }
        // Beside a page the plain text only says the same again, or names the pictures.
        let plain = items.iter().filter(|item| !with_page.contains(&item.mail) && item.is_body());
        with_text.extend(plain.map(|item| item.mail));
        Self { pictures, with_text }
    }

    /// Whether an item is a picture that its text shows and that is no paper by itself.
    pub fn is_ornament(&self, item: &Item) -> bool {
        let ids = [item.content_id.as_ref(), item.location.as_ref(), item.name.as_ref()];
        let is_shown = ids.into_iter().flatten().any(|id| self.pictures.contains(&(item.mail, id.clone())));
        let name = item.name.as_deref().unwrap_or_default();
        let has_text_around = self.with_text.contains(&item.mail);
        is_shown && adorns(&item.bytes, name, item.disposition == "attachment", has_text_around)
    }
}

/// Whether a shown picture is only seen with its text, and is no paper by itself.
fn adorns(bytes: &[u8], name: &str, is_attachment: bool, has_text_around: bool) -> bool {
    let points = size(bytes).map(|(width, height)| u64::from(width) * u64::from(height));
    let is_icon = points.map_or(bytes.len() <= ICON_BYTES, |points| points <= ICON_POINTS);
    if is_icon && bytes.len() <= MOST_BYTES {
        return true;
    }
    let is_small =
        bytes.len() <= MOST_BYTES && points.map_or(bytes.len() <= MOST_BYTES_UNTOLD, |points| points <= MOST_POINTS);
    is_small && !is_attachment && has_text_around && !PAPERS.iter().any(|word| name.contains(word))
}

/// Width and height of a picture as its head tells them.
fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let big = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    let little = |at: usize| bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes).map(u32::from);
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some((big(16)?, big(20)?));
    }
    if bytes.starts_with(b"GIF8") {
        return Some((little(6)?, little(8)?));
    }
    if bytes.starts_with(b"\xff\xd8") {
        return size_of_jpeg(bytes);
    }
    if bytes.starts_with(b"BM") {
        let side = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(i32::from_le_bytes).map(i32::unsigned_abs);
        return Some((side(18)?, side(22)?));
    }
    None
}

/// The frame header of a JPEG (ISO 10918-1, B.2.2) tells its size.
fn size_of_jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let word = |at: usize| bytes.get(at..at + 2)?.try_into().ok().map(u16::from_be_bytes);
    let mut at = 2;
    for _ in 0..MOST_SEGMENTS {
        let [0xff, marker] = bytes.get(at..at + 2)? else { return None };
        match marker {
            0xff => at += 1,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((word(at + 7)?.into(), word(at + 5)?.into()));
            }
            _ => at += 2 + usize::from(word(at + 2)?),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, length: usize) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.resize(length, 7);
        bytes
    }

    #[test]
    fn sizes_are_read_off_the_head() {
        assert_eq!(size(&png(640, 480, 100)), Some((640, 480)));
        assert_eq!(size(b"GIF89a\x10\0\x20\0"), Some((16, 32)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\x03\x20\x02\x58";
        assert_eq!(size(jpeg), Some((600, 800)));
        assert_eq!((size(b"\xff\xd8\xff"), size(b"\x89PNG\r\n\x1a\n"), size(b"")), (None, None, None));
    }

    #[test]
    fn logos_adorn_and_scans_do_not() {
        assert!(adorns(&png(400, 200, 30_000), "image001.png", false, true));
        assert!(adorns(&png(1, 1, 90), "", true, false), "a dot that counts readers");
        assert!(!adorns(&png(1240, 1754, 60_000), "image001.png", false, true), "a page");
        assert!(!adorns(&png(400, 200, 300_000), "image001.png", false, true), "too many bytes");
        assert!(!adorns(&png(400, 200, 30_000), "image001.png", true, true), "an attachment");
        assert!(!adorns(&png(400, 200, 30_000), "传票.png", false, true), "named like a paper");
        assert!(!adorns(&png(400, 200, 30_000), "image001.png", false, false), "all that the mail says");
    }
}
