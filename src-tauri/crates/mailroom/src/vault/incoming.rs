//! Bytes on their way into the vault: few in memory, many in a file of their own until their digest is known.

use std::borrow::Cow;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use songda_core::id::{Digest, Digester};

use crate::fault;

/// Folder of the vault in which bytes wait for their digest.
pub(super) const FOLDER: &str = "incoming";

/// What nobody wrote to for so long was left by a stop, where locks do not tell.
const UNTOUCHED: Duration = Duration::from_secs(3_600);

/// How many bytes hold the header of a large mail.
const BEGINNING: u64 = 1024 * 1024;

static NEXT: AtomicU64 = AtomicU64::new(0);

/// A mail's bytes before they are kept.
#[derive(Debug)]
pub enum Raw {
    /// In memory.
    Whole(Vec<u8>),
    /// In a file: too many for memory.
    Spooled(Spooled),
}

impl Raw {
    /// How many bytes there are.
    pub fn size_bytes(&self) -> u64 {
        match self {
            Self::Whole(bytes) => bytes.len() as u64,
            Self::Spooled(spooled) => spooled.size_bytes,
        }
    }

    /// Their digest.
    pub fn digest(&self) -> Digest {
        match self {
            Self::Whole(bytes) => Digest::of(bytes),
            Self::Spooled(spooled) => spooled.digest,
        }
    }

    /// Gives them piece by piece.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn reader(&self) -> io::Result<Box<dyn io::Read + '_>> {
        Ok(match self {
            Self::Whole(bytes) => Box::new(bytes.as_slice()),
            Self::Spooled(spooled) => match &spooled.temporary.0 {
                Some(path) => Box::new(File::open(path)?),
                None => Box::new(io::empty()),
            },
        })
    }

    /// The first ones, with room for any honest header; none where the file cannot be read.
    pub fn beginning(&self) -> Cow<'_, [u8]> {
        match self {
            Self::Whole(bytes) => Cow::Borrowed(bytes),
            Self::Spooled(_) => {
                let mut first = Vec::new();
                let read = self.reader().and_then(|reader| reader.take(BEGINNING).read_to_end(&mut first));
                Cow::Owned(if read.is_ok() { first } else { Vec::new() })
            }
        }
    }

    /// All of them in memory.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        match self {
            Self::Whole(bytes) => Ok(bytes.clone()),
            Self::Spooled(spooled) => spooled.read(),
        }
    }
}

impl From<Vec<u8>> for Raw {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Whole(bytes)
    }
}

/// A file that goes away with its owner unless it was given a name.
#[derive(Debug)]
struct Temporary(Option<PathBuf>);

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            let _ = fs::remove_file(path);
        }
    }
}

/// A file that bytes are written into one piece after the other.
#[derive(Debug)]
pub struct Incoming {
    temporary: Temporary,
    file: File,
    digester: Digester,
    size_bytes: u64,
}

impl Incoming {
    /// An empty file below the vault's root.
    pub(super) fn begin(root: &Path) -> io::Result<Self> {
        let folder = root.join(FOLDER);
        fs::create_dir_all(&folder)?;
        let nth = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("{}-{nth}.tmp", std::process::id()));
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&path)?;
        hold(&file);
        Ok(Self { temporary: Temporary(Some(path)), file, digester: Digester::default(), size_bytes: 0 })
    }

    /// Takes in the next piece.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.file.write_all(piece)?;
        fault::point("vault.incoming");
        self.digester.take(piece);
        self.size_bytes += piece.len() as u64;
        Ok(())
    }

    /// How many bytes were taken in.
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// That was all.
    pub fn finish(self) -> Spooled {
        let Self { temporary, file, digester, size_bytes } = self;
        Spooled { temporary, file, digest: digester.digest(), size_bytes }
    }
}

/// Bytes that lie in a file and are not kept yet.
#[derive(Debug)]
pub struct Spooled {
    temporary: Temporary,
    file: File,
    digest: Digest,
    size_bytes: u64,
}

impl Spooled {
    /// All bytes in memory.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        self.temporary.0.as_ref().map_or_else(|| Ok(Vec::new()), fs::read)
    }

    /// The file and where it lies; it does not go away by itself any more.
    pub(super) fn into_file(mut self) -> (PathBuf, File) {
        let path = self.temporary.0.take().unwrap_or_default();
        (path, self.file)
    }
}

/// Digest of a file, a piece at a time.
pub(super) fn digest_of_file(path: &Path) -> io::Result<Digest> {
    let mut file = File::open(path)?;
    let mut digester = Digester::default();
    let mut piece = vec![0; 256 * 1024];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(digester.digest()),
            Ok(count) => digester.take(piece.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Where bytes of a known digest are written before they get their name.
pub(super) fn place(root: &Path, digest: &Digest) -> io::Result<PathBuf> {
    let folder = root.join(FOLDER);
    if !folder.exists() {
        fs::create_dir_all(&folder)?;
    }
    Ok(folder.join(format!("{digest}-{}.tmp", std::process::id())))
}

/// Marks a file as being written, until its writer lets it go or ends, however it ends. On Windows a lock would keep
/// this program itself from reading the file: there its age tells.
pub(super) fn hold(file: &File) {
    if cfg!(unix) {
        let _ = file.try_lock();
    }
}

/// Whether nobody writes a file any more.
fn is_left(file: &Path) -> bool {
    if cfg!(unix) {
        return File::open(file).is_ok_and(|open| open.try_lock().is_ok());
    }
    let touched = fs::metadata(file).and_then(|seen| seen.modified());
    touched.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > UNTOUCHED))
}

/// Takes away what a stop left half written; what another program is writing at this moment stays.
pub(super) fn sweep(root: &Path) {
    let Ok(left) = fs::read_dir(root.join(FOLDER)) else { return };
    for file in left.flatten().map(|entry| entry.path()) {
        let is_ours = file.extension().is_some_and(|extension| extension == "tmp");
        if is_ours && is_left(&file) {
            let _ = fs::remove_file(file);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Vault;
    use super::*;

    #[test]
    fn pieces_become_one_file_under_their_digest() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::at(folder.path().join("vault"));
        let spool = |pieces: &[&[u8]]| {
            let mut incoming = vault.incoming().unwrap();
            pieces.iter().for_each(|piece| incoming.write(piece).unwrap());
            Raw::Spooled(incoming.finish())
        };
        let mut many = [spool(&[b"one", b" mail"]), Raw::Whole(b"two".to_vec()), spool(&[b"one mail"]), spool(&[])];
        assert_eq!((many[0].size_bytes(), many[0].digest()), (8, Digest::of(b"one mail")));
        let (kept, refused) = vault.keep_all(&mut many);
        assert!(refused.is_none());
        assert_eq!(kept, [b"one mail".as_slice(), b"two", b"one mail", b""].map(Digest::of));
        assert_eq!(vault.read(&kept[0]).unwrap(), b"one mail");
        assert_eq!(vault.files().unwrap().len(), 3);
        drop(many);
        assert_eq!(fs::read_dir(folder.path().join("vault").join(FOLDER)).unwrap().count(), 0);
    }

    #[test]
    fn what_was_given_up_goes_away_and_what_a_stop_left_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::at(folder.path().join("vault"));
        let mut incoming = vault.incoming().unwrap();
        incoming.write(b"half").unwrap();
        drop(incoming);
        let left = folder.path().join("vault").join(FOLDER).join("1-0.tmp");
        fs::write(&left, b"half").unwrap();
        let small = place(&folder.path().join("vault"), &Digest::of(b"one")).unwrap();
        fs::write(&small, b"o").unwrap();
        let mut beside = vault.incoming().unwrap();
        beside.write(b"still being written").unwrap();
        assert_eq!(vault.files().unwrap(), []);
        vault.sweep();
        assert_eq!((left.exists(), small.exists()), (cfg!(windows), cfg!(windows)), "there only what is old goes");
        let (kept, refused) = vault.keep_all(&mut [Raw::Spooled(beside.finish())]);
        assert!(refused.is_none(), "what another program writes meanwhile is not taken from it");
        assert_eq!(vault.read(&kept[0]).unwrap(), b"still being written");
    }
}
