//! Signs that a paper is only a copy of one served before, whose periods then ran from another day.

use chrono::NaiveDate;

use super::first;
use super::gate::Paper;
use super::paper;
use super::rule::When;
use super::suit;
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
    if is_no_courts(paper) && service.found.court.is_some() {
        reasons.push("裁决书、决定书不是法院制作的，随法院文书送达的可能是副本，期间自作出机关送达之日起算".to_owned());
    }
    if !when.is_remedy {
        reasons.extend(from.and_then(|from| of_an_old_notice(paper, from)));
        return reasons;
    }
    if is_enclosed_with_enforcement(paper, papers) {
        reasons.push("同时送达了执行文书，可能是随附的副本".to_owned());
    }
    if papers.iter().any(|other| follows_an_appeal(other, paper)) {
        reasons.push("同时送达了上诉或者申请再审的文书，可能是随附的副本".to_owned());
    }
    if is_called_a_copy(paper, papers) {
        reasons.push("写明随附的是裁判文书的副本或者复印件".to_owned());
    }
    if papers.iter().any(|other| corrects(other, paper)) {
        reasons.push("同时送达了补正本文书笔误的裁定，本文书可能此前已经送达".to_owned());
    }
    if papers.iter().any(|other| takes_back(other, paper)) {
        reasons.push("同时送达的裁定撤销了本文书".to_owned());
    }
    let certifies = |other: &&Paper<'_>| {
        other.document.kind.as_deref() == Some("effective-certificate") && other.case_number == paper.case_number
    };
    if when.term.as_deref() == Some(APPEAL) {
        if papers.iter().any(|other| certifies(&other)) {
            reasons.push("同时送达了该案的生效证明".to_owned());
        }
        if ["表示不上诉", "放弃上诉", "均不上诉", "不再上诉"].iter().any(|word| paper.plain.contains(word))
        {
            reasons.push("文书写有当事人不上诉".to_owned());
        }
        if first::tells_of_effect(service) {
            reasons.push("邮件写有裁判文书已经生效或者不得上诉".to_owned());
        }
    }
    if let Some((dated, days)) = from.and_then(|from| age(paper, from)).filter(|(_, days)| is_old(*days)) {
        reasons.push(old(dated, days));
    }
    reasons
}

/// Days after its own date from which a notice, and an order to pay (民诉法解释 第四百三十条), is looked at twice.
const OLD_NOTICE: i64 = 60;
const OLD_ORDER: i64 = 30;

/// Why a notice may have been served before: it is of long ago, and says nothing of that.
fn of_an_old_notice(paper: &Paper<'_>, from: NaiveDate) -> Option<String> {
    let kind = paper.document.kind.as_deref()?;
    let is_order = kind == "payment-order";
    if !is_order && !kind.ends_with("notice") {
        return None;
    }
    let (dated, days) = age(paper, from)?;
    let least = if is_order { OLD_ORDER } else { OLD_NOTICE };
    (least + 1..NO_DATE_OF_ITS_OWN).contains(&days).then(|| old(dated, days))
}

fn old(dated: NaiveDate, days: i64) -> String {
    format!("文书中最晚的日期是{}，距本次送达{days}天，可能是以前送达过的", super::reckon::written(dated))
}

/// Papers that an authority of its own makes and serves: what a court encloses of them was served before.
const OF_OTHERS: [&str; 4] =
    ["labour-award", "arbitral-award", "administrative-decision", "administrative-review-decision"];

fn is_no_courts(paper: &Paper<'_>) -> bool {
    paper.document.kind.as_deref().is_some_and(|kind| OF_OTHERS.contains(&kind))
}

/// Whether a decision of another case comes with papers of enforcement: what is enforced has taken effect.
fn is_enclosed_with_enforcement(paper: &Paper<'_>, papers: &[Paper<'_>]) -> bool {
    let kind = |paper: &Paper<'_>| paper.case_number.as_deref().and_then(suit::case_type);
    let enforces = |paper: &Paper<'_>| match kind(paper) {
        // 执保 only secures what is not decided yet.
        Some(kind) => kind.starts_with('执') && kind != "执保",
        None => paper.document.kind.as_deref() == Some("execution-notice"),
    };
    !enforces(paper) && papers.iter().any(enforces)
}

/// Whether a paper tells that the other one was appealed from or asked to be tried again, so that it was served before.
fn follows_an_appeal(other: &Paper<'_>, paper: &Paper<'_>) -> bool {
    let is_told = match other.document.kind.as_deref() {
        Some("appeal-petition" | "appeal-acceptance" | "retrial-petition" | "retrial-notice") => true,
        Some("fee-notice") => has_appealed(&other.plain),
        _ => false,
    };
    let cites = paper.case_number.as_deref().map(paper::plain).is_some_and(|number| other.plain.contains(&number));
    is_told && !other.is_form() && (cites || other.case_number.is_none() || other.case_number == paper.case_number)
}

/// Whether a ruling served beside it mends a slip of the pen in it: slips are found once a decision is in their hands, and
/// its period goes on running from then.
fn corrects(other: &Paper<'_>, paper: &Paper<'_>) -> bool {
    let is_ruling = other.document.kind.as_deref().is_some_and(|kind| kind.ends_with("ruling"));
    let is_decision = paper.document.kind.as_deref().is_some_and(|kind| kind == "judgment" || kind.ends_with("ruling"));
    is_ruling
        && is_decision
        && other.document.part != paper.document.part
        && other.case_number == paper.case_number
        && ["笔误", "误写", "误算", "错误", "遗漏"].iter().any(|word| other.plain.contains(word))
        && ["补正", "更正"].iter().any(|word| other.plain.contains(word))
}

/// Whether a ruling served beside it orders that a decision is void: 裁定如下：撤销某号民事判决.
fn takes_back(other: &Paper<'_>, paper: &Paper<'_>) -> bool {
    let is_ruling = other.document.kind.as_deref().is_some_and(|kind| kind.ends_with("ruling"));
    let order = other.plain.split_once("裁定如下").filter(|_| is_ruling && other.document.part != paper.document.part);
    let number = paper.case_number.as_deref().map(paper::plain);
    order.zip(number).is_some_and(|((_, order), number)| {
        let voids = |sentence: &str| {
            sentence.split_once("撤销").is_some_and(|(_, what)| what.contains(&number) || what.starts_with("本院"))
        };
        order.split(['。', ';']).any(voids)
    })
}

/// 你单位不服本院判决提起上诉 tells of an appeal; 如提起上诉，请预交上诉费 does not.
fn has_appealed(plain: &str) -> bool {
    let tells = |clause: &str| {
        let is_open = ["如", "若", "需", "拟", "可", "凡", "应", "的当事人"].iter().any(|word| clause.contains(word));
        (clause.contains("提起上诉") || clause.contains("提出上诉")) && !is_open
    };
    plain.split(['。', ';', ',']).any(tells)
}

/// 现将上诉状副本及一审判决书复印件送达你单位: another paper, the mail or the file's name calls it a copy.
fn is_called_a_copy(paper: &Paper<'_>, papers: &[Paper<'_>]) -> bool {
    let Some(word) = paper.document.kind.as_deref().and_then(|kind| match kind {
        "judgment" => Some("判决书"),
        "labour-award" | "arbitral-award" => Some("裁决书"),
        "mediation-paper" => Some("调解书"),
        "payment-order" => Some("支付令"),
        kind if kind.ends_with("ruling") => Some("裁定书"),
        kind if kind.ends_with("decision") => Some("决定书"),
        _ => None,
    }) else {
        return false;
    };
    let calls = |text: &str| {
        text.split(word).skip(1).any(|behind| {
            let behind = behind.trim_start_matches(['(', '的', '-', '_', ' ']);
            ["复印件", "副本", "复制件", "影印件"].iter().any(|copy| behind.starts_with(copy))
        })
    };
    let own =
        paper::plain(&format!("{}。{}", paper.document.title, paper.document.name.as_deref().unwrap_or_default()));
    let others = papers.iter().filter(|other| other.document.part != paper.document.part);
    calls(&own) || others.map(|other| other.plain.as_str()).any(calls)
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
