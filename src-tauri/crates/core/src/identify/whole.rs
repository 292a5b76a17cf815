//! Whether a name stands whole in a text: not as part of the longer name of another company, or of a branch's.

use std::ops::Range;

/// What stands right ahead of a whole name: standings, and the verbs and joints of court papers. Signs are free anyway.
const AHEAD: [&str; 66] = [
    "支付令",
    "财产令",
    "消费令",
    "传票",
    "方案",
    "原告",
    "被告",
    "人",
    "原审",
    "一审",
    "二审",
    "反诉",
    "单位",
    "当事人",
    "诉",
    "与",
    "以及",
    "对",
    "向",
    "作为",
    "认为",
    "列为",
    "因为",
    "通知",
    "告知",
    "送达",
    "发送",
    "转送",
    "寄送",
    "责令",
    "冻结",
    "查封",
    "扣押",
    "扣划",
    "划拨",
    "提取",
    "支付",
    "给付",
    "返还",
    "偿还",
    "赔偿",
    "驳回",
    "准许",
    "准予",
    "关于",
    "受理",
    "审理",
    "执行",
    "追加",
    "变更",
    "本院",
    "法院",
    "收到",
    "同意",
    "要求",
    "传唤",
    "知书",
    "定书",
    "裁书",
    "决书",
    "达书",
    "诉书",
    "公告",
    "令状",
    "判令",
    "确认",
];

/// Joints that also end words of names (永和, 基因): they are free only where a name ended or a clause began ahead of them.
const JOINTS: &str = "和及或因致由将给的于请限令称系在";

/// Parts of a company that are no company: what is served on them is not served on it by that name.
const PARTS: [&str; 30] = [
    "分公司",
    "支公司",
    "分行",
    "支行",
    "分店",
    "分部",
    "分厂",
    "分社",
    "分院",
    "分所",
    "分校",
    "营业部",
    "营业厅",
    "办事处",
    "项目部",
    "项目经理部",
    "项目公司",
    "指挥部",
    "管理处",
    "服务处",
    "经营部",
    "销售部",
    "工会",
    "管理人",
    "清算组",
    "业委会",
    "门店",
    "专卖店",
    "加盟店",
    "子公司",
];

/// How names of companies and the like end. Not all that may end one: 店, 部 and 局 also end what is only a part of one, or a
/// word, and here a name is taken for whole only where nothing else is likely.
const ENDS: [&str; 17] = [
    "公司",
    "银行",
    "支行",
    "分行",
    "商行",
    "事务所",
    "合作社",
    "委员会",
    "中心",
    "集团",
    "医院",
    "学校",
    "大学",
    "厂",
    "研究院",
    "合伙)",
    "协会",
];

/// Letters behind a name within which it may go on.
const NEAR: usize = 16;

/// Where a name stands whole in a text without blanks.
pub fn places<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let found = text.match_indices(name).filter(|_| !name.is_empty());
    found.map(|(at, name)| at..at + name.len()).filter(|place| {
        begins(text.get(..place.start).unwrap_or_default()) && ends(text.get(place.end..).unwrap_or_default(), name)
    })
}

/// Whether nothing ahead of a name belongs to it.
fn begins(ahead: &str) -> bool {
    let Some(last) = ahead.chars().next_back() else { return true };
    if !is_name_sign(last) || AHEAD.iter().any(|word| ahead.ends_with(word)) {
        return true;
    }
    // 被告(反诉原告)某公司; (香港)某公司 is another one.
    if let Some((_, inner)) = ahead.strip_suffix(')').and_then(|ahead| ahead.rsplit_once('(')) {
        return ["原告", "被告", "人", "审", "称"].iter().any(|word| inner.contains(word));
    }
    if let Some(before) = JOINTS.chars().find_map(|joint| ahead.strip_suffix(joint)) {
        let is_clause = before.chars().next_back().is_none_or(|sign| !is_name_sign(sign));
        return is_clause || ENDS.iter().chain(&["院", "人", "方"]).any(|end| before.ends_with(end));
    }
    // 案号…号某公司, 第3页某公司, 2026年6月1日某公司: lines are joined.
    let mut back = ahead.chars().rev();
    let (sign, before) = (back.next(), back.next());
    let is_number = before.is_some_and(|it| it.is_ascii_digit() || "〇零一二三四五六七八九十之".contains(it));
    is_number && matches!(sign, Some('号' | '日' | '页' | '条' | '项' | '款' | '元'))
        || ahead.ends_with(|sign: char| "一二三四五六七八九十".contains(sign)) && is_counted(ahead)
}

/// 被告一某公司, 被申请人二某公司, 案号…号之一某公司
fn is_counted(ahead: &str) -> bool {
    let bare = ahead.trim_end_matches(|sign: char| "一二三四五六七八九十".contains(sign));
    ["原告", "被告", "第三人", "申请人", "执行人", "上诉人", "号之"].iter().any(|word| bare.ends_with(word))
}

/// Whether a name does not go on behind its end: with a branch, or, where it is a short one, to the end of another name.
fn ends(behind: &str, name: &str) -> bool {
    let near: String = behind.chars().take(NEAR).collect();
    // 某某银行(上海)分行
    let near = near.split(|sign: char| !is_name_sign(sign) && !"()".contains(sign)).next().unwrap_or_default();
    if ENDS.iter().any(|end| name.ends_with(end)) {
        return !PARTS.iter().any(|part| goes_on_to(near, part));
    }
    !ENDS.iter().chain(&PARTS).any(|end| goes_on_to(near, end))
}

fn goes_on_to(near: &str, end: &str) -> bool {
    let Some(at) = near.find(end) else { return false };
    let between = near.get(..at).unwrap_or_default();
    let behind = near.get(at + end.len()..).unwrap_or_default();
    // 某公司管理人员, 某公司与某银行某支行
    let is_other_word = end == "管理人" && behind.starts_with('员');
    let is_other_name =
        ["与", "诉", "向", "对", "因", "应", "将", "于", "在", "被告", "原告", "第三人", "及其", "公司"]
            .iter()
            .any(|word| between.contains(word));
    !is_other_word && !is_other_name && !between.contains("(原") && !between.contains("(以下")
}

fn is_name_sign(sign: char) -> bool {
    super::text::is_han(sign) || sign.is_alphanumeric() || sign == ')'
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("原告某某与被告示例物业管理有限公司物业服务合同纠纷一案", true)]
    #[case("应诉通知书(2026)沪0112民初1号示例物业管理有限公司:本院受理", true)]
    #[case("示例物业管理有限公司:本院已受理", true)]
    #[case("被告一示例物业管理有限公司,住所地", true)]
    #[case("冻结被申请人示例物业管理有限公司名下银行存款", true)]
    #[case("异议人(被执行人):示例物业管理有限公司,住所地", true)]
    #[case("被告示例物业管理有限公司管理人员多次前往", true)]
    #[case("判决被告示例物业管理有限公司向原告某某银行某某支行支付", true)]
    #[case("被告示例物业管理有限公司(原某某物业有限公司)", true)]
    #[case("被告(反诉原告)示例物业管理有限公司应", true)]
    #[case("某某有限公司和示例物业管理有限公司连带清偿", true)]
    #[case("永和示例物业管理有限公司:", false)]
    #[case("(2026)沪0112民初1号之一示例物业管理有限公司:", true)]
    #[case("支付令示例物业管理有限公司:", true)]
    #[case("被告东方示例物业管理有限公司,住所地", false)]
    #[case("被告上海示例物业管理有限公司", false)]
    #[case("被告(香港)示例物业管理有限公司", false)]
    #[case("被告新示例物业管理有限公司与原告", false)]
    #[case("被告示例物业管理有限公司第一分公司,营业场所", false)]
    #[case("被告示例物业管理有限公司(上海)分公司", false)]
    #[case("示例物业管理有限公司滨江项目部:本院受理", false)]
    #[case("示例物业管理有限公司工会委员会", false)]
    #[case("示例物业管理有限公司破产管理人:", false)]
    fn a_company_is_named_whole(#[case] text: &str, #[case] whole: bool) {
        assert_eq!(places(text, "示例物业管理有限公司").next().is_some(), whole, "{text}");
    }

    #[rstest]
    #[case("示例物业:本院受理", true)]
    #[case("原告某某诉示例物业健康权纠纷一案", true)]
    #[case("被告示例物业管理有限公司", false)]
    #[case("被告示例物业服务集团有限公司", false)]
    #[case("被告新示例物业", false)]
    fn a_short_name_is_none_of_a_longer_one(#[case] text: &str, #[case] whole: bool) {
        assert_eq!(places(text, "示例物业").next().is_some(), whole, "{text}");
    }
}
