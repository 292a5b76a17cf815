//! Any bytes as header fields: names, words, addresses, dates, parameters.
#![no_main]

use libfuzzer_sys::fuzz_target;
use songda_core::mail::{self, header};

fuzz_target!(|raw: &[u8]| {
    let _ = header::decoded(raw);
    for address in header::addresses(raw) {
        assert!(!address.address.contains(['\r', '\n']), "a line end inside an address");
    }
    for field in ["Subject", "From", "Content-Disposition", "Content-Type", "Date"] {
        let whole = [field.as_bytes(), b": ", raw, b"\r\n\r\ntext\r\n"].concat();
        let (mail, _) = mail::read(&whole);
        assert!(!mail.parts.is_empty(), "the mail itself is a part");
    }
});
