//! What a person sees of a letter before it leaves, what speaks against it, and the digest of what was shown.

use songda_core::case::{Told, ToldMail};
use songda_core::id::{Digest, DoubtId};
use songda_core::ledger::{ServiceRecord, Understood};
use songda_core::mail::{self, Became};
use songda_core::office::ReplyDuty;
use songda_core::receipt::Receipt;

use super::register::Standing;
use super::{Scan, Way, Wish};
use crate::Room;
use crate::settings::MailboxSettings;
use crate::view::{Court, Problem, ReceiptDraft};

/// Stands for the moment of sending where two letters are compared: they differ in nothing else.
pub(super) const NO_MOMENT: &str = "9999-12-31T00:00:00+08:00";

/// The service a letter answers.
pub(super) type Service<'a> = (&'a Understood, &'a ServiceRecord);

/// What was read too little of to be acknowledged unseen: no case or no paper to name, papers that stayed closed.
pub(super) fn unread(told: &Told, mail: &ToldMail, (understood, record): Service<'_>) -> Vec<String> {
    let is_closed = understood.doubts.iter().any(|(code, about, _)| {
        let id = DoubtId::of(&mail.mail, code, about);
        code == "password-needed" && !told.settled.contains_key(id.as_str())
    });
    let is_unread = record.case_numbers.is_empty() || record.documents.is_empty();
    let found = [(is_closed, "unopened-parts"), (is_unread, "unread")];
    found.into_iter().filter(|(is, _)| *is).map(|(_, code)| code.to_owned()).collect()
}

/// What should be seen first of a letter that goes to an address.
pub(super) fn cautions(
    room: &Room,
    (told, mail): (&Told, &ToldMail),
    service: Service<'_>,
    (to, is_plain): (&str, bool),
    standing: &Standing,
) -> Vec<String> {
    let mut found = super::cautions(room, told, mail, service, to);
    if standing.is_off_register {
        found.push("not-on-register".to_owned());
    }
    if standing.duty == ReplyDuty::SealedForm && is_plain {
        found.push("sealed-form-agreed".to_owned());
    }
    found.extend(unread(told, mail, service));
    found
}

/// Whether it only says received, and nothing sealed goes with it.
pub(super) fn is_plain(wish: &Wish, scan: Option<&Scan>) -> bool {
    *wish == Wish::Received && scan.is_none()
}

/// Tells two letters apart by all that a person sees of them but the moment, and by how the letter before them stands.
pub(super) fn digest(timeless: &Receipt, draft: &ReceiptDraft, before: &str) -> String {
    let ReceiptDraft { regime, verdict, cautions, needs_second, .. } = draft;
    let pieces = [&timeless.to, &timeless.subject, &timeless.body, regime, verdict, &cautions.join(" ")];
    let whole = pieces.map(|piece| format!("{}\n{piece}", piece.len())).join("\n");
    Digest::of(format!("{whole}\n{needs_second}\n{before}").as_bytes()).to_string()
}

/// The sheet about a service and the letter that answers it.
pub(super) fn sheet(
    room: &Room,
    service: &str,
    (understood, record): Service<'_>,
    standing: &Standing,
    cautions: Vec<String>,
) -> ReceiptDraft {
    let agreement = standing.agreement.as_ref();
    ReceiptDraft {
        service: service.to_owned(),
        court: record.court.clone().map(|(code, name)| Court { code, name }),
        to: String::new(),
        subject: String::new(),
        body: String::new(),
        documents: u32::try_from(record.documents.len()).unwrap_or(u32::MAX),
        arrived: understood.arrived.clone(),
        regime: standing.regime.code().to_owned(),
        verdict: understood.verdict.clone(),
        undo_seconds: u32::try_from(room.settings.undo.as_secs()).unwrap_or(u32::MAX),
        agreement: agreement.map(|agreement| agreement.id.clone()),
        agreement_kind: agreement.map(|agreement| agreement.kind.clone()),
        agreement_from: agreement.map(|agreement| agreement.from.clone()),
        answer_by: standing.answer_by.map(|day| day.to_string()),
        cautions,
        needs_second: room.settings.two_people,
        seen: String::new(),
    }
}

/// A letter that was drawn up before, as it lies in the vault: what leaves when a person lets it go now.
///
/// # Errors
/// When there is none, or its bytes cannot be read.
pub async fn letter(room: &Room, receipt: &str) -> Result<ReceiptDraft, Problem> {
    room.refresh().await?;
    let (draft, raw) = {
        let told = room.told.read().await;
        let (mail, found) = told.by_receipt(receipt).ok_or_else(|| Problem::not_found(receipt))?;
        let service = mail.service().ok_or_else(|| Problem::not_found(receipt))?;
        let queued = &found.queued;
        let address: &MailboxSettings = room
            .mailbox(&queued.mailbox)
            .ok_or_else(|| Problem::new("receipt.no-mailbox", [queued.subject.clone()]))?;
        let standing = super::register::standing(room, &told, address, service.0, service.1);
        let is_plain = queued.kind == "received" && queued.way != Way::SealedForm.code();
        let cautions = cautions(room, (&told, mail), service, (&queued.to, is_plain), &standing);
        let draft = sheet(room, mail.service_id().as_str(), service, &standing, cautions);
        let (to, subject) = (queued.to.clone(), queued.subject.clone());
        (ReceiptDraft { to, subject, needs_second: false, ..draft }, queued.raw)
    };
    let vault = room.vault.clone();
    let kept = tokio::task::spawn_blocking(move || vault.read(&raw).map(|bytes| text_of(&bytes))).await;
    let body = kept.map_err(|error| Problem::new("home.vault", [error.to_string()]))??;
    Ok(ReceiptDraft { body, seen: raw.to_string(), ..draft })
}

/// The text for people: of a mail, or of what is handed to a court's interface.
fn text_of(raw: &[u8]) -> String {
    if let Ok(request) = serde_json::from_slice::<serde_json::Value>(raw) {
        return request.get("text").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    }
    let (mail, _) = mail::read(raw);
    let body = mail.parts.iter().find(|part| part.became == Became::Body);
    body.map_or_else(|| mail.text.clone(), |part| String::from_utf8_lossy(&part.bytes).replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_in_the_vault_is_told_as_it_was_written() {
        let mail = b"From: a@example.test\r\nSubject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n> one\r\n\r\ntwo\r\n";
        assert_eq!(text_of(mail).trim_end(), "> one\n\ntwo");
        let request = crate::connect::http::request(&serde_json::json!({}), "已收到", None);
        assert_eq!(text_of(&request), "已收到");
    }
}
