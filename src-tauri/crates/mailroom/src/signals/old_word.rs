//! Text of older Word documents (.doc, and .wps of the same make): MS-CFB around MS-DOC, read by its piece table.

use songda_core::intake::DocumentText;

/// Sectors followed in one chain: 128 MiB of the usual sectors.
const LONGEST_CHAIN: usize = 1 << 18;
/// Directory entries looked at.
const MOST_ENTRIES: usize = 4_096;
/// Pieces of text looked at.
const MOST_PIECES: usize = 100_000;
/// Characters taken out.
const MOST_CHARACTERS: usize = 1_000_000;
/// Marks of a sector number that is none.
const NO_SECTOR: u32 = 0xffff_fff0;

/// Whether the bytes are a compound file, the form of older Office documents.
pub fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// Text of an older Word document, page breaks as pages; `None` for any other compound file or an encrypted one.
pub fn text_of(bytes: &[u8]) -> Option<DocumentText> {
    let file = Compound::open(bytes)?;
    let document = file.stream("WordDocument")?;
    if u16_at(&document, 0)? != 0xa5ec {
        return None;
    }
    let flags = u16_at(&document, 0x0a)?;
    if flags & 0x0100 != 0 {
        return None;
    }
    let table = file.stream(if flags & 0x0200 == 0 { "0Table" } else { "1Table" })?;
    let (start, length) = (usize_at(&document, 0x01a2)?, usize_at(&document, 0x01a6)?);
    let pieces = table.get(start..start.checked_add(length)?)?;
    // Text of the body; notes, headers and comments stand behind it.
    let body = usize_at(&document, 0x4c)?;
    let text = read_pieces(pieces, &document, body)?;
    Some(DocumentText::of(plain(&text).split('\u{c}').map(str::to_owned).collect()))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn usize_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32_at(bytes, at)?).ok()
}

/// A compound file (MS-CFB).
struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    /// The stream that holds the small ones.
    small: Vec<u8>,
    small_sector: usize,
    small_below: usize,
    entries: Vec<(String, u32, usize)>,
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        if !is_compound(bytes) {
            return None;
        }
        let (shift, small_shift) = (u16_at(bytes, 0x1e)?, u16_at(bytes, 0x20)?);
        if !(7..=16).contains(&shift) || !(4..=12).contains(&small_shift) {
            return None;
        }
        let mut file = Self {
            bytes,
            sector: 1 << shift,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            small_sector: 1 << small_shift,
            small_below: usize_at(bytes, 0x38)?,
            entries: Vec::new(),
        };
        file.table = file.sector_table();
        let small_table = file.chain(u32_at(bytes, 0x3c)?, usize::MAX);
        file.small_table = numbers(&small_table);
        let directory = file.chain(u32_at(bytes, 0x30)?, MOST_ENTRIES * 128);
        for entry in directory.chunks_exact(128).take(MOST_ENTRIES) {
            let length = usize::from(u16_at(entry, 0x40)?).saturating_sub(2).min(62);
            let name: Vec<u16> = entry.get(..length)?.chunks_exact(2).filter_map(|pair| u16_at(pair, 0)).collect();
            let (kind, start, size) = (entry.get(0x42).copied()?, u32_at(entry, 0x74)?, usize_at(entry, 0x78)?);
            match kind {
                2 => file.entries.push((String::from_utf16_lossy(&name), start, size)),
                5 => file.small = file.chain(start, size),
                _ => {}
            }
        }
        Some(file)
    }

    fn at(&self, sector: u32) -> Option<&'a [u8]> {
        let start = usize::try_from(sector).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        // The last sector may be cut short.
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// Which sector follows which, gathered from the sectors the header and its continuations name.
    fn sector_table(&self) -> Vec<u32> {
        let mut named: Vec<u32> = (0..109).filter_map(|nth| u32_at(self.bytes, 0x4c + nth * 4)).collect();
        let mut next = u32_at(self.bytes, 0x44).unwrap_or(NO_SECTOR);
        for _ in 0..1_024 {
            let Some(more) = (next < NO_SECTOR).then(|| self.at(next)).flatten() else { break };
            let mut more = numbers(more);
            next = more.pop().unwrap_or(NO_SECTOR);
            named.extend(more);
        }
        let sectors = named.into_iter().filter(|sector| *sector < NO_SECTOR).take(LONGEST_CHAIN / 64);
        sectors.filter_map(|sector| self.at(sector)).flat_map(numbers).take(LONGEST_CHAIN * 4).collect()
    }

    fn chain(&self, start: u32, size: usize) -> Vec<u8> {
        let mut out = Vec::new();
        let mut sector = start;
        for _ in 0..LONGEST_CHAIN {
            if sector >= NO_SECTOR || out.len() >= size {
                break;
            }
            let Some(bytes) = self.at(sector) else { break };
            out.extend_from_slice(bytes);
            let next = usize::try_from(sector).ok().and_then(|at| self.table.get(at).copied());
            sector = next.unwrap_or(NO_SECTOR);
            // A chain that is longer than the file runs in a circle.
            if out.len() > self.bytes.len() {
                break;
            }
        }
        out.truncate(size);
        out
    }

    fn small_chain(&self, start: u32, size: usize) -> Vec<u8> {
        let mut out = Vec::new();
        let mut sector = start;
        while sector < NO_SECTOR && out.len() < size && out.len() <= self.small.len() {
            let Ok(at) = usize::try_from(sector) else { break };
            let begin = at.saturating_mul(self.small_sector);
            let end = begin.saturating_add(self.small_sector).min(self.small.len());
            let Some(bytes) = self.small.get(begin..end).filter(|bytes| !bytes.is_empty()) else { break };
            out.extend_from_slice(bytes);
            sector = self.small_table.get(at).copied().unwrap_or(NO_SECTOR);
        }
        out.truncate(size);
        out
    }

    fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let (_, start, size) = self.entries.iter().find(|(own, ..)| own == name)?;
        Some(if *size < self.small_below { self.small_chain(*start, *size) } else { self.chain(*start, *size) })
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|four| u32_at(four, 0)).collect()
}

/// The characters of the first `body` places, by the pieces they lie in (MS-DOC section 2.8.35).
fn read_pieces(mut table: &[u8], document: &[u8], body: usize) -> Option<String> {
    // Formatting that pieces share stands before the pieces.
    while table.first() == Some(&1) {
        let length = usize::from(u16_at(table, 1)?);
        table = table.get(3 + length..)?;
    }
    if table.first() != Some(&2) {
        return None;
    }
    let length = usize_at(table, 1)?;
    let pieces = table.get(5..5 + length.min(table.len().saturating_sub(5)))?;
    let count = (pieces.len().saturating_sub(4) / 12).min(MOST_PIECES);
    let mut text = String::new();
    let mut taken = 0;
    for nth in 0..count {
        let (from, to) = (usize_at(pieces, nth * 4)?, usize_at(pieces, (nth + 1) * 4)?);
        let place = usize_at(pieces, (count_all(pieces) + 1) * 4 + nth * 8 + 2)?;
        let length = to.checked_sub(from)?.min(body.saturating_sub(from)).min(MOST_CHARACTERS - taken);
        taken += length;
        if place & 0x4000_0000 == 0 {
            let bytes = document.get(place..place.checked_add(length * 2)?.min(document.len()))?;
            let units: Vec<u16> = bytes.chunks_exact(2).filter_map(|pair| u16_at(pair, 0)).collect();
            text.push_str(&String::from_utf16_lossy(&units));
        } else {
            let start = (place & 0x3fff_ffff) / 2;
            let bytes = document.get(start..start.checked_add(length)?.min(document.len()))?;
            text.extend(bytes.iter().map(|byte| char::from(*byte)));
        }
        if taken >= body || taken >= MOST_CHARACTERS {
            break;
        }
    }
    Some(text)
}

/// Number of pieces in the whole table: positions, one more than pieces, stand before their descriptions.
fn count_all(pieces: &[u8]) -> usize {
    pieces.len().saturating_sub(4) / 12
}

/// The text as a reader sees it: field codes, objects and marks gone.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_code = 0_usize;
    for character in text.chars() {
        match character {
            '\u{13}' => in_code += 1,
            '\u{14}' | '\u{15}' => in_code = in_code.saturating_sub(1),
            _ if in_code > 0 => {}
            '\r' | '\u{b}' => out.push('\n'),
            // The end of a row follows that of its last cell.
            '\u{7}' if out.ends_with('\t') => {
                out.pop();
                out.push('\n');
            }
            '\u{7}' => out.push('\t'),
            '\u{1e}' => out.push('-'),
            '\u{c}' | '\n' | '\t' => out.push(character),
            other if other < ' ' => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECTOR: usize = 512;

    fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
        bytes[at..at + value.len()].copy_from_slice(value);
    }

    fn sectors(bytes: &[u8]) -> usize {
        bytes.len().div_ceil(SECTOR)
    }

    /// A compound file with streams of whole sectors: table, directory, then the streams.
    fn compound(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut header = vec![0_u8; SECTOR];
        put(&mut header, 0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
        put(&mut header, 0x1e, &9_u16.to_le_bytes());
        put(&mut header, 0x20, &6_u16.to_le_bytes());
        put(&mut header, 0x30, &1_u32.to_le_bytes());
        put(&mut header, 0x3c, &0xffff_fffe_u32.to_le_bytes());
        put(&mut header, 0x44, &0xffff_fffe_u32.to_le_bytes());
        header[0x4c..].fill(0xff);
        put(&mut header, 0x4c, &0_u32.to_le_bytes());
        let mut table = vec![0xffff_fffd_u32, 0xffff_fffe];
        let mut directory = vec![0_u8; SECTOR];
        let mut data = Vec::new();
        for (nth, (name, stream)) in streams.iter().enumerate() {
            let start = table.len();
            let entry = nth * 128;
            let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            put(&mut directory, entry, &wide);
            put(&mut directory, entry + 0x40, &u16::try_from(wide.len() + 2).unwrap().to_le_bytes());
            directory[entry + 0x42] = 2;
            put(&mut directory, entry + 0x74, &u32::try_from(start).unwrap().to_le_bytes());
            put(&mut directory, entry + 0x78, &u32::try_from(stream.len()).unwrap().to_le_bytes());
            let count = sectors(stream);
            for step in 1..=count {
                table.push(if step == count { 0xffff_fffe } else { u32::try_from(start + step).unwrap() });
            }
            data.extend_from_slice(stream);
            data.resize(data.len().next_multiple_of(SECTOR), 0);
        }
        let mut first: Vec<u8> = table.iter().flat_map(|next| next.to_le_bytes()).collect();
        first.resize(SECTOR, 0xff);
        [header, first, directory, data].concat()
    }

    fn word(text: &str) -> Vec<u8> {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let count = u32::try_from(wide.len() / 2).unwrap();
        let mut document = vec![0_u8; 2048];
        put(&mut document, 0, &0xa5ec_u16.to_le_bytes());
        put(&mut document, 0x4c, &count.to_le_bytes());
        put(&mut document, 0x01a6, &21_u32.to_le_bytes());
        put(&mut document, 0x600, &wide);
        let mut table = vec![2];
        table.extend_from_slice(&16_u32.to_le_bytes());
        table.extend_from_slice(&0_u32.to_le_bytes());
        table.extend_from_slice(&count.to_le_bytes());
        table.extend_from_slice(&[0, 0]);
        table.extend_from_slice(&0x600_u32.to_le_bytes());
        table.extend_from_slice(&[0, 0]);
        compound(&[("WordDocument", document), ("0Table", table)])
    }

    #[test]
    fn a_document_is_read_page_by_page_without_its_codes() {
        let read =
            text_of(&word("上海市闵行区人民法院\r传票\r\u{13}PAGE\u{14}1\u{15}\u{c}第二页\u{7}格")).expect("text");
        assert_eq!(read.pages, ["上海市闵行区人民法院\n传票\n1", "第二页\t格"]);
        assert_eq!(text_of(&compound(&[("Workbook", vec![0; 512])])), None);
        assert_eq!(text_of(b"none"), None);
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(changes in proptest::collection::vec((0usize..4096, any::<u8>()), 0..12), cut in 0usize..5000) {
            let mut bytes = word("传票");
            for (at, byte) in changes {
                let at = at % bytes.len();
                bytes[at] = byte;
            }
            let _ = text_of(&bytes[..cut.min(bytes.len())]);
        }
    }
}
