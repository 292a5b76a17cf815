//! What is asked of an open folder: which mails there are, and their raw bytes. The server never has to read a mail.

use std::collections::BTreeMap;

use async_imap::imap_proto::{AttributeValue, MailboxDatum, Response, ResponseCode};
use chrono::{DateTime, FixedOffset};

use super::folders::Folder;
use super::session::{Answer, Session, Wire};
use crate::connect::ConnectError;

/// Mails above this size are fetched in pieces.
pub const BIG: u32 = 2 * 1024 * 1024;
/// Size of a piece.
const PIECE: u32 = 1024 * 1024;

/// An opened folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// UIDVALIDITY.
    pub validity: u32,
    /// UIDNEXT, where the server gives it.
    pub next: Option<u32>,
    /// Whether it holds no mail; some servers take it amiss to be asked about mails then.
    pub is_empty: bool,
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
    match session.ask("opening a folder", &format!("EXAMINE {}", folder.wire), hear).await? {
        Answer::No(says) => Err(refused(session, folder, says)),
        Answer::Ok => match validity {
            Some(validity) => Ok(Opened { validity, next, is_empty: exists == Some(0) }),
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
    let mut items = BTreeMap::new();
    let hear = |response: &Response<'_>| {
        if let Some(item) = item_of(response) {
            items.insert(item.uid, item);
        }
    };
    let to = last.map_or_else(|| "*".to_owned(), |last| last.to_string());
    let command = format!("UID FETCH {first}:{to} (UID RFC822.SIZE INTERNALDATE)");
    if let Answer::No(says) = session.ask("listing mails", &command, hear).await? {
        return Err(refused(session, folder, says));
    }
    // `n:*` names the last mail even when its UID is below n.
    let wanted = |item: &Item| item.uid >= first && last.is_none_or(|last| item.uid <= last);
    Ok(items.into_values().filter(wanted).collect())
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

/// Whole mails in one go. A mail that is missing in the answer is gone, or was not given.
///
/// # Errors
/// [`ConnectError::Broken`].
pub async fn whole<S: Wire>(session: &mut Session<S>, items: &[Item]) -> Result<BTreeMap<u32, Vec<u8>>, ConnectError> {
    let uids: Vec<String> = items.iter().map(|item| item.uid.to_string()).collect();
    let mut got = BTreeMap::new();
    let hear = |response: &Response<'_>| {
        if let Some((uid, bytes)) = body_of(response)
            && items.iter().any(|item| item.uid == uid && (!bytes.is_empty() || item.size_bytes == 0))
        {
            got.insert(uid, bytes.to_vec());
        }
    };
    // A refusal may only mean that one of them is gone: what came counts, the rest is asked for again one by one.
    session.ask("fetching mails", &format!("UID FETCH {} (UID BODY.PEEK[])", uids.join(",")), hear).await?;
    Ok(got)
}

/// A big mail piece by piece; `None` when it is not given that way.
///
/// # Errors
/// [`ConnectError::Broken`].
pub async fn in_pieces<S: Wire>(session: &mut Session<S>, item: &Item) -> Result<Option<Vec<u8>>, ConnectError> {
    let size = item.size_bytes as usize;
    // No multiple of the piece: then the last piece is always a short one, and a short one is always the last.
    let piece = if item.size_bytes.is_multiple_of(PIECE) { PIECE - 1 } else { PIECE } as usize;
    let mut mail: Vec<u8> = Vec::with_capacity(size.min(64 * 1024 * 1024));
    // Never asked beyond the size: there are servers that fall over it.
    while mail.len() < size {
        let (at, mut got) = (mail.len(), None);
        let hear = |response: &Response<'_>| {
            if let Some((uid, bytes)) = body_of(response)
                && uid == item.uid
            {
                got = Some(bytes.to_vec());
            }
        };
        let command = format!("UID FETCH {} (UID BODY.PEEK[]<{at}.{piece}>)", item.uid);
        session.ask("fetching a mail in pieces", &command, hear).await?;
        let Some(bytes) = got else { return Ok(None) };
        if bytes.len() > piece {
            // Some servers give the whole mail each time; asking on would never end.
            session.ignores_pieces = true;
            return Ok(Some(bytes));
        }
        let is_last = bytes.len() < piece;
        mail.extend_from_slice(&bytes);
        if is_last {
            break;
        }
    }
    // A sum that does not fit the size was cut somewhere: only one whole answer can be believed.
    Ok(Some(mail).filter(|mail| mail.len() == size))
}

fn body_of<'a>(response: &'a Response<'_>) -> Option<(u32, &'a [u8])> {
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
