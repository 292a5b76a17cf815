//! The numbers in a paper's title block that are its own: one, a list of them, or those of a table.

use super::case_number::{Mention, Place, mentions};
use super::citation::is_cited;
use super::text::{compact, first_chars, plain};
use crate::reference::Reference;

/// Characters at the top of the first page that belong to the title block.
const TITLE_BLOCK: usize = 420;

/// Numbers in the title block of a page that are the paper's own.
pub(super) fn own_numbers(page: &str, may_cite: bool, reference: &Reference) -> Vec<Mention> {
    let block = plain(first_chars(page, TITLE_BLOCK));
    let all = mentions(&block, Place::Text, reference);
    let mut own: Vec<Mention> = all.into_iter().filter(|mention| may_cite || !is_cited(&block, mention)).collect();
    // Under a court's head the paper's number is that court's: 某某法院（案号…）已移送本院 names the lower one's.
    let head = block.lines().find(|line| !line.trim().is_empty()).map(compact).unwrap_or_default();
    let heads = reference.courts.named_in(&head);
    let codes: Vec<&str> = heads.iter().flat_map(|named| &named.courts).map(|court| court.code).collect();
    let is_of_head = |mention: &Mention| mention.number.court().is_some_and(|code| codes.contains(&code));
    if own.iter().any(is_of_head) {
        own.retain(|mention| mention.number.court().is_none() || is_of_head(mention));
    }
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
    // 诉前调解案号：…。现转立案：…: the number that the case has now.
    let is_now = |mention: &Mention| {
        let before = compact(block.get(..mention.range.start).unwrap_or(""));
        let label = before.trim_end_matches([':', '：', '为', '是']);
        ["现案号", "新案号", "转立案", "立案案号", "正式案号", "编立"].iter().any(|word| label.ends_with(word))
    };
    // 日期 时间 案号: the rows of a table are no single label, in whatever column the numbers stand.
    let rows = in_rows(&block, &own);
    if rows.len() > 1 {
        return rows;
    }
    match own.iter().position(is_now).or_else(|| own.iter().position(labelled)) {
        Some(at) => {
            // A list belongs together, wherever in it the label or the end of the line stands.
            let at = (1..=at).rev().find(|at| !goes_on(&block, &own, *at)).unwrap_or(0);
            let last = own.get(at).map_or(0, |mention| mention.range.end);
            let rest = own.iter().enumerate().skip(at);
            rest.scan(last, |end, (nth, mention)| {
                let is_near = mention.range.start <= *end + 3 || nth > at && goes_on(&block, &own, nth);
                *end = mention.range.end;
                (is_near || mention.range.start < *end && mention.range.start + 60 < *end).then(|| mention.clone())
            })
            .collect()
        }
        None => {
            if !rows.is_empty() {
                return rows;
            }
            let end = (1..own.len()).find(|at| !goes_on(&block, &own, *at)).unwrap_or(own.len());
            own.into_iter().take(end).collect()
        }
    }
}

/// Characters of a paper in which the rows of its table are looked for.
const TABLE: usize = 60_000;

/// The numbers of a table of cases that begins in the title block, down to its last row on whatever page; `None` where none
/// begins there.
pub(super) fn of_table(pages: &[String], reference: &Reference) -> Option<Vec<Mention>> {
    let first = pages.iter().find(|page| !page.trim().is_empty())?;
    let own = |block: &str| -> Vec<Mention> {
        let all = mentions(block, Place::Text, reference).into_iter();
        all.filter(|mention| !is_cited(block, mention)).collect()
    };
    let top = plain(first_chars(first, TITLE_BLOCK));
    if in_rows(&top, &own(&top)).len() < 2 {
        return None;
    }
    let whole = plain(first_chars(&pages.join("\n"), TABLE));
    let mut rows = in_rows(&whole, &own(&whole));
    let mut seen = Vec::new();
    rows.retain(|row| {
        !seen.contains(&row.number) && {
            seen.push(row.number.clone());
            true
        }
    });
    Some(rows)
}

/// The numbers of a table with a column 案号: each stands in a row of its own below the head.
fn in_rows(block: &str, own: &[Mention]) -> Vec<Mention> {
    let names_column = |line: &str| line.split([' ', '|']).any(|cell| cell == "案号");
    let is_column = |line: &str| names_column(line.trim_end()) && !line.chars().any(|c| c.is_ascii_digit());
    // 本院定于12月17日集中审理下列案件：
    let is_list = |line: &str| {
        let line = line.trim_end();
        let names = ["下列", "以下", "如下", "各案"].iter().any(|word| line.contains(word));
        line.ends_with([':', '：']) && names && line.contains('案')
    };
    let is_head = |line: &str| is_column(line) || is_list(line);
    let mut at = 0;
    let ends = block.split_inclusive('\n').map(|line| {
        at += line.len();
        (line, at)
    });
    let Some(below) = ends.into_iter().find(|(line, _)| is_head(line)).map(|(_, end)| end) else { return Vec::new() };
    let mut rows: Vec<Mention> = Vec::new();
    for mention in own.iter().filter(|mention| mention.range.start >= below) {
        let from = rows.last().map_or(below, |last| last.range.end);
        let between = block.get(from..mention.range.start).unwrap_or("");
        // Rows follow each other, and no sentence stands between them.
        if between.lines().count() > 4 || between.contains('。') {
            break;
        }
        rows.push(mention.clone());
    }
    rows
}

/// Whether a mention goes on with the list that the one before it stands in: 1号、2号, 119-121号.
fn goes_on(block: &str, own: &[Mention], at: usize) -> bool {
    let (Some(before), Some(mention)) = (at.checked_sub(1).and_then(|at| own.get(at)), own.get(at)) else {
        return false;
    };
    let is_alike = before.number.court() == mention.number.court() && before.number.kind() == mention.number.kind();
    let between = block.get(before.range.end..mention.range.start).unwrap_or("");
    // Each on a line of its own, behind the number of its item.
    let item = between.trim_start_matches([' ', '、', '，', ',', ';', '；']).strip_prefix('\n');
    let item = item.map(|it| it.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()));
    let is_item = item.is_some_and(|it| it.trim_matches(['.', '、', ')', '(', ' ']).is_empty());
    is_alike && (is_item || between.chars().all(|c| "、，,;；和及与至到/ ".contains(c)))
}
