//! Served documents as rows.

use songda_core::case::ToldMail;
use songda_core::errand::brought_with;
use songda_core::id::DocumentId;
use songda_core::ledger::DocumentRecord;

use super::Teller;
use crate::view::DocumentRow;

impl Teller<'_> {
    /// Documents of one mail, and what stayed closed in it.
    pub(super) fn documents_of(&self, mail: &ToldMail) -> Vec<DocumentRow> {
        let Some((_, record)) = mail.service() else { return Vec::new() };
        record.files().map(|document| self.document(mail, document)).collect()
    }

    fn document(&self, mail: &ToldMail, document: &DocumentRecord) -> DocumentRow {
        let service = mail.service_id();
        let id = DocumentId::of(&service, &document.part);
        let filed = mail.filed.get(&id);
        let brought = brought_with(&document.part, self.told.errands.brought(&mail.mail));
        DocumentRow {
            service: service.to_string(),
            part: document.part.clone(),
            case_number: document.case_number.clone(),
            kind: document.kind.clone(),
            title: document.title.clone(),
            name: document.name.clone(),
            sha256: document.sha256.map_or_else(String::new, |digest| digest.to_string()),
            size_bytes: document.size_bytes,
            pages: document.pages,
            path: filed.cloned().unwrap_or_default(),
            state: if filed.is_some() { "filed" } else { "waiting" }.to_owned(),
            by_hand: brought.is_some_and(|it| it.errand.is_none()),
            id: id.to_string(),
        }
    }
}
