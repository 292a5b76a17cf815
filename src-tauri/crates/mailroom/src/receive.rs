//! One arrival, start to end: kept, recorded, read, judged, filed, recorded.

mod channels;
mod content;
mod filing;
mod readers;
mod reading;
pub mod unrecorded;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use futures_util::{StreamExt as _, stream};
use songda_core::case::{Told, ToldMail};
use songda_core::id::Digest;
use songda_core::ledger::{self, ArrivalRecord, Arrived, Fact, Understood};
use songda_core::mail::Mail;
use tokio::sync::{Semaphore, SemaphorePermit, mpsc};

use crate::acknowledge::aside;
use crate::clock;
use crate::connect::{Arrival, NotTaken, Passed, Progress, Sighting, provenance};
use crate::room::{FILING_WAITS, Room};
use crate::store::Position;
use crate::view::Problem;

pub use filing::opened;
use filing::{Paper, as_brought_before, file_all, file_waiting, papers_of};
pub use reading::understand;
use reading::{MUCH, understand_some};

/// Most mails whose documents are filed and recorded together.
const MOST_READ: usize = 200;
/// Most bytes of documents that wait in memory to be filed together.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// Mails of at most so many bytes are read together, so many at the most.
const SMALL: u64 = 16 * 1024;
const MOST_TOGETHER: usize = 16;

/// Most bytes of mails that are read at the same time, in KiB; a larger one is read alone.
const MOST_IN_HAND: usize = 32 * 1024;
/// Mails that are read at the same time. Asked once: the answer is looked up in several of the system's files.
static READERS: LazyLock<usize> = LazyLock::new(|| std::thread::available_parallelism().map_or(2, usize::from).min(8));
/// Mailbox id under which mails taken in by hand are recorded.
pub const IMPORT: &str = "import";

/// A mail taken in by hand from a file: the time of that is no arrival.
pub fn imported(raw: Vec<u8>, file: String) -> Arrival {
    let sighting = Sighting {
        mailbox: IMPORT.to_owned(),
        folder: String::new(),
        uid: None,
        file: Some(file),
        internal_date: None,
        provenance: None,
    };
    Arrival { raw: raw.into(), sighting, after: None }
}

/// Keeps a mail in vault and ledger. After this the source may move on; nothing has been read yet.
///
/// # Errors
/// When the disk refuses: the mail then still lies where it came from.
pub async fn keep(room: &Room, arrival: Arrival) -> Result<Digest, Problem> {
    let (kept, problem) = keep_all(room, vec![arrival]).await;
    kept.first().copied().ok_or_else(|| problem.unwrap_or_else(|| Problem::new("home.vault", [String::new()])))
}

/// Keeps mails in vault and ledger, in order and in one transaction. Gives the digests of the first ones that lie
/// safely, and what kept the next one from it: that one and those after it still lie where they came from.
pub async fn keep_all(room: &Room, arrivals: Vec<Arrival>) -> (Vec<Digest>, Option<Problem>) {
    let vault = room.vault.clone();
    let mailboxes = room.settings.mailboxes.iter();
    let authserv_ids: BTreeMap<String, Option<String>> =
        mailboxes.map(|mailbox| (mailbox.id.clone(), mailbox.authserv_id.clone())).collect();
    let kept = tokio::task::spawn_blocking(move || {
        let (mut raws, mut seen) = (Vec::with_capacity(arrivals.len()), Vec::with_capacity(arrivals.len()));
        for Arrival { raw, sighting, after } in arrivals {
            // Without it a copy that took another way is another mail, and nothing is lost.
            let content = raw.reader().and_then(content::digest).ok().flatten();
            let believed = authserv_ids.get(&sighting.mailbox).and_then(Option::as_deref);
            let record = provenance::record(&sighting, &raw.beginning(), believed);
            let (digest, size_bytes) = (Digest::zero(), raw.size_bytes());
            seen.push(Kept { digest, size_bytes, content, sighting, after, record });
            raws.push(raw);
        }
        let (digests, refused) = vault.keep_all(&mut raws);
        let kept: Vec<Kept> = digests.into_iter().zip(seen).map(|(digest, one)| Kept { digest, ..one }).collect();
        (kept, refused)
    });
    let (kept, refused) = match kept.await {
        Ok(kept) => kept,
        Err(error) => return (Vec::new(), Some(Problem::new("home.vault", [error.to_string()]))),
    };
    match record(room, &kept).await {
        Ok(()) => (kept.into_iter().map(|one| one.digest).collect(), refused.map(Problem::from)),
        Err(problem) => (Vec::new(), Some(problem)),
    }
}

/// A mail whose bytes lie in the vault, and what is to be recorded of it.
struct Kept {
    digest: Digest,
    size_bytes: u64,
    content: Option<Digest>,
    sighting: Sighting,
    after: Option<Progress>,
    record: ArrivalRecord,
}

async fn record(room: &Room, kept: &[Kept]) -> Result<(), Problem> {
    room.refresh().await?;
    let (mut facts, mut positions) = (Vec::new(), Vec::new());
    {
        let told = room.told.read().await;
        for one in kept {
            let fact = arrived(room, one);
            // The same bytes at the same place: a start over after a stop between ledger and position, or a rescan.
            if !has_seen(&told, &fact) {
                facts.push(Fact::Arrived(fact));
            }
            positions.extend(position_of(&one.sighting, one.after.as_ref()));
        }
    }
    if facts.is_empty() && positions.is_empty() {
        return Ok(());
    }
    room.store.append_with(&room.stamp(), "songda", &facts, &positions).await?;
    room.changed().await
}

fn position_of(sighting: &Sighting, after: Option<&Progress>) -> Option<Position> {
    let progress = after?.clone();
    Some(Position { mailbox: sighting.mailbox.clone(), folder: sighting.folder.clone(), progress })
}

/// Puts on record how far a folder has been read.
///
/// # Errors
/// When the ledger's book refuses: the position then stays as it was.
pub async fn passed(room: &Room, passed: Passed) -> Result<(), Problem> {
    let Passed { mailbox, folder, progress } = passed;
    let position = Position { mailbox, folder, progress };
    Ok(room.store.append_with(&room.stamp(), "songda", &[], &[position]).await?)
}

fn has_seen(told: &Told, fact: &Arrived) -> bool {
    told.mail(&fact.mail).is_some_and(|mail| {
        mail.sightings.iter().any(|seen| {
            let place = seen.mailbox == fact.mailbox && seen.folder == fact.folder;
            place && seen.uid == fact.uid && (fact.uid.is_some() || seen.file == fact.file)
        })
    })
}

/// Puts on record that a mail could not be taken in; with this the position moves past it.
///
/// # Errors
/// When the ledger refuses: the position then stays before it.
pub async fn leave(room: &Room, not_taken: &NotTaken) -> Result<(), Problem> {
    room.refresh().await?;
    let sighting = &not_taken.sighting;
    let fact = ledger::NotTaken {
        mailbox: sighting.mailbox.clone(),
        folder: sighting.folder.clone(),
        uid: sighting.uid.map(|uid| (uid.validity, uid.uid)),
        file: sighting.file.clone(),
        size_bytes: not_taken.size_bytes,
        code: not_taken.code.to_owned(),
    };
    let is_known = room.told.read().await.not_taken.iter().any(|(left, _)| *left == fact);
    let facts = if is_known { Vec::new() } else { vec![Fact::NotTaken(fact)] };
    let position: Vec<Position> = position_of(sighting, not_taken.after.as_ref()).into_iter().collect();
    room.store.append_with(&room.stamp(), "songda", &facts, &position).await?;
    room.changed().await
}

fn arrived(room: &Room, kept: &Kept) -> Arrived {
    let sighting = &kept.sighting;
    let settings = room.mailbox(&sighting.mailbox);
    Arrived {
        mail: kept.digest,
        size_bytes: kept.size_bytes,
        content: kept.content,
        mailbox: sighting.mailbox.clone(),
        folder: sighting.folder.clone(),
        uid: sighting.uid.map(|uid| (uid.validity, uid.uid)),
        file: sighting.file.clone(),
        internal_date: sighting.internal_date.map(clock::written),
        regime: settings.map_or("unconfirmed", |mailbox| mailbox.regime.code()).to_owned(),
        address: settings.map_or_else(String::new, |mailbox| mailbox.address.clone()),
        record: Some(Box::new(kept.record.clone())),
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
        told.mails.iter().filter(|mail| mail.is_unread()).map(|mail| mail.mail).collect()
    };
    // What keeps services from being joined keeps no mail from being read.
    let joined = channels::join_late(room).await;
    work_through(room, &open).await?;
    file_waiting(room).await?;
    joined
}

/// Reads, judges and files kept mails, several at a time; what is recorded keeps their order. What cannot be worked
/// through is recorded as stuck and shown.
///
/// # Errors
/// When the ledger refuses.
pub async fn work_through(room: &Room, digests: &[Digest]) -> Result<(), Problem> {
    let _turn = room.reading.lock().await;
    room.refresh().await?;
    let open: Vec<ToldMail> = {
        let told = room.told.read().await;
        let mut once = BTreeSet::new();
        // Copies that came different ways are one mail.
        let mails = digests.iter().filter_map(|digest| told.mail(digest)).filter(|mail| once.insert(mail.mail));
        mails.filter(|mail| mail.is_unread()).cloned().collect()
    };
    // More are begun than there are processors: behind one with many documents the others go on. No more than those
    // work at once, because the time given to scans is counted by the clock.
    let limits = Limits::of(*READERS);
    let groups = stream::iter(grouped(open));
    let mut done = groups.map(|group| read_group(room, group, &limits)).buffered(limits.begun);
    // Readers wait for their turn at what is true. They are asked on while others are filed: one that was given its turn
    // and is not asked would keep whoever writes there waiting for ever, and its filing waits for that.
    let (give, take) = mpsc::unbounded_channel();
    let reading = async move {
        while let Some(read) = done.next().await {
            if give.send(read).is_err() {
                return;
            }
        }
    };
    let ((), filed) = tokio::join!(reading, file_on(room, take));
    filed
}

/// Files and records what was read, in order, some of it together.
async fn file_on(room: &Room, mut read: mpsc::UnboundedReceiver<ReadGroup<'_>>) -> Result<(), Problem> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while let Some(ReadGroup { read: mut some, left, _in_hand }) = read.recv().await {
        let mut left = left.into_iter();
        loop {
            bytes += held(&some);
            batch.extend(some);
            if batch.len() >= MOST_READ || bytes >= MOST_BYTES {
                file_and_record(room, std::mem::take(&mut batch)).await?;
                bytes = 0;
            }
            // One at a time, and without waiting for a share: those who hold one get no further meanwhile.
            let Some(told) = left.next() else { break };
            some = read_some(room, &[told], None).await;
        }
    }
    file_and_record(room, batch).await
}

/// A mail that was read, with what is to be filed of it.
struct ReadMail {
    told: ToldMail,
    outcome: Result<Understood, Problem>,
    papers: Vec<Paper>,
    /// What it reports on a receipt of ours.
    report: Option<Fact>,
}

/// Mails as they are read together: small ones, because each way to another thread costs more than reading them.
fn grouped(open: Vec<ToldMail>) -> Vec<Vec<ToldMail>> {
    let mut groups: Vec<Vec<ToldMail>> = Vec::new();
    let mut goes_on = false;
    for told in open {
        let is_small = size_of(&told) <= SMALL;
        match groups.last_mut().filter(|group| goes_on && is_small && group.len() < MOST_TOGETHER) {
            Some(group) => group.push(told),
            None => groups.push(vec![told]),
        }
        goes_on = is_small;
    }
    groups
}

fn size_of(told: &ToldMail) -> u64 {
    told.sightings.first().map_or(0, |seen| seen.size_bytes)
}

/// How much is read at the same time.
struct Limits {
    /// Groups that are begun and not yet filed.
    begun: usize,
    /// A place for each of those.
    places: Semaphore,
    /// KiB of mails among them.
    in_hand: Semaphore,
    /// Groups that are worked at.
    free: Semaphore,
}

impl Limits {
    fn of(readers: usize) -> Self {
        let begun = readers * 4;
        let (places, in_hand) = (Semaphore::new(begun), Semaphore::new(MOST_IN_HAND));
        Self { begun, places, in_hand, free: Semaphore::new(readers) }
    }
}

/// Some mails that were read.
struct ReadGroup<'a> {
    read: Vec<ReadMail>,
    /// Those that were left, because these hold much.
    left: Vec<ToldMail>,
    /// Their place and their share of what is in hand at the same time, until they are let go.
    _in_hand: [Option<SemaphorePermit<'a>>; 2],
}

async fn read_group<'a>(room: &Room, mut group: Vec<ToldMail>, limits: &'a Limits) -> ReadGroup<'a> {
    let place = limits.places.acquire().await.ok();
    let size_bytes: u64 = group.iter().map(size_of).sum();
    let share = u32::try_from(size_bytes / 1024).unwrap_or(u32::MAX).clamp(1, MOST_IN_HAND as u32);
    let share = limits.in_hand.acquire_many(share).await.ok();
    let mut read = Vec::with_capacity(group.len());
    while let Some(rest) = group.get(read.len()..).filter(|rest| !rest.is_empty()) {
        // A small mail may hold an archive that is large inside: the share says nothing of that.
        if held(&read) > MUCH {
            break;
        }
        read.extend(read_some(room, rest, Some(&limits.free)).await);
    }
    let left = group.split_off(read.len());
    ReadGroup { read, left, _in_hand: [place, share] }
}

/// The first of some mails read, as many as are not much together.
async fn read_some(room: &Room, some: &[ToldMail], free: Option<&Semaphore>) -> Vec<ReadMail> {
    let outcomes = {
        let _at_work = match free {
            Some(free) => free.acquire().await.ok(),
            None => None,
        };
        understand_some(room, some).await
    };
    let mut read = Vec::with_capacity(outcomes.len());
    for (told, outcome) in some.iter().zip(outcomes) {
        read.push(read_mail(room, told.clone(), outcome).await);
    }
    read
}

/// How many bytes wait in read mails to be filed.
fn held(read: &[ReadMail]) -> usize {
    read.iter().flat_map(|one| &one.papers).map(|paper| paper.bytes.len()).sum()
}

async fn read_mail(room: &Room, told: ToldMail, outcome: Result<(Mail, Understood), Problem>) -> ReadMail {
    match outcome {
        Ok((mail, understood)) => {
            let report = aside::report(room, &mail).await;
            let mut papers = papers_of(room, mail, &understood);
            // What lies in its case folder stays where it is, also when the mail is understood anew.
            papers.retain(|paper| !told.filed.contains_key(&paper.document));
            as_brought_before(&*room.told.read().await, &told, &understood, &mut papers);
            ReadMail { told, outcome: Ok(understood), papers, report }
        }
        Err(problem) => ReadMail { told, outcome: Err(problem), papers: Vec::new(), report: None },
    }
}

/// Files and records what was read, and joins it with what it is one with, before the next batch: a stop later on
/// leaves no service apart.
async fn file_and_record(room: &Room, batch: Vec<ReadMail>) -> Result<(), Problem> {
    let read: Vec<Digest> = batch.iter().map(|one| one.told.mail).collect();
    let (mut facts, mut papers, mut owners) = (Vec::new(), Vec::new(), Vec::new());
    for (nth, mut one) in batch.into_iter().enumerate() {
        owners.extend(one.papers.iter().map(|_| nth));
        papers.append(&mut one.papers);
        facts.push(match one.outcome {
            Ok(read) => std::iter::once(Fact::Understood(Box::new(read))).chain(one.report.take()).collect(),
            Err(problem) => {
                tracing::error!(code = %problem.code, mail = %one.told.mail.short(16), "mail is stuck");
                let is_new = one.told.stuck.as_deref() != Some(problem.code.as_str());
                Vec::from_iter(is_new.then_some(Fact::Stuck { mail: one.told.mail, code: problem.code }))
            }
        });
    }
    let (filed, refused) = file_all(room, papers).await;
    for (owner, fact) in owners.into_iter().zip(filed) {
        if let Some(of_mail) = facts.get_mut(owner) {
            of_mail.extend(fact);
        }
    }
    let facts: Vec<Fact> = facts.into_iter().flatten().collect();
    if !facts.is_empty() {
        room.store.append_with(&room.stamp(), "songda", &facts, &[]).await?;
    }
    if let Some(problem) = refused {
        room.trouble(FILING_WAITS, Some(problem));
    }
    room.changed().await?;
    channels::join(room, &read).await
}
