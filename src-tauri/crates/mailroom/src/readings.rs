//! What was read of papers for their deadlines, kept in a file: a start reads no paper anew that nothing happened to.
//!
//! Told from the ledger and thrown away freely. A record holds for one mail under one key, and the whole file for one
//! program: another version, other rules or another fact of the mail are another key, and the papers are read anew.

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
/// So much of the file may be of no use any more before it is written anew.
const IDLE: u64 = 4 << 20;

/// The readings of a home. Only who holds the home writes the file; whoever looks beside keeps what it had to read itself.
#[derive(Debug)]
pub struct Readings {
    path: PathBuf,
    writes: bool,
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
    /// Those of a home. The file is opened when it is first asked for; one that cannot be used is as if there were none.
    pub fn of(home: &Home, writes: bool) -> Self {
        Self { path: home.root().join(NAME), writes, open: OnceLock::new() }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        let open = self.open.get_or_init(|| Mutex::new(Open::at(&self.path, self.writes)));
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
        if self.writes
            && let Err(error) = open.write(&all)
        {
            tracing::info!(kind = ?error.kind(), "readings could not be kept on disk");
            open.file = None;
        }
        let beside = if self.writes && open.file.is_some() { Vec::new() } else { all };
        for (mail, key, bytes) in beside {
            open.known.insert(mail, Kept { key, place: Place::Here(bytes.into_boxed_slice()) });
        }
    }
}

/// What a file of this program begins with.
fn head() -> Digest {
    Digest::of_pieces(&[b"readings", PROGRAM.as_bytes(), deadline::rules_digest().bytes()])
}

fn check(mail: &Digest, key: &Digest, bytes: &[u8]) -> [u8; CHECK] {
    let whole = Digest::of_pieces(&[mail.bytes(), key.bytes(), bytes]);
    let mut check = [0; CHECK];
    check.iter_mut().zip(whole.bytes()).for_each(|(to, from)| *to = *from);
    check
}

impl Open {
    fn at(path: &Path, writes: bool) -> Self {
        let opened = Self::read(path, writes);
        opened.unwrap_or_else(|error| {
            tracing::info!(kind = ?error.kind(), "no readings on disk");
            Self::default()
        })
    }

    fn read(path: &Path, writes: bool) -> io::Result<Self> {
        let mut file = if writes {
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?
        } else {
            File::open(path)?
        };
        let length = file.metadata()?.len();
        let mut from = BufReader::with_capacity(1 << 18, &file);
        let mut first = [0; 32];
        let is_ours = from.read_exact(&mut first).is_ok() && first == *head().bytes();
        let mut open = Self { end: 32, ..Self::default() };
        if is_ours {
            open.scan(&mut from, length)?;
        } else if !writes {
            return Ok(Self::default());
        }
        if !is_ours || (writes && open.end < length) {
            // Another program's, or the last record was cut off.
            file.set_len(if is_ours { open.end } else { 0 })?;
        }
        if !is_ours {
            file.seek(SeekFrom::Start(0))?;
            file.write_all(head().bytes())?;
        }
        open.file = Some(file);
        let used: u64 = open.known.values().map(|kept| HEAD as u64 + kept.length()).sum();
        if writes && open.end > used.saturating_mul(2) + IDLE {
            open.write_anew()?;
        }
        Ok(open)
    }

    /// Every whole record; of several for one mail the last counts.
    fn scan(&mut self, from: &mut BufReader<&File>, file_length: u64) -> io::Result<()> {
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

    fn write(&mut self, all: &[Reading]) -> io::Result<()> {
        let Some(file) = self.file.as_mut() else { return Err(io::ErrorKind::NotFound.into()) };
        let (mut text, mut new) = (Vec::new(), Vec::with_capacity(all.len()));
        for (mail, key, bytes) in all {
            let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
            let check = check(mail, key, bytes);
            text.extend_from_slice(mail.bytes());
            text.extend_from_slice(key.bytes());
            text.extend_from_slice(&length.to_le_bytes());
            text.extend_from_slice(&check);
            let begin = self.end + text.len() as u64;
            text.extend_from_slice(bytes);
            new.push((*mail, Kept { key: *key, place: Place::File(begin, length, check) }));
        }
        file.seek(SeekFrom::Start(self.end))?;
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
        let file = self.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        file.set_len(32)?;
        self.end = 32;
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
mod tests {
    use super::*;

    fn nothing(court: &str) -> Vec<u8> {
        // A court and no deadline, as they are written.
        let mut bytes = vec![1, u8::try_from(court.len()).unwrap()];
        bytes.extend_from_slice(court.as_bytes());
        bytes.push(0);
        bytes
    }

    fn home() -> (tempfile::TempDir, Home) {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        (folder, home)
    }

    fn of(text: &str) -> Digest {
        Digest::of(text.as_bytes())
    }

    #[test]
    fn a_reading_is_given_under_its_own_key_only_and_over_a_start() {
        let (_folder, home) = home();
        let (mail, key) = (of("mail"), of("key"));
        let readings = Readings::of(&home, true);
        readings.keep(vec![(mail, key, nothing("a")), (of("other"), key, nothing("b"))]);
        let given = readings.get(&mail, &key).unwrap();
        assert_eq!(Some(given.clone()), Prepared::from_bytes(&nothing("a")));
        assert_eq!(readings.get(&mail, &of("another")), None);
        drop(readings);
        let again = Readings::of(&home, true);
        assert_eq!(again.get(&mail, &key), Some(given.clone()));
        again.keep(vec![(mail, of("another"), nothing("c"))]);
        assert_eq!(again.get(&mail, &key), None, "one mail has one reading");
        let beside = Readings::of(&home, false);
        assert!(beside.get(&mail, &of("another")).is_some() && beside.get(&of("other"), &key).is_some());
        beside.keep(vec![(mail, key, nothing("a"))]);
        assert_eq!(beside.get(&mail, &key), Some(given));
        assert_eq!(Readings::of(&home, true).get(&mail, &key), None, "who looks beside writes nothing");
    }

    #[test]
    fn what_is_cut_off_damaged_or_of_another_program_is_none() {
        let (_folder, home) = home();
        let path = home.root().join(NAME);
        let key = of("key");
        let fill = || {
            let _ = std::fs::remove_file(&path);
            Readings::of(&home, true).keep(vec![(of("1"), key, nothing("a")), (of("2"), key, nothing("b"))]);
            std::fs::read(&path).unwrap()
        };
        let whole = fill();
        for end in [0, 5, 31, 32, 60, whole.len() - 1] {
            std::fs::write(&path, &whole[..end]).unwrap();
            let readings = Readings::of(&home, true);
            assert_eq!(readings.get(&of("2"), &key), None, "{end}");
            readings.keep(vec![(of("3"), key, nothing("c"))]);
            let again = Readings::of(&home, false);
            assert!(again.get(&of("3"), &key).is_some(), "{end}");
            assert_eq!(again.get(&of("1"), &key).is_some(), end == whole.len() - 1);
        }
        for at in [3, 40, 80, whole.len() - 1] {
            let mut damaged = fill();
            damaged[at] ^= 1;
            std::fs::write(&path, &damaged).unwrap();
            let readings = Readings::of(&home, true);
            let found = [readings.get(&of("1"), &key), readings.get(&of("2"), &key)];
            assert!(found.contains(&None), "{at}");
            assert!(found.into_iter().flatten().all(|it| { [nothing("a"), nothing("b")].contains(&it.to_bytes()) }));
        }
    }

    #[test]
    fn what_is_of_no_use_any_more_is_not_kept_for_ever() {
        let (_folder, home) = home();
        let large = |nth: u8| {
            let court = String::from(char::from(b'a' + nth)).repeat(1 << 20);
            // Its length as it is written: seven bits a byte.
            let mut bytes = vec![1, 0x80, 0x80, 0x40];
            bytes.extend_from_slice(court.as_bytes());
            bytes.push(0);
            bytes
        };
        let readings = Readings::of(&home, true);
        for nth in 0..8 {
            readings.keep(vec![(of("mail"), of("key"), large(nth))]);
        }
        drop(readings);
        let again = Readings::of(&home, true);
        assert_eq!(again.get(&of("mail"), &of("key")).map(|it| it.to_bytes()), Some(large(7)));
        assert!(std::fs::metadata(home.root().join(NAME)).unwrap().len() < 2 << 20);
    }
}
