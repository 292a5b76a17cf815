//! Undoes the compression that some servers put around an answer although it was asked for as it is, within a bound.

use std::io::Read;

use brotli_decompressor::Decompressor as Brotli;
use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};
use reqwest::header::{CONTENT_ENCODING, HeaderMap};

use super::whole;

/// So much of what is compressed is looked at together.
const BROTLI_BUFFER: usize = 64 << 10;

/// Why an answer cannot be had as it was before it was compressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It ends before its end, or is none.
    Cut,
    /// More than may come.
    TooLarge,
    /// In a way that is not known here.
    Unknown(String),
}

/// How an answer says that it is compressed (RFC 9110 section 8.4), the last way first.
pub fn said(headers: &HeaderMap) -> Vec<String> {
    let all = headers.get_all(CONTENT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let names = all.flat_map(|value| value.split(',')).map(|name| name.trim().to_ascii_lowercase());
    let mut said: Vec<String> = names.filter(|name| !matches!(name.as_str(), "" | "identity")).collect();
    said.reverse();
    said
}

/// The bytes as they were before.
///
/// # Errors
/// See [`Wrong`].
pub fn undone(mut bytes: Vec<u8>, said: &[String], most: u64) -> Result<Vec<u8>, Wrong> {
    for name in said {
        bytes = match name.as_str() {
            // Said and not done: a server, or a proxy on the way, that undid it and left the word.
            "gzip" | "x-gzip" if !bytes.starts_with(b"\x1f\x8b") => bytes,
            "deflate" | "br" if is_plain(&bytes) => bytes,
            "gzip" | "x-gzip" => read(GzDecoder::new(bytes.as_slice()), most)?,
            // Some send it without the frame it should have.
            "deflate" => match read(ZlibDecoder::new(bytes.as_slice()), most) {
                Err(Wrong::Cut) => read(DeflateDecoder::new(bytes.as_slice()), most)?,
                read => read?,
            },
            // RFC 7932 section 9.1 knows no larger windows: they would take more memory than the answer is worth.
            "br" if bytes.first().is_some_and(|first| first & 0x7f == 0x11) => return Err(Wrong::Cut),
            "br" => read(Brotli::new(bytes.as_slice(), BROTLI_BUFFER), most)?,
            other => return Err(Wrong::Unknown(other.to_owned())),
        };
    }
    Ok(bytes)
}

/// Whether bytes begin as what is asked for begins, and as nothing compressed does: a document, or a list. Brotli keeps what
/// does not grow smaller as it is, a few bytes behind its beginning.
fn is_plain(bytes: &[u8]) -> bool {
    let is_list = bytes.trim_ascii_start().starts_with(b"{\"") || bytes.trim_ascii_start().starts_with(b"[{");
    let is_inside = !bytes.starts_with(b"%PDF-") && whole::is_pdf(bytes);
    is_list || (whole::is_document(bytes) && !is_inside)
}

fn read(from: impl Read, most: u64) -> Result<Vec<u8>, Wrong> {
    let mut whole = Vec::new();
    from.take(most.saturating_add(1)).read_to_end(&mut whole).map_err(|_| Wrong::Cut)?;
    if whole.len() as u64 > most { Err(Wrong::TooLarge) } else { Ok(whole) }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn what_was_compressed_comes_back_whole_or_not_at_all() {
        let plain = b"%PDF-1.7 ".repeat(200);
        let mut gz = GzEncoder::new(Vec::new(), Compression::default());
        gz.write_all(&plain).unwrap();
        let gz = gz.finish().unwrap();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(&plain).unwrap();
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::default());
        bare.write_all(&plain).unwrap();
        let undo = |bytes: &[u8], said: &[&str], most| {
            undone(bytes.to_vec(), &said.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>(), most)
        };
        for (bytes, said) in [
            (gz.clone(), "gzip"),
            (gz.clone(), "x-gzip"),
            (zlib.finish().unwrap(), "deflate"),
            (bare.finish().unwrap(), "deflate"),
            (plain.clone(), "gzip"),
        ] {
            assert_eq!(undo(&bytes, &[said], 10_000).as_ref(), Ok(&plain), "{said}");
        }
        assert_eq!(undo(&plain, &[], 1).as_ref(), Ok(&plain), "bounded elsewhere");
        assert_eq!(undo(&gz[..gz.len() - 9], &["gzip"], 10_000), Err(Wrong::Cut));
        assert_eq!(undo(&plain, &["deflate"], 10_000).as_ref(), Ok(&plain), "said and not done");
        assert_eq!(undo(b"neither", &["deflate"], 10_000), Err(Wrong::Cut));
        assert_eq!(undo(&gz, &["gzip"], 1_000), Err(Wrong::TooLarge));
        assert_eq!(undo(&gz, &["zstd"], 10_000), Err(Wrong::Unknown("zstd".to_owned())));
    }

    /// `%PDF-1.7 ` two hundred times, as the reference encoder of RFC 7932 writes it.
    const BROTLI: &[u8] = &[
        0x1b, 0x07, 0x07, 0xf8, 0x1d, 0x09, 0x36, 0x8e, 0xd2, 0xd7, 0xc6, 0x57, 0x75, 0x49, 0xcc, 0x0d, 0x94, 0x02,
        0x71, 0xc9, 0x16, 0x22, 0xa3, 0xf0, 0x2d, 0x18, 0x98, 0x2b, 0x37, 0x07,
    ];

    #[test]
    fn brotli_comes_back_whole_within_its_bound_or_not_at_all() {
        let plain = b"%PDF-1.7 ".repeat(200);
        let undo = |bytes: &[u8], most| undone(bytes.to_vec(), &["br".to_owned()], most);
        assert_eq!(undo(BROTLI, 10_000).as_ref(), Ok(&plain));
        assert_eq!(undo(BROTLI, 1_000), Err(Wrong::TooLarge));
        for length in 0..BROTLI.len() {
            assert_eq!(undo(&BROTLI[..length], 10_000), Err(Wrong::Cut), "{length}");
        }
        assert_eq!(undo(&plain, 10_000).as_ref(), Ok(&plain), "said and not done");
        assert_eq!(undo(br#"{"code":200}"#, 10_000).as_deref(), Ok(br#"{"code":200}"#.as_slice()));
        assert_eq!(undo(b"\x91 a window larger than there may be", 10_000), Err(Wrong::Cut));
    }

    #[test]
    fn the_last_way_is_undone_first() {
        let mut headers = HeaderMap::new();
        assert!(said(&headers).is_empty());
        headers.append(CONTENT_ENCODING, HeaderValue::from_static("identity, deflate"));
        headers.append(CONTENT_ENCODING, HeaderValue::from_static(" GZIP "));
        assert_eq!(said(&headers), ["gzip", "deflate"]);
    }
}
