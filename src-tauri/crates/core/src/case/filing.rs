//! Where filed documents lie now, and the one receipt of a service told by several channels.

use super::{ORIGINAL, ReceiptState, Told, ToldMail, ToldReceipt, service_of};
use crate::folder;
use crate::id::{Digest, DocumentId, ReceiptId, ServiceId};
use crate::ledger::{Entry, ErrandFact, Fact, FilingFact, Understood};
use crate::mail::Mail;
use crate::office::Office;
use crate::teach;

/// What became of the file of a document below the case root, by a person's hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strayed {
    /// `gone`, `changed`.
    pub how: &'static str,
    /// When it was noticed, RFC 3339.
    pub since: String,
}

/// By what the sheet of a receipt is known among the documents of its service.
pub fn sheet_id(service: &ServiceId, receipt: &ReceiptId) -> DocumentId {
    DocumentId::of(service, &format!("receipt {receipt}"))
}

/// By what a letter of ours, or a mail that reports on one, is known among the documents of its service: by its bytes.
pub fn proof_id(service: &ServiceId, receipt: &ReceiptId, bytes: &Digest) -> DocumentId {
    DocumentId::of(service, &format!("receipt {receipt} {bytes}"))
}

impl ToldMail {
    /// What proves its receipts and may lie beside its documents: letters, sheets, mails that report on them. Their bytes
    /// lie in the vault by themselves.
    pub fn proofs(&self) -> Vec<(DocumentId, Digest)> {
        let id = self.service_id();
        let of_receipt = |receipt: &ToldReceipt| {
            let own = &receipt.queued.receipt;
            let reports = receipt.reports.iter().map(|(_, report)| report.mail);
            let proofs = std::iter::once(receipt.queued.raw).chain(reports);
            let proofs = proofs.map(|bytes| (proof_id(&id, own, &bytes), bytes));
            proofs.chain(receipt.sheet.iter().map(|(_, sheet)| (sheet_id(&id, own), *sheet))).collect::<Vec<_>>()
        };
        self.receipts.iter().flat_map(of_receipt).collect()
    }

    /// Plans the papers of a mail that was read again by what people corrected in it. A paper that is filed keeps the
    /// place it was planned at.
    pub fn plan_corrected(&self, read: &mut Understood, mail: &Mail, office: &Office) {
        let mut corrected = read.clone();
        teach::lay_over(&mut corrected, self.corrections.iter());
        let (Some(service), Some(record)) = (service_of(&corrected), read.service.as_mut()) else { return };
        let (plan, id) = (folder::plan(mail, &service, office), self.service_id());
        let before = self.service().map(|(_, record)| record);
        for document in record.documents.iter_mut().chain(&mut record.unopened) {
            let known = before.and_then(|before| before.files().find(|it| it.part == document.part));
            let kept = known.filter(|_| self.filed.contains_key(&DocumentId::of(&id, &document.part)));
            let planned = plan.files.iter().chain(&plan.unopened).find(|file| file.part == document.part);
            let path = kept.map(|it| &it.path).or(planned.map(|file| &file.path));
            document.path = path.cloned().unwrap_or_default();
        }
        let kept = before.filter(|_| self.filed.contains_key(&DocumentId::of(&id, ORIGINAL)));
        record.original = kept.and_then(|before| before.original.clone()).or(plan.original);
    }
}

impl Told {
    pub(super) fn errand(&mut self, fact: ErrandFact, entry: &Entry) {
        if let ErrandFact::Brought { mail, .. }
        | ErrandFact::TakenBack { mail, .. }
        | ErrandFact::PaperTakenBack { mail, .. } = &fact
            && let Some(told) = self.mail_mut(mail)
        {
            // What came in beside a mail is read with it; what was taken back is not any more.
            told.arrived_after_all = true;
            told.more_seq = entry.seq;
        }
        self.errands.take(fact, entry);
    }

    pub(super) fn of_receipt(&mut self, fact: Fact, entry: &Entry) {
        self.sheet_lies(&fact);
        if let Fact::ReceiptReported(report) = &fact {
            self.may_lie(&report.receipt, &report.mail);
        }
        self.receipt_fact(fact, entry);
    }

    /// What proves a receipt may be filed beside the documents of its service from now on.
    pub(super) fn may_lie(&mut self, receipt: &ReceiptId, bytes: &Digest) {
        let Some((at, _)) = self.receipts.get(receipt.as_str()) else { return };
        let Some(service) = self.mails.get(at).map(ToldMail::service_id) else { return };
        self.documents.insert(proof_id(&service, receipt, bytes).as_str(), at);
    }

    /// The sheet of a receipt lies beside the documents of its service, and staff move it as they move them.
    fn sheet_lies(&mut self, fact: &Fact) {
        let Fact::ReceiptSheet { receipt, path, .. } = fact else { return };
        let Some((at, _)) = self.receipts.get(receipt.as_str()) else { return };
        let Some(service) = self.mails.get(at).map(ToldMail::service_id) else { return };
        let document = sheet_id(&service, receipt);
        self.documents.insert(document.as_str(), at);
        self.lies(document, path.clone());
    }

    pub(super) fn lies(&mut self, document: DocumentId, path: String) {
        if let Some(told) = self.documents.get(document.as_str()).and_then(|at| self.mails.get_mut(at)) {
            told.filed.insert(document, path);
            // Its bytes could be read after all: a disk that refused them for a while gives them again.
            told.stuck = told.stuck.take().filter(|code| !(told.understood.is_some() && code.starts_with("home.")));
        }
    }

    pub(super) fn filing(&mut self, fact: FilingFact, entry: &Entry) {
        let strayed = |how| Strayed { how, since: entry.at.clone() };
        match fact {
            FilingFact::Moved { document, path } => {
                self.strayed.remove(&document);
                self.lies(document, path);
            }
            FilingFact::Gone { document } => {
                self.strayed.insert(document, strayed("gone"));
            }
            FilingFact::Changed { document, .. } => {
                self.strayed.insert(document, strayed("changed"));
            }
            FilingFact::Back { document } => {
                self.strayed.remove(&document);
            }
            FilingFact::RootMoved { .. } => {}
        }
    }

    /// The receipt that counts for the service a mail tells of, whichever of its channels it was given for: a service
    /// told twice is acknowledged once. One on its way comes before all, then the last that arrived as far as is known,
    /// then an answer of another desk, then the last that came to nothing.
    pub fn receipt_of(&self, mail: &ToldMail) -> Option<&ToldReceipt> {
        let rank = |receipt: &ToldReceipt| match receipt.state {
            ReceiptState::Draft | ReceiptState::Queued | ReceiptState::Sending | ReceiptState::Unsure => 3,
            ReceiptState::Sent | ReceiptState::Confirmed => 2,
            ReceiptState::Elsewhere => 1,
            ReceiptState::Bounced | ReceiptState::Failed | ReceiptState::Withdrawn => 0,
        };
        let given = self.receipts_for(mail).filter(|receipt| receipt.state != ReceiptState::Withdrawn);
        given.max_by(|a, b| (rank(a), &a.queued_at).cmp(&(rank(b), &b.queued_at)))
    }

    /// The receipt that a correction would be of: the last that arrived as far as is known, else the last that left.
    pub fn receipt_to_correct(&self, mail: &ToldMail) -> Option<&ToldReceipt> {
        let left = self.receipts_for(mail).filter(|receipt| receipt.state.has_left());
        left.max_by(|a, b| {
            let rank = |receipt: &ToldReceipt| receipt.state != ReceiptState::Bounced;
            (rank(a), &a.queued_at).cmp(&(rank(b), &b.queued_at))
        })
    }

    /// Every mail that tells of the same service, the leading one first, itself included.
    fn channels_of<'a>(&'a self, mail: &ToldMail) -> impl Iterator<Item = &'a ToldMail> + use<'a> {
        let places = self.matters.each_channel(&mail.service).filter_map(|id| self.services.get(id));
        let places: Vec<usize> = places.collect();
        places.into_iter().filter_map(|at| self.mails.get(at)).filter(|told| told.service().is_some())
    }

    /// Every receipt of a service, of all its channels, those of one channel in their order.
    fn receipts_for<'a>(&'a self, mail: &ToldMail) -> impl Iterator<Item = &'a ToldReceipt> + use<'a> {
        self.channels_of(mail).flat_map(|mail| &mail.receipts)
    }

    /// How a service was acknowledged outside of this program (how, note, by whom, when), whichever of its channels
    /// that was said of.
    pub fn by_hand_of(&self, mail: &ToldMail) -> Option<&[String; 4]> {
        self.channels_of(mail).find_map(|mail| mail.by_hand.as_deref())
    }

    /// Who took such a word back last, whichever of its channels it was said of: why, by whom, when.
    pub fn by_hand_back_of(&self, mail: &ToldMail) -> Option<&[String; 3]> {
        self.channels_of(mail).filter_map(|mail| mail.by_hand_back.as_deref()).max_by_key(|[.., at]| at)
    }
}
