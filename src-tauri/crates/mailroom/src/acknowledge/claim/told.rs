//! What became of a registered receipt, told where it is registered.
//!
//! That it does not leave after all, or that it left without a copy among the sent mails.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use songda_core::case::{ReceiptState, ToldReceipt};
use songda_core::id::ReceiptId;
use songda_core::ledger::{ClaimFact, Fact};
use songda_core::receipt::claim::Act;

use super::{Claiming, text};
use crate::acknowledge::Way;
use crate::acknowledge::others::{Others, Question};
use crate::clock;
use crate::connect::ConnectError;
use crate::settings::MailboxSettings;

/// So long after it left a receipt lies among the sent mails, or the copy was refused.
const COPIED_WITHIN: Duration = Duration::from_secs(10 * 60);

/// What became of a registered receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// It surely does not leave.
    Over,
    /// It left by a way that leaves no copy.
    Left,
    /// It was handed over, and nobody knows whether it was taken.
    Unsure,
}

impl Others<'_> {
    /// Says where receipts are registered what became of them: that one does not leave after all, so that another desk need
    /// not wait until a person decides; or that one left without a copy. What cannot be said now is said later.
    pub(in crate::acknowledge) async fn tell_claims(&self) {
        let over: Vec<(ToldReceipt, Outcome)> = {
            let (told, now) = (self.room.told.read().await, clock::now());
            let all = told.mails.iter().flat_map(|mail| &mail.receipts);
            let outcome = |receipt: &ToldReceipt| outcome(self.room.mailbox(&receipt.queued.mailbox)?, receipt, now);
            let over = all.filter_map(|receipt| Some((receipt, outcome(receipt)?)));
            // Counted apart from looks for those of which nobody knows whether they left.
            let due = |receipt: &ToldReceipt| ReceiptId::from_text(format!("told {}", receipt.queued.receipt));
            let over = over.filter(|(receipt, _)| self.room.looks_for(&due(receipt)));
            over.map(|(receipt, outcome)| (receipt.clone(), outcome)).collect()
        };
        for (receipt, outcome) in over {
            let id = &receipt.queued.receipt;
            let (Some(mailbox), Some(token)) = (self.room.mailbox(&receipt.queued.mailbox), receipt.claim.token())
            else {
                continue;
            };
            let Ok(Some(claiming)) = self.claiming(mailbox, id).await else { continue };
            if let Err(error) = self.tell(&claiming, token, outcome).await {
                tracing::warn!(code = error.code(), receipt = %id, "what became of a registration is not told yet");
                continue;
            }
            let (receipt, token) = (id.clone(), token.to_owned());
            let fact = match outcome {
                Outcome::Over => ClaimFact::Ended { receipt, token },
                Outcome::Left => ClaimFact::Done { receipt, token },
                Outcome::Unsure => ClaimFact::Unsure { receipt, token },
            };
            let recorded = self.room.store.append(&self.room.stamp(), "songda", &[Fact::Claim(fact)], None).await;
            if recorded.is_err() || self.room.changed().await.is_err() {
                return;
            }
        }
    }

    async fn tell(&self, claiming: &Claiming, token: &str, outcome: Outcome) -> Result<(), ConnectError> {
        let act = match outcome {
            Outcome::Over => Act::Ends(token.to_owned()),
            Outcome::Left => Act::Done(token.to_owned()),
            Outcome::Unsure => Act::Unsure(token.to_owned()),
        };
        self.tell_act(claiming, &act).await
    }

    /// Says of a claim, wherever it stands, that it does not count any more, or that it was answered.
    pub(super) async fn tell_act(&self, claiming: &Claiming, act: &Act) -> Result<(), ConnectError> {
        let own = match act {
            Act::Ends(token) => format!("end-{token}"),
            Act::Done(token) => format!("done-{token}"),
            Act::Unsure(token) => format!("unsure-{token}"),
            Act::Lays | Act::Replaces(_) => return Ok(()),
        };
        for (place, server) in &claiming.places {
            let text = text::write(&place.address, &own, &claiming.keys, act, clock::now());
            Box::pin(self.ask(place, server, Question::Tell(&claiming.keys, act, &text))).await?;
        }
        Ok(())
    }
}

/// What became of a registered receipt, as the other desks are told; none where nothing is to be told.
fn outcome(mailbox: &MailboxSettings, receipt: &ToldReceipt, now: DateTime<FixedOffset>) -> Option<Outcome> {
    receipt.claim.token()?;
    let is_over = matches!(receipt.state, ReceiptState::Withdrawn | ReceiptState::Failed) && !receipt.perhaps_there;
    // What goes by mail lies among the sent mails, for every desk to see; where it should by now and does not, it is told.
    let has_no_copy = receipt.queued.way == Way::Http.code() || mailbox.has_outbox() || is_missed(receipt, now);
    let is_silent = receipt.state.has_left() && has_no_copy && receipt.claim.held.is_some() && !receipt.claim.done;
    // A person at another desk must know that before they take over: the court may have it.
    let is_unsure = receipt.state == ReceiptState::Unsure && receipt.claim.held.is_some() && !receipt.claim.unsure;
    let told = is_over.then_some(Outcome::Over).or_else(|| is_silent.then_some(Outcome::Left));
    told.or_else(|| is_unsure.then_some(Outcome::Unsure))
}

/// Whether a copy should lie among the sent mails by now and does not.
fn is_missed(receipt: &ToldReceipt, now: DateTime<FixedOffset>) -> bool {
    let sent = receipt.sent_at.as_deref().and_then(|at| DateTime::parse_from_rfc3339(at).ok());
    receipt.copy.is_none() && sent.is_some_and(|sent| now >= sent + COPIED_WITHIN)
}

#[cfg(test)]
mod tests {
    use songda_core::case::{SentCopy, Told};
    use songda_core::id::Digest;
    use songda_core::ledger::Entry;

    use super::*;
    use crate::settings::Settings;

    const SENT: &str = "2026-11-20T10:00:00+08:00";

    /// A registered receipt that a server took.
    fn sent() -> ToldReceipt {
        let (mail, receipt) = (Digest::of(b"served"), ReceiptId::from_text("r1"));
        let laying =
            ClaimFact::Laying { receipt: receipt.clone(), token: "t1".into(), replaces: None, why: String::new() };
        let (folder, mailbox) = (String::new(), "court".to_owned());
        let held = ClaimFact::Held { receipt: receipt.clone(), mailbox, folder, uid: (1, 1), beside: false };
        let facts = [
            Fact::Arrived(crate::acknowledge::sighting(mail)),
            Fact::ReceiptQueued(crate::acknowledge::queued("r1", mail)),
            Fact::Claim(laying),
            Fact::Claim(held),
            Fact::ReceiptSending { receipt: receipt.clone() },
            Fact::ReceiptSent { receipt, answer: "250 ok".into() },
        ];
        let mut told = Told::default();
        for (seq, fact) in (1..).zip(&facts) {
            let text = serde_json::to_string(fact).unwrap();
            told.take(&Entry::chained(seq, SENT.into(), "x".into(), text, Digest::zero()));
        }
        told.by_receipt("r1").unwrap().1.clone()
    }

    fn mailbox(more: &str) -> MailboxSettings {
        let text = format!(
            "[office]\nname = \"示例物业管理有限公司\"\n[[mailbox]]\nid = \"court\"\naddress = \"a@example.test\"\n\
             imap = {{ host = \"imap.example.test\", port = 993 }}\n{more}"
        );
        let home = std::path::Path::new("/home");
        Settings::parse(&text, &home.join("songda.toml"), home).unwrap().mailboxes.remove(0)
    }

    #[test]
    fn ten_minutes_after_it_left_without_a_copy_the_others_are_told() {
        let (plain, without) = (mailbox(""), sent());
        let copy = SentCopy { folder: "Sent".into(), uid: None, by_provider: false };
        let with = ToldReceipt { copy: Some(Box::new(copy)), ..sent() };
        let after = |receipt: &ToldReceipt, minutes: i64, seconds: i64| {
            let at = DateTime::parse_from_rfc3339(SENT).unwrap();
            outcome(&plain, receipt, at + chrono::Duration::seconds(minutes * 60 + seconds))
        };
        assert_eq!(after(&without, 9, 59), None, "the provider takes its time with it");
        assert_eq!(after(&without, 10, 0), Some(Outcome::Left));
        assert_eq!((after(&with, 9, 59), after(&with, 10, 0), after(&with, 600, 0)), (None, None, None));
        // Written into a folder it has no copy at all.
        let at = DateTime::parse_from_rfc3339(SENT).unwrap();
        assert_eq!(outcome(&mailbox("outbox = \"out\"\n"), &without, at), Some(Outcome::Left));
        let told = ToldReceipt { claim: songda_core::case::ToldClaim { done: true, ..sent().claim }, ..sent() };
        assert_eq!(after(&told, 10, 0), None, "told once");
        // Handed over, and no answer came: the others are told at once, and once.
        let unsure = ToldReceipt { state: ReceiptState::Unsure, perhaps_there: true, ..sent() };
        assert_eq!((after(&unsure, 0, 0), after(&unsure, 600, 0)), (Some(Outcome::Unsure), Some(Outcome::Unsure)));
        let claim = songda_core::case::ToldClaim { unsure: true, ..sent().claim };
        assert_eq!(after(&ToldReceipt { claim, ..unsure }, 0, 0), None);
        let unregistered = ToldReceipt { claim: songda_core::case::ToldClaim::default(), ..sent() };
        assert_eq!(after(&unregistered, 10, 0), None);
    }
}
