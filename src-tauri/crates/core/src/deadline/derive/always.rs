//! What keeps every date of a paper from being final, and what is said of the day it is counted from.

use super::super::rule::When;
use super::super::{copy, gate, named, reckon, whom};
use super::Asked;
use crate::intake::court_time;

impl Asked<'_> {
    /// What is said of the day counted from, where it is not simply the arrival.
    pub(super) fn start_words(&self) -> String {
        match &self.service.chosen {
            Some(chosen) => format!("起算日由人工确定为{}（{}）。", reckon::written(chosen.date), chosen.reason),
            None if self.starts_with_the_sending() => "法院发出日早于到达日，按较早的发出日起算。".to_owned(),
            None => String::new(),
        }
    }

    /// Everything that keeps a date of this paper from being final, however it is counted.
    pub(super) fn always_unsure(&self, when: &When) -> Vec<String> {
        let mut unsure = Vec::new();
        if self.is_body() {
            unsure.push("期间只写在邮件正文里，没有在文书中读到".to_owned());
        } else {
            unsure.extend(when.presumed.clone().filter(|_| !self.lies_beside_what_it_tells_of()));
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
        if self.paper.case_number.is_none() && when.case_types.is_empty() {
            unsure.push("未读出案号".to_owned());
        }
        unsure.extend(whom::reason(self.service, self.paper, when.is_remedy));
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

    fn starts_with_the_sending(&self) -> bool {
        let arrived = self.service.arrived.map(|arrived| court_time(arrived).date_naive());
        self.service.from_date().zip(arrived).is_some_and(|(from, arrived)| from < arrived)
    }
}
