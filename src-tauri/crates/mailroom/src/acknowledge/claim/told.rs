//! What became of a registered receipt, told where it is registered.
//!
//! That it does not leave after all, or that it left without a copy among the sent mails.

use std::time::Duration;

use chrono::DateTime;
use songda_core::case::{ReceiptState, ToldReceipt};
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
}

impl Others<'_> {
    /// Says where receipts are registered what became of them: that one does not leave after all, so that another desk need
    /// not wait until a person decides; or that one left without a copy. What cannot be said now is said later.
    pub(in crate::acknowledge) async fn tell_claims(&self) {
        let over: Vec<(ToldReceipt, Outcome)> = {
            let told = self.room.told.read().await;
            let all = told.mails.iter().flat_map(|mail| &mail.receipts);
            let over = all
                .filter_map(|receipt| Some((receipt, outcome(self.room.mailbox(&receipt.queued.mailbox)?, receipt)?)));
            let over = over.filter(|(receipt, _)| self.room.looks_for(&receipt.queued.receipt));
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
            };
            let recorded = self.room.store.append(&self.room.stamp(), "songda", &[Fact::Claim(fact)], None).await;
            if recorded.is_err() || self.room.changed().await.is_err() {
                return;
            }
        }
    }

    async fn tell(&self, claiming: &Claiming, token: &str, outcome: Outcome) -> Result<(), ConnectError> {
        let (own, act) = match outcome {
            Outcome::Over => (format!("end-{token}"), Act::Ends(token.to_owned())),
            Outcome::Left => (format!("done-{token}"), Act::Done(token.to_owned())),
        };
        for (place, server) in &claiming.places {
            let text = text::write(&place.address, &own, &claiming.keys, &act, clock::now());
            Box::pin(self.ask(place, server, Question::Tell(&claiming.keys, token, &text))).await?;
        }
        Ok(())
    }
}

/// What became of a registered receipt, as the other desks are told; none where nothing is to be told.
fn outcome(mailbox: &MailboxSettings, receipt: &ToldReceipt) -> Option<Outcome> {
    receipt.claim.token()?;
    let is_over = matches!(receipt.state, ReceiptState::Withdrawn | ReceiptState::Failed) && !receipt.perhaps_there;
    // What goes by mail lies among the sent mails, for every desk to see; where it should by now and does not, it is told.
    let sent = receipt.sent_at.as_deref().and_then(|at| DateTime::parse_from_rfc3339(at).ok());
    let is_missed = receipt.copy.is_none() && sent.is_some_and(|sent| clock::now() >= sent + COPIED_WITHIN);
    let has_no_copy = receipt.queued.way == Way::Http.code() || mailbox.has_outbox() || is_missed;
    let is_silent = receipt.state.has_left() && has_no_copy && receipt.claim.held.is_some() && !receipt.claim.done;
    is_over.then_some(Outcome::Over).or_else(|| is_silent.then_some(Outcome::Left))
}
