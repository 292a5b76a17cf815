//! What stands beside the served case, decisions told by what they order, and letters of a court without papers.

use rstest::rstest;

use super::{Written, court_mail};

const COURT: &str = "岳阳市云溪区人民法院";

#[rstest]
#[case("现送达（2026）湘0603民初28473号合议庭成员通知书。本案与（2026）京0105民初1025号案系关联案件，另行送达。")]
#[case("﹝2026﹞湘0603民初28473号，送达合议庭成员通知书。本案与（2026）湘0603民初1025号案合并审理。")]
#[case("（2026）湘0603民初28473号文书请查收。同类案件见（2026）京0105民初1025号。")]
fn a_case_told_of_beside_the_served_one_is_not_served(#[case] text: &str) {
    let page = format!("{COURT}\n合议庭成员通知书\n(2026)湘0603民初28473号\n示例物业管理有限公司：");
    let written =
        court_mail("送达文书", &format!("示例物业管理有限公司：\n{text}\n{COURT}")).paper("通知.pdf", &[&page]);
    let (found, doubts) = written.read();
    assert_eq!(found.case_numbers, ["（2026）湘0603民初28473号"], "{text}");
    assert_eq!(found.court.map(|court| court.code).as_deref(), Some("湘0603"));
    assert!(!doubts.iter().any(|doubt| doubt.code == "court-mismatch"), "{doubts:?}");
}

#[test]
fn two_cases_heard_together_are_both_served() {
    let text = "示例物业管理有限公司：\n（2026）湘0603民初28473号与（2026）湘0603民初28474号合并审理，请查收传票。";
    let found = court_mail("合并审理", &format!("{text}\n{COURT}")).found();
    assert_eq!(found.case_numbers, ["（2026）湘0603民初28473号", "（2026）湘0603民初28474号"]);
}

#[test]
fn a_paper_that_bears_another_courts_number_keeps_it() {
    let other = "北京市朝阳区人民法院\n民事判决书\n（2026）京0105民初1025号\n判决如下";
    let text = format!("示例物业管理有限公司：\n现送达（2026）湘0603民初28473号文书。\n{COURT}");
    let found =
        court_mail("送达文书", &text).file("（2026）湘0603民初28473号传票.pdf").paper("判决书.pdf", &[other]).found();
    assert_eq!(found.documents[1].case_number.as_deref(), Some("（2026）京0105民初1025号"));
}

#[test]
fn the_papers_own_number_is_that_of_its_head() {
    let page = "湖北省襄阳市中级人民法院\n上诉案件移送函\n示例物业管理有限公司：\n上诉人示例甲与你单位一案，丁青县人民法院\
                （案号（2025）藏0324民初5653号）已移送本院，案号（2026）鄂06民终23943号。";
    let found = court_mail("送达", "请查收附件。\n湖北省襄阳市中级人民法院").paper("移送函.pdf", &[page]).found();
    assert_eq!(found.documents[0].case_number.as_deref(), Some("（2026）鄂06民终23943号"));
    assert_eq!(found.case_numbers, ["（2026）鄂06民终23943号"]);
}

#[rstest]
#[case("被罚款人：示例甲。决定如下：对示例甲罚款20000元。", "fine-decision")]
#[case("因拒不履行，决定拘留示例甲五日。", "detention-decision")]
#[case("决定将你单位纳入失信被执行人名单，期限二年。", "dishonesty-decision")]
#[case("本院决定限制示例甲出境。", "exit-restriction")]
#[case("决定对你单位及法定代表人限制高消费。", "consumption-restriction")]
#[case("复议申请人：示例甲。不服罚款决定，申请复议。决定如下：驳回申请，维持原决定。", "decision")]
#[case("决定如下：提前解除对示例甲的拘留。", "decision")]
#[case("决定如下：驳回示例甲的回避申请。", "decision")]
fn what_a_decision_orders_tells_its_kind(#[case] text: &str, #[case] kind: &str) {
    let page = format!("上海市闵行区人民法院\n决定书\n（2026）沪0112执1号\n{text}");
    let found = court_mail("送达", "请查收附件。").paper("决定书.pdf", &[&page]).found();
    assert_eq!(found.documents[0].kind.as_deref(), Some(kind), "{text}");
}

#[rstest]
#[case("关于改期开庭的通知书", "postponement-notice")]
#[case("关于指定举证期限的通知书", "evidence-notice")]
#[case("关于提交代理手续的通知书", "notice")]
#[case("应诉告知书", "response-notice")]
#[case("召开庭前会议通知书", "evidence-exchange-notice")]
#[case("变更送达地址告知书", "service-address-change")]
#[case("当事人确认送达地址及接受电子送达确认书", "service-address-confirmation")]
#[case("申报财产通知书", "property-report-order")]
#[case("告知审判人员变更情况及开庭通知书", "hearing-notice")]
fn titles_in_other_words(#[case] title: &str, #[case] kind: &str) {
    let page = format!("上海市闵行区人民法院\n{title}\n（2026）沪0112民初1号\n示例物业管理有限公司：");
    let found = court_mail("送达", "请查收附件。").paper("扫描件0012.pdf", &[&page]).found();
    assert_eq!(found.documents[0].kind.as_deref(), Some(kind), "{title}");
}

#[test]
fn a_court_that_gives_a_sitting_up_writes_about_the_case() {
    let text = "【岳阳市云溪区人民法院】示例物业管理有限公司，您与示例甲一案（（2026）湘0603民初1号）：原定2026年12月16日\
                14:30的开庭取消，具体时间另行通知。";
    let found = court_mail("示例甲诉示例物业管理有限公司案", text).named(COURT).found();
    assert!(found.claims_service);
    assert!(found.hearings.is_empty());
    let thanks = "您提交的（2026）湘0603民初1号案件答辩状本院已收到。\n岳阳市云溪区人民法院";
    assert!(!court_mail("材料已收到", thanks).named(COURT).found().claims_service);
}

#[test]
fn a_name_misread_off_a_picture_contradicts_nothing() {
    let page = "上海市浦东新区人民法院\n传票\n（2026）沪0112民初1号\n应到时间：2026年12月10日9时30分";
    let text = "示例物业管理有限公司：\n现送达（2026）沪0112民初1号传票。\n上海市闵行区人民法院";
    let written = court_mail("送达", text).paper("扫描件.pdf", &[page]).ocr();
    assert!(!written.codes().contains(&"court-mismatch"));
}

#[test]
fn a_seizure_in_an_enforcement_is_no_preservation() {
    let page =
        "上海市闵行区人民法院\n民事裁定书\n（2026）沪0112执1号\n裁定如下：查封被执行人示例甲名下房产，期限三年。";
    let found = court_mail("送达", "请查收附件。").paper("裁定书.pdf", &[page]).found();
    assert_eq!(found.documents[0].kind.as_deref(), Some("execution-ruling"));
}

#[test]
fn a_list_of_sittings_tells_every_case_in_its_rows() {
    let page = "上海市闵行区人民法院十二月排庭表\n序号 案号 当事人 开庭时间 法庭\n1 （2026）沪0112民初71号 示例甲 2026-12-08 09:00 第三法庭\n\
                2 （2026）沪0112民初72号 示例乙 2026-12-08 10:00 第三法庭\n3 （2026）沪0112民初75号 示例丙 2026-12-08 11:00 第五法庭";
    let written = Written::new("sd@court.example.test", "十二月排庭表", "").paper("排庭表.pdf", &[page]);
    let found = written.arrived("2026-11-20T09:00:00+08:00").found();
    assert!(found.claims_service);
    assert_eq!(found.case_numbers, ["（2026）沪0112民初71号", "（2026）沪0112民初72号", "（2026）沪0112民初75号"]);
    assert_eq!(found.hearings.len(), 3);
}

#[test]
fn the_other_sides_paper_alone_tells_the_case_and_leaves_a_doubt() {
    let page = "民事答辩状\n答辩人：示例甲\n案号：（2026）沪0112民初81号\n答辩人认为原告的请求没有依据。";
    let written = Written::new("sd@court.example.test", "材料", "").paper("民事答辩状.pdf", &[page]);
    assert_eq!(written.found().case_numbers, ["（2026）沪0112民初81号"]);
    let written = Written::new("sd@court.example.test", "材料", "").paper("民事答辩状.pdf", &[page]);
    assert!(written.codes().contains(&"case-number-cited"));
}

#[test]
fn a_ruling_of_correction_bears_the_number_it_cites() {
    let page = "上海市闵行区人民法院\n民事裁定书\n（2026）沪0112民初91号\n本院作出的（2026）沪0112民初91号民事判决书存在笔误，\
                应予补正。裁定如下：“三十日”补正为“十日”。";
    let found = court_mail("裁定书", "请查收附件。").paper("裁定书.pdf", &[page]).found();
    assert_eq!(found.case_numbers, ["（2026）沪0112民初91号"]);
    assert_eq!(found.documents[0].kind.as_deref(), Some("correction-ruling"));
}

#[test]
fn what_colleagues_write_to_each_other_serves_nothing() {
    let mut written =
        Written::new("li@office.example", "法院传票已存档", "各位，法院传票已扫描存档，开庭12月8日9:30。");
    written.mail.to = vec!["all@office.example".to_owned()];
    assert!(!written.arrived("2026-11-20T09:00:00+08:00").found().claims_service);
    let written = Written::new(
        "wang@firm.example",
        "关于闵行法院案件的出庭安排",
        "（2026）沪0112民初31号案12月8日9:30\
                在闵行法院第十二法庭开庭，我所派员出庭，请贵司提供授权委托书。",
    );
    assert!(!written.arrived("2026-11-20T09:00:00+08:00").found().claims_service);
}
