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

#[test]
fn several_spans_are_told_and_the_earliest_counts() {
    let text = "保全结果告知书\n一、冻结账户，冻结期限自2026年1月5日至2026年12月4日；二、查封房屋，查封期限自2026年1月5日至2026年12月18日。";
    assert_eq!(of("preservation-result", text), renewal("2026-11-27", Status::Provisional));
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
