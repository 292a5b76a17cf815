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
    /// RFC822.SIZE, where the server tells it; some servers only guess it.
    pub size_bytes: Option<u32>,
    /// INTERNALDATE.
    pub dated: Option<DateTime<FixedOffset>>,
}

impl Item {
    /// A mail of which nothing but its UID is known.
    pub fn blind(uid: u32) -> Self {
        Self { uid, size_bytes: None, dated: None }
    }

    /// Its size as far as it is known; 0 where it is not.
    pub fn told_bytes(&self) -> u64 {
        self.size_bytes.unwrap_or(0).into()
    }

    /// Whether it is known to be larger than this.
    pub fn exceeds(&self, bytes: u32) -> bool {
        self.size_bytes.is_some_and(|size| size > bytes)
    }

    /// Whether these bytes may be the whole of it: none at all are a mail only where the server said so before.
    pub fn may_be(&self, bytes: &[u8]) -> bool {
        !bytes.is_empty() || self.size_bytes == Some(0)
    }
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
    let (items, asked) = listed(session, folder, &format!("{first}:{to}"), WHAT).await;
    asked?;
    let wanted = |item: &Item| item.uid >= first && last.is_none_or(|last| item.uid <= last);
    Ok(items.into_iter().filter(wanted).collect())
}

/// The mails of a set of UIDs, and what came of the question: what was heard before it failed is true all the same.
pub async fn heard<S: Wire>(
    session: &mut Session<S>,
    folder: &Folder,
    set: &str,
) -> (Vec<Item>, Result<(), ConnectError>) {
    listed(session, folder, set, WHAT).await
}

/// Whether a mail lies in the folder.
///
/// # Errors
/// [`ConnectError::Folder`] when the server refuses, [`ConnectError::Broken`].
pub async fn is_there<S: Wire>(session: &mut Session<S>, folder: &Folder, uid: u32) -> Result<bool, ConnectError> {
    let (items, asked) = listed(session, folder, &uid.to_string(), ONLY_UID).await;
    asked.map(|()| items.iter().any(|item| item.uid == uid))
}

/// The highest UID of the folder; 0 where there is no mail. Nothing else is asked for: what one mail's line holds
/// besides must not cost the folder.
///
/// # Errors
/// [`ConnectError::Folder`] when the server refuses, [`ConnectError::Broken`].
pub async fn highest<S: Wire>(session: &mut Session<S>, folder: &Folder) -> Result<u32, ConnectError> {
    let (mut items, asked) = listed(session, folder, NO_END, ONLY_UID).await;
    asked?;
    if items.is_empty() {
        // Not every server knows what `*` alone means.
        let asked;
        (items, asked) = listed(session, folder, "1:*", ONLY_UID).await;
        asked?;
    }
    Ok(items.last().map_or(0, |item| item.uid))
}

/// What is asked of mails that are listed.
const WHAT: &str = "(UID RFC822.SIZE INTERNALDATE)";
const ONLY_UID: &str = "(UID)";

/// What was heard of a mail so far: some servers tell it in several lines.
#[derive(Default)]
struct Told {
    size: Option<u32>,
    dated: Option<DateTime<FixedOffset>>,
}

async fn listed<S: Wire>(
    session: &mut Session<S>,
    folder: &Folder,
    set: &str,
    what: &str,
) -> (Vec<Item>, Result<(), ConnectError>) {
    let mut told: BTreeMap<u32, Told> = BTreeMap::new();
    // Which UID a number in the folder stands for, for lines that do not repeat the UID.
    let mut numbers: BTreeMap<u32, u32> = BTreeMap::new();
    let hear = |response: &Response<'_>| match response {
        Response::Fetch(number, attributes) => take_line(*number, attributes, &mut numbers, &mut told),
        Response::Expunge(_) => numbers.clear(),
        _ => {}
    };
    let asked = session.ask("listing mails", &format!("UID FETCH {set} {what}"), hear).await;
    let asked = match asked {
        Ok(Answer::Ok) => Ok(()),
        Ok(Answer::No(says)) => Err(refused(session, folder, says)),
        Err(error) => Err(error),
    };
    let item = |(uid, told): (u32, Told)| Item { uid, size_bytes: told.size, dated: told.dated };
    (told.into_iter().map(item).collect(), asked)
}

fn take_line(
    number: u32,
    attributes: &[AttributeValue<'_>],
    numbers: &mut BTreeMap<u32, u32>,
    told: &mut BTreeMap<u32, Told>,
) {
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
    if let Some(uid) = uid {
        numbers.insert(number, uid);
    }
    let Some(uid) = uid.or_else(|| numbers.get(&number).copied()) else { return };
    // A line without a size, such as news about flags, still says that the mail is there: it is never passed over.
    let known = told.entry(uid).or_default();
    known.size = size.or(known.size);
    known.dated = dated.or(known.dated);
}

/// Whole mails in one go, none of them big, and how the question was answered: what came before it failed counts. A mail
/// that is missing in the answer is gone, was not given, or is larger than the server said.
pub async fn small<S: Wire>(
    session: &mut Session<S>,
    items: &[Item],
    limit_bytes: u32,
) -> (BTreeMap<u32, Vec<u8>>, Result<Answer, ConnectError>) {
    let wanted: BTreeMap<u32, &Item> = items.iter().map(|item| (item.uid, item)).collect();
    let mut got = BTreeMap::new();
    let hear = |response: &Response<'_>| {
        if let Some((uid, bytes)) = body_of(response)
            && wanted.get(&uid).is_some_and(|item| item.may_be(bytes))
        {
            got.insert(uid, bytes.to_vec());
        }
    };
    session.valve().pass_over(BIG.into(), limit_bytes.into());
    let bytes = items.iter().map(Item::told_bytes).sum();
    let command = format!("UID FETCH {} (UID BODY.PEEK[])", set_of(items));
    let asked = session.ask_for("fetching mails", &command, bytes, hear).await;
    if asked.is_ok() {
        session.caught();
    }
    (got, asked)
}

/// The UIDs of some mails, in order, as a question names them: neighbours as a range, and none that is not meant.
pub fn set_of(items: &[Item]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for uid in items.iter().map(|item| item.uid) {
        match ranges.last_mut().filter(|(_, last)| last.checked_add(1) == Some(uid)) {
            Some((_, last)) => *last = uid,
            None => ranges.push((uid, uid)),
        }
    }
    let written = |(first, last): &(u32, u32)| match first == last {
        true => first.to_string(),
        false => format!("{first}:{last}"),
    };
    ranges.iter().map(written).collect::<Vec<_>>().join(",")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_asked_for_as_a_range_and_nobody_else() {
        let set = |uids: &[u32]| set_of(&uids.iter().map(|uid| Item::blind(*uid)).collect::<Vec<_>>());
        assert_eq!(set(&[7]), "7");
        assert_eq!(set(&[1, 2, 3, 5, 7, 8]), "1:3,5,7:8");
        assert_eq!(set(&[u32::MAX - 1, u32::MAX]), format!("{}:{}", u32::MAX - 1, u32::MAX));
        assert_eq!(set(&[]), "");
    }
}
