//! People at the court: name, duty and telephone as the mail and its papers give them.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::Contact;
use super::document::Seen;
use super::text::{first_chars, last_chars, plain};

static PERSON: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<duty>承\s?办\s?法\s?官|主\s?审\s?法\s?官|执\s?行\s?法\s?官|法\s?官\s?助\s?理|审\s?判\s?长|代\s?理\s?审\s?判\s?员|审\s?判\s?员|人\s?民\s?陪\s?审\s?员|",
        r"书\s?记\s?员|执\s?行\s?员|调\s?解\s?员|承\s?办\s?人|联\s?系\s?人|经\s?办\s?人|法\s?官)",
        r"\s*(?P<mark>[:：]|[ ]|)\s*(?P<own>(?:法官助理|承办法官|书记员|审判员|执行员|调解员|人民调解员)?)(?P<name>\p{Han}{2,6}|\p{Han} {1,3}\p{Han}(?:\s|$))",
    ))
    .ok()
});
static PHONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:电\s*话|手\s*机|联系方式|办公电话|联系电话|Tel|tel|TEL)?\s*[:：]?\s*(?P<phone>(?:\+?86[- ]?)?(?:\(0\d{2,3}\)\s*\d{7,8}|0\d{2,3}[- ]?\d{7,8}|1\d{10}|400[- ]?\d{3}[- ]?\d{4}|\d{7,8})(?:\s*(?:转|-)\s*\d{1,6})?)").ok()
});
static PHONE_LABEL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:电\s*话|手\s*机|联系方式|Tel|tel|TEL)\s*[:：(]?\s*").ok());

/// People at the court, each once, in order.
pub fn all(text: &str, seen: &[Seen]) -> Vec<Contact> {
    let mut found = in_text(&plain(text), false);
    for document in seen.iter().filter(|it| it.is_court_paper && !it.is_party_paper) {
        let text = plain(&document.found.text);
        let ends = format!("{}\n{}", first_chars(&text, 2_500), last_chars(&text, 600));
        for person in in_text(&ends, true) {
            match found.iter_mut().find(|known| known.name == person.name) {
                Some(known) => {
                    known.phone = known.phone.take().or(person.phone);
                    known.duty = known.duty.take().or(person.duty);
                }
                None => found.push(person),
            }
        }
    }
    found
}

fn in_text(text: &str, is_paper: bool) -> Vec<Contact> {
    let Some(regex) = PERSON.as_ref() else { return Vec::new() };
    let mut found: Vec<Contact> = Vec::new();
    let reads: Vec<_> = reads(regex, text);
    for (nth, read) in reads.iter().enumerate() {
        let (Some(whole), Some(duty), Some(name)) = (read.get(0), read.name("duty"), read.name("name")) else {
            continue;
        };
        let has_colon = read.name("mark").is_some_and(|mark| matches!(mark.as_str(), ":" | "："));
        // 联系人：书记员示例甲
        let duty = read.name("own").filter(|own| !own.is_empty()).unwrap_or(duty);
        let name = name.as_str();
        let name = next_field(text, whole.end(), name).unwrap_or(name);
        let Some(name) = person_name(name) else { continue };
        let line_rest = text.get(whole.end()..).unwrap_or("").lines().next().unwrap_or("").trim();
        // Without a colon only a signature line counts: 审 判 员　示例丁
        let line_ahead = text.get(..whole.start()).unwrap_or("").rsplit('\n').next().unwrap_or("").trim();
        let (duty_end, name_start) =
            (read.name("duty").map_or(0, |it| it.end()), read.name("name").map_or(0, |it| it.start()));
        let is_apart = name_start > duty_end && !has_colon;
        let is_signed = is_paper && is_apart && line_ahead.is_empty() && line_rest.is_empty();
        if !has_colon && !is_signed && !starts_with_phone(line_rest) {
            continue;
        }
        let next = reads.get(nth + 1).and_then(|next| next.get(0)).map_or(text.len(), |next| next.start());
        let until = text.get(whole.end()..next).unwrap_or("");
        let phone = phone_in(first_chars(until, 40));
        let duty: String = duty.as_str().split_whitespace().collect();
        if !found.iter().any(|known| known.name == name) {
            found.push(Contact { name, duty: Some(duty), phone });
        }
    }
    found
}

/// Every duty with what stands behind it. Where the next field begins right behind a name, it is read as one of its own.
fn reads<'a>(regex: &Regex, text: &'a str) -> Vec<Captures<'a>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(read) = regex.captures_at(text, at) {
        let end = read.get(0).map_or(text.len(), |whole| whole.end());
        let name = read.name("name").map_or("", |name| name.as_str());
        at = next_field(text, end, name).map_or(end, |own| end - name.len() + own.len());
        found.push(read);
    }
    found
}

/// The name alone in 示例甲书记员：示例乙, where no blank parts it from the next field; `end` is where the reading ended.
fn next_field<'a>(text: &str, end: usize, name: &'a str) -> Option<&'a str> {
    let is_field = text.get(end..).is_some_and(|behind| behind.trim_start().starts_with([':', '：']));
    let own = ["法官助理", "书记员", "审判员", "执行员"].iter().find_map(|duty| name.strip_suffix(duty))?;
    (is_field && own.chars().count() >= 2).then_some(own)
}

/// A person's name from what stands behind a duty; `None` when it is a word of the sentence.
fn person_name(text: &str) -> Option<String> {
    let name: String = text.split_whitespace().collect();
    let end = ["联系", "电话", "手机", "法官助", "书记", "审判", "地址", "承办", "人民", "特此", "二零", "二〇", "二○"]
        .iter()
        .filter_map(|word| name.find(word))
        .filter(|at| *at > 0)
        .min()
        .unwrap_or(name.len());
    let cut = name.get(..end)?;
    // 测试书记员 is a name in itself; cut only behind two characters or more.
    let name = if cut.chars().count() >= 2 && !matches!(name.get(end..), Some("书记员" | "书记")) {
        cut
    } else {
        name.as_str()
    };
    let is_word = [
        "如下", "组成", "回避", "名单", "姓名", "签名", "告知", "应当", "可以", "电话", "或者", "及其", "通知", "有权",
        "担任", "独任", "提交", "进行", "负责",
    ]
    .iter()
    .any(|word| name.contains(word));
    (!is_word && (2..=6).contains(&name.chars().count())).then(|| name.to_owned())
}

fn starts_with_phone(text: &str) -> bool {
    PHONE.as_ref().and_then(|regex| regex.find(text)).is_some_and(|found| found.start() <= 3)
}

fn phone_in(text: &str) -> Option<String> {
    let text = text.split("传真").next()?;
    let labelled = PHONE_LABEL.as_ref()?.find(text).map_or(0, |label| label.start());
    let read = PHONE.as_ref()?.captures(text.get(labelled..)?)?;
    let phone = read.name("phone")?.as_str().trim();
    let behind = text.get(labelled..)?.get(read.get(0)?.end()..)?;
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    (digits >= 7 && !behind.starts_with(|c: char| c.is_ascii_digit() || c == '号' || c == '元'))
        .then(|| phone.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_mail() {
        let found = in_text(&plain("承办法官：测试法官　书记员：测试书记员　电话：021-00000000"), false);
        let told: Vec<_> = found.iter().map(|it| (it.name.as_str(), it.duty.as_deref(), it.phone.as_deref())).collect();
        assert_eq!(told, [("测试法官", Some("承办法官"), None), ("测试书记员", Some("书记员"), Some("021-00000000"))]);
    }

    #[test]
    fn a_duty_behind_another_and_fields_without_a_blank_between() {
        let told = |text: &str| -> Vec<String> {
            let people = in_text(&plain(text), true).into_iter();
            people.map(|it| format!("{} {}", it.duty.unwrap_or_default(), it.name)).collect()
        };
        assert_eq!(told("联系人：书记员示例甲　电话：021-00000000"), ["书记员 示例甲"]);
        assert_eq!(told("联系人：调解员示例乙"), ["调解员 示例乙"]);
        assert_eq!(told("审判员：示例丙书记员：示例丁"), ["审判员 示例丙", "书记员 示例丁"]);
    }

    #[test]
    fn other_forms() {
        let found = in_text(&plain("联系人：示例甲，联系电话：021－00000000转123\n法官助理: 示例乙 (021)0000"), false);
        assert_eq!(found[0].phone.as_deref(), Some("021-00000000转123"));
        assert_eq!(found[1].name, "示例乙");
        let found = in_text(&plain("审 判 员　　示例丁\n二〇二六年十一月一日\n书 记 员　　示例戊"), true);
        assert_eq!(found.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["示例丁", "示例戊"]);
        assert!(in_text("审判员、书记员应当自行回避。审判人员名单如下", false).is_empty());
    }
}
