//! One answer for one service, also by several computers on one mailbox: before a receipt leaves, it is registered there.
//!
//! A desk lays a claim into the mailbox and looks whose is first by the server's own order (`songda_core::receipt::claim`).
//! Whoever is not first stays back; whoever cannot lay one sends nothing by itself. A person may decide otherwise, with a
//! reason: `insist.rs`. Only where the office says that one computer works with a mailbox no register is made in it, and
//! where it says nothing and the server takes no registration at all, the receipt leaves without one, and says so
//! (`unregistered.rs`).

mod by_hand;
mod text;
mod told;
mod unregistered;

use std::time::Duration;

use chrono::DateTime;
use songda_core::case::{Behind, Told, ToldMail, ToldReceipt};
use songda_core::id::ReceiptId;
use songda_core::ledger::{ClaimFact, Fact};
use songda_core::receipt::claim::{Act, Claim, key_of_correction, key_of_mail};

use super::others::{Others, Question, Reply};
use super::ties;
use crate::clock;
use crate::connect::oauth::pkce;
use crate::connect::sent::claims::{Bid, FOLDER, Held, Verdict};
use crate::connect::{ConnectError, Turn};
use crate::fault;
use crate::settings::{MailboxSettings, ServerSettings, Source};
use crate::sharing::Desks;
use crate::view::Problem;

/// So long another desk's answer is waited for before a person is asked. That desk sends within seconds of its claim, or
/// it does not: then a person there has been told, or it is switched off.
const PATIENCE: Duration = Duration::from_secs(30 * 60);
/// A service is claimed by so many of its mails at most.
const MOST_KEYS: usize = 32;
/// So often a claim may turn out to count no more, or to be of an earlier run, within one try.
const MOST_TRIES: usize = 4;

/// Whether a receipt may leave as far as other desks are concerned.
pub(super) enum Claimed {
    /// There is no mailbox to register it in, or a person lets it go without.
    Free,
    /// It is registered, and first, or the mailbox takes no registration: to be recorded when it leaves.
    Held(Vec<Fact>),
    /// Another desk is first: what is recorded instead.
    Behind(Box<Fact>),
    /// It could not be registered.
    Refused(ConnectError),
}

/// A mailbox that several computers may work with, and its server.
type Place = (MailboxSettings, ServerSettings);

/// What is claimed, and by what this home knows its own claims again.
struct Claiming {
    places: Vec<Place>,
    keys: Vec<String>,
    own: Vec<String>,
    token: Option<String>,
    replaces: Option<String>,
    waived: bool,
    before: Option<Behind>,
    /// Another desk's receipt was seen, and a person lets this one go all the same.
    seen: bool,
}

impl Claiming {
    /// Whether the place of another desk's claim is taken without a further question: it has answered, a person saw that
    /// answer, and let this receipt go beside it. Only once, and not from whoever took over meanwhile.
    fn may_replace(&self, first: &Claim) -> bool {
        self.seen && self.replaces.is_none() && first.act == Act::Lays
    }
}

impl Claiming {
    /// The claim as it is laid in the mailbox of this address.
    fn text(&self, address: &str, token: &str) -> String {
        let act = self.replaces.clone().map_or(Act::Lays, Act::Replaces);
        text::write(address, token, &self.keys, &act, clock::now())
    }

    fn bid<'a>(&'a self, token: &'a str, text: &'a str) -> Bid<'a> {
        Bid { keys: &self.keys, own: &self.own, token, replaces: self.replaces.as_deref(), text }
    }
}

impl Others<'_> {
    /// Registers a receipt in every mailbox that its service reached, one after the other in the same order on every desk:
    /// whoever is first in all of them may answer.
    ///
    /// # Errors
    /// When nothing can be recorded.
    pub(super) async fn claim(&self, mailbox: &MailboxSettings, receipt: &ReceiptId) -> Result<Claimed, Problem> {
        let Some(mut claiming) = self.claiming(mailbox, receipt).await? else { return Ok(Claimed::Free) };
        if claiming.waived {
            return Ok(Claimed::Free);
        }
        if let Err(error) = self.keep_registers(&mut claiming).await {
            return Ok(Claimed::Refused(error));
        }
        if claiming.places.is_empty() {
            return Ok(Claimed::Free);
        }
        let mut held = Vec::new();
        for (place, server) in claiming.places.clone() {
            let bidden = match self.refused_before(&place).await {
                Some(error) => Err(error),
                None => self.hold(&mut claiming, &place, &server, receipt).await?,
            };
            let (mailbox, receipt) = (place.id.clone(), receipt.clone());
            let verdict = match bidden {
                Ok(verdict) => verdict,
                Err(error) => match self.without(&place, error).await {
                    Ok(says) => {
                        held.push(Fact::Claim(ClaimFact::Refused { receipt, mailbox, says }));
                        continue;
                    }
                    Err(error) => return Ok(Claimed::Refused(of_claim(&server, error))),
                },
            };
            match verdict {
                Verdict::Held(Held { folder, uid, .. }) => {
                    let beside = place.desks != Desks::Several && self.has_others(&place).await;
                    held.push(Fact::Claim(ClaimFact::Held { receipt, mailbox, folder, uid, beside }));
                }
                Verdict::Behind(other, unsure) => {
                    let before = claiming.before.as_ref().filter(|before| before.token == other.token);
                    let overdue = before.is_some_and(is_overdue);
                    let (token, since) = (other.token, other.since);
                    let fact = ClaimFact::Behind { receipt, mailbox, token, since, overdue, unsure };
                    return Ok(Claimed::Behind(Box::new(Fact::Claim(fact))));
                }
                Verdict::Answered(first, told) => return Ok(self.answered(&receipt, &mailbox, first, told).await),
                Verdict::Spent => return Ok(Claimed::Refused(unfound(&server))),
            }
        }
        fault::point("claim.won");
        Ok(Claimed::Held(held))
    }

    /// Leaves out the mailboxes that one computer works with, as the office says, unless a register lies there all the same:
    /// another desk would wait for ours in vain. One look at the folders each, where the register was not found yet.
    async fn keep_registers(&self, claiming: &mut Claiming) -> Result<(), ConnectError> {
        for (place, server) in std::mem::take(&mut claiming.places) {
            let mut registers = place.desks != Desks::Alone;
            if !registers {
                let asked = Box::pin(self.ask(&place, &server, Question::Registers)).await?;
                registers = matches!(asked, Reply::Registers(true));
            }
            if registers {
                claiming.places.push((place, server));
            }
        }
        Ok(())
    }

    /// Another desk answered by a way that leaves no copy. One that a person saw, and sends this receipt all the same, is
    /// waited for like any other that is first.
    async fn answered(&self, receipt: &ReceiptId, mailbox: &str, first: Claim, told: Claim) -> Claimed {
        let message_id = format!("songda-claim.{}", first.token);
        let has_seen = {
            let told = self.room.told.read().await;
            let found = told.by_receipt(receipt.as_str()).and_then(|(_, found)| found.elsewhere.as_ref());
            found.is_some_and(|seen| seen.message_id == message_id)
        };
        let fact = if has_seen {
            let (mailbox, receipt) = (mailbox.to_owned(), receipt.clone());
            let (token, since) = (first.token, first.since);
            // It was decided about already: there is nothing to wait for.
            Fact::Claim(ClaimFact::Behind { receipt, mailbox, token, since, overdue: true, unsure: false })
        } else {
            let (by, folder) = (String::new(), FOLDER.to_owned());
            Fact::ReceiptElsewhere { receipt: receipt.clone(), message_id, by, at: told.since, folder }
        };
        Claimed::Behind(Box::new(fact))
    }

    /// Asks one mailbox. A claim that was given up or replaced is followed by another one where nobody else's stands; so is
    /// one of an earlier run, or that lay there for long: another desk may be taking over from it at this very moment, and
    /// the server's order tells which of the two comes first.
    async fn hold(
        &self,
        claiming: &mut Claiming,
        place: &MailboxSettings,
        server: &ServerSettings,
        receipt: &ReceiptId,
    ) -> Result<Result<Verdict, ConnectError>, Problem> {
        for _ in 0..MOST_TRIES {
            let (token, is_new) = match claiming.token.clone() {
                Some(token) => (token, false),
                None => (self.new_token(receipt, claiming.replaces.clone()).await?, true),
            };
            if is_new {
                claiming.own.push(token.clone());
                claiming.token = Some(token.clone());
            }
            let text = claiming.text(&place.address, &token);
            let bid = claiming.bid(&token, &text);
            let turn = Turn::begins();
            match Box::pin(self.ask(place, server, Question::Hold(&bid))).await {
                Ok(Reply::Turn(Verdict::Held(held))) => {
                    if held.laid {
                        self.room.lays(&held.token, turn);
                    }
                    if self.room.has_laid(&held.token) {
                        return Ok(Ok(Verdict::Held(held)));
                    }
                    (claiming.token, claiming.replaces) = (None, Some(held.token));
                }
                Ok(Reply::Turn(Verdict::Spent)) if !is_new => (claiming.token, claiming.replaces) = (None, None),
                Ok(Reply::Turn(Verdict::Behind(first, _))) if claiming.may_replace(&first) => {
                    (claiming.token, claiming.replaces) = (None, Some(first.token));
                }
                Ok(Reply::Turn(verdict)) => return Ok(Ok(verdict)),
                Ok(_) => return Ok(Err(unfound(server))),
                Err(error) => return Ok(Err(error)),
            }
        }
        Ok(Err(unfound(server)))
    }

    /// Draws a token and records that a claim with it is about to be laid: after a stop it is known again.
    async fn new_token(&self, receipt: &ReceiptId, replaces: Option<String>) -> Result<String, Problem> {
        let token = token()?;
        let laying = ClaimFact::Laying { receipt: receipt.clone(), token: token.clone(), replaces, why: String::new() };
        self.room.store.append(&self.room.stamp(), "songda", &[Fact::Claim(laying)], None).await?;
        fault::point("claim.recorded");
        self.room.changed().await?;
        self.laid(&token).await;
        Ok(token)
    }

    async fn claiming(&self, mailbox: &MailboxSettings, receipt: &ReceiptId) -> Result<Option<Claiming>, Problem> {
        self.room.refresh().await?;
        let told = self.room.told.read().await;
        let Some((mail, found)) = told.by_receipt(receipt.as_str()) else { return Ok(None) };
        Ok(Some(Claiming {
            places: accounts(self.places(&told, mail, mailbox)),
            keys: keys(&told, mail, Some(found)),
            own: own(&told, mail, found),
            token: found.claim.token().map(str::to_owned),
            replaces: found.claim.token().and(found.claim.replaces.clone()),
            waived: found.claim.waived,
            before: found.claim.behind.clone(),
            seen: found.elsewhere.as_ref().is_some_and(|other| other.message_id.starts_with("songda.")),
        }))
    }
}

/// Nobody else's: a text nobody can guess.
///
/// # Errors
/// `receipt.no-claim` when the system gives no random numbers.
pub(super) fn token() -> Result<String, Problem> {
    let refused = |error: pkce::NoChance| Problem::new("receipt.no-claim", [FOLDER.to_owned(), error.to_string()]);
    pkce::secret().map_err(refused)
}

/// Whether another desk was waited for long enough: a person may take over.
pub(super) fn is_overdue(behind: &Behind) -> bool {
    let seen = DateTime::parse_from_rfc3339(&behind.seen_at).ok();
    behind.overdue || seen.is_none_or(|seen| clock::now() >= seen + patience())
}

/// How long another desk's answer is waited for before a person is asked.
pub fn patience() -> Duration {
    // A test does not wait for half an hour; a released program always does.
    #[cfg(debug_assertions)]
    if let Some(seconds) = std::env::var("SONGDA_CLAIM_SECONDS").ok().and_then(|text| text.parse().ok()) {
        return Duration::from_secs(seconds);
    }
    PATIENCE
}

/// The mailboxes among these that have a server, each account once, in an order that every desk has alike.
fn accounts(places: Vec<MailboxSettings>) -> Vec<Place> {
    let of_server = |place: MailboxSettings| match &place.source {
        Source::Imap { server, .. } => {
            let server = server.clone();
            Some((place, server))
        }
        Source::Folder { .. } => None,
    };
    let mut found: Vec<Place> = places.into_iter().filter_map(of_server).collect();
    let order = |(place, server): &Place| {
        (place.address.to_lowercase(), server.host.to_lowercase(), server.user.clone(), place.desks)
    };
    found.sort_by_key(order);
    found.dedup_by_key(|(_, server)| (server.host.clone(), server.port, server.user.clone()));
    found
}

/// Under which names the service of a receipt is claimed: by each of its mails, as they lie in the mailbox and by what
/// they say, so that every desk that knows one of them has one of the names.
fn keys(told: &Told, mail: &ToldMail, receipt: Option<&ToldReceipt>) -> Vec<String> {
    let corrected = receipt.and_then(|receipt| receipt.queued.corrects.as_ref());
    if let Some(first) = corrected.and_then(|id| told.by_receipt(id.as_str())) {
        return vec![key_of_correction(&first.1.queued.message_id)];
    }
    let mut keys = Vec::new();
    for channel in ties::channels(told, mail) {
        let contents = channel.sightings.iter().filter_map(|seen| seen.content);
        for digest in ties::copies(channel).into_iter().chain(contents) {
            let key = key_of_mail(&digest);
            if !keys.contains(&key) && keys.len() < MOST_KEYS {
                keys.push(key);
            }
        }
    }
    keys
}

/// Tokens that count as this receipt's own: its own, those of letters of this home that went to the court before it, and
/// those of an answer by hand that was taken back, where that could not be said there yet.
fn own(told: &Told, mail: &ToldMail, receipt: &ToldReceipt) -> Vec<String> {
    let is_own = |other: &&ToldReceipt| other.queued.receipt == receipt.queued.receipt || other.state.has_left();
    let channels = ties::channels(told, mail);
    let letters = channels.iter().flat_map(|channel| &channel.receipts).filter(is_own);
    let by_hand = channels.iter().filter(|channel| !channel.is_answered_by_hand());
    let by_hand = by_hand.filter_map(|channel| channel.by_hand_claim.as_deref()).flat_map(|claim| &claim.tokens);
    letters.flat_map(|other| &other.claim.tokens).chain(by_hand).cloned().collect()
}

/// A conversation that breaks off over the register is a refusal of the register: the mailbox itself was just looked into.
fn of_claim(server: &ServerSettings, error: ConnectError) -> ConnectError {
    match error {
        ConnectError::Broken { says, .. } | ConnectError::Folder { says, .. } => {
            ConnectError::Claim { host: server.host.clone(), folder: FOLDER.to_owned(), says, lasts: false }
        }
        other => other,
    }
}

fn unfound(server: &ServerSettings) -> ConnectError {
    let says = "what was put there is not found there".to_owned();
    ConnectError::Claim { host: server.host.clone(), folder: FOLDER.to_owned(), says, lasts: false }
}

#[cfg(test)]
mod tests;
