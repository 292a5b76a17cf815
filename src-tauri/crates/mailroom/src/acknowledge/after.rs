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
            // An interface that was asked may have taken it though no answer came.
            let is_perhaps_there = found.begun && found.queued.way == Way::Http.code();
            if matches!(fact, Fact::ReceiptWithdrawn { .. }) && is_perhaps_there {
                return Err(Problem::new("receipt.perhaps-there", [found.queued.subject.clone()]));
            }
            told.seq
        };
        if room.store.append_if(seq, &room.stamp(), by, std::slice::from_ref(&fact)).await? {
            room.changed().await?;
            return row_of(room, receipt).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use songda_core::id::Digest;
    use songda_core::ledger::ReceiptQueued;

    /// The entries of a receipt that was handed over by a way and is tried again.
    fn begun(way: &str) -> [Fact; 4] {
        let mail = Digest::of(way.as_bytes());
        let receipt = ReceiptId::from_text(way);
        let arrived = super::super::sighting(mail);
        let queued = ReceiptQueued {
            receipt: receipt.clone(),
            service: ServiceId::of(&mail),
            message_id: format!("{way}@example.test"),
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
            way: way.into(),
            needs_second: false,
            regime: String::new(),
        };
        let (code, says) = ("receipt.not-now".to_owned(), "no answer".to_owned());
        [
            Fact::Arrived(arrived),
            Fact::ReceiptQueued(queued),
            Fact::ReceiptSending { receipt: receipt.clone() },
            Fact::ReceiptFailed { receipt, code, says, retries: true },
        ]
    }

    #[tokio::test]
    async fn what_an_interface_may_have_taken_is_not_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("songda.toml"), "[office]\nname = \"示例物业管理有限公司\"\n").unwrap();
        let mailroom = crate::Mailroom::open(crate::home::Home::at(folder.path())).await.unwrap();
        let room = mailroom.room();
        for way in ["http", "mail"] {
            room.store.append(&room.stamp(), "songda", &begun(way), None).await.unwrap();
        }
        let refused = withdraw(room, "http").await.unwrap_err();
        assert_eq!(refused.code, "receipt.perhaps-there");
        // A mail server that did not take it surely does not have it.
        assert_eq!(withdraw(room, "mail").await.unwrap().state, "withdrawn");
        assert_eq!(withdraw(room, "mail").await.unwrap_err().code, "receipt.gone");
    }
}
