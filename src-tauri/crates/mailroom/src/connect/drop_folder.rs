//! A source in a folder: every `.eml` file that is put there, read when it is complete, never moved or deleted.
//!
//! Only the folder itself is watched, not what lies in folders below it.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::Notify;
use tokio::time::Instant;

use super::{Arrival, ConnectError, Mode, Reins, Sighting, SourceEvent, Woken};
use crate::clock;

/// A file that has not changed for so long is complete.
const SETTLED: Duration = Duration::from_millis(400);
/// An empty file may be one that is about to be written; after so long it is an empty mail.
const EMPTY: Duration = Duration::from_secs(3);
/// Between two looks while a file is still growing.
const SOON: Duration = Duration::from_millis(100);
/// A mail that could not be kept is given again after this.
const AGAIN: Duration = Duration::from_secs(5);
/// Larger files are told, not taken in.
const LIMIT_BYTES: u64 = 100 * 1024 * 1024;

/// Watches a folder.
///
/// # Errors
/// In a single pass, what kept it from ending well.
pub async fn watch(mailbox: String, folder: PathBuf, poll: Duration, reins: Reins) -> Result<(), ConnectError> {
    Watcher { mailbox, folder, given: BTreeMap::new(), waiting: BTreeMap::new(), reins }.run(poll).await
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
    /// What was given on in this run. Over all runs, equal bytes at the same place are one sighting.
    given: BTreeMap<OsString, Look>,
    /// Files that are perhaps still being written, and since when they look as they do.
    waiting: BTreeMap<OsString, (Look, Instant)>,
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
                trouble = self.pass() => trouble,
            };
            let is_kept = !matches!(trouble, Some(ConnectError::NotKept { .. }));
            // After a mail that could not be kept the others were not looked at: their time is no matter now.
            let is_settled = self.waiting.is_empty() || !is_kept;
            if self.reins.mode == Mode::OnePass && is_settled {
                return trouble.map_or(Ok(()), Err);
            }
            let pause = match &trouble {
                _ if !is_settled => SOON,
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
                        None => SourceEvent::Checked { next: pause },
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
        for (name, look) in files {
            let outcome = match look {
                Ok(look) => self.consider(&name, look).await,
                Err(error) => Err(local("look at", &self.folder.join(&name), &error)),
            };
            match outcome {
                Ok(()) => {}
                Err(error @ ConnectError::NotKept { .. }) => return Some(error),
                Err(error) => trouble = trouble.or(Some(error)),
            }
        }
        trouble
    }

    async fn consider(&mut self, name: &OsString, look: Look) -> Result<(), ConnectError> {
        if self.given.get(name) == Some(&look) {
            self.waiting.remove(name);
            return Ok(());
        }
        if !self.is_complete(name, look) {
            return Ok(());
        }
        self.waiting.remove(name);
        let path = self.folder.join(name);
        let shown = name.to_string_lossy().into_owned();
        if look.size_bytes > LIMIT_BYTES {
            let (host, folder) = (self.folder.display().to_string(), String::new());
            let (size_bytes, limit_bytes) = (look.size_bytes, LIMIT_BYTES);
            return Err(ConnectError::TooBig { host, folder, mail: shown, size_bytes, limit_bytes });
        }
        let read = tokio::task::spawn_blocking({
            let path = path.clone();
            move || Ok::<_, io::Error>((fs::read(&path)?, look_at(&path)?))
        });
        let (raw, after) = match read.await.map_err(io::Error::other).and_then(|read| read) {
            Ok(read) => read,
            // It was taken away between listing and reading: nothing to tell.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(local("read", &path, &error)),
        };
        if after != Some(look) || raw.len() as u64 != look.size_bytes {
            self.waiting.insert(name.clone(), (after.unwrap_or(look), Instant::now()));
            return Ok(());
        }
        let sighting = Sighting {
            mailbox: self.mailbox.clone(),
            folder: String::new(),
            uid: None,
            file: Some(shown.clone()),
            internal_date: None,
        };
        if !self.reins.give(Arrival { raw, sighting }).await {
            return Err(ConnectError::NotKept { folder: self.folder.display().to_string(), mail: shown });
        }
        self.given.insert(name.clone(), look);
        Ok(())
    }

    /// Whether a file has looked the same for long enough; else it is remembered as one to look at again.
    fn is_complete(&mut self, name: &OsString, look: Look) -> bool {
        let needed = if look.size_bytes == 0 { EMPTY } else { SETTLED };
        let now = Instant::now();
        let since = match self.waiting.get(name) {
            Some((before, since)) if *before == look => *since,
            _ => {
                self.waiting.insert(name.clone(), (look, now));
                now
            }
        };
        now.duration_since(since) >= needed || age(look.changed) >= needed.max(EMPTY)
    }
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
mod tests {
    use std::io::Write as _;

    use tokio::sync::mpsc;
    use tokio_util::sync::CancellationToken;

    use super::*;

    fn reins(mode: Mode) -> (Reins, mpsc::Receiver<SourceEvent>) {
        let (events, inbox) = mpsc::channel(64);
        (Reins { events, wake: Arc::new(Notify::new()), stop: CancellationToken::new(), mode }, inbox)
    }

    async fn next(inbox: &mut mpsc::Receiver<SourceEvent>, keep: bool) -> Option<(String, Vec<u8>)> {
        loop {
            let event = tokio::time::timeout(Duration::from_secs(20), inbox.recv()).await.expect("an event in time");
            match event? {
                SourceEvent::Arrived(arrival, kept) => {
                    let _ = kept.send(keep);
                    return Some((arrival.sighting.file.unwrap(), arrival.raw));
                }
                SourceEvent::Checked { .. } | SourceEvent::Failed { .. } => {}
            }
        }
    }

    #[tokio::test]
    async fn one_pass_gives_every_mail_and_names_what_it_cannot_read() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("一.eml"), b"one").unwrap();
        fs::write(folder.path().join("2.EML"), b"two").unwrap();
        fs::write(folder.path().join("empty.eml"), b"").unwrap();
        fs::write(folder.path().join("note.txt"), b"no mail").unwrap();
        fs::create_dir(folder.path().join("folder.eml")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("nowhere", folder.path().join("gone.eml")).unwrap();
        let (reins, mut inbox) = reins(Mode::OnePass);
        let watching = tokio::spawn(watch("drop".into(), folder.path().into(), Duration::from_secs(60), reins));
        let mut got = BTreeMap::new();
        while let Some((name, raw)) = next(&mut inbox, true).await {
            assert!(got.insert(name, raw).is_none());
        }
        let names: Vec<&str> = got.keys().map(String::as_str).collect();
        assert_eq!(names, ["2.EML", "empty.eml", "一.eml"]);
        let outcome = watching.await.unwrap();
        #[cfg(unix)]
        assert!(matches!(&outcome, Err(ConnectError::Local { path, .. }) if path.ends_with("gone.eml")), "{outcome:?}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), if cfg!(unix) { 6 } else { 5 });
    }

    #[tokio::test]
    async fn a_file_that_is_being_written_is_given_once_and_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (reins, mut inbox) = reins(Mode::KeepWatching);
        let stop = reins.stop.clone();
        let watching = tokio::spawn(watch("drop".into(), folder.path().into(), Duration::from_secs(1), reins));
        let mut file = fs::File::create(folder.path().join("slow.eml")).unwrap();
        for _ in 0..8 {
            file.write_all(b"Subject: slow\r\n").unwrap();
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
        drop(file);
        assert_eq!(next(&mut inbox, false).await.unwrap().1.len(), 120);
        // Not kept: it is given again, and after that never more.
        assert_eq!(next(&mut inbox, true).await.unwrap().1.len(), 120);
        fs::write(folder.path().join("later.eml"), b"later").unwrap();
        assert_eq!(next(&mut inbox, true).await.unwrap().0, "later.eml");
        stop.cancel();
        watching.await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn one_pass_ends_when_nothing_can_be_kept() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["1.eml", "2.eml", "3.eml"] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        let (reins, mut inbox) = reins(Mode::OnePass);
        let watching = tokio::spawn(watch("drop".into(), folder.path().into(), Duration::from_secs(60), reins));
        let mut given = 0;
        while next(&mut inbox, false).await.is_some() {
            given += 1;
        }
        assert_eq!(given, 1);
        assert!(matches!(watching.await.unwrap(), Err(ConnectError::NotKept { .. })));
    }

    #[tokio::test]
    async fn a_folder_that_is_missing_is_told_and_watched_when_it_comes() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("share");
        let (one, _inbox) = reins(Mode::OnePass);
        let outcome = watch("drop".into(), folder.clone(), Duration::from_secs(60), one).await;
        assert!(matches!(outcome, Err(ConnectError::Local { .. })));
        let (keep, mut inbox) = reins(Mode::KeepWatching);
        let watching = tokio::spawn(watch("drop".into(), folder.clone(), Duration::from_millis(300), keep.clone()));
        assert!(matches!(inbox.recv().await, Some(SourceEvent::Failed { again: Some(_), .. })));
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("1.eml"), b"one").unwrap();
        assert_eq!(next(&mut inbox, true).await.unwrap().0, "1.eml");
        keep.stop.cancel();
        watching.await.unwrap().unwrap();
    }
}
