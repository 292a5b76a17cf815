//! Papers of enforcement that courts send by themselves, each with the remedy it tells of.

use super::*;

const NUMBER: &str = "（2026）沪0112执7008号";

fn told(number: &str, role: Option<Role>, kind: &str, text: &str) -> Vec<(String, Option<String>)> {
    let service = service(number, role, vec![document("1.2", kind, text)]);
    let line = |it: &Deadline| (it.reckoning.rule.clone(), it.reckoning.last_day.map(|day| day.to_string()));
    derived(&service).iter().map(line).collect()
}

fn one(rule: &str, day: Option<&str>) -> Vec<(String, Option<String>)> {
    vec![(rule.to_owned(), day.map(str::to_owned))]
}

#[test]
fn objections_to_a_distribution_and_what_follows_them() {
    let opposing = "通知书\n债权人王某对本院制作的分配方案提出书面异议。现将异议书副本送达你单位，你单位应当自收到本通知之日起\
                    十五日内向本院提出反对意见；逾期未提出反对意见的，本院将对分配方案审查修正后进行分配。";
    assert_eq!(told(NUMBER, Some(Role::Creditor), "notice", opposing), one("EX-DIST-OPP", Some("2026-12-07")));
    let suing = "通知书\n你单位对分配方案提出异议后，债权人王某提出反对意见。你单位可以自收到本通知之日起十五日内，以提出反对意见的\
                 债权人为被告，向本院提起诉讼；逾期未提起诉讼的，本院按原分配方案进行分配。";
    assert_eq!(told(NUMBER, Some(Role::Creditor), "notice", suing), one("EX-DIST-SUIT", Some("2026-12-07")));
}

/// The objection of 民诉法解释 第五百零九条 is one of enforcement; a bankruptcy has its creditors' meeting.
#[test]
fn a_plan_of_a_bankruptcy_starts_no_objection_of_enforcement() {
    let plan = "分配方案\n对分配方案有异议的，自收到本方案之日起十五日内书面提出。";
    let role = Some(Role::Creditor);
    assert_eq!(told(NUMBER, role, "distribution-plan", plan), one("EX-DIST-OBJ", Some("2026-12-07")));
    let plan = "破产财产分配方案\n一、可供分配的破产财产；二、分配顺序、比例及数额。";
    assert_eq!(told("（2026）沪03破12号", role, "distribution-plan", plan), []);
}

#[test]
fn decisions_and_rulings_that_reject_a_request() {
    let limit = "决定书\n申请人认为采取限制消费措施错误。决定如下：驳回纠正申请。如不服本决定，可以自决定书送达之日起十日内向\
                 上一级人民法院申请复议。";
    assert_eq!(told(NUMBER, Some(Role::Debtor), "decision", limit), one("EX-LIMIT", Some("2026-11-30")));
    let award = "执行裁定书\n申请执行上海仲裁委员会仲裁裁决一案，裁定如下：驳回示例银行的执行申请。如不服本裁定，可以自本裁定送达之日起\
                 十日内向上海市高级人民法院申请复议。";
    assert_eq!(told(NUMBER, Some(Role::Creditor), "execution-ruling", award), one("EX-ARB-REJ", Some("2026-11-30")));
    let deed = "执行裁定书\n裁定如下：驳回示例公司不予执行公证债权文书的申请。如不服本裁定，可以自收到本裁定之日起十日内向\
                上海市高级人民法院申请复议。";
    let kind = "execution-objection-ruling";
    let number = "（2026）沪01执异301号";
    assert_eq!(told(number, Some(Role::Applicant), kind, deed), one("EX-NOTARY-RECON", Some("2026-11-30")));
    let foreign = "民事裁定书\n裁定如下：承认某国法院第123号判决的法律效力。如不服本裁定，可以自裁定书送达之日起十日内向\
                   上海市高级人民法院申请复议。";
    let number = "（2026）沪01协外认3号";
    assert_eq!(told(number, Some(Role::Respondent), "ruling", foreign), one("EX-RECOG-RECON", Some("2026-11-30")));
}

/// 履行到期债务通知书 is no order to assist: whoever owes may object within fifteen days.
#[test]
fn a_notice_to_pay_a_debt_due_can_be_objected_to() {
    let text = "履行到期债务通知书\n你单位自收到本通知后的十五日内向申请执行人履行到期债务；对履行到期债权有异议的，应当自收到\
                本通知后的十五日内向本院提出。";
    let role = Some(Role::AssistingUnit);
    let rules = |text: &str| -> Vec<String> {
        told(NUMBER, role, "assistance-notice", text).into_iter().map(|(rule, _)| rule).collect()
    };
    let debt = told(NUMBER, role, "assistance-notice", text);
    assert!(debt.contains(&("EX-DEBT-OBJ".to_owned(), Some("2026-12-07".to_owned()))), "{debt:?}");
    assert!(!rules(text).contains(&"EX-ASSIST".to_owned()));
    // What only freezes a debt is to be assisted like any other freeze.
    for freezing in
        ["协助执行通知书\n请协助冻结被执行人郑某的存款。", "协助执行通知书\n请协助冻结郑某对你单位的到期债权。"]
    {
        let rules = rules(freezing);
        assert!(rules.contains(&"EX-ASSIST".to_owned()) && !rules.contains(&"EX-DEBT-OBJ".to_owned()), "{rules:?}");
    }
}

/// 冻结期限 in a ruling of enforcement: its renewal is told too, and is not final there.
#[test]
fn a_freeze_in_enforcement_is_to_be_renewed_before_it_ends() {
    let text = "执行裁定书\n裁定如下：继续冻结被执行人郑某的股权，冻结期限自2026年1月5日起至2026年12月18日止。";
    let service = service(NUMBER, Some(Role::Creditor), vec![document("1.2", "execution-ruling", text)]);
    expect(
        &service,
        &[("PRES-EXPIRY", "2026-12-18", Status::Provisional), ("PRES-RENEW", "2026-12-11", Status::Provisional)],
    );
    let silent = "执行裁定书\n裁定如下：冻结被执行人郑某的银行存款，冻结期限为一年。";
    assert_eq!(told(NUMBER, Some(Role::Creditor), "execution-ruling", silent), []);
}

#[test]
fn the_end_of_this_round_is_no_end_of_the_enforcement() {
    let text = "执行裁定书\n裁定如下：终结本次执行程序。";
    assert_eq!(told(NUMBER, Some(Role::Creditor), "execution-suspension-ruling", text), one("EX-OBJ", None));
    let stated = "执行裁定书\n终结本次执行程序。认为违反法律规定的，可以自收到本裁定之日起六十日内向本院提出执行异议。";
    let number = Some("2027-01-19");
    assert_eq!(told(NUMBER, Some(Role::Creditor), "execution-suspension-ruling", stated), one("EX-OBJ", number));
}
