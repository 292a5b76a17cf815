//! What leaves without a registration: the mailbox takes none at all, and nobody said that several computers work with it.
//!
//! Such a server keeps nobody back, and a desk that stood still before it would never answer the court. So the receipt
//! leaves after the search for other answers alone, and that is recorded and shown with it until the office says how many
//! computers there are. What passes by itself (a broken connection, a full mailbox) is waited for instead, and where other
//! desks do register, a refusal to this one is a person's to decide about.

use std::collections::HashSet;

use songda_core::case::ToldMail;

use super::Place;
use crate::acknowledge::others::Others;
use crate::connect::ConnectError;
use crate::connect::sent::claims::FOLDER;
use crate::settings::{MailboxSettings, Source};
use crate::sharing::Desks;

impl Others<'_> {
    /// The server's words, where a receipt may leave though this mailbox refused its registration.
    ///
    /// # Errors
    /// The refusal, where it does not leave.
    pub(super) async fn without(&self, place: &MailboxSettings, error: ConnectError) -> Result<String, ConnectError> {
        let says = match &error {
            ConnectError::Claim { says, lasts: true, .. } if place.desks == Desks::Unsaid => says.clone(),
            _ => return Err(error),
        };
        if self.has_others(place).await {
            return Err(error);
        }
        self.refusals.lock().await.insert(place.id.clone(), says.clone());
        tracing::warn!(mailbox = %place.id, says, "the mailbox takes no registration");
        Ok(says)
    }

    /// The refusal that was heard within this round of sending: the server is not asked again for each receipt.
    pub(super) async fn refused_before(&self, place: &MailboxSettings) -> Option<ConnectError> {
        let says = self.refusals.lock().await.get(&place.id)?.clone();
        let host = match &place.source {
            Source::Imap { server, .. } => server.host.clone(),
            Source::Folder { .. } => return None,
        };
        Some(ConnectError::Claim { host, folder: FOLDER.to_owned(), says, lasts: true })
    }

    /// Whether other desks register in this mailbox, as far as was seen last.
    pub(super) async fn has_others(&self, place: &MailboxSettings) -> bool {
        let mut own = self.tokens.lock().await;
        if own.is_none() {
            *own = Some(self.own_tokens().await);
        }
        let seen = self.room.seen.lock().await;
        seen.get(&place.id).zip(own.as_ref()).is_some_and(|(seen, own)| seen.has_others(own))
    }

    /// Takes note of a token that is about to be laid.
    pub(super) async fn laid(&self, token: &str) {
        if let Some(own) = self.tokens.lock().await.as_mut() {
            own.insert(token.to_owned());
        }
    }

    /// Every token that this home laid so far.
    async fn own_tokens(&self) -> HashSet<String> {
        let told = self.room.told.read().await;
        let by_hand = |mail: &ToldMail| mail.by_hand_claim.as_deref().map(|claim| claim.tokens.clone());
        let of_receipts = told.all_receipts().flat_map(|receipt| &receipt.claim.tokens).cloned();
        of_receipts.chain(told.mails.iter().filter_map(by_hand).flatten()).collect()
    }
}

/// Takes a mailbox that refused before out of those to be told of an answer by hand.
pub(super) async fn heard(others: &Others<'_>, places: Vec<Place>) -> Vec<Place> {
    let mut left = Vec::new();
    for (place, server) in places {
        if others.refused_before(&place).await.is_none() {
            left.push((place, server));
        }
    }
    left
}
