//! How many computers work with a mailbox: the office says so, and what it says decides how receipts are registered there.

use std::collections::BTreeSet;

use songda_core::case::{Told, ToldReceipt};
use toml::Value;

use crate::desk::Desk;
use crate::settings::MailboxSettings;
use crate::settings::book::{Book, EDITING, Edit};
use crate::view::Problem;

/// How many computers work with a mailbox, as far as the office said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Desks {
    /// Several: what cannot be registered there does not leave.
    Several,
    /// Nobody said: what leaves is registered there first, unless the server takes no registration at all.
    #[default]
    Unsaid,
    /// This one: no register is made, and one that lies there is kept to all the same.
    Alone,
}

impl Desks {
    /// As the key `shared` of the settings file says; none where it is not there.
    pub fn said(shared: Option<bool>) -> Self {
        match shared {
            Some(true) => Self::Several,
            Some(false) => Self::Alone,
            None => Self::Unsaid,
        }
    }

    /// The word for windows and scripts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Several => "several",
            Self::Unsaid => "unsaid",
            Self::Alone => "one",
        }
    }
}

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
    let wanted = Desks::said(Some(shared));
    let is_said = |mailbox: &MailboxSettings| mailbox.desks == wanted;
    if !book.settings.mailboxes.get(at).is_some_and(is_said) {
        edit.put_each(at, "shared", Some(&Value::Boolean(shared)));
    }
    let changed = book.checked(edit, |said| said.mailboxes.get(at).is_some_and(is_said))?;
    book.write(changed)
}

/// Ids of the mailboxes from which another computer with this program was seen to answer, or in which it was seen to register
/// what it answers. A colleague's own mail is no such answer: nothing of ours would keep that one back.
pub fn answered_beside(told: &Told) -> BTreeSet<&str> {
    let is_ours = |id: &str| id.starts_with("songda.");
    let seen = |receipt: &&ToldReceipt| receipt.elsewhere.as_ref().is_some_and(|it| is_ours(&it.message_id));
    let answered = told.all_receipts().filter(seen).map(|receipt| receipt.queued.mailbox.as_str());
    let registered = told.all_receipts().flat_map(|receipt| {
        let behind = receipt.claim.behind.as_ref().map(|other| other.mailbox.as_str());
        let beside = receipt.claim.held.as_deref().filter(|_| receipt.claim.beside);
        beside.into_iter().chain(behind)
    });
    answered.chain(registered).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_said_of_a_mailbox_stands_in_the_file_and_the_rest_of_it_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("songda.toml");
        let before = "[office]\nname = \"x\"\n\n[[mailbox]]\nid = \"drop\"\nkind = \"folder\"\npath = \"drop\"\n\n[[mailbox]]\nid = \"court\"   # 约定邮箱\naddress = \"a@example.test\"\nimap = { host = \"imap.example.test\", port = 993 }\n";
        fs::write(&file, before).unwrap();
        let book = || Book::read(folder.path().to_path_buf()).unwrap();
        share(book(), "court", true).unwrap();
        let after = fs::read_to_string(&file).unwrap();
        assert_eq!(after, before.replace("[[mailbox]]\nid = \"court\"", "[[mailbox]]\nshared = true\nid = \"court\""));
        let desks = || book().settings.mailboxes.iter().map(|mailbox| mailbox.desks).collect::<Vec<_>>();
        assert_eq!(desks(), [Desks::Unsaid, Desks::Several]);
        share(book(), "court", true).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), after, "it says so already");
        // That it is this computer alone is said as well: it is another thing than saying nothing.
        share(book(), "court", false).unwrap();
        let alone = after.replace("shared = true", "shared = false");
        assert_eq!((fs::read_to_string(&file).unwrap(), desks()), (alone.clone(), vec![Desks::Unsaid, Desks::Alone]));
        share(book(), "court", true).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), after);
        share(book(), "court", false).unwrap();
        assert_eq!(share(book(), "none", true).unwrap_err().code, "not-found");
        assert!(share(book(), "drop", true).is_err(), "a folder has no server to register at");
        assert_eq!(fs::read_to_string(&file).unwrap(), alone);
    }
}
