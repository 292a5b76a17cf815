//! How a deadline was told last, as far as that is asked for again. Words that stand in thousands of lives lie in memory once.

use std::collections::HashSet;
use std::sync::Arc;

use crate::id::{DeadlineId, Digest, ServiceId};
use crate::ledger::DeadlineTold;

/// How a deadline was told last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastTold {
    pub(super) service: Option<Arc<str>>,
    /// Its rule.
    pub rule: Arc<str>,
    /// Normalised case number.
    pub case_number: Option<Arc<str>>,
    /// Number of the entry that says how its mail was understood.
    pub understood: i64,
    /// Last day, YYYY-MM-DD.
    pub last_day: Option<Arc<str>>,
    /// final, provisional, undetermined or gone.
    pub status: Arc<str>,
    /// A later last day that waits for a person.
    pub waits: Option<Arc<str>>,
}

impl LastTold {
    /// The service that starts it.
    pub fn service(&self) -> Option<ServiceId> {
        self.service.as_deref().map(ServiceId::from_text)
    }

    /// The id of that service as text.
    pub fn service_text(&self) -> Option<&str> {
        self.service.as_deref()
    }

    /// That it is gone, and why: its last day stays the one told before.
    pub fn gone(&self, deadline: &DeadlineId, understood: i64, why: &str) -> DeadlineTold {
        let text = |word: &Option<Arc<str>>| word.as_deref().map(str::to_owned);
        DeadlineTold {
            deadline: deadline.clone(),
            service: self.service(),
            rule: self.rule.to_string(),
            case_number: text(&self.case_number),
            understood,
            last_day: text(&self.last_day),
            status: "gone".to_owned(),
            was: text(&self.last_day),
            waits: None,
            why: why.to_owned(),
            stays: matches!(why, "rules" | "version"),
        }
    }
}

/// Words that many lives share.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Words {
    words: HashSet<Arc<str>>,
    /// Digests of the calendar and the rules that deadlines were told by last.
    by: Option<Arc<(Digest, Digest)>>,
}

impl Words {
    pub(super) fn word(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.words.get(text) {
            return known.clone();
        }
        let new: Arc<str> = text.into();
        self.words.insert(new.clone());
        new
    }

    pub(super) fn by(&mut self, by: (Digest, Digest)) -> Arc<(Digest, Digest)> {
        match &self.by {
            Some(known) if **known == by => known.clone(),
            _ => self.by.insert(Arc::new(by)).clone(),
        }
    }

    pub(super) fn last(&mut self, told: &DeadlineTold) -> LastTold {
        let mut word = |text: Option<&str>| text.map(|text| self.word(text));
        LastTold {
            service: word(told.service.as_ref().map(ServiceId::as_str)),
            case_number: word(told.case_number.as_deref()),
            last_day: word(told.last_day.as_deref()),
            waits: word(told.waits.as_deref()),
            rule: self.word(&told.rule),
            status: self.word(&told.status),
            understood: told.understood,
        }
    }
}
