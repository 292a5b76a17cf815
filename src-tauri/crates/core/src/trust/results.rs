//! Authentication-Results (RFC 8601): read in full, and believed only from the mailbox's own server.

use core::net::IpAddr;

use super::headers::Headers;
use crate::reference::Senders;

/// One Authentication-Results line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Results {
    /// Who wrote it, lower case.
    pub(super) authserv_id: String,
    /// What it saw.
    pub(super) seen: Vec<Seen>,
}

/// One method's result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// `dkim`, `spf`, `dmarc` …, lower case.
    pub(super) method: String,
    /// `pass`, `fail` …, lower case.
    pub(super) result: String,
    /// Properties such as `header.d`, names in lower case.
    pub(super) properties: Vec<(String, String)>,
}

impl Seen {
    fn property(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The signing domain: `header.d`, else the domain of `header.i`.
    pub(super) fn signer(&self) -> Option<String> {
        let domain = self.property("header.d").or_else(|| self.property("header.i"));
        domain.map(domain_in)
    }

    /// The envelope sender's domain.
    pub(super) fn mail_from(&self) -> Option<String> {
        self.property("smtp.mailfrom").or_else(|| self.property("smtp.mail")).map(domain_in)
    }

    /// The domain of From that DMARC was asked for.
    pub(super) fn header_from(&self) -> Option<String> {
        self.property("header.from").map(domain_in)
    }
}

/// The domain of an address, or the text itself where it is a domain already.
fn domain_in(value: &str) -> String {
    let domain = value.rsplit('@').next().unwrap_or("");
    domain.trim().trim_matches(['<', '>']).trim_end_matches('.').to_lowercase()
}

/// A piece of a line: a word (with its quoted parts resolved) or `=`.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Word { text: String, is_quoted: bool },
    Equals,
}

/// Reads one line. `None` when a comment or quoted string does not end, or its version is unknown:
/// such a line is believed in nothing.
pub(super) fn parse(value: &str) -> Option<Results> {
    let mut segments = segments(value)?.into_iter();
    let mut head = segments.next()?.into_iter();
    let Piece::Word { text: authserv_id, .. } = head.next()? else { return None };
    match head.next() {
        None => {}
        Some(Piece::Word { text, is_quoted: false }) if text == "1" => {}
        Some(_) => return None,
    }
    if head.next().is_some() {
        return None;
    }
    let seen = segments.filter_map(|pieces| method(&pieces)).collect();
    Some(Results { authserv_id: authserv_id.trim_end_matches('.').to_lowercase(), seen })
}

/// Pieces between semicolons, comments left out.
fn segments(value: &str) -> Option<Vec<Vec<Piece>>> {
    let mut segments = vec![Vec::new()];
    let mut word: Option<(String, bool)> = None;
    let mut characters = value.chars().peekable();
    while let Some(c) = characters.next() {
        let is_plain = !(c.is_whitespace() || "(;=\"".contains(c));
        if is_plain || c == '"' {
            let (text, is_quoted) = word.get_or_insert_with(|| (String::new(), false));
            if is_plain {
                text.push(c);
            } else {
                quoted(&mut characters, text)?;
                *is_quoted = true;
            }
            continue;
        }
        if let (Some((text, is_quoted)), Some(last)) = (word.take(), segments.last_mut()) {
            push_word(last, text, is_quoted);
        }
        match c {
            '(' => comment(&mut characters)?,
            ';' => segments.push(Vec::new()),
            '=' => segments.last_mut()?.push(Piece::Equals),
            _ => {}
        }
    }
    if let (Some((text, is_quoted)), Some(last)) = (word, segments.last_mut()) {
        push_word(last, text, is_quoted);
    }
    Some(segments)
}

/// Blanks and comments may stand around the dot of `header.d`.
fn push_word(pieces: &mut Vec<Piece>, text: String, is_quoted: bool) {
    if let Some(Piece::Word { text: before, is_quoted: false }) = pieces.last_mut()
        && (before.ends_with('.') || text.starts_with('.'))
        && !is_quoted
    {
        before.push_str(&text);
        return;
    }
    pieces.push(Piece::Word { text, is_quoted });
}

fn quoted(characters: &mut impl Iterator<Item = char>, text: &mut String) -> Option<()> {
    loop {
        match characters.next()? {
            '"' => return Some(()),
            '\\' => text.push(characters.next()?),
            c => text.push(c),
        }
    }
}

fn comment(characters: &mut impl Iterator<Item = char>) -> Option<()> {
    let mut depth = 1_usize;
    while depth > 0 {
        match characters.next()? {
            '(' => depth += 1,
            ')' => depth -= 1,
            '\\' => drop(characters.next()?),
            _ => {}
        }
    }
    Some(())
}

/// `method[/version] = result *(name = value)`; `None` for `none` and for what is no such thing.
fn method(pieces: &[Piece]) -> Option<Seen> {
    let mut pairs = Vec::new();
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        match (piece, pieces.get(at + 1), pieces.get(at + 2)) {
            (Piece::Word { text: name, is_quoted: false }, Some(Piece::Equals), Some(Piece::Word { text, .. })) => {
                pairs.push((name.to_lowercase(), text.clone()));
                at += 3;
            }
            // A stray `=` ends base64 values such as header.b; a lone word says nothing. Neither may open the line.
            _ if pairs.is_empty() => return None,
            _ => at += 1,
        }
    }
    let mut pairs = pairs.into_iter();
    let (name, result) = pairs.next()?;
    let method = name.split('/').next().unwrap_or("").to_owned();
    Some(Seen { method, result: result.to_lowercase(), properties: pairs.collect() })
}

/// What stands in the mail's Authentication-Results.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Believed {
    /// The one line that is believed.
    pub(super) results: Option<Results>,
    /// Who wrote the lines that are not.
    pub(super) passed_over: Vec<String>,
}

/// Finds the line that is believed: the topmost one of the mailbox's own server, written when it took the mail in,
/// so it stands above the line in which that server says it received the mail. Anything below that line
/// was already in the mail when it came and could be written by anybody.
pub(super) fn believed(headers: &Headers<'_>, authserv_id: Option<&str>, senders: &Senders) -> Believed {
    let own = authserv_id.map(|id| id.trim().trim_end_matches('.').to_lowercase()).filter(|id| !id.is_empty());
    let mut found = Believed::default();
    let mut is_decided = false;
    for (at, line) in headers.lines().iter().enumerate() {
        if !line.name.trim().eq_ignore_ascii_case("authentication-results") {
            continue;
        }
        let results = parse(&line.value);
        let id = results.as_ref().map_or_else(|| first_word(&line.value), |results| results.authserv_id.clone());
        let is_own = own.as_deref() == Some(id.as_str());
        if is_own && !is_decided {
            is_decided = true;
            if let Some(own) = &own
                && results.is_some()
                && stands_where_written(headers, at, own, senders)
            {
                found.results = results;
                continue;
            }
        }
        found.passed_over.push(id);
    }
    found
}

fn first_word(value: &str) -> String {
    let word = value.trim().split(|c: char| c.is_whitespace() || c == ';').next().unwrap_or("");
    word.to_lowercase()
}

/// Whether the line at `at` stands right above the Received line of its own server, under nothing but
/// hand-overs inside the same house.
fn stands_where_written(headers: &Headers<'_>, at: usize, own: &str, senders: &Senders) -> bool {
    let received = |line: &&crate::mail::Header| line.name.trim().eq_ignore_ascii_case("received");
    let above = headers.lines().iter().take(at).filter(received);
    let is_under_hand_overs = above.map(|line| Hop::read(&line.value)).all(|hop| hop.is_inside(own, senders));
    let below = headers.lines().iter().skip(at + 1).find(received).map(|line| Hop::read(&line.value));
    is_under_hand_overs && below.is_some_and(|hop| hop.is_by(own))
}

/// One Received line.
struct Hop {
    by: String,
    from: Option<String>,
    /// Network addresses in the part before `by`, where the receiving server writes whom it really spoke to.
    peers: Vec<IpAddr>,
    /// Whether the line tells of the last step into a mailbox (LMTP, RFC 2033).
    is_last_step: bool,
}

impl Hop {
    fn read(value: &str) -> Self {
        let words = words_outside_comments(value);
        let after = |mark: &str| {
            let at = words.iter().position(|(word, _)| word.eq_ignore_ascii_case(mark))?;
            words.get(at + 1).map(|(word, _)| word.trim_end_matches('.').to_lowercase())
        };
        let by_at = words.iter().find(|(word, _)| word.eq_ignore_ascii_case("by")).map_or(value.len(), |(_, at)| *at);
        let clause = value.get(..by_at).unwrap_or(value);
        let peers = clause.split(|c: char| c.is_whitespace() || "()[],;=".contains(c));
        let peers = peers.filter_map(|word| word.trim_start_matches("IPv6:").parse().ok()).collect();
        let starts_from = words.first().is_some_and(|(word, _)| word.eq_ignore_ascii_case("from"));
        let is_last_step = after("with").is_some_and(|protocol| protocol.starts_with("lmtp"));
        Self { by: after("by").unwrap_or_default(), from: after("from").filter(|_| starts_from), peers, is_last_step }
    }

    fn is_by(&self, own: &str) -> bool {
        self.by == own || self.by.strip_suffix(own).is_some_and(|rest| rest.ends_with('.'))
    }

    /// Whether this line is a hand-over inside the house of `own`: written by one of its servers,
    /// about a mail that came from a private address or from no network at all. A last step over loopback
    /// never left its machine, whatever name that machine gives itself.
    fn is_inside(&self, own: &str, senders: &Senders) -> bool {
        let is_of_house = self.is_by(own) || (own.contains('.') && senders.is_aligned(&self.by, own));
        let is_from_house = if self.from.is_none() { self.peers.is_empty() } else { !self.peers.is_empty() };
        let is_over_loopback = !self.peers.is_empty() && self.peers.iter().all(IpAddr::is_loopback);
        let is_on_one_machine = self.is_last_step && self.from.is_some() && is_over_loopback;
        is_on_one_machine || is_of_house && is_from_house && self.peers.iter().all(is_private)
    }
}

fn is_private(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_private() || v4.is_loopback() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

/// Words of a line outside its comments, each with the byte it starts at, up to the date.
fn words_outside_comments(value: &str) -> Vec<(&str, usize)> {
    let mut words = Vec::new();
    let (mut start, mut depth) = (None, 0_usize);
    for (at, c) in value.char_indices() {
        let ends = c.is_whitespace() || c == '(' || c == ';' || depth > 0;
        if ends && let Some(from) = start.take() {
            words.push((value.get(from..at).unwrap_or(""), from));
        }
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => return words,
            _ if !ends && start.is_none() => start = Some(at),
            _ => {}
        }
    }
    if let Some(from) = start {
        words.push((value.get(from..).unwrap_or(""), from));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_full_line_is_read() {
        let line = "mx.office.example 1 (a (nested) comment); spf=pass (ok; dkim=pass) smtp.mailfrom=\"a;b\"@court.example.test;\r\n \
                    dkim=pass (2048-bit key) reason=\"good; signature\" header.d=Court.Example.Test header.i=@court.example.test header.b=AbC=;\
                    dkim/1 = fail header . d = other.test; dmarc=pass policy.dmarc=none header.from=court.example.test";
        let read = parse(line).unwrap();
        assert_eq!(read.authserv_id, "mx.office.example");
        let short: Vec<_> = read.seen.iter().map(|it| (it.method.as_str(), it.result.as_str())).collect();
        assert_eq!(short, [("spf", "pass"), ("dkim", "pass"), ("dkim", "fail"), ("dmarc", "pass")]);
        assert_eq!(read.seen[0].mail_from().as_deref(), Some("court.example.test"));
        assert_eq!(read.seen[1].signer().as_deref(), Some("court.example.test"));
        assert_eq!(read.seen[2].signer().as_deref(), Some("other.test"));
        assert_eq!(read.seen[3].header_from().as_deref(), Some("court.example.test"));
    }

    #[test]
    fn broken_and_foreign_lines_say_nothing() {
        assert_eq!(parse("mx.office.example; none").unwrap().seen, []);
        assert_eq!(parse("mx.office.example; dkim=pass (never ends"), None);
        assert_eq!(parse("mx.office.example 2; dkim=pass header.d=a.test"), None);
        assert_eq!(parse("mx.office.example evil; dkim=pass"), None);
        assert_eq!(parse(""), None);
        let only = parse("\"mx.office.example\"; =pass; pass; dkim pass").unwrap();
        assert_eq!((only.authserv_id.as_str(), only.seen.len()), ("mx.office.example", 0));
    }

    #[test]
    fn hand_overs_inside_the_house_are_told_from_mail_that_came_from_outside() {
        let inside = |line: &str| Hop::read(line).is_inside("mx.office.example", &Senders::default());
        assert!(inside("from mx.office.example ([127.0.0.1]) by vm with LMTP id 1; Tue, 24 Nov 2026 19:38:51 +0000"));
        assert!(inside("from mx.office.example ([10.0.0.3]) by store.mx.office.example with ESMTP; Tue"));
        assert!(!inside("from mx.office.example ([10.0.0.3]) by vm with ESMTP; Tue"), "another house");
        assert!(!inside("from mx.office.example ([203.0.113.9]) by vm with LMTP; Tue"), "from outside");
        assert!(!inside("from mx.office.example by vm with LMTP; Tue"), "from nobody knows where");
    }

    proptest! {
        #[test]
        fn nothing_breaks_the_reader(line in "[a-z.=;()\"\\\\ @/1\u{4e2d}]{0,60}") {
            let _ = parse(&line);
            let _ = Hop::read(&line).is_inside("a.b", &Senders::default());
        }
    }
}
