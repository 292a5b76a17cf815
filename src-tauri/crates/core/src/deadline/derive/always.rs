//! What keeps every date of a paper from being final, and what is said of the day it is counted from.

use super::super::gate::Paper;
use super::super::paper::{Start, Stated, Term};
use super::super::rule::When;
use chrono::NaiveDate;

use super::super::{copy, first, gate, named, reckon, standing, whom};
use super::Asked;
use crate::intake::court_time;

/// Papers that decide, besides rulings, decisions and awards.
const DECIDES: [&str; 4] = ["judgment", "payment-order", "mediation-paper", "consumption-restriction"];

impl Asked<'_> {
    /// What is said of the day counted from, where it is not simply the arrival.
    pub(super) fn start_words(&self) -> String {
        match &self.service.chosen {
            Some(chosen) => format!("起算日由人工确定为{}（{}）。", reckon::written(chosen.date), chosen.reason),
            None if self.starts_with_the_sending() => "法院发出日早于到达日，按较早的发出日起算。".to_owned(),
            None => String::new(),
        }
    }

    /// The day before this service on which the mail or the paper says that it was served.
    pub(super) fn served_earlier(&self) -> Option<NaiveDate> {
        let role = self.service.found.role;
        let by_paper = || first::told_by_paper(self.paper.document, &self.paper.plain, self.from.day, role);
        let told = self.earlier.into_iter().chain(by_paper().filter(|_| self.service.chosen.is_none()));
        told.min()
    }

    /// Everything that keeps a date of this paper from being final, however it is counted.
    pub(super) fn always_unsure(&self, when: &When) -> Vec<String> {
        let mut unsure = Vec::new();
        if self.is_body() {
            unsure.push("期间只写在邮件正文里，没有在文书中读到".to_owned());
        } else {
            unsure.extend(
                when.presumed
                    .clone()
                    .filter(|_| !self.lies_beside_what_it_tells_of() && !self.is_told_beside_a_counterclaim(when)),
            );
            unsure.extend(self.paper.mark().map(str::to_owned));
        }
        if !self.paper.document.kind_from_text {
            unsure.push("文书种类只是从文件名判断的".to_owned());
        }
        if when.is_remedy && self.service.found.role.is_none() && gate::names_addressee(self.paper) == Some(false) {
            unsure.push("文书中没有写到受送达人，请核对本单位能否提出".to_owned());
        }
        if self.waits_for_an_opinion() {
            unsure.push("期间自收到鉴定、评估等意见之后起算，不是自本次送达起算".to_owned());
        }
        if self.waits_for_the_enforcement() {
            unsure.push("期间自执行通知书送达之日起算，请核对该通知书何时送达".to_owned());
        }
        if self.paper.case_number.is_none() && when.case_types.is_empty() {
            unsure.push("未读出案号".to_owned());
        }
        if !when.is_remedy && self.is_left_aside_by_a_petition() {
            unsure.push("上诉状、再审申请书只按原审地位列明本单位，请核对是否需要答辩".to_owned());
        }
        unsure.extend(whom::reason(self.service, self.paper, when.is_remedy));
        if self.is_stopped() {
            unsure.push("同时送达的文书写有中止、移送或者终结，请核对本项期间是否还在计算".to_owned());
        }
        unsure.extend(named::not_answering(self.paper, self.papers).filter(|_| !when.roles.is_empty()));
        if self.is_told_otherwise(when) {
            unsure.push("邮件对该期间另有说明，请核对".to_owned());
        }
        if self.has_changed_claims && [&when.term, &when.follows].into_iter().flatten().any(|topic| topic == "答辩") {
            unsure.push("写有变更、增加诉讼请求，答辩期可能已自首次送达起算".to_owned());
        }
        unsure.extend(copy::reasons(self.service, self.paper, self.papers, when, self.from.day));
        if self.from.is_certified {
            unsure.push("送达凭证载明的送达日早于到达日，按较早的起算，请核对".to_owned());
        }
        unsure.extend(self.about.iter().cloned());
        unsure
    }

    /// Whether the petition that came, this paper or one beside it, is directed against others.
    fn is_left_aside_by_a_petition(&self) -> bool {
        let kinds = ["appeal-petition", "retrial-petition"];
        let is_petition = |paper: &&Paper<'_>| {
            paper.case_number == self.paper.case_number
                && paper.document.kind.as_deref().is_some_and(|kind| kinds.contains(&kind))
        };
        let name = self.paper.addressee.as_deref();
        self.papers
            .iter()
            .filter(is_petition)
            .any(|paper| name.is_some_and(|name| standing::is_left_aside(&paper.plain, name)))
    }

    /// Whether a paper beside a notice stops the suit, hands it on or ends it. A decision has its own periods.
    fn is_stopped(&self) -> bool {
        let kind = self.paper.document.kind.as_deref().unwrap_or_default();
        let is_decision = DECIDES.contains(&kind)
            || kind.ends_with("ruling")
            || kind.ends_with("decision")
            || kind.ends_with("award");
        let is_of_it = |other: &&Paper<'_>| {
            other.document.part != self.paper.document.part
                && other.document.part != gate::BODY
                && (other.case_number == self.paper.case_number || other.case_number.is_none())
        };
        let mut others = self.papers.iter().filter(is_of_it);
        // An order to pay is void once its procedure is ended (民事诉讼法 第二百二十八条).
        let ends_the_order = |other: &Paper<'_>| {
            other.document.kind.as_deref() == Some("payment-order-termination") || other.plain.contains("督促程序")
        };
        match kind {
            "payment-order" => others.any(|other| other.stops_the_suit() && ends_the_order(other)),
            _ => !is_decision && others.any(Paper::stops_the_suit),
        }
    }

    /// Whether the very paper that starts this rule came with a notice of no stated kind: 送达上诉状副本的通知书 beside 上诉状.
    fn lies_beside_what_it_tells_of(&self) -> bool {
        let starts_it =
            |kind: &String| self.rule.when.iter().any(|when| when.presumed.is_none() && when.documents.contains(kind));
        let is_untitled = self.paper.document.kind.as_deref() == Some("notice");
        is_untitled
            && self.papers.iter().any(|other| {
                other.document.part != self.paper.document.part
                    && other.case_number == self.paper.case_number
                    && other.document.kind_from_text
                    && other.document.kind.as_ref().is_some_and(starts_it)
            })
    }

    /// Whether the notice that came with a counterclaim tells the very period of the law to answer it.
    fn is_told_beside_a_counterclaim(&self, when: &When) -> bool {
        let tells = |term: &Term| {
            when.term.as_ref().is_some_and(|topic| term.topics.contains(topic))
                && self.rule.length.map(Stated::Length) == Some(term.stated)
                && term.start == Start::Service
        };
        let is_notice = |other: &Paper<'_>| {
            let kind = other.document.kind.as_deref().unwrap_or_default();
            kind.ends_with("notice") || kind == "case-acceptance"
        };
        self.paper.document.kind.as_deref() == Some("complaint")
            && self.paper.is_counterclaim()
            && self.papers.iter().any(|other| {
                other.case_number == self.paper.case_number
                    && is_notice(other)
                    && other.plain.contains("反诉")
                    && other.terms.iter().any(tells)
            })
    }

    fn starts_with_the_sending(&self) -> bool {
        let arrived = self.service.arrived.map(|arrived| court_time(arrived).date_naive());
        self.service.from_date().zip(arrived).is_some_and(|(from, arrived)| from < arrived)
    }
}
