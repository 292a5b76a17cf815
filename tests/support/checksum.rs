//! The checksum that an object store sends with a file, reckoned the long way, and the frames of gzip and brotli.

use crate::court::crc32;

/// CRC-64 of ECMA-182, reflected, bit by bit.
pub fn crc64(bytes: &[u8]) -> u64 {
    !bytes.iter().fold(!0_u64, |crc, byte| {
        (0..8).fold(
            crc ^ u64::from(*byte),
            |crc, _| {
                if crc & 1 == 1 { (crc >> 1) ^ 0xc96c_5795_d787_0f42 } else { crc >> 1 }
            },
        )
    })
}

/// Bytes as a server sends them that compresses in this way; of a way that is none they are as they are.
pub fn coded(way: &str, bytes: &[u8]) -> Vec<u8> {
    match way {
        "gzip" => gzip(bytes),
        "br" => brotli(bytes),
        _ => bytes.to_vec(),
    }
}

/// Bytes in the frame of brotli (RFC 7932), its blocks stored as they are.
///
/// # Panics
/// Never: a block is shorter than its length may be.
fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for (nth, piece) in bytes.chunks(1 << 16).enumerate() {
        // The window, once; not the last block, four digits of length less one, stored as it is.
        let window = u32::from(nth == 0);
        let head = (u32::try_from(piece.len() - 1).unwrap() << 3 | 1 << 19) << window;
        out.extend_from_slice(&head.to_le_bytes()[..3]);
        out.extend_from_slice(piece);
    }
    // An empty last block.
    out.push(if out.is_empty() { 6 } else { 3 });
    out
}

/// Bytes in the frame of gzip (RFC 1952), its blocks stored as they are.
///
/// # Panics
/// When there are more bytes than such a frame tells the length of.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = b"\x1f\x8b\x08\0\0\0\0\0\0\xff".to_vec();
    let pieces: Vec<&[u8]> = bytes.chunks(usize::from(u16::MAX)).collect();
    for (nth, piece) in pieces.iter().enumerate() {
        let length = u16::try_from(piece.len()).unwrap();
        out.push(u8::from(nth + 1 == pieces.len()));
        out.extend([length.to_le_bytes(), (!length).to_le_bytes()].concat());
        out.extend_from_slice(piece);
    }
    out.extend(crc32(bytes).to_le_bytes());
    out.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
    out
}
