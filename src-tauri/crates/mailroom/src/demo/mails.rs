//! The sample court mails: dates relative to the day the sample is made, people and numbers invented.

use chrono::{DateTime, Days, FixedOffset};
use lettre::message::header::ContentType;
use lettre::message::{Attachment, MultiPart, SinglePart};

use super::more;
use super::pdf::one_page;

/// One sample mail before it is written.
pub struct Sample {
    /// File name without its ending.
    pub name: &'static str,
    pub days_ago: u64,
    pub subject: String,
    pub body: String,
    /// Attached files with their names.
    pub documents: Vec<(&'static str, Vec<u8>)>,
    pub from: &'static str,
    /// Whether the mailbox's server found it signed by its sender.
    pub is_signed: bool,
}

/// Every sample mail as file name and raw bytes.
pub fn all(now: DateTime<FixedOffset>) -> Vec<(String, Vec<u8>)> {
    let year = now.format("%Y").to_string();
    let samples = [defence(&year, now), judgment(&year), fee(&year), forged(&year)];
    let written = samples
        .into_iter()
        .chain(more::all(&year, now))
        .filter_map(|sample| Some((format!("{}.eml", sample.name), write(&sample, now)?)));
    written.collect()
}

/// A number of the sample's court.
pub fn number(year: &str, number: u32) -> String {
    format!("（{year}）沪0112民初{number}号")
}

/// The sample's court.
pub const COURT: &str = "上海市闵行区人民法院";
/// The sample's office.
pub const OFFICE: &str = "示例物业管理有限公司";

/// A letter as this court writes it, with the papers it lists.
pub fn letter(case: &str, what: &str, titles: &[&str]) -> String {
    let list: Vec<String> = (1..).zip(titles).map(|(nth, title)| format!("{nth}. {title}")).collect();
    format!(
        "{OFFICE}：\r\n　　{what}，案号{case}。根据你方签署的《送达地址/电子送达确认书》，现以电子邮件方式向你方送达下列诉讼文书，请查收并回复确认。\r\n{}\r\n承办法官：测试法官　书记员：测试书记员　电话：021-00000000\r\n{COURT}\r\n",
        list.join("\r\n")
    )
}

fn defence(year: &str, now: DateTime<FixedOffset>) -> Sample {
    let case = number(year, 90001);
    let hearing = (now.date_naive() + Days::new(24)).format("%Y年%-m月%-d日").to_string();
    let numbered = format!("案号：{case}");
    let party = format!("{OFFICE}：");
    let what = "本院受理原告示例甲与你公司物业服务合同纠纷一案";
    Sample {
        name: "01 应诉材料",
        days_ago: 3,
        subject: format!("【{COURT}】{case}案件诉讼文书电子送达"),
        body: letter(&case, what, &["应诉通知书", "民事起诉状副本", "举证通知书", "传票"]),
        documents: vec![
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
                "举证通知书.pdf",
                one_page(
                    "举证通知书",
                    &[COURT, &numbered, &party, "你方应当在收到本通知书之日起三十日内向本院提交证据。"],
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
                        &format!("应到时间：{hearing}9时30分"),
                        "应到处所：第三法庭",
                    ],
                ),
            ),
        ],
        from: "sd@court.example.test",
        is_signed: true,
    }
}

fn judgment(year: &str) -> Sample {
    let case = number(year, 80217);
    let numbered = case.clone();
    Sample {
        name: "02 民事判决书",
        days_ago: 13,
        subject: format!("民事判决书送达-{case}"),
        body: letter(
            &case,
            "本院审理的原告示例物业管理有限公司与被告示例乙物业服务合同纠纷一案，现已审结",
            &["民事判决书"],
        ),
        documents: vec![(
            "民事判决书.pdf",
            one_page(
                "民事判决书",
                &[
                    COURT,
                    &numbered,
                    "原告：示例物业管理有限公司",
                    "被告：示例乙",
                    "案由：物业服务合同纠纷",
                    "如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状，并按对方当事人的人数提出副本，上诉于上海市第一中级人民法院。",
                ],
            ),
        )],
        from: "sd@court.example.test",
        is_signed: true,
    }
}

fn fee(year: &str) -> Sample {
    let case = number(year, 90004);
    let numbered = format!("案号：{case}");
    Sample {
        name: "03 缴费通知",
        days_ago: 1,
        subject: format!("受理案件通知书及缴费通知书 {case}"),
        body: letter(
            &case,
            "原告示例物业管理有限公司诉被告示例丙物业服务合同纠纷一案，本院已立案受理",
            &["受理案件通知书", "交纳诉讼费用通知书"],
        ),
        documents: vec![
            (
                "受理案件通知书.pdf",
                one_page("受理案件通知书", &[COURT, &numbered, "原告：示例物业管理有限公司", "被告：示例丙"]),
            ),
            (
                "交纳诉讼费用通知书.pdf",
                one_page(
                    "交纳诉讼费用通知书",
                    &[COURT, &numbered, "请你方在收到本通知书次日起七日内预交案件受理费五十元，逾期按撤诉处理。"],
                ),
            ),
        ],
        from: "sd@court.example.test",
        is_signed: false,
    }
}

fn forged(year: &str) -> Sample {
    let case = number(year, 90666);
    Sample {
        name: "04 可疑来信",
        days_ago: 0,
        subject: format!("【紧急】{COURT}传票 {case} 立即核实"),
        body: format!(
            "{OFFICE}：\r\n你公司涉嫌违法，见附件传票，案号{case}。请立即将保证金转入安全账户，逾期将冻结公司账户。\r\n{COURT}\r\n"
        ),
        documents: vec![("传票.pdf", one_page("传票", &[COURT, &format!("案号：{case}")]))],
        from: "service@court-example.test",
        is_signed: false,
    }
}

fn write(sample: &Sample, now: DateTime<FixedOffset>) -> Option<Vec<u8>> {
    let sent = now - Days::new(sample.days_ago) - chrono::Duration::minutes(17);
    let domain = sample.from.rsplit_once('@').map_or("", |(_, domain)| domain);
    let id = format!("<{}.{}@{domain}>", sent.timestamp(), sample.documents.len());
    let mut parts = MultiPart::mixed().singlepart(SinglePart::plain(sample.body.clone()));
    for (name, bytes) in &sample.documents {
        let kind = if name.ends_with(".zip") { "application/zip" } else { "application/pdf" };
        let kind = ContentType::parse(kind).ok()?;
        parts = parts.singlepart(Attachment::new((*name).to_owned()).body(bytes.clone(), kind));
    }
    let message = lettre::Message::builder()
        .from(format!("{COURT} <{}>", sample.from).parse().ok()?)
        .to("service@example-wuye.test".parse().ok()?)
        .subject(sample.subject.clone())
        .message_id(Some(id))
        .date(sent.into())
        .multipart(parts)
        .ok()?;
    let stamp = (sent + chrono::Duration::seconds(41)).format("%a, %d %b %Y %H:%M:%S %z");
    let mut raw = String::new();
    if sample.is_signed {
        raw.push_str(&format!(
            "Authentication-Results: mx.example-wuye.test;\r\n dkim=pass header.d={domain};\r\n dmarc=pass header.from={domain}\r\n"
        ));
    }
    raw.push_str(&format!(
        "Received: from mail.{domain} (mail.{domain} [192.0.2.7])\r\n by mx.example-wuye.test with ESMTPS; {stamp}\r\n"
    ));
    let mut raw = raw.into_bytes();
    raw.extend(message.formatted());
    Some(raw)
}
