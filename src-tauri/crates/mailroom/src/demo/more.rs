//! More sample mails: what makes work in an office. A scan without text, an archive with names in GBK, a hearing
//! tomorrow, a last day that has passed, and a second forger.

use chrono::{DateTime, Days, FixedOffset};
use encoding_rs::GB18030;

use super::mails::{COURT, OFFICE, Sample, letter, number};
use super::pdf::{one_page, scanned};

/// These sample mails.
pub fn all(year: &str, now: DateTime<FixedOffset>) -> Vec<Sample> {
    vec![scan(year), archive(year, now), overdue(year), second_forger(year)]
}

fn scan(year: &str) -> Sample {
    let case = number(year, 90007);
    let what = "本院审理的原告示例丁与你公司物业服务合同纠纷一案";
    Sample {
        name: "05 扫描件",
        days_ago: 5,
        subject: format!("【{COURT}】{case}案件诉讼文书电子送达"),
        body: letter(&case, what, &["举证通知书（扫描件）"]),
        documents: vec![("举证通知书（扫描件）.pdf", scanned())],
        from: "sd@court.example.test",
        is_signed: true,
    }
}

fn archive(year: &str, now: DateTime<FixedOffset>) -> Sample {
    let case = number(year, 88120);
    let tomorrow = (now.date_naive() + Days::new(1)).format("%Y年%-m月%-d日").to_string();
    let (numbered, party) = (format!("案号：{case}"), format!("{OFFICE}："));
    let summons = [
        COURT,
        &numbered,
        "案由：物业服务合同纠纷",
        "被传唤人：示例物业管理有限公司",
        "传唤事由：开庭",
        &format!("应到时间：{tomorrow}14时00分"),
        "应到处所：第五法庭",
    ];
    let bench = [COURT, &numbered, &party, "本案由审判员测试法官独任审理，书记员测试书记员担任记录。"];
    let files = [
        ("传票.pdf", one_page("传票", &summons)),
        ("合议庭组成人员通知书.pdf", one_page("审判组织人员通知书", &bench)),
    ];
    Sample {
        name: "06 压缩包",
        days_ago: 8,
        subject: format!("诉讼文书送达-{case}"),
        body: letter(&case, "本院审理的原告示例戊与你公司物业服务合同纠纷一案", &["传票", "审判组织人员通知书"]),
        documents: vec![("诉讼文书.zip", packed(&files))],
        from: "sd@court.example.test",
        is_signed: true,
    }
}

fn overdue(year: &str) -> Sample {
    let case = number(year, 79003);
    let numbered = case.clone();
    Sample {
        name: "07 管辖权裁定",
        days_ago: 17,
        subject: format!("【{COURT}】{case}民事裁定书电子送达"),
        body: letter(&case, "本院审理的原告示例己与你公司物业服务合同纠纷一案", &["民事裁定书"]),
        documents: vec![(
            "民事裁定书.pdf",
            one_page(
                "民事裁定书",
                &[
                    COURT,
                    &numbered,
                    "原告：示例己",
                    "被告：示例物业管理有限公司",
                    "案由：物业服务合同纠纷",
                    "驳回被告示例物业管理有限公司对本案管辖权提出的异议。",
                    "如不服本裁定，可以在裁定书送达之日起十日内，向本院递交上诉状，上诉于上海市第一中级人民法院。",
                ],
            ),
        )],
        from: "sd@court.example.test",
        is_signed: true,
    }
}

fn second_forger(year: &str) -> Sample {
    let case = number(year, 90677);
    Sample {
        name: "08 仿冒域名",
        days_ago: 4,
        subject: format!("{COURT} 电子送达 {case}"),
        body: format!(
            "{OFFICE}：\r\n请点击下列链接登录后领取案号{case}的诉讼文书，并填写单位账户和短信验证码核验身份：\r\nhttp://court.example.test.login-check.test/sd\r\n{COURT}\r\n"
        ),
        documents: vec![("应诉通知书.pdf", one_page("应诉通知书", &[COURT, &format!("案号：{case}")]))],
        from: "sd@c0urt.example.test",
        is_signed: false,
    }
}

/// An archive as Chinese programs of old pack it: names in GBK, without the mark that says UTF-8; nothing is compressed.
/// Source: PKWARE APPNOTE 4.3.
fn packed(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let name = GB18030.encode(name).0.into_owned();
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let size = u32::try_from(content.len()).unwrap_or(u32::MAX);
        // Version, flags, method, time and date (1 January 2026), checksum, sizes, lengths of name and extra field.
        let mut shared = Vec::new();
        for word in [20_u16, 0, 0, 0, 0x5C21] {
            shared.extend(word.to_le_bytes());
        }
        for long in [crc.sum(), size, size] {
            shared.extend(long.to_le_bytes());
        }
        for word in [u16::try_from(name.len()).unwrap_or(u16::MAX), 0] {
            shared.extend(word.to_le_bytes());
        }
        let offset = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&shared);
        bytes.extend(&name);
        bytes.extend(content);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&shared);
        // No comment, disk 0, no attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(&name);
    }
    let count = u16::try_from(files.len()).unwrap_or(u16::MAX).to_le_bytes();
    let (start, length) = (bytes.len(), directory.len());
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\x00\x00\x00\x00");
    bytes.extend(count);
    bytes.extend(count);
    for long in [length, start] {
        bytes.extend(u32::try_from(long).unwrap_or(u32::MAX).to_le_bytes());
    }
    bytes.extend([0; 2]);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_archive_opens_and_its_names_are_not_marked_as_utf8() {
        let bytes = packed(&[("传票.pdf", b"one".to_vec()), ("通知书.pdf", b"another".to_vec())]);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(archive.len(), 2);
        let mut first = archive.by_index(0).unwrap();
        assert_eq!(first.name_raw(), GB18030.encode("传票.pdf").0.as_ref());
        let mut text = String::new();
        std::io::Read::read_to_string(&mut first, &mut text).unwrap();
        assert_eq!(text, "one");
    }
}
