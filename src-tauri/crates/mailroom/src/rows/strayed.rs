//! Files of a service that a person deleted or changed below the case root, as doubts: else only who opens it sees them.

use songda_core::case::{ORIGINAL, Strayed, ToldMail};
use songda_core::id::{DocumentId, DoubtId};

use super::Teller;
use crate::view::DoubtRow;

/// For each way a file strays its code.
const CODES: [(&str, &str); 2] = [("gone", "file-gone"), ("changed", "file-changed")];

/// Most names that are told.
const MOST_NAMED: usize = 5;

impl Teller<'_> {
    /// One doubt for what is gone, one for what was changed. It is gone when the files are back or were restored; what a
    /// person settled is asked again when more stray.
    pub(super) fn strayed(&self, mail: &ToldMail) -> Vec<DoubtRow> {
        if self.told.strayed.is_empty() || mail.filed.is_empty() {
            return Vec::new();
        }
        let Some((_, record)) = mail.service() else { return Vec::new() };
        let service = mail.service_id();
        // What the mail does not hold any more, as it is read today, is not looked for.
        let papers = record.files().map(|it| DocumentId::of(&service, &it.part));
        let beside = std::iter::once(DocumentId::of(&service, ORIGINAL));
        let proofs = mail.proofs().into_iter().map(|(proof, _)| proof);
        let all: Vec<(&Strayed, &str)> = papers
            .chain(beside)
            .chain(proofs)
            .filter_map(|id| Some((self.told.strayed.get(&id)?, mail.filed.get(&id)?.as_str())))
            .collect();
        CODES.iter().filter_map(|(how, code)| self.strayed_row(mail, &all, how, code)).collect()
    }

    fn strayed_row(&self, mail: &ToldMail, all: &[(&Strayed, &str)], how: &str, code: &str) -> Option<DoubtRow> {
        let here = all.iter().filter(|(strayed, _)| strayed.how == how);
        let since = here.clone().map(|(strayed, _)| strayed.since.as_str()).max()?;
        let mut names: Vec<&str> = here.map(|(_, path)| path.rsplit('/').next().unwrap_or(path)).collect();
        // Equal papers lie once.
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| seen.insert(*name));
        let more = names.len().saturating_sub(MOST_NAMED);
        names.truncate(MOST_NAMED);
        let more = if more > 0 { format!(" +{more}") } else { String::new() };
        let id = DoubtId::of(&mail.mail, code, since).to_string();
        Some(self.doubt(id, mail.service_id().to_string(), code, format!("{}{more}", names.join("、")), since))
    }
}
