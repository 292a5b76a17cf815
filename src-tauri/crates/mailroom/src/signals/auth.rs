//! Checks DKIM signatures over the raw bytes with keys that were looked up beforehand; asks the name service for them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use futures_util::future::join_all;
use mail_auth::common::crypto::{Algorithm, HashAlgorithm};
use mail_auth::common::headers::{Header as Signed, Writable as _};
use mail_auth::common::parse::TxtRecordParser as _;
use mail_auth::common::verify::DomainKey;
use mail_auth::dkim::{DkimError, Signature};
use mail_auth::{AuthenticatedMessage, Error, MessageAuthenticator};
use songda_core::mail::Header;
use songda_core::trust::{DkimOutcome, DkimSeen};

#[cfg(test)]
mod tests;

/// Key records (TXT) by name. A name that is missing is no answer, which is no failure.
pub type Keys = BTreeMap<String, Vec<String>>;

/// Most signatures of one mail that are looked at; honest mails carry one to three.
const MOST_SIGNATURES: usize = 8;
/// How long the name service may take for all keys of one mail. Many offices block it: the answer then is unknown.
const PATIENCE: Duration = Duration::from_secs(3);
/// After so many mails in a row without any answer only every sixteenth asks: an office that blocks the name service
/// must not wait for it with every mail.
const SILENT_MAILS: u32 = 2;
static SILENCE: AtomicU32 = AtomicU32::new(0);
/// Shortest RSA key that proves anything, in bits. Source: RFC 8301 section 3.2.
const SHORTEST_KEY: usize = 1024;

/// Most header lines that are looked at; a mail with more is doubted when it is read.
const MOST_HEADERS: usize = 50_000;

/// Every header line of a mail as written: unfolded, not decoded, from the top.
pub fn written(raw: &[u8]) -> Vec<Header> {
    let mut headers: Vec<(String, Vec<u8>)> = Vec::new();
    for line in header_lines(raw) {
        if line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
            if let Some((_, value)) = headers.last_mut() {
                value.push(b' ');
                value.extend_from_slice(line.trim_ascii());
            }
            continue;
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let (name, value) = (line.get(..colon).unwrap_or_default(), line.get(colon + 1..).unwrap_or_default());
        if headers.len() == MOST_HEADERS {
            break;
        }
        headers.push((String::from_utf8_lossy(name).trim().to_owned(), value.trim_ascii().to_vec()));
    }
    headers.into_iter().map(|(name, value)| Header { name, value: header_text(&value) }).collect()
}

/// Text of a header value whose structure is read before its words: UTF-8, else with every two-byte character
/// of a Chinese charset made one mark, because its second byte may look like `@` or a backslash.
fn header_text(value: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(value) {
        return text.to_owned();
    }
    let mut text = String::with_capacity(value.len());
    let mut bytes = value.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte.is_ascii() {
            text.push(char::from(byte));
            continue;
        }
        bytes.next_if(|second| (0x40..=0xfe).contains(second));
        text.push('\u{fffd}');
    }
    text
}

/// Lines up to the first empty one. A file without any line feed has bare carriage returns for line ends.
fn header_lines(raw: &[u8]) -> impl Iterator<Item = &[u8]> {
    let end = if raw.contains(&b'\n') { b'\n' } else { b'\r' };
    let lines = raw.split(move |byte| *byte == end).map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines.take_while(|line| !line.is_empty())
}

/// Names under which the keys of a mail's signatures are found, each once.
pub fn key_names(raw: &[u8]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let signatures = written(raw).into_iter().filter(|header| header.name.eq_ignore_ascii_case("dkim-signature"));
    for header in signatures.take(MOST_SIGNATURES) {
        let tags = tags(&header.value);
        if let (Some(domain), Some(selector)) = (tag(&tags, "d"), tag(&tags, "s")) {
            let name = key_name(selector, domain);
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

fn key_name(selector: &str, domain: &str) -> String {
    format!("{selector}._domainkey.{domain}").trim_end_matches('.').to_lowercase()
}

/// Asks the computer's own name service for keys. What does not answer in time is missing.
/// Must not be called from an asynchronous task: it waits.
pub fn ask_system(names: &[String]) -> Keys {
    let names: Vec<&String> = names.iter().filter(|name| is_public(name)).collect();
    let Ok(runtime) = tokio::runtime::Handle::try_current() else { return Keys::new() };
    if names.is_empty() {
        return Keys::new();
    }
    let silent = SILENCE.fetch_add(1, Ordering::Relaxed);
    if silent >= SILENT_MAILS && !silent.is_multiple_of(16) {
        return Keys::new();
    }
    let asked = runtime.block_on(tokio::time::timeout(PATIENCE, ask_all(&names)));
    match asked {
        Ok(answers) => {
            SILENCE.store(0, Ordering::Relaxed);
            answers
        }
        Err(_) => {
            tracing::info!(code = "dkim.no-answer", names = names.len(), "the name service did not answer in time");
            Keys::new()
        }
    }
}

async fn ask_all(names: &[&String]) -> Keys {
    let Ok(resolver) = MessageAuthenticator::new_system_conf() else { return Keys::new() };
    let asked = names.iter().map(|name| async {
        let answer = resolver.txt_raw_lookup(name.as_str()).await.ok()?;
        Some(((*name).clone(), vec![String::from_utf8_lossy(&answer).into_owned()]))
    });
    join_all(asked).await.into_iter().flatten().collect()
}

/// Whether a name can exist in the public name service. Source: RFC 6761, RFC 8375.
fn is_public(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or("");
    !["test", "invalid", "example", "localhost", "local", "internal", "arpa"].contains(&last)
}

/// Checks every signature of a mail. `at` is the moment expiry is measured at: the arrival, not today.
pub fn check(raw: &[u8], keys: &Keys, at: Option<DateTime<FixedOffset>>) -> Vec<DkimSeen> {
    let plain = |name: &str| name.trim().trim_end_matches('.').to_lowercase();
    let keys: Keys = keys.iter().map(|(name, records)| (plain(name), records.clone())).collect();
    let bytes = with_mail_line_ends(raw);
    let checked = catch_unwind(AssertUnwindSafe(|| check_all(&bytes, &keys, at)));
    checked.unwrap_or_else(|panic| {
        drop(panic);
        tracing::warn!(code = "dkim.reader-panicked", size_bytes = raw.len());
        Vec::new()
    })
}

/// Signatures are made over CR LF; a mail kept as a file often has bare line feeds.
fn with_mail_line_ends(raw: &[u8]) -> Cow<'_, [u8]> {
    if !raw.contains(&b'\n') || raw.windows(2).any(|pair| pair == b"\r\n") {
        return Cow::Borrowed(raw);
    }
    let mut out = Vec::with_capacity(raw.len() + raw.len() / 32);
    for byte in raw {
        if *byte == b'\n' {
            out.push(b'\r');
        }
        out.push(*byte);
    }
    Cow::Owned(out)
}

fn check_all(raw: &[u8], keys: &Keys, at: Option<DateTime<FixedOffset>>) -> Vec<DkimSeen> {
    // Not strict: a signature with a body length is looked at, so that what it leaves open can be said.
    let Some(message) = AuthenticatedMessage::parse_with_opts(raw, None, false) else { return Vec::new() };
    let mut seen = Vec::new();
    for header in message.dkim_headers.iter().take(MOST_SIGNATURES) {
        seen.push(check_one(&message, header, keys, at));
    }
    let broken = message.errors.iter().filter(|header| header.name.eq_ignore_ascii_case(b"dkim-signature"));
    for header in broken.take(MOST_SIGNATURES) {
        let value = String::from_utf8_lossy(header.value).into_owned();
        let tags = tags(&value);
        let text = |name| tag(&tags, name).unwrap_or_default().to_lowercase();
        seen.push(DkimSeen {
            domain: text("d"),
            selector: text("s"),
            outcome: DkimOutcome::Unusable,
            detail: "签名无法识别".to_owned(),
            key: None,
        });
    }
    seen
}

fn check_one(
    message: &AuthenticatedMessage<'_>,
    header: &Signed<'_, Signature>,
    keys: &Keys,
    at: Option<DateTime<FixedOffset>>,
) -> DkimSeen {
    let signature = &header.header;
    let name = key_name(&signature.s, &signature.d);
    let records = keys.get(&name).cloned().unwrap_or_default();
    let mut seen = DkimSeen {
        domain: signature.d.trim_end_matches('.').to_lowercase(),
        selector: signature.s.clone(),
        outcome: DkimOutcome::NoAnswer,
        detail: String::new(),
        key: None,
    };
    let mut worst = None;
    for record in records.iter().map(|record| joined(record)) {
        let (outcome, detail) = check_with(message, header, &record, at);
        let is_better = outcome == DkimOutcome::Pass || worst.is_none();
        if is_better {
            (seen.outcome, seen.detail, seen.key) = (outcome, detail.to_owned(), Some(record));
        }
        worst = Some(outcome);
        if outcome == DkimOutcome::Pass {
            break;
        }
    }
    seen
}

/// A TXT record as its zone file writes it, `"…" "…"`, put together; any other record as it is.
fn joined(record: &str) -> String {
    let record = record.trim();
    if !record.starts_with('"') {
        return record.to_owned();
    }
    record.split('"').skip(1).step_by(2).collect()
}

type Finding = (DkimOutcome, &'static str);

fn check_with(
    message: &AuthenticatedMessage<'_>,
    header: &Signed<'_, Signature>,
    record: &str,
    at: Option<DateTime<FixedOffset>>,
) -> Finding {
    let signature = &header.header;
    let key = match DomainKey::parse(record.as_bytes()) {
        Ok(key) => key,
        Err(Error::Dkim(DkimError::RevokedPublicKey)) => return (DkimOutcome::Unusable, "公钥已撤销"),
        Err(_) => return (DkimOutcome::Unusable, "公钥记录无法识别"),
    };
    // Source: RFC 8301 sections 3.1 and 3.2. Such a signature must not be called valid, whatever it says.
    if signature.a == Algorithm::RsaSha1 {
        return (DkimOutcome::Weak, "算法 rsa-sha1 已废止");
    }
    if key.p.public_key_bits() < SHORTEST_KEY {
        return (DkimOutcome::Weak, "公钥短于 1024 位");
    }
    if !is_identity_of_domain(signature, record) {
        return (DkimOutcome::Fail, "签名身份（i=）不在签名域名之下");
    }
    let mut body = Vec::new();
    signature.cb.canonical_body(message.raw_body(), 0).write(&mut body);
    let written_tags = String::from_utf8_lossy(header.value).into_owned();
    let limit = tag(&tags(&written_tags), "l").map(|limit| limit.parse().unwrap_or(usize::MAX));
    let covered = limit.map_or(body.as_slice(), |limit| body.get(..limit).unwrap_or(&body));
    if HashAlgorithm::Sha256.hash(covered).as_ref() != signature.bh.as_slice() {
        return (DkimOutcome::Fail, "正文与签名不符");
    }
    let unsigned = without_signature(header.value);
    let mut headers = message.signed_headers(&signature.h, header.name, &unsigned);
    match key.p.verify(&mut headers, &signature.b, signature.ch, signature.a) {
        Ok(()) => weaknesses(message, signature, record, at, limit.map(|_| covered.len() < body.len())),
        Err(Error::Crypto(mail_auth::common::crypto::CryptoError::IncompatibleAlgorithms)) => {
            (DkimOutcome::Unusable, "公钥与签名算法不符")
        }
        Err(_) => (DkimOutcome::Fail, "邮件头与签名不符，或由另一把密钥签名"),
    }
}

/// What a signature that verifies still leaves open. `beyond`: whether content stands behind its body length.
fn weaknesses(
    message: &AuthenticatedMessage<'_>,
    signature: &Signature,
    record: &str,
    at: Option<DateTime<FixedOffset>>,
    beyond: Option<bool>,
) -> Finding {
    let present = |name: &str| {
        let named = message.raw_parsed_headers().iter();
        named.filter(|(header, _)| header.trim_ascii().eq_ignore_ascii_case(name.as_bytes())).count()
    };
    let signed = |name: &str| signature.h.iter().filter(|header| header.trim().eq_ignore_ascii_case(name)).count();
    if signed("from") == 0 {
        return (DkimOutcome::Weak, "未签发件人");
    }
    // Only the last lines of a name are signed: one that was put on top is what readers show.
    if ["from", "subject"].iter().any(|name| present(name) > signed(name) && signed(name) > 0 && present(name) > 1) {
        return (DkimOutcome::Hole, "另有一行未签名的发件人或主题");
    }
    match beyond {
        Some(true) => return (DkimOutcome::Hole, "签名长度（l=）之外另有内容"),
        Some(false) => return (DkimOutcome::Weak, "签名长度（l=）留有余地"),
        None => {}
    }
    if present("subject") > 0 && signed("subject") == 0 {
        return (DkimOutcome::Weak, "未签主题");
    }
    let key_tags = tags(record);
    let lists = |name: &str, wanted: &[&str]| {
        tag(&key_tags, name).is_none_or(|list| list.split(':').any(|item| wanted.contains(&item.trim())))
    };
    if tag(&key_tags, "t").is_some_and(|flags| flags.split(':').any(|flag| flag.trim() == "y")) {
        return (DkimOutcome::Weak, "测试公钥（t=y）");
    }
    if !lists("s", &["*", "email"]) || !lists("h", &["sha256"]) {
        return (DkimOutcome::Weak, "公钥不用于邮件或不用于 sha256");
    }
    let arrived = at.and_then(|at| u64::try_from(at.timestamp()).ok());
    if signature.x > 0 && arrived.is_none_or(|arrived| signature.x < arrived || signature.x < signature.t) {
        return (DkimOutcome::Weak, "签名在到达前已过期（x=）");
    }
    (DkimOutcome::Pass, "")
}

/// Whether the identity belongs to the signing domain (RFC 6376 section 3.5, and `t=s` in section 3.6.1).
fn is_identity_of_domain(signature: &Signature, record: &str) -> bool {
    if signature.i.is_empty() {
        return true;
    }
    let identity = signature.i.rsplit_once('@').map_or("", |(_, domain)| domain).to_lowercase();
    let domain = signature.d.to_lowercase();
    let is_strict = tag(&tags(record), "t").is_some_and(|flags| flags.split(':').any(|flag| flag.trim() == "s"));
    identity == domain || (!is_strict && identity.strip_suffix(domain.as_str()).is_some_and(|rest| rest.ends_with('.')))
}

/// The signature header with the value of `b=` taken out and without its line end (RFC 6376 section 3.5).
fn without_signature(value: &[u8]) -> Vec<u8> {
    let value = value.strip_suffix(b"\r\n").unwrap_or(value);
    let pieces = value.split(|byte| *byte == b';').map(|piece| {
        let equals = piece.iter().position(|byte| *byte == b'=');
        match equals.and_then(|at| Some((piece.get(..at)?, piece.get(..=at)?))) {
            Some((name, kept)) if name.trim_ascii() == b"b" => kept,
            _ => piece,
        }
    });
    pieces.collect::<Vec<_>>().join(&b';')
}

/// Tags `name=value` in order, blanks inside values taken out (RFC 6376 section 3.2).
fn tags(list: &str) -> Vec<(String, String)> {
    let pairs = list.split(';').filter_map(|piece| piece.split_once('='));
    pairs.map(|(name, value)| (name.trim().to_owned(), value.split_whitespace().collect())).collect()
}

fn tag<'a>(tags: &'a [(String, String)], name: &str) -> Option<&'a str> {
    tags.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}
