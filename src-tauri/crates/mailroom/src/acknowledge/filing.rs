//! Files what proves a receipt beside the papers of its service: the letter as it left, its sheet, mails that report on it.

use std::sync::atomic::Ordering;

use songda_core::case::{Told, ToldMail, ToldReceipt, proof_id};
use songda_core::folder::{self, Field};
use songda_core::id::{Digest, DocumentId, ServiceId};
use songda_core::ledger::{Fact, ReceiptReport};
use songda_core::office::DEFAULT_FOLDER_PATTERN;

use super::Way;
use super::sheet::{Fonts, Sheet, drawn, sheet_of};
use crate::Room;
use crate::caseroot;
use crate::folders;
use crate::problem::chain;
use crate::view::Problem;

/// Most receipts in one round: a long outbox must not wait for paper.
const MOST: usize = 10;
/// About what it is shown that sheets wait for a font.
pub const SHEETS: &str = "receipt-sheets";

/// A paper whose bytes lie in the vault.
struct Proof {
    document: DocumentId,
    bytes: Digest,
    /// File name.
    name: String,
}

/// What of one receipt is still to be filed.
struct Due {
    receipt: ToldReceipt,
    service: ServiceId,
    folder: String,
    proofs: Vec<Proof>,
    /// The sheet and its file name.
    sheet: Option<(Sheet, String)>,
}

/// Files what proves receipts that left, some of them in each round.
///
/// # Errors
/// What kept the first one from it; the receipts are sent all the same.
pub async fn file_due(room: &Room) -> Result<(), Problem> {
    let due: Vec<Due> = {
        let told = room.told.read().await;
        tell_of_sheets(room, &told);
        let mut all = lacking(&told);
        // Each round begins where the last one ended: those that are refused again and again keep no other one waiting.
        let begun = room.sheets_begun.fetch_add(MOST, Ordering::Relaxed);
        let first = begun.checked_rem(all.len()).unwrap_or(0);
        all.rotate_left(first);
        all.into_iter().filter_map(|(mail, receipt)| due(room, &told, mail, receipt)).take(MOST).collect()
    };
    if due.is_empty() {
        return Ok(());
    }
    let mut refused = None;
    for one in due {
        match file_one(room, one).await {
            Ok(()) => {}
            // A paper that another program holds open keeps no other one from its folder.
            Err(problem) if problem.retries => refused = refused.or(Some(problem)),
            Err(problem) => return Err(problem),
        }
    }
    room.changed().await?;
    refused.map_or(Ok(()), Err)
}

/// Shows that sheets wait because this computer has no Chinese font to write them in, or that none waits any more.
fn tell_of_sheets(room: &Room, told: &Told) {
    let waits = |receipt: &&ToldReceipt| is_on_paper(receipt) && receipt.sheet.is_none();
    let waiting = told.all_receipts().filter(waits).count();
    let problem = (waiting > 0 && Fonts::of_system().is_none())
        .then(|| Problem::new("receipt.sheets-wait", [waiting.to_string()]));
    if problem.is_some() || room.has_trouble(SHEETS) {
        room.trouble_once(SHEETS, problem.as_ref());
    }
}

/// Whether papers of a receipt are filed at all: it left, and it is none of an earlier version, which bore no way and stay as
/// they were.
fn is_on_paper(receipt: &ToldReceipt) -> bool {
    receipt.state.has_left() && !receipt.queued.way.is_empty()
}

/// The letter first: a sheet that cannot be drawn keeps it from nothing.
async fn file_one(room: &Room, due: Due) -> Result<(), Problem> {
    let Due { receipt, service, folder, proofs, sheet } = due;
    // It may have been renamed since it was looked at.
    let folder = folder_now(room, &service).await.unwrap_or(folder);
    if !proofs.is_empty() {
        let (vault, place) = (room.vault.clone(), room.filing_place().await?);
        let below = folder.clone();
        let filed = tokio::task::spawn_blocking(move || {
            let root = place.now()?;
            let mut facts = Vec::new();
            for Proof { document, bytes, name } in proofs {
                let path = folders::file(root, &format!("{below}/{name}"), &vault.read(&bytes)?).map_err(noted)?;
                facts.push(Fact::Filed { document, path });
            }
            Ok::<_, Problem>(facts)
        });
        let facts = filed.await.map_err(|error| Problem::new("case-folder.unwritable", [error.to_string()]))??;
        room.store.append(&room.stamp(), "songda", &facts, None).await?;
    }
    let Some((sheet, name)) = sheet else { return Ok(()) };
    let bytes = drawn(sheet).await?;
    let (vault, place) = (room.vault.clone(), room.filing_place().await?);
    let filed = tokio::task::spawn_blocking(move || {
        let digest = vault.keep(&bytes).map_err(Problem::from)?;
        let path = folders::file(place.now()?, &format!("{folder}/{name}"), &bytes).map_err(noted)?;
        Ok::<_, Problem>((digest, path))
    });
    let (sheet, path) = filed.await.map_err(|error| Problem::new("receipt.no-sheet", [error.to_string()]))??;
    let fact = Fact::ReceiptSheet { receipt: receipt.queued.receipt, sheet, path };
    Ok(room.store.append(&room.stamp(), "songda", &[fact], None).await?)
}

/// What kept a paper from its place, noted and to be tried again.
fn noted(error: folders::FileError) -> Problem {
    let says = chain(&error);
    let problem = Problem::from(error).retried();
    tracing::warn!(code = %problem.code, says = %says);
    problem
}

/// Receipts that left and of which something is not filed.
fn lacking(told: &Told) -> Vec<(&ToldMail, &ToldReceipt)> {
    let all = told.mails.iter().flat_map(|mail| mail.receipts.iter().map(move |receipt| (mail, receipt)));
    let lacks = |(mail, receipt): &(&ToldMail, &ToldReceipt)| {
        lacks_sheet(receipt) || lacks_letter(mail, receipt) || reports(told, mail, receipt).next().is_some()
    };
    all.filter(|(_, receipt)| is_on_paper(receipt)).filter(lacks).collect()
}

/// Fonts are looked for only where a sheet is to be drawn: most runs have none, and a font is the largest file there is.
fn lacks_sheet(receipt: &ToldReceipt) -> bool {
    receipt.sheet.is_none() && Fonts::of_system().is_some()
}

fn letter_id(mail: &ToldMail, receipt: &ToldReceipt) -> DocumentId {
    proof_id(&mail.service_id(), &receipt.queued.receipt, &receipt.queued.raw)
}

/// Letters of earlier versions stay where they are: their folders may have been put away long ago.
fn lacks_letter(mail: &ToldMail, receipt: &ToldReceipt) -> bool {
    receipt.queued.letter.is_some() && !mail.filed.contains_key(&letter_id(mail, receipt))
}

/// Mails that report on a receipt whose letter is filed, and are not filed beside it. One that serves something has a folder
/// of its own.
fn reports<'a>(
    told: &'a Told,
    mail: &'a ToldMail,
    receipt: &'a ToldReceipt,
) -> impl Iterator<Item = (DocumentId, &'a ReceiptReport)> {
    let has_letter = !receipt.reports.is_empty() && mail.filed.contains_key(&letter_id(mail, receipt));
    let all = receipt.reports.iter().map(|(_, report)| report).filter(move |_| has_letter);
    let plain = all.filter(move |report| told.mail(&report.mail).is_some_and(|mail| mail.service().is_none()));
    let known = plain.map(move |report| (proof_id(&mail.service_id(), &receipt.queued.receipt, &report.mail), report));
    known.filter(move |(document, _)| !mail.filed.contains_key(document))
}

fn due(room: &Room, told: &Told, mail: &ToldMail, receipt: &ToldReceipt) -> Option<Due> {
    let queued = &receipt.queued;
    let what = match queued.kind.as_str() {
        "refused" => "送达异议",
        "corrected" => "更正回执",
        _ => "签收回执",
    };
    let name = format!("{what} {}", queued_on(receipt));
    let ending = if queued.way == Way::Http.code() { "json" } else { "eml" };
    let letter = lacks_letter(mail, receipt).then(|| Proof {
        document: letter_id(mail, receipt),
        bytes: queued.raw,
        name: format!("{name} 原文.{ending}"),
    });
    let reports = reports(told, mail, receipt).map(|(document, report)| {
        let name = format!("{name} {}.eml", called(&report.report));
        Proof { document, bytes: report.mail, name }
    });
    let proofs = letter.into_iter().chain(reports).collect();
    let sheet = lacks_sheet(receipt).then(|| sheet_of(room, told, mail, receipt)).flatten();
    let sheet = sheet.map(|sheet| (sheet, format!("{name}.pdf")));
    Some(Due { receipt: receipt.clone(), service: mail.service_id(), folder: folder_of(room, mail)?, proofs, sheet })
}

fn queued_on(receipt: &ToldReceipt) -> &str {
    receipt.queued_at.get(..10).unwrap_or_default()
}

/// What a mail that reports is called in the case folder.
fn called(report: &str) -> &'static str {
    match report {
        "bounced" => "退信",
        "delayed" => "延迟投递通知",
        "delivered" => "投递报告",
        "relayed" => "转投报告",
        "displayed" => "已读回执",
        "confirmed" => "法院确认",
        _ => "回复",
    }
}

/// The folder of a service, looked for anew when it is not there any more.
pub async fn folder_now(room: &Room, service: &ServiceId) -> Option<String> {
    let folder = async || room.told.read().await.by_service(service).and_then(|mail| folder_of(room, mail));
    let known = folder().await?;
    if tokio::fs::metadata(room.settings.case_root.join(&known)).await.is_ok() {
        return Some(known);
    }
    // What keeps it from being looked at keeps the paper from being filed, and is told there.
    let _ = caseroot::look(room, caseroot::Depth::Glance).await;
    folder().await
}

/// The folder of the service: where its first document lies, or was planned to lie, or would lie where none came.
fn folder_of(room: &Room, mail: &ToldMail) -> Option<String> {
    let planned = mail.service().and_then(|(_, record)| record.documents.iter().find(|it| !it.path.is_empty()));
    let known = mail.filed.values().next().cloned().or_else(|| planned.map(|document| document.path.clone()));
    let path = known.or_else(|| would_lie(room, mail))?;
    path.rsplit_once('/').map(|(folder, _)| folder.to_owned())
}

/// Where a paper of a service would lie that brought none: a link that was not followed, a notice without attachments.
fn would_lie(room: &Room, mail: &ToldMail) -> Option<String> {
    let (understood, record) = mail.service()?;
    let day = understood.arrived.as_deref().and_then(|at| at.get(..10));
    let value = |field: Field| {
        let (known, unknown) = match field {
            Field::Court => (record.court.as_ref().map(|(_, name)| name.as_str()), "法院待核"),
            Field::CaseNumber => (record.case_numbers.first().map(String::as_str), "案号待核"),
            Field::ArrivedOn => (day, "到达日待核"),
            Field::Year => (day.and_then(|day| day.get(..4)), "到达日待核"),
            Field::Cause => (record.cause.as_deref(), "案由待核"),
            Field::Addressee => (record.addressee.as_deref(), "受送达人待核"),
            Field::Number | Field::Title => (None, "00"),
        };
        known.unwrap_or(unknown).to_owned()
    };
    let own = room.settings.office.folder_pattern.trim();
    folder::preview(if own.is_empty() { DEFAULT_FOLDER_PATTERN } else { own }, &value).ok()
}
