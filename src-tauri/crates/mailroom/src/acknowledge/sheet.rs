//! The receipt as a sheet of paper 电子送达签收回执: one A4 page with real text.

mod page;

use songda_core::case::{Told, ToldMail, ToldReceipt};
use songda_core::errand::{Brought, brought_with};
use songda_core::ledger::{Arrived, DocumentRecord, ServiceRecord};
use songda_core::receipt::Reason;

use crate::Room;
use crate::settings::MailboxSettings;
use crate::view::Problem;

pub use page::{Fonts, draw};

/// What stands on the sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Heading.
    pub title: String,
    /// Rows of the table: name and value.
    pub rows: Vec<(String, String)>,
    /// Documents with their whole digests, for the foot.
    pub digests: Vec<String>,
    /// What whoever seals it is called on it.
    pub signer: &'static str,
    /// The last line.
    pub footer: String,
    /// The moment on it, `YYYY-MM-DD HH:MM:SS`; the file carries it, too.
    pub moment: String,
}

/// What the sheet of a receipt says; everything on it stands in the ledger.
pub fn sheet_of(room: &Room, told: &Told, mail: &ToldMail, receipt: &ToldReceipt) -> Option<Sheet> {
    let brought = told.errands.brought(&mail.mail);
    let (understood, record) = mail.service()?;
    let time = |text: Option<&str>| text.map_or_else(String::new, for_people);
    let queued = &receipt.queued;
    let address = seen_at(mail).map_or("", |seen| seen.address.as_str());
    let address = if address.is_empty() {
        room.mailbox(&queued.mailbox).map_or("", |mailbox| mailbox.address.as_str())
    } else {
        address
    };
    let documents = covered(record, brought, &receipt.queued_at);
    let names: Vec<String> = (1..)
        .zip(&documents)
        .map(|(nth, document)| {
            let pages = document.pages.map_or_else(String::new, |pages| format!("（{pages}页）"));
            let beside = brought_with(&document.part, brought).map_or("", |_| "（不随邮件到达，另行取得）");
            format!("{nth}. {}{pages}{beside}", document.title)
        })
        .collect();
    let title = match queued.kind.as_str() {
        "refused" => "电子送达异议函",
        "corrected" => "电子送达更正回执",
        _ => "电子送达签收回执",
    };
    let into_folder = room.mailbox(&queued.mailbox).is_some_and(MailboxSettings::has_outbox);
    let (said, signed) = what_is_said(mail, receipt);
    // Whoever objects to a service does not sign as the one served.
    let (paper, signer, sent, number) = match said {
        Some(_) => ("本函", "收件单位", "发出时间", "邮件编号"),
        None => ("本回执", "受送达人", "回执发出时间", "回执邮件编号"),
    };
    let remark = [
        // Where a receipt went into a folder there is no server, and a path is nobody else's business.
        receipt.answer.as_ref().filter(|_| !into_folder).map(|answer| format!("服务器应答：{answer}")),
        Some(format!("{number}：{}", queued.message_id)),
    ];
    let row = |name: &str, value: String| (name.to_owned(), value);
    let mut sheet = Sheet {
        title: title.to_owned(),
        rows: vec![
            row("送达法院", record.court.as_ref().map_or_else(String::new, |(_, name)| name.clone())),
            row("案由", record.cause.clone().unwrap_or_default()),
            row("案号", record.case_numbers.join("、")),
            row("送达文书名称和件数", format!("共{}件\n{}", documents.len(), names.join("\n")).trim_end().to_owned()),
            row(signer, room.settings.office.name.clone()),
            row("送达地址（邮箱）", address.to_owned()),
            row("到达时间", time(understood.arrived.as_deref())),
            row(signed, time(Some(&receipt.queued_at))),
            row(sent, time(receipt.sent_at.as_deref())),
            row("经办人", receipt.by.clone()),
            row("备考", remark.into_iter().flatten().collect::<Vec<_>>().join("\n")),
        ],
        digests: documents
            .iter()
            .filter_map(|document| {
                let name = document.name.as_deref().unwrap_or(&document.title);
                document.sha256.map(|digest| format!("{name}  SHA-256 {digest}"))
            })
            .collect(),
        signer,
        footer: format!("{paper}由{signer}出具；人民法院制作的送达凭证以法院为准。"),
        moment: time(Some(&receipt.queued_at)),
    };
    if let Some((name, value)) = said {
        let at = sheet.rows.iter().position(|(name, _)| name == signed).unwrap_or(sheet.rows.len());
        sheet.rows.insert(at, (name.to_owned(), value));
    }
    Some(sheet)
}

/// The documents a receipt names: what came in beside the mail after it was drawn up is not among them.
fn covered<'a>(record: &'a ServiceRecord, brought: &[Brought], queued_at: &str) -> Vec<&'a DocumentRecord> {
    let is_later = |document: &&DocumentRecord| is_later(document, brought, queued_at);
    record.documents.iter().filter(|document| !is_later(document)).collect()
}

/// Whether a document came in beside the mail after a moment.
pub fn is_later(document: &DocumentRecord, brought: &[Brought], moment: &str) -> bool {
    let parse = |text: &str| chrono::DateTime::parse_from_rfc3339(text).ok();
    let came = brought_with(&document.part, brought).and_then(|with| parse(&with.at));
    matches!((came, parse(moment)), (Some(came), Some(moment)) if came > moment)
}

/// What an objection or a correction says beside the papers, as the name and value of a row; and what the moment of the
/// letter is called on it.
fn what_is_said(mail: &ToldMail, receipt: &ToldReceipt) -> (Option<(&'static str, String)>, &'static str) {
    let queued = &receipt.queued;
    let note = queued.note.clone().filter(|note| !note.trim().is_empty());
    match queued.kind.as_str() {
        "refused" => {
            let reason = queued.reason.as_deref().and_then(Reason::parse).map(|reason| reason.to_court().to_owned());
            (Some(("异议理由", reason.into_iter().chain(note).collect::<Vec<_>>().join("；"))), "提出时间")
        }
        "corrected" => {
            let first = mail.receipts.iter().find(|it| Some(&it.queued.receipt) == queued.corrects.as_ref());
            let first = first.map(|first| {
                let at = for_people(first.sent_at.as_deref().unwrap_or(&first.queued_at));
                format!("更正{at}发出的邮件 {}", first.queued.message_id)
            });
            (Some(("更正事项", note.into_iter().chain(first).collect::<Vec<_>>().join("\n"))), "更正时间")
        }
        _ => (None, "签收时间"),
    }
}

/// Where the mail was seen whose moment is that of its arrival: the same mail may have come into another mailbox first
/// and be dated later there.
pub(super) fn seen_at(mail: &ToldMail) -> Option<&Arrived> {
    seen_when(&mail.sightings, mail.service().and_then(|(understood, _)| understood.arrived.as_deref()))
}

fn seen_when<'a>(sightings: &'a [Arrived], arrived: Option<&str>) -> Option<&'a Arrived> {
    let moment = |text: &str| chrono::DateTime::parse_from_rfc3339(text).ok();
    let arrived = arrived.and_then(moment);
    let is_it = |seen: &&Arrived| arrived.is_some() && seen.internal_date.as_deref().and_then(moment) == arrived;
    sightings.iter().find(is_it).or_else(|| sightings.first())
}

/// `2026-11-20T16:42:11+08:00` as `2026-11-20 16:42:11`.
fn for_people(moment: &str) -> String {
    moment.get(..19).unwrap_or(moment).replace('T', " ")
}

/// Makes the sheet of a receipt.
///
/// # Errors
/// `not-found`, `receipt.no-font` where this computer has no Chinese font, or what kept the page from being made.
pub async fn make(room: &Room, receipt: &str) -> Result<Vec<u8>, Problem> {
    room.refresh().await?;
    let sheet = {
        let told = room.told.read().await;
        told.by_receipt(receipt).and_then(|(mail, found)| sheet_of(room, &told, mail, found))
    };
    let sheet = sheet.ok_or_else(|| Problem::not_found(receipt))?;
    drawn(sheet).await
}

/// Draws a sheet.
///
/// # Errors
/// As [`make`].
pub(super) async fn drawn(sheet: Sheet) -> Result<Vec<u8>, Problem> {
    let made = tokio::task::spawn_blocking(move || {
        let fonts = Fonts::of_system().ok_or_else(|| Problem::new("receipt.no-font", []))?;
        draw(&sheet, fonts).map_err(|says| Problem::new("receipt.no-sheet", [says]))
    });
    made.await.map_err(|error| Problem::new("receipt.no-sheet", [error.to_string()]))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_that_of_the_mailbox_whose_moment_counts() {
        let seen = |address: &str, at: Option<&str>| Arrived {
            mail: songda_core::id::Digest::zero(),
            size_bytes: 1,
            content: None,
            mailbox: address.to_owned(),
            folder: String::new(),
            uid: None,
            file: None,
            internal_date: at.map(str::to_owned),
            regime: String::new(),
            address: address.to_owned(),
            record: None,
        };
        let all = [
            seen("import", None),
            seen("later@example.test", Some("2026-11-20T16:50:00+08:00")),
            seen("earlier@example.test", Some("2026-11-20T16:42:11+08:00")),
        ];
        let address = |arrived| seen_when(&all, arrived).map(|seen| seen.address.as_str());
        assert_eq!(address(Some("2026-11-20T08:42:11+00:00")), Some("earlier@example.test"));
        assert_eq!(address(Some("2026-11-21T08:42:11+00:00")), Some("import"));
        assert_eq!(address(None), Some("import"));
    }
}
