//! One receipt as a row, with its proofs.

use chrono::DateTime;
use songda_core::case::{ReceiptState, Told, ToldMail, ToldReceipt, proof_id, sheet_id};
use songda_core::id::{Digest, DocumentId};
use songda_core::ledger::ReceiptReport;

use crate::acknowledge::patience;
use crate::clock;
use crate::view::{ByHandRow, ClaimRow, ElsewhereRow, ReceiptRow, ReportRow};

/// One receipt as a row. `undo_until` is set while it can be taken back and leaves by itself.
pub fn receipt_row(told: &Told, receipt: &ToldReceipt, held: bool) -> ReceiptRow {
    let queued = &receipt.queued;
    let mail = told.by_receipt(queued.receipt.as_str()).map(|(mail, _)| mail);
    let lies = |document: &DocumentId| mail.and_then(|mail| mail.filed.get(document)).cloned();
    let proof = |bytes: &Digest| lies(&proof_id(&queued.service, &queued.receipt, bytes));
    let until = receipt.leaves.as_ref().filter(|_| receipt.state == ReceiptState::Queued && !held);
    ReceiptRow {
        id: queued.receipt.to_string(),
        service: queued.service.to_string(),
        message_id: queued.message_id.clone(),
        to: queued.to.clone(),
        subject: queued.subject.clone(),
        state: receipt.state.code().to_owned(),
        attempts: receipt.attempts,
        queued_at: receipt.queued_at.clone(),
        undo_until: until.map(|leaves| leaves.not_before.clone()),
        held,
        sent_at: receipt.sent_at.clone(),
        answer: receipt.answer.clone(),
        sha256: queued.raw.to_string(),
        by: receipt.by.clone(),
        problem: receipt.problem.clone(),
        kind: if queued.kind.is_empty() { "received".to_owned() } else { queued.kind.clone() },
        reason: queued.reason.clone(),
        note: queued.note.clone(),
        corrects: queued.corrects.as_ref().map(ToString::to_string),
        verified: queued.verified.clone(),
        approved_by: receipt.approved_by.clone(),
        copy_in: receipt.copy.as_ref().map(|copy| copy.folder.clone()),
        elsewhere: receipt.elsewhere.as_ref().map(|other| ElsewhereRow {
            by: other.by.clone(),
            at: other.at.clone(),
            message_id: other.message_id.clone(),
            folder: other.folder.clone(),
        }),
        claim: claim_row(receipt),
        reports: receipt.reports.iter().map(|report| report_row(report, proof(&report.1.mail))).collect(),
        sheet: receipt
            .sheet
            .as_ref()
            .map(|(path, _)| lies(&sheet_id(&queued.service, &queued.receipt)).unwrap_or_else(|| path.clone())),
        letter: proof(&queued.raw),
        seen: receipt.standing(),
    }
}

/// How it stands among the computers that work with its mailbox.
fn claim_row(receipt: &ToldReceipt) -> Option<ClaimRow> {
    let claim = &receipt.claim;
    let empty = |state: &str| ClaimRow {
        state: state.to_owned(),
        mailbox: None,
        since: None,
        decide_from: None,
        by: None,
        at: None,
        why: None,
        unsure: claim.perhaps_beside,
    };
    if let Some(other) = claim.behind.as_ref().filter(|_| receipt.state == ReceiptState::Queued) {
        let from = DateTime::parse_from_rfc3339(&other.seen_at).ok().map(|seen| seen + patience());
        let is_overdue = other.overdue || from.is_none_or(|from| from <= clock::now());
        return Some(ClaimRow {
            mailbox: Some(other.mailbox.clone()),
            since: Some(if other.since.is_empty() { &other.seen_at } else { &other.since }.clone()),
            decide_from: from.map(clock::written),
            ..empty(if is_overdue { "overdue" } else { "behind" })
        });
    }
    if let Some(word) = &claim.insisted {
        let (by, at, why) = (Some(word.by.clone()), Some(word.at.clone()), Some(word.why.clone()));
        return Some(ClaimRow { by, at, why, ..empty(if claim.waived { "waived" } else { "taken-over" }) });
    }
    if let Some(refused) = &claim.refused {
        let (mailbox, why) = (Some(refused.mailbox.clone()), Some(refused.says.clone()));
        return Some(ClaimRow { mailbox, why, ..empty("unregistered") });
    }
    claim.held.as_ref().map(|mailbox| ClaimRow { mailbox: Some(mailbox.clone()), ..empty("held") })
}

/// How a service was answered other than by a receipt of this ledger, whichever of its channels that was said of.
pub fn answered_by(told: &Told, mail: &ToldMail) -> Option<String> {
    let is_elsewhere = || told.receipt_of(mail).is_some_and(|receipt| receipt.state == ReceiptState::Elsewhere);
    let by_hand = told.by_hand_of(mail).map(|[how, ..]| how.clone());
    by_hand.or_else(|| is_elsewhere().then(|| "elsewhere".to_owned()))
}

/// A person's last word on an answer outside of this program, whichever of its channels it was said of: one that stands
/// before one that was taken back.
pub fn by_hand(told: &Told, mail: &ToldMail) -> Option<ByHandRow> {
    let row = |[how, note, by, at]: [&str; 4]| ByHandRow {
        how: how.to_owned(),
        note: note.to_owned(),
        by: by.to_owned(),
        at: at.to_owned(),
    };
    if let Some(said) = told.by_hand_of(mail) {
        return Some(row(said.each_ref().map(String::as_str)));
    }
    told.by_hand_back_of(mail).map(|[why, by, at]| row(["taken-back", why, by, at]))
}

fn report_row((at, report): &(String, ReceiptReport), path: Option<String>) -> ReportRow {
    ReportRow {
        at: at.clone(),
        report: report.report.clone(),
        status: report.status.clone(),
        says: report.says.clone(),
        mail: report.mail.to_string(),
        path,
    }
}
