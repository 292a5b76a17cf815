//! Whether what came is a document, by what documents begin with, and whether it is there to its end.

/// How documents of all kinds that courts send begin: PDF aside, which may have some bytes ahead of it.
const BEGINNINGS: [&[u8]; 11] = [
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"II*\0",
    b"MM\0*",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"{\\rtf",
    b"\x1a\x45\xdf\xa3",
];
/// What a server says in place of a document is not longer.
const LONGEST_WORDS: usize = 1_024;

/// So far from its end a document's last words are looked for: some have a few bytes behind them.
const TAIL: usize = 2_048;
/// The end of an archive's directory and its longest comment (APPNOTE.TXT 4.3.16).
const ARCHIVE_TAIL: usize = 22 + 65_535;

/// Whether it begins like a document of a kind that is known.
pub fn is_document(bytes: &[u8]) -> bool {
    let is_film = bytes.get(4..8) == Some(b"ftyp".as_slice());
    is_pdf(bytes) || is_film || BEGINNINGS.iter().any(|beginning| bytes.starts_with(beginning))
}

/// Whether a PDF begins within the first kilobyte, as readers of it allow.
pub fn is_pdf(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(1_024)).unwrap_or(bytes);
    start.windows(5).any(|window| window == b"%PDF-")
}

/// What it is when a server only says something; none when it may be a document.
pub fn words(bytes: &[u8]) -> Option<&'static str> {
    let start = bytes.get(..bytes.len().min(LONGEST_WORDS)).unwrap_or(bytes);
    let text = String::from_utf8_lossy(start).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    if ["<!doctype html", "<html", "<?xml", "<error"].iter().any(|head| text.starts_with(head)) {
        return Some("a web page");
    }
    if text.starts_with('{') && serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok() {
        return Some("an answer of the server");
    }
    let is_plain = |text: &str| !text.contains(|c: char| c.is_control() && !c.is_whitespace());
    let is_short = bytes.len() <= LONGEST_WORDS && std::str::from_utf8(bytes).is_ok_and(is_plain);
    is_short.then_some("words")
}

/// Whether the document ends; none where its kind does not tell.
pub fn ends(bytes: &[u8]) -> Option<bool> {
    let tail = |length: usize| bytes.get(bytes.len().saturating_sub(length)..).unwrap_or(bytes);
    let has = |tail: &[u8], words: &[u8]| tail.windows(words.len()).any(|window| window == words);
    let start = bytes.get(..bytes.len().min(1_024)).unwrap_or(bytes);
    if has(start, b"%PDF-") {
        // ISO 32000-1 section 7.5.5.
        return Some(has(tail(TAIL), b"%%EOF"));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(has(tail(ARCHIVE_TAIL), b"PK\x05\x06"));
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(has(tail(TAIL), b"IEND"));
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Some(has(tail(TAIL), b"\xff\xd9"));
    }
    if bytes.starts_with(b"7z\xbc\xaf\x27\x1c") {
        // 7zFormat.txt, "Start Header": where what stands at the end begins, and how long it is.
        let end = number::<8>(bytes, 12)?.checked_add(number::<8>(bytes, 20)?)?.checked_add(32)?;
        return Some(end <= bytes.len() as u64);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return compound_ends(bytes);
    }
    None
}

/// Whether every sector that an old office file uses is there ([MS-CFB] sections 2.2 and 2.3); none where its own list of
/// sectors is not one.
fn compound_ends(bytes: &[u8]) -> Option<bool> {
    const FREE: u64 = 0xffff_ffff;
    let size = match number::<2>(bytes, 30)? {
        9 => 512_u64,
        12 => 4_096,
        _ => return None,
    };
    let of_sector = |nth: u64| nth.checked_add(1)?.checked_mul(size);
    let is_there = |nth: u64| of_sector(nth.checked_add(1)?).map(|end| end <= bytes.len() as u64);
    let lists = number::<4>(bytes, 44)?.min(109);
    for nth in 0..lists {
        let list = number::<4>(bytes, usize::try_from(76 + 4 * nth).ok()?)?;
        if !is_there(list)? {
            return Some(false);
        }
        let start = usize::try_from(of_sector(list)?).ok()?;
        for entry in 0..size / 4 {
            let next = number::<4>(bytes, start.checked_add(usize::try_from(4 * entry).ok()?)?)?;
            if next != FREE && !is_there(nth * size / 4 + entry)? {
                return Some(false);
            }
        }
    }
    (lists > 0).then_some(true)
}

/// A number of so many bytes, the lowest first.
fn number<const LENGTH: usize>(bytes: &[u8], at: usize) -> Option<u64> {
    let digits = bytes.get(at..at.checked_add(LENGTH)?)?;
    Some(digits.iter().rev().fold(0, |number, digit| (number << 8) | u64::from(*digit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_office_file_ends_with_the_last_sector_it_uses() {
        // Its list of sectors is sector 0 and names three: itself, and a chain of two.
        let mut file = vec![0_u8; 512];
        file[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
        (file[30], file[44]) = (9, 1);
        let mut list = vec![0xff_u8; 512];
        list[..12].copy_from_slice(&[0xfd, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff]);
        file.extend(list);
        file.extend([1; 1_024]);
        assert_eq!(ends(&file), Some(true));
        for length in [2_047, 1_024, 800] {
            assert_eq!(ends(&file[..length]), Some(false), "{length}");
        }
        file[30] = 7;
        assert_eq!(ends(&file), None, "no file of that kind");
    }

    #[test]
    fn documents_end_with_words_of_their_own() {
        let pdf = [b"%PDF-1.7\n".as_slice(), &[b'x'; 5_000], b"\n%%EOF\n\n"].concat();
        assert_eq!(ends(&pdf), Some(true));
        assert_eq!(ends(&pdf[..4_000]), Some(false));
        assert_eq!(ends(b"PK\x03\x04 ... PK\x05\x06 ..."), Some(true));
        assert_eq!(ends(b"PK\x03\x04 ..."), Some(false));
        assert_eq!(ends(b"\x89PNG\r\n\x1a\n ... IEND\xaeB`\x82"), Some(true));
        assert_eq!(ends(b"\xff\xd8\xff ..."), Some(false));
        let mut archive = b"7z\xbc\xaf\x27\x1c\0\x04crc.".to_vec();
        archive.extend([10, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!((ends(&archive), archive.len()), (Some(false), 32));
        archive.extend([0; 15]);
        assert_eq!(ends(&archive), Some(true));
        assert_eq!(ends("证据目录".as_bytes()), None);
        assert_eq!(ends(b""), None);
    }
}
