//! Ways in which a mail says that its papers are served otherwise, later, on somebody else, or at an address nobody confirmed.

use super::clause::{Said, says};
use super::told;

/// Letters of a paper's end in which a draft says that it is one.
const TAIL: usize = 120;

/// Letters of a paper's end in which judges and date stand.
const SIGNED: usize = 160;

/// What a draft says of itself at its end. 校对 stands there as the name of an office.
const DRAFT_AT_THE_END: [&str; 19] = [
    "院印未盖",
    "未盖院印",
    "未加盖院印",
    "尚未宣判",
    "定稿以",
    "送审稿",
    "征求意见稿",
    "讨论稿",
    "审批稿",
    "草稿",
    "草案",
    "样稿",
    "初稿",
    "未定稿",
    "未经签发",
    "未签发",
    "待签发",
    "不作为送达",
    "非正式文本",
];

/// What a decision calls itself, and the words of its effect.
const OF_ITSELF: [&str; 8] = ["本判决", "本裁定", "本裁判", "本文书", "本件", "此判决", "此裁定", "此件"];
const EFFECT: [&str; 3] = ["发生法律效力", "具有法律效力", "生效"];

/// Letters behind what a decision calls itself in which it says that it has taken effect.
const NEAR_EFFECT: usize = 40;

/// Whether a paper's last words call it a draft, or its date has no day yet: 二〇二六年十一月　　日.
pub fn ends_as_draft(plain: &str) -> bool {
    let last = |letters: usize| {
        let from = plain.char_indices().rev().nth(letters - 1).map_or(0, |(at, _)| at);
        plain.get(from..).unwrap_or_default()
    };
    let signed = last(SIGNED);
    let has_no_day = signed.match_indices("月日").any(|(at, _)| {
        signed.get(..at).and_then(|ahead| ahead.chars().next_back()).is_some_and(super::super::number::is_numeral)
    });
    has_no_day || says(last(TAIL), &DRAFT_AT_THE_END)
}

/// 本判决已于某日发生法律效力: what a decision says of itself, by a line below it or by a stamp of the office that gave it out.
pub fn has_taken_effect(plain: &str) -> bool {
    OF_ITSELF.iter().flat_map(|word| plain.split(word).skip(1)).any(|behind| {
        let clause = behind.split(['。', ';', '!']).next().unwrap_or_default();
        let near: String = clause.chars().take(NEAR_EFFECT).collect();
        let Some((ahead, _)) =
            EFFECT.iter().filter_map(|word| near.split_once(word)).min_by_key(|(ahead, _)| ahead.len())
        else {
            return false;
        };
        (says(ahead, &["已"]) || ahead.contains(|letter: char| letter.is_ascii_digit()))
            && !says(ahead, &["未", "不", "如", "若", "的", "送达", "签收"])
    })
}

/// 你公司未提交送达地址确认书, 本邮箱由原告提供: who never confirmed an address is served once he answers (在线诉讼规则
/// 第三十一条).
pub fn is_unconfirmed(it: &Said<'_>) -> bool {
    let is_of_the_form = it.has(&["地址确认书", "送达确认书"]);
    let lacks = |_: &str, behind: &str| {
        let near: String = behind.chars().take(12).collect();
        !says(&near, &["提交", "签署", "签订", "填写", "填报", "返回", "寄回", "交回", "收到", "提供", "确认"])
    };
    let is_anothers = it.has(&["邮箱", "地址"])
        && it.tells(
            &["原告", "被告", "对方", "申请人", "起诉人", "上诉人", "案外人"],
            |_, behind| {
                !["提供", "所提供", "在起诉状", "起诉状载明", "填写的"].iter().any(|word| behind.starts_with(word))
            },
        );
    let is_open = it.has(&["邮箱", "地址"])
        && it.tells(&["未", "没有"], |_, behind| {
            let near: String = behind.chars().take(12).collect();
            !says(&near, &["确认", "认可", "同意", "核实"]) || says(&near, &["收到", "收悉", "查收"])
        });
    let is_unagreed = it.has(&["电子送达"])
        && it.tells(&["未", "没有"], |_, behind| {
            let near: String = behind.chars().take(12).collect();
            !says(&near, &["约定", "协议", "同意", "确认"]) || says(&near, &["收到", "回复"])
        });
    (is_of_the_form && it.tells(&["未", "没有"], lacks)) || is_anothers || is_open || is_unagreed
}

/// 上诉期限以双方沟通的日期为准: another day than the one the paper tells or the law gives.
pub fn is_told_elsewhere(it: &Said<'_>) -> bool {
    let Some((_, instead)) = it.clause.split_once("为准").and_then(|(counts, _)| counts.rsplit_once('以')) else {
        return false;
    };
    !says(
        instead,
        &["载明", "记载", "文书", "判决", "裁定", "通知书", "法律", "法定", "规定", "到达", "邮件", "送达之日", "凭证"],
    )
}

/// 贵公司并非本案当事人: what is told to somebody beside the case starts nothing for him.
pub fn is_no_party(it: &Said<'_>) -> bool {
    it.tells(&["并非", "不是", "不属于", "不系", "非"], |before, behind| {
        let near: String = behind.chars().take(30).collect();
        !says(before, &told::US) || !near.contains("当事人")
    })
}

/// 以打开之日为送达日, also where it is said for one case only: 如当日未打开.
pub fn is_served_when_read(it: &Said<'_>) -> bool {
    let ends = [
        "为送达日",
        "为送达之日",
        "为送达时间",
        "为送达日期",
        "视为送达之日",
        "之日视为收到",
        "之日视为送达",
        "之日即为收到",
        "之日即视为收到",
        "之日即视为送达",
    ];
    let Some(at) = ends.iter().filter_map(|end| it.clause.find(end)).min() else { return false };
    let day = it.clause.get(..at).unwrap_or_default();
    let day = day.rfind('以').and_then(|at| day.get(at..)).unwrap_or(day);
    let is_arrival = says(day, &["到达", "进入", "发送成功", "发出", "发送", "推送", "退回", "系统显示", "凭证"]);
    !is_arrival
        && says(
            day,
            &[
                "打开", "查看", "查阅", "阅读", "点击", "签收", "领取", "回复", "确认", "下载", "登录", "寄", "妥投",
                "宣判", "查收",
            ],
        )
}

/// 本院将于下周正式送达, also under a condition: what is sent now is then no service.
pub fn is_served_later(it: &Said<'_>) -> bool {
    let service = ["正式送达", "正式发送", "再行送达", "再正式", "再予送达"];
    // 请于某日到庭听取宣判: a decision still to be pronounced.
    let is_to_be_pronounced = it.has(&["宣判", "宣告判决"])
        && it.has(&["定于", "请于", "将于", "将在", "到庭", "听取", "届时", "择期", "另行"])
        && !it.has(&["已", "当庭", "时领", "未到庭"]);
    is_to_be_pronounced
        || it.has(&service) && it.has(&["将", "再", "届时", "择日", "另行", "稍后", "随后", "另外", "之后", "会"])
}

/// 若无意见，本院再走送达程序: what may still be objected to before it is served is no served paper.
pub fn is_served_once_agreed(it: &Said<'_>) -> bool {
    let is_asked = says(it.sentence, &["无意见", "无异议", "没有意见", "没有异议", "确认后", "核对后", "核对无误"]);
    let is_about_the_way = says(it.sentence, &["地址", "方式", "邮箱", "电子送达"]);
    is_asked
        && !is_about_the_way
        && it.has(&["本院", "我院", "我们", "法院", "法庭", "合议庭"])
        && it.has(&["再", "才", "将", "即", "会", "后"])
        && it.has(&["送达", "宣判", "印制", "签发", "盖章", "用印", "定稿", "发送", "寄送", "出具判决", "制作"])
}

/// 应贵公司邮件要求，附判决书电子文本: a copy for who asked for one. What the court does for who applied is no copy.
pub fn is_given_on_request(it: &Said<'_>) -> bool {
    let is_asked = it.tells(&["应你", "应贵", "应您", "按你", "按贵", "依贵"], |_, behind| {
        let near: String = behind.chars().take(14).collect();
        !says(
            &near,
            &["要求", "请求", "邮件", "来函", "来电", "来信", "查询", "查档", "索取", "索要", "调取", "需要", "需求"],
        )
    });
    is_asked && !says(it.sentence, &["电子送达方式", "采用电子", "保全", "裁定如下"])
}

/// 请交由业主签收, 请张贴于单元门口: the paper is for whoever lives there.
pub fn is_for_residents(it: &Said<'_>) -> bool {
    let whom = [
        "业主",
        "住户",
        "租户",
        "员工",
        "职工",
        "居民",
        "其本人",
        "当事人本人",
        "单元",
        "门口",
        "公告栏",
        "楼道",
        "承租人",
        "租住",
        "居住",
        "商户",
    ];
    it.tells(
        &["交由", "交给", "交予", "交与", "张贴", "转达", "带给", "发给", "递交给"],
        |before, behind| says(before, &["已", "不"]) || !says(behind, &whom) && !says(before, &whom),
    )
}

/// 判决书以宣判后发送的为准: another text than this one is to be sent.
pub fn is_another_text(told: &str, instead: &str) -> bool {
    let Some((instead, _)) = instead.split_once("为准") else { return false };
    let is_own = says(instead, &["本邮件", "本次", "附件", "凭证", "到达"]);
    says(told, &["判决书", "裁定书", "调解书", "决定书", "文书", "版本", "正本"])
        && !is_own
        && says(
            instead,
            &["送达的", "发送的", "寄送的", "寄的", "发的", "送的", "签收的", "宣判", "印发", "签发", "用印"],
        )
}

#[cfg(test)]
mod tests {
    use super::super::clause::clauses;
    use super::*;
    use rstest::rstest;

    fn told(text: &str, is: fn(&Said<'_>) -> bool) -> bool {
        clauses(text).iter().any(is)
    }

    #[rstest]
    #[case("你单位至今没有填写送达地址确认书", true)]
    #[case("贵司尚未寄回送达地址确认书", true)]
    #[case("该邮箱由对方当事人提供", false)]
    #[case("该邮箱系原告所提供", true)]
    #[case("联系地址由申请人提供", true)]
    #[case("根据贵司签署的送达地址确认书", false)]
    #[case("如未提交送达地址确认书", false)]
    #[case("逾期未填写送达地址确认书的", false)]
    #[case("原告提供了新的证据", false)]
    #[case("该电子邮箱未经贵公司认可", true)]
    #[case("贵公司未曾同意电子送达", true)]
    #[case("本邮箱未收到贵公司的确认回复", false)]
    fn an_address_nobody_confirmed_is_seen(#[case] text: &str, #[case] is: bool) {
        assert_eq!(told(text, is_unconfirmed), is);
    }

    #[rstest]
    #[case("上诉期限以承办人电话告知的日期为准", true)]
    #[case("答辩期以应诉通知书载明的为准", false)]
    #[case("期间以法律规定为准", false)]
    fn a_period_told_elsewhere_is_seen(#[case] text: &str, #[case] is: bool) {
        assert_eq!(told(text, is_told_elsewhere), is);
    }

    #[rstest]
    #[case("贵公司不是该案当事人", true)]
    #[case("你单位并非上述案件的当事人", true)]
    #[case("如贵公司不是该案当事人", false)]
    #[case("非当事人请勿打开", false)]
    #[case("你公司系本案当事人", false)]
    fn who_is_no_party_is_told(#[case] text: &str, #[case] is: bool) {
        assert_eq!(told(text, is_no_party), is);
    }

    #[rstest]
    #[case("若你方未及时查看，以查看之日为送达之日", true)]
    #[case("以贵司签收日为送达日期", true)]
    #[case("副本请登录平台下载，下载当日视为送达之日", true)]
    #[case("登录平台领取之日视为收到", true)]
    #[case("以邮件到达邮箱系统之日为送达之日", false)]
    #[case("因地址不准确退回的，文书退回之日视为送达之日", false)]
    #[case("点击链接即可查看", false)]
    fn a_day_of_reading_is_no_arrival(#[case] text: &str, #[case] is: bool) {
        assert_eq!(told(text, is_served_when_read), is);
    }

    #[rstest]
    #[case("没有意见的，我院下周再行送达", true)]
    #[case("本院将另行正式送达", true)]
    #[case("本案定于6月3日上午公开宣判", true)]
    #[case("本案已于6月3日公开宣判", false)]
    #[case("现正式送达你公司", false)]
    #[case("如需纸质文书，本院将另行邮寄", false)]
    fn what_is_served_later_is_not_served_now(#[case] text: &str, #[case] is: bool) {
        assert_eq!(told(text, is_served_later), is);
    }

    #[rstest]
    #[case("贵方没有意见的，我们即予送达", true)]
    #[case("核对无误后，本院再行签发", true)]
    #[case("如对判决无异议，请按期履行", false)]
    #[case("对送达地址无异议的，本院将按该地址送达", false)]
    fn what_waits_for_consent_is_not_served(#[case] text: &str, #[case] is: bool) {
        assert_eq!(told(text, is_served_once_agreed), is);
    }

    #[rstest]
    #[case("应贵单位来电索取，附上判决书", true)]
    #[case("按你公司要求再提供一份电子档", true)]
    #[case("应贵公司要求，本院采用电子送达方式送达", false)]
    #[case("应贵公司的申请，本院作出裁定", false)]
    fn what_was_asked_for_is_a_copy(#[case] text: &str, #[case] is: bool) {
        assert_eq!(told(text, is_given_on_request), is);
    }

    #[rstest]
    #[case("请将判决书交给住户某某签收", true)]
    #[case("烦请张贴于3号楼一单元门口", true)]
    #[case("请将送达回证交给书记员", false)]
    #[case("判决书已发给各业主", false)]
    fn papers_for_residents_are_not_ours(#[case] text: &str, #[case] is: bool) {
        assert_eq!(told(text, is_for_residents), is);
    }

    #[rstest]
    #[case("判决书", "宣判后发送的为准", true)]
    #[case("文书", "另行签发的版本为准", true)]
    #[case("文书内容", "附件为准", false)]
    #[case("文书", "本次送达的为准", false)]
    #[case("开庭时间", "送达的传票为准", false)]
    fn another_text_counts_instead(#[case] text: &str, #[case] instead: &str, #[case] is: bool) {
        assert_eq!(is_another_text(text, instead), is);
    }

    #[rstest]
    #[case("审判员某某书记员某某(本件为送审稿)", true)]
    #[case("审判员某某校对责任人某某打印责任人某某", false)]
    #[case("本件与原本核对无异", false)]
    fn a_draft_says_so_at_its_end(#[case] plain: &str, #[case] is: bool) {
        assert_eq!(ends_as_draft(plain), is);
    }
}
