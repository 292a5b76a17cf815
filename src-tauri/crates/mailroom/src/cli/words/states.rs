//! How things stand, in a word: verdicts, receipts, documents, deadlines.

use super::Lang;

/// Codes with their words in Chinese and English. One code means the same wherever it stands.
const STATES: &[(&str, &str, &str)] = &[
    ("proven", "已核验", "proven"),
    ("likely", "待确认", "likely"),
    ("doubtful", "可疑", "doubtful"),
    ("not-court", "非法院邮件", "not court mail"),
    ("none", "未签收", "no receipt"),
    ("draft", "待复核", "draft"),
    ("queued", "待发送", "queued"),
    ("sending", "正在发送", "sending"),
    ("unsure", "是否发出不确定", "unsure"),
    ("sent", "已发送", "sent"),
    ("bounced", "已退回", "bounced"),
    ("failed", "未能发送", "failed"),
    ("withdrawn", "已撤回", "withdrawn"),
    ("filed", "已归档", "filed"),
    ("waiting", "待归档", "waiting"),
    ("missing", "不见了", "missing"),
    ("changed", "有改动", "changed"),
    ("away", "案件文件夹不在", "case root away"),
    ("final", "确定", "final"),
    ("provisional", "暂定", "provisional"),
    ("undetermined", "待定", "undetermined"),
];

/// The word for a state; the code itself where none is known.
pub fn standing(code: &str, lang: Lang) -> String {
    let known = STATES.iter().find(|(known, ..)| *known == code);
    known.map_or(code, |(_, zh, en)| if lang == Lang::Zh { zh } else { en }).to_owned()
}

/// The word for the state of a receipt.
pub fn receipt(code: &str, lang: Lang) -> String {
    match code {
        "confirmed" => lang.pick("法院已确认".to_owned(), "confirmed by the court".to_owned()),
        other => standing(other, lang),
    }
}
