//! Mails that answer one of ours: bounces, delivery and read reports, automatic replies, a court's word that it got it.
//!
//! None of them serves anything. What is told here is enough to tie them to the receipt they are about: the
//! Message-IDs they name, the address they speak of, and whether it arrived.

pub(crate) mod machine;

use std::sync::LazyLock;

use regex::Regex;

use crate::identify::plain_without_blanks as compact;
use crate::ledger::AnswerRecord;
use crate::mail::Mail;

/// What an answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// The mail did not reach the address (RFC 3464 action `failed`, or a mail server's own words).
    Bounced,
    /// Delivery is late; the server goes on trying (action `delayed`). Nothing is settled by it.
    Delayed,
    /// A server took it over (actions `delivered`, `relayed`, `expanded`).
    Delivered,
    /// It was displayed (RFC 8098 disposition `displayed`).
    Displayed,
    /// It was deleted unread or denied (other dispositions of RFC 8098).
    NotDisplayed,
    /// A program answers that nobody is there; it says nothing of reading.
    AutoReply,
    /// A person or program at the court says that it was received.
    Confirmed,
}

impl Says {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Bounced, "bounced"),
        (Self::Delayed, "delayed"),
        (Self::Delivered, "delivered"),
        (Self::Displayed, "displayed"),
        (Self::NotDisplayed, "not-displayed"),
        (Self::AutoReply, "auto-reply"),
        (Self::Confirmed, "confirmed"),
    ];

    /// The word in readings and the ledger.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(says, _)| *says == self).map_or("", |(_, code)| code)
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, code)| *code == text).map(|(says, _)| *says)
    }
}

/// An answer to a mail of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailAnswer {
    /// What it says.
    pub says: Says,
    /// Message-IDs it is about, without angle brackets, most telling first. Only who knows what was sent can say
    /// whether one of them is ours.
    pub about: Vec<String>,
    /// The address it speaks of, lower case, where a report names one.
    pub recipient: Option<String>,
    /// Status code of a report (RFC 3463), such as `5.1.1`.
    pub status: Option<String>,
    /// The server's or person's own words, shortened.
    pub words: String,
}

impl MailAnswer {
    /// The answer as the ledger keeps it for ever.
    pub fn record(&self) -> AnswerRecord {
        AnswerRecord {
            says: self.says.code().to_owned(),
            about: self.about.clone(),
            recipient: self.recipient.clone(),
            status: self.status.clone(),
            words: self.words.clone(),
        }
    }
}

/// Longest words kept, in characters.
const LONGEST_WORDS: usize = 300;
/// Bytes of the raw mail in which named Message-IDs are looked for.
const LONGEST_RAW: usize = 400_000;

static DELAYED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"deliverystatusnotification\(delay\)|delayed|投递延迟|延迟投递|warning:couldnotsend").ok()
});
static READ: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(?:已读|read)[:：]").ok());
static CONFIRMS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:回执|回复|邮件|材料|签收|送达回证)[^。；\n]{0,24}(?:已收到|已收悉|收悉|已接收|已入卷|已确认)|",
        r"(?:已|业已)(?:收到|收悉|接收|签收)[^。；\n]{0,24}(?:回执|回复|邮件|送达回证|签收)|回执[^。；\n]{0,12}(?:已登记|签收成功)|",
        r"^(?:(?:您好|你好|好的|谢谢|感谢)[,，。!！、]?)*(?:我院|本院|法院)?(?:已经?)?(?:收到|收悉|签收成功)(?:了)?[。!！,，]?(?:谢谢|感谢)?(?:配合)?[。!！]?$",
    ))
    .ok()
});
/// What makes of such words a question, a demand or a complaint. It then is for a person, whatever else it says.
static ASKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"[?？吗]|是否|能否|可否|有无|请问|(?:未|没|没有|没能|未能|尚未|仍未|不)(?:能够?)?(?:收|打开|看)|",
        r"重新|补充|补交|补正|补寄|另行|有误|错误|不符|不清|退回|未加盖|未盖章|尽快|及时|务必|请于|请在|收到(?:本|此|后|之)",
    ))
    .ok()
});

/// What a mail says of one of ours; `None` when it answers nothing. `raw` are its bytes, which name what it is about.
pub fn read(mail: &Mail, raw: &[u8]) -> Option<MailAnswer> {
    report(mail).or_else(|| by_words(mail)).map(|mut answer| {
        for id in named_ids(mail, raw) {
            if !answer.about.contains(&id) && Some(&id) != mail.message_id.as_ref() {
                answer.about.push(id);
            }
        }
        answer
    })
}

/// A machine's report: delivery status (RFC 3464) or disposition notification (RFC 8098).
fn report(mail: &Mail) -> Option<MailAnswer> {
    let of = |media_type: &str| mail.parts.iter().find(|part| part.media_type == media_type && !part.bytes.is_empty());
    if let Some(part) = of("message/delivery-status").or_else(|| of("message/global-delivery-status")) {
        let fields = fields(&part.bytes);
        let says = match field(&fields, "action").as_deref() {
            Some("failed") => Says::Bounced,
            Some("delayed") => Says::Delayed,
            Some("delivered" | "relayed" | "expanded") => Says::Delivered,
            // A report without an action says what its status says.
            _ => match field(&fields, "status").as_deref().and_then(|status| status.chars().next()) {
                Some('2') => Says::Delivered,
                Some('4') => Says::Delayed,
                _ => Says::Bounced,
            },
        };
        let words = field_as_written(&fields, "diagnostic-code").unwrap_or_default();
        return Some(MailAnswer {
            says,
            about: Vec::new(),
            recipient: field(&fields, "final-recipient").or_else(|| field(&fields, "original-recipient")).map(address),
            status: field(&fields, "status"),
            words: shortened(&words),
        });
    }
    let part = of("message/disposition-notification")?;
    let fields = fields(&part.bytes);
    let disposition = field(&fields, "disposition").unwrap_or_default();
    let says = if disposition.contains("displayed") { Says::Displayed } else { Says::NotDisplayed };
    let about = field_as_written(&fields, "original-message-id").map(|id| vec![bare(&id)]).unwrap_or_default();
    Some(MailAnswer {
        says,
        about,
        recipient: field(&fields, "final-recipient").map(address),
        status: None,
        words: shortened(&disposition),
    })
}

fn by_words(mail: &Mail) -> Option<MailAnswer> {
    let subject = compact(&mail.subject).to_lowercase();
    let is_daemon = machine::is_from_server(mail);
    let says = if is(&DELAYED, &subject) && (is_daemon || subject.contains("delay")) {
        Says::Delayed
    } else if is_daemon || machine::is_bounce(mail) {
        Says::Bounced
    } else if is(&READ, &subject) {
        Says::Displayed
    } else if is_by_machine(mail) || machine::is_sent_in_answer(mail) {
        Says::AutoReply
    } else if has_it(mail) {
        Says::Confirmed
    } else {
        return None;
    };
    let words = mail.text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("");
    Some(MailAnswer { says, about: mail.references.clone(), recipient: None, status: None, words: shortened(words) })
}

fn is(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Whether an answering machine wrote it, by its own word. `Auto-Submitted` alone does not tell: servers set it in
/// bounces, too.
pub(crate) fn is_by_machine(mail: &Mail) -> bool {
    machine::says_it_answers(mail) || machine::is_called_automatic(&mail.subject)
}

/// Whether a mail server writes under its own name.
pub(crate) fn is_from_server(mail: &Mail) -> bool {
    machine::is_from_server(mail)
}

/// The mails that this mail carries or brings back.
pub(crate) fn carried(mail: &Mail) -> machine::Carried<'_> {
    machine::Carried::by(mail)
}

/// Whether the mail says that something came back.
pub(crate) fn is_undelivered(mail: &Mail) -> bool {
    machine::is_bounce(mail)
}

/// Whether a person says, in the mail's own words, that something of ours came in, and asks or demands nothing beside it.
pub(crate) fn has_it(mail: &Mail) -> bool {
    let lines: Vec<String> = mail.text.lines().take(12).map(compact).collect();
    !lines.iter().any(|line| is(&ASKS, line)) && lines.iter().any(|line| confirms(mail, line))
}

/// Whether a line says that something of ours came in. Who answers no mail must name what came.
fn confirms(mail: &Mail, line: &str) -> bool {
    let is_named = ["回执", "签收", "送达回证"].iter().any(|word| line.contains(word));
    is(&CONFIRMS, line) && (is_named || !mail.references.is_empty())
}

/// Message-IDs that the mail names: what it answers, and those of the mail it brings back.
fn named_ids(mail: &Mail, raw: &[u8]) -> Vec<String> {
    let mut ids = mail.references.clone();
    let raw = String::from_utf8_lossy(raw.get(..raw.len().min(LONGEST_RAW)).unwrap_or_default());
    for line in raw.lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let name = name.trim().to_lowercase();
        if ["message-id", "original-message-id", "x-original-message-id"].contains(&name.as_str()) {
            ids.push(bare(value));
        }
    }
    ids.retain(|id| !id.is_empty() && id.len() < 500);
    ids
}

fn bare(id: &str) -> String {
    id.trim().trim_start_matches('<').trim_end_matches('>').to_owned()
}

/// `rfc822; someone@example.test`
fn address(value: String) -> String {
    value.rsplit(';').next().unwrap_or("").trim().trim_matches(['<', '>']).to_lowercase()
}

fn shortened(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_WORDS).collect()
}

/// Fields of a report, folded lines joined.
fn fields(bytes: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(bytes);
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines().take(400) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
    fields
}

fn field_as_written(fields: &[(String, String)], name: &str) -> Option<String> {
    fields.iter().find(|(own, value)| own == name && !value.is_empty()).map(|(_, value)| value.clone())
}

fn field(fields: &[(String, String)], name: &str) -> Option<String> {
    field_as_written(fields, name).map(|value| value.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(raw: &str) -> Option<MailAnswer> {
        let raw = raw.replace('\n', "\r\n");
        read(&crate::mail::read(raw.as_bytes()).0, raw.as_bytes())
    }

    #[test]
    fn a_bounce_names_the_mail_and_the_address() {
        let answer = told(concat!(
            "From: MAILER-DAEMON@mx.example.test\nTo: service@office.example\nSubject: Undelivered Mail\nMessage-ID: <b1@mx.example.test>\n",
            "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n",
            "--b\nContent-Type: text/plain\n\nNo such user.\n--b\nContent-Type: message/delivery-status\n\n",
            "Reporting-MTA: dns; mx.example.test\n\nFinal-Recipient: rfc822; SD@court.example.test\nAction: failed\nStatus: 5.1.1\n",
            "Diagnostic-Code: smtp; 550 5.1.1\n user unknown\n\n",
            "--b\nContent-Type: message/rfc822\n\nFrom: service@office.example\nMessage-ID: <receipt-1@office.example>\nSubject: x\n\ny\n--b--\n",
        ))
        .expect("a bounce");
        assert_eq!(answer.says, Says::Bounced);
        assert_eq!(answer.about, ["receipt-1@office.example"]);
        assert_eq!(answer.recipient.as_deref(), Some("sd@court.example.test"));
        assert_eq!(answer.status.as_deref(), Some("5.1.1"));
        assert_eq!(answer.words, "smtp; 550 5.1.1 user unknown");
    }

    #[test]
    fn a_delay_is_no_bounce_and_a_read_report_no_confirmation() {
        let report = |action: &str| {
            format!(
                "From: MAILER-DAEMON@mx.example.test\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary=\"b\"\n\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@example.test\nAction: {action}\nStatus: 4.4.1\n--b--\n"
            )
        };
        assert_eq!(told(&report("delayed")).map(|it| it.says), Some(Says::Delayed));
        assert_eq!(told(&report("relayed")).map(|it| it.says), Some(Says::Delivered));
        let read = told(concat!(
            "From: sd@court.example.test\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary=\"b\"\n\n",
            "--b\nContent-Type: message/disposition-notification\n\nOriginal-Message-ID: <r@office.example>\n",
            "Disposition: manual-action/MDN-sent-manually; displayed\n--b--\n",
        ))
        .expect("a report");
        assert_eq!((read.says, read.about), (Says::Displayed, vec!["r@office.example".to_owned()]));
    }

    #[test]
    fn words_of_people_and_of_programs() {
        let mail = |subject: &str, more: &str, text: &str| {
            told(&format!(
                "From: sd@court.example.test\nSubject: {subject}\n{more}Content-Type: text/plain; charset=utf-8\n\n{text}\n"
            ))
        };
        let answered = "In-Reply-To: <r@office.example>\n";
        let confirmed = mail("=?utf-8?B?5Zue5aSN?=", answered, "你公司的签收回执已收到。").expect("a confirmation");
        assert_eq!((confirmed.says, confirmed.about), (Says::Confirmed, vec!["r@office.example".to_owned()]));
        assert_eq!(mail("Automatic reply: x", "", "I am away").map(|it| it.says), Some(Says::AutoReply));
        assert_eq!(mail("x", "Auto-Submitted: auto-replied\n", "away").map(|it| it.says), Some(Says::AutoReply));
        let unlinked = mail("x", "", "你公司的签收回执已收到。").expect("it names what came");
        assert_eq!((unlinked.says, unlinked.about.len()), (Says::Confirmed, 0));
        assert_eq!(mail("x", "", "材料已收到。"), None, "nothing is answered, and no receipt is named");
        assert_eq!(mail("x", answered, "现向你公司送达民事判决书，请查收。"), None);
    }
}
