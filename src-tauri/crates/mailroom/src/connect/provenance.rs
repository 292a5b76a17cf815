//! Where a mail came from, as far as it can be known when it is first seen: the evidence written with its arrival.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use songda_core::id::Digest;
use songda_core::ledger::ArrivalRecord;
use songda_core::mail::Header;

use crate::clock;
use crate::connect::Sighting;
use crate::signals::auth;

/// Most `Received` lines that are written down; the raw mail holds them all.
const MOST_LINES: usize = 40;
/// A mail that was told of later than this after its INTERNALDATE, in seconds, was moved there or delayed.
const LONGEST_DELAY: i64 = 3_600;
/// A difference beyond this, in seconds, is no clock's: such a date was written by a hand or a broken server.
const MOST_AHEAD: i64 = 86_400;
/// Longest line that is written down, in characters.
const LONGEST_LINE: usize = 1_000;

/// The conversation in which mails were seen: the same for all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Name of the server as it was asked for and as its certificate bears it out.
    pub server: String,
    /// Port.
    pub port: u16,
    /// SHA-256 of the server's certificate.
    pub certificate: Option<Digest>,
    /// The server's greeting.
    pub greeting: String,
    /// What the server says of itself (RFC 2971).
    pub id: Vec<(String, String)>,
    /// When the server told the news that led to this look, while it was waited for.
    pub told_at: Option<DateTime<FixedOffset>>,
}

/// Draws up the record of one arrival.
pub fn record(sighting: &Sighting, raw: &[u8], authserv_id: Option<&str>) -> ArrivalRecord {
    let headers = auth::written(raw);
    let lines = headers.iter().filter(|header| header.name.eq_ignore_ascii_case("received"));
    let received: Vec<String> = lines.map(|header| clipped(&header.value)).collect();
    let provenance: Option<&Arc<Provenance>> = sighting.provenance.as_ref();
    ArrivalRecord {
        server: provenance.map(|it| it.server.clone()),
        port: provenance.map(|it| it.port),
        certificate: provenance.and_then(|it| it.certificate),
        greeting: provenance.map(|it| it.greeting.clone()).filter(|it| !it.is_empty()),
        server_id: provenance.map(|it| it.id.clone()).unwrap_or_default(),
        first_seen: Some(clock::now().to_rfc3339()),
        clock_ahead_secs: ahead(sighting),
        received_lines: u32::try_from(received.len()).unwrap_or(u32::MAX),
        received: received.into_iter().take(MOST_LINES).collect(),
        authentication_results: results(&headers, authserv_id),
    }
}

/// Seconds by which our clock is ahead of the server's, as far as one mail shows it. A mail that the server told of
/// while it was waited for arrived in that moment, so the difference is the clocks' and at most the server's own
/// delay. Without that, only a mail that "arrives" after it was seen shows something: ours is behind.
fn ahead(sighting: &Sighting) -> Option<i64> {
    let arrived = sighting.internal_date?;
    let told_at = sighting.provenance.as_ref().and_then(|it| it.told_at);
    let seen = told_at.unwrap_or_else(clock::now);
    let ahead = seen.signed_duration_since(arrived).num_seconds();
    let is_shown = (-MOST_AHEAD..0).contains(&ahead) || (told_at.is_some() && (0..=LONGEST_DELAY).contains(&ahead));
    is_shown.then_some(ahead)
}

/// The results of the mailbox's own server, as written: the topmost line, or the topmost that bears the name the
/// office believes, and those of the same writer that follow it before another server's `Received`.
fn results(headers: &[Header], authserv_id: Option<&str>) -> Vec<String> {
    let is_results = |header: &Header| header.name.eq_ignore_ascii_case("authentication-results");
    let is_believed =
        |header: &Header| is_results(header) && authserv_id.is_none_or(|id| writer(&header.value) == writer(id));
    let Some(first) = headers.iter().position(is_believed) else { return Vec::new() };
    let rest = headers.get(first..).unwrap_or_default();
    let by = rest.first().map(|header| writer(&header.value)).unwrap_or_default();
    let own = rest.iter().take_while(|header| !header.name.eq_ignore_ascii_case("received"));
    own.filter(|header| is_results(header) && writer(&header.value) == by)
        .map(|header| clipped(&header.value))
        .take(MOST_LINES)
        .collect()
}

/// Who wrote a line of results (RFC 8601 section 2.5), in small letters.
fn writer(value: &str) -> String {
    let end = |c: char| c == ';' || c.is_whitespace();
    value.trim().split(end).next().unwrap_or_default().to_ascii_lowercase()
}

fn clipped(value: &str) -> String {
    value.chars().take(LONGEST_LINE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &[u8] = b"Authentication-Results: mx.office.example; dkim=pass header.d=court.example\r\n\
        Authentication-Results: mx.office.example; spf=pass\r\n\
        Received: from a.example by mx.office.example;\r\n Fri, 20 Nov 2026 16:42:11 +0800\r\n\
        Authentication-Results: evil.example; dkim=pass\r\n\
        Received: from b.example by a.example; Fri, 20 Nov 2026 16:42:10 +0800\r\n\
        Subject: x\r\n\r\nReceived: not a header\r\n";

    fn sighting(internal: &str, told_at: Option<&str>) -> Sighting {
        let moment = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
        let provenance = Provenance {
            server: "imap.example.test".into(),
            port: 993,
            certificate: Some(Digest::of(b"certificate")),
            greeting: "ready".into(),
            id: vec![("name".into(), "Example".into())],
            told_at: told_at.map(moment),
        };
        Sighting {
            mailbox: "court".into(),
            folder: "INBOX".into(),
            uid: None,
            file: None,
            internal_date: Some(moment(internal)),
            provenance: Some(Arc::new(provenance)),
        }
    }

    #[test]
    fn a_record_holds_the_server_the_way_and_the_results_of_its_own() {
        let record = record(&sighting("2026-11-20T16:42:11+08:00", None), MAIL, None);
        assert_eq!((record.server.as_deref(), record.port), (Some("imap.example.test"), Some(993)));
        assert_eq!(record.certificate, Some(Digest::of(b"certificate")));
        assert_eq!(record.greeting.as_deref(), Some("ready"));
        assert_eq!(record.server_id, [("name".to_owned(), "Example".to_owned())]);
        assert_eq!(record.received_lines, 2);
        assert!(record.received[0].starts_with("from a.example by mx.office.example; Fri, 20"), "{record:?}");
        assert_eq!(record.authentication_results.len(), 2, "another server's are not its own: {record:?}");
        assert!(record.authentication_results[1].contains("spf=pass"));
    }

    #[test]
    fn only_the_results_of_the_believed_writer_are_written_down() {
        let seen = sighting("2026-11-20T16:42:11+08:00", None);
        assert_eq!(record(&seen, MAIL, Some("evil.example")).authentication_results.len(), 1);
        assert!(record(&seen, MAIL, Some("mx.elsewhere.example")).authentication_results.is_empty());
    }

    #[test]
    fn the_clocks_difference_is_told_only_where_a_mail_shows_it() {
        let told = |internal: &str, at: &str| ahead(&sighting(internal, Some(at)));
        assert_eq!(told("2026-11-20T16:42:11+08:00", "2026-11-20T08:42:13Z"), Some(2));
        assert_eq!(told("2026-11-20T16:42:11+08:00", "2026-11-20T16:40:11+08:00"), Some(-120));
        assert_eq!(ahead(&sighting("2020-01-01T00:00:00+08:00", None)), None, "an old mail shows nothing");
        let later = |hours| (clock::now() + chrono::TimeDelta::hours(hours)).to_rfc3339();
        assert!(ahead(&sighting(&later(20), None)).is_some_and(|ahead| (-72_001..-71_000).contains(&ahead)));
        for impossible in ["2999-01-01T00:00:00+08:00", &later(25)] {
            assert_eq!(ahead(&sighting(impossible, None)), None, "no clock is wrong by so much");
        }
        assert_eq!(told("2026-11-22T16:42:11+08:00", "2026-11-20T16:42:11+08:00"), None);
    }

    #[test]
    fn a_flood_of_lines_is_counted_and_not_written_down() {
        let mut raw = b"Received: x\r\n".repeat(500);
        raw.extend_from_slice(b"\r\n");
        let record = record(&sighting("2026-11-20T16:42:11+08:00", None), &raw, None);
        assert_eq!(record.received.len(), MOST_LINES);
        assert!(record.received_lines >= 100, "{}", record.received_lines);
    }
}
