//! Claims that were changed after they were first served.

use super::clause::{Said, clauses, is_asked_for, is_not_done, says};
use super::told as t;
use crate::deadline::paper;
use crate::identify::FoundDocument;
use crate::service::Service;

/// Whether the claims to be answered were changed after they were first served: whether the time to answer runs anew is
/// then for the court to say. For who is joined they are served for the first time.
pub fn has_changed_claims(service: &Service) -> bool {
    let papers = &service.found.documents;
    let is = |document: &FoundDocument, kind: &str| document.kind.as_deref() == Some(kind);
    if service.chosen.is_some() || papers.iter().any(|document| is(document, "joinder-notice")) {
        return false;
    }
    let may_be = |before: &str, behind: &str| {
        is_asked_for(before, behind)
            || is_not_done(before)
            || ["有权", "放弃或者", "申请"].iter().any(|word| before.ends_with(word))
    };
    let said = paper::plain(&format!("{}。{}", service.subject, service.body));
    let named = |document: &FoundDocument| {
        let name = format!("{}。{}", document.title, document.name.as_deref().unwrap_or_default());
        says(&name, &t::CHANGED_NAMES)
    };
    // 因原告变更诉讼请求，本院重新指定答辩期限: a notice to answer tells it as well; of what a party may do it tells every time.
    let tells_of_it = |document: &FoundDocument| {
        is(document, "response-notice") && document.text.contains("诉讼请求") && {
            let plain = paper::plain(&document.text);
            let of_a_party = |it: &Said<'_>| it.clause.starts_with(['因', '鉴', '由']) && it.has(&["原告"]);
            clauses(&plain).iter().any(|it| of_a_party(it) && it.tells(&t::CHANGED_CLAIMS, may_be))
        }
    };
    clauses(&said).iter().any(|it| it.tells(&t::CHANGED_CLAIMS, may_be))
        || papers.iter().any(tells_of_it)
        || papers.iter().any(|document| is(document, "complaint") && named(document))
}
