//! Any bytes as a mail: read, judged, and every part accounted for.
#![no_main]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use songda_core::intake::{Signals, intake};
use songda_core::mail;
use songda_core::office::Office;
use songda_core::reference::Reference;
use songda_core::trust::Verdict;

static REFERENCE: LazyLock<Reference> = LazyLock::new(|| Reference::builtin().expect("the data loads"));

fuzz_target!(|raw: &[u8]| {
    let (mail, doubts) = mail::read(raw);
    let paths: BTreeSet<&str> = mail.parts.iter().map(|part| part.path.as_str()).collect();
    assert_eq!(paths.len(), mail.parts.len(), "two parts with one path");
    let told = intake(&mail, &Signals::default(), &Office::default(), &REFERENCE).after(&mail, doubts);
    assert!(told.trust.verdict != Verdict::Proven, "nobody is on a profile");
});
