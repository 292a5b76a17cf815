//! Papers under the head of an arbitration commission, which words them as courts do.

use super::text::{compact, first_chars};
use super::title::has_court_head;
use crate::reference::{Kind, Reference};

/// Lines at the top of a page among which the head is looked for.
const HEAD_LINES: usize = 5;
/// Longest line that may be a head, in characters.
const LONGEST_HEAD: usize = 40;

/// The kind of a paper under the head it bears: 应诉通知书, 开庭通知书 and 裁决书 of a commission are that
/// commission's. `None` when the kind is a court's alone and none fits what a commission issues.
///
/// Labour disputes have periods of their own (劳动争议调解仲裁法), so theirs are told apart from commercial ones.
pub fn kind_under_head<'a>(kind: &'a Kind, page: &str, reference: &'a Reference) -> Option<&'a Kind> {
    let head: Vec<String> = page.lines().map(compact).filter(|line| !line.is_empty()).take(HEAD_LINES).collect();
    let is_commission = |line: &String| {
        line.chars().count() <= LONGEST_HEAD && (line.contains("仲裁委员会") || line.contains("仲裁院"))
    };
    let is_of_labour = head
        .iter()
        .any(|line| first_chars(line, 60).contains("劳动") || line.contains("劳人仲") || line.contains("劳仲"))
        || compact(first_chars(page, 3_000)).contains("劳动争议调解仲裁法");
    if kind.id == "arbitral-award" {
        let is_labour = is_of_labour || compact(first_chars(page, 3_000)).contains("劳动人事争议仲裁");
        return if is_labour { reference.kinds.get("labour-award").or(Some(kind)) } else { Some(kind) };
    }
    // A court reviews awards too: its own head stands above.
    if !head.iter().any(is_commission) || has_court_head(page, reference) {
        return Some(kind);
    }
    let id = match (kind.id.as_str(), is_of_labour) {
        ("hearing-notice" | "summons" | "postponement-notice", _) => "arbitration-hearing-notice",
        ("response-notice" | "case-acceptance" | "evidence-notice", true) => "labour-arbitration-notice",
        // The answer to a commercial claim has the period of the commission's rules, and no kind of its own.
        ("response-notice" | "case-acceptance" | "evidence-notice" | "labour-arbitration-notice", false) => "notice",
        ("mediation-paper" | "ruling" | "judgment", _) => return None,
        _ => return Some(kind),
    };
    reference.kinds.get(id).or(Some(kind))
}
