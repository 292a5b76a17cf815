//! What was answered from a mailbox, by whatever desk or program: looked up in its inbox and its folder for sent mail.
//!
//! Headers are fetched by UID and compared here: servers search differently, or not at all. Nothing is marked.

use std::collections::BTreeMap;

use async_imap::imap_proto::{AttributeValue, Response};
use songda_core::mail;

use super::door::{Door, NetworkDoor};
use super::fetch::{self, Opened};
use super::folders::{self, Folder};
use super::login;
use super::session::{Answer, Session, Wire};
use crate::clock;
use crate::connect::{ConnectError, tls};
use crate::settings::{MailboxSettings, ServerSettings};

/// The headers that tell whether a mail answers another.
const HEADERS: &str = "MESSAGE-ID IN-REPLY-TO REFERENCES FROM TO CC DATE CONTENT-TYPE X-SONGDA-HANDLER";

/// An answer that was sent from the mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Its Message-ID without angle brackets; empty when it has none.
    pub message_id: String,
    /// Who sent it, as far as it says.
    pub by: String,
    /// When, as it says, RFC 3339 +08:00; empty when it does not.
    pub at: String,
    /// Whom it went to, lower case.
    pub to: Vec<String>,
    /// Folder it lies in.
    pub folder: String,
    /// UIDVALIDITY and UID.
    pub uid: (u32, u32),
}

/// What was seen in one folder.
#[derive(Debug, Default)]
struct Shelf {
    validity: u32,
    upto: u32,
    answers: BTreeMap<String, Vec<Answered>>,
}

/// What is remembered of a mailbox from one look to the next, so that each mail's headers are fetched once.
#[derive(Debug, Default)]
pub struct Seen(BTreeMap<String, Shelf>);

/// A conversation about what was answered.
#[derive(Debug)]
pub struct Sent<S: Wire> {
    session: Session<S>,
    address: String,
    folders: Vec<Folder>,
    sent: Option<Folder>,
}

/// Begins a conversation with the server of a mailbox.
///
/// # Errors
/// What kept it from a login, or from listing the folders.
pub async fn begin(mailbox: &MailboxSettings, server: &ServerSettings) -> Result<Sent<tls::Secured>, ConnectError> {
    let door = NetworkDoor { mailbox: mailbox.clone(), server: server.clone() };
    let credential = door.credential().await?;
    let session = login::begin(&door, &server.host, &server.user, credential).await?;
    Sent::over(session, &mailbox.address).await
}

impl<S: Wire> Sent<S> {
    async fn over(mut session: Session<S>, address: &str) -> Result<Self, ConnectError> {
        let sent = folders::sent(&mut session).await?;
        // What was sent is looked up last: it is the surer place, and the later look sees more.
        let mut folders = vec![Folder::named("INBOX")];
        folders.extend(sent.clone());
        Ok(Self { session, address: address.to_ascii_lowercase(), folders, sent })
    }

    /// Looks what came since, and gives the answers from this mailbox to the mail with this Message-ID.
    ///
    /// # Errors
    /// When a folder cannot be looked through: then nobody knows whether there is an answer.
    pub async fn answers(&mut self, seen: &mut Seen, to: &str) -> Result<Vec<Answered>, ConnectError> {
        let mut found: Vec<Answered> = Vec::new();
        for folder in self.folders.clone() {
            let opened = fetch::open(&mut self.session, &folder).await?;
            let shelf = seen.0.entry(folder.name.clone()).or_default();
            self.look(&folder, opened, shelf).await?;
            found.extend(shelf.answers.get(to).into_iter().flatten().cloned());
        }
        let mut once = std::collections::BTreeSet::new();
        found.retain(|answer| answer.message_id.is_empty() || once.insert(answer.message_id.clone()));
        Ok(found)
    }

    async fn look(&mut self, folder: &Folder, opened: Opened, shelf: &mut Shelf) -> Result<(), ConnectError> {
        let counts_back = opened.next.is_some_and(|next| next <= shelf.upto);
        if opened.validity != shelf.validity || counts_back {
            *shelf = Shelf { validity: opened.validity, ..Shelf::default() };
        }
        let Some(first) = shelf.upto.checked_add(1) else { return Ok(()) };
        if opened.is_empty() || opened.next == Some(first) {
            return Ok(());
        }
        let is_sent = self.sent.as_ref() == Some(folder);
        let address = self.address.clone();
        let hear = |response: &Response<'_>| {
            let Some((uid, head)) = head_of(response) else { return };
            // `n:*` names the last mail even when its UID is below n.
            if uid < first {
                return;
            }
            shelf.upto = shelf.upto.max(uid);
            let Some((answered, to)) = answer_of(head, is_sent, &address) else { return };
            let answered = Answered { folder: folder.name.clone(), uid: (opened.validity, uid), ..answered };
            for id in to {
                shelf.answers.entry(id).or_default().push(answered.clone());
            }
        };
        let command = format!("UID FETCH {first}:* (UID BODY.PEEK[HEADER.FIELDS ({HEADERS})])");
        match self.session.ask("looking for answers", &command, hear).await? {
            Answer::Ok => Ok(()),
            Answer::No(says) => {
                let (host, folder) = (self.session.host().to_owned(), folder.name.clone());
                Err(ConnectError::Folder { host, folder, says })
            }
        }
    }

    /// Name of the folder for sent mail, where there is one.
    pub fn sent_folder(&self) -> Option<&str> {
        self.sent.as_ref().map(|folder| folder.name.as_str())
    }

    /// Puts a copy of what was sent into the folder for sent mail, and makes that folder where there is none.
    /// Gives the folder's name.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn copy(&mut self, raw: &[u8]) -> Result<String, ConnectError> {
        let folder = match &self.sent {
            Some(folder) => folder.clone(),
            None => {
                let folder = Folder::named("Sent");
                self.session.ask("making a folder for sent mail", &format!("CREATE {}", folder.wire), |_| {}).await?;
                self.folders.push(folder.clone());
                self.sent = Some(folder.clone());
                folder
            }
        };
        self.session.append(&folder.name, &folder.wire, raw).await?;
        Ok(folder.name)
    }

    /// Says goodbye.
    pub async fn end(self) {
        self.session.logout().await;
    }
}

fn head_of<'a>(response: &'a Response<'_>) -> Option<(u32, &'a [u8])> {
    let Response::Fetch(_, attributes) = response else { return None };
    let (mut uid, mut head) = (None, None);
    for attribute in attributes {
        match attribute {
            AttributeValue::Uid(number) => uid = Some(*number),
            AttributeValue::BodySection { data: Some(data), .. } => head = Some(&data[..]),
            _ => {}
        }
    }
    Some((uid?, head?))
}

/// The answer that a mail's headers tell of, and the Message-IDs it answers; `None` when it is none of ours, or no
/// answer of a person's: a report on a mail is not one.
fn answer_of(head: &[u8], is_sent: bool, address: &str) -> Option<(Answered, Vec<String>)> {
    let (mail, _) = mail::read(head);
    let header = |name: &str| mail.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
    let is_ours = is_sent || mail.from.as_deref().is_some_and(|from| from.eq_ignore_ascii_case(address));
    let is_report = header("x-songda-handler").is_none()
        && header("content-type")
            .is_some_and(|header| header.value.to_ascii_lowercase().trim_start().starts_with("multipart/report"));
    if !is_ours || is_report || mail.references.is_empty() {
        return None;
    }
    let by = header("x-songda-handler").map(|header| header.value.trim().to_owned());
    let by = by.or_else(|| mail.from_name.clone()).or_else(|| mail.from.clone()).unwrap_or_default();
    let answered = Answered {
        message_id: mail.message_id.clone().unwrap_or_default(),
        by,
        at: mail.dated.map(clock::written).unwrap_or_default(),
        to: mail.to.clone(),
        folder: String::new(),
        uid: (0, 0),
    };
    // An answer further down the thread refers to the first mail, too: only what it answers itself counts.
    let direct = header("in-reply-to").map(|header| ids(&header.value)).filter(|ids| !ids.is_empty());
    let to = direct.unwrap_or_else(|| mail.references.last().cloned().into_iter().collect());
    Some((answered, to))
}

fn ids(value: &str) -> Vec<String> {
    value.split('<').skip(1).filter_map(|piece| piece.split_once('>')).map(|(id, _)| id.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVED: &str = "served-1@court.example.test";

    fn head(from: &str, extra: &str) -> Vec<u8> {
        format!(
            "Message-ID: <answer-1@example.test>\r\nIn-Reply-To: <{SERVED}>\r\nReferences: <{SERVED}>\r\n\
             From: {from}\r\nDate: Fri, 20 Nov 2026 10:40:00 +0800\r\n{extra}\r\n"
        )
        .into_bytes()
    }

    #[test]
    fn an_answer_is_told_with_who_and_when() {
        let handler = "X-Songda-Handler: =?utf-8?B?546L5pWP?=\r\n";
        let (answer, to) =
            answer_of(&head("Office <service@example.test>", handler), false, "service@example.test").unwrap();
        assert_eq!((answer.by.as_str(), answer.at.as_str()), ("王敏", "2026-11-20T10:40:00+08:00"));
        assert_eq!(
            (answer.message_id.as_str(), to.as_slice()),
            ("answer-1@example.test", [SERVED.to_owned()].as_slice())
        );
        let (plain, _) = answer_of(&head("Office <service@example.test>", ""), true, "service@example.test").unwrap();
        assert_eq!(plain.by, "Office");
    }

    #[test]
    fn others_mails_and_reports_are_no_answers_of_ours() {
        let court = head("sd@court.example.test", "");
        assert!(answer_of(&court, false, "service@example.test").is_none(), "the court's own follow-up in the inbox");
        assert!(answer_of(&court, true, "service@example.test").is_some(), "whatever lies in Sent was sent from here");
        let report =
            head("service@example.test", "Content-Type: multipart/report; report-type=disposition-notification\r\n");
        assert!(answer_of(&report, true, "service@example.test").is_none());
        assert!(answer_of(b"From: service@example.test\r\n\r\n", true, "service@example.test").is_none());
    }
}
