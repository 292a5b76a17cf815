//! Our own names and the titles of the papers that came, as a mail writes them: 中原某某物业 holds 原, and says nothing by it.

use crate::deadline::paper;
use crate::identify::FoundDocument;
use crate::service::Service;

/// The names we are registered or served under, made plain.
pub fn names(service: &Service) -> Vec<String> {
    let all = service.found.addressee.iter().chain(&service.own).map(|name| paper::plain(name));
    let mut names: Vec<String> = Vec::new();
    for name in all.filter(|name| name.chars().count() >= 2) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Letters of a name that stand together where a mail writes a part of it: 某某再保险 for 某某再保险（香港）有限公司.
const PART: usize = 3;

/// Letters of a salutation that only shortens our name.
const SALUTATION: usize = 14;

/// A text without our names, and without those parts of them that hold one of the `alarms`. A salutation of which every
/// letter stands in our name in the same order is our name as well: 某阳财险太原中支.
pub fn without_names(plain: &str, names: &[String], alarms: &[&str]) -> String {
    let whole = names.iter().fold(plain.to_owned(), |left, name| left.replace(name.as_str(), ""));
    let whole = match whole.split_once([':', ',']) {
        Some((ahead, behind)) if is_short_for_one(ahead, names) => behind.to_owned(),
        _ => whole,
    };
    without_parts(&whole, names, alarms, "")
}

/// A text with `instead` in place of the parts of our names that hold one of the `alarms`.
pub fn without_parts(text: &str, names: &[String], alarms: &[&str], instead: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let longest = |at: usize, name: &str| {
        let run = |length: usize| letters.get(at..at + length).map(|run| run.iter().collect::<String>());
        (PART..=name.chars().count()).map_while(|length| run(length).filter(|run| name.contains(run.as_str()))).last()
    };
    let (mut left, mut at) = (String::with_capacity(text.len()), 0);
    while let Some(letter) = letters.get(at) {
        let part = names.iter().filter_map(|name| longest(at, name)).max_by_key(String::len);
        match part.filter(|part| is_telling(part) && alarms.iter().any(|alarm| part.contains(alarm))) {
            Some(part) => {
                left.push_str(instead);
                at += part.chars().count();
            }
            None => {
                left.push(*letter);
                at += 1;
            }
        }
    }
    left
}

/// Letters that every company's and every court's name may hold: 有限公司 is a part of ours and of everybody's.
const EVERYBODYS: &str = "股份有限责任公司集团物业管理服务人民法院银行保险财产中级高市区县省分支";

/// Letters that must be of our name alone.
const OWN: usize = 2;

fn is_telling(part: &str) -> bool {
    part.chars().filter(|letter| !EVERYBODYS.contains(*letter)).count() >= OWN
}

/// Whether a clause only shortens one of our names.
pub fn is_short_for_one(clause: &str, names: &[String]) -> bool {
    names.iter().any(|name| is_short_for(clause, name))
}

fn is_short_for(ahead: &str, name: &str) -> bool {
    let count = ahead.chars().count();
    let mut rest = name.chars();
    (4..=SALUTATION).contains(&count)
        && count < name.chars().count()
        && ahead.chars().all(|letter| rest.any(|it| it == letter))
}

/// A mail's text without the items of a list that are the very titles of its papers.
pub fn without_titles(body: &str, documents: &[FoundDocument]) -> String {
    let is_mark = |c: char| {
        c.is_whitespace() || c.is_ascii_digit() || "①②③④⑤⑥⑦⑧⑨⑩一二三四五六七八九十、.．()（）《》-*•·".contains(c)
    };
    // 二审受理案件通知书 is the notice of docketing: the instance is no mark, but counts like one.
    let bare = |name: &str| name.trim_matches(is_mark).trim_start_matches('审').to_owned();
    let stem = |name: &str| bare(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let named = documents.iter().filter_map(|it| it.name.as_deref()).map(stem);
    let titles: Vec<String> =
        documents.iter().map(|it| bare(&it.title)).chain(named).filter(|it| !it.is_empty()).collect();
    let is_title = |piece: &str| titles.contains(&bare(piece));
    let line = |line: &str| match line
        .split(['；', ';', '、', '。'])
        .filter(|piece| !piece.trim_matches(is_mark).is_empty())
        .all(is_title)
    {
        true => String::new(),
        false => line.to_owned(),
    };
    body.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str, name: &str) -> String {
        without_names(text, &[name.to_owned()], &["原", "再"])
    }

    #[test]
    fn our_names_and_parts_of_them_say_nothing() {
        let name = "河南中原安居物业服务有限公司";
        assert_eq!(without("应诉材料-尚某诉中原安居物业", name), "应诉材料-尚某诉");
        assert_eq!(without("维港再保险:请查收", "维港再保险(香港)有限公司"), "请查收");
        assert_eq!(without("某阳财险太原中支:请查收", "某阳财产保险股份有限公司太原中心支公司"), "请查收");
        // What is no part of our name, or one of everybody's, stays.
        assert_eq!(without_parts("示例乙传媒有限公司", &[name.to_owned()], &[""], "。"), "示例乙传媒有限公司");
        assert_eq!(without("原判决再次送达", name), "原判决再次送达");
        assert_eq!(without("物业服务合同纠纷", name), "物业服务合同纠纷");
    }

    #[test]
    fn an_item_that_is_the_title_of_a_paper_says_nothing() {
        let document = |title: &str| FoundDocument {
            part: "1.2".to_owned(),
            title: title.to_owned(),
            name: Some(format!("1.{title}.pdf")),
            kind: None,
            kind_from_text: true,
            case_number: None,
            suffix: None,
            pages: None,
            text: String::new(),
        };
        let papers = [document("二审案件受理通知书"), document("传票"), document("举证通知书")];
        assert_eq!(without_titles("2.二审举证通知书", &papers), "");
        assert_eq!(
            without_titles("附件：\n1.二审案件受理通知书\n2、传票；\n请查收。", &papers),
            "附件：\n\n\n请查收。"
        );
        assert_eq!(without_titles("二审案件受理通知书已送达。", &papers), "二审案件受理通知书已送达。");
    }
}
