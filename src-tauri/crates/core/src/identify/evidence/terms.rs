//! Parties, fees and remedies that the court's own papers and words tell.

use super::super::opponents::{Columns, Party, in_sentence};
use super::super::terms;
use super::super::text::{compact, first_chars, flowing};
use super::{FoundFact, LONGEST_SENTENCE, Line, Source, Sure, Telling};

/// Most parties, fees and remedies of one mail that are told.
const MOST_TERMS: usize = 60;

impl Telling<'_> {
    /// Parties, fees and remedies. Lines of parties go before sentences that only name them.
    pub(super) fn terms(&self) -> Vec<FoundFact> {
        let mut facts: Vec<FoundFact> = Vec::new();
        let lines = || self.lines.iter().filter(|line| !line.is_party_paper);
        for line in lines() {
            for (fact, value) in terms::in_line(&line.squeezed) {
                let is_known = facts.iter().any(|known| known.fact == fact && known.value.as_ref() == Some(&value));
                if !is_known && facts.len() < MOST_TERMS {
                    facts.push(told(fact, value, line.source()));
                }
            }
        }
        let lines: Vec<&Line> = lines().collect();
        let mut named: Vec<(Party, Source)> = Vec::new();
        for page in lines.chunk_by(|one, next| one.part == next.part && one.page == next.page) {
            named.extend(self.named_on(page));
        }
        // A standing says more than that somebody is the other side.
        named.sort_by_key(|(party, _)| party.is_of_unknown_role());
        for (Party { role, name }, source) in named {
            let name = terms::written(&name);
            let is_it = |fact: &FoundFact| {
                fact.fact == "party" && fact.value.as_deref().is_some_and(|value| value.ends_with(&format!("：{name}")))
            };
            if facts.len() < MOST_TERMS && !facts.iter().any(is_it) {
                facts.push(told("party", format!("{role}：{name}"), source));
            }
        }
        facts
    }

    /// The parties that the sentences and rows of one page name, with lines joined that the width of the page cut.
    fn named_on(&self, page: &[&Line]) -> Vec<(Party, Source)> {
        let Some(first) = page.first() else { return Vec::new() };
        let text: String = page.iter().map(|line| line.text.as_str()).collect();
        let flow = flowing(&text);
        let mut named = Vec::new();
        for sentence in flow.split_inclusive(['。', '；', '\n']).filter(|sentence| sentence.contains(SIGNS)) {
            let parties = in_sentence(&compact(sentence), self.asked.office, self.asked.reference);
            let source = |name: &str| {
                let line = page.iter().find(|line| line.squeezed.contains(name)).map(|line| line.source());
                line.unwrap_or_else(|| Source {
                    sentence: first_chars(sentence.trim(), LONGEST_SENTENCE).to_owned(),
                    ..first.source()
                })
            };
            named.extend(
                parties.into_iter().map(|party| (source(&party.name), party)).map(|(source, party)| (party, source)),
            );
        }
        let mut columns = Columns::default();
        for line in page {
            let parties = columns.take(line.text.trim(), self.asked.office);
            named.extend(parties.into_iter().map(|party| (party, line.source())));
        }
        named
    }
}

/// One of these stands in every sentence that names a party.
const SIGNS: [char; 4] = ['案', '纠', '告', '人'];

fn told(fact: &'static str, value: String, source: Source) -> FoundFact {
    let of = (source.part != "mail" && source.part != "subject").then(|| source.part.clone());
    FoundFact { fact, of, value: Some(value), sure: Sure::Stated, source: Some(source) }
}
