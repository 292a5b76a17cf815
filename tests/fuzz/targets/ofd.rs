//! Any bytes as an OFD paper: its text is read, or it has none.
#![no_main]

use libfuzzer_sys::fuzz_target;
use songda_mailroom::signals;

fuzz_target!(|bytes: &[u8]| {
    let _ = signals::text_of(bytes, "a.ofd", &[]);
});
