//! The acknowledgment 签收: what to say, to whom, by which channel, or why not.

use crate::identify::CourtName;
use crate::ledger::{ServiceRecord, Understood};
use crate::office::{CourtProfile, Office};
use crate::trust::Verdict;

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
    /// No address of the court is certain.
    #[error("no address of the court is certain")]
    NoAddress,
}

impl Refusal {
    /// Stable code for the window and for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotService => "receipt.not-service",
            Self::DoubtfulSender => "receipt.doubtful-sender",
            Self::NoArrival => "receipt.no-arrival",
            Self::NoAddress => "receipt.no-address",
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
/// A [`Refusal`] when the mail serves nothing, is doubtful, has no arrival or no certain address.
pub fn draft(
    mail: &Understood,
    office: &Office,
    address: &str,
    by: &str,
    acknowledged: &str,
) -> Result<Receipt, Refusal> {
    let service = mail.service.as_ref().ok_or(Refusal::NotService)?;
    if Verdict::parse(&mail.verdict).is_none_or(|verdict| matches!(verdict, Verdict::Doubtful | Verdict::NotCourt)) {
        return Err(Refusal::DoubtfulSender);
    }
    let arrived = mail.arrived.as_deref().ok_or(Refusal::NoArrival)?;
    let to = address_of(mail, service, office).ok_or(Refusal::NoAddress)?;
    let mut references = mail.references.clone();
    if let Some(id) = &mail.message_id
        && !references.contains(id)
    {
        references.push(id.clone());
    }
    Ok(Receipt {
        to,
        court: service.court.clone().map(|(code, name)| CourtName { code, name }),
        subject: subject(service),
        body: body(service, office, address, by, arrived, acknowledged),
        in_reply_to: mail.message_id.clone(),
        references,
    })
}

fn profile<'a>(service: &ServiceRecord, office: &'a Office) -> Option<&'a CourtProfile> {
    let (code, _) = service.court.as_ref()?;
    office.courts.iter().find(|court| court.code == *code)
}

fn address_of(mail: &Understood, service: &ServiceRecord, office: &Office) -> Option<String> {
    let listed = profile(service, office).and_then(|court| court.receipt_to.clone());
    listed.or_else(|| mail.from.clone()).filter(|to| to.contains('@'))
}

fn subject(service: &ServiceRecord) -> String {
    let numbers = service.case_numbers.join("、");
    let count = service.documents.len();
    match service.documents.first() {
        Some(first) if count > 1 => format!("【签收回执】{numbers} {}等{count}份", first.title),
        Some(first) => format!("【签收回执】{numbers} {}", first.title),
        None => format!("【签收回执】{numbers} 送达通知"),
    }
}

fn body(
    service: &ServiceRecord,
    office: &Office,
    address: &str,
    by: &str,
    arrived: &str,
    acknowledged: &str,
) -> String {
    let court = service.court.as_ref().map_or("人民法院", |(_, name)| name);
    let numbers = service.case_numbers.join("、");
    let time = for_people(arrived);
    let mut lines = vec![format!("{court}：")];
    let about = if numbers.is_empty() { String::new() } else { format!("{numbers}案，") };
    let what = if service.documents.is_empty() {
        "您院发送的电子送达通知".to_owned()
    } else {
        format!("您院以电子邮件发送的下列诉讼文书，共{}份", service.documents.len())
    };
    lines.push(format!("　　{about}我方已于{time}在电子邮箱 {address} 收到{what}："));
    lines.push(String::new());
    for (nth, document) in (1..).zip(&service.documents) {
        let name = document.name.as_deref().unwrap_or(&document.title);
        let pages = document.pages.map_or_else(String::new, |pages| format!("，{pages}页"));
        let digest = document.sha256.map_or_else(String::new, |digest| format!("，SHA-256 {}", digest.short(12)));
        let title = if name.starts_with(&document.title) { String::new() } else { format!("{}：", document.title) };
        lines.push(format!("{nth}. {title}{name}（到达时间 {time}{pages}{digest}）"));
    }
    lines.push(String::new());
    lines.push(format!("受送达人：{}", office.name));
    lines.push(format!("收件邮箱：{address}"));
    lines.push(format!("到达时间：{time}"));
    lines.push(format!("经办人：{by}"));
    if !office.phone.is_empty() {
        lines.push(format!("联系电话：{}", office.phone));
    }
    lines.push(format!("签收时间：{}", for_people(acknowledged)));
    lines.push(String::new());
    lines.push("本回执由受送达人出具，仅表示收到上述材料，不涉及对案件事实和请求的意见。".to_owned());
    lines.join("\r\n") + "\r\n"
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
        draft(mail, office, "service@example.test", "王敏", "2026-11-21T09:00:00+08:00")
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
}
