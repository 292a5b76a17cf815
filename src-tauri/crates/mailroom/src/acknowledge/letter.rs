//! The exact bytes of a receipt: text for people, the same for programs, in the thread of the mail it answers.

use chrono::{DateTime, FixedOffset};
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Body, Mailbox, MultiPart, SinglePart};
use songda_core::id::{Digest, ReceiptId};
use songda_core::receipt::Receipt;

use super::Way;
use super::ties::can_be_answered;
use crate::connect::http;
use crate::settings::MailboxSettings;
use crate::view::Problem;

/// Name of the part that programs read.
pub const MACHINE_PART: &str = "songda-receipt.json";

/// A sealed and scanned form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// File name, as the court sees it.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// What a receipt is besides its text.
#[derive(Clone, Copy, Debug)]
pub struct Cover<'a> {
    /// Its id.
    pub id: &'a ReceiptId,
    /// Who handles it.
    pub by: &'a str,
    /// By which way it goes.
    pub way: Way,
    /// Digests of the mail it answers, by which other desks know that it does.
    pub answers: &'a str,
    /// What it says, whoever says it and when.
    pub said: Digest,
    /// What goes with it.
    pub scan: Option<&'a Scan>,
    /// The header lines of the mail it answers, which go back with a read receipt.
    pub head: &'a [u8],
}

/// A receipt as it leaves.
pub struct Written {
    /// Message-ID without angle brackets, fixed for ever. It is made of the service and of what is said: where two desks
    /// answer at the same instant, the court has one Message-ID, as an interface has one key.
    pub message_id: String,
    /// By what this very letter is told from another desk's.
    pub letter: String,
    /// The bytes.
    pub raw: Vec<u8>,
}

/// Writes a receipt. Nothing in it is drawn at random: equal receipts are equal bytes.
///
/// # Errors
/// `receipt.no-address` when an address of it cannot stand in a mail.
pub fn write(
    mailbox: &MailboxSettings,
    office: &str,
    cover: Cover<'_>,
    receipt: &Receipt,
    now: DateTime<FixedOffset>,
) -> Result<Written, Problem> {
    let Cover { id, by, way, answers, said, scan, head } = cover;
    let refuse = |what: &str| Problem::new("receipt.no-address", [what.to_owned()]);
    let domain = mailbox.address.rsplit_once('@').map_or("songda.invalid", |(_, domain)| domain);
    let digest = Digest::of(receipt.body.as_bytes());
    let message_id = format!("songda.{id}.{}@{domain}", said.short(8));
    let letter = format!("songda.{id}.{}.{}@{domain}", said.short(8), digest.short(8));
    let from_address = mailbox.address.parse().map_err(|_| refuse(&mailbox.address))?;
    let to = if way == Way::Http { &mailbox.address } else { &receipt.to };
    let to_address = to.parse().map_err(|_| refuse(to))?;
    let mut message = lettre::Message::builder()
        .from(Mailbox::new(Some(office.to_owned()), from_address))
        .to(Mailbox::new(receipt.court.as_ref().map(|court| court.name.clone()), to_address))
        .subject(receipt.subject.clone())
        .message_id(Some(format!("<{message_id}>")))
        .date(now.into());
    // Another desk on the same mailbox tells by these who was first, which mail was answered, and which letter it is where
    // the submission server gives it another Message-ID.
    let own = [("X-Songda-Handler", by), ("X-Songda-Receipt", letter.as_str()), ("X-Songda-Answers", answers)];
    for (name, value) in own.into_iter().filter(|(_, value)| !value.is_empty()) {
        if let Some(line) = line(name, value) {
            message = message.raw_header(line);
        }
    }
    if let Some(answered) = receipt.in_reply_to.as_ref().filter(|id| can_be_answered(id)) {
        message = message.in_reply_to(format!("<{answered}>"));
    }
    let thread = receipt.references.iter().filter(|id| can_be_answered(id)).map(|id| format!("<{id}>"));
    let thread = thread.collect::<Vec<_>>().join(" ");
    if !thread.is_empty() {
        message = message.references(thread);
    }
    let mut machine = receipt.machine.clone();
    if let Some(object) = machine.as_object_mut() {
        object.insert("receipt".to_owned(), serde_json::json!({"id": id.as_str(), "message_id": message_id}));
    }
    let json = format!("{machine:#}\n");
    let kind = ContentType::parse("application/json").map_err(|error| refuse(&error.to_string()))?;
    let boundary = format!("songda-{}", digest.short(32));
    let text = SinglePart::plain(receipt.body.clone());
    let for_programs = Attachment::new(MACHINE_PART.to_owned()).body(json, kind);
    let parts = match way {
        Way::Http => {
            let scan = scan.map(|scan| (scan.name.as_str(), scan.bytes.as_slice()));
            return Ok(Written { message_id, letter, raw: http::request(&machine, &receipt.body, scan) });
        }
        Way::Mail | Way::SealedForm => MultiPart::mixed().boundary(boundary).singlepart(text).singlepart(for_programs),
        Way::ReadReceipt => {
            let report = disposition(&mailbox.address, receipt.in_reply_to.as_deref(), head);
            let report = report.ok_or_else(|| refuse("Message-ID"))?;
            let kind = ContentType::parse("message/disposition-notification");
            let kind = kind.map_err(|error| refuse(&error.to_string()))?;
            let report = SinglePart::builder().header(kind).body(report);
            let whole = format!("multipart/report; report-type=disposition-notification; boundary=\"{boundary}\"");
            let whole = ContentType::parse(&whole).map_err(|error| refuse(&error.to_string()))?;
            // RFC 6522 keeps the third part for the mail itself, and allows no fourth: what programs read of other letters
            // has no place here.
            let returned = returned(head).ok_or_else(|| refuse("header"))?;
            MultiPart::builder().header(whole).singlepart(text).singlepart(report).singlepart(returned)
        }
    };
    let parts = match scan {
        Some(scan) => {
            let kind = ContentType::parse(kind_of(&scan.name)).map_err(|error| refuse(&error.to_string()))?;
            parts.singlepart(Attachment::new(scan.name.clone()).body(scan.bytes.clone(), kind))
        }
        None => parts,
    };
    let mut message = message.multipart(parts).map_err(|error| refuse(&error.to_string()))?;
    // The library writes the moment in another zone than the text and the court do.
    if let Some(date) = line("Date", &now.to_rfc2822()) {
        message.headers_mut().insert_raw(date);
    }
    Ok(Written { message_id, letter, raw: message.formatted() })
}

fn line(name: &str, value: &str) -> Option<HeaderValue> {
    Some(HeaderValue::new(HeaderName::new_from_ascii(name.to_owned()).ok()?, value.to_owned()))
}

fn kind_of(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
        Some("pdf") => "application/pdf",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("tif" | "tiff") => "image/tiff",
        _ => "application/octet-stream",
    }
}

/// The part of a read receipt that programs read (RFC 8098 section 3.1): a person looked, and a person sent it.
fn disposition(address: &str, answered: Option<&str>, head: &[u8]) -> Option<String> {
    let version = env!("CARGO_PKG_VERSION");
    let original = field(head, "original-recipient").filter(|value| value.is_ascii());
    let original = original.map_or_else(String::new, |value| format!("Original-Recipient: {value}\r\n"));
    Some(format!(
        "Reporting-UA: Songda; Songda {version}\r\n{original}Final-Recipient: rfc822;{address}\r\n\
         Original-Message-ID: <{}>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n",
        answered?
    ))
}

/// The value of a header line that stands on one line.
fn field<'a>(head: &'a [u8], name: &str) -> Option<&'a str> {
    let head = std::str::from_utf8(head).ok()?;
    let (_, value) =
        head.lines().filter_map(|line| line.split_once(':')).find(|(it, _)| it.eq_ignore_ascii_case(name))?;
    Some(value.trim()).filter(|value| !value.is_empty())
}

/// The head of the mail that is answered, as RFC 6522 section 4 has it go back: readable as it stands wherever it can be.
fn returned(head: &[u8]) -> Option<SinglePart> {
    const LONGEST_LINE: usize = 998;
    let is_line = |line: &[u8]| {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        line.len() < LONGEST_LINE && line.is_ascii() && !line.iter().any(|byte| matches!(byte, 0 | b'\r'))
    };
    let is_plain = head.split(|byte| *byte == b'\n').all(is_line);
    let body = if is_plain {
        // The library would code lines that are only longer than it likes.
        Body::dangerous_pre_encoded(head.to_vec(), ContentTransferEncoding::SevenBit)
    } else {
        Body::new_with_encoding(head.to_vec(), ContentTransferEncoding::QuotedPrintable).ok()?
    };
    Some(SinglePart::builder().header(ContentType::parse("text/rfc822-headers").ok()?).body(body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use songda_core::mail;

    #[test]
    fn the_head_goes_back_readable_and_whole() {
        let told = |head: &[u8]| String::from_utf8(returned(head).unwrap().formatted()).unwrap();
        let long = format!("X-Trace: {}\r\nMessage-ID: <1@court.example.test>\r\n", "x".repeat(300));
        let plain = told(long.as_bytes());
        assert!(plain.contains("text/rfc822-headers") && plain.contains("7bit") && plain.contains(&long), "{plain}");
        let (gbk, long) = (b"Subject: \xcb\xcd\xb4\xef\r\n".as_slice(), format!("X-Trace: {}\r\n", "x".repeat(2_000)));
        for head in [gbk, long.as_bytes()] {
            let part = told(head);
            assert!(
                part.contains("quoted-printable") && part.lines().all(|line| line.len() < 80 && line.is_ascii()),
                "{part}"
            );
            let mail = format!("From: a@example.test\r\n{part}");
            let (read, _) = mail::read(mail.as_bytes());
            let read = read.parts.first().map(|part| part.bytes.trim_ascii_end().to_vec());
            assert_eq!(read.as_deref(), Some(head.trim_ascii_end()));
        }
    }

    #[test]
    fn an_original_recipient_is_told_where_the_mail_names_one() {
        let head = b"Original-Recipient: rfc822;sd@example.test\r\nFrom: a@court.example.test\r\n";
        let told = disposition("service@example.test", Some("1@court.example.test"), head).unwrap();
        assert!(
            told.contains("\r\nOriginal-Recipient: rfc822;sd@example.test\r\nFinal-Recipient: rfc822;service@"),
            "{told}"
        );
        assert!(!disposition("a@example.test", Some("1@x"), b"").unwrap().contains("Original-Recipient"));
        assert_eq!(disposition("a@example.test", None, head), None, "without a Message-ID nothing can be reported on");
    }
}
