//! Raw bytes → Mail: headers, bodies, parts, links; every part accounted for.

use chrono::{DateTime, FixedOffset};

use crate::doubt::Doubt;
use crate::id::Digest;

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
    /// Length of the decoded bytes.
    pub size_bytes: u64,
    /// Digest of the decoded bytes.
    pub sha256: Digest,
    /// What the part became.
    pub became: Became,
    /// Why it was refused or stayed unread.
    pub why: Option<String>,
    /// Decoded bytes of leaves; empty for wrappers.
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
pub fn read(raw: &[u8]) -> (Mail, Vec<Doubt>) {
    let mail = Mail {
        sha256: Digest::of(raw),
        size_bytes: raw.len() as u64,
        message_id: None,
        references: Vec::new(),
        from: None,
        from_name: None,
        reply_to: Vec::new(),
        to: Vec::new(),
        subject: String::new(),
        dated: None,
        received: None,
        headers: Vec::new(),
        parts: Vec::new(),
        text: String::new(),
        links: Vec::new(),
    };
    (mail, Vec::new())
}
