//! Parties as sentences and tables name them: 原告示例甲与被告…, 你与示例乙…纠纷一案, a column 被告.

mod columns;

use std::sync::LazyLock;

use regex::Regex;

use super::party::{ends_as_body, names};
use super::role::{YOU, is_role};
use super::text::{first_chars, is_han, last_chars};
use crate::office::Office;
use crate::reference::Reference;

pub use columns::Columns;

/// A party by its standing and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// 原告, or 对方当事人 where only that is told.
    pub role: String,
    /// Its name.
    pub name: String,
}

impl Party {
    /// Whether only that it is the other side is told.
    pub fn is_of_unknown_role(&self) -> bool {
        self.role == OTHER
    }
}

/// What the other side is called where no standing is told.
const OTHER: &str = "对方当事人";
/// Longest name of a party, in characters.
const LONGEST_NAME: usize = 36;

/// Where what is said of a case ends.
static CASE_END: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[一二三四五六七八九十\d]{1,3}案(?:[^号件由外情卷]|$)|纠纷案|纠纷(?:[，,。；(]|$)|纠纷进行|劳动争议(?:[，,。；(]|$)|案件|……").ok()
});
/// What a name of a case ends with that is no cause of the table.
static CAUSE_WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:执行异议|案外人执行异议|(?:申请)?(?:诉前|诉讼|诉中)?(?:财产|行为|证据)?保全|执行|异议|复议|保全|申请再审|再审|二审|一审|系列)+$").ok()
});
static ROLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:再审申请人|被申请执行人|申请执行人|被执行人|被申请人|申请人|被上诉人|上诉人|反诉原告|反诉被告|原审原告|原审被告|",
        r"原审第三人|原告|被告|第三人|异议人|案外人)(?:[(][^()]{1,30}[)])?[一二三四五六1-9]?[:：]?",
    ))
    .ok()
});
/// What stands between two parties.
static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:因(?:不服)?)?[，,]?(?:与|诉|申请执行|申请强制执行|和|及|、|，|,|对)(?:关于)?$").ok()
});

/// The parties that a sentence without blanks names beside us, whatever it says of the case.
pub fn in_sentence(line: &str, office: &Office, reference: &Reference) -> Vec<Party> {
    let own: Vec<String> = names(office).filter(|own| own.chars().count() >= 4).collect();
    let mut told = Vec::new();
    for at in case_ends(line) {
        let ahead = last_chars(line.get(..at).unwrap_or(""), 160);
        let ahead = ahead.rsplit(['。', '；', '！']).next().unwrap_or("");
        told.extend(of_case(without_cause(ahead, reference), &own));
    }
    for party in listed(line, &own) {
        if !told.iter().any(|known: &Party| known.name == party.name) {
            told.push(party);
        }
    }
    told
}

/// Where the words 一案 and their like begin, the cause ahead of them included.
fn case_ends(line: &str) -> Vec<usize> {
    let Some(regex) = CASE_END.as_ref() else { return Vec::new() };
    let of = |found: regex::Match<'_>| {
        let is_named = |word: &str| found.as_str().starts_with(word);
        let cause = ["纠纷", "劳动争议"].iter().find(|word| is_named(word)).map_or(0, |word| word.len());
        found.start() + cause
    };
    regex.find_iter(line).map(of).take(6).collect()
}

/// What stands ahead of the cause; where no table knows it, ahead of what follows the last company's name.
fn without_cause<'t>(ahead: &'t str, reference: &Reference) -> &'t str {
    let ahead = CAUSE_WORDS
        .as_ref()
        .and_then(|it| it.find(ahead))
        .and_then(|found| ahead.get(..found.start()))
        .unwrap_or(ahead);
    let cause = reference.case_types.cause_at_end_of(ahead);
    let rest = cause.and_then(|cause| ahead.strip_suffix(cause)).unwrap_or(ahead);
    let number = NUMBER_AT_END.as_ref().and_then(|it| it.find(rest));
    let rest = number.and_then(|found| rest.get(..found.start())).unwrap_or(rest);
    let rest = rest.strip_suffix("关于").unwrap_or(rest);
    let end = ["公司", "商行", "经营部", "合作社", "事务所", "中心", "银行", "支行"]
        .iter()
        .filter_map(|end| Some(rest.rfind(end)? + end.len()));
    // 示例甲有限公司特种服务合同纠纷: what a longer cause says behind a company's name is no part of the name.
    let behind = end.max().and_then(|end| rest.split_at_checked(end)).filter(|(_, behind)| {
        behind.chars().all(is_han)
            && ["合同", "服务", "责任", "买卖", "租赁", "侵权", "权", "纠纷"].iter().any(|word| behind.ends_with(word))
    });
    behind.map_or(rest, |(whole, _)| whole)
}

/// A piece of what is said of a case.
enum Piece<'t> {
    Us,
    Name(Option<&'t str>, &'t str),
    Link(&'t str),
}

/// The parties in 原告示例甲与被告示例物业公司, read from its end: what stands ahead of the first party is no part of it.
fn of_case(said: &str, own: &[String]) -> Vec<Party> {
    let pieces = pieces(said, own);
    let has_us = pieces.iter().any(|piece| matches!(piece, Piece::Us));
    let has_role = pieces.iter().any(|piece| matches!(piece, Piece::Name(Some(_), _)));
    if !has_us && !has_role || pieces.len() < 3 {
        return Vec::new();
    }
    let mut told = Vec::new();
    let mut last: Option<&str> = None;
    for (nth, piece) in pieces.iter().enumerate() {
        let Piece::Name(role, name) = piece else {
            // 诉阮某、卜某: a further name on the same side has the standing of the first.
            if let Piece::Link(link) = piece
                && !link.contains(['、', '，', ',', '及', '和'])
            {
                last = None;
            }
            continue;
        };
        let behind = nth.checked_sub(1).and_then(|nth| pieces.get(nth));
        let ahead = pieces.get(nth + 1);
        let told_role = role.map(bare_role);
        let by_link = match (behind, ahead) {
            (Some(Piece::Link(link)), _) if link.ends_with('诉') => Some("被告"),
            (Some(Piece::Link(link)), _) if link.contains("执行") => Some("被执行人"),
            (_, Some(Piece::Link(link))) if link.ends_with('诉') => Some("原告"),
            (_, Some(Piece::Link(link))) if link.contains("执行") => Some("申请执行人"),
            _ => None,
        };
        let role = told_role.or(last).or(by_link).unwrap_or(OTHER);
        last = Some(role);
        told.push(Party { role: role.to_owned(), name: alone(name).to_owned() });
    }
    told
}

/// 被上诉人（原审原告）： without what stands behind the standing.
fn bare_role(role: &str) -> &str {
    let end = role.find(['(', ':', '：']).unwrap_or(role.len());
    let role = role.get(..end).unwrap_or(role);
    role.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六".contains(c))
}

/// What is said of a case in pieces, from the first party on.
fn pieces<'t>(said: &'t str, own: &[String]) -> Vec<Piece<'t>> {
    let mut pieces: Vec<Piece<'t>> = Vec::new();
    let mut rest = said;
    // 原告示例与众公司诉你公司: where 诉 parts the sides, 与 is a piece of a name or joins people of one side.
    let has_suit = link_of_suit(said);
    loop {
        // From the end: a name, its standing, the link ahead of it.
        let (ahead, is_us) = match us_at_end(rest, own) {
            Some(ahead) => (ahead, true),
            None => (rest, false),
        };
        let (ahead, piece) = if is_us {
            (without_role(ahead).0, Piece::Us)
        } else {
            let Some((ahead, role, name)) = name_at_end(rest, has_suit) else { break };
            (ahead, Piece::Name(role, name))
        };
        pieces.push(piece);
        let Some((before, link)) = link_at_end(ahead) else { break };
        pieces.push(Piece::Link(link));
        rest = before;
    }
    if matches!(pieces.last(), Some(Piece::Link(_))) {
        pieces.pop();
    }
    pieces.reverse();
    pieces
}

/// What stands ahead of our name, or of the word by which we are spoken to.
fn us_at_end<'t>(text: &'t str, own: &[String]) -> Option<&'t str> {
    let text = BRACKET_AT_END
        .as_ref()
        .and_then(|it| it.find(text))
        .and_then(|found| text.get(..found.start()))
        .unwrap_or(text);
    let you = YOU.iter().copied().chain(["您", "你"]);
    you.chain(own.iter().map(String::as_str)).filter_map(|word| text.strip_suffix(word)).min_by_key(|ahead| ahead.len())
}
/// 你们诉示例甲(2026)…号物业服务合同纠纷一案
static NUMBER_AT_END: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[(]*\d{4}[)]?\p{Han}\d{0,4}\p{Han}{1,7}\d{1,8}号[)]?$").ok());
/// 王某（反诉原告）
static STANDING_AT_END: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[(](?:原审|反诉|一审|二审|本诉)?(?:原告|被告|第三人|上诉人|被上诉人|申请人)[^()]{0,12}[)]$").ok()
});
static BRACKET_AT_END: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[(][^()]{1,30}[)]$").ok());

/// A standing at the end of a text, and what stands ahead of it.
fn without_role(text: &str) -> (&str, Option<&str>) {
    let found = ROLE.as_ref().and_then(|regex| regex.find_iter(text).last()).filter(|found| found.end() == text.len());
    match found {
        Some(found) => (text.get(..found.start()).unwrap_or(text), Some(found.as_str())),
        None => (text, None),
    }
}

/// The name a text ends with: behind a standing, a link or the beginning.
fn name_at_end(text: &str, has_suit: bool) -> Option<(&str, Option<&str>, &str)> {
    let standing = STANDING_AT_END.as_ref().and_then(|it| it.find(text));
    let text = standing.and_then(|found| text.get(..found.start())).unwrap_or(text);
    let near = last_chars(text, LONGEST_NAME + 14);
    let role = ROLE.as_ref()?.find_iter(near).last();
    // 原告示例对外贸易公司: all that stands behind a standing, where nothing in it parts two names.
    let behind = role.and_then(|role| near.get(role.end()..)).filter(|it| !it.contains(['诉', '、', '，', ',']));
    if let Some(name) = behind.filter(|name| (has_suit || !name.contains('与')) && is_name(name)) {
        let (ahead, told) = without_role(text.get(..text.len() - name.len())?);
        return Some((ahead, told, name));
    }
    // The nearest link or standing ahead bounds the name.
    let mut bounds: Vec<usize> = [
        "与",
        "诉",
        "、",
        "，",
        ",",
        "申请执行",
        "申请强制执行",
        "受理",
        "审理",
        "的",
        "关于",
        "号",
        "因",
        "对",
        "就",
        "及",
        ")",
        ":",
        "：",
        "组织",
        "通知",
    ]
    .iter()
    .flat_map(|word| near.match_indices(word).map(|(at, word)| at + word.len()))
    .collect();
    bounds.extend(role.map(|role| role.end()));
    bounds.push(0);
    bounds.sort_unstable_by(|a, b| b.cmp(a));
    let mut found = None;
    for at in bounds {
        let Some(name) = near.get(at..).filter(|name| !name.is_empty()) else { continue };
        let starts = text.len() - near.len() + at;
        let is_behind_role = role.is_some_and(|role| role.end() == at);
        if is_name(name) {
            let (ahead, told) =
                if is_behind_role { without_role(text.get(..starts)?) } else { (text.get(..starts)?, None) };
            found = Some((ahead, told, name));
            break;
        }
        // A name with 与 or 的 in it goes on to the next bound, but never past a standing.
        if is_behind_role || name.chars().count() > LONGEST_NAME {
            break;
        }
    }
    // At the beginning of a long text stands no name.
    found.filter(|(ahead, told, _)| told.is_some() || !ahead.is_empty() || near.len() == text.len())
}

/// Whether 诉 stands between two sides somewhere.
fn link_of_suit(text: &str) -> bool {
    text.match_indices('诉').any(|(at, _)| {
        let is_word = text.get(..at).is_some_and(|ahead| ahead.ends_with(OF_SUIT_WORDS));
        !is_word && !text.get(at + '诉'.len_utf8()..).is_some_and(|behind| behind.starts_with(['讼', '称', '请', '状']))
    })
}

/// 上诉, 起诉 are no 诉 between two sides.
const OF_SUIT_WORDS: [char; 8] = ['上', '起', '反', '应', '撤', '申', '投', '告'];

/// The link a text ends with.
fn link_at_end(text: &str) -> Option<(&str, &str)> {
    let longest = last_chars(text, 8);
    let starts = longest.char_indices().map(|(at, _)| at);
    let found =
        starts.filter_map(|at| longest.get(at..)).find(|end| LINK.as_ref().is_some_and(|regex| regex.is_match(end)))?;
    let ahead = text.get(..text.len() - found.len())?;
    let is_word = found.starts_with('诉') && ahead.ends_with(OF_SUIT_WORDS);
    (!is_word).then_some((ahead, found))
}

/// 示例甲等三人 without what only says that there are more.
fn alone(name: &str) -> &str {
    let cut = name.rfind('等').filter(|at| {
        let rest = name.get(at + '等'.len_utf8()..).unwrap_or("");
        rest.is_empty() || rest.ends_with(['人', '名', '户']) && rest.chars().count() <= 4
    });
    cut.and_then(|at| name.get(..at)).unwrap_or(name)
}

/// Whether words read as a company's or a person's name.
fn is_name(name: &str) -> bool {
    let name = alone(name);
    let length = name.chars().count();
    let is_clean = name.chars().all(|c| is_han(c) || c.is_ascii_alphanumeric() || "()·&".contains(c));
    let opens = name.matches('(').count() == name.matches(')').count();
    let is_body = ends_as_body(name) && (4..=LONGEST_NAME).contains(&length);
    let is_person = (2..=4).contains(&length) && name.chars().all(is_han) || name.contains('·') && length <= 20;
    let is_word = NO_NAMES.iter().any(|word| name.contains(word)) || is_role(name) || name.contains("法院");
    // What stands behind a bracket in a company's name is no name: 示例(成都)有限公司.
    let is_tail = ["有限", "股份", "公司", "分公司", "集团"].iter().any(|word| name.starts_with(word));
    is_clean
        && opens
        && (is_body || is_person)
        && !is_word
        && !is_tail
        && !name.starts_with(['你', '您', '贵', '该', '本', '我', '与', '诉'])
}

/// Words that are in no party's name.
const NO_NAMES: [&str; 50] = [
    "原告",
    "被告",
    "上诉",
    "申请",
    "执行",
    "双方",
    "当事人",
    "一方",
    "纠纷",
    "本院",
    "你方",
    "你单位",
    "你公司",
    "不服",
    "诉讼",
    "起诉",
    "受理",
    "审理",
    "定于",
    "开庭",
    "通知",
    "关于",
    "案件",
    "下列",
    "一案",
    "异议",
    "案由",
    "案号",
    "时间",
    "地点",
    "电话",
    "法庭",
    "代理",
    "法定",
    "住所",
    "负责人",
    "委托",
    "主张",
    "要求",
    "认为",
    "提出",
    "提交",
    "应当",
    "之间",
    "发生",
    "签订",
    "有关",
    "其他",
    "证据",
    "答辩",
];

/// 原告：示例甲有限公司，案由…; 原告示例甲、被告示例乙: standings and names in a list, each up to the next sign.
fn listed(line: &str, own: &[String]) -> Vec<Party> {
    let Some(regex) = ROLE.as_ref() else { return Vec::new() };
    let all: Vec<regex::Match<'_>> = regex.find_iter(line).collect();
    let told = all.iter().enumerate().filter_map(|(nth, role)| {
        let ahead = line.get(..role.start())?;
        let begins =
            ahead.is_empty() || ahead.ends_with(['，', ',', '、', '；', ';', ':', '：', '。', '号', ')', '的']);
        let is_labelled = role.as_str().ends_with([':', '：']);
        let rest = first_chars(line.get(role.end()..)?, LONGEST_NAME + 1);
        let end = rest.find(['，', ',', '、', '；', ';', '。'])?;
        let name = rest.get(..end)?;
        // A standing alone or among others in a row: 原告示例甲、被告示例乙.
        let is_row =
            is_labelled || all.get(nth + 1).is_some_and(|next| next.start() == role.end() + end + '、'.len_utf8());
        let is_last = nth > 0 && begins && ahead.ends_with(['、', '；', ';', '，']);
        let is_body = ends_as_body(name);
        let is_ours = own.iter().any(|own| name.contains(own.as_str()));
        let is_meant = begins && (is_row || is_last || is_body) && is_name(name) && !is_ours;
        is_meant.then(|| Party { role: bare_role(role.as_str()).to_owned(), name: alone(name).to_owned() })
    });
    told.collect()
}

#[cfg(test)]
mod tests;
