//! By which way a receipt goes: as the court's profile says, or as a person chooses.

use songda_core::id::ServiceId;
use songda_core::ledger::{ServiceRecord, Understood};
use songda_core::mail::{Header, Mail};
use songda_core::receipt::{self, Receipt};

use crate::Room;
use crate::view::Problem;

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
        Some(Way::ReadReceipt) => understood.from.clone(),
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

/// A read receipt is sent only where the court's own mail asks for one.
///
/// # Errors
/// `receipt.not-asked` where it does not.
pub(super) async fn check_asked(room: &Room, service: &str) -> Result<(), Problem> {
    room.refresh().await?;
    let digest = {
        let told = room.told.read().await;
        told.by_service(&ServiceId::from_text(service)).map(|mail| mail.mail)
    };
    let (vault, digest) = (room.vault.clone(), digest.ok_or_else(|| Problem::not_found(service))?);
    let raw = tokio::task::spawn_blocking(move || vault.read(&digest)).await;
    let raw = raw.map_err(|error| Problem::new("home.vault", [error.to_string()]))??;
    let (mail, _) = songda_core::mail::read(&raw);
    match asked_by(&mail) {
        Some(_) => Ok(()),
        None => Err(Problem::new("receipt.not-asked", [mail.from.unwrap_or_default()])),
    }
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
}
