//! Reminders as mails, through the office's own mailbox.

use lettre::message::{Mailbox, header};
use songda_core::id::Digest;

use super::words::Said;
use crate::clock;
use crate::connect::{self, Handover, Letter};
use crate::settings::{MailWay, Settings};
use crate::view::Problem;

/// Sends a reminder; gives the server's words.
///
/// # Errors
/// `remind.*` when it was surely not delivered, or nobody can say.
pub async fn send(settings: &Settings, way: &MailWay, said: &Said) -> Result<String, Problem> {
    let refused = |says: String| Problem::new("remind.refused", [way.id.clone(), says]);
    let mailbox = settings.mailbox(&way.mailbox).ok_or_else(|| refused(way.mailbox.clone()))?;
    let from = mailbox.address.parse().map_err(|_| refused(mailbox.address.clone()))?;
    let to = way.to.parse().map_err(|_| refused(way.to.clone()))?;
    let now = clock::now();
    let domain = mailbox.address.rsplit_once('@').map_or("songda.invalid", |(_, domain)| domain);
    let of = format!("{} {} {}", way.id, now.to_rfc3339(), said.text());
    let message_id = format!("songda.reminder.{}@{domain}", Digest::of(of.as_bytes()).short(20));
    // Auto-Submitted keeps answering machines quiet (RFC 3834).
    let message = lettre::Message::builder()
        .from(Mailbox::new(Some("送达台".to_owned()), from))
        .to(Mailbox::new(None, to))
        .subject(said.title.clone())
        .message_id(Some(format!("<{message_id}>")))
        .date(now.into())
        .raw_header(header::HeaderValue::new(
            header::HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ))
        .header(header::ContentType::TEXT_PLAIN)
        .body(said.text())
        .map_err(|error| refused(error.to_string()))?;
    let raw = message.formatted();
    let letter = Letter { from: &mailbox.address, to: &way.to, message_id: &message_id, raw: &raw };
    match connect::hand_over(mailbox, letter, async { Ok(None) }).await? {
        Handover::Taken { answer } => Ok(answer),
        Handover::NotHandedOver(error) => {
            Err(Problem::new("remind.unreachable", [way.to.clone(), crate::problem::chain(&error)]).retried())
        }
        // A reminder may come twice rather than never; nobody takes a step because of it.
        Handover::Unsure { says } => Err(Problem::new("remind.unreachable", [way.to.clone(), says]).retried()),
    }
}
