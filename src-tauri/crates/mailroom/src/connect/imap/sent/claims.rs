//! The register of receipts 签收登记 in a mailbox, for every computer that works with it: a folder of our own.
//!
//! Every desk lays its claim there before it answers. Whose counts is decided by the server's order, see
//! `songda_core::receipt::claim`.
//!
//! The folder is opened for reading only; all that is ever written are claims. Every UID is fetched once, and those a
//! decision rests on once more: a person may delete claims at any time. A claim of whose place the server says that it
//! follows right upon all that was read (RFC 4315) is not looked for once more.

mod register;

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use async_imap::imap_proto::{AttributeValue, Response};
use chrono::DateTime;
use songda_core::mail;
use songda_core::receipt::claim::{Act, Claim, Turn, done, is_spent, is_unsure, turn};

pub(super) use self::register::Register;
use super::{Seen, Sent, head_of, refusal};
use crate::clock;
use crate::connect::ConnectError;
use crate::connect::imap::fetch;
use crate::connect::imap::folders::{self, Folder};
use crate::connect::imap::session::put::Put;
use crate::connect::imap::session::{Answer, Wire};
use crate::fault;

/// Name of the folder, as people read it.
pub const FOLDER: &str = "送达台签收登记";

/// Header lines of a claim: its token, what it claims, and what it does to another one.
pub const TOKEN: &str = "X-Songda-Claim";
pub const KEYS: &str = "X-Songda-Claim-Key";
pub const REPLACES: &str = "X-Songda-Claim-Replaces";
pub const ENDS: &str = "X-Songda-Claim-Ends";
pub const DONE: &str = "X-Songda-Claim-Done";
pub const UNSURE: &str = "X-Songda-Claim-Unsure";

const LOOKING: &str = "looking into the register of receipts";
/// A claim that was refused is laid once more after this long: what lasts is refused again.
const ONCE_MORE: Duration = Duration::from_secs(1);
/// So long a server may take to show what it gave a number.
const SHOWN_WITHIN: Duration = Duration::from_secs(2);

/// What a desk brings to claim a service.
#[derive(Clone, Copy, Debug)]
pub struct Bid<'a> {
    /// What it claims: any of these.
    pub keys: &'a [String],
    /// Every token that counts as its own.
    pub own: &'a [String],
    /// The token of the claim to lay.
    pub token: &'a str,
    /// The token of another desk's claim that a person takes over.
    pub replaces: Option<&'a str>,
    /// The claim, as it is laid.
    pub text: &'a str,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A claim of its own is first.
    Held(Held),
    /// Another desk's claim is first; whether that desk says that it does not know whether its answer left.
    Behind(Claim, bool),
    /// Another desk's claim is first, and it has answered: the first claim, and the one that says so.
    Answered(Claim, Claim),
    /// Its claim lies there and counts no more, and nobody else's stands: it needs another token.
    Spent,
}

/// A claim of one's own that is first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The folder it lies in.
    pub folder: String,
    /// UIDVALIDITY and UID.
    pub uid: (u32, u32),
    /// Its token.
    pub token: String,
    /// Whether it was laid just now; else it lay there already.
    pub laid: bool,
}

impl Seen {
    /// Whether desks that have none of these tokens register in the mailbox, as far as was seen last.
    pub fn has_others(&self, own: &HashSet<String>) -> bool {
        self.register.is_of_others(own)
    }
}

impl<S: Wire> Sent<S> {
    /// Lays a claim unless it lies there already or another desk's is first, and tells whose turn it is then.
    ///
    /// # Errors
    /// [`ConnectError::Claim`] when the server refuses folder or claim, and whether that lasts; [`ConnectError::Broken`]: it
    /// may lie there, and is looked for first when it is tried again.
    pub async fn hold(&mut self, seen: &mut Seen, bid: &Bid<'_>) -> Result<Verdict, ConnectError> {
        let mut was_laid = false;
        loop {
            let (folder, validity, claims) = self.claims(seen, bid.keys).await?;
            let is_there = claims.iter().any(|claim| claim.token == bid.token);
            match turn(&claims, bid.keys, bid.own) {
                // Nobody waits behind what may lie before it, unseen.
                Turn::Ours(_) | Turn::Free if !seen.register.unshown.is_empty() => {
                    tokio::time::sleep(SHOWN_WITHIN).await;
                    self.look_again(&mut seen.register).await?;
                    continue;
                }
                Turn::Ours(first) if is_there || bid.replaces != Some(&first.token) => {
                    let (uid, token) = ((validity, first.uid), first.token.clone());
                    let laid = was_laid && token == bid.token;
                    return Ok(Verdict::Held(Held { folder, uid, token, laid }));
                }
                Turn::Theirs(first) if is_there || bid.replaces != Some(&first.token) => {
                    return Ok(match done(&claims, bid.keys, &first.token) {
                        Some(told) => Verdict::Answered(first.clone(), told.clone()),
                        None => Verdict::Behind(first.clone(), is_unsure(&claims, bid.keys, &first.token)),
                    });
                }
                Turn::Free if is_there => return Ok(Verdict::Spent),
                _ if was_laid => {
                    return Err(self.unclaimed("what was put there is not found there".to_owned(), false));
                }
                Turn::Ours(_) | Turn::Theirs(_) => {
                    self.lay(bid.text).await?;
                }
                Turn::Free => {
                    let place = self.lay(bid.text).await?;
                    if let Some(uid) = place.filter(|place| seen.register.follows(*place, bid.text)) {
                        return Ok(Verdict::Held(Held { folder, uid, token: bid.token.to_owned(), laid: true }));
                    }
                }
            }
            was_laid = true;
        }
    }

    /// Says what became of a claim, that it does not count any more or that it was answered, where it lies and still stands.
    ///
    /// # Errors
    /// As [`Self::hold`].
    pub async fn tell(&mut self, seen: &mut Seen, keys: &[String], act: &Act, text: &str) -> Result<(), ConnectError> {
        let (_, _, claims) = self.claims(seen, keys).await?;
        // One that was answered by hand may be given up afterwards: it was not answered after all.
        let (token, is_told) = match act {
            Act::Done(token) => (token, done(&claims, keys, token).is_some()),
            Act::Unsure(token) => (token, is_unsure(&claims, keys, token)),
            Act::Ends(token) => (token, false),
            Act::Lays | Act::Replaces(_) => return Ok(()),
        };
        let is_told = is_told || is_spent(&claims, keys, token);
        let stands = claims.iter().any(|claim| claim.token == *token) && !is_told;
        if stands { self.lay(text).await.map(|_| ()) } else { Ok(()) }
    }

    /// Whether desks register here what they answer: the folder is there.
    ///
    /// # Errors
    /// [`ConnectError::Broken`] when the folders cannot be listed: then nobody knows.
    pub async fn has_register(&mut self) -> Result<bool, ConnectError> {
        Ok(self.register().await?.is_some())
    }

    /// Every claim about a service that lies there now, with the folder and its UIDVALIDITY.
    async fn claims(&mut self, seen: &mut Seen, keys: &[String]) -> Result<(String, u32, Vec<Claim>), ConnectError> {
        let register = &mut seen.register;
        let Some(folder) = self.register().await? else {
            *register = Register::default();
            return Ok((FOLDER.to_owned(), 0, Vec::new()));
        };
        let opened = match fetch::open(&mut self.session, &folder).await {
            Ok(opened) => opened,
            Err(error) => {
                // It may have been renamed or taken away since it was listed.
                self.register = None;
                return Err(self.refused(error));
            }
        };
        let counts_back = opened.next.is_some_and(|next| next <= register.upto);
        if register.wire != folder.wire || register.validity != opened.validity || counts_back || opened.is_empty() {
            let (wire, validity) = (folder.wire.clone(), opened.validity);
            *register = Register { wire, validity, ..Register::default() };
        }
        if opened.is_empty() {
            return Ok((folder.name, opened.validity, Vec::new()));
        }
        let first = register.upto.saturating_add(1);
        if opened.next != Some(first) {
            let new = self.fetch(&format!("{first}:*"), |uid| uid >= first).await?;
            register.take(first, opened.next, new);
        }
        // Those of an earlier look may have been deleted since.
        let known: BTreeSet<u32> = register
            .claims
            .iter()
            .filter(|claim| claim.uid < first && claim.is_about(keys))
            .map(|claim| claim.uid)
            .collect();
        if !known.is_empty() {
            let set = known.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
            let there: BTreeSet<u32> =
                self.fetch(&set, |uid| known.contains(&uid)).await?.into_iter().map(|(uid, _)| uid).collect();
            register.claims.retain(|claim| !known.contains(&claim.uid) || there.contains(&claim.uid));
        }
        let about = register.claims.iter().filter(|claim| claim.is_about(keys)).cloned().collect();
        Ok((folder.name, opened.validity, about))
    }

    /// Opens the folder once more, and asks for the numbers that were not shown.
    async fn look_again(&mut self, register: &mut Register) -> Result<(), ConnectError> {
        let Some(folder) = self.register().await? else { return Ok(()) };
        fetch::open(&mut self.session, &folder).await.map_err(|error| self.refused(error))?;
        let set = register.unshown.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
        let unshown = register.unshown.clone();
        let shown = self.fetch(&set, |uid| unshown.contains(&uid)).await?;
        register.take_late(shown);
        Ok(())
    }

    async fn fetch(
        &mut self,
        set: &str,
        is_wanted: impl Fn(u32) -> bool + Send + Sync,
    ) -> Result<Vec<(u32, Option<Claim>)>, ConnectError> {
        let mut heard = Vec::new();
        let hear = |response: &Response<'_>| {
            // `n:*` names the last mail even when its UID is below n.
            if let Some((uid, head)) = head_of(response).filter(|(uid, _)| is_wanted(*uid)) {
                let claim = claim_of(uid, head).map(|claim| Claim { since: since(response), ..claim });
                heard.push((uid, claim));
            }
        };
        let fields = format!("{TOKEN} {KEYS} {REPLACES} {ENDS} {DONE} {UNSURE}");
        let command = format!("UID FETCH {set} (UID INTERNALDATE BODY.PEEK[HEADER.FIELDS ({fields})])");
        match self.session.ask(LOOKING, &command, hear).await? {
            Answer::Ok => Ok(heard),
            Answer::No(says) => Err(self.unclaimed(says, false)),
        }
    }

    /// Lays a claim, and gives its place where the server says it. What does not pass by itself lasts if it is refused
    /// once more.
    async fn lay(&mut self, text: &str) -> Result<Option<(u32, u32)>, ConnectError> {
        let mut put = self.try_to_lay(text).await?;
        if put.as_ref().is_err_and(|says| !refusal::is_for_now(says)) {
            tokio::time::sleep(ONCE_MORE).await;
            put = self.try_to_lay(text).await?;
        }
        match put {
            Ok(place) => {
                fault::point("claim.laid");
                Ok(place)
            }
            Err(says) => {
                let lasts = !refusal::is_for_now(&says);
                Err(self.unclaimed(says, lasts))
            }
        }
    }

    async fn try_to_lay(&mut self, text: &str) -> Result<Put, ConnectError> {
        let folder = match self.made_register().await? {
            Ok(folder) => folder,
            Err(says) => return Ok(Err(says)),
        };
        let put = self.session.put(&folder.wire, text).await?;
        if put.is_err() {
            self.register = None;
        }
        Ok(put)
    }

    /// The folder, if there is one. Where several are called so every desk takes the same.
    async fn register(&mut self) -> Result<Option<Folder>, ConnectError> {
        if self.register.is_none() {
            self.register = folders::called(&mut self.session, FOLDER).await?;
        }
        Ok(self.register.clone())
    }

    /// The folder, made where there is none: beside the others, or below the inbox on servers that have all folders
    /// there. Another desk may make it at the same moment, so that after each try it is looked which there is. Gives the
    /// server's words where it makes none: of several refusals one that may pass.
    async fn made_register(&mut self) -> Result<Result<Folder, String>, ConnectError> {
        if let Some(folder) = self.register().await? {
            return Ok(Ok(folder));
        }
        let mut refusals = Vec::new();
        for name in [Some(FOLDER.to_owned()), folders::below_inbox(&mut self.session, FOLDER).await?] {
            let Some(folder) = name.map(|name| Folder::named(&name)) else { continue };
            let command = format!("CREATE {}", folder.wire);
            let made = self.session.ask("making a folder for the register", &command, |_| {}).await?;
            match (self.register().await?, made) {
                (Some(folder), _) => return Ok(Ok(folder)),
                // A server that does not list what it made, or what is there.
                (None, Answer::Ok) => return Ok(Ok(self.register.insert(folder).clone())),
                (None, Answer::No(says)) if refusal::is_there(&says) => {
                    return Ok(Ok(self.register.insert(folder).clone()));
                }
                (None, Answer::No(says)) => refusals.push(says),
            }
        }
        let at = refusals.iter().position(|says| refusal::is_for_now(says)).unwrap_or(0);
        Ok(Err(refusals.into_iter().nth(at).unwrap_or_default()))
    }

    fn unclaimed(&self, says: String, lasts: bool) -> ConnectError {
        ConnectError::Claim { host: self.session.host().to_owned(), folder: FOLDER.to_owned(), says, lasts }
    }

    /// A register that lies there and cannot be read: others may have laid claims into it, and nobody knows.
    fn refused(&self, error: ConnectError) -> ConnectError {
        match error {
            ConnectError::Folder { says, .. } => self.unclaimed(says, false),
            other => other,
        }
    }
}

/// When the server took a mail, RFC 3339 +08:00; empty where it does not say.
fn since(response: &Response<'_>) -> String {
    let Response::Fetch(_, attributes) = response else { return String::new() };
    let date = attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::InternalDate(text) => DateTime::parse_from_str(text.trim(), "%d-%b-%Y %H:%M:%S %z").ok(),
        _ => None,
    });
    date.map(clock::written).unwrap_or_default()
}

/// The claim that a mail's header lines tell of; none where it is another mail.
fn claim_of(uid: u32, head: &[u8]) -> Option<Claim> {
    let (mail, _) = mail::read(head);
    let line = |name: &str| {
        let found = mail.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
        Some(found.value.trim().to_owned()).filter(|value| !value.is_empty())
    };
    let token = line(TOKEN)?;
    let keys = line(KEYS)?.split_whitespace().map(str::to_owned).collect();
    let told =
        line(ENDS).map(Act::Ends).or_else(|| line(DONE).map(Act::Done)).or_else(|| line(UNSURE).map(Act::Unsure));
    let act = told.or_else(|| line(REPLACES).map(Act::Replaces)).unwrap_or(Act::Lays);
    Some(Claim { uid, token, keys, act, since: String::new() })
}

#[cfg(test)]
mod tests;
