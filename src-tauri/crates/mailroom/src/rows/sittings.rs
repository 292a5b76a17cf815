//! Court sittings as rows: what several mails tell of stands once, and what was moved gives way to the new time.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, FixedOffset};
use songda_core::case::ToldMail;
use songda_core::ledger::ServiceRecord;

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
    /// Whether a notice told another time for one of several sittings, and it may be this one.
    pub may_be_moved: bool,
    /// How often it was moved, or stood again.
    pub changes: usize,
    /// Whether the mail that tells of it is believed.
    pub is_believed: bool,
}

impl Sitting {
    /// How it stands, as a code.
    pub fn standing(&self) -> &'static str {
        match (self.is_moved, self.may_be_moved) {
            (true, _) => "moved",
            (false, true) => "may-be-moved",
            (false, false) => "stands",
        }
    }

    /// Whether it is the one a mail tells of by its moment and kind, in a case of its own.
    pub(super) fn is_at(&self, starts: &str, kind: &str, numbers: &[String]) -> bool {
        moment(starts) == Some(self.starts)
            && self.row.kind == kind
            && self.row.case_numbers.iter().any(|number| numbers.contains(number))
    }
}

impl Teller<'_> {
    /// Court sittings of every case, the earliest first; those that were moved are left out, and those of which only mails
    /// tell that are not believed: the mails themselves stand among the suspicious ones.
    pub fn sittings(&self) -> Vec<SittingRow> {
        let left = self.every_sitting().into_iter().filter(|sitting| !sitting.is_moved && sitting.is_believed);
        left.map(|Sitting { row, may_be_moved, .. }| SittingRow { may_be_moved, ..row }).collect()
    }

    /// Sittings of some cases, moved ones too.
    pub(super) fn sittings_of(&self, numbers: &[String]) -> Vec<Sitting> {
        let is_theirs = |mail: &&ToldMail| {
            mail.service().is_some_and(|(_, record)| record.case_numbers.iter().any(|number| numbers.contains(number)))
        };
        told_of(self.told.mails.iter().filter(is_theirs).filter_map(|mail| self.heard_in(mail)).collect())
    }

    /// Every sitting a mail told of, moved ones too; those of mails that were set aside are none.
    pub fn every_sitting(&self) -> Vec<Sitting> {
        told_of(self.told.mails.iter().filter_map(|mail| self.heard_in(mail)).collect())
    }

    /// What a mail tells of sittings, unless a person set it aside.
    fn heard_in<'a>(&self, mail: &'a ToldMail) -> Option<Heard<'a>> {
        let (understood, record) = mail.service()?;
        let is_told = !record.hearings.is_empty() && self.told.handlings.set_aside(&mail.service_id()).is_none();
        let arrived = understood.arrived.as_deref().and_then(moment);
        is_told.then(|| Heard {
            at: arrived.or_else(|| moment(&mail.first_seen)).unwrap_or_default(),
            is_believed: matches!(understood.verdict.as_str(), "proven" | "likely"),
            // A notice moves what lies ahead when it arrives.
            moves: understood.verdict == "proven"
                && arrived.is_some()
                && record.documents.iter().any(|paper| paper.kind.as_deref() == Some("postponement-notice")),
            service: mail.service_id().to_string(),
            record,
        })
    }
}

fn moment(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
}

/// What one mail tells of sittings.
struct Heard<'a> {
    /// When it arrived; when it was first seen, where that is not known.
    at: DateTime<FixedOffset>,
    is_believed: bool,
    /// Whether it is the court's own notice of another time.
    moves: bool,
    service: String,
    record: &'a ServiceRecord,
}

/// The sittings as they stand after every mail, the earliest first. The mails are heard in the order of their arrival: an
/// old one that is read late says nothing of what was told since.
fn told_of(mut heard: Vec<Heard<'_>>) -> Vec<Sitting> {
    heard.sort_by_key(|mail| mail.at);
    let mut found: Vec<Sitting> = Vec::new();
    let mut known: HashMap<(DateTime<FixedOffset>, &str, &[String]), usize> = HashMap::new();
    let mut of_case: HashMap<&str, Vec<usize>> = HashMap::new();
    for mail in &heard {
        if mail.moves {
            let of = mail.record.case_numbers.iter().filter_map(|number| of_case.get(number.as_str()));
            let nears: BTreeSet<usize> = of.flatten().copied().collect();
            move_away(&mut found, &nears, mail);
        }
        for (text, place, kind, _) in &mail.record.hearings {
            let Some(starts) = moment(text) else { continue };
            let row = SittingRow {
                service: mail.service.clone(),
                starts: text.clone(),
                place: place.clone(),
                kind: kind.clone(),
                case_numbers: mail.record.case_numbers.clone(),
                court: court_of(mail.record),
                may_be_moved: false,
            };
            let same = *known.entry((starts, kind, &mail.record.case_numbers)).or_insert(found.len());
            if let Some(sitting) = found.get_mut(same) {
                told_again(sitting, row, mail.is_believed);
                continue;
            }
            for number in &mail.record.case_numbers {
                of_case.entry(number).or_default().push(same);
            }
            let is_believed = mail.is_believed;
            found.push(Sitting { row, starts, is_moved: false, may_be_moved: false, changes: 0, is_believed });
        }
    }
    found.sort_by_key(|sitting| sitting.starts);
    found
}

/// What is told after it was moved stands again. A mail that is not believed changes nothing of what one that is told; the
/// first one that is says where.
fn told_again(sitting: &mut Sitting, row: SittingRow, is_believed: bool) {
    if sitting.is_believed && !is_believed {
        return;
    }
    if is_believed && !sitting.is_believed {
        (sitting.row, sitting.is_believed) = (row, true);
    }
    sitting.changes += usize::from(sitting.is_moved);
    (sitting.is_moved, sitting.may_be_moved) = (false, false);
}

/// Takes away what a notice moves: sittings of its cases and kinds that lie ahead, at none of the times it tells. Where
/// more stand than it tells times, it does not say which one it moves: then all stay, and a person looks.
fn move_away(found: &mut [Sitting], nears: &BTreeSet<usize>, notice: &Heard<'_>) {
    let times = |kind: &str| -> BTreeSet<DateTime<FixedOffset>> {
        notice.record.hearings.iter().filter(|it| it.2 == kind).filter_map(|it| moment(&it.0)).collect()
    };
    let is_left = |sitting: &Sitting| {
        let times = times(&sitting.row.kind);
        !sitting.is_moved && notice.at < sitting.starts && !times.is_empty() && !times.contains(&sitting.starts)
    };
    let left: Vec<usize> = nears.iter().copied().filter(|nth| found.get(*nth).is_some_and(&is_left)).collect();
    let beside = |one: &Sitting| -> usize {
        let shares = |other: &Sitting| one.row.case_numbers.iter().any(|it| other.row.case_numbers.contains(it));
        let others = left.iter().filter_map(|nth| found.get(*nth));
        let others = others.filter(|other| other.is_believed && other.row.kind == one.row.kind && shares(other));
        others.map(|other| other.starts).collect::<BTreeSet<_>>().len()
    };
    let is_plain = |one: &Sitting| beside(one) <= times(&one.row.kind).len();
    let plain: Vec<bool> = left.iter().map(|nth| found.get(*nth).is_some_and(is_plain)).collect();
    for (nth, is_plain) in left.iter().zip(plain) {
        let Some(sitting) = found.get_mut(*nth) else { continue };
        if is_plain {
            sitting.is_moved = true;
            sitting.changes += 1;
        } else {
            sitting.may_be_moved = true;
        }
    }
}

/// A sitting as tests need one: a trial in the third courtroom.
#[cfg(test)]
pub fn sample() -> Sitting {
    let row = SittingRow {
        service: "s".into(),
        starts: "2026-12-10T09:30:00+08:00".into(),
        place: Some("第三法庭".into()),
        kind: "trial".into(),
        case_numbers: vec!["（2026）沪0112民初12345号".into()],
        court: Some(crate::view::Court { code: "沪0112".into(), name: "上海市闵行区人民法院".into() }),
        may_be_moved: false,
    };
    let starts = moment(&row.starts).unwrap_or_default();
    Sitting { row, starts, is_moved: false, may_be_moved: false, changes: 0, is_believed: true }
}

#[cfg(test)]
mod tests;
