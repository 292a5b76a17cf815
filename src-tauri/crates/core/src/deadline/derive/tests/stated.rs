//! Periods and days a paper or its mail states beside what the law says, and what of them is not final.

use super::*;

fn response(text: &str) -> Service {
    service(CIVIL, Some(Role::Defendant), vec![document("1.2", "response-notice", &format!("应诉通知书\n{text}"))])
}

fn codes(service: &Service) -> Vec<&'static str> {
    derive(service, &REFERENCE).1.iter().map(|doubt| doubt.code).collect()
}

fn both(day: &'static str, status: Status) -> [(&'static str, &'static str, Status); 2] {
    [("CIV-ANSWER", day, status), ("CIV-JURIS", day, status)]
}

#[test]
fn a_day_without_its_year_counts() {
    expect(&response("请于12月2日前向本院提交答辩状。"), &both("2026-12-02", Status::Final));
    let later = "你公司应当在收到起诉状副本之日起十五日内提出答辩状，即最迟于12月2日提交。";
    expect(&response(later), &both("2026-12-02", Status::Provisional));
    let judgment = JUDGMENT.replace("十五日内，", "十五日内（最迟于2026年12月2日），");
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "judgment", &judgment)]);
    expect(&served, &[("CIV-APPEAL", "2026-12-02", Status::Provisional)]);
    assert_eq!(codes(&served), ["stated-periods-differ"]);
}

#[test]
fn a_day_in_brackets_that_agrees_with_its_length_is_final() {
    let text = "应当在收到起诉状副本之日起十五日内（即2026年12月7日前）提出答辩状。";
    expect(&response(text), &both("2026-12-07", Status::Final));
}

#[test]
fn a_time_that_was_not_read_keeps_the_day_from_being_final() {
    let vague = response("请于下周五前提交答辩状。");
    expect(&vague, &both("2026-12-07", Status::Provisional));
    assert!(codes(&vague).contains(&"stated-time-unread"));
    let mut mail = response("应当在收到起诉状副本之日起十五日内提出答辩状。");
    mail.body = "现向你单位送达应诉材料，请于月底前提交答辩状。".to_owned();
    expect(&mail, &both("2026-12-07", Status::Provisional));
    let evidence = document("1.2", "evidence-notice", "举证通知书\n请于下周五前向本院提交证据。");
    let evidence = service(CIVIL, Some(Role::Defendant), vec![evidence]);
    assert_eq!(codes(&evidence), ["stated-time-unread"]);
    assert_eq!(derived(&evidence)[0].reckoning.status, Status::Undetermined);
}

#[test]
fn what_follows_the_answer_follows_what_the_mail_says_of_it() {
    let mut served = response("应当在收到起诉状副本之日起十五日内提出答辩状。");
    served.body = "现送达应诉材料，请于2026年11月30日前将答辩状提交本院。".to_owned();
    expect(&served, &both("2026-12-07", Status::Provisional));
    assert!(derived(&served).iter().all(|it| it.reckoning.safe_date == "2026-11-29".parse().ok()));
    let own = "应当在收到起诉状副本之日起十五日内提出答辩状。对管辖权有异议的，应在收到之日起十五日内提出。";
    let mut served = response(own);
    served.body = "现送达应诉材料，请于2026年11月30日前将答辩状提交本院。".to_owned();
    expect(&served, &[("CIV-ANSWER", "2026-12-07", Status::Provisional), ("CIV-JURIS", "2026-12-07", Status::Final)]);
}

#[test]
fn a_period_that_counts_its_first_day_has_an_earlier_safe_day() {
    let text = "请自收到本通知书之日起（含当日）十五日内提交答辩状。";
    expect(&response(text), &both("2026-12-07", Status::Provisional));
    assert_eq!(derived(&response(text))[0].reckoning.safe_date, "2026-12-04".parse().ok());
    let usual = "请自收到本通知书之日起（不含当日）十五日内提交答辩状。";
    expect(&response(usual), &both("2026-12-07", Status::Final));
}

/// No court may shorten the time to appeal; what it wrote is the day to act by, and a person is told.
#[test]
fn a_remedy_shorter_than_the_law_gives_is_a_doubt() {
    let text = JUDGMENT.replace("十五日内，", "十日内，");
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "judgment", &text)]);
    expect(&served, &[("CIV-APPEAL", "2026-11-30", Status::Provisional)]);
    assert_eq!(codes(&served), ["stated-period-outside-law"]);
}

#[test]
fn an_objection_with_a_stated_length_moves_off_a_rest_day() {
    let text =
        "执行裁定书\n裁定如下：终结本次执行程序。如不服本裁定，可以自收到本裁定之日起十五日内向本院提出书面异议。";
    let ruling = document("1.2", "execution-ruling", text);
    let served = service("（2026）沪0112执9号", Some(Role::Creditor), vec![ruling]);
    expect(&served, &[("EX-OBJ", "2026-12-07", Status::Final)]);
    let because = &derived(&served)[0].reckoning.because;
    assert!(because.contains("2026年11月20日送达") && !because.contains("执行程序终结"), "{because}");
}

#[test]
fn every_instalment_is_told() {
    let text = "民事调解书\n一、被告于2026年12月1日前支付三千元；二、余款于2026年12月18日前付清。";
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "mediation-paper", text)]);
    assert!(dated(&served).contains(&("CIV-PERFORM".to_owned(), "2026-12-01".to_owned(), Status::Provisional)));
    let told = derived(&served).into_iter().find(|it| it.reckoning.rule == "CIV-PERFORM").unwrap().reckoning;
    assert!(told.because.contains("2026年12月18日"), "{}", told.because);
    // That the first of them names us takes the second from nobody else.
    let text = text.replace("被告于", "被告示例公司于").replace("余款", "余款2,000元");
    let mut served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "mediation-paper", &text)]);
    served.found.addressee = Some("示例公司".to_owned());
    let told = derived(&served).into_iter().find(|it| it.reckoning.rule == "CIV-PERFORM").unwrap().reckoning;
    assert!(told.because.contains("2026年12月18日"), "{}", told.because);
}

/// A day that had passed when the paper came cannot be what the court meant.
#[test]
fn a_day_before_the_service_is_not_final() {
    let past = response("请于2026年11月12日前向本院提交答辩状。");
    expect(&past, &both("2026-11-12", Status::Provisional));
    assert_eq!(codes(&past), ["stated-period-outside-law", "stated-period-outside-law"]);
    expect(&response("请于2026年11月20日前向本院提交答辩状。"), &both("2026-11-20", Status::Final));
}

/// A form gives the procedure in a field of its own.
#[test]
fn the_procedure_stands_in_a_field() {
    let rules = |field: &str| {
        let told = dated(&response(&format!("{field}\n答辩期限：收到起诉状副本之日起10日内")));
        told.into_iter().map(|(rule, ..)| rule).collect::<Vec<_>>()
    };
    assert_eq!(rules("适用程序 简易程序"), ["CIV-ANSWER-SIMPLE", "CIV-JURIS"]);
    assert_eq!(rules("审理程序：简易程序（小额诉讼）"), ["CIV-ANSWER-SMALL", "CIV-JURIS"]);
    assert_eq!(rules("适用程序：普通程序"), ["CIV-ANSWER", "CIV-JURIS"]);
}

/// A period that stands in a notice about something else is not lost; the notice of evidence may say otherwise.
#[test]
fn a_period_in_another_notice_is_told_and_not_final() {
    let text = "通知书\n原定庭审改期。重新指定举证期限为十五日，自收到本通知之次日起算；你方可在收到变更诉讼请求申请书副本之日起十五日内提出答辩状。";
    let moved = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "postponement-notice", text)]);
    let expected =
        [("CIV-ANSWER", "2026-12-07", Status::Provisional), ("CIV-EVID-ORD", "2026-12-07", Status::Provisional)];
    expect(&moved, &expected);
    let converted = "转换程序通知书\n双方举证期限重新指定为收到本通知之日起十五日。";
    let converted = service(CIVIL, Some(Role::Plaintiff), vec![document("1.2", "procedure-conversion", converted)]);
    expect(&converted, &[("CIV-EVID-ORD", "2026-12-07", Status::Provisional)]);
    let more = "举证通知书\n请于本通知送达之日起5个工作日内补充提交下列证据：一、账册。";
    let more = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "evidence-notice", more)]);
    expect(&more, &[("CIV-EVID-ORD", "2026-11-27", Status::Final)]);
}

/// What a judgment orders until a day is told; what its story tells of days is not.
#[test]
fn the_days_a_judgment_orders_are_told_each() {
    let text = "民事判决书\n原告示例甲诉被告示例物业管理有限公司。查明，被告应于2026年3月1日前付款。判决如下：\
                一、被告于2026年12月10日前支付原告一千元；二、被告于2026年12月15日前返还押金。";
    let told = dated(&service(CIVIL, Some(Role::Defendant), vec![document("1.2", "judgment", text)]));
    let perform: Vec<_> = told
        .iter()
        .filter(|(rule, ..)| rule == "CIV-PERFORM")
        .map(|(_, day, status)| (day.as_str(), *status))
        .collect();
    assert_eq!(perform, [("2026-12-10", Status::Provisional), ("2026-12-15", Status::Provisional)]);
}

/// Cells of a form follow one another without a mark: each period is of the field ahead of it.
#[test]
fn the_fields_of_a_form_keep_their_periods() {
    let form = "审理程序\n简易程序\n答辩期\n收到起诉状副本之日起10日内\n举证期\n收到本通知书之日起12日内\n管辖异议\n答辩期限内提出\n开庭时间\n2026年12月15日";
    let expected = [
        ("CIV-ANSWER-SIMPLE", "2026-11-30", Status::Final),
        ("CIV-EVID-SIMPLE", "2026-12-02", Status::Final),
        ("CIV-JURIS", "2026-11-30", Status::Final),
    ];
    expect(&response(form), &expected);
    let together = "本案适用简易程序。答辩期、举证期均为十日，自你方收到本通知书之次日起计算。";
    let expected =
        ["CIV-ANSWER-SIMPLE", "CIV-EVID-SIMPLE", "CIV-JURIS"].map(|rule| (rule, "2026-11-30", Status::Final));
    expect(&response(together), &expected);
}
