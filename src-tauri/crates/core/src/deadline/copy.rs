//! Signs that a paper is only a copy of one served before, whose periods then ran from another day.

use chrono::NaiveDate;

use super::gate::Paper;
use super::rule::When;
use crate::service::Service;

/// Days after its own date from which a decision that still tells how to fight it is looked at twice.
const OLD_AFTER: i64 = 90;

/// Days before which a date is a birthday or the beginning of a story, and not when the paper was made.
const NO_DATE_OF_ITS_OWN: i64 = 5 * 366;

/// Topic of the remedy that is gone once a decision has taken effect.
const APPEAL: &str = "上诉";

/// Why a paper may be no first service of itself. Empty when nothing speaks for it.
///
/// Courts enclose the judgment an enforcement rests on, or the one appealed from, or send a copy with the certificate
/// that it has taken effect: its last sentences still tell of fifteen days to appeal, and none of them runs now.
pub fn reasons(
    service: &Service,
    paper: &Paper<'_>,
    papers: &[Paper<'_>],
    when: &When,
    from: Option<NaiveDate>,
) -> Vec<String> {
    let mut reasons = Vec::new();
    if is_of_another_case(service, paper) {
        reasons.push("文书的案号不是本次送达的案件，可能是随附的副本".to_owned());
    }
    if !when.is_remedy {
        return reasons;
    }
    let certifies = |other: &&Paper<'_>| {
        other.document.kind.as_deref() == Some("effective-certificate") && other.case_number == paper.case_number
    };
    if when.term.as_deref() == Some(APPEAL) && papers.iter().any(|other| certifies(&other)) {
        reasons.push("同时送达了该案的生效证明".to_owned());
    }
    if let Some((dated, days)) = from.and_then(|from| age(paper, from)).filter(|(_, days)| is_old(*days)) {
        let dated = super::reckon::written(dated);
        reasons.push(format!("文书中最晚的日期是{dated}，距本次送达{days}天，可能是以前送达过的"));
    }
    reasons
}

fn is_old(days: i64) -> bool {
    (OLD_AFTER + 1..NO_DATE_OF_ITS_OWN).contains(&days)
}

fn is_of_another_case(service: &Service, paper: &Paper<'_>) -> bool {
    let served = &service.found.case_numbers;
    paper.document.case_number.as_ref().is_some_and(|number| !served.is_empty() && !served.contains(number))
}

/// The latest day a paper speaks of that lies before its service, and how many days before: about when it was made.
fn age(paper: &Paper<'_>, from: NaiveDate) -> Option<(NaiveDate, i64)> {
    let dated = paper.dates().iter().copied().filter(|date| *date <= from).max()?;
    Some((dated, (from - dated).num_days()))
}
