//! Text of rich text documents (RTF), and of the packed ones that Outlook wraps (MS-OXRTFCP).

use std::collections::BTreeMap;

use encoding_rs::{Encoding, WINDOWS_1252};

/// What the packer's window begins with (MS-OXRTFCP section 2.1.2.1).
const WINDOW_START: &[u8; 207] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
const WINDOW: usize = 4096;
/// Most bytes unpacked; a mail's text stays far below.
const MOST_BYTES: usize = 8 << 20;
/// Most characters of text taken out.
const MOST_CHARACTERS: usize = 2_000_000;
/// Deepest groups that are followed; what lies deeper is not text.
const DEEPEST: usize = 400;

/// Unpacks what Outlook packed; `None` when it is damaged.
pub fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let raw_size = usize::try_from(number(4)?).ok()?.min(MOST_BYTES);
    let body = bytes.get(16..)?;
    match number(8)? {
        // MELA: stored as it is.
        0x414c_454d => Some(body.get(..raw_size.min(body.len()))?.to_vec()),
        0x7546_5a4c => Some(unpack(body, raw_size)),
        _ => None,
    }
}

fn unpack(mut body: &[u8], raw_size: usize) -> Vec<u8> {
    let mut window = [b' '; WINDOW];
    if let Some(start) = window.get_mut(..WINDOW_START.len()) {
        start.copy_from_slice(WINDOW_START);
    }
    let mut at = WINDOW_START.len();
    let mut out = Vec::with_capacity(raw_size.min(1 << 20));
    let mut push = |byte: u8, at: &mut usize, window: &mut [u8; WINDOW]| {
        out.push(byte);
        if let Some(place) = window.get_mut(*at) {
            *place = byte;
        }
        *at = (*at + 1) % WINDOW;
        out.len()
    };
    while let Some((control, rest)) = body.split_first() {
        body = rest;
        for bit in 0..8 {
            if control >> bit & 1 == 0 {
                let Some((byte, rest)) = body.split_first() else { return out };
                body = rest;
                if push(*byte, &mut at, &mut window) >= raw_size {
                    return out;
                }
                continue;
            }
            let (Some(high), Some(low)) = (body.first(), body.get(1)) else { return out };
            body = body.get(2..).unwrap_or_default();
            let from = usize::from(*high) << 4 | usize::from(*low) >> 4;
            let length = usize::from(*low & 0x0f) + 2;
            // A reference to the place being written ends the data.
            if from == at {
                return out;
            }
            for step in 0..length {
                let byte = window.get((from + step) % WINDOW).copied().unwrap_or(b' ');
                if push(byte, &mut at, &mut window) >= raw_size {
                    return out;
                }
            }
        }
    }
    out
}

/// State that a group keeps for itself.
#[derive(Clone, Copy)]
struct Group {
    /// Nothing in it is text.
    is_skipped: bool,
    /// Characters that stand for one \u for old readers.
    fallback: usize,
    font: u32,
}

/// The text of a rich text document, as a reader sees it; `None` when the bytes are none.
pub fn text(bytes: &[u8]) -> Option<String> {
    if !bytes.starts_with(b"{\\rtf") {
        return None;
    }
    let mut reader = Reader {
        groups: vec![Group { is_skipped: false, fallback: 1, font: 0 }],
        page: WINDOWS_1252,
        fonts: BTreeMap::new(),
        font_being_told: None,
        pending: Vec::new(),
        out: String::new(),
        length: 0,
        skip: 0,
        is_rtf_only: false,
        high: None,
    };
    reader.read(bytes);
    reader.flush();
    Some(reader.out)
}

struct Reader {
    groups: Vec<Group>,
    page: &'static Encoding,
    /// Encodings of the fonts that name one.
    fonts: BTreeMap<u32, &'static Encoding>,
    font_being_told: Option<u32>,
    /// Bytes of a code page that wait to be decoded together.
    pending: Vec<u8>,
    out: String,
    length: usize,
    /// Fallback characters still to pass over.
    skip: usize,
    /// Between \htmlrtf and \htmlrtf0: words for readers without HTML.
    is_rtf_only: bool,
    /// First half of a character beyond the first plane.
    high: Option<u16>,
}

impl Reader {
    fn read(&mut self, bytes: &[u8]) {
        let mut at = 0;
        let mut is_at_start = false;
        while let Some(byte) = bytes.get(at).copied() {
            if self.length >= MOST_CHARACTERS {
                return;
            }
            at += 1;
            match byte {
                b'{' => {
                    self.flush();
                    let top = self.groups.last().copied().unwrap_or(Group { is_skipped: true, fallback: 1, font: 0 });
                    if self.groups.len() < DEEPEST {
                        self.groups.push(top);
                    }
                    is_at_start = true;
                    continue;
                }
                b'}' => {
                    self.flush();
                    if self.groups.len() > 1 {
                        self.groups.pop();
                    }
                }
                b'\\' => {
                    at = self.control(bytes, at, is_at_start);
                    // \* stands before the word that names the group.
                    is_at_start = is_at_start && bytes.get(at.wrapping_sub(1)) == Some(&b'*');
                    continue;
                }
                b'\r' | b'\n' => {}
                other => self.byte(other),
            }
            is_at_start = false;
        }
    }

    fn is_skipped(&self) -> bool {
        self.is_rtf_only || self.groups.last().is_none_or(|group| group.is_skipped)
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if !self.is_skipped() {
            self.pending.push(byte);
        }
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let font = self.groups.last().map_or(0, |group| group.font);
        let page = self.fonts.get(&font).copied().unwrap_or(self.page);
        let text = page.decode_without_bom_handling(&self.pending).0.into_owned();
        self.length += text.chars().count();
        self.out.push_str(&text);
        self.pending.clear();
    }

    fn say(&mut self, character: char) {
        self.flush();
        if !self.is_skipped() {
            self.out.push(character);
            self.length += 1;
        }
    }

    /// Reads one control behind its backslash; gives where reading goes on.
    fn control(&mut self, bytes: &[u8], at: usize, is_at_start: bool) -> usize {
        let Some(first) = bytes.get(at).copied() else { return at };
        if !first.is_ascii_alphabetic() {
            match first {
                b'\'' => {
                    let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
                    let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
                    if let Some(byte) = byte {
                        self.byte(byte);
                    }
                    return at + 3;
                }
                b'*' if is_at_start => self.skip_group(),
                b'~' => self.say(' '),
                b'_' => self.say('-'),
                b'\\' | b'{' | b'}' => self.byte(first),
                b'\r' | b'\n' => self.say('\n'),
                _ => {}
            }
            return at + 1;
        }
        let mut end = at;
        while bytes.get(end).is_some_and(u8::is_ascii_alphabetic) && end - at < 32 {
            end += 1;
        }
        let word = bytes.get(at..end).unwrap_or_default();
        let digits = end;
        if bytes.get(end) == Some(&b'-') {
            end += 1;
        }
        while bytes.get(end).is_some_and(u8::is_ascii_digit) && end - digits < 11 {
            end += 1;
        }
        let number =
            bytes.get(digits..end).and_then(|it| std::str::from_utf8(it).ok()).and_then(|it| it.parse::<i32>().ok());
        if bytes.get(end) == Some(&b' ') {
            end += 1;
        }
        self.word(word, number);
        end
    }

    fn skip_group(&mut self) {
        self.flush();
        if let Some(group) = self.groups.last_mut() {
            group.is_skipped = true;
        }
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        let unsigned = number.and_then(|number| u32::try_from(number).ok());
        match word {
            b"par" | b"line" | b"row" | b"sect" | b"page" => self.say('\n'),
            b"tab" | b"cell" => self.say('\t'),
            b"emdash" | b"endash" => self.say('-'),
            b"lquote" | b"rquote" => self.say('\''),
            b"ldblquote" | b"rdblquote" => self.say('"'),
            b"u" => self.unicode(number),
            b"uc" => {
                if let Some(group) = self.groups.last_mut() {
                    group.fallback = usize::try_from(unsigned.unwrap_or(1)).unwrap_or(1).min(8);
                }
            }
            b"ansicpg" => {
                if let Some(page) = unsigned.and_then(encoding_of) {
                    self.page = page;
                }
            }
            b"f" => {
                self.flush();
                self.font_being_told = unsigned;
                if let (Some(group), Some(font)) = (self.groups.last_mut(), unsigned) {
                    group.font = font;
                }
            }
            b"fcharset" => {
                let page = unsigned.and_then(encoding_of_charset);
                if let (Some(font), Some(page)) = (self.font_being_told, page) {
                    self.fonts.insert(font, page);
                }
            }
            b"htmlrtf" => {
                self.flush();
                self.is_rtf_only = number != Some(0);
            }
            b"fonttbl" | b"colortbl" | b"stylesheet" | b"info" | b"pict" | b"object" | b"header" | b"footer"
            | b"footnote" | b"listtable" | b"listoverridetable" | b"rsidtbl" | b"generator" | b"themedata"
            | b"datastore" | b"xmlnstbl" | b"filetbl" => self.skip_group(),
            _ => {}
        }
    }

    fn unicode(&mut self, number: Option<i32>) {
        let Some(number) = number else { return };
        self.flush();
        self.skip = self.groups.last().map_or(1, |group| group.fallback);
        if self.is_skipped() {
            return;
        }
        // Written as a signed 16-bit number; two of them make one character beyond the first plane.
        let Ok(unit) = u16::try_from(number & 0xffff) else { return };
        let units: Vec<u16> = self.high.take().into_iter().chain([unit]).collect();
        if units.len() == 1 && (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
            return;
        }
        for character in char::decode_utf16(units).flatten() {
            self.out.push(character);
            self.length += 1;
        }
    }
}

/// Encoding of a Windows code page.
pub fn encoding_of(code_page: u32) -> Option<&'static Encoding> {
    Encoding::for_label(match code_page {
        936 | 54936 | 20936 => b"gb18030".as_slice(),
        950 => b"big5",
        932 => b"shift_jis",
        949 => b"euc-kr",
        65001 => b"utf-8",
        1250 => b"windows-1250",
        1251 => b"windows-1251",
        1252 => b"windows-1252",
        _ => return None,
    })
}

fn encoding_of_charset(charset: u32) -> Option<&'static Encoding> {
    encoding_of(match charset {
        134 => 936,
        136 => 950,
        128 => 932,
        129 => 949,
        204 => 1251,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_by_code_page_by_font_and_by_number() {
        let page =
            b"{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 SimSun;}}\\f0 \\'b4\\'ab\\'c6\\'b1\\par \\'b0\\'b8\\'ba\\'c5}";
        assert_eq!(text(page).as_deref(), Some("传票\n案号"));
        let font = b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}{\\f1\\fcharset134 SimSun;}}{\\f1 \\'b4\\'ab\\'c6\\'b1}}";
        assert_eq!(text(font).as_deref(), Some("传票"));
        let number =
            "{\\rtf1\\ansi\\uc1 \\u20256?\\u31080?{\\*\\generator x}{\\info{\\title no}}\\par\\u-10179?\\u-8704?}";
        assert_eq!(text(number.as_bytes()).as_deref(), Some("传票\n😀"));
        assert_eq!(text(b"no rtf"), None);
    }

    #[test]
    fn html_wrapped_in_rtf_is_read_once() {
        let wrapped = b"{\\rtf1\\ansi\\fromhtml1{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 Hello\\htmlrtf }\\htmlrtf0{\\*\\htmltag72 </p>}}";
        assert_eq!(text(wrapped).as_deref(), Some("Hello"));
    }

    #[test]
    fn packed_text_and_every_way_it_breaks() {
        // The sample of MS-OXRTFCP section 4.1.1.
        let packed = [
            0x2d, 0, 0, 0, 0x2b, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00, 0x72,
            0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62,
            0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0,
        ];
        let unpacked_bytes = unpacked(&packed).unwrap_or_default();
        assert_eq!(String::from_utf8_lossy(&unpacked_bytes), "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
        assert_eq!(text(&unpacked_bytes).map(|it| it.trim().to_owned()).as_deref(), Some("hello world"));
        for end in 0..packed.len() {
            let _ = unpacked(&packed[..end]).and_then(|bytes| text(&bytes));
        }
        assert_eq!(unpacked(b"short"), None);
    }
}
