//! Signs that a mail does not serve its papers for the first time, or not in their final form: sent again, taken back,
//! corrected, a draft. Whatever the papers say, no day that rests on such a mail is final.

use chrono::NaiveDate;

use super::paper;
use crate::identify::FoundDocument;
use crate::service::Service;

/// Sent again: the period runs from the first service, which this mail is not.
const AGAIN: [&str; 35] = [
    "二次",
    "重新发",
    "重新送",
    "重新推",
    "重新上传",
    "再次",
    "再发",
    "再送",
    "再推",
    "重复",
    "重发",
    "重送",
    "补发",
    "补送",
    "补寄",
    "补充送达",
    "另发",
    "首次送",
    "首次发",
    "前次",
    "上次送",
    "上次发",
    "尚未签收",
    "尚未查收",
    "催告",
    "催收",
    "补一",
    "今补",
    "现补",
    "已签收",
    "已收到",
    "已领取",
    "已查收",
    "是否已",
    "是否收到",
];

/// What was done earlier: 已于某日送达, 此前已发送.
const EARLIER: [&str; 17] = [
    "已于",
    "此前",
    "之前已",
    "先前",
    "早前",
    "曾于",
    "曾经",
    "前已",
    "早已",
    "原已",
    "业已",
    "日前已",
    "已经于",
    "已通过",
    "已由",
    "上月",
    "上周",
];

/// What was done then. 已通过短信推送 tells of this very service; a parcel or a signature tells of another one.
const SERVED: [&str; 5] = ["送达", "发送", "投递", "推送", "送交"];
const SERVED_OTHERWISE: [&str; 11] =
    ["专递", "快递", "寄", "签收", "领取", "当面", "直接送达", "窗口", "交付", "宣读", "宣判"];

/// Taken back, or wrong.
const WITHDRAWN: [&str; 16] = [
    "误发",
    "发错",
    "错发",
    "误传",
    "传错",
    "作废",
    "勿使用",
    "停止使用",
    "不再使用",
    "忽略",
    "不作为送达",
    "不视为送达",
    "请删除",
    "原样",
    "寄回",
    "退还",
];

/// 撤回 of these is a matter of the case, not of the mail.
const TAKEN_BACK_BY_A_PARTY: [&str; 9] = ["起诉", "上诉", "诉讼", "申请", "反诉", "异议", "再审", "执行", "仲裁"];

/// A paper put in the place of one served before, or to be replaced.
const CORRECTED: [&str; 11] =
    ["更正", "更换后", "替换", "重新制作", "补正后", "有误", "错误", "笔误", "改正", "修正", "勘误"];

/// Not the paper itself, but something to look over before it is made, or a copy for somebody's files. Words that a
/// company's name may hold (测试, 样本) stand here only with what makes them speak of the mail.
const DRAFT: [&str; 41] = [
    "校对",
    "校核",
    "核对稿",
    "意见稿",
    "讨论稿",
    "送审稿",
    "审批稿",
    "草稿",
    "初稿",
    "样稿",
    "底稿",
    "定稿",
    "文稿",
    "未盖章",
    "未加盖",
    "尚未盖章",
    "待盖章",
    "待签发",
    "未签发",
    "签发后",
    "供核对",
    "供参考",
    "系统测试",
    "测试邮件",
    "上网版",
    "公开版",
    "备查",
    "存档",
    "调阅",
    "电子副本",
    "文书复印件",
    "判决书复印件",
    "裁定书复印件",
    "判决书复制件",
    "拟宣",
    "拟发",
    "参阅",
    "的样本",
    "文书样本",
    "上线测试",
    "测试用",
];

/// What counts instead: 以纸质送达为准.
const INSTEAD: [&str; 13] =
    ["纸质", "邮寄", "书面", "正式", "盖章", "原件", "另行", "新送达", "后续", "最终", "前次", "首次", "重新"];

/// 如您不是收件人，请删除: what somebody else is asked to do takes nothing back.
const STRANGERS: [&str; 7] = ["您不是", "你不是", "并非", "非本人", "非收件人", "非案件当事人", "误收"];

/// Texts of one paper that are not the same: which of them holds is no matter of when it was served.
const DIFFERENT: [&str; 6] = ["不一致", "不相符", "不符", "有出入", "有差异", "存在差异"];
/// Words with which 以…为准 is of a service, or of another paper than this one.
const OF_SERVICE: [&str; 11] = ["送达", "签收", "收到", "领取", "之日", "日期", "时间", "邮寄", "另行", "后续", "重新"];

/// Letters of a paper's beginning in which a draft says that it is one.
const HEAD: usize = 80;

/// Why no deadline of this mail may be final, by what the mail itself says. `from` is the day counted from.
pub fn of_mail(service: &Service, from: Option<NaiveDate>) -> Vec<String> {
    // A person who determined the day of service has looked.
    if service.chosen.is_some() {
        return Vec::new();
    }
    said_of(&paper::plain(&format!("{}。{}", service.subject, service.body)), from)
}

fn said_of(said: &str, from: Option<NaiveDate>) -> Vec<String> {
    let clauses = || said.split(['。', ';', ',', '!', '?', '、']).filter(|clause| !clause.is_empty());
    let mut reasons = Vec::new();
    let mut add = |is_said: bool, reason: &str| is_said.then(|| reasons.push(reason.to_owned()));
    add(
        clauses().any(|it| (says(it, &AGAIN) && !is_condition(it)) || was_served_before(it, from)),
        "邮件写有重新发送或者此前已经送达，期间可能自首次送达起算",
    );
    let is_for_us = |ahead: &str| !(is_condition(ahead) && says(ahead, &STRANGERS));
    let withdraws = |ahead: &str, it: &str| (says(it, &WITHDRAWN) && is_for_us(ahead)) || is_withdrawn(it);
    add(any_behind(said, withdraws), "邮件写有撤回、误发或者作废");
    add(clauses().any(|it| says(it, &CORRECTED) && !is_condition(it)), "邮件写有更正、替换或者有误");
    let counts_instead =
        |ahead: &str, it: &str| says(it, &INSTEAD) && it.contains("为准") && !settles_differences(ahead, it);
    add(
        clauses().any(|it| says(it, &DRAFT) && !is_condition(it)) || any_behind(said, counts_instead),
        "邮件写明不是正式送达的文书，或者以另行送达的为准",
    );
    reasons
}

/// Why a paper is not the final one, by its name, its title and its beginning; `plain` is its text made plain.
pub fn of_paper(document: &FoundDocument, plain: &str) -> Option<String> {
    let head: String = plain.chars().take(HEAD).collect();
    let named = document.name.as_deref().map(paper::plain).unwrap_or_default();
    let is_draft = [named.as_str(), document.title.as_str(), head.as_str()]
        .into_iter()
        .any(|text| says(text, &DRAFT) || text.contains("作废"));
    is_draft.then(|| "文书标有草稿、校对稿或者作废等字样".to_owned())
}

fn says(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// 如信息有误请联系更正 asks; it tells of nothing.
fn is_condition(clause: &str) -> bool {
    let asks = clause.match_indices('请').any(|(at, _)| !clause.get(..at).is_some_and(|before| before.ends_with('申')));
    asks || clause.starts_with('需')
        || ["如有", "如果", "如需", "如遇", "如发", "若", "如"].iter().any(|word| {
            clause.find(word).is_some_and(|at| clause.get(..at).is_some_and(|before| before.chars().count() <= 6))
        })
}

/// Whether something is said of a clause and the one ahead of it in the same sentence.
fn any_behind(said: &str, says: impl Fn(&str, &str) -> bool) -> bool {
    said.split(['。', ';', '!', '?']).any(|sentence| {
        let ahead = std::iter::once("").chain(sentence.split([',', '、']));
        ahead.zip(sentence.split([',', '、'])).any(|(ahead, clause)| says(ahead, clause))
    })
}

/// 电子文书与纸质文书内容不一致的，以纸质文书为准 stands under every mail of a platform: it settles which text holds should
/// they differ. 因内容不一致，以纸质文书为准 tells that they do.
fn settles_differences(ahead: &str, clause: &str) -> bool {
    let (own, rest) = clause.find('以').and_then(|at| clause.split_at_checked(at)).unwrap_or((clause, ""));
    let condition = if says(own, &DIFFERENT) { own.trim_end_matches(['请', '应', '均', '则']) } else { ahead };
    let is_told = ["因", "由于", "经核", "发现"].iter().any(|word| condition.contains(word));
    let is_if = is_condition(condition) || condition.ends_with(['的', '时']);
    says(condition, &DIFFERENT) && is_if && !is_told && !says(rest, &OF_SERVICE)
}

/// 已于某日送达, unless that is the very day of this service: 已于当日发送短信.
fn was_served_before(clause: &str, from: Option<NaiveDate>) -> bool {
    let Some(at) = EARLIER.iter().filter_map(|word| clause.find(word)).min() else { return false };
    let rest = clause.get(at..).unwrap_or_default();
    let days = paper::dates_in(rest);
    let is_of_this_day = from.is_some_and(|from| !days.is_empty() && days.iter().all(|day| *day >= from));
    let is_served = says(rest, &SERVED_OTHERWISE) || (says(rest, &SERVED) && !rest.starts_with("已通过"));
    is_served && !is_of_this_day && !is_condition(clause)
}

fn is_withdrawn(clause: &str) -> bool {
    clause.match_indices("撤回").any(|(at, word)| {
        let behind = clause.get(at + word.len()..).unwrap_or_default();
        let before = clause.get(..at).unwrap_or_default();
        !TAKEN_BACK_BY_A_PARTY.iter().any(|what| behind.starts_with(what) || behind.starts_with(&format!("其{what}")))
            && !["自动", "准许", "准予", "视为", "申请", "要求"].iter().any(|word| before.ends_with(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("一案判决书已于2026年9月12日向你公司电子送达", true)]
    #[case("已于2026年9月24日发送短信", false)]
    #[case("本院已于2026年9月1日受理原告诉你公司一案", false)]
    #[case("如此前已签收纸质文书", false)]
    #[case("本院已通过短信推送提示", false)]
    #[case("本院前已通过法院专递寄出", true)]
    #[case("现向你公司送达下列文书", false)]
    fn an_earlier_service_is_known_by_its_words(#[case] clause: &str, #[case] is_before: bool) {
        assert_eq!(was_served_before(clause, NaiveDate::from_ymd_opt(2026, 9, 24)), is_before);
    }

    #[rstest]
    #[case("民事判决书", "现向你公司送达民事判决书，请查收。送达时间以到达系统的日期为准。", 0)]
    #[case("民事判决书", "如附件无法打开，请联系本院重新发送。如信息有误，请与书记员联系更正。", 0)]
    #[case("民事判决书", "电子文书与纸质文书内容不一致的，请以纸质文书为准。", 0)]
    #[case("民事判决书", "如电子文书与纸质文书不一致，以加盖院印的正式文书为准。", 0)]
    #[case("民事判决书", "电子文书与纸质文书不一致的以纸质文书为准。", 0)]
    #[case("民事判决书", "如您不是收件人，请删除本邮件。", 0)]
    #[case("民事判决书", "因附件与纸质文书不一致，请以纸质文书为准。", 1)]
    #[case("民事判决书", "如送达时间不一致的，以纸质文书签收之日为准。", 1)]
    #[case("民事判决书", "请以纸质文书为准。", 1)]
    #[case("民事判决书", "本邮件请忽略。", 1)]
    #[case("【二次发送】民事判决书", "请查收。", 1)]
    #[case("民事判决书", "应你公司的调阅申请，提供判决书电子副本一份。", 1)]
    #[case("民事判决书", "请核对身份事项，判决书待签发后送达。", 1)]
    #[case("民事判决书", "所附判决书有误，请以新送达的为准。", 2)]
    fn a_mail_says_what_it_is(#[case] subject: &str, #[case] body: &str, #[case] reasons: usize) {
        let said = paper::plain(&format!("{subject}。{body}"));
        assert_eq!(said_of(&said, None).len(), reasons, "{:?}", said_of(&said, None));
    }

    #[rstest]
    #[case("现予撤回", true)]
    #[case("撤回2026年9月12日发送的应诉通知书", true)]
    #[case("裁定准许原告撤回起诉", false)]
    #[case("逾期按自动撤回上诉处理", false)]
    fn what_a_party_takes_back_is_no_mail(#[case] clause: &str, #[case] is_withdrawn_mail: bool) {
        assert_eq!(is_withdrawn(clause), is_withdrawn_mail);
    }

    #[test]
    fn a_draft_is_known_by_its_name_and_by_its_first_words() {
        let of = |name: &str, text: &str| {
            let document = FoundDocument { name: Some(name.to_owned()), ..FoundDocument::default() };
            of_paper(&document, text).is_some()
        };
        assert!(of("民事判决书（校对稿）.docx", "民事判决书"));
        assert!(of("民事判决书.pdf", "校对稿未盖章不生效民事判决书"));
        assert!(!of("民事判决书.pdf", "民事判决书(2026)沪0112民初1号原告某某"));
    }
}
