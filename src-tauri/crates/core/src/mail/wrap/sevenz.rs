//! Opens 7z archives.

use std::io::Cursor;

use sevenz_rust2::{ArchiveReader, Error, Password};

use super::super::names;
use super::{Budget, Closed, Entry};

/// Largest dictionary a decoder may ask for, in KiB: what 7-Zip writes at its highest setting.
const LARGEST_DICTIONARY_KIB: usize = 192 << 10;

/// Everything in a 7z archive, folders themselves aside.
pub fn open(bytes: &[u8], passwords: &[String], budget: &mut Budget) -> Result<Vec<Entry>, Closed> {
    let first = attempt(bytes, Password::empty(), budget);
    if !matches!(&first, Err(closed) if closed.code == "password-needed") {
        return first;
    }
    for password in passwords {
        match attempt(bytes, Password::from(password.as_str()), budget) {
            // A wrong password shows itself in many ways, a damaged header among them.
            Err(closed) if closed.code != "archive-too-large" => {}
            other => return other,
        }
    }
    first
}

fn attempt(bytes: &[u8], password: Password, budget: &mut Budget) -> Result<Vec<Entry>, Closed> {
    let mut reader = ArchiveReader::new_with_memory_limit(Cursor::new(bytes), password, LARGEST_DICTIONARY_KIB)
        .map_err(|error| closed(&error))?;
    reader.set_thread_count(1);
    let files = &reader.archive().files;
    let is_locked = (0..files.len()).any(|index| reader.archive().is_file_encrypted(index));
    let mut entries = Vec::new();
    let mut stopped = None;
    let packed = bytes.len() as u64;
    let done = reader.for_each_entries(|entry, from| {
        if entry.is_directory() {
            return Ok(true);
        }
        let path = names::entry_name(entry.name().as_bytes());
        // The upper half holds the Unix mode where the archive was made on Unix; 0o120000 is a link.
        let mode = entry.windows_attributes() >> 16;
        let is_link = mode & 0o170_000 == 0o120_000;
        let danger = if is_link { Some("压缩包内的链接") } else { names::path_danger(&path) };
        let content = budget.entry().and_then(|()| budget.read(from, packed));
        match content {
            Ok(bytes) => {
                entries.push(Entry { path, bytes, danger, ..Entry::default() });
                Ok(true)
            }
            Err(closed) => {
                stopped = Some(closed);
                Err(Error::Other("stopped".into()))
            }
        }
    });
    match (stopped, done) {
        // A wrong password shows itself only as data that cannot be unpacked.
        (Some(closed), _) if is_locked && closed.code == "archive-broken" => Err(locked()),
        (Some(closed), _) => Err(closed),
        (None, Err(error)) if is_locked && !matches!(error, Error::MaxMemLimited { .. }) => Err(locked()),
        (None, Err(error)) => Err(closed(&error)),
        (None, Ok(())) => Ok(entries),
    }
}

fn locked() -> Closed {
    Closed::new("password-needed", "压缩包已加密，需要密码")
}

fn closed(error: &Error) -> Closed {
    match error {
        Error::PasswordRequired | Error::MaybeBadPassword(_) => locked(),
        Error::MaxMemLimited { .. } => Closed::new("archive-too-large", "解压所需内存超过上限，未打开"),
        Error::UnsupportedCompressionMethod(_) | Error::Unsupported(_) | Error::UnsupportedVersion { .. } => {
            Closed::new("format-unsupported", "压缩方法不支持，无法打开")
        }
        _ => Closed::broken(),
    }
}
