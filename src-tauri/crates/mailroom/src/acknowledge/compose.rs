//! Draws a letter up as it is queued: what keeps it from being drawn up, its exact bytes, what is put on record of it.

use chrono::Duration;
use songda_core::case::{Told, ToldMail};
use songda_core::id::{Digest, ReceiptId};
use songda_core::ledger::{ReceiptQueued, ServiceRecord, Understood};

use super::{Leaving, Order, Verified, Wish, letter, register, ties, way};
use crate::Room;
use crate::clock;
use crate::view::Problem;

/// What is put on record where a person ordered a letter whose mail proves nothing, told no check of it, and its sender
/// stands on the court's profile: the office itself said once that the address is the court's.
pub const LISTED: &str = "sender-listed";

/// The letter and its bytes. `head` goes back with a read receipt.
///
/// # Errors
/// Why none may be drawn up now.
pub(super) fn compose(
    room: &Room,
    told: &Told,
    mail: &ToldMail,
    order: &Order<'_>,
    head: &[u8],
) -> Result<(ReceiptQueued, Vec<u8>), Problem> {
    let service = mail.service_id();
    let (understood, record) = mail.service().ok_or_else(|| Problem::not_found(service.as_str()))?;
    refuse(room, told, mail, (understood, record), order)?;
    let verified = verified_by(understood, order)?;
    let mailbox = super::address_of(room, mail, understood)?;
    let first = told.receipt_to_correct(mail);
    let standing = register::standing(room, told, mailbox, understood, record);
    let now = clock::now();
    let stamp = clock::written(now);
    // The seconds on the receipt are whole; an arrival within this very second is not ahead of it.
    let hand = (order.by, stamp.as_str(), order.scan.as_ref());
    let papers = (understood, told.errands.brought(&mail.mail));
    let mut receipt = super::draw_up(room, (first, papers), mailbox, hand, &standing, &order.wish)?;
    let way = way::choose(room, (understood, record), order.way, &mut receipt)?;
    let id = ReceiptId::of(&service, mail.receipts.len() + 1);
    let answers = ties::named(told, mail);
    let (kind, reason, note) = told_as(&order.wish);
    let said = [kind, reason.as_deref().unwrap_or_default(), note.as_deref().unwrap_or_default(), way.code()];
    let said = Digest::of(said.join("\n").as_bytes());
    let cover = letter::Cover { id: &id, by: order.by, way, answers: &answers, said, scan: order.scan.as_ref(), head };
    let written = letter::write(mailbox, &room.settings.office.name, cover, &receipt, now)?;
    let undo = if order.leaving == Leaving::AtOnce { Duration::zero() } else { super::undo_of(room) };
    let corrected = first.filter(|_| kind == "corrected");
    let queued = ReceiptQueued {
        receipt: id,
        service,
        message_id: written.message_id,
        letter: Some(written.letter),
        mailbox: mailbox.id.clone(),
        to: receipt.to.clone(),
        subject: receipt.subject.clone(),
        raw: Digest::of(&written.raw),
        not_before: (now + undo + order.later).to_rfc3339(),
        leaves_after_restart: order.leaving != Leaving::WithUndo,
        kind: kind.to_owned(),
        reason,
        note: note.filter(|note| !note.trim().is_empty()),
        corrects: corrected.map(|first| first.queued.receipt.clone()),
        answers: receipt.in_reply_to.clone(),
        way: way.code().to_owned(),
        needs_second: room.settings.two_people,
        regime: standing.regime.code().to_owned(),
        verified,
    };
    Ok((queued, written.raw))
}

/// Kind, reason and note of a wish, as the ledger calls them.
fn told_as(wish: &Wish) -> (&'static str, Option<String>, Option<String>) {
    match wish {
        Wish::Received => ("received", None, None),
        Wish::Refused { reason, note } => ("refused", Some(reason.code().to_owned()), Some(note.clone())),
        Wish::Corrected { note } => ("corrected", None, Some(note.clone())),
    }
}

fn refuse(
    room: &Room,
    told: &Told,
    mail: &ToldMail,
    (understood, record): (&Understood, &ServiceRecord),
    order: &Order<'_>,
) -> Result<(), Problem> {
    super::refuse_set_aside(told, mail)?;
    if !matches!(order.wish, Wish::Corrected { .. })
        && let Some([how, ..]) = told.by_hand_of(mail)
    {
        return Err(Problem::new("receipt.answered-by-hand", [understood.subject.clone(), how.clone()]));
    }
    if order.wish == Wish::Received && super::is_for_others(room, understood, record) {
        let facts = [record.addressee.clone().unwrap_or_default(), room.settings.office.name.clone()];
        return Err(Problem::new("receipt.not-addressee", facts));
    }
    if let Some(seen) = &order.seen
        && *seen != super::draft_of(room, told, mail, order)?.seen
    {
        return Err(Problem::new("receipt.changed", [understood.subject.clone()]));
    }
    Ok(())
}

/// How the mail was made sure of, to be put on record; none where it is proven.
fn verified_by(mail: &Understood, order: &Order<'_>) -> Result<Option<String>, Problem> {
    if mail.verdict == "proven" {
        return Ok(None);
    }
    let is_listed = || mail.reasons.iter().any(|(code, _)| code == LISTED);
    let how = match order.verified {
        Verified::By(how) => how.trim(),
        Verified::Unasked if is_listed() => LISTED,
        Verified::Unasked => "",
    };
    // Of what nothing proves a person stands for it, by name.
    if how.is_empty() || order.by.trim().is_empty() {
        return Err(Problem::new("receipt.not-verified", [mail.from.clone().unwrap_or_default()]));
    }
    Ok(Some(how.to_owned()))
}
