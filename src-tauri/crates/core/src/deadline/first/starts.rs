//! Papers that tell another start of their periods than their own service, or that they were given before they came.

use super::super::paper;
use super::clause::{Said, clauses, says};
use crate::identify::FoundDocument;

/// What a sentence about a start speaks of that is none of a notice's own periods: interest, enforcement, limitation.
const OF_OTHERS: [&str; 16] = [
    "利息",
    "违约金",
    "滞纳金",
    "罚息",
    "迟延",
    "申请执行",
    "最后一日",
    "诉讼时效",
    "时效期间",
    "仲裁时效",
    "冻结",
    "查封",
    "扣押",
    "保证期间",
    "再审",
    "租金",
];

const PERIODS: [&str; 8] = ["期限", "期间", "起算点", "起算日", "答辩期", "举证期", "该期", "日期"];

const COUNTS: [&str; 7] = ["起算", "开始计算", "起计算", "计算期限", "计算期间", "起计", "始计算"];

/// Whether a notice says that its periods run from something else than its own service: 上述期间从原告补缴受理费之日起算.
pub fn count_from_elsewhere(document: &FoundDocument, plain: &str) -> bool {
    let kind = document.kind.as_deref().unwrap_or_default();
    let is_notice = kind.ends_with("notice") || kind.ends_with("order") || kind.ends_with("acceptance");
    is_notice
        && clauses(plain).iter().any(|it| {
            let is_of_period = says(it.clause, &PERIODS)
                || (it.clause.starts_with(['自', '从', '待']) && says(it.sentence, &["期限", "期间", "日内"]))
                || says(it.clause, &["尚不", "不自", "不从"]);
            is_of_period
                && says(it.clause, &COUNTS)
                && !says(it.sentence, &OF_OTHERS)
                && !it.clause.contains("届满")
                && !it.clause.contains("期满")
                && !paper::tells_own_service(it.clause)
        })
}

/// How a decision comes into somebody's hands.
const HANDS: [&str; 14] =
    ["送达", "发放", "签收", "领取", "领走", "交付", "发给", "带回", "送交", "签署", "发送", "面交", "递交给", "分发"];

/// Whether a decision tells that the parties had it when it was pronounced: 宣判时已将判决书交付双方代理人 (民事诉讼法
/// 第一百五十一条); or names a day of service that counts.
pub fn were_given_before(document: &FoundDocument, plain: &str) -> bool {
    let kind = document.kind.as_deref().unwrap_or_default();
    if clauses(plain).iter().any(names_its_day) {
        return true;
    }
    (kind == "judgment" || kind.ends_with("ruling")) && clauses(plain).iter().any(is_given)
}

/// 送达日期以送达回证载明的…为准
pub(super) fn names_its_day(it: &Said<'_>) -> bool {
    it.has(&["送达日期以", "送达时间以", "送达之日以"]) && it.has(&["为准"]) && it.has(&["年", "回证", "妥投", "签收"])
}

/// Whether a clause of a decision tells that the parties were given it.
pub(super) fn is_given(it: &Said<'_>) -> bool {
    let others = ["原审", "一审法院", "仲裁", "起诉状", "副本", "传票", "开庭通知", "应诉通知", "举证通知"];
    let is_of_it = it.has(&["判决书", "裁定书", "本判决", "本裁定", "送达回证"]);
    let is_pronounced = says(it.sentence, &["宣判", "宣告判决", "当庭宣", "当庭"]);
    let to_parties = it.has(&["各方", "双方", "到庭", "代理人", "当事人"]);
    let is_then = it.has(&["同日", "当日", "当庭", "宣判时", "宣判后"]);
    let is_handed = it.tells(&HANDS, |before, behind| {
        says(before, &["如", "若", "可以", "应当", "应在", "之日起", "日内"]) || behind.starts_with("之日")
    });
    let is_told = is_pronounced && (is_of_it || to_parties) || is_of_it && is_then;
    let is_at_once = it.has(&["宣判并送达", "宣告并送达", "宣判及送达"]);
    (is_at_once || is_handed && is_told) && !says(it.sentence, &others)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn of(kind: &str) -> FoundDocument {
        FoundDocument { kind: Some(kind.to_owned()), ..FoundDocument::default() }
    }

    #[rstest]
    #[case("你公司的答辩期间为十五日，自中文译本送达之次日起计算。", true)]
    #[case("补正期限七日，自你公司收到本院立案庭发送的补正账号短信后起算。", true)]
    #[case("上述期间自本院通知原告交费完毕之次日起算。", true)]
    #[case("上述期间从原告补缴受理费之日起算。", true)]
    #[case("前述期限在本院完成诉前鉴定后开始计算。", true)]
    #[case("该期限不自收到之日起算，自证据材料补送完毕之日起算。", true)]
    #[case("期限起算点为本院电话通知之日。", true)]
    #[case("收到本通知之日起尚不计算期限，待管辖问题解决后由本院书面通知起算。", true)]
    #[case("期限起算日以本院短信告知为准。", true)]
    #[case("上述期限均自收到本通知书次日起计算。", false)]
    #[case("举证期限为三十日，自你方收到本通知书之次日起计算。", false)]
    #[case("期间自送达之次日起算。", false)]
    #[case("答辩期间为十五日，从次日起开始计算。", false)]
    #[case("申请执行的期间为二年，从法律文书规定履行期间的最后一日起计算。", false)]
    #[case("举证期限自答辩期届满之次日起计算。", false)]
    #[case("利息自2026年1月1日起计算，期限内应当履行。", false)]
    fn where_the_periods_of_a_notice_begin(#[case] text: &str, #[case] elsewhere: bool) {
        assert_eq!(count_from_elsewhere(&of("response-notice"), &paper::plain(text)), elsewhere, "{text}");
        assert!(!count_from_elsewhere(&of("judgment"), &paper::plain(text)));
    }

    #[rstest]
    #[case("本院于2026年10月29日当庭宣告判决，并向到庭的双方当事人当庭发放本判决书。", true)]
    #[case("2026年10月30日定期宣判，宣判时已将判决书交付双方代理人。", true)]
    #[case("2026年10月30日公开宣判，本判决书同日送达双方。", true)]
    #[case("2026年10月30日公开宣判，各方均已于当日签署送达回证。", true)]
    #[case("2026年10月30日公开宣判，宣判后即时交付到庭各方。", true)]
    #[case("2026年10月30日公开宣判，双方于宣判当日领取了判决书。", true)]
    #[case("2026年10月30日公开宣判，判决书已由各方代理人带回。", true)]
    #[case("本案当庭宣告判决。如不服本判决，可在判决书送达之日起十五日内上诉。", false)]
    #[case("本院受理后，依法向被告送达起诉状副本、传票，被告未到庭。", false)]
    #[case("原审宣判后，判决书已送达双方，被告不服提起上诉。", false)]
    #[case("被告应于本判决生效之日起十日内当面交付房屋钥匙。", false)]
    fn what_a_judgment_tells_of_its_handing_over(#[case] text: &str, #[case] given: bool) {
        assert_eq!(were_given_before(&of("judgment"), &paper::plain(text)), given, "{text}");
    }

    #[test]
    fn a_notice_may_name_the_day_that_counts() {
        let text = paper::plain("送达日期以送达回证载明的2026年11月3日为准。");
        assert!(were_given_before(&of("response-notice"), &text));
    }
}
