//! Papers whose periods run from something else than their coming, and days that are not the end they look like.

use super::*;

const US: &str = "示例物业管理有限公司";

fn paper(kind: &str, text: &str) -> Service {
    let text = format!("上海市闵行区人民法院\n{CIVIL}\n{US}：\n{text}");
    let mut served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", kind, &text)]);
    served.found.addressee = Some(US.to_owned());
    served
}

fn finals(served: &Service) -> Vec<String> {
    let told = derived(served).into_iter().filter(|it| it.reckoning.status == Status::Final);
    told.map(|it| it.reckoning.rule).collect()
}

/// Whatever a period runs from that is surely no service of the paper, its end is not final.
#[test]
fn a_period_from_another_start_is_never_final() {
    let starts = [
        "自本通知书落款之日起二十日内",
        "自本通知发出之日（2026年11月5日）起二十日内",
        "自本通知书签发之日起二十日内",
        "自本通知书制作之次日起二十日内",
        "自本通知书所载日期起二十日内",
        "自中文译本送达之次日起二十日内",
        "自该日起二十日内",
    ];
    for start in starts {
        let served = paper("evidence-notice", &format!("举证通知书\n你方应当{start}向本院提交证据。"));
        assert!(finals(&served).is_empty(), "{start}: {:?}", derived(&served));
    }
    for start in ["自收到本通知书之日起", "自本通知送达之次日起", "自本通知之次日起", "自次日起"]
    {
        let served = paper("evidence-notice", &format!("举证通知书\n你方应当{start}二十日内向本院提交证据。"));
        assert_eq!(finals(&served), ["CIV-EVID-ORD"], "{start}");
    }
}

#[test]
fn a_start_that_is_told_behind_the_period_counts_as_well() {
    let answer = "应诉通知书\n应当在收到起诉状副本之日起十五日内提出答辩状。";
    assert_eq!(finals(&paper("response-notice", answer)), ["CIV-ANSWER", "CIV-JURIS"]);
    for start in [
        "上述期间从原告补缴受理费之日起算。",
        "前述期限在本院完成诉前鉴定后开始计算。",
        "期限起算点为本院电话通知之日。",
    ] {
        assert!(finals(&paper("response-notice", &format!("{answer}{start}"))).is_empty(), "{start}");
    }
}

/// Who was given a judgment when it was pronounced acts by the period that ran from then.
#[test]
fn a_judgment_given_when_it_was_pronounced_has_an_earlier_safe_day() {
    let given = JUDGMENT.replacen("判决如下", "2026年11月13日公开宣判，宣判时已向双方当事人交付判决书。判决如下", 1);
    assert_ne!(given, JUDGMENT);
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "judgment", &given)]);
    let told = derived(&served);
    let told = &told.iter().find(|it| it.reckoning.rule == "CIV-APPEAL").unwrap().reckoning;
    assert_eq!((told.status, told.last_day), (Status::Provisional, "2026-12-07".parse().ok()));
    assert_eq!(told.safe_date, "2026-11-28".parse().ok(), "{}", told.because);
}

#[test]
fn what_is_refused_or_another_partys_is_not_ours() {
    let lines = |text: &str| paper("evidence-notice", &format!("举证通知书\n{text}"));
    assert!(finals(&lines("你方申请将举证期限延至2026年12月15日，本院不予准许。")).is_empty());
    assert!(finals(&lines("准许原告举证期限延长至2026年12月15日。该延长仅适用于原告。")).is_empty());
    let text = format!(
        "上海市闵行区人民法院\n举证通知书\n{CIVIL}\n原告：赵某某\n被告：{US}\n原告应于2026年11月27日前完成举证，被告应于2026年12月10日前完成举证。"
    );
    let mut served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "evidence-notice", &text)]);
    served.found.addressee = Some(US.to_owned());
    expect(&served, &[("CIV-EVID-ORD", "2026-12-10", Status::Final)]);
}

#[test]
fn a_notice_of_long_ago_starts_nothing_for_sure() {
    let answer = |dated: &str| format!("应诉通知书\n应当在收到起诉状副本之日起十五日内提出答辩状。\n{dated}");
    assert_eq!(finals(&paper("response-notice", &answer("二〇二六年十一月十六日"))), ["CIV-ANSWER", "CIV-JURIS"]);
    assert!(finals(&paper("response-notice", &answer("二〇二五年九月十日"))).is_empty());
}

#[test]
fn the_end_of_the_period_that_a_judgment_prints_is_weighed() {
    let printed = format!("{}（上诉截止日：2026年12月3日）", JUDGMENT.trim_end());
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "judgment", &printed)]);
    let told = derived(&served);
    let told = &told.iter().find(|it| it.reckoning.rule == "CIV-APPEAL").unwrap().reckoning;
    assert_eq!((told.status, told.safe_date), (Status::Provisional, "2026-12-03".parse().ok()), "{}", told.because);
}

/// Periods listed party by party are read for none of them: ours may be another than the one that was read.
#[test]
fn a_list_of_parties_leaves_open_whose_period_is_ours() {
    let listed = |rows: &str| paper("evidence-notice", &format!("举证通知书\n举证期限如下：\n{rows}"));
    for rows in [
        "赵某某 收到通知之日起20日内\n示例物业管理有限公司 15日",
        "原告：收到本通知之次日起二十日内；\n被告：收到本通知之次日起十五日。",
    ] {
        assert!(finals(&listed(rows)).is_empty(), "{rows}: {:?}", dated(&listed(rows)));
    }
    let dates = listed("赵某某 2026年12月1日届满\n示例物业管理有限公司 2026年12月10日届满");
    expect(&dates, &[("CIV-EVID-ORD", "2026-12-10", Status::Final)]);
    assert_eq!(finals(&listed("示例物业管理有限公司 收到通知之次日起20日内")), ["CIV-EVID-ORD"]);
    let report = "报告财产令\n你单位应当自收到本院执行通知书之日起五日内报告财产状况。";
    assert!(finals(&paper("property-report-order", report)).is_empty());
}

#[test]
fn what_hangs_on_something_is_not_final() {
    let lines = |text: &str| paper("evidence-notice", &format!("举证通知书\n{text}"));
    for text in [
        "若原告撤回对第三人的起诉，你方应自收到本通知之次日起十五日内提交证据；否则无需另行举证。",
        "除被告示例物业管理有限公司外，其余当事人应自收到本通知之日起十五日内举证。",
        "你方应自收到变更后的起诉状副本之日起十五日内举证。",
    ] {
        assert!(finals(&lines(text)).is_empty(), "{text}: {:?}", dated(&lines(text)));
    }
    assert_eq!(finals(&lines("如有新的证据，应当在收到本通知书之日起十五日内提交证据。")), ["CIV-EVID-ORD"]);
}
