//! Whole mails: what every part became, and that none is lost.

use base64::Engine as _;
use encoding_rs::GB18030;
use proptest::prelude::*;

use super::wrap::zip::tests::zipped;
use super::*;

fn b64(bytes: &[u8]) -> String {
    let coded = base64::engine::general_purpose::STANDARD.encode(bytes);
    let lines: Vec<&str> = coded.as_bytes().chunks(76).map(|it| std::str::from_utf8(it).unwrap()).collect();
    lines.join("\r\n")
}

/// A part: its headers, then its bytes in base64.
fn part(head: &str, bytes: &[u8]) -> String {
    format!("{head}\r\nContent-Transfer-Encoding: base64\r\n\r\n{}", b64(bytes))
}

fn file(name: &str, media: &str, bytes: &[u8]) -> String {
    part(&format!("Content-Type: {media}\r\nContent-Disposition: attachment; filename=\"{name}\""), bytes)
}

fn body(text: &str) -> String {
    part("Content-Type: text/plain; charset=utf-8", text.as_bytes())
}

fn mixed(parts: &[String]) -> Vec<u8> {
    let mut out = String::from(
        "From: sd@court.example.test\r\nSubject: x\r\nContent-Type: multipart/mixed;\r\n boundary=\"b\"\r\n\r\n",
    );
    for part in parts {
        out.push_str(&format!("--b\r\n{part}\r\n"));
    }
    out.push_str("--b--\r\n");
    out.into_bytes()
}

fn rows(mail: &Mail) -> Vec<(&str, &str)> {
    mail.parts.iter().map(|part| (part.path.as_str(), part.became.code())).collect()
}

fn codes(doubts: &[Doubt]) -> Vec<&str> {
    doubts.iter().map(|doubt| doubt.code).collect()
}

#[test]
fn many_small_things_are_not_listed_without_end() {
    let text = "begin 644 a.txt\n#0V%T\n`\nend\n".repeat(12_000);
    let (mail, doubts) = read(format!("From: a@b.test\n\n{text}").as_bytes());
    assert_eq!(mail.parts.len(), 10_001);
    assert!(codes(&doubts).contains(&"parts-too-many"));
    assert_eq!(mail.parts[0].bytes.len(), text.len(), "the text keeps them all");
    // Mails in an archive have one list together with the mail around them.
    let inner = format!("From: a@b.test\nContent-Type: multipart/mixed; boundary=b\n\n{}", "--b\n\nx\n".repeat(9_000));
    let inner: Vec<(String, &[u8])> = (0..5).map(|nth| (format!("{nth}.eml"), inner.as_bytes())).collect();
    let files: Vec<(&str, &[u8])> = inner.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let (mail, doubts) = read(&mixed(&[file("a.zip", "application/zip", &zipped(&files, None))]));
    assert!((20_000..20_010).contains(&mail.parts.len()), "{}", mail.parts.len());
    assert!(codes(&doubts).contains(&"parts-too-many"));
    let last = mail.parts.iter().find(|part| part.path.ends_with("!4.eml")).unwrap();
    assert_eq!((last.became, last.bytes.len()), (Became::Unread, files[4].1.len()));
}

/// What the leaves of a mail written with line feeds hold.
fn leaves(raw: &str) -> Vec<String> {
    let (mail, _) = read(raw.as_bytes());
    let leaves = mail.parts.iter().filter(|part| part.became != Became::Wrapper);
    leaves.map(|part| String::from_utf8_lossy(&part.bytes).into_owned()).collect()
}

#[test]
fn boundary_lines_as_careless_programs_write_them_part_a_mail() {
    let head = "From: a@b.test\nContent-Type: multipart/mixed; boundary=\"b\"\n\n";
    let with_words = "--b first\n\none\n--b\n\ntwo\n--b-- the end\nafter\n";
    assert_eq!(leaves(&format!("{head}{with_words}")), ["one", "two"]);
    // Twice over: what stands between is nothing, and counted; a text ahead of nothing is still read.
    assert_eq!(leaves(&format!("{head}--b\n--b\n\none\n--b\n--b--\n")), ["", "one", ""]);
    assert_eq!(leaves(&format!("{head}请查收\n--b\n--b--\n")), ["请查收", ""]);
    // A blank at its end is meant where the lines have it.
    let blank = head.replace("\"b\"", "\"b \"");
    assert_eq!(leaves(&format!("{blank}--b \n\none\n--b\nmore\n--b --\n")), ["one\n--b\nmore"]);
    assert_eq!(leaves(&format!("{blank}--b\n\none\n--b--\n")), ["one"]);
    // None at all, and the first field indented.
    let none = head.replace("\"b\"", "\"\"");
    assert_eq!(leaves(&format!("{none}--\nContent-Type: text/plain\n\none\n----\n")), ["one"]);
    assert_eq!(leaves(&format!(" {head}--b\n\none\n--b--\n")), ["one"]);
}

#[test]
fn documents_and_what_lies_in_archives_are_listed_in_reading_order() {
    let inner = zipped(&[("乙案/判决书.pdf", b"%PDF-1.5")], None);
    let zip = zipped(&[("甲案/传票.pdf", b"%PDF-1.4"), ("内.zip", &inner), ("run.exe", b"MZ\0")], None);
    let raw = mixed(&[
        body("请查收"),
        file("合并.zip", "application/zip", &zip),
        file("通知.pdf", "application/octet-stream", b"%PDF-1.6"),
    ]);
    let (mail, doubts) = read(&raw);
    assert_eq!(
        rows(&mail),
        [
            ("1", "wrapper"),
            ("1.1", "body"),
            ("1.2", "wrapper"),
            ("1.2!合并.zip!甲案/传票.pdf", "document"),
            ("1.2!合并.zip!内.zip", "wrapper"),
            ("1.2!合并.zip!内.zip!乙案/判决书.pdf", "document"),
            ("1.2!合并.zip!run.exe", "refused"),
            ("1.3", "document"),
        ]
    );
    assert_eq!(mail.parts[3].name.as_deref(), Some("传票.pdf"));
    assert_eq!(mail.parts[3].sha256, Digest::of(b"%PDF-1.4"));
    assert_eq!(mail.text, "请查收");
    assert_eq!(codes(&doubts), ["part-refused"]);
}

#[test]
fn a_locked_archive_opens_with_the_password_of_the_text() {
    let zip = zipped(&[("传票.pdf", b"%PDF-1.4")], Some("Sd2026"));
    let (open, doubts) = read(&mixed(&[body("解压密码：Sd2026。"), file("a.zip", "application/zip", &zip)]));
    assert_eq!(rows(&open)[3], ("1.2!a.zip!传票.pdf", "document"));
    assert!(doubts.is_empty());
    let (closed, doubts) = read(&mixed(&[body("密码另告"), file("a.zip", "application/zip", &zip)]));
    assert_eq!(rows(&closed)[2], ("1.2", "unread"));
    assert_eq!(closed.parts[2].bytes, zip);
    assert_eq!(codes(&doubts), ["password-needed"]);
}

#[test]
fn a_mail_of_one_part_is_part_one() {
    let (gbk, ..) = GB18030.encode("案号：（2026）沪0112民初1号");
    let mut raw =
        b"From: a@x.test\nContent-Type: text/plain; charset=gb2312\nContent-Transfer-Encoding: 8bit\n\n".to_vec();
    raw.extend_from_slice(&gbk);
    let (mail, doubts) = read(&raw);
    assert_eq!(rows(&mail), [("1", "body")]);
    assert_eq!(mail.text, "案号：（2026）沪0112民初1号");
    assert_eq!(mail.parts[0].size_bytes, gbk.len() as u64);
    assert!(doubts.is_empty());
}

#[test]
fn pictures_are_inline_only_where_the_text_shows_them() {
    let png = b"\x89PNG\r\n\x1a\n0000";
    let html = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>见图<img src=\"cid:logo@x\"></p>".to_owned();
    let shown = part("Content-Type: image/png; name=logo.png\r\nContent-ID: <logo@x>", png);
    let scan = part("Content-Type: image/png; name=scan.png\r\nContent-Disposition: inline", png);
    let (mail, _) = read(&mixed(&[html, shown, scan]));
    assert_eq!(rows(&mail)[1..], [("1.1", "body"), ("1.2", "inline"), ("1.3", "document")]);
}

#[test]
fn nested_mails_are_opened_and_their_text_is_not_ours() {
    let inner = mixed(&[body("旧邮件 （2020）沪0112民初9号"), file("传票.pdf", "application/pdf", b"%PDF-1.4")]);
    let plain = format!("Content-Type: message/rfc822\r\n\r\n{}", String::from_utf8_lossy(&inner));
    // Its own boundary must not be the outer one.
    let plain = plain.replace("\"b\"", "\"bb\"").replace("--b\r\n", "--bb\r\n").replace("--b--", "--bb--");
    let coded = part("Content-Type: message/rfc822; name=\"a.eml\"", &inner);
    let (mail, doubts) = read(&mixed(&[body("转发"), plain, coded]));
    let expected = [
        ("1", "wrapper"),
        ("1.1", "body"),
        ("1.2", "wrapper"),
        ("1.2.1", "wrapper"),
        ("1.2.1.1", "body"),
        ("1.2.1.2", "document"),
        ("1.3", "wrapper"),
        ("1.3.1", "wrapper"),
        ("1.3.1.1", "body"),
        ("1.3.1.2", "document"),
    ];
    assert_eq!(rows(&mail), expected);
    assert_eq!(mail.text, "转发");
    assert!(doubts.is_empty(), "{doubts:?}");
}

#[test]
fn what_stands_after_the_end_is_shown() {
    let mut raw = mixed(&[body("正文")]);
    raw.extend_from_slice(
        format!("--b\r\n{}\r\n--b--\r\n", file("传票.pdf", "application/pdf", b"%PDF-1.4")).as_bytes(),
    );
    let (mail, doubts) = read(&raw);
    assert_eq!(rows(&mail)[2], ("1.2", "document"));
    assert!(codes(&doubts).contains(&"part-after-end"));
}

#[test]
fn alternatives_that_differ_are_read_as_a_reader_sees_them() {
    let raw = |plain: &str, html: &str| {
        format!(
            "From: a@x.test\r\nContent-Type: multipart/alternative; boundary=q\r\n\r\n--q\r\n\r\n{plain}\r\n--q\r\nContent-Type: text/html\r\n\r\n{html}\r\n--q--\r\n"
        )
    };
    let (same, doubts) = read(raw("case 12345 today", "<p>case <b>12345</b> today</p>").as_bytes());
    assert_eq!((same.text.as_str(), doubts.len()), ("case 12345 today", 0));
    let (other, doubts) = read(raw("case 12345 today", "<p>case 99999 today</p>").as_bytes());
    assert_eq!(other.text, "case 99999 today");
    assert_eq!(codes(&doubts), ["alternatives-differ"]);
    let (empty, doubts) = read(raw("", "<p>seen</p><i style='display:none'>unseen</i>").as_bytes());
    assert_eq!((empty.text.as_str(), empty.hidden.as_str()), ("seen", "unseen"));
    assert_eq!(codes(&doubts), ["hidden-text"]);
}

#[test]
fn broken_mails_keep_everything() {
    let (none, doubts) = read(
        b"From: a@x.test\nContent-Type: multipart/mixed\n\n--zz\nContent-Type: application/pdf\n\n%PDF-1.4\n--zz--\n",
    );
    assert_eq!(rows(&none), [("1", "wrapper"), ("1.1", "document")]);
    assert_eq!(none.parts[1].bytes, b"%PDF-1.4");
    assert_eq!(codes(&doubts), ["boundary-missing"]);
    let (text, _) = read(b"From: a@x.test\nContent-Type: multipart/mixed; boundary=q\n\njust text\n");
    assert_eq!((rows(&text), text.text.as_str()), (vec![("1", "body")], "just text"));
    let (bare, doubts) = read("没有信头".as_bytes());
    assert_eq!((bare.text.as_str(), codes(&doubts)), ("没有信头", vec!["header-missing"]));
    assert_eq!(rows(&read(b"").0), [("1", "body")]);
}

#[test]
fn disguised_and_odd_parts_become_what_they_are() {
    let parts = [
        file("传票.pdf.exe", "application/pdf", b"MZ\0\0"),
        file("传票\u{202e}fdp.scr", "application/pdf", b"x"),
        file("通知.html", "text/html", b"<form action='http://x.test'><input></form>"),
        file("公告.html", "text/html", "<p>公告</p>".as_bytes()),
        file("清单.txt", "text/plain", "清单".as_bytes()),
        file("a.rar", "application/octet-stream", b"Rar!\x1a\x07\x01\0"),
        part("Content-Type: application/octet-stream", b"%PDF-1.4"),
        part("Content-Type: text/calendar", b"BEGIN:VCALENDAR"),
        file("smime.p7s", "application/pkcs7-signature", b"0"),
        "Content-Type: message/external-body; access-type=URL\r\n\r\nContent-Type: x/y\r\n\r\n".to_owned(),
    ];
    let (mail, _) = read(&mixed(&parts));
    let found: Vec<&str> = rows(&mail).into_iter().skip(1).map(|(_, became)| became).collect();
    assert_eq!(
        found,
        [
            "refused",
            "refused",
            "refused",
            "document",
            "document",
            "unread",
            "document",
            "structured",
            "signature",
            "unread"
        ]
    );
}

#[test]
fn every_line_end_gives_the_same_mail() {
    let raw = String::from_utf8(mixed(&[body("正文"), file("传票.pdf", "application/pdf", b"%PDF-1.4")])).unwrap();
    for (end, expected) in [("\r\n", 0), ("\n", 0), ("\r", 0), ("\r\r\n", 1)] {
        let (mail, doubts) = read(raw.replace("\r\n", end).as_bytes());
        assert_eq!(rows(&mail)[1..], [("1.1", "body"), ("1.2", "document")], "{end:?}");
        assert_eq!(mail.parts[2].bytes, b"%PDF-1.4");
        assert_eq!(doubts.len(), expected, "{doubts:?}");
    }
}

#[test]
fn a_pdf_that_claims_to_be_text_is_a_document() {
    let (mail, _) = read(&mixed(&[body("正文"), part("Content-Type: text/plain", b"%PDF-1.4")]));
    assert_eq!((rows(&mail)[2], mail.text.as_str()), (("1.2", "document"), "正文"));
}

#[test]
fn many_entries_of_one_name_are_told_apart() {
    let text = "begin 644 a.txt\n#0V%T\n`\nend\n".repeat(3_000);
    let (mail, _) = read(format!("From: a@x.test\n\n{text}").as_bytes());
    assert_eq!(mail.parts.len(), 3_001);
    assert_eq!(mail.parts.last().map(|part| part.path.as_str()), Some("1!a.txt#3000"));
}

#[test]
fn names_are_kept_beside_what_they_mean() {
    let (gbk, ..) = GB18030.encode("开庭传票.pdf");
    let (one, two) = gbk.split_at(5);
    let word = |bytes: &[u8]| format!("=?gb2312?B?{}?=", base64::engine::general_purpose::STANDARD.encode(bytes));
    let name = format!("{}\r\n {}", word(one), word(two));
    let (mail, _) = read(&mixed(&[file(&name, "application/pdf", b"%PDF-1.4")]));
    assert_eq!(mail.parts[1].name.as_deref(), Some("开庭传票.pdf"));
    assert!(mail.parts[1].name_as_sent.as_deref().unwrap().starts_with("=?gb2312?B?"));
}

#[test]
fn a_deep_mail_and_a_mail_of_many_parts_end() {
    let mut deep = String::from("From: a@x.test\n");
    for depth in 0..60 {
        deep.push_str(&format!("Content-Type: multipart/mixed; boundary=b{depth}x\n\n--b{depth}x\n"));
    }
    let (mail, doubts) = read(deep.as_bytes());
    assert_eq!(mail.parts.last().map(|part| part.became), Some(Became::Unread));
    assert!(codes(&doubts).contains(&"parts-too-deep"));
    let many = mixed(&vec!["\r\nx".to_owned(); 3_000]);
    assert_eq!(read(&many).0.parts.len(), 3_001);
}

proptest! {
    #[test]
    fn any_bytes_return(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let (mail, _) = read(&bytes);
        prop_assert!(!mail.parts.is_empty());
    }

    #[test]
    fn any_broken_mail_returns(at in 0usize..2000, byte in any::<u8>(), cut in 0usize..3000) {
        let zip = zipped(&[("传票.pdf", b"%PDF-1.4")], None);
        let mut raw = mixed(&[body("请查收"), file("合并.zip", "application/zip", &zip)]);
        let at = at % raw.len();
        raw[at] = byte;
        raw.truncate(cut.max(1));
        let (mail, _) = read(&raw);
        prop_assert!(!mail.parts.is_empty());
    }

    #[test]
    fn every_leaf_comes_back_byte_for_byte(
        leaves in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..120), 1..6),
    ) {
        let parts: Vec<String> = leaves.iter().map(|leaf| file("a.bin", "application/octet-stream", leaf)).collect();
        let (mail, _) = read(&mixed(&parts));
        let top: Vec<&Part> = mail.parts.iter().filter(|part| part.path.matches(['.', '!']).count() == 1).collect();
        prop_assert_eq!(top.len(), leaves.len());
        for (part, leaf) in top.iter().zip(&leaves) {
            prop_assert_eq!(part.sha256, Digest::of(leaf));
            prop_assert_eq!(part.size_bytes, leaf.len() as u64);
        }
    }
}

#[test]
fn of_an_absurd_header_the_first_part_is_read() {
    let long =
        [b"Subject: ".as_slice(), &b"x".repeat(1 << 20), b"\r\nFrom: a@court.example.test\r\n\r\ntext\r\n"].concat();
    let (mail, doubts) = read(&long);
    assert!(mail.subject.len() <= 8_000 && mail.from.as_deref() == Some("a@court.example.test"));
    assert!(codes(&doubts).contains(&"header-too-long"));
    let (mail, doubts) = read(&b"a: b\r\n".repeat(100_000));
    assert_eq!(mail.headers.len(), 50_000);
    assert!(codes(&doubts).contains(&"header-too-long"));
}

#[test]
fn a_part_whose_beginning_is_not_marked_is_read() {
    let raw = b"Content-Type: multipart/alternative; boundary=b\n\nContent-Type: text/html\n\n<p>\xe4\xbd\xa0\xe5\xa5\xbd</p>\n--b--\n";
    let (mail, doubts) = read(raw);
    assert_eq!(mail.text.trim(), "\u{4f60}\u{597d}");
    assert_eq!(mail.parts.iter().filter(|part| part.became == Became::Body).count(), 1);
    assert!(doubts.iter().any(|doubt| doubt.code == "boundary-missing"));
}

#[test]
fn a_scan_pasted_into_the_text_is_a_document_and_a_logo_is_none() {
    let page = part("Content-Type: text/html", "<p>请查收</p><img src=\"cid:scan\"><img src=\"cid:logo\">".as_bytes());
    let picture = |id: &str, length: usize| {
        let head = format!("Content-Type: image/jpeg\r\nContent-ID: <{id}>\r\nContent-Disposition: inline");
        part(&head, &[b"\xff\xd8\xff\xe0\0\x10JFIF\0".as_slice(), &vec![b'a'; length]].concat())
    };
    let (mail, _) = read(&mixed(&[page, picture("scan", 300_000), picture("logo", 3_000)]));
    assert_eq!(rows(&mail)[2..], [("1.2", "document"), ("1.3", "inline")]);
    // Where pictures are all there is, they are the mail.
    let (mail, _) = read(&mixed(&[part("Content-Type: text/html", b"<img src='cid:logo'>"), picture("logo", 3_000)]));
    assert_eq!(rows(&mail)[2..], [("1.2", "document")]);
}

#[test]
fn a_second_type_whose_parts_stand_there_goes_before_a_text() {
    let raw = mixed(&[body("请查收"), file("a.pdf", "application/pdf", b"%PDF-1.4")]);
    let whole = String::from_utf8(raw).unwrap();
    let twice = whole.replacen("Content-Type: multipart", "Content-Type: text/plain\r\nContent-Type: multipart", 1);
    let (mail, doubts) = read(twice.as_bytes());
    assert_eq!(rows(&mail), [("1", "wrapper"), ("1.1", "body"), ("1.2", "document")]);
    assert!(codes(&doubts).contains(&"header-twice"));
    let none = "From: a@b.test\r\nContent-Type: text/plain\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n请查收";
    assert_eq!(rows(&read(none.as_bytes()).0), [("1", "body")]);
}

#[test]
fn a_text_that_is_quoted_is_read_where_nothing_else_is_said_and_never_in_a_reply() {
    let quoted = "请查收\r\n---------- 转发邮件 ----------\r\n现向你公司送达下列文书，请查收（2026）沪0112民初1号";
    let of = |head: &str| {
        let raw = format!("From: a@b.test\r\n{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{quoted}");
        let (mail, doubts) = read(raw.as_bytes());
        (mail.text.contains("沪0112"), codes(&doubts).contains(&TEXT_QUOTED))
    };
    assert_eq!(of("Subject: x\r\n"), (true, true));
    assert_eq!(of("Subject: Fw: x\r\nIn-Reply-To: <y@z.test>\r\n"), (true, true));
    assert_eq!(of("Subject: Re: x\r\n"), (false, false));
    assert_eq!(of("Subject: x\r\nIn-Reply-To: <y@z.test>\r\n"), (false, false));
}

#[test]
fn a_date_that_cannot_be_read_is_told_and_a_missing_one_is_not() {
    let codes_of = |date: &str| codes(&read(format!("From: a@b.test\r\n{date}\r\nx").as_bytes()).1).join(" ");
    assert!(codes_of("Date: yesterday\r\n").contains(DATE_UNREAD));
    assert!(!codes_of("Date: 2026年11月19日 23:58:00\r\n").contains(DATE_UNREAD));
    assert!(!codes_of("").contains(DATE_UNREAD));
}
