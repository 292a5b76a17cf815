//! By which way a receipt goes: as the court's profile says, or as a person chooses.

use songda_core::id::ServiceId;
use songda_core::ledger::{ServiceRecord, Understood};
use songda_core::mail::{Header, Mail};
use songda_core::receipt::{self, Receipt};

use crate::Room;
use crate::view::Problem;

/// So much of the head of a served mail goes back with a read receipt: more is no court's.
const LONGEST_HEAD: usize = 32 * 1024;

/// By which way a receipt goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// A reply in the thread.
    #[default]
    Mail,
    /// A read receipt (RFC 8098) to the address that asked for it.
    ReadReceipt,
    /// A reply in the thread with the court's form 送达回证, sealed and scanned.
    SealedForm,
    /// A request to an interface of the court.
    Http,
}

impl Way {
    /// The word of ledger and command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::ReadReceipt => "read-receipt",
            Self::SealedForm => "sealed-form",
            Self::Http => "http",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Mail, Self::ReadReceipt, Self::SealedForm, Self::Http].into_iter().find(|way| way.code() == text)
    }
}

/// Where a letter about a service goes by this way, as the settings stand now; none where it cannot go.
pub(super) fn address(room: &Room, (understood, record): (&Understood, &ServiceRecord), way: &str) -> Option<String> {
    match Way::parse(way) {
        Some(Way::ReadReceipt) => understood.from.clone().filter(|_| allows_read(room, record)),
        Some(Way::Http) => {
            let (court, _) = record.court.as_ref()?;
            room.settings.interfaces.iter().find(|it| it.court == *court).map(|it| it.url.clone())
        }
        Some(Way::Mail | Way::SealedForm) | None => receipt::recipient(understood, record, &room.settings.office),
    }
}

/// Settles the way and with it where the receipt goes: to the court's interface where it has one, unless told otherwise.
///
/// # Errors
/// `receipt.no-interface` when the court has none.
pub(super) fn choose(
    room: &Room,
    (understood, record): (&Understood, &ServiceRecord),
    wanted: Option<Way>,
    receipt: &mut Receipt,
) -> Result<Way, Problem> {
    let court = record.court.as_ref().map(|(code, _)| code);
    let interface = court.and_then(|code| room.settings.interfaces.iter().find(|it| it.court == *code));
    let way = wanted.unwrap_or(if interface.is_some() { Way::Http } else { Way::Mail });
    match (way, interface) {
        // Whoever asked is the sender: that was checked.
        (Way::ReadReceipt, _) => receipt.to = understood.from.clone().unwrap_or_default(),
        (Way::Http, Some(interface)) => receipt.to.clone_from(&interface.url),
        (Way::Http, None) => return Err(Problem::new("receipt.no-interface", [understood.subject.clone()])),
        (Way::Mail | Way::SealedForm, _) => {}
    }
    Ok(way)
}

/// Whether the office allows the court of a service read receipts.
fn allows_read(room: &Room, record: &ServiceRecord) -> bool {
    record.court.as_ref().is_some_and(|(code, _)| room.settings.read_receipts.contains(code))
}

/// A read receipt is sent only where the court's own mail asks for one and the office allows that court one. Gives the head
/// of the mail, which goes back with it.
///
/// # Errors
/// `receipt.not-asked` where the mail asks for none, `receipt.read-not-allowed` where the office does not allow it.
pub(super) async fn check_read(room: &Room, service: &str) -> Result<Vec<u8>, Problem> {
    room.refresh().await?;
    let (digest, allowed) = {
        let told = room.told.read().await;
        let mail = told.by_service(&ServiceId::from_text(service)).ok_or_else(|| Problem::not_found(service))?;
        let (_, record) = mail.service().ok_or_else(|| Problem::not_found(service))?;
        let (code, name) = record.court.clone().unwrap_or_default();
        (mail.mail, if allows_read(room, record) { Ok(()) } else { Err([name, code]) })
    };
    let vault = room.vault.clone();
    let raw = tokio::task::spawn_blocking(move || vault.read(&digest)).await;
    let raw = raw.map_err(|error| Problem::new("home.vault", [error.to_string()]))??;
    let (mail, _) = songda_core::mail::read(&raw);
    if !asks(&mail) {
        return Err(Problem::new("receipt.not-asked", [mail.from.unwrap_or_default()]));
    }
    allowed.map_err(|court| Problem::new("receipt.read-not-allowed", court))?;
    Ok(head_of(&raw))
}

/// The header lines of a mail as they came, without what follows them.
fn head_of(raw: &[u8]) -> Vec<u8> {
    let mut head = Vec::new();
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() || head.len() + line.len() > LONGEST_HEAD {
            break;
        }
        head.extend_from_slice(line);
        head.extend_from_slice(b"\r\n");
    }
    head
}

/// Whether a mail asks its receiver for a read receipt that may be sent.
pub fn asks(mail: &Mail) -> bool {
    asked_by(mail).is_some()
}

/// Who asks for a read receipt, where exactly one address does, and it is the one that sent the mail: RFC 8098
/// section 2.1 has every other case confirmed by a person, and a forger would ask for an address of his own.
fn asked_by(mail: &Mail) -> Option<String> {
    let is_ask = |header: &&Header| header.name.eq_ignore_ascii_case("disposition-notification-to");
    let mut asking = mail.headers.iter().filter(is_ask);
    let (first, None) = (asking.next()?, asking.next()) else { return None };
    let value = first.value.trim();
    let address = value.rsplit_once('<').map_or(value, |(_, rest)| rest.trim_end_matches('>')).trim();
    let is_sender = mail.from.as_deref().is_some_and(|from| from.eq_ignore_ascii_case(address));
    (is_sender && !value.contains(',')).then(|| address.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers: &str) -> Option<String> {
        let raw = format!("From: sd@court.example.test\r\n{headers}\r\n\r\nx\r\n");
        asked_by(&songda_core::mail::read(raw.as_bytes()).0)
    }

    #[test]
    fn a_read_receipt_goes_only_to_the_sender_who_asks() {
        let own = "Disposition-Notification-To: <SD@court.example.test>";
        assert_eq!(asked(own).as_deref(), Some("sd@court.example.test"));
        assert_eq!(asked(""), None);
        assert_eq!(asked("Disposition-Notification-To: other@example.test"), None);
        assert_eq!(asked(&format!("{own}\r\n{own}")), None);
        assert_eq!(asked("Disposition-Notification-To: a@example.test, <sd@court.example.test>"), None);
    }

    #[test]
    fn only_the_head_goes_back_and_not_without_end() {
        let head = |raw: &[u8]| String::from_utf8(head_of(raw)).unwrap();
        assert_eq!(head(b"From: a\r\nTo: b\r\n\r\ntext\r\n"), "From: a\r\nTo: b\r\n");
        assert_eq!(head(b"From: a\nTo: b\n\ntext\n"), "From: a\r\nTo: b\r\n");
        assert_eq!(head(b"From: a"), "From: a\r\n");
        let many = "X-Trace: example\r\n".repeat(10_000);
        let cut = head(many.as_bytes());
        assert!(cut.len() <= LONGEST_HEAD + 2 && cut.ends_with("example\r\n"), "{}", cut.len());
    }
}
