//! Checks every vault file and the whole ledger chain, and tells derived things anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

use serde::Serialize;
use songda_core::id::Digest;
use songda_core::ledger::{self, Entry, ErrandFact, Fact, Head};

use crate::connect::Windows;
use crate::receive::unrecorded;
use crate::room::Room;
use crate::store::Position;
use crate::view::Problem;

/// What a check of the whole home found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verified {
    /// Nothing altered, missing or cut off.
    pub ok: bool,
    /// Files in the vault.
    pub vault_files: usize,
    /// Entries in the ledger.
    pub ledger_entries: usize,
    /// The first thing found wrong.
    pub first_bad: Option<Bad>,
    /// Mails in the vault that no entry knows: the next pass over the mailboxes takes them in.
    pub unknown: Vec<Digest>,
    /// All files in the vault that no entry knows, such as a receipt that was drawn up and not queued.
    pub unreferenced: usize,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bad {
    /// `ledger` or `vault`.
    pub what: String,
    /// Entry number or digest.
    pub at: String,
    /// `altered`, `missing`, `cut-off`, `foreign`.
    pub wrong: String,
}

/// Checks the home.
///
/// # Errors
/// When ledger or vault cannot be read at all.
pub async fn verify(room: &Room) -> Result<Verified, Problem> {
    let (entries, mut bad) = match room.store.entries(0).await {
        Ok(entries) => (entries, None),
        Err(crate::store::StoreError::Damaged { seq }) => (Vec::new(), Some(bad_entry(seq, "altered"))),
        Err(error) => return Err(error.into()),
    };
    if bad.is_none() {
        // A note that is gone while entries exist was removed: nothing then says where the ledger ended.
        let head = room.store.noted_head().unwrap_or(Head { seq: i64::MAX, digest: Digest::zero() });
        bad = ledger::verify(&entries, &head).err().map(|found| bad_entry(found.seq, found.kind));
    }
    let wanted = referenced(&entries);
    let vault = room.vault.clone();
    let checked = tokio::task::spawn_blocking(move || {
        let files = vault.files()?;
        let (mut bad, mut unknown, mut unreferenced) = (None, Vec::new(), 0);
        let mut there = BTreeSet::new();
        for (path, digest) in &files {
            match digest {
                None => bad = bad.or_else(|| Some(bad_file(&path.display().to_string(), "foreign"))),
                Some(digest) => {
                    there.insert(*digest);
                    let is_unreferenced = !wanted.contains(digest);
                    unreferenced += usize::from(is_unreferenced);
                    match vault.read(digest) {
                        Ok(bytes) if is_unreferenced && unrecorded::is_mail(&bytes) => unknown.push(*digest),
                        Ok(_) => {}
                        Err(_) => bad = bad.or_else(|| Some(bad_file(&digest.to_string(), "altered"))),
                    }
                }
            }
        }
        let missing = wanted.iter().find(|digest| !there.contains(digest));
        bad = bad.or_else(|| missing.map(|digest| bad_file(&digest.to_string(), "missing")));
        Ok::<_, std::io::Error>((files.len(), bad, unknown, unreferenced))
    });
    let checked = checked.await.map_err(std::io::Error::other).and_then(|checked| checked);
    let checked = checked.map_err(|error| Problem::new("home.vault", [error.to_string()]))?;
    let (vault_files, bad_vault, unknown, unreferenced) = checked;
    let first_bad = bad.or(bad_vault);
    let ok = first_bad.is_none();
    Ok(Verified { ok, vault_files, ledger_entries: entries.len(), first_bad, unknown, unreferenced })
}

fn bad_entry(seq: i64, wrong: &str) -> Bad {
    Bad { what: "ledger".to_owned(), at: seq.to_string(), wrong: wrong.to_owned() }
}

fn bad_file(at: &str, wrong: &str) -> Bad {
    Bad { what: "vault".to_owned(), at: at.to_owned(), wrong: wrong.to_owned() }
}

/// Every digest the ledger says lies in the vault.
fn referenced(entries: &[Entry]) -> BTreeSet<Digest> {
    let facts = entries.iter().filter_map(|entry| serde_json::from_str::<Fact>(&entry.fact).ok());
    facts.flat_map(|fact| kept_by(&fact)).collect()
}

/// The digests a fact says lie in the vault.
pub fn kept_by(fact: &Fact) -> Vec<Digest> {
    match fact {
        Fact::Arrived(arrived) => vec![arrived.mail],
        Fact::ReceiptQueued(queued) => vec![queued.raw],
        Fact::ReceiptSheet { sheet, .. } => vec![*sheet],
        Fact::Agreement(agreement) => agreement.document.into_iter().collect(),
        Fact::CalendarImported(calendar) => vec![calendar.file],
        Fact::Errand(fact) => match fact.as_ref() {
            ErrandFact::Listed { answer, chain, .. } => [*answer].into_iter().chain(*chain).collect(),
            ErrandFact::Stored { sha256, answer, chain, .. } => {
                [*sha256].into_iter().chain(*answer).chain(*chain).collect()
            }
            ErrandFact::Brought { documents, .. } => documents.iter().map(|document| document.sha256).collect(),
            ErrandFact::Asked { .. }
            | ErrandFact::Opened { .. }
            | ErrandFact::NotOpened { .. }
            | ErrandFact::Held { .. }
            | ErrandFact::TakenBack { .. }
            | ErrandFact::PaperTakenBack { .. } => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Throws away what is derived (told state, what the ledger does not bear out of the mailbox positions) and tells it anew from the ledger.
///
/// Returns the number of mails told.
///
/// # Errors
/// When the ledger cannot be read or is broken: nothing is thrown away then.
pub async fn rebuild(room: &Room) -> Result<usize, Problem> {
    let verified = verify(room).await?;
    if let Some(bad) = verified.first_bad {
        return Err(Problem::new("home.altered", [bad.what, bad.at, bad.wrong]));
    }
    let entries = room.store.entries(0).await?;
    let stand = room.store.all_positions().await?;
    room.store.replace_positions(&positions(stand, &entries)).await?;
    let mut told = songda_core::case::tell(&entries);
    told.lighten();
    crate::kept::forget(&room.home);
    *room.told.write().await = told;
    room.announced.store(0, Ordering::Relaxed);
    crate::watch::resume(room).await?;
    Ok(room.told.read().await.mails.len())
}

/// The positions as they stand, with everything open again that the ledger does not bear out: a mail looked at twice
/// is one mail, one passed over is lost. A folder without a position is looked at as if for the first time.
fn positions(stand: Vec<Position>, entries: &[Entry]) -> Vec<Position> {
    let mut done: BTreeMap<(String, String, u32), BTreeSet<u32>> = BTreeMap::new();
    for entry in entries {
        let (mailbox, folder, uid) = match serde_json::from_str::<Fact>(&entry.fact) {
            Ok(Fact::Arrived(arrived)) => (arrived.mailbox, arrived.folder, arrived.uid),
            Ok(Fact::NotTaken(left)) => (left.mailbox, left.folder, left.uid),
            _ => continue,
        };
        if let Some((validity, uid)) = uid {
            done.entry((mailbox, folder, validity)).or_default().insert(uid);
        }
    }
    let mend = |mut position: Position| {
        let place = (position.mailbox.clone(), position.folder.clone(), position.progress.validity);
        let known = done.get(&place).cloned().unwrap_or_default();
        position.progress.upto = position.progress.upto.max(known.last().copied().unwrap_or(0));
        position.progress.open = Windows::without(known, position.progress.upto);
        position
    };
    stand.into_iter().map(mend).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::Progress;
    use songda_core::ledger::NotTaken;

    #[test]
    fn what_the_ledger_does_not_bear_out_is_looked_at_again() {
        let left = |uid| NotTaken {
            mailbox: "court".into(),
            folder: "INBOX".into(),
            uid: Some(uid),
            file: None,
            size_bytes: 1,
            code: "mail-too-big".into(),
        };
        let entry = |uid| {
            let fact = serde_json::to_string(&Fact::NotTaken(left(uid))).unwrap();
            Entry::chained(1, String::new(), String::new(), fact, Digest::zero())
        };
        let stand = Position { mailbox: "court".into(), folder: "INBOX".into(), progress: Progress::done_to(7, 6) };
        let mended = positions(vec![stand], &[entry((7, 2)), entry((7, 5)), entry((6, 3))]);
        assert_eq!(mended.first().map(|it| it.progress.open.to_string()).as_deref(), Some("1-1,3-4,6-6"));
    }
}
