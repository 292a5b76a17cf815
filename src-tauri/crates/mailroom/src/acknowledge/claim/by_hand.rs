//! An answer given by hand, registered for the other desks: they would send a receipt beside it.

use chrono::{DateTime, Duration};
use songda_core::case::{Told, ToldMail};
use songda_core::id::{ReceiptId, ServiceId};
use songda_core::ledger::{ByHandFact, Fact};
use songda_core::receipt::claim::Act;

use super::unregistered::heard;
use super::{Claiming, Place, accounts, keys, token, unfound};
use crate::acknowledge::others::{Others, Question, Reply};
use crate::acknowledge::ties;
use crate::clock;
use crate::connect::sent::claims::Verdict;
use crate::view::Problem;

/// What was answered longer ago is nothing that another desk is about to answer, in days.
const OLDEST_DAYS: i64 = 30;
/// So often another desk's claim may come in between within one try.
const MOST_TRIES: usize = 4;

/// What other desks are to be told of an answer by hand.
struct Owing {
    service: ServiceId,
    /// That it was given; else that it was taken back.
    given: bool,
    claiming: Claiming,
}

impl Others<'_> {
    /// Says in the mailboxes where receipts are registered which services were answered by hand, and which were not after
    /// all. What cannot be said now is said later.
    pub(in crate::acknowledge) async fn tell_by_hand(&self) {
        for mut owing in self.owing().await {
            let service = owing.service.clone();
            let fact = match Box::pin(self.tell_one(&mut owing)).await {
                Ok(()) if owing.given => ByHandFact::Told { service },
                Ok(()) => ByHandFact::Ended { service },
                Err(problem) => {
                    tracing::warn!(code = %problem.code, %service, "an answer by hand is not told to other desks yet");
                    continue;
                }
            };
            if self.record(fact).await.is_err() {
                return;
            }
        }
    }

    async fn owing(&self) -> Vec<Owing> {
        let told = self.room.told.read().await;
        let is_recent = |mail: &&ToldMail| {
            let said = mail.by_hand.as_deref().and_then(|[.., at]| DateTime::parse_from_rfc3339(at).ok());
            said.is_none_or(|said| clock::now() < said + Duration::days(OLDEST_DAYS))
        };
        let all = told.mails.iter().filter(|mail| mail.owes_word_of_hand()).filter(is_recent);
        let due = all.filter(|mail| self.room.looks_for(&ReceiptId::from_text(mail.service_id().as_str())));
        let owed = due.map(|mail| self.owed(&told, mail));
        owed.filter(|owed| !owed.claiming.places.is_empty()).collect()
    }

    fn owed(&self, told: &Told, mail: &ToldMail) -> Owing {
        let claim = mail.by_hand_claim.as_deref().cloned().unwrap_or_default();
        let seen = ties::channels(told, mail).into_iter().flat_map(|channel| &channel.sightings);
        let mut places: Vec<_> = seen.filter_map(|seen| self.room.mailbox(&seen.mailbox)).cloned().collect();
        places.dedup_by(|one, other| one.id == other.id);
        let claiming = Claiming {
            places: accounts(places),
            keys: keys(told, mail, None),
            token: claim.tokens.last().filter(|_| !claim.ended).cloned(),
            own: claim.tokens,
            replaces: None,
            waived: false,
            before: None,
            seen: false,
        };
        Owing { service: mail.service_id(), given: mail.is_answered_by_hand(), claiming }
    }

    async fn tell_one(&self, owing: &mut Owing) -> Result<(), Problem> {
        let Owing { service, given, claiming } = owing;
        self.keep_registers(claiming).await.map_err(|error| Problem::from(&error))?;
        claiming.places = heard(self, std::mem::take(&mut claiming.places)).await;
        if *given {
            for place in claiming.places.clone() {
                self.lay(service, claiming, &place).await?;
            }
        }
        // Where nothing can be laid there is nobody to be told.
        claiming.places = heard(self, std::mem::take(&mut claiming.places)).await;
        // Nothing is said but of a claim that stands there.
        for token in &claiming.own {
            let act = if *given { Act::Done(token.clone()) } else { Act::Ends(token.clone()) };
            self.tell_act(claiming, &act).await.map_err(|error| Problem::from(&error))?;
        }
        Ok(())
    }

    /// Lays a claim that is first: another desk's that has not sent yet is replaced, for the court has its answer.
    /// Where another desk has answered as well nothing is laid.
    async fn lay(&self, service: &ServiceId, claiming: &mut Claiming, (place, server): &Place) -> Result<(), Problem> {
        for _ in 0..MOST_TRIES {
            let token = match claiming.token.clone() {
                Some(token) => token,
                None => {
                    let (token, service) = (token()?, service.clone());
                    self.record(ByHandFact::Laying { service, token: token.clone() }).await?;
                    self.laid(&token).await;
                    claiming.own.push(token.clone());
                    claiming.token.insert(token).clone()
                }
            };
            let text = claiming.text(&place.address, &token);
            let bid = claiming.bid(&token, &text);
            let held = match Box::pin(self.ask(place, server, Question::Hold(&bid))).await {
                Ok(held) => held,
                Err(error) => return self.without(place, error).await.map(drop).map_err(|error| Problem::from(&error)),
            };
            match held {
                Reply::Turn(Verdict::Held(..) | Verdict::Answered(..)) => return Ok(()),
                Reply::Turn(Verdict::Behind(first, _)) => {
                    // This token may lie there already and wait behind: another one takes the first's place.
                    (claiming.token, claiming.replaces) = (None, Some(first.token));
                }
                _ => (claiming.token, claiming.replaces) = (None, None),
            }
        }
        Err(Problem::from(&unfound(server)))
    }

    async fn record(&self, fact: ByHandFact) -> Result<(), Problem> {
        self.room.store.append(&self.room.stamp(), "songda", &[Fact::ByHand(fact)], None).await?;
        self.room.changed().await
    }
}
