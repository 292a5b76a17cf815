//! Court sittings as rows: what several mails tell of stands once, and what was moved gives way to the new time.

use std::collections::HashMap;

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
        let mut known: HashMap<(DateTime<FixedOffset>, &str, &[String]), usize> = HashMap::new();
        let notices = self.notices();
        for (nth, mail) in self.told.mails.iter().enumerate() {
            let Some((understood, record)) = self.heard_in(mail) else { continue };
            let is_believed = matches!(understood.verdict.as_str(), "proven" | "likely");
            for (starts, place, kind, _) in &record.hearings {
                let Ok(begins) = DateTime::parse_from_rfc3339(starts) else { continue };
                let same = *known.entry((begins, kind, &record.case_numbers)).or_insert(found.len());
                if let Some(sitting) = found.get_mut(same) {
                    sitting.is_believed |= is_believed;
                    continue;
                }
                let row = SittingRow {
                    service: mail.service_id().to_string(),
                    starts: starts.clone(),
                    place: place.clone(),
                    kind: kind.clone(),
                    case_numbers: record.case_numbers.clone(),
                    court: court_of(record),
                };
                let is_moved = notices
                    .iter()
                    .filter(|(at, ..)| *at > nth)
                    .any(|(_, understood, moving)| moves(understood, moving, record, begins, kind));
                found.push(Sitting { row, starts: begins, is_moved, is_believed });
            }
        }
        found.sort_by_key(|sitting| sitting.starts);
        found
    }

    /// What a mail serves, unless a person set it aside.
    fn heard_in<'a>(&self, mail: &'a ToldMail) -> Option<(&'a Understood, &'a ServiceRecord)> {
        let service = mail.service()?;
        self.told.handlings.set_aside(&mail.service_id()).is_none().then_some(service)
    }

    /// Proven notices of another time, with their places among the mails.
    fn notices(&self) -> Vec<(usize, &Understood, &ServiceRecord)> {
        let all = self.told.mails.iter().enumerate();
        let served = all.filter_map(|(nth, mail)| self.heard_in(mail).map(|(told, record)| (nth, told, record)));
        served
            .filter(|(_, told, record)| {
                told.verdict == "proven"
                    && record.documents.iter().any(|paper| paper.kind.as_deref() == Some("postponement-notice"))
            })
            .collect()
    }
}

/// Whether a notice that came while the sitting lay ahead moves it to another time.
fn moves(
    understood: &Understood,
    moving: &ServiceRecord,
    record: &ServiceRecord,
    starts: DateTime<FixedOffset>,
    kind: &str,
) -> bool {
    moving.case_numbers.iter().any(|number| record.case_numbers.contains(number))
        && came_before(understood, starts)
        && tells_another(moving, starts, kind)
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
