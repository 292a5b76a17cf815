//! Splits an entity into its header fields and its body, on the raw bytes.

use std::borrow::Cow;

/// One header field as it stands in the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// Name as written.
    pub name: &'a [u8],
    /// Everything after the colon, still folded.
    pub value: &'a [u8],
}

/// Header fields and body of one entity.
#[derive(Debug, Default)]
pub struct Block<'a> {
    /// Fields in order.
    pub fields: Vec<Field<'a>>,
    /// What follows the empty line.
    pub body: &'a [u8],
    /// Whether lines stood among the fields that are no fields.
    pub is_broken: bool,
    /// Whether there was more than is read of a header: too many fields, or one too long.
    pub is_cut: bool,
}

/// Most fields of a header that are read. Servers refuse far smaller headers (Exim: 1 MiB in all).
const MOST_FIELDS: usize = 50_000;
/// Longest value of a field that is read, in bytes.
const LONGEST_VALUE: usize = 256 << 10;

impl<'a> Block<'a> {
    /// Value of the first field of this name.
    pub fn first(&self, name: &str) -> Option<&'a [u8]> {
        self.all(name).next()
    }

    /// Values of all fields of this name, in order.
    pub fn all<'b>(&'b self, name: &'b str) -> impl Iterator<Item = &'a [u8]> + 'b {
        self.fields
            .iter()
            .filter(move |field| field.name.eq_ignore_ascii_case(name.as_bytes()))
            .map(|field| field.value)
    }
}

/// One line: where its text starts and ends, and where the next line starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte before the line end.
    pub end: usize,
    /// Offset of the next line.
    pub next: usize,
}

/// The line that starts at `start`. CRLF, LF and a lone CR end a line, so that files of every origin are read.
pub fn line_at(bytes: &[u8], start: usize) -> Option<Line> {
    let tail = bytes.get(start..).filter(|tail| !tail.is_empty())?;
    let Some(at) = tail.iter().position(|byte| matches!(byte, b'\r' | b'\n')) else {
        return Some(Line { start, end: bytes.len(), next: bytes.len() });
    };
    let end = start + at;
    let next = if bytes.get(end..end + 2) == Some(b"\r\n") { end + 2 } else { end + 1 };
    Some(Line { start, end, next })
}

/// The header line that starts at `start`: here CR CR LF, which a file converted twice has, ends one line, not two.
fn header_line_at(bytes: &[u8], start: usize) -> Option<Line> {
    let mut line = line_at(bytes, start)?;
    let crs = bytes.get(line.end..)?.iter().take_while(|byte| **byte == b'\r').count();
    if crs > 1 && bytes.get(line.end + crs) == Some(&b'\n') {
        line.next = line.end + crs + 1;
    }
    Some(line)
}

/// Where the value starts if a line is a header field: after a name of visible ASCII characters and a colon.
fn colon_of(line: &[u8]) -> Option<usize> {
    let colon = line.iter().take(80).position(|byte| *byte == b':')?;
    let name = line.get(..colon)?.trim_ascii_end();
    let is_name = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    (is_name && !line.get(colon..)?.starts_with(b"://")).then_some(colon)
}

/// Whether bytes start as a header block does.
pub fn starts_with_field(bytes: &[u8]) -> bool {
    line_at(bytes, 0).and_then(|line| bytes.get(line.start..line.end)).is_some_and(|line| colon_of(line).is_some())
}

/// Splits an entity. Never fails: without any field everything is body. Of an absurdly large header the first part is
/// read; the bytes stay in the mail.
pub fn split(raw: &[u8]) -> Block<'_> {
    let mut block = split_whole(raw);
    block.is_cut = block.fields.len() > MOST_FIELDS;
    block.fields.truncate(MOST_FIELDS);
    for field in &mut block.fields {
        if let Some(head) = field.value.get(..LONGEST_VALUE) {
            block.is_cut |= field.value.len() > LONGEST_VALUE;
            field.value = head;
        }
    }
    block
}

/// Splits an entity, whatever its size.
///
/// A line that is no field continues the field before it when more fields follow (a sender folded without a blank);
/// otherwise the empty line was forgotten and the body starts there.
fn split_whole(raw: &[u8]) -> Block<'_> {
    let mut block = Block { fields: Vec::new(), body: raw, is_broken: false, is_cut: false };
    let mut at = 0;
    while let Some(line) = header_line_at(raw, at) {
        let text = raw.get(line.start..line.end).unwrap_or_default();
        let is_first = block.fields.is_empty();
        if text.is_empty() {
            block.body = raw.get(line.next..).unwrap_or_default();
            return block;
        }
        if let Some(colon) = colon_of(text).filter(|_| !text.starts_with(b" ") && !text.starts_with(b"\t")) {
            let name = text.get(..colon).unwrap_or_default().trim_ascii_end();
            block.fields.push(Field { name, value: text.get(colon + 1..).unwrap_or_default() });
        } else if is_first && (text.starts_with(b"From ") || text.starts_with(b">From ")) {
            // The line that an mbox file puts before a mail.
        } else if let Some(last) = block.fields.last_mut()
            && (text.starts_with(b" ") || text.starts_with(b"\t") || continues(raw, line, &mut block.is_broken))
        {
            let from = offset_in(raw, last.value);
            last.value = raw.get(from..line.end).unwrap_or(last.value);
        } else {
            block.is_broken |= !is_first;
            block.body = raw.get(line.start..).unwrap_or_default();
            return block;
        }
        at = line.next;
    }
    block.body = &[];
    if block.fields.is_empty() {
        block.body = raw;
    }
    block
}

fn continues(raw: &[u8], line: Line, is_broken: &mut bool) -> bool {
    let text = raw.get(line.start..line.end).unwrap_or_default();
    if text.starts_with(b"--") {
        return false;
    }
    let mut at = line.next;
    for _ in 0..5 {
        let Some(next) = header_line_at(raw, at) else { return false };
        let text = raw.get(next.start..next.end).unwrap_or_default();
        if text.is_empty() || text.starts_with(b"--") {
            return false;
        }
        if colon_of(text).is_some() {
            *is_broken = true;
            return true;
        }
        at = next.next;
    }
    false
}

/// How many bytes stand ahead of a mail's header: empty lines, and where fields follow also lines of blanks alone, the
/// mark of UTF-8 that editors put before a text, and blanks before the first field.
pub fn lead(raw: &[u8]) -> usize {
    let mark: &[u8] = b"\xef\xbb\xbf";
    let mut at = if raw.starts_with(mark) { mark.len() } else { 0 };
    while let Some(line) = line_at(raw, at) {
        if !raw.get(line.start..line.end).unwrap_or_default().trim_ascii().is_empty() {
            break;
        }
        at = line.next;
    }
    if raw.get(at..).is_some_and(starts_with_field) {
        return at;
    }
    // A copied text may be indented as well: only where a second field follows is the first one taken for one.
    let blanks = raw.iter().skip(at).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let is_field = |at: usize| raw.get(at..).is_some_and(starts_with_field);
    if is_field(at + blanks) && line_at(raw, at).is_some_and(|line| is_field(line.next)) {
        return at + blanks;
    }
    raw.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(0)
}

/// Bytes with every CR CR LF made CR LF, where the first line ends so: the file was converted twice, and an empty line
/// after every line would hide all parts. Other files stay as they are.
pub fn single_line_ends(raw: &[u8]) -> Cow<'_, [u8]> {
    let first = line_at(raw, 0).and_then(|line| raw.get(line.end..));
    if !first.is_some_and(|end| end.starts_with(b"\r\r\n")) {
        return Cow::Borrowed(raw);
    }
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((byte, tail)) = rest.split_first() {
        if !rest.starts_with(b"\r\r\n") {
            bytes.push(*byte);
        }
        rest = tail;
    }
    Cow::Owned(bytes)
}

/// Offset of a slice inside the slice it was cut from.
pub fn offset_in(whole: &[u8], piece: &[u8]) -> usize {
    (piece.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_ends_a_field() {
        for end in ["\r\n", "\n", "\r", "\r\r\n"] {
            let raw = format!("A: 1{end}B : 2{end} 3{end}{end}body{end}");
            let block = split(raw.as_bytes());
            assert_eq!(block.fields.len(), 2, "{end:?}");
            assert_eq!(block.first("b").map(<[u8]>::trim_ascii_start).map(|value| value[0]), Some(b'2'));
            assert!(block.body.starts_with(b"body"), "{end:?}");
        }
    }

    #[test]
    fn what_stands_ahead_of_a_header_is_passed_over() {
        for (raw, ahead) in [
            (&b"From: a@b.test\n\nc"[..], 0),
            (b"\r\n\r\nFrom: a@b.test\n\nc", 4),
            (b"   \t \r\nFrom: a@b.test\n\nc", 7),
            (b"\xef\xbb\xbfFrom: a@b.test\n\nc", 3),
            (b" From: a@b.test\nTo: c@d.test\n\nc", 1),
            (b" Note: a text\n\nmore", 0),
            (b"   \nGood day\n", 0),
            (b"\n\nGood day\n", 2),
            (b"", 0),
            (b"\n\n", 0),
        ] {
            assert_eq!(lead(raw), ahead, "{:?}", String::from_utf8_lossy(raw));
        }
    }

    #[test]
    fn a_forgotten_blank_folds_and_a_forgotten_empty_line_starts_the_body() {
        let folded = split(b"Subject: one\ntwo\nTo: x@y.test\n\nbody");
        assert_eq!(folded.first("subject"), Some(&b" one\ntwo"[..]));
        assert!(folded.is_broken);
        let forgotten = split(b"Subject: one\nGood day\n\nmore");
        assert_eq!(forgotten.body, b"Good day\n\nmore");
        assert_eq!(split(b"no header at all").body, b"no header at all");
        assert_eq!(split(b"From x Mon\nA: b\n\nc").fields.len(), 1);
    }
}
