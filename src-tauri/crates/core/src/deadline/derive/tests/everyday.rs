//! Papers of every day whose dates stay final, and those beside them whose dates do not.

use super::*;

const US: &str = "示例物业管理有限公司";

/// Last day and status of one rule, for a mail addressed to us.
fn told(mut served: Service, rule: &str) -> Option<(String, Status)> {
    served.found.addressee = Some(US.to_owned());
    let found = derived(&served).into_iter().find(|it| it.reckoning.rule == rule)?;
    Some((found.reckoning.last_day?.to_string(), found.reckoning.status))
}

fn one(number: &str, role: Option<Role>, kind: &str, text: &str) -> Service {
    service(number, role, vec![document("1.2", kind, text)])
}

fn is(day: &str, status: Status) -> Option<(String, Status)> {
    Some((day.to_owned(), status))
}

/// A court that hears a retrial petition calls its notice one to answer.
#[test]
fn a_notice_to_answer_a_retrial_petition_starts_the_written_opinion() {
    let text = format!(
        "应诉通知书\n{US}：\n再审申请人示例甲申请再审一案，本院已立案审查。你公司应自收到再审申请书副本之日起十五日内提交书面意见。"
    );
    let served = one("（2026）沪民申88号", Some(Role::Respondent), "response-notice", &text);
    assert_eq!(told(served, "CIV-RETRIAL-REPLY"), is("2026-12-07", Status::Final));
}

/// What the paper states needs no article; what rests on the article alone does.
#[test]
fn a_stated_period_does_not_wait_for_its_article_to_be_compared() {
    let stated = format!("询价报告发送通知书\n{US}：\n对报告有异议的，可以在收到报告后五日内向本院提出书面异议。");
    let served = one("（2026）沪0112执8号", None, "valuation-report", &stated);
    assert_eq!(told(served, "EX-VALUE-OBJ"), is("2026-11-25", Status::Final));
    let silent = one("（2026）沪0112执8号", None, "valuation-report", &format!("网络询价报告\n{US}"));
    assert_eq!(told(silent, "EX-VALUE-OBJ"), is("2026-11-25", Status::Provisional));
}

#[test]
fn a_notice_of_anothers_objection_starts_the_opposition_alone() {
    let text = format!(
        "通知书\n{US}：\n债权人示例甲对分配方案提出异议。如对该异议有反对意见，应自收到本通知之日起十五日内提出。"
    );
    let served = || one("（2026）沪0112执8号", None, "notice", &text);
    assert_eq!(told(served(), "EX-DIST-OPP"), is("2026-12-07", Status::Final));
    assert_eq!(told(served(), "EX-DIST-OBJ"), None);
}

/// The standing read of the mail is that of the other case in it.
#[test]
fn a_notice_to_answer_beside_a_judgment_of_another_case_is_ours() {
    let other = "（2026）沪0112民初200号";
    let answer = |who: &str| {
        let mut notice = document(
            "1.3",
            "response-notice",
            &format!("应诉通知书\n{US}：\n{who}应于收到起诉状副本之日起十五日内提交答辩状。"),
        );
        notice.case_number = Some(other.to_owned());
        let mut judgment = document("1.2", "judgment", JUDGMENT);
        judgment.case_number = Some(CIVIL.to_owned());
        let mut served = service(CIVIL, Some(Role::Plaintiff), vec![judgment, notice]);
        served.found.case_numbers.push(other.to_owned());
        served
    };
    assert_eq!(told(answer("你公司"), "CIV-ANSWER"), is("2026-12-07", Status::Final));
    let suing = answer("原告示例物业管理有限公司诉示例乙，被告");
    assert_eq!(told(suing, "CIV-ANSWER"), is("2026-12-07", Status::Provisional));
}

/// Periods that ran before, count from another paper, or bind somebody else.
#[test]
fn what_a_paper_says_beside_its_period_keeps_it_open() {
    let rest = format!("{RESPONSE}\n管辖权异议已被驳回，答辩期继续计算剩余的六日。");
    let served = one(CIVIL, Some(Role::Defendant), "response-notice", &rest);
    assert_eq!(told(served, "CIV-ANSWER").map(|it| it.1), Some(Status::Provisional));

    let order = |from: &str| {
        let text = format!("执行通知书\n{US}：\n责令你公司自收到{from}之日起三日内履行义务。");
        let told = told(one("（2026）沪0112执8号", Some(Role::Debtor), "execution-notice", &text), "EX-COMPLY");
        told.map(|it| it.1)
    };
    assert_eq!(order("（2026）沪0112执保9号执行裁定书"), Some(Status::Provisional));
    assert_eq!(order("本通知书"), Some(Status::Final));

    let payment = |debtor: &str| {
        let text = format!(
            "支付令\n申请人：示例甲。\n被申请人：{debtor}。\n担保人：{US}。\n被申请人应当自收到本支付令之日起十五日内给付货款，或者提出书面异议。"
        );
        told(one("（2026）沪0112民督8号", Some(Role::Debtor), "payment-order", &text), "PAY-OBJ").map(|it| it.1)
    };
    assert_eq!(payment("示例乙贸易有限公司"), Some(Status::Provisional));
    assert_eq!(payment(US), Some(Status::Final));
}

/// What the paper states is the remedy of whom it is told to, also where it lifts what was secured.
#[test]
fn a_ruling_that_lifts_a_freeze_may_be_reconsidered_where_it_says_so() {
    let told = |remedy: &str| {
        let text =
            format!("民事裁定书\n原告：{US}\n被告：示例甲\n裁定如下：\n解除对被告示例甲银行存款的冻结。\n{remedy}");
        told(one("（2026）沪0112民初8号", Some(Role::Plaintiff), "preservation-ruling", &text), "PRES-RECON")
    };
    assert_eq!(told("如不服本裁定，可以自收到裁定书之日起五日内向本院申请复议一次。"), is("2026-11-25", Status::Final));
    assert_eq!(told("本裁定立即开始执行。"), None);
}

#[test]
fn the_period_to_answer_that_a_guide_tells_is_the_one_to_object_within() {
    let notice = format!("应诉通知书\n{US}：\n本院已受理原告示例甲诉你公司一案，现送达起诉状副本。");
    let guide = "小额诉讼程序告知书\n本案适用小额诉讼程序。答辩期间为自收到起诉状副本之日起七日。对管辖权有异议的，应在答辩期间内提出。";
    let papers = || vec![document("1.2", "response-notice", &notice), document("1.3", "small-claims-notice", guide)];
    let served = || service("（2026）沪0112民初8号", Some(Role::Defendant), papers());
    assert_eq!(told(served(), "CIV-ANSWER-SMALL"), is("2026-11-27", Status::Final));
    assert_eq!(told(served(), "CIV-JURIS"), is("2026-11-27", Status::Final));
}

/// 民事诉讼法 第一百三十条: the objection to the court belongs to the first time to answer.
#[test]
fn a_time_to_answer_set_anew_for_changed_claims_opens_no_objection_to_the_court() {
    let text = format!(
        "应诉通知书\n{US}：\n因原告变更诉讼请求，本院重新指定答辩期限，你公司应于收到变更诉讼请求申请书之日起十日内提交答辩意见。"
    );
    let served = || one("（2026）沪0112民初8号", Some(Role::Defendant), "response-notice", &text);
    assert_ne!(told(served(), "CIV-JURIS").map(|(_, status)| status), Some(Status::Final));
}

/// 民事诉讼法 第二百二十八条: who applied may say that he does not sue; in the other case of the mail he is who is to pay.
#[test]
fn in_a_mail_of_several_cases_each_paper_tells_our_standing_in_its_own() {
    let of = |number: &str, part: &str, kind: &str, text: String| FoundDocument {
        case_number: Some(number.to_owned()),
        ..document(part, kind, &text)
    };
    let (first, second) = ("（2026）沪0112民督318号", "（2026）沪0112民督207号");
    let order = format!(
        "支付令\n申请人：示例甲\n被申请人：{US}\n被申请人应当自收到本支付令之日起十五日内清偿债务，或者提出书面异议。"
    );
    let ended = format!(
        "民事裁定书\n申请人：{US}\n被申请人：示例乙\n被申请人提出书面异议，裁定如下：终结本案的督促程序，支付令自行失效。申请人自收到本裁定之日起七日内未表明不同意提起诉讼的，视为向本院起诉。"
    );
    let mut served = service(
        first,
        Some(Role::Debtor),
        vec![of(first, "1.2", "payment-order", order), of(second, "1.3", "payment-order-termination", ended)],
    );
    served.found.case_numbers.push(second.to_owned());
    assert_eq!(told(served, "PAY-NOSUIT").map(|(day, _)| day), Some("2026-11-27".to_owned()));
}

/// 民诉法解释 第三百零三条、第三百零四条: the outsider sues once he is turned down, the creditor once enforcement stands still.
#[test]
fn a_suit_over_enforcement_is_for_who_lost_the_objection() {
    let told = |role: Role, order: &str| {
        let text = format!(
            "执行裁定书\n案外人：示例甲\n申请执行人：{US}\n裁定如下：{order}\n案外人、当事人对裁定不服的，可以自本裁定送达之日起十五日内，向人民法院提起诉讼。"
        );
        told(one("（2026）沪0112执异8号", Some(role), "execution-objection-ruling", &text), "EX-SUIT").map(|(_, it)| it)
    };
    let (turned_down, granted) = ("驳回案外人示例甲的异议请求。", "中止对该房屋的执行。");
    assert_eq!(told(Role::Creditor, granted), Some(Status::Final));
    assert_eq!(told(Role::Creditor, turned_down), Some(Status::Provisional));
    assert_eq!(told(Role::Outsider, granted), Some(Status::Provisional));
    assert_eq!(told(Role::Debtor, turned_down), Some(Status::Provisional));
}

/// 民事诉讼法 第一百七十四条: the answer to an appeal is asked of the other side; who only bears the standing of the first
/// suit is not that for certain (民诉法解释 第三百一十七条).
#[test]
fn who_is_listed_by_the_first_suit_alone_may_have_no_appeal_to_answer() {
    let told = |ours: &str| {
        let text =
            format!("民事上诉状\n上诉人（原审原告）：示例甲\n被上诉人（原审被告）：{ours}\n上诉请求：撤销原判。");
        told(one("（2026）沪01民终8号", Some(Role::Appellee), "appeal-petition", &text), "CIV-APPEAL-ANSWER")
            .map(|(_, it)| it)
    };
    assert_eq!(told(US), Some(Status::Final));
    assert_eq!(told(&format!("示例乙有限公司\n原审被告：{US}")), Some(Status::Provisional));
}

/// 民诉法解释 第四百五十条: a month from the end of the public summons.
#[test]
fn a_notice_that_the_public_summons_ended_starts_the_month_to_apply() {
    let text = format!(
        "通知书\n{US}：\n公示催告期间自2026年8月10日起至2026年10月19日止，无人申报权利。你单位应当自公示催告期间届满之日起一个月内向本院申请作出除权判决。"
    );
    let served = one("（2026）沪0112民催8号", Some(Role::Applicant), "notice", &text);
    assert_eq!(told(served, "PUB-APPLY").map(|(day, _)| day), Some("2026-11-19".to_owned()));
}
