//! One mail by itself, of any size: in pieces where the server can, else whole; a big one never lies in memory.

use std::io;

use async_imap::imap_proto::Response;

use super::fetch::{BIG, Item, body_of};
use super::session::{Answer, Session, Wire};
use crate::connect::ConnectError;
use crate::vault::{Incoming, Raw, Spooled, Vault};

/// Size of a piece.
const PIECE: u32 = 1024 * 1024;

/// What came of one mail.
#[derive(Debug)]
pub enum Got {
    /// Its bytes.
    Mail(Raw),
    /// No bytes: it is gone, or it is withheld.
    Nothing,
    /// The server refuses; its words.
    Refused(String),
    /// It is longer than is taken in, whatever the server said before.
    TooLong(u64),
}

/// Fetches one mail.
///
/// # Errors
/// [`ConnectError::Broken`]; [`ConnectError::Local`] when the disk refuses. A server that announces something endless
/// breaks the conversation: what it announced is told beside the error.
pub async fn fetch<S: Wire>(
    session: &mut Session<S>,
    vault: &Vault,
    item: &Item,
    limit_bytes: u32,
) -> (Result<Got, ConnectError>, Option<u64>) {
    if item.exceeds(BIG) && !session.ignores_pieces {
        match in_pieces(session, vault, item, limit_bytes).await {
            Ok(Some(spooled)) => return (Ok(Got::Mail(Raw::Spooled(spooled))), None),
            Ok(None) => {}
            Err(error) => return (Err(error), session.caught().too_long),
        }
    }
    whole(session, vault, item, limit_bytes).await
}

async fn whole<S: Wire>(
    session: &mut Session<S>,
    vault: &Vault,
    item: &Item,
    limit_bytes: u32,
) -> (Result<Got, ConnectError>, Option<u64>) {
    let mut got = None;
    let hear = |response: &Response<'_>| {
        if let Some((uid, bytes)) = body_of(response)
            && uid == item.uid
            && item.may_be(bytes)
        {
            got = Some(bytes.to_vec());
        }
    };
    session.valve().divert(BIG.into(), limit_bytes.into(), vault);
    // Of a mail whose size is not known nothing but the limit bounds the wait.
    let bytes = item.size_bytes.unwrap_or(limit_bytes).into();
    let command = format!("UID FETCH {} (UID BODY.PEEK[])", item.uid);
    let asked = session.ask_for("fetching a mail", &command, bytes, hear).await;
    let caught = session.caught();
    let answer = match asked {
        Ok(answer) => answer,
        Err(error) => return (Err(error), caught.too_long),
    };
    let got = match (caught.refused, caught.too_long, caught.spooled, got) {
        (Some(says), ..) => Err(local(&io::Error::other(says))),
        (None, Some(bytes), ..) => Ok(Got::TooLong(bytes)),
        (None, None, Some(spooled), _) => Ok(Got::Mail(Raw::Spooled(spooled))),
        (None, None, None, Some(bytes)) => Ok(Got::Mail(Raw::Whole(bytes))),
        (None, None, None, None) => Ok(match answer {
            Answer::Ok => Got::Nothing,
            Answer::No(says) => Got::Refused(says),
        }),
    };
    (got, None)
}

/// A big mail piece by piece; `None` when it is not given that way.
async fn in_pieces<S: Wire>(
    session: &mut Session<S>,
    vault: &Vault,
    item: &Item,
    limit_bytes: u32,
) -> Result<Option<Spooled>, ConnectError> {
    let size = item.told_bytes();
    // No multiple of the piece: then the last piece is always a short one, and a short one is always the last.
    let piece = if size.is_multiple_of(PIECE.into()) { PIECE - 1 } else { PIECE };
    let mut mail = begin(vault).await?;
    // Never asked beyond the size: there are servers that fall over it.
    while mail.size_bytes() < size {
        let (at, mut got) = (mail.size_bytes(), None);
        let hear = |response: &Response<'_>| {
            if let Some((uid, bytes)) = body_of(response)
                && uid == item.uid
            {
                got = Some(bytes.to_vec());
            }
        };
        let command = format!("UID FETCH {} (UID BODY.PEEK[]<{at}.{piece}>)", item.uid);
        session.valve().divert(piece.into(), limit_bytes.into(), vault);
        session.ask_for("fetching a mail in pieces", &command, piece.into(), hear).await?;
        let caught = session.caught();
        if let Some(spooled) = caught.spooled {
            // Some servers give the whole mail each time; asking on would never end.
            session.ignores_pieces = true;
            return Ok(Some(spooled));
        }
        if let Some(says) = caught.refused {
            return Err(local(&io::Error::other(says)));
        }
        if caught.too_long.is_some() {
            session.ignores_pieces = true;
            return Ok(None);
        }
        let Some(bytes) = got else { return Ok(None) };
        let is_last = bytes.len() < piece as usize;
        mail = written(mail, bytes).await?;
        if is_last {
            break;
        }
    }
    // A sum that does not fit the size was cut somewhere: only one whole answer can be believed.
    Ok(Some(mail).filter(|mail| mail.size_bytes() == size).map(Incoming::finish))
}

async fn begin(vault: &Vault) -> Result<Incoming, ConnectError> {
    let vault = vault.clone();
    let begun = tokio::task::spawn_blocking(move || vault.incoming()).await;
    begun.map_err(io::Error::other).and_then(|begun| begun).map_err(|error| local(&error))
}

async fn written(mut mail: Incoming, bytes: Vec<u8>) -> Result<Incoming, ConnectError> {
    let done = tokio::task::spawn_blocking(move || mail.write(&bytes).map(|()| mail)).await;
    done.map_err(io::Error::other).and_then(|done| done).map_err(|error| local(&error))
}

fn local(error: &io::Error) -> ConnectError {
    ConnectError::Local { doing: "keep a large mail in", path: "vault".to_owned(), says: error.to_string() }
}
