//! Papers that stop a suit, hand it to another court or end it: what lies beside them starts no period any more.

use super::clause::{clauses, is_asked_for, is_not_done, says};
use crate::identify::FoundDocument;

/// Longer papers are exhibits and guides, which tell of what may happen to any suit.
const LONGEST: usize = 2_000;

/// Letters behind 裁定如下 in which a ruling says what it orders.
const ORDER: usize = 160;

/// What a ruling orders of a suit that does not go on where it was.
const ORDERED: [&str; 12] = [
    "中止诉讼",
    "中止审理",
    "中止本案",
    "诉讼中止",
    "终结诉讼",
    "终结审理",
    "终结本案",
    "移送",
    "移交",
    "撤回",
    "撤诉",
    "不予受理",
];

/// What a note or a notice tells of such a suit or of its periods.
const TOLD: [&str; 22] = [
    "裁定移送",
    "已移送",
    "移送至",
    "移送管辖",
    "移送上",
    "中止诉讼",
    "中止审理",
    "诉讼中止",
    "终结诉讼",
    "已撤诉",
    "撤回起诉",
    "按撤诉处理",
    "不再执行",
    "不再适用",
    "暂不计算",
    "暂停计算",
    "停止计算",
    "中止计算",
    "暂停答辩",
    "无需答辩",
    "不必答辩",
    "暂缓答辩",
];

/// Kinds of paper, besides rulings, that may tell it.
const TELLS: [&str; 8] = [
    "notice",
    "information",
    "process-notice",
    "procedure-conversion",
    "postponement-notice",
    "hearing-notice",
    "decision",
    "transcript",
];

/// Whether a paper says that the suit stands still, goes elsewhere or is over; `plain` is its text made plain.
pub fn stops_the_suit(document: &FoundDocument, plain: &str) -> bool {
    let kind = document.kind.as_deref();
    if kind.is_some_and(|kind| kind.ends_with("ruling")) {
        return orders_it(plain);
    }
    let may_tell = kind.is_none_or(|kind| TELLS.contains(&kind)) && plain.chars().count() <= LONGEST;
    may_tell && tells_it(plain)
}

fn orders_it(plain: &str) -> bool {
    let order = ["裁定如下", "裁定:"].iter().find_map(|words| plain.split_once(words)).map(|(_, order)| order);
    let order: String = order.unwrap_or_default().chars().take(ORDER).collect();
    // 驳回异议 keeps the suit where it is; 驳回起诉 ends it.
    let ends_it = |sentence: &str| {
        let is_refused = sentence.contains("驳回");
        (is_refused && sentence.contains("起诉") && !sentence.contains("上诉"))
            || (!is_refused && says(sentence, &ORDERED))
    };
    order.split(['。', ';']).filter(|sentence| !is_how_to_fight_it(sentence)).any(ends_it)
}

/// 如不服本裁定，可以在…: stands below what is ordered.
fn is_how_to_fight_it(sentence: &str) -> bool {
    says(sentence, &["如不服", "不服本裁定", "上诉于", "申请复议"])
}

fn tells_it(plain: &str) -> bool {
    let may_be = |before: &str, behind: &str| {
        is_asked_for(before, behind)
            || is_not_done(before)
            || says(before, &["申请", "有权", "可以", "请求", "如", "若", "或者", "应当", "另案", "关联案件"])
    };
    clauses(plain).iter().any(|it| it.tells(&TOLD, may_be))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("ruling", "原告死亡,裁定如下:本案中止诉讼。", true)]
    #[case("stay-or-termination-ruling", "裁定如下:本案中止诉讼。中止诉讼期间,答辩期间暂不计算。", true)]
    #[case("jurisdiction-ruling", "裁定如下:本案移送杭州市西湖区人民法院处理。本裁定送达后即发生法律效力。", true)]
    #[case(
        "jurisdiction-ruling",
        "被告请求移送,裁定如下:驳回被告对本案管辖权提出的异议。如不服本裁定,可以上诉。",
        false
    )]
    #[case("withdrawal-ruling", "裁定如下:准许原告撤回起诉。", true)]
    #[case(
        "dismissal-ruling",
        "裁定如下:驳回原告的起诉。如不服本裁定,可以在十日内上诉于上海市第一中级人民法院。",
        true
    )]
    #[case("preservation-ruling", "裁定如下:冻结被申请人的存款。", false)]
    #[case("information", "案件已裁定移送。应诉通知书中载明的答辩、举证事项不再执行,由受移送人民法院另行通知。", true)]
    #[case("notice", "本案已中止诉讼,恢复后另行通知。", true)]
    #[case("notice", "当事人可以申请撤回起诉,可以请求调解。", false)]
    #[case("rights-notice", "有下列情形的,人民法院裁定中止诉讼。", false)]
    #[case("notice", "原告经传票传唤无正当理由拒不到庭的,可以按撤诉处理。", false)]
    fn what_stops_a_suit(#[case] kind: &str, #[case] plain: &str, #[case] stops: bool) {
        let document = FoundDocument { kind: Some(kind.to_owned()), ..FoundDocument::default() };
        assert_eq!(stops_the_suit(&document, plain), stops, "{plain}");
    }
}
