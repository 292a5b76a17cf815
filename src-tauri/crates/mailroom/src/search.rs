//! Search 搜索: one box over case numbers, courts, parties, documents' text and mails; an index that can be thrown away.

mod index;
mod keep_up;
mod words;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use songda_core::id::Digest;

pub use index::{Index, IndexError};
pub use keep_up::{bring_up, keep_up};

use crate::Mailroom;
use crate::view::{FoundRow, Problem, SearchAnswer};

/// Most hits one question gives.
const MOST_HITS: usize = 60;
/// Hits looked at for each word before the words are brought together.
const MOST_OF_WORD: u32 = 4_000;
/// Characters shown on either side of a hit.
const AROUND: usize = 24;

impl Mailroom {
    /// What is found for what was typed, newest first. Every word must stand in the mail or one of its documents.
    ///
    /// # Errors
    /// `search.index` when the index cannot be used.
    pub async fn search(&self, typed: &str) -> Result<SearchAnswer, Problem> {
        self.room.refresh().await?;
        let Some(index) = Index::existing(&self.room.home).await? else {
            return Ok(SearchAnswer { rows: Vec::new(), more: false, waiting: self.mails_in_ledger().await });
        };
        let words: Vec<&str> = typed.split_whitespace().collect();
        let hits = hits(&index, &words).await?;
        let known = index.count().await?;
        let waiting = self.mails_in_ledger().await.saturating_sub(known);
        let mut rows = Vec::new();
        let told = self.room.told.read().await;
        for (digest, hit) in hits {
            let Some(mail) = told.mail(&digest) else { continue };
            let texts = index.text(hit).await?;
            let Some((kind, part, page, body)) = texts else { continue };
            let understood = mail.understood.as_ref();
            let record = mail.service().map(|(_, record)| record);
            let document = record.and_then(|it| it.documents.iter().find(|document| document.part == part));
            rows.push(FoundRow {
                service: record.map(|_| mail.service_id().to_string()),
                sha256: digest.to_string(),
                document: document.map(|it| songda_core::id::DocumentId::of(&mail.service_id(), &it.part).to_string()),
                kind,
                title: document.map_or_else(
                    || understood.map_or_else(String::new, |it| it.subject.clone()),
                    |document| document.title.clone(),
                ),
                case_number: document
                    .and_then(|it| it.case_number.clone())
                    .or_else(|| record.and_then(|it| it.case_numbers.first().cloned())),
                court: record.and_then(|it| it.court.as_ref().map(|(_, name)| name.clone())),
                arrived: understood.and_then(|it| it.arrived.clone()).unwrap_or_else(|| mail.first_seen.clone()),
                page: u32::try_from(page).ok().filter(|page| *page > 0),
                snippet: words::snippet(&body, &words, AROUND),
            });
        }
        drop(told);
        rows.sort_by(|a, b| b.arrived.cmp(&a.arrived).then_with(|| a.sha256.cmp(&b.sha256)));
        let more = rows.len() > MOST_HITS;
        rows.truncate(MOST_HITS);
        Ok(SearchAnswer { rows, more, waiting })
    }

    async fn mails_in_ledger(&self) -> u32 {
        let told = self.room.told.read().await;
        u32::try_from(told.mails.iter().filter(|mail| mail.understood.is_some()).count()).unwrap_or(u32::MAX)
    }
}

/// The mails in which every word stands, each with the text that shows it best.
async fn hits(index: &Index, typed: &[&str]) -> Result<Vec<(Digest, i64)>, Problem> {
    let mut found: Option<BTreeMap<Digest, i64>> = None;
    for word in typed {
        let Some(asked) = words::question(word) else { continue };
        let of_word: BTreeMap<Digest, i64> = index.matching(&asked, MOST_OF_WORD).await?;
        found = Some(match found {
            None => of_word,
            Some(before) => {
                let both: HashSet<Digest> = before.keys().filter(|mail| of_word.contains_key(*mail)).copied().collect();
                // The text of the longer word tells more than that of a short one.
                let mut merged = if word.chars().count() > 2 { of_word } else { before };
                merged.retain(|mail, _| both.contains(mail));
                merged
            }
        });
    }
    let mut found: Vec<(Digest, i64)> = found.unwrap_or_default().into_iter().collect();
    // Texts are written in order of arrival: the newest have the highest numbers.
    found.sort_by_key(|(_, text)| std::cmp::Reverse(*text));
    found.truncate(MOST_HITS + 1);
    Ok(found)
}

/// Where the index of a home lies.
fn place(home: &Path) -> std::path::PathBuf {
    home.join("search.sqlite")
}

#[cfg(test)]
mod tests;
