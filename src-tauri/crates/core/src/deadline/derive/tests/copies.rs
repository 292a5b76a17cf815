//! Papers enclosed with others: copies whose own periods ran before; and periods that name whom they are for.

use super::*;

const LOWER: &str = "（2026）沪0112民初1001号";

fn judgment_of(part: &str, number: &str, text: &str) -> FoundDocument {
    FoundDocument { case_number: Some(number.to_owned()), ..document(part, "judgment", text) }
}

fn status_of(service: &Service, rule: &str) -> Option<Status> {
    derived(service).iter().find(|it| it.reckoning.rule == rule).map(|it| it.reckoning.status)
}

/// An enforcement, a second instance and a retrial enclose the judgment they are about: its appeal is over.
#[test]
fn the_judgment_another_case_rests_on_starts_nothing_for_sure() {
    for (number, kind, text) in [
        ("（2026）沪0112执7001号", "execution-notice", "执行通知书\n责令你单位自本通知书送达之日起三日内履行义务。"),
        ("（2026）沪01民终9902号", "response-notice", "应诉通知书\n上诉人不服判决，向本院提起上诉，本院已立案。"),
        ("（2026）沪民申900号", "retrial-notice", "应诉通知书\n请在收到再审申请书副本之日起十五日内提交书面意见。"),
    ] {
        let own = FoundDocument { case_number: Some(number.to_owned()), ..document("1.2", kind, text) };
        let enclosed = service(number, Some(Role::Defendant), vec![own, judgment_of("1.3", LOWER, JUDGMENT)]);
        assert_eq!(status_of(&enclosed, "CIV-APPEAL"), Some(Status::Provisional), "{number}");
    }
    let served = service(LOWER, Some(Role::Defendant), vec![judgment_of("1.3", LOWER, JUDGMENT)]);
    assert_eq!(status_of(&served, "CIV-APPEAL"), Some(Status::Final));
}

/// What the other side appealed from was served before, whatever the mail encloses again.
#[test]
fn a_judgment_enclosed_with_an_appeal_or_an_enforcement_starts_nothing_for_sure() {
    let with = |kind: &str, number: &str, text: &str| {
        let other = FoundDocument { case_number: Some(number.to_owned()), ..document("1.2", kind, text) };
        let mut service = service(LOWER, Some(Role::Defendant), vec![other, judgment_of("1.3", LOWER, JUDGMENT)]);
        service.found.case_numbers = vec![LOWER.to_owned(), number.to_owned()];
        status_of(&service, "CIV-APPEAL")
    };
    assert_eq!(with("appeal-petition", LOWER, "民事上诉状"), Some(Status::Provisional));
    let paid = "预交上诉费通知书\n你单位不服本院判决提起上诉，请预交上诉案件受理费。";
    assert_eq!(with("fee-notice", LOWER, paid), Some(Status::Provisional));
    assert_eq!(with("notice", LOWER, "通知书\n现送达一审判决书复印件。"), Some(Status::Provisional));
    assert_eq!(with("execution-notice", "（2026）沪0112执9号", "执行通知书\n责令履行。"), Some(Status::Provisional));
    assert_eq!(with("preservation-ruling", "（2026）沪0112执保9号", "裁定书"), Some(Status::Final));
    assert_eq!(with("fee-notice", LOWER, "须知\n如提起上诉，应当预交上诉费。"), Some(Status::Final));
}

#[test]
fn a_judgment_certified_as_effective_starts_no_appeal_for_sure() {
    let text = "裁判文书生效证明书\n本院（2026）沪0112民初1001号民事判决书已于2026年5月8日发生法律效力。";
    let papers = vec![document("1.2", "effective-certificate", text), document("1.3", "judgment", JUDGMENT)];
    let service = service(LOWER, Some(Role::Plaintiff), papers);
    assert_eq!(status_of(&service, "CIV-APPEAL"), Some(Status::Provisional));
    assert_eq!(status_of(&service, "CIV-RETRIAL"), Some(Status::Final));
}

#[test]
fn a_decision_made_long_before_its_service_is_looked_at_twice() {
    let dated = |day: &str| {
        let text = format!("{JUDGMENT}\n审判员某某\n{day}\n书记员某某");
        status_of(&service(LOWER, Some(Role::Defendant), vec![document("1.2", "judgment", &text)]), "CIV-APPEAL")
    };
    assert_eq!(dated("二〇二六年十一月二日"), Some(Status::Final));
    assert_eq!(dated("二〇二六年四月二日"), Some(Status::Provisional));
    // The birthday of a party, where the paper's own date was not read.
    assert_eq!(dated("被告赵某，1990年1月1日生"), Some(Status::Final));
}

/// A letter opens with our name; that does not make the first of two periods ours alone.
#[test]
fn the_name_a_letter_opens_with_says_nothing_about_a_period() {
    let text = "保全结果告知书\n示例银行：\n一、轮候查封某路房屋，查封期限自2026年1月5日至2026年12月16日；\
                二、冻结银行账户，冻结期限自2026年1月5日至2026年12月4日。";
    let mut service =
        service("（2026）沪0112执保901号", Some(Role::Applicant), vec![document("1.2", "preservation-result", text)]);
    service.found.addressee = Some("示例银行".to_owned());
    expect(
        &service,
        &[("PRES-EXPIRY", "2026-12-04", Status::Provisional), ("PRES-RENEW", "2026-11-27", Status::Provisional)],
    );
}

#[test]
fn a_period_that_leaves_days_out_is_not_final() {
    let text = "举证通知书\n你方应当自本通知书送达之次日起十五日内（不含节假日）向本院提交证据。";
    expect(
        &service(CIVIL, Some(Role::Defendant), vec![document("1.2", "evidence-notice", text)]),
        &[("CIV-EVID-ORD", "2026-12-07", Status::Provisional)],
    );
}

/// An appeal longer than the law gives is told as the court wrote it, with the law's own end as the safe one.
#[test]
fn a_remedy_longer_than_the_law_gives_is_not_final() {
    let text = JUDGMENT.replace("十五日", "二十日");
    let service = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "judgment", &text)]);
    expect(&service, &[("CIV-APPEAL", "2026-12-10", Status::Provisional)]);
    let appeal = derived(&service).into_iter().find(|it| it.reckoning.rule == "CIV-APPEAL").unwrap();
    assert_eq!(appeal.reckoning.safe_date, "2026-12-05".parse().ok());
}

#[test]
fn two_periods_of_one_list_are_told_apart() {
    let text = "小额诉讼告知书\n本案适用小额诉讼程序。答辩期限为十日、举证期限为七日，均自收到本告知书次日起算。";
    let told = derived(&service(CIVIL, Some(Role::Defendant), vec![document("1.2", "small-claims-notice", text)]));
    let day = |rule: &str| told.iter().find(|it| it.reckoning.rule == rule).and_then(|it| it.reckoning.last_day);
    assert_eq!(day("CIV-ANSWER-SMALL"), "2026-11-30".parse().ok());
    assert_eq!(day("CIV-EVID-SMALL"), "2026-11-27".parse().ok());
}

/// What hangs on a day the paper names does not move with the day of service.
#[test]
fn a_day_counts_back_from_what_the_paper_names() {
    let text = "举证通知书\n请于2026年12月11日前提交证据。";
    let named = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "evidence-notice", text)]);
    let renewal = "保全结果告知书\n冻结期限自2026年1月5日至2026年12月4日。";
    let back =
        service("（2026）沪0112执保9号", Some(Role::Applicant), vec![document("1.2", "preservation-result", renewal)]);
    let anchors = |service: &Service| derived(service).iter().map(|it| it.reckoning.anchor).collect::<Vec<_>>();
    assert_eq!(anchors(&named), [Anchor::Named]);
    assert_eq!(anchors(&back), [Anchor::Named, Anchor::Named]);
    let counted = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "judgment", JUDGMENT)]);
    assert!(derived(&counted).iter().all(|it| it.reckoning.anchor == Anchor::Service));
}

/// 十五日，即至某日止: the day the court wrote is the one that counts, though it is a Saturday.
#[test]
fn the_day_written_behind_a_length_is_not_passed_over() {
    let text = "举证通知书\n举证期限为自收到本通知书之次日起十五日，即至2026年12月5日止。";
    expect(
        &service(CIVIL, Some(Role::Plaintiff), vec![document("1.2", "evidence-notice", text)]),
        &[("CIV-EVID-ORD", "2026-12-05", Status::Provisional)],
    );
}

/// An award is served by the commission that made it; a court that encloses it in the suit about it serves a copy.
#[test]
fn an_award_that_a_court_encloses_starts_nothing_for_sure() {
    let award = "仲裁裁决书\n申请人：赵某。\n被申请人：示例物业管理有限公司。\n当事人不服本裁决的，可自收到本裁决书之日起十五日内向人民法院起诉。";
    let papers = vec![document("1.2", "response-notice", RESPONSE), document("1.3", "labour-award", award)];
    let mut enclosed = service(CIVIL, Some(Role::Defendant), papers);
    assert_eq!(status_of(&enclosed, "LAB-SUE"), Some(Status::Final), "no court is known");
    let court =
        crate::identify::CourtName { code: "沪0112".to_owned(), name: "上海市闵行区人民法院".to_owned() };
    enclosed.found.court = Some(court);
    assert_eq!(status_of(&enclosed, "LAB-SUE"), Some(Status::Provisional));
    assert_eq!(status_of(&enclosed, "CIV-ANSWER"), Some(Status::Final));
}

#[test]
fn a_ruling_beside_a_judgment_may_void_it_and_a_form_starts_nothing() {
    let judged = |more: Vec<FoundDocument>| {
        let mut served =
            service(CIVIL, Some(Role::Defendant), [vec![document("1.2", "judgment", JUDGMENT)], more].concat());
        served.found.addressee = Some("示例物业管理有限公司".to_owned());
        dated(&served).into_iter().filter(|(rule, ..)| rule.starts_with("CIV-APPEAL")).collect::<Vec<_>>()
    };
    let day = |status| vec![("CIV-APPEAL".to_owned(), "2026-12-07".to_owned(), status)];
    assert_eq!(judged(Vec::new()), day(Status::Final));
    let voids = format!("民事裁定书\n裁定如下：撤销{CIVIL}民事判决，本案另行判决。");
    assert_eq!(judged(vec![document("1.3", "ruling", &voids)]), day(Status::Provisional));
    let mut form = document("1.3", "appeal-petition", "民事上诉状（样式）\n上诉人：×××\n被上诉人：×××");
    form.name = Some("上诉状样式.docx".to_owned());
    assert_eq!(judged(vec![form]), day(Status::Final));
}

#[test]
fn a_notice_that_sends_an_opinion_tells_when_to_object_to_it() {
    let text = "鉴定意见送达通知书\n对鉴定意见有异议的，应当在收到鉴定意见书之日起十日内以书面方式向本院提出。";
    let served = service(CIVIL, None, vec![document("1.2", "appraisal-notice", text)]);
    expect(&served, &[("CIV-APPRAISE-OBJ", "2026-11-30", Status::Final)]);
}
