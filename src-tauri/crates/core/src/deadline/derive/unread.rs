//! Times the papers tell without a day one can be sure of: whatever they are about is not final.

use super::super::gate::Paper;
use super::super::paper::{Stated, Term};
use super::super::rule::When;
use super::{Asked, gate};

impl Asked<'_> {
    /// A time about this rule's matter whose day was not read, in this paper, in another that may start the rule, or in
    /// the mail's own text; with the path of the paper.
    pub(super) fn unread(&self, when: &When) -> Option<(String, String)> {
        let may_tell = |paper: &&Paper<'_>| {
            let kind = paper.document.kind.as_ref();
            let is_of_case = paper.case_number == self.paper.case_number;
            is_of_case && (paper.document.part == gate::BODY || kind.is_some_and(|kind| when.documents.contains(kind)))
        };
        let papers = std::iter::once(self.paper).chain(self.papers.iter().filter(may_tell));
        let mut unread = papers.flat_map(|paper| {
            let of_paper = paper.terms.iter().filter(|term| self.is_unread(when, term));
            of_paper.map(|term| (term.said.clone(), paper.document.part.clone()))
        });
        unread.next()
    }

    /// Whether this paper itself holds such a time.
    pub(super) fn states_unread(&self, when: &When) -> bool {
        self.paper.terms.iter().any(|term| self.is_unread(when, term))
    }

    /// Whether the paper states anything of a topic whose day or length was read.
    pub(super) fn states(&self, topic: Option<&String>) -> bool {
        let is_of = |term: &Term| topic.is_some_and(|topic| term.topics.contains(topic));
        self.paper.terms.iter().any(|term| is_of(term) && term.stated != Stated::Unread)
    }

    /// Whether the paper states this rule's matter for another party: then the law's own period is not surely ours.
    pub(super) fn states_for_another(&self, when: &When) -> bool {
        let is_of = |term: &&Term| when.term.as_ref().is_some_and(|topic| term.topics.contains(topic));
        self.paper.terms.iter().filter(is_of).any(|term| self.is_for_another(term).is_some())
    }

    fn is_unread(&self, when: &When, term: &Term) -> bool {
        let follows = when.follows.as_ref().filter(|_| !self.states(when.term.as_ref()));
        let topics = [when.term.as_ref(), when.base_term.as_ref(), follows];
        term.stated == Stated::Unread
            && (!when.is_remedy || term.is_remedy)
            && topics.into_iter().flatten().any(|topic| term.topics.contains(topic))
    }
}
