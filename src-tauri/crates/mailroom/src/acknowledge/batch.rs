//! Many receipts at once: every one listed before any is sent, one for each mail, and none that needs a second look.

use songda_core::id::ServiceId;

use super::{Acknowledged, Order, Wish, draft};
use crate::Room;
use crate::view::{BatchLine, Chosen, Court, Problem, ReceiptDraft};

/// Most services in one batch; a property-fee series has some dozens.
const MOST: usize = 500;

/// Every receipt that would be sent, one line each, in the order asked. Queues nothing.
///
/// # Errors
/// `receipt.batch-size` when it is none or too many; when the ledger cannot be read.
pub async fn lines(room: &Room, services: &[String], order: &Order<'_>) -> Result<Vec<BatchLine>, Problem> {
    let mut wanted: Vec<&String> = Vec::new();
    for service in services {
        if !wanted.contains(&service) {
            wanted.push(service);
        }
    }
    if wanted.is_empty() || wanted.len() > MOST {
        return Err(Problem::new("receipt.batch-size", [wanted.len().to_string(), MOST.to_string()]));
    }
    let mut lines = Vec::with_capacity(wanted.len());
    for service in wanted {
        lines.push(line(room, service, order).await?);
    }
    Ok(lines)
}

/// Draws up the receipts that are ready and still what was shown of them, each for itself; the others stay as they are
/// and say why.
///
/// # Errors
/// As `lines`; a failure of one receipt stands on its line.
pub async fn acknowledge(room: &Room, chosen: &[Chosen], order: &Order<'_>) -> Result<Vec<BatchLine>, Problem> {
    let services: Vec<String> = chosen.iter().map(|one| one.service.clone()).collect();
    let mut lines = lines(room, &services, order).await?;
    for line in lines.iter_mut().filter(|line| line.why.is_none()) {
        let shown = chosen.iter().find(|one| one.service == line.service);
        let own = Order { seen: Some(shown.map(|one| one.seen.clone()).unwrap_or_default()), ..order.clone() };
        match super::acknowledge(room, &line.service, &own).await {
            Ok(Acknowledged::Queued(row)) => line.receipt = Some(row),
            Ok(Acknowledged::Already(row)) => {
                line.why = Some("answered".to_owned());
                line.receipt = Some(row);
            }
            Err(problem) => {
                line.why = Some("not-possible".to_owned());
                line.problem = Some(problem);
            }
        }
    }
    Ok(lines)
}

async fn line(room: &Room, service: &str, order: &Order<'_>) -> Result<BatchLine, Problem> {
    room.refresh().await?;
    let mut line = {
        let told = room.told.read().await;
        let mail = told.by_service(&ServiceId::from_text(service)).ok_or_else(|| Problem::not_found(service))?;
        let (understood, record) = mail.service().ok_or_else(|| Problem::not_found(service))?;
        let answered = super::in_the_way(&told, mail, &Wish::Received).map(|receipt| room.as_row(&told, receipt));
        let is_answered = answered.is_some() || told.by_hand_of(mail).is_some();
        BatchLine {
            service: service.to_owned(),
            court: record.court.clone().map(|(code, name)| Court { code, name }),
            case_numbers: record.case_numbers.clone(),
            documents: record.documents.iter().map(|document| document.title.clone()).collect(),
            to: String::new(),
            arrived: understood.arrived.clone(),
            why: is_answered.then(|| "answered".to_owned()),
            problem: None,
            needs_second: room.settings.two_people,
            undo_seconds: u32::try_from(room.settings.undo.as_secs()).unwrap_or(u32::MAX),
            seen: String::new(),
            receipt: answered,
        }
    };
    if line.why.is_some() {
        return Ok(line);
    }
    match draft(room, service, order).await {
        Ok(drawn) => {
            line.why = second_look(&drawn);
            line.to = drawn.to;
            line.seen = drawn.seen;
        }
        Err(problem) => {
            line.why = Some("not-possible".to_owned());
            line.problem = Some(problem);
        }
    }
    Ok(line)
}

/// Why this one is not sent among many: its own sheet says something that a person must read.
fn second_look(drawn: &ReceiptDraft) -> Option<String> {
    if let Some(caution) = drawn.cautions.first() {
        return Some(caution.clone());
    }
    if drawn.regime == "unconfirmed" {
        return Some("unconfirmed".to_owned());
    }
    (drawn.verdict != "proven").then(|| "likely".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(regime: &str, verdict: &str, cautions: &[&str]) -> ReceiptDraft {
        ReceiptDraft {
            service: String::new(),
            court: None,
            to: "sd@court.example.test".to_owned(),
            subject: String::new(),
            body: String::new(),
            documents: 1,
            arrived: None,
            regime: regime.to_owned(),
            verdict: verdict.to_owned(),
            undo_seconds: 10,
            agreement: None,
            agreement_kind: None,
            agreement_from: None,
            answer_by: None,
            cautions: cautions.iter().map(ToString::to_string).collect(),
            needs_second: false,
            seen: String::new(),
        }
    }

    #[test]
    fn only_what_raises_no_question_goes_with_the_others() {
        assert_eq!(second_look(&drawn("promised", "proven", &[])), None);
        assert_eq!(second_look(&drawn("unconfirmed", "proven", &[])).as_deref(), Some("unconfirmed"));
        assert_eq!(second_look(&drawn("promised", "likely", &[])).as_deref(), Some("likely"));
        let changed = drawn("promised", "proven", &["sender-changed"]);
        assert_eq!(second_look(&changed).as_deref(), Some("sender-changed"));
    }
}
