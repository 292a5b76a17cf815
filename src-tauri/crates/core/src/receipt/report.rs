//! What a mail reports on a receipt of ours: delivery reports (RFC 3464), read receipts (RFC 8098), bounces of
//! servers that know neither, confirmations and replies.

use crate::answers;
use crate::mail::{Mail, coding};

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
/// So much of a mail is searched for the Message-IDs it names.
const SEARCHED: usize = 512 * 1024;
/// The header lines by which a letter of ours is known where its mail comes back: our own, and those in which submission
/// servers that rename a mail keep the Message-ID it came with.
const NAMING: [&str; 6] = [
    "x-songda-receipt",
    "message-id",
    "original-message-id",
    "x-oq-msgid",
    "x-microsoft-original-message-id",
    "original-envelope-id",
];

/// Reads what a mail reports. `None` for a mail that answers nothing. Whether it is about a receipt of ours, and
/// whether its sender may say so, the caller decides.
pub fn reported(raw: &[u8], mail: &Mail) -> Option<Reported> {
    if !may_report(mail) {
        return reply(mail);
    }
    let text = unfolded(raw, mail);
    let kind = header(mail, "content-type").unwrap_or_default().to_ascii_lowercase();
    // A complaint that it was unwanted shows nothing of where it is.
    if kind.contains("feedback-report") {
        return None;
    }
    if kind.contains("disposition-notification") || holds(mail, &["message/disposition-notification"]) {
        return read_receipt(&text);
    }
    let actions = fields(below_head(&text), "action");
    if let Some(told) = delivery(&text, &actions, mail) {
        return Some(told);
    }
    // What a server did that is known by no name here is nothing to go by.
    if !actions.is_empty() {
        return None;
    }
    let is_told = is_by_server(mail) || kind.contains("multipart/report");
    if is_told || answers::is_undelivered(mail) || (has_no_way_back(mail) && tells_a_failure(&text, mail)) {
        return old_bounce(&text, mail);
    }
    reply(mail)
}

/// Whether a mail may be a report of a mail server or mail program, by its form: only then its text is searched for what
/// it is about.
pub fn may_report(mail: &Mail) -> bool {
    let kind = header(mail, "content-type").unwrap_or_default().to_ascii_lowercase();
    kind.contains("multipart/report")
        || is_by_server(mail)
        || has_no_way_back(mail)
        || answers::is_undelivered(mail)
        || holds(mail, &["message/disposition-notification"])
        || holds(mail, &DELIVERY)
}

const DELIVERY: [&str; 2] = ["message/delivery-status", "message/global-delivery-status"];

/// Whether it holds such a part of its own; one in a mail that it brings back is about that mail.
fn holds(mail: &Mail, kinds: &[&str]) -> bool {
    let carried = answers::carried(mail);
    mail.parts.iter().any(|part| kinds.contains(&part.media_type.as_str()) && !carried.hold(&part.path))
}

/// The mail as it came with its long lines made whole, and what lies in it under a transfer encoding.
fn unfolded(raw: &[u8], mail: &Mail) -> String {
    let mut text = String::from_utf8_lossy(raw.get(..raw.len().min(SEARCHED)).unwrap_or(raw)).into_owned();
    for block in coded(&text) {
        text.push_str("\n\n");
        text.push_str(&block);
    }
    let told = |part: &&crate::mail::Part| {
        DELIVERY.contains(&part.media_type.as_str())
            || matches!(part.media_type.as_str(), "text/rfc822-headers" | "message/rfc822-headers" | "text/plain")
    };
    for part in mail.parts.iter().filter(told) {
        text.push_str("\n\n");
        text.push_str(&String::from_utf8_lossy(part.bytes.get(..part.bytes.len().min(SEARCHED)).unwrap_or_default()));
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.replace("\n ", " ").replace("\n\t", " ")
}

/// Whole mails that lie in a mail as base64: against the standard (RFC 2046 section 5.2.1), and done all the same.
fn coded(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let lower = line.to_ascii_lowercase();
        if !(lower.starts_with("content-transfer-encoding:") && lower.contains("base64")) {
            continue;
        }
        let body = lines.by_ref().skip_while(|line| !line.trim().is_empty()).skip_while(|line| line.trim().is_empty());
        let body: String = body.take_while(|line| !line.trim().is_empty() && !line.starts_with("--")).collect();
        let block = String::from_utf8_lossy(&coding::base64(body.as_bytes()).bytes).into_owned();
        if block.to_ascii_lowercase().contains("message-id:") {
            found.push(block);
        }
    }
    found
}

/// Values of a field, wherever it stands at the beginning of a line.
fn fields<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let lines = text.lines().filter_map(|line| line.split_once(':'));
    // Old servers quote the mail that came back.
    let is_named = |key: &str| key.trim_matches(|c: char| c.is_whitespace() || c == '>').eq_ignore_ascii_case(name);
    lines.filter(|(key, _)| is_named(key)).map(|(_, value)| value.trim()).collect()
}

/// The Message-IDs a text names, the surest first.
fn named(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in NAMING {
        for value in fields(text, name) {
            let bare = value.split_whitespace().next().unwrap_or_default();
            let told = ids([value]).into_iter().chain([unxtext(bare)]);
            found.extend(told.filter(|id| id.contains('@')));
        }
    }
    let mut once = std::collections::BTreeSet::new();
    found.retain(|id| once.insert(id.clone()));
    found
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

/// A report of a mail server (RFC 3464). One that does not say what was done says what its status says.
fn delivery(text: &str, actions: &[&str], mail: &Mail) -> Option<Reported> {
    let kind = header(mail, "content-type").unwrap_or_default().to_ascii_lowercase();
    if !kind.contains("multipart/report") && !holds(mail, &DELIVERY) && !is_by_server(mail) {
        return None;
    }
    let body = below_head(text);
    let has = |words: &[&str]| actions.iter().any(|action| words.iter().any(|word| action.eq_ignore_ascii_case(word)));
    let status = fields(body, "status").into_iter().find(|status| is_status(first_word(status)));
    let report = if has(&["failed", "expired"]) {
        Report::Bounced
    } else if has(&["delayed"]) {
        Report::Delayed
    } else if has(&["delivered", "expanded", "deliverable"]) {
        Report::Delivered
    } else if has(&["relayed"]) {
        Report::Relayed
    } else if !actions.is_empty() {
        return None;
    } else {
        match status.and_then(|status| status.chars().next())? {
            '2' => Report::Delivered,
            '4' if goes_on(text, mail) => Report::Delayed,
            _ => Report::Bounced,
        }
    };
    let words = fields(body, "diagnostic-code");
    let says = words.first().or(actions.first()).map_or_else(String::new, |says| cut(says, LONGEST));
    let status = status.map_or_else(String::new, |status| first_word(status).to_owned());
    Some(Reported { about: named(body), report, status, says })
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

/// Whether a server's subject says that the mail arrived.
fn says_delivered(mail: &Mail) -> bool {
    let subject = mail.subject.to_lowercase();
    let signs = ["(success)", "(relay)", "successfully delivered", "return receipt", "投递成功", "发送成功"];
    signs.iter().any(|sign| subject.contains(sign))
}

/// Whether a server says that it goes on trying.
fn goes_on(text: &str, mail: &Mail) -> bool {
    let told = format!("{} {text}", mail.subject).to_lowercase();
    let signs = [
        "(delay)",
        "delayed",
        "will be retried",
        "will retry",
        "will keep trying",
        "will continue to try",
        "still trying",
        "attempts will be made",
        "do not need to resend",
        "warning message only",
        "could not send message for past",
        "延迟",
        "继续尝试",
        "继续投递",
        "稍后重试",
        "将重试",
    ];
    signs.iter().any(|sign| told.contains(sign))
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
    let about = named(body);
    let disposition = fields(body, "disposition").first().map(|value| value.to_ascii_lowercase())?;
    let is_shown = disposition.contains("displayed");
    let report = if is_shown { Report::Displayed } else { Report::Replied };
    Some(Reported { about, report, status: String::new(), says: cut(&disposition, LONGEST) })
}

/// Whether a mail server wrote it under its own name; some write no address beside it.
fn is_by_server(mail: &Mail) -> bool {
    let from = header(mail, "from").unwrap_or_default().to_ascii_lowercase();
    answers::is_from_server(mail) || from.contains("mailer-daemon") || from.contains("mail delivery s")
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
    about.extend(named(body));
    let status = status_in(body);
    // A server that gave up tells the last reason for which it had waited.
    let report = match (says_delivered(mail), goes_on(text, mail)) {
        (true, _) => Report::Delivered,
        (false, true) => Report::Delayed,
        (false, false) => Report::Bounced,
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
