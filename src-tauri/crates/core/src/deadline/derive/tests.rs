//! Served papers as a court writes them, and the deadlines they start.

use chrono::DateTime;

use super::*;
use crate::calendar::Calendar;
use crate::deadline::{Anchor, Length, Status};
use crate::id::{Digest, ServiceId};
use crate::identify::{Found, FoundDocument, Role};
use crate::office::Regime;
use crate::trust::Verdict;

static REFERENCE: std::sync::LazyLock<Reference> = std::sync::LazyLock::new(|| Reference {
    rules: crate::deadline::builtin_rules().unwrap(),
    calendar: Calendar::builtin().unwrap(),
    ..Reference::default()
});

mod again;
mod around;
mod beside;
mod copies;
mod enforcement;
mod everyday;
mod halted;
mod named;
mod nearly;
mod ours;
mod parties;
mod spans;
mod starts;
mod stated;
mod whom;

const CIVIL: &str = "（2026）沪0112民初12345号";

fn document(part: &str, kind: &str, text: &str) -> FoundDocument {
    FoundDocument {
        part: part.to_owned(),
        title: String::new(),
        name: None,
        kind: Some(kind.to_owned()),
        kind_from_text: true,
        case_number: None,
        suffix: None,
        pages: Some(1),
        text: text.to_owned(),
    }
}

fn service(number: &str, role: Option<Role>, documents: Vec<FoundDocument>) -> Service {
    let moment = DateTime::parse_from_rfc3339("2026-11-20T16:42:11+08:00").unwrap();
    let case_numbers = if number.is_empty() { Vec::new() } else { vec![number.to_owned()] };
    Service {
        id: ServiceId::of(&Digest::of(b"mail")),
        found: Found { case_numbers, role, documents, claims_service: true, ..Found::default() },
        verdict: Verdict::Proven,
        regime: Regime::Confirmed,
        sent_by_court: Some(moment),
        arrived: Some(moment),
        by_hand: false,
        own: Vec::new(),
        for_another: false,
        held: Vec::new(),
        subject: String::new(),
        body: String::new(),
        chosen: None,
        off_register: false,
    }
}

fn derived(service: &Service) -> Vec<Deadline> {
    derive(service, &REFERENCE).0
}

/// Rule, last day and status of everything that has a date.
fn dated(service: &Service) -> Vec<(String, String, Status)> {
    let line = |deadline: &Deadline| {
        let told = &deadline.reckoning;
        Some((told.rule.clone(), told.last_day?.to_string(), told.status))
    };
    let mut lines: Vec<_> = derived(service).iter().filter_map(line).collect();
    lines.sort_by(|one, other| one.0.cmp(&other.0));
    lines
}

fn expect(service: &Service, lines: &[(&str, &str, Status)]) {
    let lines: Vec<_> =
        lines.iter().map(|(rule, day, status)| ((*rule).to_owned(), (*day).to_owned(), *status)).collect();
    assert_eq!(dated(service), lines, "{:#?}", derived(service));
}

const RESPONSE: &str = "应诉通知书\n你公司应当在收到起诉状副本之日起十五日内向本院提交答辩状。";
const JUDGMENT: &str = "民事判决书\n原告示例甲诉被告示例物业管理有限公司。判决如下：一、被告于本判决生效之日起十日内支付原告一千元。如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状，并按对方当事人的人数提出副本，上诉于上海市第一中级人民法院。";

#[test]
fn a_defence_bundle_starts_answer_jurisdiction_and_evidence_once() {
    let bundle = vec![
        document("1.2", "response-notice", RESPONSE),
        document("1.3", "complaint", "民事起诉状"),
        document("1.4", "evidence-notice", "举证通知书\n你方应当在收到本通知书之日起三十日内向本院提交证据。"),
        document("1.5", "summons", "传票"),
    ];
    let expected = [
        ("CIV-ANSWER", "2026-12-07", Status::Final),
        ("CIV-EVID-ORD", "2026-12-21", Status::Provisional),
        ("CIV-JURIS", "2026-12-07", Status::Final),
    ];
    expect(&service(CIVIL, Some(Role::Defendant), bundle.clone()), &expected);
    expect(&service(CIVIL, None, bundle), &expected);
}

#[test]
fn a_stated_number_wins_also_for_the_rule_that_follows_it() {
    let text = "应诉通知书\n你公司应当在收到起诉状副本之日起７日内向本院提交答辩状。对管辖权有异议的，应当在提交答辩状期间提出。";
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "response-notice", text)]);
    expect(&served, &[("CIV-ANSWER", "2026-11-27", Status::Final), ("CIV-JURIS", "2026-11-27", Status::Final)]);
    let because = &derived(&served)[0].reckoning.because;
    assert!(because.contains("文书写明7日，法定15日"), "{because}");
}

#[test]
fn a_plaintiff_has_nothing_to_answer() {
    let bundle = vec![document("1.2", "complaint", "民事起诉状"), document("1.3", "case-acceptance", "受理案件通知书")];
    expect(&service(CIVIL, Some(Role::Plaintiff), bundle), &[]);
}

#[test]
fn before_the_case_is_filed_no_answer_runs() {
    let served =
        service("（2026）沪0112民诉前调12号", Some(Role::Defendant), vec![document("1.2", "complaint", "民事起诉状")]);
    expect(&served, &[]);
}

#[test]
fn a_first_instance_judgment_starts_the_appeal() {
    expect(
        &service(CIVIL, Some(Role::Defendant), vec![document("1.2", "judgment", JUDGMENT)]),
        &[("CIV-APPEAL", "2026-12-07", Status::Final)],
    );
}

#[test]
fn a_judgment_without_its_appeal_clause_is_provisional() {
    let served = service(CIVIL, None, vec![document("1.2", "judgment", "民事判决书\n判决如下：驳回原告诉讼请求。")]);
    expect(&served, &[("CIV-APPEAL", "2026-12-07", Status::Provisional)]);
}

#[test]
fn a_final_judgment_starts_no_appeal() {
    let small = "民事判决书\n本案适用小额诉讼程序审理。本判决为终审判决。";
    let told = dated(&service(CIVIL, None, vec![document("1.2", "judgment", small)]));
    assert!(told.iter().all(|(rule, ..)| rule == "CIV-RETRIAL-SMALL"), "{told:?}");
    let second =
        service("（2026）沪01民终9号", None, vec![document("1.2", "judgment", "民事判决书\n本判决为终审判决。")]);
    expect(&second, &[("CIV-RETRIAL", "2027-05-20", Status::Provisional)]);
}

#[test]
fn criminal_and_administrative_judgments_have_their_own_periods() {
    let text = "行政判决书\n如不服本判决，可以在判决书送达之日起十五日内向本院递交上诉状。";
    expect(
        &service("（2026）沪7101行初5号", None, vec![document("1.2", "judgment", text)]),
        &[("ADM-APPEAL", "2026-12-07", Status::Final)],
    );
    let text = "刑事判决书\n如不服本判决，可在接到判决书的第二日起十日内，通过本院或者直接向中级人民法院提出上诉。";
    expect(
        &service("（2026）沪0112刑初5号", None, vec![document("1.2", "judgment", text)]),
        &[("CR-APPEAL", "2026-11-30", Status::Final)],
    );
}

#[test]
fn only_some_rulings_can_be_appealed() {
    let appealable = "民事裁定书\n裁定如下：驳回被告对本案管辖权提出的异议。如不服本裁定，可以在裁定书送达之日起十日内，向本院递交上诉状。";
    expect(
        &service(CIVIL, None, vec![document("1.2", "jurisdiction-ruling", appealable)]),
        &[("CIV-JURIS-RULING-APPEAL", "2026-11-30", Status::Final)],
    );
    expect(
        &service(CIVIL, None, vec![document("1.2", "ruling", appealable)]),
        &[("CIV-JURIS-RULING-APPEAL", "2026-11-30", Status::Final)],
    );
    let withdrawal = "民事裁定书\n裁定如下：准许原告撤诉。";
    expect(
        &service(
            CIVIL,
            None,
            vec![document("1.2", "ruling", withdrawal), document("1.3", "withdrawal-ruling", withdrawal)],
        ),
        &[],
    );
    let appeal_court =
        service("（2026）沪01民辖终9号", None, vec![document("1.2", "jurisdiction-ruling", "本裁定为终审裁定。")]);
    expect(&appeal_court, &[]);
}

#[test]
fn preservation_enforcement_and_payment_orders() {
    let text =
        "民事裁定书\n裁定如下：冻结被申请人银行存款。如不服本裁定，可以自收到裁定书之日起五日内向本院申请复议一次。";
    expect(
        &service(CIVIL, Some(Role::Defendant), vec![document("1.2", "preservation-ruling", text)]),
        &[("PRES-RECON", "2026-11-25", Status::Final)],
    );
    let text = "执行裁定书\n可以自本裁定送达之日起十五日内，向人民法院提起诉讼。";
    expect(
        &service("（2026）沪0112执异8号", None, vec![document("1.2", "execution-objection-ruling", text)]),
        &[("EX-SUIT", "2026-12-07", Status::Final)],
    );
    let text = "执行裁定书\n如不服本裁定，可以自本裁定送达之日起十日内，向上海市第一中级人民法院申请复议。";
    expect(
        &service("（2026）沪0112执异8号", None, vec![document("1.2", "execution-objection-ruling", text)]),
        &[("EX-RECON", "2026-11-30", Status::Final)],
    );
    let text = "支付令\n债务人应当自收到本支付令之日起十五日内清偿债务，或者向本院提出书面异议。";
    expect(
        &service("（2026）沪0112民督8号", Some(Role::Respondent), vec![document("1.2", "payment-order", text)]),
        &[("PAY-OBJ", "2026-12-07", Status::Final)],
    );
}

#[test]
fn a_renewal_counts_back_from_the_day_the_court_wrote() {
    let text = "保全结果告知书\n冻结期限自2026年11月20日起至2027年11月19日止。";
    let told = derived(&service(CIVIL, Some(Role::Plaintiff), vec![document("1.2", "preservation-result", text)]));
    let of = |rule: &str| {
        told.iter().find(|it| it.reckoning.rule == rule).and_then(|it| it.reckoning.last_day).map(|day| day.to_string())
    };
    assert_eq!((of("PRES-EXPIRY").as_deref(), of("PRES-RENEW").as_deref()), (Some("2027-11-19"), Some("2027-11-12")));
}

#[test]
fn fees_wait_for_the_payer() {
    let text = "交纳诉讼费用通知书\n请你方在收到本通知书次日起七日内预交案件受理费五十元，逾期按撤诉处理。";
    expect(
        &service(CIVIL, Some(Role::Plaintiff), vec![document("1.2", "fee-notice", text)]),
        &[("CIV-FEE", "2026-11-27", Status::Final)],
    );
    expect(&service(CIVIL, Some(Role::Defendant), vec![document("1.2", "fee-notice", text)]), &[]);
}

#[test]
fn nothing_is_final_on_a_file_name_or_without_a_proven_arrival() {
    let mut by_name = document("1.2", "response-notice", "");
    by_name.kind_from_text = false;
    let told = dated(&service(CIVIL, Some(Role::Defendant), vec![by_name]));
    assert!(!told.is_empty() && told.iter().all(|(.., status)| *status == Status::Provisional), "{told:?}");
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "response-notice", RESPONSE)]);
    for changed in [
        Service { verdict: Verdict::Likely, ..served.clone() },
        Service { verdict: Verdict::Doubtful, ..served.clone() },
        Service { regime: Regime::Unconfirmed, ..served.clone() },
        Service { by_hand: true, ..served.clone() },
    ] {
        let told = dated(&changed);
        assert!(!told.is_empty() && told.iter().all(|(.., status)| *status == Status::Provisional), "{told:?}");
    }
    let unknown = Service { arrived: None, ..served };
    assert!(dated(&unknown).is_empty());
}

#[test]
fn evidence_without_a_number_has_no_date() {
    let served = service(CIVIL, None, vec![document("1.2", "evidence-notice", "举证通知书\n请及时提交证据。")]);
    let told = derived(&served);
    let evidence = told.iter().find(|it| it.reckoning.rule == "CIV-EVID-ORD").unwrap();
    assert_eq!((evidence.reckoning.status, evidence.reckoning.last_day), (Status::Undetermined, None));
}

#[test]
fn each_document_of_several_cases_starts_its_own() {
    let (mut one, mut two) =
        (document("1.2", "response-notice", RESPONSE), document("1.3", "response-notice", RESPONSE));
    one.case_number = Some(CIVIL.to_owned());
    two.case_number = Some("（2026）沪0112民初12346号".to_owned());
    let mut served = service(CIVIL, Some(Role::Defendant), vec![one, two]);
    served.found.case_numbers.push("（2026）沪0112民初12346号".to_owned());
    let told = derived(&served);
    let answers: Vec<_> =
        told.iter().filter(|it| it.reckoning.rule == "CIV-ANSWER").map(|it| it.part.as_str()).collect();
    assert_eq!(answers, ["1.2", "1.3"]);
}

#[test]
fn a_summons_alone_starts_nothing_and_lists_nothing() {
    let summons = document("1.2", "summons", "传票\n应到时间：2026年12月10日9时30分");
    assert!(derived(&service(CIVIL, None, vec![summons])).is_empty());
}

#[test]
fn the_exchange_of_evidence_ends_the_time_for_evidence() {
    let mut served = service(CIVIL, None, vec![document("1.2", "summons", "传票\n传唤事由：证据交换")]);
    served.found.hearings.push(crate::identify::Hearing {
        starts: DateTime::parse_from_rfc3339("2026-12-10T09:30:00+08:00").unwrap(),
        place: None,
        kind: "evidence-exchange",
        part: "1.2".to_owned(),
    });
    expect(&served, &[("CIV-EVID-EXCH", "2026-12-10", Status::Final)]);
}

#[test]
fn quoted_articles_are_no_remedy() {
    let text = "民事判决书\n判决如下：驳回。附：民事诉讼法第一百七十一条 当事人不服地方人民法院第一审判决的，有权在判决书送达之日起十五日内向上一级人民法院提起上诉；不服裁定的，有权在裁定书送达之日起十日内向上一级人民法院提起上诉。";
    let served = service(CIVIL, None, vec![document("1.2", "judgment", text)]);
    expect(&served, &[("CIV-APPEAL", "2026-12-07", Status::Provisional)]);
}

#[test]
fn a_date_in_the_paper_wins_over_the_number_of_the_law() {
    let text = "应诉通知书\n你公司应当于2026年12月11日前向本院提交答辩状。";
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "response-notice", text)]);
    expect(&served, &[("CIV-ANSWER", "2026-12-11", Status::Final), ("CIV-JURIS", "2026-12-11", Status::Final)]);
    let told = &derived(&served)[0].reckoning;
    assert_eq!(told.safe_date.unwrap().to_string(), "2026-12-10");
    assert!(told.because.contains("法定期间到2026年12月7日"), "{}", told.because);
}

#[test]
fn periods_that_contradict_each_other_are_a_doubt_and_the_earliest_counts() {
    let text = "举证通知书\n举证期限为收到本通知书之日起三十日。请在收到本通知书之日起十五日内提交证据。";
    let served = service(CIVIL, None, vec![document("1.2", "evidence-notice", text)]);
    expect(&served, &[("CIV-EVID-ORD", "2026-12-07", Status::Provisional)]);
    let (_, doubts) = derive(&served, &REFERENCE);
    assert_eq!(doubts.iter().map(|doubt| doubt.code).collect::<Vec<_>>(), ["stated-periods-differ"]);
}

#[test]
fn simple_and_small_procedures_have_their_own_rules() {
    let text = "应诉通知书\n本案适用简易程序审理。你公司应当在收到起诉状副本之日起十日内提交答辩状。";
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "response-notice", text)]);
    expect(&served, &[("CIV-ANSWER-SIMPLE", "2026-11-30", Status::Final), ("CIV-JURIS", "2026-11-30", Status::Final)]);
    let silent = "应诉通知书\n本案适用简易程序审理。";
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "response-notice", silent)]);
    expect(&served, &[("CIV-JURIS", "2026-12-07", Status::Provisional)]);
}

#[test]
fn a_party_without_a_domicile_has_thirty_days() {
    let text = "应诉通知书\n你方在中华人民共和国领域内没有住所，应当在收到起诉状副本之日起三十日内提出答辩状。";
    let served = service(CIVIL, Some(Role::Defendant), vec![document("1.2", "response-notice", text)]);
    let lines =
        [("CIV-ANSWER-FOREIGN", "2026-12-21", Status::Provisional), ("CIV-JURIS", "2026-12-21", Status::Provisional)];
    expect(&served, &lines);
    let both = "民事判决书\n如不服本判决，可以在判决书送达之日起十五日内，在中华人民共和国领域内没有住所的当事人可以在判决书送达之日起三十日内，向本院递交上诉状。";
    expect(
        &service(CIVIL, None, vec![document("1.2", "judgment", both)]),
        &[("CIV-APPEAL", "2026-12-07", Status::Final)],
    );
}

#[test]
fn the_day_the_court_sent_it_counts_when_it_is_earlier() {
    let mut served = service(CIVIL, None, vec![document("1.2", "judgment", JUDGMENT)]);
    served.sent_by_court = Some(DateTime::parse_from_rfc3339("2026-11-19T23:58:00+08:00").unwrap());
    let told = derived(&served);
    let appeal = &told.iter().find(|it| it.reckoning.rule == "CIV-APPEAL").unwrap().reckoning;
    assert_eq!(appeal.from.unwrap().to_string(), "2026-11-19");
    assert!(appeal.because.contains("按较早的发出日起算"), "{}", appeal.because);
}

#[test]
fn the_fee_of_an_appeal_is_not_the_fee_of_the_first_instance() {
    let text = "交纳诉讼费用通知书\n请你方自收到本通知次日起七日内预交上诉案件受理费，逾期按自动撤回上诉处理。";
    let served = service(CIVIL, Some(Role::Plaintiff), vec![document("1.2", "fee-notice", text)]);
    expect(&served, &[("CIV-FEE-APPEAL", "2026-11-27", Status::Final)]);
}

#[test]
fn an_appeal_the_judgment_tells_of_is_not_dropped_for_a_word_about_small_claims() {
    let text =
        "民事判决书\n被告主张本案应适用小额诉讼程序。如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状。";
    let served = service(CIVIL, Some(Role::Plaintiff), vec![document("1.2", "judgment", text)]);
    assert!(dated(&served).contains(&("CIV-APPEAL".to_owned(), "2026-12-07".to_owned(), Status::Provisional)));
}

#[test]
fn the_paper_that_states_the_period_goes_before_the_silent_one() {
    let notice = "上诉案件应诉通知书\n你方应当在收到上诉状副本之日起十日内提出答辩状。";
    let papers = vec![document("1.2", "appeal-petition", "民事上诉状"), document("1.3", "appeal-acceptance", notice)];
    let served = service("（2026）沪01民终9号", Some(Role::Appellee), papers);
    expect(&served, &[("CIV-APPEAL-ANSWER", "2026-11-30", Status::Final)]);
}

#[test]
fn a_stated_date_in_a_year_without_a_notice_is_provisional() {
    let text = "债权申报通知书\n你单位应在2027年1月15日前，向管理人申报债权。";
    let served = service("（2026）沪03破8号", Some(Role::Creditor), vec![document("1.2", "bankruptcy-notice", text)]);
    expect(&served, &[("BK-CLAIM", "2027-01-15", Status::Provisional)]);
}

#[test]
fn the_end_of_a_freeze_is_read_behind_its_length() {
    let text = "协助执行通知书\n冻结期限十二个月，自2026年11月20日起至2027年11月19日止。";
    let served =
        service("（2026）沪0112执9号", Some(Role::AssistingUnit), vec![document("1.2", "assistance-notice", text)]);
    expect(&served, &[("PRES-EXPIRY", "2027-11-19", Status::Provisional)]);
}

proptest::proptest! {
    #[test]
    fn any_text_of_any_kind_is_answered(text in "[0-9一二三十百年月日内前至止起，。不服本判决上诉答辩举证期限]{0,200}", kind in 0_usize..8) {
        let kinds = ["judgment", "ruling", "response-notice", "evidence-notice", "preservation-result", "fee-notice", "execution-objection-ruling", "effective-certificate"];
        for deadline in derived(&service(CIVIL, None, vec![document("1.2", kinds[kind], &text)])) {
            let told = deadline.reckoning;
            proptest::prop_assert_eq!(told.last_day.is_none(), told.status == Status::Undetermined);
        }
    }
}
