//! Sample court mails in the shapes that courts' systems really send; people, companies and numbers invented.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::GB18030;
use songda_mailroom::demo::pdf::one_page;

/// A mail, and what must come out of it.
pub struct Sample {
    /// Message-ID without angle brackets.
    pub message_id: String,
    /// Case number in its normal form.
    pub case_number: String,
    /// The raw mail.
    pub raw: Vec<u8>,
    /// Bytes of its documents, in reading order.
    pub documents: Vec<Vec<u8>>,
    /// The rule whose deadline it starts.
    pub rule: &'static str,
}

impl Sample {
    /// The same mail with one more paper.
    pub fn with_paper(mut self, name: &str, bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(&self.raw);
        let name = word(name);
        let part = format!(
            "--=_plain\r\nContent-Type: application/pdf; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
            lines_of(bytes)
        );
        self.raw = text.replacen("--=_plain--", &format!("{part}--=_plain--"), 1).into_bytes();
        self.documents.push(bytes.to_vec());
        self
    }

    /// The mail as it lies in a mailbox: under the lines of the server that took it in.
    ///
    /// # Panics
    /// When the sample has no date.
    pub fn stamped(&self) -> Vec<u8> {
        let text = String::from_utf8_lossy(&self.raw);
        let date = text.lines().find_map(|line| line.strip_prefix("Date: ")).expect("a date");
        let mut raw = format!(
            "Authentication-Results: mx.example.test; dkim=pass header.d=court.example.test\r\n\
             Received: from mail.court.example.test ([203.0.113.7])\r\n\tby mx.example.test with ESMTPS; {date}\r\n"
        )
        .into_bytes();
        raw.extend_from_slice(&self.raw);
        raw
    }
}

/// The court that serves every sample.
pub const COURT: &str = "上海市闵行区人民法院";
const OFFICE: &str = "示例物业管理有限公司";
/// Envelope and header sender of every sample.
pub const SENDER: &str = "sd@court.example.test";

fn number(nth: u32) -> String {
    format!("（2026）沪0112民初{nth}号")
}

/// Documents that open a case against the office.
fn defence(case: &str) -> Vec<(&'static str, Vec<u8>)> {
    let numbered = format!("案号：{case}");
    let party = format!("{OFFICE}：");
    vec![
        (
            "应诉通知书.pdf",
            one_page(
                "应诉通知书",
                &[
                    COURT,
                    &numbered,
                    &party,
                    "本院已受理原告示例甲诉被告示例物业管理有限公司物业服务合同纠纷一案。",
                    "你公司应当在收到起诉状副本之日起十五日内向本院提交答辩状。",
                ],
            ),
        ),
        (
            "民事起诉状副本.pdf",
            one_page(
                "民事起诉状",
                &["原告：示例甲", "被告：示例物业管理有限公司", "案由：物业服务合同纠纷", &numbered],
            ),
        ),
        (
            "传票.pdf",
            one_page(
                "传票",
                &[
                    COURT,
                    &numbered,
                    "案由：物业服务合同纠纷",
                    "被传唤人：示例物业管理有限公司",
                    "传唤事由：开庭",
                    "应到时间：2027年3月10日9时30分",
                    "应到处所：第三法庭",
                ],
            ),
        ),
    ]
}

fn judgment(case: &str) -> Vec<(&'static str, Vec<u8>)> {
    let clause = "如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状，并按对方当事人的人数提出副本，上诉于上海市第一中级人民法院。";
    vec![(
        "民事判决书.pdf",
        one_page(
            "民事判决书",
            &[COURT, case, "原告：示例物业管理有限公司", "被告：示例乙", "案由：物业服务合同纠纷", clause],
        ),
    )]
}

fn letter(case: &str, titles: &[&str]) -> String {
    let list: Vec<String> = (1..).zip(titles).map(|(nth, title)| format!("{nth}. {title}")).collect();
    format!(
        "{OFFICE}：\r\n　　本院受理的物业服务合同纠纷一案，案号{case}。现以电子邮件方式向你方送达下列诉讼文书，请查收并回复确认。\r\n{}\r\n{COURT}\r\n",
        list.join("\r\n")
    )
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn lines_of(bytes: &[u8]) -> String {
    let coded = STANDARD.encode(bytes);
    coded.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line).into_owned() + "\r\n").collect()
}

fn word(text: &str) -> String {
    // Words of at most eight characters each, as long subjects are cut.
    let characters: Vec<char> = text.chars().collect();
    let words =
        characters.chunks(8).map(|piece| format!("=?UTF-8?B?{}?=", STANDARD.encode(piece.iter().collect::<String>())));
    words.collect::<Vec<_>>().join("\r\n ")
}

fn head(subject: &str, message_id: &str, nth: u32) -> String {
    let date = songda_mailroom::clock::now().to_rfc2822();
    format!(
        "From: {} <{SENDER}>\r\nTo: <service@example.test>\r\nSubject: {subject}\r\nDate: {date}\r\nMessage-ID: <{message_id}>\r\nX-Sample: {nth}\r\nMIME-Version: 1.0\r\n",
        word(COURT)
    )
}

/// Plain: text and base64 attachments in UTF-8, names as encoded words.
pub fn plain(nth: u32) -> Sample {
    let case = number(nth);
    let documents = defence(&case);
    bundle(nth, format!("plain.{nth}@court.example.test"), case, documents)
}

/// The sitting of the plain sample of this number is moved to two in the afternoon of 17 March 2027.
pub fn moved(nth: u32) -> Sample {
    let case = number(nth);
    let says = "本案原定于2027年3月10日09:30开庭，现变更为2027年3月17日14:00在第八法庭开庭。";
    let party = format!("{OFFICE}：");
    let page = one_page("变更开庭时间通知书", &[COURT, &case, &party, says]);
    bundle(nth, format!("moved.{nth}@court.example.test"), case, vec![("变更开庭时间通知书.pdf", page)])
}

fn bundle(nth: u32, message_id: String, case: String, documents: Vec<(&'static str, Vec<u8>)>) -> Sample {
    let titles: Vec<&str> = documents.iter().map(|(name, _)| stem(name)).collect();
    let mut mail = head(&word(&format!("【{COURT}】{case}案件诉讼文书电子送达")), &message_id, nth);
    mail += "Content-Type: multipart/mixed; boundary=\"=_plain\"\r\n\r\n";
    mail += "--=_plain\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    mail += &lines_of(letter(&case, &titles).as_bytes());
    for (name, bytes) in &documents {
        let name = word(name);
        mail += &format!(
            "--=_plain\r\nContent-Type: application/pdf; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        );
        mail += &lines_of(bytes);
    }
    mail += "--=_plain--\r\n";
    sample(message_id, case, mail.into_bytes(), documents, "CIV-ANSWER")
}

/// As older court systems write: GBK bytes in headers and names, the text twice, attachments typed as octets.
pub fn gbk(nth: u32) -> Sample {
    let (case, message_id) = (number(nth), format!("gbk.{nth}@court.example.test"));
    let documents = judgment(&case);
    let gbk = |text: &str| GB18030.encode(text).0.into_owned();
    let mut mail = head("@SUBJECT@", &message_id, nth);
    mail += "Content-Type: multipart/mixed;\r\n boundary=outer\r\n\r\n--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n";
    mail += "--inner\r\nContent-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n@TEXT@\r\n";
    mail += "--inner\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html><body><p>@TEXT@</p></body></html>\r\n--inner--\r\n";
    for (name, bytes) in &documents {
        let coded: String = gbk(name).iter().map(|byte| format!("%{byte:02X}")).collect();
        mail += &format!(
            "--outer\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment;\r\n filename*=GBK''{coded}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        );
        mail += &lines_of(bytes);
    }
    mail += "--outer--\r\n";
    let mut raw = mail.into_bytes();
    raw = replaced(&raw, b"@SUBJECT@", &gbk(&format!("民事判决书送达-{case}")));
    raw = replaced(&raw, b"@TEXT@", &gbk(&letter(&case, &["民事判决书"])));
    sample(message_id, case, raw, documents, "CIV-APPEAL")
}

/// Many documents in one archive with Chinese names, the letter only as HTML.
pub fn zipped(nth: u32) -> Sample {
    let (case, message_id) = (number(nth), format!("zip.{nth}@court.example.test"));
    let documents = defence(&case);
    let titles: Vec<&str> = documents.iter().map(|(name, _)| stem(name)).collect();
    let archive = zip_of(&documents);
    let html = format!("<html><body><div>{}</div></body></html>", letter(&case, &titles).replace("\r\n", "<br>"));
    let mut mail = head(&word(&format!("{COURT}电子送达 {case}")), &message_id, nth);
    mail += "Content-Type: multipart/mixed; boundary=\"zipped\"\r\n\r\n";
    mail += "--zipped\r\nContent-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    mail += &lines_of(html.as_bytes());
    mail += &format!(
        "--zipped\r\nContent-Type: application/zip; name=\"{0}\"\r\nContent-Disposition: attachment; filename=\"{0}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        word("送达材料.zip")
    );
    mail += &lines_of(&archive);
    mail += "--zipped--\r\n";
    sample(message_id, case, mail.into_bytes(), documents, "CIV-ANSWER")
}

/// A mail of the office's own that serves nothing.
pub fn office_mail(nth: u32) -> Vec<u8> {
    let mut mail =
        head(&word("本周值班表"), &format!("duty.{nth}@example.test"), nth).replace(SENDER, "office@example.test");
    mail += "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    mail += &lines_of("各位同事：本周值班安排见群公告，请互相转告。\r\n".as_bytes());
    mail.into_bytes()
}

fn sample(
    message_id: String,
    case_number: String,
    raw: Vec<u8>,
    documents: Vec<(&'static str, Vec<u8>)>,
    rule: &'static str,
) -> Sample {
    Sample { message_id, case_number, raw, documents: documents.into_iter().map(|(_, bytes)| bytes).collect(), rule }
}

fn replaced(text: &[u8], what: &[u8], by: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.windows(what.len()).position(|window| window == what) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(by);
        rest = &rest[at + what.len()..];
    }
    out.extend_from_slice(rest);
    out
}

/// A ZIP archive as Windows packs it: names in GBK, no UTF-8 flag.
pub fn zip_of(files: &[(&'static str, Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, bytes) in files {
        let name = GB18030.encode(name).0.into_owned();
        let at = u32::try_from(out.len()).unwrap();
        let mut common = Vec::new();
        common.extend_from_slice(&[20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0x5a]);
        common.extend_from_slice(&crc32(bytes).to_le_bytes());
        let size = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        common.extend_from_slice(&size);
        common.extend_from_slice(&size);
        common.extend_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend_from_slice(&[0, 0]);
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&common);
        out.extend_from_slice(&name);
        out.extend_from_slice(bytes);
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&common);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&at.to_le_bytes());
        directory.extend_from_slice(&name);
    }
    let start = u32::try_from(out.len()).unwrap();
    let count = u16::try_from(files.len()).unwrap().to_le_bytes();
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&count);
    out.extend_from_slice(&count);
    out.extend_from_slice(&u32::try_from(directory.len()).unwrap().to_le_bytes());
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out
}

pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}
