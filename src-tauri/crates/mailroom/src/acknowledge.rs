//! One receipt, start to end: drawn up, intent on record, handed over, outcome on record.

use chrono::{DateTime, Duration, FixedOffset};
use lettre::message::{Mailbox, header};
use songda_core::case::{ReceiptState, ToldReceipt};
use songda_core::id::{Digest, ReceiptId, ServiceId};
use songda_core::ledger::{Fact, ReceiptQueued, Understood};
use songda_core::receipt::{self, Receipt};

use crate::Room;
use crate::clock;
use crate::connect::{self, ConnectError, Handover, Letter};
use crate::problem::chain;
use crate::settings::MailboxSettings;
use crate::view::{Court, Problem, ReceiptDraft, ReceiptRow};

/// How a receipt is let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// It can be taken back for some seconds; after a restart it waits for a person (a click in a window).
    WithUndo,
    /// It can be taken back for some seconds; it leaves by itself even after a restart (an order from a script).
    WithUndoUnattended,
    /// It leaves at once.
    AtOnce,
}

/// What an acknowledgment came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Acknowledged {
    /// A receipt was drawn up and waits to leave.
    Queued(ReceiptRow),
    /// There is one already; nothing was changed.
    Already(ReceiptRow),
}

/// What the confirm sheet shows.
///
/// # Errors
/// When there is no such service, or no receipt may be drawn up for it.
pub async fn draft(room: &Room, service: &str) -> Result<ReceiptDraft, Problem> {
    room.refresh().await?;
    let told = room.told.read().await;
    let mail = told.by_service(&ServiceId::from_text(service)).ok_or_else(|| Problem::not_found(service))?;
    let (understood, record) = mail.service().ok_or_else(|| Problem::not_found(service))?;
    let address = address_of(room, understood, mail.sightings.first().map(|seen| seen.mailbox.as_str()))?;
    let receipt = draw_up(room, understood, &address.address, &room.settings.office.handler)?;
    Ok(ReceiptDraft {
        service: service.to_owned(),
        court: receipt.court.clone().map(|court| Court { code: court.code, name: court.name }),
        to: receipt.to.clone(),
        subject: receipt.subject.clone(),
        body: receipt.body.clone(),
        documents: u32::try_from(record.documents.len()).unwrap_or(u32::MAX),
        arrived: understood.arrived.clone(),
        regime: record.regime.clone(),
        verdict: understood.verdict.clone(),
        undo_seconds: u32::try_from(room.settings.undo.as_secs()).unwrap_or(u32::MAX),
    })
}

fn draw_up(room: &Room, mail: &Understood, address: &str, by: &str) -> Result<Receipt, Problem> {
    let drawn = receipt::draft(mail, &room.settings.office, address, by, &room.stamp());
    drawn.map_err(|refusal| Problem::new(refusal.code(), [mail.from.clone().unwrap_or_default()]))
}

/// The mailbox a receipt leaves from: the one the mail reached; a mail taken in by hand leaves from the
/// mailbox whose agreed address it was sent to.
fn address_of<'a>(room: &'a Room, mail: &Understood, mailbox: Option<&str>) -> Result<&'a MailboxSettings, Problem> {
    let sending = |candidate: &&MailboxSettings| candidate.channel.is_some();
    if let Some(found) = mailbox.and_then(|id| room.mailbox(id)).filter(sending) {
        return Ok(found);
    }
    let mut sending = room.settings.mailboxes.iter().filter(sending);
    match (sending.next(), sending.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(Problem::new("receipt.no-mailbox", [mail.subject.clone()])),
    }
}

/// Draws up the receipt for a service and records the intent. A service has one receipt: a second call
/// changes nothing and says so, whoever calls and from wherever.
///
/// # Errors
/// When there is no such service, no receipt may be drawn up for it, or nothing can be recorded.
pub async fn acknowledge(room: &Room, service: &str, by: &str, leaving: Leaving) -> Result<Acknowledged, Problem> {
    loop {
        room.refresh().await?;
        let (seq, queued, raw) = {
            let told = room.told.read().await;
            let mail = told.by_service(&ServiceId::from_text(service)).ok_or_else(|| Problem::not_found(service))?;
            if let Some(receipt) = told.receipt_of(mail).filter(|receipt| receipt.state != ReceiptState::Failed) {
                return Ok(Acknowledged::Already(room.as_row(receipt)));
            }
            let (understood, _) = mail.service().ok_or_else(|| Problem::not_found(service))?;
            let mailbox = address_of(room, understood, mail.sightings.first().map(|seen| seen.mailbox.as_str()))?;
            let receipt = draw_up(room, understood, &mailbox.address, by)?;
            let id = ReceiptId::of(&mail.service_id(), mail.receipts.len() + 1);
            let (queued, raw) = compose(room, mailbox, mail.service_id(), id, &receipt, leaving)?;
            (told.seq, queued, raw)
        };
        let vault = room.vault.clone();
        let kept = tokio::task::spawn_blocking(move || vault.keep(&raw)).await;
        kept.map_err(|error| Problem::new("home.vault", [error.to_string()]))??;
        let id = queued.receipt.to_string();
        if room.store.append_if(seq, &room.stamp(), by, &[Fact::ReceiptQueued(queued)]).await? {
            room.own(&id);
            room.changed().await?;
            return Ok(Acknowledged::Queued(row_of(room, &id).await?));
        }
        // Somebody recorded something in between, perhaps this very receipt: look again.
    }
}

fn compose(
    room: &Room,
    mailbox: &MailboxSettings,
    service: ServiceId,
    id: ReceiptId,
    receipt: &Receipt,
    leaving: Leaving,
) -> Result<(ReceiptQueued, Vec<u8>), Problem> {
    let refuse = |what: &str| Problem::new("receipt.no-address", [what.to_owned()]);
    let now = clock::now();
    let domain = mailbox.address.rsplit_once('@').map_or("songda.invalid", |(_, domain)| domain);
    let message_id = format!("songda.{id}.{}@{domain}", Digest::of(receipt.body.as_bytes()).short(8));
    let from_address = mailbox.address.parse().map_err(|_| refuse(&mailbox.address))?;
    let to_address = receipt.to.parse().map_err(|_| refuse(&receipt.to))?;
    let mut message = lettre::Message::builder()
        .from(Mailbox::new(Some(room.settings.office.name.clone()), from_address))
        .to(Mailbox::new(receipt.court.as_ref().map(|court| court.name.clone()), to_address))
        .subject(receipt.subject.clone())
        .message_id(Some(format!("<{message_id}>")))
        .date(now.into())
        .header(header::ContentType::TEXT_PLAIN);
    if let Some(answered) = &receipt.in_reply_to {
        message = message.in_reply_to(format!("<{answered}>"));
        let thread: Vec<String> = receipt.references.iter().map(|id| format!("<{id}>")).collect();
        message = message.references(thread.join(" "));
    }
    let message = message.body(receipt.body.clone()).map_err(|error| refuse(&error.to_string()))?;
    let raw = message.formatted();
    let wait = if leaving == Leaving::AtOnce { Duration::zero() } else { undo_of(room) };
    let queued = ReceiptQueued {
        receipt: id,
        service,
        message_id,
        mailbox: mailbox.id.clone(),
        to: receipt.to.clone(),
        subject: receipt.subject.clone(),
        raw: Digest::of(&raw),
        not_before: (now + wait).to_rfc3339(),
        leaves_after_restart: leaving != Leaving::WithUndo,
    };
    Ok((queued, raw))
}

/// Takes a receipt back before it leaves.
///
/// # Errors
/// When it has left, is leaving, or there is none.
pub async fn withdraw(room: &Room, receipt: &str) -> Result<ReceiptRow, Problem> {
    change(room, receipt, Fact::ReceiptWithdrawn { receipt: ReceiptId::from_text(receipt) }, &[ReceiptState::Queued])
        .await
}

/// Lets a waiting, held or unsure receipt go now: the click of a person.
///
/// # Errors
/// When it has left or there is none.
pub async fn release(room: &Room, receipt: &str) -> Result<ReceiptRow, Problem> {
    let from = [ReceiptState::Queued, ReceiptState::Unsure];
    change(room, receipt, Fact::ReceiptReleased { receipt: ReceiptId::from_text(receipt) }, &from).await?;
    // Beside a holder the order is enough: only the holder sends.
    if room.is_holder() {
        send_due(room).await?;
    }
    row_of(room, receipt).await
}

async fn change(room: &Room, receipt: &str, fact: Fact, from: &[ReceiptState]) -> Result<ReceiptRow, Problem> {
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
        if room.store.append_if(seq, &room.stamp(), &room.settings.office.handler, std::slice::from_ref(&fact)).await? {
            room.changed().await?;
            return row_of(room, receipt).await;
        }
    }
}

async fn row_of(room: &Room, receipt: &str) -> Result<ReceiptRow, Problem> {
    room.refresh().await?;
    let told = room.told.read().await;
    told.by_receipt(receipt).map(|(_, found)| room.as_row(found)).ok_or_else(|| Problem::not_found(receipt))
}

/// Marks receipts whose handing-over was cut off by a stop: they are shown to a person, never resent by themselves.
///
/// # Errors
/// When nothing can be recorded.
pub async fn mark_unsure(room: &Room) -> Result<(), Problem> {
    let cut_off: Vec<ReceiptId> = room.receipts_in(ReceiptState::Sending).await?;
    for receipt in cut_off {
        let says = "the program stopped between handing over and the answer".to_owned();
        room.store.append(&room.stamp(), "songda", &[Fact::ReceiptUnsure { receipt, says }], None).await?;
    }
    room.changed().await
}

/// Sends every receipt that is due. One at a time, whoever asks.
///
/// # Errors
/// When nothing can be recorded; a server's refusal is recorded, not returned.
pub async fn send_due(room: &Room) -> Result<(), Problem> {
    let _turn = room.sending.lock().await;
    room.refresh().await?;
    let due: Vec<ToldReceipt> = {
        let told = room.told.read().await;
        let all = told.mails.iter().flat_map(|mail| &mail.receipts);
        all.filter(|receipt| is_due(room, receipt, clock::now())).cloned().collect()
    };
    for receipt in due {
        send(room, &receipt).await?;
    }
    Ok(())
}

/// When the next waiting receipt becomes due, for a caller that wants to wait; `None` when none waits.
pub async fn next_due(room: &Room) -> Option<DateTime<FixedOffset>> {
    let told = room.told.read().await;
    let all = told.mails.iter().flat_map(|mail| &mail.receipts);
    let waiting = all.filter(|receipt| receipt.state == ReceiptState::Queued && !room.is_held(receipt));
    waiting.filter(|receipt| receipt.problem.is_none()).filter_map(leaves_at).min()
}

fn is_due(room: &Room, receipt: &ToldReceipt, now: DateTime<FixedOffset>) -> bool {
    receipt.state == ReceiptState::Queued && !room.is_held(receipt) && leaves_at(receipt).is_some_and(|at| at <= now)
}

/// Not before its undo time; after a failure with growing waits, one to thirty minutes.
fn leaves_at(receipt: &ToldReceipt) -> Option<DateTime<FixedOffset>> {
    let parse = |text: &str| DateTime::parse_from_rfc3339(text).ok();
    if receipt.problem.is_some() {
        let minutes = (1_i64 << receipt.attempts.min(5)).min(30);
        return parse(&receipt.changed_at).map(|at| at + Duration::minutes(minutes));
    }
    if receipt.released { parse(&receipt.changed_at) } else { parse(&receipt.queued.not_before) }
}

async fn send(room: &Room, receipt: &ToldReceipt) -> Result<(), Problem> {
    let queued = &receipt.queued;
    let id = queued.receipt.clone();
    let vault = room.vault.clone();
    let raw_digest = queued.raw;
    let raw = tokio::task::spawn_blocking(move || vault.read(&raw_digest)).await;
    let raw = raw.map_err(|error| Problem::new("home.vault", [error.to_string()]))??;
    let outcome = match room.mailbox(&queued.mailbox).cloned() {
        Some(mailbox) => hand_over(room, &mailbox, receipt, &raw).await,
        None => Handover::NotHandedOver(ConnectError::Password {
            mailbox: queued.mailbox.clone(),
            says: "the mailbox is no longer in the settings".to_owned(),
        }),
    };
    let fact = match outcome {
        Handover::Taken { answer } => Fact::ReceiptSent { receipt: id, answer },
        Handover::Unsure { says } => Fact::ReceiptUnsure { receipt: id, says },
        Handover::NotHandedOver(error) => {
            if room.is_withdrawn(&queued.receipt).await? {
                return Ok(());
            }
            tracing::warn!(code = error.code(), receipt = %id, "receipt not handed over");
            let retries = !matches!(error, ConnectError::Refused { .. });
            Fact::ReceiptFailed { receipt: id, code: error.code().to_owned(), says: chain(&error), retries }
        }
    };
    room.store.append(&room.stamp(), "songda", &[fact], None).await?;
    room.changed().await
}

fn undo_of(room: &Room) -> Duration {
    Duration::from_std(room.settings.undo).unwrap_or(Duration::zero())
}

/// Hands the exact bytes over. The intent is recorded after the server accepted sender and receiver and
/// right before the text leaves, so that a stop before it is surely unsent and a stop after it is unsure.
async fn hand_over(room: &Room, mailbox: &MailboxSettings, receipt: &ToldReceipt, raw: &[u8]) -> Handover {
    let queued = &receipt.queued;
    let letter = Letter { from: &mailbox.address, to: &queued.to, message_id: &queued.message_id, raw };
    let handed = connect::hand_over(mailbox, letter, record_intent(room, &queued.receipt)).await;
    handed.unwrap_or_else(|problem| {
        let says = problem.facts.join(" ");
        let path = "the ledger".to_owned();
        Handover::NotHandedOver(ConnectError::Local { doing: "record the intent in", path, says })
    })
}

async fn record_intent(room: &Room, receipt: &ReceiptId) -> Result<(), Problem> {
    loop {
        room.refresh().await?;
        let seq = {
            let told = room.told.read().await;
            let (_, found) = told.by_receipt(receipt.as_str()).ok_or_else(|| Problem::not_found(receipt.as_str()))?;
            if found.state != ReceiptState::Queued {
                return Err(Problem::new("receipt.gone", [found.queued.subject.clone()]));
            }
            told.seq
        };
        let fact = Fact::ReceiptSending { receipt: receipt.clone() };
        if room.store.append_if(seq, &room.stamp(), "songda", &[fact]).await? {
            return room.changed().await;
        }
    }
}
