//! What everyday mails say, and what mails say that are no first service of their papers.

use super::*;
use rstest::rstest;

fn reasons(subject: &str, body: &str) -> Vec<String> {
    of_text(subject, body, (body, &[]), NaiveDate::from_ymd_opt(2026, 11, 25), Some(Role::Defendant))
}

#[rstest]
#[case("一案判决书已于2026年9月12日向你公司电子送达", true)]
#[case("已于2026年9月24日发送短信", false)]
#[case("本院已于2026年9月1日受理原告诉你公司一案", false)]
#[case("如此前已签收纸质文书", false)]
#[case("本院已通过短信推送提示", false)]
#[case("本院前已通过法院专递寄出", true)]
#[case("现向你公司送达下列文书", false)]
#[case("现送达本院2026年9月12日作出的判决书", false)]
#[case("已于2026年9月3日按送达地址确认书邮寄判决书", true)]
#[case("判决书已于2026年9月10日向原告、被告送达", true)]
fn an_earlier_service_is_known_by_its_words(#[case] clause: &str, #[case] is_before: bool) {
    let from = NaiveDate::from_ymd_opt(2026, 9, 24);
    let told = clauses(clause).iter().any(|it| was_served_before(it, from, Some(Role::Defendant)));
    assert_eq!(told, is_before);
}

#[rstest]
#[case("民事判决书", "现向你公司送达民事判决书，请查收。送达时间以到达系统的日期为准。", 0)]
#[case("民事判决书", "如附件无法打开，请联系本院重新发送。如信息有误，请与书记员联系更正。", 0)]
#[case("【二次发送】民事判决书", "请查收。", 1)]
#[case("民事判决书", "应你公司的调阅申请，提供判决书电子副本一份。", 1)]
#[case("民事判决书", "请核对身份事项，判决书待签发后送达。", 1)]
#[case("民事判决书", "所附判决书有误，请以新送达的为准。", 2)]
fn a_mail_says_what_it_is(#[case] subject: &str, #[case] body: &str, #[case] count: usize) {
    assert_eq!(reasons(subject, body).len(), count, "{:?}", reasons(subject, body));
}

#[rstest]
#[case("现予撤回", true)]
#[case("撤回2026年9月12日发送的应诉通知书", true)]
#[case("裁定准许原告撤回起诉", false)]
#[case("逾期按自动撤回上诉处理", false)]
fn what_a_party_takes_back_is_no_mail(#[case] clause: &str, #[case] is_withdrawn: bool) {
    assert_eq!(clauses(clause).iter().any(is_taken_back), is_withdrawn);
}

#[test]
fn sentences_of_a_mail_that_is_no_first_service_are_seen() {
    let said = include_str!("tests/not_first.txt");
    let missed: Vec<&str> = said.lines().filter(|line| reasons("民事判决书送达", line).is_empty()).collect();
    assert!(said.lines().count() > 50 && missed.is_empty(), "{missed:#?}");
    assert!(!reasons("民事判决书送达", "现将判决书重新发送\n请查收").is_empty());
    assert!(!reasons("民事判决书送达", "判决书已于2026年11月3日向你公\n司送达").is_empty());
}

#[test]
fn sentences_of_an_everyday_service_keep_its_deadlines_final() {
    let said = include_str!("tests/everyday.txt");
    let wrong: Vec<(&str, Vec<String>)> = said
        .lines()
        .map(|line| (line, reasons("民事判决书送达", line)))
        .filter(|(_, reasons)| !reasons.is_empty())
        .collect();
    assert!(said.lines().count() > 50 && wrong.is_empty(), "{wrong:#?}");
}

#[rstest]
#[case("本裁定以另行作出的（2026）沪0112民初99号之二裁定为准。", true)]
#[case("电子送达回执显示：到达时间2026-11-06 17:21。", true)]
#[case("如贵司未在2026年12月16日前回复，视为本次送达于当日完成。", true)]
#[case("随附某案判决书复印件，用于你方办理执行立案。", true)]
#[case("本院于2026年11月6日对（2026）沪0112民初1号案作出判决，现予送达。", false)]
fn brackets_of_case_numbers_and_later_days_are_read(#[case] body: &str, #[case] is_told: bool) {
    assert_eq!(!reasons("民事判决书送达", body).is_empty(), is_told, "{:?}", reasons("民事判决书送达", body));
}

#[rstest]
#[case("民事判决书送达（补正）", true)]
#[case("转发：民事判决书送达", true)]
#[case("Fwd: 民事判决书送达", true)]
#[case("某某催收咨询有限公司与你公司一案民事判决书", false)]
#[case("回复：民事判决书送达", false)]
fn a_subject_tells_too(#[case] subject: &str, #[case] is_told: bool) {
    assert_eq!(!reasons(subject, "请查收。").is_empty(), is_told);
}

#[rstest]
#[case("民事判决书（校对稿）.docx", "民事判决书", true)]
#[case("民事判决书.pdf", "校对稿未盖章不生效民事判决书", true)]
#[case("民事判决书.pdf", "民事判决书(2026)沪0112民初1号原告某某", false)]
#[case("民事判决书（第二次送达）.docx", "民事判决书", true)]
#[case("民事判决书（补发）.docx", "民事判决书", true)]
#[case("民事判决书（重新送达）.docx", "民事判决书", true)]
#[case("民事判决书（更正后）.docx", "民事判决书", true)]
#[case("民事判决书（未签章）.docx", "民事判决书", true)]
#[case("民事判决书（征求意见）.docx", "民事判决书", true)]
#[case("民事判决书草案.docx", "民事判决书", true)]
#[case("判决书终稿.docx", "民事判决书", true)]
#[case("校对稿示例有限公司判决书.docx", "民事判决书", true)]
#[case("民事判决书.docx", "民事判决书原告某某本判决书为草稿", true)]
#[case("民事判决书.docx", "民事判决书原告上海定稿文化传媒有限公司", false)]
#[case("民事判决书.docx", "民事判决书原告某某住闵行区存档路1号", false)]
#[case("上海存档科技有限公司民事判决书.docx", "民事判决书", false)]
#[case("北京底稿文化有限公司一案判决书.docx", "民事判决书", false)]
#[case("限期补正通知书.docx", "补正通知书", false)]
#[case("重整计划草案.docx", "重整计划", false)]
fn a_paper_that_is_not_the_final_one_is_known(#[case] name: &str, #[case] text: &str, #[case] is_marked: bool) {
    let document = FoundDocument { name: Some(name.to_owned()), ..FoundDocument::default() };
    assert_eq!(of_paper(&document, text).is_some(), is_marked, "{:?}", of_paper(&document, text));
}

#[rstest]
#[case("电子文书与纸质文书内容不一致的，请以纸质文书为准。", false)]
#[case("如电子文书与纸质文书不一致，以加盖院印的正式文书为准。", false)]
#[case("电子文书与纸质文书不一致的以纸质文书为准。", false)]
#[case("如您不是收件人，请删除本邮件。", false)]
#[case("因附件与纸质文书不一致，请以纸质文书为准。", true)]
#[case("如送达时间不一致的，以纸质文书签收之日为准。", true)]
#[case("请以纸质文书为准。", true)]
#[case("本邮件请忽略。", true)]
fn which_text_holds_should_two_differ_takes_no_days_certainty(#[case] body: &str, #[case] is_told: bool) {
    assert_eq!(!reasons("民事判决书", body).is_empty(), is_told, "{:?}", reasons("民事判决书", body));
}

#[rstest]
#[case("判决书请于下周到庭领取，领取之日为送达之日。", true)]
#[case("上诉期自到院之日起算。", true)]
#[case("判决书电子版供先行了解。", true)]
#[case("纸质判决书可于工作日领取。", false)]
#[case("如需领取纸质文书，领取之日不影响送达日期。", false)]
fn a_paper_that_is_to_be_collected_is_not_served_by_the_mail(#[case] body: &str, #[case] is_told: bool) {
    assert_eq!(!reasons("民事判决书", body).is_empty(), is_told, "{:?}", reasons("民事判决书", body));
}
