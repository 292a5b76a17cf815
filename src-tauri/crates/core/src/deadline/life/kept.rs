//! Lives as they are kept between starts: a few at a time, and what else is recorded of deadlines.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::last::Words;
use super::{Decided, Decision, LastTold, Life, Lives, Moved, State};
use crate::id::{DeadlineId, Digest, ServiceId};
use crate::ledger::{CalendarImported, DeadlineAdded, Reminded};
use crate::service::ChosenStart;

/// Some lives, with the digests of calendar and rules they were told by, which most of them share.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct KeptLives {
    by: Vec<(Digest, Digest)>,
    lives: Vec<(DeadlineId, KeptLife)>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeptLife {
    state: State,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    extended: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    counted_from: Option<ChosenStart>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deputy: Option<String>,
    /// Moment, person, decision, date, reason.
    history: Vec<(String, String, Decision, Option<NaiveDate>, String)>,
    told: Option<KeptTold>,
    told_seq: i64,
    /// Place among the digests.
    by: Option<usize>,
    person_seq: i64,
}

/// Service, rule, case number, number of the entry, last day, status, later day that waits.
type KeptTold = (Option<String>, String, Option<String>, i64, Option<String>, String, Option<String>);

/// Everything recorded of deadlines but their lives.
#[derive(Debug, Serialize, Deserialize)]
pub struct LivesRest {
    added: Vec<(DeadlineAdded, String, String)>,
    starts: BTreeMap<ServiceId, (ChosenStart, i64)>,
    gone: BTreeMap<ServiceId, BTreeSet<DeadlineId>>,
    moved: Vec<Moved>,
    calendars: Vec<(CalendarImported, String)>,
    reminded: BTreeSet<(String, String)>,
    reminders: Vec<(Reminded, String)>,
    seq: i64,
}

impl Lives {
    /// How many deadlines have a life.
    pub fn count(&self) -> usize {
        self.lives.len()
    }

    /// Some of the lives, in order, after so many.
    pub fn kept(&self, after: usize, most: usize) -> KeptLives {
        let mut kept = KeptLives::default();
        for (id, life) in self.lives.iter().skip(after).take(most) {
            let by = life.told_by.as_deref().map(|by| {
                let known = kept.by.iter().position(|known| known == by);
                known.unwrap_or_else(|| {
                    kept.by.push(*by);
                    kept.by.len() - 1
                })
            });
            kept.lives.push((id.clone(), KeptLife::of(life, by)));
        }
        kept
    }

    /// Everything but the lives.
    pub fn rest(&self) -> LivesRest {
        LivesRest {
            added: self.added.clone(),
            starts: self.starts.clone(),
            gone: self.gone.clone(),
            moved: self.moved.clone(),
            calendars: self.calendars.clone(),
            reminded: self.reminded.clone(),
            reminders: self.reminders.clone(),
            seq: self.seq,
        }
    }

    /// Begins with what was kept but the lives.
    pub fn of_rest(rest: LivesRest) -> Self {
        let LivesRest { added, starts, gone, moved, calendars, reminded, reminders, seq } = rest;
        Self { added, starts, gone, moved, calendars, reminded, reminders, seq, ..Self::default() }
    }

    /// Puts some lives back.
    pub fn put_back(&mut self, piece: KeptLives) {
        let by: Vec<_> = piece.by.into_iter().map(|by| self.words.by(by)).collect();
        for (id, kept) in piece.lives {
            let life = Box::new(kept.back(&by, &mut self.words));
            self.lives.insert(id, life);
        }
    }
}

impl KeptLife {
    fn of(life: &Life, by: Option<usize>) -> Self {
        let decided =
            |it: &Decided| (it.at.to_string(), it.by.to_string(), it.decision, it.date, it.reason.to_string());
        Self {
            state: life.state,
            extended: life.extended,
            counted_from: life.counted_from.clone(),
            person: life.person.clone(),
            deputy: life.deputy.clone(),
            history: life.history.iter().map(decided).collect(),
            told: life.told.as_ref().map(LastTold::kept),
            told_seq: life.told_seq,
            by,
            person_seq: life.person_seq,
        }
    }

    fn back(self, by: &[Arc<(Digest, Digest)>], words: &mut Words) -> Life {
        let mut history = Vec::with_capacity(self.history.len());
        for (at, who, decision, date, reason) in self.history {
            let (at, by, reason) = (words.word(&at), words.word(&who), words.word(&reason));
            history.push(Decided { at, by, decision, date, reason });
        }
        Life {
            state: self.state,
            extended: self.extended,
            counted_from: self.counted_from,
            person: self.person,
            deputy: self.deputy,
            history,
            told: self.told.map(|told| LastTold::back(&told, words)),
            told_seq: self.told_seq,
            told_by: self.by.and_then(|nth| by.get(nth)).cloned(),
            person_seq: self.person_seq,
        }
    }
}

impl LastTold {
    fn kept(&self) -> KeptTold {
        let text = |word: &Option<Arc<str>>| word.as_deref().map(str::to_owned);
        (
            self.service_text().map(str::to_owned),
            self.rule.to_string(),
            text(&self.case_number),
            self.understood,
            text(&self.last_day),
            self.status.to_string(),
            text(&self.waits),
        )
    }

    fn back((service, rule, case_number, understood, last_day, status, waits): &KeptTold, words: &mut Words) -> Self {
        let mut word = |text: &Option<String>| text.as_deref().map(|text| words.word(text));
        let (service, case_number, last_day, waits) = (word(service), word(case_number), word(last_day), word(waits));
        let (rule, status) = (words.word(rule), words.word(status));
        Self { service, rule, case_number, understood: *understood, last_day, status, waits }
    }
}
