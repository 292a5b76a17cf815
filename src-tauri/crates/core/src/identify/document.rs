//! What one served document is: its title, kind, own case number and suffix.

use super::FoundDocument;
use super::case_number::Mention;
use super::form::kind_by_parts;
use super::heading;
use super::name;
use super::notice::{finer_announcement, finer_notice};
use super::own::own_numbers;
use super::ruling::{finer_decision, finer_ruling};
use super::text::{compact, first_chars, plain};
use super::traditional::simplified_title;
use super::tribunal;
use crate::doubt::Doubt;
use crate::intake::Signals;
use crate::mail::Part;
use crate::reference::{Kind, Reference};

/// Lines at the top of a page among which the title is looked for.
const TITLE_LINES: usize = 14;
/// Longest line that may be a title, in characters.
const LONGEST_TITLE: usize = 36;

/// A document with what was read of it, before its case number is settled.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The document as far as it is known.
    pub found: FoundDocument,
    /// Its file's name.
    pub name: String,
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
    /// Whether the paper, of no known kind, is a table of sittings.
    pub lists_sittings: bool,
    /// Whether its text was read off a picture and may be misread.
    pub is_ocr: bool,
}

/// What is asked of a paper's pages to settle its kind.
struct Page<'a> {
    first_page: &'a str,
    pages: &'a [String],
    /// Type code of the number in its title block.
    case: Option<&'a str>,
}

/// A title met at the top of a page.
pub(super) struct Titled<'a> {
    pub(super) title: String,
    /// The kind it is a title of.
    pub(super) kind: &'a Kind,
}

/// Reads one document part.
pub fn see(part: &Part, signals: &Signals, reference: &Reference, doubts: &mut Vec<Doubt>) -> Seen {
    let read = signals.texts.get(&part.path);
    let pages: &[String] = read.map_or(&[], |read| &read.pages);
    let name = part.name.clone().unwrap_or_else(|| name::base_name(&part.path).to_owned());
    let stem = plain(name::without_extension(&name));
    let first_page = pages.iter().find(|page| !page.trim().is_empty()).map_or("", String::as_str);
    let named = name::kind_of_name(&stem, reference);
    let is_labelled = named.is_none() && heading::is_exhibit(first_page);
    let is_exhibit = name::is_exhibit(&stem) || is_labelled;
    let by_name = if is_labelled { reference.kinds.get("evidence") } else { named };
    let by_text = if is_exhibit { None } else { title_of_page(first_page, reference) };
    // 生效证明 names the judgment that it belongs to.
    let is_of_judgment = by_text.as_ref().is_some_and(|titled| titled.kind.id == "effective-certificate");
    let numbers = own_numbers(first_page, is_of_judgment, reference);
    let case = numbers.first().and_then(|mention| mention.number.kind());
    let (kind, from_text) =
        settle(by_name, by_text.as_ref().map(|titled| titled.kind), &Page { first_page, pages, case }, reference);
    if let (Some(named), Some(titled)) = (by_name, &by_text)
        && differ(named, titled.kind)
        && !is_shorter(&stem, &titled.title, reference)
    {
        let detail = format!("文件名写的是“{}”，首页标题是“{}”", named.title, titled.title);
        doubts.push(Doubt::part("title-differs-from-name", &part.path, detail));
    }
    let also = match (is_exhibit, &by_text) {
        (true, _) => Vec::new(),
        (false, None) => name::listed_in_name(&stem, by_name, reference),
        (false, Some(_)) => further_titles(pages, by_text.as_ref(), reference),
    };
    if !also.is_empty() {
        let titles: Vec<&str> =
            also.iter().filter_map(|id| reference.kinds.get(id)).map(|kind| kind.title.as_str()).collect();
        doubts.push(Doubt::part("several-documents-in-one-file", &part.path, titles.join("、")));
    }
    let kind = kind.and_then(|kind| tribunal::kind_under_head(kind, first_page, reference));
    let kind = kind.map(|kind| of_case(kind, case, reference));
    let id = kind.map(|kind| kind.id.as_str());
    let is_party_paper = is_exhibit || id.is_none_or(is_party_paper);
    let has_court_head = has_court_head(first_page, reference);
    // A court's paper of no known kind, such as its list of sittings, tells its cases as well.
    let lists_sittings = id.is_none() && !is_exhibit && lists_sittings(first_page);
    let is_unnamed_of_court = has_court_head && id.is_none() && !is_exhibit || lists_sittings;
    let in_text = if is_party_paper && !is_unnamed_of_court { Vec::new() } else { numbers };
    let title = by_text.map(|titled| titled.title).unwrap_or_else(|| name::readable(&stem, kind, reference));
    let found = FoundDocument {
        part: part.path.clone(),
        title,
        name: part.name.clone(),
        kind: kind.map(|kind| kind.id.clone()),
        // A title read off a picture may be misread.
        kind_from_text: from_text && !signals.ocr.contains(&part.path),
        case_number: None,
        suffix: None,
        pages: read.map(|read| u32::try_from(read.pages.len()).unwrap_or(u32::MAX)),
        text: read.map(crate::intake::DocumentText::whole).unwrap_or_default(),
    };
    Seen {
        found,
        in_text,
        in_name: name::numbers_of_path(&part.path, &name, reference),
        name,
        also,
        is_court_paper: kind.is_some_and(|kind| kind.is_court_paper) && !is_sample(&stem),
        has_court_head,
        lists_sittings,
        is_party_paper,
        is_ocr: signals.ocr.contains(&part.path),
    }
}

/// Whether a page has the head of a table of sittings: 序号 案号 原告 开庭时间 法庭. Such a list may bear no court's name.
fn lists_sittings(page: &str) -> bool {
    let is_head = |line: &str| {
        let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        let names_time = ["开庭时间", "开庭日期", "庭审时间", "庭审日期", "应到时间", "到庭时间"];
        line.chars().count() <= LONGEST_HEAD
            && line.contains("案号")
            && !line.chars().any(|c| c.is_ascii_digit())
            && names_time.iter().any(|name| line.contains(name))
    };
    page.lines().take(HEAD_LINES).any(is_head)
}

/// Longest head of a table, in characters, and the lines in which it stands.
const LONGEST_HEAD: usize = 60;
const HEAD_LINES: usize = 12;

/// 受理案件通知书 in a case of enforcement takes up the enforcement.
fn of_case<'a>(kind: &'a Kind, case: Option<&str>, reference: &'a Reference) -> &'a Kind {
    let is_enforcement = case.is_some_and(|case| ["执", "执恢"].contains(&case));
    let id = match kind.id.as_str() {
        "case-acceptance" if is_enforcement => "execution-acceptance",
        _ => return kind,
    };
    reference.kinds.get(id).unwrap_or(kind)
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
    page: &Page<'_>,
    reference: &'a Reference,
) -> (Option<&'a Kind>, bool) {
    let tells = || if page.pages.is_empty() { page.first_page.to_owned() } else { page.pages.join("\n") };
    match (by_name, by_text) {
        (_, Some(text)) if text.id == "ruling" || text.id == "execution-ruling" => {
            if let Some(named) = by_name.filter(|named| is_finer_ruling(named)) {
                return (Some(named), true);
            }
            (Some(finer_ruling(&tells(), page.case, text, reference)), true)
        }
        (named, Some(text)) if text.id == "decision" => {
            let finer = finer_decision(&tells(), reference);
            let named = named.filter(|named| !is_general(named) && is_finer(named, text));
            (Some(named.or(finer).unwrap_or(text)), true)
        }
        (named, Some(text)) if ["notice", "information"].contains(&text.id.as_str()) => {
            let named = named.filter(|named| !is_general(named) && is_finer(named, text));
            (named.or_else(|| finer_notice(&tells(), page.case, reference)).or(Some(text)), true)
        }
        (named, Some(text)) if text.id == "announcement" => {
            let named = named.filter(|named| !is_general(named) && is_finer(named, text));
            (named.or_else(|| finer_announcement(&tells(), reference)).or(Some(text)), true)
        }
        // A commission heads its labour awards 仲裁裁决书 like any other.
        (Some(named), Some(text)) if text.id == "arbitral-award" && named.id == "labour-award" => (Some(named), true),
        (Some(named), Some(text)) if is_general(text) && !is_general(named) && is_finer(named, text) => {
            (Some(named), true)
        }
        (_, Some(text)) => (Some(text), true),
        (None, None) => {
            let told = kind_by_parts(&tells(), page.case, reference);
            (told, told.is_some())
        }
        (named, None) => (named, false),
    }
}

/// Whether a kind is one of rulings, whatever its id.
pub fn is_ruling(id: &str) -> bool {
    id.ends_with("ruling") || ["payment-order-termination", "procedure-conversion"].contains(&id)
}

/// Whether a kind tells what a ruling decides.
fn is_finer_ruling(kind: &Kind) -> bool {
    is_ruling(&kind.id) && !["execution-ruling", "ruling"].contains(&kind.id.as_str())
}

/// Whether a name tells a general title more exactly: 债权人通知书 a 通知书, 罚款决定书 a 决定书.
fn is_finer(named: &Kind, general: &Kind) -> bool {
    let end = match general.id.as_str() {
        "notice" => "-notice",
        "decision" if named.id == "exit-restriction" || named.id == "consumption-restriction" => return true,
        "decision" => "-decision",
        _ => return named.group == general.group,
    };
    named.group == general.group || named.is_court_paper && named.id.ends_with(end)
}

/// Whether a kind only says notice, decision or ruling and not which.
pub fn is_general(kind: &Kind) -> bool {
    ["notice", "information", "decision", "ruling", "announcement"].contains(&kind.id.as_str())
}

fn differ(named: &Kind, titled: &Kind) -> bool {
    let is_family = |kind: &Kind| is_ruling(&kind.id) || is_general(kind);
    let is_either_general = is_general(named) || is_general(titled);
    let are_family = is_family(named) && is_family(titled);
    named.id != titled.id && named.id != "evidence" && !is_either_general && !are_family
}

/// Whether a name only says less than the title, as 受理案件通知书 for 受理上诉案件通知书.
fn is_shorter(stem: &str, title: &str, reference: &Reference) -> bool {
    let stem = compact(stem);
    let Some(named) = reference.kinds.titled_in(&stem) else { return false };
    let mut left = title.chars();
    stem.get(named.start..named.end).is_some_and(|words| words.chars().all(|word| left.any(|other| other == word)))
}

/// The title at the top of a page: the first short line that reads as the title of a kind.
fn title_of_page<'a>(page: &str, reference: &'a Reference) -> Option<Titled<'a>> {
    let page = plain(page);
    let lines = page.lines().map(|line| simplified_title(&compact(line)));
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).take(TITLE_LINES).collect();
    let told = lines.iter().enumerate().find_map(|(at, line)| {
        let single = title_of_line(line, reference);
        let joined = lines.get(at + 1).and_then(|next| title_of_two(line, next, reference));
        match (single, joined) {
            (Some(single), Some(joined)) if joined.title.len() > single.title.len() => Some(joined),
            (single, joined) => single.or(joined),
        }
    });
    let told = told.or_else(|| certificate(&lines, &page, reference)).or_else(|| {
        // 传 / 票 set on lines of their own are one title.
        let runs = lines.split(|line| line.chars().count() > 2).map(|run| run.concat());
        runs.filter(|run| !run.is_empty()).find_map(|run| title_of_line(&run, reference))
    });
    told.or_else(|| heading::title(&lines, &page, reference))
}

/// 证明书 under a court's head that tells of a judgment in force.
fn certificate<'a>(lines: &[String], page: &str, reference: &'a Reference) -> Option<Titled<'a>> {
    let title = lines.iter().take(6).find(|line| ["证明", "证明书"].contains(&line.as_str()))?;
    let is_in_force = ["发生法律效力", "已生效", "已经生效"].iter().any(|words| compact(page).contains(words));
    let kind = reference.kinds.get("effective-certificate")?;
    (is_in_force && has_court_head(page, reference)).then(|| Titled { title: title.clone(), kind })
}

/// Longest line that may be half of a title, in characters.
const LONGEST_HALF: usize = 14;
/// Longest line in brackets below a title that tells which paper it is, in characters.
const LONGEST_LABEL: usize = 26;

/// 合议庭组成人员 / 告知书, 民事裁定书 / （财产保全）: a title set on two lines.
fn title_of_two<'a>(line: &str, next: &str, reference: &'a Reference) -> Option<Titled<'a>> {
    // 应诉通知书 / （审查再审申请案件通知被申请人用）
    let is_label = next.starts_with('(') && next.ends_with(')') && !next.contains(|c: char| c.is_ascii_digit());
    let longest = if is_label { LONGEST_LABEL } else { LONGEST_HALF };
    if line.chars().count() > LONGEST_HALF || next.chars().count() > longest {
        return None;
    }
    let joined = format!("{line}{next}");
    let titled = reference.kinds.titled_in(&joined)?;
    let is_told_below = is_label && titled.is_narrowed && titled.end == line.len();
    // 人民法院民事诉讼 / 风险提示书
    let ahead = joined.get(..titled.start).unwrap_or("");
    let is_begun = ahead.is_empty() || ahead == "人民法院" || titled.is_narrowed && is_part_of_title(ahead);
    let is_across = is_begun && titled.end > line.len();
    if is_told_below {
        return Some(Titled { title: joined, kind: titled.kind });
    }
    if !is_across || is_general(titled.kind) {
        return None;
    }
    title_of_line(&joined, reference)
}

pub(super) fn title_of_line<'a>(line: &str, reference: &'a Reference) -> Option<Titled<'a>> {
    let court = reference.courts.named_in(line);
    let head = court.iter().find(|named| is_head(line.get(..named.range.start).unwrap_or("")));
    let rest = head.map_or(line, |named| line.get(named.range.end..).unwrap_or(""));
    let rest = rest.trim_start_matches(['《', '"', '“', ':', '：']);
    if let Some(about) = title_about(rest, reference) {
        return Some(about);
    }
    let titled = reference.kinds.titled_in(first_chars(rest, LONGEST_TITLE))?;
    let ahead = rest.get(..titled.start).unwrap_or("");
    let behind = rest.get(titled.end..).unwrap_or("");
    // A page read as one long line: the title right behind the court's head.
    let is_glued = head.is_some() && ahead.is_empty() && rest.chars().count() > LONGEST_TITLE;
    let is_whole = behind.is_empty()
        || behind.starts_with(['(', '》', '"', '”'])
        || ["副本", "正本", "案号", "存根"].iter().any(|word| behind.starts_with(word));
    let is_start = ahead.is_empty() || is_part_of_title(ahead);
    let is_sentence = rest.contains(['。', '，', '；']) && !behind.is_empty() && titled.end - titled.start < 9;
    if !is_glued && (!is_whole || !is_start || is_sentence) {
        return None;
    }
    let title = format!("{ahead}{}", rest.get(titled.start..titled.end).unwrap_or(""));
    Some(Titled { title, kind: titled.kind })
}

/// 关于改期开庭的通知书: the title of what it is about, a line of its own.
pub(super) fn title_about<'a>(line: &str, reference: &'a Reference) -> Option<Titled<'a>> {
    let about = line.strip_prefix("关于")?;
    let is_line = about.chars().count() <= LONGEST_TITLE && !about.contains(['，', '。', '；', ',', ':', '：']);
    let (what, form) = about.rsplit_once('的').filter(|_| is_line)?;
    if !["通知", "通知书", "告知书", "决定", "决定书", "公告", "函", "说明"].contains(&form) {
        return None;
    }
    let form = if form == "通知" || form == "决定" { format!("{form}书") } else { form.to_owned() };
    let title = format!("{what}{form}");
    let titled = reference.kinds.titled_in(&title).filter(|titled| titled.end == title.len())?;
    Some(Titled { title: line.to_owned(), kind: titled.kind })
}

/// Whether words ahead of a known title belong to it, as 判后答疑 to 告知书, and are no sentence.
fn is_part_of_title(ahead: &str) -> bool {
    // 告知合议庭组成人员及开庭通知书: two matters in one title.
    let longest = if ahead.ends_with(['及', '和', '暨', '并']) { 16 } else { 8 };
    let is_short = ahead.chars().count() <= longest && ahead.chars().all(super::text::is_han);
    let begins_sentence = [
        "收到", "按", "将", "送达", "附", "本", "依", "据", "交付", "不服", "服从", "请", "现", "已经", "已向", "已将",
        "已于", "该", "上述", "查收", "签收", "领取", "前述", "撤销", "维持", "根据",
    ];
    let begins = |word: &&str| ahead.starts_with(*word) && !(*word == "现" && ahead.starts_with("现场"));
    is_short && !ahead.contains('的') && !begins_sentence.iter().any(begins)
}

/// Whether words ahead of a court's name are nothing or only the place it lies in.
fn is_head(ahead: &str) -> bool {
    ahead.is_empty() || ahead.chars().count() <= 8 && ahead.ends_with(['省', '市', '区', '州', ')'])
}

pub(super) fn has_court_head(page: &str, reference: &Reference) -> bool {
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
