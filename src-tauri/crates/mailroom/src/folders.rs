//! Carries out folder plans: atomic, never overwrites, never deletes.

mod inside;
mod mark;
mod names;
mod rename;

use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use songda_core::folder::{is_inside, units};
use songda_core::id::Digest;

use crate::clock;
use crate::fault;
use crate::vault::{sync_folder, sync_many};
use names::{Names, numbered};

pub use rename::{to_free, was_reserved};

/// Why a document could not be put into its case folder. The bytes stay in the vault and are tried again.
#[derive(Debug, thiserror::Error)]
#[error("could not file {path}")]
pub struct FileError {
    /// Where it should lie.
    pub path: PathBuf,
    source: io::Error,
}

impl FileError {
    /// Whether a link in the case root leads out of it: a person must look.
    pub fn leads_out(&self) -> bool {
        self.source.get_ref().is_some_and(|inner| inner.is::<inside::LeadsOut>())
    }

    /// Whether another program, such as WPS or Word, holds the file open: it is free once that lets go.
    pub fn is_locked(&self) -> bool {
        is_locked(&self.source)
    }

    /// Whether the whole path is too long for the system: neither time nor space changes that.
    pub fn is_too_long(&self) -> bool {
        self.source.kind() == io::ErrorKind::InvalidFilename
    }
}

/// Whether a file is in use by another program. Windows says so with ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION
/// (System Error Codes 32 and 33), Linux and macOS with EBUSY and ETXTBSY, also for a file that is open on a Windows share.
fn is_locked(error: &io::Error) -> bool {
    if cfg!(windows) {
        return matches!(error.raw_os_error(), Some(32 | 33));
    }
    matches!(error.kind(), io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy)
}

/// Names tried for a file that is begun.
const MOST_TRIES: usize = 20;
/// Longest whole path on Windows, in UTF-16 units (MAX_PATH without its closing zero).
const LONGEST_ON_WINDOWS: usize = 259;
/// Longest whole path on Linux and macOS, in bytes; macOS takes 1024.
const LONGEST_ELSEWHERE: usize = 1000;
/// Longest name on Linux and macOS, in bytes.
const LONGEST_NAME: usize = 255;
/// How much longer than the shortest name of a document the temporary one beside it may be.
const LONGER_BESIDE: usize = 20;

/// Whether a document may be written there: below the root, and where the system can reach it.
fn check(root: &Path, path: &str) -> io::Result<()> {
    if !is_inside(path) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path leads out of the case root"));
    }
    if !fits(&root.join(path).to_string_lossy(), cfg!(windows)) {
        return Err(io::Error::new(io::ErrorKind::InvalidFilename, "the path is too long"));
    }
    inside::check(root, path)
}

/// Whether the system can reach a whole path, with room for the temporary name beside it.
fn fits(whole: &str, windows: bool) -> bool {
    if windows {
        units(whole) + LONGER_BESIDE <= LONGEST_ON_WINDOWS || whole.starts_with(r"\\?\")
    } else {
        whole.len() + LONGER_BESIDE <= LONGEST_ELSEWHERE && whole.split('/').all(|name| name.len() <= LONGEST_NAME)
    }
}

/// Puts bytes at `path` below the case root and returns where they lie, relative with `/`.
///
/// A file with equal bytes that is already there is taken as filed. Other bytes are never
/// touched: the new file gets a number instead.
///
/// # Errors
/// When the disk or the share refuses; nothing half-written stays under the document's name.
pub fn file(root: &Path, path: &str, bytes: &[u8]) -> Result<String, FileError> {
    let mut filed = file_all(root, &[(path, bytes)]);
    filed.pop().unwrap_or_else(|| Err(FileError { path: root.join(path), source: io::Error::other("nothing filed") }))
}

/// Files many documents, one answer for each. All are written before the first is fsynced, and every folder is
/// fsynced once, so that the disk works for all of them together.
pub fn file_all<P: AsRef<str>, B: AsRef<[u8]>>(root: &Path, many: &[(P, B)]) -> Vec<Result<String, FileError>> {
    let mut begun: HashMap<&str, Vec<&[u8]>> = HashMap::new();
    let mut written: Vec<Result<Option<Begun>, FileError>> = Vec::with_capacity(many.len());
    for (path, bytes) in many {
        let (path, bytes) = (path.as_ref(), bytes.as_ref());
        let same = begun.entry(path).or_default();
        // Two would be written under one name: the first is open still, and then Windows gives up the second with it.
        let is_begun = same.contains(&bytes);
        same.push(bytes);
        written.push(prepare(root, path, bytes, is_begun));
    }
    fault::point("folder.written");
    let synced = sync_many(&written, |written| match written {
        Ok(Some(begun)) => begun.file.sync_all(),
        Ok(None) | Err(_) => Ok(()),
    });
    fault::point("folder.synced");
    let (mut folders, mut names) = (BTreeSet::new(), Names::default());
    let mut filed: Vec<Result<String, FileError>> = Vec::new();
    for ((written, synced), (path, bytes)) in written.into_iter().zip(synced).zip(many) {
        let (path, bytes) = (path.as_ref(), bytes.as_ref());
        // Closed before it is named: Windows renames nothing that is open.
        let placed = written.map(|begun| begun.map(|begun| begun.path)).and_then(|mut beside| {
            let synced = synced.map_err(|source| FileError { path: root.join(path), source });
            let placed = synced.and_then(|()| place(root, path, bytes, (&mut beside, &mut names)));
            if let Some(beside) = beside {
                let _ = fs::remove_file(beside);
            }
            placed
        });
        if let Ok(relative) = &placed {
            folders.insert(folder_of(&root.join(relative)));
        }
        filed.push(placed);
    }
    let folders: Vec<PathBuf> = folders.into_iter().collect();
    fault::point("folder.all-named");
    for (folder, synced) in folders.iter().zip(sync_many(&folders, |folder| sync_folder(folder))) {
        if let Err(error) = synced {
            let lost = |relative: &String| folder_of(&root.join(relative)) == *folder;
            for answer in filed.iter_mut().filter(|answer| answer.as_ref().is_ok_and(lost)) {
                let source = io::Error::new(error.kind(), error.to_string());
                *answer = Err(FileError { path: folder.clone(), source });
            }
        }
    }
    filed
}

fn folder_of(target: &Path) -> PathBuf {
    target.parent().unwrap_or_else(|| Path::new(".")).to_path_buf()
}

/// A file that is being written under a name of its own, before it is given the one it is for.
pub struct Begun {
    pub file: File,
    pub path: PathBuf,
}

impl Begun {
    /// Begins a file in a folder. It is always a new one: a name of this kind that a stop left behind, here or on
    /// another machine, may be a second name of a document that was filed and that staff write in by now.
    ///
    /// # Errors
    /// What the disk says.
    pub fn within(folder: &Path) -> io::Result<Self> {
        static BEGUN: AtomicU64 = AtomicU64::new(0);
        for _ in 0..MOST_TRIES {
            let nth = BEGUN.fetch_add(1, Ordering::Relaxed);
            let whose = format!("{} {:?} {nth}", std::process::id(), clock::now());
            let path = folder.join(format!(".songda-{}.tmp", Digest::of(whose.as_bytes()).short(16)));
            match File::options().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok(Self { file, path }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

/// The same for a document, by a name that only the same document has: what a stop left of it is taken away first, which
/// takes away that name and nothing else.
fn begin_beside(target: &Path, digest: &Digest) -> io::Result<Begun> {
    let path = name_beside(target, digest);
    for _ in 0..2 {
        match File::options().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok(Begun { file, path }),
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            Err(_) if fs::remove_file(&path).is_err() => break,
            Err(_) => {}
        }
    }
    // Somebody else holds it open.
    Begun::within(&folder_of(target))
}

fn name_beside(target: &Path, digest: &Digest) -> PathBuf {
    let name = target.file_name().unwrap_or_default().as_encoded_bytes();
    folder_of(target)
        .join(format!(".songda-{}.tmp", Digest::of_pieces(&[name, digest.to_string().as_bytes()]).short(16)))
}

/// Writes the bytes beside their place, unless they seem to lie there already or are begun for it.
fn prepare(root: &Path, path: &str, bytes: &[u8], is_begun: bool) -> Result<Option<Begun>, FileError> {
    let target = root.join(path);
    check(root, path).map_err(|source| FileError { path: target.clone(), source })?;
    if is_begun {
        return Ok(None);
    }
    if target.exists() && !bytes.is_empty() {
        rename::let_go(root, path, &Digest::of(bytes));
    }
    let written = match fs::metadata(&target) {
        Ok(there) if there.len() == bytes.len() as u64 => Ok(None),
        _ => {
            let folder = folder_of(&target);
            fs::create_dir_all(&folder).and_then(|()| write(&target, bytes)).map(Some)
        }
    };
    written.map_err(|source| FileError { path: target, source })
}

fn write(target: &Path, bytes: &[u8]) -> io::Result<Begun> {
    let mut begun = begin_beside(target, &Digest::of(bytes))?;
    if let Err(error) = begun.file.write_all(bytes) {
        let _ = fs::remove_file(&begun.path);
        return Err(error);
    }
    mark::from_outside(&begun.path);
    Ok(begun)
}

/// Gives the bytes their name, or the next free one with a number. What is written beside it is told in `beside`.
fn place(
    root: &Path,
    path: &str,
    bytes: &[u8],
    (beside, names): (&mut Option<PathBuf>, &mut Names),
) -> Result<String, FileError> {
    let digest = Digest::of(bytes);
    for copy in 1..=999 {
        let relative = if copy == 1 { path.to_owned() } else { numbered(path, copy) };
        let target = root.join(&relative);
        let fail = |source| FileError { path: target.clone(), source };
        match lies_there(&target, bytes.len() as u64, &digest) {
            Ok(Some(true)) => {
                // A stop between the naming and the taking away leaves a second name of the document.
                let _ = fs::remove_file(name_beside(&target, &digest));
                return Ok(relative);
            }
            Ok(Some(false)) => continue,
            Ok(None) if names.has_like(&target) => continue,
            Ok(None) => {}
            Err(source) => return Err(fail(source)),
        }
        match link(&target, beside, bytes) {
            Ok(()) => {
                names.took(&target);
                fault::point("folder.named");
                return Ok(relative);
            }
            // Somebody put a file there in between: look at it in the next round.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(source) => return Err(fail(source)),
        }
    }
    let source = io::Error::new(io::ErrorKind::AlreadyExists, "999 other files have this name");
    Err(FileError { path: root.join(path), source })
}

/// Whether what lies at a place is the document; none when nothing lies there. A folder, and a file of another length,
/// is not: that needs no reading, which another program may not allow for hours.
fn lies_there(target: &Path, size_bytes: u64, digest: &Digest) -> io::Result<Option<bool>> {
    match fs::metadata(target) {
        Ok(there) if !there.is_file() || there.len() != size_bytes => return Ok(Some(false)),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    fs::read(target).map(|there| Some(Digest::of(&there) == *digest))
}

/// Links the written bytes into place: a link, unlike a rename, never replaces a file.
fn link(target: &Path, beside: &mut Option<PathBuf>, bytes: &[u8]) -> io::Result<()> {
    let temporary = match beside {
        Some(there) => there,
        // Not written yet, because a file of this length lay at the first name.
        None => {
            let begun = write(target, bytes)?;
            let there = beside.insert(begun.path);
            begun.file.sync_all()?;
            there
        }
    };
    match rename::link(temporary, target) {
        // Shares and FAT disks know no links.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => rename::to_free(temporary, target),
        linked => linked,
    }
}

#[cfg(test)]
mod tests;
