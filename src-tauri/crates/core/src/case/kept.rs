//! What is true as pieces of bytes, for whoever keeps it between starts.
//!
//! A long ledger need not be told anew from its first entry: what was put together again and takes in the entries that
//! follow is what telling all of them gives.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::places::{Carriers, Places};
use super::{Strayed, Told, ToldMail, touched};
use crate::deadline::life::{KeptLives, Lives, LivesRest};
use crate::errand::Errands;
use crate::handling::Handlings;
use crate::id::{Digest, DocumentId};
use crate::ledger::{Agreement, AllWatched, Chosen, NotTaken};
use crate::lesson::Lessons;
use crate::matter::Matters;

/// So many mails lie in one piece.
const MAILS: usize = 500;
/// So many lives of deadlines.
const LIVES: usize = 4_000;

/// A part of what is true.
#[derive(Debug, Serialize, Deserialize)]
pub enum Piece {
    /// Everything that neither grows with the mails nor with their deadlines.
    Rest(Box<Rest>),
    /// Mails, in order.
    Mails(Vec<ToldMail>),
    /// Lives of deadlines, in order.
    Lives(KeptLives),
}

/// All but the mails and the lives of deadlines.
#[derive(Debug, Serialize, Deserialize)]
pub struct Rest {
    mails: usize,
    pieces: usize,
    lives: LivesRest,
    settled: BTreeMap<String, String>,
    not_taken: Vec<(NotTaken, String)>,
    errands: Errands,
    matters: Matters,
    handlings: Handlings,
    gone: Vec<(DocumentId, String)>,
    changed: Vec<(DocumentId, String)>,
    agreements: BTreeMap<String, Agreement>,
    agreement_changes: Vec<(String, String, Agreement)>,
    agreements_seq: i64,
    choices: Vec<(String, String, Chosen)>,
    matters_seq: i64,
    lessons: Lessons,
    watched: AllWatched,
    seq: i64,
    digest: Digest,
    message_ids: BTreeMap<String, (usize, usize)>,
    documents: Vec<(DocumentId, usize)>,
    papers: BTreeMap<Digest, Carriers>,
}

impl Piece {
    /// A piece out of its bytes; `None` where they are none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut piece = serde_json::from_slice(bytes).ok()?;
        if let Self::Mails(mails) = &mut piece {
            mails.iter_mut().for_each(ToldMail::shrink);
        }
        Some(piece)
    }
}

/// `Piece::Mails` as it is written, without a copy of the mails.
#[derive(Serialize)]
struct OfMails<'a> {
    #[serde(rename = "Mails")]
    mails: &'a [ToldMail],
}

impl Told {
    /// In how many pieces it is kept. Words that were not let go of are kept as well: let go of them first.
    pub fn pieces(&self) -> usize {
        1 + self.mails.len().div_ceil(MAILS) + self.lives.count().div_ceil(LIVES)
    }

    /// One of the pieces as bytes; `None` beyond the last one.
    pub fn piece(&self, nth: usize) -> Option<Vec<u8>> {
        let of_mails = self.mails.len().div_ceil(MAILS);
        let Some(nth) = nth.checked_sub(1) else { return serde_json::to_vec(&Piece::Rest(Box::new(self.rest()))).ok() };
        match nth.checked_sub(of_mails) {
            None => serde_json::to_vec(&OfMails { mails: self.mails.chunks(MAILS).nth(nth)? }).ok(),
            Some(nth) if nth * LIVES < self.lives.count() => {
                serde_json::to_vec(&Piece::Lives(self.lives.kept(nth * LIVES, LIVES))).ok()
            }
            Some(_) => None,
        }
    }

    fn rest(&self) -> Rest {
        let strayed = |how: &str| {
            let all = self.strayed.iter().filter(|(_, is)| is.how == how);
            all.map(|(document, is)| (document.clone(), is.since.clone())).collect()
        };
        Rest {
            mails: self.mails.len(),
            pieces: self.pieces(),
            lives: self.lives.rest(),
            settled: self.settled.clone(),
            not_taken: self.not_taken.clone(),
            errands: self.errands.clone(),
            matters: self.matters.clone(),
            handlings: self.handlings.clone(),
            gone: strayed("gone"),
            changed: strayed("changed"),
            agreements: self.agreements.clone(),
            agreement_changes: self.agreement_changes.clone(),
            agreements_seq: self.agreements_seq,
            choices: self.choices.clone(),
            matters_seq: self.matters_seq,
            lessons: self.lessons.clone(),
            watched: self.watched.clone(),
            seq: self.seq,
            digest: self.digest,
            message_ids: self.message_ids.clone(),
            documents: self.documents.all(),
            papers: self.papers.clone(),
        }
    }

    /// What was kept in these pieces, in their order; `None` where one is missing or too many.
    pub fn of_pieces(mut pieces: impl Iterator<Item = Piece>) -> Option<Self> {
        let Some(Piece::Rest(rest)) = pieces.next() else { return None };
        let (mails, wanted) = (rest.mails, rest.pieces);
        let mut told = Self::of_rest(*rest);
        told.mails.reserve_exact(mails);
        let mut count = 1;
        // One after the other: a ledger of years does not lie in memory twice.
        for piece in pieces {
            match piece {
                Piece::Mails(some) => some.into_iter().for_each(|mail| told.put_back(mail)),
                Piece::Lives(some) => told.lives.put_back(some),
                Piece::Rest(_) => return None,
            }
            count += 1;
        }
        // Which of them an entry touched before is not known: whoever knew them earlier tells them anew.
        told.touched = touched::Touched::all_until(told.seq, told.mails.len());
        (told.mails.len() == mails && count == wanted).then_some(told)
    }

    fn put_back(&mut self, mail: ToldMail) {
        let at = self.mails.len();
        self.index.extend(mail.sightings.iter().map(|seen| (seen.mail, at)));
        let first = mail.sightings.first().and_then(|seen| seen.content);
        self.contents.extend(first.map(|content| (content, at)));
        self.services.insert(mail.service.as_str(), at);
        for (nth, receipt) in mail.receipts.iter().enumerate() {
            self.receipts.insert(receipt.queued.receipt.as_str(), (at, nth));
        }
        self.mails.push(mail);
    }

    fn of_rest(rest: Rest) -> Self {
        let strayed = |all: Vec<(DocumentId, String)>, how: &'static str| {
            all.into_iter().map(move |(document, since)| (document, Strayed { how, since }))
        };
        Self {
            lives: Lives::of_rest(rest.lives),
            settled: rest.settled,
            not_taken: rest.not_taken,
            errands: rest.errands,
            matters: rest.matters,
            handlings: rest.handlings,
            strayed: strayed(rest.gone, "gone").chain(strayed(rest.changed, "changed")).collect(),
            agreements: rest.agreements,
            agreement_changes: rest.agreement_changes,
            agreements_seq: rest.agreements_seq,
            choices: rest.choices,
            matters_seq: rest.matters_seq,
            lessons: rest.lessons,
            watched: rest.watched,
            seq: rest.seq,
            digest: rest.digest,
            message_ids: rest.message_ids,
            documents: Places::of(rest.documents),
            papers: rest.papers,
            ..Self::default()
        }
    }
}

impl ToldMail {
    /// Gives back the room that was taken while its lists grew.
    fn shrink(&mut self) {
        self.sightings.shrink_to_fit();
        self.sighting_seqs.shrink_to_fit();
        self.receipts.shrink_to_fit();
        self.filed.shrink();
        let Some(understood) = &mut self.understood else { return };
        understood.reasons.shrink_to_fit();
        understood.doubts.shrink_to_fit();
        let Some(record) = &mut understood.service else { return };
        record.case_numbers.shrink_to_fit();
        record.documents.shrink_to_fit();
        record.unopened.shrink_to_fit();
        record.hearings.shrink_to_fit();
        record.contacts.shrink_to_fit();
        record.pickups.shrink_to_fit();
        record.facts.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests;
