//! Raw bytes → Mail: headers, bodies, parts, links; every part accounted for.

mod again;
mod block;
mod body;
pub mod cells;
mod cms;
pub(crate) mod coding;
mod danger;
mod date;
pub mod header;
mod html;
mod kind;
mod multipart;
pub mod names;
pub mod page;
mod params;
mod picture;
mod place;
pub mod rtf;
mod seven;
mod sheet;
mod sight;
pub mod signed;
mod style;
#[cfg(test)]
mod tests;
pub mod text;
mod walk;
mod wrap;

use chrono::{DateTime, FixedOffset};

use crate::doubt::Doubt;
use crate::id::Digest;

pub use again::{Means, list_inside, open_again};
pub use body::TEXT_QUOTED;

/// Doubt about a mail that says when it was sent in a form nobody reads here: it may have been a day earlier.
pub const DATE_UNREAD: &str = "sent-date-unread";

/// One mail, read. Decoded text is a view; the raw bytes stay the truth.
#[derive(Clone, Debug, PartialEq)]
pub struct Mail {
    /// Digest of the raw bytes.
    pub sha256: Digest,
    /// Length of the raw bytes.
    pub size_bytes: u64,
    /// Message-ID without angle brackets.
    pub message_id: Option<String>,
    /// Message-IDs of In-Reply-To and References, without angle brackets, in order.
    pub references: Vec<String>,
    /// Address of the first From mailbox, lower case.
    pub from: Option<String>,
    /// Display name of the first From mailbox, decoded.
    pub from_name: Option<String>,
    /// Addresses of Reply-To, lower case.
    pub reply_to: Vec<String>,
    /// Addresses of To and Cc, lower case.
    pub to: Vec<String>,
    /// Subject, decoded.
    pub subject: String,
    /// The Date header.
    pub dated: Option<DateTime<FixedOffset>>,
    /// Time of the topmost Received line.
    pub received: Option<DateTime<FixedOffset>>,
    /// Every header in order: name as written, value unfolded and decoded.
    pub headers: Vec<Header>,
    /// Every leaf and container in reading order.
    pub parts: Vec<Part>,
    /// Text a reader sees (plain, or HTML turned to text without hidden text, comments and quoted mails).
    pub text: String,
    /// Addresses of links a reader sees, in order, each once.
    pub links: Vec<String>,
    /// Words of a link and the address behind them, where they differ.
    pub anchors: Vec<(String, String)>,
    /// Text in the mail's HTML that no reader sees.
    pub hidden: String,
    /// Older mails quoted in the text; no source of facts.
    pub older: String,
    /// Passwords a person typed for closed parts; tried like those the mail tells.
    pub typed_passwords: Vec<String>,
}

/// One header line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Name as written.
    pub name: String,
    /// Value, unfolded and decoded.
    pub value: String,
}

/// One leaf or container of the mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it lies: `1.2`, and `1.2!合并.zip!传票.pdf` for what lies inside part 1.2.
    pub path: String,
    /// Media type, lower case.
    pub media_type: String,
    /// Decoded base name, if it has one.
    pub name: Option<String>,
    /// The name as it stood in the mail or archive, where decoding or cleaning changed it.
    pub name_as_sent: Option<String>,
    /// Length of the decoded bytes.
    pub size_bytes: u64,
    /// Digest of the decoded bytes.
    pub sha256: Digest,
    /// What the part became.
    pub became: Became,
    /// Why it was refused or stayed unread.
    pub why: Option<String>,
    /// Decoded bytes of leaves; empty for wrappers, unless what lies in one was not surely all found.
    pub bytes: Vec<u8>,
}

/// What a part became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// Text of the mail.
    Body,
    /// A document to file.
    Document,
    /// A picture the text shows.
    Inline,
    /// Opened; its inside is listed.
    Wrapper,
    /// A signature.
    Signature,
    /// A calendar, receipt or card.
    Structured,
    /// Dangerous; never filed as a document.
    Refused,
    /// Kept, could not be opened.
    Unread,
}

impl Became {
    /// The word of the contract.
    pub fn code(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Document => "document",
            Self::Inline => "inline",
            Self::Wrapper => "wrapper",
            Self::Signature => "signature",
            Self::Structured => "structured",
            Self::Refused => "refused",
            Self::Unread => "unread",
        }
    }
}

/// Reads one mail. Never fails: what is strange becomes a doubt.
///
/// The root of the mail is part `1`, whether it is a leaf or a container; children add a dot and their number
/// (`1.2`), also the mail inside a nested or signed mail. What lies in a file adds `!`, the file's name and the path
/// inside it (`1.2!合并.zip!甲案/传票.pdf`); what lies in an archive inside an archive adds only `!` and its path.
pub fn read(raw: &[u8]) -> (Mail, Vec<Doubt>) {
    let bytes = block::single_line_ends(raw.get(block::lead(raw)..).unwrap_or_default());
    let block = block::split(&bytes);
    let mut doubts = header_doubts(&block);
    if matches!(bytes, std::borrow::Cow::Owned(_)) {
        doubts.push(Doubt::mail("line-ends-doubled", "文件的换行被转换过两次，已还原后读取"));
    }
    let walk = walk::walk(&bytes, "1", walk::MOST_PARTS);
    let subject = block.first("subject").map(header::decoded).unwrap_or_default();
    let subject: String = subject.chars().take(LONGEST_SUBJECT).collect();
    let mut said = body::said(&walk.items, answers_another(&subject, block.first("in-reply-to").is_some()));
    doubts.append(&mut said.doubts);
    let mut placing = place::Placing::new(body::passwords_in(&format!("{subject}\n{}", said.text)));
    placing.place(walk, 0);
    doubts.append(&mut placing.doubts);
    if said.text.is_empty() {
        // Outlook's wrapper carries the text itself; its plain form stands first.
        if let Some((text, is_html)) = placing.wrapped_texts.first() {
            said = body::of_wrapped(text, *is_html);
        }
    }
    let from = block.first("from").map(header::addresses).unwrap_or_default();
    let addresses = |names: &[&str]| -> Vec<String> {
        let values = names.iter().flat_map(|name| block.all(name));
        values.flat_map(header::addresses).map(|it| it.address).collect()
    };
    let references = ["in-reply-to", "references"].iter().flat_map(|name| block.all(name)).flat_map(header::ids);
    let mail = Mail {
        typed_passwords: Vec::new(),
        sha256: Digest::of(raw),
        size_bytes: raw.len() as u64,
        message_id: block.first("message-id").and_then(|value| header::ids(value).into_iter().next()),
        references: references.collect(),
        from: from.first().map(|it| it.address.clone()),
        from_name: from.first().and_then(|it| it.name.clone()),
        reply_to: addresses(&["reply-to"]),
        to: addresses(&["to", "cc"]),
        subject: subject.trim().to_owned(),
        dated: block.first("date").and_then(header::date),
        received: block.first("received").and_then(header::received),
        headers: block.fields.iter().map(header_of).collect(),
        parts: placing.parts,
        text: said.text,
        links: said.links,
        anchors: said.anchors,
        hidden: said.hidden,
        older: said.older,
    };
    (mail, doubts)
}

/// Whether a mail answers another by its subject, or by its header where the subject does not say that it passes one on.
fn answers_another(subject: &str, names_another: bool) -> bool {
    let subject = subject.trim_start().to_lowercase();
    let starts = |words: &[&str]| words.iter().any(|word| subject.starts_with(word));
    starts(&["re:", "re：", "回复:", "回复：", "答复:", "答复："])
        || names_another && !starts(&["fw:", "fwd:", "fw：", "fwd：", "转发:", "转发："])
}

/// Longest subject that is read, in characters; no list shows more, and facts stand in its beginning.
const LONGEST_SUBJECT: usize = 8_000;

/// Passwords that a mail tells in its subject or text, and those a person typed for it.
pub fn passwords_of(mail: &Mail) -> Vec<String> {
    let mut passwords = body::passwords_in(&format!("{}\n{}", mail.subject, mail.text));
    passwords.extend(mail.typed_passwords.iter().filter(|word| !word.is_empty()).cloned());
    passwords
}

fn header_of(field: &block::Field<'_>) -> Header {
    Header { name: String::from_utf8_lossy(field.name).into_owned(), value: header::decoded(field.value) }
}

fn header_doubts(block: &block::Block<'_>) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    if block.fields.is_empty() {
        doubts.push(Doubt::mail("header-missing", "没有信头，整个文件按正文读取"));
        return doubts;
    }
    if block.is_broken {
        doubts.push(Doubt::mail("header-broken", "信头中有不成字段的行，已并入上一字段或正文"));
    }
    if block.is_cut {
        doubts.push(Doubt::mail("header-too-long", "邮件头过多或过长，只读取了前面的部分"));
    }
    // Fields that may stand once (RFC 5322 section 3.6): two of them mean different things to different readers.
    for name in ["from", "subject", "date", "message-id", "content-type", "content-transfer-encoding", "reply-to"] {
        if block.all(name).nth(1).is_some() {
            doubts.push(Doubt::mail("header-twice", format!("信头字段 {name} 出现多次，只读取了其中一个")));
        }
    }
    let dated = block.first("date").map(header::unfolded).filter(|written| !written.is_empty());
    if dated.is_some_and(|written| header::date(&written).is_none()) {
        doubts.push(Doubt::mail(DATE_UNREAD, "邮件写明的发出日期读不出来，请核对发出日期"));
    }
    let from = block.first("from").map(header::addresses).unwrap_or_default();
    if from.len() != 1 {
        let found: Vec<&str> = from.iter().map(|it| it.address.as_str()).collect();
        doubts.push(Doubt::mail("sender-unclear", format!("发件人不是恰好一个地址：{}", found.join("、"))));
    }
    doubts
}
