//! Where each fact of a service was read, and how sure it is.
//!
//! Told for people who check a fact: the part, the page and the sentence it stands in. A fact that no sentence states
//! is inferred, and says from what; one that was looked for and not found is said to be missing.

mod terms;

use super::Found;
use super::case_number::{Place, mentions};
use super::citation::is_cited;
use super::document::Seen;
use super::moment::{moments, with_digits};
use super::party;
use super::role::From;
use super::said_when::said_when;
use super::text::{compact, first_chars, plain};
use crate::intake::Signals;
use crate::mail::Mail;
use crate::office::Office;
use crate::reference::Reference;

/// How sure a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    /// 明确: a sentence says so.
    Stated,
    /// 推断: follows from something else, such as the kind of a paper or the code in a number.
    Inferred,
    /// 未找到: looked for and not found.
    Missing,
}

impl Sure {
    /// The word in readings and the ledger.
    pub fn code(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Inferred => "inferred",
            Self::Missing => "missing",
        }
    }
}

/// The place a fact was read at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Path of the part; `mail` for the mail's own text, `subject` for its subject.
    pub part: String,
    /// Page from 1, where the part has pages.
    pub page: Option<u32>,
    /// The sentence or line, shortened.
    pub sentence: String,
}

/// One fact with where it was read and how sure it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFact {
    /// What it is about: one of [`FACTS`].
    pub fact: &'static str,
    /// Path of the document it belongs to, where it is a document's.
    pub of: Option<String>,
    /// The value as it is told elsewhere in the reading; `None` when it is missing.
    pub value: Option<String>,
    /// How sure it is.
    pub sure: Sure,
    /// Where it was read.
    pub source: Option<Source>,
}

/// Every fact there is.
pub const FACTS: [&str; 14] = [
    "court",
    "case-number",
    "cause",
    "addressee",
    "role",
    "party",
    "document-kind",
    "document-case",
    "hearing",
    "contact",
    "fee",
    "appeal",
    "listed-not-attached",
    "arrival-told",
];

/// Longest sentence that is kept, in characters.
const LONGEST_SENTENCE: usize = 120;
/// Sentences looked at of the mail's text, and of one page.
const MOST_SENTENCES: usize = 400;
/// Sentences looked at of a whole mail; a batch of a hundred papers stays below.
const MOST_LINES: usize = 20_000;
/// Pages looked at from either end of a document: titles and parties stand first, remedies last.
const PAGES_AT_ENDS: usize = 2;
/// Documents looked at.
const MOST_DOCUMENTS: usize = 200;

/// One sentence of the mail or of a paper.
struct Line {
    part: String,
    page: Option<u32>,
    /// As it was written.
    written: String,
    /// In one way of writing.
    text: String,
    squeezed: String,
    is_party_paper: bool,
}

impl Line {
    fn source(&self) -> Source {
        Source {
            part: self.part.clone(),
            page: self.page,
            sentence: first_chars(self.written.trim(), LONGEST_SENTENCE).to_owned(),
        }
    }
}

/// What was found, and what is told of it.
pub struct Asked<'a> {
    /// The mail.
    pub mail: &'a Mail,
    /// Texts of its documents.
    pub signals: &'a Signals,
    /// Its documents.
    pub seen: &'a [Seen],
    /// Everything that was identified.
    pub found: &'a Found,
    /// From what our standing was read.
    pub role_from: Option<From>,
    /// Whether nobody is addressed and we are only a party.
    pub is_addressee_inferred: bool,
    /// Whose mailbox it is.
    pub office: &'a Office,
    /// The data.
    pub reference: &'a Reference,
}

/// Tells every fact with its place.
pub fn all(asked: &Asked<'_>) -> Vec<FoundFact> {
    let lines = lines_of(asked);
    let told = Telling { asked, lines: &lines };
    let mut facts = vec![told.court()];
    facts.extend(told.case_numbers());
    facts.push(told.written("cause", asked.found.cause.as_deref()));
    facts.push(told.addressee());
    facts.push(told.role());
    facts.extend(told.documents());
    facts.extend(told.hearings());
    facts.extend(told.contacts());
    facts.extend(told.terms());
    // What was read off a picture may be misread: nobody states it for sure.
    for fact in facts.iter_mut().filter(|fact| fact.sure == Sure::Stated) {
        if fact.source.as_ref().is_some_and(|source| asked.signals.ocr.contains(&source.part)) {
            fact.sure = Sure::Inferred;
        }
    }
    facts.extend(told.arrival());
    facts.extend(asked.found.listed_not_attached.iter().map(|title| told.written("listed-not-attached", Some(title))));
    facts
}

fn lines_of(asked: &Asked<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut take = |part: &str, page: Option<u32>, text: &str, is_party_paper: bool| {
        let left = MOST_LINES.saturating_sub(lines.len());
        let sentences = text.split_inclusive(['。', '；', '\n']).filter(|sentence| !sentence.trim().is_empty());
        lines.extend(sentences.take(MOST_SENTENCES.min(left)).map(|sentence| {
            let (text, squeezed) = (plain(sentence), compact(sentence));
            Line { part: part.to_owned(), page, written: sentence.to_owned(), text, squeezed, is_party_paper }
        }));
    };
    take("subject", None, &asked.mail.subject, false);
    take("mail", None, &asked.mail.text, false);
    for document in asked.seen.iter().take(MOST_DOCUMENTS) {
        let Some(read) = asked.signals.texts.get(&document.found.part) else { continue };
        let count = read.pages.len();
        for (nth, page) in read.pages.iter().enumerate() {
            if nth < PAGES_AT_ENDS || nth + PAGES_AT_ENDS >= count {
                take(&document.found.part, u32::try_from(nth + 1).ok(), page, document.is_party_paper);
            }
        }
    }
    lines
}

struct Telling<'a> {
    asked: &'a Asked<'a>,
    lines: &'a [Line],
}

impl Telling<'_> {
    fn line(&self, says: impl Fn(&Line) -> bool) -> Option<&Line> {
        // What a party or an exhibit says counts only when nobody else does.
        let court = self.lines.iter().filter(|line| !line.is_party_paper).find(|line| says(line));
        court.or_else(|| self.lines.iter().find(|line| says(line)))
    }

    fn with_words(&self, words: &str) -> Option<Source> {
        let words = compact(words);
        (!words.is_empty()).then(|| self.line(|line| line.squeezed.contains(&words))).flatten().map(Line::source)
    }

    /// A fact that is told in its own words.
    fn written(&self, fact: &'static str, value: Option<&str>) -> FoundFact {
        let Some(value) = value else { return missing(fact) };
        let source = self.with_words(value);
        let sure = if source.is_some() { Sure::Stated } else { Sure::Inferred };
        FoundFact { fact, of: None, value: Some(value.to_owned()), sure, source }
    }

    /// When the text says that it came, where nothing else tells that. It is nobody's word but the text's own.
    fn arrival(&self) -> Option<FoundFact> {
        let is_known = self.asked.signals.arrived.or(self.asked.mail.received).is_some();
        let said = if is_known { None } else { said_when(&self.asked.mail.text) }?;
        let source = self.with_words(&said);
        Some(FoundFact { fact: "arrival-told", of: None, value: Some(said), sure: Sure::Inferred, source })
    }

    fn addressee(&self) -> FoundFact {
        let fact = self.written("addressee", self.asked.found.addressee.as_deref());
        let sure = if self.asked.is_addressee_inferred { Sure::Inferred } else { fact.sure };
        FoundFact { sure, ..fact }
    }

    fn court(&self) -> FoundFact {
        let Some(court) = &self.asked.found.court else { return missing("court") };
        let stated = self.with_words(&court.name);
        let sure = if stated.is_some() { Sure::Stated } else { Sure::Inferred };
        let source =
            stated.or_else(|| self.with_number(self.asked.found.case_numbers.first()?).map(|(source, _)| source));
        FoundFact { fact: "court", of: None, value: Some(court.name.clone()), sure, source }
    }

    /// The sentence in which a number is served, and whether one only cites it.
    fn with_number(&self, number: &str) -> Option<(Source, bool)> {
        let serial: String = number.trim_end_matches('号').chars().rev().take_while(char::is_ascii_digit).collect();
        let serial: String = serial.chars().rev().collect();
        let named = |line: &Line, may_be_cited: bool| {
            line.squeezed.contains(&serial)
                && mentions(&line.text, Place::Text, self.asked.reference).iter().any(|mention| {
                    mention.number.to_string() == number && (may_be_cited || !is_cited(&line.text, mention))
                })
        };
        let served = self.line(|line| named(line, false)).map(|line| (line.source(), false));
        served.or_else(|| self.line(|line| named(line, true)).map(|line| (line.source(), true)))
    }

    fn case_numbers(&self) -> Vec<FoundFact> {
        let numbers = &self.asked.found.case_numbers;
        if numbers.is_empty() {
            return vec![missing("case-number")];
        }
        let fact = |number: &String| {
            let read = self.with_number(number);
            let sure = if read.as_ref().is_some_and(|(_, is_cited)| !is_cited) { Sure::Stated } else { Sure::Inferred };
            let source = read.map(|(source, _)| source).or_else(|| self.in_a_name(number));
            FoundFact { fact: "case-number", of: None, value: Some(number.clone()), sure, source }
        };
        numbers.iter().map(fact).collect()
    }

    /// The file or folder whose name bears a number.
    fn in_a_name(&self, number: &str) -> Option<Source> {
        let bears = |seen: &&Seen| seen.in_name.iter().any(|mention| mention.number.to_string() == number);
        let seen = self.asked.seen.iter().find(bears)?;
        Some(Source { part: seen.found.part.clone(), page: None, sentence: seen.name.clone() })
    }

    fn role(&self) -> FoundFact {
        let (Some(role), Some(from)) = (self.asked.found.role, &self.asked.role_from) else { return missing("role") };
        let own: Vec<String> = party::names(self.asked.office).collect();
        let is_ours = |line: &Line| {
            own.iter().any(|name| line.squeezed.contains(name))
                || super::role::YOU.iter().any(|word| line.squeezed.contains(word))
        };
        let names_standing = |line: &Line| super::role::names_a_standing(&line.squeezed);
        let within = |line: &Line| match from {
            From::Paper(part) | From::Title(part) => line.part == *part,
            From::OtherSide(part) => line.part == *part,
            From::Mail => line.part == "mail" || line.part == "subject",
            From::Kinds(_) => false,
        };
        let line = self.line(|line| within(line) && is_ours(line) && names_standing(line));
        let line = line.or_else(|| self.line(|line| within(line) && is_ours(line)));
        let source = match (line, from) {
            (Some(line), _) => Some(line.source()),
            (None, From::Kinds(part) | From::Title(part)) => self.title_of(part),
            (None, _) => None,
        };
        let sure = match from {
            From::Paper(_) | From::Mail => Sure::Stated,
            From::Title(_) | From::Kinds(_) | From::OtherSide(_) => Sure::Inferred,
        };
        FoundFact { fact: "role", of: None, value: Some(role.code().to_owned()), sure, source }
    }

    /// Where a document's title stands: on its page, else its file's name.
    fn title_of(&self, part: &str) -> Option<Source> {
        let seen = self.asked.seen.iter().find(|seen| seen.found.part == part)?;
        let title = compact(&seen.found.title);
        let on_page = self.lines.iter().find(|line| line.part == part && line.squeezed.contains(&title));
        let letters = || {
            // A title set letter by letter: its first line.
            let first = title.chars().next()?;
            self.lines.iter().find(|line| line.part == part && line.squeezed == first.to_string())
        };
        let line = on_page.or_else(letters);
        Some(match line {
            Some(line) if seen.found.kind_from_text => line.source(),
            _ => Source { part: part.to_owned(), page: None, sentence: seen.name.clone() },
        })
    }

    fn documents(&self) -> Vec<FoundFact> {
        let mut facts = Vec::new();
        for seen in self.asked.seen {
            let found = &seen.found;
            let of = Some(found.part.clone());
            let titled = self.asked.reference.kinds.titled_in(&compact(&found.title));
            let is_told = titled.is_some_and(|titled| Some(&titled.kind.id) == found.kind.as_ref());
            let sure = match &found.kind {
                None => Sure::Missing,
                Some(_) if is_told => Sure::Stated,
                Some(_) => Sure::Inferred,
            };
            let source = self.title_of(&found.part);
            facts.push(FoundFact { fact: "document-kind", of: of.clone(), value: found.kind.clone(), sure, source });
            let own =
                seen.in_text.iter().chain(&seen.in_name).any(|own| Some(own.number.to_string()) == found.case_number);
            let sure = match (&found.case_number, own) {
                (None, _) => Sure::Missing,
                (Some(_), true) => Sure::Stated,
                (Some(_), false) => Sure::Inferred,
            };
            let source = found.case_number.as_ref().and_then(|number| self.number_of(seen, number));
            facts.push(FoundFact { fact: "document-case", of, value: found.case_number.clone(), sure, source });
        }
        facts
    }

    fn number_of(&self, seen: &Seen, number: &str) -> Option<Source> {
        let within = self.lines.iter().filter(|line| line.part == seen.found.part);
        let is_it = |line: &&Line| {
            let all = mentions(&line.text, Place::Text, self.asked.reference);
            all.iter().any(|mention| mention.number.to_string() == number)
        };
        let on_page = within.take(30).find(is_it).map(Line::source);
        on_page.or_else(|| {
            let bears = seen.in_name.iter().any(|own| own.number.to_string() == number);
            bears.then(|| Source { part: seen.found.part.clone(), page: None, sentence: seen.name.clone() })
        })
    }

    fn hearings(&self) -> Vec<FoundFact> {
        let arrived = self.asked.signals.arrived.or(self.asked.mail.received).or(self.asked.mail.dated);
        let arrived = arrived.map(|moment| crate::intake::court_time(moment).date_naive());
        let fact = |hearing: &super::Hearing| {
            let is_of = |line: &&Line| line.part == hearing.part || hearing.part == "mail" && line.part == "subject";
            let starts = hearing.starts.naive_local();
            let is_it = |line: &&Line| {
                line.squeezed.chars().any(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
                    && moments(&with_digits(&line.text), arrived).iter().any(|(_, moment)| *moment == starts)
            };
            let line = self.lines.iter().filter(is_of).find(is_it);
            let is_document = hearing.part != "mail";
            FoundFact {
                fact: "hearing",
                of: is_document.then(|| hearing.part.clone()),
                value: Some(hearing.starts.to_rfc3339()),
                // Date and time told in fields of their own stand in no one sentence.
                sure: if line.is_some() { Sure::Stated } else { Sure::Inferred },
                source: line.map(Line::source),
            }
        };
        self.asked.found.hearings.iter().map(fact).collect()
    }

    fn contacts(&self) -> Vec<FoundFact> {
        self.asked.found.contacts.iter().map(|contact| self.written("contact", Some(&contact.name))).collect()
    }
}

fn missing(fact: &'static str) -> FoundFact {
    FoundFact { fact, of: None, value: None, sure: Sure::Missing, source: None }
}
