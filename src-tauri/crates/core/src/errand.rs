//! Errands 取件: what is known of the documents behind a link or code, told by the ledger's entries.

mod expiry;
mod moving;
pub mod zxfw;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::id::{Digest, ErrandId, ServiceId};
use crate::ledger::{BroughtRecord, Entry, ErrandFact, ListedRecord, PickupRecord};

pub use expiry::{Expiry, expiry};
pub use moving::Moving;

/// How long after everything came the list is looked at again, each time once.
const LOOKS_AFTER: [TimeDelta; 2] = [TimeDelta::hours(1), TimeDelta::days(1)];
/// Later than this nothing is looked at any more by itself.
const LAST_LOOK: TimeDelta = TimeDelta::days(7);

/// One errand and all that happened to it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Errand {
    /// When and by whom it was ordered; none while nobody did.
    pub asked: Option<(String, String)>,
    /// A password a person gave for it.
    pub password: Option<String>,
    /// When and by whom the link was opened in the browser.
    pub opened: Vec<(String, String)>,
    /// Every document ever listed, in the order of the lists.
    pub listed: Vec<ListedRecord>,
    /// Keys on the last list.
    pub on_last_list: BTreeSet<String>,
    /// Documents that came, by key.
    pub stored: BTreeMap<String, BroughtRecord>,
    /// Why it does not go on: code, words, when it is tried again by itself, and since when, RFC 3339.
    pub held: Option<Held>,
    /// Whether everything it brought entered the service.
    pub is_done: bool,
    /// Since when, RFC 3339.
    pub done_since: Option<String>,
    /// When a list was put on record last, RFC 3339.
    pub listed_at: Option<String>,
    /// How often it was held one after the other with nothing stored in between.
    pub held_in_a_row: u32,
    /// Since when it was held so, RFC 3339; none while something came or a person ordered it anew.
    pub vain_since: Option<String>,
}

/// Why an errand does not go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Stable code, such as `pickup.expired`.
    pub code: String,
    /// The platform's own words, or what broke.
    pub says: String,
    /// When it is tried again by itself, RFC 3339; none when a person must act.
    pub again: Option<String>,
    /// Since when, RFC 3339.
    pub since: String,
}

impl Errand {
    /// `open` (nobody ordered it), `asked`, `fetching`, `waiting` (tried again by itself), `held` (a person must act),
    /// `done`.
    pub fn state(&self) -> &'static str {
        match &self.held {
            _ if self.is_done => "done",
            Some(held) if held.again.is_none() => "held",
            Some(_) => "waiting",
            None if !self.listed.is_empty() => "fetching",
            None if self.asked.is_some() => "asked",
            None => "open",
        }
    }

    /// Something came in spite of what held it. What a person stopped stays stopped until a person orders it again:
    /// what was on its way meanwhile may still arrive.
    fn go_on(&mut self) {
        self.held = self.held.take().filter(|held| held.code == "pickup.stopped" && !self.is_done);
    }

    /// What came entered the service; with it everything that was listed, or not yet.
    fn ended(&mut self, is_whole: bool, at: &str) {
        if is_whole && !self.is_done {
            self.done_since = Some(at.to_owned());
        }
        self.is_done = is_whole;
    }

    /// Documents of the lists that have not come, in order. What could be told from nothing else is missing only as long
    /// as the list has it: it may stand there with a link now.
    pub fn missing(&self) -> impl Iterator<Item = &ListedRecord> {
        let is_over = |key: &str| zxfw::is_unsettled(key) && !self.on_last_list.contains(key);
        self.listed.iter().filter(move |listed| !self.stored.contains_key(&listed.key) && !is_over(&listed.key))
    }

    /// Whether the list of an errand that is done is worth another look: a clerk may put papers there after the message
    /// left, and nothing else would tell of them.
    pub fn wants_another_look(&self, now: DateTime<FixedOffset>) -> bool {
        let moment = |text: &Option<String>| DateTime::parse_from_rfc3339(text.as_deref()?).ok();
        let known = moment(&self.done_since).zip(moment(&self.listed_at)).filter(|_| self.is_done);
        let is_due = |(done, listed): (DateTime<FixedOffset>, DateTime<FixedOffset>)| {
            let mut looks = LOOKS_AFTER.into_iter().map(|after| done + after);
            now < done + LAST_LOOK && looks.any(|look| listed < look && look <= now)
        };
        known.is_some_and(is_due)
    }

    /// Documents without a number under which the same bytes came as under another one of their name: the platform may
    /// list one paper twice, or have kept one from us each time.
    pub fn alike(&self) -> impl Iterator<Item = &ListedRecord> {
        let mut seen = BTreeSet::new();
        let by_place = self.listed.iter().filter(|listed| zxfw::is_by_place(&listed.key));
        by_place.filter(move |listed| {
            let came = self.stored.get(&listed.key);
            came.is_some_and(|came| !seen.insert((moving::name_of(&listed.key, &listed.name), came.sha256)))
        })
    }

    /// What came, in the order of the lists.
    pub fn in_order(&self) -> Vec<BroughtRecord> {
        self.listed.iter().filter_map(|listed| self.stored.get(&listed.key).cloned()).collect()
    }
}

/// Documents that came in beside a mail at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brought {
    /// The errand that brought them; none when a person dropped them.
    pub errand: Option<ErrandId>,
    /// `platform`, `dropped`, `paper`.
    pub channel: String,
    /// The day the papers themselves were received, YYYY-MM-DD; only for `paper`.
    pub received_on: Option<String>,
    /// When, RFC 3339.
    pub at: String,
    /// Who: a person's name, or the program.
    pub by: String,
    /// The documents, in order.
    pub documents: Vec<BroughtRecord>,
    /// Those of them that a person took back: they do not belong to the service.
    pub taken_back: Vec<Digest>,
    /// Why a person took the whole record back: nothing of it came. Its place among the others stays.
    pub undone: Option<String>,
}

impl Brought {
    /// Whether it says that the papers were received on paper on a day, and still stands.
    pub fn is_paper_of(&self, day: &str) -> bool {
        self.channel == "paper" && self.undone.is_none() && self.received_on.as_deref() == Some(day)
    }

    /// The documents that still belong to the service.
    pub fn standing(&self) -> impl Iterator<Item = &BroughtRecord> {
        self.documents.iter().filter(|document| !self.taken_back.contains(&document.sha256))
    }
}

/// With what a part of a mail came in when it did not come with the mail: such parts stand below `p1`, `p2` and so on.
pub fn brought_with<'a>(part: &str, all: &'a [Brought]) -> Option<&'a Brought> {
    let nth: usize = part.strip_prefix('p')?.split(['.', '!']).next()?.parse().ok()?;
    all.get(nth.checked_sub(1)?)
}

/// Every errand, and everything that came in beside mails.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Errands {
    by_id: BTreeMap<ErrandId, Errand>,
    brought: BTreeMap<Digest, Vec<Brought>>,
    behind: BTreeSet<Digest>,
}

/// The errand to what a pickup of a service leads to.
pub fn id_of(service: &ServiceId, pickup: &PickupRecord) -> ErrandId {
    let target = pickup.url.as_deref().or(pickup.code.as_deref()).unwrap_or_default();
    ErrandId::of(service, &pickup.platform, target)
}

impl Errands {
    /// Those whose every document came.
    pub fn done(&self) -> impl Iterator<Item = &ErrandId> {
        self.by_id.iter().filter(|(_, errand)| errand.is_done).map(|(id, _)| id)
    }

    /// Takes in one more fact.
    pub fn take(&mut self, fact: ErrandFact, entry: &Entry) {
        match fact {
            ErrandFact::Asked { errand, password, .. } => {
                let told = self.by_id.entry(errand).or_default();
                told.asked = Some((entry.at.clone(), entry.by.clone()));
                told.password = password.or(told.password.take());
                (told.held, told.held_in_a_row, told.vain_since) = (None, 0, None);
            }
            ErrandFact::Opened { errand, .. } => {
                self.by_id.entry(errand).or_default().opened.push((entry.at.clone(), entry.by.clone()));
            }
            // The attempt it belongs to is the last one.
            ErrandFact::NotOpened { errand, .. } => {
                self.by_id.entry(errand).or_default().opened.pop();
            }
            ErrandFact::Listed { errand, documents, .. } => {
                let told = self.by_id.entry(errand).or_default();
                told.listed_at = Some(entry.at.clone());
                told.on_last_list = documents.iter().map(|listed| listed.key.clone()).collect();
                for listed in documents {
                    if !told.listed.iter().any(|known| known.key == listed.key) {
                        told.listed.push(listed);
                        told.is_done = false;
                    }
                }
                told.go_on();
            }
            ErrandFact::Stored { errand, key, sha256, size_bytes, .. } => {
                let told = self.by_id.entry(errand).or_default();
                let name = told.listed.iter().find(|listed| listed.key == key).map(|listed| listed.name.clone());
                told.stored.insert(key, BroughtRecord { name: name.unwrap_or_default(), sha256, size_bytes });
                (told.held_in_a_row, told.vain_since) = (0, None);
                told.go_on();
            }
            ErrandFact::Held { errand, code, says, again, .. } => {
                let told = self.by_id.entry(errand).or_default();
                told.held = Some(Held { code, says, again, since: entry.at.clone() });
                told.held_in_a_row += 1;
                told.vain_since.get_or_insert_with(|| entry.at.clone());
            }
            ErrandFact::Brought { mail, errand, channel, received_on, documents } => {
                if let Some(errand) = &errand {
                    let told = self.by_id.entry(errand.clone()).or_default();
                    let is_whole = told.missing().next().is_none();
                    told.ended(is_whole, &entry.at);
                    told.go_on();
                }
                let (at, by) = (entry.at.clone(), entry.by.clone());
                let (taken_back, undone) = (Vec::new(), None);
                let brought = Brought { errand, channel, received_on, at, by, documents, taken_back, undone };
                self.brought.entry(mail).or_default().push(brought);
                self.behind.insert(mail);
            }
            ErrandFact::TakenBack { mail, document } => {
                for brought in self.brought.get_mut(&mail).into_iter().flatten() {
                    if brought.standing().any(|it| it.sha256 == document) {
                        brought.taken_back.push(document);
                    }
                }
                self.behind.insert(mail);
            }
            ErrandFact::PaperTakenBack { mail, received_on, why } => {
                for brought in self.brought.get_mut(&mail).into_iter().flatten() {
                    if brought.is_paper_of(&received_on) {
                        brought.taken_back = brought.documents.iter().map(|it| it.sha256).collect();
                        brought.undone = Some(why.clone());
                    }
                }
                self.behind.insert(mail);
            }
        }
    }

    /// A mail was understood with all that had come in beside it.
    pub fn understood(&mut self, mail: &Digest) {
        self.behind.remove(mail);
    }

    /// Whether something came in beside this mail after it was last understood.
    pub fn is_behind(&self, mail: &Digest) -> bool {
        self.behind.contains(mail)
    }

    /// What came in beside this mail, first one first.
    pub fn brought(&self, mail: &Digest) -> &[Brought] {
        self.brought.get(mail).map_or(&[], Vec::as_slice)
    }

    /// What is known of an errand; none while nothing happened.
    pub fn get(&self, errand: &ErrandId) -> Option<&Errand> {
        self.by_id.get(errand)
    }
}

#[cfg(test)]
mod tests;
