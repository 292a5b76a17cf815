//! A source in a folder: every `.eml` file that is put there, read when it is complete, never moved or deleted.
//!
//! Only the folder itself is watched, not what lies in folders below it.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use futures_util::FutureExt as _;
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::Notify;
use tokio::time::Instant;

use super::{Arrival, ConnectError, Mode, NotTaken, Reins, Sighting, SourceEvent, Woken};
use crate::clock;
use crate::settings::MailboxSettings;
use crate::signals::auth;

/// A file that has not changed for so long, and whose text has its end, is complete.
const SETTLED: Duration = Duration::from_millis(400);
/// An empty file, or one that breaks off within a line, may still be written; after so long it is as it is.
const EMPTY: Duration = Duration::from_secs(3);
/// A mail of several parts that lacks its closing line may be half copied; after so long it is as it is. Senders leave
/// the line out, too, and a person who asked for one pass waits for its end.
const UNCLOSED: Duration = Duration::from_secs(15);
/// Where the closing line is looked for: so many bytes at the end.
const TAIL: usize = 256 * 1024;
/// Longest time between two looks while a file is waited for.
const LATER: Duration = Duration::from_secs(1);
/// Between two looks while a file is still growing.
const SOON: Duration = Duration::from_millis(100);
/// A mail that could not be kept is given again after this.
const AGAIN: Duration = Duration::from_secs(5);
/// Most bytes given on together; they lie in memory until they are kept.
const MOST_BYTES: u64 = 4 * 1024 * 1024;
/// Most files given on together.
const MOST_FILES: usize = 100;

/// Watches a folder.
///
/// # Errors
/// In a single pass, what kept it from ending well.
pub async fn watch(mailbox: MailboxSettings, folder: PathBuf, reins: Reins) -> Result<(), ConnectError> {
    let MailboxSettings { id: mailbox, poll, limit_bytes, .. } = mailbox;
    let (given, waiting, ready) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    Watcher { mailbox, folder, limit_bytes, given, waiting, ready, reins }.run(poll).await
}

/// What tells one content of a file from another without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    size_bytes: u64,
    changed: SystemTime,
}

struct Watcher {
    mailbox: String,
    folder: PathBuf,
    /// Larger files are put on record, not taken in.
    limit_bytes: u64,
    /// What was given on in this run. Over all runs, equal bytes at the same place are one sighting.
    given: BTreeMap<OsString, Look>,
    /// Files that are perhaps still being written, since when they look as they do, and for how long they must.
    waiting: BTreeMap<OsString, (Look, Instant, Duration)>,
    /// Files read and not yet given on.
    ready: Vec<(OsString, Look, Arrival)>,
    reins: Reins,
}

impl Watcher {
    async fn run(mut self, poll: Duration) -> Result<(), ConnectError> {
        let changed = Arc::new(Notify::new());
        let mut bell = None;
        let mut told: Option<Instant> = None;
        loop {
            // Set up before the look, so that nothing falls in between. Shares may not tell: they are looked at in
            // intervals all the same.
            if bell.is_none() && self.reins.mode == Mode::KeepWatching {
                bell = ring_on_change(&self.folder, &changed);
            }
            let trouble = tokio::select! {
                biased;
                () = self.reins.stop.clone().cancelled_owned() => return Ok(()),
                trouble = self.guarded() => trouble,
            };
            let is_kept = !matches!(trouble, Some(ConnectError::NotKept { .. }));
            // After a mail that could not be kept the others were not looked at: their time is no matter now.
            let is_settled = self.waiting.is_empty() || !is_kept;
            if self.reins.mode == Mode::OnePass && is_settled {
                return trouble.map_or(Ok(()), Err);
            }
            let pause = match &trouble {
                _ if !is_settled => self.soon(),
                _ if !is_kept => poll.min(AGAIN),
                _ => poll,
            };
            if matches!(trouble, Some(ConnectError::Local { .. })) {
                // The folder may be another one when it comes back.
                bell = None;
            }
            if is_settled || told.is_none_or(|told| told.elapsed() >= poll) {
                told = Some(Instant::now());
                self.reins
                    .tell(match trouble {
                        None => SourceEvent::Checked { next: pause, behind: 0 },
                        Some(error) => SourceEvent::Failed { error, again: Some(pause) },
                    })
                    .await;
            }
            let woken = tokio::select! {
                woken = self.reins.wait(pause) => woken,
                () = changed.notified() => Woken::Asked,
            };
            if woken == Woken::Stop {
                return Ok(());
            }
        }
    }

    /// A pass that breaks over a file ends itself, never the watching.
    async fn guarded(&mut self) -> Option<ConnectError> {
        let passed = AssertUnwindSafe(self.pass()).catch_unwind().await;
        passed.unwrap_or_else(|_| {
            self.ready.clear();
            Some(local("read the folder", &self.folder, &io::Error::other("the reader broke off")))
        })
    }

    /// Gives every complete file on that was not given yet. One bad file does not hold up the others.
    async fn pass(&mut self) -> Option<ConnectError> {
        let folder = self.folder.clone();
        let listed = tokio::task::spawn_blocking(move || list(&folder)).await.map_err(io::Error::other);
        let files = match listed.and_then(|listed| listed) {
            Ok(files) => files,
            Err(error) => {
                self.waiting.clear();
                return Some(local("read the folder", &self.folder, &error));
            }
        };
        let names: BTreeSet<&OsString> = files.iter().map(|(name, _)| name).collect();
        self.given.retain(|name, _| names.contains(name));
        self.waiting.retain(|name, _| names.contains(name));
        let mut trouble = None;
        self.ready.clear();
        for (name, look) in files {
            let outcome = match look {
                Ok(look) => match self.consider(&name, look).await {
                    Ok(()) if self.is_full() => self.give().await,
                    considered => considered,
                },
                Err(error) => Err(local("look at", &self.folder.join(&name), &error)),
            };
            match outcome {
                Ok(()) => {}
                Err(error @ ConnectError::NotKept { .. }) => return Some(error),
                Err(error) => trouble = trouble.or(Some(error)),
            }
        }
        match self.give().await {
            Ok(()) => trouble,
            Err(error) => Some(error),
        }
    }

    /// Until the next of the files that are waited for may be complete.
    fn soon(&self) -> Duration {
        let left = self.waiting.values().map(|(_, since, needed)| needed.saturating_sub(since.elapsed()));
        left.min().unwrap_or(SOON).clamp(SOON, LATER)
    }

    fn is_full(&self) -> bool {
        let bytes: u64 = self.ready.iter().map(|(_, look, _)| look.size_bytes).sum();
        self.ready.len() >= MOST_FILES || bytes >= MOST_BYTES
    }

    /// Gives what was read on; remembers what lies safely.
    async fn give(&mut self) -> Result<(), ConnectError> {
        let mut names = Vec::new();
        let mut arrivals = Vec::new();
        for (name, look, arrival) in self.ready.drain(..) {
            names.push((name, look));
            arrivals.push(arrival);
        }
        if arrivals.is_empty() {
            return Ok(());
        }
        let kept = self.reins.give(arrivals).await;
        let refused = names.get(kept).map(|(name, _)| name.to_string_lossy().into_owned());
        self.given.extend(names.into_iter().take(kept));
        refused.map_or(Ok(()), |mail| Err(self.not_kept(mail)))
    }

    fn not_kept(&self, mail: String) -> ConnectError {
        ConnectError::NotKept { folder: self.folder.display().to_string(), mail }
    }

    async fn consider(&mut self, name: &OsString, look: Look) -> Result<(), ConnectError> {
        if self.given.get(name) == Some(&look) {
            self.waiting.remove(name);
            return Ok(());
        }
        let needed = if look.size_bytes == 0 { EMPTY } else { SETTLED };
        if !self.has_settled(name, look, needed) {
            return Ok(());
        }
        let path = self.folder.join(name);
        let shown = name.to_string_lossy().into_owned();
        let sighting = Sighting {
            mailbox: self.mailbox.clone(),
            folder: String::new(),
            uid: None,
            file: Some(shown.clone()),
            internal_date: None,
            provenance: None,
        };
        if look.size_bytes > self.limit_bytes {
            if !self.has_settled(name, look, EMPTY) {
                return Ok(());
            }
            self.waiting.remove(name);
            if !self
                .reins
                .note(NotTaken { sighting, size_bytes: look.size_bytes, code: "mail-too-big", after: None })
                .await
            {
                return Err(self.not_kept(shown));
            }
            self.given.insert(name.clone(), look);
            return Ok(());
        }
        let read = tokio::task::spawn_blocking({
            let path = path.clone();
            move || Ok::<_, io::Error>((fs::read(&path)?, look_at(&path)?))
        });
        let (raw, after) = match read.await.map_err(io::Error::other).and_then(|read| read) {
            Ok(read) => read,
            // It was taken away between listing and reading: nothing to tell.
            Err(error) => {
                self.waiting.remove(name);
                let is_gone = error.kind() == io::ErrorKind::NotFound;
                return if is_gone { Ok(()) } else { Err(local("read", &path, &error)) };
            }
        };
        if after != Some(look) || raw.len() as u64 != look.size_bytes {
            self.waiting.insert(name.clone(), (after.unwrap_or(look), Instant::now(), SETTLED));
            return Ok(());
        }
        let needed = match self.reins.mode {
            Mode::OnePass => needed_for(&raw).min(EMPTY),
            Mode::KeepWatching => needed_for(&raw),
        };
        if !self.has_settled(name, look, needed) {
            return Ok(());
        }
        self.waiting.remove(name);
        self.ready.push((name.clone(), look, Arrival { raw: raw.into(), sighting, after: None }));
        Ok(())
    }

    /// Whether a file has looked the same for at least as long as is needed; else it is remembered as one to look at
    /// again. What was found to be needed before holds as long as it looks the same.
    fn has_settled(&mut self, name: &OsString, look: Look, needed: Duration) -> bool {
        let now = Instant::now();
        let known = self.waiting.get(name).filter(|(before, ..)| *before == look).copied();
        let (_, since, before) = known.unwrap_or((look, now, needed));
        let needed = needed.max(before);
        self.waiting.insert(name.clone(), (look, since, needed));
        now.duration_since(since) >= needed || age(look.changed) >= needed.max(EMPTY)
    }
}

/// How long a file with these bytes must look the same before it is believed to be whole.
fn needed_for(raw: &[u8]) -> Duration {
    if raw.is_empty() {
        return EMPTY;
    }
    match boundary(raw) {
        Some(boundary) => {
            let tail = raw.get(raw.len().saturating_sub(TAIL)..).unwrap_or(raw);
            let closing = format!("--{boundary}--");
            let is_closed = memchr::memmem::find(tail, closing.as_bytes()).is_some();
            if is_closed { SETTLED } else { UNCLOSED }
        }
        // Nothing says where it ends; a copy that stops half way seldom stops at the end of a line.
        None if raw.ends_with(b"\n") => SETTLED,
        None => EMPTY,
    }
}

/// The line between the parts of a mail of several parts (RFC 2046 section 5.1.1).
fn boundary(raw: &[u8]) -> Option<String> {
    let headers = auth::written(raw);
    let kind = headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-type"))?.value.trim();
    let lower = kind.to_ascii_lowercase();
    // Lower case changes no length here, so both texts have the same places.
    let at = lower.starts_with("multipart/").then(|| lower.find("boundary="))?? + "boundary=".len();
    let rest = kind.get(at..)?.trim_start();
    let boundary = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split(|c: char| c == ';' || c.is_whitespace()).next()?,
    };
    (!boundary.is_empty()).then(|| boundary.to_owned())
}

/// How long ago a file was changed by its own clock; a share's clock may be wrong, and then it is no help.
fn age(changed: SystemTime) -> Duration {
    let age = clock::now().signed_duration_since(DateTime::<Utc>::from(changed));
    age.to_std().unwrap_or(Duration::ZERO)
}

type Listed = Vec<(OsString, io::Result<Look>)>;

/// The mail files of a folder, oldest first.
fn list(folder: &Path) -> io::Result<Listed> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_mail = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("eml"));
        let Some(name) = path.file_name().filter(|_| is_mail) else { continue };
        match look_at(&path) {
            Ok(Some(look)) => files.push((name.to_owned(), Ok(look))),
            Ok(None) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound && path.symlink_metadata().is_err() => {}
            Err(error) => files.push((name.to_owned(), Err(error))),
        }
    }
    let moment = |look: &io::Result<Look>| look.as_ref().ok().map(|look| look.changed);
    files.sort_by(|(one, a), (other, b)| moment(a).cmp(&moment(b)).then_with(|| one.cmp(other)));
    Ok(files)
}

/// `None` for what is no file.
fn look_at(path: &Path) -> io::Result<Option<Look>> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Ok(None);
    }
    Ok(Some(Look { size_bytes: metadata.len(), changed: metadata.modified()? }))
}

fn local(doing: &'static str, path: &Path, error: &io::Error) -> ConnectError {
    ConnectError::Local { doing, path: path.display().to_string(), says: error.to_string() }
}

/// Rings when the system sees a change in the folder; none where it cannot be watched.
fn ring_on_change(folder: &Path, changed: &Arc<Notify>) -> Option<RecommendedWatcher> {
    let changed = changed.clone();
    let ring = move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !event.kind.is_access()) {
            changed.notify_one();
        }
    };
    let mut watcher = notify::recommended_watcher(ring).ok()?;
    watcher.watch(folder, RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}

#[cfg(test)]
mod tests;
