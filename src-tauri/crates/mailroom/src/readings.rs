//! What was read of papers for their deadlines, kept in a file: a start reads no paper anew that nothing happened to.
//!
//! Told from the ledger and thrown away freely. A record holds for one mail under one key, and the whole file for one
//! program: another version, other rules or another fact of the mail are another key, and the papers are read anew.
//! Several programs write at its end, one at a time; only who holds the home makes it shorter.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use songda_core::deadline::{self, Prepared};
use songda_core::id::Digest;

use crate::home::Home;

/// By what sources and data this program reads, told by the build.
const PROGRAM: &str = env!("SONGDA_READS");
const NAME: &str = "readings";
/// Mail and key, length and check before each record's own bytes.
const HEAD: usize = 32 + 32 + 4 + CHECK;
const CHECK: usize = 8;
/// Where the first record begins, behind what tells the program.
const START: u64 = 32;
/// So much of the file may be of no use any more before it is written anew.
const IDLE: u64 = 4 << 20;

/// The readings of a home. Whoever looks beside the holder writes as well, so that the next one need not read it all again.
#[derive(Debug)]
pub struct Readings {
    path: PathBuf,
    holds: bool,
    open: OnceLock<Mutex<Open>>,
}

#[derive(Debug, Default)]
struct Open {
    file: Option<File>,
    /// Where the next record goes.
    end: u64,
    known: HashMap<Digest, Kept>,
}

#[derive(Debug)]
struct Kept {
    key: Digest,
    place: Place,
}

#[derive(Debug)]
enum Place {
    /// Where its bytes begin in the file, how many they are, and their check.
    File(u64, u32, [u8; CHECK]),
    Here(Box<[u8]>),
}

/// One reading to be kept: the mail, what it is known by, and its bytes.
pub type Reading = (Digest, Digest, Vec<u8>);

impl Readings {
    /// Those of a home; `holds` says whether this program holds it. The file is opened when it is first asked for; one that
    /// cannot be used is as if there were none.
    pub fn of(home: &Home, holds: bool) -> Self {
        Self { path: home.root().join(NAME), holds, open: OnceLock::new() }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        let open = self.open.get_or_init(|| Mutex::new(Open::at(&self.path, self.holds)));
        open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was read of a mail, if it was read under this key.
    pub fn get(&self, mail: &Digest, key: &Digest) -> Option<Prepared> {
        let bytes = self.open().get(mail, key)?;
        Prepared::from_bytes(&bytes)
    }

    /// Keeps readings, each in the place of the one its mail had.
    pub fn keep(&self, all: Vec<Reading>) {
        let mut open = self.open();
        if open.file.is_none() && !self.holds {
            open.begin_beside(&self.path);
        }
        let Err(error) = open.append(&self.path, &all) else { return };
        tracing::info!(kind = ?error.kind(), "readings could not be kept on disk");
        for (mail, key, bytes) in all {
            open.known.insert(mail, Kept { key, place: Place::Here(bytes.into_boxed_slice()) });
        }
    }
}

/// What a file of this program begins with.
fn head() -> Digest {
    Digest::of_pieces(&[b"readings", PROGRAM.as_bytes(), deadline::rules_digest().bytes()])
}

/// The right to write, until it is dropped. A file of its own: on Windows nobody else could read what is locked, and a lock
/// is surely given back only with its file.
fn locked(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(path.with_extension("lock"))?;
    file.lock()?;
    Ok(file)
}

fn check(mail: &Digest, key: &Digest, bytes: &[u8]) -> [u8; CHECK] {
    let whole = Digest::of_pieces(&[mail.bytes(), key.bytes(), bytes]);
    let mut check = [0; CHECK];
    check.iter_mut().zip(whole.bytes()).for_each(|(to, from)| *to = *from);
    check
}

impl Open {
    fn at(path: &Path, holds: bool) -> Self {
        let opened = if holds { Self::hold(path) } else { Self::beside(path) };
        opened.unwrap_or_else(|error| {
            tracing::info!(kind = ?error.kind(), "no readings on disk");
            Self::default()
        })
    }

    /// As who holds the home: another program's file, and what was cut off, are no loss.
    fn hold(path: &Path) -> io::Result<Self> {
        let _lock = locked(path)?;
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut open = Self { file: Some(file), ..Self::default() };
        if open.is_ours()? {
            open.catch_up()?;
        } else {
            open.begin()?;
        }
        let used: u64 = open.known.values().map(|kept| HEAD as u64 + kept.length()).sum();
        if open.end > used.saturating_mul(2) + IDLE {
            open.write_anew()?;
        }
        Ok(open)
    }

    /// Beside who holds the home: another program may be using its own file, so that is left as it is.
    fn beside(path: &Path) -> io::Result<Self> {
        // What may not be written can still be read.
        let file = OpenOptions::new().read(true).write(true).open(path).or_else(|_| File::open(path))?;
        let mut open = Self { file: Some(file), end: START, ..Self::default() };
        if !open.is_ours()? {
            return Ok(Self::default());
        }
        let length = open.length()?;
        open.scan(length)?;
        Ok(open)
    }

    /// A new file in the place of another program's, or of none. That one goes on writing where nobody looks any more.
    fn begin_beside(&mut self, path: &Path) {
        let beside = path.with_extension(format!("{}.new", std::process::id()));
        let begun = || {
            let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&beside)?;
            let mut open = Self { file: Some(file), ..Self::default() };
            open.begin()?;
            std::fs::rename(&beside, path)?;
            Ok::<_, io::Error>(open)
        };
        match begun() {
            Ok(open) => (self.file, self.end) = (open.file, open.end),
            Err(_) => drop(std::fs::remove_file(&beside)),
        }
    }

    fn file(&mut self) -> io::Result<&mut File> {
        self.file.as_mut().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn length(&mut self) -> io::Result<u64> {
        Ok(self.file()?.metadata()?.len())
    }

    fn is_ours(&mut self) -> io::Result<bool> {
        let (file, mut first) = (self.file()?, [0; START as usize]);
        file.seek(SeekFrom::Start(0))?;
        Ok(file.read_exact(&mut first).is_ok() && first == *head().bytes())
    }

    /// Empties the file and writes what one of this program begins with.
    fn begin(&mut self) -> io::Result<()> {
        let file = self.file()?;
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(head().bytes())?;
        self.end = START;
        Ok(())
    }

    /// Learns what others wrote meanwhile, and cuts off what they could not write to its end. For who has the lock.
    fn catch_up(&mut self) -> io::Result<()> {
        let length = self.length()?;
        if length < self.end || self.end == 0 {
            // It was made shorter: nothing is where it was.
            self.known.retain(|_, kept| matches!(kept.place, Place::Here(_)));
            self.end = START;
        }
        self.scan(length)?;
        if self.end < length {
            let end = self.end;
            self.file()?.set_len(end)?;
        }
        Ok(())
    }

    /// Every whole record from what is known on; of several for one mail the last counts.
    fn scan(&mut self, file_length: u64) -> io::Result<()> {
        let Some(mut file) = self.file.take() else { return Ok(()) };
        let scanned = self.scan_from(&mut file, file_length);
        self.file = Some(file);
        scanned
    }

    fn scan_from(&mut self, file: &mut File, file_length: u64) -> io::Result<()> {
        file.seek(SeekFrom::Start(self.end))?;
        let mut from = BufReader::with_capacity(1 << 18, file);
        loop {
            let (mut mail, mut key, mut length, mut check) = ([0; 32], [0; 32], [0; 4], [0; CHECK]);
            let slots: [&mut [u8]; 4] = [&mut mail, &mut key, &mut length, &mut check];
            for slot in slots {
                if from.read_exact(slot).is_err() {
                    return Ok(());
                }
            }
            let length = u32::from_le_bytes(length);
            let begin = self.end + HEAD as u64;
            if begin + u64::from(length) > file_length {
                return Ok(());
            }
            from.seek_relative(length.into())?;
            self.end = begin + u64::from(length);
            let place = Place::File(begin, length, check);
            let kept = Kept { key: Digest::from_bytes(key), place };
            self.known.insert(Digest::from_bytes(mail), kept);
        }
    }

    fn get(&mut self, mail: &Digest, key: &Digest) -> Option<Vec<u8>> {
        let kept = self.known.get(mail).filter(|kept| kept.key == *key)?;
        let (begin, length, wanted) = match &kept.place {
            Place::Here(bytes) => return Some(bytes.to_vec()),
            Place::File(begin, length, check) => (*begin, *length, *check),
        };
        let file = self.file.as_mut()?;
        let mut bytes = vec![0; length as usize];
        let read = file.seek(SeekFrom::Start(begin)).and_then(|_| file.read_exact(&mut bytes));
        // What a power cut left half written, or another program put there, is no reading.
        (read.is_ok() && check(mail, key, &bytes) == wanted).then_some(bytes)
    }

    /// Writes readings behind those that stand there, whoever wrote them.
    fn append(&mut self, path: &Path, all: &[Reading]) -> io::Result<()> {
        self.file()?;
        let _lock = locked(path)?;
        let written = self.is_ours().and_then(|is_ours| {
            if !is_ours {
                // Another program took it over: what this one reads is nothing to it.
                self.known.clear();
                return Err(io::ErrorKind::NotFound.into());
            }
            self.catch_up()?;
            self.write(all)
        });
        if written.is_err() {
            self.file = None;
        }
        written
    }

    fn write(&mut self, all: &[Reading]) -> io::Result<()> {
        let end = self.end;
        let (mut text, mut new) = (Vec::new(), Vec::with_capacity(all.len()));
        for (mail, key, bytes) in all {
            let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
            let check = check(mail, key, bytes);
            text.extend_from_slice(mail.bytes());
            text.extend_from_slice(key.bytes());
            text.extend_from_slice(&length.to_le_bytes());
            text.extend_from_slice(&check);
            let begin = end + text.len() as u64;
            text.extend_from_slice(bytes);
            new.push((*mail, Kept { key: *key, place: Place::File(begin, length, check) }));
        }
        let file = self.file()?;
        file.seek(SeekFrom::Start(end))?;
        file.write_all(&text)?;
        self.end += text.len() as u64;
        self.known.extend(new);
        Ok(())
    }

    /// Writes down only what counts.
    fn write_anew(&mut self) -> io::Result<()> {
        let all: Vec<(Digest, Digest)> = self.known.iter().map(|(mail, kept)| (*mail, kept.key)).collect();
        let all: Vec<Reading> =
            all.into_iter().filter_map(|(mail, key)| Some((mail, key, self.get(&mail, &key)?))).collect();
        self.file()?.set_len(START)?;
        self.end = START;
        self.known.clear();
        self.write(&all)
    }
}

impl Kept {
    fn length(&self) -> u64 {
        match &self.place {
            Place::File(_, length, _) => u64::from(*length),
            Place::Here(_) => 0,
        }
    }
}

#[cfg(test)]
mod tests;
