//! Deadline rules as the data gives them: checked when loaded, refused without a source.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::Length;
use super::count::{Direction, Roll};
use super::paper::Topic;
use crate::identify::Role;

/// Who or what fixes the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The law gives the length 法定、时效.
    Law,
    /// The court gives it 法院指定; the rule's length, if any, is only a bound.
    Court(Bound),
    /// The paper states a date 文书载明.
    Paper,
    /// Something must happen first, or the act must come before it 事件.
    Event,
    /// At once, without a number of days 立即、及时.
    AtOnce,
    /// The day on which something counts as served 送达日.
    ServiceDay,
}

/// What the law says about a length the court sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Nothing, or a range.
    None,
    /// No shorter than the rule's length.
    Least,
    /// No longer than the rule's length.
    Most,
}

/// One article a rule rests on, in one version of the law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Short title of the law.
    pub law: String,
    /// Article label.
    pub article: String,
    /// First day this version was in force.
    pub since: NaiveDate,
    /// Last day it was in force.
    pub until: Option<NaiveDate>,
    /// Whether the key words were found in the text of the article.
    pub checked: bool,
    /// Length under this version, where it differs from the rule's.
    pub length: Option<Length>,
}

impl Basis {
    /// Whether this version was in force on a day.
    pub fn in_force(&self, day: NaiveDate) -> bool {
        self.since <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Whether the paper must state the period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clause {
    /// It may.
    #[default]
    Optional,
    /// It should; without it the date is provisional 应有.
    Expected,
    /// Without it the rule does not apply 必须.
    Required,
}

/// Where the party lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domicile {
    /// 境内
    Inside,
    /// 境外
    Outside,
}

/// When a served document starts a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// Kinds of document, any of them.
    pub documents: Vec<String>,
    /// Type codes of the case number 类型代字, any of them; empty for all.
    pub case_types: Vec<String>,
    /// Our standing, any of it; empty for all.
    pub roles: Vec<Role>,
    /// Whether the document alone tells that we have that standing, so that an unread role is no doubt.
    pub role_told: bool,
    /// Procedures, any of them; empty for all. An unread procedure counts as 普通.
    pub procedures: Vec<String>,
    /// For parties with or without a domicile in the country.
    pub domicile: Option<Domicile>,
    /// The text must hold one of these.
    pub words: Vec<String>,
    /// And one of these as well.
    pub and_words: Vec<String>,
    /// The text must hold none of these, unless it tells of the remedy all the same; then a person looks.
    pub unless: Vec<String>,
    /// The text must hold none of these: another rule is for such papers.
    pub never: Vec<String>,
    /// Not for the plaintiff who is to answer a counterclaim.
    pub not_to_counterclaim: bool,
    /// Not in a case that was sent back to be tried again.
    pub not_on_retrial: bool,
    /// What a period stated in the paper must be about.
    pub term: Option<String>,
    /// Whether that is a remedy against the paper itself: only periods told of this very paper count.
    pub is_remedy: bool,
    /// Whether it must be stated.
    pub clause: Clause,
    /// Another topic whose stated period counts here too.
    pub follows: Option<String>,
    /// The date to count from stands in the paper near these words.
    pub base_words: Vec<String>,
    /// The date to count from is the date the paper states for this topic.
    pub base_term: Option<String>,
    /// The date to count from is a sitting of this kind.
    pub base_hearing: Option<String>,
    /// Only a date counts, a number of days does not.
    pub stated_date_only: bool,
    /// Only what stands in the order of a decision counts, the story before it does not.
    pub ordered: bool,
    /// Once per case, whatever the number of documents.
    pub once: bool,
    /// Why the start is only presumed.
    pub presumed: Option<String>,
    /// Why no date can be said.
    pub undetermined: Option<String>,
}

impl When {
    /// Whether the paper itself names the day to count from.
    pub fn names_its_base(&self) -> bool {
        !self.base_words.is_empty() || self.base_term.is_some() || self.base_hearing.is_some()
    }
}

/// A worked example that is run when the rules are tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The date counted from.
    pub from: NaiveDate,
    /// Length the paper states.
    pub stated: Option<Length>,
    /// The last day; `None` when none can be said.
    pub last_day: Option<NaiveDate>,
}

/// One deadline rule, as the data gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable id, such as `CIV-ANSWER`.
    pub id: String,
    /// Name as shown.
    pub name: String,
    /// Family it belongs to.
    pub group: String,
    /// Kind of procedure.
    pub procedure: String,
    /// Level of the court, where it matters.
    pub level: Option<String>,
    /// Kinds of document that tell of it.
    pub triggers: Vec<String>,
    /// For whom, in words.
    pub for_whom: Vec<String>,
    /// Who fixes the date.
    pub setting: Setting,
    /// The same in words, such as 法定 or 法院指定，有下限.
    pub setting_words: String,
    /// Length or bound.
    pub length: Option<Length>,
    /// Which way it runs.
    pub direction: Direction,
    /// The event counted from, in words, such as 送达.
    pub counts_from: String,
    /// What a rest day at the end does.
    pub roll: Roll,
    /// When it applies, in words.
    pub conditions: Option<String>,
    /// What to do.
    pub action: Option<String>,
    /// What happens when it is missed.
    pub consequence: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// How sure the rule itself is: 高, 中, 低.
    pub confidence: String,
    /// A shorter length another reading may give, for days from `safer_since` on.
    pub safer: Option<(Length, NaiveDate)>,
    /// Articles by version; the first is the one that gives the length.
    pub basis: Vec<Basis>,
    /// What starts it.
    pub when: Vec<When>,
    /// The worked example.
    pub example: Example,
    /// Topics by which stated periods are told apart.
    pub topics: Arc<Vec<Topic>>,
    /// Ids of the rules each kind of document may start; the same for all rules.
    pub by_kind: Arc<BTreeMap<String, Vec<String>>>,
}

impl Rule {
    /// The articles in force on a day. Empty when the law that gives the length was not in force.
    pub fn basis_on(&self, day: NaiveDate) -> Vec<&Basis> {
        let Some(first) = self.basis.first() else { return Vec::new() };
        let in_force: Vec<&Basis> = self.basis.iter().filter(|basis| basis.in_force(day)).collect();
        if in_force.iter().any(|basis| basis.law == first.law) { in_force } else { Vec::new() }
    }

    /// Whether every article of the law that gives the length was read.
    pub fn is_checked(&self) -> bool {
        self.basis.first().is_some_and(|first| first.checked)
    }
}

/// Rules by id.
pub type Rules = BTreeMap<String, Rule>;
