//! CRC-64/XZ (ECMA-182 reflected), the checksum Aliyun's object store sends as `x-oss-hash-crc64ecma`.

const POLYNOMIAL: u64 = 0xc96c_5795_d787_0f42;

const TABLE: [u64; 256] = table();

// A constant function knows no other way; the index stays below 256.
#[allow(clippy::indexing_slicing)]
const fn table() -> [u64; 256] {
    let mut table = [0_u64; 256];
    let mut nth = 0;
    while nth < 256 {
        let (mut value, mut bit) = (nth as u64, 0);
        while bit < 8 {
            value = if value & 1 == 1 { (value >> 1) ^ POLYNOMIAL } else { value >> 1 };
            bit += 1;
        }
        table[nth] = value;
        nth += 1;
    }
    table
}

/// The checksum of these bytes.
pub fn of(bytes: &[u8]) -> u64 {
    !bytes.iter().fold(!0_u64, |crc, byte| {
        let at = usize::from(crc.to_le_bytes()[0] ^ byte);
        (crc >> 8) ^ TABLE.get(at).copied().unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_check_value_of_the_catalogue_is_met() {
        assert_eq!(super::of(b"123456789"), 0x995d_c9bb_df19_39fa);
        assert_eq!(super::of(b""), 0);
    }
}
