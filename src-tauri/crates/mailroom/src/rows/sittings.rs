//! Court sittings as rows: what several mails tell of stands once, and what was moved gives way to the new time.

use chrono::{DateTime, FixedOffset};
use songda_core::case::ToldMail;
use songda_core::ledger::{ServiceRecord, Understood};

use super::{Teller, court_of};
use crate::view::SittingRow;

/// One sitting, and whether a later paper of the court moved it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sitting {
    /// The row.
    pub row: SittingRow,
    /// When it begins.
    pub starts: DateTime<FixedOffset>,
    /// Whether the court told another time since.
    pub is_moved: bool,
    /// Whether the mail that tells of it is believed.
    pub is_believed: bool,
}

impl Teller<'_> {
    /// Court sittings of every case, the earliest first; those that were moved are left out.
    pub fn sittings(&self) -> Vec<SittingRow> {
        self.every_sitting().into_iter().filter(|sitting| !sitting.is_moved).map(|sitting| sitting.row).collect()
    }

    /// Every sitting a mail told of, moved ones too; those of mails that were set aside are none.
    pub fn every_sitting(&self) -> Vec<Sitting> {
        let mut found: Vec<Sitting> = Vec::new();
        for mail in &self.told.mails {
            let Some((understood, record)) = mail.service() else { continue };
            if self.told.handlings.set_aside(&mail.service_id()).is_some() {
                continue;
            }
            let is_believed = matches!(understood.verdict.as_str(), "proven" | "likely");
            for (starts, place, kind, _) in &record.hearings {
                let Ok(begins) = DateTime::parse_from_rfc3339(starts) else { continue };
                let row = SittingRow {
                    service: mail.service_id().to_string(),
                    starts: starts.clone(),
                    place: place.clone(),
                    kind: kind.clone(),
                    case_numbers: record.case_numbers.clone(),
                    court: court_of(record),
                };
                let same = found.iter_mut().find(|it| {
                    it.starts == begins && it.row.kind == row.kind && it.row.case_numbers == row.case_numbers
                });
                match same {
                    Some(known) => known.is_believed |= is_believed,
                    None => {
                        let is_moved = self.is_moved(mail, record, begins, kind);
                        found.push(Sitting { row, starts: begins, is_moved, is_believed });
                    }
                }
            }
        }
        found.sort_by_key(|sitting| sitting.starts);
        found
    }

    /// Whether a proven notice that came later, while the sitting lay ahead, moves it to another time.
    fn is_moved(&self, mail: &ToldMail, record: &ServiceRecord, starts: DateTime<FixedOffset>, kind: &str) -> bool {
        let later = self.told.mails.iter().skip_while(|other| other.mail != mail.mail).skip(1);
        later.filter_map(|other| Some((other, other.service()?))).any(|(other, (understood, moving))| {
            self.told.handlings.set_aside(&other.service_id()).is_none()
                && understood.verdict == "proven"
                && moving.documents.iter().any(|paper| paper.kind.as_deref() == Some("postponement-notice"))
                && moving.case_numbers.iter().any(|number| record.case_numbers.contains(number))
                && came_before(understood, starts)
                && tells_another(moving, starts, kind)
        })
    }
}

fn came_before(understood: &Understood, starts: DateTime<FixedOffset>) -> bool {
    let arrived = understood.arrived.as_deref().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    arrived.is_some_and(|arrived| arrived < starts)
}

/// Whether a notice tells sittings of this kind, and none of them at this time.
fn tells_another(moving: &ServiceRecord, starts: DateTime<FixedOffset>, kind: &str) -> bool {
    let mut told = moving.hearings.iter().filter(|(_, _, of, _)| of == kind).peekable();
    told.peek().is_some()
        && told.all(|(text, ..)| DateTime::parse_from_rfc3339(text).is_ok_and(|moment| moment != starts))
}
