//! The list of contents of a zip archive: names that stand twice told apart, and what lies there unlisted.

use std::collections::HashSet;
use std::io::Cursor;

use ::zip::ZipArchive;

/// What begins an entry of the list (APPNOTE 4.3.12), its length without what varies, and where its lengths and its
/// name stand.
const LISTED: &[u8] = b"PK\x01\x02";
const LENGTH: usize = 46;
const LENGTHS: [usize; 3] = [28, 30, 32];

/// The archive with every name in its list made one of its own, and the names as they stood, in order. The reader keeps
/// one entry for each name; the others must not be lost. `None` when the list makes no sense.
pub fn told_apart(bytes: &[u8], archive: &ZipArchive<Cursor<&[u8]>>) -> Option<(Vec<u8>, Vec<Vec<u8>>)> {
    let start = usize::try_from(archive.central_directory_start()).ok()?;
    let (mut copy, mut names) = (bytes.to_vec(), Vec::new());
    let (mut at, mut known) = (start, HashSet::new());
    while let Some(entry) = bytes.get(at..at + LENGTH).filter(|entry| entry.starts_with(LISTED)) {
        let length = |at: usize| Some(usize::from(u16::from_le_bytes(entry.get(at..at + 2)?.try_into().ok()?)));
        let [name_length, extra, comment] = LENGTHS.map(length);
        let name_length = name_length?;
        let place = at + LENGTH..at + LENGTH + name_length;
        let name = bytes.get(place.clone())?.to_vec();
        if !known.insert(name.clone()) {
            // What ends like a folder stays one.
            let kept = usize::from(name.ends_with(b"/"));
            let wide = name_length - kept;
            let new = format!("{:~>wide$x}", names.len()).into_bytes();
            let new = [new.as_slice(), name.get(wide..)?].concat();
            if new.len() != name_length || !known.insert(new.clone()) {
                return None;
            }
            copy.get_mut(place)?.copy_from_slice(&new);
        }
        at += LENGTH + name_length + extra? + comment?;
        names.push(name);
    }
    (!names.is_empty()).then_some((copy, names))
}

/// Stretches of an archive ahead of its list that no listed entry takes, where the head of an entry stands.
pub fn unlisted(bytes: &[u8], archive: &mut ZipArchive<Cursor<&[u8]>>) -> Vec<(usize, usize)> {
    let end = usize::try_from(archive.central_directory_start()).unwrap_or(bytes.len()).min(bytes.len());
    let mut taken = Vec::new();
    for index in 0..archive.len() {
        let Ok(file) = archive.by_index_raw(index) else { continue };
        let until = file.data_start().and_then(|data| data.checked_add(file.compressed_size()));
        let span = (usize::try_from(file.header_start()), usize::try_from(until.unwrap_or(u64::MAX)));
        if let (Ok(from), Ok(until)) = span {
            taken.push((from, until));
        }
    }
    taken.sort_unstable();
    taken.push((end, end));
    let (mut free, mut reached) = (Vec::new(), 0);
    for (from, until) in taken {
        let gap = bytes.get(reached..from.min(end)).unwrap_or_default();
        if let Some(at) = head_in(gap) {
            free.push((reached + at, from.min(end)));
        }
        reached = reached.max(until);
    }
    free
}

/// Where the head of an entry begins.
fn head_in(gap: &[u8]) -> Option<usize> {
    gap.windows(4).position(|window| window == b"PK\x03\x04")
}
