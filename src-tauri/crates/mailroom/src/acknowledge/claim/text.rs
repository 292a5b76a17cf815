//! A claim as it lies in the mailbox: lines for programs, and one sentence for whoever opens it.
//!
//! It names nobody, and no case: a key and a token, both made of numbers that tell nothing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, FixedOffset};
use songda_core::receipt::claim::Act;

use crate::connect::sent::claims::{DONE, ENDS, KEYS, REPLACES, TOKEN, UNSURE};

const SUBJECT: &str = "送达台签收登记";

/// What whoever opens it reads.
const LAID: &str = "本邮件由送达台自动写入：处理本邮箱的一台电脑即将就一封法院邮件发出回执，其他电脑见到本登记便不再发送第二份。回执发出后可以删除本邮件。\r\n\r\nWritten by Songda: one of the computers on this mailbox is about to send the receipt for a court's mail, and the others, seeing this, send no second one. It can be deleted once that receipt is out.\r\n";
const ENDED: &str = "本邮件由送达台自动写入：先前登记要发回执的那台电脑不再发送，其他电脑可以发送。其他电脑的回执发出后可以删除本邮件。\r\n\r\nWritten by Songda: the computer that had registered a receipt does not send it, and another one may. It can be deleted once that other receipt is out.\r\n";
const SENT: &str = "本邮件由送达台自动写入：处理本邮箱的一台电脑已答复法院（发出回执，或在平台、当面等处签收），而“已发送”中没有副本；其他电脑见到本邮件便不再发送第二份。各台电脑的送达台都显示已由另一台电脑答复之后可以删除本邮件。\r\n\r\nWritten by Songda: one of the computers on this mailbox has answered the court (by a receipt, or on a platform, by post, in person), and Sent holds no copy of it; the others, seeing this, send no second one. It can be deleted once Songda on each of them says that another computer sent it.\r\n";

const HANDED: &str = "本邮件由送达台自动写入：处理本邮箱的一台电脑发送回执时没有等到服务器应答，不能确定是否发出；由人核实之前，其他电脑不自行发送。核实清楚之后可以删除本邮件。\r\n\r\nWritten by Songda: one of the computers on this mailbox handed a receipt over and had no answer, so that it is not certain whether it left; no other one sends by itself until a person has made sure. It can be deleted once that is done.\r\n";

/// Writes a claim. `address` is the mailbox's own; `keys` and `token` are plain ASCII without blanks.
pub fn write(address: &str, token: &str, keys: &[String], act: &Act, now: DateTime<FixedOffset>) -> String {
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>'));
    let address = if is_plain && !address.is_empty() { address } else { "songda@songda.invalid" };
    let domain = address.rsplit_once('@').map_or("songda.invalid", |(_, domain)| domain);
    let (more, says) = match act {
        Act::Lays => (String::new(), LAID),
        Act::Replaces(before) => (format!("{REPLACES}: {before}\r\n"), LAID),
        Act::Ends(ended) => (format!("{ENDS}: {ended}\r\n"), ENDED),
        Act::Done(done) => (format!("{DONE}: {done}\r\n"), SENT),
        Act::Unsure(unsure) => (format!("{UNSURE}: {unsure}\r\n"), HANDED),
    };
    let lines = |bytes: &[u8]| {
        let text = STANDARD.encode(bytes);
        let lines = text.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line).into_owned() + "\r\n");
        lines.collect::<String>()
    };
    format!(
        "From: <{address}>\r\nTo: <{address}>\r\nSubject: =?utf-8?B?{}?=\r\nDate: {}\r\n\
         Message-ID: <songda-claim.{token}@{domain}>\r\n{TOKEN}: {token}\r\n{KEYS}: {}\r\n{more}\
         Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}",
        STANDARD.encode(SUBJECT),
        now.to_rfc2822(),
        keys.join("\r\n "),
        lines(says.as_bytes()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;

    #[test]
    fn a_claim_says_what_it_is_and_names_nobody() {
        let keys = ["aa".to_owned(), "bb".to_owned()];
        let text = write("service@example.test", "t1", &keys, &Act::Replaces("t0".into()), clock::now());
        let (mail, doubts) = songda_core::mail::read(text.as_bytes());
        assert!(doubts.is_empty(), "{doubts:?}");
        assert_eq!(mail.subject, SUBJECT);
        let header = |name: &str| mail.headers.iter().find(|header| header.name == name).map(|it| it.value.trim());
        assert_eq!((header(TOKEN), header(REPLACES)), (Some("t1"), Some("t0")));
        assert_eq!(header(KEYS).unwrap().split_whitespace().collect::<Vec<_>>(), ["aa", "bb"]);
        assert!(mail.text.contains("可以删除") && mail.text.contains("can be deleted"), "{}", mail.text);
        assert!(text.is_ascii() && text.lines().all(|line| line.len() < 200), "{text}");
        assert_eq!(
            (mail.from.as_deref(), mail.to.as_slice()),
            (Some("service@example.test"), ["service@example.test".to_owned()].as_slice())
        );
    }

    #[test]
    fn an_address_that_cannot_stand_in_a_line_is_left_out() {
        for strange in ["服务@例子.测试", "a@b\r\nX-Bad: 1", ""] {
            let text = write(strange, "t", &["aa".to_owned()], &Act::Ends("t0".into()), clock::now());
            assert!(text.starts_with("From: <songda@songda.invalid>\r\n") && !text.contains("X-Bad"), "{text}");
        }
    }
}
