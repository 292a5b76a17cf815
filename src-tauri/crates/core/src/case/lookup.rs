//! Mails and receipts found by what names them.

use super::places::Carriers;
use super::{Told, ToldMail, ToldReceipt};
use crate::id::{Digest, DocumentId, ServiceId};

impl Told {
    /// The mail with this digest.
    pub fn mail(&self, mail: &Digest) -> Option<&ToldMail> {
        self.index.get(mail).and_then(|at| self.mails.get(*at))
    }

    /// The mail that tells of this service.
    pub fn by_service(&self, service: &ServiceId) -> Option<&ToldMail> {
        self.services.get(service.as_str()).and_then(|at| self.mails.get(at)).filter(|told| told.service().is_some())
    }

    /// The mail and the receipt with this id.
    pub fn by_receipt(&self, receipt: &str) -> Option<(&ToldMail, &ToldReceipt)> {
        let (mail, nth) = self.receipts.get(receipt)?;
        let told = self.mails.get(mail)?;
        Some((told, told.receipts.get(nth)?))
    }

    /// Every receipt, by mail.
    pub fn all_receipts(&self) -> impl Iterator<Item = &ToldReceipt> {
        self.mails.iter().enumerate().flat_map(move |(at, mail)| {
            let is_it = move |(nth, receipt): &(usize, &ToldReceipt)| {
                self.receipts.get(receipt.queued.receipt.as_str()) == Some((at, *nth))
            };
            mail.receipts.iter().enumerate().filter(is_it).map(|(_, receipt)| receipt)
        })
    }

    /// Every mail that brought a paper with these very bytes, first one first.
    pub fn by_paper(&self, paper: &Digest) -> impl Iterator<Item = &ToldMail> {
        self.papers.get(paper).into_iter().flat_map(Carriers::places).filter_map(|at| self.mails.get(*at))
    }

    /// The mail and the receipt with this Message-ID (without angle brackets).
    pub fn by_message_id(&self, message_id: &str) -> Option<(&ToldMail, &ToldReceipt)> {
        let (mail, nth) = self.message_ids.get(message_id)?;
        let told = self.mails.get(*mail)?;
        Some((told, told.receipts.get(*nth)?))
    }

    /// The mail that brought this document.
    pub fn by_document(&self, document: &DocumentId) -> Option<&ToldMail> {
        self.documents.get(document.as_str()).and_then(|at| self.mails.get(at))
    }
}
