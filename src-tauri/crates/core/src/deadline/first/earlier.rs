//! The day on which a mail or a paper says that it was served before, where it tells one.

use chrono::NaiveDate;

use super::super::paper;
use super::clause::{Said, clauses, days_of, was_served_before};
use super::papers::{LONGEST, TELL_OF_SERVICE, signed_on};
use super::{runs_from_another, starts, was_read_before};
use crate::identify::{FoundDocument, Role};
use crate::service::Service;

/// Days before this service within which an earlier one is looked for.
const NEAR: i64 = 200;

/// The earliest day before `from` on which the mail, or a paper that tells of service, says that its papers were served.
pub fn told_by_mail(service: &Service, from: Option<NaiveDate>) -> Option<NaiveDate> {
    let from = from.filter(|_| service.chosen.is_none())?;
    let role = service.found.role;
    let body = in_text(&paper::plain(&format!("{}。{}", service.subject, service.body)), from, role);
    let telling = service.found.documents.iter().filter(|it| {
        let kind = it.kind.as_deref();
        kind.is_none_or(|kind| TELL_OF_SERVICE.contains(&kind))
    });
    let beside = telling.filter(|it| it.text.chars().count() <= LONGEST).flat_map(|it| {
        let plain = paper::plain(&it.text);
        let signed = if it.kind.as_deref() == Some("proof-of-service") { signed_on(&plain) } else { Vec::new() };
        signed.into_iter().filter(|day| is_near(*day, from)).chain(in_text(&plain, from, role)).collect::<Vec<_>>()
    });
    body.into_iter().chain(beside).min()
}

/// The earliest day before `from` on which a paper says that it was given to the parties.
pub fn told_by_paper(
    document: &FoundDocument,
    plain: &str,
    from: Option<NaiveDate>,
    role: Option<Role>,
) -> Option<NaiveDate> {
    let from = from?;
    let kind = document.kind.as_deref().unwrap_or_default();
    let is_decision = kind == "judgment" || kind.ends_with("ruling");
    if is_decision {
        let told = clauses(plain);
        let given = told.iter().filter(|it| starts::is_given(it)).filter_map(|it| latest(it, plain, from));
        return given.min();
    }
    kind.ends_with("notice").then(|| in_text(plain, from, role)).flatten()
}

fn in_text(plain: &str, from: NaiveDate, role: Option<Role>) -> Option<NaiveDate> {
    let is_told = |it: &&Said<'_>| {
        was_served_before(it, Some(from), role)
            || was_read_before(it, Some(from))
            || runs_from_another(it, Some(from))
            || starts::names_its_day(it)
    };
    clauses(plain).iter().filter(is_told).filter_map(|it| latest(it, plain, from)).min()
}

/// The last day told before `from`: in the clause, else in its sentence, else in the sentence ahead of that (于某日宣判。宣判时…).
fn latest(it: &Said<'_>, plain: &str, from: NaiveDate) -> Option<NaiveDate> {
    let in_part = |part: &str| {
        let days = days_of(part, Some(from)).into_iter().map(|(day, _)| day);
        days.filter(|day| is_near(*day, from)).max()
    };
    let ahead = || {
        let ahead = plain.split_once(it.sentence)?.0.trim_end_matches('。');
        in_part(ahead.rsplit('。').next()?)
    };
    in_part(it.clause).or_else(|| in_part(it.sentence)).or_else(ahead)
}

fn is_near(day: NaiveDate, from: NaiveDate) -> bool {
    day < from && (from - day).num_days() <= NEAR
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("judgment", "本院于2026年10月30日公开宣判。宣判时已向双方当事人交付判决书。", Some("2026-10-30"))]
    #[case("judgment", "2026年10月29日当庭宣告判决，并当庭发放本判决书。", Some("2026-10-29"))]
    #[case("judgment", "2026年10月30日公开宣判。如不服本判决，可在判决书送达之日起十五日内上诉。", None)]
    #[case("response-notice", "送达日期以送达回证载明的2026年11月3日为准。", Some("2026-11-03"))]
    #[case("response-notice", "本院于2026年11月2日受理本案。", None)]
    fn the_day_a_paper_tells(#[case] kind: &str, #[case] text: &str, #[case] expected: Option<&str>) {
        let document = FoundDocument { kind: Some(kind.to_owned()), ..FoundDocument::default() };
        let told = told_by_paper(&document, &paper::plain(text), NaiveDate::from_ymd_opt(2026, 11, 10), None);
        assert_eq!(told.map(|day| day.to_string()).as_deref(), expected, "{text}");
    }
}
