//! Whose period it is: papers that tell several parties different periods, counterclaims, and papers that name nobody here.

use super::*;

const US: &str = "示例物业管理有限公司";

fn addressed(mut served: Service, to: &str) -> Service {
    served.found.addressee = Some(to.to_owned());
    served
}

fn judgment(clause: &str) -> Vec<FoundDocument> {
    let text = format!(
        "民事判决书\n原告{US}，住所地上海市。被告香港示例发展有限公司，住所地香港特别行政区。判决如下：驳回诉讼请求。{clause}"
    );
    vec![document("1.2", "judgment", &text)]
}

const BOTH: &str = "如不服本判决，原告示例物业管理有限公司可以在判决书送达之日起十五日内，被告香港示例发展有限公司可以在判决书送达之日起三十日内，向本院递交上诉状，上诉于上海市第一中级人民法院。";

#[test]
fn of_two_periods_the_one_that_names_us_is_ours() {
    let ours = addressed(service(CIVIL, Some(Role::Plaintiff), judgment(BOTH)), US);
    expect(&ours, &[("CIV-APPEAL", "2026-12-07", Status::Final)]);
    let theirs = addressed(service(CIVIL, Some(Role::Defendant), judgment(BOTH)), "香港示例发展有限公司");
    // The thirtieth day is a Sunday, and from 20 December on the next year's holidays may move it.
    expect(&theirs, &[("CIV-APPEAL-FOREIGN", "2026-12-21", Status::Provisional)]);
}

#[test]
fn a_judgment_that_names_neither_us_nor_our_standing_is_not_final() {
    let served = service(CIVIL, None, vec![document("1.2", "judgment", JUDGMENT)]);
    expect(&addressed(served.clone(), US), &[("CIV-APPEAL", "2026-12-07", Status::Final)]);
    expect(&addressed(served, "另一家有限公司"), &[("CIV-APPEAL", "2026-12-07", Status::Provisional)]);
}

#[test]
fn a_counterclaim_is_answered_and_opens_no_objection_to_the_court() {
    let notice = "应诉通知书\n你单位应当在收到反诉状副本之日起十五日内提出答辩状。";
    let generic = "应诉通知书\n你单位应当在收到诉状之日起十五日内提出答辩状。如提起反诉，应当提交反诉状。";
    let claim = document("1.3", "complaint", "民事反诉状\n反诉原告：王某。反诉被告：示例物业管理有限公司。");
    for role in [Some(Role::Plaintiff), Some(Role::Defendant), None] {
        let told = service(CIVIL, role, vec![document("1.2", "response-notice", notice)]);
        expect(&told, &[("CIV-ANSWER", "2026-12-07", Status::Final)]);
        let bundle = vec![document("1.2", "response-notice", generic), claim.clone()];
        expect(&service(CIVIL, role, bundle), &[("CIV-ANSWER", "2026-12-07", Status::Final)]);
    }
    // The hint that one may counterclaim makes none of an ordinary notice.
    let ordinary = vec![document("1.2", "response-notice", generic), document("1.3", "complaint", "民事起诉状")];
    let both = [("CIV-ANSWER", "2026-12-07", Status::Final), ("CIV-JURIS", "2026-12-07", Status::Final)];
    expect(&service(CIVIL, Some(Role::Defendant), ordinary), &both);
    let hint = "应诉通知书\n你单位应当在收到诉状之日起十五日内提出答辩状。你方如提起反诉，本院将合并审理。";
    let hinted = vec![document("1.2", "response-notice", hint), document("1.3", "complaint", "民事起诉状")];
    expect(&service(CIVIL, Some(Role::Defendant), hinted), &both);
}

#[test]
fn a_commercial_sitting_is_postponed_by_no_labour_law() {
    let sitting = |text: &str| {
        let mut served = service("", Some(Role::Respondent), vec![document("1.2", "arbitration-hearing-notice", text)]);
        let starts = DateTime::parse_from_rfc3339("2026-12-18T09:30:00+08:00").unwrap();
        let part = "1.2".to_owned();
        served.found.hearings.push(crate::identify::Hearing { starts, place: None, kind: "trial", part });
        dated(&served)
    };
    assert_eq!(sitting("示例仲裁委员会\n开庭通知\n仲裁庭定于2026年12月18日开庭。"), []);
    let labour = sitting("上海市闵行区劳动人事争议仲裁委员会\n开庭通知书\n定于2026年12月18日开庭。");
    assert_eq!(
        labour.first().map(|(rule, day, _)| (rule.as_str(), day.as_str())),
        Some(("LAB-POSTPONE", "2026-12-15"))
    );
}

#[test]
fn a_debtor_called_respondent_hands_in_its_books_and_a_refusal_opens_nothing() {
    let number = "（2026）沪03破申88号";
    let taken = "民事裁定书\n裁定如下：受理某某公司对示例物业管理有限公司的破产清算申请。";
    let served = |text: &str| service(number, Some(Role::Respondent), vec![document("1.2", "bankruptcy-ruling", text)]);
    expect(&served(taken), &[("BK-MATERIAL", "2026-12-07", Status::Final)]);
    expect(&served("民事裁定书\n裁定如下：对某某公司的破产清算申请，不予受理。"), &[]);
    let special = |text: &str| {
        let number = "（2026）沪0112民特34号";
        service(number, Some(Role::Applicant), vec![document("1.2", "security-enforcement-ruling", text)])
    };
    expect(&special("民事裁定书\n裁定如下：\n驳回申请人示例物业管理有限公司的申请。"), &[]);
    expect(&special("民事裁定书\n裁定如下：准许拍卖被申请人名下房产。"), &[("SPEC-OBJ", "2026-12-07", Status::Final)]);
}

#[test]
fn a_fee_paid_in_later_is_of_a_converted_case_only_where_the_paper_says_so() {
    let fee = |text: &str| service(CIVIL, Some(Role::Plaintiff), vec![document("1.2", "fee-notice", text)]);
    let plain = fee("缴费通知书\n请在收到本通知之日起3日内补交案件受理费200元。");
    expect(&plain, &[("CIV-FEE", "2026-11-23", Status::Final)]);
    let converted = fee("缴费通知书\n本案已转为普通程序，请在收到本通知之日起七日内补交案件受理费。");
    expect(&converted, &[("CIV-FEE-CONVERT", "2026-11-27", Status::Final)]);
}

#[test]
fn an_injured_party_is_told_of_no_appeal_of_its_own() {
    let text = "刑事判决书\n被害单位示例物业管理有限公司。如不服本判决，可在接到判决书的第二日起十日内，向上海市第一中级人民法院提出上诉。";
    let number = "（2026）沪0112刑初99号";
    let served = service(number, None, vec![document("1.2", "judgment", text)]);
    let told = dated(&served);
    assert!(told.iter().all(|(.., status)| *status == Status::Provisional), "{told:?}");
    assert!(told.iter().any(|(rule, day, _)| rule == "CR-PROTEST" && day == "2026-11-25"), "{told:?}");
}
