//! The book as pieces, for whoever keeps it between starts, and put together again out of them.
//!
//! What is gathered from rows and mails alone, such as cases and their order, is gathered anew.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use songda_core::id::{DeadlineId, ServiceId};
use songda_core::ledger::Seq;

use super::book::{Book, Doubted, KeptDeadline, Words};
use super::mails::KeptMail;
use crate::services;
use crate::view::ServiceRow;

/// Rows of one piece.
const ROWS: usize = 1_000;

/// A part of the book.
#[derive(Debug, Serialize, Deserialize)]
pub enum BookPiece {
    /// Services, each with the place of its mail.
    Services(Vec<(ServiceRow, usize)>),
    /// Deadlines of mails; those that persons added are told anew each time.
    Deadlines(Vec<Deadline>),
    /// Mails that serve nothing.
    Mails(Vec<KeptMail>),
    /// Doubts about mails.
    Doubts(Vec<Doubted>),
}

/// A deadline as it is written.
#[derive(Debug, Serialize, Deserialize)]
pub struct Deadline {
    id: DeadlineId,
    service: ServiceId,
    case_number: Option<String>,
    name: String,
    last_day: Option<String>,
    days_left: Option<i32>,
    is_closed: bool,
    state: String,
    court: String,
    document: String,
    place: usize,
}

impl Deadline {
    fn of(kept: &KeptDeadline) -> Self {
        Self {
            id: kept.id.clone(),
            service: kept.service.clone(),
            case_number: kept.case_number.as_deref().map(str::to_owned),
            name: kept.name.to_string(),
            last_day: kept.last_day.as_deref().map(str::to_owned),
            days_left: kept.days_left,
            is_closed: kept.is_closed,
            state: kept.state.to_string(),
            court: kept.court.to_string(),
            document: kept.document.to_string(),
            place: kept.place,
        }
    }

    fn back(self) -> KeptDeadline {
        KeptDeadline {
            id: self.id,
            service: self.service,
            case_number: self.case_number.map(Arc::from),
            name: self.name.into(),
            last_day: self.last_day.map(Arc::from),
            days_left: self.days_left,
            is_closed: self.is_closed,
            state: self.state.into(),
            court: self.court.into(),
            document: self.document.into(),
            place: self.place,
        }
    }
}

impl Book {
    /// What is kept of it, a piece at a time.
    pub fn pieces(&self) -> impl Iterator<Item = BookPiece> {
        let services = self
            .services
            .chunks(ROWS)
            .map(|some| BookPiece::Services(some.iter().map(|kept| (kept.row.shown(), kept.place)).collect()));
        let deadlines = self.deadlines.chunks(ROWS).map(|some| {
            BookPiece::Deadlines(some.iter().filter(|kept| kept.is_of_mail()).map(|kept| Deadline::of(kept)).collect())
        });
        let mails = self.mails.chunks(ROWS);
        let mails = mails.map(|some| BookPiece::Mails(some.iter().map(|kept| kept.as_ref().clone()).collect()));
        let doubts = self.doubts.chunks(ROWS).map(|some| BookPiece::Doubts(some.to_vec()));
        services.chain(deadlines).chain(mails).chain(doubts)
    }

    /// Put together as it was told up to an entry, on a day. It stands for what was told before, and is gone on from.
    pub fn of_pieces(pieces: impl Iterator<Item = BookPiece>, seq: Seq, today: NaiveDate) -> Self {
        let (mut book, mut words) = (Self { seq, today, ..Self::default() }, Words::default());
        for piece in pieces {
            match piece {
                BookPiece::Services(some) => {
                    let kept = some.into_iter().map(|(row, place)| services::keep(row, place, today, &mut words));
                    book.services.extend(kept.map(Arc::new));
                }
                BookPiece::Deadlines(some) => {
                    let kept = some.into_iter().map(|kept| Arc::new(kept.back().sharing(&mut words)));
                    book.deadlines.extend(kept);
                }
                BookPiece::Mails(some) => book.mails.extend(some.into_iter().map(Arc::new)),
                BookPiece::Doubts(some) => book.doubts.extend(some),
            }
        }
        book
    }
}
