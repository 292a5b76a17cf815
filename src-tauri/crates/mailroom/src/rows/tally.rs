//! The ledger 台账 as a table: one row for each served document, told with the receipt and deadline that belong to it.

use songda_core::case::{ReceiptState, ToldMail};
use songda_core::id::DocumentId;
use songda_core::ledger::{DocumentRecord, ServiceRecord, Understood};
use songda_core::parties;

use super::{Teller, count};
use crate::view::{DeadlineRow, LedgerRow};

impl Teller<'_> {
    /// Starts of the court sittings of every service, RFC 3339.
    pub fn hearing_starts(&self) -> Vec<String> {
        let records = self.told.mails.iter().filter_map(|mail| mail.service());
        records.flat_map(|(_, record)| record.hearings.iter().map(|hearing| hearing.0.clone())).collect()
    }

    /// Rows of one mail, its documents in reading order.
    pub fn ledger_rows(&self, mail: &ToldMail) -> Vec<LedgerRow> {
        let Some((understood, record)) = mail.service() else { return Vec::new() };
        let base = self.of_service(mail, understood, record);
        if record.documents.is_empty() {
            let deadlines = self.deadlines_of(mail);
            return vec![with_deadline(base, &deadlines.iter().collect::<Vec<_>>())];
        }
        let now = self.now_of(mail);
        let deadlines: Vec<(&str, DeadlineRow)> =
            now.iter().map(|now| (now.deadline.part.as_str(), self.row(mail, record, now))).collect();
        let row = |document: &DocumentRecord| {
            let id = DocumentId::of(&mail.service_id(), &document.part);
            let case_number = document.case_number.clone().or_else(|| base.case_number.clone());
            let row = LedgerRow {
                document: id.to_string(),
                opponents: parties::opponents(record, case_number.as_deref(), self.companies),
                case_number,
                title: document.title.clone(),
                kind: document.kind.clone(),
                pages: document.pages,
                path: mail.filed.get(&id).cloned().unwrap_or_default(),
                ..base.clone()
            };
            let own = deadlines.iter().filter(|(part, _)| *part == document.part).map(|(_, row)| row);
            with_deadline(row, &own.collect::<Vec<_>>())
        };
        record.documents.iter().map(row).collect()
    }

    fn of_service(&self, mail: &ToldMail, understood: &Understood, record: &ServiceRecord) -> LedgerRow {
        let answer = answer_of(mail);
        let first = mail.sightings.first();
        let channel = match first {
            _ if understood.by_hand => "import",
            Some(seen) if seen.uid.is_some() => "imap",
            _ => "folder",
        };
        LedgerRow {
            service: mail.service_id().to_string(),
            arrived: understood.arrived.clone(),
            first_seen: mail.first_seen.clone(),
            court: record.court.as_ref().map(|(_, name)| name.clone()),
            case_number: record.case_numbers.first().cloned(),
            cause: record.cause.clone(),
            role: record.role.clone(),
            opponents: parties::opponents(record, record.case_numbers.first().map(String::as_str), self.companies),
            channel: channel.to_owned(),
            from: understood.from.clone(),
            verdict: understood.verdict.clone(),
            receipt: answer.code.to_owned(),
            receipt_at: answer.at,
            handler: answer.by,
            sha256: mail.mail.to_string(),
            open_doubts: count(self.doubts_of(mail).iter().filter(|doubt| !doubt.settled).count()),
            ..LedgerRow::default()
        }
    }
}

/// How a service was answered, whoever did it and by which way.
struct Answered {
    code: &'static str,
    at: Option<String>,
    by: Option<String>,
}

/// Our receipt; else another desk's; else what a person recorded as done outside of this program.
fn answer_of(mail: &ToldMail) -> Answered {
    let receipt = mail.receipt();
    if let Some(other) = receipt.filter(|it| it.state == ReceiptState::Elsewhere).and_then(|it| it.elsewhere.as_ref()) {
        return Answered { code: "elsewhere", at: Some(other.at.clone()), by: Some(other.by.clone()) };
    }
    match (receipt, mail.by_hand.as_deref()) {
        (None, Some([how, _, by, at])) => {
            let code = if how == "none-needed" { "none-needed" } else { "by-hand" };
            Answered { code, at: (code == "by-hand").then(|| at.clone()), by: Some(by.clone()) }
        }
        (receipt, _) => Answered {
            code: receipt.map_or("none", |receipt| receipt.state.code()),
            at: receipt.and_then(|receipt| receipt.sent_at.clone()),
            by: receipt.filter(|it| it.state != ReceiptState::Queued).map(|it| it.by.clone()),
        },
    }
}

/// A row with the deadline that matters first: the earliest one still open, else the earliest, else any.
fn with_deadline(row: LedgerRow, deadlines: &[&DeadlineRow]) -> LedgerRow {
    let is_open = |deadline: &&&DeadlineRow| matches!(deadline.state.as_str(), "open" | "overdue" | "confirmed");
    let dated = || deadlines.iter().filter(|deadline| deadline.last_day.is_some());
    let earliest = dated().filter(is_open).min_by(|a, b| a.last_day.cmp(&b.last_day));
    let earliest = earliest.or_else(|| dated().min_by(|a, b| a.last_day.cmp(&b.last_day)));
    let Some(first) = earliest.or_else(|| deadlines.first()) else { return row };
    LedgerRow {
        deadline: Some(first.name.clone()),
        deadline_rule: Some(first.rule.clone()).filter(|rule| !rule.is_empty()),
        last_day: first.last_day.clone(),
        safe_date: first.safe_date.clone(),
        deadline_status: Some(first.status.clone()),
        deadline_state: Some(first.state.clone()),
        days_left: first.days_left,
        deadlines: count(deadlines.len()),
        ..row
    }
}
