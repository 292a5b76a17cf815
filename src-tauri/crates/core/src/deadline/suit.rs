//! What the papers of one case tell together: its type, its procedure, a counterclaim, whether it is tried again.

use std::collections::{BTreeMap, BTreeSet};

use super::gate::{self, BODY, Paper};
use super::number::is_numeral;
use super::paper;
use super::procedure::procedure_of;
use super::seat::{self, Seat};

/// What the papers of one case tell together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// 类型代字 of the case number, such as 民初; `None` when the number was not read.
    pub kind: Option<String>,
    /// 普通, 简易 or 小额, where the papers say so and agree.
    pub procedure: Option<&'static str>,
    /// Every procedure the papers and the mail speak of for this case.
    pub procedures: Vec<&'static str>,
    /// Whether the mail serves other cases beside it: the one standing read of the mail may be that of another.
    pub is_one_of_several: bool,
    /// Whether it was sent back to be tried again 发回重审, where no objection to the court is looked at
    /// (民诉法解释 第三十九条).
    pub is_retried: bool,
    /// Whether a counterclaim 反诉 is among the papers: a notice to answer may then be for the plaintiff.
    pub has_counterclaim: bool,
    /// Whether a complaint that is none is among them too.
    pub has_complaint: bool,
    /// Topics for which the papers tell us a period for parties without a domicile in the country, and no other.
    pub abroad: BTreeSet<String>,
    /// Those among them for which it is told under a condition only (没有住所的), so that it may not be ours.
    pub maybe_abroad: BTreeSet<String>,
    /// Where our seat is, by what the papers say of us.
    pub seat: Seat,
}

/// What the papers tell about each case.
pub fn cases(papers: &[Paper<'_>]) -> BTreeMap<Option<String>, Case> {
    let mut cases: BTreeMap<Option<String>, Case> = BTreeMap::new();
    for paper in papers {
        let kind = paper.case_number.as_deref().and_then(case_type);
        cases.entry(paper.case_number.clone()).or_insert_with(|| Case { kind, ..Case::default() });
        if let Some(case) = cases.get_mut(&paper.case_number) {
            let is_counterclaim = paper.is_counterclaim();
            case.has_counterclaim |= is_counterclaim;
            case.has_complaint |= !is_counterclaim && paper.document.kind.as_deref() == Some("complaint");
            case.is_retried |= is_sent_back(paper);
            case.seat = case.seat.max(seat::told(paper));
        }
    }
    let several = cases.keys().flatten().count() > 1;
    for (number, case) in &mut cases {
        case.is_one_of_several = several;
        (case.abroad, case.maybe_abroad) =
            gate::abroad_among(papers.iter().filter(|paper| paper.case_number == *number));
        let mut told: Vec<&'static str> =
            papers.iter().filter(|paper| paper.case_number == *number).filter_map(procedure_of).collect();
        told.sort_unstable();
        told.dedup();
        case.procedure = match told.as_slice() {
            [one] => Some(one),
            // Small claims are tried in the simple procedure: one paper names the narrower of the two.
            ["小额", "简易"] => Some("小额"),
            // Papers that disagree (转为普通程序) tell nothing.
            _ => None,
        };
        case.procedures = told;
    }
    cases
}

/// Whether a paper of the court, or its mail, says that the case was sent back to be tried again.
fn is_sent_back(paper: &Paper<'_>) -> bool {
    let kinds = ["response-notice", "joinder-notice", "case-acceptance", "panel-notice", "summons", "evidence-notice"];
    let is_courts =
        paper.document.part == BODY || paper.document.kind.as_deref().is_some_and(|kind| kinds.contains(&kind));
    is_courts
        && ["发回重审", "发回本院重审", "发回重新审理", "发回本院重新审理"]
            .iter()
            .any(|word| paper.plain.contains(word))
}

/// Whether a paper is a counterclaim or speaks of the one served with it.
pub fn is_counterclaim(paper: &Paper<'_>) -> bool {
    let words = ["反诉状", "反诉原告", "反诉被告", "提起反诉", "提出反诉"];
    match paper.document.kind.as_deref() {
        Some("complaint") => {
            let head: String = paper.plain.chars().take(200).collect();
            paper.document.title.contains("反诉") || words.iter().any(|word| head.contains(word))
        }
        Some("response-notice" | "evidence-notice") => {
            // 如提起反诉，应当提交反诉状; 如提起反诉，本院将合并审理: such words stand in every notice and tell of none.
            let told = ["反诉状副本", "收到反诉状", "反诉被告", "反诉原告", "反诉案件", "反诉一案"];
            paper.document.title.contains("反诉") || told.iter().any(|word| paper.plain.contains(word))
        }
        _ => false,
    }
}

/// 民初 of （2026）沪0112民初12345号. A 知 before it names a special court, not a type.
pub fn case_type(number: &str) -> Option<String> {
    let plain = paper::plain(number);
    let inner = plain.rsplit(')').next()?;
    let inner = inner.split('号').next()?;
    let body = inner.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let after_court = body.rfind(|letter: char| letter.is_ascii_digit());
    let kind = match after_court {
        Some(at) => body.get(at + 1..)?,
        // High courts have no digits: 沪民终; the Supreme Court is 最高法.
        None => match body.strip_prefix("最高法") {
            Some(kind) => kind,
            None => body.get(body.chars().next()?.len_utf8()..)?,
        },
    };
    let kind = kind.strip_prefix('知').unwrap_or(kind);
    (!kind.is_empty() && !kind.chars().any(is_numeral)).then(|| kind.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("（2026）沪0112民初12345号", Some("民初"))]
    #[case("（2026）沪01民终9号", Some("民终"))]
    #[case("（2026）沪民终12号", Some("民终"))]
    #[case("(2025)最高法民申1号", Some("民申"))]
    #[case("（2026）沪73知民初7号", Some("民初"))]
    #[case("（2026）沪0112民诉前调88号", Some("民诉前调"))]
    #[case("（2026）沪0112执保3号之一", Some("执保"))]
    #[case("（2026）沪7101行初5号", Some("行初"))]
    #[case("没有案号", None)]
    #[case("", None)]
    fn the_type_is_read_from_the_number(#[case] number: &str, #[case] kind: Option<&str>) {
        let read = case_type(number);
        // Words that are no number have no court either; whatever is read must not look like a known type.
        match kind {
            Some(kind) => assert_eq!(read.as_deref(), Some(kind)),
            None => assert!(read.is_none_or(|it| !it.contains('初'))),
        }
    }
}
