//! Another day in the mail, the other party's period, a case tried again, a fee that is not asked for yet.

use super::*;
use rstest::rstest;

const FINAL: Status = Status::Final;
const PROVISIONAL: Status = Status::Provisional;

fn with_body(mut served: Service, body: &str) -> Service {
    served.body = body.to_owned();
    served
}

fn status_of(served: &Service, rule: &str) -> Option<Status> {
    derived(served).iter().find(|it| it.reckoning.rule == rule).map(|it| it.reckoning.status)
}

#[rstest]
#[case("现送达民事判决书，上诉期限至2026年12月4日。", PROVISIONAL)]
#[case("现送达民事判决书，上诉期限至2026年12月7日。", FINAL)]
#[case("现送达民事判决书，上诉期为十日。", PROVISIONAL)]
#[case("不服判决的上诉期为十五日，不服裁定的上诉期为十日。", FINAL)]
#[case("如对附件内容有异议，请于三日内与书记员联系。", FINAL)]
fn another_day_in_the_mail_makes_a_paper_s_day_unsure(#[case] body: &str, #[case] status: Status) {
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "judgment", JUDGMENT)]);
    assert_eq!(status_of(&with_body(served, body), "CIV-APPEAL"), Some(status));
}

#[test]
fn two_papers_that_state_different_periods_leave_the_earlier_as_the_safe_day() {
    let evidence = "举证通知书\n你方应当在收到本通知书之日起三十日内提交证据。";
    let papers = vec![
        document("1.2", "evidence-notice", evidence),
        document("1.3", "summons", "传票\n举证期限：收到本传票之日起十五日内。"),
    ];
    let served = service(CIVIL, Some(Role::Defendant), papers);
    let told = derived(&served);
    let told = &told.iter().find(|it| it.reckoning.rule == "CIV-EVID-ORD").unwrap().reckoning;
    assert_eq!((told.status, told.safe_date.unwrap().to_string()), (PROVISIONAL, "2026-12-05".to_owned()));
    assert!(told.because.contains("同时送达的文书写的期间到2026年12月7日"), "{}", told.because);
}

#[test]
fn a_period_for_interested_persons_takes_nothing_from_that_of_a_party() {
    let text = "民事裁定书\n裁定如下：准许拍卖被申请人名下房产。当事人有异议的，应当自收到裁定之日起十五日内提出，利害关系人有异议的，自知道或者应当知道其民事权益受到侵害之日起六个月内提出。";
    let papers = || vec![document("1.2", "security-enforcement-ruling", text)];
    let number = "（2026）沪0112民特8号";
    assert_eq!(status_of(&service(number, Some(Role::Respondent), papers()), "SPEC-OBJ"), Some(FINAL));
}

#[rstest]
#[case("请原告在收到本通知之日起三日内预交鉴定费。", Role::Defendant, PROVISIONAL)]
#[case("请原告在收到本通知之日起三日内预交鉴定费。", Role::Plaintiff, FINAL)]
#[case("请你方在收到本通知之日起三日内预交鉴定费。", Role::Defendant, FINAL)]
fn a_period_of_the_other_side_is_not_ours(#[case] text: &str, #[case] role: Role, #[case] status: Status) {
    let served = service(CIVIL, Some(role), vec![document("1.2", "appraisal-notice", text)]);
    assert_eq!(status_of(&served, "CIV-APPRAISE"), Some(status));
}

#[rstest]
#[case("被罚款人：示例乙。申请执行人示例物业管理有限公司。决定如下：罚款五千元。", PROVISIONAL)]
#[case("被罚款人：示例物业管理有限公司，住所地某路。决定如下：罚款五千元。", FINAL)]
#[case("被罚款人：示例一，示例物业管理有限公司法定代表人。决定如下：罚款五千元。", PROVISIONAL)]
#[case("决定如下：对示例物业管理有限公司罚款五千元。", FINAL)]
fn only_who_is_fined_may_fight_the_fine(#[case] text: &str, #[case] status: Status) {
    let text = format!("罚款决定书\n{text}如不服本决定，可在收到决定书之日起三日内申请复议。");
    let mut served =
        service("（2026）沪0112司惩8号", Some(Role::Creditor), vec![document("1.2", "fine-decision", &text)]);
    served.found.addressee = Some("示例物业管理有限公司".to_owned());
    assert_eq!(status_of(&served, "FINE-RECON"), Some(status));
}

#[rstest]
#[case("判决如下：一、被告示例乙赔偿原告示例甲三千元。", PROVISIONAL)]
#[case("判决如下：一、被告示例乙赔偿原告示例甲三千元；二、第三人示例物业承担补充责任。", FINAL)]
fn a_third_party_on_whom_nothing_is_laid_cannot_appeal(#[case] order: &str, #[case] status: Status) {
    let text = format!("民事判决书\n第三人：示例物业。{order}如不服本判决，可以在判决书送达之日起十五日内提起上诉。");
    let served = service(CIVIL, Some(Role::ThirdParty), vec![document("1.2", "judgment", &text)]);
    assert_eq!(status_of(&served, "CIV-APPEAL"), Some(status));
}

#[test]
fn no_objection_to_the_court_runs_in_a_case_sent_back_or_resumed() {
    let text = "应诉通知书\n本案经发回重审，你公司应当在收到起诉状副本之日起十五日内提交答辩状。";
    let papers = vec![document("1.2", "response-notice", text), document("1.3", "complaint", "民事起诉状")];
    expect(&service(CIVIL, Some(Role::Defendant), papers), &[("CIV-ANSWER", "2026-12-07", FINAL)]);
    let text = "执行通知书\n依据某仲裁委员会裁决书，责令你公司自本通知书送达之日起三日内履行。";
    let papers = || vec![document("1.2", "execution-notice", text)];
    let resumed = service("（2026）沪0112执恢8号", Some(Role::Debtor), papers());
    expect(&resumed, &[("EX-COMPLY", "2026-11-23", FINAL)]);
    assert_eq!(status_of(&service("（2026）沪0112执8号", Some(Role::Debtor), papers()), "EX-JURIS"), Some(FINAL));
}

#[test]
fn a_notice_of_fees_tells_which_fee_by_what_it_asks_for() {
    let asks = "交纳诉讼费用通知书\n请你方自收到本通知次日起七日内预交案件受理费。";
    let hint = format!("{asks}当事人不服一审判决提起上诉的，应当另行预交上诉费。");
    let plaintiff = |text: &str| service(CIVIL, Some(Role::Plaintiff), vec![document("1.2", "fee-notice", text)]);
    expect(&plaintiff(&hint), &[("CIV-FEE", "2026-11-27", FINAL)]);
    let waits = "受理案件通知书\n原告应当自接到人民法院交纳诉讼费用通知次日起七日内预交案件受理费。";
    let accepted = |more: Vec<FoundDocument>| {
        let papers = [vec![document("1.2", "case-acceptance", waits)], more].concat();
        service(CIVIL, Some(Role::Plaintiff), papers)
    };
    expect(&accepted(Vec::new()), &[("CIV-FEE", "2026-11-27", PROVISIONAL)]);
    expect(&accepted(vec![document("1.3", "fee-notice", asks)]), &[("CIV-FEE", "2026-11-27", FINAL)]);
}

#[test]
fn the_procedure_is_read_in_the_mail_and_small_is_the_narrower_of_two() {
    let silent = || document("1.2", "response-notice", "应诉通知书\n现将起诉状副本发送给你方。");
    let served = service(CIVIL, Some(Role::Defendant), vec![silent()]);
    assert_eq!(status_of(&served, "CIV-ANSWER"), Some(FINAL));
    let simple = with_body(served.clone(), "本案适用简易程序审理，现送达应诉通知书。");
    expect(&simple, &[("CIV-JURIS", "2026-12-07", PROVISIONAL)]);
    let of_all = with_body(served, "适用简易程序审理的案件，可以用简便方式传唤当事人。");
    assert_eq!(status_of(&of_all, "CIV-ANSWER"), Some(FINAL));
    let simple = "应诉通知书\n本案适用简易程序审理。你公司应当在收到起诉状副本之日起七日内提交答辩状。";
    let small = document("1.3", "small-claims-notice", "小额诉讼程序告知书\n本案适用小额诉讼程序。");
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "response-notice", simple), small]);
    expect(&served, &[("CIV-ANSWER-SMALL", "2026-11-27", FINAL), ("CIV-JURIS", "2026-11-27", FINAL)]);
}

#[test]
fn changed_claims_and_a_judgment_in_effect_are_for_a_person_to_look_at() {
    let mut changed = document("1.2", "complaint", "民事起诉状");
    changed.name = Some("起诉状（变更后）.pdf".to_owned());
    let served = service(CIVIL, Some(Role::Defendant), vec![changed]);
    assert_eq!(status_of(&served, "CIV-ANSWER"), Some(PROVISIONAL));
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "response-notice", RESPONSE)]);
    let told = |body: &str| status_of(&with_body(served.clone(), body), "CIV-ANSWER");
    assert_eq!(told("原告已增加诉讼请求，现送达起诉状。"), Some(PROVISIONAL));
    assert_eq!(told("原告有权变更诉讼请求。"), Some(FINAL));
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "judgment", JUDGMENT)]);
    let told = |body: &str| status_of(&with_body(served.clone(), body), "CIV-APPEAL");
    assert_eq!(told("该判决书已发生法律效力，请自动履行。"), Some(PROVISIONAL));
    assert_eq!(told("判决书生效后请自动履行。"), Some(FINAL));
}

#[rstest]
#[case("民事裁定书\n裁定如下：解除对被申请人银行存款的冻结。", None)]
#[case("民事裁定书\n裁定如下：冻结被申请人银行存款。当事人可以自收到裁定书之日起五日内申请复议一次。", Some(FINAL))]
fn a_ruling_that_only_lifts_a_measure_is_not_reconsidered(#[case] text: &str, #[case] status: Option<Status>) {
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "preservation-ruling", text)]);
    assert_eq!(status_of(&served, "PRES-RECON"), status);
}

#[test]
fn a_signature_that_ends_in_a_numeral_hides_no_date() {
    let text = format!("{JUDGMENT}\n审判员王一\n二〇二六年十一月十八日\n本院于2026年1月5日立案。");
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "judgment", &text)]);
    expect(&served, &[("CIV-APPEAL", "2026-12-07", FINAL)]);
}

#[test]
fn what_the_mail_says_of_a_paper_is_no_second_deadline() {
    let notice = document("1.2", "supplement-notice", "补正通知书\n请于收到本通知之日起十日内补正授权委托书。");
    let served = service(CIVIL, Some(Role::Plaintiff), vec![notice]);
    let told = |body: &str| {
        let found = derived(&with_body(served.clone(), body));
        found.iter().filter(|it| it.reckoning.rule == "CIV-SUPPLEMENT").map(|it| it.part.clone()).collect::<Vec<_>>()
    };
    assert_eq!(told("请于收到本通知之日起十日内补正材料。"), ["1.2"]);
    assert_eq!(told("请于收到本通知之日起七日内补正材料。"), ["1.2"]);
}
