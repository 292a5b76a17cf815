//! Facts with the places they were read at, as lines of words.

use crate::view::FactRow;

use super::words::Lang;

/// Names of facts, Chinese and English.
const NAMES: [(&str, &str, &str); 15] = [
    ("court", "法院", "court"),
    ("case-number", "案号", "case number"),
    ("cause", "案由", "cause"),
    ("addressee", "收件主体", "addressee"),
    ("role", "诉讼地位", "standing"),
    ("party", "当事人", "party"),
    ("document-kind", "文书种类", "kind of document"),
    ("document-title", "文书名称", "title of document"),
    ("document-case", "文书所属案件", "case of document"),
    ("hearing", "开庭", "hearing"),
    ("contact", "联系人", "contact"),
    ("fee", "费用", "fee"),
    ("appeal", "救济期间", "remedy"),
    ("listed-not-attached", "列明未附", "listed, not attached"),
    ("arrival-told", "文中所写时间（仅供核对，不作到达时间）", "time the text gives, not taken for the arrival"),
];
/// How sure a fact is, Chinese and English.
const SURE: [(&str, &str, &str); 4] = [
    ("stated", "明确", "stated"),
    ("inferred", "推断", "inferred"),
    ("missing", "未找到", "not found"),
    ("corrected", "人工更正", "corrected"),
];

/// One line a fact: what it is, how sure it is, where it was read.
pub fn lines(facts: &[FactRow], lang: Lang) -> Vec<String> {
    facts.iter().map(|fact| line(fact, lang)).collect()
}

fn line(fact: &FactRow, lang: Lang) -> String {
    let word = |table: &[(&str, &str, &str)], code: &str| {
        let found = table.iter().find(|(known, ..)| *known == code);
        found.map_or_else(|| code.to_owned(), |(_, zh, en)| lang.pick((*zh).to_owned(), (*en).to_owned()))
    };
    let mut line = word(&NAMES, &fact.fact);
    for piece in [fact.document.as_deref(), fact.value.as_deref()].into_iter().flatten() {
        line.push_str("  ");
        line.push_str(piece);
    }
    line.push_str(&format!("  [{}]", word(&SURE, &fact.sure)));
    if let Some(part) = &fact.part {
        let place = match part.as_str() {
            "mail" => lang.pick("邮件正文".to_owned(), "mail text".to_owned()),
            "subject" => lang.pick("邮件主题".to_owned(), "subject".to_owned()),
            other => fact.read_in.clone().unwrap_or_else(|| other.to_owned()),
        };
        line.push_str(&format!("  {place}"));
    }
    if let Some(page) = fact.page {
        line.push_str(&lang.pick(format!(" 第 {page} 页"), format!(" p. {page}")));
    }
    if let Some(sentence) = fact.sentence.as_ref().filter(|_| fact.page.is_some()) {
        line.push_str(&format!("  “{sentence}”"));
    }
    line
}
