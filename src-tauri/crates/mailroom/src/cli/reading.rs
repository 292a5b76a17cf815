//! Commands that touch no home: read one mail, reckon one deadline.

use std::path::Path;
use std::sync::Arc;

use crate::{
    Mailroom, clock, codes,
    signals::{self, archives, auth, scans, smime},
};
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Deserialize;
use serde_json::{Value, json};
use songda_core::answers;
use songda_core::deadline::{self, Article, Deadline, Direction, Length, Reckoning, Roll, Rule};
use songda_core::doubt::Doubt;
use songda_core::identify::{FoundDocument, FoundFact, Pickup};
use songda_core::intake::{Intake, Signals, court_time, intake};
use songda_core::mail::{self, Mail};
use songda_core::office::{CourtProfile, Office, Regime};
use songda_core::reference::Reference;
use songda_core::service::Service;
use songda_core::trust::Reason;

use super::words::{self, Lang};
use super::{Answer, Ended, Failure, Manners};

/// Longest time spent on documents and scans together, so that one reading stays below ten seconds.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(8);

/// What a pure reading cannot know; every key optional.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    arrived: Option<String>,
    regime: Option<String>,
    authserv_id: Option<String>,
    #[serde(default)]
    office: GivenOffice,
    #[serde(default)]
    court: Vec<GivenCourt>,
    /// TXT answers of the name service by name; a name that is not listed is no answer.
    #[serde(default)]
    dns: std::collections::BTreeMap<String, GivenTxt>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct GivenOffice {
    name: String,
    aliases: Vec<String>,
    folder_pattern: Option<String>,
    handler: String,
    phone: String,
}

/// The TXT records of one name.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum GivenTxt {
    One(String),
    Several(Vec<String>),
}

#[derive(Deserialize)]
struct GivenCourt {
    code: String,
    #[serde(default)]
    senders: Vec<String>,
    receipt_to: Option<String>,
}

/// Reads and identifies one mail.
pub fn read(file: &Path, given: Option<&Path>, passwords: &[String], lang: Lang) -> Result<Ended, Failure> {
    let says =
        |path: &Path, why: &str| Failure::Says(format!("无法读取 {}：{why}。请检查路径和权限。", path.display()));
    let raw = std::fs::read(file).map_err(|error| says(file, &error.to_string()))?;
    let given: Given = match given {
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| says(path, &error.to_string()))?;
            toml::from_str(&text).map_err(|error| says(path, &error.to_string()))?
        }
        None => Given::default(),
    };
    let reference = reference()?;
    let office = office_of(&given);
    let (mut mail, mut doubts) = mail::read(&raw);
    mail.typed_passwords = passwords.to_vec();
    archives::open_closed(&mut mail, passwords, &mut doubts);
    doubts.append(&mut signals::mark_locked(&mut mail));
    let started = std::time::Instant::now();
    let mut signals = signals_of(&raw, &mail, &given)?;
    let scans = scans::read(&mail, &mut signals.texts, PATIENCE.saturating_sub(started.elapsed()));
    doubts.append(&mut signals::text_doubts(&mail, &signals.texts));
    doubts.append(&mut scans::doubts(&scans));
    signals.ocr = scans.read;
    let mut intake = intake(&mail, &signals, &office, &reference).after(&mail, doubts);
    let (deadlines, more) = match &intake.service {
        Some(service) => deadline::derive(service, &reference),
        None => (Vec::new(), Vec::new()),
    };
    intake.doubts.extend(more);
    let mut json = reading(&mail, &intake, &deadlines);
    let answer = answers::read(&mail, &raw).filter(|_| intake.service.is_none());
    if let Some(fields) = json.as_object_mut() {
        fields.insert("answers".to_owned(), answer.map_or(Value::Null, |answer| json!(answer.record())));
    }
    let text = in_words(&mail, &intake, &deadlines, lang);
    let needs_person = !intake.doubts.is_empty() || intake.trust.verdict == songda_core::trust::Verdict::Doubtful;
    let answer = Answer { json, text };
    Ok(if needs_person { Ended::NeedsPerson(answer) } else { Ended::Done(answer) })
}

/// Rules and calendars as they ship.
fn reference() -> Result<Reference, Failure> {
    Reference::builtin().map_err(|error| Failure::Says(error.to_string()))
}

fn office_of(given: &Given) -> Office {
    let base = Office::default();
    Office {
        name: given.office.name.clone(),
        aliases: given.office.aliases.clone(),
        folder_pattern: given.office.folder_pattern.clone().unwrap_or(base.folder_pattern),
        handler: given.office.handler.clone(),
        phone: given.office.phone.clone(),
        keeps_original: false,
        courts: given
            .court
            .iter()
            .map(|court| CourtProfile {
                code: court.code.clone(),
                senders: court.senders.iter().map(|sender| sender.to_lowercase()).collect(),
                receipt_to: court.receipt_to.clone(),
                ..CourtProfile::default()
            })
            .collect(),
    }
}

fn signals_of(raw: &[u8], mail: &Mail, given: &Given) -> Result<Signals, Failure> {
    let arrived = given.arrived.as_deref().map(|text| {
        DateTime::parse_from_rfc3339(text)
            .map_err(|error| Failure::Says(format!("given 的 arrived 不是 RFC 3339 时间（{text}）：{error}")))
    });
    let regime = given
        .regime
        .as_deref()
        .map(|text| Regime::parse(text).ok_or_else(|| Failure::Says(format!("given 的 regime 不认识：{text}"))));
    let arrived = arrived.transpose()?;
    let keys = given.dns.iter().map(|(name, txt)| {
        let records = match txt {
            GivenTxt::One(record) => vec![record.clone()],
            GivenTxt::Several(records) => records.clone(),
        };
        (name.clone(), records)
    });
    Ok(Signals {
        arrived,
        regime: regime.transpose()?.unwrap_or_default(),
        authserv_id: given.authserv_id.clone(),
        by_hand: false,
        texts: signals::texts_of(mail),
        ocr: std::collections::BTreeSet::new(),
        written: auth::written(raw),
        dkim: auth::check(raw, &keys.collect(), arrived.or(mail.received).or(mail.dated)),
        smime: smime::check(raw, mail.from.as_deref(), arrived.or(mail.received).or(mail.dated)),
    })
}

fn time(moment: Option<DateTime<FixedOffset>>) -> Value {
    moment.map_or(Value::Null, |moment| json!(clock::written(court_time(moment))))
}

fn reading(mail: &Mail, intake: &Intake, deadlines: &[Deadline]) -> Value {
    let arrived = intake.service.as_ref().and_then(|service| service.arrived).or(mail.received);
    json!({
        "contract": 1,
        "mail": {
            "sha256": mail.sha256, "size_bytes": mail.size_bytes, "message_id": mail.message_id, "from": mail.from,
            "from_name": mail.from_name, "to": mail.to, "subject": mail.subject, "dated": time(mail.dated),
            "arrived": time(arrived),
        },
        "parts": mail.parts.iter().map(|part| json!({
            "path": part.path, "media_type": part.media_type, "name": part.name, "size_bytes": part.size_bytes,
            "sha256": part.sha256, "became": part.became.code(), "why": part.why,
        })).collect::<Vec<_>>(),
        "trust": {
            "verdict": intake.trust.verdict.code(),
            "reasons": intake.trust.reasons.iter().map(|it| json!({"code": it.code, "detail": it.detail})).collect::<Vec<_>>(),
        },
        "service": intake.service.as_ref().map(|service| service_json(mail, intake, service)),
        "deadlines": one_each(deadlines),
        "doubts": intake.doubts.iter()
            .map(|it| json!({"code": it.code, "about": it.about, "detail": it.detail})).collect::<Vec<_>>(),
    })
}

fn service_json(mail: &Mail, intake: &Intake, service: &Service) -> Value {
    let found = &service.found;
    let name_of = |part: &str| {
        let found = mail.parts.iter().find(|candidate| candidate.path == part);
        found.and_then(|part| part.name.clone())
    };
    json!({
        "court": found.court.as_ref().map(|court| json!({"code": court.code, "name": court.name})),
        "case_numbers": found.case_numbers, "cause": found.cause, "addressee": found.addressee,
        "role": found.role.map(|role| role.code()),
        "documents": found.documents.iter().map(|it| document_json(mail, intake, it)).collect::<Vec<_>>(),
        "hearings": found.hearings.iter().map(|it| json!({
            "starts": time(Some(it.starts)), "place": it.place, "kind": it.kind, "document": name_of(&it.part),
        })).collect::<Vec<_>>(),
        "contacts": found.contacts.iter()
            .map(|it| json!({"name": it.name, "duty": it.duty, "phone": it.phone})).collect::<Vec<_>>(),
        // Only where host and path fit is a link a platform's; one of its shape elsewhere is a lead to ask the court about.
        "pickups": found.pickups.iter().filter(|it| !it.strange_host).map(pickup_json).collect::<Vec<_>>(),
        "leads": found.pickups.iter().filter(|it| it.strange_host).map(pickup_json).collect::<Vec<_>>(),
        "listed_not_attached": found.listed_not_attached,
        "facts": found.facts.iter().map(fact_json).collect::<Vec<_>>(),
    })
}

fn pickup_json(it: &Pickup) -> Value {
    json!({"platform": it.platform, "provider": it.provider, "url": it.url, "code": it.code, "expires": it.expires})
}

fn fact_json(fact: &FoundFact) -> Value {
    let source = fact.source.as_ref();
    json!({
        "fact": fact.fact, "document": fact.of, "value": fact.value, "sure": fact.sure.code(),
        "part": source.map(|it| &it.part), "page": source.and_then(|it| it.page),
        "sentence": source.map(|it| &it.sentence),
    })
}

fn document_json(mail: &Mail, intake: &Intake, document: &FoundDocument) -> Value {
    let part = mail.parts.iter().find(|part| part.path == document.part);
    let planned = intake.plan.files.iter().find(|file| file.part == document.part);
    json!({
        "title": document.title, "kind": document.kind, "case_number": document.case_number,
        "name": part.and_then(|part| part.name.clone()), "pages": document.pages,
        "sha256": part.map(|part| part.sha256), "part": document.part,
        "folder_path": planned.map(|file| file.path.clone()),
    })
}

/// One entry per rule, case and document. Where a paper states several ends of one kind (each seized thing its own, each
/// instalment), the entry is the first to end and carries the others as `further`.
fn one_each(deadlines: &[Deadline]) -> Vec<Value> {
    let key = |it: &Deadline| (it.reckoning.rule.clone(), it.case_number.clone(), it.part.clone());
    let mut groups: Vec<Vec<&Deadline>> = Vec::new();
    for one in deadlines {
        match groups.iter_mut().find(|group| group.iter().any(|it| key(it) == key(one))) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    let entry = |mut group: Vec<&Deadline>| {
        group.sort_by_key(|it| it.end);
        let (first, others) = group.split_first()?;
        let mut json = deadline_json(first);
        if let (Some(fields), false) = (json.as_object_mut(), others.is_empty()) {
            fields.insert("further".to_owned(), others.iter().map(|it| deadline_json(it)).collect());
        }
        Some(json)
    };
    groups.into_iter().filter_map(entry).collect()
}

fn deadline_json(deadline: &Deadline) -> Value {
    let told = &deadline.reckoning;
    json!({
        "rule": told.rule, "name": told.name, "case_number": deadline.case_number, "document": deadline.part,
        "from": told.from, "raw_end": told.raw_end, "last_day": told.last_day, "safe_date": told.safe_date,
        "status": told.status.code(), "because": told.because, "length": told.length.map(length_json),
        "steps": steps_json(told),
        "source": told.source.iter().map(|it| format!("{} {}", it.law, it.article)).collect::<Vec<_>>(),
    })
}

fn steps_json(told: &Reckoning) -> Value {
    told.steps.iter().map(|step| json!({"date": step.date, "weekday": step.weekday(), "says": step.says})).collect()
}

fn in_words(mail: &Mail, intake: &Intake, deadlines: &[Deadline], lang: Lang) -> String {
    let mut lines = vec![
        format!("主题：{}", mail.subject),
        format!("判断：{}", words::standing(intake.trust.verdict.code(), lang)),
    ];
    let reason = |it: &Reason| words::coded(codes::REASONS, it.code, &it.detail, lang);
    lines.extend(intake.trust.reasons.iter().map(|it| format!("  {}", reason(it))));
    if let Some(service) = &intake.service {
        let found = &service.found;
        lines.push(format!("法院：{}", found.court.as_ref().map_or("未识别", |court| court.name.as_str())));
        lines.push(format!("案号：{}", found.case_numbers.join("、")));
        for file in &intake.plan.files {
            lines.push(format!("文书：{}", file.path));
        }
    }
    for deadline in deadlines {
        let told = &deadline.reckoning;
        let last = told.last_day.map_or_else(|| "日期待定".to_owned(), |day| day.to_string());
        lines.push(format!(
            "期限：{last} {} [{}] {}",
            told.name,
            words::standing(told.status.code(), lang),
            told.because
        ));
    }
    let doubt = |it: &Doubt| words::coded(codes::DOUBTS, it.code, &it.detail, lang);
    lines.extend(intake.doubts.iter().map(|it| format!("存疑：{} [{}]", doubt(it), it.about)));
    lines.join("\n")
}

/// Rules and calendars as a home that is named knows them, with the years it took in; else as they ship.
async fn reference_of(manners: &Manners) -> Result<Arc<Reference>, Failure> {
    let is_named = manners.home.is_some() || std::env::var_os("SONGDA_HOME").is_some_and(|home| !home.is_empty());
    let home = manners.place()?;
    if !is_named || !home.is_made() {
        return reference().map(Arc::new);
    }
    let mailroom = Mailroom::look(home).await?;
    mailroom.room().refresh().await?;
    Ok(mailroom.room().reference())
}

/// Reckons one deadline.
pub async fn reckon(rule: &str, from: NaiveDate, days: Option<u32>, manners: &Manners) -> Result<Ended, Failure> {
    let (reference, lang) = (reference_of(manners).await?, manners.lang);
    let told = match days {
        Some(days) => deadline::reckon_stated(rule, from, Length::Days(days), &reference),
        None => deadline::reckon(rule, from, &reference),
    };
    let told = told.ok_or_else(|| {
        Failure::Says(format!("没有编号为 {rule} 的期限规则。用 songda reckon --list 查看全部规则。"))
    })?;
    Ok(Ended::Done(Answer { json: reckoning_json(&told), text: reckoning_words(&told, lang) }))
}

fn length_json(length: Length) -> Value {
    match length {
        Length::Days(days) => json!({"days": days}),
        Length::WorkingDays(days) => json!({"working_days": days}),
        Length::Months(months) => json!({"months": months}),
        Length::Years(years) => json!({"years": years}),
    }
}

fn reckoning_json(told: &Reckoning) -> Value {
    json!({
        "contract": 1, "rule": told.rule, "name": told.name, "from": told.from, "length": told.length.map(length_json),
        "raw_end": told.raw_end, "last_day": told.last_day, "safe_date": told.safe_date,
        "status": told.status.code(), "because": told.because,
        "steps": steps_json(told),
        "source": told.source.iter()
            .map(|it| json!({"law": it.law, "article": it.article, "checked": it.checked})).collect::<Vec<_>>(),
        "calendar": told.calendar.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn reckoning_words(told: &Reckoning, lang: Lang) -> String {
    let status = words::standing(told.status.code(), lang);
    let last = told.last_day.map_or_else(|| "日期待定".to_owned(), |day| day.to_string());
    let mut lines = vec![format!("{}（{}）：{last} [{status}]", told.name, told.rule), told.because.clone()];
    lines.extend(told.steps.iter().map(|step| format!("  {}（{}）{}", step.date, step.weekday(), step.says)));
    if let Some(safe) = told.safe_date.filter(|safe| Some(*safe) != told.last_day) {
        lines.push(format!("  {safe} 保险日：最迟在这一天办理，任何算法下都不逾期"));
    }
    lines.extend(told.source.iter().map(|source| format!("  依据：{}", article_words(source))));
    lines.join("\n")
}

fn article_words(source: &Article) -> String {
    let unread = if source.checked { "" } else { "（未核对原文）" };
    format!("{} {}{unread}", source.law, source.article)
}

/// Lists the rules.
pub fn rules() -> Result<Ended, Failure> {
    let reference = reference()?;
    let rows: Vec<Value> = reference.rules.values().map(rule_json).collect();
    let text = reference.rules.values().map(rule_words).collect::<Vec<_>>();
    Ok(Ended::Done(Answer { json: json!({"contract": 1, "rows": rows}), text: text.join("\n") }))
}

fn rule_json(rule: &Rule) -> Value {
    let is_forward = rule.direction == Direction::Forward;
    let roll = match rule.roll {
        Roll::Later => "later",
        Roll::Earlier => "earlier",
        Roll::Stay => "none",
    };
    json!({
        "id": rule.id, "rule": rule.id, "name": rule.name, "group": rule.group, "procedure": rule.procedure,
        "level": rule.level, "documents": rule.triggers, "for_whom": rule.for_whom, "setting": rule.setting_words,
        "length": rule.length.map(length_json), "direction": if is_forward { "forward" } else { "backward" },
        "counts_from": rule.counts_from, "roll": roll, "conditions": rule.conditions, "action": rule.action,
        "consequence": rule.consequence, "note": rule.note, "confidence": rule.confidence, "checked": rule.is_checked(),
        "source": rule.basis.iter().map(|it| json!({
            "law": it.law, "article": it.article, "since": it.since, "until": it.until, "checked": it.checked,
        })).collect::<Vec<_>>(),
    })
}

fn rule_words(rule: &Rule) -> String {
    let length = match rule.length {
        Some(Length::Days(days)) => format!("{days}日"),
        Some(Length::WorkingDays(days)) => format!("{days}个工作日"),
        Some(Length::Months(months)) => format!("{months}个月"),
        Some(Length::Years(years)) => format!("{years}年"),
        None => String::new(),
    };
    let source: Vec<String> = rule
        .basis
        .iter()
        .filter(|it| it.until.is_none())
        .map(|it| Article { law: it.law.clone(), article: it.article.clone(), checked: it.checked })
        .map(|article| article_words(&article))
        .collect();
    format!("{}  {}  {}{length}  {}", rule.id, rule.name, rule.setting_words, source.join("、"))
}
