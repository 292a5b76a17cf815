//! What persons order about deadlines: decisions with their reason, own deadlines, another day of service; and the calculator.

use chrono::NaiveDate;
use songda_core::deadline::life::{Decision, State};
use songda_core::deadline::{self, Length, Setting};
use songda_core::id::{DeadlineId, Digest, ServiceId};
use songda_core::ledger::{DeadlineAdded, DeadlineDecided, Fact, StartChosen};

use crate::announce;
use crate::clock;
use crate::room::Room;
use crate::view::{DeadlineRow, Decide, OwnDeadline, Problem, ReckoningPage, RuleRow, StepRow};

/// Longest reason or name that is recorded, in characters.
const LONGEST_TEXT: usize = 500;

/// A decision about one deadline.
#[derive(Clone, Copy, Debug, Default)]
pub struct Order<'a> {
    /// The word of the decision.
    pub decision: &'a str,
    /// The date that goes with it, YYYY-MM-DD.
    pub date: Option<&'a str>,
    /// Who is responsible, and who stands in.
    pub person: Option<&'a str>,
    /// Who stands in.
    pub deputy: Option<&'a str>,
    /// Why.
    pub reason: &'a str,
    /// Who decides; else the office's handler.
    pub by: Option<&'a str>,
}

impl<'a> From<&'a Decide> for Order<'a> {
    fn from(asked: &'a Decide) -> Self {
        Self {
            decision: &asked.decision,
            date: asked.date.as_deref(),
            person: asked.person.as_deref(),
            deputy: asked.deputy.as_deref(),
            reason: &asked.reason,
            by: None,
        }
    }
}

impl<'a> From<&'a OwnDeadline> for Own<'a> {
    fn from(asked: &'a OwnDeadline) -> Self {
        Self {
            name: &asked.name,
            last_day: asked.last_day.as_deref(),
            rule: asked.rule.as_deref(),
            from: asked.from.as_deref(),
            days: asked.days,
            service: asked.service.as_deref(),
            case_number: asked.case_number.as_deref(),
            reason: &asked.reason,
            by: None,
        }
    }
}

/// Records a decision about a deadline.
///
/// # Errors
/// When there is no such deadline, the decision needs a reason or a date that is missing, or it is not open to it.
pub async fn decide(room: &Room, deadline: &str, order: Order<'_>) -> Result<DeadlineRow, Problem> {
    let id = DeadlineId::from_text(deadline);
    let decision = Decision::parse(order.decision)
        .ok_or_else(|| Problem::new("deadline.unknown-decision", [order.decision.to_owned()]))?;
    let reason = text("reason", order.reason)?;
    if decision.needs_reason() && reason.is_empty() {
        return Err(Problem::new("deadline.no-reason", [order.decision.to_owned()]));
    }
    let date = order.date.map(day).transpose()?;
    if decision.needs_date() && date.is_none() {
        return Err(Problem::new("deadline.no-date", [order.decision.to_owned()]));
    }
    if decision == Decision::Assigned && order.person.is_none_or(|person| person.trim().is_empty()) {
        return Err(Problem::new("deadline.no-person", [deadline.to_owned()]));
    }
    let row = row(room, deadline).await?;
    let state = room.ask(|teller| teller.state_of(&id)).await?.unwrap_or(State::Open);
    if !decision.is_open_to(state) {
        return Err(Problem::new("deadline.closed", [row.name, row.state, order.decision.to_owned()]));
    }
    fits(decision, date, &row)?;
    if decision == Decision::Accepted && row.waits.is_none() {
        return Err(Problem::new("deadline.nothing-waits", [row.name]));
    }
    // Whoever saw a day accepts that one; another may have come to wait meanwhile.
    let waiting = row.waits.clone().unwrap_or_default();
    if decision == Decision::Accepted && date.is_some_and(|date| date.to_string() != waiting) {
        return Err(Problem::new("deadline.changed", [row.name, waiting]));
    }
    if decision == Decision::Remedied && row.state != "overdue" {
        return Err(Problem::new("deadline.not-overdue", [row.name]));
    }
    let date = match decision {
        Decision::Accepted => row.waits.clone(),
        _ => date.map(|date| date.to_string()),
    };
    let named = |name: Option<&str>| name.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    let fact = Fact::DeadlineDecided(DeadlineDecided {
        deadline: Some(id),
        decision: decision.code().to_owned(),
        date,
        person: named(order.person),
        deputy: named(order.deputy),
        reason,
    });
    record(room, fact, order.by).await?;
    self::row(room, deadline).await
}

/// Whether the day that goes with a decision can be meant. What a paper counts from may lie ahead (保全期限届满); a day of
/// service does not, and more time ends later than the time there was.
fn fits(decision: Decision, date: Option<NaiveDate>, row: &DeadlineRow) -> Result<(), Problem> {
    let Some(date) = date else { return Ok(()) };
    let read = |text: Option<&String>| text.and_then(|text| text.parse::<NaiveDate>().ok());
    let today = clock::today();
    match decision {
        Decision::CountedFrom if date > today && read(row.from.as_ref()).is_none_or(|from| from <= today) => {
            Err(Problem::new("deadline.future-start", [date.to_string()]))
        }
        Decision::Extended => {
            // What was extended by mistake may be put right, but not to before the time there was at first.
            let before = if row.extended.is_some() { row.raw_end.as_ref() } else { row.last_day.as_ref() };
            match read(before).filter(|before| date <= *before) {
                Some(before) => Err(Problem::new("deadline.not-later", [date.to_string(), before.to_string()])),
                None => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// A deadline of the office's own.
#[derive(Clone, Copy, Debug, Default)]
pub struct Own<'a> {
    /// Its name.
    pub name: &'a str,
    /// Last day, YYYY-MM-DD; reckoned by the rule when it is not given.
    pub last_day: Option<&'a str>,
    /// The rule it is reckoned by.
    pub rule: Option<&'a str>,
    /// The day it counts from, YYYY-MM-DD.
    pub from: Option<&'a str>,
    /// Length in days that a paper states, instead of the rule's own.
    pub days: Option<u32>,
    /// The service it belongs to.
    pub service: Option<&'a str>,
    /// Case number.
    pub case_number: Option<&'a str>,
    /// Why.
    pub reason: &'a str,
    /// Who adds it; else the office's handler.
    pub by: Option<&'a str>,
}

/// Adds a deadline of the office's own.
///
/// # Errors
/// When name, reason or date are missing, the rule gives no date, or the service does not exist.
pub async fn add(room: &Room, own: Own<'_>) -> Result<DeadlineRow, Problem> {
    let (reason, mut name) = (text("reason", own.reason)?, text("name", own.name)?);
    if reason.is_empty() {
        return Err(Problem::new("deadline.no-reason", ["added".to_owned()]));
    }
    let from = own.from.map(day).transpose()?;
    let reference = room.reference();
    let reckoned = match (own.rule, from) {
        (Some(rule), Some(from)) => {
            let told = match own.days {
                Some(days) => deadline::reckon_stated(rule, from, Length::Days(days), &reference),
                None => deadline::reckon(rule, from, &reference),
            };
            let told = told.ok_or_else(|| Problem::not_found(rule))?;
            if name.is_empty() {
                name.clone_from(&told.name);
            }
            told.last_day
        }
        (Some(rule), None) if !reference.rules.contains_key(rule) => return Err(Problem::not_found(rule)),
        _ => None,
    };
    let last_day = own.last_day.map(day).transpose()?.or(reckoned);
    let last_day = last_day.ok_or_else(|| Problem::new("deadline.no-date", ["added".to_owned()]))?;
    if name.is_empty() {
        return Err(Problem::new("deadline.no-name", []));
    }
    let service = own.service.map(ServiceId::from_text);
    room.refresh().await?;
    if let Some(id) = &service
        && room.told.read().await.by_service(id).is_none()
    {
        return Err(Problem::not_found(id.as_str()));
    }
    let case_number = own.case_number.map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
    let of = service.clone().unwrap_or_else(|| ServiceId::of(&Digest::of(b"own")));
    let number = case_number.clone().unwrap_or_default();
    let id = DeadlineId::of(&of, "own", &number, &format!("{name}\n{last_day}"));
    if room.told.read().await.lives.added.iter().any(|(added, ..)| added.deadline == id) {
        return Err(Problem::new("deadline.twice", [name, last_day.to_string()]));
    }
    let fact = Fact::DeadlineAdded(DeadlineAdded {
        deadline: id.clone(),
        service,
        case_number,
        name,
        rule: own.rule.map(str::to_owned),
        from: from.map(|from| from.to_string()),
        days: own.days,
        reckoned: Some(own.last_day.is_none()),
        last_day: last_day.to_string(),
        reason,
    });
    record(room, fact, own.by).await?;
    row(room, id.as_str()).await
}

/// Records on which day a service took place; every deadline of the service is reckoned anew from it.
/// `None` takes an earlier choice back.
///
/// # Errors
/// When there is no such service, no reason, or the day lies in the future.
pub async fn choose_start(
    room: &Room,
    service: &str,
    date: Option<&str>,
    reason: &str,
    by: Option<&str>,
) -> Result<Vec<DeadlineRow>, Problem> {
    let id = ServiceId::from_text(service);
    let reason = text("reason", reason)?;
    if reason.is_empty() {
        return Err(Problem::new("deadline.no-reason", ["start".to_owned()]));
    }
    let date = date.map(day).transpose()?;
    if let Some(date) = date.filter(|date| *date > clock::today()) {
        return Err(Problem::new("deadline.future-start", [date.to_string()]));
    }
    room.refresh().await?;
    if room.told.read().await.by_service(&id).is_none() {
        return Err(Problem::not_found(service));
    }
    let date = date.map(|date| date.to_string());
    record(room, Fact::StartChosen(StartChosen { service: id.clone(), date, reason }), by).await?;
    let rows = room.ask(|teller| teller.told.by_service(&id).map(|mail| teller.shown_deadlines(mail))).await?;
    Ok(rows.unwrap_or_default())
}

async fn record(room: &Room, fact: Fact, by: Option<&str>) -> Result<(), Problem> {
    let by = by.unwrap_or(&room.settings.office.handler);
    room.store.append(&room.stamp(), by, &[fact], None).await?;
    room.changed().await?;
    announce::announce(room).await.map(|_| ())
}

async fn row(room: &Room, deadline: &str) -> Result<DeadlineRow, Problem> {
    let row = room.ask(|teller| teller.deadline_by_id(deadline)).await?;
    row.ok_or_else(|| Problem::not_found(deadline))
}

fn text(what: &str, text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.chars().count() > LONGEST_TEXT {
        return Err(Problem::new("deadline.too-long", [what.to_owned(), LONGEST_TEXT.to_string()]));
    }
    Ok(text.to_owned())
}

fn day(text: &str) -> Result<NaiveDate, Problem> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    date.ok_or_else(|| Problem::new("deadline.not-a-date", [text.to_owned()]))
}

/// The rules, for the calculator; those whose date only a paper tells are marked.
pub fn rules(room: &Room) -> Vec<RuleRow> {
    let reference = room.reference();
    let row = |rule: &deadline::Rule| RuleRow {
        id: rule.id.clone(),
        name: rule.name.clone(),
        group: rule.group.clone(),
        for_whom: rule.for_whom.clone(),
        setting: rule.setting_words.clone(),
        length: rule.length.map(length).unwrap_or_default(),
        counts_from: rule.counts_from.clone(),
        dated: matches!(rule.setting, Setting::Law | Setting::ServiceDay),
        action: rule.action.clone(),
        consequence: rule.consequence.clone(),
        note: rule.note.clone(),
    };
    reference.rules.values().map(row).collect()
}

fn length(length: Length) -> String {
    match length {
        Length::Days(days) => format!("{days}日"),
        Length::WorkingDays(days) => format!("{days}个工作日"),
        Length::Months(months) => format!("{months}个月"),
        Length::Years(years) => format!("{years}年"),
    }
}

/// Reckons one rule from a day; `days` is the period the paper states, where one is known.
///
/// # Errors
/// When there is no such rule, or `from` is no date.
pub fn reckon(room: &Room, rule: &str, from: &str, days: Option<u32>) -> Result<ReckoningPage, Problem> {
    let (reference, start) = (room.reference(), day(from)?);
    let told = match days {
        Some(days) => deadline::reckon_stated(rule, start, Length::Days(days), &reference),
        None => deadline::reckon(rule, start, &reference),
    };
    let told = told.ok_or_else(|| Problem::not_found(rule))?;
    let day = |date: Option<NaiveDate>| date.map(|date| date.to_string());
    Ok(ReckoningPage {
        rule: told.rule,
        name: told.name,
        from: start.to_string(),
        days,
        raw_end: day(told.raw_end),
        last_day: day(told.last_day),
        safe_date: day(told.safe_date),
        status: told.status.code().to_owned(),
        because: told.because,
        steps: told.steps.iter().map(|step| StepRow { date: step.date.to_string(), says: step.says.clone() }).collect(),
        source: told.source.iter().map(|source| format!("{} {}", source.law, source.article)).collect(),
    })
}
