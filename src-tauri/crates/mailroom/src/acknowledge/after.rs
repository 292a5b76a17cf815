//! What becomes of a receipt by a person's word: taken back, let go, let go by a second person.

use std::time::Duration;

use songda_core::case::{ReceiptState, Told, ToldMail, ToldReceipt};
use songda_core::id::ReceiptId;
use songda_core::ledger::{Fact, Leaves};

use super::others::{Found, Others, elsewhere};
use super::{Leaving, Way, automatic, row_of, send_due, ties, undo_of};
use crate::Room;
use crate::clock;
use crate::view::{Problem, ReceiptRow};

/// So long the mailboxes are looked through before a draft is let go: a person waits.
const LOOK: Duration = Duration::from_secs(20);

/// Which standing of a receipt an order is about: the one a person saw ([`ToldReceipt::standing`]). None where nobody
/// says: then only what surely has not left is let go.
pub type Saw<'a> = Option<&'a str>;

/// Lets a drafted receipt go: another person than the one who drew it up. It can be taken back like a first one.
///
/// # Errors
/// When it is no draft, stands otherwise than was seen, or the same person asks.
pub async fn approve(
    room: &Room,
    receipt: &str,
    by: &str,
    leaving: Leaving,
    saw: Saw<'_>,
) -> Result<ReceiptRow, Problem> {
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
    look_before(room, receipt).await?;
    change(room, receipt, by, &[fact], (saw, &[ReceiptState::Draft])).await?;
    room.own(receipt);
    row_of(room, receipt).await
}

/// Looks whether another desk answered while a draft waited. Such an answer is recorded, and with it the draft stands
/// otherwise than was seen: a person who has seen it may let it go all the same. What cannot be looked through now is
/// looked through before the receipt leaves.
///
/// # Errors
/// `receipt.answered-meanwhile` when another desk answered.
async fn look_before(room: &Room, receipt: &str) -> Result<(), Problem> {
    let (mailbox, draft) = {
        let told = room.told.read().await;
        let (_, found) = told.by_receipt(receipt).ok_or_else(|| Problem::not_found(receipt))?;
        let Some(mailbox) = room.mailbox(&found.queued.mailbox) else { return Ok(()) };
        (mailbox.clone(), found.clone())
    };
    if draft.state != ReceiptState::Draft {
        return Ok(());
    }
    let others = Others::new(room);
    let looked = tokio::time::timeout(LOOK, Box::pin(others.look(&mailbox, &draft))).await;
    others.end().await;
    let other = match looked {
        Ok(Ok(Found::Other(other))) => other,
        Ok(Ok(Found::Nothing | Found::Itself(_))) | Err(_) => return Ok(()),
        Ok(Err(error)) => {
            tracing::warn!(code = error.code(), "a draft is let go unlooked");
            return Ok(());
        }
    };
    let facts = [draft.queued.subject.clone(), other.by.clone(), other.at.clone()];
    let fact = elsewhere(draft.queued.receipt.clone(), other);
    room.store.append(&room.stamp(), "songda", &[fact], None).await?;
    room.changed().await?;
    Err(Problem::new("receipt.answered-meanwhile", facts))
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
pub(super) fn leaves(room: &Room, leaving: Leaving) -> Option<Leaves> {
    let not_before = (clock::now() + undo_of(room)).to_rfc3339();
    (leaving != Leaving::AtOnce).then(|| Leaves { not_before, after_restart: leaving != Leaving::WithUndo })
}

/// Takes a receipt back before it leaves. One that may be with the court, or that stood back behind another desk's answer,
/// is again what it was before it was let go.
///
/// # Errors
/// When it has left, is leaving, stands otherwise than was seen, or there is none; `receipt.perhaps-there` when an
/// interface was asked and its answer was lost: the court may have it.
pub async fn withdraw(room: &Room, receipt: &str, saw: Saw<'_>) -> Result<ReceiptRow, Problem> {
    let fact = Fact::ReceiptWithdrawn { receipt: ReceiptId::from_text(receipt) };
    let from = [ReceiptState::Queued, ReceiptState::Draft];
    change(room, receipt, &room.settings.office.handler, &[fact], (saw, &from)).await
}

/// Lets a waiting, held or unsure receipt go: the click of a person. The same bytes with the same Message-ID leave;
/// that they lie among the sent mails already is found out before. One that was held back for an answer of another desk
/// leaves, too, where a person saw that answer and finds it is none. What was not under way can be taken back for some
/// seconds like a first one; one that waits for its time anyway, or to be tried again, leaves at once.
///
/// # Errors
/// When it has left, stands otherwise than was seen, or there is none; `receipt.unseen` when the court may have it, or
/// another desk answered, and it is not said that a person saw so.
pub async fn release(room: &Room, receipt: &str, leaving: Leaving, saw: Saw<'_>) -> Result<ReceiptRow, Problem> {
    let from = [ReceiptState::Queued, ReceiptState::Unsure, ReceiptState::Elsewhere];
    room.refresh().await?;
    let is_under_way = {
        let told = room.told.read().await;
        let (_, found) = told.by_receipt(receipt).ok_or_else(|| Problem::not_found(receipt))?;
        found.state == ReceiptState::Queued && !room.is_shown_held(found)
    };
    let leaving = if is_under_way { Leaving::AtOnce } else { leaving };
    let fact = Fact::ReceiptReleased { receipt: ReceiptId::from_text(receipt), leaves: leaves(room, leaving) };
    change(room, receipt, &room.settings.office.handler, &[fact], (saw, &from)).await?;
    room.own(receipt);
    // Beside a holder the order is enough: only the holder sends.
    if room.is_holder() {
        send_due(room).await?;
    }
    row_of(room, receipt).await
}

/// Records what becomes of a receipt; the last of the facts moves it.
pub(super) async fn change(
    room: &Room,
    receipt: &str,
    by: &str,
    facts: &[Fact],
    (saw, from): (Saw<'_>, &[ReceiptState]),
) -> Result<ReceiptRow, Problem> {
    let Some(fact) = facts.last() else { return row_of(room, receipt).await };
    loop {
        room.refresh().await?;
        let seq = {
            let told = room.told.read().await;
            let (mail, found) = told.by_receipt(receipt).ok_or_else(|| Problem::not_found(receipt))?;
            refuse(found, fact, (saw, from))?;
            // Another channel's letter about the same service left meanwhile.
            if matches!(fact, Fact::ReceiptReleased { .. })
                && let Some(other) = answered_beside(&told, mail, found)
            {
                return Err(Problem::new("receipt.exists", [other.queued.subject.clone()]));
            }
            // Made up for by telephone or on paper meanwhile, the court would be answered twice.
            let by_hand = told.by_hand_of(mail).filter(|_| found.queued.corrects.is_none());
            if let (Fact::ReceiptReleased { .. }, Some([how, ..])) = (fact, by_hand) {
                return Err(Problem::new("receipt.answered-by-hand", [found.queued.subject.clone(), how.clone()]));
            }
            told.seq
        };
        if room.store.append_if(seq, &room.stamp(), by, facts).await? {
            room.changed().await?;
            return row_of(room, receipt).await;
        }
    }
}

/// A letter about the same service, given for another of its channels, that the court has or is about to have.
fn answered_beside<'a>(told: &'a Told, mail: &'a ToldMail, own: &ToldReceipt) -> Option<&'a ToldReceipt> {
    if own.queued.corrects.is_some() {
        return None;
    }
    let all = ties::channels(told, mail).into_iter().flat_map(|channel| &channel.receipts);
    let is_there = |other: &&ToldReceipt| {
        matches!(other.state, ReceiptState::Sent | ReceiptState::Confirmed | ReceiptState::Sending)
    };
    all.filter(is_there).find(|other| other.queued.receipt != own.queued.receipt)
}

/// What keeps an order from being carried out as the receipt stands now.
fn refuse(found: &ToldReceipt, fact: &Fact, (saw, from): (Saw<'_>, &[ReceiptState])) -> Result<(), Problem> {
    let (subject, standing) = (found.queued.subject.clone(), found.standing());
    if !from.contains(&found.state) {
        return Err(Problem::new("receipt.gone", [subject]));
    }
    if saw.is_some_and(|saw| saw != standing) {
        return Err(Problem::new("receipt.moved", [subject, standing]));
    }
    // The same bytes once more is a thing to be seen first.
    let is_open = found.perhaps_there || found.elsewhere.is_some();
    let is_let_go = matches!(fact, Fact::ReceiptReleased { .. } | Fact::ReceiptApproved { .. });
    if is_let_go && saw.is_none() && is_open {
        return Err(Problem::new("receipt.unseen", [subject, standing]));
    }
    // An interface that was asked may have taken it though no answer came.
    let is_perhaps_there = found.begun && found.queued.way == Way::Http.code();
    if matches!(fact, Fact::ReceiptWithdrawn { .. }) && is_perhaps_there {
        return Err(Problem::new("receipt.perhaps-there", [subject]));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acknowledge::by_hand;
    use songda_core::id::{Digest, ServiceId};
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

    /// The mail of such a receipt, read as one that serves something.
    fn read(way: &str) -> Fact {
        let (mail, service) = (Some(Digest::of(way.as_bytes())), Some(songda_core::ledger::ServiceRecord::default()));
        Fact::Understood(Box::new(songda_core::ledger::Understood { mail, service, ..Default::default() }))
    }

    /// How a receipt stands now, as a person sees it.
    async fn saw(room: &Room, receipt: &str) -> Option<String> {
        row_of(room, receipt).await.ok().map(|row| row.seen)
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
            let row = release(room, way, Leaving::WithUndo, saw(room, way).await.as_deref()).await.unwrap();
            let until = chrono::DateTime::parse_from_rfc3339(row.undo_until.as_deref().unwrap()).unwrap();
            assert!((25..=30).contains(&(until - clock::now()).num_seconds()), "{way}: {row:?}");
            assert_eq!((row.state.as_str(), row.held), ("queued", false), "{way}");
        }
        // What nobody knows to have left cannot be called back: it is unsure again.
        assert_eq!(withdraw(room, "unsure", None).await.unwrap().state, "unsure");
        // A stop within these seconds: it waits for a person again.
        drop(mailroom);
        let mailroom = crate::Mailroom::open(home()).await.unwrap();
        let room = mailroom.room();
        assert!(mailroom.receipts().await.unwrap().iter().any(|row| row.id == "held" && row.held));
        // What counts down leaves at once when a person says so.
        room.vault.keep(b"held").unwrap();
        assert!(release(room, "held", Leaving::WithUndo, None).await.unwrap().undo_until.is_some());
        let now = release(room, "held", Leaving::WithUndo, None).await.unwrap();
        assert_eq!((now.undo_until, now.attempts), (None, 1), "it was tried");
    }

    #[tokio::test]
    async fn an_order_is_about_the_standing_that_was_seen() {
        let folder = tempfile::tempdir().unwrap();
        let settings = "[office]\nname = \"示例物业管理有限公司\"\n[receipt]\nundo_seconds = 30\n";
        std::fs::write(folder.path().join("songda.toml"), settings).unwrap();
        let mailroom = crate::Mailroom::open(crate::home::Home::at(folder.path())).await.unwrap();
        let room = mailroom.room();
        let append = async |facts: &[Fact]| {
            room.store.append(&room.stamp(), "songda", facts, None).await.unwrap();
            room.refresh().await.unwrap();
        };
        let code = |ended: Result<ReceiptRow, Problem>| ended.map_or_else(|problem| problem.code, |row| row.state);
        let receipt = || ReceiptId::from_text("mail");
        let unsure = [
            Fact::ReceiptSending { receipt: receipt() },
            Fact::ReceiptUnsure { receipt: receipt(), says: "cut off".into() },
        ];
        append(&begun("mail")).await;
        append(&[read("mail")]).await;
        let retrying = saw(room, "mail").await;
        // It was tried once more before the order came: nobody knows any more whether the court has it.
        append(&unsure).await;
        let release = async |seen: Option<&str>| code(release(room, "mail", Leaving::WithUndo, seen).await);
        assert_eq!(release(retrying.as_deref()).await, "receipt.moved");
        assert_eq!(release(None).await, "receipt.unseen", "an order that saw nothing sends nothing twice");
        let first = saw(room, "mail").await;
        assert_eq!(release(first.as_deref()).await, "queued");
        assert_eq!(release(first.as_deref()).await, "receipt.moved", "one order is one more try");
        assert_eq!(code(withdraw(room, "mail", first.as_deref()).await), "receipt.moved");
        append(&unsure).await;
        assert_eq!(release(first.as_deref()).await, "receipt.moved", "unsure again, after another try");
        // Answered on paper meanwhile, it leaves no more.
        by_hand(room, row_of(room, "mail").await.unwrap().service.as_str(), "post", "", "王敏").await.unwrap();
        assert_eq!(release(saw(room, "mail").await.as_deref()).await, "receipt.answered-by-hand");
    }

    #[tokio::test]
    async fn what_another_channel_answered_is_not_let_go_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("songda.toml"), "[office]\nname = \"示例物业管理有限公司\"\n").unwrap();
        let mailroom = crate::Mailroom::open(crate::home::Home::at(folder.path())).await.unwrap();
        let room = mailroom.room();
        let id = |receipt: &str| ReceiptId::from_text(receipt);
        let services = ["first", "second"].map(|mail| ServiceId::of(&Digest::of(mail.as_bytes())));
        let joined =
            songda_core::ledger::MatterFact::ServicesJoined { services: services.to_vec(), why: "by-hand".into() };
        let facts = [
            begun("first").to_vec(),
            vec![read("first"), Fact::ReceiptUnsure { receipt: id("first"), says: "cut off".into() }],
            begun("second").to_vec(),
            vec![read("second")],
            vec![Fact::ReceiptSent { receipt: id("second"), answer: "250 ok".into() }, Fact::Matter(joined)],
        ];
        room.store.append(&room.stamp(), "songda", &facts.concat(), None).await.unwrap();
        room.refresh().await.unwrap();
        let seen = saw(room, "first").await;
        assert!(seen.as_deref().is_some_and(|seen| seen.starts_with("unsure")), "{seen:?}");
        let refused = release(room, "first", Leaving::WithUndo, seen.as_deref()).await.unwrap_err();
        assert_eq!(refused.code, "receipt.exists");
    }

    #[tokio::test]
    async fn what_is_recorded_as_leaving_while_nothing_leaves_is_a_persons() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("songda.toml"), "[office]\nname = \"示例物业管理有限公司\"\n").unwrap();
        let mailroom = crate::Mailroom::open(crate::home::Home::at(folder.path())).await.unwrap();
        let room = mailroom.room();
        let [arrived, queued, sending, _] = begun("mail");
        room.store.append(&room.stamp(), "songda", &[arrived, queued, sending], None).await.unwrap();
        // Its outcome could not be written down: the disk was full.
        send_due(room).await.unwrap();
        assert_eq!(row_of(room, "mail").await.unwrap().state, "unsure");
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
        let refused = withdraw(room, "http", None).await.unwrap_err();
        assert_eq!(refused.code, "receipt.perhaps-there");
        // A mail server that did not take it surely does not have it.
        assert_eq!(withdraw(room, "mail", None).await.unwrap().state, "withdrawn");
        assert_eq!(withdraw(room, "mail", None).await.unwrap_err().code, "receipt.gone");
    }
}
