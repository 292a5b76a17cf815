//! The acknowledgment 签收: what to say, to whom, by which channel, or why not.

pub mod claim;
mod machine;
mod papers;
mod report;
mod says;

use chrono::DateTime;

use crate::errand::Brought;
use crate::id::Digest;
use crate::identify::CourtName;
use crate::ledger::{ServiceRecord, Understood};
use crate::office::{CourtProfile, Office};
use crate::trust::Verdict;

pub use machine::{SHAPE, machine};
pub use report::{Report, Reported, may_report, reported};
pub use says::{Reason, Says};

/// Who acknowledges, where, when, and what is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hand<'a> {
    /// The agreed address the mail reached.
    pub address: &'a str,
    /// Who handles it.
    pub by: &'a str,
    /// The moment now, RFC 3339.
    pub at: &'a str,
    /// Regime of the address towards this court.
    pub regime: &'a str,
    /// What the receipt says.
    pub says: Says,
    /// The court's form, sealed and scanned, that goes with it: file name and digest.
    pub enclosed: Option<(&'a str, Digest)>,
    /// What came in beside the mail: such papers did not come by mail, nor at its moment.
    pub brought: &'a [Brought],
}

/// A receipt before it has a Message-ID: who gets it and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The court's address.
    pub to: String,
    /// The court.
    pub court: Option<CourtName>,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// The same for programs; its shape is `tests/receipt.schema.json`.
    pub machine: serde_json::Value,
    /// Message-ID it answers, without angle brackets.
    pub in_reply_to: Option<String>,
    /// The thread, oldest first.
    pub references: Vec<String>,
}

/// Why no receipt may be drawn up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The mail serves nothing.
    #[error("the mail serves nothing")]
    NotService,
    /// The sender must be verified first.
    #[error("the sender is not verified")]
    DoubtfulSender,
    /// The service has no known moment of arrival.
    #[error("the moment of arrival is not known")]
    NoArrival,
    /// The mail would have arrived later than now: a clock is wrong, and a receipt would bear an impossible date.
    #[error("the mail would have arrived after now")]
    ArrivalAhead,
    /// The settings do not say who the office is: a receipt without a receiver acknowledges nothing.
    #[error("the office has no name")]
    NoOffice,
    /// No address of the court is certain.
    #[error("no address of the court is certain")]
    NoAddress,
    /// A refusal for another reason, or a correction, says why.
    #[error("the reason is not told")]
    NoReason,
}

impl Refusal {
    /// Stable code for the window and for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotService => "receipt.not-service",
            Self::DoubtfulSender => "receipt.doubtful-sender",
            Self::NoArrival => "receipt.no-arrival",
            Self::ArrivalAhead => "receipt.arrival-ahead",
            Self::NoOffice => "receipt.no-office",
            Self::NoAddress => "receipt.no-address",
            Self::NoReason => "receipt.no-reason",
        }
    }
}

/// Draws up the receipt for one understood mail.
///
/// States receipt only: no fact of the case is admitted and no period waived.
/// Goes to the address on the court's profile, else to the sender; a Reply-To is never followed,
/// because whoever forges a sender forges that too.
///
/// # Errors
/// A [`Refusal`] when the mail serves nothing, is doubtful, has no possible arrival or no certain address, or when a
/// reason is needed and not told.
pub fn draft(mail: &Understood, office: &Office, hand: &Hand<'_>) -> Result<Receipt, Refusal> {
    let service = mail.service.as_ref().ok_or(Refusal::NotService)?;
    if Verdict::parse(&mail.verdict).is_none_or(|verdict| matches!(verdict, Verdict::Doubtful | Verdict::NotCourt)) {
        return Err(Refusal::DoubtfulSender);
    }
    let arrived = mail.arrived.as_deref().ok_or(Refusal::NoArrival)?;
    if is_ahead(arrived, hand.at) {
        return Err(Refusal::ArrivalAhead);
    }
    match &hand.says {
        Says::Refused { reason: Reason::Other, note } | Says::Corrected { note, .. } if note.trim().is_empty() => {
            return Err(Refusal::NoReason);
        }
        _ => {}
    }
    if office.name.trim().is_empty() {
        return Err(Refusal::NoOffice);
    }
    let to = recipient(mail, service, office).ok_or(Refusal::NoAddress)?;
    let mut references = mail.references.clone();
    let first = if let Says::Corrected { first, .. } = &hand.says { Some(first) } else { None };
    for id in mail.message_id.iter().chain(first) {
        if !references.contains(id) {
            references.push(id.clone());
        }
    }
    Ok(Receipt {
        to,
        court: service.court.clone().map(|(code, name)| CourtName { code, name }),
        subject: subject(service, &hand.says),
        body: body(service, office, hand, arrived),
        machine: machine(mail, service, office, hand),
        in_reply_to: mail.message_id.clone(),
        references,
    })
}

/// Whether a moment lies after another; what cannot be read does not.
fn is_ahead(moment: &str, now: &str) -> bool {
    let parse = |text| DateTime::parse_from_rfc3339(text).ok();
    matches!((parse(moment), parse(now)), (Some(moment), Some(now)) if moment > now)
}

fn profile<'a>(service: &ServiceRecord, office: &'a Office) -> Option<&'a CourtProfile> {
    let (code, _) = service.court.as_ref()?;
    office.courts.iter().find(|court| court.code == *code)
}

/// Where a letter about a service goes: to the address on the court's profile, else to the sender of the served mail.
pub fn recipient(mail: &Understood, service: &ServiceRecord, office: &Office) -> Option<String> {
    let listed = profile(service, office).and_then(|court| court.receipt_to.clone());
    listed.or_else(|| mail.from.clone()).filter(|to| to.contains('@'))
}

fn subject(service: &ServiceRecord, says: &Says) -> String {
    let numbers = service.case_numbers.join("、");
    let count = service.documents.len();
    let what = match says {
        Says::Received => "签收回执",
        Says::Refused { .. } => "送达异议",
        Says::Corrected { .. } => "更正回执",
    };
    match service.documents.first() {
        Some(first) if count > 1 => format!("【{what}】{numbers} {}等{count}份", first.title),
        Some(first) => format!("【{what}】{numbers} {}", first.title),
        None => format!("【{what}】{numbers} 送达通知"),
    }
}

fn body(service: &ServiceRecord, office: &Office, hand: &Hand<'_>, arrived: &str) -> String {
    let court = service.court.as_ref().map_or("人民法院", |(_, name)| name);
    let time = for_people(arrived);
    let mut lines = vec![format!("{court}：")];
    lines.extend(opening(service, hand, &time));
    lines.push(String::new());
    lines.extend(papers::lines(&service.documents, hand.brought, &time));
    lines.push(String::new());
    lines.push(format!("受送达人：{}", office.name));
    lines.push(format!("收件邮箱：{}", hand.address));
    lines.push(format!("到达时间：{time}"));
    if !hand.by.trim().is_empty() {
        lines.push(format!("经办人：{}", hand.by));
    }
    if !office.phone.is_empty() {
        lines.push(format!("联系电话：{}", office.phone));
    }
    let when = match hand.says {
        Says::Received => "签收时间",
        Says::Refused { .. } => "提出时间",
        Says::Corrected { .. } => "更正时间",
    };
    lines.push(format!("{when}：{}", for_people(hand.at)));
    if let Some((name, digest)) = &hand.enclosed {
        lines.push(format!("随附盖章件：{name}（SHA-256 {}）", digest.short(12)));
    }
    lines.push(String::new());
    lines.push(closing(&hand.says).to_owned());
    lines.join("\r\n") + "\r\n"
}

/// The sentences before the list of documents.
fn opening(service: &ServiceRecord, hand: &Hand<'_>, time: &str) -> Vec<String> {
    let numbers = service.case_numbers.join("、");
    let about = if numbers.is_empty() { String::new() } else { format!("{numbers}案，") };
    let mailed = service.documents.iter().filter(|it| papers::came_with_mail(it, hand.brought)).count();
    let what = if mailed == 0 {
        "您院发送的电子送达通知".to_owned()
    } else {
        format!("您院以电子邮件发送的下列诉讼文书，共{mailed}份")
    };
    let enclosed = if mailed == 0 { "有关材料如下" } else { "所附材料如下" };
    let received = format!("　　{about}我方已于{time}在电子邮箱 {} 收到{what}：", hand.address);
    match &hand.says {
        Says::Received => vec![received],
        Says::Refused { reason, note } => {
            let note = note.trim();
            let note = if note.is_empty() { String::new() } else { format!("；{note}") };
            vec![
                format!("　　{about}我方对本次电子送达提出异议，理由：{}{note}。", reason.to_court()),
                format!("　　该邮件于{time}到达电子邮箱 {}，{enclosed}：", hand.address),
            ]
        }
        Says::Corrected { first, first_kind, first_at, note } => {
            let what = match first_kind.as_str() {
                "refused" => "送达异议函",
                "corrected" => "更正回执",
                _ => "签收回执",
            };
            vec![
                format!(
                    "　　我方于{}发出的{what}（邮件编号 {first}）有误：{}。现更正如下，以本函为准。",
                    for_people(first_at),
                    note.trim()
                ),
                // What is wrong may be that it is none of ours: that it came in is all that is said.
                format!("　　{about}该邮件于{time}到达电子邮箱 {}，{enclosed}：", hand.address),
            ]
        }
    }
}

fn closing(says: &Says) -> &'static str {
    match says {
        Says::Refused { .. } => {
            "本函由收件单位出具，仅就送达本身提出异议，不涉及对案件事实和请求的意见；邮件到达的事实和依法计算的期限不因本函改变。"
        }
        Says::Corrected { .. } => {
            "本函由收件单位出具，仅更正上述回执，不涉及对案件事实和请求的意见；邮件到达的事实和依法计算的期限不因本函改变。"
        }
        Says::Received => "本回执由受送达人出具，仅表示收到上述材料，不涉及对案件事实和请求的意见。",
    }
}

/// `2026-11-20T16:42:11+08:00` as `2026-11-20 16:42:11`.
fn for_people(moment: &str) -> String {
    moment.get(..19).unwrap_or(moment).replace('T', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::DocumentRecord;

    fn understood() -> Understood {
        Understood {
            message_id: Some("a@court.example.test".into()),
            references: vec!["root@court.example.test".into()],
            from: Some("sd@court.example.test".into()),
            arrived: Some("2026-11-20T16:42:11+08:00".into()),
            verdict: "likely".into(),
            service: Some(ServiceRecord {
                court: Some(("沪0112".into(), "上海市闵行区人民法院".into())),
                case_numbers: vec!["（2026）沪0112民初12345号".into()],
                documents: vec![
                    DocumentRecord {
                        title: "传票".into(), name: Some("传票.pdf".into()), ..DocumentRecord::default()
                    },
                    DocumentRecord { title: "应诉通知书".into(), ..DocumentRecord::default() },
                ],
                ..ServiceRecord::default()
            }),
            ..Understood::default()
        }
    }

    fn office() -> Office {
        Office { name: "示例物业管理有限公司".into(), ..Office::default() }
    }

    fn drafted(mail: &Understood, office: &Office) -> Result<Receipt, Refusal> {
        said(mail, office, Says::Received)
    }

    fn said(mail: &Understood, office: &Office, says: Says) -> Result<Receipt, Refusal> {
        let (address, at) = ("service@example.test", "2026-11-21T09:00:00+08:00");
        draft(mail, office, &Hand { address, by: "王敏", at, regime: "confirmed", says, enclosed: None, brought: &[] })
    }

    #[test]
    fn names_case_documents_and_arrival_and_stays_in_the_thread() {
        let receipt = drafted(&understood(), &office()).unwrap();
        assert_eq!(receipt.to, "sd@court.example.test");
        assert_eq!(receipt.subject, "【签收回执】（2026）沪0112民初12345号 传票等2份");
        assert_eq!(receipt.in_reply_to.as_deref(), Some("a@court.example.test"));
        assert_eq!(receipt.references, ["root@court.example.test", "a@court.example.test"]);
        for said in ["（2026）沪0112民初12345号", "传票.pdf", "2. 应诉通知书", "2026-11-20 16:42:11", "经办人：王敏"]
        {
            assert!(receipt.body.contains(said), "{said} is missing from {}", receipt.body);
        }
    }

    #[test]
    fn goes_to_the_profile_of_the_same_court_only() {
        let mut office = office();
        office.courts.push(CourtProfile {
            code: "沪0115".into(),
            receipt_to: Some("other@court.example.test".into()),
            ..CourtProfile::default()
        });
        assert_eq!(drafted(&understood(), &office).unwrap().to, "sd@court.example.test");
        office.courts.push(CourtProfile {
            code: "沪0112".into(),
            receipt_to: Some("receipts@court.example.test".into()),
            ..CourtProfile::default()
        });
        assert_eq!(drafted(&understood(), &office).unwrap().to, "receipts@court.example.test");
    }

    #[test]
    fn a_doubtful_or_unserved_mail_gets_no_receipt() {
        let doubtful = Understood { verdict: "doubtful".into(), ..understood() };
        assert_eq!(drafted(&doubtful, &office()), Err(Refusal::DoubtfulSender));
        let nothing = Understood { service: None, ..understood() };
        assert_eq!(drafted(&nothing, &office()), Err(Refusal::NotService));
        let timeless = Understood { arrived: None, ..understood() };
        assert_eq!(drafted(&timeless, &office()), Err(Refusal::NoArrival));
    }

    #[test]
    fn a_receipt_names_its_receiver() {
        let nobody = Office { name: " ".into(), ..Office::default() };
        assert_eq!(drafted(&understood(), &nobody), Err(Refusal::NoOffice));
    }

    #[test]
    fn a_date_before_the_arrival_is_never_written() {
        let later = Understood { arrived: Some("2026-11-21T09:00:01+08:00".into()), ..understood() };
        assert_eq!(drafted(&later, &office()), Err(Refusal::ArrivalAhead));
        let now = Understood { arrived: Some("2026-11-21T01:00:00+00:00".into()), ..understood() };
        assert!(drafted(&now, &office()).is_ok());
    }

    #[test]
    fn an_objection_says_why_and_admits_nothing() {
        let refused =
            |reason, note: &str| said(&understood(), &office(), Says::Refused { reason, note: note.to_owned() });
        let letter = refused(Reason::NotOurCase, "").unwrap();
        assert!(letter.subject.starts_with("【送达异议】（2026）沪0112民初12345号"), "{}", letter.subject);
        assert!(
            letter.body.contains("不是我单位的案件") && letter.body.contains("期限不因本函改变"),
            "{}",
            letter.body
        );
        assert!(!letter.body.contains("我方已于"), "{}", letter.body);
        assert_eq!(letter.machine["kind"], "refused");
        assert_eq!(letter.machine["reason"]["code"], "not-our-case");
        assert_eq!(refused(Reason::Other, " "), Err(Refusal::NoReason));
        assert!(refused(Reason::Other, "章不清楚").unwrap().body.contains("；章不清楚。"));
        for reason in Reason::ALL {
            assert_eq!(Reason::parse(reason.code()), Some(reason));
        }
    }

    #[test]
    fn a_correction_names_the_first_one() {
        let says = |note: &str| Says::Corrected {
            first: "songda.1@example.test".into(),
            first_kind: "refused".into(),
            first_at: "2026-11-20T17:00:00+08:00".into(),
            note: note.into(),
        };
        let letter = said(&understood(), &office(), says("文书清单漏列一份")).unwrap();
        assert!(letter.body.contains("songda.1@example.test") && letter.body.contains("漏列一份"), "{}", letter.body);
        assert!(letter.body.contains("发出的送达异议函") && !letter.body.contains("我方已于"), "{}", letter.body);
        assert_eq!(letter.references.last().map(String::as_str), Some("songda.1@example.test"));
        assert_eq!(letter.machine["corrects"]["message_id"], "songda.1@example.test");
        assert_eq!(said(&understood(), &office(), says("")), Err(Refusal::NoReason));
    }
}
