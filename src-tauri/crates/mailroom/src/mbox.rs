//! The mails in a file, one after the other: one, or those of a mailbox in the mbox form (RFC 4155) with any line ends.

use std::io::{self, BufRead};

/// Larger mails are none of a court's; a mail is held in memory whole.
pub const LARGEST: usize = 512 << 20;
/// Longest piece of a line read at once; a longer line comes in pieces.
const MOST_LINE: usize = 64 << 10;
/// Most bytes of blank lines ahead of the first line that says something.
const MOST_BLANK: usize = 64 << 10;
/// Begins the line ahead of every mail of a mailbox.
const FROM: &[u8] = b"From ";
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// One mail of a file.
#[derive(Debug, PartialEq, Eq)]
pub enum One {
    /// Its bytes.
    Mail(Vec<u8>),
    /// It is larger than a mail may be.
    TooLarge,
}

/// The mails of a file, in order.
pub struct Mails<R> {
    lines: Lines<R>,
    is_mbox: bool,
    /// What the line looks like that begins the first mail of a mailbox.
    form: String,
    /// What was read to tell what it is; for an mbox, the first line of its first mail.
    begun: Vec<u8>,
    has_ended: bool,
}

impl<R: BufRead> Mails<R> {
    /// Looks at the beginning of a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(source: R) -> io::Result<Self> {
        let mut lines = Lines { source, is_inside: false, is_start: true, ahead: None };
        let (mut begun, mut line) = (Vec::new(), Vec::new());
        while lines.next(&mut line)? && is_blank(&line) && begun.len() < MOST_BLANK {
            begun.extend_from_slice(&line);
        }
        let first = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).to_vec();
        if !first.starts_with(FROM) {
            begun.extend_from_slice(&line);
            return Ok(Self { lines, is_mbox: false, form: String::new(), begun, has_ended: false });
        }
        let mut second = Vec::new();
        lines.next(&mut second)?;
        // A line without a time is believed where a mailbox begins, and a header stands below it.
        let is_mbox = is_from(&first) || is_header(&second);
        if !is_mbox {
            begun.extend_from_slice(&line);
        } else {
            begun.clear();
        }
        begun.extend_from_slice(&second);
        Ok(Self { lines, is_mbox, form: form_of(&first), begun, has_ended: false })
    }

    /// Whether it is a mailbox in the mbox form.
    pub fn is_mbox(&self) -> bool {
        self.is_mbox
    }

    /// The next mail; none at the end.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub fn next(&mut self) -> io::Result<Option<One>> {
        while !self.has_ended {
            let one = self.one()?;
            if !matches!(&one, One::Mail(bytes) if is_blank(bytes)) {
                return Ok(Some(one));
            }
        }
        Ok(None)
    }

    fn one(&mut self) -> io::Result<One> {
        let mut mail = std::mem::take(&mut self.begun);
        let (mut line, mut after_blank, mut is_too_large) = (Vec::new(), is_blank(&mail), false);
        // Two `From ` lines one below the other: nothing between them.
        if self.is_mbox && is_from(&mail) {
            return Ok(One::Mail(Vec::new()));
        }
        loop {
            if !self.lines.next(&mut line)? {
                self.has_ended = true;
                break;
            }
            let is_start = self.lines.is_start;
            if self.is_mbox && is_start && self.begins(&line, after_blank)? {
                break;
            }
            after_blank = is_start && is_blank(&line);
            let line = if self.is_mbox && is_start { unquoted(&line) } else { &line };
            is_too_large |= mail.len() + line.len() > LARGEST;
            if is_too_large {
                mail = Vec::new();
            } else {
                mail.extend_from_slice(line);
            }
        }
        Ok(if is_too_large { One::TooLarge } else { One::Mail(mail) })
    }

    /// Whether a line begins the next mail. It tells a moment, as the form asks, or looks like the line the file begins
    /// with, as some programs write none that the form knows; a blank line before it is left out by some. A header
    /// stands below it: a mail may quote such a line in its text.
    fn begins(&mut self, line: &[u8], after_blank: bool) -> io::Result<bool> {
        if !line.starts_with(FROM) {
            return Ok(false);
        }
        let is_alike = || form_of(line) == self.form && (after_blank || self.form.contains('9'));
        if !is_from(line) && !is_alike() {
            return Ok(false);
        }
        let below = self.lines.peek()?;
        Ok(is_header(below) || below.starts_with(FROM) || below.starts_with(b">From "))
    }
}

/// What a line that begins a mail looks like: an address is `@`, letters are `a` and digits `9`, however many.
fn form_of(line: &[u8]) -> String {
    let line = String::from_utf8_lossy(line.get(FROM.len()..).unwrap_or_default());
    let mut form = String::new();
    for word in line.split_ascii_whitespace() {
        form.push(' ');
        if word.contains('@') {
            form.push('@');
            continue;
        }
        for sign in word.chars() {
            let class = match sign {
                '0'..='9' => '9',
                _ if sign.is_alphabetic() => 'a',
                other => other,
            };
            if !(matches!(class, '9' | 'a') && form.ends_with(class)) {
                form.push(class);
            }
        }
    }
    form
}

/// A line as it was before the writer of a mailbox quoted it: `>From ` and `>>From ` lose one sign.
fn unquoted(line: &[u8]) -> &[u8] {
    let quoted = line.iter().take_while(|byte| **byte == b'>').count();
    let is_quoted = quoted > 0 && line.get(quoted..).is_some_and(|rest| rest.starts_with(b"From "));
    if is_quoted { line.get(1..).unwrap_or_default() } else { line }
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}

/// Whether a line is a header, by its beginning.
pub fn is_header(line: &[u8]) -> bool {
    let name = line.iter().position(|byte| *byte == b':').and_then(|at| line.get(..at));
    name.is_some_and(|name| !name.is_empty() && name.iter().all(u8::is_ascii_graphic))
}

/// Whether a line begins a mail of a mailbox: `From `, mostly a sender, and a moment in the form of asctime, as in
/// `From sd@court.example.test Fri Nov 20 16:40:02 2026`, also with a zone or with the day before the month. A sentence
/// that begins so has no such end.
fn is_from(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let rest = String::from_utf8_lossy(rest);
    let words: Vec<&str> = rest.split_ascii_whitespace().collect();
    if let Some(day) = words.iter().rposition(|word| is_iso_day(word)) {
        let (at, after) = (words.get(day).copied().unwrap_or_default(), words.get(day + 1..).unwrap_or_default());
        let zones = if after.first().is_some_and(|word| is_time(word)) { after.get(1..) } else { Some(after) };
        return (at.contains('T') || after.first().is_some_and(|word| is_time(word)))
            && zones.unwrap_or_default().iter().all(is_zone);
    }
    let Some(time) = words.iter().rposition(|word| is_time(word)) else { return false };
    let year = |word: &&str| word.len() == 4 && word.parse::<u32>().is_ok_and(|year| (1970..2200).contains(&year));
    let (before, after) = (words.get(..time).unwrap_or_default(), words.get(time + 1..).unwrap_or_default());
    let (date, has_year) = match before.split_last() {
        Some((last, rest)) if year(last) => (rest, true),
        _ => (before, after.iter().any(year)),
    };
    let [.., one, other] = date else { return false };
    let is_date = (is_month(one) && is_day(other)) || (is_day(one) && is_month(other));
    is_date && has_year && after.iter().all(|word| year(word) || is_zone(word))
}

/// `+0800` or `(CST)`.
fn is_zone(word: &&str) -> bool {
    let bare = word.trim_matches(['(', ')']);
    let is_offset =
        bare.strip_prefix(['+', '-']).is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit() || byte == b':'));
    is_offset || (bare.len() <= 5 && !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_uppercase()))
}

/// `2026-11-20`, or `2026-11-20T16:40:02+08:00`.
fn is_iso_day(word: &str) -> bool {
    let (day, time) = word.split_once('T').unwrap_or((word, "0:00"));
    let time = time.split(['+', '-', 'Z', '.']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['-', '/']).collect();
    let [year, month, date] = parts.as_slice() else { return false };
    let is_month = month.parse::<u32>().is_ok_and(|month| (1..=12).contains(&month));
    year.len() == 4 && year.parse::<u32>().is_ok() && is_month && is_day(date) && is_time(time)
}

fn is_month(word: &str) -> bool {
    MONTHS.iter().any(|month| word.trim_end_matches(',').eq_ignore_ascii_case(month))
}

fn is_day(word: &str) -> bool {
    word.len() <= 2 && word.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day))
}

/// `16:40` or `16:40:02`.
fn is_time(word: &str) -> bool {
    let parts: Vec<&str> = word.split(':').collect();
    (2..=3).contains(&parts.len())
        && parts.iter().all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Lines with their ends: LF, CRLF or CR alone.
struct Lines<R> {
    source: R,
    /// Whether the last piece was no whole line.
    is_inside: bool,
    /// Whether the last piece began a line.
    is_start: bool,
    /// The next piece, where it was looked at before its turn, and whether it begins a line.
    ahead: Option<(Vec<u8>, bool)>,
}

impl<R: BufRead> Lines<R> {
    /// Reads the next line, or the next piece of a very long one; false at the end.
    fn next(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        if let Some((ahead, is_start)) = self.ahead.take() {
            *line = ahead;
            self.is_start = is_start;
            return Ok(!line.is_empty());
        }
        self.is_start = !self.is_inside;
        self.read(line)
    }

    /// The next line without taking it; empty at the end.
    fn peek(&mut self) -> io::Result<&[u8]> {
        if self.ahead.is_none() {
            let (mut line, is_start) = (Vec::new(), !self.is_inside);
            self.read(&mut line)?;
            self.ahead = Some((line, is_start));
        }
        Ok(self.ahead.as_ref().map(|(line, _)| line.as_slice()).unwrap_or_default())
    }

    fn read(&mut self, line: &mut Vec<u8>) -> io::Result<bool> {
        line.clear();
        loop {
            let piece = match self.source.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                piece => piece?,
            };
            let Some(first) = piece.first() else { break };
            if line.ends_with(b"\r") {
                // The piece before ended between the two halves of a line's end, or with a CR alone.
                if *first == b'\n' {
                    line.push(b'\n');
                    self.source.consume(1);
                }
                self.is_inside = false;
                return Ok(true);
            }
            let end = piece.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let used = end.map_or(piece.len(), |at| at + 1).min(MOST_LINE);
            line.extend_from_slice(piece.get(..used).unwrap_or_default());
            self.source.consume(used);
            if line.ends_with(b"\n") || (line.len() >= MOST_LINE && !line.ends_with(b"\r")) {
                self.is_inside = !line.ends_with(b"\n");
                return Ok(true);
            }
        }
        self.is_inside = false;
        Ok(!line.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn all(raw: &[u8]) -> Vec<Vec<u8>> {
        // A small buffer, so that line ends lie at its edges.
        [1, 3, 7, 64, 8192]
            .map(|size| with_buffer(raw, size))
            .into_iter()
            .reduce(|one, other| {
                assert_eq!(one, other);
                one
            })
            .unwrap()
    }

    fn with_buffer(raw: &[u8], size: usize) -> Vec<Vec<u8>> {
        let mut mails = Mails::of(BufReader::with_capacity(size, raw)).unwrap();
        let mut found = Vec::new();
        while let Some(one) = mails.next().unwrap() {
            let One::Mail(mail) = one else { panic!("too large") };
            found.push(mail);
        }
        found
    }

    const LF: &str = "From a@b.test Mon Nov 23 09:00:00 2026\nSubject: 1\n\ntext\n>From here\n\n\
                      From - Tue Nov  3 09:00:00 2026\nSubject: 2\n\ntext\nFrom inside a paragraph\n\n\
                      From Monday on we are closed.\n\nFrom Mon Nov 23 at 10:00 in 2026 on\n";

    #[test]
    fn an_mbox_is_cut_at_its_from_lines_only_whatever_its_line_ends() {
        for end in ["\n", "\r\n", "\r"] {
            let with_ends = |text: &str| text.replace('\n', end).into_bytes();
            for ahead in ["", "\n", " \n\n"] {
                let mails = all(&with_ends(&format!("{ahead}{LF}")));
                assert_eq!(mails.len(), 2, "{end:?} {ahead:?}: {mails:?}");
                assert_eq!(mails[0], with_ends("Subject: 1\n\ntext\nFrom here\n\n"));
                assert!(mails[1].ends_with(&with_ends("From Mon Nov 23 at 10:00 in 2026 on\n")));
            }
        }
    }

    #[test]
    fn an_mbox_falls_apart_into_its_mails() {
        let mails = all(b"From a Mon Nov 23 09:00:00 2026\nSubject: 1\n\n>From here\n\n\
              From b Tue Nov 24 09:00:00 2026\nSubject: 2\n\nx\n");
        assert_eq!(mails, [b"Subject: 1\n\nFrom here\n\n".to_vec(), b"Subject: 2\n\nx\n".to_vec()]);
    }

    #[test]
    fn moments_in_every_usual_form_begin_a_mail() {
        for line in [
            "From sd@court.example.test Fri Nov 20 16:40:02 2026",
            "From sd@court.example.test Fri Nov 20 16:40:02 2026\r\n",
            "From 1771-xx@xxx Fri Nov 20 16:40:02 +0800 2026",
            "From a@b Fri Nov 20 16:40:02 CST 2026",
            "From a@b Fri Nov 20 16:40 2026",
            "From a@b Fri, 20 Nov 2026 16:40:02 +0800 (CST)",
            "From Fri Nov 20 16:40:02 2026",
            "From - 2026-11-20 16:40:02",
            "From a@b 2026-11-20T16:40:02+08:00",
            "From a@b 2026/11/20 16:40 +0800",
        ] {
            assert!(is_from(line.as_bytes()), "{line}");
        }
        for line in [
            "From Monday on we are closed.",
            "From 10:00 on we are closed",
            "From Fri Nov 20 16:40 to 17:40 we are closed",
            "From: a@b Fri Nov 20 16:40:02 2026",
            " From a@b Fri Nov 20 16:40:02 2026",
            "From a@b Fri Nov 20 16:40:02",
            "From 2026-11-20 16:40 on we are closed",
            "From 2026-11-20 on",
        ] {
            assert!(!is_from(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn mails_are_told_apart_however_their_program_writes_the_line_ahead_of_them() {
        let mail = |nth: u32| format!("Subject: {nth}\n\ntext\n");
        for (line, before) in [
            ("From a@b Mon Nov 23 09:00:00 2026", ""),
            ("From - 2026-11-20 16:40:02", ""),
            ("From a@b 2026-11-20T16:40:02+08:00", "\n"),
            ("From - Fri Nov 20 16:40:02", ""),
            ("From a@b", "\n"),
            ("From ", "\n"),
        ] {
            for end in ["\n", "\r\n"] {
                let raw = format!("{line}\n{}{before}{line}\n{}", mail(1), mail(2)).replace('\n', end);
                let found = all(raw.as_bytes());
                assert_eq!(found.len(), 2, "{line:?} {end:?}");
                assert_eq!(found[1], mail(2).replace('\n', end).as_bytes());
            }
        }
    }

    #[test]
    fn a_mail_that_quotes_such_a_line_in_its_text_is_one() {
        for quoted in ["From sd@court.example.test Fri Nov 20 16:40:02 2026\nrest of it", "From \nrest", "From a@b\n\n"]
        {
            for first in ["From - Mon Nov 23 09:00:00 2026", "From a@b", "From "] {
                let mails = all(format!("{first}\nSubject: x\n\nhello\n\n{quoted}\n").as_bytes());
                assert_eq!(mails.len(), 1, "{first:?} {quoted:?}");
            }
        }
    }

    #[test]
    fn what_is_no_mailbox_is_one_mail_as_it_lies() {
        for raw in ["\nSubject: x\n\nFrom a@b Mon Nov 23 09:00:00 2026\n", "From us to you,\n\ngreetings", "x"] {
            assert_eq!(all(raw.as_bytes()), [raw.as_bytes()]);
        }
        // A line without a time begins a mailbox where a header stands below it.
        assert_eq!(all(b"From a@b\nSubject: x\n\ny"), [b"Subject: x\n\ny"]);
        assert!(all(b"").is_empty() && all(b"\n\n").is_empty());
        let twice = "From a@b Mon Nov 23 09:00:00 2026\n".repeat(2) + "Subject: x\n\ny";
        assert_eq!(all(twice.as_bytes()), [b"Subject: x\n\ny"]);
        let long = [b"Subject: ".as_slice(), &vec![b'x'; 3 * MOST_LINE + 5], b"\r\n\r\ny"].concat();
        assert_eq!(all(&long), [long.as_slice()]);
    }
}
