//! Puts a document back into its case folder from the vault. What lies there is never touched.

use songda_core::case::ORIGINAL;
use songda_core::folder::settled::folder_of;
use songda_core::id::{Digest, DocumentId};
use songda_core::ledger::Fact;

use super::{Depth, follow, look, tree};
use crate::folders;
use crate::receive;
use crate::room::Room;
use crate::view::Problem;

/// Restores one document and gives where it lies now; beside an edited file it gets a number.
///
/// # Errors
/// When there is no such document, or the case root refuses.
pub async fn restore(room: &Room, document: &str, by: &str) -> Result<String, Problem> {
    room.refresh().await?;
    let id = DocumentId::from_text(document);
    let not_found = || Problem::not_found(document);
    let (mail, part, path, planned, brought, typed) = {
        let told = room.told.read().await;
        let mail = told.by_document(&id).ok_or_else(not_found)?;
        let (_, service) = mail.service().ok_or_else(not_found)?;
        let proof = mail.proofs().into_iter().find(|(proof, _)| *proof == id).map(|(_, bytes)| bytes);
        let service_id = mail.service_id();
        let record = service.files().find(|it| DocumentId::of(&service_id, &it.part) == id);
        let part = match record {
            Some(record) => record.part.clone(),
            None if proof.is_some() || id == DocumentId::of(&service_id, ORIGINAL) => ORIGINAL.to_owned(),
            // A paper that the mail no longer holds as it is read today: the mail itself is not what lay there.
            None => return Err(not_found()),
        };
        // What proves a receipt was planned beside the first document.
        let beside = || {
            let first = service.documents.iter().find(|it| !it.path.is_empty())?;
            Some(format!("{}/{}", folder_of(&first.path), mail.filed.get(&id)?.rsplit('/').next()?))
        };
        let planned = record.map(|record| record.path.clone()).or_else(|| proof.and_then(|_| beside()));
        let planned = planned.or_else(|| service.original.clone());
        let number = record.and_then(|record| service.number_of(record)).or(service.case_numbers.first());
        // Never into a bin, where an earlier version may have seen it last.
        let last = mail.filed.get(&id).filter(|path| !tree::is_thrown_away(path)).cloned();
        let path = last.or(planned.clone()).filter(|path| !path.is_empty()).ok_or_else(not_found)?;
        // The bytes of a proof lie in the vault by themselves, as those of a mail do.
        (
            proof.unwrap_or(mail.mail),
            part,
            path,
            (planned.unwrap_or_default(), number.cloned()),
            told.errands.brought(&mail.mail).to_vec(),
            mail.passwords.clone(),
        )
    };
    let path = where_now(room, path, planned).await;
    // Not beside a move of the case root, which would leave the file behind.
    room.filing_root()?;
    let _turn = room.reading.lock().await;
    let (vault, place) = (room.vault.clone(), room.filing_place().await?);
    let work = move || -> Result<Option<String>, Problem> {
        let raw = vault.read(&mail)?;
        let bytes = if part == ORIGINAL { Some(raw) } else { bytes_of(&vault, &raw, &part, (&brought, &typed))? };
        let root = place.now()?;
        Ok(bytes.map(|bytes| folders::file(root, &path, &bytes)).transpose()?)
    };
    let done = tokio::task::spawn_blocking(work).await;
    let done = done.map_err(|error| Problem::new("case-folder.unwritable", [error.to_string()]))??;
    let path = done.ok_or_else(not_found)?;
    let fact = Fact::Filed { document: id, path: path.clone() };
    room.store.append(&room.stamp(), by, &[fact], None).await?;
    room.changed().await?;
    Ok(path)
}

/// Where a document goes back to: where it lay last, or where its folder lies now when that was renamed meanwhile.
async fn where_now(room: &Room, last: String, planned: (String, Option<String>)) -> String {
    let folder = room.settings.case_root.join(folder_of(&last));
    if tokio::fs::metadata(&folder).await.is_ok() {
        return last;
    }
    let mut going = [planned.clone()];
    follow(room, &mut going).await;
    let [(path, _)] = going;
    if path.is_empty() || path == planned.0 { last } else { path }
}

/// Restores every document whose file is gone. Gives where they lie, and what kept the first of those that could not be
/// restored: one that cannot keeps no other from it. What staff changed is left as it is.
///
/// # Errors
/// When the case root cannot be looked at.
pub async fn restore_missing(room: &Room, by: &str) -> Result<(Vec<String>, Option<Problem>), Problem> {
    look(room, Depth::Glance).await?;
    let gone: Vec<DocumentId> = {
        let told = room.told.read().await;
        told.strayed.iter().filter(|(_, is)| is.how == "gone").map(|(document, _)| document.clone()).collect()
    };
    let (mut paths, mut refused) = (Vec::new(), None);
    for document in gone {
        match restore(room, document.as_str(), by).await {
            Ok(path) => paths.push(path),
            Err(problem) => refused = refused.or(Some(problem)),
        }
    }
    Ok((paths, refused))
}

fn bytes_of(
    vault: &crate::vault::Vault,
    raw: &[u8],
    part: &str,
    (brought, typed): (&[songda_core::errand::Brought], &[String]),
) -> Result<Option<Vec<u8>>, Problem> {
    let (mail, _) = receive::opened(raw, vault, brought, typed)?;
    let found = mail.parts.into_iter().find(|it| it.path == part);
    Ok(found.filter(|it| Digest::of(&it.bytes) == it.sha256).map(|it| it.bytes))
}
