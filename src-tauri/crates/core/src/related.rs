//! What a service has to do with earlier ones: the same papers again, corrected ones, a reminder.
//!
//! Told anew from what was understood; nothing is merged or hidden by it, and no deadline moves: a person sees both
//! mails and which came first.

use std::collections::BTreeSet;

use crate::case::ToldMail;
use crate::id::ServiceId;
use crate::identify::plain_without_blanks as compact;
use crate::ledger::{DocumentRecord, ServiceRecord, Understood};

/// How a service relates to an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// 重复: every paper was served before, with the same bytes.
    Duplicate,
    /// 更正: it says that it replaces or corrects papers served before, or brings another text under the same title.
    Correction,
    /// 重发: it says that it is sent again, or brings some of the papers again.
    SentAgain,
    /// 提醒: it only reminds of an earlier one.
    Reminder,
}

impl Relation {
    /// The word in readings and pages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::Correction => "correction",
            Self::SentAgain => "sent-again",
            Self::Reminder => "reminder",
        }
    }
}

/// One earlier service and how the later relates to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The earlier service.
    pub earlier: ServiceId,
    /// How.
    pub relation: Relation,
    /// Titles of the papers in question, or the words that say so.
    pub because: Vec<String>,
}

const CORRECTS: [&str; 12] = [
    "更正",
    "以此为准",
    "以本次为准",
    "以本邮件为准",
    "作废",
    "更换",
    "替换",
    "重新制作",
    "有误",
    "笔误",
    "撤回前",
    "补正后",
];
const AGAIN: [&str; 8] = ["重新发送", "重新送达", "再次送达", "再次发送", "重发", "补发", "补充送达", "重复发送"];
const REMINDS: [&str; 6] = ["尚未签收", "尚未查收", "尚未回复", "请尽快签收", "催告", "提醒"];

/// Earlier services that a service repeats, corrects or reminds of; earliest first.
pub fn earlier_of(told: &ToldMail, all: &[ToldMail]) -> Vec<Related> {
    let Some((mail, record)) = told.service() else { return Vec::new() };
    let earlier = all.iter().take_while(|other| other.mail != told.mail);
    let related = earlier.filter_map(|other| {
        let (their_mail, theirs) = other.service()?;
        let (relation, because) = relate((mail, record), (their_mail, theirs))?;
        Some(Related { earlier: other.service_id(), relation, because })
    });
    related.collect()
}

fn relate(
    (mail, record): (&Understood, &ServiceRecord),
    (their_mail, theirs): (&Understood, &ServiceRecord),
) -> Option<(Relation, Vec<String>)> {
    let same: Vec<&DocumentRecord> =
        record.documents.iter().filter(|own| theirs.documents.iter().any(|other| is_same_file(own, other))).collect();
    let titles = |documents: &[&DocumentRecord]| documents.iter().map(|it| it.title.clone()).collect::<Vec<_>>();
    if !record.documents.is_empty() && same.len() == record.documents.len() {
        return Some((Relation::Duplicate, titles(&same)));
    }
    let is_same_mail = mail.message_id.is_some() && mail.message_id == their_mail.message_id;
    let cases: BTreeSet<&String> = record.case_numbers.iter().collect();
    if !is_same_mail && !theirs.case_numbers.iter().any(|number| cases.contains(number)) {
        return None;
    }
    let says = compact(&mail.subject);
    let said = |words: &[&str]| words.iter().find(|word| says.contains(**word)).map(|word| (*word).to_owned());
    let changed: Vec<&DocumentRecord> = record
        .documents
        .iter()
        .filter(|own| theirs.documents.iter().any(|other| is_same_title(own, other) && !is_same_file(own, other)))
        .collect();
    if let Some(word) = said(&CORRECTS) {
        return Some((Relation::Correction, if changed.is_empty() { vec![word] } else { titles(&changed) }));
    }
    if record.documents.iter().any(|it| it.kind.as_deref() == Some("correction-ruling")) {
        let corrected = theirs.documents.iter().any(|it| {
            matches!(it.kind.as_deref(), Some("judgment" | "mediation-paper"))
                || it.kind.as_deref().is_some_and(|kind| kind.ends_with("ruling"))
        });
        if corrected {
            return Some((Relation::Correction, vec!["补正裁定书".to_owned()]));
        }
    }
    if !same.is_empty() {
        return Some((Relation::SentAgain, titles(&same)));
    }
    if let Some(word) = said(&AGAIN) {
        return Some((Relation::SentAgain, vec![word]));
    }
    // A paper of which a case has one only, with another text: the later one may replace the earlier.
    let single: Vec<&DocumentRecord> = changed.into_iter().filter(|it| is_once(it)).collect();
    if !single.is_empty() {
        return Some((Relation::Correction, titles(&single)));
    }
    let reminds = said(&REMINDS).filter(|_| record.documents.is_empty());
    reminds.map(|word| (Relation::Reminder, vec![word]))
}

fn is_same_file(own: &DocumentRecord, other: &DocumentRecord) -> bool {
    own.sha256.is_some() && own.sha256 == other.sha256
}

fn is_same_title(own: &DocumentRecord, other: &DocumentRecord) -> bool {
    own.case_number == other.case_number
        && own.suffix == other.suffix
        && own.kind.is_some()
        && own.kind == other.kind
        && compact(&own.title) == compact(&other.title)
}

/// Papers of which a case has one: a second with another text is a correction, not one more.
fn is_once(document: &DocumentRecord) -> bool {
    [
        "judgment",
        "response-notice",
        "case-acceptance",
        "evidence-notice",
        "execution-notice",
        "payment-order",
        "mediation-paper",
    ]
    .contains(&document.kind.as_deref().unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Digest;

    fn mail(subject: &str, papers: &[(&str, &str, u8)]) -> Understood {
        let documents = papers.iter().map(|(kind, title, bytes)| DocumentRecord {
            kind: Some((*kind).to_owned()),
            title: (*title).to_owned(),
            case_number: Some("（2026）沪0112民初1号".to_owned()),
            sha256: Some(Digest::of(&[*bytes])),
            ..DocumentRecord::default()
        });
        let service = ServiceRecord {
            case_numbers: vec!["（2026）沪0112民初1号".to_owned()],
            documents: documents.collect(),
            ..ServiceRecord::default()
        };
        Understood { subject: subject.to_owned(), service: Some(service), ..Understood::default() }
    }

    fn relation(later: &Understood, earlier: &Understood) -> Option<Relation> {
        let (ours, theirs) = (later.service.as_ref()?, earlier.service.as_ref()?);
        relate((later, ours), (earlier, theirs)).map(|(relation, _)| relation)
    }

    #[test]
    fn the_same_papers_again_corrected_ones_and_a_reminder() {
        let first = mail("诉讼文书", &[("summons", "传票", 1), ("response-notice", "应诉通知书", 2)]);
        let again = mail("诉讼文书", &[("response-notice", "应诉通知书", 2)]);
        assert_eq!(relation(&again, &first), Some(Relation::Duplicate));
        let part = mail("诉讼文书", &[("response-notice", "应诉通知书", 2), ("evidence", "证据", 9)]);
        assert_eq!(relation(&part, &first), Some(Relation::SentAgain));
        let corrected = mail("更正：传票", &[("summons", "传票", 3)]);
        assert_eq!(relation(&corrected, &first), Some(Relation::Correction));
        let replaced = mail("诉讼文书", &[("response-notice", "应诉通知书", 7)]);
        assert_eq!(relation(&replaced, &first), Some(Relation::Correction));
        let other_sitting = mail("第二次开庭传票", &[("summons", "传票", 8)]);
        assert_eq!(relation(&other_sitting, &first), None, "a second summons is one more sitting");
        assert_eq!(relation(&mail("您尚未签收诉讼文书，请尽快签收", &[]), &first), Some(Relation::Reminder));
    }
}
