//! Papers that are for somebody else than the mail, and decisions that only tell of us.

use super::*;

const US: &str = "示例物业管理有限公司";

fn status(mut served: Service, rule: &str) -> Option<Status> {
    served.found.addressee = Some(US.to_owned());
    derived(&served).iter().find(|it| it.reckoning.rule == rule).map(|it| it.reckoning.status)
}

fn notice(to: &str) -> Service {
    let text = format!(
        "上海市闵行区人民法院\n应诉通知书\n{CIVIL}\n{to}：\n本院受理某银行诉你一案。你应在收到起诉状副本之日起十五日内提出答辩状。"
    );
    service(CIVIL, Some(Role::Defendant), vec![document("1.2", "response-notice", &text)])
}

/// A court asks the manager of a house to post what is for a resident of it.
#[test]
fn a_notice_to_somebody_else_starts_nothing_for_sure() {
    for other in ["赵某某", "另一家贸易有限公司"] {
        assert_eq!(status(notice(other), "CIV-ANSWER"), Some(Status::Provisional), "{other}");
    }
    let ours =
        [US, "被告示例物业管理有限公司", "示例物业管理有限公司松江分公司", "另一家贸易有限公司、示例物业管理有限公司"];
    for ours in ours.into_iter().chain(["各当事人", "注意事项", "双方当事人"]) {
        assert_eq!(status(notice(ours), "CIV-ANSWER"), Some(Status::Final), "{ours}");
    }
}

#[test]
fn a_decision_between_others_that_tells_of_us_starts_nothing_for_sure() {
    let judgment = |story: &str, role| {
        let text = format!(
            "民事判决书\n原告：某置业有限公司。\n被告：赵某某。\n{story}。判决如下：驳回。如不服本判决，可在判决书送达之日起十五日内上诉于上海市第一中级人民法院。"
        );
        status(service(CIVIL, role, vec![document("1.2", "judgment", &text)]), "CIV-APPEAL")
    };
    let told = "经审理查明，示例物业管理有限公司系小区物业服务人，出具情况说明一份";
    assert_eq!(judgment(told, None), Some(Status::Provisional));
    assert_eq!(judgment("案外人示例物业管理有限公司称已收款", None), Some(Status::Provisional));
    let outside = judgment("案外人示例物业管理有限公司所作证言予以采信", Some(Role::Outsider));
    assert_eq!(outside, Some(Status::Provisional));
    assert_eq!(judgment("第三人：示例物业管理有限公司，住所地上海市", None), Some(Status::Final));
    assert_eq!(judgment("原告：某置业有限公司、示例物业管理有限公司", None), Some(Status::Final));
    // Nothing is laid on the third party, who then cannot appeal.
    assert_eq!(judgment(told, Some(Role::ThirdParty)), Some(Status::Provisional));
    // Only whom the judgment lists may appeal, whatever the mail calls us.
    assert_eq!(judgment(told, Some(Role::Defendant)), Some(Status::Provisional));
    let sued = "原告已另案起诉被告示例物业管理有限公司";
    assert_eq!(judgment(sued, Some(Role::Defendant)), Some(Status::Provisional));
}

/// A branch that has a licence is a party of its own, and a copy for a guarantor lays nothing on it.
#[test]
fn a_decision_on_a_branch_and_an_order_to_somebody_else_are_not_surely_ours() {
    let judged = |party: &str| {
        let text = format!(
            "民事判决书\n原告：赵某某。\n被告：{party}。\n判决如下：驳回。如不服本判决，可在判决书送达之日起十五日内上诉于上海市第一中级人民法院。"
        );
        status(service(CIVIL, Some(Role::Defendant), vec![document("1.2", "judgment", &text)]), "CIV-APPEAL")
    };
    assert_eq!(judged(US), Some(Status::Final));
    assert_eq!(judged("示例物业管理有限公司苏州分公司"), Some(Status::Provisional));
    let ordered = |debtor: &str| {
        let text = format!(
            "支付令\n申请人：某公司。\n被申请人：{debtor}。\n被申请人{debtor}应当自收到本支付令之日起十五日内清偿债务，或者向本院提出书面异议。"
        );
        status(
            service("（2026）沪0112民督1号", Some(Role::Debtor), vec![document("1.2", "payment-order", &text)]),
            "PAY-OBJ",
        )
    };
    assert_eq!(ordered(US), Some(Status::Final));
    assert_eq!(ordered("上海示例置业有限公司"), Some(Status::Provisional));
}
