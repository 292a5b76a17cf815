//! Suits that stand still or went elsewhere by a paper beside the notice, parties with a seat outside, and what is stated beside.

use super::*;

const OURS: &str = "恒远物业管理有限公司";

fn notice(head: &str, told: &str) -> FoundDocument {
    let text = format!("应诉通知书\n{head}：\n示例甲诉你公司物业服务合同纠纷一案，本院已立案。{told}");
    document("1.2", "response-notice", &text)
}

const FIFTEEN: &str = "请于收到起诉状副本之日起十五日内提交答辩状。";

fn ours(ours: &str, role: Role, papers: Vec<FoundDocument>) -> Service {
    let mut service = service(CIVIL, Some(role), papers);
    service.found.addressee = Some(ours.to_owned());
    service.own = vec![ours.to_owned()];
    service
}

fn finals(name: &str, role: Role, papers: Vec<FoundDocument>) -> Vec<String> {
    let told = dated(&ours(name, role, papers)).into_iter().filter(|(.., status)| *status == Status::Final);
    told.map(|(rule, day, _)| format!("{rule} {}", &day[5..])).collect()
}

#[test]
fn nothing_runs_in_a_suit_that_a_paper_beside_the_notice_stops() {
    let with = |kind: &str, text: &str| {
        finals(OURS, Role::Defendant, vec![notice(OURS, FIFTEEN), document("1.3", kind, text)])
    };
    let runs = ["CIV-ANSWER 12-07", "CIV-JURIS 12-07"];
    assert_eq!(
        with("preservation-ruling", "民事裁定书\n裁定如下：冻结被告恒远物业管理有限公司存款十万元。")[..2],
        runs
    );
    assert!(with("stay-or-termination-ruling", "民事裁定书\n原告死亡。裁定如下：本案中止诉讼。").is_empty());
    assert!(with("jurisdiction-ruling", "民事裁定书\n裁定如下：本案移送杭州市西湖区人民法院处理。").is_empty());
    let note = "告知书\n案件已裁定移送。应诉通知书中载明的答辩、举证事项不再执行，由受移送人民法院立案后另行通知。";
    assert!(with("information", note).is_empty());
    assert_eq!(with("information", "告知书\n当事人可以申请撤回起诉。"), runs);
}

#[test]
fn who_has_no_seat_here_answers_within_thirty_days() {
    let of = |ours: &str, told: &str| finals(ours, Role::Defendant, vec![notice(ours, told)]);
    let hong_kong = "恒远国际（香港）有限公司";
    let lacks = "你公司在中华人民共和国内地没有住所。";
    let thirty = "请于收到起诉状副本之日起三十日内提交答辩状。";
    // The day after the weekend may be one of rest by the next year's calendar, and nothing else keeps it open.
    let open = |told: &str| -> Vec<(String, bool)> {
        let told = derived(&ours(hong_kong, Role::Defendant, vec![notice(hong_kong, told)]));
        told.into_iter().map(|it| (it.reckoning.rule, it.reckoning.because.contains("请核对"))).collect()
    };
    let answered = |is_open| ("CIV-ANSWER-FOREIGN".to_owned(), is_open);
    assert_eq!(open(&format!("{lacks}{thirty}"))[..1], [answered(false)]);
    assert_eq!(open(&format!("{lacks}请依法提交答辩状。"))[..1], [answered(false)]);
    assert_eq!(open(&format!("{lacks}{FIFTEEN}"))[..1], [answered(true)]);
    assert!(of(hong_kong, &format!("{lacks}{FIFTEEN}")).is_empty());
    assert!(of(hong_kong, FIFTEEN).is_empty());
    assert_eq!(open(&format!("本案已立案。{thirty}"))[..1], [answered(false)]);
    let bracket = format!("应诉通知书\n{hong_kong}（在中华人民共和国内地没有住所）：\n示例甲诉你公司一案。{thirty}");
    let papers = vec![document("1.2", "response-notice", &bracket)];
    let told = derived(&ours(hong_kong, Role::Defendant, papers));
    assert_eq!(told.first().map(|it| it.reckoning.rule.as_str()), Some("CIV-ANSWER-FOREIGN"));
    assert_eq!(of(OURS, FIFTEEN)[..1], ["CIV-ANSWER 12-07"]);
    assert_eq!(
        of(OURS, &format!("{FIFTEEN}在中华人民共和国领域内没有住所的当事人应在三十日内提出答辩状。"))[..1],
        ["CIV-ANSWER 12-07"]
    );
}

#[test]
fn an_address_outside_leaves_the_period_open() {
    let with = |address: &str| {
        let complaint = format!("民事起诉状\n原告：示例甲\n被告：{OURS}，住所地：{address}。\n请求判令支付租金。");
        finals(OURS, Role::Defendant, vec![notice(OURS, FIFTEEN), document("1.3", "complaint", &complaint)])
    };
    assert_eq!(with("上海市静安区香港路9号")[..1], ["CIV-ANSWER 12-07"]);
    assert!(with("香港特别行政区九龙示例道9号").is_empty());
}

#[test]
fn the_notice_beside_a_counterclaim_states_the_time_to_answer_it() {
    let with = |told: &str| {
        let counterclaim =
            format!("民事反诉状\n反诉原告（本诉被告）：示例甲\n反诉被告（本诉原告）：{OURS}\n反诉请求：赔偿损失。");
        let text =
            format!("通知书\n{OURS}：\n被告示例甲提起反诉，本院决定受理并合并审理。现将反诉状副本送达你单位，{told}");
        finals(
            OURS,
            Role::Plaintiff,
            vec![document("1.2", "complaint", &counterclaim), document("1.3", "case-acceptance", &text)],
        )
    };
    assert_eq!(with("请在收到反诉状副本之日起十五日内向本院提出答辩状。"), ["CIV-ANSWER 12-07"]);
    assert!(with("请依法答辩。").is_empty());
}

#[test]
fn what_a_ruling_tells_of_us_is_no_longer_name() {
    let text = format!(
        "民事裁定书\n原告：{OURS}，住所地上海市。\n被告：示例甲。\n{OURS}向本院提出诉讼请求：判令被告支付物业服务费。\n本院认为被告不适格。裁定如下：\n驳回原告{OURS}的起诉。\n如不服本裁定，可以在裁定书送达之日起十日内，向本院递交上诉状，上诉于上海市第一中级人民法院。"
    );
    assert_eq!(
        finals(OURS, Role::Plaintiff, vec![document("1.2", "dismissal-ruling", &text)]),
        ["CIV-JURIS-RULING-APPEAL 11-30"]
    );
}
