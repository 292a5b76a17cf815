//! One service by several channels 多种方式送达: which arrivals bring the same content, so that they count as one service.
//!
//! 人民法院在线诉讼规则 第三十一条第四款: 对同一内容的送达材料采取多种电子方式发送受送达人的，以最先完成的有效送达时间作为送达生效时间.
//! Joined by itself is only what is surely the same: every paper byte for byte, or the very link of a platform. What is
//! only alike is proposed to a person.

use std::collections::BTreeSet;

use crate::case::{Told, ToldMail};
use crate::errand::zxfw::Parameters;
use crate::id::{Digest, ServiceId};
use crate::ledger::{PickupRecord, ServiceRecord};

/// Mailbox id under which pasted messages are recorded; no mailbox of the settings may bear it.
pub const PASTE: &str = "paste";

/// Both brought the same papers, byte for byte.
pub const SAME_DOCUMENTS: &str = "channel.same-documents";
/// Both lead to the same delivery of a platform.
pub const SAME_LINK: &str = "channel.same-link";

/// A mail's service and the one it is one with, the one that leads first, and the code of the reason; none when it
/// stands alone, or belongs to one already, or a person parted it.
pub fn same_as(told: &Told, mail: &ToldMail) -> Option<([ServiceId; 2], &'static str)> {
    let (_, own) = mail.service()?;
    if !may_be_joined(told, mail) {
        return None;
    }
    let is_other = |other: &&ToldMail| other.mail != mail.mail && may_be_joined(told, other);
    let by_papers = own.files().find_map(|document| document.sha256).and_then(|paper| {
        let mut others = told.by_paper(&paper).filter(is_other);
        let is_same = |it: &ServiceRecord| {
            // Equal papers without a number of a case are forms that any case may bring.
            has_same_papers(own, it) && shares_case(own, it) && is_same_matter(own, it) && !has_other_sitting(own, it)
        };
        others.find(|other| other.service().is_some_and(|(_, it)| is_same(it)))
    });
    let found = by_papers.map(|other| (other, SAME_DOCUMENTS)).or_else(|| {
        let links = links_of(own);
        if links.is_empty() {
            return None;
        }
        let mut others = told.mails.iter().filter(is_other);
        let linked = |it: &ServiceRecord| links_of(it).iter().any(|link| links.contains(link));
        let other =
            others.find(|other| other.service().is_some_and(|(_, it)| linked(it) && is_same_matter(own, it)))?;
        Some((other, SAME_LINK))
    });
    let (other, why) = found?;
    let group = told.matters.channels(&other.service_id());
    let id = mail.service_id();
    if group.contains(&id) || has_two_receipts(told, mail, &group) || is_answered_elsewhere(told, mail, &group) {
        return None;
    }
    // What is surest leads; of two such the one that was there first, so that what people decided stays in sight.
    let lead = group.first().and_then(|lead| told.by_service(lead)).unwrap_or(other);
    let leads = rank(mail) > rank(lead);
    let lead = lead.service_id();
    Some((if leads { [id, lead] } else { [lead, id] }, why))
}

/// What tells the delivery behind each link of a service.
pub fn links_of(record: &ServiceRecord) -> BTreeSet<String> {
    record.pickups.iter().filter_map(delivery_of).collect()
}

/// What tells the delivery behind a pickup's link. On a host nobody knows the numbers of a link prove nothing: it is only
/// one with itself.
pub fn delivery_of(pickup: &PickupRecord) -> Option<String> {
    let url = pickup.url.as_deref()?;
    Some(if pickup.strange_host { same_written(url) } else { link_of(url) })
}

/// What tells the delivery behind a link: the platform's own number of it, else the whole link, however its scheme and
/// host are written: one message gives it with http, another one with https.
pub fn link_of(url: &str) -> String {
    Parameters::of_link(url).map_or_else(|| same_written(url), |it| it.sdbh)
}

fn same_written(url: &str) -> String {
    let scheme = |scheme: &str| url.get(..scheme.len()).filter(|start| start.eq_ignore_ascii_case(scheme));
    let Some(rest) = scheme("https://").or(scheme("http://")).and_then(|scheme| url.get(scheme.len()..)) else {
        return url.to_owned();
    };
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    let path = if path.is_empty() { "/" } else { path };
    format!("https://{}{path}", host.trim_end_matches('.').to_ascii_lowercase())
}

/// A mail that is not believed must not hide behind one that is. A message that a person pasted is the person's word.
/// What a person found to serve nothing hides no service.
fn may_be_joined(told: &Told, mail: &ToldMail) -> bool {
    mail.service().is_some()
        && !told.matters.was_parted(&mail.service_id())
        && told.handlings.set_aside(&mail.service_id()).is_none()
        && (is_believed(mail) || mail.sightings.iter().any(|seen| seen.mailbox == PASTE))
}

fn is_believed(mail: &ToldMail) -> bool {
    rank(mail) > 0
}

/// How surely a mail is a court's: a pasted message comes last.
fn rank(mail: &ToldMail) -> u8 {
    match mail.understood.as_ref().map(|it| it.verdict.as_str()) {
        Some("proven") => 2,
        Some("likely") => 1,
        _ => 0,
    }
}

fn has_same_papers(one: &ServiceRecord, other: &ServiceRecord) -> bool {
    // A file that could not be opened is a part of what was served all the same.
    let papers = |record: &ServiceRecord| -> BTreeSet<Option<Digest>> { record.files().map(|it| it.sha256).collect() };
    let own = papers(one);
    !own.is_empty() && !own.contains(&None) && own == papers(other)
}

/// Of the same case, and not served on somebody else: two companies of one office are served each by itself.
fn is_same_matter(one: &ServiceRecord, other: &ServiceRecord) -> bool {
    let (numbers, others) = (&one.case_numbers, &other.case_numbers);
    let case = numbers.is_empty() || others.is_empty() || numbers.iter().any(|number| others.contains(number));
    let differ = |one: &Option<String>, other: &Option<String>| {
        one.as_ref().zip(other.as_ref()).is_some_and(|(one, other)| one != other)
    };
    let court = |record: &ServiceRecord| record.court.as_ref().map(|(code, _)| code.clone());
    case && !differ(&one.addressee, &other.addressee) && !differ(&court(one), &court(other))
}

fn shares_case(one: &ServiceRecord, other: &ServiceRecord) -> bool {
    one.case_numbers.iter().any(|number| other.case_numbers.contains(number))
}

/// Both name sittings, and not the same ones: the papers were served again for another day.
fn has_other_sitting(one: &ServiceRecord, other: &ServiceRecord) -> bool {
    let starts = |record: &ServiceRecord| -> BTreeSet<String> {
        record.hearings.iter().map(|(starts, ..)| starts.clone()).collect()
    };
    let (own, others) = (starts(one), starts(other));
    !own.is_empty() && !others.is_empty() && own != others
}

fn is_answered(mail: &ToldMail) -> bool {
    mail.receipt().is_some() || mail.by_hand.is_some()
}

/// A receipt for each of them was given: which of them counts is a person's to say.
fn has_two_receipts(told: &Told, mail: &ToldMail, group: &[ServiceId]) -> bool {
    is_answered(mail) && group.iter().filter_map(|id| told.by_service(id)).any(is_answered)
}

/// One of them is not proven and was answered to another sender: that receipt must not pass for this one's by itself.
fn is_answered_elsewhere(told: &Told, mail: &ToldMail, group: &[ServiceId]) -> bool {
    let from = |mail: &ToldMail| mail.understood.as_ref().and_then(|it| it.from.clone());
    let is_unsure = |mail: &ToldMail| rank(mail) == 1 && is_answered(mail);
    let others = group.iter().filter_map(|id| told.by_service(id));
    others.filter(|other| from(other) != from(mail)).any(|other| is_unsure(other) || is_unsure(mail))
}

#[cfg(test)]
mod tests;
