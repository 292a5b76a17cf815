//! Runs today's core over kept mails and tells what would change; changes nothing.

use serde::Serialize;
use serde_json::Value;
use songda_core::case::ToldMail;
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
    /// Code of what kept the mail from being read again.
    pub problem: Option<String>,
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
        let Some(was) = &told.understood else { continue };
        let service = told.service().map(|_| told.service_id().to_string());
        let (changes, problem) = match receive::understand(room, told).await {
            Ok((_, mut would_be)) => {
                // What people corrected stays corrected, however it is read.
                teach::lay_over(&mut would_be, told.corrections.iter());
                (changes(was, &would_be), None)
            }
            Err(problem) => (Vec::new(), Some(problem.code)),
        };
        rows.push(Replayed { service, sha256: told.mail.to_string(), changes, problem });
    }
    Ok(rows)
}

fn changes(was: &Understood, would_be: &Understood) -> Vec<Change> {
    // Another version that reads the same is no change.
    let would_be = Understood { by_version: was.by_version.clone(), ..would_be.clone() };
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
