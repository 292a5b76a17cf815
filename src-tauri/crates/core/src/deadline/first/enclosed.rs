//! What letters beside the papers, and notes at the end of a notice, say of its periods. They are read as the mail's own text
//! is: clerks write the same into either.

use chrono::NaiveDate;

use super::clause::says;
use super::{everyday, of_text};
use crate::identify::{FoundDocument, Role};

/// Longest letter, in characters; a longer paper is a guide or an exhibit.
const LONGEST: usize = 900;

/// What a letter is called where it is of no known kind.
const LETTERS: [&str; 7] = ["函", "说明", "告知", "提示", "备注", "情况", "附言"];

/// What a list of papers says of one that does not count yet.
const NOT_FINAL: [&str; 8] = ["未签发", "未盖章", "未用印", "样稿", "校对稿", "不作为送达", "才作数", "仅供核对"];

/// How a line begins that a clerk put below a notice.
const NOTES: [&str; 11] =
    ["备注", "注", "附注", "附记", "另", "特别说明", "说明", "补充说明", "附言", "又", "特别提示"];

/// Why no day of this service may be final, by what one paper says beside its form. `names` are those of the court and of
/// the recipient.
pub fn of_letter(
    document: &FoundDocument,
    names: &[&str],
    from: Option<NaiveDate>,
    role: Option<Role>,
) -> Option<String> {
    let kind = document.kind.as_deref();
    let called = format!("{}{}", document.title, document.name.as_deref().unwrap_or_default());
    let is_letter = kind == Some("information") || kind.is_none() && says(&called, &LETTERS);
    let is_notice = kind.is_some_and(|kind| kind.ends_with("notice") || kind.ends_with("order"));
    // A list of what is sent may say of one of its papers that it is no final one.
    let is_list = kind.is_none() && says(&called, &["清单", "目录"]);
    if is_list && document.text.chars().count() <= LONGEST && says(&document.text, &NOT_FINAL) {
        return Some(format!("《{}》写有文书尚未签发或者不作为送达等内容，请核对", document.title));
    }
    let text = if is_letter && document.text.chars().count() <= LONGEST {
        without_head(&document.text, &document.title)
    } else if is_notice {
        notes_of(&document.text)
    } else {
        String::new()
    };
    if text.is_empty() {
        return None;
    }
    let told = of_text("", &text, (&text, &[]), from, role).into_iter().next();
    let told = told.or_else(|| {
        let said = everyday::first_other(&text, names, role)?;
        Some(format!("邮件写有“{said}”，请核对是否影响期间"))
    });
    told.map(|told| told.replacen("邮件", &format!("《{}》", document.title), 1))
}

/// The letter without its title and the court's name, which tell nothing.
fn without_head(text: &str, title: &str) -> String {
    let is_head = |line: &str| {
        let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        line.is_empty() || line == title || line.ends_with("法院") && line.chars().count() <= 24
    };
    let lines = text.lines().skip_while(|line| is_head(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// The lines of a notice that begin as a note does.
fn notes_of(text: &str) -> String {
    let is_note = |line: &&str| {
        let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        let bare = line.trim_start_matches(['【', '[', '(', '（', '※', '*', '|', '●']);
        // 立案庭附记：…
        let label =
            bare.split([':', '：']).next().filter(|label| label.len() < bare.len() && label.chars().count() <= 8);
        if label.is_some_and(|label| ["备注", "附注", "附记", "附言"].iter().any(|word| label.ends_with(word)))
        {
            return true;
        }
        NOTES.iter().any(|word| {
            bare.strip_prefix(word)
                .is_some_and(|rest| rest.starts_with([':', '：', '】', ']', ')', '）', '，', ',', '|']))
        })
    };
    text.lines().filter(is_note).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn told(kind: Option<&str>, title: &str, text: &str) -> Option<String> {
        let document = FoundDocument {
            kind: kind.map(str::to_owned),
            title: title.to_owned(),
            text: text.to_owned(),
            ..FoundDocument::default()
        };
        of_letter(
            &document,
            &["上海市闵行区人民法院", "示例物业管理有限公司"],
            NaiveDate::from_ymd_opt(2026, 11, 20),
            None,
        )
    }

    #[rstest]
    #[case("稿子里的结论尚未签发，不要外传。文书届时当庭交付。", true)]
    #[case("本件不作为送达，以另行送达的为准。", true)]
    #[case("纸质件11月5日已交邮政特快。答辩从快递签收那天的第二天数，不看本邮件。", true)]
    #[case("请按时到庭参加诉讼。联系人：张某某，电话021-60000000。", false)]
    fn a_letter_is_read_as_a_mail_is(#[case] text: &str, #[case] is_told: bool) {
        let text = format!("上海市闵行区人民法院\n情况说明\n示例物业管理有限公司：\n{text}");
        assert_eq!(told(Some("information"), "情况说明", &text).is_some(), is_told, "{text}");
        assert_eq!(told(None, "情况说明", &text).is_some(), is_told, "{text}");
        // An exhibit of the same name in another kind tells of the case.
        assert_eq!(told(Some("evidence"), "情况说明", &text), None);
    }

    #[rstest]
    #[case("另：双方签了和解协议，上面的五日暂时不作数，要恢复了再定日子。", true)]
    #[case("【备注】本通知不作为起算依据，以另行送达的为准。", true)]
    #[case("（立案庭附记：院领导已经在申请上签了字，这笔钱可以等到判决前再补，以本附记为准。）", true)]
    #[case("备注：联系电话021-60000000。", false)]
    #[case("请在收到本通知之日起五日内履行。", false)]
    fn a_note_below_a_notice_is_read(#[case] note: &str, #[case] is_told: bool) {
        let text = format!("执行通知书\n示例物业管理有限公司：\n责令你单位五日内履行。\n2026年11月20日\n{note}");
        assert_eq!(told(Some("execution-notice"), "执行通知书", &text).is_some(), is_told, "{note}");
    }
}
