//! Archives of kinds this program does not open: repacked by the system's bsdtar where it is present.

use std::time::{Duration, Instant};

use songda_core::doubt::Doubt;
use songda_core::mail::{Became, Mail, Means, open_again};

use super::{inside, outside};

/// Most bytes of a repacked archive.
const MOST_BYTES: usize = 256 << 20;
/// Longest time spent on the archives of one mail.
const PATIENCE: Duration = Duration::from_secs(5);
/// What begins the kinds that bsdtar (libarchive) reads: rar, cab, xz, bzip2.
const KINDS: [&[u8]; 4] = [b"Rar!\x1a\x07", b"MSCF", b"\xfd7zXZ\0", b"BZh"];

/// Opens what can be opened with other means: passwords somebody typed, and the system's bsdtar. What the core's
/// limits refuse stays closed. Then lists what lies in documents.
pub fn open_closed(mail: &mut Mail, passwords: &[String], doubts: &mut Vec<Doubt>) {
    let closed: Vec<(String, Vec<u8>)> = mail
        .parts
        .iter()
        .filter(|part| part.became == Became::Unread && !part.bytes.is_empty())
        .map(|part| (part.path.clone(), part.bytes.clone()))
        .collect();
    let started = Instant::now();
    for (path, bytes) in closed {
        let typed = Means { passwords: passwords.to_vec(), as_zip: None };
        if !passwords.is_empty() && open_again(mail, &path, &typed, doubts) {
            continue;
        }
        if !KINDS.iter().any(|kind| bytes.starts_with(kind)) {
            continue;
        }
        let left = PATIENCE.saturating_sub(started.elapsed());
        let Some(as_zip) = repacked(&bytes, left) else { continue };
        open_again(mail, &path, &Means { passwords: passwords.to_vec(), as_zip: Some(as_zip) }, doubts);
    }
    inside::list(mail, doubts);
}

/// The same files as a zip archive. bsdtar copies from archive to archive: it writes no file.
fn repacked(bytes: &[u8], patience: Duration) -> Option<Vec<u8>> {
    // Windows brings bsdtar as tar.exe.
    let names: &[&str] = if cfg!(windows) { &["bsdtar", "tar"] } else { &["bsdtar"] };
    let program = outside::find(names)?;
    let zip = outside::run(&program, &["-cf", "-", "--format", "zip", "@-"], bytes, MOST_BYTES, patience)?;
    // An archive it cannot read in becomes an empty one without a complaint: that is not opened, it is lost.
    zip.starts_with(FIRST_ENTRY).then_some(zip)
}

/// What begins a zip archive with something in it (APPNOTE 4.3.7); an empty one begins with the end of its list.
const FIRST_ENTRY: &[u8] = b"PK\x03\x04";
