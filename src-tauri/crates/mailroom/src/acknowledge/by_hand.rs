//! Answers given outside of this program: a person says so, and takes it back where it was not so.

use songda_core::case::{ReceiptState, Told, ToldMail};
use songda_core::id::ServiceId;
use songda_core::ledger::{ByHandFact, Fact};

use super::ties;
use crate::Room;
use crate::view::Problem;

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
                return Err(Problem::new("receipt.exists", [subject(mail)]));
            }
            (told.seq, mail.service_id())
        };
        let fact = Fact::ReceiptByHand { service, how: how.to_owned(), note: note.trim().to_owned() };
        if room.store.append_if(seq, &room.stamp(), by, &[fact]).await? {
            return room.changed().await;
        }
    }
}

/// Takes back what was said of an answer given outside of this program: it was a mistake, and a receipt may be sent. Of
/// several channels it is taken back of the one it was said of.
///
/// # Errors
/// `receipt.not-by-hand` where nothing was said, `receipt.no-reason` without a reason; when there is no such
/// service, or nothing can be recorded.
pub async fn take_back_by_hand(room: &Room, service: &str, why: &str, by: &str) -> Result<(), Problem> {
    loop {
        room.refresh().await?;
        let (seq, service) = {
            let told = room.told.read().await;
            let mail = told.by_service(&ServiceId::from_text(service)).ok_or_else(|| Problem::not_found(service))?;
            let said = said_of(&told, mail).ok_or_else(|| Problem::new("receipt.not-by-hand", [subject(mail)]))?;
            if why.trim().is_empty() {
                return Err(Problem::new("receipt.no-reason", [subject(mail)]));
            }
            (told.seq, said.service_id())
        };
        let fact = Fact::ByHand(ByHandFact::TakenBack { service, why: why.trim().to_owned() });
        if room.store.append_if(seq, &room.stamp(), by, &[fact]).await? {
            return room.changed().await;
        }
    }
}

/// The mail of which it was said that it was answered by hand, among the channels of a service.
fn said_of<'a>(told: &'a Told, mail: &'a ToldMail) -> Option<&'a ToldMail> {
    ties::channels(told, mail).into_iter().find(|channel| channel.by_hand.is_some())
}

fn subject(mail: &ToldMail) -> String {
    mail.understood.as_ref().map_or_else(String::new, |it| it.subject.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use songda_core::id::Digest;

    #[tokio::test]
    async fn it_is_taken_back_with_a_reason_and_said_anew() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("songda.toml"), "[office]\nname = \"示例物业管理有限公司\"\n").unwrap();
        let mailroom = crate::Mailroom::open(crate::home::Home::at(folder.path())).await.unwrap();
        let room = mailroom.room();
        let mail = Digest::of(b"served");
        let (seen, service) = (Fact::Arrived(super::super::sighting(mail)), ServiceId::of(&mail));
        let serves = Some(songda_core::ledger::ServiceRecord::default());
        let read = songda_core::ledger::Understood { mail: Some(mail), service: serves, ..Default::default() };
        let facts = [seen, Fact::Understood(Box::new(read))];
        room.store.append(&room.stamp(), "songda", &facts, None).await.unwrap();
        let service = service.as_str();
        let back = async |why: &str, by: &str| take_back_by_hand(room, service, why, by).await.map_err(|it| it.code);
        assert_eq!(back("按错了", "王敏").await.unwrap_err(), "receipt.not-by-hand");
        by_hand(room, service, "platform", "", "王敏").await.unwrap();
        assert_eq!(back(" ", "王敏").await.unwrap_err(), "receipt.no-reason");
        assert!(room.told.read().await.mails[0].by_hand.is_some());
        back("按错了", "李华").await.unwrap();
        assert!(room.told.read().await.mails[0].by_hand.is_none());
        assert_eq!(back("按错了", "李华").await.unwrap_err(), "receipt.not-by-hand");
        let unknown = take_back_by_hand(room, "none", "按错了", "李华").await.unwrap_err();
        assert_eq!(unknown.code, "not-found");
        by_hand(room, service, "post", "EMS", "王敏").await.unwrap();
        assert!(room.told.read().await.mails[0].is_answered_by_hand());
    }
}
