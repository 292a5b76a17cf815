//! What Songda knows: pure decisions over mail, courts, documents and dates.
//!
//! Three doors: [`intake::intake`] (a mail came: what must happen?),
//! [`receipt::draft`] (we acknowledge: what must be sent?) and
//! [`case::tell`] (given all that happened: what is true now, and what is due?).
//! Nothing in this crate opens a file or a socket, asks the time or draws a random number.

pub mod intake;

pub mod mail;
pub mod trust;

pub mod identify;
pub mod service;

pub mod channel;
pub mod errand;
pub mod folder;
pub mod handling;
pub mod matter;
pub mod parties;

pub mod calendar;
pub mod deadline;

pub mod agreement;
pub mod answers;
pub mod receipt;

pub mod case;
pub mod ledger;
pub mod lesson;
pub mod related;
pub mod teach;

pub mod office;
pub mod reference;

pub mod doubt;
pub mod id;
