//! What one served document is: its title, kind, own case number and suffix.

use std::sync::LazyLock;

use regex::Regex;

use super::FoundDocument;
use super::case_number::{Mention, Place, is_cited, mentions};
use super::text::{compact, first_chars, plain};
use crate::doubt::Doubt;
use crate::intake::Signals;
use crate::mail::Part;
use crate::reference::{Kind, Reference};

/// Lines at the top of a page among which the title is looked for.
const TITLE_LINES: usize = 14;
/// Longest line that may be a title, in characters.
const LONGEST_TITLE: usize = 36;
/// Characters at the top of the first page that belong to the title block.
const TITLE_BLOCK: usize = 420;

/// A document with what was read of it, before its case number is settled.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The document as far as it is known.
    pub found: FoundDocument,
    /// Numbers in its own title block.
    pub in_text: Vec<Mention>,
    /// Numbers in its name, else in the folder or archive it lies in.
    pub in_name: Vec<Mention>,
    /// Kinds of further title pages behind the first document.
    pub also: Vec<String>,
    /// Whether a court or tribunal issued it, by its title.
    pub is_court_paper: bool,
    /// Whether the first page shows a court's head.
    pub has_court_head: bool,
    /// Papers of the parties and evidence: their numbers are cited ones.
    pub is_party_paper: bool,
}

/// A title met at the top of a page.
struct Titled<'a> {
    title: String,
    kind: &'a Kind,
}

static COUNTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:附件\s*[\d一二三四五六七八九十]*|[\d]{1,3}|[一二三四五六七八九十]{1,3}|[(]\s*[\d一二三四五六七八九十]{1,3}\s*[)]|[①-⑳])\s*[-_.、:：．)]+\s*|^\d{1,3}\s+|^\d{1,3}(?:\p{Han})").ok()
});
static BRACKETS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\([^()]*\)").ok());
static TRAILING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:[-_\s]*(?:v?\d{1,3}|\d{8,14}|副件|扫描件|盖章版?|签章版?|电子版|最终版|定稿|已签章|\d{4}-\d{1,2}-\d{1,2}))+$").ok()
});
static EVIDENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:(?:原告|被告|第三人|补充)(?:提交的?)?)?证据(?:材料)?[一二三四五六七八九十\d]+(?:[-:：、._\s]|$|\p{Han})",
    )
    .ok()
});

/// Reads one document part.
pub fn see(part: &Part, signals: &Signals, reference: &Reference, doubts: &mut Vec<Doubt>) -> Seen {
    let read = signals.texts.get(&part.path);
    let pages: &[String] = read.map_or(&[], |read| &read.pages);
    let name = part.name.clone().unwrap_or_else(|| base_name(&part.path).to_owned());
    let stem = plain(without_extension(&name));
    let by_name = kind_of_name(&stem, reference);
    let is_exhibit = EVIDENCE.as_ref().is_some_and(|regex| regex.is_match(&compact(&stem_without_counter(&stem))));
    let first_page = pages.iter().find(|page| !page.trim().is_empty()).map_or("", String::as_str);
    let by_text = if is_exhibit { None } else { title_of_page(first_page, reference) };
    let (kind, from_text) = settle(by_name, by_text.as_ref().map(|titled| titled.kind), first_page, pages, reference);
    if let (Some(named), Some(titled)) = (by_name, &by_text) {
        if differ(named, titled.kind) {
            let detail = format!("文件名写的是“{}”，首页标题是“{}”", named.title, titled.title);
            doubts.push(Doubt::part("title-differs-from-name", &part.path, detail));
        }
    }
    let also = if is_exhibit { Vec::new() } else { further_titles(pages, by_text.as_ref(), reference) };
    if !also.is_empty() {
        let titles: Vec<&str> =
            also.iter().filter_map(|id| reference.kinds.get(id)).map(|kind| kind.title.as_str()).collect();
        doubts.push(Doubt::part("several-documents-in-one-file", &part.path, titles.join("、")));
    }
    let id = kind.map(|kind| kind.id.as_str());
    let is_party_paper = is_exhibit || id.is_none_or(is_party_paper);
    let in_text = if is_party_paper { Vec::new() } else { own_numbers(first_page, reference) };
    let title = by_text.map(|titled| titled.title).unwrap_or_else(|| readable(&stem, kind, reference));
    let found = FoundDocument {
        part: part.path.clone(),
        title,
        kind: kind.map(|kind| kind.id.clone()),
        kind_from_text: from_text,
        case_number: None,
        suffix: None,
        pages: read.map(|read| u32::try_from(read.pages.len()).unwrap_or(u32::MAX)),
        text: read.map(crate::intake::DocumentText::whole).unwrap_or_default(),
    };
    Seen {
        found,
        in_text,
        in_name: numbers_of_path(&part.path, &name, reference),
        also,
        is_court_paper: kind.is_some_and(|kind| kind.is_court_paper) && !is_sample(&stem),
        has_court_head: has_court_head(first_page, reference),
        is_party_paper,
    }
}

fn is_party_paper(id: &str) -> bool {
    [
        "evidence",
        "authority",
        "complaint",
        "answer",
        "appeal-petition",
        "retrial-petition",
        "appraisal-opinion",
        "fee-receipt",
    ]
    .contains(&id)
}

fn is_sample(stem: &str) -> bool {
    ["模板", "样本", "范本", "样式", "格式", "空白", "填写说明", "示范文本"].iter().any(|word| stem.contains(word))
}

/// Text wins over the name; a bare 裁定书 on the page takes the finer kind that the name or the ruling itself tells.
fn settle<'a>(
    by_name: Option<&'a Kind>,
    by_text: Option<&'a Kind>,
    first_page: &str,
    pages: &[String],
    reference: &'a Reference,
) -> (Option<&'a Kind>, bool) {
    match (by_name, by_text) {
        (_, Some(text)) if text.id == "ruling" || text.id == "execution-ruling" => {
            if let Some(named) = by_name.filter(|named| named.id.ends_with("-ruling")) {
                return (Some(named), true);
            }
            let tells = if pages.is_empty() { first_page.to_owned() } else { pages.join("\n") };
            (Some(finer_ruling(&tells, text, reference)), true)
        }
        (Some(named), Some(text)) if is_general(text) && named.group == text.group && !is_general(named) => {
            (Some(named), true)
        }
        (_, Some(text)) => (Some(text), true),
        (named, None) => (named, false),
    }
}

fn is_general(kind: &Kind) -> bool {
    ["notice", "information", "decision", "ruling", "announcement"].contains(&kind.id.as_str())
}

fn differ(named: &Kind, titled: &Kind) -> bool {
    let is_family = |kind: &Kind| kind.id.ends_with("ruling") || is_general(kind);
    named.id != titled.id
        && !(is_family(named) && is_family(titled))
        && !is_general(named)
        && !is_general(titled)
        && named.id != "evidence"
}

/// What a ruling that is only headed 裁定书 decides, read from its operative part.
fn finer_ruling<'a>(text: &str, plain_ruling: &'a Kind, reference: &'a Reference) -> &'a Kind {
    let text = compact(text);
    let Some((_, orders)) = text.split_once("裁定如下") else { return plain_ruling };
    let orders = first_chars(orders, 260);
    let has = |words: &[&str]| words.iter().any(|word| orders.contains(word));
    let id = if has(&["终结本次执行程序"]) {
        "execution-suspension-ruling"
    } else if has(&["终结督促程序"]) {
        "payment-order-termination"
    } else if plain_ruling.id == "execution-ruling" && has(&["终结执行", "终结本院", "案终结执行"]) {
        "execution-termination-ruling"
    } else if has(&["异议请求", "复议申请", "驳回案外人"]) {
        "execution-objection-ruling"
    } else if plain_ruling.id == "execution-ruling" {
        return plain_ruling;
    } else if has(&["管辖权", "移送"]) {
        "jurisdiction-ruling"
    } else if has(&["准许原告", "准许上诉人", "准许申请人", "按撤诉处理", "按撤回", "撤回起诉", "撤回上诉", "撤诉"])
    {
        "withdrawal-ruling"
    } else if has(&["驳回再审申请", "的再审申请"]) {
        "retrial-dismissal-ruling"
    } else if has(&["的起诉", "不予受理"]) {
        "dismissal-ruling"
    } else if has(&["补正为", "更正为", "应为", "补正"]) {
        "correction-ruling"
    } else if has(&["中止诉讼", "终结诉讼", "中止审理", "恢复审理"]) {
        "stay-or-termination-ruling"
    } else if has(&["先予执行", "先行支付"]) {
        "advance-execution-ruling"
    } else if has(&["调解协议有效", "确认调解协议", "调解协议"]) {
        "mediation-confirmation-ruling"
    } else if has(&["查封", "冻结", "扣押", "保全"]) {
        "preservation-ruling"
    } else {
        return plain_ruling;
    };
    reference.kinds.get(id).unwrap_or(plain_ruling)
}

/// The title at the top of a page: the first short line that reads as the title of a kind.
fn title_of_page<'a>(page: &str, reference: &'a Reference) -> Option<Titled<'a>> {
    let page = plain(page);
    let lines: Vec<String> = page.lines().map(compact).filter(|line| !line.is_empty()).take(TITLE_LINES).collect();
    // 传 / 票 set on lines of their own are one title.
    let joined: Vec<String> =
        lines.windows(2).filter_map(|pair| pair.first().zip(pair.get(1)).map(|(a, b)| format!("{a}{b}"))).collect();
    let single = lines.iter().find_map(|line| title_of_line(line, reference));
    single.or_else(|| {
        let short = joined.iter().filter(|line| line.chars().count() <= 8);
        short.into_iter().find_map(|line| title_of_line(line, reference))
    })
}

fn title_of_line<'a>(line: &str, reference: &'a Reference) -> Option<Titled<'a>> {
    let court = reference.courts.named_in(line);
    let line =
        match court.iter().find(|named| named.range.start == 0 || is_head(line.get(..named.range.start).unwrap_or("")))
        {
            Some(named) => line.get(named.range.end..).unwrap_or(""),
            None => line,
        };
    let line = line.trim_start_matches(['《', '"', '“', ':', '：']);
    let titled = reference.kinds.titled_in(first_chars(line, LONGEST_TITLE))?;
    let ahead = line.get(..titled.start).unwrap_or("");
    let behind = line.get(titled.end..).unwrap_or("");
    let is_whole = behind.is_empty()
        || behind.starts_with(['(', '》', '"', '”'])
        || behind.starts_with("副本")
        || behind.starts_with("正本")
        || behind.starts_with("案号")
        || behind.starts_with("存根");
    let is_start = ahead.is_empty()
        || (ahead.chars().count() <= 8
            && ahead.chars().all(super::text::is_han)
            && !ahead.contains(['收', '按', '将', '送', '附', '本', '依', '据', '的', '交', '服']));
    if !is_whole
        || !is_start
        || line.contains(['。', '，', '；']) && titled.end - titled.start < 9 && !behind.is_empty()
    {
        return None;
    }
    let title = format!("{ahead}{}", line.get(titled.start..titled.end).unwrap_or(""));
    Some(Titled { title, kind: titled.kind })
}

/// Whether words ahead of a court's name are only the place it lies in.
fn is_head(ahead: &str) -> bool {
    ahead.chars().count() <= 8 && ahead.ends_with(['省', '市', '区', '州', ')'])
}

fn has_court_head(page: &str, reference: &Reference) -> bool {
    page.lines().map(compact).filter(|line| !line.is_empty()).take(4).any(|line| {
        let named = reference.courts.named_in(&line);
        named.first().is_some_and(|named| named.range.start <= 12 && line.chars().count() <= LONGEST_TITLE)
    })
}

/// Kinds of further papers whose title pages follow the first.
fn further_titles(pages: &[String], first: Option<&Titled<'_>>, reference: &Reference) -> Vec<String> {
    let Some(first) = first else { return Vec::new() };
    let mut also = Vec::new();
    for page in pages.iter().skip(1) {
        let top: String = page.lines().filter(|line| !line.trim().is_empty()).take(3).collect::<Vec<_>>().join("\n");
        let Some(titled) = title_of_page(&top, reference) else { continue };
        if titled.kind.id != first.kind.id && !is_general(titled.kind) && !also.contains(&titled.kind.id) {
            also.push(titled.kind.id.clone());
        }
    }
    also
}

/// Numbers in the title block of a page that are the paper's own.
fn own_numbers(page: &str, reference: &Reference) -> Vec<Mention> {
    let block = plain(first_chars(page, TITLE_BLOCK));
    let all = mentions(&block, Place::Text, reference);
    let own: Vec<Mention> = all.into_iter().filter(|mention| !is_cited(&block, mention)).collect();
    // A number on a line of its own or behind 案号 is the paper's; others only when there is none.
    let labelled = |mention: &Mention| {
        let before = block.get(..mention.range.start).unwrap_or("");
        let line = before.rfind('\n').map_or(before, |at| before.get(at..).unwrap_or(""));
        let line = compact(line);
        let after = block.get(mention.range.end..).unwrap_or("").trim_start_matches([' ', ')']);
        line.ends_with("案号:")
            || line.ends_with("案号：")
            || line.ends_with("案号")
            || (line.chars().count() <= 24 && (after.is_empty() || after.starts_with('\n')))
    };
    match own.iter().position(labelled) {
        Some(at) => {
            // A list after the label belongs together.
            let last = own.get(at).map_or(0, |mention| mention.range.end);
            let rest = own.get(at..).unwrap_or(&[]).iter();
            rest.scan(last, |end, mention| {
                let is_near = mention.range.start <= *end + 3;
                *end = mention.range.end;
                (is_near || mention.range.start < *end && mention.range.start + 60 < *end).then(|| mention.clone())
            })
            .collect()
        }
        None => own.into_iter().take(1).collect(),
    }
}

/// Numbers in a document's name, else in the nearest folder or archive around it.
pub fn numbers_of_path(path: &str, name: &str, reference: &Reference) -> Vec<Mention> {
    let own = mentions(without_extension(name), Place::Name, reference);
    if !own.is_empty() {
        return own;
    }
    let folders = path.split(['!', '/', '\\']).rev().skip(1);
    folders.map(|folder| mentions(folder, Place::Name, reference)).find(|found| !found.is_empty()).unwrap_or_default()
}

fn base_name(path: &str) -> &str {
    path.rsplit(['!', '/', '\\']).next().unwrap_or(path)
}

fn without_extension(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, end))
            if !stem.is_empty() && (1..=5).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            without_extension_once(stem)
        }
        _ => name,
    }
}

/// 传票.pdf.pdf and 传票.pdf.ofd occur.
fn without_extension_once(stem: &str) -> &str {
    match stem.rsplit_once('.') {
        Some((inner, "pdf" | "PDF" | "ofd" | "doc" | "docx")) if !inner.is_empty() => inner,
        _ => stem,
    }
}

/// The kind a file name tells.
fn kind_of_name<'a>(stem: &str, reference: &'a Reference) -> Option<&'a Kind> {
    let name = compact(&stem_without_counter(stem));
    if EVIDENCE.as_ref().is_some_and(|regex| regex.is_match(&name)) {
        return reference.kinds.get("evidence");
    }
    let name = without_numbers(&name, reference);
    kind_of_words(&name, reference)
}

/// The kind some words tell: a listed title, a file name, a subject.
pub fn kind_of_words<'a>(words: &str, reference: &'a Reference) -> Option<&'a Kind> {
    let name = compact(words);
    let full = reference.kinds.titled_in(&name);
    // Party names in brackets may hold words of titles; what stands outside counts first.
    let outside = BRACKETS.as_ref().map(|regex| regex.replace_all(&name, "").into_owned()).unwrap_or_default();
    let bare = reference.kinds.titled_in(&outside);
    match (full, bare) {
        (Some(full), Some(bare)) if full.kind.id != bare.kind.id && !full.kind.id.ends_with("ruling") => {
            Some(bare.kind)
        }
        (Some(full), _) => Some(full.kind),
        _ => reference.kinds.abbreviated_in(&outside),
    }
}

fn stem_without_counter(stem: &str) -> String {
    let stem = stem.trim();
    let Some(read) = COUNTER.as_ref().and_then(|regex| regex.find(stem)) else { return stem.to_owned() };
    let counter = read.as_str();
    let kept =
        counter.chars().last().filter(|c| super::text::is_han(*c) && counter.starts_with(|c: char| c.is_ascii_digit()));
    format!("{}{}", kept.map(String::from).unwrap_or_default(), stem.get(read.end()..).unwrap_or(""))
}

fn without_numbers(name: &str, reference: &Reference) -> String {
    let name = plain(name);
    let mut rest = name.clone();
    for mention in mentions(&name, Place::Name, reference).into_iter().rev() {
        if rest.is_char_boundary(mention.range.start) && rest.is_char_boundary(mention.range.end) {
            rest.replace_range(mention.range, "");
        }
    }
    rest
}

/// A title read from a file name: without case numbers, counters and party names.
fn readable(stem: &str, kind: Option<&Kind>, reference: &Reference) -> String {
    let name = without_numbers(stem, reference);
    let name = stem_without_counter(name.trim_matches(|c: char| " -_.、:：".contains(c)));
    let outside = BRACKETS.as_ref().map_or_else(|| name.clone(), |regex| regex.replace_all(&name, "").into_owned());
    let is_evidence = kind.is_some_and(|kind| kind.id == "evidence" || kind.id == "authority");
    if let Some(titled) = kind.filter(|_| !is_evidence).and(reference.kinds.titled_in(&compact(&outside))) {
        let words = compact(&outside);
        return words.get(titled.start..titled.end).unwrap_or(&words).to_owned();
    }
    let outside = outside.trim_matches(|c: char| c.is_whitespace() || "-_.、:：".contains(c));
    let tidy = TRAILING.as_ref().map_or_else(|| outside.to_owned(), |regex| regex.replace(outside, "").into_owned());
    let is_tidy = !is_evidence && tidy.chars().any(super::text::is_han);
    let tidy = if is_tidy { tidy } else { outside.to_owned() };
    match (tidy.trim(), kind) {
        ("", Some(kind)) => kind.title.clone(),
        ("", None) => {
            if stem.trim().is_empty() {
                "未命名".to_owned()
            } else {
                stem.trim().to_owned()
            }
        }
        (tidy, _) => tidy.trim_matches(|c: char| "-_.、:： ".contains(c)).to_owned(),
    }
}
