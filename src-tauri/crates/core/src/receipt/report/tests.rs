//! Reports as servers and courts write them.

use super::*;
use crate::mail;

fn read(text: &str) -> Option<Reported> {
    let raw = text.replace('\n', "\r\n").into_bytes();
    reported(&raw, &mail::read(&raw).0)
}

const OURS: &str = "songda.abc.12345678@example.test";

fn delivery_report(action: &str, status: &str, says: &str) -> String {
    format!(
        "Return-path: <>\nMessage-ID: <own-1@mx.court.example.test>\nFrom: Mail Delivery System <mailer-daemon@mx.court.example.test>\n\
         To: service@example.test\nSubject: Mail delivery\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n\
         --b\nContent-Type: text/plain\n\nSee below.\n--b\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.court.example.test\n\nAction: {action}\nFinal-Recipient: rfc822;sd@court.example.test\n\
         Status: {status}\nDiagnostic-Code: smtp; {says}\n\n--b\nContent-Type: message/rfc822\n\n\
         From: a@example.test\nMessage-ID: <{OURS}>\nSubject: x\n\nx\n--b--\n"
    )
}

#[test]
fn a_delivery_report_names_the_mail_it_is_about() {
    let bounced = read(&delivery_report("failed", "5.2.2", "552 5.2.2 mailbox full")).unwrap();
    assert_eq!((bounced.report, bounced.status.as_str()), (Report::Bounced, "5.2.2"));
    assert_eq!(bounced.about, [OURS], "its own Message-ID is none");
    assert!(bounced.says.contains("mailbox full"));
    let reports = [
        ("delayed", "4.4.1", Report::Delayed),
        ("delivered", "2.0.0", Report::Delivered),
        ("relayed", "2.0.0", Report::Relayed),
    ];
    for (action, status, report) in reports {
        assert_eq!(read(&delivery_report(action, status, "250 ok")).unwrap().report, report);
    }
    assert_eq!(read(&delivery_report("sung", "2.0.0", "x")), None);
}

#[test]
fn an_envelope_id_comes_back_as_xtext() {
    assert_eq!(unxtext("songda.1+2B2+3D@example.test"), "songda.1+2=@example.test");
    assert_eq!(unxtext("+3Ca@b+3E"), "a@b");
    assert_eq!(unxtext("+"), "+");
    assert_eq!(unxtext("+Z1"), "+Z1");
}

#[test]
fn a_read_receipt_says_whether_it_was_shown() {
    let sample = |disposition: &str| {
        format!(
            "From: sd@court.example.test\nTo: service@example.test\nSubject: Read\nMIME-Version: 1.0\n\
             Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\
             Content-Type: text/plain\n\nread\n--b\nContent-Type: message/disposition-notification\n\n\
             Final-Recipient: rfc822;sd@court.example.test\nOriginal-Message-ID: <{OURS}>\nDisposition: {disposition}\n\n--b--\n"
        )
    };
    let shown = read(&sample("manual-action/MDN-sent-manually; displayed")).unwrap();
    assert_eq!((shown.report, shown.about.as_slice()), (Report::Displayed, [OURS.to_owned()].as_slice()));
    assert_eq!(read(&sample("automatic-action/MDN-sent-automatically; deleted")).unwrap().report, Report::Replied);
}

#[test]
fn a_bounce_in_plain_words_is_one_all_the_same() {
    let told = read(&format!(
        "From: postmaster@court.example.test\nTo: service@example.test\nSubject: 系统退信\nReferences: <{OURS}>\n\n\
         收件人邮箱不存在 550 5.1.1 no such user\n"
    ));
    let told = told.unwrap();
    assert_eq!((told.report, told.status.as_str()), (Report::Bounced, "5.1.1"));
    assert_eq!(told.about, [OURS]);
}

/// What the court's answer to our receipt reports: more lines of its head, its subject, its text.
fn answered(head: &str, subject: &str, text: &str) -> Report {
    let mail = format!(
        "From: sd@court.example.test\nTo: service@example.test\nSubject: {subject}\nMIME-Version: 1.0\n\
         Content-Type: text/plain; charset=utf-8\nIn-Reply-To: <{OURS}>\n{head}\n{text}\n"
    );
    read(&mail).unwrap().report
}

#[test]
fn a_court_confirms_in_words_and_a_machine_does_not() {
    let said = |head: &str, text: &str| answered(head, "Re: 回执", text);
    assert_eq!(said("", "回执已收到。"), Report::Confirmed);
    assert_eq!(said("", "我院未收到盖章件，请重新寄送。"), Report::Replied);
    assert_eq!(said("Auto-Submitted: auto-replied\n", "您的邮件已收到。"), Report::Replied);
    assert_eq!(read("From: sd@court.example.test\nTo: a@example.test\nSubject: x\n\n已收到\n"), None);
}

#[test]
fn a_question_a_demand_and_our_own_quoted_words_confirm_nothing() {
    let said = |text: &str| answered("", "Re: 回执", text);
    let confirmed = [
        "您的签收回执我院已收到，谢谢。",
        "您好，收到，谢谢！",
        "好的，已收到。",
        "已收到贵公司的回执。",
        "王女士：\n回执收悉，材料已入卷。",
        "收到",
    ];
    for text in confirmed {
        assert_eq!(said(text), Report::Confirmed, "{text}");
    }
    let for_a_person = [
        "本院至今没能收到你单位盖章的送达回证，请尽快寄出。",
        "请问你公司是否收到全部材料？",
        "未加盖公章，请于收到本邮件之日起三日内重新寄送。",
        "收到，但第二份文书的送达回证未盖章，请补寄。",
        "回执已收到，缺第三页，请重新发送。",
        "收到后请电话联系书记员。",
        "收到了吗",
        "好的。\n\n-----原始邮件-----\n发件人：service@example.test\n我方已于2026-11-20收到下列诉讼文书，签收回执如下",
        "知道了。\n> 我方已收到您院发送的邮件",
    ];
    for text in for_a_person {
        assert_eq!(said(text), Report::Replied, "{text}");
    }
}

#[test]
fn an_answering_machine_is_no_bounce_though_it_has_no_way_back() {
    let told = |head: &str, subject: &str, text: &str| answered(&format!("Return-Path: <>\n{head}"), subject, text);
    assert_eq!(told("Auto-Submitted: auto-replied\n", "Re: x", "本人外出，9.9.9 办公室"), Report::Replied);
    assert_eq!(told("", "自动回复: x", "您的邮件已收到"), Report::Replied);
    assert_eq!(told("X-Autoreply: yes\n", "x", "5.1.1 外出"), Report::Replied);
    assert_eq!(told("", "Re: x", "我院已收到回执。"), Report::Confirmed, "a person may write without a way back");
    assert_eq!(told("", "x", "550 5.1.1 no such user"), Report::Bounced);
    assert_eq!(told("Auto-Submitted: auto-replied\n", "系统退信", "收件人不存在"), Report::Bounced);
    assert_eq!(told("X-Failed-Recipients: sd@court.example.test\n", "x", "could not be delivered"), Report::Bounced);
}
