//! Receipts by themselves: only for courts the office switched it on for, and only where nothing is left to judge.

use chrono::{DateTime, Duration};
use songda_core::case::{Told, ToldMail};
use songda_core::channel;
use songda_core::id::{Digest, DoubtId};
use songda_core::ledger::Understood;
use songda_core::office::ReplyDuty;

use super::{Leaving, Order, acknowledge, batch, register};
use crate::Room;
use crate::clock;
use crate::settings::Source;
use crate::view::Problem;

/// What lay unanswered longer is a person's: switching it on must not answer last year's mail.
const YOUNGEST_DAYS: i64 = 3;
/// Desks on the same mailbox see a mail at the same moment, and neither would find the other's answer yet. The time since
/// its arrival, which they all read alike, is dealt out in turns: after one of them another desk's copy lies among the sent
/// mails (`aside.rs`), though its own clock is some seconds off.
const TURN_SECONDS: i64 = 20;
const TURNS: i64 = 24;
/// Two desks of one turn begin at different seconds of it, in its first half.
const SPREAD_SECONDS: i64 = 10;
/// Stands behind the handler's name where nobody clicked.
pub const MARK: &str = "（自动）";

/// Draws up the receipts that need nobody: proven court, address agreed so that arrival serves, an answer agreed, no
/// open doubt. Each stands in the ledger under the handler's name as automatic, and can be taken back like any other.
///
/// # Errors
/// When nothing can be recorded; a service that may not be acknowledged is left to a person.
pub async fn queue(room: &Room) -> Result<(), Problem> {
    if room.settings.automatic.is_empty() {
        return Ok(());
    }
    room.refresh().await?;
    let due: Vec<String> = {
        let told = room.told.read().await;
        told.mails.iter().filter(|mail| is_plain(room, &told, mail)).map(|mail| mail.service_id().to_string()).collect()
    };
    let by = format!("{}{MARK}", room.settings.office.handler);
    for service in due {
        // What a person would be asked about is a person's: no paper, no case number, another sender than before.
        let order = Order::plain(&by, Leaving::WithUndoUnattended);
        let lines = batch::lines(room, std::slice::from_ref(&service), &order).await?;
        let Some(line) = lines.into_iter().next().filter(|line| line.why.is_none()) else { continue };
        // What nobody was asked about is what leaves.
        let later = apart(room, &service, line.arrived.as_deref()).await?;
        let order = Order { seen: Some(line.seen), later, ..order };
        match acknowledge(room, &service, &order).await {
            Ok(_) => tracing::info!(service, "receipt queued by itself"),
            Err(problem) if problem.code.starts_with("receipt.") => {
                tracing::warn!(code = %problem.code, service, "left to a person");
            }
            Err(problem) => return Err(problem),
        }
    }
    Ok(())
}

/// How long this desk waits for its turn, after the undo time.
async fn apart(room: &Room, service: &str, arrived: Option<&str>) -> Result<Duration, Problem> {
    if !room.settings.mailboxes.iter().any(|mailbox| matches!(mailbox.source, Source::Imap { .. })) {
        return Ok(Duration::zero());
    }
    let own = Digest::of(format!("{} {service}", room.mark().await?).as_bytes());
    let own = i64::from(u32::from_str_radix(&own.short(8), 16).unwrap_or_default());
    let arrived = arrived.and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    let since = arrived.map_or(0, |at| (clock::now() - at).num_seconds()) + super::undo_of(room).num_seconds();
    Ok(Duration::seconds(until_turn(since, own)))
}

/// Seconds from a moment after the arrival until the next turn of a desk.
fn until_turn(since: i64, own: i64) -> i64 {
    let turn = (own % TURNS) * TURN_SECONDS + (own / TURNS) % SPREAD_SECONDS;
    (turn - since).rem_euclid(TURNS * TURN_SECONDS)
}

fn is_set_aside(told: &Told, mail: &ToldMail) -> bool {
    told.handlings.set_aside(&mail.service_id()).is_some()
}

fn is_plain(room: &Room, told: &Told, mail: &ToldMail) -> bool {
    let Some((understood, record)) = mail.service() else { return false };
    let Some((court, _)) = &record.court else { return false };
    let Some(mailbox) = mail.sightings.first().and_then(|seen| room.mailbox(&seen.mailbox)) else { return false };
    let arrived = understood.arrived.as_deref().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    let is_young = arrived.is_some_and(|at| clock::now() - at < Duration::days(YOUNGEST_DAYS));
    if !room.settings.automatic.contains(court) || !is_young || understood.verdict != "proven" || understood.by_hand {
        return false;
    }
    if !mail.receipts.is_empty()
        || told.receipt_of(mail).is_some()
        || told.by_hand_of(mail).is_some()
        || channel::same_as(told, mail).is_some()
        || has_open_doubt(told, understood)
        || super::is_for_others(room, understood, record)
        || is_set_aside(told, mail)
    {
        return false;
    }
    let standing = register::standing(room, told, mailbox, understood, record);
    standing.regime.arrival_is_service() && standing.duty == ReplyDuty::ReadReceipt
}

fn has_open_doubt(told: &Told, mail: &Understood) -> bool {
    mail.doubts.iter().any(|(code, about, _)| {
        mail.mail.is_none_or(|digest| !told.settled.contains_key(DoubtId::of(&digest, code, about).as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn desks_take_turns_whenever_each_of_them_saw_the_mail() {
        let begins = |since: i64, own: i64| since + until_turn(since, own);
        for (one, other) in [(0, 1), (5, 6), (7, 8 + TURNS * 9)] {
            for (seen, later) in [(0, 0), (3, 41), (200, 1_000)] {
                let apart = (begins(seen, one) - begins(later, other)).rem_euclid(TURNS * TURN_SECONDS);
                let apart = apart.min(TURNS * TURN_SECONDS - apart);
                assert!(apart >= TURN_SECONDS - SPREAD_SECONDS, "{one} {other}: {apart}");
            }
        }
        assert_eq!(begins(7, 0) % (TURNS * TURN_SECONDS), 0);
        assert!(until_turn(12, 1) <= TURNS * TURN_SECONDS);
    }
}
