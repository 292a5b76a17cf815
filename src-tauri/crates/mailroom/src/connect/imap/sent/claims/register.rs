//! What is remembered of the register from one look to the next, and which of its numbers were not shown.

use std::collections::{BTreeSet, HashSet};

use songda_core::receipt::claim::{Act, Claim};

use super::claim_of;
use crate::clock;

/// So many numbers below the last are looked for where they are not shown: what is being laid has one of the last.
const LAST: u32 = 16;

/// What is remembered of the folder.
#[derive(Debug, Default)]
pub(in crate::connect::imap::sent) struct Register {
    /// The folder's name on the wire.
    pub(super) wire: String,
    /// UIDVALIDITY.
    pub(super) validity: u32,
    /// The highest UID that was shown.
    pub(super) upto: u32,
    /// Claims that were shown.
    pub(super) claims: Vec<Claim>,
    /// Numbers among the last that were not shown. Most were deleted; a server that gives numbers before it shows what it
    /// takes may show one yet, and it would come before a claim that lies there already.
    pub(super) unshown: BTreeSet<u32>,
}

impl Register {
    /// Takes up what was shown from this number on, before `next` where the server says it.
    pub(super) fn take(&mut self, first: u32, next: Option<u32>, shown: Vec<(u32, Option<Claim>)>) {
        let numbers: BTreeSet<u32> = shown.iter().map(|(uid, _)| *uid).collect();
        self.upto = numbers.last().copied().unwrap_or(0).max(self.upto);
        let end = next.unwrap_or(0).max(self.upto);
        self.unshown = (first.max(end.saturating_sub(LAST))..end).filter(|uid| !numbers.contains(uid)).collect();
        self.claims.extend(shown.into_iter().filter_map(|(_, claim)| claim));
    }

    /// Takes up what was shown of the numbers that were not shown before; the rest is gone.
    pub(super) fn take_late(&mut self, shown: Vec<(u32, Option<Claim>)>) {
        self.unshown.clear();
        self.claims.extend(shown.into_iter().filter_map(|(_, claim)| claim));
    }

    /// Takes up a claim that was just laid, if it lies right behind all that was read: nobody's can lie between.
    pub(super) fn follows(&mut self, place: (u32, u32), text: &str) -> bool {
        let is_next = self.validity == place.0 && self.upto.checked_add(1) == Some(place.1);
        let Some(claim) = claim_of(place.1, text.as_bytes()).filter(|_| is_next) else { return false };
        self.upto = place.1;
        self.claims.push(Claim { since: clock::written(clock::now()), ..claim });
        true
    }

    /// Whether a claim lies there that none of these tokens laid.
    pub(super) fn is_of_others(&self, own: &HashSet<String>) -> bool {
        let laid_by = |claim: &Claim| match &claim.act {
            Act::Ends(token) | Act::Done(token) | Act::Unsure(token) => own.contains(token),
            Act::Lays | Act::Replaces(_) => own.contains(&claim.token),
        };
        !self.claims.iter().all(laid_by)
    }
}
