//! Whether the one a paper is for is us for certain: by a registered name that stands whole, in a standing that the rule is for.
//!
//! 华东某某公司, 某某公司第一分公司 and 某某公司破产管理人 hold our name and are somebody else; so is whoever bears a shorter one.

use super::gate::Paper;
use super::paper;
use super::whom::{LEADS, STANDINGS, stands};
use crate::identify::{self, whole};
use crate::service::Service;

/// How a paper speaks to whom it is for.
const YOU: [&str; 3] = ["你", "您", "贵"];

/// Why it is not proven that the party is us. `None` where it is, or where the office has told no name.
pub fn reason(service: &Service, paper: &Paper<'_>) -> Option<String> {
    if paper.own.is_empty() || paper.plain.is_empty() {
        return None;
    }
    let opened = identify::opens_with(&paper.document.text);
    let is_to_us = opened.as_deref().is_some_and(|name| is_listed(paper, name));
    let is_called_short = |name: &str| (is_to_us || places(paper).next().is_some()) && is_short_for_us(paper, name);
    let addressee = service.found.addressee.as_deref();
    if let Some(name) = addressee.filter(|name| is_another(paper, name) && !is_called_short(name)) {
        return Some(format!("送达对象写的是{name}，与登记的本单位名称不完全相同，请核对"));
    }
    if let Some(name) = opened.filter(|name| is_another(paper, name)) {
        return Some(format!("文书是给{name}的，与登记的本单位名称不完全相同，请核对"));
    }
    if let Some(name) = opens_with_more(paper) {
        return Some(format!("文书是给{name}的，与登记的本单位名称不完全相同，请核对"));
    }
    if is_handed_on(paper, &paper.plain) || is_handed_on(paper, &paper::plain(&service.body)) {
        return Some("文书写明由本单位转交或者代收，请核对期间是否属于本单位".to_owned());
    }
    let is_held = paper.own.iter().any(|name| paper.plain.contains(name.as_str()));
    if is_held && !is_to_us && places(paper).next().is_none() {
        return Some("文书写的名称与登记的本单位名称不完全相同，请核对期间是否属于本单位".to_owned());
    }
    let is_addressed = service.found.addressee.as_deref().is_some_and(|name| is_listed(paper, name));
    if !is_held && (!is_addressed || (names_its_parties(paper) && !speaks_to_us(paper))) {
        return Some("文书中没有写到本单位，请核对期间是否属于本单位".to_owned());
    }
    None
}

/// Why it is not proven that we are on the side that answers a claim. `papers` are all of the service.
pub fn not_answering(paper: &Paper<'_>, papers: &[Paper<'_>]) -> Option<String> {
    let kind = paper.document.kind.as_deref();
    if paper.own.is_empty() || paper.plain.is_empty() || kind != Some("response-notice") {
        return None;
    }
    if is_called_beside(paper) {
        return Some("文书通知本单位作证或者协助，请核对答辩期是否属于本单位".to_owned());
    }
    if ["归档", "补录", "已审结", "已结案"].iter().any(|word| paper.plain.contains(word)) {
        return Some("文书写有归档、审结等字样，请核对期间是否早已起算".to_owned());
    }
    if !speaks_to_us(paper) && !answers(paper) {
        return Some("应诉通知书没有写明本单位是被告或者第三人，请核对".to_owned());
    }
    let is_of_it = |other: &&Paper<'_>| {
        other.case_number == paper.case_number && other.document.kind.as_deref() == Some("complaint")
    };
    let lists = |other: &Paper<'_>| other.plain.contains("被告:") || other.plain.contains("被告一:");
    let is_left_out = |other: &Paper<'_>| lists(other) && places(other).next().is_none();
    let mut complaints = papers.iter().filter(is_of_it).peekable();
    let is_unlisted = complaints.peek().is_some() && complaints.all(is_left_out);
    is_unlisted.then(|| "起诉状列的当事人中没有本单位，请核对".to_owned())
}

/// What may stand between our name and the colon of a salutation.
const DEPARTMENTS: [&str; 14] = [
    "法务",
    "法律",
    "合规",
    "风控",
    "负责人",
    "代表人",
    "代理人",
    "诉讼",
    "综合",
    "办公室",
    "您好",
    "你好",
    "收",
    "启",
];

/// What a decision goes on with behind our name where it tells what we did: 某公司向本院提出诉讼请求:.
const TELLS_OF_US: [&str; 15] = [
    "向本院",
    "向法院",
    "向人民法院",
    "向一审",
    "向原审",
    "诉称",
    "辩称",
    "述称",
    "提出",
    "请求",
    "申请",
    "上诉",
    "起诉",
    "不服",
    "因",
];

/// The name a paper opens with, where it begins with ours and goes on: 某公司业主自管小组:.
fn opens_with_more(paper: &Paper<'_>) -> Option<String> {
    let head: String = paper.document.text.chars().take(700).collect();
    let lines = head.lines().map(paper::plain).filter(|line| !line.is_empty()).take(10);
    lines.into_iter().find_map(|line| {
        let (ahead, _) = line.split_once(':')?;
        let more = paper.own.iter().filter_map(|own| ahead.strip_prefix(own.as_str())).min_by_key(|more| more.len())?;
        let is_name = (1..=20).contains(&more.chars().count()) && more.chars().all(|letter| letter.is_alphanumeric());
        let is_told = TELLS_OF_US.iter().any(|word| more.starts_with(word));
        (is_name && !is_told && !is_department(more)).then(|| ahead.to_owned())
    })
}

/// Whether what goes on behind our name only tells who of us reads it: a branch's department is a branch's.
fn is_department(more: &str) -> bool {
    DEPARTMENTS.iter().any(|word| more.starts_with(word))
}

/// Whether we are only asked to testify or to help: 通知某公司作为证人出庭作证.
fn is_called_beside(paper: &Paper<'_>) -> bool {
    places(paper).any(|place| {
        let behind: String = paper.plain.get(place.end..).unwrap_or_default().chars().take(12).collect();
        let clause = behind.split([',', '。', ';']).next().unwrap_or_default();
        ["作为证人", "出庭作证", "协助", "作为鉴定", "作为见证"].iter().any(|word| clause.contains(word))
    })
}

/// Who is to do what a period is for, where its clause begins with another's name: 赵某某应自收到之日起, 某公司应当在.
pub fn subject_of(paper: &Paper<'_>, before: &str) -> Option<String> {
    let mut clauses = before.rsplit([',', ':', '。', ';']);
    let own = clauses.next().unwrap_or_default();
    // 某公司如不服本判决，可以在…: the condition ahead names who may.
    let disagrees = clauses.next().filter(|clause| clause.contains("不服本"));
    let of = |clause: Option<&str>, ends: &[&str]| -> Option<String> {
        let clause = clause?;
        let end = ends.iter().filter_map(|word| clause.find(word)).min()?;
        clause.get(..end).map(str::to_owned)
    };
    let name = of(disagrees, &["如", "若", "对", "不服"]).filter(|name| !name.is_empty());
    let name = name.or_else(|| of(Some(own), &["应", "须", "可", "需"]))?;
    let name = name.as_str();
    let is_name = identify::ends_as_body(name) || identify::is_person(name);
    // 任何一方可, 严重逾期应: no names.
    let ends_as_word = name.ends_with(|letter: char| "方人者的时日后前期内件书院员".contains(letter));
    let is_word =
        ends_as_word || YOU.iter().any(|you| name.contains(you)) || name.contains("当事人") || identify::is_role(name);
    (is_name && !is_word && !holds_us(paper, name)).then(|| name.to_owned())
}

fn holds_us(paper: &Paper<'_>, name: &str) -> bool {
    paper.own.iter().any(|own| whole::places(name, own).next().is_some())
}

/// Whether a paper tells that a period, named by one of the words, is another than it was: 经你公司申请,答辩期延长十日.
pub fn moves_a_period(plain: &str, words: &[&str]) -> bool {
    let moves = ["延长", "延至", "顺延", "缩短", "展期", "宽限", "变更为", "调整为"];
    let is_moved = |clause: &str| {
        let is_of_it = words.iter().any(|word| clause.contains(word)) && clause.contains('期');
        let is_open = clause.ends_with(['的', '时'])
            || ["申请", "可以", "应当", "如", "若", "需要", "确有", "法定", "节假日", "休假日"]
                .iter()
                .any(|word| clause.contains(word));
        let is_dated = clause.contains(['日', '天', '月']) && clause.chars().any(super::number::is_numeral);
        is_of_it && is_dated && !is_open && moves.iter().any(|word| clause.contains(word))
    };
    plain.split([',', '。', ';', ':', '(', ')']).any(is_moved)
}

/// Whether our name is told with the one whom it is to be handed to: 某公司(转业主某某):.
fn is_handed_on(paper: &Paper<'_>, plain: &str) -> bool {
    let is_so = |behind: &str| {
        let inner = behind.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(inner, _)| inner);
        inner.is_some_and(|inner| {
            inner.starts_with('转') || ["代收", "代转", "收转", "转交", "代为"].iter().any(|word| inner.contains(word))
        })
    };
    let mut named = paper.own.iter().flat_map(|own| plain.split(own.as_str()).skip(1));
    named.any(is_so)
}

/// Where a registered name stands whole in a paper.
fn places<'a>(paper: &'a Paper<'_>) -> impl Iterator<Item = std::ops::Range<usize>> + 'a {
    paper.own.iter().flat_map(|name| whole::places(&paper.plain, name))
}

/// Whether a name is that of a company that is not us, as far as it is written.
fn is_another(paper: &Paper<'_>, name: &str) -> bool {
    let plain = paper::plain(name);
    let is_company = identify::ends_as_body(name) || paper.own.iter().any(|own| plain.contains(own.as_str()));
    is_company && !is_listed(paper, name)
}

/// What the short name of a company ends with, and no name consists of.
const SHORT_ENDS: [&str; 4] = ["有限责任公司", "股份有限公司", "有限公司", "公司"];

/// Whether a mail's salutation only shortens a registered name, which the paper itself writes whole: 澄湾物业公司 for
/// 上海澄湾物业管理有限公司. What is left without its end stands in the name in one piece.
fn is_short_for_us(paper: &Paper<'_>, name: &str) -> bool {
    let plain = paper::plain(name);
    let stem = SHORT_ENDS.iter().find_map(|end| plain.strip_suffix(end)).unwrap_or(&plain);
    // 东某银行西安支行 for 东某银行股份有限公司西安支行.
    let is_without_form = |own: &String| identify::without_form(own).is_some_and(|short| short == plain);
    stem.chars().count() >= 2
        && paper.own.iter().any(|own| own.contains(stem) && own.len() > plain.len() || is_without_form(own))
}

/// Whether a name, or one of several that stand together, is exactly a registered one.
fn is_listed(paper: &Paper<'_>, name: &str) -> bool {
    let plain = paper::plain(name);
    paper.own.contains(&plain)
        || plain.split(['、', ',', ';']).any(|one| is_ours(paper, one))
        || paper.own.iter().any(|own| {
            // 某甲公司和某乙公司 are two of which one is us.
            whole::places(&plain, own).any(|place| {
                ["和", "与", "及"].iter().any(|joint| {
                    plain.get(place.end..).is_some_and(|behind| behind.starts_with(joint))
                        || plain.get(..place.start).is_some_and(|ahead| ahead.ends_with(joint))
                })
            })
        })
}

fn is_ours(paper: &Paper<'_>, name: &str) -> bool {
    let mut left = name;
    loop {
        let mut behind = paper.own.iter().filter_map(|own| left.strip_prefix(own.as_str()));
        if behind.any(|more| more.is_empty() || is_department(more)) {
            return true;
        }
        // 致被告(反诉原告)某公司, 某公司(被告)
        let lead = LEADS.iter().chain(&STANDINGS).chain(&["致", "的", "人", ":"]).find_map(|it| left.strip_prefix(it));
        let ahead = left.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(_, rest)| rest);
        let behind = left.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).map(|(rest, _)| rest);
        match lead.or(ahead).or(behind) {
            Some(rest) if !rest.is_empty() => left = rest,
            _ => return false,
        }
    }
}

/// Papers that name those they are about: where we are none of them, they are not about us.
fn names_its_parties(paper: &Paper<'_>) -> bool {
    let kind = paper.document.kind.as_deref().unwrap_or_default();
    ["judgment", "payment-order", "distribution-plan"].contains(&kind)
        || ["ruling", "decision"].iter().any(|end| kind.ends_with(end))
}

fn speaks_to_us(paper: &Paper<'_>) -> bool {
    YOU.iter().any(|you| paper.plain.contains(you))
}

/// Whether a paper names us behind the word for whoever answers, or behind 诉 and 与.
fn answers(paper: &Paper<'_>) -> bool {
    places(paper).any(|place| {
        let ahead = paper.plain.get(..place.start).unwrap_or_default();
        let answering = ["被告", "第三人", "被上诉人", "被申请人"];
        // 诉某甲公司、本公司: the second of several stands on the same side.
        let clause = ahead.rsplit(['。', ';', ',']).next().unwrap_or_default();
        let is_listed = clause.contains('诉') && clause.ends_with(['、', '和', '及']);
        ahead.ends_with(['诉', '与']) || is_listed || stands(ahead, &answering)
    })
}
