//! How far a folder has been read: UIDVALIDITY, the highest UID, and the windows below it that are still to be filled.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};

use chrono::{DateTime, FixedOffset};

use super::broke::Broke;

/// More windows than this are run together: a mail looked at twice costs a moment, a long row of numbers every moment.
const MOST_WINDOWS: usize = 500;

/// How far one folder has been read. Every UID from 1 to `upto` that lies in no open window is kept, gone, on record
/// as not taken, or was left out because it is older than the first look goes back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// UIDVALIDITY (RFC 9051 section 2.3.1.1); 0 before the first look.
    pub validity: u32,
    /// Highest UID ever listed.
    pub upto: u32,
    /// What is still to be looked at below `upto`.
    pub open: Windows,
    /// Mails that the server dated before this moment were left out by the first look; none: it took all.
    pub since: Option<DateTime<FixedOffset>>,
    /// Only mails up to this UID were there at the first look and may be left out; whatever came later is taken,
    /// also when it bears an old date because somebody moved it.
    pub old_to: u32,
    /// Whose numbers these are: server, user and address. Empty where an earlier version did not say.
    pub account: String,
    /// The highest mail that was listed: another one in its place shows that the numbers mean other mails now.
    pub mark: Option<Mark>,
    /// What broke conversations here.
    pub broke: Broke,
}

/// A mail by which a folder is recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// UID.
    pub uid: u32,
    /// RFC822.SIZE.
    pub size_bytes: u32,
    /// INTERNALDATE.
    pub dated: Option<DateTime<FixedOffset>>,
}

impl Mark {
    /// Whether a mail listed with the same UID is another one, as far as both are described.
    pub fn differs(&self, size_bytes: Option<u32>, dated: Option<DateTime<FixedOffset>>) -> bool {
        size_bytes.is_some_and(|size| size != self.size_bytes)
            || self.dated.zip(dated).is_some_and(|(was, is)| was != is)
    }

    /// Reads what [`fmt::Display`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.splitn(3, ' ');
        let (uid, size_bytes) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let dated = words.next().and_then(|dated| DateTime::parse_from_rfc3339(dated).ok());
        Some(Self { uid, size_bytes, dated })
    }
}

/// `17 20480 2026-11-20T16:42:11+08:00`; without the date where there is none.
impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.uid, self.size_bytes)?;
        self.dated.map_or(Ok(()), |dated| write!(f, " {}", dated.to_rfc3339()))
    }
}

impl Progress {
    /// Before the first mail of a folder: everything up to `top` is still to be looked at.
    pub fn begin(validity: u32, top: u32, since: Option<DateTime<FixedOffset>>) -> Self {
        Self { validity, upto: top, open: Windows::of(1, top), since, old_to: top, ..Self::default() }
    }

    /// A folder of which everything up to `upto` is done.
    pub fn done_to(validity: u32, upto: u32) -> Self {
        Self { validity, upto, ..Self::default() }
    }

    /// There are mails up to `top`: what lies between is to be looked at.
    pub fn raise(&mut self, top: u32) {
        if let Some(first) = self.upto.checked_add(1).filter(|first| *first <= top) {
            self.open.open(first, top);
            self.upto = top;
        }
    }

    /// A mail was listed: the highest one is remembered.
    pub fn know(&mut self, uid: u32, size_bytes: Option<u32>, dated: Option<DateTime<FixedOffset>>) {
        if let Some(size_bytes) = size_bytes.filter(|_| self.mark.is_none_or(|mark| uid > mark.uid)) {
            self.mark = Some(Mark { uid, size_bytes, dated });
        }
    }

    /// The UIDs from `first` to `last` are done with, but for those that are put off.
    pub fn close(&mut self, first: u32, last: u32, put_off: &BTreeSet<u32>) {
        let still: Vec<u32> =
            self.broke.at.keys().chain(put_off).copied().filter(|uid| self.open.holds(*uid)).collect();
        self.open.close(first, last);
        for uid in still {
            self.open.open(uid, uid);
        }
    }

    /// Whether a mail with this date belongs to what is taken. One without a date always does.
    pub fn reaches(&self, uid: u32, dated: Option<DateTime<FixedOffset>>) -> bool {
        uid > self.old_to || self.since.zip(dated).is_none_or(|(since, dated)| dated >= since)
    }
}

/// UIDs from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Lowest UID.
    pub first: u32,
    /// Highest UID.
    pub last: u32,
}

/// Windows in ascending order that neither touch nor overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Windows(Vec<Window>);

impl Windows {
    /// One window, or none when it holds no UID.
    pub fn of(first: u32, last: u32) -> Self {
        let mut windows = Self::default();
        windows.open(first, last);
        windows
    }

    /// Whether nothing is open.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The highest window.
    pub fn newest(&self) -> Option<Window> {
        self.0.last().copied()
    }

    /// Whether a UID lies in a window.
    pub fn holds(&self, uid: u32) -> bool {
        self.0.iter().any(|window| (window.first..=window.last).contains(&uid))
    }

    /// How many UIDs lie in the windows.
    pub fn span(&self) -> u64 {
        self.0.iter().map(|window| u64::from(window.last - window.first) + 1).sum()
    }

    /// Opens the UIDs from `first` to `last`.
    pub fn open(&mut self, first: u32, last: u32) {
        if first > last || first == 0 {
            return;
        }
        let mut new = Window { first, last };
        let touches = |one: &Window, new: &Window| {
            one.first <= new.last.saturating_add(1) && new.first <= one.last.saturating_add(1)
        };
        let (joined, mut apart): (Vec<Window>, Vec<Window>) = self.0.iter().partition(|one| touches(one, &new));
        for one in joined {
            new = Window { first: new.first.min(one.first), last: new.last.max(one.last) };
        }
        apart.push(new);
        apart.sort_by_key(|one| one.first);
        self.0 = apart;
        self.run_together();
    }

    /// Closes the UIDs from `first` to `last`.
    pub fn close(&mut self, first: u32, last: u32) {
        if first > last {
            return;
        }
        let mut rest = Vec::with_capacity(self.0.len() + 1);
        for one in &self.0 {
            if one.last < first || one.first > last {
                rest.push(*one);
                continue;
            }
            if one.first < first {
                rest.push(Window { first: one.first, last: first - 1 });
            }
            if one.last > last {
                rest.push(Window { first: last + 1, last: one.last });
            }
        }
        self.0 = rest;
    }

    /// Everything from 1 to `last` that is none of these UIDs, which come in ascending order.
    pub fn without(done: impl IntoIterator<Item = u32>, last: u32) -> Self {
        let mut gaps = Vec::new();
        let mut next = 1_u32;
        for uid in done {
            if uid > next {
                gaps.push(Window { first: next, last: uid - 1 });
            }
            next = next.max(uid.saturating_add(1));
        }
        if next <= last {
            gaps.push(Window { first: next, last });
        }
        let mut windows = Self(gaps);
        windows.run_together();
        windows
    }

    fn run_together(&mut self) {
        if self.0.len() <= MOST_WINDOWS {
            return;
        }
        if let (Some(first), Some(last)) = (self.0.first(), self.0.last()) {
            self.0 = vec![Window { first: first.first, last: last.last }];
        }
    }

    /// Reads what [`fmt::Display`] wrote. What cannot be read is none: the caller looks at everything then.
    pub fn parse(text: &str) -> Option<Self> {
        let mut windows = Self::default();
        for one in text.split(',').map(str::trim).filter(|one| !one.is_empty()) {
            let (first, last) = one.split_once('-')?;
            let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
            if first == 0 || first > last {
                return None;
            }
            windows.open(first, last);
        }
        Some(windows)
    }
}

/// `1-400,500-620`; empty when nothing is open.
impl fmt::Display for Windows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, window) in self.0.iter().enumerate() {
            if nth > 0 {
                f.write_char(',')?;
            }
            write!(f, "{}-{}", window.first, window.last)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn windows_open_close_and_come_back_from_their_text() {
        let mut windows = Windows::of(1, 400);
        windows.open(500, 620);
        assert_eq!(windows.to_string(), "1-400,500-620");
        windows.close(380, 520);
        assert_eq!(windows.to_string(), "1-379,521-620");
        windows.close(600, 620);
        windows.open(380, 520);
        assert_eq!((windows.to_string(), windows.span()), ("1-599".to_owned(), 599));
        assert_eq!(Windows::parse(" 1-599"), Some(windows));
        assert_eq!(Windows::parse(""), Some(Windows::default()));
        for wrong in ["x", "5", "9-3", "0-4", "1-99999999999"] {
            assert_eq!(Windows::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Windows::of(4, 3), Windows::default());
        assert_eq!(Windows::of(1, u32::MAX).span(), u64::from(u32::MAX));
    }

    #[test]
    fn a_mark_comes_back_from_its_text_and_knows_another_mail() {
        let dated = DateTime::parse_from_rfc3339("2026-11-20T16:42:11+08:00").ok();
        let mark = Mark { uid: 17, size_bytes: 20480, dated };
        assert_eq!(mark.to_string(), "17 20480 2026-11-20T16:42:11+08:00");
        assert_eq!(Mark::parse(&mark.to_string()), Some(mark));
        assert_eq!(Mark::parse("17 20480"), Some(Mark { dated: None, ..mark }));
        assert_eq!((Mark::parse(""), Mark::parse("x 1")), (None, None));
        assert!(!mark.differs(Some(20480), dated) && !mark.differs(None, None));
        assert!(mark.differs(Some(20481), dated));
        assert!(mark.differs(Some(20480), DateTime::parse_from_rfc3339("2026-11-20T16:42:12+08:00").ok()));
    }

    #[test]
    fn what_is_put_off_stays_open() {
        let mut progress = Progress::begin(7, 10, None);
        progress.broke.count(5);
        progress.close(3, 10, &BTreeSet::from([8, 99]));
        assert_eq!(progress.open.to_string(), "1-2,5-5,8-8");
        progress.broke.forget(5);
        progress.close(3, 8, &BTreeSet::new());
        assert_eq!(progress.open.to_string(), "1-2");
    }

    #[test]
    fn what_is_not_done_is_open() {
        assert_eq!(Windows::without([2, 3, 7], 9).to_string(), "1-1,4-6,8-9");
        assert_eq!(Windows::without([1, 2], 2), Windows::default());
        let many = Windows::without((1..=2000).map(|nth| nth * 2), 4000);
        assert_eq!(many.to_string(), "1-3999");
    }

    #[test]
    fn a_raised_folder_opens_what_lies_between() {
        let mut progress = Progress::done_to(7, 10);
        progress.raise(9);
        assert!(progress.open.is_empty());
        progress.raise(12);
        assert_eq!((progress.open.to_string(), progress.upto), ("11-12".to_owned(), 12));
    }

    proptest! {
        #[test]
        fn windows_are_a_set_of_numbers(steps in proptest::collection::vec((any::<bool>(), 1u32..80, 0u32..20), 0..40)) {
            let (mut windows, mut set) = (Windows::default(), BTreeSet::new());
            for (opens, first, length) in steps {
                let last = first + length;
                if opens {
                    windows.open(first, last);
                    set.extend(first..=last);
                } else {
                    windows.close(first, last);
                    set.retain(|uid| !(first..=last).contains(uid));
                }
                prop_assert!((1..120).all(|uid| windows.holds(uid) == set.contains(&uid)));
                prop_assert_eq!(windows.span(), set.len() as u64);
                prop_assert_eq!(Windows::parse(&windows.to_string()), Some(windows.clone()));
            }
        }
    }
}
