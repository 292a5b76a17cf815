//! Bounds of what a PDF's streams unpack to, known before its reader unpacks them: a small file can hold gigabytes.

use std::collections::HashMap;
use std::io::Read;

use flate2::bufread::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::object::{Array, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::{Filter, Pdf};

use self::ahead::Ahead;

mod ahead;

/// Most bytes one stream, or the content of one page, may unpack to: a page of A4 at 600 points an inch in colour has
/// 105 million.
const MOST: u64 = 160 << 20;
/// Most bytes that all streams but pictures may unpack to.
const MOST_OF_ALL: u64 = 768 << 20;
/// Most bytes unpacked to be counted, for a whole file whatever its length and for each of its bytes: a stream of a few
/// hundred bytes may hold `MOST`, and a file many thousands of them.
const MOST_COUNTED: u64 = 2 << 30;
const MOST_COUNTED_OF_BYTE: u64 = 100;
/// Most bytes a byte may unpack to: DEFLATE (RFC 1951) writes 258 in two bits; LZW with codes of twelve bits a string of
/// 4,096.
const DEFLATE_RATIO: u64 = 1_032;
const LZW_RATIO: u64 = 2_731;
const RUN_LENGTH_RATIO: u64 = 64;

/// Whether the streams that are unpacked while a file is opened, its tables of objects, stay within the bounds. They are
/// told by what they hold where their names do not tell them.
pub(super) fn tables_fit(bytes: &[u8]) -> bool {
    let is_encrypted = find(bytes, b"/Encrypt").is_some();
    let (mut budget, mut left) = (budget(bytes.len()), bytes);
    while let Some(at) = find(left, b"stream") {
        let is_end = left.get(..at).is_some_and(|ahead| ahead.ends_with(b"end"));
        let begins = bytes.len() - left.len() + at;
        left = left.get(at + b"stream".len()..).unwrap_or(&[]);
        let mut fits = || {
            let ends = [b"\r\n".as_slice(), b"\n", b"\r"];
            // The word alone begins no stream. Not cut where it is said to end: that can be written anywhere, and packed bytes know their own end.
            let Some(data) = ends.iter().find_map(|end| left.strip_prefix(*end)) else { return Some(()) };
            match Ahead::of(bytes, begins) {
                ahead if ahead.is_table() => table_fits(&ahead, data, is_encrypted, &mut budget),
                ahead if ahead.is_picture() || is_encrypted || !is_deflated(data) => Some(()),
                _ if deflates_twice(data) => unpacked(data, 4, &mut budget).map(|_| ()),
                // One that is broken is told when the file is open.
                _ => length_of(data, false, &mut budget).map(|_| ()),
            }
        };
        if !is_end && fits().is_none() {
            return false;
        }
    }
    true
}

/// Whether a table of objects stays within the bounds.
fn table_fits(ahead: &Ahead, data: &[u8], is_encrypted: bool, left: &mut u64) -> Option<()> {
    if is_encrypted && !ahead.has(b"/XRef") {
        // What is packed is not seen: it must be small enough whatever it holds.
        let most = usize::try_from(MOST / DEFLATE_RATIO).ok()?;
        let ends = find(data.get(..most).unwrap_or(data), b"endstream")?;
        *left = left.checked_sub(ends as u64)?;
        return (ahead.length()? <= most).then_some(());
    }
    match ahead.filters() {
        Some(filters) if filters.is_empty() => Some(()),
        Some(filters) => through(data, &filters, left).map(|_| ()),
        None if is_deflated(data) => unpacked(data, 4, left).map(|_| ()),
        None => (data.len() as u64 <= MOST / DEFLATE_RATIO).then_some(()),
    }
}

fn budget(length: usize) -> u64 {
    MOST_COUNTED.saturating_add(MOST_COUNTED_OF_BYTE.saturating_mul(length as u64))
}

/// Whether every stream of an opened file, and the content of every page, stay within the bounds.
pub(super) fn fit(pdf: &Pdf) -> bool {
    let (mut known, mut budget) = (HashMap::new(), budget(pdf.data().as_ref().len()));
    let mut all = 0_u64;
    for object in pdf.objects() {
        let Object::Stream(stream) = object else { continue };
        let Some(size) = size(&stream, &mut known, &mut budget) else { return false };
        let is_picture = stream.dict().get::<Name<'_>>("Subtype").is_some_and(|name| name.as_str() == "Image");
        all += if is_picture { 0 } else { size };
        if all > MOST_OF_ALL {
            return false;
        }
    }
    pdf.pages().iter().all(|page| {
        let Some(contents) = page.raw().get::<Array<'_>>("Contents") else { return true };
        let mut left = MOST;
        contents.iter::<Stream<'_>>().all(|stream| {
            let rest = size(&stream, &mut known, &mut budget).and_then(|size| left.checked_sub(size));
            left = rest.unwrap_or(0);
            rest.is_some()
        })
    })
}

/// What a stream unpacks to, in bytes, at most; `None` when that is beyond the bounds.
fn size(stream: &Stream<'_>, known: &mut HashMap<ObjectIdentifier, u64>, left: &mut u64) -> Option<u64> {
    if let Some(size) = known.get(&stream.obj_id()) {
        return Some(*size);
    }
    let raw = stream.raw_data();
    let filters = stream.filters();
    let ratio = filters.iter().map(ratio_of).try_fold(1_u64, u64::checked_mul);
    let most = ratio.and_then(|ratio| ratio.checked_mul(raw.len() as u64));
    let size = match most.filter(|most| *most <= MOST / 8) {
        Some(most) => most,
        None => through(&raw, &filters, left)?,
    };
    known.insert(stream.obj_id(), size);
    Some(size)
}

fn ratio_of(filter: &Filter) -> u64 {
    match filter {
        Filter::FlateDecode => DEFLATE_RATIO,
        Filter::LzwDecode => LZW_RATIO,
        Filter::RunLengthDecode => RUN_LENGTH_RATIO,
        _ => 1,
    }
}

/// Unpacks as far as the bounds go, filter by filter, and counts. What stands in LZW or in more than three filters is
/// not unpacked here: it must be small enough whatever it holds.
fn through(raw: &[u8], filters: &[Filter], left: &mut u64) -> Option<u64> {
    let (first, rest) = match filters {
        [] => return Some(raw.len() as u64).filter(|size| *size <= MOST),
        [first, rest @ ..] => (first, rest),
    };
    let unpacked = match first {
        // It says how a file is encrypted, and leaves the bytes as they are.
        Filter::Crypt => return through(raw, rest, left),
        Filter::FlateDecode if rest.is_empty() => return counted(raw, left),
        Filter::FlateDecode if rest.len() < 3 => inflated(raw, left)?,
        Filter::AsciiHexDecode => from_hex(raw),
        Filter::Ascii85Decode => from_85(raw),
        other => {
            let ratio = filters.iter().map(ratio_of).try_fold(1_u64, u64::checked_mul)?;
            let most = ratio.checked_mul(raw.len() as u64).filter(|most| *most <= MOST);
            // Pictures' own filters have bounds of their own; nothing is packed inside them in earnest.
            let is_picture = ratio_of(other) == 1 && rest.iter().all(|filter| ratio_of(filter) == 1);
            return if is_picture { Some(raw.len() as u64) } else { most.filter(|_| ratio_of(other) > 1) };
        }
    };
    through(&unpacked, rest, left)
}

/// What stands ahead of a picture's own coding undone. `None` where that is beyond the bounds or done by nobody.
pub(super) fn undone(raw: &[u8], filters: &[Filter]) -> Option<Vec<u8>> {
    let mut left = MOST;
    filters.iter().try_fold(raw.to_vec(), |bytes, filter| match filter {
        Filter::Crypt => Some(bytes),
        Filter::FlateDecode => inflated(&bytes, &mut left),
        Filter::AsciiHexDecode => Some(from_hex(&bytes)),
        Filter::Ascii85Decode => Some(from_85(&bytes)),
        _ => None,
    })
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, word)
}

/// Whether bytes begin as a stream of RFC 1950 does.
fn is_deflated(data: &[u8]) -> bool {
    match data {
        [method, flags, ..] => method & 0x0f == 8 && u16::from_be_bytes([*method, *flags]).is_multiple_of(31),
        _ => false,
    }
}

fn deflates_twice(data: &[u8]) -> bool {
    let mut begin = [0; 2];
    ZlibDecoder::new(data).read_exact(&mut begin).is_ok() && is_deflated(&begin)
}

/// What deflated bytes unpack to, through as many layers as there are; `None` beyond the bounds.
fn unpacked(data: &[u8], layers: u32, left: &mut u64) -> Option<u64> {
    if layers == 0 || !deflates_twice(data) {
        return counted(data, left);
    }
    unpacked(&inflated(data, left)?, layers - 1, left)
}

/// How many bytes deflated ones unpack to, at most. The reader takes them without their head and end, too, and what is
/// broken it reads on over.
fn counted(data: &[u8], left: &mut u64) -> Option<u64> {
    let has_head = is_deflated(data) && data.get(1).is_some_and(|flags| flags & 0x20 == 0);
    let bare = if has_head { data.get(2..) } else { None };
    let ways = [Some((data, false)), Some((data, true)), bare.map(|bare| (bare, true))];
    for (data, is_bare) in ways.into_iter().flatten() {
        if let (size, true) = length_of(data, is_bare, left)? {
            return Some(size);
        }
    }
    (data.len() as u64).checked_mul(DEFLATE_RATIO).filter(|most| *most <= MOST)
}

/// How many bytes come out, and whether all went well; `None` beyond the bounds.
fn length_of(data: &[u8], is_bare: bool, left: &mut u64) -> Option<(u64, bool)> {
    let most = MOST.min(*left);
    let mut rest = data;
    let (size, is_whole) = if is_bare {
        sum(&mut DeflateDecoder::new(&mut rest).take(most + 1))
    } else {
        sum(&mut ZlibDecoder::new(&mut rest).take(most + 1))
    };
    // Bytes that unpack to nothing cost time as well.
    *left = left.saturating_sub(size + (data.len() - rest.len()) as u64);
    (size <= most).then_some((size, is_whole))
}

fn sum(from: &mut dyn Read) -> (u64, bool) {
    let (mut piece, mut size) = (vec![0; 1 << 16], 0);
    loop {
        match from.read(&mut piece) {
            Ok(0) => return (size, true),
            Ok(count) => size += count as u64,
            Err(_) => return (size, false),
        }
    }
}

/// Deflated bytes that hold deflated ones again. Nobody packs twice in earnest, so little is room enough.
fn inflated(data: &[u8], left: &mut u64) -> Option<Vec<u8>> {
    let most = (MOST / 8).min(*left);
    let mut whole = |from: &mut dyn Read| {
        let mut whole = Vec::new();
        let read = from.take(most + 1).read_to_end(&mut whole);
        *left = left.saturating_sub(whole.len() as u64);
        read.ok().map(|_| whole)
    };
    let whole = whole(&mut ZlibDecoder::new(data)).or_else(|| whole(&mut DeflateDecoder::new(data)))?;
    (whole.len() as u64 <= most).then_some(whole)
}

fn from_hex(raw: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = raw
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| (byte << 4) | digit)).collect()
}

/// ASCII base-85 (ISO 32000-2, 7.4.3).
fn from_85(raw: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(raw.len() / 5 * 4);
    let mut group = Vec::with_capacity(5);
    for byte in raw.iter().take_while(|byte| **byte != b'~') {
        match byte {
            b'z' if group.is_empty() => bytes.extend([0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            _ => continue,
        }
        if group.len() == 5 {
            bytes.extend(value_of(&group).to_be_bytes());
            group.clear();
        }
    }
    let rest = group.len();
    if rest > 1 {
        group.resize(5, 84);
        bytes.extend(value_of(&group).to_be_bytes().iter().take(rest - 1));
    }
    bytes
}

fn value_of(group: &[u8]) -> u32 {
    group.iter().fold(0_u32, |value, digit| value.wrapping_mul(85).wrapping_add(u32::from(*digit)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn file(contents: &str, streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut bytes = format!(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
             3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents {contents}>>endobj\n"
        )
        .into_bytes();
        for (nth, (filter, data)) in streams.iter().enumerate() {
            bytes.extend(format!("{} 0 obj<</Length {}/Filter{filter}>>stream\n", nth + 4, data.len()).bytes());
            bytes.extend(data);
            bytes.extend(b"\nendstream endobj\n");
        }
        bytes.extend(b"trailer<</Root 1 0 R>>\n");
        bytes
    }

    fn is_read(bytes: &[u8]) -> bool {
        super::super::read(bytes, &[]).is_some()
    }

    #[test]
    fn a_usual_page_is_within() {
        let page = deflated(&b"0 0 m ".repeat(10_000));
        assert!(is_read(&file("4 0 R", &[("/FlateDecode", page.clone())])));
        assert!(is_read(&file("[4 0 R 4 0 R]", &[("/FlateDecode", page)])));
    }

    #[test]
    fn a_stream_that_unpacks_to_too_much_is_not_unpacked() {
        let big = deflated(&vec![0; (MOST + 1) as usize]);
        assert!(!is_read(&file("4 0 R", &[("/FlateDecode", big.clone())])));
        let twice = deflated(&big);
        assert!(!is_read(&file("4 0 R", &[("[/FlateDecode/FlateDecode]", twice.clone())])), "packed twice");
        assert!(!is_read(&file("4 0 R", &[("[/Fl/Fl#61teDecode]", twice.clone())])), "names written otherwise");
        let hex: Vec<u8> = twice.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).chain(*b">").collect();
        assert!(!is_read(&file("4 0 R", &[("[/ASCIIHexDecode/FlateDecode/FlateDecode]", hex)])), "in hexadecimal");
    }

    #[test]
    fn neither_a_missing_head_nor_a_line_end_nor_a_filter_ahead_hides_it() {
        let zeros = vec![0; (MOST + 1) as usize];
        let mut bare = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        bare.write_all(&zeros).unwrap();
        let (bare, big) = (bare.finish().unwrap(), deflated(&zeros));
        assert!(!is_read(&file("4 0 R", &[("/FlateDecode", bare.clone())])), "raw");
        assert!(!is_read(&file("4 0 R", &[("[/Crypt/FlateDecode]", big.clone())])), "another filter ahead");
        let table = |says: &str, data: &[u8]| {
            let mut bytes =
                format!("%PDF-1.5\n4 0 obj<</N 1/First 4/Length {}{says}>>stream\r", data.len()).into_bytes();
            bytes.extend_from_slice(data);
            bytes.extend(b"\nendstream endobj\n");
            bytes
        };
        assert!(!tables_fit(&table("/Type/ObjStm/Filter/FlateDecode", &big)), "after a bare carriage return");
        assert!(!tables_fit(&table("/Type/#4fbjStm/Filter/Fl", &bare)), "a table written otherwise");
        let hex: Vec<u8> = bare.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).chain(*b">").collect();
        assert!(!tables_fit(&table("/Type/ObjStm/Filter[/AHx /FlateDecode]", &hex)), "in hexadecimal");
        assert!(!tables_fit(&table("/Type/ObjStm/Encrypt/Filter/FlateDecode", &[7; 170_000])), "not seen");
        assert!(tables_fit(&table("/Type/ObjStm/Encrypt/Filter/FlateDecode", &[7; 17_000])));
        assert!(tables_fit(&table("/Type/ObjStm/Filter/FlateDecode", &deflated(&[b' '; 170_000]))));
        let mut stored = deflated(b"");
        stored.splice(2.., *b"\0\x09\0\xf6\xffendstream");
        stored.extend(&bare);
        assert!(!tables_fit(&table("/Type/ObjStm/Filter/FlateDecode", &stored)), "behind what looks like the end");
    }

    #[test]
    fn many_streams_that_hold_much_are_not_counted_one_by_one() {
        let twice = deflated(&deflated(&vec![0; MOST as usize]));
        let streams = vec![("[/FlateDecode/FlateDecode]/Subtype/Image", twice); 2_000];
        assert!(!is_read(&file("4 0 R", &streams)));
    }

    #[test]
    fn the_content_of_a_page_counts_together() {
        let part = deflated(&vec![b' '; 20 << 20]);
        let names = vec!["4 0 R"; 20].join(" ");
        assert!(!is_read(&file(&format!("[{names}]"), &[("/FlateDecode", part)])));
    }

    #[test]
    fn other_codings_are_undone_for_the_count() {
        assert_eq!(from_hex(b"48 65 6c6C 6f>"), b"Hello");
        assert_eq!(from_85(b"87cURDZ~>"), b"Hello");
        assert_eq!(from_85(b"z~>"), [0; 4]);
    }
}
