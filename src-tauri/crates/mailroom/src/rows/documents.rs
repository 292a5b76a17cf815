//! Served documents as rows.

use songda_core::case::ToldMail;
use songda_core::errand::brought_with;
use songda_core::id::{DocumentId, ServiceId};
use songda_core::ledger::DocumentRecord;

use super::Teller;
use crate::view::DocumentRow;

/// One paper that lies in a case folder, as far as it is listed there.
pub struct Paper<'a> {
    /// Its id.
    pub id: DocumentId,
    /// The service under which it is shown.
    pub service: ServiceId,
    /// The case it belongs to, where that is told.
    pub case_number: Option<&'a String>,
    /// Path below the case root.
    pub path: &'a str,
}

impl Teller<'_> {
    /// Every paper that lies in a case folder, those of the newest service first.
    pub fn papers(&self) -> Vec<Paper<'_>> {
        self.newest().flat_map(|mail| self.papers_of(mail)).collect()
    }

    fn papers_of<'a>(&'a self, mail: &'a ToldMail) -> impl Iterator<Item = Paper<'a>> {
        let (service, lead) = (mail.service_id(), ServiceId::from_text(self.lead_of(mail)));
        let files = mail.service().into_iter().flat_map(|(_, record)| record.files());
        files.filter_map(move |document| {
            let id = DocumentId::of(&service, &document.part);
            let path = mail.filed.get(&id).filter(|path| !path.is_empty())?;
            Some(Paper { id, service: lead.clone(), case_number: document.case_number.as_ref(), path })
        })
    }

    /// Documents of one mail, and what stayed closed in it.
    pub(super) fn documents_of(&self, mail: &ToldMail) -> Vec<DocumentRow> {
        let Some((_, record)) = mail.service() else { return Vec::new() };
        record.files().map(|document| self.document(mail, document)).collect()
    }

    /// One document by its id, as of the service under which it is shown, and how far that service is believed.
    pub fn document_row(&self, id: &str) -> Option<(DocumentRow, Option<&str>)> {
        let mail = self.told.by_document(&DocumentId::from_text(id))?;
        let row = self.documents_under_lead(mail).into_iter().find(|row| row.id == id)?;
        let lead = self.told.by_service(&ServiceId::from_text(&row.service)).and_then(ToldMail::service);
        Some((row, lead.map(|(understood, _)| understood.verdict.as_str())))
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
