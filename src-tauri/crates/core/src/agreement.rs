//! The register of agreements on the address for service 送达地址确认书、承诺协议: which one covers a service, and what it asks for.

use chrono::{DateTime, Days, FixedOffset, NaiveDate};

use crate::calendar::Calendar;
use crate::ledger::{Agreement, ServiceRecord};
use crate::office::{Regime, ReplyDuty};

/// Why an agreement may not stand in the register as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// A field is empty that must not be.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// A word that has no meaning here.
    #[error("{field} does not know {word}")]
    Word {
        /// The field.
        field: &'static str,
        /// What stands there.
        word: String,
    },
    /// A date that is none, or an end before the beginning.
    #[error("{0} is no date that fits")]
    Date(&'static str),
}

/// How an agreement came about, as the register names it.
pub const KINDS: [&str; 3] = ["confirmation", "promise", "offer"];
/// Levels it may be limited to.
pub const LEVELS: [&str; 4] = ["first", "second", "retrial", "enforcement"];
/// Answers that may be agreed.
pub const REPLIES: [&str; 4] = ["none", "none-needed", "read-receipt", "sealed-form"];

/// Checks one entry of the register.
///
/// # Errors
/// The first flaw.
pub fn check(agreement: &Agreement) -> Result<(), Flaw> {
    let texts = [("id", &agreement.id), ("company", &agreement.company), ("address", &agreement.address)];
    if let Some((field, _)) = texts.into_iter().find(|(_, text)| text.trim().is_empty()) {
        return Err(Flaw::Empty(field));
    }
    if agreement.courts.is_empty() || agreement.courts.iter().any(|code| code.trim().is_empty()) {
        return Err(Flaw::Empty("court"));
    }
    let word = |field, word: &str, known: &[&str]| match known.contains(&word) {
        true => Ok(()),
        false => Err(Flaw::Word { field, word: word.to_owned() }),
    };
    word("kind", &agreement.kind, &KINDS)?;
    word("reply", if agreement.reply.is_empty() { "none" } else { &agreement.reply }, &REPLIES)?;
    for level in &agreement.levels {
        word("level", level, &LEVELS)?;
    }
    let from = date(&agreement.from).ok_or(Flaw::Date("from"))?;
    if let Some(until) = &agreement.until
        && date(until).is_none_or(|until| until < from)
    {
        return Err(Flaw::Date("until"));
    }
    Ok(())
}

/// The regime an agreement gives the address.
/// Source: 人民法院在线诉讼规则 第二十九条.
pub fn regime(agreement: &Agreement) -> Regime {
    match agreement.kind.as_str() {
        "confirmation" => Regime::Confirmed,
        "promise" => Regime::Promised,
        "offer" => Regime::Offered,
        _ => Regime::Unconfirmed,
    }
}

/// What answer an agreement asks for.
pub fn duty(agreement: &Agreement) -> ReplyDuty {
    match agreement.reply.as_str() {
        "read-receipt" => ReplyDuty::ReadReceipt,
        "sealed-form" => ReplyDuty::SealedForm,
        "none-needed" => ReplyDuty::NotNeeded,
        _ => ReplyDuty::None,
    }
}

/// What a service is held against.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The service.
    pub service: &'a ServiceRecord,
    /// The address it reached.
    pub address: &'a str,
    /// Names of the office.
    pub companies: &'a [&'a str],
    /// The day it arrived.
    pub on: NaiveDate,
}

/// The agreement that covers a service: same court, address and company, in force on the day of arrival, and not
/// limited to other cases or levels. Of several the youngest counts.
pub fn covering<'a>(register: impl IntoIterator<Item = &'a Agreement>, asked: &Asked<'_>) -> Option<&'a Agreement> {
    let fits = |agreement: &&Agreement| covers(agreement, asked);
    register.into_iter().filter(fits).max_by(|a, b| a.from.cmp(&b.from).then_with(|| a.id.cmp(&b.id)))
}

fn covers(agreement: &Agreement, asked: &Asked<'_>) -> bool {
    let Some((court, _)) = &asked.service.court else { return false };
    let numbers = &asked.service.case_numbers;
    let is_case = agreement.cases.is_empty() || numbers.iter().any(|number| agreement.cases.contains(number));
    let is_level = agreement.levels.is_empty()
        || numbers
            .iter()
            .filter_map(|number| level_of(number))
            .any(|level| agreement.levels.iter().any(|it| it == level));
    let in_force = date(&agreement.from).is_some_and(|from| from <= asked.on)
        && agreement.until.as_deref().is_none_or(|until| date(until).is_some_and(|until| asked.on <= until));
    agreement.courts.contains(court)
        && agreement.address.eq_ignore_ascii_case(asked.address)
        && asked.companies.contains(&agreement.company.as_str())
        && is_case
        && is_level
        && in_force
}

/// The level a case number names: 初 first, 终 second, 再 and 申 retrial, 执 enforcement.
pub fn level_of(number: &str) -> Option<&'static str> {
    let kind: Vec<char> = number.chars().rev().skip_while(|c| !is_kind(*c)).take_while(|c| is_kind(*c)).collect();
    let has = |wanted: &[char]| kind.iter().any(|c| wanted.contains(c));
    if has(&['执']) {
        Some("enforcement")
    } else if has(&['再', '申', '监', '抗']) {
        Some("retrial")
    } else if has(&['终']) {
        Some("second")
    } else if has(&['初']) {
        Some("first")
    } else {
        None
    }
}

/// Letters of the kind of a case, the last run of them before the number.
fn is_kind(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) && c != '号'
}

/// What one entry of an agreement changed of the one before it: name of the field, what it said, what it says. The signed
/// document and the note belong to each entry and are no terms.
pub fn changed(before: &Agreement, after: &Agreement) -> Vec<(&'static str, Vec<String>, Vec<String>)> {
    let one = |text: &str| if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
    let reply = |of: &Agreement| {
        let days = of.reply_within.filter(|_| duty(of) != ReplyDuty::None).map(|days| days.to_string());
        let kind: &str = if of.reply.is_empty() { "none" } else { &of.reply };
        std::iter::once(kind.to_owned()).chain(days).collect::<Vec<_>>()
    };
    let terms = |of: &Agreement| {
        [
            ("kind", one(&of.kind)),
            ("courts", of.courts.clone()),
            ("company", one(&of.company)),
            ("address", one(&of.address)),
            ("cases", of.cases.clone()),
            ("levels", of.levels.clone()),
            ("from", one(&of.from)),
            ("until", of.until.iter().cloned().collect()),
            ("reply", reply(of)),
        ]
    };
    let pairs = terms(before).into_iter().zip(terms(after));
    pairs.filter(|((_, old), (_, new))| old != new).map(|((field, old), (_, new))| (field, old, new)).collect()
}

/// The last moment to answer by agreement: the end of the day of arrival, or of so many working days after it.
/// None where no answer or no term was agreed, or a working day cannot be told.
pub fn answer_by(agreement: &Agreement, arrived: DateTime<FixedOffset>, calendar: &Calendar) -> Option<NaiveDate> {
    if matches!(duty(agreement), ReplyDuty::None | ReplyDuty::NotNeeded) {
        return None;
    }
    let mut day = arrived.date_naive();
    let mut left = agreement.reply_within?;
    while left > 0 {
        day = day.checked_add_days(Days::new(1))?;
        if !calendar.is_rest(day) {
            left -= 1;
        }
    }
    Some(day)
}

fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agreement() -> Agreement {
        Agreement {
            id: "minhang".into(),
            kind: "confirmation".into(),
            courts: vec!["沪0112".into()],
            company: "示例物业管理有限公司".into(),
            address: "service@example.test".into(),
            from: "2026-01-01".into(),
            reply: "read-receipt".into(),
            reply_within: Some(2),
            ..Agreement::default()
        }
    }

    fn service(number: &str) -> ServiceRecord {
        ServiceRecord {
            court: Some(("沪0112".into(), "上海市闵行区人民法院".into())),
            case_numbers: vec![number.to_owned()],
            ..ServiceRecord::default()
        }
    }

    fn is_covered(agreement: &Agreement, number: &str, address: &str, on: &str) -> bool {
        let service = service(number);
        let companies = ["示例物业管理有限公司"];
        let asked = Asked { service: &service, address, companies: &companies, on: date(on).unwrap() };
        covering([agreement], &asked).is_some()
    }

    const FIRST: &str = "（2026）沪0112民初12345号";
    const OURS: &str = "service@example.test";

    #[test]
    fn it_covers_its_court_address_days_cases_and_levels_only() {
        let plain = agreement();
        assert!(is_covered(&plain, FIRST, "Service@example.test", "2026-11-20"));
        assert!(!is_covered(&plain, FIRST, "other@example.test", "2026-11-20"));
        assert!(!is_covered(&plain, FIRST, OURS, "2025-12-31"));
        let ended = Agreement { until: Some("2026-11-19".into()), ..agreement() };
        assert!(is_covered(&ended, FIRST, OURS, "2026-11-19") && !is_covered(&ended, FIRST, OURS, "2026-11-20"));
        let other = Agreement { courts: vec!["沪0115".into()], ..agreement() };
        assert!(!is_covered(&other, FIRST, OURS, "2026-11-20"));
        let one_case = Agreement { cases: vec!["（2026）沪0112民初1号".into()], ..agreement() };
        assert!(!is_covered(&one_case, FIRST, OURS, "2026-11-20"));
        let levels = Agreement { levels: vec!["enforcement".into()], ..agreement() };
        assert!(!is_covered(&levels, FIRST, OURS, "2026-11-20"));
        assert!(is_covered(&levels, "（2026）沪0112执77号", OURS, "2026-11-20"));
        let theirs = Agreement { company: "另一家公司".into(), ..agreement() };
        assert!(!is_covered(&theirs, FIRST, OURS, "2026-11-20"));
    }

    #[test]
    fn levels_are_read_from_the_kind_of_case() {
        let levels = [
            (FIRST, Some("first")),
            ("（2026）沪01民终9号", Some("second")),
            ("（2026）沪民申9号", Some("retrial")),
            ("（2026）沪0112执恢9号", Some("enforcement")),
            ("（2026）沪0112破9号", None),
        ];
        for (number, level) in levels {
            assert_eq!(level_of(number), level, "{number}");
        }
    }

    #[test]
    fn what_a_change_changed_is_told_field_by_field() {
        let later = Agreement {
            until: Some("2026-12-31".into()),
            reply_within: Some(0),
            note: "换邮箱".into(),
            document: None,
            ..agreement()
        };
        let said = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let told = changed(&agreement(), &later);
        let until = ("until", said(&[]), said(&["2026-12-31"]));
        assert_eq!(told, [until, ("reply", said(&["read-receipt", "2"]), said(&["read-receipt", "0"]))]);
        assert!(changed(&later, &later).is_empty());
    }

    #[test]
    fn a_flaw_is_named() {
        assert_eq!(check(&agreement()), Ok(()));
        assert_eq!(check(&Agreement { company: " ".into(), ..agreement() }), Err(Flaw::Empty("company")));
        assert_eq!(check(&Agreement { until: Some("2025-01-01".into()), ..agreement() }), Err(Flaw::Date("until")));
        assert!(matches!(check(&Agreement { kind: "wish".into(), ..agreement() }), Err(Flaw::Word { .. })));
    }

    #[test]
    fn the_term_counts_working_days_from_the_data() {
        let calendar = Calendar::builtin().unwrap();
        let arrived = DateTime::parse_from_rfc3339("2026-11-20T16:42:11+08:00").unwrap();
        assert_eq!(answer_by(&agreement(), arrived, &calendar), date("2026-11-24"), "a Friday; two working days");
        let same_day = Agreement { reply_within: Some(0), ..agreement() };
        assert_eq!(answer_by(&same_day, arrived, &calendar), date("2026-11-20"));
        for nothing in ["none", "none-needed"] {
            assert_eq!(answer_by(&Agreement { reply: nothing.into(), ..agreement() }, arrived, &calendar), None);
        }
    }
}
