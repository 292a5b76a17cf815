//! Whole services: court, parties, sittings, people, lists, links.

use rstest::rstest;

use super::{Written, court_mail};
use crate::identify::Role;
use crate::mail::Became;

const FULL: &str = "示例物业管理有限公司：\n　　本院受理原告示例甲与你公司物业服务合同纠纷一案，案号（2026）沪0112民初90001号。根据你方签署的《送达地址/电子送达确认书》，现以电子邮件方式向你方送达下列诉讼文书，见附件，请及时查收并回复确认。\n一、应诉通知书；二、举证通知书；三、民事起诉状副本；四、证据材料；五、合议庭组成人员告知书；六、传票。\n承办法官：测试法官　书记员：测试书记员　电话：021-00000000\n上海市闵行区人民法院\n2026年11月23日";

fn full() -> Written {
    court_mail("【上海市闵行区人民法院】（2026）沪0112民初90001号案件诉讼文书电子送达", FULL)
        .file("应诉通知书.pdf")
        .file("举证通知书.pdf")
        .file("起诉状副本.pdf")
        .file("证据1.pdf")
        .file("证据2.pdf")
        .file("合议庭组成人员告知书.pdf")
        .file("传票（示例物业管理有限公司）.pdf")
}

#[test]
fn a_defence_bundle() {
    let (found, doubts) = full().read();
    assert!(found.claims_service);
    assert_eq!(found.court.as_ref().map(|court| court.code.as_str()), Some("沪0112"));
    assert_eq!(found.case_numbers, ["（2026）沪0112民初90001号"]);
    assert_eq!(found.cause.as_deref(), Some("物业服务合同纠纷"));
    assert_eq!(found.addressee.as_deref(), Some("示例物业管理有限公司"));
    assert_eq!(found.role, Some(Role::Defendant));
    let kinds: Vec<_> = found.documents.iter().filter_map(|it| it.kind.as_deref()).collect();
    assert_eq!(
        kinds,
        ["response-notice", "evidence-notice", "complaint", "evidence", "evidence", "panel-notice", "summons"]
    );
    assert!(found.documents.iter().all(|it| it.case_number.as_deref() == Some("（2026）沪0112民初90001号")));
    assert!(found.listed_not_attached.is_empty(), "{:?}", found.listed_not_attached);
    assert_eq!(found.contacts.len(), 2);
    assert!(doubts.is_empty(), "{doubts:?}");
}

#[test]
fn what_is_listed_and_not_attached() {
    let (found, doubts) =
        court_mail("（2026）沪0112民初90001号诉讼文书电子送达", FULL).file("应诉通知书.pdf").file("传票.pdf").read();
    assert_eq!(found.listed_not_attached, ["举证通知书", "民事起诉状副本", "证据材料", "合议庭组成人员告知书"]);
    assert!(doubts.iter().any(|doubt| doubt.code == "listed-not-attached"));
}

#[rstest]
#[case("附件：1.应诉通知书 2.举证通知书 3.传票", &["应诉通知书", "举证通知书"])]
#[case("附件为民事判决书，请查收。", &["民事判决书"])]
#[case("现向你送达下列文书：\n1. 应诉通知书（1份）\n2. 传票 1份\n3. 《举证通知书》一份\n请查收。", &["应诉通知书", "举证通知书"])]
#[case("送达文书名称：应诉通知书、举证通知书、传票各一份。", &["应诉通知书", "举证通知书"])]
#[case("附：\n①起诉状副本\n②传票\n特此通知", &["起诉状副本"])]
#[case("请查收传票。收到后请在应诉通知书规定的期限内答辩。", &[])]
#[case("请查收：1、传票；2、交纳上诉费通知书；3、合议庭组成人员告知书。", &["交纳上诉费通知书", "合议庭组成人员告知书"])]
#[case("传票扫描件见附件。请携带授权委托书、营业执照复印件、所函。", &[])]
#[case("附件为传票。请于庭前提交授权委托书、法定代表人身份证明书、营业执照。", &[])]
fn lists_as_courts_write_them(#[case] text: &str, #[case] missing: &[&str]) {
    let found = court_mail("（2026）沪0112民初1号诉讼文书送达", text).file("传票.pdf").found();
    assert_eq!(found.listed_not_attached, missing, "{text}");
}

#[test]
fn what_lies_in_a_closed_archive_is_not_called_missing() {
    let found = court_mail(
        "民事判决书送达-（2026） 沪 0112 民初 90003 号",
        "附件为民事判决书，请查收。密码为您公司统一社会信用代码后6位。",
    )
    .part("(2026)沪0112民初90003号.zip", "application/zip", Became::Unread)
    .found();
    assert_eq!(found.case_numbers, ["（2026）沪0112民初90003号"]);
    assert!(found.claims_service);
    assert!(found.listed_not_attached.is_empty(), "{:?}", found.listed_not_attached);
}

#[test]
fn a_summons_is_read() {
    let page = "上海市闵行区人民法院\n传    票\n案    号  （2026）沪0112民初90001号\n案    由  物业服务合同纠纷\n被传唤人  示例物业管理有限公司\n工作单位或住址  示例路1号\n传唤事由  开庭\n应到时间  2026年12月10日9时30分\n应到处所  第三法庭\n注意事项：\n1.被传唤人必须准时到达应到处所。\n审判员  示例丁\n书记员  示例戊\n二〇二六年十一月二十日";
    let (found, doubts) = court_mail("传票", "请查收附件传票。").paper("传票.pdf", &[page]).read();
    assert_eq!(found.hearings.len(), 1, "{:?}", found.hearings);
    assert_eq!(found.hearings[0].starts.to_rfc3339(), "2026-12-10T09:30:00+08:00");
    assert_eq!(found.hearings[0].place.as_deref(), Some("第三法庭"));
    assert_eq!(found.hearings[0].part, "1.2");
    assert_eq!(found.cause.as_deref(), Some("物业服务合同纠纷"));
    assert_eq!(found.addressee.as_deref(), Some("示例物业管理有限公司"));
    assert_eq!(found.contacts.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["示例丁", "示例戊"]);
    assert!(doubts.is_empty(), "{doubts:?}");
}

#[test]
fn a_summons_without_a_readable_time_is_doubtful() {
    let page = "上海市闵行区人民法院\n传票\n案号：（2026）沪0112民初90001号\n应到时间：另行通知";
    assert!(court_mail("传票送达", "请查收").paper("传票.pdf", &[page]).codes().contains(&"hearing-time-unclear"));
}

#[rstest]
#[case("原告：示例甲\n被告：示例物业管理有限公司", Some(Role::Defendant))]
#[case("原告示例甲诉被告示例物业管理有限公司物业服务合同纠纷一案", Some(Role::Defendant))]
#[case("原告示例物业管理有限公司诉示例乙物业服务合同纠纷一案", Some(Role::Plaintiff))]
#[case("原告示例物业管理有限公司与被告示例乙物业服务合同纠纷一案", Some(Role::Plaintiff))]
#[case("你公司诉示例乙物业服务合同纠纷一案", Some(Role::Plaintiff))]
#[case("你单位与被告示例乙物业服务合同纠纷一案", Some(Role::Plaintiff))]
#[case("示例甲诉你公司物业服务合同纠纷一案，原告示例甲诉你公司", Some(Role::Defendant))]
#[case("上诉人（原审原告）：示例甲\n被上诉人（原审被告）：示例物业管理有限公司", Some(Role::Appellee))]
#[case("上诉人（原审被告）：示例物业管理有限公司", Some(Role::Appellant))]
#[case("第三人：示例物业管理有限公司", Some(Role::ThirdParty))]
#[case("申请执行人示例甲与被执行人示例物业管理有限公司合同纠纷一案", Some(Role::Debtor))]
#[case("申请执行人：示例物业管理有限公司", Some(Role::Creditor))]
#[case("再审申请人：示例物业管理有限公司", Some(Role::Applicant))]
#[case("再审申请人示例甲与被申请人示例物业管理有限公司合同纠纷一案", Some(Role::Respondent))]
#[case("债务人示例物业管理有限公司：", Some(Role::Debtor))]
#[case("案外人：示例物业管理有限公司", Some(Role::Outsider))]
#[case("协助执行人：示例物业管理有限公司", Some(Role::AssistingUnit))]
#[case("被告示例乙、示例物业管理有限公司", Some(Role::Defendant))]
#[case("示例物业管理有限公司：\n请查收。", None)]
fn our_standing(#[case] text: &str, #[case] role: Option<Role>) {
    let page = format!("上海市闵行区人民法院\n通知书\n（2026）沪0112民初90001号\n{text}");
    let found = court_mail("诉讼文书送达", "请查收").paper("通知书.pdf", &[&page]).found();
    assert_eq!(found.role, role, "{text}");
}

/// A notice to a natural person, with nothing in it or around it that names the office, is for somebody else.
#[test]
fn a_paper_to_a_person_is_not_ours() {
    let page = |to: &str| {
        format!(
            "上海市闵行区人民法院\n应诉通知书\n（2026）沪0112民初90001号\n{to}：\n你应在收到起诉状副本之日起十五日内提出答辩状。"
        )
    };
    let codes = |body: &str, to: &str| court_mail("诉讼文书送达", body).paper("应诉通知书.pdf", &[&page(to)]).codes();
    assert!(codes("请查收", "赵某某").contains(&"addressee-not-us"));
    assert!(!codes("示例物业管理有限公司：请查收", "赵某某").contains(&"addressee-not-us"));
    for to in ["示例物业管理有限公司", "各当事人", "注意事项"] {
        assert!(!codes("请查收", to).contains(&"addressee-not-us"), "{to}");
    }
}

#[rstest]
#[case("受理案件通知书.pdf", Some(Role::Plaintiff))]
#[case("应诉通知书.pdf", Some(Role::Defendant))]
#[case("执行通知书.pdf", Some(Role::Debtor))]
#[case("协助执行通知书.pdf", Some(Role::AssistingUnit))]
#[case("传票.pdf", None)]
fn a_paper_implies_a_standing(#[case] name: &str, #[case] role: Option<Role>) {
    assert_eq!(court_mail("诉讼文书送达", "请查收").file(name).found().role, role, "{name}");
}

#[rstest]
#[case("案由：物业服务合同纠纷", Some("物业服务合同纠纷"))]
#[case("本院受理原告示例甲与你公司物业服务合同纠纷一案", Some("物业服务合同纠纷"))]
#[case("示例银行股份有限公司诉示例乙金融借款合同纠纷一案", Some("金融借款合同纠纷"))]
#[case("案由  生命权、身体权、健康权纠纷", Some("生命权、身体权、健康权纠纷"))]
#[case("关于你公司与示例甲机动车交通事故责任纠纷一案", Some("机动车交通事故责任纠纷"))]
#[case("示例甲与示例乙劳动争议一案", Some("劳动争议"))]
#[case("请查收。", None)]
fn the_cause(#[case] text: &str, #[case] cause: Option<&str>) {
    assert_eq!(court_mail("诉讼文书送达", text).found().cause.as_deref(), cause, "{text}");
}

#[test]
fn a_party_of_a_served_decision_is_meant_where_nobody_is_addressed() {
    let page = |party: &str| {
        format!(
            "上海市闵行区人民法院\n民事判决书\n（2026）沪0112民初1号\n原告：示例甲，男。\n被告：{party}，住所地示例路1号。\n判决如下："
        )
    };
    let read = |party: &str| court_mail("判决书", "").paper("判决书.pdf", &[&page(party)]).found();
    let found = read("示例物业管理有限公司");
    assert_eq!(found.addressee.as_deref(), Some("示例物业管理有限公司"));
    let fact = found.facts.iter().find(|it| it.fact == "addressee");
    assert_eq!(fact.map(|it| it.sure), Some(crate::identify::evidence::Sure::Inferred));
    assert_eq!(read("新示例物业管理有限公司").addressee, None);
    let page = "上海市闵行区人民法院\n民事裁定书\n（2026）沪0112民初1号\n本院受理的原告示例物业管理有限公司与被告示例甲合同纠纷一案，裁定如下：\n本案转为普通程序。";
    let found = court_mail("裁定书", "").paper("裁定书.pdf", &[page]).found();
    assert_eq!(found.addressee.as_deref(), Some("示例物业管理有限公司"));
}

#[rstest]
#[case("示例物业管理有限公司：\n请查收。", Some("示例物业管理有限公司"), false)]
#[case("尊敬的示例物业管理有限公司：\n请查收。", Some("示例物业管理有限公司"), false)]
#[case("示例物业管理有限公司（被告）：\n请查收。", Some("示例物业管理有限公司"), false)]
#[case(
    "【上海市闵行区人民法院】示例物业管理有限公司，（2026）沪0112民初1号案件的文书已向您电子送达",
    Some("示例物业管理有限公司"),
    false
)]
#[case("示例物业管理有限公司闵行分公司：\n请查收。", Some("示例物业管理有限公司闵行分公司"), false)]
#[case("另一家物业服务有限公司：\n请查收。", Some("另一家物业服务有限公司"), true)]
#[case("您好：\n请查收。", None, false)]
#[case("案号：（2026）沪0112民初1号", None, false)]
#[case("受送达人：示例物业管理有限公司\n请查收", Some("示例物业管理有限公司"), false)]
#[case("示例物业管理有限公司（收）\n请查收。", Some("示例物业管理有限公司"), false)]
#[case("致：示例物业管理有限公司\n请查收。", Some("示例物业管理有限公司"), false)]
#[case("您好，示例物业管理有限公司，\n请查收。", Some("示例物业管理有限公司"), false)]
#[case("示例物业管理有限公司您好：（2026）沪0112民初1号案件", Some("示例物业管理有限公司"), false)]
#[case("示例物业管理有限公司的代理人：\n请查收。", Some("示例物业管理有限公司"), false)]
#[case("示例物业管理有限公司法务部：\n请查收。", Some("示例物业管理有限公司"), false)]
#[case("受送达人：示例物业管理有限公司 送达地址：sd@example.test\n", Some("示例物业管理有限公司"), false)]
#[case("示例物业管理有限公司（统一社会信用代码：91310000MA00000000）：\n请查收。", Some("示例物业管理有限公司"), false)]
#[case("送达对象：示例物业管理有限公司\n", Some("示例物业管理有限公司"), false)]
#[case("收件单位：示例物业管理有限公司\n", Some("示例物业管理有限公司"), false)]
#[case("当事人：示例甲、示例物业管理有限公司\n请查收。", Some("示例物业管理有限公司"), false)]
#[case("当事人：示例甲\n请查收。", None, false)]
#[case("示例物业管理有限公司诉讼代理人张律师：\n请查收。", Some("示例物业管理有限公司"), false)]
#[case("受送达人名称：示例物业管理有限公司\n", Some("示例物业管理有限公司"), false)]
#[case("被告：示例物业管理有限公司\n原告：示例甲\n", Some("示例物业管理有限公司"), false)]
#[case("诉讼当事人示例物业管理有限公司，你好：\n请查收。", Some("示例物业管理有限公司"), false)]
#[case("收件人：sd@example.test\n请查收。", None, false)]
#[case("受送达人：另一家物业服务有限公司 送达地址：sd@example.test\n", Some("另一家物业服务有限公司"), true)]
#[case("另一家物业服务有限公司您好：\n请查收。", Some("另一家物业服务有限公司"), true)]
#[case("新示例物业管理有限公司工程部（收）\n请查收。", None, false)]
fn the_addressee(#[case] text: &str, #[case] addressee: Option<&str>, #[case] is_another: bool) {
    let mail = court_mail("（2026）沪0112民初1号诉讼文书送达", text).file("传票.pdf");
    assert_eq!(mail.found().addressee.as_deref(), addressee, "{text}");
    assert_eq!(mail.codes().contains(&"addressee-not-us"), is_another, "{text}");
}

#[test]
fn a_link_with_a_full_stop_glued_to_it() {
    let link = "https://zxfw.court.gov.cn/zxfw/#/pagesAjkj/app/wssd/index?qdbh=TESTQDBH0000&sdbh=TESTSDBH0000&sdsin=TESTSIGN0000";
    let text = format!(
        "您有一份（2026）沪0112民初90002号案件的文书需要签收，请点击下方链接查阅下载，链接7日内有效：\n{link}。\n如非本人请忽略。"
    );
    for mail in [court_mail("电子送达通知", &text), court_mail("电子送达通知", &text).link(&format!("{link}。"))]
    {
        let found = mail.found();
        assert_eq!(found.pickups.len(), 1, "{:?}", found.pickups);
        assert_eq!(found.pickups[0].platform, "zxfw");
        assert_eq!(found.pickups[0].url.as_deref(), Some(link));
        assert_eq!(found.pickups[0].expires.as_deref(), Some("7日内有效"));
    }
}

#[test]
fn a_code_without_a_link_and_a_cloud_attachment() {
    let found = court_mail("电子送达", "您收到电子送达，签名码：A1B2C3，请至审判流程信息公开网查阅。").found();
    assert_eq!((found.pickups[0].platform.as_str(), found.pickups[0].code.as_deref()), ("splcgk", Some("A1B2C3")));
    let found = court_mail(
        "（2026）沪0112民初1号诉讼文书送达",
        "附件较大，请从云附件下载，提取码：ab12\n过期时间：2026年12月24日 10:30",
    )
    .link("https://mail.qq.com/cgi-bin/ftnExs_download?k=1&code=2")
    .link("https://www.example.test/help")
    .found();
    assert_eq!(found.pickups.len(), 1);
    let pickup = &found.pickups[0];
    assert_eq!((pickup.platform.as_str(), pickup.provider.as_deref()), ("cloud", Some("qq")));
    assert_eq!((pickup.code.as_deref(), pickup.expires.as_deref()), (Some("ab12"), Some("2026年12月24日 10:30")));
}

#[test]
fn a_court_by_its_signature_alone() {
    let found = court_mail("送达诉讼文书", "请查收附件。\n上海市闵行区人民法院莘庄人民法庭\n2026年11月23日")
        .file("传票.pdf")
        .found();
    assert_eq!(found.court.map(|court| court.code).as_deref(), Some("沪0112"));
    let mail = court_mail("送达诉讼文书", "请查收附件传票。").file("传票.pdf");
    assert_eq!(mail.found().court, None);
    assert!(mail.codes().contains(&"court-unknown") && mail.codes().contains(&"case-number-missing"));
}

#[test]
fn the_court_one_appeals_to_does_not_serve() {
    let page = "上海市闵行区人民法院\n民事判决书\n（2026）沪0112民初88号\n原告：示例甲\n被告：示例物业管理有限公司\n如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状，上诉于上海市第一中级人民法院。";
    let (found, doubts) =
        court_mail("（2026）沪0112民初88号民事判决书送达", "附件为民事判决书，请查收。\n上海市闵行区人民法院")
            .paper("民事判决书.pdf", &[page])
            .read();
    assert_eq!(found.court.map(|court| court.code).as_deref(), Some("沪0112"));
    assert!(doubts.is_empty(), "{doubts:?}");
    assert!(found.hearings.is_empty());
}

#[test]
fn enforcement_cites_the_judgment_it_rests_on() {
    let page = "上海市闵行区人民法院\n执 行 通 知 书\n（2026）沪0112执90009号\n示例物业管理有限公司：\n你公司与示例甲物业服务合同纠纷一案，本院（2025）沪0112民初88号民事判决书已发生法律效力。申请执行人示例甲向本院申请强制执行。";
    let found = court_mail("（2026）沪0112执90009号执行通知书", "请查收")
        .paper("执行通知书.pdf", &[page])
        .file("（2026）沪0112执90009号之一执行裁定书.pdf")
        .found();
    assert_eq!(found.case_numbers, ["（2026）沪0112执90009号"]);
    assert_eq!(found.documents[1].suffix.as_deref(), Some("之一"));
    assert_eq!(found.documents[1].case_number.as_deref(), Some("（2026）沪0112执90009号"));
    assert_eq!(found.role, Some(Role::Debtor));
}
