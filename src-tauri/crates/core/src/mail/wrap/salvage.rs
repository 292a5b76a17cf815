//! Reads zip archives entry by entry, for those whose list of contents is damaged or names a file twice.

use flate2::Crc;
use flate2::read::DeflateDecoder;

use super::super::names;
use super::{Budget, Closed, Entry};

const LOCAL: &[u8] = b"PK\x03\x04";
/// Length of a local header without its name and extra field (APPNOTE 4.3.7).
const HEAD: usize = 30;

/// One local header.
struct Head {
    flags: u16,
    method: u16,
    checksum: u32,
    packed: usize,
    name: Vec<u8>,
    /// Where the packed bytes start.
    data: usize,
}

fn head_at(bytes: &[u8], at: usize) -> Option<Head> {
    let fixed = bytes.get(at..at + HEAD)?;
    let u16_at = |at: usize| Some(u16::from_le_bytes(fixed.get(at..at + 2)?.try_into().ok()?));
    let u32_at = |at: usize| Some(u32::from_le_bytes(fixed.get(at..at + 4)?.try_into().ok()?));
    let (name, extra) = (usize::from(u16_at(26)?), usize::from(u16_at(28)?));
    let data = at + HEAD + name + extra;
    Some(Head {
        flags: u16_at(6)?,
        method: u16_at(8)?,
        checksum: u32_at(14)?,
        packed: u32_at(18)? as usize,
        name: bytes.get(at + HEAD..at + HEAD + name)?.to_vec(),
        data: if data <= bytes.len() { data } else { return None },
    })
}

fn find(bytes: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    let tail = bytes.get(from..)?;
    tail.windows(wanted.len()).position(|window| window == wanted).map(|at| from + at)
}

/// Everything that local headers lead to. An entry that cannot be read is kept as it is packed.
pub fn open(bytes: &[u8], budget: &mut Budget) -> Result<Vec<Entry>, Closed> {
    let entries = between(bytes, 0, bytes.len(), budget)?;
    if entries.iter().all(|entry| entry.closed.is_some()) { Err(Closed::broken()) } else { Ok(entries) }
}

/// Everything that local headers in one stretch of the archive lead to.
pub fn between(bytes: &[u8], from: usize, until: usize, budget: &mut Budget) -> Result<Vec<Entry>, Closed> {
    let mut entries = Vec::new();
    let mut next = find(bytes, from, LOCAL);
    while let Some(at) = next.filter(|at| *at < until) {
        let Some(head) = head_at(bytes, at) else { break };
        budget.entry()?;
        let path = names::entry_name(&head.name);
        let (content, end) = content(bytes, &head, budget)?;
        next = find(bytes, end, LOCAL);
        if path.ends_with('/') {
            continue;
        }
        let mut entry = Entry { danger: names::path_danger(&path), path, ..Entry::default() };
        match content {
            Some(content) => entry.bytes = content,
            None => {
                entry.bytes = bytes.get(head.data..end).unwrap_or_default().to_vec();
                entry.closed = Some(if head.flags & 1 == 1 {
                    ("password-needed", "压缩包已加密，需要密码".to_owned())
                } else {
                    ("archive-broken", "压缩包在此处已损坏，按原样保存".to_owned())
                });
            }
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// Content of one entry, if it can be read whole, and where the packed bytes end.
fn content(bytes: &[u8], head: &Head, budget: &mut Budget) -> Result<(Option<Vec<u8>>, usize), Closed> {
    // Bit 3: sizes and checksum stand after the data (APPNOTE 4.4.4).
    let has_sizes = head.flags & 8 == 0 && head.packed != u32::MAX as usize;
    let known_end = head.data.saturating_add(head.packed);
    let next = || find(bytes, head.data, b"PK").unwrap_or(bytes.len());
    let packed_end = if has_sizes { known_end } else { bytes.len() };
    let tail = bytes.get(head.data..packed_end.min(bytes.len())).unwrap_or_default();
    let is_cut = packed_end > bytes.len();
    let (content, end) = match head.method {
        _ if head.flags & 1 == 1 => return Ok((None, if has_sizes { packed_end.min(bytes.len()) } else { next() })),
        0 if has_sizes => (budget.read(&mut &*tail, 0)?, packed_end),
        8 => {
            let mut decoder = DeflateDecoder::new(tail);
            match budget.read(&mut decoder, tail.len() as u64) {
                Ok(content) => {
                    let used = usize::try_from(decoder.total_in()).unwrap_or(tail.len());
                    (content, if has_sizes { packed_end } else { head.data + used })
                }
                Err(closed) if closed.code == "archive-too-large" => return Err(closed),
                Err(_) => return Ok((None, if has_sizes { packed_end.min(bytes.len()) } else { next() })),
            }
        }
        _ => return Ok((None, if has_sizes { packed_end.min(bytes.len()) } else { next() })),
    };
    let mut crc = Crc::new();
    crc.update(&content);
    let is_whole = !is_cut && (!has_sizes || crc.sum() == head.checksum);
    Ok((is_whole.then_some(content), end.min(bytes.len())))
}

#[cfg(test)]
mod tests {
    use super::super::zip::tests::zipped;
    use super::*;
    use proptest::prelude::*;

    fn paths(entries: &[Entry]) -> Vec<(&str, bool)> {
        entries.iter().map(|entry| (entry.path.as_str(), entry.closed.is_some())).collect()
    }

    #[test]
    fn an_archive_cut_short_gives_what_is_whole() {
        let first = vec![b'a'; 400];
        let second: Vec<u8> = (0..400_u32).map(|nth| (nth * 7 % 251) as u8).collect();
        let whole = zipped(&[("一.txt", &first), ("二.txt", &second)], None);
        let cut = find(&whole, 10, LOCAL).unwrap() + 150;
        let entries = open(&whole[..cut], &mut Budget::default()).unwrap();
        assert_eq!(paths(&entries), [("一.txt", false), ("二.txt", true)]);
        assert_eq!(entries[0].bytes, first);
    }

    #[test]
    fn a_name_that_stands_twice_is_read_twice() {
        let mut bytes = zipped(&[("a.txt", b"one"), ("b.txt", b"two")], None);
        for at in 0..bytes.len() - 5 {
            if &bytes[at..at + 5] == b"b.txt" {
                bytes[at] = b'a';
            }
        }
        let entries = super::super::zip::open(&bytes, &[], &mut Budget::default()).unwrap();
        assert_eq!(paths(&entries), [("a.txt", false), ("a.txt", false)]);
        assert_eq!((entries[0].bytes.as_slice(), entries[1].bytes.as_slice()), (&b"one"[..], &b"two"[..]));
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(at in any::<usize>(), byte in any::<u8>(), cut in any::<usize>()) {
            let mut bytes = zipped(&[("a.txt", b"one one one one"), ("b.txt", b"two")], None);
            let length = bytes.len();
            bytes[at % length] = byte;
            bytes.truncate(cut % length);
            let _ = open(&bytes, &mut Budget::default());
            let _ = super::super::zip::open(&bytes, &[], &mut Budget::default());
        }
    }
}
