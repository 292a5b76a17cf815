//! Brings the index up to the ledger: the texts of every mail that is not in it, or was understood anew, newest first.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use songda_core::case::ToldMail;
use songda_core::errand::Brought;
use songda_core::id::Digest;
use songda_core::ledger::Seq;
use songda_core::mail;
use tokio_util::sync::CancellationToken;

use super::index::{Index, Text};
use crate::receive;
use crate::room::Room;
use crate::signals;
use crate::vault::Vault;
use crate::view::Problem;

/// After a failure the index is left alone for a while: searching is the least urgent of all work.
const LATER: Duration = Duration::from_secs(60);
/// Time given to other work between two batches.
const BREATH: Duration = Duration::from_millis(20);
/// Most mails written in one transaction, and the most bytes of text after which a batch is closed.
const MOST_MAILS: usize = 64;
const MOST_BYTES: usize = 2 * 1024 * 1024;
/// Most characters of a text that is no page.
const MOST_CHARACTERS: usize = 200_000;

/// Keeps the index up with the ledger until stopped.
pub async fn keep_up(room: &Room, stop: &CancellationToken) {
    let mut changes = room.changes.subscribe();
    let mut keeper = Keeper::default();
    loop {
        let outcome = tokio::select! {
            () = stop.cancelled() => return,
            outcome = keeper.bring_up(room) => outcome,
        };
        let pause = match outcome {
            Ok(_) => None,
            Err(problem) => {
                tracing::warn!(code = %problem.code, "search index waits");
                keeper = Keeper::default();
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
    Keeper::default().bring_up(room).await
}

/// The index while it is kept up: at rest nothing is opened, asked or compared anew.
#[derive(Default)]
struct Keeper {
    index: Option<Index>,
    /// Mails in the index, each with the number of the entry its texts were told from.
    known: HashMap<Digest, Seq>,
    /// Number of the last entry that was looked at.
    upto: Seq,
}

/// One mail on its way into the index.
struct Lacking {
    mail: Digest,
    seq: Seq,
    head: Text,
    /// What came in beside it.
    brought: Vec<Brought>,
    typed: Vec<String>,
}

impl Keeper {
    async fn bring_up(&mut self, room: &Room) -> Result<usize, Problem> {
        room.refresh().await?;
        let index = self.open(room).await?;
        let mut count = 0;
        loop {
            let (lacking, seq) = {
                let told = room.told.read().await;
                let is_over = told.seq == self.upto;
                let of = |mail: &ToldMail| {
                    let lacks = self.known.get(&mail.mail) != Some(&mail.understood_seq);
                    (mail.understood.is_some() && lacks).then(|| Lacking {
                        mail: mail.mail,
                        seq: mail.understood_seq,
                        head: head_of(mail),
                        brought: told.errands.brought(&mail.mail).to_vec(),
                        typed: mail.passwords.clone(),
                    })
                };
                let mails: &[ToldMail] = if is_over { &[] } else { &told.mails };
                (mails.iter().filter_map(of).take(MOST_MAILS).collect::<Vec<_>>(), told.seq)
            };
            if lacking.is_empty() {
                self.upto = seq;
                return Ok(count);
            }
            count += self.write(room, &index, lacking).await?;
            tokio::time::sleep(BREATH).await;
        }
    }

    /// The index, opened once; anew when somebody threw its file away meanwhile.
    async fn open(&mut self, room: &Room) -> Result<Index, Problem> {
        if let Some(index) = self.index.as_ref().filter(|index| index.is_there()) {
            return Ok(index.clone());
        }
        let index = Index::open(&room.home).await?;
        (self.known, self.upto) = (index.known().await?, 0);
        self.index = Some(index.clone());
        Ok(index)
    }

    /// Writes the first of these mails, as many as one batch takes; gives how many.
    async fn write(&mut self, room: &Room, index: &Index, lacking: Vec<Lacking>) -> Result<usize, Problem> {
        let vault = room.vault.clone();
        let texts = tokio::task::spawn_blocking(move || {
            let (mut batch, mut bytes) = (Vec::new(), 0);
            for Lacking { mail, seq, head, brought, typed } in lacking {
                // A mail the vault does not give back is the vault's trouble, told elsewhere; its head is found all
                // the same. The head is written last: texts with higher numbers are found first.
                let bodies =
                    vault.read(&mail).map(|raw| bodies_of(&raw, &mail, &vault, (&brought, &typed))).unwrap_or_default();
                let texts: Vec<Text> = bodies.into_iter().chain([head]).collect();
                bytes += texts.iter().map(|text| text.body.len()).sum::<usize>();
                batch.push((mail, seq, texts));
                if bytes >= MOST_BYTES {
                    break;
                }
            }
            batch
        });
        let texts = texts.await.map_err(|error| Problem::new("search.index", [error.to_string()]))?;
        index.write(&texts).await?;
        self.known.extend(texts.iter().map(|(mail, seq, _)| (*mail, *seq)));
        Ok(texts.len())
    }
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

fn bodies_of(raw: &[u8], digest: &Digest, vault: &Vault, (brought, typed): (&[Brought], &[String])) -> Vec<Text> {
    let read = || {
        // What came in beside the mail is found as well; without it the mail itself is found all the same.
        let (mut mail, _) = receive::opened(raw, vault, brought, typed).unwrap_or_else(|_| mail::read(raw));
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
