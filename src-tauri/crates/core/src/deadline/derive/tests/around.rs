//! What stands around the papers: the mail's own text, a sitting to count back from, a day a person chose.

use super::*;
use crate::identify::Hearing;
use crate::service::ChosenStart;

fn with_body(mut served: Service, body: &str) -> Service {
    served.body = body.to_owned();
    served
}

fn sits(served: &mut Service, part: &str, starts: &str) {
    let starts = DateTime::parse_from_rfc3339(starts).unwrap();
    served.found.hearings.push(Hearing { starts, place: None, kind: "trial", part: part.to_owned() });
}

#[test]
fn a_period_that_stands_only_in_the_mail_counts_and_is_provisional() {
    let silent = "应诉通知书\n现将起诉状副本发送给你方。";
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "response-notice", silent)]);
    let body = "请贵公司在收到本邮件之日起十日内向本院提交答辩状。";
    let told = dated(&with_body(served, body));
    assert!(told.contains(&("CIV-ANSWER".to_owned(), "2026-11-30".to_owned(), Status::Provisional)), "{told:?}");
    let served = service(CIVIL, None, vec![document("1.2", "evidence-notice", "举证通知书\n请及时提交证据。")]);
    let told = dated(&with_body(served, "举证期限为收到本邮件之次日起二十日。"));
    assert_eq!(told, [("CIV-EVID-ORD".to_owned(), "2026-12-10".to_owned(), Status::Provisional)]);
}

#[test]
fn what_the_paper_states_stays_and_another_number_in_the_mail_is_a_doubt() {
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "response-notice", RESPONSE)]);
    let same = with_body(served.clone(), "请在收到之日起十五日内提交答辩状。");
    assert!(dated(&same).iter().all(|(.., status)| *status == Status::Final), "{:?}", dated(&same));
    let other = with_body(served, "请在收到之日起十日内提交答辩状。");
    let (told, doubts) = derive(&other, &REFERENCE);
    let answer = &told.iter().find(|it| it.reckoning.rule == "CIV-ANSWER").unwrap().reckoning;
    assert_eq!((answer.last_day.unwrap().to_string(), answer.status), ("2026-12-07".to_owned(), Status::Provisional));
    assert_eq!(answer.safe_date.unwrap().to_string(), "2026-11-30");
    assert_eq!(doubts.iter().map(|doubt| doubt.code).collect::<Vec<_>>(), ["stated-periods-differ"]);
}

#[test]
fn a_mail_that_states_no_period_changes_nothing() {
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "response-notice", RESPONSE)]);
    let plain = derived(&served);
    let body = "您好，请查收附件中的应诉通知书、举证通知书，并于3日内回复签收。如有疑问请联系书记员。";
    assert_eq!(derived(&with_body(served, body)), plain);
}

#[test]
fn days_before_the_sitting_count_back_and_move_earlier() {
    let text = "举证通知书\n请于开庭三日前向本院提交证据。";
    let mut served =
        service(CIVIL, None, vec![document("1.2", "evidence-notice", text), document("1.3", "summons", "传票")]);
    assert_eq!(dated(&served), [], "no sitting was read");
    // Three days before Tuesday 15 December is a Saturday.
    sits(&mut served, "1.3", "2026-12-15T09:30:00+08:00");
    expect(&served, &[("CIV-EVID-ORD", "2026-12-11", Status::Final)]);
    let told = &derived(&served)[0].reckoning;
    assert_eq!(told.raw_end.unwrap().to_string(), "2026-12-12");
    assert!(told.because.contains("提前至2026年12月11日"), "{}", told.because);
    sits(&mut served, "1.3", "2026-12-18T09:30:00+08:00");
    expect(&served, &[("CIV-EVID-ORD", "2026-12-11", Status::Provisional)]);
}

#[test]
fn within_days_before_the_sitting_may_mean_something_else() {
    let text = "举证通知书\n请于开庭前5日内提交证据。";
    let mut served = service(CIVIL, None, vec![document("1.2", "evidence-notice", text)]);
    sits(&mut served, "mail", "2026-12-16T09:30:00+08:00");
    expect(&served, &[("CIV-EVID-ORD", "2026-12-11", Status::Provisional)]);
}

#[test]
fn a_counterclaim_gives_the_plaintiff_an_answer_and_no_objection_to_the_court() {
    let notice =
        "应诉通知书\n你方应当在收到反诉状副本之日起十五日内提交答辩状。对管辖权有异议的，应当在提交答辩状期间提出。";
    for text in [notice, RESPONSE] {
        let mut counter = document("1.3", "complaint", "民事反诉状\n反诉原告：示例乙公司");
        counter.title = "民事反诉状".to_owned();
        let papers = vec![document("1.2", "response-notice", text), counter];
        let told = dated(&service(CIVIL, Some(Role::Plaintiff), papers));
        assert_eq!(told.iter().map(|(rule, ..)| rule.as_str()).collect::<Vec<_>>(), ["CIV-ANSWER"], "{told:?}");
    }
}

#[test]
fn an_award_of_a_labour_panel_is_not_one_of_the_arbitration_act() {
    let text = "执行通知书\n依据某市劳动人事争议仲裁委员会作出的裁决书，责令你单位自收到本通知书之日起三日内履行义务。";
    let served = service("（2026）沪0112执9号", Some(Role::Debtor), vec![document("1.2", "execution-notice", text)]);
    assert!(dated(&served).iter().all(|(rule, ..)| rule != "EX-ARB-NO"), "{:?}", dated(&served));
}

#[test]
fn a_day_a_person_chose_counts_and_is_told() {
    let mut served = service(CIVIL, None, vec![document("1.2", "judgment", JUDGMENT)]);
    served.regime = Regime::Unconfirmed;
    served.by_hand = true;
    let date = "2026-11-18".parse().unwrap();
    served.chosen = Some(ChosenStart { date, reason: "电子送达凭证载明".to_owned() });
    expect(&served, &[("CIV-APPEAL", "2026-12-03", Status::Final)]);
    let told = &derived(&served)[0].reckoning;
    assert!(told.because.contains("起算日由人工确定为2026年11月18日（电子送达凭证载明）"), "{}", told.because);
    served.verdict = Verdict::Doubtful;
    expect(&served, &[("CIV-APPEAL", "2026-12-03", Status::Provisional)]);
}

#[test]
fn what_is_addressed_to_another_company_is_never_final() {
    let mut served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "response-notice", RESPONSE)]);
    served.for_another = true;
    let told = dated(&served);
    assert!(!told.is_empty() && told.iter().all(|(.., status)| *status == Status::Provisional), "{told:?}");
    assert!(!served.may_be_final());
}

#[test]
fn a_day_before_which_to_help_is_not_the_end_of_a_freeze() {
    let text = "协助执行通知书\n请于2026年12月5日前协助冻结被执行人的存款。";
    let number = "（2026）沪0112执9号";
    let told = dated(&service(number, Some(Role::AssistingUnit), vec![document("1.2", "assistance-notice", text)]));
    assert!(told.iter().all(|(rule, ..)| rule != "PRES-EXPIRY"), "{told:?}");
    let text = "协助执行通知书\n冻结期限自2026年11月20日起至2026年12月5日止。";
    let told = dated(&service(number, Some(Role::AssistingUnit), vec![document("1.2", "assistance-notice", text)]));
    assert_eq!(told, [("PRES-EXPIRY".to_owned(), "2026-12-05".to_owned(), Status::Final)]);
}

#[test]
fn the_fee_of_an_expert_is_not_the_courts_fee() {
    let text = "交费通知书\n请你方在收到本通知书次日起七日内预交鉴定费一万元。";
    let told = dated(&service(CIVIL, Some(Role::Plaintiff), vec![document("1.2", "fee-notice", text)]));
    assert_eq!(told, [("CIV-APPRAISE".to_owned(), "2026-11-27".to_owned(), Status::Provisional)]);
}

#[test]
fn the_courts_own_proof_of_an_earlier_service_counts_and_is_not_final() {
    let proof = document("1.3", "proof-of-service", "电子送达凭证\n送达方式：电子邮件\n送达时间：2026年11月18日 10:02");
    let papers = vec![document("1.2", "judgment", JUDGMENT), proof];
    let mut served = service(CIVIL, None, papers);
    expect(&served, &[("CIV-APPEAL", "2026-12-03", Status::Provisional)]);
    served.found.documents[1].text = "电子送达凭证\n送达时间：2026年11月20日16:42".to_owned();
    expect(&served, &[("CIV-APPEAL", "2026-12-07", Status::Final)]);
    // A year before is another case's, or a wrong clock.
    served.found.documents[1].text = "电子送达凭证\n送达时间：2025年11月20日".to_owned();
    expect(&served, &[("CIV-APPEAL", "2026-12-07", Status::Final)]);
}

#[test]
fn a_mail_that_says_what_the_law_says_leaves_the_paper_final() {
    let complaint = vec![document("1.2", "complaint", "民事起诉状")];
    let served = with_body(service(CIVIL, Some(Role::Defendant), complaint), "请在收到之日起十五日内提交答辩状。");
    expect(&served, &[("CIV-ANSWER", "2026-12-07", Status::Final), ("CIV-JURIS", "2026-12-07", Status::Final)]);
}

#[test]
fn a_stated_date_on_a_rest_day_is_not_final() {
    let text = "举证通知书\n举证期限至2026年12月12日止。";
    let served = service(CIVIL, None, vec![document("1.2", "evidence-notice", text)]);
    expect(&served, &[("CIV-EVID-ORD", "2026-12-12", Status::Provisional)]);
}

/// A day a person gives settles when the period starts, and nothing else.
#[test]
fn another_day_keeps_what_else_is_unsure() {
    let start = ChosenStart { date: "2026-11-24".parse().unwrap(), reason: "回证载明".to_owned() };
    let from = |service: &Service, rule: &str| {
        let told = derived(service).into_iter().find(|it| it.reckoning.rule == rule).unwrap();
        crate::deadline::counted_from(service.clone(), &told, &start, &REFERENCE)
    };
    let mut judged = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "judgment", JUDGMENT)]);
    let told = from(&judged, "CIV-APPEAL");
    assert_eq!((told.last_day, told.status), ("2026-12-09".parse().ok(), Status::Final));
    judged.verdict = Verdict::Doubtful;
    let told = from(&judged, "CIV-APPEAL");
    assert!(told.status == Status::Provisional && told.because.contains("可疑"), "{}", told.because);
    let named = document("1.2", "evidence-notice", "举证通知书\n请于2026年12月11日前提交证据。");
    let told = from(&service(CIVIL, Some(Role::Defendant), vec![named]), "CIV-EVID-ORD");
    assert!(told.last_day == "2026-12-11".parse().ok() && told.because.contains("不改变"), "{}", told.because);
}
