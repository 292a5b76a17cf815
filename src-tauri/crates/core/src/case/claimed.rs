//! How a receipt is registered in its mailbox before it leaves, told by its ledger entries.

use serde::{Deserialize, Serialize};

use crate::ledger::{ClaimFact, Entry};

/// The claim of a receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldClaim {
    /// Its tokens, the one that counts last. A new one is taken after the last was given up or replaced.
    pub tokens: Vec<String>,
    /// Whether the last token was given up: it counts no more.
    pub ended: bool,
    /// Id of the mailbox in which it was the first when the receipt was let go.
    pub held: Option<String>,
    /// Whether other desks registered there as well.
    pub beside: bool,
    /// A mailbox that took no registration: the receipt left without one.
    pub refused: Option<Refused>,
    /// Another desk that was first, as far as was seen last.
    pub behind: Option<Behind>,
    /// The token of another desk's claim that a person took over.
    pub replaces: Option<String>,
    /// The person's word: to take over, or to let it go unregistered.
    pub insisted: Option<Insisted>,
    /// Whether it was said there that it left.
    pub done: bool,
    /// Whether it was said there that nobody knows whether it left.
    pub unsure: bool,
    /// Whether another desk that was first said so of its own, as far as was seen last: the court may have that one.
    pub perhaps_beside: bool,
    /// Whether a person lets it go though it could not be registered.
    pub waived: bool,
}

/// Another desk's claim that is first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behind {
    /// Id of the mailbox in the settings.
    pub mailbox: String,
    /// The claim's token.
    pub token: String,
    /// When the mailbox's server took it, RFC 3339; empty where it does not say.
    pub since: String,
    /// When this desk saw it first, RFC 3339.
    pub seen_at: String,
    /// Whether a person must decide.
    pub overdue: bool,
}

/// A mailbox that took no registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Its id in the settings.
    pub mailbox: String,
    /// The server's words.
    pub says: String,
}

/// A person's word about a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Insisted {
    /// Who.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// Why.
    pub why: String,
}

impl ToldClaim {
    /// The token that counts.
    pub fn token(&self) -> Option<&str> {
        self.tokens.last().filter(|_| !self.ended).map(String::as_str)
    }

    pub(super) fn take(&mut self, fact: ClaimFact, entry: &Entry) {
        let insisted = |why: String| Some(Insisted { by: entry.by.clone(), at: entry.at.clone(), why });
        match fact {
            ClaimFact::Laying { token, replaces, why, .. } => {
                self.tokens.push(token);
                self.ended = false;
                if replaces.is_some() {
                    self.behind = None;
                }
                // Without a reason no person took over: the other's answer was seen and decided about before.
                if replaces.is_some() && !why.is_empty() {
                    self.insisted = insisted(why);
                }
                self.replaces = replaces;
            }
            ClaimFact::Held { mailbox, beside, .. } => {
                self.refused.take_if(|refused| refused.mailbox == mailbox);
                self.beside |= beside;
                self.held = Some(mailbox);
                self.behind = None;
            }
            ClaimFact::Refused { mailbox, says, .. } => {
                self.held.take_if(|held| *held == mailbox);
                self.refused = Some(Refused { mailbox, says });
                self.behind = None;
            }
            ClaimFact::Waived { why, .. } => {
                self.waived = true;
                self.insisted = insisted(why);
            }
            ClaimFact::Ended { token, .. } => self.ended |= self.tokens.last() == Some(&token),
            ClaimFact::Done { .. } => self.done = true,
            ClaimFact::Unsure { .. } => self.unsure = true,
            ClaimFact::Behind { .. } => {}
        }
    }

    /// Another desk is first; gives the code of that trouble.
    pub(super) fn behind(&mut self, fact: ClaimFact, entry: &Entry) -> Option<&'static str> {
        let ClaimFact::Behind { mailbox, token, since, overdue, unsure, .. } = fact else { return None };
        self.perhaps_beside = unsure;
        let before = self.behind.take().filter(|before| before.token == token);
        let seen_at = before.map_or_else(|| entry.at.clone(), |before| before.seen_at);
        self.behind = Some(Behind { mailbox, token, since, seen_at, overdue });
        Some(if overdue { "receipt.claim-overdue" } else { "receipt.claimed" })
    }
}
