//! Header lines as their sender wrote them, and the addresses in them.

use crate::intake::Signals;
use crate::mail::{Header, Mail};

/// Header lines from the top: as written where known, else as decoded.
pub(super) struct Headers<'a> {
    lines: &'a [Header],
}

/// Headers that may stand once (RFC 5322 section 3.6), and those that decide how the body is read.
const ONCE: [&str; 8] = ["from", "sender", "reply-to", "to", "subject", "date", "message-id", "content-type"];

impl<'a> Headers<'a> {
    pub(super) fn of(mail: &'a Mail, signals: &'a Signals) -> Self {
        Self { lines: if signals.written.is_empty() { &mail.headers } else { &signals.written } }
    }

    pub(super) fn lines(&self) -> &'a [Header] {
        self.lines
    }

    /// Values of every line of this name, from the top.
    pub(super) fn all(&self, name: &str) -> Vec<&'a str> {
        let lines = self.lines.iter().filter(|line| line.name.trim().eq_ignore_ascii_case(name));
        lines.map(|line| line.value.as_str()).collect()
    }

    /// Names of lines that may stand once and stand several times.
    pub(super) fn repeated(&self) -> Vec<&'static str> {
        ONCE.into_iter().filter(|name| self.all(name).len() > 1).collect()
    }
}

/// Characters nobody sees, or that turn the reading direction.
pub(super) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}')
}

/// One mailbox list as written, its structure read before anything else.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Mailboxes {
    /// Addresses, lower case.
    pub(super) addresses: Vec<String>,
    /// Whether it is written as a group `name: a, b;`.
    pub(super) is_group: bool,
}

/// Reads a mailbox list: quoted strings and comments hide their marks.
pub(super) fn mailboxes(value: &str) -> Mailboxes {
    let mut found = Mailboxes::default();
    let (mut plain, mut angled) = (String::new(), None::<String>);
    let mut has_colon = false;
    let mut characters = value.chars();
    let mut depth = 0_usize;
    while let Some(c) = characters.next() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '\\' if depth > 0 => drop(characters.next()),
            _ if depth > 0 => {}
            '"' => skip_quoted(&mut characters, &mut plain),
            '<' => {
                // A second pair of angle brackets: mail programs do not agree which one counts.
                found.addresses.extend(angled.take().and_then(|first| address("", Some(first))));
                angled = Some(take_angled(&mut characters));
            }
            ',' | ';' => {
                found.is_group |= c == ';' && has_colon;
                found.addresses.extend(address(&plain, angled.take()));
                plain.clear();
            }
            ':' => {
                has_colon = true;
                plain.clear();
            }
            _ => plain.push(c),
        }
    }
    found.addresses.extend(address(&plain, angled));
    found
}

/// Passes over a quoted string. It may be a local part (`"a b"@x`): only a mark stays in its place.
fn skip_quoted(characters: &mut std::str::Chars<'_>, plain: &mut String) {
    while let Some(c) = characters.next() {
        match c {
            '\\' => drop(characters.next()),
            '"' => break,
            _ => {}
        }
    }
    plain.push('"');
}

fn take_angled(characters: &mut std::str::Chars<'_>) -> String {
    let mut inside = String::new();
    let mut is_quoted = false;
    for c in characters {
        match c {
            '"' => is_quoted = !is_quoted,
            '>' if !is_quoted => break,
            _ => {}
        }
        inside.push(c);
    }
    inside
}

fn address(plain: &str, angled: Option<String>) -> Option<String> {
    let text = angled.unwrap_or_else(|| plain.to_owned());
    // A source route `<@a,@b:x@y>` (obsolete, RFC 5322 section 4.4) ends at its colon.
    let text = if text.trim_start().starts_with('@') { text.rsplit(':').next().unwrap_or("").to_owned() } else { text };
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    (compact.matches('@').count() >= 1 && compact.len() > 2).then(|| compact.to_lowercase())
}

/// The domain of an address, without a final dot.
pub(super) fn domain_of(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structure_is_read_before_content() {
        let one = mailboxes("\"法院, <sd@court.example.test>\" <evil@elsewhere.test>");
        assert_eq!(one.addresses, ["evil@elsewhere.test"]);
        assert!(!one.is_group);
        assert_eq!(mailboxes("a@x.test, B@y.test").addresses, ["a@x.test", "b@y.test"]);
        assert_eq!(mailboxes("x (a@b.test, c) <d@e.test>").addresses, ["d@e.test"]);
        assert_eq!(mailboxes("<@relay.test,@r2.test:d@e.test>").addresses, ["d@e.test"]);
        assert!(mailboxes("法院: sd@court.example.test, b@c.test;").is_group);
        assert!(!mailboxes("undisclosed <d@e.test>").is_group);
        assert_eq!(mailboxes("x <a@b.test> <d@e.test>").addresses, ["a@b.test", "d@e.test"]);
        assert_eq!(mailboxes("").addresses.len(), 0);
    }
}
