//! What becomes of a receipt by a person's word: taken back, let go, let go by a second person; and answers given
//! outside of this program.

use songda_core::case::ReceiptState;
use songda_core::id::{ReceiptId, ServiceId};
use songda_core::ledger::{Fact, Leaves};

use super::{Leaving, Way, automatic, row_of, send_due, undo_of};
use crate::Room;
use crate::clock;
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

/// Lets a drafted receipt go: another person than the one who drew it up. It can be taken back like a first one.
///
/// # Errors
/// When it is no draft, or the same person asks.
pub async fn approve(room: &Room, receipt: &str, by: &str, leaving: Leaving) -> Result<ReceiptRow, Problem> {
    {
        room.refresh().await?;
        let told = room.told.read().await;
        let (_, found) = told.by_receipt(receipt).ok_or_else(|| Problem::not_found(receipt))?;
        // One drawn up by itself stands under the handler's name: that person is the first of the two.
        if bare_name(by).is_empty() || bare_name(&found.by) == bare_name(by) {
            return Err(Problem::new("receipt.same-person", [found.by.clone(), found.queued.subject.clone()]));
        }
    }
    let fact = Fact::ReceiptApproved { receipt: ReceiptId::from_text(receipt), leaves: leaves(room, leaving) };
    change(room, receipt, by, fact, &[ReceiptState::Draft]).await?;
    room.own(receipt);
    row_of(room, receipt).await
}

/// A person's name without what does not tell two apart: blanks, signs that nobody sees, capitals, the mark of an automatic
/// one.
fn bare_name(name: &str) -> String {
    let name = name.trim().trim_end_matches(automatic::MARK);
    let is_seen = |c: &char| {
        !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    name.chars().filter(is_seen).flat_map(char::to_lowercase).collect()
}

/// How a receipt leaves that is let go now; none: at once.
fn leaves(room: &Room, leaving: Leaving) -> Option<Leaves> {
    let not_before = (clock::now() + undo_of(room)).to_rfc3339();
    (leaving != Leaving::AtOnce).then(|| Leaves { not_before, after_restart: leaving != Leaving::WithUndo })
}

/// Takes a receipt back before it leaves. One that may be with the court, or that stood back behind another desk's answer,
/// is again what it was before it was let go.
///
/// # Errors
/// When it has left, is leaving, or there is none; `receipt.perhaps-there` when an interface was asked and its answer
/// was lost: the court may have it.
pub async fn withdraw(room: &Room, receipt: &str) -> Result<ReceiptRow, Problem> {
    let fact = Fact::ReceiptWithdrawn { receipt: ReceiptId::from_text(receipt) };
    let from = [ReceiptState::Queued, ReceiptState::Draft];
    change(room, receipt, &room.settings.office.handler, fact, &from).await
}

/// Lets a waiting, held or unsure receipt go: the click of a person. The same bytes with the same Message-ID leave;
/// that they lie among the sent mails already is found out before. One that was held back for an answer of another desk
/// leaves, too, where a person saw that answer and finds it is none. What was not under way can be taken back for some
/// seconds like a first one; one that waits for its time anyway, or to be tried again, leaves at once.
///
/// # Errors
/// When it has left or there is none.
pub async fn release(room: &Room, receipt: &str, leaving: Leaving) -> Result<ReceiptRow, Problem> {
    let from = [ReceiptState::Queued, ReceiptState::Unsure, ReceiptState::Elsewhere];
    room.refresh().await?;
    let is_under_way = {
        let told = room.told.read().await;
        let (_, found) = told.by_receipt(receipt).ok_or_else(|| Problem::not_found(receipt))?;
        found.state == ReceiptState::Queued && !room.is_shown_held(found)
    };
    let leaving = if is_under_way { Leaving::AtOnce } else { leaving };
    let fact = Fact::ReceiptReleased { receipt: ReceiptId::from_text(receipt), leaves: leaves(room, leaving) };
    change(room, receipt, &room.settings.office.handler, fact, &from).await?;
    room.own(receipt);
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
        let queued = ReceiptQueued { way: way.into(), ..super::super::queued(way, mail) };
        let (code, says) = ("receipt.not-now".to_owned(), "no answer".to_owned());
        [
            Fact::Arrived(arrived),
            Fact::ReceiptQueued(queued),
            Fact::ReceiptSending { receipt: receipt.clone() },
            Fact::ReceiptFailed { receipt, code, says, retries: true },
        ]
    }

    #[test]
    fn a_name_written_another_way_is_the_same_person() {
        for same in [" 王敏", "王　敏", "王\u{200b}敏", "王敏（自动）"] {
            assert_eq!(bare_name(same), bare_name("王敏"), "{same:?}");
        }
        assert_eq!(bare_name("Wang Min"), bare_name("wang min"));
        assert_ne!(bare_name("王敏"), bare_name("李华"));
        assert!(bare_name(" \u{feff}（自动）").is_empty());
    }

    #[tokio::test]
    async fn what_is_let_go_later_can_be_taken_back_like_a_first_one() {
        let folder = tempfile::tempdir().unwrap();
        let settings = "[office]\nname = \"示例物业管理有限公司\"\n[receipt]\nundo_seconds = 30\n";
        std::fs::write(folder.path().join("songda.toml"), settings).unwrap();
        let home = || crate::home::Home::at(folder.path());
        let mailroom = crate::Mailroom::open(home()).await.unwrap();
        let room = mailroom.room();
        let unsure = |id: &str| Fact::ReceiptUnsure { receipt: ReceiptId::from_text(id), says: "cut off".into() };
        for way in ["held", "unsure"] {
            let [arrived, queued, ..] = begun(way);
            let Fact::ReceiptQueued(queued) = queued else { unreachable!("a queued receipt") };
            let queued = ReceiptQueued { leaves_after_restart: false, ..queued };
            room.store.append(&room.stamp(), "songda", &[arrived, Fact::ReceiptQueued(queued)], None).await.unwrap();
        }
        room.store.append(&room.stamp(), "songda", &[unsure("unsure")], None).await.unwrap();
        for way in ["held", "unsure"] {
            let row = release(room, way, Leaving::WithUndo).await.unwrap();
            let until = chrono::DateTime::parse_from_rfc3339(row.undo_until.as_deref().unwrap()).unwrap();
            assert!((25..=30).contains(&(until - clock::now()).num_seconds()), "{way}: {row:?}");
            assert_eq!((row.state.as_str(), row.held), ("queued", false), "{way}");
        }
        // What nobody knows to have left cannot be called back: it is unsure again.
        assert_eq!(withdraw(room, "unsure").await.unwrap().state, "unsure");
        // A stop within these seconds: it waits for a person again.
        drop(mailroom);
        let mailroom = crate::Mailroom::open(home()).await.unwrap();
        let room = mailroom.room();
        assert!(mailroom.receipts().await.unwrap().iter().any(|row| row.id == "held" && row.held));
        // What counts down leaves at once when a person says so.
        room.vault.keep(b"held").unwrap();
        assert!(release(room, "held", Leaving::WithUndo).await.unwrap().undo_until.is_some());
        let now = release(room, "held", Leaving::WithUndo).await.unwrap();
        assert_eq!((now.undo_until, now.attempts), (None, 1), "it was tried");
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
