//! How a service was answered outside of this program, told by its ledger entries: said, taken back, and registered in the
//! mailboxes that several computers share.

use serde::{Deserialize, Serialize};

use super::{Told, ToldMail};
use crate::ledger::{ByHandFact, Entry, Fact};

/// How an answer given by hand is registered for other desks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandClaim {
    /// Its tokens, the one that counts last; none where nobody registers in the service's mailboxes.
    pub tokens: Vec<String>,
    /// Whether other desks can see that it was answered.
    pub told: bool,
    /// Whether they can see that this does not count any more.
    pub ended: bool,
}

impl ToldMail {
    /// Whether other desks are still to be told of it: that it was answered by hand, or that this was taken back.
    pub fn owes_word_of_hand(&self) -> bool {
        let claim = self.by_hand_claim.as_deref();
        if self.is_answered_by_hand() {
            return claim.is_none_or(|claim| !claim.told);
        }
        claim.is_some_and(|claim| !claim.tokens.is_empty() && !claim.ended)
    }

    /// Whether the court has an answer that a person gave outside of this program. That none is needed is no answer.
    pub fn is_answered_by_hand(&self) -> bool {
        self.by_hand.as_deref().is_some_and(|[how, ..]| how != "none-needed")
    }

    fn hand(&mut self, fact: ByHandFact, entry: &Entry) {
        let claim = match fact {
            ByHandFact::TakenBack { why, .. } => {
                self.by_hand = None;
                self.by_hand_back = Some(Box::new([why, entry.by.clone(), entry.at.clone()]));
                return;
            }
            _ => self.by_hand_claim.get_or_insert_with(Box::default),
        };
        match fact {
            ByHandFact::Laying { token, .. } => {
                claim.tokens.push(token);
                (claim.told, claim.ended) = (false, false);
            }
            ByHandFact::Told { .. } => claim.told = true,
            // Said once more later, it is registered anew.
            ByHandFact::Ended { .. } => (claim.told, claim.ended) = (false, true),
            ByHandFact::TakenBack { .. } => {}
        }
    }
}

impl Told {
    /// What was said of an answer given outside of this program.
    pub(super) fn hand(&mut self, fact: Fact, entry: &Entry) {
        let service = match &fact {
            Fact::ReceiptByHand { service, .. } => service,
            Fact::ByHand(fact) => fact.service(),
            _ => return,
        };
        let Some(told) = self.services.get(service.as_str()).and_then(|at| self.mails.get_mut(at)) else { return };
        match fact {
            Fact::ReceiptByHand { how, note, .. } => {
                told.by_hand = Some(Box::new([how, note, entry.by.clone(), entry.at.clone()]));
                told.by_hand_back = None;
            }
            Fact::ByHand(fact) => told.hand(fact, entry),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::tell;
    use crate::id::{Digest, ServiceId};
    use crate::ledger::Arrived;

    fn told(facts: &[Fact]) -> ToldMail {
        let arrived = serde_json::json!({
            "mail": Digest::of(b"served"), "size_bytes": 1, "mailbox": "court", "folder": "INBOX", "uid": [7, 2],
            "file": null, "internal_date": null, "regime": "confirmed", "address": "a@office.example",
        });
        let arrived = Fact::Arrived(serde_json::from_value::<Arrived>(arrived).unwrap());
        let entries: Vec<Entry> = (1..)
            .zip(std::iter::once(&arrived).chain(facts))
            .map(|(seq, fact)| {
                let text = serde_json::to_string(fact).unwrap();
                assert_eq!(Fact::read(&text).unwrap(), *fact, "{text}");
                Entry::chained(seq, "2026-11-20T10:00:00+08:00".into(), "王敏".into(), text, Digest::zero())
            })
            .collect();
        tell(&entries).mails.remove(0)
    }

    fn service() -> ServiceId {
        ServiceId::of(&Digest::of(b"served"))
    }

    fn said(how: &str) -> Fact {
        Fact::ReceiptByHand { service: service(), how: how.into(), note: String::new() }
    }

    fn step(step: &str) -> Fact {
        let service = service();
        Fact::ByHand(match step {
            "back" => ByHandFact::TakenBack { service, why: "按错了".into() },
            "told" => ByHandFact::Told { service },
            "ended" => ByHandFact::Ended { service },
            token => ByHandFact::Laying { service, token: token.into() },
        })
    }

    #[test]
    fn what_was_said_can_be_taken_back_and_said_again() {
        assert!(told(&[said("platform")]).is_answered_by_hand());
        let back = told(&[said("platform"), step("back")]);
        assert!(back.by_hand.is_none() && !back.owes_word_of_hand(), "nobody was told of it: {back:?}");
        assert_eq!(*back.by_hand_back.unwrap(), ["按错了", "王敏", "2026-11-20T10:00:00+08:00"], "who took it back");
        let again = told(&[said("platform"), step("back"), said("post")]);
        assert!(again.is_answered_by_hand() && again.by_hand_back.is_none(), "the last word stands");
    }

    #[test]
    fn other_desks_are_told_once_that_it_was_answered_and_once_that_it_was_not() {
        assert!(told(&[said("platform")]).owes_word_of_hand());
        assert!(told(&[said("platform"), step("t1")]).owes_word_of_hand(), "a stop before it lay there");
        assert!(!told(&[said("platform"), step("t1"), step("told")]).owes_word_of_hand());
        assert!(!told(&[said("platform"), step("told")]).owes_word_of_hand(), "nobody registers there");
        assert!(!told(&[said("none-needed")]).owes_word_of_hand(), "another desk may still answer");
        let back = [said("platform"), step("t1"), step("told"), step("back")];
        assert!(told(&back).owes_word_of_hand());
        let ended = [back.as_slice(), &[step("ended")]].concat();
        assert!(!told(&ended).owes_word_of_hand());
        let again = told(&[ended.as_slice(), &[said("post")]].concat());
        assert!(again.owes_word_of_hand() && again.by_hand_claim.unwrap().ended, "under another token");
        let changed = told(&[said("platform"), step("t1"), step("told"), said("none-needed")]);
        assert!(changed.owes_word_of_hand(), "it was not answered after all");
    }
}
