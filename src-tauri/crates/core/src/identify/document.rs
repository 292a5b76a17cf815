//! What one served document is: its title, kind, own case number and suffix.

use super::FoundDocument;
use super::case_number::Mention;
use super::form::kind_by_parts;
use super::heading;
use super::name;
use super::notice::{finer_announcement, finer_notice};
use super::own::{of_table as own_table, own_numbers};
use super::ruling::{declares_void, finer_decision, finer_ruling};
use super::text::{compact, plain};
use super::title::{Titled, further_titles, has_court_head, title_of_page};
use super::tribunal;
use crate::doubt::Doubt;
use crate::intake::Signals;
use crate::mail::Part;
use crate::reference::{Kind, Reference};

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

/// Reads one document part.
///
/// `says` is what the mail says of its papers: a plain table of cases is one of sittings where it says so.
pub fn see(part: &Part, says: &str, signals: &Signals, reference: &Reference, doubts: &mut Vec<Doubt>) -> Seen {
    let read = signals.texts.get(&part.path);
    let pages: &[String] = read.map_or(&[], |read| &read.pages);
    let name = part.name.clone().unwrap_or_else(|| name::base_name(&part.path).to_owned());
    let stem = plain(name::without_extension(&name));
    let first_page = pages.iter().find(|page| !page.trim().is_empty()).map_or("", String::as_str);
    let told = Told::of(&stem, first_page, reference);
    // 生效证明 names the judgment that it belongs to.
    let is_of_judgment = told.by_text.as_ref().is_some_and(|titled| titled.kind.id == "effective-certificate");
    let numbers = own_numbers(first_page, is_of_judgment, reference);
    let numbers = own_table(pages, reference).filter(|rows| rows.len() > numbers.len()).unwrap_or(numbers);
    let case = numbers.first().and_then(|mention| mention.number.kind());
    let page = Page { first_page, pages, case };
    let (kind, from_text) = settle(told.by_name, told.by_text.as_ref().map(|titled| titled.kind), &page, reference);
    let also = told.also(&stem, pages, reference);
    doubts.extend(told.doubts(&stem, &also, &part.path, reference));
    let kind = kind.and_then(|kind| tribunal::kind_under_head(kind, first_page, reference));
    let kind = kind.map(|kind| of_case(kind, case, reference));
    let id = kind.map(|kind| kind.id.as_str());
    let is_exhibit = told.is_exhibit;
    let is_party_paper = is_exhibit || id.is_none_or(is_party_paper);
    let has_court_head = has_court_head(first_page, reference);
    // A court's paper of no known kind, such as its list of sittings, tells its cases as well.
    let told_of_sittings = [says, stem.as_str()].into_iter().any(tells_of_sittings);
    let lists_sittings = id.is_none() && !is_exhibit && lists_sittings(first_page, told_of_sittings);
    let is_unnamed_of_court = has_court_head && id.is_none() && !is_exhibit || lists_sittings;
    let mut in_text = if is_party_paper && !is_unnamed_of_court { Vec::new() } else { numbers };
    if let Some(titled) = told.by_text.as_ref().filter(|_| !is_party_paper) {
        let others = numbers_of_further_pages(pages, titled.kind, &in_text, reference);
        if !others.is_empty() {
            let each: Vec<String> = in_text.iter().chain(&others).map(|it| it.number.to_string()).collect();
            let detail = format!("{}各一份：{}", titled.title, each.join("、"));
            doubts.push(Doubt::part("several-documents-in-one-file", &part.path, detail));
        }
        in_text.extend(others);
    }
    let title = told.by_text.map(|titled| titled.title).unwrap_or_else(|| name::readable(&stem, kind, reference));
    let is_ocr = signals.ocr.contains(&part.path);
    let found = FoundDocument {
        part: part.path.clone(),
        title,
        name: part.name.clone(),
        kind: kind.map(|kind| kind.id.clone()),
        // A title read off a picture may be misread.
        kind_from_text: from_text && !is_ocr,
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
        is_ocr,
    }
}

/// Most pages of one file that are looked at for papers of their own.
const MOST_PAGES: usize = 60;

/// The numbers of further papers of the same kind, each on a page of its own under a court's head: three summonses scanned
/// into one file.
fn numbers_of_further_pages(pages: &[String], kind: &Kind, own: &[Mention], reference: &Reference) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for page in pages.iter().skip(1).take(MOST_PAGES) {
        let top: String = page.lines().filter(|line| !line.trim().is_empty()).take(3).collect::<Vec<_>>().join("\n");
        let is_alike = has_court_head(page, reference)
            && title_of_page(&top, reference).is_some_and(|titled| titled.kind.id == kind.id);
        if !is_alike {
            continue;
        }
        for mention in own_numbers(page, false, reference) {
            let is_known = own.iter().chain(&found).any(|known| known.number == mention.number);
            if !is_known {
                found.push(mention);
            }
        }
    }
    found
}

/// What a file's name and the title on its first page say of its kind.
struct Told<'a> {
    by_name: Option<&'a Kind>,
    by_text: Option<Titled<'a>>,
    /// Whether its name or the label on its page makes it an exhibit, whatever title stands below.
    is_exhibit: bool,
}

impl<'a> Told<'a> {
    fn of(stem: &str, first_page: &str, reference: &'a Reference) -> Self {
        let named = name::kind_of_name(stem, reference);
        let is_labelled = named.is_none() && heading::is_exhibit(first_page);
        let is_exhibit = name::is_exhibit(stem) || is_labelled;
        Self {
            by_name: if is_labelled { reference.kinds.get("evidence") } else { named },
            by_text: if is_exhibit { None } else { title_of_page(first_page, reference) },
            is_exhibit,
        }
    }

    /// Kinds of the further papers in the file.
    fn also(&self, stem: &str, pages: &[String], reference: &Reference) -> Vec<String> {
        match (self.is_exhibit, &self.by_text) {
            (true, _) => Vec::new(),
            (false, None) => name::listed_in_name(stem, self.by_name, reference),
            (false, Some(_)) => further_titles(pages, self.by_text.as_ref(), reference),
        }
    }

    /// What a person must look at: a title that is not the name's, several papers in one file.
    fn doubts(&self, stem: &str, also: &[String], path: &str, reference: &Reference) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        if let (Some(named), Some(titled)) = (self.by_name, &self.by_text)
            && differ(named, titled.kind)
            && !is_shorter(stem, &titled.title, reference)
        {
            let detail = format!("文件名写的是“{}”，首页标题是“{}”", named.title, titled.title);
            doubts.push(Doubt::part("title-differs-from-name", path, detail));
        }
        if !also.is_empty() {
            let titles: Vec<&str> =
                also.iter().filter_map(|id| reference.kinds.get(id)).map(|kind| kind.title.as_str()).collect();
            doubts.push(Doubt::part("several-documents-in-one-file", path, titles.join("、")));
        }
        doubts
    }
}

/// Whether a page has the head of a table of sittings: 序号 案号 原告 开庭时间 法庭. Such a list may bear no court's name.
fn lists_sittings(page: &str, is_told: bool) -> bool {
    let is_head = |line: &str| {
        let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        let times = ["开庭时间", "开庭日期", "庭审时间", "庭审日期", "应到时间", "到庭时间"];
        let names_room = ["法庭", "审判庭"].iter().any(|name| line.contains(name));
        let names_time = times.iter().any(|name| line.contains(name))
            || (names_room || is_told) && ["日期", "时间"].iter().any(|name| line.contains(name));
        line.chars().count() <= LONGEST_HEAD
            && line.contains("案号")
            && !line.chars().any(|c| c.is_ascii_digit())
            && names_time
    };
    page.lines().take(HEAD_LINES).any(is_head)
}

/// Whether words say that sittings are listed: 集中开庭安排见附件.
fn tells_of_sittings(words: &str) -> bool {
    let lists = ["安排", "排期", "排庭", "一览", "见附件", "附表", "清单", "表"];
    let acts = ["开庭", "庭审", "集中审理", "巡回审理", "排期", "排庭"];
    [&lists[..], &acts[..]].into_iter().all(|any| any.iter().any(|word| words.contains(word)))
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
            // 裁定（终结）.pdf with 执行裁定书 on its page ends an enforcement, and no suit.
            let is_enforced = text.id == "execution-ruling";
            let is_meant = |named: &&Kind| !(is_enforced && named.id == "stay-or-termination-ruling");
            if let Some(named) = by_name.filter(|named| is_finer_ruling(named)).filter(is_meant) {
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
        (_, Some(text)) if text.id == "judgment" && declares_void(&tells(), page.case) => {
            (reference.kinds.get("public-summons").or(Some(text)), true)
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
