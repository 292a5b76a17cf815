//! How large a picture of a PDF unpacks, told by its head before it is unpacked: a few bytes may claim gigabytes.

use hayro_syntax::Filter;
use hayro_syntax::object::{Array, Dict, Object, Stream};
use memchr::memmem;

use super::bounds;

/// Most points, times colours, of a picture that is unpacked: A4 at 600 points an inch in colour has 104 million.
const MOST: u64 = 160 << 20;
/// The same for JPEG 2000, whose points are numbers of four bytes on the way: A4 at 400 points an inch in colour.
const MOST_OF_JPEG_2000: u64 = 48 << 20;
/// Columns of a fax where none are told (ISO 32000-2, 7.4.6).
const FAX_COLUMNS: u32 = 1_728;

/// Whether a picture, and the masks beside it, may be unpacked.
pub(super) fn fit(picture: &Stream<'_>) -> bool {
    let mut masks = ["SMask", "Mask"].into_iter().filter_map(|name| picture.dict().get::<Stream<'_>>(name));
    is_small(picture) && masks.all(|mask| is_small(&mask))
}

fn is_small(picture: &Stream<'_>) -> bool {
    let dict = picture.dict();
    // Pictures that stand in a page's content have short names for the same.
    let number = |long: &str, short: &str| dict.get::<u32>(long).or_else(|| dict.get::<u32>(short)).unwrap_or(0);
    let (width, height) = (number("Width", "W"), number("Height", "H"));
    let filters = picture.filters();
    let told = area(width, height);
    let Some((last, ahead)) = filters.split_last() else { return told <= MOST };
    let within = |of: fn(&[u8]) -> u64, most: u64| {
        bounds::undone(&picture.raw_data(), ahead).is_some_and(|data| of(&data) <= most)
    };
    told <= MOST
        && match last {
            Filter::CcittFaxDecode => of_fax(dict, height).is_some_and(|points| points <= MOST),
            Filter::Jbig2Decode => within(of_jbig2, MOST),
            Filter::DctDecode => within(of_jpeg, MOST),
            Filter::JpxDecode => within(of_jpeg_2000, MOST_OF_JPEG_2000),
            _ => true,
        }
}

fn area(width: u32, height: u32) -> u64 {
    u64::from(width) * u64::from(height)
}

fn u16_at(data: &[u8], at: usize) -> Option<u64> {
    Some(u64::from(u16::from_be_bytes(data.get(at..at.checked_add(2)?)?.try_into().ok()?)))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(data.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A fax, whose rows are told by the picture or beside it; one that tells none grows with its data, without bounds.
fn of_fax(dict: &Dict<'_>, height: u32) -> Option<u64> {
    let told = ["DecodeParms", "DP"].into_iter().flat_map(|name| {
        let list = dict.get::<Array<'_>>(name);
        let listed: Vec<Dict<'_>> =
            list.iter().flat_map(|list| list.iter::<Object<'_>>().filter_map(dict_of)).collect();
        dict.get::<Dict<'_>>(name).into_iter().chain(listed)
    });
    let told: Vec<Dict<'_>> = told.collect();
    let largest = |name: &str| told.iter().filter_map(|it| it.get::<u32>(name)).max();
    let rows = Some(height).filter(|height| *height > 0).or_else(|| largest("Rows")).filter(|rows| *rows > 0)?;
    Some(area(largest("Columns").unwrap_or(FAX_COLUMNS), rows))
}

fn dict_of(object: Object<'_>) -> Option<Dict<'_>> {
    match object {
        Object::Dict(dict) => Some(dict),
        _ => None,
    }
}

/// The largest frame told anywhere (ITU-T T.81, B.2.2): in the data itself a 0xff is never followed by such a mark.
fn of_jpeg(data: &[u8]) -> u64 {
    let frame = |at: usize| {
        let is_frame = matches!(data.get(at + 1)?, 0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf);
        let colours = u64::from(*data.get(at + 9)?);
        let is_whole = u16_at(data, at + 2)? == 8 + 3 * colours;
        (is_frame && is_whole).then_some(u16_at(data, at + 5)? * u16_at(data, at + 7)? * colours)
    };
    memchr::memchr_iter(0xff, data).filter_map(frame).max().unwrap_or(0)
}

/// The largest picture told anywhere (ITU-T T.800, A.5.1).
fn of_jpeg_2000(data: &[u8]) -> u64 {
    let size = |at: usize| {
        let side = |end: usize, start: usize| {
            Some(u64::from(u32_at(data, at + end)?.saturating_sub(u32_at(data, at + start)?)))
        };
        side(8, 16)?.checked_mul(side(12, 20)?)?.checked_mul(u16_at(data, at + 40)?)
    };
    let told = memmem::find_iter(data, b"\xff\x4f\xff\x51").map(|at| size(at).unwrap_or(u64::MAX));
    told.max().unwrap_or(0)
}

/// The largest page or region told by the segments (ITU-T T.88, 7.2 and 7.4).
fn of_jbig2(data: &[u8]) -> u64 {
    let (mut at, mut page, mut most) = (0, 0, 0);
    while let Some((kind, from, length)) = segment_at(data, at) {
        let (first, second) = (u32_at(data, from).unwrap_or(0), u32_at(data, from.saturating_add(4)).unwrap_or(0));
        let points = match kind {
            // A page that does not tell its height is told it by the ends of its stripes.
            48 if second == u32::MAX => 0,
            48 | 4 | 6 | 7 | 20 | 22 | 23 | 36 | 38 | 39 | 40 | 42 | 43 => area(first, second),
            50 => area(page, first.saturating_add(1)),
            _ => 0,
        };
        page = if kind == 48 { first } else { page };
        most = most.max(points);
        let Some(next) = length.and_then(|length| from.checked_add(length)) else { break };
        at = next;
    }
    most
}

/// Kind of the segment that starts here, where its data starts, and the length of that where it is told.
fn segment_at(data: &[u8], at: usize) -> Option<(u8, usize, Option<usize>)> {
    let number = u32_at(data, at)?;
    let flags = *data.get(at + 4)?;
    let short = *data.get(at + 5)? >> 5;
    let (count, after) = match short {
        7 => {
            let count = (u32_at(data, at + 5)? & 0x1fff_ffff) as usize;
            (count, at + 9 + (count + 8) / 8)
        }
        count => (usize::from(count), at + 6),
    };
    let width = if number <= 256 {
        1
    } else if number <= 65_536 {
        2
    } else {
        4
    };
    let after = after + count * width + if flags & 0x40 == 0 { 1 } else { 4 };
    let length = u32_at(data, after)?;
    Some((flags & 0x3f, after + 4, (length != u32::MAX).then_some(length as usize)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_syntax::Pdf;

    /// Whether a picture with these entries and these bytes may be unpacked.
    fn fits(entries: &str, data: &[u8]) -> bool {
        let head = format!(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
             3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n4 0 obj<</Subtype/Image/BitsPerComponent 8/ColorSpace/DeviceGray{entries}/Length {}>>stream\n",
            data.len()
        );
        let bytes = [head.as_bytes(), data, b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n"].concat();
        let pdf = Pdf::new(bytes).unwrap();
        let picture = pdf.objects().into_iter().find_map(|object| match object {
            Object::Stream(stream) => Some(fit(&stream)),
            _ => None,
        });
        picture.unwrap()
    }

    fn jbig2(width: u32, height: u32) -> Vec<u8> {
        let head = [&[0, 0, 0, 0, 48, 0, 1][..], &19_u32.to_be_bytes()].concat();
        [head, width.to_be_bytes().to_vec(), height.to_be_bytes().to_vec(), vec![0; 11]].concat()
    }

    fn jpeg_2000(width: u32, height: u32) -> Vec<u8> {
        let sides = [width, height, 0, 0, width, height, 0, 0].map(u32::to_be_bytes).concat();
        [&b"\xff\x4f\xff\x51\0\x29\0\0"[..], &sides, &[0, 1, 7, 1, 1]].concat()
    }

    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let sides = [height, width].map(u16::to_be_bytes).concat();
        [&b"\xff\xd8\xff\xc0\0\x11\x08"[..], &sides, &[3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]].concat()
    }

    #[test]
    fn a_picture_larger_than_any_scan_is_not_unpacked() {
        let small = "/Width 2480/Height 3508";
        assert!(fits(small, b"x"));
        assert!(!fits("/Width 60000/Height 60000", b"x"));
        for (coding, within, beyond) in [
            ("JBIG2Decode", jbig2(2480, 3508), jbig2(60_000, 60_000)),
            ("JPXDecode", jpeg_2000(2480, 3508), jpeg_2000(60_000, 60_000)),
            ("DCTDecode", jpeg(2480, 3508), jpeg(30_000, 30_000)),
        ] {
            let entries = format!("{small}/Filter/{coding}");
            assert!(fits(&entries, &within), "{coding}");
            // Its own head counts, whatever the file says of it; also behind another coding.
            assert!(!fits(&entries, &beyond), "{coding}");
            let hex: String = beyond.iter().map(|byte| format!("{byte:02x}")).collect();
            assert!(!fits(&format!("{small}/Filter[/ASCIIHexDecode/{coding}]"), hex.as_bytes()), "{coding}");
        }
    }

    #[test]
    fn a_fax_is_as_large_as_its_columns_and_rows() {
        let fax = |more: &str| fits(&format!("/Width 100/Filter/CCITTFaxDecode{more}"), b"x");
        assert!(fax("/Height 3508/DecodeParms<</K -1/Columns 2480>>"));
        assert!(!fax("/Height 60000/DecodeParms[<</K -1/Columns 60000>>]"));
        assert!(!fax("/DecodeParms<</K -1/Columns 60000/Rows 60000>>"));
        // Without rows it is as long as its data says.
        assert!(!fax("/DecodeParms<</K -1/Columns 2480>>"));
    }
}
