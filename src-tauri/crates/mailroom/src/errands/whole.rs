//! Whether a document is there to its end, by what documents of its kind end with.

/// So far from its end a document's last words are looked for: some have a few bytes behind them.
const TAIL: usize = 2_048;
/// The end of an archive's directory and its longest comment (APPNOTE.TXT 4.3.16).
const ARCHIVE_TAIL: usize = 22 + 65_535;

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
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_end_with_words_of_their_own() {
        let pdf = [b"%PDF-1.7\n".as_slice(), &[b'x'; 5_000], b"\n%%EOF\n\n"].concat();
        assert_eq!(ends(&pdf), Some(true));
        assert_eq!(ends(&pdf[..4_000]), Some(false));
        assert_eq!(ends(b"PK\x03\x04 ... PK\x05\x06 ..."), Some(true));
        assert_eq!(ends(b"PK\x03\x04 ..."), Some(false));
        assert_eq!(ends(b"\x89PNG\r\n\x1a\n ... IEND\xaeB`\x82"), Some(true));
        assert_eq!(ends(b"\xff\xd8\xff ..."), Some(false));
        assert_eq!(ends("证据目录".as_bytes()), None);
        assert_eq!(ends(b""), None);
    }
}
