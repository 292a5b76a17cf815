//! Where what an id names stands: an office has hundreds of thousands of ids, and most are twenty hex digits and a letter.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::id::DocumentId;

/// Places by id.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Places<T> {
    packed: HashMap<[u8; 11], T>,
    /// Of ids that are written otherwise.
    others: BTreeMap<String, T>,
}

impl<T> Default for Places<T> {
    fn default() -> Self {
        Self { packed: HashMap::new(), others: BTreeMap::new() }
    }
}

impl<T: Copy> Places<T> {
    pub(super) fn get(&self, id: &str) -> Option<T> {
        match packed(id) {
            Some(packed) => self.packed.get(&packed),
            None => self.others.get(id),
        }
        .copied()
    }

    pub(super) fn insert(&mut self, id: &str, place: T) {
        match packed(id) {
            Some(packed) => self.packed.insert(packed, place),
            None => self.others.insert(id.to_owned(), place),
        };
    }
}

impl<T: Copy + Ord> Places<T> {
    /// Every id with its place, in order.
    pub(super) fn all(&self) -> Vec<(DocumentId, T)> {
        let packed = self.packed.iter().map(|(id, place)| (unpacked(id), *place));
        let others = self.others.iter().map(|(id, place)| (DocumentId::from_text(id), *place));
        let mut all: Vec<_> = packed.chain(others).collect();
        all.sort_unstable();
        all
    }

    pub(super) fn of(all: Vec<(DocumentId, T)>) -> Self {
        let mut places = Self { packed: HashMap::with_capacity(all.len()), others: BTreeMap::new() };
        all.into_iter().for_each(|(id, place)| places.insert(id.as_str(), place));
        places
    }
}

/// The id that was packed.
fn unpacked([letter, digits @ ..]: &[u8; 11]) -> DocumentId {
    let digit = |value: u8| if value < 10 { b'0' + value } else { b'a' + value - 10 };
    let pairs = digits.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    let mut text = [0; 21];
    text.iter_mut().zip(std::iter::once(*letter).chain(pairs)).for_each(|(place, byte)| *place = byte);
    DocumentId::from_text(std::str::from_utf8(&text).unwrap_or_default())
}

/// The letter and the number of an id as this program makes them; no two have the same.
fn packed(id: &str) -> Option<[u8; 11]> {
    let (letter, digits) = id.as_bytes().split_first()?;
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let mut packed = [*letter; 11];
    let (pairs, rest) = digits.as_chunks::<2>();
    if pairs.len() != packed.len() - 1 || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in packed.iter_mut().skip(1).zip(pairs) {
        *byte = value(*high)? << 4 | value(*low)?;
    }
    Some(packed)
}

/// Mails that brought one paper, first one first: hardly any paper comes twice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Carriers {
    One(usize),
    Many(Vec<usize>),
}

impl Carriers {
    pub(super) fn add(&mut self, place: usize) {
        match self {
            Self::One(first) if *first == place => {}
            Self::One(first) => *self = Self::Many(vec![*first, place]),
            Self::Many(all) if all.contains(&place) => {}
            Self::Many(all) => all.push(place),
        }
    }

    pub(super) fn places(&self) -> &[usize] {
        match self {
            Self::One(first) => std::slice::from_ref(first),
            Self::Many(all) => all,
        }
    }
}

/// Where the documents of one mail lie: a handful of them, in the order of their ids.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Filed(Vec<(DocumentId, String)>);

impl Filed {
    /// Where a document lies, below the case root.
    pub fn get(&self, document: &DocumentId) -> Option<&String> {
        let at = self.0.binary_search_by(|(id, _)| id.cmp(document)).ok()?;
        self.0.get(at).map(|(_, path)| path)
    }

    /// Whether a document lies anywhere.
    pub fn contains_key(&self, document: &DocumentId) -> bool {
        self.get(document).is_some()
    }

    /// Every place, in the order of the ids.
    pub fn values(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(_, path)| path)
    }

    /// Whether none lies anywhere.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn insert(&mut self, document: DocumentId, path: String) {
        match self.0.binary_search_by(|(id, _)| id.cmp(&document)) {
            Ok(at) => {
                if let Some(known) = self.0.get_mut(at) {
                    known.1 = path;
                }
            }
            Err(at) => {
                // Few come, and none of them alone: spare places of fifty thousand mails would cost more than they save.
                self.0.reserve_exact(1);
                self.0.insert(at, (document, path));
            }
        }
    }

    pub(super) fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_has_its_own_place_however_it_is_written() {
        let ids = [
            "s0123456789abcdef0123",
            "d0123456789abcdef0123",
            "s0123456789abcdef0124",
            "s0123456789ABCDEF0123",
            "s0123456789abcdef012",
            "s0123456789abcdef01234",
            "s0123456789abcdef012g",
            "中123456789abcdef0123",
            "s",
            "",
            "own deadline",
        ];
        let mut places = Places::default();
        for (nth, id) in ids.iter().enumerate() {
            assert_eq!(places.get(id), None, "{id}");
            places.insert(id, nth);
        }
        for (nth, id) in ids.iter().enumerate() {
            assert_eq!(places.get(id), Some(nth), "{id}");
        }
        assert_eq!((places.packed.len(), places.others.len()), (3, ids.len() - 3));
        assert_eq!(Places::of(places.all()), places);
        places.insert(ids[0], 77);
        assert_eq!(places.get(ids[0]), Some(77));
    }

    #[test]
    fn documents_lie_where_they_were_put_last() {
        let ids: Vec<DocumentId> = ["d3", "d1", "d2"].map(DocumentId::from_text).into();
        let mut filed = Filed::default();
        assert!(filed.is_empty() && filed.get(&ids[0]).is_none());
        for (nth, id) in ids.iter().chain(&ids[..1]).enumerate() {
            filed.insert(id.clone(), nth.to_string());
        }
        assert_eq!(ids.iter().map(|id| filed.get(id).unwrap().as_str()).collect::<Vec<_>>(), ["3", "1", "2"]);
        assert_eq!(filed.values().collect::<Vec<_>>(), ["1", "2", "3"]);
        assert!(!filed.contains_key(&DocumentId::from_text("d4")));
    }

    #[test]
    fn each_mail_carries_a_paper_once() {
        let mut carriers = Carriers::One(3);
        carriers.add(3);
        assert_eq!(carriers.places(), [3]);
        for place in [5, 3, 5, 4] {
            carriers.add(place);
        }
        assert_eq!(carriers.places(), [3, 5, 4]);
    }
}
