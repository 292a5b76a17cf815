//! Brings the index up to the ledger: the texts of every mail that is not in it, or was understood anew, newest first.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use songda_core::case::ToldMail;
use songda_core::errand::Brought;
use songda_core::id::Digest;
use songda_core::mail;
use tokio_util::sync::CancellationToken;

use super::index::{Index, IndexError, Text};
use crate::receive;
use crate::room::Room;
use crate::signals;
use crate::vault::Vault;
use crate::view::Problem;

/// After a failure the index is left alone for a while: searching is the least urgent of all work.
const LATER: Duration = Duration::from_secs(60);
/// Time given to other work between two mails.
const BREATH: Duration = Duration::from_millis(2);
/// Most characters of a text that is no page.
const MOST_CHARACTERS: usize = 200_000;

/// Keeps the index up with the ledger until stopped.
pub async fn keep_up(room: &Room, stop: &CancellationToken) {
    let mut changes = room.changes.subscribe();
    loop {
        let outcome = tokio::select! {
            () = stop.cancelled() => return,
            outcome = bring_up(room) => outcome,
        };
        let pause = match outcome {
            Ok(_) => None,
            Err(problem) => {
                tracing::warn!(code = %problem.code, "search index waits");
                Some(LATER)
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause.unwrap_or(Duration::ZERO)), if pause.is_some() => {}
            changed = changes.changed(), if pause.is_none() => if changed.is_err() { return },
        }
    }
}

/// Writes the texts of every mail that lacks them; gives how many.
///
/// # Errors
/// `search.index` when the index cannot be written.
pub async fn bring_up(room: &Room) -> Result<usize, Problem> {
    room.refresh().await?;
    let index = Index::open(&room.home).await?;
    let known = index.known().await?;
    let lacking: Vec<ToldMail> = {
        let told = room.told.read().await;
        let lacks = |mail: &&ToldMail| {
            mail.understood.is_some() && known.get(&mail.mail.to_string()).is_none_or(|seq| *seq != mail.understood_seq)
        };
        told.mails.iter().filter(lacks).cloned().collect()
    };
    let count = lacking.len();
    for told in lacking {
        one(room, &index, told).await?;
        tokio::time::sleep(BREATH).await;
    }
    Ok(count)
}

async fn one(room: &Room, index: &Index, told: ToldMail) -> Result<(), IndexError> {
    let vault = room.vault.clone();
    let (digest, seq) = (told.mail, told.understood_seq);
    let head = head_of(&told);
    let brought = room.told.read().await.errands.brought(&digest).to_vec();
    let read = move || vault.read(&digest).ok().map(|raw| bodies_of(&raw, &digest, &vault, &brought));
    let bodies = tokio::task::spawn_blocking(read);
    // A mail the vault does not give back is the vault's trouble, told elsewhere; its head is found all the same.
    let bodies = bodies.await.ok().flatten().unwrap_or_default();
    // The head is written last: texts with higher numbers are found first.
    let texts: Vec<Text> = bodies.into_iter().chain([head]).collect();
    index.write(&digest, seq, &texts).await
}

/// What the ledger says of a mail, as one text.
fn head_of(told: &ToldMail) -> Text {
    let mut lines: Vec<String> = Vec::new();
    if let Some(understood) = &told.understood {
        lines.push(understood.subject.clone());
        lines.extend(understood.from_name.clone());
        lines.extend(understood.from.clone());
    }
    if let Some((_, record)) = told.service() {
        lines.extend(record.case_numbers.iter().cloned());
        lines.extend(record.court.iter().map(|(code, name)| format!("{name} {code}")));
        lines.extend(record.cause.clone());
        lines.extend(record.addressee.clone());
        lines.extend(record.documents.iter().map(|document| document.title.clone()));
        lines.extend(record.files().filter_map(|document| document.name.clone()));
        lines.extend(record.contacts.iter().map(|(name, duty, phone)| {
            [Some(name.clone()), duty.clone(), phone.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }));
        lines.extend(record.hearings.iter().filter_map(|hearing| hearing.1.clone()));
    }
    Text { kind: "head", part: String::new(), page: 0, body: lines.join("\n") }
}

fn bodies_of(raw: &[u8], digest: &Digest, vault: &Vault, brought: &[Brought]) -> Vec<Text> {
    let read = || {
        // What came in beside the mail is found as well; without it the mail itself is found all the same.
        let (mut mail, _) = receive::opened(raw, vault, brought).unwrap_or_else(|_| mail::read(raw));
        let _ = signals::mark_locked(&mut mail);
        let mut texts = Vec::new();
        let body: String = mail.text.chars().take(MOST_CHARACTERS).collect();
        if !body.trim().is_empty() {
            texts.push(Text { kind: "mail", part: String::new(), page: 0, body });
        }
        for (part, document) in signals::texts_of(&mail) {
            for (page, body) in (1..).zip(document.pages) {
                if !body.trim().is_empty() {
                    texts.push(Text { kind: "document", part: part.clone(), page, body });
                }
            }
        }
        // Later pages first, so that the first page of a paper is the one shown.
        texts.reverse();
        texts
    };
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        tracing::warn!(code = "mail.not-readable", mail = %digest.short(16), "not indexed");
        Vec::new()
    })
}
