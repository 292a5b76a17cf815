//! Raw bytes by digest: write-once, fsynced, never edited.

mod incoming;

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use songda_core::id::Digest;

pub use incoming::{Incoming, Raw, Spooled};

use crate::fault;

/// How many fsyncs run at once.
const SYNCERS: usize = 16;
/// How many files are open at once: systems give a program a few hundred.
const MOST_OPEN: usize = 100;

/// The place where every mail and every receipt lies exactly as it came or went 原件库.
#[derive(Clone, Debug)]
pub struct Vault {
    root: PathBuf,
}

/// Why bytes could not be kept or given back.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The disk refused the bytes; their source still has them.
    #[error("could not keep {digest} in {path}")]
    Write { digest: Digest, path: PathBuf, source: io::Error },
    /// The bytes cannot be read.
    #[error("could not read {digest} from {path}")]
    Read { digest: Digest, path: PathBuf, source: io::Error },
    /// The bytes are not what was kept.
    #[error("the bytes in {path} are not those with digest {digest}")]
    Altered { digest: Digest, path: PathBuf },
}

impl Vault {
    /// The vault in this folder.
    pub fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// Where the bytes with this digest lie.
    pub fn path_of(&self, digest: &Digest) -> PathBuf {
        let text = digest.to_string();
        let (first, rest) = text.split_at(2);
        self.root.join(first).join(rest)
    }

    /// Keeps bytes: on disk and fsynced when this returns. Bytes already kept are not written again.
    ///
    /// # Errors
    /// When the disk refuses; nothing half-written is left under the digest's name.
    pub fn keep(&self, bytes: &[u8]) -> Result<Digest, VaultError> {
        let (kept, refused) = self.keep_all(&mut [Raw::Whole(bytes.to_vec())]);
        refused.map_or_else(|| Ok(kept.first().copied().unwrap_or_else(|| Digest::of(bytes))), Err)
    }

    /// Keeps many: gives the digests of the first ones that lie on disk and fsynced when this returns, and why
    /// the next one does not. Many files are written before the first of them is fsynced, and every folder is fsynced
    /// once, so that the disk works for all of them together.
    pub fn keep_all(&self, many: &mut [Raw]) -> (Vec<Digest>, Option<VaultError>) {
        let (mut digests, mut folders, mut refused) = (Vec::with_capacity(many.len()), BTreeSet::new(), None);
        for some in many.chunks_mut(MOST_OPEN) {
            refused = self.put(some, &mut digests, &mut folders);
            if refused.is_some() {
                break;
            }
        }
        fault::point("vault.named");
        let folders: Vec<PathBuf> = folders.into_iter().collect();
        for (folder, synced) in folders.iter().zip(sync_many(&folders, |folder| sync_folder(folder))) {
            if let Err(source) = synced {
                let path = folder.clone();
                // Which of the names would last through a power cut is unknown: none is called safe.
                let digest = digests.first().copied().unwrap_or_else(Digest::zero);
                return (Vec::new(), Some(VaultError::Write { digest, path, source }));
            }
        }
        fault::point("vault.kept");
        (digests, refused)
    }

    /// Puts some fsynced bytes under their names; these last through a power cut once the folders that are noted are
    /// fsynced. Adds the digests of the first ones for which it could be done, and gives why it could not for the next.
    fn put(&self, some: &mut [Raw], digests: &mut Vec<Digest>, folders: &mut BTreeSet<PathBuf>) -> Option<VaultError> {
        let (mut safe, mut begun, mut refused) = (digests.len(), Vec::with_capacity(some.len()), None);
        for raw in some {
            let digest = raw.digest();
            let path = self.path_of(&digest);
            let is_new = !digests.contains(&digest);
            match if is_new { self.begin(&digest, &path, raw, folders) } else { Ok(None) } {
                Ok(written) => begun.push((digest, path, written)),
                Err(source) => {
                    refused = Some(VaultError::Write { digest, path, source });
                    break;
                }
            }
            digests.push(digest);
        }
        let files: Vec<&File> = begun.iter().filter_map(|(_, _, written)| Some(&written.as_ref()?.file)).collect();
        fault::point("vault.written");
        let mut synced = sync_many(&files, |file| file.sync_all()).into_iter();
        fault::point("vault.synced");
        let mut rest = begun.into_iter();
        for (digest, path, written) in rest.by_ref() {
            let named = match written {
                None => Ok(()),
                Some(written) => written.finish(synced.next().unwrap_or(Ok(())), &path),
            };
            if let Err(source) = named {
                refused = Some(VaultError::Write { digest, path, source });
                break;
            }
            safe += 1;
        }
        for written in rest.filter_map(|(_, _, written)| written) {
            written.forget();
        }
        digests.truncate(safe);
        refused
    }

    /// Writes bytes under a temporary name; `None` when they lie there already. Notes the folders to be fsynced:
    /// also those of bytes found, because whoever put them there may have been stopped before doing so.
    fn begin(
        &self,
        digest: &Digest,
        path: &Path,
        raw: &mut Raw,
        folders: &mut BTreeSet<PathBuf>,
    ) -> io::Result<Option<Written>> {
        let folder = path.parent().unwrap_or(&self.root);
        folders.insert(folder.to_path_buf());
        match incoming::digest_of_file(path) {
            Ok(kept) if kept == *digest => return Ok(None),
            // Somebody altered the kept bytes. They are moved aside as evidence and the true ones take their place.
            Ok(_) => set_aside(path)?,
            Err(_) => {}
        }
        if !folder.exists() {
            fs::create_dir_all(folder)?;
            folders.insert(self.root.clone());
        }
        match raw {
            Raw::Whole(bytes) => Written::begin(incoming::place(&self.root, digest)?, bytes).map(Some),
            Raw::Spooled(_) => {
                let Raw::Spooled(spooled) = std::mem::replace(raw, Raw::Whole(Vec::new())) else { return Ok(None) };
                let (temporary, file) = spooled.into_file();
                Ok(Some(Written { temporary, file }))
            }
        }
    }

    /// An empty file for bytes that are too many for memory; it goes away unless it is kept.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn incoming(&self) -> io::Result<Incoming> {
        Incoming::begin(&self.root)
    }

    /// Takes away what a stop left half written. To be called only by the holder of the home, before mail comes in.
    pub fn sweep(&self) {
        incoming::sweep(&self.root);
    }

    /// The bytes with this digest, checked.
    ///
    /// # Errors
    /// When they are missing, unreadable or altered.
    pub fn read(&self, digest: &Digest) -> Result<Vec<u8>, VaultError> {
        let path = self.path_of(digest);
        let bytes =
            fs::read(&path).map_err(|source| VaultError::Read { digest: *digest, path: path.clone(), source })?;
        if Digest::of(&bytes) != *digest {
            return Err(VaultError::Altered { digest: *digest, path });
        }
        Ok(bytes)
    }

    /// Every file in the vault with the digest its name claims; `None` for a file that does not belong there.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn files(&self) -> io::Result<Vec<(PathBuf, Option<Digest>)>> {
        let mut files = Vec::new();
        if !self.root.exists() {
            return Ok(files);
        }
        for folder in fs::read_dir(&self.root)? {
            let folder = folder?.path();
            if !folder.is_dir() {
                files.push((folder, None));
                continue;
            }
            for file in fs::read_dir(&folder)? {
                let path = file?.path();
                let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
                let claimed = name(&folder).zip(name(&path)).map(|(first, rest)| first + &rest);
                // A crash while writing leaves a temporary file behind until the next start: no evidence, no fault.
                if claimed.as_deref().is_some_and(|claimed| claimed.ends_with(".tmp")) {
                    continue;
                }
                files.push((path, claimed.as_deref().and_then(Digest::parse)));
            }
        }
        files.sort();
        Ok(files)
    }
}

fn set_aside(path: &Path) -> io::Result<()> {
    let mut aside = path.to_path_buf();
    aside.set_extension("altered");
    make_writable(path)?;
    fs::rename(path, aside)
}

#[cfg(windows)]
pub(crate) fn make_writable(path: &Path) -> io::Result<()> {
    // Windows refuses to rename over or away a read-only file in some cases; the attribute goes first.
    let mut permissions = fs::metadata(path)?.permissions();
    #[allow(clippy::permissions_set_readonly_false)]
    permissions.set_readonly(false);
    fs::set_permissions(path, permissions)
}

#[cfg(not(windows))]
pub(crate) fn make_writable(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Bytes under a temporary name, not yet fsynced.
struct Written {
    temporary: PathBuf,
    file: File,
}

impl Written {
    fn begin(temporary: PathBuf, bytes: &[u8]) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).create(true).truncate(true).open(&temporary)?;
        incoming::hold(&file);
        let mut written = Self { temporary, file };
        match written.file.write_all(bytes) {
            Ok(()) => Ok(written),
            Err(error) => {
                written.forget();
                Err(error)
            }
        }
    }

    /// Gives the bytes their name once they were fsynced; on failure the temporary file is removed.
    fn finish(self, synced: io::Result<()>, path: &Path) -> io::Result<()> {
        let Self { temporary, file } = self;
        let named = (|| {
            synced?;
            let mut permissions = file.metadata()?.permissions();
            permissions.set_readonly(true);
            drop(file);
            fs::set_permissions(&temporary, permissions)?;
            fs::rename(&temporary, path)
        })();
        if named.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        named
    }

    fn forget(self) {
        drop(self.file);
        let _ = fs::remove_file(&self.temporary);
    }
}

/// Writes a new file atomically: temporary file, fsync, rename, fsync of the folder.
///
/// # Errors
/// When the disk refuses; the temporary file is removed.
pub fn write_once(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(folder)?;
    // The same name each time: what a stop left there goes away.
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".tmp");
    let temporary = PathBuf::from(temporary);
    if temporary.exists() {
        // A stop just before the rename leaves it read-only: it could not be opened for writing ever again.
        let _ = make_writable(&temporary);
        let _ = fs::remove_file(&temporary);
    }
    let written = Written::begin(temporary, bytes)?;
    let synced = written.file.sync_all();
    written.finish(synced, path)?;
    sync_folder(folder)
}

/// Fsyncs many things at once, one answer for each: a disk with a journal then writes one entry for many.
pub fn sync_many<T: Sync>(what: &[T], sync: impl Fn(&T) -> io::Result<()> + Sync) -> Vec<io::Result<()>> {
    if what.len() < 2 {
        return what.iter().map(sync).collect();
    }
    let each = what.len().div_ceil(SYNCERS).max(1);
    std::thread::scope(|scope| {
        let work = |part: &'_ [T]| part.iter().map(&sync).collect::<Vec<_>>();
        let parts: Vec<_> = what.chunks(each).map(|part| (part.len(), scope.spawn(move || work(part)))).collect();
        let broken = || Err(io::Error::other("the disk's answer was lost"));
        parts
            .into_iter()
            .flat_map(|(len, part)| part.join().unwrap_or_else(|_| (0..len).map(|_| broken()).collect()))
            .collect()
    })
}

/// Makes a rename in this folder last through a power cut, where the system can.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_once_and_gives_back_checked() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::at(folder.path().join("vault"));
        let digest = vault.keep(b"raw mail").unwrap();
        assert_eq!(vault.keep(b"raw mail").unwrap(), digest);
        assert_eq!(vault.read(&digest).unwrap(), b"raw mail");
        assert_eq!(vault.files().unwrap().len(), 1);
    }

    #[test]
    fn many_are_kept_together_and_what_is_refused_stops_those_after_it() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::at(folder.path().join("vault"));
        let (kept, refused) = vault.keep_all(&mut [b"one", b"two", b"one"].map(|raw| Raw::Whole(raw.to_vec())));
        assert!(refused.is_none());
        assert_eq!(kept, [Digest::of(b"one"), Digest::of(b"two"), Digest::of(b"one")]);
        assert_eq!(vault.files().unwrap().len(), 2);
        let blocked = vault.path_of(&Digest::of(b"blocked"));
        fs::remove_dir_all(blocked.parent().unwrap()).ok();
        fs::write(blocked.parent().unwrap(), b"a file where a folder should be").unwrap();
        let (kept, refused) =
            vault.keep_all(&mut [b"before!", b"blocked", b"after!!"].map(|raw| Raw::Whole(raw.to_vec())));
        assert_eq!(kept, [Digest::of(b"before!")]);
        assert!(matches!(refused, Some(VaultError::Write { digest, .. }) if digest == Digest::of(b"blocked")));
        assert!(vault.read(&Digest::of(b"before!")).is_ok());
        assert!(vault.read(&Digest::of(b"after!!")).is_err());
    }

    #[test]
    fn more_than_can_be_open_at_once_are_kept_in_order_and_each_once() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::at(folder.path().join("vault"));
        // The last one came before, in another piece of them.
        let many: Vec<Vec<u8>> = (0..MOST_OPEN * 2).chain([3]).map(|nth| format!("mail {nth}").into_bytes()).collect();
        let mut raws: Vec<Raw> = many.iter().cloned().map(Raw::Whole).collect();
        let (kept, refused) = vault.keep_all(&mut raws);
        assert!(refused.is_none());
        assert_eq!(kept, many.iter().map(|raw| Digest::of(raw)).collect::<Vec<_>>());
        assert_eq!(vault.files().unwrap().len(), MOST_OPEN * 2);
    }

    #[test]
    fn what_a_stop_left_read_only_keeps_no_file_from_being_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out/receipt.eml");
        let left = folder.path().join("out/receipt.eml.tmp");
        fs::create_dir_all(folder.path().join("out")).unwrap();
        fs::write(&left, b"half").unwrap();
        let mut permissions = fs::metadata(&left).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&left, permissions).unwrap();
        // Whoever may write everywhere is not stopped by it: such a one is told by the file being another.
        #[cfg(unix)]
        fs::hard_link(&left, folder.path().join("same")).unwrap();
        write_once(&path, b"whole").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert!(!left.exists());
        #[cfg(unix)]
        assert_eq!(fs::read(folder.path().join("same")).unwrap(), b"half");
    }

    #[test]
    fn altered_bytes_are_refused_and_the_true_ones_return() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::at(folder.path().to_path_buf());
        let digest = vault.keep(b"raw mail").unwrap();
        let path = vault.path_of(&digest);
        make_writable(&path).unwrap();
        fs::remove_file(&path).unwrap();
        fs::write(&path, b"other").unwrap();
        assert!(matches!(vault.read(&digest), Err(VaultError::Altered { .. })));
        assert_eq!(vault.keep(b"raw mail").unwrap(), digest);
        assert_eq!(vault.read(&digest).unwrap(), b"raw mail");
    }

    #[test]
    fn missing_bytes_are_said() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::at(folder.path().to_path_buf());
        assert!(matches!(vault.read(&Digest::of(b"x")), Err(VaultError::Read { .. })));
    }
}
