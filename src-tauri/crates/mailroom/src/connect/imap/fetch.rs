//! What is asked of an open folder: which mails there are, and their raw bytes. The server never has to read a mail.

use std::collections::BTreeMap;

use async_imap::imap_proto::{AttributeValue, MailboxDatum, Response, ResponseCode};
use chrono::{DateTime, FixedOffset};

use super::folders::Folder;
use super::session::{Answer, Session, Wire};
use crate::connect::ConnectError;

/// Mails above this size never lie in memory as a whole.
pub const BIG: u32 = 2 * 1024 * 1024;
/// The last UID of any folder; `n:*` would name the last mail even when its UID is below n.
const NO_END: &str = "*";

/// An opened folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// UIDVALIDITY.
    pub validity: u32,
    /// UIDNEXT, where the server gives it.
    pub next: Option<u32>,
    /// How many mails it holds. Some servers take it amiss to be asked about mails of an empty folder.
    pub exists: Option<u32>,
}

impl Opened {
    /// Whether it holds no mail.
    pub fn is_empty(&self) -> bool {
        self.exists == Some(0)
    }
}

/// A mail as the server lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// UID.
    pub uid: u32,
    /// RFC822.SIZE; some servers only guess it.
    pub size_bytes: u32,
    /// INTERNALDATE.
    pub dated: Option<DateTime<FixedOffset>>,
}

/// Opens a folder for reading only.
///
/// # Errors
/// [`ConnectError::Folder`] when the server refuses, [`ConnectError::Broken`].
pub async fn open<S: Wire>(session: &mut Session<S>, folder: &Folder) -> Result<Opened, ConnectError> {
    let (mut validity, mut next, mut exists) = (None, None, None);
    let hear = |response: &Response<'_>| match response {
        Response::Data { outcome, .. } => match outcome.code {
            Some(ResponseCode::UidValidity(number)) => validity = Some(number),
            Some(ResponseCode::UidNext(number)) => next = Some(number),
            _ => {}
        },
        Response::MailboxData(MailboxDatum::Exists(number)) => exists = Some(*number),
        _ => {}
    };
    session.opened = None;
    match session.ask("opening a folder", &format!("EXAMINE {}", folder.wire), hear).await? {
        Answer::No(says) => Err(refused(session, folder, says)),
        Answer::Ok => match validity {
            Some(validity) => {
                session.opened = Some(folder.wire.clone());
                Ok(Opened { validity, next, exists })
            }
            None => Err(refused(session, folder, "the server gives no UIDVALIDITY".to_owned())),
        },
    }
}

fn refused<S: Wire>(session: &Session<S>, folder: &Folder, says: String) -> ConnectError {
    ConnectError::Folder { host: session.host().to_owned(), folder: folder.name.clone(), says }
}

/// The mails with a UID from `first` to `last` (none: to the end), in order.
///
/// # Errors
/// [`ConnectError::Folder`] when the server refuses, [`ConnectError::Broken`].
pub async fn list<S: Wire>(
    session: &mut Session<S>,
    folder: &Folder,
    first: u32,
    last: Option<u32>,
) -> Result<Vec<Item>, ConnectError> {
    let to = last.map_or_else(|| NO_END.to_owned(), |last| last.to_string());
    let items = listed(session, folder, &format!("{first}:{to}")).await?;
    let wanted = |item: &Item| item.uid >= first && last.is_none_or(|last| item.uid <= last);
    Ok(items.into_iter().filter(wanted).collect())
}

/// The highest UID of the folder; 0 where there is no mail.
///
/// # Errors
/// [`ConnectError::Folder`] when the server refuses, [`ConnectError::Broken`].
pub async fn highest<S: Wire>(session: &mut Session<S>, folder: &Folder) -> Result<u32, ConnectError> {
    match listed(session, folder, NO_END).await?.pop() {
        Some(item) => Ok(item.uid),
        // Not every server knows what `*` alone means.
        None => Ok(listed(session, folder, "1:*").await?.pop().map_or(0, |item| item.uid)),
    }
}

async fn listed<S: Wire>(session: &mut Session<S>, folder: &Folder, set: &str) -> Result<Vec<Item>, ConnectError> {
    let mut items = BTreeMap::new();
    let hear = |response: &Response<'_>| {
        if let Some(item) = item_of(response) {
            items.insert(item.uid, item);
        }
    };
    let command = format!("UID FETCH {set} (UID RFC822.SIZE INTERNALDATE)");
    if let Answer::No(says) = session.ask("listing mails", &command, hear).await? {
        return Err(refused(session, folder, says));
    }
    Ok(items.into_values().collect())
}

fn item_of(response: &Response<'_>) -> Option<Item> {
    let Response::Fetch(_, attributes) = response else { return None };
    let (mut uid, mut size, mut dated) = (None, None, None);
    for attribute in attributes {
        match attribute {
            AttributeValue::Uid(number) => uid = Some(*number),
            AttributeValue::Rfc822Size(bytes) => size = Some(*bytes),
            AttributeValue::InternalDate(text) => {
                dated = DateTime::parse_from_str(text.trim(), "%d-%b-%Y %H:%M:%S %z").ok();
            }
            _ => {}
        }
    }
    // Without a size this is an answer to nobody's question, such as news about flags.
    Some(Item { uid: uid?, size_bytes: size?, dated })
}

/// Whole mails in one go, none of them big. A mail that is missing in the answer is gone, was not given, or is larger
/// than the server said.
///
/// # Errors
/// [`ConnectError::Broken`].
pub async fn small<S: Wire>(
    session: &mut Session<S>,
    items: &[Item],
    limit_bytes: u32,
) -> Result<BTreeMap<u32, Vec<u8>>, ConnectError> {
    let uids: Vec<String> = items.iter().map(|item| item.uid.to_string()).collect();
    let mut got = BTreeMap::new();
    let hear = |response: &Response<'_>| {
        if let Some((uid, bytes)) = body_of(response)
            && items.iter().any(|item| item.uid == uid && (!bytes.is_empty() || item.size_bytes == 0))
        {
            got.insert(uid, bytes.to_vec());
        }
    };
    session.valve().pass_over(BIG.into(), limit_bytes.into());
    // A refusal may only mean that one of them is gone: what came counts, the rest is asked for again one by one.
    session.ask("fetching mails", &format!("UID FETCH {} (UID BODY.PEEK[])", uids.join(",")), hear).await?;
    session.caught();
    Ok(got)
}

/// The bytes of one mail in an answer, and its UID.
pub fn body_of<'a>(response: &'a Response<'_>) -> Option<(u32, &'a [u8])> {
    let Response::Fetch(_, attributes) = response else { return None };
    let (mut uid, mut body) = (None, None);
    for attribute in attributes {
        match attribute {
            AttributeValue::Uid(number) => uid = Some(*number),
            AttributeValue::BodySection { section: None, data: Some(data), .. } => body = Some(data.as_ref()),
            _ => {}
        }
    }
    Some((uid?, body?))
}
