//! The checksum that an object store sends with a file, reckoned the long way, and the frame of gzip.

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
