//! Court sittings as rows: what several mails tell of stands once, and what was moved gives way to the new time.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};
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
        let moving = self.moving();
        let mut found: Vec<Sitting> = Vec::new();
        let mut known: HashMap<(&str, &str, &[String]), usize> = HashMap::new();
        for (nth, mail) in self.told.mails.iter().enumerate() {
            let Some((understood, record)) = mail.service() else { continue };
            if record.hearings.is_empty() || self.told.handlings.set_aside(&mail.service_id()).is_some() {
                continue;
            }
            let is_believed = matches!(understood.verdict.as_str(), "proven" | "likely");
            for (starts, place, kind, _) in &record.hearings {
                let Ok(begins) = DateTime::parse_from_rfc3339(starts) else { continue };
                let key = (starts.as_str(), kind.as_str(), record.case_numbers.as_slice());
                if let Some(sitting) = known.get(&key).and_then(|at| found.get_mut(*at)) {
                    sitting.is_believed |= is_believed;
                    continue;
                }
                known.insert(key, found.len());
                let row = SittingRow {
                    service: mail.service_id().to_string(),
                    starts: starts.clone(),
                    place: place.clone(),
                    kind: kind.clone(),
                    case_numbers: record.case_numbers.clone(),
                    court: court_of(record),
                };
                let is_moved = moving.iter().filter(|(at, ..)| *at > nth).any(|(_, understood, notice)| {
                    notice.case_numbers.iter().any(|number| record.case_numbers.contains(number))
                        && came_before(understood, begins)
                        && tells_another(notice, begins, kind)
                });
                found.push(Sitting { row, starts: begins, is_moved, is_believed });
            }
        }
        found.sort_by_key(|sitting| sitting.starts);
        found
    }

    /// Proven notices that move a sitting, with their place among the mails.
    fn moving(&self) -> Vec<(usize, &Understood, &ServiceRecord)> {
        let notices = self.told.mails.iter().enumerate().filter_map(|(nth, mail)| {
            let (understood, record) = mail.service()?;
            let is_notice = understood.verdict == "proven"
                && !record.hearings.is_empty()
                && record.documents.iter().any(|paper| paper.kind.as_deref() == Some("postponement-notice"))
                && self.told.handlings.set_aside(&mail.service_id()).is_none();
            is_notice.then_some((nth, understood, record))
        });
        notices.collect()
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
