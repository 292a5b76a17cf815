//! Papers that stop a suit, hand it to another court or end it: what lies beside them starts no period any more.

use super::clause::{Said, clauses, is_asked_for, is_not_done, says};
use crate::identify::FoundDocument;

/// Longer papers are exhibits and guides, which tell of what may happen to any suit.
const LONGEST: usize = 2_000;

/// Letters behind 裁定如下 in which a ruling says what it orders.
const ORDER: usize = 160;

/// What a ruling orders of a suit that does not go on where it was.
const ORDERED: [&str; 16] = [
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
    "中止执行",
    "终结执行",
    "督促程序",
    "自行失效",
];

/// What a note or a notice tells of such a suit or of its periods.
const TOLD: [&str; 58] = [
    "裁定移送",
    "已移送",
    "移送至",
    "移送管辖",
    "移送上",
    "案件移送",
    "中止诉讼",
    "中止审理",
    "诉讼中止",
    "已中止",
    "终结诉讼",
    "已撤诉",
    "撤回起诉",
    "撤诉申请",
    "已并入",
    "案合并审理",
    "已合并审理",
    "不再执行",
    "不再适用",
    "不再单独安排",
    "暂不计算",
    "暂停计算",
    "停止计算",
    "中止计算",
    "恢复审理后",
    "恢复时另行",
    "暂停答辩",
    "暂缓答辩",
    "无需答辩",
    "不必答辩",
    "无需应诉",
    "无须应诉",
    "不需应诉",
    "期限另行确定",
    "期限另行指定",
    "期限另行通知",
    "期间另行确定",
    "合议庭重新指定",
    "仅作存档",
    "仅供存档",
    "系抄送",
    "不是本案当事人",
    "非本案当事人",
    "尚未立案",
    "待立案后",
    "中止执行",
    "暂缓执行",
    "暂停执行",
    "暂不起算",
    "暂缓计算",
    "不作为起算",
    "另行送达的为准",
    "暂时不作数",
    "不作数",
    "全部收回",
    "才开始计算",
    "不作为起点",
    "专人另送",
];

/// Kinds of paper, besides rulings, that may tell it.
const TELLS: [&str; 9] = [
    "panel-notice",
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
    if kind.is_some_and(|kind| kind.ends_with("ruling") || kind == "payment-order-termination") {
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

/// Notices that start periods by themselves, besides those whose kind ends so.
const STARTS: [&str; 2] = ["case-acceptance", "appeal-acceptance"];

/// Letters of a notice that are read for what it says of itself: a note stands below its date.
const WHOLE: usize = 6_000;

/// Whether a notice says of itself, wherever in it, that its suit does not go on or that its periods are other ones.
pub fn stands_back(document: &FoundDocument, plain: &str) -> bool {
    let kind = document.kind.as_deref().unwrap_or_default();
    let is_notice = kind.ends_with("notice") || kind.ends_with("order") || STARTS.contains(&kind);
    let end = plain.char_indices().nth(WHOLE).map_or(plain.len(), |(at, _)| at);
    is_notice && plain.get(..end).is_some_and(tells_it)
}

fn tells_it(plain: &str) -> bool {
    let may_be = |before: &str, behind: &str| {
        is_asked_for(before, behind)
            || is_not_done(before)
            || ["按", "按自动"].iter().any(|word| before.ends_with(word))
            || says(before, &["申请", "有权", "可以", "请求", "如", "若", "或者", "应当", "另案", "关联案件"])
    };
    // A counterclaim is tried together with the claim, and goes on with it.
    let goes_on = |it: &Said<'_>| it.sentence.contains("反诉") && it.has(&["合并审理"]);
    clauses(plain).iter().any(|it| !goes_on(it) && it.tells(&TOLD, may_be))
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
    #[case("information", "原告已提交撤诉申请,承办人拟准许,被告暂不需应诉。", true)]
    #[case("notice", "被告提起反诉,本院决定受理,与本案合并审理。", false)]
    #[case("rights-notice", "有下列情形的,人民法院裁定中止诉讼。", false)]
    #[case("notice", "原告经传票传唤无正当理由拒不到庭的,可以按撤诉处理。", false)]
    fn what_stops_a_suit(#[case] kind: &str, #[case] plain: &str, #[case] stops: bool) {
        let document = FoundDocument { kind: Some(kind.to_owned()), ..FoundDocument::default() };
        assert_eq!(stops_the_suit(&document, plain), stops, "{plain}");
    }

    #[rstest]
    #[case("备注:本案已与(2026)浙0212民初16180号案合并审理,期限以该案通知为准。", true)]
    #[case("【备注】本案已并入(2026)浙0212民初16180号案审理,不再单独安排应诉、举证。", true)]
    #[case("原告已于2026年11月11日撤回起诉,本通知书仅作存档。", true)]
    #[case("本案已裁定中止诉讼,上述期限待恢复审理后重新计算。", true)]
    #[case("因案件移送宁波市海曙区人民法院,应诉事宜请听候该院安排。", true)]
    #[case("本通知系抄送,你单位不是本案当事人,无需应诉。", true)]
    #[case("因原告增加诉讼请求,举证期限另行确定。", true)]
    #[case("本案系诉前调解阶段,尚未立案,待立案后以正式应诉通知书为准。", true)]
    #[case("逾期未交又未申请缓交的,按自动撤回起诉处理。", false)]
    #[case("上面说的十五日,从专人把册子交到你单位的第二天算,今天的邮件不作为起点。", true)]
    #[case("原告申请撤回起诉的,是否准许由本院裁定。开庭时间另行通知。", false)]
    #[case("对管辖权有异议的,应当在提交答辩状期间提出。逾期不提交答辩状不影响审理。", false)]
    #[case("当事人增加诉讼请求的,人民法院应当重新指定举证期限。", false)]
    fn what_a_notice_says_of_itself(#[case] plain: &str, #[case] stands_aside: bool) {
        let document = FoundDocument { kind: Some("response-notice".to_owned()), ..FoundDocument::default() };
        assert_eq!(stands_back(&document, plain), stands_aside, "{plain}");
    }
}
