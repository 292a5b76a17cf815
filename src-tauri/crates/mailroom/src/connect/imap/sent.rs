//! What was answered from a mailbox, by whatever desk or program: looked up in its inbox and its folder for sent mail.
//!
//! Headers are fetched by UID and compared here: servers search differently, or not at all. Nothing is marked.

pub mod claims;
mod refusal;

use std::collections::BTreeMap;

use async_imap::imap_proto::{AttributeValue, Response};
use chrono::{DateTime, FixedOffset};
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
const HEADERS: &str = "MESSAGE-ID IN-REPLY-TO REFERENCES FROM TO CC DATE SUBJECT CONTENT-TYPE X-SONGDA-HANDLER X-SONGDA-RECEIPT X-SONGDA-ANSWERS X-OQ-MSGID X-MICROSOFT-ORIGINAL-MESSAGE-ID";
/// Where submission servers that give a mail a Message-ID of their own keep the one it came with.
const GIVEN_IDS: [&str; 2] = ["x-oq-msgid", "x-microsoft-original-message-id"];

/// An answer that was sent from the mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Its Message-ID without angle brackets as its writer gave it; empty when it has none.
    pub message_id: String,
    /// The Message-ID it bears, where the submission server gave it another one.
    pub renamed: Option<String>,
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

/// By what an answer to a mail is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// It is this letter of ours, by the Message-ID we gave it.
    Letter(String),
    /// It answers the mail with this Message-ID.
    Reply(String),
    /// It names the mail by digest, in a header line of our own.
    Mail(String),
    /// It is called an answer to this subject. It counts only from a moment on: the same words may have been answered before.
    Subject(String),
}

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Any of these.
    pub ties: Vec<Tie>,
    /// Before this moment no answer to a subject counts.
    pub since: Option<DateTime<FixedOffset>>,
}

/// What was seen in one folder.
#[derive(Debug, Default)]
struct Shelf {
    validity: u32,
    upto: u32,
    answers: Vec<Answered>,
    ties: BTreeMap<Tie, Vec<usize>>,
}

impl Shelf {
    fn put(&mut self, answered: Answered, ties: Vec<Tie>) {
        for tie in ties {
            self.ties.entry(tie).or_default().push(self.answers.len());
        }
        self.answers.push(answered);
    }

    fn find<'a>(&'a self, asked: &'a Asked) -> impl Iterator<Item = &'a Answered> {
        let early = |answered: &Answered| {
            let at = DateTime::parse_from_rfc3339(&answered.at).ok();
            matches!((at, asked.since), (Some(at), Some(since)) if at < since)
        };
        asked.ties.iter().flat_map(move |tie| {
            let places = self.ties.get(tie).into_iter().flatten();
            let found = places.filter_map(|at| self.answers.get(*at));
            found.filter(move |answered| !(matches!(tie, Tie::Subject(_)) && early(answered)))
        })
    }
}

/// What is remembered of a mailbox from one look to the next, so that each mail's headers are fetched once.
#[derive(Debug, Default)]
pub struct Seen {
    shelves: BTreeMap<String, Shelf>,
    register: claims::Register,
}

/// A conversation about what was answered.
#[derive(Debug)]
pub struct Sent<S: Wire> {
    session: Session<S>,
    address: String,
    sent: Vec<Folder>,
    /// The folder in which desks register what they answer, once it was found.
    register: Option<Folder>,
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
        let (sent, register) = folders::sent_and(&mut session, claims::FOLDER).await?;
        Ok(Self { session, address: address.to_ascii_lowercase(), sent, register })
    }

    /// Looks what came since, and gives the answers from this mailbox that are tied so, each once.
    ///
    /// # Errors
    /// When a folder cannot be looked through: then nobody knows whether there is an answer.
    pub async fn answers(&mut self, seen: &mut Seen, asked: &Asked) -> Result<Vec<Answered>, ConnectError> {
        let mut found: Vec<Answered> = Vec::new();
        // What was sent is looked up last: it is the surer place, and the later look sees more.
        for folder in std::iter::once(Folder::named("INBOX")).chain(self.sent.clone()) {
            let opened = fetch::open(&mut self.session, &folder).await?;
            let shelf = seen.shelves.entry(folder.name.clone()).or_default();
            self.look(&folder, opened, shelf).await?;
            found.extend(shelf.find(asked).cloned());
        }
        let mut once = std::collections::BTreeSet::new();
        found.retain(|answer| once.insert((answer.folder.clone(), answer.uid)));
        let mut named = std::collections::BTreeSet::new();
        found.retain(|answer| answer.message_id.is_empty() || named.insert(answer.message_id.clone()));
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
        let is_sent = self.sent.contains(folder);
        let address = self.address.clone();
        let hear = |response: &Response<'_>| {
            let Some((uid, head)) = head_of(response) else { return };
            // `n:*` names the last mail even when its UID is below n.
            if uid < first {
                return;
            }
            shelf.upto = shelf.upto.max(uid);
            let Some((answered, ties)) = answer_of(head, is_sent, &address) else { return };
            shelf.put(Answered { folder: folder.name.clone(), uid: (opened.validity, uid), ..answered }, ties);
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

    /// Puts a copy of what was sent into the folder for sent mail, and makes that folder where there is none.
    /// Gives the folder's name.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn copy(&mut self, raw: &[u8]) -> Result<String, ConnectError> {
        let folder = match self.sent.first() {
            Some(folder) => folder.clone(),
            None => {
                let folder = Folder::named("Sent");
                self.session.ask("making a folder for sent mail", &format!("CREATE {}", folder.wire), |_| {}).await?;
                self.sent.push(folder.clone());
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

/// The answer that a mail's headers tell of, and what ties it to what it answers; `None` when it is none of ours, or no
/// answer of a person's: a report on a mail is not one.
fn answer_of(head: &[u8], is_sent: bool, address: &str) -> Option<(Answered, Vec<Tie>)> {
    let (mail, _) = mail::read(head);
    let header = |name: &str| mail.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
    let is_ours = is_sent || mail.from.as_deref().is_some_and(|from| from.eq_ignore_ascii_case(address));
    let is_report = header("x-songda-handler").is_none()
        && header("content-type")
            .is_some_and(|header| header.value.to_ascii_lowercase().trim_start().starts_with("multipart/report"));
    if !is_ours || is_report {
        return None;
    }
    let by = header("x-songda-handler").map(|header| header.value.trim().to_owned());
    let by = by.or_else(|| mail.from_name.clone()).or_else(|| mail.from.clone()).unwrap_or_default();
    let borne = mail.message_id.clone().unwrap_or_default();
    let own = header("x-songda-receipt").map(|header| header.value.trim().to_owned());
    let given = || GIVEN_IDS.iter().find_map(|name| ids(&header(name)?.value).into_iter().next());
    let message_id = own.filter(|id| !id.is_empty()).or_else(given).unwrap_or_else(|| borne.clone());
    let mut ties = vec![Tie::Letter(message_id.clone())];
    // An answer further down the thread refers to the first mail, too: only what it answers itself counts.
    let direct = header("in-reply-to").map(|header| ids(&header.value)).filter(|ids| !ids.is_empty());
    let direct = direct.unwrap_or_else(|| mail.references.last().cloned().into_iter().collect());
    ties.extend(direct.into_iter().map(Tie::Reply));
    if let Some(named) = header("x-songda-answers") {
        ties.extend(named.value.split_whitespace().map(|digest| Tie::Mail(digest.to_owned())));
    }
    ties.extend(answered_subject(&mail.subject).map(Tie::Subject));
    let is_answer = ties.len() > 1 || message_id.starts_with("songda.");
    let answered = Answered {
        renamed: (!borne.is_empty() && borne != message_id).then_some(borne),
        message_id,
        by,
        at: mail.dated.map(clock::written).unwrap_or_default(),
        to: mail.to.clone(),
        folder: String::new(),
        uid: (0, 0),
    };
    is_answer.then_some((answered, ties))
}

/// The subject that a mail is called an answer to, as [`plain_subject`] writes it.
fn answered_subject(subject: &str) -> Option<String> {
    let plain = plain_subject(subject);
    (plain != spaced(subject)).then_some(plain).filter(|plain| !plain.is_empty())
}

/// A subject without the marks of replies, blanks alike.
pub fn plain_subject(subject: &str) -> String {
    const MARKS: [&str; 6] = ["re", "aw", "回复", "答复", "回覆", "答覆"];
    let mut rest = spaced(subject);
    loop {
        let begins = MARKS.iter().find_map(|mark| {
            let start = rest.get(..mark.len()).filter(|start| start.eq_ignore_ascii_case(mark))?;
            let after = rest.get(start.len()..)?.trim_start();
            after.strip_prefix([':', '：']).map(|after| after.trim_start().to_owned())
        });
        match begins {
            Some(after) => rest = after,
            None => return rest,
        }
    }
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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

    fn told(head: &[u8], is_sent: bool) -> Option<(Answered, Vec<Tie>)> {
        answer_of(head, is_sent, "service@example.test")
    }

    #[test]
    fn an_answer_is_told_with_who_and_when() {
        let handler = "X-Songda-Handler: =?utf-8?B?546L5pWP?=\r\n";
        let (answer, ties) = told(&head("Office <service@example.test>", handler), false).unwrap();
        assert_eq!((answer.by.as_str(), answer.at.as_str()), ("王敏", "2026-11-20T10:40:00+08:00"));
        let (letter, reply) = (Tie::Letter("answer-1@example.test".into()), Tie::Reply(SERVED.into()));
        assert_eq!((answer.message_id.as_str(), ties), ("answer-1@example.test", vec![letter, reply]));
        let (plain, _) = told(&head("Office <service@example.test>", ""), true).unwrap();
        assert_eq!((plain.by.as_str(), plain.renamed), ("Office", None));
    }

    #[test]
    fn others_mails_and_reports_are_no_answers_of_ours() {
        let court = head("sd@court.example.test", "");
        assert!(told(&court, false).is_none(), "the court's own follow-up in the inbox");
        assert!(told(&court, true).is_some(), "whatever lies in Sent was sent from here");
        let report =
            head("service@example.test", "Content-Type: multipart/report; report-type=disposition-notification\r\n");
        assert!(told(&report, true).is_none());
        assert!(told(b"From: service@example.test\r\nSubject: x\r\n\r\n", true).is_none());
    }

    #[test]
    fn a_letter_of_ours_is_known_by_its_own_lines_whatever_the_server_called_it() {
        let own = "Message-ID: <tencent_1@qq.com>\r\nFrom: service@example.test\r\n\
                   X-Songda-Receipt: songda.r1.aa@example.test\r\nX-Songda-Answers: 11ff 22ff\r\n\r\n";
        let (answer, ties) = told(own.as_bytes(), true).unwrap();
        assert_eq!(answer.message_id, "songda.r1.aa@example.test");
        assert_eq!(answer.renamed.as_deref(), Some("tencent_1@qq.com"));
        let letter = Tie::Letter("songda.r1.aa@example.test".into());
        assert_eq!(ties, [letter, Tie::Mail("11ff".into()), Tie::Mail("22ff".into())]);
        for name in ["X-OQ-MSGID", "X-Microsoft-Original-Message-ID"] {
            let own = format!("Message-ID: <other@qq.com>\r\n{name}: <songda.r1.aa@example.test>\r\n\r\n");
            assert_eq!(told(own.as_bytes(), true).unwrap().0.message_id, "songda.r1.aa@example.test");
        }
    }

    #[test]
    fn an_answer_by_its_subject_counts_from_the_arrival_on() {
        let sent = |at: &str, subject: &str| {
            let head = format!("From: service@example.test\r\nSubject: {subject}\r\nDate: {at}\r\n\r\n");
            let mut shelf = Shelf::default();
            if let Some((answered, ties)) = told(head.as_bytes(), true) {
                shelf.put(answered, ties);
            }
            let since = DateTime::parse_from_rfc3339("2026-11-20T10:00:00+08:00").ok();
            let asked = Asked { ties: vec![Tie::Subject(plain_subject("served  papers"))], since };
            shelf.find(&asked).count()
        };
        assert_eq!(sent("Fri, 20 Nov 2026 10:40:00 +0800", "Re: served papers"), 1);
        assert_eq!(sent("Fri, 20 Nov 2026 10:40:00 +0800", "RE： re: served papers"), 1);
        assert_eq!(sent("Fri, 20 Nov 2026 10:40:00 +0800", "served papers"), 0, "no answer");
        assert_eq!(sent("Fri, 20 Nov 2026 09:40:00 +0800", "Re: served papers"), 0, "to another mail");
        assert_eq!(plain_subject("回复：答复: 【上海】 x"), "【上海】 x");
        assert_eq!(plain_subject("Report: x"), "Report: x");
    }
}
