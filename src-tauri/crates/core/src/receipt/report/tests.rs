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

/// A bounce as servers write it: its head, what it says, and how it brings the mail back.
fn came_back(head: &str, text: &str, brought: &str) -> Option<Reported> {
    read(&format!(
        "Return-Path: <>\nMIME-Version: 1.0\n{head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\
         Content-Type: text/plain; charset=utf-8\n\n{text}\n--b\n{brought}\n--b--\n"
    ))
}

#[test]
fn a_message_id_on_a_line_of_its_own_is_read() {
    let long = "songda.r0123456789abcdef0123.01234567@litigation.example.test";
    let folded = delivery_report("failed", "5.4.1", "550 5.4.1 rejected")
        .replace(&format!("Message-ID: <{OURS}>"), &format!("Message-ID:\n\t<{long}>"));
    assert_eq!(read(&folded).unwrap().about, [long]);
}

#[test]
fn a_renamed_mail_is_known_by_our_own_line_and_by_those_of_the_server() {
    for line in [
        format!("X-Songda-Receipt: {OURS}"),
        format!("X-OQ-MSGID: <{OURS}>"),
        format!("X-Microsoft-Original-Message-ID:\n <{OURS}>"),
    ] {
        let renamed = delivery_report("failed", "5.1.1", "550 5.1.1 no such user")
            .replace(&format!("Message-ID: <{OURS}>"), &format!("Message-ID: <tencent_1@qq.com>\n{line}"));
        assert!(read(&renamed).unwrap().about.contains(&OURS.to_owned()), "{line}");
    }
    let named = delivery_report("delivered", "2.0.0", "250 ok")
        .replace("Action:", &format!("Original-Envelope-Id: {}\nAction:", OURS.replace('@', "+40")))
        .replace(&format!("Message-ID: <{OURS}>"), "X: y");
    assert_eq!(read(&named).unwrap().about, [OURS]);
}

#[test]
fn what_a_server_brings_back_under_an_encoding_is_read() {
    use base64::Engine as _;
    let mail = format!("From: service@example.test\r\nMessage-ID: <{OURS}>\r\nSubject: x\r\n\r\nx\r\n");
    let coded = base64::engine::general_purpose::STANDARD.encode(mail);
    let brought = format!("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{coded}");
    let told = came_back("From: PostMaster@qq.com\nSubject: 来自qq.com的退信\n", "收件人不存在", &brought).unwrap();
    assert_eq!((told.report, told.about), (Report::Bounced, vec![OURS.to_owned()]));
}

#[test]
fn what_a_server_gave_up_is_no_delay_though_it_tells_why_it_had_waited() {
    let brought = format!("Content-Type: message/rfc822\n\nMessage-ID: <{OURS}>\n\nx");
    let told = |head: &str, text: &str| came_back(head, text, &brought).unwrap().report;
    let qmail = "From: MAILER-DAEMON@mx.example.test\nSubject: failure notice\n";
    assert_eq!(told(qmail, "CNAME lookup failed. (#4.4.3) I'm not going to try again"), Report::Bounced);
    let gmail = "From: mailer-daemon@example.test\nSubject: Delivery Status Notification (Delay)\n";
    assert_eq!(told(gmail, "450 4.2.2 full. Message will be retried for 2 more days"), Report::Delayed);
    let coremail = "From: postmaster@163.example\nSubject: 系统退信\n";
    assert_eq!(told(coremail, "对方服务器繁忙，系统将继续投递 (4.3.0)"), Report::Delayed);
    assert_eq!(told(coremail, "投递超过时限，已放弃 (4.4.7)"), Report::Bounced);
    let nameless = "From: MAILER-DAEMON <>\nSubject: Mail delivery failed\n";
    assert_eq!(told(nameless, "There was an error delivering your mail"), Report::Bounced);
    let success = "From: postmaster@example.test\nSubject: Delivery Status Notification (Success)\n";
    assert_eq!(told(success, "successfully delivered"), Report::Delivered);
    let status = "Content-Type: message/delivery-status\n\nAction: expired\nStatus:\nDiagnostic-Code: timed out";
    let expired = came_back("From: x@mx.example.test\nSubject: x\n", "x", &format!("{status}\n--b\n{brought}"));
    assert_eq!(expired.unwrap().report, Report::Bounced);
    let bare = delivery_report("", "5.1.10", "").replace("Action: \n", "");
    assert_eq!(read(&bare).unwrap().report, Report::Bounced, "without an action its status tells");
    let complaint = delivery_report("failed", "5.0.0", "x").replace("delivery-status;", "feedback-report;");
    assert_eq!(read(&complaint), None, "it was thought unwanted; it did arrive");
}
