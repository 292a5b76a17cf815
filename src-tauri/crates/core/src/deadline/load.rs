//! Reads the rules' files; a rule without a source, with an unknown key or against the concordance does not load.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::Length;
use super::count::{Direction, Roll};
use super::law::Laws;
use super::number;
use super::paper::Topic;
use super::rule::{Basis, Bound, Clause, Domicile, Example, Rule, Rules, Setting, When};
use crate::calendar::date_of;
use crate::id::Digest;
use crate::identify::Role;
use crate::reference::ReferenceError;

const FILES: &[(&str, &str)] = &[
    ("civil-answer.toml", include_str!("../../../../data/cn/deadlines/civil-answer.toml")),
    ("civil-first.toml", include_str!("../../../../data/cn/deadlines/civil-first.toml")),
    ("civil-evidence.toml", include_str!("../../../../data/cn/deadlines/civil-evidence.toml")),
    ("civil-fees.toml", include_str!("../../../../data/cn/deadlines/civil-fees.toml")),
    ("civil-second.toml", include_str!("../../../../data/cn/deadlines/civil-second.toml")),
    ("civil-retrial.toml", include_str!("../../../../data/cn/deadlines/civil-retrial.toml")),
    ("preservation.toml", include_str!("../../../../data/cn/deadlines/preservation.toml")),
    ("coercive.toml", include_str!("../../../../data/cn/deadlines/coercive.toml")),
    ("special.toml", include_str!("../../../../data/cn/deadlines/special.toml")),
    ("enforcement.toml", include_str!("../../../../data/cn/deadlines/enforcement.toml")),
    ("enforcement-special.toml", include_str!("../../../../data/cn/deadlines/enforcement-special.toml")),
    ("bankruptcy.toml", include_str!("../../../../data/cn/deadlines/bankruptcy.toml")),
    ("administrative.toml", include_str!("../../../../data/cn/deadlines/administrative.toml")),
    ("labour.toml", include_str!("../../../../data/cn/deadlines/labour.toml")),
    ("arbitration.toml", include_str!("../../../../data/cn/deadlines/arbitration.toml")),
    ("criminal.toml", include_str!("../../../../data/cn/deadlines/criminal.toml")),
    ("service.toml", include_str!("../../../../data/cn/deadlines/service.toml")),
];
const TERMS: &str = include_str!("../../../../data/cn/deadlines/terms.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermsFile {
    term: Vec<Topic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    rule: Vec<RuleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleEntry {
    id: String,
    name: String,
    group: String,
    procedure: String,
    level: Option<String>,
    #[serde(default)]
    triggers: Vec<String>,
    for_whom: Vec<String>,
    setting: String,
    length: Option<LengthEntry>,
    direction: DirectionEntry,
    counts_from: String,
    roll: RollEntry,
    conditions: Option<String>,
    action: Option<String>,
    consequence: Option<String>,
    note: Option<String>,
    confidence: String,
    safer: Option<LengthEntry>,
    safer_since: Option<toml::value::Datetime>,
    #[serde(default)]
    basis: Vec<BasisEntry>,
    #[serde(default)]
    when: Vec<WhenEntry>,
    example: ExampleEntry,
}

#[derive(Deserialize)]
enum DirectionEntry {
    #[serde(rename = "正推")]
    Forward,
    #[serde(rename = "倒推")]
    Backward,
}

#[derive(Deserialize)]
enum RollEntry {
    #[serde(rename = "顺延")]
    Later,
    #[serde(rename = "提前")]
    Earlier,
    #[serde(rename = "不移动")]
    Stay,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
enum LengthEntry {
    Days(u32),
    WorkingDays(u32),
    Months(u32),
    Years(u32),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BasisEntry {
    law: String,
    version: String,
    article: String,
    /// Words of the article by which it was checked.
    words: Option<String>,
    checked: bool,
    length: Option<LengthEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleEntry {
    from: toml::value::Datetime,
    stated: Option<LengthEntry>,
    last_day: Option<toml::value::Datetime>,
    #[serde(default)]
    undetermined: bool,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct WhenEntry {
    documents: Vec<String>,
    case_types: Vec<String>,
    roles: Vec<String>,
    role_told: bool,
    procedures: Vec<String>,
    domicile: Option<String>,
    words: Vec<String>,
    and_words: Vec<String>,
    unless: Vec<String>,
    never: Vec<String>,
    not_to_counterclaim: bool,
    not_on_retrial: bool,
    term: Option<String>,
    clause: Option<String>,
    follows: Option<String>,
    base_words: Vec<String>,
    base_term: Option<String>,
    base_hearing: Option<String>,
    stated_date_only: bool,
    #[serde(default)]
    ordered: bool,
    once: bool,
    presumed: Option<String>,
    undetermined: Option<String>,
}

/// The rules this program was built with.
///
/// # Errors
/// When the data does not parse, or a rule stands without a source.
pub fn builtin() -> Result<Rules, ReferenceError> {
    let laws = Laws::builtin()?;
    let terms: TermsFile =
        toml::from_str(TERMS).map_err(|error| ReferenceError::new("cn/deadlines/terms.toml", error.to_string()))?;
    let topics = Arc::new(terms.term);
    let mut rules = Rules::new();
    for (name, text) in FILES {
        let file = format!("cn/deadlines/{name}");
        for rule in parse(text, &laws, &topics).map_err(|says| ReferenceError::new(&file, says))? {
            let id = rule.id.clone();
            if rules.insert(id.clone(), rule).is_some() {
                return Err(ReferenceError::new(&file, format!("{id} stands twice")));
            }
        }
    }
    let mut by_kind: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for rule in rules.values() {
        for kind in rule.when.iter().flat_map(|when| &when.documents) {
            let ids = by_kind.entry(kind.clone()).or_default();
            if ids.last() != Some(&rule.id) {
                ids.push(rule.id.clone());
            }
        }
    }
    let by_kind = Arc::new(by_kind);
    rules.values_mut().for_each(|rule| rule.by_kind = Arc::clone(&by_kind));
    Ok(rules)
}

/// Digest of the rules' files: two programs with the same one reckon by the same rules.
pub fn digest() -> Digest {
    let texts: Vec<&[u8]> = FILES.iter().map(|(_, text)| text.as_bytes()).chain([TERMS.as_bytes()]).collect();
    Digest::of_pieces(&texts)
}

fn parse(text: &str, laws: &Laws, topics: &Arc<Vec<Topic>>) -> Result<Vec<Rule>, String> {
    let file: RulesFile = toml::from_str(text).map_err(|error| error.to_string())?;
    let rule = |entry: RuleEntry| {
        let id = entry.id.clone();
        rule_of(entry, laws, topics).map_err(|says| format!("{id}: {says}"))
    };
    file.rule.into_iter().map(rule).collect()
}

fn rule_of(entry: RuleEntry, laws: &Laws, topics: &Arc<Vec<Topic>>) -> Result<Rule, String> {
    let basis = basis_of(&entry.basis, laws)?;
    let setting = setting_of(&entry.setting).ok_or_else(|| format!("setting {} is not known", entry.setting))?;
    let when = entry.when.into_iter().map(|when| when_of(when, topics)).collect::<Result<_, _>>()?;
    let safer = match (entry.safer, &entry.safer_since) {
        (Some(length), Some(since)) => Some((length.into(), date_of(since).ok_or("safer_since is no date")?)),
        (None, None) => None,
        _ => return Err("safer and safer_since go together".to_owned()),
    };
    Ok(Rule {
        id: entry.id,
        name: entry.name,
        group: entry.group,
        procedure: entry.procedure,
        level: entry.level,
        triggers: entry.triggers,
        for_whom: entry.for_whom,
        setting,
        setting_words: entry.setting,
        length: entry.length.map(Length::from),
        direction: match entry.direction {
            DirectionEntry::Forward => Direction::Forward,
            DirectionEntry::Backward => Direction::Backward,
        },
        counts_from: entry.counts_from,
        roll: match entry.roll {
            RollEntry::Later => Roll::Later,
            RollEntry::Earlier => Roll::Earlier,
            RollEntry::Stay => Roll::Stay,
        },
        conditions: entry.conditions,
        action: entry.action,
        consequence: entry.consequence,
        note: entry.note,
        confidence: entry.confidence,
        safer,
        basis,
        when,
        example: example_of(&entry.example)?,
        topics: Arc::clone(topics),
        by_kind: Arc::default(),
    })
}

fn basis_of(entries: &[BasisEntry], laws: &Laws) -> Result<Vec<Basis>, String> {
    if entries.is_empty() {
        return Err("stands without a source".to_owned());
    }
    let mut basis = Vec::new();
    for entry in entries {
        let version = laws.version(&entry.law, &entry.version);
        let version = version.ok_or_else(|| format!("{} {} is not among the laws", entry.law, entry.version))?;
        if entry.article.is_empty() || (entry.checked && (entry.words.is_none() || !version.checked)) {
            return Err(format!("{} {} is marked as checked without words", entry.law, entry.article));
        }
        if let Some((before, moved)) =
            article_number(&entry.article).and_then(|number| laws.number_before(&entry.law, &entry.version, number))
            && !entries.iter().any(|other| {
                other.law == entry.law && other.version == before && article_number(&other.article) == Some(moved)
            })
        {
            return Err(format!("{} {} was article {moved} in {before}, which is missing", entry.law, entry.article));
        }
        basis.push(Basis {
            law: entry.law.clone(),
            article: entry.article.clone(),
            since: version.since,
            until: version.until,
            checked: entry.checked,
            length: entry.length.map(Length::from),
        });
    }
    Ok(basis)
}

/// 128 of 第一百二十八条.
fn article_number(label: &str) -> Option<u32> {
    let inner: Vec<char> = label.strip_prefix('第')?.strip_suffix('条')?.chars().collect();
    number::read(&inner)
}

fn setting_of(words: &str) -> Option<Setting> {
    Some(match words {
        "法定" | "时效" | "法院义务" => Setting::Law,
        "法院指定" | "法院指定，有上下限" => Setting::Court(Bound::None),
        "法院指定，有下限" => Setting::Court(Bound::Least),
        "法院指定，有上限" => Setting::Court(Bound::Most),
        "文书载明" => Setting::Paper,
        "事件之前" | "事件" => Setting::Event,
        "立即" | "及时" => Setting::AtOnce,
        "送达日" => Setting::ServiceDay,
        _ => return None,
    })
}

fn when_of(entry: WhenEntry, topics: &[Topic]) -> Result<When, String> {
    for topic in entry.term.iter().chain(&entry.follows).chain(&entry.base_term) {
        if !topics.iter().any(|it| it.name == *topic) {
            return Err(format!("term {topic} is not among the terms"));
        }
    }
    let roles = entry.roles.iter().map(|role| role_of(role).ok_or_else(|| format!("role {role} is not known")));
    let is_remedy = topics.iter().any(|topic| topic.remedy && entry.term.as_ref() == Some(&topic.name));
    Ok(When {
        is_remedy,
        roles: roles.collect::<Result<_, _>>()?,
        domicile: match entry.domicile.as_deref() {
            None => None,
            Some("境内") => Some(Domicile::Inside),
            Some("境外") => Some(Domicile::Outside),
            Some(other) => return Err(format!("domicile {other} is not known")),
        },
        clause: match entry.clause.as_deref() {
            None => Clause::Optional,
            Some("应有") => Clause::Expected,
            Some("必须") => Clause::Required,
            Some(other) => return Err(format!("clause {other} is not known")),
        },
        documents: entry.documents,
        case_types: entry.case_types,
        role_told: entry.role_told,
        procedures: entry.procedures,
        words: entry.words,
        and_words: entry.and_words,
        unless: entry.unless,
        never: entry.never,
        not_to_counterclaim: entry.not_to_counterclaim,
        not_on_retrial: entry.not_on_retrial,
        term: entry.term,
        follows: entry.follows,
        base_words: entry.base_words,
        base_term: entry.base_term,
        base_hearing: entry.base_hearing,
        stated_date_only: entry.stated_date_only,
        ordered: entry.ordered,
        once: entry.once,
        presumed: entry.presumed,
        undetermined: entry.undetermined,
    })
}

fn role_of(words: &str) -> Option<Role> {
    Some(match words {
        "原告" => Role::Plaintiff,
        "被告" => Role::Defendant,
        "第三人" => Role::ThirdParty,
        "上诉人" => Role::Appellant,
        "被上诉人" => Role::Appellee,
        "申请人" => Role::Applicant,
        "被申请人" => Role::Respondent,
        "债权人" => Role::Creditor,
        "债务人" => Role::Debtor,
        "案外人" => Role::Outsider,
        "协助义务人" => Role::AssistingUnit,
        _ => return None,
    })
}

fn example_of(entry: &ExampleEntry) -> Result<Example, String> {
    let last_day = match &entry.last_day {
        Some(written) => Some(date_of(written).ok_or("the example's last_day is no date")?),
        None => None,
    };
    if last_day.is_none() != entry.undetermined {
        return Err("the example says neither a last_day nor undetermined, or both".to_owned());
    }
    let from = date_of(&entry.from).ok_or("the example's from is no date")?;
    Ok(Example { from, stated: entry.stated.map(Length::from), last_day })
}

impl From<LengthEntry> for Length {
    fn from(entry: LengthEntry) -> Self {
        match entry {
            LengthEntry::Days(days) => Self::Days(days),
            LengthEntry::WorkingDays(days) => Self::WorkingDays(days),
            LengthEntry::Months(months) => Self::Months(months),
            LengthEntry::Years(years) => Self::Years(years),
        }
    }
}

#[cfg(test)]
mod tests;
