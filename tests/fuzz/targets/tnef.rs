//! Any bytes as what lies in winmail.dat: opened within the limits, and the part itself accounted for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use songda_core::mail;

const HEAD: &str = "From: a@example.test\r\nContent-Type: application/ms-tnef; name=\"winmail.dat\"\r\nContent-Disposition: attachment; filename=\"winmail.dat\"\r\nContent-Transfer-Encoding: binary\r\n\r\n";

fuzz_target!(|bytes: &[u8]| {
    let (mail, _) = mail::read(&[HEAD.as_bytes(), bytes].concat());
    let first = mail.parts.first().expect("the mail itself is a part");
    assert!(first.size_bytes <= bytes.len() as u64, "more than was sent");
});
