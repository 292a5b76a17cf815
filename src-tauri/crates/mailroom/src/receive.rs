//! One arrival, start to end: kept, recorded, read, judged, filed, recorded.

use std::panic::{AssertUnwindSafe, catch_unwind};

use songda_core::case::ToldMail;
use songda_core::id::{Digest, DocumentId, ServiceId};
use songda_core::intake::{Signals, intake};
use songda_core::ledger::{Arrived, Fact, Understood};
use songda_core::mail::{self, Mail};

use crate::Room;
use crate::clock;
use crate::connect::{Arrival, Sighting};
use crate::settings::MailboxSettings;
use crate::signals::{self, auth};
use crate::store::Position;
use crate::view::Problem;
use crate::{folders, problem};

/// Mailbox id under which mails taken in by hand are recorded.
pub const IMPORT: &str = "import";

/// Keeps a mail in vault and ledger. After this the source may move on; nothing has been read yet.
///
/// # Errors
/// When the disk refuses: the mail then still lies where it came from.
pub async fn keep(room: &Room, arrival: Arrival) -> Result<Digest, Problem> {
    let vault = room.vault.clone();
    let size_bytes = arrival.raw.len() as u64;
    let kept = tokio::task::spawn_blocking(move || vault.keep(&arrival.raw)).await;
    let digest = kept.map_err(|error| Problem::new("home.vault", [error.to_string()]))??;
    let sighting = arrival.sighting;
    let position =
        sighting.uid.map(|uid| Position { mailbox: sighting.mailbox.clone(), folder: sighting.folder.clone(), uid });
    if room.has_seen(&digest, &sighting).await? {
        // The same bytes at the same place: a start over after a stop between ledger and position, or a rescan.
        if let Some(position) = &position {
            room.store.append(&room.stamp(), "songda", &[], Some(position)).await?;
        }
        return Ok(digest);
    }
    let fact = Fact::Arrived(arrived(room, digest, size_bytes, &sighting));
    room.store.append(&room.stamp(), "songda", &[fact], position.as_ref()).await?;
    room.changed().await?;
    Ok(digest)
}

fn arrived(room: &Room, mail: Digest, size_bytes: u64, sighting: &Sighting) -> Arrived {
    let settings = room.mailbox(&sighting.mailbox);
    Arrived {
        mail,
        size_bytes,
        mailbox: sighting.mailbox.clone(),
        folder: sighting.folder.clone(),
        uid: sighting.uid.map(|uid| (uid.validity, uid.uid)),
        file: sighting.file.clone(),
        internal_date: sighting.internal_date.map(clock::written),
        regime: settings.map_or("unconfirmed", |mailbox| mailbox.regime.code()).to_owned(),
        address: settings.map_or_else(String::new, |mailbox| mailbox.address.clone()),
    }
}

/// Works through every kept mail that was not understood, and files every document that waits.
///
/// # Errors
/// When ledger or vault cannot be used at all; one strange mail is never an error.
pub async fn catch_up(room: &Room) -> Result<(), Problem> {
    room.refresh().await?;
    let open: Vec<Digest> = {
        let told = room.told.read().await;
        told.mails.iter().filter(|mail| mail.understood.is_none()).map(|mail| mail.mail).collect()
    };
    for digest in open {
        work_through(room, digest).await?;
    }
    file_waiting(room).await
}

/// Reads, judges and files one kept mail. What cannot be worked through is recorded as stuck and shown.
///
/// # Errors
/// When the ledger refuses.
pub async fn work_through(room: &Room, digest: Digest) -> Result<(), Problem> {
    let _turn = room.reading.lock().await;
    room.refresh().await?;
    let Some(told) = room.told.read().await.mail(&digest).cloned() else { return Ok(()) };
    if told.understood.is_some() {
        return Ok(());
    }
    match understand(room, &told).await {
        Ok((mail, understood)) => {
            let mut facts = vec![Fact::Understood(Box::new(understood.clone()))];
            let (filed, refused) = file_all(room, &mail, &understood).await;
            facts.extend(filed);
            room.store.append(&room.stamp(), "songda", &facts, None).await?;
            if let Some(problem) = refused {
                room.trouble("case-root", Some(problem));
            }
        }
        Err(problem) => {
            tracing::error!(code = %problem.code, mail = %digest.short(16), "mail is stuck");
            if told.stuck.as_deref() != Some(problem.code.as_str()) {
                let fact = Fact::Stuck { mail: digest, code: problem.code };
                room.store.append(&room.stamp(), "songda", &[fact], None).await?;
            }
        }
    }
    room.changed().await
}

/// Reads and judges one kept mail; records nothing.
///
/// # Errors
/// When the vault does not give the bytes back whole, or the mail cannot be worked through.
pub async fn understand(room: &Room, told: &ToldMail) -> Result<(Mail, Understood), Problem> {
    let vault = room.vault.clone();
    let (office, reference) = (room.settings.office.clone(), room.reference.clone());
    let sighting = told.sightings.first().cloned();
    let settings = sighting.as_ref().and_then(|seen| room.mailbox(&seen.mailbox).cloned());
    let digest = told.mail;
    let work = move || {
        let raw = vault.read(&digest).map_err(Problem::from)?;
        let read = || {
            let (mut mail, mut doubts) = mail::read(&raw);
            doubts.append(&mut signals::mark_locked(&mut mail));
            let signals = signals_of(&raw, &mail, sighting.as_ref(), settings.as_ref());
            doubts.append(&mut signals::text_doubts(&mail, &signals.texts));
            let intake = intake(&mail, &signals, &office, &reference).after(&mail, doubts);
            let record = intake.record(&mail, &signals, env!("CARGO_PKG_VERSION"));
            (mail, record)
        };
        // The core promises not to panic on any mail; if it breaks that promise, one mail is stuck and the rest goes on.
        catch_unwind(AssertUnwindSafe(read)).map_err(|_| Problem::new("mail.not-readable", [digest.to_string()]))
    };
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Problem::new("mail.not-readable", [error.to_string()]))?
}

fn signals_of(raw: &[u8], mail: &Mail, sighting: Option<&Arrived>, settings: Option<&MailboxSettings>) -> Signals {
    let stamped = sighting.and_then(|seen| seen.internal_date.as_deref());
    let internal = stamped.and_then(|text| chrono::DateTime::parse_from_rfc3339(text).ok());
    let arrived = internal.or_else(|| settings.filter(|settings| is_own_stamp(mail, settings)).and(mail.received));
    let keys = auth::ask_system(&auth::key_names(raw));
    Signals {
        arrived,
        regime: settings.map_or_else(Default::default, |settings| settings.regime),
        authserv_id: settings.and_then(|settings| settings.authserv_id.clone()),
        by_hand: sighting.is_none_or(|seen| seen.mailbox == IMPORT),
        texts: signals::texts_of(mail),
        written: auth::written(raw),
        dkim: auth::check(raw, &keys, arrived.or(mail.received).or(mail.dated)),
    }
}

/// Whether the topmost Received line was written by the mailbox's own server, whose name the settings give.
/// Anybody can write such a line further down; nobody but that server can write the topmost one.
fn is_own_stamp(mail: &Mail, settings: &MailboxSettings) -> bool {
    let Some(host) = settings.authserv_id.as_deref().filter(|_| settings.is_folder()) else { return false };
    let topmost = mail.headers.iter().find(|header| header.name.eq_ignore_ascii_case("received"));
    topmost.is_some_and(|line| {
        let mut words = line.value.split_ascii_whitespace();
        words.any(|word| word.eq_ignore_ascii_case("by"))
            && words.next().is_some_and(|by| by.eq_ignore_ascii_case(host))
    })
}

/// Files every document; gives the facts of those that lie, and the first problem of those that do not.
async fn file_all(room: &Room, mail: &Mail, understood: &Understood) -> (Vec<Fact>, Option<Problem>) {
    let Some(service) = &understood.service else { return (Vec::new(), None) };
    let id = ServiceId::of(&mail.sha256);
    let root = room.settings.case_root.clone();
    let wanted: Vec<_> = service
        .documents
        .iter()
        .filter(|document| !document.path.is_empty())
        .filter_map(|document| {
            let part = mail.parts.iter().find(|part| part.path == document.part)?;
            Some((DocumentId::of(&id, &document.part), document.path.clone(), part.bytes.clone()))
        })
        .collect();
    let work = move || {
        let mut facts = Vec::new();
        let mut refused = None;
        for (document, path, bytes) in wanted {
            match folders::file(&root, &path, &bytes) {
                Ok(path) => facts.push(Fact::Filed { document, path }),
                Err(error) => {
                    tracing::warn!(code = "case-folder.unwritable", says = %problem::chain(&error));
                    refused = refused.or(Some(Problem::from(error).retried()));
                }
            }
        }
        (facts, refused)
    };
    tokio::task::spawn_blocking(work).await.unwrap_or((Vec::new(), None))
}

/// Files documents that could not be filed before: the share was away, the disk full.
async fn file_waiting(room: &Room) -> Result<(), Problem> {
    let _turn = room.reading.lock().await;
    room.refresh().await?;
    let waiting: Vec<ToldMail> = {
        let told = room.told.read().await;
        told.mails.iter().filter(|mail| waits(mail)).cloned().collect()
    };
    let mut trouble = None;
    for told in waiting {
        let Some(understood) = told.understood.clone() else { continue };
        let vault = room.vault.clone();
        let digest = told.mail;
        let raw = tokio::task::spawn_blocking(move || vault.read(&digest)).await;
        let raw = raw.map_err(|error| Problem::new("home.vault", [error.to_string()]))??;
        let (mail, _) = mail::read(&raw);
        let (facts, refused) = file_all(room, &mail, &understood).await;
        let id = told.service_id();
        let new = |fact: &Fact| matches!(fact, Fact::Filed { document, .. } if !told.filed.contains_key(document));
        let facts: Vec<Fact> = facts.into_iter().filter(new).collect();
        if !facts.is_empty() {
            tracing::info!(service = %id, count = facts.len(), "waiting documents filed");
            room.store.append(&room.stamp(), "songda", &facts, None).await?;
            room.changed().await?;
        }
        trouble = trouble.or(refused);
    }
    if trouble.is_some() || room.has_trouble("case-root") {
        room.trouble("case-root", trouble);
    }
    Ok(())
}

fn waits(mail: &ToldMail) -> bool {
    let Some((_, service)) = mail.service() else { return false };
    let id = mail.service_id();
    let filed = |part: &str| mail.filed.contains_key(&DocumentId::of(&id, part));
    service.documents.iter().any(|document| !document.path.is_empty() && !filed(&document.part))
}
