//! What the mail holds and asks for: dangerous parts, links, money, secrets, strange dates.

use super::headers::is_unseen;
use super::sender::Standing;
use super::{Case, Reasons, links, money};
use crate::intake::court_time;
use crate::mail::Became;

/// Days between the Date header and the arrival that are said, and that speak against a mail.
/// Servers try to hand over a mail for up to five days (RFC 5321 section 4.5.4.1).
const APART_DAYS: i64 = 3;
const FAR_DAYS: i64 = 7;

/// Gives the reasons that lie in the content.
pub(super) fn weigh(case: &Case<'_>, standing: &Standing, is_authenticated: bool, reasons: &mut Reasons) {
    for part in case.mail.parts.iter().filter(|part| part.became == Became::Refused) {
        let name = part.name.as_deref().unwrap_or("");
        let why = part.why.as_deref().unwrap_or("");
        reasons.add("dangerous-part", format!("{} {name} {why}", part.path).trim_end());
    }
    let names = case.mail.parts.iter().filter_map(|part| part.name.as_deref());
    for name in names.filter(|name| name.chars().any(|c| is_unseen(c) && c != '\u{feff}')) {
        reasons.add("hidden-characters", name);
    }
    links::weigh(case, reasons);
    let is_court = is_authenticated && matches!(standing, Standing::Listed(_));
    money::weigh(case, is_court, reasons);
    dates(case, reasons);
}

fn dates(case: &Case<'_>, reasons: &mut Reasons) {
    let Some(dated) = case.mail.dated else { return };
    let Some(arrived) = case.signals.arrived.or(case.mail.received) else { return };
    let (dated, arrived) = (court_time(dated), court_time(arrived));
    let detail = || format!("{} → {}", dated.to_rfc3339(), arrived.to_rfc3339());
    let hours = (arrived - dated).num_hours();
    if !(-24..=FAR_DAYS * 24).contains(&hours) {
        reasons.add("dated-far-from-arrival", detail());
    } else if hours > APART_DAYS * 24 {
        reasons.add("dated-apart", detail());
    }
}
