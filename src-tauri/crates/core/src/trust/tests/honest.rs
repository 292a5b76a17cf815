//! Mails of real courts in all their shapes: never worse than they deserve.

use super::*;

#[test]
fn a_listed_sender_with_its_own_signature_is_proven() {
    let trust = after(|_| {});
    assert_eq!(trust.verdict, Verdict::Proven, "{:?}", trust.reasons);
    let codes: Vec<&str> = trust.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(codes, ["sender-listed", "court-and-number-agree", "dkim-aligned"]);
}

#[test]
fn signatures_of_the_same_organisation_align() {
    expect(|it| it.signals.dkim = vec![dkim(DkimOutcome::Pass, "example.test")], Verdict::Proven, "dkim-aligned");
    expect(
        |it| it.signals.dkim = vec![dkim(DkimOutcome::Pass, "mta.court.example.test")],
        Verdict::Proven,
        "dkim-aligned",
    );
    // One that passes is enough, whatever became of the other.
    expect(
        |it| {
            it.signals.dkim =
                vec![dkim(DkimOutcome::Fail, "court.example.test"), dkim(DkimOutcome::Pass, "example.test")]
        },
        Verdict::Proven,
        "dkim-aligned",
    );
}

#[test]
fn a_whole_domain_may_be_listed() {
    expect(|it| it.office.courts[0].senders = vec!["@court.example.test".to_owned()], Verdict::Proven, "sender-listed");
    expect(|it| it.office.courts[0].senders = vec!["@example.test".to_owned()], Verdict::Doubtful, "sender-unknown");
}

#[test]
fn without_authentication_a_listed_sender_is_likely() {
    expect(|it| it.signals.dkim.clear(), Verdict::Likely, "not-authenticated");
    for (outcome, code) in [
        (DkimOutcome::NoAnswer, "dkim-no-answer"),
        (DkimOutcome::Unusable, "dkim-unusable"),
        (DkimOutcome::Weak, "dkim-weak"),
    ] {
        expect(|it| it.signals.dkim = vec![dkim(outcome, "court.example.test")], Verdict::Likely, code);
    }
    // A third party's signature says nothing about the sender.
    expect(|it| it.signals.dkim = vec![dkim(DkimOutcome::Pass, "mailer.test")], Verdict::Likely, "dkim-unusable");
}

#[test]
fn a_digital_signature_proves_nothing_by_itself() {
    for (outcome, code) in [(SmimeOutcome::Fits, "smime-fits"), (SmimeOutcome::NotChecked, "smime-not-checked")] {
        expect(|it| it.signals.smime = Some(smime(outcome)), Verdict::Proven, code);
        let unsigned = |it: &mut Letter| {
            it.signals.dkim.clear();
            it.signals.smime = Some(smime(outcome));
        };
        expect(unsigned, Verdict::Likely, code);
    }
}

#[test]
fn official_domains_are_likely_signed_or_not() {
    for address in ["sd@court.gov.cn", "songda@mail.court.gov.cn", "shsd@hshfy.sh.cn", "sd@shmhfy.gov.cn"] {
        let change = |it: &mut Letter| {
            it.from(address);
            it.signals.dkim.clear();
        };
        expect(change, Verdict::Likely, "official-domain");
        let domain = address.rsplit('@').next().unwrap();
        let signed = |it: &mut Letter| {
            it.from(address);
            it.signals.dkim = vec![dkim(DkimOutcome::Pass, domain)];
        };
        expect(signed, Verdict::Likely, "dkim-aligned");
    }
}

#[test]
fn fee_notices_of_a_proven_court_are_normal() {
    expect(
        |it| {
            it.mail.text =
                "请将案件受理费五十元汇入以下账户：\n户名：上海市闵行区人民法院诉讼费专户\n账号：0000".to_owned();
            it.found.documents = vec![paper("交纳诉讼费用通知书", "收款单位：上海市财政局\n请扫码缴费")];
        },
        Verdict::Proven,
        "sender-listed",
    );
    expect(
        |it| it.found.documents = vec![paper("鉴定缴费通知书", "鉴定费用\n户名：示例司法鉴定中心")],
        Verdict::Proven,
        "sender-listed",
    );
    // Facts of a case are no requests.
    expect(
        |it| it.found.documents = vec![paper("民事判决书", "被告将款项转入个人账户。户名：示例甲。请提供验证码")],
        Verdict::Proven,
        "sender-listed",
    );
}

#[test]
fn warnings_against_fraud_are_no_requests() {
    let warning = "法院不会要求您转账、汇款，也不会索要验证码。谨防诈骗，切勿向个人账户转账。";
    expect(|it| it.mail.text.push_str(warning), Verdict::Proven, "sender-listed");
}

#[test]
fn answers_to_the_same_house_are_normal() {
    expect(|it| it.mail.reply_to = vec!["clerk@court.example.test".to_owned()], Verdict::Proven, "sender-listed");
    expect(|it| it.add("Sender", "robot@mail.example.test"), Verdict::Proven, "sender-listed");
    expect(
        |it| {
            it.office.courts[0].receipt_to = Some("huizhi@other.test".to_owned());
            it.mail.reply_to = vec!["huizhi@other.test".to_owned()];
        },
        Verdict::Proven,
        "sender-listed",
    );
}

#[test]
fn links_that_lead_where_they_say_are_normal() {
    expect(
        |it| {
            it.mail.links =
                vec!["https://zxfw.court.gov.cn/zxfw/#/pagesAjkj/app/wssd/index?qdbh=T&sdbh=S&sdsin=N".to_owned()];
            it.html("<a href=\"https://zxfw.court.gov.cn/zxfw/#/x\">https://zxfw.court.gov.cn/zxfw</a> <a href='https://a.test'>点击查看</a> <a href='https://a.test/x'>传票.pdf</a>");
        },
        Verdict::Proven,
        "sender-listed",
    );
}

#[test]
fn slow_mail_is_said_and_not_held_against_it() {
    let dated = |text: &str| chrono::DateTime::parse_from_rfc3339(text).ok();
    expect(|it| it.mail.dated = dated("2026-11-16T10:00:00+08:00"), Verdict::Proven, "dated-apart");
    expect(|it| it.mail.dated = None, Verdict::Proven, "sender-listed");
}

#[test]
fn short_and_platform_names_of_the_court_are_normal() {
    expect(|it| it.mail.from_name = Some("闵行法院".to_owned()), Verdict::Proven, "sender-listed");
    expect(
        |it| it.mail.from_name = Some("上海市高级人民法院电子送达平台".to_owned()),
        Verdict::Proven,
        "sender-listed",
    );
    expect(|it| it.mail.text.push_str("\n可上诉于上海市第一中级人民法院"), Verdict::Proven, "sender-listed");
    // The judgment appealed against lies beside the court's own paper.
    expect(
        |it| {
            let own = paper("应诉通知书", "上海市闵行区人民法院\n应诉通知书");
            it.found.documents = vec![paper("民事判决书", "上海市浦东新区人民法院\n民事判决书"), own];
        },
        Verdict::Proven,
        "sender-listed",
    );
}

#[test]
fn several_cases_of_one_court_are_normal() {
    expect(
        |it| it.found.case_numbers.push("（2026）沪0112民初12346号".to_owned()),
        Verdict::Proven,
        "court-and-number-agree",
    );
    expect(
        |it| it.found.case_numbers = vec!["（2015）闵民四（民）初字第1234号".to_owned()],
        Verdict::Proven,
        "sender-listed",
    );
    // A listed sender that names neither court nor number still is that court.
    expect(
        |it| {
            it.found.court = None;
            it.found.case_numbers.clear();
        },
        Verdict::Proven,
        "sender-listed",
    );
}

#[test]
fn a_mailbox_rule_that_passes_mail_on_holds_it() {
    expect(|it| it.add("X-Forwarded-To", "service@office.example"), Verdict::Likely, "auto-forwarded");
}

#[test]
fn what_serves_nothing_is_no_court_mail() {
    expect(|it| it.found.claims_service = false, Verdict::NotCourt, "no-service-claimed");
}
