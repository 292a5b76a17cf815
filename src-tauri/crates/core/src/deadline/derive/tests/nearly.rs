//! Papers that look as if they started a period of ours, and do not, beside such as do.

use super::*;

const OURS: &str = "示例物业管理有限公司";

fn served(role: Role, documents: Vec<FoundDocument>) -> Service {
    let mut service = service(CIVIL, Some(role), documents);
    service.found.addressee = Some(OURS.to_owned());
    service
}

fn finals(service: &Service) -> Vec<String> {
    dated(service).into_iter().filter(|(.., status)| *status == Status::Final).map(|(rule, ..)| rule).collect()
}

fn answer(head: &str) -> String {
    format!("应诉通知书\n{head}：\n示例甲诉你公司一案，本院已立案，请于收到起诉状副本之日起十五日内答辩。")
}

#[test]
fn a_notice_to_a_namesake_is_not_ours() {
    let of = |head: &str| finals(&served(Role::Defendant, vec![document("1.2", "response-notice", &answer(head))]));
    assert_eq!(of(OURS), ["CIV-ANSWER", "CIV-JURIS"]);
    assert_eq!(of(&format!("被告{OURS}")), ["CIV-ANSWER", "CIV-JURIS"]);
    assert_eq!(of(&format!("江南贸易有限公司、{OURS}")), ["CIV-ANSWER", "CIV-JURIS"]);
    assert!(of(&format!("江苏{OURS}")).is_empty());
    assert!(of(&format!("被告江南{OURS}")).is_empty());
}

#[test]
fn a_decision_given_out_in_the_court_room_runs_from_then() {
    let told = |tail: &str| {
        let text = format!("{JUDGMENT}\n审判员示例丙\n{tail}");
        finals(&served(Role::Defendant, vec![document("1.2", "judgment", &text)]))
    };
    assert_eq!(told(""), ["CIV-APPEAL"]);
    assert_eq!(told("二〇二六年十一月十日"), ["CIV-APPEAL"]);
    assert!(told("本判决于二〇二六年十一月十日当庭宣判并当庭发放。").is_empty());
    assert!(told("本判决书于2026年11月10日宣判时由双方领取。").is_empty());
    assert!(told("附注：本判决已于2026年11月12日由被告在诉讼服务窗口领取。").is_empty());
    assert!(told("本判决书另行以邮政专递送达，上诉期以签收之日起计算。").is_empty());
    assert!(told("此件系补发，与原判决书内容一致。").is_empty());
}

#[test]
fn a_ruling_beside_a_judgment_may_take_it_back_or_mend_it() {
    let with = |kind: &str, text: &str| {
        let papers = vec![document("1.2", "judgment", JUDGMENT), document("1.3", kind, text)];
        finals(&served(Role::Defendant, papers))
    };
    assert_eq!(with("suspension-ruling", "民事裁定书\n裁定如下：中止执行。"), ["CIV-APPEAL"]);
    let voids = "民事裁定书\n裁定如下：一、准许撤诉；二、撤销（2026）沪0112民初12345号民事判决。";
    assert!(with("withdrawal-ruling", voids).is_empty());
    let mends = "民事裁定书\n本院对本案民事判决书中的书写错误裁定如下：“一千元”更正为“一千二百元”。";
    assert!(with("correction-ruling", mends).is_empty());
    assert!(with("correction-ruling", "民事裁定书\n判决书主文有遗漏，裁定如下：予以更正。").is_empty());
}

#[test]
fn only_who_applied_may_fight_the_dismissal_of_his_application() {
    let told = |party: &str, head: &str| {
        let text = format!(
            "民事裁定书\n原告示例甲\n被告{OURS}\n{head}裁定如下：驳回对财产保全的申请。\n{party}如不服本裁定，可以自收到裁定书之日起五日内向本院申请复议一次。"
        );
        finals(&served(Role::Defendant, vec![document("1.2", "preservation-ruling", &text)]))
    };
    assert!(told("申请人", "").is_empty());
    assert_eq!(told("申请人", &format!("申请人{OURS}请求保全原告财产。")), ["PRES-RECON"]);
    assert_eq!(told("", ""), ["PRES-RECON"]);
}

#[test]
fn a_remedy_told_for_an_outsider_is_his() {
    let told = |role: Option<Role>, head: &str, whose: &str| {
        let text = format!(
            "执行裁定书\n{head}\n裁定如下：驳回申请。\n{whose}不服本裁定的，可以自本裁定送达之日起十日内向上海市第一中级人民法院申请复议。"
        );
        let mut service = served(Role::Creditor, vec![document("1.2", "execution-objection-ruling", &text)]);
        service.found.role = role;
        service.found.case_numbers = vec!["（2026）沪0112执异13号".to_owned()];
        finals(&service)
    };
    let third = format!("案外人示例甲\n申请执行人示例乙\n被执行人示例丙\n第三人{OURS}");
    for role in [Role::ThirdParty, Role::Creditor, Role::AssistingUnit, Role::Debtor] {
        assert!(told(Some(role), &third, "案外人").is_empty(), "{role:?}");
        assert!(told(Some(role), &third, "如案外人、利害关系人").is_empty(), "{role:?}");
    }
    let outside = format!("案外人{OURS}\n申请执行人示例乙\n被执行人示例丙");
    assert_eq!(told(Some(Role::Outsider), &outside, "案外人"), ["EX-RECON"]);
    assert_eq!(told(Some(Role::ThirdParty), &third, "当事人、利害关系人"), ["EX-RECON"]);
}

#[test]
fn a_remedy_told_for_who_objected_is_his() {
    let told = |objector: &str, whose: &str| {
        let text = format!(
            "执行裁定书\n异议人：{objector}\n申请执行人：{OURS}\n裁定如下：驳回异议请求。\n{whose}不服本裁定的，可以自本裁定送达之日起十日内向上海市第一中级人民法院申请复议。"
        );
        let mut service = served(Role::Creditor, vec![document("1.2", "execution-objection-ruling", &text)]);
        service.found.case_numbers = vec!["（2026）沪0112执异13号".to_owned()];
        finals(&service)
    };
    assert!(told("示例甲", "如异议人示例甲").is_empty());
    assert_eq!(told(OURS, "异议人"), ["EX-RECON"]);
    assert_eq!(told("示例甲", "当事人"), ["EX-RECON"]);
    assert_eq!(told("示例甲", "异议人、当事人"), ["EX-RECON"]);
}

#[test]
fn nobody_has_joined_us_who_only_asks_what_we_say() {
    let told = |text: &str| finals(&served(Role::Defendant, vec![document("1.2", "joinder-notice", text)]));
    assert!(told("通知书\n原告请求追加你公司为共同被告，请于五日内就是否追加发表意见。").is_empty());
    let joined = "参加诉讼通知书\n本院依法追加你公司为本案被告参加诉讼，请在收到起诉状副本之日起十五日内答辩。";
    assert_eq!(told(joined), ["CIV-ANSWER", "CIV-JURIS"]);
}

#[test]
fn an_article_is_quoted_and_a_ruling_speaks_of_its_own_court() {
    let told = |court: &str| {
        let text = format!(
            "执行裁定书\n案外人示例甲\n申请执行人{OURS}\n裁定如下：中止对该车辆的执行。\n案外人、当事人对裁定不服，与原判决、裁定无关的，可以自裁定送达之日起十五日内向{court}提起诉讼。"
        );
        let mut service = served(Role::Creditor, vec![document("1.2", "execution-objection-ruling", &text)]);
        service.found.case_numbers = vec!["（2026）沪0112执异12号".to_owned()];
        finals(&service)
    };
    assert_eq!(told("本院"), ["EX-SUIT"]);
    assert!(told("人民法院").is_empty());
}

#[test]
fn what_a_party_hands_in_without_a_seal_makes_no_draft() {
    let told = |text: &str| {
        let paper = document("1.2", "supplement-notice", text);
        finals(&served(Role::Plaintiff, vec![paper]))
    };
    assert_eq!(told("补正通知书\n你公司的营业执照未加盖公章，请在收到本通知之日起六日内补正。"), ["CIV-SUPPLEMENT"]);
    assert!(told("补正通知书\n（本通知未盖章）请在收到本通知之日起六日内补正。").is_empty());
}

#[test]
fn the_notice_of_article_ten_is_known_by_what_it_says() {
    let told = |text: &str| {
        let mut service = served(Role::Respondent, vec![document("1.2", "notice", text)]);
        service.found.case_numbers = vec!["（2026）沪03破申21号".to_owned()];
        dated(&service)
    };
    let asked = "通知书\n示例甲申请对你公司进行破产重整，你公司如有异议，应在收到本通知之日起七日内提出。";
    assert_eq!(told(asked), [("BK-OBJ".to_owned(), "2026-11-27".to_owned(), Status::Final)]);
    let other = "通知书\n你公司对鉴定机构的选定如有异议，应在收到本通知之日起七日内提出。";
    assert!(told(other).iter().all(|(.., status)| *status != Status::Final));
}

#[test]
fn a_notice_may_count_from_something_else_than_its_service() {
    let told = |kind: &str, text: &str| finals(&served(Role::Defendant, vec![document("1.2", kind, text)]));
    let evidence = "举证通知书\n你公司应在收到评估报告之日起二十日内提交证据。";
    assert!(told("evidence-notice", evidence).is_empty());
    assert_eq!(told("evidence-notice", "举证通知书\n你公司应在收到本通知书之日起十六日内提交证据。"), ["CIV-EVID-ORD"]);
    let later = "举证通知书\n你公司的举证期限从收到本通知书次日起计算，共十八日。";
    assert_eq!(told("evidence-notice", later), ["CIV-EVID-ORD"]);
    let known = "应诉通知书\n案件发回后，起诉状副本不再重复送达，答辩期不另行指定。你公司可在收到起诉状副本之日起十五日内答辩。";
    assert!(told("response-notice", known).is_empty());
    let changed = "应诉通知书\n现送达变更后的请求。答辩期限从原应诉材料送达之次日起计算。你公司应在收到起诉状副本之日起十五日内答辩。";
    assert!(told("response-notice", changed).is_empty());
}

#[test]
fn a_period_for_whoever_is_abroad_is_not_ours() {
    let text = "应诉通知书\n鉴于案件涉外，境内无住所的当事人应在收到起诉状副本之日起三十日内提出答辩状。";
    let service = served(Role::Defendant, vec![document("1.2", "response-notice", text)]);
    assert!(finals(&service).is_empty(), "{:?}", dated(&service));
}

#[test]
fn who_helps_to_enforce_has_nothing_to_object_to() {
    let told = |whose: &str| {
        let text = format!("执行通知书\n{OURS}：\n{whose}自收到本通知书之日起三日内将款项汇至本院账户。");
        let mut service = served(Role::Debtor, vec![document("1.2", "execution-notice", &text)]);
        service.found.case_numbers = vec!["（2026）沪0112执31号".to_owned()];
        finals(&service)
    };
    assert!(told("请你公司作为协助执行人").is_empty());
    assert!(told("请协助执行，").is_empty());
    assert!(told("责令你公司").contains(&"EX-JURIS".to_owned()));
}
