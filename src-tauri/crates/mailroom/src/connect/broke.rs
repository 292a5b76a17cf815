//! What broke conversations in a folder: remembered beyond one conversation, so that one mail never holds up the others.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Window;

/// More UIDs than this are not remembered: then it is no single mail that is the trouble.
const MOST: usize = 200;

/// What broke conversations in a folder, or was refused, and what is done differently because of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Broke {
    /// So many mails are still fetched one at a time: one of those that were asked for together broke the answer.
    pub careful: u32,
    /// UIDs whose fetching broke a conversation or was refused, and how often. They come after all others.
    pub at: BTreeMap<u32, u32>,
    /// UIDs whose line in a list cannot be read: they are fetched without one, and never listed again.
    pub blind: BTreeSet<u32>,
    /// A stretch whose list broke off: it is listed in ever smaller parts.
    pub list: Option<Window>,
    /// The list of the news broke off: only their highest UID is asked for, and the stretch up to it listed in parts.
    pub news: bool,
}

impl Broke {
    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// A mail broke the conversation once more, or was refused once more.
    pub fn count(&mut self, uid: u32) {
        if self.at.len() < MOST || self.at.contains_key(&uid) {
            *self.at.entry(uid).or_default() += 1;
        }
    }

    /// A mail is kept, gone or on record: nothing is the matter with it any more.
    pub fn forget(&mut self, uid: u32) {
        self.at.remove(&uid);
    }

    /// The list from `first` to `last` broke off after the line of `heard`, where one was heard.
    pub fn list_broke(&mut self, first: u32, last: u32, heard: Option<u32>) {
        if first == last {
            self.list = None;
            self.count(first);
            if self.at.contains_key(&first) && self.blind.len() < MOST {
                self.blind.insert(first);
            }
            return;
        }
        let first =
            heard.and_then(|heard| heard.checked_add(1)).filter(|next| (first..=last).contains(next)).unwrap_or(first);
        self.list = Some(Window { first, last });
    }

    /// The list from `first` to `last` came: the trouble lies below it, if anywhere.
    pub fn list_came(&mut self, first: u32, last: u32) {
        if let Some(list) = self.list.filter(|list| first <= list.last && list.first <= last) {
            self.list = (list.first < first).then(|| Window { first: list.first, last: first - 1 });
        }
    }

    /// From where to list up to `last`, at most so far down as `first`: half of what broke off, nothing that is known to
    /// break.
    pub fn cut(&self, first: u32, last: u32) -> u32 {
        let mut from = first;
        match self.list {
            Some(list) if last > list.last => from = from.max(list.last + 1),
            Some(list) if last > list.first => from = from.max(last - (last - list.first - 1) / 2),
            Some(list) if last == list.first => from = last,
            _ => {}
        }
        let below = self.blind.range(from..last).next_back();
        below.map_or(from, |blind| blind + 1)
    }

    /// Reads what [`fmt::Display`] wrote; what cannot be read is left out, and learnt again.
    pub fn parse(text: &str) -> Self {
        let mut broke = Self::default();
        for word in text.split_whitespace() {
            let (kind, rest) = word.split_at_checked(1).unwrap_or_default();
            let numbers: Vec<u32> = rest.split('-').filter_map(|number| number.parse().ok()).collect();
            match (kind, numbers.as_slice()) {
                ("c", [count]) => broke.careful = *count,
                ("a" | "b", [uid, times]) => {
                    if *times > 0 {
                        broke.at.insert(*uid, *times);
                    }
                    if kind == "b" {
                        broke.blind.insert(*uid);
                    }
                }
                ("l", [first, last]) if first <= last => broke.list = Some(Window { first: *first, last: *last }),
                ("n", []) => broke.news = true,
                _ => {}
            }
        }
        broke
    }
}

/// `c12 a5-2 b7-1 l3-9 n`; empty when nothing is remembered.
impl fmt::Display for Broke {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = Vec::new();
        if self.careful > 0 {
            words.push(format!("c{}", self.careful));
        }
        for (uid, times) in self.at.iter().filter(|(uid, _)| !self.blind.contains(uid)) {
            words.push(format!("a{uid}-{times}"));
        }
        for uid in &self.blind {
            words.push(format!("b{uid}-{}", self.at.get(uid).copied().unwrap_or(0)));
        }
        words.extend(self.list.map(|list| format!("l{}-{}", list.first, list.last)));
        if self.news {
            words.push("n".to_owned());
        }
        f.write_str(&words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_remembered_comes_back_from_its_text() {
        let mut broke = Broke { careful: 12, news: true, ..Broke::default() };
        broke.count(5);
        broke.count(5);
        broke.list_broke(7, 7, None);
        broke.list_broke(10, 90, Some(20));
        assert_eq!(broke.to_string(), "c12 a5-2 b7-1 l21-90 n");
        assert_eq!(Broke::parse(&broke.to_string()), broke);
        assert!(Broke::parse("").is_empty() && Broke::parse("x a l9-3 中").is_empty());
        broke.forget(5);
        broke.forget(7);
        assert_eq!(broke.to_string(), "c12 b7-0 l21-90 n");
        assert_eq!(Broke::parse(&broke.to_string()), broke);
    }

    proptest! {
        /// However the UIDs lie, the one line that breaks is found, and all others are listed.
        #[test]
        fn a_line_that_cannot_be_read_is_narrowed_down(top in 1u32..3000, culprit in 1u32..3000, span in 1u32..2000, tells: bool) {
            let culprit = culprit.min(top);
            let (mut broke, mut listed, mut breaks) = (Broke::default(), BTreeSet::new(), 0);
            let mut last = top;
            while last > 0 {
                if broke.blind.contains(&last) {
                    last -= 1;
                    continue;
                }
                let first = broke.cut(last.saturating_sub(span - 1).max(1), last);
                prop_assert!(first <= last);
                if (first..=last).contains(&culprit) {
                    breaks += 1;
                    prop_assert!(breaks <= 14, "it never ends");
                    broke.list_broke(first, last, (tells && first < culprit).then(|| culprit - 1));
                } else {
                    broke.list_came(first, last);
                    listed.extend(first..=last);
                    last = first - 1;
                }
            }
            prop_assert_eq!(listed.len() as u32, top - 1);
            prop_assert_eq!(broke.at, BTreeMap::from([(culprit, 1)]));
        }
    }
}
