//! What stands ahead of a stream in a PDF that is not opened yet: its dictionary, as far as it can be told.

use hayro_syntax::Filter;
use memchr::memmem;

/// Longest dictionary that is looked at: a table of colours has 768 bytes, each of which may be written as four.
const LONGEST: usize = 4_096;

/// The dictionary of a stream.
pub(super) struct Ahead {
    text: Vec<u8>,
    is_whole: bool,
}

impl Ahead {
    /// What stands ahead of a place in a file.
    pub(super) fn of(bytes: &[u8], at: usize) -> Self {
        let ahead = bytes.get(at.saturating_sub(LONGEST)..at).unwrap_or(&[]);
        let begins = memmem::rfind(ahead, b" obj");
        let text = unescaped(ahead.get(begins.unwrap_or(0)..).unwrap_or(&[]));
        Self { text, is_whole: begins.is_some() }
    }

    pub(super) fn has(&self, word: &[u8]) -> bool {
        memmem::find(&self.text, word).is_some()
    }

    /// Whether it may be of a table of objects, which is unpacked while the file is opened.
    pub(super) fn is_table(&self) -> bool {
        !self.is_whole || self.has(b"/ObjStm") || self.has(b"/XRef")
    }

    /// Whether it is of a picture: those are unpacked one at a time, and only where pictures are asked for.
    pub(super) fn is_picture(&self) -> bool {
        self.has(b"/Image")
    }

    /// The length that is told; `None` where it stands elsewhere or is told twice.
    pub(super) fn length(&self) -> Option<usize> {
        let mut words = self.value(b"/Length")?.splitn(2, |byte| !byte.is_ascii_digit());
        let length = std::str::from_utf8(words.next()?).ok()?.parse().ok()?;
        let behind = words.next().unwrap_or(&[]).trim_ascii_start();
        (!behind.first().is_some_and(u8::is_ascii_digit)).then_some(length)
    }

    /// How the stream is coded; `None` where that is not told plainly.
    pub(super) fn filters(&self) -> Option<Vec<Filter>> {
        let is_short = |at: usize| self.text.get(at + 2).is_none_or(|next| !next.is_ascii_alphanumeric());
        if !self.is_whole || memmem::find_iter(&self.text, b"/F").any(is_short) {
            return None;
        }
        if !self.has(b"/Filter") {
            return Some(Vec::new());
        }
        let value = self.value(b"/Filter")?;
        let names = match value.first()? {
            b'[' => value.get(1..value.iter().position(|byte| *byte == b']')?)?,
            b'/' => {
                let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"/<>[]()%".contains(byte);
                let length = value.iter().skip(1).position(is_end)?;
                value.get(..=length)?
            }
            _ => return None,
        };
        let mut names = names.split(|byte| *byte == b'/');
        names.next().filter(|ahead| ahead.trim_ascii().is_empty())?;
        names.map(|name| filter_of(name.trim_ascii())).collect()
    }

    /// What stands behind a key that stands there once.
    fn value(&self, key: &[u8]) -> Option<&[u8]> {
        let mut places = memmem::find_iter(&self.text, key);
        let at = places.next().filter(|_| places.next().is_none())?;
        self.text.get(at + key.len()..).map(<[u8]>::trim_ascii_start)
    }
}

/// A name may hold any of its letters as two digits behind a number sign (ISO 32000-2, 7.3.5).
fn unescaped(text: &[u8]) -> Vec<u8> {
    let digit = |at: usize| text.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let (mut plain, mut at) = (Vec::with_capacity(text.len()), 0);
    while let Some(byte) = text.get(at) {
        let escaped = digit(at + 1).zip(digit(at + 2)).filter(|_| *byte == b'#');
        plain.push(escaped.and_then(|(one, two)| u8::try_from(one * 16 + two).ok()).unwrap_or(*byte));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    plain
}

fn filter_of(name: &[u8]) -> Option<Filter> {
    Some(match name {
        b"FlateDecode" | b"Fl" => Filter::FlateDecode,
        b"LZWDecode" | b"LZW" => Filter::LzwDecode,
        b"RunLengthDecode" | b"RL" => Filter::RunLengthDecode,
        b"ASCIIHexDecode" | b"AHx" => Filter::AsciiHexDecode,
        b"ASCII85Decode" | b"A85" => Filter::Ascii85Decode,
        b"Crypt" => Filter::Crypt,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ahead(dict: &str) -> Ahead {
        Ahead::of(dict.as_bytes(), dict.len())
    }

    #[test]
    fn a_dictionary_is_read_however_its_names_are_written() {
        let told = ahead("4 0 obj<</Type/#4fbjStm /Length 12/Filter [/A85 /Fl#61teDecode]>>");
        assert!(told.is_table() && !told.is_picture());
        assert_eq!(told.filters(), Some(vec![Filter::Ascii85Decode, Filter::FlateDecode]));
        assert_eq!(told.length(), Some(12));
        assert_eq!(ahead("4 0 obj<</Filter/Fl>>").filters(), Some(vec![Filter::FlateDecode]));
        assert_eq!(ahead("4 0 obj<</Length 5 0 R>>").filters(), Some(Vec::new()));
    }

    #[test]
    fn what_is_not_told_plainly_is_not_taken_for_told() {
        assert!(ahead("<</Filter/Fl>>").is_table());
        for dict in
            ["<</Filter/Fl>>", "4 0 obj<</F/Fl>>", "4 0 obj<</Filter 5 0 R>>", "4 0 obj<</Filter/Fl/Filter/A85>>"]
        {
            assert_eq!(ahead(dict).filters(), None, "{dict}");
        }
        assert_eq!(ahead("4 0 obj<</Length 5 0 R>>").length(), None);
    }
}
