//! Runs today's core over kept mails and tells what would change; changes nothing.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;
use songda_core::case::{ToldMail, service_now};
use songda_core::deadline::{self, Reckoning, life};
use songda_core::id::ServiceId;
use songda_core::ledger::Understood;
use songda_core::teach;

use crate::receive;
use crate::room::Room;
use crate::view::Problem;

/// What another reading of one mail would change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Replayed {
    /// Id of the service; null when the mail was told to serve nothing.
    pub service: Option<String>,
    /// Digest of the mail.
    pub sha256: String,
    /// What differs; empty when nothing does.
    pub changes: Vec<Change>,
    /// Deadlines that would be told otherwise: what from, what to, and whether a later day would wait for a person.
    pub deadlines: Vec<DeadlineChange>,
    /// Code of what kept the mail from being read again.
    pub problem: Option<String>,
}

/// One deadline that would be told otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeadlineChange {
    /// Its rule.
    pub rule: String,
    /// Its name.
    pub name: String,
    /// Its case.
    pub case_number: Option<String>,
    /// Last day as it is told now; null when it is not told, or has none.
    pub was: Option<String>,
    /// Last day as it would be told; null when it would be gone, or have none.
    pub would_be: Option<String>,
    /// Status as it is told now.
    pub status: Option<String>,
    /// Status as it would be told.
    pub status_would_be: Option<String>,
    /// Whether the last day would move later: then it is shown and waits until a person accepts it.
    pub waits: bool,
}

/// One thing that would be told otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Name of what differs, such as `service.case_numbers`.
    pub what: String,
    /// As it stands in the ledger.
    pub was: Value,
    /// As it would be told today.
    pub would_be: Value,
}

/// Reads the mails of these services again, or every mail when none is named.
///
/// # Errors
/// When a service does not exist or the ledger cannot be read.
pub async fn replay(room: &Room, services: &[String]) -> Result<Vec<Replayed>, Problem> {
    room.refresh().await?;
    let wanted: Vec<ToldMail> = {
        let told = room.told.read().await;
        if services.is_empty() {
            told.mails.clone()
        } else {
            let find =
                |id: &String| told.by_service(&ServiceId::from_text(id)).cloned().ok_or_else(|| Problem::not_found(id));
            services.iter().map(find).collect::<Result<_, _>>()?
        }
    };
    let mut rows = Vec::new();
    for told in &wanted {
        if told.understood.is_none() {
            continue;
        }
        let was = room.ask(|teller| teller.whole(told).map(Cow::into_owned)).await?;
        let Some(was) = was else { continue };
        let service = told.service().map(|_| told.service_id().to_string());
        let (changes, deadlines, problem) = match receive::understand(room, told).await {
            Ok((_, mut would_be)) => {
                // What people corrected stays corrected, however it is read.
                teach::lay_over(&mut would_be, told.corrections.iter());
                (changes(&was, &would_be), self::deadlines(room, told, would_be).await?, None)
            }
            Err(problem) => (Vec::new(), Vec::new(), Some(problem.code)),
        };
        rows.push(Replayed { service, sha256: told.mail.to_string(), changes, deadlines, problem });
    }
    Ok(rows)
}

/// The deadlines of one mail as they are told now, against those another reading would give.
async fn deadlines(room: &Room, told: &ToldMail, would_be: Understood) -> Result<Vec<DeadlineChange>, Problem> {
    let anew = told.clone().read_as(would_be);
    let reference = room.reference();
    room.ask(|teller| {
        let read = anew.understood.as_ref();
        let service = read.and_then(|read| service_now(teller.told, &anew, read, teller.companies));
        let would_be = service.map(|service| deadline::derive(&service, &reference).0).unwrap_or_default();
        let would_be = teller.now_from(&anew, &would_be);
        let mut found = Vec::new();
        let now = teller.now_of(told);
        for one in &would_be {
            let is_known = now.iter().any(|now| now.id == one.id);
            let before = is_known.then(|| teller.told_day(told, &one.id)).flatten();
            let (was, status) = before.map_or((None, None), |(day, status)| (day, Some(status)));
            let reckoning = &one.deadline.reckoning;
            let shown = life::shown(teller.told.lives.of(&one.id), reckoning.last_day, one.asked);
            let day = shown.waits.or(shown.last_day).map(|day| day.to_string());
            let code = Some(reckoning.status.code().to_owned());
            if was != day || status != code {
                let number = one.deadline.case_number.as_ref();
                found.push(change(reckoning, number, (was, status), (day, code), shown.waits.is_some()));
            }
        }
        for now in now.iter().filter(|now| !would_be.iter().any(|one| one.id == now.id)) {
            let before = teller.told_day(told, &now.id).map_or((None, None), |(day, status)| (day, Some(status)));
            let (reckoning, number) = (&now.deadline.reckoning, now.deadline.case_number.as_ref());
            found.push(change(reckoning, number, before, (None, None), false));
        }
        found
    })
    .await
}

type Day = (Option<String>, Option<String>);

fn change(reckoning: &Reckoning, number: Option<&String>, was: Day, would_be: Day, waits: bool) -> DeadlineChange {
    DeadlineChange {
        rule: reckoning.rule.clone(),
        name: reckoning.name.clone(),
        case_number: number.cloned(),
        was: was.0,
        would_be: would_be.0,
        status: was.1,
        status_would_be: would_be.1,
        waits,
    }
}

fn changes(was: &Understood, would_be: &Understood) -> Vec<Change> {
    // Another version that reads the same is no change.
    let would_be = Understood { by_version: was.by_version.clone(), knew: was.knew, ..would_be.clone() };
    let (was, would_be) = (serde_json::to_value(was), serde_json::to_value(&would_be));
    let mut found = Vec::new();
    if let (Ok(was), Ok(would_be)) = (was, would_be) {
        compare("", &was, &would_be, &mut found);
    }
    found
}

/// Objects are compared field by field, everything else as a whole.
fn compare(path: &str, was: &Value, would_be: &Value, found: &mut Vec<Change>) {
    if was == would_be {
        return;
    }
    let (Value::Object(old), Value::Object(new)) = (was, would_be) else {
        found.push(Change { what: path.to_owned(), was: was.clone(), would_be: would_be.clone() });
        return;
    };
    for (name, old) in old {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        compare(&path, old, new.get(name).unwrap_or(&Value::Null), found);
    }
}

#[cfg(test)]
mod tests {
    use songda_core::ledger::ServiceRecord;

    use super::*;

    #[test]
    fn what_differs_is_named_and_a_new_version_alone_is_nothing() {
        let service = |cause: &str| Some(ServiceRecord { cause: Some(cause.into()), ..ServiceRecord::default() });
        let was = Understood { by_version: "1".into(), service: service("甲"), ..Understood::default() };
        assert_eq!(changes(&was, &Understood { by_version: "2".into(), ..was.clone() }), []);
        let found = changes(&was, &Understood { service: service("乙"), ..was.clone() });
        assert_eq!(found, [Change { what: "service.cause".into(), was: "甲".into(), would_be: "乙".into() }]);
        let gone = changes(&was, &Understood { service: None, ..was.clone() });
        assert_eq!(gone.len(), 1);
        assert_eq!(gone[0].what, "service");
    }
}
