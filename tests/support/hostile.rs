//! Mails and archives whose names try to leave the case root.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A zip archive with stored entries whose names are exactly these bytes.
///
/// # Panics
/// When there are more entries than such an archive holds.
pub fn archive(entries: &[(&[u8], &[u8])]) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for (name, bytes) in entries {
        let mut crc = !0_u32;
        for byte in *bytes {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
            }
        }
        let (at, length) = (u32::try_from(out.len()).unwrap(), u32::try_from(bytes.len()).unwrap());
        let mut common = Vec::new();
        common.extend([20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0x5b]);
        for number in [!crc, length, length] {
            common.extend(number.to_le_bytes());
        }
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(*name);
        out.extend(*bytes);
        list.extend(b"PK\x01\x02\x14\x03");
        list.extend(&common);
        list.extend([0; 10]);
        list.extend(at.to_le_bytes());
        list.extend(*name);
    }
    let (start, size, count) = (out.len(), list.len(), u16::try_from(entries.len()).unwrap());
    out.extend(list);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(u32::try_from(size).unwrap().to_le_bytes());
    out.extend(u32::try_from(start).unwrap().to_le_bytes());
    out.extend([0, 0]);
    out
}

/// A mail of the court with attachments whose names are exactly these.
pub fn mail(attachments: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut raw = "Authentication-Results: mx.example.test; dkim=pass header.d=court.example.test\r\n\
        Received: from mail.court.example.test ([203.0.113.7])\r\n\tby mx.example.test with ESMTPS; Fri, 20 Nov 2026 16:42:11 +0800\r\n\
        From: sd@court.example.test\r\nTo: service@example.test\r\nDate: Fri, 20 Nov 2026 16:40:02 +0800\r\n\
        Message-ID: <hostile@court.example.test>\r\nSubject: =?utf-8?B?5paH5Lmm6YCB6L6+?=\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
        示例物业管理有限公司：上海市闵行区人民法院向你公司送达（2026）沪0112民初12345号案件诉讼文书，请查收。\r\n"
        .to_owned()
        .into_bytes();
    for (name, bytes) in attachments {
        let name: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        raw.extend(
            format!(
                "--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\
                 Content-Disposition: attachment; filename*=UTF-8''{name}\r\n\r\n{}\r\n",
                STANDARD.encode(bytes)
            )
            .into_bytes(),
        );
    }
    raw.extend(b"--b--\r\n");
    raw
}
