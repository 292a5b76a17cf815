//! Days the paper itself names to count from: one, several, none.

use super::*;

fn meeting(text: &str) -> Service {
    service(CIVIL, None, vec![document("1.2", "creditors-meeting-notice", text)])
}

#[test]
fn several_named_days_leave_the_day_open_and_are_not_passed_over() {
    let of = |text: &str| {
        let all = derived(&meeting(text));
        all.into_iter().map(|it| it.reckoning).find(|told| told.rule == "BK-MEETING")
    };
    let one = of("债权人会议通知\n2026年11月10日，债权人会议决议通过了财产分配方案。").unwrap();
    assert_eq!((one.last_day.map(|day| day.to_string()), one.anchor), (Some("2026-11-25".to_owned()), Anchor::Named));
    let two = "债权人会议通知\n债权人会议决议如下：2026年11月10日表决通过管理方案；2026年11月12日表决通过分配方案。";
    let several = of(two).unwrap();
    assert_eq!((several.status, several.last_day), (Status::Undetermined, None));
    assert!(several.because.contains("几个日期"), "{}", several.because);
    assert_eq!(of("债权人会议通知\n会议将表决决议草案。"), None);
}

#[test]
fn a_stated_length_from_a_named_day_hangs_on_that_day() {
    let mut rules = REFERENCE.rules.clone();
    for when in &mut rules.get_mut("BK-MEETING").unwrap().when {
        when.term = Some("答辩".to_owned());
    }
    let reference = Reference { rules, calendar: Calendar::builtin().unwrap(), ..Reference::default() };
    let text = "债权人会议通知\n2026年11月10日决议通过。你公司应当在收到本通知之日起十日内提交答辩状。";
    let all = derive(&meeting(text), &reference).0;
    let told = &all.iter().find(|it| it.reckoning.rule == "BK-MEETING").unwrap().reckoning;
    assert_eq!((told.length, told.anchor), (Some(Length::Days(10)), Anchor::Named));
}
