//! What is true and what the lists are cut from, kept in files between starts.
//!
//! A ledger of years is not told anew from its first entry, nor every row of fifty thousand services, because a window opens.
//! Told from the ledger and thrown away freely. What is kept holds for one program and up to one entry, known by its
//! digest: a ledger without that very entry, or another program, and everything is told from the beginning. The lists
//! hold for one way of setting the office up and one calendar besides.

mod file;

use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use songda_core::case::{Piece, Told};
use songda_core::deadline;
use songda_core::id::Digest;
use songda_core::ledger::Seq;

use crate::home::Home;
use crate::lists::{Book, BookPiece};
use crate::tally;

/// By what sources and data this program tells, told by the build.
const PROGRAM: &str = env!("SONGDA_TELLS");
const TOLD: &str = "told";
const LISTS: &str = "lists";
const LEDGER: &str = "rows";

/// Up to where something tells: the number of an entry and its digest.
pub type Upto = (Seq, Digest);

/// What is known of kept lists, or of kept rows of the ledger, beside the rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListsHead {
    /// Up to where they tell.
    pub upto: Upto,
    /// What they depend on beside the ledger: settings and calendar.
    pub rests_on: Digest,
    /// The day they are told for.
    pub today: NaiveDate,
    /// Number of the entry up to which deadlines were recorded as they are told; 0 where it is not known.
    pub announced: Seq,
}

/// Throws away what is kept.
pub fn forget(home: &Home) {
    for name in [TOLD, LISTS, LEDGER] {
        let _ = std::fs::remove_file(home.root().join(name));
    }
}

fn program() -> Digest {
    Digest::of_pieces(&[b"kept", PROGRAM.as_bytes(), deadline::rules_digest().bytes()])
}

fn place(home: &Home, name: &str) -> PathBuf {
    home.root().join(name)
}

/// What is kept of what is true, on its way back.
pub struct KeptTold {
    upto: Upto,
    pieces: file::Pieces,
}

impl KeptTold {
    /// That of a home, if it is this program's.
    pub fn of(home: &Home) -> Option<Self> {
        let mut pieces = file::Pieces::open(&place(home, TOLD), &program())?;
        let upto = json(&pieces.take()?)?;
        Some(Self { upto, pieces })
    }

    /// Up to where it tells.
    pub fn upto(&self) -> Upto {
        self.upto
    }

    /// All of it; `None` where any piece is damaged.
    pub fn read(self) -> Option<Told> {
        let told = self.pieces.all(Piece::read, |pieces| Told::of_pieces(pieces))?;
        ((told.seq, told.digest) == self.upto).then_some(told)
    }
}

/// A file that is being written; it takes the place of the one before when it is whole.
pub struct Keeping(file::Writer);

impl Keeping {
    /// Begins to keep what is true.
    ///
    /// # Errors
    /// When the file cannot be written; so for everything below.
    pub fn told(home: &Home, upto: Upto) -> io::Result<Self> {
        Self::begin(&place(home, TOLD), &upto)
    }

    /// Begins to keep the rows of the ledger.
    pub fn ledger(home: &Home, head: &ListsHead) -> io::Result<Self> {
        Self::begin(&place(home, LEDGER), head)
    }

    fn begin(path: &Path, head: &impl Serialize) -> io::Result<Self> {
        let mut writer = file::Writer::begin(path, &program())?;
        writer.put(&serde_json::to_vec(head)?)?;
        Ok(Self(writer))
    }

    /// One more piece.
    pub fn put(&mut self, piece: &[u8]) -> io::Result<()> {
        self.0.put(piece)
    }

    /// The end: the file stands in its place.
    pub fn finish(self) -> io::Result<()> {
        self.0.finish()
    }
}

/// Keeps the lists.
///
/// # Errors
/// When the file cannot be written.
pub fn keep_lists(home: &Home, head: &ListsHead, book: &Book) -> io::Result<()> {
    let mut keeping = Keeping::begin(&place(home, LISTS), head)?;
    for piece in book.pieces() {
        keeping.put(&serde_json::to_vec(&piece)?)?;
    }
    keeping.finish()
}

/// What is known of the lists that are kept, if they are this program's.
pub fn lists_head(home: &Home) -> Option<ListsHead> {
    Some(rows_of(home, LISTS)?.0)
}

/// The same of the rows of the ledger.
pub fn ledger_head(home: &Home) -> Option<ListsHead> {
    Some(rows_of(home, LEDGER)?.0)
}

/// The lists as they were kept; `None` where they are not those of this head, or any piece is damaged.
pub fn lists(home: &Home, wanted: &ListsHead) -> Option<Book> {
    let (_, pieces) = rows_of(home, LISTS).filter(|(head, _)| head == wanted)?;
    pieces.all(json::<BookPiece>, |pieces| Some(Book::of_pieces(pieces, wanted.upto.0, wanted.today)))
}

/// The same for the rows of the ledger.
pub fn ledger(home: &Home, wanted: &ListsHead) -> Option<tally::Told> {
    let (_, pieces) = rows_of(home, LEDGER).filter(|(head, _)| head == wanted)?;
    pieces.all(json::<Vec<_>>, |pieces| Some(tally::of_pieces(pieces, wanted.upto.0, wanted.today)))
}

fn rows_of(home: &Home, name: &str) -> Option<(ListsHead, file::Pieces)> {
    let mut pieces = file::Pieces::open(&place(home, name), &program())?;
    Some((json(&pieces.take()?)?, pieces))
}

fn json<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    serde_json::from_slice(bytes).ok()
}
