//! What becomes of a receipt by a person's word: taken back, let go, let go by a second person; and answers given
//! outside of this program.

use songda_core::case::ReceiptState;
use songda_core::id::{ReceiptId, ServiceId};
use songda_core::ledger::Fact;

use super::{Way, automatic, row_of, send_due};
use crate::Room;
use crate::view::{Problem, ReceiptRow};

/// Records that a service was answered outside of this program, or needs no answer.
///
/// # Errors
/// When there is no such service, it has a receipt, or nothing can be recorded.
pub async fn by_hand(room: &Room, service: &str, how: &str, note: &str, by: &str) -> Result<(), Problem> {
    if !["platform", "post", "in-person", "none-needed"].contains(&how) {
        return Err(Problem::new("receipt.unknown-way", [how.to_owned()]));
    }
    loop {
        room.refresh().await?;
        let (seq, service) = {
            let told = room.told.read().await;
            let mail = told.by_service(&ServiceId::from_text(service)).ok_or_else(|| Problem::not_found(service))?;
            // One that came to nothing, or of which nobody knows, may have been made up for by telephone or on paper.
            let is_open = |state| {
                use ReceiptState::{Bounced, Elsewhere, Failed, Unsure};
                matches!(state, Bounced | Elsewhere | Failed | Unsure)
            };
            if let Some(receipt) = told.receipt_of(mail).filter(|receipt| !is_open(receipt.state)) {
                return Err(Problem::new("receipt.exists", [receipt.queued.subject.clone()]));
            }
            // Answered by hand for another of its channels, it was answered.
            if mail.by_hand.is_none() && told.by_hand_of(mail).is_some() {
                let subject = mail.understood.as_ref().map_or_else(String::new, |it| it.subject.clone());
                return Err(Problem::new("receipt.exists", [subject]));
            }
            (told.seq, mail.service_id())
        };
        let fact = Fact::ReceiptByHand { service, how: how.to_owned(), note: note.trim().to_owned() };
        if room.store.append_if(seq, &room.stamp(), by, &[fact]).await? {
            return room.changed().await;
        }
    }
}

/// Lets a drafted receipt go: another person than the one who drew it up.
///
/// # Errors
/// When it is no draft, or the same person asks.
pub async fn approve(room: &Room, receipt: &str, by: &str) -> Result<ReceiptRow, Problem> {
    {
        room.refresh().await?;
        let told = room.told.read().await;
        let (_, found) = told.by_receipt(receipt).ok_or_else(|| Problem::not_found(receipt))?;
        // One drawn up by itself stands under the handler's name: that person is the first of the two.
        let own = found.by.trim().trim_end_matches(automatic::MARK);
        if by.trim().is_empty() || own == by.trim().trim_end_matches(automatic::MARK) {
            return Err(Problem::new("receipt.same-person", [found.by.clone(), found.queued.subject.clone()]));
        }
    }
    let fact = Fact::ReceiptApproved { receipt: ReceiptId::from_text(receipt) };
    change(room, receipt, by, fact, &[ReceiptState::Draft]).await
}

/// Takes a receipt back before it leaves.
///
/// # Errors
/// When it has left, is leaving, or there is none; `receipt.perhaps-there` when an interface was asked and its answer
/// was lost: the court may have it.
pub async fn withdraw(room: &Room, receipt: &str) -> Result<ReceiptRow, Problem> {
    room.refresh().await?;
    if let Some((_, found)) = room.told.read().await.by_receipt(receipt)
        && found.begun
        && found.queued.way == Way::Http.code()
        && found.state == ReceiptState::Queued
    {
        return Err(Problem::new("receipt.perhaps-there", [found.queued.subject.clone()]));
    }
    let fact = Fact::ReceiptWithdrawn { receipt: ReceiptId::from_text(receipt) };
    let from = [ReceiptState::Queued, ReceiptState::Draft];
    change(room, receipt, &room.settings.office.handler, fact, &from).await
}

/// Lets a waiting, held or unsure receipt go now: the click of a person. The same bytes with the same Message-ID leave;
/// that they lie among the sent mails already is found out before. One that was held back for an answer of another desk
/// leaves, too, where a person saw that answer and finds it is none.
///
/// # Errors
/// When it has left or there is none.
pub async fn release(room: &Room, receipt: &str) -> Result<ReceiptRow, Problem> {
    let from = [ReceiptState::Queued, ReceiptState::Unsure, ReceiptState::Elsewhere];
    let fact = Fact::ReceiptReleased { receipt: ReceiptId::from_text(receipt) };
    change(room, receipt, &room.settings.office.handler, fact, &from).await?;
    // Beside a holder the order is enough: only the holder sends.
    if room.is_holder() {
        send_due(room).await?;
    }
    row_of(room, receipt).await
}

async fn change(
    room: &Room,
    receipt: &str,
    by: &str,
    fact: Fact,
    from: &[ReceiptState],
) -> Result<ReceiptRow, Problem> {
    loop {
        room.refresh().await?;
        let seq = {
            let told = room.told.read().await;
            let (_, found) = told.by_receipt(receipt).ok_or_else(|| Problem::not_found(receipt))?;
            if !from.contains(&found.state) {
                return Err(Problem::new("receipt.gone", [found.queued.subject.clone()]));
            }
            told.seq
        };
        if room.store.append_if(seq, &room.stamp(), by, std::slice::from_ref(&fact)).await? {
            room.changed().await?;
            return row_of(room, receipt).await;
        }
    }
}
