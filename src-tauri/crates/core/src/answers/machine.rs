//! Whether a machine wrote a mail: by its form, by its own word in the header, by its subject.
//!
//! Courts turn to e-mail when the post came back, and say so in the subject: words alone make no bounce.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::identify::plain_without_blanks as compact;
use crate::mail::Mail;

static AUTOMATIC: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"自动回复|自动答复|自动应答|automaticreply|auto-?reply|outofoffice|休假回复|外出回复").ok()
});
static UNDELIVERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"退信|投递失败|发送失败|发信失败|未能送达|无法投递|undeliver|deliverystatusnotification|deliveryfailure|deliveryfailed|returnedmail|mailsystemerror|failurenotice").ok()
});
/// Such words where a mail server puts them: in front, or as all that the subject says.
static BEGINS_UNDELIVERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[【\[(]?(?:系统|邮件|邮箱|您的邮件|来自\S{0,60}的)?(?:退信|投递失败|发送失败|发信失败|未能送达|无法投递)(?:通知|提醒|报告)?(?:[】\]):：/,，.。!！]|$)|",
        r"^(?:mail)?(?:undeliver|deliverystatusnotification|deliveryfailure|deliveryfailed|returnedmail|mailsystemerror|failurenotice)",
    ))
    .ok()
});

fn is(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

fn header(mail: &Mail, name: &str) -> Option<String> {
    mail.headers.iter().find(|it| it.name.eq_ignore_ascii_case(name)).map(|it| it.value.trim().to_lowercase())
}

/// The mails that a mail carries or brings back, by their paths.
pub(crate) struct Carried<'a>(HashSet<&'a str>);

impl<'a> Carried<'a> {
    /// Those of one mail.
    pub(crate) fn by(mail: &'a Mail) -> Self {
        let is_mail = |it: &str| matches!(it, "message/rfc822" | "message/global" | "text/rfc822-headers");
        let mails = mail.parts.iter().filter(|part| is_mail(&part.media_type) && part.path != "1");
        Self(mails.map(|part| part.path.as_str()).collect())
    }

    /// Whether a part lies in one of them.
    pub(crate) fn hold(&self, path: &str) -> bool {
        !self.0.is_empty()
            && path.match_indices(['.', '!']).any(|(at, _)| self.0.contains(path.get(..at).unwrap_or_default()))
    }
}

/// Whether the mail as a whole is a report of a mail server or mail program (RFC 6522).
pub(crate) fn is_report(mail: &Mail) -> bool {
    mail.parts.iter().any(|part| part.path == "1" && part.media_type == "multipart/report")
}

/// Whether it holds such a report of its own; one in a mail that it carries is about that mail.
pub(crate) fn holds_report(mail: &Mail) -> bool {
    let is_told = |media_type: &str| {
        matches!(
            media_type,
            "message/disposition-notification"
                | "message/delivery-status"
                | "message/global-delivery-status"
                | "message/feedback-report"
                | "multipart/report"
        )
    };
    let carried = Carried::by(mail);
    mail.parts.iter().any(|part| is_told(&part.media_type) && !carried.hold(&part.path))
}

/// Whether a mail server writes under its own name.
pub(crate) fn is_from_server(mail: &Mail) -> bool {
    let local = mail.from.as_deref().unwrap_or("").split('@').next().unwrap_or("");
    ["mailer-daemon", "postmaster", "mail-daemon"].iter().any(|name| local.eq_ignore_ascii_case(name))
}

/// Whether an answering machine says in a header of its own that it wrote it.
pub(crate) fn says_it_answers(mail: &Mail) -> bool {
    let is_on = |name: &str| header(mail, name).is_some_and(|it| !["no", "0", "false", ""].contains(&it.as_str()));
    is_on("x-autoreply") || is_on("x-autorespond")
}

/// Whether it was sent by itself in answer to another mail (RFC 3834): an answering machine's mail, or a bounce.
/// `auto-generated` says no such thing: what a court's system sends is that, too.
pub(crate) fn is_sent_in_answer(mail: &Mail) -> bool {
    header(mail, "auto-submitted").is_some_and(|value| value.starts_with("auto-replied"))
        || header(mail, "precedence").is_some_and(|value| value.contains("auto_reply"))
}

/// Whether the subject calls it an automatic reply.
pub(crate) fn is_called_automatic(subject: &str) -> bool {
    is(&AUTOMATIC, &compact(subject).to_lowercase())
}

/// Whether the subject speaks of something that came back.
pub(crate) fn is_called_undelivered(subject: &str) -> bool {
    is(&UNDELIVERED, &compact(subject).to_lowercase())
}

/// Whether the subject is one that mail servers give to what came back.
pub(crate) fn begins_as_undelivered(subject: &str) -> bool {
    is(&BEGINS_UNDELIVERED, &compact(subject).to_lowercase())
}

/// Whether a mail says by more than a word in its subject that a mail came back.
pub(crate) fn is_bounce(mail: &Mail) -> bool {
    let has_form = is_from_server(mail)
        || header(mail, "x-failed-recipients").is_some()
        || header(mail, "return-path").is_some_and(|path| path == "<>")
        || header(mail, "auto-submitted").is_some_and(|value| value != "no");
    let is_late = mail.subject.to_lowercase().contains("delay");
    !is_late && (begins_as_undelivered(&mail.subject) || has_form && is_called_undelivered(&mail.subject))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("系统退信", true)]
    #[case("系统退信/Systems bounce", true)]
    #[case("来自service@office.example的退信", true)]
    #[case("退信：【签收回执】（2026）沪0112民初1号", true)]
    #[case("无法投递: 回执", true)]
    #[case("邮件投递失败", true)]
    #[case("Undelivered Mail Returned to Sender", true)]
    #[case("Mail delivery failed: returning message to sender", true)]
    #[case("Delivery Status Notification (Failure)", true)]
    #[case("邮寄退信后改为电子送达", false)]
    #[case("法院专递无法投递，电子送达传票", false)]
    #[case("（2026）沪0112民初1号因邮寄未能送达，现电子送达诉讼文书", false)]
    #[case("关于送达地址退信的告知", false)]
    fn a_bounce_has_the_subject_of_a_server(#[case] subject: &str, #[case] expected: bool) {
        assert!(is_called_undelivered(subject));
        assert_eq!(begins_as_undelivered(subject), expected, "{subject}");
    }
}
