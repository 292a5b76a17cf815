//! What platforms answered, and by which certificates they showed themselves: evidence of where fetched documents are from.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use songda_core::case::ToldMail;
use songda_core::id::{Digest, ServiceId};
use songda_core::ledger::{ErrandFact, Fact};

use super::bundle::File;
use crate::room::Room;
use crate::vault::{Vault, VaultError};
use crate::view::Problem;

/// Folder of the bundle for them.
const FOLDER: &str = "07_平台取件";

/// A list or a document that a platform gave, and when.
pub struct Given {
    at: String,
    fact: ErrandFact,
}

/// Everything that platforms gave for these mails' services, in order.
pub async fn given_to(room: &Room, mails: &[ToldMail]) -> Result<Vec<Given>, Problem> {
    let ids: BTreeSet<ServiceId> = mails.iter().map(ToldMail::service_id).collect();
    let mut given = Vec::new();
    let take = |entry: &songda_core::ledger::Entry, fact: Option<Fact>| {
        let Some(Fact::Errand(fact)) = fact else { return };
        let (ErrandFact::Listed { service, .. } | ErrandFact::Stored { service, .. }) = fact.as_ref() else { return };
        if ids.contains(service) {
            given.push(Given { at: entry.at.clone(), fact: *fact });
        }
    };
    room.store.each_fact(0, take).await?;
    Ok(given)
}

/// Files of the bundle, each once, by digest.
struct Kept<'a> {
    vault: &'a Vault,
    files: &'a mut Vec<File>,
    names: BTreeMap<Digest, String>,
}

impl Kept<'_> {
    /// The file that holds these bytes of the vault, by name and digest; made where there is none yet.
    fn file(&mut self, digest: &Digest, what: &str, ending: fn(&[u8]) -> &'static str) -> Result<Value, VaultError> {
        let told = |name: &str| json!({"file": name, "sha256": digest.to_string()});
        if let Some(name) = self.names.get(digest) {
            return Ok(told(name));
        }
        let bytes = self.vault.read(digest)?;
        let nth = self.names.values().filter(|name| name.contains(what)).count() + 1;
        let name = format!("{FOLDER}/{what}-{nth}{}", ending(&bytes));
        let says = told(&name);
        self.files.push((name.clone(), bytes));
        self.names.insert(*digest, name);
        Ok(says)
    }

    fn answer(&mut self, digest: &Digest) -> Result<Value, VaultError> {
        let ending = |bytes: &[u8]| if serde_json::from_slice::<Value>(bytes).is_ok() { ".json" } else { ".txt" };
        self.file(digest, "平台答复", ending)
    }

    fn chain(&mut self, digest: &Digest) -> Result<Value, VaultError> {
        self.file(digest, "证书链", |_| ".pem")
    }
}

/// Adds what the vault holds of them to the files of a bundle, and says of each where and how it was come by.
pub fn add(given: &[Given], vault: &Vault, files: &mut Vec<File>) -> Result<Vec<Value>, VaultError> {
    let mut kept = Kept { vault, files, names: BTreeMap::new() };
    given.iter().filter_map(|it| told(it, &mut kept).transpose()).collect()
}

fn told(given: &Given, kept: &mut Kept<'_>) -> Result<Option<Value>, VaultError> {
    let at = &given.at;
    Ok(Some(match &given.fact {
        ErrandFact::Listed { errand, answer, host, chain, old_tls, proxy, documents, .. } => json!({
            "step": "listed", "at": at, "errand": errand.to_string(), "host": host, "proxy": proxy, "old_tls": old_tls,
            "answer": kept.answer(answer)?, "chain": chain.as_ref().map(|it| kept.chain(it)).transpose()?,
            "documents": documents.iter().map(|it| json!({"key": it.key, "name": it.name})).collect::<Vec<_>>(),
        }),
        ErrandFact::Stored { errand, key, sha256, size_bytes, answer, host, chain, old_tls, proxy, .. } => json!({
            "step": "stored", "at": at, "errand": errand.to_string(), "host": host, "proxy": proxy, "old_tls": old_tls,
            "answer": answer.as_ref().map(|it| kept.answer(it)).transpose()?,
            "chain": chain.as_ref().map(|it| kept.chain(it)).transpose()?,
            "document": {"key": key, "sha256": sha256.to_string(), "size_bytes": size_bytes},
        }),
        _ => return Ok(None),
    }))
}
