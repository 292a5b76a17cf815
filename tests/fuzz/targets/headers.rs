//! Any bytes as header fields: names, words, addresses, dates, parameters.
#![no_main]

use libfuzzer_sys::fuzz_target;
use songda_core::mail::{self, header};

fuzz_target!(|raw: &[u8]| {
    let decoded = header::decoded(raw);
    assert!(!decoded.contains('\n') || raw.contains(&b'\n') || raw.contains(&b'='), "a line end out of nothing");
    let _ = header::addresses(raw);
    for field in ["Subject", "From", "Content-Disposition", "Content-Type", "Date"] {
        let whole = [field.as_bytes(), b": ", raw, b"\r\n\r\ntext\r\n"].concat();
        let (mail, _) = mail::read(&whole);
        assert!(!mail.parts.is_empty(), "the mail itself is a part");
    }
});
