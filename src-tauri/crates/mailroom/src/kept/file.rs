//! A file of pieces, each with a check of its bytes: whole, or not there.
//!
//! It is written beside the one before, and put in its place when its end is written.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hasher as _};
use std::io::{self, BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

use songda_core::id::Digest;

/// Stands where the length of one more piece would: the file ends.
const END: u32 = u32::MAX;
/// Ends the name of a file that is not whole.
const NEW: &str = ".new";
/// Larger ones are none of ours.
const LARGEST: u32 = 1 << 30;
/// Pieces that are read ahead of those who put them together.
const AHEAD: usize = 4;

/// Against damage, not against people: who can write here can write a check as well.
fn check(nth: u64, bytes: &[u8]) -> [u8; 8] {
    let mut hasher = DefaultHasher::new();
    hasher.write_u64(nth);
    hasher.write(bytes);
    hasher.finish().to_le_bytes()
}

/// A file that is being written.
pub struct Writer {
    file: BufWriter<File>,
    path: PathBuf,
    beside: PathBuf,
    count: u64,
    is_done: bool,
}

impl Writer {
    /// Begins a file of this program that will lie at `path`.
    pub fn begin(path: &Path, program: &Digest) -> io::Result<Self> {
        sweep(path);
        // Two programs may write at once; each has a file of its own until it is whole.
        let beside = path.with_extension(format!("{}{NEW}", std::process::id()));
        let file = File::create(&beside)?;
        let file = BufWriter::with_capacity(1 << 18, file);
        let mut writer = Self { file, path: path.to_path_buf(), beside, count: 0, is_done: false };
        writer.file.write_all(program.bytes())?;
        Ok(writer)
    }

    /// One more piece.
    pub fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        let length = u32::try_from(bytes.len()).ok().filter(|length| *length < LARGEST);
        let length = length.ok_or(io::ErrorKind::FileTooLarge)?;
        self.file.write_all(&length.to_le_bytes())?;
        self.file.write_all(&check(self.count, bytes))?;
        self.file.write_all(bytes)?;
        self.count += 1;
        Ok(())
    }

    /// Writes the end and puts the file in its place.
    pub fn finish(mut self) -> io::Result<()> {
        self.file.write_all(&END.to_le_bytes())?;
        self.file.write_all(&check(self.count, &[]))?;
        self.file.flush()?;
        fs::rename(&self.beside, &self.path)?;
        self.is_done = true;
        Ok(())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if !self.is_done {
            let _ = fs::remove_file(&self.beside);
        }
    }
}

/// Takes away what a stop left half written. Another program that is writing just now fails at its end, and keeps nothing.
fn sweep(path: &Path) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_left =
        |file: &str| file.strip_prefix(&*name).is_some_and(|rest| rest.starts_with('.') && rest.ends_with(NEW));
    for entry in path.parent().and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().flatten() {
        if is_left(&entry.file_name().to_string_lossy()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A file that is being read.
pub struct Pieces {
    file: BufReader<File>,
    count: u64,
}

impl Pieces {
    /// The file at `path`, if there is one of this program.
    pub fn open(path: &Path, program: &Digest) -> Option<Self> {
        let mut file = BufReader::with_capacity(1 << 18, File::open(path).ok()?);
        let mut first = [0; 32];
        file.read_exact(&mut first).ok()?;
        (first == *program.bytes()).then_some(Self { file, count: 0 })
    }

    /// The next piece; `None` at the end, or where it is damaged.
    pub fn take(&mut self) -> Option<Vec<u8>> {
        match self.one() {
            Some(One::Piece(bytes)) => Some(bytes),
            Some(One::End) | None => None,
        }
    }

    fn one(&mut self) -> Option<One> {
        let (mut length, mut wanted) = ([0; 4], [0; 8]);
        self.file.read_exact(&mut length).ok()?;
        self.file.read_exact(&mut wanted).ok()?;
        let length = u32::from_le_bytes(length);
        if length == END {
            return (check(self.count, &[]) == wanted).then_some(One::End);
        }
        if length >= LARGEST {
            return None;
        }
        let mut bytes = Vec::new();
        // A length that is damaged must not take all memory for what is not there.
        let read = (&mut self.file).take(length.into()).read_to_end(&mut bytes).ok()?;
        if read != length as usize || check(self.count, &bytes) != wanted {
            return None;
        }
        self.count += 1;
        Some(One::Piece(bytes))
    }

    /// All the pieces that follow, made into something on every processor and taken in their order; `None` where one is
    /// damaged or the end missing, and where whoever takes them says so.
    pub fn all<T: Send, R>(
        mut self,
        make: impl Fn(&[u8]) -> Option<T> + Sync,
        take: impl FnOnce(&mut dyn Iterator<Item = T>) -> Option<R>,
    ) -> Option<R> {
        let workers = std::thread::available_parallelism().map_or(1, usize::from).min(8);
        let ((to_make, raw), (to_take, made)) = (sync_channel(AHEAD), sync_channel(AHEAD));
        let raw = Mutex::new(raw);
        std::thread::scope(|scope| {
            for _ in 0..workers {
                let to_take = to_take.clone();
                let (raw, make) = (&raw, &make);
                scope.spawn(move || work(raw, make, &to_take));
            }
            drop(to_take);
            let reading = scope.spawn(move || self.read(&to_make));
            let (mut nth, mut early) = (0, BTreeMap::new());
            let mut in_order = std::iter::from_fn(|| {
                while !early.contains_key(&nth) {
                    let (of, made) = made.recv().ok()?;
                    early.insert(of, made);
                }
                let made = early.remove(&nth).flatten()?;
                nth += 1;
                Some(made)
            });
            let taken = take(&mut in_order);
            // Whoever stopped early keeps nobody waiting.
            drop(made);
            let count = reading.join().ok().flatten()?;
            taken.filter(|_| nth == count)
        })
    }

    /// Reads every piece to the end; gives how many there are, or `None` where one is damaged or nobody wants the rest.
    fn read(&mut self, to: &SyncSender<(usize, Vec<u8>)>) -> Option<usize> {
        for nth in 0.. {
            match self.one()? {
                One::Piece(bytes) => to.send((nth, bytes)).ok()?,
                One::End => return Some(nth),
            }
        }
        None
    }
}

enum One {
    Piece(Vec<u8>),
    End,
}

fn work<T>(
    raw: &Mutex<Receiver<(usize, Vec<u8>)>>,
    make: impl Fn(&[u8]) -> Option<T>,
    to: &SyncSender<(usize, Option<T>)>,
) {
    loop {
        let next = raw.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((nth, bytes)) = next else { return };
        // After the end of whoever takes them the others are only passed over, so that the reader never waits.
        let _ = to.send((nth, make(&bytes)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, program: &Digest, pieces: &[Vec<u8>]) {
        let mut writer = Writer::begin(path, program).unwrap();
        pieces.iter().for_each(|piece| writer.put(piece).unwrap());
        writer.finish().unwrap();
    }

    fn read(path: &Path, program: &Digest) -> Option<Vec<Vec<u8>>> {
        Pieces::open(path, program)?.all(|bytes| Some(bytes.to_vec()), |pieces| Some(pieces.collect()))
    }

    #[test]
    fn a_file_is_read_as_it_was_written_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let (path, program) = (folder.path().join("told"), Digest::of(b"program"));
        assert!(read(&path, &program).is_none());
        let pieces: Vec<Vec<u8>> = (0..40_usize).map(|nth| vec![nth as u8; nth * 37 % 300]).collect();
        write(&path, &program, &pieces);
        assert_eq!(read(&path, &program), Some(pieces.clone()));
        assert!(read(&path, &Digest::of(b"another")).is_none());
        let whole = fs::read(&path).unwrap();
        for end in [0, 31, 32, 50, whole.len() - 13, whole.len() - 12, whole.len() - 1] {
            fs::write(&path, &whole[..end]).unwrap();
            assert!(read(&path, &program).is_none(), "{end}");
        }
        for at in (0..whole.len()).step_by(7) {
            let mut damaged = whole.clone();
            damaged[at] ^= 4;
            fs::write(&path, &damaged).unwrap();
            assert!(read(&path, &program).is_none(), "{at}");
        }
        fs::write(&path, &whole).unwrap();
        let open = || Pieces::open(&path, &program).unwrap();
        let refused = open().all(|bytes| (bytes.len() != 37).then_some(()), |pieces| Some(pieces.count()));
        assert!(refused.is_none(), "what cannot be made of one piece is made of none");
        let stopped = open().all(|bytes| Some(bytes.len()), |pieces| pieces.nth(2));
        assert!(stopped.is_none(), "not all of them were taken");
    }

    #[test]
    fn one_that_was_not_finished_leaves_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let (path, program) = (folder.path().join("told"), Digest::of(b"program"));
        write(&path, &program, &[vec![1]]);
        let mut writer = Writer::begin(&path, &program).unwrap();
        writer.put(&[2]).unwrap();
        drop(writer);
        assert_eq!(read(&path, &program), Some(vec![vec![1]]));
        // One whose writer was killed goes with the next.
        for left in ["told.7.new", "told.8.new", "lists.7.new", "told.new.toml"] {
            fs::write(folder.path().join(left), "half").unwrap();
        }
        write(&path, &program, &[vec![3]]);
        let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["lists.7.new", "told", "told.new.toml"]);
    }
}
