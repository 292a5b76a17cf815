//! A text of our own, put into a folder: a refusal is heard in the server's words, before and after the text.

use async_imap::imap_proto::rfc4315::UidSetMember;
use async_imap::imap_proto::{Outcome, Response, ResponseCode, Status};
use tokio::time::timeout;

use super::{ANSWER, CLOSED, Session, Wire, io_says, says, words};
use crate::connect::{ConnectError, tls};

/// What is done.
const DOING: &str = "putting a text into a folder";

/// What came of it: where it lies, UIDVALIDITY and UID, as far as the server says (RFC 4315); or the server's refusal.
pub type Put = Result<Option<(u32, u32)>, String>;

impl<S: Wire> Session<S> {
    /// Puts a text into a folder, marked as read. `wire` is the folder's name as commands carry it.
    ///
    /// # Errors
    /// [`ConnectError::Broken`]: nobody knows then whether it lies there.
    pub async fn put(&mut self, wire: &str, text: &str) -> Result<Put, ConnectError> {
        let done = timeout(ANSWER, self.put_and_hear(wire, text)).await;
        done.map_err(|_| self.broken(DOING, &tls::no_answer(ANSWER)))?
    }

    async fn put_and_hear(&mut self, wire: &str, text: &str) -> Result<Put, ConnectError> {
        let asked = self.inner.run_command(&format!("APPEND {wire} (\\Seen) {{{}}}", text.len())).await;
        let tag = asked.map_err(|error| self.broken(DOING, &says(&error)))?;
        let mut is_given = false;
        loop {
            let heard = self.inner.read_response().await.map_err(|error| self.broken(DOING, &io_says(&error)))?;
            let Some(heard) = heard else { return Err(self.broken(DOING, CLOSED)) };
            match heard.parsed() {
                Response::Done { tag: of, status, outcome } if *of == tag => {
                    let is_done = matches!(status, Status::Ok | Status::PreAuth);
                    return Ok(if is_done { Ok(place(outcome)) } else { Err(refusal(outcome)) });
                }
                Response::Data { status: Status::Bye, outcome } => return Err(self.broken(DOING, &words(outcome))),
                // The line end that the library writes behind it is the one that ends the command.
                Response::Continue(_) if !is_given => {
                    is_given = true;
                    let said = self.inner.run_command_untagged(text).await;
                    said.map_err(|error| self.broken(DOING, &says(&error)))?;
                }
                _ => {}
            }
        }
    }
}

/// Where it lies, as far as the server says.
fn place(outcome: &Outcome<'_>) -> Option<(u32, u32)> {
    match &outcome.code {
        Some(ResponseCode::AppendUid(validity, uids)) => match uids.as_slice() {
            [UidSetMember::Uid(uid)] => Some((*validity, *uid)),
            _ => None,
        },
        _ => None,
    }
}

/// The server's words, with the one code that the reader takes away from them.
fn refusal(outcome: &Outcome<'_>) -> String {
    match &outcome.code {
        Some(ResponseCode::TryCreate) => format!("[TRYCREATE] {}", words(outcome)),
        _ => words(outcome),
    }
}
