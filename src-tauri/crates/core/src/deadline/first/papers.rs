//! What papers beside a decision tell of its service: a signed receipt, a record of the pronouncement, a note.

use chrono::NaiveDate;

use super::super::paper;
use super::clause::{clauses, says, was_served_before};
use super::{is_taken_back, runs_from_another, was_read_before};
use crate::identify::{FoundDocument, Role};
use crate::service::Service;

/// Kinds of paper that may tell how and when the papers beside them were served. A decision's own text is about the case.
const TELL_OF_SERVICE: [&str; 5] = ["notice", "information", "process-notice", "proof-of-service", "transcript"];

/// Longer papers are exhibits and guides.
const LONGEST: usize = 2_000;

/// Behind these a receipt 送达回证 carries the day on which somebody signed for the papers.
const SIGNED: [&str; 10] = [
    "签名或盖章",
    "签名或者盖章",
    "签名盖章",
    "签字或盖章",
    "签字盖章",
    "代收人",
    "收件人",
    "签收时间",
    "签收日期",
    "收到日期",
];

/// Words with which a record tells that the decision was handed over in the court room.
const HANDED_OVER: [&str; 7] =
    ["当庭送达", "当庭签收", "当庭领取", "当庭向", "判决书送达各方", "领取判决书", "签收判决书"];

/// Why no day of this service may be final, by what the papers beside a decision tell.
pub fn of_papers(service: &Service, from: Option<NaiveDate>) -> Vec<String> {
    if service.chosen.is_some() {
        return Vec::new();
    }
    let mut reasons: Vec<String> =
        service.found.documents.iter().filter_map(|it| of_one(it, from, service.found.role)).collect();
    reasons.sort_unstable();
    reasons.dedup();
    reasons
}

fn of_one(document: &FoundDocument, from: Option<NaiveDate>, role: Option<Role>) -> Option<String> {
    let kind = document.kind.as_deref();
    if kind.is_some_and(|kind| CALLED.iter().any(|(it, _)| *it == kind)) {
        return tells_of_itself(document, from, role)
            .then(|| format!("《{}》写有此前已经送达或者再次告知，请核对", document.title));
    }
    if !kind.is_none_or(|kind| TELL_OF_SERVICE.contains(&kind)) || document.text.chars().count() > LONGEST {
        return None;
    }
    let lines: Vec<String> = document.text.lines().map(paper::plain).collect();
    let said = lines.join("。");
    let is_earlier = |from: NaiveDate, day: NaiveDate| day < from && (from - day).num_days() <= 200;
    if kind == Some("proof-of-service") {
        let plain = paper::plain(&document.text);
        let behind = SIGNED.iter().flat_map(|word| plain.split(word).skip(1)).map(near);
        let is_signed = from.is_some_and(|from| behind.flat_map(paper::dates_in).any(|day| is_earlier(from, day)));
        return is_signed.then(|| format!("《{}》载有较早的签收日期，期间可能自当日起算", document.title));
    }
    let is_told = clauses(&said).iter().any(|it| {
        was_served_before(it, from, role)
            || was_read_before(it, from)
            || runs_from_another(it, from)
            || (kind != Some("transcript") && kind.is_some() && is_taken_back(it))
    });
    let is_handed = kind == Some("transcript") && says(&said, &HANDED_OVER);
    (is_told || is_handed).then(|| format!("《{}》写有此前已经送达或者另有起算日，请核对", document.title))
}

/// What stands behind the place for a signature, up to the next field of the form.
fn near(behind: &str) -> &str {
    let ends = ["填发", "签发", "送达人", "备考", "备注"];
    let end = ends.iter().filter_map(|word| behind.find(word)).min().unwrap_or(behind.len());
    let limit = behind.char_indices().nth(45).map_or(behind.len(), |(at, _)| at);
    behind.get(..end.min(limit)).unwrap_or_default()
}

/// Notices and orders, and what they call themselves.
const CALLED: [(&str, &str); 13] = [
    ("judgment", "本判决书"),
    ("ruling", "本裁定书"),
    ("preservation-ruling", "本裁定书"),
    ("jurisdiction-ruling", "本裁定书"),
    ("dismissal-ruling", "本裁定书"),
    ("fine-decision", "本决定书"),
    ("response-notice", "起诉状"),
    ("execution-notice", "执行通知书"),
    ("response-notice", "应诉通知书"),
    ("evidence-notice", "举证通知书"),
    ("payment-order", "支付令"),
    ("property-report-order", "报告财产令"),
    ("fee-notice", "通知书"),
];

/// Whether a notice says that it was served before: 本院于某日向你单位留置送达执行通知书，现再次告知.
fn tells_of_itself(document: &FoundDocument, from: Option<NaiveDate>, role: Option<Role>) -> bool {
    let called = CALLED.iter().filter(|(kind, _)| document.kind.as_deref() == Some(kind)).map(|(_, name)| *name);
    let names: Vec<&str> = called.chain(["本通知", "本令"]).collect();
    let again = ["再次告知", "再次通知", "再次送达", "再次责令", "重新送达"];
    // In a decision's story somebody may well have notified somebody again.
    let is_decision = document.kind.as_deref().is_some_and(|kind| kind == "judgment" || kind.ends_with("ruling"));
    clauses(&paper::plain(&document.text)).iter().any(|it| {
        let is_again = !is_decision && it.has(&again) && !it.is_conditional();
        is_again || (it.has(&names) && was_served_before(it, from, role))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn told(kind: &str, text: &str) -> bool {
        let kind = Some(kind.to_owned()).filter(|kind| !kind.is_empty());
        let document =
            FoundDocument { kind, title: "说明".to_owned(), text: text.to_owned(), ..FoundDocument::default() };
        of_one(&document, NaiveDate::from_ymd_opt(2026, 11, 12), None).is_some()
    }

    #[rstest]
    #[case("proof-of-service", "送达回证\n受送达人签名或盖章：某公司（章）2026年11月3日", true)]
    #[case("proof-of-service", "送达回证\n填发日期：2026年11月10日\n受送达人签名或盖章：　　年　月　日", false)]
    #[case("transcript", "宣判笔录\n时间：2026年11月4日\n判决书当庭送达各方当事人。", true)]
    #[case("transcript", "庭审笔录\n时间：2026年9月4日\n双方进行了质证。", false)]
    #[case("", "情况说明\n本判决书已于2026年11月3日送达原告委托诉讼代理人。", true)]
    #[case("process-notice", "上诉须知\n上诉期限为十五日，自宣判之日次日起计算。", true)]
    #[case("process-notice", "上诉须知\n不服判决的，可在判决书送达之日起十五日内提起上诉。", false)]
    #[case("information", "告知书\n如送达地址变更，应当及时告知，文书退回之日视为送达之日。", false)]
    #[case("execution-notice", "本院于2026年11月1日向你单位留置送达执行通知书，责令履行。", true)]
    #[case(
        "execution-notice",
        "判决书已于2026年10月1日送达你单位，现已生效。责令自本通知书送达之日起三日内履行。",
        false
    )]
    #[case("judgment", "判决如下：驳回。\n本判决书已于2026年11月3日当庭送达双方当事人。", true)]
    #[case("response-notice", "起诉状副本已于2026年10月28日随诉前调解材料送达你方。", true)]
    #[case("judgment", "判决书\n合同已于2026年11月3日寄送被告。", false)]
    fn papers_beside_a_decision_tell_of_its_service(#[case] kind: &str, #[case] text: &str, #[case] is_told: bool) {
        assert_eq!(told(kind, text), is_told);
    }
}
