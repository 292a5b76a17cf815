//! Mails that serve nothing, as rows.

use songda_core::id::Digest;
use songda_core::ledger::Understood;

use super::{Teller, count, parts_of, reason};
use crate::view::{MailLine, PartRow, ReasonRow};

impl Teller<'_> {
    /// One mail that was read, with why a court may have sent it.
    pub fn mail_line(&self, mail: Digest, hints: Vec<String>) -> Option<MailLine> {
        let told = self.told.mail(&mail)?;
        let understood = told.understood.as_ref()?;
        let first = told.sightings.first();
        Some(MailLine {
            sha256: mail.to_string(),
            from: understood.from.clone(),
            from_name: understood.from_name.clone(),
            subject: understood.subject.clone(),
            arrived: understood.arrived.clone(),
            first_seen: told.first_seen.clone(),
            mailbox: first.map_or_else(String::new, |seen| seen.mailbox.clone()),
            folder: first.map_or_else(String::new, |seen| seen.folder.clone()),
            files: count(understood.parts.iter().filter(|part| part.is_file()).count()),
            hints,
        })
    }

    /// Why it was judged so, and what it is made of.
    pub fn said_of(&self, understood: &Understood) -> (Vec<ReasonRow>, Vec<PartRow>) {
        (understood.reasons.iter().map(reason).collect(), parts_of(understood))
    }
}
