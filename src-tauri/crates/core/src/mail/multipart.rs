//! Cuts a multipart body at its boundary lines; nothing between, before or after them is lost.

use super::block::{line_at, starts_with_field};

/// A multipart body cut into its pieces.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Pieces<'a> {
    /// Bytes before the first boundary line.
    pub preamble: &'a [u8],
    /// The parts, without the line end before the boundary line that follows (RFC 2046 section 5.1.1).
    pub parts: Vec<&'a [u8]>,
    /// Bytes after the closing boundary line.
    pub epilogue: &'a [u8],
    /// Whether the closing boundary line is there.
    pub is_closed: bool,
    /// Index of the first part that stands after a closing boundary line.
    pub first_after_end: Option<usize>,
}

impl Pieces<'_> {
    /// Whether no part holds anything.
    pub fn hold_nothing(&self) -> bool {
        self.parts.iter().all(|part| part.is_empty())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Next,
    Last,
}

/// What a line means for a boundary. Only blanks may follow the boundary, so that one which another begins with
/// is not taken for it.
fn mark(line: &[u8], boundary: &[u8]) -> Option<Mark> {
    let tail = line.strip_prefix(b"--")?.strip_prefix(boundary)?;
    match tail.trim_ascii_end() {
        b"" => Some(Mark::Next),
        b"--" => Some(Mark::Last),
        _ => None,
    }
}

/// The same where words may follow after a blank: it is enough that the line begins with the boundary (RFC 2046
/// section 5.1.1).
fn loose_mark(line: &[u8], boundary: &[u8]) -> Option<Mark> {
    let tail = line.strip_prefix(b"--")?.strip_prefix(boundary)?;
    let (tail, mark) = tail.strip_prefix(b"--").map_or((tail, Mark::Next), |tail| (tail, Mark::Last));
    tail.first().is_none_or(|byte| matches!(byte, b' ' | b'\t')).then_some(mark)
}

/// Cuts `body` at the lines of `boundary`.
pub fn cut<'a>(body: &'a [u8], boundary: &[u8]) -> Pieces<'a> {
    cut_at(body, boundary, mark)
}

/// Cuts `body` also at lines where words follow the boundary. `None` where that finds nothing more.
pub fn cut_loosely<'a>(body: &'a [u8], boundary: &[u8], strictly: &Pieces<'a>) -> Option<Pieces<'a>> {
    if strictly.is_closed && !strictly.hold_nothing() {
        return None;
    }
    let pieces = cut_at(body, boundary, loose_mark);
    let begins = strictly.hold_nothing() && !pieces.hold_nothing();
    let ends = !strictly.is_closed && pieces.is_closed;
    (begins || ends).then_some(pieces)
}

type MarkOf = fn(&[u8], &[u8]) -> Option<Mark>;

fn cut_at<'a>(body: &'a [u8], boundary: &[u8], mark: MarkOf) -> Pieces<'a> {
    let mut pieces = Pieces { preamble: body, ..Pieces::default() };
    // Start of the piece that is being read, and whether it is a part.
    let (mut start, mut is_part, mut has_started) = (0, false, false);
    let (mut at, mut before) = (0, 0);
    while let Some(line) = line_at(body, at) {
        if let Some(mark) = body.get(line.start..line.end).and_then(|text| mark(text, boundary)) {
            let piece = body.get(start..before.max(start)).unwrap_or_default();
            // Between boundary lines that follow one another directly stands a part of nothing: mail servers count it.
            if is_part {
                pieces.parts.push(piece);
            } else if !has_started {
                pieces.preamble = piece;
            }
            if mark == Mark::Next && pieces.is_closed && pieces.first_after_end.is_none() {
                pieces.first_after_end = Some(pieces.parts.len());
            }
            (start, is_part, has_started) = (line.next, mark == Mark::Next, true);
            pieces.is_closed |= mark == Mark::Last;
        }
        (at, before) = (line.next, line.end);
    }
    let tail = body.get(start..).unwrap_or_default();
    if is_part {
        pieces.parts.push(tail);
        pieces.is_closed &= pieces.first_after_end.is_some();
    } else if has_started {
        pieces.epilogue = tail;
    }
    pieces
}

/// The boundary of a body whose header names none or a wrong one: the first line of two hyphens and more
/// that a header field follows. A line of two hyphens alone is one, too, where the boundary is named as nothing.
pub fn guessed(body: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    while let Some(line) = line_at(body, at) {
        let text = body.get(line.start..line.end)?;
        let boundary = text.strip_prefix(b"--").map(<[u8]>::trim_ascii_end);
        let boundary = boundary.filter(|it| !it.is_empty() || text == b"--");
        if let Some(boundary) = boundary
            && body.get(line.next..).is_some_and(starts_with_field)
        {
            return Some(boundary);
        }
        at = line.next;
    }
    None
}

/// Whether bytes outside the parts say something that a reader should see: more than the one polite line for
/// programs that know no multipart.
pub fn says_something(outside: &[u8]) -> bool {
    let text = outside.trim_ascii();
    let is_notice = text.is_ascii()
        && text.len() < 400
        && ["mime", "multi-part", "multipart"].iter().any(|word| {
            let lower = text.to_ascii_lowercase();
            lower.windows(word.len()).any(|window| window == word.as_bytes())
        })
        && !text.windows(3).any(|window| window == b"://");
    !text.is_empty() && !is_notice
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_boundary_that_begins_another_is_not_taken_for_it() {
        let pieces = cut(b"--ab\r\none\r\n--abc\r\ntwo\r\n--ab--\r\n", b"ab");
        assert_eq!(pieces.parts, [b"one\r\n--abc\r\ntwo"]);
        assert!(pieces.is_closed);
    }

    #[test]
    fn parts_after_the_end_are_kept() {
        let pieces = cut(b"pre\n--b\none\n--b--\nbetween\n--b\ntwo\n--b--\npost", b"b");
        assert_eq!(pieces.preamble, b"pre");
        assert_eq!(pieces.parts, [&b"one"[..], b"two"]);
        assert_eq!(pieces.first_after_end, Some(1));
        assert_eq!(pieces.epilogue, b"post");
    }

    #[test]
    fn a_missing_end_and_an_empty_part_are_no_loss() {
        let pieces = cut(b"--b\n--b\n\n--b\nlast\n", b"b");
        assert_eq!(pieces.parts, [&b""[..], b"", b"last\n"]);
        assert!(!pieces.is_closed);
        assert_eq!(guessed(b"hello\n--xyz \nContent-Type: text/plain\n\nx"), Some(&b"xyz"[..]));
        assert_eq!(guessed(b"-- \nsignature"), None);
        assert_eq!(guessed(b"-- \nTel: 1"), None);
        assert_eq!(cut(b"--\nA: b\n\none\n--\nA: b\n\ntwo\n----\n", b"").parts.len(), 2);
        assert_eq!(guessed(b"--\nA: b\n\none\n"), Some(&b""[..]));
    }

    #[test]
    fn words_behind_a_boundary_do_not_hide_it() {
        let body = b"--b and some words\none\n--b two\ntwo\n--b-- the end\nafter";
        let strictly = cut(body, b"b");
        assert!(strictly.parts.is_empty());
        let pieces = cut_loosely(body, b"b", &strictly).unwrap();
        assert_eq!(pieces.parts, [&b"one"[..], b"two"]);
        assert_eq!((pieces.is_closed, pieces.epilogue), (true, &b"after"[..]));
        // A line of the text that only begins like the boundary stays text where the boundary is found as it should be.
        let body = b"--b\none\n--b is no end\n--b--\n";
        assert_eq!(cut_loosely(body, b"b", &cut(body, b"b")), None);
        assert_eq!(cut_loosely(b"--bc\n--bc--\n", b"b", &Pieces::default()), None);
    }

    proptest! {
        #[test]
        fn parts_come_back_as_they_were_put_in(
            parts in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..60), 1..8),
            end in prop_oneof![Just("\r\n"), Just("\n"), Just("\r")],
        ) {
            let mut body = Vec::new();
            for part in &parts {
                body.extend_from_slice(format!("--=_edge{end}").as_bytes());
                body.extend_from_slice(part);
                body.extend_from_slice(end.as_bytes());
            }
            body.extend_from_slice(b"--=_edge--");
            // A lone CR at the end of a part and the LF after it would be one line end.
            prop_assume!(end != "\n" || parts.iter().all(|part| part.last() != Some(&b'\r')));
            prop_assume!(end != "\r" || parts.iter().all(|part| part.first() != Some(&b'\n')));
            let pieces = cut(&body, b"=_edge");
            prop_assert_eq!(pieces.parts, parts);
        }
    }
}
