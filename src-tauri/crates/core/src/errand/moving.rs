//! Documents without a number on a list that moves them each time: known again by their names, and by what came already.

use std::collections::{BTreeMap, BTreeSet};

use super::Errand;
use super::zxfw::{Offered, is_by_place};
use crate::id::Digest;
use crate::ledger::ListedRecord;

/// So many times as there are documents of one name something is fetched that is there already, before two of them are
/// taken to be alike: a list may give them in another order each time.
const MOST_AGAIN: usize = 8;
/// And never more often than this.
const MOST_OF_ALL: usize = 400;

/// What one pass over a platform's lists has seen of documents without a number, by the name they share.
#[derive(Debug, Default)]
pub struct Moving {
    before: BTreeMap<String, BTreeSet<String>>,
    moving: BTreeSet<String>,
    mixed: BTreeSet<String>,
    again: BTreeMap<String, usize>,
}

impl Moving {
    /// The list with every document under the key it had first. None where the list must be asked for once more before it
    /// can be told whether its addresses change, or other documents stand there.
    pub fn settle(&mut self, mut offered: Vec<Offered>, told: &Errand) -> Option<Vec<Offered>> {
        let mut is_open = false;
        for (name, places) in by_name(&offered) {
            let now: BTreeSet<String> =
                places.iter().filter_map(|at| offered.get(*at)).map(|it| it.key.clone()).collect();
            let known = known(&name, told);
            match self.before.insert(name.clone(), now.clone()) {
                Some(before) => {
                    // A moment ago others stood there: nobody puts papers there so fast.
                    let is_moving = !now.is_subset(&before) && !before.is_subset(&now);
                    self.moving.extend(is_moving.then(|| name.clone()));
                }
                None => {
                    let has_new = now.iter().any(|key| !known.contains(key));
                    is_open |= has_new && known.iter().any(|key| !now.contains(key));
                }
            }
            let is_mixed = self.mixed.contains(&name);
            if is_mixed || self.moving.contains(&name) {
                let turn = self.again.get(&name).copied().unwrap_or_default();
                pair(&mut offered, &places, (&known, told), (is_mixed, turn));
            }
        }
        (!is_open).then_some(offered)
    }

    /// Whether what comes under this key may be another document of its name than came under it before.
    pub fn is_unsure(&self, one: &Offered) -> bool {
        is_by_place(&one.key) && self.alike(one) > 1
    }

    /// How many documents without a number the last list had of one name.
    fn alike(&self, one: &Offered) -> usize {
        self.before.get(&name_of(&one.key, &one.name)).map_or(0, BTreeSet::len)
    }

    /// Whether bytes that came under a key are those of another document of its name: then another one is to be fetched
    /// for it, until so much came again that two of them must be alike.
    pub fn came_again(&mut self, one: &Offered, sha256: &Digest, told: &Errand) -> bool {
        let name = name_of(&one.key, &one.name);
        let is_same = |key: &String| *key != one.key && told.stored.get(key).is_some_and(|it| it.sha256 == *sha256);
        if !self.is_unsure(one) || !known(&name, told).iter().any(is_same) {
            self.again.remove(&name);
            return false;
        }
        let most = (MOST_AGAIN * self.alike(one)).min(MOST_OF_ALL);
        self.mixed.insert(name.clone());
        let again = self.again.entry(name).or_default();
        *again += 1;
        *again <= most
    }
}

/// Gives each of these places a key that was known before: its own where addresses stay, else whichever is left.
fn pair(
    offered: &mut [Offered],
    places: &[usize],
    (known, told): (&[String], &Errand),
    (is_mixed, turn): (bool, usize),
) {
    let own: BTreeSet<String> = places.iter().filter_map(|at| offered.get(*at)).map(|it| it.key.clone()).collect();
    let stays = |key: &String| !is_mixed && own.contains(key);
    let mut keys: Vec<String> = known.iter().filter(|key| !stays(key)).cloned().collect();
    let moved = |at: &usize| offered.get(*at).is_some_and(|it| is_mixed || !known.contains(&it.key));
    let open: Vec<usize> = places.iter().copied().filter(moved).collect();
    if keys.len() > open.len() {
        // Some were taken off the list: those that came already may be.
        keys.sort_by_key(|key| told.stored.contains_key(key));
        keys.truncate(open.len());
    }
    let place = picked(turn, &own);
    let more: Vec<String> = own.into_iter().filter(|key| !known.contains(key)).collect();
    let missing = open.len().saturating_sub(keys.len());
    keys.extend(more.into_iter().take(missing));
    let by = place.checked_rem(keys.len()).unwrap_or_default();
    keys.rotate_left(by);
    for (at, key) in open.iter().zip(keys) {
        if let Some(one) = offered.get_mut(*at) {
            one.key = key;
        }
    }
}

/// Each try at another place, by no order that a list could turn in as well: one that does would hide the same document
/// from every try.
fn picked(turn: usize, places: &BTreeSet<String>) -> usize {
    if turn == 0 {
        return 0;
    }
    let turn = turn.to_le_bytes();
    let pieces: Vec<&[u8]> = std::iter::once(turn.as_slice()).chain(places.iter().map(String::as_bytes)).collect();
    let dice = Digest::of_pieces(&pieces);
    dice.bytes().iter().take(4).fold(0, |sum, byte| sum << 8 | usize::from(*byte))
}

/// Where on a list the documents without a number stand, by name.
fn by_name(offered: &[Offered]) -> BTreeMap<String, Vec<usize>> {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, one) in offered.iter().enumerate().filter(|(_, one)| is_by_place(&one.key)) {
        places.entry(name_of(&one.key, &one.name)).or_default().push(at);
    }
    places
}

/// By what documents without a number belong together: their name; those that have none are of one kind.
pub(super) fn name_of(key: &str, name: &str) -> String {
    if key.starts_with('@') { String::new() } else { name.to_owned() }
}

/// Keys of a name that earlier lists gave, in their order.
fn known(name: &str, told: &Errand) -> Vec<String> {
    let is_one = |it: &&ListedRecord| is_by_place(&it.key) && name_of(&it.key, &it.name) == name;
    told.listed.iter().filter(is_one).map(|it| it.key.clone()).collect()
}

#[cfg(test)]
mod tests;
