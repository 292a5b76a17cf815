//! A receipt that stays back behind another computer, or could not be registered, leaves by a person's word and reason.

use songda_core::case::ToldReceipt;
use songda_core::id::ReceiptId;
use songda_core::ledger::{ClaimFact, Fact};

use super::after::{Saw, change, leaves};
use super::{Leaving, claim, row_of, send_due};
use crate::Room;
use crate::view::{Problem, ReceiptRow};
use songda_core::case::ReceiptState;

/// Lets such a receipt go: over another desk's claim, which is replaced by one of ours so that of two who take over at
/// the same moment one counts, and the other desk sees it when it comes back; or unregistered, where the mailbox takes no
/// registration.
///
/// # Errors
/// `receipt.claim-recent` while the other desk's answer may still come, `receipt.nothing-to-take-over` where nothing keeps
/// it back, `receipt.take-over-why` without a reason, `receipt.unseen` where it is not said which standing a person saw;
/// else as releasing it.
pub async fn insist(
    room: &Room,
    receipt: &str,
    (by, why): (&str, &str),
    leaving: Leaving,
    saw: Saw<'_>,
) -> Result<ReceiptRow, Problem> {
    room.refresh().await?;
    let facts = {
        let told = room.told.read().await;
        let (_, found) = told.by_receipt(receipt).ok_or_else(|| Problem::not_found(receipt))?;
        let (subject, standing) = (found.queued.subject.clone(), found.standing());
        match saw {
            None => return Err(Problem::new("receipt.unseen", [subject, standing])),
            Some(saw) if saw != standing => return Err(Problem::new("receipt.moved", [subject, standing])),
            Some(_) => {}
        }
        if why.trim().is_empty() || by.trim().is_empty() {
            return Err(Problem::new("receipt.take-over-why", [subject]));
        }
        let released = Fact::ReceiptReleased { receipt: ReceiptId::from_text(receipt), leaves: leaves(room, leaving) };
        [Fact::Claim(decided(found, why.trim())?), released]
    };
    change(room, receipt, by, &facts, (saw, &[ReceiptState::Queued])).await?;
    room.own(receipt);
    // Beside a holder the order is enough: only the holder sends.
    if room.is_holder() {
        send_due(room).await?;
    }
    row_of(room, receipt).await
}

fn decided(found: &ToldReceipt, why: &str) -> Result<ClaimFact, Problem> {
    let (receipt, why) = (found.queued.receipt.clone(), why.to_owned());
    let subject = || found.queued.subject.clone();
    match &found.claim.behind {
        _ if found.problem.as_deref() == Some("receipt.no-claim") => Ok(ClaimFact::Waived { receipt, why }),
        Some(other) if !claim::is_overdue(other) => {
            let minutes = claim::patience().as_secs() / 60;
            Err(Problem::new("receipt.claim-recent", [subject(), other.seen_at.clone(), minutes.to_string()]))
        }
        Some(other) => {
            let (token, replaces) = (claim::token()?, Some(other.token.clone()));
            Ok(ClaimFact::Laying { receipt, token, replaces, why })
        }
        None => Err(Problem::new("receipt.nothing-to-take-over", [subject()])),
    }
}
