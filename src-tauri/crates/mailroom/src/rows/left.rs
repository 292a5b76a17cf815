//! Mails that lie in a mailbox and could not be taken in, as doubts and as a mailbox's trouble.

use songda_core::id::{Digest, DoubtId};
use songda_core::ledger::NotTaken;

use super::Teller;
use crate::Mailroom;
use crate::view::{DoubtRow, Problem};

impl Mailroom {
    /// Mails that lie in a mailbox, could not be taken in, and were settled by nobody; newest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn left_behind(&self) -> Result<Vec<DoubtRow>, Problem> {
        self.room.ask(|teller| teller.doubts_left().filter(|row| !row.settled).collect()).await
    }
}

impl Teller<'_> {
    /// Doubts about mails that could not be taken in, newest first.
    pub(super) fn doubts_left(&self) -> impl Iterator<Item = DoubtRow> + '_ {
        self.told.not_taken.iter().rev().map(|(mail, since)| self.left_behind(mail, since))
    }

    /// The doubt about a mail that could not be taken in.
    fn left_behind(&self, mail: &NotTaken, since: &str) -> DoubtRow {
        self.doubt(left_id(mail), mail.mailbox.clone(), &mail.code, left_facts(mail).join(" · "), since)
    }

    /// A doubt that no entry holds, since it is told by what else is recorded; `about` is a service or a mailbox.
    pub(super) fn doubt(&self, id: String, about: String, code: &str, detail: String, since: &str) -> DoubtRow {
        DoubtRow {
            settled: self.told.settled.contains_key(&id),
            answer: self.told.settled.get(&id).cloned(),
            id,
            about,
            part: "mail".to_owned(),
            code: code.to_owned(),
            detail,
            since: since.to_owned(),
        }
    }

    /// Code of every doubt and whether it is settled: of those about mails, told by id and code, and of mails that could not
    /// be taken in.
    pub fn doubt_codes<'a>(&self, of_mails: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, bool)> {
        let left = self.told.not_taken.iter().map(|(mail, _)| (left_id(mail), mail.code.clone()));
        let all = of_mails.map(|(id, code)| (id.to_owned(), code.to_owned())).chain(left);
        all.map(|(id, code)| (code, self.told.settled.contains_key(&id))).collect()
    }

    /// Whether a mailbox has a mail that its server does not give, and that nobody has settled.
    pub fn has_withheld(&self, mailbox: &str) -> bool {
        let mut all = self.told.not_taken.iter().map(|(mail, _)| mail).filter(|mail| mail.mailbox == mailbox);
        all.any(|mail| mail.code == "mail-withheld" && !self.told.settled.contains_key(&left_id(mail)))
    }

    /// The first mail of a mailbox that could not be taken in and that nobody has settled.
    pub fn left_open(&self, mailbox: &str) -> Option<Problem> {
        let mut all = self.told.not_taken.iter().map(|(mail, _)| mail).filter(|mail| mail.mailbox == mailbox);
        let open = all.find(|mail| !self.told.settled.contains_key(&left_id(mail)))?;
        Some(Problem::new(&format!("mailbox.{}", open.code), left_facts(open)))
    }
}

/// Id of the doubt about a mail that could not be taken in.
fn left_id(mail: &NotTaken) -> String {
    let uid = mail.uid.map(|(validity, uid)| format!("{validity}:{uid}"));
    let place = [Some(mail.mailbox.clone()), Some(mail.folder.clone()), uid, mail.file.clone()];
    let place = place.map(Option::unwrap_or_default).join("\0");
    DoubtId::of(&Digest::of(place.as_bytes()), &mail.code, "mail").to_string()
}

/// Which mail, where, how big: what a person needs to find it. The size is never rounded down to the limit it exceeds.
fn left_facts(mail: &NotTaken) -> [String; 3] {
    let name = mail.file.clone().or_else(|| mail.uid.map(|(_, uid)| format!("UID {uid}")));
    let place = if mail.folder.is_empty() { &mail.mailbox } else { &mail.folder };
    [name.unwrap_or_default(), place.clone(), format!("{} MiB", mail.size_bytes.div_ceil(1024 * 1024))]
}
