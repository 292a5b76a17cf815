//! Mails that are no first or final service of their papers, papers counted again, and periods for parties abroad.

use super::super::prepare;
use super::*;

fn appeal_of(subject: &str, body: &str, name: &str) -> Option<Status> {
    let paper = FoundDocument { name: Some(name.to_owned()), ..document("1.2", "judgment", JUDGMENT) };
    let mut served = service(CIVIL, Some(Role::Defendant), vec![paper]);
    (served.subject, served.body) = (subject.to_owned(), body.to_owned());
    let told = derived(&served);
    told.iter().find(|it| it.reckoning.rule == "CIV-APPEAL").map(|it| it.reckoning.status)
}

#[test]
fn a_judgment_that_is_sent_again_taken_back_or_a_draft_starts_nothing_for_sure() {
    let (subject, body, name) = ("民事判决书送达", "现向你公司送达民事判决书，请查收。", "民事判决书.pdf");
    assert_eq!(appeal_of(subject, body, name), Some(Status::Final));
    for said in [
        "判决书已于2026年11月3日向你公司送达，现重新发送一份，上诉期限自首次送达之日起计算。",
        "判决书本院前已通过法院专递寄出并由你公司签收，另发电子版备查。",
        "附件系误发，现予撤回，请勿使用。",
        "请核对附件中的身份信息，判决书待签发后送达。",
        "所附判决书以纸质送达的为准。",
        "随函附上判决书一份，供你单位参阅，不作为对你单位的送达。",
        "附件判决书系向被告发出，因你方为原告，现先行抄送供参考。",
    ] {
        assert_eq!(appeal_of(subject, said, name), Some(Status::Provisional), "{said}");
    }
    assert_eq!(appeal_of("【二次发送】民事判决书", body, name), Some(Status::Provisional));
    assert_eq!(appeal_of(subject, body, "民事判决书（校对稿）.docx"), Some(Status::Provisional));
}

/// Periods for parties here and abroad in one sentence, and the name of the one served on was misread.
#[test]
fn whose_of_two_periods_is_ours_is_not_guessed() {
    let text = JUDGMENT.replace(
        "可以在判决书送达之日起十五日内",
        "示例甲可以在判决书送达之日起十五日内，示例（澳门）有限公司可以在判决书送达之日起三十日内",
    );
    let mut served = service(CIVIL, Some(Role::Plaintiff), vec![document("1.2", "judgment", &text)]);
    let status = |served: &Service| derived(served)[0].reckoning.status;
    served.found.addressee = Some("示例甲".to_owned());
    assert_eq!(status(&served), Status::Final);
    served.found.addressee = Some("示例（澳门）有限公司案号".to_owned());
    assert_eq!(status(&served), Status::Provisional);
}

/// A person who determined the day of service has seen what the mail says.
#[test]
fn a_day_that_a_person_chose_is_final_whatever_the_mail_says() {
    let mut served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "judgment", JUDGMENT)]);
    served.body = "现重新发送判决书，请查收。".to_owned();
    assert_eq!(derived(&served)[0].reckoning.status, Status::Provisional);
    let date = "2026-11-03".parse().unwrap();
    served.chosen = Some(crate::service::ChosenStart { date, reason: "首次送达".to_owned() });
    assert_eq!(derived(&served)[0].reckoning.status, Status::Final);
}

/// The notice tells a party abroad of thirty days; the complaint beside it says nothing and starts no fifteen.
#[test]
fn a_complaint_beside_a_notice_for_a_party_abroad_starts_no_other_period() {
    let notice = "应诉通知书\n你公司在中华人民共和国领域内没有住所，应在收到起诉状副本之日起三十日内提出答辩状。";
    let papers =
        vec![document("1.2", "response-notice", notice), document("1.3", "complaint", "民事起诉状\n被告：你公司")];
    let told = derived(&service(CIVIL, Some(Role::Defendant), papers));
    let rules: Vec<&str> = told.iter().map(|it| it.reckoning.rule.as_str()).collect();
    assert!(rules.contains(&"CIV-ANSWER-FOREIGN") && !rules.contains(&"CIV-ANSWER"), "{rules:?}");
}

/// 没有住所的 is a condition: whose period it is stays open, and the earlier day of everybody else is shown.
#[test]
fn a_period_for_whoever_is_abroad_takes_the_place_of_no_other() {
    let notice = "应诉通知书\n你公司在中华人民共和国领域内没有住所的，应在收到起诉状副本之日起三十日内提出答辩状。";
    let complaint = "民事起诉状\n被告：示例物业管理有限公司，住所地上海市闵行区莘松路1号";
    let papers = vec![document("1.2", "response-notice", notice), document("1.3", "complaint", complaint)];
    for papers in [papers.clone(), papers[..1].to_vec()] {
        let told = derived(&service(CIVIL, Some(Role::Defendant), papers));
        let of = |rule: &str| {
            let found = told.iter().find(|it| it.reckoning.rule == rule);
            found.map(|it| (it.reckoning.last_day.unwrap().to_string(), it.reckoning.status))
        };
        assert_eq!(of("CIV-ANSWER"), Some(("2026-12-07".to_owned(), Status::Provisional)));
        assert_eq!(of("CIV-JURIS"), Some(("2026-12-07".to_owned(), Status::Provisional)));
        assert_eq!(of("CIV-ANSWER-FOREIGN"), Some(("2026-12-21".to_owned(), Status::Provisional)));
    }
}

#[test]
fn a_debtor_who_is_called_the_respondent_may_object_to_the_bankruptcy() {
    let text = "破产申请通知书\n你公司对申请如有异议，应当自收到本通知之日起七日内向本院提出。";
    let papers = vec![document("1.2", "bankruptcy-notice", text)];
    expect(
        &service("（2026）沪03破申12号", Some(Role::Respondent), papers),
        &[("BK-OBJ", "2026-11-27", Status::Final)],
    );
}

/// What was read once is counted on every later calendar as reading anew would count it.
#[test]
fn counting_anew_gives_what_reading_anew_gives() {
    let mut later = REFERENCE.clone();
    let year = "year = 2026\nnotice = [\"https://www.gov.cn/a\"]\n[[holiday]]\nname = \"某节\"\nrest = [2026-12-05, \
                2026-12-06, 2026-12-07, 2026-12-08]\nmake_up = [2026-12-12]\n";
    later.calendar.add_year("2026.toml", year).unwrap();
    let notice = "应诉通知书\n在收到起诉状副本之日起十五日内提出答辩状，举证期限为答辩期届满后十五日。";
    let papers = vec![
        document("1.2", "response-notice", notice),
        document("1.3", "evidence-notice", "举证通知书\n举证期限至2026年12月6日止。"),
        document("1.4", "judgment", JUDGMENT),
    ];
    for role in [None, Some(Role::Defendant), Some(Role::Plaintiff)] {
        let mut served = service(CIVIL, role, papers.clone());
        served.body = "请在收到后十日内提交证据。".to_owned();
        let read = prepare(&served, &REFERENCE);
        let (before, after) = (read.count(&REFERENCE), read.count(&later));
        assert_eq!(before, derive(&served, &REFERENCE));
        assert_eq!(after, derive(&served, &later));
        assert_ne!(before, after, "the calendars do not differ here");
    }
}
