//! What did not come in one pass of an errand: a document that cannot be had keeps no other one from coming.

use std::collections::BTreeMap;
use std::time::Duration;

use songda_core::errand::zxfw::Offered;
use url::Url;

use super::client::FetchError;
use super::guard::place_of;

/// How often in a row documents may fail before the pass ends; each open one is tried once all the same.
const MOST_BREAKS: u32 = 8;
/// How often one document is asked for in a pass that its server says it does not have, or gives something else for.
const MOST_TIMES: u32 = 5;
/// How often in a row a server may not be reached at all: each time takes long, and seldom helps.
const MOST_UNREACHED: u32 = 2;
/// How long until a failure is tried again that passes by itself.
const SOON: Duration = Duration::from_secs(60);
/// How long until something is tried again that somebody may mend: a certificate, a full disk.
const LATER: Duration = Duration::from_secs(300);
/// Most documents named one by one.
const MOST_NAMED: usize = 10;

/// Why one document did not come.
struct Failure {
    name: String,
    code: &'static str,
    says: String,
    again: Option<Duration>,
    /// Whether it is worth another try in this pass.
    may_pass: bool,
    times: u32,
    /// Whether it was rather the server's trouble than this document's.
    is_tired: bool,
}

/// The documents that failed in this pass, and how things stand.
#[derive(Default)]
pub struct Failures {
    by_key: BTreeMap<String, Failure>,
    away: BTreeMap<String, u32>,
    in_a_row: u32,
    has_answered: bool,
}

/// Why an errand stops for now: code, words, and after how long it is tried again; never where a person must act.
#[derive(Debug, PartialEq, Eq)]
pub struct Stop(pub &'static str, pub String, pub Option<Duration>);

/// After how long an error may be gone; none when only a person can help.
pub fn again_after(error: &FetchError) -> Option<Duration> {
    match error {
        error if error.may_pass() => Some(SOON),
        FetchError::Local { .. } | FetchError::Tls { .. } | FetchError::Proxy { .. } => Some(LATER),
        _ => None,
    }
}

impl Failures {
    /// The document to ask for next: the one that failed least often, in the order of the list. None when every one that
    /// is open was tried as often as it is worth in one pass.
    pub fn next<'a>(&self, open: &[&'a Offered]) -> Option<(&'a Offered, &'a str)> {
        let most = MOST_BREAKS.max(u32::try_from(open.len()).unwrap_or(u32::MAX));
        let with_url = open.iter().filter_map(|it| Some((*it, it.url.as_deref()?)));
        let worth = with_url.filter(|(it, url)| self.is_worth(&it.key) && !self.is_away(url));
        worth.min_by_key(|(it, _)| self.times(&it.key)).filter(|_| self.in_a_row < most)
    }

    fn times(&self, key: &str) -> u32 {
        self.by_key.get(key).map_or(0, |failure| failure.times)
    }

    fn is_worth(&self, key: &str) -> bool {
        let known = self.by_key.get(key);
        known.is_none_or(|it| it.may_pass && (it.is_tired || it.times < MOST_TIMES))
    }

    fn is_away(&self, url: &str) -> bool {
        let host = Url::parse(url).ok().map(|url| place_of(&url));
        host.and_then(|host| self.away.get(&host)).is_some_and(|times| *times >= MOST_UNREACHED)
    }

    /// The platform answered in this pass: what breaks off now is no platform that is away.
    pub fn answered(&mut self) {
        self.has_answered = true;
    }

    /// How often in a row the question for the list may fail in this way before the pass ends.
    pub fn most(&self, error: &FetchError) -> u32 {
        match error {
            FetchError::Unreachable { .. } if !self.has_answered => MOST_UNREACHED,
            _ => MOST_BREAKS,
        }
    }

    /// A document did not come. Gives how long to wait before anything else is asked for, if at all.
    pub fn note(&mut self, document: &Offered, error: &FetchError) -> Option<Duration> {
        match error {
            FetchError::Unreachable { host, .. } => *self.away.entry(host.clone()).or_default() += 1,
            FetchError::Tls { host, .. } => *self.away.entry(host.clone()).or_default() += MOST_UNREACHED,
            // It answered, whatever it said.
            FetchError::Broken { host, .. }
            | FetchError::Busy { host, .. }
            | FetchError::Status { host, .. }
            | FetchError::Coded { host, .. }
            | FetchError::Short { host }
            | FetchError::NotDocument { host, .. } => {
                self.away.remove(host);
            }
            _ => {}
        }
        // A server that is busy wants rest; one that does not have this document may well have the next one.
        let is_tired = match error {
            FetchError::Unreachable { .. } | FetchError::Broken { .. } | FetchError::Busy { .. } => true,
            FetchError::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500..),
            _ => false,
        };
        let (code, says, again) = (error.code(), error.to_string(), again_after(error));
        let may_pass = again == Some(SOON) || error.may_be_chance();
        self.put(document, Failure { name: document.name.clone(), code, says, again, may_pass, times: 1, is_tired });
        (is_tired || (may_pass && self.times(&document.key) > 1)).then(|| pause(self.in_a_row))
    }

    /// A document's address is none.
    pub fn no_address(&mut self, document: &Offered) {
        let (name, code, says) = (document.name.clone(), "pickup.no-address", String::new());
        self.put(document, Failure { name, code, says, again: None, may_pass: false, times: 1, is_tired: false });
    }

    fn put(&mut self, document: &Offered, failure: Failure) {
        self.in_a_row += 1;
        let times = self.times(&document.key) + 1;
        self.by_key.insert(document.key.clone(), Failure { times, ..failure });
    }

    /// More of the document that just failed came than was there before: the server gives it, piece by piece. Gives how
    /// long to wait before anything else is asked for.
    pub fn went_on(&mut self) -> Duration {
        self.in_a_row = 0;
        pause(1)
    }

    /// A document came, from this host.
    pub fn came(&mut self, key: &str, host: &str) {
        self.by_key.remove(key);
        self.away.remove(host);
        self.in_a_row = 0;
    }

    /// What stays open of this pass, with the names of the documents that failed; none when none did. What a person must
    /// look at goes before what is tried again.
    pub fn stop(&self) -> Option<Stop> {
        let all = || self.by_key.values();
        let first = all().find(|failure| failure.again.is_none()).or_else(|| all().next())?;
        let named = |failure: &Failure| match failure.says.as_str() {
            "" => failure.name.clone(),
            says => format!("{}: {says}", failure.name),
        };
        let mut says: Vec<String> = all().take(MOST_NAMED).map(named).collect();
        if self.by_key.len() > MOST_NAMED {
            says.push(format!("+{}", self.by_key.len() - MOST_NAMED));
        }
        let again = all().filter_map(|failure| failure.again).min();
        Some(Stop(first.code, says.join("; "), again))
    }
}

/// How long to wait after so many failures in a row.
pub fn pause(in_a_row: u32) -> Duration {
    Duration::from_millis(100 * 2_u64.pow(in_a_row.min(6)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errands::guard::Refusal;

    fn offered(keys: &[&str]) -> Vec<Offered> {
        let one = |key: &&str| Offered {
            key: (*key).to_owned(),
            name: format!("{key}.pdf"),
            court: None,
            url: Some(format!("https://files.example.test/{key}")),
        };
        keys.iter().map(one).collect()
    }

    fn status(status: u16) -> FetchError {
        FetchError::Status { host: "files.example.test".into(), status }
    }

    #[test]
    fn what_failed_waits_until_the_others_were_tried() {
        let all = offered(&["a", "b", "c"]);
        let open: Vec<&Offered> = all.iter().collect();
        let mut failures = Failures::default();
        let next = |failures: &Failures| failures.next(&open).map(|(it, _)| it.key.clone());
        assert_eq!(next(&failures).unwrap(), "a");
        assert_eq!(failures.note(&all[0], &status(404)), None, "the next one is asked for at once");
        assert_eq!(next(&failures).unwrap(), "b");
        let large = FetchError::TooLarge { host: String::new(), limit: 1 };
        failures.note(&all[1], &large);
        failures.came("c", "files.example.test");
        let rest = [&all[0], &all[1]];
        assert_eq!(failures.next(&rest).unwrap().0.key, "a", "what is too large now stays so");
        for _ in 1..MOST_TIMES {
            assert_eq!(failures.next(&rest).unwrap().0.key, "a");
            assert!(failures.note(&all[0], &status(404)).is_some());
        }
        assert!(failures.next(&rest).is_none());
        let Stop(code, says, again) = failures.stop().unwrap();
        assert_eq!((code, again), ("pickup.too-large", Some(SOON)), "one needs a person, the other is tried again");
        assert!(says.contains("a.pdf") && says.contains("b.pdf") && !says.contains("c.pdf"), "{says}");
    }

    #[test]
    fn what_is_sent_astray_now_and_then_is_tried_again_at_once_and_left_to_a_person_in_the_end() {
        let all = offered(&["a"]);
        let open: Vec<&Offered> = all.iter().collect();
        let mut failures = Failures::default();
        let astray = FetchError::Astray(Refusal::NotHttps("http://portal.example.test".into()));
        for _ in 0..MOST_TIMES {
            assert!(failures.next(&open).is_some());
            failures.note(&all[0], &astray);
        }
        assert!(failures.next(&open).is_none());
        let Stop(code, _, again) = failures.stop().unwrap();
        assert_eq!((code, again), ("pickup.not-https", None));
        let mut failures = Failures::default();
        for _ in 0..MOST_TIMES {
            assert!(failures.next(&open).is_some(), "so with an answer that means nothing for a document");
            failures.note(&all[0], &status(204));
        }
        assert!(failures.next(&open).is_none());
        // One whose own address is wrong is not asked for once more.
        let mut failures = Failures::default();
        failures.note(&all[0], &FetchError::Refused(Refusal::NotHttps("http://portal.example.test".into())));
        assert!(failures.next(&open).is_none());
    }

    #[test]
    fn a_server_that_is_away_is_not_asked_for_each_of_many() {
        let all = offered(&["a", "b", "c", "d"]);
        let open: Vec<&Offered> = all.iter().collect();
        let mut failures = Failures::default();
        let away = FetchError::Unreachable { host: "files.example.test".into(), says: String::new() };
        for one in &all[..2] {
            assert!(failures.next(&open).is_some());
            assert!(failures.note(one, &away).is_some());
        }
        assert!(failures.next(&open).is_none());
        assert_eq!(failures.stop().unwrap().0, "pickup.unreachable");
    }

    #[test]
    fn a_server_that_answers_now_and_then_is_not_away() {
        let all = offered(&["a", "b", "c", "d"]);
        let open: Vec<&Offered> = all.iter().collect();
        let mut failures = Failures::default();
        let host = "files.example.test";
        let away = FetchError::Unreachable { host: host.into(), says: String::new() };
        assert_eq!((failures.most(&away), failures.most(&status(503))), (MOST_UNREACHED, MOST_BREAKS));
        failures.answered();
        assert_eq!(failures.most(&away), MOST_BREAKS);
        for one in [&all[0], &all[1], &all[2]] {
            failures.note(one, &away);
            assert!(failures.next(&open).is_some());
            failures.came("d", host);
        }
        failures.note(&all[0], &away);
        failures.note(&all[1], &status(404));
        failures.note(&all[2], &away);
        assert!(failures.next(&open).is_some());
        failures.note(&all[3], &away);
        assert!(failures.next(&open).is_none());
    }

    #[test]
    fn many_that_fail_are_each_tried_once() {
        let keys: Vec<String> = (0..20).map(|nth| format!("{nth:02}")).collect();
        let all = offered(&keys.iter().map(String::as_str).collect::<Vec<_>>());
        let open: Vec<&Offered> = all.iter().collect();
        let mut failures = Failures::default();
        let mut tried = Vec::new();
        while let Some((it, _)) = failures.next(&open) {
            tried.push(it.key.clone());
            failures.note(it, &status(404));
        }
        assert_eq!(tried, keys);
        assert!(failures.stop().unwrap().1.ends_with("+10"));
    }
}
