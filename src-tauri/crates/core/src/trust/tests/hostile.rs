//! Mails that pose as a court: every trick alone is enough for doubt, however well the rest is signed.

use super::*;

#[track_caller]
fn doubtful(change: impl FnOnce(&mut Letter), code: &str) {
    expect(change, Verdict::Doubtful, code);
}

/// A stranger with a perfect signature of a domain that only vouches for itself.
fn stranger(address: &'static str) -> impl FnOnce(&mut Letter) {
    move |it| {
        it.from(address);
        it.signals.dkim = vec![dkim(DkimOutcome::Pass, address.rsplit('@').next().unwrap())];
    }
}

#[test]
fn strangers_vouch_only_for_themselves() {
    doubtful(stranger("sd@elsewhere.test"), "sender-unknown");
    doubtful(stranger("shmhfy@163.com"), "sender-unknown");
    doubtful(stranger("other@court.example.test"), "sender-unknown");
    doubtful(stranger("sd@mail.court.example.test"), "sender-unknown");
    doubtful(stranger("sd@tax.gov.cn"), "sender-unknown");
    doubtful(|it| it.mail.from = None, "sender-missing");
    doubtful(|it| it.mail.from = Some("sd@".to_owned()), "sender-missing");
}

#[test]
fn lookalikes_are_named() {
    for address in [
        "sd@c0urt.example.test",
        "sd@court-example.test",
        "sd@courtexample.test",
        "sd@court.examp1e.test",
        "sd@court.exarnple.test",
        "sd@court.example.test.evil.test",
        "sd@court.gov.cn.evil.test",
        "sd@court-gov.cn",
        "sd@court-gov-cn.test",
        "sd@hshfy-sh.cn",
        "sd@hshfv.sh.cn",
        "sd@court-sh.test",
        "sd@shanghai-fayuan.test",
    ] {
        doubtful(stranger(address), "lookalike-domain");
    }
    doubtful(stranger("sd@xn--ourt-b4d.example.test"), "punycode-domain");
    doubtful(stranger("sd@соurt.gov.cn"), "punycode-domain");
}

#[test]
fn a_host_learned_from_links_is_no_sender() {
    let learned = |it: &mut Letter| {
        it.office.courts[0].hosts = vec!["c0urt.example.test".to_owned(), "zxfw.c0urt.gov.cn.test".to_owned()];
    };
    doubtful(
        |it| {
            learned(it);
            stranger("sd@c0urt.example.test")(it);
        },
        "lookalike-domain",
    );
    let trust = after(|it| {
        learned(it);
        it.mail.links = vec!["https://zxfw.c0urt.gov.cn.test/".to_owned()];
    });
    assert!(trust.reasons.iter().all(|reason| reason.code != "lookalike-link"), "{:?}", trust.reasons);
}

#[test]
fn other_courts_do_not_speak_for_this_one() {
    doubtful(
        |it| {
            it.office.courts[0].code = "沪0115".to_owned();
        },
        "sender-of-other-court",
    );
    doubtful(
        |it| {
            it.office.courts.clear();
            it.from("sd@dzsd.hbfy.gov.cn");
        },
        "domain-of-other-court",
    );
    doubtful(
        |it| {
            it.from("sd@court.gov.cn");
            it.found.court = None;
            it.found.case_numbers.clear();
        },
        "court-unknown",
    );
}

#[test]
fn court_code_and_name_must_agree() {
    doubtful(|it| it.found.case_numbers = vec!["（2026）沪0115民初12345号".to_owned()], "code-against-name");
    doubtful(|it| it.found.case_numbers.push("（2026）京0105民初1号".to_owned()), "code-against-name");
    doubtful(|it| it.mail.subject = "【上海市浦东新区人民法院】电子送达".to_owned(), "name-against-name");
    doubtful(
        |it| it.found.documents = vec![paper("传票", "上海市浦东新区人民法院\n传票\n案号：x")],
        "name-against-name",
    );
    doubtful(|it| it.mail.text = "请查收。\n上海市浦东新区人民法院\n2026年11月20日".to_owned(), "name-against-name");
}

#[test]
fn broken_authentication_speaks_against_a_mail() {
    doubtful(|it| it.signals.dkim = vec![dkim(DkimOutcome::Fail, "court.example.test")], "dkim-failed");
    doubtful(|it| it.signals.dkim = vec![dkim(DkimOutcome::Fail, "example.test")], "dkim-failed");
    doubtful(|it| it.signals.dkim = vec![dkim(DkimOutcome::Hole, "court.example.test")], "unsigned-content");
    doubtful(
        |it| {
            it.signals.dkim =
                vec![dkim(DkimOutcome::Fail, "court.example.test"), dkim(DkimOutcome::Pass, "mailer.test")]
        },
        "dkim-failed",
    );
    doubtful(|it| it.signals.smime = Some(smime(SmimeOutcome::Broken)), "smime-broken");
}

#[test]
fn from_says_one_sender_once() {
    doubtful(|it| it.add("From", "evil@elsewhere.test"), "several-senders");
    doubtful(|it| it.mail.headers[1].value = format!("{FROM}, evil@elsewhere.test"), "several-senders");
    doubtful(|it| it.mail.headers[1].value = format!("<evil@elsewhere.test> <{FROM}>"), "several-senders");
    doubtful(|it| it.mail.headers[1].value = "<evil@elsewhere.test>".to_owned(), "several-senders");
    doubtful(|it| it.mail.headers[1].value = format!("法院: {FROM};"), "sender-group");
    doubtful(|it| it.add("Subject", "另一封"), "duplicate-header");
    doubtful(
        |it| {
            it.add("Content-Type", "text/plain");
            it.add("content-type", "multipart/mixed; boundary=x");
        },
        "duplicate-header",
    );
    doubtful(|it| it.mail.headers[1].value = "<sd@court.example.test\0.evil.test>".to_owned(), "hidden-characters");
    doubtful(|it| it.mail.headers[1].value = "\u{212a} <sd@court.example.test>".to_owned(), "hidden-characters");
}

#[test]
fn names_do_not_stand_for_addresses() {
    doubtful(
        |it| {
            it.from("evil@elsewhere.test");
            it.mail.from_name = Some(format!("法院 <{FROM}>"));
        },
        "name-poses-as-address",
    );
    doubtful(|it| it.mail.from_name = Some("other@court.gov.cn".to_owned()), "name-poses-as-address");
    doubtful(stranger("evil@elsewhere.test"), "name-poses-as-court");
    doubtful(
        |it| {
            it.from("evil@elsewhere.test");
            it.mail.from_name = Some("法\u{200b} 院".to_owned());
        },
        "name-poses-as-court",
    );
    doubtful(|it| it.mail.from_name = Some("闵行\u{202e}院法".to_owned()), "hidden-characters");
}

#[test]
fn answers_must_not_go_elsewhere() {
    doubtful(|it| it.mail.reply_to = vec!["evil@elsewhere.test".to_owned()], "reply-to-elsewhere");
    doubtful(|it| it.mail.reply_to = vec![FROM.to_owned(), "evil@elsewhere.test".to_owned()], "reply-to-elsewhere");
    doubtful(|it| it.add("Sender", "<evil@elsewhere.test>"), "sender-header-elsewhere");
    // At a freemail house the neighbour is a stranger.
    doubtful(
        |it| {
            it.office.courts[0].senders = vec!["mhfy@163.com".to_owned()];
            it.from("mhfy@163.com");
            it.signals.dkim = vec![dkim(DkimOutcome::Pass, "163.com")];
            it.mail.reply_to = vec!["mhfv@163.com".to_owned()];
        },
        "reply-to-elsewhere",
    );
}

#[test]
fn mail_passed_on_by_somebody_is_doubtful() {
    for subject in ["Fwd: 法院传票", "FW：传票", "转发: 传票", "【转发】法院传票", "回复：转发：传票"]
    {
        let subject = subject.to_owned();
        doubtful(
            |it| {
                stranger("colleague@office.example")(it);
                it.mail.subject = subject;
            },
            "forwarded",
        );
    }
    doubtful(
        |it| {
            stranger("colleague@office.example")(it);
            it.mail.parts.push(part("1.2", "message/rfc822", "传票.eml", Became::Wrapper, b""));
        },
        "forwarded",
    );
    doubtful(|it| it.on_top("Resent-From", "colleague@office.example"), "resent");
}

#[test]
fn dangerous_parts_and_hidden_names_are_doubtful() {
    doubtful(
        |it| it.mail.parts.push(part("1.2", "application/x-msdownload", "传票.exe", Became::Refused, b"MZ")),
        "dangerous-part",
    );
    doubtful(
        |it| it.mail.parts.push(part("1.2", "application/pdf", "传票\u{202e}fdp.exe", Became::Document, b"")),
        "hidden-characters",
    );
}

#[test]
fn courts_ask_for_no_transfers_codes_or_screens() {
    for text in ["请立即将保证金转入安全账户", "请将诉讼费汇到个人账户", "领取文书须先缴纳手续费"]
    {
        doubtful(|it| it.mail.text = text.to_owned(), "payment-asked");
    }
    doubtful(|it| it.mail.text = "请将短信验证码回复本邮箱".to_owned(), "secret-asked");
    doubtful(|it| it.mail.text = "请下载会议软件并打开屏幕共享".to_owned(), "secret-asked");
    doubtful(|it| it.mail.text = "案件受理费五十元\n户名：示例甲\n账号：0000".to_owned(), "payee-not-court");
    doubtful(
        |it| it.found.documents = vec![paper("交纳诉讼费用通知书", "收款人：示例商贸有限公司")],
        "payee-not-court",
    );
    // Not proven, so even the court's own wording needs a look.
    doubtful(
        |it| {
            it.signals.dkim.clear();
            it.mail.text = "请将案件受理费汇入以下账户".to_owned();
        },
        "payment-asked",
    );
}

#[test]
fn links_must_lead_where_they_say() {
    doubtful(|it| it.html("<a href='https://evil.test/x'>https://zxfw.court.gov.cn/x</a>"), "link-shows-other-host");
    doubtful(|it| it.html("<a href=http://evil.test><b>zxfw.court.gov</b>.cn</a>"), "link-shows-other-host");
    doubtful(|it| it.mail.links = vec!["http://192.0.2.9:8080/sd".to_owned()], "link-to-bare-ip");
    doubtful(|it| it.mail.links = vec!["http://3221226009/sd".to_owned()], "link-to-bare-ip");
    doubtful(|it| it.mail.links = vec!["https://zxfw.court.gov.cn@evil.test/".to_owned()], "link-hides-host");
    doubtful(|it| it.html("<a href='javascript:alert(1)'>查看</a>"), "link-hides-host");
    doubtful(|it| it.html(r"<a href='https:\\evil.test\zxfw.court.gov.cn/'>查看</a>"), "link-hides-host");
    doubtful(|it| it.mail.links = vec![r"https://evil.test\@zxfw.court.gov.cn/".to_owned()], "link-hides-host");
    doubtful(|it| it.mail.links = vec!["https://zxfw.court.gov.cn.evil.test/".to_owned()], "lookalike-link");
    doubtful(|it| it.mail.links = vec!["https://zxfw.c0urt.gov.cn.test/".to_owned()], "lookalike-link");
    // The very shape of the platform's links vouches for nobody.
    let shape = "zxfw/#/pagesAjkj/app/wssd/index?qdbh=1&sdbh=2&sdsin=3";
    doubtful(|it| it.mail.links = vec![format!("https://zxfw.court.gov.cn.evil.test/{shape}")], "lookalike-link");
    doubtful(|it| it.mail.links = vec!["https://xn--zxfw-q0a.test/".to_owned()], "link-hides-host");
}

#[test]
fn dates_far_from_the_arrival_are_doubtful() {
    let dated = |text: &str| chrono::DateTime::parse_from_rfc3339(text).ok();
    doubtful(|it| it.mail.dated = dated("2026-10-20T10:00:00+08:00"), "dated-far-from-arrival");
    doubtful(|it| it.mail.dated = dated("2026-12-20T10:00:00+08:00"), "dated-far-from-arrival");
}

#[test]
fn nothing_hostile_reaches_the_screen_unchanged() {
    let trust = after(|it| it.mail.reply_to = vec![format!("\u{202e}\u{1b}[31m{}@evil.test", "x".repeat(900))]);
    let told = trust.reasons.iter().find(|reason| reason.code == "reply-to-elsewhere").unwrap();
    assert!(told.detail.chars().count() <= 200);
    assert!(!told.detail.chars().any(|c| c.is_control() || c == '\u{202e}'));
}
