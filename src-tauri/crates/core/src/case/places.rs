//! Where what an id names stands: an office has hundreds of thousands of ids, and most are twenty hex digits and a letter.

use std::collections::{BTreeMap, HashMap};

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
#[derive(Clone, Debug, PartialEq)]
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
        places.insert(ids[0], 77);
        assert_eq!(places.get(ids[0]), Some(77));
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
