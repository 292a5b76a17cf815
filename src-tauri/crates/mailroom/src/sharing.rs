//! Mailboxes that several computers work with: the office says so, and receipts are registered in them before they leave.

use std::collections::BTreeSet;

use songda_core::case::{Told, ToldReceipt};
use toml::Value;

use crate::desk::Desk;
use crate::settings::book::{Book, EDITING, Edit};
use crate::view::Problem;

impl Desk {
    /// Says of a mailbox whether several computers work with it; followed soon after.
    ///
    /// # Errors
    /// `not-found` when there is no such mailbox, else `settings.*`: nothing changed then.
    pub async fn share_mailbox(&self, id: &str, shared: bool) -> Result<(), Problem> {
        let _editing = EDITING.lock().await;
        share(Book::read(self.root()?)?, id, shared)
    }
}

/// Writes down whether several computers work with a mailbox.
///
/// # Errors
/// `not-found` when there is no such mailbox, else `settings.*`: nothing changed then.
pub fn share(mut book: Book, id: &str, shared: bool) -> Result<(), Problem> {
    let at = book.settings.mailboxes.iter().position(|mailbox| mailbox.id == id);
    let at = at.ok_or_else(|| Problem::not_found(id))?;
    let mut edit = Edit::of(&book.text, "mailbox");
    if book.settings.mailboxes.get(at).is_some_and(|mailbox| mailbox.shared) != shared {
        edit.put_each(at, "shared", shared.then_some(&Value::Boolean(true)));
    }
    let changed = book.checked(edit, |said| said.mailboxes.get(at).is_some_and(|mailbox| mailbox.shared == shared))?;
    book.write(changed)
}

/// Ids of the mailboxes from which another computer with this program was seen to answer, or in which it registers what it
/// answers. A colleague's own mail is no such answer: nothing of ours would keep that one back.
pub fn answered_beside(told: &Told) -> BTreeSet<&str> {
    let is_ours = |id: &str| id.starts_with("songda.");
    let seen = |receipt: &&ToldReceipt| receipt.elsewhere.as_ref().is_some_and(|it| is_ours(&it.message_id));
    let answered = told.all_receipts().filter(seen).map(|receipt| receipt.queued.mailbox.as_str());
    // Where nobody shares a mailbox here, nothing is registered in it but beside what another computer registered.
    let registered = told.all_receipts().flat_map(|receipt| {
        let behind = receipt.claim.behind.as_ref().map(|other| other.mailbox.as_str());
        receipt.claim.held.as_deref().into_iter().chain(behind)
    });
    answered.chain(registered).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_mailbox_is_shared_and_no_more_and_the_rest_of_the_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("songda.toml");
        let before = "[office]\nname = \"x\"\n\n[[mailbox]]\nid = \"drop\"\nkind = \"folder\"\npath = \"drop\"\n\n[[mailbox]]\nid = \"court\"   # 约定邮箱\naddress = \"a@example.test\"\nimap = { host = \"imap.example.test\", port = 993 }\n";
        fs::write(&file, before).unwrap();
        let book = || Book::read(folder.path().to_path_buf()).unwrap();
        share(book(), "court", true).unwrap();
        let after = fs::read_to_string(&file).unwrap();
        assert_eq!(after, before.replace("[[mailbox]]\nid = \"court\"", "[[mailbox]]\nshared = true\nid = \"court\""));
        assert!(book().settings.mailboxes[1].shared && !book().settings.mailboxes[0].shared);
        share(book(), "court", true).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), after, "it says so already");
        share(book(), "court", false).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), before);
        assert_eq!(share(book(), "none", true).unwrap_err().code, "not-found");
        assert!(share(book(), "drop", true).is_err(), "a folder has no server to register at");
        assert_eq!(fs::read_to_string(&file).unwrap(), before);
    }
}
