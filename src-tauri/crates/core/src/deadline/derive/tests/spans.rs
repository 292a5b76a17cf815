//! Which end of a seizure or a freeze the renewal counts back from, where a paper names several.

use super::*;

fn of(kind: &str, text: &str) -> Vec<(String, String, Status)> {
    let renewals = dated(&service("（2026）沪0112执保9号", Some(Role::Applicant), vec![document("1.2", kind, text)]));
    renewals.into_iter().filter(|(rule, ..)| rule == "PRES-RENEW").collect()
}

fn renewal(day: &str, status: Status) -> Vec<(String, String, Status)> {
    vec![("PRES-RENEW".to_owned(), day.to_owned(), status)]
}

#[test]
fn the_span_that_was_renewed_is_over() {
    let notice = "续行冻结告知书\n本院原冻结被告账户，冻结期限至2026年11月30日止。\
                  本院已续行冻结，续冻期限自2026年12月1日起至2026年12月18日止。";
    assert_eq!(of("preservation-result", notice), renewal("2026-12-11", Status::Final));
    let ruling = "民事裁定书\n本院依申请冻结被告存款，冻结期限至2026年11月30日止。裁定如下：\
                  续行冻结被告存款，期限自2026年12月1日起至2026年12月18日止。";
    assert_eq!(of("preservation-ruling", ruling), renewal("2026-12-11", Status::Final));
}

#[test]
fn what_is_lifted_is_not_renewed() {
    let text =
        "民事裁定书\n本院冻结被告存款，冻结期限自2026年1月6日起至2026年12月5日止。裁定如下：解除对被告存款的冻结。";
    assert_eq!(of("preservation-ruling", text), []);
    let told = derived(&service(
        "（2026）沪0112执保9号",
        Some(Role::Applicant),
        vec![document("1.2", "preservation-ruling", text)],
    ));
    assert!(!told.iter().any(|it| it.reckoning.rule == "PRES-RENEW"), "{told:#?}");
}

/// Three things seized end on three days: each is lost on its own day, and each renewal counts back from its own.
#[test]
fn each_of_several_spans_is_a_deadline_of_its_own() {
    let text = "保全结果告知书\n一、冻结账户，冻结期限自2026年1月5日至2026年12月4日；二、查封房屋，查封期限自2026年1月5日至2026年12月18日；三、冻结另一账户，冻结期限至2026年12月4日。";
    let served =
        service("（2026）沪0112执保9号", Some(Role::Applicant), vec![document("1.2", "preservation-result", text)]);
    expect(
        &served,
        &[
            ("PRES-EXPIRY", "2026-12-04", Status::Final),
            ("PRES-EXPIRY", "2026-12-18", Status::Final),
            ("PRES-RENEW", "2026-11-27", Status::Final),
            ("PRES-RENEW", "2026-12-11", Status::Final),
        ],
    );
    assert_eq!(derive(&served, &REFERENCE).1, []);
    let ends: Vec<_> = derived(&served).iter().map(|it| it.end.map(|end| end.to_string())).collect();
    assert_eq!(
        ends,
        [None, Some("2026-12-18".to_owned()), None, Some("2026-12-18".to_owned())],
        "the earliest keeps its id"
    );
}

/// Of two ends one may have taken the place of the other: both are told, and a person looks.
#[test]
fn ends_of_which_one_may_be_over_are_not_final() {
    let text = "保全结果告知书\n冻结期限至2026年12月4日止，经申请延长，冻结期限至2026年12月18日止。";
    let renewed = [("2026-11-27", Status::Provisional), ("2026-12-11", Status::Provisional)];
    let told = of("preservation-result", text);
    let told: Vec<_> = told.iter().map(|(_, day, status)| (day.as_str(), *status)).collect();
    assert_eq!(told, renewed);
    let served =
        service("（2026）沪0112执保9号", Some(Role::Applicant), vec![document("1.2", "preservation-result", text)]);
    let (_, doubts) = derive(&served, &REFERENCE);
    assert!(doubts.iter().any(|doubt| doubt.code == "stated-periods-differ" && doubt.detail.contains("申请续行保全")));
}

#[test]
fn another_courts_seizure_ends_nothing_of_ours() {
    let text = "保全结果告知书\n房屋已由某法院首先查封，查封期限至2026年12月30日止。本院已轮候查封，轮候查封期限三年。";
    assert_eq!(of("preservation-result", text), []);
    let told = derived(&service(
        "（2026）沪0112执保9号",
        Some(Role::Applicant),
        vec![document("1.2", "preservation-result", text)],
    ));
    let renewal = &told.iter().find(|it| it.reckoning.rule == "PRES-RENEW").unwrap().reckoning;
    assert!(renewal.status == Status::Undetermined && renewal.because.contains("轮候"), "{}", renewal.because);
}

#[test]
fn the_end_of_a_span_is_known_by_a_dash_and_by_its_falling_due() {
    let day = |text: &str| of("preservation-result", &format!("保全情况告知书\n{text}"));
    let dash = "应你方申请，冻结账户（冻结期限12个月，2025年12月8日-2026年12月7日）。";
    assert_eq!(day(dash), renewal("2026-11-30", Status::Final));
    let due = "你方申请的财产保全将于2026年12月7日到期，请于到期七日前申请续行保全。";
    assert_eq!(day(due), renewal("2026-11-30", Status::Final));
}
