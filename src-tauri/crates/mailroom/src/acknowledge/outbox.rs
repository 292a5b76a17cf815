//! The outbox: what is due leaves, with its intent on record before and its outcome after; a stop never sends twice.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Duration, FixedOffset};
use futures_util::{StreamExt as _, stream};
use songda_core::case::{ReceiptState, ToldReceipt};
use songda_core::id::ReceiptId;
use songda_core::ledger::Fact;

use super::claim::Claimed;
use super::others::{Found, Others, elsewhere};
use super::{Way, aside, filing, still};
use crate::Room;
use crate::clock;
use crate::connect::{self, ConnectError, Handover, Letter, Turn};
use crate::fault;
use crate::problem::chain;
use crate::settings::MailboxSettings;
use crate::view::Problem;

/// How many receipts are on their way at the same time: one slow server must not hold the others up.
const AT_A_TIME: usize = 3;
/// Waits after the first, second … refusal for now, in seconds; the last one stays. Greylisting servers let in after minutes.
const WAITS: [i64; 8] = [5, 20, 60, 120, 300, 600, 1_200, 1_800];
/// Least wait after a login was refused more than once, in seconds.
const AFTER_LOGIN: i64 = 900;
/// Most seconds between two looks for the answer of another desk that is first.
const BEHIND: i64 = 300;
/// Stands in for what an intent found in the mailbox; it never leaves this file.
const STOPPED: &str = "stopped";

/// Marks receipts whose handing-over was cut off by a stop, or whose outcome a full disk kept from being recorded: they
/// are shown to a person, never resent by themselves.
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

/// Sends every receipt that is due, a few at a time, whoever asks; then sees to copies and papers.
///
/// # Errors
/// When nothing can be recorded, or the ledger is not the one that was noted; a server's refusal is recorded, not
/// returned.
pub async fn send_due(room: &Room) -> Result<(), Problem> {
    let _turn = room.sending.lock().await;
    room.refresh().await?;
    // Nothing is on its way now: what is recorded so was, and its outcome could not be written down.
    if room.is_holder() {
        mark_unsure(room).await?;
    }
    let due: Vec<ToldReceipt> = {
        let told = room.told.read().await;
        let all = told.mails.iter().flat_map(|mail| &mail.receipts);
        all.filter(|receipt| is_due(room, receipt, clock::now())).cloned().collect()
    };
    if !due.is_empty() {
        room.check_ledger().await?;
    }
    let others = Others::new(room);
    // What this home gives up may be waited for by itself, too.
    others.tell_claims().await;
    others.tell_by_hand().await;
    let mut failed = None;
    let mut sent = stream::iter(due).map(|receipt| Box::pin(send(room, &others, receipt))).buffer_unordered(AT_A_TIME);
    while let Some(one) = sent.next().await {
        failed = failed.or(one.err());
    }
    drop(sent);
    others.tell_claims().await;
    aside::settle_unsure(room, &others).await;
    aside::copy_due(room, &others).await;
    others.end().await;
    if let Err(problem) = filing::file_due(room).await {
        tracing::warn!(code = %problem.code, "papers of receipts wait");
    }
    failed.map_or(Ok(()), Err)
}

/// When the next waiting receipt becomes due, for a caller that wants to wait; `None` when none waits.
pub async fn next_due(room: &Room) -> Option<DateTime<FixedOffset>> {
    let told = room.told.read().await;
    let queued = told.all_receipts().filter(|receipt| receipt.state == ReceiptState::Queued);
    let waiting = queued.filter(|receipt| !room.is_held(receipt));
    waiting.filter(|receipt| receipt.problem.is_none()).filter_map(leaves_at).min()
}

/// When the next attempt is made with any receipt, also with one that was refused for now; or a copy is put among the sent
/// mails.
pub async fn next_attempt(room: &Room) -> Option<DateTime<FixedOffset>> {
    let copy = aside::next_copy(room).await;
    let told = room.told.read().await;
    let queued = told.all_receipts().filter(|receipt| receipt.state == ReceiptState::Queued);
    let waiting = queued.filter(|receipt| !room.is_held(receipt));
    waiting.filter_map(leaves_at).chain(copy).min()
}

fn is_due(room: &Room, receipt: &ToldReceipt, now: DateTime<FixedOffset>) -> bool {
    let is_time = || leaves_at(receipt).is_some_and(|at| at <= now) || is_clock_back(receipt, now);
    receipt.state == ReceiptState::Queued && !room.is_held(receipt) && is_time()
}

/// Whether the clock was put back since the last attempt: its wait is not waited for until the clock comes there again.
fn is_clock_back(receipt: &ToldReceipt, now: DateTime<FixedOffset>) -> bool {
    let parse = |text: &str| DateTime::parse_from_rfc3339(text).ok();
    let (tried, drawn_up) = (parse(&receipt.changed_at), parse(&receipt.queued_at));
    receipt.problem.is_some() && tried.is_some_and(|at| at > now) && drawn_up.is_some_and(|at| at <= now)
}

/// Not before its undo time; after a refusal for now with growing waits.
pub fn leaves_at(receipt: &ToldReceipt) -> Option<DateTime<FixedOffset>> {
    let parse = |text: &str| DateTime::parse_from_rfc3339(text).ok();
    if receipt.problem.is_some() {
        let nth = usize::try_from(receipt.attempts.saturating_sub(1)).unwrap_or(usize::MAX);
        let seconds = WAITS.get(nth.min(WAITS.len() - 1)).copied().unwrap_or(1_800);
        // Providers lock accounts that keep trying a wrong password; one refusal may be the server's mistake.
        let is_behind = receipt.problem.as_deref() == Some("receipt.claimed");
        let seconds = if is_behind { seconds.min(BEHIND) } else { seconds };
        let is_login = receipt.problem.as_deref() == Some("mailbox.login-refused");
        let seconds = if is_login && receipt.attempts > 1 { seconds.max(AFTER_LOGIN) } else { seconds };
        return parse(&receipt.changed_at).map(|at| at + Duration::seconds(seconds));
    }
    let leaves = parse(receipt.leaves.as_ref().map_or(&receipt.changed_at, |leaves| &leaves.not_before));
    // It bears the moment it was drawn up: where the clock was ahead then, it does not leave before that moment.
    leaves.max(parse(&receipt.queued_at))
}

/// What became of one attempt.
enum Attempt {
    /// Handed over, refused, or unsure.
    Handed(Handover),
    /// The mailbox shows that it need not, or must not, leave.
    Found(Found),
    /// What is recorded instead, because what it rests on changed since it was drawn up.
    Stopped(Box<Fact>),
}

async fn send(room: &Room, others: &Others<'_>, receipt: ToldReceipt) -> Result<(), Problem> {
    let queued = &receipt.queued;
    let id = queued.receipt.clone();
    let raw = aside::bytes_of(room, &receipt).await?;
    let mailbox = room.mailbox(&queued.mailbox).cloned();
    let attempt = match &mailbox {
        Some(mailbox) => attempt(room, others, mailbox, &receipt, &raw).await,
        None => Attempt::Handed(Handover::NotHandedOver(ConnectError::Password {
            mailbox: queued.mailbox.clone(),
            says: "the mailbox is no longer in the settings".to_owned(),
        })),
    };
    let mut has_left = false;
    let fact = match attempt {
        Attempt::Handed(Handover::Taken { answer }) => {
            fault::point("receipt.handed");
            has_left = true;
            Fact::ReceiptSent { receipt: id, answer }
        }
        Attempt::Handed(Handover::Unsure { says }) => Fact::ReceiptUnsure { receipt: id, says },
        Attempt::Handed(Handover::NotHandedOver(error)) => {
            // Taken back meanwhile, or shown by a report to be with the court already.
            if !room.is_leaving(&queued.receipt).await? {
                return Ok(());
            }
            tracing::warn!(code = error.code(), receipt = %id, "receipt not handed over");
            let retries = !matches!(error, ConnectError::Refused { .. });
            Fact::ReceiptFailed { receipt: id, code: error.code().to_owned(), says: chain(&error), retries }
        }
        Attempt::Found(Found::Itself(own)) => {
            has_left = true;
            Fact::ReceiptSent { receipt: id, answer: format!("found in {}, UID {}", own.folder, own.uid.1) }
        }
        Attempt::Found(Found::Other(other)) => elsewhere(id, other),
        Attempt::Stopped(fact) => *fact,
        Attempt::Found(Found::Nothing) => return Ok(()),
    };
    room.store.append(&room.stamp(), "songda", &[fact], None).await?;
    fault::point("receipt.told");
    room.changed().await?;
    if let Some(mailbox) =
        mailbox.filter(|mailbox| has_left && mailbox.provider == "custom" && queued.way != Way::Http.code())
        && let Err(problem) = others.copy(&mailbox, &receipt, &raw).await
    {
        tracing::warn!(code = %problem.code, receipt = %queued.receipt, "no copy among the sent mails yet");
    }
    Ok(())
}

/// Hands the exact bytes over, unless the mailbox shows an answer already. It is looked into twice: before anything is
/// said to the server, and right before the text leaves. In between it is registered in the mailboxes, and leaves only where
/// it is the first, and soon: what the first had sent is seen by the second look. The intent is recorded after the server accepted
/// sender and receiver, so that a stop before it is surely unsent and a stop after it is unsure.
async fn attempt(
    room: &Room,
    others: &Others<'_>,
    mailbox: &MailboxSettings,
    receipt: &ToldReceipt,
    raw: &[u8],
) -> Attempt {
    let stopped = {
        let told = room.told.read().await;
        still::stop(room, &told, receipt, raw)
    };
    if let Some(fact) = stopped {
        return Attempt::Stopped(Box::new(fact));
    }
    match others.look(mailbox, receipt).await {
        Ok(Found::Nothing) => {}
        Ok(found) => return Attempt::Found(found),
        Err(error) => return Attempt::Handed(Handover::NotHandedOver(error)),
    }
    fault::point("receipt.looked");
    let queued = &receipt.queued;
    let from = if queued.way == Way::ReadReceipt.code() { "" } else { mailbox.address.as_str() };
    let letter = Letter { from, to: &queued.to, message_id: &queued.message_id, raw };
    let late = Mutex::new(None);
    let stop = |attempt: Attempt| {
        *late.lock().unwrap_or_else(PoisonError::into_inner) = Some(attempt);
        Err(Problem::new(STOPPED, []))
    };
    let intent = async {
        let turn = Turn::begins();
        let held = match Box::pin(others.claim(mailbox, &queued.receipt)).await? {
            Claimed::Free => Vec::new(),
            Claimed::Held(held) => held,
            Claimed::Behind(fact) => return stop(Attempt::Stopped(fact)),
            Claimed::Refused(error) => return stop(Attempt::Handed(Handover::NotHandedOver(error))),
        };
        match others.look(mailbox, receipt).await {
            Ok(Found::Nothing) => {}
            Ok(found) => return stop(Attempt::Found(found)),
            Err(error) => return stop(Attempt::Handed(Handover::NotHandedOver(error))),
        }
        fault::point("receipt.accepted");
        let turn = (!held.is_empty()).then_some(turn);
        if let Some(fact) = record_intent(room, receipt, raw, held).await? {
            return stop(Attempt::Stopped(Box::new(fact)));
        }
        fault::point("receipt.intended");
        // It stood still meanwhile: another desk may have taken over.
        if turn.is_some_and(|turn| turn.is_over()) {
            let over = ConnectError::TurnOver { host: mailbox.id.clone() };
            return stop(Attempt::Handed(Handover::NotHandedOver(over)));
        }
        Ok(turn)
    };
    let handed = if queued.way == Way::Http.code() {
        let interface = room.settings.interfaces.iter().find(|it| it.url == queued.to);
        connect::http::hand_over(interface, queued.receipt.as_str(), letter, intent).await
    } else {
        connect::hand_over(mailbox, letter, intent).await
    };
    let late = late.into_inner().unwrap_or_else(PoisonError::into_inner);
    match (handed, late) {
        (Ok(handed), _) => Attempt::Handed(handed),
        (Err(_), Some(stopped)) => stopped,
        (Err(problem), None) => {
            let says = problem.facts.join(" ");
            let path = "the ledger".to_owned();
            Attempt::Handed(Handover::NotHandedOver(ConnectError::Local { doing: "record the intent in", path, says }))
        }
    }
}

/// Records that it is about to be handed over, if nothing changed meanwhile; else gives what is recorded instead.
async fn record_intent(
    room: &Room,
    receipt: &ToldReceipt,
    raw: &[u8],
    mut facts: Vec<Fact>,
) -> Result<Option<Fact>, Problem> {
    let id = &receipt.queued.receipt;
    facts.push(Fact::ReceiptSending { receipt: id.clone() });
    loop {
        room.refresh().await?;
        let seq = {
            let told = room.told.read().await;
            let (_, found) = told.by_receipt(id.as_str()).ok_or_else(|| Problem::not_found(id.as_str()))?;
            if found.state != ReceiptState::Queued {
                return Err(Problem::new("receipt.gone", [found.queued.subject.clone()]));
            }
            if let Some(fact) = still::stop(room, &told, found, raw) {
                return Ok(Some(fact));
            }
            told.seq
        };
        if room.store.append_if(seq, &room.stamp(), "songda", &facts).await? {
            room.changed().await?;
            return Ok(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use songda_core::ledger::{Leaves, ReceiptQueued};

    fn receipt(attempts: u32, problem: Option<&str>) -> ToldReceipt {
        let queued = ReceiptQueued {
            not_before: "2026-11-20T10:00:10+08:00".into(),
            ..super::super::queued("r", songda_core::id::Digest::zero())
        };
        ToldReceipt {
            queued,
            queued_at: "2026-11-20T10:00:00+08:00".into(),
            by: String::new(),
            state: ReceiptState::Queued,
            attempts,
            sent_at: None,
            answer: None,
            problem: problem.map(str::to_owned),
            changed_at: "2026-11-20T10:00:00+08:00".into(),
            moved_seq: 1,
            begun: false,
            leaves: Some(Leaves { not_before: "2026-11-20T10:00:10+08:00".into(), after_restart: true }),
            perhaps_there: false,
            perhaps_twice: false,
            approved_by: None,
            copy: None,
            elsewhere: None,
            claim: songda_core::case::ToldClaim::default(),
            reports: Vec::new(),
            sheet: None,
        }
    }

    fn waits(attempts: u32, problem: Option<&str>) -> i64 {
        let told = receipt(attempts, problem);
        let from = DateTime::parse_from_rfc3339(&told.changed_at).unwrap();
        (leaves_at(&told).unwrap() - from).num_seconds()
    }

    #[test]
    fn a_clock_put_back_makes_no_receipt_wait_until_it_comes_there_again() {
        let now = DateTime::parse_from_rfc3339("2026-11-20T12:00:00+08:00").unwrap();
        let tried = |at: &str| ToldReceipt { changed_at: at.into(), ..receipt(1, Some("receipt.not-now")) };
        assert!(is_clock_back(&tried("2026-11-21T12:00:00+08:00"), now));
        assert!(!is_clock_back(&tried("2026-11-20T11:59:59+08:00"), now));
        let ahead = ToldReceipt { queued_at: "2026-11-21T11:00:00+08:00".into(), ..tried("2026-11-21T12:00:00+08:00") };
        assert!(!is_clock_back(&ahead, now), "not before the day it bears");
    }

    #[test]
    fn waits_grow_and_a_wrong_password_is_not_tried_again_and_again() {
        assert_eq!(waits(0, None), 10, "the undo time");
        let ahead = ToldReceipt { queued_at: "2026-11-21T10:00:00+08:00".into(), leaves: None, ..receipt(0, None) };
        assert_eq!(leaves_at(&ahead).map(|at| at.to_rfc3339()), Some(ahead.queued_at), "not before the day it bears");
        let grown: Vec<i64> = (1..=9).map(|attempts| waits(attempts, Some("receipt.not-now"))).collect();
        assert!(grown.is_sorted() && grown.first() == Some(&5) && grown.last() == Some(&1_800), "{grown:?}");
        assert_eq!(waits(1, Some("mailbox.login-refused")), 5);
        assert_eq!(waits(2, Some("mailbox.login-refused")), 900);
        assert_eq!((waits(1, Some("receipt.claimed")), waits(9, Some("receipt.claimed"))), (5, 300));
    }
}
