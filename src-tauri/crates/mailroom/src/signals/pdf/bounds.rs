//! Bounds of what a PDF's streams unpack to, known before its reader unpacks them: a small file can hold gigabytes.

use std::collections::HashMap;
use std::io::Read as _;

use flate2::read::ZlibDecoder;
use hayro_syntax::object::{Array, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::{Filter, Pdf};

/// Most bytes one stream, or the content of one page, may unpack to: a page of A4 at 600 points an inch in colour has
/// 105 million.
const MOST: u64 = 160 << 20;
/// Most bytes that all streams but pictures may unpack to.
const MOST_OF_ALL: u64 = 768 << 20;
/// Most bytes a byte may unpack to: DEFLATE (RFC 1951) writes 258 in two bits; LZW with codes of twelve bits a string of
/// 4,096.
const DEFLATE_RATIO: u64 = 1_032;
const LZW_RATIO: u64 = 2_731;
const RUN_LENGTH_RATIO: u64 = 64;

/// Whether the streams that are unpacked while a file is opened, its tables of objects, stay within the bounds. They are
/// told by what they hold: their names can be written in many ways.
pub(super) fn tables_fit(bytes: &[u8]) -> bool {
    let mut left = bytes;
    while let Some(at) = find(left, b"stream") {
        let is_end = left.get(..at).is_some_and(|ahead| ahead.ends_with(b"end"));
        left = left.get(at + b"stream".len()..).unwrap_or(&[]);
        let data = left.strip_prefix(b"\r\n").or_else(|| left.strip_prefix(b"\n")).unwrap_or(left);
        if is_end || !is_deflated(data) {
            continue;
        }
        let length = find(data, b"endstream").unwrap_or(data.len());
        let data = data.get(..length).unwrap_or(data);
        let is_picture = is_picture(bytes, bytes.len() - left.len());
        if !is_picture && (deflates_twice(data) || may_exceed(data.len(), DEFLATE_RATIO)) && unpacked(data, 4).is_none()
        {
            return false;
        }
        left = left.get(length..).unwrap_or(&[]);
    }
    true
}

/// Whether every stream of an opened file, and the content of every page, stay within the bounds.
pub(super) fn fit(pdf: &Pdf) -> bool {
    let mut known = HashMap::new();
    let mut all = 0_u64;
    for object in pdf.objects() {
        let Object::Stream(stream) = object else { continue };
        let Some(size) = size(&stream, &mut known) else { return false };
        let is_picture = stream.dict().get::<Name<'_>>("Subtype").is_some_and(|name| name.as_str() == "Image");
        all += if is_picture { 0 } else { size };
        if all > MOST_OF_ALL {
            return false;
        }
    }
    pdf.pages().iter().all(|page| {
        let Some(contents) = page.raw().get::<Array<'_>>("Contents") else { return true };
        let mut left = MOST;
        contents.iter::<Stream<'_>>().all(|stream| match size(&stream, &mut known).map(|size| left.checked_sub(size)) {
            Some(Some(rest)) => {
                left = rest;
                true
            }
            _ => false,
        })
    })
}

/// What a stream unpacks to, in bytes, at most; `None` when that is beyond the bounds.
fn size(stream: &Stream<'_>, known: &mut HashMap<ObjectIdentifier, u64>) -> Option<u64> {
    if let Some(size) = known.get(&stream.obj_id()) {
        return Some(*size);
    }
    let raw = stream.raw_data();
    let filters = stream.filters();
    let ratio = filters.iter().map(ratio_of).try_fold(1_u64, u64::checked_mul);
    let most = ratio.and_then(|ratio| ratio.checked_mul(raw.len() as u64));
    let size = match most.filter(|most| *most <= MOST / 8) {
        Some(most) => most,
        None => through(&raw, &filters)?,
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
fn through(raw: &[u8], filters: &[Filter]) -> Option<u64> {
    let (first, rest) = match filters {
        [] => return Some(raw.len() as u64).filter(|size| *size <= MOST),
        [first, rest @ ..] => (first, rest),
    };
    let unpacked = match first {
        Filter::FlateDecode if rest.is_empty() => return counted(raw),
        Filter::FlateDecode if rest.len() < 3 => inflated(raw)?,
        Filter::AsciiHexDecode => from_hex(raw),
        Filter::Ascii85Decode => from_85(raw),
        other => {
            let ratio = filters.iter().map(ratio_of).try_fold(1_u64, u64::checked_mul)?;
            let most = ratio.checked_mul(raw.len() as u64).filter(|most| *most <= MOST);
            // Pictures' own filters have bounds of their own.
            return if ratio_of(other) == 1 { Some(raw.len() as u64) } else { most };
        }
    };
    through(&unpacked, rest)
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

/// Whether the dictionary ahead of a stream says that it is a picture: those are unpacked one at a time, and only where
/// pictures are asked for.
fn is_picture(bytes: &[u8], at: usize) -> bool {
    let ahead = bytes.get(at.saturating_sub(600)..at).unwrap_or(&[]);
    let begins = memchr::memmem::rfind(ahead, b" obj").unwrap_or(0);
    let dict = ahead.get(begins..).unwrap_or(&[]);
    find(dict, b"/Image").is_some() && find(dict, b"/ObjStm").is_none() && find(dict, b"/XRef").is_none()
}

fn may_exceed(length: usize, ratio: u64) -> bool {
    (length as u64).saturating_mul(ratio) > MOST
}

/// What deflated bytes unpack to, through as many layers as there are; `None` beyond the bounds.
fn unpacked(data: &[u8], layers: u32) -> Option<u64> {
    if layers == 0 || !deflates_twice(data) {
        return counted(data);
    }
    unpacked(&inflated(data)?, layers - 1)
}

/// How many bytes deflated ones unpack to.
fn counted(data: &[u8]) -> Option<u64> {
    let mut decoder = ZlibDecoder::new(data).take(MOST + 1);
    let mut piece = vec![0; 1 << 16];
    let mut size = 0_u64;
    // A broken end is the reader's matter: what came before it counts.
    while let Ok(count @ 1..) = decoder.read(&mut piece) {
        size += count as u64;
    }
    (size <= MOST).then_some(size)
}

/// Deflated bytes that hold deflated ones again. Nobody packs twice in earnest, so little is room enough.
fn inflated(data: &[u8]) -> Option<Vec<u8>> {
    let most = MOST / 8;
    let mut whole = Vec::new();
    let read = ZlibDecoder::new(data).take(most + 1).read_to_end(&mut whole);
    (read.is_ok() || !whole.is_empty()).then_some(())?;
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
