//! Puts a document back into its case folder from the vault. What lies there is never touched.

use songda_core::case::ORIGINAL;
use songda_core::id::{Digest, DocumentId};
use songda_core::ledger::Fact;

use super::{Depth, look};
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
    let (mail, part, path, brought) = {
        let told = room.told.read().await;
        let mail = told.by_document(&id).ok_or_else(not_found)?;
        let (_, service) = mail.service().ok_or_else(not_found)?;
        let service_id = mail.service_id();
        let record = service.files().find(|it| DocumentId::of(&service_id, &it.part) == id);
        let part = record.map_or(ORIGINAL, |record| record.part.as_str()).to_owned();
        let planned = record.map(|record| record.path.clone()).or_else(|| service.original.clone());
        let path = mail.filed.get(&id).cloned().or(planned).filter(|path| !path.is_empty()).ok_or_else(not_found)?;
        (mail.mail, part, path, told.errands.brought(&mail.mail).to_vec())
    };
    let (vault, root) = (room.vault.clone(), room.settings.case_root.clone());
    let work = move || -> Result<Option<String>, Problem> {
        let raw = vault.read(&mail)?;
        let bytes = if part == ORIGINAL { Some(raw) } else { bytes_of(&vault, &raw, &part, &brought)? };
        Ok(bytes.map(|bytes| folders::file(&root, &path, &bytes)).transpose()?)
    };
    let done = tokio::task::spawn_blocking(work).await;
    let done = done.map_err(|error| Problem::new("case-folder.unwritable", [error.to_string()]))??;
    let path = done.ok_or_else(not_found)?;
    let fact = Fact::Filed { document: id, path: path.clone() };
    room.store.append(&room.stamp(), by, &[fact], None).await?;
    room.changed().await?;
    Ok(path)
}

/// Restores every document whose file is gone, and gives where they lie. What staff changed is left as it is.
///
/// # Errors
/// What kept the first that could not be restored.
pub async fn restore_missing(room: &Room, by: &str) -> Result<Vec<String>, Problem> {
    look(room, Depth::Glance).await?;
    let gone: Vec<DocumentId> = {
        let told = room.told.read().await;
        told.strayed.iter().filter(|(_, how)| **how == "gone").map(|(document, _)| document.clone()).collect()
    };
    let mut paths = Vec::new();
    for document in gone {
        paths.push(restore(room, document.as_str(), by).await?);
    }
    Ok(paths)
}

fn bytes_of(
    vault: &crate::vault::Vault,
    raw: &[u8],
    part: &str,
    brought: &[songda_core::errand::Brought],
) -> Result<Option<Vec<u8>>, Problem> {
    let (mail, _) = receive::opened(raw, vault, brought)?;
    let found = mail.parts.into_iter().find(|it| it.path == part);
    Ok(found.filter(|it| Digest::of(&it.bytes) == it.sha256).map(|it| it.bytes))
}
