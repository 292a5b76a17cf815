//! Who sent it: the address on a court's profile, an official domain, or somebody who only says so.

use super::domain::{imitates, is_foreign, readable, says_court};
use super::headers::{domain_of, is_unseen, mailboxes};
use super::{Case, Reasons};
use crate::office::CourtProfile;
use crate::reference::is_within;

/// Where the sender stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// On the profile of the court with this code.
    Listed(String),
    /// On another court's profile, or at a domain that speaks for another court.
    OfOther,
    /// At an official court domain, on no profile.
    Official,
    /// Nowhere.
    Unknown,
}

/// Gives the reasons that lie in the sender and the headers about senders.
pub(super) fn weigh(case: &Case<'_>, reasons: &mut Reasons) -> Standing {
    header_tricks(case, reasons);
    let Some(from) = case.mail.from.as_deref().filter(|from| !domain_of(from).is_empty()) else {
        reasons.add("sender-missing", "");
        return Standing::Unknown;
    };
    let standing = standing_of(case, from, reasons);
    name_tricks(case, from, &standing, reasons);
    other_senders(case, from, &standing, reasons);
    forwarding(case, &standing, reasons);
    standing
}

/// Whether a profile lists an address, by itself or by its whole domain.
pub(super) fn lists(profile: &CourtProfile, address: &str) -> bool {
    profile.senders.iter().map(|sender| sender.trim().to_lowercase()).any(|sender| match sender.strip_prefix('@') {
        Some(domain) => domain_of(address) == domain,
        None => sender == address,
    })
}

fn standing_of(case: &Case<'_>, from: &str, reasons: &mut Reasons) -> Standing {
    let listing: Vec<&CourtProfile> = case.office.courts.iter().filter(|profile| lists(profile, from)).collect();
    let claimed = super::court::claimed_codes(case.found);
    if let Some(profile) = listing.iter().find(|profile| claimed.is_empty() || claimed.contains(&profile.code)) {
        reasons.add("sender-listed", from);
        return Standing::Listed(profile.code.clone());
    }
    if let Some(profile) = listing.first() {
        reasons.add(
            "sender-of-other-court",
            format!("{from} 登记在 {} 名下，来信为 {}", profile.code, claimed.join("、")),
        );
        return Standing::OfOther;
    }
    let domain = domain_of(from);
    let senders = &case.reference.senders;
    if let Some(official) = senders.official(domain) {
        return match claimed.iter().find(|code| !official.speaks_for(code)) {
            Some(code) => {
                reasons.add("domain-of-other-court", format!("{domain} 不属于 {code}"));
                Standing::OfOther
            }
            None => official_standing(&claimed, domain, reasons),
        };
    }
    if senders.is_government_court(domain) {
        return official_standing(&claimed, domain, reasons);
    }
    reasons.add("sender-unknown", from);
    imitation(case, domain, reasons);
    Standing::Unknown
}

fn official_standing(claimed: &[String], domain: &str, reasons: &mut Reasons) -> Standing {
    reasons.add("official-domain", domain);
    if claimed.is_empty() {
        reasons.add("court-unknown", domain);
    }
    Standing::Official
}

fn imitation(case: &Case<'_>, domain: &str, reasons: &mut Reasons) {
    if is_foreign(domain) {
        reasons.add("punycode-domain", format!("{domain} = {}", readable(domain)));
    }
    match imitated(case, domain) {
        Some(real) => reasons.add("lookalike-domain", format!("{domain} 像 {real}")),
        None if says_court(domain) => reasons.add("lookalike-domain", format!("{domain} 自称法院")),
        None => {}
    }
}

/// The court's domain that this one imitates; `None` for a court's own domain.
pub(super) fn imitated(case: &Case<'_>, domain: &str) -> Option<String> {
    let senders = &case.reference.senders;
    if senders.official(domain).is_some() || senders.is_government_court(domain) {
        return None;
    }
    let listed = case.office.courts.iter().flat_map(|profile| &profile.senders);
    let listed = listed.map(|sender| domain_of(&sender.trim().to_lowercase()).to_owned());
    let mut real: Vec<String> = listed.filter(|real| !senders.is_freemail(real)).collect();
    if real.iter().any(|own| is_within(domain, own)) {
        return None;
    }
    real.extend(senders.official_domains().map(|official| official.domain.clone()));
    real.into_iter().find(|real| imitates(domain, real))
}

fn header_tricks(case: &Case<'_>, reasons: &mut Reasons) {
    for name in case.headers.repeated() {
        reasons.add(if name == "from" { "several-senders" } else { "duplicate-header" }, name);
    }
    for value in case.headers.all("from") {
        let from = mailboxes(value);
        if from.addresses.len() > 1 {
            reasons.add("several-senders", from.addresses.join("、"));
        }
        let is_read_alike = match (from.addresses.as_slice(), case.mail.from.as_deref()) {
            ([only], Some(read)) => only == read || only.contains('"'),
            _ => true,
        };
        if !is_read_alike {
            // Mail programs would show different senders.
            reasons.add(
                "several-senders",
                format!("{} / {}", from.addresses.join("、"), case.mail.from.as_deref().unwrap_or("")),
            );
        }
        if from.is_group {
            reasons.add("sender-group", from.addresses.join("、"));
        }
        // Letters that only become plain ones in lower case, such as the Kelvin sign for k.
        if value.chars().any(|c| !c.is_ascii() && c.to_lowercase().any(|lower| lower.is_ascii_alphabetic())) {
            reasons.add("hidden-characters", value);
        }
        if value.contains('\0') {
            reasons.add("hidden-characters", value);
        }
    }
    let names = [case.mail.from.as_deref(), case.mail.from_name.as_deref()];
    if let Some(name) = names.into_iter().flatten().find(|name| name.chars().any(is_unseen)) {
        reasons.add("hidden-characters", name);
    }
    for line in case.headers.lines() {
        let name = line.name.trim().to_ascii_lowercase();
        if name.starts_with("resent-") {
            reasons.add("resent", format!("{}: {}", line.name.trim(), line.value));
        }
    }
}

fn name_tricks(case: &Case<'_>, from: &str, standing: &Standing, reasons: &mut Reasons) {
    let Some(name) = case.mail.from_name.as_deref() else { return };
    let shown = name.to_lowercase();
    let posing = addresses_in(&shown).into_iter().find(|address| address != from);
    if let Some(address) = posing {
        reasons.add("name-poses-as-address", format!("{address} → {from}"));
    }
    let compact: String = shown.chars().filter(|c| !c.is_whitespace() && !is_unseen(*c)).collect();
    let says_so = ["法院", "法庭", "12368", "人民法", "court", "诉讼服务", "文书送达", "送达平台"];
    if *standing == Standing::Unknown && says_so.iter().any(|word| compact.contains(word)) {
        reasons.add("name-poses-as-court", format!("{name} → {from}"));
    }
}

/// Addresses written inside a text.
fn addresses_in(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "@._-+".contains(c);
    let text = text.replace('＠', "@");
    let pieces = text.split(|c: char| !is_part(c)).map(|piece| piece.trim_matches(['.', '-', '_']));
    let is_address =
        |piece: &&str| piece.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
    pieces.filter(is_address).map(str::to_owned).collect()
}

fn other_senders(case: &Case<'_>, from: &str, standing: &Standing, reasons: &mut Reasons) {
    for value in case.headers.all("sender") {
        for sender in mailboxes(value).addresses {
            if !is_same_sender(case, from, &sender, standing) {
                reasons.add("sender-header-elsewhere", sender);
            }
        }
    }
    let mut answers = case.mail.reply_to.clone();
    answers.extend(case.headers.all("reply-to").into_iter().flat_map(|value| mailboxes(value).addresses));
    for answer in answers {
        if !is_same_sender(case, from, &answer, standing) {
            reasons.add("reply-to-elsewhere", answer);
        }
    }
}

/// Whether another address is the sender's own: the same, at the same organisation, or on the same court's profile.
fn is_same_sender(case: &Case<'_>, from: &str, other: &str, standing: &Standing) -> bool {
    let senders = &case.reference.senders;
    let (own, theirs) = (domain_of(from), domain_of(other));
    let is_of_house = !senders.is_freemail(theirs) && senders.is_aligned(theirs, own);
    let is_of_court = match standing {
        Standing::Listed(code) => case.office.courts.iter().filter(|profile| profile.code == *code).any(|profile| {
            lists(profile, other) || profile.receipt_to.as_deref().is_some_and(|to| to.eq_ignore_ascii_case(other))
        }),
        _ => false,
    };
    from == other || is_of_house || is_of_court
}

fn forwarding(case: &Case<'_>, standing: &Standing, reasons: &mut Reasons) {
    for name in ["x-forwarded-to", "x-forwarded-for", "x-autoforward", "x-ms-exchange-organization-autoforwarded"] {
        if let Some(value) = case.headers.all(name).first() {
            reasons.add("auto-forwarded", format!("{name}: {value}"));
        }
    }
    if case.headers.all("auto-submitted").iter().any(|value| value.to_lowercase().contains("forward")) {
        reasons.add("auto-forwarded", "auto-submitted");
    }
    if *standing != Standing::Unknown {
        return;
    }
    if says_forwarded(&case.mail.subject) {
        reasons.add("forwarded", case.mail.subject.as_str());
    }
    let marks = ["forwarded message", "转发邮件信息", "转发的邮件", "原始邮件信息", "begin forwarded"];
    let text = case.mail.text.to_lowercase();
    if let Some(mark) = marks.iter().find(|mark| text.contains(*mark)) {
        reasons.add("forwarded", *mark);
    }
    if let Some(part) = case.mail.parts.iter().find(|part| part.media_type == "message/rfc822") {
        reasons.add("forwarded", part.path.as_str());
    }
}

/// Whether a subject says the mail was passed on, also behind an answer's mark.
fn says_forwarded(subject: &str) -> bool {
    let mut rest = subject.trim().to_lowercase();
    for _ in 0..4 {
        let start = rest.trim_start_matches(['[', '【', '(', '（', ' ']).to_owned();
        let is_forward = ["fwd", "fw", "转发", "轉寄", "转寄", "轉發"].iter().any(|mark| {
            let after = start.strip_prefix(mark).unwrap_or("");
            after.trim_start().starts_with([':', '：', ']', '】', ')', '）'])
        });
        if is_forward {
            return true;
        }
        let answers = ["re:", "re：", "回复:", "回复：", "答复:", "答复："];
        let Some(tail) = answers.iter().find_map(|mark| start.strip_prefix(mark)) else { return false };
        rest = tail.trim().to_owned();
    }
    false
}
