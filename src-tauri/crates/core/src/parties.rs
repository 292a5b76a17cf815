//! Parties 当事人 of a case as its papers told them, and which of them stand against us 对方.

use crate::identify::{Role, plain_without_blanks as compact};
use crate::ledger::{FactRecord, ServiceRecord};

/// A party that is not us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its standing as the paper words it, such as 原告; 对方当事人 where only that is told.
    pub role: String,
    /// Its name.
    pub name: String,
    /// Whether it stands against us, as far as both standings are told: whoever is on neither side does not.
    pub is_opponent: bool,
}

/// On which side of a case somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// Whoever asks the court for something.
    Asks,
    /// Whoever it is asked against.
    Answers,
    /// Neither.
    Beside,
}

/// What a fact that tells of a party is about.
pub(crate) const PARTY: &str = "party";

/// The shortest own name that is looked for inside another one.
const WHOLE_NAME: usize = 4;

/// The parties of one case of a service, or of all of it; `own` are the names of the office. A service of several cases
/// tells of a single one only what its documents tell: whose the mail's own words are is not known.
pub fn of_case(record: &ServiceRecord, case_number: Option<&str>, own: &[&str]) -> Vec<Party> {
    let own: Vec<String> = own.iter().map(|name| compact(name)).filter(|name| !name.is_empty()).collect();
    let named: Vec<(&str, &str)> =
        record.facts.iter().filter(|fact| is_of(record, fact, case_number)).filter_map(named).collect();
    let ours = named.iter().find(|(_, name)| is_ours(name, &own)).and_then(|(role, _)| side(role));
    let ours = ours.or_else(|| record.role.as_deref().and_then(Role::parse).map(side_of));
    let mut parties: Vec<Party> = Vec::new();
    for (role, name) in named.into_iter().filter(|(_, name)| !is_ours(name, &own)) {
        if !parties.iter().any(|known| known.name == name) {
            parties.push(Party {
                role: role.to_owned(),
                name: name.to_owned(),
                is_opponent: is_against(ours, side(role)),
            });
        }
    }
    parties
}

/// Names of those who stand against us.
pub fn opponents(record: &ServiceRecord, case_number: Option<&str>, own: &[&str]) -> Vec<String> {
    of_case(record, case_number, own).into_iter().filter(|it| it.is_opponent).map(|it| it.name).collect()
}

/// Whether a fact tells of a case.
fn is_of(record: &ServiceRecord, fact: &FactRecord, case_number: Option<&str>) -> bool {
    let Some(wanted) = case_number else { return true };
    let document = record.documents.iter().find(|document| Some(&document.part) == fact.of.as_ref());
    match document.and_then(|document| document.case_number.as_deref()) {
        Some(number) => number == wanted,
        None => matches!(record.case_numbers.as_slice(), [only] if only == wanted),
    }
}

/// Standing and name of a fact that tells of a party.
fn named(fact: &FactRecord) -> Option<(&str, &str)> {
    let value = fact.value.as_deref().filter(|_| fact.fact == PARTY)?;
    value.split_once('：').filter(|(_, name)| !name.is_empty())
}

/// Whether a name is one of ours, also where it goes on with a branch.
fn is_ours(name: &str, own: &[String]) -> bool {
    let name = compact(name);
    own.iter().any(|own| name == *own || own.chars().count() >= WHOLE_NAME && name.contains(own.as_str()))
}

fn is_against(ours: Option<Side>, theirs: Option<Side>) -> bool {
    match (ours, theirs) {
        (_, Some(Side::Beside)) => false,
        (Some(Side::Asks | Side::Answers), Some(_)) => ours != theirs,
        _ => true,
    }
}

fn side(role: &str) -> Option<Side> {
    Some(match role {
        "原告" | "反诉被告" | "上诉人" | "再审申请人" | "申请人" | "申请执行人" | "债权人" => {
            Side::Asks
        }
        "被告" | "反诉原告" | "被上诉人" | "被申请人" | "被执行人" | "被申请执行人" | "债务人" => {
            Side::Answers
        }
        "第三人" | "原审第三人" | "案外人" => Side::Beside,
        _ => return None,
    })
}

fn side_of(role: Role) -> Side {
    match role {
        Role::Plaintiff | Role::Appellant | Role::Applicant | Role::Creditor => Side::Asks,
        Role::Defendant | Role::Appellee | Role::Respondent | Role::Debtor => Side::Answers,
        Role::ThirdParty | Role::Outsider | Role::AssistingUnit => Side::Beside,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::DocumentRecord;

    const OWN: [&str; 2] = ["示例物业管理有限公司", "示例物业"];

    fn party(of: Option<&str>, value: &str) -> FactRecord {
        let (of, value) = (of.map(str::to_owned), Some(value.to_owned()));
        FactRecord { fact: "party".to_owned(), of, value, sure: "stated".to_owned(), ..FactRecord::default() }
    }

    fn served(numbers: &[&str], role: Option<&str>, facts: Vec<FactRecord>) -> ServiceRecord {
        let case_numbers = numbers.iter().map(|number| (*number).to_owned()).collect();
        ServiceRecord { case_numbers, role: role.map(str::to_owned), facts, ..ServiceRecord::default() }
    }

    #[test]
    fn whoever_stands_on_the_other_side_is_the_opponent() {
        let told = |role: Option<&str>, values: &[&str]| {
            let facts = values.iter().map(|value| party(None, value)).collect();
            opponents(&served(&["甲号"], role, facts), Some("甲号"), &OWN)
        };
        let all = ["原告：示例甲", "被告：示例物业管理有限公司", "被告：示例乙", "第三人：示例丙"];
        assert_eq!(told(None, &all), ["示例甲"]);
        assert_eq!(told(Some("defendant"), &["原告：示例甲", "被告：示例乙"]), ["示例甲"]);
        assert_eq!(told(Some("appellee"), &["上诉人：示例甲", "被上诉人：示例物业管理有限公司第一分公司"]), ["示例甲"]);
        assert_eq!(told(Some("creditor"), &["被执行人：示例甲", "被执行人：示例乙"]), ["示例甲", "示例乙"]);
        assert_eq!(told(Some("third-party"), &["原告：示例甲", "被告：示例乙"]), ["示例甲", "示例乙"]);
        assert_eq!(told(None, &["对方当事人：示例甲"]), ["示例甲"]);
        assert_eq!(told(None, &["被告：示例物业", "原审原告：示例甲"]), ["示例甲"], "a standing of another instance");
        assert!(told(Some("defendant"), &["被告：示例乙"]).is_empty());
    }

    #[test]
    fn of_several_cases_only_their_own_papers_speak() {
        let paper = |part: &str, number: Option<&str>| DocumentRecord {
            part: part.to_owned(),
            case_number: number.map(str::to_owned),
            ..DocumentRecord::default()
        };
        let facts =
            vec![party(Some("1"), "原告：示例甲"), party(Some("2"), "原告：示例乙"), party(None, "原告：示例丙")];
        let mut record = served(&["甲号", "乙号"], Some("defendant"), facts);
        record.documents = vec![paper("1", Some("甲号")), paper("2", Some("乙号"))];
        assert_eq!(opponents(&record, Some("甲号"), &OWN), ["示例甲"]);
        assert_eq!(opponents(&record, Some("乙号"), &OWN), ["示例乙"]);
        assert_eq!(opponents(&record, None, &OWN), ["示例甲", "示例乙", "示例丙"]);
        record.documents = vec![paper("1", None)];
        record.case_numbers = vec!["甲号".to_owned()];
        assert_eq!(opponents(&record, Some("甲号"), &OWN), ["示例甲", "示例乙", "示例丙"]);
    }
}
