//! Notices that are headed 通知书 or 告知书 alone: told by what they order.

use super::court_mail;
use rstest::rstest;

#[rstest]
#[case(
    "通知书",
    "沪03破9号",
    "本院裁定受理示例餐饮有限公司破产清算一案。你单位应在2027年1月15日前向管理人申报债权，书面说明债权数额。第一次债权人会议定于2027年1月28日9时30分召开。",
    "bankruptcy-notice"
)]
#[case("通知书", "沪03破9号", "请你公司于2027年1月15日前向管理人（示例律师事务所）申报债权。", "bankruptcy-notice")]
#[case("告知书", "沪03破申9号", "债权申报期限为自公告之日起三十日。", "bankruptcy-notice")]
#[case(
    "通知书",
    "沪03破9号",
    "示例餐饮有限公司第二次债权人会议定于2026年12月15日9时30分召开，请参加并表决。",
    "creditors-meeting-notice"
)]
#[case("通知书", "沪03破9号", "你单位已申报债权，第三次债权人会议将于12月15日举行。", "creditors-meeting-notice")]
#[case("通知书", "沪0112民初9号", "你方应在收到本通知次日起七日内预交案件受理费4318元，逾期按撤诉处理。", "fee-notice")]
#[case("通知书", "沪0112民初9号", "限你单位七日内补交保全申请费5000元。", "fee-notice")]
#[case(
    "告知书",
    "沪0112民初9号",
    "原定2026年12月10日9时开庭，现改为2026年12月15日9时30分在第三法庭开庭。",
    "postponement-notice"
)]
#[case(
    "通知书",
    "沪0112民初9号",
    "本案开庭时间由2026年12月10日9时变更为2026年12月15日9时30分。",
    "postponement-notice"
)]
#[case("通知书", "沪0112民初9号", "因被告申请鉴定，本院决定对外委托鉴定，请予配合。", "notice")]
#[case("通知书", "沪0112民初9号", "你单位已交纳案件受理费，现退还多交部分。", "notice")]
#[case("通知书", "沪0112执9号", "责令你单位三日内履行义务，并交纳申请执行费。", "notice")]
#[case(
    "通知书",
    "沪0112民初9号",
    "本院裁定受理示例餐饮有限公司破产清算一案，请你单位向管理人申报债权。",
    "bankruptcy-notice"
)]
#[case("通知书", "沪0112执9号", "被执行人已被裁定破产，请向管理人申报债权。", "notice")]
fn what_a_notice_orders_tells_its_kind(
    #[case] title: &str,
    #[case] number: &str,
    #[case] text: &str,
    #[case] kind: &str,
) {
    let page = format!(
        "上海市闵行区人民法院\n{title}\n（2026）{number}\n示例物业管理有限公司：\n{text}\n二〇二六年十一月一日"
    );
    let found = court_mail("文书送达", "请查收").paper("文书.pdf", &[&page]).found();
    assert_eq!(found.documents[0].kind.as_deref(), Some(kind), "{text}");
}
