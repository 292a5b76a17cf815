//! Whether the party a paper names is us by a registered name: longer, shorter and partial names are somebody else's.

use super::*;

const US: &str = "示例物业管理有限公司";

/// As the mail and its papers come to an office registered under these names.
fn served_on(own: &[&str], to: &str, documents: Vec<FoundDocument>) -> Service {
    let mut served = service(CIVIL, Some(Role::Defendant), documents);
    served.own = own.iter().map(|name| (*name).to_owned()).collect();
    served.found.addressee = Some(to.to_owned()).filter(|to| !to.is_empty());
    served
}

fn status(served: &Service, rule: &str) -> Option<Status> {
    derived(served).iter().find(|it| it.reckoning.rule == rule).map(|it| it.reckoning.status)
}

fn notice(to: &str, against: &str) -> FoundDocument {
    let text = format!(
        "上海市闵行区人民法院\n应诉通知书\n{CIVIL}\n{to}：\n本院受理赵某某诉{against}合同纠纷一案，应当在收到起诉状副本之日起十五日内提出答辩状。"
    );
    document("1.2", "response-notice", &text)
}

fn judgment(parties: &str) -> FoundDocument {
    let text = format!(
        "民事判决书\n{CIVIL}\n{parties}\n判决如下：驳回。如不服本判决，可在判决书送达之日起十五日内，向本院递交上诉状，上诉于上海市第一中级人民法院。"
    );
    document("1.2", "judgment", &text)
}

#[test]
fn a_notice_to_one_whose_name_holds_ours_is_not_surely_ours() {
    let others = [
        "华东示例物业管理有限公司",
        "上海示例物业管理有限公司",
        "示例物业管理有限公司松江分公司",
        "示例物业管理有限公司滨江花园项目部",
        "示例物业管理有限公司破产管理人",
        "示例物业管理有限公司工会委员会",
        "示例物业服务有限公司",
        "物业管理有限公司",
    ];
    for other in others {
        let same = served_on(&[US], other, vec![notice(other, other)]);
        assert_eq!(status(&same, "CIV-ANSWER"), Some(Status::Provisional), "{other}");
        assert_eq!(status(&same, "CIV-JURIS"), Some(Status::Provisional), "{other}");
        let to_us = served_on(&[US], US, vec![notice(other, "你公司")]);
        assert_eq!(status(&to_us, "CIV-ANSWER"), Some(Status::Provisional), "{other}, by a mail to us");
    }
    let ours = [
        (US, "你公司"),
        (US, "示例物业管理有限公司"),
        ("被告示例物业管理有限公司", "你单位"),
        ("示例物业管理有限公司（被告）", "你公司"),
        ("某某银行股份有限公司、示例物业管理有限公司", "你们"),
        ("示例 物业管理有限公司", "你公司"),
        ("各当事人", "被告示例物业管理有限公司"),
    ];
    for (to, against) in ours {
        let served = served_on(&[US], US, vec![notice(to, against)]);
        assert_eq!(status(&served, "CIV-ANSWER"), Some(Status::Final), "{to} {against}");
    }
}

#[test]
fn every_registered_name_is_ours_and_no_other() {
    let own = ["示例物业管理（集团）有限公司", "示例物业", "示例物业管理（集团）有限公司松江分公司"];
    for name in ["示例物业管理(集团)有限公司", "示例物业", own[2], "示例物业管理（ 集团 ）有限公司"]
    {
        let served = served_on(&own, name, vec![notice(name, "你公司")]);
        assert_eq!(status(&served, "CIV-ANSWER"), Some(Status::Final), "{name}");
    }
    for name in ["示例物业管理有限公司", "示例物业管理（集团）有限公司青浦分公司", "新示例物业有限公司"]
    {
        let served = served_on(&own, name, vec![notice(name, "你公司")]);
        assert_eq!(status(&served, "CIV-ANSWER"), Some(Status::Provisional), "{name}");
    }
}

#[test]
fn a_decision_names_us_as_a_party_by_our_whole_name() {
    let us = "原告：赵某某。\n被告：示例物业管理有限公司，住所地上海市。";
    assert_eq!(status(&served_on(&[US], US, vec![judgment(us)]), "CIV-APPEAL"), Some(Status::Final));
    let others = [
        "原告：赵某某。\n被告：苏州示例物业管理有限公司，住所地苏州市。",
        "原告：赵某某。\n被告：示例物业管理有限公司第二分公司，营业场所上海市。",
        "原告：示例物业管理有限公司工会委员会。\n被告：示例物业管理有限公司破产管理人。",
        "原告：赵某某。\n被告：某某物业管理有限公司。",
    ];
    for parties in others {
        let served = served_on(&[US], US, vec![judgment(parties)]);
        assert_eq!(status(&served, "CIV-APPEAL"), Some(Status::Provisional), "{parties}");
    }
    // We are the branch, and the head office is sued.
    let branch = "示例物业管理有限公司松江分公司";
    let served = served_on(&[branch], US, vec![judgment(us)]);
    assert_eq!(status(&served, "CIV-APPEAL"), Some(Status::Provisional));
}

#[test]
fn who_only_stands_in_the_address_of_a_notice_is_not_surely_sued() {
    let two = "示例物业管理有限公司、示例智能科技有限公司";
    let served = |against: &str, more: Vec<FoundDocument>| {
        let documents = std::iter::once(notice(two, against)).chain(more).collect();
        status(&served_on(&[US], US, documents), "CIV-ANSWER")
    };
    assert_eq!(served("示例智能科技有限公司", Vec::new()), Some(Status::Provisional));
    assert_eq!(served("示例智能科技有限公司、示例物业管理有限公司", Vec::new()), Some(Status::Final));
    assert_eq!(served("你方", Vec::new()), Some(Status::Final));
    let suit = |defendant: &str| {
        document(
            "1.3",
            "complaint",
            &format!("民事起诉状\n原告：赵某某。\n被告：{defendant}。\n诉讼请求：支付一万元。"),
        )
    };
    assert_eq!(served("你方", vec![suit("示例智能科技有限公司")]), Some(Status::Provisional));
    assert_eq!(served("你方", vec![suit("华东示例物业管理有限公司")]), Some(Status::Provisional));
    assert_eq!(served("你方", vec![suit("示例物业管理有限公司")]), Some(Status::Final));
}

/// Lines are joined to be read, and what stands above a salutation is none of the name in it.
#[test]
fn a_name_on_a_line_of_its_own_is_whole_whatever_stands_above() {
    let told = |to: &str| {
        let text = format!(
            "某某人民法院\n应诉通知书\n(2026)桂民初22303\n{to}：\n收到起诉状副本之日起十五日内提出答辩状。本院已受理诉你公司一案。"
        );
        status(&served_on(&[US], US, vec![document("1.2", "response-notice", &text)]), "CIV-ANSWER")
    };
    assert_eq!(told(US), Some(Status::Final));
    assert_eq!(told("广西示例物业管理有限公司"), Some(Status::Provisional));
}

#[test]
fn what_is_to_be_handed_on_is_not_surely_ours() {
    for to in ["示例物业管理有限公司（转业主赵某某）", "示例物业管理有限公司（代收，当事人：赵某某）"]
    {
        let served = served_on(&[US], US, vec![notice(to, "你")]);
        assert_eq!(status(&served, "CIV-ANSWER"), Some(Status::Provisional), "{to}");
    }
    for to in ["示例物业管理有限公司（以下简称你公司）", "示例物业管理有限公司（统一社会信用代码91310000MA00000000）"]
    {
        let served = served_on(&[US], US, vec![notice(to, "你公司")]);
        assert_eq!(status(&served, "CIV-ANSWER"), Some(Status::Final), "{to}");
    }
}

/// What a paper says of its own period beside it, and whose the period is by the words of its clause.
#[test]
fn what_a_paper_says_beside_its_period_is_not_passed_over() {
    let told = |more: &str| {
        let text = format!(
            "应诉通知书\n{US}：\n本院受理赵某某诉你公司一案，你公司应当在收到起诉状副本之日起十五日内提出答辩状。\n{more}"
        );
        status(&served_on(&[US], US, vec![document("1.2", "response-notice", &text)]), "CIV-ANSWER")
    };
    for more in ["经你公司申请，答辩期延长十日。", "答辩期缩短至七日。", "（本案已审结，此件归档补录。）"]
    {
        assert_eq!(told(more), Some(Status::Provisional), "{more}");
    }
    for more in [
        "当事人申请延长举证期限的，应当在举证期限届满前提出。",
        "答辩期届满日是法定休假日的，顺延至其后的第一日。",
        "请携带营业执照复印件。",
    ] {
        assert_eq!(told(more), Some(Status::Final), "{more}");
    }
}

#[test]
fn a_period_is_ours_only_where_its_words_say_so() {
    let paper = |kind: &str, text: &str, role, rule: &str| {
        let mut served = served_on(&[US], US, vec![document("1.2", kind, text)]);
        served.found.role = role;
        status(&served, rule)
    };
    let fee = |who: &str| {
        let text = format!("交纳诉讼费用通知书\n{US}：\n{who}自收到本通知次日起七日内预交案件受理费五十元。");
        paper("fee-notice", &text, Some(Role::Plaintiff), "CIV-FEE")
    };
    assert_eq!(fee("赵明应"), Some(Status::Provisional));
    assert_eq!(fee("另一家贸易有限公司应当"), Some(Status::Provisional));
    for ours in ["你公司应", "请你方", "原告应当", "示例物业管理有限公司应", "请", "应"] {
        assert_eq!(fee(ours), Some(Status::Final), "{ours}");
    }
    let notice = format!("应诉通知书\n{US}：\n通知{US}作为证人出庭作证。你方应当在收到起诉状副本之日起十五日内答辩。");
    assert_eq!(paper("response-notice", &notice, None, "CIV-ANSWER"), Some(Status::Provisional));
    let plan = |creditors: &str| {
        let text = format!("分配方案\n债权人：{creditors}。\n债权人、被执行人有异议的，应自收到之日起十五日内提出。");
        let mut served =
            service("（2026）沪0112执12号", Some(Role::Creditor), vec![document("1.2", "distribution-plan", &text)]);
        served.own = vec![US.to_owned()];
        served.found.addressee = Some(US.to_owned());
        status(&served, "EX-DIST-OBJ")
    };
    assert_eq!(plan("赵明、钱亮"), Some(Status::Provisional));
    assert_eq!(plan("赵明、示例物业管理有限公司"), Some(Status::Final));
    let group = "应诉通知书\n示例物业管理有限公司业主自管小组：\n你方应当在收到起诉状副本之日起十五日内提出答辩状。";
    assert_eq!(paper("response-notice", group, None, "CIV-ANSWER"), Some(Status::Provisional));
    let to = |whom: &str| {
        let text = format!("应诉通知书\n{US}{whom}：\n你方应当在收到起诉状副本之日起十五日内提出答辩状。");
        paper("response-notice", &text, None, "CIV-ANSWER")
    };
    for ours in ["", "法务部", "法律事务部", "负责人", "综合管理部"] {
        assert_eq!(to(ours), Some(Status::Final), "{ours}");
    }
    for other in ["第一分公司法务部", "业主自管小组", "项目部负责人"] {
        assert_eq!(to(other), Some(Status::Provisional), "{other}");
    }
}

#[test]
fn a_form_nobody_filled_in_states_no_period() {
    let told = |period: &str| {
        let text = format!("应诉通知书\n{US}：\n你公司应当在收到起诉状副本之日起{period}提出答辩状。");
        let served = served_on(&[US], US, vec![document("1.2", "response-notice", &text)]);
        (status(&served, "CIV-ANSWER"), status(&served, "CIV-JURIS"))
    };
    let unsure = (Some(Status::Provisional), Some(Status::Provisional));
    for open in ["____日内", "＿＿日内", "    日内", "　　日内", "×日内", "□□日内", "__个工作日内", "　天内"]
    {
        assert_eq!(told(open), unsure, "{open}");
    }
    for filled in ["十五日内", "15日内", " 15 日内", "15日内（注：______）"] {
        assert_eq!(told(filled), (Some(Status::Final), Some(Status::Final)), "{filled}");
    }
}

/// What the law starts beside a notice of no stated kind needs no presumption where its own paper came along.
#[test]
fn a_notice_beside_the_paper_it_tells_of_is_no_guess() {
    let notice = document(
        "1.2",
        "notice",
        "通知书\n示例物业管理有限公司：\n现将上诉状副本送达你公司，你公司应当自收到上诉状副本之日起十五日内提出答辩状。",
    );
    let petition = document(
        "1.3",
        "appeal-petition",
        "民事上诉状\n上诉人：赵某某。\n被上诉人：示例物业管理有限公司。\n请求撤销原判。",
    );
    let answered = |documents: Vec<FoundDocument>| {
        let mut served = served_on(&[US], US, documents);
        served.found.role = Some(Role::Appellee);
        status(&served, "CIV-APPEAL-ANSWER")
    };
    assert_eq!(answered(vec![notice.clone(), petition]), Some(Status::Final));
    assert_eq!(answered(vec![notice]), Some(Status::Provisional));
}
