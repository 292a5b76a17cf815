//! Where filed documents lie now, and the one receipt of a service told by several channels.

use super::{ReceiptState, Told, ToldMail, ToldReceipt};
use crate::id::DocumentId;
use crate::ledger::{Entry, ErrandFact, FilingFact};

impl Told {
    pub(super) fn errand(&mut self, fact: ErrandFact, entry: &Entry) {
        if let ErrandFact::Brought { mail, .. } | ErrandFact::TakenBack { mail, .. } = &fact
            && let Some(told) = self.mail_mut(mail)
        {
            // What came in beside a mail is read with it; what was taken back is not any more.
            told.arrived_after_all = true;
            told.more_seq = entry.seq;
        }
        self.errands.take(fact, entry);
    }

    pub(super) fn lies(&mut self, document: DocumentId, path: String) {
        if let Some(told) = self.documents.get(&document).and_then(|at| self.mails.get_mut(*at)) {
            told.filed.insert(document, path);
            // Its bytes could be read after all: a disk that refused them for a while gives them again.
            told.stuck = told.stuck.take().filter(|code| !(told.understood.is_some() && code.starts_with("home.")));
        }
    }

    pub(super) fn filing(&mut self, fact: FilingFact) {
        match fact {
            FilingFact::Moved { document, path } => {
                self.strayed.remove(&document);
                self.lies(document, path);
            }
            FilingFact::Gone { document } => {
                self.strayed.insert(document, "gone");
            }
            FilingFact::Changed { document, .. } => {
                self.strayed.insert(document, "changed");
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

    /// Every receipt of a service, of all its channels, those of one channel in their order.
    fn receipts_for(&self, mail: &ToldMail) -> impl Iterator<Item = &ToldReceipt> {
        let channels = self.matters.channels(&mail.service_id());
        channels.into_iter().filter_map(|id| self.by_service(&id)).flat_map(|mail| &mail.receipts)
    }

    /// How a service was acknowledged outside of this program (how, note, by whom, when), whichever of its channels
    /// that was said of.
    pub fn by_hand_of(&self, mail: &ToldMail) -> Option<&[String; 4]> {
        let channels = self.matters.channels(&mail.service_id());
        channels.iter().find_map(|id| self.by_service(id)?.by_hand.as_ref())
    }
}
