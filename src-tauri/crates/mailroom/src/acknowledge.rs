//! One receipt, start to end: drawn up, intent on record, handed over, outcome on record.

mod after;
pub mod aside;
pub mod automatic;
pub mod batch;
mod by_hand;
mod claim;
mod compose;
mod filing;
pub mod form;
mod insist;
mod letter;
mod others;
mod outbox;
pub mod register;
mod seen;
pub mod sheet;
mod still;
mod ties;
mod way;

use chrono::Duration;
use songda_core::case::{ReceiptState, Told, ToldMail, ToldReceipt};
use songda_core::channel;
use songda_core::errand::Brought;
use songda_core::id::{Digest, DoubtId, ServiceId};
use songda_core::intake::FOR_ANOTHER;
use songda_core::ledger::{Fact, MatterFact, ServiceRecord, Understood};
use songda_core::receipt::{self, Hand, Reason, Receipt, Says};

use crate::Room;
use crate::errands::bring::OTHER_CASE;
use crate::fault;
use crate::settings::MailboxSettings;
use crate::view::{Problem, ReceiptDraft, ReceiptRow};

pub use after::{Saw, approve, release, withdraw};
pub use by_hand::{by_hand, take_back_by_hand};
pub use claim::patience;
pub use compose::LISTED;
pub use filing::{SHEETS, file_due as file_proofs};
pub use insist::insist;
pub use letter::Scan;
pub use outbox::{mark_unsure, next_attempt, next_due, send_due};
use register::Standing;
pub use seen::letter as queued_letter;
pub use way::{Way, asks as asks_read_receipt};

/// What a person wants to tell the court.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Wish {
    /// The documents came in.
    #[default]
    Received,
    /// The service is objected to.
    Refused {
        /// Why.
        reason: Reason,
        /// What is added.
        note: String,
    },
    /// The last receipt was wrong, for this reason.
    Corrected {
        /// What was wrong.
        note: String,
    },
}

/// Who orders a receipt, and how it is let go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order<'a> {
    /// Who handles it.
    pub by: &'a str,
    /// How it is let go.
    pub leaving: Leaving,
    /// What it says.
    pub wish: Wish,
    /// By which way it goes; none: as the court takes receipts.
    pub way: Option<Way>,
    /// The sealed and scanned form that goes with it.
    pub scan: Option<Scan>,
    /// The digest of the draft a person saw; none where nobody saw one.
    pub seen: Option<String>,
    /// So much longer it waits than its undo time.
    pub later: Duration,
    /// How a mail that proves nothing by itself was made sure of.
    pub verified: Verified<'a>,
}

/// How whoever orders a letter made sure that the mail is the court's, where the mail itself does not prove it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verified<'a> {
    /// As a person says: by telephone, by another mail. It must be said.
    By(&'a str),
    /// Nobody was asked: the order of a script stands for the click of a person. It is enough where the sender is listed
    /// for its court, whom the letter then goes to.
    Unasked,
}

impl<'a> Order<'a> {
    /// The plain receipt: a reply that says received.
    pub fn plain(by: &'a str, leaving: Leaving) -> Self {
        Self {
            by,
            leaving,
            wish: Wish::Received,
            way: None,
            scan: None,
            seen: None,
            later: Duration::zero(),
            verified: Verified::Unasked,
        }
    }
}

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
pub async fn draft(room: &Room, service: &str, order: &Order<'_>) -> Result<ReceiptDraft, Problem> {
    room.refresh().await?;
    checked_way(room, service, order).await?;
    let told = room.told.read().await;
    let mail = told.by_service(&ServiceId::from_text(service)).ok_or_else(|| Problem::not_found(service))?;
    draft_of(room, &told, mail, order)
}

/// Whether the way that was chosen is open. Gives the head of the served mail where it goes back with the letter.
async fn checked_way(room: &Room, service: &str, order: &Order<'_>) -> Result<Vec<u8>, Problem> {
    let takes_scan = matches!(order.way, Some(Way::SealedForm | Way::Http));
    let is_sealed = order.way == Some(Way::SealedForm);
    if (is_sealed && order.scan.is_none()) || (order.scan.is_some() && !takes_scan) {
        return Err(Problem::new("receipt.no-scan", [service.to_owned()]));
    }
    if order.way != Some(Way::ReadReceipt) {
        return Ok(Vec::new());
    }
    // A read receipt says that it was displayed, whatever an objection beside it says.
    if order.wish != Wish::Received {
        return Err(Problem::new("receipt.read-objection", [service.to_owned()]));
    }
    way::check_read(room, service).await
}

fn draft_of(room: &Room, told: &Told, mail: &ToldMail, order: &Order<'_>) -> Result<ReceiptDraft, Problem> {
    let service = mail.service_id();
    let (understood, record) = mail.service().ok_or_else(|| Problem::not_found(service.as_str()))?;
    refuse_set_aside(told, mail)?;
    let address = address_of(room, mail, understood)?;
    let standing = register::standing(room, told, address, understood, record);
    let first = told.receipt_to_correct(mail);
    let drawn = |at: &str| -> Result<Receipt, Problem> {
        let hand = (order.by, at, order.scan.as_ref());
        let papers = (understood, told.errands.brought(&mail.mail));
        let mut receipt = draw_up(room, (first, papers), address, hand, &standing, &order.wish)?;
        way::choose(room, (understood, record), order.way, &mut receipt)?;
        Ok(receipt)
    };
    let receipt = drawn(&room.stamp())?;
    let is_plain = seen::is_plain(&order.wish, order.scan.as_ref());
    let cautions = seen::cautions(room, (told, mail), (understood, record), (&receipt.to, is_plain), &standing);
    let mut draft = seen::sheet(room, service.as_str(), (understood, record), &standing, cautions);
    // An earlier letter that came to nothing, or is to be corrected, is seen as well: it may be another one by then.
    let before = told.receipt_of(mail).map(ToldReceipt::standing).unwrap_or_default();
    draft.seen = seen::digest(&drawn(seen::NO_MOMENT)?, &draft, &before);
    Ok(ReceiptDraft { to: receipt.to, subject: receipt.subject, body: receipt.body, ..draft })
}

fn draw_up(
    room: &Room,
    (first, (understood, brought)): (Option<&ToldReceipt>, (&Understood, &[Brought])),
    address: &MailboxSettings,
    (by, at, scan): (&str, &str, Option<&Scan>),
    standing: &Standing,
    wish: &Wish,
) -> Result<Receipt, Problem> {
    let says = match wish {
        Wish::Received => Says::Received,
        Wish::Refused { reason, note } => Says::Refused { reason: *reason, note: note.clone() },
        Wish::Corrected { note } => {
            let first =
                first.ok_or_else(|| Problem::new("receipt.nothing-to-correct", [understood.subject.clone()]))?;
            Says::Corrected {
                first: first.queued.message_id.clone(),
                first_kind: first.queued.kind.clone(),
                first_at: first.sent_at.clone().unwrap_or_else(|| first.queued_at.clone()),
                note: note.clone(),
            }
        }
    };
    let enclosed = scan.map(|scan| (scan.name.as_str(), Digest::of(&scan.bytes)));
    let regime = standing.regime.code();
    let hand = Hand { address: &address.address, by, at, regime, says, enclosed, brought };
    let drawn = receipt::draft(understood, &room.settings.office, &hand);
    drawn.map_err(|refusal| Problem::new(refusal.code(), [understood.from.clone().unwrap_or_default()]))
}

/// What a person should see before letting a receipt go, though it may go.
fn cautions(
    room: &Room,
    told: &Told,
    mail: &ToldMail,
    (mine, record): (&Understood, &ServiceRecord),
    to: &str,
) -> Vec<String> {
    let mut found = Vec::new();
    // In the same case the court wrote from elsewhere before, and the receipt would go to the new address.
    let is_same_case = |other: &ServiceRecord| {
        other.case_numbers.iter().any(|number| record.case_numbers.contains(number)) && other.court == record.court
    };
    let earlier = told.mails.iter().filter(|other| other.mail != mail.mail).filter_map(ToldMail::service);
    let has_changed = earlier
        .filter(|(understood, other)| is_same_case(other) && understood.verdict != "doubtful")
        .any(|(understood, _)| understood.from.is_some() && understood.from != mine.from);
    if has_changed && Some(to) == mine.from.as_deref() {
        found.push("sender-changed".to_owned());
    }
    if is_for_others(room, mine, record) {
        found.push("addressee-not-us".to_owned());
    }
    let is_open = |about: &str| {
        mine.mail.is_none_or(|mail| !told.settled.contains_key(DoubtId::of(&mail, OTHER_CASE, about).as_str()))
    };
    if mine.doubts.iter().any(|(code, about, _)| code == OTHER_CASE && is_open(about)) {
        found.push(OTHER_CASE.to_owned());
    }
    found
}

/// Whether the service is addressed to somebody else. That a person looked at it does not say that it is ours: only an
/// addressee corrected, or a name added to the office's, takes the doubt away.
fn is_for_others(room: &Room, mail: &Understood, record: &ServiceRecord) -> bool {
    let is_ours = record.addressee.as_deref().is_some_and(|name| room.companies().contains(&name.trim()));
    !is_ours && mail.doubts.iter().any(|(code, ..)| code == FOR_ANOTHER)
}

/// What a person found to serve nothing is not acknowledged.
fn refuse_set_aside(told: &Told, mail: &ToldMail) -> Result<(), Problem> {
    match told.handlings.set_aside(&mail.service_id()) {
        Some(aside) => Err(Problem::new("service.set-aside", [aside.why.clone()])),
        None => Ok(()),
    }
}

/// The mailbox a receipt leaves from: the one whose arrival counts, else another one the mail reached; a mail taken in
/// by hand leaves from the only one that sends.
fn address_of<'a>(room: &'a Room, mail: &ToldMail, read: &Understood) -> Result<&'a MailboxSettings, Problem> {
    let sending = |candidate: &&MailboxSettings| candidate.channel.is_some();
    let seen = sheet::seen_at(mail).into_iter().chain(&mail.sightings);
    if let Some(found) = seen.filter_map(|seen| room.mailbox(&seen.mailbox)).find(sending) {
        return Ok(found);
    }
    let mut sending = room.settings.mailboxes.iter().filter(sending);
    match (sending.next(), sending.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(Problem::new("receipt.no-mailbox", [read.subject.clone()])),
    }
}

/// The receipt that stands in the way of another one. A correction may follow whatever is not on its way; whether there
/// is anything to correct is seen when it is drawn up.
fn in_the_way<'a>(told: &'a Told, mail: &'a ToldMail, wish: &Wish) -> Option<&'a ToldReceipt> {
    let receipt = told.receipt_of(mail)?;
    let may_follow = match wish {
        Wish::Corrected { .. } => receipt.state.has_left() || receipt.state == ReceiptState::Failed,
        Wish::Received | Wish::Refused { .. } => matches!(receipt.state, ReceiptState::Failed | ReceiptState::Bounced),
    };
    (!may_follow).then_some(receipt)
}

/// Draws up the receipt for a service and records the intent. A service has one receipt: a second call
/// changes nothing and says so, whoever calls and from wherever.
///
/// # Errors
/// When there is no such service, no receipt may be drawn up for it, or nothing can be recorded.
pub async fn acknowledge(room: &Room, service: &str, order: &Order<'_>) -> Result<Acknowledged, Problem> {
    let head = checked_way(room, service, order).await?;
    // What it says of receipts may not be all: one may have left of which nothing is known here any more.
    room.check_ledger().await?;
    loop {
        room.refresh().await?;
        let (seq, queued, raw) = {
            let told = room.told.read().await;
            let mail = told.by_service(&ServiceId::from_text(service)).ok_or_else(|| Problem::not_found(service))?;
            if let Some((services, why)) = channel::same_as(&told, mail) {
                // Read just now and not joined yet: two receipts would keep them apart for ever.
                let joined = MatterFact::ServicesJoined { services: services.to_vec(), why: why.to_owned() };
                let seq = told.seq;
                drop(told);
                room.store.append_if(seq, &room.stamp(), "songda", &[Fact::Matter(joined)]).await?;
                continue;
            }
            if let Some(receipt) = in_the_way(&told, mail, &order.wish) {
                return Ok(Acknowledged::Already(room.as_row(&told, receipt)));
            }
            let (queued, raw) = compose::compose(room, &told, mail, order, &head)?;
            (told.seq, queued, raw)
        };
        let vault = room.vault.clone();
        let kept = tokio::task::spawn_blocking(move || vault.keep(&raw)).await;
        kept.map_err(|error| Problem::new("home.vault", [error.to_string()]))??;
        let id = queued.receipt.to_string();
        if room.store.append_if(seq, &room.stamp(), order.by, &[Fact::ReceiptQueued(queued)]).await? {
            fault::point("receipt.queued");
            room.own(&id);
            room.changed().await?;
            return Ok(Acknowledged::Queued(row_of(room, &id).await?));
        }
        // Somebody recorded something in between, perhaps this very receipt: look again.
    }
}

async fn row_of(room: &Room, receipt: &str) -> Result<ReceiptRow, Problem> {
    room.refresh().await?;
    let told = room.told.read().await;
    told.by_receipt(receipt).map(|(_, found)| room.as_row(&told, found)).ok_or_else(|| Problem::not_found(receipt))
}

fn undo_of(room: &Room) -> Duration {
    Duration::from_std(room.settings.undo).unwrap_or(Duration::zero())
}

/// A mail seen in the mailbox `court`, for tests.
#[cfg(test)]
pub(crate) fn sighting(mail: songda_core::id::Digest) -> songda_core::ledger::Arrived {
    songda_core::ledger::Arrived {
        mail,
        size_bytes: 6,
        mailbox: "court".into(),
        folder: String::new(),
        uid: None,
        file: None,
        internal_date: None,
        regime: String::new(),
        address: String::new(),
        content: None,
        record: None,
    }
}

/// A receipt as it is queued for the mail with these bytes, by mail and without anything special.
#[cfg(test)]
fn queued(receipt: &str, mail: Digest) -> songda_core::ledger::ReceiptQueued {
    songda_core::ledger::ReceiptQueued {
        receipt: songda_core::id::ReceiptId::from_text(receipt),
        service: ServiceId::of(&mail),
        message_id: format!("{receipt}@example.test"),
        mailbox: "court".into(),
        to: "sd@court.example.test".into(),
        subject: String::new(),
        raw: mail,
        not_before: String::new(),
        leaves_after_restart: true,
        kind: "received".into(),
        reason: None,
        note: None,
        corrects: None,
        answers: None,
        way: "mail".into(),
        needs_second: false,
        regime: String::new(),
        letter: None,
        verified: None,
    }
}
