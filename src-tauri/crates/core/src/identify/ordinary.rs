//! Whether nothing in a mail can serve anything, told by its letters alone: most mails of an office are such, and reading
//! them for a court's words is most of what they cost.
//!
//! Everything [`super::claim`] counts needs a paper, a link or code, a case number, a sender that is known as a court's, or
//! one of the words it lists, and each of those words holds one of the letters below. Where none of all that is there, its
//! answer is known.

use super::{court, is_official};
use crate::lesson;
use crate::mail::{Became, Mail};
use crate::office::Office;
use crate::reference::Reference;
use crate::trust::PROVINCES;

/// Letters of which every word that serves, names a court or names a case holds one.
const TELLING: &str = "院庭号號送票书書令判裁尚讼訟码碼签簽";

/// Letters of the names by which people at a court write.
const AT_A_COURT: &str = "院庭法官书書记記仲裁";

/// Whether nothing in a mail can serve anything. Where it is not sure, the mail is read.
pub(super) fn serves_nothing(mail: &Mail, office: &Office, reference: &Reference) -> bool {
    let is_text = mail.parts.iter().all(|part| {
        part.name.is_none()
            && matches!(part.became, Became::Body | Became::Inline | Became::Wrapper | Became::Signature)
    });
    let from = mail.from.as_deref().unwrap_or("");
    let is_known = || {
        let mut senders = office.courts.iter().flat_map(|court| &court.senders);
        senders.any(|sender| court::is_sender(sender, from))
            || is_official(mail, reference)
            || lesson::is_confirmed(&mail.sha256, office)
            || lesson::is_learned(mail.from.as_deref(), &mail.subject, office, reference)
    };
    let name = mail.from_name.as_deref().unwrap_or("");
    is_text
        && mail.links.is_empty()
        && !super::claim::is_pasted(mail)
        && says_nothing(name, AT_A_COURT)
        && [&mail.subject, &mail.text]
            .into_iter()
            .all(|text| says_nothing(text, TELLING) && names_no_place(text, reference))
        && !is_known()
}

/// Whether a text is of usual letters, and holds none of some. A letter that only looks like another one is not usual.
fn says_nothing(text: &str, telling: &str) -> bool {
    text.chars().all(|c| is_usual(c) && !telling.contains(c))
}

fn is_usual(c: char) -> bool {
    c.is_ascii() || ('\u{4e00}'..='\u{9fff}').contains(&c) || "，。：；、！？“”‘’（）《》…—　·".contains(c)
}

/// Whether a text names no host, no platform, and no year that a court's code may follow, as in every number of a case.
fn names_no_place(text: &str, reference: &Reference) -> bool {
    let (mut digits, mut is_behind_year) = (0, false);
    let mut letters = text.chars().filter(|c| !c.is_whitespace()).peekable();
    while let Some(c) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        let is_host = c == '.' && next.is_ascii_alphabetic() || c == '/' && next == '/';
        if is_host || is_behind_year && (PROVINCES.contains(c) || c == '最') {
            return false;
        }
        digits = if c.is_ascii_digit() { digits + 1 } else { 0 };
        is_behind_year = digits >= 4 || is_behind_year && ")）年度".contains(c);
    }
    let mut platforms = reference.platforms.all().iter();
    !platforms.any(|platform| platform.named.iter().any(|name| text.contains(name.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::Reference;

    fn mail(subject: &str, text: &str) -> Mail {
        let raw = "From: a@example.test\r\nTo: b@example.test\r\n\r\nx\r\n";
        Mail { subject: subject.to_owned(), text: text.to_owned(), ..crate::mail::read(raw.as_bytes()).0 }
    }

    fn is_ordinary(mail: &Mail) -> bool {
        serves_nothing(mail, &Office::default(), &Reference::builtin().unwrap())
    }

    #[test]
    fn everyday_mail_is_known_at_once() {
        for text in [
            "会议改到下周三下午。",
            "Please find the minutes below (3 pages).",
            "请于12月8日前把2026年预算发我，谢谢！",
        ] {
            assert!(is_ordinary(&mail("下周会议", text)), "{text}");
        }
    }

    #[rstest::rstest]
    #[case("现向您送达诉讼文书")]
    #[case("通知书请查阅")]
    #[case("您的传票尚未查阅")]
    #[case("2026沪0112民初12345")]
    #[case("（2026）沪0112民初12345")]
    #[case("2 0 2 6 年度沪0112民初12345")]
    #[case("签名码 a1b2")]
    #[case("见 https://example.test/x")]
    #[case("登录 zxfw.court.gov.cn")]
    #[case("\u{2f42}书已发")]
    #[case("２０２６沪")]
    fn whatever_may_tell_of_a_service_is_read(#[case] text: &str) {
        assert!(!is_ordinary(&mail("", text)), "{text}");
        assert!(!is_ordinary(&mail(text, "")), "{text}");
    }

    #[test]
    fn who_writes_as_a_court_is_read() {
        let from = |name: &str| Mail { from_name: Some(name.to_owned()), ..mail("", "明天下午三点") };
        assert!(!is_ordinary(&from("示例法官")));
        assert!(!is_ordinary(&from("某某人民法庭")));
        assert!(is_ordinary(&from("示例甲")));
    }
}
