//! Other desks on the same mailbox: whether one of them answered a mail before us, and our own copy for them to see.
//!
//! Nothing here locks anything: the mailbox is all that several desks share, and what is looked up is what it shows. What
//! keeps all but one of them back is what they register there, see `claim.rs`.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use chrono::DateTime;
use futures_util::FutureExt as _;
use songda_core::case::{Told, ToldMail, ToldReceipt};
use songda_core::id::ReceiptId;
use songda_core::ledger::Fact;
use songda_core::receipt::claim::Act;
use tokio::sync::Mutex;

use super::ties;
use crate::Room;
use crate::connect::ConnectError;
use crate::connect::sent::claims::{Bid, Verdict};
use crate::connect::sent::{self, Answered, Asked, Seen, Sent};
use crate::connect::tls::Secured;
use crate::settings::{MailboxSettings, ServerSettings, Source};
use crate::view::Problem;

/// A letter bears the moment before it was recorded: so many seconds lie between at the most.
const DRAWN_UP_WITHIN: i64 = 5;

type Talk = Arc<Mutex<Option<Sent<Secured>>>>;

/// What is asked in a conversation.
#[derive(Clone, Copy)]
pub(super) enum Question<'a> {
    /// Which answers there are.
    Answers(&'a Asked),
    /// Whether desks register there what they answer.
    Registers,
    /// Whose turn it is to answer.
    Hold(&'a Bid<'a>),
    /// What became of a claim: what it claims, what is said of it, and the text that says so.
    Tell(&'a [String], &'a Act, &'a str),
}

/// What came of it.
pub(super) enum Reply {
    Answers(Vec<Answered>),
    Registers(bool),
    Turn(Verdict),
    Done,
}

/// Conversations with the mailboxes of one round of sending.
pub struct Others<'a> {
    pub(super) room: &'a Room,
    talks: Mutex<BTreeMap<String, Talk>>,
    /// Every token that this home laid, once anybody asked.
    pub(super) tokens: Mutex<Option<HashSet<String>>>,
    /// Mailboxes that take no registration, with their servers' words.
    pub(super) refusals: Mutex<BTreeMap<String, String>>,
}

/// A finding before a receipt leaves.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// Nobody answered.
    Nothing,
    /// This very receipt lies in the mailbox: it had left.
    Itself(Answered),
    /// Another desk answered.
    Other(Answered),
}

impl<'a> Others<'a> {
    /// No conversation yet.
    pub fn new(room: &'a Room) -> Self {
        Self { room, talks: Mutex::default(), tokens: Mutex::default(), refusals: Mutex::default() }
    }

    /// Whether a service was answered, by this receipt or by another desk, in any mailbox its mails reached. A mailbox that
    /// is only a folder has no desks.
    ///
    /// # Errors
    /// When a mailbox cannot be looked through: then nobody knows.
    pub async fn look(&self, mailbox: &MailboxSettings, receipt: &ToldReceipt) -> Result<Found, ConnectError> {
        let (asked, places) = {
            let told = self.room.told.read().await;
            let Some((mail, _)) = told.by_receipt(receipt.queued.receipt.as_str()) else { return Ok(Found::Nothing) };
            (ties::asked(&told, mail, receipt), self.places(&told, mail, mailbox))
        };
        let mut found = Vec::new();
        for place in &places {
            if let Source::Imap { server, .. } = &place.source {
                found.extend(Box::pin(self.answers(place, server, &asked)).await?);
            }
        }
        let told = self.room.told.read().await;
        Ok(judge(&told, receipt, found))
    }

    /// The mailboxes in which a service was seen, that of the receipt last: the later look sees more.
    pub(super) fn places(&self, told: &Told, mail: &ToldMail, own: &MailboxSettings) -> Vec<MailboxSettings> {
        let mut ids: BTreeSet<&str> = BTreeSet::new();
        for channel in ties::channels(told, mail) {
            ids.extend(channel.sightings.iter().map(|seen| seen.mailbox.as_str()));
        }
        let others = ids.into_iter().filter(|id| *id != own.id).filter_map(|id| self.room.mailbox(id));
        others.chain(std::iter::once(own)).cloned().collect()
    }

    async fn answers(
        &self,
        mailbox: &MailboxSettings,
        server: &ServerSettings,
        asked: &Asked,
    ) -> Result<Vec<Answered>, ConnectError> {
        match self.ask(mailbox, server, Question::Answers(asked)).await? {
            Reply::Answers(found) => Ok(found),
            Reply::Registers(_) | Reply::Turn(_) | Reply::Done => Ok(Vec::new()),
        }
    }

    /// Asks a mailbox, in the conversation that is open or a new one.
    ///
    /// # Errors
    /// What kept it from being answered.
    pub(super) async fn ask(
        &self,
        mailbox: &MailboxSettings,
        server: &ServerSettings,
        question: Question<'_>,
    ) -> Result<Reply, ConnectError> {
        let talk = self.talks.lock().await.entry(mailbox.id.clone()).or_default().clone();
        let mut talk = talk.lock().await;
        // A conversation kept from an earlier receipt may have died meanwhile: that is tried once more.
        let mut is_fresh = talk.is_none();
        loop {
            let mut open = match talk.take() {
                Some(open) => open,
                None => sent::begin(mailbox, server).await?,
            };
            let mut seen = self.room.seen.lock().await;
            let seen = seen.entry(mailbox.id.clone()).or_default();
            // A reader that breaks over a server's words ends one conversation, never the sending.
            let found = AssertUnwindSafe(put(&mut open, seen, question)).catch_unwind().await;
            match found {
                Ok(Ok(found)) => {
                    *talk = Some(open);
                    return Ok(found);
                }
                // Refused in so many words: the conversation goes on.
                Ok(Err(error @ ConnectError::Claim { .. })) => {
                    *talk = Some(open);
                    return Err(error);
                }
                Ok(Err(error)) if is_fresh => return Err(error),
                Ok(Err(_)) => is_fresh = true,
                Err(_) => {
                    let says = "the server's answer could not be read".to_owned();
                    return Err(ConnectError::Broken { host: server.host.clone(), doing: "looking for answers", says });
                }
            }
        }
    }

    /// Makes sure that a copy of a sent receipt lies in the folder for sent mail, for other desks and for people, and
    /// finds out whether another desk sent one at the same moment.
    ///
    /// # Errors
    /// When the mailbox refuses, or nothing can be recorded. The receipt is sent all the same.
    pub async fn copy(&self, mailbox: &MailboxSettings, receipt: &ToldReceipt, raw: &[u8]) -> Result<(), Problem> {
        let Source::Imap { server, .. } = &mailbox.source else { return Ok(()) };
        let id = receipt.queued.receipt.clone();
        let asked = {
            let told = self.room.told.read().await;
            let Some((mail, _)) = told.by_receipt(id.as_str()) else { return Ok(()) };
            ties::asked(&told, mail, receipt)
        };
        let own = |found: &[Answered]| found.iter().find(|it| is_own(receipt, it)).cloned();
        let mut found = self.answers(mailbox, server, &asked).await.map_err(|error| Problem::from(&error))?;
        let there = own(&found);
        let by_provider = there.is_some();
        let (folder, there) = match there {
            Some(there) => (there.folder.clone(), Some(there)),
            None => {
                // Also where the provider keeps copies itself: it was given time enough, and this one did not come.
                let Some(folder) = self.put(mailbox, raw).await? else { return Ok(()) };
                found = self.answers(mailbox, server, &asked).await.map_err(|error| Problem::from(&error))?;
                (folder, own(&found))
            }
        };
        // One that was put there and is not found again lies there all the same: it is not put there once more.
        let (uid, message_id) = there.map_or((None, None), |copy| (Some(copy.uid), copy.renamed));
        let message_id = message_id.filter(|id| *id != receipt.queued.message_id);
        let mut facts = vec![Fact::ReceiptCopied { receipt: id.clone(), folder, uid, by_provider, message_id }];
        {
            let told = self.room.told.read().await;
            if receipt.elsewhere.is_none()
                && receipt.queued.corrects.is_none()
                && let Some(other) = others(&told, receipt, found)
            {
                facts.push(elsewhere(id, other));
            }
        }
        self.room.store.append(&self.room.stamp(), "songda", &facts, None).await?;
        self.room.changed().await
    }

    /// Gives the folder the copy was put into; none where there is no conversation to put it by.
    async fn put(&self, mailbox: &MailboxSettings, raw: &[u8]) -> Result<Option<String>, Problem> {
        let talk = self.talks.lock().await.entry(mailbox.id.clone()).or_default().clone();
        let mut talk = talk.lock().await;
        let Some(mut open) = talk.take() else { return Ok(None) };
        let done = AssertUnwindSafe(open.copy(raw)).catch_unwind().await;
        match done {
            Ok(Ok(folder)) => {
                *talk = Some(open);
                Ok(Some(folder))
            }
            Ok(Err(error)) => Err(Problem::from(&error)),
            Err(_) => Err(Problem::new("mailbox.connection-broken", [mailbox.id.clone()])),
        }
    }

    /// Says goodbye everywhere.
    pub async fn end(self) {
        for (_, talk) in self.talks.into_inner() {
            if let Some(open) = talk.lock().await.take() {
                open.end().await;
            }
        }
    }
}

async fn put(open: &mut Sent<Secured>, seen: &mut Seen, question: Question<'_>) -> Result<Reply, ConnectError> {
    match question {
        Question::Answers(asked) => open.answers(seen, asked).await.map(Reply::Answers),
        Question::Registers => open.has_register().await.map(Reply::Registers),
        Question::Hold(bid) => open.hold(seen, bid).await.map(Reply::Turn),
        Question::Tell(keys, act, text) => open.tell(seen, keys, act, text).await.map(|()| Reply::Done),
    }
}

/// That another desk had answered, as it is recorded.
pub fn elsewhere(receipt: ReceiptId, other: Answered) -> Fact {
    let Answered { message_id, by, at, folder, .. } = other;
    Fact::ReceiptElsewhere { receipt, message_id, by, at, folder }
}

/// Whether this is the very letter, by our own line in its head; where a server took that away, by Message-ID and moment.
fn is_own(receipt: &ToldReceipt, answer: &Answered) -> bool {
    let moment = |text: &str| DateTime::parse_from_rfc3339(text).ok();
    let is_of_moment = || {
        let apart =
            moment(&answer.at).zip(moment(&receipt.queued_at)).map(|(at, drawn_up)| (drawn_up - at).num_seconds());
        apart.is_some_and(|seconds| seconds.abs() <= DRAWN_UP_WITHIN)
    };
    answer.message_id == receipt.queued.letter() || (answer.message_id == receipt.queued.message_id && is_of_moment())
}

fn judge(told: &Told, receipt: &ToldReceipt, found: Vec<Answered>) -> Found {
    if let Some(own) = found.iter().find(|it| is_own(receipt, it)) {
        return Found::Itself(own.clone());
    }
    // A correction is meant to be a further answer.
    if receipt.queued.corrects.is_some() {
        return Found::Nothing;
    }
    others(told, receipt, found).map_or(Found::Nothing, Found::Other)
}

/// The first answer to the court that is no receipt of this ledger: those are known, and decided about already.
fn others(told: &Told, receipt: &ToldReceipt, found: Vec<Answered>) -> Option<Answered> {
    let is_known = |answer: &Answered| {
        let known = told.by_message_id(&answer.message_id).map(|(_, known)| known);
        is_own(receipt, answer)
            || known.is_some_and(|known| answer.message_id != known.queued.message_id || is_own(known, answer))
    };
    // One a person looked at, and sent this receipt all the same.
    let is_seen =
        |answer: &Answered| receipt.elsewhere.as_ref().is_some_and(|seen| seen.message_id == answer.message_id);
    // The court's mail passed on to a colleague is in its thread, too, and answers nothing. The other desk may answer the
    // sender where this one answers an address of the court's profile, or its interface.
    let domain = |address: &str| address.rsplit_once('@').map(|(_, domain)| domain.to_ascii_lowercase());
    let served =
        told.by_receipt(receipt.queued.receipt.as_str()).and_then(|(mail, _)| mail.understood.as_ref()?.from.as_ref());
    let court: Vec<String> =
        [Some(&receipt.queued.to), served].into_iter().flatten().filter_map(|address| domain(address)).collect();
    // A receipt of another desk is one, whichever address of the court it went to.
    let is_receipt = |answer: &Answered| answer.message_id.starts_with("songda.");
    let goes_to_court = |answer: &Answered| answer.to.iter().filter_map(|to| domain(to)).any(|to| court.contains(&to));
    let is_to_court = |answer: &Answered| is_receipt(answer) || goes_to_court(answer);
    found.into_iter().find(|answer| is_to_court(answer) && !is_known(answer) && !is_seen(answer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use songda_core::ledger::{Entry, ReceiptQueued};

    fn answer(message_id: &str, to: &str) -> Answered {
        Answered {
            message_id: message_id.into(),
            renamed: None,
            by: "李华".into(),
            at: String::new(),
            to: vec![to.into()],
            folder: "Sent".into(),
            uid: (1, 1),
        }
    }

    /// The ledger of a home with one receipt, `own@example.test`, told from others under that Message-ID or not.
    fn told(letter: Option<&str>) -> Told {
        let mail = songda_core::id::Digest::of(b"served");
        let arrived = super::super::sighting(mail);
        let queued = ReceiptQueued {
            message_id: "own@example.test".into(),
            letter: letter.map(str::to_owned),
            answers: Some("served@court.example.test".into()),
            ..super::super::queued("r1", mail)
        };
        let mut told = Told::default();
        for (seq, fact) in (1..).zip([Fact::Arrived(arrived), Fact::ReceiptQueued(queued)]) {
            let text = serde_json::to_string(&fact).unwrap();
            told.take(&Entry::chained(seq, "2026-11-20T10:00:00+08:00".into(), "x".into(), text, mail));
        }
        told
    }

    #[test]
    fn an_answer_of_another_desk_counts_and_a_mail_passed_on_does_not() {
        let told = told(None);
        let (_, own) = told.by_receipt("r1").unwrap();
        let found = |answers: Vec<Answered>| judge(&told, own, answers);
        assert_eq!(found(vec![]), Found::Nothing);
        assert_eq!(found(vec![answer("a@example.test", "boss@example.test")]), Found::Nothing);
        let other = answer("b@example.test", "clerk@court.example.test");
        assert_eq!(found(vec![other.clone()]), Found::Other(other.clone()));
        let itself = answer("own@example.test", "sd@court.example.test");
        assert_eq!(found(vec![other.clone(), itself.clone()]), Found::Itself(itself));
        let mut correction = own.clone();
        correction.queued.message_id = "second@example.test".into();
        correction.queued.corrects = Some(ReceiptId::from_text("r1"));
        assert_eq!(judge(&told, &correction, vec![other]), Found::Nothing, "a correction is a further answer");
    }

    #[test]
    fn of_two_letters_under_one_message_id_ours_is_known_by_a_line_of_its_own_or_by_its_moment() {
        let told = told(Some("own.1@example.test"));
        let (_, own) = told.by_receipt("r1").unwrap();
        let found = |id: &str, at: &str| {
            let answer = Answered { at: at.into(), ..answer(id, "sd@court.example.test") };
            (judge(&told, own, vec![answer.clone()]), answer)
        };
        let (ours, letter) = found("own.1@example.test", "");
        assert_eq!(ours, Found::Itself(letter));
        let (theirs, letter) = found("own.2@example.test", "2026-11-20T10:00:00+08:00");
        assert_eq!(theirs, Found::Other(letter));
        let (ours, letter) = found("own@example.test", "2026-11-20T09:59:59+08:00");
        assert_eq!(ours, Found::Itself(letter));
        let (theirs, letter) = found("own@example.test", "2026-11-20T09:30:00+08:00");
        assert_eq!(theirs, Found::Other(letter), "a desk was first");
    }
}
