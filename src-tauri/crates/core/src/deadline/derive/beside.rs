//! What stands beside a paper: periods of its matter in the mail or a notice, parties they are for, what one waits for.

use super::super::paper::{Start, Stated, Term};
use super::super::rule::When;
use super::super::{named, standing};
use super::count::Period;
use super::{Asked, first, gate};
use crate::identify::Role;

/// Kinds of paper that tell of any matter without being the one that starts its period.
const TELLS_OF_ANY: [&str; 2] = ["notice", "information"];

/// Words of a period within which the recipient of a mail is to say that something is wrong with the mail.
const OF_THE_MAIL: [&str; 7] = ["邮件", "附件", "链接", "短信", "电子送达", "送达方式", "送达地址"];

impl Asked<'_> {
    /// The party a stated period is for, where it is another than the one served here.
    pub(super) fn is_for_another(&self, term: &Term) -> Option<&'static str> {
        let role = gate::role_in(self.paper, self.service.found.role).map(|role| self.against_whom(role));
        let ours = self.paper.addressee.as_deref();
        let plain = &self.paper.plain;
        standing::of_another(&term.before, plain, role, ours)
            .or_else(|| standing::of_who_objected(&term.before, plain, ours?))
    }

    /// Our standing in a ruling on preservation: who is sued may have applied for it, but then the ruling calls him so.
    fn against_whom(&self, role: Role) -> Role {
        let kinds = ["preservation-ruling", "advance-execution-ruling"];
        let is_such = self.paper.document.kind.as_deref().is_some_and(|kind| kinds.contains(&kind));
        let ours = self.paper.addressee.as_deref();
        let applied = ours.is_none_or(|ours| standing::is_called(&self.paper.plain, "申请人", ours));
        if is_such && role == Role::Defendant && !applied { Role::Respondent } else { role }
    }

    /// Takes out what is for other parties; the party where nothing else is stated.
    pub(super) fn without_those_of_others(&self, terms: &mut Vec<Term>) -> Option<&'static str> {
        let others = terms.iter().filter(|term| self.is_for_another(term).is_some()).count();
        if others < terms.len() {
            terms.retain(|term| self.is_for_another(term).is_none());
            return None;
        }
        terms.iter().find_map(|term| self.is_for_another(term))
    }

    /// Periods of the same matter that the mail's own text and notices beside this paper state, and whether it is the mail.
    ///
    /// Where a notice may start this very rule, it is weighed against this paper as one of its own.
    pub(super) fn said_beside(&self, when: &When) -> Vec<(Period, bool)> {
        let is_weighed =
            when.once && self.rule.when.iter().any(|it| it.once && it.documents.iter().any(|kind| kind == "notice"));
        let Some(topic) =
            when.term.as_ref().filter(|_| !is_weighed && !when.stated_date_only && !when.names_its_base())
        else {
            return Vec::new();
        };
        let is_beside = |part: &str, kind: Option<&str>| {
            part != self.paper.document.part && kind.is_some_and(|kind| TELLS_OF_ANY.contains(&kind))
        };
        let beside = self.papers.iter().filter(|paper| {
            paper.case_number == self.paper.case_number
                && is_beside(&paper.document.part, paper.document.kind.as_deref())
        });
        let mut said = Vec::new();
        // 上诉期限至某日届满 beside 十五日内: the paper's own day may be the earlier one.
        let is_own_day = |term: &&Term| {
            let is_to_come = |date| self.from.day.is_none_or(|from| date >= from);
            term.topics.contains(topic)
                && !term.is_remedy
                && matches!(term.stated, Stated::Date { date, .. } if is_to_come(date))
        };
        if when.is_remedy {
            said.extend(self.paper.terms.iter().filter(is_own_day).map(|term| (Period::of(term), false)));
        }
        for paper in beside {
            let terms = paper.terms.iter().filter(|term| term.topics.contains(topic) && self.counts_beside(term));
            said.extend(terms.map(|term| (Period::of(term), paper.document.part == gate::BODY)));
        }
        said
    }

    fn counts_beside(&self, term: &Term) -> bool {
        let is_counted = match term.stated {
            Stated::Date { .. } => true,
            Stated::Length(_) => matches!(term.start, Start::Service | Start::Unwritten),
            Stated::BeforeSitting { .. } | Stated::Unread => false,
        };
        // 不服判决的上诉期为十五日，不服裁定的为十日: only one of them is about this paper.
        let (judgment, ruling) = (term.before.contains("判决"), term.before.contains("裁定"));
        let is_judgment = self.paper.document.kind.as_deref() == Some("judgment");
        let is_of_the_other = judgment != ruling && judgment != is_judgment;
        is_counted
            && !term.is_abroad
            && !is_of_the_other
            && !OF_THE_MAIL.iter().any(|word| term.before.contains(word))
            && self.is_for_another(term).is_none()
    }

    /// Whether the mail, or the notice itself, says something else of a rule's period: 答辩期由审判员另行告知, 上诉期已届满.
    pub(super) fn is_told_otherwise(&self, when: &When) -> bool {
        let topics = [when.term.as_ref(), when.follows.as_ref()].into_iter().flatten();
        let words: Vec<&str> = topics
            .flat_map(|name| self.rule.topics.iter().filter(move |topic| topic.name == *name))
            .flat_map(|topic| topic.words.iter().map(String::as_str))
            .collect();
        let is_notice = self.paper.document.kind.as_deref().is_some_and(|kind| kind.ends_with("notice"));
        if is_notice && first::runs_on(&self.paper.plain, &words) {
            return true;
        }
        let body = self.papers.iter().find(|paper| paper.document.part == gate::BODY);
        body.filter(|_| self.service.chosen.is_none()).is_some_and(|body| first::says_otherwise(&body.plain, &words))
    }

    /// Whether a notice of its own kind tells a period from an opinion that is still to come: 收到鉴定意见后十五日内补充举证.
    pub(super) fn waits_for_an_opinion(&self) -> bool {
        let kind = self.paper.document.kind.as_deref();
        let is_told = |term: &Term| {
            let own = term.before.rsplit(',').next().unwrap_or_default();
            ["收到", "接到", "领取", "送达"].iter().any(|word| own.contains(word))
                && ["鉴定", "评估", "审计", "勘验", "检测"].iter().any(|word| own.contains(word))
        };
        matches!(kind, Some("evidence-notice" | "response-notice" | "execution-notice"))
            && self.paper.terms.iter().any(is_told)
    }

    /// Whether an order to report counts from the notice of enforcement, which may have been served before it.
    pub(super) fn waits_for_the_enforcement(&self) -> bool {
        let is_told = |term: &Term| term.before.rsplit(',').next().is_some_and(|own| own.contains("执行通知"));
        self.paper.document.kind.as_deref() == Some("property-report-order") && self.paper.terms.iter().any(is_told)
    }

    /// Why a stated period is somebody else's or another one by the paper's own words: 赵某某应自收到之日起…, 答辩期延长十日.
    pub(super) fn said_of_others(&self, terms: &[Term]) -> Option<String> {
        if !self.is_body() && self.paper.plain.contains("延长仅适用于") {
            return Some("文书写有延长、缩短或者改变期间的内容，请核对".to_owned());
        }
        if self.is_body() || self.paper.own.is_empty() {
            return None;
        }
        if let Some(name) = terms.iter().find_map(|term| named::subject_of(self.paper, &term.before)) {
            return Some(format!("文书写明是给{name}的，请核对期间是否属于本单位"));
        }
        let topics = terms.iter().flat_map(|term| &term.topics);
        let words: Vec<&str> = topics
            .flat_map(|name| self.rule.topics.iter().filter(move |topic| topic.name == *name))
            .flat_map(|topic| topic.words.iter().map(String::as_str))
            .collect();
        named::moves_a_period(&self.paper.plain, &words)
            .then(|| "文书写有延长、缩短或者改变期间的内容，请核对".to_owned())
    }

    /// Whether a period runs from a notice of fees that did not come with this paper: 应当自接到交费通知次日起七日内预交.
    pub(super) fn waits_for_a_fee_notice(&self, terms: &[Term]) -> bool {
        let is_fee_notice = |kind: Option<&str>| kind == Some("fee-notice");
        let names_one = |term: &Term| {
            // 收到上诉费缴纳通知之日起
            let own = term.before.rsplit(',').next().unwrap_or_default();
            let received = ["收到", "接到"].iter().filter_map(|word| own.rsplit_once(word)).map(|(_, what)| what);
            let is_of_fees = received.into_iter().any(|what| what.contains('费') && what.contains("通知"));
            is_of_fees
                || ["交费通知", "缴费通知", "诉讼费用通知", "诉讼费通知", "受理费通知", "交款通知", "缴款通知"]
                    .iter()
                    .any(|word| term.before.contains(word))
        };
        !is_fee_notice(self.paper.document.kind.as_deref())
            && terms.iter().any(names_one)
            && !self.papers.iter().any(|paper| is_fee_notice(paper.document.kind.as_deref()))
    }
}
