//! Papers without a title that can be read, told by the parts they are made of: 被传唤人, 应到时间 and 应到处所 make a summons.
//!
//! Titles are lost where they are a picture, or set in letters nobody can read. Only parts that no other paper holds
//! together count.

use super::ruling::finer_ruling;
use super::text::{compact, first_chars};
use crate::reference::{Kind, Reference};

/// How much of a paper is looked at from its start, in characters.
const LONGEST: usize = 6_000;
/// How much of it may hold the heads of a table, or a card, in characters.
const TOP: usize = 260;

/// Parts that make a paper: all of the first, one of the second, none of the third.
struct Made {
    id: &'static str,
    all: &'static [&'static str],
    any: &'static [&'static str],
    none: &'static [&'static str],
}

/// What a court decides, so that it is no paper of a party.
const DECIDES: &[&str] = &["判决如下", "裁定如下", "决定如下", "本院认为", "审判员", "审判长"];

const MADE: [Made; 12] = [
    Made {
        id: "summons",
        all: &["被传唤人", "应到"],
        any: &["应到时间", "应到处所", "传唤事由"],
        none: &["问:", "问："],
    },
    Made {
        id: "judgment", all: &["判决如下"], any: &["审判员", "审判长", "书记员"], none: &["裁定如下"]
    },
    Made {
        id: "mediation-paper",
        all: &["协议", "调解", "本院"],
        any: &["予以确认", "即具有法律效力"],
        none: &["判决如下", "裁定如下", "问:", "问："],
    },
    Made {
        id: "retrial-petition", all: &["再审申请人", "再审请求"], any: &["此致", "事实", "理由"], none: DECIDES
    },
    Made {
        id: "appeal-petition", all: &["上诉人", "上诉请求"], any: &["此致", "事实", "理由"], none: DECIDES
    },
    Made { id: "answer", all: &["答辩人"], any: &["答辩如下", "答辩意见", "被答辩人"], none: DECIDES },
    Made {
        id: "complaint",
        all: &["原告", "被告"],
        any: &["诉讼请求", "请求事项"],
        none: &["判决如下", "裁定如下", "本院认为", "问:", "问：", "通知如下", "庭审"],
    },
    Made {
        id: "authority", all: &["委托人", "代理权限"], any: &["受委托人", "受托人", "代理人"], none: DECIDES
    },
    Made { id: "authority", all: &["法定代表人", "特此证明"], any: &["现任", "系我"], none: DECIDES },
    Made {
        id: "authority", all: &["统一社会信用代码", "经营范围"], any: &["注册资本", "住所"], none: DECIDES
    },
    Made {
        id: "proof-of-service",
        all: &["受送达人", "送达人"],
        any: &["代收", "签名或盖章", "签名或者盖章"],
        none: &["裁定如下"],
    },
    Made {
        id: "property-report-order",
        all: &["被执行人", "银行存款", "不动产"],
        any: &["申报", "报告"],
        none: &["裁定如下"],
    },
];

/// The kind of a paper by its parts; `case` is the type of its case, where its number was read.
pub(super) fn kind_by_parts<'a>(text: &str, case: Option<&str>, reference: &'a Reference) -> Option<&'a Kind> {
    let text = compact(first_chars(text, LONGEST));
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let made = |made: &&Made| made.all.iter().all(|word| text.contains(word)) && has(made.any) && !has(made.none);
    if text.contains("裁定如下") && has(&["审判员", "审判长", "书记员"]) {
        return reference.kinds.get("ruling").map(|plain| finer_ruling(&text, case, plain, reference));
    }
    let id = MADE.iter().find(made).map(|made| made.id).or_else(|| {
        let top = first_chars(&text, TOP);
        let is_list = top.contains("证据名称") && ["证明", "来源", "页"].iter().any(|head| top.contains(head));
        let is_card = top.contains("公民身份号码") && text.chars().count() <= TOP;
        match (is_list, is_card) {
            (true, _) => Some("evidence"),
            (_, true) => Some("authority"),
            _ => None,
        }
    })?;
    reference.kinds.get(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("被传唤人 示例物业公司\n传唤事由 开庭\n应到时间 2026年12月1日9时\n应到处所 第一法庭", Some("summons"))]
    #[case("原告：示例甲\n被告：示例物业公司\n诉讼请求：退还押金\n事实与理由：略", Some("complaint"))]
    #[case("上诉人：示例甲\n被上诉人：示例乙\n上诉请求：撤销原判\n事实与理由：略\n此致", Some("appeal-petition"))]
    #[case("原告示例甲，被告示例乙。本院认为：……判决如下：驳回诉讼请求。审判员 示例", Some("judgment"))]
    #[case("原告示例甲向本院申请撤诉。裁定如下：准许示例甲撤诉。审判员 示例", Some("withdrawal-ruling"))]
    #[case("序号 证据名称 证明目的 页码\n1 收据 付款 1", Some("evidence"))]
    #[case("委托人：示例公司\n受委托人：示例律师\n代理权限：特别授权", Some("authority"))]
    #[case("甲方：示例公司\n乙方：示例物业公司\n第一条 服务内容", None)]
    #[case("问：你是原告吗？\n答：是，诉讼请求不变，被告欠费。", None)]
    fn parts_tell_a_paper(#[case] text: &str, #[case] id: Option<&str>) {
        let reference = Reference::builtin().expect("the data loads");
        assert_eq!(kind_by_parts(text, None, &reference).map(|kind| kind.id.as_str()), id, "{text}");
    }
}
