//! What a mail reports on a receipt of ours: delivery reports (RFC 3464), read receipts (RFC 8098), bounces of
//! servers that know neither, confirmations and replies.

use crate::answers;
use crate::mail::Mail;

#[cfg(test)]
mod tests;

/// What came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// It could not be delivered.
    Bounced,
    /// It is still being tried.
    Delayed,
    /// It lies in the receiver's mailbox.
    Delivered,
    /// It was passed on to a server that gives no reports.
    Relayed,
    /// The receiver's program showed it.
    Displayed,
    /// The court writes that it has it.
    Confirmed,
    /// The court wrote back; what it says is for a person.
    Replied,
}

impl Report {
    /// The word of the ledger.
    pub fn code(self) -> &'static str {
        match self {
            Self::Bounced => "bounced",
            Self::Delayed => "delayed",
            Self::Delivered => "delivered",
            Self::Relayed => "relayed",
            Self::Displayed => "displayed",
            Self::Confirmed => "confirmed",
            Self::Replied => "replied",
        }
    }
}

/// A report, and the Message-IDs it may be about; the caller knows which of them is a receipt's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// Candidates, the surest first, without angle brackets.
    pub about: Vec<String>,
    /// What came back.
    pub report: Report,
    /// Enhanced status code (RFC 3463), or empty.
    pub status: String,
    /// The reporting server's words, or the subject of a reply.
    pub says: String,
}

/// Longest text that is kept of a server's words.
const LONGEST: usize = 400;

/// Reads what a mail reports. `None` for a mail that answers nothing. Whether it is about a receipt of ours, and
/// whether its sender may say so, the caller decides.
pub fn reported(raw: &[u8], mail: &Mail) -> Option<Reported> {
    let text = String::from_utf8_lossy(raw.get(..raw.len().min(512 * 1024)).unwrap_or(raw));
    let kind = header(mail, "content-type").unwrap_or_default().to_ascii_lowercase();
    if kind.contains("multipart/report") {
        if kind.contains("disposition-notification") {
            return read_receipt(&text);
        }
        return delivery(&text);
    }
    if is_postmaster(mail) || (has_no_way_back(mail) && tells_a_failure(&text, mail)) {
        return old_bounce(&text, mail);
    }
    reply(mail)
}

/// Fields of the blocks of a report, from where `marker` first stands on a line.
fn fields<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let lines = text.lines().filter_map(|line| line.split_once(':'));
    lines.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).collect()
}

fn ids<'a>(values: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut found = Vec::new();
    for value in values {
        for piece in value.split('<').skip(1) {
            if let Some((id, _)) = piece.split_once('>')
                && !id.is_empty()
                && !found.contains(&id.to_owned())
            {
                found.push(id.to_owned());
            }
        }
    }
    found
}

/// The part after the report's own headers: its own Message-ID must not be taken for the one it is about.
fn below_head(text: &str) -> &str {
    let ends = [text.find("\r\n\r\n"), text.find("\n\n")];
    ends.into_iter().flatten().min().and_then(|at| text.get(at..)).unwrap_or("")
}

fn delivery(text: &str) -> Option<Reported> {
    let body = below_head(text);
    let mut about = ids(fields(body, "original-envelope-id").iter().copied());
    about.extend(fields(body, "original-envelope-id").iter().map(|id| unxtext(id)));
    about.extend(ids(fields(body, "message-id")));
    let actions = fields(body, "action");
    let has = |word: &str| actions.iter().any(|action| action.eq_ignore_ascii_case(word));
    let report = if has("failed") {
        Report::Bounced
    } else if has("delayed") {
        Report::Delayed
    } else if has("delivered") || has("expanded") {
        Report::Delivered
    } else if has("relayed") {
        Report::Relayed
    } else {
        return None;
    };
    let status = fields(body, "status").first().map_or_else(String::new, |status| cut(status, 40));
    let words = fields(body, "diagnostic-code");
    let says = words.first().or(actions.first()).map_or_else(String::new, |says| cut(says, LONGEST));
    Some(Reported { about, report, status, says })
}

/// An envelope id comes back as xtext (RFC 3461 section 4): `+3C` is `<`.
fn unxtext(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match (byte, hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'+', Some(value)) => {
                out.push(value);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    let text = String::from_utf8_lossy(&out).into_owned();
    text.trim_matches(['<', '>']).to_owned()
}

fn read_receipt(text: &str) -> Option<Reported> {
    let body = below_head(text);
    let about = ids(fields(body, "original-message-id"));
    let disposition = fields(body, "disposition").first().map(|value| value.to_ascii_lowercase())?;
    let is_shown = disposition.contains("displayed");
    let report = if is_shown { Report::Displayed } else { Report::Replied };
    Some(Reported { about, report, status: String::new(), says: cut(&disposition, LONGEST) })
}

fn is_postmaster(mail: &Mail) -> bool {
    let from = mail.from.as_deref().unwrap_or_default();
    let local = from.split('@').next().unwrap_or_default();
    ["mailer-daemon", "postmaster", "mail-daemon"].iter().any(|name| local.eq_ignore_ascii_case(name))
}

fn has_no_way_back(mail: &Mail) -> bool {
    header(mail, "return-path").is_some_and(|path| path.trim() == "<>")
}

/// Whether a mail without a way back says that something came back. Answering machines send without one, too (RFC 3834
/// section 3.3); taken for a bounce, a second receipt would be allowed while the first one lies with the court.
fn tells_a_failure(text: &str, mail: &Mail) -> bool {
    if answers::is_by_machine(mail) {
        return false;
    }
    let is_named = header(mail, "x-failed-recipients").is_some() || answers::is_undelivered(mail);
    let is_answer = header(mail, "auto-submitted").is_some_and(|value| value.to_ascii_lowercase().contains("replied"));
    is_named || (!is_answer && status_in(below_head(text)).is_some_and(|status| !status.starts_with('2')))
}

fn status_in(body: &str) -> Option<&str> {
    body.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '#')).find(|word| is_status(word))
}

/// A bounce in plain words: it names the mail by its references or quotes its head.
fn old_bounce(text: &str, mail: &Mail) -> Option<Reported> {
    let body = below_head(text);
    let mut about = ids(fields(text, "x-failed-message-id"));
    about.extend(mail.references.iter().cloned());
    about.extend(ids(fields(body, "message-id")));
    let status = status_in(body);
    let report = match status {
        Some(code) if code.starts_with('4') => Report::Delayed,
        _ => Report::Bounced,
    };
    let refusal = body.lines().find(|line| {
        let line = line.trim_start();
        line.starts_with("550") || line.starts_with("552") || line.starts_with("554") || line.contains("SMTP error")
    });
    let says = refusal.map_or_else(|| mail.subject.clone(), str::to_owned);
    Some(Reported { about, report, status: status.unwrap_or_default().to_owned(), says: cut(says.trim(), LONGEST) })
}

/// `5.1.1` and its like (RFC 3463 section 2).
fn is_status(word: &str) -> bool {
    let pieces: Vec<&str> = word.split('.').collect();
    let is_number = |text: &&str| !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    pieces.len() == 3 && matches!(pieces.first(), Some(&("2" | "4" | "5"))) && pieces.iter().all(is_number)
}

fn reply(mail: &Mail) -> Option<Reported> {
    if mail.references.is_empty() {
        return None;
    }
    let is_automatic = header(mail, "auto-submitted").is_some_and(|value| !value.trim().eq_ignore_ascii_case("no"));
    // An answering machine knows nothing of what it answers.
    let is_automatic = is_automatic || answers::is_by_machine(mail);
    let report = if !is_automatic && answers::has_it(mail) { Report::Confirmed } else { Report::Replied };
    let about: Vec<String> = mail.references.iter().rev().cloned().collect();
    Some(Reported { about, report, status: String::new(), says: cut(&mail.subject, LONGEST) })
}

fn header<'a>(mail: &'a Mail, name: &str) -> Option<&'a str> {
    mail.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name)).map(|header| header.value.as_str())
}

fn cut(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect()
}
