//! Documents on their way into the case folders: those of a mail just read, and those that had to wait.

use std::collections::BTreeMap;

use songda_core::case::{ORIGINAL, Told, ToldMail};
use songda_core::channel;
use songda_core::doubt::Doubt;
use songda_core::errand::Brought;
use songda_core::id::{Digest, DocumentId, ServiceId};
use songda_core::ledger::{DocumentRecord, Fact, Understood};
use songda_core::mail::{self, Mail};

use crate::caseroot::{self, Going};
use crate::errands::bring;
use crate::room::{FILING_WAITS, Room};
use crate::signals::archives;
use crate::vault::{Vault, VaultError};
use crate::view::Problem;
use crate::{folders, problem, teaching};

/// One document on its way into its case folder.
pub struct Paper {
    /// Whose file it becomes.
    pub document: DocumentId,
    /// Path below the case root.
    pub path: String,
    /// The case in whose folder it goes.
    pub number: Option<String>,
    /// Its digest.
    pub sha256: Digest,
    /// The decoded bytes.
    pub bytes: Vec<u8>,
}

impl Going for Paper {
    fn path(&mut self) -> &mut String {
        &mut self.path
    }

    fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }
}

/// A mail with everything that can be taken out of it: what came in beside it, and archives that the core alone leaves
/// closed. Whoever looks for a document's bytes looks here, so that what was found once is found again.
///
/// # Errors
/// When the vault does not give back what came in beside the mail.
pub fn opened(
    raw: &[u8],
    vault: &Vault,
    brought: &[Brought],
    typed: &[String],
) -> Result<(Mail, Vec<Doubt>), VaultError> {
    let (mut mail, mut doubts) = mail::read(raw);
    mail.typed_passwords = typed.to_vec();
    doubts.append(&mut bring::add(&mut mail, vault, brought)?);
    archives::open_closed(&mut mail, typed, &mut doubts);
    Ok((mail, doubts))
}

/// The documents of a mail that have a place in the case folders.
pub fn papers_of(room: &Room, mail: Mail, understood: &Understood) -> Vec<Paper> {
    let Some(service) = &understood.service else { return Vec::new() };
    let id = ServiceId::of(&mail.sha256);
    let planned = service.files().filter(|document| !document.path.is_empty());
    let paper = |document: &DocumentRecord| {
        let part = mail.parts.iter().find(|part| part.path == document.part)?;
        let (path, number) = (document.path.clone(), service.number_of(document).cloned());
        let (document, sha256, bytes) = (DocumentId::of(&id, &document.part), part.sha256, part.bytes.clone());
        Some(Paper { document, path, number, sha256, bytes })
    };
    let original = service.original.as_ref().and_then(|path| Some((path.clone(), room.vault.read(&mail.sha256).ok()?)));
    let mut papers: Vec<Paper> = planned.filter_map(paper).collect();
    // Beside the first of its documents.
    let number = papers.first().map_or_else(|| service.case_numbers.first().cloned(), |first| first.number.clone());
    papers.extend(original.map(|(path, bytes)| {
        let (document, sha256) = (DocumentId::of(&id, ORIGINAL), mail.sha256);
        Paper { document, path, number, sha256, bytes }
    }));
    papers
}

/// Lets papers that another channel of the same service brought before lie where they lie: what is served once is filed
/// once. The mail is as it was just read.
pub fn as_brought_before(told: &Told, mail: &ToldMail, understood: &Understood, papers: &mut [Paper]) {
    let is_known = |paper: &Paper| told.by_paper(&paper.sha256).any(|other| other.mail != mail.mail);
    if !papers.iter().any(is_known) {
        return;
    }
    let read = mail.clone().read_as(understood.clone());
    let mut group = told.matters.channels(&mail.service_id());
    let joins = channel::same_as(told, &read).into_iter().flat_map(|(services, _)| services);
    group.extend(joins.flat_map(|id| told.matters.channels(&id).into_iter().chain([id])));
    let others = group.iter().filter_map(|id| told.by_service(id)).filter(|other| other.mail != mail.mail);
    let others: Vec<&ToldMail> = others.collect();
    for paper in papers {
        if let Some(path) = others.iter().find_map(|other| lies_of(told, other, &paper.sha256)) {
            paper.path.clone_from(path);
        }
    }
}

/// Where a paper lies that a mail brought, as far as is known.
fn lies_of<'a>(told: &Told, mail: &'a ToldMail, paper: &Digest) -> Option<&'a String> {
    let (id, (_, record)) = (mail.service_id(), mail.service()?);
    let mut same = record.files().filter(|it| it.sha256 == Some(*paper)).map(|it| DocumentId::of(&id, &it.part));
    same.find_map(|document| mail.filed.get(&document).filter(|_| !told.strayed.contains_key(&document)))
}

/// Files documents; gives for each the fact that it lies, and the first problem of those that do not.
pub async fn file_all(room: &Room, mut papers: Vec<Paper>) -> (Vec<Option<Fact>>, Option<Problem>) {
    let place = match room.filing_place().await {
        Ok(place) => place,
        Err(problem) => return (vec![None; papers.len()], Some(problem)),
    };
    caseroot::follow(room, &mut papers).await;
    once_in_a_folder(&*room.told.read().await, &mut papers);
    let work = move || {
        let root = match place.now() {
            Ok(root) => root,
            Err(problem) => return (vec![None; papers.len()], Some(problem)),
        };
        let many: Vec<(&str, &[u8])> = papers.iter().map(|paper| (paper.path.as_str(), &paper.bytes[..])).collect();
        let answers = folders::file_all(root, &many);
        let mut refused = None;
        let mut fact = |(paper, answer): (&Paper, Result<String, folders::FileError>)| match answer {
            Ok(path) => Some(Fact::Filed { document: paper.document.clone(), path }),
            Err(error) => {
                let says = problem::chain(&error);
                let problem = Problem::from(error).retried();
                tracing::warn!(code = %problem.code, says = %says);
                refused = refused.take().or(Some(problem));
                None
            }
        };
        let facts = papers.iter().zip(answers).map(&mut fact).collect();
        (facts, refused)
    };
    tokio::task::spawn_blocking(work).await.unwrap_or((Vec::new(), None))
}

/// Lets equal bytes of one folder lie there once, under the name they have: the same papers sent twice on one day, in
/// another order, would lie there under two numbers.
fn once_in_a_folder(told: &Told, papers: &mut [Paper]) {
    let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let mut lies: BTreeMap<(String, Digest), String> = BTreeMap::new();
    for paper in papers {
        let key = (folder(&paper.path), paper.sha256);
        let known = lies.get(&key).cloned().or_else(|| {
            let mails = told.by_paper(&key.1);
            let filed = mails.flat_map(|mail| {
                let (id, record) = (mail.service_id(), mail.service().map(|(_, record)| record));
                let same = record.into_iter().flat_map(|record| record.files()).filter(|it| it.sha256 == Some(key.1));
                same.filter_map(move |it| mail.filed.get(&DocumentId::of(&id, &it.part)))
            });
            filed.into_iter().find(|path| folder(path) == key.0).cloned()
        });
        if let Some(path) = &known {
            paper.path.clone_from(path);
        }
        lies.insert(key, paper.path.clone());
    }
}

/// Files documents that could not be filed before: the share was away, the disk full.
///
/// # Errors
/// When the ledger cannot be used. A mail that cannot be read is put on record as stuck.
pub async fn file_waiting(room: &Room) -> Result<(), Problem> {
    let _turn = room.reading.lock().await;
    room.refresh().await?;
    let waiting: Vec<ToldMail> = {
        let told = room.told.read().await;
        told.mails.iter().filter(|mail| waits(mail)).cloned().collect()
    };
    let mut trouble = None;
    for told in waiting {
        let Some(mut understood) = told.understood.clone() else { continue };
        let mail = match read_again(room, &told).await {
            Ok(mail) => mail,
            // One mail that cannot be read keeps no other from being filed, and no mailbox from being looked at.
            Err(problem) => {
                stuck(room, &told, problem).await?;
                continue;
            }
        };
        if !told.corrections.is_empty() {
            told.plan_corrected(
                &mut understood,
                &mail,
                &teaching::office(&*room.told.read().await, &room.settings.office),
            );
        }
        let mut papers = papers_of(room, mail, &understood);
        papers.retain(|paper| !told.filed.contains_key(&paper.document));
        as_brought_before(&*room.told.read().await, &told, &understood, &mut papers);
        let (facts, refused) = file_all(room, papers).await;
        let id = told.service_id();
        let new = |fact: &Fact| matches!(fact, Fact::Filed { document, .. } if !told.filed.contains_key(document));
        let facts: Vec<Fact> = facts.into_iter().flatten().filter(new).collect();
        if !facts.is_empty() {
            tracing::info!(service = %id, count = facts.len(), "waiting documents filed");
            room.store.append(&room.stamp(), "songda", &facts, None).await?;
            room.changed().await?;
        }
        trouble = trouble.or(refused);
    }
    if trouble.is_some() || room.has_trouble(FILING_WAITS) {
        room.trouble(FILING_WAITS, trouble);
    }
    Ok(())
}

/// A mail as it was read when it was understood.
async fn read_again(room: &Room, told: &ToldMail) -> Result<Mail, Problem> {
    let (vault, digest, typed) = (room.vault.clone(), told.mail, told.passwords.clone());
    let brought = room.told.read().await.errands.brought(&digest).to_vec();
    let read = move || vault.read(&digest).and_then(|raw| opened(&raw, &vault, &brought, &typed));
    let read = tokio::task::spawn_blocking(read).await;
    let (mail, _) = read.map_err(|_| Problem::new("mail.not-readable", [digest.to_string()]))??;
    Ok(mail)
}

/// Puts on record, once, that a mail cannot be read any more; it is shown until its documents lie where they belong.
async fn stuck(room: &Room, told: &ToldMail, problem: Problem) -> Result<(), Problem> {
    tracing::error!(code = %problem.code, mail = %told.mail.short(16), "mail is stuck");
    if told.stuck.as_deref() == Some(problem.code.as_str()) {
        return Ok(());
    }
    let fact = Fact::Stuck { mail: told.mail, code: problem.code };
    room.store.append(&room.stamp(), "songda", &[fact], None).await?;
    room.changed().await
}

fn waits(mail: &ToldMail) -> bool {
    let Some((_, service)) = mail.service() else { return false };
    let id = mail.service_id();
    let filed = |part: &str| mail.filed.contains_key(&DocumentId::of(&id, part));
    (service.original.is_some() && !filed(ORIGINAL))
        || service.files().any(|document| !document.path.is_empty() && !filed(&document.part))
}
