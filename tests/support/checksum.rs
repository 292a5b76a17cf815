//! The checksum that an object store sends with a file, reckoned the long way.

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
