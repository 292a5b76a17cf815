//! Papers that came in beside a mail after its receipt was drawn up, as a doubt: the receipt does not name them.

use songda_core::case::{ReceiptState, ToldMail};
use songda_core::id::DoubtId;

use super::Teller;
use crate::acknowledge::sheet::is_later;
use crate::view::DoubtRow;

/// Its code.
const CODE: &str = "receipt-not-covering";

impl Teller<'_> {
    /// The doubt that the receipt of a service does not name all its papers. Answered, it is asked again when more come.
    pub(super) fn uncovered(&self, mail: &ToldMail) -> Option<DoubtRow> {
        let brought = self.told.errands.brought(&mail.mail);
        if brought.is_empty() {
            return None;
        }
        let receipt = self.told.receipt_of(mail).filter(|it| it.state != ReceiptState::Failed)?;
        let (_, record) = mail.service()?;
        let later = record.documents.iter().filter(|it| is_later(it, brought, &receipt.queued_at));
        let later: Vec<_> = later.collect();
        let last = later.last()?;
        let places: Vec<&str> = later.iter().map(|it| it.part.as_str()).collect();
        let titles: Vec<&str> = later.iter().map(|it| it.title.as_str()).collect();
        let about = format!("{} {}", receipt.queued.receipt, places.join(" "));
        let id = DoubtId::of(&mail.mail, CODE, &about).to_string();
        let since = &songda_core::errand::brought_with(&last.part, brought)?.at;
        Some(self.doubt(id, mail.service_id().to_string(), CODE, titles.join("、"), since))
    }
}
