//! What is said of a deadline: the paper's period beside the law's, and why it is not final.

use chrono::NaiveDate;

use super::super::paper::{Start, Stated, Term};
use super::super::reckon;
use super::super::rule::{Bound, Rule, Setting};
use super::super::{Length, Reckoning};
use super::count::Period;
use crate::service::Service;
use crate::trust::Verdict;

/// What the paper states beside what the law says, and whether the paper leaves the law's bound.
pub fn both_said(rule: &Rule, stated: Stated, by_law: &Reckoning) -> (String, bool) {
    if let Stated::BeforeSitting { length, .. } = stated {
        return (format!("文书写明开庭{}前。", reckon::length_words(length)), false);
    }
    let Stated::Length(stated) = stated else {
        let law = by_law.last_day.map(|day| format!("（法定期间到{}）", reckon::written(day)));
        return (law.map(|law| format!("以文书写明的日期为准{law}。")).unwrap_or_default(), false);
    };
    let (Some(law), paper) = (by_law.length.or(rule.length), reckon::length_words(stated)) else {
        return (format!("文书写明{}。", reckon::length_words(stated)), false);
    };
    let words = reckon::length_words(law);
    match (rule.setting, law, stated) {
        (Setting::Law, ..) if law == stated => (format!("文书写明{paper}，与法定期间一致。"), false),
        (Setting::Law, ..) => (format!("文书写明{paper}，法定{words}，以文书写明的为准。"), false),
        (Setting::Court(Bound::Least), Length::Days(least), Length::Days(days)) if days < least => {
            (format!("文书写明{paper}，短于法律规定的最短{words}，以文书写明的为准。"), true)
        }
        (Setting::Court(Bound::Most), Length::Days(most), Length::Days(days)) if days > most => {
            (format!("文书写明{paper}，长于法律规定的最长{words}，以文书写明的为准。"), true)
        }
        (Setting::Court(Bound::Least), ..) => (format!("文书写明{paper}（法律规定不少于{words}）。"), false),
        (Setting::Court(Bound::Most), ..) => (format!("文书写明{paper}（法律规定不超过{words}）。"), false),
        _ => (format!("文书写明{paper}。"), false),
    }
}

/// The different days that terms state, the earliest first.
pub fn dates_of(terms: &[Term]) -> Vec<NaiveDate> {
    let date = |term: &Term| match term.stated {
        Stated::Date { date, .. } => Some(date),
        Stated::Length(_) | Stated::BeforeSitting { .. } | Stated::Unread => None,
    };
    let mut dates: Vec<NaiveDate> = terms.iter().filter_map(date).collect();
    dates.sort_unstable();
    dates.dedup();
    dates
}

/// Days in a row, such as 2026年5月20日、2026年6月30日.
pub fn listed(days: &[NaiveDate]) -> String {
    let days: Vec<String> = days.iter().map(|day| reckon::written(*day)).collect();
    days.join("、")
}

/// What to say of stated periods that do not count from the service.
pub fn start_elsewhere(periods: &[Period]) -> String {
    let answer = periods.iter().find(|term| term.start == Start::AfterAnswer);
    match answer.map(|term| term.stated) {
        Some(Stated::Length(length)) => {
            let length = reckon::length_words(length);
            format!("文书写明自答辩期届满起{length}，本次送达中没有算出答辩期，起算日请按应诉通知书确定。")
        }
        _ => "文书写明的期间不是自送达起算，起算日请按文书确定。".to_owned(),
    }
}

/// Why no deadline of this service may be final.
pub fn reasons_of(service: &Service) -> Vec<String> {
    let mut reasons = Vec::new();
    let is_chosen = service.chosen.is_some();
    match service.verdict {
        Verdict::Proven => {}
        Verdict::Likely => reasons.push("邮件来源尚待人工确认"),
        Verdict::Doubtful | Verdict::NotCourt => reasons.push("邮件来源可疑，核实之前不起算，仅供参考"),
    }
    if !is_chosen && !service.regime.arrival_is_service() {
        reasons.push(if service.off_register {
            "登记簿中没有与该法院的送达地址约定，回复、办理或者阅看之前不视为送达"
        } else {
            "送达地址未经确认，回复、办理或者阅看之前不视为送达"
        });
    }
    if !is_chosen && service.by_hand {
        reasons.push("邮件不是由约定邮箱直接收到");
    }
    if service.for_another {
        reasons.push("受送达人不是本单位");
    }
    if !is_chosen {
        reasons.extend(&service.held);
    }
    if service.sent_date_is_strange() {
        reasons.push("发出日期与到达日期相差过大");
    }
    if reasons.is_empty() && !service.may_be_final() {
        reasons.push("送达尚待人工确认");
    }
    reasons.into_iter().map(str::to_owned).collect()
}
