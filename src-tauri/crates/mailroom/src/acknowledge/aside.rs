//! What is seen to beside the sending: copies in the folder for sent mail, and mails that report on a receipt.

use std::time::Duration as StdDuration;

use chrono::{DateTime, Duration, FixedOffset};
use songda_core::case::{ReceiptState, Told, ToldReceipt};
use songda_core::id::Digest;
use songda_core::ledger::{Fact, ReceiptReport};
use songda_core::mail::Mail;
use songda_core::receipt::{Report, may_report, reported};

use super::Way;
use super::others::{Found, Others};
use crate::Room;
use crate::clock;
use crate::settings::Source;
use crate::view::Problem;

/// A provider may keep a copy itself and needs some seconds for it; one that is known to do so is given longer before
/// a copy is put there. Meanwhile other desks do not see that it was answered: of those that wait their undo time after a
/// click, ten seconds, none may look too early.
const PROVIDERS_OWN: i64 = 8;
const PROVIDERS_SURELY: i64 = 180;
/// Copies of receipts that left longer ago are not made up for any more, in days.
const OLDEST_DAYS: i64 = 3;
/// After a mailbox refused a copy it is left alone for a while.
const AFTER_REFUSAL: StdDuration = StdDuration::from_secs(300);

/// The exact bytes of a receipt.
///
/// # Errors
/// When the vault does not give them back whole.
pub async fn bytes_of(room: &Room, receipt: &ToldReceipt) -> Result<Vec<u8>, Problem> {
    let (vault, digest) = (room.vault.clone(), receipt.queued.raw);
    let raw = tokio::task::spawn_blocking(move || vault.read(&digest)).await;
    Ok(raw.map_err(|error| Problem::new("home.vault", [error.to_string()]))??)
}

/// Receipts of which nobody knows whether they left are looked for among the sent mails: one that lies there had left.
/// What is not found stays with a person.
pub async fn settle_unsure(room: &Room, others: &Others<'_>) {
    if !room.may_copy() {
        return;
    }
    let unsure: Vec<ToldReceipt> = {
        let told = room.told.read().await;
        let all = told.mails.iter().flat_map(|mail| &mail.receipts);
        all.filter(|receipt| receipt.state == ReceiptState::Unsure && room.looks_for(&receipt.queued.receipt))
            .cloned()
            .collect()
    };
    for receipt in unsure {
        let Some(mailbox) = room.mailbox(&receipt.queued.mailbox).cloned() else { continue };
        let fact = match others.look(&mailbox, &receipt).await {
            Ok(Found::Itself(own)) => {
                let answer = format!("found in {}, UID {}", own.folder, own.uid.1);
                Fact::ReceiptSent { receipt: receipt.queued.receipt.clone(), answer }
            }
            Ok(_) => continue,
            Err(error) => {
                tracing::warn!(code = error.code(), "an unsure receipt could not be looked for");
                room.rest_copying(AFTER_REFUSAL);
                return;
            }
        };
        let recorded = room.store.append(&room.stamp(), "songda", &[fact], None).await;
        if recorded.is_err() || room.changed().await.is_err() {
            return;
        }
    }
}

/// Puts copies of sent receipts into the folder for sent mail where none lies there yet.
pub async fn copy_due(room: &Room, others: &Others<'_>) {
    if !room.may_copy() {
        return;
    }
    let due: Vec<ToldReceipt> = {
        let (told, now) = (room.told.read().await, clock::now());
        let all = told.mails.iter().flat_map(|mail| &mail.receipts);
        all.filter(|receipt| copy_at(room, receipt, now).is_some_and(|at| at <= now)).cloned().collect()
    };
    for receipt in due {
        let Some(mailbox) = room.mailbox(&receipt.queued.mailbox).cloned() else { continue };
        let done = match bytes_of(room, &receipt).await {
            Ok(raw) => others.copy(&mailbox, &receipt, &raw).await,
            Err(problem) => Err(problem),
        };
        if let Err(problem) = done {
            tracing::warn!(code = %problem.code, receipt = %receipt.queued.receipt, "no copy among the sent mails");
            room.rest_copying(AFTER_REFUSAL);
            return;
        }
    }
}

/// When the next copy is to be put among the sent mails.
pub async fn next_copy(room: &Room) -> Option<DateTime<FixedOffset>> {
    if !room.may_copy() {
        return None;
    }
    let (told, now) = (room.told.read().await, clock::now());
    told.all_receipts().filter_map(|receipt| copy_at(room, receipt, now)).min()
}

/// From when on a copy of a receipt is to be put among the sent mails; none where it lies there, or none is put there.
fn copy_at(room: &Room, receipt: &ToldReceipt, now: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
    if !receipt.state.has_left() || receipt.copy.is_some() {
        return None;
    }
    let mailbox = room.mailbox(&receipt.queued.mailbox)?;
    let is_posted = receipt.queued.way == Way::Http.code();
    let is_mailbox = matches!(mailbox.source, Source::Imap { .. }) && !mailbox.has_outbox();
    if is_posted || !is_mailbox {
        return None;
    }
    let sent = DateTime::parse_from_rfc3339(receipt.sent_at.as_deref()?).ok()?;
    let wait = match mailbox.provider.as_str() {
        "custom" => 0,
        _ if mailbox.saves_sent => PROVIDERS_SURELY,
        _ => PROVIDERS_OWN,
    };
    (now < sent + Duration::days(OLDEST_DAYS)).then(|| sent + Duration::seconds(wait))
}

/// What a mail that was just read reports on a receipt of ours.
pub async fn report(room: &Room, mail: &Mail) -> Option<Fact> {
    {
        let told = room.told.read().await;
        if !may_report(mail) && !mail.references.iter().any(|id| told.by_message_id(id).is_some()) {
            return None;
        }
    }
    let (vault, digest) = (room.vault.clone(), mail.sha256);
    let raw = tokio::task::spawn_blocking(move || vault.read(&digest)).await.ok()?.ok()?;
    let told = room.told.read().await;
    report_of(&told, digest, &raw, mail)
}

/// What a mail reports on a receipt of ours. A confirmation or a reply counts only from the domain where the receipt went
/// or the served mail came from; a report of a mail server names our Message-ID, which nobody else knows before the
/// receipt arrived.
pub fn report_of(told: &Told, digest: Digest, raw: &[u8], mail: &Mail) -> Option<Fact> {
    let found = reported(raw, mail)?;
    let of_letter = |id: &String| told.by_message_id(id).filter(|(_, receipt)| receipt.may_be_there());
    let (served, receipt) = found.about.iter().find_map(of_letter)?;
    let domain = |address: &str| address.rsplit_once('@').map(|(_, domain)| domain.to_ascii_lowercase());
    let from = domain(mail.from.as_deref().unwrap_or_default());
    let served = served.understood.as_ref().and_then(|understood| understood.from.as_deref());
    // Clerks answer from addresses of their own; a receipt handed to an interface went to no address at all.
    let is_court = from.is_some()
        && [Some(receipt.queued.to.as_str()), served].into_iter().flatten().any(|court| domain(court) == from);
    if matches!(found.report, Report::Confirmed | Report::Replied | Report::Displayed) && !is_court {
        return None;
    }
    Some(Fact::ReceiptReported(ReceiptReport {
        receipt: receipt.queued.receipt.clone(),
        mail: digest,
        report: found.report.code().to_owned(),
        status: found.status,
        says: found.says,
    }))
}
