//! Headings that no title's pattern fits as they stand: …有限公司无争议债权表, 确认送达地址书, 续行保全提示书.
//!
//! A heading tells the same paper with its owner's name ahead, its form in another word, or its verb ahead of its object.
//! Each such reading is asked of the patterns in turn; the first that fits tells the kind.

use std::sync::LazyLock;

use regex::Regex;

use super::document::is_general;
use super::name;
use super::text::first_chars;
use super::title::{Titled, has_court_head, title_of_line};
use crate::reference::{Kind, Reference, Titled as Told};

/// Longest line that may be a heading, in characters: names of companies are long.
const LONGEST: usize = 44;
/// Lines at the top of a page among which a heading is looked for.
const MOST_LINES: usize = 8;
/// Lines at the top of a page in which the label of an exhibit stands.
const LABEL_LINES: usize = 3;
/// Longest label of an exhibit with what it is of, in characters.
const LONGEST_LABEL: usize = 30;

/// What a heading ends with, and the word that titles usually have in its place.
const FORMS: [(&str, &str); 27] = [
    ("通知单", "通知书"),
    ("通知函", "通知书"),
    ("通知", "通知书"),
    ("提示书", "告知书"),
    ("提示函", "告知书"),
    ("提示单", "告知书"),
    ("提示", "告知书"),
    ("警示书", "告知书"),
    ("提醒书", "告知书"),
    ("提醒函", "告知书"),
    ("释明书", "告知书"),
    ("释明函", "告知书"),
    ("说明书", "告知书"),
    ("告知函", "告知书"),
    ("告知单", "告知书"),
    ("告知事项", "告知书"),
    ("告知内容", "告知书"),
    ("告知", "告知书"),
    ("须知", "告知书"),
    ("确认表", "确认书"),
    ("确认单", "确认书"),
    ("确认函", "确认书"),
    ("裁定", "裁定书"),
    ("决定", "决定书"),
    ("判决", "判决书"),
    ("名录", "表"),
    ("一览表", "表"),
];

/// Whose paper it is, ahead of its title: a company, the bankruptcy or the case of somebody.
static OWNER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^.{2,40}?(?:公司|集团|企业|商行|合作社|事务所|管理人|破产清算|破产重整|重整|一案|系列案|案件|等\d+案|案)(?P<rest>.{2,})$",
    )
    .ok()
});
/// 确认送达地址书: the verb ahead of what it is of.
static VERB_AHEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?P<who>\p{Han}{0,5}?)(?P<verb>确认|告知|通知|变更|申报|报告)(?P<what>\p{Han}{2,16}?)(?P<form>书|表|单|函)$",
    )
    .ok()
});

/// The title that one of the first lines is a reading of; `lines` are without blanks. A title that only tells its form
/// counts under a court's head alone: 催缴通知 is anybody's.
pub(super) fn title<'a>(lines: &[String], page: &str, reference: &'a Reference) -> Option<Titled<'a>> {
    let is_courts = has_court_head(page, reference);
    let told = |line: &String| {
        let found = readings(line).into_iter().find_map(|reading| {
            title_of_line(&reading, reference).filter(|titled| is_courts || is_unmistakable(titled.kind))
        });
        // 拟终结本次执行程序通知书: a form under a court's head, however long what it is about.
        let form = || reference.kinds.titled_in(line).filter(|it| is_courts && it.end == line.len() && is_form(it));
        let form = || form().filter(|_| !line.starts_with(['现', '已', '本', '请', '将', '该', '按', '收']));
        let by_words = || reference.kinds.told_by_words(line).filter(|_| is_courts && has_form(line));
        let kind = found.map(|titled| titled.kind).or_else(|| form().map(|it| it.kind)).or_else(by_words)?;
        Some(Titled { title: line.clone(), kind })
    };
    let is_text = |line: &&String| !line.contains(['。', '；', ';']);
    lines.iter().take(MOST_LINES).take_while(is_text).filter(|line| is_heading(line)).find_map(told)
}

/// Whether a line ends as headings of notices do, and denies nothing: 不予受理说明.
fn has_form(line: &str) -> bool {
    let ends = ["书", "函", "指引", "指南", "须知", "提示", "说明", "告知", "通知", "事项", "规定"];
    ends.iter().any(|end| line.ends_with(end))
        && !["不予", "撤销", "申请书", "保函", "担保", "律师函"].iter().any(|word| line.contains(word))
}

/// Whether a title only names its form, or a kind that the words ahead of the form tell.
fn is_form(titled: &Told<'_>) -> bool {
    is_general(titled.kind) || titled.is_narrowed
}

/// Whether a kind's title is a court's or its manager's, whoever's head stands above it.
fn is_unmistakable(kind: &Kind) -> bool {
    !is_general(kind) && kind.group != "fee"
}

fn is_heading(line: &str) -> bool {
    (4..=LONGEST).contains(&line.chars().count()) && !line.contains(['，', ',', '：', ':'])
}

/// The ways to read a heading besides the one it is written in.
fn readings(line: &str) -> Vec<String> {
    let bare = without_label(line);
    let mut all = vec![bare.to_owned()];
    let owned = OWNER.as_ref().and_then(|regex| regex.captures(bare)).and_then(|read| read.name("rest"));
    all.extend(owned.map(|rest| rest.as_str().to_owned()));
    all.extend(without_lead(bare));
    all.extend(without_inner(line));
    all.extend(first_of_several(bare));
    for nth in 0..all.len() {
        let Some(reading) = all.get(nth).cloned() else { break };
        let folded = FORMS.iter().find_map(|(form, usual)| Some(format!("{}{usual}", reading.strip_suffix(form)?)));
        all.extend(folded);
        let swapped = VERB_AHEAD.as_ref().and_then(|regex| regex.captures(&reading)).map(|read| {
            let part = |name: &str| read.name(name).map_or("", |it| it.as_str());
            format!("{}{}书", part("what"), part("verb"))
        });
        all.extend(swapped);
    }
    all.retain(|reading| reading != line);
    all
}

/// 关于漏水原因的鉴定意见书, 致已知债权人的通知书 without the words that only lead to what it is of.
fn without_lead(heading: &str) -> Option<String> {
    let rest = ["关于", "致", "给"].iter().find_map(|lead| heading.strip_prefix(lead))?;
    let (of, form) = rest.rsplit_once('的')?;
    Some(format!("{of}{form}"))
}

/// 拍卖(变卖)通知书 without what stands in brackets within it.
fn without_inner(heading: &str) -> Option<String> {
    let (ahead, rest) = heading.split_once('(')?;
    let (_, behind) = rest.split_once(')')?;
    (!ahead.is_empty() && !behind.is_empty()).then(|| format!("{ahead}{behind}"))
}

/// 应诉须知及通知书: of a heading that names several, the first one counts.
fn first_of_several(heading: &str) -> Option<String> {
    let (first, behind) = ["及", "和", "与", "暨", "、"].iter().find_map(|and| heading.split_once(and))?;
    let is_heading = ["通知书", "告知书", "须知", "确认书", "提示书"].iter().any(|form| behind.ends_with(form));
    (first.chars().count() >= 4 && is_heading).then(|| first.to_owned())
}

/// A heading without its mark of a book and what stands in brackets behind it.
fn without_label(line: &str) -> &str {
    let line = line.trim_matches(['《', '》', '"', '“', '”']);
    line.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')).map_or(line, |(ahead, _)| ahead)
}

/// Whether a page is an exhibit by the label at its top: 证据一：房屋租赁合同, 证据3.
pub(super) fn is_exhibit(page: &str) -> bool {
    let lines = page.lines().map(super::text::compact).filter(|line| !line.is_empty()).take(LABEL_LINES);
    lines.into_iter().any(|line| {
        let is_label = first_chars(&line, LONGEST_LABEL + 1) == line && !line.contains(['。', '；']);
        is_label && name::is_exhibit(&line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identify::text::compact;
    use rstest::rstest;

    fn kind(page: &str) -> Option<String> {
        let reference = Reference::builtin().expect("the data loads");
        let lines: Vec<String> = page.lines().map(compact).filter(|line| !line.is_empty()).collect();
        title(&lines, page, &reference).map(|titled| titled.kind.id.clone())
    }

    #[rstest]
    #[case("示例纺织有限公司无争议债权表\n编号 债权人", "claims-schedule")]
    #[case("示例纺织有限公司破产财产分配方案", "distribution-plan")]
    #[case("当事人确认送达地址书", "service-address-confirmation")]
    #[case("受送达人确认送达地址表", "service-address-confirmation")]
    #[case("柘城县人民法院\n当事人举证指引", "evidence-notice")]
    #[case("柘城县人民法院\n举证须知及证据提交指引", "evidence-notice")]
    #[case("诉讼文书送达地址确认表", "service-address-confirmation")]
    #[case("续行保全提示书", "preservation-result")]
    #[case("示例建材有限公司重整案第一次债权人会议议程", "creditors-meeting-notice")]
    #[case("柘城县人民法院\n组织交换证据通知", "evidence-exchange-notice")]
    #[case("关于漏水原因的鉴定意见书", "appraisal-opinion")]
    #[case("致已知债权人的通知书", "bankruptcy-notice")]
    #[case("拍卖（变卖）通知书", "auction-notice")]
    #[case("柘城县人民法院\n拟终结本次执行程序通知书", "notice")]
    #[case("礼泉县人民法院\n应诉须知及通知书", "response-notice")]
    #[case("柘城县人民法院\n廉洁司法提示函", "integrity-card")]
    fn a_heading_is_read_in_other_words(#[case] page: &str, #[case] id: &str) {
        assert_eq!(kind(page).as_deref(), Some(id), "{page}");
    }

    #[rstest]
    #[case("停水通知\n各位业主")]
    #[case("物业费催缴提示")]
    #[case("电梯维护保养合同\n甲方")]
    #[case("本院已向你方送达判决。\n续行保全提示书")]
    fn other_papers_are_none(#[case] page: &str) {
        assert_eq!(kind(page), None, "{page}");
    }

    #[rstest]
    #[case("证据一：房屋租赁合同\n甲方", true)]
    #[case("收据（复印件）\n证据2\n今收到", true)]
    #[case("证据目录\n序号 名称", false)]
    #[case("举证通知书\n证据应当在举证期限内提交", false)]
    fn labels_of_exhibits(#[case] page: &str, #[case] is: bool) {
        assert_eq!(is_exhibit(page), is, "{page}");
    }
}
